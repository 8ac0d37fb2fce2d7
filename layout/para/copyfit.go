package para

import "duikai/layout/geom"

// # Copyfitting
//
// A column is filled to the line by setting a paragraph in a line less or a
// line more than it takes by itself (减行、加行). Every line is a layer here, as
// lines beside pictures are, so that layer k holds the boundaries that exactly k
// lines reach and the cheapest way to each. Nobody may see that it was done:
// gaps are opened to where readers begin to see them and no further, marks keep
// the half em of their ink, and the last line holds two characters at least.

// Setting is a paragraph set in some number of lines, and what that costs.
type Setting struct {
	Lines    []Line
	Demerits int64
}

// BreakInto sets the paragraph in each number of lines from least to most that
// the limits of copyfitting allow, the fewest first. The measure may have a
// shape.
func (p *Paragraph) BreakInto(m Measure, least, most int) []Setting {
	b := p.breaker(m)
	defer b.tables.done()
	b.widest = looseFit
	n := p.Len() - m.From
	least = max(least, 1)
	for least <= most && !b.holds(least) {
		least++
	}
	for most >= least && !b.fills(most) {
		most--
	}
	if n <= 0 || least > most {
		return nil
	}
	b.m.Shape = make([]Inset, max(most, len(m.Shape)))
	copy(b.m.Shape, m.Shape)
	t := chart{layers: b.layered(most)}
	var out []Setting
	for k := least; k < len(t.layers); k++ {
		if t.layers[k].last() != n {
			continue
		}
		end := spot{k, n, bare}
		for f := bare; f < fits; f++ {
			if s := (spot{k, n, f}); t.at(s).less < t.at(end).less {
				end = s
			}
		}
		if cost := t.at(end).cost(); cost < loneCost {
			out = append(out, Setting{b.trace(&t, end), cost})
		}
	}
	return out
}

// layered breaks the first lines of the paragraph, a layer each.
func (b *breaker) layered(most int) []layer {
	at := layer{nodes: origin()}
	layers := make([]layer, 0, most+1)
	for k := 0; len(at.nodes) > 0; k++ {
		layers = append(layers, at)
		if k == most {
			break
		}
		of := b.narrowed(k)
		at = of.step(&layers[k], strict)
	}
	return layers
}

// ofLines is how wide the first n lines are together.
func (b *breaker) ofLines(n int) (sum geom.Length) {
	for k := range n {
		sum += b.m.Width
		if k < len(b.m.Shape) {
			sum -= b.m.Shape[k].Left + b.m.Shape[k].Right
		}
	}
	if b.m.From == 0 {
		sum -= b.m.Indent
	}
	return sum
}

// holds tells whether the text could have room in n lines at its tightest; a
// quick answer that errs to yes: a blank at a line's end, and a stop that hangs
// there, are no part of the line.
func (b *breaker) holds(n int) bool {
	end := b.p.em / 4
	if b.p.hanging {
		end = b.p.em
	}
	return b.p.LeastWidth(b.m.From, b.p.Len()) <= b.ofLines(n)+geom.Length(n)*end
}

// fills tells whether the text could be opened so far that it takes n lines,
// the last of two characters; it errs to yes.
func (b *breaker) fills(n int) bool {
	if b.ragged {
		return true
	}
	from, to := &b.p.sums[b.m.From], &b.p.sums[b.p.Len()-1]
	open := b.p.NaturalWidth(b.m.From, b.p.Len()) + b.p.em.Em(int(b.widest))*geom.Length(to.spread-from.spread)
	for i := b.m.From; i+1 < b.p.Len(); i++ {
		open += (b.p.gap(i).max - b.p.gap(i).nat).Length()
	}
	return open >= b.ofLines(n-1)
}
