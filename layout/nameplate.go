package layout

import (
	"fmt"
	"image"

	"duikai/fonts"
	"duikai/layout/artwork"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/lunar"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// # Nameplate (报头)
//
// The paper's name stands either in the free rows at the head of page 1, or in
// a slot of its own, across or downward; then ears and digests stand beside it
// in other slots. Below it, between a thick and a fine rule, the issue line
// says date, numbers and pages.

// leastNameplate is how many free rows above the first slot make room for a
// nameplate on page 1.
const leastNameplate = 6

// Sizes and shares of the nameplate.
const (
	nameHigh      = 860 // thousandths of its room's height that a name across takes
	nameHead      = 800 // the same at the head of the page
	nameWide      = 600 // of the page's width, there
	nameTall      = 780 // of its room's width, for a name downward
	nameSpread    = 300 // how far its characters may be opened, of its size
	nameOpen      = 500 // how far where nothing else fills the slot
	nameGap       = 3 * geom.Pt
	nameDownWhite = 100         // round a name downward, of its length
	linePad       = 2 * geom.Pt // between the issue line's row and its rules
)

// nameInk is the ink of the paper's name.
func (m *makeup) nameInk() page.Ink {
	if m.issue.Style.Nameplate.Red {
		return page.Red
	}
	return page.Black
}

// nameplate is the 报头 of page 1 in its free rows: the paper's name at the
// left or in the middle, the day at the right, and the issue line between
// rules below. Beside a name in the middle stands the lunar day at the left.
func (m *makeup) nameplate(dst []page.Item, free int) []page.Item {
	g := m.house.grid
	a := g.Area
	// The last free row but one holds the issue line; the last is white.
	lineTop := g.RowTop(free - 2)
	box := geom.Rect{X: a.X, Y: a.Y, W: a.W, H: lineTop - a.Y}
	name := box
	name.W = box.W.Em(nameWide)
	name.H = box.H.Em(nameHead)
	name.Y += (box.H - name.H) / 2
	align := fromLeft
	if m.issue.Style.Nameplate.Centred {
		align = centred
		name.X += (box.W - name.W) / 2
		if d, ok := m.lunarDay(box.H); ok {
			dst = m.drawDay(dst, d, box, fromLeft)
		}
	}
	dst, _, _ = m.paperName(dst, name, align, nameSpread)
	dst = m.drawDay(dst, m.solarDay(box.H), box, toRight)
	f, lines := m.issueLines(a.W, 1, leastIssueLine)
	return m.drawIssueLines(dst, geom.Rect{X: a.X, Y: lineTop - linePad, W: a.W, H: g.Leading + 2*linePad}, f, lines, lineTop)
}

// paperName sets the paper's name across, as large as its room allows, or its
// picture, and tells where it stands and the picture's resolution.
func (m *makeup) paperName(dst []page.Item, box geom.Rect, align, spread int) ([]page.Item, geom.Rect, int) {
	if file := &m.issue.Style.Nameplate.Picture; file.Path != "" {
		return m.namePicture(dst, file, box, align)
	}
	p := m.plain(m.issue.Paper, face{fonts.TitleBlack, probe}, m.issue.Src)
	wide := line(p).Width
	if wide == 0 {
		return dst, geom.Rect{X: box.X, Y: box.Y}, 0
	}
	size := min(box.H, probe*box.W/wide)
	if least := leastName * m.house.grid.Leading; size < least && size < box.H {
		m.problems.Add(diag.NameSmall, m.issue.Src, len([]rune(m.issue.Paper)), size)
	}
	p = m.inked(m.issue.Paper, face{fonts.TitleBlack, size}, m.nameInk(), m.issue.Src)
	l := line(p)
	if l.Gaps > 0 { // opened to fill its room, a little
		l = l.SpreadTo(min(box.W, l.Width+size.Em(spread)*geom.Length(l.Gaps)))
	}
	r := geom.Rect{X: box.X + (box.W-l.Width)*geom.Length(align)/2, Y: box.Y + (box.H-size)/2, W: l.Width, H: size}
	dst = p.Items(dst, l, geom.Point{X: r.X, Y: r.Y + size.Em(int(fonts.EmAscent))}, para.Tag{Part: page.Furniture})
	return dst, r, 0
}

// namePicture shows a nameplate that was drawn: whole and undistorted.
func (m *makeup) namePicture(dst []page.Item, file *manuscript.File, box geom.Rect, align int) ([]page.Item, geom.Rect, int) {
	art := file.Art
	size := art.Shape()
	if size.W <= 0 || size.H <= 0 {
		return m.reservedBox(dst, box, file.Path), box, 0
	}
	r := fitted(size, box)
	r.X = box.X + (box.W-r.W)*geom.Length(align)/2
	if art.Format == artwork.PDF {
		return append(dst, &page.Block{File: file.Path, Page: 1, Rect: r, Src: file.Src}), r, 0
	}
	got := ppi(art.Width, r.W)
	m.house.resolution(&m.problems, *file, got)
	whole := image.Rect(0, 0, art.Width, art.Height)
	return append(dst, &page.Picture{File: file.Path, Rect: r, Crop: whole, Whole: whole.Max, Focus: whole.Max.Div(2), Src: file.Src}), r, got
}

// dayBlock is a day as it stands beside the name: small, large, small.
type dayBlock struct {
	above, day, below string
	small, large      face
	middle            int // of the large type, thousandths above its baseline
	width, height     geom.Length
}

// dayRule is from a day to the rule beside it.
const dayRule = 8 * geom.Pt

// solarDay is the date for a room of a height.
func (m *makeup) solarDay(high geom.Length) dayBlock {
	d := m.issue.Date
	return m.dayOf(dayBlock{above: fmt.Sprintf("%d年%d月", d.Year(), int(d.Month())), day: fmt.Sprint(d.Day()), below: weekday(d),
		large: face{fonts.HeiBold, min(high*45/100, 40*geom.Pt)}, middle: figureMiddle}, high)
}

// lunarDay is the lunar date, and how many pages there are; false where the
// calendar does not reach.
func (m *makeup) lunarDay(high geom.Length) (dayBlock, bool) {
	d, ok := lunar.Of(m.issue.Date)
	if !ok {
		return dayBlock{}, false
	}
	return m.dayOf(dayBlock{above: d.YearName() + "年", day: d.MonthName() + d.DayName(), below: fmt.Sprintf("今日%d版", len(m.issue.Pages)),
		large: face{fonts.Title, min(high*28/100, 24*geom.Pt)}, middle: emMiddle}, high), true
}

func (m *makeup) dayOf(d dayBlock, high geom.Length) dayBlock {
	d.small = face{fonts.Hei, min(12*geom.Pt, high/5)}
	d.width = max(m.width(d.day, d.large), m.width(d.above, d.small), m.width(d.below, d.small), 6*d.small.size)
	d.height = d.large.size + d.small.size*3
	return d
}

// drawDay sets a day at one end of a room, with a fine rule towards the name.
func (m *makeup) drawDay(dst []page.Item, d dayBlock, box geom.Rect, align int) []page.Item {
	y := box.Y + (box.H-d.height)/2
	x := box.X + d.width + dayRule
	mid := box.X + d.width/2
	if align == toRight {
		mid, x = box.Right()-d.width/2, box.Right()-d.width-dayRule
	}
	dst = m.dayLines(dst, d, mid, y)
	return ruleDown(dst, x, y, y+d.height, fineRule)
}

// dayLines sets the three lines of a day around a middle from a height on.
func (m *makeup) dayLines(dst []page.Item, d dayBlock, mid, y geom.Length) []page.Item {
	dst = m.furn(dst, d.above, d.small, geom.Point{X: mid, Y: y + d.small.size.Em(int(fonts.EmAscent))}, centred)
	dst = m.furn(dst, d.day, d.large, geom.Point{X: mid, Y: y + d.height/2 + d.large.size.Em(d.middle)}, centred)
	return m.furn(dst, d.below, d.small, geom.Point{X: mid, Y: y + d.height - d.small.size.Em(int(fonts.EmDescent))}, centred)
}

// leastIssueLine is the smallest type of the issue line at the head of a
// narrow page: 七号 is the least that newsprint holds. A slot takes another
// line rather than go below leastFact.
const (
	leastIssueLine = 5 * geom.Pt
	leastFact      = 15 * geom.Pt / 2
)

// facts are the parts of the issue line in their order.
func (m *makeup) facts() []string {
	is := m.issue
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
	return append(parts, fmt.Sprintf("今日%d版", len(is.Pages)))
}

// issueLines divides the facts into the fewest lines, at most most, that hold
// them with an em between neighbours, in type of the body's size or a little
// smaller.
func (m *makeup) issueLines(width geom.Length, most int, least geom.Length) (face, [][]string) {
	parts := m.facts()
	f := face{fonts.Hei, m.house.size}
	widths := make([]geom.Length, len(parts)) // at the probe size
	for i, s := range parts {
		widths[i] = m.width(s, face{f.role, probe})
	}
	for n := 1; ; n++ {
		lines, widest := divideFacts(parts, widths, n)
		for f.size = m.house.size; f.size >= least; f.size -= geom.Pt / 2 {
			if geom.Length(int64(widest)*int64(f.size)/int64(probe)) <= width {
				return f, lines
			}
		}
		if n >= min(most, len(parts)) {
			f.size = min(m.house.size, max(leastIssueLine, probe*width/max(widest, 1)))
			return f, lines
		}
	}
}

// divideFacts parts the facts into n lines of which the widest is as narrow as
// can be, counting an em between neighbours. Facts are few: every division is
// tried.
func divideFacts(parts []string, widths []geom.Length, n int) (lines [][]string, widest geom.Length) {
	if n <= 1 || len(parts) <= 1 {
		for i, w := range widths {
			if i > 0 {
				widest += probe
			}
			widest += w
		}
		return [][]string{parts}, widest
	}
	for k := 1; k <= len(parts)-n+1; k++ {
		_, first := divideFacts(parts[:k], widths[:k], 1)
		rest, w := divideFacts(parts[k:], widths[k:], n-1)
		if w = max(first, w); lines == nil || w < widest {
			lines, widest = append([][]string{parts[:k]}, rest...), w
		}
	}
	return lines, widest
}

// drawIssueLines draws the issue lines spread over their box, from the row at
// top on, with a thick rule above and a fine one below.
func (m *makeup) drawIssueLines(dst []page.Item, box geom.Rect, f face, lines [][]string, top geom.Length) []page.Item {
	g := m.house.grid
	for i, parts := range lines {
		free := box.W
		for _, s := range parts {
			free -= m.width(s, f)
		}
		x := box.X
		gap := free
		if len(parts) == 1 {
			x += free / 2
		} else {
			gap = free / geom.Length(len(parts)-1)
		}
		// The em box stands in the middle of the row, whatever its size.
		y := top + geom.Length(i)*g.Leading + (g.Leading-f.size)/2 + f.size.Em(int(fonts.EmAscent))
		for _, s := range parts {
			dst = m.furn(dst, s, f, geom.Point{X: x, Y: y}, fromLeft)
			x += m.width(s, f) + gap
		}
	}
	dst = ruleAcross(dst, box.X, box.Right(), box.Y, thickRule)
	return ruleAcross(dst, box.X, box.Right(), box.Bottom(), fineRule)
}

// leastName is how many rows a character of the name takes at least.
const leastName = 2

// nameplateSlot draws the nameplate in a slot of its own.
func (m *makeup) nameplateSlot(p *page.Page, sl *manuscript.Slot) {
	rec := placement(sl, m.area(sl))
	p.Items = boxItems(p.Items, sl, rec.Area, m.house)
	box := m.slotInner(sl)
	have, need := int(box.H/m.house.grid.Leading), 0
	if sl.Vertical {
		need = len(m.factStack(box.W)) + leastName*max(len([]rune(m.issue.Paper)), 1)
	} else {
		_, lines := m.issueLines(box.W, len(m.facts()), leastFact)
		need = len(lines) + leastName
	}
	switch {
	case have < need:
		m.problems.Add(diag.NoNameplate, sl.Src, have, need)
		p.Items = m.reservedBox(p.Items, rec.Area, sl.Name())
	case sl.Vertical:
		p.Items, rec.PPI = m.nameDown(p.Items, box)
	default:
		p.Items, rec.PPI = m.nameAcross(p.Items, box)
	}
	p.Placements = append(p.Placements, rec)
}

// nameAcross is the name across its room with the issue lines at the foot.
func (m *makeup) nameAcross(dst []page.Item, box geom.Rect) ([]page.Item, int) {
	g := m.house.grid
	f, lines := m.issueLines(box.W, len(m.facts()), leastFact)
	foot := box
	// The rules lie inside the slot.
	foot.H = min(geom.Length(len(lines))*g.Leading+2*linePad, box.H)
	foot.Y = box.Bottom() - foot.H - fineRule/2
	name := box
	name.H = max(foot.Y-thickRule/2-nameGap-box.Y, 0)
	white := name.H - name.H.Em(nameHigh)
	name.Y, name.H = name.Y+white/2, name.H-white
	align := fromLeft
	if m.issue.Style.Nameplate.Centred {
		align = centred
	}
	// Beside a short name the day stands in what is left, if that is enough.
	_, at, _ := m.paperName(nil, name, align, nameSpread)
	enough := func(d dayBlock, room geom.Length) bool { return d.width+2*dayRule <= room }
	solar, spread := m.solarDay(name.H), nameOpen
	if enough(solar, name.Right()-at.Right()) {
		dst, spread = m.drawDay(dst, solar, name, toRight), nameSpread
	}
	if d, ok := m.lunarDay(name.H); ok && spread == nameSpread && enough(d, at.X-name.X) {
		dst = m.drawDay(dst, d, name, fromLeft)
	}
	dst, _, got := m.paperName(dst, name, align, spread)
	return m.drawIssueLines(dst, foot, f, lines, foot.Y+linePad), got
}

// nameDown is the name set downward, with the facts below it or, where that
// lets the name be larger, beside it.
func (m *makeup) nameDown(dst []page.Item, box geom.Rect) ([]page.Item, int) {
	g := m.house.grid
	stack := m.factStack(box.W)
	height := geom.Length(len(stack))*g.Leading + 2*linePad
	below := box
	below.H = max(box.H-height-2*nameGap, 0)
	wide := geom.Length(0)
	narrow := m.factStack(0) // every fact as narrow as it goes
	f := face{fonts.Hei, leastFact}
	for _, s := range narrow {
		wide = max(wide, m.width(s, f))
	}
	wide += 2 * f.size
	beside := box
	beside.W = max(box.W-wide, 0)
	fits := func(r geom.Rect) geom.Length { return min(r.W.Em(nameTall), r.H/m.nameChars()) }
	if fits(beside) > fits(below) {
		dst, got := m.nameColumn(dst, beside, box.Y, box.Bottom())
		facts := geom.Rect{X: beside.Right(), Y: box.Bottom() - geom.Length(len(narrow))*g.Leading, W: wide, H: geom.Length(len(narrow)) * g.Leading}
		dst = ruleDown(dst, facts.X, box.Y, box.Bottom(), fineRule)
		// The day stands large at the head, where there is room above the rest.
		if d := m.solarDay(wide); box.Y+d.height+g.Leading <= facts.Y && d.width < wide-dayRule {
			dst = m.dayLines(dst, d, facts.X+wide/2, box.Y)
			narrow = narrow[2:] // date and weekday
			facts.Y += 2 * g.Leading
		}
		return m.drawStack(dst, facts, f, narrow), got
	}
	dst, got := m.nameColumn(dst, below, below.Y, below.Bottom())
	foot := geom.Rect{X: box.X, Y: box.Bottom() - height - fineRule/2, W: box.W, H: height}
	dst = ruleAcross(dst, foot.X, foot.Right(), foot.Y, thickRule)
	dst = ruleAcross(dst, foot.X, foot.Right(), foot.Bottom(), fineRule)
	foot.Y += linePad
	f.size = m.house.size
	for _, s := range stack {
		for f.size > leastIssueLine && m.width(s, f) > box.W {
			f.size -= geom.Pt / 2
		}
	}
	return m.drawStack(dst, foot, f, stack), got
}

// nameChars is how many characters the paper's name has.
func (m *makeup) nameChars() geom.Length { return geom.Length(max(len([]rune(m.issue.Paper)), 1)) }

// nameDownRows is how many rows the name downward takes as large as a width lets it be,
// with the facts below it.
func (m *makeup) nameDownRows(width geom.Length) int {
	name := width.Em(nameTall) * m.nameChars()
	name += name.Em(nameDownWhite) + 2*linePad + 2*nameGap
	return int(geom.DivCeil(name, m.house.grid.Leading)) + len(m.factStack(width))
}

// nameColumn sets the name downward between two heights, opened to fill them.
func (m *makeup) nameColumn(dst []page.Item, box geom.Rect, top, bottom geom.Length) ([]page.Item, int) {
	if file := &m.issue.Style.Nameplate.Picture; file.Path != "" {
		dst, _, got := m.namePicture(dst, file, box, centred)
		return dst, got
	}
	set := func(size geom.Length) *para.Paragraph {
		return m.ready([]para.Run{{Text: m.issue.Paper, Chain: m.house.set.Chain(fonts.TitleBlack), Size: size, Ink: m.nameInk(), Keep: true, Src: m.issue.Src}}, &m.house.upright)
	}
	l := line(set(probe))
	if l.Width == 0 || box.H <= 0 || box.W <= 0 {
		return dst, 0
	}
	size := min(box.W.Em(nameTall), probe*box.H/l.Width)
	p := set(size)
	l = line(p)
	if l.Gaps > 0 {
		l = l.SpreadTo(min(box.H, l.Width+size.Em(nameSpread)*geom.Length(l.Gaps)))
	}
	// A little above the middle.
	at := geom.Point{X: box.X + box.W/2, Y: top + max(bottom-top-l.Width, 0)*2/5}
	return p.Column(dst, l, at, para.Tag{Part: page.Furniture}), 0
}

// factStack is the facts as lines one under the other, divided where a line of
// the width would not hold them.
func (m *makeup) factStack(width geom.Length) []string {
	is := m.issue
	f := face{fonts.Hei, leastFact}
	var out []string
	add := func(parts ...string) {
		whole := ""
		for i, s := range parts {
			if i > 0 {
				whole += "　"
			}
			whole += s
		}
		if m.width(whole, f) <= width {
			out = append(out, whole)
			return
		}
		out = append(out, parts...)
	}
	add(chineseDate(is.Date), weekday(is.Date))
	if d, ok := lunar.Of(is.Date); ok {
		if whole := "农历" + d.String(); m.width(whole, f) <= width {
			out = append(out, whole)
		} else {
			out = append(out, "农历"+d.YearName()+"年", d.MonthName()+d.DayName())
		}
	}
	if is.CN != "" {
		add("国内统一连续出版物号", is.CN)
	}
	last := fmt.Sprintf("今日%d版", len(is.Pages))
	if is.Number > 0 {
		add(fmt.Sprintf("总第%d期", is.Number), last)
	} else {
		out = append(out, last)
	}
	return out
}

// drawStack draws lines centred under each other, one a row.
func (m *makeup) drawStack(dst []page.Item, box geom.Rect, f face, lines []string) []page.Item {
	g := m.house.grid
	for i, s := range lines {
		y := box.Y + geom.Length(i)*g.Leading + (g.Leading-f.size)/2 + f.size.Em(int(fonts.EmAscent))
		dst = m.furn(dst, s, f, geom.Point{X: box.X + box.W/2, Y: y}, centred)
	}
	return dst
}
