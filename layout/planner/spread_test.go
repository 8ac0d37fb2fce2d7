package planner

import (
	"fmt"
	"image"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// spreadOf is an issue of a spread with slots as given, and ten stories.
func spreadOf(t *testing.T, slots string) fstest.MapFS {
	t.Helper()
	f := tall("pages:\n  - number: 2\n    spread: 3\n    name: 特刊\n    slots:\n"+slots,
		copyOf{"", 1, 1100, ""}, copyOf{"", 2, 620, ""}, copyOf{"", 3, 420, ""}, copyOf{"", 4, 260, ""}, copyOf{"", 5, 110, ""},
		copyOf{"", 2, 640, ""}, copyOf{"", 3, 430, ""}, copyOf{"", 4, 270, ""}, copyOf{"", 5, 120, ""}, copyOf{"", 5, 100, ""})
	f["lake.png"] = gray(t, image.Pt(1800, 700))
	return f
}

// TestSpread: a spread is planned as two pages, around what lies over the fold, which
// finds its place at the head; what belongs together stands on one side. What is written is
// what is found, and is found again.
func TestSpread(t *testing.T) {
	set := faces(t)
	pool := func(from, to int) string {
		var ids []string
		for n := from; n <= to; n++ {
			ids = append(ids, fmt.Sprintf("s%d", n))
		}
		return "    pool: [" + strings.Join(ids, ", ") + "]\n"
	}
	for name, c := range map[string]struct {
		slots string
		over  string // what lies over the fold, and its columns
		col   int
		cols  int
	}{
		"a picture":     {"      - {picture: lake.png, span: [8, 18]}\n" + pool(1, 9), "lake.png", 1, 8},
		"a story":       {"      - {story: s1, span: [8, null]}\n" + pool(2, 10), "s1", 1, 8},
		"where it is":   {"      - {picture: lake.png, at: [3, 20], span: [4, 12]}\n" + pool(1, 9), "lake.png", 3, 4},
		"nothing":       {"      - {story: s1}\n      - {picture: lake.png, with: s6, span: [2, null]}\n" + pool(2, 10), "", 0, 0},
		"two, one open": {"      - {picture: lake.png, at: [2, 1], span: [6, 16]}\n      - {notice: 两岸今天同时点灯。, title: 特刊, box: line, span: [6, null]}\n" + pool(1, 8), "notice", 2, 6},
	} {
		t.Run(name, func(t *testing.T) {
			f := spreadOf(t, c.slots)
			source := f["issue.yaml"].Data
			is, problems := manuscript.Load(f)
			if problems.Has(diag.Error) {
				t.Fatal(problems)
			}
			ed, problems := Plan(is, set, Options{})
			if problems.Has(diag.Error) || len(ed.Pages) != 1 || ed.Pages[0].Number != 2 || len(is.Pages) != 1 || Needed(is) {
				t.Fatalf("%d pages\n%v", len(ed.Pages), problems)
			}
			p := is.Pages[0]
			wide := *is
			wide.Format = is.Format.Of(p)
			checkPlaces(t, &wide, p)
			if len(p.Slots)+len(ed.Pages[0].Held) != strings.Count(c.slots, "story:")+strings.Count(c.slots, "picture:")+strings.Count(c.slots, "notice:")+strings.Count(c.slots[strings.Index(c.slots, "pool"):], "s") {
				t.Errorf("%d slots stand, %v are held over", len(p.Slots), ed.Pages[0].Held)
			}
			var white [2]int
			for _, s := range p.Slots {
				over := s.Col <= is.Format.Columns && s.Col+s.Cols-1 > is.Format.Columns
				if s.Name() == c.over && (s.Col != c.col || s.Cols != c.cols) || over && s.Name() != c.over && s.Kind != manuscript.PictureSlot {
					t.Errorf("%s stands at %d, %d columns wide", s.Name(), s.Col, s.Cols)
				}
				for side := range white {
					from := side * is.Format.Columns
					white[side] += max(min(s.Col-1+s.Cols, from+is.Format.Columns)-max(s.Col-1, from), 0) * (s.Rows + layout.White)
				}
			}
			room := is.Format.Columns * (is.Format.Rows + layout.White)
			for side, cells := range white {
				if cells*100 < room*85 {
					t.Errorf("side %d has %d of %d cells", side, cells, room)
				}
			}
			if name == "nothing" {
				with, story := slotOf(p, manuscript.PictureSlot), p.Holds("s6")
				if with == nil || story == nil || (with.Col > is.Format.Columns) != (story.Col > is.Format.Columns) {
					t.Error("the picture stands on another page than its story")
				}
			}
			_, problems = layout.Compose(is, set, layout.Options{})
			if problems.Has(diag.Error) || slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.PageRiver || p.Code == diag.PageCut }) {
				t.Error(problems)
			}

			var found []*manuscript.Slot
			for _, s := range ed.Pages[0].Slots {
				if s.Found {
					found = append(found, s.Slot)
				}
			}
			written, err := manuscript.WritePlan(source, []manuscript.FoundPage{{Number: 2, Slots: found, Gone: ed.Pages[0].Gone}})
			if err != nil {
				t.Fatal(err)
			}
			f["issue.yaml"].Data = written
			again, problems := manuscript.Load(f)
			if problems.Has(diag.Error) {
				t.Fatal(problems)
			}
			if !reflect.DeepEqual(standAt(again.Pages[0]), standAt(p)) {
				t.Errorf("written\n%v, found\n%v", standAt(again.Pages[0]), standAt(p))
			}
			if n := manuscript.Reopened(again, written); n == 0 {
				t.Error("nothing is opened again")
			}
			if _, problems := Plan(again, set, Options{Keep: 100}); problems.Has(diag.Error) {
				t.Error(problems)
			}
			if now, was := standAt(again.Pages[0]), standAt(p); !reflect.DeepEqual(now, was) {
				t.Errorf("planned again, staying,\n%v, it was\n%v", now, was)
			}
		})
	}
}

// standAt is where the slots of a page stand, by name and then by place.
func standAt(p *manuscript.Page) map[string][][4]int {
	all := map[string][][4]int{}
	for _, s := range p.Slots {
		if s.Open != 0 { // held over
			continue
		}
		all[s.Name()] = append(all[s.Name()], [4]int{s.Col, s.Row, s.Cols, s.Rows})
	}
	return all
}

// TestDivide: both halves are as full as they can be, whatever has its side already, and
// the weightiest stands on the left.
func TestDivide(t *testing.T) {
	list := func(areas ...int) (units []*unit) {
		for i, a := range areas {
			units = append(units, &unit{slots: []*manuscript.Slot{{}}, area: a, rank: i + 1, side: -1})
		}
		return units
	}
	sides := func(units []*unit) (sum [2]int) {
		for _, u := range units {
			sum[u.side] += u.area
		}
		return sum
	}
	for _, c := range []struct {
		areas []int
		right int // a unit that has its side; 0: none
		room  [2]int
		want  [2]int
	}{
		{[]int{50, 30, 20, 40, 10, 50}, 0, [2]int{100, 100}, [2]int{100, 100}},
		{[]int{50, 30, 20, 40, 10, 50}, 3, [2]int{100, 100}, [2]int{100, 100}},
		{[]int{10, 90}, 0, [2]int{100, 100}, [2]int{10, 90}},
		{[]int{30, 30, 30, 30}, 0, [2]int{40, 80}, [2]int{30, 90}},
		{[]int{70, 70, 10}, 0, [2]int{100, 50}, [2]int{80, 70}},
		{nil, 0, [2]int{100, 100}, [2]int{}},
		{[]int{4000, 6000, 3000, 1000}, 0, [2]int{7000, 7000}, [2]int{7000, 7000}}, // a fine grid
	} {
		units := list(c.areas...)
		if c.right > 0 {
			units[c.right].side = 1
		}
		divide(units, c.room)
		if got := sides(units); got != c.want || len(units) > 0 && units[0].side != 0 {
			t.Errorf("%v over %v: %v, not %v", c.areas, c.room, got, c.want)
		}
	}
}
