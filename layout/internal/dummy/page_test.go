package dummy

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// newsPage draws a page as papers have it: a lead, a second, middle and short
// stories, briefs and pictures, which ask for percent of the room.
func newsPage(rnd *rand.Rand, percent int) *Sheet {
	s := &Sheet{Columns: 8, Rows: 120, Gap: 1, Terms: Interlocked()}
	weights := []int{1, 2, 3, 3, 4, 4, 4, 5, 5, 5}
	shares := [...]int{1: 170, 2: 110, 3: 75, 4: 48, 5: 24}
	pictures := 1 + rnd.IntN(3)
	room := 960*percent/100 - pictures*72
	all := 0
	var want []int
	for _, w := range weights {
		want = append(want, shares[w]*(70+rnd.IntN(60))/100)
		all += want[len(want)-1]
	}
	for i, w := range weights {
		t := NewTable(8, 120)
		cells := want[i] * room / all
		for k := 1; k <= 8; k++ {
			head := [...]int{1: 8, 2: 7, 3: 6, 4: 5, 5: 3}[w]
			if k > 3 {
				head++
			}
			for c := max(k-2, 1); c <= k; c++ {
				lines := (cells - k*(head+1)) * c / k * 98 / 100
				price := 0
				if c != k {
					price = s.Terms.Divided
				}
				t.Text(&s.Terms, k, lines, lines/40, Fit{Columns: c, HeadRows: head, Size: 50 - w*7, Face: w % 2, Price: price})
			}
		}
		s.Pieces = append(s.Pieces, Piece{Name: fmt.Sprintf("%c%d", 'A'+i, w), Kind: Story, Weight: w, Fits: t.Fits(), With: -1, Hold: -1})
	}
	for i := range pictures {
		t := NewTable(8, 120)
		for k := 2; k <= 4; k++ {
			t.Block(k, k*8+2, 3, Unit, Fit{})
		}
		s.Pieces = append(s.Pieces, Piece{Name: fmt.Sprintf("p%d", i), Kind: Picture, Fits: t.Fits(), With: i, Hold: -1, Solid: true, Colour: i == 0})
	}
	return s
}

// sketch draws a plan in characters.
func sketch(s *Sheet, p Plan) string {
	const w = 6
	grid := make([][]byte, s.Rows/3+1)
	for i := range grid {
		grid[i] = []byte(strings.Repeat(" ", s.Columns*w+1))
	}
	for _, x := range p.Placed {
		r := x.Rect
		top, bottom := r.Row/3, (r.Bottom()+s.Gap)/3
		for y := top; y <= min(bottom, len(grid)-1); y++ {
			grid[y][r.Col*w], grid[y][r.Right()*w] = '|', '|'
		}
		for c := r.Col*w + 1; c < r.Right()*w; c++ {
			grid[top][c] = '-'
		}
		copy(grid[min(top+1, len(grid)-1)][r.Col*w+1:], fmt.Sprintf("%s %d", s.Pieces[x.Piece].Name, x.Fit.White))
	}
	var b strings.Builder
	for _, l := range grid {
		b.Write(l)
		b.WriteByte('\n')
	}
	return b.String()
}

func TestNewsPages(t *testing.T) {
	for seed := range uint64(6) {
		s := newsPage(rand.New(rand.NewPCG(seed, 3)), 97)
		s.Key = seed
		plans := Search(s, 3)
		if len(plans) == 0 {
			t.Errorf("seed %d: no plan", seed)
			continue
		}
		p := plans[0]
		sums := map[Term]int{}
		for _, f := range Judge(s, p.Placed, p.Out) {
			sums[f.Term] += f.Price
		}
		t.Logf("cost %d white %d over %d %v\n%s", p.Cost, p.White(), p.Over(), sums, sketch(s, p))
		checkPlan(t, s, p)
	}
}

func BenchmarkSearch(b *testing.B) {
	s := newsPage(rand.New(rand.NewPCG(1, 3)), 97)
	for b.Loop() {
		Search(s, 3)
	}
}

// TestPinnedCorner: an advertisement in a corner at the foot is no reason for a
// line across the page or a gutter down it.
func TestPinnedCorner(t *testing.T) {
	for seed := range uint64(5) {
		s := newsPage(rand.New(rand.NewPCG(seed, 5)), 84)
		s.Key = seed
		table := NewTable(8, 120)
		table.Block(4, 24, 0, 0, Fit{})
		s.Pieces = append(s.Pieces, Piece{Name: "ad", Kind: Ad, Fits: table.Fits(), Pin: &Rect{4 * int(seed%2), 96, 4, 24}, With: -1, Hold: -1, Solid: true})
		plans := Search(s, 1)
		if len(plans) == 0 {
			t.Errorf("seed %d: no plan", seed)
			continue
		}
		checkPlan(t, s, plans[0])
		for _, f := range Judge(s, plans[0].Placed, nil) {
			if f.Term == TermCut || f.Term == TermRiver || f.Term == TermPin {
				t.Errorf("seed %d: %s at %d, the page costs %d\n%s", seed, f.Term, f.At, plans[0].Cost, sketch(s, plans[0]))
			}
		}
	}
}
