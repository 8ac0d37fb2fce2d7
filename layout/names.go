package layout

import (
	"strings"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// # Lists of names (名单)
//
// Names stand in cells of one width, so that they make columns: as wide as the
// names, and an em of white. A name of two characters is spaced to the width of
// three, as the trade does; one longer than its cell takes several, and one that is
// longer than the column is turned behind a point or a blank. What the
// measure has over is shared by the gaps.
//
//	卫　知　沈亦舟　欧阳望江
//	方以南　白　桐　聂小川

const (
	cellGap   = 1 // ems behind a name
	nameShort = 2 // characters of a name that is spaced
	nameUsual = 3 // to the width of so many
	nameLong  = 4 // the most that a cell is made for: 欧阳望江

)

// nameCell is a name in its row.
type nameCell struct {
	set  *para.Paragraph
	line para.Line
	at   int // of the row's cells, the first that it takes
}

// nameRow is a row of names, or the label over some.
type nameRow struct {
	cells []nameCell
	label *para.Paragraph
	first bool // of a group that is not the list's first
	chars int
}

// nameList is a list of names as a block whose atoms are its rows. How many
// names make a row the first measure decides; in others their cells are wider or
// narrower.
func (h *house) nameList(b *manuscript.NameList, measure geom.Length, problems *diag.List) flow.Block {
	cell := b.Cell
	if cell == 0 {
		cell = cellGap + h.widestName(b)
	}
	em := h.size
	perRow := int(max((measure+cellGap*em)/(geom.Length(cell)*em), 1))
	var rows []nameRow
	bl := flow.Block{Para: para.Prepare(nil, &h.tight), Part: page.Body, Size: h.size, Rows: 1}
	for i, g := range b.Groups {
		from := len(rows)
		if !empty(g.Label) {
			runs, _ := h.runs(restyle(g.Label, 0, length(g.Label), manuscript.Bold), face{h.body, h.size})
			label := para.Prepare(runs, &h.tight)
			rows = append(rows, nameRow{label: label, chars: label.Len()})
			bl.Texts = append(bl.Texts, label)
		}
		rows = append(rows, h.nameRows(g.Names, cell, perRow, measure, problems)...)
		if i > 0 && from < len(rows) {
			rows[from].first = true
		}
	}
	for _, r := range rows {
		bl.Chars = append(bl.Chars, r.chars)
		for _, c := range r.cells {
			if c.line.Start == 0 {
				bl.Texts = append(bl.Texts, c.set)
			}
		}
	}
	bl.Atoms = func(width geom.Length) []flow.Atom { return h.nameAtoms(rows, width, cell, perRow) }
	return bl
}

// widestName is how many ems the names of a list take, as cells are made for
// them.
func (h *house) widestName(b *manuscript.NameList) int {
	most := nameUsual
	for _, g := range b.Groups {
		for _, t := range g.Names {
			if n := length(t); n <= nameLong {
				most = max(most, n)
			}
		}
	}
	return most
}

// nameRows parts names into rows of cells.
func (h *house) nameRows(names []manuscript.Text, cell, perRow int, measure geom.Length, problems *diag.List) (rows []nameRow) {
	em := h.size
	at := perRow
	for _, t := range names {
		set := h.prepareTight(t)
		l := line(set)
		if n := set.Len(); n == nameShort && l.Gaps > 0 && l.Width < nameUsual*em && cell > nameUsual {
			l = l.SpreadTo(nameUsual * em)
		}
		if l.Width > measure {
			problems.Add(diag.NameTurned, t[0].Src, t.String())
			for _, part := range turnedName(set, measure, em) {
				rows = append(rows, nameRow{cells: []nameCell{{set: set, line: part}}, chars: part.End - part.Start})
			}
			at = perRow
			continue
		}
		takes := 1
		for geom.Length(takes*cell-cellGap)*em < l.Width && takes < perRow {
			takes++
		}
		if at+takes > perRow {
			rows = append(rows, nameRow{})
			at = 0
		}
		r := &rows[len(rows)-1]
		r.cells = append(r.cells, nameCell{set: set, line: l, at: at})
		r.chars += set.Len()
		at += takes
	}
	return rows
}

// turnedName parts a name that is longer than its column: behind a point or a blank,
// as late as may be, and anywhere where there is none.
func turnedName(p *para.Paragraph, width, em geom.Length) (lines []para.Line) {
	start, in := 0, geom.Length(0)
	for start < p.Len() {
		end := p.Len()
		if p.Natural(start, end).Width > width-in {
			for end--; end > start; end-- {
				if s := p.Text(end-1, end); strings.HasSuffix(s, "·") || strings.HasSuffix(s, " ") {
					if p.Natural(start, end).Width <= width-in {
						break
					}
				}
			}
		}
		if end == start {
			return verseLines(p, 0, width, em)
		}
		l := p.Natural(start, end)
		l.Indent, start, in = in, end, em
		lines = append(lines, l)
	}
	return lines
}

// prepareTight readies a text that is never broken.
func (h *house) prepareTight(t manuscript.Text) *para.Paragraph {
	runs, _ := h.runs(t, face{h.body, h.size})
	return para.Prepare(runs, &h.tight)
}

// nameAtoms are the rows at a width. The cells of a row share what it has over,
// so that the last one ends where the measure does.
func (h *house) nameAtoms(rows []nameRow, width geom.Length, cell, perRow int) []flow.Atom {
	em := h.size
	pitch, left := geom.Length(cell)*em, geom.Length(0)
	if perRow > 1 {
		pitch = (width - geom.Length(cell-cellGap)*em) / geom.Length(perRow-1)
	} else {
		left = max(width-geom.Length(cell-cellGap)*em, 0) / 2
	}
	out := make([]flow.Atom, len(rows))
	for i := range rows {
		r := &rows[i]
		a := &out[i]
		a.Rows = 1
		a.Keep = r.label != nil
		if r.first && r.label == nil {
			a.Rows = 2 // white parts it from the group above
		}
		for k, c := range r.cells {
			end := width
			if k+1 < len(r.cells) {
				end = pitch * geom.Length(r.cells[k+1].at)
			}
			a.Tight = a.Tight || pitch*geom.Length(c.at)+c.line.Indent+c.line.Width > end
		}
		a.Draw = func(dst []page.Item, area geom.Rect, tag para.Tag) []page.Item {
			tag.Unit.Row = int16(i)
			y := area.Bottom() - h.grid.Leading + h.grid.Baseline
			if r.label != nil {
				tag.Unit.Kind = page.LabelUnit
				return r.label.Items(dst, line(r.label), geom.Point{X: area.X, Y: y}, tag)
			}
			for k, c := range r.cells {
				tag.Unit.Col = int16(k)
				dst = c.set.Items(dst, c.line, geom.Point{X: area.X + left + pitch*geom.Length(c.at), Y: y}, tag)
			}
			return dst
		}
	}
	return out
}

// # Verse (诗行)
//
// The lines of a verse keep together as the poet divides them and stand as a
// block in the middle of the column, centred on the longest of them. A line that
// is longer than the column is turned, with its end indented.

// turnedIndent is how far the end of a line of verse that is turned stands in,
// in ems.
const turnedIndent = 2

// verse is a verse as blocks, one a line. No column ends behind the first line
// of a stanza nor before its last one.
func (h *house) verse(b *manuscript.Verse, measure geom.Length, problems *diag.List) []flow.Block {
	em, step := h.size, max(h.size, h.style.Cell)
	sets := make([]*para.Paragraph, len(b.Lines))
	longest := geom.Length(0)
	for i, l := range b.Lines {
		sets[i] = h.prepare(l.Text, face{h.body, h.size})
		longest = max(longest, geom.Length(l.Indent)*step+line(sets[i]).Width)
	}
	out := make([]flow.Block, len(b.Lines))
	for i, l := range b.Lines {
		p, indent := sets[i], geom.Length(l.Indent)*step
		if indent+line(p).Width > measure {
			problems.Add(diag.VerseTurned, l.Text[0].Src, l.Text.String())
		}
		out[i] = flow.Block{Para: p, Part: page.Body, Size: em, Align: flow.Left, Rows: 1,
			Divide: func(width geom.Length) []para.Line {
				return verseLines(p, indent+max(width-longest, 0)/2, width, em)
			}}
		last := i+1 == len(b.Lines) || b.Lines[i+1].Opens
		if first := i == 0 || l.Opens; first && !last || !last && (i+2 == len(b.Lines) || b.Lines[i+2].Opens) {
			out[i].Keep, out[i].Joined = true, true
		}
		if i == 0 || l.Opens {
			out[i].Before = 1
		}
	}
	return out
}

// verseLines sets a line of verse from an indent on, turned where it is too
// long.
func verseLines(p *para.Paragraph, indent, width, em geom.Length) []para.Line {
	l := line(p)
	if indent+l.Width <= width {
		l.Indent = indent
		return []para.Line{l}
	}
	in := min(indent+turnedIndent*em, width/3/em*em)
	lines := p.Break(para.Measure{Width: width - in, Indent: min(indent, in) - in})
	for i := range lines {
		l := &lines[i]
		at := in + l.Indent
		if n := p.Natural(l.Start, l.End); n.Width <= width-at {
			*l = n
		}
		l.Indent = at
	}
	return lines
}
