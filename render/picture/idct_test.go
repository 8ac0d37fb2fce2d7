package picture

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// TestInverseOfFew: where a block has nothing in its right half or in its lower one, its
// pixels are those that all of it gives, and so are those that are out of reach.
func TestInverseOfFew(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 4000 {
		var f [64]int32
		where := 0
		w, h := 1+r.IntN(8), 1+r.IntN(8)
		f[0] = r.Int32N(2100) - 1050
		for range r.IntN(12) {
			at := 8*r.IntN(h) + r.IntN(w)
			f[at] = r.Int32N(600) - 300
			where |= at
		}
		var got, want [64]byte
		g := f
		inverseDCT(&g, where, got[:], 8)
		inverseDCT(&f, 63, want[:], 8)
		if !bytes.Equal(got[:], want[:]) {
			t.Fatalf("%d by %d: %v, want %v", w, h, got, want)
		}
	}
}

// TestInverseOfOne: a mean alone gives pixels of one brightness, the nearest that there is.
func TestInverseOfOne(t *testing.T) {
	for mean := int32(-1100); mean < 1100; mean++ {
		f := [64]int32{mean}
		var got [64]byte
		inverseDCT(&f, 0, got[:], 8)
		want := pixelOf(mean, 3)
		for i, v := range got {
			if v != want {
				t.Fatalf("%d: pixel %d is %d, want %d", mean, i, v, want)
			}
		}
	}
}
