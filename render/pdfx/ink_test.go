package pdfx

import (
	"errors"
	"strings"
	"testing"

	"duikai/layout/page"
)

func TestInk(t *testing.T) {
	const black, tint = "0.00 0.00 0.00 1.00 ", "0.00 0.30 0.00 0.00 "
	for _, tt := range []struct{ name, in, want string }{
		{"black text", "BT\n1 2 TD\n/F1 9 Tf 0 Tc\n" + black + "k\n[<0001>] TJ\nET\n",
			"BT\n1 2 TD\n/F1 9 Tf 0 Tc\n" + black + "k\n/OB gs\n[<0001>] TJ\nET\n"},
		{"two black texts", black + "k BT [<1>] TJ ET BT [<2>-3<4>] TJ ET", black + "k BT /OB gs\n[<1>] TJ ET BT [<2>-3<4>] TJ ET"},
		{"coloured text", tint + "k BT [<1>] TJ ET", tint + "k BT /KO gs\n[<1>] TJ ET"},
		{"white text", "0 0 0 0 k BT [<1>] TJ ET", "0 0 0 0 k BT /KO gs\n[<1>] TJ ET"},
		{"grey text", "0 0 0 0.99 k BT [<1>] TJ ET", "0 0 0 0.99 k BT /KO gs\n[<1>] TJ ET"},
		{"rich black", "0.5 0 0 1 k BT [<1>] TJ ET", "0.5 0 0 1 k BT /KO gs\n[<1>] TJ ET"},
		{"text in the ink a page begins with", "BT [<1>] TJ ET", "BT /KO gs\n[<1>] TJ ET"},
		{"device gray is not K", "0 g BT [<1>] TJ ET", "0 g BT /KO gs\n[<1>] TJ ET"},
		{"rule", black + "K\nq\n1 2 m 3 4 l S\nQ\n", black + "K\nq\n/OB gs\n1 2 m 3 4 l S\nQ\n"},
		{"the fill's ink is not the rule's", black + "k " + tint + "K 1 2 m 3 4 l S", black + "k " + tint + "K /KO gs\n1 2 m 3 4 l S"},
		{"black area", black + "k q 1 2 3 4 re f Q", black + "k q /KO gs\n1 2 3 4 re f Q"},
		{"black ornament", black + "k q 1 2 m 3 4 l 5 6 l f Q", black + "k q /OB gs\n1 2 m 3 4 l 5 6 l f Q"},
		{"picture", black + "k BT [<1>] TJ ET q 1 2 3 4 re W* n q 1 0 0 1 0 0 cm /I5 Do Q Q BT [<1>] TJ ET",
			black + "k BT /OB gs\n[<1>] TJ ET q 1 2 3 4 re W* n q 1 0 0 1 0 0 cm /KO gs\n/I5 Do Q Q BT [<1>] TJ ET"},
		{"Q gives back ink and state", black + "k BT [<1>] TJ ET q " + tint + "k 1 2 3 4 re f Q BT [<1>] TJ ET q BT [<1>] TJ ET Q",
			black + "k BT /OB gs\n[<1>] TJ ET q " + tint + "k /KO gs\n1 2 3 4 re f Q BT [<1>] TJ ET q BT [<1>] TJ ET Q"},
		{"nothing", "1.00 w\n", "1.00 w\n"},
	} {
		got, err := ink([]byte(tt.in), false, nil)
		if err != nil || string(got.content) != tt.want {
			t.Errorf("%s: %v\n%s\nnot\n%s", tt.name, err, got.content, tt.want)
		}
		if got, err := ink([]byte(tt.in), true, nil); err != nil || string(got.content) != tt.in {
			t.Errorf("%s without overprint: %v\n%s", tt.name, err, got.content)
		}
	}
	if got, _ := ink([]byte("/I5 Do /A Do /I5 Do"), false, nil); strings.Join(got.drawn, " ") != "/I5 /A" {
		t.Errorf("it draws %q", got.drawn)
	}
}

// TestSpots: an ink of the house takes the place of the process inks that stand
// for it, for areas and for lines, and knocks out.
func TestSpots(t *testing.T) {
	const in = "0.00 1.00 1.00 0.00 k BT [<1>] TJ ET 0 1 1 0 K q 1 2 m 3 4 l S Q 0 1 0.99 0 k 1 2 3 4 re f 0 0 0 1 k BT [<1>] TJ ET"
	const want = "/Spot2 cs 1 scn BT /KO gs\n[<1>] TJ ET /Spot2 CS 1 SCN q 1 2 m 3 4 l S Q 0 1 0.99 0 k 1 2 3 4 re f 0 0 0 1 k BT /OB gs\n[<1>] TJ ET"
	got, err := ink([]byte(in), false, []Spot{{"Gold", page.Ink{M: 20, Y: 80}}, {"DIC 156", page.Red}})
	if err != nil || string(got.content) != want || got.spots[0] || !got.spots[1] {
		t.Errorf("%v %v\n%s\nnot\n%s", err, got.spots, got.content, want)
	}
}

func TestInkStops(t *testing.T) {
	for _, in := range []string{
		"1 0 0 rg", "1 0 0 RG", "/CS0 cs", "0.5 scn", "/Sh sh", // colours that may not be
		"0 0 0 k", "0 0 0 1.5 k", "0 0 0 x k", "0 0 0 -1 k", "1 1 1 1 1 k", // inks that are none
		"q", "Q", "BT", "ET", "BT BT", "BT ET ET", "1 2 m", "f", "3 4 l S", "1", "[<1>] TJ", // out of order
		"BI", "/GS1 gs", "(a) Tj", "[(a)] TJ", "[<1> TJ", "1 2 3 4 5 6 7 8 9 re", ")", "Tr", "1 Tr",
		strings.Repeat("q ", maxSaved+1) + strings.Repeat("Q ", maxSaved+1),
	} {
		if _, err := ink([]byte(in), false, nil); err == nil {
			t.Errorf("%q passes", in)
		}
	}
	if _, err := ink([]byte("1 0 0 rg"), false, nil); errors.Is(err, errForeign) || !strings.Contains(err.Error(), "rg") {
		t.Errorf("a colour is told as %v", err)
	}
}
