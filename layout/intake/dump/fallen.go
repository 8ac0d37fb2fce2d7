package dump

import (
	"strings"
	"unicode/utf8"

	"duikai/layout/internal/words"
)

// beside cuts lines that run into those beside them: the last of a text, and
// behind it on the same height the first of the next column's. Such a line is
// wider than those around it, and behind its last stop stands as much as an
// indented line holds.
func beside(ls []line) (out []line) {
	const around, near = 3, 1 // lines; half ems
	for i, l := range ls {
		if at := headBefore(l.text); at > 0 {
			a, b := l.parted(at)
			out = append(out, a, b)
			continue
		}
		if at := besideText(ls, i); at > 0 {
			a, b := l.parted(at)
			out = append(out, a, b)
			continue
		}
		measure := 0
		for k := max(0, i-around); k < min(len(ls), i+around+1); k++ {
			if k != i {
				measure = max(measure, halfWidth(ls[k].text)-squeezable(ls[k].text))
			}
		}
		at := 0
		if halfWidth(l.text) > measure+tight && measure >= leastMeasure {
			for k, r := range l.text {
				rest := strings.Trim(l.text[k+len(string(r)):], blanks)
				if w := halfWidth(rest); strings.ContainsRune(finalMarks, r) && max(w-(measure-indentWidth), measure-indentWidth-w) <= near {
					at = len(l.text) - len(rest)
				}
			}
		}
		if at == 0 {
			out = append(out, l)
			continue
		}
		a, b := l.parted(at)
		out = append(out, a, b)
	}
	return out
}

// spacedBeside cuts lines at a head that is spaced and runs into what stands before
// or behind it, as pdf.js copies heads above or below the line at hand:
// 灶 台 上 的 月 亮卫汀, 以当天播出为准。致 读 者. Of two characters the second may
// stand on the next line.
func spacedBeside(ls []line) (out []line) {
	for i := 0; i < len(ls); i++ {
		l := ls[i]
		if from, to := spacedRun(l.text); from < to {
			before, l := l.parted(from)
			head, after := l.parted(to - from)
			for k, part := range []line{before, closed(head), after} {
				if part.text == "" {
					continue
				}
				part.spaced = k == 1
				out = append(out, part)
			}
			continue
		}
		if at := fallenPair(ls, i); at > 0 {
			before, first := l.parted(at)
			pair := joined([]line{first, ls[i+1]})
			pair.spaced, pair.gap = true, 0
			out = append(out, before, pair)
			i++
			continue
		}
		out = append(out, l)
	}
	return out
}

// spacedRun finds a run of characters with blanks between them at one end of a
// line whose other end has none; from and to are equal where there is none. Names of
// two characters are spaced, too, where others have three.
func spacedRun(s string) (from, to int) {
	const least = 3 // characters
	r := []rune(s)
	run := func(at func(int) rune) (n int) { // runes of it
		if len(r) == 0 || !han(at(0)) {
			return 0
		}
		n = 1
		for n+1 < len(r) && at(n) == ' ' && han(at(n+1)) {
			n += 2
		}
		return n
	}
	const atLeast = 2*least - 1 // with the blanks
	if n := run(func(i int) rune { return r[i] }); n >= atLeast && n < len(r) && r[n] != ' ' && !spacedText(string(r[n:])) && !words.Name(string(r[n-1:])) {
		return 0, len(string(r[:n]))
	}
	if n := run(func(i int) rune { return r[len(r)-1-i] }); n >= atLeast && n < len(r) && r[len(r)-1-n] != ' ' && !spacedText(string(r[:len(r)-n])) && !words.Name(string(r[:len(r)-n+1])) {
		return len(string(r[:len(r)-n])), len(s)
	}
	return 0, 0
}

// spacedText tells whether a text has a blank between Chinese characters.
func spacedText(s string) bool {
	var last, blank rune
	for _, r := range s {
		if blank == ' ' && han(last) && han(r) || blank == ' ' && strings.ContainsRune(squeezed, r) {
			return true
		}
		if r == ' ' {
			blank = r
			continue
		}
		last, blank = r, 0
	}
	return false
}

// fallenPair is where the first character of a head of two begins behind the end of
// a text; the second stands alone on the next line; 0: there is none.
func fallenPair(ls []line, i int) int {
	s := strings.TrimRight(ls[i].text, blanks)
	last, n := utf8.DecodeLastRuneInString(s)
	before := s[:len(s)-n]
	if i+1 >= len(ls) || !han(last) || utf8.RuneCountInString(ls[i+1].text) != 1 || !han(firstRune(ls[i+1].text)) {
		return 0
	}
	if text := strings.TrimRight(before, blanks); text != before && text != "" && finished(text) {
		return len(before)
	}
	return 0
}

// besideText is where text begins on a line with its head, as heads do that stand
// at the left of it: behind a blank, as wide as the next line of the column or two
// characters less, and it goes on there; 0: it does not.
func besideText(ls []line, i int) int {
	const least, most, near = 3, 14, 1 // ems of a head; half ems
	s := ls[i].text
	at := joint(s)
	if at == 0 || i+1 >= len(ls) || strings.ContainsAny(s[:at], "，。；：、") || finished(s) {
		return 0
	}
	head, text := strings.Trim(s[:at], blanks), s[at:]
	if w := width(head); w < least || w > most || !headLike(head, w) || isByline(head) || strings.ContainsAny(text, blanks) || headBefore(s) > 0 {
		return 0
	}
	next := ls[i+1].text
	w, column := halfWidth(text), halfWidth(next)
	if finished(next) || column < leastMeasure || strings.ContainsAny(next, blanks) || !sentence(next) && !strings.ContainsAny(next, "，。") {
		return 0
	}
	if d := column - squeezable(next)/2; w+indentWidth-near <= column+near && w+indentWidth >= d-near || w <= column+near && w >= d-near {
		return at
	}
	return 0
}

// parted cuts a line before byte at; blanks there are no text.
func (l line) parted(at int) (a, b line) {
	head, tail := cut(l.runs, at)
	a, b = l, l
	a.runs, b.runs = trimmed(head), tail
	a.text, b.text, b.gap, b.indent = strings.Trim(l.text[:at], blanks), l.text[at:], 0, false
	return a, b
}

// headBefore is where a report begins that stands on the line of its head, as
// heads do beside their text: 东渡口明起停航 本报讯…; 0: there is none.
func headBefore(s string) int {
	const least = 4 // ems of a head
	for i, r := range s {
		if !strings.ContainsRune(blanks, r) {
			continue
		}
		at := i + len(string(r))
		if head := strings.Trim(s[:i], blanks); dateline.MatchString(s[at:]) && width(head) >= least && headLike(head, width(head)) && !isByline(head) && !strings.HasPrefix(s[at:], "记者") {
			return at
		}
	}
	return 0
}

// How many lines of one character are a line that runs downward.
const (
	leastStack = 3
	mostStack  = 60
)

// stacked joins lines of one character each: they are a head that runs downward
// (竖题). A name at its end stood beside it.
func stacked(ls []line) []line {
	one := func(i int) bool {
		return i < len(ls) && utf8.RuneCountInString(ls[i].text) == 1 && han(firstRune(ls[i].text))
	}
	var out []line
	for i := 0; i < len(ls); i++ {
		n := 0
		for n < mostStack && one(i+n) {
			n++
		}
		if n == 2 && spacedPair(ls[i:]) {
			l := joined(ls[i : i+n])
			l.stacked = true
			out = append(out, l)
			i++
			continue
		}
		if n < leastStack {
			out = append(out, ls[i])
			continue
		}
		if i+n < len(ls) && len([]rune(ls[i+n].text)) > 2 && !finishedHead(ls[i:i+n]) && indentedBy(ls[i+n:]) {
			n-- // the last is an initial of the text
		}
		byline := 0
		for _, k := range []int{3, 2} {
			if n-k >= 2 && words.Name(joined(ls[i+n-k:i+n]).text) {
				byline = k
				break
			}
		}
		l := joined(ls[i : i+n-byline])
		l.stacked = true
		out = append(out, l)
		if byline > 0 {
			out = append(out, joined(ls[i+n-byline:i+n]))
		}
		i += n - 1
	}
	return out
}

// spacedPair tells whether two lines of one character are a head of two that was
// spaced so widely that it fell apart: 讣 告. It says what a notice is, or empty
// lines stand around both.
func spacedPair(ls []line) bool {
	if noticeHead(ls[0].text + ls[1].text) {
		return true
	}
	return ls[0].gap > 0 && ls[1].gap > 0 && (len(ls) == 2 || ls[2].gap > 0)
}

// indentedBy tells whether the first of some lines is shorter than those below,
// as lines beside an initial are.
func indentedBy(ls []line) bool {
	const near, least = 8, 4 // lines; half ems
	widest, usual := 0, 0    // the widest may have squeezed marks: the next is as wide as others
	for _, l := range ls[:min(near, len(ls))] {
		switch w := halfWidth(l.text); {
		case w > mostMeasure:
		case w > widest:
			widest, usual = w, widest
		default:
			usual = max(usual, w)
		}
	}
	const narrowest = 12 // half ems: nothing narrower stands beside an initial
	for _, l := range ls[:min(2, len(ls))] {
		if w := halfWidth(l.text); w+least > usual || w < narrowest {
			return false
		}
	}
	return true
}

// finishedHead tells whether a stack ends in a name, behind which text begins
// without an initial.
func finishedHead(ls []line) bool {
	for _, k := range []int{3, 2} {
		if len(ls) > k+1 && words.Name(joined(ls[len(ls)-k:]).text) {
			return true
		}
	}
	return false
}

// apart is an initial with a blank behind it.
var apart = lazily(`^\p{Han}[ \x{3000}]+`)

// initials joins a first character that falls over some lines (首字下沉) with
// the lines that stand beside it; they are shorter than those below.
func initials(ls []line) []line {
	const deepest = 5 // lines
	var out []line
	for i := 0; i < len(ls); i++ {
		l := ls[i]
		if i > 0 && (goesOnBelow(ls[i-1].text) || finished(ls[i-1].text) && !jumpShape.MatchString(ls[i-1].text) || strings.Trim(ls[i-1].text, closesLine) == "") {
			out = append(out, l)
			continue
		}
		if m := apart.FindStringIndex(l.text); m != nil && !headLike(l.text, width(l.text)) { // 半 月湖西岸，…
			l = l.without(len(string(firstRune(l.text))), m[1])
			l.initial = true
		}
		if r := []rune(l.text); len(r) == 1 && han(r[0]) && i+1 < len(ls) && width(ls[i+1].text) >= leastMeasure/4 && !headNext(ls, i+1) {
			beside := halfWidth(ls[i+1].text)
			l = l.join(ls[i+1])
			i++
			for n := 1; n < deepest && i+1 < len(ls) && !finished(l.text) && halfWidth(ls[i+1].text) <= beside+loose; n++ {
				l = l.join(ls[i+1])
				i++
			}
			l.initial = true
		}
		out = append(out, l)
	}
	return out
}

// goesOnBelow tells whether a line ends inside a sentence.
func goesOnBelow(s string) bool {
	return strings.ContainsRune("，、；：“‘（《", lastRune(s))
}

// headNext tells whether the line at i and the one behind it are no running
// text.
func headNext(ls []line, i int) bool {
	return i+1 >= len(ls) || width(ls[i].text) < width(ls[i+1].text)/2
}

// brackets joins a remark on the author that stands on two lines, and the names
// of the staff with what they do.
func brackets(ls []line) []line {
	const widest = 60 // ems
	var out []line
	for _, l := range ls {
		if n := len(out); n > 0 && strings.ContainsRune("（(", firstRune(out[n-1].text)) && !strings.ContainsAny(out[n-1].text, "）)") &&
			strings.ContainsRune("）)", lastRune(l.text)) && width(out[n-1].text+l.text) <= widest {
			out[n-1] = out[n-1].join(l)
			continue
		}
		if n := len(out); n > 0 && strings.ContainsRune("（(", firstRune(l.text)) && width(out[n-1].text) <= leastText && dateline.FindString(out[n-1].text) == out[n-1].text && out[n-1].text != "" {
			out[n-1] = out[n-1].join(l)
			continue
		}
		if n := len(out); n > 0 && strings.ContainsRune("：:", lastRune(out[n-1].text)) && staffShape.MatchString(out[n-1].text) && width(out[n-1].text+l.text) <= widestRow && !sentence(l.text) {
			out[n-1] = out[n-1].join(l)
			continue
		}
		out = append(out, l)
	}
	return out
}
