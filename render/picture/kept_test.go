package picture

import (
	"bytes"
	"image"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/fstest"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/internal/cos"
	"duikai/render/picture/picturetest"
)

// memory is a Keeper that counts; pictures are made side by side.
type memory struct {
	mu   sync.Mutex
	m    map[[32]byte][]byte
	hits int
}

func (m *memory) Get(key [32]byte) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, ok := m.m[key]
	if ok {
		m.hits++
	}
	return b, ok
}

func (m *memory) Put(key [32]byte, b []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.m[key] = bytes.Clone(b)
}

// keeping makes all sample pictures ready with what a keeper has, and tells how
// many files were decoded for it.
func keeping(t *testing.T, k Keeper, program string, o Options, w geom.Length) (all map[string]Ready, decoded int) {
	t.Helper()
	files := make(fstest.MapFS)
	for _, s := range picturetest.Samples() {
		files[s.Name] = &fstest.MapFile{Data: s.Data}
	}
	s, err := Open(files, o)
	if err != nil {
		t.Fatal(err)
	}
	shelf := new(Shelf)
	shelf.Keep(k, program)
	s.On(shelf)
	p := &page.Page{}
	for _, f := range picturetest.Samples() {
		p.Items = append(p.Items, &page.Picture{File: f.Name, Crop: image.Rect(2, 2, 50, 30), Rect: geom.Rect{W: w, H: w}})
	}
	s.Check([]*page.Page{p}, true, nil)
	s.Prepare([]*page.Page{p})
	all = make(map[string]Ready)
	for _, it := range p.Items {
		pic := it.(*page.Picture)
		if r, err := s.Ready(pic); err == nil {
			all[pic.File] = r
		}
	}
	return all, len(shelf.sources.all())
}

// TestKept: what was made ready is there again without a decoder, the same; for
// another press, size, program or file it is made anew.
func TestKept(t *testing.T) {
	k := &memory{m: make(map[[32]byte][]byte)}
	const w = 40 * geom.Pt
	first, decoded := keeping(t, k, "one", Options{}, w)
	if decoded == 0 || k.hits > 0 || len(first) < 10 {
		t.Fatalf("%d pictures, %d decoded, %d found at first", len(first), decoded, k.hits)
	}
	same := func(a, b Ready) bool {
		return a.Key == b.Key && a.Crop == b.Crop && a.Width == b.Width && a.Height == b.Height && a.Channels == b.Channels && a.Bits == b.Bits && bytes.Equal(a.Data, b.Data)
	}
	second, again := keeping(t, k, "one", Options{}, w)
	if !maps.EqualFunc(first, second, same) {
		t.Error("what was kept is another")
	}
	if again*4 > decoded { // of files with a profile that is of no use there are words, which are not kept
		t.Errorf("%d of %d files were decoded again", again, decoded)
	}
	for name, now := range map[string]func() (map[string]Ready, int){
		"program": func() (map[string]Ready, int) { return keeping(t, k, "two", Options{}, w) },
		"limit":   func() (map[string]Ready, int) { return keeping(t, k, "one", Options{InkLimit: 240}, w) },
		"fewer":   func() (map[string]Ready, int) { return keeping(t, k, "one", Options{}, 4*geom.Pt) },
		"screen":  func() (map[string]Ready, int) { return keeping(t, k, "one", Options{RGB: true, PPI: 30}, 4*geom.Pt) },
	} {
		before := len(k.m)
		if _, decoded := now(); len(k.m) == before && decoded == 0 {
			t.Errorf("another %s finds what was made for this one", name)
		}
	}
}

// TestKeptDamage: what a keeper gives is taken for nothing that it is not.
func TestKeptDamage(t *testing.T) {
	k := &memory{m: make(map[[32]byte][]byte)}
	const w = 40 * geom.Pt
	want, _ := keeping(t, k, "one", Options{}, w)
	for _, damage := range []func([]byte) []byte{
		func(b []byte) []byte { return nil },
		func(b []byte) []byte { return b[:min(len(b), 15)] },
		func(b []byte) []byte { return b[:min(len(b), 16)] },
		func(b []byte) []byte { return append([]byte{0, 0, 0, 0}, b[min(4, len(b)):]...) },
		func(b []byte) []byte { return append([]byte{0xff, 0xff, 0xff, 0xff}, b[min(4, len(b)):]...) },
		func(b []byte) []byte {
			b = slices.Clone(b)
			if len(b) > 16 {
				b[12] = 3 // bits
			}
			return b
		},
		func(b []byte) []byte {
			b = slices.Clone(b)
			for i := 16; i < min(len(b), 24); i++ {
				b[i] = 'x'
			}
			return b
		},
	} {
		bad := &memory{m: make(map[[32]byte][]byte)}
		for key, b := range k.m {
			bad.m[key] = damage(b)
		}
		got, _ := keeping(t, bad, "one", Options{}, w)
		for name, r := range want {
			if g := got[name]; g.Width != r.Width || g.Height != r.Height || !bytes.Equal(g.Data, r.Data) {
				t.Errorf("%s: %d by %d pixels in %d bytes, not %d by %d in %d", name, g.Width, g.Height, len(g.Data), r.Width, r.Height, len(r.Data))
			}
		}
	}
}

func FuzzKept(f *testing.F) {
	f.Add(packReady(Ready{Data: cos.Deflated([]byte{1, 2}), Width: 2, Height: 1, Channels: 1, Bits: 8}))
	f.Add(packReady(Ready{Data: encodeJPEG(samples{make([]byte, 64), 8, 8, 1}, 0), Width: 8, Height: 8, Channels: 1}))
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, ok := unpackReady(b); ok {
			_, _ = r.decode()
		}
	})
}
