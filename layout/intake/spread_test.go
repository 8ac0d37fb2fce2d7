package intake_test

import (
	"strings"
	"testing"

	"duikai/layout/intake"
)

// TestSpread: every column of a table with merged cells stays a column, however large
// the cells say that they are.
func TestSpread(t *testing.T) {
	cell := func(s string, cols, rows int) intake.Cell { return intake.Cell{Text: run(s), Cols: cols, Rows: rows} }
	for name, tt := range map[string]struct {
		rows   [][]intake.Cell
		want   string
		merged int
	}{
		"none":             {[][]intake.Cell{{cell("a", 0, 0), cell("b", 1, 1)}, {cell("c", 1, 1)}}, "ab/c", 0},
		"across":           {[][]intake.Cell{{cell("a", 2, 1), cell("b", 1, 1)}, {cell("c", 1, 1), cell("d", 1, 1), cell("e", 1, 1)}}, "a.b/cde", 1},
		"down":             {[][]intake.Cell{{cell("a", 1, 2), cell("b", 1, 1)}, {cell("c", 1, 1)}, {cell("d", 1, 1), cell("e", 1, 1)}}, "ab/.c/de", 1},
		"down at the end":  {[][]intake.Cell{{cell("a", 1, 1), cell("b", 1, 2)}, {cell("c", 1, 1)}}, "ab/c.", 1},
		"both":             {[][]intake.Cell{{cell("a", 2, 2), cell("b", 1, 1)}, {cell("c", 1, 1)}, {cell("d", 1, 1)}}, "a.b/..c/d", 1},
		"far too many":     {[][]intake.Cell{{cell("a", 1e9, 1e9), cell("b", 1, 1)}, {cell("c", 1, 1)}}, "a" + strings.Repeat(".", 63) + "b/" + strings.Repeat(".", 64) + "c", 1},
		"more than a span": {[][]intake.Cell{{cell("a", -3, -3), cell("b", 1, 0)}}, "ab", 0},
	} {
		out, merged := intake.Spread(tt.rows)
		var lines []string
		for _, row := range out {
			line := ""
			for _, c := range row {
				if s := c.String(); s != "" {
					line += s
				} else {
					line += "."
				}
			}
			lines = append(lines, line)
		}
		if got := strings.Join(lines, "/"); got != tt.want || merged != tt.merged {
			t.Errorf("%s: %s, %d merged; want %s, %d", name, got, merged, tt.want, tt.merged)
		}
	}
}

// TestSpreadIsBounded: however far cells reach and however many rows there are, what is
// merged away is bounded, and nothing of what is written is lost.
func TestSpreadIsBounded(t *testing.T) {
	const many = 20_000
	rows := [][]intake.Cell{{{Text: run("a"), Cols: 64, Rows: 1 << 30}}}
	for range many {
		rows = append(rows, []intake.Cell{{Text: run("b"), Cols: 64}})
	}
	out, _ := intake.Spread(rows)
	cells, texts := 0, 0
	for _, row := range out {
		for _, c := range row {
			cells++
			if c != nil {
				texts++
			}
		}
	}
	if texts != many+1 || cells > texts+1<<16 {
		t.Errorf("%d cells, %d with text", cells, texts)
	}
}
