package preflight

import (
	"errors"
	"math"
	"strconv"
)

// A CFF program (Adobe's Technical Note 5176) is read as far as the widths of
// its glyphs: the indices, the dictionaries, the choice of the private
// dictionary, and the first numbers of each charstring (Technical Note 5177).

// cffDict are the operands of a dictionary by operator; two-byte operators have
// 12 above.
type cffDict map[int][]float64

const (
	cffCharset      = 15
	cffCharStrings  = 17
	cffPrivate      = 18
	cffDefaultWidth = 20
	cffNominalWidth = 21
	cffMatrix       = 12<<8 | 7
	cffROS          = 12<<8 | 30
	cffFDArray      = 12<<8 | 36
	cffFDSelect     = 12<<8 | 37
)

var errCFF = errors.New("CFF")

// readCFF reads a program; cid tells that codes are CIDs and not bytes.
func readCFF(b []byte, cid bool) (*glyphs, error) {
	if len(b) < 4 || int(b[2]) > len(b) {
		return nil, errCFF
	}
	_, at, err := cffIndex(b, int(b[2])) // names
	if err != nil {
		return nil, err
	}
	tops, _, err := cffIndex(b, at)
	if err != nil || len(tops) == 0 {
		return nil, errCFF
	}
	top, err := readCFFDict(tops[0])
	if err != nil {
		return nil, err
	}
	chars, _, err := cffIndex(b, top.whole(cffCharStrings, 0))
	if err != nil || len(chars) == 0 {
		return nil, errCFF
	}
	private, err := cffPrivates(b, top, len(chars))
	if err != nil {
		return nil, err
	}
	unit := 1.0
	if m := top[cffMatrix]; len(m) == 6 && m[0] != 0 && top[cffROS] == nil {
		unit = m[0] * 1000
	}
	g := &glyphs{count: len(chars), width: func(gid int) float64 {
		p := private(gid)
		w, more, known := cffWidth(chars[gid])
		switch {
		case p == nil || !known:
			return -1
		case more:
			return (p.first(cffNominalWidth) + w) * unit
		}
		return p.first(cffDefaultWidth) * unit
	}}
	g.gid = func(int) int { return unknownGlyph } // by names, which are not read
	if cid {
		g.gid = func(cid int) int { return cid } // a program without CIDs: they are glyphs
		if top[cffROS] != nil {
			set, err := cffCIDs(b, top.whole(cffCharset, 0), len(chars))
			if err != nil {
				return nil, err
			}
			g.gid = func(cid int) int {
				if gid, ok := set[cid]; ok {
					return gid
				}
				return noGlyph
			}
		}
	}
	return g, nil
}

func (d cffDict) first(op int) float64 {
	if v := d[op]; len(v) > 0 {
		return v[0]
	}
	return 0
}

// whole is an operand that is an offset or a length; -1 where it is none.
func (d cffDict) whole(op, i int) int {
	v := d[op]
	if i >= len(v) || v[i] < 0 || v[i] > maxFont {
		return -1
	}
	return int(v[i])
}

// cffIndex reads an index and tells where it ends.
func cffIndex(b []byte, at int) ([][]byte, int, error) {
	if at < 0 || at+2 > len(b) {
		return nil, 0, errCFF
	}
	n := int(u16(b, at))
	if n == 0 {
		return nil, at + 2, nil
	}
	if at+3 > len(b) {
		return nil, 0, errCFF
	}
	size := int(b[at+2])
	data := at + 3 + (n+1)*size - 1
	if size < 1 || size > 4 || data > len(b) {
		return nil, 0, errCFF
	}
	offset := func(i int) int {
		v := 0
		for _, c := range b[at+3+i*size : at+3+(i+1)*size] {
			v = v<<8 | int(c)
		}
		return data + v
	}
	list := make([][]byte, n)
	for i := range list {
		from, to := offset(i), offset(i+1)
		if from < data || from > to || to > len(b) {
			return nil, 0, errCFF
		}
		list[i] = b[from:to]
	}
	return list, offset(n), nil
}

// readCFFDict reads a dictionary.
func readCFFDict(b []byte) (cffDict, error) {
	d := cffDict{}
	var args []float64
	for len(b) > 0 {
		c := int(b[0])
		if c <= 21 {
			b = b[1:]
			if c == 12 {
				if len(b) == 0 {
					return nil, errCFF
				}
				c = 12<<8 | int(b[0])
				b = b[1:]
			}
			d[c], args = args, nil
			continue
		}
		v, n := cffNumber(b)
		if n == 0 || len(args) > cffOperands {
			return nil, errCFF
		}
		args, b = append(args, v), b[n:]
	}
	return d, nil
}

// cffNumber reads an operand of a dictionary; n is its length, 0 for a fault.
func cffNumber(b []byte) (v float64, n int) {
	c := int(b[0])
	switch {
	case c >= 32 && c <= 246:
		return float64(c - 139), 1
	case c >= 247 && c <= 250 && len(b) > 1:
		return float64((c-247)*256 + int(b[1]) + 108), 2
	case c >= 251 && c <= 254 && len(b) > 1:
		return float64(-(c-251)*256 - int(b[1]) - 108), 2
	case c == 28 && len(b) > 2:
		return float64(int16(u16(b, 1))), 3
	case c == 29 && len(b) > 4:
		return float64(int32(uint32(u16(b, 1))<<16 | uint32(u16(b, 3)))), 5
	case c == 30:
		return cffReal(b)
	}
	return 0, 0
}

// cffReal reads a number written in decimal nibbles.
func cffReal(b []byte) (float64, int) {
	var s []byte
	for i := 1; i < len(b) && i < 32; i++ {
		for _, n := range [2]byte{b[i] >> 4, b[i] & 15} {
			switch {
			case n < 10:
				s = append(s, '0'+n)
			case n == 15:
				v, err := strconv.ParseFloat(string(s), 64)
				if err != nil || math.IsInf(v, 0) {
					return 0, 0
				}
				return v, i + 1
			default:
				s = append(s, [...]string{"." /* 10 */, "E", "E-", "", "-"}[n-10]...)
			}
		}
	}
	return 0, 0
}

// cffPrivates gives the private dictionary of each glyph.
func cffPrivates(b []byte, top cffDict, count int) (func(int) cffDict, error) {
	of := func(d cffDict) (cffDict, error) {
		n, at := d.whole(cffPrivate, 0), d.whole(cffPrivate, 1)
		if n < 0 || at < 0 || at+n > len(b) {
			return nil, errCFF
		}
		return readCFFDict(b[at : at+n])
	}
	if top[cffROS] == nil {
		p, err := of(top)
		return func(int) cffDict { return p }, err
	}
	fonts, _, err := cffIndex(b, top.whole(cffFDArray, 0))
	if err != nil {
		return nil, err
	}
	var list []cffDict
	for _, f := range fonts[:min(len(fonts), 256)] { // glyphs choose by a byte
		d, err := readCFFDict(f)
		if err != nil {
			return nil, err
		}
		p, err := of(d)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	choice, err := cffSelect(b, top.whole(cffFDSelect, 0), count)
	return func(gid int) cffDict {
		if gid < len(choice) && int(choice[gid]) < len(list) {
			return list[choice[gid]]
		}
		return nil
	}, err
}

// cffSelect reads which private dictionary each glyph has.
func cffSelect(b []byte, at, count int) ([]byte, error) {
	if at < 0 || at >= len(b) {
		return nil, errCFF
	}
	switch b[at] {
	case 0:
		if at+1+count > len(b) {
			return nil, errCFF
		}
		return b[at+1 : at+1+count], nil
	case 3:
		n := int(u16(b, at+1))
		if at+3+3*n+2 > len(b) {
			return nil, errCFF
		}
		out := make([]byte, count)
		for i := range n {
			from, to := int(u16(b, at+3+3*i)), int(u16(b, at+6+3*i))
			for g := from; g < min(to, count); g++ {
				out[g] = b[at+5+3*i]
			}
		}
		return out, nil
	}
	return nil, errCFF
}

// cffCIDs reads the charset of a program with CIDs.
func cffCIDs(b []byte, at, count int) (map[int]int, error) {
	set := map[int]int{0: 0}
	if at <= 2 || at >= len(b) {
		return nil, errCFF // the charsets with a number of their own are for names
	}
	kind := b[at]
	at++
	for gid := 1; gid < count; {
		if at+2 > len(b) {
			return nil, errCFF
		}
		first, more := int(u16(b, at)), 0
		at += 2
		switch kind {
		case 0:
		case 1:
			if at >= len(b) {
				return nil, errCFF
			}
			more = int(b[at])
			at++
		case 2:
			if at+2 > len(b) {
				return nil, errCFF
			}
			more = int(u16(b, at))
			at += 2
		default:
			return nil, errCFF
		}
		for i := 0; i <= more && gid < count; i++ {
			set[first+i] = gid
			gid++
		}
	}
	return set, nil
}

// cffOperands is how many operands there may be: 48 in a charstring, 513 in a
// dictionary of the newer format.
const cffOperands = 513

// cffWidth reads the width before the first operator of a charstring: there is
// one where that operator has an operand more than it takes.
func cffWidth(b []byte) (w float64, has, known bool) {
	var args []float64
	for len(b) > 0 {
		c := int(b[0])
		if len(args) > cffOperands {
			return 0, false, false
		}
		switch {
		case c == 28 || c >= 32 && c < 255:
			v, n := cffNumber(b)
			if n == 0 {
				return 0, false, false
			}
			args, b = append(args, v), b[n:]
			continue
		case c == 255:
			if len(b) < 5 {
				return 0, false, false
			}
			args = append(args, float64(int32(uint32(u16(b, 1))<<16|uint32(u16(b, 3))))/65536)
			b = b[5:]
			continue
		}
		takes := 0
		switch c {
		case 1, 3, 18, 23, 19, 20: // stems and masks take pairs
			has = len(args)%2 == 1
		case 21: // rmoveto
			takes = 2
		case 4, 22: // vmoveto, hmoveto
			takes = 1
		case 14: // endchar; four operands make an accented letter
			if len(args) == 4 || len(args) == 5 {
				takes = 4
			}
		default:
			return 0, false, false // a subroutine may hold the operator: not known
		}
		if c == 21 || c == 4 || c == 22 || c == 14 {
			has = len(args) > takes
		}
		if has && len(args) > 0 {
			return args[0], true, true
		}
		return 0, false, true
	}
	return 0, false, false
}
