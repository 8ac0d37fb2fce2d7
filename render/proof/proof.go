package proof

import (
	"cmp"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"

	"golang.org/x/image/vector"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/layout/parallel"
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
	d := &drawing{opt: o, scale: float64(o.DPI) / float64(geom.Inch), shown: make(map[page.Item]shown)}
	w, h := d.whole(p.Trim.W), d.whole(p.Trim.H)
	if w <= 0 || h <= 0 || w > maxPixels/h {
		return nil, fmt.Errorf("a page of %v by %v cannot be drawn at %d dpi", p.Trim.W, p.Trim.H, o.DPI)
	}
	d.img = image.NewRGBA(image.Rect(0, 0, w, h))
	white(d.img.Pix)
	d.prepare(p.Items)
	cuts := d.cuts()
	errs := make([]error, len(cuts)-1)
	parallel.Each(len(errs), func(i int) {
		errs[i] = d.band(cuts[i], cuts[i+1]).all(p.Items)
	})
	if err := cmp.Or(errs...); err != nil {
		return nil, fmt.Errorf("page %d: %w", p.Number, err)
	}
	for _, it := range p.Items {
		if s := d.shown[it]; s.bad != nil {
			return d.img, s.bad
		}
	}
	return d.img, nil
}

// shown is a picture or a page from outside, as large as its place, or why there is
// none.
type shown struct {
	img image.Image
	bad *FileError
}

// prepare makes what is to be shown of other files, side by side, before anything is
// drawn.
func (d *drawing) prepare(items []page.Item) {
	var list []page.Item
	for _, it := range items {
		switch it.(type) {
		case *page.Picture, *page.Block:
			list = append(list, it)
		}
	}
	made := make([]shown, len(list))
	if d.opt.Pictures != nil {
		parallel.Each(len(list), func(i int) {
			switch it := list[i].(type) {
			case *page.Picture:
				made[i] = d.part(it)
			case *page.Block:
				made[i] = d.painted(it)
			}
		})
	}
	for i, it := range list {
		d.shown[it] = made[i]
		if p, ok := it.(*page.Picture); ok {
			_, _, inner := d.inside(p)
			d.rims = append(d.rims, inner.Min.Y, inner.Max.Y)
		}
	}
}

// bands is into how many parts a page is cut, which are drawn side by side.
const bands = 4

// cuts are the rows at which the page is cut, from the first to behind the last. None
// lies at the edge of a picture, whose rim takes its colour from the row beside it.
func (d *drawing) cuts() []int {
	out := []int{0}
	for i := 1; i < bands; i++ {
		y := d.img.Rect.Max.Y * i / bands
		for slices.ContainsFunc(d.rims, func(rim int) bool { return y >= rim-1 && y <= rim+1 }) {
			y++
		}
		if y > out[len(out)-1] && y < d.img.Rect.Max.Y {
			out = append(out, y)
		}
	}
	return append(out, d.img.Rect.Max.Y)
}

// band is the drawing of some rows alone.
func (d *drawing) band(from, to int) *drawing {
	b := *d
	b.clip = image.Rect(0, from, d.img.Rect.Max.X, to)
	b.rows = d.img.SubImage(b.clip).(*image.RGBA)
	return &b
}

// all draws items, and the marks over them.
func (d *drawing) all(items []page.Item) error {
	if err := d.items(items); err != nil {
		return err
	}
	return d.marks(d.opt.Marks)
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
	area := image.Rect(d.whole(r.X), d.whole(r.Y), d.whole(r.Right()), d.whole(r.Bottom())).Intersect(d.clip)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		row := d.img.Pix[y*d.img.Stride+area.Min.X*4 : y*d.img.Stride+area.Max.X*4]
		for ; len(row) >= 4; row = row[4:] {
			row[0] = uint8((uint32(row[0])*uint32(c.R) + 127) / 255)
			row[1] = uint8((uint32(row[1])*uint32(c.G) + 127) / 255)
			row[2] = uint8((uint32(row[2])*uint32(c.B) + 127) / 255)
		}
	}
}

// drawing is one page being drawn, or a band of it.
type drawing struct {
	opt   Options
	img   *image.RGBA
	clip  image.Rectangle // what is drawn of it, and
	rows  *image.RGBA     // that as a picture
	scale float64         // pixels a thousandth of a point
	ras   vector.Rasterizer
	shown map[page.Item]shown // pictures and pages from outside
	rims  []int               // the rows at the edges of pictures
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
	x0, y0 = max(x0, 0), max(y0, float64(d.clip.Min.Y))
	x1, y1 = min(x1, float64(d.clip.Max.X)), min(y1, float64(d.clip.Max.Y))
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
	if area.Intersect(d.clip).Empty() || area.Dx() > d.img.Bounds().Dx()*2 || area.Dy() > d.img.Bounds().Dy()*2 {
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
	d.ras.DrawOp = draw.Src
	cover := image.NewAlpha(image.Rect(0, 0, area.Dx(), area.Dy()))
	d.ras.Draw(cover, cover.Rect, image.Opaque, image.Point{})
	c, inside := RGB(i), area.Intersect(d.clip)
	for y := inside.Min.Y; y < inside.Max.Y; y++ {
		for x := inside.Min.X; x < inside.Max.X; x++ {
			at := d.img.PixOffset(x, y)
			blend(d.img.Pix[at:at+3:at+3], c, uint32(cover.Pix[cover.PixOffset(x-area.Min.X, y-area.Min.Y)]))
		}
	}
}

// inside are the axes of a picture and the pixels that it covers whole.
func (d *drawing) inside(p *page.Picture) (x, y axis, inner image.Rectangle) {
	x, y = d.axis(p.Rect.X, p.Rect.Right()), d.axis(p.Rect.Y, p.Rect.Bottom())
	return x, y, image.Rect(x.first, y.first, x.last, y.last)
}

// part is the cropped picture for the pixels of its rectangle.
func (d *drawing) part(p *page.Picture) shown {
	x, y, inner := d.inside(p)
	if inner.Empty() {
		return shown{}
	}
	img, err := d.opt.Pictures.Part(p, func(shown image.Rectangle) image.Rectangle {
		shown.Min.X, shown.Max.X = x.part(shown.Min.X, shown.Max.X)
		shown.Min.Y, shown.Max.Y = y.part(shown.Min.Y, shown.Max.Y)
		return shown
	}, inner.Dx(), inner.Dy())
	if err != nil {
		return shown{bad: &FileError{p.File, p.Src, err}}
	}
	return shown{img: img}
}

// picture shows it.
func (d *drawing) picture(p *page.Picture) {
	x, y, inner := d.inside(p)
	img := d.shown[p].img
	switch {
	case d.opt.Pictures == nil:
		d.placeholder(p.Rect, "")
		return
	case inner.Empty():
		return
	case img == nil:
		d.placeholder(p.Rect, p.File)
		return
	}
	draw.Draw(d.rows, inner, img, img.Bounds().Min, draw.Over)
	for _, side := range [...]image.Rectangle{
		{image.Pt(inner.Min.X-1, inner.Min.Y-1), image.Pt(inner.Max.X+1, inner.Min.Y)},
		{image.Pt(inner.Min.X-1, inner.Max.Y), image.Pt(inner.Max.X+1, inner.Max.Y+1)},
		{image.Pt(inner.Min.X-1, inner.Min.Y), image.Pt(inner.Min.X, inner.Max.Y)},
		{image.Pt(inner.Max.X, inner.Min.Y), image.Pt(inner.Max.X+1, inner.Max.Y)},
	} {
		d.rim(side, inner, x, y)
	}
}

// area is the pixels of a page from outside.
func (d *drawing) area(b *page.Block) image.Rectangle {
	return image.Rect(d.whole(b.Rect.X), d.whole(b.Rect.Y), d.whole(b.Rect.Right()), d.whole(b.Rect.Bottom()))
}

// painted is a page of a PDF file for the pixels of its rectangle.
func (d *drawing) painted(b *page.Block) shown {
	area := d.area(b)
	if area.Empty() {
		return shown{}
	}
	img, err := d.opt.Pictures.Painted(b, area.Dx(), area.Dy())
	switch {
	case errors.Is(err, picture.ErrNotShown):
		return shown{}
	case err != nil:
		return shown{bad: &FileError{b.File, b.Src, err}}
	}
	return shown{img: img}
}

// block shows it. Where it is not shown its place is marked.
func (d *drawing) block(b *page.Block) {
	if img := d.shown[b].img; img != nil {
		draw.Draw(d.rows, d.area(b), img, img.Bounds().Min, draw.Over)
		return
	}
	d.placeholder(b.Rect, b.File)
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
	side = side.Intersect(d.clip)
	seen := inner.Intersect(d.clip)
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
