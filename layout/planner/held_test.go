package planner

import (
	"reflect"
	"slices"
	"testing"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
)

// TestHeldElsewhere: a story that finds no place on the page that the program gave
// it stands on another one with room; where there is none, or its editor named its
// page, everything stays as it was.
func TestHeldElsewhere(t *testing.T) {
	set := faces(t)
	for _, c := range []struct {
		name   string
		second []int // stories of page 2
		takes  bool
		want   int // page
	}{
		{"a page with room", []int{5, 6, 7}, true, 2},
		{"a page that its editor fills", []int{5, 6, 7}, false, 1},
		{"a full page", []int{5, 6, 7, 8, 9}, true, 1},
	} {
		stories := slices.Concat(fullPage, halfPage, []copyOf{{"", 2, 900, ""}, {"", 3, 900, ""}, {"体育", 3, 300, ""}})
		is, _ := manuscript.Load(tall(pools([]int{1, 2, 3, 4}, c.second), stories...))
		desk, names := layout.NewDesk(is, set), wordsOf(is)
		var r run
		r.is = is
		for _, p := range is.Pages {
			j := newJob(is, set, desk, &names, p)
			j.takes = c.takes
			j.begin()
			r.jobs = append(r.jobs, j)
		}
		r.all()
		st := is.Story("s10")
		r.jobs[0].page.Held = append(r.jobs[0].page.Held, st.ID)
		r.jobs[0].problems.Add(diag.StoryHeld, st.Src, st.ID, 3, 180, 250, 208)
		seats := []Seat{{Story: st.ID, Page: 1, Area: areaOf(is, desk, st), Section: "体育"}}
		before := slices.Clone(is.Pages[1].Slots)
		r.resettle(seats)
		if seats[0].Page != c.want {
			t.Errorf("%s: %+v", c.name, seats[0])
		}
		moved := c.want != 1
		has := func(j *job, code diag.Code) bool {
			return slices.ContainsFunc(j.problems, func(p diag.Problem) bool { return p.Code == code && p.Args[0] == any(st.ID) })
		}
		if on := is.Pages[1].Holds(st.ID) != nil; on != moved || !moved && !reflect.DeepEqual(before, is.Pages[1].Slots) || slices.Contains(r.jobs[0].page.Held, st.ID) == moved || has(r.jobs[0], diag.StoryHeld) == moved || has(r.jobs[1], diag.StoryMoved) != moved {
			t.Errorf("%s: stands on page 2: %t, held %v", c.name, on, r.jobs[0].page.Held)
		}
		checkPlaces(t, is, is.Pages[1])
		if _, problems := layout.Compose(is, set, layout.Options{}); problems.Has(diag.Error) {
			t.Errorf("%s: %v", c.name, problems)
		}
	}
}

// TestHoldPrice: what holding over costs by weight, and what may not be held.
func TestHoldPrice(t *testing.T) {
	terms := dummy.Interlocked()
	for _, c := range []struct {
		weight int
		hold   manuscript.Choice
		price  int
		ok     bool
	}{
		{1, manuscript.Unset, 0, false}, {1, manuscript.Yes, 300, true}, {2, manuscript.Unset, 240, true}, {5, manuscript.Unset, 60, true},
		{0, manuscript.Unset, 180, true}, {4, manuscript.No, 0, false},
	} {
		price, ok := holdPrice(&terms, &manuscript.Story{Weight: c.weight, Hold: c.hold})
		if ok != c.ok || price != c.price*dummy.Unit {
			t.Errorf("%+v: %d, %t", c, price, ok)
		}
	}
}
