package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"sync"
	"unicode/utf8"

	"github.com/signintech/gopdf"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/picture"
)

// hundredths is a coordinate as gopdf prints it. Rounding here, and not in
// gopdf, is what lets the gaps start from the printed place.
type hundredths int64

func round(l geom.Length) hundredths { return hundredths(l.Hundredths()) }

func (h hundredths) points() float64     { return float64(h) / 100 }
func (h hundredths) length() geom.Length { return geom.Length(h) * geom.Pt / 100 }

// drawing is one document under way.
type drawing struct {
	gp       *gopdf.GoPdf
	families []string // in the order of the fonts
	subsets  map[*fonts.Face]*subset
	gaps     gapQueue
	pictures *picture.Store  // nil: none
	prepared *sync.WaitGroup // done when the pictures are ready
	embedded map[string]bool // picture files
	lates    []latePicture
	imports  importer
	links    linkPlan
	margin   hundredths // of white beyond the bleed
	first    hundredths // height of the first sheet

	// The page under way: its number, its height, and the trim's top left corner in
	// PDF coordinates.
	number            int
	height, left, top hundredths

	// What gopdf was told last; it outlives pages.
	face *fonts.Face
	size geom.Length

	painted [][]int // Drawn.Painted so far

	text  []byte // scratch
	guess int    // of the document's size
}

// start opens the document.
func (d *drawing) start(e *page.Edition) {
	s := d.mediaSize(e.Pages[0])
	d.first = d.sheetHeight(e.Pages[0])
	d.gp.StartWithImporter(gopdf.Config{Unit: gopdf.UnitPT, PageSize: s}, d.imports.fpdi)
	d.gp.SetNoCompression() // who writes the tree compresses
}

func (d *drawing) mediaSize(p *page.Page) gopdf.Rect {
	return gopdf.Rect{
		W: (round(p.Trim.W+2*p.Bleed) + 2*d.margin).points(),
		H: d.sheetHeight(p).points(),
	}
}

func (d *drawing) sheetHeight(p *page.Page) hundredths {
	return round(p.Trim.H+2*p.Bleed) + 2*d.margin
}

// What a document weighs, roughly: a glyph's outline and width, a face's own
// tables, a character on a page. A guess too high costs less than growing.
const (
	glyphBytes = 40 // the outlines come later: splice
	faceBytes  = 4 << 10
	charBytes  = 16 // uncompressed, as render/pdfx takes it
)

func (d *drawing) addFaces(used []*subset, made []*embeddedFont) error {
	d.subsets = make(map[*fonts.Face]*subset, len(used))
	for i, s := range used {
		s.family = s.tag(i) + "+" + printable(s.face.Name())
		// Kerning is the door through which characters get their places: doc.go.
		if err := d.gp.AddTTFFontDataWithOption(s.family, made[i].frame, gopdf.TtfOption{UseKerning: true}); err != nil {
			return fmt.Errorf("face %s: %w", s.face.Name(), err)
		}
		if err := d.gp.KernOverride(s.family, d.gaps.of(s.face)); err != nil {
			return fmt.Errorf("face %s: %w", s.face.Name(), err)
		}
		d.subsets[s.face] = s
		d.families = append(d.families, s.family)
		d.guess += faceBytes + s.size*glyphBytes
	}
	d.guess += cap(d.gaps.gaps) * charBytes
	return nil
}

func (d *drawing) page(p *page.Page) error {
	if p.Trim.W <= 0 || p.Trim.H <= 0 || p.Bleed < 0 {
		return fmt.Errorf("the trim %v by %v with bleed %v is no page", p.Trim.W, p.Trim.H, p.Bleed)
	}
	media := d.mediaSize(p)
	d.number = p.Number
	d.height = d.sheetHeight(p)
	d.left = d.margin + round(p.Bleed)
	d.top = d.height - d.left
	d.gp.AddPageWithOption(gopdf.PageOption{
		PageSize: &media,
		// gopdf prints left, top, right, bottom in this order and as they
		// are: lower left and upper right corner in PDF coordinates.
		TrimBox: &gopdf.Box{
			Left:   d.left.points(),
			Top:    (d.top - round(p.Trim.H)).points(),
			Right:  (d.left + round(p.Trim.W)).points(),
			Bottom: d.top.points(),
		},
	})
	if len(p.Items) == 0 {
		// gopdf gives a page its content with the first item only, and
		// without one writes /Contents with no value.
		d.gp.SetLineWidth(1)
	}
	painted := make([]int, len(p.Items))
	d.painted = append(d.painted, painted)
	for i, it := range p.Items {
		painted[i] = 1
		var err error
		switch it := it.(type) {
		case *page.Text:
			painted[i], err = d.drawText(it)
		case *page.Rule:
			err = d.drawRule(it)
		case *page.Fill:
			err = d.drawFill(it)
		case *page.Shape:
			err = d.drawShape(it)
		case *page.Picture:
			if err = d.drawPicture(it); err != nil {
				err = &FileError{p.Number, it.File, it.Src, err}
			}
		case *page.Block:
			if err = d.drawBlock(it); err != nil {
				err = &FileError{p.Number, it.File, it.Src, err}
			}
		default:
			err = fmt.Errorf("an item of type %T cannot be drawn", it)
		}
		if err != nil {
			return err
		}
	}
	d.linkPage(p)
	return nil
}

// x and y turn a place on the trim into PDF coordinates.
func (d *drawing) x(l geom.Length) hundredths { return d.left + round(l) }
func (d *drawing) y(l geom.Length) hundredths { return d.top - round(l) }

// down is a PDF coordinate as gopdf wants it, from the top of the sheet.
func (d *drawing) down(y hundredths) float64 { return (d.height - y).points() }

func checkInk(i page.Ink) error {
	if max(i.C, i.M, i.Y, i.K) > 100 {
		return fmt.Errorf("an ink of more than 100 percent: %+v", i)
	}
	return nil
}

// drawText tells in how many runs it draws.
func (d *drawing) drawText(t *page.Text) (runs int, err error) {
	if len(t.Glyphs) == 0 {
		return 0, nil
	}
	if t.Size <= 0 {
		return 0, fmt.Errorf("a text of size %v", t.Size)
	}
	if err := checkInk(t.Ink); err != nil {
		return 0, err
	}
	if t.Face != d.face || t.Size != d.size {
		if err := d.gp.SetFontWithStyle(d.subsets[t.Face].family, gopdf.Regular, t.Size.Points()); err != nil {
			return 0, fmt.Errorf("face %s: %w", t.Face.Name(), err)
		}
		d.face, d.size = t.Face, t.Size
	}
	// gopdf prints it with every text, so nothing drawn before shows through.
	d.gp.SetTextColorCMYK(t.Ink.C, t.Ink.M, t.Ink.Y, t.Ink.K)
	y := d.down(d.y(t.At.Y))
	spacing := commonGap(t)
	if err := d.gp.SetCharSpacing(spacing.Points()); err != nil {
		return 0, err
	}
	if t.Turned {
		const clockwise = -90
		d.gp.Rotate(clockwise, d.x(t.At.X).points(), y)
		defer d.gp.RotateReset()
	}
	for from := 0; from < len(t.Glyphs); {
		n, err := d.drawRun(t, from, y, spacing)
		if err != nil {
			return 0, err
		}
		from += n
		runs++
	}
	return runs, nil
}

// commonGap is the gap that more than half of a text's characters share, to
// within a thousandth of an em, or 0. In a justified line most gaps are alike,
// and character spacing (Tc, printed in thousandths of a point and so exact)
// says once what the array would say between every two glyphs: the page is
// smaller and quicker to write.
//
// The candidate is found by majority vote: a gap like the candidate is a vote
// for it, another one against it, and a candidate without votes is replaced.
func commonGap(t *page.Text) geom.Length {
	if len(t.Glyphs) < 3 || t.Shaped != nil {
		return 0
	}
	near := t.Size / 1000
	gap := func(i int) geom.Length {
		a, b := t.Glyphs[i], t.Glyphs[i+1]
		return b.DX - a.DX - t.Size.Em(int(t.Face.AdvanceIn(a.Rune, a.Form)))
	}
	like := func(a, b geom.Length) bool { return -near <= a-b && a-b <= near }
	var candidate geom.Length
	votes := 0
	for i := range len(t.Glyphs) - 1 {
		switch g := gap(i); {
		case votes == 0:
			candidate, votes = g, 1
		case like(g, candidate):
			votes++
		default:
			votes--
		}
	}
	if votes == 0 {
		return 0
	}
	n := 0
	for i := range len(t.Glyphs) - 1 {
		if like(gap(i), candidate) {
			n++
		}
	}
	if 2*n <= len(t.Glyphs)-1 {
		return 0
	}
	return candidate
}

// drawRun draws the glyphs from one on up to the first gap too wide for gopdf,
// which keeps gaps in 16 bits of font units (32 em in most faces), or up to the
// first that stands higher or lower, and tells how many it drew: nearly always
// all of them.
func (d *drawing) drawRun(t *page.Text, from int, y float64, spacing geom.Length) (int, error) {
	glyphs := t.Glyphs[from:]
	if t.Shaped != nil {
		y -= round(t.Shaped[from].Up).points()
	}
	origin := t.At.X + d.left.length()
	start := round(origin + glyphs[0].DX)
	upem := int64(t.Face.UnitsPerEm())
	size := int64(t.Size)
	// zero is the printed start as a distance along the run.
	zero := start.length() - origin

	s := d.subsets[t.Face]
	d.text = d.text[:0]
	var pen int64 // from the start, in thousandths of a Length: exact
	n := 0
	for i, g := range glyphs {
		if t.Shaped != nil && t.Shaped[from+i].Up != t.Shaped[from].Up {
			break
		}
		if i > 0 {
			want := int64(g.DX-zero) * 1000
			gap, printed, ok := fontUnits(divRound(want-pen, size), upem)
			if !ok {
				break
			}
			d.gaps.gaps = append(d.gaps.gaps, gap)
			pen += printed * size
		}
		d.text = utf8.AppendRune(d.text, code(s.glyph(s.letterOf(t, from+i))))
		if t.Shaped == nil {
			pen += int64(t.Face.AdvanceIn(g.Rune, g.Form)) * size
		} else {
			pen += int64(t.Face.AdvanceOf(t.Shaped[from+i].ID)) * size
		}
		pen += int64(spacing) * 1000
		n++
	}
	if n == 1 {
		// No pair, so gapQueue.of sees nothing of it.
		if ok, err := d.gp.IsCurrFontContainGlyph(code(s.glyph(s.letterOf(t, from)))); err != nil || !ok {
			return 0, fmt.Errorf("gopdf finds no %q in %s", glyphs[0].Rune, t.Face.Name())
		}
	}
	// SetXY also keeps gopdf from joining neighbours into one text.
	d.gp.SetXY(start.points(), y)
	return n, d.gp.Text(string(d.text))
}

func divRound(a, b int64) int64 { return int64(geom.DivRound(geom.Length(a), geom.Length(b))) }

// fontUnits turns a gap of thousandths of an em into the units of the face's
// design grid, and tells what gopdf will make of them: it truncates towards
// zero on the way back. Where the grid is as fine as thousandths or finer, that
// is the gap again.
func fontUnits(gap, upem int64) (units int16, printed int64, ok bool) {
	if upem == 1000 {
		return int16(gap), gap, math.MinInt16 <= gap && gap <= math.MaxInt16
	}
	// Away from zero, so that truncation comes back to the gap.
	u := gap * upem
	switch {
	case u > 0:
		u = (u + 999) / 1000
	case u < 0:
		u = (u - 999) / 1000
	}
	return int16(u), u * 1000 / upem, math.MinInt16 <= u && u <= math.MaxInt16
}

// drawRule strokes the line: RIPs keep strokes of one width equally wide,
// while a filled strip may gain a device pixel depending on where it falls.
func (d *drawing) drawRule(r *page.Rule) error {
	if err := checkInk(r.Ink); err != nil {
		return err
	}
	// A width of nothing would be the device's thinnest line, different on
	// every machine.
	width := max(round(r.Width), 1)
	d.gp.SetLineWidth(width.points())
	d.gp.SetStrokeColorCMYK(r.Ink.C, r.Ink.M, r.Ink.Y, r.Ink.K)
	d.gp.Line(d.x(r.From.X).points(), d.down(d.y(r.From.Y)), d.x(r.To.X).points(), d.down(d.y(r.To.Y)))
	return nil
}

// drawFill rounds edges, not sizes, so that fills that touch keep touching.
func (d *drawing) drawFill(f *page.Fill) error {
	if err := checkInk(f.Ink); err != nil {
		return err
	}
	left, right := d.x(f.Rect.X), d.x(f.Rect.Right())
	top, bottom := d.y(f.Rect.Y), d.y(f.Rect.Bottom())
	d.gp.SetFillColorCMYK(f.Ink.C, f.Ink.M, f.Ink.Y, f.Ink.K)
	return d.gp.RectFromLowerLeftWithOpts(gopdf.DrawableRectOptions{
		Rect:       gopdf.Rect{W: (right - left).points(), H: (top - bottom).points()},
		X:          left.points(),
		Y:          d.down(bottom),
		PaintStyle: gopdf.FillPaintStyle,
	})
}

// drawShape fills a polygon.
func (d *drawing) drawShape(s *page.Shape) error {
	if err := checkInk(s.Ink); err != nil {
		return err
	}
	if len(s.Points) < 3 {
		return fmt.Errorf("a shape of %d points", len(s.Points))
	}
	points := make([]gopdf.Point, len(s.Points))
	for i, p := range s.Points {
		points[i] = gopdf.Point{X: d.x(p.X).points(), Y: d.down(d.y(p.Y))}
	}
	d.gp.SetFillColorCMYK(s.Ink.C, s.Ink.M, s.Ink.Y, s.Ink.K)
	d.gp.Polygon(points, "F")
	return nil
}

// compile has gopdf write the document. It ignores what its writer says of a
// single object, so the writer is memory, which does not fail.
func (d *drawing) compile() ([]byte, error) {
	var buf bytes.Buffer
	buf.Grow(d.guess)
	d.gaps.compiling = true
	if _, err := d.gp.WriteTo(&buf); err != nil {
		return nil, err
	}
	if err := d.gaps.finish(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// gapQueue hands gopdf the gaps between characters: doc.go. One queue serves
// all faces, for pages are compiled in the order of drawing.
type gapQueue struct {
	gaps      []int16 // font units, in drawing order
	next      int
	compiling bool
	err       error
}

// of is the queue as gopdf asks for it while it sets one face. The numbers of
// the two glyphs serve to make sure that gopdf, which has its own reading of a
// font's character map, draws the glyphs that were measured.
func (q *gapQueue) of(f *fonts.Face) gopdf.FuncKernOverride {
	return func(left, right rune, leftGlyph, rightGlyph uint, _ int16) int16 {
		if !q.compiling {
			return 0
		}
		if q.next == len(q.gaps) {
			q.err = errors.New("gopdf asks for more gaps than were drawn: a new gopdf?")
			return 0
		}
		if left != code(uint16(leftGlyph)) || right != code(uint16(rightGlyph)) {
			q.err = fmt.Errorf("gopdf draws other glyphs of %s than were measured: %d and %d for %U and %U", f.Name(), leftGlyph, rightGlyph, left, right)
		}
		gap := q.gaps[q.next]
		q.next++
		return gap
	}
}

func (q *gapQueue) finish() error {
	if q.err == nil && q.next != len(q.gaps) {
		q.err = fmt.Errorf("gopdf asked for %d gaps of %d: a new gopdf?", q.next, len(q.gaps))
	}
	return q.err
}
