// Package planner makes up the pages whose slots have no places (自动组版): it
// asks the desk of package layout how high every story stands in every width,
// lets package dummy search for the page, and sets the best plans to see that
// they fill as the tables say. What it finds are ordinary slots.
package planner

import (
	"slices"
	"sync/atomic"

	"duikai/fonts"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
	"duikai/layout/parallel"
)

// Edition is what was found for an issue.
type Edition struct {
	Pages []Page
	Seats []Seat // of the stories that no page names
}

// Of is what was found for some pages; nil: all.
func (ed Edition) Of(pages []int) Edition {
	if pages == nil {
		return ed
	}
	return Edition{
		slices.DeleteFunc(slices.Clone(ed.Pages), func(p Page) bool { return !slices.Contains(pages, p.Number) }),
		slices.DeleteFunc(slices.Clone(ed.Seats), func(s Seat) bool { return !slices.Contains(pages, s.Page) }),
	}
}

// Page is what was found for a page.
type Page struct {
	Number int
	Name   string
	// Need is about the cells that the page's open pieces ask for in the widths
	// that suit them, Room those that it has for them; both with the rows of
	// white between stacked pieces.
	Need, Room int
	Slots      []Slot
	Held       []string // stories that stay out
	Jumps      []Jump   // stories that the program parted
	Dropped    []Dropped
	Cuts       []Cut    // that would make room for what is held over
	Used       []string // stories of the reserve, and fillers
	// Gone are slots that are no more: second parts of stories that are an L no
	// longer.
	Gone  []diag.Pos
	Terms []Term // what the plan costs
	White int    // lines
	Score int    // the sum of the terms, in hundredths
	// Different tells that the plan differs from Options.Others.
	Different bool
	// Elsewhere are other places of the slot that Options.Elsewhere names, the
	// cheapest first.
	Elsewhere []Elsewhere
}

// Slot is a slot of a planned page.
type Slot struct {
	*manuscript.Slot
	Found bool // its place, or a part of it, was found
	White int
	Why   []Term // the terms that it has a part in
}

// Term is a price and what it is for.
type Term struct {
	Name  string
	Price int // hundredths; a white line costs 300
	Names []string
}

// Needed tells whether an issue has pages that must be planned.
func Needed(is *manuscript.Issue) bool {
	return is.AutoPages || slices.ContainsFunc(is.Pages, func(p *manuscript.Page) bool { return p.Auto || p.Takes })
}

// Plan gives every open slot of an issue its place. The slots of the issue are
// changed; those of stories that are held over leave their page, and pages
// that cannot be planned lose what has no place, as the problems say. The same
// issue always gives the same plan.
func Plan(is *manuscript.Issue, set *fonts.Set, o Options) (Edition, diag.List) {
	desk, names := layout.NewDesk(is, set), wordsOf(is)
	var ed Edition
	var problems diag.List
	spreads := partSpreads(is, set, desk, &problems)
	halves := map[*manuscript.Page]*half{}
	for _, s := range spreads {
		for i, h := range s.halves {
			halves[h] = &half{s, i * is.Format.Columns}
		}
	}
	var more diag.List
	ed.Seats, more = allotted(is, set, desk, &names)
	problems = append(problems, more...)
	if n := len(names.apart); n > mostTags {
		problems.Add(diag.TooLarge, is.Src, "keep-apart", n, mostTags)
	}
	var jobs []*job
	for _, p := range is.Pages {
		if p.Auto {
			j := newJob(is, set, desk, &names, p)
			j.half = halves[p]
			j.takes = slices.ContainsFunc(ed.Seats, func(s Seat) bool { return s.Page == p.Number })
			j.decide(&o)
			jobs = append(jobs, j)
		}
	}
	r := run{is: is, jobs: jobs, spare: stock(is), at: o.At}
	o.Memory.begin()
	parallel.Each(len(jobs), func(i int) { jobs[i].begin() })
	offers(jobs)
	r.all()
	r.resettle(ed.Seats)
	problems = slices.DeleteFunc(problems, func(p diag.Problem) bool {
		return p.Code == diag.EditionHeld && slices.Contains(r.unheld, p.Args[0].(string))
	})
	for _, j := range jobs {
		ed.Pages = append(ed.Pages, j.page)
		problems = append(problems, j.problems...)
	}
	problems = append(problems, left(r.spare)...)
	joinSpreads(is, spreads, &ed)
	problems.Sort()
	return ed, problems
}

// run is the pages of an issue on their way.
type run struct {
	is    *manuscript.Issue
	jobs  []*job
	spare []*manuscript.Slot // of the reserve and the fillers, not used yet
	done  atomic.Int32
	at    func(done, of int)
	// unheld are stories that were to be held over and found another page.
	unheld []string
}

// all plans all pages: those on which stories begin that go on elsewhere before
// those on which they go on.
func (r *run) all() {
	for rest := slices.Clone(r.jobs); len(rest) > 0; {
		ready := slices.DeleteFunc(slices.Clone(rest), func(j *job) bool { return len(j.sources(rest)) > 0 })
		parallel.Each(len(ready), func(i int) { ready[i].arrive(len(r.spare) > 0) })
		r.some(ready)
		for _, j := range ready {
			j.write()
			j.goOn(r.jobs)
		}
		rest = slices.DeleteFunc(rest, func(j *job) bool { return slices.Contains(ready, j) })
	}
}

// some plans pages, side by side; what the reserve gives to one cannot stand on
// another, so pages that lack copy take their turn behind.
func (r *run) some(jobs []*job) {
	full := slices.DeleteFunc(slices.Clone(jobs), func(j *job) bool { return len(r.spare) > 0 && !j.recalled && j.short() })
	parallel.Each(len(full), func(i int) {
		if !full[i].recalled {
			full[i].plan(nil)
		}
		r.told()
	})
	for _, j := range jobs {
		if !slices.Contains(full, j) {
			if !j.memory.recall(j, r.spare) {
				j.plan(r.spare)
			}
			r.told()
			r.spare = slices.DeleteFunc(r.spare, func(s *manuscript.Slot) bool { return slices.Contains(j.used, s) })
		}
	}
}

// told tells how many pages are planned.
func (r *run) told() {
	if n := int(r.done.Add(1)); r.at != nil {
		r.at(n, len(r.jobs))
	}
}

// job is one page on its way.
type job struct {
	is         *manuscript.Issue
	set        *fonts.Set
	desk       *layout.Desk
	words      *words
	of         *manuscript.Page
	half       *half // of a spread; nil: it is a page
	terms      dummy.Terms
	top        int // rows of the page above the room that is planned
	foot       int // first row below it
	open       []piece
	pins       []piece
	given      []*manuscript.Slot // those of the page before it was planned
	takes      bool               // the program may give it stories
	pending    []*manuscript.Slot // of stories that are parted on earlier pages first
	sheet      dummy.Sheet
	others     []places        // of the page in other plans
	told       map[string]bool // what is wrong with the slots alone that have places
	further    []diag.Pos      // of slots whose stories go on on pages that have no plan yet
	another    string          // the piece of which other places are wanted
	fillers    []string        // Options.Fillers, and how high they are at least
	fillerRows int
	page       Page
	used       []*manuscript.Slot // what the page takes of the reserve and the fillers
	problems   diag.List
	memory     *Memory
	content    content   // where a memory is asked
	gauged     []content // of the stories that were measured or remembered
	measured   bool
	recalled   bool // its plan was kept
}

// piece is a slot and what the search knows of it.
type piece struct {
	slot *manuscript.Slot
	dummy.Piece
	// Of a story: what measures it, and the ways in which it may stand; a fit's
	// Mark is the way.
	gauge *layout.Gauge
	ways  []way
	table *dummy.Table
	// text is the cells of all of its text; carried are the pages on which it may
	// go on, and parts how it is parted then.
	text    int
	carried []carry
	parts   map[parting]layout.Parting
}

// termsOf are the prices of a house style.
func termsOf(s manuscript.MakeupStyle) dummy.Terms {
	t := dummy.Interlocked()
	if s.Modular {
		t = dummy.Modular()
	}
	for name, price := range s.Prices {
		*fields(&t)[name] = price * dummy.Unit
	}
	return t
}

// fields are the prices by the names that style.makeup has for them.
func fields(t *dummy.Terms) map[string]*int {
	return map[string]*int{
		"white": &t.White, "much": &t.Much, "over": &t.Over, "line": &t.Line, "width": &t.Width, "wider": &t.Wider, "low": &t.Low, "low-by": &t.LowBy,
		"right": &t.Right, "place": &t.Place, "cut": &t.Cut, "river": &t.River, "straight": &t.Straight, "heads": &t.Heads, "unlike": &t.Unlike, "thin": &t.Thin, "split": &t.Split, "near": &t.Near, "order": &t.Order,
		"under": &t.Under, "pictures": &t.Pictures, "boxes": &t.Boxes, "colour": &t.Colour, "upper": &t.Upper, "fold": &t.Fold, "heading": &t.Heading, "beside": &t.Beside, "tall": &t.Tall, "slit": &t.Slit,
		"squat": &t.Squat, "foot": &t.Foot, "away": &t.Away, "series": &t.Series, "divided": &t.Divided, "grey": &t.Grey, "apart": &t.Apart,
		"ads": &t.Ads, "notice": &t.Notice, "reserve": &t.Reserve, "filler": &t.Filler, "hold": &t.HoldPoint, "jump": &t.Jump, "drop": &t.Drop, "dogleg": &t.Dogleg,
	}
}

func newJob(is *manuscript.Issue, set *fonts.Set, desk *layout.Desk, names *words, p *manuscript.Page) *job {
	j := &job{is: is, set: set, desk: desk, words: names, of: p, terms: termsOf(is.Style.Makeup)}
	if p.Kind != manuscript.NewsPage {
		j.terms = j.terms.Rows()
	}
	j.page = Page{Number: p.Number, Name: p.Name}
	return j
}

// short tells whether a page asks for less than it has, by more than lines and
// pictures can give.
func (j *job) short() bool { return j.page.Need*100 < j.page.Room*(100-giveShare) }

// giveShare is how much copyfitting can make of a page, in percent of its room.
const giveShare = 3
