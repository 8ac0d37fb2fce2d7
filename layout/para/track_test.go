package para

import (
	"testing"

	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// TestNarrow: a line of a head is squeezed between its Han characters and
// nowhere else, to the width asked for and no further than the style lets it.
func TestNarrow(t *testing.T) {
	const size = em
	for _, c := range []struct {
		text         string
		width, least geom.Length // in thousandths of the size
		pairs        int         // of Han, between which it gives
	}{
		{"江上起雾", 3900, 3850, 3},
		{"江上起雾", 4100, 3850, 3}, // not opened
		{"江上起雾", 3000, 3850, 3}, // no further
		{"江“上起”雾", 4950, 4950, 1},
		{"江12上", 0, 0, 0},
	} {
		p := Prepare(songRun(t, c.text), &Style{Scheme: cjk.Banjiao, Track: 50, Snug: true})
		natural := p.NaturalWidth(0, p.Len())
		if got := natural - p.LeastWidth(0, p.Len()); got != size.Em(50)*geom.Length(c.pairs) {
			t.Errorf("%s gives %v", c.text, got)
		}
		width := size.Em(int(c.width))
		l := p.Narrow(0, p.Len(), width)
		want := max(min(natural, width), p.LeastWidth(0, p.Len()))
		if l.Width != want || (l.Edge == EdgeOverfull) != (want > width) {
			t.Errorf("%s in %v: %v wide (%v), expected %v", c.text, width, l.Width, l.Edge, want)
		}
		x := geom.Length(0)
		for _, it := range p.Items(nil, l, geom.Point{}, Tag{}) {
			tx := it.(*page.Text)
			for _, g := range tx.Glyphs {
				if at := tx.At.X + g.DX; at+size < x {
					t.Errorf("%s: %c at %v stands before %v", c.text, g.Rune, at, x)
				} else {
					x = at
				}
			}
		}
	}
}

// TestHanSpace: a space between Han characters takes the width of the style;
// between Latin words it is the face's.
func TestHanSpace(t *testing.T) {
	const size = em
	width := func(text string, st *Style) geom.Length {
		p := Prepare(songRun(t, text), st)
		return p.NaturalWidth(0, p.Len())
	}
	wide, plain := &Style{HanSpace: 1000}, &Style{}
	for text, em := range map[string]int{"江 上": 3000, "江） 上": 0, "江 上 起": 5000} {
		if got := width(text, wide); em > 0 && got != size.Em(em) || got <= width(text, plain) {
			t.Errorf("%q is %v wide, %v without", text, got, width(text, plain))
		}
	}
	if a, b := width("Wi Fi", wide), width("Wi Fi", plain); a != b {
		t.Errorf("Latin words are %v wide, %v without", a, b)
	}
}
