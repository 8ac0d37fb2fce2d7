package fonts_test

import (
	"encoding/binary"
	"slices"
	"testing"

	"duikai/fonts"
)

// Marks and the presentation forms that Unicode has for some of them: in these
// faces vert leads to the same glyphs.
var marks = map[rune]rune{
	'，': '︐', '、': '︑', '。': '︒', '：': '︓', '；': '︔', '！': '︕', '？': '︖', '…': '︙', '—': '︱', '（': '︵', '）': '︶',
	'《': '︽', '》': '︾', '【': '︻', '】': '︼', '「': '﹁', '」': '﹂', '『': '﹃', '』': '﹄', '“': '﹃', '”': '﹄', '‘': '﹁', '’': '﹂',
}

func TestVerticalForms(t *testing.T) {
	for _, f := range textFaces(t) {
		for r, form := range marks {
			id, ok := f.Vertical(r)
			if !ok || id != f.Glyph(form) || id == f.Glyph(r) || f.GlyphIn(r, fonts.Vertical) != id {
				t.Errorf("%s: %c stands as glyph %d, not %d", f.Name(), r, id, f.Glyph(form))
			}
			a, ok := f.InkIn(r, fonts.Vertical)
			b, _ := f.Ink(form)
			if !ok || a != b || f.AdvanceIn(r, fonts.Vertical) != f.Advance(form) || !slices.Equal(f.OutlineIn(r, fonts.Vertical), f.Outline(form)) {
				t.Errorf("%s: %c is measured as %v, not %v", f.Name(), r, a, b)
			}
		}
		if id, ok := f.Vertical('国'); ok {
			t.Errorf("%s: 国 has a vertical form, glyph %d", f.Name(), id)
		}
		for _, r := range "国A" {
			if f.GlyphIn(r, fonts.Vertical) != f.Glyph(r) || f.AdvanceIn(r, fonts.Vertical) != f.Advance(r) {
				t.Errorf("%s: %c changes in a vertical line", f.Name(), r)
			}
		}
	}
	if _, ok := latin(t).Vertical('，'); ok {
		t.Error("Go Regular has a vertical comma")
	}
}

// A face that lists no vertical forms may have them as characters.
func TestPresentationForms(t *testing.T) {
	data := slices.Clone(face(t, fonts.Kai).Data())
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		if r := data[12+16*i:]; string(r[:4]) == "GSUB" {
			copy(r, "GSUA")
		}
	}
	f, err := fonts.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	for r, form := range marks {
		if id, ok := f.Vertical(r); !ok || id != f.Glyph(form) {
			t.Errorf("%c stands as glyph %d, not %d", r, id, f.Glyph(form))
		}
	}
	if id, ok := f.Vertical('ー'); ok {
		t.Errorf("ー stands as glyph %d", id)
	}
}

// Forms that no character leads to: only vert does.
func TestFormsWithoutACharacter(t *testing.T) {
	f := face(t, fonts.Song)
	seen := make(map[uint16]bool)
	for r := rune(0x20); r < 0x2FFFF; r++ {
		seen[f.Glyph(r)] = true
	}
	hidden := 0
	for r := rune(0x20); r < 0xFFFF; r++ {
		if id, ok := f.Vertical(r); ok && !seen[id] {
			hidden++
			if s := subset(t, f, []fonts.Want{{Glyph: id, Rune: 0xE000}}); s.Glyphs() != 2 {
				t.Errorf("%c: %d glyphs", r, s.Glyphs())
			}
		}
	}
	if hidden < 200 {
		t.Errorf("%d forms without a character: vert is not read whole", hidden)
	}
}

// gsub is a table with one feature vert of two lookups: glyph 1 becomes 2
// directly, 3 and 4 become 5 and 6 through an extension.
func gsub() []byte {
	var b []byte
	put := func(list ...int) {
		for _, n := range list {
			b = binary.BigEndian.AppendUint16(b, uint16(n))
		}
	}
	tag := func(s string) { b = append(b, s...) }
	put(1, 0, 10, 36, 52)
	// Scripts: hani with a default language that has feature 0.
	put(1)
	tag("hani")
	put(8, 4, 0)
	put(0, 0xFFFF, 1, 0)
	for len(b) < 36 {
		put(0)
	}
	put(1)
	tag("vert")
	put(8, 0, 2, 0, 1)
	for len(b) < 52 {
		put(0)
	}
	put(2, 6, 14)       // lookups
	put(1, 0, 1, 16)    // single, at 58+16
	put(7, 0, 1, 22)    // extension, at 66+22
	put(1, 6, 1)        // at 74: format 1
	put(1, 1, 1, 0)     // its coverage: glyph 1
	put(1, 1, 0, 8)     // at 88: extension of type 1
	put(2, 10, 2, 5, 6) // at 96: format 2
	put(2, 1, 3, 4, 0)  // its coverage: glyphs 3 to 4
	return b
}

func TestSubstitutions(t *testing.T) {
	file := built(t, false, nil, triangle(1, 0), triangle(2, 0), triangle(3, 0), triangle(4, 0), triangle(5, 0), triangle(6, 0))
	tables := map[string][]byte{"GSUB": gsub()}
	for _, tag := range []string{"head", "hhea", "maxp", "hmtx", "loca", "glyf", "cmap", "name", "OS/2", "post"} {
		tables[tag], _ = tableOf(file, tag)
	}
	f, err := fonts.Open(pack(tables))
	if err != nil {
		t.Fatal(err)
	}
	for r, want := range map[rune]uint16{'A': 2, 'B': 0, 'C': 5, 'D': 6, 'E': 0} {
		if id, ok := f.Vertical(r); id != want || ok != (want != 0) {
			t.Errorf("%c stands as glyph %d, not %d", r, id, want)
		}
	}
	// Damage anywhere leads to other forms or none, not to a crash.
	for at := range tables["GSUB"] {
		for _, x := range []byte{0x01, 0x80, 0xff} {
			damaged := slices.Clone(gsub())
			damaged[at] ^= x
			tables["GSUB"] = damaged
			f, err := fonts.Open(pack(tables))
			if err != nil {
				continue
			}
			for r := 'A'; r < 'G'; r++ {
				f.OutlineIn(r, fonts.Vertical)
			}
		}
		tables["GSUB"] = gsub()[:at]
		if f, err := fonts.Open(pack(tables)); err == nil {
			f.Vertical('A')
		}
	}
}

func FuzzSubstitutions(f *testing.F) {
	f.Add(gsub())
	file := built(f, false, nil, triangle(1, 0), triangle(2, 0))
	tables := map[string][]byte{}
	for _, tag := range []string{"head", "hhea", "maxp", "hmtx", "loca", "glyf", "cmap", "name", "OS/2", "post"} {
		tables[tag], _ = tableOf(file, tag)
	}
	f.Fuzz(func(t *testing.T, table []byte) {
		own := map[string][]byte{"GSUB": table}
		for tag, b := range tables {
			own[tag] = b
		}
		face, err := fonts.Open(pack(own))
		if err != nil {
			return
		}
		if id, ok := face.Vertical('A'); ok && id > 2 {
			t.Errorf("glyph %d", id)
		}
	})
}

// withoutInk is a face whose vertical forms are characters with empty glyphs,
// as some faces of old have them, and that lists no others.
func withoutInk(t *testing.T, forms string) *fonts.Face {
	t.Helper()
	whole := face(t, fonts.Kai)
	data := slices.Clone(whole.Data())
	table := func(tag string) []byte {
		for i := range int(binary.BigEndian.Uint16(data[4:])) {
			if r := data[12+16*i:]; string(r[:4]) == tag {
				return data[binary.BigEndian.Uint32(r[8:]):]
			}
		}
		t.Fatalf("no table %s", tag)
		return nil
	}
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		if r := data[12+16*i:]; string(r[:4]) == "GSUB" {
			copy(r, "GSUA")
		}
	}
	if long := binary.BigEndian.Uint16(table("head")[50:]); long != 1 {
		t.Fatal("the table loca is not of long offsets")
	}
	var ids []uint16
	for _, r := range forms {
		ids = append(ids, whole.Glyph(r))
	}
	slices.Sort(ids)
	slices.Reverse(ids)
	loca := table("loca")
	for _, id := range ids { // it begins where the next one does
		copy(loca[4*int(id):4*int(id)+4], loca[4*int(id)+4:])
	}
	f, err := fonts.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestEmptyVerticalForms: where the vertical forms of parentheses and quotes have
// no ink, the upright glyph is turned, by its ink, and stops stay as they are.
func TestEmptyVerticalForms(t *testing.T) {
	f := withoutInk(t, "︵︶﹁﹂﹃﹄︒")
	for _, r := range "（）“”‘’「」『』" {
		if id, ok := f.Vertical(r); ok || !f.Sideways(r) {
			t.Errorf("%c stands as glyph %d, turned: %v", r, id, f.Sideways(r))
		}
		box, ok := f.InkIn(r, fonts.Turned)
		if !ok || box.XMax <= box.XMin || box.YMax <= box.YMin {
			t.Errorf("%c has no ink when it is turned: %v", r, box)
		}
	}
	if id, ok := f.Vertical('《'); !ok || id != f.Glyph('︽') || id == 0 {
		t.Errorf("《 stands as glyph %d", id)
	}
	if f.Sideways('。') {
		t.Error("。 is turned")
	}
}
