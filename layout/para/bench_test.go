package para

import (
	"fmt"
	"strings"
	"testing"

	"duikai/samples"
)

// The speed of setting, on one core: characters a second over the paragraphs
// of the sample edition as they come, marks, figures and spans included.
// BenchmarkPrepare beside the line breaking tables measures preparation alone.

// mchars reports millions of characters a second.
func mchars(b *testing.B, n int) {
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mchar/s")
}

func BenchmarkPrepareEdition(b *testing.B) {
	text, st, n := bodyText(b, samples.Wangting()), newspaper(), 0
	for _, runs := range text {
		n += Prepare(runs, st).Len()
	}
	for b.Loop() {
		for _, runs := range text {
			Prepare(runs, st)
		}
	}
	mchars(b, n)
}

func BenchmarkBreak(b *testing.B) {
	var all []*Paragraph
	n := 0
	for _, runs := range bodyText(b, samples.Wangting()) {
		p := Prepare(runs, newspaper())
		all, n = append(all, p), n+p.Len()
	}
	m := Measure{Width: 13 * em, Indent: 2 * em}
	for b.Loop() {
		for _, p := range all {
			p.Break(m)
		}
	}
	mchars(b, n)
}

func BenchmarkPrepareBreak(b *testing.B) {
	text, st, n := bodyText(b, samples.Wangting()), newspaper(), 0
	for _, runs := range text {
		n += Prepare(runs, st).Len()
	}
	m := Measure{Width: 13 * em, Indent: 2 * em}
	for b.Loop() {
		for _, runs := range text {
			Prepare(runs, st).Break(m)
		}
	}
	mchars(b, n)
}

// BenchmarkPrepareBreakHan is the goal's measure: Han and marks alone, five
// million a second.
func BenchmarkPrepareBreakHan(b *testing.B) {
	runs, st := songRun(b, hanText(1000)), newspaper()
	m := Measure{Width: 13 * em, Indent: 2 * em}
	for b.Loop() {
		Prepare(runs, st).Break(m)
	}
	mchars(b, 1000)
}

// BenchmarkPrepareBreakHouse is the same in the style in which the house sets its body:
// figures of half an em, characters that may stand a little closer, ragged lines in
// narrow columns.
func BenchmarkPrepareBreakHouse(b *testing.B) {
	runs, st := songRun(b, hanText(1000)), bodyStyle()
	m := Measure{Width: 13 * em, Indent: 2 * em}
	for b.Loop() {
		Prepare(runs, st).Break(m)
	}
	mchars(b, 1000)
}

// BenchmarkLength shows that time grows with the length of a paragraph and no
// faster: the nanoseconds a character stay the same.
func BenchmarkLength(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			runs, st := songRun(b, hanText(n)), newspaper()
			m := Measure{Width: 13 * em, Indent: 2 * em}
			for b.Loop() {
				Prepare(runs, st).Break(m)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/char")
		})
	}
}

// hanText is n characters of Chinese text without figures or Latin.
func hanText(n int) string {
	const piece = "汀江两岸，稻谷登场；十月的风，把晒场吹得金黄。社员们说：“今年的收成，比往年都好！”" +
		"从田头到晒场，从晒场到粮仓，机声隆隆，人来人往。塬上的老人把旱烟往鞋底一磕，俯身捧起一捧水，浇在渠边那棵老枣树根上。"
	rs := []rune(strings.Repeat(piece, n/len([]rune(piece))+1))
	return string(rs[:n])
}
