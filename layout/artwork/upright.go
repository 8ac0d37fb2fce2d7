package artwork

import (
	"image"
	"image/color"
	"image/draw"
)

// tile is the side of the squares in which a picture is turned: 64 rows of 64
// pixels of 8 bytes stay in a processor's first cache, where going down a
// whole column of a large picture leaves it at every pixel.
const tile = 64

// Upright turns a picture from the way it is stored to the way it is to be
// looked at. turn is the EXIF orientation: 2 mirrored left to right, 3 turned
// half, 4 mirrored top to bottom, 5 mirrored at the diagonal, 6 to be turned
// a quarter clockwise, 7 mirrored at the other diagonal, 8 to be turned a
// quarter counter-clockwise; any other number leaves the picture as it is.
// Pixels keep their values; kinds of pictures whose pixels do not lie side by
// side (YCbCr) become RGBA, or NRGBA where they may be transparent. The result
// begins at 0, 0 unless it is the picture itself.
func Upright(img image.Image, turn int) image.Image {
	if turn < 2 || turn > 8 || img.Bounds().Empty() {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	r := image.Rect(0, 0, w, h)
	if turn >= 5 {
		r = image.Rect(0, 0, h, w)
	}
	turned := func(dst []byte, dstStride int, src []byte, srcStride, size int) {
		turnPixels(pixels{dst, dstStride, r.Dx(), r.Dy()}, pixels{src, srcStride, w, h}, size, turn)
	}
	switch p := img.(type) {
	case *image.Gray:
		q := image.NewGray(r)
		turned(q.Pix, q.Stride, p.Pix, p.Stride, 1)
		return q
	case *image.Paletted:
		q := image.NewPaletted(r, p.Palette)
		turned(q.Pix, q.Stride, p.Pix, p.Stride, 1)
		return q
	case *image.Gray16:
		q := image.NewGray16(r)
		turned(q.Pix, q.Stride, p.Pix, p.Stride, 2)
		return q
	case *image.RGBA:
		q := image.NewRGBA(r)
		turned(q.Pix, q.Stride, p.Pix, p.Stride, 4)
		return q
	case *image.NRGBA:
		q := image.NewNRGBA(r)
		turned(q.Pix, q.Stride, p.Pix, p.Stride, 4)
		return q
	case *image.CMYK:
		q := image.NewCMYK(r)
		turned(q.Pix, q.Stride, p.Pix, p.Stride, 4)
		return q
	case *image.RGBA64:
		q := image.NewRGBA64(r)
		turned(q.Pix, q.Stride, p.Pix, p.Stride, 8)
		return q
	case *image.NRGBA64:
		q := image.NewNRGBA64(r)
		turned(q.Pix, q.Stride, p.Pix, p.Stride, 8)
		return q
	}
	return Upright(besideEachOther(img), turn)
}

// besideEachOther copies a picture into one whose pixels lie side by side.
func besideEachOther(img image.Image) image.Image {
	b := img.Bounds()
	r := image.Rect(0, 0, b.Dx(), b.Dy())
	if p, ok := img.(*image.NYCbCrA); ok {
		// By hand: draw would multiply the colours by alpha and divide again.
		dst := image.NewNRGBA(r)
		for y := range r.Dy() {
			for x := range r.Dx() {
				c := p.NYCbCrAAt(b.Min.X+x, b.Min.Y+y)
				red, green, blue := color.YCbCrToRGB(c.Y, c.Cb, c.Cr)
				dst.SetNRGBA(x, y, color.NRGBA{R: red, G: green, B: blue, A: c.A})
			}
		}
		return dst
	}
	var dst draw.Image = image.NewNRGBA(r)
	if o, ok := img.(interface{ Opaque() bool }); ok && o.Opaque() {
		dst = image.NewRGBA(r)
	}
	draw.Draw(dst, r, img, b.Min, draw.Src)
	return dst
}

// pixels are w by h pixels in rows of stride bytes.
type pixels struct {
	pix          []byte
	stride, w, h int
}

// turnPixels copies every pixel of src, size bytes each, to its place in dst.
func turnPixels(dst, src pixels, size, turn int) {
	// A step to the right and a step down in dst are these steps in src, and
	// dst's first pixel lies at start there.
	var right, down, start int
	lastX, lastY := (src.w-1)*size, (src.h-1)*src.stride
	switch turn {
	case 2:
		right, down, start = -size, src.stride, lastX
	case 3:
		right, down, start = -size, -src.stride, lastX+lastY
	case 4:
		right, down, start = size, -src.stride, lastY
	case 5:
		right, down, start = src.stride, size, 0
	case 6:
		right, down, start = -src.stride, size, lastY
	case 7:
		right, down, start = -src.stride, -size, lastX+lastY
	case 8:
		right, down, start = src.stride, -size, lastX
	}
	for y0 := 0; y0 < dst.h; y0 += tile {
		for x0 := 0; x0 < dst.w; x0 += tile {
			for y := y0; y < min(y0+tile, dst.h); y++ {
				turnRow(dst.pix[y*dst.stride+x0*size:], src.pix, start+y*down+x0*right, right, size, min(tile, dst.w-x0))
			}
		}
	}
}

// turnRow copies n pixels of size bytes to dst; they lie from one byte on in src, a step
// apart.
func turnRow(dst, src []byte, from, step, size, n int) {
	for to := 0; n > 0; n-- {
		switch size {
		case 1:
			dst[to] = src[from]
		case 4:
			*(*[4]byte)(dst[to:]) = *(*[4]byte)(src[from:])
		default:
			copy(dst[to:to+size], src[from:])
		}
		to += size
		from += step
	}
}
