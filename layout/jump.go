package layout

import (
	"cmp"
	"fmt"
	"slices"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// # Continuations
//
// A story that goes on elsewhere (转版) says so at its foot, and its other
// part says at its head where it comes from (接版). Where several go from one
// page to the same other page they are numbered ①②③, in the order in which
// they leave. Both notes are written from one link, so the ends agree; only
// where the other part is in another folder does the manuscript name it, and
// then both ends are looked for here.

// link is a continuation between two pages.
type link struct {
	from, to int // page numbers
	mark     int // ①②③; 0: none
	src      diag.Pos
	// Where the parts stand; empty where one is not in the edition.
	leaves, arrives geom.Rect
}

// marks are the numbers of continuations between the same two pages.
const marks = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

func (l *link) sign() string {
	rs := []rune(marks)
	if l.mark < 1 || l.mark > len(rs) {
		return ""
	}
	return string(rs[l.mark-1])
}

func (l *link) toText() string   { return fmt.Sprintf("（下转第%d版%s）", l.to, l.sign()) }
func (l *link) fromText() string { return fmt.Sprintf("（上接第%d版%s）", l.from, l.sign()) }

// end is one end of a continuation and where it stands.
type end struct {
	*link
	story *poured
	piece *piece
}

// ends are the continuations between the same two pages: those that leave the
// first, and those taken up on the second that the manuscript names.
type ends struct {
	leaving []end
	taken   []end // named by `from` in the front matter
}

// joinLinks numbers the continuations and finds the other ends of those that
// the manuscript names.
func (m *makeup) joinLinks(stories []*poured) {
	type pair struct{ from, to int }
	all := map[pair]*ends{}
	of := func(l *link) *ends {
		k := pair{l.from, l.to}
		if all[k] == nil {
			all[k] = new(ends)
		}
		return all[k]
	}
	for _, st := range stories {
		for i := range st.pieces {
			pc := &st.pieces[i]
			if pc.to != nil {
				pc.to.leaves = pc.area
				of(pc.to).leaving = append(of(pc.to).leaving, end{pc.to, st, pc})
				if i+1 < len(st.pieces) {
					pc.to.arrives = st.pieces[i+1].area
				}
			}
			if i == 0 && pc.from != nil {
				pc.from.arrives = pc.area
				of(pc.from).taken = append(of(pc.from).taken, end{pc.from, st, pc})
			}
		}
	}
	for _, e := range all {
		e.sort()
		e.number()
		m.match(e)
	}
}

// sort puts the ends into the order in which they stand on their pages.
func (e *ends) sort() {
	for _, list := range [][]end{e.leaving, e.taken} {
		slices.SortStableFunc(list, func(a, b end) int {
			return cmp.Or(cmp.Compare(a.piece.area.Y, b.piece.area.Y), cmp.Compare(a.piece.area.X, b.piece.area.X))
		})
	}
}

// named tells whether the manuscript names the other end.
func (e end) named() bool { return e.arrives == geom.Rect{} }

// number gives the continuations their numbers; a single one has none, and
// those that the manuscript has numbered keep theirs.
func (e *ends) number() {
	if len(e.leaving) < 2 {
		return
	}
	next := 0
	for _, l := range e.leaving {
		if l.mark != 0 {
			continue
		}
		for next++; slices.ContainsFunc(e.leaving, func(o end) bool { return o.mark == next }); {
			next++
		}
		l.mark = next
	}
}

// match finds for every end that the manuscript names its other end: that of
// the same number, or the next one without a number. Pages that are not in
// the edition are not asked.
func (m *makeup) match(e *ends) {
	open := slices.Clone(e.taken)
	find := func(ok func(end) bool) *end {
		i := slices.IndexFunc(open, ok)
		if i < 0 {
			return nil
		}
		found := open[i]
		open = slices.Delete(open, i, i+1)
		return &found
	}
	for _, l := range e.leaving {
		if !l.named() {
			continue
		}
		other := find(func(o end) bool { return o.mark == l.mark })
		if other == nil {
			if other = find(func(o end) bool { return o.mark == 0 || l.mark == 0 || len(e.leaving) == 1 }); other == nil {
				if m.hasPage(l.to) {
					l.story.problems.Add(diag.DanglingTo, l.src, l.story.story.ID, l.to)
				}
				continue
			}
			if other.mark != 0 {
				other.story.problems.Add(diag.JumpMarks, other.src, other.story.story.ID, other.mark, other.from, other.to, l.mark)
			}
			other.mark = l.mark
		}
		l.arrives, other.leaves = other.piece.area, l.piece.area
	}
	for _, o := range open {
		if m.hasPage(o.from) {
			o.story.problems.Add(diag.DanglingFrom, o.src, o.story.story.ID, o.from)
		}
	}
}

func (m *makeup) hasPage(number int) bool {
	return slices.ContainsFunc(m.issue.Pages, func(p *manuscript.Page) bool { return p.Number == number })
}

// leastPart is how many lines of a story should at least be left on a page and
// carried to the next: fewer are not worth the reader's way.
const leastPart = 5

// carryEnough leaves lines for the other part until it has enough of them,
// while enough stay here. pc goes on in a slot of the measure.
func (pc *piece) carryEnough(lines *flow.Lines, g page.Grid, measure geom.Length, rest flow.Content) flow.Content {
	last := &pc.frames[len(pc.frames)-1]
	for range leastPart {
		if carried(rest, measure) >= leastPart || last.Rows <= leastPart || len(pc.set.Lines) <= leastPart {
			return rest
		}
		last.Rows--
		rest = pc.fill(lines, g, true)
	}
	return rest
}

// carried is how many lines a rest takes, as far as that matters.
func carried(rest flow.Content, measure geom.Length) int {
	return flow.Break(rest, measure, leastPart).Len()
}

// shortParts reports parts of a story that are too short to be parted.
func (out *poured) shortParts(m *makeup) {
	for i := range out.pieces {
		pc := &out.pieces[i]
		leaves := pc.to != nil && i+1 < len(out.pieces)
		arrives := i > 0 && pc.from != nil
		if n := len(pc.set.Lines); (leaves || arrives) && n > 0 && n < leastPart {
			out.problems.Add(diag.ShortJump, pc.slot.Src, out.story.ID, n, m.issue.Pages[pc.page].Number, leastPart)
		}
	}
}

// shortSize is the size of a short head by the columns it covers: two or three
// grades below what a headline of the same width has.
func shortSize(cols int) geom.Length {
	sizes := [...]geom.Length{12 * geom.Pt, 14 * geom.Pt, 16 * geom.Pt, 18 * geom.Pt, 20 * geom.Pt}
	return sizes[min(cols, len(sizes))-1]
}

// leastHead is the size below which a short head takes another line
// rather than shrink: 小四, the smallest head of a brief.
const leastHead = 12 * geom.Pt

// shortShare is how much of its slot a short head may take: one part in this
// many.
const shortShare = 3

// setShortHead sets the head over a part that goes on from another page: the
// story's own short head, or its headline again, on one line if it can be.
// Where it takes more than its share of the slot it is left out, and the piece
// is cramped.
func (pc *piece) setShortHead(h *house, s *manuscript.Story) {
	pc.buildShortHead(h, s)
	if n := pc.headRows(h.grid); n*shortShare > pc.rows {
		pc.head, pc.headBox, pc.cramped = head{}, geom.Rect{}, true
	}
}

// shortHeadFits sets a cramped piece with its short head after all where all
// that is left of the story fits below it: a head over a short text may take
// more than its share.
func (m *makeup) shortHeadFits(out *poured, pc *piece, c flow.Content) bool {
	try := pc.clone()
	try.buildShortHead(m.house, out.story)
	if try.headRows(m.house.grid) >= try.rows || try.makeFrames(m.house) != nil {
		return false
	}
	lines := flow.Break(c, try.cols.measure, try.room()+spareRows)
	if rest := try.fill(lines, m.house.grid, false); !rest.Empty() {
		return false
	}
	try.cramped = false
	*pc = try
	return true
}

// buildShortHead sets the short head at the largest size that keeps it on one
// line, whatever rows that takes.
func (pc *piece) buildShortHead(h *house, s *manuscript.Story) {
	inner := pc.inner(h.grid, h.size)
	in := headInput{story: s, cols: pc.slot.Cols, width: inner.W}
	text := shortText(s)
	if empty(text) {
		return
	}
	size := shortSize(pc.slot.Cols)
	var rows []headRow
	for ; ; size -= geom.Pt {
		rows = h.headLines(in, text, face{fonts.Title, size}, page.Short)
		if len(rows) == 1 && rows[0].line.Width <= inner.W || size <= leastHead {
			break
		}
	}
	pc.head, pc.short = head{}, true
	pc.head.add(h, white{}, rows)
	n := pc.head.rowsNeeded(h.grid)
	pc.headBox = geom.Rect{X: inner.X, Y: inner.Y, W: inner.W, H: geom.Length(n) * h.grid.Leading}
}

// shortText is a story's short head: its own, or the lines of its headline
// with an em between them and the break hints left out.
func shortText(s *manuscript.Story) manuscript.Text {
	if !empty(s.Short) {
		return s.Short
	}
	var out manuscript.Text
	for i, l := range s.Headline {
		for _, sp := range clauses(l).Unhinted() {
			if i > 0 && len(out) > 0 {
				out = append(out, manuscript.Span{Text: "　", Src: sp.Src})
				i = 0
			}
			out = append(out, sp)
		}
	}
	return out
}

// noteItems writes the continuation notes into the rows kept for them, and
// leads readers of a screen from one end to the other.
func (pc *piece) noteItems(p *page.Page, h *house) {
	g := h.grid
	note := func(l *link, text string, at geom.Point, align, to int, target geom.Rect) {
		f := face{fonts.HeiBold, h.size}
		t := h.plain(text, f, l.src)
		if w := line(t).Width; w > pc.cols.measure { // a very narrow column
			f.size = max(f.size*pc.cols.measure/w, leastIssueLine)
			t = h.plain(text, f, l.src)
		}
		p.Items = setLine(p.Items, t, at, align, para.Tag{Part: page.Jump})
		if target == (geom.Rect{}) {
			return
		}
		w := line(t).Width
		area := geom.Rect{X: at.X - w*geom.Length(align)/2, Y: at.Y - g.Baseline, W: w, H: g.Leading}
		p.Links = append(p.Links, page.Link{Area: area, Page: to, To: geom.Point{X: target.X, Y: target.Y}})
	}
	if l := pc.from; l != nil {
		f := pc.frames[0]
		note(l, l.fromText(), geom.Point{X: f.X, Y: g.RowTop(f.Top-1) + g.Baseline}, fromLeft, l.from, l.leaves)
	}
	if l := pc.to; l != nil {
		last := len(pc.frames) - 1
		f := pc.frames[last]
		row := f.Top + pc.set.Used[last]
		note(l, l.toText(), geom.Point{X: f.X + f.Width, Y: g.RowTop(row) + g.Baseline}, toRight, l.to, l.arrives)
	}
}
