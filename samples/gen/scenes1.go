package main

import "math"

// canalDusk: the stone bridge over the canal at lamp-lighting time.
func canalDusk(c *canvas) {
	W := c.wide
	hz := 640.0
	c.sky(hz, ramp{{0, ink(0x2b4468)}, {0.35, ink(0x6f7f9c)}, {0.62, ink(0xd9a78c)}, {0.85, ink(0xf6c98a)}, {1, ink(0xfbe0a8)}}, 11, ink(0xc9787a), 0.75)
	c.hills(ridge{seed: 3, y: 470, rise: 90, wave: 620, foot: 660, crest: ink(0x7c7f98), floor: ink(0xe2b996), rough: 0.12})
	c.hills(ridge{seed: 8, y: 540, rise: 60, wave: 420, foot: 680, crest: ink(0x575f78), floor: ink(0xb08f86), rough: 0.2})
	c.glow(W*0.56, hz-80, 520, ink(0xffd890), 0.5)
	d := &dice{5}
	wall, shade, tile := ink(0xb9a697), ink(0x4a4450), ink(0x39384a)
	lamp := ink(0xffc468)
	// far rows of houses under the bridge and beside it
	for i := range 9 {
		x := W*0.30 + float64(i)*62
		c.house(d, house{x: x, y: hz + 4, w: d.in(56, 76), h: d.in(44, 66), roof: d.in(20, 28), wall: ink(0x9b8f92), shade: ink(0x5e5868), tile: ink(0x55566a), lamp: lamp, lit: 0.6, storeys: 1})
	}
	for i := range 24 {
		x := W*0.28 + float64(i)*26
		c.leaves(d, x, hz-14-d.in(0, 40), 26, 30, 70, 6, ink(0x34404a), ink(0x7a7668))
	}
	c.water(lake{seed: 78, y: hz + 8, wave: 10, deep: ink(0x4a5468), mixed: 0.2, glint: ink(0xffd9a0), shine: 0.3})
	c.bridge(21, arch{x: W * 0.57, y: hz + 54, r: 138, span: 430, crown: 262, stone: ink(0xa99a90), dark: ink(0x3f3d4b), light: ink(0xf3c894)})
	// people on the bridge
	for i, f := range []float64{-150, -60, -40, 75, 160} {
		x := W*0.57 + f
		y := hz + 54 - 262*(0.16+0.84*(1-step(0.08, 1, math.Abs(f)/430)))
		c.walker(x, y+4, 52+float64(i%2)*5, 1-2*float64(i%2), ink(0x26242e), ink(0xffc890))
	}
	// near houses, left in shade and right in light
	c.house(d, house{x: -60, y: hz + 30, w: 330, h: 250, roof: 95, wall: wall.times(0.8), shade: shade, tile: tile, lamp: lamp, lit: 0.65, storeys: 2, horse: true})
	c.house(d, house{x: 262, y: hz + 16, w: 200, h: 165, roof: 66, wall: wall, shade: shade, tile: tile, lamp: lamp, lit: 0.6, storeys: 2})
	c.house(d, house{x: W - 330, y: hz + 14, w: 170, h: 150, roof: 60, wall: wall, shade: shade, tile: tile, lamp: lamp, lit: 0.6, storeys: 2})
	c.house(d, house{x: W - 185, y: hz + 36, w: 290, h: 280, roof: 100, wall: wall.times(0.85), shade: shade, tile: tile, lamp: lamp, lit: 0.7, storeys: 2, horse: true})
	for _, q := range []struct{ x0, x1, y float64 }{{-10, 470, hz + 12}, {W - 345, W + 10, hz + 12}} {
		c.fill(rect(q.x0, q.y-6, q.x1, q.y+46), func(x, y float64) (rgb, float64) {
			r := math.Floor((y - q.y) / 11)
			f := math.Mod(x/34+0.5*math.Mod(r+10, 2)+40, 1)
			k := 0.75 + 0.2*noise(4, x/20, r*3)
			if f < 0.05 || math.Mod(y-q.y+22, 11) < 1.3 {
				k *= 0.6
			}
			return ink(0x5f5862).times(k), 1
		})
	}
	c.fill(brush(curve(-10, hz-78, 120, hz-72, 262, hz-76, 360, hz-68, 462, hz-74), even(1.6)), veil(ink(0x1c1a20), 0.9))
	c.fill(brush(curve(W-330, hz-72, W-220, hz-66, W-120, hz-72, W-40, hz-66, W+10, hz-70), even(1.6)), veil(ink(0x1c1a20), 0.9))
	for i := range 5 {
		c.lantern(40+float64(i)*95, hz-70+6*math.Sin(float64(i)*2.1), 12.5)
		if i < 4 {
			c.lantern(W-310+float64(i)*88, hz-66+5*math.Sin(float64(i)*1.7), 12.5)
		}
	}
	c.water(lake{seed: 77, y: hz + 52, wave: 26, deep: ink(0x24344a), mixed: 0.42, glint: ink(0xffd9a0), shine: 0.35})
	c.sampan(W*0.50, 860, 300, 1, ink(0x211f28), ink(0xb98a66), true)
	c.lantern(W*0.50+62, 790, 9)
	c.soft(shape{curve(W*0.50-165, 866, W*0.5, 876, W*0.5+170, 864, W*0.5+120, 892, W*0.5-110, 894)}, 10, veil(ink(0x14161f), 0.5))
	// willow from the upper right corner
	for range 70 {
		x := W - d.in(-20, 260)
		c.willow(d, x, -20-d.in(0, 60)+(W-x)*0.06, d.in(200, 470)*(1-0.55*(W-x)/320), -0.6, ink(0x20262b), ink(0x4e5748), 13)
	}
	c.grain(3, 0.035, 0.28)
	c.levels(0.02, 0.98, 0.92)
}

// walker is a person seen small, in mid-step.
func (c *canvas) walker(x, y, high, dir float64, dark, light rgb) {
	s := high / 100
	b := join(
		limb(pt{-13, 0}, pt{-8, -24}, 4, 5), limb(pt{-8, -24}, pt{0, -48}, 5, 8),
		limb(pt{13, -1}, pt{9, -25}, 4, 5), limb(pt{9, -25}, pt{1, -48}, 5, 8),
		limb(pt{0, -50}, pt{2, -78}, 10, 11), ellipse(4, -93, 7.5, 8.5),
		limb(pt{-3, -78}, pt{-12, -58}, 4.5, 4), limb(pt{-12, -58}, pt{-6, -44}, 4, 3),
		limb(pt{6, -78}, pt{14, -60}, 4.5, 4), limb(pt{14, -60}, pt{20, -48}, 4, 3),
	)
	m := c.cover(b.moved(x, y, s*dir, s))
	c.lay(m, flat(dark))
	c.rim(m, 1, -1, veil(light, 0.7))
}

// reeds: reed plumes before a lake, a boat between them.
func reeds(c *canvas) {
	W := c.wide
	hz := 430.0
	c.sky(hz, ramp{{0, grey(0.62)}, {0.5, grey(0.8)}, {1, grey(0.95)}}, 31, grey(0.97), 0.9)
	c.glow(W*0.66, 250, 330, grey(1), 0.8)
	c.fill(ellipse(W*0.66, 250, 34, 34), veil(grey(1), 0.9))
	c.hills(ridge{seed: 12, y: 330, rise: 70, wave: 500, foot: 450, crest: grey(0.66), floor: grey(0.9), rough: 0.15})
	c.hills(ridge{seed: 19, y: 385, rise: 40, wave: 330, foot: 450, crest: grey(0.5), floor: grey(0.8), rough: 0.25})
	c.mist(5, 425, 26, grey(0.95), 0.8)
	c.water(lake{seed: 8, y: hz, wave: 22, deep: grey(0.36), mixed: 0.45, glint: grey(1), shine: 0.5})
	d := &dice{9}
	for range 140 {
		c.reed(d, d.in(-20, W*0.34), hz+d.in(10, 34), d.in(40, 80), d.in(0, 0.25), 1.3, grey(0.36), grey(0.62), d.f() < 0.5)
	}
	c.sampan(W*0.60, 610, 240, -1, grey(0.10), grey(0.55), true)
	c.soft(ellipse(W*0.60, 622, 118, 9), 10, veil(grey(0.08), 0.45))
	for i := range 150 {
		t := float64(i) / 150
		x := d.in(-30, W+30)
		edge := math.Abs(x/W-0.55) * 2
		h := d.in(260, 420) * (0.45 + 0.75*edge) * (0.8 + 0.4*t)
		v := 0.30 - 0.22*t
		c.reed(d, x, 1030, h, d.in(0.05, 0.32), 4.2, grey(v*0.7), grey(v+0.42), d.f() < 0.62)
	}
	for i := range 9 {
		c.bird(W*0.22+float64(i)*34+d.in(-8, 8), 130+math.Abs(float64(i)-3)*16+d.in(-5, 5), d.in(11, 16), d.in(-0.4, 0.9), grey(0.25))
	}
	c.grain(5, 0.04, 0.22)
	c.levels(0.03, 0.97, 1)
}

// ferryLamp: the lamp in the camphor tree over the steps, a boat on the river.
func ferryLamp(c *canvas) {
	W := c.wide
	hz := 470.0
	c.sky(hz, ramp{{0, ink(0x0b1a30)}, {0.6, ink(0x1f3d5c)}, {1, ink(0x58758a)}}, 41, ink(0x34506c), 0.8)
	d := &dice{21}
	for range 90 {
		c.glow(d.in(0, W), d.in(0, 300), d.in(1.5, 4), ink(0xdfe8f0), d.in(0.3, 0.9))
	}
	c.hills(ridge{seed: 71, y: 385, rise: 80, wave: 460, foot: 500, crest: ink(0x21384f), floor: ink(0x4a6577), rough: 0.2})
	c.hills(ridge{seed: 74, y: 440, rise: 40, wave: 260, foot: 500, crest: ink(0x16283a), floor: ink(0x35505f), rough: 0.25})
	for range 16 {
		x, y := d.in(0, W*0.8), d.in(450, 466)
		c.glow(x, y, 14, ink(0xffc070), 0.8)
		c.glow(x, y, 4, ink(0xfff0c0), 1)
	}
	lx, ly := W*0.66, 330.0
	c.glow(lx, ly, 60, ink(0xffc468), 1)
	c.water(lake{seed: 5, y: hz, wave: 24, deep: ink(0x0c1c2e), mixed: 0.5, glint: ink(0x7f9bb0), shine: 0.28})
	// the lamp's road on the water
	c.washRows(hz, 1000, func(x, y float64) (rgb, float64) {
		p := (y - hz) / (1000 - hz)
		z := 1 / (p + 0.12)
		n := fbm(9, (x-W/2)*z/80, z*22, 3)
		dx := (x - lx + 60*p) / (34 + 90*p)
		return ink(0xffb95c), math.Exp(-dx*dx) * step(-0.05, 0.5, n) * 0.85 * (1 - 0.5*p)
	})
	c.sampan(W*0.33, 640, 230, 1, ink(0x0a121c), ink(0xa9825a), true)
	c.soft(ellipse(W*0.33, 651, 120, 9), 10, veil(ink(0x060c14), 0.5))
	c.glow(W*0.33+30, 622, 90, ink(0xffb050), 0.6)
	ferrySteps(c, lx)
	// the tree
	bark := func(x, y float64) (rgb, float64) {
		dx, dy := (x-lx)/330, (y-ly)/330
		return mix(ink(0x070b10), ink(0x7a5530), math.Exp(-(dx*dx+dy*dy)*1.6)*(0.5+0.5*ridged(3, x/12, y/60, 3))), 1
	}
	c.fill(brush(curve(W*1.03, 1020, W*1.0, 800, W*0.965, 560, W*0.90, 380, W*0.78, 288, W*0.63, 268), taper(120, 7)), bark)
	c.fill(brush(curve(W*0.965, 560, W*0.985, 380, W*0.95, 210, W*0.97, 60), taper(46, 10)), bark)
	c.fill(brush(curve(W*0.86, 335, W*0.80, 220, W*0.70, 150), taper(22, 6)), bark)
	for i := range 34 {
		t := float64(i) / 34
		x := W*1.02 - t*W*0.52
		c.leaves(d, x, 60+150*t+d.in(-75, 75), 80, 46, 75, 9, ink(0x0a1518), ink(0x35503e))
	}
	c.glow(lx, ly, 330, ink(0xffb050), 0.55)
	c.lamp(lx, ly, 26)
	c.grain(6, 0.03, 0.3)
	c.levels(0.015, 0.95, 0.85)
}

// lamp is a storm lantern (马灯).
func (c *canvas) lamp(x, y, r float64) {
	black := ink(0x120d0a)
	c.fill(brush(curve(x-r*0.9, y-r*0.3, x-r*0.7, y-r*1.9, x, y-r*2.5, x+r*0.7, y-r*1.9, x+r*0.9, y-r*0.3), even(r*0.1)), flat(black))
	c.glow(x, y, r*3.4, ink(0xffd080), 0.9)
	c.fill(closed(x-r*0.55, y+r*0.9, x-r*0.85, y, x-r*0.5, y-r*0.95, x+r*0.5, y-r*0.95, x+r*0.85, y, x+r*0.55, y+r*0.9), func(px, py float64) (rgb, float64) {
		dx, dy := (px-x)/r, (py-y)/r
		return mix(ink(0xffb040), ink(0xfffbe8), step(1, 0, math.Sqrt(dx*dx+dy*dy*0.7))), 1
	})
	c.fill(poly(x-r*0.6, y-r*0.9, x-r*0.35, y-r*1.5, x+r*0.35, y-r*1.5, x+r*0.6, y-r*0.9), flat(black))
	c.fill(poly(x-r*0.7, y+r*0.85, x-r*0.9, y+r*1.6, x+r*0.9, y+r*1.6, x+r*0.7, y+r*0.85), flat(black))
	for _, s := range []float64{-1, 1} {
		c.fill(brush(curve(x+s*r*0.75, y+r*1.2, x+s*r*1.15, y+r*0.2, x+s*r*0.9, y-r*0.9, x+s*r*0.3, y-r*1.4), even(r*0.12)), flat(black))
	}
	c.fill(line(x-r*0.8, y, x+r*0.8, y, r*0.06), flat(black))
}

// ferrySteps are the stone steps that go down into the river, in lamplight.
func ferrySteps(c *canvas, lx float64) {
	W := c.wide
	for i := range 12 {
		t := float64(i) / 11
		y := 600 + 400*math.Pow(t, 1.25)
		next := 600 + 400*math.Pow((float64(i)+1)/11, 1.25)
		x0 := W*0.72 - (W*0.38)*t
		o := shape{{{x0, y}, {W + 10, y - 14}, {W + 10, next + 6}, {x0 - 14, next + 6}}}
		c.fill(o, func(px, py float64) (rgb, float64) {
			tread := (next - y) * 0.5
			n := fbm(31, px/26, py/9, 4)
			dx, dy := (px-lx)/420, (py-430)/420
			l := math.Exp(-(dx*dx + dy*dy) * 0.9)
			base := 0.09 + 0.05*n - 0.05*(py-y-tread)/tread
			if py-y < tread {
				base = 0.40 + 0.2*n + 0.25*step(tread*0.75, tread, py-y)
			}
			if math.Abs(math.Mod(px/90+t*3.3+9, 1)) < 0.02 {
				base *= 0.6
			}
			return mix(ink(0x0c141d), ink(0xe0a560), clamp(base*(0.3+1.2*l), 0, 1)), 1
		})
	}
}
