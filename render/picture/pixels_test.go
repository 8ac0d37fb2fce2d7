package picture

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"duikai/layout/page"
	"duikai/render/picture/picturetest"
)

// The mean of an area by floating point, pixel by pixel.
func meanOf(p plane, x, y, w, h int) float64 {
	x0, x1 := float64(x*p.w)/float64(w), float64((x+1)*p.w)/float64(w)
	y0, y1 := float64(y*p.h)/float64(h), float64((y+1)*p.h)/float64(h)
	var sum float64
	for j := int(y0); j < p.h && float64(j) < y1; j++ {
		for i := int(x0); i < p.w && float64(i) < x1; i++ {
			part := (min(x1, float64(i+1)) - max(x0, float64(i))) * (min(y1, float64(j+1)) - max(y0, float64(j)))
			sum += part * float64(p.pix[j*p.stride+i*p.step])
		}
	}
	return sum / ((x1 - x0) * (y1 - y0))
}

func TestShrinkIsTheMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := plane{w: rapid.IntRange(1, 40).Draw(t, "from.w"), h: rapid.IntRange(1, 40).Draw(t, "from.h"), step: rapid.IntRange(1, 4).Draw(t, "step")}
		from.stride = from.w*from.step + rapid.IntRange(0, 3).Draw(t, "more")
		from.pix = rapid.SliceOfN(rapid.Byte(), from.stride*from.h, from.stride*from.h).Draw(t, "pix")
		to := plane{w: rapid.IntRange(1, from.w).Draw(t, "w"), h: rapid.IntRange(1, from.h).Draw(t, "h"), step: rapid.IntRange(1, 4).Draw(t, "to.step")}
		to.stride = to.w * to.step
		to.pix = make([]byte, to.stride*to.h)
		shrink(to, from)
		for y := range to.h {
			for x := range to.w {
				want := meanOf(from, x, y, to.w, to.h)
				if got := float64(to.pix[y*to.stride+x*to.step]); math.Abs(got-want) > 0.5+1e-6 {
					t.Fatalf("%d, %d: %v instead of %v", x, y, got, want)
				}
			}
		}
	})
}

func TestPixels(t *testing.T) {
	m := make(fstest.MapFS)
	for _, s := range picturetest.Samples() {
		m[s.Name] = &fstest.MapFile{Data: s.Data}
	}
	store := New(m)
	all := image.Rect(0, 0, picturetest.Width, picturetest.Height)
	for _, s := range picturetest.Samples() {
		if s.Name == "cmyk.jpg" || s.Name == "ycck.jpg" { // as newsprint shows ink
			continue
		}
		for _, size := range []image.Point{{4, 4}, {20, 10}, {64, 32}, {150, 90}, {10, 90}} {
			img, err := store.Pixels(&page.Picture{File: s.Name, Crop: all}, size.X, size.Y)
			if err != nil {
				t.Fatalf("%s: %v", s.Name, err)
			}
			if img.Bounds() != (image.Rectangle{Max: size}) {
				t.Fatalf("%s: %v", s.Name, img.Bounds())
			}
			for i, c := range s.Corners {
				x, y := i%2*(size.X-1), i/2*(size.Y-1)
				if got := color.RGBAModel.Convert(img.At(x, y)).(color.RGBA); distance(got, c) > 12 {
					t.Errorf("%s in %v: corner %d is %v, not %v", s.Name, size, i, got, c)
				}
			}
		}
		// The lower right quarter alone.
		crop := image.Rect(picturetest.Width/2, picturetest.Height/2, picturetest.Width, picturetest.Height)
		for _, size := range []image.Point{{1, 1}, {7, 5}, {32, 16}, {50, 20}} {
			img, err := store.Pixels(&page.Picture{File: s.Name, Crop: crop}, size.X, size.Y)
			if err != nil {
				t.Fatalf("%s: %v", s.Name, err)
			}
			for _, at := range []image.Point{{}, {size.X - 1, 0}, {0, size.Y - 1}, size.Sub(image.Pt(1, 1))} {
				if got := color.RGBAModel.Convert(img.At(at.X, at.Y)).(color.RGBA); distance(got, s.Corners[3]) > 12 {
					t.Errorf("%s, quarter in %v: %v at %v, not %v", s.Name, size, got, at, s.Corners[3])
				}
			}
		}
	}
	for name, p := range map[string]struct {
		crop image.Rectangle
		w, h int
	}{
		"no part": {image.Rectangle{}, 4, 4}, "beyond": {image.Rect(0, 0, picturetest.Width+1, 1), 4, 4},
		"no size": {all, 0, 4}, "turned": {all, 4, -1}, "huge": {all, 1 << 30, 1 << 30},
	} {
		if _, err := store.Pixels(&page.Picture{File: "rgb.jpg", Crop: p.crop}, p.w, p.h); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func distance(a, b color.RGBA) int {
	off := func(a, b uint8) int { return int(max(a, b) - min(a, b)) }
	return max(off(a.R, b.R), off(a.G, b.G), off(a.B, b.B), off(a.A, 255))
}

// All kinds of images give the same picture, whatever their shortcut.
func TestScaleByAllRoads(t *testing.T) {
	rect := image.Rect(3, 5, 203, 135)
	src := image.NewRGBA(rect)
	for y := rect.Min.Y; y < rect.Max.Y; y++ {
		for x := rect.Min.X; x < rect.Max.X; x++ {
			src.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), uint8((x + y) / 2), 255})
		}
	}
	crop := image.Rect(31, 17, 190, 101)
	want := scale(src, crop, 20, 11)
	nrgba := image.NewNRGBA(rect)
	draw.Draw(nrgba, rect, src, rect.Min, draw.Src)
	for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio440} {
		ycc := image.NewYCbCr(rect, ratio)
		for y := rect.Min.Y; y < rect.Max.Y; y++ {
			for x := rect.Min.X; x < rect.Max.X; x++ {
				c := src.RGBAAt(x, y)
				ycc.Y[ycc.YOffset(x, y)], ycc.Cb[ycc.COffset(x, y)], ycc.Cr[ycc.COffset(x, y)] = color.RGBToYCbCr(c.R, c.G, c.B)
			}
		}
		compare(t, ratio.String(), scale(ycc, crop.Sub(rect.Min), 20, 11), scale(src, crop.Sub(rect.Min), 20, 11), 6)
	}
	compare(t, "NRGBA", scale(nrgba, crop, 20, 11), want, 0)
}

func compare(t *testing.T, name string, got, want image.Image, most int) {
	t.Helper()
	for y := range want.Bounds().Dy() {
		for x := range want.Bounds().Dx() {
			a, b := color.RGBAModel.Convert(got.At(x, y)).(color.RGBA), color.RGBAModel.Convert(want.At(x, y)).(color.RGBA)
			if distance(a, b) > most {
				t.Fatalf("%s: %v at %d, %d, not %v", name, a, x, y, b)
			}
		}
	}
}

func TestKeeperForgets(t *testing.T) {
	var k keeper
	var img image.Image = image.NewGray(image.Rect(0, 0, 1, 1))
	of := make([]opened[image.Image], 5)
	for i := range of {
		of[i].value.Store(&img)
		k.touch(&of[i], maxKept/3)
		k.touch(&of[0], maxKept/3) // the one in use stays
	}
	var left []int
	for i := range of {
		if of[i].value.Load() != nil {
			left = append(left, i)
		}
	}
	if len(left) != 3 || left[0] != 0 || left[1] != 3 || k.size != maxKept/3*3 {
		t.Errorf("kept %v of size %d", left, k.size)
	}
	// One picture larger than all room is kept all the same: it is in use.
	k.touch(&of[0], maxKept/3)
	big := new(opened[image.Image])
	big.value.Store(&img)
	k.touch(big, maxKept*2)
	if big.value.Load() == nil || len(k.list) != 1 {
		t.Error("the picture in use is gone")
	}
}

func BenchmarkPixels(b *testing.B) {
	img := image.NewYCbCr(image.Rect(0, 0, 4000, 3000), image.YCbCrSubsampleRatio420)
	for b.Loop() {
		scale(img, img.Rect, 600, 450)
	}
}
