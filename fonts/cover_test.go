package fonts_test

import (
	"encoding/binary"
	"slices"
	"testing"

	"golang.org/x/image/font/sfnt"

	"duikai/fonts"
	"duikai/samples/oracle"
)

// sliver is a contour of three points on one line: an outline without area.
func sliver() []byte {
	g := []byte{0, 1, 0, 0, 0, 0, 0, 100, 0, 100, 0, 2, 0, 0}
	g = append(g, 1|2|4|16|32, 1|2|4|16|32, 1|2|4|16|32)
	return append(g, 0, 50, 50, 0, 50, 50)
}

func TestCoverByInk(t *testing.T) {
	for name, c := range map[string]struct {
		glyph []byte
		want  fonts.Cover
	}{
		"ink":                   {triangle(50, 0), fonts.Covered},
		"nothing":               {nil, fonts.Blank},
		"no contours":           {make([]byte, 10), fonts.Blank},
		"no area":               {sliver(), fonts.Blank},
		"made of ink":           {composite(1), fonts.Covered},
		"made of nothing":       {composite(2), fonts.Blank},
		"cut short":             {triangle(50, 0)[:20], fonts.Damaged},
		"too short":             {[]byte{0, 1, 0}, fonts.Damaged},
		"made of itself":        {composite(3), fonts.Damaged},
		"made of what is not":   {composite(99), fonts.Damaged},
		"made of nothing twice": {composite(2, 2), fonts.Blank},
	} {
		f, err := fonts.Open(built(t, true, nil, triangle(90, 0), nil, c.glyph, triangle(90, 0), triangle(90, 0)))
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Check(); err != nil {
			t.Errorf("%s: one glyph makes Check refuse the face: %v", name, err)
		}
		for range 2 { // judged, and remembered
			if got := f.Cover('C'); got != c.want || f.Has('C') != (c.want == fonts.Covered) {
				t.Errorf("%s: %v, not %v", name, got, c.want)
			}
		}
		if f.Glyph('C') != 3 || f.Cover('Z') != fonts.Lacking || !f.Has('A') {
			t.Errorf("%s: %d, %v, %v", name, f.Glyph('C'), f.Cover('Z'), f.Has('A'))
		}
	}
}

// relabelled maps one character of a built font to glyph 2, which is empty.
func relabelled(t *testing.T, r rune) *fonts.Face {
	t.Helper()
	tables := parts(built(t, true, nil, triangle(90, 0), nil))
	var cmap []byte
	for _, v := range []int{0, 1, 3, 10, 0, 12, 12, 0, 0, 28, 0, 0, 0, 1, int(r) >> 16, int(r) & 0xFFFF, int(r) >> 16, int(r) & 0xFFFF, 0, 2} {
		cmap = binary.BigEndian.AppendUint16(cmap, uint16(v))
	}
	tables["cmap"] = cmap
	f, err := fonts.Open(pack(tables))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// parts is the tables of a file.
func parts(file []byte) map[string][]byte {
	tables := make(map[string][]byte)
	for i := range int(binary.BigEndian.Uint16(file[4:])) {
		tag := string(file[12+16*i : 16+16*i])
		b, _ := tableOf(file, tag)
		tables[tag] = b
	}
	return tables
}

func TestBlanksMayBeEmpty(t *testing.T) {
	for _, r := range " \u00A0\u3000\u2003\u200B\u200D\u2060\uFEFF\u00AD\u115F\u3164\uFFA0\u034F\u2800\uE000\U000E0100\U000F0000" {
		if f := relabelled(t, r); f.Cover(r) != fonts.Covered {
			t.Errorf("%U with an empty glyph is %v", r, f.Cover(r))
		}
	}
	for _, r := range "头A1，。︵︶﹃﹄·—…①\u0301\U00020000\U0001F600" {
		if f := relabelled(t, r); f.Cover(r) != fonts.Blank {
			t.Errorf("%U with an empty glyph is %v", r, f.Cover(r))
		}
	}
}

// The program's own faces have no empty glyph for anything that a paper prints:
// their chains have no holes.
func TestEmbeddedHaveInk(t *testing.T) {
	for _, f := range set(t).Faces() {
		n := 0
		for r := rune(0x20); r < 0x30000; r++ {
			if f.Glyph(r) != 0 && !f.Has(r) {
				t.Logf("%s: %U is %v", f.Name(), r, f.Cover(r))
				n++
			}
		}
		if n > 0 {
			t.Errorf("%s has %d glyphs without ink", f.Name(), n)
		}
	}
}

// unaligned is a file whose tables begin one byte after where they should.
func unaligned(file []byte) []byte {
	tables := parts(file)
	var tags []string
	for tag := range tables {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	out := slices.Clone(file[:12+16*len(tags)])
	for i, tag := range tags {
		for len(out)%4 != 1 {
			out = append(out, 0)
		}
		r := out[12+16*i:]
		copy(r, tag)
		binary.BigEndian.PutUint32(r[8:], uint32(len(out)))
		binary.BigEndian.PutUint32(r[12:], uint32(len(tables[tag])))
		out = append(out, tables[tag]...)
	}
	return out
}

func TestFilesOfBadForm(t *testing.T) {
	good := latin(t)
	longer := func(tag string, n int) []byte {
		tables := parts(good.Data())
		tables[tag] = append(slices.Clone(tables[tag]), make([]byte, n)...)
		return pack(tables)
	}
	without := func(tag string) []byte {
		tables := parts(good.Data())
		delete(tables, tag)
		return pack(tables)
	}
	damagedGPOS := parts(good.Data())
	damagedGPOS["GPOS"] = []byte{0, 9}
	for name, file := range map[string][]byte{
		"unaligned": unaligned(good.Data()), "unaligned collection": collection(unaligned(good.Data())),
		"long loca": longer("loca", 4), "long hmtx": longer("hmtx", 6), "no post": without("post"), "kerning": pack(damagedGPOS),
	} {
		f, err := fonts.Open(file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := f.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, r := range "Agé" {
			a, _ := f.Ink(r)
			b, _ := good.Ink(r)
			if a != b || f.Advance(r) != good.Advance(r) || !slices.Equal(f.Outline(r), good.Outline(r)) {
				t.Errorf("%s: %c differs", name, r)
			}
		}
		sound(t, subset(t, f, wants(f, "Agé")).File())
	}
	for _, which := range []string{"GoRegular", "0"} {
		if f, err := fonts.OpenMember(collection(unaligned(good.Data())), which); err != nil || f.Name() != good.Name() {
			t.Errorf("%s of an unaligned collection: %v, %v", which, f, err)
		}
	}
}

// TestOwnOutlines compares our own drawing of TrueType outlines with sfnt's.
func TestOwnOutlines(t *testing.T) {
	f := latin(t)
	sf := reader(t, f.Data())
	for id := range sf.NumGlyphs() {
		want := outline(t, sf, id)
		got, err := f.Drawn(uint16(id))
		if err != nil {
			t.Fatal(err)
		}
		if !sameWalk(want, got) {
			t.Errorf("glyph %d differs", id)
		}
	}
}

// sameWalk tells whether two outlines lead along the same line: they may begin
// a contour at other points of it.
func sameWalk(a, b sfnt.Segments) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	walks, others := trace(a), trace(b)
	if len(walks) != len(others) {
		return false
	}
	for i := range walks {
		// sfnt puts the points between two control points on whole units: half
		// a unit at most, along steps of some three units.
		if d, most := area(walks[i])-area(others[i]), 2*float64(len(walks[i])); d > most || d < -most {
			return false
		}
	}
	return true
}

func TestDebiansFonts(t *testing.T) {
	const dir = "/usr/share/fonts/truetype/"
	for _, c := range []struct{ file, from, has, blank string }{
		{"arphic/uming.ttc", "fonts-arphic-uming", "江上有雾，。（）", ""},
		{"arphic/ukai.ttc", "fonts-arphic-ukai", "江上有雾，。（）", ""},
		{"wqy/wqy-microhei.ttc", "fonts-wqy-microhei", "江上有雾，。（）", ""},
		{"wqy/wqy-zenhei.ttc", "fonts-wqy-zenhei", "江上有雾，。（）", ""},
		{"arphic-gbsn00lp/gbsn00lp.ttf", "fonts-arphic-gbsn00lp", "江上有雾，。（）『』", "︵︶﹃﹄"},
		{"arphic-gkai00mp/gkai00mp.ttf", "fonts-arphic-gkai00mp", "江上有雾，。（）『』", "︵︶﹃﹄"},
		{"nanum/NanumPen.ttf", "fonts-nanum-extra", "가나다", ""},
	} {
		t.Run(c.from, func(t *testing.T) {
			f, err := fonts.Open(oracle.File(t, dir+c.file))
			if err != nil {
				t.Fatal(err)
			}
			if err := f.Check(); err != nil {
				t.Error(err)
			}
			for _, r := range c.has {
				if f.Cover(r) != fonts.Covered {
					t.Errorf("%c is %v", r, f.Cover(r))
				}
			}
			for _, r := range c.blank {
				if f.Cover(r) != fonts.Blank {
					t.Errorf("%c is %v", r, f.Cover(r))
				}
			}
			sound(t, subset(t, f, wants(f, c.has)).File())
		})
	}
}
