package layout_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// spread composes a spread of two pages in the format of the house.
func spread(t *testing.T, sheets, slots string) (*page.Edition, diag.List) {
	t.Helper()
	is := load(t, fstest.MapFS{
		"issue.yaml":   {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 4, spread: 5, sheets: " + sheets + ", name: 特刊, slots: [" + slots + "]}]\n")},
		"stories/a.md": {Data: []byte("---\nheadline: 渡口的早晨，江面上起了雾，船还没有来\nweight: 1\n---\n" + strings.Repeat(paragraph+"\n\n", 30))},
		"stories/b.md": {Data: []byte("---\nheadline: 渡口\n---\n" + strings.Repeat(paragraph+"\n\n", 8))},
	})
	ed, problems := layout.Compose(is, faces(t), layout.Options{})
	return ed, problems
}

const spreadSlots = "{story: a, at: [1, 1], span: [16, 40]}, {story: b, at: [1, 42], span: [4, 20]}, {story: b, at: [13, 42], span: [4, 20]}"

// TestSpread: the columns of a spread stand where those of two single pages do;
// a head lies over the fold, no text column does.
func TestSpread(t *testing.T) {
	ed, _ := spread(t, "one", spreadSlots)
	p := ed.Pages[0]
	if len(ed.Pages) != 1 || p.Trim.W != geom.Millimetres(780) || p.Grid.Columns != 16 {
		t.Fatalf("%d pages, %v wide, %d columns", len(ed.Pages), p.Trim.W, p.Grid.Columns)
	}
	half := p.Trim.W / 2
	for col := range 8 {
		if a, b := p.Grid.ColumnLeft(col)+half, p.Grid.ColumnLeft(col+8); a != b {
			t.Errorf("column %d stands at %v, that of the other page at %v", col+1, a-half, b-half)
		}
	}
	over := 0
	for _, tx := range append(parts2(p, page.Headline), parts2(p, page.Body)...) {
		if tx.At.X < half && right(tx) > half {
			over++
			if tx.Part == page.Body {
				t.Errorf("%q lies in the fold", tx)
			}
		}
	}
	if over == 0 {
		t.Error("no head lies over the fold")
	}
	header := ""
	for _, tx := range parts2(p, page.Furniture) {
		header += fmt.Sprint(tx)
	}
	if !strings.Contains(header, "4–5") || !strings.Contains(header, "第四、五版") {
		t.Errorf("the header says %s", header)
	}
}

// TestSpreadOnTwoSheets: parted at the fold, every item stands on the page that
// shows it, and what lies over the fold on both.
func TestSpreadOnTwoSheets(t *testing.T) {
	one, _ := spread(t, "one", spreadSlots)
	two, _ := spread(t, "two", spreadSlots)
	if len(two.Pages) != 2 || two.Pages[0].Number != 4 || two.Pages[1].Number != 5 {
		t.Fatalf("%d pages", len(two.Pages))
	}
	whole := one.Pages[0]
	half := whole.Trim.W / 2
	seen, both := 0, 0
	for _, it := range whole.Items {
		l, r := it.Bounds().X < half, it.Bounds().Right() > half
		if l {
			seen++
		}
		if r {
			seen++
		}
		if l && r {
			both++
		}
	}
	if got := len(two.Pages[0].Items) + len(two.Pages[1].Items); got != seen || both == 0 {
		t.Errorf("%d items, not %d; %d on both", got, seen, both)
	}
	for _, p := range two.Pages {
		if p.Trim.W != half || p.Grid.Columns != 8 {
			t.Errorf("page %d is %v wide", p.Number, p.Trim.W)
		}
		for _, pl := range p.Placements {
			if mid := pl.Area.X + pl.Area.W/2; mid < 0 || mid > half {
				t.Errorf("page %d: %s stands at %v", p.Number, pl.Story, pl.Area)
			}
			if x := p.Grid.ColumnLeft(max(pl.At[0], 1) - 1); pl.At[0] > 0 && pl.At[0]+pl.Span[0]-1 <= 8 && x != pl.Area.X {
				t.Errorf("page %d: %s stands at %v, in column %d", p.Number, pl.Story, pl.Area, pl.At[0])
			}
		}
	}
}
