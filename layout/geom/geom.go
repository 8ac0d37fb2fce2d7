// Package geom holds lengths, points and rectangles of the page.
//
// Every length is an integer number of thousandths of a point, so sums are
// exact, two layouts can be compared with ==, and goldens are stable. The
// origin of a page is the trim's top left corner; y grows downward.
package geom

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Length is a distance in thousandths of a point (1/72 000 inch).
type Length int64

// Short is a length of which a story has one for every character and more, and which
// lies inside of a line: thousandths of a point in half the memory. It reaches to 757
// metres.
type Short int32

// Short is the length where there are many; one beyond its reach is the farthest that
// is in it.
func (l Length) Short() Short { return Short(min(max(l, math.MinInt32), math.MaxInt32)) }

// Length is the same length, for sums.
func (s Short) Length() Length { return Length(s) }

// String is the length in points.
func (s Short) String() string { return s.Length().String() }

const (
	// Pt is one DTP point (点), 1/72 inch.
	Pt Length = 1000
	// Inch is 72 points.
	Inch = 72 * Pt
)

// Millimetres gives the length nearest to mm millimetres.
func Millimetres(mm float64) Length {
	return Length(math.Round(mm * float64(Inch) / 25.4))
}

// FromPoints gives the length nearest to pt points.
func FromPoints(pt float64) Length { return Length(math.Round(pt * float64(Pt))) }

// Pt is the length in points, for writers that want a float.
func (l Length) Points() float64 { return float64(l) / float64(Pt) }

// Hundredths is the length in hundredths of a point, rounded: the precision of
// what is drawn.
func (l Length) Hundredths() int64 { return int64(DivRound(l, Pt/100)) }

// MM is the length in millimetres.
func (l Length) MM() float64 { return float64(l) * 25.4 / float64(Inch) }

// Em gives thousandths of an em at type size l as a length, rounded to the
// nearest unit, halves away from zero.
func (l Length) Em(thousandths int) Length { return DivRound(l*Length(thousandths), 1000) }

// String is the length in points with up to three decimals: "9pt", "11.57pt".
func (l Length) String() string {
	return strconv.FormatFloat(l.Points(), 'f', -1, 64) + "pt"
}

// In is a length in a unit, mm, cm, in or pt, as it is read: to a tenth of a
// millimetre or finer, without needless figures.
func (l Length) In(unit string) string {
	v, places := l.Points(), 3
	switch unit {
	case "mm":
		v, places = l.MM(), 1
	case "cm":
		v, places = l.MM()/10, 2
	case "in":
		v, places = float64(l)/float64(Inch), 2
	}
	s := strconv.FormatFloat(v, 'f', places, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s + unit
}

// DivRound divides and rounds to the nearest unit, halves away from zero.
func DivRound(a, b Length) Length {
	if b < 0 {
		a, b = -a, -b
	}
	if a < 0 {
		return -((-a + b/2) / b)
	}
	return (a + b/2) / b
}

// DivCeil divides and rounds up; b must be positive.
func DivCeil(a, b Length) Length {
	q := a / b
	if a%b > 0 {
		q++
	}
	return q
}

// Point is a place on the page.
type Point struct{ X, Y Length }

// Add moves the point by d.
func (p Point) Add(d Point) Point { return Point{p.X + d.X, p.Y + d.Y} }

// Size is a width and a height.
type Size struct{ W, H Length }

// Rect is a rectangle: its top left corner and its size.
type Rect struct{ X, Y, W, H Length }

// Right is the x of the right edge.
func (r Rect) Right() Length { return r.X + r.W }

// Bottom is the y of the lower edge.
func (r Rect) Bottom() Length { return r.Y + r.H }

// Inset shrinks the rectangle by the four distances.
func (r Rect) Inset(i Inset) Rect {
	return Rect{r.X + i.Left, r.Y + i.Top, r.W - i.Left - i.Right, r.H - i.Top - i.Bottom}
}

// Overlaps tells whether the two rectangles share an area (edges may touch).
func (r Rect) Overlaps(o Rect) bool {
	return r.X < o.Right() && o.X < r.Right() && r.Y < o.Bottom() && o.Y < r.Bottom()
}

// Union is the smallest rectangle that holds both.
func (r Rect) Union(o Rect) Rect {
	x, y := min(r.X, o.X), min(r.Y, o.Y)
	return Rect{x, y, max(r.Right(), o.Right()) - x, max(r.Bottom(), o.Bottom()) - y}
}

// Inset is four distances from the edges of a rectangle.
type Inset struct{ Top, Right, Bottom, Left Length }

// Measure is a length as an editor writes it: absolute ("9pt", "18mm") or in
// ems ("2em") of a type size that is known only later.
type Measure struct {
	Abs Length // the absolute part
	Ems int    // thousandths of an em
}

// At resolves the measure at a type size.
func (m Measure) At(size Length) Length { return m.Abs + size.Em(m.Ems) }

// maxValue bounds what an editor may write: a thousand metres and a million
// ems are mistakes, and no sum of such lengths overflows.
const maxValue = 1e6

// Parse reads a measure with its unit: pt, mm, cm, in, em. A bare number is
// refused, for nobody can tell what it means, but for 0, which is the same in
// all; so are infinities, NaN and numbers beyond a million.
func Parse(s string) (Measure, error) {
	t := strings.TrimSpace(s)
	if t == "0" {
		return Measure{}, nil
	}
	i := len(t)
	for i > 0 && (t[i-1] >= 'a' && t[i-1] <= 'z') {
		i--
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(t[:i]), 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > maxValue {
		return Measure{}, fmt.Errorf("%q is not a length: write a number with pt, mm, cm, in or em", s)
	}
	switch t[i:] {
	case "pt":
		return Measure{Abs: FromPoints(v)}, nil
	case "mm":
		return Measure{Abs: Millimetres(v)}, nil
	case "cm":
		return Measure{Abs: Millimetres(v * 10)}, nil
	case "in":
		return Measure{Abs: Length(math.Round(v * float64(Inch)))}, nil
	case "em":
		return Measure{Ems: int(math.Round(v * 1000))}, nil
	}
	return Measure{}, fmt.Errorf("%q has no unit: write a number with pt, mm, cm, in or em", s)
}
