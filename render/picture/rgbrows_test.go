package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"math/rand/v2"
	"testing"
)

// Rows of any picture of brightness and colour are those of image/draw, from any point
// on and in any width.
func TestRGBRows(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, ratio := range []image.YCbCrSubsampleRatio{
		image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
		image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
	} {
		m := image.NewYCbCr(image.Rect(0, 0, 21, 14), ratio)
		for _, plane := range [][]byte{m.Y, m.Cb, m.Cr} {
			for i := range plane {
				plane[i] = byte(r.Uint32())
			}
		}
		for _, part := range []image.Rectangle{m.Rect, image.Rect(1, 1, 20, 13), image.Rect(4, 3, 21, 14), image.Rect(7, 5, 8, 6), image.Rect(6, 2, 7, 4), image.Rect(3, 0, 13, 14)} {
			t.Run(fmt.Sprint(ratio, part), func(t *testing.T) {
				want := image.NewRGBA(image.Rectangle{Max: part.Size()})
				draw.Draw(want, want.Rect, m, part.Min, draw.Src)
				got := make([]byte, len(want.Pix))
				rgbRows(got, m, part.Min, part.Dx(), part.Dy())
				if !bytes.Equal(got, want.Pix) {
					t.Errorf("got  %v\nwant %v", got, want.Pix)
				}
			})
		}
	}
}
