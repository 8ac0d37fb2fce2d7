//go:build unix

package planner

import (
	"syscall"
	"testing"
)

// BenchmarkPlan plans the news pages of the sample; what it costs a page on all
// cores together is told beside the time.
func BenchmarkPlan(b *testing.B) {
	pages := []int{2, 3, 4, 5, 6}
	set := faces(b)
	before := cpuSeconds(b)
	for b.Loop() {
		Plan(opened(b, pages...), set, Options{})
	}
	b.ReportMetric((cpuSeconds(b)-before)*1000/float64(b.N*len(pages)), "cpu-ms/page")
}

// cpuSeconds is the time for which the program has run on all cores.
func cpuSeconds(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	seconds := func(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }
	return seconds(u.Utime) + seconds(u.Stime)
}
