package dummy

import "slices"

// # Taboos of rectangles
//
// What makes a page fall apart is seen from where its pieces stand. The search
// asks it of every page it looks at, make-up of the finished one: both here.

// Block is what a taboo sees of a piece.
type Block struct {
	Rect
	Kind  Kind
	Solid bool // it has edges of its own
	// Of is the same for the parts of one story that stand edge to edge; 0: it
	// has but one.
	Of int
}

// goesOn tells whether a block's text goes on in another one, right of it.
func (b *Block) goesOn(o *Block) bool {
	return b.Of != 0 && b.Of == o.Of && b.Right() == o.Col && min(b.Bottom(), o.Bottom()) > max(b.Row, o.Row)
}

// news tells whether a block is what the page is made for.
func (b *Block) news() bool { return b.Kind != Ad && b.Kind != Furnishing }

// Ragged is how many rows pieces may end apart and still make one white line.
const Ragged = 2

// Cuts calls do with every row, lowest first, on which a white line runs across
// a sheet of so many columns (断版): nothing connects what ends above it with
// what stands from it on. Lines that are Ragged rows apart are one.
func Cuts(columns, rows int, blocks []Block, do func(row int)) {
	last := rows + Ragged
	for row := rows - 1; row > 0; row-- {
		if last-row > Ragged && parts(columns, row, blocks) {
			last = row
			do(row)
		}
	}
}

// EndsAt tells whether a block makes the upper edge of the white line at a row.
func (b *Block) EndsAt(row int) bool { return b.Bottom() <= row && b.Bottom() > row-Ragged }

// parts tells whether blocks end above a row in every column and one at the row
// itself, none crosses it, and what it parts is not meant to stand apart: furniture and
// advertisements alone on one side, or one piece as wide as the page below.
func parts(columns, row int, blocks []Block) bool {
	ends, below := 0, -1
	at, newsAbove, newsBelow := false, false, false
	for i := range blocks {
		b := &blocks[i]
		switch {
		case b.Row < row && b.Bottom() > row:
			return false
		case b.Row >= row:
			newsBelow = newsBelow || b.news()
			if below < 0 || b.Row < blocks[below].Row || b.Row == blocks[below].Row && b.Col < blocks[below].Col {
				below = i
			}
		case b.EndsAt(row):
			ends++
			newsAbove = newsAbove || b.news()
			at = at || b.Bottom() == row
		}
	}
	if !at || ends < 2 || !newsAbove || !newsBelow || blocks[below].Cols == columns {
		return false
	}
	for col := range columns {
		if !slices.ContainsFunc(blocks, func(b Block) bool { return b.EndsAt(row) && b.Col <= col && col < b.Right() }) {
			return false
		}
	}
	return true
}

// Rivers calls do with every column at whose left a gutter runs down the whole
// sheet (通版): no piece spans it, and it lies between three of them at least.
func Rivers(columns int, blocks []Block, do func(col int)) {
	for col := 1; col < columns; col++ {
		left, right, crossed := 0, 0, false
		for i := range blocks {
			b := &blocks[i]
			switch {
			case b.Kind == Furnishing:
			case b.Col < col && b.Right() > col:
				crossed = true
			case b.Right() == col:
				crossed = crossed || slices.ContainsFunc(blocks, func(o Block) bool { return b.goesOn(&o) })
				left++
			case b.Col == col:
				right++
			}
		}
		if !crossed && left > 0 && right > 0 && left+right > 2 {
			do(col)
		}
	}
}

// slitRows is from how many rows on a strip one column wide is a slit: 40 rows
// are four times as high as the column is wide.
const slitRows = 40

// Slits calls do with every strip one column wide between solid neighbours
// (一线天) and with these.
func Slits(blocks []Block, do func(strip, left, right int)) {
	for i := range blocks {
		b := &blocks[i]
		if b.Cols != 1 || b.Rows < slitRows || b.Solid {
			continue
		}
		left, right := -1, -1
		for k := range blocks {
			o := &blocks[k]
			shared := min(o.Bottom(), b.Bottom()) - max(o.Row, b.Row)
			switch {
			case !o.Solid || shared*3 < b.Rows*2:
			case left < 0 && o.Right() == b.Col:
				left = k
			case right < 0 && o.Col == b.Right():
				right = k
			}
		}
		if left >= 0 && right >= 0 {
			do(i, left, right)
		}
	}
}
