package epaper_test

import (
	"fmt"
	"maps"
	"testing"

	"duikai/layout/intake"
	"duikai/layout/intake/epaper"
	"duikai/layout/intake/invented"
)

// BenchmarkPages reads invented mirrors, a page after the other on one core, and
// makes their folders: what an import does before anything is planned.
func BenchmarkPages(b *testing.B) {
	for _, name := range []string{"old-gbk", "new"} {
		b.Run(name, func(b *testing.B) {
			files, pages := make(map[string][]byte), 0
			for d := range 5 {
				is := invented.Make(uint64(d), "望汀日报", day.AddDate(0, 0, d), 8)
				pages += len(is.Pages)
				maps.Copy(files, is.Files(invented.All()[name]))
			}
			src := invented.Folder(b, files)
			for b.Loop() {
				all, _ := invented.Take(epaper.Reader(), src, intake.Options{})
				for _, d := range all {
					if f, _ := d.Edition.Folder(d.Findings, intake.LayoutAuto); len(f.Files) == 0 {
						b.Fatal(fmt.Sprint("an empty folder for ", f.Dir))
					}
				}
			}
			b.ReportMetric(float64(pages*b.N)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}
