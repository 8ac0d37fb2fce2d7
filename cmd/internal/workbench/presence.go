package workbench

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"duikai/layout/diag"
	"duikai/layout/edit"
)

// person is an editor at the bench: where they are, and on which pages they are at work,
// which are theirs as long as that.
type person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Page int    `json:"page"`
	Slot string `json:"slot"`
	Busy []int  `json:"busy"`
	seen time.Time
}

// long tells whether a name has more characters than the field for it takes.
func long(name string) bool { return utf8.RuneCountInString(name) > maxName }

// like tells whether somebody is where they were, at the same work.
func (p *person) like(o *person) bool {
	return p.Name == o.Name && p.Page == o.Page && p.Slot == o.Slot && slices.Equal(p.Busy, o.Busy)
}

// presence is who is at the bench.
type presence struct {
	mu     sync.Mutex
	people map[string]*person
}

// Who is silent longer than that has gone, and locks nothing any more.
const gone = 12 * time.Second

// maxPeople bounds who may be at the bench, maxName how they call themselves, in
// characters, maxKey what else they say of themselves, in bytes, and maxPages on how many
// pages they may be at work.
const (
	maxPeople = 32
	maxName   = 40
	maxKey    = 1 << 10 // the path of a picture is as long as this, and no id of a story
	maxPages  = 100
)

// list is who is there.
func (p *presence) list() []person {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := []person{}
	for _, id := range slices.Sorted(maps.Keys(p.people)) {
		if who := p.people[id]; time.Since(who.seen) < gone {
			out = append(out, *who)
		} else {
			delete(p.people, id)
		}
	}
	return out
}

// locked is a page on which somebody else is at work.
type locked struct {
	page int
	name string
}

func (l *locked) In(lang diag.Lang) string {
	return diag.New(diag.EditLocked, diag.Pos{}, l.name, l.page).Text(lang)
}

func (l *locked) Error() string { return l.In(diag.English) }

// allowed refuses to change pages on which others are at work.
func (p *presence) allowed(me string, pages []int) error {
	for _, who := range p.list() {
		if who.ID == me {
			continue
		}
		for _, n := range who.Busy {
			if slices.Contains(pages, n) {
				return &locked{n, cmp.Or(who.Name, "?")}
			}
		}
	}
	return nil
}

// pagesOf are the pages that an action changes: those of its slots, and those on which
// the stories stand whose words it changes.
func (b *Bench) pagesOf(a *edit.Action) (pages []int) {
	add := func(n int) {
		if !slices.Contains(pages, n) {
			pages = append(pages, n)
		}
	}
	for _, s := range a.Slots {
		add(s.Slot.Page)
	}
	for _, n := range a.Add {
		add(n.Page)
	}
	view, _, _ := b.now()
	if view == nil {
		return pages
	}
	for _, p := range view.Edition.Pages {
		for _, pl := range p.Placements {
			if pl.Kind == "story" && a.Touches(pl.Story) {
				add(p.Number)
			}
		}
	}
	slices.Sort(pages)
	return pages
}

// hereNow notes where an editor is, and tells who else is there.
func (b *Bench) hereNow(_ *http.Request, body []byte) (any, error) {
	sent, err := read[struct {
		person
		Left bool `json:"left"` // they close the page
	}](body)
	if err != nil {
		return nil, err
	}
	me := sent.person
	p := &b.here
	if me.ID == "" || max(len(me.ID), len(me.Slot)) > maxKey || len(me.Busy) > maxPages {
		return nil, &edit.Refused{Why: edit.Unread}
	}
	if long(me.Name) {
		return nil, &edit.Refused{Why: edit.TooMuch, What: beginning(me.Name)}
	}
	others := p.list()
	p.mu.Lock()
	me.seen, me.Busy = time.Now(), append([]int{}, me.Busy...)
	was := p.people[me.ID]
	news := sent.Left == (was != nil) || was != nil && !was.like(&me)
	switch {
	case sent.Left:
		delete(p.people, me.ID)
	case was != nil || len(p.people) < maxPeople:
		p.people[me.ID] = &me
	default:
		news = false
	}
	p.mu.Unlock()
	if news && b.o.Here != nil {
		b.o.Here()
	}
	return slices.DeleteFunc(others, func(o person) bool { return o.ID == me.ID }), nil
}
