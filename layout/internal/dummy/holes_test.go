package dummy

import (
	"testing"

	"pgregory.net/rapid"

	_ "duikai/samples/draws" // the same draws every time
)

// TestHoles: a page is laid out by chance with white between its pieces; some of them are
// given back. They find places again, on the page, apart from the others by the gap.
func TestHoles(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := &Sheet{Columns: rapid.IntRange(3, 8).Draw(rt, "columns"), Rows: rapid.IntRange(30, 90).Draw(rt, "rows"), Gap: 1, Terms: Interlocked()}
		var stood []Rect
		for col := 0; col < s.Columns; {
			w := rapid.IntRange(1, min(3, s.Columns-col)).Draw(rt, "width")
			for row := rapid.IntRange(0, 3).Draw(rt, "white"); row+4 < s.Rows; {
				r := Rect{col, row, w, min(rapid.IntRange(4, 30).Draw(rt, "height"), s.Rows-row)}
				stood = append(stood, r)
				row = r.Bottom() + s.Gap + rapid.IntRange(0, 2).Draw(rt, "more white")
			}
			col += w
		}
		open := map[int]bool{}
		for range rapid.IntRange(1, 3).Draw(rt, "given back") {
			open[rapid.IntRange(0, len(stood)-1).Draw(rt, "piece")] = true
		}
		for i, r := range stood[:min(len(stood), MostPieces)] {
			table := NewTable(s.Columns, s.Rows)
			table.Block(r.Cols, r.Rows, 0, 0, Fit{})
			p := Piece{Kind: Story, Weight: 3, With: -1, Hold: -1, Fits: table.Fits()}
			if !open[i] {
				p.Pin = &Rect{r.Col, r.Row, r.Cols, r.Rows}
			}
			s.Pieces = append(s.Pieces, p)
		}
		plan, ok := Holes(s)
		if !ok || len(plan.Placed) != len(s.Pieces) {
			rt.Fatalf("%d of %d pieces are placed", len(plan.Placed), len(s.Pieces))
		}
		for i, a := range plan.Placed {
			if r := a.Rect; r.Col < 0 || r.Row < 0 || r.Right() > s.Columns || r.Bottom() > s.Rows {
				rt.Fatalf("%v leaves the page", r)
			}
			if pin := s.Pieces[a.Piece].Pin; pin != nil && *pin != a.Rect {
				rt.Fatalf("%v is moved to %v", *pin, a.Rect)
			}
			for _, b := range plan.Placed[:i] {
				grown := a.Rect
				grown.Row, grown.Rows = grown.Row-s.Gap, grown.Rows+2*s.Gap
				if grown.Common(b.Rect) > 0 {
					rt.Fatalf("%v and %v stand too near", a.Rect, b.Rect)
				}
			}
		}
	})
}
