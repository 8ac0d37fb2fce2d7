package layout

import (
	"duikai/layout/geom"
	"duikai/layout/page"
)

// # Ornaments (花边、花线)
//
// An ornament is a motif repeated along a line a whole number of times, as the
// trade set it from type: pieces for the edges, one piece for the corners. A
// motif is drawn on a square lattice of its stroke, so that strokes and white
// are even. Where an edge is no whole number of steps long, the white between
// the pieces gives or takes; the pieces themselves are never stretched.

// lattice is a place on a motif's lattice: along the edge, and from the outer
// side inward.
type lattice struct{ x, y int }

// motif is a repeatable ornament, in cells of its lattice.
type motif struct {
	deep   int         // cells across the band
	step   int         // cells from one piece to the next
	piece  [][]lattice // outlines of an edge's piece; it is centred in its step
	wide   int         // cells along the piece
	corner [][]lattice // outlines of a corner's piece: deep cells each way
	// rails run unbroken along the whole edge: from and to, across the band.
	rails [][2]int
}

// meander is the 回纹: hooks that turn in on themselves, standing on a rail,
// and the character 回 at the corners.
var meander = motif{
	deep: 7, step: 8, wide: 6,
	rails: [][2]int{{6, 7}},
	piece: [][]lattice{{
		// From the rail up, over, down, back and up again.
		{0, 6}, {0, 0}, {6, 0}, {6, 5}, {2, 5}, {2, 2}, {4, 2}, {4, 3}, {3, 3}, {3, 4}, {5, 4}, {5, 1}, {1, 1}, {1, 6},
	}},
	corner: [][]lattice{
		{{0, 0}, {7, 0}, {7, 7}, {0, 7}, {0, 1}, {1, 1}, {1, 6}, {6, 6}, {6, 1}, {0, 1}},
		{{2, 2}, {5, 2}, {5, 5}, {2, 5}},
	},
}

// lozenges is a chain of 菱花: a lozenge and a bead in turn.
var lozenges = motif{
	deep: 6, step: 13, wide: 12,
	piece: [][]lattice{
		{{0, 3}, {4, 0}, {8, 3}, {4, 6}},
		{{9, 3}, {10, 2}, {11, 3}, {10, 4}},
	},
	corner: [][]lattice{
		{{3, 0}, {6, 3}, {3, 6}, {0, 3}},
	},
}

// Strokes: the side of a cell. A meander of three quarters of a point holds
// on newsprint and stands in the colour of the body.
const (
	meanderCell = geom.Pt * 3 / 4
	lozengeCell = geom.Pt * 7 / 10
)

// ornament is a motif at the size at which it is used.
type ornament struct {
	*motif
	cell geom.Length
}

func (b ornament) thick() geom.Length { return geom.Length(b.deep) * b.cell }

// repeats is how many times the motif stands along an edge: the whole number
// nearest to its own step.
func (b ornament) repeats(length geom.Length) int {
	return int(max(geom.DivRound(length, geom.Length(b.step)*b.cell), 1))
}

// flank places what runs along an edge: from is its outer corner, along and in
// are the directions in which x and y of the motif count.
type flank struct{ from, along, in geom.Point }

func (s flank) at(x, y geom.Length) geom.Point {
	return geom.Point{X: s.from.X + s.along.X*x + s.in.X*y, Y: s.from.Y + s.along.Y*x + s.in.Y*y}
}

// flanks are the four sides of a rectangle, clockwise from the top, so that the
// motif turns with them.
func flanks(r geom.Rect) [4]flank {
	right, down, left, up := geom.Point{X: 1}, geom.Point{Y: 1}, geom.Point{X: -1}, geom.Point{Y: -1}
	return [4]flank{
		{geom.Point{X: r.X, Y: r.Y}, right, down},
		{geom.Point{X: r.Right(), Y: r.Y}, down, left},
		{geom.Point{X: r.Right(), Y: r.Bottom()}, left, up},
		{geom.Point{X: r.X, Y: r.Bottom()}, up, right},
	}
}

// outlines draws outlines of the motif at a place along a side.
func (b ornament) outlines(dst []page.Item, s flank, from geom.Length, outlines [][]lattice) []page.Item {
	for _, o := range outlines {
		points := make([]geom.Point, len(o))
		for i, c := range o {
			points[i] = s.at(from+geom.Length(c.x)*b.cell, geom.Length(c.y)*b.cell)
		}
		dst = append(dst, &page.Shape{Points: points, Ink: page.Black})
	}
	return dst
}

// edge draws the motif along a side from one place to another.
func (b ornament) edge(dst []page.Item, s flank, from, to geom.Length) []page.Item {
	if to <= from {
		return dst
	}
	for _, rail := range b.rails {
		y0, y1 := geom.Length(rail[0])*b.cell, geom.Length(rail[1])*b.cell
		dst = append(dst, &page.Shape{Points: []geom.Point{s.at(from, y0), s.at(to, y0), s.at(to, y1), s.at(from, y1)}, Ink: page.Black})
	}
	n := b.repeats(to - from)
	for i := range n {
		left := from + (to-from)*geom.Length(i)/geom.Length(n)
		right := from + (to-from)*geom.Length(i+1)/geom.Length(n)
		dst = b.outlines(dst, s, left+(right-left-geom.Length(b.wide)*b.cell)/2, b.piece)
	}
	return dst
}

// frame draws the motif around a rectangle, inside it: corners first, then
// the edges between them.
func (b ornament) frame(dst []page.Item, r geom.Rect) []page.Item {
	if r.W < 3*b.thick() || r.H < 3*b.thick() {
		return frame(dst, r, fineRule) // no room for a motif between two corners
	}
	t := b.thick()
	for i, s := range flanks(r) {
		length := r.W
		if i%2 == 1 {
			length = r.H
		}
		dst = b.outlines(dst, s, 0, b.corner)
		dst = b.edge(dst, s, t, length-t)
	}
	return dst
}

// line draws the motif from left to right with its middle at y.
func (b ornament) line(dst []page.Item, left, right, y geom.Length) []page.Item {
	s := flank{geom.Point{Y: y - b.thick()/2}, geom.Point{X: 1}, geom.Point{Y: 1}}
	return b.edge(dst, s, left, right)
}

// Ornaments of the house. Boxes have the meander; small ones and the rules
// between stories the lighter chain.
func boxBand(r geom.Rect, em geom.Length) ornament {
	if min(r.W, r.H) < smallBox*em {
		return ornament{&lozenges, lozengeCell}
	}
	return ornament{&meander, meanderCell}
}

// smallBox is the side, in ems of the body, below which a box gets the
// lighter ornament: a meander would weigh more than the text in it.
const smallBox = 9

func ruleBand() ornament { return ornament{&lozenges, lozengeCell} }
