package para

import (
	"slices"

	"duikai/fonts"
	"duikai/layout/cjk"
	"duikai/layout/diag"
	"duikai/layout/geom"
)

// # Faces
//
// A character is set from the first face of its chain that has it. Three things
// are settled besides. What comes from a face that is not meant for the role is
// remembered, for the page then shows two hands. Raised and lowered characters
// that the role's face lacks are made of its own figures and letters. And a
// variation selector is no character of its own: it chooses the shape of the
// one before it.

// Fallback is a character that another face draws than those meant for its
// role.
type Fallback struct {
	Rune rune
	Pos  diag.Pos
	// Lacks is the face that should draw it, Why why it does not, and Draws the
	// one that does.
	Lacks, Draws *fonts.Face
	Why          fonts.Cover
}

// Fallbacks lists the characters that another face draws, in the order of the
// text.
func (p *Paragraph) Fallbacks() []Fallback { return p.fallbacks }

// LeftOut lists the variation selectors that no face follows.
func (p *Paragraph) LeftOut() []Missing { return p.leftOut }

// face settles the face of a character that is on the line. It returns true for
// one that is to be judged together with its neighbours: see compose.
func (p *Paragraph) face(c *cluster, ru *Run) (marks bool) {
	f, ok := ru.Chain.Face(c.r)
	c.face = f
	switch {
	case c.class == cjk.Other && p.isComplex(c, ok):
		return false
	case c.class == cjk.Combining && stacks(c.r), c.class == cjk.Other && jamo(c.r), !ok && decomposes(c.r):
		return true
	case !ok:
		c.flags |= isMissing
		p.missing = append(p.missing, Missing{Rune: c.r, Pos: ru.Src.Shift(int(c.at))})
		c.face, _ = ru.Chain.Face(GetaMark)
		return false
	}
	if p.vertical {
		c.stand(ru.Chain)
	}
	p.tellFace(c.r, c.face, ru.Src.Shift(int(c.at)), ru)
	return false
}

// tellFace remembers a character that comes from a face which is not meant for
// its role.
func (p *Paragraph) tellFace(r rune, draws *fonts.Face, at diag.Pos, ru *Run) {
	if proper := ru.Chain.Proper(); draws != proper[0] && !slices.Contains(proper, draws) {
		p.fallBack(r, draws, at, ru)
	}
}

// fallBack remembers a character that comes from another face. Curly quotes
// that the role's face has at a Latin width are not told: Chinese quotes are
// then taken from a Chinese face by plan.
func (p *Paragraph) fallBack(r rune, draws *fonts.Face, at diag.Pos, ru *Run) {
	first := ru.Chain.Proper()[0]
	why := first.Cover(r)
	if why != fonts.Covered {
		p.fallbacks = append(p.fallbacks, Fallback{r, at, first, draws, why})
	}
}

// sideways gives a mark without a vertical form the glyph that is turned.
func (c *cluster) sideways(f *fonts.Face) bool {
	if !f.Sideways(c.r) {
		return false
	}
	c.face, c.form = f, fonts.Turned
	return true
}

// selects takes a variation selector up into the character before it, and
// tells whether r was one. A shape that the face does not list is left out; of
// the selectors for text and for emoji nobody need know.
func (p *Paragraph) selects(r rune, run, at int32) bool {
	form, ok := fonts.VariantForm(r)
	if !ok {
		return false
	}
	if n := len(p.clusters); n > 0 {
		c := &p.clusters[n-1]
		if c.run == run && c.face != nil && c.flags&isMissing == 0 && c.form == fonts.Upright {
			_, usual, listed := c.face.Variant(c.r, r)
			if listed && !usual {
				c.form = form
			}
			if listed {
				return true
			}
		}
	}
	if p.unset == nil {
		p.unset = make(map[int32][]rune)
	}
	before := int32(len(p.clusters)) - 1
	p.unset[before] = append(p.unset[before], r)
	const textStyle, emojiStyle = '\uFE0E', '\uFE0F'
	if r != textStyle && r != emojiStyle {
		p.leftOut = append(p.leftOut, Missing{Rune: r, Pos: p.runs[run].Src.Shift(int(at))})
	}
	return true
}

// The size of raised and lowered characters that are made, and how far they
// stand off the baseline, in thousandths of the size: a figure's head stands a
// little over the capitals, its foot a little under the line, and both inside
// the em box.
const (
	scriptSize  = 600
	raisedBy    = 430
	loweredBy   = 130
	scriptLeast = 4 * geom.Pt // below this nobody reads a figure
)

// scripts settles the raised and lowered characters of a run from cluster
// begin on. Those that follow one another are of one hand: if the face lacks
// one of 10⁻³, it makes both.
func (p *Paragraph) scripts(begin int) {
	cl := p.clusters
	for i := begin; i < len(cl); {
		ru := &p.runs[cl[i].run]
		_, s := fonts.ScriptOf(cl[i].r)
		if ru.Script != fonts.OnLine {
			cl[i].shift(ru.Script)
			i++
			continue
		}
		j := i + 1
		for j < len(cl) && s != fonts.OnLine && scriptOf(cl[j].r) == s {
			j++
		}
		if s != fonts.OnLine {
			p.script(cl[i:j], s, ru)
		}
		i = j
	}
}

func scriptOf(r rune) fonts.Script {
	_, s := fonts.ScriptOf(r)
	return s
}

// shift sets a character off the line: it belongs to the one before it.
func (c *cluster) shift(s fonts.Script) {
	c.class = cjk.Postfix
	if s == fonts.Raised {
		c.flags |= raised
	} else {
		c.flags |= lowered
	}
}

func (p *Paragraph) script(cl []cluster, s fonts.Script, ru *Run) {
	every := func(has func(r rune) bool) bool {
		return !slices.ContainsFunc(cl, func(c cluster) bool { return !has(c.r) })
	}
	for k := range cl {
		cl[k].class = cjk.Postfix
	}
	for _, f := range ru.Chain.Proper() {
		native := every(f.Has)
		if !native && !every(f.Makes) {
			continue
		}
		for k := range cl {
			cl[k].face = f
			if !native {
				cl[k].form = fonts.Made
				cl[k].shift(s)
			}
		}
		return
	}
	for k := range cl {
		p.scriptElsewhere(&cl[k], s, ru)
	}
}

// scriptElsewhere takes a raised or lowered character that the role's faces
// neither have nor can make from another.
func (p *Paragraph) scriptElsewhere(c *cluster, s fonts.Script, ru *Run) {
	if _, ok := ru.Chain.Face(c.r); !ok {
		for _, f := range ru.Chain.Faces() {
			if f.Makes(c.r) {
				c.face, c.form = f, fonts.Made
				c.shift(s)
				p.fallBack(c.r, f, ru.Src.Shift(int(c.at)), ru)
				return
			}
		}
	}
	p.face(c, ru)
}

// size is the size in which character i is drawn.
func (p *Paragraph) size(i int) geom.Length {
	c := &p.clusters[i]
	return c.scaled(p.runs[c.run].Size)
}

// scaled is the character's own size where text has the size given.
func (c *cluster) scaled(size geom.Length) geom.Length {
	switch {
	case c.flags&reduced != 0:
		return size.Em(int(reducedSize))
	case c.flags&(raised|lowered) == 0:
		return size
	}
	return min(max(size.Em(scriptSize), scriptLeast), size)
}

// narrowed is the character's advance as a part of the text's size.
func (c *cluster) narrowed() fonts.Em {
	if c.flags&(raised|lowered) != 0 {
		return c.advance() * scriptSize / 1000
	}
	return c.advance()
}

// rise is how high over the baseline character i stands where text has the size
// given.
func (c *cluster) rise(size geom.Length) geom.Length {
	switch {
	case c.flags&raised != 0:
		return size.Em(raisedBy)
	case c.flags&lowered != 0:
		return -size.Em(loweredBy)
	}
	return 0
}
