package manuscript

import (
	"slices"
	"strings"
	"unicode"
)

// Annotations are marks under and over characters: dots, lines and rubies. They
// are read from the characters of a whole paragraph, after goldmark has read
// ** and * and after the lines are joined, so that body and front matter have
// one syntax and both kinds of emphasis may overlap in any way:
//
//	==重点==      Dots       __人名__   NameLine
//	~~书名~~      WaveLine   {汉|hàn}   Ruby
//
// The marks work like quotation marks, not like those of CommonMark: the first
// one opens and the next one closes, for between Han characters nothing tells
// an opening mark from a closing one. What guards plain text is that
//
//   - a mark between letters or figures is text: a==b, file__name;
//   - a mark in an address is text, and so is a run of one or three;
//   - a mark opens only before a character and closes only behind one;
//   - a mark without a partner is text.
//
// A run of four closes one stretch and opens the next: __张三____李四__.

// annotations are the characters that annotations are written with.
const annotations = "=_~^{|}"

// ruby is the text over a base. Its characters follow each other in the source.
type ruby struct{ text []char }

// Limits of a ruby. A base is never broken inside, so it has to fit a column; a
// brace and a bar that are pages apart are no ruby.
const (
	maxBase = 30
	maxRuby = 300
)

// annotate resolves the annotations of a text.
func annotate(cs []char) []char {
	cs = scripts(cs)
	if !slices.ContainsFunc(cs, func(c char) bool { return !c.literal && strings.ContainsRune("=_~{", c.r) }) {
		return cs
	}
	return rubies(pairs(slices.Clone(cs)))
}

// pairMarks are the characters of the marks that stand around text, with the
// styles in the same order.
const pairMarks = "=_~"

var pairStyles = [len(pairMarks)]Emphasis{Dots, NameLine, WaveLine}

// pairs resolves the marks that stand around text.
func pairs(cs []char) []char {
	safe := addressesWithin(cs)
	type opener struct {
		at  int // of the mark; -1: none is open
		ink int
	}
	open := [len(pairMarks)]opener{{at: -1}, {at: -1}, {at: -1}}
	gone := make([]bool, len(cs))
	ink := 0 // characters so far that are no marks
	for i := 0; i < len(cs); {
		kind := strings.IndexRune(pairMarks, cs[i].r)
		if kind < 0 || cs[i].literal || safe[i] {
			ink++
			i++
			continue
		}
		j := i + 1
		for j < len(cs) && cs[j].r == cs[i].r && !cs[j].literal && !safe[j] && cs[j].follows(cs[j-1]) {
			j++
		}
		opens, closes := holds(cs, i, j)
		o := &open[kind]
		first, second := i, j-2
		if j-i != 2 && j-i != 4 {
			opens, closes = false, false
			ink++
		}
		if closes && o.at >= 0 && ink > o.ink {
			for k := o.at + 2; k < first; k++ {
				cs[k].style |= pairStyles[kind]
			}
			for _, k := range [...]int{o.at, o.at + 1, first, first + 1} {
				gone[k] = true
			}
			o.at = -1
			opens = opens && j-i == 4
		}
		if opens {
			*o = opener{second, ink}
		}
		i = j
	}
	out := cs[:0]
	for i, c := range cs {
		if !gone[i] {
			out = append(out, c)
		}
	}
	return out
}

// holds tells whether the mark from i to j may open a stretch and close one.
func holds(cs []char, i, j int) (opens, closes bool) {
	var before, after rune = ' ', ' '
	if i > 0 {
		before = cs[i-1].r
	}
	if j < len(cs) {
		after = cs[j].r
	}
	if alnum(before) && alnum(after) {
		return false, false
	}
	return !unicode.IsSpace(after), !unicode.IsSpace(before)
}

// addressesWithin marks the characters of addresses. A mark at the end of one
// is no part of it: ==www.a.cn==.
func addressesWithin(cs []char) []bool {
	safe := addresses(cs)
	for i := len(cs) - 1; i >= 0; i-- {
		if safe[i] && (i+1 == len(cs) || !safe[i+1]) && strings.ContainsRune(annotations, cs[i].r) {
			safe[i] = false
		}
	}
	return safe
}

// rubies resolves {base|ruby}. Braces do not nest: the innermost count.
func rubies(cs []char) []char {
	out := make([]char, 0, len(cs))
	open, bar := -1, -1 // in out
	for _, c := range cs {
		out = append(out, c)
		if c.literal {
			continue
		}
		switch c.r {
		case '{':
			open, bar = len(out)-1, -1
		case '|':
			if bar >= 0 {
				open = -1 // of two bars nobody knows which one parts
			}
			bar = len(out) - 1
		case '}':
			if open >= 0 && bar > open {
				if base, ok := gloss(out[open+1:bar], out[bar+1:len(out)-1]); ok {
					out = append(out[:open], base...)
				}
			}
			open, bar = -1, -1
		}
	}
	return out
}

// Glossed tells whether a base and a ruby between braces are read as such.
func Glossed(base, ruby string) bool {
	chars := func(s string) (cs []char) {
		for _, r := range s {
			cs = append(cs, char{r: r, line: 1, col: int32(len(cs) + 1)})
		}
		return cs
	}
	_, ok := gloss(chars(base), chars(ruby))
	return ok
}

// gloss gives a base its ruby: a character each where there are as many
// syllables as Han characters (单字注音), otherwise as a whole. It refuses what
// is no ruby, and what would not follow each other in the source.
func gloss(base, text []char) ([]char, bool) {
	base, text = unpadded(base), unpadded(text)
	letter := func(c char) bool { return unicode.IsLetter(c.r) || unicode.IsNumber(c.r) }
	if len(text) == 0 || len(base) > maxBase || len(text) > maxRuby || !slices.ContainsFunc(base, letter) {
		return nil, false
	}
	if words := splitBlank(text); len(words) == len(base) && !slices.ContainsFunc(base, func(c char) bool { return !han(c.r) }) {
		if slices.ContainsFunc(words, func(w []char) bool { return !solid(w) }) {
			return nil, false
		}
		for i, w := range words {
			base[i].ruby = &ruby{slices.Clone(w)}
		}
		return base, true
	}
	oneStyle := !slices.ContainsFunc(base, func(c char) bool { return c.style != base[0].style })
	if !solid(base) || !solid(text) || !oneStyle {
		return nil, false
	}
	r := &ruby{slices.Clone(text)}
	for i := range base {
		base[i].ruby = r
	}
	return base, true
}

// solid tells whether the characters follow each other in the source.
func solid(cs []char) bool {
	for i := 1; i < len(cs); i++ {
		if !cs[i].follows(cs[i-1]) {
			return false
		}
	}
	return true
}

func unpadded(cs []char) []char {
	for len(cs) > 0 && blank(cs[0].r) {
		cs = cs[1:]
	}
	for len(cs) > 0 && blank(cs[len(cs)-1].r) {
		cs = cs[:len(cs)-1]
	}
	return cs
}

func splitBlank(cs []char) [][]char {
	var words [][]char
	for i := 0; i < len(cs); {
		j := i
		for j < len(cs) && !blank(cs[j].r) {
			j++
		}
		if j > i {
			words = append(words, cs[i:j])
		}
		i = j + 1
	}
	return words
}
