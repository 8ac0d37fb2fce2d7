package dummy

import "math/bits"

// Rect is cells of a sheet, counted from 0 at the upper left.
type Rect struct{ Col, Row, Cols, Rows int }

// Right is the column right of the rectangle.
func (r Rect) Right() int { return r.Col + r.Cols }

// Bottom is the row below the rectangle.
func (r Rect) Bottom() int { return r.Row + r.Rows }

// Common is how many cells both rectangles have.
func (r Rect) Common(o Rect) int {
	w := min(r.Right(), o.Right()) - max(r.Col, o.Col)
	h := min(r.Bottom(), o.Bottom()) - max(r.Row, o.Row)
	return max(w, 0) * max(h, 0)
}

// around is the least rectangle that holds both.
func (r Rect) around(o Rect) Rect {
	all := Rect{Col: min(r.Col, o.Col), Row: min(r.Row, o.Row)}
	all.Cols, all.Rows = max(r.Right(), o.Right())-all.Col, max(r.Bottom(), o.Bottom())-all.Row
	return all
}

// Same tells whether two rectangles are about the same place: each has more than
// half of the other.
func (r Rect) Same(o Rect) bool {
	return r.Common(o)*2 > max(r.Cols*r.Rows, o.Cols*o.Rows)
}

// holds tells whether the other rectangle lies inside.
func (r Rect) holds(o Rect) bool {
	return o.Col >= r.Col && o.Row >= r.Row && o.Right() <= r.Right() && o.Bottom() <= r.Bottom()
}

// Kind says what a piece is.
type Kind uint8

const (
	Story      Kind = iota
	Picture         // 图片、图组
	Ad              // 广告
	Furnishing      // 报头、导读、通知: the page's own writing
)

// Head says where the head of a story stands in a fit.
type Head uint8

const (
	Across Head = iota // 横题
	Beside             // 边题、竖题
	NoHead
)

// Fit is a piece at one width and height.
type Fit struct {
	Rows    int // height
	Price   int // all of it but what depends on the place
	Drop    int // what of the price is for parts of a story that are left out
	Jump    int // what of the price is for a story that goes on on another page (转版)
	Dogleg  int // what of the price is for a story that is an L (题文错位)
	White   int // lines left white, of the width of a basic column
	Over    int // lines without room
	Columns int // text columns
	Head    Head
	// HeadRows is the height of a head across, Size its headline's size in
	// points, Face a number that differs between faces.
	HeadRows, Size, Face int
	Part                 bool // a head across leaves columns at the right free
	Mark                 int  // anything of the caller's
	sure                 bool // it was corrected
}

// Piece is what stands in one slot: a story or a part of one, a picture, a
// group, an advertisement.
type Piece struct {
	Name   string
	Kind   Kind
	Weight int // 1 (头条) to 5 (简讯); 0 for what is no story
	// Fits are the heights that the piece can have, by width in columns from 0
	// (which has none); each in the order of rows without a gap between them.
	Fits [][]Fit
	// Legs are the ways in which it can be an L; nil: it is a rectangle.
	Legs *Legs
	// Pin is where the piece must begin; its size is that of its fits. nil:
	// anywhere.
	Pin *Rect
	// Before is where it stood in the plan before; nil: nowhere. BeforeRest is its
	// second part, where it was an L.
	Before, BeforeRest *Rect
	// Not are where it is not to stand: nowhere that is about the same.
	Not []Rect
	// Solid tells that it has edges of its own: a box, a tint, a picture.
	Solid bool
	// Boxed tells that it has a frame.
	Boxed bool
	// Notice tells that it is a public notice (公告启事), which stands at the foot.
	Notice bool
	// Colour tells that it is a picture in colour.
	Colour bool
	// With is the piece at whose edge this one stands, as an index; -1: none.
	With int
	// Below and RightOf are the pieces below and right of which this one stands,
	// as an index from 1; 0: none.
	Below, RightOf int
	// Series is the number that pieces of one series or section share; 0: none.
	Series int
	// Apart are tags, as bits; Shun are those that it may not stand beside.
	Apart, Shun uint64
	// Hold is the price of leaving the piece out; negative: it must stand.
	Hold int
	// Use is the price of using it: of a story of the reserve, of a filler.
	Use int
}

// optional tells whether a piece may stay out.
func (p *Piece) optional() bool { return p.Hold >= 0 }

// Sheet is a page to be filled, and with what.
type Sheet struct {
	Columns, Rows int
	// Gap is the rows of white between stacked pieces.
	Gap    int
	Pieces []Piece // at most MostPieces
	Terms  Terms
	// Front tells that it is the front page.
	Front bool
	// Key makes the chance of the search: a page's number.
	Key uint64
	// Starts is how often the search begins, Trees how many trees each of them
	// looks at; 0: as many as the number of pieces asks for.
	Starts, Trees int
}

// MostPieces is how many pieces a sheet may have: they are bits of a word.
const MostPieces = 64

// Placed is where a piece stands.
type Placed struct {
	Piece int // index in Sheet.Pieces
	Rect  Rect
	Fit   Fit
	// Rest tells that it is the second part of a story that is an L; it follows
	// the first, whose fit is that of both.
	Rest bool
}

// Plan is a page: the pieces that stand, in the order of the sheet.
type Plan struct {
	Placed []Placed
	Out    []int // pieces left out
	Cost   int
	shape  string // of its tree, by which plans differ
	tree   tree
}

// White is the lines that a plan leaves white.
func (p *Plan) White() (n int) {
	for i := range p.Placed {
		n += p.Placed[i].Fit.White
	}
	return n
}

// Over is the lines that find no room.
func (p *Plan) Over() (n int) {
	for i := range p.Placed {
		n += p.Placed[i].Fit.Over
	}
	return n
}

// set is a set of pieces.
type set uint64

func (s set) has(i int) bool { return s>>i&1 != 0 }
func (s set) count() int     { return bits.OnesCount64(uint64(s)) }
func (s set) first() int     { return bits.TrailingZeros64(uint64(s)) }
