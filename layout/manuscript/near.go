package manuscript

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"duikai/layout/diag"
)

// Markup that is nearly right is taken for what was meant and reported: marks of
// full width from a Chinese keyboard, a subhead without its space, a table
// without its rule, a jump line that the program sets itself.

// nearMarks mends the lines of a body outside code.
func (m *markdown) nearMarks(lines [][]char) [][]char {
	var f fence
	var out [][]char
	quoted := func(i int) bool {
		return i >= 0 && i < len(lines) && len(trim(lines[i])) > 0 && strings.ContainsRune(">＞", trim(lines[i])[0].r)
	}
	for i, line := range lines {
		wasIn := f.open()
		if f.see(line) || wasIn {
			out = append(out, line)
			continue
		}
		if quoted(i) && !quoted(i-1) && !quoted(i+1) && strings.Trim(plain(line), ">＞ \t\u3000") == "" {
			m.near(trim(line)[0], term{"> without words is left out: write \\> if it is text", "「>」后没有文字，未排出：若是文字，请写成 \\>"})
			line = nil
		}
		line = m.nearSubhead(m.nearQuote(line))
		line = m.nearBreak(m.jumpLine(m.fullStars(line)))
		m.raw(line)
		if last := i+1 == len(lines) || len(trim(lines[i+1])) == 0; last {
			line = m.idleBackslash(line)
		}
		out = append(out, line)
	}
	return m.ruleless(m.fullBars(out))
}

func (m *markdown) near(at char, what term) { m.add(diag.NearMarkup, at.pos(m.file), what) }

// nearSubhead mends ##小标题 and ＃＃ 小标题.
func (m *markdown) nearSubhead(line []char) []char {
	body := trimLeft(line)
	n, full := 0, false
	for n < len(body) && (body[n].r == '#' || body[n].r == '＃') {
		full = full || body[n].r == '＃'
		n++
	}
	if n > 0 && n <= 6 && len(trim(body[n:])) == 0 {
		m.near(body[0], term{"a subhead without words is left out: write them behind " + plain(body[:n]), "小标题没有文字，未排出：请写在「" + plain(body[:n]) + "」后面"})
		return nil
	}
	if n == 0 || n > 6 || !full && (body[n].r == ' ' || body[n].r == '\t') {
		return line
	}
	rest := body[n:]
	for len(rest) > 0 && white(rest[0].r) {
		rest = rest[1:]
	}
	spaced := len(rest) < len(body)-n
	for k := len(rest); k > 0 && (rest[k-1].r == '#' || rest[k-1].r == '＃' || white(rest[k-1].r)); k-- {
		rest = rest[:k-1]
	}
	if n == 1 && !spaced || len(trim(rest)) == 0 || strings.ContainsAny(plain(rest), "#＃") {
		return line // a topic of the net, #话题#
	}
	marks := strings.Repeat("#", n)
	m.near(body[0], term{
		fmt.Sprintf("%s before %q is taken for %s and a space: write %s", plain(body[:n]), cut(plain(rest)), marks, marks+" "+cut(plain(rest))),
		fmt.Sprintf("「%s」按小标题处理：请写成「%s %s」（半角 # 加空格）", plain(body[:n])+cut(plain(rest)), marks, cut(plain(rest)))})
	out := make([]char, 0, len(body)+1)
	for _, c := range body[:n] {
		c.r = '#'
		out = append(out, c)
	}
	gap := body[n-1]
	gap.r = ' '
	return append(append(out, gap), rest...)
}

// cut shortens what a message cites.
func cut(s string) string {
	const most = 12
	if r := []rune(strings.TrimSpace(s)); len(r) > most {
		return string(r[:most]) + "…"
	}
	return strings.TrimSpace(s)
}

// nearQuote mends ＞ at the head of a line.
func (m *markdown) nearQuote(line []char) []char {
	body := trimLeft(line)
	n := 0
	for n < len(body) && (body[n].r == '＞' || body[n].r == '>') {
		n++
	}
	if n == 0 || !strings.ContainsRune(plain(body[:n]), '＞') {
		return line
	}
	m.near(body[0], term{"＞ is taken for >: write a half-width one", "「＞」按 > 处理：请写半角的 >"})
	out := append([]char(nil), body...)
	for i := range n {
		out[i].r = '>'
	}
	return out
}

// fullStars mends ＊＊重点＊＊ where the stars are pairs.
func (m *markdown) fullStars(line []char) []char {
	var runs [][2]int
	for i := 0; i < len(line); {
		j := i
		for j < len(line) && line[j].r == '＊' {
			j++
		}
		if j == i {
			i++
			continue
		}
		runs = append(runs, [2]int{i, j})
		i = j
	}
	if len(runs) == 0 || len(runs)%2 != 0 {
		return line
	}
	stars := runs[0][1] - runs[0][0]
	for k, r := range runs {
		if r[1]-r[0] != stars || stars > 2 || stars == 1 && !stressed(line, runs[k/2*2], runs[k/2*2+1]) {
			return line
		}
	}
	full, half := strings.Repeat("＊", stars), strings.Repeat("*", stars)
	m.near(line[runs[0][0]], term{
		full + " is taken for " + half + ": write half-width stars; a backslash before the star prints it",
		"「" + full + "」按 " + half + " 处理：请写半角的 " + half + "；若要印出星号，请在前面加反斜线"})
	out := append([]char(nil), line...)
	for _, r := range runs {
		for i := r[0]; i < r[1]; i++ {
			out[i].r = '*'
		}
	}
	return out
}

// stressed tells whether two single stars stand around words, ＊重点＊, and are
// neither signs of notes nor of multiplication.
func stressed(line []char, open, end [2]int) bool {
	l, r := line[open[1]].r, line[end[0]-1].r
	return han(l) && han(r) && !alnum(runeAt(line, open[0]-1)) && !alnum(runeAt(line, end[1])) && open[0] > 0
}

// rawMarks are marks of other kinds of Markdown, which mean nothing here.
var rawMarks = []struct {
	form *regexp.Regexp
	what term
}{
	{regexp.MustCompile(`\[\^[^\]\s]{1,20}\]`), term{"the mark of a footnote", "脚注标记"}},
	{regexp.MustCompile(`^\s*\[[^\]\s]{1,20}\]:\s*(https?:|www\.|mailto:)\S*`), term{"the address of a link", "链接地址"}},
	{regexp.MustCompile(`\[[^\[\]]{1,40}\]\[[^\[\]]{0,20}\]`), term{"the link", "链接"}},
	{regexp.MustCompile(`^\s*[-*+]\s\[[ xX]\]\s`), term{"the box of a task", "任务框"}},
}

// raw tells of the first mark in a line that other Markdown knows.
func (m *markdown) raw(line []char) {
	s := plain(line)
	if !strings.Contains(s, "[") {
		return
	}
	for _, mark := range rawMarks {
		if at := mark.form.FindStringIndex(s); at != nil {
			c := line[utf8.RuneCountInString(s[:at[0]])]
			m.add(diag.MarkupDropped, c.pos(m.file), term{mark.what.en + " " + cut(s[at[0]:at[1]]), mark.what.zh + " " + cut(s[at[0]:at[1]])})
			return
		}
	}
}

// idleBackslash leaves out a backslash at the end of a paragraph, where there is
// no line to break to.
func (m *markdown) idleBackslash(line []char) []char {
	body := trim(line)
	n := len(body) - 1
	if n < 1 || body[n].r != '\\' || !han(body[n-1].r) && !tightMark(body[n-1].r) || strings.Contains(plain(body), `:\`) {
		return line
	}
	m.near(body[n], term{
		"a backslash at the end of a paragraph breaks no line and is left out: write \\\\ if it is text",
		"段末的反斜线不能换行，未排出：若是文字，请写成 \\\\"})
	return body[:n]
}

// nearBreak mends a line drawn of other signs than those of a break.
func (m *markdown) nearBreak(line []char) []char {
	body := trim(line)
	if len(body) < 3 || pause(body) || !nearRule(plain(body)) || strings.ContainsAny(plain(body), "·…+＋|｜~") {
		return line
	}
	m.near(body[0], term{
		fmt.Sprintf("the line %s is taken for a break between sections: write ---", cut(plain(body))),
		fmt.Sprintf("这一行「%s」按段落间隔处理：请写成 ---", cut(plain(body)))})
	out := append([]char(nil), body[:3]...)
	for i := range out {
		out[i].r = '-'
	}
	return out
}

// jumpLines are the lines about continuations as editors type them; the program
// sets them itself.
var jumpLines = regexp.MustCompile(`^[（(\[【〔〖［〈<▶▷►→➡■□◆●*—-]*\s*(下转|上接|紧接|文转|下接|上转|转|接)` + jumpPage + `[）)\]】〕〗］〉>—-]*$`)

// jumpPage is the page of such a line: 第2版, 今日A2版, 2、3版.
const jumpPage = `\s*(?:今日|本报|今天)?\s*第?\s*[A-DＡ-Ｄ]?([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})(?:\s*[、,，～~至和-]\s*[A-DＡ-Ｄ]?[0-9０-９一二三四五六七八九十]{1,3})*\s*版\s*[①-⑳]?\s*`

// jumpBrackets are the same at the end or at the head of a paragraph.
var jumpBrackets = regexp.MustCompile(`[（(【\[〔〖［]\s*(下转|上接|紧接|文转)` + jumpPage + `[）)】\]〕〗］]`)

func (m *markdown) jumpLine(line []char) []char {
	s := plain(line)
	if !strings.Contains(s, "版") {
		return line
	}
	shown := strings.TrimFunc(s, white)
	from, to := 0, len(s)
	found := jumpLines.FindStringSubmatch(shown)
	if found == nil {
		at := jumpBrackets.FindStringSubmatchIndex(s)
		if at == nil || strings.TrimFunc(s[:at[0]], white) != "" && strings.TrimFunc(s[at[1]:], white) != "" {
			return line
		}
		from, to = at[0], at[1]
		found = jumpBrackets.FindStringSubmatch(s)
	}
	key := "to"
	if strings.HasPrefix(found[1], "上") || found[1] == "紧接" || found[1] == "接" {
		key = "from"
	}
	i, j := utf8.RuneCountInString(s[:from]), utf8.RuneCountInString(s[:to])
	want := key + ": {page: " + pageNumber(found[2]) + "}"
	mark := line[i]
	for k := i; k < j && white(mark.r); k++ {
		mark = line[k]
	}
	m.near(mark, term{
		fmt.Sprintf("%q is left out: the program sets such lines where a story is placed twice; where its other part is in no slot, write %s in the front matter", cut(s[from:to]), want),
		fmt.Sprintf("「%s」没有排出：稿件安排在两处版位时，转版标记由程序自动排；另一部分不在本文件夹时，请在头部信息中写 %s", cut(s[from:to]), want)})
	return append(append([]char(nil), line[:i]...), line[j:]...)
}

// pageNumber writes the number of a page in figures.
func pageNumber(s string) string {
	const figures = "零一二三四五六七八九"
	n := 0
	for _, r := range s {
		switch k := strings.IndexRune(figures, r); {
		case r == '十' && n == 0:
			n = 10
		case r == '十':
			n *= 10
		case k >= 0:
			n += k / len("零")
		case r >= '０':
			n = n*10 + int(r-'０')
		default:
			n = n*10 + int(r-'0')
		}
	}
	return strconv.Itoa(n)
}

// fullBars mends tables that are written with ｜ and －.
func (m *markdown) fullBars(lines [][]char) [][]char {
	barred := func(n int) bool {
		if n < 0 || n >= len(lines) {
			return false
		}
		l := trim(lines[n])
		return len(l) > 1 && l[0].r == '｜' && l[len(l)-1].r == '｜'
	}
	for n := range lines {
		if !barred(n) || !barred(n+1) && !(n > 0 && len(lines[n-1]) > 0 && trim(lines[n-1])[:1][0].r == '|') {
			continue
		}
		l := append([]char(nil), trim(lines[n])...)
		if n == 0 || len(trim(lines[n-1])) == 0 || trim(lines[n-1])[0].r != '|' {
			m.near(l[0], term{"｜ is taken for the bar of a table: write a half-width |", "「｜」按表格竖线处理：请写半角的 |"})
		}
		rule := strings.Trim(plain(l), "｜|－-—–─:： ") == ""
		for i, c := range l {
			switch {
			case c.r == '｜':
				l[i].r = '|'
			case rule && dashLike(c.r):
				l[i].r = '-'
			case rule && c.r == '：':
				l[i].r = ':'
			}
		}
		lines[n] = l
	}
	return lines
}

// ruleless gives the tables that lack their rule one: rows of as many cells that
// begin and end with bars.
func (m *markdown) ruleless(lines [][]char) [][]char {
	var out [][]char
	for i := 0; i < len(lines); {
		n, cells := 0, 0
		ruled := false
		for i+n < len(lines) && tableRow(trim(lines[i+n])) {
			ruled = ruled || delimiterRow(trim(lines[i+n])) != nil
			n++
		}
		if n == 0 {
			out = append(out, lines[i])
			i++
			continue
		}
		block := lines[i : i+n]
		i += n
		if cells = sameCells(block); ruled || n < 2 || cells < 2 {
			out = append(out, block...)
			continue
		}
		first := trim(block[0])
		m.near(first[0], term{
			"these rows are set as a table though its rule is missing: write |" + strings.Repeat("---|", cells) + " below the first",
			"这几行缺少表格的横线，已按表格排：请在首行下加一行 |" + strings.Repeat("---|", cells)})
		rule := []char{}
		for range cells {
			rule = append(rule, as(first[0], '|'), as(first[0], '-'))
		}
		out = append(append(append(out, first), append(rule, as(first[0], '|'))), block[1:]...)
	}
	return out
}

func as(c char, r rune) char { c.r = r; return c }

// sameCells is how many cells all the rows have that begin and end with bars; 0
// where they differ.
func sameCells(rows [][]char) int {
	n := 0
	for _, r := range rows {
		r = trim(r)
		if r[0].r != '|' || r[len(r)-1].r != '|' {
			return 0
		}
		k := len(cells(r))
		if n == 0 {
			n = k
		}
		if k != n {
			return 0
		}
	}
	return n
}

// annotated resolves the annotations of a text and tells what an editor may not
// have meant: marks without a partner, a strike-through, signs of multiplication.
func (d *decoder) annotated(file string, cs []char) []char {
	cs = annotate(cs)
	d.unpaired(file, cs)
	for i, c := range cs {
		if c.style&WaveLine != 0 && (i == 0 || cs[i-1].style&WaveLine == 0) {
			d.waves.add(c.pos(file))
		}
		if factor(cs, i) {
			d.stars.add(c.pos(file))
		}
	}
	return cs
}

// factor tells whether the character at i stood between stars that may have been
// signs of multiplication: 甲*乙*丙.
func factor(cs []char, i int) bool {
	kai := func(k int) bool { return k >= 0 && k < len(cs) && cs[k].style&Kai != 0 }
	if kai(i) && !kai(i-1) && han(runeAt(cs, i-1)) && han(cs[i].r) {
		end, clauses := i, false
		for ; kai(end); end++ {
			clauses = clauses || strings.ContainsRune("，。；：！？、", cs[end].r)
		}
		if clauses && han(runeAt(cs, end)) || clauses && end == len(cs) {
			return true // 甲*乙为和，丙*丁: nobody stresses from the midst of a clause into the next
		}
	}
	return kai(i) && !kai(i-1) && !kai(i+1) && han(runeAt(cs, i-1)) && han(cs[i].r) && han(runeAt(cs, i+1)) &&
		!han(runeAt(cs, i+2)) && !kai(i+2)
}

// unpaired reports marks of two characters that found no partner. They are set
// as they are.
func (d *decoder) unpaired(file string, cs []char) {
	for i := 0; i < len(cs); {
		j := i + 1
		for j < len(cs) && cs[j].r == cs[i].r && !cs[j].literal {
			j++
		}
		c := cs[i]
		if j-i == 2 && !c.literal && strings.ContainsRune("*=_~", c.r) {
			before, after := rune(' '), rune(' ')
			if i > 0 {
				before = cs[i-1].r
			}
			if j < len(cs) {
				after = cs[j].r
			}
			// Between Latin letters and figures, and before a mark (李**，), it is
			// a character.
			if (han(before) || han(after)) && !(c.r == '*' && masked(before, runeAt(cs, i-2))) && !tightMark(after) && !white(after) && j < len(cs) {
				mark := plain(cs[i:j])
				d.add(diag.NearMarkup, c.pos(file), term{
					mark + " has no partner and is set as it is: write it at both ends, or \\" + mark + " if it is text",
					"「" + mark + "」没有配对，已照原样排出：请在另一端补上；若是文字，请写成 \\" + mark})
			}
		}
		i = j
	}
}

// ---- lists ----

// bulletMark is the mark of an item of a list without numbers; 0 where the line
// is none. A sign before a figure is a sign: + 5%的增长.
func bulletMark(line []char) rune {
	if len(line) < 3 || !strings.ContainsRune("-+*", line[0].r) || line[1].r != ' ' && line[1].r != '\t' || pause(line) {
		return 0
	}
	rest := trimLeft(line[1:])
	if len(rest) == 0 {
		return 0
	}
	n := 0
	for n < len(rest) && (digit(rest[n].r) || n > 0 && rest[n].r == '.') {
		n++
	}
	if n > 0 && (line[0].r == '+' || line[0].r == '-' && n < len(rest) && strings.ContainsRune("%％‰℃°度", rest[n].r)) {
		return 0
	}
	return line[0].r
}

// enumerated reads the number that a line begins with and how it is written: 'a'
// 1. and 1), else the mark behind or around it; 0 where there is none.
func enumerated(line []char) (kind rune, n int) {
	at := 0
	bracket := len(line) > 0 && (line[0].r == '（' || line[0].r == '(')
	if bracket {
		at = 1
	}
	k := at
	for k < len(line) && k < at+4 && (digit(line[k].r) || strings.ContainsRune("一二三四五六七八九十", line[k].r)) {
		k++
	}
	if len(line) > 1 && line[0].r >= '①' && line[0].r <= '⑳' {
		return '①', int(line[0].r-'①') + 1
	}
	if k == at || k+1 >= len(line) {
		return 0, 0
	}
	n, _ = strconv.Atoi(pageNumber(plain(line[at:k])))
	switch r := line[k].r; {
	case bracket && (r == '）' || r == ')'):
		return '（', n
	case bracket:
		return 0, 0
	case strings.ContainsRune("、．", r):
		return r, n
	case (r == '.' || r == ')') && line[k+1].r == ' ' && digit(line[at].r):
		return 'a', n
	}
	return 0, 0
}

// items tells of every line whether it is an item of a list: bullets where there
// are several, numbers where they follow each other.
func items(lines [][]char) []bool {
	out := make([]bool, len(lines))
	type last struct{ line, n int }
	open := map[rune]last{}
	gap := false
	for i, l := range lines {
		if l = trim(unquoted(l)); len(l) == 0 {
			gap = true
			continue
		}
		kind, n := rune('-'), 0 // of whatever mark
		if bulletMark(l) == 0 {
			kind, n = enumerated(l)
		}
		if kind == 0 {
			if gap || strings.ContainsRune("#|\u3000", l[0].r) || pause(l) {
				clear(open)
			}
			gap = false
			continue
		}
		gap = false
		if o, ok := open[kind]; ok && (n == 0 || n == o.n+1) {
			out[i], out[o.line] = true, true
		}
		open[kind] = last{i, n}
	}
	return out
}
