package filler_test

import (
	"bytes"
	"regexp"
	"strconv"
	"testing"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/intake/filler"
)

// TestDraw: a filler is a page of the size asked for, of outlines in black alone,
// the same each time; its table of objects is right.
func TestDraw(t *testing.T) {
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	face, ok := set.Chain(fonts.Kai).Face('水')
	if !ok {
		t.Fatal("no face")
	}
	seen := make(map[string]bool)
	for n := range 12 {
		b := filler.Draw(face, 999, 333.5, n)
		if !bytes.Equal(b, filler.Draw(face, 999, 333.5, n)) {
			t.Error("another time it is another filler")
		}
		seen[string(b)] = true
		if !bytes.Contains(b, []byte("/TrimBox[0 0 999.00 333.50]")) || bytes.Contains(b, []byte("/Font")) {
			t.Errorf("filler %d is no page of outlines of its size", n)
		}
		for _, m := range regexp.MustCompile(`\n(\d{10}) 00000 n `).FindAllSubmatch(b, -1) {
			at, _ := strconv.Atoi(string(m[1]))
			if !regexp.MustCompile(`^\d+ 0 obj\n`).Match(b[at:]) {
				t.Errorf("no object stands at %d", at)
			}
		}
	}
	if len(seen) < 6 {
		t.Errorf("%d different fillers", len(seen))
	}
}
