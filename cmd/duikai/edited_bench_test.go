//go:build unix

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"duikai/samples"
)

// BenchmarkEdited sets the sample edition after a change of a text, in turns: as a plain
// PDF, for the press with the pictures of the run before, and for the press with none
// kept. What it tells are the processors' times of the two for the press as multiples
// of plain, pair by pair, the median of them:
//
//	go test -run '^$' -bench Edited -benchtime 10x ./cmd/duikai
//
// With kept pictures it is to be no more than 1.3.
func BenchmarkEdited(b *testing.B) {
	issue, out := filepath.Join(b.TempDir(), "2026-11-23"), b.TempDir()
	if err := os.CopyFS(issue, samples.Wangting()); err != nil {
		b.Fatal(err)
	}
	story := filepath.Join(issue, "stories", "bean-curd.md")
	text, err := os.ReadFile(story)
	if err != nil {
		b.Fatal(err)
	}
	env := cacheEnv(b.TempDir())
	render := func(args ...string) float64 {
		before := cpuTime(b)
		if r := duikaiIn(b, env, append([]string{"render", issue, "-o", filepath.Join(out, "edition.pdf")}, args...)...); r.code != exitOK {
			b.Fatal(r.stderr)
		}
		return (cpuTime(b) - before).Seconds()
	}
	render() // pictures are kept from now on
	var kept, none, wall []float64
	for n := 0; b.Loop(); n++ {
		text = bytes.Replace(text, []byte([]string{"的", "之"}[n%2]), []byte([]string{"之", "的"}[n%2]), 1)
		if err := os.WriteFile(story, text, 0o644); err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		plain := render("--standard", "none")
		middle := time.Now()
		kept = append(kept, render()/plain)
		wall = append(wall, time.Since(middle).Seconds()/middle.Sub(start).Seconds())
		none = append(none, render("--no-cache")/plain)
	}
	b.ReportMetric(median(kept), "kept/plain")
	b.ReportMetric(median(wall), "kept/plain-by-the-clock")
	b.ReportMetric(median(none), "none-kept/plain")
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}
