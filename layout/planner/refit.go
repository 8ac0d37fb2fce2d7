package planner

import (
	"cmp"
	"slices"

	"duikai/fonts"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/parallel"
)

// Refitting (复原就位): a page that is known from print has places for all its
// slots, and they are the edges that somebody measured, not the rows that our
// text takes. The page keeps its shape, what stands over what and in which
// columns, and the upper and lower edges move until all text is set.

// Refitted is what became of a page.
type Refitted struct {
	Number int
	Slots  []*manuscript.Slot // those that moved or changed their height
	Most   int                // rows that an edge moved at most
	// Stuck tells that no heights of this shape hold the text; Lacks is about how
	// many rows the fullest run of slots over each other lacks.
	Stuck bool
	Lacks int
	// Holes are the rectangles that stay white between its slots, of which none has text for
	// them.
	Holes []manuscript.Cells
	Over  []string // the stories for which the places that the page had were too small
}

// Rounds in which a page is set and its edges moved. Text that finds more room
// sometimes takes another head, so that one round is not enough.
const refitRounds = 10

// leastRefit is the height, in rows, below which no slot shrinks: a head and some
// lines.
const leastRefit = 6

// Refit moves the edges of the pages whose slots all have places, as far as text
// finds no room. The slots of the issue are changed, but for those of pages that
// are stuck. Where a slot moves whose story goes on on another page, the rest is
// another one there: all is looked at again, a few times.
func Refit(is *manuscript.Issue, set *fonts.Set) []Refitted {
	const most = 4
	before := standing(is)
	turn(is, set)
	stood := standing(is)
	var out []Refitted
	for range most {
		out = refitOnce(is, set)
		if !divided(is) || !slices.ContainsFunc(out, func(r Refitted) bool { return len(r.Slots) > 0 }) {
			break
		}
	}
	for i := range out {
		out[i].since(is, before, stood)
	}
	return out
}

// standing are the slots of an issue as they are.
func standing(is *manuscript.Issue) map[*manuscript.Slot]manuscript.Slot {
	all := make(map[*manuscript.Slot]manuscript.Slot)
	for _, p := range is.Pages {
		for _, s := range p.Slots {
			all[s] = *s
		}
	}
	return all
}

// divided tells whether a story stands on more than one page.
func divided(is *manuscript.Issue) bool {
	on := make(map[string]int)
	for _, p := range is.Pages {
		for _, s := range p.Slots {
			if n, ok := on[s.Story]; ok && s.Kind == manuscript.StorySlot && n != p.Number {
				return true
			}
			on[s.Story] = p.Number
		}
	}
	return false
}

// since tells how a page differs from how it was given; its edges moved since its corners
// were turned. One that is stuck is put back.
func (r *Refitted) since(is *manuscript.Issue, before, turned map[*manuscript.Slot]manuscript.Slot) {
	r.Slots, r.Most = nil, 0
	for _, p := range is.Pages {
		if p.Number != r.Number {
			continue
		}
		for _, s := range p.Slots {
			if r.Stuck {
				*s = before[s]
				continue
			}
			was, from := before[s], turned[s]
			if s.Row != was.Row || s.Rows != was.Rows || s.Col != was.Col || s.Cols != was.Cols || settingOf(s) != settingOf(&was) {
				r.Most = max(r.Most, abs(s.Row-from.Row), abs(s.Row+s.Rows-from.Row-from.Rows))
				r.Slots = append(r.Slots, s)
			}
		}
	}
}

// turn chooses how the stories that stand in an L are parted (转角): with the head over
// all columns and the foot of the L below it, or with the head over the columns that end
// first and the text going on beside them, in the columns that reach down. A polygon does
// not tell, but the text fills the one or the other.
func turn(is *manuscript.Issue, set *fonts.Set) {
	pages := whole(is)
	all := make([]refitting, len(pages))
	parallel.Each(len(pages), func(i int) {
		all[i] = refitting{is: is, set: set, page: pages[i]}
		all[i].turn()
	})
	for i := range all {
		all[i].apply(&Refitted{})
	}
}

func (r *refitting) turn() {
	r.copy()
	list := ells(r.own.Slots)
	if len(list) == 0 {
		return
	}
	r.measure()
	before := make([]int, len(list))
	for i, l := range list {
		before[i] = r.off(l)
		l.turn(r.own.Slots)
	}
	r.measure()
	for i, l := range list {
		if was, now := before[i], r.off(l); !closer(now, was) {
			for _, k := range l {
				*r.own.Slots[k] = *r.page.Slots[k]
			}
		}
	}
}

// off is by how many cells the text of an L has too little room (below 0: too much).
func (r *refitting) off(l ell) (cells int) {
	for _, k := range l {
		s := r.own.Slots[k]
		cells += (r.need[k] - s.Rows) * s.Cols
	}
	return cells
}

// closer tells whether text that is off by so many cells suits its room better than off by
// others: that has room rather than that has none, then what leaves less.
func closer(now, was int) bool {
	if fits := now <= 0; fits != (was <= 0) {
		return fits
	}
	return abs(now) < abs(was)
}

// ell is an L: which slot of a page is its head, across, and which its foot below, at one
// end of it.
type ell [2]int

func ells(slots []*manuscript.Slot) (all []ell) {
	on := make(map[string][]int)
	for i, s := range slots {
		if s.Kind == manuscript.StorySlot {
			on[s.Story] = append(on[s.Story], i)
		}
	}
	for i, s := range slots {
		list := on[s.Story]
		if len(list) != 2 || list[0] != i {
			continue
		}
		foot := slots[list[1]]
		gap := foot.Row - s.Row - s.Rows
		if gap >= 0 && gap <= layout.White && foot.Cols < s.Cols && (foot.Col == s.Col || foot.Col+foot.Cols == s.Col+s.Cols) && settingOf(s) == (setting{}) && settingOf(foot) == (setting{}) {
			all = append(all, ell(list))
		}
	}
	return all
}

// turn lets the foot reach up beside the head. The text begins at the left: where the foot
// stands there, the head stands over it.
func (l ell) turn(slots []*manuscript.Slot) {
	head, foot := slots[l[0]], slots[l[1]]
	rows, all := head.Rows, foot.Row+foot.Rows-head.Row
	if foot.Col > head.Col {
		head.Cols -= foot.Cols
		foot.Row, foot.Rows = head.Row, all
		return
	}
	head.Cols, foot.Cols = foot.Cols, head.Cols-foot.Cols
	foot.Col += head.Cols
	head.Rows, foot.Row, foot.Rows = all, head.Row, rows
}

func refitOnce(is *manuscript.Issue, set *fonts.Set) []Refitted {
	pages := whole(is)
	out := make([]Refitted, len(pages))
	all := make([]refitting, len(pages))
	parallel.Each(len(pages), func(i int) {
		all[i] = refitting{is: is, set: set, page: pages[i]}
		out[i] = all[i].run()
	})
	for i := range out { // now that no page reads another's slots
		if !out[i].Stuck {
			all[i].apply(&out[i])
		}
	}
	return out
}

// whole are the pages whose slots all have places.
func whole(is *manuscript.Issue) (pages []*manuscript.Page) {
	for _, p := range is.Pages {
		if !p.Auto && len(p.Slots) > 0 && !slices.ContainsFunc(p.Slots, func(s *manuscript.Slot) bool { return s.Open != 0 || s.Rows == 0 }) {
			pages = append(pages, p)
		}
	}
	return pages
}

// refitting is a page while it is refitted. It works on a copy of its slots, for
// other pages read them.
type refitting struct {
	is   *manuscript.Issue
	set  *fonts.Set
	page *manuscript.Page
	own  manuscript.Page
	need []int // rows
	// coarse are the slots in which a picture prints so large that its pixels show.
	coarse []bool
	holes  []manuscript.Cells
	// poured keeps stories that stand as they stood the last time.
	poured layout.Memory
}

// copy makes the page's own slots.
func (r *refitting) copy() {
	r.own = *r.page
	r.own.Slots = nil
	for _, s := range r.page.Slots {
		own := *s
		r.own.Slots = append(r.own.Slots, &own)
		r.need = append(r.need, s.Rows)
		r.coarse = append(r.coarse, false)
	}
}

func (r *refitting) run() (out Refitted) {
	r.copy()
	r.recast(nearer)
	if out = r.fit(); !out.Stuck {
		return out
	}
	for i, s := range r.page.Slots { // what comes nearest to print has no rows to give
		*r.own.Slots[i] = *s
	}
	r.recast(lower)
	return r.fit()
}

// fit moves the edges until all text is set, or no longer.
func (r *refitting) fit() Refitted {
	out := Refitted{Number: r.page.Number}
	for k := range refitRounds {
		over := r.measure()
		if k == 0 {
			out.Over = r.over()
		}
		if lacks := r.pack(); lacks > 0 {
			out.Stuck, out.Lacks = true, lacks
			return out
		}
		if !over {
			break
		}
	}
	out.Stuck = r.measure()
	out.Holes = r.holes
	return out
}

// setting is how a slot may be set, in what print does not tell: its text in so many
// columns, its head over some of them, or beside the text. The zero value is what is
// usual: in all, and over all.
type setting struct {
	columns, headFrom, head int
	at                      manuscript.Head
}

// settingOf is the setting of a slot.
func settingOf(s *manuscript.Slot) setting {
	return setting{s.Columns, s.HeadFrom, s.HeadCols, s.Head}
}

// apply gives a slot the setting.
func (x setting) apply(s *manuscript.Slot) {
	s.Columns, s.HeadFrom, s.HeadCols, s.Head = x.columns, x.headFrom, x.head, x.at
}

// recast sets slots anew that do not stand as high as they were measured: their text is
// too long for them, or leaves them white by more than rows that an edge gives. What was
// in print nobody told; better chooses: what comes nearest to the printed height is the
// likeliest, what takes fewest rows is for a page that has no room otherwise.
func (r *refitting) recast(better func(need, than, rows int) bool) {
	r.measure()
	best, coarse := slices.Clone(r.need), slices.Clone(r.coarse) // rows
	chosen := make([]setting, len(best))
	for _, try := range recasts(r.is.Format.Columns) {
		tried := make([]bool, len(best))
		for i, s := range r.own.Slots {
			if x, ok := try.setting(s.Cols); ok && r.suits(try, s, best[i]) {
				x.apply(s)
				tried[i] = true
			}
		}
		if !slices.Contains(tried, true) {
			continue
		}
		r.measure()
		for i, s := range r.own.Slots {
			if tried[i] && (coarse[i] || !r.coarse[i]) && better(r.need[i], best[i], s.Rows) {
				best[i], chosen[i] = r.need[i], settingOf(s)
			}
			settingOf(r.page.Slots[i]).apply(s)
		}
	}
	for i, x := range chosen {
		if x != (setting{}) {
			x.apply(r.own.Slots[i])
		}
	}
}

// looseRefit is by how many rows a slot may be higher than its text asks for without
// another setting being looked for.
const looseRefit = 3

// suits tells whether a setting is worth trying for a slot whose text needs so many rows.
func (r *refitting) suits(try recast, s *manuscript.Slot, need int) bool {
	switch {
	case s.Kind != manuscript.StorySlot || settingOf(s) != (setting{}):
		return false
	case s.Rows-need > looseRefit:
		return try.white
	}
	return need > s.Rows && (try.at == manuscript.HeadAcross || !headless(r.is.Story(s.Story)))
}

// nearer tells whether text that needs so many rows suits a slot better than what it had:
// that has room rather than that has none, then what leaves fewer rows.
func nearer(need, than, rows int) bool {
	if fits := need <= rows; fits != (than <= rows) {
		return fits
	}
	return abs(rows-need) < abs(rows-than)
}

// lower tells whether text that had no room needs fewer rows.
func lower(need, than, rows int) bool { return than > rows && need < than }

// recast is a setting by how many columns of a slot it leaves out.
type recast struct {
	merged, beside int // text columns fewer than basic ones, and of those without the head
	at             manuscript.Head
	white          bool // it may take more rows, in a slot that has them
}

// recasts are the settings that are tried, the plainest first.
func recasts(columns int) (all []recast) {
	all = append(all, recast{merged: 1, white: true})
	for n := 1; n <= columns-leastOver; n++ {
		all = append(all, recast{beside: n})
	}
	for n := 1; n <= columns-leastOver; n++ {
		all = append(all, recast{merged: 1, beside: n})
	}
	return append(all, recast{at: manuscript.HeadLeft}, recast{at: manuscript.HeadVerticalLeft})
}

// setting is the setting in so many columns; ok is false where a slot has too few for it.
func (x recast) setting(cols int) (s setting, ok bool) {
	columns := cols - x.merged
	head := columns - x.beside
	if cols < leastDivided || x.beside > 0 && head*leastOver < columns {
		return s, false
	}
	if s.at = x.at; x.merged > 0 {
		s.columns = columns
	}
	if x.beside > 0 {
		s.headFrom, s.head = 1, head
	}
	return s, true
}

// over are the stories that need more rows than their slots have.
func (r *refitting) over() (ids []string) {
	for i, s := range r.own.Slots {
		if s.Kind == manuscript.StorySlot && r.need[i] > s.Rows {
			ids = append(ids, s.Story)
		}
	}
	return ids
}

// apply gives the slots of the page their new edges.
func (r *refitting) apply(out *Refitted) {
	for i, s := range r.page.Slots {
		own := r.own.Slots[i]
		if x := settingOf(own); own.Row != s.Row || own.Rows != s.Rows || own.Col != s.Col || own.Cols != s.Cols || x != settingOf(s) {
			s.Col, s.Row, s.Cols, s.Rows = own.Col, own.Row, own.Cols, own.Rows
			x.apply(s)
			out.Slots = append(out.Slots, s)
		}
	}
}

func abs(n int) int { return max(n, -n) }

// measure sets the page as it is and finds how many rows each slot needs: more
// where text is over, fewer where rows stay white. It tells whether anything
// does not fit.
func (r *refitting) measure() (over bool) {
	issue := *r.is
	issue.Pages = slices.Clone(r.is.Pages)
	issue.Pages[slices.Index(issue.Pages, r.page)] = &r.own
	edition, problems := layout.Compose(&issue, r.set, layout.Options{Pages: []int{r.page.Number}, Memory: &r.poured})
	r.holes = nil
	for _, p := range problems {
		if p.Code == diag.WhiteHole {
			from, to, top, foot := p.Args[1].(int), p.Args[2].(int), p.Args[3].(int), p.Args[4].(int)
			r.holes = append(r.holes, manuscript.Cells{Col: from, Row: top, Cols: to - from + 1, Rows: foot - top + 1})
		}
	}
	placed := make(map[diag.Pos]page.Placement)
	for _, p := range edition.Pages {
		for _, pl := range p.Placements {
			placed[pl.Src] = pl
		}
	}
	for i, s := range r.own.Slots {
		r.need[i] = s.Rows
		pl := placed[s.Src]
		columns := max(pl.Columns, 1)
		r.coarse[i] = s.Kind == manuscript.StorySlot && slices.ContainsFunc(problems, func(p diag.Problem) bool {
			return p.Code == diag.CoarsePicture && p.Pos.File == r.is.Story(s.Story).Src.File
		})
		faulty := slices.ContainsFunc(problems, func(p diag.Problem) bool {
			inside := p.Code == diag.PictureRoom || p.Code == diag.TableRoom // which name the story, not the slot
			return p.Severity() >= diag.Error && (p.Pos == s.Src || inside && slices.Contains(p.Args, any(s.Story))) && p.Code != diag.SlotOverlap
		})
		switch {
		case s.Kind != manuscript.StorySlot:
		case pl.Over > 0:
			over = true
			r.need[i] = s.Rows + (pl.OverLines+columns-1)/columns
		case faulty: // a picture or a head without room
			const step = 4 // rows
			over = true
			r.need[i] = s.Rows + step
		case pl.White >= columns:
			r.need[i] = max(s.Rows-pl.White/columns, min(s.Rows, leastRefit))
		}
	}
	return over
}

// pack gives every slot the rows that it needs, as near to where it stood as the
// slots over and under it let it, one row of white between them. What is free
// goes to the slots that stood there. It tells how many rows the page lacks.
func (r *refitting) pack() (lacks int) {
	slots, n := r.own.Slots, len(r.own.Slots)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	stood := r.page.Slots
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Or(stood[a].Row-stood[b].Row, stood[a].Col-stood[b].Col) })
	above := func(a, b int) bool { // does a stand over b?
		return stood[a].Col < stood[b].Col+stood[b].Cols && stood[b].Col < stood[a].Col+stood[a].Cols
	}
	foot := r.is.Format.Rows + 1
	latest := make([]int, n) // the lowest row at which a slot may begin
	for k := n - 1; k >= 0; k-- {
		i := order[k]
		latest[i] = foot - r.need[i]
		for _, j := range order[k+1:] {
			if above(i, j) {
				latest[i] = min(latest[i], latest[j]-layout.White-r.need[i])
			}
		}
	}
	row := make([]int, n)
	for k, i := range order {
		least := 1
		if !slices.ContainsFunc(order[:k], func(j int) bool { return above(j, i) }) {
			least = stood[i].Row // nothing rises over the head of the page
		}
		for _, j := range order[:k] {
			if above(j, i) {
				least = max(least, row[j]+r.need[j]+layout.White)
			}
		}
		row[i] = max(min(stood[i].Row, latest[i]), least)
		if over := row[i] - latest[i]; over > 0 {
			lacks = max(lacks, over)
		}
	}
	if lacks > 0 {
		return lacks
	}
	for k, i := range order {
		end := foot
		if at := stood[i].Row + stood[i].Rows; at < foot && !slices.ContainsFunc(order[k+1:], func(j int) bool { return above(i, j) }) {
			end = max(at, row[i]+r.need[i]) // white stood under it
		}
		for _, j := range order[k+1:] {
			if above(i, j) {
				end = min(end, row[j]-layout.White)
			}
		}
		slots[i].Row, slots[i].Rows = row[i], end-row[i]
	}
	for k, i := range order { // where what stood over a slot rose alone, it follows
		gap, top := foot, 1 // at most so much white as stood there
		for _, j := range order[:k] {
			if above(j, i) {
				gap = min(gap, stood[i].Row-stood[j].Row-stood[j].Rows)
				top = max(top, slots[j].Row+slots[j].Rows)
			}
		}
		if top += max(gap, layout.White); gap < foot && top < slots[i].Row {
			slots[i].Row, slots[i].Rows = top, slots[i].Row+slots[i].Rows-top
		}
	}
	return 0
}
