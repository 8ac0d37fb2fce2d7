package layout_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"duikai/layout/diag"
)

// TestPartedIsTold: what a column ends within though it belongs together is told
// where nothing else is possible, and nowhere else.
func TestPartedIsTold(t *testing.T) {
	rows := func(n int) string {
		return "| 名次 | 队伍 |\n|---|---|\n" + strings.Repeat("| 1 | 望汀队 |\n", n)
	}
	for _, c := range []struct {
		name, body    string
		columns, rows int
		want          diag.Code // none: nothing is told
	}{
		{"rows in one column", rows(6), 1, 9, ""},
		{"three rows on either side", rows(6), 2, 4, ""},
		{"a head and its row", rows(1), 2, 1, diag.RowAlone},
		{"subhead above its text", "## 甲乙\n\n丙丁。\n", 1, 4, ""},
		{"subhead at the foot", "## 甲乙\n\n丙丁。\n", 2, 1, diag.HeadAlone},
		{"a line below it", "## 甲乙\n\n丙丁。\n\n戊己。\n", 2, 2, diag.HeadAlone},
		{"a section of one line", "## 甲乙\n\n丙丁。\n\n## 戊己\n\n庚辛。\n\n壬癸。\n", 2, 3, ""},
		{"a bar at the foot", "## 甲乙\n\n丙丁。\n\n戊己。\n", 2, 2, diag.HeadAlone},
		{"a question at the foot", "**问：**丙丁？\n\n**答：**戊己。\n", 2, 1, diag.HeadAlone},
	} {
		plan := fmt.Sprintf("pages: [{number: 2, slots: [{story: a, at: [1, 1], span: [2, %d], columns: %d, head: none}]}]\n", c.rows, c.columns)
		if strings.Contains(c.name, "bar") {
			plan = "style: {text: {own: {subhead: bar}}}\n" + strings.Replace(plan, "head: none", "head: none, text: own", 1)
		}
		_, _, problems := compose(t, folder(t, plan, map[string]string{"a": "---\nheadline: 水来了\nweight: 2\n---\n" + c.body}))
		for _, code := range []diag.Code{diag.RowAlone, diag.HeadAlone, diag.Overset} {
			i := slices.IndexFunc(problems, func(p diag.Problem) bool { return p.Code == code })
			if (i >= 0) != (code == c.want) {
				t.Errorf("%s: %v told: %v", c.name, code, problems)
			}
			if i >= 0 && (problems[i].Pos.File != "stories/a.md" || problems[i].Pos.Line != 5) {
				t.Errorf("%s: told at %v", c.name, problems[i].Pos)
			}
		}
	}
}
