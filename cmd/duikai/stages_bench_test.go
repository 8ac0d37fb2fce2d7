package main

import (
	"io/fs"
	"sync"
	"testing"

	"duikai/fonts"
	"duikai/fonts/embedded"
	"duikai/layout"
	"duikai/layout/manuscript"
	"duikai/render/pdf"
	"duikai/render/pdfx"
	"duikai/render/picture"
	"duikai/samples"
)

// BenchmarkStages takes the way of the sample edition to the press apart, each
// stage with what the others before it gave:
//
//	go test -run '^$' -bench Stages ./cmd/duikai
//
// pictures is what makes them ready for the press out of their files; kept finds
// them as they were made before. draw and finish have them ready.
func BenchmarkStages(b *testing.B) {
	fsys := samples.Wangting()
	set, err := embedded.Set()
	if err != nil {
		b.Fatal(err)
	}
	is, _ := manuscript.Load(fsys)
	ed, _ := layout.Compose(is, set, layout.Options{})
	press, err := picture.NewPress(picture.Options{})
	if err != nil {
		b.Fatal(err)
	}
	made := pictureStore(fsys, press, nil)
	made.Prepare(ed.Pages)
	o := pdf.Options{Cache: new(pdf.Cache), Pictures: made}
	drawn, err := pdf.Draw(ed, o)
	if err != nil {
		b.Fatal(err)
	}
	keeper := keptInMemory{new(sync.Map)}
	pictureStore(fsys, press, keeper).Prepare(ed.Pages)
	for _, stage := range []struct {
		name string
		do   func() error
	}{
		{"load", func() error { manuscript.Load(fsys); return nil }},
		{"compose", func() error { layout.Compose(is, set, layout.Options{}); return nil }},
		{"inks", func() error { // the tables from the colours of pictures to those of the press
			p, err := picture.NewPress(picture.Options{})
			if err == nil {
				_, err = p.Link(nil)
			}
			return err
		}},
		{"pictures", func() error { pictureStore(fsys, press, nil).Prepare(ed.Pages); return nil }},
		{"kept", func() error { pictureStore(fsys, press, keeper).Prepare(ed.Pages); return nil }},
		{"draw", func() error { _, err := pdf.Draw(ed, o); return err }},
		{"finish", func() error {
			_, err := pdfx.Finish(drawn.Doc, drawn.Painted, pdfx.Options{Edition: ed, Standard: pdfx.X1a, Slug: set.Chain(fonts.Hei)})
			return err
		}},
	} {
		b.Run(stage.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := stage.do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// pictureStore is a store that has seen nothing.
func pictureStore(fsys fs.FS, press *picture.Press, k picture.Keeper) *picture.Store {
	shelf := new(picture.Shelf)
	if k != nil {
		shelf.Keep(k, "bench")
	}
	return press.Open(fsys).On(shelf)
}

// keptInMemory is a Keeper that costs nothing.
type keptInMemory struct{ m *sync.Map }

func (k keptInMemory) Get(key [32]byte) ([]byte, bool) {
	b, ok := k.m.Load(key)
	if !ok {
		return nil, false
	}
	return b.([]byte), true
}
func (k keptInMemory) Put(key [32]byte, b []byte) { k.m.Store(key, b) }
