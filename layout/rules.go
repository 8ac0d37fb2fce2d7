package layout

import (
	"cmp"
	"slices"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// Widths of rules. 正线 is a tenth of a millimetre; presses ask for a quarter
// point at least, so ours is that. 反线 is about a third of a millimetre.
const (
	fineRule  = geom.Pt / 4 // 正线
	thickRule = geom.Pt     // 反线
)

// 文武线 is a bold line (武) outside and a fine one (文) inside, with white of
// about the bold line's width between them.
const (
	wuRule  = 3 * geom.Pt / 2
	wenRule = fineRule
	wenGap  = 5 * geom.Pt / 4
	// wenwuThick is the whole of it.
	wenwuThick = wuRule + wenGap + wenRule
)

// separators draws the rules that part stories: a fine rule in the middle of
// the gutter between neighbours side by side, and one by the house's style in
// the free row between a slot and what stands above it.
func (m *makeup) separators(dst []page.Item, plan *manuscript.Page) []page.Item {
	slots := slices.Clone(plan.Slots)
	slices.SortStableFunc(slots, func(a, b *manuscript.Slot) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col))
	})
	from := len(dst)
	for i, a := range slots {
		for j, b := range slots {
			if i == j || partsAside(a) || partsAside(b) || sameStory(a, b) {
				continue
			}
			if a.Col+a.Cols == b.Col {
				dst = m.columnRule(dst, a, b, slots)
			}
		}
		dst = m.storyRule(dst, a, slots)
	}
	inked(dst[from:], plan.Ink)
	return dst
}

func sameStory(a, b *manuscript.Slot) bool {
	return a.Kind == manuscript.StorySlot && b.Kind == manuscript.StorySlot && a.Story == b.Story
}

// columnRule is the 栏线 between two slots side by side, over the rows they
// share.
func (m *makeup) columnRule(dst []page.Item, a, b *manuscript.Slot, slots []*manuscript.Slot) []page.Item {
	g := m.house.grid
	top, bottom := max(a.Row, b.Row)-1, min(a.Row+a.Rows, b.Row+b.Rows)-1
	if top >= bottom {
		return dst
	}
	x := g.ColumnLeft(b.Col-1) - g.Gutter/2
	from, to := geom.Point{X: x, Y: g.RowTop(top)}, geom.Point{X: x, Y: g.RowTop(bottom)}
	// Inside the page the rule reaches into the free rows to meet the rules
	// that stand there: half a row up, and down to half a row above the next
	// slot, when that is near.
	if top > 0 {
		from.Y -= g.Leading / 2
	}
	short := a
	if b.Row+b.Rows < a.Row+a.Rows {
		short = b
	}
	if next := below(short, slots); next > 0 && next-1-bottom <= nearRows {
		to.Y = g.RowTop(next-1) - g.Leading/2
	}
	return append(dst, &page.Rule{From: from, To: to, Width: fineRule, Ink: page.Black})
}

// nearRows is how many free rows a column rule crosses to meet the rule below.
const nearRows = 3

// below is the row of the nearest slot under another one; 0 where none is.
func below(s *manuscript.Slot, slots []*manuscript.Slot) int {
	nearest := 0
	for _, o := range slots {
		if under := o.Row >= s.Row+s.Rows && o.Col < s.Col+s.Cols && s.Col < o.Col+o.Cols; under && (nearest == 0 || o.Row < nearest) {
			nearest = o.Row
		}
	}
	return nearest
}

// storyRule is the rule over a slot that has another above it with a free row
// or more between them.
func (m *makeup) storyRule(dst []page.Item, s *manuscript.Slot, slots []*manuscript.Slot) []page.Item {
	g := m.house.grid
	var nearest *manuscript.Slot // the lowest slot above
	for _, o := range slots {
		if o == s || o.Col >= s.Col+s.Cols || s.Col >= o.Col+o.Cols || o.Row+o.Rows > s.Row {
			continue
		}
		if nearest == nil || o.Row+o.Rows > nearest.Row+nearest.Rows {
			nearest = o
		}
	}
	if nearest == nil || nearest.Row+nearest.Rows >= s.Row {
		return dst // nothing above, or no free row
	}
	if partsAbove(s) || partsBelow(nearest) || sameStory(s, nearest) || pictureLike(s) {
		return dst
	}
	// In the middle of the last free row.
	y := g.RowTop(s.Row-1) - g.Leading/2
	area := m.area(s)
	from, to := geom.Point{X: area.X, Y: y}, geom.Point{X: area.Right(), Y: y}
	if s.Col > 1 {
		from.X -= g.Gutter / 2
	}
	if s.Col+s.Cols-1 < g.Columns {
		to.X += g.Gutter / 2
	}
	return m.separator(dst, from, to)
}

// separator draws a rule between stories (稿件分隔线) by the house's style.
func (m *makeup) separator(dst []page.Item, from, to geom.Point) []page.Item {
	across := func(y, width geom.Length) {
		dst = append(dst, &page.Rule{From: geom.Point{X: from.X, Y: y}, To: geom.Point{X: to.X, Y: y}, Width: width, Ink: page.Black})
	}
	switch m.issue.Style.Separator {
	case manuscript.SeparatorNone:
	case manuscript.SeparatorBold:
		across(from.Y, thickRule)
	case manuscript.SeparatorWenwu:
		top := from.Y - wenwuThick/2
		across(top+wuRule/2, wuRule)
		across(top+wenwuThick-wenRule/2, wenRule)
	case manuscript.SeparatorOrnament:
		return ruleBand().line(dst, from.X, to.X, from.Y)
	default:
		across(from.Y, fineRule)
	}
	return dst
}

// clearance is what a box or a tint keeps free between the slot's edge and
// what stands in it: a character at the sides and a row above and below. The
// ornament and the frame of an obituary are so thick that they get a row and
// their own thickness besides.
func clearance(s *manuscript.Slot, g page.Grid, em geom.Length) geom.Inset {
	if !framed(s) {
		return geom.Inset{}
	}
	sides := em
	switch s.Box {
	case manuscript.BoxOrnament:
		sides += ornament{&meander, meanderCell}.thick()
	case manuscript.BoxMourning:
		sides += mourningBox(s.Cols)
	default:
		return geom.Inset{Top: g.Leading, Right: em, Bottom: g.Leading, Left: em}
	}
	return geom.Inset{Top: 2 * g.Leading, Right: sides, Bottom: 2 * g.Leading, Left: sides}
}

// frameRect is where a slot's frame stands: its outer edges are those of the
// em boxes of the slot's first and last row, so that boxes are level with the
// text and the pictures beside them. A strip has no row to spare.
func frameRect(s *manuscript.Slot, area geom.Rect, h *house) geom.Rect {
	if s.Box == manuscript.BoxNone && s.Tint == 0 || s.Rows <= stripRows {
		return area
	}
	white := (h.grid.Leading - h.size) / 2
	return area.Inset(geom.Inset{Top: white, Bottom: white})
}

// stripRoom is what the frame leaves of a slot too low for clearance.
func (m *makeup) stripRoom(s *manuscript.Slot) geom.Rect {
	r := frameRect(s, m.area(s), m.house)
	return r.Inset(insetAll(frameThick(s.Box, r, m.house.size)))
}

// frameThick is how thick a frame is.
func frameThick(b manuscript.Box, r geom.Rect, em geom.Length) geom.Length {
	switch b {
	case manuscript.BoxLine:
		return lineBox
	case manuscript.BoxDouble:
		return doubleBox + fineRule
	case manuscript.BoxBold:
		return boldBox
	case manuscript.BoxWenwu:
		return wenwuThick
	case manuscript.BoxOrnament:
		return boxBand(r, em).thick()
	case manuscript.BoxMourning:
		return mourningBox(1)
	}
	return 0
}

// Boxes: the width of a plain and a bold one, and how far the inner line of a
// double one stands from the edge.
const (
	lineBox   = 2 * fineRule
	doubleBox = 2 * geom.Pt
	boldBox   = 2 * thickRule
)

// mourningBox is how thick the frame of an obituary is, by the basic columns it
// spans: four to eight points.
func mourningBox(cols int) geom.Length {
	switch {
	case cols <= 2:
		return 4 * geom.Pt
	case cols <= 4:
		return 6 * geom.Pt
	}
	return 8 * geom.Pt
}

// inkOf is the ink that a reference names.
func inkOf(r manuscript.InkRef) page.Ink {
	if i := r.Ink; i != nil {
		return page.Ink{C: uint8(i.C), M: uint8(i.M), Y: uint8(i.Y), K: uint8(i.K)}
	}
	return page.Black
}

// inked prints what is black of some items in an ink. They are just made, and
// nobody else's.
func inked(items []page.Item, r manuscript.InkRef) {
	if r.Ink == nil {
		return
	}
	ink := inkOf(r)
	for _, it := range items {
		switch it := it.(type) {
		case *page.Text:
			recolour(&it.Ink, ink)
		case *page.Rule:
			recolour(&it.Ink, ink)
		case *page.Fill:
			recolour(&it.Ink, ink)
		case *page.Shape:
			recolour(&it.Ink, ink)
		}
	}
}

func recolour(i *page.Ink, ink page.Ink) {
	if *i == page.Black {
		*i = ink
	}
}

// insetAll is the same distance on all four sides.
func insetAll(l geom.Length) geom.Inset { return geom.Inset{Top: l, Right: l, Bottom: l, Left: l} }

// boxItems draws a slot's tint and frame (底纹、加框).
func boxItems(dst []page.Item, s *manuscript.Slot, area geom.Rect, h *house) []page.Item {
	r := frameRect(s, area, h)
	if s.Tint > 0 {
		dst = append(dst, &page.Fill{Rect: r, Ink: page.Ink{K: uint8(s.Tint)}})
	}
	from := len(dst)
	switch s.Box {
	case manuscript.BoxLine:
		dst = frame(dst, r, lineBox)
	case manuscript.BoxDouble:
		dst = frame(dst, r, fineRule)
		dst = frame(dst, r.Inset(insetAll(doubleBox)), fineRule)
	case manuscript.BoxBold:
		dst = frame(dst, r, boldBox)
	case manuscript.BoxWenwu:
		dst = frame(dst, r, wuRule)
		dst = frame(dst, r.Inset(insetAll(wuRule+wenGap)), wenRule)
	case manuscript.BoxOrnament:
		dst = boxBand(r, h.size).frame(dst, r)
	case manuscript.BoxMourning:
		dst = frame(dst, r, mourningBox(s.Cols))
	}
	inked(dst[from:], s.Ink)
	return dst
}

// frame draws the four sides of a rectangle with their corners closed; the
// lines lie inside it.
func frame(dst []page.Item, r geom.Rect, width geom.Length) []page.Item {
	left, right, top, bottom := r.X+width/2, r.Right()-width/2, r.Y+width/2, r.Bottom()-width/2
	ends := [][2]geom.Point{
		{{X: r.X, Y: top}, {X: r.Right(), Y: top}},
		{{X: r.X, Y: bottom}, {X: r.Right(), Y: bottom}},
		{{X: left, Y: r.Y}, {X: left, Y: r.Bottom()}},
		{{X: right, Y: r.Y}, {X: right, Y: r.Bottom()}},
	}
	for _, e := range ends {
		dst = append(dst, &page.Rule{From: e[0], To: e[1], Width: width, Ink: page.Black})
	}
	return dst
}

// reserved keeps the place of a slot whose content is missing or cannot be set
// yet: on a draft it is framed and named, in an edition it stays white (the
// loader has said so).
func (m *makeup) reserved(p *page.Page, s *manuscript.Slot) {
	area := m.area(s)
	p.Items = m.reservedBox(p.Items, area, s.Name())
	p.Placements = append(p.Placements, page.Placement{Kind: s.Kind.String(), Story: s.Name(), Area: area, Src: s.Src})
}

func (m *makeup) reservedBox(dst []page.Item, area geom.Rect, name string) []page.Item {
	if !m.opt.Draft {
		return dst
	}
	dst = frame(dst, area, fineRule)
	p := m.house.plain(name, face{fonts.Hei, m.house.size}, diag.Pos{})
	at := geom.Point{X: area.X + area.W/2, Y: area.Y + area.H/2}
	return setLine(dst, p, at, centred, para.Tag{Part: page.Mark})
}
