//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
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

// BenchmarkWorkers sets an archive with one worker and with two, in turns, once of
// issues of a page and once of copies of the sample edition:
//
//	go test -run '^$' -bench Workers -benchtime 5x ./cmd/duikai
//
// What it tells is how many times as fast two are: the processors' time of the run and
// its worker, as a multiple of that of the run and half of both workers', pair by pair,
// the median of them. Of whole editions it is to be 1.9 at least; of single pages the
// run itself, which hashes, records and reports as much for an issue of any length, takes
// more of the whole: how much for an issue is told, too. So does the start of the second
// worker, which costs as much as half a dozen pages: there are enough of them that it
// does not count. It counts as if nothing went on beside it, so that the clock shows more
// on processors that nobody else uses.
func BenchmarkWorkers(b *testing.B) {
	b.Run("pages", func(b *testing.B) { compareWorkers(b, backIssues(b, 400)) })
	b.Run("editions", func(b *testing.B) {
		papers := filepath.Join(b.TempDir(), "papers")
		for n := range 8 {
			if err := os.CopyFS(filepath.Join(papers, fmt.Sprint("copy-", n)), samples.Wangting()); err != nil {
				b.Fatal(err)
			}
		}
		compareWorkers(b, papers)
	})
}

func compareWorkers(b *testing.B, dir string) {
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	// set gives the time of the run itself and of its workers, each of its share, that
	// of the run itself for an issue, and that by the clock.
	set := func(workers int) (processors, own, clock float64) {
		var mu sync.Mutex
		var all []*exec.Cmd
		before, start := timeOf(b, syscall.RUSAGE_SELF), time.Now()
		sum, err := archive.Run(b.Context(), archive.Config{
			Archive: dir, Out: b.TempDir(), Settings: "{}", Program: "bench", Workers: workers,
			Worker: func() *exec.Cmd {
				cmd := exec.Command(exe, workerCommand)
				mu.Lock()
				defer mu.Unlock()
				all = append(all, cmd)
				return cmd
			},
		})
		if err != nil || sum.Done == 0 {
			b.Fatal(sum, err)
		}
		clock = time.Since(start).Seconds()
		own, theirs := (timeOf(b, syscall.RUSAGE_SELF) - before).Seconds(), time.Duration(0)
		for _, cmd := range all {
			theirs += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		}
		return own + theirs.Seconds()/float64(workers), own * 1000 / float64(sum.Wanted), clock
	}
	var ratios, owns, clocks []float64
	for b.Loop() {
		one, _, alone := set(1)
		two, own, together := set(2)
		ratios, owns, clocks = append(ratios, one/two), append(owns, own), append(clocks, alone/together)
	}
	b.ReportMetric(median(ratios), "times-one-worker")
	b.ReportMetric(median(owns), "run's-own-ms/issue")
	b.ReportMetric(median(clocks), "times-one-worker-by-the-clock")
}

func perPage(b *testing.B, pages int, cpu time.Duration) {
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
	b.ReportMetric(float64(cpu.Milliseconds())/float64(pages), "cpu-ms/page")
}

// cpuTime is what this process and those it has waited for have used so far.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	return timeOf(b, syscall.RUSAGE_SELF) + timeOf(b, syscall.RUSAGE_CHILDREN)
}

func timeOf(b *testing.B, who int) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(who, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// renderAlone is `duikai render` in a process that is warm already.
func renderAlone(b *testing.B, dir, to string) {
	b.Helper()
	var stderr bytes.Buffer
	if code := run(b.Context(), []string{"render", dir, "-o", to}, strings.NewReader(""), &stderr, &stderr, func(string) string { return "" }); code != exitOK {
		b.Fatal(stderr.String())
	}
}
