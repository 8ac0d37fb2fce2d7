package proof

import (
	"fmt"
	"image"
	"slices"
	"strconv"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// # Overlays
//
// An overlay says over a finished page why it is so. It is made from what
// make-up left in the display list beside the items (grid, placements with
// their records, links, spots) and never from the drawing.

// Inks of the marks: one hue for each overlay, so that all together can still
// be told apart.
var (
	gridInk     = page.Ink{C: 45}
	gridFigure  = page.Ink{C: 90, M: 40}
	slotInk     = page.Ink{C: 90, M: 60}
	headInk     = page.Ink{M: 75, Y: 10}
	columnInk   = page.Ink{C: 70, Y: 90}
	baselineInk = page.Ink{C: 35, M: 10}
	faultInk    = page.Ink{M: 100, Y: 90}
	whiteInk    = page.Ink{Y: 45}
	jumpInk     = page.Ink{C: 85, Y: 85, K: 15}
	cropInk     = page.Ink{C: 35, M: 95}
	remarkInk   = page.Ink{M: 95, Y: 60}
	signedInk   = page.Ink{C: 80, M: 20, Y: 90}
)

// Strokes and type of the marks.
const (
	hair      = geom.Pt / 5
	fine      = geom.Pt / 2
	bold      = 6 * geom.Pt / 5
	smallType = 6 * geom.Pt
	labelType = 15 * geom.Pt / 2
)

// Overlays makes the marks of a page: those of the kinds wanted, in the order
// in which they are drawn. Findings are those of the whole edition; make-up
// must have kept its record for columns and lines to be seen
// (layout.Options.Record).
func Overlays(p *page.Page, findings []Finding, kinds ...Kind) []Mark {
	o := &overlay{page: p}
	for _, k := range Kinds() {
		if !slices.Contains(kinds, k) {
			continue
		}
		o.kind = k
		switch k {
		case Grid:
			o.grid()
		case Frames:
			o.frames()
		case Baselines:
			o.baselines()
		case Faults:
			o.lines()
			o.white()
			o.problems(findings)
		case Jumps:
			o.parts()
			o.links()
		case Crop:
			o.crops()
		case Remarks:
			o.remarks()
			o.signature()
		}
	}
	// Shades lie under everything else, so that no label is coloured.
	slices.SortStableFunc(o.marks, func(a, b Mark) int { return depth(a) - depth(b) })
	return o.marks
}

// depth orders marks: shades, strokes, labels, numbers.
func depth(m Mark) int {
	switch m.Form {
	case Shade:
		return 0
	case Label:
		return 2
	case Number:
		return 3
	}
	return 1
}

// overlay gathers the marks of a page.
type overlay struct {
	page  *page.Page
	kind  Kind
	marks []Mark
	discs []spot // where numbers stand
}

func (o *overlay) add(m Mark) {
	m.Kind = o.kind
	o.marks = append(o.marks, m)
}

func (o *overlay) line(x0, y0, x1, y1, width geom.Length, i page.Ink) {
	o.add(Mark{Form: Line, From: geom.Point{X: x0, Y: y0}, To: geom.Point{X: x1, Y: y1}, Width: width, Ink: i})
}

func (o *overlay) box(r geom.Rect, width geom.Length, i page.Ink) {
	o.add(Mark{Form: Box, Rect: r, Width: width, Ink: i})
}

func (o *overlay) shade(r geom.Rect, i page.Ink) { o.add(Mark{Form: Shade, Rect: r, Ink: i}) }

func (o *overlay) label(text string, x, y, size geom.Length, align Align, i page.Ink) {
	o.add(Mark{Form: Label, Text: text, From: geom.Point{X: x, Y: y}, Size: size, Align: align, Ink: i})
}

// rowStep is how many rows lie between two numbered ones.
const rowStep = 5

// grid draws the edges of the basic columns with the columns' numbers above
// and below, and the upper edge of every fifth row with the row's number at
// both sides: the numbers that a slot in the plan is written with.
func (o *overlay) grid() {
	g := o.page.Grid
	if g.Columns < 1 || g.Rows < 1 {
		return
	}
	top, bottom := g.Area.Y, g.RowTop(g.Rows)
	left, right := g.Area.X, g.Area.Right()
	for c := range g.Columns {
		x := g.ColumnLeft(c)
		o.line(x, top, x, bottom, hair, gridInk)
		o.line(x+g.Column, top, x+g.Column, bottom, hair, gridInk)
		o.label(strconv.Itoa(c+1), x+g.Column/2, top-2*labelType, labelType, Centred, gridFigure)
		o.label(strconv.Itoa(c+1), x+g.Column/2, bottom+labelType, labelType, Centred, gridFigure)
	}
	for r := rowStep; r <= g.Rows; r += rowStep {
		y := g.RowTop(r - 1)
		w := hair
		if r%(2*rowStep) == 0 {
			w = fine
		}
		o.line(left, y, right, y, w, gridInk)
		o.label(strconv.Itoa(r), left-fine*4, y+g.Leading/2, smallType, ToRight, gridFigure)
		o.label(strconv.Itoa(r), right+fine*4, y+g.Leading/2, smallType, FromLeft, gridFigure)
	}
}

// frames draws every slot with its name, its head, and its text columns down
// to the last line.
func (o *overlay) frames() {
	for i := range o.page.Placements {
		pl := &o.page.Placements[i]
		o.box(pl.Area, bold, slotInk)
		if pl.Head.H > 0 {
			o.box(pl.Head, fine, headInk)
		}
		if pl.Record != nil {
			for _, f := range pl.Record.Frames {
				r := f.Rect
				r.H = geom.Length(f.Used) * o.page.Grid.Leading
				o.box(f.Rect, hair, columnInk)
				if f.Used > 0 && f.Used < f.Rows {
					o.line(r.X, r.Bottom(), r.Right(), r.Bottom(), fine, columnInk)
				}
			}
		}
		ink := slotInk
		if pl.Over > 0 || pl.OverLines > 0 {
			ink = faultInk
		}
		o.label(slotLabel(pl), pl.Area.X+labelType/2, pl.Area.Y-labelType*2/5, labelType, FromLeft, ink)
	}
}

// slotLabel says what stands in a slot, how full it is and what is left over.
func slotLabel(pl *page.Placement) string {
	s := pl.Story
	if s == "" {
		s = pl.Kind
	}
	if pl.Chars > 0 {
		s += fmt.Sprintf(" %d字", pl.Chars)
	}
	if share, ok := fill(pl); ok {
		s += fmt.Sprintf(" %d%%", share)
	}
	switch {
	case pl.Over > 0:
		s += fmt.Sprintf(" 余%d字（%d行）", pl.Over, pl.OverLines)
	case pl.OverLines > 0:
		s += fmt.Sprintf(" 余%d行", pl.OverLines)
	}
	return s
}

// fill is how much of a slot's text columns is filled, in percents.
func fill(pl *page.Placement) (percent int, ok bool) {
	if pl.Record == nil {
		return 0, false
	}
	rows, used := 0, 0
	for _, f := range pl.Record.Frames {
		rows, used = rows+f.Rows, used+f.Used
	}
	if rows == 0 {
		return 0, false
	}
	return used * 100 / rows, true
}

// baselines draws the baseline of every row, and in red under body lines that
// stand on none.
func (o *overlay) baselines() {
	g := o.page.Grid
	for r := range g.Rows {
		y := g.RowTop(r) + g.Baseline
		o.line(g.Area.X, y, g.Area.Right(), y, hair, baselineInk)
	}
	o.eachLine(func(_ *page.Placement, l *page.LineRecord) {
		if (l.Part == page.Body || l.Part == page.Note) && g.Leading > 0 && (l.At.Y-g.Area.Y-g.Baseline)%g.Leading != 0 {
			o.line(l.At.X, l.At.Y, l.At.X+l.Width, l.At.Y, fine, faultInk)
		}
	})
}

func (o *overlay) eachLine(f func(*page.Placement, *page.LineRecord)) {
	for i := range o.page.Placements {
		pl := &o.page.Placements[i]
		if pl.Record == nil {
			continue
		}
		for k := range pl.Record.Lines {
			f(pl, &pl.Record.Lines[k])
		}
	}
}

// lines shades every line by what was done to fill it, blue where white was
// taken, orange where it was given, and frames what is wrong with it.
func (o *overlay) lines() {
	o.eachLine(func(_ *page.Placement, l *page.LineRecord) {
		if l.Size == 0 {
			return
		}
		box := l.Box()
		if i, ok := remedyInk(l); ok {
			o.shade(box, i)
		}
		if l.Lone || l.Loose || l.Edge != page.EdgeGood {
			o.box(box, fine, faultInk)
		}
	})
}

// The shades of a line, from what nobody sees to what spoils it.
var (
	openedInks   = [...]page.Ink{{M: 4, Y: 9}, {M: 12, Y: 25}, {M: 28, Y: 50}, {M: 45, Y: 75}}
	squeezedInks = [...]page.Ink{{C: 8}, {C: 18, M: 2}, {C: 34, M: 5}, {C: 50, M: 10}}
)

// The bounds between the shades, in thousandths of an em. Marks that get their
// own white back by half an em are the trade's daily bread; gaps between
// characters are seen from a sixteenth of an em on.
var (
	marksBounds    = [...]int{600} // all marks and spaces of a line together; never more than the second shade
	gapBounds      = [...]int{0, 62, 125}
	squeezedBounds = [...]int{250, 600, 1000}
)

// strength is how many bounds a value exceeds.
func strength(value int, bounds []int) (n int) {
	for _, b := range bounds {
		if value > b {
			n++
		}
	}
	return n
}

// remedyInk is the shade of a line; false for one that was set as it is.
func remedyInk(l *page.LineRecord) (page.Ink, bool) {
	opened, squeezed := l.Opened(), l.Squeezed()
	em := func(w geom.Length) int { return int(w * 1000 / l.Size) }
	switch {
	case opened > 0:
		return openedInks[max(strength(em(opened-l.Remedies[page.Spread]), marksBounds[:]), strength(l.PerGap(), gapBounds[:]))], true
	case squeezed > 0:
		return squeezedInks[strength(em(squeezed), squeezedBounds[:])], true
	case l.Remedies[page.Hang] > 0:
		return squeezedInks[0], true
	}
	return page.Ink{}, false
}

// white shades the rows that text columns leave white at their feet.
func (o *overlay) white() {
	lead := o.page.Grid.Leading
	for i := range o.page.Placements {
		pl := &o.page.Placements[i]
		if pl.Record == nil {
			continue
		}
		for _, f := range pl.Record.Frames {
			if f.Used < f.Rows {
				r := f.Rect
				r.Y += geom.Length(f.Used) * lead
				r.H -= geom.Length(f.Used) * lead
				o.shade(r, whiteInk)
			}
		}
	}
}

// problems puts the number of every problem of the page at its place. What
// covers some of the page is framed, a hole shaded.
func (o *overlay) problems(findings []Finding) {
	for i := range findings {
		f := &findings[i]
		if f.Number == 0 || f.Page != o.page.Number {
			continue
		}
		at := len(o.marks)
		if f.Problem.Code == diag.WhiteHole {
			o.shade(f.Area, whiteInk)
		}
		w := fine
		if f.Problem.Severity() >= diag.Error {
			w = bold
		}
		o.box(f.Area, w, faultInk)
		corner, size := o.place(f.Area)
		o.add(Mark{Form: Number, From: corner, Size: size, Ink: faultInk})
		for k := range o.marks[at:] {
			o.marks[at+k].Number = f.Number
		}
	}
}

// place is where a problem's number stands: for a line or a part of it in the
// white beside its column, small enough for one on every line, as proof readers
// mark in the margin; for anything larger at its upper left corner.
func (o *overlay) place(area geom.Rect) (at geom.Point, size geom.Length) {
	size = labelType
	if area.H < 2*size {
		size = smallType
	}
	across := size.Em(discShare)
	at = geom.Point{X: area.X - across/2, Y: area.Y - across/4}
	if size == smallType {
		at.X, at.Y = o.column(area)-across/2, area.Y+area.H/2
	}
	return o.free(at, across), size
}

// column is the left edge of the text column that an area stands in, or its
// own.
func (o *overlay) column(area geom.Rect) geom.Length {
	for i := range o.page.Placements {
		if rec := o.page.Placements[i].Record; rec != nil {
			for _, f := range rec.Frames {
				if f.Rect.X <= area.X && area.X < f.Rect.Right() && f.Rect.Y <= area.Y+area.H/2 && area.Y+area.H/2 < f.Rect.Bottom() {
					return f.Rect.X
				}
			}
		}
	}
	return area.X
}

// spot is a disc on the page.
type spot struct {
	at     geom.Point
	across geom.Length
}

// free is a place for a disc near a point: below those that stand there
// already, and inside the page.
func (o *overlay) free(at geom.Point, across geom.Length) geom.Point {
	right, bottom := o.page.Trim.W-across/2, o.page.Trim.H-across/2
	at.X, at.Y = min(max(at.X, across/2), right), min(max(at.Y, across/2), bottom)
	taken := func(p geom.Point) bool {
		return slices.ContainsFunc(o.discs, func(d spot) bool {
			dx, dy, apart := d.at.X-p.X, d.at.Y-p.Y, (d.across+across)/2
			return max(dx, -dx) < apart && max(dy, -dy) < apart
		})
	}
	start := at.Y
	for taken(at) && at.X <= right { // beyond it: more than a page holds
		if at.Y += across; at.Y > bottom {
			at.X, at.Y = at.X+across, start
		}
	}
	o.discs = append(o.discs, spot{at, across})
	return at
}

// parts draws arrows from each part of a story to its next on the same page.
func (o *overlay) parts() {
	last := map[string]*page.Placement{}
	for i := range o.page.Placements {
		pl := &o.page.Placements[i]
		if pl.Columns == 0 || pl.Story == "" {
			continue
		}
		if before := last[pl.Story]; before != nil {
			o.add(Mark{Form: Arrow, From: foot(before, o.page.Grid), To: top(pl), Width: bold, Ink: jumpInk})
		}
		last[pl.Story] = pl
	}
}

// foot is where the text of a piece ends.
func foot(pl *page.Placement, g page.Grid) geom.Point {
	if pl.Record != nil && len(pl.Record.Frames) > 0 {
		f := pl.Record.Frames[len(pl.Record.Frames)-1]
		return geom.Point{X: f.Rect.X + f.Rect.W/2, Y: f.Rect.Y + geom.Length(f.Used)*g.Leading}
	}
	return geom.Point{X: pl.Area.Right(), Y: pl.Area.Bottom()}
}

// top is where the text of a piece begins.
func top(pl *page.Placement) geom.Point {
	if pl.Record != nil && len(pl.Record.Frames) > 0 {
		f := pl.Record.Frames[0].Rect
		return geom.Point{X: f.X + f.W/2, Y: f.Y}
	}
	return geom.Point{X: pl.Area.X, Y: pl.Area.Y}
}

// links draws arrows between notes of continuation, digests and the edge of
// the page, with the number of the other page: at the right edge for later
// pages, at the left for earlier ones; towards the note where text comes in.
func (o *overlay) links() {
	trim := o.page.Trim
	for i := range o.page.Links {
		l := &o.page.Links[i]
		later := l.Page > o.page.Number
		y := l.Area.Y + l.Area.H/2
		near, edge, align := geom.Point{X: l.Area.X, Y: y}, geom.Point{X: fine, Y: y}, FromLeft
		if later {
			near.X, edge.X, align = l.Area.Right(), trim.W-fine, ToRight
		}
		m := Mark{Form: Arrow, From: near, To: edge, Width: bold, Ink: jumpInk}
		if o.incoming(l) {
			m.From, m.To = edge, near
		}
		o.add(m)
		o.label(fmt.Sprintf("第%d版", l.Page), edge.X, y-labelType, labelType, align, jumpInk)
	}
}

// incoming tells whether a link leads back to where a text comes from.
func (o *overlay) incoming(l *page.Link) bool {
	i := slices.IndexFunc(o.page.Placements, func(pl page.Placement) bool { return pl.Area.Overlaps(l.Area) })
	if i < 0 {
		return false
	}
	pl := &o.page.Placements[i]
	if pl.From == l.Page && pl.To == l.Page { // the note over the text or the one under it
		return l.Area.Y < pl.Area.Y+pl.Area.H/2
	}
	return pl.From == l.Page
}

// crops draws the outline of the whole of every picture around the part that
// is shown, its focus, and how many pixels an inch are printed.
func (o *overlay) crops() {
	for _, it := range o.page.Items {
		p, ok := it.(*page.Picture)
		if !ok || p.Rect.W <= 0 || p.Rect.H <= 0 {
			continue
		}
		text := fmt.Sprintf("%dppi", p.Resolution())
		if cut := p.CutAway(); cut > 0 {
			a, b := p.Place(image.Point{}), p.Place(p.Whole)
			o.box(geom.Rect{X: a.X, Y: a.Y, W: b.X - a.X, H: b.Y - a.Y}, fine, cropInk)
			text += fmt.Sprintf(" 裁去%.1f%%", float64(cut)/10)
		}
		o.box(p.Rect, fine, cropInk)
		if p.Whole != (image.Point{}) {
			const arm = 6 * geom.Pt
			c := p.Place(p.Focus)
			o.line(c.X-arm, c.Y, c.X+arm, c.Y, fine, cropInk)
			o.line(c.X, c.Y-arm, c.X, c.Y+arm, fine, cropInk)
		}
		o.label(text, p.Rect.X+labelType/2, p.Rect.Y+labelType, labelType, FromLeft, cropInk)
	}
}

// marksItems turns marks into items: the shades, and what lies over them.
func marksItems(marks []Mark, labels fonts.Chain) (under, over []page.Item) {
	for i := range marks {
		if marks[i].Form == Shade {
			under = marks[i].items(under, labels)
		} else {
			over = marks[i].items(over, labels)
		}
	}
	return under, over
}
