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
const dashRunes = "-－─━—―–"

// dashes sets —— for two to four of these signs between Chinese text. A single
// — joins (一字线, GB/T 15834 4.13.3.2) and stays; a single line of another
// character may be either.
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
		switch {
		case n == 1 && (first == '―' || first == '─' || first == '━') && l != 0 && r != 0:
			return fix{take: 1, with: "—", other: "——"}
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

// quotes pairs straight quotation marks by state.
func (d *mender) quotes() {
	d.pairQuotes('"', '“', '”')
	d.pairQuotes('\'', '‘', '’')
}

func (d *mender) pairQuotes(straight, opener, closer rune) {
	hans := d.prefix(han)
	want := make([]rune, len(d.cs))
	left := d.prefix(is(straight))
	total := left[len(d.cs)]
	open := -1
	for i, c := range d.cs {
		l, r := d.at(i-1), d.at(i+1)
		switch {
		case c.r == opener:
			open = i
		case c.r == closer && !(alnum(l) && alnum(r)):
			if open >= 0 && d.cs[open].r == straight {
				want[open] = opener
			}
			open = -1
		case c.r != straight || d.guarded(i):
		case straight == '\'' && alnum(l) && alnum(r): // don't
		case open < 0 && straight == '\'' && alnum(l): // James'
		case open < 0 && digit(l) && (total-left[i])%2 == 1: // 27"
		case open < 0:
			open = i
		default:
			if d.cs[open].r == opener || hans[i] > hans[open] || wide(seen(d.cs, open, -1)) || wide(seen(d.cs, i, 1)) {
				want[i] = closer
				if d.cs[open].r == straight {
					want[open] = opener
				}
			}
			open = -1
		}
	}
	// A quotation of several paragraphs opens in each and closes in the last.
	lone := open == 0 && d.cs[0].r == straight && hans[len(d.cs)] > 0
	if lone {
		want[0] = opener
	}
	d.run(term{"quote", "引号"}, func(i int) fix {
		switch {
		case want[i] == 0:
			return fix{}
		case i == 0 && lone:
			return fix{take: 1, with: string(opener), other: string(closer)}
		}
		return fix{take: 1, with: string(want[i])}
	})
}

// nestQuotes sets “ ” outside and ‘ ’ inside (GB/T 15834 4.8.3.2).
func (d *mender) nestQuotes() {
	d.nest(term{"inner quote", "内外引号"}, '“', '”', '‘', '’', true)
}

// nestTitles sets 《 》 outside and 〈 〉 inside (GB/T 15834 4.15.3.3).
func (d *mender) nestTitles() {
	d.nest(term{"inner title", "内外书名号"}, '《', '》', '〈', '〉', false)
}

// nest turns pairs at odd depth into inner marks and, where both is set, those
// at even depth into outer ones. A pair inside a mark that never closes is let
// alone, unless that mark opens the paragraph (a quotation of several).
func (d *mender) nest(rule term, outer, outerEnd, inner, innerEnd rune, both bool) {
	hans := d.prefix(han)
	want := make([]rune, len(d.cs))
	closedBy := make([]int, len(d.cs))
	type open struct{ at, above int }
	var stack []open
	var pairs []open
	above := make([][]int, 0)
	for i, c := range d.cs {
		switch c.r {
		case outer, inner:
			stack = append(stack, open{at: i})
		case outerEnd, innerEnd:
			if alnum(d.at(i-1)) && alnum(d.at(i+1)) && c.r == '’' || len(stack) == 0 {
				continue
			}
			top := stack[len(stack)-1]
			if (d.cs[top.at].r == outer) != (c.r == outerEnd) {
				continue
			}
			stack = stack[:len(stack)-1]
			closedBy[top.at] = i
			pairs = append(pairs, open{at: top.at, above: len(stack)})
			if len(stack) > 8 { // no text nests so deep
				return
			}
			var around []int
			for _, o := range stack {
				around = append(around, o.at)
			}
			above = append(above, around)
		}
	}
	for k, p := range pairs {
		unsure := slices.ContainsFunc(above[k], func(o int) bool { return closedBy[o] == 0 && o != 0 })
		end := closedBy[p.at]
		if unsure || hans[end] == hans[p.at] {
			continue
		}
		switch {
		case p.above%2 == 1:
			want[p.at], want[end] = inner, innerEnd
		case both:
			want[p.at], want[end] = outer, outerEnd
		}
	}
	d.replace(rule, want)
}

// fullMarks are the marks by their half-width forms.
var fullMarks = map[rune]string{',': "，", ';': "；", ':': "：", '?': "？", '!': "！"}

func (d *mender) marks() {
	lists := d.listNumbers()
	d.run(term{"mark", "标点"}, func(i int) fix {
		r, next := d.cs[i].r, d.at(i+1)
		if r == '.' || r == '．' {
			if d.stops(i, lists) {
				return fix{take: 1, with: "。"}
			}
			return fix{}
		}
		full, ok := fullMarks[r]
		if !ok || alnum(d.last()) && alnum(next) || r == ':' && (next == '/' && d.at(i+2) == '/' || next == '\\') {
			return fix{}
		}
		if wide(d.left()) || wide(d.right(i+1)) {
			return fix{take: 1, with: full}
		}
		return fix{}
	})
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
