package fonts_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"duikai/fonts"
	"duikai/samples/oracle"
)

// wants are the glyphs of some characters, each once and under its own.
func wants(f *fonts.Face, text string) []fonts.Want {
	var list []fonts.Want
	seen := make(map[rune]bool)
	for _, r := range text {
		if id := f.Glyph(r); id != 0 && !seen[r] {
			seen[r] = true
			list = append(list, fonts.Want{Glyph: id, Rune: r})
		}
	}
	return list
}

func subset(t testing.TB, f *fonts.Face, want []fonts.Want) *fonts.Subset {
	t.Helper()
	s, err := f.Subset(want)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// reader opens a font file as a program that is not ours does.
func reader(t testing.TB, file []byte) *sfnt.Font {
	t.Helper()
	sf, err := sfnt.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	return sf
}

// outline is a glyph in font units times 64.
func outline(t testing.TB, sf *sfnt.Font, id int) sfnt.Segments {
	t.Helper()
	var buf sfnt.Buffer
	seg, err := sf.LoadGlyph(&buf, sfnt.GlyphIndex(id), fixed.I(int(sf.UnitsPerEm())), nil)
	if err != nil {
		t.Fatalf("glyph %d: %v", id, err)
	}
	return slices.Clone(seg)
}

func advance(t testing.TB, sf *sfnt.Font, id int) fixed.Int26_6 {
	t.Helper()
	var buf sfnt.Buffer
	adv, err := sf.GlyphAdvance(&buf, sfnt.GlyphIndex(id), fixed.I(int(sf.UnitsPerEm())), font.HintingNone)
	if err != nil {
		t.Fatalf("glyph %d: %v", id, err)
	}
	return adv
}

// sameGlyphs compares a subset with the face it was made from.
func sameGlyphs(t *testing.T, f *fonts.Face, want []fonts.Want, s *fonts.Subset) {
	t.Helper()
	old, sf := reader(t, f.Data()), reader(t, s.File())
	if sf.NumGlyphs() != s.Glyphs() || s.Glyphs() < len(want)+1 {
		t.Fatalf("%d glyphs, not %d for %d wishes", sf.NumGlyphs(), s.Glyphs(), len(want))
	}
	var buf sfnt.Buffer
	for i, w := range append([]fonts.Want{{}}, want...) {
		if got, like := outline(t, sf, i), outline(t, old, int(w.Glyph)); !slices.Equal(got, like) {
			t.Errorf("%s: the outline of %q differs", f.Name(), w.Rune)
		}
		if got, like := advance(t, sf, i), advance(t, old, int(w.Glyph)); got != like {
			t.Errorf("%s: %q advances %d, not %d", f.Name(), w.Rune, got, like)
		}
		if i == 0 {
			continue
		}
		if id, err := sf.GlyphIndex(&buf, w.Rune); err != nil || int(id) != i {
			t.Errorf("%s: %q leads to glyph %d, not %d (%v)", f.Name(), w.Rune, id, i, err)
		}
	}
	sound(t, s.File())
	sound(t, s.Embedded())
	sound(t, s.Frame())
}

// tableOf is a table of a font file, with the checksum the directory tells.
func tableOf(file []byte, tag string) (table []byte, sum uint32) {
	for i := range int(binary.BigEndian.Uint16(file[4:])) {
		if r := file[12+16*i:]; string(r[:4]) == tag {
			at, n := binary.BigEndian.Uint32(r[8:]), binary.BigEndian.Uint32(r[12:])
			return file[at : at+n], binary.BigEndian.Uint32(r[4:])
		}
	}
	return nil, 0
}

func sum(b []byte) (n uint32) {
	for i, c := range b {
		n += uint32(c) << (24 - 8*(i%4))
	}
	return n
}

// sound checks a file's frame: order, places and sums of the tables.
func sound(t *testing.T, file []byte) {
	t.Helper()
	n := int(binary.BigEndian.Uint16(file[4:]))
	end, last := 12+16*n, ""
	for i := range n {
		r := file[12+16*i:]
		tag := string(r[:4])
		if tag <= last {
			t.Errorf("%q stands behind %q", tag, last)
		}
		last = tag
		at, size := int(binary.BigEndian.Uint32(r[8:])), int(binary.BigEndian.Uint32(r[12:]))
		if at != end || at%4 != 0 || at+size > len(file) {
			t.Errorf("%q lies at %d, %d bytes; the table before ends at %d", tag, at, size, end)
		}
		end = (at + size + 3) &^ 3
		table, told := tableOf(file, tag)
		if tag == "head" {
			table = slices.Clone(table)
			clear(table[8:12])
		}
		if got := sum(table); got != told {
			t.Errorf("%q sums to %x, the directory tells %x", tag, got, told)
		}
	}
	if end != len(file) {
		t.Errorf("%d bytes behind the tables", len(file)-end)
	}
	if got := sum(file); got != 0xB1B0AFBA {
		t.Errorf("the file sums to %x", got)
	}
	maxp, _ := tableOf(file, "maxp")
	head, _ := tableOf(file, "head")
	loca, _ := tableOf(file, "loca")
	glyf, _ := tableOf(file, "glyf")
	width := 2 + 2*int(head[51])
	if want := width * (int(binary.BigEndian.Uint16(maxp[4:])) + 1); len(loca) != want {
		t.Fatalf("loca has %d bytes, not %d", len(loca), want)
	}
	at := 0
	for ; len(loca) > 0; loca = loca[width:] {
		next := 2 * int(binary.BigEndian.Uint16(loca))
		if width == 4 {
			next = int(binary.BigEndian.Uint32(loca))
		}
		if next < at || next%4 != 0 {
			t.Errorf("loca goes from %d to %d", at, next)
		}
		at = next
	}
	if at != len(glyf) {
		t.Errorf("loca ends at %d of %d", at, len(glyf))
	}
}

func TestSubset(t *testing.T) {
	plain := "今年是我国发展史上的重要一年，“挤压”标点……ABC fi 0123 éÅ𠮷㙍"
	italic, err := fonts.Open(goitalic.TTF)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(set(t).Faces(), latin(t), italic) {
		for _, text := range []string{"", "A", "一", "A一", plain} {
			want := wants(f, text)
			sameGlyphs(t, f, want, subset(t, f, want))
		}
	}
}

// Every glyph of a face, so that every kind of outline it has comes up; loca
// must be long, and the characters lie too scattered for a short table.
func TestSubsetOfEverything(t *testing.T) {
	for _, f := range []*fonts.Face{face(t, fonts.Kai), latin(t)} {
		var want []fonts.Want
		for id := range reader(t, f.Data()).NumGlyphs() {
			want = append(want, fonts.Want{Glyph: uint16(id), Rune: 0xF0000 + rune(id)})
			if len(want) == 60_000 {
				break
			}
		}
		sameGlyphs(t, f, want, subset(t, f, want))
	}
}

// Characters far from one another in any order, above the basic plane too, and
// the same glyph for several.
func TestSubsetRunes(t *testing.T) {
	f := face(t, fonts.Song)
	a, b := f.Glyph('一'), f.Glyph('人')
	want := []fonts.Want{{a, 0x10FFFD}, {b, 0xE000}, {a, 0xE001}, {a, 0xFFFF}, {b, 0x10000}, {a, 'z'}, {b, 0xFFFE}, {a, 0}}
	sameGlyphs(t, f, want, subset(t, f, want))
	if s := subset(t, f, want); s.Glyphs() != len(want)+1 {
		t.Errorf("%d glyphs", s.Glyphs())
	}
	// Of two wishes for one character the first holds.
	sf := reader(t, subset(t, f, []fonts.Want{{a, 'x'}, {b, 'x'}}).File())
	if id, err := sf.GlyphIndex(nil, 'x'); err != nil || id != 1 {
		t.Errorf("%d, %v", id, err)
	}
}

func TestSubsetIsTheSameTwice(t *testing.T) {
	f := face(t, fonts.Song)
	want := wants(f, "今年是我国发展史上的重要一年")
	if !bytes.Equal(subset(t, f, want).File(), subset(t, f, want).File()) {
		t.Error("two subsets of the same glyphs differ")
	}
}

// A short table of places holds numbers up to 131,070; one glyph more makes it
// long.
func TestPlacesShortAndLong(t *testing.T) {
	f := face(t, fonts.Song)
	formats := make(map[int]int)
	var want []fonts.Want
	for r := rune(0x4E00); len(want) < 700; r++ {
		want = append(want, fonts.Want{Glyph: f.Glyph(r), Rune: r})
	}
	for n := 300; n < len(want); n += 7 {
		s := subset(t, f, want[:n])
		head, _ := tableOf(s.File(), "head")
		glyf, _ := tableOf(s.File(), "glyf")
		if long := len(glyf) > 131070; long != (head[51] == 1) {
			t.Errorf("%d bytes of outlines with places of format %d", len(glyf), head[51])
		}
		formats[int(head[51])]++
		sound(t, s.File())
	}
	if len(formats) != 2 {
		t.Errorf("formats %v: the test no longer crosses the border", formats)
	}
}

// built is a font made by hand: glyphs as given, each an em wide.
func built(t testing.TB, long bool, glyphs ...[]byte) []byte {
	t.Helper()
	base := latin(t).Data()
	put := binary.BigEndian.AppendUint16
	var glyf, loca, hmtx []byte
	place := func() {
		if long {
			loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		} else {
			loca = put(loca, uint16(len(glyf)/2))
		}
	}
	for i, g := range glyphs {
		place()
		glyf = append(glyf, g...)
		if len(glyf)%2 != 0 && !long {
			glyf = append(glyf, 0)
		}
		hmtx = put(put(hmtx, 1000), uint16(i))
	}
	place()
	keep := func(tag string) []byte { b, _ := tableOf(base, tag); return slices.Clone(b) }
	head, hhea, maxp := keep("head"), keep("hhea"), keep("maxp")
	head[51] = 0
	if long {
		head[51] = 1
	}
	binary.BigEndian.PutUint16(head[18:], 1000)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(glyphs)))
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(glyphs)))
	// Characters A and on are glyphs 1 and on.
	var cmap []byte
	last := 'A' + len(glyphs) - 2
	for _, v := range []int{0, 1, 3, 1, 0, 12, 4, 32, 0, 4, 4, 1, 0, last, 0xFFFF, 0, 'A', 0xFFFF, 1 - 'A', 1, 0, 0} {
		cmap = put(cmap, uint16(v))
	}
	return pack(map[string][]byte{
		"head": head, "hhea": hhea, "maxp": maxp, "hmtx": hmtx, "loca": loca, "glyf": glyf, "cmap": cmap,
		"name": keep("name"), "OS/2": keep("OS/2"), "post": keep("post"),
	})
}

func pack(tables map[string][]byte) []byte {
	var tags []string
	for tag := range tables {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	b := []byte{0, 1, 0, 0, 0, byte(len(tags)), 0, 0, 0, 0, 0, 0}
	at := 12 + 16*len(tags)
	for _, tag := range tags {
		b = append(b, tag...)
		for _, n := range []int{0, at, len(tables[tag])} {
			b = binary.BigEndian.AppendUint32(b, uint32(n))
		}
		at += (len(tables[tag]) + 3) &^ 3
	}
	for _, tag := range tags {
		b = append(b, tables[tag]...)
		for len(b)%4 != 0 {
			b = append(b, 0)
		}
	}
	return b
}

// triangle is a simple glyph with instructions; its odd length depends on
// their number.
func triangle(size byte, instructions int) []byte {
	g := []byte{0, 1, 0, 0, 0, 0, 0, size, 0, size, 0, 2, 0, byte(instructions)}
	for range instructions {
		g = append(g, 0x4F)
	}
	// Three points, one byte for each step.
	g = append(g, 0x37, 0x37, 0x37)
	return append(g, 0, size, 0, 0, 0, size)
}

// composite is a glyph of others, each moved by some units; with instructions
// behind.
func composite(parts ...int) []byte {
	g := []byte{0xFF, 0xFF, 0, 0, 0, 0, 0, 100, 0, 100}
	for i, p := range parts {
		flags := uint16(2) // the two bytes are distances
		if i+1 < len(parts) {
			flags |= 32
		} else {
			flags |= 256
		}
		g = binary.BigEndian.AppendUint16(g, flags)
		g = binary.BigEndian.AppendUint16(g, uint16(p))
		g = append(g, byte(10*i), byte(5*i))
	}
	return append(g, 0, 1, 0x4F)
}

func TestCompositesOfComposites(t *testing.T) {
	for _, long := range []bool{false, true} {
		// D is made of C twice, C of B and A, B of A; E of a part no one wants.
		data := built(t, long, nil, triangle(50, 3), composite(1), composite(2, 1), composite(3, 3), composite(6), triangle(90, 0))
		f, err := fonts.Open(data)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Check(); err != nil {
			t.Fatal(err)
		}
		for text, glyphs := range map[string]int{"A": 2, "B": 3, "C": 4, "D": 5, "DA": 5, "E": 3, "EDBCA": 7} {
			want := wants(f, text)
			s := subset(t, f, want)
			sameGlyphs(t, f, want, s)
			if s.Glyphs() != glyphs {
				t.Errorf("%s: %d glyphs, not %d", text, s.Glyphs(), glyphs)
			}
			maxp, _ := tableOf(s.File(), "maxp")
			if text == "D" && (binary.BigEndian.Uint16(maxp[10:]) != 12 || binary.BigEndian.Uint16(maxp[30:]) != 3) {
				t.Errorf("maxp tells %x", maxp)
			}
			glyf, _ := tableOf(s.File(), "glyf")
			if bytes.Contains(glyf, []byte{0x4F}) {
				t.Errorf("%s: instructions are left", text)
			}
		}
	}
}

// collection puts font files into one, each with tables of its own.
func collection(files ...[]byte) []byte {
	b := []byte{'t', 't', 'c', 'f', 0, 1, 0, 0, 0, 0, 0, byte(len(files))}
	at := len(b) + 4*len(files)
	for _, f := range files {
		b = binary.BigEndian.AppendUint32(b, uint32(at))
		at += len(f)
	}
	for _, f := range files {
		begin := len(b)
		b = append(b, f...)
		for i := range int(f[5]) {
			place := b[begin+12+16*i+8:]
			binary.BigEndian.PutUint32(place, binary.BigEndian.Uint32(place)+uint32(begin))
		}
	}
	return b
}

// A collection of TrueType fonts: every member finds its own tables.
func TestMembers(t *testing.T) {
	files := [][]byte{
		built(t, false, nil, triangle(50, 0)),
		built(t, true, nil, triangle(70, 2), composite(1)),
		latin(t).Data(),
	}
	data := collection(files...)
	for i, file := range files {
		f, err := fonts.OpenMember(data, fmt.Sprint(i))
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Check(); err != nil {
			t.Error(err)
		}
		alone, err := fonts.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range "AB" {
			if f.Glyph(r) != alone.Glyph(r) || !slices.Equal(f.Outline(r), alone.Outline(r)) {
				t.Errorf("member %d: %q is another", i, r)
			}
		}
		if !bytes.Equal(subset(t, f, wants(f, "AB")).File(), subset(t, alone, wants(alone, "AB")).File()) {
			t.Errorf("member %d: the subset is another", i)
		}
	}
	for at := range 24 {
		damaged := slices.Clone(data)
		damaged[at] ^= 0x41
		if f, err := fonts.Open(damaged); err == nil {
			_ = f.Check()
			_, _ = f.Subset(wants(f, "AB"))
		}
	}
}

func TestGlyphsThatAreNoGlyphs(t *testing.T) {
	cut := triangle(50, 0)
	for name, c := range map[string]struct {
		glyphs [][]byte
		reason string
	}{
		"itself":     {[][]byte{nil, composite(1)}, "made of itself"},
		"circle":     {[][]byte{nil, composite(2), composite(3), composite(1)}, "made of itself"},
		"not there":  {[][]byte{nil, composite(9)}, "not there"},
		"cut":        {[][]byte{nil, cut[:len(cut)-2]}, "cut short"},
		"cut early":  {[][]byte{nil, {0, 1, 0}}, "cut short"},
		"cut part":   {[][]byte{nil, composite(1)[:12]}, "cut short"},
		"backwards":  {[][]byte{nil, append([]byte{0, 2, 0, 0, 0, 0, 0, 9, 0, 9, 0, 5, 0, 3}, cut[12:]...)}, "backwards"},
		"bottomless": {deep(40), "too deep"},
	} {
		f, err := fonts.Open(built(t, true, c.glyphs...))
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Check(); err == nil || !strings.Contains(err.Error(), c.reason) {
			t.Errorf("%s: Check says %v", name, err)
		}
		_, err = f.Subset([]fonts.Want{{Glyph: 1, Rune: 'A'}})
		if d, ok := err.(*fonts.DamagedGlyph); !ok || !strings.Contains(err.Error(), c.reason) || d.Glyph == 0 {
			t.Errorf("%s: Subset says %v", name, err)
		}
	}
	if _, err := latin(t).Subset([]fonts.Want{{Glyph: 60000, Rune: 'A'}}); err == nil {
		t.Error("a glyph the face does not have")
	}
	if _, err := latin(t).Subset(make([]fonts.Want, 1<<16)); err == nil {
		t.Error("more glyphs than can be numbered")
	}
}

// deep is glyphs each made of the next.
func deep(n int) [][]byte {
	list := [][]byte{nil}
	for i := range n {
		list = append(list, composite(i+2))
	}
	return append(list, triangle(9, 0))
}

// FuzzSubset: a damaged font gives an error or a subset that another reader
// opens, never a panic.
func FuzzSubset(f *testing.F) {
	seeds := [][]byte{
		built(f, false, nil, triangle(50, 3), composite(1), composite(2, 1)),
		built(f, true, nil, triangle(50, 0), composite(1), composite(3)),
	}
	for i := range seeds {
		f.Add(i, 0, byte(0), uint16(1))
		f.Add(i, 300, byte(0xff), uint16(7))
	}
	f.Fuzz(func(t *testing.T, which, at int, x byte, step uint16) {
		data := slices.Clone(seeds[uint(which)%uint(len(seeds))])
		for n := 0; n < 64 && at >= 0 && at < len(data); n++ {
			data[at] ^= x
			at += int(step) + 1
		}
		f, err := fonts.Open(data)
		if err != nil {
			return
		}
		checked := f.Check()
		s, err := f.Subset([]fonts.Want{{1, 'A'}, {2, 'B'}, {3, 0x20000}, {3, 0xE000}})
		if err != nil {
			return
		}
		if _, err := sfnt.Parse(s.File()); err != nil && checked == nil {
			t.Error(err)
		}
		s.Embedded()
		s.Frame()
	})
}

// FuzzSubsetOfReal damages one table of a real face.
func FuzzSubsetOfReal(f *testing.F) {
	tags := []string{"glyf", "loca", "hmtx", "hhea", "maxp", "head", "cmap", "OS/2", "name", "post"}
	for i := range tags {
		f.Add(i, uint32(0), byte(0xff))
		f.Add(i, uint32(1000), byte(0x80))
	}
	data := slices.Clone(latin(f).Data())
	f.Fuzz(func(t *testing.T, which int, at uint32, x byte) {
		table, _ := tableOf(data, tags[uint(which)%uint(len(tags))])
		place := &table[int(at)%len(table)]
		*place ^= x
		defer func() { *place ^= x }()
		face, err := fonts.Open(data)
		if err != nil {
			return
		}
		_ = face.Check()
		if s, err := face.Subset(wants(face, "AVfié国")); err == nil {
			s.File()
		}
	})
}

// TestOtherReaders lets programs that are not ours read subsets.
func TestOtherReaders(t *testing.T) {
	composites, err := fonts.Open(built(t, false, nil, triangle(50, 3), composite(1), composite(2, 1), composite(3, 3)))
	if err != nil {
		t.Fatal(err)
	}
	faces := append(set(t).Faces(), latin(t), composites)
	read := func(t *testing.T, f *fonts.Face, c ...string) {
		t.Helper()
		name := filepath.Join(t.TempDir(), "subset.ttf")
		if err := os.WriteFile(name, subset(t, f, wants(f, "今年是我国“挤压”ABCDé𠮷")).File(), 0o644); err != nil {
			t.Fatal(err)
		}
		if out, err := oracle.Command(t, c[0], append(slices.Clone(c[1:]), name)...).CombinedOutput(); err != nil || c[0] == "fc-query" && string(out) != f.Name() {
			t.Errorf("%s of %s: %v\n%s", c[0], f.Name(), err, out)
		}
	}
	for _, c := range [][]string{{"ots-sanitize"}, {"fc-query", "-f", "%{postscriptname}"}} {
		t.Run(c[0], func(t *testing.T) {
			for _, f := range faces {
				read(t, f, c...)
			}
		})
		t.Run(c[0]+" of a collection", func(t *testing.T) { read(t, notoCJK(t), c...) })
	}
}

func BenchmarkSubset(b *testing.B) {
	for _, role := range []fonts.Role{fonts.Song, fonts.Kai} {
		f := face(b, role)
		for _, n := range []int{300, 3000} {
			var want []fonts.Want
			for i := range n {
				r := 0x4E00 + rune(i*7%20992)
				want = append(want, fonts.Want{Glyph: f.Glyph(r), Rune: r})
			}
			b.Run(fmt.Sprintf("%s/%d", f.Name(), n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					s, err := f.Subset(want)
					if err != nil {
						b.Fatal(err)
					}
					b.SetBytes(int64(len(s.Embedded())))
				}
			})
		}
	}
}
