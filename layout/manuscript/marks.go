package manuscript

import (
	"slices"
	"strings"
)

// pointRuns are the characters that runs of points are typed with.
const pointRuns = ".．。…"

// ellipses sets …… for the points that are typed for it: ... 。。。 ．．． … and
// . . . with blanks. Two points may be a stop typed twice: a guess.
func (d *mender) ellipses() {
	d.run(term{"ellipsis", "省略号"}, func(i int) fix {
		r := d.cs[i].r
		if r == 0 || !strings.ContainsRune(pointRuns+"·・•‧", r) || d.last() == r {
			return fix{}
		}
		if n := d.spacedPoints(i); n > 0 && d.beside(i, n) {
			return fix{take: n, with: "……"}
		}
		if !strings.ContainsRune(pointRuns, r) {
			if n := d.runOf(i, is(r)); n >= 3 && n <= 6 && d.beside(i, n) {
				return fix{take: n, with: "……"}
			}
			return fix{}
		}
		if r == '。' && d.at(i+1) != '。' {
			return fix{}
		}
		n, dots := 0, 0
		for r == '。' && d.at(i+n) == '。' || r != '。' && d.at(i+n) != 0 && d.at(i+n) != '。' && strings.ContainsRune(pointRuns, d.at(i+n)) {
			if d.at(i+n) == '…' {
				dots++
			}
			n++
		}
		switch {
		case dots == n && (n == 2 || n == 4), n == 1 && dots == 0, r == '。' && n == 2, !d.beside(i, n):
			return fix{}
		case n == 2 && dots == 0:
			if !han(d.at(i-1)) || d.at(i+2) == '/' {
				return fix{}
			}
			return fix{take: n, with: "……", other: "。"}
		case n > 6 && dots == 0:
			if r := d.right(i + n); digit(r) || anyDigit(r) { // a leader
				return fix{}
			}
			return fix{take: n, with: "……", other: "…………"}
		}
		return fix{take: n, with: "……"}
	})
}

// spacedPoints is the length of a row of at least three points with a blank
// between each two, 0 where there is none.
func (d *mender) spacedPoints(i int) int {
	r, n := d.cs[i].r, 1
	if r == '…' {
		return 0
	}
	for d.at(i+n) == ' ' && d.at(i+n+1) == r {
		n += 2
	}
	if n < 5 {
		return 0
	}
	return n
}

// beside tells whether Chinese text stands on either side of the n characters
// at i, or Chinese quotation marks hold nothing else.
func (d *mender) beside(i, n int) bool {
	return wide(d.left()) || wide(d.right(i+n)) || d.last() == '“' && d.at(i+n) == '”'
}

// dashRunes are what dashes are typed with.
const dashRunes = "-－─━—―–ー"

// dashes sets —— for two to four of these signs between Chinese text, and by
// guess for more of them between Han. A single — joins (一字线, GB/T 15834
// 4.13.3.2) and stays, as does a single hyphen, which is a mark too; a single line
// of another character may be either. ー is a letter of Japanese where it is alone
// or not between Han.
func (d *mender) dashes() {
	dash := func(r rune) bool { return r != 0 && strings.ContainsRune(dashRunes, r) }
	d.run(term{"dash", "破折号"}, func(i int) fix {
		if !dash(d.cs[i].r) || dash(d.last()) {
			return fix{}
		}
		n := d.runOf(i, dash)
		if n == 1 && d.cs[i].r == '—' && d.at(i+1) == ' ' && d.at(i+2) == '—' && !dash(d.at(i+3)) {
			n = 3
		}
		l, r := d.left(), d.right(i+n)
		if !((wide(l) || l == 0) && (wide(r) || r == 0) && (l != 0 || r != 0)) {
			if n != 1 || !(digit(l) && digit(r)) {
				return fix{}
			}
		}
		first := d.cs[i].r
		between := han(l) && han(r)
		switch {
		case first == 'ー' && (n == 1 || !between):
			return fix{}
		case n == 1 && strings.ContainsRune("―─━", first) && l != 0 && r != 0, n == 1 && strings.ContainsRune("－–", first) && between:
			return fix{take: 1, with: "—", other: "——"}
		case n > 4 && between:
			return fix{take: n, with: "——", other: plain(d.cs[i : i+n])}
		case n == 1 || n > 4:
			return fix{}
		case n == 4 && plain(d.cs[i:i+n]) == "————":
			return fix{take: n, with: "——", other: "————"}
		}
		return fix{take: n, with: "——"}
	})
}

// brackets mends ( and ) by pairs, so that no pair is half mended: a pair is
// Chinese where Chinese stands inside it, before it, or after it with no
// Latin word or figure before it.
func (d *mender) brackets() {
	hans := d.prefix(wide)
	want := make([]rune, len(d.cs))
	var open []int
	set := func(i int) {
		switch d.cs[i].r {
		case '(':
			want[i] = '（'
		case ')':
			want[i] = '）'
		}
	}
	single := func(i int) {
		l, r := seen(d.cs, i-1, -1), seen(d.cs, i+1, 1)
		if !(alnum(d.at(i-1)) && alnum(d.at(i+1))) && (wide(l) || wide(r)) {
			set(i)
		}
	}
	for i, c := range d.cs {
		if d.guarded(i) {
			continue
		}
		switch c.r {
		case '(', '（':
			open = append(open, i)
		case ')', '）':
			if len(open) == 0 {
				single(i)
				continue
			}
			o := open[len(open)-1]
			open = open[:len(open)-1]
			l, r := seen(d.cs, o-1, -1), seen(d.cs, i+1, 1)
			if d.cs[o].r == '（' || c.r == '）' || hans[i] > hans[o+1] || wide(l) || wide(r) && !alnum(l) {
				set(o)
				set(i)
			}
		}
	}
	for _, i := range open {
		single(i)
	}
	d.replace(term{"bracket", "括号"}, want)
}

// prefix counts, for every place, the characters before it that satisfy f.
func (d *mender) prefix(f func(rune) bool) []int {
	n := make([]int, len(d.cs)+1)
	for i, c := range d.cs {
		n[i+1] = n[i]
		if f(c.r) {
			n[i+1]++
		}
	}
	return n
}

// fullMarks are the marks by their half-width forms.
var fullMarks = map[rune]string{',': "，", ';': "；", ':': "：", '?': "？", '!': "！"}

func (d *mender) marks() {
	lists := d.listNumbers()
	d.run(term{"mark", "标点"}, func(i int) fix {
		r, next := d.cs[i].r, d.at(i+1)
		if r == '.' || r == '．' {
			switch {
			case d.guarded(i-1) && han(next): // a@b.com.请
				return fix{take: 1, with: "。", other: string(r)}
			case d.stops(i, lists):
				return fix{take: 1, with: "。"}
			}
			return fix{}
		}
		if r == '：' && d.counted(i) {
			return fix{take: 1, with: ":"}
		}
		full, ok := fullMarks[r]
		if r == ';' && d.entityEnds(i) {
			return fix{}
		}
		if !ok || alnum(d.last()) && alnum(next) && !d.figureLatin(i) || r == ':' && (next == '/' && d.at(i+2) == '/' || next == '\\') {
			return fix{}
		}
		if wide(d.left()) || wide(d.right(i+1)) || alnum(d.last()) && alnum(next) {
			return fix{take: 1, with: full}
		}
		return fix{}
	})
}

// figureLatin tells whether the comma or semicolon at i parts a figure from a
// Latin word in a Chinese text: 增长30,GDP. Between brackets it stands in a
// formula or a call.
func (d *mender) figureLatin(i int) bool {
	r := d.cs[i].r
	if r != ',' && r != ';' || !d.chinese() {
		return false
	}
	end, start := i+1+d.runOf(i+1, alnum), len(d.out)
	for start > 0 && alnum(d.out[start-1].r) {
		start--
	}
	all := func(cs []char, f func(rune) bool) bool {
		return !slices.ContainsFunc(cs, func(c char) bool { return !f(c.r) })
	}
	l, after := d.out[start:], d.cs[i+1:end]
	if !(all(l, digit) && all(after, latinLetter) || all(l, latinLetter) && all(after, digit)) {
		return false
	}
	const formula = 40
	open := 0
	for _, c := range d.out[max(0, len(d.out)-formula):] {
		switch c.r {
		case '(', '[', '{', '（':
			open++
		case ')', ']', '}', '）':
			open = max(open-1, 0)
		default:
			if han(c.r) {
				open = 0
			}
		}
	}
	return open == 0
}

// numberedThings stand before a number that a colon follows in running text:
// 图1：20人.
const numberedThings = "图表例注附题问答案型组批类级号条款项步第章节篇集卷期版页点段届轮楼层室线路组"

// counted tells whether the full-width colon at i stands inside a time, a score
// or a ratio, 12：45, 比分3：1, where it is that of the figures.
func (d *mender) counted(i int) bool {
	start := len(d.out)
	for start > 0 && digit(d.out[start-1].r) {
		start--
	}
	n, after := len(d.out)-start, d.runOf(i+1, digit)
	if n == 0 || after == 0 {
		return false
	}
	before := runeAt(d.out, start-1)
	if before == ':' && digit(runeAt(d.out, start-2)) {
		return true
	}
	const hour, minute = 2, 2
	if n <= hour && after == minute && d.at(i+1) < '6' && (before == 0 || !strings.ContainsRune(numberedThings, before)) {
		return true
	}
	const near = 6 // characters
	for _, c := range d.out[max(0, start-near):start] {
		if strings.ContainsRune("比分率例", c.r) {
			return before == 0 || !strings.ContainsRune(numberedThings, before)
		}
	}
	return false
}

func (d *mender) ranges() {
	d.run(term{"range", "连接号"}, func(i int) fix {
		r := d.cs[i].r
		if r != '~' && r != '〜' && r != '∼' {
			return fix{}
		}
		end := func(r rune) bool { return digit(r) || han(r) || r == '%' || r == '℃' || r == '‰' }
		if end(d.last()) && end(d.at(i+1)) {
			return fix{take: 1, with: "～"}
		}
		return fix{}
	})
}
