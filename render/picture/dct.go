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

// lanes are two numbers side by side in one: low + high<<32. What is linear is done
// to both at once, as long as neither leaves the 32 bits of a signed number: sums,
// differences, products with what is no lanes.
type lanes int64

func (l lanes) low() int64  { return int64(int32(l)) }
func (l lanes) high() int64 { return (int64(l) - l.low()) >> 32 }

// both is a number in both lanes.
func both(v int64) lanes { return lanes(v + v<<32) }

// blocks are two blocks, a lane each.
type blocks [64]lanes

// The factors of forward8 in whole numbers, times wave, which is the number at
// which all of them are nearly whole: they are off by a third of a thousandth.
// With the 255 that pixels have at most, no sum on the way through two passes
// takes more than two thirds of a lane.
const (
	wave     = 290
	wave4    = 205 // 2·cos4
	wave6    = 111 // 2·cos6
	wave2l6  = 157 // 2·cos2 - 2·cos6
	wave2n6  = 379 // 2·cos2 + 2·cos6
	waveArea = wave * wave
)

// columns is the second pass of the transform, whose first one, forward8 for every
// row, is done where pixels are read. Both together give frequencies, each of them
// times waveArea and a factor of its own: waveScale takes these out again.
func (b *blocks) columns() {
	for x := range 8 {
		b[x], b[x+8], b[x+16], b[x+24], b[x+32], b[x+40], b[x+48], b[x+56] =
			forward8(b[x], b[x+8], b[x+16], b[x+24], b[x+32], b[x+40], b[x+48], b[x+56])
	}
}

// waveScale makes what the transform gives the frequencies of ITU-T T.81, A.3.3, row
// by row: along an axis, wave k comes out of forward8 as eight times the half cosine
// of k sixteenths.
var waveScale = func() (list [64]float64) {
	axis := [8]float64{cos4, 1 / (8 * cos1), 1 / (8 * cos2), 1 / (8 * cos3), 1 / (8 * cos4), 1 / (8 * cos5), 1 / (8 * cos6), 1 / (8 * cos7)}
	for i := range list {
		list[i] = axis[i/8] * axis[i%8] / waveArea
	}
	return list
}()

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

// forward8 transforms a row or a column, on the way with the fewest products (Arai,
// Agui and Nakajima 1988). Waves of even number are the same from both ends, those of
// odd number the opposite; the even ones are so once more.
func forward8(a, b, c, d, e, f, g, h lanes) (f0, f1, f2, f3, f4, f5, f6, f7 lanes) {
	s0, s1, s2, s3 := a+h, b+g, c+f, d+e
	d0, d1, d2, d3 := a-h, b-g, c-f, d-e
	outer, inner := s0+s3, s1+s2
	f0, f4 = (outer+inner)*wave, (outer-inner)*wave
	outer, inner = s0-s3, s1-s2
	z := (outer + inner) * wave4
	outer *= wave
	f2, f6 = outer+z, outer-z
	low, middle, high := d3+d2, (d2+d1)*wave4, d1+d0
	turn := (low - high) * wave6
	left, right := low*wave2l6+turn, high*wave2n6+turn
	d0 *= wave
	f1, f7 = d0+middle+right, d0+middle-right
	f5, f3 = d0-middle+left, d0-middle-left
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
