package readback

import (
	"fmt"
	"image/color"
	"math"

	"duikai/layout/pdffile"
)

// contour is a part of a path, its places on the page.
type contour struct {
	points []point
	shut   bool
}

// addPoint counts the points of paths.
func (r *reader) addPoint(p point) error {
	if r.f.points++; r.f.points > maxPoints {
		return fmt.Errorf("%w: %d points", pdffile.ErrTooLarge, r.f.points)
	}
	last := &r.path[len(r.path)-1]
	last.points = append(last.points, p)
	return nil
}

func (r *reader) moveTo(n [6]float64) error {
	r.path = append(r.path, contour{})
	return r.addPoint(r.st.ctm.at(n[0], n[1]))
}

// begun tells whether a line can go on.
func (r *reader) begun() error {
	if len(r.path) == 0 || r.path[len(r.path)-1].shut {
		return foreign("a path that does not begin")
	}
	return nil
}

func (r *reader) lineTo(n [6]float64) error {
	if err := r.begun(); err != nil {
		return err
	}
	return r.addPoint(r.st.ctm.at(n[0], n[1]))
}

// curveTo makes lines of a curve: ours are the small circles of register marks.
func (r *reader) curveTo(n [6]float64) error {
	if err := r.begun(); err != nil {
		return err
	}
	const steps = 16
	list := r.path[len(r.path)-1].points
	from := list[len(list)-1]
	a, b, to := r.st.ctm.at(n[0], n[1]), r.st.ctm.at(n[2], n[3]), r.st.ctm.at(n[4], n[5])
	for i := 1; i <= steps; i++ {
		t := float64(float64(i) / steps)
		s := 1 - t
		c0, c1, c2, c3 := float64(s*s*s), float64(3*s*s*t), float64(3*s*t*t), float64(t*t*t)
		err := r.addPoint(point{
			float64(c0*from.x) + float64(c1*a.x) + float64(c2*b.x) + float64(c3*to.x),
			float64(c0*from.y) + float64(c1*a.y) + float64(c2*b.y) + float64(c3*to.y),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) rectangle(n [6]float64) error {
	x, y, w, h := n[0], n[1], n[2], n[3]
	r.path = append(r.path, contour{})
	for _, p := range [...][2]float64{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}} {
		if err := r.addPoint(r.st.ctm.at(p[0], p[1])); err != nil {
			return err
		}
	}
	return r.shut()
}

func (r *reader) shut() error {
	if len(r.path) == 0 {
		return foreign("a path that does not begin")
	}
	r.path[len(r.path)-1].shut = true
	return nil
}

// box is the rectangle that a contour is, with level and upright sides.
func (c *contour) box() (box, bool) {
	list := c.points
	if len(list) == 5 && list[0] == list[4] {
		list = list[:4]
	}
	if len(list) != 4 {
		return box{}, false
	}
	same := func(a, b float64) bool { return math.Abs(a-b) < 1e-6 }
	a, b, e, d := list[0], list[1], list[2], list[3]
	level := same(a.y, b.y) && same(b.x, e.x) && same(e.y, d.y) && same(d.x, a.x)
	upright := same(a.x, b.x) && same(b.y, e.y) && same(e.x, d.x) && same(d.y, a.y)
	return boxOf(list...), level || upright
}

// paint ends a path: it is filled or stroked, and becomes the clip where that
// was said.
func (r *reader) paint(fill, stroke, shut bool) error {
	path := r.path
	r.path = nil
	if shut && len(path) > 0 {
		path[len(path)-1].shut = true
	}
	if fill {
		r.fill(path)
	}
	if stroke {
		for i := range path {
			if err := r.stroke(&path[i]); err != nil {
				return err
			}
		}
	}
	if !r.clipping {
		return nil
	}
	r.clipping = false
	if len(path) != 1 {
		return foreign("a clip of %d parts", len(path))
	}
	b, ok := path[0].box()
	if !ok {
		return foreign("a clip that is no rectangle")
	}
	r.st.clip = r.st.clip.and(b)
	return nil
}

func (r *reader) add(m mark) { r.page.list = append(r.page.list, m) }

func (r *reader) fill(path []contour) {
	if len(path) == 1 {
		if b, ok := path[0].box(); ok {
			r.fillBox(b, r.st.fill.rgb)
			return
		}
	}
	m := &shape{rgb: r.st.fill.rgb, clip: r.st.clip}
	for _, c := range path {
		if len(c.points) > 2 {
			m.contours = append(m.contours, c.points)
		}
	}
	if len(m.contours) > 0 {
		r.add(m)
	}
}

func (r *reader) fillBox(b box, c color.RGBA) {
	if b = b.and(r.st.clip); !b.empty() {
		r.add(&area{b, c})
	}
}

// stroke makes areas of lines: ours stand alone and end bluntly.
func (r *reader) stroke(c *contour) error {
	list := c.points
	if c.shut && len(list) > 1 {
		list = append(list[:len(list):len(list)], list[0])
	}
	half := float64(r.st.width * r.st.ctm.scale() / 2)
	for i := range max(len(list)-1, 0) {
		a, b := list[i], list[i+1]
		reach := boxOf(a, b)
		reach = box{reach.x0 - half, reach.y0 - half, reach.x1 + half, reach.y1 + half}
		if reach.and(r.st.clip).empty() {
			continue
		}
		if r.st.dashed {
			return foreign("a dashed line")
		}
		switch long := math.Hypot(b.x-a.x, b.y-a.y); {
		case a.x == b.x:
			r.fillBox(box{a.x - half, min(a.y, b.y), a.x + half, max(a.y, b.y)}, r.st.stroke.rgb)
		case a.y == b.y:
			r.fillBox(box{min(a.x, b.x), a.y - half, max(a.x, b.x), a.y + half}, r.st.stroke.rgb)
		default:
			r.add(&shape{[][]point{slanted(a, b, half/long)}, r.st.stroke.rgb, r.st.clip})
		}
	}
	return nil
}

// slanted is a line as an area; share is half its width in lengths of it.
func slanted(a, b point, share float64) []point {
	nx, ny := float64(-(b.y-a.y)*share), float64((b.x-a.x)*share)
	return []point{{a.x + nx, a.y + ny}, {b.x + nx, b.y + ny}, {b.x - nx, b.y - ny}, {a.x - nx, a.y - ny}}
}

// separation is a single ink and what it looks like in process inks.
type separation struct{ none, full [4]float64 }

// byteOf turns a share into 255ths.
func byteOf(share float64) uint8 { return uint8(float64(min(max(share, 0), 1)*255) + 0.5) }

// cmyk is what a screen shows of ink, by the simple formula of proofs.
func cmyk(n [6]float64) color.RGBA {
	r, g, b := color.CMYKToRGB(byteOf(n[0]), byteOf(n[1]), byteOf(n[2]), byteOf(n[3]))
	return color.RGBA{r, g, b, 0xff}
}

func grey(n [6]float64) color.RGBA { return rgb([6]float64{n[0], n[0], n[0]}) }

func rgb(n [6]float64) color.RGBA {
	return color.RGBA{byteOf(n[0]), byteOf(n[1]), byteOf(n[2]), 0xff}
}

func (c *colour) set(rgb color.RGBA) error {
	*c = colour{rgb: rgb}
	return nil
}

// tint takes a share of the single ink.
func (c *colour) tint(share float64) error {
	if c.inks == nil {
		return foreign("scn without an ink")
	}
	var n [6]float64
	for i := range 4 {
		n[i] = c.inks.none[i] + float64(share*(c.inks.full[i]-c.inks.none[i]))
	}
	c.rgb = cmyk(n)
	return nil
}

// space reads the colour space of a single ink: [/Separation name /DeviceCMYK
// function], whose function is a straight line.
func (r *reader) space(c *colour) error {
	_, v, err := r.resource("ColorSpace", r.args[0])
	if err != nil {
		return err
	}
	list, _ := v.([]any)
	if len(list) != 4 || list[0] != pdffile.Name("Separation") || list[2] != pdffile.Name("DeviceCMYK") {
		return foreign("a colour space")
	}
	f, err := r.f.pdf.Flat(list[3])
	if err != nil {
		return err
	}
	kind, _ := number(f["FunctionType"])
	power, _ := number(f["N"])
	s := new(separation)
	if kind != 2 || power != 1 || !four(f["C0"], &s.none) || !four(f["C1"], &s.full) {
		return foreign("a colour space's function")
	}
	c.inks = s
	return c.tint(1)
}

func four(v any, to *[4]float64) bool {
	list, _ := v.([]any)
	if len(list) != 4 {
		return false
	}
	for i, v := range list {
		n, ok := number(v)
		if !ok {
			return false
		}
		to[i] = n
	}
	return true
}
