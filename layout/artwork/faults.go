package artwork

import (
	"bytes"
	"errors"
	"strings"

	"duikai/layout/pdffile"
)

// Faults of files. They are wrapped with what exactly is wrong.
var (
	ErrUnknown           = errors.New("it is no JPEG, PNG, TIFF, WebP, HEIC, AVIF, GIF, BMP or PDF file")
	ErrCut         error = cut{} // one of the ways of ErrBroken
	ErrBroken            = pdffile.ErrBroken
	ErrUnsupported       = pdffile.ErrUnsupported
	ErrTooLarge          = pdffile.ErrTooLarge
	ErrEncrypted         = pdffile.ErrEncrypted
	ErrProtected         = pdffile.ErrProtected // an ErrEncrypted that viewers open all the same
	ErrNoPage            = errors.New("it has no such page")
)

// cut is the fault of a file that ends too early.
type cut struct{}

func (cut) Error() string { return "the file is cut short: ask for it again" }
func (cut) Unwrap() error { return ErrBroken }

// Fault is what is wrong with a file: one of the errors above, and what it is
// about ("TIFF LogLuv", "12 bit", "40000×40000").
type Fault = pdffile.Fault

func fault(kind error, format string, args ...any) error {
	return pdffile.NewFault(kind, format, args...)
}

// Broken, Unsupported and TooLarge are faults of these kinds, for who decodes
// pixels.
func Broken(format string, args ...any) error      { return fault(ErrBroken, format, args...) }
func Unsupported(format string, args ...any) error { return fault(ErrUnsupported, format, args...) }
func TooLarge(format string, args ...any) error    { return fault(ErrTooLarge, format, args...) }

// Foreign is the fault of a file of a known kind that cannot stand on a page.
// It says what to do.
type Foreign struct{ en, zh string }

func (f *Foreign) Error() string { return f.en }

// Unwrap makes it one of the kinds that the program does not read.
func (f *Foreign) Unwrap() error { return ErrUnsupported }

// words are the faults that only pictures have, in the languages of editors.
var words = []struct {
	err    error
	en, zh string
}{
	{ErrUnknown, ErrUnknown.Error() + ": save it as one of them", "不是 JPEG、PNG、TIFF、WebP、HEIC、AVIF、GIF、BMP 或 PDF 文件，请另存为其中一种"},
	{ErrCut, cut{}.Error(), "文件不完整（被截断），请重新索取"},
	{ErrNoPage, ErrNoPage.Error(), "没有这一页"},
}

// Words puts a fault of a file into the words of both languages. ok is false where
// the error is none of a file's contents.
func Words(err error) (en, zh string, ok bool) {
	if f, ok := errors.AsType[*Foreign](err); ok {
		return f.en, f.zh, true
	}
	for _, w := range words {
		if errors.Is(err, w.err) {
			en, zh = pdffile.Worded(err, w.err, w.en, w.zh)
			return en, zh, true
		}
	}
	en, zh, ok = pdffile.Words(err)
	if f, is := errors.AsType[*Fault](err); is && f.Kind == ErrUnsupported && !strings.HasPrefix(f.Detail, "PDF") {
		// An unusual kind of a usual file: 32 bit, Zstandard, arithmetic codes.
		en, zh = en+": save it again as an ordinary JPEG, PNG or TIFF (8 bit, LZW)", zh+"，请另存为普通的 JPEG、PNG 或 TIFF（8 位，LZW）"
	}
	return en, zh, ok
}

// kinds are files that come in place of pictures, known by how they begin.
var kinds = []struct {
	start string
	at    int
	kind  Foreign
}{
	{"8BPS", 0, Foreign{"it is a Photoshop file (PSD): save it as TIFF or JPEG, all layers in one", "这是 Photoshop 文件（PSD），请合并图层后另存为 TIFF 或 JPEG"}},
	{"%!PS", 0, eps}, {"\xc5\xd0\xd3\xc6", 0, eps},
	{"\x00\x00\x00\x0cjP  \r\n\x87\n", 0, jpeg2000}, {"\xff\x4f\xff\x51", 0, jpeg2000},
	{"\x00\x00\x00\x0cJXL \r\n\x87\n", 0, jpegXL}, {"\xff\x0a", 0, jpegXL},
	{"PK\x03\x04", 0, Foreign{"it is an archive (zip): unpack it and take the picture out", "这是压缩包（zip），请解压后取出图片"}},
	{"Rar!\x1a\x07", 0, Foreign{"it is an archive (rar): unpack it and take the picture out", "这是压缩包（rar），请解压后取出图片"}},
	{"7z\xbc\xaf\x27\x1c", 0, Foreign{"it is an archive (7z): unpack it and take the picture out", "这是压缩包（7z），请解压后取出图片"}},
	{"\x1f\x8b", 0, Foreign{"it is packed (gzip): unpack it", "这是压缩文件（gzip），请先解压"}},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, Foreign{"it is a file of Microsoft Office (doc, xls or ppt): take the picture out and save it as JPEG", "这是 Office 文档（doc、xls 或 ppt），请取出其中的图片另存为 JPEG"}},
	{"FUJIFILMCCD-RAW", 0, raw}, {"IIRO", 0, raw}, {"IIRS", 0, raw}, {"MMOR", 0, raw}, {"IIU\x00", 0, raw}, {"\x00MRM", 0, raw}, {"FOVb", 0, raw},
	{"CR\x02\x00", 8, raw}, {"HEAPCCDR", 6, raw}, {"ftypcrx ", 4, raw},
	{"\x00\x00\x01\x00", 0, Foreign{"it is an icon (ICO): save it as PNG", "这是图标文件（ICO），请另存为 PNG"}},
	{"\xd7\xcd\xc6\x9a", 0, metafile}, {" EMF", 40, metafile},
	{"ID3", 0, film}, {"\x1aE\xdf\xa3", 0, film}, {"ftypqt  ", 4, film}, {"ftypisom", 4, film}, {"ftypmp4", 4, film}, {"ftypM4V", 4, film}, {"AVI ", 8, film}, {"WAVE", 8, film},
	{"gimp xcf", 0, Foreign{"it is a GIMP file (XCF): export it as TIFF, PNG or JPEG", "这是 GIMP 文件（XCF），请导出为 TIFF、PNG 或 JPEG"}},
}

var (
	eps      = Foreign{"it is PostScript (EPS): save it as PDF and place it as an advertisement, or as TIFF", "这是 PostScript 文件（EPS），请另存为 PDF 作为广告上版，或另存为 TIFF"}
	jpeg2000 = Foreign{"it is JPEG 2000: save it as JPEG or TIFF", "这是 JPEG 2000 文件，请另存为 JPEG 或 TIFF"}
	jpegXL   = Foreign{"it is JPEG XL: save it as JPEG or TIFF", "这是 JPEG XL 文件，请另存为 JPEG 或 TIFF"}
	raw      = Foreign{"it is a camera's raw file: develop it and save it as JPEG or TIFF", "这是相机原始文件（RAW），请冲印后另存为 JPEG 或 TIFF"}
	metafile = Foreign{"it is a Windows metafile (WMF or EMF): save it as PDF or PNG", "这是 Windows 图元文件（WMF 或 EMF），请另存为 PDF 或 PNG"}
	film     = Foreign{"it is a film or a sound and no picture: save one frame of it as JPEG", "这是视频或音频，不是图片，请截取一帧另存为 JPEG"}
	svg      = Foreign{"it is SVG: save it as PDF and place it as an advertisement, or as PNG at 600 pixels an inch", "这是 SVG 文件，请另存为 PDF 作为广告上版，或以 600 ppi 另存为 PNG"}
	web      = Foreign{"it is a web page that came in place of the picture: ask for the file itself", "这是网页，不是图片，请索取图片文件本身"}
	office   = Foreign{"it is a document (docx, xlsx, pptx or odt): take the picture out and save it as JPEG", "这是文档（docx、xlsx、pptx 或 odt），请取出其中的图片另存为 JPEG"}
	empty    = Foreign{"the file is empty: ask for it again", "文件是空的，请重新索取"}
	zeros    = Foreign{"the file holds nothing but zeros: its transfer broke off, ask for it again", "文件内容全为零（传输中断），请重新索取"}
)

// foreign tells what a file is that is no picture, from its beginning; nil
// where nobody knows.
func foreign(head []byte) error {
	if len(head) == 0 {
		return &Fault{Kind: &empty}
	}
	if len(bytes.Trim(head, "\x00")) == 0 {
		return &Fault{Kind: &zeros}
	}
	if hasPrefix(head, "PK\x03\x04") {
		for _, name := range []string{"[Content_Types].xml", "word/", "xl/", "ppt/", "docProps/", "mimetypeapplication/vnd.oasis"} {
			if bytes.Contains(head, []byte(name)) {
				return &Fault{Kind: &office}
			}
		}
	}
	for i := range kinds {
		if k := &kinds[i]; len(head) >= k.at && hasPrefix(head[k.at:], k.start) {
			return &Fault{Kind: &k.kind}
		}
	}
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	switch {
	case !hasPrefix(text, "<"):
		return nil
	case bytes.Contains(text, []byte("<svg")):
		return &Fault{Kind: &svg}
	case bytes.Contains(text, []byte("<html")), hasPrefix(text, "<!doctype html"):
		return &Fault{Kind: &web}
	}
	return nil
}
