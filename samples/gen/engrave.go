package main

import "math"

// phase says, in lines, where a place lies among the engraver's lines: whole
// numbers are the middles of lines.
type phase func(x, y float64) float64

// straight lines at an angle, so many units apart, wavering like a hand.
func straight(angle, apart float64, seed uint32) phase {
	s, q := math.Sincos(angle)
	return func(x, y float64) float64 {
		return (y*q-x*s)/apart + 0.9*noise(seed, x/120, y/120) + 0.12*noise(seed+1, x/14, y/30)
	}
}

// rippled lines lie level like water.
func rippled(apart float64, seed uint32) phase {
	return func(x, y float64) float64 {
		return y/apart + 0.8*noise(seed, x/70, y/18) + 0.35*noise(seed+1, x/22, y/9)
	}
}

// round lines run about a point.
func round(cx, cy, apart float64, seed uint32) phase {
	return func(x, y float64) float64 {
		return math.Hypot(x-cx, y-cy)/apart + 0.3*noise(seed, x/50, y/50)
	}
}

// field lays the lines of p over a mask; later fields cover earlier ones.
func (c *canvas) field(m *mask, p phase) {
	rows(max(0, m.y), min(c.h, m.y+m.h), func(y int) {
		for x := max(0, m.x); x < min(c.w, m.x+m.w); x++ {
			if m.at(x, y) > 0.5 {
				c.dir[y*c.w+x] = float32(p((float64(x)+0.5)/c.k, (float64(y)+0.5)/c.k))
			}
		}
	})
}

// lined fills a shape and gives it its own lines.
func (c *canvas) lined(s shape, col paint, p phase) {
	m := c.cover(s)
	c.lay(m, col)
	c.field(m, p)
}

// startEngraving gives the whole plate lines.
func (c *canvas) startEngraving(p phase) {
	c.dir = make([]float32, c.w*c.h)
	rows(0, c.h, func(y int) {
		for x := range c.w {
			c.dir[y*c.w+x] = float32(p((float64(x)+0.5)/c.k, (float64(y)+0.5)/c.k))
		}
	})
}

// engrave turns tones into black lines: where it is darker the lines are
// thicker, until only white cuts are left between them.
func (c *canvas) engrave(seed uint32) {
	out := make([]rgb, len(c.pix))
	rows(0, c.h, func(y int) {
		for x := range c.w {
			i := y*c.w + x
			j, k := i+1, i+c.w
			if x == c.w-1 {
				j = i - 1
			}
			if y == c.h-1 {
				k = i - c.w
			}
			gx, gy := float64(c.dir[j]-c.dir[i]), float64(c.dir[k]-c.dir[i])
			g := math.Hypot(gx, gy)
			if g > 0.45 || g < 1e-6 { // the edge of a field
				g = 0.15
			}
			period := 1 / g
			dark := 1 - c.pix[i].tone()
			dark += 0.10 * noise(seed, float64(x)/9, float64(y)/9) * step(0, 0.3, dark) * step(1, 0.8, dark)
			t := float64(c.dir[i])
			tri := math.Abs(t-math.Floor(t)-0.5) * 2 // 1 in the middle of a line
			need := 1 - dark
			cov := clamp((tri-need)*period/2+0.5, 0, 1)
			cov *= step(0.04, 0.12, dark)
			cov = max(cov, step(0.93, 0.99, dark))
			out[i] = grey(1 - cov)
		}
	})
	c.pix = out
}
