package dump

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// strip is strands below each other.
type strip struct {
	strands     []strand
	edge, to    int // where its lines begin, and how far they reach
	wide        int // its full lines
	first, past int // the lines that it reaches
}

func (s *strip) top() int     { return s.strands[0].row }
func (s *strip) end() int     { return s.last().row }
func (s *strip) last() strand { return s.strands[len(s.strands)-1] }

// measure is how wide its widest line is.
func (s *strip) measure() int { return max(s.to-s.edge, 1) }

// usual is how wide the full lines of a strip are.
func (s *strip) usual() int {
	var w []int
	for _, x := range s.strands {
		w = append(w, x.to-x.from)
	}
	slices.Sort(w)
	return w[len(w)*3/4]
}

// usualEdge is where the lines of a strip begin, in the middle.
func (s *strip) usualEdge() int {
	var at []int
	for _, x := range s.strands {
		at = append(at, x.from)
	}
	slices.Sort(at)
	return at[len(at)/2]
}

// measured finds the edges of a strip anew: those that its lines have, but for strays.
func (s *strip) measured() {
	const strays = 10 // a part of the lines
	var from, to []int
	for _, x := range s.strands {
		from, to = append(from, x.from), append(to, x.to)
	}
	slices.Sort(from)
	slices.Sort(to)
	s.edge, s.to = from[len(from)/strays], to[len(to)-1-len(to)/strays]
}

// overlaps tells whether two strips share columns, by more than squeezed marks and
// figures take.
func (s *strip) overlaps(o *strip) bool {
	const slip = 4 // places
	return min(s.to, o.to)-max(s.edge, o.edge) > min(slip, s.measure()/2, o.measure()/2)
}

// beside tells whether two strips are neighbouring columns.
func (s *strip) beside(o *strip) bool {
	const widest = 8 // places
	gap := max(s.edge, o.edge) - min(s.to, o.to)
	return !s.overlaps(o) && gap <= widest
}

func abs(n int) int { return max(n, -n) }

// Bounds of what stands below each other.
const (
	mostShift   = 5 // places from where a line of a column begins to where the next does
	mostSkipped = 3 // lines from one of a column to the next
	mostWhite   = 3 // and of the source, white ones, too
	leastLinked = 4 // characters: less may have fallen off a line
	squeeze     = 3 // blanks that a squeezed mark leaves
)

// stripsOf puts strands together that begin below each other: each and the nearest one
// below it for which it is the nearest above. Then every line is handed to what was found.
func stripsOf(rows [][]strand) []*strip {
	at := make([][]*strip, len(rows)) // the strip of each strand
	for i := range rows {
		at[i] = make([]*strip, len(rows[i]))
	}
	var found []*strip
	for i, r := range rows {
		for k, x := range r {
			if !x.links() {
				continue
			}
			if j, m := nearest(rows, i, k, 1); j >= 0 {
				if up, n := nearest(rows, j, m, -1); up == i && n == k {
					if at[i][k] == nil {
						at[i][k] = &strip{edge: x.from}
						found = append(found, at[i][k])
					}
					at[j][m] = at[i][k]
				}
			}
			if s := at[i][k]; s != nil {
				s.add(x)
			}
		}
	}
	return cutAtHeads(place(rows, found))
}

// links tells whether a strand tells of a column: it is long enough, and no more of the one
// before it.
func (s strand) links() bool { return utf8.RuneCountInString(s.text) >= leastLinked && !s.glued }

// nearest is the strand that begins nearest to another's place, in the lines below it
// (way 1) or above (-1); -1 where there is none, or a text stands between that spans it.
func nearest(rows [][]strand, i, k, way int) (row, n int) {
	x := rows[i][k]
	for j := i + way; j >= 0 && j < len(rows) && abs(j-i) <= mostSkipped && abs(rows[j][0].n-x.n) <= mostWhite; j += way {
		best := -1
		for m, y := range rows[j] {
			if d := abs(y.from - x.from); y.links() && d <= mostShift && (best < 0 || d < abs(rows[j][best].from-x.from)) {
				best = m
			}
		}
		if best >= 0 {
			return j, best
		}
		if slices.ContainsFunc(rows[j], func(y strand) bool { return y.from < x.from-mostShift && y.to > x.from+mostShift }) {
			return -1, 0
		}
	}
	return -1, 0
}

// Prices of handing the strands of a line to the strips that reach it, left to right:
// per place that it stands off the edge, of standing alone, of being more of the strand
// before it.
const (
	freeLeft, freeRight = 2, 3 // places that cost nothing: an indent is two, marks may be squeezed
	mostOff             = 9    // what is farther off is a piece of a line, or another column's
	priceAlone          = 7
	priceShort          = 5  // of a few characters
	priceSlipped        = 1  // behind a squeezed mark, and what its blanks are
	priceStuck          = 2  // behind one blank that need not part columns
	priceTied           = 12 // behind another
)

// place hands the strands of each line to the strips, whichever each began or went on with
// before: squeezed marks and figures shift lines, but not their order.
func place(rows [][]strand, strips []*strip) (out []*strip) {
	rails := settled(strips)
	for _, s := range rails {
		s.edge, s.wide = s.usualEdge(), s.usual()
		s.strands = nil
	}
	out = slices.Clone(rails)
	for i, r := range rows {
		var reach []*strip
		for _, s := range rails {
			const beyond = 1 // line
			if i >= s.first-beyond && i < s.past+beyond {
				reach = append(reach, s)
			}
		}
		slices.SortStableFunc(reach, func(a, b *strip) int { return a.edge - b.edge })
		var s *strip
		for k, h := range handed(r, reach) {
			switch {
			case h.more:
			case h.to != nil:
				s = h.to
			default:
				s = &strip{edge: r[k].from}
				out = append(out, s)
			}
			s.add(r[k])
		}
	}
	return slices.DeleteFunc(out, func(s *strip) bool { return len(s.strands) == 0 })
}

// settled are strips that no longer one contradicts, which reaches all their lines and
// shares their columns.
func settled(strips []*strip) (out []*strip) {
	const few = 2 // lines
	for _, s := range strips {
		if len(s.strands) > few || !slices.ContainsFunc(strips, func(o *strip) bool {
			return len(o.strands) > few && o.first < s.past && s.first < o.past && s.overlaps(o)
		}) {
			out = append(out, s)
		}
	}
	return out
}

// handed gives each strand of a line its strip; nil where it stands alone. Those that are
// more of the strand before have the same.
func handed(r []strand, reach []*strip) []handing {
	type way struct {
		cost, prev int
		to         *strip
		more       bool // it is more of the strand before
	}
	n := len(reach)
	best := make([][]way, len(r)+1) // by strands and by strips that are taken
	for k := range best {
		best[k] = make([]way, n+1)
		for j := range best[k] {
			best[k][j].cost = unreached
		}
	}
	best[0][0].cost = 0
	for k, x := range r {
		alone := priceAlone
		if !x.links() && !x.loose {
			alone = priceShort
		}
		for j, w := range best[k] {
			if w.cost >= unreached {
				continue
			}
			better := func(m, cost int, to *strip, more bool) {
				if o := &best[k+1][m]; w.cost+cost < o.cost {
					*o = way{w.cost + cost, j, to, more}
				}
			}
			better(j, alone, nil, false)
			for m := j; m < n; m++ {
				if off := reach[m].off(x); off >= 0 {
					better(m+1, off, reach[m], false)
				}
			}
			if k > 0 {
				if cost := x.more(r[k-1], w.to); cost >= 0 {
					better(j, cost, w.to, true)
				}
			}
		}
	}
	j := 0
	for m, w := range best[len(r)] {
		if w.cost < best[len(r)][j].cost {
			j = m
		}
	}
	out := make([]handing, len(r))
	for k := len(r); k > 0; k-- {
		w := best[k][j]
		out[k-1], j = handing{w.to, w.more}, w.prev
	}
	return out
}

// handing is where a strand goes.
type handing struct {
	to   *strip // nil: it stands alone
	more bool   // it is more of the strand before
}

// more is what it costs that a strand is more of the one before it, which went to a
// strip or stands alone; negative where it cannot be.
func (s strand) more(before strand, to *strip) int {
	const over = 3 // places by which squeezed lines seem wider
	fits := to == nil || s.to-before.from <= to.wide+over
	switch {
	case to == nil && s.links() && !s.loose:
		return -1
	case s.slipped(before) && fits && !(to == nil && s.links()):
		return priceSlipped + s.white
	case s.glued && to == nil:
		return priceSlipped
	case s.loose && to == nil:
		return priceStuck
	case s.glued && fits:
		return priceStuck
	case s.loose:
		return priceTied
	}
	return -1
}

// off is what it costs that a strand begins so far from the edge of a strip; negative
// where it cannot.
func (s *strip) off(x strand) int {
	d := x.from - s.edge
	switch {
	case abs(d) > mostOff && (d < 0 || x.from > s.to):
		return -1
	case d < 0:
		return max(0, -d-freeLeft) * 2 / 3
	case d > mostOff && x.links():
		return priceAlone + 1
	}
	return max(0, min(d, mostOff)-freeRight)
}

// slipped tells whether a strand may have fallen off the one before it where a mark was
// squeezed.
func (s strand) slipped(before strand) bool {
	return s.white <= squeeze && (strings.ContainsRune(squeezed, lastRune(before.text)) || strings.ContainsRune(squeezed, firstRune(s.text)))
}

func (s *strip) add(x strand) {
	if len(s.strands) == 0 {
		s.first = x.row
	}
	s.strands = append(s.strands, x)
	s.to = max(s.to, x.to)
	s.first, s.past = min(s.first, x.row), max(s.past, x.row+1)
}

// cutAtHeads cuts strips where something new begins in them.
func cutAtHeads(strips []*strip) (out []*strip) {
	for _, s := range strips {
		edge, full := s.usualEdge(), s.usual()
		cur := &strip{edge: edge}
		for _, x := range s.strands {
			if len(cur.strands) > 0 && (cur.breaks(x, edge, full) || cur.ends(x, edge)) {
				out, cur = append(out, cur), &strip{edge: edge}
			}
			cur.add(x)
		}
		out = append(out, cur)
	}
	const enough = 3 // lines, the first of which may be indented
	for _, s := range out {
		if s.joinRows(); len(s.strands) >= enough {
			s.measured()
		}
	}
	return out
}

// ends tells whether a strip ends before a strand that stands some lines below, by its
// place alone.
func (s *strip) ends(x strand, edge int) bool {
	const indent = 2 // places
	y := s.last()
	gap, white := x.row-y.row, x.n-y.n
	in, ended := x.from-edge >= indent, finished(y.text)
	return gap > 2 || gap > 1 && in && !ended || white > 2 && (in && ended || headLike(x.text, width(x.text)))
}

// joinRows puts strands of one line together.
func (s *strip) joinRows() {
	var out []strand
	for _, x := range s.strands {
		if k := len(out) - 1; k >= 0 && out[k].row == x.row {
			out[k] = out[k].with(x)
			continue
		}
		out = append(out, x)
	}
	s.strands = out
}

// breaks tells whether a strand below a strip begins something new: a head below a
// text, 本报讯 below an end.
func (s *strip) breaks(x strand, edge, usual int) bool {
	y := s.last()
	ended := finished(y.text)
	if dateline.MatchString(x.text) {
		return ended
	}
	const indent = 4           // places
	const full, short = 70, 60 // percent of a full line
	wide := x.to - x.from
	reaches := wide*100 >= usual*full && abs(x.from-edge) <= indent || y.to <= x.from && !ended // the rest of a line that fell apart
	if reaches || !headLike(x.text, width(x.text)) || headLike(y.text, width(y.text)) && !ended && y.to-y.from < s.measure()*2/3 {
		return false
	}
	return ended || x.row-y.row > 1 && wide*100 < usual*short
}
