package layout

import (
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/manuscript"
)

// # Parts of a story on the desk
//
// A story that goes on on another page (转版) has no one height: it can be parted
// below every sentence. How it stands in a slot of which the rest is carried on
// is asked of the pour itself, height by height; what is found is exact.

// Parting is a story in a slot from which its rest goes on on another page.
type Parting struct {
	Rows     int // of the slot
	White    int // lines of its text columns that stay white
	Left     int // lines of its text columns that are set
	Cells    int // about how many cells of basic columns the rest takes, without a head
	Chars    int // of the rest
	Beyond   int // lines that stay white in the slot where it goes on, if the size of that is known
	Closed   bool
	Last     string // the end of what is set: its last characters
	Warnings int    // of the story in this slot
	Failed   bool
}

// Limits are what a parting must keep: the least lines that are left and that are
// carried on, and the most cells that the rest may take.
type Limits struct{ Left, Carried, Most int }

// Parts measures the story in a slot as wide as given, at every height from which
// on enough is left here and to which enough is carried on to the part after. The
// partings are given in the order of their heights; there is none where the text
// cannot be parted so.
func (t *Gauge) Parts(slot manuscript.Slot, after Part, least Limits) (st Standing, all []Parting) {
	g := t.m.house.grid
	slot.Col, slot.Row, slot.Rows, slot.Open = 1, 1, g.Rows, 0
	after = t.after(after)
	m, out, pc := t.begin(&slot)
	if pc.side && pc.sideSpills() || pc.head.tight || pc.makeFrames(m.house) != nil {
		return st, nil
	}
	lines := out.text.lines(pc.given, pc.cols.measure, flow.AllRows)
	st = Standing{Columns: max(pc.cols.count, 1), Black: voiceOf(m.headPlan(t.story, pc.slot).role) == black, HeadRows: g.Rows - pc.rows + pc.headRows(g), Size: int(pc.head.headline() / geom.Pt), Split: pc.head.blind}
	if code, _, narrow := pc.narrow(m.house); narrow && !labelled(t.story, &slot) {
		st.Thin, st.Slim = code == diag.HeadNarrow, code == diag.HeadSlim
	}
	least.Left = max(least.Left, lines.Len()-least.Most*st.Columns/max(slot.Cols, 1))
	// One row less than leaves enough to one more than leaves enough for there.
	for rows := st.HeadRows + max((least.Left-1)/st.Columns-pauseRoom, 1); rows <= g.Rows; rows++ {
		slot.Rows = rows
		p, rest := t.part(slot, after, least)
		p.Cells = int(geom.DivCeil(geom.Length(lines.Len()-p.Left)*pc.cols.measure, g.Column))
		if rest.Empty() {
			break // all of it stands here
		}
		if p.Closed && p.Left >= least.Left && p.Cells <= least.Most && flow.Break(rest, g.Column, least.Carried).Len() >= least.Carried {
			all = append(all, p)
		}
	}
	return st, all
}

// Cells is about how many cells of basic columns the text of the story takes, and
// what stands in it, without a head.
func (t *Gauge) Cells() int {
	g := t.m.house.grid
	text := t.text(t.m.house, g.Column, nil)
	cells := text.lines(text.content, g.Column, flow.AllRows).Len()
	for i := range t.story.Pictures {
		p := &t.story.Pictures[i]
		cells += max(p.Span, 1) * p.Rows
	}
	return cells
}

// pauseRoom is how many rows a column may hold more than its lines, where it ends
// short for the sake of a sentence.
const pauseRoom = 2

// after is the part that follows: a slot as high as the page, one column wide,
// where its size is not known.
func (t *Gauge) after(p Part) Part {
	s := manuscript.Slot{Kind: manuscript.StorySlot, Story: t.story.ID}
	if p.Slot != nil {
		s = *p.Slot
	}
	if s.Open&(manuscript.OpenCols|manuscript.OpenRows) != 0 || p.Slot == nil {
		s.Cols, s.Rows, s.Columns, s.Head = 1, t.m.house.grid.Rows, 0, manuscript.HeadAcross
		s.Open = manuscript.OpenCols | manuscript.OpenRows
	}
	s.Col, s.Row = 1, 1
	return Part{p.Page, &s}
}

// part pours the story into a slot with another one behind it.
func (t *Gauge) part(slot manuscript.Slot, after Part, least Limits) (p Parting, rest flow.Content) {
	open := after.Slot.Open != 0
	next := *after.Slot
	next.Open = 0
	m, seats := t.alone(&slot, Part{after.Page, &next})
	h := m.house.dressed(seats[0].slot)
	out := &poured{story: t.story, seats: seats, text: t.text(h, m.piece(t.story, seats[0], noHead).cols.measure, nil)}
	c, last := out.text.content, len(seats)-2
	for i := range last + 1 {
		pc := m.begin(out, i, c)
		c = m.fillPiece(out, &pc, c, seats[i+1:])
		out.pieces = append(out.pieces, pc)
	}
	pc := &out.pieces[last]
	p = Parting{Rows: slot.Rows, Left: len(pc.set.Lines), White: pc.set.White(pc.frames), Chars: c.Chars(), Closed: pc.set.Closed(), Last: pc.set.Tail(tailChars)}
	for _, problem := range out.problems {
		p.Failed = p.Failed || problem.Severity() >= diag.Error && problem.Code != diag.NoGlyph
	}
	if !open && p.Closed && p.Left >= least.Left {
		end := m.begin(out, last+1, c)
		over := m.fillPiece(out, &end, c, nil)
		p.Beyond, p.Failed = end.set.White(end.frames), p.Failed || !over.Empty()
	}
	out.rest = c
	out.reportLines(m)
	p.Warnings = warned(out.problems)
	return p, c
}

// tailChars is how many characters tell where a story is parted.
const tailChars = 12
