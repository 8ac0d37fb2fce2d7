package pdfx

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duikai/render/pdf"
)

// readMap is a second reader of maps to Unicode, which takes what the standard
// allows (ISO 32000-2, 9.10.3) and nothing else.
func readMap(b []byte) (map[int]string, error) {
	m := make(map[int]string)
	left, ranges := 0, false
	for line := range bytes.Lines(b) {
		line = bytes.TrimRight(line, "\r\n ")
		if left == 0 {
			n, kind, _ := bytes.Cut(line, []byte(" beginbf"))
			if string(kind) != "char" && string(kind) != "range" {
				continue
			}
			var ok bool
			if left, ok = digits(n); !ok || left < 1 || left > maxBlock {
				return nil, fmt.Errorf("a block of %.20q", n)
			}
			ranges = string(kind) == "range"
			continue
		}
		left--
		if err := mapLine(m, line, ranges); err != nil {
			return nil, fmt.Errorf("the line %.60q: %w", line, err)
		}
	}
	if left > 0 {
		return nil, errCut
	}
	return m, nil
}

var errEntry = errors.New("it maps nothing")

// mapLine reads <2B48><5E74>, or <2B48><2B4A><5E74> for a range.
func mapLine(m map[int]string, line []byte, ranges bool) error {
	fields := bytes.FieldsFunc(line, func(r rune) bool { return r == '<' || r == '>' || r == ' ' })
	if !ranges && len(fields) > 0 {
		fields = slices.Insert(fields, 1, fields[0])
	}
	if len(fields) != 3 || len(fields[0]) != 4 || len(fields[1]) != 4 || len(fields[2])%4 != 0 {
		return errEntry
	}
	from, err := strconv.ParseUint(string(fields[0]), 16, 16)
	to, err2 := strconv.ParseUint(string(fields[1]), 16, 16)
	text, ok := fromHex(fields[2])
	if err != nil || err2 != nil || !ok || from > to || from>>8 != to>>8 {
		return errEntry
	}
	last := []rune(text)
	for g := from; g <= to; g++ {
		if _, ok := m[int(g)]; ok {
			return errors.New("a glyph stands there twice")
		}
		m[int(g)] = string(last)
		// A range counts in the last byte only.
		if last[len(last)-1]++; g < to && last[len(last)-1]&0xff == 0 {
			return errEntry
		}
	}
	return nil
}

// TestMaps: whatever glyphs stand for, another reader of the map finds it
// again.
func TestMaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Runs of neighbours are what ranges are made of.
		var all []mapped
		for range rapid.IntRange(0, 40).Draw(t, "runs") {
			glyph := rapid.IntRange(0, 0xffff).Draw(t, "glyph")
			r := rapid.OneOf(rapid.Rune(), rapid.Int32Range(0x4e00, 0x9fff), rapid.Int32Range(0xffe0, 0x10020), rapid.Int32Range(0x20000, 0x20100)).Draw(t, "rune")
			for range rapid.IntRange(1, 300).Draw(t, "length") {
				s := string(r)
				if rapid.IntRange(0, 50).Draw(t, "ligature") == 0 {
					s = "ffi"
				}
				all = append(all, mapped{glyph & 0xffff, s})
				glyph++
				if r++; 0xd800 <= r && r < 0xe000 || r > 0x10ffff {
					r = 'A'
				}
			}
		}
		want := make(map[int]string)
		for _, m := range all {
			if _, ok := want[m.glyph]; !ok {
				want[m.glyph] = strings.ToValidUTF8(m.text, "?")
			}
		}
		got, err := readMap(writeMap(inOrder(all)))
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

// TestReadRanges: gopdf writes characters beyond U+FFFF in five digits.
func TestReadRanges(t *testing.T) {
	const head, foot = "x\n3 beginbfrange\n", "endbfrange\n"
	got, err := readRanges([]byte(head + "<0001><0001><4E2D>\n<0002><0002><20BB7>\n<0003><0003><D842DFB7>\n<0004><0004><00660069>\n" + foot))
	if err != nil || fmt.Sprint(got) != "[{1 中} {2 𠮷} {3 𠮷} {4 fi}]" {
		t.Errorf("%v %v", got, err)
	}
	for _, in := range []string{
		"", head, head + "<0001><0001><4E2D>\n", head + "<0001><0002><4E2D>\n" + foot, head + "<0001><0001><4E2>\n" + foot,
		head + "<0001><0001><D842>\n" + foot, head + "<0001><0001><4E2G>\n" + foot, head + "<0001> <0001><4E2D>\n" + foot,
		head + "<0001><0001><>\n" + foot, head + "<10001><10001><4E2D>\n" + foot, head + "<0001><0001><110000>\n" + foot, head + "<0001><0001><4E2D>" + foot,
	} {
		if got, err := readRanges([]byte(in)); err == nil {
			t.Errorf("%q is read as %v", in, got)
		}
	}
}

// TestReadMap: what the standard does not allow in a map is no map.
func TestReadMap(t *testing.T) {
	good := "1 beginbfchar\n<0001> <4E2D>\nendbfchar\n2 beginbfrange\n<0002><0004><4E00>\n<0100><0100><D842DFB7>\nendbfrange\n"
	got, err := readMap([]byte(good))
	if err != nil || fmt.Sprint(got) != "map[1:中 2:一 3:丁 4:丂 256:𠮷]" {
		t.Errorf("%v %v", got, err)
	}
	for _, in := range []string{
		"1 beginbfchar\n", "1 beginbfchar\n<0001><20BB7>\n", "1 beginbfchar\n<0001><D842>\n", "1 beginbfchar\n<001><4E2D>\n", "2 beginbfchar\n<0001><4E2D>\nendbfchar\n",
		"1 beginbfrange\n<0002><0001><4E2D>\n", "1 beginbfrange\n<00FF><0100><4E2D>\n", "1 beginbfrange\n<0001><0002><4EFF>\n", "1 beginbfrange\n<0001><4E2D>\n",
		"2 beginbfchar\n<0001><4E2D>\n<0001><4E2D>\n", "101 beginbfchar\n", "0 beginbfchar\n", "x beginbfchar\n",
	} {
		if got, err := readMap([]byte(in)); err == nil {
			t.Errorf("%q is read as %v", in, got)
		}
	}
}

// maps are the maps to Unicode of a finished file by font.
func maps(t testing.TB, b []byte) map[string]map[int]string {
	t.Helper()
	d := reread(t, b)
	all := make(map[string]map[int]string)
	for i := 1; i < len(d.parsed); i++ {
		o := d.parsed[i]
		if !o.get("Subtype").is("Type0") {
			continue
		}
		content, err := inflated(entry(t, d, o.get("ToUnicode")))
		if err != nil {
			t.Fatal(err)
		}
		m, err := readMap(content)
		if err != nil {
			t.Fatal(err)
		}
		all[o.get("BaseFont").plainName()] = m
	}
	return all
}

// TestRareCharacters: names keep their characters beyond the basic plane.
func TestRareCharacters(t *testing.T) {
	var all strings.Builder
	for _, m := range maps(t, finished(t, small(t), Options{})) {
		for _, s := range m {
			all.WriteString(s)
		}
	}
	for _, r := range rare {
		if !strings.ContainsRune(all.String(), r) {
			t.Errorf("%c is lost", r)
		}
	}
}

// TestWidths: what is written says of every glyph what gopdf said.
func TestWidths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.MapOf(rapid.IntRange(0, 300), rapid.SampledFrom([]int{1000, 1000, 1000, 500, 333, 278})).Draw(t, "widths")
		var list []value
		for c, w := range want {
			for range rapid.IntRange(1, 2).Draw(t, "times") {
				list = append(list, whole(c), arrayOf(whole(w)))
			}
		}
		o := &object{value: dict("W", arrayOf(list...))}
		if err := widths(o); err != nil {
			t.Fatal(err)
		}
		usual, _ := o.get("DW").integer()
		got := make(map[int]int)
		for w := o.get("W").list; len(w) > 0; w = w[2:] {
			c, _ := w[0].integer()
			for i, x := range w[1].list {
				got[c+i], _ = x.integer()
			}
		}
		for c, w := range want {
			if g, ok := got[c]; ok && g != w || !ok && usual != w {
				t.Fatalf("glyph %d is %d wide, not %d: %s", c, g, w, o.appendTo(nil, nil))
			}
		}
	})
	for _, in := range []string{"<</W 1>>", "<</W [1]>>", "<</W [1 2]>>", "<</W [1 [2 3]]>>", "<</W [/A [2]]>>", "<</W [1 [500] 1 [600]]>>", "<</W [70000 [2]]>>"} {
		o, err := parseObject([]byte(in))
		if err != nil {
			t.Fatal(err)
		}
		if widths(o) == nil {
			t.Errorf("%s passes", in)
		}
	}
}

// TestFontsComplete: everything PDF/X and PDF ask of an embedded font.
func TestFontsComplete(t *testing.T) {
	d := reread(t, finished(t, small(t), Options{}))
	n := 0
	for i := 1; i < len(d.parsed); i++ {
		o := d.parsed[i]
		if !o.get("Subtype").is("CIDFontType2") {
			continue
		}
		n++
		desc := entry(t, d, o.get("FontDescriptor"))
		flags, _ := desc.get("Flags").integer()
		if !o.get("CIDToGIDMap").is("Identity") || !isSubset(o.get("BaseFont").plainName()) ||
			!desc.get("FontName").is(o.get("BaseFont").plainName()) || flags&(1<<2|1<<5) != 1<<2 || len(entry(t, d, desc.get("FontFile2")).stream) == 0 {
			t.Errorf("the font %s", o.appendTo(nil, func(n int) int { return n }))
		}
	}
	if n != 3 {
		t.Errorf("%d fonts", n)
	}
}

// TestFontsRefused: a font that is not as expected stops the finisher.
func TestFontsRefused(t *testing.T) {
	e := small(t)
	drawn := render(t, e, pdf.Options{})
	for _, change := range [][2]string{
		{"/Identity-H", "/Identity-V"}, {"/CIDFontType2", "/CIDFontType0"}, {"/FontFile2 ", "/FontFileX "}, {"/StemV 0", "/SteMV 0"},
		{"/DescendantFonts [", "/DescendantFonts  "}, {"/Type0", "/Type1"}, {"/W [", "/V ["}, {"beginbfrange", "beginbfchars"}, {"/Length1 ", "/Length2 "},
	} {
		if len(change[0]) != len(change[1]) || !bytes.Contains(drawn, []byte(change[0])) {
			t.Fatalf("%q is no change", change)
		}
		if _, err := finish(bytes.Replace(drawn, []byte(change[0]), []byte(change[1]), 1), Options{Edition: e}); err == nil {
			t.Errorf("%q passes", change)
		}
	}
	// A font without its tag, under the same name everywhere.
	i := bytes.Index(drawn, []byte("/BaseFont /")) + len("/BaseFont /")
	tagged := string(drawn[i : i+7])
	bare := bytes.ReplaceAll(drawn, []byte(tagged), []byte("NoTags-"))
	if _, err := finish(bare, Options{Edition: e}); err == nil || !strings.Contains(err.Error(), "subset tag") {
		t.Errorf("a font without a tag: %v", err)
	}
}
