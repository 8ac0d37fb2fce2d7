package layout

import (
	"cmp"
	"slices"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// # Heads on one level
//
// Stories that begin at a common top edge and are as wide as each other share the
// height of their heads and the baseline of their headlines (题区等高), as far as
// the house's whites reach. What room a story takes is settled without that: every
// story is poured for itself first, and its head is made higher or lower for its
// neighbours' sake only where its text then stands as well as before.

// levelHeads gives stories with a common top edge and one width heads of one
// height.
func (m *makeup) levelHeads(stories []*poured) {
	for _, row := range m.headRows(stories) {
		for _, group := range levelGroups(row, m.house.grid) {
			if len(group) > 1 {
				m.level(group)
			}
		}
		m.shareBaselines(row)
	}
}

// headRows are the stories of each page whose heads stand over their text and
// begin level over one width; those of one row come from the left.
func (m *makeup) headRows(stories []*poured) (rows [][]*poured) {
	var all []*poured
	for _, st := range stories {
		if pc := &st.pieces[0]; !pc.side && !pc.short && pc.headBox.H > 0 && pc.wholeHead() {
			all = append(all, st)
		}
	}
	edge := func(a, b *poured) int {
		p, q := &a.pieces[0], &b.pieces[0]
		return cmp.Or(cmp.Compare(p.page, q.page), cmp.Compare(p.headBox.Y, q.headBox.Y), cmp.Compare(p.slot.Cols, q.slot.Cols))
	}
	slices.SortStableFunc(all, func(a, b *poured) int {
		return cmp.Or(edge(a, b), cmp.Compare(a.pieces[0].slot.Col, b.pieces[0].slot.Col))
	})
	for i, st := range all {
		if i == 0 || edge(all[i-1], st) != 0 {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], st)
	}
	return slices.DeleteFunc(rows, func(r []*poured) bool { return len(r) < 2 })
}

// wholeHead tells whether a head covers all text columns of its slot.
func (pc *piece) wholeHead() bool {
	_, n := pc.headColumns()
	return n == pc.cols.count
}

// levelMore is how much further than by itself a head's whites may reach for its
// neighbours' sake, in thousandths of a row: half of it above and half below, where
// it leaves either within half a row of the house's.
const levelMore = 200

// headReach is between how many rows the head of a story may be set. That of a story
// that goes on elsewhere stays: what it pushes out might find no room there.
func (st *poured) headReach(g page.Grid) (least, most int) {
	pc := &st.pieces[0]
	if n := pc.headRows(g); len(st.seats) > 1 || !st.rest.Empty() {
		return n, n
	}
	least, most = pc.headRange(g)
	_, _, high := pc.head.heights(g)
	return least, max(most, int((high+g.Leading.Em(levelMore))/g.Leading))
}

// levelGroups parts a row of stories into those whose heads can have one height,
// as few groups as there can be.
func levelGroups(row []*poured, g page.Grid) (groups [][]*poured) {
	row = slices.Clone(row)
	slices.SortStableFunc(row, func(a, b *poured) int {
		_, p := a.headReach(g)
		_, q := b.headReach(g)
		return cmp.Compare(p, q)
	})
	most := -1
	for _, st := range row {
		least, high := st.headReach(g)
		if least > most {
			groups, most = append(groups, nil), high
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], st)
	}
	return groups
}

// level sets the heads of a group in the height that costs least of those in which
// every text stands as well as it does by itself.
func (m *makeup) level(group []*poured) {
	g := m.house.grid
	least, most := group[0].headReach(g)
	same := true
	for _, st := range group[1:] {
		l, h := st.headReach(g)
		least, most = max(least, l), min(most, h)
		same = same && st.pieces[0].headRows(g) == group[0].pieces[0].headRows(g)
	}
	if same {
		return
	}
	var best []*poured
	lowest := 0
	for rows := least; rows <= most; rows++ {
		again := make([]*poured, 0, len(group))
		sum := 0
		for _, st := range group {
			if try := m.withHead(st, rows); try != nil {
				again, sum = append(again, try), sum+try.pieces[0].cost
			}
		}
		if len(again) == len(group) && (best == nil || sum < lowest) {
			best, lowest = again, sum
		}
	}
	for i, st := range best {
		*group[i] = *st
	}
}

// withHead is a story poured with a head of some rows; nil where its text does not
// stand as well as before.
func (m *makeup) withHead(st *poured, rows int) *poured {
	was := &st.pieces[0]
	if was.headRows(m.house.grid) == rows {
		return st
	}
	if len(st.seats) > 1 {
		return nil
	}
	s := st.seats[0]
	s.shared = rows
	try := m.pour(st.story, []seat{s}, st.text)
	pc := &try.pieces[0]
	if !try.rest.Empty() || pc.set.White(pc.frames) > max(was.set.White(was.frames), pc.cols.count) {
		return nil
	}
	return try
}

// shareBaselines lets the headlines of a row stand on one baseline where their heads
// have one height and as many lines over the headline: what the white above a
// head grows by that below it gives, within the house's whites.
func (m *makeup) shareBaselines(row []*poured) {
	type group struct {
		height geom.Length
		over   int
	}
	byMake := map[group][]*piece{}
	for _, st := range row {
		pc := &st.pieces[0]
		if at := pc.head.headlineRow(); at >= 0 {
			k := group{pc.headBox.H, at}
			byMake[k] = append(byMake[k], pc)
		}
	}
	for _, pieces := range byMake { // each group for itself
		target := geom.Length(0)
		for _, pc := range pieces {
			target = max(target, pc.head.headlineAt(m.house, pc.headBox.H)-pc.head.raise(m.house, pc.headBox.H))
		}
		for _, pc := range pieces {
			at := pc.head.headlineAt(m.house, pc.headBox.H)
			pc.head.drop = min(target-at, pc.head.lower(m.house, pc.headBox.H))
		}
	}
}

// headlineRow is the row of the head in which the headline begins; -1: it has none.
func (b *head) headlineRow() int {
	return slices.IndexFunc(b.rows, func(r headRow) bool { return r.part == page.Headline && r.p != nil })
}

// headlineAt is how far below the top of a head of a height the first baseline of its
// headline stands.
func (b *head) headlineAt(h *house, height geom.Length) (y geom.Length) {
	white := b.whites(h, height)
	last := b.headlineRow()
	for i := range last + 1 {
		y += white[i]
		if i < last {
			y += b.rows[i].size
		}
	}
	return y + b.rows[last].size.Em(int(fonts.EmAscent))
}

// lower and raise are how far a head of a height may stand lower or higher than it
// does, within the house's whites above and below it.
func (b *head) lower(h *house, height geom.Length) geom.Length {
	white, row := b.whites(h, height), h.grid.Leading
	return max(min(row.Em(whiteAbove.most)-white[0], white[len(white)-1]-row.Em(whiteBelow.least)), 0)
}

func (b *head) raise(h *house, height geom.Length) geom.Length {
	white, row := b.whites(h, height), h.grid.Leading
	return max(min(white[0]-row.Em(whiteAbove.least), row.Em(whiteBelow.most)-white[len(white)-1]), 0)
}
