package preflight

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"duikai/layout/pdffile"
)

// matrix is a b c d e f of PDF: x' = a x + c y + e, y' = b x + d y + f.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// then is m first and n afterwards.
func (m matrix) then(n matrix) matrix {
	return matrix{
		float64(m[0]*n[0]) + float64(m[1]*n[2]), float64(m[0]*n[1]) + float64(m[1]*n[3]),
		float64(m[2]*n[0]) + float64(m[3]*n[2]), float64(m[2]*n[1]) + float64(m[3]*n[3]),
		float64(m[4]*n[0]) + float64(m[5]*n[2]) + n[4], float64(m[4]*n[1]) + float64(m[5]*n[3]) + n[5],
	}
}

func (m matrix) at(x, y float64) *place {
	return &place{float64(x*m[0]) + float64(y*m[2]) + m[4], float64(x*m[1]) + float64(y*m[3]) + m[5]}
}

// scale is by how much the matrix makes areas larger, as a length.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(float64(m[0]*m[3]) - float64(m[1]*m[2]))) }

// across and up are the lengths of what was one unit long.
func (m matrix) across() float64 { return math.Hypot(m[0], m[1]) }
func (m matrix) up() float64     { return math.Hypot(m[2], m[3]) }

// colour is what something is painted with.
type colour struct {
	space   *space
	ink     ink
	pattern any // the pattern, where there is one
	name    pdffile.Name
}

// state is the graphics state (4.3) as far as something is judged by it.
type state struct {
	ctm          matrix
	fill, stroke colour
	width        float64
	over, overS  bool // op and OP
	mode         int  // OPM
	font         *font
	size         float64
	leading      float64
	rise         float64
	render       int
}

// interpreter reads one content stream.
type interpreter struct {
	c         *checker
	resources pdffile.Dict
	object    int
	depth     int
	st        state
	stack     []state
	tm, line  matrix
	compat    int // BX, EX
	uncolored bool
	rects     []pdffile.Rect
	path      bool // of more than rectangles
	some      bool // something stands in the path
	from      place
	bounds    pdffile.Rect    // of the path, on the page
	forms     map[string]bool // forms that were read in the same state
	args      []any
}

// newState is what a page begins with.
func newState(m matrix) state {
	black := colour{space: &deviceGray, ink: ink{known: true, cmyk: [4]float64{3: 100}}}
	return state{ctm: m, fill: black, stroke: black, width: 1}
}

// contents interprets the content of a page.
func (c *checker) contents(m pdffile.Dict, unit float64) error {
	if c.o.Artwork {
		// Two lists: the page's own objects, and not what they refer back to.
		if err := c.walkFrom(m["Resources"], m["Contents"]); err != nil {
			return err
		}
	}
	object := number(m["Contents"], 0)
	if list, err := c.list(m["Contents"]); err != nil {
		return err
	} else if len(list) > 0 {
		object = number(list[0], object)
	}
	content, err := c.content(m["Contents"])
	if err != nil {
		c.mild(err, BadContent, object)
		return nil
	}
	if err := c.whole(m["Contents"]); err != nil {
		return err
	}
	resources, err := c.f.Dict(m["Resources"])
	if err != nil {
		return err
	}
	c.drew = false
	in := &interpreter{c: c, resources: resources, object: object, st: newState(matrix{unit, 0, 0, unit, 0, 0}), forms: make(map[string]bool)}
	if err := in.run(content); err != nil {
		return err
	}
	return c.blank(m, object)
}

// whole finds parts of a page's content that the file names and does not hold, as one
// does that is cut short. A reference to nothing is null by the letter of the
// standard, and the page white; who sent it meant something.
func (c *checker) whole(contents any) error {
	list, err := c.list(contents)
	if err != nil {
		return err
	}
	for _, v := range append(list, contents) {
		ref, ok := v.(pdffile.Ref)
		if !ok {
			continue
		}
		if at, err := c.f.Resolve(ref); err != nil || at != nil {
			continue
		}
		c.add(BadObject, ref.Num)
	}
	return nil
}

// blank finds a page on which nothing is seen: it draws nothing, or white alone. Where
// something could not be read, or notes stand over it, that is not known.
func (c *checker) blank(m pdffile.Dict, object int) error {
	over, err := c.list(m["Annots"])
	if c.drew || len(over) > 0 || err != nil {
		return err
	}
	for k := range c.found {
		if k.page == c.page && slices.Contains(unreadCodes[:], k.code) {
			return nil
		}
	}
	c.add(Blank, object)
	return nil
}

// unreadCodes are of what is not drawn because it cannot be read.
var unreadCodes = [...]Code{TooMuch, BadContent, BadObject, NoResource, BadImage, BadFont, FontMissing, Operator}

// sees notes that something is drawn in a colour; white is not seen.
func (in *interpreter) sees(c colour) {
	in.c.drew = in.c.drew || !c.ink.known || !c.ink.isWhite()
}

// content joins the streams of a page within the limits of the check.
func (c *checker) content(v any) ([]byte, error) {
	v, err := c.f.Resolve(v)
	if err != nil || v == nil {
		return nil, err
	}
	list, ok := v.(pdffile.Array)
	if !ok {
		list = pdffile.Array{v}
	}
	var all []byte
	for _, v := range list {
		v, err := c.f.Resolve(v)
		if err != nil {
			return nil, err
		}
		s, ok := v.(*pdffile.Stream)
		if !ok {
			continue
		}
		u, err := c.undo(s, maxContent-len(all))
		if err != nil {
			return nil, err
		}
		if len(u.Rest) > 0 {
			return nil, &pdffile.Fault{Kind: pdffile.ErrUnsupported, Detail: printable(string(u.Rest[0]))}
		}
		all = append(append(all, u.Data...), '\n')
	}
	return all, nil
}

// errEnough ends an interpretation that reached its limit.
var errEnough = errors.New("enough")

// run reads operators to the end. What cannot be read ends this stream alone.
func (in *interpreter) run(content []byte) error {
	l := pdffile.NewLexer(content)
	for {
		v, more, err := l.Next()
		if errors.Is(err, pdffile.ErrTooLarge) {
			in.c.add(TooMuch, in.object, reason(err))
			return nil
		}
		if err != nil {
			in.c.add(BadContent, in.object, reason(err))
			return nil
		}
		if !more {
			break
		}
		word, ok := v.(pdffile.Keyword)
		if !ok {
			if len(in.args) < maxOperands {
				in.args = append(in.args, v)
			}
			continue
		}
		if in.c.operators++; in.c.operators > maxOperators {
			if in.c.operators == maxOperators+1 {
				in.c.add(TooMuch, in.object, fmt.Sprintf("> %d operators", int(maxOperators)))
			}
			return errEnoughFor(in.depth)
		}
		if word == "ID" {
			err = in.inlineImage(l.Inline())
		} else {
			err = in.operator(word)
		}
		if word != "BI" {
			in.args = in.args[:0]
		}
		if err != nil {
			return err
		}
	}
	if len(in.stack) > 0 {
		in.c.add(Nesting, in.object, worded{"not closed", "没有闭合"})
	}
	return nil
}

// errEnoughFor stops forms within forms; the page itself just ends.
func errEnoughFor(depth int) error {
	if depth > 0 {
		return errEnough
	}
	return nil
}

// maxOperands is how many operands are kept: arrays are one, colours have 32.
const maxOperands = 256

// worded is a detail in both languages.
type worded [2]string

// In implements diag.Worded.
func (w worded) In(l langOf) string { return w[l] }

// operands is how many operands each operator takes (annex A of the PDF
// Reference); -1 takes what is there.
var operands = map[pdffile.Keyword]int{
	"b": 0, "B": 0, "b*": 0, "B*": 0, "BDC": 2, "BI": 0, "BMC": 1, "BT": 0, "BX": 0, "c": 6, "cm": 6, "CS": 1, "cs": 1, "d": 2,
	"d0": 2, "d1": 6, "Do": 1, "DP": 2, "EI": 0, "EMC": 0, "ET": 0, "EX": 0, "f": 0, "F": 0, "f*": 0, "G": 1, "g": 1, "gs": 1,
	"h": 0, "i": 1, "j": 1, "J": 1, "K": 4, "k": 4, "l": 2, "m": 2, "M": 1, "MP": 1, "n": 0, "PS": -1, "q": 0, "Q": 0, "re": 4,
	"RG": 3, "rg": 3, "ri": 1, "s": 0, "S": 0, "SC": -1, "sc": -1, "SCN": -1, "scn": -1, "sh": 1, "T*": 0, "Tc": 1, "Td": 2,
	"TD": 2, "Tf": 2, "Tj": 1, "TJ": 1, "TL": 1, "Tm": 6, "Tr": 1, "Ts": 1, "Tw": 1, "Tz": 1, "v": 4, "w": 1, "W": 0, "W*": 0,
	"y": 4, "'": 1, "\"": 3,
}

// operator does one operator.
func (in *interpreter) operator(op pdffile.Keyword) error {
	n, known := operands[op]
	if !known || len(in.args) < n {
		if in.compat == 0 {
			in.c.about(Operator, in.object, string(op), printable(string(op)))
		}
		return nil
	}
	switch op {
	case "q", "Q", "cm", "w", "gs", "BX", "EX", "PS":
		return in.general(op)
	case "g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN":
		if in.uncolored {
			return nil
		}
		return in.colours(op)
	case "BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "TL", "Tr", "Ts", "Tj", "TJ", "'", "\"":
		return in.text(op)
	case "Do":
		return in.external()
	case "sh":
		return in.shade()
	case "d1":
		in.uncolored = true
		return nil
	}
	return in.paths(op)
}

// num is an operand as a number; 0 where it is none.
func (in *interpreter) num(i int) float64 {
	if i < 0 || i >= len(in.args) {
		return 0
	}
	switch v := in.args[i].(type) {
	case int64:
		return float64(v)
	case float64:
		return v
	}
	return 0
}

func (in *interpreter) name(i int) pdffile.Name {
	n, _ := in.args[i].(pdffile.Name)
	return n
}

// tail is the last n operands as numbers.
func (in *interpreter) tail(n int) []float64 {
	from := len(in.args) - n
	v := make([]float64, n)
	for i := range v {
		v[i] = in.num(from + i)
	}
	return v
}

func (in *interpreter) operandMatrix() matrix { return matrix(in.tail(6)) }

// general does the state as a whole.
func (in *interpreter) general(op pdffile.Keyword) error {
	switch op {
	case "q":
		if len(in.stack) >= maxStates {
			in.c.add(TooMuch, in.object, fmt.Sprintf("> %d q", maxStates))
			return errEnoughFor(in.depth)
		}
		in.stack = append(in.stack, in.st)
		if len(in.stack) == nesting+1 {
			in.c.about(Nesting, in.object, "deep", worded{"too deep", "嵌套过深"})
		}
	case "Q":
		if len(in.stack) == 0 {
			in.c.about(Nesting, in.object, "Q", worded{"closed too often", "闭合过多"})
			return nil
		}
		in.st = in.stack[len(in.stack)-1]
		in.stack = in.stack[:len(in.stack)-1]
	case "cm":
		in.st.ctm = in.operandMatrix().then(in.st.ctm)
	case "w":
		in.st.width = in.num(len(in.args) - 1)
	case "gs":
		return in.graphicsState(in.name(len(in.args) - 1))
	case "BX":
		in.compat++
	case "EX":
		in.compat = max(in.compat-1, 0)
	case "PS":
		in.c.add(PostScript, in.object)
	}
	return nil
}

// resource finds a resource by its category and name; the value is not
// resolved. What is missing is reported.
func (in *interpreter) resource(category, n pdffile.Name) (any, error) {
	m, err := in.c.f.Dict(in.resources[category])
	if err != nil {
		return nil, err
	}
	v, ok := m[n]
	if !ok {
		in.c.about(NoResource, in.object, string(category+n), printable(string(category)+" "+string(n)))
	}
	return v, nil
}

// colours sets colours (4.5.7).
func (in *interpreter) colours(op pdffile.Keyword) error {
	to := &in.st.fill
	if op[0] >= 'A' && op[0] <= 'Z' {
		to = &in.st.stroke
	}
	device := map[pdffile.Keyword]pdffile.Name{"g": "DeviceGray", "G": "DeviceGray", "rg": "DeviceRGB", "RG": "DeviceRGB", "k": "DeviceCMYK", "K": "DeviceCMYK"}[op]
	switch {
	case device != "":
		s, err := in.c.named(device, in.resources, 0)
		if err != nil {
			return err
		}
		*to = colour{space: s, ink: s.ink(in.tail(s.n))}
	case op == "cs" || op == "CS":
		s, err := in.c.space(in.args[len(in.args)-1], in.resources, 0)
		if err != nil {
			return err
		}
		*to = colour{space: s, ink: s.ink(s.start())}
	default:
		return in.component(to)
	}
	return nil
}

// component sets the components of a colour, or a pattern.
func (in *interpreter) component(to *colour) error {
	s := to.space
	values := len(in.args)
	if values > 0 {
		if n, ok := in.args[values-1].(pdffile.Name); ok {
			v, err := in.resource("Pattern", n)
			if err != nil {
				return err
			}
			to.pattern, to.name = v, n
			values--
		}
	}
	if s.family == patterned {
		if s.base == nil || values < s.base.n {
			to.ink = ink{}
			return nil
		}
		s = s.base
	}
	if values < s.n {
		in.c.about(Operator, in.object, "sc", "sc")
		return nil
	}
	v := make([]float64, s.n)
	for i := range v {
		v[i] = in.num(i)
	}
	to.ink = s.ink(v)
	return nil
}

// paths builds and paints paths.
func (in *interpreter) paths(op pdffile.Keyword) error {
	switch op {
	case "m", "l", "c", "v", "y", "h":
		for i := 0; i+1 < operands[op]; i += 2 {
			in.reach(in.num(i), in.num(i+1))
		}
		in.path, in.some = true, true
	case "re":
		v := in.tail(4)
		r := pdffile.Rect{X0: min(v[0], v[0]+v[2]), Y0: min(v[1], v[1]+v[3]), X1: max(v[0], v[0]+v[2]), Y1: max(v[1], v[1]+v[3])}
		in.reach(r.X0, r.Y0)
		in.reach(r.X1, r.Y0)
		in.reach(r.X0, r.Y1)
		in.reach(r.X1, r.Y1)
		if in.some = true; len(in.rects) < maxRects {
			in.rects = append(in.rects, r)
		}
	case "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n":
		if in.some && op != "n" {
			if op != "S" && op != "s" {
				if err := in.paintFill(); err != nil {
					return err
				}
			}
			if op[0] != 'f' && op != "F" {
				if err := in.paintStroke(); err != nil {
					return err
				}
			}
		}
		in.rects, in.path, in.some = in.rects[:0], false, false
	}
	return nil
}

// reach takes a point into the bounds of the path.
func (in *interpreter) reach(x, y float64) {
	p := in.st.ctm.at(x, y)
	if !in.some {
		in.some, in.from = true, *p
		in.bounds = pdffile.Rect{X0: p.x, Y0: p.y, X1: p.x, Y1: p.y}
		return
	}
	b := &in.bounds
	b.X0, b.Y0, b.X1, b.Y1 = min(b.X0, p.x), min(b.Y0, p.y), max(b.X1, p.x), max(b.Y1, p.y)
}

// cover is where a rectangle comes to lie on the page.
func (m matrix) cover(r pdffile.Rect) pdffile.Rect {
	p := m.at(r.X0, r.Y0)
	out := pdffile.Rect{X0: p.x, Y0: p.y, X1: p.x, Y1: p.y}
	for _, p := range []*place{m.at(r.X1, r.Y0), m.at(r.X0, r.Y1), m.at(r.X1, r.Y1)} {
		out = pdffile.Rect{X0: min(out.X0, p.x), Y0: min(out.Y0, p.y), X1: max(out.X1, p.x), Y1: max(out.Y1, p.y)}
	}
	return out
}

// outside tells what is cut off: crop and register marks, the colour bar, the
// slug line. The limits of printing do not hold for it.
func (c *checker) outside(r pdffile.Rect) bool {
	return r.X1 < c.print.X0 || r.X0 > c.print.X1 || r.Y1 < c.print.Y0 || r.Y0 > c.print.Y1
}

// maxRects is how many rectangles of one path are looked at.
const maxRects = 4096

// text does the operators of text (5.2, 5.3).
func (in *interpreter) text(op pdffile.Keyword) error {
	last := len(in.args) - 1
	switch op {
	case "BT":
		in.tm, in.line = identity, identity
	case "Tf":
		in.st.size = in.num(last)
		v, err := in.fontResource(in.name(last - 1))
		in.st.font = v
		return err
	case "TL":
		in.st.leading = in.num(last)
	case "Tr":
		in.st.render = int(in.num(last))
	case "Ts":
		in.st.rise = in.num(last)
	case "Tm":
		in.tm = in.operandMatrix()
		in.line = in.tm
	case "Td", "TD":
		if op == "TD" {
			in.st.leading = -in.num(last)
		}
		in.nextLine(in.num(last-1), in.num(last))
	case "T*":
		in.nextLine(0, -in.st.leading)
	case "'", "\"":
		in.nextLine(0, -in.st.leading)
		return in.show(in.args[last:])
	case "Tj":
		return in.show(in.args[last:])
	case "TJ":
		list, _ := in.args[last].(pdffile.Array)
		return in.show(list)
	}
	return nil
}

func (in *interpreter) nextLine(x, y float64) {
	in.line = matrix{1, 0, 0, 1, x, y}.then(in.line)
	in.tm = in.line
}

func (in *interpreter) fontResource(n pdffile.Name) (*font, error) {
	m, err := in.c.f.Dict(in.resources["Font"])
	if err != nil {
		return nil, err
	}
	v, ok := m[n]
	if !ok {
		return nil, nil
	}
	return in.c.font(v, cmp.Or(in.object, 0), n)
}

// show paints strings.
func (in *interpreter) show(list pdffile.Array) error {
	var codes []byte
	for _, v := range list {
		if s, ok := v.(pdffile.String); ok {
			codes = append(codes, s...)
		}
	}
	f := in.st.font
	if f == nil {
		in.c.add(FontMissing, in.object, "Tf")
		return nil
	}
	if len(codes) == 0 {
		return nil
	}
	if in.st.render != 3 {
		f.painted = true
	}
	if !f.mark(codes) {
		in.c.operators += len(codes) / 2 // glyphs met for the first time cost more
	}
	if in.st.render == 3 || in.st.render == 7 {
		return nil
	}
	in.sees(in.st.fill)
	if in.st.render%4 != 0 {
		in.sees(in.st.stroke)
	}
	if f.kind == "Type3" {
		return in.glyphProcedures(f, codes)
	}
	return in.paintText()
}

// external does Do.
func (in *interpreter) external() error {
	v, err := in.resource("XObject", in.name(len(in.args)-1))
	if err != nil || v == nil {
		return err
	}
	num := number(v, in.object)
	if v, err = in.c.f.Resolve(v); err != nil {
		return err
	}
	s, ok := v.(*pdffile.Stream)
	if !ok {
		in.c.about(NoResource, in.object, string(in.name(0)), "XObject "+printable(string(in.name(0))))
		return nil
	}
	sub, err := in.c.nameOf(s.Dict["Subtype"])
	if err != nil {
		return err
	}
	switch sub {
	case "Image":
		return in.image(s, num)
	case "Form":
		return in.form(s, num, in.st.ctm, "")
	}
	return nil
}

// form reads a form, a pattern or the procedure of a glyph in the state of now.
func (in *interpreter) form(s *pdffile.Stream, num int, base matrix, what string) error {
	if in.depth >= maxForms {
		in.c.add(TooMuch, num, fmt.Sprintf("> %d Form", maxForms))
		return nil
	}
	m := identity
	if v, err := in.c.numbers(s.Dict["Matrix"]); err != nil {
		return err
	} else if len(v) == 6 {
		m = matrix(v)
	}
	st := in.st
	st.ctm = m.then(base)
	if what == "" {
		if err := in.c.group(s.Dict, num); err != nil {
			return err
		}
	}
	cut := false
	if v, err := in.c.numbers(s.Dict["BBox"]); err != nil {
		return err
	} else if len(v) == 4 {
		cut = in.c.outside(st.ctm.cover(pdffile.Rect{X0: v[0], Y0: v[1], X1: v[2], Y1: v[3]}))
	}
	k := fmt.Sprintf("%v %d %s %.3g %.3g %.3g %.3g %v %v %v %v %v %v %g %v", cut, num, what, st.ctm[0], st.ctm[1], st.ctm[2], st.ctm[3],
		st.fill.ink, st.stroke.ink, st.fill.space, st.stroke.space, st.over, st.overS, st.width, st.mode)
	if in.forms[k] {
		return nil
	}
	in.forms[k] = true
	resources := in.resources
	if s.Dict["Resources"] != nil {
		var err error
		if resources, err = in.c.f.Dict(s.Dict["Resources"]); err != nil {
			return err
		}
	}
	u, err := in.c.undo(s, maxContent)
	if err != nil {
		in.c.mild(err, BadContent, num)
		return nil
	}
	if len(u.Rest) > 0 {
		in.c.add(BadContent, num, printable(string(u.Rest[0])))
		return nil
	}
	sub := &interpreter{c: in.c, resources: resources, object: num, depth: in.depth + 1, st: st, forms: in.forms}
	if what == "uncolored" {
		sub.uncolored = true
	}
	err = sub.run(u.Data)
	if errors.Is(err, errEnough) && in.depth == 0 {
		return nil
	}
	return err
}
