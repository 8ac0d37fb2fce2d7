package main

import "math"

// rowing: two eights on the lake in the morning.
func rowing(c *canvas) {
	W := c.wide
	hz := 330.0
	d := &dice{91}
	c.sky(hz, ramp{{0, ink(0x7d94a8)}, {0.45, ink(0xd8bda0)}, {0.8, ink(0xf8cf86)}, {1, ink(0xfbe3ae)}}, 101, ink(0xf2a878), 0.85)
	sx := W * 0.70
	c.glow(sx, 196, 560, ink(0xffe4a0), 0.8)
	c.hills(ridge{seed: 103, y: 205, rise: 80, wave: 600, foot: 345, crest: ink(0xb08a80), floor: ink(0xf3cf9c), rough: 0.15})
	c.glow(sx, 170, 60, ink(0xfffbe8), 1)
	c.hills(ridge{seed: 107, y: 262, rise: 50, wave: 380, foot: 350, crest: ink(0x74605f), floor: ink(0xd8a884), rough: 0.25})
	for range 420 {
		x := d.in(-20, W+20)
		h := 15 + 20*math.Abs(noise(3, x/130, 1))
		c.leaves(d, x, hz-h*0.8, 14, h, 9, 3.6, ink(0x382c2c), ink(0x8a6448))
	}
	c.mist(41, 318, 16, ink(0xfbe2b4), 0.75)
	c.water(lake{seed: 23, y: hz, wave: 24, deep: ink(0x2e4452), mixed: 0.5, glint: ink(0xffeec2), shine: 0.32})
	c.washRows(hz, 1000, func(x, y float64) (rgb, float64) { // the sun's road
		p := (y - hz) / (1000 - hz)
		z := 1 / (p + 0.12)
		n := fbm(19, (x-W/2)*z/90, z*20, 3)
		dx := (x - sx) / (60 + 200*p)
		return ink(0xfff0c0), math.Exp(-dx*dx) * step(0.0, 0.55, n) * 0.8
	})
	for i := range 16 { // lane buoys
		x := float64(i)*W/15 + 20
		c.soft(ellipse(x, 527, 9, 2.5), 3, veil(ink(0x1a2c38), 0.6))
		c.fill(ellipse(x, 520, 5.5, 4.5), flat(ink(0xd0401c)))
	}
	c.eight(d, W*0.62, 462, 940, kit{limbs: ink(0x9a6c52), hair: ink(0x2e2628), shirt: ink(0xe2d6c4), shorts: ink(0x3a4460), lit: ink(0xfff0c8)}, ink(0xb9a48e), ink(0x51505e))
	c.eight(d, W*0.47, 740, 1560, kit{limbs: ink(0xa56e4c), hair: ink(0x1c1618), shirt: ink(0xa82420), shorts: ink(0x262430), lit: ink(0xffe4ac)}, ink(0xd8c2a0), ink(0x6e1a18))
	c.grain(13, 0.025, 0.25)
	c.levels(0.03, 0.97, 0.95)
}

// eight is a racing boat with its crew, moving to the right; its waterline is
// at y and it is long units long.
func (c *canvas) eight(d *dice, x, y, long float64, k kit, hull, blade rgb) {
	s := long / 100
	man := long * 0.125
	flip := shape{{{x - 50*s, y}, {x - 44*s, y + 1.5*s}, {x - 30*s, y + 6.5*s}, {x + 32*s, y + 6.5*s}, {x + 46*s, y + 1.4*s}, {x + 51*s, y}}}
	c.soft(flip, 40, veil(ink(0x1a1a24), 0.42))
	c.soft(ellipse(x, y+1.4*s, 50*s, 1.3*s), 6, veil(ink(0x0c2a34), 0.6))
	seat := func(i int) float64 { return x + (-27+float64(i)*8.1)*s }
	oar := func(i int, near bool) {
		hx, hy := seat(i)-man*0.39, y-man*0.30
		ex, ey := seat(i)-man*0.74, y+man*0.50
		if !near {
			ex, ey = seat(i)-man*0.66, y-man*0.32
		}
		c.fill(line(hx, hy, ex, ey, 0.30*s), flat(ink(0x2e2a28)))
		bx, by := ex+(ex-hx)*0.22, ey+(ey-hy)*0.16
		c.fill(brush([]pt{{ex, ey}, {bx, by}}, taper(0.8*s, 1.5*s)), flat(blade))
		for range 26 { // splash
			a, l := d.in(-0.4, 3.5), d.in(0.3, 2.2)*s
			px, py := bx+l*math.Cos(a)*1.4, by+0.4*s-math.Abs(l*math.Sin(a))*0.6
			r := d.in(0.05, 0.2) * s
			c.fill(ellipse(px, py, r*1.3, r), veil(ink(0xffffff), 0.9))
		}
		c.soft(ellipse(bx, by+0.5*s, 2.4*s, 0.45*s), 3, veil(ink(0xf4f8f6), 0.8))
	}
	// the crew in the water
	for i := range 8 {
		c.athlete(rowPose, seat(i), y+1.1*s, -man*1.5, 1, k.dimmed(ink(0x58646c), 0.6))
	}
	c.ripple(x-52*s, x+52*s, y, y+man, 0.45*s)
	for i := 1; i < 8; i += 2 {
		oar(i, false)
	}
	for i := range 8 {
		c.athlete(rowPose, seat(i), y-1.1*s, man*1.5, -1, k)
	}
	cox := k
	cox.cap = true
	c.athlete(pose{head: pt{4, -38}, neck: pt{1, -30}, hip: pt{0, -4}, elbowNear: pt{10, -18}, handNear: pt{18, -14}, elbowFar: pt{11, -18}, handFar: pt{19, -15},
		kneeNear: pt{18, -14}, ankleNear: pt{28, -2}, toeNear: pt{33, -4}, kneeFar: pt{18, -14}, ankleFar: pt{28, -2}, toeFar: pt{33, -4}}, x-36.5*s, y-0.4*s, man*1.4, 1, cox)
	c.fill(shape{append(curve(x-50*s, y-1.2*s, x-40*s, y-1.9*s, x, y-2.2*s, x+40*s, y-1.9*s, x+51*s, y-1.1*s), curve(x+51*s, y-0.9*s, x+40*s, y+0.8*s, x, y+1.1*s, x-40*s, y+0.8*s, x-50*s, y-0.9*s)...)}, func(px, py float64) (rgb, float64) {
		t := (py - y) / s
		col := hull
		if t > -0.2 {
			col = blade
		}
		return col.times(1.02 - 0.28*clamp((t+2)/3, 0, 1)), 1
	})
	for i := range 8 { // riggers
		if i%2 == 0 {
			gx := seat(i) - man*0.45
			c.fill(line(gx-1*s, y-1.4*s, gx, y-2.7*s, 0.22*s), flat(ink(0x55585a)))
			c.fill(line(gx+1*s, y-1.4*s, gx, y-2.7*s, 0.22*s), flat(ink(0x55585a)))
			oar(i, true)
		}
	}
	c.fill(ellipse(x+50.6*s, y-1.1*s, 0.3*s, 0.3*s), flat(ink(0xffffff)))
	for i := range 14 { // bow wave and wake
		t := float64(i) / 14
		c.soft(ellipse(x+(49-4*t)*s, y+(0.4+1.6*t)*s, (1.4+3*t)*s, 0.25*s), 3, veil(ink(0xf6faf8), 0.4*(1-t)))
		c.soft(ellipse(x-(51+6*t)*s, y+(0.3+0.6*t)*s, 3*s, 0.3*s), 3, veil(ink(0xf6faf8), 0.4*(1-t)))
	}
}

// ripple breaks what is painted in a box of water into waves of so many units.
func (c *canvas) ripple(x0, x1, y0, y1, wave float64) {
	src := append([]rgb(nil), c.pix...)
	c.washRows(y0, y1, func(x, y float64) (rgb, float64) {
		if x < x0 || x > x1 {
			return rgb{}, 0
		}
		n := strata(211, x/60, y/7, 2)
		p := (y - y0) / (y1 - y0)
		return c.sample(src, x+n*wave*(0.5+p)*1.6, y+noise(213, x/30, y/9)*wave*p), step(0, 0.05, p) * step(1, 0.85, p)
	})
}

// smash: a badminton player in the air under the lamps of the hall.
func smash(c *canvas) {
	W := c.wide
	d := &dice{95}
	c.wash(func(x, y float64) (rgb, float64) {
		n := fbm(3, x/200, y/140, 4)
		dx, dy := (x-W*0.42)/430, (y-430)/430
		return grey(0.13 + 0.06*n + 0.62*math.Exp(-(dx*dx+dy*dy)*1.2)*(0.85+0.3*n)), 1
	})
	for row := range 5 { // spectators out of focus
		for i := range 26 {
			x, y := float64(i)*W/25+d.in(-10, 10)+float64(row%2)*20, 560+float64(row)*42+d.in(-6, 6)
			v := d.in(0.15, 0.42)
			c.soft(ellipse(x, y, 13, 16), 9, veil(grey(v+0.1), 0.9))
			c.soft(closed(x-26, y+48, x-24, y+24, x, y+15, x+24, y+24, x+26, y+48), 10, veil(grey(d.in(0.1, 0.5)), 0.85))
		}
	}
	c.washRows(520, 800, func(x, y float64) (rgb, float64) { return grey(0.06), 0.45 * step(520, 600, y) })
	for i := range 4 { // lamps and their cones
		x := W*0.12 + float64(i)*W*0.26
		c.washRows(60, 800, func(px, py float64) (rgb, float64) {
			dx := (px - x) / (40 + (py-60)*0.42)
			return grey(1), 0.16 * math.Exp(-dx*dx*2) * (1 - (py-60)/800)
		})
		c.soft(rect(x-58, 52, x+58, 66), 8, flat(grey(1)))
		c.glow(x, 60, 150, grey(1), 0.8)
	}
	floor := 800.0
	c.washRows(floor, 1000, func(x, y float64) (rgb, float64) {
		p := (y - floor) / 200
		k := 0.34 + 0.16*p + 0.03*noise(5, x/200, y/3)
		k += 0.20 * math.Exp(-math.Pow((x-W*0.4)/330, 2))
		return grey(k), 1
	})
	c.fill(poly(-10, 866, W+10, 846, W+10, 856, -10, 878), flat(grey(0.95)))
	c.fill(poly(W*0.02, 1000, W*0.16, 800, W*0.17, 800, W*0.045, 1000), veil(grey(0.95), 0.9))
	// player
	px, py, hi := W*0.42, 905.0, 580.0
	s := hi / 100
	c.soft(ellipse(px+10, 950, 150, 14), 16, veil(grey(0.03), 0.75))
	hx, hy := px-6*s, py-117*s
	rx, ry := px+13*s, py-137*s
	c.fill(line(hx-3*s, hy+4*s, hx+(rx-hx)*0.72, hy+(ry-hy)*0.72, 1.1*s), flat(grey(0.08)))
	c.fill(line(hx-3*s, hy+4*s, hx+5*s, hy-5.4*s, 2.4*s), flat(grey(0.15)))
	c.racket(rx, ry, 7.6*s, 9.8*s, math.Atan2(rx-hx, hy-ry))
	c.athlete(smashPose, px, py, hi, 1, kit{limbs: grey(0.40), hair: grey(0.04), shirt: grey(0.93), shorts: grey(0.09), lit: grey(1)})
	// shuttle with its trail
	sx, sy := W*0.76, 235.0
	for i := range 16 {
		t := float64(i) / 16
		c.soft(ellipse(sx-t*140, sy-t*52, 20-10*t, 12-6*t), 6, veil(grey(0.95), 0.13*(1-t)))
	}
	c.shuttle(sx, sy, 36, 0.36)
	// net
	c.fill(line(W*0.60, 702, W+10, 664, 15), flat(grey(0.97)))
	c.fill(rect(W*0.60-9, 690, W*0.60+3, 985), flat(grey(0.8)))
	for i := range 34 {
		x := W*0.605 + float64(i)*W*0.0123
		y := 702 - (x-W*0.6)/(W*0.4)*38
		c.fill(line(x, y, x, y+205, 1.5), veil(grey(0.03), 0.75))
	}
	for i := range 15 {
		y := 712 + float64(i)*14
		c.fill(line(W*0.605, y, W+10, y-38, 1.5), veil(grey(0.03), 0.75))
	}
	c.grain(15, 0.03, 0.35)
	c.levels(0.03, 0.95, 0.9)
}

func (c *canvas) racket(x, y, rx, ry, turn float64) {
	s, q := math.Sincos(turn)
	at := func(v shape) shape {
		o := make(shape, len(v))
		for i, l := range v {
			for _, p := range l {
				o[i] = append(o[i], pt{x + p.x*q - p.y*s, y + p.x*s + p.y*q})
			}
		}
		return o
	}
	for i := -6; i <= 6; i++ {
		t := float64(i) / 7
		w := rx * math.Sqrt(1-t*t)
		c.fill(at(line(-w, t*ry, w, t*ry, rx*0.026)), veil(grey(0.1), 0.8))
		h := ry * math.Sqrt(1-t*t)
		c.fill(at(line(t*rx, -h, t*rx, h, rx*0.026)), veil(grey(0.1), 0.8))
	}
	c.fill(at(ellipse(0, 0, rx*1.06, ry*1.05).less(ellipse(0, 0, rx*0.95, ry*0.96))), flat(grey(0.06)))
}

func (c *canvas) shuttle(x, y, r, turn float64) {
	s, q := math.Sincos(turn)
	at := func(px, py float64) pt { return pt{x + px*r*q - py*r*s, y + px*r*s + py*r*q} }
	for i := range 9 {
		t := (float64(i) - 4) / 4
		a, b := at(0.1, t*0.22), at(-1.5, t*0.85)
		e := at(-1.5, t*0.85+0.17)
		c.fill(shape{{a, b, e}}, flat(grey(0.98-0.12*math.Abs(t))))
		c.fill(line(a.x, a.y, b.x, b.y, 1.3), veil(grey(0.35), 0.8))
	}
	for _, k := range []float64{-0.5, -0.85} {
		a, b := at(k, k*0.46-0.08), at(k, -k*0.46+0.08)
		c.fill(line(a.x, a.y, b.x, b.y, 1.8), veil(grey(0.3), 0.8))
	}
	o := at(0.22, 0)
	c.fill(ellipse(o.x, o.y, r*0.30, r*0.27), flat(grey(1)))
	o = at(0.08, 0)
	c.fill(ellipse(o.x, o.y, r*0.10, r*0.27), flat(grey(0.3)))
}

// runners: the run round the lake in thin fog.
func runners(c *canvas) {
	W := c.wide
	hz := 470.0
	d := &dice{97}
	c.sky(hz, ramp{{0, grey(0.70)}, {1, grey(0.95)}}, 111, grey(0.98), 0.7)
	c.glow(W*0.8, 240, 400, grey(1), 0.7)
	c.hills(ridge{seed: 113, y: 330, rise: 80, wave: 520, foot: 490, crest: grey(0.68), floor: grey(0.93), rough: 0.12})
	c.hills(ridge{seed: 117, y: 410, rise: 40, wave: 320, foot: 490, crest: grey(0.5), floor: grey(0.86), rough: 0.2})
	c.mist(51, 455, 26, grey(0.97), 0.9)
	c.water(lake{seed: 33, y: hz, wave: 20, deep: grey(0.5), mixed: 0.35, glint: grey(1), shine: 0.45})
	// grass bank and road
	c.fill(shape{append(curve(-10, 690, W*0.3, 660, W*0.7, 640, W+10, 612), pt{W + 10, 1010}, pt{-10, 1010})}, func(x, y float64) (rgb, float64) {
		return grey(0.36 + 0.10*fbm(5, x/60, y/24, 3) + 0.16*strata(7, x/7+0.4*noise(8, x/30, y/30), y/15, 3)), 1
	})
	c.fill(shape{append(curve(-10, 790, W*0.3, 750, W*0.7, 715, W+10, 672), curve(W+10, 860, W*0.6, 950, W*0.2, 1020, -10, 1060)...)}, func(x, y float64) (rgb, float64) {
		return grey(0.74 + 0.05*fbm(9, x/60, y/6, 4) - 0.06*noise(8, x/3, y/2)), 1
	})
	c.fill(brush(curve(-10, 812, W*0.3, 768, W*0.7, 731, W+10, 686), even(5)), veil(grey(1), 0.9))
	for i := range 7 { // willows on the bank
		t := float64(i) / 6
		x := -20 + t*t*0.2*W + t*W*0.86
		y := 690 - 55*t
		h := 520 - 260*t
		v := 0.10 + 0.28*t
		c.fill(brush(curve(x, y, x+6, y-h*0.3, x-4, y-h*0.6, x+5, y-h*0.86), taper(26-13*t, 6-3*t)), flat(grey(v)))
		for _, b := range []float64{-1, 1} {
			c.fill(brush(curve(x-2, y-h*0.5, x+b*h*0.14, y-h*0.74, x+b*h*0.27, y-h*0.74), taper(11-5*t, 3)), flat(grey(v)))
		}
		for range 84 {
			px := x + d.in(-1, 1)*h*0.32
			c.willow(d, px, y-h*0.9+math.Abs(px-x)*0.5+d.in(-20, 20), h*d.in(0.3, 0.72), -0.7, grey(v), grey(v+0.3), 12-5*t)
		}
	}
	kits := []kit{
		{limbs: grey(0.50), hair: grey(0.07), shirt: grey(0.92), shorts: grey(0.16), lit: grey(1)},
		{limbs: grey(0.46), hair: grey(0.07), shirt: grey(0.17), shorts: grey(0.10), lit: grey(1), cap: true},
		{limbs: grey(0.52), hair: grey(0.07), shirt: grey(0.30), shorts: grey(0.12), lit: grey(1), tail: true},
		{limbs: grey(0.50), hair: grey(0.25), shirt: grey(0.76), shorts: grey(0.22), lit: grey(1)},
	}
	for i := range 11 { // the far field
		x, y := W*0.70+float64(i)*44+d.in(-9, 9), 722-float64(i)*5+d.in(-5, 9)
		k := kits[i%4].dimmed(grey(0.8), 0.30+0.025*float64(i))
		p := runA
		if i%2 == 0 {
			p = runB
		}
		c.athlete(p, x, y+18, 132-float64(i)*3.2, -1, k)
	}
	for i, r := range []struct{ x, y, h float64 }{{0.63, 800, 250}, {0.535, 822, 285}, {0.415, 880, 390}, {0.29, 900, 430}, {0.13, 950, 520}} {
		k := kits[(i*3+1)%4].dimmed(grey(0.8), 0.24-0.06*float64(i))
		k.bib = true
		p := runA
		if i%2 == 0 {
			p = runB
		}
		c.soft(ellipse(W*r.x, r.y+4, r.h*0.22, r.h*0.022), 9, veil(grey(0.1), 0.55))
		c.athlete(p, W*r.x, r.y, r.h, -1, k)
	}
	c.grain(17, 0.035, 0.2)
	c.levels(0.04, 0.97, 1)
}
