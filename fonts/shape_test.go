package fonts_test

import (
	"sync"
	"testing"

	"pgregory.net/rapid"

	"duikai/fonts"
	_ "duikai/samples/draws" // the same draws every time
	"duikai/samples/oracle"
)

// library is a face that the shaping library keeps for its own tests.
func library(t *testing.T, name string) *fonts.Face {
	t.Helper()
	f, err := fonts.Open(oracle.Module(t, "github.com/go-text/typesetting", "font/testdata/"+name))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// amiri is an Arabic face.
func amiri(t *testing.T) *fonts.Face { return library(t, "Amiri-Regular.ttf") }

// TestShape: the glyphs of any Arabic word stand for each of its characters
// once, in the order of reading; letters joined are other glyphs than alone.
func TestShape(t *testing.T) {
	f := amiri(t)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]rune("سلامكتبهنايلآَُِّ\u200c")), 1, 12).Draw(t, "text")
		glyphs, width, err := f.Shape(text, 0, len(text), "Arab", true)
		if err != nil {
			t.Fatal(err)
		}
		seen := make([]int, len(text))
		last := len(text)
		for _, g := range glyphs { // from left to right: backward
			for k := g.First; k < g.First+g.Count; k++ {
				seen[k]++
			}
			if g.Count > 0 && g.First >= last {
				t.Fatalf("%q: glyphs out of order: %v", string(text), glyphs)
			}
			if g.Count > 0 {
				last = g.First
			}
		}
		for k, n := range seen {
			if n != 1 {
				t.Fatalf("%q: character %d is there %d times: %v", string(text), k, n, glyphs)
			}
		}
		if width < 0 {
			t.Fatalf("%q is %v wide", string(text), width)
		}
	})
	joined, _, _ := f.Shape([]rune("ب"+"ب"), 0, 2, "Arab", true)
	alone := f.Glyph('ب')
	if len(joined) == 0 || joined[0].ID == alone {
		t.Errorf("the letters do not join: %v", joined)
	}
}

// TestShapeNeedsRules: a face without a script's rules does not shape it, and
// no face shapes a script that is not known.
func TestShapeNeedsRules(t *testing.T) {
	f := amiri(t)
	for script, want := range map[string]bool{"Arab": true, "Tibt": false, "Mong": false, "Deva": false, "Hani": false, "": false} {
		if f.Shapes(script) != want {
			t.Errorf("%q is shaped: %v", script, !want)
		}
		if _, _, err := f.Shape([]rune("ab"), 0, 2, script, false); (err == nil) != want {
			t.Errorf("%q: %v", script, err)
		}
	}
}

// TestShapeTogether: many goroutines may shape with one face.
func TestShapeTogether(t *testing.T) {
	f := amiri(t)
	text := []rune("السلام")
	want, width, _ := f.Shape(text, 0, len(text), "Arab", true)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20 {
				if got, w, err := f.Shape(text, 0, len(text), "Arab", true); err != nil || w != width || len(got) != len(want) {
					t.Errorf("%v, %v", w, err)
				}
			}
		})
	}
	wg.Wait()
}
