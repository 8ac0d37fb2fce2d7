package intake

// Cell is a cell of a table as sources have it: it may reach over several columns and rows
// (合并单元格), which the tables of the manuscript do not.
type Cell struct {
	Text       Text
	Cols, Rows int // 0 and 1: one
}

// What spans ask for is bounded: no newspaper has a wider table, or as many cells that are
// merged away.
const (
	mostColumnsOfTable = 64
	mostMergedAway     = 1 << 16
)

// Spread sets the cells of merged ones one by one, so that every column stays a column: the
// text stands in the first, the others are empty. It tells how many cells were merged.
func Spread(rows [][]Cell) (out [][]Text, merged int) {
	var held [mostColumnsOfTable]int // rows that a cell over it still reaches down
	room := mostMergedAway
	for _, row := range rows {
		var line []Text
		pass := func() {
			for len(line) < len(held) && held[len(line)] > 0 && room > 0 {
				held[len(line)]--
				line = append(line, nil)
				room--
			}
		}
		for _, c := range row {
			pass()
			if c.Cols > 1 || c.Rows > 1 {
				merged++
			}
			wide := min(max(c.Cols, 1), max(len(held)-len(line), 1), room+1)
			room -= wide - 1
			for k := range wide {
				if len(line) < len(held) && c.Rows > 1 {
					held[len(line)] = c.Rows - 1
				}
				if k == 0 {
					line = append(line, c.Text)
				} else {
					line = append(line, nil)
				}
			}
		}
		pass()
		out = append(out, line)
	}
	return out, merged
}
