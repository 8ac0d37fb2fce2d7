package fonts

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
)

// run is characters that follow one another, with glyphs that do so too.
type run struct {
	first, last rune
	glyph       int
}

// runs sorts the wishes of a subset into runs. Of two wishes for one character
// the first holds.
func runs(want []Want) []run {
	type pair struct {
		r     rune
		glyph int
	}
	pairs := make([]pair, len(want))
	for i, w := range want {
		pairs[i] = pair{w.Rune, i + 1}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(a.r, b.r) })
	pairs = slices.CompactFunc(pairs, func(a, b pair) bool { return a.r == b.r })
	var list []run
	for _, p := range pairs {
		// A run ends with its plane: only the first is in the short table.
		if n := len(list) - 1; n >= 0 && list[n].last+1 == p.r && list[n].glyph+int(p.r-list[n].first) == p.glyph && p.r&0xFFFF != 0 {
			list[n].last = p.r
		} else {
			list = append(list, run{p.r, p.r, p.glyph})
		}
	}
	return list
}

// maxSegments is how many runs the short table of characters can hold: its
// length is a number of 16 bits.
const maxSegments = (0xFFFF-16)/8 - 1

// cmapTable writes the table from characters to glyphs in two forms: format 4
// with the basic plane, and format 12 with everything. Where the characters
// lie so scattered that format 4 cannot hold them, it ends early.
func cmapTable(want []Want) []byte {
	all := runs(want)
	basic := all
	for i, r := range all {
		if r.first > 0xFFFF || i == maxSegments {
			basic = all[:i]
			break
		}
	}
	const header, record, windows, onlyBMP, everything = 4, 8, 3, 1, 10
	short := format4(basic)
	t := binary.BigEndian.AppendUint16(nil, 0)
	t = binary.BigEndian.AppendUint16(t, 2)
	for _, sub := range [][2]int{{onlyBMP, 0}, {everything, len(short)}} {
		t = binary.BigEndian.AppendUint16(t, windows)
		t = binary.BigEndian.AppendUint16(t, uint16(sub[0]))
		t = binary.BigEndian.AppendUint32(t, uint32(header+2*record+sub[1]))
	}
	t = append(t, short...)
	return append(t, format12(all)...)
}

func format4(list []run) []byte {
	const end = 0xFFFF // a segment of this alone closes the table
	if n := len(list); n == 0 || list[n-1].last != end {
		list = append(slices.Clip(list), run{end, end, 0x10000})
	}
	n := len(list)
	powers := bits.Len(uint(n)) - 1
	t := make([]byte, 0, 16+8*n)
	put := func(v int) { t = binary.BigEndian.AppendUint16(t, uint16(v)) }
	for _, v := range []int{4, 16 + 8*n, 0, 2 * n, 2 << powers, powers, 2*n - 2<<powers} {
		put(v)
	}
	for _, r := range list {
		put(int(r.last))
	}
	put(0)
	for _, r := range list {
		put(int(r.first))
	}
	for _, r := range list {
		put(r.glyph - int(r.first))
	}
	for range list {
		put(0)
	}
	return t
}

func format12(list []run) []byte {
	t := make([]byte, 0, 16+12*len(list))
	t = append(t, 0, 12, 0, 0)
	for _, v := range []int{16 + 12*len(list), 0, len(list)} {
		t = binary.BigEndian.AppendUint32(t, uint32(v))
	}
	for _, r := range list {
		for _, v := range []int{int(r.first), int(r.last), r.glyph} {
			t = binary.BigEndian.AppendUint32(t, uint32(v))
		}
	}
	return t
}
