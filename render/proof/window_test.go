package proof_test

import (
	"image"
	"testing"

	"duikai/layout/geom"
	"duikai/render/picture"
	"duikai/render/proof"
	"duikai/samples"
)

// TestWindow: a window of a page is drawn as that part of the whole page.
func TestWindow(t *testing.T) {
	const dpi = 72 // a point is a pixel, so that windows lie on pixels
	o := proof.Options{DPI: dpi, Glyphs: new(proof.Glyphs), Pictures: picture.New(samples.Wangting())}
	p := edition(t).Pages[0]
	whole, err := proof.Draw(p, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []image.Rectangle{image.Rect(40, 60, 400, 500), image.Rect(500, 900, 900, 1300), image.Rect(300, 250, 310, 900)} {
		w := p.Window(geom.Rect{X: geom.Length(r.Min.X) * geom.Pt, Y: geom.Length(r.Min.Y) * geom.Pt, W: geom.Length(r.Dx()) * geom.Pt, H: geom.Length(r.Dy()) * geom.Pt})
		if len(w.Items) == 0 || len(w.Items) >= len(p.Items) {
			t.Errorf("the window has %d of %d items", len(w.Items), len(p.Items))
		}
		got, err := proof.Draw(w, o)
		if err != nil {
			t.Fatal(err)
		}
		different := 0
		for y := range r.Dy() {
			for x := range r.Dx() {
				a, b := got.RGBAAt(x, y), whole.RGBAAt(r.Min.X+x, r.Min.Y+y)
				if a != b {
					different++
				}
			}
		}
		// The fraction of a pixel a glyph stands at is found by floats.
		if most := r.Dx() * r.Dy() / 1000; different > most {
			t.Errorf("%v: %d pixels differ", r, different)
		}
	}
}
