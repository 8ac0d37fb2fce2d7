package layout

import (
	"fmt"
	"slices"
	"time"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// # Furniture
//
// What the page writes itself: the nameplate (报头) and the page header (版眉),
// and the slots beside them that are no stories: the digest (导读) and notices
// (报眼). All of it is written in few faces: the paper's name in the blackest
// 标宋, titles and figures in 黑, the small facts in 黑 or 宋.

// furniture draws what stands outside the slots: the nameplate on page 1 where
// rows are left free for it, the page header elsewhere. A page 1 with a slot
// for its nameplate has neither.
func (m *makeup) furniture(dst []page.Item, plan *manuscript.Page) []page.Item {
	if plan.Number == 1 && len(plan.Slots) > 0 {
		if slices.ContainsFunc(plan.Slots, func(s *manuscript.Slot) bool { return s.Kind == manuscript.NameplateSlot }) {
			return dst
		}
		free := freeRows(plan, m.house.grid.Rows)
		if free >= leastNameplate {
			return m.nameplate(dst, free)
		}
		m.problems.Add(diag.NoNameplate, plan.Src, free, leastNameplate)
	}
	if slices.ContainsFunc(plan.Slots, func(s *manuscript.Slot) bool { return s.Bleed && s.Row == 1 && s.Cols == m.house.grid.Columns }) {
		return dst // a picture to the upper trim leaves the header no room
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

// Inks of furniture.
var (
	whiteInk = page.Ink{} // reversed type (反白) on a bar
)

// furn sets a piece of furniture on one line.
func (m *makeup) furn(dst []page.Item, s string, f face, at geom.Point, align int) []page.Item {
	return m.furnIn(dst, s, f, page.Black, at, align)
}

// furnIn sets it in an ink.
func (m *makeup) furnIn(dst []page.Item, s string, f face, ink page.Ink, at geom.Point, align int) []page.Item {
	if s == "" {
		return dst
	}
	p := m.inked(s, f, ink, m.issue.Src)
	return setLine(dst, p, at, align, para.Tag{Part: page.Furniture})
}

// plain readies text that the page writes itself, and reports characters that
// no face covers.
func (m *makeup) plain(s string, f face, src diag.Pos) *para.Paragraph {
	return m.inked(s, f, page.Black, src)
}

// inked is plain in another ink.
func (m *makeup) inked(s string, f face, ink page.Ink, src diag.Pos) *para.Paragraph {
	return m.ready([]para.Run{{Text: s, Chain: m.house.set.Chain(f.role), Size: f.size, Ink: ink, Keep: true, Src: src}}, &m.house.tight)
}

// ready prepares runs and reports characters that their faces do not draw. What
// is set in the nameplate's face is a head.
func (m *makeup) ready(runs []para.Run, style *para.Style) *para.Paragraph {
	p := para.Prepare(runs, style)
	nameplate := m.house.set.Chain(fonts.TitleBlack).Proper()
	faces(&m.problems, p, len(runs) > 0 && slices.Equal(runs[0].Chain.Proper(), nameplate))
	return p
}

// width is how wide a text is on one line.
func (m *makeup) width(s string, f face) geom.Length {
	if s == "" {
		return 0
	}
	return line(m.house.plain(s, f, diag.Pos{})).Width
}

// figureMiddle is how high the middle of figures and capitals stands above
// the baseline, in thousandths of their size; that of Chinese characters is
// emMiddle.
const (
	figureMiddle = 366
	emMiddle     = int(fonts.EmAscent-fonts.EmDescent) / 2
)

// ruleAcross draws a rule across.
func ruleAcross(dst []page.Item, left, right, y, width geom.Length) []page.Item {
	return append(dst, &page.Rule{From: geom.Point{X: left, Y: y}, To: geom.Point{X: right, Y: y}, Width: width, Ink: page.Black})
}

// ruleDown draws a rule downward.
func ruleDown(dst []page.Item, x, top, bottom, width geom.Length) []page.Item {
	return append(dst, &page.Rule{From: geom.Point{X: x, Y: top}, To: geom.Point{X: x, Y: bottom}, Width: width, Ink: page.Black})
}

// titling is a title that furniture bears, in one line or more.
type titling struct {
	text  *para.Paragraph
	lines []para.Line
	size  geom.Length
	width geom.Length // of the widest line
}

// titlingPitch is from line to line of a titling, of its size.
const titlingPitch = 1150

// titling sets a title into a width: smaller, down to the body's size, and
// then in several lines.
func (m *makeup) titling(t manuscript.Text, f face, ink page.Ink, width geom.Length) titling {
	least := min(m.house.size, f.size)
	for {
		runs, hints := m.house.runs(t, f)
		for i := range runs {
			runs[i].Ink = ink
		}
		h := titling{text: m.ready(runs, &m.house.tight), size: f.size}
		h.width = line(h.text).Width
		if h.width <= width {
			h.lines = []para.Line{line(h.text)}
			return h
		}
		if f.size <= least {
			h.divide(hints, width)
			return h
		}
		f.size = max(f.size-geom.Pt/2, least)
	}
}

// divide parts the titling into lines of a width at most. It keeps its pauses:
// nobody tells of those of a notice.
func (h *titling) divide(hints []int, width geom.Length) {
	h.lines, h.width = headText{p: h.text, pauses: true}.divide(hints, width), 0
	for _, l := range h.lines {
		h.width = max(h.width, l.Width)
	}
}

func (h *titling) height() geom.Length {
	return h.size + h.size.Em(titlingPitch)*geom.Length(len(h.lines)-1)
}

// items draws the titling around a point.
func (h *titling) items(dst []page.Item, mid geom.Point) []page.Item {
	y := mid.Y - h.height()/2 + h.size.Em(int(fonts.EmAscent))
	for i, l := range h.lines {
		at := geom.Point{X: mid.X - l.Width/2, Y: y + h.size.Em(titlingPitch)*geom.Length(i)}
		dst = h.text.Items(dst, l, at, para.Tag{Part: page.Furniture})
	}
	return dst
}
