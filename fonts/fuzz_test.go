package fonts_test

import (
	"slices"
	"testing"

	"duikai/fonts"
)

// FuzzFile opens any bytes as a font file (TrueType, PostScript outlines,
// collections of both) and asks every member everything.
func FuzzFile(f *testing.F) {
	glyf := built(f, false, nil, triangle(50, 3), composite(1))
	cff := postscript(f, []byte{0, 0, 34, 0, 35}, [][]byte{ret}, [][]byte{ret, ret}, endchar, slices.Concat(square(1, 2, 30), endchar), slices.Concat(op(callsubr, -107), endchar))
	both := collection(glyf, cff)
	f.Add(glyf, "")
	f.Add(cff, "Made")
	f.Add(both, "")
	f.Add(both, "1")
	f.Add(collection(cff, cff), "none")
	f.Add(both[:len(both)/2], "0")
	for _, n := range []byte{0, 1, 9, 255} { // members that the file has not
		many := slices.Clone(both)
		many[11] = n
		f.Add(many, "")
	}
	f.Fuzz(func(t *testing.T, data []byte, which string) {
		if len(data) > 1<<16 {
			return
		}
		face, err := fonts.OpenMember(data, which)
		if err == nil && face.Name() == "" && which != "" && which[0] > '9' {
			t.Errorf("a font without a name was found as %q", which)
		}
		use(data)
	})
}

// FuzzMember damages one font of a collection: with PostScript outlines or
// with those of TrueType.
func FuzzMember(f *testing.F) {
	whole := collection(
		built(f, true, nil, triangle(50, 0), composite(1), composite(3)),
		postscript(f, nil, [][]byte{ret}, [][]byte{ret}, endchar, slices.Concat(square(1, 2, 30), endchar)))
	f.Add(uint8(0), 0, byte(0), uint16(1))
	f.Add(uint8(1), 12, byte(0xff), uint16(3))
	f.Add(uint8(1), len(whole)-100, byte(0x80), uint16(7))
	f.Fuzz(func(t *testing.T, member uint8, at int, x byte, step uint16) {
		data := slices.Clone(whole)
		for n := 0; n < 64 && at >= 0 && at < len(data); n++ {
			data[at] ^= x
			at += int(step) + 1
		}
		use(data)
		face, err := fonts.OpenMember(data, string('0'+member%3))
		if err != nil {
			return
		}
		face.Ink('A')
		face.Outline('B')
		checked := face.Check()
		s, err := face.Subset([]fonts.Want{{Glyph: 0, Rune: 'A'}, {Glyph: 1, Rune: 'B'}})
		if err != nil {
			return
		}
		if _, err := fonts.Open(s.File()); err != nil && checked == nil {
			t.Errorf("a sound font gives a subset that cannot be opened: %v", err)
		}
	})
}
