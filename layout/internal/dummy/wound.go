package dummy

import "math"

// # Beginnings round what is pinned
//
// Straight cuts along the edges of an advertisement in a corner part the page:
// one runs down it, the other across. A page that holds together has it as an arm
// of a wheel, or as a part of one, and few trees by chance are that.

// windings is how many wheels are looked at for a beginning.
const windings = 60

// wound is the best of some wheels for pieces in a rectangle, turned so that every
// pinned piece lies in one of their arms; none where there is no such wheel, or too
// little to fill it.
func (a *annealer) wound(order []int, r Rect) id {
	best, least := none, math.MaxInt
	if len(order) < len(wheelSons{}) || r.Cols < 3 {
		return best
	}
	var edges []int // rows at which an arm may end, below the rectangle's head
	for _, i := range order {
		if p := a.s.Pieces[i].Pin; p != nil {
			edges = append(edges, p.Row-a.s.Gap-r.Row, a.pinned(i).Bottom()-r.Row)
		}
	}
	edge := func() int {
		if a.rnd.IntN(2) == 0 {
			return edges[a.rnd.IntN(len(edges))]
		}
		return 1 + a.rnd.IntN(r.Rows)
	}
	for range windings {
		x1, x2 := 1+a.rnd.IntN(r.Cols-1), 1+a.rnd.IntN(r.Cols-1)
		hA, hB := edge(), edge()
		x1, x2, hA, hB = min(x1, x2), max(x1, x2), min(hA, hB), max(hA, hB)
		if x1 == x2 || hA < 1 || hB-hA <= a.s.Gap || r.Rows-hB <= a.s.Gap {
			continue
		}
		mirrored := a.rnd.IntN(2) == 0
		rooms := wheelRooms(r, joint{x1: x1, x2: x2, hA: hA, hB: hB}, a.s.Gap, mirrored)
		parts, ok := a.deal(order, rooms[:])
		if !ok {
			continue
		}
		var sons wheelSons
		for i, part := range parts {
			sons[i] = a.around(part, rooms[i])
		}
		n := a.f.join([...]op{wheel, mirror}[bit(mirrored)], sons[:]...)
		if c := a.cost(n, least); c < least {
			best, least = n, c
		}
	}
	return best
}

// pinned is the rectangle of a pinned piece, of the size that it has if it has but
// one.
func (a *annealer) pinned(i int) Rect {
	p := &a.s.Pieces[i]
	if r := p.place(); r != nil {
		return *r
	}
	return *p.Pin
}

// deal divides pieces among rooms: pinned ones where they stand, the others in
// their order to the room that has most left of what it holds. ok is false where a
// pinned one lies in none, or a room stays empty.
func (a *annealer) deal(order []int, rooms []Rect) (parts [][]int, ok bool) {
	parts = make([][]int, len(rooms))
	free := make([]int, len(rooms))
	for k, r := range rooms {
		free[k] = r.Cols * (r.Rows + a.s.Gap)
	}
	var rest []int
	for _, i := range order {
		if a.s.Pieces[i].Pin == nil {
			rest = append(rest, i)
			continue
		}
		p, at := a.pinned(i), -1
		for k := range rooms {
			if rooms[k].holds(p) {
				at = k
			}
		}
		if at < 0 {
			return nil, false
		}
		parts[at] = append(parts[at], i)
		free[at] -= p.Cols * (p.Rows + a.s.Gap)
	}
	for _, i := range rest {
		most := 0
		for k := range free {
			if free[k] > free[most] {
				most = k
			}
		}
		parts[most] = append(parts[most], i)
		free[most] -= a.f.areas[i]
	}
	for k := range parts {
		if len(parts[k]) == 0 {
			return nil, false
		}
	}
	return parts, true
}
