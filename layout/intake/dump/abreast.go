package dump

import (
	"slices"

	"duikai/layout/diag"
	"duikai/layout/intake"
)

// Bounds of two columns abreast inside a text whose other lines are those of one.
const (
	leastAbreast = 3 // rows that have text on both sides
	charsAbreast = 4 // Chinese characters of either side of such a row
	slipAbreast  = 2 // places by which lines of a column begin apart
	whiteAbreast = 2 // places between the columns
	// An indent, in places; what is wider is none.
	indentAbreast, mostIndent = 2, 6
)

// abreast takes stretches of a text apart in which two columns stand side by side, as in
// crops of a story with places kept by blanks (pdftotext -layout -x -y -W -H): the lines
// of the left one first, and behind them those of the right. It is told at the first;
// nothing is where there are none.
func abreast(d *intake.Decoded, ls []line) ([]line, *intake.Finding) {
	rows := strands(d, one)
	if len(rows) != len(ls) {
		return ls, nil
	}
	first, parted := -1, 0
	for i, r := range rows { // one blank parts no columns
		var whole []strand
		for n, s := range r {
			if k := len(whole) - 1; n > 0 && s.white < whiteAbreast {
				whole[k] = whole[k].with(s)
				continue
			}
			whole = append(whole, s)
		}
		rows[i] = whole
	}
	var out []line
	for i := 0; i < len(rows); {
		end, edge := abreastFrom(rows, i)
		if end == i {
			out = append(out, ls[i])
			i++
			continue
		}
		if first < 0 {
			first = i
		}
		var left, right []line
		for k := i; k < end; k++ {
			parted += min(len(rows[k])/2, 1)
			for n, s := range rows[k] {
				l, white := s.line, s.from
				if n == 0 {
					l.gap = ls[k].gap
				}
				if s.from >= edge-slipAbreast {
					white -= edge
				}
				l.indent = white >= indentAbreast && white <= mostIndent
				if s.from >= edge-slipAbreast {
					right = append(right, l)
				} else {
					left = append(left, l)
				}
			}
		}
		out, i = append(append(out, left...), right...), end
	}
	if first < 0 {
		return ls, nil
	}
	f := intake.Find(diag.ImportColumns, ls[first].runs.At(), parted).Because("columns-side-by-side", sureUnsure)
	return out, &f
}

// abreastFrom is the end of a stretch of two columns that begins with row i, and where
// the right one begins; the end is i where there is none.
func abreastFrom(rows [][]strand, i int) (end, edge int) {
	if !twoTexts(rows[i]) {
		return i, 0
	}
	edge = rows[i][1].from
	both := 0
	var left, right strand
	for end = i; end < len(rows); end++ {
		r := rows[end]
		parted := slices.IndexFunc(r, func(s strand) bool { return s.from >= edge-slipAbreast })
		fits := parted < 0 && r[len(r)-1].to <= edge-whiteAbreast || parted == 0 || parted > 0 && r[parted-1].to <= r[parted].from-whiteAbreast
		// Below the right one, where that has its end, the left goes on to the end of its own:
		// what is not indented behind a sentence is another's head. Where the right one goes
		// on, it does so in what follows.
		if !fits || parted < 0 && (!finished(right.text) || finished(left.text) && r[0].from < indentAbreast) {
			break
		}
		if parted >= 0 {
			edge, right = min(edge, r[parted].from), r[len(r)-1]
		}
		if parted != 0 {
			left = r[0]
		}
		if parted == 1 && len(r) == 2 && twoTexts(r) {
			both++
		}
	}
	if both < leastAbreast {
		return i, 0
	}
	return end, edge
}

// twoTexts tells whether a row is text of two columns.
func twoTexts(r []strand) bool {
	if len(r) != 2 || r[1].white < whiteAbreast {
		return false
	}
	for _, s := range r {
		if chars(s.text) < charsAbreast || entry(s.text) || personal(s.text) {
			return false
		}
	}
	return true
}
