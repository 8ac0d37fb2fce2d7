package planner

import (
	"slices"

	"duikai/layout"
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
)

// # Stories that are an L (题文错位)
//
// A story of text alone may go on in the columns right of those that its head
// covers. On the page these are two slots of one story, as an editor writes them;
// the first has the head, and the text goes on in the second.

// Bounds of the stories that may be an L: the cells of their text at least, for two
// parts of less are scraps; and their weights: the head of a lead stands over all of
// its text, and a brief is not parted.
const (
	leastBent               = 60
	heaviestBent, lightBent = 2, 4
)

// bend adds the ways in which a story may be an L.
func (j *job) bend(p *piece) {
	s := p.slot
	const all = manuscript.OpenPlace | manuscript.OpenCols | manuscript.OpenRows
	if s.Open != all || p.Solid || s.Columns != 0 || s.Head != manuscript.HeadAcross || s.HeadCols != 0 || s.Text.Style != nil ||
		s.Below.ID != "" || s.RightOf.ID != "" || p.Weight < heaviestBent || p.Weight > lightBent || p.text < leastBent || len(s.Without) > 0 || j.of.Kind != manuscript.NewsPage || j.stoodBy(s) {
		return
	}
	var by []dummy.Leg
	for cols := 1; cols < j.is.Format.Columns; cols++ {
		leg := dummy.Leg{}
		w := way{cols: cols, head: s.Head, bent: true}
		if st, ok := p.gauge.Stance(w.slot(s)); ok && st.Plain {
			j.base(&w, s, &st)
			w.base.Mark = len(p.ways)
			p.ways = append(p.ways, w)
			leg = dummy.Leg{Base: w.base, Lines: (st.Least + st.Most) / 2}
			if give := (st.Most - st.Least) / 2; give > 0 {
				leg.Give = max(leg.Lines/give, 1)
			}
		}
		for len(by) <= cols {
			by = append(by, dummy.Leg{})
		}
		by[cols] = leg
	}
	if slices.ContainsFunc(by, func(l dummy.Leg) bool { return l.Lines > 0 }) {
		p.Legs = &dummy.Legs{By: by}
	}
}

// stoodBy tells whether another slot of the page stands by a slot: below an L is no
// one place.
func (j *job) stoodBy(s *manuscript.Slot) bool {
	return slices.ContainsFunc(j.of.Slots, func(o *manuscript.Slot) bool {
		return o.Open&manuscript.OpenPlace != 0 && (j.of.Named(o.Below) == s || j.of.Named(o.RightOf) == s)
	})
}

// realLegs fills the two slots of an L, and corrects its prices by what comes of it.
func (j *job) realLegs(p *piece, w *way, first, rest *dummy.Placed) dummy.Fit {
	a, b := w.slot(p.slot), w.slot(p.slot)
	for _, x := range [...]struct {
		s *manuscript.Slot
		r dummy.Rect
	}{{&a, first.Rect}, {&b, rest.Rect}} {
		x.s.Col, x.s.Row, x.s.Cols, x.s.Rows = x.r.Col+1, x.r.Row+1, x.r.Cols, x.r.Rows
	}
	got := p.gauge.FillLegs(a, b)
	fit := w.base
	fit.Rows, fit.Size, fit.White, fit.Over = first.Rect.Rows, got.Size, got.White, got.Over
	fit.Dogleg = j.terms.Dogleg
	fit.Price += fit.Dogleg + j.terms.Leaves(fit.White, fit.Over) + (got.Warnings-w.warnings)*warningPrice
	if fit.White > layout.BearableWhite*(first.Rect.Cols+rest.Rect.Cols) {
		fit.Price += warningPrice
	}
	if got.Failed || got.Over > 0 {
		fit.Price += errorPrice
	}
	p.Legs.Correct(first.Rect, rest.Rect, fit)
	return fit
}

// restOf is the slot of a page in which the second part of an L stood before; nil:
// there is none.
func (j *job) restOf(s *manuscript.Slot) *manuscript.Slot {
	at := slices.Index(j.of.Slots, s)
	for _, o := range j.of.Slots[at+1:] {
		if j.isRest(o) && o.Story == s.Story {
			return o
		}
	}
	return nil
}

// isRest tells whether a slot is the second part of an L that is planned again: it
// is found again with the first.
func (j *job) isRest(s *manuscript.Slot) bool {
	if s.Kind != manuscript.StorySlot || s.Open == 0 || s.Was.Cols == 0 {
		return false
	}
	at := slices.IndexFunc(j.of.Slots, func(o *manuscript.Slot) bool { return o.Kind == s.Kind && o.Story == s.Story })
	return at >= 0 && j.of.Slots[at] != s && j.of.Slots[at].Open != 0 && j.of.Slots[at].Was.Cols > 0
}

// rest is the slot of the second part of an L.
func (j *job) rest(p *piece, x *dummy.Placed) *manuscript.Slot {
	out := *p.slot
	out.Open, out.Was = 0, manuscript.Cells{}
	if was := j.restOf(p.slot); was != nil {
		out.Src = was.Src
	}
	out.Col, out.Row, out.Cols, out.Rows = x.Rect.Col+1, x.Rect.Row+1+j.top, x.Rect.Cols, x.Rect.Rows
	return &out
}
