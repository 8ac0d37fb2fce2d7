//go:build unix

package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"

	"duikai/samples"
)

// BenchmarkMany sets copies of the sample edition with 1, 2, 4 and 8 workers, in turns
// as one batch and at a queue that the process serves. What it tells is the processors'
// time of all processes at the queue, as a multiple of that of the batch, pair by pair,
// the median of them: what the queue, and the store with its hashes and entries, cost.
//
//	go test -run '^$' -bench Many -benchtime 3x ./cmd/duikai
//
// It is to be no more than 1.05. Pictures are kept, so that issues are as cheap as they
// can be. Each copy says something else, as the issues of a paper do: what is made of the
// same contents is kept once, and to look whether it is sound costs more than to put it.
func BenchmarkMany(b *testing.B) {
	const copies = 8
	papers := filepath.Join(b.TempDir(), "papers")
	for n := range copies {
		dir := filepath.Join(papers, fmt.Sprint("copy-", n))
		if err := os.CopyFS(dir, samples.Wangting()); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "note.txt"), fmt.Append(nil, n), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	env := map[string]string{"XDG_CACHE_HOME": b.TempDir(), "HOME": b.TempDir()}
	set := func(args ...string) float64 {
		before := cpuTime(b)
		if r := duikaiIn(b, env, append([]string{"batch", papers, "-o", b.TempDir()}, args...)...); r.code != exitOK {
			b.Fatal(r.stderr)
		}
		return (cpuTime(b) - before).Seconds()
	}
	set("-j", "1") // pictures are kept from now on
	for _, workers := range []int{1, 2, 4, 8} {
		b.Run(fmt.Sprint("workers-", workers), func(b *testing.B) {
			var ratios []float64
			for b.Loop() {
				alone := set("-j", fmt.Sprint(workers))
				ratios = append(ratios, set("-j", fmt.Sprint(workers), "--queue", fmt.Sprint("embed:", free(b)))/alone)
			}
			b.ReportMetric(median(ratios), "queue/batch")
		})
	}
}

// free is a port on which nobody listens.
func free(b *testing.B) int {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
