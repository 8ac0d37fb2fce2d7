package dummy

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestBounds: no tree costs less than its bound, and what a bound leaves out changes
// neither a table nor the price of a page.
func TestBounds(t *testing.T) {
	const columns, rows = 6, 26
	ops := map[op]int{}
	for seed := range uint64(16) {
		rnd := rand.New(rand.NewPCG(seed, 8))
		s := draw(rnd, columns, rows, 7, 100)
		for i := range 3 {
			s.Pieces[i] = bent(columns, columns*rows/7, s.Pieces[i])
		}
		s.Pieces = append(s.Pieces, block("picture", [2]int{2, 8}, [2]int{3, 12}))
		a := newAnnealer(newForest(s), int(seed))
		for root, n := a.begin(), 0; n < 100; n++ {
			if to := a.change(root); to != none && a.f.nodes[to].pieces.count() == len(s.Pieces) {
				root = to
			}
			list := a.f.nodesOf(root, nil)
			x := list[rnd.IntN(len(list))]
			switch n % 3 {
			case 0:
				root = a.f.rewrite(root, []id{x}, []id{a.wind(x)})
			case 1:
				root = a.bend(root, x)
			}
			checkBounds(t, s, a.f.copied(root))
			for _, x := range a.f.nodesOf(root, nil) {
				ops[a.f.nodes[x].op]++
			}
			if t.Failed() {
				t.Fatalf("seed %d, tree %d: %s", seed, n, a.f.shape(root, nil))
			}
		}
	}
	// Five blocks of one size each: a wheel that costs no more than they do by themselves.
	five := &Sheet{Columns: 3, Rows: 9, Gap: 1, Pieces: []Piece{block("a", [2]int{2, 2}), block("b", [2]int{1, 6}), block("c", [2]int{2, 2}), block("d", [2]int{1, 6}), block("e", [2]int{1, 3})}}
	f := newForest(five)
	round := f.join(wheel, f.leaves...)
	if price := f.least(round, 3, 9, impossible); price != 0 {
		t.Errorf("five blocks round a middle cost %d", price)
	}
	checkBounds(t, five, f.copied(round))
	for o := range capped + 1 {
		if ops[o] == 0 {
			t.Errorf("no joint of kind %d was met", o)
		}
	}
}

// checkBounds compares a tree with the same tree of which nothing is known beforehand.
func checkBounds(t *testing.T, s *Sheet, from tree) {
	t.Helper()
	plain := newForest(s)
	plain.planted(from)
	for i, p := range plain.bounds {
		if p == unbound {
			plain.bounds[i] = 0
		}
	}
	f, bounded := newForest(s), newForest(s)
	f.planted(from) // the same numbers
	bounded.planted(from)
	for n := range id(len(plain.nodes)) {
		for w := 1; w <= s.Columns; w++ {
			want := plain.width(n, w)
			least := int32(impossible)
			if len(want.prices) > 0 {
				least = slices.Min(want.prices)
			}
			if got := bounded.bound(n, w); got > least {
				t.Errorf("at least %d at width %d, where it costs %d", got, w, least)
			}
			for h := 1; h <= s.Rows; h++ { // before its own table is there
				p := want.at(h)
				for _, below := range [...]int32{impossible, min(p+1, impossible)} {
					if got := f.least(n, w, h, below); got != p {
						t.Errorf("%d columns, %d rows cost %d, not %d", w, h, got, p)
					}
				}
				if got := f.least(n, w, h, p); got < impossible && f.nodes[n].op != leaf {
					t.Errorf("%d columns, %d rows cost %d, and that is less than %d", w, h, got, p)
				}
			}
		}
		for w := 1; w <= s.Columns; w++ {
			want, got := plain.width(n, w), f.width(n, w)
			if !slices.Equal(got.prices, want.prices) || len(want.prices) > 0 && got.lo != want.lo {
				t.Errorf("another table at width %d", w)
			}
		}
	}
}
