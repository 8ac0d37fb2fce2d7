package main

import (
	"bytes"
	"image"
	"io/fs"
	"sync"

	"duikai/layout/artwork"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/layout/pdffile"
	"duikai/render/live"
	"duikai/render/picture"
	"duikai/render/proof"
)

// otherPage is a page of a PDF that this program did not write. It is taken out
// of its document when it is looked at first.
type otherPage struct {
	document func() ([]byte, error)
	painter  picture.Painter
}

// draw draws the page at its trim.
func (o *otherPage) draw(trim geom.Size, dpi int) ([]byte, error) {
	document, err := o.document()
	if err != nil {
		return nil, err
	}
	px := func(l geom.Length) int { return int(geom.DivRound(l*geom.Length(dpi), geom.Inch)) }
	img, err := o.painter.Paint(document, 1, px(trim.W), px(trim.H))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = proof.EncodePNG(&b, img, dpi)
	return b.Bytes(), err
}

// otherDPI and otherFiner are as comparedDPI and finer, coarser by half: another
// painter puts edges to other parts of a pixel and draws strokes a little
// heavier, some 60 of 255, and neither is a change. A character of body text still is.
const otherDPI, otherFiner = 40, 4

// otherPDF is any PDF as a version to compare with, drawn as it would print.
func otherPDF(data []byte, painter picture.Painter) (*live.State, error) {
	e, pages := new(page.Edition), make(map[*page.Page]*otherPage)
	called := contentName(data)
	err := pdffile.Do(data, func(d *pdffile.File) error {
		e.Pages = nil
		var failed error
		_, err := d.Pages(func(n int, m pdffile.Dict) bool {
			own, err := d.Page(m)
			if err != nil {
				failed = err
				return false
			}
			w, h := own.Size()
			p := &page.Page{Number: n, Name: called, Trim: geom.Size{W: geom.FromPoints(w), H: geom.FromPoints(h)}}
			pages[p] = &otherPage{painter: painter, document: sync.OnceValues(func() ([]byte, error) {
				x, err := artwork.ExtractPage(data, n)
				if err != nil {
					return nil, err
				}
				return x.Document(), nil
			})}
			e.Pages = append(e.Pages, p)
			return true
		})
		if failed != nil {
			return failed
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	draw := func(p *page.Page, dpi int) ([]byte, error) {
		old, ok := pages[p]
		if !ok { // a window: the browser asks only for windows of the pages of now
			return nil, fs.ErrNotExist
		}
		return old.draw(p.Trim, dpi)
	}
	changes := func(now *page.Page, drawNow func(*page.Page, int) ([]byte, error)) []geom.Rect {
		whole := []geom.Rect{{W: now.Trim.W, H: now.Trim.H}}
		if now.Number < 1 || now.Number > len(e.Pages) {
			return whole
		}
		old := e.Pages[now.Number-1]
		if apart(old.Trim.W, now.Trim.W) || apart(old.Trim.H, now.Trim.H) {
			return whole
		}
		before, errBefore := pixels(draw(old, otherDPI*otherFiner))
		fresh, errNow := pixels(drawNow(now, otherDPI*otherFiner))
		if errBefore != nil || errNow != nil {
			return whole
		}
		size := fresh.Rect.Size()
		seen := func(m *image.RGBA) image.Image { return soften(soften(coarser(m, size, otherFiner))) }
		return live.Differences(seen(before), seen(fresh), now.Trim)
	}
	return &live.State{Edition: e, Draw: draw, Changes: changes, Stamp: func(string) string { return "" }}, nil
}
