package fonts

import (
	"unicode"

	"golang.org/x/image/font/sfnt"
)

// Cover tells whether a face can draw a character (收字), and why not.
type Cover uint8

const (
	unjudged Cover = iota
	Covered        // Covered: it has a glyph that can be drawn.
	Blank          // Blank: it has a glyph without ink for a character that is seen.
	Damaged        // Damaged: the outline of its glyph cannot be read.
	Lacking        // Lacking: it lists no glyph.
)

// The judgement of a character of the basic plane is kept in two bits; Lacking
// needs none.
const (
	judgedBits = 2
	judgedWord = 32 / judgedBits // characters in a word
)

// Cover judges a character by the ink of its glyph: fonts map characters that
// nobody has drawn yet to empty glyphs, and an empty glyph covers nothing but
// a blank. The first question about a character reads its outline.
func (f *Face) Cover(r rune) Cover {
	id := f.lookup(r).id
	if id == 0 {
		return Lacking
	}
	if uint32(r) >= 1<<16 {
		return f.judge(r, id)
	}
	word, shift := &f.judged[r/judgedWord], judgedBits*(uint32(r)%judgedWord)
	if c := Cover(word.Load() >> shift & (1<<judgedBits - 1)); c != unjudged {
		return c
	}
	c := f.judge(r, id)
	word.Or(uint32(c) << shift) // the same by whoever comes second
	return c
}

func (f *Face) judge(r rune, id uint16) Cover {
	inked, err := f.inked(id)
	switch {
	case err != nil:
		return Damaged
	case inked || mayBeBlank(r):
		return Covered
	}
	return Blank
}

// mayBeBlank tells whether a character may have a glyph without ink: white
// space, marks of format, the fillers of Hangul and others that are not seen by
// default (Unicode, Default_Ignorable_Code_Point), and private characters, of
// which nobody knows.
func mayBeBlank(r rune) bool {
	const brailleBlank, nullNotehead = 0x2800, 0x1D159
	return unicode.In(r, unicode.White_Space, unicode.C, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) ||
		r == brailleBlank || r == nullNotehead
}

// inked tells whether a glyph's outline holds an area. A glyph whose outline
// cannot be read is an error.
func (f *Face) inked(id uint16) (bool, error) {
	if f.outlines != nil {
		seg, err := f.drawn(id)
		return hasArea(seg), err
	}
	t := f.glyf()
	g, err := t.at(int(id))
	switch {
	case err != nil || len(g) == 0:
		return false, err
	case len(g) < glyphHead:
		return false, errCut
	case i16(g) == 0:
		return false, nil
	}
	whole, err := t.measure(make(map[int]size), int(id), 0)
	// Glyphs of so few points may be a stroke without width.
	const few = 8
	if err != nil || whole.points > few {
		return whole.points > few, err
	}
	seg, err := t.segments(id)
	return hasArea(seg), err
}

// hasArea tells whether the corners and control points of any contour enclose
// an area.
func hasArea(seg sfnt.Segments) bool {
	var firstX, firstY, x, y, area int64
	for _, s := range seg {
		n := 1
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if area != 0 {
				return true
			}
			firstX, firstY = int64(s.Args[0].X), int64(s.Args[0].Y)
			x, y = 0, 0
			continue
		case sfnt.SegmentOpQuadTo:
			n = 2
		case sfnt.SegmentOpCubeTo:
			n = 3
		}
		for _, p := range s.Args[:n] {
			toX, toY := int64(p.X)-firstX, int64(p.Y)-firstY
			area += x*toY - y*toX
			x, y = toX, toY
		}
	}
	return area != 0
}
