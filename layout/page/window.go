package page

import (
	"duikai/fonts"
	"duikai/layout/geom"
)

// Window is the part of the page inside a rectangle, as a page of its own that
// is cut there: what a tile or a cropped picture of the page shows. Items that
// lie outside are left out, those on its edge stay whole.
func (p *Page) Window(r geom.Rect) *Page {
	w := &Page{Number: p.Number, Name: p.Name, Trim: geom.Size{W: r.W, H: r.H}}
	by := geom.Point{X: -r.X, Y: -r.Y}
	for _, it := range p.Items {
		if it.Bounds().Overlaps(r) {
			w.Items = append(w.Items, moved(it, by))
		}
	}
	return w
}

// glyphReach is how far characters reach beyond their em boxes at most, in
// ems: slanted and swung letters, accents.
const glyphReach = 1

// Bounds holds everything the run draws.
func (t *Text) Bounds() geom.Rect {
	long := geom.Length(0)
	for _, g := range t.Glyphs {
		long = max(long, g.DX)
	}
	around := t.Size * glyphReach
	box := geom.Rect{X: t.At.X, Y: t.At.Y - t.Size, W: long + t.Size, H: t.Size}
	if t.Turned {
		box = geom.Rect{X: t.At.X, Y: t.At.Y, W: t.Size, H: long + t.Size}
	}
	return box.Inset(geom.Inset{Top: -around, Right: -around, Bottom: -around, Left: -around})
}

// Bounds holds the line with its width.
func (r *Rule) Bounds() geom.Rect {
	return hull(r.From, r.To).Inset(geom.Inset{Top: -r.Width, Right: -r.Width, Bottom: -r.Width, Left: -r.Width})
}

// Bounds is the rectangle.
func (f *Fill) Bounds() geom.Rect { return f.Rect }

// Bounds is the rectangle.
func (p *Picture) Bounds() geom.Rect { return p.Rect }

// Bounds is the rectangle.
func (b *Block) Bounds() geom.Rect { return b.Rect }

// Bounds holds the points.
func (s *Shape) Bounds() geom.Rect { return hull(s.Points...) }

// hull is the smallest rectangle around points.
func hull(points ...geom.Point) geom.Rect {
	if len(points) == 0 {
		return geom.Rect{}
	}
	low, high := points[0], points[0]
	for _, p := range points[1:] {
		low = geom.Point{X: min(low.X, p.X), Y: min(low.Y, p.Y)}
		high = geom.Point{X: max(high.X, p.X), Y: max(high.Y, p.Y)}
	}
	return geom.Rect{X: low.X, Y: low.Y, W: high.X - low.X, H: high.Y - low.Y}
}

// moved is a copy of an item moved by d.
func moved(it Item, d geom.Point) Item {
	shift := func(r geom.Rect) geom.Rect { return geom.Rect{X: r.X + d.X, Y: r.Y + d.Y, W: r.W, H: r.H} }
	switch it := it.(type) {
	case *Text:
		c := *it
		c.At = it.At.Add(d)
		return &c
	case *Rule:
		c := *it
		c.From, c.To = it.From.Add(d), it.To.Add(d)
		return &c
	case *Fill:
		return &Fill{Rect: shift(it.Rect), Ink: it.Ink}
	case *Shape:
		c := &Shape{Points: make([]geom.Point, len(it.Points)), Ink: it.Ink}
		for i, p := range it.Points {
			c.Points[i] = p.Add(d)
		}
		return c
	case *Picture:
		c := *it
		c.Rect = shift(it.Rect)
		return &c
	case *Block:
		c := *it
		c.Rect = shift(it.Rect)
		return &c
	}
	return it
}

// Box is the room of a run: its characters' widths, and the em box across.
func (t *Text) Box() geom.Rect { return t.room(0, len(t.Glyphs), 0) }

// BoxOf is the room of the run's characters from one up to another. What is narrower
// than a quarter of an em can still be seen.
func (t *Text) BoxOf(from, to int) geom.Rect { return t.room(from, to, t.Size/4) }

func (t *Text) room(from, to int, least geom.Length) geom.Rect {
	first, last := t.Glyphs[from].DX, t.Glyphs[to-1].DX
	length := last - first + max(t.Advance(to-1), least)
	up := t.Size.Em(int(fonts.EmAscent))
	if t.Turned { // a quarter clockwise: what was above the baseline is right of it
		return geom.Rect{X: t.At.X - (t.Size - up), Y: t.At.Y + first, W: t.Size, H: length}
	}
	return geom.Rect{X: t.At.X + first, Y: t.At.Y - up, W: length, H: t.Size}
}
