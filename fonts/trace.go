package fonts

import (
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Pen draws outlines; a *vector.Rasterizer of x/image is one.
type Pen interface {
	MoveTo(ax, ay float32)
	LineTo(bx, by float32)
	QuadTo(bx, by, cx, cy float32)
	CubeTo(bx, by, cx, cy, dx, dy float32)
	ClosePath()
}

// Place puts a point of an outline where it is drawn.
type Place func(fixed.Point26_6) (x, y float32)

// Trace draws an outline, every contour closed.
func Trace(outline sfnt.Segments, place Place, pen Pen) {
	for _, s := range outline {
		ax, ay := place(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			pen.ClosePath()
			pen.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			pen.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			bx, by := place(s.Args[1])
			pen.QuadTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			bx, by := place(s.Args[1])
			cx, cy := place(s.Args[2])
			pen.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	pen.ClosePath()
}

// Reach is the box of an outline's points where they are drawn; the curves lie
// inside it. The outline must have a segment.
func Reach(outline sfnt.Segments, place Place) (minX, minY, maxX, maxY float32) {
	minX, minY = place(outline[0].Args[0])
	maxX, maxY = minX, minY
	for _, s := range outline {
		n := 1
		switch s.Op {
		case sfnt.SegmentOpQuadTo:
			n = 2
		case sfnt.SegmentOpCubeTo:
			n = 3
		}
		for _, p := range s.Args[:n] {
			x, y := place(p)
			minX, maxX, minY, maxY = min(minX, x), max(maxX, x), min(minY, y), max(maxY, y)
		}
	}
	return minX, minY, maxX, maxY
}
