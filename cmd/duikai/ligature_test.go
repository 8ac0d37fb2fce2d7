package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"duikai/fonts"
	"duikai/fonts/embedded"
	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/layout/para"
	"duikai/render/pdf"
	"duikai/render/pdfx"
	"duikai/samples/oracle"
)

// TestLigaturesAreCopied: words with ligatures, set in several measures, are
// copied out of the PDF letter by letter; fewer glyphs than letters are drawn.
func TestLigaturesAreCopied(t *testing.T) {
	const text = "The office of fine flow: affluent waffles shuffle off, five offices fly."
	const size = 9 * geom.Pt
	set, err := embedded.Set()
	if err != nil {
		t.Fatal(err)
	}
	p := &page.Page{Number: 1, Trim: geom.Size{W: 300 * geom.Pt, H: 900 * geom.Pt}}
	y, want, glyphs := 20*geom.Pt, "", 0
	for _, role := range []fonts.Role{fonts.Song, fonts.HeiBold, fonts.Kai} {
		pr := para.Prepare([]para.Run{{Text: text, Chain: set.Chain(role), Size: size, Ink: page.Black}}, &para.Style{Scheme: cjk.Kaiming, WholeWords: true})
		for _, width := range []geom.Length{28 * size, 17 * size, 9 * size} {
			for _, l := range pr.Break(para.Measure{Width: width}) {
				p.Items = pr.Items(p.Items, l, geom.Point{X: 10 * geom.Pt, Y: y}, para.Tag{Part: page.Body})
				want += pr.Text(l.Start, l.End) + " "
				y += 12 * geom.Pt
			}
		}
	}
	ed := &page.Edition{Title: "Words", Date: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), Pages: []*page.Page{p}}
	for _, it := range p.Items {
		glyphs += len(it.(*page.Text).Glyphs)
	}
	// Five pairs are one glyph each time, and five triples lose two letters.
	if letters := 9 * len(text); glyphs != letters-9*(5*1+5*2) {
		t.Errorf("%d glyphs for %d letters", glyphs, letters)
	}
	plain, err := pdf.Draw(ed, pdf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	press, err := pdfx.Finish(plain.Doc, plain.Painted, pdfx.Options{Edition: ed, Standard: pdfx.X1a})
	if err != nil {
		t.Fatal(err)
	}
	screen, err := pdf.Render(ed, pdf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range [][]byte{screen, press} {
		file := filepath.Join(t.TempDir(), "words.pdf")
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		out := oracle.Run(t, "pdftotext", "-raw", "-enc", "UTF-8", file, "-")
		if got, want := strings.Fields(string(out)), strings.Fields(want); !slices.Equal(got, want) {
			t.Errorf("copied as %q, not %q", got, want)
		}
	}
}
