package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
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

	_ "image/png"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/pdf"
	"duikai/render/pdf/pdftest"
	"duikai/render/picture"
	"duikai/render/picture/picturetest"
)

var whole = image.Rect(0, 0, picturetest.Width, picturetest.Height)

func sampleFiles() fstest.MapFS {
	m := make(fstest.MapFS)
	for _, s := range picturetest.Samples() {
		m[s.Name] = &fstest.MapFile{Data: s.Data}
	}
	return m
}

// pixels renders a page for the eye, at four pixels a point.
func pixels(t *testing.T, doc []byte, number int) image.Image {
	t.Helper()
	dir := t.TempDir()
	name := filepath.Join(dir, "edition.pdf")
	if err := os.WriteFile(name, doc, 0o644); err != nil {
		t.Fatal(err)
	}
	n := fmt.Sprint(number)
	run(t, "pdftoppm", "-r", "288", "-png", "-f", n, "-l", n, "-singlefile", name, filepath.Join(dir, "page"))
	f, err := os.Open(filepath.Join(dir, "page.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// at is the colour of a page at a place, in points.
func at(img image.Image, x, y float64) color.RGBA {
	return color.RGBAModel.Convert(img.At(int(x*4), int(y*4))).(color.RGBA)
}

func near(a, b color.RGBA) bool {
	const most = 12
	off := func(a, b uint8) bool { return max(a, b)-min(a, b) > most }
	return !off(a.R, b.R) && !off(a.G, b.G) && !off(a.B, b.B)
}

var white = color.RGBA{255, 255, 255, 255}

// onNewsprint is what full inks look like on newsprint: magenta and yellow, cyan
// and yellow, cyan and magenta, black.
var onNewsprint = [4]color.RGBA{{241, 65, 65, 255}, {0, 170, 99, 255}, {63, 71, 156, 255}, {70, 53, 43, 255}}

func show(file string, x, y, w, h geom.Length, crop image.Rectangle) *page.Picture {
	return &page.Picture{File: file, Rect: geom.Rect{X: x * pt, Y: y * pt, W: w * pt, H: h * pt}, Crop: crop,
		Src: diag.Pos{File: "issue.yaml", Line: 7, Col: 3}}
}

// Every kind of picture, seen by another program: the four quarters where they
// should be, and white around them.
func TestPicturesLookRight(t *testing.T) {
	samples := picturetest.Samples()
	p := &page.Page{Number: 1, Trim: geom.Size{W: 500 * pt, H: 300 * pt}, Bleed: 10 * pt}
	place := func(i int) (x, y geom.Length) { return geom.Length(i%6)*80 + 10, geom.Length(i/6)*40 + 10 }
	for i, s := range samples {
		x, y := place(i)
		p.Items = append(p.Items, show(s.Name, x, y, 64, 32, whole))
	}
	store := picture.New(sampleFiles())
	doc := render(t, &page.Edition{Pages: []*page.Page{p}}, pdf.Options{Pictures: store})
	img := pixels(t, doc, 1)
	for i, s := range samples {
		x, y := place(i)
		left, top := float64(x)+10, float64(y)+10
		corners := s.Corners
		if s.Name == "cmyk.jpg" || s.Name == "ycck.jpg" {
			corners = onNewsprint
		}
		for q, c := range corners {
			// A point and a half inside of the picture's corner.
			cx, cy := left+1.5+float64(q%2)*61, top+1.5+float64(q/2)*29
			if got := at(img, cx, cy); !near(got, c) {
				t.Errorf("%s: corner %d is %v, not %v", s.Name, q, got, c)
			}
		}
		for _, d := range [][2]float64{{-1, 16}, {65, 16}, {32, -1}, {32, 33}} {
			if got := at(img, left+d[0], top+d[1]); !near(got, white) {
				t.Errorf("%s: %v beside it", s.Name, got)
			}
		}
	}
}

func TestCropsLookRight(t *testing.T) {
	c := picturetest.Samples()[1].Corners
	p := &page.Page{Number: 1, Trim: geom.Size{W: 400 * pt, H: 200 * pt}, Items: []page.Item{
		show("rgb.png", 10, 10, 60, 60, image.Rect(16, 0, 48, 32)),    // the middle
		show("rgb.png", 100, 10, 120, 60, image.Rect(32, 16, 64, 32)), // the last quarter
		show("rgb.png", 250, 10, 40, 60, image.Rect(16, 8, 32, 32)),   // its left side, a third above
	}}
	img := pixels(t, render(t, &page.Edition{Pages: []*page.Page{p}}, pdf.Options{Pictures: picture.New(sampleFiles())}), 1)
	for _, w := range []struct {
		x, y float64
		c    color.RGBA
	}{
		{12, 12, c[0]}, {34, 34, c[0]}, {68, 12, c[1]}, {46, 34, c[1]}, {12, 68, c[2]}, {34, 46, c[2]}, {68, 68, c[3]}, {46, 46, c[3]},
		{9, 30, white}, {71, 30, white}, {40, 9, white}, {40, 71, white},
		{101, 11, c[3]}, {219, 11, c[3]}, {101, 69, c[3]}, {219, 69, c[3]},
		{99, 40, white}, {221, 40, white}, {160, 9, white}, {160, 71, white},
		{252, 12, c[0]}, {288, 12, c[0]}, {270, 24, c[0]}, {270, 36, c[2]}, {252, 68, c[2]}, {288, 68, c[2]}, {249, 40, white}, {291, 40, white},
	} {
		if got := at(img, w.x, w.y); !near(got, w.c) {
			t.Errorf("%v, %v: %v, not %v", w.x, w.y, got, w.c)
		}
	}
}

// placedImage is an image as a page's content places it.
type placedImage struct {
	object             int
	clip               []float64 // left, bottom, width, height; nil: none
	left, bottom, w, h float64
}

var (
	clipLine  = regexp.MustCompile(`(?m)^(\S+) (\S+) (\S+) (\S+) re W\* n$`)
	imageLine = regexp.MustCompile(`q\s+(\S+) 0 0\s+(\S+) (\S+) (\S+) cm /I(\d+) Do`)
)

func (d *document) images(number int) []placedImage {
	d.t.Helper()
	var list []placedImage
	content := d.content(number)
	for _, m := range imageLine.FindAllStringSubmatchIndex(content, -1) {
		f := func(i int) string { return content[m[2*i]:m[2*i+1]] }
		p := placedImage{w: atof(d.t, f(1)), h: atof(d.t, f(2)), left: atof(d.t, f(3)), bottom: atof(d.t, f(4)), object: atoi(d.t, f(5))}
		start := strings.LastIndex(content[:m[0]], "1 0 0\n")
		if c := clipLine.FindStringSubmatch(content[start:m[0]]); c != nil {
			for _, s := range c[1:] {
				p.clip = append(p.clip, atof(d.t, s))
			}
		}
		list = append(list, p)
	}
	return list
}

// The part shown fills its rectangle to the hundredth of a point, whatever the
// numbers, and the picture reaches the edge of the clip everywhere.
func TestPicturePlaces(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	p := &page.Page{Number: 1, Trim: geom.Size{W: 1_105_512, H: 1_530_709}, Bleed: 8504}
	for i := range 200 {
		crop := image.Rect(r.IntN(60), r.IntN(28), 0, 0)
		crop.Max = image.Pt(crop.Min.X+1+r.IntN(64-crop.Min.X), crop.Min.Y+1+r.IntN(32-crop.Min.Y))
		if i%10 == 0 {
			crop = whole
		}
		w := geom.Length(20_000 + r.IntN(800_000))
		p.Items = append(p.Items, &page.Picture{File: "rgb.jpg", Crop: crop, Rect: geom.Rect{
			X: geom.Length(r.IntN(200_000)), Y: geom.Length(r.IntN(600_000)), W: w, H: w * geom.Length(crop.Dy()) / geom.Length(crop.Dx()),
		}})
	}
	d := parse(t, render(t, &page.Edition{Pages: []*page.Page{p}}, pdf.Options{Uncompressed: true, Pictures: picture.New(sampleFiles())}))
	trim := strings.Fields(d.value(d.pages[0], `/TrimBox\[(.*?)\]`))
	left, top := atof(t, trim[0]), atof(t, trim[3])
	got := d.images(0)
	if len(got) != len(p.Items) {
		t.Fatalf("%d pictures of %d", len(got), len(p.Items))
	}
	const half = 0.005 + 1e-6
	same := func(a, b, most float64) bool { return a-b <= most && b-a <= most }
	for i, it := range p.Items {
		want, g := it.(*page.Picture), got[i]
		box := []float64{left + want.Rect.X.Points(), top - want.Rect.Bottom().Points(), want.Rect.W.Points(), want.Rect.H.Points()}
		shown := g.clip
		if shown == nil {
			if want.Crop != whole {
				t.Fatalf("%d: no clip", i)
			}
			shown = []float64{g.left, g.bottom, g.w, g.h}
		}
		if !same(shown[0], box[0], half) || !same(shown[1], box[1], half) || !same(shown[2], box[2], 2*half) || !same(shown[3], box[3], 2*half) {
			t.Errorf("%d: shown in %v, not %v", i, shown, box)
		}
		if g.left > shown[0]+1e-6 || g.bottom > shown[1]+1e-6 || g.left+g.w < shown[0]+shown[2]-1e-6 || g.bottom+g.h < shown[1]+shown[3]-1e-6 {
			t.Errorf("%d: the picture %+v does not fill its clip", i, g)
		}
		// Where the part's own corner lands.
		x := g.left + g.w*float64(want.Crop.Min.X)/64
		y := g.bottom + g.h - g.h*float64(want.Crop.Min.Y)/32
		if !same(x, shown[0], 0.0151) || !same(y, shown[1]+shown[3], 0.0151) {
			t.Errorf("%d: the part begins at %.4f, %.4f in %v", i, x, y, shown)
		}
	}
}

func TestEveryPictureIsEmbeddedOnce(t *testing.T) {
	trim := geom.Size{W: 400 * pt, H: 200 * pt}
	e := &page.Edition{Pages: []*page.Page{
		{Number: 1, Trim: trim, Items: []page.Item{
			show("rgb.jpg", 10, 10, 64, 32, whole), show("turn-6.jpg", 100, 10, 64, 32, whole),
			show("rgb.jpg", 10, 60, 32, 32, image.Rect(0, 0, 32, 32)),
		}},
		{Number: 2, Trim: trim, Items: []page.Item{
			show("turn-6.jpg", 10, 10, 32, 16, whole), show("rgb.jpg", 10, 50, 64, 32, whole), show("palette.png", 100, 100, 64, 32, whole),
		}},
	}}
	doc := render(t, e, pdf.Options{Uncompressed: true, Pictures: picture.New(sampleFiles())})
	if n := bytes.Count(doc, []byte("/Subtype/Image")); n != 3 {
		t.Errorf("3 pictures are embedded %d times", n)
	}
	d := parse(t, doc)
	one, two := d.images(0), d.images(1)
	if len(one) != 3 || len(two) != 3 || one[0].object != one[2].object || one[0].object != two[1].object || one[1].object != two[0].object {
		t.Errorf("%v %v", one, two)
	}
}

func TestPictureFaults(t *testing.T) {
	files := sampleFiles()
	files["cut.jpg"] = &fstest.MapFile{Data: files["rgb.jpg"].Data[:300]}
	files["bomb.png"] = &fstest.MapFile{Data: picturetest.Bomb(60_000, 60_000)}
	files["text.pdf"] = &fstest.MapFile{Data: []byte("no PDF")}
	for name, c := range map[string]struct {
		item  page.Item
		files fs.FS
	}{
		"no folder":     {show("rgb.jpg", 0, 0, 64, 32, whole), nil},
		"no folder pdf": {&page.Block{File: "a.pdf", Page: 1}, nil},
		"no file":       {show("none.jpg", 0, 0, 64, 32, whole), files},
		"cut off":       {show("cut.jpg", 0, 0, 64, 32, whole), files},
		"bomb":          {show("bomb.png", 0, 0, 64, 32, whole), files},
		"no part":       {show("rgb.jpg", 0, 0, 64, 32, image.Rectangle{}), files},
		"beyond":        {show("rgb.jpg", 0, 0, 64, 32, image.Rect(0, 0, 65, 32)), files},
		"no room":       {show("rgb.jpg", 0, 0, 0, 32, whole), files},
		"no block":      {&page.Block{File: "none.pdf", Page: 1, Rect: geom.Rect{W: pt, H: pt}}, files},
		"no PDF":        {&page.Block{File: "text.pdf", Page: 1, Rect: geom.Rect{W: pt, H: pt}}, files},
		"a photograph":  {&page.Block{File: "rgb.jpg", Page: 1, Rect: geom.Rect{W: pt, H: pt}}, files},
	} {
		o := pdf.Options{}
		if c.files != nil {
			o.Pictures = picture.New(c.files)
		}
		e := &page.Edition{Pages: []*page.Page{{Number: 5, Trim: geom.Size{W: 100 * pt, H: 100 * pt}, Items: []page.Item{c.item}}}}
		var buf bytes.Buffer
		err := pdf.Write(&buf, e, o)
		var bad *pdf.FileError
		if !errors.As(err, &bad) || buf.Len() > 0 || bad.Page != 5 || bad.File == "" || strings.Count(err.Error(), bad.File) != 1 {
			t.Errorf("%s: %v", name, err)
		} else if p, ok := c.item.(*page.Picture); ok && (bad.File != p.File || bad.Src != p.Src) {
			t.Errorf("%s: %+v", name, bad)
		}
	}
}

// illustrated is a page of text with four photographs of three megapixels.
func illustrated(tb testing.TB) (*page.Edition, fs.FS) {
	tb.Helper()
	const w, h = 2000, 1500
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(5, 6))
	for y := range h {
		for x := range w {
			v := uint8(x/8 + y/6 + r.IntN(16))
			img.SetRGBA(x, y, color.RGBA{v, v/2 + 60, 255 - v, 255})
		}
	}
	files := fstest.MapFS{"b.png": {Data: picturetest.PNG(img.SubImage(image.Rect(0, 0, 800, 600)))}}
	e := sheet(tb)
	e.Pages = e.Pages[:1]
	for i, name := range []string{"a.jpg", "b.png", "c.jpg", "d.jpg"} {
		crop := image.Rect(0, 0, 800, 600)
		if name != "b.png" {
			img.SetRGBA(i, i, color.RGBA{A: 255}) // another photograph
			files[name] = &fstest.MapFile{Data: picturetest.JPEG(img)}
			crop = image.Rect(100, 0, 1900, 1350)
		}
		e.Pages[0].Items = append(e.Pages[0].Items, show(name, geom.Length(50+i*250), 1000, 240, 180, crop))
	}
	return e, files
}

// The floor draws the same pictures and blocks, or the comparison says nothing.
func TestFloorShowsThePictures(t *testing.T) {
	files := sampleFiles()
	files["a.pdf"] = &fstest.MapFile{Data: quartersPDF(200, 100)}
	e := &page.Edition{Pages: []*page.Page{{Number: 1, Trim: geom.Size{W: 400 * pt, H: 200 * pt}, Bleed: 10 * pt, Items: []page.Item{
		show("rgb.jpg", 10, 10, 64, 32, whole), show("turn-6.jpg", 100, 10, 64, 32, whole),
		show("rgb.jpg", 200, 10, 60, 60, image.Rect(16, 0, 48, 32)), show("alpha.png", 10, 100, 32, 16, whole),
		block("a.pdf", 100, 100, 100, 50), block("a.pdf", 250, 100, 50, 25),
	}}}}
	floor, err := (&pdftest.Fonts{Files: files}).Floor(e)
	if err != nil {
		t.Fatal(err)
	}
	ours := render(t, e, pdf.Options{Pictures: picture.New(files)})
	for _, mark := range []string{"/Subtype ?/Image", "/DCTDecode"} {
		count := func(doc []byte) int { return len(regexp.MustCompile(mark).FindAll(doc, -1)) }
		if a, b := count(floor), count(ours); a != b || a == 0 {
			t.Errorf("the floor has %d of %s, the document %d", a, mark, b)
		}
	}
	one, two := pixels(t, floor, 1), pixels(t, ours, 1)
	for _, it := range e.Pages[0].Items {
		var r geom.Rect
		switch it := it.(type) {
		case *page.Picture:
			r = it.Rect
		case *page.Block:
			r = it.Rect
		default:
			continue
		}
		for _, in := range [][2]float64{{.1, .1}, {.9, .1}, {.1, .9}, {.9, .9}} {
			x, y := 10+r.X.Points()+in[0]*r.W.Points(), 10+r.Y.Points()+in[1]*r.H.Points()
			if a, b := at(one, x, y), at(two, x, y); !near(a, b) {
				t.Errorf("at %v, %v the floor is %v, the document %v", x, y, a, b)
			}
		}
	}
}

// A page with pictures, its files read anew every time.
func BenchmarkPictures(b *testing.B) {
	e, files := illustrated(b)
	run := func(name string, draw func() ([]byte, error)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				doc, err := draw()
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(doc)))
			}
		})
	}
	cache, warm := new(pdf.Cache), &pdftest.Fonts{Files: files}
	run("write", func() ([]byte, error) {
		return pdf.Render(e, pdf.Options{Cache: cache, Pictures: picture.New(files)})
	})
	run("floor", func() ([]byte, error) { return warm.Floor(e) })
}

// The same bytes, whatever is done side by side.
func TestPicturesAreDeterministic(t *testing.T) {
	e, files := everything(t)
	cache, shared := new(pdf.Cache), picture.New(files)
	want := render(t, e, pdf.Options{Cache: cache, Pictures: picture.New(files)})
	for _, n := range []int{1, 2, 16} {
		before := runtime.GOMAXPROCS(n)
		for i := range 4 {
			store := picture.New(files)
			if i%2 == 0 {
				store = shared
			}
			if got := render(t, e, pdf.Options{Cache: cache, Pictures: store}); !bytes.Equal(got, want) {
				t.Errorf("with %d processors the bytes differ", n)
			}
		}
		runtime.GOMAXPROCS(before)
	}
}

// everything is pages with all kinds of pictures, blocks and links among text.
func everything(t testing.TB) (*page.Edition, fs.FS) {
	t.Helper()
	e, files := small(t), sampleFiles()
	for i, s := range picturetest.Samples() {
		p := e.Pages[i%len(e.Pages)]
		p.Items = append(p.Items, show(s.Name, geom.Length(20+i*30), geom.Length(600+i*3), 28, 14, whole))
	}
	song := faces(t, fonts.Song)[0]
	for i, name := range []string{"one.pdf", "two.pdf", "three.pdf"} {
		files[name] = &fstest.MapFile{Data: quartersPDF(200, 100+i)}
		for k, p := range e.Pages {
			if (i+k)%2 == 0 {
				p.Items = append(p.Items, &page.Block{File: name, Page: 1, Rect: geom.Rect{X: geom.Length(100+300*i) * pt, Y: 700 * pt, W: 200 * pt, H: geom.Length(100+i) * pt}},
					line(song, 9*pt, 100*pt, 690*pt, "版块之后"))
			}
		}
	}
	for i, p := range e.Pages {
		for to := range e.Pages {
			p.Links = append(p.Links, page.Link{Area: geom.Rect{X: 10 * pt, Y: geom.Length(20+30*to) * pt, W: 100 * pt, H: 20 * pt},
				Page: to + 1, To: geom.Point{X: geom.Length(100*to) * pt, Y: geom.Length(50*i) * pt}})
		}
	}
	return e, files
}
