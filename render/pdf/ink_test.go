package pdf_test

import (
	"bytes"
	"image"
	"image/color"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/image/tiff"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/internal/icc"
	"duikai/render/newsprint"
	"duikai/render/pdf"
	"duikai/render/picture"
	"duikai/render/picture/picturetest"
)

func inkStore(t testing.TB, files fs.FS) *picture.Store {
	t.Helper()
	s, err := picture.Open(files, picture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plates is a page in four separations, as Ghostscript makes them: cyan,
// magenta, yellow, black at 72 pixels an inch, 255 for bare paper.
type plates [4]*image.Gray

func separate(t *testing.T, doc []byte) plates {
	t.Helper()
	dir := t.TempDir()
	name := filepath.Join(dir, "edition.pdf")
	if err := os.WriteFile(name, doc, 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, "gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=tiffsep", "-r72", "-dFirstPage=1", "-dLastPage=1",
		"-o", filepath.Join(dir, "page.tif"), name)
	var p plates
	for i, ink := range []string{"Cyan", "Magenta", "Yellow", "Black"} {
		data, err := os.ReadFile(filepath.Join(dir, "page("+ink+").tif"))
		if err != nil {
			t.Fatal(err)
		}
		img, err := tiff.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		gray, ok := img.(*image.Gray)
		if !ok {
			t.Fatalf("the plate %s is %T", ink, img)
		}
		p[i] = gray
	}
	return p
}

// at is the ink at a place in points, 255 for full.
func (p plates) at(x, y float64) (ink [4]int) {
	for i, plate := range p {
		ink[i] = 255 - int(plate.GrayAt(int(x), int(y)).Y)
	}
	return ink
}

func nearInk(a, b [4]int, most int) bool {
	for i := range a {
		if a[i]-b[i] > most || b[i]-a[i] > most {
			return false
		}
	}
	return true
}

// sampleSheet is a page with every kind of picture.
func sampleSheet() (*page.Edition, func(i int) (x, y geom.Length)) {
	p := &page.Page{Number: 1, Trim: geom.Size{W: 500 * pt, H: 300 * pt}, Bleed: 10 * pt}
	place := func(i int) (x, y geom.Length) { return geom.Length(i%6)*80 + 10, geom.Length(i/6)*40 + 10 }
	for i, s := range picturetest.Samples() {
		x, y := place(i)
		p.Items = append(p.Items, show(s.Name, x, y, 64, 32, whole))
	}
	return &page.Edition{Pages: []*page.Page{p}}, place
}

// In the separations every kind of picture has the ink that the conversion
// gives its colours, whichever way it is embedded; gray ones are on the black
// plate alone.
func TestPicturesOnPlates(t *testing.T) {
	e, place := sampleSheet()
	doc := render(t, e, pdf.Options{Pictures: inkStore(t, sampleFiles())})
	p := separate(t, doc)
	press, err := icc.Parse(newsprint.Profile())
	if err != nil {
		t.Fatal(err)
	}
	link, err := icc.NewLink(icc.SRGB(), press, 220)
	if err != nil {
		t.Fatal(err)
	}
	tones, err := icc.GrayLink(icc.GraySRGB(), press)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range picturetest.Samples() {
		x, y := place(i)
		colourful := false
		for _, c := range s.Corners {
			colourful = colourful || c.R != c.G || c.G != c.B
		}
		for q, c := range s.Corners {
			want := [4]int{3: 255 - int(tones[c.G])}
			switch {
			case s.Name == "cmyk.jpg" || s.Name == "ycck.jpg":
				k := color.CMYKModel.Convert(c).(color.CMYK)
				want = [4]int{int(k.C), int(k.M), int(k.Y), int(k.K)}
			case colourful:
				b := make([]byte, 4)
				link.Convert(b, []byte{c.R, c.G, c.B}, 3, 1)
				want = [4]int{int(b[0]), int(b[1]), int(b[2]), int(b[3])}
			}
			got := p.at(float64(x)+10+4+float64(q%2)*56, float64(y)+10+4+float64(q/2)*24)
			if !nearInk(got, want, 14) || !colourful && (got[0] != 0 || got[1] != 0 || got[2] != 0) {
				t.Errorf("%s: quarter %d is %v, not %v", s.Name, q, got, want)
			}
		}
		if got := p.at(float64(x)+10-3, float64(y)+10+16); got != [4]int{} {
			t.Errorf("%s: %v beside it", s.Name, got)
		}
	}
}

// Two readers show the pictures in their colours, as far as inks go without a
// profile and newsprint in green: nothing inverted, nothing swapped.
func TestInkLooksRight(t *testing.T) {
	e, place := sampleSheet()
	doc := render(t, e, pdf.Options{Pictures: inkStore(t, sampleFiles())})
	for reader, show := range map[string]func(*testing.T, []byte) image.Image{
		"poppler": func(t *testing.T, doc []byte) image.Image { return pixels(t, doc, 1) },
		"MuPDF":   pixelsByMuPDF,
	} {
		t.Run(reader, func(t *testing.T) {
			img := show(t, doc)
			for i, s := range picturetest.Samples() {
				x, y := place(i)
				for q, c := range s.Corners {
					got := at(img, float64(x)+10+2+float64(q%2)*60, float64(y)+10+2+float64(q/2)*28)
					off := func(a, b uint8) bool { return max(a, b)-min(a, b) > 150 }
					if off(got.R, c.R) || off(got.G, c.G) || off(got.B, c.B) {
						t.Errorf("%s: quarter %d is %v, not nearly %v", s.Name, q, got, c)
					}
				}
			}
		})
	}
}

// pixelsByMuPDF renders the first page at four pixels a point.
func pixelsByMuPDF(t *testing.T, doc []byte) image.Image {
	t.Helper()
	dir := t.TempDir()
	name, out := filepath.Join(dir, "edition.pdf"), filepath.Join(dir, "page.png")
	if err := os.WriteFile(name, doc, 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, "mutool", "draw", "-q", "-c", "rgb", "-r", "288", "-o", out, name, "1")
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

var imageSpace = regexp.MustCompile(`/Subtype/Image[^>]*?/ColorSpace\s*(/?[^\s/]+)`)

func TestNoPictureInRGB(t *testing.T) {
	e, _ := sampleSheet()
	files := sampleFiles()
	doc := render(t, e, pdf.Options{Pictures: inkStore(t, files)})
	spaces := make(map[string]int)
	for _, m := range imageSpace.FindAllSubmatch(doc, -1) {
		spaces[string(m[1])]++
	}
	if n := spaces["/DeviceGray"] + spaces["/DeviceCMYK"]; n != len(e.Pages[0].Items) || len(spaces) != 2 {
		t.Errorf("%d pictures in %v", len(e.Pages[0].Items), spaces)
	}
	if bytes.Contains(doc, []byte("RGB\n")) || bytes.Contains(doc, []byte("/Indexed")) {
		t.Error("there is RGB in the document")
	}
	name := filepath.Join(t.TempDir(), "edition.pdf")
	if err := os.WriteFile(name, doc, 0o644); err != nil {
		t.Fatal(err)
	}
	if out := run(t, "qpdf", "--check", name); !strings.Contains(out, "No syntax or stream encoding errors found") {
		t.Error(out)
	}
	if out := run(t, "pdfimages", "-list", name); strings.Contains(out, "rgb") || strings.Contains(out, "index") {
		t.Error(out)
	}
}

// scene is a photograph with dark and colourful parts.
func scene(w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(11, 12))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			n := r.IntN(25)
			img.SetRGBA(x, y, color.RGBA{uint8(x*200/w + n), uint8(y*120/h + n), uint8((w-x)*90/w + n), 255})
			if (x/30+y/30)%3 == 0 {
				img.SetRGBA(x, y, color.RGBA{uint8(n), uint8(n / 2), uint8(n), 255})
			}
		}
	}
	return img
}

// A photograph with dark and colourful parts, through the whole document: the
// plates together hold no more ink than is allowed, anywhere.
func TestTotalInkOnPlates(t *testing.T) {
	files := fstest.MapFS{"a.jpg": {Data: picturetest.JPEG(scene(600, 400))}, "b.png": {Data: picturetest.PNG(scene(300, 200))}}
	e := &page.Edition{Pages: []*page.Page{{Number: 1, Trim: geom.Size{W: 700 * pt, H: 500 * pt}, Items: []page.Item{
		show("a.jpg", 20, 20, 600, 400, image.Rect(0, 0, 600, 400)), show("b.png", 20, 430, 60, 40, image.Rect(0, 0, 300, 200)),
	}}}}
	p := separate(t, render(t, e, pdf.Options{Pictures: inkStore(t, files)}))
	most, sum, n := 0, 0, 0
	for y := range 500 {
		for x := range 700 {
			ink := p.at(float64(x), float64(y))
			total := ink[0] + ink[1] + ink[2] + ink[3]
			most = max(most, total)
			if total > 0 {
				sum += total
				n++
			}
		}
	}
	if most > 220*255/100 || most < 190*255/100 || n < 600*400 {
		t.Errorf("%.1f%% of ink at most, %.1f%% in the mean of %d", float64(most)/2.55, float64(sum)/2.55/float64(n), n)
	}
}

// Two crops of a file are two pictures, the same place twice is one; the bytes
// do not depend on how many processors there are.
func TestInkIsSharedAndDeterministic(t *testing.T) {
	files := fstest.MapFS{"a.jpg": {Data: picturetest.JPEG(scene(600, 400))}, "b.png": {Data: sampleFiles()["rgb.png"].Data}}
	e := &page.Edition{}
	for n := range 4 {
		e.Pages = append(e.Pages, &page.Page{Number: n + 1, Trim: geom.Size{W: 700 * pt, H: 500 * pt}, Items: []page.Item{
			show("a.jpg", 20, 20, 300, 200, image.Rect(0, 0, 600, 400)), show("a.jpg", 20, 240, 100, 100, image.Rect(100, 0, 400, 300)),
			show("b.png", 400, 20, 64, 32, whole), show("b.png", 400, geom.Length(60+n), 64, 32, whole),
		}})
	}
	var want []byte
	for _, n := range []int{1, 16} {
		before := runtime.GOMAXPROCS(n)
		doc := render(t, e, pdf.Options{Pictures: inkStore(t, files)})
		runtime.GOMAXPROCS(before)
		if want == nil {
			want = doc
		}
		if !bytes.Equal(doc, want) {
			t.Errorf("with %d processors the bytes differ", n)
		}
	}
	if n := bytes.Count(want, []byte("/Subtype/Image")); n != 3 {
		t.Errorf("3 pictures are embedded %d times", n)
	}
}

// The part shown fills its rectangle, whether it goes as a file or as pixels.
func TestInkPlaces(t *testing.T) {
	p := &page.Page{Number: 1, Trim: geom.Size{W: 300 * pt, H: 200 * pt}, Items: []page.Item{
		show("rgb.jpg", 20, 20, 101, 50, image.Rect(32, 0, 64, 16)), show("rgb.png", 150, 20, 101, 50, image.Rect(32, 0, 64, 16)),
	}}
	plates := separate(t, render(t, &page.Edition{Pages: []*page.Page{p}}, pdf.Options{Pictures: inkStore(t, sampleFiles())}))
	for _, left := range []float64{20, 150} {
		for _, c := range []struct {
			x, y   float64
			inside bool
		}{{1, 1, true}, {99, 1, true}, {1, 48, true}, {99, 48, true}, {-2, 20, false}, {103, 20, false}, {50, -2, false}, {50, 52, false}} {
			ink := plates.at(left+c.x, 20+c.y)
			if (ink[2] > 100) != c.inside { // green has much yellow
				t.Errorf("%v at %v, %v", ink, left+c.x, 20+c.y)
			}
		}
	}
}

func BenchmarkInkPictures(b *testing.B) {
	e, files := illustrated(b)
	cache := new(pdf.Cache)
	for b.Loop() {
		doc, err := pdf.Render(e, pdf.Options{Cache: cache, Pictures: inkStore(b, files)})
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(doc)))
	}
}
