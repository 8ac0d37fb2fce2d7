package pdftest_test

import (
	"bytes"
	"testing"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/page"
	"duikai/render/pdf/pdftest"
)

func TestSheet(t *testing.T) {
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	e := pdftest.Edition(set.Chain(fonts.Song).Faces()[0], set.Chain(fonts.HeiBold).Faces()[0], set.Chain(fonts.Kai).Faces()[0])
	chars, distinct, faces := 0, make(map[rune]bool), make(map[*fonts.Face]int)
	for _, p := range e.Pages {
		for _, it := range p.Items {
			text := it.(*page.Text)
			for _, g := range text.Glyphs {
				chars++
				distinct[g.Rune] = true
				faces[text.Face]++
			}
		}
	}
	if chars != pdftest.Pages*pdftest.CharsPerPage || len(distinct) < 2900 || len(distinct) > 3100 || len(faces) != 3 {
		t.Errorf("%d characters, %d different, %d faces", chars, len(distinct), len(faces))
	}
	t.Logf("%d characters, %d different, %v", chars, len(distinct), faces)

	once, err := pdftest.Floor(e)
	if err != nil {
		t.Fatal(err)
	}
	f := new(pdftest.Fonts)
	for range 2 {
		if again, err := f.Floor(e); err != nil || !bytes.Equal(again, once) {
			t.Errorf("warm and cold differ: %v", err)
		}
	}
}
