// Package allot decides which story stands on which page of an edition (分版).
// It knows stories by their weight, their section and about how many cells they
// take, and pages by their place in the paper and the room that they have; it
// knows no text and no shapes. Allot is its interface.
//
// The price of a story on a page is linear and pages have counts, so the best
// distribution by section, place and number of stories is a flow of least cost
// (min-cost flow): every story is a unit, the price of a page's next story
// grows with their number. How full a page is does not fit a flow, since a
// story is not divided among pages. So flows are computed with prices of room
// that follow what the pages lack, and each is repaired by moving and swapping
// stories until no such step is cheaper; the cheapest of them is taken.
//
// Prices are whole numbers of the unit of which a white line costs 3.
package allot

import "math/rand/v2"

// Story is a story of the edition.
type Story struct {
	Weight  int    // 1 (头条) to 5 (简讯)
	Section string // what it belongs to (版块); empty: to any page
	Area    int    // about how many cells it takes, with the white below it
	Colour  bool   // it brings a picture in colour
	// Hold is the price of leaving it out; negative: it must run.
	Hold int
}

// Page is a page that takes stories.
type Page struct {
	// Sections are what the page is for; none: any story is at home there.
	Sections []string
	Only     bool // stories of other sections may not stand here
	Front    bool // the first page of the paper
	Room     int  // cells
	// Least and Most are how many stories the page should have.
	Least, Most int
}

// Held is the page of a story that finds no room.
const Held = -1

// Reason says why a story stands where it does.
type Reason uint8

const (
	BySection Reason = iota // its section's page
	ByWeight                // on the front page, by its news value
	ByRoom                  // it names no section, or its section has no page or no room
	NoRoom                  // held over
)

// Seat is where a story stands, and what was weighed.
type Seat struct {
	Page   int // index, or Held
	Reason Reason
	Price  int // of the story on this page
	// Next is the page that would be the second best with all others where they
	// are, Held among them, and More what the edition would cost more; More is
	// negative where there is no other page.
	Next, More int
}

// Prices of the terms.
const (
	Strange    = 60 // a story of another section
	strangeTop = 15 // the same on the front page: the best of all sections stand there
	homeless   = 12 // a story of no section on the page of one
	rankStep   = 1  // a page further back, for a step of weight
	fewStories = 20 // a story less than the page should have, or more
	noLead     = 40 // a page without a story that can lead it
	twoLeads   = 60 // a second lead on a page
	noColour   = 40 // a front page without a picture in colour
	whiteCell  = 3  // a cell that stays white
	overCell   = 7  // a cell that is not there
)

// tolerance is the share of a page's room, in percent, by which its stories may
// miss it: copyfitting makes up for it.
const tolerance = 2

// lightest is the weight of a brief, leading that up to which a story can lead a
// page.
const (
	lightest = 5
	leading  = 2
)

// forbidden is the price of what may not be.
const forbidden = 1 << 28

// Allot gives every story its seat. The same edition always gives the same
// seats.
func Allot(stories []Story, pages []Page) []Seat {
	a := newAllotment(stories, pages)
	var best []int
	least := 0
	try := func(at []int) {
		a.load(at)
		a.repair()
		if best == nil || a.cost < least {
			best, least = append(best[:0], a.at...), a.cost
		}
	}
	room := make([]int, len(pages)) // the price of a cell, in sixteenths
	for range flows {
		at := a.flow(room)
		a.lack(at, room)
		try(at)
	}
	rnd := rand.New(rand.NewPCG(uint64(len(stories)), uint64(len(pages))))
	for range min(shakes, fewEnough/max(len(stories), 1)) {
		at := append([]int(nil), best...)
		for range min(shaken, len(at)) {
			s := rnd.IntN(len(at))
			if p := rnd.IntN(len(pages)+1) - 1; a.price(s, p) < forbidden {
				at[s] = p
			}
		}
		try(at)
	}
	a.load(best)
	return a.seats()
}

// shakes is how often some stories of the cheapest distribution are put on
// pages by chance, shaken of them, and it is repaired again; seldomer where
// there are more than fewEnough stories for that.
const (
	shakes    = 8
	shaken    = 4
	fewEnough = 200
)

// flows is how many flows are tried, with prices of room that follow the one
// before.
const flows = 2

// newAllotment begins an edition.
func newAllotment(stories []Story, pages []Page) *allotment {
	a := &allotment{stories: stories, pages: pages, prices: make([]int, 0, len(stories)*(len(pages)+1))}
	for s := range stories {
		for p := Held; p < len(pages); p++ {
			a.prices = append(a.prices, a.priceOf(s, p))
		}
	}
	return a
}

// price is the price of a story on a page by itself.
func (a *allotment) price(s, p int) int { return a.prices[s*(len(a.pages)+1)+p-Held] }

func (a *allotment) priceOf(s, p int) int {
	if p == Held {
		if h := a.stories[s].Hold; h >= 0 {
			return h
		}
		return forbidden
	}
	st, pg := &a.stories[s], &a.pages[p]
	price := p * rankStep * (lightest + 1 - st.Weight)
	switch {
	case pg.has(st.Section):
	case pg.Only:
		return forbidden
	case len(pg.Sections) == 0:
	case pg.Front:
		price += strangeTop
	case st.Section == "":
		price += homeless
	default:
		price += Strange
	}
	return price
}

func (p *Page) has(section string) bool {
	for _, s := range p.Sections {
		if s == section {
			return true
		}
	}
	return false
}

// next is the price of the n-th story of a page, from 1: it only grows.
func (p *Page) next(n int) int {
	switch {
	case n <= p.Least:
		return -fewStories
	case n > p.Most:
		return fewStories * (n - p.Most)
	}
	return 0
}

// nextLead is the price of the n-th lead of a page.
func nextLead(n int) int {
	if n > 1 {
		return twoLeads
	}
	return 0
}

// seats tells where the stories stand and why.
func (a *allotment) seats() []Seat {
	seats := make([]Seat, len(a.stories))
	for s := range seats {
		p := a.at[s]
		seat := Seat{Page: p, Price: a.price(s, p), Next: Held, More: -1}
		for q := Held; q < len(a.pages); q++ {
			if q == p || a.price(s, q) >= forbidden {
				continue
			}
			if more := max(a.change(s, q, -1), 0); seat.More < 0 || more < seat.More {
				seat.Next, seat.More = q, more
			}
		}
		switch {
		case p == Held:
			seat.Reason = NoRoom
		case a.stories[s].Section != "" && a.pages[p].has(a.stories[s].Section):
			seat.Reason = BySection
		case a.pages[p].Front:
			seat.Reason = ByWeight
		default:
			seat.Reason = ByRoom
		}
		seats[s] = seat
	}
	return seats
}
