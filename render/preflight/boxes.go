package preflight

import (
	"fmt"
	"math"

	"duikai/layout/pdffile"
)

// onePage checks a page: boxes, annotations, content.
func (c *checker) onePage(m pdffile.Dict) error {
	trim, print, err := c.boxes(m)
	if err != nil {
		return err
	}
	unit, err := c.f.Number(m["UserUnit"])
	if err != nil {
		return err
	}
	if unit <= 0 {
		unit = 1
	}
	c.trim, c.print = times(trim, unit), times(print, unit)
	if !c.o.Artwork {
		if err := c.annotations(m, print); err != nil {
			return err
		}
	}
	if err := c.group(m, 0); err != nil {
		return err
	}
	return c.contents(m, unit)
}

func times(r pdffile.Rect, by float64) pdffile.Rect {
	return pdffile.Rect{X0: r.X0 * by, Y0: r.Y0 * by, X1: r.X1 * by, Y1: r.Y1 * by}
}

// boxes checks the boxes of a page (9.10.1) and gives the trim, and what is
// printed: the bleed, or else the trim.
func (c *checker) boxes(m pdffile.Dict) (trim, print pdffile.Rect, err error) {
	box := make(map[pdffile.Name]pdffile.Rect)
	for _, key := range []pdffile.Name{"MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox"} {
		r, ok, err := c.f.Rect(m[key])
		if err != nil {
			return trim, print, err
		}
		switch {
		case ok:
			box[key] = r
		case m[key] != nil || key == "MediaBox":
			if !c.o.Artwork || key == "MediaBox" {
				c.about(BadBox, 0, string(key), string(key))
			}
		}
	}
	first := func(keys ...pdffile.Name) pdffile.Rect {
		for _, k := range keys {
			if r, ok := box[k]; ok {
				return r
			}
		}
		return pdffile.Rect{}
	}
	trim = first("TrimBox", "ArtBox", "CropBox", "MediaBox")
	print = first("BleedBox", "TrimBox", "ArtBox", "CropBox", "MediaBox")
	if c.o.Artwork { // as layout/artwork cuts it
		trim = first("TrimBox", "CropBox", "MediaBox")
		return trim, trim, nil
	}
	_, hasTrim := box["TrimBox"]
	_, hasArt := box["ArtBox"]
	switch {
	case hasTrim && hasArt:
		c.add(TrimAndArt, 0)
	case !hasTrim && !hasArt:
		c.add(NoTrim, 0)
	}
	for _, pair := range [][2]pdffile.Name{{"TrimBox", "BleedBox"}, {"ArtBox", "BleedBox"}, {"BleedBox", "MediaBox"}, {"TrimBox", "MediaBox"}, {"ArtBox", "MediaBox"}} {
		in, ok1 := box[pair[0]]
		out, ok2 := box[pair[1]]
		if ok1 && ok2 && !within(in, out) {
			c.about(BoxOrder, 0, fmt.Sprint(pair), string(pair[0]), string(pair[1]))
		}
	}
	return trim, print, c.size(m, trim)
}

func within(in, out pdffile.Rect) bool {
	return in.X0 >= out.X0-boxSlack && in.Y0 >= out.Y0-boxSlack && in.X1 <= out.X1+boxSlack && in.Y1 <= out.Y1+boxSlack
}

// quarter is a quarter of a turn in degrees.
const quarter = 90

// size compares the trim with what is wanted and with the first page.
func (c *checker) size(m pdffile.Dict, trim pdffile.Rect) error {
	unit, err := c.f.Number(m["UserUnit"])
	if err != nil {
		return err
	}
	if unit != 0 && unit != 1 && c.x1a() { // of PDF 1.6
		c.add(UserUnit, 0, unit)
	}
	if unit <= 0 {
		unit = 1
	}
	turn, odd, err := c.f.Turn(m["Rotate"])
	if err != nil {
		return err
	}
	if odd != "" {
		c.add(OddTurn, 0, printable(odd), turn*quarter)
	}
	w, h := trim.W()*unit, trim.H()*unit
	if turn%2 != 0 {
		w, h = h, w
	}
	is := pdffile.Rect{X1: w, Y1: h}
	if want := (pdffile.Rect{X1: c.o.Trim.W.Points(), Y1: c.o.Trim.H.Points()}); want.W() > 0 && differ(is, want) {
		c.add(TrimSize, 0, sizeOf(is), sizeOf(want))
	}
	if c.first == (pdffile.Rect{}) {
		c.first = is
	} else if differ(is, c.first) {
		c.add(TrimDiffers, 0, sizeOf(is), sizeOf(c.first))
	}
	return nil
}

func differ(a, b pdffile.Rect) bool {
	return math.Abs(a.W()-b.W()) > sizeSlack || math.Abs(a.H()-b.H()) > sizeSlack
}

func sizeOf(r pdffile.Rect) string {
	return fmt.Sprintf("%.1f × %.1f mm", millimetres(r.W()), millimetres(r.H()))
}

// annotations finds those that stand on what is printed. Marks of the printer
// and trap networks may (8.4, 9.10.2).
func (c *checker) annotations(m pdffile.Dict, print pdffile.Rect) error {
	list, err := c.list(m["Annots"])
	if err != nil {
		return err
	}
	for _, v := range list {
		a, err := c.f.Dict(v)
		if err != nil {
			return err
		}
		sub, err := c.nameOf(a["Subtype"])
		if err != nil {
			return err
		}
		object := number(v, 0)
		if err := c.actions(a, object, "A", "AA"); err != nil {
			return err
		}
		r, ok, err := c.f.Rect(a["Rect"])
		if err != nil {
			return err
		}
		r = r.And(print)
		switch {
		case sub == "TrapNet" || sub == "PrinterMark":
		case ok && (r.W() <= 0 || r.H() <= 0):
		default:
			c.worse(Annotation, object, "", 1, &place{r.X0, r.Y0}, printable(string(sub)))
		}
	}
	return nil
}
