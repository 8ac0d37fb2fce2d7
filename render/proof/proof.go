package proof

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/picture"
)

// Options are the choices of a proof. The zero value draws at DefaultDPI
// without pictures.
type Options struct {
	DPI int // pixels an inch; 0: DefaultDPI
	// Pictures gives the pictures of the issue folder. Without it their places
	// are grey.
	Pictures *picture.Store
	// Glyphs keeps rasterised glyphs between pages; nil: for this page alone.
	Glyphs *Glyphs
	// Marks are drawn over the page; see Overlays.
	Marks []Mark
	// Labels are the faces that write what marks and places of PDF files say.
	// Without faces nothing is written.
	Labels fonts.Chain
	// Across is how many pages stand side by side on a contact sheet; 0: two
	// spreads.
	Across int
}

// FileError tells of a picture that cannot be shown; its place is grey.
type FileError struct {
	File string
	Src  diag.Pos // where the manuscript names it
	Err  error
}

func (e *FileError) Error() string { return fmt.Sprintf("%s: %v", e.File, e.Err) }
func (e *FileError) Unwrap() error { return e.Err }

// DefaultDPI shows a broadsheet page on a large screen, 9 point text readable.
const DefaultDPI = 110

// maxPixels bounds a page: a broadsheet page at 600 dpi has 119 million.
const maxPixels = 200_000_000

// Draw draws a page, trimmed, on white. Where a picture cannot be read the
// page is drawn all the same, and the error is a *FileError for the first one.
func Draw(p *page.Page, o Options) (*image.RGBA, error) {
	if o.DPI == 0 {
		o.DPI = DefaultDPI
	}
	if o.Glyphs == nil {
		o.Glyphs = new(Glyphs)
	}
	d := &drawing{opt: o, scale: float64(o.DPI) / float64(geom.Inch)}
	w, h := d.whole(p.Trim.W), d.whole(p.Trim.H)
	if w <= 0 || h <= 0 || w > maxPixels/h {
		return nil, fmt.Errorf("a page of %v by %v cannot be drawn at %d dpi", p.Trim.W, p.Trim.H, o.DPI)
	}
	d.img = image.NewRGBA(image.Rect(0, 0, w, h))
	white(d.img.Pix)
	if err := d.items(p.Items); err != nil {
		return nil, fmt.Errorf("page %d: %w", p.Number, err)
	}
	if err := d.marks(o.Marks); err != nil {
		return nil, fmt.Errorf("page %d: %w", p.Number, err)
	}
	if d.bad != nil {
		return d.img, d.bad
	}
	return d.img, nil
}

// white fills pixels with white: doubling is the fastest way to.
func white(pix []uint8) {
	if len(pix) == 0 {
		return
	}
	pix[0] = 0xff
	for n := 1; n < len(pix); n *= 2 {
		copy(pix[n:], pix[:n])
	}
}

func (d *drawing) items(list []page.Item) error {
	for _, it := range list {
		if err := d.item(it); err != nil {
			return err
		}
	}
	return nil
}

// marks draws an overlay: shades colour what is there, as a printed tint under
// it would, the rest lies over it.
func (d *drawing) marks(list []Mark) error {
	under, over := marksItems(list, d.opt.Labels)
	for _, it := range under {
		if f, ok := it.(*page.Fill); ok {
			d.shade(f.Rect, RGB(f.Ink))
		}
	}
	return d.items(over)
}

// shade multiplies the pixels of a rectangle with a colour.
func (d *drawing) shade(r geom.Rect, c color.RGBA) {
	area := image.Rect(d.whole(r.X), d.whole(r.Y), d.whole(r.Right()), d.whole(r.Bottom())).Intersect(d.img.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		row := d.img.Pix[y*d.img.Stride+area.Min.X*4 : y*d.img.Stride+area.Max.X*4]
		for ; len(row) >= 4; row = row[4:] {
			row[0] = uint8((uint32(row[0])*uint32(c.R) + 127) / 255)
			row[1] = uint8((uint32(row[1])*uint32(c.G) + 127) / 255)
			row[2] = uint8((uint32(row[2])*uint32(c.B) + 127) / 255)
		}
	}
}

// drawing is one page being drawn.
type drawing struct {
	opt   Options
	img   *image.RGBA
	scale float64 // pixels a thousandth of a point
	ras   vector.Rasterizer
	bad   *FileError // the first picture that cannot be shown
}

func (d *drawing) px(l geom.Length) float64 { return float64(float64(l) * d.scale) }
func (d *drawing) whole(l geom.Length) int  { return floor(d.px(l) + 0.5) }

func (d *drawing) item(it page.Item) error {
	switch it := it.(type) {
	case *page.Text:
		d.text(it)
	case *page.Rule:
		d.rule(it)
	case *page.Fill:
		d.fill(it.Rect, it.Ink)
	case *page.Shape:
		d.polygon(it.Points, it.Ink)
	case *page.Picture:
		d.picture(it)
	case *page.Block:
		d.block(it)
	default:
		return fmt.Errorf("an item of type %T cannot be drawn", it)
	}
	return nil
}

// RGB is what a screen shows of an ink.
func RGB(i page.Ink) color.RGBA {
	r, g, b := color.CMYKToRGB(share(i.C), share(i.M), share(i.Y), share(i.K))
	return color.RGBA{r, g, b, 0xff}
}

// share turns percents into 255ths.
func share(percent uint8) uint8 { return uint8((int(min(percent, 100))*255 + 50) / 100) }

// fill paints a rectangle with exact coverage of the pixels at its edges.
func (d *drawing) fill(r geom.Rect, i page.Ink) {
	d.box(d.px(r.X), d.px(r.Y), d.px(r.Right()), d.px(r.Bottom()), RGB(i))
}

func (d *drawing) box(x0, y0, x1, y1 float64, c color.RGBA) {
	b := d.img.Bounds()
	x0, y0 = max(x0, 0), max(y0, 0)
	x1, y1 = min(x1, float64(b.Dx())), min(y1, float64(b.Dy()))
	if x1 <= x0 || y1 <= y0 {
		return
	}
	for y := int(y0); float64(y) < y1; y++ {
		tall := min(y1, float64(y+1)) - max(y0, float64(y))
		row := d.img.Pix[y*d.img.Stride:]
		for x := int(x0); float64(x) < x1; x++ {
			wide := min(x1, float64(x+1)) - max(x0, float64(x))
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

// rule paints a line as the rectangle it covers; a slanted one as a polygon.
func (d *drawing) rule(r *page.Rule) {
	half := r.Width / 2
	switch {
	case r.From.X == r.To.X:
		y0, y1 := min(r.From.Y, r.To.Y), max(r.From.Y, r.To.Y)
		d.fill(geom.Rect{X: r.From.X - half, Y: y0, W: r.Width, H: y1 - y0}, r.Ink)
	case r.From.Y == r.To.Y:
		x0, x1 := min(r.From.X, r.To.X), max(r.From.X, r.To.X)
		d.fill(geom.Rect{X: x0, Y: r.From.Y - half, W: x1 - x0, H: r.Width}, r.Ink)
	default:
		d.slanted(r)
	}
}

func (d *drawing) slanted(r *page.Rule) {
	dx, dy := float64(r.To.X-r.From.X), float64(r.To.Y-r.From.Y)
	half := float64(r.Width) / 2 / hypot(dx, dy)
	n := geom.Point{X: geom.Length(-dy * half), Y: geom.Length(dx * half)}
	d.polygon([]geom.Point{
		{X: r.From.X + n.X, Y: r.From.Y + n.Y}, {X: r.To.X + n.X, Y: r.To.Y + n.Y},
		{X: r.To.X - n.X, Y: r.To.Y - n.Y}, {X: r.From.X - n.X, Y: r.From.Y - n.Y},
	}, r.Ink)
}

// polygon paints a filled polygon.
func (d *drawing) polygon(points []geom.Point, i page.Ink) {
	if len(points) < 3 {
		return
	}
	minX, minY := d.px(points[0].X), d.px(points[0].Y)
	maxX, maxY := minX, minY
	for _, p := range points {
		x, y := d.px(p.X), d.px(p.Y)
		minX, maxX, minY, maxY = min(minX, x), max(maxX, x), min(minY, y), max(maxY, y)
	}
	area := image.Rect(floor(minX), floor(minY), floor(maxX)+2, floor(maxY)+2)
	if area.Intersect(d.img.Bounds()).Empty() || area.Dx() > d.img.Bounds().Dx()*2 || area.Dy() > d.img.Bounds().Dy()*2 {
		return
	}
	d.ras.Reset(area.Dx(), area.Dy())
	for k, p := range points {
		x, y := float32(d.px(p.X)-float64(area.Min.X)), float32(d.px(p.Y)-float64(area.Min.Y))
		if k == 0 {
			d.ras.MoveTo(x, y)
		} else {
			d.ras.LineTo(x, y)
		}
	}
	d.ras.ClosePath()
	d.ras.Draw(d.img, area, image.NewUniform(RGB(i)), image.Point{})
}

// picture shows the cropped picture over the pixels of its rectangle.
func (d *drawing) picture(p *page.Picture) {
	if d.opt.Pictures == nil {
		d.placeholder(p.Rect, "")
		return
	}
	x, y := d.axis(p.Rect.X, p.Rect.Right()), d.axis(p.Rect.Y, p.Rect.Bottom())
	inner := image.Rect(x.first, y.first, x.last, y.last)
	if inner.Empty() {
		return
	}
	img, err := d.opt.Pictures.Part(p, func(shown image.Rectangle) image.Rectangle {
		shown.Min.X, shown.Max.X = x.part(shown.Min.X, shown.Max.X)
		shown.Min.Y, shown.Max.Y = y.part(shown.Min.Y, shown.Max.Y)
		return shown
	}, inner.Dx(), inner.Dy())
	if err != nil {
		if d.bad == nil {
			d.bad = &FileError{p.File, p.Src, err}
		}
		d.placeholder(p.Rect, p.File)
		return
	}
	draw.Draw(d.img, inner, img, img.Bounds().Min, draw.Over)
	for _, side := range [...]image.Rectangle{
		{image.Pt(inner.Min.X-1, inner.Min.Y-1), image.Pt(inner.Max.X+1, inner.Min.Y)},
		{image.Pt(inner.Min.X-1, inner.Max.Y), image.Pt(inner.Max.X+1, inner.Max.Y+1)},
		{image.Pt(inner.Min.X-1, inner.Min.Y), image.Pt(inner.Min.X, inner.Max.Y)},
		{image.Pt(inner.Max.X, inner.Min.Y), image.Pt(inner.Max.X+1, inner.Max.Y)},
	} {
		d.rim(side, inner, x, y)
	}
}

// block shows a page of a PDF file over the pixels of its rectangle. Where it is
// not shown its place is marked.
func (d *drawing) block(b *page.Block) {
	area := image.Rect(d.whole(b.Rect.X), d.whole(b.Rect.Y), d.whole(b.Rect.Right()), d.whole(b.Rect.Bottom()))
	if d.opt.Pictures == nil || area.Empty() {
		d.placeholder(b.Rect, b.File)
		return
	}
	img, err := d.opt.Pictures.Painted(b, area.Dx(), area.Dy())
	if err != nil {
		if d.bad == nil && !errors.Is(err, picture.ErrNotShown) {
			d.bad = &FileError{b.File, b.Src, err}
		}
		d.placeholder(b.Rect, b.File)
		return
	}
	draw.Draw(d.img, area, img, img.Bounds().Min, draw.Over)
}

// axis is one direction of a picture's rectangle in pixels: from to to, of
// which the pixels from first up to last are covered whole.
type axis struct {
	from, to    float64
	first, last int
}

func (d *drawing) axis(from, to geom.Length) axis {
	a := axis{from: d.px(from), to: d.px(to)}
	a.first, a.last = int(math.Ceil(a.from)), floor(a.to)
	return a
}

// part is what of a crop's pixels the pixels covered whole show, so that a
// picture lies where it is printed and not up to half a pixel beside it.
func (a *axis) part(low, high int) (from, to int) {
	scale := float64(high-low) / (a.to - a.from)
	from = low + int(math.Round((float64(a.first)-a.from)*scale))
	to = high - int(math.Round((a.to-float64(a.last))*scale))
	if from >= to { // a picture of few pixels, much enlarged
		return low, high
	}
	return from, to
}

// cover is how much of a pixel the rectangle covers.
func (a *axis) cover(x int) float64 {
	return max(min(a.to, float64(x+1))-max(a.from, float64(x)), 0)
}

// rim paints the pixels of a picture that it covers in part, with the colour of
// their neighbours inside.
func (d *drawing) rim(side, inner image.Rectangle, ax, ay axis) {
	side = side.Intersect(d.img.Rect)
	seen := inner.Intersect(d.img.Rect)
	if seen.Empty() {
		return
	}
	for y := side.Min.Y; y < side.Max.Y; y++ {
		for x := side.Min.X; x < side.Max.X; x++ {
			c := d.img.RGBAAt(min(max(x, seen.Min.X), seen.Max.X-1), min(max(y, seen.Min.Y), seen.Max.Y-1))
			at := d.img.PixOffset(x, y)
			blend(d.img.Pix[at:at+3:at+3], c, uint32(float64(ax.cover(x)*ay.cover(y)*255)+0.5))
		}
	}
}

// placeholder stands where the content of a block cannot be shown: a light
// ground with both diagonals, as layouts have always marked pictures, and the
// file's name in the middle.
func (d *drawing) placeholder(r geom.Rect, name string) {
	const ground, line = 8, 30
	d.fill(r, page.Ink{K: ground})
	width := geom.Pt / 2
	d.slanted(&page.Rule{From: geom.Point{X: r.X, Y: r.Y}, To: geom.Point{X: r.Right(), Y: r.Bottom()}, Width: width, Ink: page.Ink{K: line}})
	d.slanted(&page.Rule{From: geom.Point{X: r.X, Y: r.Bottom()}, To: geom.Point{X: r.Right(), Y: r.Y}, Width: width, Ink: page.Ink{K: line}})
	if name == "" {
		return
	}
	size := min(geom.Length(nameType), r.H/2)
	if w := textWidth(name, size, d.opt.Labels); w > r.W*9/10 && w > 0 {
		size = size * (r.W * 9 / 10) / w
	}
	m := Mark{Form: Label, Text: name, From: geom.Point{X: r.X + r.W/2, Y: r.Y + r.H/2}, Size: size, Align: Centred, Ink: page.Ink{K: 70}}
	for _, it := range m.items(nil, d.opt.Labels) {
		_ = d.item(it) // fills and texts: they cannot fail
	}
}

// nameType is the type size of a file's name in its place.
const nameType = 14 * geom.Pt
