package main

import (
	"math"
	"runtime"
	"slices"
	"sync"
)

// rgb is a colour as the eye counts it (sRGB, not linear light), 0 to 1.
type rgb struct{ r, g, b float64 }

// ink makes a colour from its six hexadecimal digits.
func ink(v uint32) rgb {
	return rgb{float64(v>>16&255) / 255, float64(v>>8&255) / 255, float64(v&255) / 255}
}

func grey(v float64) rgb { return rgb{v, v, v} }

func mix(a, b rgb, t float64) rgb {
	return rgb{a.r + (b.r-a.r)*t, a.g + (b.g-a.g)*t, a.b + (b.b-a.b)*t}
}

func (c rgb) times(k float64) rgb { return rgb{c.r * k, c.g * k, c.b * k} }

// tone is how light a colour looks, 0 black to 1 white.
func (c rgb) tone() float64 { return 0.299*c.r + 0.587*c.g + 0.114*c.b }

func clamp(v, lo, hi float64) float64 { return min(max(v, lo), hi) }

// step runs smoothly from 0 at a to 1 at b; b may be the smaller one.
func step(a, b, v float64) float64 {
	t := clamp((v-a)/(b-a), 0, 1)
	return t * t * (3 - 2*t)
}

// ramp is a row of colours at rising places, for skies and tints.
type ramp []struct {
	at  float64
	col rgb
}

func (r ramp) of(v float64) rgb {
	if v <= r[0].at {
		return r[0].col
	}
	for i := 1; i < len(r); i++ {
		if v <= r[i].at {
			return mix(r[i-1].col, r[i].col, step(r[i-1].at, r[i].at, v))
		}
	}
	return r[len(r)-1].col
}

type pt struct{ x, y float64 }

// shape is one or more closed outlines, filled by the nonzero rule.
type shape [][]pt

// paint gives the colour of a place and how much it covers there.
type paint func(x, y float64) (rgb, float64)

func flat(c rgb) paint { return func(x, y float64) (rgb, float64) { return c, 1 } }

func veil(c rgb, a float64) paint { return func(x, y float64) (rgb, float64) { return c, a } }

// canvas is a picture being painted. Scenes count in units of a thousandth of
// its height, whatever its pixels are: y runs from 0 to 1000 downwards, x from
// 0 to wide.
type canvas struct {
	w, h int
	k    float64 // pixels to a unit
	wide float64
	pix  []rgb
	dir  []float32 // the phase of the engraver's lines, see engrave.go; nil for tone pictures
}

func newCanvas(w, h int) *canvas {
	k := float64(h) / 1000
	return &canvas{w: w, h: h, k: k, wide: float64(w) / k, pix: make([]rgb, w*h)}
}

// rows calls f for every row from a up to b, on all processors. What f writes
// must stay in its row.
func rows(a, b int, f func(y int)) {
	n := max(1, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			for y := a + i; y < b; y += n {
				f(y)
			}
		})
	}
	wg.Wait()
}

// wash paints everything.
func (c *canvas) wash(p paint) { c.washRows(0, 1000, p) }

// washRows paints between two heights.
func (c *canvas) washRows(y0, y1 float64, p paint) {
	rows(max(0, int(y0*c.k)), min(c.h, int(math.Ceil(y1*c.k))), func(y int) {
		for x := range c.w {
			col, a := p((float64(x)+0.5)/c.k, (float64(y)+0.5)/c.k)
			if a > 0 {
				i := y*c.w + x
				c.pix[i] = mix(c.pix[i], col, min(a, 1))
			}
		}
	})
}

// mask is how much of each pixel in a rectangle a shape covers.
type mask struct {
	x, y, w, h int
	a          []float32
}

func (m *mask) at(x, y int) float64 {
	x, y = x-m.x, y-m.y
	if x < 0 || y < 0 || x >= m.w || y >= m.h {
		return 0
	}
	return float64(m.a[y*m.w+x])
}

// subRows is how many scan lines go through a pixel.
const subRows = 5

type crossing struct {
	x   float64
	dir int
}

// cover rasters a shape: exact along the row, subRows samples down it.
func (c *canvas) cover(s shape) *mask {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, o := range s {
		for _, p := range o {
			x0, x1 = min(x0, p.x*c.k), max(x1, p.x*c.k)
			y0, y1 = min(y0, p.y*c.k), max(y1, p.y*c.k)
		}
	}
	m := &mask{}
	if x0 > x1 {
		return m
	}
	m.x, m.y = int(clamp(math.Floor(x0), 0, float64(c.w))), int(clamp(math.Floor(y0), 0, float64(c.h)))
	m.w = int(clamp(math.Ceil(x1), 0, float64(c.w))) - m.x
	m.h = int(clamp(math.Ceil(y1), 0, float64(c.h))) - m.y
	if m.w <= 0 || m.h <= 0 {
		m.w, m.h = 0, 0
		return m
	}
	m.a = make([]float32, m.w*m.h)
	lines := make([][]crossing, m.h*subRows)
	for _, o := range s {
		for i := range o {
			m.edge(lines, o[i], o[(i+1)%len(o)], c.k)
		}
	}
	for i, l := range lines {
		slices.SortFunc(l, func(a, b crossing) int {
			if a.x != b.x {
				if a.x < b.x {
					return -1
				}
				return 1
			}
			return a.dir - b.dir
		})
		wind := 0
		for j, e := range l {
			if wind != 0 {
				m.span(i/subRows, l[j-1].x, e.x)
			}
			wind += e.dir
		}
	}
	return m
}

// edge notes where the side from a to b crosses the scan lines.
func (m *mask) edge(lines [][]crossing, a, b pt, k float64) {
	dir := 1
	if a.y > b.y {
		a, b, dir = b, a, -1
	}
	if a.y == b.y {
		return
	}
	ay, by := (a.y*k-float64(m.y))*subRows, (b.y*k-float64(m.y))*subRows
	first := max(0, int(math.Ceil(ay-0.5)))
	last := min(len(lines)-1, int(math.Ceil(by-0.5))-1)
	for i := first; i <= last; i++ {
		t := (float64(i) + 0.5 - ay) / (by - ay)
		lines[i] = append(lines[i], crossing{(a.x+(b.x-a.x)*t)*k - float64(m.x), dir})
	}
}

// span adds a stretch of one scan line.
func (m *mask) span(row int, a, b float64) {
	a, b = clamp(a, 0, float64(m.w)), clamp(b, 0, float64(m.w))
	if b <= a {
		return
	}
	line := m.a[row*m.w : (row+1)*m.w]
	ia, ib := int(a), int(b)
	if ia == ib {
		line[ia] += float32((b - a) / subRows)
		return
	}
	line[ia] += float32((float64(ia+1) - a) / subRows)
	for i := ia + 1; i < ib; i++ {
		line[i] += 1.0 / subRows
	}
	if ib < m.w {
		line[ib] += float32((b - float64(ib)) / subRows)
	}
}

// blurred spreads a mask softly by three box blurs of radius r pixels.
func (m *mask) blurred(r int) *mask {
	if m.w == 0 || r <= 0 {
		return m
	}
	g := 3 * r
	n := &mask{x: m.x - g, y: m.y - g, w: m.w + 2*g, h: m.h + 2*g}
	n.a = make([]float32, n.w*n.h)
	for y := range m.h {
		copy(n.a[(y+g)*n.w+g:], m.a[y*m.w:(y+1)*m.w])
	}
	for range 3 {
		rows(0, n.h, func(y int) { box(n.a[y*n.w:], n.w, 1, r) })
		rows(0, n.w, func(x int) { box(n.a[x:], n.h, n.w, r) })
	}
	return n
}

func box(a []float32, n, stride, r int) {
	src := make([]float32, n)
	for i := range n {
		src[i] = a[i*stride]
	}
	sum := float32(0)
	for i := range min(r, n) {
		sum += src[i]
	}
	for i := range n {
		if i+r < n {
			sum += src[i+r]
		}
		if i-r-1 >= 0 {
			sum -= src[i-r-1]
		}
		a[i*stride] = sum / float32(2*r+1)
	}
}

// lay paints through a mask.
func (c *canvas) lay(m *mask, p paint) {
	rows(max(0, m.y), min(c.h, m.y+m.h), func(y int) {
		for x := max(0, m.x); x < min(c.w, m.x+m.w); x++ {
			cov := float64(m.a[(y-m.y)*m.w+x-m.x])
			if cov <= 0.002 {
				continue
			}
			col, a := p((float64(x)+0.5)/c.k, (float64(y)+0.5)/c.k)
			i := y*c.w + x
			c.pix[i] = mix(c.pix[i], col, clamp(a*cov, 0, 1))
		}
	})
}

func (c *canvas) fill(s shape, p paint) { c.lay(c.cover(s), p) }

// soft fills a shape with an edge blurred over r units.
func (c *canvas) soft(s shape, r float64, p paint) {
	c.lay(c.cover(s).blurred(int(r*c.k/2+0.5)), p)
}

// rim lights the edge of a mask that looks towards (dx, dy), in pixels.
func (c *canvas) rim(m *mask, dx, dy int, p paint) {
	n := &mask{x: m.x, y: m.y, w: m.w, h: m.h, a: make([]float32, len(m.a))}
	for y := range m.h {
		for x := range m.w {
			here := m.at(m.x+x, m.y+y)
			n.a[y*m.w+x] = float32(here * (1 - min(1, m.at(m.x+x+dx, m.y+y+dy))))
		}
	}
	c.lay(n, p)
}

// glow lightens a round place, as a lamp in damp air does.
func (c *canvas) glow(x, y, r float64, col rgb, a float64) {
	y0, y1 := max(0, int((y-r)*c.k)), min(c.h, int((y+r)*c.k)+1)
	x0, x1 := max(0, int((x-r)*c.k)), min(c.w, int((x+r)*c.k)+1)
	rows(y0, y1, func(py int) {
		for px := x0; px < x1; px++ {
			dx, dy := (float64(px)+0.5)/c.k-x, (float64(py)+0.5)/c.k-y
			d := 1 - (dx*dx+dy*dy)/(r*r)
			if d <= 0 {
				continue
			}
			t := a * d * d * d
			q := &c.pix[py*c.w+px]
			q.r += (1 - q.r) * col.r * t
			q.g += (1 - q.g) * col.g * t
			q.b += (1 - q.b) * col.b * t
		}
	})
}

// sample reads a colour between pixels.
func (c *canvas) sample(from []rgb, x, y float64) rgb {
	fx, fy := clamp(x*c.k-0.5, 0, float64(c.w-1)), clamp(y*c.k-0.5, 0, float64(c.h-1))
	ix, iy := min(int(fx), c.w-2), min(int(fy), c.h-2)
	tx, ty := fx-float64(ix), fy-float64(iy)
	i := iy*c.w + ix
	return mix(mix(from[i], from[i+1], tx), mix(from[i+c.w], from[i+c.w+1], tx), ty)
}

// outlines

func rect(x0, y0, x1, y1 float64) shape {
	return shape{{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}}
}

func poly(v ...float64) shape {
	o := make([]pt, len(v)/2)
	for i := range o {
		o[i] = pt{v[2*i], v[2*i+1]}
	}
	return shape{o}
}

func ellipse(x, y, rx, ry float64) shape {
	o := make([]pt, 40)
	for i := range o {
		s, q := math.Sincos(2 * math.Pi * float64(i) / float64(len(o)))
		o[i] = pt{x + rx*q, y + ry*s}
	}
	return shape{o}
}

// curve runs smoothly through points (Catmull-Rom).
func curve(v ...float64) []pt {
	p := poly(v...)[0]
	n := len(p)
	out := make([]pt, 0, n*12)
	for i := range n - 1 {
		a, b, d, e := p[max(0, i-1)], p[i], p[i+1], p[min(n-1, i+2)]
		for j := range 12 {
			t := float64(j) / 12
			f := func(a, b, d, e float64) float64 {
				return b + 0.5*t*(d-a+t*(2*a-5*b+4*d-e+t*(3*(b-d)+e-a)))
			}
			out = append(out, pt{f(a.x, b.x, d.x, e.x), f(a.y, b.y, d.y, e.y)})
		}
	}
	return append(out, p[n-1])
}

// closed makes a shape of a smooth closed outline.
func closed(v ...float64) shape {
	n := len(v)
	w := slices.Concat(v[n-4:], v, v[:4])
	o := curve(w...)
	return shape{o[24 : len(o)-12]}
}

// brush is the outline of a stroke along points, wide(t) units across at the
// part t of its way.
func brush(p []pt, wide func(t float64) float64) shape {
	n := len(p)
	if n < 2 {
		return nil
	}
	o := make([]pt, 2*n)
	for i := range p {
		a, b := p[max(0, i-1)], p[min(n-1, i+1)]
		dx, dy := b.x-a.x, b.y-a.y
		l := max(math.Sqrt(dx*dx+dy*dy), 1e-9)
		r := wide(float64(i)/float64(n-1)) / 2
		o[i] = pt{p[i].x - dy/l*r, p[i].y + dx/l*r}
		o[2*n-1-i] = pt{p[i].x + dy/l*r, p[i].y - dx/l*r}
	}
	return shape{o}
}

func even(w float64) func(float64) float64 { return func(float64) float64 { return w } }

// taper runs from a to b.
func taper(a, b float64) func(float64) float64 {
	return func(t float64) float64 { return a + (b-a)*t }
}

// line is a straight stroke.
func line(x0, y0, x1, y1, w float64) shape {
	return brush([]pt{{x0, y0}, {x1, y1}}, even(w))
}

// limb is a rounded, tapering piece of a body.
func limb(a, b pt, ra, rb float64) shape {
	at := math.Atan2(b.y-a.y, b.x-a.x)
	o := make([]pt, 0, 26)
	for i := range 13 {
		s, q := math.Sincos(at + math.Pi/2 + math.Pi*float64(i)/12)
		o = append(o, pt{a.x + ra*q, a.y + ra*s})
	}
	for i := range 13 {
		s, q := math.Sincos(at - math.Pi/2 + math.Pi*float64(i)/12)
		o = append(o, pt{b.x + rb*q, b.y + rb*s})
	}
	return shape{o}
}

// moved scales a shape by (sx, sy) and puts its origin at (x, y).
func (s shape) moved(x, y, sx, sy float64) shape {
	out := make(shape, len(s))
	for i, o := range s {
		out[i] = make([]pt, len(o))
		for j, p := range o {
			out[i][j] = pt{x + p.x*sx, y + p.y*sy}
		}
	}
	return out
}

// join unites shapes, whichever way their outlines run.
func join(s ...shape) shape {
	var out shape
	for _, v := range s {
		for _, o := range v {
			out = append(out, turned(o, true))
		}
	}
	return out
}

// less cuts holes into a shape.
func (s shape) less(holes ...shape) shape {
	out := join(s)
	for _, o := range join(holes...) {
		out = append(out, turned(o, false))
	}
	return out
}

func turned(o []pt, clockwise bool) []pt {
	sum := 0.0
	for i, p := range o {
		q := o[(i+1)%len(o)]
		sum += p.x*q.y - q.x*p.y
	}
	if sum > 0 == clockwise {
		return o
	}
	o = slices.Clone(o)
	slices.Reverse(o)
	return o
}
