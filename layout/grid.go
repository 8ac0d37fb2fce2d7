package layout

import (
	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

// newGrid is the type area of a format: basic columns of a whole number of
// body characters with the gutter between them, rows of the body's leading
// (the arithmetic of the trade: W = n·b + (n-1)), centred on the trim unless
// the format sets margins.
func newGrid(f manuscript.Format, b manuscript.BodyStyle) page.Grid {
	g := page.Grid{
		Columns: f.Columns,
		Column:  geom.Length(f.Chars) * b.Size,
		Gutter:  f.Gutter.At(b.Size),
		Rows:    f.Rows,
		Leading: b.Leading,
	}
	g.Baseline = baseline(b.Leading, b.Size)
	g.Area.W = g.Span(f.Columns)
	g.Area.H = geom.Length(f.Rows) * b.Leading
	g.Area.X = (f.Trim.W - g.Area.W) / 2
	g.Area.Y = (f.Trim.H - g.Area.H) / 2
	if m := f.Margins; m != nil {
		g.Area.X, g.Area.Y = m.Left, m.Top
	}
	return g
}

// baseline is how far the baseline lies below the upper edge of a row: the em
// box stands in its middle.
func baseline(leading, size geom.Length) geom.Length {
	return (leading-size)/2 + size.Em(int(fonts.EmAscent))
}

// columns is how a slot's width is divided for text (破栏): the left edge of
// the first column, the measure, which is always whole characters, and the
// distance from one column's left edge to the next.
type columns struct {
	count   int
	left    geom.Length
	measure geom.Length
	step    geom.Length
}

// divide parts an area into count text columns. The grid's own columns keep
// their places; any other division gets whole-character columns with gutters
// of at least a character, and the gutters take what is over.
func divide(area geom.Rect, count int, em geom.Length) columns {
	c := columns{count: count, left: area.X}
	chars := (area.W - geom.Length(count-1)*em) / (geom.Length(count) * em)
	c.measure = chars * em
	if count == 1 {
		c.left += (area.W - c.measure) / 2
		return c
	}
	c.step = c.measure + (area.W-geom.Length(count)*c.measure)/geom.Length(count-1)
	return c
}

// slotColumns divides a slot for its text.
func slotColumns(s *manuscript.Slot, area geom.Rect, g page.Grid, em geom.Length) columns {
	count := s.Columns
	if count == 0 {
		count = s.Cols
	}
	if count == s.Cols && !framed(s) && s.Text.Style == nil && !overFold(s, g) { // the grid's own columns
		return columns{count: count, left: area.X, measure: g.Column, step: g.Column + g.Gutter}
	}
	return divide(area, count, em)
}
