package layout

import (
	"slices"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

// # The desk
//
// Who looks for a page asks for a story's height in every width, with every
// number of text columns and every place of its head, thousands of times; who
// has found one asks for a few slots exactly. So there are two answers. Stands
// sets a story's head, breaks its text once at a measure and tells from the
// lines, from how many of them can be gained or lost, and from the head's and
// the pictures' levers what each height leaves white or over. Fill pours the
// story as Compose does. The first is seldom wrong and costs a hundredth of the
// second.

// Desk (拼版台) measures what could stand on a page before it has a place. A
// story is set by itself, as if it were alone in the edition: how high it is
// depends on nothing but itself and the way in which it stands. It may be used
// from many goroutines at once.
type Desk struct{ m *makeup }

// NewDesk makes a desk for the stories of an issue.
func NewDesk(is *manuscript.Issue, set *fonts.Set) *Desk {
	return &Desk{&makeup{issue: is, house: newHouse(is, set)}}
}

// On is the desk for what stands on a page: of a spread it has the width of both.
func (d *Desk) On(p *manuscript.Page) *Desk { return &Desk{d.m.on(p)} }

// Part is a part of a story on another page.
type Part struct {
	Page int // its number
	Slot *manuscript.Slot
}

// Gauge measures one story; it remembers what it has set and is used from one
// goroutine at a time.
type Gauge struct {
	m      *makeup
	story  *manuscript.Story
	before []Part
	texts  []*readied
	heads  map[headKey]*headPlan
	filled map[[2]way]Filling
	marked map[geom.Length]int // warnings of the text by itself, by measure
}

// way is what differs between the slots in which one story is measured.
type way struct {
	cols, rows, columns int
	head                manuscript.Head
	over                int // text columns that the head covers; 0: all
}

// headKey is what a headline's preparation depends on.
type headKey struct {
	role     fonts.Role
	vertical bool
}

// Gauge begins to measure a story whose parts on earlier pages have their
// slots.
func (d *Desk) Gauge(s *manuscript.Story, before []Part) *Gauge {
	return &Gauge{m: d.m, story: s, before: before, heads: map[headKey]*headPlan{}, filled: map[[2]way]Filling{}, marked: map[geom.Length]int{}}
}

// Standing is how a story stands in some columns.
type Standing struct {
	Columns  int // of text
	Lines    int // rows of text in all its columns together, with its pictures
	HeadRows int // of the slot that the head takes across it, with the clearance of a box
	Size     int // of the headline, in points
	Black    bool
	Thin     bool     // the headline covers too little of its columns (题不盖文)
	Slim     bool     // it covers little of so few columns that it is noted alone
	Split    bool     // a line of the headline ends inside a word (破词)
	Warnings int      // of its text at that measure, wherever it stands
	Heights  []Height // one row apart, the least first
	// Plain tells that the story has nothing but text, which may go on in other
	// columns anywhere; it takes from Least to Most lines of these columns.
	Plain       bool
	Least, Most int
}

// Height is what a story leaves at a height of its slot, in lines of its text
// columns.
type Height struct{ Rows, White, Over int }

// Softness of text: how many lines over and how many white a height may have
// that is looked at.
const (
	mostOver  = 6
	mostWhite = 24
)

// Stands measures the story in a slot: its width, text columns, box, tint and
// place of the head count, not where it stands nor how high it is. ok is false
// where it cannot stand so: it is higher than the page, its head or one of its
// pictures finds no room, or its columns are too narrow.
func (t *Gauge) Stands(slot manuscript.Slot) (st Standing, ok bool) {
	g := t.m.house.grid
	slot.Col, slot.Row, slot.Rows, slot.Open = 1, 1, g.Rows, 0
	m, pc, st, ok := t.stance(&slot)
	if !ok {
		return st, false
	}
	least, most := st.Least, st.Most
	loose := m.give(pc)
	for rows := max(st.HeadRows, 1) + 1; rows <= g.Rows; rows++ {
		room, fits := m.roomIn(pc, rows)
		if fits && pc.side && least-room-loose <= mostOver { // its columns may be others in a low slot
			slot.Rows = rows
			_, _, low := t.begin(&slot)
			if fits = !low.sideSpills() && !low.head.tight && low.cols == pc.cols; fits {
				room, fits = m.roomIn(low, rows)
			}
		}
		h := Height{Rows: rows, White: max(room-loose-most, 0), Over: max(least-room-loose, 0)}
		if h.White > mostWhite {
			break
		}
		if fits && h.Over <= mostOver {
			st.Heights = append(st.Heights, h)
			if usual := (least + most) / 2; st.Lines == 0 && room >= usual {
				st.Lines = max((rows-st.HeadRows)*st.Columns-room+usual, 1)
			}
		}
	}
	return st, st.Lines > 0
}

// Stance is how the story stands in a slot in which it may as well not end: without
// heights.
func (t *Gauge) Stance(slot manuscript.Slot) (st Standing, ok bool) {
	slot.Col, slot.Row, slot.Rows, slot.Open = 1, 1, t.m.house.grid.Rows, 0
	_, _, st, ok = t.stance(&slot)
	return st, ok
}

// stance begins to measure the story in a slot as high as the page: all but the
// heights. ok is false where its head or one of its pictures finds no room, or its
// columns are too narrow.
func (t *Gauge) stance(slot *manuscript.Slot) (m *makeup, pc *piece, st Standing, ok bool) {
	m, out, pc := t.begin(slot)
	if pc.side && pc.sideSpills() || pc.head.tight || pc.makeFrames(m.house) != nil {
		return m, pc, st, false
	}
	lines := out.text.lines(pc.given, pc.cols.measure, flow.AllRows)
	g := m.house.grid
	st = Standing{Columns: max(pc.cols.count, 1), Black: voiceOf(m.headPlan(t.story, pc.slot).role) == black}
	st.HeadRows = g.Rows - pc.rows + pc.headRows(g)
	st.Size = int(pc.head.headline() / geom.Pt)
	if code, _, narrow := pc.narrow(m.house); narrow && !labelled(t.story, slot) {
		st.Thin, st.Slim = code == diag.HeadNarrow, code == diag.HeadSlim
	}
	st.Split = pc.head.blind
	st.Warnings = t.warnings(out.text, pc, lines)
	st.Plain = len(pc.insets) == 0 && !pc.side && !slices.ContainsFunc(t.story.Blocks, isTable)
	st.Least, st.Most = lines.Reach(pc.cols.count)
	return m, pc, st, true
}

// begin makes the story's piece for a slot, with nothing in it.
func (t *Gauge) begin(slot *manuscript.Slot) (*makeup, *poured, *piece) {
	m, seats := t.alone(slot)
	out := &poured{story: t.story, seats: seats}
	h := m.house.dressed(seats[0].slot)
	measure := m.piece(t.story, seats[0], noHead).cols.measure
	out.text = t.text(h, measure, m.spans(t.story, seats))
	c := out.text.content
	last := len(seats) - 1
	for i := range last {
		pc := m.begin(out, i, c)
		c = m.fillPiece(out, &pc, c, seats[i+1:])
		out.pieces = append(out.pieces, pc)
	}
	pc := m.begin(out, last, c)
	return m, out, &pc
}

// text makes the story's text ready for a measure, or finds it.
func (t *Gauge) text(h *house, measure geom.Length, spans []spanTable) *readied {
	for _, r := range t.texts {
		if r.house == h && r.measure == measure && sameSpans(r.spans, spans) {
			return r
		}
	}
	r := h.ready(t.story, measure, spans, nil)
	t.texts = append(t.texts, r)
	return r
}

// alone is an edition of nothing but the story in its earlier slots, one more and
// those behind it.
func (t *Gauge) alone(slot *manuscript.Slot, after ...Part) (*makeup, []seat) {
	m, issue := *t.m, *t.m.issue
	issue.Pages = nil
	m.heads = make(map[*manuscript.Slot]*headPlan)
	var seats []seat
	last := 0
	for _, p := range slices.Concat(t.before, []Part{{Slot: slot}}, after) {
		if p.Page == 0 {
			p.Page = last + 1
		}
		last = p.Page
		seats = append(seats, seat{slot: p.Slot, page: len(issue.Pages)})
		issue.Pages = append(issue.Pages, &manuscript.Page{Number: p.Page, Slots: []*manuscript.Slot{p.Slot}})
		k := headKey{m.house.headRole(t.story, p.Slot), vertical(p.Slot)}
		if t.heads[k] == nil {
			t.heads[k] = m.house.newHeadPlan(t.story, k.role, k.vertical)
		}
		m.heads[p.Slot] = t.heads[k]
	}
	m.issue = &issue
	return &m, seats
}

// give is how many lines of a piece its head and its pictures can take or
// leave.
func (m *makeup) give(pc *piece) (lines int) {
	least, most := pc.headRange(m.house.grid)
	_, n := pc.headColumns()
	lines = min(most-pc.headRows(m.house.grid), pc.headRows(m.house.grid)-least) * n
	for i := range pc.insets {
		if in := &pc.insets[i]; pc.cols.step > 0 {
			lines += in.reach() * max(int((in.width+pc.cols.step-pc.cols.measure)/pc.cols.step), 1)
		}
	}
	return lines
}

// roomIn is how many lines a piece holds in a slot of so many rows; fits is false
// where a picture finds no room there.
func (m *makeup) roomIn(pc *piece, rows int) (lines int, fits bool) {
	try := *pc
	slot := *pc.slot
	slot.Rows = rows
	try.slot, try.rows = &slot, rows-(pc.slot.Rows-pc.rows)
	try.insets = slices.Clone(pc.insets)
	if try.makeFrames(m.house) != nil {
		return 0, false
	}
	lines = try.room()
	for i := range try.frames {
		for _, c := range try.frames[i].Cuts { // beside which lines are shorter
			lines -= int(geom.DivCeil(geom.Length(c.Rows)*(c.Left+c.Right), try.frames[i].Width))
		}
	}
	return lines, true
}

// warnings counts what is wrong with the lines of a text at a measure in
// whatever columns they are cut.
func (t *Gauge) warnings(text *readied, pc *piece, lines *flow.Lines) (n int) {
	n, met := t.marked[pc.cols.measure]
	if met {
		return n
	}
	frame := flow.Frame{Width: pc.cols.measure, Rows: lines.Len() * 4}
	set, _ := lines.Fill([]flow.Frame{frame}, pc.own(t.m.house).grid, false)
	out := &poured{story: t.story, text: text, pieces: []piece{{seat: pc.seat, cols: pc.cols, set: set}}}
	out.reportLines(t.m)
	n = warned(out.problems)
	t.marked[pc.cols.measure] = n
	return n
}

// warned counts warnings and what is worse.
func warned(list diag.List) (n int) {
	for _, p := range list {
		if p.Severity() >= diag.Warning {
			n++
		}
	}
	return n
}

// Filling is what a slot is filled with.
type Filling struct {
	Lines    int  // of text
	White    int  // lines of its text columns
	Over     int  // lines without room
	Chars    int  // characters of these
	HeadRows int  // rows that the head takes over the text
	Size     int  // of the headline, in points
	Warnings int  // of the story in this slot
	Failed   bool // it has errors beside text that is over
}

// Fill pours the story into a slot, or remembers what came of that.
func (t *Gauge) Fill(slot manuscript.Slot) Filling {
	slot.Col, slot.Row = 1, 1
	return t.fill([]manuscript.Slot{slot})
}

// FillLegs pours the story into two slots that stand edge to edge on one page.
func (t *Gauge) FillLegs(first, rest manuscript.Slot) Filling {
	return t.fill([]manuscript.Slot{first, rest})
}

// fill pours the story into slots of one page.
func (t *Gauge) fill(slots []manuscript.Slot) Filling {
	var key [2]way
	for i := range slots {
		s := &slots[i]
		s.Open = 0
		key[i] = way{s.Cols, s.Rows, s.Columns, s.Head, s.HeadCols}
	}
	if f, ok := t.filled[key]; ok {
		return f
	}
	m, seats := t.alone(&slots[0])
	for i := range slots[1:] {
		seats = append(seats, seat{slot: &slots[1+i], page: seats[len(seats)-1].page})
		m.heads[&slots[1+i]] = m.heads[&slots[0]]
	}
	measure := m.piece(t.story, seats[0], noHead).cols.measure
	out := m.pour(t.story, seats, t.text(m.house.dressed(seats[0].slot), measure, m.spans(t.story, seats)))
	pc := &out.pieces[len(out.pieces)-len(slots)] // the first part on this page
	f := Filling{Size: int(pc.head.headline() / geom.Pt), HeadRows: pc.headRows(t.m.house.grid)}
	for i := range out.pieces[len(out.pieces)-len(slots):] {
		pc := &out.pieces[len(out.pieces)-len(slots)+i]
		f.Lines += len(pc.set.Lines)
		f.White += pc.set.White(pc.frames)
	}
	if !out.rest.Empty() {
		f.Over = max(flow.Break(out.rest, pc.cols.measure, flow.AllRows).Len(), 1)
		f.Chars = out.rest.Chars()
	}
	for _, p := range out.problems {
		f.Failed = f.Failed || p.Severity() >= diag.Error && p.Code != diag.NoGlyph
	}
	out.reportLines(m)
	f.Warnings = warned(out.problems)
	t.filled[key] = f
	return f
}

// Slot sets what stands in a slot that holds no story, and tells what is wrong
// there.
func (d *Desk) Slot(slot manuscript.Slot) (f Filling) {
	m := *d.m
	m.problems = nil
	slot.Col, slot.Row, slot.Open = 1, 1, 0
	m.slot(&page.Page{Grid: m.house.grid}, &slot, nil)
	for _, p := range m.problems {
		f.Failed = f.Failed || p.Severity() >= diag.Error
	}
	f.Warnings = warned(m.problems)
	return f
}

// NameDown is the height of a slot in which the paper's name stands downward as large as
// the slot's width lets it be, with the facts below it.
func (d *Desk) NameDown(slot manuscript.Slot) int {
	rows := d.m.house.grid.Rows
	slot.Col, slot.Row, slot.Rows, slot.Open = 1, 1, rows, 0
	return min(d.m.nameDownRows(d.m.slotInner(&slot).W), rows)
}

// Picture is the height of a slot in which a picture, or a group, stands as
// wide as given without being cropped, with its caption.
func (d *Desk) Picture(slot manuscript.Slot) int {
	h := d.m.house
	slot.Col, slot.Row, slot.Rows, slot.Open = 1, 1, h.grid.Rows, 0
	area := d.m.slotInner(&slot)
	c := h.slotCaption(&slot, area.W)
	height := area.W // of what cannot be read
	if shape := slot.Pictures[0].File.Art.Shape(); shape.W > 0 {
		height = geom.DivRound(area.W*shape.H, shape.W)
	}
	clear := slot.Rows - int(area.H/h.grid.Leading)
	return int(geom.DivRound(height, h.grid.Leading)) + c.rows + clear
}

// Scale is how large an advertisement that is made for a size stands in a slot of some
// width, in percent of that size; 100 for one that says none.
func (d *Desk) Scale(slot manuscript.Slot) int {
	slot.Col, slot.Row, slot.Rows, slot.Open = 1, 1, d.m.house.grid.Rows, 0
	if made := slot.Pictures[0].File.Art.Trim.W; made > 0 {
		return int(geom.DivRound(100*d.m.slotInner(&slot).W, made))
	}
	return 100
}

// GroupHeight is a height of a group of pictures, and how much of them it
// crops, in percent.
type GroupHeight struct{ Rows, Cropped int }

// manyPictures is from how many pictures on only every fourth height of a group
// is looked at: there are many ways to part them into rows.
const (
	manyPictures = 7
	manyStep     = 4
)

// Group is the heights, up to most, in which a group of pictures may stand as
// wide as its slot.
func (d *Desk) Group(slot manuscript.Slot, most int) (heights []GroupHeight) {
	h := d.m.house
	slot.Col, slot.Row, slot.Rows, slot.Open = 1, 1, h.grid.Rows, 0
	area := d.m.slotInner(&slot)
	clear := slot.Rows - int(area.H/h.grid.Leading) + h.slotCaption(&slot, area.W).rows
	b := gallery{width: area.W, own: true, grid: slot.Frames, h: h}
	for i := range slot.Pictures {
		if !usable(slot.Pictures[i].File) {
			return nil
		}
		b.pictures = append(b.pictures, &slot.Pictures[i])
	}
	step := 1
	if len(b.pictures) >= manyPictures {
		step = manyStep
	}
	for rows := clear + 1; rows <= most; rows += step {
		b.rows, b.lines = rows-clear, nil
		if b.arrange(); b.lines == nil {
			continue
		}
		heights = append(heights, GroupHeight{rows, int(b.cropped(b.lines)) / 10 / (len(b.pictures) + 1)})
	}
	return heights
}

// White is how many rows two slots that stand one over the other keep between
// them.
const White = 1
