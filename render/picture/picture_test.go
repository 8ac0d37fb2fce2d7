package picture_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io/fs"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"duikai/layout/artwork"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/picture"
	"duikai/render/picture/picturetest"
)

func folder(t testing.TB) fstest.MapFS {
	t.Helper()
	m := make(fstest.MapFS)
	for _, s := range picturetest.Samples() {
		m[s.Name] = &fstest.MapFile{Data: s.Data}
	}
	return m
}

// all shows the whole of a sample.
func all(file string) *page.Picture {
	return &page.Picture{File: file, Crop: image.Rect(0, 0, picturetest.Width, picturetest.Height)}
}

// near allows for what JPEG loses.
func near(a color.Color, b color.RGBA) bool {
	const most = 12
	c := color.RGBAModel.Convert(a).(color.RGBA)
	off := func(a, b uint8) bool { return max(a, b)-min(a, b) > most }
	return !off(c.R, b.R) && !off(c.G, b.G) && !off(c.B, b.B) && c.A == 255
}

func checkCorners(t *testing.T, img image.Image, want [4]color.RGBA) {
	t.Helper()
	b := img.Bounds()
	for i, c := range want {
		x, y := b.Min.X+b.Dx()/4+i%2*b.Dx()/2, b.Min.Y+b.Dy()/4+i/2*b.Dy()/2
		if got := img.At(x, y); !near(got, c) {
			t.Errorf("quarter %d is %v, not %v", i, got, c)
		}
	}
}

func TestReady(t *testing.T) {
	store := picture.New(folder(t))
	for _, s := range picturetest.Samples() {
		t.Run(s.Name, func(t *testing.T) {
			r, err := store.Ready(all(s.Name))
			if err != nil {
				t.Fatal(err)
			}
			if r.Width != picturetest.Width || r.Height != picturetest.Height {
				t.Errorf("%d by %d pixels", r.Width, r.Height)
			}
			img, format, err := image.Decode(bytes.NewReader(r.Data))
			if err != nil {
				t.Fatal(err)
			}
			if img.Bounds() != image.Rect(0, 0, r.Width, r.Height) {
				t.Errorf("it is %v", img.Bounds())
			}
			if s.Name != "cmyk.jpg" && s.Name != "ycck.jpg" { // as newsprint shows ink
				checkCorners(t, img, s.Corners)
			}
			wantPNG := strings.HasSuffix(s.Name, ".png")
			if wantPNG != (format == "png") {
				t.Errorf("it is embedded as %s", format)
			}
			if _, isGray := img.(*image.Gray); isGray != strings.HasPrefix(s.Name, "gray") {
				t.Errorf("it is embedded as %T", img)
			}
			if wantPNG {
				checkPlainPNG(t, r.Data)
			}
			if s.AsIs && !samePixels(s.Data, r.Data) {
				t.Error("it was encoded anew")
			}
			for _, leak := range []string{"Exif", "where it was taken"} {
				if bytes.Contains(r.Data, []byte(leak)) {
					t.Errorf("%q goes into print", leak)
				}
			}
		})
	}
}

// samePixels tells of the last bytes before the end marks: packed pixels.
func samePixels(a, b []byte) bool {
	const tail, end = 48, 20
	return bytes.Equal(a[len(a)-tail:len(a)-end], b[len(b)-tail:len(b)-end])
}

func checkPlainPNG(t *testing.T, data []byte) {
	t.Helper()
	if depth, kind, passes := data[24], data[25], data[28]; depth > 8 || kind >= 4 || passes != 0 {
		t.Errorf("%d bits, kind %d, interlacing %d", depth, kind, passes)
	}
	if n := bytes.Count(data, []byte("IDAT")); n != 1 {
		t.Errorf("%d chunks of pixels", n)
	}
}

func TestRGBWithGrayPixelsStaysUnlessEncoded(t *testing.T) {
	gray := [4]color.RGBA{{9, 9, 9, 255}, {99, 99, 99, 255}, {199, 199, 199, 255}, {255, 255, 255, 255}}
	rect := image.Rect(0, 0, picturetest.Width, picturetest.Height)
	store := picture.New(fstest.MapFS{
		"a.png": {Data: picturetest.PNG(picturetest.Quarters(image.NewRGBA(rect), gray))},
		"b.png": {Data: picturetest.PNG(picturetest.Quarters(image.NewRGBA64(rect), gray))},
		"c.tif": {Data: picturetest.TIFF(picturetest.Quarters(image.NewRGBA(rect), gray))},
	})
	for name, want := range map[string]color.Model{"a.png": color.RGBAModel, "b.png": color.GrayModel, "c.tif": color.GrayModel} {
		r, err := store.Ready(all(name))
		if err != nil {
			t.Fatal(err)
		}
		if c, _, err := image.DecodeConfig(bytes.NewReader(r.Data)); err != nil || c.ColorModel != want {
			t.Errorf("%s: %v, %v", name, c.ColorModel, err)
		}
	}
}

func TestFaults(t *testing.T) {
	m := folder(t)
	whole := m["rgb.jpg"].Data
	flipped := bytes.Clone(m["rgb.png"].Data)
	flipped[len(flipped)-30] ^= 0xff
	for name, data := range map[string][]byte{
		"empty.jpg": nil, "text.jpg": []byte("this is no picture, whatever its name"),
		"cut.jpg": whole[:len(whole)-200], "head.jpg": whole[:30],
		"cut.png": m["rgb.png"].Data[:80], "sum.png": flipped,
		"cut.tif": m["rgb.tif"].Data[:60], "cut.webp": m["lossless.webp"].Data[:40],
		"doc.jpg":  []byte("%PDF-1.4\n1 0 obj\n<</MediaBox [0 0 1 1]>>\nendobj\n"),
		"bomb.png": picturetest.Bomb(60_000, 60_000), "wide.png": picturetest.Bomb(1<<30, 1),
	} {
		m[name] = &fstest.MapFile{Data: data}
	}
	m["dir.jpg"] = &fstest.MapFile{Mode: fs.ModeDir}
	store := picture.New(m)
	for name := range m {
		if !strings.ContainsAny(name, ".") || picturetestHas(name) {
			continue
		}
		if r, err := store.Ready(all(name)); err == nil {
			t.Errorf("%s: %d by %d pixels", name, r.Width, r.Height)
		} else if strings.Contains(err.Error(), name) {
			t.Errorf("%s names itself: %v", name, err)
		}
	}
	if _, err := store.Ready(all("none.jpg")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := store.Block(&page.Block{File: "rgb.jpg", Page: 1}); err == nil {
		t.Error("a photograph as a block")
	}
}

func picturetestHas(name string) bool {
	for _, s := range picturetest.Samples() {
		if s.Name == name {
			return true
		}
	}
	return false
}

// A picture that claims to be huge must be refused for its claim, at no cost.
func TestBombIsNotDecoded(t *testing.T) {
	store := picture.New(fstest.MapFS{"bomb.png": {Data: picturetest.Bomb(60_000, 60_000)}})
	if n := testing.AllocsPerRun(1, func() {
		if _, err := store.Ready(all("bomb.png")); !errors.Is(err, artwork.ErrTooLarge) {
			t.Errorf("%v", err)
		}
	}); n > 1000 {
		t.Errorf("%v allocations", n)
	}
}

// counting counts how often files are opened.
type counting struct {
	fs.FS
	n atomic.Int32
}

func (c *counting) Open(name string) (fs.File, error) {
	if name != "." {
		c.n.Add(1)
	}
	return c.FS.Open(name)
}

func (c *counting) Stat(name string) (fs.FileInfo, error) { return fs.Stat(c.FS, name) }

func TestEveryFileIsReadOnce(t *testing.T) {
	files := &counting{FS: folder(t)}
	store := picture.New(files)
	samples := picturetest.Samples()
	p := &page.Page{}
	for _, s := range samples {
		p.Items = append(p.Items, all(s.Name))
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { store.Prepare([]*page.Page{p, p}) })
		wg.Go(func() {
			for _, s := range samples {
				if _, err := store.Ready(all(s.Name)); err != nil {
					t.Error(err)
				}
				if _, err := store.Pixels(&page.Picture{File: s.Name, Crop: image.Rect(0, 0, 8, 8)}, 4, 4); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := files.n.Load(); int(n) != len(samples) {
		t.Errorf("%d files opened %d times", len(samples), n)
	}
}

func TestSmallFilesStaySmall(t *testing.T) {
	// What follows the end mark, and a preview, do not go into the document.
	plain := picturetest.Samples()[1].Data
	preview := append([]byte{0xff, 0xe2, 0x40, 0x02}, make([]byte, 0x4000)...)
	data := append(append(append([]byte{}, plain[:2]...), preview...), plain[2:]...)
	data = append(data, plain...)
	r, err := picture.New(fstest.MapFS{"a.jpg": {Data: data}}).Ready(all("a.jpg"))
	if err != nil || !bytes.Equal(r.Data, plain) {
		t.Errorf("%d bytes of %d: %v", len(r.Data), len(plain), err)
	}
}

func FuzzReady(f *testing.F) {
	for _, s := range picturetest.Samples() {
		f.Add(s.Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := picture.New(fstest.MapFS{"a": {Data: data}}).Ready(&page.Picture{File: "a", Crop: image.Rect(0, 0, 1, 1)})
		if err != nil {
			return
		}
		c, format, err := image.DecodeConfig(bytes.NewReader(r.Data))
		if err != nil || c.Width != r.Width || c.Height != r.Height {
			t.Fatalf("%s of %d by %d instead of %d by %d: %v", format, c.Width, c.Height, r.Width, r.Height, err)
		}
		switch format {
		case "png":
			if _, err := png.Decode(bytes.NewReader(r.Data)); err != nil {
				t.Fatal(err)
			}
		case "jpeg":
			if _, err := jpeg.DecodeConfig(bytes.NewReader(r.Data)); err != nil {
				t.Fatal(err)
			}
		default:
			t.Fatal(format)
		}
	})
}

// TestReadingCopy: a picture finer than a screen shows is made smaller for a
// reading copy, its part only; one that is not stays whole.
func TestReadingCopy(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 800, 600))
	for i := range img.Pix {
		img.Pix[i] = uint8(i % 251)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	store, err := picture.Open(fstest.MapFS{"a.jpg": {Data: b.Bytes()}}, picture.Options{RGB: true, PPI: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		size geom.Length // of two inches by one and a half
		w, h int
	}{{geom.Inch, 200, 150}, {4 * geom.Inch, 800, 600}} {
		p := &page.Picture{File: "a.jpg", Crop: image.Rect(0, 0, 800, 600), Rect: geom.Rect{W: 2 * c.size, H: c.size * 3 / 2}}
		r, err := store.Ready(p)
		if err != nil || r.Width != c.w || r.Height != c.h || r.Crop != image.Rect(0, 0, c.w, c.h) {
			t.Errorf("%v: %d by %d, part %v (%v)", p.Rect, r.Width, r.Height, r.Crop, err)
		}
	}
}
