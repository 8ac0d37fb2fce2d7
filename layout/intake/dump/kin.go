package dump

import "strings"

// Texts of one story speak of the same persons, places and things; texts of two
// stories seldom do. kin counts that by pairs of characters that stand in both
// and in few other stretches of the page: no word list, so names count most.

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
