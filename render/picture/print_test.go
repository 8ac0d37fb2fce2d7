package picture_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/fstest"

	"duikai/layout/artwork"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/internal/icc"
	"duikai/render/newsprint"
	"duikai/render/picture"
	"duikai/render/picture/picturetest"
	"duikai/samples/oracle"
)

// newspaper is the press of no options, whose tables are the same for all tests.
var newspaper = sync.OnceValues(func() (*picture.Press, error) { return picture.NewPress(picture.Options{}) })

func open(t testing.TB, files fs.FS, o picture.Options) *picture.Store {
	t.Helper()
	make := func() (*picture.Press, error) { return picture.NewPress(o) }
	if o.Profile == nil && o.InkLimit == 0 && o.PPI == 0 && !o.RGB {
		make = newspaper
	}
	p, err := make()
	if err != nil {
		t.Fatal(err)
	}
	return p.Open(files)
}

// photograph is a picture with gradients, dark corners and noise.
func photograph(w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			n := r.IntN(13) - 6
			at := func(v float64) uint8 { return uint8(min(max(int(v)+n, 0), 255)) }
			fx, fy := float64(x)/float64(w), float64(y)/float64(h)
			c := color.RGBA{at(255 * fx), at(200 * fy * fx), at(255 * (1 - fy) * fx), 255}
			if (x/40+y/40)%7 == 0 {
				c = color.RGBA{at(12), at(9), at(14), 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

// ink gives the pixels of a picture that is ready: one or four channels.
func ink(t testing.TB, r picture.Ready) image.Image {
	t.Helper()
	if r.Bits == 0 {
		img, err := jpeg.Decode(bytes.NewReader(r.Data))
		if err != nil {
			t.Fatal(err)
		}
		if b := img.Bounds(); b != image.Rect(0, 0, r.Width, r.Height) {
			t.Fatalf("%v, not %d by %d", b, r.Width, r.Height)
		}
		switch img.(type) {
		case *image.Gray:
			if r.Channels != 1 {
				t.Fatalf("gray, not %d channels", r.Channels)
			}
		case *image.CMYK:
			if r.Channels != 4 {
				t.Fatalf("CMYK, not %d channels", r.Channels)
			}
		default:
			t.Fatalf("it is embedded as %T", img)
		}
		return img
	}
	z, err := zlib.NewReader(bytes.NewReader(r.Data))
	if err != nil {
		t.Fatal(err)
	}
	pix, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	row := (r.Width*r.Channels*r.Bits + 7) / 8
	if len(pix) != row*r.Height {
		t.Fatalf("%d bytes for %d by %d pixels of %d times %d bits", len(pix), r.Width, r.Height, r.Channels, r.Bits)
	}
	size := image.Rect(0, 0, r.Width, r.Height)
	switch {
	case r.Channels == 4 && r.Bits == 8:
		return &image.CMYK{Pix: pix, Stride: row, Rect: size}
	case r.Channels == 1 && r.Bits == 8:
		return &image.Gray{Pix: pix, Stride: row, Rect: size}
	case r.Channels == 1 && r.Bits == 1:
		g := image.NewGray(size)
		for i := range g.Pix {
			x, y := i%r.Width, i/r.Width
			g.Pix[i] = pix[y*row+x/8] >> (7 - x%8) & 1 * 255
		}
		return g
	}
	t.Fatalf("%d channels of %d bits", r.Channels, r.Bits)
	return nil
}

// inkAt is a pixel as cyan, magenta, yellow, black.
func inkAt(img image.Image, x, y int) [4]int {
	switch m := img.(type) {
	case *image.CMYK:
		c := m.CMYKAt(x, y)
		return [4]int{int(c.C), int(c.M), int(c.Y), int(c.K)}
	case *image.Gray:
		return [4]int{0, 0, 0, 255 - int(m.GrayAt(x, y).Y)}
	}
	return [4]int{}
}

// The four quarters of every kind of file, in ink: what the conversion makes of
// each colour by itself. White is bare paper, grey is black ink alone.
func TestInkOfAllKinds(t *testing.T) {
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
	store := open(t, folder(t), picture.Options{})
	for _, s := range picturetest.Samples() {
		t.Run(s.Name, func(t *testing.T) {
			r, err := store.Ready(all(s.Name))
			if err != nil {
				t.Fatal(err)
			}
			img := ink(t, r)
			colourful := false
			for _, c := range s.Corners {
				colourful = colourful || c.R != c.G || c.G != c.B
			}
			if colourful != (r.Channels == 4) {
				t.Errorf("%d channels", r.Channels)
			}
			for i, c := range s.Corners {
				got := inkAt(img, r.Width/4+i%2*r.Width/2, r.Height/4+i/2*r.Height/2)
				want := [4]int{3: 255 - int(tones[c.G])}
				switch {
				case s.Name == "cmyk.jpg" || s.Name == "ycck.jpg":
					// The numbers in the file, limited.
					k := color.CMYKModel.Convert(c).(color.CMYK)
					want = [4]int{int(k.C), int(k.M), int(k.Y), int(k.K)}
				case colourful:
					b := make([]byte, 4)
					link.Convert(b, []byte{c.R, c.G, c.B}, 3, 1)
					want = [4]int{int(b[0]), int(b[1]), int(b[2]), int(b[3])}
				}
				for k := range want {
					if d := got[k] - want[k]; d > 14 || d < -14 {
						t.Errorf("quarter %d is %v, not %v", i, got, want)
						break
					}
				}
			}
		})
	}
}

func TestPrintingResolution(t *testing.T) {
	files := fstest.MapFS{
		"photo.jpg":   {Data: picturetest.JPEG(photograph(1200, 900))},
		"drawing.png": {Data: picturetest.PNG(picturetest.Quarters(image.NewRGBA(image.Rect(0, 0, 1600, 1200)), [4]color.RGBA{{255, 0, 0, 255}, {0, 0, 255, 255}, {0, 99, 0, 255}, {255, 255, 0, 255}}))},
		"logo.png":    {Data: bilevelPNG(2600, 1300)},
	}
	inch := func(w, h float64) geom.Rect {
		return geom.Rect{W: geom.Length(w * float64(geom.Inch)), H: geom.Length(h * float64(geom.Inch))}
	}
	for _, c := range []struct {
		file string
		crop image.Rectangle
		rect geom.Rect
		ppi  int
		w, h int
		bits int
	}{
		{"photo.jpg", image.Rect(0, 0, 1200, 900), inch(4, 3), 0, 800, 600, 0},
		{"photo.jpg", image.Rect(0, 0, 1200, 900), inch(2, 1.5), 0, 400, 300, 0},
		{"photo.jpg", image.Rect(100, 50, 900, 650), inch(2, 1.5), 0, 400, 300, 0},
		{"photo.jpg", image.Rect(0, 0, 1200, 900), inch(2, 1.5), 300, 600, 450, 0},
		// Hardly finer than needed, and too coarse: left as it is.
		{"photo.jpg", image.Rect(0, 0, 1200, 900), inch(5.2, 3.9), 0, 1200, 900, 0},
		{"photo.jpg", image.Rect(0, 0, 1200, 900), inch(12, 9), 0, 1200, 900, 0},
		{"photo.jpg", image.Rect(0, 0, 1200, 900), geom.Rect{}, 0, 1200, 900, 0},
		{"drawing.png", image.Rect(0, 0, 1600, 1200), inch(4, 3), 0, 1600, 1200, 8},
		{"drawing.png", image.Rect(0, 0, 1600, 1200), inch(2, 1.5), 0, 1200, 900, 8},
		{"logo.png", image.Rect(0, 0, 2600, 1300), inch(2.4, 1.2), 0, 2600, 1300, 1},
		{"logo.png", image.Rect(0, 0, 2600, 1300), inch(1, .5), 0, 1200, 600, 1},
		{"logo.png", image.Rect(3, 5, 1003, 505), inch(1, .5), 0, 1000, 500, 1},
	} {
		r, err := open(t, files, picture.Options{PPI: c.ppi}).Ready(&page.Picture{File: c.file, Crop: c.crop, Rect: c.rect})
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		if r.Width != c.w || r.Height != c.h || r.Bits != c.bits || r.Crop != image.Rect(0, 0, c.w, c.h) {
			t.Errorf("%s %v in %v: %d by %d of %d bits, %v shown", c.file, c.crop, c.rect, r.Width, r.Height, r.Bits, r.Crop)
		}
		ink(t, r)
	}
}

// bilevelPNG is a drawing of one bit a pixel, with slanted stripes.
func bilevelPNG(w, h int) []byte {
	img := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Black, color.White})
	for y := range h {
		for x := range w {
			img.SetColorIndex(x, y, uint8((x+y/2)/100%2))
		}
	}
	// The encoder calls it a palette; as gray it is the same bytes without one.
	data := picturetest.PNG(img)
	plte := bytes.Index(data, []byte("PLTE")) - 4
	data = slices.Delete(data, plte, plte+12+6)
	data[25] = 0
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

func TestBlackAndWhiteKeepsItsPixels(t *testing.T) {
	store := open(t, fstest.MapFS{"a.png": {Data: bilevelPNG(333, 50)}}, picture.Options{})
	r, err := store.Ready(&page.Picture{File: "a.png", Crop: image.Rect(7, 3, 330, 45)})
	if err != nil || r.Bits != 1 {
		t.Fatalf("%d bits, %v", r.Bits, err)
	}
	img := ink(t, r)
	for y := range r.Height {
		for x := range r.Width {
			if want := (x + 7 + (y+3)/2) / 100 % 2 * 255; inkAt(img, x, y)[3] != 255-want {
				t.Fatalf("%d, %d is %v", x, y, inkAt(img, x, y))
			}
		}
	}
}

func heaviest(img image.Image) (most float64) {
	b := img.Bounds()
	for y := range b.Dy() {
		for x := range b.Dx() {
			c := inkAt(img, x, y)
			most = max(most, float64(c[0]+c[1]+c[2]+c[3])/2.55)
		}
	}
	return most
}

// No pixel of what is embedded has more ink than is allowed: photographs,
// drawings, and ink that came as ink.
func TestInkLimit(t *testing.T) {
	img := photograph(300, 200)
	heavy := image.NewCMYK(img.Rect)
	for i := range heavy.Pix {
		heavy.Pix[i] = 255 - img.Pix[i]/2
	}
	files := fstest.MapFS{
		"photo.jpg": {Data: picturetest.JPEG(img)}, "photo.png": {Data: picturetest.PNG(img)},
		"drawing.png": {Data: picturetest.PNG(picturetest.Quarters(image.NewRGBA(img.Rect), [4]color.RGBA{{20, 0, 0, 255}, {0, 9, 30, 255}, {0, 20, 9, 255}, {9, 9, 0, 255}}))},
		"heavy.tif":   {Data: picturetest.InkTIFF(heavy)},
	}
	for name := range files {
		for _, limit := range []int{0, 180, 240} {
			r, err := open(t, files, picture.Options{InkLimit: limit}).Ready(&page.Picture{File: name, Crop: img.Rect})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if limit == 0 {
				limit = 220
			}
			got := heaviest(ink(t, r))
			if got > float64(limit) || got < float64(min(limit, 220))-12 {
				t.Errorf("%s: %.1f%% of ink with a limit of %d%%", name, got, limit)
			}
		}
	}
}

// The pictures of the sample edition, those that are there.
func TestSamplePicturesKeepTheLimit(t *testing.T) {
	files := os.DirFS("../../samples/wangting/pictures")
	names, err := fs.Glob(files, "*.*")
	if err != nil || len(names) == 0 {
		t.Skip("the sample edition has no pictures here")
	}
	store := open(t, files, picture.Options{})
	const w = 300 * geom.Pt
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		info, err := artwork.Probe(bytes.NewReader(data), int64(len(data)))
		if err != nil || info.Format == artwork.PDF {
			continue
		}
		r, err := store.Ready(&page.Picture{File: name, Crop: image.Rect(0, 0, info.Width, info.Height), Rect: geom.Rect{W: w, H: w * geom.Length(info.Height) / geom.Length(info.Width)}})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if most := heaviest(ink(t, r)); most > 220 || r.Channels == 1 && most > 100 {
			t.Errorf("%s: %.1f%% of ink", name, most)
		}
	}
	if list := store.Remarks(); len(list) > 0 {
		t.Errorf("remarks: %v", list)
	}
}

// Ink that came as ink keeps its numbers, with 8 bits and 16, turned and not.
func TestInkTIFF(t *testing.T) {
	img := image.NewCMYK(image.Rect(0, 0, 20, 30))
	for i := range img.Pix {
		img.Pix[i] = uint8(i * 7 % 120)
	}
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 0xaa // even enough for a drawing, which loses nothing
	}
	for y := range 30 {
		for x := range 20 {
			copy(img.Pix[img.PixOffset(x, y):], []byte{uint8(x / 9 * 40), uint8(y * 3), 5})
		}
	}
	files := fstest.MapFS{"8.tif": {Data: picturetest.InkTIFF(img)}, "16.tif": {Data: picturetest.InkTIFF16(img)}}
	for name := range files {
		r, err := open(t, files, picture.Options{}).Ready(&page.Picture{File: name, Crop: image.Rect(1, 2, 19, 28)})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, ok := ink(t, r).(*image.CMYK)
		if !ok || r.Bits != 8 {
			t.Fatalf("%s: %d channels, %d bits", name, r.Channels, r.Bits)
		}
		for y := range r.Height {
			for x := range r.Width {
				if got.CMYKAt(x, y) != img.CMYKAt(x+1, y+2) {
					t.Fatalf("%s: %v at %d, %d, not %v", name, got.CMYKAt(x, y), x, y, img.CMYKAt(x+1, y+2))
				}
			}
		}
	}
	for name, data := range map[string][]byte{
		"cut off": files["8.tif"].Data[:200], "no directory": append([]byte("II*\x00\xff\xff\x00\x00"), make([]byte, 20)...),
	} {
		if _, err := open(t, fstest.MapFS{"a.tif": {Data: data}}, picture.Options{}).Ready(&page.Picture{File: "a.tif", Crop: img.Rect}); !errors.Is(err, artwork.ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TIFF files of another program.
func TestInkTIFFOfOthers(t *testing.T) {
	img := image.NewCMYK(image.Rect(0, 0, 64, 48))
	for i := range img.Pix {
		img.Pix[i] = uint8(i / 9 % 130)
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.tif"), filepath.Join(dir, "out.tif")
	if err := os.WriteFile(in, picturetest.InkTIFF(img), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []string{"none", "lzw", "lzw:2", "zip:2", "packbits"} {
		for _, order := range []string{"-B", "-L"} {
			if msg, err := oracle.Command(t, "tiffcp", "-c", c, order, in, out).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, msg)
			}
			data, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			r, err := open(t, fstest.MapFS{"a.tif": {Data: data}}, picture.Options{}).Ready(&page.Picture{File: "a.tif", Crop: img.Rect})
			if err != nil {
				t.Errorf("%s %s: %v", c, order, err)
				continue
			}
			got := ink(t, r)
			for _, at := range []image.Point{{0, 0}, {33, 20}, {63, 47}} {
				a, b := inkAt(got, at.X, at.Y), inkAt(img, at.X, at.Y)
				for k := range a {
					if d := a[k] - b[k]; d < -25 || d > 25 {
						t.Errorf("%s %s: %v at %v, not %v", c, order, a, at, b)
					}
				}
			}
		}
	}
}

// A CMYK photograph that needs no change is embedded as it came.
func TestInkJPEGPassesThrough(t *testing.T) {
	var light, dark []byte
	for _, s := range picturetest.Samples() {
		if s.Name == "ycck.jpg" {
			dark = s.Data
		}
	}
	light = dark
	whole := image.Rect(0, 0, picturetest.Width, picturetest.Height)
	for name, c := range map[string]struct {
		data []byte
		crop image.Rectangle
		o    picture.Options
		same bool
	}{
		"whole":  {light, whole, picture.Options{}, true},
		"part":   {light, image.Rect(0, 0, 40, 32), picture.Options{}, false},
		"heavy":  {dark, whole, picture.Options{InkLimit: 150}, false},
		"strict": {dark, whole, picture.Options{InkLimit: 220}, true},
	} {
		r, err := open(t, fstest.MapFS{"a.jpg": {Data: c.data}}, c.o).Ready(&page.Picture{File: "a.jpg", Crop: c.crop})
		if err != nil {
			t.Fatal(err)
		}
		if r.Channels != 4 || bytes.Equal(r.Data, c.data) != c.same {
			t.Errorf("%s: %d channels, %d bytes of %d", name, r.Channels, len(r.Data), len(c.data))
		}
	}
}

// withProfile puts a profile into a JPEG file, in segments as large as given.
func withProfile(data, profile []byte, size int) []byte {
	out := bytes.Clone(data[:2])
	n := (len(profile) + size - 1) / size
	for i := range n {
		part := profile[i*size : min((i+1)*size, len(profile))]
		out = append(out, 0xff, 0xe2)
		out = binary.BigEndian.AppendUint16(out, uint16(2+14+len(part)))
		out = append(append(out, "ICC_PROFILE\x00"...), byte(i+1), byte(n))
		out = append(out, part...)
	}
	return append(out, data[2:]...)
}

// The same numbers mean other colours in Adobe RGB, from whatever file.
func TestEmbeddedProfiles(t *testing.T) {
	profile := oracle.File(t, "/usr/share/color/icc/compatibleWithAdobeRGB1998.icc")
	img := image.NewRGBA(image.Rect(0, 0, 32, 16))
	for i := 0; i < len(img.Pix); i += 4 {
		copy(img.Pix[i:], []byte{90, 200, 70, 255})
	}
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	z.Write(profile)
	z.Close()
	png := picturetest.PNG(img)
	const head = 8 + 25
	withChunk := slices.Concat(png[:head], chunkOf("iCCP", append([]byte("a\x00\x00"), packed.Bytes()...)), png[head:])
	files := fstest.MapFS{
		"plain.jpg":   {Data: picturetest.JPEG(img)},
		"one.jpg":     {Data: withProfile(picturetest.JPEG(img), profile, 60000)},
		"many.jpg":    {Data: withProfile(picturetest.JPEG(img), profile, 100)},
		"adobe.png":   {Data: withChunk},
		"adobe.tif":   {Data: picturetest.WithTag(picturetest.TIFF(img), 34675, profile)},
		"broken.jpg":  {Data: withProfile(picturetest.JPEG(img), profile[:300], 60000)},
		"strange.jpg": {Data: withProfile(picturetest.JPEG(img), newsprint.Profile(), 60000)},
	}
	press, err := icc.Parse(newsprint.Profile())
	if err != nil {
		t.Fatal(err)
	}
	wants := make(map[bool][]byte)
	adobe, err := icc.Parse(profile)
	if err != nil {
		t.Fatal(err)
	}
	for is, p := range map[bool]*icc.Profile{false: icc.SRGB(), true: adobe} {
		link, err := icc.NewLink(p, press, 220)
		if err != nil {
			t.Fatal(err)
		}
		wants[is] = make([]byte, 4)
		link.Convert(wants[is], []byte{90, 200, 70}, 3, 1)
	}
	store := open(t, files, picture.Options{})
	for name := range files {
		r, err := store.Ready(&page.Picture{File: name, Crop: img.Rect})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := inkAt(ink(t, r), 5, 5)
		want := wants[name != "plain.jpg" && name != "broken.jpg" && name != "strange.jpg"]
		for k, v := range want {
			if d := got[k] - int(v); d > 6 || d < -6 {
				t.Errorf("%s: %v, not %v", name, got, want)
				break
			}
		}
	}
	var remarked []string
	for _, r := range store.Remarks() {
		remarked = append(remarked, r.File)
		if r.Err == nil {
			t.Errorf("%s: nothing is said", r.File)
		}
	}
	if !slices.Equal(remarked, []string{"broken.jpg", "strange.jpg"}) {
		t.Errorf("remarks on %v", remarked)
	}
}

func chunkOf(name string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, name...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// A photograph in black and white that was stored in colour is printed in
// black ink all the same.
func TestGrayInColourFile(t *testing.T) {
	img := photograph(64, 48)
	for i := 0; i < len(img.Pix); i += 4 {
		img.Pix[i], img.Pix[i+2] = img.Pix[i+1], img.Pix[i+1]
	}
	ycc := image.NewYCbCr(img.Rect, image.YCbCrSubsampleRatio420)
	for i := range ycc.Y {
		ycc.Y[i] = img.Pix[4*i]
	}
	for i := range ycc.Cb {
		ycc.Cb[i], ycc.Cr[i] = 128, 128
	}
	store := open(t, fstest.MapFS{"a.jpg": {Data: picturetest.JPEG(ycc)}, "a.png": {Data: picturetest.PNG(img)}}, picture.Options{})
	for _, name := range []string{"a.jpg", "a.png"} {
		if r, err := store.Ready(&page.Picture{File: name, Crop: img.Rect}); err != nil || r.Channels != 1 {
			t.Errorf("%s: %d channels, %v", name, r.Channels, err)
		}
	}
}

// Proofs show what is printed: as on the screen, within what newsprint can do.
func TestPixelsShowInk(t *testing.T) {
	img := photograph(120, 90)
	gray := image.NewGray(img.Rect)
	for i := range gray.Pix {
		gray.Pix[i] = uint8(i % 120 * 2)
	}
	files := fstest.MapFS{"c.jpg": {Data: picturetest.JPEG(img)}, "g.jpg": {Data: picturetest.JPEG(gray)}, "l.png": {Data: bilevelPNG(120, 90)}}
	store := open(t, files, picture.Options{})
	for name := range files {
		shown, err := store.Pixels(&page.Picture{File: name, Crop: img.Rect}, 60, 45)
		if err != nil {
			t.Fatal(err)
		}
		screen, err := picture.New(files).Pixels(&page.Picture{File: name, Crop: img.Rect}, 60, 45)
		if err != nil {
			t.Fatal(err)
		}
		total := 0.0
		for y := range 45 {
			for x := range 60 {
				a, b := color.RGBAModel.Convert(shown.At(x, y)).(color.RGBA), color.RGBAModel.Convert(screen.At(x, y)).(color.RGBA)
				total += math.Abs(float64(a.R)-float64(b.R)) + math.Abs(float64(a.G)-float64(b.G)) + math.Abs(float64(a.B)-float64(b.B))
			}
		}
		if mean := total / (3 * 45 * 60); mean > 32 || name == "c.jpg" && mean < 2 || name != "c.jpg" && mean > 4 {
			t.Errorf("%s: the proof is %.1f off the screen", name, mean)
		}
	}
}

func TestOptions(t *testing.T) {
	t.Run("gray", func(t *testing.T) {
		if _, err := picture.Open(fstest.MapFS{}, picture.Options{Profile: oracle.File(t, "/usr/share/color/icc/Gray.icc")}); err == nil {
			t.Error("no error")
		}
	})
	for name, o := range map[string]picture.Options{
		"no profile": {Profile: []byte("no profile")},
		"little ink": {InkLimit: 99}, "much ink": {InkLimit: 401}, "coarse": {PPI: 10}, "fine": {PPI: 2401},
	} {
		if _, err := picture.Open(fstest.MapFS{}, o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if p, err := newspaper(); err != nil || p.Name() == "" || !bytes.Equal(p.Profile(), newsprint.Profile()) {
		t.Errorf("the press of no options: %v", err)
	}
	if _, err := picture.Open(fstest.MapFS{}, picture.Options{RGB: true, InkLimit: 1}); err != nil {
		t.Errorf("what does not count: %v", err)
	}
}

// Each file is opened once for all its places, and places that come to the same
// share what is made; whatever the number of processors, with the same bytes.
func TestPrintingIsSharedAndDeterministic(t *testing.T) {
	files := fstest.MapFS{"a.jpg": {Data: picturetest.JPEG(photograph(500, 400))}, "b.png": {Data: picturetest.PNG(photograph(90, 70))}, "c.tif": {Data: picturetest.TIFF(photograph(80, 60))}}
	place := func(file string, x0, x1 int, w geom.Length) *page.Picture {
		return &page.Picture{File: file, Crop: image.Rect(x0, 0, x1, 50), Rect: geom.Rect{W: w * geom.Pt, H: w * geom.Pt * 50 / geom.Length(x1-x0)}}
	}
	var pages []*page.Page
	for n := range 6 {
		p := &page.Page{Number: n + 1}
		for _, file := range []string{"a.jpg", "b.png", "c.tif"} {
			p.Items = append(p.Items, place(file, 0, 60, 20), place(file, n, 60, 15), place(file, 0, 60, 20))
		}
		pages = append(pages, p)
	}
	var want map[string][]byte
	for _, n := range []int{1, 2, 16} {
		before := runtime.GOMAXPROCS(n)
		counted := &counting{FS: files}
		store, err := picture.Open(counted, picture.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() { store.Prepare(pages) })
		}
		wg.Wait()
		got := make(map[string][]byte)
		for _, p := range pages {
			for _, it := range p.Items {
				r, err := store.Ready(it.(*page.Picture))
				if err != nil {
					t.Fatal(err)
				}
				if old := got[r.Key]; old != nil && &old[0] != &r.Data[0] {
					t.Errorf("%s is made twice", r.Key)
				}
				got[r.Key] = r.Data
			}
		}
		runtime.GOMAXPROCS(before)
		if opened := counted.n.Load(); opened != 3 {
			t.Errorf("3 files opened %d times", opened)
		}
		if len(got) != 3*7 {
			t.Errorf("%d pictures are made", len(got))
		}
		if want == nil {
			want = got
		}
		for k, data := range want {
			if !bytes.Equal(data, got[k]) {
				t.Errorf("with %d processors %s differs", n, k)
			}
		}
	}
}

func TestPrintFaults(t *testing.T) {
	files := folder(t)
	files["cut.jpg"] = &fstest.MapFile{Data: files["rgb.jpg"].Data[:300]}
	files["bomb.png"] = &fstest.MapFile{Data: picturetest.Bomb(60_000, 60_000)}
	files["wide.png"] = &fstest.MapFile{Data: picturetest.Bomb(1<<30, 1)}
	store := open(t, files, picture.Options{})
	for _, file := range []string{"none.jpg", "cut.jpg", "bomb.png", "wide.png"} {
		if _, err := store.Ready(all(file)); err == nil {
			t.Errorf("%s is ready", file)
		}
	}
	for _, crop := range []image.Rectangle{{}, image.Rect(0, 0, 65, 32), image.Rect(-1, 0, 6, 3)} {
		if _, err := store.Ready(&page.Picture{File: "rgb.jpg", Crop: crop}); err == nil {
			t.Errorf("%v is ready", crop)
		}
	}
}

// Whatever the file, what is embedded is ink within the limit.
func FuzzPrint(f *testing.F) {
	for _, s := range picturetest.Samples() {
		f.Add(s.Data)
	}
	small := image.NewCMYK(image.Rect(0, 0, 9, 7))
	f.Add(picturetest.InkTIFF(small))
	f.Add(picturetest.InkTIFF16(small))
	f.Add(withProfile(picturetest.JPEG(small), []byte("no profile"), 5))
	f.Fuzz(func(t *testing.T, data []byte) {
		store := open(t, fstest.MapFS{"a": {Data: data}}, picture.Options{})
		info, err := artwork.Probe(bytes.NewReader(data), int64(len(data)))
		if err != nil || info.Width > 500 || info.Height > 500 {
			return
		}
		r, err := store.Ready(&page.Picture{File: "a", Crop: image.Rect(0, 0, info.Width, info.Height)})
		if err != nil {
			return
		}
		if most := heaviest(ink(t, r)); most > 220 {
			t.Fatalf("%.1f%% of ink", most)
		}
	})
}

// A photograph of twelve megapixels in colour, as large as a page shows it, and
// as large as it is.
func BenchmarkPrint(b *testing.B) {
	files := fstest.MapFS{"a.jpg": {Data: picturetest.JPEG(photograph(4000, 3000))}}
	for name, w := range map[string]geom.Length{"five columns": 500, "all of it": 0} {
		b.Run(name, func(b *testing.B) {
			p := &page.Picture{File: "a.jpg", Crop: image.Rect(0, 0, 4000, 3000), Rect: geom.Rect{W: w * geom.Pt, H: w * geom.Pt * 3 / 4}}
			n := 0
			for b.Loop() {
				// A press of its own: with the making of its tables.
				store, err := picture.Open(files, picture.Options{})
				if err != nil {
					b.Fatal(err)
				}
				r, err := store.Ready(p)
				if err != nil {
					b.Fatal(err)
				}
				n = len(r.Data)
			}
			b.ReportMetric(float64(n), "bytes")
		})
	}
}
