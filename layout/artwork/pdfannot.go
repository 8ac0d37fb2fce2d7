package artwork

import (
	"fmt"
	"math"
	"strings"

	"duikai/layout/pdffile"
)

const (
	// maxAnnotations is how many annotations a page may have: a form of many
	// pages has some hundred on one.
	maxAnnotations = 10000
	// maxParents is how deep fields of a form stand in one another.
	maxParents = 32
	// maxQuoted is how many characters of a comment are told.
	maxQuoted = 40
)

// Flags of annotations (ISO 32000-1, table 165).
const (
	flagHidden   = 1 << 1
	flagPrint    = 1 << 2
	flagNoRotate = 1 << 4
)

// comments are annotations that speak to who reads the file and whose signs no
// press prints; windows and links have no picture of their own.
var comments = map[pdffile.Name]bool{"Text": true, "FileAttachment": true, "Sound": true, "Movie": true, "Screen": true, "3D": true, "RichMedia": true}

var silent = map[pdffile.Name]bool{"Popup": true, "Link": true, "TrapNet": true}

// placed is the picture of an annotation (its normal appearance) on the page.
type placed struct {
	form   pdffile.Ref
	matrix [6]float64
}

// annotations reads what stands over the content of a page: stamps, corrected
// prices, filled fields. Programs show them as if they were part of it, and
// print those that are marked to be printed.
type annotations struct {
	c      *copier
	page   *pdffile.Page
	form   pdffile.Dict // of the document's fields: AcroForm
	placed []placed
	stale  bool
}

func (c *copier) annotations(p *pdffile.Page) (*annotations, error) {
	a := &annotations{c: c, page: p}
	root, err := c.d.Dict(c.d.Trailer["Root"])
	if err != nil {
		return nil, err
	}
	if a.form, err = c.d.Flat(root["AcroForm"]); err != nil {
		return nil, err
	}
	v, err := c.d.Resolve(p.Dict["Annots"])
	if err != nil {
		return nil, err
	}
	list, _ := v.([]any)
	if len(list) > maxAnnotations {
		return nil, fault(ErrTooLarge, "PDF, %d Annots", len(list))
	}
	for _, v := range list {
		m, err := c.d.Dict(v)
		if err == nil && len(m) > 0 {
			err = a.add(m, objectOf(v))
		}
		if err != nil {
			return nil, err
		}
	}
	if len(a.placed) > 0 {
		c.remark(Remark{Kind: Drawn, Count: len(a.placed)})
	}
	if a.stale {
		c.remark(Remark{Kind: StaleFields})
	}
	return a, nil
}

func objectOf(v any) int {
	r, _ := v.(pdffile.Ref)
	return r.Num
}

// add places one annotation, or says why it is not.
func (a *annotations) add(m pdffile.Dict, object int) error {
	d := a.c.d
	kind, err := d.Resolve(m["Subtype"])
	if err != nil {
		return err
	}
	subtype, _ := kind.(pdffile.Name)
	number, err := d.Number(m["F"])
	if err != nil {
		return err
	}
	flags := int(math.Max(0, math.Min(number, math.MaxInt32)))
	if silent[subtype] || flags&flagHidden != 0 {
		return nil
	}
	rect, ok, err := d.Rect(m["Rect"])
	if err != nil {
		return err
	}
	if on := rect.And(a.page.Box); !ok || on.W() <= 0 || on.H() <= 0 {
		return nil // beside the trim, or nowhere
	}
	if by, err := a.c.layers.hides(m["OC"]); by != nil || err != nil {
		a.c.layers.tell(by)
		return err
	}
	what, err := a.describe(m, subtype)
	if err != nil {
		return err
	}
	if comments[subtype] {
		a.c.remark(Remark{Kind: Comment, Detail: what, Count: 1, Object: object})
		return nil
	}
	form, err := a.appearance(m)
	if err != nil {
		return err
	}
	blank, err := a.blank(m, subtype)
	switch {
	case err != nil:
		return err
	case form == nil && blank:
	case flags&flagPrint == 0:
		a.c.remark(Remark{Kind: ScreenOnly, Detail: what, Count: 1, Object: object})
	case form == nil:
		a.c.remark(Remark{Kind: NoAppearance, Detail: what, Count: 1, Object: object})
	default:
		return a.place(*form, rect, flags&flagNoRotate != 0)
	}
	return nil
}

// describe is a few words for the editor: the kind of an annotation, and what it
// says.
func (a *annotations) describe(m pdffile.Dict, subtype pdffile.Name) (string, error) {
	what := printable(string(subtype))
	key := pdffile.Name("Contents")
	if subtype == "Widget" {
		key = "V"
	}
	v, err := a.inherited(m, key)
	if err != nil {
		return "", err
	}
	s, _ := v.(pdffile.String)
	text := []rune(strings.Join(strings.Fields(pdffile.Text(s)), " "))
	if len(text) > maxQuoted {
		text = append(text[:maxQuoted], '…')
	}
	if len(text) > 0 {
		what += fmt.Sprintf(" “%s”", string(text))
	}
	return what, nil
}

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, s[:min(len(s), maxQuoted)])
}

// inherited is an entry of a field, which it may take from the fields above.
func (a *annotations) inherited(m pdffile.Dict, key pdffile.Name) (any, error) {
	for range maxParents {
		v, err := a.c.d.Resolve(m[key])
		if v != nil || err != nil || m["Parent"] == nil {
			return v, err
		}
		if m, err = a.c.d.Dict(m["Parent"]); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// blank tells whether an annotation without an appearance has nothing to show:
// an empty field.
func (a *annotations) blank(m pdffile.Dict, subtype pdffile.Name) (bool, error) {
	if subtype != "Widget" {
		return false, nil
	}
	kind, err := a.inherited(m, "FT")
	if err != nil {
		return false, err
	}
	value, err := a.inherited(m, "V")
	if err != nil {
		return false, err
	}
	switch kind {
	case pdffile.Name("Tx"), pdffile.Name("Ch"):
		if a.form["NeedAppearances"] == true && value != nil && value != pdffile.String("") {
			a.stale = true
		}
		return value == nil || value == pdffile.String(""), nil
	case pdffile.Name("Btn"):
		return value == nil || value == pdffile.Name("Off"), nil
	}
	return true, nil // a signature that is not to be seen, or no field at all
}

// appearance is the form that shows an annotation: N of AP, by the state AS
// where there are several; nil where there is none.
func (a *annotations) appearance(m pdffile.Dict) (*pdffile.Ref, error) {
	ap, err := a.c.d.Dict(m["AP"])
	if err != nil {
		return nil, err
	}
	normal := ap["N"]
	v, err := a.c.d.Resolve(normal)
	if err != nil {
		return nil, err
	}
	if states, ok := v.(pdffile.Dict); ok {
		state, err := a.c.d.Resolve(m["AS"])
		if err != nil {
			return nil, err
		}
		name, _ := state.(pdffile.Name)
		normal = states[name]
		if v, err = a.c.d.Resolve(normal); err != nil {
			return nil, err
		}
	}
	r, isRef := normal.(pdffile.Ref)
	if _, ok := v.(*pdffile.Stream); !ok || !isRef {
		return nil, nil
	}
	return &r, nil
}

// place fits an appearance into the rectangle of its annotation (12.5.5,
// algorithm 8.1). One that does not turn with the page hangs at its upper left
// corner.
func (a *annotations) place(form pdffile.Ref, rect pdffile.Rect, upright bool) error {
	m, err := a.c.d.Dict(form)
	if err != nil {
		return err
	}
	box, ok, err := a.c.d.Rect(m["BBox"])
	if err != nil || !ok {
		return err // nothing is to be seen in a box without area
	}
	own, err := a.matrix(m["Matrix"])
	if err != nil {
		return err
	}
	at := bounds(own, box)
	if at.W() <= 0 || at.H() <= 0 {
		return nil
	}
	sx, sy := rect.W()/at.W(), rect.H()/at.H()
	fit := [6]float64{sx, 0, 0, sy, rect.X0 - float64(at.X0*sx), rect.Y0 - float64(at.Y0*sy)}
	if upright && a.page.Turn != 0 {
		fit = times(fit, about(rect.X0, rect.Y1, a.page.Turn))
	}
	a.placed = append(a.placed, placed{form, fit})
	return nil
}

func (a *annotations) matrix(v any) ([6]float64, error) {
	m := [6]float64{1, 0, 0, 1, 0, 0}
	v, err := a.c.d.Resolve(v)
	list, _ := v.([]any)
	if err != nil || len(list) != len(m) {
		return m, err
	}
	for i := range m {
		if m[i], err = a.c.d.Number(list[i]); err != nil {
			return m, err
		}
	}
	return m, nil
}

// bounds is the upright rectangle around a box that a matrix has moved.
func bounds(m [6]float64, b pdffile.Rect) pdffile.Rect {
	out := pdffile.Rect{X0: math.Inf(1), Y0: math.Inf(1), X1: math.Inf(-1), Y1: math.Inf(-1)}
	for _, p := range [...][2]float64{{b.X0, b.Y0}, {b.X1, b.Y0}, {b.X0, b.Y1}, {b.X1, b.Y1}} {
		x := float64(m[0]*p[0]) + float64(m[2]*p[1]) + m[4]
		y := float64(m[1]*p[0]) + float64(m[3]*p[1]) + m[5]
		out = pdffile.Rect{X0: min(out.X0, x), Y0: min(out.Y0, y), X1: max(out.X1, x), Y1: max(out.Y1, y)}
	}
	return out
}

// times does m and then n.
func times(m, n [6]float64) [6]float64 {
	at := func(a, b, c, d float64) float64 { return float64(a*b) + float64(c*d) }
	return [6]float64{
		at(m[0], n[0], m[1], n[2]), at(m[0], n[1], m[1], n[3]),
		at(m[2], n[0], m[3], n[2]), at(m[2], n[1], m[3], n[3]),
		at(m[4], n[0], m[5], n[2]) + n[4], at(m[4], n[1], m[5], n[3]) + n[5],
	}
}

// about turns by quarters, against the clock, round a point.
func about(x, y float64, quarters int) [6]float64 {
	m := [...][4]float64{{1, 0, 0, 1}, {0, 1, -1, 0}, {-1, 0, 0, -1}, {0, -1, 1, 0}}[quarters]
	return [6]float64{m[0], m[1], m[2], m[3], x - float64(m[0]*x) - float64(m[2]*y), y - float64(m[1]*x) - float64(m[3]*y)}
}
