package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"testing"
	"testing/fstest"

	"duikai/layout/geom"
	"duikai/layout/page"
)

// hugeFiles are pictures in colour, of rows that are alike:
// a photograph's where pixels differ from those beside them, a drawing's where not.
func hugeFiles(t *testing.T, side int, drawing bool) fstest.MapFS {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	row := make([]byte, 1+3*side) // with the byte of a PNG's filter
	for x := range side {
		for c := range 3 {
			row[1+3*x+c] = byte(200*x/side + 20*c + r.IntN(9))
			if drawing && x%8 != 0 {
				row[1+3*x+c] = row[1+3*(x-1)+c]
			}
		}
	}
	packed := func(row []byte) []byte {
		var b bytes.Buffer
		z, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
		for range side {
			if _, err := z.Write(row); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(side)), uint32(side))
	file := appendChunk([]byte("\x89PNG\r\n\x1a\n"), "IHDR", append(head, 8, 2, 0, 0, 0))
	file = appendChunk(appendChunk(file, "IDAT", packed(row)), "IEND", nil)
	one := func(v ...uint32) []uint32 { return v }
	n := uint32(side)
	return fstest.MapFS{"a.png": {Data: file}, "a.tif": {Data: rawTIFF(binary.LittleEndian, packed(row[1:]),
		tiffField{tagWidth, one(n)}, tiffField{tagHeight, one(n)}, tiffField{tagBits, one(8, 8, 8)}, tiffField{tagCompression, one(8)},
		tiffField{tagPhotometric, one(2)}, tiffField{tagSamples, one(3)}, tiffField{tagRowsPerStrip, one(n)})}}
}

// TestLinesAreCounted: line art is told from photographs while it is read, also where
// a PNG comes in passes.
func TestLinesAreCounted(t *testing.T) {
	const w, h = 90, 60
	for _, drawing := range []bool{true, false} {
		img := image.NewRGBA(image.Rect(0, 0, w, h))
		for i := range w * h {
			x := i % w
			if drawing {
				x -= x % 9
			}
			img.SetRGBA(i%w, i/w, color.RGBA{uint8(x), uint8(2 * x), uint8(i / w), 255})
		}
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			t.Fatal(err)
		}
		for name, file := range map[string][]byte{"in rows": b.Bytes(), "in passes": inPasses(b.Bytes(), img)} {
			var lines lineCounts
			if _, _, err := countPNG(file, w*h, &lines); err != nil {
				t.Fatal(err)
			}
			if lines.all == 0 || lines.even() != drawing {
				t.Errorf("%s, a drawing: %v: %+v", name, drawing, lines)
			}
		}
	}
}

// TestLargePicturesForThePress: of many megapixels no more is kept than what is
// printed, whatever the file has, and that goes to the press some rows at a time.
// What is allocated is counted, so that it does not matter when it is given back.
func TestLargePicturesForThePress(t *testing.T) {
	const side = 6400 // a little more than largePixels, which is as good as a hundred million
	width := geom.Millimetres(100)
	for _, c := range []struct {
		name    string
		drawing bool
		pixels  int // of a side
		most    int // bytes
	}{
		// 200 pixels an inch are 788: read at an eighth, it takes 3 MB.
		{"photograph", false, 788, 12 << 20},
		// 600 pixels an inch are 2,363: read at a half, 41 MB, after 3 MB to see what it is.
		{"drawing", true, 2363, 72 << 20},
	} {
		files := hugeFiles(t, side, c.drawing)
		for name, file := range files {
			if c.drawing && name == "a.tif" {
				continue // both come to the same canvas
			}
			store, err := Open(files, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := store.press.link(nil); err != nil {
				t.Fatal(err)
			}
			p := &page.Picture{File: name, Crop: image.Rect(0, 0, side, side), Rect: geom.Rect{W: width, H: width}}
			var r Ready
			took := taken(func() {
				if faults := store.Check([]*page.Page{{Items: []page.Item{p}}}, true, nil); len(faults) > 0 {
					t.Fatal(faults)
				}
				if r, err = store.Ready(p); err != nil {
					t.Fatal(err)
				}
			}) - len(file.Data)
			if r.Width != c.pixels || r.Height != c.pixels || r.Channels != 4 {
				t.Errorf("%s, %s: %d by %d, %d channels, %d bits", c.name, name, r.Width, r.Height, r.Channels, r.Bits)
			}
			t.Logf("%s, %s: %.1f MB", c.name, name, float64(took)/(1<<20))
			if took > c.most {
				t.Errorf("%s, %s took %d bytes", c.name, name, took)
			}
			if !c.drawing {
				continue
			}
			// A smaller place knows that it is a drawing: it is read at a fifth for 1,182
			// pixels, and not at a sixteenth first.
			p.Rect = geom.Rect{W: width / 2, H: width / 2}
			if r, err = store.Ready(p); err != nil || r.Width != 1182 {
				t.Errorf("%s, %s, smaller: %d pixels, %v", c.name, name, r.Width, err)
			}
			for k := range store.shelf.sources.all() {
				if k.shrink > 8 {
					t.Errorf("%s, %s is read at a %dth", c.name, name, k.shrink)
				}
			}
		}
	}
}
