package pdf_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/signintech/gopdf"

	"duikai/layout/artwork"
	"duikai/samples/oracle"
)

// advertisement is a PDF with what importers stumble over: a box that does not
// begin at 0 0, a turned page, resources and boxes from above, a pattern, a
// stream that begins with white and one that is empty.
func advertisement(turn int) []byte {
	stream := func(entries, data string) string {
		return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", entries, len(data), data)
	}
	bodies := []string{
		"<</Type /Catalog /Pages 2 0 R>>",
		"<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [100 200 300 350] /Resources 5 0 R>>",
		fmt.Sprintf("<</Type /Page /Parent 2 0 R /Contents [4 0 R 8 0 R] /CropBox [110 210 290 340.5] /Rotate %d>>", turn),
		stream("", "q 0.9 0.1 0.1 rg 110 215 40 90 re f Q /Pattern cs /P1 scn 160 210 130 60 re f q"),
		"<</Pattern <</P1 7 0 R>> /XObject <</X#20#281#29 6 0 R /E 9 0 R>> /ExtGState <</G <</ca 0.5 /Names [(a\\)) <0d0a> /n#2f -.5 +3 4. null true]>>>>>>",
		stream("/Type /XObject /Subtype /Form /BBox [0 0 1000 1000]", "\n\r 0 0 0.8 rg 200 280 m 290 340 l 290 280 l f"),
		stream("/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 20 20] /XStep 20 /YStep 20 /Matrix [1 0.2 0 1 3 5] /Resources <<>>",
			"0 0.6 0.2 rg 0 0 12 6 re f 0.9 0.7 0 rg 10 12 8 8 re f"),
		stream("", "/G gs /X#20#281#29 Do /E Do Q Q"),
		stream("/Type /XObject /Subtype /Form /BBox [0 0 1 1]", ""),
	}
	b := []byte("%PDF-1.4\n")
	offsets := make([]int, len(bodies))
	for i, body := range bodies {
		offsets[i] = len(b)
		b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	xref := len(b)
	b = fmt.Appendf(b, "xref\n0 %d\n0000000000 65535 f \n", len(bodies)+1)
	for _, at := range offsets {
		b = fmt.Appendf(b, "%010d 00000 n \n", at)
	}
	return fmt.Appendf(b, "trailer\n<</Root 1 0 R /Size %d>>\nstartxref\n%d\n%%%%EOF\n", len(bodies)+1, xref)
}

// TestImporterTakesExtractedPages gives pages that artwork took out to gopdf's
// importer, which panics over what it cannot read, and looks at the outcome.
func TestImporterTakesExtractedPages(t *testing.T) {
	for _, turn := range []int{0, 90, 180, 270} {
		src := advertisement(turn)
		x, err := artwork.ExtractPage(src, 1)
		if err != nil {
			t.Fatal(err)
		}
		out := x.Document()
		w, h := 180.0, 130.5
		if turn%180 != 0 {
			w, h = h, w
		}
		gp := &gopdf.GoPdf{}
		gp.Start(gopdf.Config{Unit: gopdf.UnitPT, PageSize: gopdf.Rect{W: w, H: h}})
		gp.AddPage()
		rs := io.ReadSeeker(bytes.NewReader(out))
		sizes := gp.GetStreamPageSizes(&rs)
		if box := sizes[1]["/MediaBox"]; len(sizes) != 1 || box["w"] != w || box["h"] != h || box["llx"] != 0 || box["lly"] != 0 {
			t.Errorf("turned %d: %v", turn, sizes)
		}
		gp.UseImportedTemplate(gp.ImportPageStream(&rs, 1, "/MediaBox"), 0, 0, w, h)
		got, err := gp.GetBytesPdfReturnErr()
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(got, []byte(" 0 obj\n")); n < 10 {
			t.Errorf("turned %d: %d objects", turn, n)
		}
		for _, word := range []string{"/PatternType 1", "/X#20#281#29 ", "/ca 0.5"} {
			if !bytes.Contains(got, []byte(word)) {
				t.Errorf("turned %d: %s did not come through", turn, word)
			}
		}
		was, is := drawn(t, src), drawn(t, got)
		if len(was) != len(is) || len(was) < 1000 {
			t.Fatalf("turned %d: %d and %d bytes", turn, len(was), len(is))
		}
		apart := 0
		for i := range was {
			if d := int(was[i]) - int(is[i]); d < -40 || d > 40 {
				apart++
			}
		}
		if apart > len(was)/1000 {
			t.Errorf("turned %d: %d of %d bytes differ", turn, apart, len(was))
		}
	}
}

// drawn is the first page as pixels.
func drawn(t *testing.T, b []byte) []byte {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return oracle.Run(t, "mutool", "draw", "-q", "-r", "100", "-F", "ppm", "-o", "-", name, "1")
}
