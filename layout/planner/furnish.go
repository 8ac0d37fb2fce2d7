package planner

import (
	"slices"

	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
)

// Heights that are tried for what has none of its own: a notice, a digest, a
// strip. White below its text is dear like other white, and more than a little
// of it is not offered.
const (
	mostFurnished = 60 // rows
	looseFurnish  = 2  // rows above the least
)

// furnish adds the heights of the page's own writing: the least row in which it
// stands without an error, and a little more.
func (j *job) furnish(s *manuscript.Slot, t *dummy.Table) {
	for cols := 1; cols <= j.is.Format.Columns; cols++ {
		if s.Open&manuscript.OpenCols == 0 && cols != s.Cols {
			continue
		}
		slot := *s
		slot.Cols = cols
		for slot.Rows = j.leastFurnished(s); slot.Rows <= mostFurnished; slot.Rows++ {
			f := j.desk.Slot(slot)
			if f.Failed || f.Warnings > 0 {
				continue
			}
			for more := range looseFurnish + 1 {
				t.Block(cols, slot.Rows+more, 0, 0, dummy.Fit{Price: more * cols * j.terms.White, White: more * cols})
			}
			break
		}
	}
}

// leastFurnished is from how many rows on the page's own writing is tried: a notice with a
// frame or a text style, and one that fills a page, is no strip between two stories.
func (j *job) leastFurnished(s *manuscript.Slot) int {
	if s.Kind == manuscript.NoticeSlot && (s.Box != manuscript.BoxNone || s.Text.Style != nil || slices.Contains(j.is.Fillers, s)) {
		return manuscript.StripRows + 1
	}
	return 1
}

// nameplate adds the size of a nameplate of which issue.yaml does not give all, and pins
// it where readers look for it: across at the head of the page, over the whole of it, or
// over five eighths where something of the page's own may stand beside it (报眼); downward
// in the upper right corner, as vertical writing begins there. Where something has that
// place, it has the next one at the head.
func (j *job) nameplate(p *piece, s *manuscript.Slot, t *dummy.Table) {
	all := j.is.Format.Columns
	cols, rows := s.Cols, s.Rows
	if s.Open&manuscript.OpenCols != 0 {
		switch {
		case s.Vertical:
			cols = 1
		case slices.ContainsFunc(j.of.Slots, j.isEar):
			cols = max(all*nameShare/8, 1)
		default:
			cols = all
		}
	}
	if s.Open&manuscript.OpenRows != 0 {
		slot := *s
		slot.Cols, rows = cols, nameplateRows
		if s.Vertical {
			rows = j.desk.NameDown(slot)
		}
	}
	if s.Open&manuscript.OpenPlace != 0 {
		var at []int // columns at which there is room for it
		for col := 0; col+cols <= all; col++ {
			if !slices.ContainsFunc(j.of.Slots, func(o *manuscript.Slot) bool { return j.atHead(o, col, cols) }) {
				at = append(at, col)
			}
		}
		switch {
		case len(at) == 0: // anywhere
		case s.Vertical:
			p.Pin = &dummy.Rect{Col: at[len(at)-1]}
		default:
			p.Pin = &dummy.Rect{Col: at[0]}
		}
	}
	t.Block(cols, rows, 0, 0, dummy.Fit{})
}

// nameShare is how many eighths of the page a nameplate spans that has something
// beside it.
const nameShare = 5

// isEar tells whether a slot may stand beside the nameplate at the head of the page.
func (j *job) isEar(s *manuscript.Slot) bool {
	if s.Kind != manuscript.DigestSlot && s.Kind != manuscript.NoticeSlot || s.Open&manuscript.OpenCols == 0 && s.Cols >= j.is.Format.Columns {
		return false
	}
	return s.Open&manuscript.OpenPlace != 0 || s.Row-1 == j.top
}

// atHead tells whether a slot whose place is given has one of some columns at the head
// of the room that is planned.
func (j *job) atHead(s *manuscript.Slot, col, cols int) bool {
	return s.Open == 0 && s.Row-1 <= j.top && s.Row-1+s.Rows > j.top && s.Col-1 < col+cols && col < s.Col-1+s.Cols
}

// group adds the heights of a group of pictures: all of them side by side, one
// over the other, and what lies between, the dearer the more of them is
// cropped.
func (j *job) group(s *manuscript.Slot, t *dummy.Table) {
	for cols := leastPicture; cols <= j.is.Format.Columns; cols++ {
		if s.Open&manuscript.OpenCols == 0 && cols != s.Cols {
			continue
		}
		slot := *s
		slot.Cols = cols
		for _, h := range j.desk.Group(slot, j.foot-j.top) {
			slot.Rows = h.Rows
			f := j.desk.Slot(slot)
			if f.Failed || h.Cropped > mostCropped {
				continue
			}
			t.Block(cols, h.Rows, 0, 0, dummy.Fit{Price: f.Warnings*warningPrice + h.Cropped*dummy.Unit})
		}
	}
}

// mostCropped is how much of a picture of a group may be cropped, in percent.
const mostCropped = 20

// ad adds the sizes of an advertisement: what its slot gives of them, and the
// rest by its shape.
func (j *job) ad(s *manuscript.Slot, t *dummy.Table) {
	if j.fills(s) {
		j.filler(t)
		return
	}
	for cols := 1; cols <= j.is.Format.Columns; cols++ {
		if s.Open&manuscript.OpenCols == 0 && cols != s.Cols {
			continue
		}
		slot := *s
		slot.Cols = cols
		if slot.Open&manuscript.OpenRows != 0 {
			slot.Rows = j.desk.Picture(slot)
		}
		if slot.Rows < 1 || slot.Rows > j.foot-j.top || j.desk.Slot(slot).Failed {
			continue
		}
		t.Block(cols, slot.Rows, 0, 0, dummy.Fit{Price: j.desk.Slot(slot).Warnings*warningPrice + abs(j.desk.Scale(slot)-100)*scaledPrice})
	}
}

// scaledPrice is the price of a percent by which an advertisement is larger or smaller than
// it was made: half of it, or half as much again, is as dear as a warning.
const scaledPrice = 2 * dummy.Unit

// Bounds of a filler's shape that is not as wide as the page: its least columns, and the
// most rows for each of them, beyond which it looks like a tower.
const (
	leastFillerCols = 2
	towerFiller     = 18
)

// fills tells whether a slot is that of a filler, which is drawn to its size.
func (j *job) fills(s *manuscript.Slot) bool {
	return s.Kind == manuscript.AdSlot && slices.Contains(j.fillers, s.Name())
}

// filler adds the sizes of a filler: all that do not look like a tower.
func (j *job) filler(t *dummy.Table) {
	for cols := leastFillerCols; cols <= j.is.Format.Columns; cols++ {
		most := j.foot - j.top
		if cols < j.is.Format.Columns {
			most = min(most, cols*towerFiller)
		}
		for rows := j.fillerRows; rows <= most; rows++ {
			t.Block(cols, rows, 0, 0, dummy.Fit{})
		}
	}
}
