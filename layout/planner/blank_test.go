package planner

import (
	"slices"
	"testing"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// TestThinPage: however little there is for a page, it is made up: every story
// stands, none is drawn out over the page to fill it, and the white is told.
func TestThinPage(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	set := faces(t)
	for _, stories := range [][]string{
		{"brief-seeds"},
		{"brief-expo", "brief-parcel"},
		{"lane-bus", "brief-fish", "comment-queue"},
		{"bean-curd", "brief-lake-run", "brief-dates", "comment-signs"},
		{"winter-tree", "brief-hill-run", "brief-mending", "brief-badminton", "sports-voice"},
		{"rowing-cup", "letters", "brief-charging", "brief-winter-swim", "small-shops"},
	} {
		is := opened(t)
		p := is.Pages[2]
		p.Slots, p.Auto = nil, true
		is.Pages = []*manuscript.Page{p}
		for _, id := range stories {
			p.Slots = append(p.Slots, &manuscript.Slot{Kind: manuscript.StorySlot, Story: id, Open: manuscript.OpenPlace | manuscript.OpenCols | manuscript.OpenRows})
		}
		_, problems := Plan(is, set, Options{})
		if problems.Has(diag.Error) || !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.PageThin }) {
			t.Errorf("%v: %v", stories, problems)
			continue
		}
		if len(p.Slots) != len(stories) {
			t.Errorf("%v: %d slots", stories, len(p.Slots))
		}
		checkPlaces(t, is, p)
		_, problems = layout.Compose(is, set, layout.Options{Pages: []int{p.Number}})
		for _, problem := range problems {
			switch problem.Code {
			case diag.Overset, diag.WhiteLines, diag.HeadNarrow, diag.SizeOrder:
				t.Errorf("%v: %v", stories, problem)
			}
		}
	}
}
