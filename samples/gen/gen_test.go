package main

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/color"
	_ "image/jpeg"
	_ "image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	folder = "../wangting/pictures"
	faces  = "../../fonts/embedded"
)

// What all files together and one of them may weigh.
const (
	allBytes = 5 << 20
	oneByte  = 700 << 10
)

func TestPicturesAreAsTheTableSays(t *testing.T) {
	total := 0
	for _, p := range pictures {
		data, err := os.ReadFile(filepath.Join(folder, p.name))
		if err != nil {
			t.Error(err)
			continue
		}
		total += len(data)
		if len(data) > oneByte {
			t.Errorf("%s has %d bytes", p.name, len(data))
		}
		if p.shows == "" {
			t.Errorf("the table does not say what %s shows", p.name)
		}
		if p.page != nil {
			if !bytes.Contains(data, []byte("/TrimBox [0 0 999 598]")) {
				t.Errorf("%s does not have the size of its slot", p.name)
			}
			continue
		}
		img, kind, err := image.Decode(bytes.NewReader(data))
		if err != nil {
			t.Errorf("%s: %v", p.name, err)
			continue
		}
		if want := map[string]string{".jpg": "jpeg", ".png": "png"}[filepath.Ext(p.name)]; kind != want {
			t.Errorf("%s is a %s file", p.name, kind)
		}
		w, h := size(p.columns, p.rows)
		if b := img.Bounds(); b.Dx() != w || b.Dy() != h {
			t.Errorf("%s is %d × %d pixels, its slot needs %d × %d", p.name, b.Dx(), b.Dy(), w, h)
		}
		if gray := img.ColorModel() == color.GrayModel; gray == p.colour {
			t.Errorf("%s: grey is %v, colour should be %v", p.name, gray, p.colour)
		}
		checkTones(t, p.name, img)
	}
	if total > allBytes {
		t.Errorf("all pictures together have %d bytes", total)
	}
}

// checkTones sees that a picture has blacks and whites and no large empty
// part: each tenth of it across holds more than one tone.
func checkTones(t *testing.T, name string, img image.Image) {
	t.Helper()
	b := img.Bounds()
	lo, hi := uint8(255), uint8(0)
	for part := range 10 {
		l, g := uint8(255), uint8(0)
		for y := b.Min.Y; y < b.Max.Y; y += 3 {
			for x := b.Min.X + part*b.Dx()/10; x < b.Min.X+(part+1)*b.Dx()/10; x += 3 {
				v := color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y
				l, g = min(l, v), max(g, v)
			}
		}
		if g-l < 60 {
			t.Errorf("%s: part %d of 10 runs only from %d to %d", name, part+1, l, g)
		}
		lo, hi = min(lo, l), max(hi, g)
	}
	if lo > 40 || hi < 210 {
		t.Errorf("%s runs only from %d to %d", name, lo, hi)
	}
}

func TestNoOtherFilesStandInTheFolder(t *testing.T) {
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(pictures) {
		t.Errorf("%d files, the table has %d rows", len(files), len(pictures))
	}
}

// TestPicturesRepeat draws the quick ones again and compares them with the
// files: pixels within two levels, for other processors round differently, and
// the page of the PDF operator by operator.
func TestPicturesRepeat(t *testing.T) {
	s := &studio{fonts: faces}
	for _, name := range []string{"plum.png", "chart-bars.png", "bus-stop.jpg", "lake-5.jpg", "ad-museum.pdf"} {
		t.Run(name, func(t *testing.T) {
			old, err := os.ReadFile(filepath.Join(folder, name))
			if err != nil {
				t.Fatal(err)
			}
			again, err := s.make(row(t, name))
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(name, ".pdf") {
				if !bytes.Equal(content(t, old), content(t, again)) {
					t.Error("the page is drawn differently")
				}
				return
			}
			comparePixels(t, old, again)
		})
	}
}

func row(t *testing.T, name string) picture {
	t.Helper()
	for _, p := range pictures {
		if p.name == name {
			return p
		}
	}
	t.Fatalf("no picture %s", name)
	return picture{}
}

func comparePixels(t *testing.T, old, again []byte) {
	t.Helper()
	a, _, err := image.Decode(bytes.NewReader(old))
	if err != nil {
		t.Fatal(err)
	}
	b, _, err := image.Decode(bytes.NewReader(again))
	if err != nil {
		t.Fatal(err)
	}
	if a.Bounds() != b.Bounds() {
		t.Fatalf("%v, drawn again %v", a.Bounds(), b.Bounds())
	}
	far, all := 0, 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			v := int(color.GrayModel.Convert(a.At(x, y)).(color.Gray).Y)
			w := int(color.GrayModel.Convert(b.At(x, y)).(color.Gray).Y)
			all++
			if v-w > 2 || w-v > 2 {
				far++
			}
		}
	}
	// a level of 16 can tip over at a pixel here and there
	if far*1000 > all {
		t.Errorf("%d of %d pixels differ", far, all)
	}
}

// content is the page's drawing in a PDF of ours.
func content(t *testing.T, pdf []byte) []byte {
	t.Helper()
	_, rest, ok := bytes.Cut(pdf, []byte("stream\n"))
	if !ok {
		t.Fatal("no stream")
	}
	r, err := zlib.NewReader(bytes.NewReader(rest))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestCoverIsExact compares the raster with areas known otherwise.
func TestCoverIsExact(t *testing.T) {
	c := newCanvas(200, 100) // ten units to a pixel
	for _, v := range []struct {
		name string
		s    shape
		area float64 // square pixels
	}{
		{"rectangle on pixels", rect(100, 100, 300, 400), 20 * 30},
		{"rectangle between pixels", rect(105, 100, 302.5, 400), 19.75 * 30},
		{"triangle", poly(0, 0, 1000, 0, 0, 1000), 5000},
		{"overlapping, united", join(rect(100, 100, 300, 300), rect(200, 200, 400, 400)), 700},
		{"turned against each other, united", join(poly(100, 100, 100, 300, 300, 300, 300, 100), rect(200, 200, 400, 400)), 700},
		{"with a hole", rect(100, 100, 500, 500).less(rect(200, 200, 300, 300)), 1500},
		{"partly outside", rect(-100, -100, 100, 100), 100},
		{"all outside", rect(-100, -100, -50, -50), 0},
	} {
		sum := 0.0
		m := c.cover(v.s)
		for _, a := range m.a {
			if a < 0 || a > 1.001 {
				t.Errorf("%s: cover %v", v.name, a)
			}
			sum += float64(a)
		}
		if d := sum - v.area; d > 0.5 || d < -0.5 {
			t.Errorf("%s: area %v, want %v", v.name, sum, v.area)
		}
	}
}

func TestSizeOfSlots(t *testing.T) {
	for _, v := range []struct{ columns, rows, w, h int }{
		{5, 40, 1725, 1278},
		{1, 1, 325, 32},
		{8, 25, 2775, 799},
	} {
		if w, h := size(v.columns, v.rows); w != v.w || h != v.h {
			t.Errorf("%d × %d: %d × %d pixels, want %d × %d", v.columns, v.rows, w, h, v.w, v.h)
		}
	}
}

func TestNumbersOfThePDF(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 1: "1", -1.5: "-1.50", 0.004: "0", 2.346: "2.35", -0.07: "-0.07"} {
		if got := num(v); got != want {
			t.Errorf("num(%v) = %s, want %s", v, got, want)
		}
	}
}

// TestAuto: the edition without places is what is made of the sample; its
// pictures are there.
func TestAuto(t *testing.T) {
	const from, to = "../wangting", "../wangting-auto"
	files, err := filepath.Glob(filepath.Join(from, "*", "*"))
	if err != nil || len(files) < 50 {
		t.Fatal(len(files), err)
	}
	for _, file := range append(files, filepath.Join(from, "issue.yaml")) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name, _ := filepath.Rel(from, file)
		got, err := os.ReadFile(filepath.Join(to, name))
		switch ext := filepath.Ext(name); {
		case err != nil:
			t.Error(err)
		case ext == ".jpg" || ext == ".png":
			big, _, _ := image.DecodeConfig(bytes.NewReader(data))
			small, _, err := image.DecodeConfig(bytes.NewReader(got))
			if err != nil || small.Width != big.Width*shrunk/100 || small.Height != big.Height*shrunk/100 {
				t.Errorf("%s: %d by %d, %v", name, small.Width, small.Height, err)
			}
		default:
			if want, _ := smaller(name, data); !bytes.Equal(want, got) {
				t.Errorf("%s is not what is made of it: go generate ./samples", name)
			}
		}
	}
	more, _ := filepath.Glob(filepath.Join(to, "*", "*"))
	if len(more) != len(files) {
		t.Errorf("%d files, the sample has %d", len(more), len(files))
	}
}
