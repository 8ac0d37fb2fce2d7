package icc

import "math"

// Black points, as ISO 18619 has them found. Only their lightness counts: a
// black that leans to a hue stays where it is, or neutral greys would follow it.

// darkest is the lightness of the darkest colour a profile's pictures have.
// Above middle grey there is no black; something else is wrong then.
func (p *Profile) darkest() float64 {
	v := vec{}
	switch {
	case p.space == CMYK && p.output:
		// All inks at once are more than any press prints. What it does print
		// is what it makes of black.
		v = p.perceptual.apply(labToXYZ(vec{}))
		v = clipAll(v)
	case p.space == CMYK:
		v = vec{1, 1, 1, 1}
	}
	l := xyzToLab(p.toXYZ.apply(v))[0]
	const middle = 50
	switch {
	case l >= 0 && l <= middle:
		return l
	case l > middle && p.space == CMYK && p.output:
		return middle
	}
	return 0
}

// reach is the lightness of the darkest colour that the relative colorimetric
// table leads to. A table made with care goes its straight way from white down
// to its black. One whose middle tones are bent tells its black by where its
// shadows would end: the vertex of a parabola through them.
func (p *Profile) reach() float64 {
	black := p.darkest()
	const steps = 256
	var in, out [steps]float64
	for i := range steps {
		in[i] = 100 * float64(i) / (steps - 1)
		ink := clipAll(p.fromXYZ.apply(labToXYZ(vec{in[i]})))
		out[i] = xyzToLab(p.toXYZ.apply(ink))[0]
	}
	for i := steps - 2; i > 0; i-- {
		out[i] = min(out[i], out[i+1])
	}
	low, high := out[0], out[steps-1]
	if !(low < high) {
		return 0
	}
	const shadows, straight = 0.2, 4.0
	bent := false
	for i := range steps {
		if in[i] > low+float64(shadows*(high-low)) && math.Abs(in[i]-out[i]) >= straight {
			bent = true
		}
	}
	if !bent {
		return black
	}
	const from, to = 0.1, 0.5
	var x, y []float64
	for i := range steps {
		if t := (out[i] - low) / (high - low); t >= from && t < to {
			x, y = append(x, in[i]), append(y, t)
		}
	}
	return parabolaRoot(x, y)
}

// parabolaRoot fits a parabola by least squares and gives the larger place
// where it is 0, from 0 to 50; 0 where there is none.
func parabolaRoot(x, y []float64) float64 {
	const fewest, furthest = 4, 50
	if len(x) < fewest {
		return 0
	}
	var s [5]float64 // sums of powers
	var t [3]float64
	for i := range x {
		power := 1.0
		for k := range s {
			s[k] += power
			if k < len(t) {
				t[k] += float64(power * y[i])
			}
			power *= x[i]
		}
	}
	// Cramer's rule on the normal equations.
	det := func(m [3][3]float64) float64 {
		return float64(m[0][0]*(float64(m[1][1]*m[2][2])-float64(m[1][2]*m[2][1]))) - float64(m[0][1]*(float64(m[1][0]*m[2][2])-float64(m[1][2]*m[2][0]))) + float64(m[0][2]*(float64(m[1][0]*m[2][1])-float64(m[1][1]*m[2][0])))
	}
	normal := [3][3]float64{{s[0], s[1], s[2]}, {s[1], s[2], s[3]}, {s[2], s[3], s[4]}}
	d := det(normal)
	if math.Abs(d) < 1e-9 {
		return 0
	}
	var c [3]float64
	for k := range c {
		m := normal
		for row := range m {
			m[row][k] = t[row]
		}
		c[k] = det(m) / d
	}
	if root := float64(c[1]*c[1]) - float64(4*c[2]*c[0]); root > 0 && math.Abs(c[2]) > 1e-10 {
		return min(max((math.Sqrt(root)-c[1])/(2*c[2]), 0), furthest)
	}
	return 0
}

func clipAll(v vec) vec {
	for i := range v {
		v[i] = clip(v[i])
	}
	return v
}

// compensate gives the step that moves the black of one device to that of
// another and leaves white where it is. from and to are lightnesses.
func compensate(from, to float64) func(*vec) {
	a, b := labToXYZ(vec{from}), labToXYZ(vec{to})
	var scale, add [3]float64
	for i, w := range whiteD50 {
		scale[i] = (b[i] - w) / (a[i] - w)
		add[i] = w - float64(scale[i]*w)
	}
	return func(v *vec) {
		for i := range 3 {
			v[i] = float64(scale[i]*v[i]) + add[i]
		}
	}
}
