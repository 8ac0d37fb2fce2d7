package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// # Text styles (文字样式)
//
// The text of a slot may have a size and a leading of its own. Its head, its
// box and the slot itself stay on the page's rows; the text stands on rows of
// its own between them. The first line's em box begins where that of the page's
// row does, and the last line stands on the baseline of the page's last row, so
// that head and foot are level with the neighbours: the leading is opened or
// closed a little for that.
//
//	page's rows   | first |   |   |   |   |   | last |
//	text's rows   | 1 | 2 | 3 | 4 | ...           | n |

// leadingGives is how much closer than asked for the lines of a text style may
// stand, in thousandths, for the sake of the slot's foot. They are opened as
// far as that takes, which is less than a line shared by all; where a slot has
// fewer than fewLines they keep their leading, for it would show.
const (
	leadingGives = 20
	fewLines     = 6
)

// dress is the house as it sets a text style: its sizes, indents and rows in
// place of the body's.
func (h *house) dress(t *manuscript.TextStyle) *house {
	own := *h
	own.text = t
	own.body, _ = fonts.ParseRole(t.Font.Name)
	own.size, own.indent = t.Size, t.Indent.At(t.Size)
	own.grid.Leading = t.Leading
	own.grid.Baseline = baseline(t.Leading, t.Size)
	own.captionFace.size = min(h.captionFace.size, t.Size)
	own.style.Hang = h.style.Hang && t.Align == manuscript.Justified
	return &own
}

// dressed is the house for the text of a slot.
func (h *house) dressed(sl *manuscript.Slot) *house {
	if own := h.texts[sl.Text.Style]; own != nil {
		return own
	}
	return h
}

// align is how the lines of paragraphs stand.
func (h *house) align() flow.Align {
	if h.text == nil {
		return flow.Justify
	}
	return [...]flow.Align{flow.Justify, flow.Left, flow.Centre, flow.Right}[h.text.Align]
}

// own is the house for a piece's text, with the rows that it stands on.
func (pc *piece) own(h *house) *house {
	if pc.text == nil {
		return h
	}
	own := *pc.text
	own.grid = pc.grid
	return &own
}

// em is the size of the piece's text.
func (pc *piece) em(h *house) geom.Length {
	if pc.text == nil {
		return h.size
	}
	return pc.text.size
}

// textRows is how many rows the text has below the head and above its foot. A
// text with rows of its own gets them here: they are laid between the first
// and the last of the page's rows that the head leaves.
func (pc *piece) textRows(h *house) (below, above int) {
	g := h.grid
	above = pc.headRows(g)
	below = max(pc.rows-above, 0)
	if pc.text == nil {
		return below, above
	}
	size, leading := pc.text.size, pc.text.grid.Leading
	inner := pc.inner(g, h.size)
	top := inner.Y + geom.Length(above)*g.Leading
	first := top + (g.Leading-h.size)/2 + size.Em(int(fonts.EmAscent))
	if pc.given.HasRuby() {
		first += size / 2 // which stands over the line
	}
	last := top + geom.Length(below-1)*g.Leading + g.Baseline
	pitch, rows := leading, 1
	if least := leading - leading.Em(leadingGives); last > first {
		rows += int((last - first) / least)
	}
	if pc.leaded != 0 {
		rows = below + pc.leaded
	}
	if rows >= fewLines {
		pitch = (last - first) / geom.Length(rows-1)
	} else if last > first {
		rows = 1 + int((last-first)/leading)
	}
	if below == 0 {
		rows = 0
	}
	grid := g
	grid.Leading, grid.Baseline = pitch, baseline(pitch, size)
	// Row textTop is the first below the head.
	grid.Area.Y = first - grid.Baseline - geom.Length(pc.topRow(g))*pitch
	pc.grid = grid
	return rows, int(geom.Length(above) * g.Leading / pitch)
}

// celled is the house for a story's text on cells, which are as wide as its widest
// syllable needs.
func (h *house) celled(s *manuscript.Story) *house {
	if h.text == nil || h.text.Cell == (geom.Measure{}) {
		return h
	}
	own := *h
	f := face{h.body, h.size}
	cell := h.text.Cell.At(h.size)
	room := func(t manuscript.Text) {
		runs, _ := h.runs(t, f)
		cell = max(cell, para.RubyRoom(runs, &h.style))
	}
	for _, b := range s.Blocks {
		switch b := b.(type) {
		case *manuscript.Paragraph:
			room(b.Text)
		case *manuscript.Verse:
			for i := range b.Lines {
				room(b.Lines[i].Text)
			}
		}
	}
	own.style.Cell = cell
	return &own
}

// onCells puts a paragraph's lines on the cells of a column, which stand in its
// middle; its indent is as many cells as it has em.
func (h *house) onCells(bl *flow.Block, measure geom.Length) {
	cell := h.style.Cell
	if cell == 0 {
		return
	}
	over := max(measure-measure/cell*cell, 0)
	bl.Left, bl.Right = over/2, over-over/2
	bl.Indent = geom.DivRound(bl.Indent, h.size) * cell
}

// hanging prepares a paragraph whose lines but the first are indented: the text
// that opens it, up to its first blank, takes the room of that indent, so that
// times and numbers stand before a straight edge (悬挂缩进).
// goes tells that it goes on with the paragraph before it.
func (h *house) hanging(t manuscript.Text, f face, goes bool, bl *flow.Block) {
	hang := h.text.Hang.At(h.size)
	head, rest := openingWord(t)
	bl.Left, bl.Indent = hang, bl.Indent-hang
	if goes {
		bl.Indent = 0
	}
	if len(head) == 0 || goes {
		bl.Para = h.prepare(t, f)
		return
	}
	runs, _ := h.runs(head, f)
	width := line(para.Prepare(runs, &h.style)).Width
	gap := -bl.Indent - width // from the end of the opening to the indent
	if least := h.size.Em(hangGap); gap < least {
		gap = h.size // too long for its room: an em behind it
	}
	runs[len(runs)-1].Apart = gap // and not a blank that gives: the edge is straight
	more, _ := h.runs(rest, f)
	bl.Para = para.Prepare(append(runs, more...), &h.style)
}

// hangGap is the least white behind what stands in the indent, of the size.
const hangGap = 200

// openingWord parts a text at its first blank, which goes, if one stands within
// its first characters; else behind the time that opens it.
func openingWord(t manuscript.Text) (head, rest manuscript.Text) {
	n, clock := 0, 0
	for _, r := range t.String() {
		if n > longestOpening || unicode.IsSpace(r) {
			break
		}
		if clock == n && (unicode.IsDigit(r) || n > 0 && strings.ContainsRune(":：", r)) {
			clock++
		}
		n++
	}
	switch {
	case n > longestOpening && clock >= len("6:00") && clock <= len("06:00"):
		n = clock // mending takes the blank between figures and Han out
	case n > longestOpening:
		return nil, t
	}
	if n == 0 || n >= length(t) {
		return nil, t
	}
	head, rest = splitText(t, n)
	for len(rest) > 0 {
		trimmed := strings.TrimLeftFunc(rest[0].Text, unicode.IsSpace)
		cut := utf8.RuneCountInString(rest[0].Text) - utf8.RuneCountInString(trimmed)
		rest[0].Text, rest[0].Src = trimmed, rest[0].Src.Shift(cut)
		if trimmed != "" {
			break
		}
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return nil, t
	}
	return head, rest
}

// longestOpening is how many characters may stand in a hanging indent: 19:30 or
// 第十二条.
const longestOpening = 8

// labelled sets the bold words that open a paragraph apart as a label: white
// type on a black ground (反白).
func (h *house) labelled(t manuscript.Text, f face, bl *flow.Block) bool {
	n := boldOpening(t)
	if n == 0 || n > longestLabel || n >= length(t) {
		return false
	}
	label, rest := splitText(t, n)
	runs, _ := h.runs(label, f)
	for i := range runs {
		runs[i].Ink = whiteInk
	}
	lead := &flow.Lead{Para: para.Prepare(runs, &h.tight), Size: h.size, Rows: 1, Ground: page.Black}
	pad := h.size.Em(labelPad)
	lead.Pad = pad
	// Whole characters, so that the text stays on the column's character grid.
	lead.Width = geom.DivCeil(line(lead.Para).Width+2*pad+h.size.Em(labelGap), h.size/2) * (h.size / 2)
	runs, _ = h.runs(trimLeft(rest), f)
	bl.Para, bl.Lead = para.Prepare(runs, &h.style), lead
	return true
}

// Measures of a label, of its size: the ground beside its words and the white
// behind it; and how many characters it may have.
const (
	labelPad     = 150
	labelGap     = 200
	longestLabel = 8
)

// trimLeft is a text without the blanks and the colon that begin it.
func trimLeft(t manuscript.Text) manuscript.Text {
	n := 0
	for _, r := range t.String() {
		if !unicode.IsSpace(r) {
			break
		}
		n++
	}
	_, rest := splitText(t, n)
	return rest
}

// bar is a subhead as a bar over its column: white type on black (栏头条).
func (h *house) bar(b *manuscript.Subhead) flow.Block {
	var title manuscript.Text
	for _, l := range b.Lines {
		title = append(title, l...)
	}
	runs, _ := h.runs(title, face{fonts.HeiBold, h.size})
	for i := range runs {
		runs[i].Ink = whiteInk
	}
	p := para.Prepare(runs, &h.tight)
	return flow.Block{
		Para: para.Prepare(nil, &h.tight), Part: page.Subhead, Size: h.size, Rows: 1, Before: 1, Keep: true,
		Chars: []int{p.Len()}, Texts: []*para.Paragraph{p},
		Atoms: func(width geom.Length) []flow.Atom {
			return []flow.Atom{{Rows: barRows, Keep: true, Tight: line(p).Width > width, Draw: func(dst []page.Item, area geom.Rect, tag para.Tag) []page.Item {
				// From where the em box of a line of text in its place would begin, so
				// that a bar at a column's head is level with the text beside it.
				ground := area
				ground.H = h.size.Em(barHeight)
				ground.Y += (area.H/barRows - h.size) / 2
				dst = append(dst, &page.Fill{Rect: ground, Ink: page.Black})
				l := line(p)
				if l.Gaps > 0 && l.Gaps < 4 {
					l = l.SpreadTo(min(l.Width+h.size*geom.Length(l.Gaps), max(width-2*h.size, l.Width)))
				}
				at := geom.Point{X: area.X + (area.W-l.Width)/2, Y: ground.Y + ground.H/2 + h.size.Em(emMiddle)}
				return p.Items(dst, l, at, tag)
			}}}
		},
	}
}

// A bar takes two rows, of which it fills the height of its type and half as
// much again.
const (
	barRows   = 2
	barHeight = 1500
)
