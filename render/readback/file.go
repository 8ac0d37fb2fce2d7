package readback

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf16"

	"duikai/layout/geom"
	"duikai/layout/pdffile"
	"duikai/render/internal/icc"
	"duikai/render/newsprint"
)

// ErrForeign is a PDF file that another program wrote, or changed.
var ErrForeign = errors.New("this PDF was not written by duikai")

// foreign tells what in a file no file of ours has.
func foreign(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrForeign, fmt.Sprintf(format, args...))
}

// producer is what our files say of the program that wrote them.
const producer = "duikai (gopdf)"

const (
	// maxPages is how many pages an edition may have: an archive of a year has
	// some thousands, an edition at most some hundred.
	maxPages = 1000
	// maxOperators bounds what all pages together hold: a page has some ten
	// thousand.
	maxOperators = 5e6
	// maxGlyphs and maxPoints bound the characters and the points of paths.
	maxGlyphs, maxPoints = 4e6, 4e6
)

// File is an opened file. It is safe for use by many goroutines.
type File struct {
	pages []*Page
	fonts map[any]*font
	press func() (*icc.Proof, error) // how its ink looks on a screen; nil: its pictures are for screens

	mu       sync.Mutex // held while the file is read
	pdf      *pdffile.File
	pictures map[int]*picture // by object
	masks    masks

	operators, glyphs, points int // so far
}

// Page is a page as it was trimmed.
type Page struct {
	file *File
	size geom.Size
	list []mark
}

// Open reads a file and everything on its pages.
func Open(data []byte) (file *File, err error) {
	defer func() {
		if r := recover(); r != nil {
			file, err = nil, fmt.Errorf("%w: %v", pdffile.ErrBroken, r)
		}
	}()
	err = pdffile.Do(data, func(pdf *pdffile.File) error {
		file = &File{pdf: pdf, fonts: make(map[any]*font), pictures: make(map[int]*picture)}
		return file.read()
	})
	if err != nil {
		return nil, err
	}
	return file, nil
}

// Pages are the pages in their order.
func (f *File) Pages() []*Page { return f.pages }

// Size is the trimmed size.
func (p *Page) Size() geom.Size { return p.size }

func (f *File) read() error {
	info, err := f.pdf.Flat(f.pdf.Trailer["Info"])
	if err != nil {
		return err
	}
	if by, _ := info["Producer"].(pdffile.String); plain(string(by)) != producer {
		return fmt.Errorf("%w: %.60q", ErrForeign, strings.ToValidUTF8(plain(string(by)), "?"))
	}
	if err := f.readPress(); err != nil {
		return err
	}
	var failed error
	_, err = f.pdf.Pages(func(n int, m pdffile.Dict) bool {
		if n > maxPages {
			failed = fmt.Errorf("%w: %d pages", pdffile.ErrTooLarge, n)
		} else if failed = f.readPage(m); failed != nil {
			failed = fmt.Errorf("page %d: %w", n, failed)
		}
		return failed == nil
	})
	if failed != nil {
		return failed
	}
	return err
}

// readPress takes the colours of the press: those that the file names, else
// those of newsprint. A reading copy has pictures for the screen, and it alone
// has bookmarks.
func (f *File) readPress() error {
	root, err := f.pdf.Flat(f.pdf.Trailer["Root"])
	if err != nil {
		return err
	}
	intents, _ := root["OutputIntents"].([]any)
	if root["Outlines"] != nil && len(intents) == 0 {
		return nil
	}
	profile := newsprint.Profile()
	if len(intents) > 0 {
		intent, err := f.pdf.Flat(intents[0])
		if err != nil {
			return err
		}
		if s, ok := intent["DestOutputProfile"].(*pdffile.Stream); ok {
			if profile, err = f.pdf.Decode(s); err != nil {
				return err
			}
		}
	}
	p, err := icc.Parse(profile)
	if err != nil {
		return err
	}
	if p.Space() != icc.CMYK {
		return foreign("a press of %s", p.Space())
	}
	f.press = sync.OnceValues(func() (*icc.Proof, error) { return icc.NewProof(p) })
	return nil
}

// plain is a text string (ISO 32000-1, 7.9.2.2), which may be UTF-16.
func plain(s string) string {
	rest, wide := strings.CutPrefix(s, "\xfe\xff")
	if !wide {
		return s
	}
	var units []uint16
	for ; len(rest) >= 2; rest = rest[2:] {
		units = append(units, uint16(rest[0])<<8|uint16(rest[1]))
	}
	return string(utf16.Decode(units))
}

func (f *File) readPage(m pdffile.Dict) error {
	p, err := f.pdf.Page(m)
	if err != nil {
		return err
	}
	if p.Turn != 0 || p.Unit != 1 {
		return foreign("a turned page")
	}
	resources, err := f.pdf.Dict(p.Resources)
	if err != nil {
		return err
	}
	content, err := f.pdf.Content(m["Contents"])
	if err != nil {
		return err
	}
	w, h := p.Size()
	page := &Page{file: f, size: geom.Size{W: points(w), H: points(h)}}
	upright := matrix(p.Matrix()).then(matrix{1, 0, 0, -1, 0, h})
	r := newReader(page, resources, upright, box{0, 0, w, h})
	if err := r.run(content); err != nil {
		return err
	}
	f.pages = append(f.pages, page)
	return nil
}

func points(pt float64) geom.Length { return geom.Length(float64(pt*float64(geom.Pt)) + 0.5) }
