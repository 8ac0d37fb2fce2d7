package picture

import (
	"encoding/binary"
	"math"
	"math/bits"

	"duikai/render/icc"
)

// samples are the pixels of a picture for print, one byte a channel.
type samples struct {
	pix      []byte
	w, h     int
	channels int // 1: 0 is black; 4: cyan, magenta, yellow, black, 255 is full
}

// luminance is the quantisation of brightness that JPEG proposes (ITU-T T.81,
// table K.1), in zigzag order. Ink is brightness in each of its channels.
var luminance = [64]byte{
	16, 11, 12, 14, 12, 10, 16, 14,
	13, 14, 18, 17, 16, 19, 24, 40,
	26, 24, 22, 22, 24, 49, 35, 37,
	29, 40, 58, 51, 61, 60, 57, 51,
	56, 55, 64, 72, 92, 78, 64, 68,
	87, 69, 55, 56, 80, 109, 81, 87,
	95, 98, 103, 104, 103, 62, 77, 113,
	121, 112, 100, 120, 92, 101, 103, 99,
}

// How the table is scaled: to what most programs call quality 85 for black, which
// carries the drawing of a picture, and 75 for cyan and magenta; the screen of
// newsprint, at 85 lines an inch, hides what is lost. Yellow, in which the eye
// hardly sees detail, has 60.
var qualities = [...]float64{0.3, 0.5, 0.8}

// table tells which of the scaled tables a channel has.
func (s samples) table(channel int) int {
	if s.channels == 1 {
		return 0
	}
	return [...]int{1, 1, 2, 0}[channel]
}

// zigzag tells where in a block the frequencies stand, from low to high.
var zigzag = func() (order [64]uint8) {
	x, y := 0, 0
	for i := range order {
		order[i] = uint8(8*y + x)
		switch up := (x+y)%2 == 0; {
		case up && x == 7, !up && y < 7 && x == 0:
			y++
		case up && y == 0, !up && y == 7:
			x++
		case up:
			x, y = x+1, y-1
		default:
			x, y = x-1, y+1
		}
	}
	return order
}()

// coded is a block's frequencies in zigzag order, quantised.
type coded struct {
	v    [64]int16
	used uint64 // a bit for each that is not 0
}

// jpegWriter is a baseline JPEG file under way.
type jpegWriter struct {
	samples
	limit  int // of a pixel's ink in 255ths; 0: none
	quant  [len(qualities)][64]byte
	scale  [len(qualities)][64]float32 // one over it
	blocks []coded                     // channel after channel within each 8 by 8 pixels
}

// encodeJPEG writes a baseline JPEG file: gray, or four channels of ink without
// subsampling, stored with 255 for no ink and marked as Adobe's programs mark
// them, which is what readers of PDF expect.
//
// What is lost in compression may put ink where there was as much as is
// allowed; blocks where it does give up a little of their three colours.
func encodeJPEG(s samples, limit icc.Limiter) []byte {
	w := &jpegWriter{samples: s, limit: int(limit) * 255 / 100}
	for k, quality := range qualities {
		for i, q := range luminance {
			w.quant[k][i] = byte(max(1, math.Round(float64(q)*quality)))
			w.scale[k][i] = 1 / float32(w.quant[k][i])
		}
	}
	across, down := (s.w+7)/8, (s.h+7)/8
	w.blocks = make([]coded, 0, across*down*s.channels)
	for y := range down {
		for x := range across {
			w.addBlocks(x*8, y*8)
		}
	}
	return w.file()
}

// addBlocks transforms 8 by 8 pixels of every channel; beyond the picture's
// edge its last pixels go on.
func (w *jpegWriter) addBlocks(x0, y0 int) {
	var b [4]block
	heaviest := 0
	var edge [8 * 4]byte
	for y := range 8 {
		row := min(y0+y, w.h-1) * w.w
		var pix []byte
		if x0+8 <= w.w {
			pix = w.pix[(row+x0)*w.channels : (row+x0+8)*w.channels]
		} else {
			pix = edge[:8*w.channels]
			for x := range 8 {
				at := (row + min(x0+x, w.w-1)) * w.channels
				copy(pix[x*w.channels:(x+1)*w.channels], w.pix[at:])
			}
		}
		if w.channels == 1 {
			for x, v := range pix {
				b[0][8*y+x] = float32(v) - 128
			}
			continue
		}
		for x := range 8 {
			p := pix[4*x : 4*x+4 : 4*x+4]
			heaviest = max(heaviest, int(p[0])+int(p[1])+int(p[2])+int(p[3]))
			b[0][8*y+x] = 127 - float32(p[0])
			b[1][8*y+x] = 127 - float32(p[1])
			b[2][8*y+x] = 127 - float32(p[2])
			b[3][8*y+x] = 127 - float32(p[3])
		}
	}
	var q [4]coded
	for c := range w.channels {
		q[c] = quantise(&b[c], &w.scale[w.table(c)])
	}
	// Errors of all channels add up to no more than a fifth of full ink.
	const near = 51
	if w.channels == 4 && w.limit > 0 && heaviest > w.limit-near {
		w.lighten(&b, &q)
	}
	w.blocks = append(w.blocks, q[:w.channels]...)
}

// lighten takes of the three colours what a reader would see beyond the limit.
func (w *jpegWriter) lighten(b *[4]block, q *[4]coded) {
	const rounds = 8 // each takes at least one 255th of each colour
	// Readers differ by one in how they round, in each channel.
	const readers = 4
	for range rounds {
		over := w.heaviest(q) - w.limit + readers
		if over <= 0 {
			return
		}
		for c := range 3 {
			for i := range b[c] {
				b[c][i] = min(b[c][i]+float32(over/3+1), 127)
			}
			q[c] = quantise(&b[c], &w.scale[w.table(c)])
		}
	}
}

// heaviest is the most ink of a pixel as a reader sees it.
func (w *jpegWriter) heaviest(q *[4]coded) int {
	var sum block
	for c := range q {
		var b block
		quant := &w.quant[w.table(c)]
		for left := q[c].used; left != 0; left &= left - 1 {
			i := bits.TrailingZeros64(left)
			b[zigzag[i]] = float32(q[c].v[i]) * float32(quant[i])
		}
		b.inverse()
		for i, v := range b {
			sum[i] += 255 - min(max(v+128, 0), 255)
		}
	}
	most := float32(0)
	for _, v := range sum {
		most = max(most, v)
	}
	return int(math.Ceil(float64(most)))
}

func quantise(pixels *block, scale *[64]float32) (q coded) {
	f := *pixels
	f.forward()
	for i := range q.v {
		// Rounded to the nearest: cut off after a shift beyond all numbers here.
		const shift = 1 << 14
		v := int16(int32(float32(f[zigzag[i]&63]*scale[i])+shift+0.5) - shift)
		q.v[i] = v
		if v != 0 {
			q.used |= 1 << i
		}
	}
	return q
}

// file puts the parts together.
func (w *jpegWriter) file() []byte {
	out := []byte{0xff, markSOI}
	segment := func(mark byte, body ...byte) {
		out = append(out, 0xff, mark)
		out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
		out = append(out, body...)
	}
	if w.channels == 4 {
		// Version 100, no flags, and the channels as they are.
		segment(markAdobe, []byte("Adobe\x00\x64\x00\x00\x00\x00\x00")...)
	}
	for k := range w.quant[:min(w.channels, len(w.quant))] {
		segment(markDQT, append([]byte{byte(k)}, w.quant[k][:]...)...)
	}
	frame := []byte{8, byte(w.h >> 8), byte(w.h), byte(w.w >> 8), byte(w.w), byte(w.channels)}
	scan := []byte{byte(w.channels)}
	for c := range w.channels {
		frame = append(frame, byte(c+1), 0x11, byte(w.table(c)))
		scan = append(scan, byte(c+1), 0)
	}
	segment(markSOF0, frame...)
	var low, high [256]int
	w.symbols(func(s byte, _ uint32, _ uint8) { low[s]++ }, func(s byte, _ uint32, _ uint8) { high[s]++ })
	codes := [2]*huffman{newHuffman(&low), newHuffman(&high)}
	for class, h := range codes {
		body := []byte{byte(class << 4)}
		for _, n := range h.counts[1:] {
			body = append(body, byte(n))
		}
		segment(markDHT, append(body, h.order...)...)
	}
	segment(markSOS, append(scan, 0, 63, 0)...)
	p := packer{out: out}
	put := func(h *huffman) func(byte, uint32, uint8) {
		return func(s byte, extra uint32, size uint8) {
			p.put(h.code[s], h.size[s])
			p.put(extra, size)
		}
	}
	w.symbols(put(codes[0]), put(codes[1]))
	p.flush()
	return append(p.out, 0xff, markEOI)
}

// symbols goes through all blocks as a scan codes them (ITU-T T.81, F.1.2):
// the change of the mean, then runs of zeros and what ends them. low is told
// of the first, high of the others: a symbol, and further bits.
func (w *jpegWriter) symbols(low, high func(symbol byte, extra uint32, size uint8)) {
	const sixteenZeros, end = 0xf0, 0
	var before [4]int
	for i := range w.blocks {
		b := &w.blocks[i]
		c := i % w.channels
		size, extra := category(int(b.v[0]) - before[c])
		before[c] = int(b.v[0])
		low(size, extra, size)
		last := 0
		for left := b.used &^ 1; left != 0; left &= left - 1 {
			at := bits.TrailingZeros64(left)
			run := at - last - 1
			for ; run > 15; run -= 16 {
				high(sixteenZeros, 0, 0)
			}
			size, extra := category(int(b.v[at]))
			high(byte(run<<4)|size, extra, size)
			last = at
		}
		if last < 63 {
			high(end, 0, 0)
		}
	}
}

// category is how many bits a number takes, and those bits: negative ones are
// one less than their complement.
func category(v int) (size uint8, extra uint32) {
	size = uint8(bits.Len(uint(max(v, -v))))
	if v < 0 {
		v += 1<<size - 1
	}
	return size, uint32(v)
}

// packer writes bits, the highest first, with a zero after every byte of ones.
type packer struct {
	out  []byte
	bits uint64
	n    uint8
}

func (p *packer) put(v uint32, n uint8) {
	p.bits = p.bits<<n | uint64(v)
	p.n += n
	for p.n >= 8 {
		p.n -= 8
		b := byte(p.bits >> p.n)
		p.out = append(p.out, b)
		if b == 0xff {
			p.out = append(p.out, 0)
		}
	}
}

// flush fills the last byte with ones.
func (p *packer) flush() {
	if p.n > 0 {
		p.put(1<<(8-p.n)-1, 8-p.n)
	}
}
