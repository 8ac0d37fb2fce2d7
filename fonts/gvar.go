package fonts

import (
	"errors"

	"golang.org/x/image/font/sfnt"
)

// variation is an instance of a variable font with TrueType outlines: where it
// stands on the axes, and the tables that say how points and widths move
// (OpenType, gvar and HVAR). All is reckoned in whole numbers, so that an
// instance is the same on every machine; points come to stand on the design
// grid, so that proof and document show the same.
type variation struct {
	face   *Face
	values []fixed16 // as designers give them
	at     []int32   // normalized, 1/16384
	gvar   []byte
	hvar   []byte
}

var errVariation = errors.New("the table of variations (gvar) is damaged")

func readVariation(f *Face, axes []axis, values []fixed16) (*variation, error) {
	const header = 20
	v := &variation{face: f, values: values, gvar: f.tables["gvar"], hvar: f.tables["HVAR"]}
	h := slice(v.gvar, 0, header)
	if h == nil || u16(h) != 1 || u16(h[4:]) != len(axes) {
		return nil, errVariation
	}
	v.at = normalized(axes, values, f.tables["avar"])
	return v, nil
}

// data is what gvar has for a glyph; nil where it does not vary.
func (v *variation) data(id int) []byte {
	const header, longOffsets = 20, 1
	g := v.gvar
	if id >= u16(g[12:]) {
		return nil
	}
	base := int(u32(g[16:]))
	var from, to int
	if u16(g[14:])&longOffsets != 0 {
		b := slice(g, header+4*id, 8)
		if b == nil {
			return nil
		}
		from, to = int(u32(b)), int(u32(b[4:]))
	} else {
		b := slice(g, header+2*id, 4)
		if b == nil {
			return nil
		}
		from, to = 2*u16(b), 2*u16(b[2:])
	}
	return slice(g, base+from, to-from)
}

// A scalar is how much of a change applies, in 1/2^30.
const wholeScalar = 1 << 30

// tuple is n numbers of 1/16384.
func tuple(b []byte, n int) []int32 {
	t := make([]int32, n)
	for i := range t {
		t[i] = int32(i16(b[2*i:]))
	}
	return t
}

// scalar is how near the instance is to the peak of a region: all at the peak,
// nothing at its ends. start and end are nil where they follow from the peak.
func scalar(at, start, peak, end []int32) int64 {
	s := int64(wholeScalar)
	for i, p := range peak {
		from, to := min(p, 0), max(p, 0)
		if start != nil {
			from, to = start[i], end[i]
		}
		v := at[i]
		switch {
		case p == 0, v == p:
			continue
		case start != nil && (from > p || p > to || from < 0 && to > 0):
			continue // OpenType: such an axis is passed over
		case v <= from || v >= to:
			return 0
		case v < p:
			s = roundDiv(s*int64(v-from), int64(p-from))
		default:
			s = roundDiv(s*int64(to-v), int64(to-p))
		}
	}
	return s
}

// shift is how far a point moves, in 1/2^32 of a unit.
type shift struct{ x, y int64 }

// moved reads how the points of a glyph move. n counts its points, or the
// parts of a composite, with four more for the edges of its body; o is nil for
// a composite, whose parts do not follow their neighbours.
func (v *variation) moved(id, n int, o *outline) ([]shift, error) {
	moves := make([]shift, n)
	d := v.data(id)
	if len(d) == 0 {
		return moves, nil
	}
	const countMask, sharedPoints = 0x0FFF, 0x8000
	if len(d) < 4 {
		return nil, errVariation
	}
	tuples := u16(d) & countMask
	r := packed{b: tail(d, u16(d[2:]))}
	var common []int
	all := true
	if u16(d)&sharedPoints != 0 {
		common, all = r.points(n)
	}
	head := 4
	for range tuples {
		s, private, size, used, ok := v.tupleHeader(d[head:])
		if !ok {
			return nil, errVariation
		}
		head += used
		own := packed{b: slice(r.b, 0, min(size, len(r.b)))}
		r.b = r.b[min(size, len(r.b)):]
		points, every := common, all
		if private {
			points, every = own.points(n)
		}
		if s == 0 {
			continue
		}
		if every {
			points = nil
		}
		if !own.apply(moves, points, every, s, o) {
			return nil, errVariation
		}
	}
	return moves, nil
}

// tupleHeader reads one change: how much of it applies, whether it names its
// points itself, the bytes of its data and of the header.
func (v *variation) tupleHeader(b []byte) (s int64, private bool, size, used int, ok bool) {
	const (
		embeddedPeak, intermediate, privatePoints = 0x8000, 0x4000, 0x2000
		indexMask                                 = 0x0FFF
	)
	h := slice(b, 0, 4)
	if h == nil {
		return 0, false, 0, 0, false
	}
	n := len(v.at)
	size, used = u16(h), 4
	flags := u16(h[2:])
	take := func() []int32 {
		t := slice(b, used, 2*n)
		used += 2 * n
		if t == nil {
			return nil
		}
		return tuple(t, n)
	}
	var peak, start, end []int32
	if flags&embeddedPeak != 0 {
		peak = take()
	} else if t := slice(v.gvar, int(u32(v.gvar[8:]))+2*n*(flags&indexMask), 2*n); t != nil && flags&indexMask < u16(v.gvar[6:]) {
		peak = tuple(t, n)
	}
	if flags&intermediate != 0 {
		start, end = take(), take()
		if start == nil || end == nil {
			return 0, false, 0, 0, false
		}
	}
	if peak == nil {
		return 0, false, 0, 0, false
	}
	return scalar(v.at, start, peak, end), flags&privatePoints != 0, size, used, true
}

// packed reads the packed numbers of a change.
type packed struct {
	b   []byte
	bad bool
}

func (r *packed) byte() int {
	if len(r.b) == 0 {
		r.bad = true
		return 0
	}
	c := int(r.b[0])
	r.b = r.b[1:]
	return c
}

func (r *packed) word() int { return int(int16(r.byte()<<8 | r.byte())) }

// points reads the numbers of points, of n there are; all tells that a change
// moves every point.
func (r *packed) points(n int) (list []int, all bool) {
	const words, longCount = 0x80, 0x80
	c := r.byte()
	if c == 0 {
		return nil, true
	}
	if c&longCount != 0 {
		c = c&^longCount<<8 | r.byte()
	}
	at := 0
	for len(list) < c && !r.bad {
		control := r.byte()
		for range control&^words + 1 {
			if control&words != 0 {
				at += r.word() & 0xFFFF
			} else {
				at += r.byte()
			}
			if at >= n {
				r.bad = true
			}
			list = append(list, at)
		}
	}
	if len(list) != c {
		r.bad = true
	}
	return list, false
}

// deltas reads n numbers.
func (r *packed) deltas(n int) []int32 {
	const zeros, words, countMask = 0x80, 0x40, 0x3F
	list := make([]int32, 0, n)
	for len(list) < n && !r.bad {
		control := r.byte()
		for range control&countMask + 1 {
			switch {
			case control&zeros != 0:
				list = append(list, 0)
			case control&words != 0:
				list = append(list, int32(r.word()))
			default:
				list = append(list, int32(int8(r.byte())))
			}
		}
	}
	if len(list) != n {
		r.bad = true
		return make([]int32, n)
	}
	return list
}

// apply adds a change, s of it, to the moves.
func (r *packed) apply(moves []shift, points []int, every bool, s int64, o *outline) bool {
	n := len(points)
	if every {
		n = len(moves)
	}
	xs, ys := r.deltas(n), r.deltas(n)
	if r.bad {
		return false
	}
	// In 1/65536 of a unit, for points between others move by parts of one.
	own := make([]shift, len(moves))
	told := make([]bool, len(moves))
	for k := range n {
		i := k
		if !every {
			i = points[k]
		}
		own[i], told[i] = shift{int64(xs[k]) << 16, int64(ys[k]) << 16}, true
	}
	if o != nil && !every {
		o.follow(own, told)
	}
	for i, d := range own {
		moves[i].x += d.x * s >> 14
		moves[i].y += d.y * s >> 14
	}
	return true
}

// follow moves the points that a change does not name with their neighbours on
// the contour that it does (OpenType, gvar, inferred deltas).
func (o *outline) follow(own []shift, told []bool) {
	begin := 0
	for _, end := range o.ends {
		var named []int
		for i := begin; i <= end; i++ {
			if told[i] {
				named = append(named, i)
			}
		}
		for k, i := range named {
			next := named[(k+1)%len(named)]
			for j := i + 1; ; j++ {
				if j > end {
					j = begin
				}
				if j == next {
					break
				}
				if j == i { // the only one named
					break
				}
				own[j] = shift{
					between(o.points[j].x, o.points[i].x, o.points[next].x, own[i].x, own[next].x),
					between(o.points[j].y, o.points[i].y, o.points[next].y, own[i].y, own[next].y),
				}
			}
		}
		begin = end + 1
	}
}

// between is how far a coordinate moves beside two that move by da and db.
func between(v, a, b int32, da, db int64) int64 {
	if a > b {
		a, b, da, db = b, a, db, da
	}
	switch {
	case a == b && da == db:
		return da
	case a == b:
		return 0
	case v <= a:
		return da
	case v >= b:
		return db
	}
	return da + roundDiv((db-da)*int64(v-a), int64(b-a))
}

func (s shift) whole() (x, y int32) {
	const half = 1 << 31
	return int32((s.x + half) >> 32), int32((s.y + half) >> 32)
}

// edges are the points behind those of a glyph that stand for the edges of its
// body: the origin, the advance, and two for vertical setting.
const edges = 4

// read is a glyph at the instance, as glyf.read is one of the file.
func (v *variation) read(id int) (o outline, parts []placement, err error) {
	if o, parts, err = v.face.glyf().read(id); err != nil {
		return o, nil, err
	}
	n, of := len(o.points), &o
	if parts != nil {
		n, of = len(parts), nil
	}
	moves, err := v.moved(id, n+edges, of)
	if err != nil {
		return o, nil, err
	}
	origin, _ := moves[n].whole()
	for i := range o.points {
		x, y := moves[i].whole()
		o.points[i].x += x - origin
		o.points[i].y += y
	}
	for i := range parts {
		if parts[i].flags&argsAreXY != 0 {
			x, y := moves[i].whole()
			parts[i].arg1 += int(x)
			parts[i].arg2 += int(y)
		}
	}
	return o, parts, nil
}

func (v *variation) outline(id int) (outline, error) {
	return (&gathering{of: v.read}).gather(id, 0)
}

func (v *variation) segments(id uint16) (sfnt.Segments, error) {
	o, err := v.outline(int(id))
	return o.segments(), err
}

// wider is how much wider a glyph is at the instance, in font units.
func (v *variation) wider(id int) int32 {
	if store := v.store(); store != nil {
		return v.widthDelta(store, id)
	}
	o, parts, err := v.face.glyf().read(id)
	n, of := len(o.points), &o
	if parts != nil {
		n, of = len(parts), nil
	}
	if err != nil {
		return 0
	}
	moves, err := v.moved(id, n+edges, of)
	if err != nil {
		return 0
	}
	d := shift{x: moves[n+1].x - moves[n].x}
	x, _ := d.whole()
	return x
}

// store is the store of width changes in HVAR, nil where there is none.
func (v *variation) store() []byte {
	if h := slice(v.hvar, 0, 12); h != nil && u16(h) == 1 {
		return tail(v.hvar, int(u32(h[4:])))
	}
	return nil
}

// widthDelta reads the change of a width from a store of changes (OpenType,
// item variation store).
func (v *variation) widthDelta(store []byte, id int) int32 {
	outer, inner := v.widthIndex(id)
	h, o := slice(store, 0, 8), slice(store, 8+4*outer, 4)
	if h == nil || o == nil || outer >= u16(h[6:]) {
		return 0
	}
	regions, data := tail(store, int(u32(h[2:]))), tail(store, int(u32(o)))
	d := slice(data, 0, 6)
	if d == nil || inner >= u16(d) {
		return 0
	}
	const longWords, wordMask = 0x8000, 0x7FFF
	large, small := 2, 1
	if u16(d[2:])&longWords != 0 {
		large, small = 4, 2
	}
	words, n := u16(d[2:])&wordMask, u16(d[4:])
	if words > n {
		return 0
	}
	size := words*large + (n-words)*small
	row := slice(data, 6+2*n+inner*size, size)
	indexes := slice(data, 6, 2*n)
	if row == nil || indexes == nil {
		return 0
	}
	var sum int64 // in 1/2^30
	for k := range n {
		width := large
		if k >= words {
			width = small
		}
		sum += signed(row[:width]) * v.region(regions, u16(indexes[2*k:]))
		row = row[width:]
	}
	return int32((sum + wholeScalar/2) >> 30)
}

func signed(b []byte) int64 {
	switch len(b) {
	case 1:
		return int64(int8(b[0]))
	case 2:
		return int64(i16(b))
	}
	return int64(int32(u32(b)))
}

// region is how much of the changes of a region applies.
func (v *variation) region(list []byte, i int) int64 {
	n := len(v.at)
	r := slice(list, 4+6*n*i, 6*n)
	if r == nil || u16(list) != n || i >= u16(list[2:]) {
		return 0
	}
	start, peak, end := make([]int32, n), make([]int32, n), make([]int32, n)
	for k := range n {
		start[k], peak[k], end[k] = int32(i16(r[6*k:])), int32(i16(r[6*k+2:])), int32(i16(r[6*k+4:]))
	}
	return scalar(v.at, start, peak, end)
}

// widthIndex is where the store has a glyph's change: by its number, or by a
// map.
func (v *variation) widthIndex(id int) (outer, inner int) {
	m := tail(v.hvar, int(u32(v.hvar[8:])))
	h := slice(m, 0, 6)
	if h == nil {
		return 0, id
	}
	n, at := u16(h[2:]), 4
	if h[0] == 1 {
		n, at = int(u32(h[2:])), 6
	}
	bits, size := int(h[1]&0xF)+1, int(h[1]>>4&3)+1
	e := slice(m, at+size*min(id, n-1), size)
	if e == nil || n == 0 {
		return 0, id
	}
	entry := 0
	for _, c := range e {
		entry = entry<<8 | int(c)
	}
	return entry >> bits, entry & (1<<bits - 1)
}

// vary appends a glyph at the face's instance, its parts put together, and
// tells its left edge.
func (b *builder) vary(id int) (left int, err error) {
	o, err := b.face.instance.outline(id)
	if err != nil || len(o.points) == 0 {
		return 0, err
	}
	b.grow(size{points: len(o.points), contours: len(o.ends)})
	points := make([]gridPoint, len(o.points))
	for i, p := range o.points {
		points[i] = gridPoint{spot{int64(p.x) * fine, int64(p.y) * fine}, p.on}
	}
	b.data, left, err = appendGlyph(b.data, points, o.ends)
	return left, err
}
