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
// what a line lacks comes from its blanks and from the gaps round Latin, then
// from a little on every gap that nobody sees, then from the marks together,
// and what is still lacking from the gaps again; what a line has too much is
// taken likewise, from the lowest pool of marks first. Each reserve has its own price, and every
// price is convex in what one gap gives or takes: two fair lines beat a torn
// one beside a solid one. "First pull in, then push out" follows from the
// prices and is not a special case.
//
// The state carries how wide the line's marks are, for a comma that changes its
// width from line to line flickers. It is one of a few widths, so that the
// table stays small and the search exact.
//
// A paragraph is broken under the strictest of four modes that has a breaking
// for it without a lone character.

// Prices of white taken, in demerits for a reserve that gives all of an em; a
// reserve gives by halves, and half of it costs a quarter (see squeeze).
var shrinkPrice = [cjk.PoolCount]int64{
	cjk.PoolSpace:   200,
	cjk.PoolDot:     500,
	cjk.PoolBracket: 700,
	cjk.PoolComma:   800,
	cjk.PoolGap:     1000,
	cjk.PoolStop:    1600,
}

// Prices of white given, in demerits for an em.
const (
	blankPrice = 20 // blanks between Chinese words
	spacePrice = 60 // between Latin words
	latinPrice = 80 // between Han and Latin
	markPrice  = 800
)

const (
	hangCost     = 30      // a stop outside the measure, where the style allows it
	lineCost     = 10      // a line more is worse than a line less, all else equal
	loneCost     = 2000000 // a lone character on the last line (孤字)
	reliefCost   = 52000   // a long number parted: dearer than one line open as far as lines are, cheaper than two
	bannedCost   = 10000000
	neverCost    = 100000000
	jointCost    = bannedCost / 2 // a number parted behind its hyphen, rather than a mark at a banned edge
	overfullCost = 1000000000

	// LooseLimit is the widest gap between characters that is not told,
	// thousandths of an em: an eighth, and the widest that is set while any
	// other breaking exists.
	LooseLimit = 125
	// TornLimit is the widest gap that is set at all: a line that would need
	// more than a fifth of an em is left short.
	TornLimit = 200
	// littleSpread is what every gap gives before a mark moves: a fiftieth of an
	// em, less than the paper moves in the press.
	littleSpread = 20
	// looseFit is where readers begin to see that gaps are open: a sixteenth of
	// an em.
	looseFit = 62
	// fairSpread is what a line of ten characters needs for half an em.
	fairSpread = 45
	// seenSpread is the price of a thousandth of an em beyond that. Steeper ones leave no
	// fewer lines open by a sixteenth (TestGoals), and let more commas jump.
	seenSpread = 300
	// longestLine bounds the characters of a line, so that text without any
	// width (combining marks by the thousand) cannot make the window grow. A
	// line across the whole broadsheet holds 111 em, four narrow letters each.
	longestLine = 600
	// combiningRun is how far apart breaks between combining marks are tried
	// at all, when nothing else is left.
	combiningRun = 100
)

// fit is how a line looks beside its neighbours: how wide the marks inside it
// are.
type fit uint8

const (
	bare   fit = iota // it has no marks that could be wider or narrower
	narrow            // its marks are half an em wide, or nearly
	middle
	wide // its marks are an em wide, or nearly
	fits
)

// clash is what it costs that two neighbouring lines look as they do: commas
// that differ by four tenths of an em and more are seen to jump.
var clash = [fits][fits]int64{
	narrow: {middle: 60, wide: mostClash},
	middle: {narrow: 60, wide: 60},
	wide:   {narrow: mostClash, middle: 60},
}

// mostClash is the most that it costs.
const mostClash = 700

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
	// Shrink, Grow and Spread are the remedies used, in CLREQ's order.
	Shrink [cjk.PoolCount]geom.Short // by pool
	Grow   geom.Short                // marks' own white given back
	Blank  geom.Short                // blanks between Chinese words widened
	Space  geom.Short                // word spaces widened
	Latin  geom.Short                // Han-Latin gaps widened
	Spread geom.Short                // shared equally by the gaps between characters
	Tight  geom.Short                // taken equally from them: closer than solid
	Gaps   int32                     // how many gaps share it
	Hung   geom.Short                // how far the last stop hangs out of the measure
	Last   bool                      // the paragraph's last line
	Hyphen bool                      // a hyphen is drawn at the end; its width is in Width
	Edge   Edge
}

// Edge says what a line had to do that the rules forbid.
type Edge uint8

const (
	EdgeGood     Edge = iota
	EdgeBanned        // it ends before or after a mark that may not stand there
	EdgeSplit         // it splits an unbreakable sequence
	EdgeOverfull      // it is wider than the measure
	EdgeShort         // it is full, but narrower than the measure: nothing in it can be opened, or not without falling apart
	EdgeLoose         // its gaps are open by more than LooseLimit
)

// String is the edge's name in reports.
func (e Edge) String() string {
	return [...]string{"good", "banned", "split", "overfull", "short", "loose"}[e]
}

// PerGap is the width each gap between characters was opened by, in
// thousandths of an em of size.
func (l *Line) PerGap(size geom.Length) int {
	if l.Gaps == 0 || size == 0 {
		return 0
	}
	return int(l.Spread.Length() * 1000 / (size * geom.Length(l.Gaps)))
}

// node is the best way to reach a boundary with a line of a given fit.
type node struct {
	less  int64 // what it costs, less unreached: a new table is one that nothing has reached
	prev  int32
	fit   fit  // of the line before
	entry bool // its line is the last one of the shape
}

// unreached is what no breaking costs; prices may be added to it.
const unreached int64 = math.MaxInt64 / 4

// cost is what it costs to get there.
func (n *node) cost() int64 { return n.less + unreached }

// origin is where a breaking begins.
func origin() []node {
	nodes := make([]node, fits)
	nodes[bare].less = -unreached
	return nodes
}

// Break sets the paragraph from m.From to its end into lines of the measure.
// It always returns lines that hold every character once.
func (p *Paragraph) Break(m Measure) []Line {
	if m.From >= len(p.clusters) {
		return nil
	}
	b := p.breaker(m)
	defer b.tables.done()
	return b.set()
}

// set is the breaking of the strictest mode that needs no lone character;
// where none goes without, of the strictest that has a breaking, for a lone
// character is better than a banned edge.
func (b *breaker) set() []Line {
	var first chart
	for m := strict; m < anything; m++ {
		t, ok := b.run(m)
		if ok && b.best(&t) < loneCost {
			return b.trace(&t, b.end(&t))
		}
		if ok && first.nodes == nil {
			first = t
		}
	}
	if first.nodes == nil {
		first, _ = b.run(anything)
	}
	return b.trace(&first, b.end(&first))
}

// mode is what a breaking may do.
type mode uint8

const (
	strict   mode = iota // nothing that the rules forbid, no line that is told as loose
	eased                // lines up to the widest that are set, long numbers parted
	open                 // lines left short
	anything             // banned edges, split sequences, lines too wide
)

// chart is a filled table of the dynamic program.
type chart struct {
	nodes  []node  // node k*fits+f is the boundary before character From+k
	layers []layer // of the lines that a shape narrows
}

// best is what the cheapest breaking of a filled table costs.
func (b *breaker) best(t *chart) int64 { return t.at(b.end(t)).cost() }

type breaker struct {
	p      *Paragraph
	m      Measure
	tables *tables
	// widest is how far gaps between characters may be opened while the mode is
	// strict, thousandths of an em; 0 is LooseLimit.
	widest int64
	// ragged lines are filled by their marks alone (左齐).
	ragged bool
}

func (p *Paragraph) breaker(m Measure) breaker {
	return breaker{p: p, m: m, ragged: m.Width < geom.Length(p.raggedBelow)*p.em, tables: &tables{from: p.scratch}}
}

// limit is the widest gap of a mode, thousandths of an em.
func (b *breaker) limit(m mode) int64 {
	switch {
	case m == strict && b.widest > 0:
		return b.widest
	case m == strict:
		return LooseLimit
	case m == eased:
		return TornLimit
	}
	return math.MaxInt32
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
	t.nodes = b.tables.take((len(b.p.clusters) - first + 1) * int(fits))
	clear(t.nodes)
	if len(b.m.Shape) == 0 {
		copy(t.nodes, origin())
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
		if m == anything && !dead(nodes[(j-from)*int(fits):][:fits]) {
			reached = j
		}
		last := j == from+n-1
		if !last && !p.mayEnd(j, j-from, m) {
			continue
		}
		e := b.ending(j, m)
		for lo < j && (e.least(p, lo)-e.hang > b.width(lo) || j-lo >= longestLine) {
			lo++
		}
		first := lo
		if m == anything {
			first = min(lo, reached) // too wide rather than not at all
		}
		at, best := nodes[(j+1-from)*int(fits):][:fits], unreached
		for i := first; i <= j; i++ {
			start := nodes[(i-from)*int(fits):][:fits]
			before := cheapest(start)
			if before >= unreached || before+e.cost > best {
				continue // or nothing that follows makes up for it
			}
			cost, f, tooLoose := b.costTo(i, &e, m)
			if tooLoose {
				break // every later start is looser still
			}
			if cost >= unreached {
				continue
			}
			b.relax(at, start, cost, f, int32(i))
			best = min(best, before+cost+2*mostClash)
		}
	}
}

// cheapest is the least cost of a boundary, whatever the fit; unreached where no
// line ends before it.
func cheapest(nd []node) int64 {
	return min(nd[bare].less, nd[narrow].less, nd[middle].less, nd[wide].less) + unreached
}

// mayEnd tells whether a line may end after character j in a mode; at counts
// the characters before it.
func (p *Paragraph) mayEnd(j, at int, m mode) bool {
	g := p.gap(j)
	return g.brk == mayBreak || g.relief && m >= eased || m == anything && p.clusters[j+1].flags&follower == 0 && (p.clusters[j+1].class != cjk.Combining || at%combiningRun == 0)
}

// dead tells whether no line ends before a boundary.
func dead(nd []node) bool {
	for f := range nd {
		if nd[f].less < 0 {
			return false
		}
	}
	return true
}

func (b *breaker) relax(at, start []node, cost int64, f fit, i int32) {
	best := &at[f]
	for pf := range start {
		if c := start[pf].less + clash[pf][f] + cost; c < best.less {
			*best = node{less: c, prev: i, fit: fit(pf)}
		}
	}
}

// least is the narrowest that a line of the characters i to j can be.
func (b *breaker) least(i, j int) geom.Length {
	s := b.p.sums
	return b.p.least(&s[i], &s[j]) + b.p.clusters[j].body.Length() - geom.Length(s[j].spread-s[i].spread)*b.p.tight
}

func (b *breaker) natural(i, j int) geom.Length {
	s := b.p.sums
	return s[j].nat - s[i].nat + b.p.clusters[j].body.Length()
}

// cost is the demerits of a line from i to j and its fit. tooLoose says that
// the line cannot be opened to the measure within the limit of the mode.
func (b *breaker) cost(i, j int, m mode) (cost int64, f fit, tooLoose bool) {
	e := b.ending(j, m)
	return b.costTo(i, &e, m)
}

// ending is what the last character of a line says of its cost.
type ending struct {
	j     int
	to    *sum
	body  geom.Length // of the character
	tail  geom.Length // width that a break behind it adds
	hang  geom.Length // how far it may stand outside of the measure
	cost  int64       // of a line that ends with it, at least
	last  bool
	loose int64 // what all of a line's gaps are open by that are too loose, times a thousand and for one gap
}

// least is the narrowest that a line from i can be.
func (e *ending) least(p *Paragraph, i int) geom.Length {
	from := &p.sums[i]
	return p.least(from, e.to) + e.body - geom.Length(e.to.spread-from.spread)*p.tight
}

func (b *breaker) ending(j int, m mode) ending {
	p := b.p
	e := ending{j: j, to: &p.sums[j], body: p.clusters[j].body.Length(), hang: p.hang(j), cost: lineCost, last: j == len(p.clusters)-1}
	e.loose = (b.limit(m) + 1) * int64(p.em)
	if e.last {
		return e
	}
	g := p.gap(j)
	e.tail = g.tail.Length()
	e.cost += int64(g.price)
	switch {
	case g.brk == mayBreak:
	case g.relief && m < anything:
		e.cost += reliefCost
	case g.brk == banned:
		e.cost += bannedCost
	default:
		e.cost += splitCost(p.clusters[j].class)
	}
	return e
}

// costTo is cost for a line whose end is known.
func (b *breaker) costTo(i int, e *ending, m mode) (cost int64, f fit, tooLoose bool) {
	cost, f, tooLoose = b.costAt(i, e, b.width(i)-e.tail, m)
	if e.hang > 0 {
		hung, g, _ := b.costAt(i, e, b.width(i)+e.hang, strict)
		if hung+hangCost < cost {
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
	return p.clusters[j].body.Length()
}

// costAt is the cost of a line from i when width is what its characters have to
// fill.
func (b *breaker) costAt(i int, e *ending, width geom.Length, m mode) (cost int64, f fit, tooLoose bool) {
	p := b.p
	from, to := &p.sums[i], e.to
	cost = e.cost
	if e.last && i > 0 {
		for _, at := range p.visible {
			if int(at) < i {
				cost += loneCost // a lone mark is worse than a lone character
			}
		}
	}
	diff := width - (to.nat - from.nat + e.body)
	switch {
	case diff < 0:
		if least := e.least(p, i); least > width {
			if m < anything {
				return unreached, bare, false
			}
			return cost + overfullCost + em1000(least-width, p.em), bare, false
		}
		c, f := p.squeezeCost(from, to, -diff)
		return cost + c, f, false
	case e.last, diff == 0:
		return cost, p.fitOf(from, to, 0), false
	}
	if b.ragged {
		c, f, g := p.raggedCost(from, to, diff)
		return cost + c, f, g > b.limit(m)
	}
	g := p.open(from, to, diff)
	if int64(g.spread)*1000 >= e.loose*int64(max(to.spread-from.spread, 1)) {
		return cost, bare, true
	}
	c, f := p.growCost(from, to, &g)
	return cost + c, f, false
}

// em1000 is a length in thousandths of an em.
func em1000(l, em geom.Length) int64 {
	if em == 0 {
		return 0
	}
	return int64(l) * 1000 / int64(em)
}

// marks is the white that the marks of a line may have in all, and what of it
// they have in their natural state.
func (p *Paragraph) marks(from, to *sum) (all, natural geom.Length) {
	natural = p.shrinkable(from, to, cjk.PoolBracket) + p.shrinkable(from, to, cjk.PoolComma)
	return natural + p.growable(from, to, growMark), natural
}

// fitOf is the fit of a line whose marks were given some white, or from which
// it was taken.
func (p *Paragraph) fitOf(from, to *sum, given geom.Length) fit {
	const near = 4 // within a quarter of the half em that a mark has
	all, natural := p.marks(from, to)
	switch open := natural + given; {
	case all == 0:
		return bare
	case near*open <= all:
		return narrow
	case near*(all-open) <= all:
		return wide
	}
	return middle
}

// portion is what it costs that a reserve gives a part of what it has: price
// demerits for an em where it gives all, and convex in how much each of its
// gaps gives.
func portion(part, all, em geom.Length, price int64) int64 {
	return int64(part) * int64(part) * price / max(int64(all)*int64(em), 1)
}

// taking is what a line that is too wide gives up.
type taking struct {
	pools [cjk.PoolCount]geom.Length
	tight geom.Length // by the gaps between characters
	lacks geom.Length // what there is not
}

// squeeze takes white out of a line, in the order of its reserves: a little of
// every gap where characters may stand closer than solid, the pools of CLREQ
// 3.2.4, and what else the gaps have.
func (p *Paragraph) squeeze(from, to *sum, need geom.Length) (t taking) {
	gaps := geom.Length(to.spread - from.spread)
	t.tight = min(gaps*min(p.little, p.tight), need)
	need -= t.tight
	for pool := cjk.PoolSpace; pool < cjk.PoolCount && need > 0; pool++ {
		t.pools[pool] = min(p.shrinkable(from, to, pool), need)
		need -= t.pools[pool]
	}
	more := min(gaps*p.tight-t.tight, need)
	t.tight += more
	t.lacks = need - more
	return t
}

// squeezeCost is what it costs to squeeze a line, and its fit.
func (p *Paragraph) squeezeCost(from, to *sum, need geom.Length) (cost int64, f fit) {
	t := p.squeeze(from, to, need)
	for pool := cjk.PoolSpace; pool < cjk.PoolCount; pool++ {
		if part := t.pools[pool]; part > 0 {
			cost += portion(part, p.shrinkable(from, to, pool), p.em, shrinkPrice[pool])
		}
	}
	if t.tight > 0 {
		cost += tightPrice(gapOf(t.tight, int(to.spread-from.spread), p.em))
	}
	return cost, p.fitOf(from, to, -t.pools[cjk.PoolBracket]-t.pools[cjk.PoolComma])
}

// gift is what a line's reserves give to fill it.
type gift struct{ blank, space, latin, mark, spread geom.Length }

// open is what the reserves of a line give, in their order: blanks and the gaps
// round Latin, a little of every gap, the marks together, and the gaps again.
func (p *Paragraph) open(from, to *sum, need geom.Length) (g gift) {
	take := func(k growth) geom.Length {
		t := min(p.growable(from, to, k), need)
		need -= t
		return t
	}
	g.blank, g.space, g.latin = take(growBlank), take(growSpace), take(growLatin)
	if need == 0 {
		return g
	}
	g.spread = min(geom.Length(to.spread-from.spread)*p.little, need)
	need -= g.spread
	g.mark = take(growMark)
	g.spread += need
	return g
}

// growCost is what it costs to open a line by what its reserves give, and its fit.
func (p *Paragraph) growCost(from, to *sum, g *gift) (cost int64, f fit) {
	if g.blank+g.space+g.latin > 0 {
		cost = int64(g.blank*blankPrice+g.space*spacePrice+g.latin*latinPrice) / max(int64(p.em), 1)
	}
	if g.mark > 0 {
		cost += portion(g.mark, p.growable(from, to, growMark), p.em, markPrice)
	}
	f = p.fitOf(from, to, g.mark)
	if g.spread > 0 {
		// A line without a gap, a lone word, is left short: as bad as one gap
		// of what it lacks.
		cost += spreadPrice(gapOf(g.spread, int(to.spread-from.spread), p.em))
	}
	return cost, f
}

// gapOf is how far each of some gaps is open that share some white, in
// thousandths of an em.
func gapOf(spread geom.Length, gaps int, em geom.Length) int64 {
	return em1000(spread, em*geom.Length(max(gaps, 1)))
}

// spreadPrice is what it costs that all gaps of a line are open, in thousandths
// of an em: convex, and steeper where a reader begins to see it.
func spreadPrice(gap int64) int64 {
	return 4*gap + gap*gap/10 + seenSpread*max(gap-fairSpread, 0)
}

// tightPrice is what it costs that all gaps of a line are closer than solid, in
// thousandths of an em: convex, and dearer than the same white given.
func tightPrice(gap int64) int64 { return 20*gap + 80*max(gap-littleSpread, 0) }

// raggedShare makes the gap of a ragged line, to hold it against the limits of
// the modes, of what it lacks: two em at most where nothing is to be told.
const raggedShare = 16

// raggedCost is growCost for a line that need not reach the measure: its marks
// fill it if they can, or it stays as it is.
func (p *Paragraph) raggedCost(from, to *sum, need geom.Length) (cost int64, f fit, gap int64) {
	if all := p.growable(from, to, growMark); need <= all {
		return portion(need, all, p.em, markPrice), p.fitOf(from, to, need), 0
	}
	short := em1000(need, p.em)
	return short/4 + short*short/2000, p.fitOf(from, to, 0), short / raggedShare
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
	tail := b.p.gap(j).tail.Length()
	if hang := b.p.hang(j); hang > 0 {
		e := b.ending(j, anything)
		set, _, _ := b.costAt(start, &e, width-tail, anything)
		e = b.ending(j, strict)
		hung, _, _ := b.costAt(start, &e, width+hang, strict)
		if hung+hangCost < set {
			l := b.fill(start, end, width+hang)
			l.Hung = hang.Short()
			l.Width -= hang
			l.Natural -= hang
			return l
		}
	}
	l := b.fill(start, end, width-tail)
	if tail > 0 {
		l.Hyphen, l.Width, l.Natural = true, l.Width+tail, l.Natural+tail
	}
	return l
}

// fill settles a line. A ragged one is filled by its marks or not at all.
func (b *breaker) fill(start, end int, width geom.Length) Line {
	l := b.p.fill(start, end, width)
	if !b.ragged || l.Last || l.Natural >= width {
		return l
	}
	from, to := &b.p.sums[start], &b.p.sums[end-1]
	l.Grow, l.Blank, l.Space, l.Latin, l.Spread, l.Width = 0, 0, 0, 0, 0, l.Natural
	if l.Edge == EdgeShort || l.Edge == EdgeLoose {
		l.Edge = EdgeGood
	}
	if need := width - l.Natural; need <= b.p.growable(from, to, growMark) {
		l.Grow, l.Width = need.Short(), width
	}
	return l
}

// fill settles a line of the characters from start to end at a width: which
// reserves give or take how much. A last line keeps its natural width unless
// it must be tightened; one whose gaps would fall apart is left short (左齐).
func (p *Paragraph) fill(start, end int, width geom.Length) Line {
	l := p.Natural(start, end)
	j := end - 1
	switch g := p.gap(j); {
	case l.Last, g.brk == mayBreak, p.inCode(j):
	case g.brk == never:
		l.Edge = EdgeSplit
	default:
		l.Edge = EdgeBanned
	}
	from, to := &p.sums[start], &p.sums[j]
	need := width - l.Natural
	switch {
	case need < 0:
		t := p.squeeze(from, to, -need)
		if l.take(&t); t.lacks > 0 {
			l.Edge = EdgeOverfull
		}
		l.Width = width + t.lacks
	case need == 0 || l.Last:
	default:
		g := p.open(from, to, need)
		edge := EdgeGood
		switch {
		case g.spread > 0 && l.Gaps == 0: // what can be opened is
			edge, need = EdgeShort, need-g.spread
			g.spread = 0
		case gapOf(g.spread, int(l.Gaps), p.em) > TornLimit:
			edge, need, g = EdgeShort, 0, gift{}
		case gapOf(g.spread, int(l.Gaps), p.em) > LooseLimit:
			edge = EdgeLoose
		}
		if l.Edge == EdgeGood {
			l.Edge = edge
		}
		l.give(&g)
		l.Width += need
	}
	return l
}

// take notes what a line gave up.
func (l *Line) take(t *taking) {
	for pool, part := range t.pools {
		l.Shrink[pool] = part.Short()
	}
	l.Tight = t.tight.Short()
}

// give notes what a line was opened by.
func (l *Line) give(g *gift) {
	l.Blank, l.Space, l.Latin, l.Grow, l.Spread = g.blank.Short(), g.space.Short(), g.latin.Short(), g.mark.Short(), g.spread.Short()
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
	l.Gaps = to.spread - from.spread
	l.Width = l.Natural
	return l
}

// NaturalWidth is how wide the characters from start to end are on one line.
func (p *Paragraph) NaturalWidth(start, end int) geom.Length {
	if start >= end {
		return 0
	}
	return p.sums[end-1].nat - p.sums[start].nat + p.clusters[end-1].body.Length()
}

// LeastWidth is how narrow the characters from start to end can be set on one
// line.
func (p *Paragraph) LeastWidth(start, end int) geom.Length {
	if start >= end {
		return 0
	}
	from, to := &p.sums[start], &p.sums[end-1]
	return p.least(from, to) + p.clusters[end-1].body.Length() - geom.Length(to.spread-from.spread)*p.tight
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
		l.Spread += (width - l.Width).Short()
		l.Width = width
	}
	return l
}

// SpaceGive is how far the spaces between start and end may be narrowed.
func (p *Paragraph) SpaceGive(start, end int) geom.Length {
	if start >= end {
		return 0
	}
	return p.shrinkable(&p.sums[start], &p.sums[end-1], cjk.PoolSpace)
}

// NarrowSpaces narrows a line's spaces by what SpaceGive says or less.
func (l Line) NarrowSpaces(by geom.Length) Line {
	l.Shrink[cjk.PoolSpace] += by.Short()
	l.Width -= by
	return l
}

// Tracked opens every gap between characters by a width, or closes it by a
// negative one (字距).
func (l Line) Tracked(gap geom.Length) Line {
	all := gap * geom.Length(l.Gaps)
	l.Width += all
	if all < 0 {
		l.Tight -= all.Short()
	} else {
		l.Spread += all.Short()
	}
	return l
}
