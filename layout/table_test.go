package layout

import (
	"math/rand/v2"
	"testing"

	"duikai/layout/geom"
	"duikai/layout/manuscript"
)

// TestTableLeastWidthsFirst: where a table's texts have no room side by side, every
// column first gets what its longest word or figure needs, whatever the others have
// to say, and then the longest texts share the rest: no word and no figure is parted,
// and no column with little to say is wider than that takes while another runs on.
func TestTableLeastWidthsFirst(t *testing.T) {
	h := testHouse(t)
	cell := func(s string) manuscript.Text { return manuscript.Text{{Text: s}} }
	words := []string{"青菜", "1,240.50", "汀北新村三区", "2026年11月", "12", "鲜活水产市场批发价，含运费", "Wangting Express", "+4.2%", "每周二、周四和周六上午九时至十一时，遇雨顺延", "北苑街道办事处（含两个社区）"}
	rnd := rand.New(rand.NewPCG(3, 9))
	ran, wrapped := 0, 0
	for range 400 {
		n := 2 + rnd.IntN(5)
		tb := &manuscript.Table{Align: make([]manuscript.Align, n)}
		for r := range 4 {
			row := make([]manuscript.Text, n)
			for c := range row {
				row[c] = cell(words[rnd.IntN(len(words))])
			}
			if r == 0 {
				tb.Head = row
			} else {
				tb.Rows = append(tb.Rows, row)
			}
		}
		width := h.size * geom.Length(10+rnd.IntN(50))
		set := h.setTable(tb, width)
		if set.wide {
			continue
		}
		ran++
		w := set.wants(set.size)
		for c := range set.width {
			if set.width[c] < w.least[c] {
				t.Fatalf("column %d is %v wide, its longest word needs %v: %v", c, set.width[c], w.least[c], tb.Rows)
			}
		}
		over := total(set.width) - total(w.natural)
		for c := range set.width {
			if over < 0 && set.width[c] > w.natural[c] {
				t.Errorf("column %d is %v wide and its text %v, while others run on: %v of %v", c, set.width[c], w.natural[c], set.width, w.natural)
			}
		}
		for _, r := range set.rows {
			if r.rows > 1 {
				wrapped++
			}
			for c, lines := range r.lines {
				for _, l := range lines {
					if p := r.cells[c]; !p.MayBreak(l.End-1) && l.End < p.Len() || l.Width > set.width[c] {
						t.Errorf("%q is parted: %v", r.cells[c].Text(l.Start, l.End), l.Edge)
					}
				}
			}
		}
	}
	if ran < 100 || wrapped < 50 {
		t.Errorf("%d tables, %d rows of several lines", ran, wrapped)
	}
}
