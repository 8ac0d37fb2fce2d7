package rip_test

import (
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"testing"

	"duikai/render/rip"
)

func document(content string) []byte {
	b := []byte("%PDF-1.4\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type /Pages /Kids [3 0 R] /Count 1>>\nendobj\n" +
		"3 0 obj\n<</Type /Page /Parent 2 0 R /MediaBox [0 0 40 20] /Contents 4 0 R>>\nendobj\n")
	return fmt.Appendf(b, "4 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n", len(content), content)
}

// TestPaint draws a page upright and in its place, the same each time, with a
// cache and without one that can be written; no file is a panic.
func TestPaint(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p := rip.New(filepath.Join(blocked, "cache"))
	defer p.Close()
	var first []byte
	for range 2 {
		img, err := p.Paint(document("1 0 0 rg 0 0 20 10 re f"), 1, 40, 20)
		if err != nil {
			t.Fatal(err)
		}
		if c := img.RGBAAt(5, 15); c != (color.RGBA{255, 0, 0, 255}) {
			t.Errorf("below at the left: %v", c)
		}
		if c := img.RGBAAt(30, 5); c != (color.RGBA{255, 255, 255, 255}) {
			t.Errorf("above at the right: %v", c)
		}
		if first == nil {
			first = img.Pix
		} else if string(first) != string(img.Pix) {
			t.Error("another time it is another picture")
		}
	}
	for name, b := range map[string][]byte{"nothing": nil, "no PDF": []byte("hello"), "cut": document("")[:40]} {
		if _, err := p.Paint(b, 1, 40, 20); err == nil {
			t.Errorf("%s is drawn", name)
		}
	}
	if _, err := p.Paint(document(""), 2, 40, 20); err == nil {
		t.Error("a page that is not there is drawn")
	}
	if _, err := p.Paint(document(""), 1, 1<<20, 1<<20); err == nil {
		t.Error("a picture of a terabyte is drawn")
	}
}
