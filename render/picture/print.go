package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"math"

	"duikai/layout/artwork"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/internal/cos"
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

// shrink is how many times smaller than its file a picture may be read for this use:
// it is no smaller then than it is printed, as line art or as a photograph. Of what
// may be line art, only pictures are read smaller that would take much memory.
func (u use) shrink(info artwork.Info, lineArt bool) int {
	size := u.photo
	switch {
	case info.Format == artwork.JPEG:
	case info.Format != artwork.PNG && info.Format != artwork.TIFF || info.Depth == 1 || info.Width*info.Height <= largePixels:
		return 1
	case lineArt:
		size = u.line
	}
	return max(1, min(u.crop.Dx()/max(size.X, 1), u.crop.Dy()/max(size.Y, 1)))
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
	drawing := src.drawing(img, part)
	size := u.size(drawing, part)
	if _, ok := img.(*image.Gray); !ok {
		if gray := grayOf(newBands(img, part, size)); gray != nil {
			img, part = gray, gray.Rect
		}
	}
	if _, ok := img.(*image.Gray); ok {
		tones, err := p.gray(src.profile)
		if err != nil {
			return Ready{}, err
		}
		return p.packed(src, drawing, size, 1, rowsOf(img, part, size, func(pix []byte) {
			for i, v := range pix {
				pix[i] = tones[v]
			}
		})), nil
	}
	link, err := p.link(src.profile)
	if err != nil {
		return Ready{}, err
	}
	return p.packed(src, drawing, size, 4, rowsOf(img, part, size, func(pix []byte) {
		link.Convert(pix, pix, 4, len(pix)/4)
	})), nil
}

// rowsOf gives the pixels of a part of a picture band by band, as packed asks for
// them, each of them turned into ink before.
func rowsOf(img image.Image, part image.Rectangle, size image.Point, ink func(pix []byte)) (rows func(take func([]byte) bool)) {
	return func(take func([]byte) bool) {
		b := newBands(img, part, size)
		for pix := b.next(); len(pix) > 0; pix = b.next() {
			ink(pix)
			if !take(pix) {
				return
			}
		}
	}
}

// grayOf gives the pixels of a picture in colours that are those of a gray one, but for
// what compression has added; else nil.
func grayOf(b *bands) *image.Gray {
	var gray []byte
	for pix := b.next(); len(pix) > 0; pix = b.next() {
		if !grayish(pix) {
			return nil
		}
		if gray == nil {
			gray = make([]byte, 0, b.size.X*b.size.Y)
		}
		for i := 1; i < len(pix); i += 4 {
			gray = append(gray, pix[i])
		}
	}
	return &image.Gray{Pix: gray, Stride: b.size.X, Rect: image.Rectangle{Max: b.size}}
}

// printInks makes a part of a picture of four inks ready. One that needs no
// change is embedded as it came.
func (p *Press) printInks(src *source, u use) (Ready, error) {
	m := src.image.(*image.CMYK)
	part := src.part(u.crop).Add(m.Rect.Min)
	drawing := src.drawing(m, part)
	size := u.size(drawing, part)
	if src.file != nil && size == m.Rect.Size() && !p.heavy(m) {
		return Ready{Data: src.file, Width: size.X, Height: size.Y, Channels: 4}, nil
	}
	return p.packed(src, drawing, size, 4, rowsOf(m, part, size, func(pix []byte) { p.limit.Limit(pix) })), nil
}

// heavy tells whether a picture has too much ink somewhere.
func (p *Press) heavy(m *image.CMYK) bool {
	row := make([]byte, 4*m.Rect.Dx())
	for y := range m.Rect.Dy() {
		copy(row, m.Pix[y*m.Stride:])
		if p.limit.Limit(row) {
			return true
		}
	}
	return false
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
	row := (size.X + 7) / 8
	out := make([]byte, row*size.Y)
	b := newBands(g, part, size)
	for y, pix := 0, b.next(); len(pix) > 0; pix = b.next() {
		for ; len(pix) > 0; y, pix = y+1, pix[size.X:] {
			for x, v := range pix[:size.X] {
				if v >= 128 {
					out[y*row+x/8] |= 0x80 >> (x % 8)
				}
			}
		}
	}
	return Ready{Data: cos.Deflated(out), Width: size.X, Height: size.Y, Channels: 1, Bits: 1}, nil
}

// even tells line art from photographs: most of its pixels are like the one
// before them.
func even(img image.Image, part image.Rectangle) bool {
	var lines lineCounts
	count := lines.count
	for y := part.Min.Y; y < part.Max.Y; y += lineStep(part.Dy()) {
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
	return lines.even()
}

// lineCounts counts pixels, and those that are like the one before them.
type lineCounts struct{ alike, all int }

// lineStep is the distance of the rows that are counted: as many as tell.
func lineStep(height int) int {
	const rows = 400
	return max(height/rows, 1)
}

// count takes a row of pixels of so many bytes.
func (l *lineCounts) count(row []byte, size int) {
	if len(row) < size {
		return
	}
	before := row[:len(row)-size]
	row = row[size:]
	switch size {
	case 1:
		for i, v := range row {
			if v == before[i] {
				l.alike++
			}
		}
	case 4:
		for i := 0; i+4 <= len(row); i += 4 {
			if binary.LittleEndian.Uint32(row[i:]) == binary.LittleEndian.Uint32(before[i:]) {
				l.alike++
			}
		}
	default:
		for i := 0; i+size <= len(row); i += size {
			if bytes.Equal(row[i:i+size], before[i:i+size]) {
				l.alike++
			}
		}
	}
	l.all += len(row) / size
}

func (l *lineCounts) even() bool {
	const num, den = 3, 4
	return l.all > 0 && l.alike*den >= l.all*num
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
// came without loss, such as an engraving of a few tones, may be smaller so. rows
// gives whole rows from the first on, as often as it is asked, bandRows or all of them
// at a time, until take has enough.
func (p *Press) packed(src *source, drawing bool, size image.Point, channels int, rows func(take func([]byte) bool)) Ready {
	r := Ready{Width: size.X, Height: size.Y, Channels: channels}
	if !drawing {
		w := newJPEG(size.X, size.Y, channels, p.limit)
		rows(func(pix []byte) bool { w.take(pix); return true })
		r.Data = w.file()
	}
	if src.lossless {
		most := math.MaxInt
		if !drawing {
			most = len(r.Data)
		}
		z := cos.NewDeflater(most)
		rows(z.Take)
		if exact := z.Bytes(); exact != nil {
			r.Data, r.Bits = exact, 8
		}
	}
	return r
}
