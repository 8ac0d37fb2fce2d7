package fonts_test

import (
	"testing"

	"duikai/fonts"
)

// TestAnchors: the marks of a face that has anchors stand over its letters by
// them; a face that has none says so.
func TestAnchors(t *testing.T) {
	f := noto(t, "NotoSans")
	for _, c := range []struct {
		letter rune
		marks  string
	}{{'m', "\u0304"}, {'M', "\u0304"}, {'n', "\u0304\u0301"}, {'n', "\u0304"}} {
		marks := []rune(c.marks)
		at, ok := f.Anchors(c.letter, marks)
		if !ok || len(at) != len(marks) {
			t.Errorf("%c%s: %v %v", c.letter, c.marks, at, ok)
			continue
		}
		box, _ := f.Ink(c.letter)
		middle, top := (box.XMin+box.XMax)/2, box.YMax
		for k, a := range at {
			ink, _ := f.Ink(marks[k])
			if d := a.X + (ink.XMin+ink.XMax)/2 - middle; d < -60 || d > 60 {
				t.Errorf("%c%s: mark %d stands %v beside the letter", c.letter, c.marks, k, d)
			}
			if ink.YMin+a.Up < top {
				t.Errorf("%c%s: mark %d begins at %v, below %v", c.letter, c.marks, k, ink.YMin+a.Up, top)
			}
			top = ink.YMax + a.Up
		}
	}
	low, _ := f.Anchors('n', []rune{0x304})
	high, _ := f.Anchors('M', []rune{0x304})
	if len(low) == 0 || len(high) == 0 || low[0].Up >= high[0].Up {
		t.Errorf("the mark over M is no higher than that over n: %v %v", high, low)
	}
	for _, other := range []string{"Roboto-Regular.ttf", "UbuntuMono-R.ttf", "Selawik-VF-Subset.ttf"} {
		if at, ok := library(t, other).Anchors('m', []rune{0x304}); ok {
			t.Errorf("%s has no anchors, or damaged ones: %v", other, at)
		}
	}
	if at, ok := face(t, fonts.Song).Anchors('m', []rune{0x304}); ok {
		t.Errorf("a face without anchors: %v", at)
	}
}
