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
// the median of them. It counts as if nothing went on beside it, so that the clock shows
// more on processors that nobody else uses, and as if the run itself never worked while a
// worker does, so that it errs to the small side. Three figures say what it could be:
//
//	processors'-ceiling   two runs side by side that share nothing, against one: what is
//	                      lost where both processors are at work, in memory and caches
//	free-run's-ceiling    what it were if the run itself took no time: what is lost then
//	                      is the start of the second worker
//	run's-own-ms/issue    what the run takes for an issue, beside workers'-ms/issue: with
//	                      a share x of it no more than (1+x)/(0.5+x) is possible
//
// Of whole editions it is to be 1.9 at least. A single page is set in the time in which
// the run hashes, forces to the disk, records and reports a tenth of what a page weighs
// or more: there 1.9 is out of reach as long as all of that is done at all.
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
	// set makes runs side by side and gives the time that they took themselves, that of
	// their workers, and that by the clock.
	set := func(runs, workers int) (own, theirs, clock float64, wanted int) {
		var mu sync.Mutex
		var all []*exec.Cmd
		var wg sync.WaitGroup
		before, start := timeOf(b, syscall.RUSAGE_SELF), time.Now()
		for range runs {
			out := b.TempDir()
			wg.Go(func() {
				sum, err := archive.Run(b.Context(), archive.Config{
					Archive: dir, Out: out, Settings: "{}", Program: "bench", Workers: workers,
					Worker: func() *exec.Cmd {
						cmd := exec.Command(exe, workerCommand)
						mu.Lock()
						defer mu.Unlock()
						all = append(all, cmd)
						return cmd
					},
				})
				if err != nil || sum.Done == 0 {
					b.Error(sum, err)
				}
				mu.Lock()
				defer mu.Unlock()
				wanted = sum.Wanted
			})
		}
		wg.Wait()
		if b.Failed() {
			b.FailNow()
		}
		clock = time.Since(start).Seconds()
		own = (timeOf(b, syscall.RUSAGE_SELF) - before).Seconds()
		for _, cmd := range all {
			theirs += (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
		}
		return own, theirs, clock, wanted
	}
	var ratios, owns, workers, clocks, apart, free []float64
	for b.Loop() {
		own1, theirs1, alone, n := set(1, 1)
		own2, theirs2, together, _ := set(1, 2)
		own3, theirs3, _, _ := set(2, 1)
		ratios = append(ratios, (own1+theirs1)/(own2+theirs2/2))
		owns, workers = append(owns, own2*1000/float64(n)), append(workers, theirs1*1000/float64(n))
		clocks = append(clocks, alone/together)
		apart, free = append(apart, 4*(own1+theirs1)/(own3+theirs3)), append(free, 2*theirs1/theirs2)
	}
	b.ReportMetric(median(ratios), "times-one-worker")
	b.ReportMetric(median(clocks), "times-one-worker-by-the-clock")
	b.ReportMetric(median(apart), "processors'-ceiling")
	b.ReportMetric(median(free), "free-run's-ceiling")
	b.ReportMetric(median(owns), "run's-own-ms/issue")
	b.ReportMetric(median(workers), "workers'-ms/issue")
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
