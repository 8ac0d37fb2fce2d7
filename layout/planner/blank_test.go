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

// TestFillers: a page that lacks text is full with a filler, which has the size that is
// found for it and is no tower.
func TestFillers(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	const least = 9 // rows
	set := faces(t)
	for _, stories := range [][]string{
		{"brief-seeds"},
		{"brief-expo", "brief-parcel"},
		{"lane-bus", "brief-fish", "comment-queue"},
	} {
		is := opened(t)
		p, ad := is.Pages[2], *slotOf(is.Pages[7], manuscript.AdSlot)
		p.Slots, p.Auto, ad.Open = []*manuscript.Slot{&ad}, true, manuscript.OpenPlace|manuscript.OpenCols|manuscript.OpenRows
		is.Pages = []*manuscript.Page{p}
		for _, id := range stories {
			p.Slots = append(p.Slots, &manuscript.Slot{Kind: manuscript.StorySlot, Story: id, Open: manuscript.OpenPlace | manuscript.OpenCols | manuscript.OpenRows})
		}
		ed, problems := Plan(is, set, Options{Fillers: []string{ad.Name()}, FillerRows: least})
		if problems.Has(diag.Warning) || len(ed.Pages) != 1 || len(ed.Pages[0].Slots) != len(stories)+1 {
			t.Errorf("%v: %v", stories, problems)
			continue
		}
		checkPlaces(t, is, p)
		cells := 0
		for _, s := range p.Slots {
			cells += s.Cols * (s.Rows + layout.White)
		}
		room := is.Format.Columns * (is.Format.Rows + layout.White)
		if f := slotOf(p, manuscript.AdSlot); f.Rows < least || f.Cols < leastFillerCols || f.Cols < is.Format.Columns && f.Rows > f.Cols*towerFiller {
			t.Errorf("%v: the filler has %d × %d", stories, f.Cols, f.Rows)
		}
		if white := room - cells + ed.Pages[0].White; white > room/100*5 {
			t.Errorf("%v: %d of %d cells are white", stories, white, room)
		}
	}
}
