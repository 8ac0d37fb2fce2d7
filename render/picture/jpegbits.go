package picture

import (
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
		if d := b.data[b.at:]; len(d) >= 4 && d[0] != 0xff && d[1] != 0xff && d[2] != 0xff && d[3] != 0xff {
			b.bits = b.bits<<32 | uint64(d[0])<<24 | uint64(d[1])<<16 | uint64(d[2])<<8 | uint64(d[3])
			b.at += 4
			b.n += 32
			continue
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

// end leaves the data of a scan behind: fewer than eight bits may be left, and
// no bytes but zeros, which some cameras fill up with. at is then the marker.
func (b *bitReader) end() error {
	if b.short() {
		return errShort
	}
	left := b.n - b.over
	if whole := left - left%8; b.bits>>b.over&(1<<whole-1) != 0 {
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
