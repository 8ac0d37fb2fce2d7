// Package page is the display list: finished pages as items in painter's
// order, with guides and placements for proofs and reports.
//
// It is the border of the house. Make-up decides everything before an item
// enters the list; renderers only draw, so a proof cannot disagree with the
// PDF. Coordinates start at the trim's top left corner, y grows downward, and
// nothing nests.
//
//	Edition -- Page -- Item: Text | Rule | Fill | Shape | Picture | Block
//	                -- Link (for copies that are read on a screen)
//	                -- Placement (what stands where, for reports; with its Record, line by line)
//	                -- Spot (where a problem stands that no text tells the place of)
//	                -- Remark, Signed (what proof readers say of the page)
//	                -- Grid (guides for proofs)
package page

import (
	"image"
	"time"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
)

// Edition is one issue of a paper (一期报纸), set.
type Edition struct {
	Paper string    // nameplate text
	Title string    // document title
	Date  time.Time // the edition's date at midnight UTC; the only clock of the output
	Pages []*Page
}

// Page is one page (版).
type Page struct {
	Number     int
	Spread     int       // the facing page, of a sheet that is both (跨版); 0: none
	Name       string    // section (版名)
	Trim       geom.Size // the cut page
	Bleed      geom.Length
	Grid       Grid
	Items      []Item
	Links      []Link
	Placements []Placement
	Spots      []Spot   // where the problems of make-up stand that no text tells the place of
	Remarks    []Remark // of proof readers, in the order in which they were made
	Signed     *Signed  // nil: nobody has signed the page
	Src        diag.Pos // the page in issue.yaml
}

// Link leads a reader from a place on one page to a place on another: from a
// continuation note to the other part, from a digest to its story. It is not
// drawn.
type Link struct {
	Area geom.Rect
	Page int        // number of the page it leads to; it may be missing from the edition
	To   geom.Point // on that page
}

// Grid is the type area's guides (版心): basic columns and rows.
type Grid struct {
	Area    geom.Rect   // the type area
	Columns int         // basic columns (基本栏)
	Column  geom.Length // width of one basic column
	Gutter  geom.Length // between basic columns (栏间)
	Fold    geom.Length // of a spread (跨版): what its middle gutter is wider by; 0 elsewhere
	Rows    int
	Leading geom.Length // one row
	// Baseline is the distance from a row's top edge to its baseline.
	Baseline geom.Length
}

// RowTop is the y of the upper edge of a row counted from 0.
func (g Grid) RowTop(row int) geom.Length { return g.Area.Y + geom.Length(row)*g.Leading }

// ColumnLeft is the x of the left edge of a basic column counted from 0.
func (g Grid) ColumnLeft(col int) geom.Length {
	x := g.Area.X + geom.Length(col)*(g.Column+g.Gutter)
	if col >= g.Columns/2 {
		x += g.Fold
	}
	return x
}

// Span is the width of n merged basic columns.
func (g Grid) Span(n int) geom.Length {
	return geom.Length(n)*g.Column + geom.Length(n-1)*g.Gutter
}

// Cells is the rectangle of a block of cells, column and row counted from 0.
func (g Grid) Cells(col, row, cols, rows int) geom.Rect {
	r := geom.Rect{X: g.ColumnLeft(col), Y: g.RowTop(row), W: g.Span(cols), H: geom.Length(rows) * g.Leading}
	if col < g.Columns/2 && col+cols > g.Columns/2 {
		r.W += g.Fold
	}
	return r
}

// Ink is what an item is printed with: percents of the four process inks.
// There is no way to say RGB.
type Ink struct{ C, M, Y, K uint8 }

// Black is the black plate alone (单黑). Red is the red of feasts (套红), of two
// process inks or, where the house says so, a spot ink of its own.
var (
	Black = Ink{K: 100}
	Red   = Ink{M: 100, Y: 100}
)

// Item is one thing drawn. The set is closed: renderers are short type
// switches. Bounds holds everything it draws, on the generous side.
type Item interface {
	item()
	Bounds() geom.Rect
}

// Text is a run of characters of one face and size on one baseline.
type Text struct {
	Face   *fonts.Face
	Size   geom.Length
	Ink    Ink
	At     geom.Point // the baseline's start
	Glyphs []Glyph
	// Shaped is set where the run is of a script whose letters join, stack or
	// change places (复杂文字): one entry for each of Glyphs, which then only have
	// their places, from left to right.
	Shaped []Drawn
	// Turned runs the text downward, turned a quarter clockwise about At:
	// Latin and figures in a vertical line. DX then counts downward.
	Turned bool
	Part   Part
	Story  string // the story's id; empty for what the page itself writes
	Unit   Unit
	Src    diag.Pos // of the first character, when it comes from the manuscript
	// Lang is the language of a run that is not in that of the edition (BCP 47);
	// only copies that are read aloud are divided by it.
	Lang string
}

// Glyph is one character of a run, or the characters of a ligature, at its
// distance from the run's start.
type Glyph struct {
	Rune rune // as the manuscript has it; of a ligature the first
	Form fonts.Form
	DX   geom.Length
}

// Drawn is what is drawn for a glyph of a shaped run.
type Drawn struct {
	ID   uint16      // the glyph's number in the face
	Up   geom.Length // above the baseline
	Text string      // the characters that it stands for; empty where another glyph stands for them
	At   int         // number of the first of them in the run, in the order of reading
}

// Rule is a straight line (线) of even width, drawn without caps.
type Rule struct {
	From, To geom.Point
	Width    geom.Length
	Ink      Ink
}

// Fill is a filled rectangle: a tint (底纹) or a bar.
type Fill struct {
	Rect geom.Rect
	Ink  Ink
}

// Shape is a filled polygon: a wavy line, an emphasis dot, an ornament.
type Shape struct {
	Points []geom.Point
	Ink    Ink
}

// Picture is a picture file (图片) shown in a rectangle. The list names files
// and does not hold them: a renderer is given the folder they are in.
type Picture struct {
	File string    // path inside the issue folder
	Rect geom.Rect // where it stands
	// Crop is the part of the upright picture that is shown, in pixels; its
	// proportions are those of Rect.
	Crop image.Rectangle
	// Whole is the size of the upright picture and Focus the point that its
	// editor wants kept, in its pixels; for proofs.
	Whole, Focus image.Point
	Story        string   // id of the story that it stands in; empty: in none
	Alt          string   // what it shows, for who cannot see it (替代文字); empty: its caption tells
	Src          diag.Pos // where the manuscript names it
}

// Block is a page of a PDF file (现成版块、广告) fitted into a rectangle.
type Block struct {
	File string
	Page int       // from 1
	Rect geom.Rect // its proportions are those of the page's trim
	Alt  string    // what it says, for who cannot see it
	Src  diag.Pos
}

func (*Text) item()    {}
func (*Rule) item()    {}
func (*Fill) item()    {}
func (*Shape) item()   {}
func (*Picture) item() {}
func (*Block) item()   {}

// Part says what a text is in the newspaper's anatomy.
type Part uint8

const (
	Furniture Part = iota // Furniture (版眉、报头) is written by the page itself.
	Body                  // Body (正文)
	Subhead               // Subhead (小标题)
	Kicker                // Kicker (引题)
	Headline              // Headline (主题)
	Deck                  // Deck (副题)
	Byline                // Byline (署名)
	Column                // Column (栏目) is the label of a column or feature.
	Note                  // Note (作者按语) closes a story.
	Jump                  // Jump (转版、接版) is a continuation line.
	Ruby                  // Ruby (注音) stands over the characters it explains.
	Summary               // Summary (提要) tells a story in some lines under its head.
	Caption               // Caption (图片说明) stands under a picture.
	Credit                // Credit (摄影) names who made a picture.
	Quote                 // Quote (引语) repeats a sentence of the story, large.
	Cell                  // Cell (表格) is text of a table.
	Short                 // Short (转版短题) is the head over the continuation of a story.
	Hyphen                // Hyphen divides a word at a line's end; it is not in the manuscript.
	Mark                  // Mark is text on a draft that must not be printed.
)

var partNames = [...]string{"furniture", "body", "subhead", "kicker", "headline", "deck", "byline", "column", "note", "jump", "ruby", "summary", "caption", "credit", "quote", "cell", "short", "hyphen", "mark"}

// String is the part's name in dumps and reports.
func (p Part) String() string { return partNames[p] }

// Unit is the piece of a story's text that a run is part of (段落), as somebody
// who hears the text read would part it. It outlives lines, columns and pages.
type Unit struct {
	Kind UnitKind
	// Of a line of a poem: whether it opens a stanza that is not the first, and by how many
	// ems it is indented.
	Opens  bool
	Indent uint8
	Block  int32 // its number among the blocks of the story, from 1; 0: the part alone tells
	// Row and Col are the cell of a table, or of a list of names, from 0; Row is the line of
	// a poem.
	Row, Col int16
	// Ruby is the same for the characters and for what stands over them (注音), and
	// another one for every place of a story; 0: nothing stands over it.
	Ruby int64
}

// UnitKind is what a piece of text is.
type UnitKind uint8

const (
	PlainUnit UnitKind = iota // PlainUnit is a paragraph, or what the part says.
	QuoteUnit                 // QuoteUnit is a paragraph of an editor's note (编者按).
	VerseUnit                 // VerseUnit is a line of a poem (诗行).
	NameUnit                  // NameUnit is an entry of a list of names (名单).
	LabelUnit                 // LabelUnit is the label over some entries of it.
	HeadUnit                  // HeadUnit is a cell of a table's head (表头).
	CellUnit                  // CellUnit is any other cell (单元格).
	CountUnit                 // CountUnit is the unit that a table counts in (单位).
	TitleUnit                 // TitleUnit is the title over the table of the next block (表题).
)

// Placement tells what stands in a slot, for reports and proofs.
type Placement struct {
	Kind      string    // what it is: story, picture, pictures, ad, nameplate, digest, notice
	Story     string    // story id, or the path of a picture or advertisement
	Title     string    // the headline of a story, its lines joined; may be empty
	Area      geom.Rect // the slot
	At, Span  [2]int    // the same in cells of the page's grid: column and row, from 1, and how many
	Head      geom.Rect // the headline block; empty where there is none
	Columns   int       // text columns
	Measure   geom.Length
	Rows      int   // text rows a column
	Lines     int   // lines set
	Chars     int   // characters of text set, white space not counted
	White     int   // rows left white, all columns together
	Fitted    Moves // what was moved so that the text fills the slot
	Over      int   // characters that found no room after the story's last slot
	OverLines int
	Src       diag.Pos // the slot in issue.yaml
	To        int      // page on which the story goes on; 0: it ends here
	From      int      // page from which it comes; 0: it begins here
	PPI       int      // the least pixels an inch of its pictures; 0: none
	Record    *Record  // line by line; nil where make-up was not asked to keep it
}
