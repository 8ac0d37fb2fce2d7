package allot

// # The flow
//
// Stories flow through pages: a story of weight 1 through the page's lead, all
// through the page itself, each unit dearer than the one before where the page
// has more than it should. What is held over flows past the pages. Stories come
// one after the other, each on the cheapest way there is, on which others may
// change their pages (successive shortest paths): then the whole is the
// cheapest there is.

// network is a flow of stories. Node p is the page p, node len(pages)+p its
// lead, the last one what is held over.
type network struct {
	a     *allotment
	room  []int
	at    []int   // page of every story so far; Held-1: not yet
	on    [][]int // by node: stories that entered there
	leads []int   // of every page
	count []int
	moves [][]move // by node and node: the cheapest story to go from one to the other
}

// move is a story that could go to another node.
type move struct{ story, price int }

// flow gives the cheapest distribution by price, count and leads, with a price
// for every page's cells in sixteenths.
func (a *allotment) flow(room []int) []int {
	n := len(a.pages)
	f := &network{a: a, room: room, at: make([]int, len(a.stories)), on: make([][]int, 2*n+1), leads: make([]int, n), count: make([]int, n), moves: make([][]move, 2*n+1)}
	for from := range f.moves {
		f.moves[from] = make([]move, 2*n+1)
		f.list(from)
	}
	// The weighty ones first: where ways are equally cheap they choose.
	for w := 0; w <= lightest; w++ {
		for s := range a.stories {
			if a.stories[s].Weight == w || w == lightest && a.stories[s].Weight > lightest {
				f.enter(s)
			}
		}
	}
	return f.at
}

func (f *network) held() int { return 2 * len(f.a.pages) }

// node is where a story enters a page.
func (f *network) node(s, p int) int {
	switch {
	case p == Held:
		return f.held()
	case f.a.stories[s].Weight <= 1:
		return len(f.a.pages) + p
	}
	return p
}

// page is the page of a node.
func (f *network) page(node int) int {
	if node == f.held() {
		return Held
	}
	return node % len(f.a.pages)
}

func (f *network) price(s, p int) int {
	if p == Held {
		return f.a.price(s, p)
	}
	return f.a.price(s, p) + f.room[p]*f.a.stories[s].Area/roomShare
}

// roomShare is of what part of the unit prices of room are.
const roomShare = 16

// list finds the cheapest stories to leave a node.
func (f *network) list(from int) {
	for to := range f.moves[from] {
		f.moves[from][to] = move{-1, forbidden}
	}
	for _, s := range f.on[from] {
		for q := Held; q < len(f.a.pages); q++ {
			to := f.node(s, q)
			if to == from {
				continue
			}
			if d := f.price(s, q) - f.price(s, f.page(from)); d < f.moves[from][to].price {
				f.moves[from][to] = move{s, d}
			}
		}
	}
}

// enter lets a story in.
func (f *network) enter(s int) {
	n := len(f.a.pages)
	far := make([]int, 2*n+1)  // the cheapest price of a way to every node
	came := make([]int, 2*n+1) // and the node before
	for i := range far {
		far[i], came[i] = forbidden, -1
	}
	for p := Held; p < n; p++ {
		far[f.node(s, p)] = f.price(s, p)
	}
	reach := func(from, to, price int) bool {
		if far[from] >= forbidden || price >= forbidden || far[from]+price >= far[to] {
			return false
		}
		far[to], came[to] = far[from]+price, from
		return true
	}
	for again := true; again; {
		again = false
		for p := range n {
			again = reach(n+p, p, nextLead(f.leads[p]+1)) || again
			if f.leads[p] > 0 {
				again = reach(p, n+p, -nextLead(f.leads[p])) || again
			}
		}
		for from := range f.moves {
			for to := range f.moves[from] {
				again = reach(from, to, f.moves[from][to].price) || again
			}
		}
	}
	end := f.held()
	last := far[end]
	for p := range n {
		if price := far[p] + f.a.pages[p].next(f.count[p]+1); price < last {
			end, last = p, price
		}
	}
	f.let(s, end, came)
}

// let lets a story in on a way to its end, along which others change their
// pages.
func (f *network) let(s, end int, came []int) {
	n := len(f.a.pages)
	if end != f.held() {
		f.count[end]++
	}
	var touched []int
	node := end
	for ; came[node] >= 0; node = came[node] {
		from := came[node]
		switch {
		case from == n+node: // through its page's lead
			f.leads[node]++
		case node == n+from:
			f.leads[from]--
		default:
			t := f.moves[from][node].story
			f.leave(t, from)
			f.put(t, node)
			touched = append(touched, from, node)
		}
	}
	f.put(s, node)
	for _, t := range append(touched, node) {
		f.list(t)
	}
}

func (f *network) put(s, node int) {
	f.at[s] = f.page(node)
	f.on[node] = append(f.on[node], s)
}

func (f *network) leave(s, node int) {
	kept := f.on[node][:0]
	for _, o := range f.on[node] {
		if o != s {
			kept = append(kept, o)
		}
	}
	f.on[node] = kept
}

// lack changes the prices of room by what a distribution lacks: a page whose
// stories ask for too much becomes dearer by the cell, one with room cheaper.
func (a *allotment) lack(at, room []int) {
	need := make([]int, len(a.pages))
	for s, p := range at {
		if p != Held {
			need[p] += a.stories[s].Area
		}
	}
	for p := range room {
		room[p] += (need[p] - a.pages[p].Room) * roomShare / max(a.pages[p].Room, 1)
	}
}
