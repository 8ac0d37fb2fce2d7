//go:build unix

package planner

import (
	"slices"
	"strings"
	"syscall"
	"testing"

	"duikai/layout/manuscript"
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

// BenchmarkPlanKept plans the same pages again and again while a story of each grows, as
// they are while they are written: how high the others are is kept.
func BenchmarkPlanKept(b *testing.B) {
	pages := []int{2, 3, 4, 5, 6}
	set, m := faces(b), new(Memory)
	Plan(opened(b, pages...), set, Options{Memory: m})
	used := 0.0
	for n := 1; b.Loop(); n++ {
		b.StopTimer()
		is := opened(b, pages...)
		for _, p := range is.Pages {
			if s := slotOf(p, manuscript.StorySlot); slices.Contains(pages, p.Number) {
				st := is.Story(s.Story)
				st.Blocks = append(slices.Clone(st.Blocks), &manuscript.Paragraph{Text: manuscript.Text{{Text: strings.Repeat("又", n)}}})
			}
		}
		b.StartTimer()
		before := cpuSeconds(b)
		Plan(is, set, Options{Memory: m})
		used += cpuSeconds(b) - before
	}
	b.ReportMetric(used*1000/float64(b.N*len(pages)), "cpu-ms/page")
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
