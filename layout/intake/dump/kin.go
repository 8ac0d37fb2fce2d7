package dump

import (
	"slices"
	"strings"

	"duikai/layout/internal/words"
)

// Texts of one story speak of the same persons, places and things; texts of two
// stories seldom do. kin counts that by pairs of characters that stand in both
// and in few other stretches of the page: no word list, so names count most.

// insideWord tells whether the place between the end of a text and the beginning of
// another is inside a word, so that the one goes on with the other: …互相转 | 告。
// By chance an end and a beginning make a word, too, but seldom.
func insideWord(before, after string) bool {
	const most = 8 // characters on either side
	l, r := []rune(before), []rune(after)
	if len(l) == 0 || len(r) == 0 || !han(l[len(l)-1]) || !han(r[0]) {
		return false
	}
	l, r = l[max(0, len(l)-most):], r[:min(len(r), most)]
	from, to := wordAt(words.Split(slices.Concat(l, r)), len(l))
	if from == to {
		return false
	}
	// Neither side has a word of its own there: 认水 | 井水 is no 水井.
	return endsAt(words.Split(l), from) && endsAt(words.Split(r), to-len(l))
}

// wordAt is the word around a place, of those that end at some places; from and to
// are equal where two words meet there.
func wordAt(ends []int, at int) (from, to int) {
	for _, to = range ends {
		if to > at {
			return from, to
		}
		if from = to; to == at {
			break
		}
	}
	return at, at
}

// endsAt tells whether a word ends at a place.
func endsAt(ends []int, at int) bool { return at == 0 || slices.Contains(ends, at) }

// goesInto tells whether text goes on with a line: inside a word, or where lines
// were not put together yet with what the line lacks, too. What has a label or opens
// an item begins anew.
func goesInto(before, next item) bool {
	s := next.text
	if label(s) != "" || opensItem(s) || dateline.MatchString(s) || asksOrAnswers.MatchString(s) {
		return false
	}
	return insideWord(before.text, s) || !before.set && closesWhatOpens(before.text, s)
}

// pair is two Chinese characters that follow each other.
type pair [2]rune

// emptyWords stand in any text.
const emptyWords = "的了是在一不人有个和上这那就也都还又说着过到来去从对为把被与及或而但他她它们你我以可能会要让给后前中里下年月日时分三二四五六七八九十两百千万多少没什么样只很再起出大小"

// pairs are those of a text, but for words that stand in any.
func pairs(s string) map[pair]bool {
	out := make(map[pair]bool)
	var last rune
	for _, r := range s {
		if !han(r) || strings.ContainsRune(emptyWords, r) {
			r = 0
		}
		if last != 0 && r != 0 {
			out[pair{last, r}] = true
		}
		last = r
	}
	return out
}

// stretches counts in how many stretches of running text each pair stands.
func stretches(items []item) map[pair]int {
	count := make(map[pair]int)
	var b strings.Builder
	flush := func() {
		for k := range pairs(b.String()) {
			count[k]++
		}
		b.Reset()
	}
	for _, it := range items {
		switch {
		case it.transparent():
		case it.role == running:
			b.WriteString(it.text + "\n")
		default:
			flush()
		}
	}
	flush()
	return count
}

// common is how many pairs that are rare on the page two texts share, in
// hundredths of a pair for a hundred characters of the shorter.
func (p *page) common(a, b string) int {
	if p.pairs == nil {
		p.pairs = stretches(p.items)
	}
	x, y := pairs(a), pairs(b)
	n := 0
	for k := range x {
		if y[k] {
			n += 100 / max(1, p.pairs[k]-1)
		}
	}
	const least = 60 // characters: less says little
	return n * 100 / max(min(width(a), width(b)), least)
}

// stretch is the running text from item i on, to where it breaks off, and the
// item at which it does.
func (p *page) stretch(i int) (text string, end int) {
	const most = 6000 // bytes: enough to judge by
	var b strings.Builder
	for ; i < len(p.items) && b.Len() < most; i++ {
		it := p.items[i]
		if it.transparent() {
			continue
		}
		if it.role != running {
			break
		}
		b.WriteString(it.text + "\n")
	}
	return b.String(), i
}

// told is all that the story at hand says so far.
func (d *draft) told() string {
	var b strings.Builder
	for _, f := range d.Headline {
		b.WriteString(f.Text.String() + "\n")
	}
	for _, k := range d.Body {
		b.WriteString(k.Text.String() + "\n")
	}
	return b.String()
}
