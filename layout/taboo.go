package layout

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

// # Taboos
//
// Some ways of putting good stories side by side make a bad page. They are
// told here by the geometry of the slots and heads, after everything stands in
// its place, and reported as warnings with the slots that cause them:
//
//	断版          a white line runs across the whole page: the page falls apart
//	通版          a gutter runs down the whole page
//	碰题          heads of like size stand side by side, and are read as one line;
//	              four heads of any kind in one row
//	题不盖文      the text begins beside its head and not under it
//	一线天        a tall strip, one column wide, between boxes or pictures
//	图压文        a picture lies over text
//	走文迷路      text goes on behind a foreign story
//	空白          a hole in the plan where nothing stands, a page that is not full
//
// A page of one piece, pages parted by a piece as wide as the page (通栏), and those of
// the modular house style (模块) are free of the first two: that is how they are meant.

// standing is what a slot has on its page, as the taboos see it.
type standing struct {
	slot     *manuscript.Slot
	head     geom.Rect   // of a head across; empty: none
	headline geom.Length // its size
	role     fonts.Role  // its face
	fit      headFit     // how it is set
	story    *manuscript.Story
	piece    *piece
	over     int  // basic columns that it covers
	label    bool // it stands over a text with a style of its own
	from     bool // the head leaves the first text column free, and
	short    bool // the last
}

// bottom is the row below the slot, from 1.
func (s *standing) bottom() int { return s.slot.Row + s.slot.Rows }

// right is the column right of the slot, from 1.
func (s *standing) right() int { return s.slot.Col + s.slot.Cols }

// taboos looks for the taboos of a finished page.
func (m *makeup) taboos(p *page.Page, plan *manuscript.Page, places map[*manuscript.Slot]place) {
	var all []standing
	for _, sl := range plan.Slots {
		st := standing{slot: sl}
		if pl, ok := places[sl]; ok {
			pc := &pl.story.pieces[pl.piece]
			if !pc.side && pc.headBox.H > 0 {
				st.head, st.headline, st.fit = pc.headBox, pc.head.headline(), pc.head.headFit
				_, _, st.over = pc.headSpan(m.house)
				first, n := pc.headColumns()
				st.short = first+n < pc.cols.count
				st.label = labelled(pl.story.story, sl)
				st.role = m.headPlan(pl.story.story, sl).role
				st.story, st.piece = pl.story.story, pc
			}
			st.from = sl.HeadCols > 0 && sl.HeadFrom > 1 && !framed(sl)
		}
		all = append(all, st)
	}
	slices.SortStableFunc(all, func(a, b standing) int {
		return cmp.Or(cmp.Compare(a.slot.Row, b.slot.Row), cmp.Compare(a.slot.Col, b.slot.Col))
	})
	t := tabooList{m: m, plan: plan, page: p, all: all}
	blocks := t.blocks()
	if plan.Kind == manuscript.NewsPage { // others may be rows or a grid
		if !m.issue.Style.Makeup.Modular { // whose straight lines are meant
			t.cuts(blocks)
			t.rivers(blocks)
		}
		t.slits(blocks)
	}
	t.heads()
	t.strays()
	if len(all) > 0 {
		t.fullness(t.holes(), places)
	}
	t.pictures()
}

// tabooList finds the taboos of one page. all is in the order of rows.
type tabooList struct {
	m    *makeup
	plan *manuscript.Page
	page *page.Page
	all  []standing
}

// add reports a taboo and where it stands.
func (t *tabooList) add(c diag.Code, area geom.Rect, at diag.Pos, args ...any) {
	p := diag.New(c, at, args...)
	t.m.problems = append(t.m.problems, p)
	spot(t.page, p, area)
}

// most is how many slots a problem names.
const most = 6

func names(list []standing) string {
	var out []string
	for i := range list {
		if i == most {
			out = append(out, "…")
			break
		}
		out = append(out, list[i].slot.Name())
	}
	return strings.Join(out, "、")
}

// blocks are the slots as taboos of rectangles see them, in the order of all.
func (t *tabooList) blocks() []dummy.Block {
	list := make([]dummy.Block, len(t.all))
	for i := range t.all {
		s := t.all[i].slot
		list[i] = Block(s)
		if s.Kind == manuscript.StorySlot { // its parts on this page are one
			list[i].Of = 1 + slices.IndexFunc(t.all, func(o standing) bool { return o.slot.Kind == s.Kind && o.slot.Story == s.Story })
		}
	}
	return list
}

// cuts finds rows below which nothing connects the upper and the lower page.
func (t *tabooList) cuts(blocks []dummy.Block) {
	g := t.m.house.grid
	dummy.Cuts(g.Columns, g.Rows, blocks, func(row int) {
		var above []standing
		for i := range blocks {
			if blocks[i].EndsAt(row) {
				above = append(above, t.all[i])
			}
		}
		line := geom.Rect{X: g.Area.X, Y: g.RowTop(row - 1), W: g.Area.W, H: g.Leading}
		t.add(diag.PageCut, line, above[0].slot.Src, t.plan.Number, row, dummy.Ragged, names(above))
	})
}

// rivers finds gutters that no slot spans.
func (t *tabooList) rivers(blocks []dummy.Block) {
	g := t.m.house.grid
	dummy.Rivers(g.Columns, blocks, func(col int) {
		if t.folded(col + 1) {
			return // the fold parts two pages
		}
		var left, right []standing
		for i := range blocks {
			switch {
			case blocks[i].Kind == dummy.Furnishing:
			case blocks[i].Right() == col:
				left = append(left, t.all[i])
			case blocks[i].Col == col:
				right = append(right, t.all[i])
			}
		}
		gutter := geom.Rect{X: g.ColumnLeft(col) - g.Gutter, Y: g.Area.Y, W: g.Gutter, H: g.Area.H}
		t.add(diag.PageRiver, gutter, right[0].slot.Src, t.plan.Number, col, names(append(left, right...)))
	})
}

// folded tells whether the fold of a spread lies before a column, from 1.
func (t *tabooList) folded(col int) bool {
	g := t.m.house.grid
	return g.Fold > 0 && col-1 == g.Columns/2
}

// heads finds heads side by side and heads that do not cover their text.
func (t *tabooList) heads() {
	for i := range t.all {
		a := &t.all[i]
		if a.from {
			cols := a.slot.Columns
			if cols == 0 {
				cols = a.slot.Cols
			}
			t.add(diag.HeadOffText, t.m.area(a.slot), a.slot.Src, a.slot.Name(), a.slot.HeadCols, cols)
		}
		t.thin(a)
		t.row(a)
		for k := range t.all {
			b := &t.all[k]
			if t.plan.Kind != manuscript.NewsPage || a.right() != b.slot.Col || t.folded(b.slot.Col) || a.headline == 0 || b.headline == 0 || solid(a.slot) || solid(b.slot) {
				continue
			}
			same := a.role == b.role && alike(a.headline, b.headline)
			if same && !a.short && a.head.Y < b.head.Bottom() && b.head.Y < a.head.Bottom() {
				t.add(diag.HeadsCollide, a.head.Union(b.head), b.slot.Src, a.slot.Name(), b.slot.Name())
			}
		}
	}
}

// row finds heads that stand in a row of so many, from the one farthest left on.
// A frame parts them.
func (t *tabooList) row(first *standing) {
	if t.plan.Kind != manuscript.NewsPage || t.neighbour(first, -1) != nil {
		return
	}
	var list []standing
	area := first.head
	for a := first; a != nil; a = t.neighbour(a, 1) {
		if a.headline == 0 || solid(a.slot) {
			break
		}
		list, area = append(list, *a), area.Union(a.head)
	}
	if len(list) >= dummy.HeadsInRow {
		t.add(diag.HeadsInRow, area, list[len(list)-1].slot.Src, len(list), names(list))
	}
}

// neighbour is the slot right of another, or left of it, whose head stands beside
// its own; nil: there is none.
func (t *tabooList) neighbour(a *standing, side int) *standing {
	for k := range t.all {
		b := &t.all[k]
		if side > 0 && (a.right() != b.slot.Col || t.folded(b.slot.Col)) || side < 0 && (b.right() != a.slot.Col || t.folded(a.slot.Col)) || a.headline == 0 || b.headline == 0 || solid(a.slot) || solid(b.slot) {
			continue
		}
		left := a
		if side < 0 {
			left = b
		}
		if !left.short && a.head.Y < b.head.Bottom() && b.head.Y < a.head.Bottom() {
			return b
		}
	}
	return nil
}

// slimCover is how much of fewer columns than leastCoverColumns a headline covers
// at least without being told, in thousandths: a few characters over a brief are
// common, so it is a note.
const slimCover = 400

// thin tells where a headline covers too little of its columns: a frame around
// the story makes up for it. Pages of briefs, tables and pictures and texts with a
// style of their own have heads that are labels.
func (t *tabooList) thin(a *standing) {
	if t.plan.Kind != manuscript.NewsPage || a.label || a.headline == 0 || a.fit.d == nil {
		return
	}
	code, least, narrow := narrowHead(a.slot, &a.fit, a.over)
	if !narrow {
		return
	}
	has, would := t.m.longEnough(a, least)
	t.add(code, a.head, a.slot.Src, a.slot.Name(), a.fit.cover/10, a.over, least/10, has, would)
}

// longerMost is how many characters more are tried for a headline that covers too
// little; no line of a headline holds as many.
const longerMost = 60

// longEnough is how many characters a headline has, or the longest of the lines that
// its editor gives it, and with how many it would cover a share of its columns: it
// is set so, since a longer headline may come out smaller or in more lines.
func (m *makeup) longEnough(a *standing, least int) (has, would int) {
	s := *a.story
	s.Headline = slices.Clone(s.Headline)
	longest := 0
	for i, l := range s.Headline {
		if n := utf8.RuneCountInString(l.Plain()); n > has {
			has, longest = n, i
		}
	}
	role := m.headPlan(a.story, a.slot).role
	// Fewer than at its present size are not enough.
	text, from := s.Headline[longest], max(has*least/max(a.fit.cover, 1), has+1)
	for would = from; would < from+longerMost; would++ {
		s.Headline[longest] = append(slices.Clone(text), manuscript.Span{Text: strings.Repeat("字", would-has)})
		again := *m
		again.heads = map[*manuscript.Slot]*headPlan{a.slot: m.house.newHeadPlan(&s, role, false)}
		if fit := m.house.head(again.acrossInput(&s, a.piece)).headFit; fit.cover >= least {
			break
		}
	}
	return has, would
}

// narrowHead tells whether a headline covers too little of the columns that it
// stands over, what that is told as, and what it covers at least.
func narrowHead(sl *manuscript.Slot, fit *headFit, over int) (code diag.Code, least int, narrow bool) {
	code, least = diag.HeadNarrow, leastCover
	if over < leastCoverColumns {
		code, least = diag.HeadSlim, slimCover
	}
	return code, least, !framed(sl) && fit.cover < least
}

// labelled tells whether a head stands over a text with a style of its own, where
// it is a label.
func labelled(s *manuscript.Story, sl *manuscript.Slot) bool {
	return sl.Text.Name != "" || s.Text.Name != ""
}

// narrow asks narrowHead of a piece's own head, if it has one across.
func (pc *piece) narrow(h *house) (code diag.Code, least int, narrow bool) {
	if pc.side || pc.head.headline() == 0 {
		return "", 0, false
	}
	_, _, over := pc.headSpan(h)
	return narrowHead(pc.slot, &pc.head.headFit, over)
}

// slits finds narrow strips between solid neighbours.
func (t *tabooList) slits(blocks []dummy.Block) {
	dummy.Slits(blocks, func(strip, left, right int) {
		s := t.all[strip].slot
		t.add(diag.Slit, t.m.area(s), s.Src, s.Name(), t.all[left].slot.Name(), t.all[right].slot.Name())
	})
}

// strays finds stories whose next part on the same page is not beside or below
// the one before.
func (t *tabooList) strays() {
	last := map[string]*manuscript.Slot{}
	for _, sl := range t.plan.Slots { // in reading order
		if sl.Kind != manuscript.StorySlot {
			continue
		}
		a := last[sl.Story]
		last[sl.Story] = sl
		if a == nil || adjoins(a, sl) {
			continue
		}
		for k := range t.all {
			o := t.all[k].slot
			if !sameStory(o, sl) && between(o, a, sl) {
				t.add(diag.TextUnder, t.m.area(o), sl.Src, sl.Story, o.Name())
				break
			}
		}
	}
}

// adjoins tells whether b stands right of a or below it, with nothing between.
func adjoins(a, b *manuscript.Slot) bool {
	beside := b.Col == a.Col+a.Cols && b.Row < a.Row+a.Rows && a.Row < b.Row+b.Rows
	below := b.Row >= a.Row+a.Rows && b.Row <= a.Row+a.Rows+1 && b.Col < a.Col+a.Cols && a.Col < b.Col+b.Cols
	return beside || below
}

// between tells whether o reaches into the rectangle that holds a and b.
func between(o, a, b *manuscript.Slot) bool {
	left, right := min(a.Col, b.Col), max(a.Col+a.Cols, b.Col+b.Cols)
	top, bottom := min(a.Row, b.Row), max(a.Row+a.Rows, b.Row+b.Rows)
	return o.Col < right && left < o.Col+o.Cols && o.Row < bottom && top < o.Row+o.Rows
}

// holeRows is from how many free rows on a hole is reported: one or two part
// the slots.
const holeRows = BearableWhite + 1

// hole is a run of free rows in a column, both ends counted from 1.
type hole struct{ from, to int }

// holes finds cells of the type area where nothing stands, but for the head of
// page 1 where the nameplate does. It gives their number.
func (t *tabooList) holes() (cells int) {
	g := t.m.house.grid
	free := make([][]hole, g.Columns+2) // by column, from 1
	for col := 1; col <= g.Columns; col++ {
		next := t.top()
		add := func(to int) {
			if to-next >= holeRows {
				free[col] = append(free[col], hole{next, to - 1})
				cells += to - next
			}
		}
		for _, s := range t.all {
			if s.slot.Col <= col && col < s.right() {
				add(s.slot.Row)
				next = max(next, s.bottom())
			}
		}
		add(g.Rows + 1)
	}
	// Columns that miss the same rows are one hole.
	for col := 1; col <= g.Columns; col++ {
		for _, h := range free[col] {
			if slices.Contains(free[col-1], h) {
				continue
			}
			last := col
			for slices.Contains(free[last+1], h) {
				last++
			}
			area := g.Cells(col-1, h.from-1, last-col+1, h.to-h.from+1)
			t.add(diag.WhiteHole, area, t.plan.Src, t.plan.Number, col, last, h.from, h.to, t.filling(col, last, h))
		}
	}
	return cells
}

// top is the first row, from 1, that is the plan's to fill: below the nameplate
// where the page writes it.
func (t *tabooList) top() int {
	if t.plan.Number == 1 && !slices.ContainsFunc(t.plan.Slots, func(s *manuscript.Slot) bool { return s.Kind == manuscript.NameplateSlot }) {
		return t.all[0].slot.Row
	}
	return 1
}

// filling is the slot that would fill a hole, a row from what stands above and
// below.
type filling struct{ rows, col, row, cols, high int }

func (t *tabooList) filling(col, last int, h hole) filling {
	f := filling{rows: h.to - h.from + 1, col: col, cols: last - col + 1, row: h.from}
	foot := h.to
	for i := range t.all {
		s := &t.all[i]
		if s.slot.Col > last || s.right() <= col {
			continue
		}
		if s.bottom() == h.from {
			f.row = h.from + 1
		}
		if s.slot.Row == h.to+1 {
			foot = h.to - 1
		}
	}
	f.high = foot - f.row + 1
	return f
}

// In implements diag.Worded.
func (f filling) In(l diag.Lang) string {
	if f.high <= BearableWhite { // a slot so low holds nothing
		return fmt.Sprintf([...]string{"%d rows, for a slot beside them to take", "共 %d 行，请让相邻版位占满"}[l], f.rows)
	}
	return fmt.Sprintf([...]string{"%d rows, room for `at: [%d, %d], span: [%d, %d]`", "共 %d 行，可排 at: [%d, %d], span: [%d, %d]"}[l], f.rows, f.col, f.row, f.cols, f.high)
}

// leastFull is how full a page should be, in percent of its rows.
const leastFull = 92

// fullness warns of a page with much white: cells of holes between its slots,
// and rows that stories leave at their feet.
func (t *tabooList) fullness(cells int, places map[*manuscript.Slot]place) {
	g := t.m.house.grid
	white := cells
	for _, s := range t.all {
		pl, ok := places[s.slot]
		if !ok {
			continue
		}
		pc := &pl.story.pieces[pl.piece]
		white += pc.set.White(pc.frames) * s.slot.Cols / max(pc.cols.count, 1)
	}
	all := g.Columns * (g.Rows - t.top() + 1)
	if full := (all - white) * 100 / max(all, 1); full < leastFull {
		t.add(diag.PageWhite, g.Area, t.plan.Src, t.plan.Number, max(full, 0), white, all)
	}
}

// pictures finds pictures that lie over text.
func (t *tabooList) pictures() {
	for _, it := range t.page.Items {
		var r geom.Rect
		var file string
		var src diag.Pos
		switch it := it.(type) {
		case *page.Picture:
			r, file, src = it.Rect, it.File, it.Src
		case *page.Block:
			r, file, src = it.Rect, it.File, it.Src
		default:
			continue
		}
		for _, other := range t.page.Items {
			tx, ok := other.(*page.Text)
			if !ok || tx.Story == "" || tx.Story == file || len(tx.Glyphs) == 0 {
				continue
			}
			if r.Overlaps(textBox(tx)) {
				t.add(diag.PictureOnText, r, src, file, tx.Story)
				break
			}
		}
	}
}

// textBox is about where a text's ink stands.
func textBox(tx *page.Text) geom.Rect {
	last := tx.Glyphs[len(tx.Glyphs)-1]
	w := last.DX + tx.Advance(len(tx.Glyphs)-1)
	if tx.Turned {
		return geom.Rect{X: tx.At.X - tx.Size/8, Y: tx.At.Y, W: tx.Size.Em(900), H: w}
	}
	return geom.Rect{X: tx.At.X, Y: tx.At.Y - tx.Size.Em(750), W: w, H: tx.Size.Em(800)}
}
