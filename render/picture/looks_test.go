package picture

import (
	"bytes"
	"image"
	"image/png"
	"testing"
	"testing/fstest"
)

// TestLooks: a file of which the stamp stays is not read again by the next store, one
// whose stamp is another one is, and one that could not be read is tried again.
func TestLooks(t *testing.T) {
	file := func(w int) *fstest.MapFile {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, 4))); err != nil {
			t.Fatal(err)
		}
		return &fstest.MapFile{Data: b.Bytes()}
	}
	files := fstest.MapFS{}
	stamp := "a"
	looks := &Looks{Stamp: func(string) string { return stamp }}
	wide := func() int {
		f, err := New(files).Knowing(looks).look("p.png")
		if err != nil {
			return -1
		}
		return f.info.Width
	}
	if got := wide(); got != -1 {
		t.Errorf("a missing file is %d wide", got)
	}
	for i, c := range []struct {
		wide  int
		stamp string
		want  int
	}{{5, "a", 5}, {6, "a", 5}, {6, "b", 6}, {7, "c", 7}, {5, "b", 5}} {
		files["p.png"], stamp = file(c.wide), c.stamp
		if got := wide(); got != c.want {
			t.Errorf("look %d: %d wide, want %d", i, got, c.want)
		}
	}
	// Neither does a look at a document take it for a picture, nor the other way round.
	files["p.png"], files["p.pdf"] = file(5), &fstest.MapFile{Data: []byte("%PDF-1.4\n")}
	for range 2 {
		s := New(files).Knowing(looks)
		if _, err := s.document("p.png"); err == nil {
			t.Error("a picture is a document")
		}
		if _, err := s.look("p.pdf"); err == nil {
			t.Error("a document is a picture")
		}
		if _, err := s.look("p.png"); err != nil {
			t.Error(err)
		}
		_, _ = s.document("p.pdf") // it has no pages; what matters is who looks next
	}
}
