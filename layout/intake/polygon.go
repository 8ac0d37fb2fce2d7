package intake

import "math"

// Size is how much the polygon encloses, in the square of its units.
func (a Area) Size() float64 {
	sum := 0.0
	for i, p := range a {
		q := a[(i+1)%len(a)]
		sum += float64(p.X*q.Y) - float64(q.X*p.Y)
	}
	return float64(math.Abs(sum) / 2)
}
