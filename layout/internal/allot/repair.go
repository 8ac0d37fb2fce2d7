package allot

// allotment is an edition on its way.
type allotment struct {
	stories []Story
	pages   []Page
	prices  []int // by story and page
	at      []int // page of every story
	loads   []load
	worth   []int // the price of every page's load
	cost    int
}

// load is what a page has.
type load struct{ need, count, leads, heads, colours int }

func (l *load) add(s *Story, n int) {
	l.need += n * s.Area
	l.count += n
	if s.Weight <= 1 {
		l.leads += n
	}
	if s.Weight <= leading {
		l.heads += n
	}
	if s.Colour {
		l.colours += n
	}
}

// price is the price of what a page has, beyond that of its stories.
func (p *Page) price(l *load) (price int) {
	price += max(p.Least-l.count, 0) * fewStories
	if over := l.count - p.Most; over > 0 {
		price += fewStories * over * (over + 1) / 2
	}
	price += max(l.leads-1, 0) * twoLeads
	if l.heads == 0 && !p.Only {
		price += noLead
	}
	if p.Front && l.colours == 0 {
		price += noColour
	}
	may := p.Room * tolerance / 100
	price += max(p.Room-l.need-may, 0) * whiteCell
	price += max(l.need-p.Room-may, 0) * overCell
	return price
}

// load begins with a distribution.
func (a *allotment) load(at []int) {
	a.at = append(a.at[:0], at...)
	a.loads = make([]load, len(a.pages))
	a.cost = 0
	for s, p := range a.at {
		a.cost += a.price(s, p)
		if p != Held {
			a.loads[p].add(&a.stories[s], 1)
		}
	}
	a.worth = append(a.worth[:0], make([]int, len(a.pages))...)
	for p := range a.pages {
		a.worth[p] = a.pages[p].price(&a.loads[p])
		a.cost += a.worth[p]
	}
}

// change is by how much the edition becomes dearer when a story goes to a page
// and, where t is a story, that one comes to the place of the first.
func (a *allotment) change(s, to, t int) int {
	from := a.at[s]
	d := a.price(s, to) - a.price(s, from)
	if t >= 0 {
		d += a.price(t, from) - a.price(t, to)
	}
	for _, p := range [2]int{from, to} {
		if p == Held {
			continue
		}
		l := a.loads[p]
		n := 1 // the story comes
		if p == from {
			n = -1
		}
		l.add(&a.stories[s], n)
		if t >= 0 {
			l.add(&a.stories[t], -n)
		}
		d += a.pages[p].price(&l) - a.worth[p]
	}
	return d
}

// move makes such a change.
func (a *allotment) move(s, to, t int) {
	from := a.at[s]
	put := func(s, from, to int) {
		a.at[s] = to
		if from != Held {
			a.loads[from].add(&a.stories[s], -1)
		}
		if to != Held {
			a.loads[to].add(&a.stories[s], 1)
		}
	}
	put(s, from, to)
	if t >= 0 {
		put(t, to, from)
	}
	for _, p := range [2]int{from, to} {
		if p != Held {
			a.worth[p] = a.pages[p].price(&a.loads[p])
		}
	}
}

// repair moves stories, swaps them and lets two of a page make room for one,
// until no such step makes the edition cheaper.
func (a *allotment) repair() {
	for better := true; better; {
		better = false
		for s := range a.stories {
			better = a.improve(s) || better
		}
		if better || len(a.stories) > mostChained {
			continue
		}
		for s := range a.stories {
			better = a.chain(s) || better
		}
	}
}

// mostChained is up to how many stories chains are looked at: of more there is
// always one that fits by itself.
const mostChained = 24

// improve makes the best step of a story, if one is better than none.
func (a *allotment) improve(s int) bool {
	best, page, with := 0, 0, -1
	for to := Held; to < len(a.pages); to++ {
		if to != a.at[s] {
			if d := a.change(s, to, -1); d < best {
				best, page, with = d, to, -1
			}
		}
	}
	for t := range a.stories {
		if a.at[t] != a.at[s] {
			if d := a.change(s, a.at[t], t); d < best {
				best, page, with = d, a.at[t], t
			}
		}
	}
	if best == 0 {
		return false
	}
	a.move(s, page, with)
	a.cost += best
	return true
}

// chain makes the first chain of two steps that is better than none: a story
// goes to a page, or changes places with one of its stories, and another of
// these goes on, or comes to where the first was.
func (a *allotment) chain(s int) bool {
	from := a.at[s]
	for to := Held; to < len(a.pages); to++ {
		if to == from || a.price(s, to) >= forbidden {
			continue
		}
		for t := -1; t < len(a.stories); t++ {
			if t >= 0 && a.at[t] != to || t < 0 && to == Held {
				continue
			}
			first := a.change(s, to, t)
			if first >= hopeless {
				continue
			}
			a.move(s, to, t)
			if a.second(s, t, from, to, first) {
				return true
			}
			a.move(s, from, t)
		}
	}
	return false
}

// hopeless is how dear a first step may be: what a second one saves is less.
const hopeless = 2000

// second makes the best step behind a first one, if both are better than none.
func (a *allotment) second(s, t, from, to, first int) bool {
	best, story, page := 0, -1, 0
	for u := range a.stories {
		if a.at[u] != to && a.at[u] != from || u == s || u == t {
			continue
		}
		for q := Held; q < len(a.pages); q++ {
			if q == a.at[u] {
				continue
			}
			if d := first + a.change(u, q, -1); d < best {
				best, story, page = d, u, q
			}
		}
	}
	if story < 0 {
		return false
	}
	a.move(story, page, -1)
	a.cost += best
	return true
}
