package epaper_test

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/epaper"
	"duikai/layout/intake/invented"
)

// TestRestore puts invented pages back as they stood: at least nine of ten
// stories with rectangular places to the column and within three rows, those
// with a notch in slots that cover their cells and no other story's.
func TestRestore(t *testing.T) {
	for _, name := range []string{"old-gbk", "skewed", "finely-scaled"} {
		t.Run(name, func(t *testing.T) {
			right, all, notched := 0, 0, 0
			for seed := range uint64(6) {
				is := invented.Make(seed, "望汀日报", day, 4)
				ds, _ := invented.Take(epaper.Reader(), invented.Folder(t, is.Files(invented.All()[name])), intake.Options{})
				e := ds[0].Edition
				found := e.Restore(e.Grids().Grid())
				if n := e.Grids().Grid().Columns(); n != invented.Columns {
					t.Errorf("seed %d: %d columns", seed, n)
				}
				for i, p := range is.Pages {
					r, a, n := compare(t, p, e.Pages[i])
					right, all, notched = right+r, all+a, notched+n
				}
				noOverlap(t, e)
				skewed := 0
				for _, f := range found {
					if f.Code == diag.ImportSlotSkew {
						skewed++
					}
				}
				if (skewed > 0) != (name == "skewed" && notches(is) > 0) {
					t.Errorf("seed %d: %d polygons were mended", seed, skewed)
				}
			}
			if right*10 < all*9 {
				t.Errorf("%d of %d rectangles stand where they stood", right, all)
			}
			if notched == 0 {
				t.Error("no place had a notch")
			}
			t.Logf("%d of %d rectangles, %d with a notch", right, all, notched)
		})
	}
}

func notches(is invented.Issue) (n int) {
	for _, p := range is.Pages {
		for _, s := range p.Stories {
			if s.Notch != nil {
				n++
			}
		}
	}
	return n
}

func compare(t *testing.T, want invented.Page, got *intake.Page) (right, all, notched int) {
	t.Helper()
	slots := make(map[*intake.Story][]intake.Slot)
	for _, s := range got.Slots {
		slots[s.Story] = append(slots[s.Story], s)
	}
	for k, s := range want.Stories {
		list := slots[got.Stories[k]]
		if s.Notch != nil {
			notched++
			cells := 0
			for _, x := range list {
				cells += x.Cols * x.Rows
			}
			if truth := s.Cell.Cols*s.Cell.Rows - s.Notch.Cols*s.Notch.Rows; cells < truth*85/100 || cells > truth*115/100 {
				t.Errorf("page %s, %v less %v has slots %v", want.Label, s.Cell, *s.Notch, list)
			}
			continue
		}
		all++
		if len(list) != 1 {
			t.Errorf("page %s: %v has slots %v", want.Label, s.Cell, list)
			continue
		}
		near := func(a, b int) bool { return a-b <= 3 && b-a <= 3 }
		x := list[0]
		if x.Col == s.Cell.Col && x.Cols == s.Cell.Cols && near(x.Row, s.Cell.Row) && near(x.Row+x.Rows, s.Cell.Row+s.Cell.Rows) {
			right++
		} else {
			t.Log(fmt.Sprint(want.Label, s.Cell, x))
		}
	}
	return right, all, notched
}

func noOverlap(t *testing.T, e *intake.Edition) {
	t.Helper()
	for _, p := range e.Pages {
		cells := make(map[[2]int]bool)
		for _, s := range p.Slots {
			for c := s.Col; c < s.Col+s.Cols; c++ {
				for r := s.Row; r < s.Row+s.Rows; r++ {
					if cells[[2]int{c, r}] || c < 1 || c > invented.Columns || r < 1 || r > invented.Rows {
						t.Fatalf("page %s: slot %v overlaps or leaves the grid", p.Label, s)
					}
					cells[[2]int{c, r}] = true
				}
			}
		}
	}
}

// TestHolesAreFilled: where a story is gone from a restored page, a filler stands in
// its place and in no other; without one who draws it, the place stays white.
func TestHolesAreFilled(t *testing.T) {
	for _, draws := range []bool{true, false} {
		is := invented.Make(3, "望汀日报", day, 2)
		ds, _ := invented.Take(epaper.Reader(), invented.Folder(t, is.Files(invented.All()["old-gbk"])), intake.Options{})
		e := ds[0].Edition
		p := e.Pages[1]
		p.Stories = p.Stories[1:]
		if draws {
			e.Art = func(w, h float64, _ int) []byte { return fmt.Appendf(nil, "%.0f by %.0f", w, h) }
		}
		restored := e.Restore(e.Grids().Grid())
		noOverlap(t, e)
		for _, x := range restored {
			if want := len(p.Slots) - 1; x.Code == diag.ImportRestored && x.Args[0] == p.Number && x.Args[2] != want {
				t.Errorf("%v slots are restored, the filler is none of %d", x.Args[2], want)
			}
		}
		f, found := e.Folder(nil, intake.LayoutRestore)
		told := 0
		for _, x := range found {
			if x.Code == diag.ImportFiller {
				told++
			}
		}
		if n := strings.Count(string(f.Issue()), "ad: pictures/filler-2-"); (n == 1) != draws || told != n {
			t.Errorf("with somebody who draws %t: %d fillers, %d told, in\n%s", draws, n, told, f.Issue())
		}
	}
}
