package main

import "math"

// busStop: the green minibus stops in the lane, a woman gets on.
func busStop(c *canvas) {
	W := c.wide
	d := &dice{31}
	c.sky(520, ramp{{0, grey(0.78)}, {1, grey(0.96)}}, 51, grey(0.98), 0.8)
	c.hills(ridge{seed: 55, y: 330, rise: 60, wave: 420, foot: 640, crest: grey(0.72), floor: grey(0.92), rough: 0.1})
	base := 720.0
	for i, h := range []struct{ x, w, h float64 }{{-90, 380, 330}, {300, 260, 250}, {575, 330, 360}, {920, 260, 270}, {1190, 330, 340}} {
		c.house(d, house{x: h.x, y: base, w: h.w, h: h.h, roof: 95, wall: grey(0.88), shade: grey(0.48), tile: grey(0.34), lamp: grey(0.92), lit: 0.2, storeys: 2, horse: i%2 == 0})
	}
	// road of stone slabs
	c.washRows(base, 1000, func(x, y float64) (rgb, float64) {
		p := (y - base) / (1000 - base)
		z := 1 / (p + 0.25)
		row := math.Floor(z * 5)
		u := (x-W/2)*z/150 + 0.5*math.Mod(row, 2)
		k := 0.62 + 0.10*noise(3, math.Floor(u)*3.1, row*1.7) + 0.06*fbm(5, x/12, y/5, 3)
		across := math.Abs(math.Mod(u+100.5, 1)-0.5) * 150 / z // units to the nearest joint
		along := math.Abs(math.Mod(z*5+0.5, 1)-0.5) / 5 * (1000 - base) / (z * z)
		k *= 1 - 0.3*clamp(1.8-min(across, along)*c.k, 0, 1)
		return grey(k * (0.8 + 0.25*p)), 1
	})
	c.soft(rect(150, 905, W-140, 945), 30, veil(grey(0.1), 0.65))
	c.minibus(170, 925, 880)
	old := kit{limbs: grey(0.62), hair: grey(0.4), shirt: grey(0.22), shorts: grey(0.12), lit: grey(1), long: true}
	up := pose{head: pt{7, -88}, neck: pt{5, -79}, hip: pt{-2, -48}, elbowNear: pt{10, -64}, handNear: pt{19, -70}, elbowFar: pt{11, -63}, handFar: pt{24, -76},
		kneeNear: pt{-3, -25}, ankleNear: pt{-6, -3}, toeNear: pt{2, -1}, kneeFar: pt{13, -36}, ankleFar: pt{12, -15}, toeFar: pt{20, -12}}
	x, y := 912.0, 950.0
	c.soft(ellipse(x, y, 60, 9), 12, veil(grey(0.08), 0.6))
	c.athlete(up, x, y, 330, -1, old)
	c.fill(closed(x+2, y-152, x+10, y-98, x+54, y-98, x+62, y-152, x+32, y-158), func(px, py float64) (rgb, float64) {
		return grey(0.45 + 0.2*math.Sin(px*0.55)*math.Sin(py*0.5)), 1
	})
	c.fill(brush(curve(x+6, y-152, x+32, y-200, x+60, y-152), even(6)), flat(grey(0.25)))
	for i := range 6 { // greens in the basket
		c.leaves(d, x+12+float64(i)*9, y-166, 12, 20, 16, 8, grey(0.2), grey(0.6))
	}
	// a bough of the camphor tree across the upper right
	c.fill(brush(curve(W+20, 300, W-110, 215, W-260, 190, W-400, 215, W-520, 200), taper(34, 5)), flat(grey(0.13)))
	c.fill(brush(curve(W-150, 210, W-240, 130, W-330, 90), taper(16, 4)), flat(grey(0.13)))
	for i := range 26 {
		t := float64(i) / 26
		c.leaves(d, W+10-t*540, 70+150*t*(1-0.2*t)+d.in(-60, 70), 85-30*t, 55-15*t, 90, 11, grey(0.10), grey(0.48))
	}
	c.grain(7, 0.035, 0.22)
	c.levels(0.03, 0.97, 1)
}

// minibus stands with its wheels at y, its length from x.
func (c *canvas) minibus(x, y, long float64) {
	s := long / 100
	P := func(v shape) shape { return v.moved(x, y, s, s) }
	bodyTop, bodyLow := grey(0.93), grey(0.56)
	body := closed(1, -7, 0, -20, 2, -33, 7, -40, 30, -42, 70, -42, 88, -41, 95, -33, 99.5, -20, 99.5, -9, 96, -6, 50, -6)
	c.fill(P(body), func(px, py float64) (rgb, float64) {
		t := (py - y) / s
		col := bodyTop
		if t > -22.5 {
			col = bodyLow
		}
		if math.Abs(t+22.5) < 0.5 {
			col = grey(0.25)
		}
		return col.times(0.84 + 0.18*math.Sin((t+44)/38*2.6) + 0.02*noise(3, px/40, py/15)), 1
	})
	glass := func(px, py float64) (rgb, float64) {
		t := (py - (y - 38*s)) / (15 * s)
		n := fbm(61, (px+py*0.6)/120, py/300, 3)
		return grey(0.20 + 0.28*(1-t) + 0.34*step(0.1, 0.6, n)), 1
	}
	for i := range 4 {
		v := 6 + float64(i)*15.5
		c.fill(P(closed(v, -24.6, v, -36.4, v+1, -37.4, v+12.6, -37.4, v+13.6, -36.4, v+13.6, -24.6)), glass)
		// a passenger behind each pane
		if i != 2 {
			c.fill(P(join(ellipse(v+7, -29.6, 2.1, 2.6), closed(v+2.8, -24.7, v+3.6, -26.6, v+7, -27.6, v+10.6, -26.6, v+11.2, -24.7))), veil(grey(0.12), 0.8))
		}
	}
	c.fill(P(poly(84.5, -24.6, 84.5, -37, 90, -36.6, 93.6, -31.5, 96.4, -24.6)), glass)
	c.fill(P(join(ellipse(88, -29.8, 2, 2.5), closed(84.8, -24.7, 85, -26.6, 88, -27.4, 91, -26.4, 91.6, -24.7))), veil(grey(0.1), 0.85))
	// open door
	c.fill(P(poly(69, -7, 69, -37.5, 82, -37.5, 82, -7)), func(px, py float64) (rgb, float64) {
		return grey(0.16 + 0.24*step(y-8*s, y-36*s, py)), 1
	})
	c.fill(P(rect(69.6, -11, 81.4, -9.4)), flat(grey(0.7)))
	c.fill(P(rect(69.6, -7.6, 81.4, -6)), flat(grey(0.82)))
	c.fill(P(rect(71.2, -33, 71.9, -11)), flat(grey(0.9)))
	c.fill(P(poly(67.6, -7, 67.6, -37.5, 69.4, -38, 69.4, -6.5)), flat(grey(0.8)))
	c.fill(P(poly(82, -7, 82, -37.5, 83.4, -37.8, 83.4, -6.5)), flat(grey(0.8)))
	for _, w := range []float64{20, 91 - 3} {
		c.fill(P(ellipse(w, -6, 7.6, 7.6)), flat(grey(0.12)))
		c.fill(P(ellipse(w, -5.4, 6.3, 6.3)), flat(grey(0.06)))
		c.fill(P(ellipse(w, -5.4, 3.6, 3.6)), func(px, py float64) (rgb, float64) {
			a := math.Atan2(py-y+5.4*s, px-x-w*s)
			return grey(0.6 + 0.2*math.Sin(a*5)), 1
		})
		c.fill(P(ellipse(w, -5.4, 1.1, 1.1)), flat(grey(0.2)))
	}
	c.fill(P(ellipse(98, -13, 1.3, 2)), flat(grey(1)))
	c.fill(P(rect(0.6, -16, 1.8, -11.5)), flat(grey(0.35)))
	c.fill(P(brush(curve(94, -34.5, 97, -35.6, 98.6, -33), even(0.8))), flat(grey(0.1)))
	c.fill(P(closed(97.8, -33.6, 97.6, -28.6, 99.4, -28.6, 99.6, -33.6)), flat(grey(0.1)))
	c.fill(P(rect(28, -41.6, 60, -40.9)), veil(grey(0.4), 0.6))
}

// beanJars: the bean-curd workshop before daybreak.
func beanJars(c *canvas) {
	W := c.wide
	d := &dice{41}
	lx, ly := W*0.56, 190.0
	light := func(x, y float64) float64 {
		dx, dy := (x-lx)/620, (y-ly)/640
		return math.Exp(-(dx*dx + dy*dy) * 1.1)
	}
	// plastered wall and beaten floor
	c.wash(func(x, y float64) (rgb, float64) {
		n := fbm(3, x/90, y/90, 5)
		k := 0.12 + 0.52*light(x, y) + 0.07*n*light(x, y)
		if y > 770 {
			f := fbm(7, x/60, (y-700)/14, 4)
			k = (0.16 + 0.42*light(x, y)) * (0.9 + 0.25*f)
		}
		return grey(k), 1
	})
	for i := range 5 { // roof beams
		y := 14 + float64(i)*26
		c.fill(rect(-5, y, W+5, y+9+float64(i)), veil(grey(0.06), 0.75))
	}
	for _, x := range []float64{W * 0.30, W * 0.80} {
		c.fill(rect(x-13, 0, x+13, 775), func(px, py float64) (rgb, float64) {
			return grey((0.10 + 0.35*light(px, py)) * (0.75 + 0.35*math.Sin((px-x+13)/26*math.Pi))), 1
		})
	}
	// window with the first grey of morning
	c.fill(rect(W*0.86, 210, W*0.98, 420), flat(grey(0.55)))
	for i := range 5 {
		x := W*0.86 + W*0.12*float64(i)/4
		c.fill(rect(x-3, 205, x+3, 425), flat(grey(0.07)))
	}
	for i := range 6 {
		y := 210 + 42*float64(i)
		c.fill(rect(W*0.855, y-3, W*0.985, y+3), flat(grey(0.07)))
	}
	// shelf with jars on the left
	for row := range 2 {
		y := 400 + 190*float64(row)
		for i := range 4 {
			c.jar(60+float64(i)*112, y, 46+d.in(-4, 4), 118+d.in(-14, 8), light)
		}
		c.fill(rect(-5, y, W*0.30+10, y+16), func(px, py float64) (rgb, float64) {
			return grey((0.2 + 0.45*light(px, py)) * (1 - 0.5*(py-y)/16)), 1
		})
		c.fill(rect(-5, y+16, W*0.30+10, y+46), func(px, py float64) (rgb, float64) {
			return grey(0), 0.5 * (1 - (py-y-16)/30)
		})
	}
	// the lamp
	c.fill(line(lx, 0, lx, ly-34, 3), flat(grey(0.05)))
	c.glow(lx, ly, 380, grey(1), 0.5)
	c.fill(poly(lx-70, ly+4, lx-22, ly-36, lx+22, ly-36, lx+70, ly+4), flat(grey(0.1)))
	c.fill(ellipse(lx, ly+8, 24, 20), flat(grey(1)))
	c.glow(lx, ly+10, 120, grey(1), 1)
	c.beanStove(light)
	// the master with his ladle
	man := pose{head: pt{14, -90}, neck: pt{9, -81}, hip: pt{-2, -48}, elbowNear: pt{15, -64}, handNear: pt{27, -62}, elbowFar: pt{21, -64}, handFar: pt{35, -58.5},
		kneeNear: pt{0, -24}, ankleNear: pt{-3, -3}, toeNear: pt{6, -1}, kneeFar: pt{5, -24}, ankleFar: pt{8, -3}, toeFar: pt{16, -1}}
	c.fill(line(W*0.885-120, 560, W*0.885-350, 668, 10), flat(grey(0.10)))
	c.athlete(man, W*0.885, 990, 640, -1, kit{limbs: grey(0.46), hair: grey(0.05), shirt: grey(0.62), shorts: grey(0.13), lit: grey(1), long: true})
	c.curdBox(light)
	c.steam(27, W*0.575, 640, 250, 0.6)
	c.steam(24, W*0.47, 560, 160, 0.45)
	c.grain(9, 0.04, 0.3)
	c.levels(0.03, 0.92, 0.9)
}

// beanStove is the brick stove with the great pan.
func (c *canvas) beanStove(light func(x, y float64) float64) {
	W := c.wide
	c.fill(poly(W*0.335, 1010, W*0.355, 668, W*0.375, 655, W*0.785, 655, W*0.805, 668, W*0.825, 1010), func(x, y float64) (rgb, float64) {
		row := math.Floor(y / 30)
		f := math.Mod(x/66+0.5*math.Mod(row, 2)+20, 1)
		k := (0.10 + 0.50*light(x, y)) * (0.85 + 0.22*noise(8, math.Floor(x/66+0.5*math.Mod(row, 2))*3, row*5) + 0.12*fbm(6, x/12, y/12, 3))
		if f < 0.05 || math.Mod(y, 30) < 3 {
			k *= 0.55
		}
		return grey(k * (1 - 0.4*step(800, 1000, y))), 1
	})
	c.fill(closed(W*0.53, 1000, W*0.53, 880, W*0.57, 845, W*0.61, 880, W*0.61, 1000), flat(grey(0.02)))
	c.glow(W*0.57, 960, 110, grey(1), 0.95)
	c.fill(ellipse(W*0.575, 655, 285, 46), flat(grey(0.05)))
	c.fill(ellipse(W*0.575, 653, 270, 39), func(x, y float64) (rgb, float64) {
		return grey(0.80 + 0.12*fbm(12, x/40, y/8, 4)), 1
	})
}

// curdBox is a box of bean curd under its cloth and stone.
func (c *canvas) curdBox(light func(x, y float64) float64) {
	c.fill(poly(20, 900, 400, 900, 420, 1010, 0, 1010), func(x, y float64) (rgb, float64) {
		return grey((0.14 + 0.3*light(x, y)) * (0.9 + 0.2*math.Sin(y*0.3+noise(3, x/90, y/5)))), 1
	})
	c.fill(closed(40, 905, 40, 822, 60, 806, 210, 800, 362, 806, 382, 822, 382, 905, 210, 910), func(x, y float64) (rgb, float64) {
		f := fbm(17, x/26, y/60, 3)
		return grey(clamp(0.44+0.45*light(x, y)*1.5-0.3*step(815, 905, y)+0.14*f, 0, 1)), 1
	})
	c.fill(closed(130, 802, 122, 752, 160, 726, 240, 722, 290, 748, 292, 802, 210, 810), func(x, y float64) (rgb, float64) {
		return grey(clamp(0.16+0.42*step(812, 725, y)+0.18*fbm(19, x/18, y/18, 4), 0, 1)), 1
	})
}

// jar is a glazed jar with a cloth lid, its foot at (x, y).
func (c *canvas) jar(x, y, r, h float64, light func(x, y float64) float64) {
	o := closed(x-r*0.6, y, x-r*0.98, y-h*0.45, x-r*0.8, y-h*0.8, x-r*0.52, y-h*0.92, x+r*0.52, y-h*0.92, x+r*0.8, y-h*0.8, x+r*0.98, y-h*0.45, x+r*0.6, y)
	c.fill(o, func(px, py float64) (rgb, float64) {
		s := (px - x) / r
		k := 0.10 + 0.34*light(px, py)*math.Sqrt(max(0, 1-(s-0.25)*(s-0.25)))
		if py < y-h*0.55 { // glaze runs down
			k *= 0.75
		}
		hl := math.Exp(-((s-0.45)*(s-0.45)*40 + (py-y+h*0.62)*(py-y+h*0.62)/(h*h)*40))
		return grey(k + 0.6*hl), 1
	})
	c.fill(closed(x-r*0.62, y-h*0.86, x-r*0.66, y-h, x, y-h*1.12, x+r*0.66, y-h, x+r*0.62, y-h*0.86), func(px, py float64) (rgb, float64) {
		return grey((0.25 + 0.6*light(px, py)) * (0.85 + 0.15*math.Sin(px*0.7))), 1
	})
	c.fill(rect(x-r*0.64, y-h*0.92, x+r*0.64, y-h*0.87), flat(grey(0.12)))
}

// steam rises from (x, y), wide at its foot.
func (c *canvas) steam(seed uint32, x, y, wide, a float64) {
	c.washRows(0, y+30, func(px, py float64) (rgb, float64) {
		t := (y - py) / y
		mid := x + 90*t*noise(seed, t*3, 1) - 60*t
		w := wide * (0.75 + 0.7*t)
		dx := (px - mid) / w
		n := fbm(seed+1, px/110+0.6*noise(seed+7, px/60, py/60), py/150, 5)
		return grey(1), a * math.Exp(-dx*dx*2.2) * step(-0.05, 0.1, t) * (1 - 0.75*t) * (0.45 + 0.55*step(-0.5, 0.7, n))
	})
}

// harbour: quay cranes over a container ship in the first light.
func harbour(c *canvas) {
	W := c.wide
	hz := 715.0
	d := &dice{51}
	c.sky(hz, ramp{{0, grey(0.36)}, {0.5, grey(0.62)}, {1, grey(0.95)}}, 71, grey(0.88), 0.9)
	c.glow(W*0.3, hz-60, 520, grey(1), 0.7)
	c.hills(ridge{seed: 75, y: 610, rise: 60, wave: 520, foot: 740, crest: grey(0.62), floor: grey(0.88), rough: 0.1})
	c.skyline(d, hz, 0, W*0.42, 130, grey(0.55), grey(0.8))
	c.mist(31, 680, 40, grey(0.93), 0.6)
	// far cranes, then near ones
	c.crane(W*0.30, hz+4, 330, grey(0.52), grey(0.72), 0)
	c.crane(W*0.44, hz+6, 400, grey(0.38), grey(0.62), 1)
	boxes := []rgb{grey(0.30), grey(0.44), grey(0.58), grey(0.22), grey(0.7), grey(0.36)}
	c.stack(d, W*0.02, hz+4, 7, 3, 44, 18, boxes, 0.35)
	c.stack(d, W*0.20, hz+4, 5, 2, 44, 18, boxes, 0.35)
	c.crane(W*0.64, hz+10, 560, grey(0.16), grey(0.5), 1)
	c.crane(W*0.90, hz+14, 640, grey(0.10), grey(0.45), 0)
	// quay
	c.fill(rect(-5, hz, W+5, hz+92), func(x, y float64) (rgb, float64) {
		k := 0.24 + 0.05*fbm(5, x/40, y/60, 4) + 0.3*step(hz+8, hz+2, y) - 0.12*step(hz+60, hz+85, y)
		if y > hz+10 && math.Mod(x, 62) < 15 {
			k *= 0.45 // fenders
		}
		return grey(k), 1
	})
	c.ship(d, W*0.30, hz+88, W*0.62, boxes)
	c.water(lake{seed: 13, y: hz + 90, wave: 30, deep: grey(0.16), mixed: 0.42, glint: grey(1), shine: 0.55})
	c.tug(W*0.20, 890, 210)
	for range 7 {
		c.bird(d.in(W*0.05, W*0.5), d.in(180, 470), d.in(12, 22), d.in(-0.5, 0.9), grey(0.2))
	}
	c.grain(11, 0.035, 0.25)
	c.levels(0.04, 0.97, 0.95)
}

// skyline is a row of distant buildings.
func (c *canvas) skyline(d *dice, y, x0, x1, high float64, dark, light rgb) {
	for x := x0; x < x1; {
		w := d.in(18, 46)
		h := high * d.in(0.25, 1) * (0.6 + 0.4*math.Sin((x-x0)/(x1-x0)*math.Pi))
		top := y - h
		seed := uint32(d.next())
		c.fill(rect(x, top, x+w, y+2), func(px, py float64) (rgb, float64) {
			k := mix(dark, light, clamp((py-top)/high*0.9, 0, 1))
			if math.Mod(px-x, 6) > 2.2 && math.Mod(py-top, 8) > 4 && lattice(seed, int32((px-x)/6), int32((py-top)/8)) > 0.1 {
				k = mix(k, grey(1), 0.25)
			}
			return k, 1
		})
		if d.f() < 0.25 {
			c.fill(rect(x+w*0.45, top-h*0.22, x+w*0.5, top), flat(dark))
		}
		x += w + d.in(0, 12)
	}
}

// crane is a container crane (桥吊) on its rails at (x, y), high to its apex;
// its boom reaches to the left over the ship, raised when up is 1.
func (c *canvas) crane(x, y, high float64, dark, light rgb, up float64) {
	s := high / 100
	at := func(x0, y0, x1, y1, w float64) {
		c.fill(line(x+x0*s, y+y0*s, x+x1*s, y+y1*s, w*s), flat(dark))
		c.fill(line(x+x0*s-w*s*0.3, y+y0*s-w*s*0.2, x+x1*s-w*s*0.3, y+y1*s-w*s*0.2, w*s*0.25), veil(light, 0.9))
	}
	for _, l := range []float64{-13, 11} {
		at(l, 0, l+1, -62, 2.6)
		for _, w := range []float64{-3, 0, 3} {
			c.fill(ellipse(x+(l+w)*s, y-0.8*s, 1.2*s, 1.2*s), flat(dark))
		}
		at(l-5, -2, l+5, -2, 1.8)
	}
	at(-13, -24, 12, -24, 2.2)
	at(-13, -24, 12, -58, 1.1)
	at(12, -24, -12, -58, 1.1)
	at(-13, -60, 34, -60, 3.2)
	at(-12, -60, -2, -98, 2)
	at(12, -60, -2, -98, 1.6)
	at(-2, -98, 33, -61, 0.8)
	c.fill(rect(x+14*s, y-67*s, x+26*s, y-61*s), flat(dark))
	bx, by := -62.0, -60.0
	if up > 0 {
		bx, by = -36, -102
	}
	at(-13, -60, bx, by, 2.6)
	for i := range 9 {
		t, u := float64(i)/9, float64(i+1)/9
		o := 3.4
		at(-13+(bx+13)*t, -60+(by+60)*t, -13+(bx+13)*(t+u)/2, -60+(by+60)*(t+u)/2-o, 0.6)
		at(-13+(bx+13)*(t+u)/2, -60+(by+60)*(t+u)/2-o, -13+(bx+13)*u, -60+(by+60)*u, 0.6)
	}
	at(-13, -63.4, bx, by-3.4, 0.8)
	at(-2, -98, -13+(bx+13)*0.62, -60+(by+60)*0.62-3, 0.7)
	at(-2, -98, -13+(bx+13)*0.95, -60+(by+60)*0.95-3, 0.7)
	if up == 0 { // trolley with a box on its ropes
		c.fill(rect(x-42*s, y-60*s, x-34*s, y-56*s), flat(dark))
		at(-40.5, -57, -41, -38, 0.35)
		at(-35.5, -57, -35, -38, 0.35)
		c.fill(rect(x-44*s, y-38*s, x-32*s, y-36.6*s), flat(dark))
		c.container(x-45*s, y-36.4*s, 14*s, 6*s, mix(dark, light, 0.5))
	}
}

// container is one box with its corrugation.
func (c *canvas) container(x, y, w, h float64, col rgb) {
	c.fill(rect(x, y, x+w, y+h), func(px, py float64) (rgb, float64) {
		k := 0.92 + 0.14*math.Sin((px-x)/w*math.Pi*14) - 0.18*(py-y)/h
		return col.times(k), 1
	})
	c.fill(rect(x, y, x+w, y+h*0.07), veil(grey(1), 0.3))
	c.fill(rect(x+w*0.97, y, x+w, y+h), veil(grey(0), 0.4))
	c.fill(rect(x, y+h*0.93, x+w, y+h), veil(grey(0), 0.4))
}

func (c *canvas) stack(d *dice, x, y float64, across, up int, w, h float64, cols []rgb, fog float64) {
	for i := range across {
		for j := range up {
			if j == up-1 && d.f() < 0.4 {
				continue
			}
			col := mix(cols[int(d.next()%uint64(len(cols)))], grey(0.8), fog)
			c.container(x+float64(i)*(w+2), y-float64(j+1)*(h+0.8), w, h, col)
		}
	}
}

// ship is a container ship, stern to the right; its waterline is y.
func (c *canvas) ship(d *dice, x, y, long float64, cols []rgb) {
	s := long / 100
	for i := range 13 {
		n := 3 + int(d.f()*2.2)
		if i == 0 || i == 12 {
			n = 2
		}
		for j := range n {
			c.container(x+(12+float64(i)*5)*s, y-(10.5+float64(j+1)*3)*s, 4.8*s, 2.9*s, cols[int(d.next()%uint64(len(cols)))])
		}
	}
	c.fill(shape{append(curve(x-1*s, y-15*s, x+1.5*s, y-6*s, x+5*s, y+1*s), pt{x + 97*s, y + 1*s}, pt{x + 98.5*s, y - 12*s}, pt{x + 12*s, y - 11.5*s})}, func(px, py float64) (rgb, float64) {
		t := (y - py) / s
		k := 0.17 + 0.10*step(0, 14, t) + 0.03*fbm(3, px/60, py/10, 3)
		if t < 2.2 {
			k = 0.34
		}
		if math.Abs(t-10.6) < 0.25 {
			k = 0.75
		}
		return grey(k), 1
	})
	// the house
	for i := range 4 {
		f := float64(i)
		c.fill(rect(x+(81+f*0.5)*s, y-(16+f*4)*s, x+(93-f*0.6)*s, y-(11.5+f*4)*s), func(px, py float64) (rgb, float64) {
			k := 0.86
			if math.Abs(py-(y-(14+f*4)*s)) < 0.8*s && math.Mod(px, 1.7*s) > 0.6*s {
				k = 0.2
			}
			return grey(k - 0.2*(px-x-81*s)/(12*s)), 1
		})
	}
	c.fill(rect(x+79*s, y-29.5*s, x+94*s, y-28*s), flat(grey(0.75)))
	c.fill(poly(x+88*s, y-28*s, x+88.5*s, y-36*s, x+92*s, y-36*s, x+92.5*s, y-28*s), flat(grey(0.25)))
	c.fill(line(x+83*s, y-29*s, x+83*s, y-40*s, 0.5*s), flat(grey(0.15)))
	c.fill(line(x+5*s, y-13*s, x+5*s, y-24*s, 0.5*s), flat(grey(0.15)))
}

func (c *canvas) tug(x, y, long float64) {
	s := long / 100
	at := func(v shape) shape { return v.moved(x, y, s, s) }
	c.soft(ellipse(x, y+2*s, 62*s, 6*s), 8, veil(grey(0.05), 0.7))
	c.fill(at(closed(-50, -9, -30, -9.5, 0, -10, 30, -15, 50, -22, 46, -8, 40, 1, -44, 1)), func(px, py float64) (rgb, float64) {
		return grey(0.10 + 0.15*clamp((y-py)/(20*s), 0, 1)), 1
	})
	c.fill(at(rect(-18, -24, 20, -11)), flat(grey(0.82)))
	c.fill(at(poly(-4, -36, 14, -36, 17, -24, -6, -24)), flat(grey(0.92)))
	c.fill(at(rect(-1, -33.5, 13, -28)), flat(grey(0.15)))
	for i := range 4 {
		c.fill(at(ellipse(-13+float64(i)*9, -18, 2, 2)), flat(grey(0.15)))
	}
	c.fill(at(poly(-16, -24, -15, -38, -8, -38, -7, -24)), flat(grey(0.2)))
	c.fill(at(line(6, -36, 6, -52, 1)), flat(grey(0.1)))
	for i := range 10 {
		c.soft(at(ellipse(56+float64(i)*3, 1, 7, 1.6)), 3, veil(grey(0.95), 0.35))
	}
}
