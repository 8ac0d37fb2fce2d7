package icc_test

import (
	"math/rand/v2"
	"testing"

	"duikai/render/internal/icc"
)

// Twelve megapixels of noise, the worst there is for the grid's place in the
// processor's caches, and of a smooth picture.
func BenchmarkConvert(b *testing.B) {
	link, err := icc.NewLink(icc.SRGB(), press(b), 220)
	if err != nil {
		b.Fatal(err)
	}
	const w, h = 4000, 3000
	for name, fill := range map[string]func(x, y int, r *rand.Rand) [3]byte{
		"smooth": func(x, y int, r *rand.Rand) [3]byte {
			n := r.Uint32()
			return [3]byte{byte(x/20) + byte(n&7), byte(y/16) + byte(n>>8&7), byte((x+y)/40) + byte(n>>16&7)}
		},
		"noise": func(x, y int, r *rand.Rand) [3]byte {
			n := r.Uint32()
			return [3]byte{byte(n), byte(n >> 8), byte(n >> 16)}
		},
	} {
		b.Run(name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 2))
			src := make([]byte, w*h*4)
			for y := range h {
				for x := range w {
					c := fill(x, y, r)
					copy(src[(y*w+x)*4:], c[:])
				}
			}
			dst := make([]byte, len(src))
			for b.Loop() {
				link.Convert(dst, src, 4, w*h)
			}
		})
	}
}

func BenchmarkBake(b *testing.B) {
	to := press(b)
	for b.Loop() {
		if _, err := icc.NewLink(icc.SRGB(), to, 220); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		press(b)
	}
}
