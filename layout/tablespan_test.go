package layout_test

import (
	"slices"
	"strings"
	"testing"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// TestTableAcrossColumns: a table that is too wide for a text column, or too small in
// it, or whose words would stand in it a character a line, stands across as few columns as it needs: at their head where the story begins
// with it, else at the foot of the last; no text stands in it, and nothing is lost.
func TestTableAcrossColumns(t *testing.T) {
	const text = "江上起雾，渡船不开，两岸的人等着，等到中午雾才散去，船工们说这样的天一年有十几回。\n\n"
	wide := "| 月 |" + strings.Repeat(" 一二三四 |", 5) + "\n|" + strings.Repeat("--|", 6) + "\n" + strings.Repeat("| 一月 |"+strings.Repeat(" 12,345.6 |", 5)+"\n", 5)
	small := "| 名 | 甲 | 乙 |\n|--|--|--|\n" + strings.Repeat("| 112,345,678 | 112,345,678 | 112,345,678 |\n", 4)
	strips := "| 货类 | 本年度 | 上年度 | 增减 |\n|---|---:|---:|---:|\n" + strings.Repeat("| 水铁联运（万箱） | 6.2 | 3.9 | +59.0% |\n| 煤炭砂石（万吨） | 1486 | 1453 | +2.3% |\n", 2)
	fair := "| 名 | 甲 |\n|--|--|\n| 青菜 | 3 |\n| 葱 | 4 |\n"
	for _, c := range []struct {
		name, slot, text string
		across           int // text columns; 1: it stands in one
		top, told        bool
	}{
		{"too wide, behind text", "at: [1, 1], span: [3, 30]", strings.Repeat(text, 8) + wide, 2, false, false},
		{"too wide, at the start", "at: [1, 1], span: [3, 30]", wide + "\n" + strings.Repeat(text, 8), 2, true, false},
		{"too small", "at: [1, 1], span: [3, 30]", strings.Repeat(text, 8) + small, 2, false, false},
		{"a character a line", "at: [1, 1], span: [3, 30]", strings.Repeat(text, 8) + strips, 2, false, false},
		{"beside a head", "at: [1, 1], span: [3, 30], head: vertical-right", strings.Repeat(text, 6) + wide, 2, false, false},
		{"in wide columns", "at: [1, 1], span: [4, 30], columns: 2, box: line", strings.Repeat(text, 8) + small, 1, false, false},
		{"that has room in a column", "at: [1, 1], span: [3, 30]", strings.Repeat(text, 8) + fair, 1, false, false},
		{"one column", "at: [1, 1], span: [1, 60]", strings.Repeat(text, 2) + small, 1, false, true},
		{"a slot too low for it", "at: [1, 1], span: [3, 5], head: none", small, 1, false, true},
	} {
		p, problems := pageOf(t, c.slot, c.text)
		told := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.TableSmall || p.Code == diag.TableWide })
		if told != c.told {
			t.Errorf("%s: told %v: %v", c.name, told, problems)
		}
		cells := box(parts2(p, page.Cell))
		measure, gap := p.Placements[0].Measure, p.Grid.Gutter
		if across := int((cells.W + gap + measure/2) / (measure + gap)); max(across, 1) != c.across && c.across > 1 || c.across == 1 && cells.W > measure && c.name != "a slot too low for it" {
			t.Errorf("%s: the table is %v wide, a column %v", c.name, cells.W, measure)
		}
		above, below := false, false
		for _, tx := range parts2(p, page.Body) {
			above, below = above || tx.At.Y < cells.Y, below || tx.At.Y > cells.Bottom()
			if c.across > 1 && tx.At.Y > cells.Y && tx.At.Y < cells.Bottom() && tx.At.X < cells.Right() && right(tx) > cells.X {
				t.Errorf("%s: %q stands in the table", c.name, tx)
			}
		}
		if c.across > 1 && (above == c.top || c.top && !below) {
			t.Errorf("%s: text above %v, below %v", c.name, above, below)
		}
	}
}

// box is the area of some texts, from baseline to baseline.
func box(texts []*page.Text) geom.Rect {
	r := geom.Rect{X: texts[0].At.X, Y: texts[0].At.Y}
	for _, tx := range texts {
		x, y := min(r.X, tx.At.X), min(r.Y, tx.At.Y)
		r.W, r.H = max(r.Right(), right(tx))-x, max(r.Bottom(), tx.At.Y)-y
		r.X, r.Y = x, y
	}
	return r
}

// TestTableAcrossTakesItsCaption: the caption of a table across columns stands over it
// in the middle and nowhere else; a paragraph that is none stays in the text. What no
// face draws in such a table is told.
func TestTableAcrossTakesItsCaption(t *testing.T) {
	const text = "江上起雾，渡船不开，两岸的人等着，等到中午雾才散去，船工们说这样的天一年有十几回。\n\n"
	wide := "| 月 |" + strings.Repeat(" 一二三四 |", 5) + "\n|" + strings.Repeat("--|", 6) + "\n" + strings.Repeat("| 一月 |"+strings.Repeat(" 12,345.6 |", 5)+"\n", 5)
	for _, c := range []struct {
		before string
		moves  bool
	}{{"表1　各月渡客", true}, {"**各月渡客**", true}, {"附表二 各月渡客", true}, {"各月渡客见表。", false}, {"表面上看，渡客不多。", false}} {
		for _, first := range []bool{false, true} {
			body := c.before + "\n\n" + wide
			if !first {
				body = strings.Repeat(text, 8) + body
			} else {
				body += "\n" + strings.Repeat(text, 8)
			}
			p, problems := pageOf(t, "at: [1, 1], span: [3, 30]", body+"\n")
			if slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Severity() >= diag.Error }) {
				t.Errorf("%q: %v", c.before, problems)
			}
			cells := box(parts2(p, page.Cell))
			found := 0
			for _, tx := range parts2(p, page.Body) {
				if s := tx.String(); !strings.Contains(s, "渡客") || strings.Contains(s, "渡船") {
					continue
				}
				found++
				middle, over := (tx.At.X+right(tx))/2, cells.Y-tx.At.Y
				if near := over > 0 && over <= p.Grid.Leading+p.Grid.Leading/2; near != c.moves {
					t.Errorf("%q stands %v over the table", c.before, over)
				}
				if off := middle - (cells.X+cells.Right())/2; c.moves && (off > 9*geom.Pt || off < -9*geom.Pt) {
					t.Errorf("%q stands %v beside the middle of its table", c.before, off)
				}
			}
			if found == 0 {
				t.Errorf("%q is lost", c.before)
			}
		}
	}
	is := load(t, folder(t, "pages: [{number: 2, slots: [{story: a, at: [1, 1], span: [3, 30]}]}]\n",
		map[string]string{"a": "---\nheadline: 渡口\n---\n" + strings.Repeat(text, 8) + strings.Replace(wide, "一月", "𪚥月", 1)}))
	_, problems := layout.Compose(is, faces(t), layout.Options{})
	if !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.NoGlyph }) {
		t.Errorf("a character that no face has is not told: %v", problems)
	}
}
