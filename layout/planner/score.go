package planner

import (
	"cmp"
	"slices"

	"duikai/fonts"
	"duikai/layout"
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
)

// Score is what a page costs by terms, in hundredths.
type Score struct {
	Terms       map[string]int
	Sum         int
	White, Over int // lines
}

// Scores are what a page costs in three ways: as the program plans it, as its
// room is halved by area, and as it stands in the issue.
type Scores struct{ Found, Halved, Made Score }

// Compare plans a page of an issue again whose stories and pictures all have
// their places, and tells what it costs, what it would cost if its pieces were
// laid out by halving the room by their areas, as a program does that looks no
// further, and what it costs as it is. Advertisements and furniture stay in
// their places; of a story that stands on other pages as well the part on this
// one keeps its size.
func Compare(is *manuscript.Issue, set *fonts.Set, number int) (s Scores) {
	own := *is
	own.Pages = slices.Clone(is.Pages)
	at := slices.IndexFunc(own.Pages, func(p *manuscript.Page) bool { return p.Number == number })
	page := *own.Pages[at]
	own.Pages[at] = &page
	page.Auto, page.Slots = true, nil
	made := make(map[*manuscript.Slot]*manuscript.Slot) // the slots as they stand
	for _, sl := range is.Pages[at].Slots {
		open := *sl
		if sl.Kind == manuscript.StorySlot || sl.Kind == manuscript.PictureSlot {
			open.Open = manuscript.OpenPlace
			if !goesOn(is, sl) {
				open.Open |= manuscript.OpenCols | manuscript.OpenRows
				open.Columns, open.HeadFrom, open.HeadCols = 0, 0, 0
			}
		}
		made[&open] = sl
		page.Slots = append(page.Slots, &open)
	}
	names := wordsOf(&own)
	desk := layout.NewDesk(&own, set)
	fresh := func() (*job, []piece) {
		j := newJob(&own, set, desk, &names, &page)
		j.measure()
		pieces := j.gather(nil)
		j.lay(pieces)
		return j, pieces
	}
	j, pieces := fresh()
	if best, ok := j.settle(pieces); ok {
		s.Found = j.score(best.Placed, best.Out)
	}
	j, pieces = fresh()
	s.Halved = j.score(j.stands(pieces, dummy.Halved(&j.sheet), nil), nil)
	j, pieces = fresh()
	s.Made = j.score(j.stands(pieces, nil, made), nil)
	return s
}

// goesOn tells whether a slot's story stands in other slots as well.
func goesOn(is *manuscript.Issue, s *manuscript.Slot) bool {
	n := 0
	for _, p := range is.Pages {
		for _, o := range p.Slots {
			if s.Kind == manuscript.StorySlot && o.Kind == s.Kind && o.Story == s.Story {
				n++
			}
		}
	}
	return n > 1
}

// stands are the pieces of a page in given cells, or in those of slots that are
// made: stories as their text fills these.
func (j *job) stands(pieces []piece, rects []dummy.Rect, made map[*manuscript.Slot]*manuscript.Slot) (placed []dummy.Placed) {
	for i := range pieces {
		p := &pieces[i]
		x := dummy.Placed{Piece: i}
		var as *manuscript.Slot
		if made != nil {
			as = made[p.slot]
			x.Rect = j.inRoom(rectOf(as))
		} else {
			x.Rect = rects[i]
		}
		x.Fit = j.stand(p, x.Rect, as)
		placed = append(placed, x)
	}
	return placed
}

// stand is how a piece fits cells: a story in the cheapest of its ways, or in that
// of a slot.
func (j *job) stand(p *piece, r dummy.Rect, as *manuscript.Slot) (best dummy.Fit) {
	if p.gauge == nil {
		// A picture that is cropped by more than it may be, or a part of a story.
		best = dummy.Fit{Rows: r.Rows, Columns: r.Cols, Head: dummy.NoHead}
		if fits := p.Fits[r.Cols]; len(fits) > 0 {
			if k := r.Rows - fits[0].Rows; k >= 0 && k < len(fits) {
				best = fits[k]
			}
		}
		return best
	}
	found := false
	ways := p.ways
	if as != nil {
		w := way{cols: as.Cols, columns: as.Columns, head: as.Head}
		if st, ok := p.gauge.Stands(*as); ok {
			j.base(&w, p.slot, &st)
		} else {
			w.base = dummy.Fit{Columns: cmp.Or(as.Columns, as.Cols)}
		}
		ways = []way{w}
	}
	for i := range ways {
		w := &ways[i]
		if w.cols != r.Cols || w.base.Columns == 0 || w.bent {
			continue
		}
		slot := w.slot(p.slot)
		if as != nil {
			slot = *as
		}
		slot.Rows = r.Rows
		got := p.gauge.Fill(slot)
		fit := w.fit(&j.terms, r.Rows, got.White, got.Over)
		fit.Size = got.Size
		if !found || fit.Price < best.Price {
			best, found = fit, true
		}
	}
	if !found { // too narrow for its head or a table: none of it stands there
		best = dummy.Fit{Rows: r.Rows, Columns: r.Cols, Price: j.terms.Over + j.terms.Line*r.Rows, Over: r.Rows}
	}
	return best
}

// score sums a page up.
func (j *job) score(placed []dummy.Placed, out []int) Score {
	s := Score{Terms: map[string]int{}}
	for _, f := range dummy.Judge(&j.sheet, placed, out) {
		s.Terms[string(f.Term)] += f.Price
		s.Sum += f.Price
	}
	for i := range placed {
		s.White += placed[i].Fit.White
		s.Over += placed[i].Fit.Over
	}
	return s
}
