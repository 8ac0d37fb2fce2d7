package dummy

import (
	"cmp"
	"math/bits"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
)

// How long a search is by itself: starts, and trees of a start for each piece.
const (
	usualStarts = 4
	usualTrees  = 1200
)

// kept is how many plans of different shape a start keeps.
const kept = 6

// Search finds plans for a sheet, the best first, at most some of them and no
// two of one shape. A plan may have text over or a pin off its place where
// nothing better was found; the caller asks. It is the same on any number of
// cores.
func Search(s *Sheet, most int) []Plan {
	if len(s.Pieces) == 0 || len(s.Pieces) > MostPieces {
		return nil
	}
	starts := cmp.Or(s.Starts, usualStarts)
	found := make([][]Plan, starts)
	var wg sync.WaitGroup
	turns := make(chan int)
	for range min(runtime.GOMAXPROCS(0), starts) {
		wg.Go(func() {
			for i := range turns {
				found[i] = newAnnealer(s, i).run()
			}
		})
	}
	for i := range starts {
		turns <- i
	}
	close(turns)
	wg.Wait()
	all := slices.Concat(found...)
	slices.SortStableFunc(all, func(a, b Plan) int { return cmp.Compare(a.Cost, b.Cost) })
	var out []Plan
	for _, p := range all {
		if len(out) < most && !slices.ContainsFunc(out, func(o Plan) bool { return o.tree == p.tree }) {
			out = append(out, p)
		}
	}
	return out
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
	costs  map[id]int
	// optional tells that some piece may stay out.
	optional bool
}

func newAnnealer(s *Sheet, start int) *annealer {
	a := &annealer{s: s, f: newForest(s), rnd: rand.New(rand.NewPCG(s.Key, uint64(start))), start: start, costs: map[id]int{}}
	for i := range s.Pieces {
		a.optional = a.optional || s.Pieces[i].optional()
	}
	return a
}

// Heat of the annealing, in prices: where a change that costs half a taboo is
// often kept, and where a third of a white line is not. Each round begins half
// as hot as the one before, from the best page so far.
const (
	hot    = 60 * Unit
	cold   = Unit
	rounds = 2
	blocks = 32 // of a round, in which the heat stays the same
)

// cooling is the heat of a block in thousandths of the one before: from hot to
// cold in as many blocks as a round has.
const cooling = 885

// mostNodes is how many subtrees are remembered before the memory begins anew.
const mostNodes = 8000

func (a *annealer) run() []Plan {
	a.now.root = a.begin()
	a.now.cost = a.cost(a.now.root)
	a.best = a.now
	trees := cmp.Or(a.s.Trees, usualTrees*len(a.s.Pieces))
	for round := range rounds {
		heat := hot >> round
		for range blocks {
			// Trees that were seen before cost nothing, but some patience.
			share := trees / blocks / rounds
			until := a.seen + share
			for i := 0; a.seen < until && i < share*patience; i++ {
				a.step(heat)
			}
			heat = max(heat*cooling/1000, cold)
		}
		a.descend()
		a.now = a.best
	}
	return a.plans
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
		a.cost(n)
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
	cost := a.cost(root)
	if cost-a.now.cost <= a.chance(heat) {
		a.now = state{root, cost}
	}
}

// anew begins the memory of subtrees again with what is needed.
func (a *annealer) anew(root id) id {
	now, best, next := a.f.copied(a.now.root), a.f.copied(a.best.root), a.f.copied(root)
	a.f.begin()
	clear(a.costs)
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
		return f.leaf(int(t.key.sons[0]), int(t.key.sons[1]))
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

// cost is what a tree costs; the best trees are kept.
func (a *annealer) cost(root id) int {
	if c, ok := a.costs[root]; ok {
		return c
	}
	c := a.price(root)
	a.costs[root] = c
	a.seen++
	if c < a.best.cost {
		a.best = state{root, c}
	}
	return c
}

func (a *annealer) price(root id) int {
	s := a.s
	page := Rect{0, 0, s.Columns, s.Rows}
	placed, ok := a.f.place(root, page, a.placed[:0])
	a.placed = placed
	if !ok {
		return misfit + a.f.misses(root, page)*misfitRow
	}
	// In the order of the sheet: the terms must not depend on the tree.
	slices.SortFunc(placed, func(x, y Placed) int { return x.Piece - y.Piece })
	c := 0
	for i := range placed {
		p := &placed[i]
		c += p.Fit.Price + s.Terms.width(s, &s.Pieces[p.Piece], p.Rect.Cols)
	}
	in := a.f.nodes[root].pieces
	for i := range s.Pieces {
		if !in.has(i) {
			c += max(s.Pieces[i].Hold, 0)
		}
	}
	j := judge{s: s, t: &s.Terms, placed: placed, blocks: a.blocks[:0]}
	j.all()
	a.blocks = j.blocks
	c += j.sum
	a.keep(root, c)
	return c
}

// keep remembers a plan where it is one of the best.
func (a *annealer) keep(root id, cost int) {
	if len(a.plans) == kept && cost >= a.plans[kept-1].Cost {
		return
	}
	tree := string(a.f.shape(root, nil))
	at := slices.IndexFunc(a.plans, func(p Plan) bool { return p.tree == tree })
	if at >= 0 { // the same with other widths
		if a.plans[at].Cost <= cost {
			return
		}
		a.plans = slices.Delete(a.plans, at, at+1)
	}
	p := Plan{Placed: slices.Clone(a.placed), Cost: cost, tree: tree}
	in := a.f.nodes[root].pieces
	for i := range a.s.Pieces {
		if !in.has(i) {
			p.Out = append(p.Out, i)
		}
	}
	a.plans = append(a.plans, p)
	slices.SortStableFunc(a.plans, func(x, y Plan) int { return cmp.Compare(x.Cost, y.Cost) })
	a.plans = a.plans[:min(len(a.plans), kept)]
}

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
	root := a.halve(order, a.s.Columns, a.s.Rows)
	if a.start%2 == 0 {
		root = a.wind(root)
	}
	return root
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
