package picture

// block is 8 by 8 values, row by row.
type block [64]float32

// Half cosines of 1 to 7 sixteenths of a half turn: those of the discrete cosine
// transform (ITU-T T.81, A.3.3) with the factors that make it and its inverse
// alike.
const (
	cos1 = 0.490392640201615224563
	cos2 = 0.461939766255643378064
	cos3 = 0.415734806151272618540
	cos4 = 0.353553390593273762200
	cos5 = 0.277785116509801112371
	cos6 = 0.191341716182544885864
	cos7 = 0.097545161008064133924
)

// forward turns pixels around 0 into frequencies.
func (b *block) forward() {
	for y := 0; y < 64; y += 8 {
		p := (*[8]float32)(b[y : y+8])
		p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7] = forward8(p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7])
	}
	for x := range 8 {
		b[x], b[x+8], b[x+16], b[x+24], b[x+32], b[x+40], b[x+48], b[x+56] =
			forward8(b[x], b[x+8], b[x+16], b[x+24], b[x+32], b[x+40], b[x+48], b[x+56])
	}
}

// inverse turns frequencies back.
func (b *block) inverse() {
	for x := range 8 {
		b[x], b[x+8], b[x+16], b[x+24], b[x+32], b[x+40], b[x+48], b[x+56] =
			inverse8(b[x], b[x+8], b[x+16], b[x+24], b[x+32], b[x+40], b[x+48], b[x+56])
	}
	for y := 0; y < 64; y += 8 {
		p := (*[8]float32)(b[y : y+8])
		p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7] = inverse8(p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7])
	}
}

// forward8 transforms a row or a column. Waves of even number are the same from
// both ends, those of odd number the opposite; the even ones are so once more.
func forward8(a, b, c, d, e, f, g, h float32) (f0, f1, f2, f3, f4, f5, f6, f7 float32) {
	s0, s1, s2, s3 := a+h, b+g, c+f, d+e
	d0, d1, d2, d3 := a-h, b-g, c-f, d-e
	outer, inner := s0-s3, s1-s2
	f0 = cos4 * (s0 + s3 + s1 + s2)
	f4 = cos4 * (s0 + s3 - s1 - s2)
	f2 = float32(cos2*outer) + float32(cos6*inner)
	f6 = float32(cos6*outer) - float32(cos2*inner)
	f1 = float32(cos1*d0) + float32(cos3*d1) + float32(cos5*d2) + float32(cos7*d3)
	f3 = float32(cos3*d0) - float32(cos7*d1) - float32(cos1*d2) - float32(cos5*d3)
	f5 = float32(cos5*d0) - float32(cos1*d1) + float32(cos7*d2) + float32(cos3*d3)
	f7 = float32(cos7*d0) - float32(cos5*d1) + float32(cos3*d2) - float32(cos1*d3)
	return
}

// inverse8 goes the same way back.
func inverse8(f0, f1, f2, f3, f4, f5, f6, f7 float32) (a, b, c, d, e, f, g, h float32) {
	sum, diff := float32(cos4*(f0+f4)), float32(cos4*(f0-f4))
	outer, inner := float32(cos2*f2)+float32(cos6*f6), float32(cos6*f2)-float32(cos2*f6)
	s0, s3, s1, s2 := sum+outer, sum-outer, diff+inner, diff-inner
	d0 := float32(cos1*f1) + float32(cos3*f3) + float32(cos5*f5) + float32(cos7*f7)
	d1 := float32(cos3*f1) - float32(cos7*f3) - float32(cos1*f5) - float32(cos5*f7)
	d2 := float32(cos5*f1) - float32(cos1*f3) + float32(cos7*f5) + float32(cos3*f7)
	d3 := float32(cos7*f1) - float32(cos5*f3) + float32(cos3*f5) - float32(cos1*f7)
	return s0 + d0, s1 + d1, s2 + d2, s3 + d3, s3 - d3, s2 - d2, s1 - d1, s0 - d0
}
