package main

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// cmyk is a printing colour in hundredths of full ink.
type cmyk struct{ c, m, y, k int }

// plate writes one page of PDF in printing colours. Lettering is drawn as
// outlines, so the file needs no fonts. Places are in points from the upper
// left corner.
type plate struct {
	s    *studio
	w, h float64
	b    bytes.Buffer
	err  error
}

// num writes a length in hundredths of a point.
func num(v float64) string {
	n := int64(math.Round(v * 100))
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	if n%100 == 0 {
		return fmt.Sprintf("%s%d", sign, n/100)
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/100, n%100)
}

func ratio(n int) string { return num(float64(n) / 100) }

// newsprint is the most ink that coldset printing puts on it: 220 % in all.
const newsprint = 220

// limited takes ink from the colours in their proportion until newsprint bears
// the sum.
func (c cmyk) limited() cmyk {
	sum, room := c.c+c.m+c.y, newsprint-c.k
	if sum <= room {
		return c
	}
	return cmyk{c.c * room / sum, c.m * room / sum, c.y * room / sum, c.k}
}

func (c cmyk) components() string {
	c = c.limited()
	return ratio(c.c) + " " + ratio(c.m) + " " + ratio(c.y) + " " + ratio(c.k)
}

func (p *plate) ink(c cmyk) { fmt.Fprintf(&p.b, "%s k\n", c.components()) }

// fill paints a shape by the nonzero rule.
func (p *plate) fill(s shape, c cmyk) {
	p.ink(c)
	for _, o := range s {
		for i, v := range o {
			op := "l"
			if i == 0 {
				op = "m"
			}
			fmt.Fprintf(&p.b, "%s %s %s\n", num(v.x), num(v.y), op)
		}
		p.b.WriteString("h\n")
	}
	p.b.WriteString("f\n")
}

// text draws a line of lettering as outlines.
func (p *plate) text(w words, x, y float64, text string, c cmyk) {
	if p.err != nil {
		return
	}
	var all []glyph
	wide := -w.space
	for _, r := range text {
		g, err := p.s.glyph(w.face, r)
		if err != nil {
			p.err = err
			return
		}
		all = append(all, g)
		wide += g.advance*w.size + w.space
	}
	p.ink(c)
	if w.down {
		for _, g := range all {
			p.glyph(g, x-g.advance*w.size/2, y+w.size*0.88, w.size)
			y += w.size + w.space
		}
		return
	}
	x -= wide * w.align
	for _, g := range all {
		p.glyph(g, x, y, w.size)
		x += g.advance*w.size + w.space
	}
}

// glyph writes an outline; quadratic curves become cubic ones.
func (p *plate) glyph(g glyph, x, y, size float64) {
	at := func(v fixed.Point26_6) pt { return pt{x + em(v.X)*size, y + em(v.Y)*size} }
	var last pt
	for _, seg := range g.seg {
		a := at(seg.Args[0])
		switch seg.Op {
		case sfnt.SegmentOpMoveTo:
			fmt.Fprintf(&p.b, "%s %s m\n", num(a.x), num(a.y))
			last = a
		case sfnt.SegmentOpLineTo:
			fmt.Fprintf(&p.b, "%s %s l\n", num(a.x), num(a.y))
			last = a
		case sfnt.SegmentOpQuadTo:
			e := at(seg.Args[1])
			p.curve(pt{last.x + (a.x-last.x)*2/3, last.y + (a.y-last.y)*2/3}, pt{e.x + (a.x-e.x)*2/3, e.y + (a.y-e.y)*2/3}, e)
			last = e
		case sfnt.SegmentOpCubeTo:
			e := at(seg.Args[2])
			p.curve(a, at(seg.Args[1]), e)
			last = e
		}
	}
	p.b.WriteString("f\n")
}

func (p *plate) curve(a, b, e pt) {
	fmt.Fprintf(&p.b, "%s %s %s %s %s %s c\n", num(a.x), num(a.y), num(b.x), num(b.y), num(e.x), num(e.y))
}

// shade is a blend of two inks from the height y0 to y1.
type shade struct {
	y0, y1   float64
	from, to cmyk
}

// page closes the page and gives the file; shades are named /S0, /S1 and on.
func (p *plate) page(shades []shade) ([]byte, error) {
	if p.err != nil {
		return nil, p.err
	}
	var z bytes.Buffer
	w, err := zlib.NewWriterLevel(&z, zlib.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(p.b.Bytes()); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	var named bytes.Buffer
	for i, s := range shades {
		fmt.Fprintf(&named, "/S%d << /ShadingType 2 /ColorSpace /DeviceCMYK /Coords [0 %s 0 %s] /Extend [true true] "+
			"/Function << /FunctionType 2 /Domain [0 1] /N 1 /C0 [%s] /C1 [%s] >> >> ",
			i, num(s.y0), num(s.y1), s.from.components(), s.to.components())
	}
	size := fmt.Sprintf("[0 0 %s %s]", num(p.w), num(p.h))
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox %s /TrimBox %s /Resources << /Shading << %s>> >> /Contents 4 0 R >>",
			size, size, named.String()),
		fmt.Sprintf("<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream", z.Len(), z.String()),
	}
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return out.Bytes(), nil
}

// adMuseum: half a page for an exhibition of river boats, as a PDF.
func adMuseum(s *studio, q picture) ([]byte, error) {
	w, h := float64(126*q.columns-9), float64(q.rows)*11.5
	p := &plate{s: s, w: w, h: h}
	fmt.Fprintf(&p.b, "q\n1 0 0 -1 0 %s cm\n", num(h))
	shades := []shade{
		{0, 400, cmyk{92, 72, 40, 38}, cmyk{32, 10, 18, 0}},
		{392, 480, cmyk{45, 15, 22, 0}, cmyk{92, 66, 44, 34}},
	}
	fmt.Fprintf(&p.b, "q\n0 0 %s 396 re W n\n/S0 sh\nQ\n", num(w))
	// moon
	p.fill(disc(742, 150, 84), cmyk{20, 6, 14, 0})
	p.fill(disc(742, 150, 74), cmyk{3, 2, 16, 0})
	p.clouds()
	for _, r := range []struct {
		ridge
		ink cmyk
	}{
		{ridge{seed: 601, y: 338, rise: 40, wave: 210}, cmyk{52, 24, 26, 4}},
		{ridge{seed: 607, y: 356, rise: 34, wave: 170}, cmyk{64, 34, 34, 10}},
		{ridge{seed: 613, y: 378, rise: 20, wave: 130}, cmyk{82, 52, 46, 26}},
	} {
		o := []pt{{-1, 397}}
		for x := -1.0; x <= w+2; x += 1.5 {
			o = append(o, pt{x, r.top(x)})
		}
		p.fill(shape{append(o, pt{w + 2, 397})}, r.ink)
	}
	fmt.Fprintf(&p.b, "q\n0 396 %s 96 re W n\n/S1 sh\nQ\n", num(w))
	p.waves(w)
	p.junk(742, 424, 2.35)
	p.junk(452, 404, 0.6)
	p.junk(350, 401, 0.36)
	p.words(w, h)
	p.b.WriteString("Q\n")
	return p.page(shades)
}

// disc is round enough for print at any size on the page.
func disc(x, y, r float64) shape {
	o := make([]pt, 180)
	for i := range o {
		s, c := math.Sincos(2 * math.Pi * float64(i) / float64(len(o)))
		o[i] = pt{x + r*c, y + r*s}
	}
	return shape{o}
}

// clouds are drawn in the old manner, as bands with rounded ends.
func (p *plate) clouds() {
	band := func(x, y, long, r float64) {
		p.fill(limb(pt{x, y}, pt{x + long, y}, r, r), cmyk{10, 3, 10, 0})
		p.fill(limb(pt{x + 6, y + r*0.5}, pt{x + long - 14, y + r*0.5}, r*0.42, r*0.42), cmyk{26, 8, 16, 0})
	}
	band(590, 190, 120, 7)
	band(640, 204, 150, 8)
	band(800, 118, 110, 6)
	band(838, 130, 120, 6)
	band(690, 90, 44, 4)
}

// waves are scales of arcs that grow towards the reader.
func (p *plate) waves(w float64) {
	for row := range 7 {
		t := float64(row) / 6
		y := 406 + 84*math.Pow(t, 1.25)
		r := 9 + 15*t
		off := r * float64(row%2)
		for x := -r + off; x < w+r; x += 2 * r {
			for k := 3; k >= 1; k-- {
				q := r * float64(k) / 3
				var o []pt
				for i := range 17 {
					s, c := math.Sincos(math.Pi + math.Pi*float64(i)/16)
					o = append(o, pt{x + q*c, y + q*s*0.42})
				}
				col := cmyk{70 + row*4, 38 + row*4, 34, 8 + row*4}
				p.fill(shape{o}, col)
				p.fill(brush(o, even(0.5+0.35*t)), cmyk{12, 2, 8, 0})
			}
		}
	}
}

// junk is a three-masted river boat with battened sails; its waterline is at
// (x, y).
func (p *plate) junk(x, y, s float64) {
	at := func(v shape) shape { return v.moved(x, y, s, s) }
	dark, sail, rib := cmyk{60, 70, 70, 70}, cmyk{6, 22, 42, 4}, cmyk{30, 58, 72, 30}
	for _, m := range []struct{ x, foot, top, wide float64 }{{-46, -24, -84, 21}, {-8, -20, -128, 32}, {34, -24, -100, 24}} {
		p.fill(at(line(m.x, m.foot+6, m.x+1, m.top-9, 1.6)), dark)
		o := closed(m.x-m.wide*0.42, m.foot-6, m.x-m.wide*0.52, (m.foot+m.top)/2, m.x-m.wide*0.36, m.top+6, m.x+m.wide*0.2, m.top-3,
			m.x+m.wide*0.62, m.top+16, m.x+m.wide*0.86, (m.foot+m.top)/2+4, m.x+m.wide*0.74, m.foot-5)
		p.fill(at(o), sail)
		high := m.foot - m.top
		for i := range 8 {
			t := (float64(i) + 0.6) / 8
			yy := m.foot - 6 - (high-8)*t
			k := 1 - 0.35*math.Pow(t, 3)
			p.fill(at(brush(curve(m.x-m.wide*0.47*k, yy+1, m.x+m.wide*0.2, yy-2.4, m.x+m.wide*0.8*k, yy-1-6*t), even(0.75))), rib)
			p.fill(at(line(m.x+m.wide*0.8*k, yy-1-6*t, m.x+m.wide*0.9, m.foot+1, 0.22)), dark)
		}
		p.fill(at(poly(m.x+1, m.top-9, m.x+11, m.top-7.4, m.x+1, m.top-5)), cmyk{10, 95, 90, 5})
	}
	hull := shape{append(curve(-88, -29, -70, -18, -40, -12, 10, -11, 48, -15, 70, -24, 84, -34), curve(78, -12, 58, 3, 10, 6, -40, 5, -72, -2, -84, -16)...)}
	p.fill(at(hull), dark)
	p.fill(at(brush(curve(-87, -27, -70, -16, -40, -10, 10, -9, 48, -13, 70, -22, 83, -32), even(1.3))), cmyk{8, 30, 52, 4})
	p.fill(at(brush(curve(-80, -14, -40, -1, 10, 1, 56, -4, 76, -17), even(0.5))), cmyk{20, 44, 60, 20})
	p.fill(at(closed(-60, -14, -58, -24, -46, -29, -32, -25, -30, -12)), cmyk{40, 60, 70, 50})
	p.fill(at(ellipse(66, -16, 2.4, 2.4)), cmyk{0, 0, 6, 0})
	p.fill(at(ellipse(66.5, -16, 1.1, 1.1)), cmyk{0, 0, 0, 100})
	// the helmsman
	p.fill(at(join(limb(pt{-70, -18}, pt{-68, -33}, 2.4, 2.6), ellipse(-67.4, -37, 1.9, 2.1), poly(-73, -37, -67.4, -42, -62, -37))), dark)
	p.fill(at(line(-66, -30, -90, -6, 1)), dark)
}

func (p *plate) words(w, h float64) {
	white, paper, key, red := cmyk{0, 0, 4, 0}, cmyk{2, 3, 10, 0}, cmyk{0, 0, 0, 100}, cmyk{12, 96, 88, 4}
	p.text(words{face: kai, size: 19, space: 4}, 60, 70, "望汀博物馆　冬季特展", white)
	p.text(words{face: title, size: 112, space: 8}, 52, 186, "汀江船影", white)
	p.text(words{face: kai, size: 30, space: 5}, 60, 240, "三百年木船、渡口与灯", white)
	p.fill(rect(60, 258, 470, 259), white)
	p.text(words{face: hei, size: 15, space: 1}, 60, 284, "五条原船　四十二件船具　一百零六张老照片", white)
	p.text(words{face: hei, size: 15, space: 1}, 60, 308, "一盏找回来的马灯", white)
	p.fill(rect(0, 490, w, h), paper)
	p.fill(rect(0, 490, w, 493), red)
	p.text(words{face: heiBold, size: 25}, 60, 532, "2026年11月28日—2027年3月7日", key)
	p.text(words{face: hei, size: 13.5}, 60, 558, "每周二至周日9:00—17:00（16:30停止入馆），周一闭馆。免费开放，不需预约。", key)
	p.text(words{face: hei, size: 13.5}, 60, 580, "望汀博物馆二楼临时展厅　云桥区桂枝街2号　巷巷通1路、6路博物馆站", key)
	p.fill(rect(590, 508, 590.6, 584), key)
	p.text(words{face: heiBold, size: 14}, 608, 526, "同期活动", red)
	for i, t := range []string{"11月29日14:00　讲座：二十三级石阶上的水位", "12月12日10:00　跟船匠学一道捻缝（限二十人）", "每周日15:00　　渡口号子，大厅里一起喊"} {
		p.text(words{face: hei, size: 12.5}, 608, 546+float64(i)*18.5, t, key)
	}
	p.fill(rect(920, 512, 962, 582), red)
	p.text(words{face: black, size: 27, down: true, space: 3}, 941, 519, "特展", paper)
	p.fill(rect(0, 0, w, h).less(rect(0.8, 0.8, w-0.8, h-0.8)), key)
}
