package main

import (
	"io/fs"
	"os"
	"testing"

	"duikai/layout/page"
	"duikai/render"
	"duikai/render/pdf"
	"duikai/render/pdf/pdftest"
	"duikai/render/pdfx"
	"duikai/samples"
)

// BenchmarkRender loads, composes and draws the sample edition of eight pages;
// BenchmarkFloor draws its texts and pictures with gopdf and nothing
// else. Their quotient is what make-up costs:
//
//	go test -run '^$' -bench 'Render|Floor' ./cmd/duikai
//
// Warm, faces are parsed before, as in a batch; cold, each document parses
// its own. Both leave pictures as they are, as the floor does; x1a is what goes
// to the press, with the pictures brought into its inks.
func BenchmarkRender(b *testing.B) {
	fsys := samples.Wangting()
	warm, press := new(pdf.Cache), new(render.Presses)
	b.Run("warm", func(b *testing.B) {
		bench(b, func() ([]byte, *page.Edition) { return setIssue(b, fsys, warm, press, pdfx.Plain) })
	})
	b.Run("cold", func(b *testing.B) {
		bench(b, func() ([]byte, *page.Edition) { return setIssue(b, fsys, new(pdf.Cache), nil, pdfx.Plain) })
	})
	b.Run("x1a", func(b *testing.B) {
		bench(b, func() ([]byte, *page.Edition) { return setIssue(b, fsys, warm, press, pdfx.X1a) })
	})
}

// BenchmarkPlanned plans the news pages of the same edition and renders it, with
// nothing kept: eight pages are to take four seconds on two cores.
func BenchmarkPlanned(b *testing.B) {
	fsys := os.DirFS(autoSample)
	bench(b, func() ([]byte, *page.Edition) { return setIssue(b, fsys, new(pdf.Cache), nil, pdfx.X1a) })
}

func BenchmarkFloor(b *testing.B) {
	fsys := samples.Wangting()
	_, e := setIssue(b, fsys, new(pdf.Cache), nil, pdfx.Plain)
	draw := func(f *pdftest.Fonts) ([]byte, *page.Edition) {
		doc, err := f.Floor(e)
		if err != nil {
			b.Fatal(err)
		}
		return doc, e
	}
	warm := &pdftest.Fonts{Files: fsys}
	b.Run("warm", func(b *testing.B) {
		bench(b, func() ([]byte, *page.Edition) { return draw(warm) })
	})
	b.Run("cold", func(b *testing.B) {
		bench(b, func() ([]byte, *page.Edition) { return draw(&pdftest.Fonts{Files: fsys}) })
	})
}

// bench measures f after a first call that fills caches.
func bench(b *testing.B, f func() ([]byte, *page.Edition)) {
	doc, e := f()
	b.ReportAllocs()
	for b.Loop() {
		f()
	}
	chars := 0
	for _, p := range e.Pages {
		for _, pl := range p.Placements {
			chars += pl.Chars
		}
	}
	b.ReportMetric(float64(b.N*len(e.Pages))/b.Elapsed().Seconds(), "pages/s")
	b.ReportMetric(float64(chars), "chars")
	b.ReportMetric(float64(len(doc)), "pdf-bytes")
}

func setIssue(b *testing.B, fsys fs.FS, cache *pdf.Cache, press *render.Presses, standard pdfx.Standard) ([]byte, *page.Edition) {
	b.Helper()
	r, err := render.Job{FS: fsys, Draw: true, Cache: cache, Presses: press, Printing: render.Printing{Standard: standard}}.Run()
	if err != nil {
		b.Fatal(err)
	}
	if r.Document == nil {
		b.Fatal("nothing was drawn")
	}
	return r.Document, r.Edition
}
