package planner

import (
	"testing"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// TestFurnished: a group and a notice find sizes in which nothing is wrong with
// them; an advertisement of a given size stands at the foot.
func TestFurnished(t *testing.T) {
	is, set := opened(t, 3), faces(t)
	p := is.Pages[2]
	open := manuscript.OpenPlace | manuscript.OpenCols | manuscript.OpenRows
	group := *slotOf(is.Pages[6], manuscript.GroupSlot)
	group.Pictures = group.Pictures[:2]
	notice := *slotOf(is.Pages[0], manuscript.NoticeSlot)
	ad := *slotOf(is.Pages[7], manuscript.AdSlot)
	ad.Cols, ad.Rows = 4, 14
	group.Open, notice.Open, ad.Open = open, open, manuscript.OpenPlace
	var rest []*manuscript.Slot
	for _, s := range p.Slots { // what makes room for them
		if s.Kind == manuscript.StorySlot && s.Story != "orchard-loan" && s.Story != "price-column" {
			rest = append(rest, s)
		}
	}
	p.Slots = append(rest, &group, &notice, &ad)
	ed, problems := Plan(is, set, Options{})
	if len(ed.Pages) != 1 || problems.Has(diag.Error) {
		t.Fatal(problems)
	}
	checkPlaces(t, is, p)
	for _, k := range []manuscript.Kind{manuscript.GroupSlot, manuscript.NoticeSlot} {
		s := slotOf(p, k)
		if s == nil {
			t.Fatalf("no slot of kind %v", k)
		}
		if f := layout.NewDesk(is, set).Slot(*s); f.Failed || f.Warnings > 0 {
			t.Errorf("%s at %d × %d: %+v", s.Name(), s.Cols, s.Rows, f)
		}
	}
	if s := slotOf(p, manuscript.AdSlot); s.Cols != 4 || s.Rows != 14 || s.Row+s.Rows-1 != is.Format.Rows {
		t.Errorf("the advertisement stands in row %d, %d × %d", s.Row, s.Cols, s.Rows)
	}
}

// slotOf is the first slot of a kind on a page; nil: there is none.
func slotOf(p *manuscript.Page, k manuscript.Kind) *manuscript.Slot {
	for _, s := range p.Slots {
		if s.Kind == k {
			return s
		}
	}
	return nil
}
