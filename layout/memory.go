package layout

import (
	"reflect"
	"slices"
	"sync"

	"duikai/fonts"
	"duikai/layout/manuscript"
)

// Memory keeps how the stories of an edition were poured, for who composes an issue
// again and again while it is written: a story that is as it was, in slots as they were,
// is not poured anew. The edition is the same as without it. The zero value is empty;
// it may be used from many goroutines at once, of which one finds what is kept.
type Memory struct {
	mu   sync.Mutex
	last *remembered
}

// remembered is what was poured for one edition. A story is poured for itself, so that
// what becomes of it depends on the story, its slots, the face that its head has beside
// others, and the house; whatever of these differs, by its place in the manuscript too,
// makes it another.
type remembered struct {
	style   manuscript.Style
	format  manuscript.Format
	house   *house
	stories map[string]*keptStory // by id
}

// keptStory is a story as it was poured for itself, before its neighbours and the other
// ends of its continuations changed it.
type keptStory struct {
	story  manuscript.Story
	seats  []keptSeat
	plan   *headPlan // nil: it has no headline
	role   fonts.Role
	poured *poured
}

// keptSeat is a slot as it was, and of its page what a story sees.
type keptSeat struct {
	slot           manuscript.Slot
	number, spread int
}

// take gives what is kept for the house of an issue, with that house, and keeps it no
// longer; nil: nothing is.
func (mem *Memory) take(is *manuscript.Issue, set *fonts.Set) *remembered {
	if mem == nil {
		return nil
	}
	mem.mu.Lock()
	r := mem.last
	mem.last = nil
	mem.mu.Unlock()
	if r == nil || !r.house.set.Same(set) || !reflect.DeepEqual(&r.style, &is.Style) || !reflect.DeepEqual(&r.format, &is.Format) {
		return nil
	}
	texts := make(map[*manuscript.TextStyle]*house, len(is.Style.Texts))
	for i, t := range is.Style.Texts { // which slots name by what the issue has of them
		texts[t] = r.house.texts[r.style.Texts[i]]
	}
	r.house.texts = texts
	now := make(map[string]*keptStory, len(r.stories))
	for _, s := range is.Stories {
		if k := r.stories[s.ID]; k != nil && reflect.DeepEqual(&k.story, s) {
			now[s.ID] = k
		}
	}
	r.stories = now
	return r
}

// find gives a story as it was kept, if it stands in seats as it did then: in all of
// them, or in the first.
func (r *remembered) find(m *makeup, s *manuscript.Story, all bool, seats ...seat) *keptStory {
	if r == nil {
		return nil
	}
	k := r.stories[s.ID]
	if k == nil || all && len(k.seats) != len(seats) {
		return nil
	}
	for i := range seats {
		p, was := m.issue.Pages[seats[i].page], &k.seats[i]
		if was.number != p.Number || was.spread != p.Spread || !reflect.DeepEqual(&was.slot, seats[i].slot) {
			return nil
		}
	}
	return k
}

// headPlan gives the plan of a story's head as it was before its neighbours were looked
// at, with all that was built by it; nil: none is kept.
func (k *keptStory) headPlan(role fonts.Role) *headPlan {
	if k == nil || k.plan == nil {
		return nil
	}
	k.plan.role = role
	return k.plan
}

// again is a kept story in the seats of now; nil where its head has another face.
func (k *keptStory) again(m *makeup, s *manuscript.Story, seats []seat) *poured {
	if k == nil || k.plan != nil && k.plan.role != k.role {
		return nil
	}
	out := k.poured.copied()
	out.story, out.seats = s, seats
	for i := range out.pieces {
		out.pieces[i].seat = seats[i]
	}
	return out
}

// copied is a poured story of which a copy may be changed.
func (st *poured) copied() *poured {
	out := *st
	out.problems = slices.Clone(st.problems)
	out.pieces = slices.Clone(st.pieces)
	links := make(map[*link]*link)
	own := func(l *link) *link {
		if l == nil {
			return nil
		}
		if links[l] == nil {
			c := *l
			links[l] = &c
		}
		return links[l]
	}
	for i := range out.pieces {
		pc := &out.pieces[i]
		pc.from, pc.to, pc.moved = own(pc.from), own(pc.to), slices.Clip(pc.moved)
	}
	return &out
}

// remember is what is kept of stories that were poured, each for itself.
func (m *makeup) remember(stories []*poured) *remembered {
	r := &remembered{style: m.issue.Style, format: m.issue.Format, house: m.house, stories: make(map[string]*keptStory, len(stories))}
	for _, st := range stories {
		k := &keptStory{story: *st.story, poured: st.copied(), plan: m.heads[st.seats[0].slot]}
		if k.plan != nil {
			k.role = k.plan.role
		}
		for _, s := range st.seats {
			p := m.issue.Pages[s.page]
			k.seats = append(k.seats, keptSeat{*s.slot, p.Number, p.Spread})
		}
		r.stories[st.story.ID] = k
	}
	return r
}

// keep keeps what nobody uses any more.
func (mem *Memory) keep(r *remembered) {
	mem.mu.Lock()
	mem.last = r
	mem.mu.Unlock()
}
