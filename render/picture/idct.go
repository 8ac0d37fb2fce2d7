package picture

import "encoding/binary"

// Cosines of eighths of a quarter turn, times a power of two. Whole numbers are
// the same on every machine.
const (
	waveBits = 13
	// passBits is how much finer than a pixel values are between the two passes.
	passBits = 2

	// √2·cos(kπ/16) and what is made of them, times 2^13: the factors of the fast
	// transform of Loeffler, Ligtenberg and Moschytz (1989).
	wave0298 = 2446
	wave0390 = 3196
	wave0541 = 4433
	wave0765 = 6270
	wave0899 = 7373
	wave1175 = 9633
	wave1501 = 12299
	wave1847 = 15137
	wave1961 = 16069
	wave2053 = 16819
	wave2562 = 20995
	wave3072 = 25172
)

// put transforms the frequencies of a block, in rows, and writes its pixels:
// eight by eight, or fewer for a smaller picture. flat tells that all but the
// first are 0, wild that values may be larger than those of any 8-bit picture. where is
// the places of those that are not 0, in one: see inverseDCT.
func (p *jpegPart) put(f *[64]int32, where int, flat, wild bool, x, y int) {
	to := p.pix[y*p.side*p.stride+x*p.side:]
	if flat || p.side == 1 {
		v := pixelOf(f[0], 3)
		for r := range p.side {
			row := to[r*p.stride:][:p.side]
			for c := range row {
				row[c] = v
			}
		}
		return
	}
	switch p.side {
	case 8:
		if wild {
			hold(f)
		}
		inverseDCT(f, where, to, p.stride)
	case 4:
		inverseFew(f, to, p.stride, waves4[:], 4)
	case 2:
		inverseFew(f, to, p.stride, waves2[:], 2)
	}
}

// pixelOf rounds a value around 0 to a pixel.
func pixelOf(v int32, shift uint) byte {
	return held((v+1<<(shift-1))>>shift + 128)
}

// hold brings values that no 8-bit picture has back to where sums do not overflow.
func hold(f *[64]int32) {
	for i, v := range f {
		f[i] = min(max(v, -mostHeld), mostHeld)
	}
}

const mostHeld = 1 << 14

// inverseDCT turns frequencies into pixels. where is 8y+x of all that may not be 0, one
// or the other bit by bit: most blocks of photographs have nothing in their right half
// or in their lower one, which is half the work.
func inverseDCT(f *[64]int32, where int, to []byte, stride int) {
	const right, lower = 4, 4 * 8
	columns := 8
	if where&right == 0 {
		columns = 4
	}
	for x := range columns {
		c := f[x:]
		if c[8]|c[16]|c[24]|c[32]|c[40]|c[48]|c[56] == 0 {
			v := c[0] << passBits
			c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56] = v, v, v, v, v, v, v, v
			continue
		}
		var a, b, d, e, g, h, k, l int32
		if where&lower == 0 {
			a, b, d, e, g, h, k, l = inverse4way(c[0], c[8], c[16], c[24])
		} else {
			a, b, d, e, g, h, k, l = inverse8way(c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56])
		}
		const shift, half = waveBits - passBits, 1 << (waveBits - passBits - 1)
		c[0], c[8], c[16], c[24] = (a+half)>>shift, (b+half)>>shift, (d+half)>>shift, (e+half)>>shift
		c[32], c[40], c[48], c[56] = (g+half)>>shift, (h+half)>>shift, (k+half)>>shift, (l+half)>>shift
	}
	// Values are 2^shift times a pixel now. With the middle of all pixels, and half of
	// one, added to the mean they are rounded by cutting.
	const shift = waveBits + passBits + 3
	const middle = (128<<shift + 1<<(shift-1)) >> waveBits
	for y := range 8 {
		r, row := (*[8]int32)(f[8*y:]), (*[8]byte)(to[y*stride:])
		var a, b, c, d, e, g, h, k int32
		if where&right == 0 {
			a, b, c, d, e, g, h, k = inverse4way(r[0]+middle, r[1], r[2], r[3])
		} else {
			a, b, c, d, e, g, h, k = inverse8way(r[0]+middle, r[1], r[2], r[3], r[4], r[5], r[6], r[7])
		}
		a, b, c, d, e, g, h, k = a>>shift, b>>shift, c>>shift, d>>shift, e>>shift, g>>shift, h>>shift, k>>shift
		if uint32(a|b|c|d|e|g|h|k) <= 255 { // as nearly all are
			binary.LittleEndian.PutUint64(row[:], uint64(a|b<<8|c<<16)|uint64(d)<<24|uint64(e|g<<8|h<<16)<<32|uint64(k)<<56)
			continue
		}
		row[0], row[1], row[2], row[3] = held(a), held(b), held(c), held(d)
		row[4], row[5], row[6], row[7] = held(e), held(g), held(h), held(k)
	}
}

// held is a value as a pixel: the nearest that there is.
func held(v int32) byte {
	if uint32(v) > 255 {
		v = ^(v >> 31) // below 0 it is 0, above 255
	}
	return byte(v)
}

// inverse8way transforms a row or a column; the result is 2^waveBits·√8 times
// as large.
func inverse8way(f0, f1, f2, f3, f4, f5, f6, f7 int32) (a, b, c, d, e, f, g, h int32) {
	// Waves that are the same from both ends.
	z := (f2 + f6) * wave0541
	low, high := z-f6*wave1847, z+f2*wave0765
	sum, diff := (f0+f4)<<waveBits, (f0-f4)<<waveBits
	s0, s3, s1, s2 := sum+high, sum-high, diff+low, diff-low
	// Those that are opposite.
	z1, z2, z3, z4 := f7+f1, f5+f3, f7+f3, f5+f1
	z5 := (z3 + z4) * wave1175
	z1, z2 = -z1*wave0899, -z2*wave2562
	z3, z4 = z5-z3*wave1961, z5-z4*wave0390
	d0 := f7*wave0298 + z1 + z3
	d1 := f5*wave2053 + z2 + z4
	d2 := f3*wave3072 + z2 + z3
	d3 := f1*wave1501 + z1 + z4
	return s0 + d3, s1 + d2, s2 + d1, s3 + d0, s3 - d0, s2 - d1, s1 - d2, s0 - d3
}

// inverse4way is inverse8way without the upper four waves.
func inverse4way(f0, f1, f2, f3 int32) (a, b, c, d, e, f, g, h int32) {
	z := f2 * wave0541
	mean, high := f0<<waveBits, z+f2*wave0765
	s0, s3, s1, s2 := mean+high, mean-high, mean+z, mean-z
	z5 := (f3 + f1) * wave1175
	z1, z2, z3, z4 := -f1*wave0899, -f3*wave2562, z5-f3*wave1961, z5-f1*wave0390
	d0, d1, d2, d3 := z1+z3, z2+z4, f3*wave3072+z2+z3, f1*wave1501+z1+z4
	return s0 + d3, s1 + d2, s2 + d1, s3 + d0, s3 - d0, s2 - d1, s1 - d2, s0 - d3
}

// waves4 and waves2 are the waves of four and of two pixels: the low
// frequencies of a block are those of its smaller picture. Row by row for each
// pixel, times 2^13; the first is 1/√8.
var (
	waves4 = [16]int32{
		2896, 3784, 2896, 1567,
		2896, 1567, -2896, -3784,
		2896, -1567, -2896, 3784,
		2896, -3784, 2896, -1567,
	}
	waves2 = [4]int32{2896, 2896, 2896, -2896}
)

func inverseFew(f *[64]int32, to []byte, stride int, waves []int32, n int) {
	var half [16]int32
	for y := range n {
		for x := range n {
			sum := int32(0)
			for k := range n {
				sum += waves[y*n+k] * min(max(f[8*k+x], -mostHeld), mostHeld)
			}
			half[y*n+x] = (sum + 1<<(waveBits-passBits-1)) >> (waveBits - passBits)
		}
	}
	for y := range n {
		for x := range n {
			sum := int32(0)
			for k := range n {
				sum += waves[x*n+k] * half[y*n+k]
			}
			to[y*stride+x] = pixelOf(sum, waveBits+passBits)
		}
	}
}
