package layout_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/samples/golden"
)

// span is a text of one span.
func span(s string) manuscript.Text { return manuscript.Text{{Text: s}} }

func spans(ss ...string) (ts []manuscript.Text) {
	for _, s := range ss {
		ts = append(ts, span(s))
	}
	return ts
}

// harvest is a table as a city daily would print it.
func harvest() *manuscript.Table {
	return &manuscript.Table{
		Align: make([]manuscript.Align, 4),
		Head:  spans("镇街", "面积（亩）", "亩产（公斤）", "比上年"),
		Rows: [][]manuscript.Text{
			spans("荷浦镇", "12,400", "561", "+4.2%"),
			spans("青石滩", "8,650", "548.5", "+1.9%"),
			spans("北苑街道", "970", "530", "-0.6%"),
			spans("合计", "22,020", "555", "+3.1%"),
		},
	}
}

const (
	sentence  = "渡船靠岸的时候，江面上起了雾，码头上的人都没有动，谁也不急着上岸。"
	paragraph = sentence + "“还早，”老船工说，“再等一趟。”第2班船要到10:30才开，雾散了，岸上的灯也就灭了。"
)

func para1(s string) *manuscript.Paragraph { return &manuscript.Paragraph{Text: span(s)} }

// elements is a story with everything that can stand in its text.
func elements() []manuscript.Block {
	return []manuscript.Block{
		para1(paragraph + sentence),
		para1(paragraph),
		&manuscript.Subhead{Lines: spans("雾里听船", "一江两岸都是等渡的人"), Level: 1},
		para1(paragraph),
		&manuscript.PullQuote{Text: span("雾散了，岸上的灯也就灭了，等船的人谁也不急。")},
		para1(paragraph),
		&manuscript.Subhead{Lines: spans("秋粮入库"), Level: 2, RunIn: true},
		para1(paragraph),
		&manuscript.Subhead{Lines: spans("谁来摆渡？"), Level: 2, RunIn: true},
		para1(paragraph),
		harvest(),
		para1(paragraph + paragraph),
		&manuscript.Break{},
		para1(paragraph),
	}
}

// edition composes one story of blocks in a slot.
func edition(t testing.TB, slots string, initial int, blocks ...manuscript.Block) (*manuscript.Issue, *page.Edition, diag.List) {
	t.Helper()
	is := load(t, fstest.MapFS{
		"issue.yaml":   {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, name: 要闻, slots: [" + slots + "]}]\n")},
		"stories/a.md": {Data: []byte("---\nheadline: 渡口的早晨\nnote: （作者系渡口值班员）\n---\n江。\n")},
	})
	is.Stories[0].Blocks, is.Stories[0].Initial = blocks, initial
	ed, problems := layout.Compose(is, faces(t), layout.Options{})
	return is, ed, problems
}

// parts collects the texts of a part.
func parts(ed *page.Edition, part page.Part) (out []*page.Text) {
	for _, p := range ed.Pages {
		for _, it := range p.Items {
			if tx, ok := it.(*page.Text); ok && tx.Part == part {
				out = append(out, tx)
			}
		}
	}
	return out
}

// TestElements holds a story with a dropped initial, heads, a quote and a
// table to the accepted dump.
func TestElements(t *testing.T) {
	is, ed, problems := edition(t, "{story: a, at: [1, 1], span: [3, 40], head: none}", 3, elements()...)
	checkEdition(t, is, ed, problems)
	// Only what stands in the slot.
	area := ed.Pages[0].Placements[0].Area
	ed.Pages[0].Items = slices.DeleteFunc(ed.Pages[0].Items, func(it page.Item) bool {
		switch it := it.(type) {
		case *page.Text:
			return it.At.Y < area.Y
		case *page.Rule:
			return it.From.Y < area.Y
		}
		return false
	})
	for _, p := range layout.WithoutWhite(problems) {
		if p.Severity() > diag.Info {
			t.Error(p)
		}
	}
	var b strings.Builder
	if err := page.Dump(&b, ed); err != nil {
		t.Fatal(err)
	}
	golden.Text(t, "elements.golden", b.String())
}

// TestElementsConserve: whatever stands in a story, and however its slots cut
// it, every character is printed once, in order, or reported as left over.
func TestElementsConserve(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := []rune(paragraph + paragraph)
		cut := func(most int) string {
			from := rapid.IntRange(0, 20).Draw(rt, "from")
			return string(text[from : from+rapid.IntRange(1, most).Draw(rt, "characters")])
		}
		var blocks []manuscript.Block
		for range rapid.IntRange(1, 8).Draw(rt, "blocks") {
			switch rapid.IntRange(0, 6).Draw(rt, "kind") {
			case 0:
				blocks = append(blocks, &manuscript.Subhead{Lines: spans(cut(9), cut(30)), Level: rapid.IntRange(1, 3).Draw(rt, "level"), RunIn: rapid.Bool().Draw(rt, "run in")})
			case 1:
				tb := &manuscript.Table{Align: make([]manuscript.Align, rapid.IntRange(1, 9).Draw(rt, "columns"))}
				row := func() (cells []manuscript.Text) {
					for range tb.Align {
						cells = append(cells, span(cut(12)))
					}
					return cells
				}
				if rapid.Bool().Draw(rt, "table head") {
					tb.Head = row()
				}
				for range rapid.IntRange(1, 6).Draw(rt, "rows") {
					tb.Rows = append(tb.Rows, row())
				}
				blocks = append(blocks, tb)
			case 2:
				blocks = append(blocks, &manuscript.PullQuote{Text: span(cut(50))})
			case 3:
				blocks = append(blocks, &manuscript.Break{})
			default:
				blocks = append(blocks, para1(cut(80)))
			}
		}
		var slots []string
		row := 1
		for range rapid.IntRange(1, 3).Draw(rt, "slots") {
			rows, cols := rapid.IntRange(6, 40).Draw(rt, "rows"), rapid.IntRange(1, 6).Draw(rt, "cols")
			slots = append(slots, fmt.Sprintf("{story: a, at: [1, %d], span: [%d, %d], columns: %d}", row, cols, rows, rapid.IntRange(1, cols).Draw(rt, "columns")))
			row += rows
		}
		is, ed, problems := edition(t, strings.Join(slots, ", "), rapid.IntRange(0, 4).Draw(rt, "initial"), blocks...)
		if slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.TableWide }) {
			return // reported; its cells may reach over the slot
		}
		checkEdition(rt, is, ed, problems)
	})
}

// TestInitial: an initial falls where it can and is reported where it cannot.
func TestInitial(t *testing.T) {
	for _, c := range []struct {
		name, text string
		rows       int
		want       string // what falls
		problem    bool
	}{
		{"none asked for", paragraph, 0, "", false},
		{"one row is no initial", paragraph, 1, "", false},
		{"two rows", paragraph, 2, "渡", false},
		{"four rows", paragraph, 4, "渡", false},
		{"a quote falls too", "“还早，”老船工说。" + paragraph, 3, "“还", false},
		{"too short", "渡船靠岸的时候，江面上起了雾。", 2, "", true},
		{"too large for the column", paragraph + paragraph, 8, "", true},
		{"a dateline", "本报讯（记者 江一）" + paragraph, 2, "", true},
		{"an agency's dateline", "新华社望汀11月22日电（记者江一）" + paragraph, 2, "", true},
		{"no dateline", "本报社门前的江水涨了一尺，守电话的人说。" + paragraph, 2, "本", false},
		{"a figure", "2021年的春天来得早。" + paragraph, 2, "", true},
		{"a letter", "GDP涨了。" + paragraph, 2, "", true},
		{"a mark behind it", "我，住在江边。" + paragraph, 2, "", true},
	} {
		is, ed, problems := edition(t, "{story: a, at: [1, 1], span: [2, 30]}", c.rows, para1(c.text))
		checkEdition(t, is, ed, problems)
		if got := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.InitialRoom }); got != c.problem {
			t.Errorf("%s: reported %v: %v", c.name, got, problems)
		}
		size := is.Style.Body.Size
		texts := parts(ed, page.Body)
		if first := texts[0]; c.want == "" && first.Size != size || c.want != "" && (first.String() != c.want || first.Size != geom.Length(c.rows-1)*is.Style.Body.Leading+size) {
			t.Errorf("%s: the first text is %q of %v", c.name, first, first.Size)
			continue
		}
		if c.want == "" {
			continue
		}
		// The lines beside it begin a whole number of characters in.
		left := map[geom.Length]geom.Length{}
		for _, tx := range texts[1:] {
			if x, ok := left[tx.At.Y]; tx.At.X < 200*geom.Pt && (!ok || tx.At.X < x) {
				left[tx.At.Y] = tx.At.X
			}
		}
		inset, lines := geom.Length(0), 0
		for _, x := range left {
			if in := x - ed.Pages[0].Grid.Area.X; in > 2*size {
				inset = in
				lines++
			}
		}
		if lines != c.rows || inset%size != 0 {
			t.Errorf("%s: %d lines stand %v in", c.name, lines, inset)
		}
	}
}

// TestSubheads: the lines of a head stand one under the other in the middle; a
// head that opens a paragraph has an em behind it unless it ends with a mark.
func TestSubheads(t *testing.T) {
	_, ed, _ := edition(t, "{story: a, at: [1, 1], span: [1, 60]}", 0,
		para1(paragraph), &manuscript.Subhead{Lines: spans("雾里听船", "两岸都是等渡的人"), Level: 1}, para1(paragraph),
		&manuscript.Subhead{Lines: spans("秋粮入库"), Level: 2, RunIn: true}, para1("船来了，江上的雾还没有散。"),
		&manuscript.Subhead{Lines: spans("谁来摆渡？"), Level: 2, RunIn: true}, para1("船来了，江上的雾还没有散。"),
		&manuscript.Subhead{Lines: spans("没有下文"), Level: 2, RunIn: true},
		&manuscript.Subhead{Lines: spans("两行的", "不接排"), Level: 2, RunIn: true}, para1(paragraph))
	g := ed.Pages[0].Grid
	heads := parts(ed, page.Subhead)
	if len(heads) != 5 || heads[0].String() != "雾里听船" || heads[1].String() != "两岸都是等渡的人" || heads[2].String() != "没有下文" || heads[4].String() != "不接排" {
		t.Fatalf("heads: %q", heads)
	}
	if heads[1].At.Y-heads[0].At.Y != g.Leading {
		t.Errorf("the head's lines are %v apart", heads[1].At.Y-heads[0].At.Y)
	}
	for _, hd := range heads[:2] {
		if l, r := hd.At.X-g.Area.X, g.Area.X+g.Column-right(hd); l < r-1 || l > r+1 {
			t.Errorf("%q leaves %v on the left and %v on the right", hd, l, r)
		}
	}
	body := parts(ed, page.Body)
	for i, tx := range body {
		want := geom.Length(0)
		switch tx.String() {
		case "秋粮入库":
			want = 9 * geom.Pt
		case "谁来摆渡？":
		default:
			continue
		}
		if next := body[i+1]; next.At.Y != tx.At.Y || !strings.HasPrefix(next.String(), "船来了") || want > 0 && next.At.X-right(tx) != want || next.At.X > right(tx)+9*geom.Pt {
			t.Errorf("behind %q stands %q, %v away", tx, next, next.At.X-right(tx))
		}
		if tx.Face == body[i+1].Face {
			t.Errorf("%q is not set apart", tx)
		}
	}
}

// TestTable: figures stand one under the other, other cells in the middle or
// as the editor says, and the rules are those of the house.
func TestTable(t *testing.T) {
	_, ed, problems := edition(t, "{story: a, at: [1, 1], span: [2, 40], columns: 1}", 0, para1(paragraph), harvest())
	for _, p := range layout.WithoutWhite(problems) {
		if p.Severity() > diag.Info {
			t.Error(p)
		}
	}
	cells := map[string]*page.Text{}
	rows := map[geom.Length]int{}
	g := ed.Pages[0].Grid
	for _, tx := range parts(ed, page.Cell) {
		cells[tx.String()] = tx
		rows[tx.At.Y]++
		if (tx.At.Y-g.Area.Y-g.Baseline)%g.Leading != 0 {
			t.Errorf("cell %q is off the grid", tx)
		}
	}
	if len(rows) != 5 || len(cells) < 20 {
		t.Fatalf("%d cells in %d rows", len(cells), len(rows))
	}
	for _, col := range [][]string{{"12,400", "8,650", "970", "22,020"}, {"+4.2%", "+1.9%", "-0.6%", "+3.1%"}} {
		for _, s := range col[1:] {
			// Points stand below each other, and a 1 is narrower than a 2.
			if d := right(cells[s]) - right(cells[col[0]]); d < -geom.Pt || d > geom.Pt {
				t.Errorf("%s ends %v beside %s", s, d, col[0])
			}
		}
	}
	middle := func(s string) geom.Length { return (cells[s].At.X + right(cells[s])) / 2 }
	if d := middle("合计") - middle("北苑街道"); d < -1 || d > 1 {
		t.Errorf("合计 stands %v beside the middle", d)
	}
	var bold, fine int
	for _, it := range ed.Pages[0].Items {
		if r, ok := it.(*page.Rule); ok && r.From.Y > cells["镇街"].At.Y-2*g.Leading && r.From.Y == r.To.Y {
			switch r.Width {
			case geom.Pt:
				bold++
			case geom.Pt / 4:
				fine++
			}
		}
	}
	if bold != 2 || fine != 1 {
		t.Errorf("%d bold rules and %d fine ones", bold, fine)
	}
	tb := harvest()
	tb.Align[0] = manuscript.AlignLeft
	_, ed, _ = edition(t, "{story: a, at: [1, 1], span: [2, 40], columns: 1}", 0, para1(paragraph), tb)
	var lefts []geom.Length
	for _, tx := range parts(ed, page.Cell) {
		if s := tx.String(); s == "合计" || s == "北苑街道" || s == "镇街" {
			lefts = append(lefts, tx.At.X)
		}
	}
	if len(lefts) != 3 || lefts[0] != lefts[1] || lefts[1] != lefts[2] {
		t.Errorf("cells set to the left begin at %v", lefts)
	}
}

// TestTableWide: a table that does not fit its column is reported, and every
// character of it is printed all the same.
func TestTableWide(t *testing.T) {
	tb := &manuscript.Table{Align: make([]manuscript.Align, 12), Head: spans("一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月")}
	row := make([]manuscript.Text, 12)
	for i := range row {
		row[i] = span(fmt.Sprint(10000 * (i + 1)))
	}
	tb.Rows = [][]manuscript.Text{row}
	for slot, want := range map[string]bool{"span: [1, 40]": true, "span: [4, 40], columns: 1": false} {
		_, ed, problems := edition(t, "{story: a, at: [1, 1], "+slot+"}", 0, para1(paragraph), tb)
		n := 0
		for _, p := range problems {
			if p.Code == diag.TableWide {
				n++
			}
		}
		if (n == 1) != want || n > 1 {
			t.Errorf("%s: reported %d times: %v", slot, n, problems)
		}
		var got strings.Builder
		for _, tx := range parts(ed, page.Cell) {
			got.WriteString(tx.String())
		}
		var all strings.Builder
		for _, c := range append(slices.Clone(tb.Head), row...) {
			all.WriteString(c.String())
		}
		if got.String() != all.String() {
			t.Errorf("%s: printed %q", slot, got.String())
		}
	}
}

// TestTableRepeatsHead: a table that goes on in the next column has its head
// again, as a text of the page itself.
func TestTableRepeatsHead(t *testing.T) {
	tb := harvest()
	for range 4 {
		tb.Rows = append(tb.Rows, tb.Rows...)
	}
	is, ed, problems := edition(t, "{story: a, at: [1, 1], span: [3, 40]}", 0, para1(paragraph), tb)
	checkEdition(t, is, ed, problems)
	heads := 0
	for _, tx := range parts(ed, page.Furniture) {
		if tx.String() == "镇街" && tx.Story == "" {
			heads++
		}
	}
	if heads != 2 {
		t.Errorf("the head stands again %d times in three columns", heads)
	}
}

// TestPullQuote: a quote is larger than the text, its lines stand in the
// middle and end between words, and a row is white above and below.
func TestPullQuote(t *testing.T) {
	quote := "雾散了，岸上的灯也就灭了，等船的人谁也不急。"
	for _, slot := range []string{"span: [1, 60]", "span: [2, 40], columns: 1", "span: [4, 30], columns: 1"} {
		is, ed, problems := edition(t, "{story: a, at: [1, 1], "+slot+"}", 0, para1(paragraph), &manuscript.PullQuote{Text: span(quote)}, para1(paragraph))
		checkEdition(t, is, ed, problems)
		g := ed.Pages[0].Grid
		lines := parts(ed, page.Quote)
		area := ed.Pages[0].Placements[0].Area
		for _, tx := range lines {
			if tx.Size <= is.Style.Body.Size {
				t.Errorf("%s: %q is set in %v", slot, tx, tx.Size)
			}
			if l, r := tx.At.X-area.X, area.Right()-right(tx); l-r > tx.Size || r-l > tx.Size {
				t.Errorf("%s: %q leaves %v and %v", slot, tx, l, r)
			}
		}
		above, below := geom.Length(0), 1000*geom.Pt
		for _, tx := range parts(ed, page.Body) {
			switch {
			case tx.At.Y < lines[0].At.Y:
				above = max(above, tx.At.Y)
			default:
				below = min(below, tx.At.Y)
			}
		}
		if (below-above)%g.Leading != 0 || lines[0].At.Y-lines[0].Size-above < g.Leading || below-lines[len(lines)-1].At.Y < 2*g.Leading {
			t.Errorf("%s: text at %v and %v, the quote from %v to %v", slot, above, below, lines[0].At.Y, lines[len(lines)-1].At.Y)
		}
	}
}

// TestElementsFromManuscript: what an editor writes reaches the page as what
// it is.
func TestElementsFromManuscript(t *testing.T) {
	is := load(t, fstest.MapFS{
		"issue.yaml": {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, slots: [{story: a, at: [1, 1], span: [3, 60]}]}]\n")},
		"stories/a.md": {Data: []byte("---\nheadline: 渡口的早晨\ninitial: 3\n---\n" + paragraph + "\n\n## 雾里听船\n## 等渡的人\n\n" + paragraph +
			"\n\n>> 雾散了，岸上的灯也就灭了。\n\n### 秋粮入库\n" + paragraph + "\n\n| 镇街 | 亩产 |\n|---|---:|\n| 荷浦镇 | 561 |\n| 青石滩 | 548.5 |\n")},
	})
	ed, problems := layout.Compose(is, faces(t), layout.Options{})
	checkEdition(t, is, ed, problems)
	text := func(part page.Part) (all string) {
		for _, tx := range parts(ed, part) {
			all += tx.String()
		}
		return all
	}
	for part, want := range map[page.Part]string{
		page.Subhead: "雾里听船等渡的人",
		page.Quote:   "雾散了，岸上的灯也就灭了。",
		page.Cell:    "镇街亩产荷浦镇561青石滩548.5",
		page.Body:    paragraph + paragraph + "秋粮入库" + paragraph,
	} {
		if got := text(part); got != want {
			t.Errorf("%v: %q", part, got)
		}
	}
	if first := parts(ed, page.Body)[0]; first.String() != "渡" || first.Size != 32*geom.Pt {
		t.Errorf("the initial is %q of %v", first, first.Size)
	}
}

// pointsOf are where the decimal points of a column of figures stand, or where
// they would: behind the units.
func pointsOf(p *page.Page) (xs []geom.Length) {
	for _, tx := range parts2(p, page.Cell) {
		digits := 0
		for i, g := range tx.Glyphs {
			if g.Rune >= '0' && g.Rune <= '9' {
				digits = i + 1
			} else if digits > 0 && g.Rune != ',' {
				break
			}
		}
		if digits == 0 {
			continue
		}
		if digits < len(tx.Glyphs) {
			xs = append(xs, tx.At.X+tx.Glyphs[digits].DX)
		} else {
			xs = append(xs, tx.At.X+tx.Glyphs[digits-1].DX+tx.Size.Em(554))
		}
	}
	return xs
}

// TestDecimals: figures stand with their points below each other, whatever
// stands before and behind them, and whatever words stand among them; the unit stands
// over the table, where that ends.
func TestDecimals(t *testing.T) {
	for _, rule := range []string{"|:--|--|", "|:--|--:|"} {
		p, problems := pageOf(t, "at: [1, 1], span: [2, 30], columns: 1, head: none", "单位：公斤\n\n| 品名 | 价 |\n"+rule+"\n| 青菜 | 3.2 |\n| 莲藕 | 12.85 |\n| 鱼 | 1,104 |\n| 虾 | 缺货 |\n| 豆 | -0.125 |\n| 葱 | 7.5% |\n")
		if problems.Has(diag.Error) {
			t.Fatal(problems)
		}
		var word *page.Text
		first, last, end := geom.Length(1<<40), geom.Length(0), geom.Length(0) // of the figures, and of the table
		for _, tx := range parts2(p, page.Cell) {
			if s := tx.String(); s == "缺货" {
				word = tx
			} else if strings.ContainsAny(s, "0123456789") {
				first, last = min(first, tx.At.X), max(last, right(tx))
			}
		}
		for _, it := range p.Items {
			if r, ok := it.(*page.Rule); ok && r.From.Y > parts2(p, page.Cell)[0].At.Y {
				end = max(end, r.To.X)
			}
		}
		if middle := (word.At.X + right(word)) / 2; rule == "|:--|--|" && (middle < first+(last-first)/4 || middle > last-(last-first)/4) || rule == "|:--|--:|" && right(word) < last-geom.Pt {
			t.Errorf("%s: the word stands from %v to %v, figures from %v to %v", rule, word.At.X, right(word), first, last)
		}
		if unit := parts2(p, page.Cell)[0]; right(unit) > end || right(unit) < end-unit.Size/2 {
			t.Errorf("%s: the unit ends at %v, the table at %v", rule, right(unit), end)
		}
		xs := pointsOf(p)
		if len(xs) != 5 {
			t.Fatalf("%d figures", len(xs))
		}
		for _, x := range xs {
			if d := x - xs[0]; d > geom.Pt/4 || d < -geom.Pt/4 {
				t.Errorf("%s: points at %v", rule, xs)
			}
		}
		unit := parts2(p, page.Cell)[0]
		if fmt.Sprint(unit) != "单位：公斤" || unit.At.Y >= parts2(p, page.Cell)[1].At.Y {
			t.Errorf("the unit %q stands at %v", unit, unit.At)
		}
	}
}

// TestNoRowAlone: no row of a table stands alone at the foot or the head of a
// column, and its head stands with two at least.
func TestNoRowAlone(t *testing.T) {
	text := "| 品名 | 价 |\n|:--|--:|\n" + strings.Repeat("| 青菜 | 3 |\n", 9)
	for before := 0; before < 14; before++ {
		p, _ := pageOf(t, "at: [1, 1], span: [2, 14], head: none", strings.Repeat("文。\n\n", before)+text)
		rows := map[int]map[geom.Length]bool{}
		for _, tx := range parts2(p, page.Cell) {
			col := int((tx.At.X - p.Grid.Area.X) / (p.Grid.Column + p.Grid.Gutter))
			if rows[col] == nil {
				rows[col] = map[geom.Length]bool{}
			}
			rows[col][tx.At.Y] = true
		}
		for col, ys := range rows {
			if len(ys) < 3-col { // of the first column the head, too; the second repeats it as furniture
				t.Errorf("%d lines before: %d rows in column %d", before, len(ys), col)
			}
		}
	}
}

// TestTableSmall: a table that had to shrink below what is read at ease is told.
func TestTableSmall(t *testing.T) {
	row := "| 112,345,678 | 112,345,678 | 112,345,678 |\n"
	_, problems := pageOf(t, "at: [1, 1], span: [1, 30], head: none", "| 名 | 甲 | 乙 |\n|--|--|--|\n"+row+row+row)
	if !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.TableSmall && p.Severity() == diag.Warning }) {
		t.Errorf("not told: %v", problems)
	}
	_, problems = pageOf(t, "at: [1, 1], span: [2, 30], columns: 1, head: none", "| 名 | 甲 |\n|--|--|\n| 青菜 | 3 |\n| 葱 | 3 |\n")
	if slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.TableSmall }) {
		t.Errorf("told of a table that is large enough: %v", problems)
	}
}
