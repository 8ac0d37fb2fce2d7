package planner

import (
	"cmp"
	"slices"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
)

// # Jumps (转版)
//
// Where a page is asked for more than it has, its heaviest long stories may go on
// on a later page. Which of them do, and below which sentence each is parted, is a
// matter of the same search: a story that may go on has, beside the heights at
// which all of it stands, those at which a part of it does and the rest is carried
// on. A page from which stories may go on is planned before the pages that take
// them; there the rest is a piece like others, which must stand.

// Jump is a story that goes on from one page on another.
type Jump struct {
	Story string
	To    int // the page's number
	layout.Parting
}

// Bounds of jumps: the lines that a part must at least have, here and there, and
// the rows of its columns; how many stories may go on from the front page and from
// others; and the rows that a short head takes with the white round the part.
const (
	leastStay     = 12
	leastCarried  = 8
	leastStayRows = 4
	frontJumps    = 4
	innerJumps    = 2
	carriedHead   = 4
)

// carriedWeight is the weight of what is carried on: not the page's own news.
const carriedWeight = 4

// carry is a story of a page that goes on on a later page, or may.
type carry struct {
	to    int              // its number
	most  int              // cells that the rest may take there
	after *manuscript.Slot // where it goes on by its editor's will; nil: if the program finds that good
}

// parting is a way and a height in which a story is parted.
type parting struct{ way, rows int }

// may tells whether a story may be parted by the program.
func (p *piece) may(j *job) bool {
	if p.gauge == nil || p.Solid || p.Weight >= manuscript.BriefWeight || len(p.carried) > 0 || p.slot.Head == manuscript.HeadNone {
		return false
	}
	s := j.is.Story(p.slot.Story)
	before, later, ok := j.parts(p.slot)
	return s.To == nil && ok && len(before) == 0 && later == nil && p.give() >= leastCarried
}

// give is how many cells of a story's text may go elsewhere.
func (p *piece) give() int { return p.text - 2*leastStay }

// offer adds the ways in which a story goes on elsewhere.
func (j *job) offer(p *piece, c carry) {
	p.carried = append(p.carried, c)
	if p.parts == nil {
		p.parts = map[parting]layout.Parting{}
	}
	price := j.terms.Jump
	if c.after != nil {
		price = 0
	}
	for _, w := range waysOf(p.slot, j.is.Story(p.slot.Story), j.is.Format.Columns) {
		least := layout.Limits{Left: max(leastStay, leastStayRows*cmp.Or(w.columns, w.cols)), Carried: leastCarried, Most: c.most}
		st, all := p.gauge.Parts(w.slot(p.slot), layout.Part{Page: c.to, Slot: c.after}, least)
		if len(all) == 0 {
			continue
		}
		w.to = c.to
		mark := len(p.ways)
		j.base(&w, p.slot, &st)
		w.base.Mark, w.base.Jump = mark, price
		w.base.Price += price
		for _, part := range all {
			if part.Failed || part.Rows > w.mostRows(p.slot) {
				continue
			}
			f := w.fit(&j.terms, part.Rows, part.White, 0)
			f.Price += part.Warnings*warningPrice + part.Beyond*j.terms.White
			p.table.Add(w.cols, f)
			p.parts[parting{mark, part.Rows}] = part
		}
		p.ways = append(p.ways, w)
	}
	if p.slot.Open&manuscript.OpenRows == 0 {
		p.table.Only(p.slot.Rows)
	}
	p.Fits = p.table.Fits()
}

// offers gives pages that are asked for too much the choice to let stories go on
// on later pages that have room.
func offers(jobs []*job) {
	inOrder := slices.DeleteFunc(slices.Clone(jobs), func(j *job) bool { return j.half != nil })
	slices.SortStableFunc(inOrder, func(a, b *job) int { return a.of.Number - b.of.Number })
	slack := make([]int, len(inOrder))
	for i, j := range inOrder {
		slack[i] = j.page.Room*filled/100 - j.page.Need
	}
	for i, j := range inOrder {
		switch later, room := inOrder[i+1:], slack[i+1:]; {
		case j.of.Kind != manuscript.NewsPage:
		case j.page.Need*100 > j.page.Room*offered:
			j.measure()
			j.offerLess()
			j.offerSome(later, room, -slack[i], 0)
		case j.page.Need*100 > j.page.Room*nearlyFull && len(later) > 0:
			// Of a page that has room for all, a story may be too long to stand beside the others.
			j.measure()
			least := j.page.Room * overlong / 100
			for k := range j.open {
				if p := &j.open[k]; p.text >= least && p.may(j) {
					j.offerSome(later, room, p.text-least+leastCarried, least)
					break
				}
			}
		}
	}
}

// offered is the share of a page's room, in percent, above which its stories may
// go on elsewhere: lines lost make up for what is less.
const offered = 100

// Shares of a page's room, in percent: from which on what it is asked for leaves it no
// choice of widths, and which a story takes that has few places then, whatever its
// page is asked for.
const (
	nearlyFull = 90
	overlong   = 40
)

// offerSome offers the heaviest long stories, of a text of so many cells at least, until
// a lack of cells is made up for. slack is what the later pages have.
func (j *job) offerSome(later []*job, slack []int, lack, least int) {
	var long []*piece
	for i := range j.open {
		if p := &j.open[i]; p.text >= least && p.may(j) {
			long = append(long, p)
		}
	}
	slices.SortStableFunc(long, func(a, b *piece) int { return cmp.Or(a.Weight-b.Weight, b.text-a.text) })
	most := innerJumps
	if j.of.Number == frontPage {
		most = frontJumps
	}
	for _, p := range long {
		if most == 0 || lack <= 0 {
			break
		}
		at := j.target(p, later, slack)
		if at < 0 {
			if named := j.is.Story(p.slot.Story).JumpTo; named.Page > j.of.Number {
				j.problems.Add(diag.JumpNoRoom, named.Src, p.slot.Story, j.of.Number, named.Page)
			}
			continue
		}
		// What the search takes of it is its own choice: somewhat more than is
		// asked for must be there.
		room := slack[at] - carriedHead*carriedColumns
		want := min(p.give(), room, lack*3/2+leastCarried*2)
		j.offer(p, carry{to: later[at].of.Number, most: want})
		slack[at] -= want + carriedHead*carriedColumns
		lack -= min(want, lack)
		most--
	}
}

// carriedColumns is how wide the rest of a story usually stands.
const carriedColumns = 2

// target is the index of the page on which a story may go on: that which its front
// matter names, or the first with room; -1: none.
func (j *job) target(p *piece, later []*job, slack []int) int {
	named := j.is.Story(p.slot.Story).JumpTo.Page
	return slices.IndexFunc(later, func(o *job) bool {
		room := slack[slices.Index(later, o)] - carriedHead*carriedColumns
		return room >= leastCarried && (named == o.of.Number || named == 0 && o.of.Kind == manuscript.NewsPage)
	})
}

// jumped are the stories of a plan that go on elsewhere.
func (j *job) jumped(pieces []piece, plan *dummy.Plan) {
	for i := range plan.Placed {
		x := &plan.Placed[i]
		p := &pieces[x.Piece]
		if len(p.parts) == 0 || p.ways[x.Fit.Mark].to == 0 {
			continue
		}
		jump := Jump{p.slot.Story, p.ways[x.Fit.Mark].to, p.parts[parting{x.Fit.Mark, x.Rect.Rows}]}
		j.page.Jumps = append(j.page.Jumps, jump)
		j.problems.Add(diag.StoryJumps, p.slot.Src, jump.Story, j.of.Number, jump.Last, jump.Left, jump.To, jump.Chars)
	}
	slices.SortStableFunc(j.page.Jumps, func(a, b Jump) int { return cmp.Compare(a.Story, b.Story) })
}

// goOn gives the pages on which the stories of a planned page go on their slots
// there.
func (j *job) goOn(jobs []*job) {
	for _, jump := range j.page.Jumps {
		at := slices.IndexFunc(jobs, func(o *job) bool { return o.of.Number == jump.To })
		if at < 0 || jobs[at].of.Holds(jump.Story) != nil {
			continue
		}
		s := &manuscript.Slot{Kind: manuscript.StorySlot, Story: jump.Story, Src: j.is.Story(jump.Story).Src, Open: manuscript.OpenPlace | manuscript.OpenCols | manuscript.OpenRows}
		jobs[at].of.Slots = append(jobs[at].of.Slots, s)
		jobs[at].pending = append(jobs[at].pending, s)
	}
}

// sources are the pages on which stories begin that go on on this one, as far as
// the program still has to part them.
func (j *job) sources(jobs []*job) (all []*job) {
	for _, o := range jobs {
		if o == j || o.of.Number >= j.of.Number {
			continue
		}
		offered := slices.ContainsFunc(o.open, func(p piece) bool {
			return slices.ContainsFunc(p.carried, func(c carry) bool { return c.to == j.of.Number })
		})
		if offered || slices.ContainsFunc(j.of.Slots, func(s *manuscript.Slot) bool {
			t := o.of.Holds(s.Story)
			return s.Kind == manuscript.StorySlot && t != nil && t.Open&(manuscript.OpenCols|manuscript.OpenRows) != 0
		}) {
			all = append(all, o)
		}
	}
	return all
}
