package layout_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
	"unicode"
)

// cellWidth is the step between the characters of a row, of two neighbours that
// both have their em in the middle of their cells.
func cellWidth(rows map[geom.Length][]spot) geom.Length {
	least := geom.Length(1 << 40)
	for _, row := range rows {
		for i := 1; i < len(row); i++ {
			if a, b := row[i-1], row[i]; unicode.Is(unicode.Han, a.r) && unicode.Is(unicode.Han, b.r) {
				least = min(least, b.x-a.x)
			}
		}
	}
	return least
}

// spot is a character and where its glyph begins.
type spot struct {
	r rune
	x geom.Length
}

// spotsOf are the characters of a story's text by their baselines, from the left.
func spotsOf(p *page.Page, part page.Part) map[geom.Length][]spot {
	out := map[geom.Length][]spot{}
	for _, it := range p.Items {
		if tx, ok := it.(*page.Text); ok && tx.Story == "a" && tx.Part == part {
			for _, g := range tx.Glyphs {
				out[tx.At.Y] = append(out[tx.At.Y], spot{g.Rune, tx.At.X + g.DX})
			}
		}
	}
	for _, row := range out {
		slices.SortFunc(row, func(a, b spot) int { return int(a.x - b.x) })
	}
	return out
}

// TestCells: text on cells has every character in the middle of one, all cells of
// a story are of one width and stand below one another, and syllables over them
// never touch, however long they are.
func TestCells(t *testing.T) {
	for _, c := range []struct {
		name   string
		cell   int // thousandths of an em
		text   string
		opened bool // beyond the width asked for
	}{
		{"narrow syllables", 2000, "{一只|yì zhī}{鹅|é}，{一只|yì zhī}{鸭|yā}，{下河去|xià hé qù}。", false},
		{"wide syllables", 1000, "{窗|chuāng}{床|chuáng}{霜|shuāng}{双|shuāng}，{装|zhuāng}{庄|zhuāng}。", true},
		{"one wide among narrow ones", 1000, "{一|yī}{窗|chuāng}{一|yī}{鹅|é}。{鹅|é}{鹅|é}{鹅|é}，{曲项|qū xiàng}{向天歌|xiàng tiān gē}。", true},
		{"marks in pairs", 1500, "{他说|tā shuō}：“{去|qù}！”《{鹅|é}》{说|shuō}：“{好|hǎo}。”", false},
		{"without syllables", 1750, "江上的船一早就开了，岸边的人还没有散；等渡的人不急。", false},
		{"figures and words", 1500, "{到|dào}2026年，{有|yǒu}12{只|zhī}{鹅|é}ABC{了|le}。", false},
	} {
		for _, width := range []int{1, 2, 3} {
			t.Run(fmt.Sprint(c.name, " ", width), func(t *testing.T) {
				text := strings.Repeat(c.text, 4) + "\n\n" + strings.Repeat(c.text, 3)
				_, p, problems := inStyle(t, "{font: kai, size: 12pt, leading: 24pt, indent: 2em, cell: "+fmt.Sprint(float64(c.cell)/1000)+"em}",
					fmt.Sprintf("at: [1, 1], span: [%d, 100], columns: 1, head: none", width), text)
				for _, pr := range problems {
					if pr.Code == diag.Overset && !strings.Contains(pr.String(), "b does not fit") || pr.Code == diag.LooseLine || pr.Code == diag.TornLine {
						t.Error(pr)
					}
				}
				rows := spotsOf(p, page.Body)
				cell := cellWidth(rows)
				if em := 12 * geom.Pt; c.opened == (cell == em.Em(c.cell)) {
					t.Errorf("cells of %v", cell)
				}
				onCells(t, rows, cell)
				apartRubies(t, p)
			})
		}
	}
}

// onCells fails for an ideograph that stands beside its cell.
func onCells(t *testing.T, rows map[geom.Length][]spot, cell geom.Length) {
	t.Helper()
	from, n := geom.Length(-1), 0
	for y, row := range rows {
		for _, s := range row {
			if !unicode.Is(unicode.Han, s.r) {
				continue
			}
			if from < 0 {
				from = s.x
			}
			n++
			if off := ((s.x-from)%cell + cell) % cell; min(off, cell-off) > 2 { // thousandths of a point, of rounding
				t.Errorf("%c at %v on %v stands %v beside its cell", s.r, s.x, y, off)
			}
		}
	}
	if n < 20 {
		t.Errorf("%d ideographs", n)
	}
}

// apartRubies fails for syllables in one line between which there is less than a
// quarter of their em.
func apartRubies(t *testing.T, p *page.Page) {
	t.Helper()
	type span struct {
		from, to, size geom.Length
		s              string
	}
	lines := map[geom.Length][]span{}
	for _, it := range p.Items {
		tx, ok := it.(*page.Text)
		if !ok || tx.Part != page.Ruby {
			continue
		}
		last := tx.Glyphs[len(tx.Glyphs)-1]
		var s strings.Builder
		for _, g := range tx.Glyphs {
			s.WriteRune(g.Rune)
		}
		lines[tx.At.Y] = append(lines[tx.At.Y], span{tx.At.X, tx.At.X + last.DX + tx.Size.Em(int(tx.Face.AdvanceIn(last.Rune, last.Form))), tx.Size, s.String()})
	}
	for _, l := range lines {
		slices.SortFunc(l, func(a, b span) int { return int(a.from - b.from) })
		for i := 1; i < len(l); i++ {
			if white := l[i].from - l[i-1].to; white < l[i].size.Em(249) {
				t.Errorf("%v of white between %s and %s", white, l[i-1].s, l[i].s)
			}
		}
	}
}

// TestCellMarks: of two marks that would share white both stand in one cell, and
// no line begins or ends with what may not.
func TestCellMarks(t *testing.T) {
	_, p, _ := inStyle(t, "{size: 12pt, leading: 18pt, indent: 0, cell: 1.5em}", "at: [1, 1], span: [2, 60], columns: 1, head: none",
		strings.Repeat("他说：“去！”《鹅》里说：“好。”她答（不去）。", 5))
	cell := (12 * geom.Pt).Em(1500)
	pairs := 0
	for _, row := range spotsOf(p, page.Body) {
		if strings.ContainsRune("。，！”》）：", row[0].r) || strings.ContainsRune("“《（", row[len(row)-1].r) {
			t.Errorf("a line from %c to %c", row[0].r, row[len(row)-1].r)
		}
		for i := 2; i < len(row); i++ {
			if row[i-1].r == '！' && row[i].r == '”' || row[i-1].r == '。' && row[i].r == '”' {
				pairs++
				if row[i].x-row[i-2].x >= 2*cell {
					t.Errorf("%c%c take two cells", row[i-1].r, row[i].r)
				}
			}
		}
	}
	if pairs < 5 {
		t.Errorf("%d pairs", pairs)
	}
}

// TestRubyBelowHead: syllables over a text's first line keep as far from the head
// as a text without them.
func TestRubyBelowHead(t *testing.T) {
	gap := func(text string) geom.Length {
		_, p, _ := inStyle(t, "{font: kai, size: 15pt, leading: 30pt, cell: 1em}", "at: [1, 1], span: [4, 40], columns: 1", text)
		head, first := geom.Length(0), geom.Length(1<<40)
		for _, it := range p.Items {
			if tx, ok := it.(*page.Text); ok && tx.Story == "a" {
				switch tx.Part {
				case page.Headline:
					head = max(head, tx.At.Y)
				case page.Body, page.Ruby:
					first = min(first, tx.At.Y-tx.Size.Em(int(fonts.EmAscent)))
				}
			}
		}
		return first - head
	}
	with, without := gap(strings.Repeat("{鹅|é}{鹅|é}，{下河|xià hé}。", 9)), gap(strings.Repeat("鹅鹅，下河。", 9))
	if d := with - without; d < -geom.Pt || d > 3*geom.Pt {
		t.Errorf("%v below the head with syllables, %v without", with, without)
	}
}

// TestPinyinInTablesAndNames: syllables over the characters of table cells, of names
// in a list (spaced ones too) and of verse stand over their own character each, apart
// from each other and from the rules of the table; a list of names keeps its row of white.
func TestPinyinInTablesAndNames(t *testing.T) {
	over := func(s string) (out string) {
		for _, pair := range strings.Fields(s) {
			han, syllable, _ := strings.Cut(pair, ":")
			out += "{" + han + "|" + syllable + "}"
		}
		return out
	}
	window, frost := over("窗:chuāng 双:shuāng"), over("霜:shuāng 床:chuáng 庄:zhuāng")
	table := "| " + window + " | " + frost + " |\n|---|---|\n| " + over("一:yī 鹅:é") + " | 12.5 |\n| " + window + " | 130 |\n| " + frost + frost + " | 9 |\n"
	names := "names:\n  " + over("方:fāng 双:shuāng") + " " + over("庄:zhuāng 霜:shuāng 窗:chuāng") + " " + over("欧:ōu 阳:yáng 望:wàng 江:jiāng") + "\n"
	verse := "verse:\n  " + window + "\n  " + frost + "\n"
	for _, style := range []string{"{font: kai, size: 15pt, leading: 31pt, cell: 1.5em}", "{font: kai, size: 12pt, leading: 22pt}"} {
		_, p, problems := inStyle(t, style, "at: [1, 1], span: [4, 90], columns: 1, head: none", table+"\n"+names+"\n"+verse)
		for _, pr := range problems {
			if pr.Severity() >= diag.Warning && pr.Pos.File == "stories/a.md" {
				t.Error(pr)
			}
		}
		apartRubies(t, p)
		n := 0
		var lowest geom.Length // of the table's rules
		for _, it := range p.Items {
			if r, ok := it.(*page.Rule); ok && r.From.Y == r.To.Y && r.From.X >= p.Placements[0].Area.X && r.To.X <= p.Placements[0].Area.Right() {
				lowest = max(lowest, r.From.Y)
			}
		}
		for _, it := range p.Items {
			ruby, ok := it.(*page.Text)
			if !ok || ruby.Part != page.Ruby {
				continue
			}
			n++
			middle, base := (ruby.At.X+right(ruby))/2, false
			for _, it := range p.Items {
				tx, ok := it.(*page.Text)
				if !ok || tx.Part == page.Ruby || tx.Story != "a" || tx.At.Y <= ruby.At.Y || tx.At.Y > ruby.At.Y+tx.Size {
					continue
				}
				for _, g := range tx.Glyphs {
					at := tx.At.X + g.DX + tx.Size/2
					base = base || at-middle < geom.Pt && middle-at < geom.Pt
				}
			}
			if !base {
				t.Errorf("%s: no character stands below %s", style, ruby)
			}
			for _, it := range p.Items {
				if r, ok := it.(*page.Rule); ok && r.From.Y == r.To.Y && r.From.Y > ruby.At.Y-ruby.Size && r.From.Y < ruby.At.Y+2*ruby.Size {
					t.Errorf("%s: a rule at %v touches %s at %v", style, r.From.Y, ruby, ruby.At.Y)
				}
			}
		}
		if first := spotsOf(p, page.Body); n < 28 || len(first) == 0 {
			t.Errorf("%d syllables", n)
		} else if y := slices.Min(slices.Collect(maps.Keys(first))); y < lowest+2*(12*geom.Pt) {
			t.Errorf("%s: names at %v below a table that ends at %v", style, y, lowest)
		}
	}
}
