package layout

import (
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/manuscript"
)

// # What would fit
//
// Text without room and white without text are told with what mends them: the
// `span` in which the story stands well, or the characters to be cut. Both are
// found by setting the story again, its head with it, so that who follows the
// advice finds what it says. A story is set a bounded
// number of times, and only where something is wrong with it.

// BearableWhite is how many rows a slot, and a page between its slots, may leave
// white without a warning: what is more looks like a hole.
const BearableWhite = 2

// remedy is an advice in words; the zero value says that there is none.
type remedy struct {
	cols, rows int // of the span that would fit
	cut        int // characters
	proposal   Cut // whole sentences of about so many; none: without characters
}

// In implements diag.Worded.
func (r remedy) In(l diag.Lang) string {
	switch {
	case r.rows > 0:
		return fmt.Sprintf([...]string{"`span: [%d, %d]` fits", "改为 span: [%d, %d] 即可"}[l], r.cols, r.rows)
	case r.cut > 0 && r.proposal.Chars > 0:
		return fmt.Sprintf([...]string{"no free span holds it: cut %d characters, such as %s", "周围没有空位，需删 %d 字，例如%s"}[l], r.cut, r.proposal.In(l))
	case r.cut > 0:
		return fmt.Sprintf([...]string{"no free span holds it: cut %d characters", "周围没有空位，需删 %d 字"}[l], r.cut)
	}
	return [...]string{"no other span fits", "没有合适的 span"}[l]
}

// of is the advice as data, for a slot: the span that would fit. What is to be cut is
// the editor's to choose.
func (r remedy) of(sl *manuscript.Slot) (out diag.Remedy) {
	if r.rows > 0 {
		out = diag.Remedy{Slot: sl.Src, Set: []diag.Setting{{Key: "span", Value: fmt.Sprintf("[%d, %d]", r.cols, r.rows)}}}
	}
	return out
}

// report says what of a story did not fit and what stays white.
func (m *makeup) report(st *poured) {
	n := len(st.pieces)
	if n == 0 {
		return
	}
	if last := &st.pieces[n-1]; !st.rest.Empty() {
		st.over = flow.Break(st.rest, last.cols.measure, flow.AllRows).Len()
		advice := m.roomFor(st)
		st.problems = append(st.problems, diag.New(diag.Overset, last.slot.Src, st.story.ID, st.rest.Chars(), st.over, advice).With(advice.of(last.slot)))
	}
	for i := range st.pieces {
		pc := &st.pieces[i]
		if i > 0 && len(pc.set.Lines) == 0 {
			st.problems.Add(diag.NothingLeft, pc.slot.Src, st.story.ID)
			continue
		}
		if moved := pc.fitted(); len(moved) > 0 {
			st.problems.Add(diag.Fitted, pc.slot.Src, st.story.ID, moved)
		}
		switch white := pc.whiteRows(); {
		case white > BearableWhite:
			advice := m.tighter(st, i)
			st.problems = append(st.problems, diag.New(diag.WhiteLines, pc.slot.Src, st.story.ID, white, advice).With(advice.of(pc.slot)))
		case pc.set.White(pc.frames) > len(pc.frames):
			st.problems.Add(diag.FewWhite, pc.slot.Src, st.story.ID, pc.set.White(pc.frames))
		}
		if i > 0 && pc.from != nil && m.issue.Pages[pc.page].Number < pc.from.from {
			st.problems.Add(diag.JumpBackwards, pc.slot.Src, st.story.ID, pc.from.from, m.issue.Pages[pc.page].Number)
		}
	}
	st.reportLines(m)
}

// whiteRows is how many rows of the slot its text leaves white, if all its
// columns ended level.
func (pc *piece) whiteRows() int {
	return int(geom.DivCeil(geom.Length(pc.set.White(pc.frames)), geom.Length(max(pc.cols.count, 1))))
}

// trials bounds how often a story is set to find what would fit it.
const trials = 12

// tighter finds the least height at which a part of a story leaves no white.
func (m *makeup) tighter(st *poured, part int) remedy {
	pc := &st.pieces[part]
	full := pc.set.White(pc.frames) / max(pc.cols.count, 1)
	least := max(pc.slot.Rows-full-1, 1)
	for rows := least; rows < min(pc.slot.Rows, least+trials); rows++ {
		if m.fits(st, part, pc.slot.Cols, rows) {
			return remedy{cols: pc.slot.Cols, rows: rows}
		}
	}
	return remedy{}
}

// roomFor finds a larger span for the last part of a story in what its page
// has free: higher, or wider by some columns, whichever takes less. Where
// there is none it counts the characters to be cut.
func (m *makeup) roomFor(st *poured) remedy {
	last := len(st.pieces) - 1
	pc := &st.pieces[last]
	best, left := remedy{}, trials
	for cols := pc.slot.Cols; cols <= m.house.grid.Columns-pc.slot.Col+1 && left > 0; cols++ {
		most := m.freeRows(pc, cols)
		if most < pc.slot.Rows {
			break // something stands beside it
		}
		// As many rows as the lines take that are left over.
		more := st.over * pc.slot.Cols / (max(pc.cols.count, 1) * cols)
		least := max(pc.slot.Rows*pc.slot.Cols/cols+more-1, pc.slot.Rows)
		for rows := least; rows <= most && left > 0; rows++ {
			if best.rows > 0 && cols*rows >= best.cols*best.rows {
				break
			}
			if cols == pc.slot.Cols && rows == pc.slot.Rows {
				continue
			}
			left--
			if m.fits(st, last, cols, rows) {
				best = remedy{cols: cols, rows: rows}
				break
			}
		}
	}
	if best.rows == 0 {
		if best.cut = m.toCut(st); best.cut > 0 {
			best.proposal, _ = m.proposed(st, best.cut)
		}
	}
	return best
}

// freeRows is how many rows a slot could have from its top left cell on, some
// columns wide, with a row to what stands below; 0 where it would lie over
// another slot at once.
func (m *makeup) freeRows(pc *piece, cols int) int {
	sl := pc.slot
	end := m.house.grid.Rows + 1
	for _, o := range m.issue.Pages[pc.page].Slots {
		if o == sl || o.Col >= sl.Col+cols || o.Col+o.Cols <= sl.Col || o.Row+o.Rows <= sl.Row {
			continue
		}
		if o.Row < sl.Row+sl.Rows {
			return 0
		}
		end = min(end, o.Row-1)
	}
	return end - sl.Row
}

// fits tells whether a story stands well with a span for one of its parts: no
// text is left over, no head out of its slot, and that part has no hole at its
// foot.
func (m *makeup) fits(st *poured, part, cols, rows int) bool {
	trial, seats := m.with(st.seats, part, cols, rows)
	got := trial.pour(st.story, seats, st.text)
	errors := func(p diag.Problem) bool { return p.Severity() >= diag.Error && p.Code != diag.NoGlyph }
	if !got.rest.Empty() || slices.ContainsFunc(got.problems, errors) || len(got.pieces[part].set.Lines) == 0 || got.pieces[part].whiteRows() > BearableWhite {
		return false
	}
	for i := range got.pieces { // the others are no worse for it
		if i != part && i < len(st.pieces) && got.pieces[i].whiteRows() > max(BearableWhite, st.pieces[i].whiteRows()) {
			return false
		}
	}
	return true
}

// with is the make-up of the issue with another span for one of a story's
// seats.
func (m *makeup) with(seats []seat, part, cols, rows int) (*makeup, []seat) {
	was := seats[part]
	slot := *was.slot
	slot.Cols, slot.Rows = cols, rows
	seats = slices.Clone(seats)
	seats[part] = seat{slot: &slot, page: was.page}

	trial, issue, plan := *m, *m.issue, *m.issue.Pages[was.page]
	plan.Slots = slices.Clone(plan.Slots)
	plan.Slots[slices.Index(plan.Slots, was.slot)] = &slot
	issue.Pages = slices.Clone(issue.Pages)
	issue.Pages[was.page] = &plan
	trial.issue, trial.problems = &issue, nil
	if p := m.heads[was.slot]; p != nil {
		again := headPlan{role: p.role, set: p.set}
		if s := m.issue.Story(slot.Story); s != nil && m.house.weightOf(s, &slot) != m.house.weightOf(s, was.slot) {
			again = *m.house.newHeadPlan(s, m.house.headRole(s, &slot), vertical(&slot))
		}
		trial.heads = maps.Clone(m.heads)
		trial.heads[&slot] = &again
	}
	return &trial, seats
}

// toCut is how many characters must go from a story's text for it to fit,
// wherever they are cut: 0 where cutting all would not be enough.
func (m *makeup) toCut(st *poured) int {
	total := textLength(st.story.Blocks)
	fits := func(n int) bool {
		for _, from := range cuts(st.story.Blocks, n) {
			s := *st.story
			s.Blocks = from
			got := m.pour(&s, st.seats, nil)
			if !got.rest.Empty() || slices.ContainsFunc(got.problems, func(p diag.Problem) bool { return p.Code == diag.HeadOverset }) {
				return false
			}
		}
		return true
	}
	chars := m.house.chars(st.pieces[len(st.pieces)-1].cols.measure)
	for n, step, k := st.rest.Chars(), 1, 0; n < total && k < trials; k++ {
		if fits(n) {
			return n
		}
		if n += step; k > trials/2 {
			step = chars // far off: by whole lines
		}
	}
	return 0
}

// cuts are the ways of taking n characters out of a text that are tried: at its
// end, and out of its longest paragraph.
func cuts(blocks []manuscript.Block, n int) [][]manuscript.Block {
	ways := [][]manuscript.Block{cutEnd(blocks, n)}
	longest, most := -1, n
	for i, b := range blocks {
		if p, ok := b.(*manuscript.Paragraph); ok && length(p.Text) > most {
			longest, most = i, length(p.Text)
		}
	}
	if longest >= 0 {
		p := *blocks[longest].(*manuscript.Paragraph)
		p.Text = firstChars(p.Text, most-n)
		out := slices.Clone(blocks)
		out[longest] = &p
		ways = append(ways, out)
	}
	return ways
}

// cutEnd takes n characters off the end of a text.
func cutEnd(blocks []manuscript.Block, n int) []manuscript.Block {
	out := slices.Clone(blocks)
	for len(out) > 0 && n > 0 {
		p, ok := out[len(out)-1].(*manuscript.Paragraph)
		if !ok || length(p.Text) <= n {
			n -= textLength(out[len(out)-1:])
			out = out[:len(out)-1]
			continue
		}
		short := *p
		short.Text = firstChars(p.Text, length(p.Text)-n)
		out[len(out)-1] = &short
		n = 0
	}
	return out
}

// firstChars is the first n characters of a text.
func firstChars(t manuscript.Text, n int) (out manuscript.Text) {
	for _, s := range t {
		if rs := []rune(s.Text); len(rs) > n {
			s.Text = string(rs[:n])
		}
		if s.Text == "" {
			break
		}
		n -= utf8.RuneCountInString(s.Text)
		out = append(out, s)
	}
	return out
}

// textLength counts the characters of paragraphs and subheads.
func textLength(blocks []manuscript.Block) (n int) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *manuscript.Paragraph:
			n += length(b.Text)
		case *manuscript.Subhead:
			for _, l := range b.Lines {
				n += length(l)
			}
		}
	}
	return n
}
