package layout

import (
	"fmt"
	"strings"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

// # Page headers (版眉)
//
// Every header says the same: the page's number in figures and as 第N版, its
// section, the paper, the date, who made the page. The house chooses among
// three designs by style.header.

// Measures of headers at their full size.
const (
	headerRoom  = 40 * geom.Pt // what the header takes above the type area
	headerRise  = 8 * geom.Pt  // foot of the header above the type area
	headerGap   = 2 * geom.Pt  // between the two rules of a header
	headerClear = 6 * geom.Pt  // above rules and beside the number
	headerBand  = 27 * geom.Pt // height of the band
	headerBox   = 32 * geom.Pt // side of the box at the corner

	headerNumber = 24 * geom.Pt // page number
	headerFigure = 27 * geom.Pt // page number in the box
	headerName   = 18 * geom.Pt // section
	headerPaper  = 15 * geom.Pt
	headerSmall  = 9 * geom.Pt
	headerLine   = 12 * geom.Pt // between date and editors
)

// headerTint is the ground of the band beside its black part: type on it must
// stay legible (at most 15 percent).
const headerTint = 12

// leastHeader is how small a header may become, in thousandths, before it is
// left out, or told of where its words need it: half its size is still read.
const leastHeader = 500

// header is the 版眉 of an inner page.
//
// Where the margin is too low or the page too narrow for it the whole header
// is set smaller.
func (m *makeup) header(dst []page.Item, plan *manuscript.Page) []page.Item {
	a := m.house.grid.Area
	scale := int(min(a.Y*1000/headerRoom, 1000))
	if scale < leastHeader {
		m.problems.Add(diag.NoHeader, plan.Src, m.issue.Format.In(a.Y), m.issue.Format.In(headerRoom.Em(leastHeader)))
		return dst
	}
	design := (*pageHeader).rules
	switch m.issue.Style.Header {
	case manuscript.HeaderBand:
		design = (*pageHeader).band
	case manuscript.HeaderCorner:
		design = (*pageHeader).corner
	}
	for {
		b := m.headerOf(plan, scale)
		design(b)
		if b.need <= a.W || scale <= 1 {
			if scale < leastHeader {
				m.problems.Add(diag.HeaderSmall, plan.Src, scale/10)
			}
			ruled(b.items, plan.Ink)
			return append(dst, b.items...)
		}
		scale = max(min(int(geom.Length(scale)*a.W/b.need), scale-1), 1)
	}
}

// ruled prints the rules and bars of a header in an ink; its words stay black.
func ruled(items []page.Item, r manuscript.InkRef) {
	for i, it := range items {
		if _, text := it.(*page.Text); !text {
			inked(items[i:i+1], r)
		}
	}
}

// pageHeader is a page header being set.
type pageHeader struct {
	m     *makeup
	scale int
	items []page.Item
	need  geom.Length // how wide the area must be for it

	number, ordinal, section, paper, date, editors string

	area  geom.Rect
	foot  geom.Length // lower edge of the header
	outer bool        // the outer corner is at the right
}

func (m *makeup) headerOf(plan *manuscript.Page, scale int) *pageHeader {
	h := &pageHeader{
		m: m, scale: scale, area: m.house.grid.Area,
		number: fmt.Sprint(plan.Number), ordinal: "第" + chineseNumber(plan.Number) + "版",
		section: plan.Name, paper: m.issue.Paper, editors: editors(plan),
		date: chineseDate(m.issue.Date) + "　" + weekday(m.issue.Date),
		// Sheets are folded so that odd pages lie at the right.
		outer: plan.Number%2 == 1,
	}
	if plan.Spread > 0 {
		h.number = fmt.Sprintf("%d–%d", plan.Number, plan.Spread)
		h.ordinal = "第" + chineseNumber(plan.Number) + "、" + chineseNumber(plan.Spread) + "版"
	}
	h.foot = h.area.Y - h.at(headerRise)
	return h
}

// at is a measure at the header's scale.
func (h *pageHeader) at(l geom.Length) geom.Length { return l.Em(h.scale) }

func (h *pageHeader) face(r fonts.Role, size geom.Length) face { return face{r, h.at(size)} }

func (h *pageHeader) text(s string, f face, ink page.Ink, x, y geom.Length, align int) {
	h.items = h.m.furnIn(h.items, s, f, ink, geom.Point{X: x, Y: y}, align)
}

func (h *pageHeader) fill(r geom.Rect, ink page.Ink) {
	h.items = append(h.items, &page.Fill{Rect: r, Ink: ink})
}

// group is texts one after the other on a baseline, from a place to the right
// or, mirrored, to the left. It gives back where it ends.
func (h *pageHeader) group(x, y geom.Length, mirrored bool, parts ...headerPart) geom.Length {
	first := true
	for _, p := range parts {
		w := h.m.width(p.s, p.face)
		if w == 0 {
			continue
		}
		gap := h.at(headerClear)
		if first {
			gap, first = 0, false
		}
		if mirrored {
			h.text(p.s, p.face, p.ink, x-gap, y-p.up, toRight)
			x -= gap + w
		} else {
			h.text(p.s, p.face, p.ink, x+gap, y-p.up, fromLeft)
			x += gap + w
		}
	}
	return x
}

// headerPart is a text of a group, raised by up.
type headerPart struct {
	s    string
	face face
	ink  page.Ink
	up   geom.Length
}

// between sets a text in the middle of the page, or, where that is taken, in
// the middle of what is left between two places, and notes the need of all.
func (h *pageHeader) between(s string, f face, y, left, right geom.Length) {
	w, clear := h.m.width(s, f), h.at(2*headerClear)
	h.need = (left - h.area.X) + (h.area.Right() - right) + w + 2*clear
	mid := h.area.X + h.area.W/2
	mid = min(max(mid, left+clear+w/2), right-clear-w/2)
	h.text(s, f, page.Black, mid, y, centred)
}

// rules is the classical header: number and section at the left, the paper's
// name in the middle, date and editors at the right, over a thick and a fine
// rule.
func (h *pageHeader) rules() {
	a := h.area
	upper := h.foot - h.at(headerGap)
	h.items = ruleAcross(h.items, a.X, a.Right(), upper, thickRule)
	h.items = ruleAcross(h.items, a.X, a.Right(), h.foot, fineRule)
	base := upper - h.at(headerClear)
	small := h.face(fonts.Song, headerSmall)
	left := h.group(a.X, base, false,
		headerPart{h.number, h.face(fonts.HeiBold, headerNumber), page.Black, 0},
		headerPart{h.section, h.face(fonts.Title, headerName), page.Black, 0},
		headerPart{h.ordinal, small, page.Black, 0})
	right := a.Right() - h.dateBlock(small, a.Right(), base, toRight)
	h.between(h.paper, h.face(fonts.TitleBlack, headerPaper), base, left, right)
}

// dateBlock sets the date, and the editors under it, and tells how wide they
// are.
func (h *pageHeader) dateBlock(f face, x, base geom.Length, align int) geom.Length {
	width := max(h.m.width(h.date, f), h.m.width(h.editors, f))
	if h.editors != "" {
		h.text(h.editors, f, page.Black, x, base, align)
		base -= h.at(headerLine)
	}
	h.text(h.date, f, page.Black, x, base, align)
	return width
}

// band is a bar across the head of the page: black at the outer corner, with
// the number and the section reversed white in it, and tinted beside.
func (h *pageHeader) band() {
	a := h.area
	height := h.at(headerBand)
	bar := geom.Rect{X: a.X, Y: h.foot - height, W: a.W, H: height}
	mid := bar.Y + height/2
	h.fill(bar, page.Ink{K: headerTint})
	black := len(h.items) // the black part lies below its type and is as wide
	h.items = append(h.items, nil)
	number, name, small := h.face(fonts.HeiBold, headerNumber), h.face(fonts.HeiBold, headerPaper), h.face(fonts.Hei, headerSmall)
	// All three stand on the section's baseline; the figures' middle is that
	// of the bar.
	base := mid + number.size.Em(figureMiddle)
	pad := h.at(headerClear * 4 / 3)
	outer, inner, align := a.X, a.Right(), toRight
	dir := geom.Length(1)
	if h.outer {
		outer, inner, align, dir = inner, outer, fromLeft, -1
	}
	end := h.group(outer+dir*pad, base, h.outer,
		headerPart{h.number, number, whiteInk, 0},
		headerPart{h.section, name, whiteInk, base - (mid + name.size.Em(emMiddle))},
		headerPart{h.ordinal, small, whiteInk, base - (mid + name.size.Em(emMiddle))})
	end += dir * pad
	r := bar
	r.X, r.W = min(outer, end), max(end-outer, outer-end)
	h.items[black] = &page.Fill{Rect: r, Ink: page.Black}
	// One line of small type stands in the middle, two around it.
	line := mid + small.size.Em(emMiddle)
	if h.editors != "" {
		line += h.at(headerLine) / 2
	}
	width := h.dateBlock(small, inner-dir*pad, line, align) + pad
	left, right := end, inner-width
	if h.outer {
		left, right = inner+width, end
	}
	paper := h.face(fonts.TitleBlack, headerPaper)
	h.between(h.paper, paper, mid+paper.size.Em(emMiddle), left, right)
}

// corner is a large figure in a box at the outer corner, the section beside
// it, and a fine rule along which the rest stands in small type.
func (h *pageHeader) corner() {
	a := h.area
	number, name, small := h.face(fonts.HeiBold, headerFigure), h.face(fonts.Title, headerName), h.face(fonts.Song, headerSmall)
	side := h.at(headerBox)
	box := geom.Rect{X: a.X, Y: h.foot - side, W: max(side*9/8, h.m.width(h.number, number)+h.at(2*headerClear)), H: side}
	outer, inner, align := a.X, a.Right(), toRight
	dir := geom.Length(1)
	if h.outer {
		outer, inner, align, dir = inner, outer, fromLeft, -1
		box.X = outer - box.W
	}
	h.items = ruleAcross(h.items, a.X, a.Right(), h.foot-fineRule/2, fineRule)
	h.fill(box, page.Black)
	h.text(h.number, number, whiteInk, box.X+box.W/2, box.Y+side/2+number.size.Em(figureMiddle), centred)
	base := h.foot - h.at(headerClear)
	end := h.group(outer+dir*(box.W+h.at(headerClear*4/3)), base, h.outer,
		headerPart{h.section, name, page.Black, 0},
		headerPart{h.ordinal, h.face(fonts.Hei, headerSmall), page.Black, 0})
	rest := []string{h.date}
	if h.editors != "" {
		rest = append(rest, h.editors)
	}
	s := strings.Join(rest, "　　")
	paper := h.face(fonts.TitleBlack, headerSmall*4/3)
	tail := h.m.width(s, small)
	h.text(s, small, page.Black, inner, base, align)
	tail += h.at(2*headerClear) + h.m.width(h.paper, paper)
	h.text(h.paper, paper, page.Black, inner-dir*tail, base, fromLeft+toRight-align)
	h.need = max(end-outer, outer-end) + tail + h.at(2*headerClear)
}

// editors is the staff line of a page.
func editors(plan *manuscript.Page) string {
	var parts []string
	for _, e := range plan.Editors {
		parts = append(parts, e.Role.String()+"："+e.Name.String())
	}
	return strings.Join(parts, "　")
}

// chineseNumber is a page's number in Chinese numerals up to 九十九, figures
// beyond.
func chineseNumber(n int) string {
	digits := []rune("〇一二三四五六七八九")
	switch {
	case n < 1 || n > 99:
		return fmt.Sprint(n)
	case n < 10:
		return string(digits[n])
	}
	s := "十"
	if n >= 20 {
		s = string(digits[n/10]) + s
	}
	if n%10 > 0 {
		s += string(digits[n%10])
	}
	return s
}
