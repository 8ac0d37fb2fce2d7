package para

import (
	"testing"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// inkOf is from where to where the ink of items reaches along the line.
func inkOf(items []page.Item, vertical bool) (from, to geom.Length) {
	from, to = 1<<40, -1<<40
	for _, it := range items {
		switch it := it.(type) {
		case *page.Fill:
			if vertical {
				from, to = min(from, it.Rect.Y), max(to, it.Rect.Bottom())
			} else {
				from, to = min(from, it.Rect.X), max(to, it.Rect.Right())
			}
		case *page.Text:
			for _, g := range it.Glyphs {
				b, _ := it.Face.InkIn(g.Rune, g.Form)
				lo, hi := it.At.X+g.DX+it.Size.Em(int(b.XMin)), it.At.X+g.DX+it.Size.Em(int(b.XMax))
				switch {
				case it.Turned:
					lo, hi = it.At.Y+g.DX+it.Size.Em(int(b.XMin)), it.At.Y+g.DX+it.Size.Em(int(b.XMax))
				case vertical:
					lo, hi = it.At.Y-it.Size.Em(int(b.YMax)), it.At.Y-it.Size.Em(int(b.YMin))
				}
				from, to = min(from, lo), max(to, hi)
			}
		}
	}
	return from, to
}

// thickest is how thick a stroke is that is drawn over a dash.
func thickest(items []page.Item) (most geom.Length) {
	for _, it := range items {
		if f, ok := it.(*page.Fill); ok {
			most = max(most, min(f.Rect.W, f.Rect.H))
		}
	}
	return most
}

// TestDashKeepsWhite: in every face, along both directions, a dash and an
// ellipsis take their two em (GB/T 15834 5.1.4, 5.1.5) and leave white to their
// neighbours on both sides, evenly.
func TestDashKeepsWhite(t *testing.T) {
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range fonts.Roles() {
		for _, text := range []string{"——", "……", "————", "…………", "⸺"} {
			for _, vertical := range []bool{false, true} {
				if text == "⸺" && vertical {
					continue // it lies there, turned with its neighbours
				}
				st := newspaper()
				st.Vertical = vertical
				p := Prepare([]Run{{Text: text, Chain: set.Chain(role), Size: em}}, st)
				width := p.NaturalWidth(0, p.Len())
				want := em * geom.Length(p.Len())
				if text == "⸺" {
					want = 2 * em
				}
				if width != want {
					t.Errorf("%s %s takes %v, not %v", role, text, width, want)
				}
				var items []page.Item
				if l := p.Natural(0, p.Len()); vertical {
					items = p.Column(nil, l, geom.Point{}, Tag{})
				} else {
					items = p.Items(nil, l, geom.Point{}, Tag{})
				}
				from, to := inkOf(items, vertical)
				if thick := thickest(items); thick > em/4 {
					t.Errorf("%s %s (vertical %v): a stroke %v thick", role, text, vertical, thick)
				}
				before, behind := from, width-to
				const rounding = 4
				if least := em.Em(int(dashWhite)) - rounding; before < least || behind < least {
					t.Errorf("%s %s (vertical %v): white of %v before and %v behind", role, text, vertical, before, behind)
				}
				if d := before - behind; d > em/40 || d < -em/40 {
					t.Errorf("%s %s (vertical %v) leans: %v before, %v behind", role, text, vertical, before, behind)
				}
			}
		}
	}
}
