package flow

import (
	"math"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/layout/para"
)

// Align is how the lines of a block stand in the column.
type Align uint8

const (
	Justify Align = iota // 两端对齐
	Centre               // 居中
	Right                // 居右
	Left                 // 左齐
)

// Block is a paragraph with its place in the column, or a thing of whole rows
// that is no paragraph.
type Block struct {
	Para   *para.Paragraph // without text where Atoms is set; never nil
	Part   page.Part
	Size   geom.Length // type size, for placing heads of more than one row
	Indent geom.Length // of the first line
	Left   geom.Length // inset from the column's left edge
	Right  geom.Length // inset from the column's right edge
	Align  Align
	Rows   int  // rows that a line takes; at least 1
	Before int  // rows left white above, except at a column's head
	Keep   bool // stays with the next block: a head
	Joined bool // a further line of the head above: no white is added between them
	// Divide sets the lines of a head at a width; nil sets a paragraph.
	Divide func(width geom.Length) []para.Line
	// Lead is the initial that the block's first lines leave room for; nil:
	// none.
	Lead *Lead
	// Atoms sets the block as things of whole rows at a width, always the same
	// number of them; nil: the block is text.
	Atoms func(width geom.Length) []Atom
	Chars []int             // characters that each atom holds
	Texts []*para.Paragraph // what the atoms are made of
}

// Content is blocks yet to be poured: Blocks[0] from character From on, or
// from atom From.
type Content struct {
	Blocks []Block
	From   int
}

// Empty tells whether everything has been poured.
func (c Content) Empty() bool { return len(c.Blocks) == 0 }

// Chars counts the characters left, spaces included.
func (c Content) Chars() int {
	n, from := 0, c.From
	for i := range c.Blocks {
		n += c.Blocks[i].chars(from)
		from = 0
	}
	return n
}

// Frame is a text column: X its left edge, Top the row of the page (from 0)
// where it begins, Rows its height.
type Frame struct {
	X     geom.Length
	Width geom.Length
	Top   int
	Rows  int
	// Cuts are what stands in the frame and leaves the text less room; see
	// Around. Break and Fill know nothing of them.
	Cuts []Cut
}

// Placed is a line or an atom in its place.
type Placed struct {
	Block *Block
	Line  *para.Line // without characters for an atom
	At    geom.Point // start of the baseline, the line's own indent not counted
	Frame int
	Row   int // row of the frame
	Rows  int // rows taken
	// Atom is drawn in Area; nil: a line. Chars counts what it holds.
	Atom  *Atom
	Area  geom.Rect
	chars int
}

// Columns tells what Fill made of each frame.
type Columns struct {
	Lines []Placed
	Used  []int // rows used in each frame, from its top to its last line
}

// White counts the rows left white below the text, over all frames.
func (c Columns) White(frames []Frame) int {
	n := 0
	for i, f := range frames {
		n += f.Rows - c.Used[i]
	}
	return n
}

// unit is one line, ready to be cut into columns.
type unit struct {
	block  int
	start  int // where the content goes on if this unit is left: character or atom
	line   para.Line
	atom   *Atom // instead of a line
	rows   int
	before int
	again  int  // rows of the table head repeated above it at a column's head
	price  int  // of a column ending after this line
	never  bool // no column may end after this line while another cut exists
	glued  bool // no column can end after this line
	closed bool // it ends a sentence
	head   bool // white may be added above
}

// Prices of column ends.
const (
	strayHead   = 60     // a paragraph's first line alone at a column's foot
	strayTail   = 400    // a paragraph's last line alone at a column's head
	strayShort  = 900    // the same, holding no more than two characters
	headFoot    = 200000 // a head at a column's foot, where nothing else is possible
	afterHead   = 300    // a head with one line of text below it
	shortRow    = 12     // a column that ends one row before the others
	shortMore   = 3000   // every further row: level columns come before stray lines
	extraRow    = 40     // a row added above a head to level the column
	moreAbove   = 2      // rows that may be added above one head
	midSentence = 200    // text that goes on elsewhere in the middle of a sentence
	pauseRow    = 40     // a row left white for a better place to pause
	taller      = 30     // every row the columns are higher than they need be
)

// Lines is content broken at a measure, ready to be tried in many frames.
type Lines struct {
	content Content
	units   []unit
	whole   bool // every block is broken; else there is surely more than room
}

// AllRows asks Break for every line of the content.
const AllRows = math.MaxInt

// Break sets the content in lines of the measure, as far as is needed to fill
// rows rows: of a story much longer than its slot only the beginning is broken.
func Break(c Content, width geom.Length, rows int) *Lines {
	l := &Lines{content: c}
	l.units, l.whole = lines(c, width, rows)
	return l
}

// Len is the number of lines.
func (l *Lines) Len() int { return len(l.units) }

// Fill pours the lines into frames of their width. What does not fit comes
// back as rest; an empty rest means that the columns were levelled. goesOn
// says that the rest will be poured elsewhere, so that a good place to stop is
// worth a line; without it as much as possible is set and the rest is overset.
func (l *Lines) Fill(frames []Frame, g page.Grid, goesOn bool) (Columns, Content) {
	out := Columns{Used: make([]int, len(frames))}
	c := l.content
	if c.Empty() || len(frames) == 0 {
		return out, c
	}
	cuts, height := level(l.units, l.whole, frames, goesOn)
	out.Lines = make([]Placed, 0, cuts[len(cuts)-1])
	at := 0
	for f, end := range cuts {
		limit := min(frames[f].Rows, height-(frames[f].Top-head(frames)))
		out.place(c.Blocks, l.units[at:end], f, frames[f], g, limit, l.whole && end == len(l.units))
		at = end
	}
	return out, l.from(at)
}

// from is what is left of the content from unit k on.
func (l *Lines) from(k int) Content {
	switch {
	case k < len(l.units):
		u := l.units[k]
		return Content{Blocks: l.content.Blocks[u.block:], From: u.start}
	case !l.whole: // the blocks that were not broken
		last := l.units[k-1].block
		return Content{Blocks: l.content.Blocks[last+1:]}
	}
	return Content{}
}

// lines breaks the blocks at the measure until they surely hold more than
// rows rows; whole tells whether that took all of them.
func lines(c Content, width geom.Length, rows int) (units []unit, whole bool) {
	taken := 0
	for i := range c.Blocks {
		n, from := len(units), 0
		if i == 0 {
			from = c.From
		}
		units = c.units(units, i, from, c.Blocks[i].set(width, from, nil))
		for k := n; k < len(units); k++ {
			taken += units[k].rows
		}
		if taken > rows && i+1 < len(c.Blocks) {
			return units, false
		}
	}
	if n := len(units); n > 0 {
		units[n-1].never, units[n-1].price = false, 0
	}
	return units, true
}

// endsSentence tells whether a line ends where a reader may pause: behind a
// stop, and behind the quotes that close with it.
func endsSentence(p *para.Paragraph, l para.Line) bool {
	for i := l.End - 1; i >= l.Start; i-- {
		switch p.Rune(i) {
		case '”', '’', '）', '」', '』':
		case '。', '？', '！', '…':
			return true
		default:
			return false
		}
	}
	return false
}

// cell is the best way to cut the units before it into the columns so far.
type cell struct {
	cost int
	prev int
}

const impossible = math.MaxInt / 4

// cutter holds the table of the dynamic program, reused between tries.
type cutter struct {
	units  []unit
	frames []Frame
	goesOn bool   // what is not placed goes on elsewhere
	table  []cell // (len(frames)+1) rows of len(units)+1 cells
	// tolerance is how many rows a column before the last may end short. The
	// tallest unit with its white is enough: a column that lacks more could
	// take one more.
	tolerance int
}

// level cuts the units into the frames: entry f is the unit after the last
// one of frame f, and height is what the columns were levelled to. When not
// everything fits the columns are filled and the rest stays uncut.
func level(units []unit, whole bool, frames []Frame, goesOn bool) (cuts []int, height int) {
	total, room := 0, 0
	for _, u := range units {
		total += u.rows + u.before
	}
	for _, f := range frames {
		room += f.Rows
	}
	c := cutter{units: units, frames: frames, goesOn: goesOn, table: make([]cell, (len(frames)+1)*(len(units)+1))}
	group := 0 // rows of the units glued together
	for _, u := range units {
		group += u.rows + u.before
		c.tolerance = max(c.tolerance, group)
		if !u.glued {
			group = 0
		}
	}
	if goesOn {
		c.tolerance = max(c.tolerance, pauseRows)
	}
	top := highest(frames)
	// White above the heads may vanish at column heads.
	if whole && total <= room+spare(units) {
		if cuts, height = c.levelled(total, top); cuts != nil {
			return cuts, height
		}
	}
	if cuts, _ = c.cut(top, false); cuts != nil {
		return cuts, top
	}
	return make([]int, len(frames)), top // no line fits anywhere
}

// levelled looks for the height at which everything fits best.
func (c *cutter) levelled(total, top int) (best []int, height int) {
	lowest := 1
	for lowest < top && c.room(lowest) < total {
		lowest++
	}
	// Rows saved at column heads and lost at column feet shift the height by
	// little; a few tries from below find the levelled cut.
	first := max(lowest-2, 1)
	bestCost := impossible
	for h := first; h <= top; h++ {
		if cuts, cost := c.cut(h, true); cuts != nil && cost+(h-first)*taller < bestCost {
			best, bestCost, height = cuts, cost+(h-first)*taller, h
		}
		// Only tall units can want more rows than that.
		if h > lowest+2 && best != nil && (bestCost < shortMore || h > lowest+c.tolerance) {
			break
		}
	}
	return best, height
}

// room is how many rows the frames have above a foot h rows down.
func (c *cutter) room(h int) int {
	n := 0
	for _, f := range c.frames {
		n += c.limit(f, h)
	}
	return n
}

func spare(units []unit) int {
	n := 0
	for _, u := range units {
		n += u.before
	}
	return n
}

func highest(frames []Frame) int {
	h := 0
	for _, f := range frames {
		h = max(h, f.Top-head(frames)+f.Rows)
	}
	return h
}

// cut finds the cheapest cuts into columns of at most h rows. With all, every
// unit must be placed; without, as many as fit. It gives nil where there is
// no way.
func (c *cutter) cut(h int, all bool) ([]int, int) {
	n := len(c.units)
	for i := range c.table {
		c.table[i].cost = impossible
	}
	c.table[0].cost = 0
	for f, fr := range c.frames {
		limit := c.limit(fr, h)
		now, next := c.table[f*(n+1):][:n+1], c.table[(f+1)*(n+1):][:n+1]
		for from := range now {
			switch base := now[from].cost; {
			case base >= impossible:
			case from == n: // nothing left for this column
				relax(&next[n], base+limit*shortMore, from)
			case limit == 0:
				relax(&next[from], base, from)
			case !c.column(next, from, base, limit, len(c.frames)-f):
				// Too low for what comes next: the column stays empty.
				relax(&next[from], base+limit*shortMore, from)
			}
		}
	}
	return c.choose(all)
}

// limit is how many rows a frame has above the common foot: h rows below the
// highest frame's top.
func (c *cutter) limit(fr Frame, h int) int {
	return max(min(fr.Rows, h-(fr.Top-head(c.frames))), 0)
}

// head is the row at which the highest frame begins.
func head(frames []Frame) int {
	top := frames[0].Top
	for _, f := range frames {
		top = min(top, f.Top)
	}
	return top
}

// column tries every end of a column that begins at unit from; false says that
// it has none.
func (c *cutter) column(next []cell, from, base, limit, columnsLeft int) (some bool) {
	n := len(c.units)
	rows, heads := c.units[from].again, 0
	for k := from; k < n; k++ {
		u := &c.units[k]
		rows += u.rows
		if k > from {
			rows += u.before
			if u.head {
				heads++
			}
		}
		if rows > limit {
			break
		}
		if u.glued {
			continue
		}
		last := k == n-1
		if short := limit - rows; last || short <= c.tolerance {
			relax(&next[k+1], base+endPrice(u, last)+c.footPrice(u, short, heads, columnsLeft, last), from)
			some = true
		}
	}
	return some
}

func relax(c *cell, cost, prev int) {
	if cost < c.cost {
		*c = cell{cost, prev}
	}
}

func endPrice(u *unit, last bool) int {
	switch {
	case last:
		return 0
	case u.never:
		return headFoot
	}
	return u.price
}

// shortPrice is what a column costs that ends short rows above the height:
// the first columns of a story should be the full ones, and what is missing
// may be taken above the heads it holds.
func shortPrice(short, heads, columnsLeft int, last bool) int {
	if short == 0 {
		return 0
	}
	price := 0
	if !last {
		extra := min(short, heads*moreAbove)
		price += extra*extraRow + max(extra-heads, 0)*extraRow
		short -= extra
	}
	if short > 0 {
		price += shortRow + columnsLeft + (short-1)*shortMore
	}
	return price
}

// footPrice is what a column's foot costs. Where the text goes on elsewhere
// from it, a sentence's end within two lines is better than a full column.
func (c *cutter) footPrice(u *unit, short, heads, columnsLeft int, last bool) int {
	if !c.goesOn || columnsLeft > 1 || last || short > pauseRows {
		return shortPrice(short, heads, columnsLeft, last)
	}
	price := short * pauseRow
	if !u.closed {
		price += midSentence
	}
	return price
}

// pauseRows is how many rows may stay white for a better place to pause.
const pauseRows = 2

// choose walks the table back from its best end.
func (c *cutter) choose(all bool) ([]int, int) {
	n, f := len(c.units), len(c.frames)
	ends := c.table[f*(n+1):][:n+1]
	end, cost := n, ends[n].cost
	if !all {
		// The latest possible end wins; where the text goes on, a few lines
		// earlier may be cut better.
		earlier := 0
		if c.goesOn {
			earlier = 8
		}
		for k := n; k >= 0 && (cost >= impossible || end-k <= earlier); k-- {
			if ends[k].cost < cost {
				end, cost = k, ends[k].cost
			}
		}
	}
	if cost >= impossible {
		return nil, impossible
	}
	cuts := make([]int, f)
	for k := end; f > 0; f-- {
		cuts[f-1] = k
		k = c.table[f*(n+1)+k].prev
	}
	return cuts, cost
}

// place puts the units of one column into it. A column that ends short takes
// the rows it lacks above the heads it holds.
func (out *Columns) place(blocks []Block, units []unit, f int, fr Frame, g page.Grid, limit int, last bool) {
	heads, short := 0, limit
	for k := range units {
		short -= units[k].rows
		if k > 0 {
			short -= units[k].before
			if units[k].head {
				heads++
			}
		}
	}
	row := 0
	if len(units) > 0 && units[0].again > 0 {
		short -= units[0].again
		row = out.repeat(&blocks[units[0].block], &units[0], f, fr, g, 0, para.Inset{})
	}
	extra := 0
	if !last {
		extra = max(min(short, heads*moreAbove), 0)
	}
	for k := range units {
		u := &units[k]
		if k > 0 {
			row += u.before
			if u.head {
				add := (extra + heads - 1) / heads // evenly, the first ones more
				row += add
				extra -= add
				heads--
			}
		}
		out.put(&blocks[u.block], u, f, fr, g, row, para.Inset{})
		row += u.rows
	}
	out.Used[f] = row
}

// put places a unit in its row, with inset free at its sides.
func (out *Columns) put(b *Block, u *unit, f int, fr Frame, g page.Grid, row int, in para.Inset) {
	p := Placed{Block: b, Line: &u.line, Frame: f, Row: row, Rows: u.rows, Atom: u.atom}
	left, width := fr.X+b.Left+in.Left, fr.Width-b.Left-b.Right-in.Left-in.Right
	if u.atom != nil {
		p.Area = geom.Rect{X: left, Y: g.RowTop(fr.Top + row), W: width, H: geom.Length(u.rows) * g.Leading}
		p.chars = b.Chars[u.start]
	} else {
		p.At = position(b, u, left, width, g, fr.Top+row)
	}
	out.Lines = append(out.Lines, p)
}

// repeat places the table head that stands again above a unit, and gives the
// row below it.
func (out *Columns) repeat(b *Block, u *unit, f int, fr Frame, g page.Grid, row int, in para.Inset) int {
	again := unit{atom: u.atom.Again, rows: u.again}
	n := len(out.Lines)
	out.put(b, &again, f, fr, g, row, in)
	out.Lines[n].chars = 0
	return row + u.again
}

// position is where a line's baseline begins that has a width from left on.
// Lines of one row stand on the page's baseline grid; the lines of a head that
// takes more are centred in their rows.
func position(b *Block, u *unit, left, width geom.Length, g page.Grid, row int) geom.Point {
	at := geom.Point{X: left, Y: g.RowTop(row) + g.Baseline}
	if b.Rows > 1 {
		height := geom.Length(u.rows) * g.Leading
		at.Y = g.RowTop(row) + (height-b.Size)/2 + b.Size.Em(int(fonts.EmAscent))
	}
	slack := width - u.line.Width - u.line.Indent
	switch b.Align {
	case Centre:
		at.X += slack / 2
	case Right:
		at.X += slack
	}
	return at
}
