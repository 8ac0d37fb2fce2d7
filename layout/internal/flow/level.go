package flow

import (
	"slices"

	"duikai/layout/geom"
	"duikai/layout/para"
)

// # Levelling
//
// Columns of a story end level, and where its text reaches that far at the foot
// of its slot. The text is first cut as it stands; where that leaves rows white
// or feet uneven, paragraphs are set in a line less or more, at three heights:
// the slot's foot, a row above it, and where the text ends by itself.

// level cuts the lines into the frames; nil where no line fits anywhere. When
// not everything fits the columns are filled and the rest stays uncut.
func (l *Lines) level(frames []Frame, goesOn bool) *cutting {
	top := highest(frames)
	v := l.content.Scratch.take()
	defer l.content.Scratch.give(v)
	c := newCutter(newNet(l.units), v, frames, goesOn)
	total := rowsOf(l.units)
	var best *cutting
	if l.whole && total <= roomAt(frames, top)+spare(l.units) {
		best = c.levelled(total, top)
	}
	if best != nil && best.price(frames) < moveLine {
		return best
	}
	if l.whole {
		best = l.exact(best, v, frames, goesOn)
	}
	if best == nil {
		best = c.cut(top, false)
		if goesOn && best != nil && best.cost > 0 {
			l.fit()
			if w := newCutter(l.fitted, v, frames, goesOn).below(best.cost, top, false); w != nil {
				best = w
			}
		}
	}
	return best
}

// exact looks for a cutting that is fuller or more level than one of the lines
// as they stand, which is nil where they do not fit.
func (l *Lines) exact(best *cutting, v *visits, frames []Frame, goesOn bool) *cutting {
	top, total := highest(frames), rowsOf(l.units)
	heights := []int{top, top - 1}
	if best != nil {
		heights = append(heights, best.height)
		if best.cost >= shortMore { // its feet are not level: they may be where lines move
			heights = append(heights, best.height-1, best.height+1, best.height-2, best.height+2)
		}
	}
	l.fit()
	if len(l.fitted.units) == len(l.units) {
		return best // nothing can be moved
	}
	var c *cutter
	for i, h := range heights {
		// Columns short of a row each, and white above heads that vanishes.
		room := roomAt(frames, h)
		if h < 1 || h > top || slices.Contains(heights[:i], h) || l.fewest(len(frames)) > room || l.most < room-len(frames) {
			continue
		}
		if c == nil {
			c = newCutter(l.fitted, v, frames, goesOn)
		}
		if best == nil && h == top { // what is left over is worse than any cut
			if best = c.cut(h, true); best == nil {
				return nil
			}
			continue
		}
		bound, most := movesAtMost(room-total), impossible
		if best != nil {
			most = best.price(frames) - (roomAt(frames, top)-room)*shortRow
			if best.cost < shortMore { // its feet are level: nothing dear is worth it
				most = min(most, bound)
			}
		}
		if cut := c.within(bound, most, h); cut != nil {
			best = cut
		}
	}
	return best
}

// within finds the cheapest cut of everything that costs less than most; it is looked
// for below a bound first.
func (c *cutter) within(bound, most, h int) *cutting {
	for ; ; bound = widerBound(bound) {
		if cut := c.below(min(bound, most), h, true); cut != nil || !c.pruned || bound >= most {
			return cut
		}
	}
}

// movesAtMost is more than what it costs to move so many lines and end columns
// well.
func movesAtMost(lines int) int {
	return max(lines, -lines)*(moveLine+moveMost) + 2*firstBound
}

// price is what a cutting costs with the rows that it leaves white at the foot
// of all columns.
func (c *cutting) price(frames []Frame) int {
	return c.cost + (roomAt(frames, highest(frames))-roomAt(frames, c.height))*shortRow
}

// fit finds the other ways of setting the blocks.
func (l *Lines) fit() {
	if l.fitted != nil {
		return
	}
	var others []other
	l.least, l.most = rowsOf(l.units), rowsOf(l.units)
	for i := range l.units {
		if w := l.units[i].before; w > 0 {
			l.whites = append(l.whites, int(w))
		}
	}
	slices.SortFunc(l.whites, func(a, b int) int { return b - a })
	for from := 0; from < len(l.units); {
		to := from + 1
		for to < len(l.units) && l.units[to].block == l.units[from].block {
			to++
		}
		ways := l.content.others(l.units[from:to], l.width, nil)
		less, more := 0, 0
		for _, w := range ways {
			less, more = min(less, int(w[0].by)), max(more, int(w[0].by))
			others = append(others, other{from, to, w})
		}
		l.least, l.most = l.least+less, l.most+more
		from = to
	}
	l.fitted = netOf(l.units, others)
}

// others are the ways to set a block, or what is left of it, in other units
// than these.
func (c *Content) others(units []unit, width geom.Length, shape []para.Inset) (ways [][]unit) {
	i, from := int(units[0].block), int(units[0].start)
	b := &c.Blocks[i]
	add := func(as *Block, set setting, price int) {
		w := c.units(nil, i, from, int(units[0].below), set)
		w[0].way, w[0].by = int32(price), int32(rowsOf(w)-rowsOf(units))
		for k := range w {
			w[k].as = as
		}
		ways = append(ways, w)
	}
	switch {
	case b.Atoms != nil:
	case b.Divide != nil:
		if from > 0 || b.Others == nil {
			break
		}
		for _, o := range b.Others(width - b.Left - b.Right) {
			o.Unit = b.Unit // it is the same piece of the story
			add(&o, o.set(width, 0, nil), moveHead)
		}
	case b.Align == Justify:
		n := len(units)
		for _, set := range b.Para.BreakInto(b.measure(width, from, shape), n-1, n+1) {
			if len(set.Lines) != n {
				add(nil, setting{lines: set.Lines}, movePrice(set))
			}
		}
	}
	return ways[:min(len(ways), maxOthers)]
}

// movePrice is what it costs to set a paragraph so.
func movePrice(s para.Setting) int {
	return moveLine + int(min(s.Demerits/int64(len(s.Lines)*moveShare), moveMost))
}

// levelled looks for the height at which everything fits best.
func (c *cutter) levelled(total, top int) (best *cutting) {
	lowest := 1
	for lowest < top && roomAt(c.frames, lowest) < total {
		lowest++
	}
	// Rows saved at column heads and lost at column feet shift the height by
	// little; a few tries from below find the levelled cut.
	first := max(lowest-2, 1)
	bestCost := impossible
	white := spare(c.units)
	for h := first; h <= top && (h-first)*taller < bestCost; h++ {
		if roomAt(c.frames, h) < total-white {
			continue
		}
		cut := c.below(firstBound, h, true)
		if cut == nil && roomAt(c.frames, h) >= total {
			cut = c.within(firstBound, bestCost-(h-first)*taller, h)
		}
		if cut != nil && cut.cost+(h-first)*taller < bestCost {
			best, bestCost = cut, cut.cost+(h-first)*taller
		}
		// Only tall units can want more rows than that, and heads over short sections.
		if h > lowest+2 && best != nil && (bestCost < shortMore || h > lowest+c.tolerance && bestCost < soonAfter) {
			break
		}
	}
	return best
}

// rowsOf is how many rows units take, with the white above them.
func rowsOf(units []unit) (n int) {
	for i := range units {
		n += int(units[i].rows + units[i].before)
	}
	return n
}

// spare is the white that may vanish at the heads of columns.
func spare(units []unit) (n int) {
	for i := range units {
		n += int(units[i].before)
	}
	return n
}

// fewest is how few rows the lines take at least in some columns, where so many
// whites above heads can vanish, at the heads of the columns.
func (l *Lines) fewest(columns int) int {
	n := l.least
	for _, w := range l.whites[:min(columns, len(l.whites))] {
		n -= w
	}
	return n
}

// Reach is in how few and in how many rows the lines can be set in some columns:
// the first is counted as if a head stood at the head of every column, the
// second as if none did.
func (l *Lines) Reach(columns int) (least, most int) {
	l.fit()
	return l.fewest(columns), l.most
}
