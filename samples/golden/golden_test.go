package golden_test

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"duikai/samples/golden"
)

// recorder takes the place of a test that is expected to fail.
type recorder struct {
	testing.TB
	failures []string
}

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func TestText(t *testing.T) {
	golden.Text(t, "poem.golden", "床前明月光\n疑是地上霜\n")
}

func TestBytes(t *testing.T) {
	golden.Bytes(t, "bytes.bin", []byte{0, 1, 2, 255})
}

func TestDifferencesFail(t *testing.T) {
	if golden.Updating() {
		t.Skip("the accepted files are being rewritten")
	}
	for _, c := range []struct {
		name    string
		compare func(testing.TB)
		want    string
	}{
		{"text", func(t testing.TB) { golden.Text(t, "poem.golden", "床前明月光\n疑是地上雪\n") }, "疑是地上雪"},
		{"bytes", func(t testing.TB) { golden.Bytes(t, "bytes.bin", []byte{0, 1, 3, 255}) }, "first difference at byte 2"},
		{"longer", func(t testing.TB) { golden.Bytes(t, "bytes.bin", []byte{0, 1, 2, 255, 0}) }, "4 bytes accepted, 5 made"},
		{"new", func(t testing.TB) { golden.Text(t, "none.golden", "") }, "has not been accepted yet"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &recorder{TB: t}
			c.compare(r)
			if len(r.failures) != 1 || !strings.Contains(r.failures[0], c.want) {
				t.Errorf("failures %q, want one with %q", r.failures, c.want)
			}
		})
	}
}

// ramp is a small grey picture; dark changes the first n pixels.
func ramp(n int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, 40, 25))
	for i := range img.Pix {
		img.Pix[i] = uint8(i % 200)
		if i < n {
			img.Pix[i] += 40
		}
	}
	return img
}

func TestPicture(t *testing.T) {
	golden.Picture(t, "ramp.png", ramp(0))
	if golden.Updating() {
		return
	}
	r := &recorder{TB: t}
	golden.Picture(r, "ramp.png", ramp(1))
	golden.Picture(r, "ramp.png", image.NewGray(image.Rect(0, 0, 40, 24)))
	if len(r.failures) != 2 || !strings.Contains(r.failures[0], "1 pixels differ") || !strings.Contains(r.failures[1], "(40,24)") {
		t.Errorf("failures %q", r.failures)
	}
}
