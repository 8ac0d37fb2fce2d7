package pdf

import (
	"math"
	"testing"

	"duikai/fonts"
	"duikai/fonts/fonttest"
)

func song(t testing.TB) *fonts.Face {
	t.Helper()
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	return set.Chain(fonts.Song).Faces()[0]
}

func subsetOf(f *fonts.Face, letters ...letter) *subset {
	s := &subset{face: f}
	for _, l := range letters {
		s.add(l)
	}
	s.close()
	return s
}

func TestCacheMakesAFontOnce(t *testing.T) {
	c := new(Cache)
	one := subsetOf(song(t), letter{r: '一'}, letter{r: '人'})
	a, err := c.get([]*subset{one})
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.get([]*subset{subsetOf(song(t), letter{r: '人'}, letter{r: '一'})})
	if err != nil || a[0] != b[0] {
		t.Errorf("the same letters made another font: %v", err)
	}
	for _, other := range []*subset{
		subsetOf(song(t), letter{r: '一'}), subsetOf(song(t), letter{r: '一'}, letter{r: '人'}, letter{'，', vertical}),
	} {
		if b, err := c.get([]*subset{other}); err != nil || a[0] == b[0] {
			t.Errorf("other letters made the same font: %v", err)
		}
	}
	for r := rune(0x4E00); r < 0x4E00+3*maxCached; r++ {
		if _, err := c.get([]*subset{subsetOf(song(t), letter{r: r})}); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(c.fonts); n > maxCached {
		t.Errorf("%d fonts are kept", n)
	}
}

// Every letter has a number of its own, also where the face draws two alike.
func TestLettersAreNumbered(t *testing.T) {
	list := []letter{{r: '⼀'}, {r: '一'}, {r: 'a'}, {'，', vertical}, {r: '，'}, {r: '𠮷'}, {'-', divider}, {r: '-'}, {r: 0xE000}}
	s := subsetOf(song(t), append(list, list...)...)
	if len(s.letters) != len(list) || s.size != len(list) {
		t.Fatalf("%d letters", len(s.letters))
	}
	seen := make(map[uint16]bool)
	for i, l := range s.letters {
		if n := s.glyph(l); int(n) != i+1 || seen[n] {
			t.Errorf("%v is glyph %d, not %d", l, n, i+1)
		}
		seen[s.glyph(l)] = true
		if i > 0 && s.letters[i-1].r > l.r {
			t.Errorf("%v stands behind %v", l, s.letters[i-1])
		}
	}
}

// Codes are characters that gopdf can be told, all different.
func TestCodes(t *testing.T) {
	last := rune(0)
	for n := range 1 << 16 {
		r := code(uint16(n))
		if r <= last || r >= 0xD800 && r < 0xE000 || r > 0x10FFFF {
			t.Fatalf("glyph %d has the code %U behind %U", n, r, last)
		}
		last = r
	}
}

// gopdfUnits is gopdf's convertTTFUnit2PDFUnit, in short: towards zero.
func gopdfUnits(n, upem int64) int64 { return n * 1000 / upem }

func TestFontUnits(t *testing.T) {
	for _, upem := range []int64{16, 256, 512, 1000, 1024, 2048, 4096, 16384} {
		for gap := int64(-40000); gap <= 40000; gap++ {
			u, printed, ok := fontUnits(gap, upem)
			if !ok {
				if m := max(gap, -gap) * upem; m < 32766*1000 {
					t.Fatalf("grid %d: gap %d refused", upem, gap)
				}
				continue
			}
			if printed != gopdfUnits(int64(u), upem) {
				t.Fatalf("grid %d, gap %d: %d units print as %d, not %d", upem, gap, u, gopdfUnits(int64(u), upem), printed)
			}
			off := math.Abs(float64(printed - gap))
			if upem >= 1000 && off > 0 || off > 1000/float64(upem) {
				t.Fatalf("grid %d: gap %d comes out as %d", upem, gap, printed)
			}
		}
	}
}

func TestCapitals(t *testing.T) {
	for n, want := range map[uint64]string{0: "AAAAAA", 1: "BAAAAA", 27: "BBAAAA", math.MaxUint64: "PGXRCS"} {
		if got := capitals(n); n < 100 && got != want || len(got) != tagLetters {
			t.Errorf("%d: %s", n, got)
		}
	}
}
