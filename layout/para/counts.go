package para

import "math"

// Count is a number of lines that a paragraph can be set in, and what its best
// setting in so many lines costs.
type Count struct {
	Lines    int
	Demerits int64
}

// countBand is how many line counts above the fewest are followed: the best
// breaking is at most a line or two longer than the shortest one, and
// copyfitting asks for one more.
const countBand = 4

// Counts tells in how many lines the paragraph can be set legally, from the
// fewest on, each with the demerits of its best setting (减行、加行). It is
// what copyfitting chooses from: the difference of the demerits is the price
// of a line saved or gained. The list is empty for a paragraph that has no
// legal breaking.
func (p *Paragraph) Counts(m Measure) []Count {
	b := breaker{p: p, m: m}
	t := b.count()
	if t == nil {
		return nil
	}
	end := p.Len() - m.From
	var out []Count
	for k := range countBand {
		if nd := t.best(end, k); nd.cost < unreached {
			out = append(out, Count{int(t.fewest[end]) + k, nd.cost})
		}
	}
	return out
}

// BreakInto sets the paragraph in exactly n lines at the least cost; ok is
// false where that cannot be done legally.
func (p *Paragraph) BreakInto(m Measure, n int) (lines []Line, ok bool) {
	b := breaker{p: p, m: m}
	t := b.count()
	if t == nil {
		return nil, false
	}
	end := p.Len() - m.From
	k := n - int(t.fewest[end])
	if k < 0 || k >= countBand || t.best(end, k).cost == unreached {
		return nil, false
	}
	lines = make([]Line, n)
	nd := t.best(end, k)
	for at := end; n > 0; n-- {
		lines[n-1] = b.line(int(nd.prev), m.From+at)
		lines[n-1].Indent = b.indent(&lines[n-1])
		at = int(nd.prev) - m.From
		if at > 0 {
			nd = t.nodes[t.index(at, n-1-int(t.fewest[at]), nd.fit)]
		}
	}
	return lines, true
}

// counted is the table of Break with the number of lines as a dimension: the
// node of boundary k, of the fewest lines that reach it plus extra, and of a
// fit.
type counted struct {
	fewest []int32
	nodes  []node
}

func (t *counted) index(k, extra int, f fit) int { return (k*countBand+extra)*int(fits) + int(f) }

// best is the cheapest node over the fits.
func (t *counted) best(k, extra int) node {
	best := node{cost: unreached}
	for f := tight; f < fits; f++ {
		if nd := t.nodes[t.index(k, extra, f)]; nd.cost < best.cost {
			best = nd
		}
	}
	return best
}

// count fills the table over the legal breakings; nil where there is none. A
// breaking with e lines more than the fewest has at every boundary at most e
// lines more than the fewest that reach it, so a narrow band is exact.
func (b *breaker) count() *counted {
	p, from := b.p, b.m.From
	n := p.Len() - from
	if n <= 0 {
		return nil
	}
	t := &counted{fewest: make([]int32, n+1), nodes: make([]node, (n+1)*countBand*int(fits))}
	for i := range t.fewest {
		t.fewest[i] = math.MaxInt32
	}
	for i := range t.nodes {
		t.nodes[i].cost = unreached
	}
	t.fewest[0] = 0
	t.nodes[t.index(0, 0, decent)].cost = 0
	lo := from
	for j := from; j < from+n; j++ {
		if j < from+n-1 && p.gaps[j].brk != mayBreak {
			continue
		}
		for lo < j && (b.least(lo, j)-p.hang(j) > b.width(lo) || j-lo >= longestLine) {
			lo++
		}
		b.reach(t, lo, j)
	}
	if t.fewest[n] == math.MaxInt32 {
		return nil
	}
	return t
}

// reach relaxes every line that ends at j.
func (b *breaker) reach(t *counted, lo, j int) {
	from := b.m.From
	k := j + 1 - from
	type try struct {
		i    int
		cost int64
		f    fit
	}
	var tries []try
	for i := lo; i <= j; i++ {
		if t.fewest[i-from] == math.MaxInt32 {
			continue
		}
		cost, f, tooLoose := b.cost(i, j, strict)
		if tooLoose {
			break
		}
		if cost < unreached {
			tries = append(tries, try{i, cost, f})
			t.fewest[k] = min(t.fewest[k], t.fewest[i-from]+1)
		}
	}
	for _, tr := range tries {
		for extra := range countBand {
			to := int(t.fewest[tr.i-from]) + extra + 1 - int(t.fewest[k])
			if to >= countBand {
				break
			}
			start := t.nodes[t.index(tr.i-from, extra, 0):][:fits]
			b.relax(t.nodes[t.index(k, to, 0):][:fits], start, tr.cost, tr.f, int32(tr.i))
		}
	}
}
