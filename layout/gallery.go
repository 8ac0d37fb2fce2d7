package layout

import (
	"math/bits"

	"duikai/layout/artwork"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

// # Groups of pictures
//
// A group (图组) fills its block in rows: the pictures of a row share its
// height, and their widths are in the proportions of their shapes, so that
// none is cropped more than its neighbours. Of all ways to part the pictures,
// in their order, into rows, the one is taken that needs the least cropping.
//
//	+-------+----+----+
//	|       |    |    |
//	+-------+-+--+----+
//	|         |       |
//	+---------+-------+

// gap is the white between the pictures of a group: that of the page's columns,
// both ways.
func (b *gallery) gap() geom.Length { return b.h.grid.Gutter }

// fewPictures is up to how many pictures all partings are tried: 2^11 of them.
// More are parted into rows of like length.
const fewPictures = 12

// gallery is a block of pictures.
type gallery struct {
	pictures []*manuscript.Picture
	width    geom.Length
	rows     int
	own      bool // pictures have captions of their own
	grid     manuscript.Frames
	bleed    func(geom.Rect) geom.Rect // to the trim; nil: it does not
	h        *house

	lines []galleryLine
}

// galleryLine is a row of pictures: how many, the grid's rows they take, and
// those of the captions below.
type galleryLine struct {
	from, to int
	widths   []geom.Length
	captions []caption
	rows     int
	below    int
}

// shape is a picture's width for a height of a thousand.
func shape(a artwork.Info) geom.Length {
	return max(geom.Length(a.Width)*1000/geom.Length(a.Height), 1)
}

// arrange finds the best rows.
func (b *gallery) arrange() {
	n := len(b.pictures)
	if b.grid.Across > 0 {
		b.lines = b.equal()
		return
	}
	if n > fewPictures {
		b.lines = b.fit(evenly(n))
		return
	}
	var best []galleryLine
	bestCost := geom.Length(-1)
	for breaks := range 1 << (n - 1) {
		if bits.OnesCount(uint(breaks)) >= b.rows {
			continue
		}
		lines := b.fit(rowEnds(n, breaks))
		if lines == nil {
			continue
		}
		if cost := b.cropped(lines); bestCost < 0 || cost < bestCost {
			best, bestCost = lines, cost
		}
	}
	b.lines = best
}

// equal gives all pictures frames of one size, so many across (肖像): their rows
// are of one height, and their captions take as many rows in each.
func (b *gallery) equal() []galleryLine {
	n, across := len(b.pictures), b.grid.Across
	width := (b.width - geom.Length(across-1)*b.gap()) / geom.Length(across)
	if width < leastFrameWidth*b.h.size {
		return nil
	}
	var lines []galleryLine
	below := 0
	for from := 0; from < n; from += across {
		l := galleryLine{from: from, to: min(from+across, n)}
		for range b.pictures[l.from:l.to] {
			l.widths = append(l.widths, width)
		}
		l.setCaptions(b)
		below = max(below, l.below)
		lines = append(lines, l)
	}
	white := min(below, 1) // a row between what is written and the pictures below
	rows := (b.rows - b.grid.Down*below - (b.grid.Down-1)*white) / b.grid.Down
	if rows < 1 {
		return nil
	}
	for i := range lines {
		lines[i].rows, lines[i].below = rows, below
		if i+1 < len(lines) {
			lines[i].below += white
		}
	}
	return lines
}

// leastFrameWidth is how many ems the frame of a portrait is wide at least.
const leastFrameWidth = 4

// rowEnds turns a set of breaks (bit i: behind picture i) into the ends of rows.
func rowEnds(n, breaks int) (out []int) {
	for i := range n {
		if i == n-1 || breaks&(1<<i) != 0 {
			out = append(out, i+1)
		}
	}
	return out
}

// evenly parts n pictures into rows of about the square root of n.
func evenly(n int) (out []int) {
	per := 1
	for per*per < n {
		per++
	}
	for i := per; i < n; i += per {
		out = append(out, i)
	}
	return append(out, n)
}

// fit gives rows of pictures their widths and heights; nil where the block is
// too low for them.
func (b *gallery) fit(ends []int) []galleryLine {
	lines := make([]galleryLine, len(ends))
	var wants geom.Length // of all rows, at their natural heights
	from, free := 0, b.rows
	heights := make([]geom.Length, len(ends))
	for i, to := range ends {
		l := &lines[i]
		l.from, l.to = from, to
		var sum geom.Length
		for _, p := range b.pictures[from:to] {
			sum += shape(p.File.Art)
		}
		room := b.width - geom.Length(to-from-1)*b.gap()
		if room <= geom.Length(to-from)*b.h.size {
			return nil
		}
		heights[i] = room * 1000 / sum
		left := room
		for k, p := range b.pictures[from:to] {
			w := room * shape(p.File.Art) / sum
			if k == to-from-1 {
				w = left // what rounding left over
			}
			l.widths = append(l.widths, w)
			left -= w
		}
		if b.own {
			l.setCaptions(b)
		}
		free -= l.below
		wants += heights[i]
		from = to
	}
	if free < len(lines) {
		return nil
	}
	// The rows of the grid are shared out in proportion to the heights.
	var seen geom.Length
	given := 0
	for i := range lines {
		seen += heights[i]
		upTo := int(geom.DivRound(geom.Length(free)*seen, wants))
		lines[i].rows = upTo - given
		given = upTo
		if lines[i].rows < 1 {
			return nil
		}
	}
	return lines
}

func (l *galleryLine) setCaptions(b *gallery) {
	for k, p := range b.pictures[l.from:l.to] {
		c := b.h.caption(p.Caption, p.Credit, l.widths[k])
		if !empty(p.Name) {
			c = b.h.portrait(p, l.widths[k])
		}
		l.captions = append(l.captions, c)
		l.below = max(l.below, c.rows)
	}
}

// cropped is how much of the pictures is cut away, in thousandths summed over
// all; the deepest cut counts twice.
func (b *gallery) cropped(lines []galleryLine) (cost geom.Length) {
	var deepest geom.Length
	for i := range lines {
		l := &lines[i]
		h := geom.Length(l.rows) * b.h.grid.Leading
		for k, p := range b.pictures[l.from:l.to] {
			have, want := shape(p.File.Art), l.widths[k]*1000/h
			lost := 1000 - min(have, want)*1000/max(have, want)
			cost += lost
			deepest = max(deepest, lost)
		}
	}
	return cost + deepest
}

// frame is the box of a picture of a row, with the white of the group above and
// below it where another row of pictures stands there at once.
func (b *gallery) frame(i int, r geom.Rect) geom.Rect {
	white := (b.gap() - (b.h.grid.Leading - b.h.size)) / 2
	if white < 0 {
		return r
	}
	if i > 0 && b.lines[i-1].below == 0 {
		r.Y, r.H = r.Y+white, r.H-white
	}
	if i+1 < len(b.lines) && b.lines[i].below == 0 {
		r.H -= white
	}
	return r
}

// drawGallery draws the group from a row of the page on.
func (m *makeup) drawGallery(dst []page.Item, b *gallery, x geom.Length, top int, rec *page.Placement) []page.Item {
	g := m.house.grid
	if b.lines == nil {
		m.problems.Add(diag.PictureRoom, rec.Src, rec.Story, rec.Story, len(b.pictures), b.rows)
		return dst
	}
	row := top
	for i := range b.lines {
		l := &b.lines[i]
		left := x
		for k, p := range b.pictures[l.from:l.to] {
			r := b.frame(i, pictureBox(g, m.house.size, left, l.widths[k], row, l.rows))
			if b.bleed != nil {
				r = b.bleed(r)
			}
			var got int
			shown := *p
			if b.bleed != nil {
				shown.Keyline = manuscript.No // it would be cut off
			}
			dst, got = m.house.placePicture(dst, &shown, r, "")
			m.house.resolution(&m.problems, p.File, got)
			if rec.PPI == 0 || got < rec.PPI {
				rec.PPI = got
			}
			if b.own {
				c := &l.captions[k]
				c.missing(&m.problems)
				rec.Chars += c.chars()
				dst = c.items(dst, g, left, l.widths[k], row+l.rows, rec.Story)
				c.record(rec.Record, m.house, left, l.widths[k], row+l.rows)
			}
			left += l.widths[k] + b.gap()
		}
		row += l.rows + l.below
	}
	return dst
}
