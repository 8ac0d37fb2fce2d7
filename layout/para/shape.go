package para

import "duikai/layout/geom"

// # Lines of differing width
//
// Beside a picture (绕排) or a dropped initial (首字下沉) the first lines of a
// paragraph are narrower. Which line a boundary ends then matters, so these
// lines are broken in layers: layer k holds the boundaries that k lines can
// reach. Behind the last of them all lines are alike again, and the last layer
// enters the ordinary table, wherever it got to:
//
//	layer 0   o
//	layer 1            o o o
//	layer 2                     o o o o o
//	table                              e e e e e o o o o o ...
//
// A paragraph without a shape has no layers and pays nothing.

// Inset is what a line leaves free at its two sides.
type Inset struct{ Left, Right geom.Length }

// layer holds the nodes of the boundaries that a number of lines can reach:
// node (k-base)*fits+f is the boundary before character From+k.
type layer struct {
	base  int
	nodes []node
}

// spot is a node of a table: in layer layer, or in the table of the whole
// width if that is the number of layers.
type spot struct {
	layer, k int
	f        fit
}

// at is the node of a spot.
func (t *chart) at(s spot) *node {
	if s.layer == len(t.layers) {
		return &t.nodes[s.k*int(fits)+int(s.f)]
	}
	l := &t.layers[s.layer]
	return &l.nodes[(s.k-l.base)*int(fits)+int(s.f)]
}

// end is the cheapest spot at the paragraph's end.
func (b *breaker) end(t *chart) spot {
	n := len(b.p.clusters) - b.m.From
	best := spot{len(t.layers), n, bare}
	for l := len(t.layers); l >= 0; l-- {
		if l < len(t.layers) && t.layers[l].last() != n {
			continue
		}
		for f := bare; f < fits; f++ {
			if s := (spot{l, n, f}); t.at(s).less < t.at(best).less {
				best = s
			}
		}
	}
	return best
}

// before is the spot at which the line that ends at a spot begins.
func (b *breaker) before(t *chart, s spot) spot {
	nd := t.at(s)
	prev := spot{s.layer, int(nd.prev) - b.m.From, nd.fit}
	if s.layer < len(t.layers) || nd.entry {
		prev.layer--
	}
	return prev
}

// last is the last boundary of a layer.
func (l *layer) last() int { return l.base + len(l.nodes)/int(fits) - 1 }

// trim cuts off boundaries at the layer's ends that nothing reaches.
func (l *layer) trim() {
	for len(l.nodes) > 0 && dead(l.nodes[:fits]) {
		l.base++
		l.nodes = l.nodes[fits:]
	}
	for len(l.nodes) > 0 && dead(l.nodes[len(l.nodes)-int(fits):]) {
		l.nodes = l.nodes[:len(l.nodes)-int(fits)]
	}
}

// narrowed is the breaker of line k of the shape.
func (b *breaker) narrowed(k int) breaker {
	n := *b
	n.m.Width -= b.m.Shape[k].Left + b.m.Shape[k].Right
	return n
}

// enter breaks the lines of the shape and hands their ends on to the table of
// the whole width; first is the first character that a line of that may start
// with.
func (b *breaker) enter(nodes []node, m mode) (layers []layer, first int) {
	from, n := b.m.From, len(b.p.clusters)-b.m.From
	at := layer{nodes: origin()}
	for k := range b.m.Shape {
		if len(at.nodes) == 0 {
			return layers, from + n
		}
		layers = append(layers, at)
		of := b.narrowed(k)
		at = of.step(&layers[k], m)
	}
	for i := range at.nodes {
		at.nodes[i].entry = true
	}
	copy(nodes[at.base*int(fits):], at.nodes)
	return layers, from + min(at.base, n)
}

// step sets one line from every boundary of a layer and gives the layer of
// their ends.
func (b *breaker) step(starts *layer, m mode) layer {
	p, from := b.p, b.m.From
	n := len(p.clusters) - from
	lo := from + starts.base
	reached, z := lo, min(from+starts.last(), from+n-1)
	out := layer{base: starts.base + 1}
	// As many ends as there are starts, and as far on as a line goes; of characters
	// that are not all an em wide more stand in it.
	const narrow, full = 3, 2
	ends := min(starts.last()-starts.base+1+int(b.m.Width/max(p.em, 1))*narrow/full, n-starts.base)
	room := max(ends, 0) * int(fits)
	out.nodes = b.tables.take(room)[:0]
	some := false
	for j := lo; j < from+n; j++ {
		for lo < j && (b.least(lo, j)-p.hang(j) > b.width(lo) || j-lo >= longestLine) {
			lo++
		}
		if lo > z && (m < anything || some) {
			break // no line reaches farther
		}
		k := len(out.nodes)
		for range fits {
			out.nodes = append(out.nodes, node{})
		}
		if j <= z && !dead(starts.from(j-from)) {
			reached = j
		}
		if j < from+n-1 && !p.mayEnd(j, j-from, m) {
			continue
		}
		first := lo
		if m == anything {
			first = min(lo, reached) // too wide rather than not at all
		}
		b.lines(starts, out.nodes[k:], first, min(j, z), j, m)
		some = some || !dead(out.nodes[k:])
	}
	if cap(out.nodes) == room { // and no more were needed
		b.tables.shorten(room - len(out.nodes))
	}
	out.trim()
	return out
}

// from is the nodes of a boundary.
func (l *layer) from(k int) []node { return l.nodes[(k-l.base)*int(fits):][:fits] }

// lines relaxes the lines from characters first to last on that end with j.
func (b *breaker) lines(starts *layer, at []node, first, last, j int, m mode) {
	e, best := b.ending(j, m), unreached
	for i := first; i <= last; i++ {
		start := starts.from(i - b.m.From)
		before := cheapest(start)
		if before >= unreached || before+e.cost > best {
			continue
		}
		cost, f, tooLoose := b.costTo(i, &e, m)
		if tooLoose {
			return // every later start is looser still
		}
		if cost < unreached {
			b.relax(at, start, cost, f, int32(i))
			best = min(best, before+cost+2*mostClash)
		}
	}
}
