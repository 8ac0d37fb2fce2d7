package para

import (
	"sort"
	"unicode"

	"duikai/fonts"
	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// # Vertical lines (竖排)
//
// A vertical line is the same line turned: bodies and gaps follow one another
// downward, and everything that breaks and squeezes works on them as before.
// Three things differ (CLREQ 3.1.2, 3.1.6; UTR #50). Marks take their vertical
// forms, whose ink lies at the head or the foot of the em. Latin words and
// long figures are turned a quarter clockwise; two or three figures stand side
// by side in one em (纵中横), capitals of an abbreviation upright one by one.
// And ：；？！ stand in the middle of their em and give nothing.

// Figures and letters that stand upright.
const (
	sideBySide = 3 // figures at most in one em (纵中横)
	upright    = 4 // capitals at most that stand one by one
	// mixed is how many letters and figures of a formula or a short name stand
	// side by side (CO₂, 5G, A4, No.1), and mixedWidth how wide they may be
	// before they are made to fit the em.
	mixed      = 4
	mixedWidth = 2200
)

// orient settles which characters of a vertical paragraph stand upright, are
// turned, or share an em.
func (p *Paragraph) orient() {
	cl := p.clusters
	for i := 0; i < len(cl); {
		j := i + 1
		switch cl[i].class {
		case cjk.Digit, cjk.Latin:
			j = p.token(i)
			p.orientToken(i, j)
		case cjk.MidDot, cjk.Slash, cjk.Space, cjk.Glue, cjk.IdeoSpace, cjk.Combining:
			// Drawn alike either way, or not at all.
		default:
			if cl[i].form != fonts.Vertical && turns(cl[i].r) {
				p.turn(i, j)
			}
		}
		i = j
	}
}

// token is where the word or figure ends that begins at i: letters, figures,
// the marks between them, and the signs and raised or lowered figures behind
// them.
func (p *Paragraph) token(i int) int {
	cl := p.clusters
	j := i + 1
	for j < len(cl) {
		inside := letters(cl[j].class) && (word(&cl[j]) || j+1 < len(cl) && word(&cl[j+1]) || cl[j].class == cjk.Hyphen)
		tail := (cl[j].class == cjk.Postfix || script(&cl[j])) && p.runs[cl[j].run].Size == p.runs[cl[i].run].Size
		if !inside && !tail && cl[j].class != cjk.Combining {
			break
		}
		j++
	}
	return j
}

// script tells whether a character is a raised or lowered one.
func script(c *cluster) bool { return c.flags&(raised|lowered) != 0 || scriptOf(c.r) != fonts.OnLine }

// orientToken settles how the letters and figures from i up to j stand.
func (p *Paragraph) orientToken(i, j int) {
	figures, capitals, raised, other := 0, 0, 0, 0
	for k := i; k < j; k++ {
		switch c := &p.clusters[k]; {
		case c.class == cjk.Digit:
			figures++
		case script(c):
			raised++
		case c.class == cjk.Latin && unicode.IsUpper(c.r):
			capitals++
		case c.class == cjk.Combining:
		default:
			other++
		}
	}
	n := figures + capitals + raised + other
	switch {
	case n == 1, n == capitals && n <= upright:
		// One by one.
	case n == figures && n <= sideBySide, n != figures && figures+raised > 0 && n <= mixed && p.fitsAnEm(i, j):
		for k := i; k < j; k++ {
			p.clusters[k].flags |= grouped
		}
		p.clusters[i].flags |= groupHead
	default:
		p.turn(i, j)
	}
}

// fitsAnEm tells whether letters and figures can be made to stand side by side
// in an em: none of them is a sign that belongs to a longer figure, and they
// are not much wider.
func (p *Paragraph) fitsAnEm(i, j int) bool {
	var whole fonts.Em
	for k := i; k < j; k++ {
		c := &p.clusters[k]
		switch {
		case c.face == nil || p.runs[c.run].Size != p.runs[p.clusters[i].run].Size:
			return false
		case c.class == cjk.Postfix && !script(c), c.class == cjk.Hyphen, c.class == cjk.Slash:
			return false // 50%, 3-1
		case c.class == cjk.LatinClose && p.clusters[k-1].class == cjk.Digit:
			return false // 3.5
		}
		whole += c.narrowed()
	}
	return whole <= mixedWidth
}

// turns tells whether UTR #50 turns a character that has no vertical form of
// its own: values R and Tr; U and Tu stand upright.
func turns(r rune) bool {
	k := sort.Search(len(orientations), func(k int) bool { return orientations[k].first > r })
	vo := orientations[k-1].vo
	return vo == 'R' || vo == 'r'
}

func (p *Paragraph) turn(i, j int) {
	for k := i; k < j; k++ {
		p.clusters[k].flags |= turned
	}
}

// placeVertical measures the body of a cluster that stands upright in a
// vertical line; off is where the top of its em lies above the body's top.
func (p *Paragraph) placeVertical(c *cluster) (width, off fonts.Em) {
	switch {
	case c.flags&grouped != 0 && c.flags&groupHead == 0:
		return 0, -1000 // beside the first of its group
	case c.class == cjk.Colon || c.class == cjk.Exclaim:
		return 1000, 0
	}
	f := cjk.FormOf(c.r, c.class)
	if f.Side == cjk.Solid || c.flags&isMissing != 0 {
		return 1000, 0
	}
	ink, ok := c.ink()
	if !ok {
		return 1000, 0
	}
	// From the top of the em downward, as from its left in a horizontal line.
	return halfBody(fonts.EmAscent-ink.YMax, fonts.EmAscent-ink.YMin, 1000, f.Side)
}

// Column appends a vertical line to a display list: at is the middle of its
// top edge, the indent is added downward. The paragraph must have been
// prepared with Style.Vertical.
func (p *Paragraph) Column(dst []page.Item, l Line, at geom.Point, tag Tag) []page.Item {
	share := sharer{p: p, l: &l}
	var run *page.Text // of turned characters
	drawn := l.Start   // up to here
	y := at.Y + l.Indent
	starts := p.starts(&l, y)
	for i := l.Start; i < l.End; i++ {
		c := &p.clusters[i]
		tag := p.baseTag(c.run, tag)
		if starts != nil {
			y, run = starts[i-l.Start], nil
		}
		if p.complex != nil && c.face != nil {
			ru := &p.runs[c.run]
			var own bool
			if dst, own = p.drawComplex(dst, i, geom.Point{X: at.X - ru.Size.Em(int(fonts.EmAscent-fonts.EmDescent))/2, Y: y}, tag); own {
				run = nil
				dst = p.beside(dst, i, geom.Point{X: at.X, Y: y}, tag)
				y = p.advance(i, y, &l, &share)
				continue
			}
		}
		if c.flags&turned != 0 && p.over != nil && p.over[int32(i)] != nil {
			run = nil
			size := p.size(i)
			dst = p.drawMarks(dst, i, geom.Point{X: at.X - size.Em(int(fonts.EmAscent-fonts.EmDescent))/2, Y: y + c.off.Length()}, size, true, tag)
		} else if c.flags&turned == 0 {
			run = nil
			dst = p.standing(dst, i, geom.Point{X: at.X, Y: y}, tag)
		} else if c.face != nil && c.flags&absorbed == 0 {
			ru := &p.runs[c.run]
			x := at.X - ru.Size.Em(int(fonts.EmAscent-fonts.EmDescent))/2 + c.rise(ru.Size)
			if size := c.scaled(ru.Size); run == nil || run.Face != c.face || run.Size != size || run.At.X != x || run.Unit != tag.Unit {
				run = &page.Text{Face: c.face, Size: size, Ink: ru.Ink, Turned: true, Part: tag.Part, Story: tag.Story, Unit: tag.Unit, Src: p.Pos(i),
					At: geom.Point{X: x, Y: y + c.off.Length()}}
				dst = append(dst, run)
			}
			if i >= drawn {
				g := p.draw(i, &l)
				g.DX = y + c.off.Length() - run.At.Y
				run.Glyphs = append(run.Glyphs, g)
				drawn = i + g.Len()
			}
		}
		dst = p.beside(dst, i, geom.Point{X: at.X, Y: y}, tag)
		if i+1 < l.End && c.class == cjk.Dash && p.clusters[i+1].class == cjk.Dash {
			dst = p.joinStandingDash(dst, i, geom.Point{X: at.X, Y: y})
		}
		y = p.advance(i, y, &l, &share)
	}
	return dst
}

// joinStandingDash draws one stroke over both halves of a vertical dash, as
// joinDash does in a horizontal line.
func (p *Paragraph) joinStandingDash(dst []page.Item, i int, at geom.Point) []page.Item {
	c := &p.clusters[i]
	if c.face == nil || c.face != p.clusters[i+1].face {
		return dst
	}
	ink, ok := c.ink()
	if !ok {
		return dst
	}
	size := p.size(i)
	if c.flags&turned != 0 {
		base := at.X - size.Em(int(fonts.EmAscent-fonts.EmDescent))/2
		top := at.Y + c.off.Length() + size.Em(int(ink.XMin))
		foot := at.Y + c.body.Length() + p.clusters[i+1].off.Length() + size.Em(int(ink.XMax))
		return append(dst, &page.Fill{Rect: geom.Rect{X: base + size.Em(int(ink.YMin)), Y: top, W: size.Em(int(ink.YMax - ink.YMin)), H: foot - top}, Ink: p.runs[c.run].Ink})
	}
	left := at.X - size.Em(int(c.advance()))/2 + size.Em(int(ink.XMin))
	top := at.Y + c.off.Length() + size.Em(int(fonts.EmAscent-ink.YMax))
	foot := at.Y + c.body.Length() + p.clusters[i+1].off.Length() + size.Em(int(fonts.EmAscent-ink.YMin))
	return append(dst, &page.Fill{Rect: geom.Rect{X: left, Y: top, W: size.Em(int(ink.XMax - ink.XMin)), H: foot - top}, Ink: p.runs[c.run].Ink})
}

// standing draws an upright character whose body begins at at, in the middle
// of the line.
func (p *Paragraph) standing(dst []page.Item, i int, at geom.Point, tag Tag) []page.Item {
	c := &p.clusters[i]
	if c.face == nil || c.flags&absorbed != 0 && p.over[int32(i)] == nil {
		return dst
	}
	ru := &p.runs[c.run]
	size := ru.Size
	x := at.X - p.size(i).Em(int(c.advance()))/2
	y := at.Y + c.off.Length() + size.Em(int(fonts.EmAscent))
	if c.flags&grouped != 0 {
		x, size = p.inGroup(i, at.X)
		// A smaller figure stands in the middle of the em.
		y -= (ru.Size - size).Em(figureMiddle)
	}
	if p.over != nil && p.over[int32(i)] != nil {
		return p.drawMarks(dst, i, geom.Point{X: x, Y: y}, size, false, tag)
	}
	if c.flags&absorbed == 0 {
		y -= c.rise(size)
		dst = append(dst, &page.Text{Face: c.face, Size: c.scaled(size), Ink: ru.Ink, At: geom.Point{X: x, Y: y},
			Glyphs: []page.Glyph{{Rune: c.glyph(), Form: c.form}}, Part: tag.Part, Story: tag.Story, Unit: tag.Unit, Src: p.Pos(i)})
	}
	return dst
}

// figureMiddle is how high the middle of a figure lies above the baseline,
// thousandths of its size.
const figureMiddle = 370

// groupMost is how wide a group of figures may be: two figures of most
// faces are a little wider than an em, and nobody sees it.
const groupMost fonts.Em = 1120

// inGroup is where a figure of a group begins when the group is centred on x,
// and the size that fits the group into its em.
func (p *Paragraph) inGroup(i int, x geom.Length) (geom.Length, geom.Length) {
	first, end := i, i+1
	for p.clusters[first].flags&groupHead == 0 {
		first--
	}
	for end < len(p.clusters) && p.clusters[end].flags&(grouped|groupHead) == grouped {
		end++
	}
	var before, whole fonts.Em
	for k := first; k < end; k++ {
		adv := p.clusters[k].narrowed()
		if k < i {
			before += adv
		}
		whole += adv
	}
	size := p.runs[p.clusters[i].run].Size
	if whole > groupMost {
		size = size * geom.Length(groupMost) / geom.Length(whole)
	}
	return x - size.Em(int(whole))/2 + size.Em(int(before)), size
}

// beside draws a vertical line's annotations: dots and ruby at its right, name
// and title lines at its left (CLREQ 3.3).
func (p *Paragraph) beside(dst []page.Item, i int, at geom.Point, tag Tag) []page.Item {
	c := &p.clusters[i]
	ru := &p.runs[c.run]
	em := func(e fonts.Em) geom.Length { return ru.Size.Em(int(e)) }
	if ru.Under&Dots != 0 && dotted(c) {
		dst = append(dst, disc(geom.Point{X: at.X + em(500+dotDrop-fonts.EmDescent), Y: at.Y + c.body.Length()/2}, em(dotRadius), ru.Ink))
	}
	if ru.Under&(NameLine|WaveLine) != 0 && c.body > 0 {
		x := at.X - em(500+lineDrop-fonts.EmDescent)
		top, foot := at.Y, at.Y+c.body.Length()
		if i == 0 || p.clusters[i-1].run != c.run {
			top += em(lineInset)
		}
		if i+1 == len(p.clusters) || p.clusters[i+1].run != c.run {
			foot -= em(lineInset)
		}
		if ru.Under&NameLine != 0 {
			dst = append(dst, &page.Rule{From: geom.Point{X: x, Y: top}, To: geom.Point{X: x, Y: foot}, Width: em(lineWidth), Ink: ru.Ink})
		} else {
			w := wave(top, foot, x, em(waveHeight), em(waveLength), em(lineWidth), ru.Ink)
			for k, pt := range w.Points {
				w.Points[k] = geom.Point{X: pt.Y, Y: pt.X}
			}
			dst = append(dst, w)
		}
	}
	if r := p.rubies[c.run]; r != nil && (i == 0 || p.clusters[i-1].run != c.run) {
		l := r.Natural(0, r.Len())
		var base geom.Length
		for k := i; k < len(p.clusters) && p.clusters[k].run == c.run; k++ {
			base += p.clusters[k].body.Length()
		}
		x := at.X + em(500) + em(rubyRatio)/2
		over := tag
		over.Part = page.Ruby
		dst = r.Column(dst, l, geom.Point{X: x, Y: at.Y + (base-l.Width)/2}, over)
	}
	return dst
}
