//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"duikai/cmd/internal/archive"
	"duikai/samples"
)

// BenchmarkBatch sets an archive of one-page issues with one and two workers,
// and alone, as render does, one after the other in one process:
//
//	go test -run '^$' -bench Batch ./cmd/duikai
//
// Besides pages a second it tells the processors' time a page, workers
// included: on a machine with other work, that is what can be compared.
func BenchmarkBatch(b *testing.B) {
	const n = 80
	dir := backIssues(b, n)
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	pages := 0
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprint("workers-", workers), func(b *testing.B) {
			before := cpuTime(b)
			for b.Loop() {
				sum, err := archive.Run(b.Context(), archive.Config{
					Archive: dir, Out: b.TempDir(), Settings: "{}", Program: "bench", Workers: workers,
					Worker: func() *exec.Cmd { return exec.Command(exe, workerCommand) },
				})
				if err != nil || sum.Done == 0 {
					b.Fatal(sum, err)
				}
				pages = sum.Pages
			}
			perPage(b, b.N*pages, cpuTime(b)-before)
		})
	}
	b.Run("alone", func(b *testing.B) {
		before := cpuTime(b)
		for b.Loop() {
			for is := range samples.Archive(n) {
				if is.Fault == "" {
					renderAlone(b, filepath.Join(dir, filepath.FromSlash(is.Dir)), filepath.Join(b.TempDir(), "a.pdf"))
				}
			}
		}
		perPage(b, b.N*pages, cpuTime(b)-before)
	})
}

func perPage(b *testing.B, pages int, cpu time.Duration) {
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
	b.ReportMetric(float64(cpu.Milliseconds())/float64(pages), "cpu-ms/page")
}

// cpuTime is what this process and those it has waited for have used so far.
func cpuTime(b *testing.B) (sum time.Duration) {
	b.Helper()
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if err := syscall.Getrusage(who, &u); err != nil {
			b.Fatal(err)
		}
		sum += time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return sum
}

// renderAlone is `duikai render` in a process that is warm already.
func renderAlone(b *testing.B, dir, to string) {
	b.Helper()
	var stderr bytes.Buffer
	if code := run(b.Context(), []string{"render", dir, "-o", to}, strings.NewReader(""), &stderr, &stderr, func(string) string { return "" }); code != exitOK {
		b.Fatal(stderr.String())
	}
}
