package picture

import (
	"encoding/binary"
	"errors"

	"duikai/layout/artwork"
)

// Faults inside of a scan; where they come up is told by who reads it.
var (
	errCode  = errors.New("a code that does not exist")
	errRun   = errors.New("a block with more than 64 values")
	errRange = errors.New("a value out of range")
	// errShort is the end of the data of a scan before its last block.
	errShort = errors.New("data is missing")
)

// lookBits is how many bits the quick table of a Huffman code looks at: most
// codes of a photograph are shorter.
const lookBits = 9

// huffmanReader finds the symbols of a code (ITU-T T.81, F.2.2.3).
type huffmanReader struct {
	look   [1 << lookBits]uint16 // length and symbol of a code that is short enough; 0: none
	limit  [longestCode + 1]int32
	offset [longestCode + 1]int32
	order  []byte
}

// newHuffmanReader takes the counts of codes of each length and the symbols in
// their order. A table with more codes than there is room for is damaged.
func newHuffmanReader(counts []byte, order []byte) (*huffmanReader, error) {
	h := &huffmanReader{order: order}
	code, at := int32(0), 0
	for n := 1; n <= longestCode; n++ {
		count := int(counts[n-1])
		if code+int32(count) > 1<<n {
			return nil, artwork.Broken("JPEG DHT")
		}
		h.offset[n] = int32(at) - code
		for range count {
			if n <= lookBits {
				first := code << (lookBits - n)
				for i := range int32(1) << (lookBits - n) {
					h.look[first+i] = uint16(n)<<8 | uint16(order[at])
				}
			}
			code++
			at++
		}
		h.limit[n] = code
		code <<= 1
	}
	return h, nil
}

// bitReader reads the bits of a scan, up to the next marker.
type bitReader struct {
	data []byte
	at   int    // of the first byte that is not in bits
	bits uint64 // the next bit is the highest one of the n low ones
	n    uint
	// over counts the bits of zero that were given beyond the data.
	over uint
}

// fill makes sure of 32 bits. Beyond the marker they are zeros, which are
// counted: who reads them has come to the end.
func (b *bitReader) fill() {
	for b.n <= 32 {
		if d := b.data[b.at:]; len(d) >= 4 {
			// Four bytes without one of ones, which would be 0 in the complement.
			const each, top = 0x01010101, 0x80808080
			if v := binary.BigEndian.Uint32(d); (^v-each)&v&top == 0 {
				b.bits = b.bits<<32 | uint64(v)
				b.at += 4
				b.n += 32
				continue
			}
		}
		v := byte(0)
		switch {
		case b.at < len(b.data) && b.data[b.at] != 0xff:
			v = b.data[b.at]
			b.at++
		case b.at+1 < len(b.data) && b.data[b.at+1] == 0:
			v = 0xff
			b.at += 2
		default:
			b.over += 8
		}
		b.bits = b.bits<<8 | uint64(v)
		b.n += 8
	}
}

// short tells whether more was read than there is.
func (b *bitReader) short() bool { return b.n < b.over }

// take gives n bits, at most 16.
func (b *bitReader) take(n uint) int32 {
	if b.n < n {
		b.fill()
	}
	b.n -= n
	return int32(b.bits>>b.n) & (1<<n - 1)
}

// number gives n bits as a number of this category (ITU-T T.81, F.2.2.1).
func (b *bitReader) number(n uint) int32 {
	if n == 0 {
		return 0
	}
	v := b.take(n)
	if v < 1<<(n-1) {
		v -= 1<<n - 1
	}
	return v
}

// symbol gives the next symbol of a code.
func (b *bitReader) symbol(h *huffmanReader) (byte, error) {
	if b.n < longestCode {
		b.fill()
	}
	if e := h.look[b.bits>>(b.n-lookBits)&(1<<lookBits-1)]; e != 0 {
		b.n -= uint(e >> 8)
		return byte(e), nil
	}
	return b.long(h)
}

// long gives the next symbol of a code, whose own is longer than the quick
// table takes.
func (b *bitReader) long(h *huffmanReader) (byte, error) {
	for n := uint(lookBits + 1); n <= longestCode; n++ {
		if code := int32(b.bits>>(b.n-n)) & (1<<n - 1); code < h.limit[n] {
			if at := code + h.offset[n]; at >= 0 && int(at) < len(h.order) {
				b.n -= n
				return h.order[at], nil
			}
			break
		}
	}
	return 0, errCode
}

// waves reads the frequencies of a block of a sequential file (ITU-T T.81,
// F.2.2.2) times the steps of its table, and gives their places, one or the other bit
// by bit, and the sum of their squares.
// It is where most of the time goes: the bits are held at hand.
func (b *bitReader) waves(h *huffmanReader, q *[64]uint16, f *[64]int32) (where int, energy int64, err error) {
	const sixteenZeros, end = 0xf0, 0
	bits, n := b.bits, b.n
	for k := uint(1); k < 64; k++ {
		if n < longestCode+maxWave {
			b.bits, b.n = bits, n
			b.fill()
			bits, n = b.bits, b.n
		}
		e := h.look[bits>>((n-lookBits)&63)&(1<<lookBits-1)]
		n -= uint(e >> 8)
		if e == 0 {
			b.bits, b.n = bits, n
			symbol, err := b.long(h)
			if err != nil {
				return 0, 0, err
			}
			e, n = uint16(symbol), b.n
		}
		run, size := uint(e>>4&15), uint(e&15)
		if size == 0 {
			switch {
			case byte(e) == end:
				b.bits, b.n = bits, n
				return where, energy, nil
			case byte(e) != sixteenZeros:
				return 0, 0, errCode
			case k+16 > 64:
				return 0, 0, errRun
			}
			k += 15
			continue
		}
		k += run
		switch {
		case k > 63:
			return 0, 0, errRun
		case size > maxWave:
			return 0, 0, errRange
		}
		n -= size
		v := int32(bits>>(n&63)) & (1<<size - 1)
		// Without its highest bit it stands for a negative number.
		v += (v>>(size-1) - 1) & (1 - 1<<size)
		v *= int32(q[k&63])
		at := int(zigzag[k&63] & 63)
		f[at] = v
		where |= at
		energy += int64(v) * int64(v)
	}
	b.bits, b.n = bits, n
	return where, energy, nil
}

// end leaves the data of a scan behind: fewer than eight bits may be left, all
// of them ones, as they should be (ITU-T T.81, F.1.2.3), or zeros, and no bytes
// but zeros, which some cameras fill up with. at is then the marker.
func (b *bitReader) end() error {
	if b.short() {
		return errShort
	}
	left := b.n - b.over
	few := left % 8
	if whole := left - few; b.bits>>b.over&(1<<whole-1) != 0 {
		return errLeft
	}
	if fill := b.bits >> (b.n - few) & (1<<few - 1); fill != 0 && fill != 1<<few-1 {
		return errLeft
	}
	for b.at < len(b.data) && b.data[b.at] == 0 {
		b.at++
	}
	if b.at < len(b.data) && b.data[b.at] != 0xff || b.at+1 < len(b.data) && b.data[b.at+1] == 0 {
		return errLeft
	}
	b.bits, b.n, b.over = 0, 0, 0
	return nil
}

var errLeft = errors.New("data is left over")
