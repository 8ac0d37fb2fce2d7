package flow

import (
	"math"
	"slices"

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
	Unit   page.Unit
	Size   geom.Length // type size, for placing heads of more than one row
	Indent geom.Length // of the first line
	Left   geom.Length // inset from the column's left edge
	Right  geom.Length // inset from the column's right edge
	Align  Align
	Rows   int  // rows that a line takes; at least 1
	Before int  // rows left white above, except at a column's head
	Gives  bool // the white above it may be a row or two more, where that levels the columns
	Keep   bool // stays with the next block: a head
	Joined bool // a further line of the head above: no white is added between them
	// Announces says that its last line belongs to what follows, as a head does: a
	// question to its answer, the caption of a table to the table.
	Announces bool
	// Divide sets the lines of a head at a width; nil sets a paragraph.
	Divide func(width geom.Length) []para.Line
	// Others are other ways to set the head at a width, in another number of
	// lines; nil: there are none.
	Others func(width geom.Length) []Block
	// Lead is the initial that the block's first lines leave room for; nil:
	// none.
	Lead *Lead
	// Atoms sets the block as things of whole rows at a width, always the same
	// number of them; nil: the block is text.
	Atoms func(width geom.Length) []Atom
	Whole bool              // its atoms stand rather in the next column than parted: a table
	Chars []int             // characters that each atom holds
	Texts []*para.Paragraph // what the atoms are made of
}

// Content is blocks yet to be poured: Blocks[0] from character From on, or
// from atom From.
type Content struct {
	Blocks  []Block
	From    int
	Scratch *Scratch // where it is cut into columns; nil: in memory of its own
}

// Empty tells whether everything has been poured.
func (c Content) Empty() bool { return len(c.Blocks) == 0 }

// HasRuby tells whether any of it has a ruby over it.
func (c Content) HasRuby() bool {
	for i := range c.Blocks {
		if slices.ContainsFunc(c.Blocks[i].Paragraphs(), (*para.Paragraph).HasRuby) {
			return true
		}
	}
	return false
}

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
	// Cuts are what stands in the frame and leaves the text less room.
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
	Moved Moved
	// Price is what was paid for it: 0 where every column is full and nothing
	// was moved. Of two fillings of the same content the cheaper is the better.
	Price int
}

// Moved is what was set otherwise than it would be by itself, so that columns
// end level and full.
type Moved struct {
	Gained, Lost int // lines of paragraphs
	Subheads     int // lines that subheads have more, or less
	Opened       int // rows of white above tables, quotations and what follows them
}

// of adds what a way of setting a block moves.
func (m *Moved) of(u *unit, b *Block) {
	switch {
	case b.Keep:
		m.Subheads += int(u.by)
	case u.by > 0:
		m.Gained += int(u.by)
	default:
		m.Lost -= int(u.by)
	}
}

// White counts the rows left white below the text, over all frames.
func (c Columns) White(frames []Frame) int {
	n := 0
	for i, f := range frames {
		n += f.Rows - c.Used[i]
	}
	return n
}

// Closed tells whether the last line ends a sentence.
func (c Columns) Closed() bool {
	n := len(c.Lines)
	if n == 0 || c.Lines[n-1].Atom != nil {
		return false
	}
	l := &c.Lines[n-1]
	return l.Block.Para.EndsSentence(*l.Line)
}

// Tail is the end of the text as far as its last line, at most so many characters
// of one paragraph; empty where the last is no text.
func (c Columns) Tail(most int) string {
	n := len(c.Lines)
	if n == 0 || c.Lines[n-1].Atom != nil {
		return ""
	}
	l := c.Lines[n-1].Line
	return c.Lines[n-1].Block.Para.Text(max(0, l.End-most), l.End)
}

// unit is one line, ready to be cut into columns.
type unit struct {
	line   *para.Line // an empty one where there is an atom
	atom   *Atom      // instead of a line
	as     *Block     // the block instead, see way
	block  int32
	start  int32 // where the content goes on if this unit is left: character or atom
	rows   int32
	before int32
	again  int32 // rows of the table head repeated above it at a column's head
	whole  int32 // rows of the table that a column ending after it would part; 0: of none
	price  int32 // of a column ending after this line
	first  int32 // price of a column that begins with it
	below  int32 // lines between it and the head over it; many where there is none
	// Of the first unit of a block that is set otherwise than by itself: the
	// price of that, and the rows that it takes more.
	way, by int32
	never   bool // no column may end after this line while another cut exists
	glued   bool // no column can end after this line
	closed  bool // it ends a sentence
	gives   bool // the white above it may be a row or two more
}

// Lines is content broken at a measure, ready to be tried in many frames.
type Lines struct {
	content Content
	width   geom.Length
	units   []unit
	whole   bool // every block is broken; else there is surely more than room
	rows    int  // of all blocks broken but the last: as much was asked for at least
	fitted  *net // every way to set them; nil: not asked yet
	least   int  // rows that they take at least, and at most, set in those ways
	most    int
	whites  []int               // above heads, the largest first
	set     map[shaped][][]unit // how blocks are set beside cuts
}

// AllRows asks Break for every line of the content.
const AllRows = math.MaxInt

// Break sets the content in lines of the measure, as far as is needed to fill
// rows rows: of a story much longer than its slot only the beginning is broken.
func Break(c Content, width geom.Length, rows int) *Lines {
	l := &Lines{content: c, width: width}
	l.units, l.rows, l.whole = lines(c, width, rows)
	return l
}

// Is tells whether Break would set just these lines for a question, so that who
// asks again need not set them again.
func (l *Lines) Is(c Content, width geom.Length, rows int) bool {
	same := len(c.Blocks) == len(l.content.Blocks) && (c.Empty() || &c.Blocks[0] == &l.content.Blocks[0]) && c.From == l.content.From
	return same && width == l.width && rows >= l.rows && (l.whole || rows < rowsAlone(l.units))
}

// Len is the number of lines.
func (l *Lines) Len() int { return len(l.units) }

// Fill pours the lines into frames of their width; where something stands in a
// frame, its content is set around that. What does not fit comes
// back as rest; an empty rest means that the columns were levelled. goesOn
// says that the rest will be poured elsewhere, so that a good place to stop is
// worth a line; without it as much as possible is set and the rest is overset.
func (l *Lines) Fill(frames []Frame, g page.Grid, goesOn bool) (Columns, Content) {
	out := Columns{Used: make([]int, len(frames))}
	c := l.content
	if c.Empty() || len(frames) == 0 {
		return out, c
	}
	if slices.ContainsFunc(frames, func(f Frame) bool { return len(f.Cuts) > 0 }) {
		return l.around(frames, g, goesOn)
	}
	cut := l.level(frames, goesOn)
	if cut == nil {
		return out, c // no line fits anywhere
	}
	out.Price = cut.price(frames)
	out.Lines = make([]Placed, 0, len(cut.puts))
	for _, p := range cut.puts {
		u, f, row := &cut.net.units[p.unit], int(p.frame), int(p.row)
		fr := frames[f]
		b := u.of(c.Blocks)
		if used := out.Used[f]; used > 0 {
			out.Moved.Opened += row - used - int(u.before)
		}
		if u.again > 0 && out.Used[f] == 0 {
			out.repeat(b, u, f, fr, g, 0, para.Inset{})
		}
		out.put(b, u, f, fr, g, row, para.Inset{})
		out.Used[f] = row + int(u.rows)
		out.Moved.of(u, b)
	}
	return out, l.from(cut)
}

// of is the block that a unit is of.
func (u *unit) of(blocks []Block) *Block {
	if u.as != nil {
		return u.as
	}
	return &blocks[u.block]
}

// from is what a cutting leaves of the content.
func (l *Lines) from(cut *cutting) Content {
	switch {
	case cut.end != cut.net.end:
		u := cut.net.units[cut.net.nodes[cut.end].outs[0]]
		return Content{Blocks: l.content.Blocks[u.block:], From: int(u.start), Scratch: l.content.Scratch}
	case !l.whole: // the blocks that were not broken
		last := l.units[len(l.units)-1].block
		return Content{Blocks: l.content.Blocks[last+1:], Scratch: l.content.Scratch}
	}
	return Content{}
}

// rowsAlone is how many rows units take without the white above them.
func rowsAlone(units []unit) (n int) {
	for i := range units {
		n += int(units[i].rows)
	}
	return n
}

// about is about how many units a content has, up to as many as fill so many rows and
// the block that goes beyond them. A line more or less in some paragraphs is allowed for.
func (c *Content) about(width geom.Length, rows int) (n int) {
	const of = 16 // lines of which there may be one more
	for i := range c.Blocks {
		b, from := &c.Blocks[i], 0
		if i == 0 {
			from = c.From
		}
		if b.Atoms != nil {
			n += len(b.Chars) - min(from, len(b.Chars))
		} else {
			n += b.aboutFrom(from, max(width-b.Left-b.Right, 1))
		}
		if n > rows {
			break
		}
	}
	return n + n/of + 1
}

// lines breaks the blocks at the measure until they surely hold more than
// rows rows; before is what those before the last one hold, and whole tells
// whether that took all of them.
func lines(c Content, width geom.Length, rows int) (units []unit, before int, whole bool) {
	taken := 0
	units = make([]unit, 0, c.about(width, rows))
	for i := range c.Blocks {
		before = taken
		n, from := len(units), 0
		if i == 0 {
			from = c.From
		}
		units = c.units(units, i, from, c.belowUnits(units), c.Blocks[i].set(width, from, nil))
		taken += rowsAlone(units[n:])
		if taken > rows && i+1 < len(c.Blocks) {
			return units, before, false
		}
	}
	if n := len(units); n > 0 {
		units[n-1].never, units[n-1].price = false, 0
	}
	return units, before, true
}

// put places a unit in its row, with inset free at its sides.
func (out *Columns) put(b *Block, u *unit, f int, fr Frame, g page.Grid, row int, in para.Inset) {
	p := Placed{Block: b, Line: u.line, Frame: f, Row: row, Rows: int(u.rows), Atom: u.atom}
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
	again := unit{line: new(para.Line), atom: u.atom.Again, rows: u.again}
	n := len(out.Lines)
	out.put(b, &again, f, fr, g, row, in)
	out.Lines[n].chars = 0
	return row + int(u.again)
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
