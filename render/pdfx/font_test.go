package pdfx

import (
	"regexp"
	"strings"
	"testing"

	"duikai/render/internal/cos"
	"duikai/render/pdf/pdftest"
)

// subsetName is the name of a subset (ISO 32000-2, 9.9.2).
var subsetName = regexp.MustCompile(`^[A-Z]{6}\+.`)

// maps are the maps to Unicode of a finished file by font.
func maps(t testing.TB, b []byte) map[string]map[int]string {
	t.Helper()
	d := reread(t, b)
	all := make(map[string]map[int]string)
	for i := 1; i < d.Len(); i++ {
		o := entry(t, d, cos.RefTo(i))
		if !o.Get("Subtype").Is("Type0") {
			continue
		}
		content, err := entry(t, d, o.Get("ToUnicode")).Inflated()
		if err != nil {
			t.Fatal(err)
		}
		m, err := pdftest.ReadMap(content)
		if err != nil {
			t.Fatal(err)
		}
		all[o.Get("BaseFont").PlainName()] = m
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

// TestFontsComplete: everything PDF/X and PDF ask of an embedded font.
func TestFontsComplete(t *testing.T) {
	d := reread(t, finished(t, small(t), Options{}))
	n := 0
	for i := 1; i < d.Len(); i++ {
		o := entry(t, d, cos.RefTo(i))
		if !o.Get("Subtype").Is("CIDFontType2") {
			continue
		}
		n++
		desc := entry(t, d, o.Get("FontDescriptor"))
		flags, _ := desc.Get("Flags").Int()
		if !o.Get("CIDToGIDMap").Is("Identity") || !subsetName.MatchString(o.Get("BaseFont").PlainName()) ||
			!desc.Get("FontName").Is(o.Get("BaseFont").PlainName()) || flags&(1<<2|1<<5) != 1<<2 || len(entry(t, d, desc.Get("FontFile2")).Stream) == 0 {
			t.Errorf("the font %s", o.Append(nil, func(n int) int { return n }))
		}
	}
	if n != 3 {
		t.Errorf("%d fonts", n)
	}
}
