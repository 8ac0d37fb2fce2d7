package fonts

import "encoding/binary"

// A cubic curve becomes a row of quadratic ones that stay within half a unit of
// it, with their points on the design grid: what TrueType can hold.

// fine is how places are reckoned while curves are fitted: 256 to a unit, so
// that squares of distances fit in 64 bits.
const fine = 256

func (s spot) fine() spot { return spot{(s.x + 128) >> 8, (s.y + 128) >> 8} }

// grid is the nearest place on the design grid, in fine parts.
func (s spot) grid() spot { return spot{(s.x + fine/2) &^ (fine - 1), (s.y + fine/2) &^ (fine - 1)} }

func (s spot) minus(o spot) spot      { return spot{s.x - o.x, s.y - o.y} }
func (s spot) far(limit int64) bool   { return s.x*s.x+s.y*s.y > limit*limit }
func mid(a, b spot) spot              { return spot{(a.x + b.x) / 2, (a.y + b.y) / 2} }
func mix(a, b spot, n, of int64) spot { return spot{a.x + (b.x-a.x)*n/of, a.y + (b.y-a.y)*n/of} }
func third(a, b spot) spot            { return spot{(3*a.x - b.x) / 2, (3*a.y - b.y) / 2} }
func weigh(c [4]spot, w [4]int64) (s spot) {
	sum := w[0] + w[1] + w[2] + w[3]
	for i, p := range c {
		s.x += p.x * w[i]
		s.y += p.y * w[i]
	}
	return spot{s.x / sum, s.y / sum}
}

// piece is the k-th of n equal parts of a cubic curve.
func piece(c [4]spot, k, n int64) [4]spot {
	if n == 1 {
		return c
	}
	// The curve's polar form: how much of each point at three places.
	polar := func(u, v, w int64) spot {
		nu, nv, nw := n-u, n-v, n-w
		return weigh(c, [4]int64{nu * nv * nw, u*nv*nw + nu*v*nw + nu*nv*w, u*v*nw + u*nv*w + nu*v*w, u * v * w})
	}
	return [4]spot{polar(k, k, k), polar(k, k, k+1), polar(k, k+1, k+1), polar(k+1, k+1, k+1)}
}

// fits tells whether a quadratic curve stays near a cubic one, place by place.
// Their difference is a cubic curve itself: as far as its points at most, and
// at least as far as its ends.
func fits(q [3]spot, c [4]spot, limit int64) bool {
	at := func(a, b, c, d int64) int64 { return a + 2*b + c - 3*d }
	d := [4]spot{
		{3 * (q[0].x - c[0].x), 3 * (q[0].y - c[0].y)},
		{at(q[0].x, q[1].x, 0, c[1].x), at(q[0].y, q[1].y, 0, c[1].y)},
		{at(0, q[1].x, q[2].x, c[2].x), at(0, q[1].y, q[2].y, c[2].y)},
		{3 * (q[2].x - c[3].x), 3 * (q[2].y - c[3].y)},
	}
	const halvings = 4
	return near(d, 3*limit, halvings)
}

func near(d [4]spot, limit int64, halvings int) bool {
	if d[0].far(limit) || d[3].far(limit) {
		return false
	}
	if !d[1].far(limit) && !d[2].far(limit) {
		return true
	}
	if halvings == 0 {
		return false
	}
	a, b, c := mid(d[0], d[1]), mid(d[1], d[2]), mid(d[2], d[3])
	ab, bc := mid(a, b), mid(b, c)
	m := mid(ab, bc)
	return near([4]spot{d[0], a, ab, m}, limit, halvings-1) && near([4]spot{m, bc, c, d[3]}, limit, halvings-1)
}

// maxPieces bounds the row that stands for one curve; a quarter of a circle as
// large as the em takes four.
const maxPieces = 24

// quadratics appends the control points of a row of quadratic curves from c[0]
// to c[3]; neighbours meet in the middle of theirs.
func quadratics(dst []spot, c [4]spot) []spot {
	first, last := c[0].grid(), c[3].grid()
	begin := len(dst)
	// Half a unit, beyond what a curve's ends lose that do not lie on the grid.
	limit := int64(fine / 2)
	for _, end := range []spot{first.minus(c[0]), last.minus(c[3])} {
		limit += max(end.x, -end.x, end.y, -end.y)
	}
	for slack := int64(0); slack < 2; slack++ {
		for n := int64(1); n <= maxPieces; n++ {
			if dst = row(dst[:begin], c, n); rowFits(dst[begin:], c, first, last, limit+slack*limit/2) {
				return dst
			}
		}
	}
	return dst
}

// row finds the control points of n curves. Each lies where the tangents of
// its part of the curve lead, nearer to the first's or the last's along the
// row.
func row(dst []spot, c [4]spot, n int64) []spot {
	for k := range n {
		p := piece(c, k, n)
		from, to := third(p[1], p[0]), third(p[2], p[3])
		at := mid(from, to)
		if n > 1 {
			at = mix(from, to, k, n-1)
		}
		dst = append(dst, at.grid())
	}
	return dst
}

func rowFits(controls []spot, c [4]spot, first, last spot, limit int64) bool {
	from := first
	for k, q := range controls {
		to := last
		if k+1 < len(controls) {
			to = mid(q, controls[k+1])
		}
		if !fits([3]spot{from, q, to}, piece(c, int64(k), int64(len(controls))), limit) {
			return false
		}
		from = to
	}
	return true
}

// gridPoint is a point of a TrueType outline, in fine parts.
type gridPoint struct {
	spot
	on bool
}

// contours turns strokes into the contours of a TrueType glyph. PostScript
// outlines turn the other way round, so each is reversed.
func contours(strokes []stroke) (points []gridPoint, ends []int) {
	begin := 0
	var at spot
	var controls []spot
	closed := func() {
		// The last point falls on the first.
		for len(points)-begin > 1 && points[len(points)-1] == points[begin] {
			points = points[:len(points)-1]
		}
		if len(points)-begin < 2 {
			points = points[:begin]
			return
		}
		own := points[begin+1:]
		for i, j := 0, len(own)-1; i < j; i, j = i+1, j-1 {
			own[i], own[j] = own[j], own[i]
		}
		begin = len(points)
		ends = append(ends, begin-1)
	}
	on := func(s spot) {
		p := gridPoint{s.grid(), true}
		if n := len(points); n == begin || points[n-1] != p {
			points = append(points, p)
		}
	}
	for _, s := range strokes {
		switch s.kind {
		case 'm':
			closed()
			at = s.p[0].fine()
			on(at)
		case 'l':
			if len(points) == begin { // a line without a move before it
				on(at)
			}
			at = s.p[0].fine()
			on(at)
		case 'c':
			if len(points) == begin {
				on(at)
			}
			a, b, to := s.p[0].fine(), s.p[1].fine(), s.p[2].fine()
			controls = quadratics(controls[:0], [4]spot{at, a, b, to})
			for _, q := range controls {
				points = append(points, gridPoint{q, false})
			}
			at = to
			points = append(points, gridPoint{at.grid(), true})
		}
	}
	closed()
	return points, ends
}

// convert appends a glyph drawn by a charstring as one of TrueType's, and
// tells its left edge.
func (b *builder) convert(id int) (left int, err error) {
	r := runner{strokes: b.strokes[:0]}
	err = b.face.cff.run(&r, id)
	b.strokes = r.strokes
	if err != nil {
		return 0, err
	}
	for _, s := range r.strokes {
		if s.beyond() {
			return 0, errTooCoarse
		}
	}
	points, ends := contours(r.strokes)
	if len(points) == 0 {
		return 0, nil
	}
	if len(points) > 0xFFFF {
		return 0, errTooMany
	}
	b.grow(size{points: len(points), contours: len(ends)})
	b.data, left, err = appendGlyph(b.data, points, ends)
	return left, err
}

// appendGlyph writes a simple glyph and tells its left edge.
func appendGlyph(dst []byte, points []gridPoint, ends []int) ([]byte, int, error) {
	low, high := points[0].spot, points[0].spot
	for _, p := range points {
		low = spot{min(low.x, p.x), min(low.y, p.y)}
		high = spot{max(high.x, p.x), max(high.y, p.y)}
	}
	// Half of what 16 bits hold, so that differences fit too.
	const reach = fine << 14
	if low.x < -reach || low.y < -reach || high.x > reach || high.y > reach {
		return dst, 0, errTooCoarse
	}
	put := func(n int64) { dst = binary.BigEndian.AppendUint16(dst, uint16(n)) }
	for _, n := range []int64{int64(len(ends)), low.x / fine, low.y / fine, high.x / fine, high.y / fine} {
		put(n)
	}
	for _, end := range ends {
		put(int64(end))
	}
	put(0) // no instructions
	var x, y int64
	last, times := -1, 0 // where the last flag stands, and how often it is repeated
	for _, p := range points {
		flag := coordinate(p.x-x, shortX, sameX) | coordinate(p.y-y, shortY, sameY)
		if p.on {
			flag |= onCurve
		}
		x, y = p.x, p.y
		switch {
		case last < 0 || dst[last]&^repeated != flag || times == 255:
			last, times = len(dst), 0
			dst = append(dst, flag)
		case times == 0:
			dst[last] |= repeated
			dst = append(dst, 1)
			times = 1
		default:
			times++
			dst[last+1] = byte(times)
		}
	}
	along := func(of func(spot) int64) {
		var at int64
		for _, p := range points {
			d := (of(p.spot) - at) / fine
			at = of(p.spot)
			switch {
			case d == 0:
			case -255 <= d && d <= 255:
				dst = append(dst, byte(max(d, -d)))
			default:
				put(d)
			}
		}
	}
	along(func(s spot) int64 { return s.x })
	along(func(s spot) int64 { return s.y })
	return dst, int(low.x / fine), nil
}

// coordinate is the flags of a step along one axis.
func coordinate(d int64, short, same byte) byte {
	switch d /= fine; {
	case d == 0:
		return same
	case 0 < d && d <= 255:
		return short | same
	case -255 <= d && d < 0:
		return short
	}
	return 0
}
