package dummy

import (
	"cmp"
	"duikai/layout/parallel"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// How long a search is by itself: starts, and trees of a start for each piece.
const (
	UsualStarts    = 16
	usualTrees     = 120
	refineTrees    = 150 // of a plan that is near
	startsPerPiece = 2
	manyPieces     = 16 // of more pieces no more trees are looked at: each costs more
)

// perRun is how many plans of one run are given.
const perRun = 2

// kept is how many plans of different shape a start keeps.
const kept = 6

// Starts is how many starts a search of some pieces has by itself: few pieces make few
// trees, which a start has soon seen all of.
func Starts(pieces int) int { return min(UsualStarts, startsPerPiece*pieces) }

// Search finds plans for a sheet, the best first, at most some of them and no
// two of one shape. A plan may have text over or a pin off its place where
// nothing better was found; the caller asks. It is the same on any number of
// cores.
func Search(s *Sheet, most int) []Plan {
	if len(s.Pieces) == 0 || len(s.Pieces) > MostPieces {
		return nil
	}
	return best(s, most, cmp.Or(s.Starts, Starts(len(s.Pieces))), func(f *forest, i int) []Plan {
		a := newAnnealer(f, i)
		trees := cmp.Or(s.Trees, usualTrees*min(len(s.Pieces), manyPieces))
		if root, ok := a.before(); ok {
			// Near the plan before, and further and further away.
			return a.run(root, warm+(hot-warm)*i/UsualStarts, trees)
		}
		return a.run(a.begin(), hot, trees)
	})
}

// Refine looks near plans of a sheet whose fits have become other ones since,
// and gives the best of all, as Search does.
func Refine(s *Sheet, plans []Plan, most int) []Plan {
	return best(s, most, len(plans), func(f *forest, i int) []Plan {
		a := newAnnealer(f, i)
		return a.run(a.f.planted(plans[i].tree), warm, refineTrees*min(len(s.Pieces), manyPieces))
	})
}

// best gathers what some runs find, each by its number, in a forest that is
// empty but for its leaves.
func best(s *Sheet, most, runs int, run func(f *forest, i int) []Plan) (out []Plan) {
	found := make([][]Plan, runs)
	parallel.With(runs, func() func(int) {
		f := newForest(s)
		return func(i int) {
			f.begin()
			found[i] = run(f, i)
		}
	})
	// Of one run no more than a few: they are seldom very different.
	var all []Plan
	for _, plans := range found {
		all = append(all, plans[:min(len(plans), most, perRun)]...)
	}
	Sort(all)
	for _, p := range all {
		if len(out) < most && !Same(out, &p) {
			out = append(out, p)
		}
	}
	return out
}

// Sort puts plans into the order of their costs.
func Sort(plans []Plan) {
	slices.SortStableFunc(plans, func(a, b Plan) int { return cmp.Compare(a.Cost, b.Cost) })
}

// Same tells whether some of the plans has the figure of another one.
func Same(plans []Plan, p *Plan) bool {
	return slices.ContainsFunc(plans, func(o Plan) bool { return o.shape == p.shape })
}

// state is a page of the search.
type state struct {
	root id
	cost int
}

// annealer is one start of a search.
type annealer struct {
	s      *Sheet
	f      *forest
	rnd    *rand.Rand
	now    state
	best   state
	seen   int // trees
	start  int
	plans  []Plan // the best, dearest last
	placed []Placed
	blocks []Block
	list   []id
	costs  []known // of nodes
	// optional tells that some piece may stay out, bendable that some may be a
	// dogleg.
	optional, bendable bool
}

func newAnnealer(f *forest, start int) *annealer {
	s := f.sheet
	a := &annealer{s: s, f: f, rnd: rand.New(rand.NewPCG(s.Key, uint64(start))), start: start}
	for i := range s.Pieces {
		a.optional = a.optional || s.Pieces[i].optional()
		a.bendable = a.bendable || s.Pieces[i].bends()
	}
	return a
}

// Heat of the annealing, in prices: where a change that costs half a taboo is
// often kept, where it begins near a page that is good already, and where a
// third of a white line is not kept.
const (
	hot    = 60 * Unit
	warm   = 15 * Unit
	cold   = Unit
	blocks = 32 // in which the heat stays the same
)

// mostNodes is how many subtrees are remembered before the memory begins anew.
const mostNodes = 8000

// run searches from a tree: from a heat to cold, in about as many blocks of
// trees.
func (a *annealer) run(from id, heat, trees int) []Plan {
	a.now = state{from, a.cost(from, math.MaxInt)}
	a.best = a.now
	share := trees / blocks
	for block := range blocks {
		// Trees that were seen before cost nothing, but some patience.
		until := a.seen + share
		for i := 0; a.seen < until && i < share*patience; i++ {
			a.step(max(cooled(heat, block), cold))
		}
	}
	a.descend()
	return a.plans
}

// cooled is a heat after some blocks: an eighth less with each, as the hottest
// needs it to be cold at the end.
func cooled(heat, blocks int) int {
	for range blocks {
		heat = heat * 7 / 8
	}
	return heat
}

// patience is how many steps are made for each tree that is new.
const patience = 4

// descend takes the best tree to where no swap, no turn and no other place of
// a single piece makes it better.
func (a *annealer) descend() {
	for better := true; better; {
		better = false
		from := a.best.root
		for _, x := range a.f.nodesOf(from, nil) {
			for _, y := range a.f.nodesOf(from, nil) {
				if len(a.f.nodes) > mostNodes {
					return
				}
				better = a.improve(a.neighbours(from, x, y)) || better
			}
			better = a.improve([]id{a.turn(from, x)}) || better
		}
	}
}

// neighbours are the trees in which two nodes have changed places, or the
// first, a piece, stands beside the second.
func (a *annealer) neighbours(root, x, y id) []id {
	if a.f.nodes[x].pieces&a.f.nodes[y].pieces != 0 {
		return nil
	}
	list := []id{a.swap(root, x, y)}
	if a.f.nodes[x].op != leaf {
		return list
	}
	without := a.f.rewrite(root, []id{x}, []id{none})
	if a.s.Pieces[a.f.nodes[x].sons[0]].bends() {
		for _, o := range [...]op{footed, hung, capped} {
			list = append(list, a.f.rewrite(without, []id{y}, []id{a.f.join(o, x, y)}))
		}
	}
	for _, o := range [...]op{stack, row} {
		for _, pair := range [...][2]id{{x, y}, {y, x}} {
			if to := a.f.rewrite(without, []id{y}, []id{a.f.join(o, pair[0], pair[1])}); to != without {
				list = append(list, to)
			}
		}
	}
	return list
}

// improve tells whether one of some trees is better than the best.
func (a *annealer) improve(list []id) bool {
	before := a.best.cost
	for _, n := range list {
		a.cost(n, before)
	}
	return a.best.cost < before
}

// tries is how many changes are tried until one applies.
const tries = 8

// step looks at one tree.
func (a *annealer) step(heat int) {
	root := a.now.root
	for i := 0; i < tries && (root == a.now.root || root == none); i++ {
		root = a.change(a.now.root)
	}
	if root == a.now.root || root == none {
		return
	}
	if len(a.f.nodes) > mostNodes {
		root = a.anew(root)
	}
	// The chance is drawn first: of a tree that is surely dearer nothing more
	// need be known.
	most := a.now.cost + a.chance(heat)
	if cost := a.cost(root, most); cost <= most {
		a.now = state{root, cost}
	}
}

// anew begins the memory of subtrees again with what is needed.
func (a *annealer) anew(root id) id {
	now, best, next := a.f.copied(a.now.root), a.f.copied(a.best.root), a.f.copied(root)
	a.f.begin()
	a.costs = a.costs[:0]
	a.now.root, a.best.root = a.f.planted(now), a.f.planted(best)
	return a.f.planted(next)
}

// tree is a node with all below it, outside of any forest.
type tree struct {
	key
	sons []tree
}

func (f *forest) copied(n id) tree {
	t := tree{key: f.nodes[n].key}
	for _, s := range f.sonsOf(n) {
		t.sons = append(t.sons, f.copied(s))
	}
	return t
}

func (f *forest) planted(t tree) id {
	if t.op == leaf {
		return f.leaf(int(t.key.sons[0]), int(t.key.sons[1]), int(t.key.sons[2]))
	}
	var sons []id
	for _, s := range t.sons {
		sons = append(sons, f.planted(s))
	}
	return f.join(t.op, sons...)
}

// chance is how much dearer a change may be at a heat: heat times a number
// that is distributed like the times between rare events. Its logarithm is
// made of the place of the first bit and a straight line behind it, so that no
// machine rounds it another way.
func (a *annealer) chance(heat int) int {
	const fine = 10 // bits
	u := a.rnd.Uint64() | 1<<fine
	zeros := bits.LeadingZeros64(u)
	rest := int(u << (zeros + 1) >> (64 - fine))
	const ln2 = 710 // of 1 << fine
	e := (zeros+1)<<fine - rest
	return heat * (e * ln2 >> fine) >> fine
}

// misfit is the price of a tree that gives no page, and misfitRow that of each
// row by which its pieces miss. Whatever page there is costs less: a search
// that finds such trees as good as poor pages strays among them until it is
// too cold to leave.
const (
	misfit    = 1000 * Unit
	misfitRow = 20 * Unit
)

// known is what is known of a tree's cost: all of it, or that it is no less. Of one that
// was not met nothing is.
type known struct {
	cost       int
	least, met bool
}

// cost is what a tree costs, or something above most that it costs at least;
// the best trees are kept.
func (a *annealer) cost(root id, most int) int {
	for len(a.costs) <= int(root) {
		a.costs = append(a.costs, known{})
	}
	k := a.costs[root]
	if k.met && (!k.least || k.cost > most) {
		return k.cost
	}
	if !k.met {
		a.seen++
	}
	k = a.price(root, most)
	k.met = true
	a.costs[root] = k
	if !k.least && k.cost < a.best.cost {
		a.best = state{root, k.cost}
	}
	return k.cost
}

// price computes a tree's cost as far as it may be no more than most. The
// tables have all that does not depend on places; no term is less than nothing.
func (a *annealer) price(root id, most int) known {
	s := a.s
	page := Rect{0, 0, s.Columns, s.Rows}
	held := 0
	in := a.f.nodes[root].pieces
	for i := range s.Pieces {
		if !in.has(i) {
			held += max(s.Pieces[i].Hold, 0)
		}
	}
	below := impossible
	if most < misfit { // else pages that miss are looked at as well
		below = max(most-held+1, 0)
	}
	fit := a.f.least(root, s.Columns, s.Rows, int32(below))
	switch {
	case fit < impossible:
	case below < impossible:
		return known{cost: most + 1, least: true}
	default:
		return known{cost: misfit + a.f.misses(root, page)*misfitRow}
	}
	seated := false // all pins stand in their places
	if in&a.f.pins != 0 {
		if p := a.f.pinned(root, page); p < impossible {
			fit, seated = p, true
		}
	}
	c := int(fit) + held
	a.placed, _ = a.f.place(root, page, fit, seated, a.placed[:0])
	// In the order of the sheet: the terms must not depend on the tree.
	slices.SortStableFunc(a.placed, func(x, y Placed) int { return x.Piece - y.Piece })
	j := judge{s: s, t: &s.Terms, placed: a.placed, blocks: a.blocks[:0], most: most - c}
	whole := j.all()
	a.blocks = j.blocks
	if c += j.sum; !whole {
		return known{cost: c, least: true}
	}
	a.keep(root, c)
	return known{cost: c}
}

// keep remembers a plan where it is one of the best.
func (a *annealer) keep(root id, cost int) {
	if len(a.plans) == kept && cost >= a.plans[kept-1].Cost {
		return
	}
	shape := string(a.f.shape(root, nil))
	at := slices.IndexFunc(a.plans, func(p Plan) bool { return p.shape == shape })
	if at >= 0 { // the same with other widths
		if a.plans[at].Cost <= cost {
			return
		}
		a.plans = slices.Delete(a.plans, at, at+1)
	}
	p := Plan{Placed: slices.Clone(a.placed), Cost: cost, shape: shape, tree: a.f.copied(root)}
	in := a.f.nodes[root].pieces
	for i := range a.s.Pieces {
		if !in.has(i) {
			p.Out = append(p.Out, i)
		}
	}
	a.plans = append(a.plans, p)
	Sort(a.plans)
	a.plans = a.plans[:min(len(a.plans), kept)]
}

// straight is that of which start in so many a page with pinned pieces begins
// with straight cuts along their edges, and not with a wheel round them.
const straight = 4

// begin is the tree of a start: pieces in the order of weight, or by chance,
// halved by area until each stands alone, and the whole wound to a wheel.
func (a *annealer) begin() id {
	var order []int
	for i := range a.s.Pieces {
		if p := &a.s.Pieces[i]; p.Pin != nil || !p.optional() || p.Use == 0 {
			order = append(order, i)
		}
	}
	if len(order) == 0 {
		order = append(order, 0)
	}
	if a.start > 0 {
		a.rnd.Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
	}
	weight := func(i int) int { return cmp.Or(a.s.Pieces[i].Weight, lightest) }
	slices.SortStableFunc(order, func(i, k int) int { return weight(i) - weight(k) })
	page := Rect{Cols: a.s.Columns, Rows: a.s.Rows}
	if a.start%straight != 0 && a.f.pins != 0 {
		if root := a.wound(order, page); root != none {
			return root
		}
	}
	root := a.around(order, page)
	if a.start%2 == 0 {
		root = a.bestWheel(root)
	}
	return root
}

// around divides pieces and the rectangle for them along the edges of its
// pinned pieces until none is left that is not alone, and the rest by halves.
func (a *annealer) around(order []int, r Rect) id {
	var cuts []Rect // the upper or left parts
	for _, i := range order {
		if p := a.s.Pieces[i].Pin; p != nil && len(order) > 1 {
			cuts = append(cuts, Rect{r.Col, r.Row, p.Col - r.Col, r.Rows}, Rect{r.Col, r.Row, p.Right() - r.Col, r.Rows},
				Rect{r.Col, r.Row, r.Cols, p.Row - a.s.Gap - r.Row}, Rect{r.Col, r.Row, r.Cols, p.Bottom() - r.Row})
		}
	}
	a.rnd.Shuffle(len(cuts), func(i, k int) { cuts[i], cuts[k] = cuts[k], cuts[i] })
	for _, one := range cuts {
		two, how := Rect{one.Right(), r.Row, r.Right() - one.Right(), r.Rows}, row
		if one.Cols == r.Cols {
			two, how = Rect{r.Col, one.Bottom() + a.s.Gap, r.Cols, r.Bottom() - one.Bottom() - a.s.Gap}, stack
		}
		if min(one.Cols, one.Rows, two.Cols, two.Rows) < 1 {
			continue
		}
		if first, second, ok := a.share(order, one, two); ok {
			return a.f.join(how, a.around(first, one), a.around(second, two))
		}
	}
	return a.halve(order, r.Cols, r.Rows)
}

// share divides pieces among two rectangles: pinned ones where they stand, the
// others in their order by area. ok is false where a pinned one stands in both,
// or nothing is left for one of the two.
func (a *annealer) share(order []int, one, two Rect) (first, second []int, ok bool) {
	free := one.Cols * (one.Rows + a.s.Gap)
	var rest []int
	for _, i := range order {
		p := a.s.Pieces[i].Pin
		switch {
		case p == nil:
			rest = append(rest, i)
		case one.holds(*p):
			first = append(first, i)
			free -= p.Cols * (p.Rows + a.s.Gap)
		case two.holds(*p):
			second = append(second, i)
		default:
			return nil, nil, false
		}
	}
	for _, i := range rest {
		if area := a.f.areas[i]; free >= area/2 {
			first, free = append(first, i), free-area
		} else {
			second = append(second, i)
		}
	}
	return first, second, len(first) > 0 && len(second) > 0
}

// bestWheel is the best of all wheels and mirrors of the five groups that a
// node falls into; the node where it has fewer.
func (a *annealer) bestWheel(n id) id {
	five := a.five(n)
	if len(five) != len(wheelSons{}) {
		return n
	}
	best, least := n, math.MaxInt
	permuted(five, 0, func(sons []id) {
		for _, o := range [...]op{wheel, mirror} {
			w := a.f.join(o, sons...)
			if c := a.cost(w, least); c < least {
				best, least = w, c
			}
		}
	})
	return best
}

// permuted calls a function with a list in all orders from an index on.
func permuted(list []id, from int, do func([]id)) {
	if from == len(list) {
		do(list)
		return
	}
	for i := from; i < len(list); i++ {
		list[from], list[i] = list[i], list[from]
		permuted(list, from+1, do)
		list[from], list[i] = list[i], list[from]
	}
}

// Area is about how many cells a piece takes on a sheet, with the white below
// it: the least of its fits, without what they leave white, at the widths that suit its weight, or at any
// where none of these has one.
func (s *Sheet) Area(p *Piece) int {
	least, any := 0, 0
	for w, fits := range p.Fits {
		for i := range fits {
			f := &fits[i]
			if f.Over > 0 || f.Price >= impossible {
				continue
			}
			cells := (f.Rows+s.Gap)*w - f.White
			if any == 0 || cells < any {
				any = cells
			}
			if s.Terms.width(s, p, w) == 0 && (least == 0 || cells < least) {
				least = cells
			}
		}
	}
	return cmp.Or(least, any)
}

// rowsOfColumn is how many rows are as high as a basic column is wide: with
// body text of about a row's height, thirteen characters.
const rowsOfColumn = 10

// halve divides pieces and the room for them.
func (a *annealer) halve(order []int, cols, rows int) id {
	if len(order) == 1 {
		return a.f.leaves[order[0]]
	}
	whole := 0
	for _, i := range order {
		whole += a.s.Area(&a.s.Pieces[i])
	}
	at, half := 1, a.s.Area(&a.s.Pieces[order[0]])
	for at < len(order)-1 && (half+a.s.Area(&a.s.Pieces[order[at]])/2)*2 < whole {
		half += a.s.Area(&a.s.Pieces[order[at]])
		at++
	}
	part := func(n int) int { return max(n*half/max(whole, 1), 1) }
	if cols > 1 && cols*rowsOfColumn > rows {
		x := min(part(cols), cols-1)
		return a.f.join(row, a.halve(order[:at], x, rows), a.halve(order[at:], cols-x, rows))
	}
	y := min(part(rows), rows-1)
	return a.f.join(stack, a.halve(order[:at], cols, y), a.halve(order[at:], cols, rows-y))
}
