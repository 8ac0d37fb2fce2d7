package dummy

import "slices"

// # Doglegs
//
// A story need not be a rectangle. Where its text goes on in the columns right of
// those that its head covers, and these are lower or higher, it is an L (题文错位)
// round whatever stands in its notch: a block of five, an advertisement in the
// corner, a column of briefs. Its two parts stand edge to edge and are read one
// after the other, from the foot of the first to the head of the second:
//
//	footed        hung          capped
//	+-----+---+   +-----+---+   +-----+---+
//	|  S  | s |   |  S  | s |   |  S  | X |
//	|     +---+   +-----+   |   |     +---+
//	|     | X |   |  X  |   |   |     | s |
//	+-----+---+   +-----+---+   +-----+---+
//
// A dogleg is a joint of the tree with two sons: the story, a leaf, and what stands
// in the notch. How much text the story takes in both parts follows from its lines
// in the columns of the page; so its prices need no table of their own.

// Leg is how a story stands as a dogleg whose first part is of a given width.
type Leg struct {
	// Base is what all heights have in common: the first part's text columns and
	// head, and the price of choosing it.
	Base Fit
	// Lines is how many lines of a column its text takes. Of those of its second
	// part one in Give can be gained or lost without anybody seeing; 0: none.
	Lines, Give int
}

// Bounds of a dogleg: the rows of text that each part has at least, and what they
// must differ by at least, that it reads as meant. Its head covers half of its
// columns at least.
const (
	leastLegRows = 8
	leastNotch   = 8
)

// legKey is a dogleg by the columns and rows of its parts.
type legKey struct{ cols, rows, restCols, restRows int }

// Legs are the doglegs that a piece can be.
type Legs struct {
	// By are those by the width of the first part; Lines is 0 where there is none.
	By []Leg
	// sure are prices that are known because the slots were filled.
	sure map[legKey]Fit
}

// Clone is the same doglegs without what was corrected; nil where there are none.
func (l *Legs) Clone() *Legs {
	if l == nil {
		return nil
	}
	return &Legs{By: slices.Clone(l.By)}
}

// Correct puts what a filled dogleg really costs in the place of what was
// reckoned.
func (l *Legs) Correct(first, rest Rect, f Fit) {
	if l.sure == nil {
		l.sure = map[legKey]Fit{}
	}
	l.sure[legKey{first.Cols, first.Rows, rest.Cols, rest.Rows}] = f
}

// leaves is what a dogleg of such parts leaves white and over; ok is false where it
// cannot be.
func (l *Leg) leaves(k legKey) (white, over int, ok bool) {
	if l.Lines == 0 || k.restCols > k.cols || k.rows-l.Base.HeadRows < leastLegRows || k.restRows < leastLegRows || abs(k.rows-k.restRows) < leastNotch {
		return 0, 0, false
	}
	end := k.restCols * k.restRows
	room, give := (k.rows-l.Base.HeadRows)*k.cols+end, 0
	if l.Give > 0 {
		give = end / l.Give
	}
	white, over = max(room-l.Lines-give, 0), max(l.Lines-give-room, 0)
	return white, over, over <= mostOver && white <= mostWhite
}

// price is what a dogleg of such parts costs.
func (l *Legs) price(t *Terms, k legKey) int32 {
	white, over, ok := l.By[k.cols].leaves(k)
	if !ok {
		return impossible
	}
	if len(l.sure) > 0 {
		if f, ok := l.sure[k]; ok {
			return int32(min(f.Price, impossible))
		}
	}
	return int32(l.By[k.cols].Base.Price + t.Dogleg + t.Leaves(white, over))
}

// fit is a dogleg of such parts; its price is impossible where it cannot be.
func (l *Legs) fit(t *Terms, k legKey) Fit {
	if f, ok := l.sure[k]; ok {
		return f
	}
	f, ok := l.By[k.cols].Base, false
	f.Rows = k.rows
	if f.White, f.Over, ok = l.By[k.cols].leaves(k); !ok {
		f.Price = impossible
		return f
	}
	f.Dogleg = t.Dogleg
	f.Price += t.Dogleg + t.Leaves(f.White, f.Over)
	return f
}

// bends tells whether a piece can be a dogleg.
func (p *Piece) bends() bool { return p.Legs != nil && p.Pin == nil }

// isDogleg tells whether an op is one of the three doglegs.
func (o op) isDogleg() bool { return o == footed || o == hung || o == capped }

// legsOf are the parts of a dogleg in a rectangle: its first part, the notch, and
// its second.
func legsOf(o op, r Rect, j joint, gap int) (first, notch, rest Rect) {
	first = Rect{r.Col, r.Row, j.x1, r.Rows}
	rest = Rect{r.Col + j.x1, r.Row, r.Cols - j.x1, r.Rows}
	switch o {
	case hung:
		first.Rows -= j.hA + gap
		notch = Rect{r.Col, first.Bottom() + gap, first.Cols, j.hA}
	case footed:
		rest.Rows -= j.hA + gap
		notch = Rect{rest.Col, rest.Bottom() + gap, rest.Cols, j.hA}
	default:
		notch = Rect{rest.Col, r.Row, rest.Cols, j.hA}
		rest.Row, rest.Rows = notch.Bottom()+gap, r.Rows-gap-j.hA
	}
	return first, notch, rest
}

// keyOf is the dogleg of two parts.
func keyOf(first, rest Rect) legKey { return legKey{first.Cols, first.Rows, rest.Cols, rest.Rows} }

// bendPrice is what a dogleg's story costs at a division.
func (f *forest) bendPrice(n id, r Rect, j joint) (Fit, int32) {
	nd := &f.nodes[n]
	p := &f.sheet.Pieces[f.nodes[nd.sons[0]].sons[0]]
	first, _, rest := legsOf(nd.op, r, j, f.sheet.Gap)
	fit := p.Legs.fit(&f.sheet.Terms, keyOf(first, rest))
	return fit, int32(min(fit.Price+f.sheet.Terms.width(f.sheet, p, r.Cols), impossible))
}

// notch is how wide the notch of a dogleg of a width is where its first part has x1 of it;
// ok is false where the story cannot be parted so.
func (f *forest) notch(n id, w, x1 int) (cols int, ok bool) {
	nd := &f.nodes[n]
	by := f.sheet.Pieces[f.nodes[nd.sons[0]].sons[0]].Legs.By
	if cols = w - x1; nd.op == hung {
		cols = x1
	}
	return cols, x1 < len(by) && by[x1].Lines > 0 && w-x1 <= x1
}

// doglegs calls a function with the divisions of a dogleg that cost less than
// below, of one height or of all where that is 0, until it gives false.
func (f *forest) doglegs(n id, w, h int, below *int32, do func(h int, j joint) bool) {
	nd, gap, most := &f.nodes[n], f.sheet.Gap, f.sheet.Rows
	o, x := nd.op, nd.sons[1]
	p := &f.sheet.Pieces[f.nodes[nd.sons[0]].sons[0]]
	for x1 := 1; x1 < w; x1++ {
		cols, ok := f.notch(n, w, x1)
		if !ok || f.bound(x, cols) >= *below {
			continue
		}
		leg := &p.Legs.By[x1]
		t, base := f.width(x, cols), int32(f.sheet.Terms.width(f.sheet, p, w))
		for i, px := range t.prices {
			if px >= *below {
				continue
			}
			// The heights at which the text about fills both parts.
			taken := leg.Base.HeadRows*x1 + (gap+t.lo+i)*cols
			reach := 0
			if leg.Give > 0 {
				reach = leg.Lines / leg.Give
			}
			from, to := (leg.Lines-reach-mostOver+taken+w-1)/w, min((leg.Lines+reach+mostWhite+taken)/w, most)
			if h > 0 {
				from, to = max(from, h), min(to, h)
			}
			for k := from; k <= to; k++ {
				key := legKey{x1, k, w - x1, k}
				if o == hung {
					key.rows -= gap + t.lo + i
				} else {
					key.restRows -= gap + t.lo + i
				}
				if price := px + base + p.Legs.price(&f.sheet.Terms, key); price < *below && !do(k, joint{x1: x1, hA: t.lo + i, price: price}) {
					return
				}
			}
		}
	}
}

// fillDogleg fills the table of a dogleg at a width.
func (f *forest) fillDogleg(n id, w int) {
	for x := 1; x < w; x++ { // the tables of the notch first: all work in one place
		f.width(f.nodes[n].sons[1], x)
	}
	out, any := f.blank(), int32(impossible)
	lo, hi := len(out), -1
	f.doglegs(n, w, 0, &any, func(h int, j joint) bool {
		out[h] = min(out[h], j.price)
		lo, hi = min(lo, h), max(hi, h)
		return true
	})
	if lo <= hi {
		f.set(n, w, lo, out[lo:hi+1])
	}
}

// legs are the two parts of a dogleg's story as they are placed.
func (f *forest) legs(n id, r Rect, j joint) []Placed {
	nd := &f.nodes[n]
	first, _, rest := legsOf(nd.op, r, j, f.sheet.Gap)
	fit, _ := f.bendPrice(n, r, j)
	piece := int(f.nodes[nd.sons[0]].sons[0])
	return []Placed{{Piece: piece, Rect: first, Fit: fit}, {Piece: piece, Rect: rest, Rest: true, Fit: Fit{Rows: rest.Rows, Columns: rest.Cols, Head: NoHead}}}
}

// bend makes a joint with a story that can be one a dogleg of it, or another one,
// or a joint again.
func (a *annealer) bend(root, n id) id {
	nd := a.f.nodes[n]
	if nd.op == leaf || nd.op == wheel || nd.op == mirror {
		return root
	}
	x, y := nd.sons[0], nd.sons[1]
	if a.rnd.IntN(2) == 0 && !nd.op.isDogleg() {
		x, y = y, x
	}
	o := [...]op{footed, hung, capped, stack, row}[a.rnd.IntN(5)]
	return a.f.rewrite(root, []id{n}, []id{a.f.join(o, x, y)})
}

// Rest is the second part of a placed piece; nil: it has none.
func (p *Plan) Rest(i int) *Placed {
	if i+1 < len(p.Placed) && p.Placed[i+1].Rest && !p.Placed[i].Rest {
		return &p.Placed[i+1]
	}
	return nil
}
