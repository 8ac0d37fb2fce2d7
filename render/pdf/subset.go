package pdf

import (
	"cmp"
	"encoding/binary"
	"hash/fnv"
	"math/bits"
	"slices"

	"duikai/fonts"
	"duikai/layout/page"
)

// subset is the letters used of one face.
type subset struct {
	face   *fonts.Face
	family string // subset tag and PostScript name
	// basic has a bit for every upright character of the basic plane: asked
	// once for every character printed, so a map would be felt.
	basic [1 << 16 / 64]uint64
	rest  map[letter]struct{}
	size  int // how many

	// What number closes the list: the glyphs of the letters, in order.
	letters []letter
	number  [1 << 8]*[1 << 8]uint16 // of upright characters of the basic plane
	others  map[letter]uint16

	// The glyphs of shaped runs: a letter of one has its place in this list for
	// a character.
	shaped   []shapedLetter
	shapedAt map[shapedLetter]rune
}

// shapedLetter is a glyph of a shaped run with the characters that it stands
// for, none where another glyph stands for them.
type shapedLetter struct {
	id   uint16
	text string
}

// letter is what is printed: a character of the text, and the form it is
// drawn in. Two letters are never one glyph, so that from every glyph there is
// a way back to the text.
type letter struct {
	r    rune
	form form
}

// form is how a letter is drawn: a font's forms, and one of a page's.
type form uint16

const (
	upright  = form(fonts.Upright)
	vertical = form(fonts.Vertical)
	// divider is a hyphen that is not in the manuscript: the text has a soft
	// hyphen there (ISO 32000-2, 14.8.2.2.3), and what is copied has none.
	divider = form(1 << 15)
	// ofShaped is a glyph of a shaped run.
	ofShaped = form(1 << 14)
)

// letterOf is the letter of glyph i of a text in the subset's face.
func (s *subset) letterOf(t *page.Text, i int) letter {
	if t.Shaped != nil {
		return letter{s.shapedRune(shapedLetter{t.Shaped[i].ID, t.Shaped[i].Text}), ofShaped}
	}
	g := t.Glyphs[i]
	if t.Part == page.Hyphen {
		return letter{g.Rune, divider}
	}
	return letter{g.Rune, form(g.Form)}
}

// shapedRune is the place of a glyph of a shaped run in the list of these.
func (s *subset) shapedRune(l shapedLetter) rune {
	at, ok := s.shapedAt[l]
	if !ok {
		if s.shapedAt == nil {
			s.shapedAt = make(map[shapedLetter]rune)
		}
		at = rune(len(s.shaped))
		s.shaped = append(s.shaped, l)
		s.shapedAt[l] = at
	}
	return at
}

// glyphOf is a letter's glyph in the face.
func (s *subset) glyphOf(l letter) uint16 {
	if l.form == ofShaped {
		return s.shaped[l.r].id
	}
	return s.face.GlyphIn(l.r, l.drawn())
}

// drawn is the form in which the face draws the letter.
func (l letter) drawn() fonts.Form {
	if l.form == divider {
		return fonts.Upright
	}
	return fonts.Form(l.form)
}

// text is what a letter stands for: of a ligature, all of its characters; of a
// glyph for which another one stands, nothing.
func (s *subset) text(l letter) string {
	const softHyphen = "\u00AD"
	switch {
	case l.form == divider:
		return softHyphen
	case l.form == ofShaped:
		return s.shaped[l.r].text
	}
	return string(l.drawn().Append(nil, l.r))
}

// append tells the letter apart from others in bytes.
func (l letter) append(b []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(l.r)<<8|uint32(l.form&0xFF))
	if high := l.form >> 8; high != 0 { // no letter begins with this byte: it is behind U+10FFFF
		b = append(b, 0xFF, byte(high))
	}
	return b
}

// add notes a letter and tells whether it is new.
func (s *subset) add(l letter) bool {
	if l.form == upright && uint32(l.r) < 1<<16 {
		word, bit := &s.basic[l.r>>6], uint64(1)<<(l.r&63)
		isNew := *word&bit == 0
		if isNew {
			*word |= bit
			s.size++
		}
		return isNew
	}
	if _, ok := s.rest[l]; ok {
		return false
	}
	if s.rest == nil {
		s.rest = make(map[letter]struct{})
	}
	s.rest[l] = struct{}{}
	s.size++
	return true
}

// close numbers the letters in the order of their characters, from 1: 0 is
// .notdef.
func (s *subset) close() {
	all := make([]letter, 0, s.size)
	for i, word := range s.basic {
		for ; word != 0; word &= word - 1 {
			all = append(all, letter{r: rune(i<<6 + bits.TrailingZeros64(word))})
		}
	}
	for l := range s.rest {
		all = append(all, l)
	}
	if len(s.rest) > 0 {
		slices.SortFunc(all, func(a, b letter) int { return cmp.Or(cmp.Compare(a.r, b.r), cmp.Compare(a.form, b.form)) })
		s.others = make(map[letter]uint16, len(s.rest))
	}
	for i, l := range all {
		n := uint16(i + 1)
		if l.form != upright || uint32(l.r) >= 1<<16 {
			s.others[l] = n
			continue
		}
		block := &s.number[l.r>>8]
		if *block == nil {
			*block = new([1 << 8]uint16)
		}
		(*block)[l.r&0xff] = n
	}
	s.letters = all
}

// glyph is a letter's number in the subset.
func (s *subset) glyph(l letter) uint16 {
	if l.form == upright && uint32(l.r) < 1<<16 {
		return s.number[l.r>>8][l.r&0xff]
	}
	return s.others[l]
}

// code is the character by which gopdf knows a glyph of a subset. gopdf sees
// no text: what it is told are numbers, dressed as characters that follow one
// another. It looks characters up one run at a time, and so these take two.
func code(glyph uint16) rune {
	const (
		first      = 0x4E00
		surrogates = 0xD800
		beyond     = 0x10000
	)
	r := first + rune(glyph)
	if r >= surrogates {
		r += beyond - surrogates
	}
	return r
}

const (
	tagLetters = 6
	alphabet   = 'Z' - 'A' + 1
)

// tag is the subset tag (ISO 32000-2, 9.9.2): six capitals that differ between
// subsets, here drawn from the letters. The place of the face in the document
// parts two faces of one name with the same letters.
func (s *subset) tag(place int) string {
	h := fnv.New64a()
	buf := binary.BigEndian.AppendUint32(nil, uint32(place))
	buf = append(buf, s.face.Name()...)
	for _, l := range s.letters {
		buf = l.append(buf)
	}
	h.Write(s.appendShaped(buf))
	return capitals(h.Sum64())
}

// appendShaped appends what parts two lists of glyphs of shaped runs.
func (s *subset) appendShaped(b []byte) []byte {
	for _, l := range s.shaped {
		b = append(binary.BigEndian.AppendUint16(b, l.id), l.text...)
	}
	return b
}

// capitals writes a number in capitals, lowest place first.
func capitals(n uint64) string {
	var b [tagLetters]byte
	for i := range b {
		b[i] = 'A' + byte(n%alphabet)
		n /= alphabet
	}
	return string(b[:])
}
