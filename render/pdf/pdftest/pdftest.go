// Package pdftest helps to test and measure render/pdf and what calls it.
//
// It draws through gopdf with no layout at all, the cost below which no program
// that writes its PDF with gopdf can come, and it makes editions to draw.
package pdftest

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"

	"github.com/signintech/gopdf"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/picture"
)

// Floor writes exactly the characters of an edition's texts, with the same
// faces and sizes, at the same starts, one gopdf call for each text, with the
// faces' natural widths. It parses the faces for this document. An edition with
// pictures needs Fonts with their folder.
func Floor(e *page.Edition) ([]byte, error) { return new(Fonts).Floor(e) }

// Fonts keeps parsed faces between calls of Floor, as pdf.Cache does for
// pdf.Write, to compare the two warm.
type Fonts struct {
	// Files is the folder of the edition's pictures and blocks. They are read
	// and made ready anew in every call, one after the other, and embedded by
	// gopdf's own holders and importer.
	Files     fs.FS
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
	art := artist{gp: gp, store: picture.New(f.Files), templates: make(map[string]int)}
	for _, p := range e.Pages {
		s := size(p)
		gp.AddPageWithOption(gopdf.PageOption{PageSize: &s})
		for _, it := range p.Items {
			if err := art.draw(it, p.Bleed); err != nil {
				return nil, err
			}
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
			gp.SetXY((t.At.X + p.Bleed).Points(), (t.At.Y + p.Bleed).Points())
			if err := gp.Text(t.String()); err != nil {
				return nil, err
			}
		}
	}
	var buf bytes.Buffer
	_, err := gp.WriteTo(&buf)
	return buf.Bytes(), err
}

// artist shows pictures and blocks by plain gopdf calls.
type artist struct {
	gp        *gopdf.GoPdf
	store     *picture.Store
	templates map[string]int
	docs      []*io.ReadSeeker // gofpdi tells documents apart by their addresses
}

func (a *artist) draw(it page.Item, bleed geom.Length) error {
	switch it := it.(type) {
	case *page.Picture:
		r, err := a.store.Ready(it)
		if err != nil {
			return err
		}
		holder, err := gopdf.ImageHolderByBytes(r.Data)
		if err != nil {
			return err
		}
		w, h := it.Rect.W.Points(), it.Rect.H.Points()
		sx, sy := w/float64(it.Crop.Dx()), h/float64(it.Crop.Dy())
		return a.gp.ImageByHolderWithOptions(holder, gopdf.ImageOptions{
			X: (it.Rect.X + bleed).Points(), Y: (it.Rect.Y + bleed).Points(),
			Rect: &gopdf.Rect{W: float64(r.Width) * sx, H: float64(r.Height) * sy},
			Crop: &gopdf.CropOptions{X: float64(it.Crop.Min.X) * sx, Y: float64(it.Crop.Min.Y) * sy, Width: w, Height: h},
		})
	case *page.Block:
		key := fmt.Sprint(it.Page, " ", it.File)
		template, ok := a.templates[key]
		if !ok {
			foreign, err := a.store.Block(it)
			if err != nil {
				return err
			}
			var doc io.ReadSeeker = bytes.NewReader(foreign.Document())
			a.docs = append(a.docs, &doc)
			template = a.gp.ImportPageStream(&doc, 1, "/MediaBox")
			a.templates[key] = template
		}
		a.gp.UseImportedTemplate(template, (it.Rect.X + bleed).Points(), (it.Rect.Y + bleed).Points(), it.Rect.W.Points(), it.Rect.H.Points())
	}
	return nil
}
