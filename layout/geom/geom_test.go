package geom

import (
	"math"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Measure
	}{
		{"9pt", Measure{Abs: 9 * Pt}},
		{"11.5pt", Measure{Abs: 11500}},
		{" 9 pt ", Measure{Abs: 9 * Pt}},
		{"-3pt", Measure{Abs: -3 * Pt}},
		{"+3pt", Measure{Abs: 3 * Pt}},
		{".5pt", Measure{Abs: 500}},
		{"0pt", Measure{}},
		{"1in", Measure{Abs: Inch}},
		{"25.4mm", Measure{Abs: Inch}},
		{"2.54cm", Measure{Abs: Inch}},
		{"390mm", Measure{Abs: 1105512}}, // 390 mm are 1105.5118... pt
		{"2em", Measure{Ems: 2000}},
		{"0.125em", Measure{Ems: 125}},
		{"0.0004pt", Measure{}},       // below the unit
		{"0.0005pt", Measure{Abs: 1}}, // halves away from zero
		{"-0.0005pt", Measure{Abs: -1}},
		{"1000000pt", Measure{Abs: 1_000_000 * Pt}},
		{"1e3pt", Measure{Abs: 1000 * Pt}},
	} {
		if got, err := Parse(c.in); err != nil || got != c.want {
			t.Errorf("Parse(%q) = %+v, %v, expected %+v", c.in, got, err, c.want)
		}
	}
}

// TestParseRefuses: what nobody can have meant is refused, with the text in
// the message.
func TestParseRefuses(t *testing.T) {
	for _, in := range []string{
		"", "9", "pt", "9px", "9PT", "9 p t", "nine pt", "９pt", "9pt9", "9ptpt", "1,5pt",
		"inf pt", "Infpt", "NaNpt", "-Infmm", "1000001pt", "-1000001em", "1e300mm", "1e400pt", strings.Repeat("9", 400) + "pt",
	} {
		if got, err := Parse(in); err == nil {
			t.Errorf("Parse(%q) = %+v, expected an error", in, got)
		} else if !strings.Contains(err.Error(), `"`) {
			t.Errorf("Parse(%q): the error does not quote it: %v", in, err)
		}
	}
}

func TestMeasureAt(t *testing.T) {
	if got := (Measure{Abs: Pt, Ems: 1500}).At(9 * Pt); got != 14500 {
		t.Errorf("1pt + 1.5em at 9pt is %d", got)
	}
	// The largest measure at the largest size that can be written does not
	// overflow.
	most, _ := Parse("1000000em")
	size, _ := Parse("1000000pt")
	if got := most.At(size.Abs); got != 1_000_000_000_000_000 {
		t.Errorf("a million em of a million points are %d", got)
	}
}

func TestDivisions(t *testing.T) {
	for _, c := range []struct{ a, b, round, ceil Length }{
		{0, 7, 0, 0}, {1, 2, 1, 1}, {-1, 2, -1, 0}, {3, 2, 2, 2}, {-3, 2, -2, -1}, {5, 4, 1, 2}, {-5, 4, -1, -1},
		{7, 4, 2, 2}, {8, 4, 2, 2}, {1, 3, 0, 1}, {2, 3, 1, 1}, {-2, 3, -1, 0}, {10, 1, 10, 10},
		{math.MaxInt64 / 4, 2, (math.MaxInt64/4 + 1) / 2, math.MaxInt64/8 + 1},
	} {
		if got := DivRound(c.a, c.b); got != c.round {
			t.Errorf("DivRound(%d, %d) = %d, expected %d", c.a, c.b, got, c.round)
		}
		if got := DivRound(-c.a, -c.b); got != c.round {
			t.Errorf("DivRound(%d, %d) = %d, expected %d", -c.a, -c.b, got, c.round)
		}
		if got := DivCeil(c.a, c.b); got != c.ceil {
			t.Errorf("DivCeil(%d, %d) = %d, expected %d", c.a, c.b, got, c.ceil)
		}
	}
}

// TestEm: thousandths of an em round to the nearest unit, on both sides of
// zero alike.
func TestEm(t *testing.T) {
	for _, c := range []struct {
		size Length
		em   int
		want Length
	}{{9 * Pt, 500, 4500}, {9 * Pt, 1, 9}, {500, 1, 1}, {499, 1, 0}, {500, -1, -1}, {9 * Pt, -557, -5013}, {0, 1000, 0}} {
		if got := c.size.Em(c.em); got != c.want {
			t.Errorf("%v.Em(%d) = %d, expected %d", c.size, c.em, got, c.want)
		}
	}
}

func TestConversions(t *testing.T) {
	if got := Millimetres(25.4); got != Inch {
		t.Errorf("25.4 mm are %v", got)
	}
	if got := FromPoints(11.57); got != 11570 {
		t.Errorf("11.57 pt are %d", got)
	}
	for _, l := range []Length{0, 1, -1, 9 * Pt, 11570, 1105512, -12345} {
		if got := Millimetres(l.MM()); got != l {
			t.Errorf("%d becomes %d by way of millimetres", l, got)
		}
		if got := FromPoints(l.Points()); got != l {
			t.Errorf("%d becomes %d by way of points", l, got)
		}
		if m, err := Parse(l.String()); err != nil || m.Abs != l {
			t.Errorf("%d is written %q and read %+v, %v", l, l.String(), m, err)
		}
	}
	for want, l := range map[string]Length{"9pt": 9 * Pt, "11.57pt": 11570, "0pt": 0, "-0.001pt": -1} {
		if got := l.String(); got != want {
			t.Errorf("%d is written %q, expected %q", l, got, want)
		}
	}
}

func TestRect(t *testing.T) {
	r := Rect{X: 10, Y: 20, W: 30, H: 40}
	if r.Right() != 40 || r.Bottom() != 60 {
		t.Errorf("right %d, bottom %d", r.Right(), r.Bottom())
	}
	if got, want := r.Inset(Inset{Top: 1, Right: 2, Bottom: 3, Left: 4}), (Rect{14, 21, 24, 36}); got != want {
		t.Errorf("inset: %v, expected %v", got, want)
	}
	if got := (Point{1, 2}).Add(Point{3, -4}); got != (Point{4, -2}) {
		t.Errorf("moved to %v", got)
	}
	for _, c := range []struct {
		o    Rect
		want bool
	}{
		{r, true},
		{Rect{40, 20, 5, 5}, false}, // edges touch
		{Rect{5, 20, 5, 5}, false},
		{Rect{10, 60, 5, 5}, false},
		{Rect{39, 59, 5, 5}, true},
		{Rect{0, 0, 100, 100}, true},
		{Rect{20, 30, 1, 1}, true},
		{Rect{0, 0, 10, 20}, false}, // corners touch
	} {
		if r.Overlaps(c.o) != c.want || c.o.Overlaps(r) != c.want {
			t.Errorf("%v and %v overlap: expected %v", r, c.o, c.want)
		}
	}
}

// TestShort: a length is the same in half the memory, and one that is too long for that
// is as long as can be, on its own side of nothing.
func TestShort(t *testing.T) {
	for l, want := range map[Length]Length{
		0:                 0,
		-3 * Pt:           -3 * Pt,
		math.MaxInt32:     math.MaxInt32,
		math.MaxInt32 + 1: math.MaxInt32,
		math.MinInt32 - 1: math.MinInt32,
	} {
		if got := l.Short().Length(); got != want {
			t.Errorf("%d becomes %d, not %d", l, got, want)
		}
	}
}
