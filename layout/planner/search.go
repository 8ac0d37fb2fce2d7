package planner

import (
	"cmp"
	"slices"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/dummy"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

// tried is how many plans of a search are set to see how they really fill, and
// rounds how often what was seen corrects the tables and the search goes on.
const (
	tried  = 5
	rounds = 3
)

// plan searches the page, with what a reserve offers.
func (j *job) plan(reserve []manuscript.StoryRef) {
	if len(j.open) == 0 {
		return
	}
	pieces := slices.Concat(j.pins, j.open)
	for _, r := range reserve {
		s := &manuscript.Slot{Kind: manuscript.StorySlot, Story: r.ID, Src: r.Src, Open: manuscript.OpenPlace | manuscript.OpenCols | manuscript.OpenRows}
		if p, ok := j.piece(s); ok {
			p.Hold, p.Use = 0, j.terms.Reserve
			pieces = append(pieces, p)
		}
	}
	if len(pieces) > dummy.MostPieces {
		j.problems.Add(diag.TooLarge, j.of.Src, "slots", len(pieces), dummy.MostPieces)
		pieces = pieces[:dummy.MostPieces]
	}
	j.sheet = *j.sheetOf()
	for i := range pieces {
		p := pieces[i].Piece
		if with := pieces[i].slot.With.ID; with != "" {
			p.With = slices.IndexFunc(pieces, func(o piece) bool { return o.slot.Kind == manuscript.StorySlot && o.slot.Story == with })
		}
		j.sheet.Pieces = append(j.sheet.Pieces, p)
	}
	best, bestCost := dummy.Plan{}, 0
	for round := range rounds {
		j.sheet.Key = uint64(j.of.Number)<<8 | uint64(round)
		hoped := 0
		for i, plan := range dummy.Search(&j.sheet, tried) {
			if i == 0 {
				hoped = plan.Cost
			}
			if slices.ContainsFunc(plan.Placed, j.misplaced) {
				continue
			}
			if cost := j.pour(pieces, &plan); best.Placed == nil || cost < bestCost {
				best, bestCost = plan, cost
			}
		}
		if best.Placed != nil && bestCost <= hoped+worthSearching {
			break
		}
	}
	if best.Placed == nil {
		j.problems.Add(diag.NoPlan, j.of.Src, j.of.Number, j.page.Need, j.page.Room)
		return
	}
	j.take(pieces, best)
}

// sheetOf is the page's sheet without pieces.
func (j *job) sheetOf() *dummy.Sheet {
	return &dummy.Sheet{Columns: j.is.Format.Columns, Rows: j.foot - j.top, Gap: layout.White, Terms: j.terms}
}

// worthSearching is by how much a page may be dearer than the tables promised
// before it is searched again with what was seen: some white lines.
const worthSearching = 12 * dummy.Unit

// misplaced tells whether a piece misses its pin.
func (j *job) misplaced(p dummy.Placed) bool {
	pin := j.sheet.Pieces[p.Piece].Pin
	return pin != nil && (pin.Col != p.Rect.Col || pin.Row != p.Rect.Row)
}

// pour sets a plan's page and corrects by it what the tables said of every
// story: its white and what is left over. It gives the plan's real cost.
func (j *job) pour(pieces []piece, plan *dummy.Plan) (cost int) {
	p := *j.of
	p.Slots = nil
	slots := make([]*manuscript.Slot, len(pieces))
	for i := range plan.Placed {
		x := &plan.Placed[i]
		slots[x.Piece] = j.placed(pieces[x.Piece].slot, x)
		p.Slots = append(p.Slots, slots[x.Piece])
	}
	edition, problems := layout.Compose(j.alone(&p), j.set, layout.Options{Pages: []int{p.Number}})
	cost = plan.Cost
	for i := range plan.Placed {
		x := &plan.Placed[i]
		if x.Fit.Columns == 0 || j.sheet.Pieces[x.Piece].Kind != dummy.Story {
			continue
		}
		got := placementOf(edition, slots[x.Piece])
		if got == nil {
			continue
		}
		white := got.White * x.Rect.Cols / max(got.Columns, 1)
		if white == x.Fit.White && got.OverLines == x.Fit.Over {
			continue
		}
		fits := j.sheet.Pieces[x.Piece].Fits[x.Rect.Cols]
		f := &fits[x.Rect.Rows-fits[0].Rows]
		was := f.Price
		f.Price += j.terms.White * (white - f.White)
		if f.Over == 0 && got.OverLines > 0 {
			f.Price += j.terms.Over
		}
		if f.Over > 0 && got.OverLines == 0 {
			f.Price -= j.terms.Over
		}
		f.Price += j.terms.Line * (got.OverLines - f.Over)
		f.White, f.Over = white, got.OverLines
		x.Fit = *f
		cost += f.Price - was
	}
	for _, problem := range problems {
		switch {
		case problem.Severity() >= diag.Error:
			cost += errorPrice
		case problem.Severity() == diag.Warning:
			cost += warningPrice
		}
	}
	return cost
}

// alone is the issue with a plan of the page, and of the other pages only what
// its stories have there.
func (j *job) alone(p *manuscript.Page) *manuscript.Issue {
	is := *j.is
	is.Pages = nil
	for _, o := range j.is.Pages {
		if o == j.of {
			is.Pages = append(is.Pages, p)
			continue
		}
		other := manuscript.Page{Number: o.Number, Src: o.Src}
		for _, s := range o.Slots {
			if s.Open == 0 && s.Kind == manuscript.StorySlot && slices.ContainsFunc(p.Slots, func(t *manuscript.Slot) bool { return t.Story == s.Story }) {
				other.Slots = append(other.Slots, s)
			}
		}
		if len(other.Slots) > 0 {
			is.Pages = append(is.Pages, &other)
		}
	}
	return &is
}

// What errors and warnings of a page cost when plans are compared: a plan with
// text over is taken only where there is no other.
const (
	errorPrice   = 2000 * dummy.Unit
	warningPrice = 100 * dummy.Unit
)

// placementOf is what became of a slot.
func placementOf(ed *page.Edition, s *manuscript.Slot) *page.Placement {
	if ed == nil || len(ed.Pages) == 0 {
		return nil
	}
	for i := range ed.Pages[0].Placements {
		if p := &ed.Pages[0].Placements[i]; p.Story == s.Story && s.Kind == manuscript.StorySlot {
			return p
		}
	}
	return nil
}

// placed is a slot with the place that was found for it.
func (j *job) placed(s *manuscript.Slot, x *dummy.Placed) *manuscript.Slot {
	out := *s
	if out.Open == 0 {
		return &out
	}
	out.Col, out.Row, out.Cols, out.Rows, out.Open = x.Rect.Col+1, x.Rect.Row+1+j.top, x.Rect.Cols, x.Rect.Rows, 0
	if out.Kind == manuscript.StorySlot {
		out.Columns = x.Fit.Mark
	}
	return &out
}

// take makes a plan the page's.
func (j *job) take(pieces []piece, plan dummy.Plan) {
	found := dummy.Judge(&j.sheet, plan.Placed, plan.Out)
	slices.SortStableFunc(found, func(a, b dummy.Finding) int { return cmp.Compare(b.Price, a.Price) })
	why := make([][]Term, len(pieces))
	for _, f := range found {
		t := Term{Name: string(f.Term), Price: f.Price}
		for _, i := range f.Pieces {
			t.Names = append(t.Names, pieces[i].Name)
		}
		j.page.Terms = append(j.page.Terms, t)
		j.page.Score += f.Price
		for _, i := range f.Pieces {
			why[i] = append(why[i], t)
		}
	}
	j.page.White = plan.White()
	for i := range plan.Placed {
		x := &plan.Placed[i]
		was := pieces[x.Piece].slot
		s := j.placed(was, x)
		j.page.Slots = append(j.page.Slots, Slot{Slot: s, Found: was.Open != 0, White: x.Fit.White, Why: why[x.Piece]})
		if pieces[x.Piece].Use > 0 {
			j.page.Used = append(j.page.Used, was.Story)
			j.page.Need += j.sheet.Area(&pieces[x.Piece].Piece)
		}
	}
	count := 0
	for _, s := range j.page.Slots {
		if s.Found {
			count++
		}
	}
	j.problems.Add(diag.PagePlanned, j.of.Src, j.of.Number, count, j.page.White)
	for _, i := range plan.Out {
		if pieces[i].Use > 0 {
			continue
		}
		j.page.Held = append(j.page.Held, pieces[i].Name)
		j.problems.Add(diag.StoryHeld, pieces[i].slot.Src, pieces[i].slot.Story, j.page.Need, j.page.Room)
	}
	if j.page.White*100 > j.page.Room*mostWhite {
		j.problems.Add(diag.PageThin, j.of.Src, j.of.Number, j.page.White, j.page.Need, j.page.Room)
	}
}

// mostWhite is the share of a page's room, in percent, that its plan may leave
// white without a word: what is more only other copy can fill.
const mostWhite = 4

// write puts what was found into the issue's page: slots in their order, those
// of the reserve behind them.
func (j *job) write() {
	rest := slices.Clone(j.page.Slots)
	var slots []*manuscript.Slot
	for _, s := range j.of.Slots {
		at := slices.IndexFunc(rest, func(o Slot) bool { return o.Src == s.Src && o.Name() == s.Name() })
		switch {
		case at >= 0:
			slots = append(slots, rest[at].Slot)
			rest = slices.Delete(rest, at, at+1)
		case s.Open == 0:
			slots = append(slots, s)
		}
	}
	for _, s := range rest {
		slots = append(slots, s.Slot)
	}
	j.of.Slots, j.of.Auto = slots, false
}
