package fonts

import (
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// Anchor is where a mark stands over its letter, from the letter's origin.
type Anchor struct{ X, Up Em }

// Anchors places marks over a letter by the face's own anchors (GPOS, feature
// mark and mkmk); false where the face has none for one of them.
func (f *Face) Anchors(letter rune, marks []rune) (at []Anchor, ok bool) {
	if !hasFeature(f.tables["GPOS"], "mark") {
		return nil, false
	}
	f.shape.Lock() // the library keeps notes in its buffer and its font
	defer f.shape.Unlock()
	hb := f.shaper()
	if hb == nil {
		return nil, false
	}
	defer func() {
		if recover() != nil { // a damaged table: see ask
			f.shape.buffer = nil
			at, ok = nil, false
		}
	}()
	if f.shape.buffer == nil {
		f.shape.buffer = harfbuzz.NewBuffer()
	}
	text := append([]rune{letter}, marks...)
	buf := f.shape.buffer
	buf.Clear()
	buf.ClusterLevel = harfbuzz.MonotoneGraphemes
	buf.Props.Script = language.LookupScript(letter)
	buf.Props.Direction = harfbuzz.LeftToRight
	buf.AddRunes(text, 0, len(text))
	buf.Shape(hb, nil)
	if len(buf.Info) != len(text) {
		return nil, false
	}
	pen := int32(0)
	for i, g := range buf.Info {
		pos := buf.Pos[i]
		switch {
		case uint16(g.Glyph) != f.Glyph(text[i]): // another glyph, or another order
			return nil, false
		case i > 0 && pos.XOffset == 0 && pos.YOffset == 0: // nothing moved it
			return nil, false
		case i > 0:
			at = append(at, Anchor{f.em(pen + pos.XOffset), f.em(pos.YOffset)})
		}
		pen += pos.XAdvance
	}
	return at, true
}

// hasFeature tells whether a table of rules names a feature.
func hasFeature(b []byte, tag string) bool {
	head := slice(b, 0, 10)
	if head == nil {
		return false
	}
	features := tail(b, u16(head[6:]))
	for i := range count(features) {
		if r := record(features, i, 6); r != nil && string(r[:4]) == tag {
			return true
		}
	}
	return false
}
