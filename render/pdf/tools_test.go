package pdf_test

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/pdf"
	"duikai/samples/oracle"
)

// file renders an edition into a file for other people's programs to read.
func file(t *testing.T, e *page.Edition) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "edition.pdf")
	if err := os.WriteFile(name, render(t, e, pdf.Options{}), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// run gives what a program of others says.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	return string(oracle.Run(t, name, args...))
}

func TestQPDF(t *testing.T) {
	out := run(t, "qpdf", "--check", file(t, small(t)))
	if !strings.Contains(out, "No syntax or stream encoding errors found") {
		t.Error(out)
	}
}

func TestPDFFonts(t *testing.T) {
	out := run(t, "pdffonts", file(t, small(t)))
	lines := strings.Split(strings.TrimSpace(out), "\n")[2:]
	if len(lines) != 4 {
		t.Errorf("%d fonts\n%s", len(lines), out)
	}
	for _, l := range lines {
		if !strings.Contains(l, "CID TrueType") || !strings.Contains(l, "yes yes yes") {
			t.Errorf("not embedded, not a subset or without ToUnicode: %s", l)
		}
	}
}

func TestPDFInfo(t *testing.T) {
	out := run(t, "pdfinfo", "-box", "-isodates", "-f", "2", "-l", "2", file(t, small(t)))
	flat := strings.Join(strings.Fields(out), " ")
	for _, want := range []string{
		"Title: 望亭日报 2025-01-01 𠀀", "Creator: duikai", "CreationDate: 2025-01-01T00:00:00Z", "Pages: 3",
		"MediaBox: 0.00 0.00 1122.52 1547.72", "TrimBox: 8.50 8.51 1114.01 1539.22",
	} {
		if !strings.Contains(flat, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestPDFToText(t *testing.T) {
	e := small(t)
	f := faces(t, fonts.Song, fonts.HeiBold, fonts.Kai)
	lines := []string{"今年是我国发展史上的重要一年。", "挤压标点，之后“照旧”。", "中英 mixed text 2025 年", "本报记者——张三"}
	e.Pages = []*page.Page{{Trim: geom.Size{W: 300 * pt, H: 300 * pt}}}
	for i, s := range lines {
		text := line(f[i%len(f)], 9*pt, 20*pt, geom.Length(20+20*i)*pt, s, 37)
		// The comma to half its width, as in a squeezed line.
		for k := 5; i == 1 && k < len(text.Glyphs); k++ {
			text.Glyphs[k].DX -= 4500
		}
		e.Pages[0].Items = append(e.Pages[0].Items, text)
	}
	// Not with -raw: there poppler takes what stands after a squeezed mark,
	// over that mark's white, for the beginning of another line.
	out := run(t, "pdftotext", file(t, e), "-")
	if got := strings.Fields(out); strings.Join(got, "") != strings.Join(strings.Fields(strings.Join(lines, "")), "") {
		t.Errorf("got\n%s", out)
	}
}

// traced is a glyph as MuPDF places it: a second opinion on the reader of
// these tests.
type traced struct {
	Unicode string  `xml:"unicode,attr"`
	X       float64 `xml:"x,attr"`
	Y       float64 `xml:"y,attr"`
}

func TestMuPDFPlaces(t *testing.T) {
	e := small(t)
	out := run(t, "mutool", "draw", "-F", "trace", file(t, e))
	var got []traced
	for dec := xml.NewDecoder(strings.NewReader(out)); ; {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := tok.(xml.StartElement); ok && start.Name.Local == "g" {
			var g traced
			if err := dec.DecodeElement(&g, &start); err != nil {
				t.Fatal(err)
			}
			got = append(got, g)
		}
	}
	n := 0
	for _, p := range e.Pages {
		for _, it := range p.Items {
			text, ok := it.(*page.Text)
			if !ok {
				continue
			}
			for _, g := range text.Glyphs {
				if n == len(got) {
					t.Fatalf("MuPDF draws only %d glyphs", n)
				}
				x := (text.At.X + g.DX + p.Bleed).Points()
				// MuPDF prints five figures: hundredths of a point beyond 100.
				if math.Abs(got[n].X-x) > tolerance(text.Size)+0.006 || got[n].Unicode != string(g.Rune) {
					t.Errorf("page %d: %+v instead of %q at %.3f", p.Number, got[n], g.Rune, x)
				}
				n++
			}
		}
	}
	if n != len(got) {
		t.Errorf("MuPDF draws %d glyphs, not %d", len(got), n)
	}
}

// Characters beyond U+FFFF are found again like all others.
func TestSupplementaryPlane(t *testing.T) {
	const rare = '𠮷' // U+20BB7, in names
	var face *fonts.Face
	for _, f := range faces(t, fonts.Song, fonts.HeiBold, fonts.Kai) {
		if f.Has(rare) {
			face = f
			break
		}
	}
	if face == nil {
		t.Skipf("no embedded face has %c", rare)
	}
	e := small(t)
	text := line(face, 9*pt, 10*pt, 10*pt, "吉"+string(rare)+"𠮷吉", 100)
	e.Pages = []*page.Page{{Trim: geom.Size{W: 100 * pt, H: 100 * pt}, Items: []page.Item{text}}}
	d := parse(t, render(t, e, pdf.Options{Uncompressed: true}))
	objects := d.texts(0)
	if len(objects) != 1 {
		t.Fatalf("%d text objects", len(objects))
	}
	for i, g := range objects[0].glyphs {
		want := (text.At.X + text.Glyphs[i].DX).Points()
		if g.r != text.Glyphs[i].Rune || math.Abs(g.x-want) > 0.01 {
			t.Errorf("%q at %.3f instead of %q at %.3f", g.r, g.x, text.Glyphs[i].Rune, want)
		}
	}
}
