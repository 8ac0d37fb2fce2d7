package pdffile

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
)

const (
	// maxContents is how many streams the content of a page may consist of.
	maxContents = 100000
	// maxPages is how many pages a document may have.
	maxPages = 100000
	// maxNodes is how many nodes of the page tree are looked at.
	maxNodes = 4 * maxPages
	// minPoints and maxPoints bound the sides of a page: a point is less than
	// half a millimetre, and the largest sheet of a rotary press is 1.6 m
	// wide; format 14,400 units of up to 1/6 inch is the longest in use.
	minPoints, maxPoints = 1, 200000
)

// Rect is a rectangle in units of the page.
type Rect struct{ X0, Y0, X1, Y1 float64 }

func (r Rect) W() float64 { return r.X1 - r.X0 }
func (r Rect) H() float64 { return r.Y1 - r.Y0 }

func (r Rect) And(o Rect) Rect {
	return Rect{max(r.X0, o.X0), max(r.Y0, o.Y0), min(r.X1, o.X1), min(r.Y1, o.Y1)}
}

// Page is a page with what it inherited.
type Page struct {
	Dict      Dict
	Resources any
	Box       Rect    // the trim, in units of the page
	Unit      float64 // points
	Turn      int     // quarters clockwise, 0 to 3
	// OddTurn is what the page says of its turn where that is no multiple of 90
	// degrees (7.7.3.3); Turn is the quarters below it then.
	OddTurn string
}

// Size is the trim as it is looked at, in points.
func (p *Page) Size() (w, h float64) {
	w, h = p.Box.W()*p.Unit, p.Box.H()*p.Unit
	if p.Turn%2 == 1 {
		return h, w
	}
	return w, h
}

// Matrix brings the trim to 0, 0 upright and in points.
func (p *Page) Matrix() [6]float64 {
	u, b := p.Unit, p.Box
	switch p.Turn {
	case 1:
		return [6]float64{0, -u, u, 0, -u * b.Y0, u * b.X1}
	case 2:
		return [6]float64{-u, 0, 0, -u, u * b.X1, u * b.Y1}
	case 3:
		return [6]float64{0, u, -u, 0, u * b.Y1, -u * b.X0}
	}
	return [6]float64{u, 0, 0, u, -u * b.X0, -u * b.Y0}
}

// inherited are the entries that pages take from the nodes above (7.7.3.4).
var inherited = [...]Name{"Resources", "MediaBox", "CropBox", "Rotate"}

// pageNode is a node of the page tree with the entries from above.
type pageNode struct {
	value any
	above Dict
}

// Pages goes through the pages in order and calls visit with each number,
// from 1, and the page with its inherited entries filled in. Nodes met twice
// are left out, so that a tree that bites its tail ends.
func (d *File) Pages(visit func(n int, page Dict) (more bool)) (int, error) {
	root, err := d.Dict(d.Trailer["Root"])
	if err != nil {
		return 0, err
	}
	stack := []pageNode{{root["Pages"], Dict{}}}
	seen := make(map[int]bool)
	pages, nodes := 0, 0
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if r, ok := n.value.(Ref); ok {
			if seen[r.Num] {
				continue
			}
			seen[r.Num] = true
		}
		if nodes++; nodes > maxNodes {
			return 0, fault(ErrTooLarge, "PDF, %d nodes", maxNodes)
		}
		own, kids, below, err := d.pageNode(n)
		switch {
		case err != nil:
			return 0, err
		case kids != nil:
			if len(stack)+len(kids) > maxNodes {
				return 0, fault(ErrTooLarge, "PDF, %d nodes", maxNodes)
			}
			for _, kid := range slices.Backward(kids) {
				stack = append(stack, pageNode{kid, below})
			}
		case len(own) == 0 || own["Type"] == Name("Pages"): // nothing there
		default:
			if pages++; pages > maxPages {
				return 0, fault(ErrTooLarge, "PDF, %d pages", maxPages)
			}
			full := maps.Clone(own)
			maps.Copy(full, below)
			if !visit(pages, full) {
				return pages, nil
			}
		}
	}
	if pages == 0 {
		return 0, fault(ErrBroken, "PDF Pages")
	}
	return pages, nil
}

// pageNode reads a node: its own entries, its kids where it has some, and what
// these inherit.
func (d *File) pageNode(n pageNode) (own Dict, kids []any, below Dict, err error) {
	if own, err = d.Dict(n.value); err != nil {
		return nil, nil, nil, err
	}
	v, err := d.Resolve(own["Kids"])
	if err != nil {
		return nil, nil, nil, err
	}
	below = Dict{}
	for _, key := range inherited {
		if v := first(own[key], n.above[key]); v != nil {
			below[key] = v
		}
	}
	kids, _ = v.([]any)
	return own, kids, below, nil
}

// Page takes a page's entries.
func (d *File) Page(m Dict) (*Page, error) {
	p := &Page{Dict: m, Resources: m["Resources"], Unit: 1}
	media, ok, err := d.Rect(m["MediaBox"])
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fault(ErrBroken, "PDF MediaBox")
	}
	p.Box = media
	// What is outside the MediaBox is not there (14.11.2); a box without area
	// is no box.
	for _, key := range []Name{"CropBox", "TrimBox"} {
		b, ok, err := d.Rect(m[key])
		if err != nil {
			return nil, err
		}
		if b = b.And(media); ok && b.W() > 0 && b.H() > 0 {
			p.Box = b
		}
	}
	if p.Turn, p.OddTurn, err = d.Turn(m["Rotate"]); err != nil {
		return nil, err
	}
	if u, err := d.Number(m["UserUnit"]); err != nil {
		return nil, err
	} else if u > 0 {
		p.Unit = u
	}
	w, h := p.Size()
	if !(min(w, h) >= minPoints && max(w, h) <= maxPoints) {
		return nil, fault(ErrBroken, "PDF %.4g×%.4g pt", w, h)
	}
	return p, nil
}

// Turn reads Rotate: quarters clockwise, 0 to 3, and what stands there where that is
// no multiple of 90 degrees.
func (d *File) Turn(v any) (quarters int, odd string, err error) {
	v, err = d.Resolve(v)
	if err != nil || v == nil {
		return 0, "", err
	}
	turn, err := d.Number(v)
	quarters = (int(math.Mod(turn, 360)/90) + 4) % 4
	switch v.(type) {
	case int64, float64:
		if math.Mod(turn, 90) != 0 {
			odd = strconv.FormatFloat(turn, 'g', 6, 64)
		}
	default:
		const most = 40
		odd = fmt.Sprint(v)
		odd = odd[:min(len(odd), most)]
	}
	return quarters, odd, err
}

// Number resolves a number; 0 where v is none.
func (d *File) Number(v any) (float64, error) {
	v, err := d.Resolve(v)
	switch n := v.(type) {
	case int64:
		return float64(n), err
	case float64:
		return n, err
	}
	return 0, err
}

// Rect resolves a rectangle and puts its corners in order.
func (d *File) Rect(v any) (Rect, bool, error) {
	v, err := d.Resolve(v)
	list, _ := v.([]any)
	if err != nil || len(list) != 4 {
		return Rect{}, false, err
	}
	var c [4]float64
	for i := range c {
		if c[i], err = d.Number(list[i]); err != nil {
			return Rect{}, false, err
		}
	}
	r := Rect{min(c[0], c[2]), min(c[1], c[3]), max(c[0], c[2]), max(c[1], c[3])}
	ok := r.W() > 0 && r.H() > 0 && math.Abs(r.X0)+math.Abs(r.X1)+math.Abs(r.Y0)+math.Abs(r.Y1) < 4*maxPoints
	return r, ok, nil
}

// Content joins the content streams of a page. White comes between them, for
// a word may not go on from one to the next (7.8.2).
func (d *File) Content(v any) ([]byte, error) {
	v, err := d.Resolve(v)
	if err != nil {
		return nil, err
	}
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	if len(list) > maxContents {
		return nil, fault(ErrTooLarge, "PDF, %d Contents", len(list))
	}
	var all []byte
	for _, v := range list {
		v, err := d.Resolve(v)
		if err != nil {
			return nil, err
		}
		s, ok := v.(*Stream)
		if !ok {
			if v == nil {
				continue // an empty page, or an object that is not there
			}
			return nil, fault(ErrBroken, "PDF Contents")
		}
		if err := Local(s); err != nil {
			return nil, err
		}
		b, err := d.Decode(s)
		if err != nil {
			return nil, err
		}
		if len(list) == 1 {
			return append(b, '\n'), nil
		}
		all = append(append(all, b...), '\n')
	}
	return all, nil
}

// Local refuses streams whose data is in another file.
func Local(s *Stream) error {
	if s.Dict["F"] != nil {
		return fault(ErrUnsupported, "PDF stream /F")
	}
	return nil
}
