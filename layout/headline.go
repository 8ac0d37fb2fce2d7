package layout

import (
	"slices"
	"strings"

	"duikai/fonts"
	"duikai/layout/cjk"
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
// What a head takes depends on its text, on the story's weight and on the width
// that it covers, and on nothing else: the size, the lines and their tracking
// are chosen together (headsize.go) among the ways to divide the headline
// (headcut.go), and the white between the parts is the house's. The heads of a
// page differ in face where they would look alike, which changes no room
// (headrank.go).

// headRow is one line of a head, set; without a paragraph it is white, or a
// rule where bar is not zero.
type headRow struct {
	p     *para.Paragraph
	line  para.Line
	size  geom.Length
	above geom.Length // white above the line's em box
	// less and more are how far that white may give way or grow, so that the
	// head takes whole rows.
	less, more geom.Length
	part       page.Part
	rule       bool // a label with a rule on either side
	// Of a summary: the width of the block in whose middle the line does not
	// stand but from left on, and the size of the square that opens an item.
	block, left, square geom.Length
	bar                 geom.Length // length of a rule
	shift               geom.Length // of a deck beside another: how far it stands from the middle
}

// head is a head block, set for a width.
type head struct {
	rows   []headRow
	height geom.Length // from the first em box to the last, with the whites as they are usually
	drop   geom.Length // how much lower it stands for the sake of its neighbours' baseline
	headFit
}

// white is the space between two parts of a head, or around it, in thousandths
// of a row. The least and the
// most are within half a row of the usual.
type white struct{ least, usual, most int }

// The house's whites. Above the head there is half a row more: the rule between
// stories stands in the middle of the row of white over the slot.
var (
	whiteAbove  = white{400, 500, 800}
	whiteBelow  = white{500, 800, 1150}
	whiteKicker = white{250, 500, 800}  // below the kicker, and below the label
	whiteDeck   = white{300, 600, 900}  // above the decks
	whiteByline = white{400, 800, 1100} // above the byline
)

// inkIn is how much of the white between two lines the em boxes of Chinese
// characters bring with them, in thousandths of either size.
const inkIn = 20

// leastWhite is what is always left between two em boxes, in thousandths of a
// row.
const leastWhite = 100

// Spacing inside a head, in thousandths of the size named.
const (
	headlineGap          = 240  // between lines of the headline, of its size
	deckGap              = 350  // between decks, of their size
	kickerRatio fonts.Em = 450  // kicker's size to the headline's: two grades down
	deckRatio   fonts.Em = 420  // deck's
	servingMost fonts.Em = 800  // the most of either, of the headline's size
	sideMargin           = 1000 // beside a head that stands beside its text, of the body's size
	sideTop              = 300  // of it, on the outer side
)

// headInput is what a head is built from.
type headInput struct {
	story    *manuscript.Story
	plan     *headPlan
	weight   int // the story's, or that of its slot
	cols     int // basic columns covered
	width    geom.Length
	sizing   sizing
	hand     geom.Length         // size that its editor asks for; 0: none
	tracked  manuscript.Tracking // that its editor asks for
	largest  geom.Length         // size that the headline may have at most; 0: any
	vertical bool                // lines run downward, from right to left; width is their length
	boxed    bool                // the story has a frame or a ground
	side     bool                // it stands left of its text, narrow and tall
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
func (h *house) serving(ratio fonts.Em, headline geom.Length) geom.Length {
	most := 18 * geom.Pt
	switch {
	case headline >= 60*geom.Pt: // a banner
		most = 26 * geom.Pt
	case headline >= 54*geom.Pt:
		most = 20 * geom.Pt
	}
	return min(h.onLadder(headline.Em(int(ratio)), fiveHead, most), max(headline.Em(int(servingMost)), h.size))
}

// buildHead fits a story's head into a width.
func (h *house) buildHead(in headInput) head {
	s := in.story
	var out head
	var lines []headLine
	lines, out.headFit = h.setHeadline(in, in.plan.role, &in.plan.set)
	if !empty(s.Column) {
		label := h.headLines(in, s.Column, face{fonts.HeiBold, fiveHead}, page.Column)
		for i := range label {
			label[i].rule = true
		}
		out.add(h, white{}, label)
	}
	if !empty(s.Kicker) {
		out.add(h, whiteKicker, h.headLines(in, s.Kicker, face{fonts.Kai, h.serving(kickerRatio, out.size)}, page.Kicker))
	}
	var main []headRow
	for i, ln := range lines {
		r := headRow{p: ln.p, line: ln.l, size: out.size, part: page.Headline}
		if i > 0 {
			r.above = out.size.Em(headlineGap)
		}
		main = append(main, r)
	}
	out.add(h, whiteKicker, main)
	d := h.serving(deckRatio, out.size)
	out.add(h, whiteDeck, h.decks(in, d))
	out.add(h, white{}, h.summary(in, d))
	if !empty(s.Byline) {
		out.add(h, whiteByline, h.headLines(in, wholeNames(s.Byline, 0, length(s.Byline)), face{fonts.Kai, h.size}, page.Byline))
	}
	return out
}

// decks sets the decks one below the other; two under a banner stand side by
// side where there is room for both.
func (h *house) decks(in headInput, size geom.Length) (rows []headRow) {
	for _, deck := range in.story.Deck {
		more := h.headLines(in, deck, face{fonts.Kai, size}, page.Deck)
		if len(rows) > 0 && len(more) > 0 {
			more[0].above = size.Em(deckGap)
		}
		rows = append(rows, more...)
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

// add puts a part below the others, with a white between; the zero white leaves
// the rows as they are.
func (b *head) add(h *house, w white, rows []headRow) {
	for i, r := range rows {
		switch {
		case len(b.rows) == 0:
			r.above = 0
		case i == 0 && w.usual > 0:
			r.above, r.less, r.more = h.between(w, b.rows[len(b.rows)-1].size, r.size)
		}
		b.height += r.above + r.size
		b.rows = append(b.rows, r)
	}
}

// between is the white between the em boxes of two lines of some sizes, and how
// far it may give way or grow.
func (h *house) between(w white, over, under geom.Length) (usual, less, more geom.Length) {
	row := h.grid.Leading
	usual = max(row.Em(w.usual)-(over+under).Em(inkIn), row.Em(leastWhite))
	return usual, min(row.Em(w.usual-w.least), usual-row.Em(leastWhite)), row.Em(w.most - w.usual)
}

// onLadder is the size of the ladder nearest below s, within bounds.
func (h *house) onLadder(s, least, most geom.Length) geom.Length {
	s = min(max(s, least), most)
	for _, l := range ladder {
		if l <= s {
			return l
		}
	}
	return least
}

func empty(t manuscript.Text) bool { return strings.TrimSpace(t.String()) == "" }

// headLines sets a kicker, deck or byline: one line if it fits, else several
// of even length.
func (h *house) headLines(in headInput, t manuscript.Text, f face, part page.Part) []headRow {
	runs, hints := h.runs(t, f)
	style := in.style(h)
	if part == page.Byline {
		style = in.byline(h)
	}
	p := para.Prepare(runs, style)
	var rows []headRow
	// A byline's pauses part names.
	for _, l := range (headText{p: p, pauses: part == page.Byline}).divide(hints, in.width) {
		r := headRow{p: p, line: l, size: f.size, part: part}
		if len(rows) > 0 {
			r.above = f.size.Em(headlineGap)
		}
		rows = append(rows, r)
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

// heights is how high a head across is: with all its whites as small as they may
// be, as they usually are, and as large as they may be.
func (b *head) heights(g page.Grid) (least, usual, most geom.Length) {
	if len(b.rows) == 0 {
		return 0, 0, 0
	}
	usual = b.height + g.Leading.Em(whiteAbove.usual+whiteBelow.usual)
	least = b.height + g.Leading.Em(whiteAbove.least+whiteBelow.least)
	most = b.height + g.Leading.Em(whiteAbove.most+whiteBelow.most)
	for i := range b.rows {
		least -= b.rows[i].less
		most += b.rows[i].more
	}
	return least, usual, most
}

// rowsNeeded is how many rows of the grid the head takes: as near to its usual
// height as its whites let it be.
func (b *head) rowsNeeded(g page.Grid) int {
	_, usual, _ := b.heights(g)
	n := geom.DivRound(usual, g.Leading)
	least, most := b.rowRange(g)
	return min(max(int(n), least), most)
}

// rowRange is between how many rows the head may take within the house's
// whites.
func (b *head) rowRange(g page.Grid) (least, most int) {
	l, _, m := b.heights(g)
	least = int(geom.DivCeil(l, g.Leading))
	return least, max(int(m/g.Leading), least)
}

// start is where a row begins in a head of a width: in the middle, or at the
// edge of its block.
func (r *headRow) start(width geom.Length) geom.Length {
	if r.block > 0 {
		return (width-r.block)/2 + r.left
	}
	free := width - r.line.Width
	return min(max(free/2+r.shift+r.hang(), min(free, 0)), max(free, 0))
}

// hang is how far a line of a head is moved from the middle because a quote or
// bracket stands at one of its ends: half of it counts as white, so that the
// characters stand in the middle as the eye sees them (optical centring).
func (r *headRow) hang() geom.Length {
	if r.p == nil || r.line.Start >= r.line.End {
		return 0
	}
	width := func(at int, open bool) geom.Length {
		c := cjk.ClassOf(r.p.Rune(at))
		if open && c == cjk.Opener || !open && c == cjk.Closer {
			return r.p.NaturalWidth(at, at+1)
		}
		return 0
	}
	return (width(r.line.End-1, false) - width(r.line.Start, true)) / 4
}

// whites are the white above every row and, last, below them all, so that the
// head fills a height: what it has more or less than usual is shared by the
// places in proportion to what each may grow or give. What is beyond that
// stands above and below.
func (b *head) whites(h *house, height geom.Length) (out []geom.Length) {
	row := h.grid.Leading
	var less, more []geom.Length
	place := func(usual, give, grow geom.Length) {
		out, less, more = append(out, usual), append(less, give), append(more, grow)
	}
	for i := range b.rows {
		place(b.rows[i].above, b.rows[i].less, b.rows[i].more)
	}
	if len(b.rows) == 0 {
		return nil
	}
	around := func(w white) (usual, give, grow geom.Length) {
		return row.Em(w.usual), row.Em(w.usual - w.least), row.Em(w.most - w.usual)
	}
	out[0], less[0], more[0] = around(whiteAbove)
	place(around(whiteBelow))
	spare := height
	for i := range b.rows {
		spare -= b.rows[i].size
	}
	for _, w := range out {
		spare -= w
	}
	room, sign := more, geom.Length(1)
	if spare < 0 {
		room, sign = less, -1
	}
	total := geom.Length(0)
	for _, r := range room {
		total += r
	}
	deal := min(sign*spare, total)
	seen, dealt := geom.Length(0), geom.Length(0)
	for i, r := range room {
		seen += r
		upTo := deal * seen / max(total, 1)
		out[i] += sign * (upTo - dealt)
		dealt = upTo
	}
	left := spare - sign*deal
	out[0] += left / 2
	out[len(out)-1] += left - left/2
	return out
}

// items draws the head into an area of whole rows.
func (b *head) items(dst []page.Item, area geom.Rect, h *house, story string) []page.Item {
	white := b.whites(h, area.H)
	y := area.Y + b.drop
	for i := range b.rows {
		r := &b.rows[i]
		y += white[i]
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
	x := area.Right() - h.size.Em(sideTop) - (area.W-b.height-h.size.Em(sideMargin))/2
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
