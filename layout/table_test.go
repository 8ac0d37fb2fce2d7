package layout

import (
	"math/rand/v2"
	"slices"
	"strings"
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

// TestTableWidthsAreBest compares small tables with the best of all shares of their
// width, found by trying each: a table is told to be too wide just where no share in any
// size leaves every word and figure whole, it is as large as the largest size in which
// one does, and takes no row more than the best.
func TestTableWidthsAreBest(t *testing.T) {
	h := testHouse(t)
	words := []string{"青菜", "1,240.50", "汀北新村三区", "2026年11月", "12", "鲜活水产市场批发价，含运费", "Wangting", "+4.2%", "每周二、周四和周六上午九时至十一时", "（含两个社区）"}
	rnd := rand.New(rand.NewPCG(11, 9))
	wide, wrapped, small := 0, 0, 0
	for range 400 {
		n := 2 + rnd.IntN(2)
		tb := &manuscript.Table{Align: make([]manuscript.Align, n)}
		for r := range 4 {
			row := make([]manuscript.Text, n)
			for c := range row {
				row[c] = manuscript.Text{{Text: words[rnd.IntN(len(words))]}}
			}
			if r == 0 {
				tb.Head = row
			} else {
				tb.Rows = append(tb.Rows, row)
			}
		}
		width := h.size * geom.Length(6+rnd.IntN(24))
		set := h.setTable(tb, width)
		rows := 0
		for _, r := range set.rows {
			rows += r.rows
		}
		largest := geom.Length(0)
		for size := h.size - tableLess; size >= tableLeast; size -= tableStep {
			b := bruteWidths{rows: h.tableRows(tb, size), size: size, best: 1 << 30}
			if b.try(make([]geom.Length, n), 0, (width-geom.Length(n-1)*size/2)/size*size); b.best == 1<<30 {
				continue
			}
			largest = size
			if gap := geom.Length(n-1) * tableGap * size; size == set.size && rows > len(set.rows) {
				b.best = 1 << 30
				b.try(make([]geom.Length, n), 0, total(set.width))
				if wrapped++; rows > b.best {
					t.Errorf("%d rows instead of %d in %v, best %v, gaps of %v: %v, %v", rows, b.best, set.width, b.at, gap, tb.Head, tb.Rows)
				}
			}
			break
		}
		if set.wide != (largest == 0) {
			t.Errorf("too wide for %v: %v; a share in %v: %v %v", width, set.wide, largest, tb.Head, tb.Rows)
		}
		if set.wide {
			wide++
		} else if set.size > largest {
			t.Errorf("set in %v, of which no share is: %v", set.size, tb.Rows)
		} else if set.size < largest {
			small++ // so that no cell below the head runs on
			if slices.ContainsFunc(set.rows[1:], func(r tableRow) bool { return r.rows > 1 }) {
				t.Errorf("set in %v instead of %v, and cells run on: %v %v in %v: %v, block %v", set.size, largest, tb.Head, tb.Rows, width, set.width, set.block)
			}
		}
	}
	if wide < 20 || wrapped < 50 || small < 20 {
		t.Errorf("%d tables were too wide, %d ran on, %d are smaller than they must be", wide, wrapped, small)
	}
}

// bruteWidths tries all shares of a width among columns in whole ems.
type bruteWidths struct {
	rows []tableRow
	size geom.Length
	best int // rows of the grid that the best share takes
	at   []geom.Length
}

func (b *bruteWidths) try(width []geom.Length, c int, left geom.Length) {
	if c < len(width)-1 {
		for w := b.size; w < left; w += b.size {
			width[c] = w
			b.try(width, c+1, left-w)
		}
		return
	}
	width[c] = left
	for k, w := range width { // a column has two em at least, if it has something for them
		if w < tableNarrow*b.size && slices.ContainsFunc(b.rows, func(r tableRow) bool { return line(r.cells[k]).Width > w }) {
			return
		}
	}
	n := 0
	for k, w := range width { // with the points below each other
		if units, tail := pointed(b.rows[1:], k); tail > 0 && units+tail > w {
			return
		}
	}
	for _, r := range b.rows {
		high := 1
		for k, p := range r.cells {
			lines := cellLines(p, width[k])
			for _, l := range lines {
				if l.End < p.Len() && !p.MayBreak(l.End-1) || l.Width > width[k] {
					return
				}
			}
			high = max(high, len(lines))
		}
		n += high
	}
	if n < b.best {
		b.best, b.at = n, slices.Clone(width)
	}
}

// pointed is how wide what stands before and from the decimal points on is, at its
// widest, of a column of figures, among which a word may stand; 0, 0 for others.
func pointed(rows []tableRow, c int) (units, tail geom.Length) {
	words := 0
	for _, r := range rows {
		p := r.cells[c]
		text := p.Text(0, p.Len())
		if !quantity(text) {
			if words++; p.Len() > 4 || words*3 > len(rows) {
				return 0, 0
			}
			continue
		}
		at := strings.IndexAny(text, ".%")
		if at < 0 {
			at = p.Len()
		}
		units, tail = max(units, p.NaturalWidth(0, at)), max(tail, p.NaturalWidth(at, p.Len()))
	}
	return units, tail
}
