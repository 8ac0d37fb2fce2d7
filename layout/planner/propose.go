package planner

import (
	"slices"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// Cut is a cut that an editor could make so that nothing of a page is held over.
type Cut struct {
	Story string
	layout.Cut
}

// Bounds of the cuts that are proposed of a page: how many, and the share of a
// story, one in so many, that one of them is at most.
const (
	mostCuts = 4
	cutShare = 4
)

// propose finds cuts that make room on a page from which something is held over,
// of the stories of least value first. There are none where cuts alone would not do.
func (j *job) propose(held []*manuscript.Slot) {
	lack := j.page.Need - j.page.Room*surelyRoom/100 + 1 // so that they surely do, whatever is lost to whole lines
	if len(held) == 0 || lack <= 1 {
		return
	}
	var stories []*manuscript.Story
	for _, s := range slices.Concat(slotsOf(j.page.Slots), held) {
		if st := j.is.Story(s.Story); s.Kind == manuscript.StorySlot && st != nil && !slices.Contains(stories, st) {
			stories = append(stories, st)
		}
	}
	slices.SortStableFunc(stories, func(a, b *manuscript.Story) int { return b.Rank() - a.Rank() })
	chars := lack * j.is.Format.Chars
	var cuts []Cut
	for _, st := range stories {
		most := j.desk.Gauge(st, nil).Cells() * j.is.Format.Chars / cutShare
		if list := layout.ProposeCuts(st, min(chars, most)); len(list) > 0 && list[0].Chars <= most*2 {
			cuts = append(cuts, Cut{st.ID, list[0]})
			if chars -= list[0].Chars; chars <= 0 || len(cuts) == mostCuts {
				break
			}
		}
	}
	if chars > 0 {
		return
	}
	j.page.Cuts = cuts
	for _, c := range cuts {
		j.problems.Add(diag.CutProposed, j.is.Story(c.Story).Src, j.of.Number, c.Story, c.Cut)
	}
}

func slotsOf(found []Slot) (slots []*manuscript.Slot) {
	for _, s := range found {
		slots = append(slots, s.Slot)
	}
	return slots
}
