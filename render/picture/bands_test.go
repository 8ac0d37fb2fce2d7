package picture

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// TestBands: rows that come some at a time are those of the picture made smaller as a
// whole, whatever part of it is taken.
func TestBands(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	fill := func(lists ...[]byte) {
		for _, list := range lists {
			for i := range list {
				list[i] = byte(r.IntN(256))
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		whole := image.Rect(0, 0, rapid.IntRange(1, 60).Draw(t, "w"), rapid.IntRange(1, 60).Draw(t, "h"))
		x, y := rapid.IntRange(0, whole.Dx()-1).Draw(t, "x"), rapid.IntRange(0, whole.Dy()-1).Draw(t, "y")
		part := image.Rect(x, y, rapid.IntRange(x+1, whole.Dx()).Draw(t, "right"), rapid.IntRange(y+1, whole.Dy()).Draw(t, "bottom"))
		size := part.Size()
		if rapid.Bool().Draw(t, "smaller") {
			size = image.Pt(rapid.IntRange(1, size.X).Draw(t, "to.w"), rapid.IntRange(1, size.Y).Draw(t, "to.h"))
		}
		var img image.Image
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			m := image.NewGray(whole)
			fill(m.Pix)
			img = m
		case 1:
			m := image.NewCMYK(whole)
			fill(m.Pix)
			img = m
		case 2:
			m := image.NewRGBA(whole)
			fill(m.Pix)
			for i := 3; i < len(m.Pix); i += 4 {
				m.Pix[i] = 255
			}
			img = m
		case 3:
			m := image.NewYCbCr(whole, image.YCbCrSubsampleRatio420)
			fill(m.Y, m.Cb, m.Cr)
			img = m
		case 4: // of a kind that is drawn pixel by pixel
			m := image.NewPaletted(whole, color.Palette{color.White, color.Black, color.RGBA{200, 30, 90, 255}})
			for i := range m.Pix {
				m.Pix[i] = byte(r.IntN(3))
			}
			img = m
		}
		b := newBands(img, part, size)
		var got []byte
		for pix := b.next(); len(pix) > 0; pix = b.next() {
			if len(pix) != min(bandRows, size.Y-len(got)/(size.X*b.channels()))*size.X*b.channels() {
				t.Fatalf("%d bytes at a time", len(pix))
			}
			got = append(got, pix...)
		}
		var want []byte
		switch m := img.(type) {
		case *image.CMYK:
			want = make([]byte, 4*size.X*size.Y)
			for c := range 4 {
				shrink(plane{want[c:], 4 * size.X, 4, size.X, size.Y}, plane{m.Pix[m.PixOffset(x, y)+c:], m.Stride, 4, part.Dx(), part.Dy()})
			}
		case *image.Gray:
			want = make([]byte, size.X*size.Y)
			shrink(plane{want, size.X, 1, size.X, size.Y}, plane{m.Pix[m.PixOffset(x, y):], m.Stride, 1, part.Dx(), part.Dy()})
		default:
			out := image.NewRGBA(image.Rectangle{Max: size})
			if size == part.Size() {
				draw.Draw(out, out.Rect, img, part.Min, draw.Src)
			} else {
				small := scale(img, part, size.X, size.Y)
				draw.Draw(out, out.Rect, small, small.Bounds().Min, draw.Src)
			}
			want = out.Pix
		}
		if len(got) != len(want) {
			t.Fatalf("%d bytes, not %d", len(got), len(want))
		}
		for i := range want {
			if _, inks := img.(*image.CMYK); i%4 == 3 && b.channels() == 4 && !inks {
				continue // nobody asks for it
			}
			if got[i] != want[i] {
				t.Fatalf("%T %v to %v: byte %d is %d, not %d", img, part, size, i, got[i], want[i])
			}
		}
	})
}
