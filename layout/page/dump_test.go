package page

import (
	"errors"
	"strings"
	"testing"
	"time"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/geom"
	"duikai/samples/golden"
)

// handMade is an edition with every kind of item on it.
func handMade(t *testing.T) *Edition {
	t.Helper()
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	face := func(role fonts.Role, r rune) *fonts.Face {
		f, ok := set.Chain(role).Face(r)
		if !ok {
			t.Fatalf("no face for %c", r)
		}
		return f
	}
	const em = 9 * geom.Pt
	glyphs := func(s string, at ...geom.Length) []Glyph {
		var gs []Glyph
		for i, r := range []rune(s) {
			gs = append(gs, Glyph{Rune: r, DX: at[i]})
		}
		return gs
	}
	grid := Grid{Area: geom.Rect{X: 20 * geom.Pt, Y: 30 * geom.Pt, W: 27 * em, H: 115 * geom.Pt},
		Columns: 2, Column: 13 * em, Gutter: em, Rows: 10, Leading: 11500, Baseline: 9 * geom.Pt}
	return &Edition{
		Paper: "望汀日报", Title: "望汀日报 第10234期", Date: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
		Pages: []*Page{
			{
				Number: 1, Name: "要闻", Trim: geom.Size{W: 283 * geom.Pt, H: 175 * geom.Pt}, Grid: grid,
				Placements: []Placement{
					{Story: "canal", Area: grid.Cells(0, 0, 1, 10), Columns: 1, Measure: grid.Column, Lines: 9, Chars: 110, White: 1, To: 2},
					{Story: "port", Area: grid.Cells(1, 0, 1, 10), Columns: 1, Measure: grid.Column, Lines: 10, Chars: 128, Over: 12},
				},
				Items: []Item{
					&Fill{Rect: grid.Cells(1, 0, 1, 10), Ink: Ink{K: 8}},
					&Text{Face: face(fonts.HeiBold, '水'), Size: 18 * geom.Pt, Ink: Black, At: geom.Point{X: 20 * geom.Pt, Y: 48 * geom.Pt},
						Glyphs: glyphs("水来了", 0, 18000, 36000), Part: Headline, Story: "canal"},
					// A squeezed comma, and a gap opened by a tenth of an em.
					&Text{Face: face(fonts.Song, '塬'), Size: em, Ink: Black, At: geom.Point{X: 38 * geom.Pt, Y: 62500},
						Glyphs: glyphs("塬上，起了风", 0, 9000, 18000, 22500, 31500, 41400), Part: Body, Story: "canal"},
					&Text{Face: face(fonts.Kai, 'G'), Size: em, Ink: Ink{C: 100, M: 80}, At: geom.Point{X: 150 * geom.Pt, Y: 40 * geom.Pt},
						Glyphs: glyphs("G", 0), Turned: true, Part: Kicker, Story: "port"},
					&Text{Face: face(fonts.Song, 'f'), Size: em, Ink: Black, At: geom.Point{X: 150 * geom.Pt, Y: 62500},
						Glyphs: []Glyph{{Rune: 'o'}, {Rune: 'f', Form: fonts.LigatureFFI, DX: 5022}, {Rune: 'c', DX: 14103}, {Rune: 'e', DX: 19000}}, Part: Body, Story: "port"},
					&Rule{From: geom.Point{X: 141500, Y: 30 * geom.Pt}, To: geom.Point{X: 141500, Y: 145 * geom.Pt}, Width: 250, Ink: Black},
					&Shape{Points: []geom.Point{{X: 1000, Y: 2000}, {X: 3000, Y: 2000}, {X: 2000, Y: 3500}}, Ink: Black},
					&Shape{}, // nothing to draw, nothing to write
				},
			},
			{Number: 2, Trim: geom.Size{W: 283 * geom.Pt, H: 175 * geom.Pt}, Grid: grid,
				Placements: []Placement{{Story: "canal", Area: grid.Cells(0, 2, 2, 3), Columns: 2, Measure: grid.Column, Lines: 4, Chars: 40, From: 1}}},
		},
	}
}

func TestDump(t *testing.T) {
	var b strings.Builder
	if err := Dump(&b, handMade(t)); err != nil {
		t.Fatal(err)
	}
	golden.Text(t, "hand-made.golden", b.String())
}

// failing refuses everything written to it.
type failing struct{}

var errFull = errors.New("no room")

func (failing) Write([]byte) (int, error) { return 0, errFull }

// TestDumpReportsWriting: a write that fails is not swallowed.
func TestDumpReportsWriting(t *testing.T) {
	if err := Dump(failing{}, handMade(t)); !errors.Is(err, errFull) {
		t.Errorf("error %v", err)
	}
}

func TestGrid(t *testing.T) {
	g := Grid{Area: geom.Rect{X: 100, Y: 200}, Columns: 8, Column: 1300, Gutter: 100, Rows: 120, Leading: 115}
	if got := g.Cells(0, 0, 8, 120); got != (geom.Rect{X: 100, Y: 200, W: 8*1300 + 7*100, H: 120 * 115}) {
		t.Errorf("the whole area is %v", got)
	}
	if got := g.Cells(2, 10, 3, 5); got != (geom.Rect{X: 100 + 2*1400, Y: 200 + 1150, W: 3*1300 + 200, H: 575}) {
		t.Errorf("a block of cells is %v", got)
	}
	// Neighbouring cells are a gutter apart and rows follow without a gap.
	if a, b := g.Cells(0, 0, 2, 1), g.Cells(2, 1, 1, 1); b.X-a.Right() != g.Gutter || a.Bottom() != b.Y {
		t.Errorf("%v and %v", a, b)
	}
}

func TestPartNames(t *testing.T) {
	seen := map[string]bool{}
	for p := Furniture; p <= Mark; p++ {
		name := p.String()
		if name == "" || seen[name] || strings.ContainsAny(name, " \"") {
			t.Errorf("part %d is called %q", p, name)
		}
		seen[name] = true
	}
}
