package page_test

import (
	"image"
	"reflect"
	"slices"
	"testing"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// TestLook: whatever of an item is seen changes its look and the sum of its page, and
// nothing else of it does.
func TestLook(t *testing.T) {
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	song, kai := set.Chain(fonts.Song).Faces()[0], set.Chain(fonts.Kai).Faces()[0]
	unseen := []string{"Text.Unit", "Text.Src", "Text.Lang", "Picture.Whole", "Picture.Focus", "Picture.Story", "Picture.Alt", "Picture.Src", "Block.Alt", "Block.Src"}
	glyphs := func() []page.Glyph { return []page.Glyph{{Rune: '江'}, {Rune: '上', DX: 9 * geom.Pt}} }
	items := []func() page.Item{
		func() page.Item { return &page.Text{Face: song, Size: 9 * geom.Pt, Glyphs: glyphs()} },
		func() page.Item { return new(page.Rule) },
		func() page.Item { return new(page.Fill) },
		func() page.Item { return &page.Shape{Points: []geom.Point{{}, {X: 1}}} },
		func() page.Item { return new(page.Picture) },
		func() page.Item { return new(page.Block) },
	}
	// Values of a field other than those above.
	others := map[reflect.Type][]any{
		reflect.TypeFor[*fonts.Face]():     {kai},
		reflect.TypeFor[geom.Length]():     {8 * geom.Pt},
		reflect.TypeFor[page.Ink]():        {page.Ink{C: 1}, page.Ink{M: 1}, page.Ink{Y: 1}, page.Ink{K: 1}},
		reflect.TypeFor[geom.Point]():      {geom.Point{X: 7}, geom.Point{Y: 7}},
		reflect.TypeFor[geom.Rect]():       {geom.Rect{X: 7}, geom.Rect{Y: 7}, geom.Rect{W: 7}, geom.Rect{H: 7}},
		reflect.TypeFor[image.Rectangle](): {image.Rect(1, 0, 0, 0), image.Rect(0, 1, 0, 0), image.Rect(0, 0, 2, 0), image.Rect(0, 0, 0, 2)},
		reflect.TypeFor[image.Point]():     {image.Pt(1, 0)},
		reflect.TypeFor[bool]():            {true},
		reflect.TypeFor[int]():             {3},
		reflect.TypeFor[string]():          {"b"},
		reflect.TypeFor[page.Part]():       {page.Headline},
		reflect.TypeFor[[]geom.Point]():    {[]geom.Point{{}, {Y: 1}}, []geom.Point{{}}},
		reflect.TypeFor[[]page.Drawn]():    {[]page.Drawn{{ID: 1}, {}}, []page.Drawn{{Up: 1}, {}}, []page.Drawn{{Text: "a"}, {}}, []page.Drawn{{At: 1}, {}}},
		reflect.TypeFor[[]page.Glyph]():    {glyphs()[:1], []page.Glyph{{Rune: '河'}, glyphs()[1]}, []page.Glyph{{Rune: '江', Form: fonts.Vertical}, glyphs()[1]}, []page.Glyph{glyphs()[0], {Rune: '上', DX: 10 * geom.Pt}}},
	}
	seen := map[string]string{}
	for _, make := range items {
		was := make()
		typ := reflect.TypeOf(was).Elem()
		sum := page.Sum(&page.Page{Items: []page.Item{was}}, nil)
		for i := range typ.NumField() {
			name := typ.Name() + "." + typ.Field(i).Name
			values := others[typ.Field(i).Type]
			if hidden := slices.Contains(unseen, name); hidden && len(values) == 0 {
				continue
			} else if len(values) == 0 {
				t.Errorf("no other values of %s", name)
			}
			for _, v := range values {
				it := make()
				reflect.ValueOf(it).Elem().Field(i).Set(reflect.ValueOf(v))
				look := page.Look(it)
				changed := look != page.Look(was) || page.Sum(&page.Page{Items: []page.Item{it}}, nil) != sum
				if changed == slices.Contains(unseen, name) {
					t.Errorf("%s = %v changes the look: %t", name, v, changed)
				}
				if other, twice := seen[look]; changed && twice {
					t.Errorf("%s = %v looks like %s", name, v, other)
				}
				seen[look] = name
			}
		}
	}
}
