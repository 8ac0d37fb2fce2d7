package para

import (
	"math"

	"duikai/layout/cjk"
	"duikai/layout/geom"
)

// # Breaking
//
// A paragraph's best breaking is the one with the fewest demerits over all of
// its lines (Knuth and Plass 1981), found by going through the boundaries once
// and keeping, for each, the best way to get there. Chinese text makes two
// things different from the textbook.
//
// Nearly every boundary may end a line, so the active list of the textbook is
// a window: the starts from which a line up to here is neither too long at its
// tightest nor too loose at its widest. Its left edge only moves forward.
//
//	 .....|.....|.....[ o   o   o   o ].....|j
//	 too long         the window             too loose
//
// And white is not one quantity but reserves, used in CLREQ's order (3.2.4):
// what a line needs is taken from the lowest pool first, each pool at its own
// price a unit, so a squeezed comma is cheaper than a squeezed full stop and
// both are cheaper than visible gaps between characters. "First pull in, then
// push out" follows from the prices and is not a special case.
//
// The state carries the line's tightness, for a tight line beside a loose one
// is worse than either. A paragraph that has no legal breaking at all is
// broken once more with everything allowed at deterrent prices.

// Prices of white, in demerits for a whole em taken or given.
var shrinkPrice = [cjk.PoolCount]int64{
	cjk.PoolEnd:     0,
	cjk.PoolSpace:   40,
	cjk.PoolDot:     50,
	cjk.PoolBracket: 60,
	cjk.PoolComma:   70,
	cjk.PoolGap:     110,
	cjk.PoolStop:    140,
}

var growPrice = [growLatin + 1]int64{
	growMark:  40,
	growSpace: 60,
	growLatin: 80,
}

const (
	hangCost     = 30      // a stop outside the measure, where the style allows it
	lineCost     = 10      // a line more is worse than a line less, all else equal
	spreadCost   = 300     // gaps between characters opened at all: solid lines are the trade's first wish
	clashCost    = 200     // a tight line beside a loose one
	loneCost     = 2000000 // a lone character on the last line (孤字)
	shortCost    = 20      // a line left short, for each thousandth of an em
	looseCost    = 40000   // gaps wider than LooseLimit
	bannedCost   = 10000000
	neverCost    = 100000000
	jointCost    = bannedCost / 2 // a number parted behind its hyphen, rather than a mark at a banned edge
	overfullCost = 1000000000

	// LooseLimit is the widest gap between characters, thousandths of an em,
	// while any other breaking exists.
	LooseLimit = 250
	// longestLine bounds the characters of a line, so that text without any
	// width (combining marks by the thousand) cannot make the window grow. A
	// line across the whole broadsheet holds 111 em, four narrow letters each.
	longestLine = 600
	// combiningRun is how far apart breaks between combining marks are tried
	// at all, when nothing else is left.
	combiningRun = 100
	// looseFit parts loose lines from decent ones: a sixteenth of an em is
	// where readers begin to see it.
	looseFit = 62
)

// fit is how tight a line is.
type fit uint8

const (
	tight fit = iota
	decent
	loose
	fits
)

// Measure is what a paragraph is broken into.
type Measure struct {
	Width  geom.Length
	Indent geom.Length // of the paragraph's first line
	From   int         // first character; beyond 0 the paragraph was begun elsewhere and has no indent
	// Shape narrows the first lines set: entry k is what line k leaves free at
	// its sides, beside a picture or a dropped initial. Lines behind the last
	// entry have the whole width.
	Shape []Inset
}

// Line is a set line: the characters from Start to End, and how much of each
// reserve its gaps took.
type Line struct {
	Start, End int
	Indent     geom.Length // from the measure's left edge: the paragraph's indent and the shape's inset
	Width      geom.Length // set width without the indent; a full line's sum is the measure
	Natural    geom.Length // with the hyphen, without what hangs
	Last       bool        // the paragraph's last line
	// Shrink, Grow and Spread are the remedies used, in CLREQ's order.
	Shrink [cjk.PoolCount]geom.Length // by pool
	Grow   geom.Length                // marks' own white given back
	Space  geom.Length                // word spaces widened
	Latin  geom.Length                // Han-Latin gaps widened
	Spread geom.Length                // shared equally by the gaps between characters
	Gaps   int                        // how many gaps share it
	Hung   geom.Length                // how far the last stop hangs out of the measure
	Hyphen bool                       // a hyphen is drawn at the end; its width is in Width
	Edge   Edge
}

// Edge says what a line had to do that the rules forbid.
type Edge uint8

const (
	EdgeGood     Edge = iota
	EdgeBanned        // it ends before or after a mark that may not stand there
	EdgeSplit         // it splits an unbreakable sequence
	EdgeOverfull      // it is wider than the measure
	EdgeShort         // it is full, but nothing in it can be opened: narrower than the measure
)

// String is the edge's name in reports.
func (e Edge) String() string {
	return [...]string{"good", "banned", "split", "overfull", "short"}[e]
}

// PerGap is the width each gap between characters was opened by, in
// thousandths of an em of size.
func (l *Line) PerGap(size geom.Length) int {
	if l.Gaps == 0 || size == 0 {
		return 0
	}
	return int(l.Spread * 1000 / (size * geom.Length(l.Gaps)))
}

// node is the best way to reach a boundary with a line of a given fit.
type node struct {
	cost  int64
	prev  int32
	fit   fit  // of the line before
	entry bool // its line is the last one of the shape
}

const unreached = math.MaxInt64

// Break sets the paragraph from m.From to its end into lines of the measure.
// It always returns lines that hold every character once.
func (p *Paragraph) Break(m Measure) []Line {
	if m.From >= len(p.clusters) {
		return nil
	}
	b := breaker{p: p, m: m}
	t, ok := b.run(strict)
	if !ok || b.best(&t) >= loneCost {
		// A lone character is worse than a line opened too wide.
		if wider, can := b.run(open); can {
			t, ok = wider, true
		}
	}
	if !ok {
		t, _ = b.run(anything)
	}
	return b.trace(&t, b.end(&t))
}

// mode is what a breaking may do.
type mode uint8

const (
	strict   mode = iota // nothing that the rules forbid
	open                 // lines opened beyond the limit, or left short
	anything             // banned edges, split sequences, lines too wide
)

// chart is a filled table of the dynamic program.
type chart struct {
	nodes  []node  // node k*fits+f is the boundary before character From+k
	layers []layer // of the lines that a shape narrows
}

// best is what the cheapest breaking of a filled table costs.
func (b *breaker) best(t *chart) int64 { return t.at(b.end(t)).cost }

type breaker struct {
	p *Paragraph
	m Measure
	// widest is how far gaps between characters may be opened while the mode is
	// strict, thousandths of an em; 0 is LooseLimit.
	widest int64
}

// limit is the widest gap of a strict breaking.
func (b *breaker) limit() int64 {
	if b.widest > 0 {
		return b.widest
	}
	return LooseLimit
}

// width is the measure of a line that starts at i.
func (b *breaker) width(i int) geom.Length {
	if i == 0 {
		return b.m.Width - b.m.Indent
	}
	return b.m.Width
}

// run fills the table; ok is false where the mode allows no breaking.
func (b *breaker) run(m mode) (t chart, ok bool) {
	first := b.m.From
	t.nodes = make([]node, (len(b.p.clusters)-first+1)*int(fits))
	for i := range t.nodes {
		t.nodes[i].cost = unreached
	}
	if len(b.m.Shape) == 0 {
		t.nodes[decent].cost = 0
	} else {
		t.layers, first = b.enter(t.nodes, m)
	}
	b.sweep(t.nodes, first, m)
	return t, b.best(&t) < unreached
}

// sweep goes through the boundaries once, from the first that a line of the
// whole width may start at.
func (b *breaker) sweep(nodes []node, first int, m mode) {
	p, from := b.p, b.m.From
	n := len(p.clusters) - from
	lo, reached := first, first // reached is the last character that a line may start with
	for j := first; j < from+n; j++ {
		if !dead(nodes[(j-from)*int(fits):][:fits]) {
			reached = j
		}
		last := j == from+n-1
		if !last && !p.mayEnd(j, j-from, m) {
			continue
		}
		for lo < j && (b.least(lo, j)-p.hang(j) > b.width(lo) || j-lo >= longestLine) {
			lo++
		}
		first := lo
		if m == anything {
			first = min(lo, reached) // too wide rather than not at all
		}
		at := nodes[(j+1-from)*int(fits):][:fits]
		for i := first; i <= j; i++ {
			start := nodes[(i-from)*int(fits):][:fits]
			if dead(start) {
				continue
			}
			cost, f, tooLoose := b.cost(i, j, m)
			if tooLoose && m == strict {
				break // every later start is looser still
			}
			if cost == unreached {
				continue
			}
			b.relax(at, start, cost, f, int32(i))
		}
	}
}

// mayEnd tells whether a line may end after character j in a mode; at counts
// the characters before it.
func (p *Paragraph) mayEnd(j, at int, m mode) bool {
	return p.gaps[j].brk == mayBreak || m == anything && p.clusters[j+1].flags&follower == 0 && (p.clusters[j+1].class != cjk.Combining || at%combiningRun == 0)
}

// dead tells whether no line ends before a boundary.
func dead(nd []node) bool {
	return nd[tight].cost == unreached && nd[decent].cost == unreached && nd[loose].cost == unreached
}

func (b *breaker) relax(at, start []node, cost int64, f fit, i int32) {
	best := &at[f]
	for pf := range start {
		if start[pf].cost == unreached {
			continue
		}
		c := start[pf].cost + cost
		if fit(pf) == tight && f == loose || fit(pf) == loose && f == tight {
			c += clashCost
		}
		if c < best.cost {
			*best = node{cost: c, prev: i, fit: fit(pf)}
		}
	}
}

// least is the narrowest that a line of the characters i to j can be.
func (b *breaker) least(i, j int) geom.Length {
	s := b.p.sums
	return s[j].least - s[i].least + b.p.clusters[j].body
}

func (b *breaker) natural(i, j int) geom.Length {
	s := b.p.sums
	return s[j].nat - s[i].nat + b.p.clusters[j].body
}

// cost is the demerits of a line from i to j and its fit. tooLoose says that
// the line cannot be opened to the measure within the limit.
func (b *breaker) cost(i, j int, m mode) (cost int64, f fit, tooLoose bool) {
	cost, f, tooLoose = b.costAt(i, j, b.width(i)-b.p.gaps[j].tail, m)
	if hang := b.p.hang(j); hang > 0 {
		hung, g, _ := b.costAt(i, j, b.width(i)+hang, strict)
		if hung < unreached && hung+hangCost < cost {
			return hung + hangCost, g, false
		}
	}
	return cost, f, tooLoose
}

// hang is how far the stop at j may hang out of the measure (标点悬挂): the
// body of a lone comma or stop, where the style hangs them (CLREQ 3.1.8).
func (p *Paragraph) hang(j int) geom.Length {
	if !p.hanging {
		return 0
	}
	mark := func(k int) bool {
		c := p.clusters[k].class
		return c == cjk.Comma || c == cjk.Stop
	}
	if !mark(j) || j > 0 && cjk.FormOf(p.clusters[j-1].r, p.clusters[j-1].class).Side != cjk.Solid {
		return 0
	}
	return p.clusters[j].body
}

// costAt is the cost of a line from i to j when width is what its characters
// have to fill.
func (b *breaker) costAt(i, j int, width geom.Length, m mode) (cost int64, f fit, tooLoose bool) {
	p := b.p
	last := j == len(p.clusters)-1
	cost = lineCost
	if !last {
		g := &p.gaps[j]
		cost += int64(g.price)
		switch g.brk {
		case banned:
			cost += bannedCost
		case never:
			cost += splitCost(p.clusters[j].class)
		}
	} else if n := p.sums[j+1].han - p.sums[i].han; i > 0 && n < 2 {
		cost += loneCost * int64(2-n) // a lone mark is worse than a lone character
	}
	diff := width - b.natural(i, j)
	switch {
	case diff < 0:
		if least := b.least(i, j); least > width {
			if m < anything {
				return unreached, tight, false
			}
			return cost + overfullCost + em1000(least-width, p.em), tight, false
		}
		c, f := b.shrinkCost(i, j, -diff)
		return cost + c, f, false
	case last, diff == 0:
		return cost, decent, false
	}
	c, f, tooLoose := b.growCost(i, j, diff, m)
	if c == unreached {
		return unreached, f, tooLoose
	}
	return cost + c, f, tooLoose
}

// em1000 is a length in thousandths of an em.
func em1000(l, em geom.Length) int64 {
	if em == 0 {
		return 0
	}
	return int64(l) * 1000 / int64(em)
}

func (b *breaker) shrinkCost(i, j int, need geom.Length) (int64, fit) {
	from, to := &b.p.sums[i], &b.p.sums[j]
	var cost int64
	total := need
	for pool := cjk.PoolSpace; pool < cjk.PoolCount && need > 0; pool++ {
		take := min(to.shrink[pool]-from.shrink[pool], need)
		cost += em1000(take, b.p.em) * shrinkPrice[pool] / 1000
		need -= take
	}
	if em1000(total, b.p.em) > 500 {
		return cost, tight
	}
	return cost, decent
}

func (b *breaker) growCost(i, j int, need geom.Length, m mode) (cost int64, f fit, tooLoose bool) {
	from, to := &b.p.sums[i], &b.p.sums[j]
	for k := growMark; k <= growLatin && need > 0; k++ {
		take := min(to.grow[k]-from.grow[k], need)
		cost += em1000(take, b.p.em) * growPrice[k] / 1000
		need -= take
	}
	if need == 0 {
		return cost, decent, false
	}
	gaps := int64(to.spread - from.spread)
	if gaps == 0 {
		// A lone word or figure that cannot be opened: left short, at the
		// price of what it lacks.
		if m == strict {
			return unreached, loose, true
		}
		return cost + looseCost*2 + em1000(need, b.p.em)*shortCost, loose, true
	}
	g := em1000(need, b.p.em) / gaps
	if g > b.limit() {
		if m == strict {
			return unreached, loose, true
		}
		return cost + looseCost + em1000(need, b.p.em)*shortCost, loose, true
	}
	cost += spreadCost + g + g*g/12
	if g > looseFit {
		return cost, loose, false
	}
	return cost, decent, false
}

// splitCost is what it costs to part an unbreakable sequence behind a
// character: if it must be, then behind what joins it.
func splitCost(c cjk.Class) int64 {
	switch c {
	case cjk.Slash, cjk.Hyphen, cjk.LatinClose, cjk.Connector:
		return jointCost
	}
	return neverCost
}

// trace reads the best lines up to a spot backwards out of the table and
// settles what each takes from its reserves.
func (b *breaker) trace(t *chart, end spot) []Line {
	count := 0
	for s := end; s.k > 0; count++ {
		s = b.before(t, s)
	}
	lines := make([]Line, count)
	for s := end; s.k > 0; {
		start := b.before(t, s)
		count--
		of := *b
		left := geom.Length(0)
		if start.layer < len(t.layers) { // a line of the shape
			of, left = b.narrowed(start.layer), b.m.Shape[start.layer].Left
		}
		lines[count] = of.line(b.m.From+start.k, b.m.From+s.k)
		lines[count].Indent = left + of.indent(&lines[count])
		s = start
	}
	return lines
}

// indent is the white before a line: the paragraph's indent, or, where text runs
// to the left, all that the line leaves, its indent being at the right.
func (b *breaker) indent(l *Line) geom.Length {
	switch {
	case b.p.complex != nil && b.p.complex.leftward:
		return max(b.width(l.Start)-l.Width, 0)
	case l.Start == 0:
		return b.m.Indent
	}
	return 0
}

// line settles the line of the characters from start to end, hung if that is
// what it cost least as.
func (b *breaker) line(start, end int) Line {
	j, width := end-1, b.width(start)
	tail := b.p.gaps[j].tail
	if hang := b.p.hang(j); hang > 0 {
		set, _, _ := b.costAt(start, j, width-tail, anything)
		hung, _, _ := b.costAt(start, j, width+hang, strict)
		if hung < unreached && hung+hangCost < set {
			l := b.p.fill(start, end, width+hang)
			l.Hung = hang
			l.Width -= hang
			l.Natural -= hang
			return l
		}
	}
	l := b.p.fill(start, end, width-tail)
	if tail > 0 {
		l.Hyphen, l.Width, l.Natural = true, l.Width+tail, l.Natural+tail
	}
	return l
}

// fill settles a line of the characters from start to end at a width: which
// reserves give or take how much. A last line keeps its natural width unless
// it must be tightened.
func (p *Paragraph) fill(start, end int, width geom.Length) Line {
	l := p.Natural(start, end)
	j := end - 1
	if !l.Last && p.gaps[j].brk != mayBreak {
		l.Edge = EdgeBanned
		if p.gaps[j].brk == never {
			l.Edge = EdgeSplit
		}
	}
	from, to := &p.sums[start], &p.sums[j]
	need := width - l.Natural
	switch {
	case need < 0:
		for pool := cjk.PoolSpace; pool < cjk.PoolCount; pool++ {
			l.Shrink[pool] = min(to.shrink[pool]-from.shrink[pool], -need)
			need += l.Shrink[pool]
		}
		if need < 0 {
			l.Edge = EdgeOverfull
		}
		l.Width = width - need
	case need > 0 && !l.Last:
		take := func(k growth) geom.Length {
			t := min(to.grow[k]-from.grow[k], need)
			need -= t
			return t
		}
		l.Grow, l.Space, l.Latin = take(growMark), take(growSpace), take(growLatin)
		if l.Gaps > 0 {
			l.Spread, need = need, 0
		}
		if need > 0 && l.Edge == EdgeGood {
			l.Edge = EdgeShort
		}
		l.Width = width - need
	}
	return l
}

// Natural is the characters from start to end on one line, at their natural
// widths.
func (p *Paragraph) Natural(start, end int) Line {
	l := Line{Start: start, End: end, Last: end == len(p.clusters)}
	if start == end {
		return l
	}
	from, to := &p.sums[start], &p.sums[end-1]
	l.Natural = p.NaturalWidth(start, end)
	l.Gaps = int(to.spread - from.spread)
	l.Width = l.Natural
	return l
}

// NaturalWidth is how wide the characters from start to end are on one line.
func (p *Paragraph) NaturalWidth(start, end int) geom.Length {
	if start >= end {
		return 0
	}
	return p.sums[end-1].nat - p.sums[start].nat + p.clusters[end-1].body
}

// LeastWidth is how narrow the characters from start to end can be set on one
// line.
func (p *Paragraph) LeastWidth(start, end int) geom.Length {
	if start >= end {
		return 0
	}
	return p.sums[end-1].least - p.sums[start].least + p.clusters[end-1].body
}

// Narrow is the characters from start to end on one line, squeezed to a width
// if they are wider and as far as they can be.
func (p *Paragraph) Narrow(start, end int, width geom.Length) Line {
	if start == end || p.NaturalWidth(start, end) <= width {
		return p.Natural(start, end)
	}
	l := p.fill(start, end, width)
	l.Edge = EdgeGood // where a head is cut is its maker's to judge
	if l.Width > width {
		l.Edge = EdgeOverfull
	}
	return l
}

// SpreadTo opens a line's gaps between characters equally until it is width
// wide (均排); a line already wider is returned as it is.
func (l Line) SpreadTo(width geom.Length) Line {
	if width > l.Width && l.Gaps > 0 {
		l.Spread += width - l.Width
		l.Width = width
	}
	return l
}
