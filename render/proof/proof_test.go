package proof_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io"
	"sync"
	"testing"

	"duikai/fonts"
	"duikai/fonts/embedded"
	"duikai/layout"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/render/picture"
	"duikai/render/proof"
	"duikai/samples"
	"duikai/samples/golden"
)

func faces(t testing.TB) *fonts.Set {
	t.Helper()
	set, err := embedded.Set()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func hei(t testing.TB) *fonts.Face {
	t.Helper()
	f, ok := faces(t).Chain(fonts.Hei).Face('一')
	if !ok {
		t.Fatal("no face has 一")
	}
	return f
}

func edition(t testing.TB) *page.Edition {
	t.Helper()
	is, problems := manuscript.Load(samples.Wangting())
	if is == nil {
		t.Fatal(problems)
	}
	ed, _ := layout.Compose(is, faces(t), layout.Options{})
	return ed
}

// TestPages holds the look of the sample's pages: small, so that the files
// stay small, and grey.
func TestPages(t *testing.T) {
	const dpi = 24
	glyphs, pictures := new(proof.Glyphs), picture.New(samples.Wangting())
	for _, p := range edition(t).Pages {
		img, err := proof.Draw(p, proof.Options{DPI: dpi, Glyphs: glyphs, Pictures: pictures})
		if err != nil {
			t.Fatal(err)
		}
		grey := image.NewGray(img.Rect)
		draw.Draw(grey, grey.Rect, img, image.Point{}, draw.Src)
		golden.Picture(t, fmt.Sprintf("wangting-%d.png", p.Number), grey)
	}
}

// small is a page of 72 by 36 points: at 72 dpi a point is a pixel.
func small(items ...page.Item) *page.Page {
	return &page.Page{Number: 1, Trim: geom.Size{W: 72 * geom.Pt, H: 36 * geom.Pt}, Items: items}
}

func shoot(t testing.TB, p *page.Page) *image.RGBA {
	t.Helper()
	img, err := proof.Draw(p, proof.Options{DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// TestCoverage: what covers half a pixel darkens it by half, in the list's
// order.
func TestCoverage(t *testing.T) {
	const pt = geom.Pt
	img := shoot(t, small(
		&page.Fill{Rect: geom.Rect{X: 2 * pt, Y: 2 * pt, W: 3*pt + pt/2, H: 4 * pt}, Ink: page.Black},
		&page.Rule{From: geom.Point{X: 20 * pt, Y: 10 * pt}, To: geom.Point{X: 30 * pt, Y: 10 * pt}, Width: pt, Ink: page.Black},
		&page.Fill{Rect: geom.Rect{X: 40 * pt, Y: 5 * pt, W: 5 * pt, H: 5 * pt}, Ink: page.Ink{M: 100, Y: 100}},
		&page.Fill{Rect: geom.Rect{X: 42 * pt, Y: 5 * pt, W: 5 * pt, H: 5 * pt}}, // paper
		&page.Shape{Points: []geom.Point{{X: 50 * pt, Y: 20 * pt}, {X: 60 * pt, Y: 20 * pt}, {X: 60 * pt, Y: 30 * pt}}, Ink: page.Ink{K: 50}},
	))
	for _, c := range []struct {
		x, y int
		want color.RGBA
	}{
		{1, 3, color.RGBA{255, 255, 255, 255}}, {2, 2, color.RGBA{0, 0, 0, 255}}, {4, 5, color.RGBA{0, 0, 0, 255}}, {5, 3, color.RGBA{127, 127, 127, 255}},
		{2, 6, color.RGBA{255, 255, 255, 255}},
		{25, 9, color.RGBA{127, 127, 127, 255}}, {25, 10, color.RGBA{127, 127, 127, 255}}, {25, 11, color.RGBA{255, 255, 255, 255}},
		{41, 7, color.RGBA{255, 0, 0, 255}}, {43, 7, color.RGBA{255, 255, 255, 255}},
		{58, 22, color.RGBA{127, 127, 127, 255}}, {52, 28, color.RGBA{255, 255, 255, 255}},
	} {
		if got := img.RGBAAt(c.x, c.y); near(got.R, c.want.R) && near(got.G, c.want.G) && near(got.B, c.want.B) {
			continue
		}
		t.Errorf("pixel %d,%d is %v, not %v", c.x, c.y, img.RGBAAt(c.x, c.y), c.want)
	}
}

func near(a, b uint8) bool { d := int(a) - int(b); return -2 <= d && d <= 2 }

// TestGlyphs: a character's ink is where its outline is, also between pixels
// and turned.
func TestGlyphs(t *testing.T) {
	f := hei(t)
	const size = 24 * geom.Pt
	box, ok := f.Ink('一')
	if !ok {
		t.Fatal("no ink")
	}
	for _, turned := range []bool{false, true} {
		for _, shift := range []geom.Length{0, 333, 500, 900} {
			at := geom.Point{X: 20*geom.Pt + shift, Y: 5*geom.Pt + shift}
			if !turned {
				at.Y += 20 * geom.Pt
			}
			img := shoot(t, small(&page.Text{Face: f, Size: size, Ink: page.Black, At: at, Turned: turned, Glyphs: []page.Glyph{{Rune: '一'}}}))
			var x, y, dark float64
			for i := range img.Rect.Dy() {
				for k := range img.Rect.Dx() {
					d := 255 - float64(img.RGBAAt(k, i).R)
					x, y, dark = x+d*(float64(k)+0.5), y+d*(float64(i)+0.5), dark+d
				}
			}
			if dark == 0 {
				t.Fatal("nothing was drawn")
			}
			mx, my := float64(size.Em(int(box.XMin+box.XMax)/2)), -float64(size.Em(int(box.YMin+box.YMax)/2))
			if turned {
				mx, my = -my, mx
			}
			if dx, dy := x/dark-(float64(at.X)+mx)/1000, y/dark-(float64(at.Y)+my)/1000; max(dx, -dx, dy, -dy) > 0.5 {
				t.Errorf("turned %v, %v off the pixel: the ink's middle is off by %.2f, %.2f pixels", turned, shift, dx, dy)
			}
		}
	}
}

// TestShared: pages drawn side by side with one cache are those drawn alone.
func TestShared(t *testing.T) {
	p := edition(t).Pages[0]
	want, err := proof.Draw(p, proof.Options{DPI: 40})
	if err != nil {
		t.Fatal(err)
	}
	glyphs := new(proof.Glyphs)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			got, err := proof.Draw(p, proof.Options{DPI: 40, Glyphs: glyphs})
			if err != nil || !bytes.Equal(got.Pix, want.Pix) {
				t.Errorf("a page drawn beside others differs (%v)", err)
			}
		})
	}
	wg.Wait()
}

// TestBounds: a page too large, or items far off the page, cost nothing.
func TestBounds(t *testing.T) {
	huge := small()
	huge.Trim = geom.Size{W: 1 << 40, H: 1 << 40}
	if _, err := proof.Draw(huge, proof.Options{}); err == nil {
		t.Error("a page of a million metres was drawn")
	}
	far := geom.Length(1 << 40)
	shoot(t, small(
		&page.Fill{Rect: geom.Rect{X: -far, Y: -far, W: 2 * far, H: 2 * far}, Ink: page.Black},
		&page.Rule{From: geom.Point{X: -far, Y: 0}, To: geom.Point{X: far, Y: 0}, Width: 1000, Ink: page.Black},
		&page.Rule{From: geom.Point{X: -far, Y: 5}, To: geom.Point{X: far, Y: far}, Width: 1000, Ink: page.Black},
		&page.Text{Face: hei(t), Size: 9000, At: geom.Point{X: far, Y: far}, Glyphs: []page.Glyph{{Rune: '江'}}},
	))
}

// BenchmarkDraw makes the PNG of a broadsheet page of 7,200 characters at 150
// dpi, with the masks at hand and without. The goal is 0.3 seconds a core.
//
//	go test -run '^$' -bench Draw ./render/proof
func BenchmarkDraw(b *testing.B) {
	p := edition(b).Pages[3]
	warm, pictures := new(proof.Glyphs), picture.New(samples.Wangting())
	pictures.Prepare([]*page.Page{p})
	for _, c := range []struct {
		name   string
		glyphs func() *proof.Glyphs
	}{{"cold", func() *proof.Glyphs { return new(proof.Glyphs) }}, {"warm", func() *proof.Glyphs { return warm }}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				img, err := proof.Draw(p, proof.Options{DPI: 150, Glyphs: c.glyphs(), Pictures: pictures})
				if err == nil {
					err = proof.EncodePNG(io.Discard, img, 150)
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
