package intake

import (
	"bytes"
	"path"
	"slices"
	"strings"
)

// foreign is a kind of file that no reader takes, and what its editor can do.
type foreign struct {
	what   Words
	advice Words
	ends   []string
	starts string // the first bytes; empty: the ending alone tells
}

// strangers are the kinds that come from newsrooms and archives all the same.
var strangers = []foreign{
	{Words{"a workbook of Excel", "Excel 工作簿"}, Words{"save it as CSV (UTF-8)", "请另存为 CSV（UTF-8）"}, []string{".xlsx", ".xls", ".et", ".ods"}, ""},
	{Words{"a document of Word 97, WPS or OpenOffice", "旧版 Word、WPS 或 OpenOffice 文档"}, Words{"save it as .docx", "请另存为 .docx"}, []string{".doc", ".wps", ".rtf", ".odt"}, ""},
	{Words{"a packed folder of another kind", "其他格式的压缩包"}, Words{"unpack it and give the folder, or pack it as .zip", "请解开后指定文件夹，或改用 .zip"}, []string{".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz"}, ""},
	{Words{"a zip in zips", "多层压缩包"}, Words{"unpack it and give the folder", "请解开后指定文件夹"}, []string{".zip"}, ""},
	{Words{"a book", "电子书"}, Words{"unpack it as a .zip and give the folder with its pages of text", "请按 .zip 解开，指定其中的网页文件夹"}, []string{".epub", ".mobi", ".azw3", ".chm"}, ""},
	{Words{"a page of another make-up program", "其他排版软件的版面文件"}, Words{"write its text, or a PDF, from that program", "请在该软件中导出文本或 PDF"}, []string{".indd", ".idml", ".fbd", ".vft", ".fit", ".qxp", ".ai", ".eps", ".ps", ".s92", ".s2", ".ps2"}, ""},
	{Words{"a document in OFD", "OFD 版式文件"}, Words{"write a PDF from it", "请另存为 PDF"}, []string{".ofd"}, ""},
	{Words{"a picture of a page", "版面图片"}, Words{"have its characters recognised, and give the ALTO, PAGE, hOCR or JSON of that", "请先作文字识别，再导入 ALTO、PAGE、hOCR 或 JSON"}, []string{".jpg", ".jpeg", ".png", ".tif", ".tiff", ".jp2", ".djvu"}, ""},
	{Words{"a document of Word 97", "旧版 Word 文档"}, Words{"save it as .docx", "请另存为 .docx"}, nil, "\xd0\xcf\x11\xe0"},
	{Words{"a web page that is no page of an e-paper", "一般网页"}, Words{"copy its text into a .txt, or give the whole folder of the mirror", "请把文字存为 .txt，或指定整个镜像文件夹"}, []string{".html", ".htm", ".mht", ".mhtml"}, ""},
	{Words{"JSON without stories", "不含稿件的 JSON"}, Words{"records need a title and a text (正文, content)", "每条记录要有标题和正文（title、content）"}, []string{".json", ".jsonl", ".ndjson"}, ""},
}

// Foreign says what a source is that no reader takes, and what its editor can do; ok is
// false where that is not known.
func Foreign(src *Source) (what, advice Words, ok bool) {
	if len(src.Files) == 0 {
		return what, advice, false
	}
	for _, f := range strangers {
		is := func(file string) bool {
			return slices.Contains(f.ends, strings.ToLower(path.Ext(file))) ||
				f.starts != "" && bytes.HasPrefix(src.Head(file, len(f.starts)), []byte(f.starts))
		}
		n := 0
		for _, file := range src.Files {
			if is(file) {
				n++
			}
		}
		if 2*n > len(src.Files) {
			return f.what, f.advice, true
		}
	}
	return what, advice, false
}
