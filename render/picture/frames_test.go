package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"os"
	"path/filepath"
	"testing"

	"duikai/layout/artwork"
	"duikai/render/picture/picturetest"
)

// sample is one of the tiny files of tests.
func sample(t *testing.T, name string) []byte {
	t.Helper()
	for _, s := range picturetest.Samples() {
		if s.Name == name {
			return s.Data
		}
	}
	t.Fatalf("there is no %s", name)
	return nil
}

// withChunk puts a chunk behind the header of a PNG file.
func withChunk(data []byte, name string, body ...byte) []byte {
	const head = 8 + 8 + 13 + 4
	chunk := append([]byte(name), body...)
	out := append(bytes.Clone(data[:head]), binary.BigEndian.AppendUint32(nil, uint32(len(body)))...)
	out = binary.BigEndian.AppendUint32(append(out, chunk...), crc32.ChecksumIEEE(chunk))
	return append(out, data[head:]...)
}

// movingWebP holds frames of a canvas of w by h, each the same picture, the
// first one at x, y.
func movingWebP(still []byte, w, h, x, y, frames int) []byte {
	three := func(v int) []byte { return []byte{byte(v), byte(v >> 8), byte(v >> 16)} }
	chunk := func(name string, body []byte) []byte {
		out := append(binary.LittleEndian.AppendUint32([]byte(name), uint32(len(body))), body...)
		return append(out, make([]byte, len(body)%2)...)
	}
	out := append([]byte("WEBP"), chunk("VP8X", bytes.Join([][]byte{{2, 0, 0, 0}, three(w - 1), three(h - 1)}, nil))...)
	out = append(out, chunk("ANIM", make([]byte, 6))...)
	for range frames {
		head := bytes.Join([][]byte{three(x / 2), three(y / 2), three(picturetest.Width - 1), three(picturetest.Height - 1), {0, 0, 0}, {0}}, nil)
		out = append(out, chunk("ANMF", append(head, still[12:]...))...)
	}
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(out))), out...)
}

func movingGIF(t *testing.T) []byte {
	t.Helper()
	frame := image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.Black, color.White})
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame, frame}, Delay: []int{1, 1}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFramesAndBrightness: of a file that moves the first frame is set, and that
// is told; so is what is made for bright screens. The files of testdata show
// four quarters: red, green, blue, black.
func TestFramesAndBrightness(t *testing.T) {
	file := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	quarters := []color.RGBA{{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {0, 0, 0, 255}}
	png, webp := sample(t, "rgb.png"), sample(t, "lossless.webp")
	shelf := new(Shelf)
	for _, c := range []struct {
		name   string
		data   []byte
		frames int  // 0: nothing is told of them
		bright bool // told to be
		seen   bool // shows the quarters
	}{
		{"HEIC", file("four.heic"), 0, false, true},
		{"AVIF", file("four.avif"), 0, false, true},
		{"AVIF for bright screens", file("bright.avif"), 0, true, true},
		{"AVIF that moves", file("moving.avif"), 2, false, true},
		{"PNG", png, 0, false, false},
		{"PNG that moves", withChunk(png, "acTL", 0, 0, 0, 3, 0, 0, 0, 0), 3, false, false},
		{"PNG for bright screens, PQ", withChunk(png, "cICP", 9, 16, 0, 1), 0, true, false},
		{"PNG for bright screens, HLG", withChunk(png, "cICP", 9, 18, 0, 1), 0, true, false},
		{"PNG of BT.709", withChunk(png, "cICP", 1, 1, 0, 1), 0, false, false},
		{"WebP that moves", movingWebP(webp, picturetest.Width, picturetest.Height, 0, 0, 4), 4, false, true},
		{"GIF that moves", movingGIF(t), 2, false, false},
	} {
		info, err := artwork.Probe(bytes.NewReader(c.data), int64(len(c.data)))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		src, err := shelf.readSource(c.data, info, decodedRoom, 1)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		frames, bright := 0, false
		for _, r := range src.remarks {
			if r.Kind == FirstOnly {
				frames = r.N
			}
			bright = bright || r.Kind == HighRange
		}
		if frames != c.frames || bright != c.bright {
			t.Errorf("%s: %d frames, bright %v", c.name, frames, bright)
		}
		b := src.image.Bounds()
		for i, want := range quarters {
			at := image.Pt(b.Dx()/4+i%2*b.Dx()/2, b.Dy()/4+i/2*b.Dy()/2)
			if got := color.RGBAModel.Convert(src.image.At(at.X, at.Y)).(color.RGBA); c.seen && !c.bright && distance(got, want) > 30 {
				t.Errorf("%s: quarter %d is %v", c.name, i, got)
			}
		}
	}
}

// TestFirstFrameInPlace: a frame that is smaller than its canvas stands where it
// says, on white; one that is larger is damaged.
func TestFirstFrameInPlace(t *testing.T) {
	still := sample(t, "lossless.webp")
	read := func(data []byte) (image.Image, error) {
		info, err := artwork.Probe(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return nil, err
		}
		return readWebP(data, info, decodedRoom)
	}
	img, err := read(movingWebP(still, picturetest.Width+20, picturetest.Height+10, 20, 10, 2))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != picturetest.Width+20 || b.Dy() != picturetest.Height+10 {
		t.Errorf("%v", b)
	}
	for at, want := range map[image.Point]color.RGBA{{3, 3}: {255, 255, 255, 255}, {21, 11}: {255, 0, 0, 255}} {
		if got := color.RGBAModel.Convert(img.At(at.X, at.Y)).(color.RGBA); distance(got, want) > 0 {
			t.Errorf("%v is %v", at, got)
		}
	}
	if _, err := read(movingWebP(still, 8, 8, 0, 0, 2)); err == nil {
		t.Error("a frame beyond its canvas is taken")
	}
	whole := movingWebP(still, picturetest.Width, picturetest.Height, 0, 0, 1)
	if _, err := read(whole[:len(whole)-9]); err == nil {
		t.Error("a frame that is cut is taken")
	}
}
