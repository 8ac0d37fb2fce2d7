package planner

import (
	"duikai/layout/dummy"
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
		for slot.Rows = 1; slot.Rows <= mostFurnished; slot.Rows++ {
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
		t.Block(cols, slot.Rows, 0, 0, dummy.Fit{Price: j.desk.Slot(slot).Warnings * warningPrice})
	}
}
