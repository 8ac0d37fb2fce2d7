package fonts_test

import (
	"encoding/binary"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"duikai/fonts"
)

// The table of raised and lowered characters is Unicode's: each decomposes into
// what it stands for, and none that decomposes so is forgotten.
func TestScriptTable(t *testing.T) {
	for r := rune(0); r < 0x2E00; r++ {
		base, s := fonts.ScriptOf(r)
		to := norm.NFKD.String(string(r))
		single, n := utf8.DecodeRuneInString(to)
		if s != fonts.OnLine && to != string(base) {
			t.Errorf("%c stands for %c, and decomposes into %s", r, base, to)
		}
		if s == fonts.OnLine && n == len(to) && single != r && (r >= 0x2070 && r <= 0x209C || r == '²' || r == '³' || r == '¹') {
			t.Errorf("%c is not listed", r)
		}
	}
	for in, want := range map[rune]rune{'2': '²', '-': '⁻', 'n': 'ⁿ', '0': '⁰'} {
		if got, ok := fonts.InScript(in, fonts.Raised); !ok || got != want {
			t.Errorf("%c raised is %c", in, got)
		}
	}
	if _, ok := fonts.InScript('q', fonts.Lowered); ok {
		t.Error("q lowered is not in Unicode")
	}
}

func TestMadeCharacters(t *testing.T) {
	f := face(t, fonts.Song)
	for r, base := range map[rune]rune{'⁻': '−', '₂': '2', 'ⁿ': 'n'} {
		if f.Has(r) || !f.Makes(r) || f.GlyphIn(r, fonts.Made) != f.Glyph(base) || f.AdvanceIn(r, fonts.Made) != f.Advance(base) {
			t.Errorf("%c is not made of %c", r, base)
		}
	}
	if f.Makes('2') || f.GlyphIn('字', fonts.Made) != 0 {
		t.Error("characters on the line are not made")
	}
}

// variationTable is a character table of A to C with one of format 14: VS1
// behind A asks for glyph 3, behind B for its own; VS17 behind A for glyph 2.
func variationTable() []byte {
	w := func(list ...int) (b []byte) {
		for _, v := range list {
			b = binary.BigEndian.AppendUint16(b, uint16(v))
		}
		return b
	}
	basic := w(4, 32, 0, 4, 4, 1, 0, 'C', 0xFFFF, 0, 'A', 0xFFFF, 1-'A', 1, 0, 0)
	usual := []byte{0, 0, 0, 1, 0, 0, 'B', 0}
	first := []byte{0, 0, 0, 1, 0, 0, 'A', 0, 3}
	second := []byte{0, 0, 0, 1, 0, 0, 'A', 0, 2}
	const head = 10 + 2*11
	t := w(14, 0, head+len(usual)+len(first)+len(second), 0, 2)
	t = append(t, 0x00, 0xFE, 0x00)
	t = append(t, w(0, head, 0, head+len(usual))...)
	t = append(t, 0x0E, 0x01, 0x00)
	t = append(t, w(0, 0, 0, head+len(usual)+len(first))...)
	t = append(append(append(t, usual...), first...), second...)
	cmap := w(0, 2, 0, 5, 0, 20+len(basic), 3, 1, 0, 20)
	return append(append(cmap, basic...), t...)
}

func TestVariants(t *testing.T) {
	tables := parts(built(t, true, nil, triangle(90, 0), triangle(80, 0), triangle(70, 0)))
	tables["cmap"] = variationTable()
	f, err := fonts.Open(pack(tables))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		r, selector rune
		glyph       uint16
		usual, ok   bool
	}{
		{'A', 0xFE00, 3, false, true}, {'B', 0xFE00, 2, true, true}, {'C', 0xFE00, 0, false, false},
		{'A', 0xE0100, 2, false, true}, {'B', 0xE0100, 0, false, false}, {'A', 0xFE01, 0, false, false},
	} {
		glyph, usual, ok := f.Variant(c.r, c.selector)
		if glyph != c.glyph || usual != c.usual || ok != c.ok {
			t.Errorf("%c %U: glyph %d, %v, %v", c.r, c.selector, glyph, usual, ok)
		}
		form, is := fonts.VariantForm(c.selector)
		if !is || form.Selector() != c.selector || f.GlyphIn(c.r, form) != c.glyph {
			t.Errorf("%c %U: form %d of selector %U, glyph %d", c.r, c.selector, form, form.Selector(), f.GlyphIn(c.r, form))
		}
		if got := string(form.Append(nil, c.r)); got != string(c.r)+string(c.selector) {
			t.Errorf("%q", got)
		}
	}
	for _, r := range []rune{'A', 0xFDFF, 0xFE10, 0xE00FF, 0xE01F0} {
		if _, ok := fonts.VariantForm(r); ok {
			t.Errorf("%U is a selector", r)
		}
	}
}

func FuzzVariants(f *testing.F) {
	f.Add(variationTable(), int32('A'), int32(0xFE00))
	f.Fuzz(func(t *testing.T, cmap []byte, r, selector int32) {
		tables := parts(built(t, true, nil, triangle(90, 0), triangle(80, 0), triangle(70, 0)))
		tables["cmap"] = cmap
		if face, err := fonts.Open(pack(tables)); err == nil {
			if id, _, ok := face.Variant(r, selector); ok && id == 0 {
				t.Error("a shape without a glyph")
			}
		}
	})
}

func TestProperFaces(t *testing.T) {
	s := set(t)
	own := latin(t)
	with := s.With(map[fonts.Role][]*fonts.Face{fonts.Song: {own}})
	for role, want := range map[fonts.Role]string{
		fonts.Song: "GoRegular", fonts.Title: "NotoSerifSC-Bold", fonts.FangSong: "LXGWWenKai-Regular",
	} {
		if got := names(with.Chain(role).Proper()); len(got) != 1 || got[0] != want {
			t.Errorf("%v is meant to be set from %v, not %s", role, got, want)
		}
	}
}
