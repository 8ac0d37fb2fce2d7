package flow

import (
	"math"
	"slices"
	"sync"
)

// # Cutting
//
// All ways of setting a story in lines are one net: its nodes are the places
// between two units, its edges the units. A paragraph that can be set in a line
// less or more has a way of its own for each number between the nodes before
// and behind it:
//
//	          .--o--o--o--.          a line more
//	o--o--o--o---o--o-----o--o--o    by itself
//	          `--o--------'          a line less
//
// A state is a node, and the column and row that it was reached in. Every unit
// leads from a state to the next one in the same column, and the end of a
// column to the top of the next, each at its price. Going through the nodes in
// the order of the text finds the cheapest way to every state, so that what
// comes out is the best of all cuttings of all settings at once: no line is
// moved without need, and none is left where a moved one would level the feet.

// line is the unit of all prices: what it costs to set a paragraph in a line less or
// more, which nobody sees. For the scale: a row left white at a column's foot is six
// such lines, so that lines are moved first; a last line alone at a column's head is
// worth eight of those rows; a column two rows short is more than any line that stands
// alone, for columns that are not level are seen from the door; and what no editor
// would let through, a head at a column's foot, is more than all columns of a story
// that are short.
const line = 8

// Prices, by what is seen: what is not seen comes first. A line gained or lost within
// the limits of copyfitting costs less than a row left white, whatever lines it takes.
const (
	moveLine    = line           // a paragraph set in a line less or more,
	moveMost    = 4 * line       // and at most so much above it for how its lines are set
	moveShare   = 16             // demerits of a line (see para) that cost an eighth of one moved
	taller      = 15 * line / 4  // every row the columns are higher than they need be
	moveHead    = 9 * line / 2   // a subhead set in another number of lines
	pauseRow    = 5 * line       // a row left white for a better place to pause
	shortRow    = 6 * line       // a column that ends one row before the others
	strayHead   = 15 * line / 2  // a paragraph's first line alone at a column's foot
	openWhite   = 8 * line       // the white above a table, a quotation or what follows one, opened by a row: more than a short column,
	openMore    = 16 * line      // and by another one
	midSentence = 25 * line      // text that goes on elsewhere in the middle of a sentence
	afterHead   = 75 * line / 2  // a head with two lines of text below it
	strayTail   = 50 * line      // a paragraph's last line alone at a column's head
	strayShort  = 225 * line / 2 // the same, holding no more than two characters
	shortMore   = 375 * line     // every further row of a short column: level columns come before stray lines
	partWhole   = 3000 * line    // a table parted that has room in the next column: eight rows left white
	soonAfter   = 3000 * line    // a head with one line below it
	headFoot    = 25000 * line   // a head at a column's foot, where nothing else is possible
)

// opens are the prices of every row by which white may be opened.
var opens = [...]int{OpenPrice, OpenMorePrice}

// RowPrice is what a row costs that is left white; OpenPrice and OpenMorePrice are what
// the rows cost by which the white beside something may be opened.
const (
	RowPrice      = shortRow
	OpenPrice     = openWhite
	OpenMorePrice = openMore
)

const (
	pauseRows = 2 // rows that may stay white for a better place to pause
	pauseBack = 8 // lines that may be carried on for one
)

const impossible = math.MaxInt / 4

// net is all the ways of setting a story.
type net struct {
	units  []unit
	behind []int32 // node behind each unit
	nodes  []node
	order  []int32 // the nodes in the order of the text
	end    int     // the node behind the last unit
}

// node is a place between two units.
type node struct {
	outs  [1 + maxOthers]int32 // units that begin here
	n     int32
	depth int32 // how far on in the text, in 1/depthOf of a line
}

const (
	maxOthers = 2 // ways of setting a block beside its own
	depthOf   = 8
)

// newNet is the net of units that can be set in one way only.
func newNet(units []unit) *net { return roomyNet(units, 0) }

// roomyNet is such a net with room for more units.
func roomyNet(units []unit, more int) *net {
	n := len(units)
	t := &net{units: units, behind: make([]int32, n, n+more), nodes: make([]node, n+1, n+1+more), order: make([]int32, n+1, n+1+more), end: n}
	for k := range t.nodes {
		t.order[k] = int32(k)
		t.nodes[k] = node{depth: int32(k * depthOf)}
		if k < n {
			t.nodes[k].outs[0], t.nodes[k].n = int32(k), 1
			t.behind[k] = int32(k + 1)
		}
	}
	return t
}

// other is another way of setting units from to to: in other units.
type other struct {
	from, to int
	units    []unit
}

// netOf is the net of units that can be set in other ways, too, which come in the order
// of the text.
func netOf(units []unit, others []other) *net {
	n, more := len(units), 0
	for i := range others {
		more += len(others[i].units)
	}
	out := roomyNet(append(make([]unit, 0, n+more), units...), more)
	out.order = out.order[:0]
	for k := 0; k <= n; k++ {
		out.order = append(out.order, int32(k))
		for len(others) > 0 && others[0].from == k {
			out.branch(&others[0])
			others = others[1:]
		}
	}
	return out
}

// branch adds one other way.
func (t *net) branch(o *other) {
	at := o.from
	for i := range o.units {
		u := len(t.units)
		t.units = append(t.units, o.units[i])
		b := &t.nodes[at]
		b.outs[b.n] = int32(u)
		b.n++
		if i == len(o.units)-1 {
			t.behind = append(t.behind, int32(o.to))
			break
		}
		at = len(t.nodes)
		depth := o.from*depthOf + (o.to-o.from)*depthOf*(i+1)/len(o.units)
		t.nodes = append(t.nodes, node{depth: int32(depth)})
		t.behind = append(t.behind, int32(at))
		t.order = append(t.order, int32(at))
	}
}

// state is a node reached in a row of a column: the row below the unit that
// led there, or 0 at the top of the next column.
type state struct {
	cost       int
	frame, row int32
	unit       int32 // that led here; -1: a column's end
	prev       int32 // state; -1: none
	next       int32 // another state of the same node; -1: none
	held       bool  // some column ends behind a head, or with too little below one
}

// cutter cuts a net into columns.
type cutter struct {
	*net
	frames []Frame
	goesOn bool  // what is not placed goes on elsewhere
	limits []int // rows of each frame above the common foot
	// tolerance is how many rows a column before the last may end short. The
	// tallest unit with its white is enough: a column that lacks more could
	// take one more.
	tolerance int
	all       bool // every unit must be placed
	bound     int  // states that cost as much are not followed,
	pruned    bool // which has been so
	*visits
}

// Scratch is memory in which content is cut into columns, one story after the other: what
// a cutting has taken is there for the next. Goroutines may share one. The zero value is
// ready.
type Scratch struct{ pool sync.Pool }

// take gives visits of anything.
func (s *Scratch) take() *visits {
	if s != nil {
		if v, ok := s.pool.Get().(*visits); ok {
			return v
		}
	}
	return new(visits)
}

// give takes them back; none of their states may be looked at any more.
func (s *Scratch) give(v *visits) {
	if s != nil {
		s.pool.Put(v)
	}
}

// visits are the states in which the nodes of a net were reached. The cutters of a story
// use them in turn.
type visits struct {
	some []*[someStates]state // in pieces, for one story of a paper needs a hundred times as many as most
	n    int32                // states that there are
	at   []int32              // the first state of each node; -1: none
}

// someStates is how many states are taken at a time: those of a story of usual length.
const someStates = 256

// forget makes room for a net of so many nodes.
func (v *visits) forget(nodes int) {
	v.n = 0
	v.at = slices.Grow(v.at[:0], nodes)[:nodes]
	for i := range v.at {
		v.at[i] = -1
	}
}

// state is state number i.
func (v *visits) state(i int32) *state { return &v.some[uint32(i)/someStates][uint32(i)%someStates] }

// add keeps a state.
func (v *visits) add(s state) {
	if int(v.n/someStates) == len(v.some) {
		v.some = append(v.some, new([someStates]state))
	}
	*v.state(v.n) = s
	v.n++
}

// put is a unit in its row.
type put struct{ unit, frame, row int32 }

// cutting is a story cut into columns.
type cutting struct {
	net    *net
	puts   []put
	end    int // node at which it ends
	cost   int
	height int // what the columns were levelled to
}

func newCutter(n *net, v *visits, frames []Frame, goesOn bool) *cutter {
	c := &cutter{net: n, frames: frames, goesOn: goesOn, limits: make([]int, len(frames)), visits: v}
	group := 0 // rows of the units glued together, and of a head with the lines that it must have below it
	for i := range n.units {
		u := &n.units[i]
		group += int(u.rows + u.before)
		c.tolerance = max(c.tolerance, group)
		if !u.glued && !u.holds() {
			group = 0
		}
	}
	if goesOn {
		c.tolerance = max(c.tolerance, pauseRows)
	}
	return c
}

// cut finds the cheapest cuts into columns of at most h rows. With all, every
// unit must be placed; without, as many as fit. It gives nil where there is
// no way. What costs little is nearly always there and few states do, so
// that is tried first.
func (c *cutter) cut(h int, all bool) *cutting {
	bound := firstBound
	if !all {
		bound = impossible
	}
	for ; ; bound = widerBound(bound) {
		if out := c.below(bound, h, all); out != nil || !c.pruned {
			return out
		}
	}
}

// firstBound is the price below which a way to fill columns is looked for first:
// three rows left white.
const firstBound = 3 * shortRow

// widerBound is the next one, where none is found.
func widerBound(bound int) int {
	if bound > 2*shortMore {
		return impossible
	}
	return 5 * bound
}

// below finds the cheapest cuts among those that cost less than a bound.
func (c *cutter) below(bound, h int, all bool) *cutting {
	c.bound, c.all, c.pruned = bound, all, false
	c.forget(len(c.nodes))
	top := head(c.frames)
	for f := range c.frames {
		c.limits[f] = c.frames[f].limit(top, h)
	}
	c.reach(0, state{unit: -1, prev: -1})
	for _, k := range c.order {
		if c.at[k] >= 0 {
			c.close(int(k))
			c.advance(int(k))
		}
	}
	end := c.end
	if !all {
		end = c.farthest()
	}
	s := c.done(end)
	if s < 0 {
		return nil
	}
	return c.trace(end, s, h)
}

// reach keeps a state if it is the cheapest in its place, of those below which a
// column ends at the same price.
func (c *cutter) reach(k int, s state) {
	if s.cost >= c.bound {
		c.pruned = true
		return
	}
	for i := c.at[k]; i >= 0; i = c.state(i).next {
		if o := c.state(i); o.frame == s.frame && o.row == s.row && c.sameFoot(o.unit, s.unit) {
			if s.cost < o.cost {
				s.next = o.next
				*o = s
			}
			return
		}
	}
	s.next = c.at[k]
	c.at[k] = c.n
	c.add(s)
}

// sameFoot tells whether columns end at the same price behind two units, which are the
// last of the same block set in two ways, or none.
func (c *cutter) sameFoot(a, b int32) bool {
	if a < 0 || b < 0 || a == b {
		return a == b
	}
	x, y := &c.units[a], &c.units[b]
	return x.price == y.price && x.never == y.never && x.glued == y.glued
}

// close ends the column at a node, in every state that it was reached in.
func (c *cutter) close(k int) {
	for i := c.at[k]; i >= 0; i = c.state(i).next {
		s := *c.state(i)
		if s.row == 0 || c.units[s.unit].glued {
			continue
		}
		last := &c.units[s.unit]
		if short := c.limits[s.frame] - int(s.row); k == c.end || short <= c.tolerance {
			price := endPrice(last, k == c.end) + c.footPrice(last, short, len(c.frames)-int(s.frame), k == c.end)
			if f := int(s.frame) + 1; f < len(c.frames) {
				price += last.partPrice(c.limits[f])
			}
			c.reach(k, state{frame: s.frame + 1, cost: s.cost + price, unit: -1, prev: i, held: s.held || k != c.end && last.holds()})
		}
	}
	c.leave(k)
}

// leave passes over columns at a node, which stay empty: nothing is left for
// them, or they are too low for what comes next.
func (c *cutter) leave(k int) {
	for f := int32(0); int(f) < len(c.frames); f++ {
		at, next := int32(-1), int32(len(c.frames)) // the state at the top of column f, and the first column behind it with one
		for i := c.at[k]; i >= 0; i = c.state(i).next {
			switch s := c.state(i); {
			case s.row > 0 || s.frame < f:
			case s.frame == f:
				at = i
			default:
				next = min(next, s.frame)
			}
		}
		if at < 0 {
			f = next - 1
			continue
		}
		c.reach(k, state{frame: f + 1, cost: c.state(at).cost + c.limits[f]*shortMore, unit: -1, prev: at, held: c.state(at).held})
	}
}

// advance puts every unit that begins at a node.
func (c *cutter) advance(k int) {
	for _, out := range c.nodes[k].outs[:c.nodes[k].n] {
		u := &c.units[out]
		for i := c.at[k]; i >= 0; i = c.state(i).next {
			s := *c.state(i)
			if int(s.frame) == len(c.frames) {
				continue
			}
			row, cost := int(s.row+u.rows), s.cost+int(u.way)
			if s.row > 0 {
				row += int(u.before)
			} else {
				row += int(u.again)
				cost += u.firstPrice(int(s.frame))
			}
			if row <= c.limits[s.frame] {
				c.reach(int(c.behind[out]), state{frame: s.frame, row: int32(row), cost: cost, unit: int32(out), prev: i, held: s.held})
			}
			if !u.gives || s.row == 0 {
				continue
			}
			for _, price := range opens {
				if row, cost = row+1, cost+price; row <= c.limits[s.frame] {
					c.reach(int(c.behind[out]), state{frame: s.frame, row: int32(row), cost: cost, unit: int32(out), prev: i, held: s.held})
				}
			}
		}
	}
}

// done is the state of a node at which all columns are ended; -1: none.
func (c *cutter) done(k int) int32 {
	for i := c.at[k]; i >= 0; i = c.state(i).next {
		if int(c.state(i).frame) == len(c.frames) {
			return i
		}
	}
	return -1
}

// farthest is the node at which the text ends where not all of it fits: as far
// as it goes without a head at a foot, if anything does, and where it goes on
// elsewhere at the best place a few lines before.
func (c *cutter) farthest() (best int) {
	most, back, cost := -1, 0, impossible
	if c.goesOn {
		back = pauseBack * depthOf
	}
	for _, fine := range []bool{true, false} {
		for _, k := range c.order {
			if i := c.done(int(k)); i >= 0 && !(fine && int(k) != c.end && c.state(i).held) {
				most = max(most, int(c.nodes[k].depth))
			}
		}
		if most >= 0 {
			break
		}
	}
	for _, k := range c.order {
		if i, depth := c.done(int(k)), int(c.nodes[k].depth); i >= 0 && depth >= most-back && depth <= most && (c.state(i).cost < cost || c.state(i).cost == cost && depth > int(c.nodes[best].depth)) {
			best, cost = int(k), c.state(i).cost
		}
	}
	return best
}

// trace reads a cutting backwards out of the states.
func (c *cutter) trace(end int, at int32, height int) *cutting {
	out := &cutting{net: c.net, end: end, cost: c.state(at).cost, height: height}
	n := 0
	for i := at; i >= 0; i = c.state(i).prev {
		if c.state(i).unit >= 0 {
			n++
		}
	}
	out.puts = make([]put, n)
	for ; at >= 0; at = c.state(at).prev {
		if s := c.state(at); s.unit >= 0 {
			n--
			out.puts[n] = put{s.unit, s.frame, s.row - c.units[s.unit].rows}
		}
	}
	return out
}

// firstPrice is what it costs that a column begins with a unit: nothing in the
// first one, which has no other beginning.
func (u *unit) firstPrice(frame int) int {
	if frame == 0 {
		return 0
	}
	return int(u.first)
}

// holds tells whether a unit must have more lines below it: it is a head, or stands
// directly under one.
func (u *unit) holds() bool { return endPrice(u, false) >= soonAfter }

// partPrice is what it costs that a column ends after a unit and the next one holds so
// many rows.
func (u *unit) partPrice(rows int) int {
	if u.whole == 0 || int(u.whole) > rows {
		return 0
	}
	return partWhole
}

func endPrice(u *unit, last bool) int {
	switch {
	case last:
		return 0
	case u.never:
		return headFoot
	}
	return int(u.price)
}

// shortPrice is what a column costs that ends short rows above the height: the
// first columns of a story should be the full ones.
func shortPrice(short, columnsLeft int) int {
	if short == 0 {
		return 0
	}
	return shortRow + columnsLeft + (short-1)*shortMore
}

// footPrice is what a column's foot costs. Where the text goes on elsewhere
// from it, a sentence's end within two lines is better than a full column.
func (c *cutter) footPrice(u *unit, short, columnsLeft int, last bool) int {
	if !c.goesOn || columnsLeft > 1 || last || short > pauseRows {
		return shortPrice(short, columnsLeft)
	}
	price := short * pauseRow
	if !u.closed {
		price += midSentence
	}
	return price
}

// limit is how many rows a frame has above the common foot: h rows below the
// highest frame's top, which is at row head.
func (f *Frame) limit(head, h int) int { return max(min(f.Rows, h-(f.Top-head)), 0) }

// head is the row at which the highest frame begins.
func head(frames []Frame) int {
	top := frames[0].Top
	for i := range frames {
		top = min(top, frames[i].Top)
	}
	return top
}

// highest is the height at which all frames are as high as they can be.
func highest(frames []Frame) (h int) {
	top := head(frames)
	for i := range frames {
		h = max(h, frames[i].Top-top+frames[i].Rows)
	}
	return h
}

// roomAt is how many rows the frames have above a foot h rows down.
func roomAt(frames []Frame, h int) (n int) {
	top := head(frames)
	for i := range frames {
		n += frames[i].limit(top, h)
	}
	return n
}
