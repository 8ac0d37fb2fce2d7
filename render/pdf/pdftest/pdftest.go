// Package pdftest helps to test and measure render/pdf and what calls it.
//
// It draws through gopdf with no layout at all, the cost below which no program
// that writes its PDF with gopdf can come, and it makes editions to draw.
package pdftest

import (
	"bytes"
	"fmt"

	"github.com/signintech/gopdf"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// Floor writes exactly the characters of an edition's texts, with the same
// faces and sizes, at the same starts, one gopdf call for each text, with the
// faces' natural widths. It parses the faces for this document.
func Floor(e *page.Edition) ([]byte, error) { return new(Fonts).Floor(e) }

// Fonts keeps parsed faces between calls of Floor, as pdf.Cache does for
// pdf.Write, to compare the two warm.
type Fonts struct {
	container gopdf.FontContainer
	known     map[*fonts.Face]string
}

// Floor is the function Floor with faces parsed at most once. It must not be
// called from several goroutines at a time.
func (f *Fonts) Floor(e *page.Edition) ([]byte, error) {
	if f.known == nil {
		f.known = make(map[*fonts.Face]string)
	}
	gp := new(gopdf.GoPdf)
	size := func(p *page.Page) gopdf.Rect {
		return gopdf.Rect{W: (p.Trim.W + 2*p.Bleed).Points(), H: (p.Trim.H + 2*p.Bleed).Points()}
	}
	gp.Start(gopdf.Config{Unit: gopdf.UnitPT, PageSize: size(e.Pages[0])})
	added := make(map[*fonts.Face]bool)
	for _, p := range e.Pages {
		for _, it := range p.Items {
			t, ok := it.(*page.Text)
			if !ok || added[t.Face] {
				continue
			}
			added[t.Face] = true
			if _, ok := f.known[t.Face]; !ok {
				family := fmt.Sprintf("%d-%s", len(f.known), t.Face.Name())
				if err := f.container.AddTTFFontData(family, t.Face.Data()); err != nil {
					return nil, err
				}
				f.known[t.Face] = family
			}
			if err := gp.AddTTFFontFromFontContainer(f.known[t.Face], &f.container); err != nil {
				return nil, err
			}
		}
	}
	var face *fonts.Face
	var at geom.Length
	var text []rune
	for _, p := range e.Pages {
		s := size(p)
		gp.AddPageWithOption(gopdf.PageOption{PageSize: &s})
		for _, it := range p.Items {
			t, ok := it.(*page.Text)
			if !ok || len(t.Glyphs) == 0 {
				continue
			}
			if t.Face != face || t.Size != at {
				if err := gp.SetFontWithStyle(f.known[t.Face], gopdf.Regular, t.Size.Points()); err != nil {
					return nil, err
				}
				face, at = t.Face, t.Size
			}
			text = text[:0]
			for _, g := range t.Glyphs {
				text = append(text, g.Rune)
			}
			gp.SetXY((t.At.X + p.Bleed).Points(), (t.At.Y + p.Bleed).Points())
			if err := gp.Text(string(text)); err != nil {
				return nil, err
			}
		}
	}
	var buf bytes.Buffer
	_, err := gp.WriteTo(&buf)
	return buf.Bytes(), err
}
