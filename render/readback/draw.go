package readback

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"sync"

	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/pdffile"
)

// mark is something on a page.
type mark interface{ draw(d *drawing) error }

type (
	// area is a filled rectangle.
	area struct {
		box box
		rgb color.RGBA
	}
	// shape is a filled path.
	shape struct {
		contours [][]point
		rgb      color.RGBA
		clip     box
	}
	// text is characters of one font; em leads from its em square, which stands
	// upright, to the page.
	text struct {
		font   *font
		em     matrix
		glyphs []glyph
		rgb    color.RGBA
		clip   box
	}
)

// maxDrawn bounds a page in pixels: a broadsheet page at 600 dpi has 119
// million.
const maxDrawn = 200_000_000

// Options say how a page is drawn.
type Options struct {
	DPI int // pixels an inch
	// Blank shows every picture as a grey area.
	Blank bool
	// Exact puts every character exactly where it stands; else it stands at a
	// quarter of a pixel, as in proofs, which is quicker.
	Exact bool
}

// BlankInk is the share of black of a blank picture, in percent.
const BlankInk = 40

// Draw draws a page, as it was trimmed, on white.
func (p *Page) Draw(o Options) (img *image.RGBA, err error) {
	defer func() {
		if r := recover(); r != nil {
			img, err = nil, fmt.Errorf("%w: %v", pdffile.ErrBroken, r)
		}
	}()
	d := &drawing{scale: float64(o.DPI) / 72, blank: o.Blank, exact: o.Exact, masks: &p.file.masks}
	px := func(l geom.Length) int { return floor(float64(l)*float64(o.DPI)/float64(geom.Inch) + 0.5) }
	w, h := px(p.size.W), px(p.size.H)
	if w <= 0 || h <= 0 || w > maxDrawn/h {
		return nil, fmt.Errorf("%w: %d×%d", pdffile.ErrTooLarge, w, h)
	}
	d.img = sheet(w, h)
	for _, m := range p.list {
		if err := m.draw(d); err != nil {
			return nil, err
		}
	}
	return d.img, nil
}

// Places are the pictures and foreign pages, in the order in which they are
// drawn.
func (p *Page) Places() []*Place {
	var list []*Place
	for _, m := range p.list {
		if pl, ok := m.(*Place); ok {
			list = append(list, pl)
		}
	}
	return list
}

// Draw draws what is seen of a picture at the corner of a white sheet of so many
// pixels.
func (p *Place) Draw(w, h, dpi int) (*image.RGBA, error) {
	if p.of == nil || w <= 0 || h <= 0 || w > maxDrawn/h {
		return nil, fmt.Errorf("a picture in %d×%d", w, h)
	}
	img, err := p.file.pixels(p.of)
	if err != nil {
		return nil, err
	}
	d := &drawing{img: sheet(w, h), scale: float64(dpi) / 72}
	corner := matrix{1, 0, 0, 1, -p.clip.x0, -p.clip.y0}
	d.pixels(img, d.px(p.m.then(corner).square(1, 1)), d.px(box{0, 0, p.clip.x1 - p.clip.x0, p.clip.y1 - p.clip.y0}))
	return d.img, nil
}

// sheet is white.
func sheet(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	return img
}

// drawing is a page being drawn.
type drawing struct {
	img   *image.RGBA
	scale float64 // pixels a point
	blank bool
	exact bool
	masks *masks
	ras   vector.Rasterizer
}

func floor(v float64) int { return int(math.Floor(v)) }

func (d *drawing) px(b box) box {
	return box{b.x0 * d.scale, b.y0 * d.scale, b.x1 * d.scale, b.y1 * d.scale}
}

// within are the pixels that a box touches.
func (d *drawing) within(b box) image.Rectangle {
	b = d.px(b).and(box{0, 0, float64(d.img.Rect.Dx()), float64(d.img.Rect.Dy())})
	if b.empty() {
		return image.Rectangle{}
	}
	return image.Rect(floor(b.x0), floor(b.y0), int(math.Ceil(b.x1)), int(math.Ceil(b.y1)))
}

func (a *area) draw(d *drawing) error {
	d.box(d.px(a.box), a.rgb)
	return nil
}

// box paints a rectangle with exact coverage of the pixels at its edges.
func (d *drawing) box(b box, c color.RGBA) {
	b = b.and(box{0, 0, float64(d.img.Rect.Dx()), float64(d.img.Rect.Dy())})
	if b.empty() {
		return
	}
	for y := floor(b.y0); float64(y) < b.y1; y++ {
		tall := min(b.y1, float64(y+1)) - max(b.y0, float64(y))
		row := d.img.Pix[y*d.img.Stride:]
		for x := floor(b.x0); float64(x) < b.x1; x++ {
			wide := min(b.x1, float64(x+1)) - max(b.x0, float64(x))
			blend(row[x*4:x*4+3:x*4+3], c, uint32(float64(tall*wide*255)+0.5))
		}
	}
}

// blend lays a colour over a pixel with a coverage of 0 to 255.
func blend(p []uint8, c color.RGBA, cover uint32) {
	rest := 255 - cover
	p[0] = uint8((uint32(p[0])*rest + uint32(c.R)*cover + 127) / 255)
	p[1] = uint8((uint32(p[1])*rest + uint32(c.G)*cover + 127) / 255)
	p[2] = uint8((uint32(p[2])*rest + uint32(c.B)*cover + 127) / 255)
}

func (s *shape) draw(d *drawing) error {
	reach := boxOf(s.contours[0]...)
	for _, c := range s.contours[1:] {
		b := boxOf(c...)
		reach = boxOf(point{reach.x0, reach.y0}, point{reach.x1, reach.y1}, point{b.x0, b.y0}, point{b.x1, b.y1})
	}
	visible := d.within(reach.and(s.clip))
	if visible.Empty() {
		return nil
	}
	d.ras.Reset(visible.Dx(), visible.Dy())
	for _, c := range s.contours {
		for i, p := range c {
			x, y := float32(float64(p.x*d.scale)-float64(visible.Min.X)), float32(float64(p.y*d.scale)-float64(visible.Min.Y))
			if i == 0 {
				d.ras.MoveTo(x, y)
			} else {
				d.ras.LineTo(x, y)
			}
		}
		d.ras.ClosePath()
	}
	d.ras.Draw(d.img, visible, image.NewUniform(s.rgb), image.Point{})
	return nil
}

// quarters is how finely a glyph's place is kept, in parts of a pixel, as in
// proofs.
const quarters = 4

// maskKey is a glyph in a form and at a fraction of a pixel.
type maskKey struct {
	font *font
	id   uint16
	em   [4]float32 // in pixels
	x, y float32
}

// masks keeps rasterised glyphs.
type masks struct {
	mu   sync.Mutex
	list map[maskKey]*mask
}

// mask is the coverage of a glyph's pixels; at is its top left corner from the
// pixel in which the origin lies.
type mask struct {
	cover *image.Alpha
	at    image.Point
}

// maxMasks bounds the glyphs kept: some tens of megabytes on a screen.
const maxMasks = 100_000

func (t *text) draw(d *drawing) error {
	key := maskKey{font: t.font}
	for i := range key.em {
		key.em[i] = float32(t.em[i] * d.scale)
	}
	visible := d.within(t.clip)
	for _, g := range t.glyphs {
		var px, py int
		px, key.x = split(g.at.x*d.scale, d.exact)
		py, key.y = split(g.at.y*d.scale, d.exact)
		key.id = g.id
		m, err := d.masks.get(key, !d.exact)
		if err != nil {
			return err
		}
		if m == nil {
			continue
		}
		at := image.Pt(px, py).Add(m.at)
		clip := m.cover.Rect.Add(at).Intersect(visible)
		for y := clip.Min.Y; y < clip.Max.Y; y++ {
			src := m.cover.Pix[(y-at.Y)*m.cover.Stride:]
			dst := d.img.Pix[y*d.img.Stride:]
			for x := clip.Min.X; x < clip.Max.X; x++ {
				if cover := src[x-at.X]; cover != 0 {
					blend(dst[x*4:x*4+3:x*4+3], t.rgb, uint32(cover))
				}
			}
		}
	}
	return nil
}

// split parts a place into a pixel and a part of one.
func split(v float64, exact bool) (pixel int, part float32) {
	if !exact {
		v = math.Floor(float64(v*quarters)+0.5) / quarters
	}
	pixel = floor(v)
	return pixel, float32(v - float64(pixel))
}

// get gives a glyph's mask; keep says whether it may be asked for again.
func (l *masks) get(k maskKey, keep bool) (*mask, error) {
	if !keep {
		return k.rasterise()
	}
	l.mu.Lock()
	m, ok := l.list[k]
	l.mu.Unlock()
	if ok {
		return m, nil
	}
	m, err := k.rasterise()
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.list == nil || len(l.list) >= maxMasks {
		l.list = make(map[maskKey]*mask)
	}
	l.list[k] = m
	return m, nil
}

// maxMask is the largest mask, in pixels: a character as high as a sheet.
const maxMask = 64 << 20

// rasterise draws the outline; nil for a character without ink.
func (k maskKey) rasterise() (*mask, error) {
	list := k.font.outlines[k.id]
	if len(list) == 0 {
		return nil, nil
	}
	// The outline's unit is a 64th of the font's, and its y goes down.
	unit := float32(64 * k.font.upem)
	place := func(p fixed.Point26_6) (x, y float32) {
		u, v := float32(p.X)/unit, -float32(p.Y)/unit
		return float32(u*k.em[0]) + float32(v*k.em[2]) + k.x, float32(u*k.em[1]) + float32(v*k.em[3]) + k.y
	}
	minX, minY, maxX, maxY := fonts.Reach(list, place)
	at := image.Pt(floor(float64(minX)), floor(float64(minY)))
	w, h := floor(float64(maxX))+1-at.X, floor(float64(maxY))+1-at.Y
	if w <= 0 || h <= 0 {
		return nil, nil
	}
	if w > maxMask/h {
		return nil, fmt.Errorf("%w: a character of %d×%d", pdffile.ErrTooLarge, w, h)
	}
	ras := vector.NewRasterizer(w, h)
	fonts.Trace(list, func(p fixed.Point26_6) (x, y float32) {
		x, y = place(p)
		return x - float32(at.X), y - float32(at.Y)
	}, ras)
	cover := image.NewAlpha(image.Rect(0, 0, w, h))
	ras.Draw(cover, cover.Rect, image.Opaque, image.Point{})
	return &mask{cover, at}, nil
}

// ink is a share of black, in percent.
func ink(percent float64) color.RGBA { return cmyk([6]float64{3: percent / 100}) }

func (p *Place) draw(d *drawing) error {
	switch {
	case d.blank:
		d.box(d.px(p.clip), ink(BlankInk))
		return nil
	case p.of == nil:
		return p.drawForeign(d)
	}
	img, err := p.file.pixels(p.of)
	if err != nil {
		return err
	}
	d.pixels(img, d.px(p.m.square(1, 1)), d.px(p.clip))
	return nil
}

// drawForeign shows a place as proofs do: a light ground with both diagonals.
func (p *Place) drawForeign(d *drawing) error {
	const ground, line, half = 8, 30, 0.25
	b := p.clip
	d.box(d.px(b), ink(ground))
	share := half / math.Hypot(b.x1-b.x0, b.y1-b.y0)
	for _, ends := range [][2]point{{{b.x0, b.y0}, {b.x1, b.y1}}, {{b.x0, b.y1}, {b.x1, b.y0}}} {
		s := shape{[][]point{slanted(ends[0], ends[1], share)}, ink(line), b}
		if err := s.draw(d); err != nil {
			return err
		}
	}
	return nil
}

// span is what a pixel shows of a row of a picture: the mean of those from
// first on, by their shares, over a part of the pixel.
type span struct {
	first  int
	shares []float32
	cover  float64
}

// spans cuts a picture of n pixels, which lies from a to b, into what the pixels
// from start up to end show of it between from and to.
func spans(a, b float64, n int, from, to float64, end int) (start int, list []span) {
	start = max(floor(from), 0)
	for x := start; x < end && float64(x) < to; x++ {
		left, right := max(from, float64(x)), min(to, float64(x+1))
		s0, s1 := (left-a)/(b-a)*float64(n), (right-a)/(b-a)*float64(n)
		s := span{first: min(max(floor(s0), 0), n-1), cover: max(right-left, 0)}
		last := min(max(int(math.Ceil(s1))-1, s.first), n-1)
		sum := float32(0)
		for i := s.first; i <= last; i++ {
			share := float32(max(min(s1, float64(i+1))-max(s0, float64(i)), 1e-9))
			s.shares = append(s.shares, share)
			sum += share
		}
		for i := range s.shares {
			s.shares[i] /= sum
		}
		list = append(list, s)
	}
	return start, list
}

// pixels shows a picture that lies in a box as far as it is seen; both in
// pixels of the page.
func (d *drawing) pixels(img *image.RGBA, whole, seen box) {
	seen = seen.and(whole)
	if seen.empty() {
		return
	}
	left, columns := spans(whole.x0, whole.x1, img.Rect.Dx(), seen.x0, seen.x1, d.img.Rect.Dx())
	top, rows := spans(whole.y0, whole.y1, img.Rect.Dy(), seen.y0, seen.y1, d.img.Rect.Dy())
	line := make([][3]float32, len(columns)) // of the picture's row
	at := -1
	sums := make([][3]float32, len(columns))
	for y, r := range rows {
		clear(sums)
		for k, share := range r.shares {
			if at != r.first+k {
				at = r.first + k
				squeeze(line, columns, img.Pix[at*img.Stride:])
			}
			for x := range sums {
				for c := range sums[x] {
					sums[x][c] += float32(share * line[x][c])
				}
			}
		}
		out := d.img.Pix[(top+y)*d.img.Stride+left*4:]
		for x, s := range sums {
			c := color.RGBA{uint8(s[0] + 0.5), uint8(s[1] + 0.5), uint8(s[2] + 0.5), 0xff}
			blend(out[x*4:x*4+3:x*4+3], c, uint32(float64(r.cover*columns[x].cover*255)+0.5))
			out[x*4+3] = 0xff
		}
	}
}

// squeeze makes the columns of a page of a row of a picture.
func squeeze(line [][3]float32, columns []span, row []byte) {
	for x, s := range columns {
		var sum [3]float32
		for i, share := range s.shares {
			p := row[(s.first+i)*4:]
			sum[0] += float32(share * float32(p[0]))
			sum[1] += float32(share * float32(p[1]))
			sum[2] += float32(share * float32(p[2]))
		}
		line[x] = sum
	}
}
