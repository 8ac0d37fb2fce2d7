package intake

import (
	"slices"
	"strings"
	"unicode"

	"duikai/layout/diag"
)

// What looks wrong in a source and is left as it is: the editor judges.

// doubts looks through the texts of a story.
func (s *Story) doubts(found *[]Finding) {
	s.Fields(func(_ string, f *Field) {
		text := []rune(f.Text.String())
		tell := func(code diag.Code, what string, at, n, sure int) {
			x := Find(code, f.Text.At(), what).Because("source-fault", sure).Of(s)
			x.Text = []string{around(text, at, n)}
			*found = append(*found, x)
		}
		for _, d := range doubled(text) {
			tell(diag.ImportDoubled, string(text[d[0]:d[0]+d[1]]), d[0], d[1], sureDoubled)
		}
		for _, at := range unpaired(text) {
			tell(diag.ImportQuotes, string(text[at]), at, 1, sureUnpaired)
		}
		for _, at := range missing(text) {
			tell(diag.ImportMissing, string(text[at]), at, 1, sureMissing)
		}
	})
}

// How sure the doubts are, in percent.
const (
	sureDoubled  = 80
	sureUnpaired = 90
	sureMissing  = 60
)

// around is a stretch of text with some characters on either side.
func around(text []rune, at, n int) string {
	const room = 20
	from, to := max(0, at-room), min(len(text), at+n+room)
	s := string(text[from:to])
	if from > 0 {
		s = "…" + s
	}
	if to < len(text) {
		s += "…"
	}
	return s
}

// A phrase of two to six characters that stands twice in a row. Verbs are
// doubled in Chinese (研究研究), figures and counts are (一个一个), and so are
// sounds; none of these is told.
const (
	leastDoubled = 2
	mostDoubled  = 6
)

// reduplicated are words that are doubled on purpose.
var reduplicated = []string{"研究", "讨论", "考虑", "商量", "打听", "了解", "学习", "休息", "锻炼", "活动", "热闹", "高兴", "体验", "体会", "琢磨", "比较", "打扮", "收拾", "介绍", "参观", "检查", "哈哈", "轰隆", "滴答", "叮当", "哗啦", "咕噜", "呼噜", "噼啪", "沙沙", "走走", "看看", "想想"}

// doubled finds such phrases: where each begins and how long both are.
func doubled(text []rune) (out [][2]int) {
	for i := 0; i+2*leastDoubled <= len(text); i++ {
		for n := min(mostDoubled, (len(text)-i)/2); n >= leastDoubled; n-- {
			a, b := text[i:i+n], text[i+n:i+2*n]
			if !slices.Equal(a, b) || slices.ContainsFunc(a, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
				continue
			}
			if k := i + 2*n; k < len(text) && strings.ContainsRune("的地", text[k]) {
				break // 最实最实的: on purpose
			}
			if a[0] == a[1] || strings.ContainsRune("一两几每半", a[0]) || slices.Contains(reduplicated, string(a)) {
				break
			}
			out = append(out, [2]int{i, 2 * n})
			i += 2*n - 1
			break
		}
	}
	return out
}

// unpaired finds the quotation marks and book title marks of a text without a
// partner. Paragraphs of one speech each open it and close it once (GB/T 15834,
// 4.8.3.4): an opening mark at the head of a paragraph is none.
func unpaired(text []rune) (out []int) {
	var open []int
	partner := map[rune]rune{'”': '“', '》': '《', '』': '『', '」': '「'}
	for i, r := range text {
		if strings.ContainsRune("“《『「", r) {
			open = append(open, i)
			continue
		}
		want := partner[r]
		if want == 0 {
			continue
		}
		k := len(open) - 1
		for k >= 0 && text[open[k]] != want {
			k--
		}
		if k < 0 {
			out = append(out, i)
			continue
		}
		out = append(out, open[k+1:]...)
		open = open[:k]
	}
	for _, i := range open {
		if i > 0 || text[i] != '“' {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out
}

// missing finds signs that stand in the middle of words, where a character was
// that the system lacked. At the head of a text they are bullets.
func missing(text []rune) (out []int) {
	for i, r := range text {
		if i == 0 || i+1 == len(text) || !strings.ContainsRune("■□▇◼?", r) {
			continue
		}
		if unicode.Is(unicode.Han, text[i-1]) && unicode.Is(unicode.Han, text[i+1]) && r != '?' || r == '?' && unicode.Is(unicode.Han, text[i-1]) && unicode.Is(unicode.Han, text[i+1]) && !strings.ContainsRune("吗呢吧么啊", text[i-1]) {
			out = append(out, i)
		}
	}
	return out
}
