package layout

import (
	"fmt"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/flow"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// seat is a slot on its page.
type seat struct {
	slot *manuscript.Slot
	page int // index in the issue's pages
}

// piece is what a story has in one seat.
type piece struct {
	seat
	area    geom.Rect
	head    head
	headBox geom.Rect
	side    bool // the head stands beside the text
	cols    columns
	rows    int // text rows of a column
	set     flow.Columns
	frames  []flow.Frame
	from    *link // the note over it
	to      *link // the note under it
}

// link is a continuation between two pages (转版).
type link struct {
	from, to int // page numbers
	mark     int // ①②③; 0: none
	src      diag.Pos
}

// poured is a story in all its seats.
type poured struct {
	story    *manuscript.Story
	pieces   []piece
	rest     flow.Content
	over     int // lines that the rest takes
	problems diag.List
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

// pour sets a story into its seats in order.
func (m *makeup) pour(s *manuscript.Story, seats []seat) *poured {
	h := m.house
	out := &poured{story: s}
	c := h.content(s, m.piece(s, seats[0], false).cols.measure)
	ruby := false
	for _, b := range c.Blocks {
		out.missing(b.Para)
		ruby = ruby || b.Para.HasRuby()
	}
	// A ruby is half the size of its base and stands in the white above it.
	if white := h.grid.Leading - h.size; ruby && white < h.size/2 {
		out.problems.Add(diag.TightRuby, s.Src, s.ID, h.grid.Leading, white)
	}
	for i, st := range seats {
		pc := m.piece(s, st, i == 0)
		if pc.head.tight {
			out.problems.Add(diag.TightHead, headPos(s), s.ID)
		}
		for _, r := range pc.head.rows {
			if r.p != nil && i == 0 {
				out.missing(r.p)
			}
		}
		number := m.issue.Pages[st.page].Number
		switch {
		case i == 0 && s.From != nil:
			pc.from = &link{from: s.From.Page, to: number, mark: s.From.Mark, src: s.From.Src}
		case i > 0 && len(out.pieces) > 0:
			pc.from = out.pieces[len(out.pieces)-1].to
		}
		last := i == len(seats)-1
		if last && s.To != nil {
			pc.to = &link{from: number, to: s.To.Page, mark: s.To.Mark, src: s.To.Src}
		}
		c = m.fillPiece(out, &pc, c, seats[i+1:])
		out.pieces = append(out.pieces, pc)
	}
	out.rest = c
	out.report(m)
	return out
}

func (out *poured) missing(p *para.Paragraph) {
	for _, miss := range p.Missing() {
		out.problems.Add(diag.NoGlyph, miss.Pos, string(miss.Rune), miss.Rune)
	}
}

func headPos(s *manuscript.Story) diag.Pos {
	if len(s.Headline) > 0 && len(s.Headline[0]) > 0 {
		return s.Headline[0][0].Src
	}
	return s.Src
}

// piece measures a seat: its area inside a box, its head, its columns.
func (m *makeup) piece(s *manuscript.Story, st seat, first bool) piece {
	g, sl := m.house.grid, st.slot
	pc := piece{seat: st, area: g.Cells(sl.Col-1, sl.Row-1, sl.Cols, sl.Rows)}
	inner := pc.inner(g, m.house.size)
	pc.cols = slotColumns(sl, inner, g, m.house.size)
	pc.rows = int(inner.H / g.Leading)
	if first && (sl.Head == manuscript.HeadLeft || sl.Head == manuscript.HeadVerticalLeft || sl.Head == manuscript.HeadVerticalRight) {
		pc.setSideHead(m.house, s, inner)
		return pc
	}
	if first && sl.Head != manuscript.HeadNone {
		pc.setHead(m.house, headInput{story: s, cols: sl.Cols, width: inner.W})
		// A head must leave half of its slot to the text.
		for grade := 1; pc.headRows(g)*2 > pc.rows && grade < len(ladder); grade++ {
			pc.setHead(m.house, headInput{story: s, cols: sl.Cols, width: inner.W, grade: grade})
		}
	}
	return pc
}

func (pc *piece) setHead(h *house, in headInput) {
	pc.head = h.buildHead(in)
	pc.headBox = geom.Rect{}
	if n := pc.head.rowsNeeded(h.grid); n > 0 {
		inner := pc.inner(h.grid, h.size)
		pc.headBox = geom.Rect{X: inner.X, Y: inner.Y, W: inner.W, H: geom.Length(n) * h.grid.Leading}
	}
}

// sideShare is how much of its slot a head beside the text may take.
const sideShare = 400 // thousandths of the width

// setSideHead sets the head beside the text (边题、竖题) and divides what is left
// of the slot into text columns of about the grid's measure.
func (pc *piece) setSideHead(h *house, s *manuscript.Story, inner geom.Rect) {
	in := headInput{story: s, cols: pc.slot.Cols, width: inner.H - h.size, vertical: true}
	if pc.slot.Head == manuscript.HeadLeft {
		in.vertical = false
		in.width = max(inner.W.Em(sideShare*3/4)/h.size, 1) * h.size
	}
	thick := func() geom.Length {
		if in.vertical {
			return pc.head.height
		}
		return in.width
	}
	for in.grade = 0; in.grade < len(ladder); in.grade++ {
		pc.head = h.buildHead(in)
		if thick() <= inner.W.Em(sideShare) && (in.vertical || pc.head.height <= inner.H) {
			break
		}
	}
	pc.side = true
	// Whole characters for the text; the head takes what is over.
	width := geom.DivCeil(thick(), h.size)*h.size + h.size
	text := inner
	text.W -= width
	pc.headBox = geom.Rect{X: inner.X, Y: inner.Y, W: width - h.size, H: inner.H}
	if pc.slot.Head == manuscript.HeadVerticalRight {
		pc.headBox.X = inner.Right() - pc.headBox.W
	} else {
		text.X += width
	}
	count := pc.slot.Columns
	if count == 0 {
		count = int(max((text.W+h.grid.Gutter)/(h.grid.Column+h.grid.Gutter), 1))
	}
	pc.cols = divide(text, count, h.size)
}

// headRows is how many rows the head takes above the text.
func (pc *piece) headRows(g page.Grid) int {
	if pc.side {
		return 0
	}
	return int(pc.headBox.H / g.Leading)
}

// framed tells whether a slot has a frame or a ground that its text must keep
// away from.
func framed(s *manuscript.Slot) bool { return s.Box != manuscript.BoxNone || s.Tint > 0 }

// inner is the slot's area for head and text: a box or a tint keeps a
// character free at the sides and a row above and below.
func (pc *piece) inner(g page.Grid, em geom.Length) geom.Rect {
	return inner(pc.slot, pc.area, g, em)
}

func inner(s *manuscript.Slot, area geom.Rect, g page.Grid, em geom.Length) geom.Rect {
	if !framed(s) {
		return area
	}
	return area.Inset(geom.Inset{Top: g.Leading, Right: em, Bottom: g.Leading, Left: em})
}

// topRow is the row of the page, from 0, where text may begin.
func (pc *piece) topRow(g page.Grid) int {
	top := pc.slot.Row - 1 + pc.headRows(g)
	if framed(pc.slot) {
		top++
	}
	return top
}

// makeFrames lays the text columns out: below the head, with a row at the
// head of the first column for the note over it and one at the foot of the
// last for the note under it.
func (pc *piece) makeFrames(g page.Grid) {
	rows := pc.rows - pc.headRows(g)
	top := pc.topRow(g)
	pc.frames = make([]flow.Frame, pc.cols.count)
	for i := range pc.frames {
		pc.frames[i] = flow.Frame{X: pc.cols.left + geom.Length(i)*pc.cols.step, Width: pc.cols.measure, Top: top, Rows: max(rows, 0)}
	}
	if pc.from != nil {
		pc.frames[0].Top++
		pc.frames[0].Rows = max(pc.frames[0].Rows-1, 0)
	}
	if pc.to != nil {
		last := &pc.frames[len(pc.frames)-1]
		last.Rows = max(last.Rows-1, 0)
	}
}

// spareRows is how many rows beyond a slot's room are broken, so that a good
// place to stop can be chosen.
const spareRows = 20

// fillPiece pours content into a piece and gives back what is left. later are
// the seats that still come: if the text goes on to another page, a row is
// kept for the note.
func (m *makeup) fillPiece(out *poured, pc *piece, c flow.Content, later []seat) flow.Content {
	g := m.house.grid
	if pc.headRows(g) >= pc.rows && pc.headRows(g) > 0 || pc.side && (pc.cols.measure <= 0 || pc.head.tight) {
		out.problems.Add(diag.HeadOverset, pc.slot.Src, out.story.ID, pc.head.rowsNeeded(g), pc.rows)
	}
	pc.makeFrames(g)
	room := 0
	for _, f := range pc.frames {
		room += f.Rows
	}
	lines := flow.Break(c, pc.cols.measure, room+spareRows)
	set, rest := lines.Fill(pc.frames, g, len(later) > 0)
	if !rest.Empty() && len(later) > 0 && pc.to == nil {
		if next := m.issue.Pages[later[0].page].Number; later[0].page != pc.page {
			pc.to = &link{from: m.issue.Pages[pc.page].Number, to: next, src: later[0].slot.Src}
			pc.makeFrames(g)
			set, rest = lines.Fill(pc.frames, g, true)
		}
	}
	pc.set = set
	if rest.Empty() && !c.Empty() {
		m.roomierHead(out, pc, lines)
	}
	return rest
}

// roomierHead gives a head the rows that its story leaves white: first a
// larger headline, then air around it, as a make-up editor would before
// leaving a hole at the foot.
func (m *makeup) roomierHead(out *poured, pc *piece, lines *flow.Lines) {
	const (
		moreGrades = 2 // steps up the ladder at most
		moreRows   = 2 // rows of air at most
	)
	g := m.house.grid
	if pc.headBox.H == 0 || pc.side || pc.levelWhite() == 0 {
		return
	}
	sl := pc.slot
	width := pc.headBox.W
	best := *pc
	for grade := 0; grade >= -moreGrades; grade-- {
		try := *pc
		try.setHead(m.house, headInput{story: out.story, cols: sl.Cols, width: width, grade: grade})
		if try.head.blind && !pc.head.blind {
			break // larger, but cut inside a word: no gain
		}
		for extra := 0; extra <= moreRows; extra++ {
			if extra > 0 {
				try.headBox.H += g.Leading
			}
			if try.headRows(g)*2 > try.rows {
				break
			}
			try.makeFrames(g)
			set, rest := lines.Fill(try.frames, g, false)
			if !rest.Empty() {
				break
			}
			try.set = set
			if try.levelWhite() < best.levelWhite() {
				best = try
			}
		}
	}
	*pc = best
}

// levelWhite is how many rows all columns of a piece leave white.
func (pc *piece) levelWhite() int {
	least := -1
	for i, f := range pc.frames {
		if w := f.Rows - pc.set.Used[i]; least < 0 || w < least {
			least = w
		}
	}
	return max(least, 0)
}

// report says what did not fit and what stays white.
func (out *poured) report(m *makeup) {
	n := len(out.pieces)
	if n == 0 {
		return
	}
	last := &out.pieces[n-1]
	if !out.rest.Empty() {
		out.over = flow.Break(out.rest, last.cols.measure, flow.AllRows).Len()
		out.problems.Add(diag.Overset, last.slot.Src, out.story.ID, out.rest.Chars(), out.over)
	}
	for i := range out.pieces {
		pc := &out.pieces[i]
		if i > 0 && len(pc.set.Lines) == 0 {
			out.problems.Add(diag.NothingLeft, pc.slot.Src, out.story.ID)
			continue
		}
		if w := pc.set.White(pc.frames); w > len(pc.frames) {
			out.problems.Add(diag.WhiteLines, pc.slot.Src, out.story.ID, w)
		}
		if i > 0 && pc.from != nil && m.issue.Pages[pc.page].Number < pc.from.from {
			out.problems.Add(diag.JumpBackwards, pc.slot.Src, out.story.ID, pc.from.from, m.issue.Pages[pc.page].Number)
		}
	}
	for _, pc := range out.pieces {
		for _, l := range pc.set.Lines {
			out.edge(l)
		}
	}
}

func (out *poured) edge(l flow.Placed) {
	p := l.Block.Para
	text := p.Text(l.Line.Start, l.Line.End)
	switch l.Line.Edge {
	case para.EdgeBanned:
		out.problems.Add(diag.BannedEdge, p.Pos(l.Line.Start), text)
	case para.EdgeSplit:
		out.problems.Add(diag.SplitSequence, p.Pos(l.Line.Start), text)
	case para.EdgeShort:
		out.problems.Add(diag.LooseLine, p.Pos(l.Line.Start), text)
	case para.EdgeOverfull:
		out.problems.Add(diag.TightLine, p.Pos(l.Line.Start), text)
	}
	if l.Block.Align == flow.Justify && l.Line.PerGap(l.Block.Size) > para.LooseLimit {
		out.problems.Add(diag.LooseLine, p.Pos(l.Line.Start), text)
	}
}

// items draws a piece.
func (pc *piece) items(dst []page.Item, m *makeup, s *manuscript.Story) []page.Item {
	h := m.house
	dst = boxItems(dst, pc.slot, pc.area, h)
	if pc.side && pc.slot.Head != manuscript.HeadLeft {
		dst = pc.head.columns(dst, pc.headBox, h, s.ID)
	} else {
		dst = pc.head.items(dst, pc.headBox, h, s.ID)
	}
	for _, l := range pc.set.Lines {
		dst = l.Block.Para.Items(dst, *l.Line, l.At, para.Tag{Part: l.Block.Part, Story: s.ID})
	}
	return pc.noteItems(dst, h)
}

// noteItems writes the continuation notes into the rows kept for them.
func (pc *piece) noteItems(dst []page.Item, h *house) []page.Item {
	g := h.grid
	if pc.from != nil {
		p := h.plain(pc.from.fromText(), face{fonts.HeiBold, h.size}, pc.from.src)
		f := pc.frames[0]
		dst = setLine(dst, p, geom.Point{X: f.X, Y: g.RowTop(f.Top-1) + g.Baseline}, fromLeft, para.Tag{Part: page.Jump})
	}
	if pc.to != nil {
		f := pc.frames[len(pc.frames)-1]
		p := h.plain(pc.to.toText(), face{fonts.HeiBold, h.size}, pc.to.src)
		row := f.Top + pc.set.Used[len(pc.frames)-1]
		dst = setLine(dst, p, geom.Point{X: f.X + f.Width, Y: g.RowTop(row) + g.Baseline}, toRight, para.Tag{Part: page.Jump})
	}
	return dst
}

// placement is the piece's record for reports.
func (pc *piece) placement(s *manuscript.Story) page.Placement {
	p := page.Placement{
		Kind: pc.slot.Kind.String(), Story: s.ID, Area: pc.area, Head: pc.headBox, Columns: pc.cols.count, Measure: pc.cols.measure,
		Rows: pc.rows, Lines: len(pc.set.Lines), White: pc.set.White(pc.frames), Src: pc.slot.Src,
	}
	for _, l := range pc.set.Lines {
		p.Chars += l.Line.End - l.Line.Start
	}
	if pc.from != nil {
		p.From = pc.from.from
	}
	if pc.to != nil {
		p.To = pc.to.to
	}
	return p
}
