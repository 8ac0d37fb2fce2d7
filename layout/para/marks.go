package para

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"duikai/fonts"
	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// # Marks over and under letters
//
// A letter and the marks that follow it are one character to a reader (é as
// macOS writes it, ê̄ of the phonetic alphabet). They are put together here, in
// one place for all text, whether it was normalised or not:
//
//	e + ́            é       one glyph, where the letter's face has it (NFC)
//	m + ̄            m̄       else the mark is drawn over the letter, by its ink
//	ᄒ + ᅡ + ᆫ       한      the letters of a Hangul syllable
//	ḿ, not in a face  m + ́   a letter that no face has, from its parts
//
// Faces do not agree where the origin of a mark lies: those of Latin type hang
// it to the left of the origin, those of Chinese type draw some of them like
// letters. A face's own anchors say it best; where it has none, ink does not lie:
// the middle of the mark stands over the middle of the letter, and never nearer
// than markGap.

const (
	// markGap is the white between a letter and a mark, and between two marks.
	markGap fonts.Em = 50
	// strayBody is how wide a mark is that has no letter.
	strayBody fonts.Em = 500
)

// stacks tells whether a character is a mark drawn over or under another.
func stacks(r rune) bool {
	return cjk.ClassOf(r) == cjk.Combining && !(r >= 0xfe00 && r <= 0xfe0f) && r < 0xe0100
}

// jamo tells whether a character is a part of a Hangul syllable.
func jamo(r rune) bool {
	return r >= 0x1100 && r <= 0x11ff || r >= 0xa960 && r <= 0xa97c || r >= 0xd7b0 && r <= 0xd7fb
}

// compose puts the letters of a run together with their marks, from cluster
// first on.
func (p *Paragraph) compose(run int32, first int) {
	ru := &p.runs[run]
	text, at := p.plain(first, len(p.clusters)), first // without variation selectors
	for len(text) > 0 {
		n := norm.NFC.NextBoundaryInString(text, true)
		if n <= 0 {
			n = len(text)
		}
		k := utf8.RuneCountInString(text[:n])
		if k > 1 || isMark(text) || p.clusters[at].face == nil {
			if !p.unite(ru, at, at+k, text[:n]) {
				p.apart(at, at+k)
			}
		}
		at += k
		text = text[n:]
	}
}

// apart leaves characters that make no letter together as they are, and says
// which of them cannot be set: those that no face has, and the parts of a
// syllable that is none.
func (p *Paragraph) apart(i, j int) {
	for k := i; k < j; k++ {
		c := &p.clusters[k]
		if c.flags&isMissing == 0 && (c.face == nil || jamo(c.r)) {
			p.lack(k, c.r)
		}
	}
}

func isMark(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return stacks(r) || jamo(r)
}

// unite makes one character of the clusters from i up to j, whose text is s. It
// returns false where they make none.
func (p *Paragraph) unite(ru *Run, i, j int, s string) bool {
	whole, parts := []rune(norm.NFC.String(s)), []rune(norm.NFD.String(s))
	c := &p.clusters[i]
	marks := whole[1:]
	if stacks(whole[0]) {
		marks = whole
	}
	for _, m := range marks {
		if _, ok := ru.Chain.Face(m); !ok || !stacks(m) {
			return false
		}
	}
	if stacks(whole[0]) {
		p.stray(ru, i, j, whole)
		return true
	}
	base, ok := ru.Chain.Face(parts[0])
	before := c.face
	switch f, some := ru.Chain.Face(whole[0]); {
	case jamo(whole[0]):
		return false
	case ok && base.Has(whole[0]):
		c.r, c.face = whole[0], base
	case len(parts) > 1 && ok && covered(ru.Chain, parts[1:]):
		c.r, c.face, marks = parts[0], base, parts[1:]
	case !some:
		return false
	default:
		c.r, c.face = whole[0], f
	}
	if c.class != cjk.Combining {
		c.class = cjk.ClassOf(c.r)
	}
	if c.face != before {
		p.tellFace(c.r, c.face, p.Pos(i), ru)
	}
	p.overlay(ru, i, marks)
	p.absorb(i+1, j)
	return true
}

// stray sets marks at a run's start over the letter that ends the run before,
// or, where there is none, alone.
func (p *Paragraph) stray(ru *Run, i, j int, marks []rune) {
	base := i - 1
	for base >= 0 && i-base < combiningRun && p.clusters[base].flags&absorbed != 0 {
		base--
	}
	if base < 0 || p.clusters[base].flags&absorbed != 0 || p.clusters[base].class == cjk.Space || p.clusters[base].class == cjk.IdeoSpace {
		base = i
	}
	p.overlay(ru, base, marks)
	p.absorb(i, j)
}

// absorb takes clusters out of the line: another one draws them.
func (p *Paragraph) absorb(i, j int) {
	for k := i; k < j; k++ {
		p.clusters[k].flags |= absorbed
		p.clusters[k].class = cjk.Combining
	}
}

// overlay notes the marks of run ru that are drawn over cluster i, each in the
// face of its letter, if that has it; some face of the chain has.
func (p *Paragraph) overlay(ru *Run, i int, marks []rune) {
	for _, m := range marks {
		f := p.clusters[i].face
		if f == nil || !f.Has(m) {
			f, _ = ru.Chain.Face(m)
			p.tellFace(m, f, p.Pos(i), ru)
		}
		if p.over == nil {
			p.over = make(map[int32][]mark)
		}
		p.over[int32(i)] = append(p.over[int32(i)], mark{m, f})
	}
}

// mark is a mark drawn over a letter, in a face that may be another's.
type mark struct {
	r    rune
	face *fonts.Face
}

// covered tells whether each of some marks is in a face, and is one.
func covered(chain fonts.Chain, rs []rune) bool {
	for _, r := range rs {
		if _, ok := chain.Face(r); !ok || !stacks(r) {
			return false
		}
	}
	return true
}

// lack notes that no face covers a character, and sets the geta mark for it.
func (p *Paragraph) lack(i int, r rune) {
	c := &p.clusters[i]
	c.flags |= isMissing
	p.missing = append(p.missing, Missing{Rune: r, Pos: p.Pos(i)})
	c.face, _ = p.runs[c.run].Chain.Face(GetaMark)
}

// decomposes tells whether a character may be drawn from its parts.
func decomposes(r rune) bool { return len(norm.NFD.PropertiesString(string(r)).Decomposition()) > 0 }

// Combining classes (Unicode, Canonical_Combining_Class) that say where a mark
// stands.
const (
	cccOverlay = 1
	cccVoiced  = 8   // the voicing marks of kana
	cccCedilla = 202 // attached below
	cccBelow   = 220
	cccTwice   = 234 // over two letters; 233 under them
	cccIota    = 240
)

// where is how far a mark stands from where its own origin would put it.
type where struct{ right, up fonts.Em }

// stack places the marks over cluster i, from its glyph's origin.
func (p *Paragraph) stack(i int) []where {
	c := &p.clusters[i]
	box := fonts.Box{XMax: strayBody}
	adv := strayBody
	if c.face != nil && c.flags&absorbed == 0 {
		adv = c.advance()
		if ink, ok := c.ink(); ok && ink.XMax > ink.XMin {
			box = ink
		} else {
			box.XMax = adv
		}
	}
	marks := p.over[int32(i)]
	at := make([]where, len(marks))
	if p.anchored(c, marks, at) {
		return at
	}
	for k, m := range marks {
		ink, _ := m.face.Ink(m.r)
		w := &at[k]
		w.right = (box.XMin + box.XMax - ink.XMin - ink.XMax) / 2
		switch ccc := norm.NFD.PropertiesString(string(m.r)).CCC(); ccc {
		case cccOverlay, 0: // also what encloses
			w.up = (box.YMin + box.YMax - ink.YMin - ink.YMax) / 2
		case cccVoiced:
			w.right = max(adv, box.XMax) - ink.XMax
		case cccCedilla:
			w.up = min(0, box.YMin-ink.YMax+markGap/2) // it touches the letter
			box.YMin = ink.YMin + w.up
		case cccBelow, cccBelow - 2, cccBelow + 2, cccTwice - 1, cccIota:
			if ccc == cccTwice-1 {
				w.right = adv - (ink.XMin+ink.XMax)/2
			}
			w.up = min(0, box.YMin-markGap-ink.YMax)
			box.YMin = ink.YMin + w.up
		default:
			if ccc == cccTwice {
				w.right = adv - (ink.XMin+ink.XMax)/2
			}
			w.up = max(0, box.YMax+markGap-ink.YMin)
			box.YMax = ink.YMax + w.up
		}
	}
	return at
}

// anchored places marks by the anchors of their letter's face; false where it has
// none for them, or they are another face's.
func (p *Paragraph) anchored(c *cluster, marks []mark, at []where) bool {
	if c.face == nil || c.flags&absorbed != 0 || c.form != fonts.Upright || c.glyph() != c.r {
		return false
	}
	rs := make([]rune, len(marks))
	for k, m := range marks {
		if m.face != c.face {
			return false
		}
		rs[k] = m.r
	}
	anchors, ok := c.face.Anchors(c.r, rs)
	for k, a := range anchors {
		at[k] = where{a.X, a.Up}
	}
	return ok
}

// drawMarks draws the marks over cluster i, whose glyph has its origin at at. The
// letter stands for them when the text is read.
func (p *Paragraph) drawMarks(dst []page.Item, i int, at geom.Point, size geom.Length, turned bool, tag Tag) []page.Item {
	c := &p.clusters[i]
	ru := &p.runs[c.run]
	draw := func(f *fonts.Face, r rune, id uint16, text string, to geom.Point) {
		dst = append(dst, &page.Text{Face: f, Size: size, Ink: ru.Ink, At: to, Turned: turned, Part: tag.Part, Story: tag.Story, Unit: tag.Unit, Src: p.Pos(i),
			Glyphs: []page.Glyph{{Rune: r}}, Shaped: []page.Drawn{{ID: id, Text: text}}})
	}
	alone := c.flags&absorbed != 0
	if !alone && c.face != nil {
		draw(c.face, c.r, c.face.GlyphIn(c.glyph(), c.form), p.Text(i, i+1), at)
	}
	marks := p.over[int32(i)]
	for k, w := range p.stack(i) {
		right, up := size.Em(int(w.right)), size.Em(int(w.up))
		to := geom.Point{X: at.X + right, Y: at.Y - up}
		if turned {
			to = geom.Point{X: at.X + up, Y: at.Y + right}
		}
		text := ""
		if alone {
			text = string(marks[k].r)
		}
		draw(marks[k].face, marks[k].r, marks[k].face.Glyph(marks[k].r), text, to)
	}
	return dst
}
