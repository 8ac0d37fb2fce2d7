package picture

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"duikai/render/internal/icc"
	_ "duikai/samples/draws" // the same draws every time
)

// The transform by its definition.
func slowForward(b block) (out block) {
	for v := range 8 {
		for u := range 8 {
			sum := 0.0
			for y := range 8 {
				for x := range 8 {
					sum += float64(b[8*y+x]) * math.Cos(float64(2*x+1)*float64(u)*math.Pi/16) * math.Cos(float64(2*y+1)*float64(v)*math.Pi/16)
				}
			}
			for _, f := range []int{u, v} {
				if f == 0 {
					sum /= math.Sqrt2
				}
			}
			out[8*v+u] = float32(sum / 4)
		}
	}
	return out
}

func TestDCT(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		var b block
		for i := range b {
			b[i] = float32(r.IntN(256) - 128)
		}
		f := slowForward(b)
		f.inverse()
		for i := range f {
			if math.Abs(float64(f[i]-b[i])) > 1e-3 {
				t.Fatalf("%d comes back as %v, not %v", i, f[i], b[i])
			}
		}
	}
}

// frequencies are what the writer makes of 8 by 8 pixels of four inks, before they
// are rounded: each as ITU-T T.81 has it.
func frequencies(cell [8][8 * 4]byte) (out [4]block) {
	w := newJPEG(8, 8, 4, 0)
	w.cell = cell
	w.transform()
	for k := range w.pairs {
		for i, v := range w.pairs[k] {
			out[2*k][i], out[2*k+1][i] = float32(float64(v.low())*waveScale[i]), float32(float64(v.high())*waveScale[i])
		}
	}
	for c := range out {
		out[c][0] -= 8 * 128
	}
	return out
}

// The transform in whole numbers is that of the definition, but for a thousandth of
// the largest frequency; pixels that bring the sums to their largest and least leave
// the other lane alone.
func TestLanes(t *testing.T) {
	const near = 8 * 128 / 1000.
	r := rand.New(rand.NewPCG(3, 4))
	for round := range 64 + 200 {
		var cell [8][8 * 4]byte
		for y := range cell {
			for x := range cell[y] {
				if cell[y][x] = byte(r.IntN(256)); round < 64 && x%4 < 2 {
					// Waves of the fullest black and white, in step and against each other.
					wave := math.Cos(float64(2*(x/4)+1)*float64(round%8)*math.Pi/16) * math.Cos(float64(2*y+1)*float64(round/8)*math.Pi/16)
					if cell[y][x] = 0; (wave > 0) != (x%4 == 0) {
						cell[y][x] = 255
					}
				}
			}
		}
		got := frequencies(cell)
		for c := range got {
			var b block
			for i := range b {
				b[i] = 127 - float32(cell[i/8][i%8*4+c])
			}
			want := slowForward(b)
			for i := range want {
				if math.Abs(float64(got[c][i]-want[i])) > near {
					t.Fatalf("%d, channel %d, frequency %d: %v, not %v", round, c, i, got[c][i], want[i])
				}
			}
		}
	}
}

// What is rounded in lanes is rounded as one number at a time is.
func TestQuantise(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	w := newJPEG(8, 8, 4, 0)
	for range 2000 {
		for k := range w.pairs {
			low, high := w.ofPair(k)
			for i := range w.pairs[k] {
				at := slices.Index(zigzag[:], uint8(i))
				near := func(s *steps) lanes { // often where rounding turns, or where it begins
					n := int64(r.IntN(9)) * s.least(at)
					return lanes((n + int64(r.IntN(3)) - 1) * int64(1-2*r.IntN(2)))
				}
				w.pairs[k][i] = near(low) + near(high)<<32
				if i == 0 {
					w.pairs[k][i] += both(128 * 64 * waveArea)
				}
			}
			w.quantise(k)
			for c, tab := range []*steps{low, high} {
				got := &w.codes[2*k+c]
				for i := range 64 {
					v := w.pairs[k][zigzag[i]]
					if i == 0 {
						v -= both(128 * 64 * waveArea)
					}
					n := []int64{v.low(), v.high()}[c]
					want := int16(math.Round(float64(n) * float64(tab[i]) / stepUnit))
					has := int16(0)
					if i == 0 || got.used>>i&1 == 1 {
						has = got.v[i]
					}
					if has != want || i > 0 && (got.used>>i&1 == 1) != (want != 0) {
						t.Fatalf("frequency %d of %d is %d, not %d", i, n, has, want)
					}
				}
			}
		}
	}
}

func TestZigzag(t *testing.T) {
	if want := []uint8{0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25}; !slices.Equal(zigzag[:12], want) || zigzag[63] != 63 || zigzag[62] != 62 || zigzag[61] != 55 {
		t.Errorf("%v", zigzag)
	}
}

// Huffman's own way gives the cheapest code where none is longer than allowed;
// codes must also leave one of ones alone free.
func TestHuffman(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var freq [256]int
		for i, n := range rapid.SliceOfN(rapid.IntRange(0, 1<<20), 1, 256).Draw(t, "freq") {
			if n >= 1<<19 {
				n = 1 << (n % 30) // such as make long codes
			}
			freq[i] = n
		}
		freq[3]++
		h := newHuffman(&freq)
		room, used := 0, 0
		for s, n := range freq {
			if (n > 0) != (h.size[s] > 0) || h.size[s] > longestCode {
				t.Fatalf("symbol %d occurs %d times and has %d bits", s, n, h.size[s])
			}
			if n > 0 {
				room += 1 << (longestCode - h.size[s])
				used++
				for o, m := range freq {
					if o != s && m > 0 && h.size[o] >= h.size[s] && h.code[o]>>(h.size[o]-h.size[s]) == h.code[s] {
						t.Fatalf("%d begins like %d", o, s)
					}
				}
				if h.code[s] == 1<<h.size[s]-1 {
					t.Fatalf("%d is all ones", s)
				}
			}
		}
		if len(h.order) != used || room >= 1<<longestCode {
			t.Fatalf("%d symbols of %d, room %d", len(h.order), used, room)
		}
	})
	// One symbol after another twice as frequent: the plain code would be longer
	// than allowed.
	var freq [256]int
	for i := range 25 {
		freq[i] = 1 << i
	}
	if h := newHuffman(&freq); h.size[0] != longestCode || h.size[24] != 1 {
		t.Errorf("%v", h.size[:25])
	}
}

// smooth is a picture with gradients, edges and noise.
func smooth(w, h, channels int) samples {
	r := rand.New(rand.NewPCG(7, 8))
	s := samples{make([]byte, w*h*channels), w, h, channels}
	for y := range h {
		for x := range w {
			for c := range channels {
				v := 30 + 170*x/w*(c+1)/channels + 40*y/h
				if (x/19+y/23+c)%5 == 0 {
					v = 250 - 40*c
				}
				s.pix[(y*w+x)*channels+c] = byte(min(max(v+r.IntN(7)-3, 0), 255))
			}
		}
	}
	return s
}

func TestJPEGComesBack(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {8, 8}, {17, 9}, {200, 131}, {7, 300}} {
		for _, channels := range []int{1, 4} {
			s := smooth(size.X, size.Y, channels)
			data := encodeJPEG(s, 0)
			img, err := jpeg.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatalf("%v, %d channels: %v", size, channels, err)
			}
			if img.Bounds() != (image.Rectangle{Max: size}) {
				t.Fatalf("%v, %d channels: %v", size, channels, img.Bounds())
			}
			var total, most float64
			for y := range size.Y {
				for x := range size.X {
					for c, v := range s.pix[(y*s.w+x)*channels : (y*s.w+x+1)*channels] {
						d := math.Abs(float64(v) - float64(channel(t, img, x, y, c)))
						total += d
						most = max(most, d)
					}
				}
			}
			if mean := total / float64(len(s.pix)); mean > 3 || most > 40 {
				t.Errorf("%v, %d channels: %.2f off, %.0f at most", size, channels, mean, most)
			}
		}
	}
}

func channel(t *testing.T, img image.Image, x, y, c int) byte {
	t.Helper()
	switch img := img.(type) {
	case *image.Gray:
		return img.GrayAt(x, y).Y
	case *image.CMYK:
		return img.Pix[img.PixOffset(x, y)+c]
	}
	t.Fatalf("it is %T", img)
	return 0
}

// A picture with as much ink as is allowed keeps within it when it is read.
func TestJPEGKeepsTheLimit(t *testing.T) {
	const limit = 220
	s := smooth(400, 300, 4)
	if !icc.Limiter(limit).Limit(s.pix) {
		t.Fatal("the picture has too little ink to tell")
	}
	most := func(data []byte) int {
		img, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		p := img.(*image.CMYK).Pix
		for i := 0; i < len(p); i += 4 {
			sum = max(sum, int(p[i])+int(p[i+1])+int(p[i+2])+int(p[i+3]))
		}
		return sum
	}
	if n := most(encodeJPEG(s, 0)); n <= limit*255/100 {
		t.Fatalf("without care it has %d", n)
	}
	if n := most(encodeJPEG(s, limit)); n > limit*255/100 {
		t.Errorf("%.1f%% of ink", float64(n)/2.55)
	}
}

func BenchmarkEncodeJPEG(b *testing.B) {
	s := smooth(1000, 750, 4)
	icc.Limiter(220).Limit(s.pix)
	n := 0
	for b.Loop() {
		n = len(encodeJPEG(s, 220))
	}
	b.ReportMetric(float64(n), "bytes")
}
