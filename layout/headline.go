package layout

import (
	"slices"
	"strings"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// # Headlines
//
// A head is a stack across its slot, or, beside the text, a stack of vertical
// lines from right to left (竖题): the column's label, the kicker (引题),
// the headline (主题) of one to three lines, decks (副题), the summary (提要),
// the byline. It takes whole rows, so that the text below stands on the grid.
//
// Type sizes come from the ladder of 号. The number of columns and the
// story's weight say how high on the ladder a headline may stand; from there
// it steps down until its lines fit the measure, squeezed by a twentieth at
// most (headsize.go). A headline is set on one line while that does not make
// it much smaller than its rank asks for, else on two or three lines
// (headcut.go). The heads of a page are planned together, so that their sizes
// fall from the lead to the brief (headrank.go).

// headRow is one line of a head, set; without a paragraph it is white, or a
// rule where bar is not zero.
type headRow struct {
	p     *para.Paragraph
	line  para.Line
	size  geom.Length
	above geom.Length // white above the line's em box
	part  page.Part
	rule  bool // a label with a rule on either side
	// Of a summary: the width of the block in whose middle the line does not
	// stand but from left on, and the size of the square that opens an item.
	block, left, square geom.Length
	bar                 geom.Length // length of a rule
	shift               geom.Length // of a deck beside another: how far it stands from the middle
}

// head is a head block, set for a width.
type head struct {
	rows   []headRow
	height geom.Length
	headFit
}

// Spacing inside a head, in thousandths of the size named.
const (
	kickerGap   = 550  // below the kicker, of its size
	headlineGap = 260  // between lines of the headline, of its size
	deckGap     = 500  // above a deck, of its size
	bylineGap   = 1000 // above the byline, of its size
	headFoot    = 700  // below the head, of the body's size
	headTop     = 300  // above the head, of the body's size
	kickerRatio = 450  // kicker's size to the headline's: two grades down
	deckRatio   = 420
	servingMost = 800 // the most of either, of the headline's size
)

// headInput is what a head is built from.
type headInput struct {
	story    *manuscript.Story
	plan     *headPlan
	cols     int // basic columns covered
	width    geom.Length
	grade    int  // steps down the ladder from the rank; negative is up
	vertical bool // lines run downward, from right to left; width is their length
	side     bool // it stands left of its text, narrow and tall
}

// mostLines is how many lines the headline may have.
func (in headInput) mostLines() int {
	if in.side {
		return maxSideLines
	}
	return maxHeadLines
}

// style is how the lines of the headline, kicker and decks are set.
func (in headInput) style(h *house) *para.Style {
	if in.vertical {
		return &h.uptitle
	}
	return &h.title
}

// byline is how the byline is set: its spaces part names and stay narrow.
func (in headInput) byline(h *house) *para.Style {
	if in.vertical {
		return &h.upright
	}
	return &h.tight
}

// serving is the size of a kicker or deck: two grades below the headline that
// it serves, never as large as that.
func (h *house) serving(ratio int, headline geom.Length) geom.Length {
	most := geom.FromPoints(18)
	switch pt := headline.Points(); {
	case pt >= 60: // a banner
		most = geom.FromPoints(26)
	case pt >= 54:
		most = geom.FromPoints(20)
	}
	return min(h.onLadder(headline.Em(ratio), geom.FromPoints(10.5), most), max(headline.Em(servingMost), h.size))
}

// buildHead fits a story's head into a width.
func (h *house) buildHead(in headInput) head {
	s := in.story
	if in.plan == nil {
		in.plan = h.newHeadPlan(s, headFace(s.Weight), in.vertical)
	}
	var out head
	from := min(max(rank(in.cols, s.Weight)+in.grade, in.plan.most), len(ladder)-1)
	var lines []headLine
	lines, out.headFit = h.setHeadline(in, in.plan.role, &in.plan.set, from)
	size := geom.FromPoints(ladder[out.step])
	if !empty(s.Column) {
		out.add(h.headLines(in, s.Column, face{fonts.HeiBold, geom.FromPoints(10.5)}, page.Column, 0, h.size.Em(headFoot))...)
		for i := range out.rows {
			out.rows[i].rule = true
		}
	}
	if !empty(s.Kicker) {
		k := h.serving(kickerRatio, size)
		out.add(h.headLines(in, s.Kicker, face{fonts.Kai, k}, page.Kicker, 0, k.Em(kickerGap))...)
	}
	for i, ln := range lines {
		r := headRow{p: ln.p, line: ln.l, size: size, part: page.Headline}
		if i > 0 {
			r.above = size.Em(headlineGap)
		}
		out.add(r)
	}
	d := h.serving(deckRatio, size)
	out.add(h.decks(in, d)...)
	out.add(h.summary(in, d)...)
	if !empty(s.Byline) {
		out.add(h.headLines(in, wholeNames(s.Byline, 0, length(s.Byline)), face{fonts.Kai, h.size}, page.Byline, h.size.Em(bylineGap), 0)...)
	}
	if len(out.rows) > 0 {
		out.height += h.size.Em(headTop + headFoot)
	}
	return out
}

// decks sets the decks one below the other; two under a banner stand side by
// side where there is room for both.
func (h *house) decks(in headInput, size geom.Length) (rows []headRow) {
	for _, deck := range in.story.Deck {
		rows = append(rows, h.headLines(in, deck, face{fonts.Kai, size}, page.Deck, size.Em(deckGap), 0)...)
	}
	if len(in.story.Deck) != 2 || len(rows) != 2 || in.cols < banner || in.vertical {
		return rows
	}
	a, b := &rows[0], &rows[1]
	if gap := 2 * size; a.line.Width+gap+b.line.Width <= in.width {
		a.shift, b.shift = -(b.line.Width+gap)/2, (a.line.Width+gap)/2
		b.above = -size // back up to the line of the first
	}
	return rows
}

func (b *head) add(rows ...headRow) {
	for _, r := range rows {
		if len(b.rows) == 0 {
			r.above = 0
		}
		b.height += r.above + r.size
		b.rows = append(b.rows, r)
	}
}

// onLadder is the size of the ladder nearest below s, within bounds.
func (h *house) onLadder(s, least, most geom.Length) geom.Length {
	s = min(max(s, least), most)
	for _, pt := range ladder {
		if l := geom.FromPoints(pt); l <= s {
			return l
		}
	}
	return least
}

func empty(t manuscript.Text) bool { return strings.TrimSpace(t.String()) == "" }

// headLines sets a kicker, deck or byline: one line if it fits, else several
// of even length. below is white that the next row keeps.
func (h *house) headLines(in headInput, t manuscript.Text, f face, part page.Part, above, below geom.Length) []headRow {
	runs, hints := h.runs(t, f)
	style := in.style(h)
	if part == page.Byline {
		style = in.byline(h)
	}
	p := para.Prepare(runs, style)
	var rows []headRow
	for _, l := range divideHead(p, hints, in.width) {
		r := headRow{p: p, line: l, size: f.size, part: part, above: above}
		if len(rows) > 0 {
			r.above = f.size.Em(headlineGap)
		}
		rows = append(rows, r)
	}
	if n := len(rows); n > 0 && below > 0 {
		rows = append(rows, headRow{above: below}) // white
	}
	return rows
}

// headline is the size of the headline; 0 where there is none.
func (b *head) headline() geom.Length {
	for _, r := range b.rows {
		if r.part == page.Headline && r.p != nil {
			return r.size
		}
	}
	return 0
}

// rowsNeeded is how many rows of the grid the head takes.
func (b *head) rowsNeeded(g page.Grid) int {
	return int(geom.DivCeil(b.height, g.Leading))
}

// start is where a row begins in a head of a width: in the middle, or at the
// edge of its block.
func (r *headRow) start(width geom.Length) geom.Length {
	if r.block > 0 {
		return (width-r.block)/2 + r.left
	}
	return (width-r.line.Width)/2 + r.shift
}

// airAt is the share of a head's spare height that stands before row i: the
// edges and the places between its parts have equal parts of it, but the
// places inside no more than their own white again.
func (b *head) airAt(i int, spare geom.Length) geom.Length {
	places := geom.Length(2)
	for k := range b.rows {
		if b.opensPart(k) {
			places++
		}
	}
	if !b.opensPart(i) {
		return 0
	}
	most := b.rows[i].above
	if i > 0 && b.rows[i-1].p == nil {
		most += b.rows[i-1].above
	}
	return max(min(spare/places, most), 0)
}

// opensPart tells whether a row is the first of a part of the head, the rule
// over it included.
func (b *head) opensPart(i int) bool {
	own := i
	if b.rows[i].bar > 0 {
		own++ // it stands with the text below, if any
	}
	if i == 0 || own >= len(b.rows) || b.rows[own].p == nil || own == i && b.rows[i-1].bar > 0 && b.rows[i].part == page.Summary {
		return false
	}
	before := i - 1
	for before > 0 && b.rows[before].p == nil {
		before--
	}
	return b.rows[before].p != nil && b.rows[before].part != b.rows[own].part && (own == i || b.rows[own].part == page.Summary)
}

// items draws the head into an area of whole rows; what is over goes above,
// below and between its parts.
func (b *head) items(dst []page.Item, area geom.Rect, h *house, story string) []page.Item {
	spare := area.H - b.height
	inside := geom.Length(0)
	for i := range b.rows {
		inside += b.airAt(i, spare)
	}
	y := area.Y + h.size.Em(headTop) + (spare-inside)/2
	for i := range b.rows {
		r := &b.rows[i]
		y += r.above + b.airAt(i, spare)
		if r.bar > 0 {
			x := area.X + (area.W-r.bar)/2
			dst = append(dst, &page.Rule{From: geom.Point{X: x, Y: y}, To: geom.Point{X: x + r.bar, Y: y}, Width: fineRule, Ink: page.Black})
		}
		if r.p == nil {
			continue
		}
		at := geom.Point{X: area.X + r.start(area.W), Y: y + r.size.Em(int(fonts.EmAscent))}
		if r.rule {
			dst = labelRules(dst, area, at, r)
		}
		if r.square > 0 {
			x, top := at.X-r.left, y+(r.size-r.square)/2
			dst = append(dst, &page.Fill{Rect: geom.Rect{X: x, Y: top, W: r.square, H: r.square}, Ink: page.Black})
		}
		dst = r.p.Items(dst, r.line, at, para.Tag{Part: r.part, Story: story})
		y += r.size
	}
	return dst
}

// columns draws a vertical head into its area, line after line from the right.
func (b *head) columns(dst []page.Item, area geom.Rect, h *house, story string) []page.Item {
	x := area.Right() - h.size.Em(headTop) - (area.W-b.height)/2
	top, foot := b.reach(area)
	for i := range b.rows {
		r := &b.rows[i]
		x -= r.above
		if r.bar > 0 {
			y := area.Y + (area.H-r.bar)/2
			dst = append(dst, &page.Rule{From: geom.Point{X: x, Y: y}, To: geom.Point{X: x, Y: y + r.bar}, Width: fineRule, Ink: page.Black})
		}
		if r.p == nil {
			continue
		}
		x -= r.size / 2
		at := geom.Point{X: x, Y: top}
		switch {
		case r.block > 0:
			at.Y = area.Y + r.start(area.H)
		case b.hangs(i):
			at.Y = max(foot-r.line.Width, area.Y)
		}
		at.Y = max(min(at.Y, area.Bottom()-r.line.Width), area.Y)
		if r.square > 0 {
			y := at.Y - r.left
			dst = append(dst, &page.Fill{Rect: geom.Rect{X: x - r.square/2, Y: y, W: r.square, H: r.square}, Ink: page.Black})
		}
		dst = r.p.Column(dst, r.line, at, para.Tag{Part: r.part, Story: story})
		x -= r.size / 2
	}
	return dst
}

// reach is where the longest line of a vertical headline begins and ends: a
// little above the middle of the area, where the eye takes it for the middle.
func (b *head) reach(area geom.Rect) (top, foot geom.Length) {
	longest := geom.Length(0)
	headline := slices.ContainsFunc(b.rows, func(r headRow) bool { return r.part == page.Headline && r.p != nil })
	for _, r := range b.rows {
		if r.p != nil && (r.part == page.Headline || !headline) {
			longest = max(longest, r.line.Width)
		}
	}
	top = area.Y + max(area.H-longest, 0)/3
	return top, top + longest
}

// hangs tells whether a line of a vertical head ends level with the foot of
// the headline instead of beginning at its top: its last line, where it has
// several, the decks and the byline. So the lines stand in steps (错落).
func (b *head) hangs(i int) bool {
	switch b.rows[i].part {
	case page.Deck, page.Byline:
		return true
	case page.Headline:
		return i > 0 && b.rows[i-1].part == page.Headline && b.rows[i-1].p != nil && (i+1 == len(b.rows) || b.rows[i+1].part != page.Headline)
	}
	return false
}

// labelRules draws the rules on both sides of a column's label.
func labelRules(dst []page.Item, area geom.Rect, at geom.Point, r *headRow) []page.Item {
	y := at.Y - r.size.Em(380)
	length := min(3*r.size, (area.W-r.line.Width)/2-r.size)
	if length <= 0 {
		return dst
	}
	gap := r.size.Em(600)
	right := at.X + r.line.Width
	for _, x := range []geom.Length{at.X - gap - length, right + gap} {
		dst = append(dst, &page.Rule{From: geom.Point{X: x, Y: y}, To: geom.Point{X: x + length, Y: y}, Width: thickRule, Ink: page.Black})
	}
	return dst
}
