// Package strokes knows how many strokes a Chinese character has (笔画数), by
// which lists of names are ordered (姓氏笔画排序).
//
// The counts are Unihan's kTotalStrokes (Unicode 15.0.0, under the Unicode
// License), of two values the first, which is that of the mainland's forms.
package strokes

import _ "embed"

//go:generate go run generate.go /usr/share/unicode

// table holds a sign for each character from first to last, the count above
// zeroSign, in lines of perLine signs; zeroSign itself stands for a count that
// is not known.
//
//go:embed strokes.table
var table string

const (
	first, last = 0x3400, 0x9fff // CJK Unified Ideographs Extension A to URO
	perLine     = 64
	zeroSign    = '!'
)

// Of is how many strokes a character has; 0 where that is not known.
func Of(r rune) int {
	if r < first || r > last {
		return 0
	}
	i := int(r - first)
	return int(table[i+i/perLine] - zeroSign)
}

// Compare orders two names by strokes: by the first character in which they
// differ, that of fewer strokes before. It is 0 where they are equal, or where
// only the way in which the strokes run tells them apart, which no count knows.
func Compare(a, b string) int {
	x, y := []rune(a), []rune(b)
	for i := range min(len(x), len(y)) {
		if x[i] == y[i] {
			continue
		}
		m, n := Of(x[i]), Of(y[i])
		switch {
		case m == 0 || n == 0:
			return 0
		case m < n:
			return -1
		case m > n:
			return 1
		}
		return 0
	}
	switch {
	case len(x) < len(y):
		return -1
	case len(x) > len(y):
		return 1
	}
	return 0
}
