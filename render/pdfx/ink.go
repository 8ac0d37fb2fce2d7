package pdfx

import (
	"bytes"
	"fmt"

	"duikai/layout/page"
	"duikai/render/internal/cos"
	"duikai/render/reading"
)

// # Overprint
//
// A black character over a tint must not cut a hole into the tint's plates:
// presses are never in perfect register, and the hole would show as a white
// edge. So pure black text and pure black lines are printed over what lies
// below them (压印, overprint), and everything else cuts out what lies below
// it (挖空, knock-out): white type because it would vanish, colours because
// they would mix, black areas because black over a picture would exceed the
// total ink and show the picture's edges.
//
// gopdf knows no overprint. So the finisher walks through the content of each
// page. The display list says what is drawn and render/pdf by how many
// operators, so that at every operator that paints it is known what it paints;
// and the finisher puts a graphics state before it where the state under way is
// not the one it needs:
//
//	/OB gs    OP true, op true, OPM 1
//	/KO gs    OP false, op false
//
// A state is never left to chance: a page begins with none, forms and pictures
// are drawn in KO, and what q saves Q gives back.

// The names of the two graphics states in a page's resources.
const (
	overName  = "OB"
	knockName = "KO"
)

type overprint uint8

const (
	unset overprint = iota
	knock
	over
)

// overprinting is what an item asks for.
func overprinting(it page.Item) overprint {
	black := false
	switch it := it.(type) {
	case *page.Text:
		black = it.Ink == page.Black
	case *page.Rule:
		black = it.Ink == page.Black
	case *page.Shape:
		black = it.Ink == page.Black
	}
	if black {
		return over
	}
	return knock
}

// inkOf is the ink of an item; none of what has its own colours.
func inkOf(it page.Item) (page.Ink, bool) {
	switch it := it.(type) {
	case *page.Text:
		return it.Ink, true
	case *page.Rule:
		return it.Ink, true
	case *page.Shape:
		return it.Ink, true
	case *page.Fill:
		return it.Ink, true
	}
	return page.Ink{}, false
}

// inker walks through the content of one page.
type inker struct {
	in     []byte
	at     int // in in
	copied int // up to where in stands in out
	out    []byte
	inking
	used  []bool // which of the spots
	gs    overprint
	saved []overprint

	item int // what is painted next
	done int // operators that have painted of it

	open   bool             // a marked-content sequence is
	leaf   *reading.Element // of it; nil: an artifact
	said   bool             // it says other words than it shows, and holds one text alone
	before *page.Text       // the text painted last, and
	of     *reading.Element // whose it is
	marked []*reading.Element

	operands [8][]byte
	n        int // operands since the last operator
	start    int // where the first of them stands

	path   int // where the path under way begins; -1: there is none
	inText bool
	textAt int // where the text under way begins

	drawn []string // names of forms and pictures, as drawn first
	seen  map[string]bool
}

// maxSaved is the depth of q that PDF readers promise (ISO 32000-1, annex C).
const maxSaved = 28

// inked is the content of a page, finished.
type inked struct {
	content []byte
	drawn   []string           // the names of the pictures and forms it draws
	marked  []*reading.Element // of a copy with tags: whose its marked-content sequences are
	spots   []bool             // which spot inks it uses
}

// inking is what a page's content shows and how it is to be finished.
type inking struct {
	items   []page.Item
	painted []int              // operators that paint each of them
	leaves  []*reading.Element // whose they are; nil: the content gets no tags
	plain   bool               // set no overprint
	spots   []Spot
}

// ink sets overprint and spot inks, or tags, in a page's content, which paints
// items by so many operators each. It knows the operators that this project has
// gopdf write and stops at any other.
func ink(content []byte, in inking) (inked, error) {
	items := in.items
	if len(in.painted) != len(items) {
		return inked{}, cos.Foreign("%d items of %d are drawn", len(in.painted), len(items))
	}
	w := &inker{in: content, inking: in, path: -1, seen: make(map[string]bool), used: make([]bool, len(in.spots))}
	w.pass()
	w.out = make([]byte, 0, len(content)+len(content)/8+64)
	for {
		more, err := w.step()
		if err != nil {
			return inked{}, fmt.Errorf("at byte %d of its content: %w", w.at, err)
		}
		if !more {
			break
		}
	}
	if len(w.saved) != 0 || w.inText || w.n != 0 || w.path >= 0 || w.item < len(items) {
		return inked{}, cos.Foreign("content that ends in the middle")
	}
	w.out = append(w.out, w.in[w.copied:]...)
	if w.open {
		w.out = append(w.out, "EMC\n"...)
	}
	return inked{w.out, w.drawn, w.marked, w.used}, nil
}

// pass goes on to the next item that something has yet to paint.
func (w *inker) pass() {
	for w.item < len(w.items) && w.done == w.painted[w.item] {
		w.item, w.done = w.item+1, 0
	}
}

// paints is an operator that paints, the first byte of what belongs to it at at.
func (w *inker) paints(op string, at int) error {
	if w.item == len(w.items) {
		return cos.Foreign("%s where nothing is drawn any more", op)
	}
	it := w.items[w.item]
	if paintedBy(it) != op {
		return cos.Foreign("%s for an item of type %T", op, it)
	}
	from := at
	if op == "TJ" {
		from = w.textAt
	}
	w.mark(from)
	w.need(overprinting(it), at)
	w.done++
	w.pass()
	return nil
}

// mark has the item that is painted next stand in a marked-content sequence of
// its element (ISO 32000-1, 14.6), which is opened before the byte at unless it is
// open. Sequences hold whole texts and paths.
func (w *inker) mark(at int) {
	if w.leaves == nil {
		return
	}
	leaf := w.leaves[w.item]
	if w.open && leaf == w.leaf && w.done > 0 {
		return // the item goes on
	}
	said, pause := w.nextLine(leaf)
	if w.open && leaf == w.leaf && !pause && !w.said {
		return
	}
	w.said = pause
	w.out = append(w.out, w.in[w.copied:at]...)
	w.copied = at
	if w.open {
		w.out = append(w.out, "EMC\n"...)
	}
	w.open, w.leaf = true, leaf
	if leaf == nil {
		w.out = append(w.out, "/Artifact BMC\n"...)
		return
	}
	words := ""
	if pause {
		words = " /ActualText " + string(cos.Text(" "+said).Raw)
	}
	w.out = fmt.Appendf(w.out, "/%s <</MCID %d%s>> BDC\n", leaf.Type, len(w.marked), words)
	w.marked = append(w.marked, leaf)
}

// nextLine tells whether the text that is painted next begins a further line of a
// head, which is meant to be heard as one: it says a blank and the text instead
// (ISO 32000-1, 14.9.4).
func (w *inker) nextLine(leaf *reading.Element) (said string, pause bool) {
	t, ok := w.items[w.item].(*page.Text)
	if !ok || leaf == nil {
		return "", false
	}
	pause = w.before != nil && leaf == w.of && leaf.Stacked() && reading.NextLine(w.before, t)
	w.before, w.of = t, leaf
	return t.String(), pause
}

// paintedBy is the operator that paints an item.
func paintedBy(it page.Item) string {
	switch it.(type) {
	case *page.Text:
		return "TJ"
	case *page.Rule:
		return "S"
	case *page.Fill, *page.Shape:
		return "f"
	case *page.Picture, *page.Block:
		return "Do"
	}
	return ""
}

// step takes one operand or operator.
func (w *inker) step() (bool, error) {
	for w.at < len(w.in) && cos.White(w.in[w.at]) {
		w.at++
	}
	if w.at == len(w.in) {
		return false, nil
	}
	from := w.at
	switch c := w.in[w.at]; {
	case c == '[':
		// Arrays hold glyph numbers in hex and gaps.
		n := bytes.IndexAny(w.in[w.at:], "](")
		if n < 0 || w.in[w.at+n] == '(' {
			return false, cos.Foreign("an array")
		}
		w.at += n + 1
	case c == '/':
		w.at++
		w.word()
	case '0' <= c && c <= '9' || c == '-' || c == '.':
		w.word()
	default:
		w.word()
		if w.at == from {
			return false, cos.Foreign("%q", c)
		}
		err := w.operator(string(w.in[from:w.at]), from)
		w.n = 0
		return true, err
	}
	if w.n == len(w.operands) {
		return false, cos.Foreign("too many operands")
	}
	if w.n == 0 {
		w.start = from
	}
	w.operands[w.n] = w.in[from:w.at]
	w.n++
	return true, nil
}

func (w *inker) word() {
	for w.at < len(w.in) && cos.Regular(w.in[w.at]) {
		w.at++
	}
}

// arity is how many operands the operators take that may occur: those by which
// gopdf draws texts, lines, rectangles, polygons, pictures and forms.
var arity = map[string]int{
	"q": 0, "Q": 0, "cm": 6, "w": 1, "J": 1, "j": 1, "gs": 1,
	"k": 4, "K": 4, "g": 1, "G": 1,
	"BT": 0, "ET": 0, "TD": 2, "Tf": 2, "Tc": 1, "TJ": 1,
	"m": 2, "l": 2, "re": 4, "f": 0, "S": 0, "n": 0, "W*": 0,
	"Do": 1,
}

// colours are operators of what may not be on a printed page.
var colours = map[string]bool{"rg": true, "RG": true, "cs": true, "CS": true, "sc": true, "SC": true, "scn": true, "SCN": true, "sh": true}

func (w *inker) operator(op string, from int) error {
	n, ok := arity[op]
	switch {
	case colours[op]:
		return fmt.Errorf("the colour operator %s; only CMYK and gray may be drawn", op)
	case !ok:
		return cos.Foreign("the operator %.20q", op)
	case w.n != n:
		return cos.Foreign("%s with %d operands", op, w.n)
	}
	if n == 0 {
		w.start = from
	}
	switch op {
	case "q":
		if len(w.saved) == maxSaved {
			return cos.Foreign("too many q")
		}
		w.saved = append(w.saved, w.gs)
	case "Q":
		if len(w.saved) == 0 {
			return cos.Foreign("Q without q")
		}
		w.gs = w.saved[len(w.saved)-1]
		w.saved = w.saved[:len(w.saved)-1]
	case "k", "K":
		w.spot(op)
	case "BT", "ET":
		if w.inText == (op == "BT") {
			return cos.Foreign("%s out of order", op)
		}
		w.inText, w.textAt = !w.inText, from
	case "m", "l", "re", "f", "S", "n", "W*":
		return w.draw(op)
	case "TJ":
		if !w.inText {
			return cos.Foreign("text out of order")
		}
		return w.paints(op, w.start)
	case "Do":
		if key := string(w.operands[0]); !w.seen[key] {
			w.seen[key] = true
			w.drawn = append(w.drawn, key)
		}
		return w.paints(op, w.start)
	case "gs":
		return cos.Foreign("a graphics state")
	}
	return nil
}

// spot puts a spot ink in the place of the process inks that stand for it in
// what is painted next.
func (w *inker) spot(op string) {
	if w.item == len(w.items) {
		return
	}
	ink, ok := inkOf(w.items[w.item])
	for i, s := range w.spots {
		if !ok || ink != s.Ink {
			continue
		}
		cs, scn := "cs", "scn"
		if op == "K" {
			cs, scn = "CS", "SCN"
		}
		w.out = append(w.out, w.in[w.copied:w.start]...)
		w.out = fmt.Appendf(w.out, "/%s %s 1 %s", spotName(i), cs, scn)
		w.copied = w.at
		w.used[i] = true
		return
	}
}

// spotName is the name of a spot ink's colour space in the resources.
func spotName(i int) string { return fmt.Sprintf("Spot%d", i+1) }

func inkValue(i page.Ink) cos.Value {
	return cos.ArrayOf(cos.Hundredths(int64(i.C)), cos.Hundredths(int64(i.M)), cos.Hundredths(int64(i.Y)), cos.Hundredths(int64(i.K)))
}

// separation adds a colour space of one ink to the resources (ISO 32000-2,
// 8.6.6.4): full, it looks like these process inks.
func (f *finisher) separation(r *cos.Object, key, ink string, likeness cos.Value) {
	tint := f.d.AddValue(cos.Dict("FunctionType", cos.Whole(2), "Domain", cos.ArrayOf(cos.Whole(0), cos.Whole(1)),
		"C0", inkValue(page.Ink{}), "C1", likeness, "N", cos.Whole(1)))
	space := f.d.AddValue(cos.ArrayOf(cos.NameOf("Separation"), cos.EscapedName(ink), cos.NameOf("DeviceCMYK"), cos.RefTo(tint)))
	spaces := r.Get("ColorSpace")
	spaces.Set(key, cos.RefTo(space))
	r.Set("ColorSpace", spaces)
}

// draw follows a path. A state must be set before the path begins: inside of
// one, PDF allows none (ISO 32000-2, figure 9).
func (w *inker) draw(op string) error {
	switch op {
	case "m", "re", "l":
		if w.path < 0 {
			if op == "l" {
				return cos.Foreign("a path that does not begin")
			}
			w.path = w.start
		}
		return nil
	case "W*":
		if w.path < 0 {
			return cos.Foreign("%s without a path", op)
		}
		return nil
	}
	from := w.path
	if from < 0 {
		return cos.Foreign("%s without a path", op)
	}
	w.path = -1
	if op == "n" { // a clip
		return nil
	}
	return w.paints(op, from)
}

// need has the state stand before the byte at.
func (w *inker) need(o overprint, at int) {
	if w.plain || w.gs == o {
		return
	}
	w.out = append(w.out, w.in[w.copied:at]...)
	w.copied = at
	if o == over {
		w.out = append(w.out, "/"+overName+" gs\n"...)
	} else {
		w.out = append(w.out, "/"+knockName+" gs\n"...)
	}
	w.gs = o
}

// states are the two graphics states (ISO 32000-2, 8.6.7). OPM 1 lets a plate
// that a black character says nothing about keep what it has.
func states() (overState, knockState cos.Value) {
	return cos.Dict("Type", cos.NameOf("ExtGState"), "OP", cos.Truth(true), "op", cos.Truth(true), "OPM", cos.Whole(1)),
		cos.Dict("Type", cos.NameOf("ExtGState"), "OP", cos.Truth(false), "op", cos.Truth(false), "OPM", cos.Whole(0))
}
