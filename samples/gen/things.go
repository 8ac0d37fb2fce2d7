package main

import "math"

// sampan is a river boat with an awning (乌篷船); len units long, bow to the
// right when dir is 1. Its waterline is at (x, y).
func (c *canvas) sampan(x, y, long, dir float64, dark, light rgb, man bool) {
	s := long / 100
	at := func(v shape) shape { return v.moved(x, y, s*dir, s) }
	// awning: a half barrel of woven bamboo, darker to its inside
	hood := closed(-22, -8, -22, -15, -17, -21, -6, -24, 6, -24, 16, -21, 21, -15, 21, -8)
	c.fill(at(hood), func(px, py float64) (rgb, float64) {
		t := clamp((y-py)/(26*s), 0, 1)
		w := 0.10 * math.Sin((px-x)/s*1.6)
		return mix(dark, light, 0.1+0.5*t*t+w), 1
	})
	for i := range 5 {
		v := -16 + float64(i)*8
		c.fill(at(brush(curve(v, -9, v-0.6, -17, v*0.93, -23.5), even(1))), veil(dark, 0.8))
	}
	hull := shape{append(curve(-52, -13, -40, -8.4, -15, -6.5, 15, -6.5, 38, -8.6, 53, -15),
		curve(49, -9, 40, -1.5, 18, 1.2, -18, 1.2, -40, -1.5, -52, -13)...)}
	c.fill(at(hull), func(px, py float64) (rgb, float64) {
		return mix(dark, light, clamp((y-py)/(14*s)*0.5, 0, 0.5)), 1
	})
	c.fill(at(brush(curve(-52, -12.6, -40, -8, -15, -6.2, 15, -6.2, 38, -8.2, 53, -14.6), even(1.1))), veil(light, 0.75))
	if man {
		c.boatman(x-36*s*dir, y-9*s, 34*s, dir, dark, light)
	}
}

// boatman stands at the stern with pole and straw hat, high units tall.
func (c *canvas) boatman(x, y, high, dir float64, dark, light rgb) {
	s := high / 100
	body := join(
		limb(pt{-7, 0}, pt{-4, -34}, 6, 8), limb(pt{9, -1}, pt{2, -34}, 6, 8), // legs
		limb(pt{-1, -38}, pt{5, -70}, 11, 12), // trunk
		limb(pt{4, -72}, pt{20, -56}, 5, 4), limb(pt{20, -56}, pt{30, -66}, 4, 3),
		limb(pt{8, -72}, pt{20, -78}, 5, 4), limb(pt{20, -78}, pt{26, -88}, 4, 3),
		ellipse(9, -86, 7, 8),
		poly(-9, -88, 7, -103, 11, -103, 27, -87, 9, -91),
	)
	m := c.cover(body.moved(x, y, s*dir, s))
	c.lay(m, flat(dark))
	c.rim(m, 1, -2, veil(light, 0.8))
	c.fill(poly(41, 30, 43, 30, 22, -140, 20, -140).moved(x, y, s*dir, s), flat(dark))
}

// lantern hangs from (x, y), r units in radius.
func (c *canvas) lantern(x, y, r float64) {
	c.glow(x, y+r*1.6, r*7, ink(0xff7a30), 0.55)
	c.fill(line(x, y, x, y+r*0.8, r*0.12), flat(ink(0x2a1512)))
	c.fill(ellipse(x, y+r*1.6, r, r*0.86), func(px, py float64) (rgb, float64) {
		dx, dy := (px-x)/r, (py-y-r*1.6)/r
		t := 1 - math.Sqrt(dx*dx+dy*dy)
		rib := 0.10 * math.Abs(math.Sin(dx*(1+0.2*dy*dy)*9))
		return mix(ink(0xb5161a), ink(0xffc060), clamp(t*1.0-rib+0.05, 0, 1)), 1
	})
	c.fill(rect(x-r*0.35, y+r*0.66, x+r*0.35, y+r*0.84), flat(ink(0x3a1a12)))
	c.fill(rect(x-r*0.35, y+r*2.38, x+r*0.35, y+r*2.54), flat(ink(0x3a1a12)))
	for i := range 5 {
		v := x + (float64(i)-2)*r*0.1
		c.fill(line(v, y+r*2.5, v, y+r*3.4, r*0.05), flat(ink(0xc02818)))
	}
}

// house is a gable-roofed house of the river country, seen from its long side.
type house struct {
	x, y, w, h float64 // foot of its left corner; wall width and height
	roof       float64 // height of the roof
	wall, tile rgb
	shade      rgb // what walls darken to below
	lamp       rgb
	lit        float64 // part of its windows that is lit
	storeys    int
	snow       float64
	horse      bool // stepped fire gables (马头墙)
}

func (c *canvas) house(d *dice, v house) {
	seed := uint32(d.next())
	top := v.y - v.h
	c.fill(rect(v.x, top, v.x+v.w, v.y), func(px, py float64) (rgb, float64) {
		t := (py - top) / v.h
		n := fbm(seed, px/30, py/55, 4)
		drip := fbm(seed+4, px/7, py/190, 2) * step(0.1, 0.9, t)
		return mix(v.wall, v.shade, clamp(0.15+0.55*t*t+0.22*n+0.2*drip, 0, 1)), 1
	})
	storey := v.h / float64(v.storeys)
	for i := range v.storeys {
		bays := max(2, int(v.w/(storey*0.62)))
		bay := v.w / float64(bays)
		for j := range bays {
			if d.f() < 0.12 {
				continue
			}
			x, y := v.x+(float64(j)+0.5)*bay, top+(float64(i)+0.5)*storey
			c.window(x, y, bay*0.52, storey*0.46, mix(v.shade, ink(0x17120f), 0.75), v.lamp, d.f() < v.lit)
		}
		if i > 0 {
			y := top + float64(i)*storey
			c.fill(rect(v.x, y-storey*0.05, v.x+v.w, y+storey*0.03), veil(mix(v.tile, v.shade, 0.3), 0.9))
		}
	}
	c.fill(rect(v.x, top, v.x+v.w, top+v.roof*0.35), func(px, py float64) (rgb, float64) {
		return ink(0x0b0a0c), 0.5 * (1 - (py-top)/(v.roof*0.35))
	})
	c.roof(seed, v, top)
	if v.horse {
		for _, x := range []float64{v.x - v.w*0.01, v.x + v.w*1.01} {
			c.gable(x, top, v)
		}
	}
}

func (c *canvas) window(x, y, w, h float64, frame, lamp rgb, lit bool) {
	c.fill(rect(x-w/2-1.5, y-h/2-1.5, x+w/2+1.5, y+h/2+1.5), flat(frame.times(0.8)))
	glass := mix(frame, ink(0x39424e), 0.35)
	if lit {
		c.glow(x, y, max(w, h)*2.2, lamp, 0.4)
		glass = lamp
	}
	c.fill(rect(x-w/2, y-h/2, x+w/2, y+h/2), func(px, py float64) (rgb, float64) {
		return glass.times(1 - 0.35*(y+h/2-py)/h), 1
	})
	for i := 1; i < 4; i++ {
		t := x - w/2 + w*float64(i)/4
		c.fill(line(t, y-h/2, t, y+h/2, max(1, w*0.05)), flat(frame))
	}
	for i := 1; i < 3; i++ {
		t := y - h/2 + h*float64(i)/3
		c.fill(line(x-w/2, t, x+w/2, t, max(1, w*0.04)), flat(frame))
	}
}

// roof lays tiles in courses from a slightly hollow ridge to lifted eaves.
func (c *canvas) roof(seed uint32, v house, top float64) {
	o, in := v.w*0.06+6, v.w*0.02
	eave, crest := top+v.roof*0.10, top-v.roof
	up := append(curve(v.x-o, eave-v.roof*0.12, v.x-o*0.4, eave-v.roof*0.2, v.x+in, crest),
		curve(v.x+in, crest, v.x+v.w/2, crest+v.roof*0.07, v.x+v.w-in, crest)...)
	up = append(up, curve(v.x+v.w-in, crest, v.x+v.w+o*0.4, eave-v.roof*0.2, v.x+v.w+o, eave-v.roof*0.12)...)
	up = append(up, curve(v.x+v.w+o, eave-v.roof*0.1, v.x+v.w*0.8, eave+v.roof*0.03, v.x+v.w/2, eave+v.roof*0.05,
		v.x+v.w*0.2, eave+v.roof*0.03, v.x-o, eave-v.roof*0.1)...)
	pitch := max(5, v.roof*0.13)
	c.fill(shape{up}, func(px, py float64) (rgb, float64) {
		t := clamp((py-crest)/(eave-crest), 0, 1)
		mid := v.x + v.w/2
		q := mid + (px-mid)*(1-0.06*t)
		col := math.Abs(math.Sin(q / pitch * math.Pi))
		row := math.Mod(t*v.roof/pitch*2.2+0.15*noise(seed, px/20, 1), 1)
		n := noise(seed+7, px/6, py/6)
		k := 0.55 + 0.55*col - 0.2*row + 0.12*n
		if v.snow > 0 {
			s := step(0.35, -0.1, fbm(seed+3, px/40, py/14, 3)+t*0.3-v.snow)
			return mix(v.tile.times(k), ink(0xf2f3f5).times(0.88+0.12*col), s), 1
		}
		return v.tile.times(k), 1
	})
	ridge := curve(v.x+in-o*0.4, crest-v.roof*0.1, v.x+v.w*0.12, crest, v.x+v.w/2, crest+v.roof*0.06, v.x+v.w*0.88, crest, v.x+v.w-in+o*0.4, crest-v.roof*0.1)
	c.fill(brush(ridge, even(v.roof*0.11)), flat(v.tile.times(0.6)))
	if v.snow > 0 {
		for i := range ridge {
			ridge[i].y -= v.roof * 0.06
		}
		c.fill(brush(ridge, even(v.roof*0.1)), flat(ink(0xf4f5f7)))
	}
}

func (c *canvas) gable(x, top float64, v house) {
	w := v.w * 0.035
	for i := range 3 {
		y := top - v.roof*(1.15-0.42*float64(i))
		s := 1 + float64(i)*0.9
		c.fill(rect(x-w*s, y, x+w*s, v.y), func(px, py float64) (rgb, float64) {
			return mix(v.wall, v.shade, clamp(0.1+0.7*(py-top)/v.h, 0, 1)), 1
		})
		c.fill(brush(curve(x-w*s*1.32, y-v.roof*0.10, x-w*s*0.8, y-2, x, y-2, x+w*s*0.8, y-2, x+w*s*1.32, y-v.roof*0.10), even(v.roof*0.09)), flat(v.tile.times(0.55)))
		if v.snow > 0 {
			c.fill(brush(curve(x-w*s*1.6, y-v.roof*0.2, x, y-v.roof*0.1, x+w*s*1.6, y-v.roof*0.2), even(v.roof*0.08)), flat(ink(0xf4f5f7)))
		}
	}
}

// arch is a stone bridge with one round opening, its feet at the height y.
type arch struct {
	x, y, r     float64 // middle and radius of the opening
	span, crown float64 // half its whole length, and the height of its deck
	stone, dark rgb
	light       rgb
}

func (c *canvas) bridge(seed uint32, b arch) {
	deck := func(x float64) float64 {
		t := clamp(math.Abs(x-b.x)/b.span, 0, 1)
		return b.y - b.crown*(0.16+0.84*(1-step(0.08, 1, t)))
	}
	var up []pt
	const n = 80
	for i := range n + 1 {
		x := b.x - b.span + 2*b.span*float64(i)/n
		up = append(up, pt{x, deck(x)})
	}
	body := append(append([]pt{}, up...), pt{b.x + b.span, b.y + 6}, pt{b.x - b.span, b.y + 6})
	hole := ellipse(b.x, b.y, b.r, b.r*1.06)
	under := shape{body}.less(hole)
	course := b.r * 0.155
	c.fill(under, func(x, y float64) (rgb, float64) {
		dx, dy := x-b.x, (y-b.y)/1.06
		r := math.Sqrt(dx*dx + dy*dy)
		nz := fbm(seed, x/22, y/22, 4)
		t := 0.55 + 0.3*nz - 0.25*step(b.y-b.crown, b.y, y)
		if r < b.r*1.16 { // the ring of wedge stones
			s := math.Mod(math.Atan2(dy, dx)/math.Pi*17+20, 1)
			t += 0.10
			if s < 0.07 || r > b.r*1.14 {
				t -= 0.4
			}
		} else {
			row := math.Floor(y / course)
			fy := y/course - row
			fx := math.Mod(x/(course*2.1)+0.5*math.Mod(row+100, 2)+50+0.2*noise(seed+3, row, 1), 1)
			t += 0.14 * noise(seed+5, math.Floor(x/(course*2.1)+0.5*math.Mod(row+100, 2))*3.7, row*2.3)
			if fy < 0.09 || fx < 0.045 {
				t -= 0.32
			}
		}
		return mix(b.dark, b.stone, clamp(t, 0, 1)), 1
	})
	// the soffit, a little of which is seen
	c.fill(ellipse(b.x, b.y, b.r, b.r*1.06).less(ellipse(b.x+b.r*0.06, b.y+b.r*0.03, b.r*0.95, b.r*1.02)), func(x, y float64) (rgb, float64) {
		if y > b.y {
			return b.dark, 0
		}
		return b.dark.times(0.7 + 0.2*noise(seed, x/8, y/20)), 1
	})
	c.parapet(b, up)
}

func (c *canvas) parapet(b arch, up []pt) {
	high := b.crown * 0.13
	rail, top := make([]pt, len(up)), make([]pt, len(up))
	for i, p := range up {
		rail[i] = pt{p.x, p.y - high*0.45}
		top[i] = pt{p.x, p.y - high*0.9}
	}
	c.fill(brush(rail, even(high*0.9)), func(x, y float64) (rgb, float64) { return mix(b.dark, b.stone, 0.42), 1 })
	c.fill(brush(top, even(high*0.2)), flat(mix(b.stone, b.light, 0.5)))
	c.fill(brush(up, even(high*0.16)), flat(mix(b.dark, b.stone, 0.85)))
	for i := 4; i < len(up); i += 8 {
		p := up[i]
		c.fill(rect(p.x-high*0.17, p.y-high*1.3, p.x+high*0.17, p.y), flat(mix(b.dark, b.stone, 0.8)))
		c.fill(rect(p.x-high*0.05, p.y-high*1.25, p.x+high*0.02, p.y), veil(b.light, 0.5))
		c.fill(ellipse(p.x, p.y-high*1.38, high*0.2, high*0.22), flat(mix(b.stone, b.light, 0.3)))
	}
}

// bird is a gull or swallow far off, wings at the beat b (-1 down to 1 up).
func (c *canvas) bird(x, y, w, b float64, col rgb) {
	c.fill(brush(curve(x-w, y-b*w*0.45, x-w*0.5, y-b*w*0.55-w*0.1, x, y, x+w*0.5, y-b*w*0.5-w*0.12, x+w, y-b*w*0.35), func(t float64) float64 {
		return w * 0.14 * math.Sin(math.Pi*(0.05+0.9*t)) * (0.6 + 0.8*math.Sin(math.Pi*t))
	}), flat(col))
}
