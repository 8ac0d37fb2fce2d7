package cos

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"
)

// TestDeflaterAgain: a compressor that was used gives the bytes of a new one, whatever
// it saw before.
func TestDeflaterAgain(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	text := func(n, letters int) []byte {
		b := make([]byte, n)
		for i := range b {
			if b[i] = byte('a' + r.IntN(letters)); i > 100 && r.IntN(4) > 0 {
				b[i] = b[i-1-r.IntN(100)]
			}
		}
		return b
	}
	used := NewDeflater(math.MaxInt)
	var before []byte
	for _, n := range []int{0, 1, 50, 3000, 70_000, 200_000, 70_000, 500_000, 3000, 0} {
		b := text(n, 4+r.IntN(20))
		if n == 3000 && before != nil {
			b = append(b, before[:min(len(before), 2000)]...) // what was there before is no help
		}
		before = b
		if !bytes.Equal(used.Deflated(b), Deflated(b)) {
			t.Errorf("%d bytes become others", n)
		}
	}
}
