package dummy

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"
)

// block is a piece of one size.
func block(name string, sizes ...[2]int) Piece {
	t := NewTable(8, 120)
	for _, s := range sizes {
		t.Block(s[0], s[1], 0, 0, Fit{})
	}
	return Piece{Name: name, Fits: t.Fits(), With: -1, Hold: -1}
}

// text is a story of some lines, a column each a column of text.
func text(columns, rows int, name string, weight, lines int) Piece {
	terms := Interlocked()
	t := NewTable(columns, rows)
	for w := 1; w <= columns; w++ {
		t.Text(&terms, w, lines, 0, Fit{Columns: w, HeadRows: 1, Size: 40 - weight*4, Face: weight % 2})
	}
	return Piece{Name: name, Kind: Story, Weight: weight, Fits: t.Fits(), With: -1, Hold: -1}
}

// total is what Judge finds in all.
func total(s *Sheet, p Plan) (sum int) {
	for _, f := range Judge(s, p.Placed, p.Out) {
		sum += f.Price
	}
	return sum
}

// checkPlan asks what holds of every plan.
func checkPlan(t *testing.T, s *Sheet, p Plan) {
	t.Helper()
	legs := 0
	for _, x := range p.Placed {
		if x.Rest {
			legs++
		}
	}
	if len(p.Placed)-legs+len(p.Out) != len(s.Pieces) {
		t.Errorf("%d placed and %d out of %d", len(p.Placed), len(p.Out), len(s.Pieces))
	}
	if got := total(s, p); got != p.Cost {
		t.Errorf("judged %d, searched %d", got, p.Cost)
	}
	area := 0
	for i, a := range p.Placed {
		r := a.Rect
		if r.Col < 0 || r.Row < 0 || r.Right() > s.Columns || r.Bottom() > s.Rows || r.Rows != a.Fit.Rows {
			t.Errorf("%s stands at %v", s.Pieces[a.Piece].Name, r)
		}
		r.Rows += s.Gap
		area += r.Cols * r.Rows
		for _, b := range p.Placed[i+1:] {
			q := b.Rect
			q.Rows += s.Gap
			if r.Common(q) > 0 {
				t.Errorf("%s at %v and %s at %v", s.Pieces[a.Piece].Name, a.Rect, s.Pieces[b.Piece].Name, b.Rect)
			}
		}
	}
	if want := s.Columns * (s.Rows + s.Gap); area != want {
		t.Errorf("%d of %d cells are covered", area, want)
	}
}

// TestWheel finds the only way in which five blocks fill a page.
func TestWheel(t *testing.T) {
	s := &Sheet{Columns: 8, Rows: 120, Gap: 1, Starts: 4, Trees: 20000, Pieces: []Piece{
		block("A", [2]int{5, 40}), block("B", [2]int{3, 70}), block("C", [2]int{5, 49}), block("D", [2]int{3, 79}), block("E", [2]int{2, 29}),
	}}
	if _, ok := Exact(s); ok {
		t.Error("straight cuts make it")
	}
	plans := Search(s, 1)
	if len(plans) == 0 {
		t.Fatal("not found")
	}
	checkPlan(t, s, plans[0])
	if o := plans[0].shape[0]; o != '{' && o != '<' {
		t.Errorf("tree %s", plans[0].shape)
	}
}

// TestCounting counts figures of unnamed rooms: the large Schröder numbers for
// straight cuts (OEIS A006318), and two wheels more for five.
func TestCounting(t *testing.T) {
	shapes := func(n int, wheels bool) int {
		s := &Sheet{Columns: 8, Rows: 120, Gap: 1, Pieces: make([]Piece, 1)}
		f := newForest(s)
		l := f.leaves[0]
		trees := make([][]id, n+1)
		trees[1] = []id{l}
		for k := 2; k <= n; k++ {
			for i := 1; i < k; i++ {
				for _, a := range trees[i] {
					for _, b := range trees[k-i] {
						trees[k] = append(trees[k], f.join(stack, a, b), f.join(row, a, b))
					}
				}
			}
			if k == 5 && wheels {
				trees[k] = append(trees[k], f.join(wheel, l, l, l, l, l), f.join(mirror, l, l, l, l, l))
			}
		}
		seen := map[string]bool{}
		for _, n := range trees[n] {
			seen[string(f.shape(n, nil))] = true
		}
		return len(seen)
	}
	for i, want := range []int{1, 2, 6, 22, 90, 394, 1806} {
		if got := shapes(i+1, false); got != want {
			t.Errorf("%d rooms: %d figures, want %d", i+1, got, want)
		}
	}
	if got := shapes(5, true); got != 92 {
		t.Errorf("five rooms with wheels: %d figures, want 92", got)
	}
}

// brute finds the cheapest of all ways to fill a sheet: the first free cell is
// the upper left one of some piece, of any size.
type brute struct {
	s      *Sheet
	taken  [][]bool
	placed []Placed
	best   int
}

// bruteForce tries all pages of a sheet.
func bruteForce(s *Sheet) *brute {
	b := &brute{s: s, best: impossible, taken: make([][]bool, s.Rows+s.Gap)}
	for i := range b.taken {
		b.taken[i] = make([]bool, s.Columns)
	}
	b.fill(1<<len(s.Pieces) - 1)
	return b
}

func (b *brute) fill(left set) {
	rows := b.s.Rows + b.s.Gap
	col, row := 0, 0
	for row = range rows {
		if col = slices.Index(b.taken[row], false); col >= 0 {
			break
		}
	}
	if col < 0 {
		if left == 0 {
			placed := slices.Clone(b.placed)
			slices.SortStableFunc(placed, func(x, y Placed) int { return x.Piece - y.Piece })
			cost := 0
			for _, f := range Judge(b.s, placed, nil) {
				cost += f.Price
			}
			b.best = min(b.best, cost)
		}
		return
	}
	for i := range b.s.Pieces {
		if !left.has(i) {
			continue
		}
		b.legs(i, col, row, left)
		for w, fits := range b.s.Pieces[i].Fits {
			for _, fit := range fits {
				r := Rect{col, row, w, fit.Rows}
				if fit.Price < impossible && b.free(r) {
					b.mark(r, true)
					b.placed = append(b.placed, Placed{Piece: i, Rect: r, Fit: fit})
					b.fill(left &^ (1 << i))
					b.placed = b.placed[:len(b.placed)-1]
					b.mark(r, false)
				}
			}
		}
	}
}

func (b *brute) free(r Rect) bool {
	if r.Right() > b.s.Columns || r.Bottom() > b.s.Rows {
		return false
	}
	for y := r.Row; y < r.Bottom()+b.s.Gap; y++ {
		for x := r.Col; x < r.Right(); x++ {
			if b.taken[y][x] {
				return false
			}
		}
	}
	return true
}

func (b *brute) mark(r Rect, to bool) {
	for y := r.Row; y < r.Bottom()+b.s.Gap; y++ {
		for x := r.Col; x < r.Right(); x++ {
			b.taken[y][x] = to
		}
	}
}

// TestAgainstAllPages compares the search with every possible page of a small
// sheet, all terms counted.
func TestAgainstAllPages(t *testing.T) {
	for seed := range uint64(24) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		n := 1 + int(seed)%4
		s := &Sheet{Columns: 4, Rows: 12, Gap: 1, Terms: Interlocked(), Key: seed, Starts: 16, Trees: 3000}
		for i := range n {
			s.Pieces = append(s.Pieces, text(4, 12, string(rune('a'+i)), 1+rnd.IntN(5), 40/n-4+rnd.IntN(8)))
		}
		b := bruteForce(s)
		got := impossible
		if plans := Search(s, 1); len(plans) > 0 {
			checkPlan(t, s, plans[0])
			got = plans[0].Cost
		}
		if got != b.best {
			t.Errorf("seed %d, %d pieces: found %d, best %d", seed, n, got, b.best)
		}
	}
}

// draw makes a sheet whose stories ask for about as much as it has, in percent.
func draw(rnd *rand.Rand, columns, rows, n, percent int) *Sheet {
	s := &Sheet{Columns: columns, Rows: rows, Gap: 1, Terms: Terms{White: 3 * Unit, Over: 60 * Unit, Line: 12 * Unit}}
	shares, all := make([]int, n), 0
	for i := range shares {
		shares[i] = 10 + rnd.IntN(40)
		all += shares[i]
	}
	for i, share := range shares {
		const head = 3
		room := columns * rows * percent / 100 * share / all
		t := NewTable(columns, rows)
		for w := 1; w <= columns; w++ {
			lines := max(room-w*(head+1), w)
			t.Text(&s.Terms, w, lines, lines/30, Fit{Columns: w, HeadRows: head})
		}
		s.Pieces = append(s.Pieces, Piece{Name: fmt.Sprint(i), Fits: t.Fits(), With: -1, Hold: -1})
	}
	return s
}

// TestAgainstExact compares the search with the best of all cuts, where only
// the fit counts.
func TestAgainstExact(t *testing.T) {
	reached, all := 0, 0
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		s := draw(rnd, 8, 60, 4+int(seed)%4, 96+rnd.IntN(8))
		s.Key, s.Starts, s.Trees = seed, 4, 20000
		want, ok := Exact(s)
		if !ok {
			continue
		}
		all++
		plans := Search(s, 1)
		if len(plans) == 0 {
			continue
		}
		cost := plans[0].Cost
		wheels := slices.ContainsFunc([]byte(plans[0].shape), func(b byte) bool { return b == '{' || b == '<' })
		if cost < want && !wheels {
			t.Errorf("seed %d: %d is below the best, %d", seed, cost, want)
		}
		if cost <= want {
			reached++
		} else {
			t.Logf("seed %d: %d, best %d: %s", seed, cost, want, plans[0].shape)
		}
	}
	if all < 15 || reached*100 < all*95 {
		t.Errorf("%d of %d reached", reached, all)
	}
}

// TestAnyNumberOfCores finds the same plans with one core and with many.
func TestAnyNumberOfCores(t *testing.T) {
	s := newsPage(rand.New(rand.NewPCG(1, 3)), 98)
	s.Starts, s.Trees = 6, 1000
	many := Search(s, 4)
	before := runtime.GOMAXPROCS(1)
	one := Search(s, 4)
	runtime.GOMAXPROCS(16)
	sixteen := Search(s, 4)
	runtime.GOMAXPROCS(before)
	if len(many) < 2 || !reflect.DeepEqual(many, one) || !reflect.DeepEqual(many, sixteen) {
		t.Error("plans differ")
	}
}

// TestPinsStay puts a strip at the foot and a block into a corner.
func TestPinsStay(t *testing.T) {
	for seed := range uint64(4) {
		s := newsPage(rand.New(rand.NewPCG(seed, 5)), 80)
		s.Key = seed
		for _, r := range []Rect{{0, 103, 8, 17}, {0, 0, 5, 12}} {
			p := block("pin", [2]int{r.Cols, r.Rows})
			p.Kind, p.Pin = Ad, &r
			s.Pieces = append(s.Pieces, p)
		}
		plans := Search(s, 1)
		if len(plans) == 0 {
			t.Errorf("seed %d: no plan", seed)
			continue
		}
		checkPlan(t, s, plans[0])
		for _, p := range plans[0].Placed {
			if pin := s.Pieces[p.Piece].Pin; pin != nil && *pin != p.Rect {
				t.Errorf("seed %d: %v stands at %v", seed, *pin, p.Rect)
			}
		}
	}
}

// TestPinInside: pieces in the middle of a page stand exactly where they must,
// with the others fitted round them; the price is what Judge says, without any
// for a distance.
func TestPinInside(t *testing.T) {
	for seed := range uint64(4) {
		s := newsPage(rand.New(rand.NewPCG(seed, 8)), 86)
		s.Key = seed
		r := Rect{5, 46, 3, 33}
		p := block("pin", [2]int{r.Cols, r.Rows})
		p.Pin = &r
		s.Pieces = append(s.Pieces, p)
		plans := Search(s, 1)
		if len(plans) == 0 {
			t.Errorf("seed %d: no plan", seed)
			continue
		}
		checkPlan(t, s, plans[0])
		if at := plans[0].Placed[len(plans[0].Placed)-1]; at.Rect != r {
			t.Errorf("seed %d: it stands at %v", seed, at.Rect)
		}
	}
}

// TestMirrored: where left and right are worth the same, a page of mirrored
// pins costs the same.
func TestMirrored(t *testing.T) {
	terms := Interlocked()
	terms.Right, terms.Place = 0, 0
	for seed := range uint64(3) {
		rnd := rand.New(rand.NewPCG(seed, 6))
		s := &Sheet{Columns: 4, Rows: 12, Gap: 1, Terms: terms, Key: seed, Starts: 16, Trees: 3000}
		for i := range 3 {
			s.Pieces = append(s.Pieces, text(4, 12, fmt.Sprint(i), 1+i, 8+rnd.IntN(4)))
		}
		costs := [2]int{}
		for side := range costs {
			r := Rect{side * 3, 0, 1, 4}
			p := block("pin", [2]int{1, 4})
			p.Pin = &r
			m := *s
			m.Pieces = append(slices.Clone(s.Pieces), p)
			plans := Search(&m, 1)
			if len(plans) == 0 {
				t.Fatalf("seed %d: no plan", seed)
			}
			costs[side] = plans[0].Cost
		}
		if costs[0] != costs[1] {
			t.Errorf("seed %d: %v", seed, costs)
		}
	}
}

// TestReserve: what may stay out comes in where it fills white, and a plan with
// more to choose from is never dearer.
func TestReserve(t *testing.T) {
	for seed := range uint64(6) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		s := &Sheet{Columns: 4, Rows: 12, Gap: 1, Terms: Interlocked(), Key: seed, Starts: 16, Trees: 3000}
		for i := range 2 {
			s.Pieces = append(s.Pieces, text(4, 12, fmt.Sprint(i), 1+i, 10+rnd.IntN(6)))
		}
		without := Search(s, 1)
		spare := text(4, 12, "spare", 5, 6)
		spare.Hold, spare.Use = 0, s.Terms.Reserve
		s.Pieces = append(s.Pieces, spare)
		with := Search(s, 1)
		if len(with) == 0 {
			t.Errorf("seed %d: no plan", seed)
			continue
		}
		checkPlan(t, s, with[0])
		if len(without) > 0 && with[0].Cost > without[0].Cost {
			t.Errorf("seed %d: %d with a reserve, %d without", seed, with[0].Cost, without[0].Cost)
		}
	}
}

// TestHeld: of more than fits, the one that is cheapest to hold over stays out.
func TestHeld(t *testing.T) {
	s := &Sheet{Columns: 4, Rows: 12, Gap: 1, Terms: Interlocked(), Starts: 16, Trees: 3000}
	for i := range 4 {
		p := text(4, 12, fmt.Sprint(i), 2+i, 12)
		p.Hold = s.Terms.HoldPoint * (6 - p.Weight)
		s.Pieces = append(s.Pieces, p)
	}
	plans := Search(s, 1)
	if len(plans) == 0 {
		t.Fatal("no plan")
	}
	checkPlan(t, s, plans[0])
	if !slices.Equal(plans[0].Out, []int{3}) || plans[0].Over() > 0 {
		t.Errorf("%v stay out, %d lines over", plans[0].Out, plans[0].Over())
	}
}

// TestReflect: a tree reflected has the places of its pieces reflected.
func TestReflect(t *testing.T) {
	s := &Sheet{Columns: 8, Rows: 120, Gap: 1, Pieces: []Piece{
		block("A", [2]int{5, 40}), block("B", [2]int{3, 70}), block("C", [2]int{5, 49}), block("D", [2]int{3, 79}), block("E", [2]int{2, 29}),
	}}
	a := newAnnealer(newForest(s), 0)
	l := a.f.leaves
	page := Rect{0, 0, 8, 120}
	for _, o := range []op{wheel, mirror} {
		n := a.f.join(o, l...)
		was, _ := a.f.place(n, page, a.f.least(n, 8, 120, impossible), false, nil)
		for _, way := range []op{row, stack} {
			m := a.reflect(n, way)
			is, ok := a.f.place(m, page, a.f.least(m, 8, 120, impossible), false, nil)
			if !ok || len(was) != len(is) || a.reflect(m, way) != n {
				t.Errorf("%d reflected by %d: %v", o, way, is)
				continue
			}
			for _, x := range was {
				r := x.Rect
				if way == row {
					r.Col = 8 - r.Right()
				} else {
					r.Row = 120 - r.Bottom()
				}
				if !slices.ContainsFunc(is, func(y Placed) bool { return y.Piece == x.Piece && y.Rect == r }) {
					t.Errorf("%d reflected by %d: no %s at %v", o, way, s.Pieces[x.Piece].Name, r)
				}
			}
		}
	}
}

// TestTermsAreTold: every price of the house style is charged somewhere, so
// that no key of it means nothing.
func TestTermsAreTold(t *testing.T) {
	for name, c := range map[Term]struct {
		pieces []Piece
		rects  []Rect
		fits   []Fit
	}{
		TermSlit: {
			[]Piece{{Kind: Picture, Solid: true, With: -1}, {Kind: Story, With: -1}, {Kind: Picture, Solid: true, With: -1}},
			[]Rect{{0, 0, 3, 60}, {3, 0, 1, 60}, {4, 0, 4, 60}}, make([]Fit, 3)},
		TermMuch:     {[]Piece{{Kind: Story, With: -1}}, []Rect{{0, 0, 2, 60}}, []Fit{{White: 7}}},
		TermTall:     {[]Piece{{Kind: Story, With: -1}}, []Rect{{0, 0, 1, 60}}, make([]Fit, 1)},
		TermGrey:     {[]Piece{{Kind: Story, With: -1}}, []Rect{{0, 0, 3, 70}}, make([]Fit, 1)},
		TermFoot:     {[]Piece{{Kind: Story, With: -1}}, []Rect{{0, 110, 3, 10}}, []Fit{{HeadRows: 7}}},
		TermSquat:    {[]Piece{{Kind: Story, With: -1}}, []Rect{{0, 110, 3, 10}}, []Fit{{HeadRows: 2}}},
		TermPictures: {[]Piece{{Kind: Picture, With: -1}, {Kind: Picture, With: -1}}, []Rect{{0, 0, 4, 10}, {4, 5, 4, 10}}, make([]Fit, 2)},
		TermBoxes:    {[]Piece{{Boxed: true, With: -1}, {Boxed: true, With: -1}}, []Rect{{0, 0, 4, 10}, {0, 11, 4, 10}}, make([]Fit, 2)},
		TermUpper:    {[]Piece{{Kind: Picture, With: -1}, {Kind: Picture, With: -1}}, []Rect{{0, 0, 2, 10}, {4, 0, 2, 10}}, make([]Fit, 2)},
		TermColour:   {[]Piece{{Kind: Picture, Colour: true, With: -1}, {Kind: Picture, Colour: true, With: -1}}, []Rect{{0, 0, 2, 10}, {4, 0, 2, 10}}, make([]Fit, 2)},
		TermFold:     {[]Piece{{Kind: Picture, Colour: true, With: -1}}, []Rect{{0, 90, 2, 10}}, make([]Fit, 1)},
		TermHeading: {
			[]Piece{{Kind: Story, Weight: 2, With: -1}, {Kind: Story, Weight: 3, With: -1}, {Kind: Story, Weight: 4, With: -1}, {Kind: Story, Weight: 5, With: -1}},
			[]Rect{{0, 0, 2, 60}, {2, 2, 2, 60}, {4, 0, 2, 60}, {6, 3, 2, 60}}, []Fit{{HeadRows: 5}, {HeadRows: 5}, {HeadRows: 5}, {HeadRows: 5}}},
		TermDogleg:   {[]Piece{{Kind: Story, Weight: 2, With: -1}}, []Rect{{0, 0, 2, 60}}, []Fit{{Dogleg: 15 * Unit, Price: 15 * Unit}}},
		TermAway:     {[]Piece{{Kind: Picture, With: 1}, {Kind: Story, With: -1}}, []Rect{{0, 0, 2, 10}, {4, 50, 2, 10}}, make([]Fit, 2)},
		TermSeries:   {[]Piece{{Series: 1, With: -1}, {Series: 1, With: -1}}, []Rect{{0, 0, 2, 10}, {4, 50, 2, 10}}, make([]Fit, 2)},
		TermApart:    {[]Piece{{Apart: 1, With: -1}, {Apart: 1, Shun: 1, With: -1}}, []Rect{{0, 0, 2, 10}, {2, 0, 2, 10}}, make([]Fit, 2)},
		TermNotice:   {[]Piece{{Kind: Story, Weight: 5, Notice: true, With: -1}, {Kind: Story, Weight: 5, With: -1}}, []Rect{{0, 0, 2, 10}, {0, 11, 2, 109}}, make([]Fit, 2)},
		TermUnder:    {[]Piece{{Weight: 4, With: -1}, {Weight: 2, With: -1}}, []Rect{{0, 0, 2, 10}, {0, 11, 2, 10}}, make([]Fit, 2)},
		TermWider:    {[]Piece{{Weight: 2, With: -1}, {Weight: 4, With: -1}}, []Rect{{0, 0, 2, 10}, {0, 11, 4, 10}}, make([]Fit, 2)},
		TermOrder:    {[]Piece{{Weight: 2, With: -1}, {Weight: 4, With: -1}}, []Rect{{0, 0, 2, 10}, {0, 11, 4, 10}}, []Fit{{Size: 20}, {Size: 30}}},
		TermNear:     {[]Piece{{Weight: 1, With: -1}, {Weight: 2, With: -1}}, []Rect{{0, 0, 5, 10}, {0, 11, 4, 10}}, []Fit{{Size: 40}, {Size: 36}}},
		TermLead:     {[]Piece{{Weight: 1, With: -1}}, []Rect{{2, 40, 5, 10}}, make([]Fit, 1)},
		TermHeads:    {[]Piece{{Weight: 3, With: -1}, {Weight: 3, With: -1}}, []Rect{{0, 0, 2, 10}, {2, 2, 2, 10}}, make([]Fit, 2)},
		TermStraight: {[]Piece{{With: -1}, {With: -1}, {With: -1}}, []Rect{{0, 0, 4, 100}, {4, 0, 4, 100}, {0, 101, 8, 19}}, make([]Fit, 3)},
		TermRiver:    {[]Piece{{With: -1}, {With: -1}, {With: -1}}, []Rect{{0, 0, 4, 120}, {4, 0, 4, 60}, {4, 61, 4, 59}}, make([]Fit, 3)},
		TermCut:      {[]Piece{{With: -1}, {With: -1}, {With: -1}, {With: -1}}, []Rect{{0, 0, 4, 59}, {4, 0, 4, 60}, {0, 61, 3, 59}, {3, 61, 5, 59}}, make([]Fit, 4)},
		TermAds:      {[]Piece{{Kind: Ad, With: -1}}, []Rect{{0, 0, 2, 10}}, make([]Fit, 1)},
		TermMoved:    {[]Piece{{Before: &Rect{0, 0, 2, 10}, With: -1}}, []Rect{{2, 0, 2, 10}}, make([]Fit, 1)},
		TermUsed:     {[]Piece{{Use: 30, With: -1}}, []Rect{{2, 0, 2, 10}}, make([]Fit, 1)},
		TermPin:      {[]Piece{{Pin: &Rect{0, 0, 2, 10}, With: -1}}, []Rect{{2, 0, 2, 10}}, make([]Fit, 1)},
		TermPlace:    {[]Piece{{Weight: 2, With: -1}}, []Rect{{2, 60, 2, 10}}, make([]Fit, 1)},
		TermWidth:    {[]Piece{{Weight: 2, With: -1}}, []Rect{{0, 0, 8, 10}}, make([]Fit, 1)},
	} {
		s := &Sheet{Columns: 8, Rows: 120, Gap: 1, Terms: Interlocked(), Front: true, Pieces: c.pieces}
		var placed []Placed
		for i, r := range c.rects {
			placed = append(placed, Placed{Piece: i, Rect: r, Fit: c.fits[i]})
		}
		if !slices.ContainsFunc(Judge(s, placed, nil), func(f Finding) bool { return f.Term == name && f.Price > 0 }) {
			t.Errorf("%s is not charged: %v", name, Judge(s, placed, nil))
		}
	}
}

// TestPictureByAd: a picture that touches an advertisement, beside it or over it, costs
// half of what two pictures do that touch; one that is a row away, or touches a story,
// costs nothing.
func TestPictureByAd(t *testing.T) {
	terms := Interlocked()
	for name, c := range map[string]struct {
		first, second Kind
		at            Rect // of the second
		want          int
	}{
		"beside":             {Picture, Ad, Rect{4, 5, 4, 10}, terms.Pictures / 2},
		"over it":            {Picture, Ad, Rect{0, 11, 4, 10}, terms.Pictures / 2},
		"under it":           {Ad, Picture, Rect{0, 11, 4, 10}, terms.Pictures / 2},
		"a row between":      {Picture, Ad, Rect{0, 13, 4, 10}, 0},
		"two pictures":       {Picture, Picture, Rect{0, 11, 4, 10}, terms.Pictures},
		"a story":            {Picture, Story, Rect{0, 11, 4, 10}, 0},
		"a notice":           {Picture, Furnishing, Rect{0, 11, 4, 10}, 0},
		"two advertisements": {Ad, Ad, Rect{0, 11, 4, 10}, 0},
	} {
		s := &Sheet{Columns: 8, Rows: 120, Gap: 1, Terms: terms, Pieces: []Piece{{Kind: c.first, With: -1}, {Kind: c.second, With: -1}}}
		sum := 0
		for _, f := range Judge(s, []Placed{{Piece: 0, Rect: Rect{0, 0, 4, 10}}, {Piece: 1, Rect: c.at}}, nil) {
			if f.Term == TermPictures {
				sum += f.Price
			}
		}
		if sum != c.want {
			t.Errorf("%s: %d, want %d", name, sum, c.want)
		}
	}
}

// TestRaise: what makes a way dearer makes all of its heights dearer but those
// that are known, and no other way.
func TestRaise(t *testing.T) {
	table := NewTable(2, 9)
	for rows := 3; rows <= 6; rows++ {
		table.Add(1, Fit{Rows: rows, Price: 10, Mark: 1})
		table.Add(1, Fit{Rows: rows, Price: 30, Mark: 2})
	}
	table.Correct(1, Fit{Rows: 4, Price: 12, Mark: 1})
	var got []int
	for _, f := range table.Raise(1, 1, 15) {
		got = append(got, f.Price)
	}
	if want := []int{25, 12, 25, 25}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
	if f := table.Raise(1, 1, 15)[0]; f.Price != 30 || f.Mark != 2 {
		t.Errorf("%+v", f)
	}
}
