package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/intake"
)

// printed is an edition of a page that was cut at the places given, in fortieths of its
// width, with so much text a story: of the characters that the place would take on a
// broadsheet, in percent.
func printed(dense int, cuts ...int) *intake.Edition {
	e := &intake.Edition{Paper: "望汀日报", Date: day}
	p := e.Page(3)
	const w, h = 400.0, 575.0
	p.Sheet = intake.Size{W: w, H: h}
	cuts = append(cuts, 40)
	from := 0
	for i, to := range cuts {
		x0, x1 := w*float64(from)/40, w*float64(to)/40
		chars := (to - from) * 8 * 13 * 120 / 40 * dense / 100
		p.Stories = append(p.Stories, &intake.Story{ID: fmt.Sprint(i),
			Areas: []intake.Area{{{X: x0, Y: 0}, {X: x1, Y: 0}, {X: x1, Y: h}, {X: x0, Y: h}}},
			Body:  []intake.Block{{Field: intake.Given("x", run(strings.Repeat("灯", chars)))}}})
		from = to
	}
	return e
}

// TestGrids: the basic columns are those on which all edges stand; where they stand on
// several numbers of them, what other pages tell decides, and then the usual measure, on
// the sheet that the text fills.
func TestGrids(t *testing.T) {
	const broadsheet, tabloid = 70, 32
	for name, tt := range map[string]struct {
		e, near *intake.Edition
		want    int
		sure    bool
		format  string
	}{
		"eighths":                     {printed(broadsheet, 5, 20), nil, 8, true, "format: broadsheet\n"},
		"fifths":                      {printed(broadsheet, 8, 24), nil, 5, true, "columns: 5, chars: 21, rows: 120}"},
		"quarters":                    {printed(broadsheet, 10, 20), nil, 8, false, "format: broadsheet\n"},
		"halves":                      {printed(broadsheet, 20), nil, 8, false, "format: broadsheet\n"},
		"halves beside thirds":        {printed(broadsheet, 20), printed(broadsheet, 27), 6, true, "columns: 6, chars: 17, rows: 120}"},
		"quarters beside eighths":     {printed(broadsheet, 10), printed(broadsheet, 25), 8, true, "format: broadsheet\n"},
		"one story":                   {printed(broadsheet), nil, 8, false, "format: broadsheet\n"},
		"quarters of a tabloid":       {printed(tabloid, 10, 20), nil, 4, false, "trim: [273mm, 390mm], columns: 4, chars: 17, rows: 86}"},
		"thirds of a tabloid":         {printed(tabloid, 27), nil, 6, true, "format: tabloid\n"},
		"a tabloid that tells little": {printed(1, 10, 20), nil, 8, false, "format: broadsheet\n"},
	} {
		t.Run(name, func(t *testing.T) {
			g := tt.e.Grids()
			if tt.near != nil {
				if g.Sure() {
					t.Error("one page alone is sure")
				}
				g = g.And(tt.near.Grids())
			}
			grid := g.Grid()
			if grid.Columns() != tt.want || g.Sure() != tt.sure {
				t.Errorf("%d columns, sure: %t", grid.Columns(), g.Sure())
			}
			tt.e.Restore(grid)
			f, _ := tt.e.Folder(nil, intake.LayoutRestore)
			if !strings.Contains(string(f.Issue()), tt.format) {
				t.Errorf("no %q in\n%s", tt.format, f.Issue())
			}
		})
	}
}

// TestCutSheet: the picture of a page may show the cut sheet with its margins; what one end
// of a page alone shows holds for the other, where no story stands.
func TestCutSheet(t *testing.T) {
	const w, h = 400.0, 575.0
	for name, tt := range map[string]struct {
		side, top, foot float64 // what is free, in shares of the sheet
		row, rows       int     // of the first and the last slot
	}{
		"the type area":                {0.01, 0.01, 0.01, 1, 120},
		"the cut sheet":                {0.05, 0.05, 0.05, 1, 120},
		"the cut sheet, its foot free": {0.05, 0.05, 0.365, 1, 78},
		"the type area, its head free": {0.01, 0.108, 0.01, 13, 120},
	} {
		e := &intake.Edition{Paper: "望汀日报", Date: day}
		p := e.Page(3)
		p.Sheet = intake.Size{W: w, H: h}
		y0, y1 := tt.top*h, h-tt.foot*h
		mid := (y0 + y1) / 2
		for i, y := range [][2]float64{{y0, mid}, {mid, y1}} {
			x0, x1 := tt.side*w, w-tt.side*w
			p.Stories = append(p.Stories, &intake.Story{ID: fmt.Sprint(i), Areas: []intake.Area{{{X: x0, Y: y[0]}, {X: x1, Y: y[0]}, {X: x1, Y: y[1]}, {X: x0, Y: y[1]}}}})
		}
		e.Restore(e.Grids().Grid())
		var stories []intake.Slot
		for _, s := range p.Slots {
			if s.Story != nil {
				stories = append(stories, s)
			}
		}
		if len(stories) != 2 || stories[0].Row != tt.row || stories[1].Row+stories[1].Rows-1 != tt.rows {
			t.Errorf("%s: %+v", name, stories)
		}
	}
}
