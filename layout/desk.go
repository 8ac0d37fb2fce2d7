package layout

import (
	"slices"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
)

// Desk (拼版台) measures what could stand on a page before it has a place. A
// story is set by itself, as if it were alone in the edition: how high it is
// depends on nothing but itself and the way in which it stands. It may be used
// from many goroutines at once.
type Desk struct{ m *makeup }

// NewDesk makes a desk for the stories of an issue.
func NewDesk(is *manuscript.Issue, set *fonts.Set) *Desk {
	return &Desk{&makeup{issue: is, house: newHouse(is, set)}}
}

// Standing is how a story stands in some columns where nothing is left over.
type Standing struct {
	Rows     int // least height of its slot
	Columns  int // of text
	Lines    int // rows of text in all its columns together
	HeadRows int // of the slot that the head takes across it, with the clearance of a box
	Size     int // of the headline, in points
	Black    bool
	Thin     bool // the headline covers too little of its columns (题不盖文)
}

// Story measures a story in a slot: its width, text columns, box, tint and
// place of the head count, not where it stands nor how high it is. ok is false
// where it cannot stand so: it is higher than the page, its head or one of its
// pictures finds no room, or its columns are too narrow. Where parts of the
// story stand on earlier pages, what they leave is measured.
func (d *Desk) Story(s *manuscript.Story, before []Part, slot manuscript.Slot) (st Standing, ok bool) {
	g := d.m.house.grid
	slot.Kind, slot.Story, slot.Col, slot.Row, slot.Open = manuscript.StorySlot, s.ID, 1, 1, 0
	slot.Rows = g.Rows
	got, ok := d.pour(s, before, &slot, nil)
	if !ok {
		return st, false
	}
	pc := got.last()
	count := max(pc.cols.count, 1)
	used := 0
	for _, n := range pc.set.Used {
		used += n
	}
	// Columns that end level, and what does not part evenly.
	least := slot.Rows - pc.whiteRows()
	for slot.Rows = max(least-1, 1); slot.Rows <= min(least+trials, g.Rows); slot.Rows++ {
		if got, ok = d.pour(s, before, &slot, got.text); !ok {
			continue
		}
		pc = got.last()
		st = Standing{Rows: slot.Rows, Columns: count, Black: isBlack(d.m.headPlan(s, &slot).role)}
		st.HeadRows = slot.Rows - pc.rows + pc.headRows(g)
		st.Size = int(pc.head.headline() / geom.Pt)
		st.Thin = !pc.side && st.Size > 0 && slot.Cols >= leastCoverColumns && !framed(&slot) && pc.head.headFit.cover < leastCover
		st.Lines = max((slot.Rows-st.HeadRows)*count-pc.set.White(pc.frames), 1)
		return st, true
	}
	return st, false
}

// Part is a part of a story on another page.
type Part struct {
	Page int // its number
	Slot *manuscript.Slot
}

// pour sets a story alone into a slot, behind its earlier parts, with its text
// if that is ready; ok is false where something is left over or out of its place.
func (d *Desk) pour(s *manuscript.Story, before []Part, slot *manuscript.Slot, text *readied) (out *poured, ok bool) {
	trial := *d.m
	issue := *d.m.issue
	issue.Pages = nil
	var seats []seat
	last := 0
	for _, p := range append(before[:len(before):len(before)], Part{Slot: slot}) {
		if p.Page == 0 {
			p.Page = last + 1
		}
		last = p.Page
		seats = append(seats, seat{p.Slot, len(issue.Pages)})
		issue.Pages = append(issue.Pages, &manuscript.Page{Number: p.Page, Slots: []*manuscript.Slot{p.Slot}})
	}
	trial.issue = &issue
	out = trial.pour(s, seats, text)
	bad := func(p diag.Problem) bool { return p.Severity() >= diag.Error && p.Code != diag.NoGlyph }
	return out, out.rest.Empty() && !slices.ContainsFunc(out.problems, bad)
}

// last is the piece in the last seat.
func (out *poured) last() *piece { return &out.pieces[len(out.pieces)-1] }

// Picture is the height of a slot in which a picture, or a group, stands as
// wide as given without being cropped, with its caption.
func (d *Desk) Picture(slot manuscript.Slot) int {
	h := d.m.house
	slot.Col, slot.Row, slot.Rows, slot.Open = 1, 1, h.grid.Rows, 0
	area := d.m.slotInner(&slot)
	c := h.slotCaption(&slot, area.W)
	art := slot.Pictures[0].File.Art
	height := area.W
	if art.Width > 0 {
		height = geom.DivRound(area.W*geom.Length(art.Height), geom.Length(art.Width))
	}
	clear := slot.Rows - int(area.H/h.grid.Leading)
	return int(geom.DivRound(height, h.grid.Leading)) + c.rows + clear
}

// White is how many rows two slots that stand one over the other keep between
// them.
const White = 1
