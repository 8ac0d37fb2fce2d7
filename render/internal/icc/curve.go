package icc

import (
	"encoding/binary"
	"math"
)

// curve is the tone curve of one channel, from 0..1 to about as much.
type curve func(float64) float64

// shape applies a curve to every channel.
func shape(curves []curve) func(*vec) {
	return func(v *vec) {
		for i, c := range curves {
			v[i] = c(v[i])
		}
	}
}

// maxCurve is the longest curve: one entry for every number of 16 bits.
const maxCurve = 1 << 16

// readCurve reads a curve tag ("curv" or "para") and tells its length.
func readCurve(b []byte) (c curve, size int, err error) {
	if len(b) < 12 {
		return nil, 0, broken("a curve of %d bytes", len(b))
	}
	switch kind := string(b[:4]); kind {
	case "curv":
		n := int(binary.BigEndian.Uint32(b[8:]))
		if n > maxCurve || 12+2*n > len(b) {
			return nil, 0, broken("a curve of %d entries", n)
		}
		size = 12 + 2*n
		switch n {
		case 0:
			return func(x float64) float64 { return x }, size, nil
		case 1:
			g := float64(binary.BigEndian.Uint16(b[12:])) / 256
			return func(x float64) float64 { return math.Pow(clip(x), g) }, size, nil
		}
		return sampled(values16(b[12:], n)), size, nil
	case "para":
		return parametric(b)
	default:
		return nil, 0, unsupported("curve %q", kind)
	}
}

// values16 reads n numbers of 16 bits as 0..1. The caller has compared n with
// the length.
func values16(b []byte, n int) []float32 {
	list := make([]float32, n)
	for i := range list {
		list[i] = float32(binary.BigEndian.Uint16(b[2*i:])) / 65535
	}
	return list
}

func values8(b []byte, n int) []float32 {
	list := make([]float32, n)
	for i := range list {
		list[i] = float32(b[i]) / 255
	}
	return list
}

// sampled is a curve through points at equal distances, at least one.
func sampled(points []float32) curve {
	last := float64(len(points) - 1)
	return func(x float64) float64 {
		at := float64(clip(x) * last)
		i := int(at)
		if i >= len(points)-1 {
			return float64(points[len(points)-1])
		}
		share := at - float64(i)
		return float64(float64(points[i])*(1-share)) + float64(float64(points[i+1])*share)
	}
}

// parametric reads a curve given by a formula (ICC.1:2010, 10.16): a power
// with a straight beginning. Its kinds differ in how many numbers they state;
// all are (a·x+b)^g + e from d on and c·x + f below.
func parametric(b []byte) (curve, int, error) {
	kind := int(binary.BigEndian.Uint16(b[8:]))
	counts := [...]int{1, 3, 4, 5, 7}
	if kind >= len(counts) {
		return nil, 0, unsupported("curve formula %d", kind)
	}
	size := 12 + 4*counts[kind]
	if size > len(b) {
		return nil, 0, broken("a curve of %d bytes", len(b))
	}
	var p [7]float64
	for i := range counts[kind] {
		p[i] = fixed(b[12+4*i:])
	}
	g, a, off, c, d, e, f := p[0], p[1], p[2], p[3], p[4], p[5], p[6]
	switch kind {
	case 0:
		a, d = 1, math.Inf(-1)
	case 1, 2:
		// 0, or the fourth number, below -b/a.
		e, f, c = c, c, 0
		d = math.Inf(-1)
		if a != 0 {
			d = -off / a
		}
	}
	return func(x float64) float64 {
		y := float64(c*x) + f
		if x >= d {
			y = math.Pow(max(float64(a*x)+off, 0), g) + e
		}
		if y != y || math.IsInf(y, 0) {
			return 0
		}
		return y
	}, size, nil
}
