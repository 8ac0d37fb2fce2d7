package proof

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// Kind is what an overlay shows.
type Kind uint8

const (
	Grid      Kind = iota // Grid: basic columns and rows with their numbers
	Frames                // Frames: slots with id, fill and overset, heads, text columns
	Baselines             // Baselines: the baseline grid, and body lines that are off it
	Faults                // Faults: remedies by strength, loose lines, lone characters, white, taboos, all with their problems' numbers
	Jumps                 // Jumps: arrows between the parts of a story, and to other pages
	Crop                  // Crop: the whole of cropped pictures, their resolution and focus
	Remarks               // Remarks: what proof readers ringed and have not settled, with their notes in the margin; who signed
	kindCount
)

var kindNames = [kindCount]string{"grid", "frames", "baselines", "faults", "jumps", "crop", "remarks"}

// String is the overlay's name on the command line.
func (k Kind) String() string { return kindNames[k] }

// Kinds lists every overlay in the order in which they are drawn.
func Kinds() []Kind {
	all := make([]Kind, kindCount)
	for i := range all {
		all[i] = Kind(i)
	}
	return all
}

// ParseKinds reads names of overlays with commas between them; "all" is every
// one. It gives them once each, in the order in which they are drawn, and the
// first name that is none.
func ParseKinds(s string) (kinds []Kind, wrong string) {
	for name := range strings.SplitSeq(s, ",") {
		name = strings.TrimSpace(name)
		if name == "all" {
			kinds = append(kinds, Kinds()...)
			continue
		}
		i := slices.Index(kindNames[:], name)
		if i < 0 {
			return nil, strconv.Quote(name)
		}
		kinds = append(kinds, Kind(i))
	}
	slices.Sort(kinds)
	return slices.Compact(kinds), ""
}

// Form is what a mark is drawn as.
type Form uint8

const (
	Shade  Form = iota // Shade colours Rect without hiding it.
	Line               // Line runs From one point To another, Width wide.
	Box                // Box is the outline of Rect, inside it.
	Arrow              // Arrow is a line with a head at To.
	Label              // Label is Text at From, on a ground of paper.
	Number             // Number is a problem's number in a disc around From.
	Ring               // Ring is a ring with round ends around Rect, Width wide.
)

var formNames = [...]string{"shade", "line", "box", "arrow", "label", "number", "ring"}

// String is the form's name in dumps.
func (f Form) String() string { return formNames[f] }

// Mark is one thing drawn by an overlay, in the coordinates of the page. Marks
// are data: the pictures, the proof PDF and the report draw the same ones.
type Mark struct {
	Kind     Kind
	Form     Form
	Rect     geom.Rect
	From, To geom.Point
	Width    geom.Length // of strokes
	Ink      page.Ink
	Text     string
	Size     geom.Length // type size of Label and Number
	Align    Align       // of Label about From; From.Y is the middle of its height
	Number   int         // the problem it belongs to; 0: none
}

// Align is where a label stands about its point.
type Align uint8

const (
	FromLeft Align = iota
	Centred
	ToRight
)

// String writes a mark as one line, for goldens.
func (m Mark) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", m.Kind, m.Form)
	pt := func(l geom.Length) string { return strings.TrimSuffix(l.String(), "pt") }
	switch m.Form {
	case Shade, Box, Ring:
		fmt.Fprintf(&b, " %s,%s %sx%s", pt(m.Rect.X), pt(m.Rect.Y), pt(m.Rect.W), pt(m.Rect.H))
	case Line, Arrow:
		fmt.Fprintf(&b, " %s,%s - %s,%s", pt(m.From.X), pt(m.From.Y), pt(m.To.X), pt(m.To.Y))
	case Label, Number:
		fmt.Fprintf(&b, " %s,%s", pt(m.From.X), pt(m.From.Y))
	}
	fmt.Fprintf(&b, " %s", m.Ink)
	if m.Text != "" {
		fmt.Fprintf(&b, " %q", m.Text)
	}
	if m.Number > 0 {
		fmt.Fprintf(&b, " #%d", m.Number)
	}
	return b.String()
}

// discShare is the diameter of a number's disc, in thousandths of its type
// size: room for two figures.
const discShare = 1700

// items appends what draws a mark, without a shade's transparency.
func (m *Mark) items(dst []page.Item, labels fonts.Chain) []page.Item {
	switch m.Form {
	case Shade:
		return append(dst, &page.Fill{Rect: m.Rect, Ink: m.Ink})
	case Line:
		return append(dst, &page.Rule{From: m.From, To: m.To, Width: m.Width, Ink: m.Ink})
	case Box:
		return m.box(dst)
	case Arrow:
		return m.arrow(dst)
	case Ring:
		return append(dst, ring(m.Rect, m.Width, m.Ink))
	case Label:
		w := textWidth(m.Text, m.Size, labels)
		at := geom.Point{X: m.From.X - w*geom.Length(m.Align)/2, Y: m.From.Y}
		pad := m.Size / 5
		ground := geom.Rect{X: at.X - pad, Y: at.Y - m.Size/2 - pad/2, W: w + 2*pad, H: m.Size + pad}
		dst = append(dst, &page.Fill{Rect: ground})
		return write(dst, m.Text, m.Size, m.Ink, at, labels)
	case Number:
		text := strconv.Itoa(m.Number)
		w := textWidth(text, m.Size, labels)
		radius := max(m.Size.Em(discShare)/2, w/2+m.Size/4)
		dst = append(dst, disc(m.From, radius+m.Size/10, page.Ink{}), disc(m.From, radius, m.Ink))
		return write(dst, text, m.Size, page.Ink{}, geom.Point{X: m.From.X - w/2, Y: m.From.Y}, labels)
	}
	return dst
}

func (m *Mark) box(dst []page.Item) []page.Item {
	r, h := m.Rect, m.Width/2
	side := func(x0, y0, x1, y1 geom.Length) {
		dst = append(dst, &page.Rule{From: geom.Point{X: x0, Y: y0}, To: geom.Point{X: x1, Y: y1}, Width: m.Width, Ink: m.Ink})
	}
	side(r.X, r.Y+h, r.Right(), r.Y+h)
	side(r.X, r.Bottom()-h, r.Right(), r.Bottom()-h)
	side(r.X+h, r.Y, r.X+h, r.Bottom())
	side(r.Right()-h, r.Y, r.Right()-h, r.Bottom())
	return dst
}

// Round ends of a ring: as high as a line of type at most, in so many sides.
const (
	roundMost  = 9 * geom.Pt
	roundSides = 8
)

// ring is the outline of a rectangle with round corners, as one shape: out along its
// outer edge and back along the inner one.
func ring(r geom.Rect, width geom.Length, i page.Ink) *page.Shape {
	outer := rounded(r, min(r.W/2, r.H/2, roundMost))
	in := r.Inset(geom.Inset{Top: width, Right: width, Bottom: width, Left: width})
	inner := rounded(in, max(min(in.W/2, in.H/2, roundMost-width), 0))
	slices.Reverse(inner)
	s := &page.Shape{Ink: i}
	s.Points = append(append(s.Points, outer...), outer[0], inner[len(inner)-1])
	s.Points = append(s.Points, inner...)
	return s
}

// rounded are the corners of a rectangle, each as an arc.
func rounded(r geom.Rect, radius geom.Length) (points []geom.Point) {
	for corner, at := range [...]geom.Point{{X: r.Right() - radius, Y: r.Bottom() - radius}, {X: r.X + radius, Y: r.Bottom() - radius}, {X: r.X + radius, Y: r.Y + radius}, {X: r.Right() - radius, Y: r.Y + radius}} {
		for k := range roundSides + 1 {
			sin, cos := math.Sincos(math.Pi / 2 * (float64(corner) + float64(float64(k)/roundSides)))
			points = append(points, geom.Point{X: at.X + geom.Length(math.Round(float64(float64(radius)*cos))), Y: at.Y + geom.Length(math.Round(float64(float64(radius)*sin)))})
		}
	}
	return points
}

// An arrow's head is some line widths long and wide.
const (
	headLong = 6
	headWide = 4
)

func (m *Mark) arrow(dst []page.Item) []page.Item {
	dx, dy := float64(m.To.X-m.From.X), float64(m.To.Y-m.From.Y)
	length := math.Hypot(dx, dy)
	if length == 0 {
		return dst
	}
	dx, dy = dx/length, dy/length
	along := func(d, side float64) geom.Point { // from the tip
		return geom.Point{X: m.To.X - geom.Length(float64(dx*d)+float64(dy*side)), Y: m.To.Y - geom.Length(float64(dy*d)-float64(dx*side))}
	}
	w := float64(m.Width)
	return append(dst,
		&page.Rule{From: m.From, To: along(w*headLong/2, 0), Width: m.Width, Ink: m.Ink},
		&page.Shape{Points: []geom.Point{m.To, along(w*headLong, w*headWide/2), along(w*headLong, -w*headWide/2)}, Ink: m.Ink})
}

// discSides makes a polygon that nobody tells from a disc of some points.
const discSides = 24

func disc(at geom.Point, radius geom.Length, i page.Ink) *page.Shape {
	s := &page.Shape{Points: make([]geom.Point, discSides), Ink: i}
	for k := range s.Points {
		sin, cos := math.Sincos(2 * math.Pi * float64(k) / discSides)
		s.Points[k] = geom.Point{X: at.X + geom.Length(math.Round(float64(float64(radius)*cos))), Y: at.Y + geom.Length(math.Round(float64(float64(radius)*sin)))}
	}
	return s
}

// textWidth is how wide a text is set; characters that no face has are left out.
func textWidth(text string, size geom.Length, chain fonts.Chain) (w geom.Length) {
	for _, r := range text {
		if f, ok := chain.Face(r); ok {
			w += size.Em(int(f.Advance(r)))
		}
	}
	return w
}

// write sets a text from at on, which is the middle of its height.
func write(dst []page.Item, text string, size geom.Length, i page.Ink, at geom.Point, chain fonts.Chain) []page.Item {
	at.Y += size.Em(int(fonts.EmAscent)) - size/2
	var run *page.Text
	for _, r := range text {
		f, ok := chain.Face(r)
		if !ok {
			continue
		}
		if run == nil || run.Face != f {
			run = &page.Text{Face: f, Size: size, Ink: i, At: at, Part: page.Mark}
			dst = append(dst, run)
		}
		run.Glyphs = append(run.Glyphs, page.Glyph{Rune: r, DX: at.X - run.At.X})
		at.X += size.Em(int(f.Advance(r)))
	}
	return dst
}
