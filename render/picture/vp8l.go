package picture

import (
	"math/bits"

	"duikai/layout/artwork"
)

// A WebP picture without loss has no check sum, and its prefix codes fall into step
// again behind a wrong bit. What tells of one is where they end: a picture that was
// written whole ends in its last byte, and what is left of that is filled up with
// zeros. So the codes are gone through here and counted; what they stand for is
// needed of the small pictures alone that say which codes count where (RFC 9649,
// section 3).

// vp8lEnds tells whether the codes of so many pixels end where their data does.
// Zeros behind them fill up.
func vp8lEnds(data []byte, w, h int) error {
	d := &lossless{data: data}
	d.transforms(w, h)
	for at := d.at; d.err == nil && at < 8*len(data); at++ {
		if data[at/8]>>(at%8)&1 != 0 {
			d.fail()
		}
	}
	return d.err
}

// lossless reads the bits of such a picture.
type lossless struct {
	data []byte
	at   int // bits that were read
	err  error
}

func (d *lossless) fail() {
	if d.err == nil {
		d.err = artwork.Broken("WebP VP8L")
	}
}

// read reads n bits, the lowest first.
func (d *lossless) read(n int) (v int) {
	if d.at+n > 8*len(d.data) {
		d.fail()
	}
	if d.err != nil {
		return 0
	}
	for k := 0; k < n; {
		b := int(d.data[d.at/8]) >> (d.at % 8)
		take := min(8-d.at%8, n-k)
		v |= (b & (1<<take - 1)) << k
		k, d.at = k+take, d.at+take
	}
	return v
}

func (d *lossless) flag() bool { return d.read(1) != 0 }

// Transforms of the picture; what is not named has no data.
const (
	vp8lPredictor = 0
	vp8lColour    = 1
	vp8lIndex     = 3
)

// transforms reads what was done to the picture, and the picture.
func (d *lossless) transforms(w, h int) {
	for seen := 0; d.err == nil && d.flag(); {
		kind := d.read(2)
		if seen>>kind&1 != 0 {
			d.fail()
		}
		seen |= 1 << kind
		switch kind {
		case vp8lPredictor, vp8lColour:
			b := d.read(3) + 2
			d.pixels(parts(w, b), parts(h, b), false)
		case vp8lIndex:
			n := d.read(8) + 1
			d.pixels(n, 1, false)
			switch { // some pixels share a byte
			case n <= 2:
				w = parts(w, 3)
			case n <= 4:
				w = parts(w, 2)
			case n <= 16:
				w = parts(w, 1)
			}
		}
	}
	cache := d.cache()
	if !d.flag() {
		d.coded(w, h, cache, d.codes(1, cache), nil, 0, false)
		return
	}
	b := d.read(3) + 2
	which := d.pixels(parts(w, b), parts(h, b), true)
	groups := 1
	for i, v := range which {
		which[i] = v >> 8 & 0xffff // red and green
		groups = max(groups, int(which[i])+1)
	}
	d.coded(w, h, cache, d.codes(groups, cache), which, b, false)
}

// parts is how many parts of 1<<b a length has.
func parts(n, b int) int { return (n + 1<<b - 1) >> b }

// cache reads how many bits number the colours that are kept.
func (d *lossless) cache() int {
	const most = 11
	if d.err != nil || !d.flag() {
		return 0
	}
	n := d.read(4)
	if n < 1 || n > most {
		d.fail()
		return 0
	}
	return n
}

// pixels reads a small picture of its own.
func (d *lossless) pixels(w, h int, keep bool) []uint32 {
	cache := d.cache()
	return d.coded(w, h, cache, d.codes(1, cache), nil, 0, keep)
}

// The codes of a group: of green, of lengths and of kept colours; of red, blue and
// alpha; of distances.
type vp8lGroup [5]vp8lCode

const vp8lLengths = 24

func (d *lossless) codes(groups, cache int) []vp8lGroup {
	sizes := [5]int{256 + vp8lLengths, 256, 256, 256, 40}
	if cache > 0 {
		sizes[0] += 1 << cache
	}
	// Each code takes four bits at least: more of them cannot follow.
	if d.err == nil && groups*len(sizes)*4 > 8*len(d.data)-d.at {
		d.fail()
	}
	if d.err != nil {
		return nil
	}
	out := make([]vp8lGroup, groups)
	for i := range out {
		for k, n := range sizes {
			if out[i][k] = d.code(n); d.err != nil {
				return nil
			}
		}
	}
	return out
}

// code reads a prefix code of so many symbols.
func (d *lossless) code(size int) vp8lCode {
	lengths := make([]uint8, size)
	if d.flag() { // one or two symbols
		two := d.flag()
		first := d.read(1)
		if first != 0 {
			first = d.read(8)
		} else {
			first = d.read(1)
		}
		second := first
		if two {
			second = d.read(8)
		}
		if first >= size || second >= size {
			d.fail()
			return vp8lCode{}
		}
		lengths[first], lengths[second] = 1, 1
		return d.canonical(lengths)
	}
	var of [19]uint8
	order := [...]int{17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
	for _, k := range order[:4+d.read(4)] {
		of[k] = uint8(d.read(3))
	}
	lengthCode := d.canonical(of[:])
	most := size
	if d.flag() {
		if most = 2 + d.read(2+2*d.read(3)); most > size {
			d.fail()
		}
	}
	last := uint8(8)
	for i := 0; i < size && most > 0 && d.err == nil; most-- {
		s := d.symbol(&lengthCode)
		if s < 16 {
			if lengths[i] = uint8(s); s != 0 {
				last = uint8(s)
			}
			i++
			continue
		}
		n, v := 0, uint8(0)
		switch s {
		case 16:
			n, v = 3+d.read(2), last
		case 17:
			n = 3 + d.read(3)
		default:
			n = 11 + d.read(7)
		}
		if i+n > size {
			d.fail()
			return vp8lCode{}
		}
		for range n {
			lengths[i] = v
			i++
		}
	}
	return d.canonical(lengths)
}

// vp8lCode is a canonical prefix code.
type vp8lCode struct {
	only    int          // the one symbol, which takes no bits; -1: there are more
	count   [16]int      // symbols by length
	symbols []uint16     // by length, and in order
	quick   *[256]uint16 // by the next eight bits: symbol<<4 | length; 0: the code is longer, nil: it is not worth it
}

// canonical makes the code of lengths that leave nothing over (RFC 9649, 3.7.2.1).
func (d *lossless) canonical(lengths []uint8) vp8lCode {
	c := vp8lCode{only: -1}
	used := 0
	for s, n := range lengths {
		if n > 0 {
			c.count[n]++
			used++
			c.only = s
		}
	}
	if used == 1 {
		return c
	}
	c.only = -1
	left := 1
	for n := 1; n < len(c.count); n++ {
		left = left<<1 - c.count[n]
		if left < 0 {
			d.fail()
			return c
		}
	}
	if left != 0 {
		d.fail()
		return c
	}
	c.symbols = make([]uint16, 0, used)
	for n := 1; n < len(c.count); n++ {
		for s, l := range lengths {
			if int(l) == n {
				c.symbols = append(c.symbols, uint16(s))
			}
		}
	}
	if used == 2 {
		return c
	}
	c.quick = new([256]uint16)
	code, k := 0, 0
	for n := 1; n <= 8; n++ {
		for range c.count[n] {
			at := int(bits.Reverse8(uint8(code << (8 - n))))
			for ; at < len(c.quick); at += 1 << n {
				c.quick[at] = c.symbols[k]<<4 | uint16(n)
			}
			code, k = code+1, k+1
		}
		code <<= 1
	}
	return c
}

// symbol reads one symbol.
func (d *lossless) symbol(c *vp8lCode) int {
	if c.only >= 0 || d.err != nil {
		return max(c.only, 0)
	}
	if c.quick != nil && d.at+8 <= 8*len(d.data) {
		next := int(d.data[d.at/8]) >> (d.at % 8)
		if d.at%8 > 0 {
			next |= int(d.data[d.at/8+1]) << (8 - d.at%8)
		}
		if q := c.quick[next&0xff]; q != 0 {
			d.at += int(q & 0xf)
			return int(q >> 4)
		}
	}
	code, first, k := 0, 0, 0
	for n := 1; n < len(c.count); n++ {
		code |= d.read(1)
		if code-first < c.count[n] {
			return int(c.symbols[k+code-first])
		}
		k += c.count[n]
		first = (first + c.count[n]) << 1
		code <<= 1
	}
	d.fail()
	return 0
}

// extra reads a length or a distance (RFC 9649, 3.6.2.2).
func (d *lossless) extra(s int) int {
	if s < 4 {
		return s + 1
	}
	n := (s - 2) >> 1
	return (2+s&1)<<n + d.read(n) + 1
}

// coded goes through w × h pixels; which says which group of codes counts in each
// square of 1<<b pixels. It gives the pixels where they are asked for.
func (d *lossless) coded(w, h, cache int, groups []vp8lGroup, which []uint32, b int, keep bool) []uint32 {
	if d.err != nil {
		return nil
	}
	var out, kept []uint32
	if keep {
		out, kept = make([]uint32, 0, min(w*h, 1<<16)), make([]uint32, 1<<cache)
	}
	put := func(v uint32) {
		out = append(out, v)
		if cache > 0 {
			kept[v*0x1e35a7bd>>(32-cache)] = v
		}
	}
	across := parts(w, b)
	for i, all := 0, w*h; i < all && d.err == nil; {
		g := &groups[0]
		if which != nil {
			g = &groups[which[i/w>>b*across+i%w>>b]]
		}
		switch s := d.symbol(&g[0]); {
		case s < 256:
			red, blue, alpha := d.symbol(&g[1]), d.symbol(&g[2]), d.symbol(&g[3])
			if keep {
				put(uint32(alpha<<24 | red<<16 | s<<8 | blue))
			}
			i++
		case s < 256+vp8lLengths:
			n := d.extra(s - 256)
			far := vp8lFar(d.extra(d.symbol(&g[4])), w)
			if far > i || n > all-i {
				d.fail()
				return nil
			}
			if keep {
				for range n {
					put(out[len(out)-far])
				}
			}
			i += n
		default:
			if keep {
				put(kept[s-256-vp8lLengths])
			}
			i++
		}
	}
	return out
}

// vp8lFar is how far back a code of a distance points: those of the 120 pixels next
// to one come first, by their distance (RFC 9649, 3.6.2.2).
func vp8lFar(code, w int) int {
	const near = 120
	if code > near {
		return code - near
	}
	p := vp8lNear[code-1]
	return max(int(p>>4)*w+8-int(p&0xf), 1)
}

// vp8lNear has the rows up and, taken from 8, the columns to the left of these
// pixels.
var vp8lNear = [120]uint8{
	0x18, 0x07, 0x17, 0x19, 0x28, 0x06, 0x27, 0x29, 0x16, 0x1a, 0x26, 0x2a, 0x38, 0x05, 0x37, 0x39, 0x15, 0x1b, 0x36, 0x3a,
	0x25, 0x2b, 0x48, 0x04, 0x47, 0x49, 0x14, 0x1c, 0x35, 0x3b, 0x46, 0x4a, 0x24, 0x2c, 0x58, 0x45, 0x4b, 0x34, 0x3c, 0x03,
	0x57, 0x59, 0x13, 0x1d, 0x56, 0x5a, 0x23, 0x2d, 0x44, 0x4c, 0x55, 0x5b, 0x33, 0x3d, 0x68, 0x02, 0x67, 0x69, 0x12, 0x1e,
	0x66, 0x6a, 0x22, 0x2e, 0x54, 0x5c, 0x43, 0x4d, 0x65, 0x6b, 0x32, 0x3e, 0x78, 0x01, 0x77, 0x79, 0x53, 0x5d, 0x11, 0x1f,
	0x64, 0x6c, 0x42, 0x4e, 0x76, 0x7a, 0x21, 0x2f, 0x75, 0x7b, 0x31, 0x3f, 0x63, 0x6d, 0x52, 0x5e, 0x00, 0x74, 0x7c, 0x41,
	0x4f, 0x10, 0x20, 0x62, 0x6e, 0x30, 0x73, 0x7d, 0x51, 0x5f, 0x40, 0x72, 0x7e, 0x61, 0x6f, 0x50, 0x71, 0x7f, 0x60, 0x70,
}
