package main

import (
	"os"
	"path/filepath"
	"testing"

	"duikai/layout/diag"
	"duikai/render"
	"duikai/render/live"
	"duikai/samples"
)

// BenchmarkServe sets the sample edition again as a save of a story does, and publishes it:
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
	story := filepath.Join(dir, "stories", "brief-ferry.md")
	text, err := os.ReadFile(story)
	if err != nil {
		b.Fatal(err)
	}
	for n := 0; b.Loop(); n++ {
		if err := os.WriteFile(story, append(text[:len(text):len(text)], "末尾。\n"[:n%2*len("末尾。\n")]...), 0o644); err != nil {
			b.Fatal(err)
		}
		st, _, err := d.set(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		s.Publish(st)
	}
}
