package dummy

import (
	"cmp"
	"slices"
)

// Table collects the fits of a piece: of each width and height all ways that
// the caller tells apart, of which the cheapest stands, the first of equal ones.
type Table struct {
	columns, rows int
	ways          [][][]Fit // by width and height
}

// NewTable begins a table for a sheet's columns and rows.
func NewTable(columns, rows int) *Table {
	return &Table{columns, rows, make([][][]Fit, columns+1)}
}

// Clone is the same table once more.
func (t *Table) Clone() *Table {
	out := NewTable(t.columns, t.rows)
	for w, ways := range t.ways {
		if ways == nil {
			continue
		}
		out.ways[w] = make([][]Fit, len(ways))
		for h := range ways {
			out.ways[w][h] = slices.Clone(ways[h])
		}
	}
	return out
}

// Add adds a fit at a width. What is wider or higher than the sheet, or no
// higher than nothing, is left out.
func (t *Table) Add(width int, f Fit) {
	if width < 1 || width > t.columns || f.Rows < 1 || f.Rows > t.rows {
		return
	}
	if t.ways[width] == nil {
		t.ways[width] = make([][]Fit, t.rows+1)
	}
	t.ways[width][f.Rows] = append(t.ways[width][f.Rows], f)
}

// Correct puts a fit in the place of that of the same width, height and Mark,
// and gives the one that is now the cheapest there.
func (t *Table) Correct(width int, f Fit) Fit {
	ways := t.ways[width][f.Rows]
	for i := range ways {
		if ways[i].Mark == f.Mark {
			ways[i] = f
			ways[i].sure = true
		}
	}
	return cheapest(ways)
}

// Raise makes all fits of a width and Mark dearer but those that were corrected,
// and gives the fits of that width as they are now.
func (t *Table) Raise(width, mark, price int) []Fit {
	for _, ways := range t.ways[width] {
		for i := range ways {
			if ways[i].Mark == mark && !ways[i].sure {
				ways[i].Price += price
			}
		}
	}
	return t.fits(width)
}

func cheapest(ways []Fit) Fit {
	return slices.MinFunc(ways, func(a, b Fit) int { return cmp.Compare(a.Price, b.Price) })
}

// Only leaves the fits of one height.
func (t *Table) Only(rows int) {
	for _, ways := range t.ways {
		for h := range ways {
			if h != rows {
				ways[h] = nil
			}
		}
	}
}

// Fits are the fits for Piece.Fits: heights between others that cannot be have
// a price that nobody pays.
func (t *Table) Fits() [][]Fit {
	out := make([][]Fit, t.columns+1)
	for w := range out {
		out[w] = t.fits(w)
	}
	return out
}

func (t *Table) fits(width int) (out []Fit) {
	for h, ways := range t.ways[width] {
		switch {
		case len(ways) > 0:
			out = append(out, cheapest(ways))
		case len(out) > 0:
			out = append(out, Fit{Rows: h, Price: impossible})
		}
	}
	for n := len(out); n > 0 && out[n-1].Price == impossible; n-- {
		out = out[:n-1]
	}
	return out
}

// Softness of text: how many lines over and how many white a fit may have at
// all. A search passes through such pages; a plan that ends with text over is
// no plan.
const (
	mostOver  = 6
	mostWhite = 36
)

// Leaves is the price of what a slot leaves white, in lines of a basic column,
// and over.
func (t *Terms) Leaves(white, over int) int {
	price := t.White * white
	if over > 0 {
		price += t.Over + t.Line*over
	}
	return price
}

// Text adds the fits of a text of so many lines in so many columns, width
// basic columns wide, below or beside a head. The fit given has Head,
// HeadRows, Size, Face, Columns and the Price of choosing it; give is how many
// lines can be lost or gained without anybody seeing.
func (t *Table) Text(terms *Terms, width, lines, give int, f Fit) {
	for rows := 1; rows <= t.rows-f.HeadRows; rows++ {
		over := lines - give - rows*f.Columns
		white := rows*f.Columns - lines - give
		if over > mostOver {
			continue
		}
		white = Basic(max(white, 0), f.Columns, width)
		if white > mostWhite {
			return
		}
		fit := f
		fit.Rows, fit.White, fit.Over = rows+f.HeadRows, white, max(over, 0)
		fit.Price += terms.Leaves(white, fit.Over)
		t.Add(width, fit)
	}
}

// Basic is how many lines of a basic column are as much white as some lines of
// so many text columns, width basic columns wide.
func Basic(white, columns, width int) int { return (white*width + columns - 1) / columns }

// Block adds the fits of what has a height of its own at a width and may be up
// to give rows lower or higher, a row for a price above that of the fit given.
func (t *Table) Block(width, rows, give, price int, f Fit) {
	f.Columns, f.Head = 1, NoHead
	for d := -give; d <= give; d++ {
		g := f
		g.Rows, g.Price = rows+d, f.Price+price*abs(d)
		t.Add(width, g)
	}
}
