package main

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBatchAds: batch treats advertisements as render and proof do: --ads, and
// proofs that show them.
func TestBatchAds(t *testing.T) {
	issue := adFolder(t, oddAd("", "", "", streamOf("", "1 0 0 rg 0 0 200 100 re f")))
	back := filepath.Join(t.TempDir(), "archive")
	if err := os.CopyFS(filepath.Join(back, "one"), os.DirFS(issue)); err != nil {
		t.Fatal(err)
	}
	proofs := filepath.Join(t.TempDir(), "proofs")
	if got := duikai(t, "proof", issue, "-o", proofs); got.code != exitOK {
		t.Fatal(got.stderr)
	}
	want, err := os.ReadFile(filepath.Join(proofs, "page-01.png"))
	if err != nil {
		t.Fatal(err)
	}
	for _, ads := range adChoices {
		out := filepath.Join(t.TempDir(), "out")
		got := duikai(t, "--lang", "en", "batch", back, "-o", out, "--proof", "--reading", "--ads", ads, "--standard", "x4", "-j", "1")
		if got.code != exitOK {
			t.Fatalf("%s: %d\n%s%s", ads, got.code, got.stdout, got.stderr)
		}
		names, err := filepath.Glob(filepath.Join(out, "*", "*", "page-01.png"))
		if err != nil || len(names) != 1 {
			t.Fatal(names, err)
		}
		b, err := os.ReadFile(names[0])
		if err != nil {
			t.Fatal(err)
		}
		if ads == "convert" && !bytes.Equal(b, want) {
			t.Errorf("the proof is not that of duikai proof")
		}
		if !red(t, b) {
			t.Errorf("%s: the advertisement is not seen", ads)
		}
		report, err := os.ReadFile(filepath.Join(out, "report.html"))
		if err != nil || strings.Contains(string(report), "ad-colour") != (ads == "keep") {
			t.Errorf("%s: the report on its colours: %v", ads, err)
		}
	}
	if got := duikai(t, "--lang", "en", "batch", back, "-o", t.TempDir(), "--ads", "burn"); got.code != exitUnusable || !strings.Contains(got.stderr, `--ads takes convert or keep, not "burn"`) {
		t.Errorf("%d: %s", got.code, got.stderr)
	}
}

// red tells whether a picture has a large area that is red.
func red(t *testing.T, b []byte) bool {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			if r, g, _, _ := m.At(x, y).RGBA(); r > 0xa000 && g < 0x7000 {
				n++
			}
		}
	}
	return n > 400
}
