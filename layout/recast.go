package layout

import (
	"cmp"
	"slices"

	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

// # A text set otherwise
//
// Four levers change the lines themselves and not the room for them: a slot's text
// in one column less, which is wider (破栏), the subheads of a story opening
// their paragraphs instead of standing on lines of their own (接排), or the
// other way round, a table a paragraph or more earlier or later (tablemove.go), and what the story's editor calls optional, its deck, its
// summary or its pull quotes, left out in the order in which he names them. They are dear, for a reader sees them: a story is recast only
// where nothing else fills its slot and that does, or where nothing else seats all
// of it: white is better than text that is left over.

// recast is another way to set the text of a piece, at a price.
type recast struct {
	price int
	// cast makes the piece and its lines; nil where it cannot be set so.
	cast func() (*piece, *flow.Lines)
}

// Prices of recasts, on the scale of the levers.
const (
	omitPrice    = 90 // of each part that is left out
	columnsPrice = 100
	runInPrice   = 120
)

// recastable tells whether a story may be set otherwise: it stands in one slot alone,
// in the body's own style.
func (m *makeup) recastable(out *poured, pc *piece) bool {
	return len(out.seats) == 1 && pc.text == nil && out.text.house == m.house && pc.cols.count > 0
}

// recasts are the ways to set a story otherwise; f is how it is filled so far.
func (m *makeup) recasts(out *poured, pc *piece, f *fitting) (all []recast) {
	over := !f.left.Empty()
	if over {
		all = m.omissions(out, pc)
	}
	if cols, ok := m.redivided(out.story, pc); ok {
		all = append(all, recast{columnsPrice, func() (*piece, *flow.Lines) {
			try := pc.clone()
			try.cols = cols
			return m.cast(out, &try, out.story, page.Move{Lever: page.LeverColumns, By: -1})
		}})
	}
	// Subheads that run in save rows, those on lines of their own take some; either may
	// level the feet.
	uneven := f.full() && f.best.uneven() > 1
	if s, n := turned(out.story); n > 0 && over || n < 0 && !over || n != 0 && uneven {
		all = append(all, recast{runInPrice, func() (*piece, *flow.Lines) {
			try := pc.clone()
			return m.cast(out, &try, s, page.Move{Lever: page.LeverRunIn, By: n})
		}})
	}
	slices.SortStableFunc(all, func(a, b recast) int { return cmp.Compare(a.price, b.price) })
	return all
}

// omissions are the ways to set a story without what its editor lets go.
func (m *makeup) omissions(out *poured, pc *piece) (all []recast) {
	parts := slices.DeleteFunc(slices.Clone(out.story.Optional), func(p manuscript.Part) bool { return !out.story.Has(p) })
	for n := range parts {
		all = append(all, recast{omitPrice * (n + 1), func() (*piece, *flow.Lines) { return m.omit(out, pc, parts[:n+1]) }})
	}
	return all
}

// omit is a piece without some parts of its story; nil where its head must be as
// high as another's, or stands beside the text.
func (m *makeup) omit(out *poured, pc *piece, parts []manuscript.Part) (*piece, *flow.Lines) {
	s, text, try := out.story.Lacking(parts), out.text, pc.clone()
	try.moved = slices.Clip(try.moved)
	head := false
	for _, p := range parts {
		switch p {
		case manuscript.DeckPart:
			head = true
			try.moved = append(try.moved, page.Move{Lever: page.LeverDeck, By: len(out.story.Deck)})
		case manuscript.SummaryPart:
			head = true
			try.moved = append(try.moved, page.Move{Lever: page.LeverSummary, By: len(out.story.Summary)})
		case manuscript.PullPart:
			text = out.text.recast(m.house, s, try.cols.measure, page.LeverPull)
			try.given = text.content
			try.moved = append(try.moved, page.Move{Lever: page.LeverPull, By: len(out.story.Blocks) - len(s.Blocks)})
		}
	}
	if head {
		if try.side || try.shared > 0 || try.headRows(m.house.grid) == 0 {
			return nil, nil
		}
		in := m.acrossInput(s, &try)
		role := in.plan.role
		in.plan = m.house.newHeadPlan(s, m.house.headRole(s, pc.slot), false)
		in.plan.role = role
		try.setHead(m.house, in)
	}
	if try.makeFrames(m.house) != nil {
		return nil, nil
	}
	return &try, text.lines(try.given, try.cols.measure, flow.AllRows)
}

// cast makes the text of a story ready for a piece that is set otherwise.
func (m *makeup) cast(out *poured, try *piece, s *manuscript.Story, by page.Move) (*piece, *flow.Lines) {
	text := out.text.recast(m.house, s, try.cols.measure, by.Lever)
	if len(text.problems) != len(out.text.problems) {
		return nil, nil // it would have faults that it has not
	}
	try.given, try.moved = text.content, append(slices.Clip(try.moved), by)
	if try.makeFrames(m.house) != nil {
		return nil, nil
	}
	return try, text.lines(text.content, try.cols.measure, flow.AllRows)
}

// recast is a text made ready otherwise, which it remembers.
func (r *readied) recast(h *house, s *manuscript.Story, measure geom.Length, by page.Lever) *readied {
	if was := r.recasts[by]; was != nil && was.measure == measure {
		return was
	}
	if r.recasts == nil {
		r.recasts = map[page.Lever]*readied{}
	}
	out := h.ready(s, measure, r.spans, nil)
	r.recasts[by] = out
	return out
}

// Re-dividing is for lesser stories and for those in a frame, from three columns
// to five: 3 into 2 of 20 characters, 4 into 3 of 17, 5 into 4 of 16.
const (
	redivideWeight = 3
	redivideLeast  = 3
	redivideMost   = 5
)

// redivided is the columns of a piece with one less; ok is false where its editor
// has counted them, or something stands across them.
func (m *makeup) redivided(s *manuscript.Story, pc *piece) (cols columns, ok bool) {
	sl, n := pc.slot, pc.cols.count
	if sl.Columns > 0 || sl.HeadCols > 0 || pc.side || len(pc.insets) > 0 || n < redivideLeast || n > redivideMost {
		return cols, false
	}
	if m.house.weightOf(s, sl) < redivideWeight && !framed(sl) {
		return cols, false
	}
	slot := *sl
	slot.Columns = n - 1
	return slotColumns(&slot, pc.inner(m.house.grid, m.house.size), m.house.grid, m.house.size), true
}

// turned is a story whose subheads stand the other way, and how many then run in;
// below zero: how many then stand on lines of their own. 0: it has none, or they
// do not all stand in one way that has another.
func turned(s *manuscript.Story) (*manuscript.Story, int) {
	out := *s
	out.Blocks = slices.Clone(s.Blocks)
	in, own := 0, 0
	for i, b := range s.Blocks {
		head, ok := b.(*manuscript.Subhead)
		if !ok {
			continue
		}
		next := i+1 < len(s.Blocks) && isParagraph(s.Blocks[i+1])
		if len(head.Lines) != 1 || !next || s.Blocks[i+1].(*manuscript.Paragraph).Quote {
			return nil, 0
		}
		if head.RunIn {
			in++
		} else {
			own++
		}
		turn := *head
		turn.RunIn = !head.RunIn
		out.Blocks[i] = &turn
	}
	switch {
	case own > 0 && in == 0:
		return &out, own
	case in > 0 && own == 0:
		return &out, -in
	}
	return nil, 0
}
