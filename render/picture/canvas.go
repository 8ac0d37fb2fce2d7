package picture

import (
	"image"

	"duikai/layout/artwork"
)

// canvas takes a picture row by row and keeps no more of it than there is room
// for: a large one becomes smaller by a whole number, every pixel the mean of
// those it stands for.
type canvas struct {
	w, h     int // as it comes
	channels int // 1: gray, 4: ink, 3: colour, which is kept in four bytes
	size     image.Point
	shrink   int
	pix      []byte
	step     int // bytes of a pixel that is kept
	sums     []uint32
	rows     int         // that have come
	lines    *lineCounts // nil: nobody asks
}

// newCanvas takes rows into so much room; for justJudge it keeps none of them.
func newCanvas(w, h, channels, room int) *canvas {
	c := &canvas{w: w, h: h, channels: channels, step: channels, shrink: 1, size: image.Pt(w, h)}
	if channels == 3 {
		c.step = 4
	}
	if room == justJudge {
		return c
	}
	for ; c.size.X*c.size.Y*c.step > room && c.size != image.Pt(1, 1); c.shrink++ {
		c.size = image.Pt(ceil(w, c.shrink+1), ceil(h, c.shrink+1))
	}
	c.pix = make([]byte, c.size.X*c.size.Y*c.step)
	if c.shrink > 1 {
		c.sums = make([]uint32, c.size.X*channels)
	}
	return c
}

// judging tells that rows are counted and none of them is kept.
func (c *canvas) judging() bool { return c.pix == nil }

// perSum is how many bytes a mosaic takes beside each that it keeps.
const perSum = 4

// pixelBytes is how many bytes a pixel takes at most.
const pixelBytes = 4

// newMosaic takes pixels in any order.
func newMosaic(w, h, channels, room int) *canvas {
	if room == justJudge || w*h*pixelBytes <= room {
		return newCanvas(w, h, channels, room)
	}
	c := newCanvas(w, h, channels, room/(1+perSum))
	if c.shrink > 1 {
		c.sums = make([]uint32, c.size.X*c.size.Y*channels)
	}
	return c
}

// pixel takes a pixel of a mosaic.
func (c *canvas) pixel(x, y int, v []byte) {
	at := y/c.shrink*c.size.X + x/c.shrink
	if c.shrink > 1 {
		for k := range v {
			c.sums[at*c.channels+k] += uint32(v[k])
		}
		return
	}
	to := c.pix[at*c.step : (at+1)*c.step]
	copy(to, v)
	if c.step > c.channels {
		to[3] = 0xff
	}
}

// whole ends a mosaic.
func (c *canvas) whole() {
	c.rows = c.h
	if c.shrink == 1 {
		return
	}
	line := c.size.X * c.channels
	for y := range c.size.Y {
		c.means(y, min(c.shrink, c.h-y*c.shrink), c.sums[y*line:(y+1)*line])
	}
}

// row takes the next row, a byte a channel.
func (c *canvas) row(pix []byte) {
	y := c.rows
	c.rows++
	if c.lines != nil && y%lineStep(c.h) == 0 {
		c.lines.count(pix, c.channels)
	}
	switch {
	case c.judging():
		return
	case c.shrink == 1:
		to := c.pix[y*c.w*c.step:][:c.w*c.step]
		if c.step == c.channels {
			copy(to, pix)
			return
		}
		for x := range c.w {
			d, s := to[4*x:4*x+4:4*x+4], pix[3*x:3*x+3:3*x+3]
			d[0], d[1], d[2], d[3] = s[0], s[1], s[2], 0xff
		}
		return
	}
	at := 0
	for x := range c.size.X {
		n := min(c.shrink, c.w-x*c.shrink)
		sums := c.sums[x*c.channels:][:c.channels]
		for range n {
			for k := range sums {
				sums[k] += uint32(pix[at+k])
			}
			at += c.channels
		}
	}
	if c.rows%c.shrink == 0 || c.rows == c.h {
		c.close()
	}
}

// close writes the row of means.
func (c *canvas) close() {
	y := (c.rows - 1) / c.shrink
	c.means(y, c.rows-y*c.shrink, c.sums)
}

// means writes a row of what is kept, from sums over so many rows.
func (c *canvas) means(y, down int, sums []uint32) {
	to := c.pix[y*c.size.X*c.step:]
	for x := range c.size.X {
		n := uint32(min(c.shrink, c.w-x*c.shrink) * down)
		for k := range c.channels {
			s := &sums[x*c.channels+k]
			to[x*c.step+k] = byte((*s + n/2) / n)
			*s = 0
		}
		if c.step > c.channels {
			to[x*c.step+3] = 0xff
		}
	}
}

// rest repeats the last row for those that are missing. What it gives is how
// many they are; a picture that lacks more than may be is cut short.
func (c *canvas) rest() (lost int, err error) {
	lost = c.h - c.rows
	if lost == 0 {
		return 0, nil
	}
	if !mayLack(lost, c.h) {
		return 0, cutShort
	}
	if c.judging() {
		return lost, nil
	}
	if c.shrink > 1 && c.rows%c.shrink != 0 {
		c.close()
	}
	line := c.size.X * c.step
	last := ceil(c.rows, c.shrink) - 1
	for y := last + 1; y < c.size.Y; y++ {
		copy(c.pix[y*line:(y+1)*line], c.pix[last*line:])
	}
	return lost, nil
}

func (c *canvas) image() image.Image {
	size := image.Rectangle{Max: c.size}
	switch c.channels {
	case 1:
		return &image.Gray{Pix: c.pix, Stride: c.size.X, Rect: size}
	case 4:
		return &image.CMYK{Pix: c.pix, Stride: 4 * c.size.X, Rect: size}
	}
	return &image.RGBA{Pix: c.pix, Stride: 4 * c.size.X, Rect: size}
}

// onPaper lays a colour of this alpha over white.
func onPaper(v, alpha byte) byte {
	return byte((uint32(v)*uint32(alpha) + 255*(255-uint32(alpha)) + 127) / 255)
}

// maxLine bounds the bytes of a row, of all planes or tiles side by side.
const maxLine = 128 << 20

func checkLine(n int) error {
	if n <= 0 || n > maxLine {
		return artwork.TooLarge("%d", n)
	}
	return nil
}
