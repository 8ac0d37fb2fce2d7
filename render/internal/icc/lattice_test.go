package icc

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"duikai/render/newsprint"
)

func sRGBLink(t testing.TB) *Link {
	t.Helper()
	press, err := Parse(newsprint.Profile())
	if err != nil {
		t.Fatal(err)
	}
	l, err := NewLink(SRGB(), press, 220)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestLatticeInAnyOrder: what a link gives does not depend on who asked it before, nor
// on how many ask at once.
func TestLatticeInAnyOrder(t *testing.T) {
	var colours [][]byte
	for r := 0; r < 256; r += 5 {
		var slice []byte
		for g := 0; g < 256; g += 5 {
			for b := 0; b < 256; b += 5 {
				slice = append(slice, byte(r), byte(g), byte(b))
			}
		}
		colours = append(colours, slice)
	}
	convert := func(l *Link, order []int) []byte {
		out := make([][]byte, len(colours))
		for _, i := range order {
			out[i] = make([]byte, len(colours[i])/3*4)
			l.Convert(out[i], colours[i], 3, len(colours[i])/3)
		}
		return slices.Concat(out...)
	}
	var up, down []int
	for i := range colours {
		up, down = append(up, i), append([]int{i}, down...)
	}
	want := convert(sRGBLink(t), up)
	shared := sRGBLink(t)
	var got [4][]byte
	var wg sync.WaitGroup
	for k := range got {
		wg.Go(func() { got[k] = convert(shared, [][]int{up, down}[k%2]) })
	}
	wg.Wait()
	for k := range got {
		if !bytes.Equal(got[k], want) {
			t.Errorf("goroutine %d has other inks", k)
		}
	}
}

// TestLatticeIsLazy: one colour costs the nodes of its cell, and full channels those
// that are there.
func TestLatticeIsLazy(t *testing.T) {
	for _, c := range []struct {
		colour []byte
		nodes  int
	}{
		{[]byte{10, 20, 30}, 8}, {[]byte{255, 20, 30}, 4}, {[]byte{255, 255, 30}, 2}, {[]byte{255, 255, 255}, 1}, {[]byte{0, 0, 0}, 8},
	} {
		l := sRGBLink(t)
		var out [4]byte
		l.Convert(out[:], c.colour, 3, 1)
		n := 0
		for _, word := range l.bakes.made {
			for ; word != 0; word &= word - 1 {
				n++
			}
		}
		if n != c.nodes {
			t.Errorf("%v: %d nodes, not %d", c.colour, n, c.nodes)
		}
	}
}

// TestWalks: a colour of a cell is reached along the axes, whose shares the corners
// between weigh, and the weights are all there is.
func TestWalks(t *testing.T) {
	for i, w := range walks {
		r, g, b := node(i/16), node(i/4%4), node(i%4)
		if w.dark+w.first+w.second+w.light != cellLevels {
			t.Errorf("%d: %+v", i, w)
		}
		// What lies on the corner one axis further counts for that axis alone.
		share := func(way uint) (sum node) {
			for _, c := range []struct {
				at     uint
				weight node
			}{{w.one, w.first}, {w.two, w.second}, {lightCorner, w.light}} {
				if c.at/way%side == 1 {
					sum += c.weight
				}
			}
			return sum
		}
		if share(redWay) != r || share(greenWay) != g || share(blueWay) != b {
			t.Errorf("%d: %d %d %d of red, green and blue, not %d %d %d", i, share(redWay), share(greenWay), share(blueWay), r, g, b)
		}
	}
}

// TestTones: the nodes stand at the values of bytes, but for the one in the middle,
// and black and white are among them.
func TestTones(t *testing.T) {
	for v := range 256 {
		if l := level(v); l%cellLevels == 0 {
			if got := levelTone(l / cellLevels); got != float64(v)/255 {
				t.Errorf("the tone of %d is %v", v, got)
			}
		}
	}
	if level(0) != 0 || level(255) != (rgbSteps-1)*cellLevels || levelTone(rgbSteps/2) != 0.5 {
		t.Error("black, white or the middle is elsewhere")
	}
}

// TestFourOfThree: what is quick gives what is general.
func TestFourOfThree(t *testing.T) {
	steps := []int{3, 4, 5}
	values := make([]float32, 3*4*5*4)
	for i := range values {
		values[i] = float32(i*37%101) / 100
	}
	g := newGrid(steps, 4, values)
	for i := range 1000 {
		v := vec{float64(i%10) / 9, float64(i/10%10) / 9, float64(i/100) / 9}
		at, share := g.cell(&v)
		var want vec
		for corner := range 8 {
			weight, node := 1.0, at
			for axis, s := range g.stride {
				if corner>>axis&1 == 1 {
					weight *= share[axis]
					node += s
				} else {
					weight *= 1 - share[axis]
				}
			}
			for c := range 4 {
				if weight != 0 {
					want[c] += float64(weight * float64(values[node+c]))
				}
			}
		}
		g.linear(&v)
		if v != want {
			t.Fatalf("%d: %v, not %v", i, v, want)
		}
	}
}
