package readback

import (
	"fmt"
	"image/color"
	"math"

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

func (m matrix) at(x, y float64) point {
	return point{float64(x*m[0]) + float64(y*m[2]) + m[4], float64(x*m[1]) + float64(y*m[3]) + m[5]}
}

// scale is by how much the matrix makes lengths larger.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(float64(m[0]*m[3]) - float64(m[1]*m[2]))) }

// straight tells whether level lines stay level: nothing is turned.
func (m matrix) straight() bool {
	const little = 1e-4
	return math.Abs(m[1]) <= little*math.Abs(m[0]) && math.Abs(m[2]) <= little*math.Abs(m[3])
}

// point is a place on the page, in points from its top left corner.
type point struct{ x, y float64 }

// box is a rectangle on the page.
type box struct{ x0, y0, x1, y1 float64 }

func (b box) and(o box) box {
	return box{max(b.x0, o.x0), max(b.y0, o.y0), min(b.x1, o.x1), min(b.y1, o.y1)}
}

func (b box) empty() bool { return !(b.x0 < b.x1 && b.y0 < b.y1) }

// boxOf is the box round some points.
func boxOf(list ...point) box {
	b := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range list {
		b = box{min(b.x0, p.x), min(b.y0, p.y), max(b.x1, p.x), max(b.y1, p.y)}
	}
	return b
}

// square is where the unit square of a matrix lies.
func (m matrix) square(w, h float64) box {
	return boxOf(m.at(0, 0), m.at(w, 0), m.at(0, h), m.at(w, h))
}

// state is the graphics state (ISO 32000-1, 8.4).
type state struct {
	ctm          matrix
	clip         box
	fill, stroke colour
	width        float64
	dashed       bool
	font         *font
	size         float64
	spacing      float64
	stretch      float64
}

// colour is what something is painted with; inks is the separation that sc and
// scn mean.
type colour struct {
	rgb  color.RGBA
	inks *separation
}

// maxStates is how deep states may be saved; ours go some five deep.
const maxStates = 64

// reader reads the content of a page.
type reader struct {
	f         *File
	page      *Page
	resources pdffile.Dict
	st        state
	stack     []state
	args      []any
	path      []contour
	clipping  bool
	inText    bool
	tm, line  matrix
}

func newReader(p *Page, resources pdffile.Dict, ctm matrix, clip box) *reader {
	black := colour{rgb: color.RGBA{A: 0xff}}
	return &reader{f: p.file, page: p, resources: resources, st: state{
		ctm: ctm, clip: clip, fill: black, stroke: black, width: 1, stretch: 1,
	}}
}

// maxOperands is the most that stands before an operator; an array counts once.
const maxOperands = 16

func (r *reader) run(content []byte) error {
	l := pdffile.NewLexer(content)
	for {
		v, more, err := l.Next()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		word, ok := v.(pdffile.Keyword)
		if !ok {
			if r.args = append(r.args, v); len(r.args) > maxOperands {
				return foreign("%d operands", len(r.args))
			}
			continue
		}
		if r.f.operators++; r.f.operators > maxOperators {
			return fmt.Errorf("%w: %d operators", pdffile.ErrTooLarge, r.f.operators)
		}
		op, known := operators[string(word)]
		if !known {
			return foreign("operator %.20q", string(word))
		}
		if op.operands >= 0 && len(r.args) != op.operands {
			return foreign("%s with %d operands", word, len(r.args))
		}
		var n [6]float64
		if op.numbers {
			for i, v := range r.args {
				if n[i], ok = number(v); !ok {
					return foreign("operator %s", word)
				}
			}
		}
		if err := op.do(r, n); err != nil {
			return err
		}
		r.args = r.args[:0]
	}
	if len(r.stack) != 0 || r.inText || len(r.args) != 0 || len(r.path) != 0 {
		return foreign("a content that does not end")
	}
	return nil
}

// largest is the greatest number that is taken: no place on a sheet is further
// from another.
const largest = 1e6

// number is an operand that is a number.
func number(v any) (float64, bool) {
	var n float64
	switch v := v.(type) {
	case int64:
		n = float64(v)
	case float64:
		n = v
	default:
		return 0, false
	}
	return n, math.Abs(n) <= largest // and no NaN
}

// resource is a named resource of a kind.
func (r *reader) resource(kind pdffile.Name, name any) (ref, value any, err error) {
	n, ok := name.(pdffile.Name)
	if !ok {
		return nil, nil, foreign("%s without a name", kind)
	}
	list, err := r.f.pdf.Dict(r.resources[kind])
	if err != nil {
		return nil, nil, err
	}
	if list[n] == nil {
		return nil, nil, foreign("%s %.40q is missing", kind, string(n))
	}
	value, err = r.f.pdf.Resolve(list[n])
	return list[n], value, err
}
