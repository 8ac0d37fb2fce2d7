package dump

import (
	"strings"
	"unicode/utf8"

	"duikai/layout/intake"
)

// line is a line of the source without the blanks around it.
type line struct {
	runs intake.Text // one of the source; several where lines are joined
	text string
	gap  int // empty lines before it
	n    int // of the source, from 0
	// indent tells that blanks as wide as two characters stand before it.
	indent bool
	// initial tells that it begins with a fallen initial.
	initial bool
	// set tells that it was put together of the lines of a column.
	set bool
	// stacked tells that it ran downward.
	stacked bool
	// spaced tells that its characters stood apart, as those of heads do.
	spaced bool
	// listed tells that it is one of several entries that count on.
	listed bool
	// mayGoOn tells that the paragraph may go on in the next line.
	mayGoOn bool
	// measure is the width of the lines that it was put together of, in half ems;
	// 0: it is not known.
	measure int
	// scale is its type size against that of the body; 0: not known.
	scale float64
	// again tells that it is the end of a line that stands above, a second time.
	again bool
	// doubts are the pieces at which it was joined though a sentence ends there:
	// their last and first characters.
	doubts [][2]string
}

const blanks = " \t\u3000\u00a0\u200b\ufeff\f\v\r"

// lines cuts a decoded text.
func lines(d *intake.Decoded) []line {
	var out []line
	gap, from, n := 0, 0, 0
	for l := range strings.SplitSeq(d.Text, "\n") {
		text := strings.Trim(l, blanks)
		if text == "" {
			gap++
		} else {
			at := from + strings.Index(l, text)
			out = append(out, closed(line{runs: intake.Text{d.Run(at, at+len(text))}, text: text, gap: gap, n: n, indent: indents(l[:at-from])}))
			gap = 0
		}
		from += len(l) + 1
		n++
	}
	return out
}

// indents tells whether white before a line is an indent of two characters, as
// wide blanks or as the blanks of a typewriter. More is another column's.
func indents(white string) bool {
	const most = 6 // half ems
	n := 0
	for _, r := range white {
		switch r {
		case '\u3000', '\t':
			n += 2
		default:
			n++
		}
	}
	return n >= 2 && n <= most || strings.HasPrefix(white, "\t")
}

// join puts two lines together. Between Latin words there is a blank.
func (l line) join(o line) line { return joined([]line{l, o}) }

// joined puts lines behind each other.
func joined(ls []line) line {
	out := ls[0]
	if len(ls) == 1 {
		return out
	}
	var text strings.Builder
	text.WriteString(out.text)
	out.runs = append(intake.Text{}, out.runs...)
	for i, l := range ls[1:] {
		if latin(lastRune(ls[i].text)) && latin(firstRune(l.text)) {
			text.WriteByte(' ')
			out.runs = append(out.runs, intake.Run{Text: " ", At: l.runs[0].At})
		}
		text.WriteString(l.text)
		out.runs = append(out.runs, l.runs...)
	}
	out.text = text.String()
	return out
}

// behindBlank is a line with the blank before it that stood there.
func (l line) behindBlank() line {
	l.runs = append(intake.Text{{Text: " ", At: l.runs[0].At}}, l.runs...)
	l.text = " " + l.text
	return l
}

func latin(r rune) bool {
	return r < 0x250 && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0xc0)
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

func lastRune(s string) rune {
	r, n := utf8.DecodeLastRuneInString(s)
	if n == 0 {
		return 0
	}
	return r
}

// cut parts a text before byte i, its runs with it.
func cut(t intake.Text, i int) (head, tail intake.Text) {
	for k, r := range t {
		if i >= len(r.Text) {
			i -= len(r.Text)
			head = append(head, r)
			continue
		}
		a, b := r, r
		a.Text, b.Text = r.Text[:i], r.Text[i:]
		if r.At.To-r.At.From == len(r.Text) { // one byte a byte
			a.At.To, b.At.From = r.At.From+i, r.At.From+i
		}
		if a.Text != "" {
			head = append(head, a)
		}
		tail = append(tail, b)
		return head, append(tail, t[k+1:]...)
	}
	return head, nil
}

// trimmed takes blanks off the ends of a text.
func trimmed(t intake.Text) intake.Text {
	for len(t) > 0 && strings.Trim(t[0].Text, blanks) == "" {
		t = t[1:]
	}
	for len(t) > 0 && strings.Trim(t[len(t)-1].Text, blanks) == "" {
		t = t[:len(t)-1]
	}
	if len(t) == 0 {
		return nil
	}
	t = append(intake.Text{}, t...)
	first, last := &t[0], &t[len(t)-1]
	n := len(first.Text) - len(strings.TrimLeft(first.Text, blanks))
	if first.At.To-first.At.From == len(first.Text) {
		first.At.From += n
	}
	first.Text = first.Text[n:]
	n = len(last.Text) - len(strings.TrimRight(last.Text, blanks))
	if last.At.To-last.At.From == len(last.Text) {
		last.At.To -= n
	}
	last.Text = last.Text[:len(last.Text)-n]
	return t
}

// without takes the bytes [from, to) out of a line: blanks that are no text.
func (l line) without(from, to int) line {
	head, rest := cut(l.runs, from)
	_, tail := cut(rest, to-from)
	l.runs, l.text = append(append(intake.Text{}, head...), tail...), l.text[:from]+l.text[to:]
	return l
}

// mostSpaced is how many characters a head has that is spaced to fill its line: a
// set line of text has more.
const mostSpaced = 9

// closed takes the blanks out of a line whose characters stand apart, as heads
// are spaced, and lines of few characters: 鸣 谢, 24 日 至 28 日 ， 每 天. Names and
// lists keep theirs.
func closed(l line) line {
	const least, share = 2, 60 // fields; percent of them that are one character
	parts := strings.Fields(l.text)
	single := 0
	for _, p := range parts {
		r := firstRune(p)
		switch {
		case r >= 0x2000 && (len(p) == len(string(r)) || chars(p) <= 1 && strings.ContainsRune(squeezed, r)):
			single++
		case strings.Trim(p, "0123456789.%") != "":
			return l
		}
	}
	if len(parts) < least || single < least || single*100 < len(parts)*share {
		return l
	}
	l.spaced = single == len(parts) && single <= mostSpaced && strings.IndexFunc(strings.Join(parts, ""), func(r rune) bool { return !han(r) }) < 0
	for i := strings.IndexAny(l.text, blanks); i >= 0; i = strings.IndexAny(l.text, blanks) {
		l = l.without(i, i+len(string(firstRune(l.text[i:]))))
	}
	return l
}
