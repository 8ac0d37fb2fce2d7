package layout

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/lunar"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
	"duikai/layout/parallel"
)

// Options steers Compose; the zero value composes the whole edition strictly.
type Options struct {
	// Pages are the page numbers wanted; nil means all. Continuations are
	// worked out over the whole edition all the same.
	Pages []int
	// Draft marks what is left over in the page itself.
	Draft bool
	// Record keeps with every placement how its lines were set
	// (page.Placement.Record), for proofs and reports.
	Record bool
	// Memory is of the edition composed before; nil: nothing is kept.
	Memory *Memory
}

// makeup is the make-up of one edition (拼版).
type makeup struct {
	issue *manuscript.Issue
	house *house
	opt   Options
	// problems are those of the furniture; stories keep their own.
	problems diag.List
	// heads are the plans of the heads, by the slot where the story begins.
	heads  map[*manuscript.Slot]*headPlan
	titled []titled // the heads, in the order of the issue
	before *remembered
}

// Compose makes up the edition: every story into its slots, heads fitted,
// continuations written. It reports everything it had to leave out; the
// edition it returns is whole even when the list has errors, so that a draft
// can be printed. It is safe to call from many goroutines at once, and the
// same issue always gives the same edition.
func Compose(is *manuscript.Issue, set *fonts.Set, o Options) (*page.Edition, diag.List) {
	is = is.Lacking()
	m := &makeup{issue: is, opt: o, before: o.Memory.take(is, set)}
	if m.before != nil {
		m.house = m.before.house
	} else {
		m.house = newHouse(is, set)
	}
	m.wanted()
	if _, ok := lunar.Of(is.Date); !ok && !is.Date.IsZero() {
		m.problems.Add(diag.NoLunarDate, is.DateSrc)
	}
	m.lentFaces()
	m.planHeads()
	stories := m.pourAll()
	if o.Memory != nil {
		kept := m.remember(stories)
		defer func() { o.Memory.keep(kept) }()
	}
	m.levelHeads(stories)
	parallel.Each(len(stories), func(i int) {
		if m.concerns(stories[i]) {
			m.report(stories[i])
		}
	})
	m.joinLinks(stories)
	m.reportSizes()
	places := placesOf(stories)
	ed := &page.Edition{Paper: is.Paper, Title: m.title(), Date: is.Date}
	for i, p := range is.Pages {
		wanted := func(number int) bool { return o.Pages == nil || slices.Contains(o.Pages, number) }
		switch {
		case p.TwoSheets && (wanted(p.Number) || wanted(p.Spread)):
			for _, half := range partSpread(m.page(i, places), p, m.house.grid) {
				if wanted(half.Number) {
					ed.Pages = append(ed.Pages, half)
				}
			}
		case wanted(p.Number) || p.Spread > 0 && wanted(p.Spread):
			ed.Pages = append(ed.Pages, m.page(i, places))
		}
	}
	problems := m.problems
	for _, st := range stories {
		if m.concerns(st) {
			problems = append(problems, st.problems...)
		}
	}
	problems = foldFaces(problems)
	problems.Sort()
	return ed, problems
}

// concerns tells whether any of a story stands on the pages wanted.
func (m *makeup) concerns(st *poured) bool {
	return m.opt.Pages == nil || slices.ContainsFunc(st.pieces, func(pc piece) bool {
		return slices.Contains(m.opt.Pages, m.issue.Pages[pc.page].Number)
	})
}

// wanted reports page numbers that the edition lacks.
func (m *makeup) wanted() {
	for _, n := range m.opt.Pages {
		if !slices.ContainsFunc(m.issue.Pages, func(p *manuscript.Page) bool { return p.Number == n || p.Spread == n }) {
			m.problems.Add(diag.NoPages, m.issue.Src, strconv.Itoa(n))
		}
	}
}

func (m *makeup) title() string {
	return strings.TrimSpace(m.issue.Paper + " " + m.issue.Date.Format("2006-01-02"))
}

// pourAll pours every story that has a slot, side by side: stories do not
// touch each other, so the order of work changes nothing.
func (m *makeup) pourAll() []*poured {
	type job struct {
		story *manuscript.Story
		seats []seat
	}
	var jobs []job
	index := map[string]int{}
	for i, p := range m.issue.Pages {
		for _, sl := range p.Slots {
			if sl.Kind != manuscript.StorySlot {
				continue
			}
			s := m.issue.Story(sl.Story)
			if s == nil {
				continue // reported by the loader
			}
			k, ok := index[sl.Story]
			if !ok {
				k = len(jobs)
				index[sl.Story] = k
				jobs = append(jobs, job{story: s})
			}
			jobs[k].seats = append(jobs[k].seats, seat{slot: sl, page: i})
		}
	}
	out := make([]*poured, len(jobs))
	parallel.Each(len(jobs), func(k int) {
		// Seats in page order: the text flows from page to page.
		slices.SortStableFunc(jobs[k].seats, func(a, b seat) int {
			return m.issue.Pages[a.page].Number - m.issue.Pages[b.page].Number
		})
		j := &jobs[k]
		if out[k] = m.before.find(m, j.story, true, j.seats...).again(m, j.story, j.seats); out[k] == nil {
			out[k] = m.pour(j.story, j.seats, nil)
		}
	})
	return out
}

// place is a piece of a story, found by its slot.
type place struct {
	story *poured
	piece int
}

func placesOf(stories []*poured) map[*manuscript.Slot]place {
	places := make(map[*manuscript.Slot]place)
	for _, st := range stories {
		for i := range st.pieces {
			places[st.pieces[i].slot] = place{st, i}
		}
	}
	return places
}

// page draws one page: furniture, rules, stories in the order of the plan.
func (m *makeup) page(i int, places map[*manuscript.Slot]place) *page.Page {
	plan := m.issue.Pages[i]
	if wide := m.on(plan); wide != m {
		p := wide.page(i, places)
		p.Spread = plan.Spread
		m.problems = wide.problems
		return p
	}
	p := &page.Page{Number: plan.Number, Name: plan.Name, Trim: m.issue.Format.Trim, Bleed: m.issue.Format.Bleed, Grid: m.house.grid, Src: plan.Src}
	p.Items = m.furniture(p.Items, plan)
	p.Items = m.separators(p.Items, plan)
	for _, sl := range plan.Slots {
		m.slot(p, sl, places)
	}
	m.taboos(p, plan, places)
	return p
}

// slot draws what stands in a slot.
func (m *makeup) slot(p *page.Page, sl *manuscript.Slot, places map[*manuscript.Slot]place) {
	from := len(p.Items)
	switch sl.Kind {
	case manuscript.StorySlot:
		if pl, ok := places[sl]; ok {
			m.draw(p, pl)
			return
		}
		m.reserved(p, sl) // a story that is missing
	case manuscript.PictureSlot, manuscript.GroupSlot:
		m.pictureSlot(p, sl)
	case manuscript.AdSlot:
		m.adSlot(p, sl)
	case manuscript.NameplateSlot:
		m.nameplateSlot(p, sl)
	case manuscript.DigestSlot:
		m.digest(p, sl)
		inked(p.Items[from:], sl.Ink)
	case manuscript.NoticeSlot:
		m.notice(p, sl)
		inked(p.Items[from:], sl.Ink)
	default:
		m.reserved(p, sl)
	}
}

// draw adds a story's piece to its page.
func (m *makeup) draw(p *page.Page, at place) {
	st, pc := at.story, &at.story.pieces[at.piece]
	record := m.drawPiece(p, pc, st)
	if at.piece == len(st.pieces)-1 && !st.rest.Empty() {
		record.Over, record.OverLines = st.rest.Chars(), st.over
		if m.opt.Draft {
			p.Items = m.oversetMark(p.Items, pc, record.Over)
		}
	}
	p.Placements = append(p.Placements, record)
}

// placement begins to tell what stands in a slot.
func placement(sl *manuscript.Slot, area geom.Rect) page.Placement {
	return page.Placement{Kind: sl.Kind.String(), Area: area, At: [2]int{sl.Col, sl.Row}, Span: [2]int{sl.Cols, sl.Rows}, Src: sl.Src}
}

func (m *makeup) area(sl *manuscript.Slot) geom.Rect {
	return m.house.grid.Cells(sl.Col-1, sl.Row-1, sl.Cols, sl.Rows)
}

// oversetMark writes on a draft how much text found no room.
func (m *makeup) oversetMark(items []page.Item, pc *piece, over int) []page.Item {
	h := m.house
	f := face{fonts.HeiBold, h.size}
	p := h.plain(fmt.Sprintf("余%d字未排", over), f, diag.Pos{})
	l := line(p)
	at := geom.Point{X: pc.area.Right() - l.Width, Y: pc.area.Bottom()}
	items = append(items, &page.Fill{Rect: geom.Rect{X: at.X - h.size/2, Y: at.Y, W: l.Width + h.size/2, H: h.grid.Leading}, Ink: page.Ink{K: 20}})
	return p.Items(items, l, geom.Point{X: at.X, Y: at.Y + h.grid.Baseline}, para.Tag{Part: page.Mark})
}
