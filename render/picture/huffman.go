package picture

import (
	"cmp"
	"slices"
)

// huffman is a code for the bytes a JPEG file is made of, at most 16 bits long.
type huffman struct {
	counts [17]int // codes of each length
	order  []byte  // symbols, the shortest codes first
	code   [256]uint32
	size   [256]uint8
}

// longest code of a JPEG file.
const longestCode = 16

// newHuffman makes the best code for symbols that occur so often. One code of
// ones alone is left free, as JPEG asks: a symbol that never comes takes it.
//
// Lengths are found by collecting coins (package-merge, Larmore and Hirschberg
// 1990): each symbol offers a coin of every length, coins of one length are
// paired and offered to the next shorter, and the cheapest that pay for a full
// code are taken; a symbol's length is how many of its coins are among them.
func newHuffman(freq *[256]int) *huffman {
	const free = 256
	type coin struct {
		weight  int
		symbols []uint16
	}
	var singles []coin
	for s, n := range freq {
		if n > 0 {
			singles = append(singles, coin{n, []uint16{uint16(s)}})
		}
	}
	slices.SortStableFunc(singles, func(a, b coin) int { return cmp.Compare(a.weight, b.weight) })
	singles = slices.Insert(singles, 0, coin{0, []uint16{free}})
	var list []coin
	for range longestCode {
		var pairs []coin
		for i := 0; i+1 < len(list); i += 2 {
			pairs = append(pairs, coin{list[i].weight + list[i+1].weight, slices.Concat(list[i].symbols, list[i+1].symbols)})
		}
		list = slices.Concat(singles, pairs)
		slices.SortStableFunc(list, func(a, b coin) int { return cmp.Compare(a.weight, b.weight) })
	}
	var length [257]int
	for _, c := range list[:min(2*len(singles)-2, len(list))] {
		for _, s := range c.symbols {
			length[s]++
		}
	}
	return assign(&length)
}

// assign gives out the codes of known lengths; the free symbol comes last and
// has the longest.
func assign(length *[257]int) *huffman {
	h := new(huffman)
	longest := slices.Max(length[:])
	code := uint32(0)
	for n := 1; n <= longest; n++ {
		for s, l := range length[:256] {
			if l == n {
				h.order = append(h.order, byte(s))
				h.counts[n]++
				h.code[s], h.size[s] = code, uint8(n)
				code++
			}
		}
		code <<= 1
	}
	return h
}
