package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"duikai/layout/artwork"
	"duikai/layout/page"
	"duikai/render/picture/picturetest"
	"duikai/samples/oracle"
)

// scene is a picture of soft shades with a little grain.
func scene(w, h int, seed uint64) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 7))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			n := r.IntN(12)
			img.SetRGBA(x, y, color.RGBA{byte(x*200/w + n), byte(y*200/h + n), byte((x+y)*200/(w+h) + n), 255})
		}
	}
	return img
}

func asJPEG(t testing.TB, img image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// farthest is the largest difference of two pictures, and the mean one.
func farthest(a, b image.Image) (most int, mean float64) {
	sum, n := 0, 0
	s := a.Bounds()
	for y := range s.Dy() {
		for x := range s.Dx() {
			p := color.RGBAModel.Convert(a.At(s.Min.X+x, s.Min.Y+y)).(color.RGBA)
			q := color.RGBAModel.Convert(b.At(b.Bounds().Min.X+x, b.Bounds().Min.Y+y)).(color.RGBA)
			for _, d := range []int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B)} {
				d = max(d, -d)
				most, sum, n = max(most, d), sum+d, n+1
			}
		}
	}
	return most, float64(sum) / float64(max(n, 1))
}

// What is read is what the standard library reads, but for rounding.
func TestJPEGAsOthersReadIt(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {8, 8}, {17, 33}, {64, 40}, {131, 97}} {
		img := scene(size.X, size.Y, 1)
		gray := image.NewGray(img.Rect)
		draw.Draw(gray, gray.Rect, img, image.Point{}, draw.Src)
		for _, m := range []image.Image{img, gray} {
			for _, quality := range []int{20, 75, 100} {
				data := asJPEG(t, m, quality)
				want, err := jpeg.Decode(bytes.NewReader(data))
				if err != nil {
					t.Fatal(err)
				}
				got, lost, err := readJPEG(data, nil, decodedRoom)
				if err != nil || lost != 0 || got.Bounds() != want.Bounds() {
					t.Fatalf("%v: %v, %d rows lost, %v", size, err, lost, got)
				}
				if most, _ := farthest(got, want); most > 4 {
					t.Errorf("%v at %d: off by %d", size, quality, most)
				}
			}
		}
	}
}

// Read smaller, a picture looks as if it were made smaller afterwards, and takes
// the room it is given.
func TestLargePicturesAreReadSmaller(t *testing.T) {
	const w, h, room = 1600, 1200, 1 << 19
	img := scene(w, h, 2)
	var lossless bytes.Buffer
	if err := png.Encode(&lossless, img); err != nil {
		t.Fatal(err)
	}
	photo, stored, passes := asJPEG(t, img, 90), tiffOf(img), inPasses(lossless.Bytes(), img)
	// What inflating alone asks for is no part of what is kept.
	inflated := map[string][]byte{"TIFF": packedIn(stored), "PNG in passes": packedIn(passes)}
	for name, read := range map[string]func() (image.Image, int, error){
		"JPEG":          func() (image.Image, int, error) { return readJPEG(photo, nil, room) },
		"PNG":           func() (image.Image, int, error) { return readPNG(lossless.Bytes(), room) },
		"TIFF":          func() (image.Image, int, error) { return readTIFF(stored, room) },
		"PNG in passes": func() (image.Image, int, error) { return readPNG(passes, room) },
	} {
		var got image.Image
		took := taken(func() {
			var err error
			if got, _, err = read(); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		})
		if packed := inflated[name]; packed != nil {
			took -= taken(func() {
				z, err := zlib.NewReader(bytes.NewReader(packed))
				if err == nil {
					_, err = io.Copy(io.Discard, z)
				}
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			})
		}
		// Beside the pixels there are rows and tables.
		if took > room*5/4 {
			t.Errorf("%s: %d bytes taken, %d allowed", name, took, room)
		}
		size := got.Bounds()
		if size.Dx() >= w || size.Dx() < w/10 {
			t.Errorf("%s: %v", name, size)
		}
		want := scale(img, img.Rect, size.Dx(), size.Dy())
		if _, mean := farthest(got, want); mean > 3 {
			t.Errorf("%s: off by %.1f", name, mean)
		}
	}
}

// taken is how many bytes of memory some work asks for.
func taken(work func()) int {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	work()
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}

// packedIn is the compressed data of a file, from where it begins.
func packedIn(file []byte) []byte {
	const level = "\x78\x9c" // of zlib, as both libraries write it
	return file[max(bytes.Index(file, []byte(level)), 0):]
}

// inPasses stores a picture in seven passes, with the ends of a file that does
// not.
func inPasses(file []byte, img *image.RGBA) []byte {
	var raw bytes.Buffer
	z := zlib.NewWriter(&raw)
	for _, p := range [][4]int{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} {
		for y := p[1]; y < img.Rect.Dy(); y += p[3] {
			row := []byte{0}
			for x := p[0]; x < img.Rect.Dx(); x += p[2] {
				at := img.PixOffset(x, y)
				row = append(row, img.Pix[at:at+3]...)
			}
			_, _ = z.Write(row)
		}
	}
	_ = z.Close()
	const head, passes, end = 8 + 8 + 13, 8 + 8 + 12, 12
	out := bytes.Clone(file[:head])
	out[passes] = 1
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[12:]))
	return append(appendChunk(out, "IDAT", raw.Bytes()), file[len(file)-end:]...)
}

// Noise in the midst of a scan mostly does not go through, and the size that is
// read does not matter.
func TestDamagedJPEG(t *testing.T) {
	data := asJPEG(t, scene(240, 200, 3), 85)
	start := bytes.Index(data, []byte{0xff, markSOS}) + 14
	missed := 0
	const trials = 300
	for seed := range uint64(trials) {
		r := rand.New(rand.NewPCG(seed, 1))
		bad := bytes.Clone(data)
		at := start + (len(bad)-start)/4 + r.IntN((len(bad)-start)/2)
		for i := range 40 {
			bad[at+i] = byte(r.IntN(256))
		}
		_, lost, err := readJPEG(bad, nil, decodedRoom)
		for _, room := range []int{1, justJudge} {
			if _, n, small := readJPEG(bad, nil, room); (err == nil) != (small == nil) || n != lost {
				t.Fatalf("%d: %v and %d rows lost, %v and %d in room %d", seed, err, lost, small, n, room)
			}
		}
		if err == nil || errors.Is(err, artwork.ErrCut) || lost != 0 {
			missed++
		}
	}
	// What falls in step again after as many blocks as were lost cannot be told
	// from a picture.
	if missed*100 > trials*20 {
		t.Errorf("%d of %d go through", missed, trials)
	}
}

// However hard its contrasts and coarse its steps, a picture that is whole is
// never taken for one that is not.
func TestHardContrasts(t *testing.T) {
	const w, h = 64, 48
	r := rand.New(rand.NewPCG(5, 6))
	kinds := map[string]func(x, y int) byte{
		"noise":   func(_, _ int) byte { return byte(r.IntN(2) * 255) },
		"board":   func(x, y int) byte { return byte((x + y) % 2 * 255) },
		"stripes": func(x, _ int) byte { return byte(x % 2 * 255) },
		"black":   func(_, _ int) byte { return 0 },
		"white":   func(_, _ int) byte { return 255 },
		"halves":  func(x, y int) byte { return byte((x/4 + y/4) % 2 * 255) },
		"sparks":  func(_, _ int) byte { return byte(r.IntN(30) / 29 * 255) },
	}
	for name, value := range kinds {
		gray, colour := image.NewGray(image.Rect(0, 0, w, h)), image.NewRGBA(image.Rect(0, 0, w, h))
		for y := range h {
			for x := range w {
				gray.SetGray(x, y, color.Gray{value(x, y)})
				colour.SetRGBA(x, y, color.RGBA{value(x, y), value(x, y), value(x, y), 255})
			}
		}
		for _, img := range []image.Image{gray, colour} {
			for quality := 1; quality <= 100; quality++ {
				if _, lost, err := readJPEG(asJPEG(t, img, quality), nil, justJudge); err != nil || lost != 0 {
					t.Fatalf("%s at %d: %v, %d rows lost", name, quality, err, lost)
				}
			}
		}
	}
}

// A block that is nearly white has no contrast.
func TestBoundsOfBlocks(t *testing.T) {
	var q [64]uint16
	for i := range q {
		q[i] = 1
	}
	b := newBounds(&q)
	for _, c := range []struct {
		mean   int32
		length float64 // of the frequencies
		want   bool
	}{{0, 1020, true}, {0, 1060, false}, {1016, 20, true}, {1016, 300, false}, {-1024, 300, false}, {512, 880, true}, {512, 940, false}, {-512, 880, true}} {
		if got := b.holds(c.mean, int64(c.length*c.length)); got != c.want {
			t.Errorf("mean %d, length %v: %v", c.mean, c.length, got)
		}
	}
	if b.low != -1025 || b.high != 1017 {
		t.Errorf("from %d to %d", b.low, b.high)
	}
}

// A photograph may lack a hundredth of its rows, and the file says how many.
func TestLastRows(t *testing.T) {
	const w, h = 64, 3200
	img := scene(w, h, 4)
	data := asJPEG(t, img, 85)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		data []byte
		read func([]byte) (image.Image, int, error)
	}{
		{"JPEG", data, func(d []byte) (image.Image, int, error) { return readJPEG(d, nil, decodedRoom) }},
		{"PNG", b.Bytes(), func(d []byte) (image.Image, int, error) { return readPNG(d, decodedRoom) }},
	} {
		for _, part := range []struct{ thousandths, from, to int }{{5, 1, 32}, {8, 1, 32}} {
			cutOff := c.data[:len(c.data)-len(c.data)*part.thousandths/1000]
			got, lost, err := c.read(cutOff)
			if err != nil || lost < part.from || lost > part.to {
				t.Errorf("%s without %d‰: %d rows lost, %v", c.name, part.thousandths, lost, err)
				continue
			}
			if most, _ := farthest(got.(interface {
				SubImage(image.Rectangle) image.Image
			}).SubImage(image.Rect(0, h-lost-1, w, h-lost)), img.SubImage(image.Rect(0, h-lost-1, w, h-lost))); most > 60 {
				t.Errorf("%s: the last row that is there is off by %d", c.name, most)
			}
		}
		if _, _, err := c.read(c.data[:len(c.data)*97/100]); !errors.Is(err, artwork.ErrCut) {
			t.Errorf("%s without 3 %%: %v", c.name, err)
		}
	}
	if _, lost, err := readJPEG(data[:len(data)-2], nil, decodedRoom); err != nil || lost != -1 {
		t.Errorf("without its end: %d, %v", lost, err)
	}
}

// tiffOf is a TIFF file as the library writes it.
func tiffOf(img image.Image) []byte {
	var b bytes.Buffer
	_ = tiff.Encode(&b, img, &tiff.Options{Compression: tiff.Deflate, Predictor: true})
	return b.Bytes()
}

// tiffField is an entry of a directory.
type tiffField struct {
	tag    uint16
	values []uint32
}

// rawTIFF writes a TIFF file of one strip.
func rawTIFF(order binary.AppendByteOrder, strip []byte, fields ...tiffField) []byte {
	head := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		head = []byte("MM\x00*")
	}
	fields = append(slices.Clone(fields), tiffField{tagStrips, []uint32{8}}, tiffField{tagStripBytes, []uint32{uint32(len(strip))}})
	return rawTIFFWith(order, append(order.AppendUint32(head, 0), strip...), fields)
}

// kindOfTIFF is a file and its first pixels.
type kindOfTIFF struct {
	name string
	data []byte
	want []color.RGBA
}

// kindsOfTIFF are some pixels in every way to store them.
func kindsOfTIFF() []kindOfTIFF {
	le, be := binary.AppendByteOrder(binary.LittleEndian), binary.AppendByteOrder(binary.BigEndian)
	base := func(w, h, bits, samples, colours uint32, more ...tiffField) []tiffField {
		depth := make([]uint32, samples)
		for i := range depth {
			depth[i] = bits
		}
		return append([]tiffField{{tagWidth, []uint32{w}}, {tagHeight, []uint32{h}}, {tagBits, depth}, {tagSamples, []uint32{samples}}, {tagPhotometric, []uint32{colours}}}, more...)
	}
	palette := make([]uint32, 48)
	palette[1], palette[16+2], palette[32+3] = 0xffff, 0xffff, 0xffff
	z := func(b []byte) []byte {
		var out bytes.Buffer
		w := zlib.NewWriter(&out)
		_, _ = w.Write(b)
		_ = w.Close()
		return out.Bytes()
	}
	red, green, blue, black, white := color.RGBA{255, 0, 0, 255}, color.RGBA{0, 255, 0, 255}, color.RGBA{0, 0, 255, 255}, color.RGBA{0, 0, 0, 255}, color.RGBA{255, 255, 255, 255}
	return []kindOfTIFF{
		{"palette of 4 bits", rawTIFF(le, []byte{0x01, 0x23}, base(4, 1, 4, 1, 3, tiffField{tagPalette, palette})...), []color.RGBA{black, red, green, blue}},
		{"planes", rawTIFFPlanes(be, [][]byte{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}}, base(4, 1, 8, 3, 2, tiffField{tagPlanar, []uint32{2}})...), []color.RGBA{red, green, blue, white}},
		{"16 bits, big end first", rawTIFF(be, []byte{255, 255, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0}, base(2, 1, 16, 3, 2)...), []color.RGBA{red, green}},
		{"white is zero", rawTIFF(le, []byte{0, 255}, base(2, 1, 8, 1, 0)...), []color.RGBA{white, black}},
		{"one bit, black is zero", rawTIFF(le, []byte{0x50}, base(4, 1, 1, 1, 1)...), []color.RGBA{black, white, black, white}},
		{"one bit, low first", rawTIFF(le, []byte{0x0a}, base(4, 1, 1, 1, 1, tiffField{tagFillOrder, []uint32{2}})...), []color.RGBA{black, white, black, white}},
		{"associated alpha", rawTIFF(le, []byte{0, 0, 0, 0, 0, 0, 0, 255}, base(2, 1, 8, 4, 2, tiffField{tagExtraSamples, []uint32{1}})...), []color.RGBA{white, black}},
		{"alpha apart", rawTIFF(le, []byte{255, 0, 0, 0, 255, 0, 0, 255}, base(2, 1, 8, 4, 2, tiffField{tagExtraSamples, []uint32{2}})...), []color.RGBA{white, red}},
		{"a channel nobody knows", rawTIFF(le, []byte{255, 0, 0, 0, 0, 255, 0, 255}, base(2, 1, 8, 4, 2, tiffField{tagExtraSamples, []uint32{0}})...), []color.RGBA{red, green}},
		{"YCbCr, two pixels a colour", rawTIFF(le, []byte{0, 255, 128, 128}, base(2, 1, 8, 3, 6, tiffField{tagYCCSampling, []uint32{2, 1}})...), []color.RGBA{black, white}},
		{"YCbCr of film", rawTIFF(le, []byte{16, 128, 128, 235, 128, 128}, base(2, 1, 8, 3, 6, tiffField{tagYCCSampling, []uint32{1, 1}}, tiffField{tagYCCRange, []uint32{16, 235, 128, 240, 128, 240}})...), []color.RGBA{black, white}},
		{"Lab", rawTIFF(le, []byte{0, 0, 0, 255, 0, 0}, base(2, 1, 8, 3, 8)...), []color.RGBA{black, white}},
		// As ImageMagick writes it: under the white of sRGB, and says so.
		{"Lab under another white", rawTIFF(le, []byte{0x88, 0x50, 0x43, 0xe0, 0xa9, 0x53, 0x52, 0x4f, 0x93, 0xff, 0, 0}, base(4, 1, 8, 3, 8, tiffField{tagWhite, []uint32{3127, 10000, 329, 1000}})...), []color.RGBA{red, green, blue, white}},
		{"Lab of ICC", rawTIFF(le, []byte{0, 128, 128, 255, 128, 128}, base(2, 1, 8, 3, 9)...), []color.RGBA{black, white}},
		{"PackBits", rawTIFF(le, []byte{0xfd, 0, 1, 255, 0}, base(6, 1, 8, 1, 1, tiffField{tagCompression, []uint32{32773}})...), []color.RGBA{black, black, black, black, white, black}},
		{"Deflate with differences", rawTIFF(le, z([]byte{10, 245, 1}), base(3, 1, 8, 1, 1, tiffField{tagCompression, []uint32{8}}, tiffField{tagPredictor, []uint32{2}})...), []color.RGBA{{10, 10, 10, 255}, white, black}},
		{"12 bits", rawTIFF(le, []byte{0xff, 0xf0, 0x00}, base(2, 1, 12, 1, 1)...), []color.RGBA{white, black}},
		{"LZW", rawTIFF(le, []byte{0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01}, base(10, 1, 8, 1, 1, tiffField{tagCompression, []uint32{tiffLZW}})...), nil},
	}
}

// TestKindsOfTIFF: every kind is read.
func TestKindsOfTIFF(t *testing.T) {
	for _, c := range kindsOfTIFF() {
		img, lost, err := readTIFF(c.data, decodedRoom)
		if err != nil || lost != 0 {
			t.Errorf("%s: %v, %d rows lost", c.name, err, lost)
			continue
		}
		for x, want := range c.want {
			if got := color.RGBAModel.Convert(img.At(x, 0)).(color.RGBA); distance(got, want) > 13 { // Lab of whole numbers is coarse

				t.Errorf("%s: pixel %d is %v, not %v", c.name, x, got, want)
			}
		}
	}
}

// TestProfileOfLab: the profile of a picture in Lab is of no use for its pixels,
// which are read as those of a screen; others keep theirs.
func TestProfileOfLab(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.AppendByteOrder(binary.LittleEndian), binary.AppendByteOrder(binary.BigEndian)} {
		for colours, kept := range map[uint32]bool{1: true, 2: true, 8: false, 9: false} {
			data := rawTIFF(order, make([]byte, 6), tiffField{tagWidth, []uint32{2}}, tiffField{tagHeight, []uint32{1}},
				tiffField{tagPhotometric, []uint32{colours}}, tiffField{tagProfile, make([]uint32, 8)})
			if got := profileOfTIFF(data) != nil; got != kept {
				t.Errorf("%v, colours %d: a profile is read: %v", order, colours, got)
			}
		}
	}
}

// TestVerdictWithoutPixels: a file that is only judged is judged as one that is
// read, whatever is wrong with it; of Deflate no wrong byte goes through.
func TestVerdictWithoutPixels(t *testing.T) {
	for _, c := range kindsOfTIFF() {
		step := 1
		if strings.HasPrefix(c.name, "Lab") { // which takes its time
			step = 11
		}
		for at := 0; at <= len(c.data); at += step {
			for _, cut := range []bool{false, true} {
				bad := bytes.Clone(c.data)
				switch {
				case cut:
					bad = bad[:at]
				case at < len(bad):
					bad[at] ^= 0x24
				}
				img, lost, err := readTIFF(bad, decodedRoom)
				same, n, judged := readTIFF(bad, justJudge)
				if fmt.Sprint(err) != fmt.Sprint(judged) || lost != n || err == nil && (img.Bounds() != same.Bounds() || fmt.Sprintf("%T", img) != fmt.Sprintf("%T", same)) {
					t.Fatalf("%s, byte %d, cut %v: %v and %d rows lost; only judged %v and %d", c.name, at, cut, err, lost, judged, n)
				}
			}
		}
	}
	data := tiffOf(scene(24, 16, 4))
	whole, _, _ := readTIFF(data, decodedRoom)
	for at := 8; at < int(binary.LittleEndian.Uint32(data[4:])); at++ {
		bad := bytes.Clone(data)
		bad[at] ^= 0x40
		if _, lost, err := readTIFF(bad, justJudge); err == nil && lost == 0 {
			// Some bits stand for nothing.
			if img, _, _ := readTIFF(bad, decodedRoom); !reflect.DeepEqual(img, whole) {
				t.Errorf("byte %d of a compressed file goes through", at)
			}
		}
	}
}

// TestShortParts: a strip that holds too little is damaged, and cut short only
// where the file ends in it; PackBits has nothing left over.
func TestShortParts(t *testing.T) {
	le := binary.AppendByteOrder(binary.LittleEndian)
	fields := func(h, packing uint32) []tiffField {
		return []tiffField{{tagWidth, []uint32{4}}, {tagHeight, []uint32{h}}, {tagBits, []uint32{8}}, {tagSamples, []uint32{1}}, {tagPhotometric, []uint32{1}}, {tagCompression, []uint32{packing}}}
	}
	rows := bytes.Repeat([]byte{1, 2, 3, 4}, 199)
	packed := func(more ...byte) []byte {
		return append(bytes.Repeat([]byte{3, 1, 2, 3, 4}, 2), more...)
	}
	whole := rawTIFF(le, rows, fields(200, 1)...) // its directory stands behind the pixels
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"strip with a row too few":  {whole, artwork.ErrBroken},
		"PackBits":                  {rawTIFF(le, packed(), fields(2, tiffPackBits)...), nil},
		"PackBits with a byte of 0": {rawTIFF(le, packed(0), fields(2, tiffPackBits)...), nil},
		"PackBits with more":        {rawTIFF(le, packed(0, 9), fields(2, tiffPackBits)...), artwork.ErrBroken},
		"PackBits of a longer run":  {rawTIFF(le, []byte{3, 1, 2, 3, 4, 0xf0, 7}, fields(2, tiffPackBits)...), artwork.ErrBroken},
	} {
		for _, room := range []int{decodedRoom, justJudge} {
			_, lost, err := readTIFF(c.data, room)
			if !errors.Is(err, c.want) || errors.Is(err, artwork.ErrCut) || lost != 0 {
				t.Errorf("%s: %v, %d rows lost", name, err, lost)
			}
		}
	}
}

// rawTIFFPlanes writes a TIFF file of one strip for each plane.
func rawTIFFPlanes(order binary.AppendByteOrder, planes [][]byte, fields ...tiffField) []byte {
	data := rawTIFF(order, bytes.Join(planes, nil), fields...)
	var starts, sizes []uint32
	at := 8
	for _, p := range planes {
		starts, sizes = append(starts, uint32(at)), append(sizes, uint32(len(p)))
		at += len(p)
	}
	// Replaced in place: the directory is written anew with the lists.
	return rawTIFFWith(order, data[:at], append(slices.Clone(fields), tiffField{tagStrips, starts}, tiffField{tagStripBytes, sizes}))
}

func rawTIFFWith(order binary.AppendByteOrder, head []byte, fields []tiffField) []byte {
	for i := range fields {
		for j := i; j > 0 && fields[j].tag < fields[j-1].tag; j-- {
			fields[j], fields[j-1] = fields[j-1], fields[j]
		}
	}
	out := bytes.Clone(head)
	order.(binary.ByteOrder).PutUint32(out[4:], uint32(len(out)))
	after := len(out) + 2 + 12*len(fields) + 4
	out = order.AppendUint16(out, uint16(len(fields)))
	var more []byte
	for _, f := range fields {
		kind, n := uint16(4), len(f.values)
		if f.tag == tagWhite { // fractions
			kind, n = 5, n/2
		}
		out = order.AppendUint16(order.AppendUint16(out, f.tag), kind)
		out = order.AppendUint32(out, uint32(n))
		if len(f.values) == 1 {
			out = order.AppendUint32(out, f.values[0])
			continue
		}
		out = order.AppendUint32(out, uint32(after+len(more)))
		for _, v := range f.values {
			more = order.AppendUint32(more, v)
		}
	}
	return append(order.AppendUint32(out, 0), more...)
}

// Fax of both kinds: white runs are zeros, and the picture says which colour
// zero is.
func TestFax(t *testing.T) {
	// Group 4, one row: horizontal, eight of white, eight of black, the end.
	// 001 10011 000101, then 000000000001 twice (ITU-T T.6).
	row := []byte{0b00110011, 0b00010100, 0b00000000, 0b01000000, 0b00000100}
	for photometric, want := range map[uint32][2]byte{0: {255, 0}, 1: {0, 255}} {
		data := rawTIFF(binary.LittleEndian, row, tiffField{tagWidth, []uint32{16}}, tiffField{tagHeight, []uint32{1}}, tiffField{tagBits, []uint32{1}},
			tiffField{tagSamples, []uint32{1}}, tiffField{tagCompression, []uint32{4}}, tiffField{tagPhotometric, []uint32{photometric}})
		img, _, err := readTIFF(data, decodedRoom)
		if err != nil {
			t.Fatal(err)
		}
		g := img.(*image.Gray)
		if got := [2]byte{g.Pix[0], g.Pix[15]}; got != want {
			t.Errorf("photometric %d: %v, not %v", photometric, got, want)
		}
	}
}

// Zeros before the end of a row of a Group 3 fax are no part of it.
func TestFaxFill(t *testing.T) {
	bits := func(s string) (out []byte) {
		var w []byte
		for _, c := range s {
			if c == '0' || c == '1' {
				w = append(w, byte(c-'0'))
			}
		}
		for ; len(w)%8 != 0; w = append(w, 0) {
		}
		for i := 0; i < len(w); i += 8 {
			v := byte(0)
			for _, b := range w[i : i+8] {
				v = v<<1 | b
			}
			out = append(out, v)
		}
		return out
	}
	const end, row = "000000000001", "10011 000101" // eight of white, eight of black
	plain := bits(end + row + end + row + strings.Repeat(end, 6))
	for name, packed := range map[string][]byte{
		"none":           plain,
		"to whole bytes": bits("0000" + end + row + "0" + end + row + "00000" + strings.Repeat(end, 6)),
		"long":           bits(end + row + strings.Repeat("0", 40) + end + row + strings.Repeat("0", 3) + strings.Repeat(end, 6)),
	} {
		for _, low := range []bool{false, true} {
			packed := bytes.Clone(packed)
			order := uint32(1)
			if low {
				order = 2
				for i, v := range packed {
					packed[i] = reversed(v)
				}
			}
			data := rawTIFF(binary.LittleEndian, packed, tiffField{tagWidth, []uint32{16}}, tiffField{tagHeight, []uint32{2}}, tiffField{tagBits, []uint32{1}},
				tiffField{tagSamples, []uint32{1}}, tiffField{tagCompression, []uint32{3}}, tiffField{tagPhotometric, []uint32{0}}, tiffField{tagFillOrder, []uint32{order}})
			img, lost, err := readTIFF(data, decodedRoom)
			if err != nil || lost != 0 {
				t.Errorf("%s: %v, %d rows lost", name, err, lost)
				continue
			}
			g := img.(*image.Gray)
			for y := range 2 {
				if got := [2]byte{g.Pix[y*g.Stride+7], g.Pix[y*g.Stride+8]}; got != [2]byte{255, 0} {
					t.Errorf("%s: row %d has %v", name, y, got)
				}
			}
		}
	}
}

// Rows of CCITT RLE begin with a byte and have no end; a code that nothing begins
// with, and a run beyond the row, are faults.
func TestFaxOfBytes(t *testing.T) {
	codes := [2][]string{strings.Fields(whiteRuns), strings.Fields(blackRuns)}
	pack := func(rows ...[]string) (out []byte) {
		for _, row := range rows {
			bits := strings.Join(row, "")
			bits += strings.Repeat("0", (8-len(bits)%8)%8)
			for i := 0; i < len(bits); i += 8 {
				v, err := strconv.ParseUint(bits[i:i+8], 2, 8)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, byte(v))
			}
		}
		return out
	}
	read := func(packed []byte) (*image.Gray, error) {
		img, _, err := readTIFF(rawTIFF(binary.LittleEndian, packed, tiffField{tagWidth, []uint32{70}}, tiffField{tagHeight, []uint32{2}}, tiffField{tagBits, []uint32{1}},
			tiffField{tagSamples, []uint32{1}}, tiffField{tagCompression, []uint32{2}}, tiffField{tagPhotometric, []uint32{0}}), decodedRoom)
		if err != nil {
			return nil, err
		}
		return img.(*image.Gray), nil
	}
	white, black := codes[0], codes[1]
	// 3 of white, 67 of black; 0 of white, 1 of black, 69 of white.
	img, err := read(pack([]string{white[3], black[64], black[3]}, []string{white[0], black[1], white[64], white[5]}))
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[image.Point]byte{{2, 0}: 255, {3, 0}: 0, {69, 0}: 0, {0, 1}: 0, {1, 1}: 255, {69, 1}: 255} {
		if got := img.GrayAt(at.X, at.Y).Y; got != want {
			t.Errorf("%v is %d", at, got)
		}
	}
	if _, err := read(pack([]string{white[3], black[64], black[4]}, []string{white[0]})); !errors.Is(err, artwork.ErrBroken) {
		t.Errorf("a run beyond the row: %v", err)
	}
	if _, err := read(make([]byte, 40)); !errors.Is(err, artwork.ErrBroken) {
		t.Errorf("no code: %v", err)
	}
	if _, err := read(pack([]string{white[3]})); !errors.Is(err, artwork.ErrBroken) {
		t.Errorf("cut: %v", err)
	}
}

// TestFaxAsLibtiffWritesIt reads what the tools of libtiff write.
func TestFaxAsLibtiffWritesIt(t *testing.T) {
	dir := t.TempDir()
	const w, h = 3000, 200
	page := image.NewGray(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(3, 9))
	var rows []byte
	for y := range h {
		line := make([]byte, (w+7)/8)
		// Most rows are much like the one before; some have runs as long as they
		// come.
		for x, v, left := 0, byte(255), 0; x < w; x++ {
			if left == 0 {
				v, left = ^v, 1+r.IntN(80)
				if r.IntN(3) == 0 {
					left = 1 + r.IntN(2700)
				}
			}
			left--
			page.Pix[y*w+x] = v
			if y%3 > 0 {
				page.Pix[y*w+x] = page.Pix[(y-1)*w+max(x-r.IntN(2)*(y%7), 0)]
			}
			if page.Pix[y*w+x] != 0 {
				line[x/8] |= 0x80 >> (x % 8)
			}
		}
		rows = append(rows, line...)
	}
	from := filepath.Join(dir, "in.tif")
	plain := rawTIFF(binary.LittleEndian, rows, tiffField{tagWidth, []uint32{w}}, tiffField{tagHeight, []uint32{h}}, tiffField{tagBits, []uint32{1}},
		tiffField{tagSamples, []uint32{1}}, tiffField{tagCompression, []uint32{1}}, tiffField{tagPhotometric, []uint32{1}}, tiffField{tagRowsPerStrip, []uint32{h}})
	if err := os.WriteFile(from, plain, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"g3:1d", "g3:1d:fill", "g3:2d", "g3:2d:fill", "g4"} {
		t.Run(kind, func(t *testing.T) {
			to := filepath.Join(dir, "out.tif")
			oracle.Run(t, "tiffcp", "-c", kind, from, to)
			data, err := os.ReadFile(to)
			if err != nil {
				t.Fatal(err)
			}
			img, lost, err := readTIFF(data, decodedRoom)
			if err != nil || lost != 0 {
				t.Fatalf("%v, %d rows lost", err, lost)
			}
			if most, _ := farthest(img, page); most != 0 {
				t.Errorf("off by %d", most)
			}
		})
	}
}

// Film's range: black is 0 and white is 255.
func TestStudio(t *testing.T) {
	for in, want := range map[[3]byte][3]byte{{16, 128, 128}: {0, 0, 0}, {235, 128, 128}: {255, 255, 255}, {126, 128, 128}: {128, 128, 128}, {81, 90, 240}: {254, 0, 0}} {
		if r, g, b := studio(in[0], in[1], in[2]); distance(color.RGBA{r, g, b, 255}, color.RGBA{want[0], want[1], want[2], 255}) > 2 {
			t.Errorf("%v is %d %d %d, not %v", in, r, g, b, want)
		}
	}
}

// Bitmaps and frames.
func TestBMPAndGIF(t *testing.T) {
	img := scene(33, 21, 5)
	var b bytes.Buffer
	if err := bmp.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	got, _, err := readBMP(b.Bytes(), decodedRoom)
	if err != nil {
		t.Fatal(err)
	}
	if most, _ := farthest(got, img); most > 0 {
		t.Errorf("BMP: off by %d", most)
	}
	if _, _, err := readBMP(b.Bytes()[:b.Len()-300], decodedRoom); !errors.Is(err, artwork.ErrCut) {
		t.Errorf("a BMP that is cut: %v", err)
	}
	frame := image.NewPaletted(image.Rect(2, 1, 6, 5), color.Palette{color.Black, color.RGBA{255, 0, 0, 255}})
	frame.Pix[0] = 1
	b.Reset()
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame, frame, frame}, Delay: []int{1, 1, 1}, Config: image.Config{Width: 10, Height: 8}}); err != nil {
		t.Fatal(err)
	}
	info, err := artwork.Probe(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || info.Still != 3 || info.Width != 10 {
		t.Errorf("%+v, %v", info, err)
	}
	out, lost, err := readGIF(b.Bytes(), info, decodedRoom)
	if err != nil || lost != 0 {
		t.Fatal(err)
	}
	for at, want := range map[image.Point]color.RGBA{{0, 0}: {255, 255, 255, 255}, {2, 1}: {255, 0, 0, 255}, {5, 4}: {0, 0, 0, 255}} {
		if got := out.At(at.X, at.Y); got != color.Color(want) {
			t.Errorf("GIF: %v is %v, not %v", at, got, want)
		}
	}
}

// runsBMP is a bitmap of so many bits a pixel, with a palette of so many colours,
// packed by runs where packing is not 0.
func runsBMP(w, h, bits, packing, colours int, pixels ...byte) []byte {
	le := binary.LittleEndian
	b := append([]byte("BM"), make([]byte, 52)...)
	le.PutUint32(b[10:], uint32(54+4*colours))
	for at, v := range map[int]int{14: 40, 18: w, 22: h, 30: packing, 46: colours} {
		le.PutUint32(b[at:], uint32(v))
	}
	le.PutUint16(b[26:], 1)
	le.PutUint16(b[28:], uint16(bits))
	for i := range colours {
		b = append(b, byte(i), byte(i), byte(i), 0)
	}
	return append(b, pixels...)
}

// What is wrong in bitmaps and frames, judged and read: the numbers of colours, the
// lengths of rows, the ends of files.
func TestDamagedBitmaps(t *testing.T) {
	const end, runs4, runs8 = -1, 2, 1
	var b bytes.Buffer
	frame := image.NewPaletted(image.Rect(0, 0, 40, 30), color.Palette{color.Black, color.White, color.Gray{90}})
	for i := range frame.Pix {
		frame.Pix[i] = byte(i * i / 7 % 3)
	}
	if err := gif.Encode(&b, frame, nil); err != nil {
		t.Fatal(err)
	}
	still := b.Bytes()
	for _, c := range []struct {
		name string
		data []byte
		lost int
		want error
	}{
		{"numbers of the palette", runsBMP(4, 2, 8, 0, 3, 0, 1, 2, 0, 2, 2, 1, 1), 0, nil},
		{"a number beyond the palette", runsBMP(4, 2, 8, 0, 3, 0, 1, 2, 0, 2, 3, 1, 1), 0, artwork.ErrBroken},
		{"beyond a palette of four bits", runsBMP(4, 1, 4, 0, 5, 0x01, 0x25, 0, 0), 0, artwork.ErrBroken},
		{"what fills a row up is no number", runsBMP(3, 1, 4, 0, 5, 0x01, 0x2f, 0xff, 0xff), 0, nil},
		{"runs", runsBMP(4, 2, 8, runs8, 3, 4, 1, 0, 0, 2, 0, 2, 2, 0, 0, 0, 1), 0, nil},
		{"runs without a mark behind the last row", runsBMP(4, 2, 8, runs8, 3, 4, 1, 0, 0, 2, 0, 2, 2, 0, 1), 0, nil},
		{"runs without their end", runsBMP(4, 2, 8, runs8, 3, 4, 1, 0, 0, 2, 0, 2, 2), end, nil},
		{"runs cut in the last row", runsBMP(4, 2, 8, runs8, 3, 4, 1, 0, 0, 2, 0), 0, artwork.ErrCut},
		{"a run too long", runsBMP(4, 2, 8, runs8, 3, 5, 1, 0, 0, 4, 0, 0, 1), 0, artwork.ErrBroken},
		{"a run too short", runsBMP(4, 2, 8, runs8, 3, 3, 1, 0, 0, 4, 0, 0, 1), 0, artwork.ErrBroken},
		{"a last run too short", runsBMP(4, 2, 8, runs8, 3, 4, 1, 0, 0, 3, 0, 0, 1), 0, artwork.ErrBroken},
		{"a number beyond the palette in runs", runsBMP(4, 1, 8, runs8, 3, 4, 9, 0, 1), 0, artwork.ErrBroken},
		{"an end too early", runsBMP(4, 3, 8, runs8, 3, 4, 1, 0, 0, 4, 0, 0, 1, 4, 1, 0, 1), 0, artwork.ErrBroken},
		{"rows too many", runsBMP(4, 1, 8, runs8, 3, 4, 1, 0, 0, 4, 0, 0, 1), 0, artwork.ErrBroken},
		{"pixels passed over", runsBMP(4, 2, 8, runs8, 3, 1, 1, 0, 2, 3, 0, 0, 0, 0, 2, 4, 0, 0, 1), 0, nil},
		{"passed over into nothing", runsBMP(4, 2, 8, runs8, 3, 1, 1, 0, 2, 9, 0, 0, 1), 0, artwork.ErrBroken},
		{"pairs", runsBMP(3, 2, 4, runs4, 16, 3, 0x12, 0, 0, 4, 0x12, 0, 0, 0, 1), 0, nil},
		{"pairs too long", runsBMP(3, 1, 4, runs4, 16, 5, 0x12, 0, 0, 0, 1), 0, artwork.ErrBroken},
		{"a frame", still, 0, nil},
		{"a frame without the end of the file", still[:len(still)-1], end, nil},
		{"a frame that is cut", still[:len(still)-9], 0, artwork.ErrCut},
		{"cut in its colours", still[:17], 0, artwork.ErrCut},
		{"cut in its descriptor", still[:13+3*4+4], 0, artwork.ErrCut},
	} {
		for _, room := range []int{decodedRoom, justJudge} {
			info, err := artwork.Probe(bytes.NewReader(c.data), int64(len(c.data)))
			lost := 0
			if err == nil {
				_, lost, err = new(Shelf).decode(&source{info: info}, c.data, room, 1)
			}
			if !errors.Is(err, c.want) || c.want == artwork.ErrBroken && errors.Is(err, artwork.ErrCut) || err == nil && lost != c.lost {
				t.Errorf("%s, into %d: %d, %v", c.name, room, lost, err)
			}
		}
	}
}

// FuzzReaders: whatever a file holds, reading it ends, in the room it is given.
func FuzzReaders(f *testing.F) {
	img := scene(20, 14, 6)
	var b bytes.Buffer
	_ = png.Encode(&b, img)
	f.Add(asJPEG(f, img, 80))
	f.Add(bytes.Clone(b.Bytes()))
	f.Add(tiffOf(img))
	b.Reset()
	_ = bmp.Encode(&b, img)
	f.Add(bytes.Clone(b.Bytes()))
	shelf := new(Shelf)
	f.Fuzz(func(t *testing.T, data []byte) {
		info, err := artwork.Probe(bytes.NewReader(data), int64(len(data)))
		if err != nil || info.Format == artwork.PDF || info.Width*info.Height > 1<<20 {
			return
		}
		for _, room := range []int{decodedRoom, 1 << 12} {
			got, _, err := shelf.decode(&source{info: info}, data, room, 1)
			if err == nil && (got.Bounds().Empty() || got.Bounds().Dx() > max(info.Width, info.Height)) {
				t.Errorf("%v of %+v", got.Bounds(), info)
			}
		}
	})
}

// FuzzPixels: whatever a file holds, what is shown of it has the size that was
// asked for, or there is a fault, the same each time; to judge a file takes no
// other turn than to decode it.
func FuzzPixels(f *testing.F) {
	for _, s := range picturetest.Samples() {
		f.Add(s.Data, uint8(3), uint8(9), uint16(5), uint16(7))
	}
	f.Add(asJPEG(f, scene(20, 14, 6), 80), uint8(0), uint8(0), uint16(20), uint16(14))
	f.Fuzz(func(t *testing.T, data []byte, x, y uint8, w, h uint16) {
		info, err := artwork.Probe(bytes.NewReader(data), int64(len(data)))
		if err != nil || info.Width*info.Height > 1<<18 || info.Format == artwork.HEIC || info.Format == artwork.AVIF {
			return // the sandbox is too slow for fuzzing
		}
		const file = "p"
		files := fstest.MapFS{file: {Data: data}}
		whole := image.Rect(0, 0, info.Width, info.Height)
		crop := image.Rect(int(x), int(y), info.Width, info.Height).Intersect(whole)
		p := &page.Picture{File: file, Crop: crop}
		wide, high := int(w)%512, int(h)%512
		s := New(files)
		img, err := s.Pixels(p, wide, high)
		if err == nil && img.Bounds() != image.Rect(0, 0, wide, high) {
			t.Errorf("%v in place of %d by %d", img.Bounds(), wide, high)
		}
		if _, again := s.Pixels(p, wide, high); fmt.Sprint(err) != fmt.Sprint(again) {
			t.Errorf("%v, and then %v", err, again)
		}
		judged, _ := s.look(file)
		_, decoded := New(files).decoded(file, 1)
		if v := New(files).verdict(judged); (v.err == nil) != (decoded == nil) {
			t.Errorf("judged: %v; decoded: %v", v.err, decoded)
		}
	})
}
