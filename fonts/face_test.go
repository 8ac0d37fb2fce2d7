package fonts_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"duikai/fonts"
	"duikai/fonts/embedded"
)

func face(t testing.TB, r fonts.Role) *fonts.Face {
	t.Helper()
	set, err := embedded.Set()
	if err != nil {
		t.Fatal(err)
	}
	return set.Chain(r).Faces()[0]
}

// textFaces are the faces of the house but that of headlines alone, which has neither
// vertical forms nor ligatures.
func textFaces(t testing.TB) []*fonts.Face {
	brush := face(t, fonts.XingKai)
	return slices.DeleteFunc(set(t).Faces(), func(f *fonts.Face) bool { return f == brush })
}

func latin(t testing.TB) *fonts.Face {
	t.Helper()
	f, err := fonts.Open(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestCoverage(t *testing.T) {
	for role, name := range map[fonts.Role]string{
		fonts.Song: "NotoSerifSC-Regular", fonts.Title: "NotoSerifSC-Bold", fonts.TitleBlack: "NotoSerifSC-Black",
		fonts.Hei: "NotoSansSC-Regular", fonts.HeiBold: "NotoSansSC-Bold", fonts.Kai: "LXGWWenKai-Regular",
	} {
		f := face(t, role)
		if f.Name() != name {
			t.Errorf("%v is set with %s, not %s", role, f.Name(), name)
		}
		for _, r := range "汉字，。“”—…·《》〇①A1 " {
			if !f.Has(r) || f.Glyph(r) == 0 || f.Advance(r) == 0 {
				t.Errorf("%s lacks %q", name, r)
			}
		}
		// Vertical forms are drawn as characters of their own.
		for _, r := range "︐︒︗︘︵︶﹁﹂" {
			if white := r == '︗' || r == '︘'; white && role == fonts.Kai {
				continue // WenKai has no upright 〖〗
			}
			if !f.Has(r) {
				t.Errorf("%s lacks the vertical form %U", name, r)
			}
		}
		for _, r := range []rune{0xFFFFF, 0x10FFFF, 0x110000, -1, 0xD800} {
			if f.Has(r) || f.Glyph(r) != 0 || f.Advance(r) != 0 {
				t.Errorf("%s claims to have %U", name, r)
			}
		}
		c := f.Coverage()
		if !c.Level1.Whole() || !c.Level2.Whole() || c.Unified.Have < 20976 || c.Characters < 25000 {
			t.Errorf("%s: %+v", name, c)
		}
		t.Logf("%s %+v", name, c)
	}
	c := latin(t).Coverage()
	if c.Level1.Have != 0 || c.Level1.Of != 3755 || c.Level2.Of != 3008 || c.Unified.Of != 20992 || c.Characters < 500 || c.Characters > 1000 {
		t.Errorf("Go Regular: %+v", c)
	}
}

func TestAbout(t *testing.T) {
	got := face(t, fonts.TitleBlack).About()
	want := fonts.About{
		Name: "NotoSerifSC-Black", Family: "Noto Serif SC", Style: "Black",
		Version:   "2.003-H1;hotconv 1.1.1;makeotfexe 2.6.0",
		Copyright: "(c) 2017-2024 Adobe (http://www.adobe.com/).",
		Licence:   "This Font Software is licensed under the SIL Open Font License, Version 1.1. This license is available with a FAQ at: https://openfontlicense.org",
	}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if a := latin(t).About(); a.Family != "Go" || a.Style != "Regular" {
		t.Errorf("%+v", a)
	}
}

// The advances and inks the layout's tables of marks rest on.
func TestMarks(t *testing.T) {
	for _, c := range []struct {
		role     fonts.Role
		r        rune
		advance  fonts.Em
		from, to fonts.Em
	}{
		{fonts.Song, '字', 1000, 0, 0},
		{fonts.Song, '—', 890, 43, 846},
		{fonts.Song, '，', 1000, 78, 227},
		{fonts.HeiBold, '·', 1000, 372, 628},
		{fonts.HeiBold, '0', 590, 0, 0},
		{fonts.Kai, '“', 350, 57, 308},
		{fonts.Kai, '。', 1000, 77, 351},
		{fonts.Song, '　', 1000, 0, 0},
	} {
		f := face(t, c.role)
		if got := f.Advance(c.r); got != c.advance {
			t.Errorf("%s: %c advances %d, not %d", f.Name(), c.r, got, c.advance)
		}
		box, ok := f.Ink(c.r)
		if !ok {
			t.Errorf("%s: no ink of %c", f.Name(), c.r)
		}
		if c.to != 0 && (box.XMin != c.from || box.XMax != c.to) {
			t.Errorf("%s: the ink of %c goes from %d to %d, not %d to %d", f.Name(), c.r, box.XMin, box.XMax, c.from, c.to)
		}
		if again, _ := f.Ink(c.r); again != box {
			t.Errorf("%s: the ink of %c changes", f.Name(), c.r)
		}
	}
	f := face(t, fonts.Song)
	if b, ok := f.Ink('国'); !ok || b.YMin >= 0 || b.YMax < 700 || b.YMax > fonts.EmAscent {
		t.Errorf("国 stands at %+v: y must grow upward", b)
	}
	if b, ok := f.Ink(' '); !ok || b != (fonts.Box{}) {
		t.Errorf("the space has ink %+v, %v", b, ok)
	}
	if _, ok := latin(t).Ink('国'); ok {
		t.Error("ink of a character the face lacks")
	}
}

func TestKern(t *testing.T) {
	song, kai := face(t, fonts.Song), face(t, fonts.Kai)
	if k := song.Kern('A', 'V'); k >= 0 || k < -200 {
		t.Errorf("AV is kerned by %d", k)
	}
	if k := song.Kern('汉', '字'); k != 0 {
		t.Errorf("汉字 is kerned by %d", k)
	}
	if k := kai.Kern('A', 'V'); k != 0 {
		t.Errorf("%s has kerning: %d", kai.Name(), k)
	}
	if k := song.Kern('A', 0xFFFFF); k != 0 {
		t.Errorf("kerning with a character the face lacks: %d", k)
	}
}

func TestGridOf2048(t *testing.T) {
	f := latin(t)
	if f.UnitsPerEm() != 2048 {
		t.Fatal(f.UnitsPerEm())
	}
	// 1139/2048 em, truncated.
	if a := f.Advance('a'); a != 556 {
		t.Errorf("a advances %d", a)
	}
	if b, _ := f.Ink('H'); b.YMin != 0 || b.YMax < 650 || b.YMax > 800 {
		t.Errorf("H stands at %+v", b)
	}
}

func TestOutline(t *testing.T) {
	f := face(t, fonts.Song)
	a := f.Outline('永')
	if len(a) == 0 {
		t.Fatal("no outline")
	}
	kept := slices.Clone(a)
	clear(f.Outline('永'))
	f.Outline('國')
	if !slices.Equal(a, kept) {
		t.Error("an outline handed out has changed")
	}
	if f.Outline(0xFFFFF) != nil {
		t.Error("outline of a character the face lacks")
	}
	m, err := f.Metrics()
	if err != nil || m.Ascent < 700 || m.Descent < 100 || m.CapHeight < 600 || m.XHeight < 400 {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestOpenRefuses(t *testing.T) {
	short := goregular.TTF[:len(goregular.TTF)/2]
	for name, data := range map[string][]byte{
		"nothing": nil, "a few bytes": []byte("OTTO"), "half a file": short,
		"text": bytes.Repeat([]byte("报纸"), 1000),
	} {
		if f, err := fonts.Open(data); err == nil {
			t.Errorf("%s was opened as %s", name, f.Name())
		}
	}
	// The outlines of variable fonts are in CFF2.
	cff := slices.Clone(goregular.TTF)
	copy(cff[bytes.Index(cff, []byte("glyf")):], "CFF2")
	if _, err := fonts.Open(cff); !errors.Is(err, fonts.ErrCFF2) || !strings.Contains(fonts.ErrCFF2.In(true), "CFF2") {
		t.Errorf("%v", err)
	}
}

func TestManyGoroutines(t *testing.T) {
	data := face(t, fonts.Song).Data()
	want := face(t, fonts.Song)
	f, err := fonts.Open(data) // empty caches
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for i := range 1500 {
				r := 0x4E00 + rune((i*7919+n)%20992)
				if f.Advance(r) != 1000 || !f.Has(r) {
					t.Errorf("%c is lost", r)
				}
				if i%50 != 0 {
					continue
				}
				a, _ := f.Ink(r)
				if b, _ := want.Ink(r); a != b {
					t.Errorf("ink of %c: %v and %v", r, a, b)
				}
				f.Kern('A', 'a'+rune(i%26))
				f.Outline(r)
				f.Has(0x20000 + rune(i))
			}
		})
	}
	wg.Wait()
}

func TestNoCopies(t *testing.T) {
	f := face(t, fonts.Song)
	if &f.Data()[0] != &face(t, fonts.Song).Data()[0] {
		t.Error("the data moves")
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	g, err := fonts.Open(f.Data())
	if err != nil {
		t.Fatal(err)
	}
	for r := rune(0x4E00); r < 0x9FFF; r++ {
		g.Advance(r)
	}
	runtime.ReadMemStats(&after)
	// The race detector makes pools forget, hence the wide margin.
	if n := after.TotalAlloc - before.TotalAlloc; n >= uint64(len(f.Data())) {
		t.Errorf("opening a face and measuring its Chinese characters takes %d bytes", n)
	}
	if n := testing.AllocsPerRun(1000, func() { g.Advance('中'); g.Has('国'); g.Glyph('人') }); n != 0 {
		t.Errorf("%v allocations for characters already seen", n)
	}
}

// FuzzOpen feeds damaged files: a paper brings its own faces, and one bad file
// must not take down a batch.
func FuzzOpen(f *testing.F) {
	whole := goregular.TTF
	f.Add(0, uint16(0), byte(0), len(whole))
	f.Add(4, uint16(1), byte(0xff), len(whole))
	f.Add(700, uint16(3), byte(0x80), len(whole)/2)
	f.Fuzz(func(t *testing.T, at int, step uint16, b byte, size int) {
		if size < 0 || size > len(whole) || at < 0 {
			return
		}
		data := slices.Clone(whole[:size])
		for n := 0; n < 64 && at < len(data); n++ {
			data[at] ^= b
			at += int(step) + 1
		}
		use(data)
	})
}

// use asks a face everything.
func use(data []byte) {
	face, err := fonts.Open(data)
	if err != nil {
		return
	}
	for _, r := range "AVfi汉，—\U00020000" {
		face.Has(r)
		face.Advance(r)
		face.Ink(r)
		face.Kern('A', r)
		face.Outline(r)
		face.InkIn(r, fonts.Vertical)
		_, _ = face.Subset([]fonts.Want{{Glyph: face.Glyph(r), Rune: r}})
	}
	_ = face.Check()
	face.Metrics()
	face.About()
}

// TestDamagedTables damages every table of a file in turn.
func TestDamagedTables(t *testing.T) {
	opened := 0
	for at := 0; at < 600; at++ {
		for _, b := range []byte{0x01, 0x80, 0xff} {
			data := slices.Clone(goregular.TTF)
			data[at] ^= b
			use(data)
			opened++
		}
	}
	for at := 600; at < len(goregular.TTF); at += 97 {
		data := slices.Clone(goregular.TTF)
		for i := at; i < min(at+8, len(data)); i++ {
			data[i] = 0xff
		}
		use(data)
		use(data[:at])
	}
}

// TestDamagedKerning damages the GPOS table of a Chinese face, whose lookups
// nest deeper than anything in a Latin one.
func TestDamagedKerning(t *testing.T) {
	data := slices.Clone(face(t, fonts.Song).Data())
	at, size := 0, 0
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		if r := data[12+16*i:]; string(r[:4]) == "GPOS" {
			at, size = int(binary.BigEndian.Uint32(r[8:])), int(binary.BigEndian.Uint32(r[12:]))
		}
	}
	damage := func(i int) {
		kept := data[i]
		for _, b := range []byte{0x01, 0x7f, 0xff} {
			data[i] ^= b
			if f, err := fonts.Open(data); err == nil {
				f.Kern('A', 'V')
				f.Kern('T', 'o')
			}
			data[i] = kept
		}
	}
	for i := at; i < at+min(size, 1500); i++ {
		damage(i)
	}
	for i := at + 1500; i < at+size; i += 211 {
		damage(i)
	}
}

func BenchmarkAdvance(b *testing.B) {
	const chars = 56_000
	text := make([]rune, chars)
	for i := range text {
		text[i] = 0x4E00 + rune(i*7919%3000)
	}
	for name, role := range map[string]fonts.Role{"NotoSerifSC": fonts.Song, "LXGWWenKai": fonts.Kai} {
		f := face(b, role)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var sum fonts.Em
				for _, r := range text {
					sum += f.Advance(r)
				}
				if sum < chars {
					b.Fatal("characters are lost")
				}
			}
		})
		b.Run(name+"/fresh", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g, err := fonts.Open(f.Data())
				if err != nil {
					b.Fatal(err)
				}
				for _, r := range text {
					g.Advance(r)
				}
			}
		})
	}
}

func BenchmarkCoverage(b *testing.B) {
	data := face(b, fonts.Song).Data()
	for b.Loop() {
		f, err := fonts.Open(data)
		if err != nil {
			b.Fatal(err)
		}
		f.Coverage()
	}
}
