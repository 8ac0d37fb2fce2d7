package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"duikai/layout/artwork"
)

// landscape is a picture with a sky that grows brighter, a leaning ridge, ground
// with grain and a level line, of so many pixels.
func landscape(w, h, off int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	grain := uint32(7)
	for y := range h {
		for x := range w {
			grain = grain*1664525 + 1013904223
			v := 150 + 60*y/h
			if ridge := h/2 - x*h/(8*w) + x%37/9; y > ridge {
				v = 60 + int(grain>>28) + 20*(x/90%2)
			}
			if y > h*3/4 {
				v += 40
			}
			v += off
			img.SetRGBA(x, y, color.RGBA{uint8(v), uint8(v - 10), uint8(v - 30), 255})
		}
	}
	return img
}

// stepped is a picture whose macroblocks of 16 pixels are brighter from one of
// them on, in the order of a scan, as damage leaves it.
func stepped(t *testing.T, w, h, from, by int) []byte {
	t.Helper()
	img, off := landscape(w, h, 0), landscape(w, h, by)
	const side = 16
	across := (w + side - 1) / side
	for y := range h {
		for x := range w {
			if y/side*across+x/side >= from {
				img.SetRGBA(x, y, off.RGBAAt(x, y))
			}
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 88}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestShifted: a picture that is off by one value from a block on is told, in
// the midst of a row and from a visible step on; no other is.
func TestShifted(t *testing.T) {
	const w, h, across = 1600, 960, 100
	for _, c := range []struct {
		name     string
		from, by int
		row      int // 0: nothing is to be told
	}{
		{"whole", 0, 0, 0},
		{"darker from a block on", 20*across + 40, -20, 320},
		{"brighter from a block on", 31*across + 77, 9, 496},
		{"on the ridge", 28*across + 30, 25, 448},
		{"too little to see", 20*across + 40, 1, 0},
		{"from a whole row on, as a horizon is", 20 * across, 30, 0},
		{"at a border", 20*across + 3, 30, 0},
	} {
		src, err := new(Shelf).readSource(stepped(t, w, h, c.from, c.by), artwork.Info{Format: artwork.JPEG, Width: w, Height: h}, justJudge, 1)
		if err != nil {
			t.Fatal(err)
		}
		row := 0
		for _, r := range src.remarks {
			if r.Kind == Shifted {
				row = r.N - 1
			}
		}
		if row != c.row {
			t.Errorf("%s: told at row %d, want %d", c.name, row, c.row)
		}
	}
}

// TestEdgesOf: what the frequencies say of a block's first and last row is what
// its pixels are.
func TestEdgesOf(t *testing.T) {
	var f [64]int32
	f[0], f[8], f[16], f[3], f[40] = 400, -160, 90, 70, 33
	got := edgesOf(&f)
	p := jpegPart{side: 8, keep: 64, stride: 8, pix: make([]byte, 64)}
	p.put(&f, 7|7*8, false, false, 0, 0)
	for i, row := range [2]int{0, 7} {
		sum := 0
		for x := range 8 {
			sum += int(p.pix[8*row+x]) - 128
		}
		if d := int(got[i]) - sum; d < -8 || d > 8 { // eighths: a level in all
			t.Errorf("row %d: %d eighths, its pixels come to %d", row, got[i], sum)
		}
	}
}
