package flow

import (
	"cmp"
	"slices"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/layout/para"
)

// # Around pictures
//
// A picture between two columns takes a piece out of both: the lines beside it
// are narrower (绕排). Then no line can be broken before it is known in which
// row it stands, and lines cannot be cut into columns all at once. Columns are
// poured one after the other instead, each line at the width of its row:
//
//	|........|........|
//	|........|........|
//	|.....[picture]...|
//	|.....[picture]...|
//	|........|........|
//
// Every column may end at one of its last few lines; the best few ways so far
// are followed on, priced as in Fill. The common height is found by trying
// heights from below.

// Cut is a part of a frame that text keeps out of.
type Cut struct {
	Row, Rows   int         // of the frame, from its top row 0
	Left, Right geom.Length // what it takes at the frame's left and at its right
}

const (
	leastRoom = 4 // ems beside a cut below which no line is set
	cheapest  = 4 // ways to pour that are followed from column to column,
	farthest  = 2 // and of the others these
	earlier   = 5 // lines at which a column may end, from its last
	lowTries  = 3 // rows below the height looked for that are tried too,
	highTries = 6 // and rows above it while columns do not end level
	deeper    = 8 // columns are poured to a multiple of so many rows
)

// place is a place in the content: character or atom from of a block.
type place struct{ block, from int }

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

// column is a column poured down to some row, as full as it can be. It serves
// for every height up to there.
type column struct {
	units []landed
	next  place // behind the last unit
	foot  int   // the row below the last one that text can use
}

// columnKey is what a poured column depends on.
type columnKey struct {
	frame, rows int
	at          place
}

// way is a way to pour the columns so far.
type way struct {
	at   place
	cost int
	prev *way
	col  *column // nil: the column is empty
	n    int     // its units used
}

// pourer pours content around cuts.
type pourer struct {
	cutter
	c       Content
	room    geom.Length // least width of a line
	columns map[columnKey]*column
	plain   map[plainKey][]unit
}

// plainKey is what a paragraph's lines depend on beside no cut.
type plainKey struct {
	at    place
	width geom.Length
}

// Around pours content into frames with cuts; what does not fit comes back as
// rest, as from Fill. Frames without cuts are left to Break and Fill.
func Around(c Content, frames []Frame, g page.Grid, goesOn bool) (Columns, Content) {
	if len(frames) == 0 || c.Empty() {
		return Columns{Used: make([]int, len(frames))}, c
	}
	rows := 0
	for _, f := range frames {
		rows += f.Rows
	}
	lines := Break(c, frames[0].Width, 2*rows)
	if !slices.ContainsFunc(frames, func(f Frame) bool { return len(f.Cuts) > 0 }) {
		return lines.Fill(frames, g, goesOn)
	}
	p := pourer{cutter: cutter{frames: frames, goesOn: goesOn}, c: c, columns: map[columnKey]*column{}, plain: map[plainKey][]unit{}}
	p.room = leastRoom * smallest(c)
	best, height := p.levelled(lines)
	if best == nil {
		height = highest(frames)
		best = p.most(p.pour(height))
	}
	return p.place(best, height, g)
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

// levelled looks for the height at which everything fits best; nil where
// there is none.
func (p *pourer) levelled(lines *Lines) (best *way, height int) {
	total := 0
	for _, u := range lines.units {
		total += u.rows + u.before
	}
	top := highest(p.frames)
	if !lines.whole || total > p.space(top)+spare(lines.units) {
		return nil, 0
	}
	lowest := 1
	for lowest < top && p.space(lowest) < total {
		lowest++
	}
	first := max(lowest-lowTries, 1)
	cost := impossible
	for h := first; h <= top; h++ {
		for _, w := range p.pour(h) {
			if price := w.cost + (h-first)*taller; w.at == p.end() && price < cost {
				best, cost, height = w, price, h
			}
		}
		if h > lowest+2 && best != nil && (cost < shortMore || h > lowest+highTries) {
			break
		}
	}
	return best, height
}

// space is about how many rows of text the frames hold above a foot h rows
// down.
func (p *pourer) space(h int) int {
	n := geom.Length(0) // thousandths of a row
	for i, f := range p.frames {
		for r := range p.limit(f, h) {
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

// pour pours the columns down to a common foot and gives the best ways, the
// cheapest first.
func (p *pourer) pour(h int) []*way {
	ways := []*way{{at: p.skip(place{from: p.c.From})}}
	for f, fr := range p.frames {
		limit := p.limit(fr, h)
		var next []*way
		for _, w := range ways {
			next = p.extend(next, w, f, limit)
		}
		ways = prune(next)
	}
	return ways
}

// prune keeps the cheapest ways, and those that hold most: what is cheap now
// may leave too much to the last column.
func prune(all []*way) []*way {
	slices.SortStableFunc(all, func(a, b *way) int { return cmp.Or(cmp.Compare(a.cost, b.cost), b.at.compare(a.at)) })
	keep := all[:0]
	for _, w := range all { // one way to a place
		if !slices.ContainsFunc(keep, func(o *way) bool { return o.at == w.at }) {
			keep = append(keep, w)
		}
	}
	if len(keep) <= cheapest {
		return keep
	}
	more := keep[cheapest:]
	slices.SortStableFunc(more, func(a, b *way) int { return b.at.compare(a.at) })
	return keep[:min(cheapest+farthest, len(keep))]
}

// compare orders places by where they stand in the content.
func (a place) compare(b place) int {
	return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.from, b.from))
}

// extend goes on along a way with column f at each of its possible ends.
func (p *pourer) extend(next []*way, w *way, f, limit int) []*way {
	if w.at == p.end() {
		return append(next, &way{at: w.at, cost: w.cost + limit*shortMore, prev: w})
	}
	key := columnKey{f, min((limit+deeper-1)/deeper*deeper, p.frames[f].Rows), w.at}
	col := p.columns[key]
	if col == nil {
		col = p.column(f, key.rows, w.at)
		p.columns[key] = col
	}
	foot := p.foot(f, limit)
	k := len(col.units)
	for k > 0 && col.units[k-1].row+col.units[k-1].rows > foot {
		k--
	}
	some := false
	for tries := 0; k > 0 && tries < earlier; k-- {
		u := col.units[k-1]
		if u.glued {
			continue
		}
		at := col.after(k)
		last := at == p.end()
		heads := 0
		for i := 1; i < k && len(p.frames[f].Cuts) == 0; i++ {
			if col.units[i].head {
				heads++
			}
		}
		price := endPrice(u.unit, last) + p.footPrice(u.unit, foot-u.row-u.rows, heads, len(p.frames)-f, last)
		next = append(next, &way{at: at, cost: w.cost + price, prev: w, col: col, n: k})
		some = true
		tries++
	}
	if !some {
		next = append(next, &way{at: w.at, cost: w.cost + limit*shortMore, prev: w})
	}
	return next
}

// after is the place behind the first k units of a column.
func (c *column) after(k int) place {
	if k == len(c.units) {
		return c.next
	}
	return place{c.units[k].block, c.units[k].start}
}

// most is the way to go where not everything fits: the best one for text that
// goes on elsewhere, else the one that holds most.
func (p *pourer) most(ways []*way) *way {
	best := ways[0]
	for _, w := range ways {
		if !p.goesOn && w.at.compare(best.at) > 0 {
			best = w
		}
	}
	return best
}

// column fills rows rows of a frame from a place of the content on.
func (p *pourer) column(f, rows int, at place) *column {
	col := &column{next: at, foot: p.foot(f, rows)}
	row := 0
	for col.next != p.end() {
		at := col.next
		b := &p.c.Blocks[at.block]
		if len(col.units) > 0 && at.from == 0 {
			row += b.Before
		}
		if b.Atoms == nil && b.Rows <= 1 && (b.Divide == nil || at.from > 0) {
			p.paragraph(col, f, row)
		} else {
			p.stack(col, f, row)
		}
		if col.next == at || col.next.from > 0 {
			break // it did not fit, or not all of it
		}
		last := &col.units[len(col.units)-1]
		row = last.row + last.rows
	}
	return col
}

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

// paragraph sets the paragraph at the column's end from a row on, each line
// as wide as its row; lines beyond the column are set for the next ones.
func (p *pourer) paragraph(col *column, f, row int) {
	at := col.next
	b := &p.c.Blocks[at.block]
	if b.Lead != nil && at.from == 0 {
		// The lines beside an initial stand one under the other.
		for !p.leads(f, row, b.Lead) {
			if row++; row+b.Lead.Rows > col.foot {
				return
			}
		}
		if row+b.Lead.Rows > col.foot {
			return
		}
	}
	need := b.Para.NaturalWidth(at.from, b.Para.Len())
	rows, here := p.free(f, row, col.foot, need)
	if here == 0 {
		return
	}
	units := p.lines(f, at, shapeOf(rows))
	if len(units) > len(rows) { // many lines with much white
		const everything = 1 << 40
		rows, here = p.free(f, row, col.foot, everything)
		units = p.lines(f, at, shapeOf(rows))
	}
	for k := range units {
		u := &units[k]
		if k == here {
			col.next = place{at.block, u.start}
			return
		}
		// The left inset is in the line's indent.
		col.units = append(col.units, landed{u, slot{rows[k].row, para.Inset{Right: rows[k].in.Right}}})
	}
	col.next = p.skip(place{block: at.block + 1})
}

// lines sets a paragraph for frame f; without a shape it is set once for all
// frames of the width.
func (p *pourer) lines(f int, at place, shape []para.Inset) []unit {
	width := p.frames[f].Width
	key := plainKey{at, width}
	if units, ok := p.plain[key]; ok && len(shape) == 0 {
		return units
	}
	units := p.c.units(nil, at.block, at.from, p.c.Blocks[at.block].set(width, at.from, shape))
	if len(shape) == 0 {
		p.plain[key] = units
	}
	return units
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
// else takes what it can.
func (p *pourer) stack(col *column, f, row int) {
	begins := len(col.units) == 0
	for whole := true; ; whole = false {
		for r := row; r < col.foot; r++ {
			if n, units, in := p.fit(f, r, col, whole); n > 0 {
				p.pile(col, units, n, r, in)
				return
			}
		}
		if !whole || !begins {
			return
		}
	}
}

// pile adds the first n units of a block to a column.
func (p *pourer) pile(col *column, units []unit, n, row int, in para.Inset) {
	at := col.next
	if len(col.units) == 0 {
		row += units[0].again
	}
	for k := range units[:n] {
		col.units = append(col.units, landed{&units[k], slot{row, in}})
		row += units[k].rows
	}
	col.next = p.skip(place{block: at.block + 1})
	if n < len(units) {
		col.next = place{at.block, units[n].start}
	}
}

// fit sets the block at a column's end at the width that its rows have from a
// row on, and tells how many of its units may stand there. With whole a head
// is not parted, nor are atoms that stay together.
func (p *pourer) fit(f, row int, col *column, whole bool) (n int, units []unit, in para.Inset) {
	at, fr := col.next, &p.frames[f]
	b := &p.c.Blocks[at.block]
	if p.blocked(f, row, 1) {
		return 0, nil, in
	}
	in = fr.inset(row, 1)
	for {
		units = p.c.units(nil, at.block, at.from, b.set(fr.Width-in.Left-in.Right, at.from, nil))
		high := 0
		if len(col.units) == 0 && len(units) > 0 {
			high = units[0].again
		}
		for n = 0; n < len(units); n++ {
			next := high + units[n].rows
			if row+next > col.foot || p.blocked(f, row, next) {
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

// place puts the columns of a way into their frames and gives what is left.
func (p *pourer) place(w *way, height int, g page.Grid) (Columns, Content) {
	out := Columns{Used: make([]int, len(p.frames))}
	rest := Content{}
	if w.at != p.end() {
		rest = Content{Blocks: p.c.Blocks[w.at.block:], From: w.at.from}
	}
	steps := make([]*way, len(p.frames))
	for f := len(p.frames) - 1; f >= 0; f-- {
		steps[f] = w
		w = w.prev
	}
	for f, s := range steps {
		fr := p.frames[f]
		switch {
		case s.col == nil:
		case len(fr.Cuts) == 0:
			units := make([]unit, s.n)
			for k := range units {
				units[k] = *s.col.units[k].unit
			}
			out.place(p.c.Blocks, units, f, fr, g, p.limit(fr, height), s.at == p.end())
		default:
			for k := range s.col.units[:s.n] {
				u := s.col.units[k]
				if k == 0 && u.again > 0 {
					out.repeat(&p.c.Blocks[u.block], u.unit, f, fr, g, u.row-u.again, u.in)
				}
				out.put(&p.c.Blocks[u.block], u.unit, f, fr, g, u.row, u.in)
				out.Used[f] = u.row + u.rows
			}
		}
	}
	return out, rest
}
