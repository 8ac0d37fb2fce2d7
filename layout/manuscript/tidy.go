package manuscript

import (
	"slices"
	"strings"

	"duikai/layout/diag"
)

// bullet is the mark of a list without numbers: full-width, in GB 2312 and so
// in every Chinese face.
const bullet = '●'

// tidy brings wire copy into plain Markdown before the parser sees it:
//
//   - comments go (each is noted), so that one may span paragraphs;
//   - indents by spaces go: they are no code. A line indented by U+3000 starts
//     a paragraph, as agencies send them without empty lines between;
//   - markup that is nearly right is put right (near.go);
//   - items of lists and lines that begin with a bar become paragraphs of their
//     own, - a gets the bullet where it is one of several, 1. stays as written,
//     nested lists are flat;
//   - lines that are rows without rules (rows.go) are paragraphs, too;
//   - tables (table.go), lists of names and verse (blocks.go), and pull quotes
//     (lines that begin with >>) become blocks at once: Markdown has no words for
//     them;
//   - quotes in quotes are quotes;
//   - links and pictures leave their words.
//
// What is Markdown goes to plain in stretches, in order with these blocks.
func (m *markdown) tidy(cs []char, plain func([]char)) {
	var out []char
	flush := func() {
		if len(out) > 0 {
			plain(out)
			out = nil
		}
	}
	var f fence
	inList, afterRow := false, false
	lines := m.nearMarks(cutLines(m.comments(cs)))
	listed := items(lines)
	for i := 0; i < len(lines); i++ {
		line, end := lines[i], lineEnd(lines[i])
		wasIn := f.open()
		if f.see(line) || wasIn {
			out = append(append(out, line...), end)
			continue
		}
		if t, n := m.table(lines[i:]); n > 0 {
			flush()
			m.takeUnit(t)
			if t.Head != nil || len(t.Rows) > 0 {
				m.blocks = append(m.blocks, t)
			}
			inList = false
			i += n - 1
			continue
		}
		if b, n := m.block(lines[i:]); n > 0 {
			flush()
			if b != nil {
				m.blocks = append(m.blocks, b)
			}
			inList = false
			i += n - 1
			continue
		}
		line = trimLeft(line)
		if pulled(line) {
			n := 1
			for i+n < len(lines) && pulled(trimLeft(lines[i+n])) {
				n++
			}
			flush()
			m.pullQuotes(lines[i : i+n])
			inList = false
			i += n - 1
			continue
		}
		var quote []char
		if len(line) > 0 && line[0].r == '>' {
			quote = []char{line[0], {r: ' ', line: line[0].line, col: line[0].col}}
			line = unquoted(line)
		}
		// The rule of a table that is none: it stands in an editor's note, or alone.
		if delimiterRow(trim(line)) != nil {
			m.notSet(line[0].pos(m.file), ruleMark, "")
			continue
		}
		if m.dashedItem(lines, i) {
			inList = true
			out = append(append(append(append(out, quote...), end), m.links(line)...), end)
			continue
		}
		row := m.known.rowLine(line)
		line, own, item := startsOwn(line, inList, listed[i])
		own, afterRow = own || row || afterRow && len(line) > 0, row
		inList = item || inList && len(line) > 0
		if own {
			out = append(append(out, quote...), end)
		}
		out = append(append(append(out, quote...), m.links(line)...), end)
	}
	flush()
}

// dashedItem tells whether a line is one of several that begin with a hyphen right
// before a Chinese character: items of a list whose blanks are missing. They are
// lines of their own as they stand, which is told of the first.
func (m *markdown) dashedItem(lines [][]char, i int) bool {
	dashed := func(i int) bool {
		if i < 0 || i >= len(lines) {
			return false
		}
		l := trim(lines[i])
		return len(l) > 1 && l[0].r == '-' && !l[0].literal && han(l[1].r)
	}
	if !dashed(i) || !dashed(i-1) && !dashed(i+1) {
		return false
	}
	if !dashed(i - 1) {
		var spots []diag.Spot
		for k := i; dashed(k); k++ {
			spots = append(spots, m.spot(trim(lines[k])[:1], "- "))
		}
		m.near(trim(lines[i])[0], term{
			"these lines are set as they are, each on its own; if they are a list, write - and a blank before each",
			"这几行照样各占一行排出；若是列表，请在短横后加空格，写成「- 」"}, spots...)
	}
	return true
}

// lineEnd is the line break behind a line.
func lineEnd(line []char) char {
	if len(line) == 0 {
		return char{r: lineBreak}
	}
	end := line[len(line)-1]
	end.r, end.col = lineBreak, end.col+1
	return end
}

// pulled tells whether a line is one of a pull quote.
func pulled(line []char) bool { return len(line) > 1 && line[0].r == '>' && line[1].r == '>' }

// unquoted takes the marks of quoting off a line.
func unquoted(line []char) []char {
	for len(line) > 0 && (line[0].r == '>' || line[0].r == ' ' || line[0].r == '\t') {
		line = line[1:]
	}
	return line
}

// pullQuotes makes a pull quote of each paragraph of the lines; an empty line,
// >> alone, parts paragraphs.
func (m *markdown) pullQuotes(lines [][]char) {
	var cs []char
	var at diag.Pos
	flush := func() {
		if t := m.short(cs, body); len(t) > 0 {
			m.blocks = append(m.blocks, &PullQuote{Text: t, Src: at})
		}
		cs = nil
	}
	for _, line := range lines {
		line = trimLeft(line)
		text := trim(unquoted(line))
		if len(text) == 0 {
			flush()
			continue
		}
		if len(cs) == 0 {
			at = line[0].pos(m.file)
		}
		if text = trim(m.links(text)); len(text) > 0 {
			cs = append(append(cs, text...), lineEnd(text))
		}
	}
	flush()
}

func cutLines(cs []char) [][]char {
	var lines [][]char
	start := 0
	for i, c := range cs {
		if c.r == lineBreak {
			lines = append(lines, cs[start:i])
			start = i + 1
		}
	}
	return append(lines, cs[start:])
}

func trimLeft(line []char) []char {
	for len(line) > 0 && (line[0].r == ' ' || line[0].r == '\t') {
		line = line[1:]
	}
	return line
}

// comments takes out <!-- ... -->; one that never closes is text.
func (m *markdown) comments(cs []char) []char {
	starts := func(i int, s string) bool {
		for k, r := range s {
			if i+k >= len(cs) || cs[i+k].r != r {
				return false
			}
		}
		return true
	}
	last := -1 // where the last comment ends; beyond, <!-- need not be looked for
	for i := len(cs) - 1; i >= 0 && last < 0; i-- {
		if starts(i, "-->") {
			last = i
		}
	}
	var out []char
	for i := 0; i < len(cs); i++ {
		if !starts(i, "<!--") || i+4 > last || i > 0 && cs[i-1].r == '\\' {
			out = append(out, cs[i])
			continue
		}
		j := i + 4
		for !starts(j, "-->") {
			j++
		}
		m.add(diag.CommentOut, cs[i].pos(m.file), strings.TrimSpace(plain(cs[i+4:j])))
		i = j + 2
	}
	return out
}

// fence follows fenced code, whose lines are left as they are.
type fence struct {
	mark   rune
	length int
}

func (f *fence) open() bool { return f.length > 0 }

// see looks at a line and tells whether it opens or closes code.
func (f *fence) see(line []char) bool {
	line = trimLeft(line)
	if len(line) == 0 || line[0].r != '`' && line[0].r != '~' {
		return false
	}
	n := 0
	for n < len(line) && line[n].r == line[0].r {
		n++
	}
	rest := plain(line[n:])
	switch {
	case n < 3:
		return false
	case !f.open():
		if line[0].r == '`' && strings.Contains(rest, "`") {
			return false
		}
		f.mark, f.length = line[0].r, n
	case line[0].r != f.mark || n < f.length || strings.TrimSpace(rest) != "":
		return false
	default:
		*f = fence{}
	}
	return true
}

// startsOwn tells whether a line starts a paragraph of its own, and whether
// that is an item of a list; a bullet is set for the mark of the item. listed
// tells that it is one of several; a number starts a list at 1, too, or after
// another item, for a line of running text may begin with a year.
func startsOwn(line []char, inList, listed bool) (_ []char, own, item bool) {
	if len(line) == 0 || pause(line) {
		return line, false, false
	}
	if r := line[0].r; r == '\u3000' || r == '|' {
		return line, true, false
	}
	if len(line) > 2 && strings.ContainsRune("-+*", line[0].r) && (line[1].r == ' ' || line[1].r == '\t') {
		if !listed || bulletMark(line) == 0 {
			return line, true, false
		}
		return append([]char{as(line[0], bullet)}, trimLeft(line[1:])...), true, true
	}
	kind, n := enumerated(line)
	item = kind != 0 && (listed || kind == 'a' && (inList || n == 1))
	return line, item, item
}

// pause tells whether the line is a break between sections: --- or * * *.
func pause(line []char) bool {
	n := 0
	for _, c := range line {
		switch {
		case c.r == ' ' || c.r == '\t':
		case c.r == line[0].r && strings.ContainsRune("-*_", c.r):
			n++
		default:
			return false
		}
	}
	return n >= 3
}

// maxAddress is the longest address of a link that is looked for.
const maxAddress = 2000

// links takes the markup of links and pictures off a line and leaves their
// words. Only what is clearly an address in ASCII is left out, and named in
// the report; 〔注〕-like brackets before a remark, [注](见第3版), stay whole.
func (m *markdown) links(line []char) []char {
	l := linkReader{m: m, line: line}
	for i := 0; i < len(line); {
		n := 0
		switch line[i].r {
		case '\\':
			n = min(2, len(line)-i)
			l.out = append(l.out, line[i:i+n]...)
		case '[':
			l.open = append(l.open, len(l.out))
		case ']':
			n = l.close(i)
		case '<':
			n = l.angle(i)
		case lineSeparator, paragraphSeparator:
			l.out, n = append(l.out, as(line[i], hardBreak)), 1
		}
		if n == 0 {
			l.out = append(l.out, line[i])
			n = 1
		}
		i += n
	}
	return slices.DeleteFunc(l.out, func(c char) bool { return c.r == gone })
}

// What word processors and layout programs end a line or a paragraph with, where a
// text is copied out of them.
const (
	lineSeparator      = '\u2028'
	paragraphSeparator = '\u2029'
)

// gone stands for a bracket of a link, until all of its line is read.
const gone = -1

// linkReader takes links off a line.
type linkReader struct {
	m    *markdown
	line []char
	out  []char
	open []int // brackets, in out
}

// close reads the bracket that closes the last open one, and the address behind
// it: as many characters as they are, 0 where they are text.
func (l *linkReader) close(i int) int {
	if len(l.open) == 0 {
		return 0
	}
	from := l.open[len(l.open)-1]
	l.open = l.open[:len(l.open)-1]
	n := address(l.line[i+1:])
	if n == 0 {
		return 0
	}
	mark := linkMark
	at := l.out[from]
	l.out[from].r = gone
	if from > 0 && l.out[from-1].r == '!' {
		mark = pictureMark
		at = l.out[from-1]
		l.out[from-1].r = gone
	}
	l.m.notSet(at.pos(l.m.file), mark, plain(l.line[i+2:i+n]))
	return n + 1
}

// angle reads a tag or an address in angles: as many characters as it is, 0
// where there is none.
func (l *linkReader) angle(i int) int {
	n, auto := tag(l.line[i:])
	if n == 0 {
		return 0
	}
	what := plain(l.line[i : i+n])
	switch {
	case breaksLine(what):
		l.out = append(l.out, as(l.line[i], hardBreak))
	case auto:
		l.m.notSet(l.line[i].pos(l.m.file), linkMark, plain(l.line[i+1:i+n-1]))
		l.out = append(l.out, l.line[i+1:i+n-1]...)
	default:
		l.m.notSet(l.line[i].pos(l.m.file), tagMark, what)
		l.out = append(l.out, l.line[i:i+n]...)
	}
	return n
}

// breaksLine tells whether a tag is <br>.
func breaksLine(tag string) bool {
	return strings.EqualFold(strings.Trim(tag, "</ >"), "br")
}

// address is the length of (address) at the head of s, 0 where there is none.
func address(s []char) int {
	if len(s) < 3 || s[0].r != '(' {
		return 0
	}
	sign := false
	for i := 1; i < min(len(s), maxAddress); i++ {
		switch r := s[i].r; {
		case r == ')':
			if sign {
				return i + 1
			}
			return 0
		case r <= ' ' || r >= 0x7f || r == '(':
			return 0
		case strings.ContainsRune("./#@:", r):
			sign = true
		}
	}
	return 0
}

// tag is the length of <tag> or <https://address> at the head of s, 0 where
// there is none; auto tells that it is an address.
func tag(s []char) (n int, auto bool) {
	if len(s) < 3 || !(latinLetter(s[1].r) || s[1].r == '/' && latinLetter(s[2].r)) || s[1].r >= 0x7f {
		return 0, false
	}
	spaces := false
	for i := 1; i < min(len(s), maxAddress); i++ {
		switch s[i].r {
		case '>':
			in := plain(s[1:i])
			return i + 1, !spaces && (strings.Contains(in, "://") || strings.HasPrefix(in, "mailto:") || strings.Contains(in, "@")) && s[1].r != '/'
		case '<':
			return 0, false
		case ' ', '\t':
			spaces = true
		}
	}
	return 0, false
}
