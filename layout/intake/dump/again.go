package dump

import (
	"strings"
	"unicode/utf8"
)

// Where a page is copied crop by crop (pdftotext -x -y -W -H), and a crop is wider than
// its column, the ends of the lines beside it come a second time: below their lines, or
// before lines of the next column, with a blank between. They are no text of a story.
const (
	leastAgain  = 3  // ends of lines that follow each other: two may be chance
	markedAgain = 2  // the same where one begins with a mark that no line begins with
	charsAgain  = 4  // that these have together
	beyondAgain = 60 // lines between an end and its line: a column has no more
	skipsAgain  = 3  // lines without an end between two that have one: they were shorter
)

// again takes the ends of lines that stand a second time out of a text.
func again(ls []line) (rest, ends []line) {
	for i := 0; i < len(ls); {
		n, cuts := endsAgain(ls, i)
		if n == 0 {
			rest = append(rest, ls[i])
			i++
			continue
		}
		for k, l := range ls[i : i+n] {
			switch at := cuts[k]; {
			case at == 0:
				rest = append(rest, l)
				continue
			case at < len(l.text):
				var more line
				l, more = l.parted(at)
				rest = append(rest, more)
			}
			l.again = true
			ends = append(ends, l)
		}
		i += n
	}
	return rest, ends
}

// endsAgain finds how many lines from i on are, or begin with, ends of lines above
// them, in their order, and how many bytes of each; 0: it is none.
func endsAgain(ls []line, i int) (n int, cuts []int) {
	most := 0
	for from := max(0, i-beyondAgain); from < i; from++ {
		if count, c := endsFrom(ls, i, from); count > most {
			most, n, cuts = count, len(c), c
		}
	}
	return n, cuts
}

// endsFrom is the same where line i has the end of line from; count is how many
// ends there are.
func endsFrom(ls []line, i, from int) (count int, cuts []int) {
	chars, above, beside, least := 0, from-1, false, leastAgain
	for k := i; k < len(ls) && k-i-len(cuts) <= skipsAgain; k++ {
		at, j := 0, above
		for at == 0 && j+1 < i && j <= above+skipsAgain && (k > i || j < from) {
			j++
			at = endOf(ls[j].text, ls[k].text)
		}
		if k == i {
			beside = at < len(ls[i].text)
		}
		if at == 0 && beside && count > 0 {
			continue
		}
		if at == 0 {
			break
		}
		for len(cuts) < k-i {
			cuts = append(cuts, 0)
		}
		cuts, above = append(cuts, at), j
		if strings.ContainsRune(closesLine, firstRune(ls[k].text)) {
			least = markedAgain
		}
		chars += utf8.RuneCountInString(strings.Trim(ls[k].text[:at], blanks))
		count++
	}
	if count < least || chars < charsAgain {
		return 0, nil
	}
	return count, cuts
}

// endOf tells how many bytes of a text are the end of a line, of no more than half
// of it: all, or what stands before its first blank, with the blank; 0: none are.
func endOf(l, s string) int {
	is := func(end string) bool {
		return strings.HasSuffix(l, end) && 2*halfWidth(end) <= halfWidth(l) && !finished(end)
	}
	if is(s) {
		return len(s)
	}
	if k := strings.IndexAny(s, blanks); k > 0 && is(s[:k]) {
		return len(s) - len(strings.TrimLeft(s[k:], blanks))
	}
	return 0
}
