package fonts_test

import (
	"encoding/binary"
	"slices"
	"testing"

	"duikai/fonts"
)

// TestLigatures: every text face of the house joins the letters by its feature liga,
// and the glyph is neither a letter nor much wider than they are.
func TestLigatures(t *testing.T) {
	for _, f := range textFaces(t) {
		drawn := map[uint16]bool{0: true, f.Glyph('f'): true}
		for _, form := range fonts.Ligatures() {
			id, ok := f.Ligature(form)
			if !ok || drawn[id] || f.GlyphIn('f', form) != id {
				t.Errorf("%s: %s is glyph %d (%v)", f.Name(), form.Letters(), id, ok)
			}
			drawn[id] = true
			var sum fonts.Em
			for _, r := range form.Letters() {
				sum += f.Advance(r)
			}
			if adv := f.AdvanceIn('f', form); adv <= f.Advance('f') || adv > sum+10 {
				t.Errorf("%s: %s is %d wide, its letters %d", f.Name(), form.Letters(), adv, sum)
			}
			if box, ok := f.InkIn('f', form); !ok || box.XMax <= box.XMin {
				t.Errorf("%s: %s has no ink", f.Name(), form.Letters())
			}
		}
		for _, form := range []fonts.Form{fonts.Upright, fonts.Vertical, fonts.LigatureFFL + 1, 255} {
			if id, ok := f.Ligature(form); ok || form.Letters() != "" {
				t.Errorf("%s: form %d is the ligature %d", f.Name(), form, id)
			}
		}
	}
}

// latinWith is Go Regular with another table of substitutions.
func latinWith(t testing.TB, gsub []byte) (*fonts.Face, error) {
	t.Helper()
	tables := map[string][]byte{"GSUB": gsub}
	for _, tag := range []string{"head", "hhea", "maxp", "hmtx", "loca", "glyf", "cmap", "name", "OS/2", "post"} {
		tables[tag], _ = tableOf(latin(t).Data(), tag)
	}
	return fonts.Open(pack(tables))
}

// words writes numbers of two bytes.
func words(list ...uint16) (b []byte) {
	for _, n := range list {
		b = binary.BigEndian.AppendUint16(b, n)
	}
	return b
}

// ligatureTable is a table with one feature liga of two lookups. The first
// joins ff as X and ffi as Y, and ff again as Z, which comes too late; the other,
// through an extension, fl as Z. A ligature of four glyphs, one of a single
// glyph and one that has no glyph lie among them.
func ligatureTable(f *fonts.Face) []byte {
	id := f.Glyph
	one := slices.Concat(words(1, 8, 1, 14), words(1, 1, id('f')), words(6, 14, 24, 32, 38, 44, 48),
		words(id('W'), 4, id('f'), id('f'), id('i')), words(id('Y'), 3, id('f'), id('i')), words(id('X'), 2, id('f')),
		words(id('Z'), 2, id('f')), words(id('W'), 1), words(0, 2, id('i')))
	two := slices.Concat(words(1, 18, 1, 8), words(1, 4), words(id('Z'), 2, id('l')), words(2, 1, id('f'), id('f'), 0))
	// The set of the other lies before its coverage: 8, then one ligature at 4.
	lookups := slices.Concat(words(2, 6, 14), words(4, 0, 1, 8+8), words(7, 0, 1, uint16(8+len(one))), one, words(1, 4, 0, 8), two)
	return slices.Concat(words(1, 0, 10, 30, 46),
		words(1), []byte("latn"), words(8, 4, 0), words(0, 0xFFFF, 1, 0), // scripts, at 10
		words(1), []byte("liga"), words(8, 0, 2, 0, 1), // features, at 30
		lookups)
}

func TestLigatureSubstitutions(t *testing.T) {
	base := latin(t)
	want := map[fonts.Form]rune{fonts.LigatureFF: 'X', fonts.LigatureFFI: 'Y', fonts.LigatureFL: 'Z'}
	table := ligatureTable(base)
	f, err := latinWith(t, table)
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range fonts.Ligatures() {
		if id, ok := f.Ligature(form); ok != (want[form] != 0) || ok && id != base.Glyph(want[form]) {
			t.Errorf("%s is glyph %d (%v), not %c's", form.Letters(), id, ok, want[form])
		}
	}
	// Damage anywhere leads to other ligatures or none, not to a crash.
	for at := range table {
		for _, x := range []byte{0x01, 0x80, 0xff} {
			damaged := slices.Clone(table)
			damaged[at] ^= x
			f, err := latinWith(t, damaged)
			if err != nil {
				continue
			}
			for _, form := range fonts.Ligatures() {
				f.OutlineIn('f', form)
			}
		}
		if f, err := latinWith(t, table[:at]); err == nil {
			f.Ligature(fonts.LigatureFF)
		}
	}
}

// TestEncodedLigatures: a face whose table does not join these letters may have
// the ligatures as characters.
func TestEncodedLigatures(t *testing.T) {
	data := slices.Clone(face(t, fonts.Song).Data())
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		if r := data[12+16*i:]; string(r[:4]) == "GSUB" {
			copy(r, "GSUA")
		}
	}
	f, err := fonts.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	for form, r := range map[fonts.Form]rune{fonts.LigatureFF: 'ﬀ', fonts.LigatureFI: 'ﬁ', fonts.LigatureFL: 'ﬂ', fonts.LigatureFFI: 'ﬃ', fonts.LigatureFFL: 'ﬄ'} {
		if id, ok := f.Ligature(form); !ok || id != f.Glyph(r) {
			t.Errorf("%s is glyph %d, not %d", form.Letters(), id, f.Glyph(r))
		}
	}
}

func FuzzLigatures(f *testing.F) {
	f.Add(ligatureTable(latin(f)))
	f.Fuzz(func(t *testing.T, table []byte) {
		face, err := latinWith(t, table)
		if err != nil {
			return
		}
		for _, form := range fonts.Ligatures() {
			if id, ok := face.Ligature(form); ok && face.AdvanceIn('f', form) < 0 {
				t.Errorf("glyph %d", id)
			}
		}
	})
}
