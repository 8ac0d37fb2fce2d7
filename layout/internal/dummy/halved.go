package dummy

import (
	"cmp"
	"slices"
)

// Halved lays the pieces of a sheet out by their areas alone, the weightier
// first: the room is cut into two, the pieces are parted where the cut falls, and
// so on until each has its cells. It is what a search has to beat.
func Halved(s *Sheet) []Rect {
	rects := make([]Rect, len(s.Pieces))
	var order []int
	for i := range s.Pieces {
		order = append(order, i)
	}
	weight := func(i int) int { return cmp.Or(s.Pieces[i].Weight, lightest) }
	slices.SortStableFunc(order, func(i, k int) int { return weight(i) - weight(k) })
	s.halve(order, Rect{0, 0, s.Columns, s.Rows}, rects)
	return rects
}

func (s *Sheet) halve(order []int, r Rect, rects []Rect) {
	if len(order) == 1 {
		rects[order[0]] = r
		return
	}
	all, half, n := 0, 0, 0
	for _, i := range order {
		all += s.Area(&s.Pieces[i])
	}
	for n < len(order)-1 && (n == 0 || half*2 < all) {
		half += s.Area(&s.Pieces[order[n]])
		n++
	}
	first, rest := r, r
	share := func(length int) int { return min(max(length*half/max(all, 1), 1), length-1) }
	if r.Cols > 1 && (r.Cols*rowsOfColumn > r.Rows || r.Rows < 2+s.Gap) {
		first.Cols = share(r.Cols)
		rest.Col, rest.Cols = r.Col+first.Cols, r.Cols-first.Cols
	} else {
		first.Rows = share(r.Rows - s.Gap)
		rest.Row, rest.Rows = first.Bottom()+s.Gap, r.Rows-s.Gap-first.Rows
	}
	s.halve(order[:n], first, rects)
	s.halve(order[n:], rest, rects)
}
