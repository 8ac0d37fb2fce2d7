package intake

import (
	"math"
)

// The grid of a page that is known from print (栏格): how many basic columns it had, and
// whether it was a broadsheet or a tabloid. One page often tells too little: edges that
// all stand at even columns of eight stand on four columns as well. So pages give hints,
// those of the edition and, where they do not decide, those of the paper's other issues
// of the month; what is left open the usual measure decides.

// How many basic columns are tried.
const (
	leastColumns = 4
	mostColumns  = 8
)

// usualMeasure is how many characters a basic column of a newspaper has: 11 to 17, most
// often 13.
const usualMeasure = 13

// Grids is what pages tell of the grid that they stood on.
type Grids struct {
	fits  [mostColumns + 1]int // on how many pages all edges stand on so many columns
	text  int                  // characters of the stories whose places they fill alone
	cells float64              // of those places, as of a broadsheet
}

// Grid is a grid that pages are restored on.
type Grid struct{ sheet sheet }

// Columns is the number of basic columns.
func (g Grid) Columns() int { return g.sheet.columns }

// Grids are the hints of the edition's pages.
func (e *Edition) Grids() (g Grids) {
	m := e.margins()
	for _, p := range e.Pages {
		if !p.placed() {
			continue
		}
		r := p.restoring(m)
		r.weigh(&g)
		if !r.tells() {
			continue
		}
		for n := leastColumns; n <= mostColumns; n++ {
			if r.off(n) <= columnFit {
				g.fits[n]++
			}
		}
	}
	return g
}

// weigh adds the text of stories and the room that it had.
func (r *restoring) weigh(g *Grids) {
	whole := (r.frame.x1 - r.frame.x0) * (r.frame.y1 - r.frame.y0)
	for _, s := range r.shapes {
		n := s.story.Length()
		if n == 0 || len(s.story.Pictures) > 0 || s.story.First > 0 {
			continue
		}
		share := 0.0
		for _, a := range s.areas {
			share += a.Size() / whole
		}
		g.text += n
		g.cells += float64(share * float64(broadsheet.cells()))
	}
}

// And takes the hints of other pages in.
func (g Grids) And(o Grids) Grids {
	for n := range g.fits {
		g.fits[n] += o.fits[n]
	}
	g.text += o.text
	g.cells += o.cells
	return g
}

// most are the numbers of columns that most pages agree on; nothing where no page tells.
func (g Grids) most() (all []int) {
	best := 1
	for n := leastColumns; n <= mostColumns; n++ {
		switch {
		case g.fits[n] > best:
			best, all = g.fits[n], []int{n}
		case g.fits[n] == best:
			all = append(all, n)
		}
	}
	return all
}

// Sure tells whether the pages agree on one number of columns.
func (g Grids) Sure() bool { return len(g.most()) == 1 }

// leastDense is the share of a broadsheet's cells that the text of its stories fills at
// least: heads and white take a third at most. In the same share of a tabloid, whose type
// is as large, stands less than half as much text.
const leastDense = 0.4

// leastWeighed is how many characters tell of the sheet.
const leastWeighed = 500

// Grid is the likeliest grid.
func (g Grids) Grid() Grid {
	on := broadsheet
	if g.text >= leastWeighed && float64(g.text) < float64(leastDense*g.cells)*float64(broadsheet.chars) {
		on = tabloid
	}
	house, best := on, math.MaxInt
	for _, n := range g.most() {
		chars := (house.across() - (n - 1)) / n
		if off := abs(chars - usualMeasure); off < best {
			best = off
			on.columns, on.chars = n, chars
		}
	}
	if on.columns != house.columns {
		on.name = ""
	}
	return Grid{on}
}

// format is the grid as issue.yaml says it; the sheets are 对开 and 四开.
func (g Grid) format() *Format {
	if g.sheet.name != "" {
		return &Format{Name: g.sheet.name}
	}
	f := &Format{Columns: g.sheet.columns, Rows: g.sheet.rows, Chars: g.sheet.chars, TrimW: 390, TrimH: 546} // millimetres
	if g.sheet.rows == tabloid.rows {
		f.TrimW, f.TrimH = 273, 390
	}
	return f
}
