package para

import (
	"duikai/fonts"
	"duikai/layout/cjk"
)

// # Figures half an em wide
//
// Arabic figures in Chinese text take half an em each (二分字身, GB/T 15835-2011
// 5.1.7.1), so that two of them stand in the place of a character
// and a line of figures is as solid as one of Han. Faces for Chinese have
// glyphs drawn for that; a figure that a face has not so is cut out of its own
// width if its ink has room, and else left as it is. The marks inside a number
// go with it, and the sign of a per cent is an em.

// figureBearing is the white on either side of the ink of a figure that was
// drawn wider, at least.
const figureBearing fonts.Em = 20

// Widths of a per cent sign that is set an em wide: those that are nearly so.
const (
	signLeast fonts.Em = 750
	signMost  fonts.Em = 1050
)

// halveFigures sets the figures of a paragraph half an em wide.
func (p *Paragraph) halveFigures() {
	for i := range p.clusters {
		c := &p.clusters[i]
		if c.face == nil || c.flags&(turned|isMissing|raised|lowered|absorbed|grouped|groupHead) != 0 || p.runs[c.run].Script != fonts.OnLine {
			continue
		}
		switch {
		case c.class == cjk.Digit, p.insideNumber(i):
			p.halve(i)
		case c.r == '%' && i > 0 && p.clusters[i-1].class == cjk.Digit:
			if adv := c.advance(); adv >= signLeast && adv <= signMost {
				p.widen(i, 1000)
			}
		}
	}
}

// insideNumber tells whether a character stands between two figures and belongs
// to their number: 4,500 6.8 10:22 0730-8812345.
func (p *Paragraph) insideNumber(i int) bool {
	switch p.clusters[i].r {
	case '.', ',', ':', '-', '/':
		return i > 0 && i+1 < len(p.clusters) && p.clusters[i-1].class == cjk.Digit && p.clusters[i+1].class == cjk.Digit
	}
	return false
}

// halve gives a character the body of half an em, where its face has a form or
// its ink the room for that.
func (p *Paragraph) halve(i int) {
	c := &p.clusters[i]
	if _, ok := c.face.HalfWidth(c.r); ok && c.form == fonts.Upright {
		c.form = fonts.HalfWidth
		p.widen(i, halfEm)
		return
	}
	if ink, ok := c.ink(); ok && ink.XMax-ink.XMin+2*figureBearing <= halfEm {
		p.widen(i, halfEm)
		off := (halfEm - ink.XMin - ink.XMax) / 2
		c.off = p.size(i).Em(int(off)).Short()
	}
}

// widen gives a character a body and centres its set width in that.
func (p *Paragraph) widen(i int, body fonts.Em) {
	c := &p.clusters[i]
	size := p.size(i)
	c.body, c.off = size.Em(int(body)).Short(), size.Em(int((body-c.advance())/2)).Short()
	c.flags |= figured
}

// evenFigures takes the kerning away from the gaps inside a number whose figures
// are half an em wide.
func (p *Paragraph) evenFigures() {
	for i := 0; i+1 < len(p.clusters); i++ {
		if p.clusters[i].flags&p.clusters[i+1].flags&figured != 0 {
			g := &p.gaps[i]
			g.fix(0)
		}
	}
}
