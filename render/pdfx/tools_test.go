package pdfx

import (
	"bytes"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/tiff"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/internal/cos"
	"duikai/render/pdf"
	"duikai/samples/oracle"
)

// These tests ask other people's programs.

// save writes a document for a program to read.
func save(t testing.TB, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name+".pdf")
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestQPDF(t *testing.T) {
	for s := X1a; s <= Plain; s++ {
		for _, marks := range []bool{false, true} {
			out := string(oracle.Run(t, "qpdf", "--check", save(t, "a", finished(t, small(t), Options{Standard: s, Profile: pressProfile(2), Marks: marks}))))
			if !strings.Contains(out, "No syntax or stream encoding errors found") || strings.Contains(out, "WARNING") {
				t.Errorf("%v: %s", s, out)
			}
		}
	}
}

func TestPDFFonts(t *testing.T) {
	out := string(oracle.Run(t, "pdffonts", save(t, "a", finished(t, small(t), Options{Marks: true}))))
	lines := strings.Split(strings.TrimSpace(out), "\n")[2:]
	if len(lines) != 3 {
		t.Errorf("%d fonts\n%s", len(lines), out)
	}
	for _, l := range lines {
		// Embedded, subset, with a map to Unicode.
		if !strings.Contains(l, "CID TrueType") || !strings.Contains(l, "yes yes yes") {
			t.Error(l)
		}
	}
}

func TestPDFInfo(t *testing.T) {
	out := strings.Join(strings.Fields(string(oracle.Run(t, "pdfinfo", "-box", "-isodates", "-f", "2", "-l", "2", save(t, "a", finished(t, small(t), Options{}))))), " ")
	for _, want := range []string{
		"Title: 望亭日报 2025年1月1日 𠮷", "ModDate: 2025-01-01T00:00:00Z", "PDF version: 1.4", "PDF subtype: PDF/X-1a:2003",
		"MediaBox: 0.00 0.00 317.01 417.01", "BleedBox: 0.00 0.00 317.01 417.01", "TrimBox: 8.51 8.50 308.51 408.50", "JavaScript: no", "Encrypted: no",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// TestPDFToText: every character comes back, those beyond the basic plane too.
func TestPDFToText(t *testing.T) {
	e := small(t)
	for s := X1a; s <= Plain; s++ {
		got := string(oracle.Run(t, "pdftotext", "-layout", save(t, "a", finished(t, e, Options{Standard: s, Profile: pressProfile(2)})), "-"))
		count := make(map[rune]int)
		for _, r := range strings.Join(strings.Fields(got), "") {
			count[r]++
		}
		for _, p := range e.Pages {
			for _, it := range p.Items {
				if text, ok := it.(*page.Text); ok {
					for _, r := range text.String() {
						count[r]--
					}
				}
			}
		}
		for r, n := range count {
			if n != 0 {
				t.Errorf("%v: %+d of %q", s, n, r)
			}
		}
		if !strings.Contains(got, rare) {
			t.Errorf("%v: no %s in\n%s", s, rare, got)
		}
	}
}

// TestLooksTheSame: finishing changes nothing that is seen, in the eyes of two
// programs. MuPDF shows overprint, so it looks at black type on paper, and at
// everything in a copy without overprint.
func TestLooksTheSame(t *testing.T) {
	poppler := []string{"pdftoppm", "-r", "100"}
	mupdf := []string{"mutool", "draw", "-q", "-r", "100", "-F", "ppm", "-o", "-"}
	full, plain := small(t), small(t)
	plain.Pages[0].Items = plain.Pages[0].Items[1:]
	for _, tt := range []struct {
		name string
		draw []string // the file comes last
		e    *page.Edition
		o    Options
		most int // levels of 255 that a pixel may differ
	}{
		{"poppler", poppler, full, Options{}, 0},
		// To show overprint, MuPDF draws in CMYK, and rounds on the way back.
		{"mutool", mupdf, plain, Options{}, 2},
		{"mutool reading", mupdf, full, Options{Standard: Plain, Reading: true}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			draw := func(file string) []byte { return oracle.Run(t, tt.draw[0], append(slices.Clone(tt.draw[1:]), file)...) }
			a, b := draw(save(t, "before", render(t, tt.e, pdf.Options{}))), draw(save(t, "after", finished(t, tt.e, tt.o)))
			if len(a) < 500_000 || bytes.Count(a, []byte{255}) > len(a)*99/100 {
				t.Fatalf("%d bytes of nothing", len(a))
			}
			if len(a) != len(b) {
				t.Fatalf("the pages look otherwise: %d bytes and %d", len(a), len(b))
			}
			for i := range a {
				if d := int(a[i]) - int(b[i]); max(d, -d) > tt.most {
					t.Fatalf("the pages look otherwise: byte %d is %d, not %d", i, b[i], a[i])
				}
			}
		})
	}
}

// separations renders the first page as the press would: one picture for each
// plate, by its name; 255 is paper.
func separations(t *testing.T, b []byte) map[string]image.Image {
	t.Helper()
	file := save(t, "page", b)
	// Ghostscript's own default: overprint as the file says.
	oracle.Run(t, "gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-r144", "-dFirstPage=1", "-dLastPage=1", "-sDEVICE=tiffsep",
		"-sOutputFile="+strings.TrimSuffix(file, ".pdf")+".tif", file)
	plates := make(map[string]image.Image)
	for _, name := range []string{"Cyan", "Magenta", "Yellow", "Black"} {
		f, err := os.Open(strings.TrimSuffix(file, ".pdf") + "(" + name + ").tif")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if plates[name], err = tiff.Decode(f); err != nil {
			t.Fatal(err)
		}
	}
	return plates
}

// spotPlates are the plates of the first page besides the process inks.
func spotPlates(t *testing.T, b []byte) (plates []image.Image) {
	t.Helper()
	file := save(t, "page", b)
	oracle.Run(t, "gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-r144", "-dFirstPage=1", "-dLastPage=1", "-sDEVICE=tiffsep", "-sOutputFile="+strings.TrimSuffix(file, ".pdf")+".tif", file)
	names, err := filepath.Glob(strings.TrimSuffix(file, ".pdf") + "(*).tif")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.Contains("(Cyan).tif (Magenta).tif (Yellow).tif (Black).tif", name[strings.Index(name, "("):]) {
			continue
		}
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		img, err := tiff.Decode(f)
		if err != nil {
			t.Fatal(err)
		}
		plates = append(plates, img)
	}
	return plates
}

// printed counts the pixels of a plate that print.
func printed(img image.Image) int {
	n := 0
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if v, _, _, _ := img.At(x, y).RGBA(); v>>8 < 250 {
				n++
			}
		}
	}
	return n
}

func different(a, b image.Image) int {
	n := 0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			v, _, _, _ := a.At(x, y).RGBA()
			w, _, _, _ := b.At(x, y).RGBA()
			if max(v, w)-min(v, w) > 4<<8 {
				n++
			}
		}
	}
	return n
}

func onePage(items ...page.Item) *page.Edition {
	return &page.Edition{Paper: "试刊", Date: date, Pages: []*page.Page{{Number: 1, Trim: geom.Size{W: 200 * pt, H: 100 * pt}, Items: items}}}
}

// TestTextInBlackOnly: the type of a page stands on the black plate and on no
// other.
func TestTextInBlackOnly(t *testing.T) {
	song := faceOf(t, "黑", fonts.Song)
	plates := separations(t, finished(t, onePage(
		line(song, 30*pt, 10*pt, 40*pt, page.Black, "只在黑版"),
		&page.Rule{From: geom.Point{X: 10 * pt, Y: 60 * pt}, To: geom.Point{X: 190 * pt, Y: 60 * pt}, Width: pt, Ink: page.Black},
		line(song, 9*pt, 10*pt, 90*pt, grey, "灰字也是"),
	), Options{}))
	for name, img := range plates {
		if n := printed(img); (name == "Black") != (n > 1000) || name != "Black" && n > 0 {
			t.Errorf("%s prints %d pixels", name, n)
		}
	}
}

// TestOverprint: black type and rules leave the tint below them whole, white
// type, grey type and black areas cut it out; and without the finisher all
// would cut.
func TestOverprint(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	hei := faceOf(t, "黑", fonts.HeiBold)
	tint := &page.Fill{Rect: geom.Rect{W: 200 * pt, H: 100 * pt}, Ink: pink}
	alone := separations(t, finished(t, onePage(tint), Options{}))["Magenta"]
	if printed(alone) < 400*200*99/100 {
		t.Fatalf("the tint has %d pixels", printed(alone))
	}
	text := func(ink page.Ink) page.Item { return line(hei, 40*pt, 10*pt, 60*pt, ink, "黑白灰") }
	for _, tt := range []struct {
		name string
		item page.Item
		cuts bool
	}{
		{"black text", text(page.Black), false},
		{"white text", text(paper), true},
		{"grey text", text(grey), true},
		{"black rule", &page.Rule{From: geom.Point{X: 10 * pt, Y: 60 * pt}, To: geom.Point{X: 190 * pt, Y: 60 * pt}, Width: 5 * pt, Ink: page.Black}, false},
		{"white rule", &page.Rule{From: geom.Point{X: 10 * pt, Y: 60 * pt}, To: geom.Point{X: 190 * pt, Y: 60 * pt}, Width: 5 * pt}, true},
		{"black ornament", &page.Shape{Points: []geom.Point{{X: 10 * pt, Y: 10 * pt}, {X: 90 * pt, Y: 10 * pt}, {X: 50 * pt, Y: 90 * pt}}, Ink: page.Black}, false},
		{"black area", &page.Fill{Rect: geom.Rect{X: 10 * pt, Y: 10 * pt, W: 80 * pt, H: 80 * pt}, Ink: page.Black}, true},
		{"picture", &page.Picture{File: "gray.png", Rect: geom.Rect{X: 10 * pt, Y: 10 * pt, W: 80 * pt, H: 60 * pt}, Crop: image.Rect(0, 0, 40, 30)}, true},
		{"block", &page.Block{File: "clean.pdf", Page: 1, Rect: geom.Rect{X: 10 * pt, Y: 10 * pt, W: 80 * pt, H: 80 * pt}}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			// Black text before leaves overprint set.
			e := onePage(tint, line(hei, 5*pt, 195*pt, 99*pt, page.Black, "一"), tt.item)
			plates := separations(t, finished(t, e, Options{}))
			if n := different(alone, plates["Magenta"]); (n > 500) != tt.cuts || !tt.cuts && n > 0 {
				t.Errorf("the tint differs in %d pixels", n)
			}
			if plain := separations(t, render(t, e, pdf.Options{})); !tt.cuts && different(alone, plain["Magenta"]) < 500 {
				t.Error("it does not cut without the finisher either: this test proves nothing")
			}
		})
	}
}

// TestSpotPlate: a spot ink stands on a plate of its own, and not in the inks
// it looks like.
func TestSpotPlate(t *testing.T) {
	hei := faceOf(t, "红", fonts.HeiBold)
	e := onePage(line(hei, 40*pt, 10*pt, 60*pt, page.Red, "红报头"), line(hei, 9*pt, 10*pt, 90*pt, page.Black, "黑字"))
	for _, marks := range []bool{false, true} {
		b := finished(t, e, Options{Spots: []Spot{{"DIC 156专", page.Red}}, Marks: marks})
		if !bytes.Contains(b, []byte("/Separation/DIC#20156#E4#B8#93/DeviceCMYK")) {
			t.Error("the spot ink is not in the file under its name")
		}
		if got := string(oracle.Run(t, "qpdf", "--check", save(t, "a", b))); !strings.Contains(got, "No syntax") {
			t.Error(got)
		}
		if marks {
			continue
		}
		plates := separations(t, b)
		for name, img := range plates {
			if n := printed(img); (name == "Black") != (n > 0) {
				t.Errorf("%s prints %d pixels", name, n)
			}
		}
		spots := spotPlates(t, b)
		if len(spots) != 1 || printed(spots[0]) < 1000 {
			t.Errorf("%d plates of spot inks", len(spots))
		}
	}
}

// TestSlugNamesPlates: the slug line names a spot ink on the pages that use it,
// and makes it no plate of others.
func TestSlugNamesPlates(t *testing.T) {
	hei := faceOf(t, "红", fonts.HeiBold)
	for ink, want := range map[page.Ink]int{page.Red: 2, page.Black: 0} {
		e := onePage(line(hei, 40*pt, 10*pt, 60*pt, ink, "报头"))
		e.Pages[0].Trim.W = 900 * pt
		d := reread(t, finished(t, e, Options{Spots: []Spot{{"DIC 156", page.Red}}, Marks: true}))
		n := 0
		for i := 1; i < d.Len(); i++ {
			o := entry(t, d, cos.RefTo(i))
			if content, err := o.Inflated(); err == nil && o.IsStream {
				n += bytes.Count(content, []byte("/Spot1 cs 1 scn"))
			}
		}
		if n != want {
			t.Errorf("%v: the spot ink is set %d times, not %d", ink, n, want)
		}
	}
}

// TestMarksInAllPlates: the marks stand on every plate in the same place, and
// nothing of them inside the trim.
func TestMarksInAllPlates(t *testing.T) {
	e := &page.Edition{Paper: "试刊", Date: date, Pages: []*page.Page{{Number: 1, Name: "要闻", Trim: geom.Size{W: 300 * mm, H: 460 * mm}, Bleed: 2 * mm}}}
	b := finished(t, e, Options{Marks: true})
	plates := separations(t, b)
	trim := image.Rect(0, 0, int((MarksMargin+2*mm+300*mm).Points()*2), int((MarksMargin+2*mm+460*mm).Points()*2))
	trim.Min = image.Pt(int((MarksMargin+2*mm).Points()*2)+1, int((MarksMargin+2*mm).Points()*2)+1)
	black := plates["Black"]
	b0 := black.Bounds()
	count := func(img image.Image, r image.Rectangle) int {
		n := 0
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				if v, _, _, _ := img.At(x, y).RGBA(); v>>8 < 128 {
					n++
				}
			}
		}
		return n
	}
	m := trim.Min.X - 8 // pixels of the margin but for what smears
	places := map[string]image.Rectangle{
		"cut across": image.Rect(0, m+4, m, m+12), "cut along": image.Rect(m+4, 0, m+12, m), "register mark at the head": image.Rect(b0.Dx()/2-20, 0, b0.Dx()/2+20, m),
		"register mark at the foot": image.Rect(b0.Dx()/2-20, b0.Dy()-m, b0.Dx()/2+20, b0.Dy()),
		"fold left":                 image.Rect(0, b0.Dy()/2-3, m, b0.Dy()/2+3), "fold right": image.Rect(b0.Dx()-m, b0.Dy()/2-3, b0.Dx(), b0.Dy()/2+3),
		"slug": image.Rect(m, 0, m+150, m),
	}
	for name, img := range plates {
		for what, r := range places {
			if n := count(img, r); n < 5 {
				t.Errorf("%s: no %s", name, what)
			}
		}
		if n := count(img, trim); n > 0 {
			t.Errorf("%s: %d pixels of marks inside of the trim", name, n)
		}
		// Each plate has its own patches.
		if n := count(img, image.Rect(m, b0.Dy()-m, b0.Dx()/2-40, b0.Dy())); n < 20*20 {
			t.Errorf("%s: %d pixels of the colour bar", name, n)
		}
	}
	if small := count(plates["Cyan"], image.Rect(m, 0, b0.Dx()/2-40, m)); small == count(plates["Black"], image.Rect(m, 0, b0.Dx()/2-40, m)) {
		t.Errorf("every plate has the same names: %d pixels", small)
	}
}

// TestLinksSurvive: in a plain file a link lies where it was, also with marks.
func TestLinksSurvive(t *testing.T) {
	for _, marks := range []bool{false, true} {
		b := finished(t, small(t), Options{Standard: Plain, Marks: marks})
		margin := 0.0
		if marks {
			margin = float64(MarksMargin.Hundredths()) / 100
		}
		// Top left of the area on page 1, and the place on page 2 with its bleed.
		rect := fmt.Sprintf("/Rect[%.2f %.2f", 20+margin, 130+margin)
		if !bytes.Contains(b, []byte(rect)) {
			t.Errorf("no link at %s", rect)
		}
		dest := fmt.Sprintf("/XYZ %d %.2f 0]", int(30+8.5+margin), 350+8.5+margin)
		if !bytes.Contains(b, []byte(dest)) {
			t.Errorf("no link to %s", dest)
		}
	}
}
