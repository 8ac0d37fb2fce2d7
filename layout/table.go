package layout

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// # Tables
//
// A table (表格) has a bold rule above and below (反线), a fine one under its head
// and none at its sides. Its type is a point smaller than the body, its head
// in 黑; cells take whole rows and stand on the baseline grid. The columns are
// whole characters wide and share the measure by what they hold: the natural
// widths where they fit, with what is over dealt out equally. Else first the
// cells of the head run on over lines and the type shrinks a little, then all
// cells run on, and the column that is longest for its width gets the next
// character; then characters change columns where that saves rows (tablewidth.go). If not even the longest words fit side by side, the type shrinks
// as far as it can be read. Figures of a column stand with their decimal points
// below each other. The unit (单位) stands over the table at its right end.
//
// A table that is too wide for a text column, or would be too small there, stands
// across several (tablespan.go).

const (
	tableLess   = 1 * geom.Pt      // how much smaller than the body a table is set
	tableStep   = geom.Pt / 2      // steps of shrinking
	tableFirm   = 7 * geom.Pt      // the least size before cells run on over lines
	tableLeast  = 6 * geom.Pt      // the least size of type in a newspaper
	tableRead   = 15 * geom.Pt / 2 // below which a table is told to be small
	tableGap    = 1                // ems between columns
	tableNarrow = 2                // ems that a column with more to say has at least
	tableStrip  = 4                // ems below which a cell of more than two lines is a strip, read downward
	tableShort  = 8                // ems up to which the cells of a column are centred
	tableMark   = "—–-－…/　 ,.，、"   // with figures and signs, what a column of figures may hold
)

// tableSet is a table set at a width.
type tableSet struct {
	h     *house
	rows  []tableRow
	align []manuscript.Align // as given, or as its content asks for
	// block is how wide the cells of a column of figures are: they stand to
	// the right of a block that is centred; 0 for other columns.
	block []geom.Length
	tail  []geom.Length // what stands behind the units of a column of figures, at its widest
	size  geom.Length
	left  []geom.Length // of each column
	width []geom.Length
	head  bool // the first row is the head
	ruled bool // some row has several lines: rules part the rows
	wide  bool // it does not fit
	strip bool // a cell stands in it a character or two a line (竖条)
	// drop is how much lower its text stands because of the rubies over it, so that
	// both together are in the middle of their row.
	drop geom.Length
	unit *para.Paragraph
	// caption is what stands over a table across text columns, in the middle; nil: in
	// a column it is a paragraph of the text.
	caption *para.Paragraph
	over    page.Unit // of the caption
}

// tableRow is a row of cells.
type tableRow struct {
	cells []*para.Paragraph
	lines [][]para.Line // by cell
	rows  int           // of the grid
}

// table is a table as a block whose atoms are its rows.
func (h *house) table(t *manuscript.Table) flow.Block {
	b := flow.Block{Para: para.Prepare(nil, &h.tight), Part: page.Cell, Size: h.size, Rows: 1, Before: 1, Whole: true}
	if !empty(t.Unit) {
		unit := h.unitLine(t, h.size)
		b.Chars, b.Texts = append(b.Chars, unit.Len()), append(b.Texts, unit)
	}
	for _, r := range h.tableRows(t, h.size) {
		n := 0
		for _, p := range r.cells {
			n += p.Len()
		}
		b.Chars = append(b.Chars, n)
		b.Texts = append(b.Texts, r.cells...)
	}
	b.Atoms = lastWidth(func(width geom.Length) []flow.Atom { return h.setTable(t, width).atoms() })
	return b
}

// unitLine readies the unit of a table.
func (h *house) unitLine(t *manuscript.Table, size geom.Length) *para.Paragraph {
	runs, _ := h.runs(t.Unit, face{h.body, size})
	return para.Prepare(runs, &h.tight)
}

// lastWidth keeps what was set last, for make-up asks for the same width many
// times. A story's blocks belong to one goroutine.
func lastWidth(set func(geom.Length) []flow.Atom) func(geom.Length) []flow.Atom {
	var atoms []flow.Atom
	last := geom.Length(-1)
	return func(width geom.Length) []flow.Atom {
		if width != last {
			atoms, last = set(width), width
		}
		return atoms
	}
}

// tableRows readies a table's cells at a size, its head first. Every row has
// as many cells as the longest.
func (h *house) tableRows(t *manuscript.Table, size geom.Length) []tableRow {
	n := max(len(t.Align), len(t.Head))
	for _, r := range t.Rows {
		n = max(n, len(r))
	}
	row := func(cells []manuscript.Text, role fonts.Role) tableRow {
		r := tableRow{cells: make([]*para.Paragraph, n)}
		for i := range r.cells {
			var runs []para.Run
			if i < len(cells) {
				runs, _ = h.runs(cells[i], face{role, size})
			}
			r.cells[i] = para.Prepare(runs, &h.tight)
		}
		return r
	}
	var rows []tableRow
	if t.Head != nil {
		rows = append(rows, row(t.Head, fonts.Hei))
	}
	for _, r := range t.Rows {
		rows = append(rows, row(r, h.body))
	}
	return rows
}

// setTable sets a table at a width.
func (h *house) setTable(t *manuscript.Table, width geom.Length) *tableSet {
	set := &tableSet{h: h, head: t.Head != nil}
	if !set.fit(t, width, tableFirm, false) && !set.fit(t, width, tableLeast, true) {
		set.wide = true
	}
	if !empty(t.Unit) {
		set.unit = h.unitLine(t, set.size)
	}
	if len(set.width) == 0 {
		return set
	}
	for i := range set.rows {
		r := &set.rows[i]
		r.rows = 1
		if slices.ContainsFunc(r.cells, (*para.Paragraph).HasRuby) {
			set.drop = set.size / 4 // half of a ruby
		}
		for c, p := range r.cells {
			lines := cellLines(p, set.width[c])
			r.lines = append(r.lines, lines)
			r.rows = max(r.rows, len(lines))
			set.strip = set.strip || len(lines) > 2 && set.width[c] < tableStrip*set.size
		}
		set.ruled = set.ruled || r.rows > 1 && !(set.head && i == 0)
	}
	set.settle(t)
	return set
}

// texts are the texts of a table, as they stand.
func (set *tableSet) texts() (all []*para.Paragraph) {
	for _, p := range []*para.Paragraph{set.caption, set.unit} {
		if p != nil {
			all = append(all, p)
		}
	}
	for _, r := range set.rows {
		all = append(all, r.cells...)
	}
	return all
}

// tiny tells whether its type is too small to be read at ease.
func (set *tableSet) tiny() bool { return set.size < min(tableRead, set.h.size) }

// fit looks for the size, least at the least, at which the columns have room
// side by side; with wrap the cells below the head may run on over lines.
func (set *tableSet) fit(t *manuscript.Table, width, least geom.Length, wrap bool) bool {
	most := max(set.h.size-tableLess, min(tableLeast, set.h.size))
	for size := most; size == most || size >= least; size -= tableStep {
		set.rows, set.size = set.h.tableRows(t, size), size
		set.points(t)
		if len(set.rows) == 0 || len(set.rows[0].cells) == 0 || set.divide(width, size, wrap) {
			return true
		}
	}
	return false
}

// cellLines sets a cell's text.
func cellLines(p *para.Paragraph, width geom.Length) []para.Line {
	if l := line(p); p.Len() == 0 || l.Width <= width {
		return []para.Line{l}
	}
	lines := p.Break(para.Measure{Width: width})
	for i, l := range lines {
		if n := p.Natural(l.Start, l.End); n.Width <= width && !l.Hyphen {
			lines[i] = n
		}
	}
	return lines
}

// wants are the widths that a table's columns ask for: in whole ems, for all
// cells on one line, for all but the head's, and for the longest word.
type wants struct{ natural, body, least []geom.Length }

// points looks for columns of figures whose decimal points are to stand below
// each other: what stands behind the units takes as much room in every cell as
// in the widest.
func (set *tableSet) points(t *manuscript.Table) {
	if len(set.rows) == 0 {
		return
	}
	n := len(set.rows[0].cells)
	set.tail, set.block = make([]geom.Length, n), make([]geom.Length, n)
	body := set.rows
	if set.head {
		body = body[1:]
	}
	for c := range n {
		if c < len(t.Align) && t.Align[c] != manuscript.AlignUnset && t.Align[c] != manuscript.AlignRight || !figureColumn(body, c) {
			continue
		}
		var most, tail geom.Length
		for _, r := range body {
			p := r.cells[c]
			s := p.Text(0, p.Len())
			if !quantity(s) {
				continue // a word among figures
			}
			own := behindUnits(p)
			most, tail = max(most, line(p).Width-own), max(tail, own)
		}
		if tail > 0 {
			set.tail[c], set.block[c] = tail, most+tail
		}
	}
}

// behindUnits is how wide what stands behind the units of a figure is: its
// decimals and its unit sign.
func behindUnits(p *para.Paragraph) geom.Length {
	n := p.Len()
	end := n
	for i := range n {
		r := p.Rune(i)
		if unicode.IsDigit(r) {
			end = i + 1
		} else if end < n && r != ',' && r != '，' && r != ' ' {
			break
		}
		if r == '.' {
			break
		}
	}
	if end == n {
		return 0
	}
	return line(p).Width - p.NaturalWidth(0, end)
}

// wants measures the columns.
func (set *tableSet) wants(em geom.Length) wants {
	n := len(set.rows[0].cells)
	w := wants{make([]geom.Length, n), make([]geom.Length, n), make([]geom.Length, n)}
	whole := func(l geom.Length) geom.Length { return max(geom.DivCeil(l, em), 1) * em }
	for c := range n {
		for i, r := range set.rows {
			one := whole(line(r.cells[c]).Width)
			w.natural[c] = max(w.natural[c], one)
			if i > 0 || !set.head {
				w.body[c] = max(w.body[c], one)
			}
			w.least[c] = max(w.least[c], whole(longestPiece(r.cells[c])))
		}
		if set.block[c] > 0 {
			block := whole(set.block[c])
			w.natural[c], w.body[c], w.least[c] = max(w.natural[c], block), max(w.body[c], block), max(w.least[c], block)
		}
		w.least[c] = max(w.least[c], min(w.natural[c], tableNarrow*em))
		w.body[c] = max(w.body[c], w.least[c])
	}
	return w
}

func total(widths []geom.Length) (sum geom.Length) {
	for _, w := range widths {
		sum += w
	}
	return sum
}

// divide shares a width among the columns; false says that it is too small
// for the words they hold.
func (set *tableSet) divide(width, em geom.Length, wrap bool) bool {
	w := set.wants(em)
	asks := [][]geom.Length{w.natural, w.body, w.least}
	if !wrap {
		asks = asks[:2]
	}
	n := geom.Length(len(w.natural))
	gap := tableGap * em
	set.width = nil
	for _, ask := range asks {
		for _, g := range []geom.Length{gap, gap / 2} {
			if set.width == nil && total(ask)+(n-1)*g <= width {
				set.width, w.least, gap = slices.Clone(ask), ask, g
			}
		}
	}
	fits := set.width != nil
	if fits {
		left := width - (n-1)*gap - total(set.width)
		for ; left >= em && widen(set.width, w.natural, em); left -= em {
		}
		if total(set.width) < total(w.natural) { // nothing that was asked for is taken away
			set.fewestRows(w, em)
		}
		for c, more := 0, left/(n*em)*em; c < len(set.width); c++ {
			set.width[c] += more
		}
	} else {
		gap = min(gap, width/(4*n))
		room, sum := width-(n-1)*gap, total(w.least)
		set.width = w.least
		for c := range set.width {
			set.width[c] = max(set.width[c]*room/sum, 1)
		}
	}
	set.left = make([]geom.Length, n)
	x := geom.Length(0)
	if n == 1 {
		x = (width - set.width[0]) / 2
	} else { // what is over goes between the columns
		gap = (width - total(set.width)) / (n - 1)
	}
	for c, w := range set.width {
		set.left[c] = x
		x += w + gap
	}
	return fits
}

// widen gives an em to the column whose text is longest for its width; false
// says that every text has its natural width.
func widen(width, natural []geom.Length, em geom.Length) bool {
	best := 0
	for c := range width {
		if natural[c]*width[best] > natural[best]*width[c] {
			best = c
		}
	}
	if natural[best] <= width[best] {
		return false
	}
	width[best] += em
	return true
}

// longestPiece is the widest stretch of a text that no line may part.
func longestPiece(p *para.Paragraph) (widest geom.Length) {
	for start, i := 0, 0; i < p.Len(); i++ {
		if p.MayBreak(i) {
			widest = max(widest, p.NaturalWidth(start, i+1))
			start = i + 1
		}
	}
	return widest
}

// settle decides how the cells of each column stand.
func (set *tableSet) settle(t *manuscript.Table) {
	n := len(set.rows[0].cells)
	set.align = make([]manuscript.Align, n)
	body := set.rows
	if set.head {
		body = body[1:]
	}
	for c := range n {
		if c < len(t.Align) {
			set.align[c] = t.Align[c]
		}
		if set.align[c] != manuscript.AlignUnset {
			set.block[c] = 0
			continue
		}
		var widest geom.Length
		long := false
		for _, r := range body {
			p := r.cells[c]
			long = long || len(r.lines[c]) > 1
			widest = max(widest, line(p).Width)
		}
		switch {
		case figureColumn(body, c) && !long:
			set.align[c], set.block[c] = manuscript.AlignRight, max(widest, set.block[c])
		case long || widest > tableShort*set.h.size:
			set.align[c] = manuscript.AlignLeft
		default:
			set.align[c] = manuscript.AlignCentre
		}
	}
}

// figureColumn tells whether a column is one of figures: some cell holds one, and those
// that hold a word or two instead (缺货、停航) are a third at the most.
func figureColumn(body []tableRow, c int) bool {
	some, words := 0, 0
	for _, r := range body {
		switch p := r.cells[c]; {
		case p.Len() == 0:
		case quantity(p.Text(0, p.Len())):
			some++
		case p.Len() > longestWord:
			return false
		default:
			words++
		}
	}
	return some > 0 && some >= 2*words
}

// longestWord is how many characters may stand in the place of a figure: 暂停营业.
const longestWord = 4

// quantity tells whether a cell holds a figure, with sign and unit sign, or stands for
// one that is missing; clock times and ranges are none, for nobody adds them up.
func quantity(s string) bool {
	digit := false
	for i, r := range s {
		switch {
		case unicode.IsDigit(r):
			digit = true
		case !strings.ContainsRune(tableMark+"+−±%％‰￥¥$", r):
			return false
		case digit && strings.ContainsRune("—–-－", r) && i+utf8.RuneLen(r) < len(s):
			return false
		}
	}
	return true
}

// atoms are the table's rows; the head stands again above the rows of another
// column.
func (set *tableSet) atoms() []flow.Atom {
	var out []flow.Atom
	var again *flow.Atom
	small := geom.Length(0)
	if set.tiny() {
		small = set.size
	}
	if set.caption != nil {
		out = append(out, flow.Atom{Rows: 1, Keep: true, Draw: set.captionItems})
	}
	if set.unit != nil {
		out = append(out, flow.Atom{Rows: 1, Keep: true, Draw: set.unitItems})
	}
	last := len(set.rows) - 1
	for i := range set.rows {
		a := flow.Atom{Rows: set.rows[i].rows, Tight: set.wide, Draw: func(dst []page.Item, area geom.Rect, tag para.Tag) []page.Item {
			return set.items(dst, i, area, tag)
		}}
		switch {
		case i == 0 && set.head:
			a.Keep = true
			again = &flow.Atom{Rows: a.Rows, Draw: func(dst []page.Item, area geom.Rect, _ para.Tag) []page.Item {
				// What the page repeats is not the story's text.
				return set.items(dst, i, area, para.Tag{Part: page.Furniture})
			}}
		case i > 1:
			a.Again = again
		}
		// No row stands alone at the foot or the head of a column.
		first := 0
		if set.head {
			first = 1
		}
		a.Keep = a.Keep || i == first && i < last || i+1 == last
		a.Small = small
		out = append(out, a)
	}
	return out
}

// captionItems draws the caption over the table, in the middle.
func (set *tableSet) captionItems(dst []page.Item, area geom.Rect, tag para.Tag) []page.Item {
	at := geom.Point{X: area.X + area.W/2, Y: area.Bottom() - set.h.grid.Leading + set.h.grid.Baseline}
	return setLine(dst, set.caption, at, centred, para.Tag{Part: page.Body, Story: tag.Story, Unit: set.over})
}

// unitItems draws the unit over the table.
func (set *tableSet) unitItems(dst []page.Item, area geom.Rect, tag para.Tag) []page.Item {
	tag.Unit.Kind = page.CountUnit
	at := geom.Point{X: area.Right(), Y: area.Bottom() - set.h.grid.Leading + set.h.grid.Baseline}
	return setLine(dst, set.unit, at, toRight, tag)
}

// items draws a row and its rules.
func (set *tableSet) items(dst []page.Item, i int, area geom.Rect, tag para.Tag) []page.Item {
	g, r := set.h.grid, &set.rows[i]
	rule := func(y, width geom.Length) {
		dst = append(dst, &page.Rule{From: geom.Point{X: area.X, Y: y}, To: geom.Point{X: area.Right(), Y: y}, Width: width, Ink: page.Black})
	}
	if i == 0 {
		rule(area.Y, thickRule)
	}
	tag.Unit.Kind, tag.Unit.Row = page.CellUnit, int16(i)
	if set.head && i == 0 {
		tag.Unit.Kind = page.HeadUnit
	}
	for c, p := range r.cells {
		tag.Unit.Col = int16(c)
		align, block := set.align[c], set.block[c]
		figure := !(set.head && i == 0) && quantity(p.Text(0, p.Len()))
		if block > 0 && !figure {
			align, block = manuscript.AlignCentre, 0
		}
		// In the middle of the row, as far as whole lines go.
		y := area.Y + geom.Length((r.rows-len(r.lines[c]))/2)*g.Leading + g.Baseline + set.drop
		for _, l := range r.lines[c] {
			x, slack := area.X+set.left[c], set.width[c]-l.Width
			switch align {
			case manuscript.AlignCentre:
				x += slack / 2
			case manuscript.AlignRight:
				x += slack
				if tail := set.tail[c]; tail > 0 && figure {
					x -= tail - behindUnits(p)
				}
				if block > 0 {
					x -= max(set.width[c]-block, 0) / 2
				}
			}
			dst = p.Items(dst, l, geom.Point{X: x, Y: y}, tag)
			y += g.Leading
		}
	}
	switch {
	case i == len(set.rows)-1:
		rule(area.Bottom(), thickRule)
	case set.head && i == 0, set.ruled:
		rule(area.Bottom(), fineRule)
	}
	return dst
}

// small reports a table that is set smaller than is read at ease.
func (out *poured) small(b *flow.Block, size geom.Length) {
	for _, p := range b.Texts {
		if p.Len() > 0 {
			out.problems.Add(diag.TableSmall, p.Pos(0), out.story.ID, size)
			return
		}
	}
}

// chars is a width in characters of the body.
func (h *house) chars(width geom.Length) int { return int(width / h.size) }

// tight reports a table or a quote that is wider than its column.
func (out *poured) tight(b *flow.Block, chars int) {
	for _, p := range b.Texts {
		switch {
		case p.Len() == 0:
			continue
		case b.Part == page.Cell:
			out.problems.Add(diag.TableWide, p.Pos(0), out.story.ID, chars)
		default:
			out.problems.Add(diag.TightLine, p.Pos(0), p.Text(0, p.Len()))
		}
		return
	}
}
