package main

import "math"

// bridgeEngraving: the old stone bridge, as a wood engraving.
func bridgeEngraving(c *canvas) {
	W := c.wide
	hz := 650.0
	d := &dice{61}
	c.startEngraving(straight(0.02, 6, 3))
	c.sky(hz, ramp{{0, grey(0.52)}, {0.4, grey(0.78)}, {1, grey(0.98)}}, 91, grey(1), 0.9)
	far := ridge{seed: 93, y: 400, rise: 120, wave: 520, foot: 660, crest: grey(0.55), floor: grey(0.92), rough: 0.5}
	c.hills(far)
	c.hillField(far, straight(1.0, 6, 5))
	near := ridge{seed: 97, y: 510, rise: 70, wave: 360, foot: 665, crest: grey(0.36), floor: grey(0.75), rough: 0.5}
	c.hills(near)
	c.hillField(near, straight(-0.8, 5.6, 6))
	for i := range 4 {
		x := W*0.02 + float64(i)*95
		c.engravedHouse(d, x, hz+14, d.in(84, 100), d.in(70, 90))
	}
	for i := range 3 {
		c.engravedHouse(d, W*0.78+float64(i)*96, hz+14, 90, d.in(70, 95))
	}
	b := arch{x: W * 0.52, y: hz + 40, r: 150, span: 470, crown: 285, stone: grey(0.98), dark: grey(0.34), light: grey(1)}
	deck := func(f float64) float64 { return b.y - 285*(0.16+0.84*(1-step(0.08, 1, math.Abs(f)/470))) }
	c.bridge(23, b)
	var o []pt
	for f := -470.0; f <= 470; f += 10 {
		o = append(o, pt{b.x + f, deck(f) - 34})
	}
	c.field(c.cover(shape{append(o, pt{b.x + 470, b.y + 4}, pt{b.x - 470, b.y + 4})}.less(ellipse(b.x, b.y, b.r, b.r*1.06))), straight(-0.5, 5.4, 9))
	c.water(lake{seed: 15, y: hz + 40, wave: 26, deep: grey(0.28), mixed: 0.3, glint: grey(1), shine: 0.85})
	c.field(c.cover(rect(0, hz+40, W, 1000)), rippled(6.2, 12))
	c.fill(ellipse(W*0.27, 884, 165, 12), veil(grey(0), 0.8))
	c.engrave(4)
	c.keyBridge(b, deck)
	for _, f := range []float64{-150, -95, 60} {
		c.walker(b.x+f, deck(f)-14, 80, 1, grey(0.02), grey(1))
	}
	c.fill(ellipse(W*0.27, 868, 175, 12), flat(grey(1)))
	c.fill(rect(W*0.27-85, 780, W*0.27+80, 862), veil(grey(1), 0.5))
	c.sampan(W*0.27, 868, 320, 1, grey(0.02), grey(1), true)
	c.fill(brush(curve(W+20, 120, W-140, 60, W-330, 70, W-470, 40), taper(30, 5)), flat(grey(0)))
	c.fill(brush(curve(W+10, 20, W-120, 30, W-260, 10), taper(20, 5)), flat(grey(0)))
	for range 74 {
		x := W - d.in(-10, 480)
		c.willow(d, x, 52+d.in(-40, 20), d.in(160, 520)*(1.05-(W-x)/620), -0.6, grey(0), grey(0.12), 15)
	}
}

// keyBridge cuts the outlines and joints of the bridge in plain black.
func (c *canvas) keyBridge(b arch, deck func(float64) float64) {
	ring := ellipse(b.x, b.y, b.r*1.17, b.r*1.24)[0]
	in := ellipse(b.x, b.y, b.r, b.r*1.06)[0]
	half := len(ring) / 2 // the upper half: angles from half to the whole turn
	c.fill(brush(ring[half:], even(3.5)), flat(grey(0)))
	c.fill(brush(in[half:], even(6)), flat(grey(0)))
	for i := half; i < len(ring); i++ {
		c.fill(line(ring[i].x, ring[i].y, in[i].x, in[i].y, 2.4), flat(grey(0)))
	}
	course := b.r * 0.155
	for row := 1; row < 13; row++ {
		y := b.y - float64(row)*course
		for f := -470.0; f < 470; f += 9 {
			if deck(f) > y-4 || math.Hypot(f, (y-b.y)/1.06) < b.r*1.18 {
				continue
			}
			c.fill(line(b.x+f, y, b.x+f+9.5, y, 2), flat(grey(0)))
			if math.Mod(f+470+22*float64(row%2), 45) < 9 && deck(f) < y-course {
				c.fill(line(b.x+f, y, b.x+f, y-course, 2), flat(grey(0)))
			}
		}
	}
	var low, top []pt
	for f := -470.0; f <= 470; f += 5 {
		low = append(low, pt{b.x + f, deck(f)})
		top = append(top, pt{b.x + f, deck(f) - 37})
	}
	c.fill(brush(low, even(5)), flat(grey(0)))
	c.fill(brush(top, even(9)), flat(grey(0)))
	for i := range top {
		top[i].y++
	}
	c.fill(brush(top, even(4)), flat(grey(1)))
	for f := -440.0; f <= 440; f += 80 {
		x, y := b.x+f, deck(f)
		c.fill(rect(x-8, y-50, x+8, y), flat(grey(0)))
		c.fill(rect(x-5, y-47, x+4, y-2), flat(grey(1)))
		c.fill(ellipse(x, y-55, 9, 9), flat(grey(0)))
		c.fill(ellipse(x-1.5, y-56, 5.5, 5.5), flat(grey(1)))
	}
}

// hillField gives a chain of hills its own lines.
func (c *canvas) hillField(r ridge, p phase) {
	var o []pt
	for x := 0.0; x <= c.wide+5; x += 5 {
		o = append(o, pt{x, r.top(x)})
	}
	o = append(o, pt{c.wide + 5, r.foot}, pt{0, r.foot})
	c.field(c.cover(shape{o}), p)
}

func (c *canvas) engravedHouse(d *dice, x, y, w, h float64) {
	c.house(d, house{x: x, y: y, w: w, h: h, roof: h * 0.5, wall: grey(1), shade: grey(0.62), tile: grey(0.36), lamp: grey(0.1), lit: 0, storeys: 1})
	c.field(c.cover(rect(x, y-h, x+w, y)), straight(math.Pi/2, 5.6, 3))
}

// snowLane: roofs and a lane in snow, as a wood engraving.
func snowLane(c *canvas) {
	W := c.wide
	vx, vy := W*0.52, 560.0
	d := &dice{71}
	c.startEngraving(straight(-0.35, 6.2, 3))
	c.wash(func(x, y float64) (rgb, float64) { // heavy sky
		return grey(0.34 + 0.30*step(0, 520, y) + 0.12*fbm(3, x/160, y/90, 4)), 1
	})
	c.hills(ridge{seed: 5, y: 420, rise: 60, wave: 200, foot: 600, crest: grey(0.62), floor: grey(0.85), rough: 0.4})
	// a point at depth z (1 at the frame, greater farther) on the left or right wall
	left := func(z, h float64) pt { return pt{vx + (-30-vx)/z, vy + h/z} }
	right := func(z, h float64) pt { return pt{vx + (W+30-vx)/z, vy + h/z} }
	quad := func(f func(z, h float64) pt, z0, z1, a, b float64) shape {
		return shape{{f(z0, a), f(z1, a), f(z1, b), f(z0, b)}}
	}
	// ground
	c.lined(shape{{left(1, 440), left(7, 440), right(7, 440), right(1, 440)}}, func(x, y float64) (rgb, float64) {
		z := 440 / (y - vy)
		u := (x - vx) * z
		trod := math.Exp(-u * u / 9000)
		return grey(0.97 - 0.34*trod*step(-0.2, 0.4, fbm(7, u/30, z*9, 3)) - 0.3*step(190, 290, math.Abs(u))), 1
	}, rippled(6.4, 21))
	for side, f := range []func(z, h float64) pt{left, right} {
		lit := 0.58 + 0.3*float64(side)
		lines := straight(0.9-1.8*float64(side), 6.2, 31)
		for i := 5; i >= 0; i-- {
			z0 := 0.8 * math.Pow(1.42, float64(i))
			z1 := z0 * 1.42
			top := -250 - 110*d.f()
			if i%2 == 1 {
				top += 90
			}
			fade := 0.07 * float64(i)
			c.lined(quad(f, z0, z1, top, 442), func(x, y float64) (rgb, float64) {
				n := fbm(uint32(i)*7+3, x/26, y/40, 4)
				return grey(clamp(lit*0.66+fade+0.18*n, 0, 1)), 1
			}, lines)
			c.laneOpenings(d, f, quad, z0, z1, fade)
			c.laneRoof(f, z0, z1, top, fade, lines)
		}
	}
	// lantern and figure with an umbrella
	x, y := vx-16, vy+250.0
	b := join(closed(x-36, y, x-24, y-60, x-19, y-104, x, y-116, x+19, y-104, x+24, y-60, x+36, y, x, y+4), ellipse(x, y-124, 14, 16))
	c.lined(b, flat(grey(0.03)), straight(0, 8, 1))
	c.fill(rect(x-15, y-4, x-4, y+18), flat(grey(0.03)))
	c.fill(rect(x+4, y-4, x+15, y+14), flat(grey(0.03)))
	c.fill(line(x+16, y-70, x+12, y-170, 4), flat(grey(0)))
	u := shape{append(curve(x-78, y-136, x-46, y-172, x+12, y-194, x+70, y-172, x+100, y-136), curve(x+100, y-136, x+84, y-143, x+56, y-134, x+36, y-142, x+12, y-133, x-14, y-142, x-36, y-134, x-60, y-143, x-78, y-136)...)}
	c.lined(u, func(px, py float64) (rgb, float64) {
		return grey(0.45 - 0.38*step(x-60, x+90, px)), 1
	}, round(x+12, y-60, 6, 3))
	c.fill(brush(curve(x-70, y-146, x-40, y-176, x+12, y-197, x+50, y-186), taper(5, 8)), flat(grey(1)))
	c.fill(line(vx+128, vy-150, vx+128, vy-95, 3), flat(grey(0)))
	// bare branch with snow across the top
	var tips []pt
	c.grow(tree{d: d, col: grey(0.02), spread: 0.75, bend: 0.7, thin: 2.6, lit: grey(1), side: -1}, W+20, 330, -1.1, 150, 34, &tips)
	for range 260 { // falling snow
		fx, fy, r := d.in(0, W), d.in(0, 960), d.in(1.5, 5.5)
		c.fill(ellipse(fx, fy, r, r), flat(grey(1)))
	}
	c.engrave(6)
}

func (c *canvas) laneOpenings(d *dice, f func(z, h float64) pt, quad func(func(z, h float64) pt, float64, float64, float64, float64) shape, z0, z1, fade float64) {
	at := func(t float64) float64 { return z0 * math.Pow(z1/z0, t) }
	dark := flat(grey(0.06 + fade*1.5))
	c.fill(quad(f, at(0.14), at(0.42), 90, 425), dark)
	c.fill(quad(f, at(0.10), at(0.46), 60, 82), flat(grey(1)))
	c.fill(quad(f, at(0.60), at(0.88), 60, 220), dark)
	c.fill(quad(f, at(0.57), at(0.91), 222, 240), flat(grey(1)))
	for _, t := range []float64{0.67, 0.74, 0.81} {
		c.fill(quad(f, at(t), at(t+0.018), 60, 220), flat(grey(0.8)))
	}
	c.fill(quad(f, at(0.60), at(0.88), 132, 142), flat(grey(0.8)))
	if d.f() < 0.8 {
		c.fill(quad(f, at(0.60), at(0.88), -130, -10), dark)
		c.fill(quad(f, at(0.57), at(0.91), -8, 10), flat(grey(1)))
	}
}

func (c *canvas) laneRoof(f func(z, h float64) pt, z0, z1, top, fade float64, lines phase) {
	a, b := f(z0, top), f(z1, top)
	in := func(p pt, z float64) pt { // the eaves stand out over the lane
		d := 70.0 / z
		if p.x < c.wide*0.5 {
			return pt{p.x + d, p.y + 42/z}
		}
		return pt{p.x - d, p.y + 42/z}
	}
	up := func(p pt, z float64) pt {
		d := -120.0 / z
		if p.x < c.wide*0.5 {
			return pt{p.x + d, p.y - 120/z}
		}
		return pt{p.x - d, p.y - 120/z}
	}
	ea, eb := in(a, z0), in(b, z1)
	c.lined(shape{{a, b, eb, pt{eb.x, eb.y + 10/z1}, pt{ea.x, ea.y + 10/z0}}}, flat(grey(0.05+fade)), lines)
	ra, rb := up(a, z0), up(b, z1)
	c.lined(shape{{ra, rb, eb, ea}}, func(x, y float64) (rgb, float64) {
		return grey(0.98 - 0.14*step(0.1, 0.6, fbm(9, x/30, y/22, 3))), 1
	}, lines)
	// tile ends under the snow
	for i := range 18 {
		t := (float64(i) + 0.5) / 18
		z := 1 / ((1-t)/z0 + t/z1)
		x, y := ea.x+(eb.x-ea.x)*t, ea.y+(eb.y-ea.y)*t
		c.fill(ellipse(x, y+7/z, 7/z, 8/z), flat(grey(0.1+fade)))
		c.fill(ellipse(x, y+6/z, 3.4/z, 4/z), flat(grey(0.9)))
	}
}

// plum: a branch of winter plum, the ornament over the essays.
func plum(c *canvas) {
	c.wash(flat(grey(1)))
	d := &dice{81}
	W := c.wide
	bough := func(w0, w1 float64, v ...float64) {
		p := curve(v...)
		o := brush(p, func(t float64) float64 {
			return (w0 + (w1-w0)*t) * (1 + 0.18*noise(5, t*22, v[0]))
		})
		c.fill(o, func(x, y float64) (rgb, float64) {
			// a dry brush leaves white
			n := fbm(11, x/60, y/9+x/200, 3)
			return grey(0.06), 1 - 0.95*step(0.28, 0.5, n)*step(15, 40, w0)
		})
	}
	bough(96, 40, -40, 930, 300, 760, 560, 800, 860, 640)
	bough(44, 14, 860, 640, 1180, 560, 1500, 610, 1850, 420, 2150, 360)
	bough(34, 9, 560, 790, 700, 540, 980, 330, 1230, 150)
	bough(26, 7, 1180, 570, 1420, 360, 1560, 330, 1760, 150)
	bough(22, 6, 1500, 600, 1760, 720, 2050, 700, 2420, 780)
	bough(16, 5, 250, 770, 330, 480, 300, 300, 420, 130)
	bough(12, 4, 1850, 420, 1960, 540, 2250, 560, 2470, 520)
	spots := []struct{ x, y, r float64 }{
		{980, 330, 105}, {1240, 150, 82}, {1440, 350, 112}, {1760, 160, 76}, {1180, 545, 100}, {1700, 480, 98},
		{1930, 690, 104}, {2150, 350, 88}, {2420, 770, 70}, {420, 140, 80}, {310, 430, 92}, {700, 560, 96}, {760, 680, 70}, {2260, 560, 64},
	}
	for _, s := range spots {
		if s.x < W-60 {
			c.blossom(d, s.x, s.y, s.r)
		}
	}
	for _, b := range []struct{ x, y, r float64 }{ // buds
		{1085, 235, 26}, {1330, 110, 20}, {1600, 250, 27}, {1840, 110, 20}, {2080, 430, 22}, {2280, 340, 24}, {2190, 690, 24},
		{2490, 500, 20}, {1330, 470, 24}, {1760, 620, 26}, {440, 90, 18}, {350, 240, 24}, {280, 610, 26}, {850, 420, 26}, {2050, 480, 20}, {2330, 660, 20},
	} {
		c.fill(ellipse(b.x, b.y, b.r, b.r*1.1), flat(grey(0.06)))
		c.fill(ellipse(b.x-b.r*0.2, b.y-b.r*0.3, b.r*0.62, b.r*0.62), flat(grey(1)))
		c.fill(line(b.x, b.y+b.r, b.x-b.r*0.6, b.y+b.r*2.2, b.r*0.28), flat(grey(0.06)))
	}
}

func (c *canvas) blossom(d *dice, x, y, r float64) {
	turn := d.in(0, 1.2)
	for i := range 5 {
		a := turn + float64(i)*2*math.Pi/5
		px, py := x+r*0.6*math.Cos(a), y+r*0.6*math.Sin(a)
		c.fill(ellipse(px, py, r*0.47, r*0.47), flat(grey(0.05)))
		c.fill(ellipse(px, py, r*0.40, r*0.40), func(qx, qy float64) (rgb, float64) {
			return grey(0.97), 1
		})
	}
	c.fill(ellipse(x, y, r*0.5, r*0.5), flat(grey(0.97)))
	for i := range 15 {
		a := turn + 0.2 + float64(i)*2*math.Pi/15
		l := r * d.in(0.38, 0.6)
		ex, ey := x+l*math.Cos(a), y+l*math.Sin(a)
		c.fill(line(x+r*0.1*math.Cos(a), y+r*0.1*math.Sin(a), ex, ey, r*0.035), flat(grey(0.1)))
		c.fill(ellipse(ex, ey, r*0.055, r*0.055), flat(grey(0.05)))
	}
	c.fill(ellipse(x, y, r*0.1, r*0.1), flat(grey(0.1)))
}
