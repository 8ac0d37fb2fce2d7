package layout

import (
	"image"
	"strconv"

	"duikai/fonts"
	"duikai/layout/artwork"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// # Pictures
//
// A picture (图片) fills the rectangle that the plan gives it: it is cropped,
// never stretched, around the focus that its editor names. Its upper and lower
// edge stand where the em boxes of the text beside it begin and end, so that
// they line up with the characters; the caption below stands on the grid.
// An advertisement or another ready-made block is never cropped: it is fitted.

// caption is what stands under a picture (图片说明), set for its width: from the
// picture's left edge, in lines that end with phrases, with the credit at the right
// edge. Only the name and title under a portrait are centred.
type caption struct {
	lines []para.Line
	text  *para.Paragraph
	// credit stands at the right end of the last line, or below it.
	credit *para.Paragraph
	gap    geom.Length // the least white before it
	rows   int
	own    bool // the credit has a row of its own
	// name stands over the lines, which are centred then: under a portrait.
	name *para.Paragraph
}

// captionGap is the least white between a caption and the credit behind it, in
// thousandths of an em.
const captionGap = 1500

// caption sets a caption and a credit for a width.
func (h *house) caption(text, credit manuscript.Text, width geom.Length) caption {
	var c caption
	f := h.captionFace
	if !empty(credit) && h.creditBrackets {
		text = bracketed(text, credit)
		credit = nil
	}
	if !empty(text) {
		c.text = h.prepare(text, f)
		c.lines = phrased(c.text, para.Measure{Width: width})
		if len(c.lines) == 1 {
			c.lines[0] = line(c.text)
		}
	}
	if !empty(credit) {
		runs, _ := h.runs(credit, face{fonts.Kai, f.size})
		c.credit = para.Prepare(runs, &h.tight)
	}
	c.gap = f.size.Em(captionGap)
	c.placeCredit(width)
	return c
}

// placeCredit counts the rows: the credit stands in the last one if it has room
// there.
func (c *caption) placeCredit(width geom.Length) {
	c.rows = len(c.lines)
	c.own = c.credit != nil && (c.rows == 0 || c.lines[c.rows-1].Width+c.gap+line(c.credit).Width > width)
	if c.own {
		c.rows++
	}
}

// portrait is what stands under a portrait: the name in 黑, and the title in the
// captions' face below it, both centred.
func (h *house) portrait(p *manuscript.Picture, width geom.Length) caption {
	runs, _ := h.runs(p.Name, face{fonts.Hei, h.size})
	c := caption{name: para.Prepare(runs, &h.tight), rows: 1}
	if !empty(p.Title) {
		c.text = h.prepare(p.Title, h.captionFace)
		c.lines = divideText(c.text, width)
		c.rows += len(c.lines)
	}
	return c
}

// slotCaption sets the caption of a slot with a picture or a group: its own, or
// that of its only picture.
func (h *house) slotCaption(sl *manuscript.Slot, width geom.Length) caption {
	text, credit := sl.Caption, sl.Credit
	if sl.Kind == manuscript.PictureSlot && empty(text) && empty(credit) {
		text, credit = sl.Pictures[0].Caption, sl.Pictures[0].Credit
	}
	return h.caption(text, credit, width)
}

// bracketed puts the credit in brackets behind the caption.
func bracketed(text, credit manuscript.Text) manuscript.Text {
	at := credit[0].Src
	out := append(manuscript.Text{}, text...)
	out = append(out, manuscript.Span{Text: "（", Style: manuscript.Kai, Src: at})
	for _, s := range credit {
		s.Style |= manuscript.Kai
		out = append(out, s)
	}
	return append(out, manuscript.Span{Text: "）", Style: manuscript.Kai, Src: at})
}

// items draws the caption from a row of the page on; story names what it
// belongs to.
func (c *caption) items(dst []page.Item, g page.Grid, x, width geom.Length, row int, story string) []page.Item {
	tag := para.Tag{Part: page.Caption, Story: story}
	if c.name != nil {
		dst = setLine(dst, c.name, geom.Point{X: x + width/2, Y: g.RowTop(row) + g.Baseline}, centred, tag)
		row++
	}
	for i, l := range c.lines {
		at := geom.Point{X: x, Y: g.RowTop(row+i) + g.Baseline}
		if c.name != nil {
			at.X += (width - l.Width) / 2
		}
		dst = c.text.Items(dst, l, at, tag)
	}
	if c.credit != nil {
		at := geom.Point{X: x + width, Y: g.RowTop(row+c.rows-1) + g.Baseline}
		dst = setLine(dst, c.credit, at, toRight, para.Tag{Part: page.Credit, Story: story})
	}
	return dst
}

// chars is how many characters the caption and its credit have.
func (c *caption) chars() (n int) {
	if c.text != nil {
		n += c.text.Len()
	}
	if c.credit != nil {
		n += c.credit.Len()
	}
	if c.name != nil {
		n += c.name.Len()
	}
	return n
}

// missing reports the characters that its faces do not draw.
func (c *caption) missing(problems *diag.List) {
	for _, p := range []*para.Paragraph{c.name, c.text, c.credit} {
		if p == nil {
			continue
		}
		faces(problems, p, false)
	}
}

// pictureBox is the rectangle of a picture over rows of the page, from a row
// on: its edges stand at the em boxes of its first and last row.
func pictureBox(g page.Grid, size, x, width geom.Length, row, rows int) geom.Rect {
	lead := (g.Leading - size) / 2
	return geom.Rect{X: x, Y: g.RowTop(row) + lead, W: width, H: geom.Length(rows)*g.Leading - 2*lead}
}

// crop is the part of a picture that fills a rectangle without distortion,
// with its focus as near to the middle as the edges allow.
func crop(art artwork.Info, f manuscript.Focus, r geom.Rect) image.Rectangle {
	w, h := geom.Length(art.Width), geom.Length(art.Height)
	if w*r.H > h*r.W { // wider than the rectangle
		w = max(geom.DivRound(h*r.W, r.H), 1)
	} else {
		h = max(geom.DivRound(w*r.H, r.W), 1)
	}
	start := func(whole int, part geom.Length, focus int) int {
		at := geom.Length(whole*focus)/100 - part/2
		return int(min(max(at, 0), geom.Length(whole)-part))
	}
	x, y := start(art.Width, w, f.X), start(art.Height, h, f.Y)
	return image.Rect(x, y, x+int(w), y+int(h))
}

// ppi is the effective resolution of pixels over a width, in pixels an inch.
func ppi(pixels int, width geom.Length) int {
	return int(geom.DivRound(geom.Length(pixels)*geom.Inch, max(width, 1)))
}

// coarseShare is the part of the house's least resolution below which a
// picture cannot be printed at all: at 100 of 150 pixels an inch, readers see
// the pixels (GWG newspaper specification: an error below 100).
const coarseShare = 3 // divided by this, twice

// resolution reports a picture that is too small for print at its size.
func (h *house) resolution(problems *diag.List, f manuscript.File, got int) {
	switch {
	case got < h.leastPPI*2/coarseShare:
		problems.Add(diag.CoarsePicture, f.Src, f.Path, got, h.leastPPI*2/coarseShare)
	case got < h.leastPPI:
		problems.Add(diag.LowResolution, f.Src, f.Path, got, h.leastPPI)
	}
}

// usable tells whether a file can be drawn as a picture; what is wrong with it
// has been said when it was loaded.
func usable(f manuscript.File) bool { return f.Art.Width > 0 && f.Art.Height > 0 }

// keyline is the width of the line around a picture: a hair that keeps light
// skies from running into the paper.
const keyline = geom.Pt / 4

// placePicture draws a picture of a story, or of none, into a rectangle, cropped,
// and tells its resolution.
func (h *house) placePicture(dst []page.Item, p *manuscript.Picture, r geom.Rect, story string) ([]page.Item, int) {
	c := crop(p.File.Art, p.Focus, r)
	whole := image.Pt(p.File.Art.Width, p.File.Art.Height)
	focus := image.Pt(whole.X*p.Focus.X/100, whole.Y*p.Focus.Y/100)
	dst = append(dst, &page.Picture{File: p.File.Path, Rect: r, Crop: c, Whole: whole, Focus: focus, Story: story, Alt: p.Alt, Src: p.File.Src})
	if p.Keyline.Or(h.keyline) {
		dst = frame(dst, r, keyline)
	}
	return dst, ppi(c.Dx(), r.W)
}

// pictureSlot draws a picture slot, or a group of pictures under one caption.
func (m *makeup) pictureSlot(p *page.Page, sl *manuscript.Slot) {
	h := m.house
	area := m.slotInner(sl)
	rec := placement(sl, m.area(sl))
	rec.Story, rec.Record = sl.Name(), m.record()
	if sl.Bleed {
		rec.Area = m.bled(sl, rec.Area)
	}
	p.Items = boxItems(p.Items, sl, rec.Area, h)
	c := h.slotCaption(sl, area.W)
	c.missing(&m.problems)
	rows := int(area.H / h.grid.Leading)
	top := int((area.Y - h.grid.Area.Y) / h.grid.Leading)
	if c.rows*2 > rows {
		m.problems.Add(diag.CaptionRoom, sl.Src, sl.Name(), c.rows, rows)
		c.rows = min(c.rows, rows-1)
	}
	rec.Lines, rec.Chars = c.rows, c.chars()
	block := gallery{width: area.W, rows: rows - c.rows, h: h}
	for i := range sl.Pictures {
		pic := &sl.Pictures[i]
		if !usable(pic.File) {
			p.Items = m.reservedBox(p.Items, area, pic.File.Path)
			p.Placements = append(p.Placements, rec)
			return
		}
		block.pictures = append(block.pictures, pic)
	}
	if sl.Bleed {
		block.bleed = func(r geom.Rect) geom.Rect { return m.bled(sl, r) }
	}
	block.own, block.grid = sl.Kind == manuscript.GroupSlot, sl.Frames
	block.arrange()
	p.Items = m.drawGallery(p.Items, &block, area.X, top, &rec)
	p.Items = c.items(p.Items, h.grid, area.X, area.W, top+block.rows, sl.Name())
	c.record(rec.Record, h, area.X, area.W, top+block.rows)
	p.Placements = append(p.Placements, rec)
}

// slotInner is a slot's area inside its box or tint.
func (m *makeup) slotInner(sl *manuscript.Slot) geom.Rect {
	return inner(sl, m.area(sl), m.house.grid, m.house.size)
}

// bled is a rectangle in a slot, taken to the trim and over it by the bleed (出血)
// at the sides where the slot touches the edges of the type area.
func (m *makeup) bled(sl *manuscript.Slot, r geom.Rect) geom.Rect {
	f, g, over := m.issue.Format, m.house.grid, m.issue.Format.Bleed
	right, bottom := r.Right(), r.Bottom()
	if sl.Col == 1 {
		r.X = -over
	}
	if sl.Row == 1 {
		r.Y = -over
	}
	if sl.Col+sl.Cols-1 == g.Columns {
		right = f.Trim.W + over
	}
	if sl.Row+sl.Rows-1 == g.Rows && bottom >= g.RowTop(g.Rows-1) {
		bottom = f.Trim.H + over
	}
	r.W, r.H = right-r.X, bottom-r.Y
	return r
}

// adMark is the word that tells readers what an advertisement is (广告法第十四条).
const adMark = "广告"

// adMarkSize is 六号: the least that is surely read on newsprint.
const adMarkSize = 7 * geom.Pt

// adTolerance is how much of a slot, in thousandths, an advertisement may
// leave white or be enlarged or reduced by before it is reported.
const adTolerance = 20

// adSlot draws an advertisement or a ready-made block: fitted, never cropped,
// in the middle of its slot.
func (m *makeup) adSlot(p *page.Page, sl *manuscript.Slot) {
	h := m.house
	area := m.area(sl)
	rec := placement(sl, area)
	rec.Story = sl.Name()
	mark := area
	if sl.Bleed {
		area = m.bled(sl, area)
		rec.Area = area
	}
	pic := &sl.Pictures[0]
	art := pic.File.Art
	size, pixels := art.Shape(), art.Format != artwork.PDF
	if size.W <= 0 || size.H <= 0 {
		p.Items = m.reservedBox(p.Items, area, pic.File.Path)
		p.Placements = append(p.Placements, rec)
		return
	}
	r := fitted(size, area)
	made := func(l geom.Length) string {
		if pixels {
			return strconv.FormatInt(int64(l), 10) + " px"
		}
		return millimetres(l)
	}
	if off(r.W, area.W) || off(r.H, area.H) || !pixels && off(size.W, area.W) {
		m.problems.Add(diag.AdSize, pic.File.Src, pic.File.Path, made(size.W), made(size.H), millimetres(area.W), millimetres(area.H))
	}
	if pixels {
		whole := image.Rect(0, 0, art.Width, art.Height)
		p.Items = append(p.Items, &page.Picture{File: pic.File.Path, Rect: r, Crop: whole, Whole: whole.Max, Focus: whole.Max.Div(2), Alt: pic.Alt, Src: pic.File.Src})
		rec.PPI = ppi(art.Width, r.W)
		h.resolution(&m.problems, pic.File, rec.PPI)
	} else {
		p.Items = append(p.Items, &page.Block{File: pic.File.Path, Page: 1, Rect: r, Alt: pic.Alt, Src: pic.File.Src})
	}
	if pic.Keyline.Or(h.keyline) && !sl.Bleed {
		p.Items = frame(p.Items, area, keyline)
	}
	if sl.AdMark.Or(h.adMark) {
		p.Items = m.drawAdMark(p.Items, mark) // inside the trim
	}
	p.Placements = append(p.Placements, rec)
}

// fitted is the largest rectangle of a size's proportions in an area, in its
// middle.
func fitted(size geom.Size, area geom.Rect) geom.Rect {
	r := geom.Rect{W: area.W, H: geom.DivRound(area.W*size.H, size.W)}
	if r.H > area.H {
		r.W, r.H = geom.DivRound(area.H*size.W, size.H), area.H
	}
	r.X, r.Y = area.X+(area.W-r.W)/2, area.Y+(area.H-r.H)/2
	return r
}

// off tells whether two lengths differ by more than an advertisement may.
func off(a, b geom.Length) bool {
	d := a - b
	return max(d, -d)*1000 > b*adTolerance
}

// millimetres is a length as papers order advertisements: whole millimetres.
func millimetres(l geom.Length) string { return strconv.Itoa(int(l.MM()+0.5)) + " mm" }

// drawAdMark writes 广告 small on white into the lower right corner.
func (m *makeup) drawAdMark(dst []page.Item, area geom.Rect) []page.Item {
	p := m.plain(adMark, face{fonts.Hei, adMarkSize}, m.issue.Src)
	l := line(p)
	pad := adMarkSize / 4
	box := geom.Rect{W: l.Width + 2*pad, H: adMarkSize + 2*pad}
	box.X, box.Y = area.Right()-box.W, area.Bottom()-box.H
	dst = append(dst, &page.Fill{Rect: box})
	dst = frame(dst, box, fineRule)
	at := geom.Point{X: box.X + pad, Y: box.Y + pad + adMarkSize.Em(int(fonts.EmAscent))}
	return p.Items(dst, l, at, para.Tag{Part: page.Furniture})
}
