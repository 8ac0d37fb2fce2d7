package artwork

import (
	"errors"
	"fmt"
	"io"

	"duikai/layout/geom"
	"duikai/layout/pdffile"
)

// Format is the kind of a file, told from its first bytes and not its name.
type Format uint8

const (
	Unknown Format = iota
	JPEG
	PNG
	TIFF
	WebP
	PDF
	GIF
	BMP
	HEIC
	AVIF
)

var formatNames = [...]string{"unknown", "JPEG", "PNG", "TIFF", "WebP", "PDF", "GIF", "BMP", "HEIC", "AVIF"}

func (f Format) String() string {
	if int(f) < len(formatNames) {
		return formatNames[f]
	}
	return formatNames[Unknown]
}

// Model is how a picture's pixels are coloured.
type Model uint8

const (
	Gray Model = iota
	RGB
	CMYK
)

// Info is what a file says about itself.
type Info struct {
	Format Format
	// Width and Height are in pixels of the picture as it is to be looked at,
	// after its orientation; 0 for a PDF.
	Width, Height int
	// Turn is the EXIF orientation, 1 to 8; 1 is upright. 0 for a PDF.
	Turn  int
	Model Model
	Depth int  // bits a channel
	Alpha bool // some of it may be transparent
	// HighRange: its brightness goes beyond that of paper (HDR).
	HighRange bool
	// Still is what a file holds of which one picture stands on the page: frames
	// of an animation, pages of a scan; 0 or 1: nothing else.
	Still int
	// Pages is how many pages a PDF has, and Trim the size of its first one:
	// TrimBox, else CropBox, else MediaBox, as it is looked at.
	Pages int
	Trim  geom.Size
}

// Shape is a size whose sides are to each other as those of the picture: pixels, or the
// size of a PDF's first page. Without sides: it is not known.
func (i *Info) Shape() geom.Size {
	if i.Format == PDF {
		return i.Trim
	}
	return geom.Size{W: geom.Length(i.Width), H: geom.Length(i.Height)}
}

// Limits of pictures.
const (
	// maxSide is the longest side in pixels. JPEG itself ends at 65,535, and a
	// sheet two pages wide at 1,200 pixels an inch has fewer than 40,000.
	maxSide = 65500
	// maxPixels is the largest area. A page scanned in black and white at 1,200
	// pixels an inch has 475 million; so many are read smaller than they are.
	maxPixels = 500e6
)

// CheckSize refuses pictures without pixels and those with too many.
func CheckSize(w, h int) error { return checkSize(int64(w), int64(h)) }

func checkSize(w, h int64) error {
	switch {
	case w <= 0 || h <= 0:
		return fault(ErrBroken, "%d×%d", w, h)
	case w > maxSide || h > maxSide || w*h > maxPixels:
		return fault(ErrTooLarge, "%d×%d", w, h)
	}
	return nil
}

// upright completes what is known of a picture as it is stored: the size as it
// is looked at, after its orientation. Orientations that do not exist are
// taken as none, as every viewer does.
func (i Info) upright(w, h, turn int) Info {
	if turn < 1 || turn > 8 {
		turn = 1
	}
	i.Width, i.Height, i.Turn = w, h, turn
	if turn >= 5 {
		i.Width, i.Height = h, w
	}
	return i
}

// Probe reads the beginning of a picture file, or the whole of a PDF up to its
// page tree, and decodes no pixels. The error is a *Fault, or what the reader
// failed with.
func Probe(r io.ReaderAt, size int64) (Info, error) { return ProbePage(r, size, 1) }

// ProbePage is Probe, with the trim of another page of a PDF than its first;
// pictures have page 1 alone.
func ProbePage(r io.ReaderAt, size int64, page int) (Info, error) {
	info, err := (&file{r: r, size: size}).probe(page)
	switch {
	case err != nil:
		return Info{}, err
	case info.Format != PDF && page != 1:
		return Info{}, fault(ErrNoPage, "%d / 1", page)
	}
	return info, nil
}

func (f *file) probe(page int) (Info, error) {
	// A PDF's header may stand anywhere in the first kilobyte.
	head, err := f.upTo(0, pdffile.HeaderRoom)
	if err != nil {
		return Info{}, err
	}
	switch {
	case hasPrefix(head, "\xff\xd8\xff"):
		return f.jpeg()
	case hasPrefix(head, "\x89PNG\r\n\x1a\n"):
		return f.png()
	case len(head) > 10 && hasPrefix(head, "II*\x00") && hasPrefix(head[8:], "CR\x02"):
		return Info{}, &Fault{Kind: &raw}
	case hasPrefix(head, "II*\x00"), hasPrefix(head, "MM\x00*"):
		return f.tiff()
	case hasPrefix(head, "II+\x00"), hasPrefix(head, "MM\x00+"):
		return Info{}, fault(ErrUnsupported, "BigTIFF")
	case len(head) >= 12 && hasPrefix(head, "RIFF") && string(head[8:12]) == "WEBP":
		return f.webp()
	case hasPrefix(head, "GIF87a"), hasPrefix(head, "GIF89a"):
		return f.gif(head)
	case hasPrefix(head, "BM") && len(head) > 17:
		return f.bmp(head)
	case len(head) >= 16 && string(head[4:8]) == "ftyp" && heifBrand(head) != Unknown:
		return f.heif(heifBrand(head))
	case pdffile.Header(head) >= 0:
		return f.pdf(page)
	}
	if err := foreign(head); err != nil {
		return Info{}, err
	}
	return Info{}, &Fault{Kind: ErrUnknown}
}

func hasPrefix(b []byte, s string) bool {
	return len(b) >= len(s) && string(b[:len(s)]) == s
}

// file is an untrusted file with its size; nothing is read beyond it.
type file struct {
	r    io.ReaderAt
	size int64
}

// bytes reads n bytes at an offset, all of them or a fault. n is small, or
// was compared with the size of the file before.
func (f *file) bytes(at, n int64) ([]byte, error) {
	if at < 0 || n < 0 || at > f.size || n > f.size-at {
		return nil, fault(ErrCut, "%d+%d > %d", at, n, f.size)
	}
	b := make([]byte, n)
	got, err := f.r.ReadAt(b, at)
	switch {
	case int64(got) == n:
		return b, nil
	case err == nil || errors.Is(err, io.EOF):
		return nil, fault(ErrCut, "%d+%d > %d", at, n, at+int64(got))
	}
	return nil, fmt.Errorf("reading: %w", err)
}

// upTo reads at most n bytes at an offset.
func (f *file) upTo(at, n int64) ([]byte, error) {
	return f.bytes(at, min(n, max(f.size-at, 0)))
}
