package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/vp8l"
	"golang.org/x/image/webp"

	"duikai/layout/artwork"
)

// TestSpareWebP: damage that the decoder goes through is seen by the data that it
// leaves unread.
func TestSpareWebP(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "lossy.webp"))
	if err != nil {
		t.Fatal(err)
	}
	shelf := new(Shelf)
	if err := verdictOn(shelf, data, false); err != nil {
		t.Errorf("a good file: %v", err)
	}
	if spareWebP(sample(t, "lossless.webp")) {
		t.Error("a good file without loss has data left")
	}
	// Filled up with zeros it is still good.
	full := append(bytes.Clone(data), make([]byte, 12)...)
	for _, at := range []int{4, 16} { // the sizes of the file and of its one chunk
		n := len(full) - 20
		if at == 4 {
			n = len(full) - 8
		}
		full[at], full[at+1], full[at+2] = byte(n), byte(n>>8), byte(n>>16)
	}
	if err := verdictOn(shelf, full, false); err != nil {
		t.Errorf("filled up with zeros: %v", err)
	}
	random := rand.New(rand.NewPCG(1, 1))
	through, missed, all := 0, 0, 0
	for at := 40; at < len(data)*4/5; at += 11 {
		bad := bytes.Clone(data)
		for k := range 20 {
			bad[at+k] = byte(random.Uint32())
		}
		all++
		if img, err := webp.Decode(bytes.NewReader(bad)); err == nil && !img.Bounds().Eq(image.Rectangle{}) {
			through++
		}
		if err := verdictOn(shelf, bad, at%2 > 0); err == nil {
			missed++
		} else if !errors.Is(err, artwork.ErrBroken) {
			t.Errorf("damaged at %d: %v", at, err)
		}
	}
	if through < all/2 || missed*20 > all {
		t.Errorf("of %d damaged files %d go through the decoder, %d are not seen", all, through, missed)
	}
}

// TestLosslessEnds: the codes of a picture without loss end where its data does;
// what a wrong byte moves is seen: most in a drawing, few in a photograph, of which
// nearly all codes have the same length.
func TestLosslessEnds(t *testing.T) {
	le := binary.LittleEndian
	for file, most := range map[string]int{"ruled.webp": 14, "grain.webp": 35} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		_, body, _, err := riffChunk(data[riffHead:])
		if err != nil {
			t.Fatal(err)
		}
		size := le.Uint32(body[1:])
		w, h := int(size&0x3fff)+1, int(size>>14&0x3fff)+1
		codes := body[5:]
		if err := vp8lEnds(codes, w, h); err != nil {
			t.Errorf("%s: a good file: %v", file, err)
		}
		if err := vp8lEnds(append(bytes.Clone(codes), 0, 0, 0), w, h); err != nil {
			t.Errorf("%s: filled up with zeros: %v", file, err)
		}
		if vp8lEnds(append(bytes.Clone(codes), 0, 1), w, h) == nil || vp8lEnds(codes[:len(codes)-1], w, h) == nil {
			t.Errorf("%s: more or fewer bytes are not seen", file)
		}
		missed, all := 0, 0
		for at := len(codes) / 4; at < len(codes); at += len(codes)/60 + 1 {
			bad := bytes.Clone(codes)
			bad[at] ^= 0x5a
			all++
			// Whoever gives the pixels finds no fault where the codes are found sound.
			whole := append(append(bytes.Clone(data[:riffHead+8]), body[:5]...), bad...)
			_, decoded := webp.Decode(bytes.NewReader(whole))
			if ended := vp8lEnds(bad, w, h); ended == nil {
				missed++
				if decoded != nil {
					t.Errorf("%s, byte %d: the codes are sound, and the decoder says %v", file, at, decoded)
				}
			}
		}
		if missed > most {
			t.Errorf("%s: of %d wrong bytes %d are not seen, at most %d should be", file, all, missed, most)
		}
	}
}

// FuzzLossless: what is sound for who counts the codes is sound for who reads them.
func FuzzLossless(f *testing.F) {
	for _, file := range []string{"ruled.webp", "grain.webp"} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data[riffHead+8+5:], 220, 150)
	}
	f.Fuzz(func(t *testing.T, codes []byte, w, h int) {
		w, h = 1+max(w, -w)&0x3f, 1+max(h, -h)&0x3f
		if vp8lEnds(codes, w, h) != nil {
			return
		}
		body := append(binary.LittleEndian.AppendUint32([]byte{0x2f}, uint32(w-1|(h-1)<<14)), codes...)
		if _, err := vp8l.Decode(bytes.NewReader(body)); err != nil {
			t.Fatalf("%d × %d: %v", w, h, err)
		}
	})
}
