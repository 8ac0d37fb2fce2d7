package layout

import (
	"unicode"

	"duikai/fonts"
	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// # Dropped initials
//
// An initial (首字下沉) fills some rows, from the top of the first line's em box
// to the foot of the last one's, and the lines beside it begin behind it, a
// whole number of characters in, so that they stay on the column's character
// grid. A quote or bracket that opens the paragraph falls with the character.
// Figures and Latin words do not fall, for they would be parted; nor do
// datelines (本报讯、新华社电), which have a face of their own.

const (
	initialGap  = 350 // least white behind an initial, thousandths of the body's size
	initialRest = 4   // ems that the lines beside it have at least
)

// withInitial is a story's first paragraph with an initial of some rows; ok is
// false where it cannot have one.
func (h *house) withInitial(t manuscript.Text, rows int, measure geom.Length) (b flow.Block, ok bool) {
	n := initialChars(t)
	if n == 0 || dated(t) || !h.prepare(t, face{h.body, h.size}).MayBreak(n-1) {
		return b, false
	}
	first, rest := splitText(t, n)
	for i := range first {
		if first[i].Ruby != "" {
			return b, false // it would stand in the line above
		}
		first[i].Style = 0
	}
	size := geom.Length(rows-1)*h.grid.Leading + h.size
	runs, _ := h.runs(first, face{fonts.Title, size})
	lead := &flow.Lead{Para: para.Prepare(runs, &h.tight), Size: size, Rows: rows}
	lead.Width = geom.DivCeil(line(lead.Para).Width+h.size.Em(initialGap), h.size) * h.size
	if lead.Width+initialRest*h.size > measure {
		return b, false
	}
	b = flow.Block{Para: h.prepare(rest, face{h.body, h.size}), Part: page.Body, Size: h.size, Rows: 1, Lead: lead}
	m := para.Measure{Width: measure, Shape: make([]para.Inset, rows)}
	for i := range m.Shape {
		m.Shape[i].Left = lead.Width
	}
	// One line more, so that the initial stands in the text.
	return b, len(b.Para.Break(m)) > rows
}

// initialChars is how many characters fall: a Han character, and what opens
// before it; 0 for anything else.
func initialChars(t manuscript.Text) int {
	n := 0
	for _, r := range t.String() {
		n++
		switch {
		case unicode.Is(unicode.Han, r):
			return n
		case cjk.ClassOf(r) != cjk.Opener:
			return 0
		}
	}
	return 0
}

// dated tells whether a text begins with a dateline (电头).
func dated(t manuscript.Text) bool {
	head, names := t.Dateline()
	return head+names > 0
}

// splitText parts a text before character n.
func splitText(t manuscript.Text, n int) (before, after manuscript.Text) {
	for _, s := range t {
		rs := []rune(s.Text)
		switch {
		case n >= len(rs):
			before = append(before, s)
		case n <= 0:
			after = append(after, s)
		default:
			a, b := s, s
			a.Text, b.Text, b.Src = string(rs[:n]), string(rs[n:]), s.Src.Shift(n)
			before, after = append(before, a), append(after, b)
		}
		n -= len(rs)
	}
	return before, after
}
