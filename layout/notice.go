package layout

import (
	"slices"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// # Notices (报眼、天气、口号)
//
// A notice is some lines of the paper's own with a title. In one or two rows
// it is a strip: the title reversed in a bar, the text behind it in one line.
// A taller one is an ear (报眼): the title over the text, the text centred
// where every line of it fits one line, else in short paragraphs on the grid
// of rows.

// stripRows is how high a strip may be.
const stripRows = manuscript.StripRows

// A slogan's largest type, and how far it is opened over its strip, of its
// size.
const (
	sloganMost   = 18 * geom.Pt
	sloganSpread = 600
)

// noticeLadder are the sizes of a notice's lines above the body's.
var noticeLadder = [...]geom.Length{18 * geom.Pt, 16 * geom.Pt, 15 * geom.Pt, 14 * geom.Pt, 12 * geom.Pt, fiveHead}

// notice draws a notice.
func (m *makeup) notice(p *page.Page, sl *manuscript.Slot) {
	rec := placement(sl, m.area(sl))
	rec.Rows = sl.Rows
	p.Items = boxItems(p.Items, sl, rec.Area, m.house)
	for _, t := range append([]manuscript.Text{sl.Title}, sl.Lines...) {
		rec.Chars += length(t)
	}
	over := 0
	if sl.Rows <= stripRows {
		over = m.strip(p, sl, &rec)
	} else {
		over = m.ear(p, sl, &rec)
	}
	if over > 0 {
		rec.OverLines = over
		m.problems.Add(diag.NoticeRoom, sl.Src, m.noticeName(sl), sl.Rows+over, sl.Rows)
		if m.opt.Draft {
			mark := m.house.plain("排不下", face{fonts.HeiBold, m.house.size}, diag.Pos{})
			at := geom.Point{X: rec.Area.Right(), Y: rec.Area.Bottom() + m.house.grid.Baseline}
			p.Items = setLine(p.Items, mark, at, toRight, para.Tag{Part: page.Mark})
		}
	}
	p.Placements = append(p.Placements, rec)
}

// noticeName is what problems call a notice.
func (m *makeup) noticeName(sl *manuscript.Slot) string {
	if s := sl.Title.Plain(); s != "" {
		return s
	}
	if len(sl.Lines) > 0 {
		return sl.Lines[0].Plain()
	}
	return sl.Name()
}

// words readies the editor's text in a face.
func (m *makeup) words(t manuscript.Text, f face, style *para.Style) *para.Paragraph {
	runs, _ := m.house.runs(t, f)
	return m.ready(runs, style)
}

// joined is the lines of a notice as one text, an em apart.
func joined(lines []manuscript.Text) manuscript.Text {
	var out manuscript.Text
	for _, t := range lines {
		if empty(t) {
			continue
		}
		if len(out) > 0 {
			out = append(out, manuscript.Span{Text: "　", Src: t[0].Src})
		}
		out = append(out, t...)
	}
	return out
}

// strip sets a notice of one or two rows and tells how many rows more it would
// need.
func (m *makeup) strip(p *page.Page, sl *manuscript.Slot, rec *page.Placement) int {
	h := m.house
	box := m.stripRoom(sl)
	high := box.H // what its type may fill
	text := joined(sl.Lines)
	if !framed(sl) {
		above, below := m.stripAir(sl)
		box.Y, box.H = box.Y-above, box.H+above+below
		// The rules stand at the edges of the em boxes' white.
		p.Items = ruleAcross(p.Items, box.X, box.Right(), box.Y+fineRule, 2*fineRule)
		p.Items = ruleAcross(p.Items, box.X, box.Right(), box.Bottom()-fineRule, 2*fineRule)
	}
	left, right := box.X, box.Right()
	if framed(sl) {
		left, right = left+h.size/2, right-h.size/2
	}
	switch {
	case empty(text), empty(sl.Title): // one text is all there is
		if empty(text) {
			text = sl.Title
		}
		if empty(text) || m.slogan(p, text, high, box, left, right, rec) {
			return 0
		}
	default:
		title := m.titling(sl.Title, face{fonts.HeiBold, min(high.Em(780), h.size.Em(1300))}, whiteInk, (right-left)/2)
		if len(title.lines) > 1 { // too long for a bar
			text = joined(append([]manuscript.Text{restyle(sl.Title, 0, length(sl.Title), manuscript.Bold)}, sl.Lines...))
			break
		}
		bar := geom.Rect{X: box.X, Y: box.Y, W: title.width + title.size, H: box.H}
		p.Items = append(p.Items, &page.Fill{Rect: bar, Ink: page.Black})
		p.Items = title.items(p.Items, geom.Point{X: bar.X + bar.W/2, Y: bar.Y + bar.H/2})
		left = bar.Right() + h.size
	}
	f := face{fonts.Hei, max(min(high.Em(785), h.size.Em(1500)), leastFact)}
	set := m.words(text, f, &h.tight)
	for f.size > h.size && line(set).Width > right-left {
		f.size = max(f.size-geom.Pt/2, h.size)
		set = m.words(text, f, &h.tight)
	}
	rec.Lines = 1
	if line(set).Width <= right-left {
		at := geom.Point{X: left, Y: box.Y + box.H/2 + f.size.Em(emMiddle)}
		p.Items = set.Items(p.Items, line(set), at, para.Tag{Part: page.Furniture})
		return 0
	}
	return m.stripLines(p, text, sl.Rows, geom.Rect{X: left, Y: box.Y, W: right - left, H: box.H}, rec)
}

// stripAir is how far the rules of a strip stand above and below it: a quarter of
// a row where the row there is free, so that its type has room.
func (m *makeup) stripAir(sl *manuscript.Slot) (above, below geom.Length) {
	air := m.house.grid.Leading / 4
	above, below = air, air
	if sl.Row == 1 {
		above = 0
	}
	if sl.Row+sl.Rows > m.house.grid.Rows {
		below = 0
	}
	for _, p := range m.issue.Pages {
		if !slices.Contains(p.Slots, sl) {
			continue
		}
		for _, o := range p.Slots {
			if o == sl || o.Col >= sl.Col+sl.Cols || sl.Col >= o.Col+o.Cols {
				continue
			}
			if o.Row+o.Rows == sl.Row {
				above = 0
			}
			if o.Row == sl.Row+sl.Rows {
				below = 0
			}
		}
	}
	return above, below
}

// stripLines sets the text of a strip in the body's size over its rows and
// tells how many rows are missing.
func (m *makeup) stripLines(p *page.Page, text manuscript.Text, rows int, box geom.Rect, rec *page.Placement) int {
	f := face{fonts.Hei, min(m.house.size, box.H)}
	set := m.words(text, f, &m.house.style)
	lines := set.Break(para.Measure{Width: max(box.W/f.size, 1) * f.size})
	fit := min(len(lines), rows)
	rec.Lines = fit
	pitch := min(m.house.grid.Leading, box.H/geom.Length(fit))
	y := box.Y + (box.H-pitch*geom.Length(fit))/2
	for i, l := range lines[:fit] {
		at := geom.Point{X: box.X, Y: y + pitch*geom.Length(i) + (pitch-f.size)/2 + f.size.Em(int(fonts.EmAscent))}
		p.Items = set.Items(p.Items, l, at, para.Tag{Part: page.Furniture})
	}
	return len(lines) - fit
}

// slogan sets one line across a strip, opened over it; it is false where the
// line is too long.
func (m *makeup) slogan(p *page.Page, t manuscript.Text, high geom.Length, box geom.Rect, left, right geom.Length, rec *page.Placement) bool {
	f := face{fonts.HeiBold, min(high.Em(720), sloganMost)}
	set := m.words(t, f, &m.house.tight)
	for f.size > leastFact && line(set).Width > right-left {
		f.size = max(f.size-geom.Pt/2, leastFact)
		set = m.words(t, f, &m.house.tight)
	}
	l := line(set)
	if l.Width > right-left {
		return false
	}
	if l.Gaps > 0 {
		l = l.SpreadTo(min((right-left)*9/10, l.Width+f.size.Em(sloganSpread)*geom.Length(l.Gaps)))
	}
	at := geom.Point{X: left + (right-left-l.Width)/2, Y: box.Y + box.H/2 + f.size.Em(emMiddle)}
	p.Items = set.Items(p.Items, l, at, para.Tag{Part: page.Furniture})
	rec.Lines = 1
	return true
}

// Measures of an ear's title.
const (
	earTitle  = 18 * geom.Pt // at its largest
	earSpread = 500          // how far it may be opened, of its size
)

// ear sets a notice with its title over its lines and tells how many rows more
// it would need.
func (m *makeup) ear(p *page.Page, sl *manuscript.Slot, rec *page.Placement) int {
	box := m.slotInner(sl)
	if !framed(sl) {
		p.Items = ruleAcross(p.Items, box.X, box.Right(), box.Y+thickRule/2, thickRule)
		p.Items = ruleAcross(p.Items, box.X, box.Right(), box.Bottom()-fineRule/2, fineRule)
	}
	over := 0
	if !empty(sl.Title) {
		p.Items, box, over = m.earTitle(p.Items, sl, box)
	}
	var lines []manuscript.Text
	for _, t := range sl.Lines {
		if !empty(t) {
			lines = append(lines, t)
		}
	}
	if len(lines) == 0 {
		return over
	}
	if sl.Text.Style != nil {
		return over + m.styledLines(p, sl, lines, box, rec)
	}
	if m.centredLines(p, lines, box, rec) {
		return over
	}
	return over + m.paragraphs(p, lines, box, rec)
}

// earTitle sets the title of an ear in whole rows: centred over a rule, or,
// inside a box, between two short rules. It gives back what is left, and how
// many rows are missing for the title itself.
func (m *makeup) earTitle(dst []page.Item, sl *manuscript.Slot, box geom.Rect) ([]page.Item, geom.Rect, int) {
	g := m.house.grid
	// A fifth of the slot at the most.
	f := face{fonts.Title, min(max(box.H/5, m.house.size.Em(1200)), earTitle)}
	h := m.titling(sl.Title, f, page.Black, box.W-2*f.size)
	if l := &h.lines[0]; len(h.lines) == 1 && l.Gaps > 0 && l.Gaps < 4 {
		*l = l.SpreadTo(min(box.W/2, l.Width+h.size.Em(earSpread)*geom.Length(l.Gaps)))
		h.width = l.Width
	}
	take := geom.DivCeil(h.height()+h.size/2, g.Leading) * g.Leading
	rest := geom.Rect{X: box.X, Y: box.Y + take, W: box.W, H: max(box.H-take, 0)}
	over := int(max(take-box.H, 0) / g.Leading)
	mid := geom.Point{X: box.X + box.W/2, Y: box.Y + take/2}
	dst = h.items(dst, mid)
	if !framed(sl) {
		return ruleAcross(dst, box.X, box.Right(), rest.Y, fineRule), rest, over
	}
	gap := h.size.Em(600)
	left, right := mid.X-h.width/2-gap, mid.X+h.width/2+gap
	if length := min(3*h.size, left-box.X); length >= h.size {
		dst = ruleAcross(dst, left-length, left, mid.Y, thickRule)
		dst = ruleAcross(dst, right, right+length, mid.Y, thickRule)
	}
	return dst, rest, over
}

// centredLines sets every line in the middle at the largest size at which each
// stays on one line, and all stand in the room; it is false where there is no
// such size.
func (m *makeup) centredLines(p *page.Page, lines []manuscript.Text, box geom.Rect, rec *page.Placement) bool {
	h := m.house
	sizes := make([]geom.Length, 0, len(noticeLadder)+1)
	for _, s := range noticeLadder {
		if s > h.size {
			sizes = append(sizes, s)
		}
	}
	n := geom.Length(len(lines))
	for _, size := range append(sizes, h.size) {
		f := face{h.body, size}
		pitch := size * 3 / 2
		if size == h.size {
			pitch = h.grid.Leading
		}
		if pitch*n > box.H || size > h.size && pitch*n+size/2 > box.H {
			continue
		}
		set := make([]*para.Paragraph, len(lines))
		fits := true
		for i, t := range lines {
			runs, _ := h.runs(t, f)
			set[i] = para.Prepare(runs, &h.tight)
			fits = fits && line(set[i]).Width <= box.W-size
		}
		if !fits {
			continue
		}
		// Lines are opened up to twice their size in a high ear.
		pitch = max(pitch, min(box.H/(n+1), size*2))
		top := box.Y + (box.H-pitch*n)/2
		for i, t := range lines {
			at := geom.Point{X: box.X + box.W/2, Y: top + pitch*geom.Length(i) + pitch/2 + size.Em(emMiddle)}
			p.Items = setLine(p.Items, m.words(t, f, &h.tight), at, centred, para.Tag{Part: page.Furniture})
		}
		rec.Lines = len(lines)
		return true
	}
	return false
}

// styledLines sets the lines of a notice in its text style, as the text of a
// story is set, below its title. It tells how many rows of the page are missing.
func (m *makeup) styledLines(p *page.Page, sl *manuscript.Slot, lines []manuscript.Text, box geom.Rect, rec *page.Placement) int {
	g, own := m.house.grid, m.house.dressed(sl)
	pc := piece{seat: seat{slot: sl}, area: m.area(sl), text: own}
	inner := pc.inner(g, m.house.size)
	pc.cols = slotColumns(sl, inner, g, own.size)
	pc.rows = int(inner.H / g.Leading)
	pc.headBox = geom.Rect{X: inner.X, Y: inner.Y, W: inner.W, H: max(box.Y-inner.Y, 0)}
	pc.makeFrames(m.house)
	s := &manuscript.Story{ID: m.noticeName(sl), Src: sl.Src}
	for _, t := range lines {
		s.Blocks = append(s.Blocks, &manuscript.Paragraph{Text: t})
	}
	c := own.content(s, pc.cols.measure, nil, &m.problems)
	for i := range c.Blocks {
		c.Blocks[i].Part = page.Furniture
		for _, set := range c.Blocks[i].Paragraphs() {
			faces(&m.problems, set, false)
		}
	}
	rest := pc.fill(flow.Break(c, pc.cols.measure, pc.room()+spareRows), g, false)
	for i := range pc.set.Lines {
		p.Items = pc.set.Lines[i].Items(p.Items, "")
	}
	rec.Lines, rec.Measure, rec.Columns = len(pc.set.Lines), pc.cols.measure, pc.cols.count
	if rest.Empty() {
		return 0
	}
	over := geom.Length(flow.Break(rest, pc.cols.measure, flow.AllRows).Len()) * own.grid.Leading
	return int(geom.DivCeil(over, g.Leading*geom.Length(pc.cols.count)))
}

// noticeRow is a line of a notice's paragraphs.
type noticeRow struct {
	p *para.Paragraph
	l para.Line
}

// noticeRows breaks texts into lines of whole characters of a size.
func (m *makeup) noticeRows(texts []manuscript.Text, size, width geom.Length) (rows []noticeRow, measure geom.Length) {
	measure = max(width/size, 1) * size
	indent := geom.DivRound(m.house.indent*size, m.house.size)
	for _, t := range texts {
		set := m.words(t, face{m.house.body, size}, &m.house.style)
		for _, l := range set.Break(para.Measure{Width: measure, Indent: indent}) {
			rows = append(rows, noticeRow{set, l})
		}
	}
	return rows, measure
}

// shortestNotice is how many characters a line of paragraphs larger than the
// body must hold.
const shortestNotice = 14

// paragraphs sets the lines of a notice as short paragraphs in body rules, in
// the middle of the room: larger than the body where the room is generous,
// else on the page's rows. It tells how many rows are missing.
func (m *makeup) paragraphs(p *page.Page, texts []manuscript.Text, box geom.Rect, rec *page.Placement) int {
	h, g := m.house, m.house.grid
	for _, size := range noticeLadder {
		if size <= h.size || size > h.size*3/2 || box.W/size < shortestNotice {
			continue
		}
		rows, measure := m.noticeRows(texts, size, box.W)
		pitch := geom.DivRound(g.Leading*size, h.size)
		if n := geom.Length(len(rows)); pitch*n+size <= box.H {
			x, y := box.X+(box.W-measure)/2, box.Y+(box.H-pitch*n)/2
			for i, r := range rows {
				at := geom.Point{X: x, Y: y + pitch*geom.Length(i) + (pitch-size)/2 + size.Em(int(fonts.EmAscent))}
				p.Items = r.p.Items(p.Items, r.l, at, para.Tag{Part: page.Furniture})
			}
			rec.Lines, rec.Measure = len(rows), measure
			return 0
		}
	}
	rows, measure := m.noticeRows(texts, h.size, box.W)
	room := int(box.H / g.Leading)
	fit := min(len(rows), room)
	first := int(geom.DivCeil(box.Y-g.Area.Y, g.Leading)) + (room-fit)/2
	x := box.X + (box.W-measure)/2
	for i, r := range rows[:fit] {
		at := geom.Point{X: x, Y: g.RowTop(first+i) + g.Baseline}
		p.Items = r.p.Items(p.Items, r.l, at, para.Tag{Part: page.Furniture})
	}
	rec.Lines, rec.Measure = fit, measure
	return len(rows) - fit
}
