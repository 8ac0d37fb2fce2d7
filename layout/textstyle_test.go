package layout_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/fonts"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

// inStyle composes one story in a text style beside one in the body.
func inStyle(t *testing.T, style, slot, text string) (*manuscript.Issue, *page.Page, diag.List) {
	t.Helper()
	is := load(t, fstest.MapFS{
		"issue.yaml": {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\nstyle: {text: {own: " + style + "}}\npages: [{number: 2, name: 要闻, slots: [" +
			"{story: a, text: own, " + slot + "}, {story: b, at: [5, 1], span: [4, 30], head: none}]}]\n")},
		"stories/a.md": {Data: []byte("---\nheadline: 渡口的早晨\n---\n" + text + "\n")},
		"stories/b.md": {Data: []byte("---\nheadline: 渡口\n---\n" + strings.Repeat(paragraph+"\n\n", 40))},
	})
	ed, problems := layout.Compose(is, faces(t), layout.Options{})
	return is, ed.Pages[0], problems
}

// baselines are those of a story's body text, each once, from above.
func baselines(p *page.Page, story string) (ys []geom.Length) {
	for _, it := range p.Items {
		if tx, ok := it.(*page.Text); ok && tx.Story == story && tx.Part == page.Body {
			ys = append(ys, tx.At.Y)
		}
	}
	slices.Sort(ys)
	return slices.Compact(ys)
}

// TestTextStyleFoot: a text with rows of its own begins level with the page's
// rows and ends on the baseline of the page's last one.
func TestTextStyleFoot(t *testing.T) {
	for _, style := range []string{
		"{size: 7pt, leading: 8.5pt}", "{size: 5pt, leading: 6pt}", "{size: 6.5pt, leading: 7.9pt}", "{font: kai, size: 12pt, leading: 18pt}", "{size: 9pt, leading: 13pt}", "{size: 24pt, leading: 30pt}",
	} {
		for rows := 14; rows <= 30; rows += 3 {
			t.Run(fmt.Sprintf("%s %d", style, rows), func(t *testing.T) {
				is, p, _ := inStyle(t, style, fmt.Sprintf("at: [1, 1], span: [4, %d], columns: 2, head: none", rows), strings.Repeat(paragraph+"\n\n", 60))
				own, body := is.Style.Texts[0], baselines(p, "b")
				ys := baselines(p, "a")
				g := p.Grid
				if last, want := ys[len(ys)-1], g.RowTop(rows-1)+g.Baseline; len(ys) > 5 && want-last > geom.Pt/10 || last > want {
					t.Errorf("the last line stands at %v, the page's row at %v", last, want)
				}
				top := func(y, size geom.Length) geom.Length { return y - size.Em(int(fonts.EmAscent)) }
				if a, b := top(ys[0], own.Size), top(body[0], is.Style.Body.Size); a != b {
					t.Errorf("the first line begins at %v, its neighbour's at %v", a, b)
				}
				for i := range ys[1:] {
					if d := ys[i+1] - ys[i]; d < own.Leading.Em(979) || d > own.Leading*5/4 {
						t.Errorf("%v from line to line, not about %v", d, own.Leading)
					}
				}
			})
		}
	}
}

// TestTextStyleColumns: the columns are the style's where the slot gives none,
// and their measure is whole characters of the style's size.
func TestTextStyleColumns(t *testing.T) {
	text := strings.Repeat(paragraph+"\n\n", 20)
	for _, tt := range []struct {
		style, slot string
		want        int
	}{
		{"{size: 7pt, columns: 6}", "span: [4, 20]", 6},
		{"{size: 7pt, columns: 6}", "span: [4, 20], columns: 5", 5},
		{"{size: 7pt}", "span: [4, 20]", 4},
		{"{size: 7pt, columns: 6}", "span: [4, 20], box: line", 6},
	} {
		is, p, _ := inStyle(t, tt.style, "at: [1, 1], "+tt.slot, text)
		pl := p.Placements[0]
		if pl.Columns != tt.want || pl.Measure%is.Style.Texts[0].Size != 0 {
			t.Errorf("%s in %s: %d columns of %v", tt.slot, tt.style, pl.Columns, pl.Measure)
		}
		for _, it := range p.Items {
			if tx, ok := it.(*page.Text); ok && tx.Story == "a" && tx.Part == page.Body && (tx.Size != 7*geom.Pt || !inside(tx, pl.Area)) {
				t.Fatalf("%v at %v in %v", tx.Size, tx.At, pl.Area)
			}
		}
	}
}

// starts are the left edges of a story's lines in the order of rows, and their
// first words.
func starts(p *page.Page, story string) map[geom.Length][]*page.Text {
	out := map[geom.Length][]*page.Text{}
	for _, it := range p.Items {
		if tx, ok := it.(*page.Text); ok && tx.Story == story && tx.Part == page.Body {
			out[tx.At.Y] = append(out[tx.At.Y], tx)
		}
	}
	for _, line := range out {
		slices.SortFunc(line, func(a, b *page.Text) int { return int(a.At.X - b.At.X) })
	}
	return out
}

// TestHang: the lines of a paragraph but the first stand at the hanging indent,
// and so does what follows a time in the first.
func TestHang(t *testing.T) {
	text := "6:30　朝闻望汀\n\n19:30 电视剧《渡口的灯》第十七集、第十八集，主演方晓岚、聂小川、白桐\n\n23:05\u3000\u3000晚间报道\n\n20:10　黄金剧场：一条大河（1、2）\n"
	_, p, _ := inStyle(t, "{size: 7.5pt, leading: 9pt, indent: 0, hang: 3em, align: left}", "at: [1, 1], span: [1, 20], head: none", text)
	left := p.Placements[0].Area.X
	measure := p.Placements[0].Measure
	left += (p.Placements[0].Area.W - measure) / 2
	hang := geom.FromPoints(7.5) * 3
	lines := starts(p, "a")
	if len(lines) < 4 {
		t.Fatalf("%d lines", len(lines))
	}
	timed := 0
	for _, line := range lines {
		first := line[0]
		if first.Glyphs[0].Rune >= '0' && first.Glyphs[0].Rune <= '9' {
			timed++
			if first.At.X != left {
				t.Errorf("%q begins at %v, not at %v", first, first.At.X, left)
			}
			han := slices.IndexFunc(first.Glyphs, func(g page.Glyph) bool { return g.Rune > '9' && g.Rune != ':' })
			if at := first.At.X + first.Glyphs[max(han, 0)].DX; at != left+hang {
				t.Errorf("what follows the time in %q begins at %v, not at %v", first, at, left+hang)
			}
			continue
		}
		if first.At.X != left+hang {
			t.Errorf("%q begins at %v, not at %v", first, first.At.X, left+hang)
		}
	}
	if timed != 4 {
		t.Errorf("%d lines begin with a time", timed)
	}
}

// TestAlign: lines stand as the style says.
func TestAlign(t *testing.T) {
	for _, align := range []string{"left", "centre", "right"} {
		_, p, _ := inStyle(t, "{size: 8pt, indent: 0, align: "+align+"}", "at: [1, 1], span: [1, 30], head: none", strings.Repeat(paragraph+"灯又亮了。\n\n", 2))
		pl := p.Placements[0]
		x := pl.Area.X + (pl.Area.W-pl.Measure)/2
		ragged := 0
		for _, line := range starts(p, "a") {
			l, r := line[0].At.X-x, x+pl.Measure-right(line[len(line)-1])
			if last := line[len(line)-1]; strings.ContainsRune("，。”", last.Glyphs[len(last.Glyphs)-1].Rune) {
				r += last.Size / 2 // its white is beyond the line
			}
			ok := map[string]bool{"left": l == 0, "right": r >= 0 && r < geom.Pt, "centre": l-r < geom.Pt && r-l < geom.Pt}[align]
			if !ok {
				t.Errorf("%s: %q leaves %v and %v", align, line[0], l, r)
			}
			if l+r > 2*geom.Pt {
				ragged++
			}
		}
		if ragged == 0 {
			t.Errorf("%s: every line is full", align)
		}
	}
}

// TestLabels: the bold words that open a paragraph are white on a black ground,
// a subhead is a bar over its column.
func TestLabels(t *testing.T) {
	text := "## 遗失\n\n" + strings.Repeat("**遗失**望汀市桂枝街住户证书，声明**作废**。\n\n", 6)
	_, p, problems := inStyle(t, "{size: 6.5pt, leading: 8pt, indent: 0, subhead: bar, label: reversed}", "at: [1, 1], span: [4, 12], columns: 4, head: none", text)
	for _, pr := range problems {
		if pr.Severity() >= diag.Error && pr.Args[0] != any("b") {
			t.Error(pr)
		}
	}
	var grounds []geom.Rect
	white, black := 0, 0
	for _, it := range p.Items {
		switch it := it.(type) {
		case *page.Fill:
			if it.Ink == page.Black {
				grounds = append(grounds, it.Rect)
			}
		case *page.Text:
			if it.Story != "a" {
				continue
			}
			if it.Ink != (page.Ink{}) {
				black++
				continue
			}
			white++
			if !slices.ContainsFunc(grounds, func(r geom.Rect) bool {
				return r.X <= it.At.X && right(it) <= r.Right() && r.Y < it.At.Y && it.At.Y < r.Bottom()
			}) {
				t.Errorf("%q is white on white", it)
			}
		}
	}
	if white < 7 || black < 6 {
		t.Errorf("%d texts are white and %d black", white, black)
	}
}

// TestStyledNotice: a notice in a text style has its columns and its size, and
// tells what finds no room.
func TestStyledNotice(t *testing.T) {
	compose := func(rows, items int) (*page.Page, diag.List) {
		is := load(t, fstest.MapFS{"issue.yaml": {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\nstyle: {text: {tiny: {size: 6.5pt, leading: 8pt, indent: 0, columns: 5}}}\npages: [{number: 2, slots: [" +
			fmt.Sprintf("{notice: [%s], title: 便民信息, text: tiny, at: [1, 1], span: [4, %d], box: line}]}]\n", strings.Repeat("桂枝街两居室出租、家电齐全、电话0730-8812345,", items), rows))}})
		ed, problems := layout.Compose(is, faces(t), layout.Options{})
		return ed.Pages[0], problems
	}
	p, problems := compose(16, 20)
	if problems.Has(diag.Error) {
		t.Fatal(problems)
	}
	pl := p.Placements[0]
	if pl.Columns != 5 {
		t.Errorf("%d columns", pl.Columns)
	}
	small := 0
	for _, it := range p.Items {
		if tx, ok := it.(*page.Text); ok && tx.Size == geom.FromPoints(6.5) {
			small++
			if !inside(tx, pl.Area) {
				t.Errorf("%q stands outside", tx)
			}
		}
	}
	if small < 20 {
		t.Errorf("%d texts", small)
	}
	if _, problems = compose(8, 60); !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.NoticeRoom }) {
		t.Errorf("no word of what finds no room: %v", problems)
	}
}
