package dummy

// MostExact is for how many pieces Exact is quick: three to the power of them
// are the ways to part all their sets.
const MostExact = 9

// Exact is the least price of fit of all pages that straight cuts make of the
// sheet's pieces, wherever they stand: dynamic programming over sets of pieces
// (G. Gange, K. Marriott, P. Stuckey, "Optimal guillotine layout", 2012). ok
// is false where there are more than MostExact, or no page is possible.
func Exact(s *Sheet) (price int, ok bool) {
	f, root := exact(s)
	if f == nil {
		return 0, false
	}
	p := f.width(root, s.Columns).at(s.Rows)
	return int(p), p < impossible
}

// exact makes a forest in which the node of a set of pieces has the best
// prices of all trees of the set. Such a node is written as a stack or row of
// the same halves for every height, so the tables are put in by hand.
func exact(s *Sheet) (*forest, id) {
	n := len(s.Pieces)
	if n == 0 || n > MostExact {
		return nil, none
	}
	f := newForest(s)
	byset := make([]id, 1<<n)
	for i := range s.Pieces {
		byset[1<<i] = f.leaves[i]
	}
	best := make([]int32, s.Rows+1)
	for all := set(1); all < 1<<n; all++ {
		if all.count() < 2 {
			continue
		}
		node := f.add(key{op: leaf, sons: wheelSons{id(-1 - int32(all))}}, all)
		f.nodes[node].tabled = ^uint32(0)
		byset[all] = node
		for w := 1; w <= s.Columns; w++ {
			for h := range best {
				best[h] = impossible
			}
			for part := (all - 1) & all; part > 0; part = (part - 1) & all {
				a, b := byset[part], byset[all&^part]
				f.cheapest(best, a, b, w, part < all&^part)
			}
			lo := 0
			f.set(node, w, lo, best)
		}
	}
	return f, byset[1<<n-1]
}

// cheapest lowers prices to those of a over b and, where sides says so, of a
// beside b.
func (f *forest) cheapest(best []int32, a, b id, w int, sides bool) {
	upper, lower := f.width(a, w), f.width(b, w)
	for i, p := range upper.prices {
		for k, q := range lower.prices {
			if h := upper.lo + i + f.sheet.Gap + lower.lo + k; h < len(best) {
				best[h] = min(best[h], p+q)
			}
		}
	}
	for x := 1; sides && x < w; x++ {
		for _, t := range [2][2]table{{f.width(a, x), f.width(b, w-x)}, {f.width(b, x), f.width(a, w-x)}} {
			for h := max(t[0].lo, t[1].lo); h <= min(t[0].hi(), t[1].hi()); h++ {
				best[h] = min(best[h], t[0].at(h)+t[1].at(h))
			}
		}
	}
}
