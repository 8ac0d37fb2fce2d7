package planner

import (
	"cmp"
	"math"
	"slices"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
)

// looked is how many plans of a search are looked at, tried how many of those
// that can be taken are filled to see how they really stand, rounds how often
// what was seen corrects the tables and the search goes on near the best, set
// how many are at last made up as whole pages (mostSet where something is wrong
// with all of them), and again how often it is
// searched once more where none is good.
const (
	looked  = 24
	tried   = 5
	rounds  = 6
	set     = 4
	mostSet = 24
	again   = 3
)

// The key of a search is the page's number, of what is looked for the first,
// second, ... plan, and the round.
const (
	keyBits   = 16
	againBits = 32
	roundBits = 40
)

// plan searches the page, with what may fill it.
func (j *job) plan(spare []*manuscript.Slot) {
	if len(j.open) == 0 {
		return
	}
	pieces := j.gather(spare)
	j.lay(pieces)
	best, ok := j.settle(pieces)
	if ok {
		best = j.withAll(pieces, best)
	}
	if !ok {
		best, ok = j.inHoles(pieces)
	}
	pieces, best, ok = j.padded(pieces, best, ok)
	if !ok {
		best, ok = j.withoutPictures(pieces)
	} else {
		best = j.withoutRest(pieces, best)
	}
	if !ok {
		j.problems.Add(diag.NoPlan, j.of.Src, j.of.Number, j.page.Need, j.page.Room)
		j.propose(j.of.Slots)
		return
	}
	j.memory.keep(j, pieces, best, spare)
	j.take(pieces, best)
	j.elsewhere(pieces, &best)
}

// inHoles looks for a plan of a page of which most has its place, where no search has one:
// what is left stands in what that leaves free. How the slots really fill corrects the
// tables, and it is looked again, until nothing is over.
func (j *job) inHoles(pieces []piece) (dummy.Plan, bool) {
	if len(j.pins) < len(j.open) {
		return dummy.Plan{}, false
	}
	for range rounds {
		plan, ok := dummy.Holes(&j.sheet)
		if !ok {
			break
		}
		j.correct(pieces, &plan)
		if !slices.ContainsFunc(plan.Placed, j.over) {
			best, _, ok := j.choose(pieces, []dummy.Plan{plan}, mostSet)
			return best, ok
		}
	}
	return dummy.Plan{}, false
}

// withAll looks for a plan in which all stories stand, where the best holds some over
// though the page is not asked for more than it has: held is what finds no room, not
// what makes a page prettier.
func (j *job) withAll(pieces []piece, best dummy.Plan) dummy.Plan {
	out := slices.DeleteFunc(slices.Clone(best.Out), func(i int) bool { return pieces[i].Use > 0 })
	if len(out) == 0 || j.page.Need > j.page.Room {
		return best
	}
	more := 0 // what a page may be dearer for it
	holds := j.holds()
	for _, i := range out {
		more += 2 * holds[i]
		holds[i] = -1
	}
	return j.holding(pieces, holds, best, func(all dummy.Plan) bool { return all.Over() == 0 && all.Cost <= best.Cost+more })
}

// holds are the prices of leaving pieces out.
func (j *job) holds() []int {
	out := make([]int, len(j.sheet.Pieces))
	for i := range out {
		out[i] = j.sheet.Pieces[i].Hold
	}
	return out
}

// holding looks again with other prices of leaving pieces out, and keeps them where it
// finds a plan that is better than the best.
func (j *job) holding(pieces []piece, holds []int, best dummy.Plan, better func(dummy.Plan) bool) dummy.Plan {
	was := j.holds()
	set := func(holds []int) {
		for i, price := range holds {
			j.sheet.Pieces[i].Hold = price
		}
	}
	set(holds)
	if plan, ok := j.settle(pieces); ok && better(plan) {
		return plan
	}
	set(was)
	return best
}

// pictureOut is the price of a picture that is left out where a page has no plan
// with it: as dear as a story of middle weight.
const pictureOut = 180 * dummy.Unit

// withoutPictures looks for a plan in which pictures without a place may stay out:
// the last thing before a page has none.
func (j *job) withoutPictures(pieces []piece) (dummy.Plan, bool) {
	some := false
	for i := range pieces {
		if p := &j.sheet.Pieces[i]; p.Kind == dummy.Picture && p.Pin == nil && p.Hold < 0 {
			p.Hold, some = pictureOut, true
		}
	}
	if !some {
		return dummy.Plan{}, false
	}
	return j.settle(pieces)
}

// withoutRest looks for a plan that leaves no text without room, where the best does that
// though there seemed to be room for all: pictures, and stories that may be held over, may
// stay out then.
func (j *job) withoutRest(pieces []piece, best dummy.Plan) dummy.Plan {
	if !slices.ContainsFunc(best.Placed, j.over) {
		return best
	}
	holds := j.holds()
	for i := range pieces {
		switch p := &pieces[i]; {
		case p.Pin != nil || holds[i] >= 0:
		case p.Kind == dummy.Picture:
			holds[i] = pictureOut
		default:
			holds[i] = p.Hold
		}
	}
	return j.holding(pieces, holds, best, func(p dummy.Plan) bool { return !slices.ContainsFunc(p.Placed, j.over) })
}

// over tells whether a piece that the program places has text without room.
func (j *job) over(p dummy.Placed) bool { return j.sheet.Pieces[p.Piece].Pin == nil && p.Fit.Over > 0 }

// lay makes the sheet of pieces.
func (j *job) lay(pieces []piece) {
	j.sheet = *j.sheetOf()
	for i := range pieces {
		p := pieces[i].Piece
		if with := pieces[i].slot.With.ID; with != "" {
			p.With = slices.IndexFunc(pieces, func(o piece) bool { return o.slot.Kind == manuscript.StorySlot && o.slot.Story == with })
		}
		of := func(ref manuscript.StoryRef) int {
			other := j.of.Named(ref)
			return slices.IndexFunc(pieces, func(o piece) bool { return other != nil && o.slot == other }) + 1
		}
		if s := pieces[i].slot; s.Open&manuscript.OpenPlace != 0 {
			p.Below, p.RightOf = of(s.Below), of(s.RightOf)
		}
		// What has room is not held over for the sake of looks.
		if i < len(j.pins)+len(j.open) && j.page.Need*100 <= j.page.Room*surelyRoom { // of the reserve all may stay out
			p.Hold = -1
		}
		j.sheet.Pieces = append(j.sheet.Pieces, p)
	}
}

// surelyRoom is the share of a page's room, in percent, up to which its pieces
// nearly always find places.
const surelyRoom = 92

// gather lists the pieces of the page, pinned ones first, those that may fill it
// last.
func (j *job) gather(spare []*manuscript.Slot) []piece {
	pieces := append(slices.Concat(j.pins, j.open), j.offered(spare)...)
	if len(pieces) > dummy.MostPieces {
		j.problems.Add(diag.TooLarge, j.of.Src, "slots", len(pieces), dummy.MostPieces)
		pieces = pieces[:dummy.MostPieces]
	}
	return pieces
}

// find searches for plans whose costs are those of their slots as they really
// fill, the best first.
func (j *job) find(pieces []piece) (exact []dummy.Plan) {
	usual := j.sheet.Terms
	j.sheet.Terms = j.warned(usual)
	j.missed(heldPrice)
	defer func() {
		j.sheet.Terms = usual
		j.missed(-heldPrice)
		for i := range exact {
			exact[i].Price(&j.sheet)
		}
		dummy.Sort(exact)
	}()
	plans := dummy.Search(&j.sheet, looked)
	for range rounds {
		plans = slices.DeleteFunc(plans, func(p dummy.Plan) bool { return j.refuses(&p) })
		plans = plans[:min(len(plans), tried)]
		if len(plans) == 0 {
			break
		}
		hoped := plans[0].Cost
		for i := range plans {
			j.correct(pieces, &plans[i])
			exact = append(exact, plans[i])
		}
		dummy.Sort(exact)
		dummy.Sort(plans)
		if exact[0].Cost <= hoped && exact[0].White() <= j.sheet.MostWhite() {
			break // nothing better is hoped for
		}
		j.sheet.Key += 1 << roundBits
		plans = dummy.Refine(&j.sheet, plans, looked)
	}
	return exact
}

// warned are the terms with the price of a warning on those of which a page that is set is
// warned (layout's taboos): so what is found is what is taken.
func (j *job) warned(t dummy.Terms) dummy.Terms {
	t.Near += warningPrice
	if j.of.Kind != manuscript.NewsPage { // rows or a grid are meant
		return t
	}
	t.Slit += warningPrice
	t.Heading += warningPrice
	if !j.is.Style.Makeup.Modular {
		t.Cut += warningPrice
		t.River += warningPrice
	}
	return t
}

// heldPrice is what a story costs above its own price in a search that holds it over
// though the page is not asked for more than it has: as much as a warning, or the search
// would leave briefs out where a taboo is in its way.
const heldPrice = warningPrice

// missed makes stories that are held over dearer, where there is room for all.
func (j *job) missed(price int) {
	if j.page.Need > j.page.Room {
		return
	}
	for i := range j.sheet.Pieces {
		if p := &j.sheet.Pieces[i]; p.Hold >= 0 && p.Use == 0 {
			p.Hold += price
		}
	}
}

// correct fills the slots of a plan, puts what comes of that into the tables
// and gives the plan its real cost.
func (j *job) correct(pieces []piece, plan *dummy.Plan) {
	for i := range plan.Placed {
		x := &plan.Placed[i]
		p := &pieces[x.Piece]
		if p.gauge == nil {
			continue
		}
		w := &p.ways[x.Fit.Mark]
		switch rest := plan.Rest(i); {
		case x.Rest || w.to != 0:
			continue // it is the first part's, or was poured as it is
		case rest != nil:
			x.Fit = j.realLegs(p, w, x, rest)
			continue
		}
		x.Fit = j.real(x.Piece, p, w, x.Rect.Rows)
	}
	plan.Price(&j.sheet) // sizes and the sum of what is white have prices of their own
}

// real fills a slot in which a piece stands in some way and corrects the tables by
// what comes of it.
func (j *job) real(at int, p *piece, w *way, rows int) dummy.Fit {
	slot := w.slot(p.slot)
	slot.Rows = rows
	got := cmp.Or(w.gauge, p.gauge).Fill(slot)
	fit := w.fit(&j.terms, rows, got.White, got.Over)
	fit.Size = got.Size
	more := (got.Warnings - w.warnings) * warningPrice
	fit.Price += more
	if got.Failed || got.Over > 0 {
		fit.Price += errorPrice
	}
	fits := j.sheet.Pieces[at].Fits
	fits[w.cols][rows-fits[w.cols][0].Rows] = p.table.Correct(w.cols, fit)
	// What is warned of at one height is likely so at the others.
	if more > 0 && got.Over == 0 && fit.White <= layout.BearableWhite*w.cols {
		w.warnings, w.base.Price = got.Warnings, w.base.Price+more
		fits[w.cols] = p.table.Raise(w.cols, w.base.Mark, more)
	}
	return fit
}

// choose makes the best plans up as whole pages and takes the one with the
// fewest errors and warnings, then the cheapest. It is good where it has none
// of either and leaves no more white than a page may.
func (j *job) choose(pieces []piece, plans []dummy.Plan, most int) (best dummy.Plan, good, ok bool) {
	least, faults, n := 0, 0, 0
	for i := range plans {
		if dummy.Same(plans[:i], &plans[i]) {
			continue
		}
		// As long as something is wrong with the best, others are set too.
		if n++; n > set && faults == 0 || n > most || best.Placed != nil && plans[i].Cost >= least {
			break
		}
		wrong := j.faults(pieces, &plans[i])
		if cost := plans[i].Cost + wrong; best.Placed == nil || cost < least {
			best, least, faults = plans[i], cost, wrong
		}
	}
	if best.Placed == nil {
		return best, false, false
	}
	good = faults <= j.leastFaults(pieces) && best.White() <= j.sheet.MostWhite()
	best.Cost = least
	return best, good, true
}

// blemishes are terms for which a page is looked for once more, whether a command warns
// of them or not: an editor moves such things before he signs.
var blemishes = [...]dummy.Term{dummy.TermLead, dummy.TermFold, dummy.TermAway, dummy.TermFoot, dummy.TermOrder, dummy.TermPictures, dummy.TermHeading}

// blemished tells whether a plan has something of that.
func (j *job) blemished(plan *dummy.Plan) bool {
	return slices.ContainsFunc(dummy.Judge(&j.sheet, plan.Placed, plan.Out), func(f dummy.Finding) bool { return slices.Contains(blemishes[:], f.Term) })
}

// leastFaults is the price of what is wrong with the texts of the page in whatever
// columns they are set.
func (j *job) leastFaults(pieces []piece) (cost int) {
	for i := range pieces {
		least := math.MaxInt
		for k := range pieces[i].ways {
			least = min(least, pieces[i].ways[k].warnings)
		}
		if len(pieces[i].ways) > 0 {
			cost += least * warningPrice
		}
	}
	return cost
}

// sheetOf is the page's sheet without pieces.
func (j *job) sheetOf() *dummy.Sheet {
	return &dummy.Sheet{Columns: j.is.Format.Columns, Rows: j.foot - j.top, Gap: layout.White, Terms: j.terms, Front: j.of.Number == frontPage}
}

// misplaced tells whether a piece misses its pin.
func (j *job) misplaced(p dummy.Placed) bool {
	pin := j.sheet.Pieces[p.Piece].Pin
	return pin != nil && (pin.Col != p.Rect.Col || pin.Row != p.Rect.Row)
}

// faults sets a plan's page and gives the price of its errors, and of the
// warnings that none of its slots has by itself.
func (j *job) faults(pieces []piece, plan *dummy.Plan) (cost int) {
	p := *j.of
	p.Slots = nil
	going := map[string]int{} // stories that go on, by the page
	blank := false            // a block stays white; at the head of the front page no hole is told
	for i := range plan.Placed {
		x := &plan.Placed[i]
		piece := &pieces[x.Piece]
		blank = blank || piece.slot == nil && j.of.Number == frontPage
		if piece.slot != nil {
			p.Slots = append(p.Slots, j.placed(piece, x))
			if len(piece.ways) > 0 && piece.ways[x.Fit.Mark].to != 0 {
				going[piece.slot.Story] = piece.ways[x.Fit.Mark].to
			}
		}
	}
	for _, problem := range j.problemsOf(&p, going) {
		switch {
		case j.excused(problem) || blank && (problem.Code == diag.WhiteHole || problem.Code == diag.PageWhite):
		case problem.Severity() >= diag.Error:
			cost += errorPrice
		case problem.Severity() == diag.Warning:
			cost += warningPrice
		}
	}
	return cost
}

// problemsOf sets the page with other slots, of which some stories go on on other
// pages, and gives what is wrong with it.
func (j *job) problemsOf(p *manuscript.Page, going map[string]int) diag.List {
	_, problems := layout.Compose(j.alone(p, going), j.set, layout.Options{Pages: []int{p.Number}})
	return problems
}

// excused tells whether a problem of the page is none of its plan's: it is there
// with the slots alone whose places are given, or lies in the text, or a story
// goes on on a page that has no plan yet.
func (j *job) excused(problem diag.Problem) bool {
	if j.told == nil {
		j.told = map[string]bool{}
		p := *j.of
		p.Slots = nil
		for i := range j.pins {
			if j.pins[i].slot != nil {
				p.Slots = append(p.Slots, j.pins[i].slot)
			}
		}
		if len(p.Slots) > 0 {
			for _, problem := range j.problemsOf(&p, nil) {
				j.told[problem.String()] = true
			}
		}
	}
	if problem.Pos == elsewhereSrc { // of a rest that nobody has placed yet
		return true
	}
	if problem.Code == diag.AdSize && len(j.fillers) > 0 && slices.ContainsFunc(j.of.Slots, func(s *manuscript.Slot) bool { return j.fills(s) && s.Pictures[0].File.Src == problem.Pos }) {
		return true // what stands in the file is not yet drawn
	}
	return problem.Code == diag.NoGlyph || problem.Code == diag.Overset && slices.Contains(j.further, problem.Pos) || j.told[problem.String()]
}

// alone is the issue with a plan of the page, and of the other pages only what
// its stories have there; of those that go on on a page without a size yet, a slot
// as large as the page.
func (j *job) alone(p *manuscript.Page, going map[string]int) *manuscript.Issue {
	is, f := *j.is, j.is.Format
	is.Pages = nil
	for _, o := range j.is.Pages {
		if o == j.of {
			is.Pages = append(is.Pages, p)
			continue
		}
		other := manuscript.Page{Number: o.Number, Src: o.Src}
		for _, s := range o.Slots {
			if part := s.Sized(); part != nil && p.Holds(s.Story) != nil {
				other.Slots = append(other.Slots, part)
			}
		}
		for _, s := range p.Slots {
			if going[s.Story] == o.Number && other.Holds(s.Story) == nil {
				other.Slots = append(other.Slots, &manuscript.Slot{Kind: manuscript.StorySlot, Story: s.Story, Col: 1, Row: 1, Cols: f.Columns, Rows: f.Rows, Src: elsewhereSrc})
			}
		}
		if len(other.Slots) > 0 {
			is.Pages = append(is.Pages, &other)
		}
	}
	return &is
}

// elsewhereSrc is where the slot of a rest stands that has no place yet: nowhere.
var elsewhereSrc = diag.Pos{File: "-", Line: 1}

// What errors and warnings of a page cost when plans are compared: a plan with
// text over is taken only where there is no other.
const (
	errorPrice   = 2000 * dummy.Unit
	warningPrice = 100 * dummy.Unit
)

// placed is a slot with the place that was found for it.
func (j *job) placed(p *piece, x *dummy.Placed) *manuscript.Slot {
	if x.Rest {
		return j.rest(p, x)
	}
	out := *p.slot
	if out.Open == 0 {
		return &out
	}
	if len(p.ways) > 0 {
		out = p.ways[x.Fit.Mark].slot(p.slot)
	}
	out.Col, out.Row, out.Cols, out.Rows, out.Open = x.Rect.Col+1, x.Rect.Row+1+j.top, x.Rect.Cols, x.Rect.Rows, 0
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
		if was == nil {
			continue // it stays white
		}
		s := j.placed(&pieces[x.Piece], x)
		j.page.Slots = append(j.page.Slots, Slot{Slot: s, Found: was.Open != 0, White: x.Fit.White, Why: why[x.Piece]})
		if pieces[x.Piece].Use > 0 && !x.Rest {
			j.page.Used = append(j.page.Used, was.Name())
			j.used = append(j.used, was)
			j.page.Need += j.sheet.Area(&pieces[x.Piece].Piece)
		}
	}
	j.jumped(pieces, &plan)
	j.dropped(pieces, &plan)
	count := 0
	for _, s := range j.page.Slots {
		if s.Found {
			count++
		}
	}
	j.problems.Add(diag.PagePlanned, j.of.Src, j.of.Number, count, j.page.White)
	var held []*manuscript.Slot
	for _, i := range plan.Out {
		if pieces[i].Use > 0 {
			continue
		}
		held = append(held, pieces[i].slot)
		j.page.Held = append(j.page.Held, pieces[i].Name)
		if pieces[i].Kind == dummy.Picture {
			j.problems.Add(diag.PictureOut, pieces[i].slot.Src, pieces[i].Name, j.page.Need, j.page.Room)
			continue
		}
		j.problems.Add(diag.StoryHeld, pieces[i].slot.Src, pieces[i].slot.Story, pieces[i].Weight, j.sheet.Pieces[i].Hold/dummy.Unit, j.page.Need, j.page.Room)
	}
	j.propose(held)
	if j.page.White*100 > j.page.Room*mostWhite {
		j.problems.Add(diag.PageThin, j.of.Src, j.of.Number, j.page.White, j.page.Need, j.page.Room)
	}
}

// mostWhite is the share of a page's room, in percent, that its plan may leave
// white without a word: what is more only other copy can fill.
const mostWhite = 4

// inOrder are the slots of a page with what was found for them, in their order; those that
// are held over are left out, those that it had not come last.
func inOrder(given []*manuscript.Slot, found []Slot) (slots []*manuscript.Slot) {
	rest := slices.Clone(found)
	for _, s := range given {
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
	return slots
}

// write puts what was found into the issue's page: slots in their order, those
// of the reserve behind them.
func (j *job) write() {
	j.given = slices.Clone(j.of.Slots)
	slots := inOrder(j.of.Slots, j.page.Slots)
	for _, s := range j.given { // what was the second part of an L and is no more
		if j.isRest(s) && !slices.ContainsFunc(slots, func(o *manuscript.Slot) bool { return o.Src == s.Src }) {
			j.page.Gone = append(j.page.Gone, s.Src)
		}
	}
	j.of.Slots, j.of.Auto = slots, false
}
