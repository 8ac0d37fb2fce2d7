package fonts

import (
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// outliner draws glyphs that do not lie in the file as TrueType outlines ready
// to be drawn: in font units times 64, y downward, every contour closed.
type outliner interface {
	segments(id uint16) (sfnt.Segments, error)
}

// outlinePoint is a point of a TrueType outline in font units.
type outlinePoint struct {
	x, y int32
	on   bool
}

// outline is the contours of a glyph: ends holds the number of the last point
// of each.
type outline struct {
	points []outlinePoint
	ends   []int
}

// placement is how a composite glyph places a part (OpenType, glyf).
type placement struct {
	flags          int
	glyph          int
	arg1, arg2     int   // an offset, or two points that fall on one another
	xx, xy, yx, yy int32 // the transformation, in 1/16384
}

// Flags of parts that only drawing needs.
const (
	argsAreXY    = 2
	scaledOffset = 0x800
	unity        = 1 << 14
)

// placements reads the parts of a composite glyph.
func placements(g []byte) ([]placement, error) {
	parts, err := readParts(nil, g)
	if err != nil {
		return nil, err
	}
	list := make([]placement, len(parts))
	for i, p := range parts {
		q := placement{flags: u16(g[p.at:]), glyph: p.glyph, xx: unity, yy: unity}
		at := p.at + 4
		signed := q.flags&argsAreXY != 0
		switch {
		case q.flags&wordArgs != 0 && signed:
			q.arg1, q.arg2 = i16(g[at:]), i16(g[at+2:])
		case q.flags&wordArgs != 0:
			q.arg1, q.arg2 = u16(g[at:]), u16(g[at+2:])
		case signed:
			q.arg1, q.arg2 = int(int8(g[at])), int(int8(g[at+1]))
		default:
			q.arg1, q.arg2 = int(g[at]), int(g[at+1])
		}
		if at += 2; q.flags&wordArgs != 0 {
			at += 2
		}
		f2dot14 := func(k int) int32 { return int32(i16(g[at+2*k:])) }
		switch {
		case q.flags&oneScale != 0:
			q.xx = f2dot14(0)
			q.yy = q.xx
		case q.flags&twoScales != 0:
			q.xx, q.yy = f2dot14(0), f2dot14(1)
		case q.flags&fourScales != 0:
			q.xx, q.xy, q.yx, q.yy = f2dot14(0), f2dot14(1), f2dot14(2), f2dot14(3)
		}
		list[i] = q
	}
	return list, nil
}

// times is v times a number in 1/16384, rounded to the nearest, halves upward.
func times(v, scale int32) int32 { return int32((int64(v)*int64(scale) + unity/2) >> 14) }

// add places the outline of a part behind the points there are.
func (o *outline) add(part outline, q placement) error {
	begin := len(o.points)
	for _, p := range part.points {
		o.points = append(o.points, outlinePoint{times(p.x, q.xx) + times(p.y, q.yx), times(p.x, q.xy) + times(p.y, q.yy), p.on})
	}
	for _, end := range part.ends {
		o.ends = append(o.ends, begin+end)
	}
	if len(o.points) > 0xFFFF {
		return errTooMany
	}
	dx, dy := int32(q.arg1), int32(q.arg2)
	switch {
	case q.flags&argsAreXY == 0:
		if q.arg1 >= begin || begin+q.arg2 >= len(o.points) {
			return errParts
		}
		onto, own := o.points[q.arg1], o.points[begin+q.arg2]
		dx, dy = onto.x-own.x, onto.y-own.y
	case q.flags&scaledOffset != 0:
		dx, dy = times(dx, q.xx)+times(dy, q.yx), times(dx, q.xy)+times(dy, q.yy)
	}
	for i := begin; i < len(o.points); i++ {
		o.points[i].x += dx
		o.points[i].y += dy
	}
	return nil
}

// simple reads the points of a simple glyph.
func simple(g []byte) (outline, error) {
	s, err := readSimple(g)
	if err != nil {
		return outline{}, err
	}
	o := outline{points: make([]outlinePoint, s.points), ends: make([]int, s.contours)}
	for i := range o.ends {
		o.ends[i] = u16(g[glyphHead+2*i:])
	}
	flags := make([]byte, 0, s.points)
	at := s.flags
	for len(flags) < s.points {
		flag, n := g[at], 1
		at++
		if flag&repeated != 0 {
			n += int(g[at])
			at++
		}
		for range min(n, s.points-len(flags)) {
			flags = append(flags, flag)
		}
	}
	var x, y int32
	for i, flag := range flags {
		x += step(g, &at, flag, shortX, sameX)
		o.points[i].x, o.points[i].on = x, flag&onCurve != 0
	}
	for i, flag := range flags {
		y += step(g, &at, flag, shortY, sameY)
		o.points[i].y = y
	}
	return o, nil
}

// step reads a coordinate, told from the one before.
func step(g []byte, at *int, flag, short, same byte) (d int32) {
	switch width(flag, short, same) {
	case 1:
		d = int32(g[*at])
		if flag&same == 0 {
			d = -d
		}
		*at++
	case 2:
		d = int32(i16(g[*at:]))
		*at += 2
	}
	return d
}

// gathering puts glyphs together out of their parts.
type gathering struct {
	of    func(id int) (o outline, parts []placement, err error)
	parts int // so far
}

// maxPlaced bounds the parts of a glyph with those of its parts.
const maxPlaced = 1 << 12

func (t glyf) outline(id int) (outline, error) {
	return (&gathering{of: t.read}).gather(id, 0)
}

// read is a glyph as it lies in the file: a simple one's outline, or the parts
// of a composite one.
func (t glyf) read(id int) (o outline, parts []placement, err error) {
	g, err := t.at(id)
	switch {
	case err != nil || len(g) == 0:
		return o, nil, err
	case len(g) < glyphHead:
		return o, nil, errCut
	case i16(g) == 0:
		return o, nil, nil
	case isComposite(g):
		parts, err = placements(g)
		return o, parts, err
	}
	o, err = simple(g)
	return o, nil, err
}

func (c *gathering) gather(id, depth int) (outline, error) {
	if depth > maxNesting {
		return outline{}, errNesting
	}
	whole, parts, err := c.of(id)
	if err != nil {
		return outline{}, err
	}
	for _, q := range parts {
		if c.parts++; c.parts > maxPlaced {
			return outline{}, errTooMany
		}
		part, err := c.gather(q.glyph, depth+1)
		if err != nil {
			return outline{}, err
		}
		if err := whole.add(part, q); err != nil {
			return outline{}, err
		}
	}
	return whole, nil
}

func (t glyf) segments(id uint16) (sfnt.Segments, error) {
	o, err := t.outline(int(id))
	return o.segments(), err
}

// segments is the outline as lines and quadratic curves.
func (o outline) segments() (list sfnt.Segments) {
	begin := 0
	for _, end := range o.ends {
		if end >= begin {
			list = appendContour(list, o.points[begin:end+1])
		}
		begin = end + 1
	}
	return list
}

// appendContour draws one contour. Between two control points lies a point of
// the curve in their middle.
func appendContour(list sfnt.Segments, points []outlinePoint) sfnt.Segments {
	at := func(p outlinePoint) fixed.Point26_6 {
		return fixed.Point26_6{X: fixed.Int26_6(p.x << 6), Y: fixed.Int26_6(-p.y << 6)}
	}
	middle := func(a, b fixed.Point26_6) fixed.Point26_6 {
		return fixed.Point26_6{X: (a.X + b.X) / 2, Y: (a.Y + b.Y) / 2}
	}
	n := len(points)
	from := 0
	for from < n && !points[from].on {
		from++
	}
	var first fixed.Point26_6
	if from < n {
		first = at(points[from])
	} else { // all are control points
		from = n - 1
		first = middle(at(points[n-1]), at(points[0]))
	}
	list = append(list, sfnt.Segment{Op: sfnt.SegmentOpMoveTo, Args: [3]fixed.Point26_6{first}})
	curve := func(control, to fixed.Point26_6) {
		list = append(list, sfnt.Segment{Op: sfnt.SegmentOpQuadTo, Args: [3]fixed.Point26_6{control, to}})
	}
	var control fixed.Point26_6
	controlled := false
	for k := 1; k <= n; k++ { // the last is the first again
		p := points[(from+k)%n]
		to := at(p)
		switch {
		case !p.on && controlled:
			curve(control, middle(control, to))
			control = to
		case !p.on:
			control, controlled = to, true
		case controlled:
			curve(control, to)
			controlled = false
		default:
			list = append(list, sfnt.Segment{Op: sfnt.SegmentOpLineTo, Args: [3]fixed.Point26_6{to}})
		}
	}
	if controlled {
		curve(control, first)
	}
	return list
}
