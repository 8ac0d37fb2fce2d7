package para

import (
	"unicode/utf8"

	"duikai/layout/cjk"
	"duikai/layout/geom"
)

// # Cells
//
// Text for children, and whatever else carries pinyin over every character, stands
// on cells (字格): all of one width, one for each character and each mark, so that
// characters stand below one another and syllables never touch. A cell holds the
// character's em in its middle; two marks that would share white share a cell, as
// in a pupil's exercise book. Letters and figures of a word or a number stand
// together in as many cells as they need. Lines are as long as they are: there is
// no white to give or to take.

// alwaysRagged is a measure, in em, that no line reaches.
const alwaysRagged = 10000

// RubyRoom is how wide the characters of some runs must be at least so that the
// rubies over them do not touch.
func RubyRoom(runs []Run, st *Style) (room geom.Length) {
	for k := range runs {
		if ru := &runs[k]; ru.Ruby != "" {
			r := prepareRuby(ru, st)
			n := geom.Length(max(utf8.RuneCountInString(ru.Text), 1))
			room = max(room, geom.DivCeil(r.NaturalWidth(0, r.Len())+ru.Size.Em(int(rubySpacing)), n))
		}
	}
	return room
}

// onCells puts the characters of a paragraph on cells of a width.
func (p *Paragraph) onCells(cell geom.Length) {
	p.raggedBelow, p.tight, p.little = alwaysRagged, 0, 0
	for i := 0; i < len(p.clusters); {
		j := p.cellEnd(i)
		switch c := &p.clusters[i]; {
		case parting(c.class):
			p.gaps[i] = gap{brk: p.gaps[i].brk, price: p.gaps[i].price}
			p.gaps[i].fix(cell)
			i++
			continue
		case j-i == 2 && !lettered(c):
			p.shareCell(i, cell)
		case j-i == 1 && !lettered(c):
			p.centreIn(i, cell)
		default:
			p.fillCells(i, j, cell)
		}
		g := &p.gaps[j-1]
		*g = gap{brk: g.brk, price: g.price}
		i = j
	}
}

func parting(c cjk.Class) bool { return c == cjk.Space || c == cjk.IdeoSpace }

// lettered tells whether a character stands at its own width, beside others.
func lettered(c *cluster) bool {
	return letters(c.class) || c.class == cjk.Glue || c.class == cjk.Combining || c.class == cjk.Other || c.flags&(absorbed|shapedHead|follower) != 0
}

// cellEnd is where the characters end that share the cell or the cells of
// character i.
func (p *Paragraph) cellEnd(i int) int {
	j := i + 1
	if lettered(&p.clusters[i]) {
		for j < len(p.clusters) && lettered(&p.clusters[j]) {
			j++
		}
		return j
	}
	if j < len(p.clusters) {
		a, b := &p.clusters[i], &p.clusters[j]
		side := cjk.FormOf(a.r, a.class).Side
		if (side == cjk.Before || side == cjk.After) && side == cjk.FormOf(b.r, b.class).Side {
			return j + 1
		}
	}
	return j
}

// centreIn sets a character's em in the middle of its cell.
func (p *Paragraph) centreIn(i int, cell geom.Length) {
	c := &p.clusters[i]
	if f := cjk.FormOf(c.r, c.class); (f.Side == cjk.Before || f.Side == cjk.After) && c.face != nil {
		c.body, c.off = cell.Short(), ((cell - p.size(i).Em(int(c.advance()))) / 2).Short()
		return
	}
	c.body, c.off = cell.Short(), c.off+((cell-c.body.Length())/2).Short()
}

// shareCell sets two marks in the middle of a cell.
func (p *Paragraph) shareCell(i int, cell geom.Length) {
	a, b := &p.clusters[i], &p.clusters[i+1]
	room := max(cell.Short(), a.body+b.body)
	a.off += (room - a.body - b.body) / 2
	a.body += (room - a.body - b.body) / 2
	b.body = room - a.body
	p.gaps[i] = gap{brk: never}
}

// fillCells sets characters at their own widths in the middle of as many cells as
// they need.
func (p *Paragraph) fillCells(i, j int, cell geom.Length) {
	width := geom.Length(0)
	for k := i; k < j; k++ {
		width += p.clusters[k].body.Length()
		if k+1 < j {
			g := &p.gaps[k]
			*g = gap{nat: g.nat, min: g.nat, max: g.nat, brk: g.brk, price: g.price, tail: g.tail}
			width += g.nat.Length()
		}
	}
	lack := (geom.DivCeil(width, cell)*cell - width).Short()
	p.clusters[i].body += lack / 2
	p.clusters[i].off += lack / 2
	p.clusters[j-1].body += lack - lack/2
}
