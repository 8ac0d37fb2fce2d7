package fonts

import "unicode/utf8"

// ligatureLetters is what each ligature stands for, and the character under
// which Unicode encodes it for old texts.
var ligatureLetters = [LigatureFFL + 1]struct {
	letters string
	encoded rune
}{
	LigatureFF:  {"ff", '\uFB00'},
	LigatureFI:  {"fi", '\uFB01'},
	LigatureFL:  {"fl", '\uFB02'},
	LigatureFFI: {"ffi", '\uFB03'},
	LigatureFFL: {"ffl", '\uFB04'},
}

// Ligatures lists the ligatures, the longest first, as they are to be tried.
func Ligatures() []Form {
	return []Form{LigatureFFI, LigatureFFL, LigatureFF, LigatureFI, LigatureFL}
}

// Letters is the characters that a ligature stands for, "" for every other
// form.
func (f Form) Letters() string {
	if int(f) < len(ligatureLetters) {
		return ligatureLetters[f].letters
	}
	return ""
}

// Append appends the characters that a glyph of r in this form stands for: of a
// ligature its letters, of a variant the character and its selector.
func (f Form) Append(b []byte, r rune) []byte {
	if letters := f.Letters(); letters != "" {
		return append(b, letters...)
	}
	b = utf8.AppendRune(b, r)
	if s := f.Selector(); s != 0 {
		b = utf8.AppendRune(b, s)
	}
	return b
}

// Ligature is the glyph of a ligature: the one the face's feature liga gives,
// or, where that joins none of these letters, the encoded one. It returns
// false where the face has none, and the letters are drawn one by one.
func (f *Face) Ligature(form Form) (glyph uint16, ok bool) {
	if form.Letters() == "" {
		return 0, false
	}
	f.ligaOnce.Do(f.readLigatures)
	glyph = f.liga[form]
	return glyph, glyph != 0
}

func (f *Face) readLigatures() {
	joins := ligatures(f.tables["GSUB"], "liga")
	some := false
	for form, l := range ligatureLetters {
		var key joined
		for i, r := range l.letters {
			key[i] = f.Glyph(r)
		}
		if key[0] == 0 || key[1] == 0 || len(l.letters) == 3 && key[2] == 0 {
			continue
		}
		if to := joins[key]; to != 0 && int(to) < f.glyphs() {
			f.liga[form], some = to, true
		}
	}
	for form, l := range ligatureLetters {
		if !some && l.letters != "" {
			f.liga[form] = f.Glyph(l.encoded)
		}
	}
}
