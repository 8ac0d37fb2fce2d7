package planner

import (
	"slices"
	"strings"

	"duikai/layout/diag"
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
)

// stock is what an issue has for pages that lack copy: the stories of its reserve (备稿),
// and those fillers (补白) that stand on no page.
func stock(is *manuscript.Issue) (all []*manuscript.Slot) {
	for _, r := range is.Reserve {
		all = append(all, &manuscript.Slot{Kind: manuscript.StorySlot, Story: r.ID, Src: r.Src, Open: manuscript.OpenPlace | manuscript.OpenCols | manuscript.OpenRows})
	}
	return append(all, is.FreeFillers()...)
}

// mostFillers is how many fillers a page is offered: each of them doubles the pages that
// there are, and a page that wants more lacks stories.
const mostFillers = 6

// offered are the pieces that may fill a page: the stories of the reserve, and the first
// fillers for which it has room.
func (j *job) offered(spare []*manuscript.Slot) (pieces []piece) {
	lacks, fillers := j.page.Room-j.page.Need, 0
	for _, s := range spare {
		p := j.piece(s)
		if s.Kind != manuscript.StorySlot {
			p.Fits = sound(p.Fits)
		}
		least := j.sheetOf().Area(&p.Piece)
		switch story := s.Kind == manuscript.StorySlot; {
		case story && least == 0:
			j.problems.Add(diag.NoStanding, s.Src, s.Name())
			continue
		case story:
			p.Use = j.terms.Reserve
		case least == 0 || least > lacks || fillers == mostFillers:
			continue
		default:
			p.Use = j.terms.Filler
			fillers++
		}
		p.Hold = 0
		pieces = append(pieces, p)
	}
	return pieces
}

// sound leaves of what fills a page the widths at which nothing is wrong with it; where
// there are none, those at which there is no error: it need not stand.
func sound(fits [][]dummy.Fit) [][]dummy.Fit {
	for _, limit := range [...]int{warningPrice, errorPrice} {
		out, any := slices.Clone(fits), false
		for cols := range out {
			if slices.ContainsFunc(out[cols], func(f dummy.Fit) bool { return f.Price < limit }) {
				any = true
			} else {
				out[cols] = nil
			}
		}
		if any {
			return out
		}
	}
	return nil
}

// left tells what of the stock was not needed: each story by itself, for it was written
// for this issue, the fillers in one line.
func left(spare []*manuscript.Slot) (problems diag.List) {
	var fillers []string
	for _, s := range spare {
		if s.Kind == manuscript.StorySlot {
			problems.Add(diag.ReserveLeft, s.Src, s.Story)
			continue
		}
		fillers = append(fillers, s.Name())
	}
	if len(fillers) > 0 {
		at := slices.IndexFunc(spare, func(s *manuscript.Slot) bool { return s.Kind != manuscript.StorySlot })
		problems.Add(diag.FillersLeft, spare[at].Src, strings.Join(fillers, ", "))
	}
	return problems
}
