package rip

import (
	"errors"
	"fmt"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// Glyph is a character of a page where it stands.
type Glyph struct {
	Rune rune
	X, Y float64 // of its origin on the baseline, in points from the upper left corner
	W    float64 // how far it reaches
	Size float64 // type size in points
}

// Sheet is the text of a page in the order in which it is drawn.
type Sheet struct {
	W, H   float64 // points
	Glyphs []Glyph
}

// maxGlyphs is how many characters of a page are read: a broadsheet page of
// small type has some twenty thousand.
const maxGlyphs = 500_000

// maxTextPages is how many pages of a file are read.
const maxTextPages = 400

// ErrMany is a file with more pages or characters than are read.
var ErrMany = errors.New("it has more pages or characters than are read")

// Text reads the text of all pages of a document.
func (p *Painter) Text(document []byte) ([]Sheet, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.start(); err != nil {
		return nil, err
	}
	pool := p.pool
	return await(p, func() ([]Sheet, error) { return sheets(pool, document) })
}

func sheets(pool pdfium.Pool, document []byte) (out []Sheet, err error) {
	defer func() {
		if r := recover(); r != nil {
			out, err = nil, fmt.Errorf("reading failed: %v", r)
		}
	}()
	instance, err := pool.GetInstance(patience)
	if err != nil {
		return nil, err
	}
	defer func() { _ = instance.Close() }()
	doc, err := instance.OpenDocument(&requests.OpenDocument{File: &document})
	if err != nil {
		return nil, err
	}
	count, err := instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return nil, err
	}
	if count.PageCount > maxTextPages {
		return nil, ErrMany
	}
	for n := range count.PageCount {
		page := requests.Page{ByIndex: &requests.PageByIndex{Document: doc.Document, Index: n}}
		size, err := instance.GetPageSize(&requests.GetPageSize{Page: page})
		if err != nil {
			return nil, err
		}
		s := Sheet{W: size.Width, H: size.Height}
		if s.Glyphs, err = glyphs(instance, page, s.H); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func glyphs(in pdfium.Pdfium, page requests.Page, height float64) ([]Glyph, error) {
	text, err := in.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return nil, err
	}
	defer func() { _, _ = in.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage}) }()
	count, err := in.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return nil, err
	}
	if count.Count > maxGlyphs {
		return nil, ErrMany
	}
	var out []Glyph
	for i := range count.Count {
		g, ok, err := glyph(in, text.TextPage, i, height)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, g)
		}
	}
	return out, nil
}

// glyph reads a character. What pdfium adds of its own, line ends and blanks,
// has no box and is left out: places say as much.
func glyph(in pdfium.Pdfium, text references.FPDF_TEXTPAGE, i int, height float64) (g Glyph, ok bool, err error) {
	code, err := in.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: i})
	if err != nil {
		return g, false, err
	}
	g.Rune = rune(code.Unicode)
	if g.Rune == '\r' || g.Rune == '\n' || g.Rune == 0 {
		return g, false, nil
	}
	at, err := in.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: text, Index: i})
	if err != nil {
		return g, false, nil
	}
	g.X, g.Y = at.X, height-at.Y
	size, err := in.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: text, Index: i})
	if err != nil {
		return g, false, err
	}
	g.Size = size.FontSize
	if box, err := in.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text, Index: i}); err == nil {
		g.W = float64(box.Rect.Right - box.Rect.Left)
	} else {
		box, err := in.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text, Index: i})
		if err != nil {
			return g, false, nil
		}
		g.W = box.Right - g.X
	}
	return g, g.W > 0 || g.Rune == ' ', nil
}
