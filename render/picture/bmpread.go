package picture

import (
	"encoding/binary"
	"image"
	"math/bits"

	"duikai/layout/artwork"
)

// bmpReader reads a bitmap of Windows or OS/2: of 1 to 32 bits, with a palette
// or masks, packed by runs or not.
type bmpReader struct {
	data    []byte
	w, h    int
	down    bool // its first row is the top one
	bits    int
	packing uint32
	masks   [4]uint32
	palette []byte
	entry   int // bytes of a colour in the palette
	pixels  []byte
}

// Ways of packing.
const (
	bmpPlain = 0
	bmpRLE8  = 1
	bmpRLE4  = 2
	bmpMasks = 3
	bmpAlpha = 6
)

func readBMP(data []byte, room int) (image.Image, int, error) {
	r := &bmpReader{data: data}
	if err := r.head(); err != nil {
		return nil, 0, err
	}
	end := 0
	if r.packing == bmpRLE8 || r.packing == bmpRLE4 {
		if r.w*r.h > decodedRoom {
			return nil, 0, artwork.TooLarge("%d×%d", r.w, r.h)
		}
		whole, err := r.unpack()
		if err != nil {
			return nil, 0, err
		}
		if !whole {
			end = -1
		}
	}
	c := newCanvas(r.w, r.h, 3, room)
	line := (r.w*r.bits + 31) / 32 * 4
	if len(r.pixels) < line*r.h {
		// Rows are stored from the foot up, so that the top is missing.
		if !r.down || !mayLack(r.h-len(r.pixels)/line, r.h) {
			return nil, 0, cutShort
		}
	}
	out := make([]byte, 3*r.w)
	for y := range r.h {
		at := y
		if !r.down {
			at = r.h - 1 - y
		}
		if (at+1)*line > len(r.pixels) {
			break
		}
		row := r.pixels[at*line:]
		if !r.known(row) {
			return nil, 0, artwork.Broken("BMP")
		}
		if !c.judging() {
			r.row(out, row)
		}
		c.row(out)
	}
	lost, err := c.rest()
	if lost == 0 {
		lost = end
	}
	return c.image(), lost, err
}

// known tells whether the palette has the colours of a row. A number beyond it is
// all of a wrong byte that can be seen: the format has no sums.
func (r *bmpReader) known(row []byte) bool {
	if r.bits > 8 {
		return true
	}
	colours := len(r.palette) / r.entry
	if colours == 1<<r.bits {
		return true
	}
	for x := range r.w {
		if r.number(row, x) >= colours {
			return false
		}
	}
	return true
}

// number is the number of a pixel's colour in the palette.
func (r *bmpReader) number(row []byte, x int) int {
	at := x * r.bits
	return int(row[at/8] >> (8 - r.bits - at%8) & byte(1<<r.bits-1))
}

func (r *bmpReader) head() error {
	d := r.data
	if len(d) < 26 {
		return cutShort
	}
	le := binary.LittleEndian
	size, at := int(le.Uint32(d[14:])), int(le.Uint32(d[10:]))
	colours := 0
	if size == 12 {
		r.w, r.h, r.bits, r.entry = int(le.Uint16(d[18:])), int(le.Uint16(d[20:])), int(le.Uint16(d[24:])), 3
	} else {
		if size < 16 || len(d) < 14+size || len(d) < 54 {
			return artwork.Broken("BMP")
		}
		r.w, r.h, r.bits, r.entry = int(int32(le.Uint32(d[18:]))), int(int32(le.Uint32(d[22:]))), int(le.Uint16(d[28:])), 4
		if size >= 40 {
			r.packing, colours = le.Uint32(d[30:]), int(le.Uint32(d[46:]))
		}
	}
	if r.h < 0 {
		r.h, r.down = -r.h, true
	}
	if err := artwork.CheckSize(r.w, r.h); err != nil {
		return err
	}
	after := 14 + size
	if err := r.kind(size, &after); err != nil {
		return err
	}
	if r.bits <= 8 {
		n := 1 << r.bits
		if colours > 0 && colours < n {
			n = colours
		}
		if after+n*r.entry > len(d) {
			return cutShort
		}
		r.palette = d[after : after+n*r.entry]
	}
	if at < after || at > len(d) {
		return cutShort
	}
	r.pixels = d[at:]
	return nil
}

// kind checks the depth against the packing and reads the masks of colours.
func (r *bmpReader) kind(size int, after *int) error {
	le := binary.LittleEndian
	switch {
	case r.packing == bmpPlain && (r.bits == 1 || r.bits == 2 || r.bits == 4 || r.bits == 8 || r.bits == 24):
	case r.packing == bmpPlain && r.bits == 16:
		r.masks = [4]uint32{0x7c00, 0x3e0, 0x1f}
	case r.packing == bmpPlain && r.bits == 32:
		r.masks = [4]uint32{0xff0000, 0xff00, 0xff}
	case r.packing == bmpRLE8 && r.bits == 8 && !r.down, r.packing == bmpRLE4 && r.bits == 4 && !r.down:
	case (r.packing == bmpMasks || r.packing == bmpAlpha) && (r.bits == 16 || r.bits == 32):
		n := 3
		if size >= 56 || r.packing == bmpAlpha {
			n = 4
		}
		if size == 40 {
			*after += 4 * n
		}
		if 54+4*n > len(r.data) {
			return cutShort
		}
		for i := range n {
			r.masks[i] = le.Uint32(r.data[54+4*i:])
		}
	default:
		return artwork.Unsupported("BMP, %d bit, %d", r.bits, r.packing)
	}
	return nil
}

// row gives a row in three bytes a pixel.
func (r *bmpReader) row(out, row []byte) {
	for x := range r.w {
		d := out[3*x : 3*x+3]
		switch {
		case r.bits <= 8:
			p := r.palette[r.number(row, x)*r.entry:]
			d[0], d[1], d[2] = p[2], p[1], p[0]
		case r.bits == 24:
			d[0], d[1], d[2] = row[3*x+2], row[3*x+1], row[3*x]
		default:
			v := uint32(binary.LittleEndian.Uint16(row[r.bits/8*x:]))
			if r.bits == 32 {
				v = binary.LittleEndian.Uint32(row[4*x:])
			}
			for k := range 3 {
				d[k] = masked(v, r.masks[k])
			}
			if r.masks[3] != 0 {
				alpha := masked(v, r.masks[3])
				for k := range 3 {
					d[k] = onPaper(d[k], alpha)
				}
			}
		}
	}
}

// masked is the part of a pixel under a mask, from 0 to 255.
func masked(v, mask uint32) byte {
	if mask == 0 {
		return 0
	}
	shift := bits.TrailingZeros32(mask)
	most := uint64(mask >> shift)
	return byte((uint64(v&mask>>shift)*255 + most/2) / most)
}

// unpack turns runs into rows of 8 bits. The rows must be as long as the picture
// is wide and as many as it is high, but where the file says itself that it passes
// over some pixels: a wrong byte of a run moves all that follows in its row. whole
// tells whether the end of the picture is marked.
func (r *bmpReader) unpack() (whole bool, err error) {
	few := r.packing == bmpRLE4
	line := (r.w*8 + 31) / 32 * 4
	out := make([]byte, line*r.h)
	x, y, p := 0, 0, r.pixels
	over := 0 // pixels by which a row may be too long
	if few {
		over = 1 // they come in pairs
	}
	passed, bad := false, false
	put := func(v byte) {
		if x >= r.w+over || y >= r.h {
			bad = true
			return
		}
		if x < r.w {
			out[y*line+x] = v
		}
		x++
	}
	for !bad {
		if len(p) < 2 {
			if y < r.h-1 || y == r.h-1 && x < r.w {
				return false, cutShort
			}
			break
		}
		n, v := int(p[0]), p[1]
		p = p[2:]
		switch {
		case n > 0 && few:
			for i := range n {
				put(v >> (4 * (1 - i%2)) & 15)
			}
		case n > 0:
			for range n {
				put(v)
			}
		case v == 0:
			bad = x < r.w && !passed
			x, y, passed = 0, y+1, false
		case v == 1:
			bad = !passed && (y < r.h-1 || y == r.h-1 && x < r.w)
			whole = true
		case v == 2:
			if len(p) < 2 {
				return false, cutShort
			}
			x, y, p = x+int(p[0]), y+int(p[1]), p[2:]
			passed, bad = true, x > r.w || y > r.h
		default:
			size := int(v)
			if few {
				size = (size + 1) / 2
			}
			if len(p) < size+size%2 {
				return false, cutShort
			}
			for i := range int(v) {
				if few {
					put(p[i/2] >> (4 * (1 - i%2)) & 15)
				} else {
					put(p[i])
				}
			}
			p = p[size+size%2:]
		}
		if whole {
			break
		}
	}
	if bad {
		return false, artwork.Broken("BMP")
	}
	r.bits, r.pixels = 8, out
	return whole, nil
}
