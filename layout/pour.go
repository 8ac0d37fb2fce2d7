package layout

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// seat is a slot on its page.
type seat struct {
	slot *manuscript.Slot
	page int // index in the issue's pages
	// shared is how many rows the head has that its neighbours share; 0: as many as
	// it takes by itself.
	shared int
}

// piece is what a story has in one seat.
type piece struct {
	seat
	area    geom.Rect
	head    head
	headBox geom.Rect
	side    bool // the head stands beside the text
	cols    columns
	rows    int     // text rows of a column
	textTop int     // row of the page, from 0, where the text area begins
	short   bool    // the head is a short one
	cramped bool    // a short head found no room
	spills  bool    // a head beside the text leaves it no room
	insets  []inset // pictures inside the story
	text    *house  // how a text style is set; nil: as the body
	leaded  int     // lines that a column holds more, by its leading
	moved   page.Moves
	cost    int       // what its filling costs, on the scale of the levers
	grid    page.Grid // the rows of that text
	set     flow.Columns
	frames  []flow.Frame
	given   flow.Content // what is left of the story for it and those behind it
	from    *link        // the note over it
	to      *link        // the note under it
}

// poured is a story in all its seats.
type poured struct {
	story    *manuscript.Story
	text     *readied
	seats    []seat
	pieces   []piece
	rest     flow.Content
	over     int // lines that the rest takes
	problems diag.List
}

// readied is a story's text made ready for columns of a measure. Nothing else of
// a slot changes it, so a story that is poured again to find what would fit it
// is not made ready again.
type readied struct {
	house    *house
	measure  geom.Length
	spans    []spanTable // tables that stand across the columns, and not in the content
	content  flow.Content
	problems diag.List
	broken   []*flow.Lines           // what of it has been set in lines
	recasts  map[page.Lever]*readied // the same text set otherwise
}

// lines sets what is left of a text in lines, or finds them where they have been
// set before.
func (r *readied) lines(c flow.Content, width geom.Length, rows int) *flow.Lines {
	for _, l := range r.broken {
		if l.Is(c, width, rows) {
			return l
		}
	}
	l := flow.Break(c, width, rows)
	r.broken = append(r.broken, l)
	return l
}

// ready makes a story's text ready for the house and the columns of a slot, or
// takes what is ready for the same; nil: nothing is.
func (h *house) ready(s *manuscript.Story, measure geom.Length, spans []spanTable, before *readied) *readied {
	if before != nil && before.house == h && before.measure == measure && sameSpans(before.spans, spans) {
		return before
	}
	out := &readied{house: h, measure: measure, spans: spans}
	out.content = h.content(s, measure, spans, &out.problems)
	ruby := false
	ask := func(all []*para.Paragraph) {
		for _, p := range all {
			faces(&out.problems, p, false)
			ruby = ruby || p.HasRuby()
		}
	}
	for i := range out.content.Blocks {
		ask(out.content.Blocks[i].Paragraphs())
	}
	for i := range spans {
		ask(spans[i].set.texts())
	}
	// A ruby is half the size of its base and stands in the white above it.
	if white := h.grid.Leading - h.size; ruby && white < h.size/2 {
		out.problems.Add(diag.TightRuby, s.Src, s.ID, h.grid.Leading, white)
	}
	return out
}

// pour sets a story into its seats in order. Where the same story has been poured
// before, it may take the text that was made ready then; nil: there is none.
func (m *makeup) pour(s *manuscript.Story, seats []seat, before *readied) *poured {
	h := m.house.dressed(seats[0].slot)
	first := m.piece(s, seats[0], noHead)
	out := &poured{story: s, seats: seats, text: h.ready(s, first.cols.measure, m.spans(s, seats), before)}
	out.problems = slices.Clone(out.text.problems)
	c := out.text.content
	for i := range seats {
		pc := m.begin(out, i, c)
		c = m.fillPiece(out, &pc, c, seats[i+1:])
		out.pieces = append(out.pieces, pc)
	}
	out.rest = c
	return out
}

// spans are the tables that stand across the columns of a story's only seat.
func (m *makeup) spans(s *manuscript.Story, seats []seat) []spanTable {
	if len(seats) > 1 || !slices.ContainsFunc(s.Blocks, isTable) {
		return nil
	}
	pc := m.piece(s, seats[0], headOf(seats, 0, flow.Content{}))
	rows := pc.rows - pc.headRows(m.house.grid)
	h := m.house.dressed(seats[0].slot)
	return h.spans(s, pc.cols, int(geom.Length(rows)*m.house.grid.Leading/h.grid.Leading))
}

func isTable(b manuscript.Block) bool {
	_, ok := b.(*manuscript.Table)
	return ok
}

// begin makes the piece in seat i for what is left of a story there: with its
// head, its pictures and the notes of its continuations, but for the one under
// it that only filling tells.
func (m *makeup) begin(out *poured, i int, c flow.Content) piece {
	s, st := out.story, out.seats[i]
	pc := m.piece(s, st, headOf(out.seats, i, c))
	pc.given = c
	if i == 0 {
		m.sizeInsets(out, &pc)
		out.reportHead(&pc)
	}
	if pc.head.tight {
		out.problems.Add(diag.TightHead, headPos(s), s.ID, pc.head.room, pc.head.most)
	}
	number := m.issue.Pages[st.page].Number
	switch {
	case i == 0 && s.From != nil:
		pc.from = &link{from: s.From.Page, to: number, mark: s.From.Mark, src: s.From.Src}
	case i > 0 && len(out.pieces) > 0:
		pc.from = out.pieces[len(out.pieces)-1].to
	}
	if last := i == len(out.seats)-1; last && s.To != nil {
		pc.to = &link{from: number, to: s.To.Page, mark: s.To.Mark, src: s.To.Src}
	}
	return pc
}

// reportHead says what is wrong with a story's own head.
func (out *poured) reportHead(pc *piece) {
	s := out.story
	for _, r := range pc.head.rows {
		if r.p != nil {
			faces(&out.problems, r.p, true)
			out.unpaused(r.p, r.line, r.part)
		}
	}
	// What a slot says goes before the front matter: so the remedy is written there.
	inSlot := func(key, value string) diag.Remedy {
		return diag.Remedy{Slot: pc.slot.Src, Set: []diag.Setting{{Key: key, Value: value}}}
	}
	if asked := cmp.Or(pc.slot.HeadSize, s.HeadSize); asked > 0 && pc.head.headline() > 0 && pc.head.size != asked {
		out.problems = append(out.problems, diag.New(diag.HeadSize, headPos(s), s.ID, asked, pc.head.size).With(inSlot("head-size", pc.head.size.String())))
	}
	if asked := trackedBy(s, pc.slot); asked.Set && pc.head.headline() > 0 && pc.head.track != fonts.Em(asked.Percent*10) {
		fits := int(pc.head.track / 10)
		out.problems = append(out.problems, diag.New(diag.HeadTracking, headPos(s), s.ID, asked.Percent, fits).With(inSlot("head-tracking", fmt.Sprintf("%d%%", fits))))
	}
	if before, after, ok := pc.head.parted(); ok {
		out.problems.Add(diag.HeadSplit, headPos(s), s.ID, before, after)
	}
	if pc.head.joined {
		out.problems.Add(diag.HeadClauses, headPos(s), s.ID)
	}
}

// parted is the end of the first line of a headline that ends inside a word, and how the
// next one begins.
func (h *head) parted() (before, after string, ok bool) {
	if !h.blind || h.tight {
		return "", "", false
	}
	const shown = 4 // characters: a word, or two
	var lines []string
	for _, r := range h.rows {
		if r.part == page.Headline && r.p != nil {
			lines = append(lines, r.p.Text(r.line.Start, r.line.End))
		}
	}
	if h.d.split+1 >= len(lines) {
		return "", "", false
	}
	ends, begins := []rune(lines[h.d.split]), []rune(lines[h.d.split+1])
	return string(ends[max(len(ends)-shown, 0):]), string(begins[:min(len(begins), shown)]), true
}

// unpaused tells of a pause that is left out at the end of a line of a head.
func (out *poured) unpaused(p *para.Paragraph, l para.Line, part page.Part) {
	switch part {
	case page.Kicker, page.Headline, page.Deck, page.Subhead, page.Short, page.Column:
		if r := unpaused(p, l); r != 0 {
			out.problems.Add(diag.HeadPause, p.Pos(l.End), string(r))
		}
	}
}

func headPos(s *manuscript.Story) diag.Pos {
	if len(s.Headline) > 0 && len(s.Headline[0]) > 0 {
		return s.Headline[0][0].Src
	}
	return s.Src
}

// headKind says which head a piece has.
type headKind uint8

const (
	noHead    headKind = iota
	fullHead           // the story's own
	shortHead          // over a part that goes on from another page (转版短题)
)

// headOf tells which head the piece in seat i has: the story's own in the
// first one, a short one where the text goes on from another page.
func headOf(seats []seat, i int, left flow.Content) headKind {
	switch {
	case i == 0:
		return fullHead
	case seats[i-1].page != seats[i].page && !left.Empty():
		return shortHead
	}
	return noHead
}

// piece measures a seat: its area inside a box, its head, its columns.
func (m *makeup) piece(s *manuscript.Story, st seat, kind headKind) piece {
	m = m.on(m.issue.Pages[st.page])
	g, sl := m.house.grid, st.slot
	pc := piece{seat: st, area: g.Cells(sl.Col-1, sl.Row-1, sl.Cols, sl.Rows)}
	inner := pc.inner(g, m.house.size)
	if sl.Text.Style != nil {
		pc.text = m.house.dressed(sl)
	}
	pc.cols = slotColumns(sl, inner, g, pc.em(m.house))
	pc.rows = int(inner.H / g.Leading)
	if sl.Head == manuscript.HeadNone || kind == noHead {
		return pc
	}
	if kind == shortHead {
		pc.setShortHead(m.house, s)
		return pc
	}
	if sl.Head == manuscript.HeadLeft || vertical(sl) {
		pc.setSideHead(m.house, m.headInput(s, sl), inner)
		return pc
	}
	pc.setHead(m.house, m.acrossInput(s, &pc))
	return pc
}

func (pc *piece) setHead(h *house, in headInput) {
	pc.head = h.head(in)
	pc.headBox = geom.Rect{}
	if n := pc.head.rowsNeeded(h.grid); n > 0 {
		left, width, _ := pc.headSpan(h)
		if pc.shared > 0 && pc.shared != n {
			pc.moved = append(pc.moved, page.Move{Lever: page.LeverHead, By: pc.shared - n})
			n = pc.shared
		}
		pc.headBox = geom.Rect{X: left, Y: pc.inner(h.grid, h.size).Y, W: width, H: geom.Length(n) * h.grid.Leading}
	}
}

// sideShare is how much of its slot a head beside the text may take.
const sideShare = 400 // thousandths of the width

// setSideHead sets the head beside the text (边题、竖题) and divides what is left
// of the slot into text columns of about the grid's measure.
func (pc *piece) setSideHead(h *house, in headInput, inner geom.Rect) {
	thick := pc.setLeftHead
	if in.vertical {
		thick = pc.setVerticalHead
	}
	in.sizing = sizingOf(in.weight, inner.W)
	taken := thick(h, in, inner)
	if len(pc.head.rows) == 0 { // nothing stands beside the text
		return
	}
	pc.side = true
	// Whole characters for the text; the head takes what is over.
	width := geom.DivCeil(taken, h.size)*h.size + h.size
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
	em := pc.em(h)
	pc.cols = divide(text, count, em)
	if pc.cols.measure < leastChars*em {
		// No room is left beside the head: it is reported, and a draft shows
		// the text over it.
		pc.spills, pc.cols = true, divide(inner, 1, em)
	}
}

// setLeftHead sets a head left of its text, whose width is a share of the
// slot's, and gives that width.
func (pc *piece) setLeftHead(h *house, in headInput, inner geom.Rect) geom.Length {
	in.side = true
	in.width = h.sideWidth(&in, inner.W)
	pc.head = h.head(in)
	for pc.head.height > inner.H && in.smaller(pc.head.size) {
		pc.head = h.head(in)
	}
	return in.width
}

// setVerticalHead sets a head in vertical lines and gives the width of its
// room: what the head takes at the length that its weight usually has. In a
// slot that is lower the head is made smaller in the same room, so that a
// higher slot never has less room for its text; where even the smallest takes
// more, it has what it takes.
func (pc *piece) setVerticalHead(h *house, in headInput, inner geom.Rect) geom.Length {
	thick := func() geom.Length { return pc.head.height + h.size.Em(sideMargin) }
	most := inner.W.Em(sideShare)
	in.width = h.grid.Leading * geom.Length(sideRows[min(max(in.weight, 1), lightest)])
	pc.head = h.head(in)
	for thick() > most && in.smaller(pc.head.size) {
		pc.head = h.head(in)
	}
	room := thick()
	if free := inner.H - h.size; free < in.width {
		in.width, in.largest = free, pc.head.size
		pc.head = h.head(in)
		for thick() > room && in.smaller(pc.head.size) {
			pc.head = h.head(in)
		}
	}
	return max(room, thick())
}

// sideRows is how long a vertical head usually is by its weight, in rows.
var sideRows = [...]int{1: 30, 2: 26, 3: 22, 4: 20, 5: 18}

// sideSpills tells whether a head beside the text is too large for its slot,
// or leaves the text no room.
func (pc *piece) sideSpills() bool {
	long, thick := pc.headBox.H, pc.headBox.W
	if pc.slot.Head == manuscript.HeadLeft {
		long, thick = thick, long
	}
	return pc.spills || pc.head.tight || pc.head.height > thick ||
		slices.ContainsFunc(pc.head.rows, func(r headRow) bool { return r.p != nil && r.line.Width > long })
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
	r := area.Inset(clearance(s, g, em))
	r.W, r.H = max(r.W, 0), max(r.H, 0)
	return r
}

// topRow is the row of the page, from 0, where text may begin.
func (pc *piece) topRow(g page.Grid) int {
	return pc.slot.Row - 1 + pc.headRows(g) + int(clearance(pc.slot, g, 0).Top/g.Leading)
}

// makeFrames lays the text columns out: below the head and around the
// pictures, with a row at the head of the first column for the note over it
// and one at the foot of the last for the note under it. It gives a picture
// that finds no room.
func (pc *piece) makeFrames(h *house) (full *inset) {
	pc.textTop = pc.topRow(h.grid)
	rows, above := pc.textRows(h)
	full = pc.placeInsets(rows)
	pc.frames = make([]flow.Frame, 0, pc.cols.count)
	for i := range pc.cols.count {
		f := flow.Frame{X: pc.cols.left + geom.Length(i)*pc.cols.step, Width: pc.cols.measure, Top: pc.textTop, Rows: rows}
		if !pc.underHead(i) { // it begins beside the head
			f.Top -= above
			f.Rows += above
		}
		pc.frames = append(pc.frames, pc.around(f, pc.em(h))...)
	}
	if len(pc.frames) == 0 { // pictures everywhere
		pc.frames = []flow.Frame{{X: pc.cols.left, Width: pc.cols.measure, Top: pc.textTop}}
	}
	if pc.from != nil {
		pc.frames[0] = part(pc.frames[0], 1, pc.frames[0].Rows)
	}
	if pc.to != nil {
		last := &pc.frames[len(pc.frames)-1]
		*last = part(*last, 0, last.Rows-1)
	}
	return full
}

// spareRows is how many rows beyond a slot's room are broken, so that a good
// place to stop can be chosen.
const spareRows = 20

// fillPiece pours content into a piece and gives back what is left. later are
// the seats that still come: if the text goes on to another page, a row is
// kept for the note and enough lines for both parts.
func (m *makeup) fillPiece(out *poured, pc *piece, c flow.Content, later []seat) flow.Content {
	g := m.house.grid
	if pc.headRows(g) >= pc.rows && pc.headRows(g) > 0 || pc.side && pc.sideSpills() {
		out.problems.Add(diag.HeadOverset, pc.slot.Src, out.story.ID, pc.head.rowsNeeded(g), pc.rows)
	}
	if pc.cramped && (len(later) > 0 || !m.shortHeadFits(out, pc, c)) {
		out.problems.Add(diag.NoShortHead, pc.slot.Src, out.story.ID)
	}
	for full := pc.makeFrames(m.house); full != nil; full = pc.makeFrames(m.house) {
		out.noRoom(full, max(pc.rows-pc.headRows(g), 0))
		pc.drop(full)
	}
	lines := out.text.lines(c, pc.cols.measure, pc.room()+spareRows)
	rest := pc.fill(lines, g, len(later) > 0)
	if rest.Empty() || len(later) == 0 {
		return m.fit(out, pc, lines, rest)
	}
	next := later[0]
	if number := m.issue.Pages[next.page].Number; next.page != pc.page && pc.to == nil {
		pc.to = &link{from: m.issue.Pages[pc.page].Number, to: number, src: next.slot.Src}
		pc.makeFrames(m.house)
		rest = pc.fill(lines, g, true)
	}
	if pc.to != nil {
		rest = pc.carryEnough(lines, g, m.piece(out.story, next, noHead).cols.measure, rest)
	}
	return rest
}

// room is how many rows the frames have.
func (pc *piece) room() (rows int) {
	for _, f := range pc.frames {
		rows += f.Rows
	}
	return rows
}

// fill pours text into the frames.
func (pc *piece) fill(lines *flow.Lines, g page.Grid, goesOn bool) (rest flow.Content) {
	if pc.text != nil {
		g = pc.grid
	}
	pc.set, rest = lines.Fill(pc.frames, g, goesOn)
	return rest
}

// reportLines says which lines and pictures of a story are not as they should
// be.
func (out *poured) reportLines(m *makeup) {
	for i := range out.pieces {
		pc := &out.pieces[i]
		out.reportInsets(m, pc)
		out.reportSpans(m, pc)
		var told *flow.Block
		out.strays(pc, i)
		for k, l := range pc.set.Lines {
			if k > 0 && pc.set.Lines[k-1].Frame != l.Frame {
				out.parted(pc.set.Lines[k-1])
			}
			if l.Atom != nil && l.Atom.Tight && l.Block != told {
				out.tight(l.Block, m.house.chars(pc.cols.measure))
				told = l.Block
			}
			if l.Atom != nil && l.Atom.Small > 0 && l.Block != told {
				out.small(l.Block, l.Atom.Small)
				told = l.Block
			}
			out.edge(l)
			out.unpaused(l.Block.Para, *l.Line, l.Block.Part)
		}
	}
	out.shortParts(m)
}

// strays reports the heads of piece i that have too little of what they stand over
// below them in their column.
func (out *poured) strays(pc *piece, i int) {
	rest := out.rest
	if i+1 < len(out.pieces) {
		rest = out.pieces[i+1].given
	}
	for _, s := range pc.set.Strays(rest) {
		p, start, end := s.Head.Block.Para, s.Head.Line.Start, s.Head.Line.End
		if s.Head.Atom != nil {
			p = s.Head.Block.Texts[0]
			start, end = 0, p.Len()
		}
		out.problems.Add(diag.HeadAlone, p.Pos(start), p.Text(start, end), linesBelow(s.Below))
	}
}

// linesBelow is how many lines stand below a head, in words.
type linesBelow int

// In implements diag.Worded.
func (n linesBelow) In(l diag.Lang) string {
	if n == 0 {
		return [...]string{"what it stands over is in the next", "所领的文字在下一栏"}[l]
	}
	return [...]string{"with a single line below it", "下面只有一行"}[l]
}

// parted reports a row that should have stayed with those that follow it in the next
// column: one of a table of which one row would be left, a label over names.
func (out *poured) parted(last flow.Placed) {
	b := last.Block
	if last.Atom == nil || !last.Atom.Keep || b.Part == page.Subhead {
		return
	}
	for _, p := range b.Texts {
		if p.Len() > 0 {
			out.problems.Add(diag.RowAlone, p.Pos(0), out.story.ID, p.Text(0, p.Len()))
			return
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
		out.problems.Add(diag.TornLine, p.Pos(l.Line.Start), text)
	case para.EdgeOverfull:
		out.problems.Add(diag.TightLine, p.Pos(l.Line.Start), text)
	}
	if l.Block.Align == flow.Justify && l.Line.PerGap(l.Block.Size) > para.LooseLimit {
		out.problems.Add(diag.LooseLine, p.Pos(l.Line.Start), text)
	}
}

// draw draws a piece and gives its record.
func (m *makeup) drawPiece(p *page.Page, pc *piece, st *poured) page.Placement {
	h, id := m.house, st.story.ID
	rec := pc.placement(st.story)
	if rec.Record = m.record(); rec.Record != nil {
		pc.record(rec.Record, pc.own(h))
	}
	p.Items = boxItems(p.Items, pc.slot, pc.area, h)
	from := len(p.Items)
	if pc.side && pc.slot.Head != manuscript.HeadLeft {
		p.Items = pc.head.columns(p.Items, pc.headBox, h, id)
	} else {
		p.Items = pc.head.items(p.Items, pc.headBox, h, id)
	}
	inked(p.Items[from:], pc.slot.Ink)
	p.Items = m.insetItems(p.Items, pc, st, &rec)
	p.Items = pc.spanItems(p.Items, pc.own(h).grid, id, true)
	for i := range pc.set.Lines {
		p.Items = pc.set.Lines[i].Items(p.Items, id)
	}
	p.Items = pc.spanItems(p.Items, pc.own(h).grid, id, false)
	pc.noteItems(p, pc.own(h))
	return rec
}

// title is a story's headline in plain text.
func title(s *manuscript.Story) string {
	var lines []string
	for _, l := range s.Headline {
		lines = append(lines, l.Plain())
	}
	return strings.Join(lines, " ")
}

// placement is the piece's record for reports.
func (pc *piece) placement(s *manuscript.Story) page.Placement {
	p := placement(pc.slot, pc.area)
	p.Story, p.Title, p.Head, p.Columns, p.Measure = s.ID, title(s), pc.headBox, pc.cols.count, pc.cols.measure
	p.Rows, p.Lines, p.White, p.Fitted = pc.rows, len(pc.set.Lines), pc.set.White(pc.frames), pc.fitted()
	for i := range pc.set.Lines {
		p.Chars += pc.set.Lines[i].Chars()
	}
	if pc.from != nil {
		p.From = pc.from.from
	}
	if pc.to != nil {
		p.To = pc.to.to
	}
	return p
}
