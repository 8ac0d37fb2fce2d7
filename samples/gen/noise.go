package main

import "math"

// dice are repeatable chance: the same seed throws the same numbers.
type dice struct{ s uint64 }

func (d *dice) next() uint64 {
	d.s += 0x9e3779b97f4a7c15
	z := d.s
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// f is from 0 up to 1.
func (d *dice) f() float64 { return float64(d.next()>>40) / (1 << 24) }

// in is from a to b.
func (d *dice) in(a, b float64) float64 { return a + (b-a)*d.f() }

func lattice(seed uint32, x, y int32) float64 {
	h := seed*0x9e3779b1 ^ uint32(x)*0x85ebca77 ^ uint32(y)*0xc2b2ae3d
	h = (h ^ h>>15) * 0x2c1b3c6d
	h = (h ^ h>>12) * 0x297a2d39
	h ^= h >> 15
	return float64(h>>8)/(1<<23) - 1
}

// noise is smooth chance over the plane, about -1 to 1.
func noise(seed uint32, x, y float64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	ix, iy := int32(fx), int32(fy)
	tx, ty := x-fx, y-fy
	tx = tx * tx * tx * (tx*(tx*6-15) + 10)
	ty = ty * ty * ty * (ty*(ty*6-15) + 10)
	a, b := lattice(seed, ix, iy), lattice(seed, ix+1, iy)
	d, e := lattice(seed, ix, iy+1), lattice(seed, ix+1, iy+1)
	return a + (b-a)*tx + (d-a)*ty + (a-b-d+e)*tx*ty
}

// fbm adds finer and finer noise, about -1 to 1.
func fbm(seed uint32, x, y float64, octaves int) float64 {
	sum, amp, all := 0.0, 1.0, 0.0
	for i := range octaves {
		sum += amp * noise(seed+uint32(i)*131, x, y)
		all += amp
		amp *= 0.5
		// turned a little, so that the lattices do not add up
		x, y = 1.62*x+1.16*y+3.7, 1.62*y-1.16*x+1.3
	}
	return 1.4 * sum / all
}

// ridged has sharp crests, 0 to 1: rock and cloud edges.
func ridged(seed uint32, x, y float64, octaves int) float64 {
	sum, amp, all := 0.0, 1.0, 0.0
	for i := range octaves {
		n := 1 - math.Abs(noise(seed+uint32(i)*77, x, y))
		sum += amp * n * n
		all += amp
		amp *= 0.5
		x, y = 1.7*x+1.1*y+2.1, 1.7*y-1.1*x+5.9
	}
	return sum / all
}

// strata is noise whose finer parts keep to the same directions: clouds and
// water lie level in it.
func strata(seed uint32, x, y float64, octaves int) float64 {
	sum, amp, all := 0.0, 1.0, 0.0
	for i := range octaves {
		sum += amp * noise(seed+uint32(i)*131, x, y)
		all += amp
		amp *= 0.52
		x, y = 2.07*x+3.7, 2.03*y+1.3
	}
	return 1.4 * sum / all
}
