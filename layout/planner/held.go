package planner

import (
	"cmp"
	"slices"

	"duikai/layout/diag"
	"duikai/layout/internal/allot"
	"duikai/layout/internal/dummy"
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
	slices.SortStableFunc(order, func(a, b int) int { return story(a).Rank() - story(b).Rank() })
	held := func(i int) bool { return seats[i].Page == 0 || r.holds(&seats[i]) }
	order = slices.DeleteFunc(order, func(i int) bool { return !held(i) })
	r.together(seats, order)
	for _, i := range order {
		if held(i) {
			r.reseat(&seats[i], story(i))
		}
	}
}

// together offers each page at once all that it has room for: a page of many briefs
// is not planned again for every one of them.
func (r *run) together(seats []Seat, order []int) {
	for _, j := range r.jobs {
		var some []int
		var stories []*manuscript.Story
		need := j.page.Need
		for _, i := range order {
			st := r.is.Story(seats[i].Story)
			if free := r.free(&seats[i], st); len(free) > 0 && free[0] == j && need+seats[i].Area <= j.page.Room*filled/100 {
				some, stories, need = append(some, i), append(stories, st), need+seats[i].Area
			}
		}
		if len(some) > 1 && r.admit(j, stories...) {
			for k, i := range some {
				r.moved(&seats[i], stories[k], j)
			}
			order = slices.DeleteFunc(slices.Clone(order), func(i int) bool { return slices.Contains(some, i) })
		}
	}
}

// moved tells of a story that another page has now.
func (r *run) moved(s *Seat, st *manuscript.Story, j *job) {
	r.leave(s)
	from := s.Page
	s.Page, s.Reason, s.Next, s.More = j.of.Number, allot.ByRoom, 0, -1
	if from > 0 {
		j.problems.Add(diag.StoryMoved, st.Src, st.ID, from, j.of.Number)
	}
}

// holds tells whether the page of a seat has held its story over.
func (r *run) holds(s *Seat) bool {
	return slices.ContainsFunc(r.jobs, func(j *job) bool { return j.of.Number == s.Page && slices.Contains(j.page.Held, s.Story) })
}

// free are the other pages that may take a story, the best first.
func (r *run) free(s *Seat, st *manuscript.Story) (free []*job) {
	section := sectionOf(st.Section)
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
	return free[:min(len(free), mostOffered)]
}

// reseat looks for another page for a story.
func (r *run) reseat(s *Seat, st *manuscript.Story) {
	for _, j := range r.free(s, st) {
		if r.admit(j, st) {
			r.moved(s, st, j)
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

// admit lets a page take some stories more; what filled it and does no more is free again.
func (r *run) admit(j *job, stories ...*manuscript.Story) bool {
	used := j.used
	if !j.admit(stories...) {
		return false
	}
	r.spare = append(r.spare, slices.DeleteFunc(used, func(s *manuscript.Slot) bool { return slices.Contains(j.used, s) })...)
	return true
}

// admit plans the page again with some stories more, and keeps that where they stand
// and none is held over for them.
func (j *job) admit(stories ...*manuscript.Story) bool {
	was := j.of.Slots
	j.of.Slots, j.of.Auto = slices.Clone(j.given), true
	worth := 0 // what they would cost held over
	for _, st := range stories {
		j.of.Slots = append(j.of.Slots, &manuscript.Slot{Kind: manuscript.StorySlot, Story: st.ID, Src: st.Src, Open: manuscript.OpenPlace | manuscript.OpenCols | manuscript.OpenRows})
		worth += holdWorth(&j.terms, st)
	}
	again := newJob(j.is, j.set, j.desk, j.words, j.of)
	again.terms, again.another, again.takes, again.half = j.terms, j.another, true, j.half
	again.arrive(len(j.used) > 0)
	again.plan(j.used)
	held := func(page *Page) int { return len(page.Held) }
	if len(again.page.Slots) == 0 || held(&again.page) > held(&j.page) || again.page.Score > j.page.Score+worth ||
		slices.ContainsFunc(stories, func(st *manuscript.Story) bool { return slices.Contains(again.page.Held, st.ID) }) {
		j.of.Slots, j.of.Auto = was, false
		return false
	}
	again.write()
	*j = *again
	return true
}
