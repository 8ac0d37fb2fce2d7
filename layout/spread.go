package layout

import (
	"fmt"
	"slices"

	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

// # Spreads (跨版)
//
// Two facing pages are made up as one: their basic columns stand where those of
// two single pages would, and between them is the fold. A picture or a head may
// lie over it. The spread is printed on one sheet of twice the width, or parted
// at the fold into two pages, each with what stands on it.

// on is the make-up as a page sees it: with the grid and the sheet of a spread,
// where it is one.
func (m *makeup) on(plan *manuscript.Page) *makeup {
	if plan.Spread == 0 || m.house.grid.Fold > 0 {
		return m
	}
	wide, own, issue := *m, *m.house, *m.issue
	own.grid = spreadGrid(issue.Format, own.grid)
	own.texts = make(map[*manuscript.TextStyle]*house, len(issue.Style.Texts))
	issue.Format = issue.Format.Of(plan)
	for _, t := range issue.Style.Texts {
		own.texts[t] = own.dress(t)
	}
	wide.house, wide.issue = &own, &issue
	return &wide
}

// spreadGrid is the grid of two pages side by side.
func spreadGrid(f manuscript.Format, g page.Grid) page.Grid {
	white := f.Trim.W - g.Area.Right() + g.Area.X // from the one type area to the other
	g.Fold = white - g.Gutter
	g.Area.W = 2*g.Area.W + white
	g.Columns *= 2
	return g
}

// overFold tells whether a slot lies over the fold of a grid.
func overFold(s *manuscript.Slot, g page.Grid) bool {
	return g.Fold > 0 && s.OverFold(g.Columns/2)
}

// acrossFold tells whether the fold, behind so many columns, lies between two slots.
func acrossFold(a, b *manuscript.Slot, fold int) bool {
	return a.Col+a.Cols-1 <= fold && b.Col > fold || b.Col+b.Cols-1 <= fold && a.Col > fold
}

// part parts a spread at the fold into two pages.
func partSpread(p *page.Page, plan *manuscript.Page, single page.Grid) []*page.Page {
	width := p.Trim.W / 2
	out := make([]*page.Page, 2)
	for i, number := range []int{plan.Number, plan.Spread} {
		half := &page.Page{Number: number, Name: p.Name, Trim: geom.Size{W: width, H: p.Trim.H}, Bleed: p.Bleed, Grid: single, Src: p.Src}
		left := width * geom.Length(i)
		on := func(r geom.Rect) bool { return r.X < left+width && r.Right() > left }
		for _, it := range p.Items {
			if on(it.Bounds()) {
				half.Items = append(half.Items, moved(it, -left))
			}
		}
		for _, pl := range p.Placements {
			if mid := pl.Area.X + pl.Area.W/2; on(geom.Rect{X: mid, W: 1}) {
				pl.Area.X, pl.Head.X = pl.Area.X-left, pl.Head.X-left
				pl.At[0] -= i * single.Columns
				half.Placements = append(half.Placements, pl)
			}
		}
		for _, s := range p.Spots {
			if on(s.Area) {
				s.Area.X -= left
				half.Spots = append(half.Spots, s)
			}
		}
		for _, l := range p.Links {
			if on(l.Area) {
				l.Area.X -= left
				half.Links = append(half.Links, l)
			}
		}
		out[i] = half
	}
	return out
}

// moved is a copy of an item that stands by so much further right.
func moved(it page.Item, by geom.Length) page.Item {
	switch it := it.(type) {
	case *page.Text:
		c := *it
		c.At.X += by
		return &c
	case *page.Rule:
		c := *it
		c.From.X, c.To.X = c.From.X+by, c.To.X+by
		return &c
	case *page.Fill:
		c := *it
		c.Rect.X += by
		return &c
	case *page.Shape:
		c := *it
		c.Points = slices.Clone(c.Points)
		for i := range c.Points {
			c.Points[i].X += by
		}
		return &c
	case *page.Picture:
		c := *it
		c.Rect.X += by
		return &c
	case *page.Block:
		c := *it
		c.Rect.X += by
		return &c
	}
	panic(fmt.Sprintf("layout: an item of type %T", it)) // the set is closed
}
