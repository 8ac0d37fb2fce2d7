package layout

import (
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

// # Pictures inside stories
//
// A picture in a story (文中图片) takes whole rows of the story's text columns:
// at the head or the foot of some of them, in their middle, or across the
// gutter between two, where the text flows around it line by line (绕排).
// What a column has left above and below becomes frames of its own.
//
//	+----+----+---------+      +----+----+----+
//	|    |    | picture |      |    |  +---+  |
//	|    |    +----+----+      |    |  |   |  |
//	|    |    |    |    |      |    |  +---+  |
//	+----+----+----+----+      +----+----+----+

// inset is a picture inside a story, or a table across its columns, in its place.
type inset struct {
	pic      *manuscript.Picture
	table    *spanTable // nil: a picture
	place    manuscript.Place
	caption  caption
	x, width geom.Length
	row      int  // of the text area, from 0
	art      int  // rows of the picture, without its caption
	gave     int  // of these by its lever, more or less than its editor saw
	auto     bool // its height may give way a little: nobody gave it, and it has edges
	above    int  // white rows kept above and below
	below    int
	open     int // rows by which those between a table and the text are more than usual
}

// rows is how many rows the picture takes with its caption and its white.
func (in *inset) rows() int { return in.above + in.art + in.caption.rows + in.below }

// reach is by how many rows a picture's lever moves it from how its editor saw it.
func (in *inset) reach() int {
	if !in.auto {
		return 0
	}
	return (in.art - in.gave) / cropShare
}

// insetGap is the white kept beside a picture that text flows around, in
// thousandths of the body's size.
const insetGap = 1000

// sizeInsets measures the pictures of a story for a piece.
func (m *makeup) sizeInsets(out *poured, pc *piece) {
	h := pc.own(m.house)
	if pc.text != nil {
		h.grid = pc.text.grid
	}
	out.spanInsets(pc)
	for i := range out.story.Pictures {
		pic := &out.story.Pictures[i]
		if !usable(pic.File) {
			continue // the loader has said why
		}
		in := inset{pic: pic, place: pic.Place}
		in.x, in.width = pc.insetPlace(pic, h)
		in.caption = h.caption(pic.Caption, pic.Credit, in.width)
		in.caption.missing(&out.problems)
		in.art = pic.Rows
		in.auto = in.art == 0 && pic.Keyline != manuscript.No
		if in.art == 0 {
			tall := in.width * geom.Length(pic.File.Art.Height) / geom.Length(pic.File.Art.Width)
			in.art = max(int(geom.DivRound(tall, h.grid.Leading)), 1)
		}
		pc.insets = append(pc.insets, in)
	}
}

// insetPlace is where a picture stands across the piece: over whole text
// columns, or as wide as its editor says.
func (pc *piece) insetPlace(pic *manuscript.Picture, h *house) (x, width geom.Length) {
	c := &pc.cols
	right := c.left + geom.Length(c.count-1)*c.step + c.measure
	gutter := c.step - c.measure
	width = min(h.grid.Span(max(pic.Span, 1)), right-c.left)
	if pic.Width != (geom.Measure{}) {
		width = min(max(pic.Width.At(h.size), 4*h.size), right-c.left)
	} else if pic.Place != manuscript.Between && c.count > 1 {
		k := min(max(int(geom.DivRound(width+gutter, c.step)), 1), c.count)
		width = geom.Length(k)*c.step - gutter
	}
	switch pic.Place {
	case manuscript.TopLeft, manuscript.BottomLeft:
		return c.left, width
	case manuscript.TopRight, manuscript.BottomRight:
		return right - width, width
	case manuscript.Between:
		if c.count < 2 {
			return right - width, width // nothing to stand between
		}
		// Across the gutter nearest to the middle.
		mid := c.left + geom.Length((c.count+1)/2)*c.step - gutter/2
		return min(max(mid-width/2, c.left), right-width), width
	}
	// In the middle, over whole columns where its width is theirs.
	first := geom.Length(0)
	if c.step > 0 {
		k := (width + gutter) / c.step
		first = (geom.Length(c.count) - k) / 2 * c.step
	}
	return min(c.left+first, right-width), width
}

// placeInsets gives the pictures their rows in a text area of that many rows:
// each stands below (or above) those that are there already. It gives the
// first picture that finds no room.
func (pc *piece) placeInsets(rows int) (full *inset) {
	for i := range pc.insets {
		in := &pc.insets[i]
		in.above, in.below = 0, 1
		switch in.place {
		case manuscript.BottomLeft, manuscript.BottomRight, manuscript.BottomMiddle:
			in.above, in.below = 1, 0
		case manuscript.Centre, manuscript.Between:
			in.above = 1
		}
		if in.table != nil && in.table.first {
			in.below += in.open
		} else {
			in.above += in.open
		}
		n := in.rows()
		if n > rows {
			return in
		}
		low := rows - n
		var order []int // rows tried, best first
		switch {
		case in.above == 0:
			for r := range low + 1 {
				order = append(order, r)
			}
		case in.below == 0:
			for r := range low + 1 {
				order = append(order, low-r)
			}
		default:
			mid := low / 2
			for d := range low + 1 {
				order = append(order, mid-d, mid+d)
			}
		}
		placed := false
		for _, r := range order {
			in.row = r
			if r >= 0 && r <= low && pc.clear(i) {
				placed = true
				break
			}
		}
		if !placed {
			return in
		}
	}
	return nil
}

// clear tells whether picture i overlaps none of those before it.
func (pc *piece) clear(i int) bool {
	a := &pc.insets[i]
	for k := range pc.insets[:i] {
		b := &pc.insets[k]
		if a.x < b.x+b.width && b.x < a.x+a.width && a.row < b.row+b.rows() && b.row < a.row+a.rows() {
			return false
		}
	}
	return true
}

// leastFrame is how many rows of a column beside a picture are worth setting
// text in: two lines would look like a caption.
const leastFrame = 3

// around parts a text column at the pictures that stand in it: into frames
// above and below those that take all of its width, with cuts where they take
// a part.
func (pc *piece) around(f flow.Frame, em geom.Length) []flow.Frame {
	out := []flow.Frame{f}
	for i := range pc.insets {
		in := &pc.insets[i]
		left, right := in.overlap(f.X, f.Width, em)
		if left == 0 && right == 0 {
			continue
		}
		top := pc.textTop + in.row
		var next []flow.Frame
		for _, o := range out {
			from, to := top-o.Top, top+in.rows()-o.Top // rows of the frame
			switch {
			case to <= 0 || from >= o.Rows:
				next = append(next, o)
			case left+right > f.Width-leastChars*em:
				if from >= leastFrame {
					next = append(next, part(o, 0, from))
				}
				if o.Rows-to >= leastFrame {
					next = append(next, part(o, to, o.Rows))
				}
			default:
				first := max(from, 0)
				o.Cuts = append(o.Cuts[:len(o.Cuts):len(o.Cuts)], flow.Cut{Row: first, Rows: min(to, o.Rows) - first, Left: left, Right: right})
				next = append(next, o)
			}
		}
		out = next
	}
	return out
}

// part is the rows of a frame from row from up to row to, with their cuts.
func part(f flow.Frame, from, to int) flow.Frame {
	out := f
	out.Top, out.Rows, out.Cuts = f.Top+from, max(to-from, 0), nil
	for _, c := range f.Cuts {
		first, last := max(c.Row, from), min(c.Row+c.Rows, to)
		if first < last {
			out.Cuts = append(out.Cuts, flow.Cut{Row: first - from, Rows: last - first, Left: c.Left, Right: c.Right})
		}
	}
	return out
}

// leastChars is the narrowest line beside a picture, in characters: below five
// a line holds two words, and none of it can be justified.
const leastChars = 5

// overlap is what a picture takes from a text column at its left and right,
// in whole characters with white beside the picture; all of it at the left
// where it covers the column.
func (in *inset) overlap(x, width, em geom.Length) (left, right geom.Length) {
	gap := em.Em(insetGap)
	from, to := in.x, in.x+in.width
	switch {
	case to <= x || from >= x+width:
		return 0, 0
	case from <= x && to >= x+width:
		return width, 0
	case from <= x:
		return geom.DivCeil(to+gap-x, em) * em, 0
	case to >= x+width:
		return 0, geom.DivCeil(x+width-from+gap, em) * em
	}
	// Inside the column: text on the wider side only, for lines that jump
	// over a picture are read wrongly.
	if from-x >= x+width-to {
		return 0, geom.DivCeil(x+width-from+gap, em) * em
	}
	return geom.DivCeil(to+gap-x, em) * em, 0
}

// insetItems draws the pictures of a piece.
func (m *makeup) insetItems(dst []page.Item, pc *piece, st *poured, rec *page.Placement) []page.Item {
	h := pc.own(m.house)
	g := h.grid
	for i := range pc.insets {
		in := &pc.insets[i]
		row := pc.textTop + in.row + in.above
		if in.table != nil {
			rec.Chars += in.table.chars()
			continue
		}
		r := pictureBox(g, h.size, in.x, in.width, row, in.art)
		var got int
		dst, got = m.house.placePicture(dst, in.pic, r, st.story.ID)
		if rec.PPI == 0 || got < rec.PPI {
			rec.PPI = got
		}
		dst = in.caption.items(dst, g, in.x, in.width, row+in.art, st.story.ID)
		in.caption.record(rec.Record, h, in.x, in.width, row+in.art)
	}
	return dst
}

// reportInsets says which pictures are too small for print and which part a
// column.
func (out *poured) reportInsets(m *makeup, pc *piece) {
	for i := range pc.insets {
		in := &pc.insets[i]
		if in.table != nil {
			continue
		}
		h := pc.own(m.house)
		r := pictureBox(h.grid, h.size, in.x, in.width, 0, in.art)
		m.house.resolution(&out.problems, in.pic.File, ppi(crop(in.pic.File.Art, in.pic.Focus, r).Dx(), in.width))
		if in.pic.Place == manuscript.Centre && pc.parts(in) {
			out.problems.Add(diag.PictureSplits, in.pic.Src, in.pic.File.Path, out.story.ID)
		}
	}
}

// parts tells whether a picture in the middle covers all of several text
// columns: each is read above it and then below, and the story looks like two.
// Where some columns pass it by, or there is only one, nobody goes astray.
func (pc *piece) parts(in *inset) bool {
	right := pc.cols.left + geom.Length(pc.cols.count-1)*pc.cols.step + pc.cols.measure
	return pc.cols.count > 1 && in.x <= pc.cols.left && in.x+in.width >= right
}

// clone copies a piece so that its pictures can be moved in a trial.
func (pc *piece) clone() piece {
	c := *pc
	c.insets = append([]inset(nil), pc.insets...)
	return c
}

// drop takes a picture out that finds no room.
func (pc *piece) drop(in *inset) {
	for i := range pc.insets {
		if &pc.insets[i] == in {
			pc.insets = append(pc.insets[:i:i], pc.insets[i+1:]...)
			return
		}
	}
}
