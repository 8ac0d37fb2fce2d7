package dummy

import (
	"math"
	"math/rand/v2"
	"testing"
)

// settled searches a page and gives its pieces the places that were found.
func settled(t *testing.T, seed uint64) (*Sheet, Plan) {
	s := newsPage(rand.New(rand.NewPCG(seed, 3)), 97)
	s.Key, s.Starts, s.Trees = seed, 2, 4000
	plans := Search(s, 1)
	if len(plans) == 0 {
		t.Fatalf("seed %d: no plan", seed)
	}
	for i := range plans[0].Placed {
		p := &plans[0].Placed[i]
		r := p.Rect
		s.Pieces[p.Piece].Before = &r
	}
	return s, plans[0]
}

// TestReadPlan: whatever was searched is read from its rectangles again, with
// the same places.
func TestReadPlan(t *testing.T) {
	for seed := range uint64(8) {
		s, plan := settled(t, seed)
		a := newAnnealer(newForest(s), 0)
		root, ok := a.before()
		if !ok {
			t.Errorf("seed %d: not read\n%s", seed, sketch(s, plan))
			continue
		}
		if a.f.nodes[root].pieces.count() != len(plan.Placed) {
			t.Errorf("seed %d: %d pieces of %d", seed, a.f.nodes[root].pieces.count(), len(plan.Placed))
		}
		if c := a.cost(root, math.MaxInt); c > plan.Cost {
			t.Errorf("seed %d: read, the plan costs %d, it was %d", seed, c, plan.Cost)
		}
	}
}

// moved is how many cells of a page belong to another piece than before.
func moved(s *Sheet, p Plan) (n int) {
	for _, x := range p.Placed {
		n += x.Rect.Cols * x.Rect.Rows
		if b := s.Pieces[x.Piece].Before; b != nil {
			n -= x.Rect.Common(*b)
		}
	}
	return n
}

// TestNearBefore: a page whose story of weight 4 grows by a tenth stays as it
// is but for what has to make room; with nothing that holds it, it does not.
func TestNearBefore(t *testing.T) {
	for seed := range uint64(4) {
		s, _ := settled(t, seed)
		p := &s.Pieces[4] // of weight 4
		for w, fits := range p.Fits {
			for i := range fits {
				// What fitted a height asks for a tenth more.
				fits[i].Rows += (fits[i].Rows + 9) / 10
			}
			for i := len(fits) - 1; i > 0; i-- {
				fits[i].Rows = fits[0].Rows + i
			}
			p.Fits[w] = fits
		}
		grown := func(price int) int {
			s.Terms.Moved = price
			plans := Search(s, 1)
			if len(plans) == 0 {
				t.Fatalf("seed %d: no plan", seed)
			}
			return moved(s, plans[0])
		}
		held, free := grown(2*Unit), grown(0)
		t.Logf("seed %d: %d cells of %d move, freely %d", seed, held, s.Columns*s.Rows, free)
		if held > 96 || held > free { // a tenth of the page
			t.Errorf("seed %d: %d cells move, freely %d", seed, held, free)
		}
	}
}

// TestLatePiece: what did not stand before is joined where it costs least, and
// what stands no longer is no fault.
func TestLatePiece(t *testing.T) {
	s, _ := settled(t, 1)
	s.Pieces[7].Before = nil
	a := newAnnealer(newForest(s), 0)
	root, ok := a.before()
	if !ok || a.f.nodes[root].pieces.count() != len(s.Pieces) {
		t.Fatalf("read %t, %d pieces", ok, a.f.nodes[root].pieces.count())
	}
	for i := range s.Pieces {
		s.Pieces[i].Before = nil
	}
	if _, ok := newAnnealer(newForest(s), 0).before(); ok {
		t.Error("a plan before is read where there is none")
	}
}

// TestPlanOfNoTree: rectangles that stand over each other below a head of their own
// are no tree, and the page is planned as if it had not stood before.
func TestPlanOfNoTree(t *testing.T) {
	s := draw(rand.New(rand.NewPCG(1, 2)), 8, 60, 3, 90)
	s.Key, s.Starts, s.Trees = 1, 2, 2000
	for i, r := range []Rect{{0, 0, 8, 10}, {0, 11, 5, 40}, {3, 20, 5, 40}} {
		s.Pieces[i].Before = &r
	}
	if _, ok := newAnnealer(newForest(s), 0).before(); ok {
		t.Error("rectangles that stand over each other are read")
	}
	if len(Search(s, 1)) == 0 {
		t.Error("no plan is found")
	}
	// So it is in the notch of an L.
	s.Pieces[0] = bent(8, 200, s.Pieces[0])
	for i, r := range []Rect{{0, 0, 5, 50}, {5, 11, 2, 30}, {6, 20, 2, 30}} {
		s.Pieces[i].Before = &r
	}
	s.Pieces[0].BeforeRest = &Rect{5, 0, 3, 10}
	if _, ok := newAnnealer(newForest(s), 0).before(); ok {
		t.Error("rectangles that stand over each other in a notch are read")
	}
}
