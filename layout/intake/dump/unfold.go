package dump

import (
	"slices"
	"strings"

	"duikai/layout/diag"
	"duikai/layout/intake"
)

// Text that was copied with its places kept by blanks (pdftotext -layout) has the
// lines of columns side by side. unfold takes them apart: what blanks part are strands
// (strand.go); strands that begin below each other are a strip of a column (strip.go);
// strips that begin beside each other and go on in each other are the text of a story,
// what stands over them is its head (tale.go).

// Bounds of what is taken for columns.
const (
	leastStrand = 6  // Chinese characters: less is a cell of a table
	shareFolded = 12 // percent of the lines that have two columns
	leastFolded = 4  // such lines
	mostStrands = 20_000
	mostStrips  = 600
	sureUnfold  = 40 // figures and squeezed marks put many a line out of its column
)

// unfold gives the lines of a page column by column, and tells of it; nothing
// is found where the columns do not stand side by side.
func unfold(d *intake.Decoded, o intake.Options) ([]line, *intake.Finding) {
	rows := strands(d, one)
	if !folded(rows) {
		return nil, nil
	}
	if wide := strands(d, halfWidths); aligned(wide) > aligned(rows) {
		rows = wide
	}
	n := 0
	for _, r := range rows {
		n += len(r)
	}
	if n > mostStrands {
		return nil, nil
	}
	strips := stripsOf(rows)
	if len(strips) > mostStrips {
		return nil, nil
	}
	var out []line
	for _, t := range talesOf(strips, o) {
		for k, x := range t.strands() {
			l := closed(x.line)
			if k == 0 {
				l.gap = 1
			}
			out = append(out, l)
		}
	}
	parted := 0
	for _, r := range rows {
		parted += min(len(r)/2, 1)
	}
	f := intake.Find(diag.ImportColumns, out[0].runs.At(), parted).Because("columns-side-by-side", sureUnfold)
	return out, &f
}

// woven tells of text whose columns are mixed and whose places are lost, as that
// of a whole page in poppler's own order: many of its lines run into others behind
// a blank, in the midst of sentences on both sides.
func woven(ls []line, o intake.Options) *intake.Finding {
	const least, share = 4, 5 // lines; percent of all
	n := 0
	var first line
	for _, l := range ls {
		at := joint(l.text)
		if at == 0 || chars(l.text[:at]) < leastStrand || chars(l.text[at:]) < leastStrand || classify(l, o).role != running || entry(l.text) || finished(strings.Trim(l.text[:at], blanks)) || halfWidth(l.text) > mostMeasure {
			continue
		}
		if n == 0 {
			first = l
		}
		n++
	}
	if n < least || n*100 < len(ls)*share {
		return nil
	}
	f := intake.Find(diag.ImportWoven, first.runs.At(), n).Because("columns-mixed", sureUnsure)
	f.Text = []string{first.text}
	return &f
}

// folded tells whether enough lines have text of two columns.
func folded(rows [][]strand) bool {
	all, two := 0, 0
	for _, r := range rows {
		if len(r) == 0 {
			continue
		}
		all++
		texts := 0
		for _, s := range r {
			if !s.loose && chars(s.text) >= leastStrand {
				texts++
			}
		}
		if texts > 1 {
			two++
		}
	}
	return two >= leastFolded && two*100 >= all*shareFolded
}

// chars counts the Chinese characters of a text.
func chars(s string) (n int) {
	for _, r := range s {
		if han(r) {
			n++
		}
	}
	return n
}

// aligned counts the strands behind wide blanks that begin just below another.
func aligned(rows [][]strand) (n int) {
	for i := 1; i < len(rows); i++ {
		for _, s := range rows[i] {
			if s.from > 0 && !s.loose && slices.ContainsFunc(rows[i-1], func(o strand) bool { return o.from == s.from }) {
				n++
			}
		}
	}
	return n
}
