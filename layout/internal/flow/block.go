package flow

import (
	"slices"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/layout/para"
)

// Atom is a thing of whole rows that is never parted: a row of a table, a pull
// quote with its rules.
type Atom struct {
	Rows  int
	Keep  bool        // stays with the next atom of its block
	Tight bool        // something in it is wider than its room
	Small geom.Length // the size of its type where that is smaller than is read at ease; 0 elsewhere
	// Draw draws it into its rows; the tag is its block's.
	Draw func(dst []page.Item, area geom.Rect, tag para.Tag) []page.Item
	// Again is set once more above this atom where it comes first in a
	// column: the head of a table that goes on (续表头).
	Again *Atom
}

// Lead is a dropped initial (首字下沉): a paragraph's first character, with the
// quote or bracket that opens it, as high as some lines.
type Lead struct {
	Para  *para.Paragraph
	Size  geom.Length // type size
	Rows  int         // lines that stand beside it; no column ends between them
	Width geom.Length // what those lines are narrower by
	// Pad makes it a label (反白标签): it stands on a ground that is so much wider
	// on either side. 0: none.
	Pad    geom.Length
	Ground page.Ink
}

// chars counts the characters of a block from a character or atom on.
func (b *Block) chars(from int) int {
	if b.Atoms != nil {
		n := 0
		for _, c := range b.Chars[min(from, len(b.Chars)):] {
			n += c
		}
		return n
	}
	n := b.Para.Len() - from
	if b.Lead != nil && from == 0 {
		n += b.Lead.Para.Len()
	}
	return n
}

// Paragraphs are all texts of a block, for what must be asked of each.
func (b *Block) Paragraphs() []*para.Paragraph {
	switch {
	case b.Atoms != nil:
		return b.Texts
	case b.Lead != nil:
		return []*para.Paragraph{b.Lead.Para, b.Para}
	}
	return []*para.Paragraph{b.Para}
}

// setting is a block set: lines or atoms.
type setting struct {
	lines []para.Line
	atoms []Atom
}

// set sets a block from a character or atom on in a column of a width; the
// shape is what its first lines find in their rows.
func (b *Block) set(width geom.Length, from int, shape []para.Inset) setting {
	switch w := width - b.Left - b.Right; {
	case b.Atoms != nil:
		atoms := b.Atoms(w)
		return setting{atoms: atoms[min(from, len(atoms)):]}
	case b.Divide != nil && from == 0:
		return setting{lines: b.Divide(w)}
	}
	m := b.measure(width, from, shape)
	set := b.Para.Break(m)
	if b.Align == Justify {
		return setting{lines: set}
	}
	// Lines that are not justified keep their natural widths.
	for i, l := range set {
		natural := b.Para.Natural(l.Start, l.End)
		if natural.Width <= m.Width-l.Indent {
			natural.Indent = l.Indent
			set[i] = natural
		}
	}
	return setting{lines: set}
}

// measure is what the block's text is broken into.
func (b *Block) measure(width geom.Length, from int, shape []para.Inset) para.Measure {
	m := para.Measure{Width: width - b.Left - b.Right, Indent: b.Indent, From: from, Shape: shape}
	if b.Lead != nil && from == 0 {
		m.Shape, m.Indent = b.Lead.beside(shape), 0
	}
	return m
}

// beside is a shape with the initial's width taken from its first lines. They
// begin where the one farthest in begins, for the initial stands before all.
func (d *Lead) beside(shape []para.Inset) []para.Inset {
	out := make([]para.Inset, max(len(shape), d.Rows))
	copy(out, shape)
	left := geom.Length(0)
	for _, in := range out[:d.Rows] {
		left = max(left, in.Left)
	}
	for i := range out[:d.Rows] {
		out[i].Left = left + d.Width
	}
	return out
}

// How many lines stand under a head at a column's foot at least, and how many
// are enough.
const (
	leastBelow  = 2
	enoughBelow = 3
)

// belowHead is about how many lines stand between a block and the head over it,
// up to as many as are enough.
func (c *Content) belowHead(i int, width geom.Length) (n int) {
	for i--; i >= 0 && n < enoughBelow; i-- {
		b := &c.Blocks[i]
		if b.heads() {
			return n
		}
		n += b.about(max(width-b.Left-b.Right, 1))
	}
	return enoughBelow
}

// about is about how many lines a block takes in a width.
func (b *Block) about(width geom.Length) (n int) {
	if b.Atoms != nil {
		for _, a := range b.Atoms(width) {
			n += max(a.Rows, 1)
		}
		return n
	}
	return b.aboutFrom(0, width)
}

// aboutFrom is about how many lines a block of text takes in a width from a character on.
func (b *Block) aboutFrom(from int, width geom.Length) (n int) {
	w := b.Indent + b.Para.NaturalWidth(from, b.Para.Len())
	if b.Lead != nil && from == 0 {
		n = b.Lead.Rows
		w += b.Lead.Width * geom.Length(n)
	}
	return max(n, int(geom.DivCeil(w, width)))
}

// heads tells whether a block is a head over what follows.
func (b *Block) heads() bool { return b.Keep && b.Part == page.Subhead || b.Announces }

// belowUnits is how many lines stand between the head over the block behind some
// units and that block.
func (c *Content) belowUnits(units []unit) int {
	if n := len(units); n > 0 {
		if u := &units[n-1]; !c.Blocks[u.block].heads() {
			return int(u.below + u.rows)
		}
		return 0
	}
	return enoughBelow
}

// endsSection tells whether a head follows block i, or nothing.
func (c *Content) endsSection(i int) bool { return i+1 == len(c.Blocks) || c.Blocks[i+1].heads() }

// lastAlone tells whether block i is the end of a section and has one before it that
// it can be parted from: a line that is all of it would stand alone between the head
// of a column and the next head.
func (c *Content) lastAlone(i int) bool {
	return i > 0 && !c.Blocks[i-1].Keep && !c.Blocks[i].heads() && i+1 < len(c.Blocks) && c.Blocks[i+1].heads()
}

// belowPrice is what a column's foot costs below so many lines under a head.
func belowPrice(lines int) int32 {
	switch {
	case lines < leastBelow:
		return soonAfter
	case lines < enoughBelow:
		return afterHead
	}
	return 0
}

// Stray is a head that a column ends too soon below.
type Stray struct {
	Head  *Placed
	Below int // rows of what it stands over
}

// Strays are the heads of set text, and what announces what follows, that stand at the
// foot of a column, or with less below them than they must have; rest is what is left.
func (c *Columns) Strays(rest Content) (all []Stray) {
	head, below := -1, 0
	for i := range c.Lines {
		l := &c.Lines[i]
		if l.Block.heads() && (l.Block.Keep || l.Line.Last) {
			head, below = i, 0
		} else {
			below += l.Rows
		}
		opens, ends := false, false
		if i+1 < len(c.Lines) {
			next := &c.Lines[i+1]
			opens, ends = next.Block.heads() && (next.Atom != nil || next.Line.Start == 0), next.Frame != l.Frame
		} else if !rest.Empty() {
			opens, ends = rest.From == 0 && rest.Blocks[0].heads(), true
		}
		if ends && head >= 0 && below < leastBelow && !(below > 0 && opens) {
			all = append(all, Stray{&c.Lines[head], below})
		}
		if ends {
			head = -1
		}
	}
	return all
}

// units appends block i, set from a character or atom on; below is how many lines
// stand between it and the head over it.
func (c *Content) units(units []unit, i, from, below int, set setting) []unit {
	b := &c.Blocks[i]
	first := len(units)
	units = slices.Grow(units, len(set.atoms)+len(set.lines))
	var empty *para.Line
	if len(set.atoms) > 0 {
		empty = new(para.Line)
	}
	for k := range set.atoms {
		a := &set.atoms[k]
		u := unit{block: int32(i), start: int32(from + k), line: empty, atom: a, rows: int32(max(a.Rows, 1)), never: a.Keep, closed: true, below: int32(below)}
		if below += int(u.rows); !a.Keep && (k < len(set.atoms)-1 || !c.endsSection(i)) {
			u.price += belowPrice(below)
		}
		if a.Again != nil {
			u.again = int32(max(a.Again.Rows, 1))
		}
		units = append(units, u)
	}
	if b.Whole && from == 0 {
		c.keepWhole(units[first:])
	}
	for k := range set.lines {
		l := &set.lines[k]
		u := unit{block: int32(i), start: int32(l.Start), line: l, rows: int32(max(b.Rows, 1)), below: int32(below + k)}
		last := k == len(set.lines)-1
		switch {
		case b.Keep, last && b.Announces:
			u.never = true
		case k == 0 && !last && from == 0:
			u.price += strayHead
		}
		if !b.Keep && (!last || !c.endsSection(i)) {
			u.price += belowPrice(int(u.below) + 1)
		}
		if k == len(set.lines)-2 {
			u.price += strayTail
			if next := set.lines[k+1]; next.End-next.Start <= 2 {
				u.price += strayShort
			}
		}
		u.closed = last || b.Para.EndsSentence(*l)
		units = append(units, u)
	}
	if n := len(units) - first; n == 1 && units[first].rows == 1 && from == 0 && c.lastAlone(i) {
		units[first].first = strayTail
	}
	if from == 0 && len(units) > first {
		units[first].before = int32(b.Before)
		units[first].gives = b.Gives
		b.Lead.glue(units[first:])
	}
	return units
}

// keepWhole notes how high a table is whose rows are all there.
func (c *Content) keepWhole(rows []unit) {
	for i := range max(len(rows)-1, 0) {
		rows[i].whole = int32(rowsAlone(rows))
	}
}

// glue holds the lines beside an initial together. A text that has fewer still
// takes the initial's rows.
func (d *Lead) glue(units []unit) {
	if d == nil {
		return
	}
	for k := range units[:min(d.Rows, len(units))-1] {
		units[k].glued = true
	}
	if lack := d.Rows - len(units); lack > 0 {
		units[len(units)-1].rows += int32(lack)
	}
}

// Chars counts the characters that are placed.
func (p *Placed) Chars() int {
	n := p.Line.End - p.Line.Start + p.chars
	if p.leads() {
		n += p.Block.Lead.Para.Len()
	}
	return n
}

// leads tells whether the block's initial stands beside the line.
func (p *Placed) leads() bool {
	return p.Atom == nil && p.Block.Lead != nil && p.Line.Start == 0
}

// Items draws what is placed.
func (p *Placed) Items(dst []page.Item, story string) []page.Item {
	tag := para.Tag{Part: p.Block.Part, Story: story, Unit: p.Block.Unit}
	if p.Atom != nil {
		return p.Atom.Draw(dst, p.Area, tag)
	}
	if d := p.Block.Lead; p.leads() {
		// From the em box of the line it stands beside.
		at := geom.Point{X: p.At.X + p.Line.Indent - d.Width, Y: p.At.Y - p.Block.Size.Em(int(fonts.EmAscent)) + d.Size.Em(int(fonts.EmAscent))}
		l := d.Para.Natural(0, d.Para.Len())
		if d.Pad > 0 {
			box := geom.Rect{X: at.X, Y: at.Y - d.Size.Em(int(fonts.EmAscent)), W: l.Width + 2*d.Pad, H: d.Size}
			dst = append(dst, &page.Fill{Rect: box, Ink: d.Ground})
			at.X += d.Pad
		}
		dst = d.Para.Items(dst, l, at, tag)
	}
	return p.Block.Para.Items(dst, *p.Line, p.At, tag)
}
