package manuscript

import (
	"fmt"
	"strings"

	"duikai/layout/diag"
)

// Values between brackets, {key: value, key: [1, 2]}, are read character by
// character, over the ends of lines.

// Marks that stand in Chinese text for those of YAML.
const (
	fullCommas  = "，、；﹐﹑﹔;"
	fullOpeners = "［｛【〔"
	fullClosers = "］｝】〕"
)

// asOpener gives the bracket that one of full width stands for.
func asOpener(r rune) rune {
	if r == '｛' {
		return '{'
	}
	return '['
}

func closerOf(open rune) rune {
	if open == '{' {
		return '}'
	}
	return ']'
}

// flow reads the brackets at hand and what follows them on their last line.
func (m *yamlMender) flow(field string, indent int) {
	m.depth = 0
	m.brackets(field)
	if m.tooDeep {
		return
	}
	if m.line < m.end {
		l := m.text(m.line)
		if rest := blankFrom(l, m.col); rest < len(l) && l[rest] != '#' {
			m.behind(m.line, rest, l)
		}
	}
	m.line++
}

// next moves to the next character that is neither blank nor comment, and gives
// it; 0 where the value ends.
func (m *yamlMender) next() rune {
	for m.line < m.end {
		l := m.text(m.line)
		for m.col < len(l) && white(l[m.col]) {
			if l[m.col] != ' ' {
				m.edit(m.line, m.col, 1, " ")
			}
			m.col++
		}
		if m.col < len(l) && !(l[m.col] == '#' && (m.col == 0 || white(l[m.col-1]))) {
			return l[m.col]
		}
		if m.line+1 >= m.end {
			m.col = len(l)
			return 0
		}
		m.line, m.col = m.line+1, 0
	}
	return 0
}

// opener is the bracket that opens at a column or was meant there: [ for ［, { for
// [ before a key where } closes it.
func (m *yamlMender) opener(line, col int) rune {
	l := m.text(line)
	open := l[col]
	if strings.ContainsRune(fullOpeners, open) {
		open = asOpener(open)
	} else if end := balanced(l, col); open == '[' && end < len(l) && l[end] == '}' && m.knownAt(l, col+1) {
		open = '{'
	}
	if open != l[col] {
		m.wrongMark(line, col, open)
	}
	return open
}

// brackets reads a list or a mapping from its opening bracket on.
func (m *yamlMender) brackets(field string) {
	line, col := m.line, m.col
	open := m.opener(line, col)
	if m.depth++; m.depth > maxDepth {
		m.tooDeep = true
		return
	}
	defer func() { m.depth-- }()
	closer, fresh, comma := closerOf(open), true, -1
	m.col++
	for !m.tooDeep {
		switch r := m.next(); {
		case r == 0:
			m.unclosed(line, col, closer)
			return
		case r == closer:
			m.col++
			return
		case (r == ']' || r == '}') && m.closesOuter():
			m.openBracket(line, col, closer, m.line, m.col)
			return
		case r == ']' || r == '}' || strings.ContainsRune(fullClosers, r):
			m.wrongMark(m.line, m.col, closer)
			m.col++
			return
		case r == ',' && !fresh:
			comma = m.col
			m.col++
			fresh = true
		case open == '[' && m.depth > 1 && comma >= 0 && m.knownAt(m.text(m.line), m.col):
			m.openBracket(line, col, closer, m.line, comma) // the list ended before the comma
			m.col = comma
			return
		case r == ',':
			m.slip(m.line, m.col, term{"nothing stands before this comma: take it out", "逗号前没有内容：请删去这个逗号"}, false, repair{m.line, m.col, 1, " "})
			m.col++
		case strings.ContainsRune(fullCommas, r) && !fresh:
			m.wrongMark(m.line, m.col, ',')
			m.col++
			fresh = true
		case !fresh:
			m.slip(m.line, m.col, term{"a comma is missing before this", "此处之前缺少逗号「,」"}, false, repair{m.line, m.col, 0, ", "})
			fresh = true
		case open == '{':
			m.pair(field)
			fresh = false
		default:
			m.flowValue(field, "", true)
			fresh = false
		}
	}
}

func (m *yamlMender) wrongMark(line, col int, want rune) {
	got := m.text(line)[col]
	put := string(want)
	if l := m.text(line); want == ',' && (col+1 == len(l) || l[col+1] != ' ') {
		put = ", "
	}
	m.slip(line, col, term{
		fmt.Sprintf("%c stands where YAML needs %c (half-width): write %c", got, want, want),
		fmt.Sprintf("这里的「%c」应为半角的 %c：请改正", got, want)}, false, repair{line, col, 1, put})
}

// unclosed reports a bracket that the value leaves open, and closes it at its
// end.
func (m *yamlMender) unclosed(line, col int, closer rune) {
	last := min(m.line, m.end-1)
	end := m.commentAt(last, -1)
	m.openBracket(line, col, closer, last, trimmed(m.text(last), 0, end))
}

// openBracket reports a bracket that nothing closes, and closes it at a place by a
// guess.
func (m *yamlMender) openBracket(line, col int, closer rune, at, end int) {
	got := m.text(line)[col]
	m.torn[line] = true
	m.slip(line, col, term{
		fmt.Sprintf("the bracket %c is never closed: write %c behind what it holds", got, closer),
		fmt.Sprintf("括号「%c」没有配对：请在内容末尾补上 %c", got, closer)}, true, repair{at, end, 0, string(closer)})
}

// closesOuter tells whether the closing bracket at hand, of the wrong kind, is
// needed by those further out: what follows on the line does not close them.
func (m *yamlMender) closesOuter() bool {
	open := m.depth - 1
	for _, r := range m.text(m.line)[m.col+1:] {
		switch r {
		case '[', '{':
			open++
		case ']', '}':
			open--
		}
	}
	return open > 0 && m.line+1 >= m.end
}

// pair reads a key and its value between braces.
func (m *yamlMender) pair(owner string) {
	line, start := m.line, m.col
	l := m.text(line)
	if l[start] == '"' || l[start] == '\'' {
		name, value, ok := m.quotedKey(l)
		if ok {
			m.col = value
			m.pairValue(name, owner)
			return
		}
	}
	m.ownKeys = owner == mappingOwners
	name, ok := m.flowKey(l)
	if !ok {
		m.noKey(line, start)
		return
	}
	m.pairValue(name, owner)
}

func (m *yamlMender) pairValue(name, owner string) {
	if r := m.next(); r == 0 || r == ',' || r == '}' || r == ']' {
		return
	}
	m.flowValue(name, owner, false)
}

// flowKey reads the key of a pair and moves behind its colon.
func (m *yamlMender) flowKey(l []rune) (string, bool) {
	start, full, bare := m.col, -1, -1
	i := start
	for ; i < len(l) && !strings.ContainsRune(",}]", l[i]); i++ {
		if l[i] == ':' && (i+1 == len(l) || white(l[i+1]) || strings.ContainsRune(",]}", l[i+1])) {
			break
		}
		if l[i] == ':' && bare < 0 {
			bare = i
		}
		if strings.ContainsRune(fullColons, l[i]) && full < 0 {
			full = i
		}
	}
	proper := i < len(l) && l[i] == ':'
	word := func(to int) string { return strings.TrimSpace(string(l[start:to])) }
	name := func(to int) string {
		w := word(to)
		if t := strings.Trim(w, curlyQuotes); t != w {
			m.curly(m.line, start, to)
			return t
		}
		return w
	}
	switch {
	case full >= 0 && (!proper || m.ownKeys || m.known(word(full))) && (bare < 0 || full < bare):
		m.col = full + 1
		if key := m.fullColon(m.line, start, full, word(full)); key != word(full) {
			return key, true
		}
		return name(full), true
	case proper:
		m.blanks(l, i+1)
		m.col = i + 1
		return name(i), true
	case bare >= 0:
		m.slip(m.line, bare, term{
			"there is no space behind the colon: write " + word(bare) + ": and a space",
			"冒号后缺少空格：请写成「" + word(bare) + ": 」（冒号加空格）"}, false, repair{m.line, bare + 1, 0, " "})
		m.col = bare + 1
		return name(bare), true
	}
	return "", false
}

// unnamed is the key of what was told to have none.
const unnamed = "＿"

// noKey reports a piece between commas that has no key, and takes it out.
func (m *yamlMender) noKey(line, start int) {
	l := m.text(line)
	end := start
	for end < len(l) && !strings.ContainsRune(",}]", l[end]) {
		end++
	}
	what := strings.TrimSpace(string(l[start:end]))
	m.fault(line, start, term{
		fmt.Sprintf("%q has no key: between braces everything is key: value", what),
		fmt.Sprintf("「%s」没有键：花括号里都要写成「键: 值」", what)})
	m.edit(line, start, end-start, unnamed+": ~")
	m.col = end
}

// flowValue reads a value between brackets.
func (m *yamlMender) flowValue(field, owner string, inList bool) {
	l := m.text(m.line)
	text := m.isText(field, owner)
	if !text {
		m.col = bracketBehind(l, m.col)
	}
	r := l[m.col]
	switch {
	case text && (r == '[' || r == '{') && m.ruby(l, m.col):
		m.flowText(field, inList)
	case r == '"' || r == '\'':
		m.flowQuoted(text, inList)
	case r == '[' || r == '{' || !text && strings.ContainsRune(fullOpeners, r):
		m.brackets(field)
	case text:
		m.flowText(field, inList)
	default:
		m.flowWord(inList)
	}
}

// bracketBehind is where a bracket stands behind an anchor or a tag, which is told of when
// the whole is read; the place itself where there is none.
func bracketBehind(l []rune, at int) int {
	if l[at] != '&' && l[at] != '!' {
		return at
	}
	end := at
	for end < len(l) && !white(l[end]) && !strings.ContainsRune(",[]{}", l[end]) {
		end++
	}
	if rest := blankFrom(l, end); rest > end && rest < len(l) && (l[rest] == '[' || l[rest] == '{') {
		return rest
	}
	return at
}

// ruby tells whether a bracket inside a text opens no list: {汉|hàn}, [图]江上.
func (m *yamlMender) ruby(l []rune, at int) bool {
	end := balanced(l, at)
	if end >= len(l) {
		return false
	}
	if l[at] == '{' && isRuby(l[at:end+1]) {
		return true
	}
	rest := blankFrom(l, end+1)
	return rest < len(l) && !strings.ContainsRune(",]}#", l[rest]) && !strings.ContainsRune(fullClosers, l[rest])
}

func (m *yamlMender) flowQuoted(text, inList bool) {
	line, col := m.line, m.col
	if m.closeQuote() {
		l := m.text(m.line)
		rest := blankFrom(l, m.col)
		if m.line != line || rest >= len(l) || strings.ContainsRune(",]}:#", l[rest]) || strings.ContainsRune(fullCommas, l[rest]) && !text {
			return
		}
		if text { // "快"字当头
			m.line, m.col = line, col
			m.flowText("", inList)
			return
		}
		return
	}
	m.line = line
	l := m.text(line)
	end := m.textEnd(l, col+1, inList)
	m.unclosedQuote(line, col, end, false)
	stop := trimmed(l, col+1, end)
	m.edit(line, col, 1, "")
	if k := lastCurly(l, stop); k > col {
		m.edit(line, k, 1, "")
	}
	m.quote(line, col+1, line, stop)
	m.col = end
}

// textEnd is where a text between brackets ends: before a comma behind which
// the next key stands, or, in a list, before any; before the bracket that
// closes.
func (m *yamlMender) textEnd(l []rune, from int, inList bool) int {
	depth := 0
	for i := from; i < len(l); i++ {
		switch r := l[i]; {
		case r == '[' || r == '{':
			depth++
		case r == ']' || r == '}':
			if depth--; depth < 0 {
				return i
			}
		case depth > 0:
		case r == '#' && i > from && (l[i-1] == ' ' || l[i-1] == '\t'):
			return i
		case r == ',' && (inList || m.keyAt(l, i+1) || blankFrom(l, i+1) == len(l)):
			return i
		case strings.ContainsRune(fullCommas, r) && !inList && (m.knownAt(l, i+1) || m.ownKeys && m.keyAt(l, i+1)):
			return i
		case (r == ' ' || r == '\t') && !inList && m.knownAt(l, i+1):
			return i
		case r == '｝' && !inList && balancedLine(l):
			return i
		}
	}
	return len(l)
}

// balancedLine tells whether a line opens more braces than it closes, so that
// one of full width was meant to close one.
func balancedLine(l []rune) bool {
	n := 0
	for _, r := range l {
		switch r {
		case '{':
			n++
		case '}':
			n--
		}
	}
	return n > 0
}

// keyAt tells whether a key and its colon stand at a column.
func (m *yamlMender) keyAt(l []rune, at int) bool {
	at = blankFrom(l, at)
	if at < len(l) && (l[at] == '"' || l[at] == '\'') {
		at++
	}
	for i := at; i < len(l); i++ {
		switch {
		case l[i] == ':' || strings.ContainsRune(fullColons, l[i]):
			return i > at && (l[i] == ':' && (i+1 == len(l) || white(l[i+1])) || m.known(strings.Trim(string(l[at:i]), "\"'")))
		case strings.ContainsRune(",，。；、[]{}", l[i]):
			return false
		}
	}
	return false
}

// knownAt tells whether a key of the contract and its colon stand at a column.
func (m *yamlMender) knownAt(l []rune, at int) bool {
	at = blankFrom(l, at)
	i := at
	for i < len(l) && (l[i] < 0x7f && (alnum(l[i]) || l[i] == '-')) {
		i++
	}
	return i > at && i < len(l) && (l[i] == ':' || strings.ContainsRune(fullColons, l[i])) && m.known(string(l[at:i]))
}

// flowText reads a text between brackets, to the end of its line, and quotes it
// where YAML would not take it as it is.
func (m *yamlMender) flowText(field string, inList bool) {
	line, at := m.line, m.col
	l := m.text(line)
	end := m.textEnd(l, at, inList)
	stop := trimmed(l, at, end)
	if stop == at {
		stop = min(at+1, len(l))
		end = max(end, stop)
	}
	value := string(l[at:stop])
	m.col = end
	if !inList {
		m.commas(field, line, at, stop)
	}
	nothing := value == "~" || strings.EqualFold(value, "null")
	if nothing {
		m.src.remedied(m.remedy(true, m.quoting(line, at, line, stop)...), diag.YAMLNothing, m.place(line, at), cited(value))
	}
	if end == len(l) && m.goesOn() || !nothing && safe(value) && !strings.ContainsAny(value, ",[]{}") && !strings.Contains(value, ": ") && !strings.HasSuffix(value, ":") {
		return
	}
	m.quote(line, at, line, stop)
}

// goesOn tells whether a text goes on on the next line.
func (m *yamlMender) goesOn() bool {
	for n := m.line + 1; n < m.end; n++ {
		l := m.text(n)
		if at := blankFrom(l, 0); at < len(l) && l[at] != '#' {
			return !strings.ContainsRune(",]}", l[at])
		}
	}
	return false
}

// commas reports the half-width commas of a text between braces: YAML takes
// what follows them for a key.
func (m *yamlMender) commas(field string, line, at, stop int) {
	l := m.text(line)
	for i := at; i < stop; i++ {
		if l[i] != ',' {
			continue
		}
		whole := quoteYAML(string(l[at:stop]))
		if field != "" {
			whole = field + ": " + whole
		}
		m.tell(line, i, m.remedy(false, m.quoting(line, at, line, stop)...), term{
			"this comma ends the text, for it stands between braces: put single quotes around the text: " + whole,
			"花括号里的半角逗号会截断文字：请加单引号，写成 " + whole})
		return
	}
}

// flowWord reads a number, a name or a path between brackets.
func (m *yamlMender) flowWord(inList bool) {
	line, at := m.line, m.col
	l := m.text(line)
	if m.roundPair(l, at) {
		return
	}
	i := at
	for ; i < len(l); i++ {
		r := l[i]
		if strings.ContainsRune(",]}", r) || r == '#' && white(l[i-1]) {
			break
		}
		if strings.ContainsRune(fullCommas+fullClosers, r) {
			break
		}
		if white(r) && i > at && (m.knownAt(l, i+1) || inList && twoNumbers(l, at, i)) {
			break
		}
	}
	if i == at { // a mark that begins nothing: the parser speaks
		i++
	}
	if strings.ContainsRune(curlyQuotes, l[at]) {
		m.curly(line, at, i)
	}
	m.col = i
}

// roundPair mends two numbers between round brackets, at: （1， 20）.
func (m *yamlMender) roundPair(l []rune, at int) bool {
	end := at + 1
	for end < len(l) && strings.ContainsRune(" \t0123456789０１２３４５６７８９"+fullCommas+",．.xX×*", l[end]) {
		end++
	}
	if !strings.ContainsRune("（(", l[at]) || end == len(l) || !strings.ContainsRune("）)", l[end]) {
		return false
	}
	written := string(l[at : end+1])
	seen := numbersIn(strings.NewReplacer(".", " ", "．", " ").Replace(written))
	if len(seen) != 2 {
		return false
	}
	want := "[" + strings.Join(seen, ", ") + "]"
	m.slip(m.line, at, term{written + " is no list: write " + want, "「" + written + "」不是列表：请写成 " + want}, false, repair{m.line, at, end + 1 - at, want})
	m.col = end + 1
	return true
}

// twoNumbers tells whether a blank parts two numbers: [1 2].
func twoNumbers(l []rune, at, i int) bool {
	k := blankFrom(l, i)
	return k < len(l) && digit(l[k]) && strings.Trim(string(l[at:i]), "0123456789") == ""
}
