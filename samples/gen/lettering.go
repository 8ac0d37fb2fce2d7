package main

import (
	"os"
	"path/filepath"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The faces of the lettering.
const (
	hei     = "NotoSansSC-Regular.ttf"
	heiBold = "NotoSansSC-Bold.ttf"
	song    = "NotoSerifSC-Regular.ttf"
	title   = "NotoSerifSC-Bold.ttf"
	black   = "NotoSerifSC-Black.ttf"
	kai     = "LXGWWenKai-Regular.ttf"
)

// studio holds what pictures share: the faces, opened when first asked for.
type studio struct {
	fonts string
	open  map[string]*sfnt.Font
	buf   sfnt.Buffer
}

func (s *studio) face(name string) (*sfnt.Font, error) {
	if f := s.open[name]; f != nil {
		return f, nil
	}
	data, err := os.ReadFile(filepath.Join(s.fonts, name))
	if err != nil {
		return nil, err
	}
	f, err := sfnt.Parse(data)
	if err != nil {
		return nil, err
	}
	if s.open == nil {
		s.open = make(map[string]*sfnt.Font)
	}
	s.open[name] = f
	return f, nil
}

// glyphEm is the size at which outlines are read.
const glyphEm = 1000

// glyph is the outline of a character in thousandths of its size, and its
// advance.
type glyph struct {
	seg     sfnt.Segments
	advance float64
}

func (s *studio) glyph(face string, r rune) (glyph, error) {
	f, err := s.face(face)
	if err != nil {
		return glyph{}, err
	}
	id, err := f.GlyphIndex(&s.buf, r)
	if err != nil {
		return glyph{}, err
	}
	adv, err := f.GlyphAdvance(&s.buf, id, fixed.I(glyphEm), font.HintingNone)
	if err != nil {
		return glyph{}, err
	}
	seg, err := f.LoadGlyph(&s.buf, id, fixed.I(glyphEm), nil)
	if err != nil {
		return glyph{}, err
	}
	return glyph{append(sfnt.Segments(nil), seg...), em(adv)}, nil
}

func em(v fixed.Int26_6) float64 { return float64(v) / 64 / glyphEm }

// outline gives a character as a shape with its origin on the base line.
func (g glyph) outline() shape {
	var s shape
	var o []pt
	at := func(p fixed.Point26_6) pt { return pt{em(p.X), em(p.Y)} }
	for _, seg := range g.seg {
		switch seg.Op {
		case sfnt.SegmentOpMoveTo:
			if len(o) > 2 {
				s = append(s, o)
			}
			o = []pt{at(seg.Args[0])}
		case sfnt.SegmentOpLineTo:
			o = append(o, at(seg.Args[0]))
		case sfnt.SegmentOpQuadTo:
			a, b, e := o[len(o)-1], at(seg.Args[0]), at(seg.Args[1])
			for i := 1; i <= 8; i++ {
				t := float64(i) / 8
				u := 1 - t
				o = append(o, pt{u*u*a.x + 2*u*t*b.x + t*t*e.x, u*u*a.y + 2*u*t*b.y + t*t*e.y})
			}
		case sfnt.SegmentOpCubeTo:
			a, b, d, e := o[len(o)-1], at(seg.Args[0]), at(seg.Args[1]), at(seg.Args[2])
			for i := 1; i <= 8; i++ {
				t := float64(i) / 8
				u := 1 - t
				k0, k1, k2, k3 := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
				o = append(o, pt{k0*a.x + k1*b.x + k2*d.x + k3*e.x, k0*a.y + k1*b.y + k2*d.y + k3*e.y})
			}
		}
	}
	if len(o) > 2 {
		s = append(s, o)
	}
	return s
}

// words is a line of lettering: align 0 starts at x, 0.5 is centred on it, 1
// ends there. Sizes and places are in units; space goes between characters.
type words struct {
	face  string
	size  float64
	space float64
	align float64
	down  bool // vertical, centred on x, from y downwards
}

// letter draws lettering and gives the width of it.
func (s *studio) letter(c *canvas, w words, x, y float64, text string, p paint) (float64, error) {
	var all []glyph
	wide := -w.space
	for _, r := range text {
		g, err := s.glyph(w.face, r)
		if err != nil {
			return 0, err
		}
		all = append(all, g)
		wide += g.advance*w.size + w.space
	}
	if w.down {
		for _, g := range all {
			c.fill(g.outline().moved(x-g.advance*w.size/2, y+w.size*0.88, w.size, w.size), p)
			y += w.size + w.space
		}
		return w.size, nil
	}
	x -= wide * w.align
	for _, g := range all {
		c.fill(g.outline().moved(x, y, w.size, w.size), p)
		x += g.advance*w.size + w.space
	}
	return wide, nil
}

// pen letters one picture and keeps the first fault.
type pen struct {
	s   *studio
	c   *canvas
	err error
}

func (p *pen) put(w words, x, y float64, text string, col rgb) float64 {
	if p.err != nil {
		return 0
	}
	wide, err := p.s.letter(p.c, w, x, y, text, flat(col))
	p.err = err
	return wide
}

// points turns points of the printed size into units.
func (c *canvas) points(v float64) float64 { return v * perInch / 72 / c.k }
