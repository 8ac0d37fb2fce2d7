package manuscript

import (
	"fmt"
	"regexp"
	"slices"
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
	blank := func(i int) bool { return i < 0 || i >= len(lines) || len(trim(lines[i])) == 0 }
	quoted := func(i int) bool {
		return i >= 0 && i < len(lines) && len(trim(lines[i])) > 0 && strings.ContainsRune(">＞", trim(lines[i])[0].r)
	}
	lines = m.openFence(lines)
	for i, line := range lines {
		wasIn := f.open()
		if f.see(line) || wasIn {
			out = append(out, line)
			continue
		}
		if quoted(i) && !quoted(i-1) && !quoted(i+1) && strings.Trim(plain(line), ">＞ \t\u3000") == "" {
			m.nearBy(true, trim(line)[0], term{"> without words is left out: write \\> if it is text", "「>」后没有文字，未排出：若是文字，请写成 \\>"}, m.spot(trim(line), ""))
			line = nil
		}
		if at, under := underlined(lines, i); under {
			line = m.underline(out, line, at)
		}
		line = m.nearSubhead(m.nearQuote(line), (blank(i-1) || sentenceEnds(lines[i-1])) && (blank(i+1) || headShaped(line)))
		line = m.nearBreak(m.jumpLine(m.underscores(m.fullStars(line))))
		m.raw(line)
		if blank(i + 1) {
			line = m.idleBackslash(line)
		}
		out = append(out, line)
	}
	return m.ruleless(m.fullBars(out))
}

// openFence takes the marks off a fence that nothing closes: all below it would
// be code.
func (m *markdown) openFence(lines [][]char) [][]char {
	var f fence
	at := -1
	for i, line := range lines {
		if was := f.open(); f.see(line) && !was {
			at = i
		}
	}
	if !f.open() {
		return lines
	}
	line := trimLeft(lines[at])
	marks, words := line[:f.length], trimLeft(line[f.length:])
	m.nearBy(true, marks[0], term{
		fmt.Sprintf("%s opens code that nothing closes and is left out: take it out, or write \\%s if it is text", plain(marks), plain(marks)),
		fmt.Sprintf("「%s」没有结束行，未排出：请删去；若是文字，请写成 \\%s", plain(marks), plain(marks))}, m.spot(marks, ""))
	lines = slices.Clone(lines)
	lines[at] = words
	return m.openFence(lines)
}

// near reports what was taken for something else, with what would be written for that.
func (m *markdown) near(at char, what term, spots ...diag.Spot) { m.nearBy(false, at, what, spots...) }

// nearBy is near where the remedy may be a guess.
func (m *markdown) nearBy(guess bool, at char, what term, spots ...diag.Spot) {
	r := diag.Remedy{Spots: slices.DeleteFunc(spots, func(s diag.Spot) bool { return s.Old == s.New }), Guess: guess}
	m.put(diag.New(diag.NearMarkup, at.pos(m.file), what).With(r))
}

// spot is a stretch of the text for which another is written.
func (m *markdown) spot(cs []char, now string) diag.Spot {
	return diag.Spot{At: cs[0].pos(m.file), Old: plain(cs), New: now}
}

// before is what is written before a place.
func (m *markdown) before(at char, what string) diag.Spot {
	return diag.Spot{At: at.pos(m.file), New: what}
}

// sentenceEnds tells whether a sentence ends with a line.
func sentenceEnds(line []char) bool {
	line = trim(line)
	return len(line) > 0 && strings.ContainsRune("。！？”’」』…", line[len(line)-1].r)
}

// headShaped tells whether a line is as short as a subhead, and no sentence.
func headShaped(line []char) bool {
	const longest = 16 // characters of a subhead
	line = trim(line)
	return len(line) <= longest && len(line) > 0 && (han(line[len(line)-1].r) || alnum(line[len(line)-1].r))
}

// nearSubhead mends ##小标题 and ＃＃ 小标题. alone tells that the line is a
// paragraph of its own.
func (m *markdown) nearSubhead(line []char, alone bool) []char {
	body := trimLeft(line)
	n, full := 0, false
	for n < len(body) && (body[n].r == '#' || body[n].r == '＃') {
		full = full || body[n].r == '＃'
		n++
	}
	if n > 0 && n <= 6 && len(trim(body[n:])) == 0 {
		m.near(body[0], term{"a subhead without words is left out: write them behind " + plain(body[:n]), "小标题没有文字，未排出：请写在「" + plain(body[:n]) + "」后面"}) // which words, who knows
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
	if len(trim(rest)) == 0 || strings.ContainsAny(plain(rest), "#＃") {
		return line // a topic of the net, #话题#
	}
	if n == 1 && !spaced { // it may be one without its closing sign
		if alone {
			words := cut(plain(rest))
			m.nearBy(true, body[0], term{
				fmt.Sprintf("# before %q is set as it is: write # %s if it is a subhead, \\# if it is text", words, words),
				fmt.Sprintf("「#%s」照样排出：若是小标题，请写成「# %s」（# 后加空格）；若是文字，请写成 \\#", words, words)}, m.spot(body[:n], "# "))
		}
		return line
	}
	marks := strings.Repeat("#", n)
	m.near(body[0], term{
		fmt.Sprintf("%s before %q is taken for %s and a space: write %s", plain(body[:n]), cut(plain(rest)), marks, marks+" "+cut(plain(rest))),
		fmt.Sprintf("「%s」按小标题处理：请写成「%s %s」（半角 # 加空格）", plain(body[:n])+cut(plain(rest)), marks, cut(plain(rest)))}, m.spot(trim(body), marks+" "+plain(trim(rest))))
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
	m.near(body[0], term{"＞ is taken for >: write a half-width one", "「＞」按 > 处理：请写半角的 >"}, m.spot(body[:n], strings.Repeat(">", n)))
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
	var spots []diag.Spot
	for _, r := range runs {
		spots = append(spots, m.spot(line[r[0]:r[1]], half))
	}
	m.near(line[runs[0][0]], term{
		full + " is taken for " + half + ": write half-width stars; a backslash before the star prints it",
		"「" + full + "」按 " + half + " 处理：请写半角的 " + half + "；若要印出星号，请在前面加反斜线"}, spots...)
	out := append([]char(nil), line...)
	for _, r := range runs {
		for i := r[0]; i < r[1]; i++ {
			out[i].r = '*'
		}
	}
	return out
}

// underlined tells whether the line at i, of - or = alone, stands under a line
// that looks like a subhead: short, alone and without a mark at its end. text is
// that line.
func underlined(lines [][]char, i int) (text []char, ok bool) {
	const shortest, longest, least = 2, 20, 3 // characters
	rule := trim(lines[i])
	if i == 0 || len(rule) < least || strings.Trim(plain(rule), "-") != "" && strings.Trim(plain(rule), "=") != "" {
		return nil, false
	}
	if i > 1 && len(trim(lines[i-2])) > 0 {
		return nil, false
	}
	text = trim(lines[i-1])
	if len(text) < shortest || len(text) > longest || strings.ContainsAny(plain(text), "|｜") ||
		strings.ContainsRune("#＃>＞|｜-*+=~`:：\u3000（(", text[0].r) {
		return nil, false
	}
	last := text[len(text)-1].r
	return text, han(last) || alnum(last) || strings.ContainsRune("？！”》", last)
}

// underline mends a subhead that is written by a line under it, as other
// Markdown has it. Three dashes are a break here: they stay one, and are told.
func (m *markdown) underline(above [][]char, rule, text []char) []char {
	words, dashes := cut(plain(text)), plain(trim(rule))
	if dashes == "---" {
		m.nearBy(true, trim(rule)[0], term{
			fmt.Sprintf("--- below %q is set as a break: if that line is a subhead, write ## %s, else leave an empty line between", words, words),
			fmt.Sprintf("「%s」下的 --- 按段落间隔处理：若该行是小标题，请写成「## %s」；若是间隔，请在中间空一行", words, words)}, m.before(trim(rule)[0], "\n"))
		return rule
	}
	m.near(text[0], term{
		fmt.Sprintf("%q with %s below is taken for a subhead: write ## %s", words, cut(dashes), words),
		fmt.Sprintf("「%s」下有「%s」，按小标题处理：请写成「## %s」", words, cut(dashes), words)}, m.before(text[0], "## "), m.spot(trim(rule), ""))
	above[len(above)-1] = append([]char{as(text[0], '#'), as(text[0], '#'), as(text[0], ' ')}, text...)
	return nil
}

// underscores mends _重点_: other Markdown writes emphasis so. A single character
// may have been filled in, _甲_.
func (m *markdown) underscores(line []char) []char {
	low := func(i int) bool { r := runeAt(line, i); return r == '_' || r == '＿' }
	open := -1
	var safe []bool
	var spots []diag.Spot
	source, first := line, [2]int{}
	for i := range line {
		if !low(i) || low(i-1) || low(i+1) || runeAt(line, i-1) == '\\' {
			continue
		}
		if safe == nil {
			safe = addressesWithin(line)
		}
		l, r := runeAt(line, i-1), runeAt(line, i+1)
		switch {
		case safe[i]:
		case open >= 0 && i-open > 2 && closesWord(l) && !alnum(r) && !strings.ContainsAny(plain(line[open+1:i]), "，。；：、,;"):
			if len(spots) == 0 {
				first = [2]int{open, i}
				line = append([]char(nil), line...)
			}
			spots = append(spots, m.spot(source[open:open+1], "*"), m.spot(source[i:i+1], "*"))
			line[open].r, line[i].r = '*', '*'
			open = -1
		case opensWord(r) && !alnum(l):
			open = i
		default:
			open = -1
		}
	}
	if len(spots) > 0 {
		sign, words := string(source[first[0]].r), cut(plain(source[first[0]+1:first[1]]))
		m.near(source[first[0]], term{
			sign + " at both ends of " + words + " is taken for *: write *…* for emphasis, \\_ if it is text",
			"「" + sign + words + sign + "」按强调处理：请写成 *…*；若是文字，请写成 \\_"}, spots...)
	}
	return line
}

// opensWord and closesWord tell what stands inside a mark of emphasis at its ends.
func opensWord(r rune) bool  { return han(r) || r != 0 && strings.ContainsRune("“《‘（", r) }
func closesWord(r rune) bool { return han(r) || r != 0 && strings.ContainsRune("”》’）", r) }

// stressed tells whether two single stars stand around words, ＊重点＊, and are
// neither signs of notes nor of multiplication.
func stressed(line []char, open, end [2]int) bool {
	l, r := line[open[1]].r, line[end[0]-1].r
	return han(l) && han(r) && !alnum(runeAt(line, open[0]-1)) && !alnum(runeAt(line, end[1])) && open[0] > 0
}

// idleMark is mark-up that means nothing here, and what its editor can write instead.
type idleMark struct{ what, advice term }

var (
	linkMark    = idleMark{term{"the link", "链接"}, term{"an address that is to be printed is written out", "要印网址，请直接写出"}}
	pictureMark = idleMark{term{"the picture", "图片"}, term{"a picture is a slot of issue.yaml (picture: FILE)", "图片请写成 issue.yaml 的版位（picture: 文件）"}}
	tagMark     = idleMark{term{"the HTML", "HTML 标签"}, term{"take it out; **…** is bold, *…* is 楷体, <br> a new line", "请删去；加粗写 **…**，楷体写 *…*，换行写 <br>"}}
	codeMark    = idleMark{term{"code", "代码"}, term{"take its marks out", "请删去代码标记"}}
	ruleMark    = idleMark{term{"a table", "表格"}, term{"its rule stands under its head and has as many parts", "分隔行应在表头之下，格数相同"}}
	starMark    = idleMark{term{"what stands between stars", "星号标出的文字"}, term{"all of this is set in one style", "此处只有一种字体"}}
)

// notSet tells of such a mark, with what it says.
func (d *decoder) notSet(at diag.Pos, mark idleMark, said string) {
	what := mark.what
	if said != "" {
		what = term{what.en + " " + said, what.zh + " " + said}
	}
	d.add(diag.MarkupDropped, at, what, mark.advice)
}

// rawMarks are marks of other kinds of Markdown, which mean nothing here.
var rawMarks = []struct {
	form *regexp.Regexp
	mark idleMark
}{
	{regexp.MustCompile(`\[\^[^\]\s]{1,20}\]`), idleMark{term{"the mark of a footnote", "脚注标记"}, term{"write the note in brackets where it belongs", "请把注文写在括号里，放在相应的字后"}}},
	{regexp.MustCompile(`^\s*\[[^\]\s]{1,20}\]:\s*(https?:|www\.|mailto:)\S*`), idleMark{term{"the address of a link", "链接地址"}, linkMark.advice}},
	{regexp.MustCompile(`\[[^\[\]]{1,40}\]\[[^\[\]]{0,20}\]`), linkMark},
	{regexp.MustCompile(`^\s*[-*+]\s\[[ xX]\]\s`), idleMark{term{"the box of a task", "任务框"}, term{"take the box out", "请删去方框"}}},
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
			m.notSet(c.pos(m.file), mark.mark, cut(s[at[0]:at[1]]))
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
		"段末的反斜线不能换行，未排出：若是文字，请写成 \\\\"}, m.spot(body[n:n+1], ""))
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
		fmt.Sprintf("这一行「%s」按段落间隔处理：请写成 ---", cut(plain(body)))}, m.spot(body, "---"))
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

// jumpTail is the same without brackets behind the last sentence of a paragraph
// or behind arrows: 还没有散。下转第2版.
var jumpTail = regexp.MustCompile(`(?:([。！？!?…”』」）)])\s*|[>＞▶▷►→➡■◆…]+\s*)(下转|紧接|文转|下接)` + jumpPage + `[>＞▶▷►→➡■◆]*\s*$`)

// jumpBrackets are the same at the end or at the head of a paragraph.
var jumpBrackets = regexp.MustCompile(`[（(【\[〔〖［]\s*(下转|上接|紧接|文转)` + jumpPage + `[）)】\]〕〗］]`)

// jumpLine takes the lines about continuations off a line of a body.
func (m *markdown) jumpLine(line []char) []char {
	for strings.Contains(plain(line), "版") {
		from, to, found := findJump(plain(line))
		if found == nil {
			break
		}
		line = m.typedJump(line, from, to, found)
	}
	return line
}

// findJump finds a line about a continuation: all of a line, or in brackets at
// either end, or bare behind its last sentence. found is its verb and its page.
func findJump(s string) (from, to int, found []string) {
	if f := jumpLines.FindStringSubmatch(strings.TrimFunc(s, white)); f != nil {
		return 0, len(s), f[1:]
	}
	if at := jumpBrackets.FindStringSubmatchIndex(s); at != nil &&
		(strings.TrimFunc(s[:at[0]], white) == "" || strings.TrimFunc(s[at[1]:], white) == "") {
		return at[0], at[1], []string{s[at[2]:at[3]], s[at[4]:at[5]]}
	}
	if at := jumpTail.FindStringSubmatchIndex(s); at != nil {
		return max(at[0], at[3]), at[1], []string{s[at[4]:at[5]], s[at[6]:at[7]]} // the stop stays
	}
	return 0, 0, nil
}

// typedJump takes a typed line about a continuation out and tells it.
func (m *markdown) typedJump(line []char, from, to int, found []string) []char {
	s := plain(line)
	key := "to"
	if strings.HasPrefix(found[0], "上") || found[0] == "紧接" || found[0] == "接" {
		key = "from"
	}
	i, j := utf8.RuneCountInString(s[:from]), utf8.RuneCountInString(s[:to])
	want := key + ": {page: " + pageNumber(found[1]) + "}"
	mark := line[i]
	for k := i; k < j && white(mark.r); k++ {
		mark = line[k]
	}
	m.nearBy(true, mark, term{
		fmt.Sprintf("%q is left out: the program sets such lines where a story is placed twice; where its other part is in no slot, write %s in the front matter", cut(s[from:to]), want),
		fmt.Sprintf("「%s」没有排出：稿件安排在两处版位时，转版标记由程序自动排；另一部分不在本文件夹时，请在头部信息中写 %s", cut(s[from:to]), want)}, m.spot(line[i:j], ""))
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
	var table []char // of which is told
	var spots []diag.Spot
	tell := func() {
		if len(spots) > 0 {
			m.near(trim(table)[0], term{"｜ is taken for the bar of a table: write a half-width |", "「｜」按表格竖线处理：请写半角的 |"}, spots...)
		}
		spots = nil
	}
	defer tell()
	for n := range lines {
		if !barred(n) || !barred(n+1) && !(n > 0 && len(lines[n-1]) > 0 && trim(lines[n-1])[:1][0].r == '|') {
			continue
		}
		l := append([]char(nil), trim(lines[n])...)
		if n == 0 || len(trim(lines[n-1])) == 0 || trim(lines[n-1])[0].r != '|' {
			tell()
			table = lines[n]
		}
		was := trim(lines[n])
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
		spots = append(spots, m.spot(was, plain(l)))
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
		cells = sameCells(block)
		first := trim(block[0])
		if ruled || n < 2 || cells < 2 {
			if !ruled && barred(first) {
				m.near(first[0], term{
					"the bars are set as they are: rows of a table have as many cells each, and a rule |---| below the first; a line of bars alone is text and has \\| for |",
					"竖线照样排出：若是表格，各行格数须相同，首行下要有一行 |---|；若是文字，请写成 \\|"})
			}
			out = append(out, block...)
			continue
		}
		m.near(first[0], term{
			"these rows are set as a table though its rule is missing: write |" + strings.Repeat("---|", cells) + " below the first",
			"这几行缺少表格的横线，已按表格排：请在首行下加一行 |" + strings.Repeat("---|", cells)}, diag.Spot{At: first[len(first)-1].pos(m.file).Shift(1), New: "\n|" + strings.Repeat("---|", cells)})
		rule := []char{}
		for range cells {
			rule = append(rule, as(first[0], '|'), as(first[0], '-'))
		}
		out = append(append(append(out, first), append(rule, as(first[0], '|'))), block[1:]...)
	}
	return out
}

func as(c char, r rune) char { c.r = r; return c }

// barred tells whether a line begins and ends with bars.
func barred(row []char) bool {
	return len(row) > 1 && row[0].r == '|' && row[len(row)-1].r == '|'
}

// sameCells is how many cells all the rows have that begin and end with bars; 0
// where they differ.
func sameCells(rows [][]char) int {
	n := 0
	for _, r := range rows {
		if r = trim(r); !barred(r) {
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
		if j-i == 1 && c.r == '^' && !c.literal {
			d.caret(file, cs, i)
		}
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

// caret tells of a raised character that is not raised: 注^1^, m^2 without the
// other mark.
func (d *decoder) caret(file string, cs []char, i int) {
	const longest = 6
	n := 1
	for n <= longest && (digit(runeAt(cs, i+n)) || n == 1 && strings.ContainsRune("+-−", runeAt(cs, i+n))) {
		n++
	}
	if l := runeAt(cs, i-1); n == 1 || !digit(runeAt(cs, i+n-1)) || l == 0 || white(l) || !han(l) && !alnum(l) && !strings.ContainsRune(")）]", l) {
		return
	}
	figures := plain(cs[i+1 : i+n])
	if runeAt(cs, i+n) == '^' {
		d.add(diag.NearMarkup, cs[i].pos(file), term{
			fmt.Sprintf("^%s^ is set as it is: what is raised stands behind a letter, a figure or a bracket; write [%s] or ①, or \\^ if it is text", figures, figures),
			fmt.Sprintf("「^%s^」已照原样排出：上标只跟在字母、数字或括号后面；请写成［%s］或①，若是文字请写成 \\^", figures, figures)})
		return
	}
	if alnum(runeAt(cs, i-1)) || !han(runeAt(cs, i-1)) {
		d.add(diag.NearMarkup, cs[i].pos(file), term{
			fmt.Sprintf("^ has no partner and is set as it is: write ^%s^, or \\^ if it is text", figures),
			fmt.Sprintf("「^」没有配对，已照原样排出：上标请写成 ^%s^，若是文字请写成 \\^", figures)})
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
	case (r == '.' || r == ')') && han(line[k+1].r) && digit(line[at].r):
		return r, n // where several follow each other
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
