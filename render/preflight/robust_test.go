package preflight_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"duikai/layout/diag"
	"duikai/render/preflight"
)

// wellFormed: whatever a file is, findings have words, and the same file gives
// the same list.
func wellFormed(t *testing.T, b []byte, o preflight.Options) {
	t.Helper()
	r := preflight.Examine(b, o)
	for _, f := range r.Findings {
		for _, l := range []diag.Lang{diag.English, diag.Chinese} {
			if s := f.Text(l); s == "" || strings.Contains(s, "%!") {
				t.Fatalf("%s says %q", f.Code, s)
			}
			if f.Clause(l) == "" {
				t.Fatalf("%s has no clause", f.Code)
			}
		}
		if f.Count < 1 || f.Page < 0 || f.Object < 0 {
			t.Fatalf("%+v", f)
		}
	}
	var a, again bytes.Buffer
	if err := r.WriteJSON(&a, "f", diag.English); err != nil {
		t.Fatal(err)
	}
	if err := preflight.Examine(b, o).WriteJSON(&again, "f", diag.English); err != nil {
		t.Fatal(err)
	}
	if a.String() != again.String() {
		t.Fatalf("two checks differ:\n%s\n%s", a.String(), again.String())
	}
}

// TestEveryByteDamaged changes bytes of clean files in turn and cuts the files
// off there: no panic, and findings with words.
func TestEveryByteDamaged(t *testing.T) {
	step := 3
	if testing.Short() {
		step = 41
	}
	for _, b := range [][]byte{clean(false).write(), clean(true).packed(state, intent, descendant)} {
		for i := 0; i < len(b); i += step {
			d := bytes.Clone(b)
			d[i] = []byte{0, ' ', '9', '<', '(', '[', b[i] + 1, 0xff}[i/step%8]
			wellFormed(t, d, preflight.Options{})
			if i%7 == 0 {
				wellFormed(t, b[:i], preflight.Options{Artwork: true, Page: 1})
			}
		}
	}
}

// TestWorkIsBounded gives files that make a careless checker work for ever.
func TestWorkIsBounded(t *testing.T) {
	x1a := clean(false)
	// Each form draws the next one ten times, moved and scaled a little.
	tree := x1a.change(resources, "/X1 20 0 R", "/X1 30 0 R")
	for i := range 12 {
		var b strings.Builder
		for j := range 10 {
			fmt.Fprintf(&b, "q 1.%d 0 0 1 %d 0 cm /X Do Q\n", j, j)
		}
		tree.objects[30+i] = streamBody(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X %d 0 R>>>>", 31+i), b.String())
	}
	tree.objects[42] = x1a.objects[20]
	bomb := x1a.with(content1, streamBody("/Filter [/FlateDecode /FlateDecode]", flate(flate(strings.Repeat("0 0 m ", 130<<20/6)))))
	wide := x1a.with(picture, streamBody("/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceCMYK /Filter /FlateDecode", flate("a")))
	many := x1a.with(content1, streamBody("/Filter /FlateDecode", flate(strings.Repeat("n ", 21e6))))
	deep := x1a.paint(strings.Repeat("[", 5000))
	states := x1a.paint(strings.Repeat("q ", 100000))
	spots := x1a.resource("/ColorSpace <<" + func() string {
		var b strings.Builder
		for i := range 5000 {
			fmt.Fprintf(&b, "/S%d [/Separation /Ink%d /DeviceCMYK <<>>] ", i, i)
		}
		return b.String()
	}() + ">>").paint(func() string {
		var b strings.Builder
		for i := range 5000 {
			fmt.Fprintf(&b, "/S%d cs 1 scn 20 20 9 9 re f ", i)
		}
		return b.String()
	}())
	for _, tt := range []struct {
		name string
		file []byte
		want preflight.Code
	}{
		{"a tree of forms", tree.write(), ""},
		{"many operators", many.write(), preflight.TooMuch},
		{"a bomb", bomb.write(), preflight.TooMuch},
		{"a wide picture", wide.write(), preflight.BadImage},
		{"deep arrays", deep.write(), preflight.BadContent},
		{"many states", states.write(), preflight.TooMuch},
		{"many findings", spots.write(), preflight.TooMuch},
	} {
		// What is not bounded takes hours, and the go tool ends it.
		got := preflight.Check(tt.file, preflight.Options{})
		if tt.want != "" && !slices.Contains(codesOf(got), tt.want) {
			t.Errorf("%s: %v", tt.name, codesOf(got))
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add(clean(false).write())
	f.Add(clean(true).write())
	f.Add(clean(true).packed(state, intent))
	f.Add(clean(false).paint("BI /W 1 /H 1 /BPC 8 /CS /CMYK ID abcd EI /Pattern cs /P scn 1 0 0 RG 3 Tr\n").write())
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<16 {
			return
		}
		wellFormed(t, b, preflight.Options{})
	})
}

// FuzzContent gives the interpreter contents that are no PDF files' own.
func FuzzContent(f *testing.F) {
	f.Add("1 0 0 1 5 5 cm q 0 0 0 1 k BT /F1 9 Tf (ab) Tj [(a) 3 (b)] TJ T* (x) ' ET /I1 Do /X1 Do Q S")
	f.Add("BI /W 2 /H 2 /BPC 8 /CS /CMYK /F /AHx ID 00> EI BX foo EX /G1 gs d1 sh")
	f.Add("/DeviceN cs 1 2 3 scn /Pattern CS /P SCN b* 9 0 0 9 0 0 Tm 2 Tr 1 w")
	doc := clean(false)
	f.Fuzz(func(t *testing.T, content string) {
		d := doc.with(content1, streamBody("", content))
		wellFormed(t, d.write(), preflight.Options{})
	})
}

// FuzzFont gives damaged font programs.
func FuzzFont(f *testing.F) {
	f.Add([]byte(trueType()), false)
	f.Add(cidFont(""), true)
	doc := clean(false)
	cff := doc.change(descendant, "CIDFontType2", "CIDFontType0").change(descriptor, "FontFile2", "FontFile3")
	f.Fuzz(func(t *testing.T, b []byte, isCFF bool) {
		d := doc.with(program, streamBody("", string(b)))
		if isCFF {
			d = cff.with(program, streamBody("/Subtype /CIDFontType0C", string(b)))
		}
		wellFormed(t, d.write(), preflight.Options{})
	})
}
