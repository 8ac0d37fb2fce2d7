package planner

import (
	"cmp"
	"slices"

	"duikai/layout/allot"
	"duikai/layout/diag"
	"duikai/layout/dummy"
	"duikai/layout/manuscript"
)

// # Stories held over
//
// A story that found no place on the page that the program gave it is offered to
// the other pages that the program fills, those of its section first: the page is
// planned again with it, and has it where nothing else is held over for that. A
// story whose page its editor named is held over rather.

// resettle offers the stories that are held over to other pages, the heaviest
// first.
func (r *run) resettle(seats []Seat) {
	order := make([]int, len(seats))
	for i := range order {
		order[i] = i
	}
	story := func(i int) *manuscript.Story { return r.is.Story(seats[i].Story) }
	slices.SortStableFunc(order, func(a, b int) int { return weightOf(story(a)) - weightOf(story(b)) })
	for _, i := range order {
		if s := &seats[i]; s.Page == 0 || r.holds(s) {
			r.reseat(s, story(i))
		}
	}
}

// holds tells whether the page of a seat has held its story over.
func (r *run) holds(s *Seat) bool {
	return slices.ContainsFunc(r.jobs, func(j *job) bool { return j.of.Number == s.Page && slices.Contains(j.page.Held, s.Story) })
}

// reseat looks for another page for a story.
func (r *run) reseat(s *Seat, st *manuscript.Story) {
	section := sectionOf(st.Section)
	var free []*job
	for _, j := range r.jobs {
		home := slices.Contains(sectionsOf(j.of.Name), section)
		fits := j.page.Need+s.Area <= j.page.Room*filled/100 || j.page.White >= s.Area
		if hold, ok := holdPrice(&j.terms, st); ok && hold <= allot.Strange*dummy.Unit && !home && section != "" {
			continue // a brief that is worth no more than its section
		}
		if j.of.Number != s.Page && j.takes && fits && len(j.page.Jumps) == 0 && (home || j.of.Kind == manuscript.NewsPage) {
			free = append(free, j)
		}
	}
	slices.SortStableFunc(free, func(a, b *job) int {
		away := func(j *job) int {
			if slices.Contains(sectionsOf(j.of.Name), section) {
				return 0
			}
			return 1
		}
		return cmp.Or(away(a)-away(b), a.of.Number-b.of.Number)
	})
	for _, j := range free[:min(len(free), mostOffered)] {
		if j.admit(st) {
			r.leave(s)
			from := s.Page
			s.Page, s.Reason, s.Next, s.More = j.of.Number, allot.ByRoom, 0, -1
			if from > 0 {
				j.problems.Add(diag.StoryMoved, st.Src, st.ID, from, j.of.Number)
			}
			return
		}
	}
}

// mostOffered is to how many pages a story is offered: each is planned again.
const mostOffered = 2

// leave takes a story off the list of those that are held over.
func (r *run) leave(s *Seat) {
	r.unheld = append(r.unheld, s.Story)
	for _, j := range r.jobs {
		if j.of.Number == s.Page {
			j.page.Held = slices.DeleteFunc(j.page.Held, func(id string) bool { return id == s.Story })
			j.problems = slices.DeleteFunc(j.problems, func(p diag.Problem) bool { return p.Code == diag.StoryHeld && p.Args[0] == any(s.Story) })
		}
	}
}

// admit plans the page again with one story more, and keeps that where the story
// stands and none is held over for it.
func (j *job) admit(st *manuscript.Story) bool {
	was := j.of.Slots
	slot := &manuscript.Slot{Kind: manuscript.StorySlot, Story: st.ID, Src: st.Src, Open: manuscript.OpenPlace | manuscript.OpenCols | manuscript.OpenRows}
	j.of.Slots, j.of.Auto = append(slices.Clone(j.given), slot), true
	again := newJob(j.is, j.set, j.desk, j.words, j.of)
	again.terms, again.another, again.takes = j.terms, j.another, true
	again.arrive()
	again.plan(nil)
	held := func(page *Page) int { return len(page.Held) }
	if len(again.page.Slots) == 0 || held(&again.page) > held(&j.page) || slices.Contains(again.page.Held, st.ID) || again.page.Score > j.page.Score+j.terms.HoldPoint*(lightest+1-min(weightOf(st), lightest)) {
		j.of.Slots, j.of.Auto = was, false
		return false
	}
	again.write()
	*j = *again
	return true
}
