package layout

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

// These tests hold values that the pages of the samples do not depend on.

// slotAt is a slot by its first column and row and its size.
func slotAt(col, row, cols, rows int) *manuscript.Slot {
	return &manuscript.Slot{Col: col, Row: row, Cols: cols, Rows: rows}
}

// TestWeightOf: a story that gives no weight has that of its share of the
// page's width, however high its slot is.
func TestWeightOf(t *testing.T) {
	for columns, want := range map[int][]int{8: {5, 4, 3, 2, 1, 1, 1, 1}, 6: {5, 3, 2, 1, 1, 1}, 5: {4, 3, 1, 1, 1}} {
		h := &house{grid: page.Grid{Columns: columns}}
		for i, w := range want {
			for _, rows := range []int{1, 20, 120} {
				if got := h.weightOf(new(manuscript.Story), slotAt(1, 1, i+1, rows)); got != w {
					t.Errorf("%d of %d columns, %d rows: %d, not %d", i+1, columns, rows, got, w)
				}
			}
			if got := h.weightOf(&manuscript.Story{Weight: 4}, slotAt(1, 1, i+1, 9)); got != 4 {
				t.Errorf("a story of weight 4 in %d columns weighs %d", i+1, got)
			}
		}
	}
}

func TestAdjoins(t *testing.T) {
	a := slotAt(3, 10, 2, 10) // columns 3 and 4, rows 10 to 19
	for _, c := range []struct {
		name string
		b    *manuscript.Slot
		want bool
	}{
		{"beside", slotAt(5, 10, 1, 10), true},
		{"beside, its last row beside the first", slotAt(5, 1, 1, 10), true},
		{"beside, above it", slotAt(5, 1, 1, 9), false},
		{"beside, its first row beside the last", slotAt(5, 19, 1, 5), true},
		{"beside, under it", slotAt(5, 20, 1, 5), false},
		{"a column further", slotAt(6, 10, 1, 10), false},
		{"left of it", slotAt(2, 10, 1, 10), false},
		{"below", slotAt(3, 20, 2, 5), true},
		{"below, a row between", slotAt(3, 21, 2, 5), true},
		{"below, two rows between", slotAt(3, 22, 2, 5), false},
		{"over it", slotAt(3, 5, 2, 5), false},
		{"below, under the last column", slotAt(4, 20, 3, 5), true},
		{"below, right of it", slotAt(5, 20, 3, 5), false},
		{"below, under the first column", slotAt(1, 20, 3, 5), true},
		{"below, left of it", slotAt(1, 20, 2, 5), false},
	} {
		if got := adjoins(a, c.b); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestBetween(t *testing.T) {
	a, b := slotAt(2, 10, 2, 5), slotAt(5, 30, 2, 10) // together columns 2 to 6, rows 10 to 39
	for _, c := range []struct {
		name string
		o    *manuscript.Slot
		want bool
	}{
		{"in the middle", slotAt(4, 20, 1, 5), true},
		{"all over", slotAt(1, 1, 10, 60), true},
		{"last row in the first", slotAt(4, 1, 1, 10), true},
		{"over", slotAt(4, 1, 1, 9), false},
		{"first row in the last", slotAt(4, 39, 1, 5), true},
		{"under", slotAt(4, 40, 1, 5), false},
		{"last column in the first", slotAt(1, 20, 2, 5), true},
		{"left", slotAt(1, 20, 1, 5), false},
		{"first column in the last", slotAt(6, 20, 3, 5), true},
		{"right", slotAt(7, 20, 3, 5), false},
	} {
		if between(c.o, a, b) != c.want || between(c.o, b, a) != c.want {
			t.Errorf("%s: not %v", c.name, c.want)
		}
	}
}

// TestAround: what is left of a column of 20 rows above and below a picture
// that takes its width, and of at least three rows.
func TestAround(t *testing.T) {
	const em = 10 * geom.Pt
	column := flow.Frame{Width: 10 * em, Top: 5, Rows: 20}
	for _, c := range []struct {
		row, rows int
		want      []flow.Frame
	}{
		{0, 20, nil},
		{0, 17, []flow.Frame{{Width: 10 * em, Top: 22, Rows: 3}}},
		{0, 18, nil},
		{3, 17, []flow.Frame{{Width: 10 * em, Top: 5, Rows: 3}}},
		{2, 18, nil},
		{3, 14, []flow.Frame{{Width: 10 * em, Top: 5, Rows: 3}, {Width: 10 * em, Top: 22, Rows: 3}}},
		{20, 5, []flow.Frame{column}},
	} {
		pc := &piece{textTop: 5, insets: []inset{{width: 10 * em, row: c.row, art: c.rows}}}
		if diff := cmp.Diff(c.want, pc.around(column, em)); diff != "" {
			t.Errorf("a picture of %d rows from row %d (-want +got)\n%s", c.rows, c.row, diff)
		}
	}
}

// TestStripLines: the lines of a strip stand in the middle of its height, each
// in the middle of its row.
func TestStripLines(t *testing.T) {
	h := testHouse(t)
	m := &makeup{house: h}
	leading := h.grid.Leading
	p, rec := &page.Page{}, &page.Placement{}
	box := geom.Rect{X: 100 * geom.Pt, Y: 200 * geom.Pt, W: 4 * h.size, H: 4 * leading}
	missing := m.stripLines(p, manuscript.Text{{Text: "江上起雾渡船不开"}}, 4, box, rec)
	if missing != 0 || rec.Lines != 2 || len(p.Items) != 2 {
		t.Fatalf("%d rows missing, %d lines, %d items", missing, rec.Lines, len(p.Items))
	}
	first := box.Y + leading + (leading-h.size)/2 + h.size.Em(int(fonts.EmAscent))
	for i, it := range p.Items {
		want := geom.Point{X: box.X, Y: first + geom.Length(i)*leading}
		if got := it.(*page.Text).At; got != want {
			t.Errorf("line %d stands at %v, not %v", i+1, got, want)
		}
	}
}
