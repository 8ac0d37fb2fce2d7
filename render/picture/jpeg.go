package picture

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"

	"duikai/render/internal/icc"
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

// table tells which of the scaled tables one of so many channels has.
func table(channels, channel int) int {
	if channels == 1 {
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

// ranks tells where in the order of zigzag the frequencies of a row stand, a bit for
// each: of some of them, the first one in the highest of eight bits.
var ranks = func() (list [8][256]uint64) {
	for rank, at := range zigzag {
		for some := range list[0] {
			if some<<(at%8)&0x80 != 0 {
				list[at/8][some] |= 1 << rank
			}
		}
	}
	return list
}()

// coded is a block's frequencies in zigzag order, quantised.
type coded struct {
	v    [64]int16 // the first, and those of used; the others are not told
	used uint64    // a bit for each that is not 0, but for the first
}

// token is what a scan says of a number (ITU-T T.81, F.1.2): a symbol, which is
// coded, and further bits, which stand as they are.
//
//	bits 0-7     the symbol
//	bit  8       set: it is of a frequency; not set: of the change of a mean
//	bits 9-12    how many further bits
//	bits 13-31   these
type token uint32

const (
	ofWave     token = 1 << 8
	symbolBits       = ofWave | 0xff
	sizeShift        = 9
	extraShift       = 13
)

// jpegWriter is a baseline JPEG file under way. It takes eight rows of pixels at a
// time and keeps no more of them than their tokens.
type jpegWriter struct {
	w, h, channels int
	limit          int // of a pixel's ink in 255ths; 0: none
	quant          [len(qualities)][64]byte
	steps          [len(qualities)]steps
	least          [2][64]lanes        // of each pair of channels: what does not reach it either way is 0, row by row
	cell           [8][8 * 4]byte      // pixels under way: a block of four inks, or two blocks of gray
	pairs          [2]blocks           // what becomes of them
	codes          [4]coded            // and of these
	before         [4]int              // the means of the block before
	tokens         []token             // channel after channel within each 8 by 8 pixels
	full           [][]token           // and those before them
	piece          int                 // tokens of each list
	often          [symbolBits + 1]int // how often each symbol comes
}

// steps turn what the transform gives into whole steps of a table, in zigzag order:
// products with them are rounded to stepUnit.
type steps [64]uint64

const stepBits, stepUnit = 48, 1 << 48

func newSteps(quant *[64]byte) (list steps) {
	for i, q := range quant {
		list[i] = uint64(float64(stepUnit*waveScale[zigzag[i]]/float64(q)) + 0.5)
	}
	return list
}

// least is what of a frequency is no longer rounded to 0.
func (s *steps) least(i int) int64 { return int64((stepUnit/2 + s[i] - 1) / s[i]) }

// round gives a frequency in steps, to the nearest.
func (s *steps) round(i int, v int64) int16 {
	away := v >> 63 // of both signs alike
	n := int64((uint64((v^away)-away)*s[i&63] + stepUnit/2) >> stepBits)
	return int16((n ^ away) - away)
}

// encodeJPEG writes a baseline JPEG file: gray, or four channels of ink without
// subsampling, stored with 255 for no ink and marked as Adobe's programs mark
// them, which is what readers of PDF expect.
//
// What is lost in compression may put ink where there was as much as is
// allowed; blocks where it does give up a little of their three colours.
func encodeJPEG(s samples, limit icc.Limiter) []byte {
	w := newJPEG(s.w, s.h, s.channels, limit)
	w.take(s.pix)
	return w.file()
}

// take takes the next rows, a multiple of bandRows but for the last.
func (w *jpegWriter) take(pix []byte) {
	for line := bandRows * w.w * w.channels; len(pix) > 0; pix = pix[min(line, len(pix)):] {
		w.band(pix[:min(line, len(pix))])
	}
}

func newJPEG(width, height, channels int, limit icc.Limiter) *jpegWriter {
	w := &jpegWriter{w: width, h: height, channels: channels, limit: int(limit) * 255 / 100}
	for k, quality := range qualities {
		for i, q := range luminance {
			w.quant[k][i] = byte(max(1, math.Round(float64(q)*quality)))
		}
		w.steps[k] = newSteps(&w.quant[k])
	}
	for k := range w.least {
		low, high := w.ofPair(k)
		for i := range 64 {
			w.least[k][zigzag[i]] = lanes(low.least(i)-1) + lanes(high.least(i)-1)<<32
		}
	}
	const perBlock = 6 // tokens of a photograph, roughly
	w.piece = blockTokens + min((width+7)/8*((height+7)/8)*channels*perBlock, 1<<16)
	return w
}

// ofPair are the tables of a pair of channels; gray has pairs of blocks.
func (w *jpegWriter) ofPair(k int) (low, high *steps) {
	if w.channels == 1 {
		return &w.steps[0], &w.steps[0]
	}
	return &w.steps[table(4, 2*k)], &w.steps[table(4, 2*k+1)]
}

// band takes the next eight rows, or those that are left. Beyond the picture's
// edges its last pixels go on.
func (w *jpegWriter) band(pix []byte) {
	line := w.w * w.channels
	last := len(pix)/line - 1
	wide := len(w.cell[0])
	if w.channels == 1 {
		wide = 2 * 8
	}
	for at := 0; at < line; at += wide {
		for y := range w.cell {
			row := pix[min(y, last)*line:][:line]
			switch rest := row[at:]; {
			case wide == len(w.cell[y]) && len(rest) >= len(w.cell[y]):
				w.cell[y] = [8 * 4]byte(rest)
				continue
			case wide == 2*8 && len(rest) >= 2*8:
				*(*[2 * 8]byte)(w.cell[y][:]) = [2 * 8]byte(rest)
				continue
			}
			n := copy(w.cell[y][:wide], row[at:])
			for ; n < wide; n++ {
				w.cell[y][n] = row[line-w.channels+n%w.channels]
			}
		}
		if w.channels == 1 {
			w.transformGray()
			w.quantise(0)
			w.add(&w.codes[0], 0)
			if at+8 < line {
				w.add(&w.codes[1], 0)
			}
			continue
		}
		heavy := w.transform()
		w.quantise(0)
		w.quantise(1)
		if heavy {
			w.lighten()
		}
		for c := range 4 {
			w.add(&w.codes[c], c)
		}
	}
}

// transform turns the pixels of four inks into frequencies. heavy tells that there
// may be a pixel beyond the limit when they have been quantised: errors of all
// channels add up to no more than a fifth of full ink.
func (w *jpegWriter) transform() (heavy bool) {
	const near = 51
	const low, pixel = 0x00ff00ff00ff00ff, 1 | 1<<32 // bytes in turn; two pixels
	over := uint64(0)
	beyond := uint64(1<<15-(w.limit-near)-1) * pixel
	cm, yk := &w.pairs[0], &w.pairs[1]
	for y := range w.cell {
		line := &w.cell[y]
		var a, b [8]lanes
		for x := 0; x < 8; x += 2 {
			v := binary.LittleEndian.Uint64(line[4*x:])
			sums := v&low + v>>8&low
			over |= sums + sums>>16 + beyond
			const one, two = 0xff, 0xff << 32
			v = ^v
			a[x], b[x] = lanes(v&one|v<<24&two), lanes(v>>16&one|v<<8&two)
			a[x+1], b[x+1] = lanes(v>>32&one|v>>8&two), lanes(v>>48&one|v>>24&two)
		}
		p, q := (*[8]lanes)(cm[8*y:]), (*[8]lanes)(yk[8*y:])
		p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7] = forward8(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7])
		q[0], q[1], q[2], q[3], q[4], q[5], q[6], q[7] = forward8(b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7])
	}
	cm.columns()
	yk.columns()
	return w.limit > near && over&(1<<15*pixel) != 0
}

// transformGray does so with two blocks of gray.
func (w *jpegWriter) transformGray() {
	for y := range w.cell {
		l, r := binary.LittleEndian.Uint64(w.cell[y][:]), binary.LittleEndian.Uint64(w.cell[y][8:])
		at := func(x int) lanes { return lanes(l>>(8*x)&0xff | r>>(8*x)&0xff<<32) }
		p := (*[8]lanes)(w.pairs[0][8*y:])
		p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7] = forward8(at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7))
	}
	w.pairs[0].columns()
}

// quantise rounds a pair's frequencies to the steps of its tables.
func (w *jpegWriter) quantise(k int) {
	p, least := &w.pairs[k], &w.least[k]
	low, high := w.ofPair(k)
	a, b := &w.codes[2*k], &w.codes[2*k+1]
	// Pixels have been around 128.
	mean := p[0] - both(128*64*waveArea)
	a.v[0], b.v[0] = low.round(0, mean.low()), high.round(0, mean.high())
	// Most others round to 0; which ones do not is found without asking for each,
	// as processors would guess wrong too often.
	usedA, usedB := uint64(0), uint64(0)
	for y := range 8 {
		v, l := (*[8]lanes)(p[8*y:]), (*[8]lanes)(least[8*y:])
		reach := reaches(v[0], l[0])<<7 | reaches(v[1], l[1])<<6 | reaches(v[2], l[2])<<5 | reaches(v[3], l[3])<<4 |
			reaches(v[4], l[4])<<3 | reaches(v[5], l[5])<<2 | reaches(v[6], l[6])<<1 | reaches(v[7], l[7])
		usedA |= ranks[y][reach&0xff]
		usedB |= ranks[y][reach>>32]
	}
	const ofMean = 1
	a.used, b.used = usedA&^ofMean, usedB&^ofMean
	for left := a.used; left != 0; left &= left - 1 {
		i := bits.TrailingZeros64(left) & 63
		a.v[i] = low.round(i, p[zigzag[i]&63].low())
	}
	for left := b.used; left != 0; left &= left - 1 {
		i := bits.TrailingZeros64(left) & 63
		if b.v[i] = high.round(i, p[zigzag[i]&63].high()); b.v[i] == 0 {
			b.used &^= 1 << i // a negative sum of the low lane borrowed from this one
		}
	}
}

// reaches tells where two numbers reach others either way, a bit in either lane.
func reaches(v, least lanes) uint64 {
	const each = 1 | 1<<32
	return uint64((least+v)|(least-v)) >> 31 & each // their signs
}

// lighten takes of the three colours what a reader would see beyond the limit.
func (w *jpegWriter) lighten() {
	const rounds = 8 // each takes at least one 255th of each colour
	// Readers differ by one in how they round, in each channel.
	const readers = 4
	for range rounds {
		over := w.heaviest() - w.limit + readers
		if over <= 0 {
			return
		}
		for y := range w.cell {
			for x, v := range w.cell[y] {
				if x%4 != 3 {
					w.cell[y][x] = byte(max(int(v)-over/3-1, 0))
				}
			}
		}
		w.transform()
		w.quantise(0)
		w.quantise(1)
	}
}

// heaviest is the most ink of a pixel as a reader sees it.
func (w *jpegWriter) heaviest() int {
	var sum block
	for c := range w.codes {
		var b block
		q, quant := &w.codes[c], &w.quant[table(4, c)]
		for left := q.used | 1; left != 0; left &= left - 1 {
			i := bits.TrailingZeros64(left)
			b[zigzag[i]] = float32(q.v[i]) * float32(quant[i])
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

// blockTokens is the most that a block takes.
const blockTokens = 64 + 1

// add says a block in tokens: the change of the mean, then runs of zeros and what
// ends them.
func (w *jpegWriter) add(b *coded, channel int) {
	const sixteenZeros, end = ofWave | 0xf0, ofWave
	if cap(w.tokens)-len(w.tokens) < blockTokens {
		w.full = append(w.full, w.tokens)
		w.tokens = make([]token, 0, w.piece)
	}
	n := len(w.tokens)
	room := (*[blockTokens]token)(w.tokens[n : n+blockTokens])
	mean := int(b.v[0])
	t := category(mean - w.before[channel])
	w.before[channel] = mean
	w.often[t&symbolBits]++
	room[0] = t
	k := 1
	last := 0
	for left := b.used; left != 0; left &= left - 1 {
		at := bits.TrailingZeros64(left) & 63
		run := at - last - 1
		for ; run > 15; run -= 16 {
			w.often[sixteenZeros]++
			room[k] = sixteenZeros
			k++
		}
		t := waves[int(b.v[at])+mostWave] + token(run)<<4
		w.often[t&symbolBits]++
		room[k] = t
		k++
		last = at
	}
	if last < 63 {
		w.often[end]++
		room[k] = end
		k++
	}
	w.tokens = w.tokens[:n+k]
}

// waves are the tokens of frequencies that no zeros stand before. With 8 bits a
// pixel none but the first is larger than mostWave.
var waves = func() (list [2*mostWave + 1]token) {
	for i := range list {
		list[i] = category(i-mostWave) | ofWave
	}
	return list
}()

const mostWave = 1023

// category is a number as a token: how many bits it takes, and those bits; of
// negative ones one less than their complement.
func category(v int) token {
	size := bits.Len(uint(max(v, -v)))
	if v < 0 {
		v += 1<<size - 1
	}
	return token(size | size<<sizeShift | v<<extraShift)
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
		frame = append(frame, byte(c+1), 0x11, byte(table(w.channels, c)))
		scan = append(scan, byte(c+1), 0)
	}
	segment(markSOF0, frame...)
	codes := [2]*huffman{newHuffman((*[256]int)(w.often[:256])), newHuffman((*[256]int)(w.often[256:]))}
	for class, h := range codes {
		body := []byte{byte(class << 4)}
		for _, n := range h.counts[1:] {
			body = append(body, byte(n))
		}
		segment(markDHT, append(body, h.order...)...)
	}
	segment(markSOS, append(scan, 0, 63, 0)...)
	w.full = append(w.full, w.tokens)
	p := packer{out: slices.Grow(out, w.length(codes))}
	for _, tokens := range w.full {
		p.putAll(tokens, codes)
	}
	p.flush()
	return append(p.out, 0xff, markEOI)
}

// length is how many bytes the tokens take, with room for the zeros behind bytes of ones
// and for the end.
func (w *jpegWriter) length(codes [2]*huffman) int {
	const end = 64
	bits := 0
	for t, n := range w.often {
		bits += n * (int(codes[t>>8].size[t&0xff]) + t&15)
	}
	return bits/8 + bits/8/64 + end
}

// packer writes bits, the highest first, with a zero after every byte of ones.
type packer struct {
	out  []byte
	bits uint64
	n    uint32 // that are not written, fewer than 32
}

// putAll writes tokens, their symbols in the codes of means and of waves.
func (p *packer) putAll(list []token, codes [2]*huffman) {
	var code [symbolBits + 1]uint32 // with its length in the lowest bits
	const lengthBits = 5
	for i := range code {
		h := codes[i>>8]
		code[i] = h.code[i&0xff]<<lengthBits | uint32(h.size[i&0xff])
	}
	out, bits, n := p.out, p.bits, p.n
	for _, t := range list {
		c, extra := code[t&symbolBits], uint32(t>>sizeShift)&15
		size := c&(1<<lengthBits-1) + extra
		bits = bits<<size | uint64(c>>lengthBits<<extra|uint32(t>>extraShift))
		if n += size; n < 32 {
			continue
		}
		n -= 32
		out = appendFour(out, uint32(bits>>n))
	}
	p.out, p.bits, p.n = out, bits, n
}

// appendFour writes four bytes.
func appendFour(out []byte, four uint32) []byte {
	// Four bytes without one of ones, which would be 0 in the complement.
	const each, top = 0x01010101, 0x80808080
	if (^four-each)&four&top == 0 {
		return binary.BigEndian.AppendUint32(out, four)
	}
	for shift := 24; shift >= 0; shift -= 8 {
		out = appendByte(out, byte(four>>shift))
	}
	return out
}

func appendByte(out []byte, b byte) []byte {
	if out = append(out, b); b == 0xff {
		out = append(out, 0)
	}
	return out
}

// flush fills the last byte with ones.
func (p *packer) flush() {
	fill := -p.n & 7
	p.bits, p.n = p.bits<<fill|(1<<fill-1), p.n+fill
	for p.n > 0 {
		p.n -= 8
		p.out = appendByte(p.out, byte(p.bits>>p.n))
	}
}
