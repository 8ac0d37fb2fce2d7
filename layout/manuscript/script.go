package manuscript

import (
	"slices"
	"strings"
	"unicode"
)

// Raised and lowered characters (上标、下标) are written as in many dialects of
// Markdown:
//
//	m^2^    10^-3^    CO~2~    T~max~
//
// The two marks are read so only where they can mean nothing else: right behind
// a letter, a figure or a closing bracket (or, raised, before a letter: ^14^C),
// around a few letters, figures and signs without a space. ~ behind a figure
// and before another stays, for 100~150 is a range; so does every mark without
// partner, and one that stands twice, which is another mark.

// maxScript bounds what is raised or lowered: an exponent, a name of a value.
const maxScript = 12

// scripts resolves the marks of raised and lowered characters.
func scripts(cs []char) []char {
	if !slices.ContainsFunc(cs, func(c char) bool { return (c.r == '^' || c.r == '~') && !c.literal }) {
		return cs
	}
	safe := addressesWithin(cs)
	out := cs[:0:0]
	for i := 0; i < len(cs); i++ {
		end := 0
		if mark(cs, i) && !safe[i] {
			end = scriptEnd(cs, i)
		}
		if end == 0 {
			out = append(out, cs[i])
			continue
		}
		style := Raised
		if cs[i].r == '~' {
			style = Lowered
		}
		for _, c := range cs[i+1 : end] {
			if c.style |= style; c.r == '-' {
				c.r = '−' // U+2212: a hyphen is no sign
			}
			out = append(out, c)
		}
		i = end
	}
	return out
}

// mark tells whether a mark of raised or lowered characters stands at i, alone.
func mark(cs []char, i int) bool {
	is := func(k int) bool { return k >= 0 && k < len(cs) && cs[k].r == cs[i].r && !cs[k].literal }
	return (cs[i].r == '^' || cs[i].r == '~') && is(i) && !is(i-1) && !is(i+1)
}

// scriptEnd is the mark that closes what the one at i opens, 0 where it opens
// nothing.
func scriptEnd(cs []char, i int) int {
	end := i + 1
	for end < len(cs) && end-i <= maxScript && inScript(cs[end].r) {
		end++
	}
	if end == i+1 || end >= len(cs) || cs[end].r != cs[i].r || !mark(cs, end) {
		return 0
	}
	var before, after rune
	if i > 0 {
		before = cs[i-1].r
	}
	if end+1 < len(cs) {
		after = cs[end+1].r
	}
	letter := func(r rune) bool { return unicode.IsLetter(r) && !wide(r) }
	held := letter(before) || before != 0 && strings.ContainsRune(")]）］", before)
	switch {
	case cs[i].r == '~':
		return or(end, held)
	case digit(before):
		return or(end, !digit(after)) // 2^3^4 says too little
	}
	return or(end, held || letter(after))
}

// Scripted tells whether a text between others is read as raised or lowered where the
// marks of that stand round it; 0: nothing stands there.
func Scripted(before rune, text string, after rune, raised bool) bool {
	mark := '~'
	if raised {
		mark = '^'
	}
	var cs []char
	add := func(r rune) { cs = append(cs, char{r: r}) }
	if before != 0 {
		add(before)
	}
	at := len(cs)
	add(mark)
	for _, r := range text {
		add(r)
	}
	add(mark)
	end := len(cs) - 1
	if after != 0 {
		add(after)
	}
	return scriptEnd(cs, at) == end
}

func or(end int, is bool) int {
	if is {
		return end
	}
	return 0
}

// inScript tells whether a character may be raised or lowered.
func inScript(r rune) bool {
	return digit(r) || unicode.IsLetter(r) && !wide(r) || strings.ContainsRune("+-−=()/.,*′", r)
}
