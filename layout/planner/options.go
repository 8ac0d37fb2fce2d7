package planner

import (
	"slices"

	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
)

// Options are the choices of a plan.
type Options struct {
	// Keep is how near pages stay to where their slots stood before
	// (manuscript.Slot.Was), in percent: 0 lets them go anywhere, 50 charges the
	// usual price for a cell that moves.
	Keep int
	// Others are plans from which every page's is to differ in its structure. A
	// page for which there is none is planned as the last of them.
	Others []Edition
	// Elsewhere is a story or picture that is to be planned at other places too:
	// Page.Elsewhere tells what they cost.
	Elsewhere string
	// Fillers are advertisements, by their slots' names, that are drawn to the size
	// which is found for them (补白): they may have any from FillerRows on.
	Fillers    []string
	FillerRows int
	// Memory keeps plans by content for the next time; nil: nothing is kept.
	Memory *Memory
	// At is told how many pages are planned; nil: nobody is.
	At func(done, of int)
}

// Elsewhere is another place of a slot, with the rest of the page as it is best
// then.
type Elsewhere struct {
	Slot Slot
	// More is what the page costs more, in hundredths; it may be less: no search
	// finds the best of all pages.
	More int
}

// mostElsewhere is how many other places are told of.
const mostElsewhere = 3

// keptOver is the price of text that finds no room where pieces are to stay: of
// three hundred cells that move at nine times the usual price.
const keptOver = 540 * dummy.Unit

// usualKeep is the share at which a cell that moves has its usual price.
const usualKeep = 50

// movedPrice is the price of a cell that moves, of its usual one: what is to
// stay altogether moves only for what is dearer than a taboo.
func movedPrice(usual, keep int) int {
	return usual * keep / max(2*usualKeep-keep, 1)
}

// mostAlike is how much of a page's room two plans may have the same piece in, in
// percent, to be two.
const mostAlike = 60

// places are where on its page the pieces of a plan stand, by name.
type places map[string]dummy.Rect

// placesOf are the places of a page's slots in a plan; nil where it has no such
// page.
func placesOf(ed *Edition, number int) places {
	for i := range ed.Pages {
		if ed.Pages[i].Number != number {
			continue
		}
		out := places{}
		for _, s := range ed.Pages[i].Slots {
			if _, met := out[s.Name()]; s.Found && !met {
				out[s.Name()] = rectOf(s.Slot)
			}
		}
		return out
	}
	return nil
}

// rectOf is a slot's cells on its page.
func rectOf(s *manuscript.Slot) dummy.Rect {
	return dummy.Rect{Col: s.Col - 1, Row: s.Row - 1, Cols: s.Cols, Rows: s.Rows}
}

// inRoom is a rectangle of the page in the room that is planned.
func (j *job) inRoom(r dummy.Rect) dummy.Rect {
	r.Row -= j.top
	return r
}

// refuses tells whether a plan cannot be taken: a piece misses its pin, it is too
// much like another plan, or the piece that is to stand elsewhere stands where it
// did.
func (j *job) refuses(plan *dummy.Plan) bool {
	if slices.ContainsFunc(plan.Placed, j.misplaced) {
		return true
	}
	for i := range plan.Placed {
		if j.sheet.Off(plan.Placed, i) > 0 {
			return true
		}
	}
	for _, o := range j.others {
		if j.alike(plan, o) {
			return true
		}
	}
	return slices.ContainsFunc(plan.Placed, func(p dummy.Placed) bool {
		return slices.ContainsFunc(j.sheet.Pieces[p.Piece].Not, func(r dummy.Rect) bool { return r.Same(p.Rect) })
	})
}

// decide takes the choices of a plan that concern the page.
func (j *job) decide(o *Options) {
	j.terms.Moved = movedPrice(j.terms.Moved, o.Keep)
	if o.Keep > 0 { // text that is over must not be cheaper than what moves for it
		j.terms.Over = max(j.terms.Over, keptOver)
	}
	j.another, j.memory, j.fillers, j.fillerRows = o.Elsewhere, o.Memory, o.Fillers, max(o.FillerRows, 1)
	for i := range o.Others {
		if p := j.stood(&o.Others[i]); p != nil {
			j.others = append(j.others, p)
		}
	}
}

// otherKeys is with how many keys of the search another plan is looked for.
const otherKeys = 4

// settle finds the plan of the page: one that differs from the others, if there
// is any.
func (j *job) settle(pieces []piece) (best dummy.Plan, ok bool) {
	j.sheet.Key = uint64(j.of.Number)
	if len(j.others) > 0 {
		for k := range uint64(otherKeys) {
			j.sheet.Key = uint64(j.of.Number) | (uint64(len(j.others))*otherKeys+k)<<keyBits
			if best, _, ok = j.choose(pieces, j.find(pieces), mostSet); ok {
				j.page.Different = true
				return best, true
			}
		}
		j.others = nil
		j.sheet.Key = uint64(j.of.Number)
	}
	return j.seek(pieces)
}

// seek finds a plan of the page, and looks again where it is not good.
func (j *job) seek(pieces []piece) (best dummy.Plan, ok bool) {
	plans := j.find(pieces)
	best, good, ok := j.choose(pieces, plans, mostSet)
	defer func() { j.sheet.Starts = 0 }()
	for k := uint64(1); k <= again && (!good || k == 1 && j.blemished(&best)); k++ {
		j.sheet.Key, j.sheet.Starts = uint64(j.of.Number)|k<<againBits, dummy.Starts(len(pieces))<<k
		if good {
			j.sheet.Starts = max(dummy.Starts(len(pieces))/2, 1) // of what nobody warns, a short look
		}
		plans = append(plans, j.find(pieces)...)
		dummy.Sort(plans)
		best, good, ok = j.choose(pieces, plans, mostSet)
	}
	return best, ok
}

// alike tells whether a plan is hardly another one than that of some places.
func (j *job) alike(plan *dummy.Plan, o places) bool {
	same, all := 0, 0
	for _, p := range plan.Placed {
		piece := &j.sheet.Pieces[p.Piece]
		if piece.Pin != nil {
			continue
		}
		all += p.Rect.Cols * p.Rect.Rows
		same += p.Rect.Common(j.inRoom(o[piece.Name]))
	}
	return same*100 > all*mostAlike
}

// elsewhere plans the page with the piece that is asked for at other places, and
// tells what that costs more than the plan that was found.
func (j *job) elsewhere(pieces []piece, best *dummy.Plan) {
	at := slices.IndexFunc(best.Placed, func(p dummy.Placed) bool {
		return j.another != "" && pieces[p.Piece].Name == j.another && j.sheet.Pieces[p.Piece].Pin == nil
	})
	if at < 0 {
		return
	}
	p := &j.sheet.Pieces[best.Placed[at].Piece]
	p.Not = []dummy.Rect{best.Placed[at].Rect}
	for range mostElsewhere {
		plan, _, ok := j.choose(pieces, j.find(pieces), mostSet)
		if !ok {
			break
		}
		k := slices.IndexFunc(plan.Placed, func(x dummy.Placed) bool { return x.Piece == best.Placed[at].Piece })
		if k < 0 {
			break // it is held over rather
		}
		x := plan.Placed[k]
		s := Slot{Slot: j.placed(&pieces[x.Piece], &x), Found: true, White: x.Fit.White}
		for _, f := range dummy.Judge(&j.sheet, plan.Placed, plan.Out) {
			if slices.Contains(f.Pieces, x.Piece) {
				s.Why = append(s.Why, term(pieces, f))
			}
		}
		j.page.Elsewhere = append(j.page.Elsewhere, Elsewhere{s, plan.Cost - best.Cost})
		p.Not = append(p.Not, x.Rect)
	}
	p.Not = nil
	slices.SortStableFunc(j.page.Elsewhere, func(a, b Elsewhere) int { return a.More - b.More })
}

// term is a finding by the names of its pieces.
func term(pieces []piece, f dummy.Finding) Term {
	t := Term{Name: string(f.Term), Price: f.Price}
	for _, i := range f.Pieces {
		t.Names = append(t.Names, pieces[i].Name)
	}
	return t
}
