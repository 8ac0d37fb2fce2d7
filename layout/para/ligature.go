package para

import (
	"duikai/fonts"
	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// # Ligatures
//
// In a Latin word ff, fi, fl, ffi and ffl are drawn as one glyph (连字) where
// the face has it. The characters stay apart in everything that is asked of a
// paragraph: each is a cluster, and a hyphen may part them. Only their gaps
// are set so that together they are as wide as the glyph, and the gap behind
// the last is the kerning of that letter. The letters from the second on are
// given their gaps first, so that what a hyphen leaves of them in the next line
// fits its own ligature:
//
//	f  f  i       fi fills its room; the gap before it makes up for
//	|  |--|       the rest of ffi
//	|-----|
//
// No line opens or closes the gaps between letters (see spreads). What a hyphen
// leaves at a line's end is drawn letter by letter, or as the shorter ligature
// if that fits.

const (
	// jointSlack is how far a ligature may be from the width of its letters:
	// LXGW WenKai's ffi is 0.24 em narrower. A glyph further off is no ligature
	// of these letters.
	jointSlack fonts.Em = 300
	// jointFit is how far off a shorter ligature may be from the room of its
	// letters: nobody sees it.
	jointFit fonts.Em = 30
)

// ligate finds the ligatures, from the last to the first, and sets the gaps
// inside them.
func (p *Paragraph) ligate() {
	for i := len(p.clusters) - 2; i >= 0; i-- {
		if p.clusters[i].r != 'f' {
			continue
		}
		for _, form := range fonts.Ligatures() {
			if p.spells(i, form) {
				p.join(i, form)
				break
			}
		}
	}
}

// spells tells whether the characters from i on are the letters of a ligature:
// of one run and one face, in a horizontal line or turned, and no accent on
// the last.
func (p *Paragraph) spells(i int, form fonts.Form) bool {
	letters := form.Letters()
	end := i + len(letters)
	if end > len(p.clusters) || end < len(p.clusters) && p.clusters[end].class == cjk.Combining {
		return false
	}
	first := &p.clusters[i]
	for k, r := range letters {
		c := &p.clusters[i+k]
		switch {
		case c.r != r || c.class != cjk.Latin || c.run != first.run:
			return false
		case c.face == nil || c.face != first.face || c.flags&isMissing != 0:
			return false
		case p.vertical && c.flags&turned == 0:
			return false
		}
	}
	_, ok := first.face.Ligature(form)
	return ok
}

// join makes the letters of a ligature as wide as its glyph.
func (p *Paragraph) join(i int, form fonts.Form) {
	off := p.jointWidth(i, form) - p.room(i, form)
	slack := p.size(i).Em(int(jointSlack))
	if off < -slack || off > slack {
		return
	}
	g := &p.gaps[i]
	g.fix(g.nat.Length() + off)
	p.clusters[i].joint = form
}

// jointWidth is the set width of the glyph of a ligature that begins at i.
func (p *Paragraph) jointWidth(i int, form fonts.Form) geom.Length {
	return p.size(i).Em(int(p.clusters[i].face.AdvanceIn('f', form)))
}

// room is the natural width of the letters of a ligature from i on.
func (p *Paragraph) room(i int, form fonts.Form) geom.Length {
	last := i + len(form.Letters()) - 1
	w := p.clusters[last].body.Length()
	for k := i; k < last; k++ {
		w += p.clusters[k].body.Length() + p.gap(k).nat.Length()
	}
	return w
}

// draw is the glyph for cluster i in a line: its own, or that of the ligature
// it begins.
func (p *Paragraph) draw(i int, l *Line) page.Glyph {
	c := &p.clusters[i]
	if c.joint == fonts.Upright {
		return page.Glyph{Rune: c.glyph(), Form: c.form}
	}
	if i+len(c.joint.Letters()) <= l.End {
		return page.Glyph{Rune: c.r, Form: c.joint}
	}
	fit := p.size(i).Em(int(jointFit))
	for _, form := range fonts.Ligatures() {
		if i+len(form.Letters()) > l.End || !p.spells(i, form) {
			continue
		}
		if off := p.jointWidth(i, form) - p.room(i, form); -fit <= off && off <= fit {
			return page.Glyph{Rune: c.r, Form: form}
		}
	}
	return page.Glyph{Rune: c.glyph(), Form: c.form}
}
