package separation

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"strings"

	"duikai/layout/artwork"
	"duikai/layout/pdffile"
)

// colours are the spaces that a content fills and draws with.
type colours struct{ fill, stroke *space }

// rewriter converts one content stream.
type rewriter struct {
	w     *walker
	mode  mode
	res   *resources
	state pdffile.States[colours]
	out   bytes.Buffer
	any   bool
}

// content converts the operators of a content stream.
func (w *walker) content(s *pdffile.Stream, m mode, res *resources) {
	b, err := w.file.Decode(w.plain(s))
	if err != nil {
		w.fault("content", err)
		return
	}
	if !coloured(b) {
		return
	}
	r := &rewriter{w: w, mode: m, res: res}
	done := 0
	_ = pdffile.Operations(b, func(o pdffile.Operation) error {
		r.out.Write(b[done:o.From])
		if text := r.operation(o); text != "" {
			r.out.WriteString(text)
			r.any = true
		} else {
			r.out.Write(b[o.From:o.To])
		}
		done = o.To
		return nil
	})
	if r.any {
		r.out.Write(b[done:])
		replace(s, r.out.Bytes())
	}
}

// coloured tells whether a content may hold an operator that is converted: most
// drawings for the press have gray and ink alone, and need not be read.
func coloured(b []byte) bool {
	for _, o := range [...]string{"rg", "RG", "cs", "CS", "sc", "SC", "BI"} {
		if bytes.Contains(b, []byte(o)) {
			return true
		}
	}
	return false
}

// replace puts other data into a stream.
func replace(s *pdffile.Stream, data []byte) {
	packed := artwork.Flate(data)
	s.Data = packed
	delete(s.Dict, "DecodeParms")
	s.Dict["Filter"], s.Dict["Length"] = pdffile.Name("FlateDecode"), int64(len(packed))
}

// operation gives what stands in place of an operator; empty: it stays.
func (r *rewriter) operation(o pdffile.Operation) string {
	switch o.Operator {
	case "q", "Q":
		r.state.Follow(o.Operator)
	case "g", "k":
		r.state.Now.fill = other
	case "G", "K":
		r.state.Now.stroke = other
	case "rg":
		r.state.Now.fill = r.w.deviceRGB(r.mode, r.res)
		return r.colour(r.state.Now.fill, o.Operands, false)
	case "RG":
		r.state.Now.stroke = r.w.deviceRGB(r.mode, r.res)
		return r.colour(r.state.Now.stroke, o.Operands, true)
	case "cs", "CS":
		return r.space(o)
	case "sc", "scn":
		return r.colour(r.current(r.state.Now.fill, o.Operands), o.Operands, false)
	case "SC", "SCN":
		return r.colour(r.current(r.state.Now.stroke, o.Operands), o.Operands, true)
	case "BI":
		return r.inline(o)
	}
	return ""
}

// current is the space in force. A form that sets none has that of who draws
// it; three numbers are RGB then.
func (r *rewriter) current(sp *space, operands []any) *space {
	if sp == nil && len(operands) == 3 {
		return r.w.deviceRGB(r.mode, r.res)
	}
	return sp
}

// space sets a space. That of converted colours is set with their first one.
func (r *rewriter) space(o pdffile.Operation) string {
	if len(o.Operands) == 0 {
		return ""
	}
	stroke := o.Operator == "CS"
	sp := r.w.space(o.Operands[len(o.Operands)-1], r.mode, r.res)
	if stroke {
		r.state.Now.stroke = sp
	} else {
		r.state.Now.fill = sp
	}
	if sp.to == nil {
		if name := sp.device; name != "" && sp.changed {
			return "/" + string(name) + " " + string(o.Operator)
		}
		return ""
	}
	return r.put(sp.to(sp.initial()), stroke)
}

// colour sets a colour of a converted space, or of a pattern that takes one.
func (r *rewriter) colour(sp *space, operands []any, stroke bool) string {
	if sp == nil {
		return ""
	}
	name := ""
	if n := len(operands); sp.base != nil && sp.kind == patterns && n > 0 {
		p, ok := operands[n-1].(pdffile.Name)
		if !ok {
			return ""
		}
		name, operands, sp = string(p), operands[:n-1], sp.base
	}
	if sp.to == nil || len(operands) < sp.n {
		return ""
	}
	var list []float64
	for _, v := range operands[len(operands)-sp.n:] {
		n, ok := r.w.number(v)
		if !ok {
			return ""
		}
		list = append(list, n)
	}
	r.w.Colours++
	list = sp.to(list)
	if name == "" {
		return r.put(list, stroke)
	}
	op := " scn"
	if stroke {
		op = " SCN"
	}
	return join(list) + " " + artwork.NameOf(pdffile.Name(name)) + op
}

// put writes a colour of ink.
func (r *rewriter) put(list []float64, stroke bool) string {
	op := map[int]string{1: "g", 4: "k"}[len(list)]
	if stroke {
		op = strings.ToUpper(op)
	}
	return join(list) + " " + op
}

// join writes numbers with as many decimals as a plate of 255 tones needs.
func join(list []float64) string {
	var b []byte
	for i, v := range list {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendFloat(b, v, 'f', 4, 64)
		b = bytes.TrimRight(b, "0")
		b = bytes.TrimSuffix(b, []byte("."))
	}
	return string(b)
}

// short are the names that inline pictures shorten (tables 93 and 94).
var short = map[pdffile.Name]pdffile.Name{
	"BPC": "BitsPerComponent", "CS": "ColorSpace", "D": "Decode", "DP": "DecodeParms", "F": "Filter", "H": "Height",
	"IM": "ImageMask", "I": "Interpolate", "W": "Width",
}

// maxInline is how many pixels an inline picture may have; they are for small
// ones, of some thousand.
const maxInline = 4 << 20

// inline converts an inline picture. Its data is written as plain characters,
// so that its end is never in doubt.
func (r *rewriter) inline(o pdffile.Operation) string {
	m := pdffile.Dict{}
	for key, v := range o.Inline {
		if long, ok := short[key]; ok {
			key = long
		}
		m[key] = v
	}
	sp := r.w.space(m["ColorSpace"], r.mode, r.res)
	if m["ImageMask"] == true || !sp.changed {
		return ""
	}
	s := &pdffile.Stream{Dict: m, Data: o.Data}
	switch _, named := m["ColorSpace"].(pdffile.Name); {
	case sp.to == nil && named:
		return "" // its space is one of the resources, and changed there
	case sp.to == nil:
		data, err := r.w.file.Decode(r.w.plain(s))
		if err != nil {
			r.w.fault("BI", err)
			return ""
		}
		s.Dict["ColorSpace"] = sp.value
		r.w.Pictures++
		replace(s, data)
	case r.w.whole(m["Width"], 0)*r.w.whole(m["Height"], 0) > maxInline || !r.w.recolour(s, sp, r.mode):
		return ""
	}
	s.Dict["Filter"] = []any{pdffile.Name("ASCIIHexDecode"), pdffile.Name("FlateDecode")}
	var b strings.Builder
	b.WriteString("BI")
	for _, key := range []pdffile.Name{"Width", "Height", "BitsPerComponent", "ColorSpace", "Decode", "Filter", "Interpolate"} {
		if v, ok := s.Dict[key]; ok {
			b.WriteString(" /" + string(key) + " " + artwork.Text(v))
		}
	}
	b.WriteString(" ID ")
	b.WriteString(hex.EncodeToString(s.Data) + ">\nEI")
	return b.String()
}
