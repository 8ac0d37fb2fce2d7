package picture

import "math"

// maxWave is the bits of the largest frequency that 8 bits a pixel come to, and
// maxSize those of a change between means (ITU-T T.81, F.1.2.1 and F.1.2.2).
const (
	maxWave = 10
	maxSize = 11
)

// jpegBounds is what the values of a block cannot be, whatever its pixels are:
// eight bits each, around 0 from -128 to 127. Programs round values to the
// steps of their table, some of them by a whole step, and transform with an
// error of some hundredths of full ink.
type jpegBounds struct {
	low, high int32 // the mean, in steps
	wave      [64]int32
	step      int32   // of the mean
	slack     float64 // the length that rounding adds to the frequencies
	free      int64   // the sum of squares that is nothing else
	wild      bool    // what holds may be larger than mostHeld
}

// The transform makes of a block of one brightness eight times as much, and no
// frequency comes to more than that of full contrast. What a quick transform
// is wrong by.
const (
	fullMean  = 8 * 128
	quickness = 16
)

func newBounds(q *[64]uint16) *jpegBounds {
	b := &jpegBounds{step: int32(q[0])}
	for k, v := range q {
		b.wave[k] = (fullMean+quickness)/max(int32(v), 1) + 1
		if k > 0 {
			b.slack += float64(int64(v) * int64(v))
		}
	}
	step := max(b.step, 1)
	b.low, b.high = -(fullMean+step)/step, (fullMean-8+step)/step
	b.slack = math.Sqrt(b.slack) + quickness
	b.free = int64(float64(b.slack * b.slack))
	// The mean times its step, and what is left of the others when the slack is taken.
	b.wild = float64(fullMean+step)+b.slack > mostHeld
	return b
}

// holds tells whether frequencies with this sum of squares may go with a mean,
// in steps: a block that is nearly white has no contrast (64 values from a to b
// with the mean m have a sum of squares around it of at most 64(b-m)(m-a)).
func (b *jpegBounds) holds(mean int32, energy int64) bool {
	if energy <= b.free {
		return true
	}
	// Every product is rounded by itself: no processor may fuse it with the sum.
	m := float64(float64(mean*b.step) / 8)
	off := float64(float64(b.step)/8) + 1
	// The mean nearest to the middle that rounds to this one has the most room.
	if m > 0 {
		m = max(m-off, 0)
	} else {
		m = min(m+off, 0)
	}
	room := float64(float64(128-m) * float64(128+m))
	left := math.Sqrt(float64(energy)) - b.slack
	return room > 0 && float64(left*left) <= float64(64*room)
}
