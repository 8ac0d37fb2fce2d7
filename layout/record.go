package layout

import (
	"unicode"

	"duikai/layout/cjk"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/page"
	"duikai/layout/para"
)

// record is an empty record to be filled, or nil where none is wanted.
func (m *makeup) record() *page.Record {
	if !m.opt.Record {
		return nil
	}
	return new(page.Record)
}

// record keeps the text columns of a piece and its lines.
func (pc *piece) record(rec *page.Record, h *house) {
	g := h.grid
	rec.Frames = make([]page.Frame, len(pc.frames), len(pc.frames)+1)
	for i, f := range pc.frames {
		rec.Frames[i] = page.Frame{
			Rect: geom.Rect{X: f.X, Y: g.RowTop(f.Top), W: f.Width, H: geom.Length(f.Rows) * g.Leading},
			Rows: f.Rows, Used: pc.set.Used[i],
		}
	}
	rec.Lines = make([]page.LineRecord, 0, len(pc.set.Lines))
	for i := range pc.set.Lines {
		l := &pc.set.Lines[i]
		if l.Atom != nil {
			continue // rows of tables and pull quotes are no lines
		}
		r := lineRecord(l.Block.Para, l.Line, l.At, l.Block.Size, l.Block.Part)
		r.Frame = l.Frame
		f := &pc.frames[l.Frame]
		r.Measure = f.X + f.Width - l.Block.Right - cutRight(f, l.Row) - r.At.X
		r.Justified = l.Block.Align == flow.Justify && !r.Last
		rec.Lines = append(rec.Lines, r)
	}
}

// cutRight is what stands in a frame's right side at a row.
func cutRight(f *flow.Frame, row int) (w geom.Length) {
	for _, c := range f.Cuts {
		if c.Row <= row && row < c.Row+c.Rows {
			w = max(w, c.Right)
		}
	}
	return w
}

// record keeps the lines of a caption that stands from a row of the page on.
func (c *caption) record(rec *page.Record, h *house, x, width geom.Length, row int) {
	if rec == nil {
		return
	}
	if c.name != nil {
		row++
	}
	for i := range c.lines {
		at := geom.Point{X: x, Y: h.grid.RowTop(row+i) + h.grid.Baseline}
		l := &c.lines[i]
		if c.name != nil {
			at.X += (width - l.Width) / 2
		}
		r := lineRecord(c.text, l, at, h.captionFace.size, page.Caption)
		r.Frame, r.Measure, r.Justified = -1, width-l.Indent, !l.Last
		rec.Lines = append(rec.Lines, r)
	}
}

// remedyOf is the reserves of the table of classes as records name them.
var remedyOf = [cjk.PoolCount]page.Remedy{
	cjk.PoolEnd:     page.SqueezeEnd,
	cjk.PoolSpace:   page.SqueezeSpace,
	cjk.PoolDot:     page.SqueezeDot,
	cjk.PoolBracket: page.SqueezeBracket,
	cjk.PoolComma:   page.SqueezeComma,
	cjk.PoolGap:     page.SqueezeGap,
	cjk.PoolStop:    page.SqueezeStop,
}

var edgeOf = [...]page.LineEdge{
	para.EdgeGood:     page.EdgeGood,
	para.EdgeBanned:   page.EdgeBanned,
	para.EdgeSplit:    page.EdgeSplit,
	para.EdgeOverfull: page.EdgeOverfull,
	para.EdgeShort:    page.EdgeShort,
	para.EdgeLoose:    page.EdgeLoose,
}

// lineRecord is the record of a line whose baseline starts at at, the line's
// own indent not counted.
func lineRecord(p *para.Paragraph, l *para.Line, at geom.Point, size geom.Length, part page.Part) page.LineRecord {
	at.X += l.Indent
	r := page.LineRecord{
		At: at, Width: l.Width, Natural: l.Natural, Size: size, Part: part, Chars: l.End - l.Start, Gaps: int(l.Gaps),
		Last: l.Last, Hyphen: l.Hyphen, Edge: edgeOf[l.Edge],
	}
	if l.Start < l.End {
		r.Text, r.Src = p.Text(l.Start, l.End), p.Pos(l.Start)
	}
	for pool := cjk.PoolEnd; pool < cjk.PoolCount; pool++ {
		r.Remedies[remedyOf[pool]] = l.Shrink[pool].Length()
	}
	r.Remedies[page.OpenMark], r.Remedies[page.OpenSpace], r.Remedies[page.OpenGap] = l.Grow.Length(), (l.Blank + l.Space).Length(), l.Latin.Length()
	r.Remedies[page.SqueezeSolid] = l.Tight.Length()
	r.Remedies[page.Spread], r.Remedies[page.Hang] = l.Spread.Length(), l.Hung.Length()
	r.Loose = l.Edge == para.EdgeShort || l.PerGap(size) > para.LooseLimit
	r.Lone = l.Last && l.Start > 0 && lone(r.Text)
	return r
}

// lone tells whether a line holds one character beside its marks.
func lone(text string) bool {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n < 2
}

// spot notes where a problem of make-up stands on its page.
func spot(p *page.Page, problem diag.Problem, area geom.Rect) {
	p.Spots = append(p.Spots, page.Spot{Problem: problem, Area: area})
}
