package manuscript

import (
	"strings"

	"duikai/layout/diag"
)

// Tables are read line by line, before Markdown sees them, as GitHub writes
// them:
//
//	| 班次 | 开行 | 票价 |
//	|:-----|:----:|-----:|
//	| 早班 | 6:30 |  2元 |
//
// Only a delimiter row makes a table: the line of dashes and bars under the
// head, or above the first row where the table has no head. Bars in running
// text are text. A table ends at the first line without a bar, which is earlier
// than at GitHub: an editor writes the next paragraph below without an empty
// line. A bar inside a ruby and an escaped one, \|, part nothing.

// Limits of a table. No page has room for more, and they bound what filling up
// short rows may cost.
const (
	maxTableColumns = 40
	maxTableRows    = 500
)

// table gives the table that begins on the first of the lines and tells how
// many lines it takes; none where that is 0.
func (m *markdown) table(lines [][]char) (*Table, int) {
	if len(lines) < 2 {
		return nil, 0
	}
	first, second := trim(lines[0]), trim(lines[1])
	align, n := delimiterRow(first), 1
	var head [][]char
	if headless := align != nil && tableRow(second) && delimiterRow(second) == nil; !headless {
		align, n = delimiterRow(second), 2
		if align == nil || !tableRow(first) {
			return nil, 0
		}
		head = cells(first)
		marked := first[0].r == '|' && second[0].r == '|'
		if len(head) > maxTableColumns || len(head) != len(align) && !marked {
			return nil, 0
		}
		if len(head) != len(align) {
			m.add(diag.TableCells, second[0].pos(m.file), len(align), len(head))
		}
		align = append(align, make([]Align, maxTableColumns)...)[:len(head)]
	}
	t := &Table{Align: align, Src: first[0].pos(m.file)}
	if head != nil {
		t.Head = m.row(first, len(align))
	}
	for ; n < len(lines) && tableRow(trim(lines[n])); n++ {
		if len(t.Rows) == maxTableRows {
			m.add(diag.TooLarge, trim(lines[n])[0].pos(m.file), term{"the table", "表格"}, maxTableRows+1, maxTableRows)
			break
		}
		t.Rows = append(t.Rows, m.row(trim(lines[n]), len(align)))
	}
	if emptyRow(t.Head) {
		t.Head = nil
	}
	return t, n
}

// longestUnit is how many characters a unit may have; a longer paragraph is one.
const longestUnit = 24

// takeUnit makes the paragraph above a table its unit where it begins as one:
// 单位：万吨.
func (m *markdown) takeUnit(t *Table) {
	n := len(m.blocks)
	if n == 0 {
		return
	}
	p, ok := m.blocks[n-1].(*Paragraph)
	if !ok || p.Quote || p.Goes {
		return
	}
	s := []rune(strings.TrimLeft(strings.TrimSpace(p.Text.String()), "（("))
	if len(s) < len([]rune("单位：个")) || len(s) > longestUnit || !strings.HasPrefix(string(s), "单位：") && !strings.HasPrefix(string(s), "单位:") || strings.ContainsRune(string(s), '。') {
		return
	}
	t.Unit, m.blocks = p.Text, m.blocks[:n-1]
}

// row reads a row of n cells. Cells that are missing are empty; those that are
// too many stay in the last one, with their bars.
func (m *markdown) row(line []char, n int) []Text {
	parts := cells(line)
	if len(parts) != n {
		m.add(diag.TableCells, line[0].pos(m.file), len(parts), n)
	}
	if len(parts) > n {
		// The cells are stretches of one line: from the n-th to the end of the last.
		last := parts[len(parts)-1]
		from := offset(line, parts[n-1])
		parts = append(parts[:n-1:n-1], line[from:offset(line, last)+len(last)])
	}
	row := make([]Text, n)
	for i, c := range parts {
		row[i] = m.short(m.links(trim(c)), display)
	}
	return row
}

// offset is where a stretch of a line begins in it.
func offset(line, part []char) int { return cap(line) - cap(part) }

func emptyRow(row []Text) bool {
	for _, t := range row {
		if len(t) > 0 {
			return false
		}
	}
	return true
}

// tableRow tells whether a trimmed line can be a row: it has a bar that parts
// cells, and is nothing else.
func tableRow(line []char) bool {
	if len(line) == 0 || strings.ContainsRune(">#\u3000", line[0].r) {
		return false
	}
	if line[0].r == '|' {
		return true
	}
	if _, own, _ := startsOwn(line, false, false); own {
		return false
	}
	return len(cells(line)) > 1 || endsInBar(line)
}

// endsInBar tells whether the last bar of a line closes its last cell.
func endsInBar(line []char) bool {
	c := cells(line)
	return len(c) == 1 && len(c[0]) < len(line)
}

// cells parts a trimmed line at its bars. The bars at both ends belong to no
// cell.
func cells(line []char) [][]char {
	var parts [][]char
	start := 0
	if len(line) > 0 && line[0].r == '|' {
		start = 1
	}
	for i := start; i < len(line); i++ {
		switch line[i].r {
		case '\\':
			i++
		case '{':
			i += max(rubyLength(line[i:])-1, 0)
		case '|':
			parts = append(parts, line[start:i])
			start = i + 1
		}
	}
	if start < len(line) || len(parts) == 0 {
		parts = append(parts, line[start:])
	}
	return parts
}

// rubyLength is the length of {base|ruby} at the head of cs, 0 where there is
// none.
func rubyLength(cs []char) int {
	bar := 0
	for i := 1; i < min(len(cs), maxBase+maxRuby+3); i++ {
		switch cs[i].r {
		case '{', '\\':
			return 0
		case '|':
			if bar > 0 || i == 1 {
				return 0
			}
			bar = i
		case '}':
			if bar == 0 || i == bar+1 {
				return 0
			}
			return i + 1
		}
	}
	return 0
}

// delimiterRow reads the row of dashes that makes a table; nil where the
// trimmed line is none.
func delimiterRow(line []char) []Align {
	bars := 0
	for _, c := range line {
		switch c.r {
		case '|':
			bars++
		case '-', ':', ' ', '\t':
		default:
			return nil
		}
	}
	parts := cells(line)
	if bars == 0 || len(parts) > maxTableColumns {
		return nil
	}
	align := make([]Align, len(parts))
	for i, c := range parts {
		c = trim(c)
		left := len(c) > 0 && c[0].r == ':'
		if left {
			c = c[1:]
		}
		right := len(c) > 0 && c[len(c)-1].r == ':'
		if right {
			c = c[:len(c)-1]
		}
		if len(c) == 0 || strings.Trim(plain(c), "-") != "" {
			return nil
		}
		switch {
		case left && right:
			align[i] = AlignCentre
		case left:
			align[i] = AlignLeft
		case right:
			align[i] = AlignRight
		}
	}
	return align
}
