package picture

import (
	"image"
	"image/draw"
)

// bandRows is how many rows of a picture are made at a time: those of a row of
// blocks of a JPEG file.
const bandRows = 8

// bands gives a part of a picture in its size, no larger than it is, some rows at a
// time, so that neither the smaller picture nor its inks are kept as a whole. Where a
// picture becomes smaller, every pixel is the mean of the area it stands for.
type bands struct {
	img    image.Image
	part   image.Rectangle
	size   image.Point
	y      int // the next row
	shrink []*shrinker
	ycc    *image.YCbCr // rows before they are made red, green and blue
	pix    []byte
}

// newBands takes gray pictures, those of four inks, and those without alpha.
func newBands(img image.Image, part image.Rectangle, size image.Point) *bands {
	b := &bands{img: img, part: part, size: size}
	b.pix = make([]byte, size.X*b.channels()*bandRows)
	if size == part.Size() {
		return b
	}
	switch m := img.(type) {
	case *image.Gray:
		b.shrink = append(b.shrink, newShrinker(plane{m.Pix[m.PixOffset(part.Min.X, part.Min.Y):], m.Stride, 1, part.Dx(), part.Dy()}, size))
	case *image.CMYK:
		for c := range 4 {
			b.shrink = append(b.shrink, newShrinker(plane{m.Pix[m.PixOffset(part.Min.X, part.Min.Y)+c:], m.Stride, 4, part.Dx(), part.Dy()}, size))
		}
	case *image.YCbCr:
		c := chroma(m, part)
		if size.X > c.Dx() || size.Y > c.Dy() {
			return newBands(besideEachOther(img, part), image.Rectangle{Max: part.Size()}, size)
		}
		b.ycc = image.NewYCbCr(image.Rect(0, 0, size.X, bandRows), image.YCbCrSubsampleRatio444)
		at := m.COffset(part.Min.X, part.Min.Y)
		b.shrink = []*shrinker{
			newShrinker(plane{m.Y[m.YOffset(part.Min.X, part.Min.Y):], m.YStride, 1, part.Dx(), part.Dy()}, size),
			newShrinker(plane{m.Cb[at:], m.CStride, 1, c.Dx(), c.Dy()}, size),
			newShrinker(plane{m.Cr[at:], m.CStride, 1, c.Dx(), c.Dy()}, size),
		}
	case *image.RGBA:
		for c := range 3 {
			b.shrink = append(b.shrink, newShrinker(plane{m.Pix[m.PixOffset(part.Min.X, part.Min.Y)+c:], m.Stride, 4, part.Dx(), part.Dy()}, size))
		}
	default:
		return newBands(besideEachOther(img, part), image.Rectangle{Max: part.Size()}, size)
	}
	return b
}

// besideEachOther copies a part of a picture.
func besideEachOther(img image.Image, part image.Rectangle) *image.RGBA {
	out := image.NewRGBA(image.Rectangle{Max: part.Size()})
	draw.Draw(out, out.Rect, img, part.Min, draw.Src)
	return out
}

// channels of the rows: gray, or four bytes.
func (b *bands) channels() int {
	if _, ok := b.img.(*image.Gray); ok {
		return 1
	}
	return 4
}

// next gives the next rows: gray, four inks, or red, green, blue and anything. They
// are the caller's until the next ones; after the last there are none.
func (b *bands) next() []byte {
	n := min(bandRows, b.size.Y-b.y)
	if n == 0 {
		return nil
	}
	line := b.size.X * b.channels()
	pix := b.pix[:n*line]
	if b.shrink == nil {
		b.copy(pix, n)
	}
	for c, s := range b.shrink {
		for y := range n {
			switch {
			case b.ycc != nil:
				s.next([][]byte{b.ycc.Y, b.ycc.Cb, b.ycc.Cr}[c][y*b.size.X:], 1)
			case len(b.shrink) == 1:
				s.next(pix[y*line:], 1)
			default:
				s.next(pix[y*line+c:], 4)
			}
		}
	}
	if b.ycc != nil {
		rgbRows(pix, b.ycc, image.Point{}, b.size.X, n)
	}
	b.y += n
	return pix
}

// copy gives rows of a picture that is as large as it should be.
func (b *bands) copy(pix []byte, n int) {
	line := b.size.X * b.channels()
	from, stride := []byte(nil), 0
	x, y := b.part.Min.X, b.part.Min.Y+b.y
	switch m := b.img.(type) {
	case *image.Gray:
		from, stride = m.Pix[m.PixOffset(x, y):], m.Stride
	case *image.CMYK:
		from, stride = m.Pix[m.PixOffset(x, y):], m.Stride
	case *image.RGBA:
		from, stride = m.Pix[m.PixOffset(x, y):], m.Stride
	case *image.YCbCr:
		rgbRows(pix, m, image.Pt(x, y), b.size.X, n)
		return
	default:
		rows := image.Rect(0, 0, b.size.X, n)
		draw.Draw(&image.RGBA{Pix: pix, Stride: line, Rect: rows}, rows, b.img, image.Pt(x, y), draw.Src)
		return
	}
	for k := range n {
		copy(pix[k*line:(k+1)*line], from[k*stride:])
	}
}

// shrinker makes a plane smaller, row by row: every pixel is the mean of the area it
// stands for, exactly: a pixel counts as w by h small ones, of which from.w by from.h
// make one.
type shrinker struct {
	from  plane
	w, h  int
	y, sy int // the next row, and the first of from that it has a share of
	sums  []uint64
	row   []uint32
}

func newShrinker(from plane, to image.Point) *shrinker {
	return &shrinker{from: from, w: to.X, h: to.Y, sums: make([]uint64, to.X), row: make([]uint32, to.X)}
}

// next writes a row, step bytes from pixel to pixel.
func (s *shrinker) next(to []byte, step int) {
	clear(s.sums)
	top, bottom := s.y*s.from.h, (s.y+1)*s.from.h // in small pixels
	for ; s.sy*s.h < bottom; s.sy++ {
		shrinkRow(s.row, s.from, s.sy)
		share := uint64(min(bottom, (s.sy+1)*s.h) - max(top, s.sy*s.h))
		for x, v := range s.row {
			s.sums[x] += share * uint64(v)
		}
	}
	if s.sy*s.h > bottom {
		s.sy-- // the row reaches into the next one
	}
	area := uint64(s.from.w) * uint64(s.from.h)
	for x, v := range s.sums {
		to[x*step] = byte((v + area/2) / area)
	}
	s.y++
}
