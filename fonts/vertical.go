package fonts

import "golang.org/x/image/font/sfnt"

// Form is which of its forms a character is drawn in (字形).
type Form uint16

const (
	Upright  Form = iota // Upright is the character as it stands in a horizontal line.
	Vertical             // Vertical is a mark's form in a vertical line (竖排字形).

	// The ligatures (连字) of Latin letters: one glyph for several characters,
	// of which the first is the f that the form is said of. See Letters.
	LigatureFF
	LigatureFI
	LigatureFL
	LigatureFFI
	LigatureFFL

	// Turned is the glyph of a mark that lies on its side in a vertical line
	// for want of a vertical form: see Sideways.
	Turned
	// Made is a raised or lowered character made of the one it stands for: see
	// Face.Makes.
	Made
	// Proportional is a quotation mark at its Latin width (比例字形), of a face that
	// draws it an em wide.
	Proportional
	// HalfWidth is a figure, or a mark inside a number, drawn for half an em
	// (二分字身), of a face that has such forms.
	HalfWidth
)

// verticalMark tells how a mark is drawn in a vertical line: as the vertical
// form of like, or, in faces that do not list such forms, as the character
// form (U+FE10..FE19, U+FE30..FE48). Curly quotes become the corner brackets
// of vertical setting, outer ﹃﹄ and inner ﹁﹂ (GB/T 15834 5.2).
func verticalMark(r rune) (like, form rune) {
	switch r {
	case '，':
		form = '︐'
	case '、':
		form = '︑'
	case '。':
		form = '︒'
	case '：':
		form = '︓'
	case '；':
		form = '︔'
	case '！':
		form = '︕'
	case '？':
		form = '︖'
	case '〖':
		form = '︗'
	case '〗':
		form = '︘'
	case '…', '⋯':
		form = '︙'
	case '—':
		form = '︱'
	case '（':
		form = '︵'
	case '）':
		form = '︶'
	case '｛':
		form = '︷'
	case '｝':
		form = '︸'
	case '〔':
		form = '︹'
	case '〕':
		form = '︺'
	case '【':
		form = '︻'
	case '】':
		form = '︼'
	case '《':
		form = '︽'
	case '》':
		form = '︾'
	case '〈':
		form = '︿'
	case '〉':
		form = '﹀'
	case '「':
		form = '﹁'
	case '」':
		form = '﹂'
	case '『':
		form = '﹃'
	case '』':
		form = '﹄'
	case '‘':
		return '「', '﹁'
	case '’':
		return '」', '﹂'
	case '“':
		return '『', '﹃'
	case '”':
		return '』', '﹄'
	case '［':
		form = '﹇'
	case '］':
		form = '﹈'
	}
	return r, form
}

// IsVerticalMark tells whether a character is a mark that takes another form in
// a vertical line.
func IsVerticalMark(r rune) bool {
	_, form := verticalMark(r)
	return form != 0
}

// Vertical is the glyph of a character in a vertical line: the one the face's
// feature vert (or vrt2) gives, or for a mark its presentation form. It returns
// false where the face has none, or an empty one, and the character is drawn
// as ever.
func (f *Face) Vertical(r rune) (glyph uint16, ok bool) {
	like, form := verticalMark(r)
	if id := f.Glyph(like); id != 0 {
		f.vertOnce.Do(func() { f.vert = substitutes(f.tables["GSUB"], "vert", "vrt2") })
		if to, ok := f.vert[id]; ok && int(to) < f.glyphs() {
			if inked, err := f.inked(to); inked && err == nil {
				return to, true
			}
		}
	}
	if form != 0 && f.Has(form) {
		return f.Glyph(form), true
	}
	return 0, false
}

// Sideways tells whether a face without a vertical form of a mark has the glyph
// that is turned in its stead: for a bracket its own, for a curly quote that of
// a corner bracket. Stops and commas are not turned.
func (f *Face) Sideways(r rune) bool {
	like, form := verticalMark(r)
	switch r {
	case '，', '、', '。', '！', '？', '：', '；': // UTR #50: upright, or in a place of their own
		return false
	}
	return form != 0 && f.Has(like)
}

// Proportional is the glyph of a character at its Latin width, which the face's
// feature pwid gives; false where the face has none.
func (f *Face) Proportional(r rune) (glyph uint16, ok bool) {
	f.pwidOnce.Do(func() { f.pwid = substitutes(f.tables["GSUB"], "pwid") })
	to, ok := f.pwid[f.Glyph(r)]
	return to, ok && int(to) < f.glyphs()
}

// HalfWidth is the glyph of a character drawn for half an em, which the face's
// feature hwid gives; false where the face has none.
func (f *Face) HalfWidth(r rune) (glyph uint16, ok bool) {
	f.hwidOnce.Do(func() { f.hwid = substitutes(f.tables["GSUB"], "hwid") })
	to, ok := f.hwid[f.Glyph(r)]
	return to, ok && int(to) < f.glyphs()
}

// GlyphIn is the glyph number of a character in a form. A form the face does
// not have is the upright one; a ligature it does not have is missing, 0, for
// one of its letters cannot stand for all.
func (f *Face) GlyphIn(r rune, form Form) uint16 {
	switch {
	case form == Vertical:
		if id, ok := f.Vertical(r); ok {
			return id
		}
	case form == Turned:
		like, _ := verticalMark(r)
		return f.Glyph(like)
	case form == Made:
		return f.scriptGlyph(r)
	case form >= variants:
		id, _, _ := f.Variant(r, form.Selector())
		return id
	case form == Proportional:
		if id, ok := f.Proportional(r); ok {
			return id
		}
	case form == HalfWidth:
		if id, ok := f.HalfWidth(r); ok {
			return id
		}
	case form.Letters() != "":
		id, _ := f.Ligature(form)
		return id
	}
	return f.Glyph(r)
}

// AdvanceIn is the set width of a character in a form.
func (f *Face) AdvanceIn(r rune, form Form) Em {
	if form == Upright {
		return f.Advance(r)
	}
	advance, _ := f.metric(int(f.GlyphIn(r, form)))
	return f.em(int32(advance))
}

// InkIn is the box of the outline of a character in a form.
func (f *Face) InkIn(r rune, form Form) (box Box, ok bool) {
	if id := f.GlyphIn(r, form); id != 0 {
		return f.ink(id)
	}
	return Box{}, false
}

// OutlineIn is the outline of a character in a form, as Outline gives it.
func (f *Face) OutlineIn(r rune, form Form) sfnt.Segments { return f.outline(f.GlyphIn(r, form)) }
