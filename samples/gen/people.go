package main

// pose gives the joints of a figure a hundred units tall that looks to the
// right and stands on the origin; near and far are its sides seen by us.
type pose struct {
	head, neck, hip              pt
	elbowNear, handNear          pt
	elbowFar, handFar            pt
	kneeNear, ankleNear, toeNear pt
	kneeFar, ankleFar, toeFar    pt
}

// kit is how a figure is cut, like coloured paper: flat, its upper edge lit.
type kit struct {
	limbs, hair, shirt, shorts, lit rgb
	bib, cap, tail                  bool
	long                            bool // trousers
}

// dimmed mixes a colour into all of it, as fog or water does.
func (k kit) dimmed(col rgb, a float64) kit {
	for _, v := range []*rgb{&k.limbs, &k.hair, &k.shirt, &k.shorts, &k.lit} {
		*v = mix(*v, col, a)
	}
	return k
}

// athlete draws a figure, high units tall, with its origin at (x, y); dir -1
// looks to the left.
func (c *canvas) athlete(p pose, x, y, high, dir float64, k kit) {
	s := high / 100
	var all shape
	put := func(col rgb, v ...shape) {
		o := join(v...).moved(x, y, s*dir, s)
		c.fill(o, flat(col))
		all = join(all, o)
	}
	between := func(a, b pt, t float64) pt { return pt{a.x + (b.x-a.x)*t, a.y + (b.y-a.y)*t} }
	p.head = between(p.head, p.neck, 0.17)
	shoulder := pt{p.neck.x - 0.5, p.neck.y + 3}
	arm := func(e, h pt, limbs, shirt rgb) {
		put(limbs, limb(e, h, 2.5, 1.6), limb(h, between(e, h, 1.16), 2, 1.4), limb(shoulder, e, 3.4, 2.5))
		put(shirt, limb(shoulder, between(shoulder, e, 0.5), 3.9, 3.6))
	}
	leg := func(kn, an, toe pt, limbs, shorts rgb) {
		calf := between(kn, an, 0.32)
		put(limbs, limb(p.hip, kn, 6.4, 3.9), limb(kn, calf, 3.6, 3.7), limb(calf, an, 3.7, 1.9),
			limb(between(toe, an, 1.3), toe, 2.1, 1.5), limb(an, between(an, toe, 0.5), 2, 1.7))
		put(k.hair, limb(between(toe, an, 1.3), toe, 2.3, 1.7))
		put(shorts, limb(p.hip, between(p.hip, kn, 0.6), 6.8, 5.9))
		if k.long {
			put(shorts, limb(p.hip, kn, 7, 5.2), limb(kn, an, 5.2, 4.2))
		}
	}
	far := func(col rgb) rgb { return col.times(0.78) }
	arm(p.elbowFar, p.handFar, far(k.limbs), far(k.shirt))
	leg(p.kneeFar, p.ankleFar, p.toeFar, far(k.limbs), far(k.shorts))
	leg(p.kneeNear, p.ankleNear, p.toeNear, k.limbs, k.shorts)
	chest := between(p.neck, p.hip, 0.3)
	waist := between(p.neck, p.hip, 0.72)
	put(k.limbs, limb(pt{p.neck.x, p.neck.y + 2}, p.head, 3.2, 3))
	put(k.shirt, limb(pt{p.neck.x, p.neck.y + 4.5}, chest, 5.4, 7.8), limb(chest, waist, 7.8, 6), limb(waist, p.hip, 6, 6.4))
	h := p.head
	put(k.hair, ellipse(h.x-1.2, h.y-1.2, 6, 6.4))
	put(k.limbs, closed(h.x-0.5, h.y-3.4, h.x+3.2, h.y-3.6, h.x+4.6, h.y-1, h.x+6, h.y+1.2, h.x+4.5, h.y+2, h.x+4.2, h.y+5.2, h.x+1.5, h.y+6.4, h.x-1.6, h.y+4, h.x-1.2, h.y))
	if k.tail {
		put(k.hair, limb(pt{h.x - 6, h.y - 2}, pt{h.x - 12, h.y + 3}, 2.4, 1))
	}
	if k.cap {
		put(k.shirt, limb(pt{p.head.x, p.head.y - 4.4}, pt{p.head.x + 8.5, p.head.y - 2.8}, 1.8, 0.8))
	}
	if k.bib {
		a := between(p.neck, p.hip, 0.5)
		put(mix(k.shirt, grey(1), 0.75), rect(a.x-1.4, a.y-4, a.x+5.6, a.y+4))
		put(k.hair, rect(a.x, a.y-2.2, a.x+0.8, a.y+2.2), rect(a.x+1.7, a.y-2.2, a.x+2.5, a.y+2.2), rect(a.x+3.4, a.y-2.2, a.x+4.2, a.y+2.2))
	}
	arm(p.elbowNear, p.handNear, k.limbs, mix(k.shirt, k.limbs, 0.18))
	c.finish(p.head, all, x, y, s, dir, k)
}

// finish lights and shades a whole figure and gives it a face where it is
// large enough to have one; s is units to a hundredth of it.
func (c *canvas) finish(h pt, all shape, x, y, s, dir float64, k kit) {
	m := c.cover(all)
	if big := s * c.k; big > 1.5 { // seen near: a shaded side and a face
		c.rim(m, int(big*1.7), int(big*0.9), veil(grey(0.02), 0.26))
		feature := func(v shape) { c.fill(v.moved(x, y, s*dir, s), veil(k.hair, 0.75)) }
		feature(brush(curve(h.x+2, h.y-2.2, h.x+3.3, h.y-2.7, h.x+4.4, h.y-2.2), even(0.55)))
		feature(ellipse(h.x+3.3, h.y-0.9, 0.75, 0.6))
		feature(brush([]pt{{h.x + 2.8, h.y + 3.6}, {h.x + 4.3, h.y + 3.5}}, even(0.4)))
		c.fill(ellipse(h.x-1, h.y+0.8, 1.1, 1.8).moved(x, y, s*dir, s), flat(k.limbs.times(0.82)))
	}
	edge := min(3, max(1, int(s*c.k*0.75+0.5)))
	c.rim(m, -edge/2, -edge, veil(k.lit, 0.85))
}

// Two moments of a running step.
var runA = pose{
	head: pt{10, -92}, neck: pt{7, -82}, hip: pt{0, -50},
	elbowNear: pt{-9, -69}, handNear: pt{-1, -57}, elbowFar: pt{17, -67}, handFar: pt{27, -77},
	kneeNear: pt{19, -43}, ankleNear: pt{14, -21}, toeNear: pt{22, -18},
	kneeFar: pt{-7, -28}, ankleFar: pt{-22, -9}, toeFar: pt{-15, -1},
}

var runB = pose{
	head: pt{9, -91}, neck: pt{6, -81}, hip: pt{0, -49},
	elbowNear: pt{16, -66}, handNear: pt{25, -76}, elbowFar: pt{-10, -70}, handFar: pt{-3, -58},
	kneeNear: pt{2, -26}, ankleNear: pt{-4, -4}, toeNear: pt{5, -1},
	kneeFar: pt{12, -31}, ankleFar: pt{-8, -26}, toeFar: pt{-9, -19},
}

var smashPose = pose{
	head: pt{1, -96}, neck: pt{-3, -86}, hip: pt{0, -54},
	elbowNear: pt{-17, -99}, handNear: pt{-6, -117}, elbowFar: pt{13, -96}, handFar: pt{25, -108},
	kneeNear: pt{-15, -36}, ankleNear: pt{-34, -27}, toeNear: pt{-40, -34},
	kneeFar: pt{16, -36}, ankleFar: pt{9, -14}, toeFar: pt{16, -8},
}

var rowPose = pose{
	head: pt{18, -48}, neck: pt{13, -39}, hip: pt{0, -8},
	elbowNear: pt{24, -28}, handNear: pt{38, -25}, elbowFar: pt{25, -30}, handFar: pt{40, -27},
	kneeNear: pt{22, -22}, ankleNear: pt{38, -6}, toeNear: pt{44, -9},
	kneeFar: pt{23, -23}, ankleFar: pt{39, -6}, toeFar: pt{45, -9},
}
