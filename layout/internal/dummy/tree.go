package dummy

import (
	"math"
	"math/bits"
	"slices"
)

// op is how the sons of a node stand.
type op uint8

const (
	leaf   op = iota
	stack     // the first over the second
	row       // the first left of the second
	wheel     // five round a middle, as in the picture of the package
	mirror    // the same seen from behind the page
	footed    // a story that is an L, its first part higher, and what its notch has,
	hung      // its second part higher, and
	capped    // its second part beginning lower
)

// sons is how many sons a node has.
func (o op) sons() int {
	switch o {
	case leaf:
		return 0
	case wheel, mirror:
		return len(wheelSons{})
	}
	return 2
}

// wheelSons are the sons of a wheel in the order A, B, C, D, E.
type wheelSons [5]id

// id is a node of a forest.
type id int32

const none id = -1

// key is what makes a node: equal keys are the same node.
type key struct {
	op op
	// sons are those of a joint; of a leaf the first is its piece, the second and
	// third the only width and height that it may have, 0: any.
	sons wheelSons
}

// node is a subtree: a piece, or a joint of subtrees.
type node struct {
	key
	pieces set
	area   int    // about the cells of its pieces
	tabled uint32 // widths, as bits, whose tables are there
}

// table is the prices of a node at one width: of the heights lo, lo+1, ...
type table struct {
	lo     int
	prices []int32
}

// impossible is the price of what cannot stand; sums of two of them are no
// less.
const impossible = math.MaxInt32 / 8

// at is the price of a height.
func (t table) at(h int) int32 {
	if h -= t.lo; h >= 0 && h < len(t.prices) {
		return t.prices[h]
	}
	return impossible
}

// hi is the greatest height.
func (t table) hi() int { return t.lo + len(t.prices) - 1 }

// span is where the prices of a table lie among all prices.
type span struct {
	at      int32
	lo, len int16
}

// forest keeps all subtrees that a search has met with their tables.
type forest struct {
	sheet  *Sheet
	nodes  []node
	spans  []span  // of node n at width w: n*stride + w
	stride int     // a span more than the sheet has columns
	bounds []int32 // in the order of spans: no price is less; unbound: nobody has asked
	prices []int32
	index  []id // of nodes by their keys, in a table of a power of two places of which half are free; none: free
	work   []int32
	pins   set
	spots  map[spot]int32 // prices of nodes with pinned pieces
	leaves []id           // by piece
	areas  []int          // by piece
}

// nodesPerPiece is about how many nodes a search makes of few pieces, for each of them.
const nodesPerPiece = 500

// usualTable is about how many prices the tables of a node have.
const usualTable = 30

func newForest(s *Sheet) *forest {
	f := &forest{sheet: s, stride: s.Columns + 1, work: make([]int32, s.Rows+1), spots: map[spot]int32{}}
	n := min(mostNodes, nodesPerPiece*len(s.Pieces))
	f.nodes, f.spans, f.prices = make([]node, 0, n), make([]span, 0, n*f.stride), make([]int32, 0, n*usualTable)
	f.bounds = make([]int32, 0, n*f.stride)
	f.index = make([]id, 1<<bits.Len(uint(2*n)))
	f.begin()
	return f
}

// begin empties a forest but for its leaves.
func (f *forest) begin() {
	s := f.sheet
	for i := range f.index {
		f.index[i] = none
	}
	clear(f.spots)
	f.nodes, f.spans, f.bounds, f.prices, f.leaves, f.areas = f.nodes[:0], f.spans[:0], f.bounds[:0], f.prices[:0], f.leaves[:0], f.areas[:0]
	for i := range s.Pieces {
		f.areas = append(f.areas, s.Area(&s.Pieces[i]))
		if s.Pieces[i].Pin != nil {
			f.pins |= 1 << i
		}
	}
	for i := range s.Pieces {
		f.leaves = append(f.leaves, f.leaf(i, 0, 0))
	}
}

// leaf is the leaf of a piece that may have one width, or any, and one height,
// or any.
func (f *forest) leaf(piece, width, rows int) id {
	k := key{leaf, wheelSons{id(piece), id(width), id(rows)}}
	n := f.index[f.indexed(k)]
	if n == none {
		n = f.add(k, 1<<piece)
		f.tableLeaf(n, &f.sheet.Pieces[piece], width, rows)
	}
	return n
}

// add makes a node.
func (f *forest) add(k key, pieces set) id {
	n := id(len(f.nodes))
	area := 0
	for left := pieces; left != 0; left &= left - 1 {
		area += f.areas[left.first()]
	}
	f.nodes = append(f.nodes, node{key: k, pieces: pieces, area: area})
	for range f.stride {
		f.spans, f.bounds = append(f.spans, span{}), append(f.bounds, unbound)
	}
	f.index[f.indexed(k)] = n
	if 2*len(f.nodes) > len(f.index) {
		f.reindex()
	}
	return n
}

// indexed is where the index has the node of a key, or would have it.
func (f *forest) indexed(k key) int {
	pair := func(a, b id) uint64 { return uint64(uint32(a)) | uint64(uint32(b))<<32 }
	h := pair(k.sons[0], k.sons[1]) * goldenRatio
	h = ((h ^ h>>32) + pair(k.sons[2], k.sons[3])) * goldenRatio
	h = ((h ^ h>>32) + pair(k.sons[4], id(k.op))) * goldenRatio
	free := len(f.index) - 1
	at := int(h>>32) & free
	for f.index[at] != none && f.nodes[f.index[at]].key != k {
		at = (at + 1) & free
	}
	return at
}

// goldenRatio is two to the power of 64 by the golden ratio, and odd: multiplied by it,
// near numbers lie far apart (D. E. Knuth, The Art of Computer Programming, volume 3,
// section 6.4).
const goldenRatio = 0x9e3779b97f4a7c15

// reindex makes the index twice as large.
func (f *forest) reindex() {
	f.index = make([]id, 2*len(f.index))
	for i := range f.index {
		f.index[i] = none
	}
	for n := range f.nodes {
		f.index[f.indexed(f.nodes[n].key)] = id(n)
	}
}

// join is the node of sons joined by an op.
func (f *forest) join(o op, sons ...id) id {
	k := key{op: o}
	copy(k.sons[:], sons)
	if o.isDogleg() {
		if first := &f.nodes[sons[0]]; first.op != leaf || !f.sheet.Pieces[first.sons[0]].bends() {
			return f.join(stack, sons...)
		}
	}
	if n := f.index[f.indexed(k)]; n != none {
		return n
	}
	var pieces set
	for _, s := range sons {
		pieces |= f.nodes[s].pieces
	}
	return f.add(k, pieces)
}

// sonsOf are the sons of a node.
func (f *forest) sonsOf(n id) []id { return f.nodes[n].sons[:f.nodes[n].op.sons()] }

// width is the table of a node at a width; it is computed when it is wanted for
// the first time.
func (f *forest) width(n id, w int) table {
	if f.nodes[n].tabled>>w&1 == 0 {
		f.tabulate(n, w)
	}
	s := &f.spans[int(n)*f.stride+w]
	return table{int(s.lo), f.prices[s.at : s.at+int32(s.len)]}
}

func (f *forest) tabulate(n id, w int) {
	if f.bound(n, w) < impossible {
		f.fill(n, w)
	}
	f.nodes[n].tabled |= 1 << w
}

// bound is what a node costs at least at a width, whatever its height: the least of its
// table where it has one, else what its sons cost at least together. It is known long
// before the table is, and most pages of a search are too dear by it.
func (f *forest) bound(n id, w int) int32 {
	p := f.bounds[int(n)*f.stride+w]
	if p < 0 {
		p = f.reckon(n, w)
	}
	return p
}

// unbound is below all prices.
const unbound = -1

// reckon finds a bound for the first time.
func (f *forest) reckon(n id, w int) int32 {
	op, sons, least := f.nodes[n].op, f.nodes[n].sons, int32(impossible)
	switch op {
	case stack:
		least = f.bound(sons[0], w) + f.bound(sons[1], w)
	case row:
		for x := 1; x < w; x++ {
			if p := f.bound(sons[0], x); p < least {
				least = min(least, p+f.bound(sons[1], w-x))
			}
		}
	case wheel, mirror:
		for x1 := 1; x1 < w-1; x1++ {
			for x2 := x1 + 1; x2 < w; x2++ {
				least = min(least, f.armsBound(sons, w, x1, x2, least))
			}
		}
	case footed, hung, capped:
		for x1 := 1; x1 < w; x1++ {
			if cols, ok := f.notch(n, w, x1); ok {
				least = min(least, f.bound(sons[1], cols))
			}
		}
	}
	least = min(least, impossible)
	f.bounds[int(n)*f.stride+w] = least
	return least
}

// set keeps a table without the impossible heights at its ends.
func (f *forest) set(n id, w, lo int, prices []int32) {
	for len(prices) > 0 && prices[0] >= impossible {
		prices, lo = prices[1:], lo+1
	}
	for len(prices) > 0 && prices[len(prices)-1] >= impossible {
		prices = prices[:len(prices)-1]
	}
	least := int32(impossible)
	for _, p := range prices {
		least = min(least, p)
	}
	f.spans[int(n)*f.stride+w] = span{int32(len(f.prices)), int16(lo), int16(len(prices))}
	f.bounds[int(n)*f.stride+w] = least
	f.prices = append(f.prices, prices...)
}

// tableLeaf fills the tables of a piece.
func (f *forest) tableLeaf(n id, p *Piece, only, rows int) {
	f.nodes[n].tabled = math.MaxUint32
	for w := range f.stride {
		f.bounds[int(n)*f.stride+w] = impossible
	}
	for w := 1; w < len(p.Fits) && w <= f.sheet.Columns; w++ {
		fits := p.Fits[w]
		if len(fits) == 0 || only > 0 && w != only {
			continue
		}
		if rows > 0 {
			if rows < fits[0].Rows || rows > fits[len(fits)-1].Rows {
				continue
			}
			fits = fits[rows-fits[0].Rows:][:1]
		}
		prices := f.work[:0]
		for i := range fits {
			if fits[i].Rows <= f.sheet.Rows {
				prices = append(prices, int32(min(fits[i].Price+f.sheet.Terms.width(f.sheet, p, w), impossible)))
			}
		}
		f.set(n, w, fits[0].Rows, prices)
	}
}

// fill fills the table of a joint at a width, after those of its sons: all work
// in one place.
func (f *forest) fill(n id, w int) {
	switch nd := f.nodes[n]; nd.op {
	case stack:
		f.fillStack(n, w, nd.sons[0], nd.sons[1])
	case row:
		f.fillRow(n, w, nd.sons[0], nd.sons[1])
	case wheel, mirror:
		f.fillWheel(n, w, nd.sons)
	case footed, hung, capped:
		f.fillDogleg(n, w)
	}
}

// blank gives the working table for heights 0 to the sheet's, all impossible.
func (f *forest) blank() []int32 {
	for i := range f.work {
		f.work[i] = impossible
	}
	return f.work
}

func (f *forest) fillStack(n id, w int, upper, lower id) {
	gap, most := f.sheet.Gap, f.sheet.Rows
	a := f.width(upper, w)
	if len(a.prices) == 0 {
		return
	}
	b := f.width(lower, w)
	lo := a.lo + gap + b.lo
	if len(b.prices) == 0 || lo > most {
		return
	}
	out := f.blank()[lo : min(a.hi()+gap+b.hi(), most)+1]
	for i, pa := range a.prices {
		if i >= len(out) {
			break
		}
		if pa >= impossible {
			continue
		}
		to := out[i:min(i+len(b.prices), len(out))]
		from := b.prices[:len(to)]
		for k, pb := range from {
			to[k] = min(to[k], pa+pb)
		}
	}
	f.set(n, w, lo, out)
}

func (f *forest) fillRow(n id, w int, left, right id) {
	// The tables of the sons first, for all work in one place.
	both := 0 // widths, as bits, at which both can stand
	for x := 1; x < w; x++ {
		if f.bound(left, x) < impossible && f.bound(right, w-x) < impossible && len(f.width(left, x).prices) > 0 && len(f.width(right, w-x).prices) > 0 {
			both |= 1 << x
		}
	}
	if both == 0 {
		return
	}
	out := f.blank()
	lo, hi := len(out), -1
	for x := 1; x < w; x++ {
		if both>>x&1 == 0 {
			continue
		}
		a, b := f.width(left, x), f.width(right, w-x)
		from, to := max(a.lo, b.lo), min(a.hi(), b.hi())
		if from > to {
			continue
		}
		lo, hi = min(lo, from), max(hi, to)
		pa, pb := a.prices[from-a.lo:to-a.lo+1], b.prices[from-b.lo:to-b.lo+1]
		at := out[from : to+1]
		for k := range at {
			at[k] = min(at[k], pa[k]+pb[k])
		}
	}
	if lo <= hi {
		f.set(n, w, lo, out[lo:hi+1])
	}
}

// arms are the tables of a wheel's sons at the widths that x1 and x2 give
// them: a mirrored wheel is a wheel seen from behind.
type arms struct{ a, b, c, d, e table }

// armWidths are the widths of A, B, C, D and E.
func armWidths(w, x1, x2 int) [5]int { return [...]int{x2, w - x2, w - x1, x1, x2 - x1} }

// armsBound is what the sons of a wheel cost at least at such widths; below or more, where
// that is no less than below.
func (f *forest) armsBound(sons wheelSons, w, x1, x2 int, below int32) (sum int32) {
	widths := armWidths(w, x1, x2)
	for i, son := range sons {
		if sum += f.bound(son, widths[i]); sum >= below {
			break
		}
	}
	return sum
}

// arms are none where a son cannot have its width, or where all of them together
// surely cost no less than below.
func (f *forest) arms(sons wheelSons, w, x1, x2 int, below int32) (t arms, ok bool) {
	if f.armsBound(sons, w, x1, x2, below) >= below {
		return t, false
	}
	widths := armWidths(w, x1, x2)
	for i, to := range [...]*table{&t.a, &t.b, &t.c, &t.d, &t.e} {
		if *to = f.width(sons[i], widths[i]); len(to.prices) == 0 {
			return t, false
		}
	}
	return t, true
}

func (f *forest) fillWheel(n id, w int, sons wheelSons) {
	some := false // the tables of the sons first
	for x1 := 1; x1 < w-1; x1++ {
		for x2 := x1 + 1; x2 < w; x2++ {
			_, ok := f.arms(sons, w, x1, x2, impossible)
			some = some || ok
		}
	}
	if !some {
		return
	}
	gap, most := f.sheet.Gap, f.sheet.Rows
	out := f.blank()
	lo, hi := len(out), -1
	for x1 := 1; x1 < w-1; x1++ {
		for x2 := x1 + 1; x2 < w; x2++ {
			t, ok := f.arms(sons, w, x1, x2, impossible)
			if !ok {
				continue
			}
			for i, pa := range t.a.prices {
				hA := t.a.lo + i
				for hE := max(t.e.lo, t.b.lo-hA-gap); hE <= min(t.e.hi(), t.b.hi()-hA-gap); hE++ {
					hB := hA + gap + hE
					price := pa + t.e.at(hE) + t.b.at(hB)
					if price >= impossible {
						continue
					}
					from := max(t.d.lo+hA, t.c.lo+hB) + gap
					to := min(min(t.d.hi()+hA, t.c.hi()+hB)+gap, most)
					for h := from; h <= to; h++ {
						out[h] = min(out[h], price+t.d.prices[h-hA-gap-t.d.lo]+t.c.prices[h-hB-gap-t.c.lo])
					}
					if from <= to {
						lo, hi = min(lo, from), max(hi, to)
					}
				}
			}
		}
	}
	if lo <= hi {
		f.set(n, w, lo, out[lo:hi+1])
	}
}

// joint is how a node of a width and a height is divided among its sons.
type joint struct {
	x1, x2, hA, hB int
	price          int32
}

// divisions calls a function with the divisions of a node that cost less than
// below, which it may lower, until it gives false.
func (f *forest) divisions(n id, w, h int, below *int32, do func(joint) bool) {
	if f.bound(n, w) >= *below {
		return
	}
	switch nd := &f.nodes[n]; nd.op {
	case stack:
		f.stacks(nd.sons, w, h, below, do)
	case row:
		sons := nd.sons
		for x := 1; x < w; x++ {
			if f.bound(sons[0], x)+f.bound(sons[1], w-x) >= *below {
				continue
			}
			p := f.width(sons[0], x).at(h)
			if p >= *below {
				continue
			}
			if p += f.width(sons[1], w-x).at(h); p < *below && !do(joint{x1: x, price: p}) {
				return
			}
		}
	case wheel, mirror:
		f.wheels(nd.sons, w, h, below, do)
	case footed, hung, capped:
		f.doglegs(n, w, h, below, func(_ int, j joint) bool { return do(j) })
	}
}

func (f *forest) stacks(sons wheelSons, w, h int, below *int32, do func(joint) bool) {
	a := f.width(sons[0], w)
	if len(a.prices) == 0 {
		return
	}
	b := f.width(sons[1], w)
	for i, p := range a.prices {
		if p += b.at(h - f.sheet.Gap - a.lo - i); p < *below && !do(joint{hA: a.lo + i, price: p}) {
			return
		}
	}
}

// wheels calls a function with the divisions of a wheel that cost less than
// below, until it gives false.
func (f *forest) wheels(sons wheelSons, w, h int, below *int32, do func(joint) bool) {
	gap := f.sheet.Gap
	for x1 := 1; x1 < w-1; x1++ {
		for x2 := x1 + 1; x2 < w; x2++ {
			t, ok := f.arms(sons, w, x1, x2, *below)
			if !ok {
				continue
			}
			// The heights of A and B leave some to D and C below them.
			for hA := max(t.a.lo, h-gap-t.d.hi()); hA <= min(t.a.hi(), h-gap-t.d.lo); hA++ {
				left := t.a.prices[hA-t.a.lo] + t.d.prices[h-hA-gap-t.d.lo]
				if left >= *below {
					continue
				}
				from := max(t.b.lo, hA+gap+t.e.lo, h-gap-t.c.hi())
				to := min(t.b.hi(), hA+gap+t.e.hi(), h-gap-t.c.lo)
				for hB := from; hB <= to; hB++ {
					p := left + t.b.prices[hB-t.b.lo] + t.e.prices[hB-hA-gap-t.e.lo] + t.c.prices[h-hB-gap-t.c.lo]
					if p < *below && !do(joint{x1, x2, hA, hB, p}) {
						return
					}
				}
			}
		}
	}
}

// least is the price of a node at one width and height where that is less than
// below, without a table of its own where it has none: of a whole page no
// other height is asked for.
func (f *forest) least(n id, w, h int, below int32) int32 {
	if f.nodes[n].tabled>>w&1 != 0 {
		return f.width(n, w).at(h)
	}
	best := below
	f.divisions(n, w, h, &best, func(j joint) bool {
		best = j.price
		return true
	})
	if best == below {
		return impossible
	}
	return best
}

// spot is a node in a rectangle: 24 bits of the node, 8 of each column, 12 of each row,
// which is more than any sheet has.
type spot uint64

func spotOf(n id, r Rect) spot {
	return spot(uint64(n)<<40 | uint64(r.Col)<<32 | uint64(r.Cols)<<24 | uint64(r.Row)<<12 | uint64(r.Rows))
}

// pinned is the price of a node in a rectangle where its pinned pieces stand in
// their places. Without any it is that of its table, which is as well the least
// that it can be: so most divisions need not be looked into.
func (f *forest) pinned(n id, r Rect) int32 {
	nd := &f.nodes[n]
	if nd.pieces&f.pins == 0 {
		return f.width(n, r.Cols).at(r.Rows)
	}
	for left := nd.pieces & f.pins; left != 0; left &= left - 1 {
		if p := f.sheet.Pieces[left.first()].Pin; p.Col < r.Col || p.Row < r.Row || p.Col >= r.Right() || p.Row >= r.Bottom() {
			return impossible
		}
	}
	if nd.op == leaf {
		if p := f.sheet.Pieces[nd.sons[0]].Pin; p.Col != r.Col || p.Row != r.Row {
			return impossible
		}
		return f.width(n, r.Cols).at(r.Rows)
	}
	if p, ok := f.spots[spotOf(n, r)]; ok {
		return p
	}
	best := int32(impossible)
	f.divisions(n, r.Cols, r.Rows, &best, func(j joint) bool {
		if p := f.seated(n, r, j, best); p < best {
			best = p
		}
		return true
	})
	f.spots[spotOf(n, r)] = best
	return best
}

// seated is what a division of a node costs where pinned pieces stand in their
// places.
func (f *forest) seated(n id, r Rect, j joint, below int32) (sum int32) {
	rooms, bent := f.rooms(n, r, j), f.nodes[n].op.isDogleg()
	for i, s := range f.sonsOf(n) {
		p := int32(0)
		if bent && i == 0 {
			_, p = f.bendPrice(n, r, j)
		} else {
			p = f.pinned(s, rooms[i])
		}
		if sum += p; sum >= below {
			return impossible
		}
	}
	return sum
}

// rooms are the rectangles of a node's sons.
func (f *forest) rooms(n id, r Rect, j joint) (rooms [5]Rect) {
	gap := f.sheet.Gap
	switch op := f.nodes[n].op; op {
	case stack:
		rooms[0] = Rect{r.Col, r.Row, r.Cols, j.hA}
		rooms[1] = Rect{r.Col, r.Row + j.hA + gap, r.Cols, r.Rows - j.hA - gap}
	case row:
		rooms[0] = Rect{r.Col, r.Row, j.x1, r.Rows}
		rooms[1] = Rect{r.Col + j.x1, r.Row, r.Cols - j.x1, r.Rows}
	case footed, hung, capped:
		rooms[0], rooms[1], _ = legsOf(op, r, j, gap)
	default:
		rooms = wheelRooms(r, j, gap, op == mirror)
	}
	return rooms
}

// place gives every piece of a node its rectangle inside r and adds it to a
// list; ok is false where the node cannot have that size. want is the price of
// the node at that size, with its pins in their places or wherever they come to
// stand; of several divisions of that price it is the first.
func (f *forest) place(n id, r Rect, want int32, pins bool, list []Placed) (_ []Placed, ok bool) {
	if want >= impossible {
		return list, false
	}
	if nd := &f.nodes[n]; nd.op == leaf {
		i := int(nd.sons[0])
		fits := f.sheet.Pieces[i].Fits[r.Cols]
		return append(list, Placed{Piece: i, Rect: r, Fit: fits[r.Rows-fits[0].Rows]}), true
	}
	pins = pins && f.nodes[n].pieces&f.pins != 0
	found, below := false, want+1
	var rooms [5]Rect
	bent := f.nodes[n].op.isDogleg()
	f.divisions(n, r.Cols, r.Rows, &below, func(j joint) bool {
		if found = !pins || f.seated(n, r, j, below) == want; found {
			rooms = f.rooms(n, r, j)
			if bent {
				list = append(list, f.legs(n, r, j)...)
			}
		}
		return !found
	})
	if !found {
		return list, false
	}
	for i, s := range f.sonsOf(n) {
		if bent && i == 0 {
			continue
		}
		want := f.width(s, rooms[i].Cols).at(rooms[i].Rows)
		if pins {
			want = f.pinned(s, rooms[i])
		}
		if list, ok = f.place(s, rooms[i], want, pins, list); !ok {
			return list, false
		}
	}
	return list, true
}

// misses is by how many rows the pieces of a node miss a height that they can
// have, where its room is divided by their areas.
func (f *forest) misses(n id, r Rect) (rows int) {
	nd, gap := f.nodes[n], f.sheet.Gap
	area := func(i int) int { return f.nodes[nd.sons[i]].area }
	// part is what a share of a length is, leaving something to the rest.
	part := func(length, of, all int) int { return min(max(length*of/max(all, 1), 1), max(length-1, 1)) }
	switch nd.op {
	case leaf:
		t := f.width(n, r.Cols)
		if len(t.prices) == 0 {
			return f.sheet.Rows
		}
		return max(t.lo-r.Rows, r.Rows-t.hi(), 0)
	case stack:
		h := part(r.Rows-gap, area(0), area(0)+area(1))
		return f.misses(nd.sons[0], Rect{Cols: r.Cols, Rows: h}) + f.misses(nd.sons[1], Rect{Cols: r.Cols, Rows: r.Rows - gap - h})
	case row:
		if r.Cols < 2 {
			return nd.pieces.count() * f.sheet.Rows
		}
		x := part(r.Cols, area(0), area(0)+area(1))
		return f.misses(nd.sons[0], Rect{Cols: x, Rows: r.Rows}) + f.misses(nd.sons[1], Rect{Cols: r.Cols - x, Rows: r.Rows})
	case footed, hung, capped:
		if r.Cols < 2 {
			return nd.pieces.count() * f.sheet.Rows
		}
		// The notch has about half of the width.
		x := r.Cols / 2
		return f.misses(nd.sons[1], Rect{Cols: x, Rows: min(area(1)/x, r.Rows)})
	}
	if r.Cols < 3 {
		return nd.pieces.count() * f.sheet.Rows
	}
	// Of a wheel the upper arms share the width, the outer ones their heights.
	j := joint{x2: max(part(r.Cols, area(0)+area(3)+area(4)/2, nd.area), 2), hA: part(r.Rows, area(0), area(0)+area(3)), hB: part(r.Rows, area(1), area(1)+area(2))}
	j.x1 = part(j.x2, area(3), area(3)+area(4))
	for i, room := range wheelRooms(r, j, gap, false) {
		rows += f.misses(nd.sons[i], room)
	}
	return rows
}

// wheelRooms are the rectangles of A, B, C, D and E.
func wheelRooms(r Rect, j joint, gap int, mirrored bool) [5]Rect {
	rooms := [5]Rect{
		{0, 0, j.x2, j.hA},
		{j.x2, 0, r.Cols - j.x2, j.hB},
		{j.x1, j.hB + gap, r.Cols - j.x1, r.Rows - j.hB - gap},
		{0, j.hA + gap, j.x1, r.Rows - j.hA - gap},
		{j.x1, j.hA + gap, j.x2 - j.x1, j.hB - j.hA - gap},
	}
	for i := range rooms {
		if mirrored {
			rooms[i].Col = r.Cols - rooms[i].Right()
		}
		rooms[i].Col += r.Col
		rooms[i].Row += r.Row
	}
	return rooms
}

// rewrite gives a tree with some of its nodes replaced: from[i] by to[i]. A
// subtree without them is the same node again. Replacing by none takes a node
// out, and its joint with it; what remains of a wheel is a stack of the rest.
func (f *forest) rewrite(n id, from, to []id) id {
	if i := slices.Index(from, n); i >= 0 {
		return to[i]
	}
	nd := f.nodes[n]
	touched := false
	for _, x := range from {
		touched = touched || nd.pieces&f.nodes[x].pieces != 0
	}
	if !touched || nd.op == leaf {
		return n
	}
	var sons wheelSons
	left := 0
	for _, s := range nd.sons[:nd.op.sons()] {
		if s = f.rewrite(s, from, to); s != none {
			sons[left] = s
			left++
		}
	}
	if left == nd.op.sons() { // of a dogleg the story may have become more than one piece
		return f.join(nd.op, sons[:left]...)
	}
	if left == 0 {
		return none
	}
	return f.chain(sons[:left])
}

// chain joins nodes by rows and stacks in turn: what remains of a wheel that
// lost a son.
func (f *forest) chain(list []id) id {
	n := list[0]
	for i, s := range list[1:] {
		n = f.join([...]op{row, stack}[i%2], n, s)
	}
	return n
}

// nodesOf lists the nodes of a tree, a father before his sons.
func (f *forest) nodesOf(n id, list []id) []id {
	list = append(list, n)
	for _, s := range f.sonsOf(n) {
		list = f.nodesOf(s, list)
	}
	return list
}

// shape writes a tree so that trees of the same figure are written the same:
// stacks of stacks and rows of rows are one.
func (f *forest) shape(n id, b []byte) []byte {
	nd := f.nodes[n]
	switch nd.op {
	case leaf:
		return append(b, 'a'+byte(nd.sons[0]))
	case stack, row:
		b = append(b, "(["[nd.op-stack])
		b = f.flat(n, nd.op, b)
		return append(b, ")]"[nd.op-stack])
	}
	b = append(b, "{<FHC"[nd.op-wheel])
	for _, s := range nd.sons[:nd.op.sons()] {
		b = f.shape(s, b)
	}
	return append(b, "}>fhc"[nd.op-wheel])
}

func (f *forest) flat(n id, o op, b []byte) []byte {
	for _, s := range f.sonsOf(n) {
		if f.nodes[s].op == o {
			b = f.flat(s, o, b)
		} else {
			b = f.shape(s, b)
		}
	}
	return b
}
