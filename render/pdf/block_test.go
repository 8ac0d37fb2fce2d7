package pdf_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/pdf"
	"duikai/render/picture"
)

// writePDF writes a document of the given objects, 1 being the catalog.
func writePDF(objects ...string) []byte {
	doc := "%PDF-1.7\n%\x80\x81\x82\x83\n"
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", len(doc))
		doc += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return []byte(doc + table + fmt.Sprintf("trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, len(doc)))
}

func stream(dict, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

func deflated(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

const oneKid = "<</Type /Pages /Kids [3 0 R] /Count 1>>"

// quartersPDF is a page of w by h points whose quarters are red, green, blue
// and black from the top left on, drawn through forms in forms.
func quartersPDF(w, h int) []byte {
	return writePDF(
		"<</Type /Catalog /Pages 2 0 R>>", oneKid,
		fmt.Sprintf("<</Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R /Resources 5 0 R>>", w, h),
		stream("/Filter /FlateDecode", deflated(fmt.Sprintf("q %d 0 0 %d 0 0 cm /F Do Q", w, h))),
		"<</XObject <</F 6 0 R>> /Properties <</P (brackets \\( >> [ 9 0 R) /Q <39203020 52>>> /ProcSet [/PDF % 8 0 R ]\n]>>",
		"<</Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources <</XObject <</G 7 0 R>>/Self 6 0 R>> /Length 8 0 R>>\nstream\n"+
			"1 0 0 rg 0 .5 .5 .5 re f 0 1 0 rg .5 .5 .5 .5 re f /G Do\nendstream",
		stream("/Type /XObject /Subtype /Form /BBox [0 0 1 1] ", "0 0 1 rg 0 0 .5 .5 re f 0 g .5 0 .5 .5 re f"),
		fmt.Sprint(len("1 0 0 rg 0 .5 .5 .5 re f 0 1 0 rg .5 .5 .5 .5 re f /G Do")),
	)
}

var quarterColours = [4]color.RGBA{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {0, 0, 0, 255}}

func block(file string, x, y, w, h geom.Length) *page.Block {
	return &page.Block{File: file, Page: 1, Rect: geom.Rect{X: x * pt, Y: y * pt, W: w * pt, H: h * pt}}
}

func TestBlocksLookRight(t *testing.T) {
	files := fstest.MapFS{
		"a.pdf": {Data: quartersPDF(200, 100)},
		"b.pdf": {Data: quartersPDF(60, 120)},
		// Its content in pieces that make sense only together.
		"pieces.pdf": {Data: writePDF("<</Type /Catalog /Pages 2 0 R>>", oneKid,
			"<</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents [4 0 R 5 0 R] /Resources <<>>>>",
			stream("/Filter /FlateDecode", deflated("1 0 0 rg 0 50 50 50 re f 0 1 0 rg 50 50 50 50 re f q 0 0 1 rg")),
			stream("", "0 0 50 50 re f Q 0 g 50 0 50 50 re f"))},
		// A trim that does not begin at the corner, and content beyond it.
		"moved.pdf": {Data: writePDF("<</Type /Catalog /Pages 2 0 R>>", oneKid,
			"<</Type /Page /Parent 2 0 R /MediaBox [-50 100 50 200] /Contents [4 0 R] /Resources <<>>>>",
			stream("", "1 0 0 rg -500 150 500 500 re f 0 1 0 rg 0 150 500 500 re f 0 0 1 rg -500 -500 500 650 re f 0 g 0 -500 500 650 re f"))},
	}
	song := faces(t, fonts.Song)[0]
	items := []*page.Block{block("a.pdf", 10, 10, 200, 100), block("a.pdf", 10, 130, 100, 50), block("b.pdf", 230, 10, 60, 120),
		block("pieces.pdf", 310, 10, 80, 80), block("moved.pdf", 310, 110, 50, 50)}
	first := &page.Page{Number: 1, Trim: geom.Size{W: 400 * pt, H: 200 * pt}, Bleed: 5 * pt}
	for _, b := range items {
		first.Items = append(first.Items, b, line(song, 9*pt, 10*pt, 195*pt, "字"))
	}
	again := block("a.pdf", 50, 100, 200, 100)
	e := &page.Edition{Pages: []*page.Page{first, {Number: 2, Trim: geom.Size{W: 300 * pt, H: 300 * pt}, Items: []page.Item{again}}}}
	doc := render(t, e, pdf.Options{Pictures: picture.New(files)})
	if n := bytes.Count(doc, []byte(" cm /P Do Q")); n != len(files) {
		t.Errorf("%d documents are embedded %d times", len(files), n)
	}
	check := func(number int, bleed float64, blocks ...*page.Block) {
		t.Helper()
		img := pixels(t, doc, number)
		for _, b := range blocks {
			x, y, w, h := b.Rect.X.Points()+bleed, b.Rect.Y.Points()+bleed, b.Rect.W.Points(), b.Rect.H.Points()
			for q, c := range quarterColours {
				// In the corners, and about the centre.
				for _, in := range [][2]float64{{1, 1}, {w/2 - 1, h/2 - 1}} {
					cx, cy := x+in[0], y+in[1]
					if q%2 == 1 {
						cx = x + w - in[0]
					}
					if q/2 == 1 {
						cy = y + h - in[1]
					}
					if got := at(img, cx, cy); !near(got, c) {
						t.Errorf("%s at %v: quarter %d is %v, not %v", b.File, b.Rect, q, got, c)
					}
				}
			}
			for _, d := range [][2]float64{{-1, h / 2}, {w + 1, h / 2}, {w / 2, -1}, {w / 2, h + 1}} {
				if got := at(img, x+d[0], y+d[1]); !near(got, white) {
					t.Errorf("%s at %v: %v beside it", b.File, b.Rect, got)
				}
			}
		}
	}
	check(1, 5, items...)
	check(2, 0, again)
}

// A block may hold what looks like the names of this document's fonts: its
// own bytes must stay.
func TestBlockKeepsItsBytes(t *testing.T) {
	song := faces(t, fonts.Song)[0]
	names := []string{"/AAAAAA+" + song.Name(), "/BAAAAA+" + song.Name()}
	files := fstest.MapFS{"a.pdf": {Data: writePDF("<</Type /Catalog /Pages 2 0 R>>", oneKid,
		fmt.Sprintf("<</Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] /Contents 4 0 R /Resources <</ExtGState <<%s <</ca 1>> %s 5 0 R>>>>>>", names[0], names[1]),
		stream("", "0 0 10 10 re f"), fmt.Sprintf("<</ca .5 %s 1>>", names[0]))}}
	e := &page.Edition{Pages: []*page.Page{{Number: 1, Trim: geom.Size{W: 100 * pt, H: 100 * pt}, Items: []page.Item{
		line(song, 9*pt, 10*pt, 20*pt, "字体"), block("a.pdf", 50, 50, 10, 10), line(song, 9*pt, 10*pt, 40*pt, "之后"),
	}}}}
	doc := render(t, e, pdf.Options{Pictures: picture.New(files)})
	for i, n := range names {
		if got := bytes.Count(doc, []byte(n)); got != 2-i {
			t.Errorf("%s stands %d times", n, got)
		}
	}
	if bytes.Contains(doc, []byte("/BaseFont"+names[0])) {
		t.Error("a stand-in tag stays")
	}
	parse(t, doc)
}

func TestForeignToolsAreContent(t *testing.T) {
	e, files := everything(t)
	name := filepath.Join(t.TempDir(), "edition.pdf")
	if err := os.WriteFile(name, render(t, e, pdf.Options{Pictures: picture.New(files)}), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Run("qpdf", func(t *testing.T) {
		if out := run(t, "qpdf", "--check", name); !strings.Contains(out, "No syntax or stream encoding errors found") {
			t.Error(out)
		}
	})
	t.Run("mutool", func(t *testing.T) {
		if out := run(t, "mutool", "info", name); strings.Contains(out, "error") {
			t.Error(out)
		}
	})
}

func TestLinks(t *testing.T) {
	sizes := []geom.Size{{W: 400 * pt, H: 500 * pt}, {W: 600 * pt, H: 300 * pt}}
	face := faces(t, fonts.Song)[0]
	link := func(to int, x, y geom.Length) page.Link {
		return page.Link{Area: geom.Rect{X: 10_005, Y: 20 * pt, W: 100 * pt, H: 30 * pt}, Page: to, To: geom.Point{X: x, Y: y}}
	}
	e := &page.Edition{Pages: []*page.Page{
		{Number: 1, Trim: sizes[0], Items: []page.Item{line(face, 50*pt, 0, 100*pt, "大")},
			Links: []page.Link{link(3, 250_900, 200*pt), link(2, 0, 0), link(1, 30*pt, 499_996), {Page: 3}}},
		{Number: 3, Trim: sizes[1], Bleed: 10 * pt, Links: []page.Link{link(1, 0, 100*pt), link(1, 30*pt, 499_996)}},
	}}
	d := parse(t, render(t, e, pdf.Options{}))
	type want struct {
		rect        [4]float64
		page        int // index
		left, above float64
	}
	for i, wants := range [][]want{
		{
			{[4]float64{10.01, 480, 110.01, 450}, 1, 260, 110},
			{[4]float64{10.01, 480, 110.01, 450}, 0, 30, 0},
		},
		{
			{[4]float64{20.01, 290, 120.01, 260}, 0, 0, 400},
			{[4]float64{20.01, 290, 120.01, 260}, 0, 30, 0},
		},
	} {
		ids := strings.Fields(strings.ReplaceAll(d.value(d.pages[i], `/Annots\[(.*?)\]`), "0 R", ""))
		if len(ids) != len(wants) {
			t.Fatalf("page %d has %d links", i, len(ids))
		}
		for k, w := range wants {
			o := d.objects[atoi(t, ids[k])]
			var r [4]float64
			var dest int
			var left, above, zoom float64
			if _, err := fmt.Sscanf(o, "<</Type/Annot/Subtype/Link/Rect[%f %f %f %f]/Border[0 0 0]/Dest[%d 0 R/XYZ %f %f %f]>>",
				&r[0], &r[1], &r[2], &r[3], &dest, &left, &above, &zoom); err != nil {
				t.Fatalf("%v in %q", err, o)
			}
			same := func(a, b float64) bool { return math.Abs(a-b) < 0.011 }
			if !same(r[0], w.rect[0]) || !same(r[1], w.rect[1]) || !same(r[2], w.rect[2]) || !same(r[3], w.rect[3]) {
				t.Errorf("page %d, link %d: area %v, not %v", i, k, r, w.rect)
			}
			if dest != d.pages[w.page] || left != w.left || !same(above, w.above) || zoom != 0 {
				t.Errorf("page %d, link %d: to object %d at %v, %v (%v), not %+v", i, k, dest, left, above, zoom, w)
			}
		}
	}
}
