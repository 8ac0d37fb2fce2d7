package manuscript

import "strings"

// Rows of a table come as text whose columns are parted by blanks: 张三 18 李四
// 20. Web copy puts blanks round figures, too. What tells a row is that the kinds
// of its words come again in the same order, with no mark between them:
//
//	张三 18 李四 20            word figure, twice
//	1 张三 2 李四              figure word, twice
//	北京 25℃ 晴 上海 28℃ 阴      word figure word, twice
//	2021 年 5 月 1 日          figures with their units: no row
//	GDP 增长 5% 左右           nothing comes again
//
// or that the next line of the story, or the one before, has the same kinds
// (survey.go).

// span is a stretch of a text that is a row, without what stands at its ends.
type span struct{ from, to int }

// rows finds the rows of a text.
func (d *mender) rows() (found []span) {
	if d.manner != body {
		return nil
	}
	for from := 0; from < len(d.cs); {
		to := from
		for to < len(d.cs) && d.inRow(to) {
			to++
		}
		opened := from == 0 || strings.ContainsRune("：:；;。", d.at(from-1))
		ended := to == len(d.cs) || strings.ContainsRune("；;。", d.at(to))
		kinds := rowKinds(d.cs[from:to])
		n := repeats(kinds)
		if n > 2 || n == 2 && opened && ended || from == 0 && to == len(d.cs) && d.story.row(kinds) {
			found = append(found, span{from, to})
		}
		from = max(to, from+1)
	}
	return found
}

// inOne tells whether the blank at i parts the columns of a row.
func inOne(rows []span, i int) bool {
	for _, s := range rows {
		if s.from < i && i < s.to {
			return true
		}
	}
	return false
}

// inRow tells whether the character at i may stand in a row.
func (d *mender) inRow(i int) bool {
	r := d.at(i)
	return blank(r) || han(r) || alnum(r) || strings.ContainsRune("%％‰℃°.+-−/·～~:", r) || r == ',' && digit(d.at(i-1)) && digit(d.at(i+1))
}

// rowUnits follow a figure in running text, with a blank of web copy between.
const rowUnits = "年月日号时分秒版届期元万亿千百岁个名项人次位条座家户辆台件只吨米里公平亩度级倍例所处间场批种层"

// maxRowWords bounds what is looked at.
const maxRowWords = 400

// rowKinds gives the kinds of the words between the blanks of a text: N a figure,
// with what is written solid with it, W a Chinese and L a Latin word; nothing
// where a blank stands between a figure and its unit, for then blanks are no
// columns.
func rowKinds(cs []char) string {
	var kinds strings.Builder
	var last []char
	for _, w := range splitBlank(cs) {
		switch r := w[0].r; {
		case digit(r) || strings.ContainsRune("+-−", r) && len(w) > 1 && digit(w[1].r):
			if len(last) > 0 && last[len(last)-1].r == '第' {
				return ""
			}
			kinds.WriteByte('N')
		case han(r):
			if len(last) > 0 && digit(last[len(last)-1].r) && strings.ContainsRune(rowUnits, r) {
				return ""
			}
			kinds.WriteByte('W')
		case alnum(r):
			kinds.WriteByte('L')
		default: // the mark of an item
			return ""
		}
		if last = w; kinds.Len() > maxRowWords {
			return ""
		}
	}
	return kinds.String()
}

// repeats is how often the kinds of a row come again in the same order; 0 where
// they do not, or where words alone do, as in a list (spaces.go). The heads of the
// columns may stand before them.
func repeats(kinds string) int {
	const most = 8 // columns
	for n := 2; n <= min(most, len(kinds)/2); n++ {
		rest := strings.TrimPrefix(kinds, strings.Repeat("W", n)) // 姓名 年龄 above them
		if len(rest) == n {
			rest = kinds
		}
		if len(rest)%n == 0 && columns(rest[:n]) && strings.Repeat(rest[:n], len(rest)/n) == rest {
			return len(rest) / n
		}
	}
	return 0
}

// columns tells whether words and something else stand in a row.
func columns(kinds string) bool {
	return strings.Contains(kinds, "W") && strings.ContainsAny(kinds, "NL")
}

// longestRow is how many characters a line may have to be looked at as a row.
const longestRow = 60

// lineKinds are the kinds of a line that may be a row, by itself.
func lineKinds(cs []char) string {
	if len(cs) == 0 || len(cs) > longestRow {
		return ""
	}
	d := &mender{cs: cs}
	for i := range cs {
		if !d.inRow(i) {
			return ""
		}
	}
	if kinds := rowKinds(cs); columns(kinds) {
		return kinds
	}
	return ""
}

// rowLine tells whether a line is a row, as others beside it are.
func (s *survey) rowLine(line []char) bool {
	return s != nil && len(s.rows) > 0 && s.row(lineKinds(tabsToSpaces(trim(line))))
}

// row tells whether lines of these kinds follow each other in the story.
func (s *survey) row(kinds string) bool { return s != nil && s.rows[kinds] }
