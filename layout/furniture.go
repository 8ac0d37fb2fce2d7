package layout

import (
	"fmt"
	"strings"
	"time"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/lunar"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// leastNameplate is how many free rows above the first slot make room for a
// nameplate on page 1.
const leastNameplate = 6

// furniture draws what the page writes itself: the nameplate (报头) on page 1
// where rows are left free for it, the page header (版眉) elsewhere.
func (m *makeup) furniture(dst []page.Item, plan *manuscript.Page) []page.Item {
	if plan.Number == 1 && len(plan.Slots) > 0 {
		free := freeRows(plan, m.house.grid.Rows)
		if free >= leastNameplate {
			return m.nameplate(dst, free)
		}
		m.problems.Add(diag.NoNameplate, plan.Src, free, leastNameplate)
	}
	return m.header(dst, plan)
}

// freeRows is how many rows are free above the first slot; 0 on a page
// without slots.
func freeRows(plan *manuscript.Page, rows int) int {
	if len(plan.Slots) == 0 {
		return 0
	}
	free := rows
	for _, s := range plan.Slots {
		free = min(free, s.Row-1)
	}
	return free
}

var weekdays = [...]string{"日", "一", "二", "三", "四", "五", "六"}

func chineseDate(d time.Time) string {
	return fmt.Sprintf("%d年%d月%d日", d.Year(), int(d.Month()), d.Day())
}

func weekday(d time.Time) string { return "星期" + weekdays[d.Weekday()] }

// furn sets a piece of furniture on one line.
func (m *makeup) furn(dst []page.Item, s string, f face, at geom.Point, align int) []page.Item {
	if s == "" {
		return dst
	}
	return setLine(dst, m.plain(s, f, m.issue.Src), at, align, para.Tag{Part: page.Furniture})
}

// plain readies text that the page writes itself, and reports characters that
// no face covers.
func (m *makeup) plain(s string, f face, src diag.Pos) *para.Paragraph {
	p := m.house.plain(s, f, src)
	for _, miss := range p.Missing() {
		m.problems.Add(diag.NoGlyph, src, string(miss.Rune), miss.Rune)
	}
	return p
}

// Header measures.
const (
	headerRoom   = 40 * geom.Pt // what the header takes above the type area at its full size
	headerRise   = 8 * geom.Pt  // foot of the header's rules above the type area
	headerGap    = 2 * geom.Pt  // between its two rules
	headerNumber = 24 * geom.Pt // page number
	headerName   = 18 * geom.Pt // section
	headerPaper  = 15 * geom.Pt
	headerSmall  = 9 * geom.Pt
	headerClear  = 6 * geom.Pt  // above the rules and beside the number
	headerLine   = 12 * geom.Pt // between date and editors
)

// leastHeader is how small a header may become, in thousandths, before it is
// left out: half its size is still read.
const leastHeader = 500

// header is the 版眉 of an inner page: number and section at the left, the
// paper's name in the middle, date and editors at the right, over a thick and
// a fine rule.
//
// Where the margin is too low for it the whole header is set smaller.
func (m *makeup) header(dst []page.Item, plan *manuscript.Page) []page.Item {
	a := m.house.grid.Area
	scale := int(min(a.Y*1000/headerRoom, 1000))
	if scale < leastHeader {
		m.problems.Add(diag.NoHeader, plan.Src, a.Y, headerRoom.Em(leastHeader))
		return dst
	}
	at := func(l geom.Length) geom.Length { return l.Em(scale) }
	foot := a.Y - at(headerRise)
	upper := foot - at(headerGap)
	dst = append(dst,
		&page.Rule{From: geom.Point{X: a.X, Y: upper}, To: geom.Point{X: a.Right(), Y: upper}, Width: thickRule, Ink: page.Black},
		&page.Rule{From: geom.Point{X: a.X, Y: foot}, To: geom.Point{X: a.Right(), Y: foot}, Width: fineRule, Ink: page.Black})
	base := upper - at(headerClear)
	number := m.plain(fmt.Sprint(plan.Number), face{fonts.HeiBold, at(headerNumber)}, plan.Src)
	dst = setLine(dst, number, geom.Point{X: a.X, Y: base}, fromLeft, para.Tag{Part: page.Furniture})
	x := a.X + line(number).Width + at(headerClear)
	dst = m.furn(dst, plan.Name, face{fonts.Title, at(headerName)}, geom.Point{X: x, Y: base}, fromLeft)
	dst = m.furn(dst, m.issue.Paper, face{fonts.TitleBlack, at(headerPaper)}, geom.Point{X: a.X + a.W/2, Y: base}, centred)
	small := face{fonts.Song, at(headerSmall)}
	right := geom.Point{X: a.Right(), Y: base}
	if len(plan.Editors) > 0 {
		dst = m.furn(dst, editors(plan), small, right, toRight)
		right.Y -= at(headerLine)
	}
	return m.furn(dst, chineseDate(m.issue.Date)+"　"+weekday(m.issue.Date), small, right, toRight)
}

// editors is the staff line of a page.
func editors(plan *manuscript.Page) string {
	var parts []string
	for _, e := range plan.Editors {
		parts = append(parts, e.Role.String()+"："+e.Name.String())
	}
	return strings.Join(parts, "　")
}

// nameplate is the 报头 of page 1 in its free rows: the paper's name at the
// left in the blackest 标宋, date and numbers at the right, and the issue line
// between rules below.
func (m *makeup) nameplate(dst []page.Item, free int) []page.Item {
	g := m.house.grid
	a := g.Area
	// The last free row but one holds the issue line; the last is white.
	lineTop := g.RowTop(free - 2)
	box := geom.Rect{X: a.X, Y: a.Y, W: a.W, H: lineTop - a.Y}
	dst = m.paperName(dst, box)
	dst = m.dateBlock(dst, box)
	return m.issueLine(dst, lineTop)
}

// paperName sets the paper's name as large as its box allows.
func (m *makeup) paperName(dst []page.Item, box geom.Rect) []page.Item {
	p := m.plain(m.issue.Paper, face{fonts.TitleBlack, probe}, m.issue.Src)
	wide := line(p).Width
	if wide == 0 {
		return dst
	}
	// Four fifths of the height, three fifths of the width at the most.
	size := min(box.H*8/10, probe*(box.W*6/10)/wide)
	p = m.plain(m.issue.Paper, face{fonts.TitleBlack, size}, m.issue.Src)
	l := line(p)
	l = l.SpreadTo(l.Width + size/10*geom.Length(l.Gaps))
	y := box.Y + (box.H-size)/2 + size.Em(int(fonts.EmAscent))
	return p.Items(dst, l, geom.Point{X: box.X, Y: y}, para.Tag{Part: page.Furniture})
}

// dateBlock sets the day at the right of the nameplate: the weekday, the day
// of the month large, year and month.
func (m *makeup) dateBlock(dst []page.Item, box geom.Rect) []page.Item {
	d := m.issue.Date
	day := face{fonts.HeiBold, min(box.H*45/100, 40*geom.Pt)}
	small := face{fonts.Hei, 12 * geom.Pt}
	p := m.plain(fmt.Sprint(d.Day()), day, m.issue.Src)
	height := day.size + small.size*2
	right := box.Right()
	y := box.Y + (box.H-height)/2
	width := max(line(p).Width, 6*small.size)
	mid := right - width/2
	dst = m.furn(dst, fmt.Sprintf("%d年%d月", d.Year(), int(d.Month())), small, geom.Point{X: mid, Y: y + small.size}, centred)
	dst = setLine(dst, p, geom.Point{X: mid, Y: y + small.size + day.size.Em(950)}, centred, para.Tag{Part: page.Furniture})
	dst = m.furn(dst, weekday(d), small, geom.Point{X: mid, Y: y + small.size*2 + day.size}, centred)
	x := right - width - 8*geom.Pt
	return append(dst, &page.Rule{From: geom.Point{X: x, Y: y}, To: geom.Point{X: x, Y: y + height}, Width: fineRule, Ink: page.Black})
}

// leastIssueLine is the smallest type of the issue line: 七号 is the least that
// newsprint holds.
const leastIssueLine = 5 * geom.Pt

// issueLine is the ruled line of date, numbers and pages below the nameplate.
func (m *makeup) issueLine(dst []page.Item, top geom.Length) []page.Item {
	g, is := m.house.grid, m.issue
	a := g.Area
	f := face{fonts.Hei, m.house.size}
	parts := []string{chineseDate(is.Date) + "　" + weekday(is.Date)}
	if d, ok := lunar.Of(is.Date); ok {
		parts = append(parts, "农历"+d.String())
	}
	if is.CN != "" {
		parts = append(parts, "国内统一连续出版物号　"+is.CN)
	}
	if is.Number > 0 {
		parts = append(parts, fmt.Sprintf("总第%d期", is.Number))
	}
	parts = append(parts, fmt.Sprintf("今日%d版", len(is.Pages)))
	set := make([]*para.Paragraph, len(parts))
	for {
		free := a.W
		for i, s := range parts {
			set[i] = m.plain(s, f, is.Src)
			free -= line(set[i]).Width
		}
		gap := free / geom.Length(len(parts)-1)
		if gap < f.size && f.size > leastIssueLine {
			f.size -= geom.Pt / 2 // a narrow page: smaller, until the parts stand apart
			continue
		}
		x := a.X
		for _, p := range set {
			dst = setLine(dst, p, geom.Point{X: x, Y: top + g.Baseline}, fromLeft, para.Tag{Part: page.Furniture})
			x += line(p).Width + gap
		}
		break
	}
	for i, y := range []geom.Length{top - 2*geom.Pt, top + g.Leading + 2*geom.Pt} {
		width := fineRule
		if i == 0 {
			width = thickRule
		}
		dst = append(dst, &page.Rule{From: geom.Point{X: a.X, Y: y}, To: geom.Point{X: a.Right(), Y: y}, Width: width, Ink: page.Black})
	}
	return dst
}
