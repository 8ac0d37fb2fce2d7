package fonttest_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"duikai/fonts"
	"duikai/fonts/fonttest"
)

// lastIdeograph is the end of the plane of rare ideographs; no face has a character
// behind it.
const lastIdeograph = 0x3FFFF

// TestAsTheWhole: a hollow face has every character of the whole one under the same
// number, with its width and kerning, and all weigh a seventh.
func TestAsTheWhole(t *testing.T) {
	weight, wholeWeight := 0, 0
	for _, f := range fonttest.Files() {
		t.Run(f.Whole, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("..", "embedded", f.Whole))
			if err != nil {
				t.Fatal(err)
			}
			whole, err := fonts.Open(data)
			if err != nil {
				t.Fatal(err)
			}
			own, err := os.ReadFile(f.Hollow)
			if err != nil {
				t.Fatal(err)
			}
			hollow, err := fonts.Open(own)
			if err != nil {
				t.Fatal(err)
			}
			weight, wholeWeight = weight+len(own), wholeWeight+len(data)
			if name := whole.Name(); f.Rename == "" && hollow.Name() != name || f.Rename != "" && (hollow.Name() != f.Rename || name == f.Rename) {
				t.Errorf("it is called %s, the whole one %s", hollow.Name(), name)
			}
			n := 0
			for r := rune(' '); r <= lastIdeograph; r++ {
				if whole.Cover(r) != hollow.Cover(r) || whole.Glyph(r) != hollow.Glyph(r) || whole.Advance(r) != hollow.Advance(r) {
					if n++; n < 10 {
						t.Errorf("%U: %v glyph %d of %d, not %v glyph %d of %d", r, hollow.Cover(r), hollow.Glyph(r), hollow.Advance(r), whole.Cover(r), whole.Glyph(r), whole.Advance(r))
					}
				}
			}
			for _, pair := range []string{"AV", "To", "11", "，。", "”，"} {
				p := []rune(pair)
				if a, b := whole.Kern(p[0], p[1]), hollow.Kern(p[0], p[1]); a != b {
					t.Errorf("%s is kerned by %d, not %d", pair, b, a)
				}
			}
			for _, r := range "Ag1，。“…—" {
				a, _ := whole.Ink(r)
				if b, ok := hollow.Ink(r); ok && a != b {
					t.Errorf("%c covers %v, not %v", r, b, a)
				}
			}
		})
	}
	if weight*7 > wholeWeight {
		t.Errorf("the hollow faces weigh %d bytes of %d", weight, wholeWeight)
	}
}

// TestDrawn: what drawn.txt names has the outline of the whole face; what it does not
// name is a box.
func TestDrawn(t *testing.T) {
	data, err := os.ReadFile("../embedded/NotoSerifSC-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	whole, err := fonts.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	song := set.Chain(fonts.Song).Faces()[0]
	drawn, err := os.ReadFile("drawn.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range string(bytes.ReplaceAll(drawn, []byte("\n"), nil)) {
		if whole.Has(r) && len(song.Outline(r)) != len(whole.Outline(r)) {
			t.Errorf("%c is drawn with %d strokes, not %d: run go generate", r, len(song.Outline(r)), len(whole.Outline(r)))
		}
	}
	const undrawn = '龟'
	if bytes.ContainsRune(drawn, undrawn) {
		t.Fatalf("%c is drawn: this test wants another", undrawn)
	}
	if n := len(song.Outline(undrawn)); n == 0 || n > 6 {
		t.Errorf("%c is no box of %d strokes", undrawn, n)
	}
}
