package allot

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strconv"
	"testing"
)

// draw draws an edition of some stories and pages.
func draw(rnd *rand.Rand, stories, pages int) ([]Story, []Page) {
	names := []string{"", "要闻", "经济", "体育", "副刊"}
	var st []Story
	all := 0
	for range stories {
		w := 1 + rnd.IntN(5)
		s := Story{Weight: w, Section: names[rnd.IntN(len(names))], Area: (20 + rnd.IntN(60)) * (7 - w) / 2, Colour: rnd.IntN(4) == 0, Hold: 60 * (6 - w)}
		if w == 1 || rnd.IntN(8) == 0 {
			s.Hold = -1
		}
		all += s.Area
		st = append(st, s)
	}
	var pg []Page
	for i := range pages {
		p := Page{Front: i == 0, Room: all * (80 + rnd.IntN(40)) / 100 / pages, Least: stories/pages - 1, Most: stories/pages + 1, Only: i > 1 && rnd.IntN(6) == 0}
		if rnd.IntN(4) > 0 || p.Only {
			p.Sections = []string{names[1+(i+rnd.IntN(2))%4]}
		}
		pg = append(pg, p)
	}
	return st, pg
}

// every calls do with all distributions.
func every(a *allotment, do func(at []int)) {
	at := make([]int, len(a.stories))
	var next func(s int)
	next = func(s int) {
		if s == len(at) {
			do(at)
			return
		}
		for p := Held; p < len(a.pages); p++ {
			if at[s] = p; a.price(s, p) < forbidden {
				next(s + 1)
			}
		}
	}
	next(0)
}

// linear is what the flow has to make least.
func linear(a *allotment, at, room []int) (price int) {
	count, leads := make([]int, len(a.pages)), make([]int, len(a.pages))
	f := network{a: a, room: room}
	for s, p := range at {
		price += f.price(s, p)
		if p == Held {
			continue
		}
		count[p]++
		price += a.pages[p].next(count[p])
		if a.stories[s].Weight == 1 {
			leads[p]++
			price += nextLead(leads[p])
		}
	}
	return price
}

// TestFlow: the flow is the cheapest of all distributions.
func TestFlow(t *testing.T) {
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		a := newAllotment(draw(rnd, 3+rnd.IntN(5), 2+rnd.IntN(2)))
		room := make([]int, len(a.pages))
		for p := range room {
			room[p] = rnd.IntN(40) - 20
		}
		least := forbidden
		every(a, func(at []int) { least = min(least, linear(a, at, room)) })
		if got := linear(a, a.flow(room), room); got != least {
			t.Errorf("seed %d: the flow costs %d, the least is %d", seed, got, least)
		}
	}
}

// TestAllot: what is allotted is hardly ever dearer than the cheapest of all
// distributions, and never by much.
func TestAllot(t *testing.T) {
	const editions = 300
	equal := 0
	for seed := range uint64(editions) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		a := newAllotment(draw(rnd, 3+rnd.IntN(5), 2+rnd.IntN(2)))
		least := math.MaxInt
		every(a, func(at []int) {
			a.load(at)
			least = min(least, a.cost)
		})
		var at []int
		for s, seat := range Allot(a.stories, a.pages) {
			at = append(at, seat.Page)
			if seat.Page == Held && a.stories[s].Hold < 0 || seat.Page != Held && a.price(s, seat.Page) >= forbidden {
				t.Errorf("seed %d: story %d stands on page %d", seed, s, seat.Page)
			}
		}
		a.load(at)
		switch {
		case a.cost == least:
			equal++
		case a.cost < least:
			t.Fatalf("seed %d: %d is less than the least, %d", seed, a.cost, least)
		case a.cost > least+least/4+60:
			t.Errorf("seed %d: costs %d, the least is %d", seed, a.cost, least)
		}
	}
	if equal < editions*95/100 {
		t.Errorf("%d of %d editions are the cheapest", equal, editions)
	}
}

// TestSeats: sections go to their pages, the best of all to the front, what is
// said of a seat is true.
func TestSeats(t *testing.T) {
	stories := []Story{
		{Weight: 1, Section: "体育", Area: 60, Hold: -1},
		{Weight: 1, Section: "要闻", Area: 60, Hold: -1, Colour: true},
		{Weight: 4, Section: "体育", Area: 40, Hold: 120},
		{Weight: 4, Section: "要闻", Area: 40, Hold: 120},
		{Weight: 5, Area: 20, Hold: 60},
		{Weight: 5, Section: "国际", Area: 20, Hold: 60},
		{Weight: 3, Section: "体育", Area: 90, Hold: 180},
	}
	pages := []Page{{Sections: []string{"要闻"}, Front: true, Room: 120, Least: 1, Most: 9}, {Sections: []string{"体育"}, Room: 120, Least: 1, Most: 9}}
	seats := Allot(stories, pages)
	want := []Seat{{Page: 1, Reason: BySection}, {Page: 0, Reason: BySection}, {Page: 1, Reason: BySection}, {Page: 0, Reason: BySection}, {}, {}, {Page: Held, Reason: NoRoom}}
	for s, w := range want {
		if s == 4 || s == 5 {
			if seats[s].Page == Held || seats[s].Reason == BySection {
				t.Errorf("story %d: %+v", s, seats[s])
			}
			continue
		}
		if seats[s].Page != w.Page || seats[s].Reason != w.Reason {
			t.Errorf("story %d: %+v, not %+v", s, seats[s], w)
		}
	}
	// More is what moving costs.
	a := newAllotment(stories, pages)
	var at []int
	for _, s := range seats {
		at = append(at, s.Page)
	}
	a.load(at)
	before := a.cost
	for s, seat := range seats {
		if seat.More < 0 {
			continue
		}
		other := append([]int(nil), at...)
		other[s] = seat.Next
		if a.load(other); a.cost-before != seat.More {
			t.Errorf("story %d: elsewhere it costs %d more, told is %d", s, a.cost-before, seat.More)
		}
	}
	if again := Allot(stories, pages); !reflect.DeepEqual(again, seats) {
		t.Error("allotted twice is not the same")
	}
}

// TestNothing: no stories, no pages, pages without room.
func TestNothing(t *testing.T) {
	if got := Allot(nil, []Page{{Room: 10}}); len(got) != 0 {
		t.Error(got)
	}
	if got := Allot([]Story{{Weight: 3, Area: 9, Hold: 5}}, nil); got[0].Page != Held || got[0].More >= 0 {
		t.Error(got)
	}
	if got := Allot([]Story{{Weight: 3, Area: 900, Hold: 5}}, []Page{{Room: 0}}); got[0].Page != Held {
		t.Error(got)
	}
	if got := Allot([]Story{{Weight: 3, Area: 900, Hold: -1}}, []Page{{Room: 0}}); got[0].Page != 0 {
		t.Error(got)
	}
}

func BenchmarkAllot(b *testing.B) {
	for _, n := range [...]int{80, 300} {
		stories, pages := draw(rand.New(rand.NewPCG(1, 1)), n, 8)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				Allot(stories, pages)
			}
		})
	}
}
