package pdfx

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"duikai/layout/page"

	"duikai/render/internal/cos"
)

// Items of the display list and how they are painted.
var (
	blackText  = &page.Text{Ink: page.Black}
	whiteText  = &page.Text{}
	tintText   = &page.Text{Ink: page.Ink{M: 30}}
	blackRule  = &page.Rule{Ink: page.Black}
	tintRule   = &page.Rule{Ink: page.Ink{M: 30}}
	blackFill  = &page.Fill{Ink: page.Black}
	tintFill   = &page.Fill{Ink: page.Ink{M: 30}}
	blackShape = &page.Shape{Ink: page.Black}
	aPhoto     = &page.Picture{}
)

// inkEach is ink of items each of which one operator paints.
func inkEach(content string, plain bool, spots []Spot, items ...page.Item) (inked, error) {
	return ink([]byte(content), inking{items: items, painted: slices.Repeat([]int{1}, len(items)), plain: plain, spots: spots})
}

func TestInk(t *testing.T) {
	const black, tint = "0.00 0.00 0.00 1.00 ", "0.00 0.30 0.00 0.00 "
	for _, tt := range []struct {
		name, in, want string
		items          []page.Item
	}{
		{"black text", "BT\n1 2 TD\n/F1 9 Tf 0 Tc\n" + black + "k\n[<0001>] TJ\nET\n",
			"BT\n1 2 TD\n/F1 9 Tf 0 Tc\n" + black + "k\n/OB gs\n[<0001>] TJ\nET\n", []page.Item{blackText}},
		{"two black texts", black + "k BT [<1>] TJ ET BT [<2>-3<4>] TJ ET", black + "k BT /OB gs\n[<1>] TJ ET BT [<2>-3<4>] TJ ET", []page.Item{blackText, blackText}},
		{"coloured text", tint + "k BT [<1>] TJ ET", tint + "k BT /KO gs\n[<1>] TJ ET", []page.Item{tintText}},
		{"white text", "0 0 0 0 k BT [<1>] TJ ET", "0 0 0 0 k BT /KO gs\n[<1>] TJ ET", []page.Item{whiteText}},
		{"grey text", "0 0 0 0.99 k BT [<1>] TJ ET", "0 0 0 0.99 k BT /KO gs\n[<1>] TJ ET", []page.Item{&page.Text{Ink: page.Ink{K: 99}}}},
		{"rich black", "0.5 0 0 1 k BT [<1>] TJ ET", "0.5 0 0 1 k BT /KO gs\n[<1>] TJ ET", []page.Item{&page.Text{Ink: page.Ink{C: 50, K: 100}}}},
		{"rule", black + "K\nq\n1 2 m 3 4 l S\nQ\n", black + "K\nq\n/OB gs\n1 2 m 3 4 l S\nQ\n", []page.Item{blackRule}},
		{"the fill's ink is not the rule's", black + "k " + tint + "K 1 2 m 3 4 l S", black + "k " + tint + "K /KO gs\n1 2 m 3 4 l S", []page.Item{tintRule}},
		{"black area", black + "k q 1 2 3 4 re f Q", black + "k q /KO gs\n1 2 3 4 re f Q", []page.Item{blackFill}},
		{"black ornament", black + "k q 1 2 m 3 4 l 5 6 l f Q", black + "k q /OB gs\n1 2 m 3 4 l 5 6 l f Q", []page.Item{blackShape}},
		{"picture", black + "k BT [<1>] TJ ET q 1 2 3 4 re W* n q 1 0 0 1 0 0 cm /I5 Do Q Q BT [<1>] TJ ET",
			black + "k BT /OB gs\n[<1>] TJ ET q 1 2 3 4 re W* n q 1 0 0 1 0 0 cm /KO gs\n/I5 Do Q Q BT [<1>] TJ ET", []page.Item{blackText, aPhoto, blackText}},
		{"Q gives the state back", black + "k BT [<1>] TJ ET q " + tint + "k 1 2 3 4 re f Q BT [<1>] TJ ET q BT [<1>] TJ ET Q",
			black + "k BT /OB gs\n[<1>] TJ ET q " + tint + "k /KO gs\n1 2 3 4 re f Q BT [<1>] TJ ET q BT [<1>] TJ ET Q", []page.Item{blackText, tintFill, blackText, blackText}},
		{"nothing", "1.00 w\n", "1.00 w\n", nil},
	} {
		got, err := inkEach(tt.in, false, nil, tt.items...)
		if err != nil || string(got.content) != tt.want {
			t.Errorf("%s: %v\n%s\nnot\n%s", tt.name, err, got.content, tt.want)
		}
		if got, err := inkEach(tt.in, true, nil, tt.items...); err != nil || string(got.content) != tt.in {
			t.Errorf("%s without overprint: %v\n%s", tt.name, err, got.content)
		}
		if _, err := inkEach(tt.in, false, nil, append(slices.Clip(tt.items), blackText)...); err == nil {
			t.Errorf("%s: an item that nothing paints passes", tt.name)
		}
		if n := len(tt.items); n > 0 {
			if _, err := inkEach(tt.in, false, nil, tt.items[:n-1]...); err == nil {
				t.Errorf("%s: something that no item stands for passes", tt.name)
			}
		}
	}
	if got, _ := inkEach("/I5 Do /A Do /I5 Do", false, nil, aPhoto, aPhoto, aPhoto); strings.Join(got.drawn, " ") != "/I5 /A" {
		t.Errorf("it draws %q", got.drawn)
	}
}

// TestInkCounts: an item is painted by as many operators as it was drawn with,
// none of them where it has nothing to show.
func TestInkCounts(t *testing.T) {
	const in, want = "BT [<1>] TJ ET BT [<2>] TJ ET BT [<3>] TJ ET", "BT /OB gs\n[<1>] TJ ET BT [<2>] TJ ET BT /KO gs\n[<3>] TJ ET"
	items := []page.Item{blackText, tintText, tintText}
	got, err := ink([]byte(in), inking{items: items, painted: []int{2, 0, 1}})
	if err != nil || string(got.content) != want {
		t.Errorf("%v\n%s\nnot\n%s", err, got.content, want)
	}
	for _, painted := range [][]int{{2, 0}, {2, 0, 0}, {2, 0, 2}, {2, 0, 1, 0}} {
		if _, err := ink([]byte(in), inking{items: items, painted: painted}); err == nil {
			t.Errorf("%d passes", painted)
		}
	}
}

// TestSpots: an ink of the house takes the place of the process inks that stand
// for it, for areas and for lines, and knocks out.
func TestSpots(t *testing.T) {
	const in = "0.00 1.00 1.00 0.00 k BT [<1>] TJ ET 0 1 1 0 K q 1 2 m 3 4 l S Q 0 1 0.99 0 k 1 2 3 4 re f 0 0 0 1 k BT [<1>] TJ ET"
	const want = "/Spot2 cs 1 scn BT /KO gs\n[<1>] TJ ET /Spot2 CS 1 SCN q 1 2 m 3 4 l S Q 0 1 0.99 0 k 1 2 3 4 re f 0 0 0 1 k BT /OB gs\n[<1>] TJ ET"
	got, err := inkEach(in, false, []Spot{{"Gold", page.Ink{M: 20, Y: 80}}, {"DIC 156", page.Red}},
		&page.Text{Ink: page.Red}, &page.Rule{Ink: page.Red}, &page.Fill{Ink: page.Ink{M: 100, Y: 99}}, blackText)
	if err != nil || string(got.content) != want || got.spots[0] || !got.spots[1] {
		t.Errorf("%v %v\n%s\nnot\n%s", err, got.spots, got.content, want)
	}
}

func TestInkStops(t *testing.T) {
	for _, tt := range []struct {
		in    string
		items []page.Item
	}{
		{"1 0 0 rg", nil}, {"1 0 0 RG", nil}, {"/CS0 cs", nil}, {"0.5 scn", nil}, {"/Sh sh", nil}, // colours that may not be
		{"0 0 0 k", nil}, {"1 1 1 1 1 k", nil}, // inks that are none
		{"q", nil}, {"Q", nil}, {"BT", nil}, {"ET", nil}, {"BT BT", nil}, {"BT ET ET", nil}, {"1 2 m", nil}, // out of order
		{"f", []page.Item{tintFill}}, {"3 4 l S", []page.Item{tintRule}}, {"W*", nil}, {"1", nil}, {"[<1>] TJ", []page.Item{blackText}},
		{"BI", nil}, {"/GS1 gs", nil}, {"(a) Tj", nil}, {"[(a)] TJ", nil}, {"[<1> TJ", nil}, {"1 2 3 4 5 6 7 8 9 re", nil}, {")", nil}, {"Tr", nil}, {"1 Tr", nil},
		{"1 2 m 3 4 l S", []page.Item{blackText}}, {"1 2 3 4 re f", []page.Item{blackRule}}, {"/I1 Do", []page.Item{tintFill}}, {"BT [<1>] TJ ET", []page.Item{aPhoto}}, // not what the item is
		{strings.Repeat("q ", maxSaved+1) + strings.Repeat("Q ", maxSaved+1), nil},
	} {
		if _, err := inkEach(tt.in, false, nil, tt.items...); err == nil {
			t.Errorf("%q passes", tt.in)
		}
	}
	if _, err := inkEach("1 0 0 rg", false, nil); errors.Is(err, cos.ErrForeign) || !strings.Contains(err.Error(), "rg") {
		t.Errorf("a colour is told as %v", err)
	}
}
