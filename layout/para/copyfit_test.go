package para

import (
	"testing"

	"pgregory.net/rapid"

	"duikai/layout/geom"
)

// TestBreakInto: every number of lines that the limits allow is offered at the
// least cost, as a search through all breakings finds it, with and without a
// shape, and the lines are within the limits.
func TestBreakInto(t *testing.T) {
	offered := 0
	rapid.Check(t, func(rt *rapid.T) {
		rs := []rune(texts().Draw(rt, "text"))
		s := string(rs[:min(len(rs), 24)])
		m := Measure{Width: geom.Length(rapid.IntRange(4, 9).Draw(rt, "ems")) * em, Indent: geom.Length(rapid.IntRange(0, 2).Draw(rt, "indent")) * em}
		p := Prepare(songRun(t, s), styles().Draw(rt, "style"))
		if rapid.Bool().Draw(rt, "shaped") {
			m.Shape = insets(m.Width/2).Draw(rt, "shape")
		}
		if m.From = rapid.SampledFrom([]int{0, 0, 1, 3}).Draw(rt, "from"); m.From >= p.Len() {
			return
		}
		least := rapid.IntRange(0, 3).Draw(rt, "least")
		most := least + rapid.IntRange(0, 4).Draw(rt, "more")
		b := p.breaker(m)
		b.widest = looseFit
		want := bruteCounts(&b)
		for n, cost := range want {
			if n < least || n > most || cost >= loneCost {
				delete(want, n)
			}
		}
		for _, set := range p.BreakInto(m, least, most) {
			n := len(set.Lines)
			cost, ok := want[n]
			if !ok || cost != set.Demerits {
				rt.Fatalf("%q in %d lines costs %d (%v), %d is said", s, n, cost, ok, set.Demerits)
			}
			delete(want, n)
			offered++
			at := m.From
			for k, l := range set.Lines {
				if l.Start != at || l.Edge != EdgeGood || l.PerGap(em) > looseFit {
					rt.Fatalf("line %d of %d: from %d, not %d; %v, opened by %d", k, n, l.Start, at, l.Edge, l.PerGap(em))
				}
				if k < len(m.Shape) && l.Indent < m.Shape[k].Left {
					rt.Fatalf("line %d stands in its inset", k)
				}
				at = l.End
			}
			if at != p.Len() {
				rt.Fatalf("%d characters of %d", at, p.Len())
			}
		}
		if len(want) > 0 {
			rt.Fatalf("%q: not offered are %v of %d to %d lines", s, want, least, most)
		}
	})
	if offered == 0 {
		t.Error("nothing was offered")
	}
}

// bruteCounts is the cost of the best legal breaking for every line count.
func bruteCounts(b *breaker) map[int]int64 {
	best := map[int]int64{}
	n := b.p.Len()
	var walk func(start, lines int, cost int64, before fit)
	walk = func(start, lines int, cost int64, before fit) {
		if start == n {
			if c, ok := best[lines]; !ok || cost < c {
				best[lines] = cost
			}
			return
		}
		of := b.ofLine(lines)
		for j := start; j < n; j++ {
			if j < n-1 && b.p.gap(j).brk != mayBreak {
				continue
			}
			c, f, tooLoose := of.cost(start, j, strict)
			if tooLoose || c == unreached {
				continue
			}
			c += clash[before][f]
			walk(j+1, lines+1, cost+c, f)
		}
	}
	walk(b.m.From, 0, 0, bare)
	return best
}
