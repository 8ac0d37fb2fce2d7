package main

import "math"

// sky paints a sky from top colours to the horizon at y, with clouds of
// colour cloud where amount is above 0.
func (c *canvas) sky(y float64, r ramp, seed uint32, cloud rgb, amount float64) {
	c.washRows(0, y+2, func(px, py float64) (rgb, float64) {
		col := r.of(py/y + 0.02*noise(seed+9, px/90, py/40))
		if amount > 0 {
			// clouds lie flatter towards the horizon
			v := 1 / (1.15 - py/y)
			bend := 0.5 * noise(seed+17, px/260, py/130)
			n := strata(seed, px/330*math.Sqrt(v)+bend, v*2.6+0.4*bend, 6)
			a := step(0.0, 0.8, n) * amount * step(1.08, 0.7, py/y)
			col = mix(col, mix(cloud, col, 0.35*step(0.5, 1, n)), a)
		}
		return col, 1
	})
}

// ridge is one chain of hills.
type ridge struct {
	seed         uint32
	y            float64 // mean height of its crest
	rise         float64 // how far crests rise and fall
	wave         float64 // length of its largest hill
	foot         float64 // where it ends in mist
	crest, floor rgb     // colours at the crest and at the foot
	rough        float64 // strength of the strokes that model it
	peak         func(x float64) float64
}

func (r ridge) top(x float64) float64 {
	n := fbm(r.seed, x/r.wave, 7.3, 3) + 0.35*(ridged(r.seed+5, x/r.wave*2.3, 1.7, 3)-0.5)
	n += 0.035 * fbm(r.seed+8, x/r.wave*22, 3.1, 3)
	y := r.y - r.rise*n
	if r.peak != nil {
		y -= r.peak(x)
	}
	return y
}

// hills paints a chain, fading to its foot like washed ink.
func (c *canvas) hills(r ridge) {
	tops := make([]float64, c.w)
	for x := range tops {
		tops[x] = r.top((float64(x) + 0.5) / c.k)
	}
	c.washRows(0, r.foot, func(x, y float64) (rgb, float64) {
		t := tops[min(int(x*c.k), c.w-1)]
		if y < t-1 {
			return rgb{}, 0
		}
		d := (y - t) / max(r.foot-t, 20)
		col := mix(r.crest, r.floor, step(0, 1, d))
		if r.rough > 0 {
			// strokes run down the slopes
			n := ridged(r.seed+31, x/46+0.3*fbm(r.seed+3, x/60, y/60, 2), (y-t)/150+x/400, 4)
			m := fbm(r.seed+41, x/9, y/5, 3)
			k := r.rough * (1 - 0.75*d)
			col = col.times(1 + k*(n-0.62)*1.5 + 0.25*k*m)
		}
		a := clamp((y-t)*c.k+0.5, 0, 1) * step(1.0, 0.55, d)
		return col, a
	})
}

// mist lays a band of fog round the height y.
func (c *canvas) mist(seed uint32, y, high float64, col rgb, a float64) {
	c.washRows(max(0, y-high*1.6), min(1000, y+high*1.6), func(px, py float64) (rgb, float64) {
		n := fbm(seed, px/300, py/70, 4)
		d := (py - y - high*0.5*n) / high
		return col, a * math.Exp(-d*d*2.2) * (0.75 + 0.4*n)
	})
}

// lake is a sheet of water from the height y down to the lower edge.
type lake struct {
	seed  uint32
	y     float64
	wave  float64 // how far ripples move the reflection, in units
	deep  rgb     // colour of the water itself near the eye
	mixed float64 // how much of that colour shows near the eye
	glint rgb
	shine float64 // strength of glints
	calm  float64 // 0 open water, up to 1 a mirror with few streaks
}

func (c *canvas) water(l lake) {
	src := append([]rgb(nil), c.pix...)
	span := 1000 - l.y
	c.washRows(l.y, 1000, func(x, y float64) (rgb, float64) {
		d := y - l.y
		p := d / span
		z := 1 / (p + 0.12)
		u, v := (x-c.wide/2)*z/110, z*16
		n := fbm(l.seed, u, v, 3)
		m := fbm(l.seed+50, u*2.1, v*1.7, 2)
		streak := fbm(l.seed+90, u*0.16, v*0.21, 3)
		w := l.wave * (0.25 + p) * step(0, 0.05, p) * (1 - l.calm*step(-0.1, 0.5, streak))
		sy := clamp(l.y-d*0.96-3+(n*1.6+m*0.6)*w, 1, l.y-2)
		sx := x + m*w*0.4
		col := c.sample(src, sx, sy)
		col = mix(col, l.deep, l.mixed*(0.25+0.75*p)*(1-0.25*n))
		col = mix(col, l.glint, l.shine*step(0.25, 0.85, n*0.8+streak*0.45)*step(0, 0.03, p))
		return col.times(1 - 0.10*step(-0.2, -0.9, n+0.3*streak)), 1
	})
}

// tree grows a bare tree and gives the tips of its twigs.
type tree struct {
	d            *dice
	col          rgb
	spread, bend float64
	thin         float64 // least width that still divides
	lit          rgb
	side         float64 // light from the left (-1) or the right (1); 0 none
}

func (c *canvas) grow(t tree, x, y, angle, long, wide float64, tips *[]pt) {
	if wide < t.thin {
		*tips = append(*tips, pt{x, y})
		return
	}
	p := []pt{{x, y}}
	a := angle
	turn := t.d.in(-t.bend, t.bend)
	for range 5 {
		a += turn/5 + t.d.in(-0.05, 0.05)
		x, y = x+long/5*math.Sin(a), y-long/5*math.Cos(a)
		p = append(p, pt{x, y})
	}
	end := wide * 0.72
	c.fill(brush(p, taper(wide, end)), flat(t.col))
	c.fill(ellipse(p[0].x, p[0].y, wide/2, wide/2), flat(t.col))
	if t.side != 0 && wide > 4 {
		q := make([]pt, len(p))
		for i, v := range p {
			q[i] = pt{v.x + t.side*wide*0.28, v.y}
		}
		c.fill(brush(q, taper(wide*0.22, end*0.22)), veil(t.lit, 0.7))
	}
	k := t.d.in(0.38, 0.62)
	c.grow(t, x, y, a+t.spread*k, long*t.d.in(0.72, 0.9), end*math.Sqrt(1-k*0.8), tips)
	c.grow(t, x, y, a-t.spread*(1-k), long*t.d.in(0.72, 0.9), end*math.Sqrt(0.2+k*0.8), tips)
	if t.d.f() < 0.25 {
		c.grow(t, p[3].x, p[3].y, a+t.d.in(-1, 1)*t.spread*1.3, long*0.6, end*0.45, tips)
	}
}

// leaves dabs a cloud of leaves: lit at the top left, dark below.
func (c *canvas) leaves(d *dice, x, y, rx, ry float64, n int, size float64, dark, light rgb) {
	for range n {
		a, r := d.in(0, 2*math.Pi), math.Sqrt(d.f())
		px, py := x+rx*r*math.Cos(a), y+ry*r*math.Sin(a)
		t := clamp(0.5-0.45*(py-y)/ry-0.25*(px-x)/rx+d.in(-0.25, 0.25), 0, 1)
		s := size * d.in(0.5, 1.2)
		th := d.in(0, math.Pi)
		dx, dy := s*math.Cos(th), s*math.Sin(th)*0.6
		c.fill(brush([]pt{{px - dx, py - dy}, {px, py}, {px + dx, py + dy}}, func(t float64) float64 {
			return s * 0.9 * math.Sin(math.Pi*(0.08+0.84*t))
		}), veil(mix(dark, light, t), 0.9))
	}
}

// willow hangs strands of leaves from a point of a bough.
func (c *canvas) willow(d *dice, x, y, long float64, drift float64, dark, light rgb, leaf float64) {
	p := []pt{}
	px, py := x, y
	vx, vy := d.in(-0.6, 0.6), -0.3
	const parts = 26
	for i := range parts {
		p = append(p, pt{px, py})
		vy = min(1, vy+0.22)
		vx = vx*0.86 + drift*0.02*float64(i)/parts
		px, py = px+vx*long/parts, py+vy*long/parts
	}
	col := mix(dark, light, d.f())
	c.fill(brush(p, taper(1.6, 0.7)), veil(dark, 0.8))
	for i := 2; i < len(p); i++ {
		for side := -1.0; side < 2; side += 2 {
			if d.f() < 0.25 {
				continue
			}
			s := leaf * d.in(0.6, 1.2)
			q := p[i]
			e := pt{q.x + side*s*0.5, q.y + s}
			c.fill(brush([]pt{q, {(q.x+e.x)/2 + side*s*0.12, (q.y + e.y) / 2}, e}, func(t float64) float64 {
				return leaf * 0.3 * math.Sin(math.Pi*(0.1+0.88*t))
			}), veil(mix(col, light, d.in(0, 0.4)), 0.9))
		}
	}
}

// reed is one stalk with its blades and, when plume is set, its feather.
func (c *canvas) reed(d *dice, x, y, high, lean, wide float64, dark, light rgb, plume bool) {
	tip := pt{x + lean*high, y - high}
	mid := pt{x + lean*high*0.3, y - high*0.55}
	stalk := curve(x, y, mid.x, mid.y, tip.x, tip.y)
	c.fill(brush(stalk, taper(wide, wide*0.45)), flat(mix(dark, light, d.in(0, 0.5))))
	for range int(d.in(2, 5)) {
		k := d.in(0.15, 0.75)
		p := stalk[int(k*float64(len(stalk)-1))]
		side := 1.0
		if d.f() < 0.5-lean {
			side = -1
		}
		l := high * d.in(0.18, 0.42)
		blade := curve(p.x, p.y, p.x+side*l*0.35, p.y-l*0.55, p.x+side*l*0.85, p.y-l*d.in(0.15, 0.6))
		c.fill(brush(blade, func(t float64) float64 {
			return wide * 1.9 * math.Sin(math.Pi*(0.12+0.86*t))
		}), flat(mix(dark, light, d.in(0, 0.8))))
	}
	if !plume {
		return
	}
	side := 1.0
	if lean < 0 {
		side = -1
	}
	l := high * d.in(0.17, 0.25)
	nod := d.in(0.25, 0.8)
	axis := curve(tip.x-lean*l*0.3, tip.y+l*0.3, tip.x+lean*l*0.4, tip.y-l*0.3, tip.x+side*l*0.45*nod, tip.y-l*0.62, tip.x+side*l*1.0*nod, tip.y-l*0.7+l*0.35*nod)
	for i := range 150 {
		t := d.f()
		p := axis[int(t*float64(len(axis)-1))]
		s := l * d.in(0.18, 0.36) * (0.35 + math.Sin(math.Pi*(0.1+0.75*t)))
		out := d.in(-0.55, 0.75) * side
		q := curve(p.x, p.y, p.x+out*s*0.5+side*s*0.15, p.y-s*0.32, p.x+out*s+side*s*0.4, p.y-s*d.in(-0.15, 0.5))
		shade := 0.4 + 0.5*float64(i)/150
		c.fill(brush(q, taper(wide*0.42, wide*0.16)), veil(mix(dark, light, clamp(shade+d.in(-0.1, 0.2), 0, 1)), 0.8))
	}
}

// grain roughens the finished picture as paper and film do, and darkens the
// corners by dim.
func (c *canvas) grain(seed uint32, strong, dim float64) {
	c.wash(func(x, y float64) (rgb, float64) {
		i := min(int(y*c.k), c.h-1)*c.w + min(int(x*c.k), c.w-1)
		col := c.pix[i]
		n := 0.6*noise(seed, x*c.k/1.7, y*c.k/1.7) + 0.4*noise(seed+1, x*c.k/4.5, y*c.k/4.5)
		dx, dy := x/c.wide-0.5, y/1000-0.5
		v := 1 - dim*step(0.35, 0.85, math.Sqrt(dx*dx+dy*dy)*1.15)
		n *= strong
		return rgb{(col.r + n) * v, (col.g + n) * v, (col.b + n) * v}, 1
	})
}

// levels stretches tones so that lo becomes black and hi white.
func (c *canvas) levels(lo, hi, gamma float64) {
	f := func(v float64) float64 { return math.Pow(clamp((v-lo)/(hi-lo), 0, 1), gamma) }
	rows(0, c.h, func(y int) {
		for i := y * c.w; i < (y+1)*c.w; i++ {
			p := c.pix[i]
			c.pix[i] = rgb{f(p.r), f(p.g), f(p.b)}
		}
	})
}
