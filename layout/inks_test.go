package layout_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/samples"
)

// withPictures composes a page whose slots may name p.jpg.
func withPictures(t *testing.T, style, slots string) (*page.Page, diag.List) {
	t.Helper()
	photo, err := samples.Wangting().(interface {
		ReadFile(string) ([]byte, error)
	}).ReadFile("pictures/harbour.jpg")
	if err != nil {
		t.Fatal(err)
	}
	is := load(t, fstest.MapFS{
		"issue.yaml":   {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\nstyle: {" + style + "}\npages: [{number: 2, ink: red, slots: [" + slots + "]}]\n")},
		"p.jpg":        {Data: photo},
		"stories/a.md": {Data: []byte("---\nheadline: 渡口的早晨\n---\n" + strings.Repeat(paragraph+"\n\n", 8))},
		"stories/b.md": {Data: []byte("---\nheadline: 渡口\n---\n" + strings.Repeat(paragraph+"\n\n", 8))},
	})
	ed, problems := layout.Compose(is, faces(t), layout.Options{})
	return ed.Pages[0], problems
}

// TestInk: heads, boxes and notices are printed in the ink of their slot, rules
// in that of their page; running text stays black.
func TestInk(t *testing.T) {
	gold := page.Ink{C: 20, M: 35, Y: 75}
	p, _ := withPictures(t, "inks: {gold: {cmyk: [20, 35, 75, 0]}}", "{story: a, at: [1, 1], span: [4, 20], ink: red}, {story: b, at: [5, 1], span: [4, 20], box: line, ink: gold}, "+
		"{notice: 冬修水利早一天动工, at: [1, 22], span: [8, 2], ink: red}, {story: a, at: [1, 26], span: [8, 20]}")
	for _, it := range p.Items {
		switch it := it.(type) {
		case *page.Text:
			want := page.Black
			switch {
			case it.Part == page.Headline && it.Story == "a", it.Story == "" && it.At.Y > p.Grid.Area.Y:
				want = page.Red
			case it.Part == page.Headline:
				want = gold
			}
			if it.Ink != want {
				t.Errorf("%s %q of %q is printed in %v, not %v", it.Part, it, it.Story, it.Ink, want)
			}
		case *page.Rule:
			want := page.Red
			if box := p.Placements[1].Area; it.Width == geom.Pt/2 && it.From.X >= box.X && it.To.X <= box.Right() && it.To.Y <= box.Bottom() && it.From.Y >= box.Y {
				want = gold
			}
			if it.Ink != want {
				t.Errorf("a rule at %v is printed in %v, not %v", it.From, it.Ink, want)
			}
		}
	}
}

// TestBoxEdges: the outer edges of a box are those of the picture and of the
// text beside it.
func TestBoxEdges(t *testing.T) {
	for _, box := range []string{"line", "double", "bold", "wenwu", "ornament", "mourning"} {
		p, _ := withPictures(t, "", "{story: a, at: [1, 1], span: [4, 20], box: "+box+", head: none}, {picture: p.jpg, at: [5, 1], span: [4, 20]}")
		var pic geom.Rect
		top, foot := p.Trim.H, geom.Length(0)
		area := p.Placements[0].Area
		for _, it := range p.Items {
			if r, ok := it.(*page.Picture); ok {
				pic = r.Rect
			}
			if _, text := it.(*page.Text); text {
				continue
			}
			if r, _ := extent(it); r.X >= area.X && r.Right() <= area.Right() && r.Y >= area.Y {
				top, foot = min(top, r.Y), max(foot, r.Bottom())
			}
		}
		if top != pic.Y || foot != pic.Bottom() {
			t.Errorf("%s: the box stands from %v to %v, the picture from %v to %v", box, top, foot, pic.Y, pic.Bottom())
		}
	}
}

// TestMourning: the frame of an obituary is four to eight points thick, and its
// text keeps clear of it.
func TestMourning(t *testing.T) {
	for cols, want := range map[int]geom.Length{1: 4, 2: 4, 3: 6, 4: 6, 5: 8, 8: 8} {
		p, _ := withPictures(t, "", fmt.Sprintf("{story: a, at: [1, 1], span: [%d, 40], box: mourning}", cols))
		area := p.Placements[0].Area
		n := 0
		for _, it := range p.Items {
			switch it := it.(type) {
			case *page.Rule:
				if it.Width == want*geom.Pt {
					n++
				}
			case *page.Text:
				if it.Story == "a" && (it.At.X < area.X+want*geom.Pt || right(it) > area.Right()-want*geom.Pt) {
					t.Errorf("%q touches the frame", it)
				}
			}
		}
		if n != 4 {
			t.Errorf("%d columns: %d sides of %d points", cols, n, want)
		}
	}
}

// TestPortraits: frames of a grid are equal and stand in rows and columns, each
// with its name and title centred below.
func TestPortraits(t *testing.T) {
	for _, tt := range []struct{ n, across, down int }{{12, 4, 3}, {5, 3, 2}, {3, 3, 1}, {4, 2, 2}} {
		var list []string
		for i := range tt.n {
			list = append(list, fmt.Sprintf("{file: p.jpg, name: 沈亦%s, title: 望汀港务局第%d作业区调度}", string([]rune("舟江河湖海洋山川林木水火")[i]), i+1))
		}
		p, problems := withPictures(t, "resolution: 30", fmt.Sprintf("{pictures: [%s], grid: [%d, %d], at: [1, 1], span: [4, 70]}", strings.Join(list, ", "), tt.across, tt.down))
		if problems.Has(diag.Error) {
			t.Fatal(problems)
		}
		var xs, ys []geom.Length
		frames := pictures(p)
		if len(frames) != tt.n {
			t.Fatalf("%d pictures", len(frames))
		}
		for _, f := range frames {
			if f.Rect.W != frames[0].Rect.W || f.Rect.H != frames[0].Rect.H {
				t.Errorf("%v by %v beside %v by %v", f.Rect.W, f.Rect.H, frames[0].Rect.W, frames[0].Rect.H)
			}
			xs, ys = append(xs, f.Rect.X), append(ys, f.Rect.Y)
			named := 0
			for _, tx := range parts2(p, page.Caption) {
				mid := (tx.At.X + right(tx)) / 2
				if d := mid - f.Rect.X - f.Rect.W/2; d < geom.Pt && d > -geom.Pt && tx.At.Y > f.Rect.Bottom() && tx.At.Y < f.Rect.Bottom()+4*p.Grid.Leading {
					named++
				}
			}
			if named < 2 {
				t.Errorf("%d lines are centred under the frame at %v", named, f.Rect)
			}
		}
		slices.Sort(xs)
		slices.Sort(ys)
		if a, d := len(slices.Compact(xs)), len(slices.Compact(ys)); a != tt.across || d != tt.down {
			t.Errorf("%d across and %d down, not %d and %d", a, d, tt.across, tt.down)
		}
	}
}

// TestGroupGaps: the pictures of a group stand as far apart as columns do, both
// ways.
func TestGroupGaps(t *testing.T) {
	p, _ := withPictures(t, "", "{pictures: [p.jpg, p.jpg, p.jpg, p.jpg], grid: [2, 2], at: [1, 1], span: [8, 60]}")
	f := pictures(p)
	if across, down := f[1].Rect.X-f[0].Rect.Right(), f[2].Rect.Y-f[0].Rect.Bottom(); across != p.Grid.Gutter || down != p.Grid.Gutter {
		t.Errorf("%v across and %v down, not %v", across, down, p.Grid.Gutter)
	}
}

// TestNoRuleOverPictures: a picture parts itself from the story above it.
func TestNoRuleOverPictures(t *testing.T) {
	p, _ := withPictures(t, "", "{story: a, at: [1, 1], span: [8, 20]}, {picture: p.jpg, at: [1, 22], span: [8, 30]}, {story: b, at: [1, 53], span: [8, 20]}")
	over := func(row int) bool {
		y := p.Grid.RowTop(row) - p.Grid.Leading/2
		return slices.ContainsFunc(p.Items, func(it page.Item) bool {
			r, ok := it.(*page.Rule)
			return ok && r.From.Y == y && r.To.Y == y
		})
	}
	if over(21) || !over(52) {
		t.Errorf("over the picture: %v, over the story below it: %v", over(21), over(52))
	}
}

// TestBleed: a slot that bleeds runs to the trim and over it at the sides where
// it touches the edges of the type area, and nowhere else.
func TestBleed(t *testing.T) {
	bleed := geom.Millimetres(3)
	for _, tt := range []struct {
		slot                     string
		left, top, right, bottom bool
		header                   bool
	}{
		{"at: [1, 1], span: [8, 120]", true, true, true, true, false},
		{"at: [1, 1], span: [4, 60]", true, true, false, false, true},
		{"at: [5, 61], span: [4, 60]", false, false, true, true, true},
		{"at: [1, 50], span: [8, 40]", true, false, true, false, true},
	} {
		photo, err := samples.Wangting().Open("pictures/harbour.jpg")
		if err != nil {
			t.Fatal(err)
		}
		defer photo.Close()
		data, err := io.ReadAll(photo)
		if err != nil {
			t.Fatal(err)
		}
		is := load(t, fstest.MapFS{
			"issue.yaml": {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\nstyle: {resolution: 30}\nformat: {trim: [390mm, 546mm], columns: 8, bleed: 3mm}\npages: [{number: 2, slots: [{picture: p.jpg, bleed: true, " + tt.slot + "}]}]\n")},
			"p.jpg":      {Data: data},
		})
		ed, _ := layout.Compose(is, faces(t), layout.Options{})
		p := ed.Pages[0]
		r, area := pictures(p)[0].Rect, p.Grid.Area
		for _, side := range []struct {
			name   string
			bleeds bool
			at, to geom.Length
		}{
			{"left", tt.left, r.X, -bleed}, {"top", tt.top, r.Y, -bleed},
			{"right", tt.right, r.Right(), p.Trim.W + bleed}, {"bottom", tt.bottom, r.Bottom(), p.Trim.H + bleed},
		} {
			if (side.at == side.to) != side.bleeds {
				t.Errorf("%s: the %s edge stands at %v", tt.slot, side.name, side.at)
			}
		}
		if !tt.left && r.X < area.X || !tt.bottom && r.Bottom() > area.Bottom() {
			t.Errorf("%s: %v leaves the type area %v", tt.slot, r, area)
		}
		if got := len(parts2(p, page.Furniture)) > 0; got != tt.header {
			t.Errorf("%s: the header is there: %v", tt.slot, got)
		}
	}
}
