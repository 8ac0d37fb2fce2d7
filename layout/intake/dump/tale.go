package dump

import (
	"cmp"
	"slices"
	"strings"

	"duikai/layout/intake"
)

// tale is what belongs together on a page of columns side by side: the columns of
// a text and what stands over it.
type tale struct {
	heads, columns, tail []*strip
	from, to             int
	text, end            int // the first line of its text, the last
}

// strands gives what a tale has in reading order.
func (t *tale) strands() (out []strand) {
	for _, s := range slices.Concat(t.heads, t.columns, t.tail) {
		out = append(out, s.strands...)
	}
	return out
}

// wider is how much wider than the lines of its column a line may be, in tenths.
const wider = 14

// firstText is the first line of a strip that is text; -1 where there is none.
func (s *strip) firstText(o intake.Options) int {
	const off = 6 // places: an indent, and what squeezed marks shift
	const least = 3
	if len(s.strands) < least && !slices.ContainsFunc(s.strands, func(x strand) bool { return strings.ContainsAny(x.text, "，。；") }) {
		return -1
	}
	edge := s.usualEdge()
	for i, x := range s.strands {
		if x.to-x.from > wider*max(s.usual(), leastStrand)/10 || abs(x.from-edge) > off {
			continue
		}
		if full := (x.to-x.from)*10 >= s.usual()*7; full && i+1 < len(s.strands) && s.strands[i+1].row <= x.row+2 || dateline.MatchString(x.text) {
			return i
		}
		switch classify(x.line, o).role {
		case running:
			if !entry(x.text) && (len(s.strands) > 1 || sentence(x.text)) {
				return i
			}
		case captioned, credited, furniture:
			if strings.ContainsAny(x.text, "，。；") {
				return i
			}
		}
	}
	return -1
}

// talesOf puts the strips of a page together.
func talesOf(strips []*strip, o intake.Options) []*tale {
	var texts, rest []*strip
	for _, s := range strips {
		if s.firstText(o) >= 0 {
			texts = append(texts, s)
		} else {
			rest = append(rest, s)
		}
	}
	var bodies []*strip
	for _, s := range chain(texts, strips) {
		k := s.firstText(o)
		if k > 0 {
			rest = append(rest, &strip{strands: s.strands[:k], edge: s.strands[0].from, to: s.to})
			s.strands = s.strands[k:]
		}
		s.measured()
		bodies = append(bodies, s)
	}
	tales := adorn(rowsOf(bodies, rest, o), rest, o)
	slices.SortStableFunc(tales, func(a, b *tale) int { return cmp.Or(a.first()-b.first(), a.from-b.from) })
	return tales
}

// chain puts strips under those whose text goes on in them: behind a subhead that stands
// in a column, where another column of the story goes on beside it.
func chain(all, strips []*strip) (out []*strip) {
	slices.SortStableFunc(all, func(a, b *strip) int { return cmp.Or(a.top()-b.top(), a.edge-b.edge) })
	for _, b := range all {
		k := slices.IndexFunc(out, func(a *strip) bool { return a.goesOn(b, all, strips) })
		if k < 0 {
			out = append(out, b)
			continue
		}
		a := out[k]
		a.strands, a.to = append(a.strands, b.strands...), max(a.to, b.to)
	}
	return out
}

// goesOn tells whether strip b is more of the column of a.
func (a *strip) goesOn(b *strip, all, strips []*strip) bool {
	const near, off, level, indent = 4, 2, 2, 2 // lines; places; lines; places
	last, first := a.last(), b.strands[0]
	gap := first.row - last.row
	if abs(a.edge-b.edge) > off || gap < 1 || gap > near || dateline.MatchString(first.text) || jumpShape.MatchString(last.text) {
		return false
	}
	between := func(s *strip) bool { return s != a && s != b && s.end() > last.row && s.top() <= first.row }
	if slices.ContainsFunc(strips, func(s *strip) bool { return between(s) && jumpShape.MatchString(s.strands[0].text) }) {
		return false
	}
	if !headLike(first.text, width(first.text)) {
		if !finished(last.text) {
			return first.from-min(a.edge, b.edge) < indent
		}
		if first.n-last.n <= mostWhite && !slices.ContainsFunc(strips, func(s *strip) bool {
			return between(s) && s.top() < first.row && s.edge >= a.edge-off && s.edge <= a.to
		}) {
			return true
		}
	}
	return slices.ContainsFunc(all, func(c *strip) bool { // another column of the story goes on beside it
		return c != a && c != b && c.beside(a) && abs(c.top()-a.top()) <= level && c.end() >= first.row && abs(c.measure()-a.measure()) <= off
	})
}

// first is the uppermost line of a tale.
func (t *tale) first() int {
	return t.strands()[0].row
}

// rowsOf puts strips that begin beside each other together where the text of one goes
// on in the next.
func rowsOf(bodies []*strip, rest []*strip, o intake.Options) (out []*tale) {
	const level = 2 // lines
	slices.SortStableFunc(bodies, func(a, b *strip) int { return cmp.Or(a.top()-b.top(), a.edge-b.edge) })
	used := make([]bool, len(bodies))
	for i, b := range bodies {
		if used[i] {
			continue
		}
		row := []*strip{b}
		used[i] = true
		for k := i + 1; k < len(bodies) && bodies[k].top()-b.top() <= level; k++ {
			if !used[k] && !slices.ContainsFunc(row, func(o *strip) bool { return o.overlaps(bodies[k]) }) {
				row, used[k] = append(row, bodies[k]), true
			}
		}
		slices.SortStableFunc(row, func(a, b *strip) int { return a.edge - b.edge })
		var cur *tale
		for k, c := range row {
			if cur == nil || parts(cur, row[k-1], c, rest, o) {
				cur = &tale{from: c.edge, text: c.top(), end: c.end()}
				out = append(out, cur)
			}
			cur.columns = append(cur.columns, c)
			cur.to, cur.end, cur.text = max(cur.to, c.to), max(cur.end, c.end()), min(cur.text, c.top())
		}
	}
	return out
}

// parts tells whether a story ends with column a and another begins with b.
func parts(t *tale, a, b *strip, rest []*strip, o intake.Options) bool {
	const widest = 10 // places between columns of one story
	const indent = 2
	first := b.strands[0]
	open := !finished(a.last().text)
	switch {
	case dateline.MatchString(first.text), b.edge-a.to > widest && !open:
		return true
	case open:
		return first.from-b.edge >= indent && len(over(rest, b.top(), b.edge, b.to, mostOverOpen, o)) > 0
	}
	heads := over(rest, b.top(), b.edge, b.to, mostOver, o)
	own := over(rest, t.text, t.from, a.to, mostOver, o)
	for _, h := range heads { // pieces of one line are one head
		if !slices.ContainsFunc(own, func(l *strip) bool { return l.top() == h.top() && h.edge-l.to <= widestJoint }) {
			return len(own) > 0
		}
	}
	return false
}

// How many lines over a text its head may stand, and where the text seems to go on.
const mostOver, mostOverOpen = 9, 2

// widestJoint is how many blanks may part what is one line of a head.
const widestJoint = 14

// over gives the heads over columns, near to their text.
func over(rest []*strip, row, from, to, near int, o intake.Options) (out []*strip) {
	const off = 2
	for _, s := range rest {
		if s.end() < row && row-s.end() <= near && s.edge >= from-off && s.edge <= to {
			if r := classify(s.strands[0].line, o).role; r == headish || r == weakHead {
				out = append(out, s)
			}
		}
	}
	return out
}

// adorn gives what is no text to the tale below it, to that above, or leaves it alone.
func adorn(tales []*tale, rest []*strip, o intake.Options) []*tale {
	const off = 3 // places
	slices.SortStableFunc(rest, func(a, b *strip) int { return cmp.Or(a.top()-b.top(), a.edge-b.edge) })
	alone := []*tale{}
	for _, s := range rest {
		var below, above *tale
		if classify(s.strands[0].line, o).role == furniture && len(s.strands) == 1 {
			alone = append(alone, &tale{heads: []*strip{s}, from: s.edge, to: s.to, text: s.top(), end: s.end()})
			continue
		}
		for _, t := range tales {
			if s.edge < t.from-off || s.edge > t.to {
				continue
			}
			if t.text > s.top() && (below == nil || t.text < below.text) {
				below = t
			}
			if t.end < s.top() && (above == nil || t.end > above.end) {
				above = t
			}
		}
		switch {
		case below != nil:
			below.heads = append(below.heads, s)
		case above != nil:
			above.tail = append(above.tail, s)
		default:
			alone = append(alone, &tale{heads: []*strip{s}, from: s.edge, to: s.to, text: s.top(), end: s.end()})
		}
	}
	return append(tales, alone...)
}
