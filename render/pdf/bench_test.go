package pdf_test

import (
	"testing"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/page"
	"duikai/render/pdf"
	"duikai/render/pdf/pdftest"
)

func faces(t testing.TB, roles ...fonts.Role) []*fonts.Face {
	t.Helper()
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	var list []*fonts.Face
	for _, r := range roles {
		list = append(list, set.Chain(r).Faces()[0])
	}
	return list
}

func sheet(t testing.TB) *page.Edition {
	return pdftest.Edition(faces(t, fonts.Song, fonts.HeiBold, fonts.Kai)...)
}

// bench reports pages per second beside time and memory.
func bench(b *testing.B, draw func(*page.Edition) ([]byte, error)) {
	e := sheet(b)
	if _, err := draw(e); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		pdf, err := draw(e)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(pdf)))
	}
	b.ReportMetric(float64(b.N*len(e.Pages))/b.Elapsed().Seconds(), "pages/s")
}

// Write and Floor belong together: their quotient is what exact places, tags
// and checks cost.
func BenchmarkWrite(b *testing.B) {
	b.Run("warm", func(b *testing.B) {
		o := pdf.Options{Cache: new(pdf.Cache)}
		bench(b, func(e *page.Edition) ([]byte, error) { return pdf.Render(e, o) })
	})
	b.Run("cold", func(b *testing.B) {
		bench(b, func(e *page.Edition) ([]byte, error) { return pdf.Render(e, pdf.Options{}) })
	})
}

func BenchmarkFloor(b *testing.B) {
	b.Run("warm", func(b *testing.B) {
		f := new(pdftest.Fonts)
		bench(b, f.Floor)
	})
	b.Run("cold", func(b *testing.B) { bench(b, pdftest.Floor) })
}
