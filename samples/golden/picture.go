package golden

import (
	"bytes"
	"image"
	"image/png"
	"testing"
)

// How far a picture may be from the accepted one. Processors differ in the
// last bits of their floating point, which shows at the edges of a few glyphs;
// a line that has moved shows in many pixels.
const (
	// pixelSlack is the difference of a pixel, of 255, that is not counted.
	pixelSlack = 8
	// manySlack is the share of other pixels that may be counted: one in this
	// many.
	manySlack = 10_000
)

// Picture compares a grey picture with the PNG file testdata/name.
func Picture(t testing.TB, name string, got *image.Gray) {
	t.Helper()
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(&b, got); err != nil {
		t.Fatal(err)
	}
	data, ok := accepted(t, name, b.Bytes())
	if !ok {
		return
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	want, grey := img.(*image.Gray)
	if !grey || want.Rect != got.Rect {
		t.Errorf("%s is %v, the picture made %v; -update accepts it", name, img.Bounds(), got.Rect)
		return
	}
	var differing, most int
	var at image.Point
	for y := range got.Rect.Dy() {
		for x := range got.Rect.Dx() {
			d := int(got.GrayAt(x, y).Y) - int(want.GrayAt(x, y).Y)
			if d = max(d, -d); d > pixelSlack {
				differing++
				if d > most {
					most, at = d, image.Pt(x, y)
				}
			}
		}
	}
	if differing*manySlack > got.Rect.Dx()*got.Rect.Dy() {
		t.Errorf("%s: %d pixels differ from the accepted picture, most at %v by %d; -update accepts it", name, differing, at, most)
	}
}
