package para

import (
	"slices"
	"sort"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"duikai/fonts"
	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// # Scripts whose letters join, stack or change places
//
// Arabic, Tibetan, Devanagari and their like (复杂文字) are shaped: a word is
// given to the face's own rules (fonts.Face.Shape) and comes back as glyphs at
// their places. To breaking and justification it is one body:
//
//	clusters   س ل ا م   ␣   ...       one a character, as everywhere
//	unit      [        ]               what no line end parts, shaped as one
//	body      |<------>|               the first cluster's; the others have none
//
// A unit ends where UAX #14 lets a line end: at spaces, behind the tsheg of
// Tibetan, at the zero width spaces of Thai, which has no others here: its words
// cannot be told apart without a dictionary. Traditional Mongolian, which runs
// downward, lies on its side in horizontal lines, as browsers set it.
//
// A paragraph without such a script never gets here.

// unit is a stretch of clusters that is shaped as one.
type unit struct {
	first, end int
	glyphs     []fonts.Shaped // First counts clusters
	width      fonts.Em
}

// longestUnit is how many characters are shaped as one; a longer word is shaped
// in pieces that join.
const longestUnit = 256

// complex is what a paragraph with shaped scripts or text to the left has
// besides.
type complexText struct {
	units    []unit
	levels   []uint8 // of UAX #9, by cluster; nil: all text runs to the right
	leftward bool    // the paragraph runs to the left
}

// shapeAll shapes the units of a paragraph.
func (p *Paragraph) shapeAll() {
	text := make([]rune, len(p.clusters))
	for i := range p.clusters {
		text[i] = p.clusters[i].r
	}
	p.complex = new(complexText)
	if slices.ContainsFunc(text, rightToLeft) {
		p.complex.levels, p.complex.leftward = levels(text)
	}
	ends := uax14(len(text), func(i int) rune { return text[i] }, inChinese)
	for i := 0; i < len(text); {
		script := ""
		if p.clusters[i].class == cjk.Other {
			script = shapedScript(text[i])
		}
		if script == "" {
			i++
			continue
		}
		j := i + 1
		for j < len(text) && j-i < longestUnit && !ends[j-1] && p.sameUnit(i, j, script) {
			j++
		}
		p.shape(i, j, script, text)
		i = j
	}
}

// sameUnit tells whether cluster j goes on with the unit that begins at i.
func (p *Paragraph) sameUnit(i, j int, script string) bool {
	c := &p.clusters[j]
	if c.run != p.clusters[i].run || p.complex.level(j) != p.complex.level(i) {
		return false
	}
	return joiner(c) || c.class == cjk.Other && shapedScript(c.r) == script
}

// level is the level of a cluster.
func (x *complexText) level(i int) uint8 {
	if x == nil || x.levels == nil {
		return 0
	}
	return x.levels[i]
}

// shape shapes the clusters from i up to j, or tells why it cannot.
func (p *Paragraph) shape(i, j int, script string, text []rune) {
	chain := p.runs[p.clusters[i].run].Chain
	face, known := unitFace(chain, text[i:j], script)
	if face == nil {
		p.refuse(i, j, script, known)
		return
	}
	glyphs, width, err := face.Shape(text, i, j, script, p.complex.level(i)%2 == 1)
	if err != nil || slices.ContainsFunc(glyphs, func(g fonts.Shaped) bool { return g.ID == 0 }) {
		p.refuse(i, j, script, true)
		return
	}
	for k := i; k < j; k++ {
		c := &p.clusters[k]
		c.face, c.flags = face, c.flags&^(isMissing|absorbed)
		if k > i {
			c.flags |= follower
		}
		if p.vertical {
			c.flags |= turned
		}
	}
	p.clusters[i].flags |= shapedHead
	p.complex.units = append(p.complex.units, unit{i, j, glyphs, max(width, 0)})
}

// unitFace is the first face that has all of some characters and the rules of
// their script; known tells of one that has the characters alone.
func unitFace(chain fonts.Chain, text []rune, script string) (face *fonts.Face, known bool) {
	for _, f := range chain.Faces() {
		has := func(r rune) bool { return f.Has(r) || invisible(r) }
		whole := !slices.ContainsFunc(text, func(r rune) bool {
			return !has(r) && slices.ContainsFunc([]rune(norm.NFD.String(string(r))), func(part rune) bool { return !has(part) })
		})
		if whole && f.Shapes(script) {
			return f, true
		}
		known = known || whole
	}
	return nil, known
}

// refuse says that the clusters from i up to j cannot be set: no face has them,
// or the one that has lacks the rules of the script.
func (p *Paragraph) refuse(i, j int, script string, known bool) {
	chain := p.runs[p.clusters[i].run].Chain
	told := false
	for k := i; k < j; k++ {
		c := &p.clusters[k]
		_, ok := chain.Face(c.r)
		if invisible(c.r) {
			continue
		}
		c.flags |= isMissing
		c.face, _ = chain.Face(GetaMark)
		switch {
		case !ok:
			p.missing = append(p.missing, Missing{Rune: c.r, Pos: p.Pos(k)})
			told = true
		case known && !told:
			p.missing = append(p.missing, Missing{Rune: c.r, Pos: p.Pos(k), Script: script})
			told = true
		}
	}
	if !told { // each is in a face, but no face has all
		p.missing = append(p.missing, Missing{Rune: p.clusters[i].r, Pos: p.Pos(i), Script: script})
	}
}

// fitUnits gives units their widths.
func (p *Paragraph) fitUnits() {
	for _, u := range p.complex.units {
		for k := u.first; k < u.end; k++ {
			p.clusters[k].body, p.clusters[k].off = 0, 0
		}
		p.clusters[u.first].body = p.size(u.first).Em(int(u.width)).Short()
	}
}

// holdUnits keeps units whole, and lets the spaces between them open.
func (p *Paragraph) holdUnits() {
	for _, u := range p.complex.units {
		for k := u.first; k+1 < u.end; k++ {
			p.gaps[k] = gap{brk: never}
		}
		k := u.end
		if k+1 < len(p.clusters) && p.clusters[k].class == cjk.Space && (p.inUnit(k+1) || letters(p.clusters[k+1].class)) {
			p.gaps[k].spread = true
		}
	}
}

func (p *Paragraph) inUnit(i int) bool { return p.clusters[i].flags&(shapedHead|follower) != 0 }

// unitAt is the unit whose first cluster is i.
func (p *Paragraph) unitAt(i int) *unit {
	units := p.complex.units
	return &units[sort.Search(len(units), func(k int) bool { return units[k].first >= i })]
}

// drawUnit draws the unit whose first cluster is i with its left edge at at.
func (p *Paragraph) drawUnit(dst []page.Item, i int, at geom.Point, tag Tag) []page.Item {
	u, c := p.unitAt(i), &p.clusters[i]
	ru := &p.runs[c.run]
	t := &page.Text{Face: c.face, Size: ru.Size, Ink: ru.Ink, At: at, Turned: c.flags&turned != 0, Part: tag.Part, Story: tag.Story, Unit: tag.Unit, Src: p.Pos(i),
		Glyphs: make([]page.Glyph, len(u.glyphs)), Shaped: make([]page.Drawn, len(u.glyphs))}
	for k, g := range u.glyphs {
		t.Glyphs[k] = page.Glyph{Rune: p.clusters[min(g.First, u.end-1)].r, DX: ru.Size.Em(int(g.X))}
		t.Shaped[k] = page.Drawn{ID: g.ID, Up: ru.Size.Em(int(g.Up)), At: g.First - u.first, Text: p.plain(g.First, g.First+g.Count)}
	}
	return append(dst, t)
}

// plain is the characters of clusters.
func (p *Paragraph) plain(i, j int) string {
	b := make([]rune, 0, j-i)
	for _, c := range p.clusters[i:j] {
		b = append(b, c.r)
	}
	return string(b)
}

// drawComplex draws cluster i if it is shaped, or turned round by its direction;
// own is false where it is drawn as everywhere.
func (p *Paragraph) drawComplex(dst []page.Item, i int, at geom.Point, tag Tag) (items []page.Item, own bool) {
	switch c := &p.clusters[i]; {
	case c.flags&shapedHead != 0:
		return p.drawUnit(dst, i, at, tag), true
	case c.flags&follower != 0:
		return dst, true
	case c.face == nil || c.flags&absorbed != 0:
		return dst, false
	}
	return p.drawMirrored(dst, i, at, tag)
}

// drawMirrored draws a mark that is turned round by the direction of its text;
// ok is false for all others.
func (p *Paragraph) drawMirrored(dst []page.Item, i int, at geom.Point, tag Tag) (items []page.Item, ok bool) {
	c := &p.clusters[i]
	m := mirrored(c.r)
	if p.complex.level(i)%2 == 0 || m == c.r || c.flags&isMissing != 0 || p.vertical && c.flags&turned == 0 || !c.face.Has(m) {
		return dst, false
	}
	ru := &p.runs[c.run]
	_, off := c.face.Advance(m), fonts.Em(0)
	if f := cjk.FormOf(m, cjk.ClassOf(m)); f.Side != cjk.Solid {
		_, off = markBody(c.face, m, c.face.Advance(m), f.Side)
	}
	if p.vertical {
		at.Y += ru.Size.Em(int(off))
	} else {
		at.X += ru.Size.Em(int(off))
	}
	return append(dst, &page.Text{Face: c.face, Size: ru.Size, Ink: ru.Ink, At: at, Turned: c.flags&turned != 0, Part: tag.Part, Story: tag.Story, Unit: tag.Unit, Src: p.Pos(i),
		Glyphs: []page.Glyph{{Rune: c.r}}, Shaped: []page.Drawn{{ID: c.face.Glyph(m), Text: string(c.r)}}}), true
}

// starts is where the clusters of a line begin along the line, the line itself
// beginning at x; nil where they follow one another.
func (p *Paragraph) starts(l *Line, x geom.Length) []geom.Length {
	if p.complex == nil || p.complex.levels == nil {
		return nil
	}
	// Bodies and gaps in turn. A gap goes with the outer of its neighbours.
	n := l.End - l.Start
	widths, lv := make([]geom.Length, 2*n-1), make([]uint8, 2*n-1)
	share := sharer{p: p, l: l}
	for k := range n {
		i := l.Start + k
		widths[2*k], lv[2*k] = p.clusters[i].body.Length(), p.complex.levels[i]
		if k+1 < n {
			widths[2*k+1] = p.gap(i).nat.Length() + share.next(i)
			lv[2*k+1] = min(p.complex.levels[i], p.complex.levels[i+1])
		}
	}
	at := make([]geom.Length, 2*n-1)
	for _, e := range visual(lv) {
		at[e] = x
		x += widths[e]
	}
	starts := make([]geom.Length, n)
	for k := range n {
		starts[k] = at[2*k]
		if i := l.Start + k; p.clusters[i].class == cjk.Space && lv[2*k]%2 == 1 && k+1 < n {
			starts[k] = at[2*k+1] // a space is all gap
		}
	}
	return starts
}

// refused tells whether a character is of a script that is not set at all.
func refused(r rune) bool {
	return r >= 0x0840 && (r < 0xac00 || r > 0xd7ff) && unicode.In(r, unshaped...)
}
