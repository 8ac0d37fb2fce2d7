package fonts_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"duikai/fonts"
	"duikai/samples/oracle"
)

// variable is a font of two weights: glyph 1 grows by 40 to the right and its
// body by 100 towards wght 900, and loses 20 of its body towards 100. Glyph 2
// is made of glyph 1, which moves upward by 30 towards 900.
func variable(t testing.TB) map[string][]byte {
	w := func(list ...int) (b []byte) {
		for _, v := range list {
			b = binary.BigEndian.AppendUint16(b, uint16(v))
		}
		return b
	}
	tables := parts(built(t, true, nil, triangle(90, 0), composite(1), triangle(60, 0)))
	fvar := append(w(1, 0, 16, 2, 1, 20, 0, 8), "wght"...)
	tables["fvar"] = append(fvar, w(100, 0, 400, 0, 900, 0, 0, 256)...)
	const peak, whole = 0x8000 | 0x2000, 0x4000
	// Heavier: every point, deltas of three points and four edges.
	heavy := []byte{0, 0x06, 0, 40, 40, 0, 100, 0, 0, 0x86}
	light := []byte{0, 0x83, 0x02, 0xEC, 0, 0, 0x86}
	one := append(w(2, 4+12, len(heavy), peak, whole, len(light), peak, -whole), heavy...)
	one = append(one, light...)
	moved := []byte{0, 0x84, 0x00, 30, 0x83} // one part and four edges: no x, y of the part
	two := append(w(1, 4+6, len(moved), peak, whole), moved...)
	for len(one)%2 != 0 {
		one = append(one, 0)
	}
	for len(two)%2 != 0 {
		two = append(two, 0)
	}
	const header = 20 + 2*5
	gvar := w(1, 0, 1, 0, 0, header, 4, 0, 0, header, 0, 0, len(one)/2, (len(one)+len(two))/2, (len(one)+len(two))/2)
	tables["gvar"] = append(append(gvar, one...), two...)
	return tables
}

func at(t testing.TB, f *fonts.Face, weight float64) *fonts.Face {
	t.Helper()
	g, err := f.At(fonts.Instance{Axes: map[string]float64{"wght": weight}})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestInstances(t *testing.T) {
	f, err := fonts.Open(pack(variable(t)))
	if err != nil {
		t.Fatal(err)
	}
	if f.Set() != "wght 400" || len(f.Axes()) != 1 || f.Axes()[0] != (fonts.Axis{Tag: "wght", Min: 100, Default: 400, Max: 900}) {
		t.Errorf("%q, %v", f.Set(), f.Axes())
	}
	base, _ := f.Ink('A')
	for weight, want := range map[float64]struct{ advance, right, up fonts.Em }{
		400: {1000, 0, 0}, 900: {1100, 40, 30}, 650: {1050, 20, 15}, 100: {980, 0, 0}, 250: {990, 0, 0}, 525: {1025, 10, 8},
	} {
		g := at(t, f, weight)
		one, _ := g.Ink('A')
		two, _ := g.Ink('B')
		if g.Advance('A') != want.advance || one.XMax != base.XMax+want.right || one.YMax != base.YMax || two.XMax != one.XMax || two.YMax != one.YMax+want.up {
			t.Errorf("%v: advance %d, ink %v and %v of %v", weight, g.Advance('A'), one, two, base)
		}
		if c, _ := g.Ink('C'); c.XMax != 60 || g.Advance('C') != 1000 {
			t.Errorf("%v: what does not vary has ink %v", weight, c)
		}
		if name := fmt.Sprintf("GoRegular_%vwght", weight); g.Name() != name || g.Set() != fmt.Sprint("wght ", weight) {
			t.Errorf("%s, %s", g.Name(), g.Set())
		}
		file := subset(t, g, wants(g, "ABC")).File()
		sound(t, file)
		again, err := fonts.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range "ABC" {
			a, _ := g.Ink(r)
			if b, _ := again.Ink(r); a != b || again.Advance(r) != g.Advance(r) {
				t.Errorf("%v: %c in the subset has ink %v and advance %d, not %v and %d", weight, r, b, again.Advance(r), a, g.Advance(r))
			}
		}
	}
}

func TestInstancesThatAreNot(t *testing.T) {
	f, err := fonts.Open(pack(variable(t)))
	if err != nil {
		t.Fatal(err)
	}
	for want, in := range map[string]fonts.Instance{
		`it has no axis "wdth"; it has wght`: {Axes: map[string]float64{"wdth": 90}},
		`wght 50 is not between 100 and 900`: {Axes: map[string]float64{"wght": 50}},
		`it has no instance "Bold"`:          {Name: "Bold"},
	} {
		if _, err := f.At(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v", in, err)
		}
	}
	if g, err := f.At(fonts.Instance{}); g != f || err != nil {
		t.Error("the default is another face")
	}
	if _, err := latin(t).At(fonts.Instance{Axes: map[string]float64{"wght": 700}}); !errors.Is(err, fonts.ErrNotVariable) {
		t.Errorf("%v", err)
	}
	if latin(t).Set() != "" {
		t.Error("a font of one weight stands at an instance")
	}
}

// TestInstancesAreThoseOfHarfBuzz compares with hb-shape: advances and ink of
// letters at several weights, composite ones among them.
func TestInstancesAreThoseOfHarfBuzz(t *testing.T) {
	const file = "/usr/share/fonts/truetype/inter-vf/Inter-roman.var.ttf"
	f, err := fonts.Open(oracle.File(t, file))
	if err != nil {
		t.Fatal(err)
	}
	for _, weight := range []float64{100, 333, 400, 550, 900} {
		g := at(t, f, weight)
		for _, r := range "Ag&éß@" {
			out := oracle.Run(t, "hb-shape", "--no-glyph-names", "--no-clusters", "--show-extents", "--font-size=1000", fmt.Sprint("--variations=wght=", weight), file, string(r))
			var id, adv, x, y, w, h int
			if _, err := fmt.Sscanf(string(out), "[%d+%d<%d,%d,%d,%d>]", &id, &adv, &x, &y, &w, &h); err != nil {
				t.Fatalf("%s: %v", out, err)
			}
			ink, _ := g.Ink(r)
			near := func(a fonts.Em, b int) bool { return int(a)-b <= 1 && b-int(a) <= 1 }
			if !near(g.Advance(r), adv) || !near(ink.XMin, x) || !near(ink.YMax, y) || !near(ink.XMax, x+w) || !near(ink.YMin, y+h) {
				t.Errorf("%v %c: %d %v, and by HarfBuzz %s", weight, r, g.Advance(r), ink, out)
			}
		}
	}
}

func TestWebFonts(t *testing.T) {
	plain := latin(t)
	tables := parts(plain.Data())
	var tags []string
	for tag := range tables {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	head := append([]byte("wOFF"), make([]byte, 40)...)
	binary.BigEndian.PutUint32(head[4:], 0x00010000)
	binary.BigEndian.PutUint16(head[12:], uint16(len(tags)))
	at := len(head) + 20*len(tags)
	var directory, body []byte
	for _, tag := range tags {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		_, _ = z.Write(tables[tag])
		_ = z.Close()
		packed := b.Bytes()
		if len(packed) >= len(tables[tag]) {
			packed = tables[tag]
		}
		directory = append(directory, tag...)
		for _, n := range []int{at + len(body), len(packed), len(tables[tag]), 0} {
			directory = binary.BigEndian.AppendUint32(directory, uint32(n))
		}
		body = append(body, packed...)
	}
	file := append(append(head, directory...), body...)
	f, err := fonts.Open(file)
	if err != nil || f.Name() != plain.Name() {
		t.Fatalf("%v, %v", f, err)
	}
	if a, _ := f.Ink('g'); a == (fonts.Box{}) {
		t.Error("no ink")
	}
	for _, n := range []int{4, 43, 44, 60, len(file) / 2} {
		if _, err := fonts.Open(file[:n]); err == nil {
			t.Errorf("%d bytes of a web font are opened", n)
		}
	}
	if _, err := fonts.Open([]byte("wOF2\x00\x01")); !errors.Is(err, fonts.ErrWOFF2) || !strings.Contains(fonts.ErrWOFF2.In(true), "TrueType") {
		t.Errorf("%v", err)
	}
}

// TestAvar2: a font whose axes depend on one another is named, not set wrongly.
func TestAvar2(t *testing.T) {
	tables := variable(t)
	tables["avar"] = []byte{0, 2, 0, 0, 0, 0, 0, 1, 0, 0}
	f, err := fonts.Open(pack(tables))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.At(fonts.Instance{Axes: map[string]float64{"wght": 700}}); !errors.Is(err, fonts.ErrAvar2) {
		t.Errorf("%v", err)
	}
	tables["avar"][1] = 1
	if f, err = fonts.Open(pack(tables)); err == nil {
		_, err = f.At(fonts.Instance{Axes: map[string]float64{"wght": 700}})
	}
	if err != nil {
		t.Error(err)
	}
}

func FuzzVariation(f *testing.F) {
	tables := variable(f)
	f.Add(tables["gvar"], tables["fvar"], []byte(nil), []byte(nil), 700.0)
	f.Fuzz(func(t *testing.T, gvar, fvar, avar, hvar []byte, weight float64) {
		tables["gvar"], tables["fvar"], tables["avar"], tables["HVAR"] = gvar, fvar, avar, hvar
		face, err := fonts.Open(pack(tables))
		if err != nil {
			return
		}
		face.Instances()
		g, err := face.At(fonts.Instance{Axes: map[string]float64{"wght": weight}})
		if err != nil {
			return
		}
		for _, r := range "ABC" {
			g.Ink(r)
			g.Advance(r)
			_, _ = g.Subset([]fonts.Want{{Glyph: g.Glyph(r), Rune: r}})
		}
	})
}
