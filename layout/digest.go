package layout

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// # Digest (导读)
//
// A digest names stories of the other pages, each with its page, and leads a
// reader of the screen copy there. Headlines are set again, never cut: in one
// line or, divided as heads are, in several, at the largest size of the ladder
// at which all of them find room.

// digestTitle stands over a digest that has no title of its own.
const digestTitle = "今日导读"

// digestEntry is a line of a digest: what a story is called and where it is.
type digestEntry struct {
	text manuscript.Text
	page int
	to   geom.Point
	src  diag.Pos
}

// digestEntries are the stories that a digest names, in its order.
func (m *makeup) digestEntries(number int, sl *manuscript.Slot) []digestEntry {
	var out []digestEntry
	if sl.Digest == nil {
		for _, plan := range m.issue.Pages {
			if plan.Number != number {
				if s, at := m.firstStory(plan); s != nil {
					out = append(out, m.entry(s, plan, at))
				}
			}
		}
	}
	for _, ref := range sl.Digest {
		s, plan, at := m.elsewhere(ref.ID, number)
		if at == nil {
			m.problems.Add(diag.DigestStory, ref.Src, ref.ID)
			continue
		}
		if e := m.entry(s, plan, at); len(e.text) > 0 {
			out = append(out, e)
		}
	}
	if len(out) == 0 {
		m.problems.Add(diag.DigestEmpty, sl.Src)
	}
	return out
}

func (m *makeup) entry(s *manuscript.Story, plan *manuscript.Page, at *manuscript.Slot) digestEntry {
	area := m.area(at)
	return digestEntry{text: called(s), page: plan.Number, to: geom.Point{X: area.X, Y: area.Y}, src: s.Src}
}

// called is what a digest calls a story: its headline in one, or, where it has
// none, the next best.
func called(s *manuscript.Story) manuscript.Text {
	var whole manuscript.Text
	for _, t := range s.Headline {
		if empty(t) {
			continue
		}
		if len(whole) > 0 {
			whole = append(whole, manuscript.Span{Text: "\u3000", Src: t[0].Src})
		}
		whole = append(whole, bare(t)...)
	}
	if len(whole) > 0 {
		return whole
	}
	for _, t := range append([]manuscript.Text{s.Short, s.Kicker}, slices.Concat(s.Deck, s.Summary)...) {
		if !empty(t) {
			return bare(t)
		}
	}
	for _, b := range s.Blocks {
		if p, ok := b.(*manuscript.Paragraph); ok && !empty(p.Text) {
			text := p.Text.String()
			if end := strings.IndexAny(text, "。！？；"); end > 0 {
				text = text[:end]
			}
			return manuscript.Text{{Text: text, Src: p.Text[0].Src}}
		}
	}
	return nil
}

// bare is a text without styling and rubies; break hints stay.
func bare(t manuscript.Text) (out manuscript.Text) {
	for _, s := range t {
		out = append(out, manuscript.Span{Text: s.Text, Src: s.Src})
	}
	return out
}

// firstStory is the story that leads a page: of those that begin there and
// have a headline the weightiest, and of equals the one highest and most to
// the left.
func (m *makeup) firstStory(plan *manuscript.Page) (*manuscript.Story, *manuscript.Slot) {
	var story *manuscript.Story
	var slot *manuscript.Slot
	for _, sl := range plan.Slots {
		if sl.Kind != manuscript.StorySlot || !m.begins(sl.Story, plan.Number) {
			continue
		}
		s := m.issue.Story(sl.Story)
		if s == nil || len(s.Headline) == 0 {
			continue
		}
		if story == nil || cmp.Or(cmp.Compare(s.Rank(), story.Rank()), cmp.Compare(sl.Row, slot.Row), cmp.Compare(sl.Col, slot.Col)) < 0 {
			story, slot = s, sl
		}
	}
	return story, slot
}

// begins tells whether no part of a story stands on an earlier page.
func (m *makeup) begins(id string, number int) bool {
	for _, plan := range m.issue.Pages {
		if plan.Number < number && slices.ContainsFunc(plan.Slots, func(s *manuscript.Slot) bool {
			return s.Kind == manuscript.StorySlot && s.Story == id
		}) {
			return false
		}
	}
	return true
}

// elsewhere finds the first slot of a story on the pages other than number.
func (m *makeup) elsewhere(id string, number int) (s *manuscript.Story, plan *manuscript.Page, at *manuscript.Slot) {
	if s = m.issue.Story(id); s == nil {
		return nil, nil, nil
	}
	for _, p := range m.issue.Pages {
		if p.Number == number || plan != nil && p.Number >= plan.Number {
			continue
		}
		for _, sl := range p.Slots {
			if sl.Kind == manuscript.StorySlot && sl.Story == id {
				plan, at = p, sl
				break
			}
		}
	}
	return s, plan, at
}

// Measures of a digest.
const (
	digestRef    = 800          // size of the page's number, of the headline's
	digestBullet = 900          // from the column's edge to the text, of the size
	digestLine   = 240          // between the lines of a headline, of the size
	digestLeast  = 450          // least white between entries, of the size
	digestMost   = 1800         // and most
	digestAside  = 4            // rows up to which the title stands beside the entries
	digestBlock  = 18 * geom.Pt // a title at its largest, beside the entries
	digestTab    = 14 * geom.Pt // and above them
	digestEdge   = 3 * geom.Pt  // from a strip's rules to its entries
	digestGutter = 2200         // between columns, thousandths of an em of the body
	digestColumn = 24           // ems of the body of a good column of entries
	digestNarrow = 15           // of the narrowest
)

// digestLadder are the sizes of a digest's headlines.
var digestLadder = [...]geom.Length{15 * geom.Pt, 14 * geom.Pt, 12 * geom.Pt, fiveHead, 9 * geom.Pt, 8 * geom.Pt}

// digestSet is the entries of a digest, set for a room.
type digestSet struct {
	size    geom.Length
	columns int
	width   geom.Length // of a column
	step    geom.Length
	entries []entrySet
	heights []geom.Length // of the rows of entries
	used    geom.Length   // their sum, and the least white between them
	down    int           // entries in a column
}

// entrySet is an entry, set.
type entrySet struct {
	text  *para.Paragraph
	lines []para.Line
	ref   *para.Paragraph
	own   bool // the page's number has a line of its own
}

// rows is how many lines the entry takes.
func (e *entrySet) rows() int {
	if e.own {
		return len(e.lines) + 1
	}
	return len(e.lines)
}

// digest draws a 导读 slot.
func (m *makeup) digest(p *page.Page, sl *manuscript.Slot) {
	rec := placement(sl, m.area(sl))
	p.Items = boxItems(p.Items, sl, rec.Area, m.house)
	box := m.slotInner(sl)
	if sl.Rows <= digestAside {
		box = m.stripRoom(sl)
	}
	title := sl.Title
	if empty(title) {
		title = manuscript.Text{{Text: digestTitle, Src: m.issue.Src}}
	}
	if sl.Rows <= digestAside {
		p.Items, box = m.titleBeside(p.Items, title, box, sl)
	} else {
		p.Items, box = m.titleAbove(p.Items, title, box, sl)
	}
	entries := m.digestEntries(p.Number, sl)
	set := m.setDigest(entries, box)
	if n := len(set.entries); n < len(entries) {
		m.problems.Add(diag.DigestRoom, sl.Src, n, len(entries))
	}
	for i := range set.entries {
		rec.Lines += len(set.entries[i].lines)
	}
	rec.Columns = set.columns
	m.drawDigest(p, &set, entries, box)
	p.Placements = append(p.Placements, rec)
}

// titleBeside sets a title reversed in a block at the left of a low slot, in
// two lines where that makes it larger, and gives back what is left.
func (m *makeup) titleBeside(dst []page.Item, title manuscript.Text, box geom.Rect, sl *manuscript.Slot) ([]page.Item, geom.Rect) {
	block := box
	if !framed(sl) { // clear of the rows' edges as the em boxes are
		lead := (m.house.grid.Leading - m.house.size) / 2
		block.Y, block.H = block.Y+lead/2, block.H-lead
	}
	most := min(block.H.Em(780), digestBlock)
	h := m.titling(title, face{fonts.HeiBold, most}, whiteInk, box.W/2)
	if sl.Rows > 1 && len(h.lines) == 1 && h.text.Len() > 2 {
		// Of two lines each gets half of the height.
		f := face{fonts.HeiBold, min(block.H.Em(780)/2, digestBlock)}
		two := m.titling(title, f, whiteInk, box.W/2)
		if _, hints := m.house.runs(title, f); len(two.lines) == 1 {
			two.divide(hints, two.width*2/3)
		}
		if len(two.lines) == 2 {
			h = two
		}
	}
	if h.height() > block.H || h.width+h.size > box.W {
		return dst, geom.Rect{} // no room for the title, let alone for entries
	}
	block.W = h.width + h.size
	dst = append(dst, &page.Fill{Rect: block, Ink: page.Black})
	dst = h.items(dst, geom.Point{X: block.X + block.W/2, Y: block.Y + block.H/2})
	if !framed(sl) {
		dst = ruleAcross(dst, box.X, box.Right(), block.Y+fineRule, 2*fineRule)
		dst = ruleAcross(dst, box.X, box.Right(), block.Bottom()-fineRule, 2*fineRule)
	}
	box = box.Inset(geom.Inset{Top: digestEdge, Bottom: digestEdge})
	if framed(sl) {
		box.W -= m.house.size / 2
	}
	take := block.W + m.house.size
	return dst, geom.Rect{X: box.X + take, Y: box.Y, W: max(box.W-take, 0), H: box.H}
}

// titleAbove sets a title over a slot: hanging from a thick rule in a black
// tab, or, inside a box, in the middle between two short rules. It takes two
// rows or more and gives back what is left.
func (m *makeup) titleAbove(dst []page.Item, title manuscript.Text, box geom.Rect, sl *manuscript.Slot) ([]page.Item, geom.Rect) {
	g := m.house.grid
	f := face{fonts.HeiBold, min(digestTab, (2 * g.Leading).Em(610))}
	ink := whiteInk
	if framed(sl) {
		ink = page.Black
	}
	h := m.titling(title, f, ink, box.W-2*f.size)
	take := 2*g.Leading + h.height() - h.size
	if take > box.H || h.width+h.size > box.W {
		return dst, geom.Rect{}
	}
	rest := geom.Rect{X: box.X, Y: box.Y + take, W: box.W, H: max(box.H-take, 0)}
	if framed(sl) {
		mid := geom.Point{X: box.X + box.W/2, Y: box.Y + take.Em(400)}
		dst = h.items(dst, mid)
		gap := h.size.Em(700)
		left, right := mid.X-h.width/2-gap, mid.X+h.width/2+gap
		if left > box.X {
			for _, ends := range [][2]geom.Length{{box.X, left}, {right, box.Right()}} {
				dst = ruleAcross(dst, ends[0], ends[1], mid.Y-geom.Pt, 2*fineRule)
				dst = ruleAcross(dst, ends[0], ends[1], mid.Y+geom.Pt, 2*fineRule)
			}
		}
		return dst, rest
	}
	tab := geom.Rect{X: box.X, Y: box.Y, W: h.width + h.size, H: take - (2 * g.Leading).Em(200)}
	dst = append(dst, &page.Fill{Rect: tab, Ink: page.Black})
	dst = ruleAcross(dst, box.X, box.Right(), box.Y+thickRule, 2*thickRule)
	return h.items(dst, geom.Point{X: tab.X + tab.W/2, Y: tab.Y + thickRule + (tab.H-thickRule)/2}), rest
}

// digestRule is what a setting of a digest keeps to: how many lines a headline
// takes, and whether the page's number may stand on a line of its own.
type digestRule struct {
	lines int
	own   bool
	worth geom.Length // thousandths of its size that such a setting is worth
}

// digestRules from the best on. A line for each entry reads better than type a fifth
// larger whose entries take two.
var digestRules = [...]digestRule{{1, false, 1250}, {2, false, 1000}, {3, false, 900}, {3, true, 750}, {maxHeadLines, true, 650}, {math.MaxInt, true, 500}}

// worth is what a setting is worth by the best rule it keeps.
func (d *digestSet) worth() geom.Length {
	for _, rule := range digestRules {
		if !slices.ContainsFunc(d.entries, func(e entrySet) bool { return e.own && !rule.own || len(e.lines) > rule.lines }) {
			return d.size * rule.worth
		}
	}
	return 0
}

// setDigest sets the entries at the largest size at which all find room, a
// setting in more lines counting for less; where there is none, as many
// entries as the room holds at the smallest size.
//
// As many columns stand side by side as have a good width; more where that
// makes the type larger.
func (m *makeup) setDigest(entries []digestEntry, box geom.Rect) digestSet {
	em := m.house.size
	columns := func(least int) int {
		n := int((box.W + em.Em(digestGutter)) / (geom.Length(least) * em))
		return min(max(n, 1), max(len(entries), 1))
	}
	few, many := columns(digestColumn), columns(digestNarrow)
	var best digestSet
	var worth geom.Length
	for n := few; n <= many; n++ {
		for _, size := range digestLadder {
			d := m.newDigestSet(box, n, size)
			if d.least(len(entries)) > box.H {
				continue // not even with every headline on one line
			}
			if d.arrange(m.setEntries(entries, &d)); d.used <= box.H && d.worth() > worth {
				best, worth = d, d.worth()
			}
		}
	}
	if worth > 0 {
		return best
	}
	for n := few; n <= many; n++ {
		d := m.newDigestSet(box, n, digestLadder[len(digestLadder)-1])
		sets := m.setEntries(entries, &d)
		for shown := len(entries) - 1; shown > len(best.entries); shown-- {
			if d.least(shown) > box.H {
				continue
			}
			if d.arrange(sets[:shown]); d.used <= box.H {
				best = d
				break
			}
		}
	}
	best.columns = max(best.columns, 1)
	return best
}

// newDigestSet is a setting in columns side by side, without entries yet.
func (m *makeup) newDigestSet(box geom.Rect, columns int, size geom.Length) digestSet {
	gutter := m.house.size.Em(digestGutter)
	d := digestSet{size: size, columns: columns, width: (box.W - gutter*geom.Length(columns-1)) / geom.Length(columns)}
	d.step = d.width + gutter
	return d
}

// setEntries sets the entries for a setting's columns.
func (m *makeup) setEntries(entries []digestEntry, d *digestSet) []entrySet {
	sets := make([]entrySet, len(entries))
	for i, e := range entries {
		sets[i] = m.setEntry(e, d.width-d.size.Em(digestBullet), d.size)
	}
	return sets
}

// least is the least height that entries take.
func (d *digestSet) least(entries int) geom.Length {
	rows := geom.Length((entries + d.columns - 1) / d.columns)
	return rows*d.size + max(rows-1, 0)*d.size.Em(digestLeast)
}

// arrange puts the entries into the columns; those beside each other begin on
// one line. Their order, that of the pages, runs down the columns.
func (d *digestSet) arrange(sets []entrySet) {
	d.entries, d.heights, d.used = sets, nil, 0
	d.down = (len(sets) + d.columns - 1) / d.columns
	for r := range d.down {
		lines := 0
		for c := range d.columns {
			if i := c*d.down + r; i < len(sets) {
				lines = max(lines, sets[i].rows())
			}
		}
		d.heights = append(d.heights, d.height(lines))
		d.used += d.height(lines)
		if r > 0 {
			d.used += d.size.Em(digestLeast)
		}
	}
}

// height is that of an entry of some lines.
func (d *digestSet) height(lines int) geom.Length {
	return d.size*geom.Length(lines) + d.size.Em(digestLine)*geom.Length(max(lines-1, 0))
}

// setEntry divides a headline for a width; the page's number stands behind its
// last line, or on a line of its own where that leaves no room.
func (m *makeup) setEntry(e digestEntry, width, size geom.Length) entrySet {
	ref := m.plain(fmt.Sprintf("第%d版", e.page), face{fonts.Hei, size.Em(digestRef)}, e.src)
	out := entrySet{ref: ref}
	runs, hints := m.house.runs(clauses(e.text), face{fonts.Title, size})
	out.text = para.Prepare(runs, &m.house.tight) // the story has reported what no face covers
	head := newHeadText(out.text, hints)          // its pauses are on the story's own page
	room := width - line(ref).Width - size
	for n := 1; n <= maxHeadLines; n++ {
		c, ok := head.cut(n, width)
		if ok && c.lines[n-1].Width <= room {
			out.lines = c.lines
			return out
		}
		if ok && out.lines == nil {
			out.lines, out.own = c.lines, true
		}
	}
	if out.lines == nil {
		out.lines = out.text.Break(para.Measure{Width: width})
		out.own = len(out.lines) > 0 && out.lines[len(out.lines)-1].Width > room
	}
	return out
}

// drawDigest draws the entries, spread over the room as far as digestMost, and
// their links.
func (m *makeup) drawDigest(p *page.Page, d *digestSet, entries []digestEntry, box geom.Rect) {
	rows := len(d.heights)
	if rows == 0 {
		return
	}
	free := box.H
	for _, h := range d.heights {
		free -= h
	}
	// Half a gap above the first entry and below the last; white beyond the
	// widest gaps goes to the foot.
	gap := min(free/geom.Length(rows), d.size.Em(digestMost))
	top := box.Y + gap/2
	for i := range d.entries {
		c, r := i/d.down, i%d.down
		y := top
		for k := range r {
			y += d.heights[k] + gap
		}
		area := geom.Rect{X: box.X + geom.Length(c)*d.step, Y: y, W: d.width, H: d.height(d.entries[i].rows())}
		p.Items = d.draw(p.Items, &d.entries[i], area)
		p.Links = append(p.Links, page.Link{Area: area, Page: entries[i].page, To: entries[i].to})
		if r+1 < rows && gap >= d.size.Em(600) && i+1 < len(d.entries) && (i+1)/d.down == c {
			p.Items = dotted(p.Items, area.X, area.Right(), y+d.heights[r]+gap/2, fineRule*2)
		}
	}
}

// draw draws one entry: a bullet, the lines, and the page's number at the
// right end behind a row of dots.
func (d *digestSet) draw(dst []page.Item, e *entrySet, area geom.Rect) []page.Item {
	tag := para.Tag{Part: page.Furniture}
	bullet := d.size.Em(380)
	mid := area.Y + d.size/2
	dst = append(dst, &page.Fill{Rect: geom.Rect{X: area.X, Y: mid - bullet/2, W: bullet, H: bullet}, Ink: page.Black})
	x := area.X + d.size.Em(digestBullet)
	y := area.Y + d.size.Em(int(fonts.EmAscent))
	pitch := d.size + d.size.Em(digestLine)
	end := x
	for i, l := range e.lines {
		dst = e.text.Items(dst, l, geom.Point{X: x, Y: y + pitch*geom.Length(i)}, tag)
		end = x + l.Width
	}
	last := y + pitch*geom.Length(e.rows()-1)
	if e.own {
		end = x
	}
	ref := line(e.ref)
	left := area.Right() - ref.Width
	if gap := d.size / 2; left-end > 3*gap {
		dst = dotted(dst, end+gap, left-gap/2, last-d.size.Em(emMiddle)+d.size.Em(200), fineRule*3)
	}
	return e.ref.Items(dst, ref, geom.Point{X: left, Y: last - (d.size-d.size.Em(digestRef))/4}, tag)
}

// dotted is a row of square dots from one place to another, four of their
// widths apart, counted from the right so that rows under each other agree.
func dotted(dst []page.Item, left, right, y, width geom.Length) []page.Item {
	for x := right - width; x >= left; x -= 4 * width {
		dst = append(dst, &page.Fill{Rect: geom.Rect{X: x, Y: y - width/2, W: width, H: width}, Ink: page.Black})
	}
	return dst
}
