package icc

import "math"

// Spaces of colour that PDF describes by numbers and not by a profile. Their
// channels go from 0 to 1 here, so that they can be linked as a profile's can.

// CalRGB is the space of that name (ISO 32000-1, 8.6.5.3): a white point, a
// gamma for each channel, and the matrix to XYZ in the order of that clause. Its
// white is taken for the white of the paper, as with every profile.
func CalRGB(white, gamma [3]float64, m [9]float64) *Profile {
	curves := make([]curve, 3)
	for i, g := range gamma {
		curves[i] = func(v float64) float64 { return math.Pow(clip(v), g) }
	}
	to := &matrix{}
	for row := range 3 {
		for col := range 3 {
			to.of[row][col] = m[3*col+row]
		}
	}
	p := &Profile{space: RGB, v4: true, name: "CalRGB"}
	p.curved(curves, to.step, adapt(white))
	return p
}

// CalGray is the space of that name (8.6.5.2).
func CalGray(gamma float64) *Profile {
	return &Profile{space: Gray, v4: true, name: "CalGray", toXYZ: pipeline{func(v *vec) {
		y := math.Pow(clip(v[0]), gamma)
		*v = vec{whiteD50[0] * y, whiteD50[1] * y, whiteD50[2] * y}
	}}}
}

// Lab is the space of that name (8.6.5.4): its channels are L* of 100, and a* and
// b* within ranges of least and most. Its white is taken for that of the paper.
func Lab(a, b [2]float64) *Profile {
	return &Profile{space: RGB, v4: true, name: "Lab", toXYZ: pipeline{func(v *vec) {
		*v = labToXYZ(vec{100 * v[0], a[0] + float64(v[1]*(a[1]-a[0])), b[0] + float64(v[2]*(b[1]-b[0]))})
	}}}
}

// LabUnder is Lab under a white of these chromaticities, which is brought to that
// of the paper.
func LabUnder(x, y float64, a, b [2]float64) *Profile {
	p := Lab(a, b)
	if x <= 0 || y <= 0 || x+y >= 1 {
		return p
	}
	white := [3]float64{x / y, 1, (1 - x - y) / y}
	own := p.toXYZ[0]
	adapted := adapt(white)
	p.toXYZ = pipeline{func(v *vec) {
		own(v)
		for i := range v[:3] {
			v[i] *= white[i] / whiteD50[i]
		}
		adapted(v)
	}}
	return p
}

// LabGray is what a screen shows of a neutral L*, from 0 to 255.
func LabGray(l float64) byte {
	return byte(float64(255*screenValue(clip(labToXYZ(vec{l})[1]))) + 0.5)
}

// adapt brings colours under one white to D50 by Bradford's method (ICC.1,
// annex E).
func adapt(white [3]float64) func(*vec) {
	if white[0] <= 0 || white[1] <= 0 || white[2] <= 0 {
		white = whiteD50
	}
	cone := matrix{of: [3][3]float64{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}}
	back := matrix{of: [3][3]float64{{0.9869929, -0.1470543, 0.1599627}, {0.4323053, 0.5183603, 0.0492912}, {-0.0085287, 0.0400428, 0.9684867}}}
	from, to := vec{white[0], white[1], white[2]}, vec{whiteD50[0], whiteD50[1], whiteD50[2]}
	cone.step(&from)
	cone.step(&to)
	return func(v *vec) {
		cone.step(v)
		for i := range 3 {
			v[i] *= to[i] / from[i]
		}
		back.step(v)
	}
}
