package rip_test

import (
	"fmt"
	"math"
	"testing"

	"duikai/render/rip"
)

// lettered is a document of one page with a line of text.
func lettered(content string) []byte {
	b := []byte("%PDF-1.4\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type /Pages /Kids [3 0 R] /Count 1>>\nendobj\n" +
		"3 0 obj\n<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>>>\nendobj\n")
	return fmt.Appendf(b, "4 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n", len(content), content)
}

// TestText reads characters where they stand, with the size they are set in; no
// file is a panic.
func TestText(t *testing.T) {
	p := rip.New("")
	defer p.Close()
	sheets, err := p.Text(lettered("BT /F 12 Tf 20 30 Td (ab) Tj 0 40 Td /F 24 Tf (C) Tj ET"))
	if err != nil || len(sheets) != 1 || sheets[0].W != 200 || sheets[0].H != 100 {
		t.Fatal(sheets, err)
	}
	var seen []rip.Glyph
	for _, g := range sheets[0].Glyphs {
		if g.Rune > ' ' {
			seen = append(seen, g)
		}
	}
	want := []rip.Glyph{{Rune: 'a', X: 20, Y: 70, W: 6.7, Size: 12}, {Rune: 'b', X: 26.7, Y: 70, W: 6.7, Size: 12}, {Rune: 'C', X: 20, Y: 30, W: 17.3, Size: 24}}
	if len(seen) != len(want) {
		t.Fatalf("%+v", seen)
	}
	for i, w := range want {
		g := seen[i]
		if g.Rune != w.Rune || g.Size != w.Size || math.Abs(g.X-w.X) > 0.5 || math.Abs(g.Y-w.Y) > 0.5 || math.Abs(g.W-w.W) > 1 {
			t.Errorf("%+v, expected about %+v", g, w)
		}
	}
	for name, b := range map[string][]byte{"nothing": nil, "no PDF": []byte("hello")} {
		if _, err := p.Text(b); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}
