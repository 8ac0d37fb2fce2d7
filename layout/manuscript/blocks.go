package manuscript

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"duikai/layout/diag"
	"duikai/layout/internal/strokes"
)

// Lists of names and verse are blocks: a line that says what follows, and the
// lines below it, each indented by blanks. The block ends at the first line that
// is not; empty lines inside it part groups and stanzas.
//
//	names: 笔画
//	  港务局：卫知 沈亦舟 欧阳望江
//
//	verse:
//	  一只船靠岸的时候
//	  江水先到
//
//	  石阶数着他们
//
// Behind names: may stand what is to hold for it: 笔画 (or strokes) has the order
// checked, 5em is the width of a cell. What is nearly one of these heads is taken
// for it where an indented line follows, and told.

// Words that open blocks, and those that are near to them.
const (
	namesHead = "names"
	verseHead = "verse"
)

var nearHeads = map[string][]string{
	namesHead: {"name", "namelist", "name-list", "list", "名单", "姓名", "人名"},
	verseHead: {"verses", "poem", "poetry", "诗", "诗歌", "诗文"},
}

// Cells of a list of names, in ems.
const (
	leastCell = 3
	mostCell  = 20
)

// blockHead reads the head of a block: which it is, and what stands behind its
// colon.
func (m *markdown) blockHead(lines [][]char) (kind string, rest []char) {
	line := trim(lines[0])
	at := slices.IndexFunc(line, func(c char) bool { return c.r == ':' || c.r == '：' })
	if at < 1 || at > len("name-list")+1 || white(lines[0][0].r) {
		return "", nil
	}
	word := plain(line[:at])
	rest = trim(line[at+1:])
	if exact := word == namesHead || word == verseHead; exact && line[at].r == ':' {
		return word, rest
	}
	meant := ""
	folded := strings.ToLower(strings.TrimSpace(word))
	for _, kind := range []string{namesHead, verseHead} {
		if folded == kind || slices.Contains(nearHeads[kind], folded) {
			meant = kind
		}
	}
	if meant == "" || folded != meant && (len(lines) < 2 || !indented(lines[1])) {
		return "", nil
	}
	m.near(line[0], term{
		fmt.Sprintf("%q is taken for the head of a block: write %s:", plain(line[:at+1]), meant),
		fmt.Sprintf("「%s」按块的开头处理：请写成 %s:", plain(line[:at+1]), meant)})
	return meant, rest
}

// indented tells whether a line belongs to a block: it begins with a blank.
func indented(line []char) bool {
	return len(line) > 0 && (line[0].r == ' ' || line[0].r == '\t') && len(trim(line)) > 0
}

// block gives the list of names or the verse that begins on the first of the
// lines and tells how many lines it takes; none where that is 0.
func (m *markdown) block(lines [][]char) (Block, int) {
	if len(lines[0]) == 0 {
		return nil, 0
	}
	kind, rest := m.blockHead(lines)
	if kind == "" {
		return nil, 0
	}
	body, n := m.blockLines(kind, lines)
	head := trim(lines[0])[0]
	if kind == verseHead {
		if len(rest) > 0 {
			m.near(rest[0], term{"a verse begins on the line below verse:, indented by two blanks", "诗行写在 verse: 的下一行，行首空两格"})
			body = append([][]char{rest}, body...)
		}
		return m.verse(body, head), n
	}
	cell, ordered, first := m.namesOptions(rest)
	if len(first) > 0 {
		body = append([][]char{first}, body...)
	}
	return m.names(body, head, cell, ordered), n
}

// blockLines are the lines of a block without their common indent, and how many
// lines it takes with its head. Where none is indented, those up to an empty one
// are taken, and told.
func (m *markdown) blockLines(kind string, lines [][]char) (body [][]char, n int) {
	n = 1
	for k := 1; k < len(lines); k++ {
		if indented(lines[k]) {
			body = append(body, lines[k])
			n = k + 1
		} else if len(trim(lines[k])) > 0 || len(body) == 0 {
			break
		} else {
			body = append(body, nil)
		}
	}
	if n == 1 {
		for k := 1; k < len(lines) && len(trim(lines[k])) > 0; k++ {
			body = append(body, lines[k])
			n = k + 1
		}
		if n > 1 {
			m.near(trim(lines[1])[0], term{
				fmt.Sprintf("the lines of a block are indented: put two blanks before each line below %s:", kind),
				fmt.Sprintf("块内各行要缩进：请在 %s: 下面每行行首加两个半角空格", kind)})
			return body, n
		}
	}
	body = body[:min(n-1, len(body))]
	least := -1
	for _, line := range body {
		if k := blanksBefore(line); len(line) > 0 && (least < 0 || k < least) {
			least = k
		}
	}
	for i, line := range body {
		body[i] = line[min(max(least, 0), len(line)):]
	}
	return body, n
}

// blanksBefore counts the half-width blanks that a line begins with.
func blanksBefore(line []char) int {
	return len(line) - len(trimLeft(line))
}

// namesOptions reads what stands behind names:. What is no option is a line of
// names, and told.
func (m *markdown) namesOptions(rest []char) (cell int, ordered bool, first []char) {
	for _, w := range nameWords(rest) {
		s := plain(w)
		switch ems, isEms := strings.CutSuffix(strings.ToLower(s), "em"); {
		case s == "笔画" || s == "笔划" || s == "按笔画" || strings.EqualFold(s, "strokes"):
			ordered = true
		case isEms:
			v, err := strconv.Atoi(ems)
			if err != nil || v < leastCell || v > mostCell {
				m.add(diag.BadValue, w[0].pos(m.file), namesHead, between(s, fmt.Sprintf("%dem", leastCell), fmt.Sprintf("%dem", mostCell)))
				continue
			}
			cell = v
		default:
			m.near(w[0], term{
				fmt.Sprintf("%q is taken for a name: behind names: stand 笔画 and the width of a cell, such as 5em; names stand on the lines below", s),
				fmt.Sprintf("「%s」按人名处理：names: 后只写 笔画 和格宽（如 5em），人名写在下面各行", s)})
			return cell, ordered, rest
		}
	}
	return cell, ordered, nil
}

// nameWords parts a line at its blanks and separators. A half-width blank between
// Latin letters belongs to a name.
func nameWords(line []char) (out [][]char) {
	start := 0
	cut := func(i int) {
		if i > start {
			out = append(out, line[start:i])
		}
		start = i + 1
	}
	for i, c := range line {
		latin := i > 0 && i+1 < len(line) && c.r == ' ' && latinLetter(line[i-1].r) && latinLetter(line[i+1].r)
		if white(c.r) && !latin || strings.ContainsRune("、，,；;", c.r) {
			cut(i)
		}
	}
	cut(len(line))
	return out
}

// names makes a list of names of lines: each a group, with its label before a
// colon or in stars.
func (m *markdown) names(lines [][]char, head char, cell int, ordered bool) Block {
	list := &NameList{Cell: cell, Src: head.pos(m.file)}
	group := &NameGroup{}
	close := func() {
		if len(group.Label) > 0 || len(group.Names) > 0 {
			list.Groups = append(list.Groups, *group)
		}
		group = &NameGroup{}
	}
	for _, line := range lines {
		line = trim(line)
		label, rest := labelOf(line)
		if len(line) == 0 || len(label) > 0 {
			close()
			group.Label = m.short(label, display)
		}
		for _, w := range m.wholeWords(nameWords(rest)) {
			if t := m.short(w, display); len(t) > 0 {
				group.Names = append(group.Names, t)
			}
		}
	}
	close()
	if len(list.Groups) == 0 {
		m.near(head, term{"names: without names is left out: write them on the lines below, each line indented by two blanks", "names: 没有人名，未排出：请写在下面各行，行首空两格"})
		return nil
	}
	if ordered {
		m.checkOrder(list)
	}
	return list
}

// labelOf parts the label off a line of names: **港务局** or 港务局：.
func labelOf(line []char) (label, rest []char) {
	s := plain(line)
	if strings.HasPrefix(s, "**") {
		if end := strings.Index(s[2:], "**"); end > 0 {
			n := 2 + len([]rune(s[2:2+end])) + 2
			rest = trim(line[n:])
			if len(rest) > 0 && (rest[0].r == '：' || rest[0].r == ':') {
				rest = rest[1:]
			}
			return line[:n], rest
		}
	}
	if i := slices.IndexFunc(line, func(c char) bool { return c.r == '：' || c.r == ':' }); i > 0 {
		return line[:i], line[i+1:]
	}
	return nil, line
}

// wholeWords joins what belongs to one name: 卫 知 is a name of two characters
// spaced by hand, a bracket belongs to the name before it. A single character
// that is left is told.
func (m *markdown) wholeWords(list [][]char) (out [][]char) {
	single := func(w []char) bool { return len(w) == 1 && han(w[0].r) }
	for i := 0; i < len(list); i++ {
		w := list[i]
		switch {
		case len(out) > 0 && strings.ContainsRune("（(", w[0].r):
			last := len(out) - 1
			out[last] = append(slices.Clone(out[last]), w...)
		case single(w) && i+1 < len(list) && single(list[i+1]):
			out = append(out, append(slices.Clone(w), list[i+1]...))
			i++
		case single(w):
			m.near(w[0], term{
				fmt.Sprintf("%q is a name of one character: is its other one missing?", plain(w)),
				fmt.Sprintf("「%s」只有一个字：是否漏了一字？", plain(w))})
			out = append(out, w)
		default:
			out = append(out, w)
		}
	}
	return out
}

// checkOrder reports the names that stand behind those of more strokes.
func (m *markdown) checkOrder(list *NameList) {
	bare := func(t Text) string {
		return strings.Map(func(r rune) rune {
			if han(r) {
				return r
			}
			return -1
		}, strings.SplitN(strings.SplitN(t.String(), "（", 2)[0], "(", 2)[0])
	}
	for _, g := range list.Groups {
		most := "" // of those so far, what stands last by strokes
		for _, t := range g.Names {
			name := bare(t)
			switch {
			case name == "" || strings.HasPrefix(name, most) && most != "" || strings.HasPrefix(most, name):
				most = cmp.Or(most, name)
			case strokes.Compare(most, name) > 0:
				m.add(diag.NameOrder, t[0].Src, name, strokeWords(name, most), most)
				continue
			}
			if name != "" && strokes.Compare(most, name) <= 0 {
				most = name
			}
		}
	}
}

// strokeWords says how many strokes the characters have that tell two names
// apart, or how those begin.
func strokeWords(a, b string) term {
	x, y := []rune(a), []rune(b)
	i := 0
	for i+1 < len(x) && i+1 < len(y) && x[i] == y[i] {
		i++
	}
	if strokes.Of(x[i]) == strokes.Of(y[i]) {
		const kinds = "一横竖撇点折"
		kind := func(r rune) string { return string([]rune(kinds)[strokes.First(r)]) }
		return term{
			fmt.Sprintf("both have %d strokes, but %c begins with %s, %c with %s", strokes.Of(x[i]), x[i], kind(x[i]), y[i], kind(y[i])),
			fmt.Sprintf("同为%d画，「%c」起笔为%s，「%c」起笔为%s", strokes.Of(x[i]), x[i], kind(x[i]), y[i], kind(y[i]))}
	}
	return term{
		fmt.Sprintf("%c has %d strokes, %c %d", x[i], strokes.Of(x[i]), y[i], strokes.Of(y[i])),
		fmt.Sprintf("「%c」%d画，「%c」%d画", x[i], strokes.Of(x[i]), y[i], strokes.Of(y[i]))}
}

// verse makes a verse of lines. What a line is indented by beyond the others it
// keeps: two half-width blanks or one of full width are an em.
func (m *markdown) verse(lines [][]char, head char) Block {
	v := &Verse{Src: head.pos(m.file)}
	opens := false
	for _, line := range lines {
		if len(trim(line)) == 0 {
			opens = len(v.Lines) > 0
			continue
		}
		halves := 0
		for len(line) > 0 && white(line[0].r) {
			halves++
			if unicode.Is(unicode.Zs, line[0].r) && line[0].r != ' ' {
				halves++
			}
			line = line[1:]
		}
		text := m.short(m.links(trim(line)), display)
		if len(text) == 0 {
			continue
		}
		v.Lines = append(v.Lines, VerseLine{Text: text, Indent: min(halves/2, maxVerseIndent), Opens: opens})
		opens = false
	}
	if len(v.Lines) == 0 {
		m.near(head, term{"verse: without lines is left out: write them below it, each indented by two blanks", "verse: 没有诗行，未排出：请写在下面各行，行首空两格"})
		return nil
	}
	return v
}

// maxVerseIndent is how many ems a line of verse may be indented.
const maxVerseIndent = 20
