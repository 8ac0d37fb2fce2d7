package manuscript

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"duikai/layout/diag"
)

// Values between quotation marks: quotes that close nothing, escapes that mean
// nothing, what stands behind them.

// quoted reads a value between quotes.
func (m *yamlMender) quoted(field string, text bool, indent int) {
	line, at := m.line, m.col
	if !m.closeQuote() {
		l := m.text(line)
		q := l[at]
		m.unclosedQuote(line, at, len(l), m.end > line+1)
		end := trimmed(l, at+1, len(l))
		m.edit(line, at, 1, "")
		if k := lastCurly(l, end); k > at {
			m.edit(line, k, 1, "")
		}
		m.edits[line] = slices.DeleteFunc(m.edits[line], func(e edit) bool { return e.at > at && q == '"' && e.put == `\` })
		m.quote(line, at+1, line, end)
		m.line = line + 1
		for n := m.line; n < m.end; n++ { // what goes on is told with it
			m.edit(n, 0, len(m.text(n)), "")
		}
		m.line = max(m.line, m.end)
		return
	}
	l := m.text(m.line)
	rest := blankFrom(l, m.col)
	if rest < len(l) && l[rest] == '#' && rest > m.col {
		m.trailing(field, text, m.line, at, rest)
	} else if rest < len(l) {
		m.behind(m.line, rest, l)
	}
	m.line++
}

// behind reports what stands behind a value that has ended.
func (m *yamlMender) behind(line, at int, l []rune) {
	what := strings.TrimSpace(string(l[at:]))
	switch {
	case strings.Trim(what, "]}") == "":
		m.slip(line, at, term{"nothing is open here that " + what + " could close: take it out", "多余的「" + what + "」：请删去"}, false, repair{line, at, len(l) - at, ""})
		return
	default:
		m.fault(line, at, term{
			"the value has ended before " + strconv.Quote(what) + ": put it on a line of its own, or quotes around all of it",
			"值到此已结束，后面又有「" + what + "」：请另起一行，或用单引号把整段括起来"})
	}
	m.edit(line, at, len(l)-at, "")
}

func lastCurly(l []rune, end int) int {
	if end > 0 && strings.ContainsRune("”’＂＇", l[end-1]) {
		return end - 1
	}
	return -1
}

// unclosedQuote reports a quote that nothing closes before end. The other one is put
// where the text ends, if that is plain to see: more tells that lines follow.
func (m *yamlMender) unclosedQuote(line, at, end int, more bool) {
	l := m.text(line)
	q := string(l[at])
	closed := func(fix repair) (r diag.Remedy) {
		if !more && (q == "'" || !strings.ContainsRune(string(l[at:end]), '\\')) {
			r = m.remedy(false, fix)
		}
		return r
	}
	if k := lastCurly(l, trimmed(l, at, end)); k > at {
		m.tell(line, at, closed(repair{line, k, 1, q}), term{
			fmt.Sprintf("the quote %s is closed by %c at column %d, which closes nothing in YAML: write %s there", q, l[k], k+1, q),
			fmt.Sprintf("引号 %s 用第 %d 列的「%c」来结束，YAML 不认：请在那里写半角的 %s", q, k+1, l[k], q)})
		return
	}
	m.tell(line, at, closed(repair{line, trimmed(l, at, end), 0, q}), term{
		"the quote " + q + " is never closed: write " + q + " at the end of the text, or leave this one out",
		"缺少右引号 " + q + "：请在文字末尾补上，或删去这个引号"})
}

// closeQuote moves behind the quote that closes the one at hand; false where
// none does before the value ends.
func (m *yamlMender) closeQuote() bool {
	q := m.text(m.line)[m.col]
	line, col := m.line, m.col+1
	for ; line < m.end; line, col = line+1, 0 {
		l := m.text(line)
		for ; col < len(l); col++ {
			switch {
			case l[col] == '\\' && q == '"':
				col += m.escape(line, col)
			case l[col] == q && q == '\'' && col+1 < len(l) && l[col+1] == q:
				col++
			case l[col] == q:
				m.line, m.col = line, col+1
				return true
			}
		}
	}
	return false
}

// escapes of a text between double quotes (YAML 1.2.2, 5.7) and how many
// hexadecimal figures follow them.
const escapes = "0abt\tnvfe \"/\\N_LP\n"

var hexEscapes = map[rune]int{'x': 2, 'u': 4, 'U': 8}

// escape looks at an escape and tells how many characters follow its backslash.
func (m *yamlMender) escape(line, col int) int {
	l := m.text(line)
	if col+1 >= len(l) {
		return 0
	}
	n, hex := hexEscapes[l[col+1]]
	good := strings.ContainsRune(escapes, l[col+1])
	if hex {
		good = col+2+n <= len(l)
		for i := col + 2; good && i < col+2+n; i++ {
			good = unicode.Is(unicode.ASCII_Hex_Digit, l[i])
		}
	}
	if good {
		return 1 + n
	}
	m.slip(line, col, term{
		fmt.Sprintf("between double quotes \\%c means nothing: put single quotes around the text, or write \\\\", l[col+1]),
		fmt.Sprintf("双引号里的 \\%c 没有意义：请改用单引号，或写成 \\\\", l[col+1])}, false, repair{line, col, 0, `\`})
	return 1
}
