package pdf_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duikai/render/internal/cos"
	"duikai/render/pdf"
	"duikai/render/pdf/pdftest"
	_ "duikai/samples/draws" // the same draws every time
)

// TestMaps: whatever glyphs stand for, another reader of the map finds it
// again.
func TestMaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Runs of neighbours are what ranges are made of.
		all := make(map[int]string)
		for range rapid.IntRange(0, 40).Draw(t, "runs") {
			glyph := rapid.IntRange(0, 0xffff).Draw(t, "glyph")
			r := rapid.OneOf(rapid.Rune(), rapid.Int32Range(0x4e00, 0x9fff), rapid.Int32Range(0xffe0, 0x10020), rapid.Int32Range(0x20000, 0x20100)).Draw(t, "rune")
			for range rapid.IntRange(1, 300).Draw(t, "length") {
				s := string(r)
				if rapid.IntRange(0, 50).Draw(t, "ligature") == 0 {
					s = "ffi"
				}
				all[glyph&0xffff] = strings.ToValidUTF8(s, "?")
				glyph++
				if r++; 0xd800 <= r && r < 0xe000 || r > 0x10ffff {
					r = 'A'
				}
			}
		}
		var list []pdf.Mapped
		for _, g := range slices.Sorted(maps.Keys(all)) {
			list = append(list, pdf.NewMapped(g, all[g]))
		}
		want := all
		got, err := pdftest.ReadMap(pdf.ToUnicode(list))
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(want) {
			t.Fatalf("%d glyphs, not %d", len(got), len(want))
		}
		for g, s := range want {
			if got[g] != s {
				t.Fatalf("glyph %d is %q, not %q", g, got[g], s)
			}
		}
	})
}

// TestReadMap: what the standard does not allow in a map is no map.
func TestReadMap(t *testing.T) {
	good := "1 beginbfchar\n<0001> <4E2D>\nendbfchar\n2 beginbfrange\n<0002><0004><4E00>\n<0100><0100><D842DFB7>\nendbfrange\n"
	got, err := pdftest.ReadMap([]byte(good))
	if err != nil || fmt.Sprint(got) != "map[1:中 2:一 3:丁 4:丂 256:𠮷]" {
		t.Errorf("%v %v", got, err)
	}
	for _, in := range []string{
		"1 beginbfchar\n", "1 beginbfchar\n<0001><20BB7>\n", "1 beginbfchar\n<0001><D842>\n", "1 beginbfchar\n<001><4E2D>\n", "2 beginbfchar\n<0001><4E2D>\nendbfchar\n",
		"1 beginbfrange\n<0002><0001><4E2D>\n", "1 beginbfrange\n<00FF><0100><4E2D>\n", "1 beginbfrange\n<0001><0002><4EFF>\n", "1 beginbfrange\n<0001><4E2D>\n",
		"2 beginbfchar\n<0001><4E2D>\n<0001><4E2D>\n", "101 beginbfchar\n", "0 beginbfchar\n", "x beginbfchar\n",
	} {
		if got, err := pdftest.ReadMap([]byte(in)); err == nil {
			t.Errorf("%q is read as %v", in, got)
		}
	}
}

// TestWidths: what is written says of every glyph how wide it is.
func TestWidths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOf(rapid.SampledFrom([]int{1000, 1000, 1000, 500, 333, 278})).Draw(t, "widths")
		usual, list := pdf.Widths(want)
		got := make(map[int]int)
		for w := list.List; len(w) > 0; w = w[2:] {
			first, _ := w[0].Int()
			for i, x := range w[1].List {
				got[first+i], _ = x.Int()
			}
		}
		for i, w := range want {
			if g, ok := got[i+1]; ok && g != w || !ok && usual != w {
				t.Fatalf("glyph %d of %v is %d wide, or %d as usual", i+1, want, g, usual)
			}
		}
		if len(got) > len(want) {
			t.Fatalf("%d glyphs, not %d", len(got), len(want))
		}
	})
}

// TestFontsRefused: a font that gopdf writes otherwise is not completed.
func TestFontsRefused(t *testing.T) {
	e := small(t)
	for name, change := range map[string]func(top, cid, desc *cos.Object){
		"":             func(top, cid, desc *cos.Object) {},
		"encoding":     func(top, cid, desc *cos.Object) { top.Set("Encoding", cos.NameOf("Identity-V")) },
		"name":         func(top, cid, desc *cos.Object) { top.Set("BaseFont", cos.NameOf("Song")) },
		"descendant":   func(top, cid, desc *cos.Object) { top.Set("DescendantFonts", cos.Whole(1)) },
		"map":          func(top, cid, desc *cos.Object) { top.Remove("ToUnicode") },
		"no descender": func(top, cid, desc *cos.Object) { cid.Set("FontDescriptor", cos.Whole(1)) },
		"kind":         func(top, cid, desc *cos.Object) { cid.Set("Subtype", cos.NameOf("CIDFontType0")) },
		"widths":       func(top, cid, desc *cos.Object) { cid.Remove("W") },
		"flags":        func(top, cid, desc *cos.Object) { desc.Remove("Flags") },
		"file":         func(top, cid, desc *cos.Object) { desc.Remove("FontFile2") },
	} {
		drawn, err := pdf.Draw(e, pdf.Options{})
		if err != nil {
			t.Fatal(err)
		}
		of := func(v cos.Value) *cos.Object {
			o, err := drawn.Doc.Of(v, "")
			if err != nil {
				t.Fatal(err)
			}
			return o
		}
		pages, err := drawn.Doc.Pages()
		if err != nil {
			t.Fatal(err)
		}
		ref := of(pages[0].Get("Resources")).Get("Font").List[1]
		top := of(ref)
		family := top.Get("BaseFont").PlainName()
		cid := of(top.Get("DescendantFonts").List[0])
		change(top, cid, of(cid.Get("FontDescriptor")))
		if err := pdf.SetFont(drawn.Doc, ref, family, pdf.NoFont()); (err == nil) != (name == "") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
