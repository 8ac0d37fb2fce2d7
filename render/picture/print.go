package picture

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/draw"

	"duikai/layout/geom"
	"duikai/layout/page"
)

// Resolutions in pixels an inch that line art keeps: drawings in tones or
// colours, whose edges a platesetter still shows, and drawings in black and
// white, made for its own resolution.
const (
	drawingPPI = 600
	bilevelPPI = 1200
)

// A picture a little finer than it need be is left as it is: a step from five
// pixels to four would blur it in bars.
const spareNum, spareDen = 5, 4

// use is a part of a picture file at the sizes it may be printed with. Two
// places on the pages that come to the same share what is made of it.
type use struct {
	file                 string
	crop                 image.Rectangle
	photo, line, bilevel image.Point // pixels
}

// useOf says what a place on a page needs of a picture. A place without a size
// needs all there is.
func (p *Press) useOf(pic *page.Picture) use {
	at := func(ppi int) image.Point {
		return image.Pt(pixels(pic.Rect.W, ppi, pic.Crop.Dx()), pixels(pic.Rect.H, ppi, pic.Crop.Dy()))
	}
	return use{pic.File, pic.Crop, at(p.ppi), at(max(p.ppi, drawingPPI)), at(max(p.ppi, bilevelPPI))}
}

// pixels is how many of so many pixels a length is printed with.
func pixels(l geom.Length, ppi, have int) int {
	need := int((int64(l)*int64(ppi) + int64(geom.Inch) - 1) / int64(geom.Inch))
	if need <= 0 || int64(have)*spareDen <= int64(need)*spareNum {
		return have
	}
	return need
}

// size is that of photographs or of drawings, but no more than there is.
func (u use) size(drawing bool, part image.Rectangle) image.Point {
	if drawing {
		return within(u.line, part)
	}
	return within(u.photo, part)
}

func within(size image.Point, part image.Rectangle) image.Point {
	return image.Pt(min(size.X, part.Dx()), min(size.Y, part.Dy()))
}

// key names what is made of a use.
func (u use) key() string {
	return fmt.Sprintf("%v %v %v %v %s", u.crop, u.photo, u.line, u.bilevel, u.file)
}

// print makes a part of a picture ready for the press.
func (p *Press) print(src *source, u use) (Ready, error) {
	if _, inks := src.image.(*image.CMYK); inks {
		return p.printInks(src, u)
	}
	img, part := src.flat(u.crop)
	if g, ok := img.(*image.Gray); ok && src.info.Depth == 1 && bilevel(g, part) {
		return printBilevel(g, part, within(u.bilevel, part))
	}
	drawing := src.lossless && even(img, part)
	size := u.size(drawing, part)
	img = shrunk(img, part, size)
	if g, ok := img.(*image.Gray); ok {
		tones, err := p.gray(src.profile)
		if err != nil {
			return Ready{}, err
		}
		s := samples{pix: make([]byte, size.X*size.Y), w: size.X, h: size.Y, channels: 1}
		for y := range size.Y {
			for x, v := range g.Pix[y*g.Stride : y*g.Stride+size.X] {
				s.pix[y*size.X+x] = tones[v]
			}
		}
		return p.packed(src, s, drawing), nil
	}
	rgba := img.(*image.RGBA)
	if grayish(rgba.Pix) {
		tones, err := p.gray(src.profile)
		if err != nil {
			return Ready{}, err
		}
		s := samples{pix: make([]byte, size.X*size.Y), w: size.X, h: size.Y, channels: 1}
		for i := range s.pix {
			s.pix[i] = tones[rgba.Pix[4*i+1]]
		}
		return p.packed(src, s, drawing), nil
	}
	link, err := p.link(src.profile)
	if err != nil {
		return Ready{}, err
	}
	link.Convert(rgba.Pix, rgba.Pix, 4, size.X*size.Y)
	return p.packed(src, samples{rgba.Pix, size.X, size.Y, 4}, drawing), nil
}

// printInks makes a part of a picture of four inks ready. One that needs no
// change is embedded as it came.
func (p *Press) printInks(src *source, u use) (Ready, error) {
	m := src.image.(*image.CMYK)
	part := src.part(u.crop).Add(m.Rect.Min)
	drawing := src.lossless && even(m, part)
	size := u.size(drawing, part)
	out := image.NewCMYK(image.Rectangle{Max: size})
	at := m.PixOffset(part.Min.X, part.Min.Y)
	if size == part.Size() {
		for y := range size.Y {
			copy(out.Pix[y*out.Stride:(y+1)*out.Stride], m.Pix[at+y*m.Stride:])
		}
	} else {
		for c := range 4 {
			shrink(plane{out.Pix[c:], out.Stride, 4, size.X, size.Y}, plane{m.Pix[at+c:], m.Stride, 4, part.Dx(), part.Dy()})
		}
	}
	changed := p.limit.Limit(out.Pix)
	if src.file != nil && !changed && size == m.Rect.Size() {
		return Ready{Data: src.file, Width: size.X, Height: size.Y, Channels: 4}, nil
	}
	return p.packed(src, samples{out.Pix, size.X, size.Y, 4}, drawing), nil
}

// shrunk gives a part in its size, as Gray that may be the picture's own, or as
// RGBA that is the caller's, with no gaps between its rows.
func shrunk(img image.Image, part image.Rectangle, size image.Point) image.Image {
	smaller := size != part.Size()
	if smaller {
		img = scale(img, part.Sub(img.Bounds().Min), size.X, size.Y)
		part = img.Bounds()
	}
	switch m := img.(type) {
	case *image.Gray:
		return m.SubImage(part)
	case *image.RGBA:
		if smaller {
			return m
		}
	}
	out := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(out, out.Rect, img, part.Min, draw.Src)
	return out
}

// bilevel tells whether a part of a picture is of black and white alone.
func bilevel(g *image.Gray, part image.Rectangle) bool {
	for y := part.Min.Y; y < part.Max.Y; y++ {
		at := g.PixOffset(part.Min.X, y)
		for _, v := range g.Pix[at : at+part.Dx()] {
			if v != 0 && v != 255 {
				return false
			}
		}
	}
	return true
}

// printBilevel packs black and white, a bit a pixel. Where it must become
// smaller, what is half black or more is black.
func printBilevel(g *image.Gray, part image.Rectangle, size image.Point) (Ready, error) {
	small := shrunk(g, part, size).(*image.Gray)
	row := (size.X + 7) / 8
	out := make([]byte, row*size.Y)
	for y := range size.Y {
		at := small.PixOffset(small.Rect.Min.X, small.Rect.Min.Y+y)
		for x, v := range small.Pix[at : at+size.X] {
			if v >= 128 {
				out[y*row+x/8] |= 0x80 >> (x % 8)
			}
		}
	}
	return Ready{Data: deflate(out), Width: size.X, Height: size.Y, Channels: 1, Bits: 1}, nil
}

// even tells line art from photographs: most of its pixels are like the one
// before them.
func even(img image.Image, part image.Rectangle) bool {
	const rows, num, den = 400, 3, 4 // as many rows as tell, and the share
	step := max(part.Dy()/rows, 1)
	same, all := 0, 0
	count := func(row []byte, size int) {
		for i := size; i+size <= len(row); i += size {
			if bytes.Equal(row[i:i+size], row[i-size:i]) {
				same++
			}
			all++
		}
	}
	for y := part.Min.Y; y < part.Max.Y; y += step {
		switch m := img.(type) {
		case *image.Gray:
			at := m.PixOffset(part.Min.X, y)
			count(m.Pix[at:at+part.Dx()], 1)
		case *image.RGBA:
			at := m.PixOffset(part.Min.X, y)
			count(m.Pix[at:at+4*part.Dx()], 4)
		case *image.CMYK:
			at := m.PixOffset(part.Min.X, y)
			count(m.Pix[at:at+4*part.Dx()], 4)
		default:
			return false
		}
	}
	return all > 0 && same*den >= all*num
}

// grayish tells whether the colours of all pixels are those of a gray picture,
// but for what compression has added.
func grayish(pix []byte) bool {
	const most = 2
	for i := 0; i+2 < len(pix); i += 4 {
		r, g, b := pix[i], pix[i+1], pix[i+2]
		if max(r, g, b)-min(r, g, b) > most {
			return false
		}
	}
	return true
}

// packed compresses pixels: drawings without loss, photographs as JPEG. What
// came without loss, such as an engraving of a few tones, may be smaller so.
func (p *Press) packed(src *source, s samples, drawing bool) Ready {
	r := Ready{Width: s.w, Height: s.h, Channels: s.channels}
	if !drawing {
		r.Data = encodeJPEG(s, p.limit)
	}
	if src.lossless {
		if exact := deflate(s.pix); drawing || len(exact) <= len(r.Data) {
			r.Data, r.Bits = exact, 8
		}
	}
	return r
}

// deflate compresses as the Flate filter of PDF reads it.
func deflate(pix []byte) []byte {
	var buf bytes.Buffer
	z := zlib.NewWriter(&buf)
	_, _ = z.Write(pix) // a buffer takes everything
	_ = z.Close()
	return buf.Bytes()
}
