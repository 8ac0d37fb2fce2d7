// Package strokes knows how many strokes a Chinese character has (笔画数) and of which
// kind the first one is (起笔), by which lists of names are ordered (姓氏笔画排序).
//
// The counts are Unihan's kTotalStrokes (Unicode 15.0.0, under the Unicode
// License), of two values the first, which is that of the mainland's forms. The
// kinds are taken from the orders of strokes of the npm package cnchar-order 3.2.6
// (MIT, in LICENSE-cnchar) where those have as many strokes.
package strokes

import (
	"cmp"
	_ "embed"
)

//go:generate go run generate.go /usr/share/unicode

// table holds a sign for each character from first to last, the count above
// zeroSign, in lines of perLine signs; zeroSign itself stands for a count that
// is not known.
//
//go:embed strokes.table
var table string

//go:generate go run generate_first.go package

// kinds holds the kinds of the first strokes in the same way.
//
//go:embed first.table
var kinds string

// Kind is a kind of strokes (笔形), in the order in which names of as many strokes
// stand.
type Kind uint8

const (
	Unknown    Kind = iota
	Horizontal      // 横
	Vertical        // 竖
	Falling         // 撇
	Dot             // 点
	Bent            // 折
)

// First is the kind of a character's first stroke.
func First(r rune) Kind { return Kind(look(kinds, r)) }

const (
	first, last = 0x3400, 0x9fff // CJK Unified Ideographs Extension A to URO
	perLine     = 64
	zeroSign    = '!'
)

// Of is how many strokes a character has; 0 where that is not known.
func Of(r rune) int { return look(table, r) }

// look finds a character's sign in a table.
func look(table string, r rune) int {
	if r < first || r > last {
		return 0
	}
	i := int(r - first)
	return int(table[i+i/perLine] - zeroSign)
}

// Compare orders two names by strokes: by the first character in which they
// differ, that of fewer strokes before, of as many the one whose first stroke is of
// an earlier kind. It is 0 where they are equal, or where only strokes behind the first
// tell them apart.
func Compare(a, b string) int {
	x, y := []rune(a), []rune(b)
	for i := range min(len(x), len(y)) {
		if x[i] == y[i] {
			continue
		}
		m, n := Of(x[i]), Of(y[i])
		k, l := First(x[i]), First(y[i])
		switch {
		case m == 0 || n == 0:
			return 0
		case m != n:
			return cmp.Compare(m, n)
		case k == Unknown || l == Unknown:
			return 0
		}
		return cmp.Compare(k, l)
	}
	switch {
	case len(x) < len(y):
		return -1
	case len(x) > len(y):
		return 1
	}
	return 0
}
