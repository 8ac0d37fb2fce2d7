package main

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/draw"
	"math"
	"strings"
	"testing"

	"duikai/render"
	"duikai/render/picture"
	"duikai/render/proof"
	"duikai/samples"
)

// TestSplit: the pieces of a page, laid together, look like the page.
func TestSplit(t *testing.T) {
	r, err := render.Job{FS: samples.Wangting(), Pages: []int{1, 8}}.Run()
	if err != nil {
		t.Fatal(err)
	}
	const dpi = 55
	s := &shots{pictures: picture.New(samples.Wangting()), glyphs: new(proof.Glyphs)}
	open := func(address string) image.Image {
		_, data, ok := strings.Cut(address, ";base64,")
		b, err := base64.StdEncoding.DecodeString(data)
		if !ok || err != nil {
			t.Fatal(ok, err)
		}
		img, _, err := image.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		return img
	}
	for _, p := range r.Edition.Pages {
		want, err := s.draw(p, dpi)
		if err != nil {
			t.Fatal(err)
		}
		pieces, err := s.split(p, dpi)
		if err != nil {
			t.Fatal(err)
		}
		if len(pieces.photos) == 0 {
			t.Errorf("page %d has no photographs", p.Number)
		}
		got := image.NewRGBA(want.Rect)
		draw.Draw(got, got.Rect, open(pieces.print), image.Point{}, draw.Src)
		at := func(percent float64, whole int) int { return int(math.Round(percent * float64(whole) / 100)) }
		for _, ph := range pieces.photos {
			img := open(ph.Address)
			x, y := at(ph.Left, got.Rect.Dx()), at(ph.Top, got.Rect.Dy())
			if w, h := at(ph.Width, got.Rect.Dx()), at(ph.Height, got.Rect.Dy()); w != img.Bounds().Dx() || h != img.Bounds().Dy() {
				t.Errorf("a photograph of %v stands on %d by %d pixels", img.Bounds(), w, h)
			}
			draw.Draw(got, img.Bounds().Add(image.Pt(x, y)), img, image.Point{}, draw.Src)
		}
		sum, worst := 0, 0
		for i := range want.Pix {
			d := int(want.Pix[i]) - int(got.Pix[i])
			d = max(d, -d)
			sum += d
			worst = max(worst, d)
		}
		if mean := float64(sum) / float64(len(want.Pix)); mean > 3 || worst > 120 {
			t.Errorf("page %d differs by %.2f in the mean, by %d at worst", p.Number, mean, worst)
		}
	}
}
