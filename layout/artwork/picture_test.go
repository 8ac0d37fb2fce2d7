package artwork_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/tiff"

	"duikai/layout/artwork"
	"duikai/samples/oracle"
)

func probe(b []byte) (artwork.Info, error) {
	return artwork.Probe(bytes.NewReader(b), int64(len(b)))
}

func encode(t testing.TB, f func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t testing.TB, img image.Image) []byte {
	return encode(t, func(w io.Writer) error { return jpeg.Encode(w, img, nil) })
}

func pngOf(t testing.TB, img image.Image) []byte {
	return encode(t, func(w io.Writer) error { return png.Encode(w, img) })
}

func tiffOf(t testing.TB, img image.Image) []byte {
	return encode(t, func(w io.Writer) error { return tiff.Encode(w, img, &tiff.Options{Compression: tiff.Deflate}) })
}

// tiffFile is a TIFF file of one directory; every value is a list of shorts.
func tiffFile(order binary.AppendByteOrder, tags ...[]uint16) []byte {
	b := []byte("MM\x00*")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		b = []byte("II*\x00")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, uint16(len(tags)))
	end := 8 + 2 + 12*len(tags) + 4
	var far []byte
	for _, t := range tags {
		v := t[1:]
		b = order.AppendUint16(b, t[0])
		b = order.AppendUint16(b, 3)
		b = order.AppendUint32(b, uint32(len(v)))
		if len(v) <= 2 {
			v = append(slices.Clone(v), 0, 0)[:2]
			b = order.AppendUint16(order.AppendUint16(b, v[0]), v[1])
			continue
		}
		b = order.AppendUint32(b, uint32(end+len(far)))
		for _, x := range v {
			far = order.AppendUint16(far, x)
		}
	}
	return append(append(b, 0, 0, 0, 0), far...)
}

func exif(order binary.AppendByteOrder, turn uint16) []byte {
	return tiffFile(order, []uint16{274, turn})
}

// segment is a JPEG segment.
func segment(marker byte, body string) string {
	return "\xff" + string([]byte{marker}) + string(binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))) + body
}

// withSegments puts segments behind the first two bytes of a JPEG.
func withSegments(b []byte, segments ...string) []byte {
	return slices.Concat(b[:2], []byte(strings.Join(segments, "")), b[2:])
}

func chunk(name, body string) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, name...), body...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:])))
}

func pngFile(w, h uint32, rest string, chunks ...string) []byte {
	d := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	return []byte("\x89PNG\r\n\x1a\n" + chunk("IHDR", string(d)+rest) + strings.Join(chunks, ""))
}

func webpFile(chunks ...string) []byte {
	body := strings.Join(chunks, "")
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body)+4)), "WEBP"+body...)
}

func riff(name, body string) string {
	s := string(binary.LittleEndian.AppendUint32([]byte(name), uint32(len(body)))) + body
	if len(body)%2 == 1 {
		s += "\x00"
	}
	return s
}

func sof(marker, depth byte, w, h uint16, sampling ...byte) string {
	b := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16([]byte{depth}, h), w)
	b = append(b, byte(len(sampling)))
	for i, s := range sampling {
		b = append(b, byte(i+1), s, 0)
	}
	return segment(marker, string(b))
}

const adobe = "Adobe\x00\x64\x00\x00\x00\x00\x02"

func jpegFile(segments ...string) []byte {
	return []byte("\xff\xd8" + strings.Join(segments, "") + "\xff\xda\x00\x02")
}

func info(f artwork.Format, w, h, turn int, m artwork.Model, depth int, alpha bool) artwork.Info {
	return artwork.Info{Format: f, Width: w, Height: h, Turn: turn, Model: m, Depth: depth, Alpha: alpha}
}

func TestProbePictures(t *testing.T) {
	r := image.Rect(0, 0, 30, 20)
	le, be := binary.AppendByteOrder(binary.LittleEndian), binary.AppendByteOrder(binary.BigEndian)
	exifSegment := func(order binary.AppendByteOrder, turn uint16) string {
		return segment(0xe1, "Exif\x00\x00"+string(exif(order, turn)))
	}
	rgb := []uint16{258, 8, 8, 8}
	const idat = "IDAT"
	tests := []struct {
		name string
		file []byte
		want artwork.Info
	}{
		{"gray JPEG", jpegOf(t, image.NewGray(r)), info(artwork.JPEG, 30, 20, 1, artwork.Gray, 8, false)},
		{"colour JPEG", jpegOf(t, image.NewRGBA(r)), info(artwork.JPEG, 30, 20, 1, artwork.RGB, 8, false)},
		{"progressive JPEG", jpegFile(sof(0xc2, 8, 30, 20, 0x22, 0x11, 0x11)), info(artwork.JPEG, 30, 20, 1, artwork.RGB, 8, false)},
		{"CMYK JPEG", jpegFile(segment(0xee, adobe), sof(0xc0, 8, 30, 20, 0x11, 0x11, 0x11, 0x11)), info(artwork.JPEG, 30, 20, 1, artwork.CMYK, 8, false)},
		{"Adobe after the frame", jpegFile(sof(0xc0, 8, 30, 20, 0x11, 0x11, 0x11, 0x11), segment(0xee, adobe)), info(artwork.JPEG, 30, 20, 1, artwork.CMYK, 8, false)},
		{"turned JPEG, little endian", withSegments(jpegOf(t, image.NewGray(r)), exifSegment(le, 6)), info(artwork.JPEG, 20, 30, 6, artwork.Gray, 8, false)},
		{"turned JPEG, big endian", withSegments(jpegOf(t, image.NewGray(r)), exifSegment(be, 3)), info(artwork.JPEG, 30, 20, 3, artwork.Gray, 8, false)},
		{"EXIF behind XMP", withSegments(jpegOf(t, image.NewGray(r)), segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00<x/>"), exifSegment(be, 8)), info(artwork.JPEG, 20, 30, 8, artwork.Gray, 8, false)},
		{"no such orientation", withSegments(jpegOf(t, image.NewGray(r)), exifSegment(be, 9)), info(artwork.JPEG, 30, 20, 1, artwork.Gray, 8, false)},
		{"damaged EXIF", withSegments(jpegOf(t, image.NewGray(r)), segment(0xe1, "Exif\x00\x00II*\x00\xff\xff\xff\xff")), info(artwork.JPEG, 30, 20, 1, artwork.Gray, 8, false)},
		{"fill bytes", []byte("\xff\xd8\xff\xff\xff" + sof(0xc0, 8, 30, 20, 0x11)[1:] + "\xff\xda\x00\x02"), info(artwork.JPEG, 30, 20, 1, artwork.Gray, 8, false)},

		{"gray PNG", pngOf(t, image.NewGray(r)), info(artwork.PNG, 30, 20, 1, artwork.Gray, 8, false)},
		{"gray PNG of 16 bits", pngOf(t, image.NewGray16(r)), info(artwork.PNG, 30, 20, 1, artwork.Gray, 16, false)},
		{"PNG with alpha", pngOf(t, image.NewNRGBA(r)), info(artwork.PNG, 30, 20, 1, artwork.RGB, 8, true)},
		{"PNG with palette", pngOf(t, image.NewPaletted(r, color.Palette{color.Black, color.White})), info(artwork.PNG, 30, 20, 1, artwork.RGB, 8, false)},
		{"PNG with a transparent colour", pngOf(t, image.NewPaletted(r, color.Palette{color.Black, color.Transparent})), info(artwork.PNG, 30, 20, 1, artwork.RGB, 8, true)},
		{"interlaced PNG", pngFile(30, 20, "\x08\x02\x00\x00\x01", chunk(idat, ""), chunk("IEND", "")), info(artwork.PNG, 30, 20, 1, artwork.RGB, 8, false)},
		{"turned PNG", pngFile(30, 20, "\x08\x02\x00\x00\x00", chunk("eXIf", string(exif(be, 5))), chunk(idat, "")), info(artwork.PNG, 20, 30, 5, artwork.RGB, 8, false)},
		{"turned at the end", pngFile(30, 20, "\x08\x02\x00\x00\x00", chunk(idat, "x"), chunk("eXIf", string(exif(le, 7))), chunk("IEND", "")), info(artwork.PNG, 20, 30, 7, artwork.RGB, 8, false)},

		{"gray TIFF", tiffOf(t, image.NewGray(r)), info(artwork.TIFF, 30, 20, 1, artwork.Gray, 8, false)},
		{"TIFF with alpha", tiffOf(t, image.NewNRGBA(r)), info(artwork.TIFF, 30, 20, 1, artwork.RGB, 8, true)},
		{"TIFF of 16 bits", tiffOf(t, image.NewGray16(r)), info(artwork.TIFF, 30, 20, 1, artwork.Gray, 16, false)},
		{"TIFF with palette", tiffOf(t, image.NewPaletted(r, color.Palette{color.Black})), info(artwork.TIFF, 30, 20, 1, artwork.RGB, 8, false)},
		{"TIFF with palette of two", tiffFile(le, []uint16{256, 30}, []uint16{257, 20}, []uint16{259, 5}, []uint16{262, 3}), info(artwork.TIFF, 30, 20, 1, artwork.RGB, 8, false)},
		{"turned TIFF", tiffFile(be, []uint16{256, 30}, []uint16{257, 20}, rgb, []uint16{259, 5}, []uint16{262, 2}, []uint16{274, 6}, []uint16{277, 3}), info(artwork.TIFF, 20, 30, 6, artwork.RGB, 8, false)},
		{"CMYK TIFF", tiffFile(be, []uint16{256, 30}, []uint16{257, 20}, []uint16{258, 8, 8, 8, 8}, []uint16{262, 5}, []uint16{277, 4}), info(artwork.TIFF, 30, 20, 1, artwork.CMYK, 8, false)},
		{"fax TIFF", tiffFile(le, []uint16{256, 30}, []uint16{257, 20}, []uint16{259, 4}), info(artwork.TIFF, 30, 20, 1, artwork.Gray, 1, false)},

		{"lossy WebP", webpFile(riff("VP8 ", "\x10\x00\x00\x9d\x01\x2a\x1e\x00\x14\x00")), info(artwork.WebP, 30, 20, 1, artwork.RGB, 8, false)},
		{"lossless WebP", webpFile(riff("VP8L", "\x2f"+string(binary.LittleEndian.AppendUint32(nil, 29|19<<14|1<<28)))), info(artwork.WebP, 30, 20, 1, artwork.RGB, 8, true)},
		{"extended WebP", webpFile(riff("VP8X", "\x18\x00\x00\x00\x1d\x00\x00\x13\x00\x00"), riff("ALPH", "x"),
			riff("VP8 ", "\x10\x00\x00\x9d\x01\x2a\x1e\x00\x14\x00"), riff("EXIF", string(exif(le, 8)))), info(artwork.WebP, 20, 30, 8, artwork.RGB, 8, true)},
	}
	for _, tt := range tests {
		got, err := probe(tt.file)
		if err != nil || got != tt.want {
			t.Errorf("%s: %+v, %v\nwant %+v", tt.name, got, err, tt.want)
		}
	}
}

func TestProbeRefuses(t *testing.T) {
	le := binary.AppendByteOrder(binary.LittleEndian)
	rgb := func(tags ...[]uint16) []byte {
		have := map[uint16]bool{}
		for _, tag := range tags {
			have[tag[0]] = true
		}
		for _, tag := range [][]uint16{{256, 30}, {257, 20}, {258, 8, 8, 8}, {259, 1}, {262, 2}, {277, 3}} {
			if !have[tag[0]] {
				tags = append(tags, tag)
			}
		}
		return tiffFile(le, tags...)
	}
	if _, err := probe(rgb()); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		file []byte
		want error
		word string
	}{
		{"nothing", nil, artwork.ErrUnsupported, ""},
		{"GIF", []byte("GIF89a\x01\x00\x01\x00"), artwork.ErrCut, ""},
		{"12 bit", jpegFile(sof(0xc1, 12, 30, 20, 0x11)), artwork.ErrUnsupported, "12 bit"},
		{"lossless", jpegFile(sof(0xc3, 8, 30, 20, 0x11)), artwork.ErrUnsupported, "SOF3"},
		{"arithmetic", jpegFile(sof(0xc9, 8, 30, 20, 0x11)), artwork.ErrUnsupported, "SOF9"},
		{"two components", jpegFile(sof(0xc0, 8, 30, 20, 0x11, 0x11)), artwork.ErrUnsupported, "2 components"},
		{"no frame", jpegFile(), artwork.ErrBroken, "SOF"},
		{"two frames", jpegFile(sof(0xc0, 8, 30, 20, 0x11), sof(0xc0, 8, 30, 20, 0x11)), artwork.ErrBroken, "SOF"},
		{"short frame", jpegFile(segment(0xc0, "\x08\x00")), artwork.ErrBroken, "SOF"},
		{"cut off", []byte("\xff\xd8\xff\xe0\x00"), artwork.ErrCut, ""},
		{"no length", []byte("\xff\xd8\xff\xe0\x00\x01\xff\xff"), artwork.ErrBroken, ""},
		{"a wide JPEG", jpegFile(sof(0xc0, 8, 65501, 20, 0x11)), artwork.ErrTooLarge, "65501×20"},
		{"no height", jpegFile(sof(0xc0, 8, 30, 0, 0x11)), artwork.ErrBroken, "30×0"},
		{"a large PNG", pngFile(30001, 20000, "\x08\x02\x00\x00\x00", chunk("IDAT", "")), artwork.ErrTooLarge, "30001×20000"},
		{"a huge PNG", pngFile(1<<32-1, 1<<32-1, "\x08\x02\x00\x00\x00", chunk("IDAT", "")), artwork.ErrTooLarge, ""},
		{"PNG depth", pngFile(30, 20, "\x04\x02\x00\x00\x00", chunk("IDAT", "")), artwork.ErrBroken, "IHDR"},
		{"PNG colour", pngFile(30, 20, "\x08\x05\x00\x00\x00", chunk("IDAT", "")), artwork.ErrBroken, "IHDR"},
		{"PNG depth 0", pngFile(30, 20, "\x00\x02\x00\x00\x00", chunk("IDAT", "")), artwork.ErrBroken, "IHDR"},
		{"PNG without data", pngFile(30, 20, "\x08\x02\x00\x00\x00", chunk("IEND", "")), artwork.ErrBroken, "IDAT"},
		{"PNG sum", bytes.Replace(pngFile(30, 20, "\x08\x02\x00\x00\x00", chunk("IDAT", "")), []byte{30}, []byte{31}, 1), artwork.ErrBroken, "IHDR"},
		{"floating point", rgb([]uint16{339, 3, 3, 3}), artwork.ErrUnsupported, "SampleFormat"},
		{"unlike depths", rgb([]uint16{258, 8, 8, 16}), artwork.ErrUnsupported, "BitsPerSample"},
		{"BigTIFF", []byte("II+\x00\x08\x00\x00\x00"), artwork.ErrUnsupported, "BigTIFF"},
		{"TIFF without directory", []byte("II*\x00\xff\x00\x00\x00"), artwork.ErrBroken, ""},
		{"animation without frames", webpFile(riff("VP8X", "\x02\x00\x00\x00\x1d\x00\x00\x13\x00\x00")), artwork.ErrBroken, "ANIM"},
		{"canvas of another size", webpFile(riff("VP8X", "\x00\x00\x00\x00\x1e\x00\x00\x13\x00\x00"), riff("VP8 ", "\x10\x00\x00\x9d\x01\x2a\x1e\x00\x14\x00")), artwork.ErrBroken, "WebP"},
		{"WebP of nothing", webpFile(), artwork.ErrBroken, "WebP"},
		{"short WebP", webpFile(riff("VP8 ", "\x10\x00")), artwork.ErrBroken, "WebP"},
	}
	for _, tt := range tests {
		got, err := probe(tt.file)
		var f *artwork.Fault
		switch {
		case !errors.Is(err, tt.want) || !errors.As(err, &f):
			t.Errorf("%s: %+v, %v, want %v", tt.name, got, err, tt.want)
		case !strings.Contains(f.Detail, tt.word):
			t.Errorf("%s: %q says nothing of %q", tt.name, f.Detail, tt.word)
		case got != artwork.Info{}:
			t.Errorf("%s: %+v beside a fault", tt.name, got)
		}
	}
}

// brokenReader fails as a disk does.
type brokenReader struct{}

var errDisk = errors.New("the disk is gone")

func (brokenReader) ReadAt([]byte, int64) (int, error) { return 0, errDisk }

func TestProbeTellsReadersFaults(t *testing.T) {
	if _, err := artwork.Probe(brokenReader{}, 100); !errors.Is(err, errDisk) {
		t.Error(err)
	}
	// A file that became shorter than its size says is damaged.
	b := jpegOf(t, image.NewGray(image.Rect(0, 0, 3, 2)))[:20]
	if _, err := artwork.Probe(bytes.NewReader(b), 900); !errors.Is(err, artwork.ErrBroken) {
		t.Error(err)
	}
}

// place says by words where a stored pixel is looked at: the definition of the
// eight orientations (EXIF 2.3, tag Orientation), row and column by row and
// column.
func place(x, y, w, h, turn int) (int, int) {
	switch turn {
	case 2: // the first row is the top, the first column the right side
		return w - 1 - x, y
	case 3: // bottom, right
		return w - 1 - x, h - 1 - y
	case 4: // bottom, left
		return x, h - 1 - y
	case 5: // left, top
		return y, x
	case 6: // right, top
		return h - 1 - y, x
	case 7: // right, bottom
		return h - 1 - y, w - 1 - x
	case 8: // left, bottom
		return y, w - 1 - x
	}
	return x, y
}

func TestUpright(t *testing.T) {
	outer := image.Rect(-3, 2, 140, 90)
	inner := image.Rect(1, 5, 131, 78)
	palette := make(color.Palette, 256)
	for i := range palette {
		palette[i] = color.RGBA{uint8(i), uint8(255 - i), uint8(i * 7), 255}
	}
	ycc := image.NewYCbCr(outer, image.YCbCrSubsampleRatio420)
	for i := range ycc.Y {
		ycc.Y[i] = byte(i * 31)
	}
	for i := range ycc.Cb {
		ycc.Cb[i], ycc.Cr[i] = byte(i*17), byte(i*5)
	}
	alpha := image.NewNYCbCrA(outer, image.YCbCrSubsampleRatio444)
	for i := range alpha.Y {
		alpha.Y[i], alpha.Cb[i], alpha.Cr[i], alpha.A[i] = byte(i), byte(i*3), byte(i*7), byte(i*11)
	}
	for _, img := range []interface {
		image.Image
		SubImage(image.Rectangle) image.Image
	}{
		image.NewGray(outer), image.NewGray16(outer), image.NewRGBA(outer), image.NewNRGBA(outer), image.NewCMYK(outer),
		image.NewRGBA64(outer), image.NewNRGBA64(outer), image.NewPaletted(outer, palette), image.NewAlpha(outer), ycc, alpha,
	} {
		if s, ok := img.(interface{ Set(x, y int, c color.Color) }); ok {
			for y := outer.Min.Y; y < outer.Max.Y; y++ {
				for x := outer.Min.X; x < outer.Max.X; x++ {
					s.Set(x, y, color.NRGBA64{uint16(x * 517), uint16(y * 733), uint16(x*y + 9), 0xffff - uint16(x*91)})
				}
			}
		}
		sub := img.SubImage(inner)
		w, h := inner.Dx(), inner.Dy()
		for turn := 0; turn <= 9; turn++ {
			got := artwork.Upright(sub, turn)
			min := got.Bounds().Min
			if turn >= 5 && turn <= 8 && (got.Bounds().Dx() != h || got.Bounds().Dy() != w) {
				t.Fatalf("%T turned %d is %v", img, turn, got.Bounds())
			}
			for y := range h {
				for x := range w {
					px, py := place(x, y, w, h, turn)
					c1, c2 := sub.At(inner.Min.X+x, inner.Min.Y+y), got.At(min.X+px, min.Y+py)
					if !sameColour(c1, c2) {
						t.Fatalf("%T turned %d: %v at %d,%d became %v at %d,%d", img, turn, c1, x, y, c2, px, py)
					}
				}
			}
		}
	}
}

// sameColour compares in eight bits where YCbCr was converted: that model
// tells colours apart that eight bits do not hold.
func sameColour(a, b color.Color) bool {
	if a == b {
		return true
	}
	switch c := a.(type) {
	case color.YCbCr:
		r, g, bl := color.YCbCrToRGB(c.Y, c.Cb, c.Cr)
		a = color.RGBA{r, g, bl, 255}
	case color.NYCbCrA:
		r, g, bl := color.YCbCrToRGB(c.Y, c.Cb, c.Cr)
		a = color.NRGBA{r, g, bl, c.A}
	case color.Alpha:
		r, g, bl, al := c.RGBA()
		x, y, z, w := b.RGBA()
		return r>>8 == x>>8 && g>>8 == y>>8 && bl>>8 == z>>8 && al == w
	}
	return a == b
}

// TestUprightAgainstImageMagick compares whole files with another program's
// opinion of the eight orientations.
func TestUprightAgainstImageMagick(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 24, 16))
	for i := range img.Pix {
		img.Pix[i] = byte(i % 24 * 6)
		if i/24 < 8 {
			img.Pix[i] += 100
		}
	}
	plain := encode(t, func(w io.Writer) error { return jpeg.Encode(w, img, &jpeg.Options{Quality: 100}) })
	for turn := 1; turn <= 8; turn++ {
		b := withSegments(plain, segment(0xe1, "Exif\x00\x00"+string(exif(binary.BigEndian, uint16(turn)))))
		name := filepath.Join(t.TempDir(), "a.jpg")
		if err := os.WriteFile(name, b, 0o644); err != nil {
			t.Fatal(err)
		}
		want, err := png.Decode(bytes.NewReader(oracle.Run(t, "convert", name, "-auto-orient", "png:-")))
		if err != nil {
			t.Fatal(err)
		}
		stored, err := jpeg.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		in, err := probe(b)
		if err != nil {
			t.Fatal(err)
		}
		got := artwork.Upright(stored, in.Turn)
		if got.Bounds().Size() != want.Bounds().Size() || in.Width != want.Bounds().Dx() || in.Height != want.Bounds().Dy() {
			t.Fatalf("turn %d: %v, probed %d×%d, want %v", turn, got.Bounds(), in.Width, in.Height, want.Bounds())
		}
		for y := range in.Height {
			for x := range in.Width {
				g, _, _, _ := got.At(x, y).RGBA()
				w, _, _, _ := want.At(x, y).RGBA()
				if d := int(g>>8) - int(w>>8); d < -4 || d > 4 {
					t.Fatalf("turn %d: %d at %d,%d, want %d", turn, g>>8, x, y, w>>8)
				}
			}
		}
	}
}

// FuzzProbe looks for panics, and for pictures whose size and colours the
// decoders of the same formats see otherwise.
func FuzzProbe(f *testing.F) {
	r := image.Rect(0, 0, 30, 20)
	for _, b := range [][]byte{
		jpegOf(f, image.NewGray(r)), jpegOf(f, image.NewRGBA(r)), pngOf(f, image.NewNRGBA(r)), tiffOf(f, image.NewRGBA(r)),
		webpFile(riff("VP8X", "\x18\x00\x00\x00\x1d\x00\x00\x13\x00\x00"), riff("VP8 ", "\x10\x00\x00\x9d\x01\x2a\x1e\x00\x14\x00"), riff("EXIF", string(exif(binary.LittleEndian, 8)))),
		withSegments(jpegOf(f, image.NewGray(r)), segment(0xe1, "Exif\x00\x00"+string(exif(binary.BigEndian, 6)))),
		pngFile(30, 20, "\x08\x02\x00\x00\x00", chunk("eXIf", string(exif(binary.BigEndian, 5))), chunk("IDAT", "")),
		onePage("/Rotate 90", figure).classic(), onePage("", figure).packed(),
	} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		in, err := probe(b)
		if err != nil {
			var fault *artwork.Fault
			if !errors.As(err, &fault) {
				t.Fatalf("%v is no fault", err)
			}
			return
		}
		if in.Format == artwork.PDF {
			if in.Pages < 1 || in.Trim.W <= 0 || in.Trim.H <= 0 {
				t.Fatalf("%+v", in)
			}
			return
		}
		if in.Width < 1 || in.Height < 1 || in.Turn < 1 || in.Turn > 8 {
			t.Fatalf("%+v", in)
		}
		if in.Format == artwork.WebP {
			return
		}
		w, h := in.Width, in.Height
		if in.Turn >= 5 {
			w, h = h, w
		}
		c, _, err := image.DecodeConfig(bytes.NewReader(b))
		if err == nil && (c.Width != w || c.Height != h) {
			t.Fatalf("%+v, but the decoder sees %d×%d", in, c.Width, c.Height)
		}
	})
}

// TestRemediesOfKinds: what is of no kind, or of an unusual one, is told with what to
// save it as; a page of a PDF is not.
func TestRemediesOfKinds(t *testing.T) {
	for _, c := range []struct {
		err    error
		en, zh string
	}{
		{artwork.Unsupported("TIFF Zstandard"), "it is of a kind that the program does not read (TIFF Zstandard): save it again as an ordinary JPEG, PNG or TIFF (8 bit, LZW)",
			"程序不支持这种文件（TIFF Zstandard），请另存为普通的 JPEG、PNG 或 TIFF（8 位，LZW）"},
		{artwork.Unsupported("PDF JBIG2"), "it is of a kind that the program does not read (PDF JBIG2)", "程序不支持这种文件（PDF JBIG2）"},
		{artwork.Unsupported("HEIF %q", "not PDF"), `it is of a kind that the program does not read (HEIF "not PDF"): save it again as an ordinary JPEG, PNG or TIFF (8 bit, LZW)`,
			"程序不支持这种文件，请另存为普通的 JPEG、PNG 或 TIFF（8 位，LZW）"},
		{artwork.ErrUnknown, "it is no JPEG, PNG, TIFF, WebP, HEIC, AVIF, GIF, BMP or PDF file: save it as one of them", "不是 JPEG、PNG、TIFF、WebP、HEIC、AVIF、GIF、BMP 或 PDF 文件，请另存为其中一种"},
	} {
		en, zh, ok := artwork.Words(c.err)
		if en != c.en || zh != c.zh || !ok {
			t.Errorf("%v: %q, %q", c.err, en, zh)
		}
	}
}
