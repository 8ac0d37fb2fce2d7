package layout

import (
	"cmp"
	"slices"

	"duikai/layout/geom"
)

// # Column widths that take fewest rows
//
// Where the cells of a table run on over lines, every column has first what its longest
// word or figure needs, and the rest is shared. The share that goes by how long the
// texts are is seldom the one that takes fewest rows: a row is as high as its highest
// cell, and an em that saves no line is wasted. So shares are compared by the rows that
// they take, then by cells that are read downward, then by lines; where several are
// alike that by the texts' lengths stays.

// widthWork bounds the search, in cells that are looked at.
const widthWork = 200_000

// widths is the search for the widths of a table's columns.
type widths struct {
	wants
	set   *tableSet
	em    geom.Length
	lines []map[geom.Length][]int // of a column, at a width: how many lines each cell takes
	work  int
}

// rates is how a table stands at some widths: the rows of the grid, the cells of more
// than two lines in a column of a few characters (竖条), and the lines of all cells.
type rates struct{ rows, strips, lines int }

func (a rates) better(b rates) bool {
	return cmp.Or(cmp.Compare(a.rows, b.rows), cmp.Compare(a.strips, b.strips), cmp.Compare(a.lines, b.lines)) < 0
}

// fewestRows shares the width of a table's columns so that it takes fewest rows; no
// column is narrower than its longest word needs, nor wider than its longest text. All shares are gone through where
// they are few; else ems are moved between two columns until nothing more is saved.
func (set *tableSet) fewestRows(w wants, em geom.Length) {
	n := len(set.width)
	s := &widths{set: set, em: em, wants: w, lines: make([]map[geom.Length][]int, n)}
	best := s.rate(set.width)
	if spare := int((total(set.width) - total(w.least)) / em); shares(spare, n)*n*len(set.rows) <= widthWork {
		s.all(slices.Clone(w.least), 0, spare, &best)
		return
	}
	for better := true; better; {
		better = false
		for from := range n {
			for to := range n {
				if w, r := s.move(from, to, best); r.better(best) {
					set.width, best, better = w, r, true
				}
			}
		}
	}
}

// shares is in how many ways some ems can be shared among columns, as far as that is few.
func shares(ems, columns int) int {
	n := 1
	for k := 1; k < columns && n <= widthWork; k++ {
		n = n * (ems + k) / k
	}
	return n
}

// all tries every share of some ems among the columns from one on.
func (s *widths) all(width []geom.Length, c, ems int, best *rates) {
	if c == len(width) {
		if r := s.rate(width); ems == 0 && r.better(*best) {
			s.set.width, *best = slices.Clone(width), r
		}
		return
	}
	most := int((s.natural[c] - s.least[c]) / s.em)
	for k := range min(ems, most) + 1 {
		if c == len(width)-1 && k < min(ems, most) {
			continue // it takes what is left
		}
		width[c] = s.least[c] + geom.Length(k)*s.em
		s.all(width, c+1, ems-k, best)
	}
	width[c] = s.least[c]
}

// move is the best way to give ems of one column to another.
func (s *widths) move(from, to int, best rates) (width []geom.Length, r rates) {
	r = best
	for by := s.em; from != to && s.set.width[from]-by >= s.least[from] && s.set.width[to]+by <= s.natural[to] && s.work < widthWork; by += s.em {
		try := slices.Clone(s.set.width)
		try[from] -= by
		try[to] += by
		if got := s.rate(try); got.better(r) {
			width, r = try, got
		}
	}
	return width, r
}

// rate tells how the table stands at some widths.
func (s *widths) rate(width []geom.Length) (r rates) {
	s.work += len(width) * len(s.set.rows)
	high := make([]int, len(s.set.rows))
	for c, w := range width {
		for i, n := range s.linesAt(c, w) {
			r.lines += n
			if high[i] = max(high[i], n); n > 2 && w < tableStrip*s.em {
				r.strips++
			}
		}
	}
	for _, n := range high {
		r.rows += max(n, 1)
	}
	return r
}

// linesAt is how many lines each cell of a column takes at a width.
func (s *widths) linesAt(c int, width geom.Length) []int {
	if n, ok := s.lines[c][width]; ok {
		return n
	}
	if s.lines[c] == nil {
		s.lines[c] = map[geom.Length][]int{}
	}
	n := make([]int, len(s.set.rows))
	for i, r := range s.set.rows {
		n[i] = len(cellLines(r.cells[c], width))
	}
	s.lines[c][width] = n
	return n
}
