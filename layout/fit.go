package layout

import (
	"cmp"
	"slices"

	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/page"
	"duikai/layout/para"
)

// # Exact fit
//
// A slot has its edges, and its text has its lines; they seldom agree. What a
// make-up person moves then, in this order, is the pictures, the head, the
// subheads and the lines. The last two flow moves by itself while it cuts a
// story into columns, the cheapest way that there is. Those before are tried
// here from outside, for each gives the columns other frames:
//
//	lever            reach                        price of a step
//	picture          a tenth of its height        4, and 1 for every further row
//	caption          a line less or more          6
//	head             its whites, half a row each  12
//	optional parts   deck, summary, quotes: none  90
//	columns          one wider column less        100
//	table            a paragraph, later or        96, and 24 for every further
//	                 earlier, if it would be parted
//	subhead          a line or two                36, in flow
//	run-in subheads  all of a story, or none      120
//	line of text     a line a paragraph           8 to 40, in flow
//	white            a row beside a table that    64, and 128 for another
//	                 stands across columns
//	white            the same above a table or a  64 and 128, in flow
//	                 quote, and what follows it
//	leading          a fiftieth, if that fills it 64
//	(row left white                               48, in flow)
//
// What else a make-up person moves is not moved here. The edges of slots, reserves
// and what fills a page (补白) are the plan's (layout/planner): here they are given.
// The size of a head and its lines are a function of weight and width, so that
// nothing else changes the room of a story, and a step of either would put the page's
// sizes out of order; head-size: is for that, by hand. A frame round a story, or none,
// is its editor's to choose: it says what kind of story that is, and no page is
// better for having it changed behind his back. Cuts are proposed (propose.go) and
// never made.
//
// All ways to set the levers are gone through, the cheapest first. For each the
// text is poured and what that cost is added; when the levers alone cost more
// than the best so far, the search is over. So it finds the cheapest of all,
// and a slot that is full as it stands is never touched.

// lever is something of a slot that can be moved by whole steps.
type lever struct {
	kind        page.Lever
	least, most int // steps
	first, next int // prices of the first step and of every further one
	pull        func(pc *piece, by int)
}

func (l *lever) price(by int) int {
	if by = max(by, -by); by == 0 {
		return 0
	}
	return l.first + (by-1)*l.next
}

// cropShare is the part of its height by which a picture may be cropped more or
// less than its editor saw it.
const cropShare = 10

// levers are what can be moved in a slot. Pictures whose height their editor
// gave stay as they are, and so do those without a keyline: charts, drawings and
// figures without a ground, of which nothing may be cut off.
func (m *makeup) levers(pc *piece) (all []lever) {
	g := m.house.grid
	for i := range pc.insets {
		in := &pc.insets[i]
		if in.table != nil {
			all = append(all, lever{page.LeverWhite, 0, 2, flow.OpenPrice, flow.OpenMorePrice, func(pc *piece, by int) { pc.insets[i].open = by }})
		}
		if k := in.reach(); k > 0 {
			all = append(all, lever{page.LeverPicture, -k - in.gave, k - in.gave, 4, 1, func(pc *piece, by int) { pc.insets[i].art += by; pc.insets[i].gave += by }})
		}
		less, more := in.caption.others(in.width)
		if less != nil || more != nil {
			l := lever{page.LeverCaption, 0, 0, 6, 6, func(pc *piece, by int) { pc.insets[i].caption = *map[int]*caption{-1: less, 1: more}[by] }}
			if less != nil {
				l.least = -1
			}
			if more != nil {
				l.most = 1
			}
			all = append(all, l)
		}
	}
	if least, most := pc.headRange(g); least < most {
		n := pc.headRows(g)
		all = append(all, lever{page.LeverHead, least - n, most - n, 12, 12, func(pc *piece, by int) { pc.headBox.H += geom.Length(by) * g.Leading }})
	}
	if k := m.leadingReach(pc); k > 0 {
		all = append(all, lever{page.LeverLeading, -k, k, 64, 64, func(pc *piece, by int) { pc.text, pc.leaded = m.house, by }})
	}
	return all
}

// captionLines is how many lines a caption may be given: what is longer is so
// by itself.
const captionLines = 2

// others are the caption in a line less and in a line more; nil where it cannot
// be set so.
func (c *caption) others(width geom.Length) (less, more *caption) {
	if c.text == nil {
		return nil, nil
	}
	m := para.Measure{Width: width}
	set := func(lines int) *caption {
		ways := c.text.BreakInto(m, lines, lines)
		if len(ways) == 0 {
			return nil
		}
		out := *c
		out.lines = ways[0].Lines
		if ends, tight := phrases(c.text, nil, m, false); lines > 1 && !tight && len(ends) == lines {
			out.lines = ends
		}
		out.placeCredit(width)
		if out.rows-c.rows != lines-len(c.lines) {
			return nil
		}
		return &out
	}
	n := len(c.lines)
	if n > 1 {
		less = set(n - 1)
	}
	if n < captionLines {
		more = set(n + 1)
	}
	return less, more
}

// headRange is between how many rows a head over its text may take: as far as
// its whites reach.
func (pc *piece) headRange(g page.Grid) (least, most int) {
	if n := pc.headRows(g); n == 0 || pc.side || pc.short || pc.shared > 0 {
		return n, n
	}
	return pc.head.rowRange(g)
}

// leadingGive is how much the leading may give for the sake of a slot's foot,
// in thousandths.
const leadingGive = 20

// leadingReach is how many lines more or less a column may hold by its leading
// alone. A text whose rows others share keeps them: that beside a picture or a
// note, under a head over some of its columns, in a style of its own.
func (m *makeup) leadingReach(pc *piece) int {
	if pc.text != nil || len(pc.insets) > 0 || pc.from != nil || pc.to != nil || pc.cols.count == 0 {
		return 0
	}
	if _, n := pc.headColumns(); n < pc.cols.count {
		return 0
	}
	rows, _ := pc.textRows(m.house)
	return max(rows-1, 0) * leadingGive / 1000
}

// pull is a way to set the levers.
type pull struct {
	by    []int
	price int
}

// mostPulls bounds the ways that are tried.
const mostPulls = 4000

// pulls are the ways to set levers that cost less than a price, the cheapest
// first.
func pulls(levers []lever, below int) []pull {
	all := []pull{{by: nil}}
	for i := range levers {
		l := &levers[i]
		var next []pull
		for _, p := range all {
			for by := l.least; by <= l.most; by++ {
				if price := p.price + l.price(by); price < below && len(next) < mostPulls {
					next = append(next, pull{append(slices.Clip(p.by), by), price})
				}
			}
		}
		all = next
	}
	slices.SortStableFunc(all, func(a, b pull) int { return cmp.Compare(a.price, b.price) })
	return all
}

// overPrice is what a character costs that finds no room, where none may be
// left over.
const overPrice = 100000

// outcome is what a filling costs.
func (pc *piece) outcome(rest flow.Content) int { return pc.set.Price + rest.Chars()*overPrice }

// fitting is the best filling of a piece so far, what it leaves of the text, and
// what it costs.
type fitting struct {
	best   piece
	left   flow.Content
	cost   int
	base   piece // of the best: as it is recast, before its levers are moved
	recast int   // what that costs
}

// full tells whether all text stands and leaves no more than a row white.
func (f *fitting) full() bool {
	return f.left.Empty() && f.best.set.White(f.best.frames) <= f.best.cols.count
}

// done tells whether nothing is left to be mended: the piece is full, its columns end
// level, and no table is parted that need not be.
func (f *fitting) done() bool { return f.full() && f.best.uneven() <= 1 && !f.best.parted() }

// betters tells whether a filling is worth that a story is recast for it: it is full,
// or full and level, where the other is not, or seats what the other does not.
func (f *fitting) betters(o *fitting) bool {
	if f.full() {
		return !o.full() || f.done()
	}
	return f.left.Empty() && !o.left.Empty()
}

// uneven is how many rows the feet of a piece's columns are apart, of those that reach
// its common foot.
func (pc *piece) uneven() int {
	foot := 0
	for _, f := range pc.frames {
		foot = max(foot, f.Top+f.Rows)
	}
	low, high := foot, 0
	for i, f := range pc.frames {
		if f.Top+f.Rows == foot && f.Rows > 0 {
			at := f.Top + pc.set.Used[i]
			low, high = min(low, at), max(high, at)
		}
	}
	return max(high-low, 0)
}

// parted tells whether a column ends within a table that has room in the next one.
func (pc *piece) parted() bool {
	for i := 1; i < len(pc.set.Lines); i++ {
		a, b := &pc.set.Lines[i-1], &pc.set.Lines[i]
		if a.Frame == b.Frame || a.Block != b.Block || !a.Block.Whole {
			continue
		}
		rows := 0
		for _, atom := range a.Block.Atoms(pc.frames[a.Frame].Width) {
			rows += atom.Rows
		}
		if rows <= pc.frames[a.Frame+1].Rows {
			return true
		}
	}
	return false
}

// fit moves the levers of a piece until its text fills it best, and gives what
// is left of that. Of a part that goes on elsewhere lines alone are moved, by
// flow: what its levers push out might find no room there.
func (m *makeup) fit(out *poured, pc *piece, lines *flow.Lines, rest flow.Content) flow.Content {
	const free = 4 // no lever costs less
	f := fitting{best: *pc, base: *pc, left: rest, cost: pc.outcome(rest)}
	if pc.cost = f.cost; f.cost <= free {
		return rest
	}
	m.pull(&f, pc, lines, 0)
	if !f.done() && m.recastable(out, pc) {
		m.try(&f, m.moves(&f))
		m.try(&f, m.recasts(out, pc, &f))
		m.try(&f, m.moves(&f))
	}
	*pc = f.best
	pc.cost = f.cost
	return f.left
}

// try recasts a piece in some ways until nothing is left to be mended.
func (m *makeup) try(f *fitting, ways []recast) {
	for _, r := range ways {
		if f.done() {
			return
		}
		if try, lines := r.cast(); lines != nil {
			g := *f
			g.base, g.recast = *try, r.price
			if m.pull(&g, try, lines, r.price); g.betters(f) {
				*f = g
			}
		}
	}
}

// pull tries all settings of the levers of a piece that is filled with some
// lines, and costs a price by itself.
func (m *makeup) pull(f *fitting, pc *piece, lines *flow.Lines, price int) {
	least, most := lines.Reach(len(pc.frames))
	levers := m.levers(pc)
	for _, p := range pulls(levers, f.cost-price) {
		if p.price += price; p.price >= f.cost {
			break
		}
		try := pc.clone()
		try.moved = slices.Clone(pc.moved)
		for i, by := range p.by {
			if by != 0 {
				levers[i].pull(&try, by)
				try.moved = append(try.moved, page.Move{Lever: levers[i].kind, By: by})
			}
		}
		if len(try.moved) == 0 || try.makeFrames(m.house) != nil {
			continue
		}
		if room := try.room(); room < least || !try.cut() && p.price+(room-most)*flow.RowPrice >= f.cost {
			continue
		}
		more := try.fill(lines, m.house.grid, false)
		if !more.Empty() || try.leaded != 0 && try.set.White(try.frames) >= len(try.frames) {
			continue
		}
		if c := p.price + try.outcome(more); c < f.cost {
			f.best, f.left, f.cost = try, more, c
		}
	}
}

// cut tells whether anything stands in the sides of the frames.
func (pc *piece) cut() bool {
	return slices.ContainsFunc(pc.frames, func(f flow.Frame) bool { return len(f.Cuts) > 0 })
}

// fitted is what was moved so that the text fills the piece.
func (pc *piece) fitted() page.Moves {
	all := slices.Clone(pc.moved)
	for i := range all {
		if all[i].Lever == page.LeverLeading {
			all[i].By = int(pc.grid.Leading*1000/pc.text.grid.Leading) - 1000
		}
	}
	s := pc.set.Moved
	for _, mv := range []page.Move{{Lever: page.LeverSubheads, By: s.Subheads}, {Lever: page.LeverGained, By: s.Gained}, {Lever: page.LeverLost, By: s.Lost}, {Lever: page.LeverWhite, By: s.Opened}} {
		if i := slices.IndexFunc(all, func(m page.Move) bool { return m.Lever == mv.Lever }); i >= 0 {
			all[i].By += mv.By // white beside tables in the text and across its columns
		} else if mv.By != 0 {
			all = append(all, mv)
		}
	}
	return all
}
