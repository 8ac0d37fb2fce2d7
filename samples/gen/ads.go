package main

import "math"

// adBooks: a bookshop's advertisement, 4 columns by 40 rows.
func adBooks(st *studio, c *canvas) error {
	s := newSheet(st, c)
	const W, H = 495.0, 460.0
	d := &dice{501}
	// night wall with the light of a lamp
	const lx, ly = 356.0, 96.0
	s.c.wash(func(x, y float64) (rgb, float64) {
		px, py := x/s.u, y/s.u
		dx, dy := (px-lx)/150, (py-ly-30)/150
		g := math.Exp(-(dx*dx + dy*dy))
		n := fbm(503, px/30, py/30, 4)
		return grey(clamp(0.10+0.72*g+0.035*n, 0, 1)), 1
	})
	s.fill(rect(lx-0.7, 0, lx+0.7, 62), flat(grey(0.03)))
	s.fill(closed(lx-38, 92, lx-30, 76, lx-8, 62, lx+8, 62, lx+30, 76, lx+38, 92, lx, 95), func(x, y float64) (rgb, float64) {
		return grey(0.05 + 0.25*step(lx+40, lx-40, x/s.u)), 1
	})
	s.fill(ellipse(lx, 95, 12, 9), flat(grey(1)))
	s.c.glow(lx*s.u, 98*s.u, 120*s.u, grey(1), 0.7)
	// three shelves of books
	for row := range 2 {
		foot := 238 + float64(row)*92
		x := 176.0
		if row == 1 {
			x = 18
		}
		for x < W-24 {
			if d.f() < 0.08 { // a leaning one after a gap
				x += s.leaning(d, x, foot)
				continue
			}
			x += s.book(d, x, foot, lx, ly)
		}
		s.fill(rect(10, foot, W-10, foot+7), func(px, py float64) (rgb, float64) {
			return grey(0.36 - 0.2*(py/s.u-foot)/7), 1
		})
		s.fill(rect(10, foot+7, W-10, foot+16), func(px, py float64) (rgb, float64) {
			return grey(0), 0.5 * (1 - (py/s.u-foot-7)/9)
		})
	}
	s.cat(112, 330-92)
	// lettering
	for i, t := range []string{"一盏灯", "半架书"} {
		s.text(words{face: black, size: 44, down: true, space: 5}, 118-float64(i)*62, 26+float64(i)*34, t, grey(1))
	}
	s.fill(rect(0, 354, W, H), flat(grey(1)))
	s.text(words{face: black, size: 40, space: 4}, 14, 404, "拾页书店", grey(0))
	s.text(words{face: kai, size: 15}, 16, 428, "糖坊巷新店　11月28日掌灯", grey(0))
	s.text(words{face: hei, size: 9.5}, 16, 448, "云桥区糖坊巷27号　每日9:30—22:00", grey(0))
	s.fill(rect(244, 366, 244.8, 450), flat(grey(0)))
	for i, t := range []string{"□ 开店三日，旧书换新书，三本换一本", "□ 每晚七点，店堂朗读，茶水自取", "□ 周六版画课，拓一张自家门前的石板", "□ 夜里十点后，门口留灯，借书自便"} {
		y := 377 + float64(i)*22
		s.fill(rect(258, y-8, 266, y).less(rect(259, y-7, 265, y-1)), flat(grey(0)))
		s.fill(brush([]pt{{259.5, y - 4.5}, {262, y - 1.8}, {268, y - 10}}, even(1.4)), flat(grey(0)))
		s.text(words{face: hei, size: 11}, 273, y, t[len("□ "):], grey(0))
	}
	s.fill(rect(0, 0, W, H).less(rect(1.2, 1.2, W-1.2, H-1.2)), flat(grey(0)))
	return s.err
}

// book stands one book on a shelf and gives its thickness.
func (s *sheet) book(d *dice, x, foot, lx, ly float64) float64 {
	w, h := d.in(7, 19), d.in(50, 74)
	base := d.in(0.25, 0.9)
	kind := d.next() % 4
	s.fill(rect(x, foot-h, x+w, foot), func(px, py float64) (rgb, float64) {
		u, v := (px/s.u-x)/w, (py/s.u-foot+h)/h
		dx, dy := (px/s.u-lx)/190, (py/s.u-ly)/200
		light := 0.35 + 0.75*math.Exp(-(dx*dx+dy*dy)*0.8)
		k := base * (0.55 + 0.5*math.Sin(math.Pi*(0.15+0.7*u)))
		switch {
		case kind == 0 && (math.Abs(v-0.12) < 0.012 || math.Abs(v-0.88) < 0.012):
			k = 1 - base
		case kind == 1 && v > 0.2 && v < 0.42 && u > 0.15 && u < 0.85:
			k = 1.05 - base*0.9
		case kind == 2 && (math.Abs(v-0.25) < 0.02 || math.Abs(v-0.5) < 0.02 || math.Abs(v-0.75) < 0.02):
			k *= 0.55
		case kind == 3 && u > 0.42 && u < 0.58 && v > 0.15 && v < 0.7 && math.Mod(v*22, 1) < 0.7:
			k = 1 - base
		}
		return grey(clamp(k*light, 0.02, 1)), 1
	})
	s.fill(rect(x+w-0.6, foot-h, x+w, foot), flat(grey(0.02)))
	return w + 0.2
}

func (s *sheet) leaning(d *dice, x, foot float64) float64 {
	h := d.in(52, 62)
	k := d.in(0.4, 0.8)
	s.fill(poly(x+15, foot, x+26, foot, x+12, foot-h, x+1, foot-h+3), func(px, py float64) (rgb, float64) {
		return grey(k * (0.5 + 0.5*(px/s.u-x)/26)), 1
	})
	return 27
}

// cat sits on the shelf.
func (s *sheet) cat(x, foot float64) {
	black := flat(grey(0.02))
	s.fill(closed(x-17, foot, x-18, foot-20, x-9, foot-38, x+2, foot-42, x+10, foot-28, x+15, foot-12, x+15, foot), black)
	s.fill(ellipse(x+1, foot-46, 11, 10), black)
	s.fill(poly(x-9, foot-49, x-9, foot-63, x-1, foot-54), black)
	s.fill(poly(x+3, foot-54, x+11, foot-63, x+11, foot-49), black)
	s.fill(brush(curve(x-14, foot-3, x-32, foot-2, x-36, foot-16, x-27, foot-22), taper(6, 3.4)), black)
	for _, e := range []float64{-3.4, 5.2} {
		s.fill(ellipse(x+e, foot-47, 2.4, 1.9), flat(grey(0.95)))
		s.fill(ellipse(x+e, foot-47, 0.7, 1.8), flat(grey(0)))
	}
	s.fill(brush(curve(x+11, foot-50, x+15, foot-36, x+15, foot-14), taper(0.6, 1.4)), veil(grey(0.9), 0.8))
}

// adTea: a tea house across the page, 8 columns by 25 rows.
func adTea(st *studio, c *canvas) error {
	s := newSheet(st, c)
	const W, H = 999.0, 287.5
	d := &dice{511}
	c.wash(func(x, y float64) (rgb, float64) {
		n := fbm(513, x/300, y/200, 5)
		m := noise(514, x/3, y/3)
		return mix(ink(0xf3ead6), ink(0xe2d3b4), clamp(0.35+0.4*n+0.12*m+0.3*step(500, 1000, y), 0, 1)), 1
	})
	for i, r := range []ridge{
		{seed: 521, y: 480, rise: 190, wave: 760, foot: 860, crest: ink(0xa9b0a6), floor: ink(0xeee4ce), rough: 0.2},
		{seed: 527, y: 620, rise: 150, wave: 560, foot: 930, crest: ink(0x76847e), floor: ink(0xe8ddc6), rough: 0.3},
		{seed: 529, y: 760, rise: 110, wave: 420, foot: 1010, crest: ink(0x4a5a56), floor: ink(0xd8ccb2), rough: 0.4},
	} {
		c.hills(r)
		c.mist(uint32(531+i), 700+90*float64(i), 50, ink(0xf3ead6), 0.7)
	}
	for range 300 {
		x, y, r := d.in(0, c.wide), d.in(0, 900), d.in(1.5, 6)
		c.soft(ellipse(x, y, r, r), r*0.5, veil(ink(0xffffff), d.in(0.5, 1)))
	}
	// table, stove, pot and cups
	s.fill(rect(-2, 236, W+2, H+2), func(x, y float64) (rgb, float64) {
		px, py := x/s.u, y/s.u
		g := fbm(541, px/90+0.4*noise(542, px/200, py/12), py/3.2, 4)
		return mix(ink(0x5a3420), ink(0x8a5a36), clamp(0.5+0.45*g-0.3*step(270, 288, py), 0, 1)), 1
	})
	s.fill(rect(-2, 235.4, W+2, 237), flat(ink(0xb98656)))
	s.stove(690, 243)
	s.cup(792, 252, 20, d)
	s.cup(842, 262, 22, d)
	s.cup(604, 260, 20, d)
	for i := range 2 { // oranges roasting beside it
		x, y := 556-float64(i)*22, 258+float64(i%2)*6
		s.c.soft(ellipse(x, y+9, 12, 2.4).moved(0, 0, s.u, s.u), 6, veil(ink(0x2a140a), 0.6))
		s.fill(ellipse(x, y, 10.5, 9.6), func(px, py float64) (rgb, float64) {
			dx, dy := (px/s.u-x+3)/12, (py/s.u-y+4)/12
			return mix(ink(0xf4a53a), ink(0xa8480e), clamp(math.Hypot(dx, dy)+0.08*noise(7, px/3, py/3), 0, 1)), 1
		})
		s.fill(ellipse(x, y-8.4, 1.8, 1), flat(ink(0x4a5a2a)))
	}
	// plum branch from the right corner
	bough := flat(ink(0x3a2620))
	s.fill(brush(curve(1004, 40, 950, 52, 905, 40, 860, 62, 815, 58), taper(9, 2)), bough)
	s.fill(brush(curve(930, 47, 900, 84, 868, 98, 846, 124), taper(5, 1.4)), bough)
	s.fill(brush(curve(960, 52, 940, 92, 944, 128), taper(4, 1.2)), bough)
	s.fill(brush(curve(896, 42, 870, 24, 838, 20), taper(3.4, 1)), bough)
	for _, p := range [][3]float64{{905, 40, 10}, {858, 62, 11}, {818, 57, 8}, {880, 90, 11}, {848, 122, 9}, {942, 98, 10}, {945, 128, 7}, {840, 20, 8}, {872, 26, 9}, {962, 54, 9}, {908, 70, 8}} {
		for k := range 5 {
			a := float64(k)*2*math.Pi/5 + p[0]
			x, y := p[0]+p[2]*0.62*math.Cos(a), p[1]+p[2]*0.62*math.Sin(a)
			s.fill(ellipse(x, y, p[2]*0.5, p[2]*0.5), func(px, py float64) (rgb, float64) {
				return mix(ink(0xa8182a), ink(0xe8586a), clamp(math.Hypot(px/s.u-p[0], py/s.u-p[1])/p[2], 0, 1)), 1
			})
		}
		for k := range 9 {
			a := float64(k) * 2 * math.Pi / 9
			s.fill(ellipse(p[0]+p[2]*0.4*math.Cos(a), p[1]+p[2]*0.4*math.Sin(a), 0.8, 0.8), flat(ink(0xf8d878)))
		}
	}
	s.c.soft(rect(-60, 165, 430, 236).moved(0, 0, s.u, s.u), 150, veil(ink(0xf3ead6), 0.72))
	s.fill(rect(-2, 235.4, 520, 237), flat(ink(0xb98656)))
	dark := ink(0x2a1c14)
	s.text(words{face: kai, size: 76, space: 6}, 44, 104, "小雪煮茶", dark)
	s.text(words{face: kai, size: 26, space: 3}, 50, 144, "窗外落雪，壶里听松", dark)
	s.fill(rect(50, 158, 440, 159), flat(ink(0x8a2a1c)))
	s.text(words{face: hei, size: 14}, 50, 182, "围炉茶席　烤橘、板栗、红薯自取　两位168元起", dark)
	s.text(words{face: hei, size: 14}, 50, 204, "11月22日至12月22日　每晚江南丝竹，八点开弦", dark)
	s.fill(rect(50, 214, 66+10*14, 231), flat(ink(0x8a2a1c)))
	s.text(words{face: heiBold, size: 12}, 58, 227, "凭本报剪角，茶点加赠一份", ink(0xfdf6e6))
	// seal with the name
	s.fill(closed(478, 34, 480, 31, 548, 31, 551, 34, 551, 142, 548, 145, 480, 145, 478, 142), func(x, y float64) (rgb, float64) {
		return ink(0xa8241c), 1 - 0.8*step(0.5, 0.75, fbm(551, x/9, y/9, 3))
	})
	s.text(words{face: black, size: 30, down: true, space: 2}, 532, 40, "听雪楼", ink(0xf8eedc))
	s.text(words{face: black, size: 30, down: true, space: 2}, 498, 54, "茶馆", ink(0xf8eedc))
	s.text(words{face: heiBold, size: 12.5}, 50, 268, "听雪楼茶馆　半月湖南岸听雪堤6号　10:00—23:00　巷巷通3路半月湖站下车", ink(0xfdf2dc))
	return s.err
}

// stove is a small clay stove with an iron pot on it, its foot at (x, y).
func (s *sheet) stove(x, y float64) {
	s.c.soft(ellipse(x, y+26, 62, 8).moved(0, 0, s.u, s.u), 10, veil(ink(0x1a0c06), 0.7))
	clay := func(px, py float64) (rgb, float64) {
		u := (px/s.u - x) / 48
		return mix(ink(0xb06a3e), ink(0x4a2414), clamp(0.35+0.7*math.Abs(u+0.25)+0.12*fbm(561, px/6, py/6, 3), 0, 1)), 1
	}
	s.fill(closed(x-40, y+24, x-47, y-8, x-42, y-34, x-36, y-40, x+36, y-40, x+42, y-34, x+47, y-8, x+40, y+24, x, y+28), clay)
	s.fill(closed(x-16, y+12, x-16, y-10, x, y-18, x+16, y-10, x+16, y+12), flat(ink(0x1a0a06)))
	s.c.glow(x*s.u, (y+4)*s.u, 30*s.u, ink(0xff7a20), 1)
	s.c.glow(x*s.u, (y+7)*s.u, 14*s.u, ink(0xffd870), 1)
	s.fill(rect(x-44, y-43, x+44, y-38), flat(ink(0x2a1a14)))
	// pot
	iron := func(px, py float64) (rgb, float64) {
		u, v := (px/s.u-x+16)/44, (py/s.u-y+74)/36
		h := math.Exp(-(u*u*6 + v*v*5))
		dots := 0.0
		if math.Mod(px/s.u, 5) < 2.2 && math.Mod(py/s.u, 5) < 2.2 && py/s.u > y-72 && py/s.u < y-52 {
			dots = 0.08
		}
		return mix(ink(0x14120f), ink(0x8a8478), clamp(0.12+0.7*h+dots, 0, 1)), 1
	}
	s.fill(closed(x-34, y-43, x-44, y-60, x-36, y-80, x-16, y-88, x+16, y-88, x+36, y-80, x+44, y-60, x+34, y-43, x, y-41), iron)
	s.fill(closed(x-38, y-62, x-54, y-70, x-64, y-86, x-70, y-86, x-62, y-64, x-40, y-50), iron)
	s.fill(closed(x-18, y-87, x-16, y-93, x, y-95, x+16, y-93, x+18, y-87), iron)
	s.fill(ellipse(x, y-98, 4.5, 4), iron)
	s.fill(brush(curve(x-34, y-80, x-36, y-112, x, y-124, x+36, y-112, x+34, y-80), even(4)), iron)
	for i := range 3 { // steam
		fx := x - 68 + float64(i)*6
		p := curve(fx, y-90, fx-12, y-112, fx+8, y-136, fx-10, y-162, fx+6, y-190, fx-8, y-216)
		o := brush(p, func(t float64) float64 { return (3 + 16*t) * (1 - 0.3*t) })
		s.c.soft(o.moved(0, 0, s.u, s.u), 14, func(px, py float64) (rgb, float64) {
			t := (y - 90 - py/s.u) / 126
			return ink(0xffffff), 0.6 * (1 - t)
		})
	}
}

func (s *sheet) cup(x, y, r float64, d *dice) {
	s.c.soft(ellipse(x, y+r*0.55, r*1.3, r*0.2).moved(0, 0, s.u, s.u), 6, veil(ink(0x1a0c06), 0.6))
	s.fill(closed(x-r, y-r*0.4, x-r*0.82, y+r*0.25, x-r*0.45, y+r*0.55, x+r*0.45, y+r*0.55, x+r*0.82, y+r*0.25, x+r, y-r*0.4), func(px, py float64) (rgb, float64) {
		u := (px/s.u - x) / r
		k := mix(ink(0xf4f2ea), ink(0x8a9a98), clamp(0.2+0.5*u*u+0.35*u, 0, 1))
		if v := (py/s.u - y) / r; math.Abs(v-0.12+0.05*math.Sin(u*16)) < 0.05 {
			k = mix(k, ink(0x2a4a78), 0.8)
		}
		return k, 1
	})
	s.fill(ellipse(x, y-r*0.4, r, r*0.3), flat(ink(0xf8f6ee)))
	s.fill(ellipse(x, y-r*0.38, r*0.9, r*0.24), func(px, py float64) (rgb, float64) {
		return mix(ink(0xc87a28), ink(0x6a3210), clamp(0.5+0.6*(px/s.u-x)/r, 0, 1)), 1
	})
	fx := x
	p := curve(fx, y-r*0.6, fx-5, y-r*1.3, fx+4, y-r*2, fx-3, y-r*2.8)
	o := brush(p, func(t float64) float64 { return 2 + 6*t })
	s.c.soft(o.moved(0, 0, s.u, s.u), 8, func(px, py float64) (rgb, float64) {
		return ink(0xffffff), 0.5 * step(y-r*2.9, y-r*0.8, py/s.u)
	})
}
