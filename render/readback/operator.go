package readback

import (
	"duikai/layout/pdffile"
)

// operator is what an operator needs and does.
type operator struct {
	operands int  // how many; -1: any
	numbers  bool // all of them are numbers, which do gets; at most six
	do       func(r *reader, n [6]float64) error
}

// nothing is for what no picture of a page shows: the ends of lines, rendering
// hints.
func nothing(*reader, [6]float64) error { return nil }

// operators are all that our files use (ISO 32000-1, annex A).
var operators = map[string]operator{
	"q":  {0, true, (*reader).save},
	"Q":  {0, true, (*reader).restore},
	"cm": {6, true, (*reader).concat},
	"gs": {1, false, (*reader).settings},
	"w":  {1, true, func(r *reader, n [6]float64) error { r.st.width = n[0]; return nil }},
	"J":  {1, true, nothing},
	"j":  {1, true, nothing},
	"M":  {1, true, nothing},
	"d":  {2, false, (*reader).dash},

	"m":  {2, true, (*reader).moveTo},
	"l":  {2, true, (*reader).lineTo},
	"c":  {6, true, (*reader).curveTo},
	"re": {4, true, (*reader).rectangle},
	"h":  {0, true, func(r *reader, _ [6]float64) error { return r.shut() }},
	"f":  {0, true, painting(true, false, true)},
	"F":  {0, true, painting(true, false, true)},
	"S":  {0, true, painting(false, true, false)},
	"s":  {0, true, painting(false, true, true)},
	"n":  {0, true, painting(false, false, false)},
	"W":  {0, true, func(r *reader, _ [6]float64) error { r.clipping = true; return nil }},
	"W*": {0, true, func(r *reader, _ [6]float64) error { r.clipping = true; return nil }},

	"k":   {4, true, func(r *reader, n [6]float64) error { return r.st.fill.set(cmyk(n)) }},
	"K":   {4, true, func(r *reader, n [6]float64) error { return r.st.stroke.set(cmyk(n)) }},
	"g":   {1, true, func(r *reader, n [6]float64) error { return r.st.fill.set(grey(n)) }},
	"G":   {1, true, func(r *reader, n [6]float64) error { return r.st.stroke.set(grey(n)) }},
	"rg":  {3, true, func(r *reader, n [6]float64) error { return r.st.fill.set(rgb(n)) }},
	"RG":  {3, true, func(r *reader, n [6]float64) error { return r.st.stroke.set(rgb(n)) }},
	"cs":  {1, false, func(r *reader, _ [6]float64) error { return r.space(&r.st.fill) }},
	"CS":  {1, false, func(r *reader, _ [6]float64) error { return r.space(&r.st.stroke) }},
	"scn": {1, true, func(r *reader, n [6]float64) error { return r.st.fill.tint(n[0]) }},
	"SCN": {1, true, func(r *reader, n [6]float64) error { return r.st.stroke.tint(n[0]) }},

	"BT": {0, true, (*reader).beginText},
	"ET": {0, true, (*reader).endText},
	"Tf": {2, false, (*reader).selectFont},
	"Tc": {1, true, func(r *reader, n [6]float64) error { r.st.spacing = n[0]; return nil }},
	"Tz": {1, true, func(r *reader, n [6]float64) error { r.st.stretch = n[0] / 100; return nil }},
	"Td": {2, true, (*reader).nextLine},
	"TD": {2, true, (*reader).nextLine}, // the leading it sets, nobody asks for
	"Tm": {6, true, (*reader).textMatrix},
	"TJ": {1, false, (*reader).showList},
	"Tj": {1, false, (*reader).showOne},

	"Do": {1, false, (*reader).object},

	// What a copy for reading says of its content (ISO 32000-1, 14.6) draws nothing.
	"BMC": {1, false, unseen}, "BDC": {2, false, unseen}, "EMC": {0, false, unseen},
}

func unseen(*reader, [6]float64) error { return nil }

// painting is an operator that ends a path.
func painting(fill, stroke, shut bool) func(*reader, [6]float64) error {
	return func(r *reader, _ [6]float64) error { return r.paint(fill, stroke, shut) }
}

func (r *reader) save([6]float64) error {
	if len(r.stack) >= maxStates {
		return foreign("%d states", len(r.stack))
	}
	r.stack = append(r.stack, r.st)
	return nil
}

func (r *reader) restore([6]float64) error {
	if len(r.stack) == 0 {
		return foreign("Q without q")
	}
	r.st = r.stack[len(r.stack)-1]
	r.stack = r.stack[:len(r.stack)-1]
	return nil
}

func (r *reader) concat(n [6]float64) error {
	r.st.ctm = matrix(n).then(r.st.ctm)
	for _, v := range r.st.ctm {
		if !(v > -largest && v < largest) {
			return foreign("a matrix out of reach")
		}
	}
	return nil
}

// known are the settings that ours have; overprinting, which a screen does not
// show.
var known = map[pdffile.Name]bool{"Type": true, "OP": true, "op": true, "OPM": true}

func (r *reader) settings([6]float64) error {
	_, v, err := r.resource("ExtGState", r.args[0])
	if err != nil {
		return err
	}
	m, ok := v.(pdffile.Dict)
	if !ok {
		return foreign("ExtGState")
	}
	for key := range m {
		if !known[key] {
			return foreign("ExtGState %.40q", string(key))
		}
	}
	return nil
}

func (r *reader) dash([6]float64) error {
	list, ok := r.args[0].([]any)
	if _, isNumber := number(r.args[1]); !ok || !isNumber {
		return foreign("operator d")
	}
	r.st.dashed = len(list) > 0
	return nil
}
