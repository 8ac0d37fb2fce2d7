package planner

import (
	"slices"
	"strings"

	"duikai/fonts"
	"duikai/layout"
	"duikai/layout/artwork"
	"duikai/layout/diag"
	"duikai/layout/internal/allot"
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
	"duikai/layout/parallel"
)

// Seat is where a story stands that no page names (分版), and why.
type Seat struct {
	Story   string
	Section string // that it names; may be empty
	Page    int    // number; 0: held over
	Area    int    // about how many cells it takes
	Reason  Reason
	Price   int // on this page, in the unit of which a white line costs 3
	// Next is the page that would be the second best, 0 for holding over, and
	// More what the edition would cost more then; negative: there is no other.
	Next, More int
}

// edition is the stories that stand nowhere and the pages that take them.
type edition struct {
	is      *manuscript.Issue
	set     *fonts.Set
	desk    *layout.Desk
	words   *words
	stories []*manuscript.Story
	areas   []int
	pages   []*manuscript.Page
	rooms   []int      // cells, as many as text fills
	parts   [][]string // the sections of every page
}

// allotted gives the pages that take stories what suits them, as open slots, and
// makes the pages of which issue.yaml gives the number alone.
func allotted(is *manuscript.Issue, set *fonts.Set, desk *layout.Desk, names *words) (seats []Seat, problems diag.List) {
	e := &edition{is: is, set: set, desk: desk, words: names}
	takes := func(p *manuscript.Page) bool { return p.Takes }
	if !is.AutoPages && !slices.ContainsFunc(is.Pages, takes) {
		return nil, nil
	}
	e.stories = is.Unplaced()
	e.areas = make([]int, len(e.stories))
	parallel.Each(len(e.stories), func(i int) { e.areas[i] = areaOf(is, desk, e.stories[i]) })
	if is.AutoPages {
		e.makePages()
	}
	for _, p := range is.Pages {
		if p.Takes {
			j := newJob(is, set, desk, names, p)
			j.measure()
			e.pages = append(e.pages, p)
			e.rooms = append(e.rooms, (j.page.Room-j.page.Need)*filled/100)
		}
	}
	e.namePages()
	e.widenFront()
	seats = e.seats()
	for _, s := range seats {
		if s.Page == 0 {
			problems.Add(diag.EditionHeld, is.Story(s.Story).Src, s.Story, s.Area, sum(e.areas), sum(e.rooms))
		}
	}
	problems = append(problems, e.strangers()...)
	for _, st := range e.stories {
		if to := st.JumpTo.Page; to > 0 {
			if why, wrong := is.BadJump(st, to); wrong {
				problems.Add(diag.BadValue, st.JumpTo.Src, "jump-to", why)
			}
		}
	}
	for i, p := range e.pages {
		p.Takes = false
		if len(p.Slots) == 0 {
			problems.Add(diag.EmptyPage, p.Src, p.Number)
			continue
		}
		taken, ids := 0, []string{}
		for k, s := range seats {
			if s.Page == p.Number {
				taken += e.areas[k]
				ids = append(ids, s.Story)
			}
		}
		problems.Add(diag.PageTakes, p.Src, p.Number, strings.Join(ids, ", "), taken, e.rooms[i])
	}
	return seats, problems
}

func sum(list []int) (n int) {
	for _, v := range list {
		n += v
	}
	return n
}

// filled is the share of a page's room, in percent, that the areas of its stories
// come to where it is full: what heads grow by and feet leave is the rest, as
// planned pages show.
const filled = 97

// areaOf is about how many cells a story takes in the widths that suit it, or in
// any; 0: it cannot stand on a page at all.
func areaOf(is *manuscript.Issue, desk *layout.Desk, s *manuscript.Story) int {
	f := is.Format
	from, to := dummy.Breadth(s.Rank(), f.Columns)
	gauge := desk.Gauge(s, nil)
	try := func(cols int) int {
		st, ok := gauge.Stands(manuscript.Slot{Kind: manuscript.StorySlot, Story: s.ID, Cols: cols})
		if !ok {
			return 0
		}
		return (st.HeadRows+layout.White)*cols + (st.Lines*cols+st.Columns-1)/st.Columns
	}
	for cols := to; cols >= from; cols-- {
		if area := try(cols); area > 0 {
			return area
		}
	}
	for cols := to + 1; cols <= f.Columns; cols++ {
		if area := try(cols); area > 0 {
			return area
		}
	}
	return 0
}

// makePages makes as many pages as the stories fill: one, or an even number, for
// a sheet has two sides; rather one too few than one half empty.
func (e *edition) makePages() {
	is := e.is
	room := is.Format.Columns * (is.Format.Rows + layout.White) * filled / 100
	need := sum(e.areas) + nameplateRows*is.Format.Columns
	count := 1
	// Two pages are fuller than one is overfull from four thirds on, and so on:
	// where the shares are equal.
	for next := 2; next <= manuscript.MostMade && need*(next+count) > 2*room*count*next; next += 2 {
		count = next
	}
	for number := range count {
		is.Pages = append(is.Pages, manuscript.MadePage(number+1, is))
	}
	is.AutoPages = false
}

// widenFront lets the front page of an edition that the program makes take more
// than it holds: its long stories go on inside, as those of good front pages do.
func (e *edition) widenFront() {
	front := slices.IndexFunc(e.pages, func(p *manuscript.Page) bool { return p.Number == frontPage && p.Made })
	if front < 0 || len(e.pages) < leastInside+1 {
		return
	}
	long := 0
	for i, s := range e.stories {
		if s.Rank() <= 2 && e.areas[i] >= longStory && s.To == nil {
			long++
		}
	}
	if long >= leastFrontJumps {
		e.rooms[front] += e.rooms[front] * frontMore / 100
	}
}

// Bounds of a front page whose stories go on inside: how many long stories the
// edition has at least, how many cells such a one takes, how many pages there are
// behind it, and how much more than it holds the page takes, in percent.
const (
	leastFrontJumps = 2
	longStory       = 100
	leastInside     = 3
	frontMore       = 15
)

// Stories of a page, by the room of a broadsheet's: what make-up editors count.
const (
	frontLeast, frontMost = 6, 10
	innerLeast, innerMost = 8, 14
	sheetRoom             = 8 * (120 + layout.White)
)

// frontPage is the number of the page with the nameplate.
const frontPage = 1

// seats asks package allot, and gives the pages their slots.
func (e *edition) seats() []Seat {
	var stories []allot.Story
	terms := termsOf(e.is.Style.Makeup)
	for i, s := range e.stories {
		colour := slices.ContainsFunc(s.Pictures, func(p manuscript.Picture) bool {
			return p.File.Path != "" && p.File.Art.Model != artwork.Gray
		})
		hold := -1
		if price, ok := holdPrice(&terms, s); ok {
			hold = price / dummy.Unit
		}
		stories = append(stories, allot.Story{Weight: s.Rank(), Section: sectionOf(s.Section), Area: e.areas[i], Colour: colour, Hold: hold})
	}
	var pages []allot.Page
	// Where no page is for news, those for briefs and pictures take what there is.
	news := slices.ContainsFunc(e.pages, func(p *manuscript.Page) bool { return p.Kind == manuscript.NewsPage })
	for i, p := range e.pages {
		least, most := innerLeast, innerMost
		if p.Number == frontPage {
			least, most = frontLeast, frontMost
		}
		pages = append(pages, allot.Page{
			Sections: e.parts[i], Only: news && p.Kind != manuscript.NewsPage, Front: p.Number == frontPage, Room: e.rooms[i],
			Least: least * e.rooms[i] / sheetRoom, Most: max(most*e.rooms[i]/sheetRoom, 1)})
	}
	number := func(page int) int {
		if page == allot.Held {
			return 0
		}
		return e.pages[page].Number
	}
	var seats []Seat
	for i, seat := range allot.Allot(stories, pages) {
		s := e.stories[i]
		seats = append(seats, Seat{Story: s.ID, Section: s.Section, Page: number(seat.Page), Area: e.areas[i],
			Reason: seat.Reason, Price: seat.Price, Next: number(seat.Next), More: seat.More})
		if seat.Page != allot.Held {
			p := e.pages[seat.Page]
			p.Slots = append(p.Slots, &manuscript.Slot{Kind: manuscript.StorySlot, Story: s.ID, Src: s.Src,
				Open: manuscript.OpenPlace | manuscript.OpenCols | manuscript.OpenRows})
			p.Auto = true
		}
	}
	return seats
}

// holdPrice is the price of holding a story over; ok is false where it must run:
// a lead is held only where its editor says that it may be.
func holdPrice(terms *dummy.Terms, s *manuscript.Story) (price int, ok bool) {
	if s.Hold == manuscript.No || s.Hold == manuscript.Unset && s.Rank() <= manuscript.LeadWeight {
		return 0, false
	}
	return holdWorth(terms, s), true
}

// holdWorth is what holding a story over would cost where it may be: the more the heavier
// it is.
func holdWorth(terms *dummy.Terms, s *manuscript.Story) int {
	return terms.HoldPoint * (manuscript.BriefWeight + 1 - min(s.Rank(), manuscript.BriefWeight))
}

// strangers tells of sections that no page has.
func (e *edition) strangers() (problems diag.List) {
	var have []string
	for _, p := range e.is.Pages {
		have = append(have, sectionsOf(p.Name)...)
	}
	for _, parts := range e.parts {
		have = append(have, parts...)
	}
	slices.Sort(have)
	have = slices.Compact(have)
	if len(have) == 0 {
		return nil
	}
	told := map[string]bool{}
	for _, s := range e.stories {
		if name := sectionOf(s.Section); name != "" && !slices.Contains(have, name) && !told[name] {
			told[name] = true
			problems.Add(diag.SectionNone, s.Src, s.Section, strings.Join(have, ", "))
		}
	}
	return problems
}
