package dummy

import (
	"cmp"
	"math"
	"slices"
)

// # What stands already
//
// Pieces that have their places need not come out of a tree of joints: an editor has put
// them where they are, a row lower than their neighbours, with a corner free. Where most
// of a page stands so, no tree has it, and none is needed: what is left is a few holes.
// Every other piece is tried at the head of every hole in every width and height; of the
// ways to place them all, the cheapest is taken.

const (
	// holePieces is how many pieces are placed so at most: more have room for a search.
	holePieces = 8
	// holeWays is how many places of a piece are followed, the cheapest first.
	holeWays = 12
	// holeLeaves is how many ways to place all pieces are judged at most.
	holeLeaves = 1500
)

// Holes places the pieces that have no place into what the others leave free; ok is false
// where they have no room or are too many. Pieces of the reserve stay out, and those that
// may be held over where they find no room.
func Holes(s *Sheet) (best Plan, ok bool) {
	h := holes{s: s, best: Plan{Cost: math.MaxInt}}
	for i := range s.Pieces {
		switch p := &s.Pieces[i]; {
		case p.Pin != nil:
			fit, ok := pinned(p)
			if !ok {
				return best, false
			}
			h.placed = append(h.placed, Placed{Piece: i, Rect: *p.Pin, Fit: fit})
		case p.Use > 0:
			h.out = append(h.out, i)
		default:
			h.free = append(h.free, i)
		}
	}
	if len(h.free) == 0 || len(h.free) > holePieces {
		return best, false
	}
	slices.SortStableFunc(h.free, func(a, b int) int { return s.Area(&s.Pieces[b]) - s.Area(&s.Pieces[a]) })
	h.place(0)
	return h.best, h.best.Placed != nil
}

// pinned is the fit of a piece at its place.
func pinned(p *Piece) (Fit, bool) {
	if p.Pin.Cols >= len(p.Fits) {
		return Fit{}, false
	}
	i := slices.IndexFunc(p.Fits[p.Pin.Cols], func(f Fit) bool { return f.Rows == p.Pin.Rows })
	if i < 0 {
		return Fit{}, false
	}
	return p.Fits[p.Pin.Cols][i], true
}

// holes is the work on one sheet.
type holes struct {
	s      *Sheet
	placed []Placed
	out    []int
	free   []int
	leaves int
	best   Plan
}

// place places the free pieces from one on, in every way that is followed.
func (h *holes) place(k int) {
	if h.leaves >= holeLeaves {
		return
	}
	if k == len(h.free) {
		h.leaves++
		plan := Plan{Placed: h.placed, Out: h.out, shape: "holes"}
		if plan.Price(h.s); plan.Cost < h.best.Cost {
			plan.Placed, plan.Out = slices.Clone(h.placed), slices.Clone(h.out)
			h.best = plan
		}
		return
	}
	i := h.free[k]
	ways := h.ways(i)
	for _, w := range ways {
		h.placed = append(h.placed, w.Placed)
		h.place(k + 1)
		h.placed = h.placed[:len(h.placed)-1]
	}
	if len(ways) == 0 && h.s.Pieces[i].optional() {
		h.out = append(h.out, i)
		h.place(k + 1)
		h.out = h.out[:len(h.out)-1]
	}
}

// holeWay is a place for a piece, and what it costs by itself.
type holeWay struct {
	Placed
	price int
}

// ways are the places for a piece, the cheapest first.
func (h *holes) ways(i int) (all []holeWay) {
	p := &h.s.Pieces[i]
	for w, fits := range p.Fits {
		for col := 0; len(fits) > 0 && col+w <= h.s.Columns; col++ {
			h.strip(col, w, func(from, to int) {
				for k := range fits {
					f := &fits[k]
					if f.Price >= impossible || f.Rows > to-from {
						continue
					}
					price := f.Price + h.s.Terms.width(h.s, p, w)
					if left := to - from - f.Rows; left < h.s.Gap+LeastHole {
						price += left * w * h.s.Terms.White // nothing else stands there
					}
					all = append(all, holeWay{Placed{Piece: i, Rect: Rect{col, from, w, f.Rows}, Fit: *f}, price})
				}
			})
		}
	}
	slices.SortStableFunc(all, func(a, b holeWay) int {
		return cmp.Or(a.price-b.price, a.Rect.Row-b.Rect.Row, a.Rect.Col-b.Rect.Col, a.Rect.Cols-b.Rect.Cols, a.Rect.Rows-b.Rect.Rows)
	})
	return all[:min(len(all), holeWays)]
}

// LeastHole is from how many rows on something has room where nothing stands.
const LeastHole = 5

// strip goes through the stretches of some columns in which nothing stands, with the gap
// to what does.
func (h *holes) strip(col, cols int, do func(from, to int)) {
	var over []Rect
	for i := range h.placed {
		if r := h.placed[i].Rect; r.Col < col+cols && col < r.Right() {
			over = append(over, r)
		}
	}
	slices.SortFunc(over, func(a, b Rect) int { return cmp.Or(a.Row-b.Row, a.Bottom()-b.Bottom()) })
	from := 0
	for _, r := range over {
		if to := r.Row - h.s.Gap; to > from {
			do(from, to)
		}
		from = max(from, r.Bottom()+h.s.Gap)
	}
	if from < h.s.Rows {
		do(from, h.s.Rows)
	}
}
