package layout

import (
	"slices"
	"strings"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
	"duikai/layout/words"
)

// # Headlines
//
// A head is a stack across its slot, or, beside the text, a stack of vertical
// lines from right to left (竖题): the column's label, the kicker (引题),
// the headline (主题) of one to three lines, decks (副题), the byline. It takes
// whole rows, so that the text below stands on the grid.
//
// Type sizes come from the ladder of 号. The number of columns and the
// story's weight say how high on the ladder a headline may stand; from there
// it steps down until its lines fit the measure. A headline is set on one
// line while that does not make it much smaller than its rank asks for, else
// on two or three lines, divided at the editor's hints, at spaces and marks,
// and otherwise between words, near the middle.

// ladder is the sizes of the trade (号) from 特号 to 小五, in points.
var ladder = [...]float64{72, 63, 54, 48, 42, 36, 32, 28, 26, 24, 22, 20, 18, 16, 15, 14, 12, 10.5, 9}

// rank is the ladder's step for the number of basic columns that a head
// covers: the sizes of typical pages, banner to brief.
func rank(cols, weight int) int {
	points := 14.0
	switch {
	case cols >= 8:
		points = 63
	case cols >= 5:
		points = 42
	case cols == 4:
		points = 36
	case cols == 3:
		points = 28
	case cols == 2:
		points = 22
	}
	step := slices.Index(ladder[:], points)
	switch {
	case weight == 1 && cols >= 4:
		step--
	case weight == 4 && cols >= 3:
		step++
	case weight >= 5 && cols >= 2:
		step += 2
	}
	return max(step, 0)
}

// headFace is the face for a headline: the lead's weight in the blackest
// 标宋, briefs in 黑, the rest in 标宋, so that neighbours differ.
func headFace(weight int) fonts.Role {
	switch {
	case weight == 1:
		return fonts.TitleBlack
	case weight >= 5:
		return fonts.HeiBold
	}
	return fonts.Title
}

// row is one line of a head, set.
type headRow struct {
	p     *para.Paragraph
	line  para.Line
	size  geom.Length
	above geom.Length // white above the line's em box
	part  page.Part
	rule  bool // a label with a rule on either side
}

// head is a head block, set for a width.
type head struct {
	rows   []headRow
	height geom.Length
	tight  bool // the headline did not fit at its smallest size
	blind  bool // the headline is cut inside a word
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
	cols     int // basic columns covered
	width    geom.Length
	grade    int  // steps down the ladder from the rank; negative is up
	vertical bool // lines run downward, from right to left; width is their length
}

// style is how the head's lines are set.
func (in headInput) style(h *house) *para.Style {
	if in.vertical {
		return &h.upright
	}
	return &h.tight
}

// buildHead fits a story's head into a width.
func (h *house) buildHead(in headInput) head {
	s := in.story
	var out head
	sizeOf := func(ratio int, of geom.Length) geom.Length {
		// Never as large as the headline they serve.
		return min(h.onLadder(of.Em(ratio), geom.FromPoints(10.5), geom.FromPoints(18)), max(of.Em(servingMost), h.size))
	}
	step := min(max(rank(in.cols, s.Weight)+in.grade, 0), len(ladder)-1)
	lines, size := h.fitHeadline(&out, in, headFace(s.Weight), step)
	if len(lines) == 0 {
		size = geom.FromPoints(ladder[step])
	}
	if !empty(s.Column) {
		out.add(h.headLines(in, s.Column, face{fonts.HeiBold, geom.FromPoints(10.5)}, page.Column, 0, h.size.Em(headFoot))...)
		for i := range out.rows {
			out.rows[i].rule = true
		}
	}
	if !empty(s.Kicker) {
		k := sizeOf(kickerRatio, size)
		out.add(h.headLines(in, s.Kicker, face{fonts.Kai, k}, page.Kicker, 0, k.Em(kickerGap))...)
	}
	out.add(lines...)
	d := sizeOf(deckRatio, size)
	for _, deck := range s.Deck {
		out.add(h.headLines(in, deck, face{fonts.Kai, d}, page.Deck, d.Em(deckGap), 0)...)
	}
	if !empty(s.Byline) {
		out.add(h.headLines(in, wholeNames(s.Byline, 0, length(s.Byline)), face{fonts.Kai, h.size}, page.Byline, h.size.Em(bylineGap), 0)...)
	}
	if len(out.rows) > 0 {
		out.height += h.size.Em(headTop + headFoot)
	}
	return out
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
	p := para.Prepare(runs, in.style(h))
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

// divideHead sets a text on as few lines as fit the width.
func divideHead(p *para.Paragraph, hints []int, width geom.Length) []para.Line {
	for n := 1; n <= maxHeadLines; n++ {
		if lines, ok := cutHead(p, hints, n, width); ok {
			return lines
		}
	}
	return p.Break(para.Measure{Width: width})
}

// maxHeadLines is four for the long heads of single columns; elsewhere the
// ladder keeps heads to three.
const maxHeadLines = 4

// leastHead is the size in points below which a headline takes another line
// rather than shrink: 小四, the smallest head of a brief.
const leastHead = 12

// fitHeadline finds size and division of the headline at or below a step of
// the ladder, and notes in the head what could not be done well.
func (h *house) fitHeadline(out *head, in headInput, role fonts.Role, step int) (rows []headRow, size geom.Length) {
	s, width := in.story, in.width
	if len(s.Headline) == 0 {
		return nil, 0
	}
	var texts []headText
	for _, t := range s.Headline {
		runs, hints := h.runs(t, face{role, probe})
		texts = append(texts, headText{para.Prepare(runs, in.style(h)), hints})
	}
	most := maxHeadLines
	if len(texts) > 1 {
		most = 1 // the editor has divided the headline
	}
	best, chosen := -1, division{}
	for n := 1; n <= most; n++ {
		d, ok := divideAll(texts, n)
		if !ok {
			continue
		}
		at := d.largest(step, width)
		if at < 0 {
			continue
		}
		// A line more must be worth some steps of the ladder: more where it
		// cuts a word.
		worth := 2
		if d.blind {
			worth = 4
		}
		if best < 0 || best-at >= worth || best > at && ladder[best] < leastHead {
			best, chosen = at, d
		}
	}
	if best < 0 {
		best, out.tight = len(ladder)-1, true
	}
	out.blind = chosen.blind
	size = geom.FromPoints(ladder[best])
	for i, t := range s.Headline {
		runs, _ := h.runs(t, face{role, size})
		p := para.Prepare(runs, in.style(h))
		var lines []para.Line
		if out.tight {
			lines = p.Break(para.Measure{Width: width})
		} else {
			for _, l := range chosen.lines[i] {
				lines = append(lines, p.Natural(l.Start, l.End))
			}
		}
		for _, l := range lines {
			r := headRow{p: p, line: airy(l, width, size), size: size, part: page.Headline}
			if len(rows) > 0 {
				r.above = size.Em(headlineGap)
			}
			rows = append(rows, r)
		}
	}
	return rows, size
}

// probe is the size at which a headline is measured: widths grow with the
// size, so one setting tells all sizes.
const probe = 100 * geom.Pt

// headText is a headline, or a line of one, set at the probe size.
type headText struct {
	p     *para.Paragraph
	hints []int
}

// division is a headline divided into lines, at the probe size.
type division struct {
	lines  [][]para.Line // by text
	widest geom.Length
	blind  bool // some line ends inside a word
}

// divideAll divides every text into n lines; ok is false where one is too
// short for them.
func divideAll(texts []headText, n int) (d division, ok bool) {
	for _, t := range texts {
		lines, ok := cutHead(t.p, t.hints, n, 0)
		if !ok {
			return division{}, false
		}
		d.lines = append(d.lines, lines)
		for _, l := range lines {
			d.widest = max(d.widest, l.Width)
		}
		if n > 1 {
			d.blind = d.blind || blind(t, lines)
		}
	}
	return d, true
}

// blind tells whether a text is cut inside a word.
func blind(t headText, lines []para.Line) bool {
	points := cutPoints(t.p, t.hints)
	return slices.ContainsFunc(lines[:len(lines)-1], func(l para.Line) bool {
		return slices.ContainsFunc(points, func(c cutPoint) bool { return c.at == l.End && c.blind })
	})
}

// largest is the first step of the ladder from step on at which the widest
// line fits; -1 where none does.
func (d *division) largest(step int, width geom.Length) int {
	for at := step; at < len(ladder); at++ {
		if geom.Length(float64(d.widest)*ladder[at]*float64(geom.Pt)/float64(probe)) <= width {
			return at
		}
	}
	return -1
}

// airy opens a short line a little: a headline of few characters that leaves
// much of its measure is spread by up to a quarter of an em a gap (均排).
func airy(l para.Line, width, size geom.Length) para.Line {
	if l.Gaps == 0 || l.Gaps > 8 {
		return l
	}
	room := (width*9/10 - l.Width) / geom.Length(l.Gaps)
	if room <= 0 {
		return l
	}
	return l.SpreadTo(l.Width + min(room, size/4)*geom.Length(l.Gaps))
}

// cutHead divides a text into n lines at the best places. With a width, every
// line must fit it.
func cutHead(p *para.Paragraph, hints []int, n int, width geom.Length) ([]para.Line, bool) {
	total := p.Len()
	if n == 1 {
		l := line(p)
		return []para.Line{l}, width == 0 || l.Width <= width
	}
	if total < n*2 {
		return nil, false
	}
	points := cutPoints(p, hints)
	best := headCut{cost: -1}
	try := func(c headCut) {
		if c.judge(p, width) && (best.cost < 0 || c.cost < best.cost) {
			best = c
		}
	}
	for a := range points {
		if n == 2 {
			try(headCut{ends: [maxHeadLines]int{points[a].at, total}, lines: 2, cost: points[a].price})
			continue
		}
		for b := a + 1; b < len(points); b++ {
			if n == 3 {
				try(headCut{ends: [maxHeadLines]int{points[a].at, points[b].at, total}, lines: 3, cost: points[a].price + points[b].price})
				continue
			}
			for c := b + 1; c < len(points); c++ {
				try(headCut{ends: [maxHeadLines]int{points[a].at, points[b].at, points[c].at, total}, lines: 4, cost: points[a].price + points[b].price + points[c].price})
			}
		}
	}
	if best.cost < 0 {
		return nil, false
	}
	lines := make([]para.Line, n)
	start := 0
	for i, end := range best.ends[:n] {
		lines[i] = p.Natural(start, end)
		start = end
	}
	return lines, true
}

// headCut is a division of a headline: where its lines end, and its cost.
type headCut struct {
	ends  [maxHeadLines]int
	lines int
	cost  int
}

// judge adds the difference between the widths of the lines to the cost; it
// is false where a line is wider than width.
func (c *headCut) judge(p *para.Paragraph, width geom.Length) bool {
	var widest, narrowest geom.Length
	start := 0
	for i, end := range c.ends[:c.lines] {
		w := p.NaturalWidth(start, end)
		if width > 0 && w > width {
			return false
		}
		if i == 0 {
			widest, narrowest = w, w
		}
		widest, narrowest = max(widest, w), min(narrowest, w)
		if end-start <= 2 {
			c.cost += cutShort
		}
		start = end
	}
	c.cost += 1000 // the prices of good places are negative, costs are not
	if widest > 0 {
		c.cost += int((widest - narrowest) * 100 / widest)
	}
	return true
}

// cutPoint is a place where a headline may be divided and its price. A blind
// one stands inside a word or between words that belong together.
type cutPoint struct {
	at, price int
	blind     bool
}

// Prices of dividing a headline, against 1 for a percent of difference
// between the lines' widths.
const (
	cutAtHint   = -200
	cutAtMark   = -60 // after a mark or a space
	cutBound    = 80  // between words that belong together, before 的
	cutInWord   = 300
	cutInQuotes = 60
	cutShort    = 200 // a line of one or two characters
)

// cutPoints lists the places where a headline may be divided: nowhere that
// the rules of lines forbid, best at the editor's hints, then at marks and
// spaces, then between words, unwillingly inside quotes or words.
func cutPoints(p *para.Paragraph, hints []int) []cutPoint {
	grades := words.Boundaries([]rune(p.Text(0, p.Len())))
	var points []cutPoint
	depth := 0
	for i := 0; i+1 < p.Len(); i++ {
		switch p.Rune(i) {
		case '“', '‘', '《', '〈', '（':
			depth++
		case '”', '’', '》', '〉', '）':
			depth--
		}
		if !p.MayBreak(i) {
			continue
		}
		c := cutPoint{at: i + 1, blind: grades[i+1] < words.Word}
		switch grades[i+1] {
		case words.Within:
			c.price = cutInWord
		case words.Bound:
			c.price = cutBound
		case words.Mark:
			c.price = cutAtMark
		}
		if depth > 0 {
			c.price += cutInQuotes
		}
		if slices.Contains(hints, i+1) {
			c.price, c.blind = cutAtHint, false
		}
		points = append(points, c)
	}
	return points
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

// items draws the head into an area of whole rows; what is over goes above
// and below in equal parts.
func (b *head) items(dst []page.Item, area geom.Rect, h *house, story string) []page.Item {
	y := area.Y + h.size.Em(headTop) + (area.H-b.height)/2
	for i := range b.rows {
		r := &b.rows[i]
		y += r.above
		if r.p == nil {
			continue
		}
		at := geom.Point{X: area.X + (area.W-r.line.Width)/2, Y: y + r.size.Em(int(fonts.EmAscent))}
		if r.rule {
			dst = labelRules(dst, area, at, r)
		}
		dst = r.p.Items(dst, r.line, at, para.Tag{Part: r.part, Story: story})
		y += r.size
	}
	return dst
}

// columns draws a vertical head into its area, line after line from the right,
// a little above the middle, where the eye takes it for the middle.
func (b *head) columns(dst []page.Item, area geom.Rect, h *house, story string) []page.Item {
	x := area.Right() - h.size.Em(headTop) - (area.W-b.height)/2
	for i := range b.rows {
		r := &b.rows[i]
		x -= r.above
		if r.p == nil {
			continue
		}
		x -= r.size / 2
		at := geom.Point{X: x, Y: area.Y + max(area.H-r.line.Width, 0)/3}
		dst = r.p.Column(dst, r.line, at, para.Tag{Part: r.part, Story: story})
		x -= r.size / 2
	}
	return dst
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
