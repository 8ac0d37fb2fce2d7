package dummy

import "slices"

// Table collects the fits of a piece; of two of one width and height the
// cheaper stays, the first of equal ones.
type Table struct {
	columns, rows int
	fits          [][]Fit // by width and height; Rows 0: none
}

// NewTable begins a table for a sheet's columns and rows.
func NewTable(columns, rows int) *Table {
	return &Table{columns, rows, make([][]Fit, columns+1)}
}

// Add adds a fit at a width. What is wider or higher than the sheet, or no
// higher than nothing, is left out.
func (t *Table) Add(width int, f Fit) {
	if width < 1 || width > t.columns || f.Rows < 1 || f.Rows > t.rows {
		return
	}
	if t.fits[width] == nil {
		t.fits[width] = make([]Fit, t.rows+1)
	}
	if at := &t.fits[width][f.Rows]; at.Rows == 0 || f.Price < at.Price {
		*at = f
	}
}

// Only leaves the fits of one height.
func (t *Table) Only(rows int) {
	for _, fits := range t.fits {
		for h := range fits {
			if h != rows {
				fits[h] = Fit{}
			}
		}
	}
}

// Fits are the fits for Piece.Fits: heights between others that cannot be have
// a price that nobody pays.
func (t *Table) Fits() [][]Fit {
	out := make([][]Fit, t.columns+1)
	for w, fits := range t.fits {
		lo := slices.IndexFunc(fits, func(f Fit) bool { return f.Rows > 0 })
		if lo < 0 {
			continue
		}
		hi := lo
		for h := range fits {
			switch {
			case fits[h].Rows > 0:
				hi = h
			case h > lo:
				fits[h] = Fit{Rows: h, Price: impossible}
			}
		}
		out[w] = fits[lo : hi+1]
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
		// White counts in lines of a basic column.
		white = (max(white, 0)*width + f.Columns - 1) / f.Columns
		if white > mostWhite {
			return
		}
		fit := f
		fit.Rows, fit.White, fit.Over = rows+f.HeadRows, white, max(over, 0)
		fit.Price += terms.White * white
		if over > 0 {
			fit.Price += terms.Over + terms.Line*over
		}
		t.Add(width, fit)
	}
}

// Block adds the fits of what has a height of its own at a width and may be up
// to give rows lower or higher, a row for a price.
func (t *Table) Block(width, rows, give, price int) {
	for d := -give; d <= give; d++ {
		t.Add(width, Fit{Rows: rows + d, Price: price * abs(d), Columns: 1, Head: NoHead})
	}
}
