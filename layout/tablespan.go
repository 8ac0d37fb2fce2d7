package layout

import (
	"slices"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// # Tables across text columns (跨栏表)
//
// A table that is too wide for a text column of its story, or would be too small
// there to be read at ease, or whose words would stand a character a line, stands across as few of them as it needs: at their
// head where the story begins with it, else at the foot of the last ones. The
// text flows around it as it does around a picture. It is not parted there; one that
// is higher than the slot stays in its column, as does one of a story that goes on
// elsewhere. Its caption, the paragraph before it, goes with it.

// spanTable is a table across text columns.
type spanTable struct {
	table   *manuscript.Table
	caption *manuscript.Paragraph // nil: none
	set     *tableSet
	cols    int  // text columns that it stands across
	first   bool // the story begins with it
	unit    page.Unit
}

// rows is how many rows of the grid it takes.
func (t *spanTable) rows() (n int) {
	for _, a := range t.set.atoms() {
		n += a.Rows
	}
	return n
}

// poor tells whether a table does not fit its width, is set too small in it, or has
// cells that have to be read downward.
func (h *house) poor(set *tableSet) bool {
	return set.wide || set.strip || set.tiny()
}

// spans finds the tables of a story that stand across text columns of so many rows.
func (h *house) spans(s *manuscript.Story, cols columns, rows int) (all []spanTable) {
	if cols.count < 2 {
		return nil
	}
	unit, before := page.Unit{}, page.Unit{}
	for i, b := range s.Blocks {
		before, unit = unit, unitOf(unit, b)
		t, ok := b.(*manuscript.Table)
		if !ok || !h.poor(h.setTable(t, cols.measure)) {
			continue
		}
		st := spanTable{table: t, first: i == 0, unit: unit}
		for st.cols = 2; st.cols <= cols.count; st.cols++ {
			st.set = h.setTable(t, cols.across(st.cols))
			if !h.poor(st.set) {
				break
			}
		}
		st.cols = min(st.cols, cols.count)
		if i > 0 {
			h.entitle(&st, s.Blocks[i-1], cols.across(st.cols))
			st.first, st.set.over = st.first || st.caption != nil && i == 1, page.Unit{Kind: page.TitleUnit, Block: before.Block}
		}
		if n := st.rows() + 1; n <= rows {
			all = append(all, st)
			rows -= n
		}
	}
	return all
}

// entitle gives a table across columns the caption that stands before it in the text,
// in 黑, if it has room on a line.
func (h *house) entitle(t *spanTable, before manuscript.Block, width geom.Length) {
	p, ok := before.(*manuscript.Paragraph)
	if !ok || !captions(p) {
		return
	}
	if set := h.tableCaption(p).Para; line(set).Width <= width {
		t.caption, t.set.caption = p, set
	}
}

// across is how wide some text columns are together.
func (c *columns) across(n int) geom.Length {
	return geom.Length(n)*c.step - (c.step - c.measure)
}

// spanned tells whether a block is one of the tables that stand across columns, or
// the caption of one.
func spanned(spans []spanTable, b manuscript.Block) bool {
	return slices.ContainsFunc(spans, func(t spanTable) bool {
		return b == manuscript.Block(t.table) || t.caption != nil && b == manuscript.Block(t.caption)
	})
}

// sameSpans tells whether two lists have the same tables across as many columns.
func sameSpans(a, b []spanTable) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].table != b[i].table || a[i].cols != b[i].cols || a[i].set.size != b[i].set.size {
			return false
		}
	}
	return true
}

// spanInsets puts the tables across the columns of a piece.
func (out *poured) spanInsets(pc *piece) {
	for i := range out.text.spans {
		t := &out.text.spans[i]
		in := inset{table: t, x: pc.cols.left, width: pc.cols.across(t.cols), place: manuscript.TopLeft, art: t.rows()}
		if !t.first {
			in.place = manuscript.BottomRight
			in.x += pc.cols.across(pc.cols.count) - in.width
		}
		pc.insets = append(pc.insets, in)
	}
}

// reportSpans says which tables across columns are too wide or too small even so.
func (out *poured) reportSpans(m *makeup, pc *piece) {
	for i := range out.text.spans {
		t := &out.text.spans[i]
		b := pc.own(m.house).table(t.table)
		switch {
		case t.set.wide:
			out.tight(&b, m.house.chars(pc.cols.across(t.cols)))
		case t.set.tiny():
			out.small(&b, t.set.size)
		}
	}
}

// spanItems draws the tables across columns with which the story begins, or the
// others: they are drawn in the order in which they are read.
func (pc *piece) spanItems(dst []page.Item, g page.Grid, story string, first bool) []page.Item {
	for i := range pc.insets {
		in := &pc.insets[i]
		if in.table == nil || in.table.first != first {
			continue
		}
		row := pc.textTop + in.row + in.above
		for _, a := range in.table.set.atoms() {
			area := geom.Rect{X: in.x, Y: g.RowTop(row), W: in.width, H: geom.Length(a.Rows) * g.Leading}
			dst = a.Draw(dst, area, para.Tag{Part: page.Cell, Story: story, Unit: in.table.unit})
			row += a.Rows
		}
	}
	return dst
}

// chars is how many characters a table has.
func (t *spanTable) chars() (n int) {
	for _, p := range t.set.texts() {
		n += p.Len()
	}
	return n
}

// noRoom tells what stands inside a story and finds no room there.
func (out *poured) noRoom(in *inset, rows int) {
	if in.table != nil {
		b := in.table.set.h.table(in.table.table)
		at := out.story.Src
		for _, p := range b.Texts {
			if p.Len() > 0 {
				at = p.Pos(0)
				break
			}
		}
		out.problems.Add(diag.TableRoom, at, out.story.ID, in.rows(), rows)
		return
	}
	out.problems.Add(diag.PictureRoom, in.pic.Src, in.pic.File.Path, out.story.ID, in.rows(), rows)
}
