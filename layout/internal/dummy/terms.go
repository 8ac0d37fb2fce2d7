package dummy

import "math"

// Unit is the price of one: prices are whole hundredths, so that sums are the
// same on every machine.
const Unit = 100

// Terms are what an editor likes and dislikes, as prices. A white line costs 3
// units; everything else is weighed against that. The zero value likes
// nothing.
type Terms struct {
	White int // a line left white
	Much  int // the same above that beyond MostWhites of a page
	Over  int // text that finds no room, and
	Line  int // each line of it
	Width int // the square of the columns by which a width misses its weight

	Wider int // a lighter story wider than a heavier one, a column
	Low   int // the lead does not stand at the top, and
	LowBy int // each row below it
	Right int // the lead does not stand at the left
	Place int // a step of weight, from the upper left to the foot (a third of it to the right)

	Cut      int // a white line across the page (断版)
	River    int // a gutter down the page (通版)
	Straight int // a gutter down most of the page
	Heads    int // heads of one weight side by side (碰题)
	Unlike   int // the same of different weights
	Heading  int // HeadsInRow heads of any kind in one row
	Thin     int // a headline that covers too little of its columns (题不盖文)
	Split    int // a line of a headline that ends inside a word (破词)
	Order    int // a headline larger than that of a heavier story
	Near     int // the lead's headline hardly larger than another
	Under    int // a heavy story under one lighter by more than a step

	Pictures  int // pictures that touch; half of it a picture that touches an advertisement
	Boxes     int // boxes that touch
	Colour    int // all colour in one half of the page
	Upper     int // no picture in the lower half
	Fold      int // no colour picture in the upper half of the front page
	Tall      int // a strip of one column (一线天), a row beyond the bearable, and
	Slit      int // between two solid pieces
	Squat     int // a low story at the foot
	Foot      int // a head at the foot
	Away      int // a picture away from its story
	Series    int // pieces of one series apart, a pair
	Divided   int // columns divided again
	Beside    int // a head beside its text
	Grey      int // much text and nothing in it
	Apart     int // side by side what must not be
	Ads       int // an advertisement not at the foot
	Notice    int // a notice over a story or a picture; the same for its way to the foot
	Moved     int // a cell away from the plan before
	Reserve   int // a story of the reserve
	Filler    int // a filler
	HoldPoint int // a story held over, a step of weight
	Jump      int // a story that goes on on another page
	Dogleg    int // a story that is an L (题文错位)
	Drop      int // a deck, a summary or pull quotes left out
}

// Interlocked is the house style of pages that hold together (穿插): no line
// and no gutter parts the page.
func Interlocked() Terms {
	return Terms{
		White: 3 * Unit, Much: 9 * Unit, Over: 60 * Unit, Line: 12 * Unit, Width: 6 * Unit,
		Wider: 6 * Unit, Low: 150 * Unit, LowBy: 1 * Unit, Right: 25 * Unit, Place: 3 * Unit,
		Cut: 120 * Unit, River: 120 * Unit, Straight: 10 * Unit, Heads: 30 * Unit, Unlike: 6 * Unit, Heading: 60 * Unit, Thin: 80 * Unit, Split: 20 * Unit, Near: 60 * Unit, Order: 80 * Unit, Under: 8 * Unit,
		Pictures: 30 * Unit, Boxes: 20 * Unit, Colour: 20 * Unit, Upper: 20 * Unit, Fold: 80 * Unit,
		Tall: 1 * Unit, Slit: 60 * Unit, Squat: 5 * Unit, Foot: 60 * Unit,
		Away: 40 * Unit, Series: 8 * Unit, Divided: 4 * Unit, Beside: 6 * Unit, Grey: 15 * Unit, Apart: 200 * Unit, Ads: 40 * Unit, Notice: 30 * Unit, Moved: Unit / 5,
		Reserve: 30 * Unit, Filler: 15 * Unit, HoldPoint: 60 * Unit, Jump: 40 * Unit, Drop: 10 * Unit, Dogleg: 15 * Unit,
	}
}

// Modular is the house style of pages built of rectangles (模块): straight
// lines and gutters are meant.
func Modular() Terms {
	t := Interlocked()
	t.Cut, t.River, t.Straight, t.Dogleg = 5*Unit, 5*Unit, 0, 60*Unit
	return t
}

// Rows drops what does not apply to a page that is meant as rows or a grid, of
// briefs, tables or pictures.
func (t Terms) Rows() Terms {
	t.Cut, t.River, t.Straight, t.Heads, t.Unlike, t.Heading, t.Thin, t.Pictures, t.Upper, t.Fold, t.Colour, t.Slit, t.Tall, t.Grey = 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
	return t
}

// broad is the columns of eight that a weight asks for, the least and the
// most: lead, second, middle, short, brief.
var broad = [...][2]int{1: {5, 6}, 2: {3, 4}, 3: {2, 3}, 4: {1, 3}, 5: {1, 2}}

// broadColumns is how many columns broad counts.
const broadColumns = 8

// lightest is the weight of a brief.
const lightest = len(broad) - 1

// width is the price of a width for a piece's weight.
func (t *Terms) width(s *Sheet, p *Piece, w int) int {
	if p.Weight == 0 || p.Pin != nil {
		return 0
	}
	b := broad[min(p.Weight, lightest)]
	d := max(b[0]*s.Columns-w*broadColumns, w*broadColumns-b[1]*s.Columns, 0)
	d = (d + s.Columns/2) / broadColumns // in columns of the sheet
	return t.Width * d * d
}

// Term names a term where its price is told.
type Term string

// The terms of Finding.
const (
	TermFit      Term = "fit"
	TermMuch     Term = "much"
	TermWidth    Term = "width"
	TermWider    Term = "wider"
	TermLead     Term = "lead"
	TermPlace    Term = "place"
	TermCut      Term = "cut"
	TermRiver    Term = "river"
	TermStraight Term = "straight"
	TermHeads    Term = "heads"
	TermHeading  Term = "heading"
	TermUnder    Term = "under"
	TermNear     Term = "near"
	TermOrder    Term = "order"
	TermPictures Term = "pictures"
	TermBoxes    Term = "boxes"
	TermColour   Term = "colour"
	TermUpper    Term = "upper"
	TermFold     Term = "fold"
	TermTall     Term = "tall"
	TermSlit     Term = "slit"
	TermSquat    Term = "squat"
	TermFoot     Term = "foot"
	TermAway     Term = "away"
	TermSeries   Term = "series"
	TermGrey     Term = "grey"
	TermApart    Term = "apart"
	TermAds      Term = "ads"
	TermNotice   Term = "notice"
	TermMoved    Term = "moved"
	TermHeld     Term = "held"
	TermUsed     Term = "used"
	TermFiller   Term = "filler"
	TermPin      Term = "pin"
	TermJump     Term = "jump"
	TermDrop     Term = "drop"
	TermDogleg   Term = "dogleg"
)

// Finding is a term with its price on a page, and the pieces that it is about:
// indexes in Sheet.Pieces. At is a row or a column where the term has one.
type Finding struct {
	Term   Term
	Price  int
	Pieces []int
	At     int
}

// offPlace is the price of a pinned piece that misses its place, and offCell
// that of each cell: a plan that has it is no plan, and costs more than any.
const (
	offPlace = 300 * Unit
	offCell  = 20 * Unit
)

// Judge gives what a plan costs, term by term.
func Judge(s *Sheet, placed []Placed, out []int) []Finding {
	var found []Finding
	j := judge{s: s, t: &s.Terms, placed: placed, most: math.MaxInt, tell: func(f Finding) { found = append(found, f) }}
	for i := range placed {
		p := &placed[i]
		if p.Rest {
			continue // the first part's fit is that of both
		}
		j.add(TermFit, p.Fit.Price-p.Fit.Jump-p.Fit.Drop-p.Fit.Dogleg, p.Fit.Rows, i)
		j.add(TermDogleg, p.Fit.Dogleg, p.Fit.Rows, i)
		j.add(TermDrop, p.Fit.Drop, p.Fit.Rows, i)
		j.add(TermJump, p.Fit.Jump, p.Fit.Rows, i)
		cols := j.cols(i)
		if w := s.Terms.width(s, &s.Pieces[p.Piece], cols); w != 0 {
			j.add(TermWidth, w, cols, i)
		}
	}
	for _, i := range out {
		if c := s.Pieces[i].Hold; c > 0 {
			found = append(found, Finding{TermHeld, c, []int{i}, 0})
		}
	}
	j.all()
	return found
}

// Price gives a plan its cost, all of it anew.
func (p *Plan) Price(s *Sheet) {
	p.Cost = 0
	for _, f := range Judge(s, p.Placed, p.Out) {
		p.Cost += f.Price
	}
}

// judge computes the terms that depend on places. Indexes of its functions are
// those of placed.
type judge struct {
	s      *Sheet
	t      *Terms
	placed []Placed
	blocks []Block // of placed, for the taboos
	sum    int
	most   int           // what it may be: the judge stops where it is more
	tell   func(Finding) // nil: only the sum is wanted
}

// add charges a price for placed pieces.
func (j *judge) add(term Term, price, at int, of ...int) {
	if price == 0 {
		return
	}
	j.sum += price
	if j.tell == nil {
		return
	}
	f := Finding{Term: term, Price: price, At: at}
	for _, i := range of {
		f.Pieces = append(f.Pieces, j.placed[i].Piece)
	}
	j.tell(f)
}

// cols is how wide a placed piece is, with its second part.
func (j *judge) cols(i int) int {
	cols := j.placed[i].Rect.Cols
	if j.legs(i) {
		cols += j.placed[i+1].Rect.Cols
	}
	return cols
}

// legs tells whether a placed piece is the first part of an L.
func (j *judge) legs(i int) bool {
	return !j.placed[i].Rest && i+1 < len(j.placed) && j.placed[i+1].Rest
}

// of is what the parts of one story have in common, by which taboos join them; 0:
// it has but one.
func (j *judge) of(i int) int {
	if j.placed[i].Rest || j.legs(i) {
		return j.placed[i].Piece + 1
	}
	return 0
}

func (j *judge) piece(i int) *Piece { return &j.s.Pieces[j.placed[i].Piece] }

// all computes the terms, quick ones first; whole is false where they come to
// more than they may and the rest was not asked.
func (j *judge) all() (whole bool) {
	for i := range j.placed {
		p := j.piece(i)
		j.blocks = append(j.blocks, Block{Rect: j.placed[i].Rect, Kind: p.Kind, Solid: p.Solid, Of: j.of(i)})
	}
	for _, some := range [...]func(){j.fill, j.each, j.beside, j.lead, j.halves, j.headings, j.gutters, j.cuts, j.slits, j.pairs} {
		if some(); j.sum > j.most {
			return false
		}
	}
	return true
}

// MostWhites is how many lines a page may leave white without being dearer for
// it; of a small one no more than a hundredth of its cells.
const (
	MostWhites = 6
	whiteShare = 100
)

// MostWhite is how many lines the sheet may leave white without being dearer for it.
func (s *Sheet) MostWhite() int {
	cells := s.Columns * s.Rows
	for i := range s.Pieces {
		if p := &s.Pieces[i]; p.Pin != nil {
			cells -= p.Pin.Cols * p.Pin.Rows
		}
	}
	return min(MostWhites, cells/whiteShare)
}

// Bounds of the terms, in rows and columns of text.
const (
	tallRows  = 45 // of a strip one column wide
	squatRows = 12 // below them a story at the foot is squat
	footRows  = 4  // below a head at the foot
	greyRows  = 60 // of text without head, picture or quote
	greyCols  = 3
	headReach = 5   // rows within which heads side by side are read as one line
	leadOver  = 125 // percent of another headline that the lead's must have
)

// fill computes the terms of what is left white.
func (j *judge) fill() {
	white := -j.s.MostWhite()
	for i := range j.placed {
		white += j.placed[i].Fit.White
	}
	j.add(TermMuch, j.t.Much*max(white, 0), 0)
}

// each computes the terms of single pieces.
func (j *judge) each() {
	t, rows := j.t, j.s.Rows
	for i := range j.placed {
		p, r, fit := j.piece(i), j.placed[i].Rect, &j.placed[i].Fit
		if j.placed[i].Rest {
			if r.Cols >= greyCols && r.Rows > greyRows {
				j.add(TermGrey, t.Grey, r.Rows, i)
			}
			continue
		}
		switch {
		case p.Use == 0:
		case p.Kind == Story:
			j.add(TermUsed, p.Use, 0, i)
		default:
			j.add(TermFiller, p.Use, 0, i)
		}
		if p.Pin != nil {
			off := abs(p.Pin.Col-r.Col) + abs(p.Pin.Row-r.Row)
			if off > 0 {
				j.add(TermPin, offPlace+off*offCell, 0, i)
			}
			continue
		}
		for _, not := range p.Not {
			if r.Same(not) {
				j.add(TermPin, offPlace, 0, i)
			}
		}
		if p.Before != nil {
			j.add(TermMoved, t.Moved*j.moved(i), 0, i)
		}
		if p.Kind == Ad && r.Bottom() < rows {
			j.add(TermAds, t.Ads, r.Bottom(), i)
		}
		if p.Kind != Story {
			continue
		}
		if p.Notice {
			j.add(TermNotice, t.Notice*(rows-r.Bottom())/rows, r.Bottom(), i)
		}
		if p.Weight > 0 {
			// A third of what the foot costs is what the right edge costs.
			down, right := t.Place*r.Row/rows, t.Place*r.Col/j.s.Columns/3
			j.add(TermPlace, (lightest+1-min(p.Weight, lightest+1))*(down+right), 0, i)
		}
		if r.Cols == 1 && r.Rows > tallRows && !j.legs(i) {
			j.add(TermTall, t.Tall*(r.Rows-tallRows), r.Rows, i)
		}
		if r.Bottom() == rows && r.Row > 0 {
			if r.Rows < squatRows && r.Cols > 2 && !p.Notice {
				j.add(TermSquat, t.Squat, r.Rows, i)
			}
			if fit.HeadRows > 0 && r.Rows-fit.HeadRows <= footRows {
				j.add(TermFoot, t.Foot, r.Rows, i)
			}
		}
		if r.Cols >= greyCols && r.Rows-fit.HeadRows > greyRows {
			j.add(TermGrey, t.Grey, r.Rows, i)
		}
	}
}

// moved is how many of a piece's cells are others than before.
func (j *judge) moved(i int) (cells int) {
	p := j.piece(i)
	for k := i; k == i || k == i+1 && j.legs(i); k++ {
		r := j.placed[k].Rect
		cells += r.Cols*r.Rows - r.Common(*p.Before)
		if p.BeforeRest != nil {
			cells -= r.Common(*p.BeforeRest)
		}
	}
	return cells
}

// beside computes the price of pieces that do not stand by those that they should.
func (j *judge) beside() {
	for i := range j.placed {
		if off := j.s.Off(j.placed, i); off > 0 {
			j.add(TermPin, offPlace+off*offCell, 0, i)
		}
	}
}

// Off is by how many cells a placed piece misses its place below or right of
// others.
func (s *Sheet) Off(placed []Placed, i int) (off int) {
	p := &s.Pieces[placed[i].Piece]
	if p.Below == 0 && p.RightOf == 0 {
		return 0
	}
	r := placed[i].Rect
	for k := range placed {
		o := placed[k].Rect
		if placed[k].Rest || placed[i].Rest {
			continue
		}
		if placed[k].Piece == p.Below-1 {
			off += abs(o.Bottom() + s.Gap - r.Row)
			if p.RightOf == 0 {
				off += abs(o.Col - r.Col)
			}
		}
		if placed[k].Piece == p.RightOf-1 {
			off += abs(o.Right() - r.Col)
			if p.Below == 0 {
				off += abs(o.Row - r.Row)
			}
		}
	}
	return off
}

// lead asks where the heaviest story stands.
func (j *judge) lead() {
	at := -1
	for i := range j.placed {
		if w := j.piece(i).Weight; w == 1 && !j.placed[i].Rest && (at < 0 || j.placed[i].Rect.Cols > j.placed[at].Rect.Cols) {
			at = i
		}
	}
	if at < 0 || j.piece(at).Pin != nil {
		return
	}
	size := j.placed[at].Fit.Size
	for i := range j.placed {
		if o := j.placed[i].Fit.Size; i != at && j.piece(i).Weight > 1 && o*leadOver > size*100 {
			j.add(TermNear, j.t.Near, o, at, i)
		}
	}
	r := j.placed[at].Rect
	top, left := r.Row > 0, r.Col > 0
	for i := range j.placed {
		o, p := j.placed[i].Rect, j.piece(i)
		if p.Kind != Furnishing && p.Kind != Ad {
			continue
		}
		// Below the nameplate is the top of the page.
		if o.Bottom()+j.s.Gap == r.Row && o.Col < r.Right() && r.Col < o.Right() && o.Row == 0 {
			top = false
		}
		if o.Right() == r.Col && o.Col == 0 {
			left = false
		}
	}
	if top {
		j.add(TermLead, j.t.Low+j.t.LowBy*r.Row, r.Row, at)
	}
	if left {
		j.add(TermLead, j.t.Right, r.Col, at)
	}
}

// touching tells how two pieces stand to each other.
type touching uint8

const (
	apart touching = iota
	beside
	over // the first over the second
	under
)

func (j *judge) touch(a, b Rect) touching {
	rows := min(a.Bottom(), b.Bottom()) - max(a.Row, b.Row)
	cols := min(a.Right(), b.Right()) - max(a.Col, b.Col)
	switch {
	case rows > 0 && (a.Right() == b.Col || b.Right() == a.Col):
		return beside
	case cols > 0 && a.Bottom()+j.s.Gap == b.Row:
		return over
	case cols > 0 && b.Bottom()+j.s.Gap == a.Row:
		return under
	}
	return apart
}

// pairs computes the terms of two pieces.
func (j *judge) pairs() {
	for a := range j.placed {
		p := j.piece(a)
		near := p.With < 0 || p.Kind == Story
		for b := range j.placed {
			if j.placed[a].Piece == j.placed[b].Piece {
				continue
			}
			o := j.piece(b)
			how := j.touch(j.placed[a].Rect, j.placed[b].Rect)
			if j.placed[b].Piece == p.With && how != apart {
				near = true
			}
			if a < b {
				j.pair(a, b, p, o, how)
			}
			if j.placed[a].Rest || j.placed[b].Rest {
				continue
			}
			if how == over {
				j.above(a, b, p, o)
			}
			if p.Weight > 0 && o.Weight > p.Weight && p.Pin == nil && o.Pin == nil {
				j.add(TermWider, j.t.Wider*max(j.cols(b)-j.cols(a), 0), 0, a, b)
				if j.placed[b].Fit.Size > j.placed[a].Fit.Size && j.placed[a].Fit.Size > 0 {
					j.add(TermOrder, j.t.Order, j.placed[b].Fit.Size, a, b)
				}
			}
		}
		if !near {
			j.add(TermAway, j.t.Away, 0, a)
		}
	}
}

// pair computes the terms that are the same both ways.
func (j *judge) pair(a, b int, p, o *Piece, how touching) {
	t := j.t
	if how == apart {
		if p.Series != 0 && p.Series == o.Series && !j.placed[a].Rest && !j.placed[b].Rest {
			j.add(TermSeries, t.Series, 0, a, b)
		}
		return
	}
	if p.Kind == Picture && o.Kind == Picture {
		j.add(TermPictures, t.Pictures, 0, a, b)
	}
	if p.Kind == Picture && o.Kind == Ad || p.Kind == Ad && o.Kind == Picture {
		j.add(TermPictures, t.Pictures/2, 0, a, b) // it reads as a part of the advertisement
	}
	if p.Boxed && o.Boxed && (p.Kind != Furnishing || o.Kind != Furnishing) { // notices make a grid
		j.add(TermBoxes, t.Boxes, 0, a, b)
	}
	if p.Apart&o.Shun != 0 || o.Apart&p.Shun != 0 {
		j.add(TermApart, t.Apart, 0, a, b)
	}
	if how == beside {
		j.sideBySide(a, b, p, o)
	}
}

// sideBySide looks at heads that stand side by side.
func (j *judge) sideBySide(a, b int, p, o *Piece) {
	x, y := &j.placed[a], &j.placed[b]
	if p.Notice && o.Notice { // they make a row of their own
		return
	}
	if p.Kind != Story || o.Kind != Story || p.Solid || o.Solid || x.Fit.Head != Across || y.Fit.Head != Across {
		return
	}
	if abs(x.Rect.Row-y.Rect.Row) > headReach || x.Rect.Col < y.Rect.Col && x.Fit.Part || y.Rect.Col < x.Rect.Col && y.Fit.Part {
		return
	}
	switch {
	case p.Weight == o.Weight:
		j.add(TermHeads, j.t.Heads, x.Rect.Row, a, b)
	case x.Fit.Face == y.Fit.Face || x.Fit.Size == y.Fit.Size:
		j.add(TermHeads, j.t.Unlike, x.Rect.Row, a, b)
	}
}

// HeadsInRow is how many heads side by side make one line across the page,
// whatever their sizes and faces are.
const HeadsInRow = 4

// headings finds heads that stand in a row of so many.
func (j *judge) headings() {
	if j.t.Heading == 0 {
		return
	}
	for i := range j.placed {
		if j.headed(i) && j.headBeside(i, -1) < 0 {
			n := 1
			for k := j.headBeside(i, 1); k >= 0; k = j.headBeside(k, 1) {
				n++
			}
			if n >= HeadsInRow {
				j.add(TermHeading, j.t.Heading, j.placed[i].Rect.Row, i)
			}
		}
	}
}

// headed tells whether a placed piece has a head across it and no edges of its own.
func (j *judge) headed(i int) bool {
	x := &j.placed[i]
	return j.piece(i).Kind == Story && !j.piece(i).Solid && !x.Rest && x.Fit.Head == Across && x.Fit.HeadRows > 0
}

// headBeside is the piece right of another, or left of it, whose head stands beside
// its own; -1: there is none.
func (j *judge) headBeside(i, side int) int {
	x := &j.placed[i]
	for k := range j.placed {
		y := &j.placed[k]
		left := x
		if side < 0 {
			left = y
		}
		if beside := side > 0 && x.Rect.Right() == y.Rect.Col || side < 0 && y.Rect.Right() == x.Rect.Col; beside && j.headed(k) && !left.Fit.Part &&
			x.Rect.Row < y.Rect.Row+y.Fit.HeadRows && y.Rect.Row < x.Rect.Row+x.Fit.HeadRows {
			return k
		}
	}
	return -1
}

// above looks at a piece over another.
func (j *judge) above(upper, lower int, p, o *Piece) {
	if p.Notice && (o.Kind == Story && !o.Notice || o.Kind == Picture) {
		j.add(TermNotice, j.t.Notice, j.placed[upper].Rect.Bottom(), upper, lower)
	}
	if p.Weight > 0 && o.Weight > 0 && p.Weight > o.Weight+1 {
		j.add(TermUnder, j.t.Under, j.placed[lower].Rect.Row, upper, lower)
	}
}

// cuts finds white lines across the page.
func (j *judge) cuts() {
	if j.t.Cut != 0 {
		Cuts(j.s.Columns, j.s.Rows, j.blocks, func(row int) { j.add(TermCut, j.t.Cut, row) })
	}
}

// gutters finds gutters that run down the page, or most of it.
func (j *judge) gutters() {
	const most = 7 // tenths of the page
	if j.t.River != 0 {
		Rivers(j.s.Columns, j.blocks, func(col int) { j.add(TermRiver, j.t.River, col) })
	}
	for col := 1; j.t.Straight != 0 && col < j.s.Columns; col++ {
		if run := j.straight(col); run < j.s.Rows && run*10 >= j.s.Rows*most {
			j.add(TermStraight, j.t.Straight, col)
		}
	}
}

// slits finds strips between solid neighbours.
func (j *judge) slits() {
	if j.t.Slit != 0 {
		Slits(j.blocks, func(strip, left, right int) { j.add(TermSlit, j.t.Slit, 0, strip, left, right) })
	}
}

// straight is the longest run of rows that a gutter has.
func (j *judge) straight(col int) int {
	longest, from := 0, 0
	for from < j.s.Rows {
		next, end := j.s.Rows, j.s.Rows // the next piece that crosses
		for i := range j.placed {
			r := j.placed[i].Rect
			if j.legs(i) && r.Right() == col { // text goes on over the gutter
				if o := j.placed[i+1].Rect; min(r.Bottom(), o.Bottom()) > from && max(r.Row, o.Row) < next {
					next, end = max(r.Row, o.Row), min(r.Bottom(), o.Bottom())
				}
			}
			if r.Col < col && r.Right() > col && r.Bottom() > from && r.Row < next {
				next, end = r.Row, r.Bottom()
			}
		}
		longest = max(longest, next-from)
		from = end
	}
	return longest
}

// halves asks how pictures and colour are spread over the page.
func (j *judge) halves() {
	pictures, lower, colours, side := 0, 0, 0, [2]int{}
	for i := range j.placed {
		p, r := j.piece(i), j.placed[i].Rect
		if p.Kind != Picture {
			continue
		}
		pictures++
		down := r.Row*2+r.Rows > j.s.Rows
		if down {
			lower++
		}
		if p.Colour {
			colours++
			if down {
				side[1]++
			} else {
				side[0]++
			}
		}
	}
	if pictures > 1 && lower == 0 {
		j.add(TermUpper, j.t.Upper, 0)
	}
	if j.s.Front && colours > 0 && side[0] == 0 {
		j.add(TermFold, j.t.Fold, 0)
	}
	if colours > 1 && (side[0] == 0 || side[1] == 0) {
		j.add(TermColour, j.t.Colour, 0)
	}
}

func abs(n int) int { return max(n, -n) }
