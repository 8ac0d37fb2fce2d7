package planner

import (
	"cmp"
	"slices"

	"duikai/layout/diag"
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
)

// Dropped is a story of which something is left out.
type Dropped struct {
	Story string
	Parts []manuscript.Part
}

// offerLess gives the stories of a page that is asked for too much the ways in
// which what they name as optional is left out, one part after the other.
func (j *job) offerLess() {
	for i := range j.open {
		p := &j.open[i]
		if p.slot.Kind != manuscript.StorySlot || p.gauge == nil || len(p.carried) > 0 || len(p.slot.Without) > 0 { // what its editor leaves out is his choice
			continue
		}
		s := j.is.Story(p.slot.Story).Lacking(p.slot.Without)
		before, _, _ := j.parts(p.slot)
		parts := slices.DeleteFunc(slices.Clone(s.Optional), func(part manuscript.Part) bool { return !s.Has(part) })
		for n := range parts {
			without := parts[:n+1]
			gauge := j.desk.Gauge(s.Lacking(without), before)
			for _, w := range waysOf(p.slot, s, j.is.Format.Columns) {
				w.gauge, w.without = gauge, without
				if st, ok := gauge.Stands(w.slot(p.slot)); ok {
					j.way(p, p.table, w, &st)
				}
			}
		}
		if len(parts) > 0 {
			if p.slot.Open&manuscript.OpenRows == 0 {
				p.table.Only(p.slot.Rows)
			}
			p.Fits = p.table.Fits()
		}
	}
}

// dropped are the stories of a plan of which something is left out.
func (j *job) dropped(pieces []piece, plan *dummy.Plan) {
	for i := range plan.Placed {
		p := &pieces[plan.Placed[i].Piece]
		if len(p.ways) == 0 || len(p.ways[plan.Placed[i].Fit.Mark].without) == 0 {
			continue
		}
		d := Dropped{p.slot.Story, p.ways[plan.Placed[i].Fit.Mark].without}
		j.page.Dropped = append(j.page.Dropped, d)
		names := manuscript.ListOf(d.Parts)
		j.problems.Add(diag.PartsDropped, p.slot.Src, d.Story, names, j.page.Need, j.page.Room)
	}
	slices.SortStableFunc(j.page.Dropped, func(a, b Dropped) int { return cmp.Compare(a.Story, b.Story) })
}
