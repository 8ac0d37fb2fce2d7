package artwork

import (
	"math"

	"duikai/layout/geom"
)

const (
	// maxPages is how many pages a document may have.
	maxPages = 100000
	// maxNodes is how many nodes of the page tree are looked at.
	maxNodes = 4 * maxPages
	// minPoints and maxPoints bound the sides of a page: a point is less than
	// half a millimetre, and the largest sheet of a rotary press is 1.6 m
	// wide; format 14,400 units of up to 1/6 inch is the longest in use.
	minPoints, maxPoints = 1, 200000
)

// rect is a rectangle in units of the page.
type rect struct{ x0, y0, x1, y1 float64 }

func (r rect) w() float64 { return r.x1 - r.x0 }
func (r rect) h() float64 { return r.y1 - r.y0 }

func (r rect) and(o rect) rect {
	return rect{max(r.x0, o.x0), max(r.y0, o.y0), min(r.x1, o.x1), min(r.y1, o.y1)}
}

// pdfPage is a page with what it inherited.
type pdfPage struct {
	dict      dict
	resources any
	box       rect    // the trim, in units of the page
	unit      float64 // points
	turn      int     // quarters clockwise, 0 to 3
}

// size is the trim as it is looked at, in points.
func (p *pdfPage) size() (w, h float64) {
	w, h = p.box.w()*p.unit, p.box.h()*p.unit
	if p.turn%2 == 1 {
		return h, w
	}
	return w, h
}

// matrix brings the trim to 0, 0 upright and in points.
func (p *pdfPage) matrix() [6]float64 {
	u, b := p.unit, p.box
	switch p.turn {
	case 1:
		return [6]float64{0, -u, u, 0, -u * b.y0, u * b.x1}
	case 2:
		return [6]float64{-u, 0, 0, -u, u * b.x1, u * b.y1}
	case 3:
		return [6]float64{0, u, -u, 0, u * b.y1, -u * b.x0}
	}
	return [6]float64{u, 0, 0, u, -u * b.x0, -u * b.y0}
}

// inherited are the entries that pages take from the nodes above (7.7.3.4).
var inherited = [...]name{"Resources", "MediaBox", "CropBox", "Rotate"}

// walkPages goes through the pages in order and calls visit with each number,
// from 1, and the page with its inherited entries filled in. Nodes met twice
// are left out, so that a tree that bites its tail ends.
func (d *document) walkPages(visit func(n int, page dict) (more bool)) (int, error) {
	root, err := d.dict(d.trailer["Root"])
	if err != nil {
		return 0, err
	}
	type node struct {
		value any
		above dict
	}
	stack := []node{{root["Pages"], dict{}}}
	seen := make(map[int]bool)
	pages, nodes := 0, 0
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if r, ok := n.value.(ref); ok {
			if seen[r.num] {
				continue
			}
			seen[r.num] = true
		}
		if nodes++; nodes > maxNodes {
			return 0, fault(ErrTooLarge, "PDF, %d nodes", maxNodes)
		}
		own, err := d.dict(n.value)
		if err != nil {
			return 0, err
		}
		kids, err := d.resolve(own["Kids"])
		if err != nil {
			return 0, err
		}
		below := dict{}
		for _, key := range inherited {
			if v := first(own[key], n.above[key]); v != nil {
				below[key] = v
			}
		}
		list, isTree := kids.([]any)
		switch {
		case isTree:
			if len(stack)+len(list) > maxNodes {
				return 0, fault(ErrTooLarge, "PDF, %d nodes", maxNodes)
			}
			for i := len(list) - 1; i >= 0; i-- {
				stack = append(stack, node{list[i], below})
			}
		case len(own) == 0 || own["Type"] == name("Pages"): // nothing there
		default:
			if pages++; pages > maxPages {
				return 0, fault(ErrTooLarge, "PDF, %d pages", maxPages)
			}
			full := dict{}
			for k, v := range own {
				full[k] = v
			}
			for k, v := range below {
				full[k] = v
			}
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

// page takes a page's entries.
func (d *document) page(m dict) (*pdfPage, error) {
	p := &pdfPage{dict: m, resources: m["Resources"], unit: 1}
	media, ok, err := d.box(m["MediaBox"])
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fault(ErrBroken, "PDF MediaBox")
	}
	p.box = media
	// What is outside the MediaBox is not there (14.11.2); a box without area
	// is no box.
	for _, key := range []name{"CropBox", "TrimBox"} {
		b, ok, err := d.box(m[key])
		if err != nil {
			return nil, err
		}
		if b = b.and(media); ok && b.w() > 0 && b.h() > 0 {
			p.box = b
		}
	}
	turn, err := d.number(m["Rotate"])
	if err != nil {
		return nil, err
	}
	p.turn = (int(math.Mod(turn, 360)/90) + 4) % 4
	if u, err := d.number(m["UserUnit"]); err != nil {
		return nil, err
	} else if u > 0 {
		p.unit = u
	}
	w, h := p.size()
	if !(min(w, h) >= minPoints && max(w, h) <= maxPoints) {
		return nil, fault(ErrBroken, "PDF %.4g×%.4g pt", w, h)
	}
	return p, nil
}

// number resolves a number; 0 where v is none.
func (d *document) number(v any) (float64, error) {
	v, err := d.resolve(v)
	switch n := v.(type) {
	case int64:
		return float64(n), err
	case float64:
		return n, err
	}
	return 0, err
}

// box resolves a rectangle and puts its corners in order.
func (d *document) box(v any) (rect, bool, error) {
	v, err := d.resolve(v)
	list, _ := v.([]any)
	if err != nil || len(list) != 4 {
		return rect{}, false, err
	}
	var c [4]float64
	for i := range c {
		if c[i], err = d.number(list[i]); err != nil {
			return rect{}, false, err
		}
	}
	r := rect{min(c[0], c[2]), min(c[1], c[3]), max(c[0], c[2]), max(c[1], c[3])}
	ok := r.w() > 0 && r.h() > 0 && math.Abs(r.x0)+math.Abs(r.x1)+math.Abs(r.y0)+math.Abs(r.y1) < 4*maxPoints
	return r, ok, nil
}

// pdf counts the pages of a PDF and measures one.
func (f *file) pdf(page int) (Info, error) {
	if f.size > maxPDF {
		return Info{}, fault(ErrTooLarge, "PDF, > %d MB", maxPDF>>20)
	}
	b, err := f.bytes(0, f.size)
	if err != nil {
		return Info{}, err
	}
	info := Info{Format: PDF}
	err = withDocument(b, func(d *document) error {
		var found dict
		pages, err := d.walkPages(func(n int, m dict) bool {
			if n == page {
				found = m
			}
			return true
		})
		if err != nil {
			return err
		}
		if found == nil {
			return fault(ErrNoPage, "%d / %d", page, pages)
		}
		p, err := d.page(found)
		if err != nil {
			return err
		}
		w, h := p.size()
		info.Pages, info.Trim = pages, geom.Size{W: geom.FromPoints(w), H: geom.FromPoints(h)}
		return nil
	})
	return info, err
}
