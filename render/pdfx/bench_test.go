package pdfx

import (
	"testing"

	"duikai/fonts"
	"duikai/layout/page"
	"duikai/render/pdf"
	"duikai/render/pdf/pdftest"
)

func sheets(b *testing.B) *page.Edition {
	set := faceSet(b)
	first := func(r fonts.Role) *fonts.Face { return set.Chain(r).Faces()[0] }
	return pdftest.Edition(first(fonts.Song), first(fonts.HeiBold), first(fonts.Kai))
}

// BenchmarkFinish belongs beside BenchmarkFloor of render/pdf: finishing must
// stay below a quarter of what gopdf takes for the same eight pages by itself;
// and beside BenchmarkCompile: it compresses the contents, which gopdf then
// leaves alone, and both together take no longer than before.
//
//	go test -run '^$' -bench . ./render/pdfx
func BenchmarkFinish(b *testing.B) {
	e := sheets(b)
	drawn, err := pdf.Draw(e, pdf.Options{Cache: &cache})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		done, err := Finish(drawn.Doc, drawn.Painted, Options{Edition: e})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(done)), "pdf-bytes")
	}
}

// BenchmarkCompile is what render/pdf takes, contents compressed; Drawn leaves
// that to the finisher.
func BenchmarkCompile(b *testing.B) {
	e := sheets(b)
	for name, plain := range map[string]bool{"Compressed": false, "Drawn": true} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				done, err := pdf.Render(e, pdf.Options{Cache: &cache, Uncompressed: plain})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(done)), "pdf-bytes")
			}
		})
	}
}

// BenchmarkDrawAndFinish is the whole way from pages to a file for the press.
func BenchmarkDrawAndFinish(b *testing.B) {
	e := sheets(b)
	b.ReportAllocs()
	for b.Loop() {
		drawn, err := pdf.Draw(e, pdf.Options{Cache: &cache})
		if err != nil {
			b.Fatal(err)
		}
		done, err := Finish(drawn.Doc, drawn.Painted, Options{Edition: e})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(done)), "pdf-bytes")
	}
}
