package main

import (
	"os"
	"testing"

	"duikai/layout/diag"
	"duikai/render"
	"duikai/render/live"
	"duikai/samples"
)

// BenchmarkServe sets the sample edition again as a save does, and publishes it:
//
//	go test -run '^$' -bench Serve ./cmd/duikai
func BenchmarkServe(b *testing.B) {
	dir := b.TempDir()
	if err := os.CopyFS(dir, samples.Wangting()); err != nil {
		b.Fatal(err)
	}
	f, err := openFolder(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer f.close()
	d := newDesk(f, render.Printing{})
	s := live.New(live.Options{Lang: diag.English, DPI: 110})
	defer s.Close()
	for b.Loop() {
		st, _, err := d.set(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		s.Publish(st)
	}
}
