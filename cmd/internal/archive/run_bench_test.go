//go:build unix

package archive

import (
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"syscall"
	"testing"
	"time"
)

// BenchmarkRun sets archives of issues that cost next to nothing, so that what is left is
// the run itself:
//
//	go test -run '^$' -bench Run -benchtime 1x ./cmd/internal/archive
//
// It tells the processors' time an issue of the run without its workers, the most of its
// memory that was in use, and what the ledger takes for an issue. "again" is a run over
// what stands already. Memory is to grow by what is kept in mind of an issue: its path,
// its date and its name.
func BenchmarkRun(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir, out := smallIssues(b, n), b.TempDir()
			b.Run("first", func(b *testing.B) {
				for first := true; b.Loop(); first = false {
					to := out
					if !first {
						to = b.TempDir()
					}
					measureRun(b, dir, to, n)
				}
			})
			b.Run("again", func(b *testing.B) {
				for b.Loop() {
					measureRun(b, dir, out, n)
				}
			})
		})
	}
}

func measureRun(b *testing.B, dir, out string, n int) {
	b.Helper()
	c := config(dir, out)
	runtime.GC()
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	var most uint64
	c.Notify = func(Event) {
		metrics.Read(live)
		most = max(most, live[0].Value.Uint64())
	}
	before := ownTime(b)
	sum, err := Run(b.Context(), c)
	if err != nil || sum.Done+sum.Skipped != n {
		b.Fatal(sum, err)
	}
	b.ReportMetric((ownTime(b)-before).Seconds()*1e3/float64(n), "own-ms/issue")
	b.ReportMetric(float64(most), "bytes-in-use")
	size, _, err := hashOf(filepath.Join(out, privateDir, ledgerName))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(size)/float64(n), "ledger-bytes/issue")
}

// smallIssues is an archive of so many issues, day by day.
func smallIssues(b *testing.B, n int) string {
	b.Helper()
	texts := make(map[string]string, n)
	for i := range n {
		texts[time.Date(1900, 1, 1+i, 0, 0, 0, 0, time.UTC).Format("2006/01/2006-01-02")] = fmt.Sprint("issue ", i)
	}
	return issues(b, texts)
}

// ownTime is the processors' time of this process without its children.
func ownTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
