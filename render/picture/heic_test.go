package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"duikai/layout/artwork"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// TestDamagedHEIC: the decoder conceals what it cannot read, and is found out.
func TestDamagedHEIC(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "lake.heic"))
	if err != nil {
		t.Fatal(err)
	}
	c, ok := artwork.CodedHEIC(data)
	if !ok || len(c.Parts) != 1 {
		t.Fatalf("the parts: %v %v", c, ok)
	}
	from, to := c.Parts[0].Slice, c.Parts[0].To
	grid := gridHEIC(t, data)
	g, ok := artwork.CodedHEIC(grid)
	if !ok || len(g.Parts) != 2 || g.Across != 2 || g.Turn != 8 {
		t.Fatalf("the parts of a grid: %+v %v", g, ok)
	}
	shelf := new(Shelf)
	for name, good := range map[string][]byte{"one piece": data, "two tiles": grid} {
		if err := verdictOn(shelf, good, false); err != nil {
			t.Errorf("a good file in %s: %v", name, err)
		}
	}
	missed := 0
	const tries = 8
	for i := range tries {
		bad := bytes.Clone(data)
		bad[from+20+(to-from-40)*i/tries] ^= 0x10
		if err := verdictOn(shelf, bad, i%2 > 0); err == nil {
			missed++
		} else if !errors.Is(err, artwork.ErrBroken) {
			t.Error(err)
		}
	}
	if missed > 1 {
		t.Errorf("of %d files with a wrong bit %d go through", tries, missed)
	}
	for i, p := range g.Parts {
		bad := bytes.Clone(grid)
		copy(bad[(p.Slice+p.To)/2:], "damage")
		if err := verdictOn(shelf, bad, i > 0); !errors.Is(err, artwork.ErrBroken) {
			t.Errorf("damage in tile %d: %v", i+1, err)
		}
	}
}

// verdictOn judges a picture, as for pages that will be drawn or will not.
func verdictOn(shelf *Shelf, data []byte, drawn bool) error {
	s := New(fstest.MapFS{"a.x": {Data: data}}).On(shelf)
	p := &page.Picture{File: "a.x", Crop: image.Rect(0, 0, 1, 1), Rect: geom.Rect{W: geom.Pt, H: geom.Pt}}
	for _, f := range s.Check([]*page.Page{{Items: []page.Item{p}}}, drawn, nil) {
		return f.Err
	}
	return nil
}

// TestPartAt: a pixel of the picture as it is looked at is of the tile in which it
// is stored, whatever the turn.
func TestPartAt(t *testing.T) {
	for turn, want := range map[int][]int{
		1: {0, 1, 2, 3}, 2: {1, 0, 3, 2}, 3: {3, 2, 1, 0}, 4: {2, 3, 0, 1},
		5: {0, 2, 1, 3}, 6: {2, 0, 3, 1}, 7: {3, 1, 2, 0}, 8: {1, 3, 0, 2},
	} {
		c := artwork.Coded{Parts: make([]artwork.CodedPart, 4), Across: 2, W: 4, H: 3, Turn: turn, StoredW: 8, StoredH: 6}
		w, h := 8, 6
		if turn >= 5 {
			w, h = h, w
		}
		var got []int
		for _, at := range [][2]int{{0, 0}, {w - 1, 0}, {0, h - 1}, {w - 1, h - 1}} {
			got = append(got, partAt(&c, at[0], at[1]))
		}
		if !slices.Equal(got, want) {
			t.Errorf("turn %d: the corners are of the tiles %v, want %v", turn, got, want)
		}
	}
}

// TestSharedTiles: tiles of which all have the same bytes would make a small file a
// large one, and are not looked into.
func TestSharedTiles(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "lake.heic"))
	if err != nil {
		t.Fatal(err)
	}
	grid := gridHEIC(t, data)
	c, ok := artwork.CodedHEIC(grid)
	if !ok {
		t.Fatal("no parts")
	}
	first, second := binary.BigEndian.AppendUint32(nil, uint32(c.Parts[0].From)), binary.BigEndian.AppendUint32(nil, uint32(c.Parts[1].From))
	shared := bytes.Replace(grid[:c.Parts[0].To], second, first, 1)
	if c, ok := artwork.CodedHEIC(shared); ok {
		t.Errorf("the parts: %+v", c)
	}
}

// FuzzCoded: parts are found in the file, and moved they are no more than there are.
func FuzzCoded(f *testing.F) {
	data, err := os.ReadFile(filepath.Join("testdata", "lake.heic"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(gridHEIC(f, data))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, ok := artwork.CodedHEIC(data)
		if !ok {
			return
		}
		for _, p := range c.Parts {
			if p.From < 0 || p.Slice < p.From || p.Slice+p.Prefix > p.To || p.To > len(data) {
				t.Fatalf("%+v in %d bytes", p, len(data))
			}
		}
		const more = 24
		out, ok := c.Elsewhere(data, make([]byte, more))
		if ok && len(out) > 2*len(data)+len(c.Parts)*more+8 {
			t.Errorf("%d bytes of %d", len(out), len(data))
		}
	})
}

// gridHEIC is a file whose picture is two tiles side by side, turned by a quarter;
// both are the picture of another file.
func gridHEIC(t testing.TB, one []byte) []byte {
	t.Helper()
	be := binary.BigEndian
	box := func(kind string, parts ...[]byte) []byte {
		body := bytes.Join(parts, nil)
		return append(append(be.AppendUint32(nil, uint32(len(body)+8)), kind...), body...)
	}
	u16 := func(list ...uint16) (b []byte) {
		for _, v := range list {
			b = be.AppendUint16(b, v)
		}
		return b
	}
	c, ok := artwork.CodedHEIC(one)
	at := bytes.Index(one, []byte("hvcC")) - 4
	if !ok || at < 0 {
		t.Fatal("no parts")
	}
	codec := one[at : at+int(be.Uint32(one[at:]))]
	tile := one[c.Parts[0].From:c.Parts[0].To]
	w, h := uint16(c.StoredW), uint16(c.StoredH)
	full := []byte{0, 0, 0, 0}
	entry := func(id uint16, kind string) []byte {
		return box("infe", []byte{2, 0, 0, 0}, u16(id, 0), []byte(kind), []byte{0})
	}
	size := func(w, h uint16) []byte { return box("ispe", full, u16(0, w, 0, h)) }
	layout := append([]byte{0, 0, 0, 1}, u16(2*w, h)...)
	build := func(start uint32) []byte {
		place := func(id uint16, from, n uint32) []byte {
			return be.AppendUint32(be.AppendUint32(u16(id, 0, 1), from), n)
		}
		n := uint32(len(tile))
		meta := box("meta", full,
			box("hdlr", full, full, []byte("pict"), make([]byte, 13)),
			box("pitm", full, u16(3)),
			box("iloc", full, []byte{0x44, 0}, u16(3), place(1, start, n), place(2, start+n, n), place(3, start+2*n, 8)),
			box("iinf", full, u16(3), entry(1, "hvc1"), entry(2, "hvc1"), entry(3, "grid")),
			box("iref", full, box("dimg", u16(3, 2, 1, 2))),
			box("iprp", box("ipco", codec, size(w, h), size(2*w, h), box("irot", []byte{1})),
				box("ipma", full, be.AppendUint32(nil, 3), u16(1), []byte{2, 0x81, 2}, u16(2), []byte{2, 0x81, 2}, u16(3), []byte{2, 3, 0x84})))
		return append(box("ftyp", []byte("heic"), full, []byte("mif1heic")), meta...)
	}
	head := build(0)
	head = build(uint32(len(head)) + 8)
	return append(head, box("mdat", tile, tile, layout)...)
}
