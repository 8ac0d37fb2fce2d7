package pdf

import (
	"encoding/binary"
	"math"
	"runtime"
	"slices"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"duikai/fonts"
	"duikai/fonts/embedded"
)

// The embedded faces go to gopdf as they are: no second 15 MB.
func TestMendCopiesNoGoodFace(t *testing.T) {
	set, err := embedded.Set()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range set.Faces() {
		data, err := mend(f.Data())
		if err != nil || &data[0] != &f.Data()[0] {
			t.Errorf("%s: copied (%v)", f.Name(), err)
		}
	}
}

func TestLoadCopiesNoFace(t *testing.T) {
	set, err := embedded.Set()
	if err != nil {
		t.Fatal(err)
	}
	f := set.Chain(fonts.Song).Faces()[0]
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := new(Cache).Load(f); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > uint64(len(f.Data()))/2 {
		t.Errorf("%d bytes for a face of %d", n, len(f.Data()))
	}
}

// table finds a record of the table directory.
func table(t *testing.T, data []byte, tag string) []byte {
	t.Helper()
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		if r := data[12+16*i:][:16]; string(r[:4]) == tag {
			return r
		}
	}
	t.Fatalf("no table %q", tag)
	return nil
}

func TestMend(t *testing.T) {
	// A kern table of a format nobody reads.
	odd := slices.Clone(goregular.TTF)
	copy(table(t, odd, "post")[:4], "kern")
	got, err := mend(odd)
	if err != nil || string(table(t, got, "none")[:4]) != "none" || string(table(t, odd, "kern")[:4]) != "kern" {
		t.Errorf("kern stays, or the face's own bytes were changed: %v", err)
	}
	// The last table ends with the file, short of a multiple of four.
	short := slices.Clone(goregular.TTF)
	r := table(t, short, "prep")
	binary.BigEndian.PutUint32(r[8:], uint32(len(short)-5))
	binary.BigEndian.PutUint32(r[12:], 5)
	if got, err = mend(short); err != nil || len(got) < len(short)+3 {
		t.Errorf("no padding: %d bytes of %d, %v", len(got), len(short), err)
	}
	binary.BigEndian.PutUint32(r[12:], 6)
	if _, err := mend(short); err == nil {
		t.Error("a table beyond the file was let through")
	}
	for _, n := range []int{0, 11, 20} {
		if _, err := mend(goregular.TTF[:n]); err == nil {
			t.Errorf("%d bytes were let through", n)
		}
	}
}

// gopdfUnits is gopdf's convertTTFUnit2PDFUnit, in short: towards zero.
func gopdfUnits(n, upem int64) int64 { return n * 1000 / upem }

func TestFontUnits(t *testing.T) {
	for _, upem := range []int64{16, 256, 512, 1000, 1024, 2048, 4096, 16384} {
		for gap := int64(-40000); gap <= 40000; gap++ {
			u, printed, ok := fontUnits(gap, upem)
			if !ok {
				if m := max(gap, -gap) * upem; m < 32766*1000 {
					t.Fatalf("grid %d: gap %d refused", upem, gap)
				}
				continue
			}
			if printed != gopdfUnits(int64(u), upem) {
				t.Fatalf("grid %d, gap %d: %d units print as %d, not %d", upem, gap, u, gopdfUnits(int64(u), upem), printed)
			}
			off := math.Abs(float64(printed - gap))
			if upem >= 1000 && off > 0 || off > 1000/float64(upem) {
				t.Fatalf("grid %d: gap %d comes out as %d", upem, gap, printed)
			}
		}
	}
}

func TestLetters(t *testing.T) {
	for n, want := range map[uint64]string{0: "AAAAAA", 1: "BAAAAA", 27: "BBAAAA", math.MaxUint64: "PGXRCS"} {
		if got := letters(n); n < 100 && got != want || len(got) != tagLetters {
			t.Errorf("%d: %s", n, got)
		}
	}
}
