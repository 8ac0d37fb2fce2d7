package flow

import (
	"cmp"
	"container/heap"
	"slices"
	"strconv"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/layout/para"
)

// # Around pictures
//
// A picture between two columns takes a piece out of both: the lines beside it
// are narrower (绕排). Then no line can be broken before it is known in which
// row it stands, and there is no net of lines to be cut. A state is a place in
// the content, and the column and row in which it is reached:
//
//	|........|........|
//	|...o....|........|      (paragraph 3, column 1, row 2)
//	|.....[picture]...|
//	|.....[picture]...|
//	|........|........|
//
// From a state a paragraph is set, in a line less, by itself and in a line
// more, each line as wide as its row; it ends in a row of the same column, or
// one of the last lines there ends the column and what is left is set again
// from the next one's top. States are gone through in the order of the text
// with the cheapest way to each kept, as in cutting. The prices are the same.

// Cut is a part of a frame that text keeps out of.
type Cut struct {
	Row, Rows   int         // of the frame, from its top row 0
	Left, Right geom.Length // what it takes at the frame's left and at its right
}

const (
	leastRoom  = 4 // ems beside a cut below which no line is set
	endsBefore = 2 // rows above a column's foot where it may end
	lowTries   = 3 // rows below the height looked for that are tried too,
	highTries  = 6 // and rows above it while columns do not end level
)

// place is a place in the content: character or atom from of a block.
type place struct{ block, from int }

// compare orders places by where they stand in the content.
func (a place) compare(b place) int {
	return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.from, b.from))
}

// landed is a unit in its row.
type landed struct {
	*unit
	slot
}

// slot is a row and what is not free at its sides.
type slot struct {
	row int
	in  para.Inset
}

// halt is a place reached in a row of a column, the first one that is free.
type halt struct {
	at         place
	frame, row int
}

func (a halt) compare(b halt) int {
	return cmp.Or(a.at.compare(b.at), cmp.Compare(a.frame, b.frame), cmp.Compare(a.row, b.row))
}

// leg is the cheapest way to a halt: from the halt before it, by units in that
// one's column.
type leg struct {
	halt
	cost  int
	prev  int // leg; -1: none
	units []landed
	open  int  // rows by which the white above its units is opened
	held  bool // it or one before it ends a column behind a head, or with too little below one
}

// legs are the ways found, and the halts that are still to be gone on from, the
// first in the text first.
type legs struct {
	all    []leg
	of     map[halt]int
	open   []int
	bound  int  // legs that cost as much are not followed,
	pruned bool // which has been so
}

func (l *legs) Len() int           { return len(l.open) }
func (l *legs) Less(i, k int) bool { return l.all[l.open[i]].compare(l.all[l.open[k]].halt) < 0 }
func (l *legs) Swap(i, k int)      { l.open[i], l.open[k] = l.open[k], l.open[i] }
func (l *legs) Push(x any)         { l.open = append(l.open, x.(int)) }

func (l *legs) Pop() any {
	last := len(l.open) - 1
	i := l.open[last]
	l.open = l.open[:last]
	return i
}

// reach keeps a leg if it is the cheapest to its halt.
func (l *legs) reach(g leg) {
	if g.cost >= l.bound {
		l.pruned = true
		return
	}
	if i, ok := l.of[g.halt]; ok {
		if g.cost < l.all[i].cost {
			l.all[i] = g
		}
		return
	}
	l.of[g.halt] = len(l.all)
	l.all = append(l.all, g)
	heap.Push(l, len(l.all)-1)
}

// pourer pours content around cuts.
type pourer struct {
	c      Content
	frames []Frame
	goesOn bool
	room   geom.Length         // least width of a line
	chars  []int               // characters before each block
	feet   []int               // of each frame at the height that is tried
	pruned bool                // some way was too dear
	still  bool                // paragraphs are set as they are by themselves
	set    map[shaped][][]unit // as in Lines
}

// shaped is what the ways to set a block depend on.
type shaped struct {
	at    place
	width geom.Length
	shape string
}

// around pours the lines' content into frames with cuts.
func (l *Lines) around(frames []Frame, g page.Grid, goesOn bool) (Columns, Content) {
	p := l.pourer(frames, goesOn)
	best := p.levelled(l)
	if best == nil {
		best = p.most()
	}
	return p.place(best, g)
}

// pourer is what pours the content into frames.
func (l *Lines) pourer(frames []Frame, goesOn bool) *pourer {
	if l.set == nil {
		l.set = map[shaped][][]unit{}
	}
	p := &pourer{c: l.content, frames: frames, goesOn: goesOn, room: leastRoom * smallest(l.content), set: l.set}
	n := 0
	for i := range p.c.Blocks {
		p.chars = append(p.chars, n)
		n += max(p.c.Blocks[i].chars(0), 1)
	}
	p.chars = append(p.chars, n)
	return p
}

// smallest is the size of the content's smallest type.
func smallest(c Content) (least geom.Length) {
	for _, b := range c.Blocks {
		if b.Size > 0 && (least == 0 || b.Size < least) {
			least = b.Size
		}
	}
	return least
}

// inset is the most that the cuts of a frame take from some rows.
func (f *Frame) inset(row, rows int) (in para.Inset) {
	for _, c := range f.Cuts {
		if c.Row < row+rows && row < c.Row+c.Rows {
			in = widest(in, para.Inset{Left: c.Left, Right: c.Right})
		}
	}
	return in
}

func widest(a, b para.Inset) para.Inset {
	return para.Inset{Left: max(a.Left, b.Left, 0), Right: max(a.Right, b.Right, 0)}
}

// blocked tells whether a frame has no room for a line in any of some rows.
func (p *pourer) blocked(f, row, rows int) bool {
	fr := &p.frames[f]
	for r := row; r < row+rows; r++ {
		if in := fr.inset(r, 1); in.Left+in.Right > max(fr.Width-p.room, 0) {
			return true
		}
	}
	return false
}

// poured is the content poured down to a common foot.
type poured struct {
	legs   []leg // in their order
	at     place // where the content goes on
	cost   int
	height int
}

// price is what a pouring costs with the rows that it leaves white at the foot
// of all columns.
func (w *poured) price(frames []Frame) int {
	return w.cost + (roomAt(frames, highest(frames))-roomAt(frames, w.height))*shortRow
}

// levelled looks for the height at which everything fits best; nil where
// there is none.
func (p *pourer) levelled(lines *Lines) (best *poured) {
	total := rowsOf(lines.units)
	top := highest(p.frames)
	if !lines.whole {
		return nil
	}
	least, _ := lines.Reach(len(p.frames))
	if least > p.space(top) {
		return nil
	}
	lowest := 1
	for lowest < top && p.space(lowest) < total {
		lowest++
	}
	first := max(lowest-lowTries, 1)
	cost := impossible
	for h := first; h <= top; h++ {
		if p.space(h) < least {
			continue
		}
		var w *poured
		if h < lowest { // only if lines are lost at little cost
			w = p.below(firstBound, h, true)
		} else {
			w = p.pour(h, p.space(h)-total)
		}
		if w != nil && w.cost+(h-first)*taller < cost {
			best, cost = w, w.cost+(h-first)*taller
		}
		if h > lowest+2 && best != nil && (cost < shortMore || h > lowest+highTries) {
			break
		}
	}
	for _, h := range []int{top, top - 1} {
		if best != nil && (h <= best.height || h > best.height+len(p.c.Blocks)) {
			continue
		}
		bound := movesAtMost(p.space(h) - total)
		if best != nil {
			bound = min(bound, best.price(p.frames)-(roomAt(p.frames, top)-roomAt(p.frames, h))*shortRow)
		}
		if w := p.below(bound, h, true); w != nil {
			best = w
		}
	}
	return best
}

// space is about how many rows of text the frames hold above a foot h rows
// down.
func (p *pourer) space(h int) int {
	n := geom.Length(0) // thousandths of a row
	top := head(p.frames)
	for i := range p.frames {
		f := &p.frames[i]
		for r := range f.limit(top, h) {
			if in := f.inset(r, 1); !p.blocked(i, r, 1) {
				n += (f.Width - in.Left - in.Right) * 1000 / max(f.Width, 1)
			}
		}
	}
	return int(geom.DivCeil(n, 1000))
}

func (p *pourer) end() place { return place{block: len(p.c.Blocks)} }

// skip goes on over blocks that hold nothing.
func (p *pourer) skip(at place) place {
	for at != p.end() {
		b := &p.c.Blocks[at.block]
		if b.Atoms != nil && at.from < len(b.Chars) || b.Atoms == nil && b.chars(at.from) > 0 {
			break
		}
		at = place{block: at.block + 1}
	}
	return at
}

// pour pours everything into the columns down to a common foot, at which some
// lines more or less would be wanted; nil where it does not fit. As in cutting,
// what costs little is tried first; where nothing does, paragraphs are left as
// they are by themselves. At the foot of the slot a stray line is better than
// what is left over.
func (p *pourer) pour(h, lines int) *poured {
	bounds := []int{firstBound, movesAtMost(lines)}
	if h == highest(p.frames) {
		bounds = append(bounds, movesAtMost(lines)+strayTail+strayShort+afterHead)
	}
	for _, bound := range bounds {
		if w := p.below(bound, h, true); w != nil || !p.pruned {
			return w
		}
	}
	p.still = true
	defer func() { p.still = false }()
	for bound := firstBound; bound < impossible; bound = widerBound(bound) {
		if w := p.below(bound, h, true); w != nil || !p.pruned {
			return w
		}
	}
	return nil
}

// mostBound is the price of columns that are six rows short together.
const mostBound = 6 * shortMore

// most pours as much as fits into the columns: the paragraphs as they are by
// themselves, unless they go on elsewhere and end better otherwise.
func (p *pourer) most() *poured {
	top := highest(p.frames)
	p.still = true
	best := p.below(mostBound, top, false)
	if best == nil { // columns that stay empty, beside a table
		best = p.below(impossible, top, false)
	}
	p.still = false
	if p.goesOn && best.cost > 0 {
		if w := p.below(best.cost, top, false); w != nil {
			return w
		}
	}
	return best
}

// below pours the columns at less than a price: with all, nil where not
// everything fits; without, as much as fits.
func (p *pourer) below(bound, h int, all bool) *poured {
	p.feet = p.feet[:0]
	top := head(p.frames)
	for f := range p.frames {
		p.feet = append(p.feet, p.foot(f, p.frames[f].limit(top, h)))
	}
	l := &legs{of: map[halt]int{}, bound: bound}
	l.reach(leg{halt: halt{at: p.skip(place{from: p.c.From})}, prev: -1})
	var ends []int
	for l.Len() > 0 {
		i := heap.Pop(l).(int)
		if l.all[i].frame == len(p.frames) {
			ends = append(ends, i)
			continue
		}
		p.goOn(l, i)
	}
	if p.pruned = l.pruned; len(ends) == 0 {
		return nil
	}
	best := p.choose(l, ends)
	if all && l.all[best].at != p.end() {
		return nil
	}
	out := &poured{at: l.all[best].at, cost: l.all[best].cost, height: h}
	for i := best; i >= 0; i = l.all[i].prev {
		out.legs = append(out.legs, l.all[i])
	}
	slices.Reverse(out.legs)
	return out
}

// goOn goes on from a halt: ends the column there, or sets what comes next.
func (p *pourer) goOn(l *legs, i int) {
	from := l.all[i]
	if from.row > 0 {
		p.close(l, i)
	}
	if from.at == p.end() {
		if from.row == 0 {
			p.leave(l, i)
		}
		return
	}
	b := &p.c.Blocks[from.at.block]
	put := p.stack
	if b.Atoms == nil && b.Rows <= 1 && (b.Divide == nil || from.at.from > 0) {
		put = p.paragraph
	}
	if some := put(l, i, opening{}); !some && from.row == 0 {
		p.leave(l, i)
	}
	if b.Gives && from.row > 0 && from.at.from == 0 && !p.still {
		o := opening{}
		for _, price := range opens {
			o.rows, o.cost = o.rows+1, o.cost+price
			put(l, i, o)
		}
	}
}

// opening is by how much the white above a block is opened, and what that costs.
type opening struct{ rows, cost int }

// leave leaves a column empty.
func (p *pourer) leave(l *legs, i int) {
	from := l.all[i]
	l.reach(leg{halt: halt{from.at, from.frame + 1, 0}, cost: from.cost + p.feet[from.frame]*shortMore, prev: i, held: from.held})
}

// close ends a column behind a block.
func (p *pourer) close(l *legs, i int) {
	from := l.all[i]
	before := unit{closed: true}
	if k := from.at.block; from.at != p.end() && from.at.from == 0 && k > 0 {
		b := &p.c.Blocks[k-1]
		before.never = b.Keep || b.Announces
		if !before.never && !p.c.endsSection(k-1) {
			before.price = belowPrice(p.c.belowHead(k, p.frames[from.frame].Width))
		}
	}
	p.endColumn(l, i, from.at, &before, from.row, leg{})
}

// endColumn ends the column of a leg with another one, behind some units more, of
// which last is the last one; row is the row below it, and the cost is that of the
// units alone.
func (p *pourer) endColumn(l *legs, i int, at place, last *unit, row int, with leg) {
	from := l.all[i]
	c := cutter{goesOn: p.goesOn}
	end := at == p.end()
	with.halt, with.prev = halt{at, from.frame + 1, 0}, i
	with.cost += from.cost + endPrice(last, end) + c.footPrice(last, p.feet[from.frame]-row, len(p.frames)-from.frame, end)
	with.held = from.held || !end && last.holds()
	l.reach(with)
}

// choose is the best of the legs that end the last column: the cheapest that
// holds everything, or else the one that holds most without a head at its foot;
// where the text goes on elsewhere, the cheapest that holds a few lines less.
func (p *pourer) choose(l *legs, ends []int) (best int) {
	if fine := slices.DeleteFunc(slices.Clone(ends), func(i int) bool { return l.all[i].held && l.all[i].at != p.end() }); len(fine) > 0 {
		ends = fine
	}
	far := slices.MaxFunc(ends, func(a, b int) int {
		return cmp.Or(l.all[a].at.compare(l.all[b].at), cmp.Compare(l.all[b].cost, l.all[a].cost))
	})
	if !p.goesOn || l.all[far].at == p.end() {
		return far
	}
	back := pauseBack * int(p.frames[0].Width/max(p.room/leastRoom, 1))
	best = far
	for _, i := range ends {
		if p.depth(l.all[i].at) >= p.depth(l.all[far].at)-back && l.all[i].cost < l.all[best].cost {
			best = i
		}
	}
	return best
}

// depth is how many characters stand before a place.
func (p *pourer) depth(at place) int { return p.chars[at.block] + at.from }

// foot is the row below the last one of a frame's first rows that text can
// use.
func (p *pourer) foot(f, rows int) int {
	for rows > 0 && p.blocked(f, rows-1, 1) {
		rows--
	}
	return rows
}

// free lists the rows that hold lines, from one row of a column on and in the
// columns behind it, until they surely hold text of a width; here counts those
// of the column itself.
func (p *pourer) free(f, row, foot int, need geom.Length) (rows []slot, here int) {
	const slack = 4 // lines, for what is broken with white
	width := p.frames[f].Width
	need += slack * width
	for k := f; k < len(p.frames) && need > 0 && p.frames[k].Width == width; k++ {
		for r := row; r < foot && need > 0; r++ {
			if p.blocked(k, r, 1) {
				continue
			}
			in := p.frames[k].inset(r, 1)
			rows = append(rows, slot{r, in})
			need -= width - in.Left - in.Right
		}
		if k == f {
			here = len(rows)
		}
		if k+1 < len(p.frames) {
			row, foot = 0, p.frames[k+1].Rows
		}
	}
	return rows, here
}

// paragraph sets the paragraph at a leg's end, each line as wide as its row, in
// each way that it can be set, and goes on behind it or from the next column;
// false where none of it has room.
func (p *pourer) paragraph(l *legs, i int, o opening) (some bool) {
	from := l.all[i]
	at, f, row, foot := from.at, from.frame, from.row, p.feet[from.frame]
	b := &p.c.Blocks[at.block]
	if row > 0 && at.from == 0 {
		row += b.Before + o.rows
	}
	if b.Lead != nil && at.from == 0 {
		// The lines beside an initial stand one under the other.
		for row+b.Lead.Rows <= foot && !p.leads(f, row, b.Lead) {
			row++
		}
		if row+b.Lead.Rows > foot {
			return false
		}
	}
	need := b.Para.NaturalWidth(at.from, b.Para.Len())
	rows, here := p.free(f, row, foot, need)
	if here == 0 {
		return false
	}
	ways := p.ways(f, at, rows)
	if p.still {
		ways = ways[:1]
	}
	for _, units := range ways {
		if len(units) > len(rows) { // many lines with much white
			const everything = 1 << 40
			rows, here = p.free(f, row, foot, everything)
		}
		some = p.land(l, i, units, rows, here, o) || some
	}
	return some
}

// land puts the lines of a paragraph into their rows, of which the first few
// are here, in the column of a leg.
func (p *pourer) land(l *legs, i int, units []unit, rows []slot, here int, o opening) (some bool) {
	from := l.all[i]
	n := min(here, len(units))
	put := make([]landed, n)
	for k := range put {
		// The left inset is in the line's indent.
		put[k] = landed{&units[k], slot{rows[k].row, para.Inset{Right: rows[k].in.Right}}}
	}
	way := int(units[0].way) + o.cost
	if from.row == 0 {
		way += units[0].firstPrice(from.frame)
	}
	if n == len(units) {
		low := put[n-1].row + int(put[n-1].rows)
		if low > p.feet[from.frame] { // the rows of an initial
			return false
		}
		l.reach(leg{halt: halt{p.skip(place{block: from.at.block + 1}), from.frame, low}, cost: from.cost + way, prev: i, units: put, open: o.rows, held: from.held})
		n--
		some = true
	}
	for k := n; k > 0; k-- {
		last := put[k-1]
		if low := last.row + int(last.rows); p.feet[from.frame]-low > endsBefore && (some || k < n) {
			break
		} else if !last.glued {
			p.endColumn(l, i, place{from.at.block, int(units[k].start)}, last.unit, low, leg{cost: way, units: put[:k], open: o.rows})
			some = true
		}
	}
	return some
}

// ways are the ways to set a paragraph in rows of frame f and behind it.
func (p *pourer) ways(f int, at place, rows []slot) [][]unit {
	shape := shapeOf(rows)
	key := shaped{at: at, width: p.frames[f].Width}
	for _, in := range shape {
		key.shape += strconv.Itoa(int(in.Left)) + "," + strconv.Itoa(int(in.Right)) + ";"
	}
	if ways, ok := p.set[key]; ok {
		return ways
	}
	b := &p.c.Blocks[at.block]
	own := p.c.units(nil, at.block, at.from, p.c.belowHead(at.block, key.width), b.set(key.width, at.from, shape))
	ways := append([][]unit{own}, p.c.others(own, key.width, shape)...)
	p.set[key] = ways
	return ways
}

// shapeOf is the shape of lines in some rows.
func shapeOf(rows []slot) []para.Inset {
	n := len(rows)
	for n > 0 && rows[n-1].in == (para.Inset{}) {
		n--
	}
	shape := make([]para.Inset, n)
	for i, r := range rows[:n] {
		shape[i] = r.in
	}
	return shape
}

// leads tells whether an initial and the lines beside it have room from a row
// on.
func (p *pourer) leads(f, row int, d *Lead) bool {
	fr := &p.frames[f]
	in := fr.inset(row, d.Rows)
	return in.Left+in.Right <= max(fr.Width-p.room-d.Width, 0)
}

// stack sets a head, or atoms, from a row on: as wide as all its rows have
// room, and where there is room for all of it. A column that holds nothing
// else takes what it can. It tells whether anything found room.
func (p *pourer) stack(l *legs, i int, o opening) bool {
	from := l.all[i]
	first := from.row
	if first > 0 && from.at.from == 0 {
		first += p.c.Blocks[from.at.block].Before + o.rows
	}
	for whole := true; ; whole = false {
		for r := first; r < p.feet[from.frame]; r++ {
			if n, units, in := p.fit(from.halt, r, whole); n > 0 {
				p.pile(l, i, units, n, r, in, o)
				return true
			}
		}
		if !whole || from.row > 0 {
			return false
		}
	}
}

// pile puts the first n units of a block into the column of a leg.
func (p *pourer) pile(l *legs, i int, units []unit, n, row int, in para.Inset, o opening) {
	from := l.all[i]
	if from.row == 0 {
		row += int(units[0].again)
	}
	cost := o.cost
	if from.row == 0 {
		cost += units[0].firstPrice(from.frame)
	}
	var put []landed
	for k := range units[:n] {
		put = append(put, landed{&units[k], slot{row, in}})
		row += int(units[k].rows)
	}
	if n < len(units) {
		if f := from.frame + 1; f < len(p.frames) {
			cost += units[n-1].partPrice(p.feet[f])
		}
		p.endColumn(l, i, place{from.at.block, int(units[n].start)}, &units[n-1], row, leg{cost: cost, units: put, open: o.rows})
		return
	}
	l.reach(leg{halt: halt{p.skip(place{block: from.at.block + 1}), from.frame, row}, cost: from.cost + cost, prev: i, units: put, open: o.rows, held: from.held})
}

// fit sets the block at a halt at the width that its rows have from a
// row on, and tells how many of its units may stand there. With whole a head
// is not parted, nor are atoms that stay together.
func (p *pourer) fit(from halt, row int, whole bool) (n int, units []unit, in para.Inset) {
	at, f, fr := from.at, from.frame, &p.frames[from.frame]
	b := &p.c.Blocks[at.block]
	if p.blocked(f, row, 1) {
		return 0, nil, in
	}
	in = fr.inset(row, 1)
	for {
		units = p.c.units(nil, at.block, at.from, p.c.belowHead(at.block, fr.Width), b.set(fr.Width-in.Left-in.Right, at.from, nil))
		high := 0
		if from.row == 0 && len(units) > 0 {
			high = int(units[0].again)
		}
		for n = 0; n < len(units); n++ {
			next := high + int(units[n].rows)
			if row+next > p.feet[f] || p.blocked(f, row, next) {
				break
			}
			high = next
		}
		all := widest(in, fr.inset(row, high))
		if all.Left+all.Right > max(fr.Width-p.room, 0) {
			return 0, nil, in // cuts at both sides, one below the other
		}
		if all == in {
			break
		}
		in = all // every turn takes in one more cut at least
	}
	if whole && n < len(units) {
		if b.Atoms == nil {
			return 0, nil, in
		}
		for n > 0 && units[n-1].never {
			n--
		}
	}
	return n, units, in
}

// place puts what was poured into the frames and gives what is left.
func (p *pourer) place(w *poured, g page.Grid) (Columns, Content) {
	out := Columns{Used: make([]int, len(p.frames)), Price: w.price(p.frames)}
	for i := 1; i < len(w.legs); i++ {
		f := w.legs[i-1].frame
		out.Moved.Opened += w.legs[i].open
		for _, u := range w.legs[i].units {
			b := u.of(p.c.Blocks)
			if out.Used[f] == 0 && u.again > 0 {
				out.repeat(b, u.unit, f, p.frames[f], g, u.row-int(u.again), u.in)
			}
			out.put(b, u.unit, f, p.frames[f], g, u.row, u.in)
			out.Used[f] = u.row + int(u.rows)
			out.Moved.of(u.unit, b)
		}
	}
	if w.at == p.end() {
		return out, Content{}
	}
	return out, Content{Blocks: p.c.Blocks[w.at.block:], From: w.at.from, Scratch: p.c.Scratch}
}
