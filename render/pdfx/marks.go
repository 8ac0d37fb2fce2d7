package pdfx

import (
	"fmt"
	"slices"

	"golang.org/x/image/font/sfnt"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/internal/cos"
	"duikai/render/reading"
)

// MarksMargin is the white around the trim and its bleed that marks need.
const MarksMargin = 15 * mm

const mm = geom.Length(2835) // a millimetre, to a thousandth of a point

// The marks (ISO 12647-1 and the habits of platesetters). Lengths are in
// hundredths of a point.
const (
	markWidth    = 25                      // quarter of a point: fine, and it still plates
	markOffset   = int64(3 * mm / 10)      // the least distance from the trim
	cropLength   = int64(5 * mm / 10)      // 裁切线
	foldLength   = int64(5 * mm / 10)      // 折页线
	foldDash     = int64(mm / 10)          // its dashes
	registerSize = int64(5 * mm / 2 / 10)  // 套准线: half its width
	circleSize   = int64(3 * mm / 2 / 10)  // its circle's radius
	patchSize    = int64(5 * mm / 10)      // 色标
	slugSize     = int64(8 * geom.Pt / 10) // type size of the slug line
	broadsheet   = 450 * mm                // height from which a page is folded across
	allName      = "All"
)

// patches are the fields of the colour bar in percents: the inks, their
// overprints two by two (three would exceed the total ink), half tones, and the gray
// balance of coldset (ISO 12647-3).
var patches = [][4]int{
	{100, 0, 0, 0}, {0, 100, 0, 0}, {0, 0, 100, 0}, {0, 0, 0, 100},
	{0, 100, 100, 0}, {100, 0, 100, 0}, {100, 100, 0, 0},
	{50, 0, 0, 0}, {0, 50, 0, 0}, {0, 0, 50, 0}, {0, 0, 0, 50},
	{40, 30, 30, 0},
}

// plates are the separations as the slug line names them, each in its own ink,
// so that a plate says which one it is.
var plates = []plate{
	{"青C", "1 0 0 0 k"}, {"品M", "0 1 0 0 k"}, {"黄Y", "0 0 1 0 k"}, {"黑K", "0 0 0 1 k"},
}

type plate struct{ name, ink string }

// pen writes the content that draws marks.
type pen struct{ b []byte }

func (p *pen) op(op string, numbers ...int64) {
	for _, n := range numbers {
		p.b = append(cos.AppendHundredths(p.b, n), ' ')
	}
	p.b = append(p.b, op...)
	p.b = append(p.b, '\n')
}

func (p *pen) line(x1, y1, x2, y2 int64) {
	p.op("m", x1, y1)
	p.op("l", x2, y2)
	p.op("S")
}

// marks adds a second content to every page, outside of its trim. It is drawn
// in the colour All, which every plate prints (ISO 32000-2, 8.6.6.4); only the
// colour bar and the names of the plates are in single inks.
func (f *finisher) marks() error {
	r, err := f.d.Of(f.pages[0].resources, "")
	if err != nil {
		return err
	}
	if r.Get("ColorSpace").Kind == cos.Null {
		r.Set("ColorSpace", cos.Dict())
	}
	f.separation(r, allName, allName, inkValue(page.Ink{C: 100, M: 100, Y: 100, K: 100}))

	least := markOffset + cropLength
	for _, s := range f.pages {
		room := min(s.bleed.left-s.media.left, s.bleed.bottom-s.media.bottom, s.media.right-s.bleed.right, s.media.top-s.bleed.top)
		if room < least {
			return fmt.Errorf("page %d has no room for marks around it", s.p.Number)
		}
		var p pen
		p.op("q")
		if f.knock > 0 {
			p.op("/" + knockName + " gs")
		}
		p.op("/" + allName + " cs /" + allName + " CS 1 scn 1 SCN")
		p.op("w", markWidth)
		s.crop(&p)
		s.register(&p)
		if s.p.Trim.H >= broadsheet {
			s.fold(&p)
		}
		s.colourBar(&p)
		f.slug(&p, s)
		p.op("Q")
		o := cos.StreamOf(cos.Dict(), p.b)
		s.Set("Contents", cos.ArrayOf(s.Get("Contents"), cos.RefTo(f.d.Add(o))))
	}
	return nil
}

// offset is how far from the trim marks begin: beyond the bleed.
func (s *sheet) offset() int64 { return max(markOffset, s.trim.left-s.bleed.left) }

// crop draws two lines at each corner, in line with the cut.
func (s *sheet) crop(p *pen) {
	t, o := s.trim, s.offset()
	for _, y := range []int64{t.bottom, t.top} {
		p.line(t.left-o-cropLength, y, t.left-o, y)
		p.line(t.right+o, y, t.right+o+cropLength, y)
	}
	for _, x := range []int64{t.left, t.right} {
		p.line(x, t.bottom-o-cropLength, x, t.bottom-o)
		p.line(x, t.top+o, x, t.top+o+cropLength)
	}
}

// register draws a cross in a circle in the middle of head and foot and, clear
// of the fold, at a third of the sides.
func (s *sheet) register(p *pen) {
	t, o := s.trim, s.offset()+cropLength/2
	middle, third := (t.left+t.right)/2, t.bottom+(t.top-t.bottom)/3
	for _, at := range [][2]int64{{middle, t.top + o}, {middle, t.bottom - o}, {t.left - o, third}, {t.right + o, third}} {
		x, y := at[0], at[1]
		p.line(x-registerSize, y, x+registerSize, y)
		p.line(x, y-registerSize, x, y+registerSize)
		p.circle(x, y, circleSize)
	}
}

// circle is four curves; 0.5523 is the distance of their handles for a radius
// of 1 at which they come nearest to a circle.
func (p *pen) circle(x, y, r int64) {
	h := r * 5523 / 10000
	p.op("m", x+r, y)
	p.op("c", x+r, y+h, x+h, y+r, x, y+r)
	p.op("c", x-h, y+r, x-r, y+h, x-r, y)
	p.op("c", x-r, y-h, x-h, y-r, x, y-r)
	p.op("c", x+h, y-r, x+r, y-h, x+r, y)
	p.op("s")
}

// fold draws where a broadsheet is folded: dashed, at half of its height.
func (s *sheet) fold(p *pen) {
	t, o := s.trim, s.offset()
	y := (t.bottom + t.top) / 2
	p.b = append(p.b, '[')
	p.b = append(cos.AppendHundredths(p.b, foldDash), "] 0 d\n"...)
	p.line(t.left-o-foldLength, y, t.left-o, y)
	p.line(t.right+o, y, t.right+o+foldLength, y)
	p.b = append(p.b, "[] 0 d\n"...)
}

// colourBar draws the patches at the foot, between the corner and the register
// mark.
func (s *sheet) colourBar(p *pen) {
	t, o := s.trim, s.offset()
	x := t.left + 2*registerSize
	room := (t.right-t.left)/2 - 4*registerSize
	size := min(patchSize, room/int64(len(patches)))
	p.op("q")
	for _, c := range patches {
		p.op("k", int64(c[0]), int64(c[1]), int64(c[2]), int64(c[3]))
		p.op("re", x, t.bottom-o-size, size, size)
		p.op("f")
		x += size
	}
	p.op("Q")
}

// slug writes over the head what the page is, and the names of the plates.
func (f *finisher) slug(p *pen, s *sheet) {
	t := s.trim
	line := fmt.Sprintf("%s  %s  %s", f.o.Edition.Paper, f.o.Edition.Date.Format(slugDate), reading.PageTitle(s.p))
	w := writing{pen: p, f: f, x: t.left + 2*registerSize, y: t.top + s.offset() + slugSize/4, end: (t.left+t.right)/2 - 3*registerSize}
	all := plates
	for i, spot := range f.o.Spots {
		// Named on a page without it, it would become a plate there.
		if s.spots[i] {
			all = append(slices.Clip(all), plate{spot.Name, "/" + spotName(i) + " cs 1 scn"})
		}
	}
	const plateWidth = 2 * slugSize
	w.end -= plateWidth * int64(len(plates))
	w.text(line)
	w.end += plateWidth * int64(len(plates))
	w.x += slugSize
	p.op("q")
	for _, pl := range all {
		p.op(pl.ink)
		w.text(pl.name)
		w.x += slugSize / 2
	}
	p.op("Q")
}

// slugDate is a date as editors write it in file names.
const slugDate = "2006-01-02"

// writing draws text as outlines: it stands on no page of the paper and needs
// no font in the file.
type writing struct {
	*pen
	f    *finisher
	x, y int64 // where the next character begins
	end  int64 // beyond which nothing is written
}

func (w *writing) text(s string) {
	for _, r := range s {
		face, ok := w.f.o.Slug.Face(r)
		if !ok {
			// The geta mark stands for type that is not in the case.
			const geta = '〓'
			if face, ok = w.f.o.Slug.Face(geta); !ok {
				continue
			}
			r = geta
		}
		advance := int64(face.Advance(r)) * slugSize / 1000
		if w.x+advance > w.end {
			return
		}
		w.glyph(face.Outline(r))
		w.x += advance
	}
}

// glyph fills an outline of thousandths of an em, in 26.6 fixed point with y
// downward.
func (w *writing) glyph(outline sfnt.Segments) {
	if len(outline) == 0 {
		return
	}
	const em = 1000 * 64
	var cx, cy int64
	at := func(s sfnt.Segment, i int) (x, y int64) {
		return w.x + int64(s.Args[i].X)*slugSize/em, w.y - int64(s.Args[i].Y)*slugSize/em
	}
	for _, s := range outline {
		x, y := at(s, 0)
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			w.op("m", x, y)
		case sfnt.SegmentOpLineTo:
			w.op("l", x, y)
		case sfnt.SegmentOpQuadTo:
			// A quadratic curve as a cubic one: its handles lie two thirds of
			// the way to the only handle.
			ex, ey := at(s, 1)
			w.op("c", cx+2*(x-cx)/3, cy+2*(y-cy)/3, ex+2*(x-ex)/3, ey+2*(y-ey)/3, ex, ey)
			x, y = ex, ey
		case sfnt.SegmentOpCubeTo:
			x2, y2 := at(s, 1)
			x3, y3 := at(s, 2)
			w.op("c", x, y, x2, y2, x3, y3)
			x, y = x3, y3
		}
		cx, cy = x, y
	}
	w.op("f")
}
