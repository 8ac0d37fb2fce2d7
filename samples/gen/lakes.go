package main

import "math"

// The picture story: the lake through a year.

// pagoda stands with its foot at (x, y).
func (c *canvas) pagoda(x, y, high float64, dark, light rgb) {
	const storeys = 7
	h := high * 0.86 / storeys
	foot := make([]float64, storeys+1)
	foot[0] = y
	for i := range storeys {
		foot[i+1] = foot[i] - h*(1.12-0.04*float64(i))
	}
	// from the top down, so that every roof lies before the storey over it
	for i := storeys - 1; i >= 0; i-- {
		at, hh := foot[i], foot[i]-foot[i+1]
		w := high * (0.145 - 0.011*float64(i))
		c.fill(poly(x-w*0.72, at, x-w*0.68, at-hh, x+w*0.68, at-hh, x+w*0.72, at), func(px, py float64) (rgb, float64) {
			return mix(dark, light, clamp(0.55-0.5*(px-x)/w, 0, 1)*0.8), 1
		})
		c.fill(closed(x-w*0.12, at, x-w*0.12, at-hh*0.45, x, at-hh*0.58, x+w*0.12, at-hh*0.45, x+w*0.12, at), flat(dark.times(0.6)))
		roof := shape{append(curve(x-w*1.28, at-hh*1.02, x-w*0.8, at-hh*0.94, x, at-hh*0.9, x+w*0.8, at-hh*0.94, x+w*1.28, at-hh*1.02),
			curve(x+w*1.28, at-hh*1.05, x+w*0.66, at-hh*1.2, x-w*0.66, at-hh*1.2, x-w*1.28, at-hh*1.05)...)}
		c.fill(roof, flat(dark.times(0.75)))
	}
	at := foot[storeys]
	c.fill(poly(x-high*0.045, at-high*0.01, x, at-high*0.16, x+high*0.045, at-high*0.01), flat(dark.times(0.75)))
}

// pavilion is an open hall with lifted eaves on the water.
func (c *canvas) pavilion(x, y, w float64, dark, light rgb, snow bool) {
	s := w / 100
	at := func(v shape) shape { return v.moved(x, y, s, s) }
	c.fill(at(rect(-52, -6, 52, 2)), flat(mix(dark, light, 0.4)))
	c.fill(at(rect(-40, -48, 40, -6)), veil(dark.times(0.7), 0.55))
	for _, p := range []float64{-40, -14, 14, 40} {
		c.fill(at(rect(p-2, -50, p+2, -4)), flat(dark))
		c.fill(at(rect(p-2, -50, p-1, -4)), veil(light, 0.5))
	}
	c.fill(at(rect(-42, -16, 42, -14)), flat(dark))
	for i := range 22 {
		v := -41 + float64(i)*4
		c.fill(at(line(v, -15, v, -6, 0.7)), flat(dark))
	}
	roof := func(y0, w0, h float64) {
		o := shape{append(curve(-w0-8, y0-5, -w0*0.75, y0, 0, y0+1.5, w0*0.75, y0, w0+8, y0-5),
			curve(w0+8, y0-6.5, w0*0.62, y0-h*0.35, w0*0.36, y0-h, -w0*0.36, y0-h, -w0*0.62, y0-h*0.35, -w0-8, y0-6.5)...)}
		c.fill(at(o), func(px, py float64) (rgb, float64) {
			k := 0.5 + 0.35*math.Sin((px-x)/s*1.5)
			return mix(dark.times(0.7), light, k*0.45), 1
		})
		if snow {
			c.fill(at(shape{append(curve(-w0-5, y0-7, -w0*0.5, y0-4, 0, y0-3.4, w0*0.5, y0-4, w0+5, y0-7),
				curve(w0+2, y0-8.5, w0*0.6, y0-h*0.42, w0*0.38, y0-h-3, -w0*0.38, y0-h-3, -w0*0.6, y0-h*0.42, -w0-2, y0-8.5)...)}), func(px, py float64) (rgb, float64) {
				return mix(grey(0.98), grey(0.72), clamp((px-x)/(w0*s)*0.5+0.1, 0, 1)), 1
			})
		}
	}
	roof(-48, 50, 20)
	c.fill(at(rect(-19, -76, 19, -66)), flat(dark))
	roof(-74, 24, 22)
	c.fill(at(ellipse(0, -98, 3, 4)), flat(dark))
}

// cheap crowns for trees far off
func (c *canvas) grove(d *dice, x0, x1, y, high float64, n int, dark, light rgb) {
	for range n {
		x := d.in(x0, x1)
		h := high * d.in(0.5, 1)
		c.fill(brush([]pt{{x, y + 2}, {x + 1, y - h*0.5}}, taper(h*0.08, h*0.03)), flat(dark.times(0.7)))
		for range 5 {
			c.leaves(d, x+d.in(-1, 1)*h*0.25, y-h*d.in(0.45, 0.9), h*0.22, h*0.18, 16, h*0.055, dark, light)
		}
	}
}

func (c *canvas) willowTree(d *dice, x, y, h float64, n int, dark, light rgb) {
	c.fill(brush(curve(x, y, x+h*0.03, y-h*0.3, x-h*0.02, y-h*0.6, x+h*0.02, y-h*0.84), taper(h*0.06, h*0.015)), flat(dark))
	for range n {
		px := x + d.in(-1, 1)*h*0.36
		c.willow(d, px, y-h*0.92+math.Abs(px-x)*0.5+d.in(-0.06, 0.06)*h, h*d.in(0.3, 0.72), -0.5, dark, light, max(5, h*0.03))
	}
}

// lakeSpring: the whole lake on a misty morning in spring.
func lakeSpring(c *canvas) {
	W := c.wide
	hz := 560.0
	d := &dice{201}
	c.sky(hz, ramp{{0, ink(0x9dbcc9)}, {0.5, ink(0xd7dfd8)}, {1, ink(0xf7ead0)}}, 201, ink(0xfbf6ea), 0.8)
	c.glow(W*0.24, 270, 420, ink(0xfff4d8), 0.8)
	for i, r := range []ridge{
		{seed: 211, y: 330, rise: 130, wave: 700, foot: 580, crest: ink(0x9fb6bb), floor: ink(0xeee8d8), rough: 0.12},
		{seed: 214, y: 405, rise: 110, wave: 520, foot: 585, crest: ink(0x76979c), floor: ink(0xd9dfd0), rough: 0.2},
		{seed: 219, y: 480, rise: 70, wave: 400, foot: 590, crest: ink(0x4e7875), floor: ink(0xb9cdb9), rough: 0.28},
	} {
		c.hills(r)
		c.mist(uint32(61+i), 470+float64(i)*38, 26, ink(0xf6efe0), 0.7)
	}
	// the hill it stands on
	c.fill(shape{append(curve(W*0.57, hz, W*0.60, 500, W*0.64, 466, W*0.685, 448, W*0.73, 462, W*0.78, 500, W*0.83, hz), pt{W * 0.57, hz})}, func(x, y float64) (rgb, float64) {
		n := fbm(231, x/18, y/14, 4)
		return mix(ink(0x3d6a5a), ink(0x86a884), clamp(0.4+0.6*n, 0, 1)), step(hz, 480, y)
	})
	c.pagoda(W*0.685, 452, 190, ink(0x4a5a5c), ink(0xd8cdb8))
	c.grove(d, W*0.605, W*0.775, 505, 40, 40, ink(0x376452), ink(0x94b27c))
	c.grove(d, W*0.65, W*0.72, 470, 36, 22, ink(0x2f5a4c), ink(0x8fae78))
	c.grove(d, 0, W*0.30, hz, 50, 70, ink(0x3a6352), ink(0xa5bf84))
	c.grove(d, W*0.80, W+20, hz, 56, 50, ink(0x3a6352), ink(0xa5bf84))
	c.mist(66, 540, 20, ink(0xf8f2e4), 0.85)
	// causeway with a three-arched bridge
	c.fill(shape{append(curve(-10, hz-8, W*0.2, hz-5, W*0.33, hz-8, W*0.38, hz-46, W*0.42, hz-60, W*0.46, hz-46, W*0.51, hz-8, W*0.7, hz-5, W+10, hz-9), pt{W + 10, hz + 5}, pt{-10, hz + 5})}.less(
		ellipse(W*0.42, hz+5, 38, 44), ellipse(W*0.383, hz+5, 26, 30), ellipse(W*0.457, hz+5, 26, 30)), func(x, y float64) (rgb, float64) {
		return ink(0x7d8578).times(0.9 + 0.15*fbm(7, x/20, y/8, 3)), 1
	})
	for i := range 17 {
		x := W*0.03 + float64(i)*W/17
		if x > W*0.34 && x < W*0.5 {
			continue
		}
		c.willowTree(d, x, hz, d.in(95, 125), 44, ink(0x3f5f38), ink(0xb3cc6a))
		if i%2 == 0 { // peach in flower between them
			px := x + W/34
			c.fill(brush(curve(px, hz, px+4, hz-24, px-3, hz-44), taper(6, 2)), flat(ink(0x4a3a34)))
			c.leaves(d, px, hz-46, 30, 20, 110, 5, ink(0xc76a80), ink(0xfbd3d8))
		}
	}
	c.water(lake{seed: 221, y: hz + 4, wave: 22, deep: ink(0x6f9396), mixed: 0.4, glint: ink(0xfffaf0), shine: 0.5})
	c.mist(71, hz+20, 14, ink(0xf8f4ea), 0.5)
	for _, b := range []struct{ x, y, l, dir float64 }{{0.60, 690, 150, -1}, {0.255, 650, 110, 1}, {0.80, 800, 250, -1}, {0.66, 630, 80, 1}} {
		c.soft(ellipse(W*b.x, b.y+b.l*0.05, b.l*0.48, b.l*0.04), 8, veil(ink(0x2c4446), 0.55))
		c.sampan(W*b.x, b.y, b.l, b.dir, ink(0x2a3434), ink(0xb9a07c), true)
	}
	for i := range 11 {
		c.bird(W*0.47+float64(i)*26+d.in(-8, 8), 170+math.Abs(float64(i)-4)*12+d.in(-8, 8), d.in(8, 13), d.in(-0.5, 0.9), ink(0x3c4c50))
	}
	for i := range 130 { // reeds in the near corner
		x := W*0.30*(1-math.Sqrt(d.f())) - 20
		c.reed(d, x, 1020, d.in(130, 330)*(1-0.6*x/(W*0.3)), d.in(0.05, 0.3), 3.2, ink(0x2c4a30), ink(0xa9b868), i%3 == 0)
	}
	c.grain(19, 0.022, 0.15)
	c.levels(0.06, 0.97, 1)
}

// lakeSummer: lotus in July, tall.
func lakeSummer(c *canvas) {
	W := c.wide
	hz := 430.0
	d := &dice{231}
	c.sky(hz, ramp{{0, ink(0x3f7fae)}, {0.6, ink(0x9cc5d6)}, {1, ink(0xe8efe4)}}, 231, ink(0xffffff), 0.55)
	// a thunder head
	c.washRows(60, hz, func(x, y float64) (rgb, float64) {
		dx, dy := (x-W*0.66)/190, (y-300)/165
		e := 1 - math.Sqrt(dx*dx+dy*dy) + 0.42*fbm(233, x/70, y/70, 5)
		t := clamp(0.55-0.7*(x-W*0.66)/260-0.6*(y-270)/300+0.35*fbm(237, x/50, y/50, 4), 0, 1)
		return mix(ink(0x9fb2c0), ink(0xffffff), t), step(0.0, 0.22, e) * step(hz, hz-120, y)
	})
	c.hills(ridge{seed: 235, y: 350, rise: 60, wave: 330, foot: 445, crest: ink(0x5d8a92), floor: ink(0xb9d3cc), rough: 0.2})
	c.hills(ridge{seed: 239, y: 400, rise: 30, wave: 240, foot: 445, crest: ink(0x3a6a5c), floor: ink(0x8db39a), rough: 0.3})
	c.pavilion(W*0.27, hz+6, 84, ink(0x4a2c26), ink(0xd9b58c), false)
	c.water(lake{seed: 241, y: hz, wave: 20, deep: ink(0x3f7474), mixed: 0.45, glint: ink(0xf4fbf6), shine: 0.45})
	for i := range 150 { // leaves, near ones last
		t := math.Pow(float64(i)/150, 1.35)
		y := hz + 42 + 600*t
		r := 8 + 108*t
		x := d.in(-r, W+r)
		c.lotusLeaf(d, x, y, r*d.in(0.75, 1.1), t)
		if hero := math.Abs(x-W*0.36) < 120 && math.Abs(y-660) < 150; i%7 == 3 && !hero {
			c.lotus(d, x+d.in(-30, 30)*t, y-r*d.in(0.9, 1.5), r*0.55, t, i%3 == 0)
		}
	}
	c.lotus(d, W*0.36, 640, 92, 1, false)
	c.lotus(d, W*0.76, 540, 60, 0.8, true)
	c.grain(21, 0.024, 0.2)
	c.levels(0.03, 0.98, 0.95)
}

// lotusLeaf is one leaf on its stalk, seen from a little above.
func (c *canvas) lotusLeaf(d *dice, x, y, r, near float64) {
	tilt := d.in(0.3, 0.5)
	turn := d.in(-0.35, 0.35)
	dark, light := mix(ink(0x5f8f80), ink(0x123c2c), near), mix(ink(0xa9c9a4), ink(0x7fb05c), near)
	var o []pt
	seed := uint32(d.next())
	for i := range 48 {
		a := 2 * math.Pi * float64(i) / 48
		k := 1 + 0.07*noise(seed, math.Cos(a)*3+5, math.Sin(a)*3) + 0.025*math.Sin(a*11)
		px, py := r*k*math.Cos(a), r*k*tilt*math.Sin(a)
		o = append(o, pt{x + px*math.Cos(turn) - py*math.Sin(turn), y + px*math.Sin(turn) + py*math.Cos(turn)})
	}
	c.fill(brush(curve(x, y, x+r*0.05, y+r*0.6, x-r*0.05, y+r*1.5), even(max(1.5, r*0.045))), flat(dark.times(0.9)))
	c.soft(shape{o}.moved(0, r*0.12, 1, 1), r*0.12, veil(dark.times(0.45), 0.5))
	c.fill(shape{o}, func(px, py float64) (rgb, float64) {
		dx, dy := (px-x)/r, (py-y)/(r*tilt)
		rr := math.Sqrt(dx*dx + dy*dy)
		a := math.Atan2(dy, dx)
		vein := math.Exp(-math.Pow(math.Abs(math.Sin(a*8.5))*rr*7, 2)) * step(0.06, 0.2, rr)
		t := 0.42 + 0.3*(-dy*0.6-dx*0.4) + 0.25*rr*rr - 0.35*math.Exp(-rr*rr*30) + 0.1*fbm(seed, dx*4, dy*4, 3)
		return mix(mix(dark, light, clamp(t, 0, 1)), light, 0.4*vein), 1
	})
}

// lotus is a flower on its stalk, or a bud.
func (c *canvas) lotus(d *dice, x, y, r, near float64, bud bool) {
	c.fill(brush(curve(x, y-r*0.1, x+r*0.12, y+r*1.8, x-r*0.05, y+r*4.4), even(max(1.5, r*0.075))), flat(mix(ink(0x6f9a78), ink(0x2c5a38), near)))
	petal := func(a, l, w float64, t float64) {
		s, q := math.Sincos(a)
		at := func(u, v float64) (float64, float64) { return x + s*u*l + q*v*w, y - q*u*l + s*v*w }
		var v []float64
		for _, p := range [][2]float64{{0, 0}, {0.3, -0.8}, {0.65, -0.95}, {0.9, -0.35}, {1.02, 0}, {0.9, 0.35}, {0.65, 0.95}, {0.3, 0.8}} {
			px, py := at(p[0], p[1])
			v = append(v, px, py)
		}
		c.fill(closed(v...), func(px, py float64) (rgb, float64) {
			u := ((px-x)*s - (py-y)*q) / l
			w2 := ((px-x)*q + (py-y)*s) / w
			k := clamp(u*0.95+0.08*math.Sin(w2*14)-t, 0, 1)
			return mix(ink(0xfdf3ee), ink(0xd9557c), k*k), 1
		})
	}
	if bud {
		petal(-0.16, r*1.15, r*0.32, -0.15)
		petal(0.14, r*1.15, r*0.32, -0.1)
		petal(0, r*1.2, r*0.30, -0.05)
		return
	}
	for _, a := range []float64{-1.35, 1.35, -1.0, 1.0, -0.7, 0.7} {
		petal(a, r*1.05, r*0.30, 0.1)
	}
	for _, a := range []float64{-0.42, 0.42, 0} {
		petal(a, r*1.1, r*0.34, 0.0)
	}
	c.fill(ellipse(x, y-r*0.34, r*0.24, r*0.13), flat(ink(0xd9b43c)))
	for _, a := range []float64{-0.95, 0.95, -0.5, 0.5, 0.05} {
		petal(a, r*0.72, r*0.30, -0.05)
	}
}

// lakeRain: rain on the lake, a man under an umbrella on the landing stage.
func lakeRain(c *canvas) {
	W := c.wide
	hz := 470.0
	d := &dice{251}
	c.sky(hz, ramp{{0, grey(0.42)}, {0.6, grey(0.62)}, {1, grey(0.82)}}, 251, grey(0.30), 0.7)
	c.hills(ridge{seed: 253, y: 320, rise: 110, wave: 460, foot: 490, crest: grey(0.56), floor: grey(0.82), rough: 0.2})
	c.hills(ridge{seed: 257, y: 410, rise: 50, wave: 300, foot: 490, crest: grey(0.38), floor: grey(0.74), rough: 0.25})
	c.mist(81, 440, 34, grey(0.86), 0.85)
	c.pavilion(W*0.80, hz+8, 130, grey(0.20), grey(0.62), false)
	c.water(lake{seed: 259, y: hz, wave: 34, deep: grey(0.34), mixed: 0.5, glint: grey(0.95), shine: 0.4})
	for range 420 { // rings
		t := d.f()
		y := hz + 30 + 500*t
		x := d.in(0, W)
		r := (4 + 26*t) * d.in(0.5, 1.2)
		c.fill(ellipse(x, y, r, r*0.28).less(ellipse(x, y, r*0.9-0.4, r*0.23-0.3)), veil(grey(0.95), 0.5))
		if d.f() < 0.4 {
			c.fill(brush([]pt{{x, y}, {x, y - r*0.5}}, taper(r*0.10, r*0.03)), veil(grey(1), 0.7))
		}
	}
	// landing stage
	c.fill(poly(-10, 860, W*0.52, 700, W*0.56, 716, W*0.12, 1010, -10, 1010), func(x, y float64) (rgb, float64) {
		u := (x + (y-700)*1.6) / 34
		seam := math.Abs(math.Mod(u+100.5, 1)-0.5) * 34 / 1.89 // units across the seam
		k := 0.34 + 0.08*noise(5, math.Floor(u)*3.3, 1) + 0.10*fbm(3, x/50, y/9, 3) + 0.16*step(0.1, 0.5, fbm(9, x/60, y/20, 2))
		k *= 1 - 0.6*clamp(1.7-seam*c.k, 0, 1)
		return grey(k), 1
	})
	for i := range 6 {
		t := float64(i) / 5
		x, y := W*0.16+t*W*0.38, 985-t*262
		h := 150 - 90*t
		c.fill(rect(x-9+5*t, y-h*0.8, x+9-5*t, y+h*0.5), flat(grey(0.12+0.08*t)))
		c.fill(rect(x-9+5*t, y-h*0.8, x-5+3*t, y+h*0.5), veil(grey(0.6), 0.5))
	}
	x, y, s := W*0.33, 800.0, 2.7
	at := func(v shape) shape { return v.moved(x, y, s, s) }
	m := c.cover(at(join(limb(pt{-5, 0}, pt{-3, -32}, 4, 6), limb(pt{6, 0}, pt{3, -32}, 4, 6), closed(-13, -26, -11, -60, -7, -76, 0, -80, 7, -76, 11, -60, 13, -26, 0, -22), ellipse(0, -88, 6.4, 7.6), rect(-3, -84, 3, -76), limb(pt{8, -70}, pt{14, -78}, 4, 3))))
	c.lay(m, flat(grey(0.08)))
	c.fill(at(line(14, -72, 10, -118, 1.3)), flat(grey(0.05)))
	umb := at(shape{append(curve(-34, -92, -24, -110, 8, -122, 38, -110, 50, -92), curve(50, -92, 38, -97, 28, -92, 18, -97, 8, -91, -4, -97, -14, -92, -24, -97, -34, -92)...)})
	c.fill(umb, func(px, py float64) (rgb, float64) {
		dx := (px - x - 8*s) / (42 * s)
		rib := math.Abs(math.Sin(dx * 7))
		return grey(clamp(0.62-0.5*dx+0.12*rib, 0.1, 0.95)), 1
	})
	for range 1500 { // rain
		px, py := d.in(-60, W), d.in(-60, 1000)
		l := d.in(24, 70)
		c.fill(brush([]pt{{px, py}, {px + l*0.2, py + l}}, taper(0.6, 1.5)), veil(grey(0.97), d.in(0.12, 0.4)))
	}
	c.grain(23, 0.03, 0.25)
	c.levels(0.05, 0.95, 0.95)
}

// lakeNets: a fisherman casts his net at sunrise.
func lakeNets(c *canvas) {
	W := c.wide
	hz := 520.0
	d := &dice{271}
	c.sky(hz, ramp{{0, grey(0.34)}, {0.55, grey(0.66)}, {1, grey(0.96)}}, 271, grey(0.86), 0.85)
	c.glow(W*0.40, hz-90, 470, grey(1), 0.8)
	c.fill(ellipse(W*0.40, hz-92, 40, 40), flat(grey(1)))
	c.hills(ridge{seed: 273, y: 420, rise: 70, wave: 330, foot: 535, crest: grey(0.55), floor: grey(0.9), rough: 0.15})
	c.hills(ridge{seed: 277, y: 480, rise: 36, wave: 260, foot: 535, crest: grey(0.36), floor: grey(0.78), rough: 0.25})
	c.water(lake{seed: 279, y: hz, wave: 28, deep: grey(0.24), mixed: 0.4, glint: grey(1), shine: 0.6})
	x, y := W*0.345, 770.0
	c.soft(ellipse(x, y+16, 220, 16), 14, veil(grey(0.04), 0.7))
	c.fill(shape{append(curve(x-235, y-52, x-150, y-26, x, y-18, x+150, y-24, x+250, y-58), curve(x+232, y-30, x+150, y+6, x, y+14, x-150, y+6, x-222, y-26)...)}, func(px, py float64) (rgb, float64) {
		return grey(0.06 + 0.12*step(y+10, y-50, py)), 1
	})
	// cormorants on the stern
	for i := range 3 {
		bx := x - 205 + float64(i)*42
		b := y - 44 + float64(i)*9
		c.fill(closed(bx-10, b, bx-12, b-22, bx-4, b-42, bx+2, b-60, bx+16, b-62, bx+6, b-54, bx+8, b-36, bx+8, b-14, bx, b+10), flat(grey(0.05)))
	}
	man := pose{head: pt{3, -92}, neck: pt{0, -82}, hip: pt{-6, -50}, elbowNear: pt{14, -84}, handNear: pt{26, -92}, elbowFar: pt{14, -76}, handFar: pt{27, -80},
		kneeNear: pt{-14, -26}, ankleNear: pt{-20, -2}, toeNear: pt{-12, 0}, kneeFar: pt{8, -28}, ankleFar: pt{12, -3}, toeFar: pt{20, -1}}
	c.athlete(man, x+80, y-20, 300, 1, kit{limbs: grey(0.13), hair: grey(0.05), shirt: grey(0.10), shorts: grey(0.08), lit: grey(1), long: true})
	hx, hy := x+80, y-20-276.0
	c.fill(poly(-22, 3, 6, -20, 12, -20, 40, 4, 12, -4).moved(hx, hy, 1.5, 1.5), flat(grey(0.08)))
	// the net opens in the air
	nx, ny := x+300, y-330.0
	var ring []pt
	for i := range 61 {
		a := 2 * math.Pi * float64(i) / 60
		ring = append(ring, pt{nx + 150*math.Cos(a) - 40*math.Sin(a), ny + 118*math.Sin(a) + 45*math.Cos(a) + 6*math.Sin(a*9)})
	}
	from := pt{x + 80 + 82, y - 20 - 274}
	for i := 0; i < 60; i += 2 {
		p := ring[i]
		q := pt{(from.x+p.x)/2 + d.in(-4, 4), (from.y+p.y)/2 - 24}
		c.fill(brush(curve(from.x, from.y, q.x, q.y, p.x, p.y), even(1.5)), veil(grey(0.12), 0.8))
	}
	for k := 1; k < 7; k++ {
		t := float64(k) / 7
		var o []pt
		for _, p := range ring {
			o = append(o, pt{from.x + (p.x-from.x)*t, from.y + (p.y-from.y)*t - 80*t*(1-t)})
		}
		c.fill(brush(o, even(1.4)), veil(grey(0.12), 0.75))
	}
	c.fill(brush(ring, even(3.4)), flat(grey(0.1)))
	for i := 0; i < 60; i += 3 {
		c.fill(ellipse(ring[i].x, ring[i].y, 4.2, 4.2), flat(grey(0.06)))
	}
	c.grain(25, 0.03, 0.25)
	c.levels(0.03, 0.97, 1)
}

// lakeMetasequoia: red water firs in late autumn.
func lakeMetasequoia(c *canvas) {
	W := c.wide
	hz := 640.0
	d := &dice{281}
	c.sky(hz, ramp{{0, ink(0x7fa3bb)}, {0.7, ink(0xd3dcd6)}, {1, ink(0xf3e6cc)}}, 281, ink(0xffffff), 0.6)
	c.hills(ridge{seed: 283, y: 470, rise: 70, wave: 400, foot: 650, crest: ink(0x8a94a0), floor: ink(0xd9cfc0), rough: 0.15})
	for layer := range 3 {
		n := 20 - 4*layer
		for i := range n {
			x := (float64(i)+d.in(0.1, 0.9))*(W+80)/float64(n) - 40
			h := (300 + 90*float64(layer)) * d.in(0.75, 1.05)
			t := float64(layer) / 2
			dark := mix(ink(0xa8806a), ink(0x5a1f14), t)
			light := mix(ink(0xd8b08c), ink(0xe08a3c), t)
			y := hz + 4 + 8*float64(layer)
			c.fill(brush([]pt{{x, y}, {x + 1, y - h}}, taper(9+3*t, 1.5)), flat(mix(ink(0x8a7468), ink(0x2a1a16), t)))
			for k := range 34 {
				u := float64(k) / 33
				w := h * 0.17 * (1 - u) * d.in(0.75, 1.15)
				c.leaves(d, x, y-h*(0.14+0.85*u), w+3, h*0.02+2, 14, 6.5-2.5*u, dark, light)
			}
		}
		c.mist(uint32(91+layer), hz-8, 22, ink(0xf4e8d4), 0.4-0.1*float64(layer))
	}
	c.fill(rect(-5, hz+8, W+5, hz+30), func(x, y float64) (rgb, float64) {
		return ink(0x6a4a30).times(0.8 + 0.3*fbm(5, x/14, y/5, 3)), 1
	})
	c.water(lake{seed: 287, y: hz + 28, wave: 22, deep: ink(0x2a3a44), mixed: 0.3, glint: ink(0xf8ecd8), shine: 0.35})
	c.soft(ellipse(W*0.62, 876, 92, 7), 8, veil(ink(0x1a1414), 0.6))
	c.sampan(W*0.62, 870, 190, -1, ink(0x1e1614), ink(0xc09468), true)
	c.grain(27, 0.024, 0.2)
	c.levels(0.03, 0.97, 0.95)
}

// lakeGeese: geese over the reeds at sunset in October.
func lakeGeese(c *canvas) {
	W := c.wide
	hz := 600.0
	d := &dice{291}
	c.sky(hz, ramp{{0, ink(0x3b3f66)}, {0.4, ink(0x9a6478)}, {0.75, ink(0xe8905c)}, {1, ink(0xfcd080)}}, 291, ink(0xf2b07c), 0.8)
	c.glow(W*0.62, hz-70, 520, ink(0xffe090), 0.7)
	c.fill(ellipse(W*0.62, hz-66, 46, 46), flat(ink(0xfff0b8)))
	c.hills(ridge{seed: 293, y: 520, rise: 60, wave: 460, foot: 620, crest: ink(0x8a5a62), floor: ink(0xe8a878), rough: 0.12})
	c.hills(ridge{seed: 297, y: 566, rise: 28, wave: 300, foot: 620, crest: ink(0x5a3a4a), floor: ink(0xb87a64), rough: 0.2})
	c.water(lake{seed: 299, y: hz, wave: 26, deep: ink(0x3a2c44), mixed: 0.4, glint: ink(0xffe2a0), shine: 0.55})
	for i := range 17 { // the wedge
		k := math.Abs(float64(i) - 6)
		c.goose(W*0.30+float64(i)*54+d.in(-6, 6), 150+k*22+d.in(-6, 6), 30-k*0.6, d.in(-0.7, 1), ink(0x241a2a))
	}
	for i := range 170 {
		x := d.in(-30, W+30)
		e := math.Abs(x/W-0.6) * 1.6
		h := d.in(230, 400) * (0.35 + 0.8*e)
		v := float64(i) / 170
		c.reed(d, x, 1030, h, d.in(0.02, 0.3), 4.2, ink(0x140c14), mix(ink(0x6a3c34), ink(0xb8703c), v*0.7), d.f() < 0.65)
	}
	c.grain(29, 0.026, 0.25)
	c.levels(0.03, 0.97, 0.95)
}

// goose flies to the left, w units from the body to a wing's tip.
func (c *canvas) goose(x, y, w, beat float64, col rgb) {
	c.fill(brush(curve(x-w*0.95, y-w*0.06, x-w*0.5, y-w*0.02, x-w*0.15, y, x+w*0.25, y+w*0.03, x+w*0.5, y), func(t float64) float64 {
		return w * (0.07 + 0.17*math.Exp(-math.Pow((t-0.62)/0.22, 2)))
	}), flat(col))
	for _, far := range []float64{1, 0.8} {
		c.fill(brush(curve(x-w*0.05, y, x+w*0.10*far, y-beat*w*0.5, x+w*(0.45-0.3*(1-far)), y-beat*w*0.95*far), func(t float64) float64 {
			return w * 0.26 * (1 - 0.8*t)
		}), flat(col.times(far)))
	}
}

// lakeSpoonbills: spoonbills feed in the shallows of the north shore.
func lakeSpoonbills(c *canvas) {
	W := c.wide
	hz := 400.0
	d := &dice{301}
	c.sky(hz+16, ramp{{0, grey(0.5)}, {1, grey(0.86)}}, 301, grey(0.95), 0.7)
	c.hills(ridge{seed: 303, y: 300, rise: 60, wave: 460, foot: 415, crest: grey(0.55), floor: grey(0.8), rough: 0.15})
	for range 260 {
		c.reed(d, d.in(-20, W+20), hz+d.in(4, 22), d.in(46, 96), d.in(-0.1, 0.3), 1.6, grey(0.22), grey(0.6), d.f() < 0.6)
	}
	c.water(lake{seed: 307, y: hz + 14, wave: 18, deep: grey(0.30), mixed: 0.5, glint: grey(0.95), shine: 0.3, calm: 0.4})
	for _, b := range []struct{ x, y, s, dir, low float64 }{
		{0.10, 560, 1.5, 1, 1}, {0.24, 530, 1.3, 1, 0}, {0.37, 560, 1.5, 1, 1}, {0.50, 524, 1.3, 1, 0.6}, {0.63, 550, 1.4, 1, 1}, {0.76, 520, 1.25, 1, 0}, {0.89, 545, 1.4, 1, 1},
		{0.19, 760, 2.9, 1, 1}, {0.50, 730, 2.6, 1, 0}, {0.74, 800, 3.2, 1, 1}, {0.40, 890, 3.5, 1, 0.5},
	} {
		c.spoonbill(W*b.x, b.y, -b.s, b.s, b.low, 0.30)
		c.ripple(W*b.x-70*b.s, W*b.x+70*b.s, b.y, b.y+80*b.s, 5*b.s)
		c.spoonbill(W*b.x, b.y, b.s, b.s, b.low, 0)
		for k := range 3 {
			r := (16 + 13*float64(k)) * b.s
			c.fill(ellipse(W*b.x, b.y, r, r*0.16).less(ellipse(W*b.x, b.y, r-1.4, r*0.16-1.1)), veil(grey(0.95), 0.5-0.13*float64(k)))
		}
	}
	c.grain(31, 0.03, 0.2)
	c.levels(0.05, 0.97, 1)
}

// spoonbill wades to the right, its feet at (x, y); a negative up mirrors it
// in the water, low is how far its bill is down.
func (c *canvas) spoonbill(x, y, up, s, low, dim float64) {
	at := func(v shape) shape { return v.moved(x, y, s, up) }
	white := func(k float64) rgb { return mix(grey(k), grey(0.42), dim*1.6) }
	dark := mix(grey(0.07), grey(0.4), dim)
	for _, l := range []float64{-4, 6} {
		c.fill(at(brush(curve(l, 0, l+1, -14, l-2, -30), even(1.5))), flat(dark))
	}
	hx, hy := 30.0, -62+38*low
	body := closed(-37, -31, -24, -41, -10, -47, 8, -49, 19, -45, 22, -37, 12, -29, -6, -27, -22, -29)
	c.fill(at(body), func(px, py float64) (rgb, float64) {
		t := (py - y) / up
		return white(clamp(0.97-0.016*(t+50), 0.5, 1)), 1
	})
	c.fill(at(ellipse(15, -42, 6.5, 6)), flat(white(0.93)))
	c.fill(at(brush(curve(14, -42, 26, -50+6*low, 25, -60+22*low, hx, hy), func(t float64) float64 { return 11 - 5*t })), flat(white(0.93)))
	c.fill(at(ellipse(hx+1, hy, 5, 4.2)), flat(white(0.97)))
	bx, by := hx+17, hy+6+10*low
	c.fill(at(brush([]pt{{hx + 4, hy}, {bx, by}}, taper(3.4, 2))), flat(dark))
	c.fill(at(limb(pt{bx - 1, by - 0.5}, pt{bx + 3.4, by + 2.6 + low}, 1.8, 3.4)), flat(dark))
	c.fill(at(ellipse(hx+2.4, hy-1, 0.9, 0.9)), flat(dark))
	c.fill(at(brush(curve(-28, -34, -12, -36, 6, -38, 18, -36), taper(0.8, 1.6))), veil(mix(grey(0.6), grey(0.4), dim), 0.8))
	c.fill(at(brush(curve(-26, -33, -10, -31, 6, -32), taper(0.8, 1.4))), veil(mix(grey(0.6), grey(0.4), dim), 0.8))
}

// lakeSnow: the pavilion in the lake in snow, one boat.
func lakeSnow(c *canvas) {
	W := c.wide
	hz := 560.0
	d := &dice{311}
	c.sky(hz+16, ramp{{0, grey(0.52)}, {1, grey(0.86)}}, 311, grey(0.66), 0.6)
	for i, r := range []ridge{
		{seed: 313, y: 360, rise: 110, wave: 420, foot: 590, crest: grey(0.9), floor: grey(0.84), rough: 0.35},
		{seed: 317, y: 460, rise: 70, wave: 330, foot: 590, crest: grey(0.86), floor: grey(0.8), rough: 0.5},
	} {
		c.hills(r)
		for range 240 { // bare woods on the slopes
			x := d.in(0, W)
			y := r.top(x) + d.in(4, 90)
			h := d.in(9, 20)
			c.fill(brush([]pt{{x, y}, {x + d.in(-3, 3), y - h}}, taper(2, 0.8)), veil(grey(0.35), 0.45+0.15*float64(i)))
		}
	}
	c.mist(101, 520, 30, grey(0.88), 0.8)
	c.fill(closed(W*0.36, hz+12, W*0.42, hz-6, W*0.56, hz-12, W*0.76, hz-8, W*0.86, hz+12, W*0.6, hz+18), func(x, y float64) (rgb, float64) {
		return grey(0.92 - 0.5*step(hz+2, hz+16, y+4*noise(3, x/12, 1))), 1
	})
	c.pavilion(W*0.60, hz-2, 190, grey(0.13), grey(0.6), true)
	var tips []pt
	for _, t := range []struct{ x, h, w float64 }{{0.43, 46, 11}, {0.79, 56, 13}} {
		c.grow(tree{d: d, col: grey(0.12), spread: 0.8, bend: 0.5, thin: 1.8, lit: grey(0.95), side: -1}, W*t.x, hz+4, 0, t.h, t.w, &tips)
	}
	c.water(lake{seed: 319, y: hz + 14, wave: 14, deep: grey(0.40), mixed: 0.45, glint: grey(0.95), shine: 0.2, calm: 0.5})
	c.soft(ellipse(W*0.27, 790, 95, 8), 8, veil(grey(0.08), 0.6))
	c.sampan(W*0.27, 782, 210, 1, grey(0.08), grey(0.6), true)
	c.fill(brush(curve(W*0.27-46, 737, W*0.27-18, 731, W*0.27+16, 731, W*0.27+44, 738), func(t float64) float64 { return 9 * math.Sin(math.Pi*(0.08+0.84*t)) }), flat(grey(0.97)))
	// snowy branch across a corner
	c.grow(tree{d: d, col: grey(0.07), spread: 0.7, bend: 0.6, thin: 2.2, lit: grey(1), side: -0.9}, W+20, 300, -1.0, 170, 26, &tips)
	for range 700 {
		x, y, r := d.in(0, W), d.in(0, 1000), d.in(1, 4.5)
		c.soft(ellipse(x, y, r, r), r*0.6, veil(grey(1), d.in(0.4, 0.95)))
	}
	c.grain(33, 0.025, 0.2)
	c.levels(0.05, 0.96, 1)
}
