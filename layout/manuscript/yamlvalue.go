package manuscript

import (
	"fmt"
	"strings"
	"unicode"

	"duikai/layout/diag"
)

// Values: texts of the paper, which are taken as they are written, and words,
// numbers and paths, which are not.

// isText tells whether a field holds a text of the paper.
func (m *yamlMender) isText(field, owner string) bool {
	return m.words.prose[field] || owner == mappingOwners
}

// value reads the value of a field that begins at a column of the line at hand;
// lines indented deeper than indent belong to it. It leaves line behind it.
func (m *yamlMender) value(field, owner string, at, indent int) {
	l := m.text(m.line)
	if at >= len(l) {
		m.pending = field
		if owner == mappingOwners {
			m.pending = owner
		}
		m.line++
		return
	}
	m.pending, m.col = "", at
	m.end = m.line + 1
	for m.end < len(m.src.lines) && m.belongs(m.end, indent) {
		m.end++
	}
	for m.end > m.line+1 && blankFrom(m.text(m.end-1), 0) == len(m.text(m.end-1)) {
		m.end--
	}
	text := m.isText(field, owner)
	switch r := l[at]; {
	case r == '#':
		if m.children(indent) {
			m.pending = field
		} else {
			m.swallowed(field, at)
		}
		m.line++
	case r == '|' || r == '>':
		m.blockText(text, indent)
	case text && m.wholeText(l, at):
		m.plain(field, text, indent)
	case r == '"' || r == '\'':
		m.quoted(field, text, indent)
	case r == '[' || r == '{' || !text && strings.ContainsRune("［｛【〔", r):
		m.flow(field, indent)
	case !text && strings.ContainsRune("&*!?", r):
		m.line++ // the parser knows them, and the loader refuses them
		m.pending = field
	default:
		m.plain(field, text, indent)
	}
}

// belongs tells whether a line can go on with a value whose key has this
// indent.
func (m *yamlMender) belongs(n, indent int) bool {
	l := m.text(n)
	at := blankFrom(l, 0)
	return at == len(l) || at > indent || strings.ContainsRune("]}", l[at])
}

// children tells whether lines below the line at hand are the value of its key.
func (m *yamlMender) children(indent int) bool {
	for n := m.line + 1; n < len(m.src.lines); n++ {
		l := m.text(n)
		at := blankFrom(l, 0)
		if at == len(l) || l[at] == '#' {
			continue
		}
		return at > indent || at == indent && l[at] == '-' && (at+1 == len(l) || white(l[at+1]))
	}
	return false
}

// swallowed reports a value that YAML takes for a comment.
func (m *yamlMender) swallowed(field string, at int) {
	rest := strings.TrimSpace(string(m.text(m.line)[at:]))
	r := m.remedy(true, repair{m.line, at, len(m.text(m.line)) - at, quoteYAML(rest)})
	m.src.remedied(r, diag.YAMLComment, m.place(m.line, at), cited(rest), field+": "+quoteYAML(rest))
}

func (m *yamlMender) place(line, col int) diag.Pos {
	return diag.Pos{File: m.src.file, Line: m.src.first + line, Col: col + 1}
}

// quoteYAML writes a text between single quotes.
func quoteYAML(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// wordYAML writes a name or a path: as it is where YAML reads it so, in braces too.
func wordYAML(s string) string {
	if plainYAML(s) && !strings.ContainsAny(s, ",[]{}") {
		return s
	}
	return quoteYAML(s)
}

// comment notes nothing: a line of its own that begins with # is a remark.
func (m *yamlMender) comment(at int) {
	if m.indentOnly(at) {
		return
	}
	m.edit(m.line, 0, at, strings.Repeat(" ", at))
}

func (m *yamlMender) indentOnly(at int) bool {
	return strings.Trim(string(m.text(m.line)[:at]), " ") == ""
}

// wholeText tells whether a text that begins like something else goes on behind
// it, and so is a text: "快"字当头, [图]江上, {汉|hàn}字.
func (m *yamlMender) wholeText(l []rune, at int) bool {
	end := at
	switch l[at] {
	case '"', '\'':
		for end = at + 1; end < len(l) && l[end] != l[at]; end++ {
			if l[end] == '\\' && l[at] == '"' {
				end++
			}
		}
		if end+1 < len(l) && l[end+1] == l[at] && l[at] == '\'' {
			return false // '' inside
		}
	case '[', '{':
		end = balanced(l, at)
		if end < len(l) && l[at] == '{' && isRuby(l[at:end+1]) {
			return true
		}
	default:
		return false
	}
	if end >= len(l) {
		return false
	}
	rest := blankFrom(l, end+1)
	return rest < len(l) && !(l[rest] == '#' && rest > end+1) && !strings.ContainsRune("]}", l[rest])
}

// balanced is where the bracket that opens at a column closes; the end of the
// line where it does not.
func balanced(l []rune, at int) int {
	depth := 0
	for i := at; i < len(l); i++ {
		switch l[i] {
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(l)
}

// isRuby tells whether braces hold a base and a ruby and not a mapping.
func isRuby(s []rune) bool {
	in := string(s[1 : len(s)-1])
	return strings.Count(in, "|") == 1 && !strings.Contains(in, ": ") && !strings.ContainsAny(in, "{[")
}

// blockText steps over a text in block form. A bar or > that opens none is a
// text.
func (m *yamlMender) blockText(text bool, indent int) {
	l := m.text(m.line)
	head := strings.TrimSpace(string(l[m.col+1:]))
	if c := strings.Index(" "+head, " #"); c >= 0 {
		head = strings.TrimSpace(head[:c])
	}
	body := false
	for n := m.line + 1; n < m.end; n++ {
		body = body || blankFrom(m.text(n), 0) < len(m.text(n))
	}
	if text && (strings.Trim(head, "+-123456789") != "" || !body) {
		m.plain("", text, indent)
		return
	}
	m.line = m.end
}

// plain reads a value without quotes.
func (m *yamlMender) plain(field string, text bool, indent int) {
	line, at := m.line, m.col
	stop := m.commentAt(line, at)
	last, lastEnd := line, trimmed(m.text(line), at, stop)
	if stop == len(m.text(line)) {
		last, lastEnd = m.goOn(indent, last, lastEnd)
	} else {
		m.trailing(field, text, line, at, stop)
	}
	m.line = last + 1
	value := strings.TrimSpace(string(m.text(line)[at:trimmed(m.text(line), at, stop)]))
	switch {
	case !text:
		m.wordValue(line, at, lastEnd, last == line)
		return
	case m.twoKeys(field, line, at, last, lastEnd):
	case last == line && (value == "~" || strings.EqualFold(value, "null")):
		m.src.remedied(m.remedy(true, m.quoting(line, at, last, lastEnd)...), diag.YAMLNothing, m.place(line, at), cited(value))
	case last == line && safe(value):
		return
	}
	m.quote(line, at, last, lastEnd)
}

// goOn finds where a plain value that goes on on further lines ends.
func (m *yamlMender) goOn(indent, last, lastEnd int) (int, int) {
	for n := m.line + 1; n < m.end; n++ {
		l := m.text(n)
		at := blankFrom(l, 0)
		if at == len(l) {
			continue
		}
		if l[at] == '#' || at <= indent {
			break
		}
		if word, _, _ := strings.Cut(strings.ReplaceAll(string(l[at:]), "：", ":"), ":"); m.known(word) && len(word) < len(string(l[at:])) {
			break // a key that is indented too deep
		}
		stop := m.commentAt(n, at)
		last, lastEnd = n, trimmed(l, at, stop)
		if stop < len(l) {
			break
		}
	}
	return last, lastEnd
}

// commentAt is where a comment begins on a line behind a column.
func (m *yamlMender) commentAt(line, at int) int {
	l := m.text(line)
	for i := at + 1; i < len(l); i++ {
		if l[i] == '#' && (l[i-1] == ' ' || l[i-1] == '\t') {
			return i
		}
	}
	return len(l)
}

func trimmed(l []rune, from, to int) int {
	for to > from && (l[to-1] == ' ' || l[to-1] == '\t') {
		to--
	}
	return to
}

// trailing reports the comment at a column behind a text that begins at from. One that has no space behind its
// # was hardly meant as one.
func (m *yamlMender) trailing(field string, text bool, line, from, at int) {
	if !text {
		return
	}
	l := m.text(line)
	rest := strings.TrimSpace(string(l[at:]))
	if at+1 < len(l) && !white(l[at+1]) {
		whole := strings.TrimSpace(string(l[from:]))
		if l[from] == '"' || l[from] == '\'' { // the quotes close before the comment
			q := string(l[from])
			whole = strings.Replace(whole[1:], q, "", 1)
		}
		want := quoteYAML(whole)
		if field != "" && strings.HasPrefix(strings.TrimSpace(string(l)), field+":") { // no item of a list
			want = field + ": " + want
		}
		r := m.remedy(true, repair{line, from, len(l) - from, quoteYAML(whole)})
		m.src.remedied(r, diag.YAMLComment, m.place(line, at), cited(rest), want)
		return
	}
	m.src.sink.add(diag.CommentOut, m.place(line, at), strings.TrimSpace(strings.TrimLeft(rest, "#")))
}

// twoKeys reports a text that holds a colon and a blank, which YAML takes for a
// second key.
func (m *yamlMender) twoKeys(field string, line, at, last, lastEnd int) bool {
	for n := line; n <= last; n++ {
		l, from, to := m.text(n), 0, len(m.text(n))
		if n == line {
			from = at
		}
		if n == last {
			to = lastEnd
		}
		for i := from; i < to; i++ {
			if l[i] != ':' || i+1 < to && l[i+1] != ' ' && l[i+1] != '\t' {
				continue
			}
			whole := strings.TrimSpace(string(l[from:to]))
			m.tell(n, from, m.remedy(false, m.quoting(line, at, last, lastEnd)...), term{
				"the text holds a colon and a space, which YAML takes for another key: put it between single quotes: " + quoteYAML(whole),
				"文字里有半角冒号加空格，YAML 会当成另一个键：请加单引号，写成 " + quoteYAML(whole)})
			return true
		}
	}
	return false
}

// safe tells whether YAML reads a plain text as it is written.
func safe(s string) bool {
	for i, r := range s {
		if i == 0 && !(unicode.IsLetter(r) || r > 0x7f) {
			return false
		}
	}
	return s != "" && !strings.ContainsAny(s, "\t")
}

// tell reports a slip that is mended elsewhere.
func (m *yamlMender) tell(line, col int, r diag.Remedy, what term) {
	m.faulty[line] = true
	m.src.remedied(r, diag.BadYAML, m.place(line, col), what)
}

// quote puts single quotes around a stretch of the source.
func (m *yamlMender) quote(line, at, last, end int) { m.do(m.quoting(line, at, last, end)...) }

// quoting are the repairs that quote makes.
func (m *yamlMender) quoting(line, at, last, end int) (all []repair) {
	all = append(all, repair{line, at, 0, "'"})
	for n := line; n <= last; n++ {
		from, to := 0, len(m.text(n))
		if n == line {
			from = at
		}
		if n == last {
			to = end
		}
		for i := from; i < to; i++ {
			if m.text(n)[i] == '\'' {
				all = append(all, repair{n, i, 0, "'"})
			}
		}
	}
	return append(all, repair{last, end, 0, "'"})
}

// curlyQuotes are quotation marks that quote nothing in YAML.
const curlyQuotes = "“”‘’＂＇「」『』"

func (m *yamlMender) curly(line, from, to int) {
	l := m.text(line)
	var fix []repair
	for i := from; i < to; i++ {
		if strings.ContainsRune(curlyQuotes, l[i]) {
			fix = append(fix, repair{line, i, 1, ""})
		}
	}
	if len(fix) == 0 {
		return
	}
	m.slip(line, fix[0].at, term{
		fmt.Sprintf("the quotation mark %c is a character to YAML: leave it out or write \" \"", l[fix[0].at]),
		fmt.Sprintf("引号「%c」在 YAML 里只是普通字符：请删去，或改成半角引号", l[fix[0].at])}, false, fix...)
}

// keyColumn is where the key of a line stands, behind the dashes of lists.
func (m *yamlMender) keyColumn(line int) int {
	l := m.text(line)
	i := blankFrom(l, 0)
	for i+1 < len(l) && l[i] == '-' && l[i+1] == ' ' {
		i = blankFrom(l, i+1)
	}
	return i
}

// wordValue looks at a number, a name or a path.
func (m *yamlMender) wordValue(line, at, end int, oneLine bool) {
	l := m.text(line)
	if strings.ContainsRune(curlyQuotes, l[at]) && oneLine {
		m.curly(line, at, min(end, len(l)))
		return
	}
	for i := at; i < len(l); i++ {
		if l[i] != ':' || i+1 < len(l) && l[i+1] != ' ' {
			continue
		}
		start := i
		for start > at && !white(l[start-1]) {
			start--
		}
		word := string(l[start:i])
		// It stands as deep as the key before it.
		own := "\n" + strings.Repeat(" ", m.keyColumn(line))
		m.tell(line, start, m.remedy(false, repair{line, trimmed(l, at, start), start - trimmed(l, at, start), own}), term{
			fmt.Sprintf("%q is a second key on this line: begin a line of its own with it", word),
			fmt.Sprintf("「%s」是本行的第二个键：请另起一行", word)})
		m.edit(line, start, len(l)-start, "")
		return
	}
}
