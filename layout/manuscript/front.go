package manuscript

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"duikai/layout/diag"
)

// front is a story's file parted: the lines of its front matter with the number
// of the first, and the body with that of its first line.
type front struct {
	lines    []string
	first    int
	body     string
	bodyLine int
}

// separated are the lines of a text of which word processors end them.
func separated(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == lineSeparator || r == paragraphSeparator })
}

// splitFront parts the front matter, which stands between two lines ---, from
// the body. What is near to it is taken for it and reported, so that no key is
// printed as text: a line of other dashes, as word processors make them of ---,
// keys without a line above them or below them.
func (d *decoder) splitFront(file, text string) front {
	lines := strings.Split(text, "\n")
	start := 0
	for start < len(lines) && unseen(lines[start]) {
		start++
	}
	whole := front{body: text, bodyLine: 1, first: 1}
	if start == len(lines) {
		return whole
	}
	source := slices.Clone(lines)
	at := func(n int) diag.Pos { return diag.Pos{File: file, Line: n + 1, Col: 1} }
	rule := func(n int) diag.Spot { return diag.Spot{At: at(n), Old: source[n], New: "---"} }
	above := func(n int) diag.Spot { // a line of its own; behind the last one where there is none
		if n == len(source) {
			last := source[n-1]
			return diag.Spot{At: at(n - 1), Old: last, New: last + "\n---\n"}
		}
		return diag.Spot{At: at(n), New: "---\n"}
	}
	say := func(n int, what term, spots ...diag.Spot) {
		d.put(diag.New(diag.NoFrontMatter, at(n), what).With(diag.Remedy{Spots: spots}))
	}
	if end := d.fenced(lines, start); end > 0 {
		fix := []diag.Spot{rule(start)}
		if end < len(lines) {
			fix = append(fix, rule(end))
		}
		say(start, term{
			"a fence of code opens no front matter: write three half-width hyphens, ---, in its stead, above and below",
			"代码围栏不能作为头部信息的开头和结尾：请改写为三个半角短横 ---"}, fix...)
	}
	if name, end := d.foreignFront(lines, start); end > 0 {
		say(start, term{
			"the front matter is " + name + ": write each key on a line of its own, as in headline: text, between two lines ---",
			"头部信息是 " + name + " 格式：请每个键写一行，如「headline: 文字」，上下各一行 ---"})
		if name == toml {
			return parted(lines, start+1, end-1, end)
		}
		return parted(lines, start, end, end)
	}
	if ends := separated(text); len(lines) == 1 && len(ends) > 1 && (isRule(ends[0]) || nearRule(ends[0]) || d.keyLine(ends[0])) {
		apart := strings.Join(ends, "\n")
		say(0, term{
			"the lines end in the signs of a word processor (U+2028, U+2029): save the file with line feeds",
			"各行以文字处理软件的分行符（U+2028、U+2029）结束：请另存为以换行符分行的纯文本"},
			diag.Spot{At: at(0), Old: text, New: apart})
		return d.splitFront(file, apart)
	}
	from := start // of the keys
	opened := isRule(lines[start])
	switch {
	case opened:
		from++
	case nearRule(lines[start]):
		say(start, term{
			"this line of dashes or signs opens no front matter: write three half-width hyphens, ---",
			"这一行横线或符号不能作为头部信息的开头：请写三个半角短横 ---"}, rule(start))
		from++
		if from == len(lines) || !d.keyLine(nextSeen(lines, from)) {
			return front{first: 1, body: strings.Join(lines[from:], "\n"), bodyLine: from + 1}
		}
	case d.keyLine(lines[start]):
		say(start, term{
			"the front matter begins without a line ---: write --- on a line of its own above it",
			"头部信息前缺少 --- 行：请在它的上面单独写一行 ---"}, above(start))
	default:
		if f, ok := d.typedFront(file, lines, start); ok {
			return f
		}
		return whole
	}
	for n := from; n < len(lines); n++ {
		switch {
		case isRule(lines[n]):
			return parted(lines, from, n, n+1)
		case nearRule(lines[n]):
			say(n, term{
				"this line of dashes or signs closes no front matter: write three half-width hyphens, ---",
				"这一行横线或符号不能结束头部信息：请写三个半角短横 ---"}, rule(n))
			return parted(lines, from, n, n+1)
		case !opened && !d.goesOn(lines, from, n):
			n = d.frontEnd(lines, from)
			say(n, term{
				"the front matter ends without a line ---: write --- on a line of its own above this one",
				"头部信息后缺少 --- 行：请在此行之上单独写一行 ---"}, above(n))
			return parted(lines, from, n, n)
		}
	}
	n := d.frontEnd(lines, from)
	say(start, term{
		"the front matter is not closed: write --- on a line of its own above line " + strconv.Itoa(n+1),
		"头部信息缺少结束的 --- 行：请在第 " + strconv.Itoa(n+1) + " 行之上单独写一行 ---"}, above(n))
	return parted(lines, from, n, n)
}

// fenced makes the rules of front matter of a fence of code around it, and tells
// where it ends, at the end of the text where nothing closes it; 0 where there is none.
func (d *decoder) fenced(lines []string, start int) (end int) {
	fence := strings.TrimRight(lines[start], "abcdefghijklmnopqrstuvwxyz \t") // ```yaml
	if fence != "```" && fence != "~~~" || !d.keyLine(nextSeen(lines, start+1)) {
		return 0
	}
	lines[start] = "---"
	for end = start + 1; end < len(lines); end++ {
		if strings.TrimSpace(lines[end]) == fence {
			lines[end] = "---"
			break
		}
	}
	return end
}

const toml = "TOML"

// foreignFront tells in which other notation the front matter stands, as other
// programs write it, and behind which line it ends; 0 where it does not. The lines
// of TOML become those of YAML; JSON is read as it is.
func (d *decoder) foreignFront(lines []string, start int) (name string, end int) {
	switch first := strings.TrimSpace(lines[start]); {
	case first == "+++" && d.words.front[tomlKey(nextSeen(lines, start+1))]:
		for end = start + 1; end < len(lines); end++ {
			if strings.TrimSpace(lines[end]) == first {
				return toml, end + 1
			}
			if tomlKey(lines[end]) != "" {
				lines[end] = strings.Replace(lines[end], "=", ":", 1)
			}
		}
	case strings.HasPrefix(first, "{"):
		if inner := strings.TrimPrefix(first, "{"); !d.keyLine(inner) && (inner != "" || !d.keyLine(nextSeen(lines, start+1))) {
			return "", 0
		}
		for n := start; n < len(lines); n++ {
			if strings.HasSuffix(strings.TrimSpace(lines[n]), "}") {
				return "JSON", n + 1
			}
		}
	}
	return "", 0
}

// tomlKey is the key of a line of TOML, empty where it is none.
func tomlKey(l string) string {
	key, _, ok := strings.Cut(l, "=")
	if !ok {
		return ""
	}
	return strings.TrimSpace(key)
}

func parted(lines []string, from, to, body int) front {
	return front{lines[from:to], from + 1, strings.Join(lines[min(body, len(lines)):], "\n"), body + 1}
}

// isRule tells whether a line opens or closes the front matter.
func isRule(l string) bool { return strings.TrimRight(l, " \t") == "---" }

// unseen tells whether a line shows nothing.
func unseen(l string) bool { return blankFrom([]rune(l), 0) == len([]rune(l)) }

func nextSeen(lines []string, n int) string {
	for ; n < len(lines); n++ {
		if !unseen(lines[n]) {
			return lines[n]
		}
	}
	return ""
}

// ruleSigns are what lines are drawn with where --- is meant.
const ruleSigns = "-—–―─━－﹣_＿=＝*＊~～+＋·…"

// nearRule tells whether a line is drawn of two or more signs of one kind, or of
// a single wide one, and so may have been meant for ---.
func nearRule(l string) bool {
	n, first := 0, rune(0)
	for _, r := range l {
		switch {
		case white(r):
		case !strings.ContainsRune(ruleSigns, r):
			return false
		case first != 0 && r != first && !dashLike(r):
			return false
		default:
			first = r
			n++
		}
	}
	return n >= 2 || n == 1 && first == '—'
}

func dashLike(r rune) bool { return strings.ContainsRune("-—–―─━－﹣", r) }

// typedKeys are the words under which editors type the parts of a head, beside
// those of the contract, and the keys they mean.
var typedKeys = map[string]string{
	"标题": "headline", "主题": "headline", "正题": "headline", "主标题": "headline", "大标题": "headline", "题目": "headline", "标 题": "headline",
	"引题": "kicker", "肩题": "kicker", "眉题": "kicker", "引标题": "kicker",
	"副题": "deck", "副标题": "deck", "子标题": "deck",
	"提要": "summary", "摘要": "summary", "内容提要": "summary", "提要题": "summary", "导语": "summary",
	"署名": "byline", "作者": "byline", "作 者": "byline", "记者": "byline", "撰文": "byline", "通讯员": "byline", "文/图": "byline",
	"格式": "format", "版式": "format", "开型": "format", "规格": "format",
	"栏目": "column", "专栏": "column", "栏题": "column", "作者按语": "note", "按语": "note", "编者按": "note", "作者简介": "note",
}

// typedKey reads a line 标题：… or 【标题】…; the key that its word means is empty
// where it is none.
func typedKey(l string) (key, value string) {
	l = strings.TrimFunc(strings.NewReplacer("**", "", "__", "").Replace(l), white)
	word, rest, ok := strings.Cut(strings.NewReplacer("【", "", "】", "：").Replace(l), "：")
	if !ok || strings.Contains(word, ":") {
		word, rest, ok = strings.Cut(l, ":")
	}
	if !ok {
		return "", ""
	}
	return typedKeys[strings.TrimFunc(word, white)], strings.TrimLeft(strings.TrimFunc(rest, white), "：:")
}

// typedFront takes lines for front matter that begin with its keys in Chinese.
// One line is not enough, but for a headline: 作者：李白 may open a poem.
func (d *decoder) typedFront(file string, lines []string, start int) (front, bool) {
	var keys, shown []string
	seen := map[string]bool{}
	n := start
	for ; n < len(lines); n++ {
		key, value := typedKey(lines[n])
		if unseen(lines[n]) && len(keys) > 0 {
			if next, _ := typedKey(nextSeen(lines, n)); next != "" {
				keys = append(keys, "")
				continue
			}
		}
		if key == "" || value == "" || seen[key] {
			break
		}
		if !plainYAML(value) {
			value = quoteYAML(value)
		}
		seen[key] = true
		keys, shown = append(keys, key+": "+value), append(shown, key+": "+value)
	}
	if !seen["headline"] && len(shown) < 2 {
		return front{}, false
	}
	from := n
	for n < len(lines) && (unseen(lines[n]) || nearRule(lines[n])) {
		n++
	}
	old := strings.Join(lines[start:from], "\n")
	fix := diag.Remedy{Spots: []diag.Spot{{At: diag.Pos{File: file, Line: start + 1, Col: 1}, Old: old, New: "---\n" + strings.Join(shown, "\n") + "\n---"}}}
	if from < n && nearRule(lines[from]) { // the rule that is there goes
		fix.Spots[0].Old += "\n" + lines[from]
	}
	d.put(diag.New(diag.NoFrontMatter, diag.Pos{File: file, Line: start + 1, Col: 1}, term{
		"these lines look like front matter and are taken for it: write --- above and below them, and the keys in English, a line each: " + strings.Join(shown, " / "),
		"开头这几行像是头部信息，已按头部信息读取：请在上下各加一行 ---，键用英文，每行一个：" + strings.Join(shown, " / ")}).With(fix))
	f := parted(keys, 0, len(keys), 0)
	f.first, f.body, f.bodyLine = start+1, strings.Join(lines[n:], "\n"), n+1
	return f, true
}

// plainYAML tells whether YAML reads a text as it is written.
func plainYAML(s string) bool {
	return safe(s) && !strings.Contains(s, ": ") && !strings.Contains(s, " #") && !strings.HasSuffix(s, ":")
}

// keyLine tells whether a line begins with a key of the front matter and a
// colon, of whatever width.
func (d *decoder) keyLine(l string) bool {
	l = strings.ReplaceAll(strings.TrimLeftFunc(l, white), "：", ":")
	word, _, ok := strings.Cut(l, ":")
	word = halfWidth(strings.Trim(word, "\"'“”"))
	return ok && d.words.front[word]
}

// goesOn tells whether a line belongs to front matter that began at from: a
// key, an item, what is indented, a comment.
func (d *decoder) goesOn(lines []string, from, n int) bool {
	l := lines[n]
	if unseen(l) || d.keyLine(l) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(l)
	return n > from && (white(r) || r == '#' || strings.HasPrefix(l, "- "))
}

// frontEnd is the line before which front matter that nobody closed ends: what
// comes after its last key and that key's further lines.
func (d *decoder) frontEnd(lines []string, from int) int {
	end := from
	for n := from; n < len(lines) && d.goesOn(lines, from, n); n++ {
		if !unseen(lines[n]) {
			end = n + 1
		}
	}
	return end
}
