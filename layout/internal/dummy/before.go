package dummy

import (
	"math"
	"slices"
)

// # The plan before
//
// A page that is planned again begins from the plan there is: its rectangles
// are read as a tree of stacks, rows and wheels, and pieces that did not stand
// before are joined where they cost least.

// before is the tree of the plan before, with all pieces that must stand; ok is
// false where there is none, or its rectangles are of no tree.
func (a *annealer) before() (root id, ok bool) {
	var list []int
	var late []int
	for i := range a.s.Pieces {
		switch p := &a.s.Pieces[i]; {
		case p.place() != nil:
			list = append(list, i)
		case !p.optional() || p.Use == 0:
			late = append(late, i)
		}
	}
	if !slices.ContainsFunc(list, func(i int) bool { return a.s.Pieces[i].Before != nil }) {
		return none, false
	}
	if root, ok = a.read(list, true); !ok {
		return none, false
	}
	if len(late) == 0 && a.cost(root, math.MaxInt) < misfit {
		return root, true
	}
	// Something is of another height now.
	root, _ = a.read(list, false)
	for _, i := range late {
		root = a.squeeze(root, i)
	}
	return root, true
}

// place is where a piece stood before, with its notch where it was an L, or must
// stand.
func (p *Piece) place() *Rect {
	if p.BeforeRest != nil {
		all := p.Before.around(*p.BeforeRest)
		return &all
	}
	if p.Pin == nil || p.Before != nil {
		return p.Before
	}
	r := *p.Pin
	for w, fits := range p.Fits { // a pin has one size, or has stood before
		if len(fits) == 1 {
			r.Cols, r.Rows = w, fits[0].Rows
			return &r
		}
	}
	return nil
}

// read makes a tree of pieces by where they stood, as wide as then and, where
// heights says so, as high.
func (a *annealer) read(list []int, heights bool) (id, bool) {
	if len(list) == 1 {
		r, rows := a.s.Pieces[list[0]].place(), 0
		if a.s.Pieces[list[0]].BeforeRest != nil { // nothing stands in its notch any more
			return a.f.leaf(list[0], 0, 0), true
		}
		if heights {
			rows = r.Rows
		}
		return a.f.leaf(list[0], r.Cols, rows), true
	}
	for _, way := range [2]op{row, stack} {
		if first, rest := a.split(list, way); len(rest) > 0 {
			x, ok := a.read(first, heights)
			y, also := a.read(rest, heights)
			if !ok || !also { // within, the rectangles are of no tree
				return none, false
			}
			return a.f.join(way, x, y), true
		}
	}
	if n, ok := a.readDogleg(list, heights); ok {
		return n, true
	}
	for _, mirrored := range [2]bool{false, true} {
		if parts, ok := a.turning(list, mirrored); ok {
			var sons []id
			for _, part := range parts {
				n, ok := a.read(part, heights)
				if !ok {
					return none, false
				}
				sons = append(sons, n)
			}
			return a.f.join([...]op{wheel, mirror}[bit(mirrored)], sons...), true
		}
	}
	return none, false
}

// readDogleg makes a dogleg of pieces one of which was an L, with all others in its
// notch; ok is false where none was.
func (a *annealer) readDogleg(list []int, heights bool) (root id, ok bool) {
	for k, i := range list {
		p := &a.s.Pieces[i]
		if p.BeforeRest == nil || !p.bends() || slices.ContainsFunc(list, func(o int) bool { return !p.place().holds(*a.s.Pieces[o].place()) }) {
			continue
		}
		how := capped
		switch first, rest := p.Before, p.BeforeRest; {
		case rest.Row > first.Row:
		case rest.Bottom() > first.Bottom():
			how = hung
		default:
			how = footed
		}
		notch, ok := a.read(slices.Delete(slices.Clone(list), k, k+1), heights)
		if !ok {
			return none, false
		}
		return a.f.join(how, a.f.leaf(i, 0, 0), notch), true
	}
	return none, false
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// split parts pieces at the first straight cut that crosses none of them.
func (a *annealer) split(list []int, way op) (first, rest []int) {
	reach := func(i int) (from, to int) {
		r := a.s.Pieces[i].place()
		if way == row {
			return r.Col, r.Right()
		}
		return r.Row, r.Bottom()
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(i, k int) int {
		x, _ := reach(i)
		y, _ := reach(k)
		return x - y
	})
	_, end := reach(list[0])
	for n := 1; n < len(list); n++ {
		from, to := reach(list[n])
		if from >= end {
			return list[:n], list[n:]
		}
		end = max(end, to)
	}
	return list, nil
}

// turning parts pieces into the five of a wheel: the cuts are those at which
// pieces end.
func (a *annealer) turning(list []int, mirrored bool) (parts [5][]int, ok bool) {
	if len(list) < len(parts) {
		return parts, false
	}
	all := *a.s.Pieces[list[0]].place()
	for _, i := range list {
		r := a.s.Pieces[i].place()
		right, bottom := max(all.Right(), r.Right()), max(all.Bottom(), r.Bottom())
		all.Col, all.Row = min(all.Col, r.Col), min(all.Row, r.Row)
		all.Cols, all.Rows = right-all.Col, bottom-all.Row
	}
	rects := make([]Rect, len(list))
	for k, i := range list {
		rects[k] = *a.s.Pieces[i].place()
		rects[k].Col -= all.Col
		rects[k].Row -= all.Row
		if mirrored {
			rects[k].Col = all.Cols - rects[k].Right()
		}
	}
	for x1 := 1; x1 < all.Cols-1; x1++ {
		for x2 := x1 + 1; x2 < all.Cols; x2++ {
			if parts, ok = a.wheelAt(list, rects, all, x1, x2); ok {
				return parts, true
			}
		}
	}
	return parts, false
}

// wheelAt parts pieces that fill a rectangle into the five of a wheel with two gutters.
func (a *annealer) wheelAt(list []int, rects []Rect, all Rect, x1, x2 int) (parts [5][]int, ok bool) {
	for _, upper := range rects {
		for _, lower := range rects {
			hA, hB := upper.Bottom(), lower.Bottom()
			if hA >= hB {
				continue
			}
			rooms := wheelRooms(Rect{Cols: all.Cols, Rows: all.Rows}, joint{x1: x1, x2: x2, hA: hA, hB: hB}, a.s.Gap, false)
			if parts, ok = inRooms(list, rects, rooms); ok {
				return parts, true
			}
		}
	}
	return parts, false
}

// inRooms deals pieces to the rooms that hold them; ok is false where one lies in
// none, or a room stays empty.
func inRooms(list []int, rects []Rect, rooms [5]Rect) (parts [5][]int, ok bool) {
	for k, r := range rects {
		at := slices.IndexFunc(rooms[:], func(o Rect) bool {
			return r.Col >= o.Col && r.Right() <= o.Right() && r.Row >= o.Row && r.Bottom() <= o.Bottom()
		})
		if at < 0 {
			return parts, false
		}
		parts[at] = append(parts[at], list[k])
	}
	return parts, !slices.ContainsFunc(parts[:], func(p []int) bool { return len(p) == 0 })
}

// squeeze joins a piece to a tree where it costs least.
func (a *annealer) squeeze(root id, piece int) id {
	x := a.f.leaves[piece]
	best, least := none, 0
	for _, y := range a.f.nodesOf(root, nil) {
		for _, o := range [...]op{stack, row} {
			for _, pair := range [...][2]id{{y, x}, {x, y}} {
				n := a.f.rewrite(root, []id{y}, []id{a.f.join(o, pair[0], pair[1])})
				if c := a.cost(n, math.MaxInt); best == none || c < least {
					best, least = n, c
				}
			}
		}
	}
	return best
}
