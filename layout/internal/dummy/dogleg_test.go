package dummy

import (
	"math/rand/v2"
	"testing"
)

// bent makes a story of text, or what is made like one, one that can be an L.
func bent(columns, lines int, p Piece) Piece {
	p.Legs = &Legs{By: make([]Leg, columns)}
	for w := 1; w < columns; w++ {
		p.Legs.By[w] = Leg{Base: Fit{Columns: w, HeadRows: 1, Size: 40 - p.Weight*4, Face: p.Weight % 2}, Lines: lines}
	}
	return p
}

// legs adds all pages in which a piece stands as an L from a cell on.
func (b *brute) legs(i, col, row int, left set) {
	p := &b.s.Pieces[i]
	if !p.bends() {
		return
	}
	for cols := 1; cols < len(p.Legs.By); cols++ {
		for rows := 1; row+rows <= b.s.Rows; rows++ {
			for restCols := 1; col+cols+restCols <= b.s.Columns; restCols++ {
				for restRows := 1; restRows <= b.s.Rows-row; restRows++ {
					fit := p.Legs.fit(&b.s.Terms, legKey{cols, rows, restCols, restRows})
					if fit.Price >= impossible {
						continue
					}
					first := Rect{col, row, cols, rows}
					tops := []int{row}
					if restRows < rows {
						tops = append(tops, row+rows-restRows)
					}
					for _, top := range tops {
						b.bothLegs(i, fit, first, Rect{col + cols, top, restCols, restRows}, left)
					}
				}
			}
		}
	}
}

func (b *brute) bothLegs(i int, fit Fit, first, rest Rect, left set) {
	if !b.free(first) || !b.free(rest) {
		return
	}
	b.mark(first, true)
	b.mark(rest, true)
	b.placed = append(b.placed, Placed{Piece: i, Rect: first, Fit: fit}, Placed{Piece: i, Rect: rest, Rest: true, Fit: Fit{Rows: rest.Rows, Columns: rest.Cols, Head: NoHead}})
	b.fill(left &^ (1 << i))
	b.placed = b.placed[:len(b.placed)-2]
	b.mark(first, false)
	b.mark(rest, false)
}

// TestDoglegsAgainstAllPages compares the search with every possible page of a
// small sheet whose first story may be an L. Trees hold an L only with all that
// stands in its notch: of three pieces a few pages are of no tree.
func TestDoglegsAgainstAllPages(t *testing.T) {
	same, all, used := 0, 0, 0
	for seed := range uint64(8) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		n := 2 + int(seed)%2
		s := &Sheet{Columns: 4, Rows: 30, Gap: 1, Terms: Interlocked(), Key: seed, Starts: 16, Trees: 3000}
		lines := 40 + rnd.IntN(30)
		s.Pieces = append(s.Pieces, bent(4, lines, text(4, 30, "a", 2, lines)))
		for i := 1; i < n; i++ {
			s.Pieces = append(s.Pieces, text(4, 30, string(rune('a'+i)), 3+i, (112-lines)/(n-1)-2-rnd.IntN(5)))
		}
		b := bruteForce(s)
		got := impossible
		if plans := Search(s, 1); len(plans) > 0 {
			checkPlan(t, s, plans[0])
			got = plans[0].Cost
			if plans[0].Rest(0) != nil {
				used++
			}
		}
		switch all++; {
		case got == b.best:
			same++
		case got < b.best || n == 2:
			t.Errorf("seed %d, %d pieces: found %d, best %d", seed, n, got, b.best)
		default:
			t.Logf("seed %d, %d pieces: found %d, best %d", seed, n, got, b.best)
		}
	}
	if same*10 < all*8 || used == 0 {
		t.Errorf("of %d pages %d are the best, %d have an L", all, same, used)
	}
}

// TestReadDogleg: a plan with an L is read from its rectangles again, and stays
// where it is when what moves costs.
func TestReadDogleg(t *testing.T) {
	read := 0
	for seed := range uint64(6) {
		s := newsPage(rand.New(rand.NewPCG(seed, 3)), 97)
		s.Terms.Dogleg, s.Terms.Cut, s.Terms.River = 0, 300*Unit, 300*Unit // so that there are some
		s.Key, s.Starts, s.Trees = seed, 2, 4000
		for i, lines := range []int{0, 110, 75, 75} {
			if lines > 0 {
				s.Pieces[i] = bent(8, lines, s.Pieces[i])
			}
		}
		plan := Search(s, 1)[0]
		checkPlan(t, s, plan)
		some := false
		for i := range plan.Placed {
			x := &plan.Placed[i]
			if !x.Rest {
				s.Pieces[x.Piece].Before = &x.Rect
			}
			if rest := plan.Rest(i); rest != nil {
				s.Pieces[x.Piece].BeforeRest, some = &rest.Rect, true
			}
		}
		if !some {
			continue
		}
		read++
		a := newAnnealer(newForest(s), 0)
		root, ok := a.before()
		if !ok {
			t.Errorf("seed %d: not read\n%s", seed, sketch(s, plan))
			continue
		}
		if c := a.cost(root, 1<<30); c > plan.Cost {
			t.Errorf("seed %d: read, the plan costs %d, it was %d\n%s", seed, c, plan.Cost, sketch(s, plan))
		}
	}
	if read == 0 {
		t.Error("no page has an L")
	}
}
