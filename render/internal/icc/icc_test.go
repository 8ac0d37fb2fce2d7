package icc_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"duikai/render/internal/icc"
	"duikai/render/newsprint"
	"duikai/samples/oracle"
)

func press(t testing.TB) *icc.Profile {
	t.Helper()
	return parse(t, newsprint.Profile())
}

func parse(t testing.TB, data []byte) *icc.Profile {
	t.Helper()
	p, err := icc.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// transicc converts colours by Little CMS, relative colorimetric with black
// point compensation and no table of its own between. Colours are device values:
// 0 to 255, or percents of ink.
func transicc(t *testing.T, from, to string, colours []string) [][]float64 {
	t.Helper()
	return runTransicc(t, colours, "-t1", "-b", "-i"+from, "-o"+to)
}

// transiccTo is the same without black points.
func transiccTo(t *testing.T, from, to string, colours []string) [][]float64 {
	t.Helper()
	return runTransicc(t, colours, "-t1", "-i"+from, "-o"+to)
}

func runTransicc(t *testing.T, colours []string, args ...string) [][]float64 {
	t.Helper()
	cmd := oracle.Command(t, "transicc", append([]string{"-n", "-c0"}, args...)...)
	cmd.Stdin = strings.NewReader(strings.Join(colours, "\n") + "\n")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("transicc: %v\n%s", err, out)
	}
	var list [][]float64
	for line := range strings.Lines(string(out)) {
		var c []float64
		for _, s := range strings.Fields(line) {
			v, err := strconv.ParseFloat(s, 64)
			if err != nil {
				t.Fatalf("transicc: %q", line)
			}
			c = append(c, v)
		}
		if len(c) > 0 {
			list = append(list, c)
		}
	}
	if len(list) != len(colours) {
		t.Fatalf("transicc gives %d colours of %d", len(list), len(colours))
	}
	return list
}

func save(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// cube is colours all over RGB, off the nodes of every grid.
func cube() (pix []byte) {
	const step = 15
	for r := 0; r <= 255; r += step {
		for g := 0; g <= 255; g += step {
			for b := 0; b <= 255; b += step {
				pix = append(pix, byte(r), byte(g), byte(b))
			}
		}
	}
	// A finer walk along the greys and through the darkest colours.
	for v := range 256 {
		pix = append(pix, byte(v), byte(v), byte(v))
	}
	for i := range 1000 {
		pix = append(pix, byte(i%10*7), byte(i/10%10*7), byte(i/100*7))
	}
	return pix
}

// difference is the mean and the largest distance in 255ths.
func difference(got []byte, want [][]float64, full float64) (mean, most float64, worst int) {
	n := 0
	for i, c := range want {
		for k, v := range c {
			d := math.Abs(float64(got[4*i+k]) - v*255/full)
			mean += d
			n++
			if d > most {
				most, worst = d, i
			}
		}
	}
	return mean / float64(n), most, worst
}

// systemProfiles are those of Debian's packages that a picture may carry.
func systemProfiles() map[string]string {
	return map[string]string{
		"sRGB v2 table":  "/usr/share/color/icc/sRGB.icc",
		"Adobe RGB":      "/usr/share/color/icc/compatibleWithAdobeRGB1998.icc",
		"L* RGB":         "/usr/share/color/icc/LStar-RGB.icc",
		"Display P3":     "/usr/share/color/argyll/ref/DisplayP3.icm",
		"ProPhoto":       "/usr/share/color/argyll/ref/ProPhoto.icm",
		"Rec. 709":       "/usr/share/color/argyll/ref/Rec709.icm",
		"Ghostscript":    "/usr/share/color/icc/ghostscript/srgb.icc",
		"Ghostscript 98": "/usr/share/color/icc/ghostscript/a98.icc",
	}
}

func TestAgreesWithLittleCMS(t *testing.T) {
	to := press(t)
	target := save(t, "newsprint.icc", newsprint.Profile())
	pix := cube()
	var colours []string
	for i := 0; i < len(pix); i += 3 {
		colours = append(colours, fmt.Sprint(pix[i], " ", pix[i+1], " ", pix[i+2]))
	}
	check := func(t *testing.T, from *icc.Profile, name string) {
		t.Helper()
		link, err := icc.NewLink(from, to, 0)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]byte, len(colours)*4)
		link.Convert(got, pix, 3, len(colours))
		want := transicc(t, name, target, colours)
		mean, most, worst := difference(got, want, 100)
		t.Logf("mean %.3f, most %.3f", mean, most)
		if mean >= 1 || most >= 6 {
			t.Errorf("mean %.2f, most %.2f for %s: %v, not %.1f", mean, most, colours[worst], got[4*worst:4*worst+4], want[worst])
		}
	}
	t.Run("sRGB", func(t *testing.T) { check(t, icc.SRGB(), "*sRGB") })
	for name, path := range systemProfiles() {
		t.Run(name, func(t *testing.T) {
			check(t, parse(t, oracle.File(t, path)), path)
		})
	}
}

func TestProofAgreesWithLittleCMS(t *testing.T) {
	proof, err := icc.NewProof(press(t))
	if err != nil {
		t.Fatal(err)
	}
	var pix []byte
	var colours []string
	for c := 0; c <= 255; c += 51 {
		for m := 0; m <= 255; m += 51 {
			for y := 0; y <= 255; y += 51 {
				for k := 0; k <= 255; k += 51 {
					pix = append(pix, byte(c), byte(m), byte(y), byte(k))
					colours = append(colours, fmt.Sprint(c*100/255, " ", m*100/255, " ", y*100/255, " ", k*100/255))
				}
			}
		}
	}
	want := transicc(t, save(t, "newsprint.icc", newsprint.Profile()), "*sRGB", colours)
	got := make([]byte, len(pix))
	proof.Convert(got, pix, len(colours))
	for i := range want {
		for k := range want[i] {
			want[i][k] = min(max(want[i][k], 0), 255)
		}
	}
	mean, most, worst := difference(got, want, 255)
	t.Logf("mean %.3f, most %.3f", mean, most)
	if mean >= 1 || most >= 12 {
		t.Errorf("mean %.2f, most %.2f for %s: %v, not %.1f", mean, most, colours[worst], got[4*worst:4*worst+4], want[worst])
	}
}
