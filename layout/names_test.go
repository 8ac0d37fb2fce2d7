package layout_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// pageOf composes one story of a text in a slot.
func pageOf(t *testing.T, slot, text string) (*page.Page, diag.List) {
	t.Helper()
	is := load(t, fstest.MapFS{
		"issue.yaml":   {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, name: 要闻, slots: [{story: a, " + slot + "}]}]\n")},
		"stories/a.md": {Data: []byte("---\nheadline: 渡口\n---\n" + text + "\n")},
	})
	ed, problems := layout.Compose(is, faces(t), layout.Options{})
	checkEdition(t, is, ed, problems)
	return ed.Pages[0], problems
}

// TestNames: names stand in cells of one width, those of two characters as wide
// as three, and the last of a row ends where the column does.
func TestNames(t *testing.T) {
	for _, tt := range []struct {
		slot, head string
		perRow     int
	}{
		{"at: [1, 1], span: [1, 30], head: none", "names:", 2}, // 13 em, cells of 5
		{"at: [1, 1], span: [2, 30], columns: 1, head: none", "names:", 5},
		{"at: [1, 1], span: [2, 30], columns: 1, head: none", "names: 7em", 4},
	} {
		text := tt.head + "\n  卫知 沈亦舟 欧阳望江 方以南 白桐 聂小川 李二 季明朗 卫知时\n"
		p, problems := pageOf(t, tt.slot, text)
		if problems.Has(diag.Error) {
			t.Fatal(problems)
		}
		pl := p.Placements[0]
		left := pl.Area.X + (pl.Area.W-pl.Measure)/2
		var columns []geom.Length
		rows := map[geom.Length]int{}
		for _, tx := range parts2(p, page.Body) {
			columns = append(columns, tx.At.X)
			rows[tx.At.Y]++
			if n := len(tx.Glyphs); n == 2 && right(tx)-tx.At.X != 3*tx.Size {
				t.Errorf("%q is %v wide", tx, right(tx)-tx.At.X)
			}
		}
		slices.Sort(columns)
		columns = slices.Compact(columns)
		if len(columns) != tt.perRow || columns[0] != left {
			t.Errorf("%s: %d columns of names: %v", tt.slot, len(columns), columns)
		}
		for i := range columns[2:] {
			if a, b := columns[i+1]-columns[i], columns[i+2]-columns[i+1]; a-b > geom.Pt/100 || b-a > geom.Pt/100 {
				t.Errorf("cells of %v and %v", a, b)
			}
		}
		if len(rows) != (9+tt.perRow-1)/tt.perRow {
			t.Errorf("%d rows", len(rows))
		}
	}
}

// parts2 are the texts of a part of a page.
func parts2(p *page.Page, part page.Part) (out []*page.Text) {
	for _, it := range p.Items {
		if tx, ok := it.(*page.Text); ok && tx.Part == part {
			out = append(out, tx)
		}
	}
	return out
}

// TestLongNames: a name longer than its cell takes several, and none runs into
// the next.
func TestLongNames(t *testing.T) {
	p, _ := pageOf(t, "at: [1, 1], span: [2, 30], columns: 1, head: none", "names:\n  港务局：卫知 古丽努尔·阿不都热依木 沈亦舟 John Smith 白桐 买买提·阿依古丽 方以南\n")
	byRow := map[geom.Length][]*page.Text{}
	for _, tx := range parts2(p, page.Body) {
		byRow[tx.At.Y] = append(byRow[tx.At.Y], tx)
	}
	for _, row := range byRow {
		slices.SortFunc(row, func(a, b *page.Text) int { return int(a.At.X - b.At.X) })
		for i := range row[1:] {
			// Faces part a name of two scripts; these follow close.
			if row[i+1].At.X < right(row[i])-row[i].Size/2 {
				t.Errorf("%q runs into %q", row[i], row[i+1])
			}
		}
	}
}

// TestTurnedNames: a name longer than its column is turned behind its points, and
// told; nothing of it is lost, and nothing stands outside the column.
func TestTurnedNames(t *testing.T) {
	for _, name := range []string{"迪丽热巴·迪力木拉提·阿不都热依木·买买提", "Maximilian·Alexander·Johannes·Hohenheim", "阿" + strings.Repeat("依", 20)} {
		p, problems := pageOf(t, "at: [1, 1], span: [1, 30], columns: 1, head: none", "names:\n  港务局：卫知 "+name+" 白桐\n")
		if !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.NameTurned }) {
			t.Errorf("%s: not told: %v", name, problems)
		}
		var all strings.Builder
		area := p.Placements[0].Area
		for _, tx := range parts2(p, page.Body) {
			all.WriteString(tx.String())
			if tx.At.X < area.X || right(tx) > area.Right()+geom.Pt/10 {
				t.Errorf("%q stands outside its column", tx)
			}
		}
		if got := all.String(); !strings.Contains(got, name) {
			t.Errorf("%s is set as %s", name, got)
		}
	}
}

// TestVerse: the longest line stands in the middle, all begin where it begins,
// and a stanza is parted from the next by a row.
func TestVerse(t *testing.T) {
	for _, slot := range []string{"at: [1, 1], span: [2, 30], columns: 1, head: none", "at: [1, 1], span: [1, 30], head: none", "at: [1, 1], span: [2, 20], columns: 1, head: none, box: line"} {
		p, problems := pageOf(t, slot, "verse:\n  一只船靠岸的时候\n  江水先到\n    灯笼后到\n\n  石阶数着他们\n")
		for _, pr := range problems {
			if pr.Code == diag.VerseTurned {
				t.Error(pr)
			}
		}
		lines := parts2(p, page.Body)
		if len(lines) != 4 {
			t.Fatalf("%d lines", len(lines))
		}
		area := p.Placements[0].Area
		first := lines[0]
		if l, r := first.At.X-area.X, area.Right()-right(first); l-r > geom.Pt/10 || r-l > geom.Pt/10 {
			t.Errorf("%s: the longest line leaves %v and %v", slot, l, r)
		}
		for i, in := range []geom.Length{0, 0, first.Size, 0} {
			if lines[i].At.X != first.At.X+in {
				t.Errorf("%q begins at %v", lines[i], lines[i].At.X)
			}
		}
		if lines[3].At.Y-lines[2].At.Y != 2*p.Grid.Leading || lines[2].At.Y-lines[1].At.Y != p.Grid.Leading {
			t.Errorf("stanzas stand %v apart", lines[3].At.Y-lines[2].At.Y)
		}
	}
}

// TestPoemSubheads: the title of a poem under a common head stands over the middle of
// its verse, whatever its measure.
func TestPoemSubheads(t *testing.T) {
	const poems = "## 清早\n\nverse:\n  井沿白了，井口还黑\n  落进去的都不算雪\n\n## 一盏灯\n\nverse:\n  不算雪\n    落进去的\n"
	for _, slot := range []string{"at: [1, 1], span: [2, 30], columns: 1", "at: [1, 1], span: [1, 30]", "at: [1, 1], span: [3, 12], columns: 2, box: line"} {
		p, _ := pageOf(t, slot, poems)
		subheads, lines := parts2(p, page.Subhead), parts2(p, page.Body)
		if len(subheads) != 2 || len(lines) != 4 {
			t.Fatalf("%s: %d subheads, %d lines", slot, len(subheads), len(lines))
		}
		middle := func(tx *page.Text) geom.Length { return (tx.At.X + right(tx)) / 2 }
		// Of the second poem the indented line ends furthest right.
		second := (lines[2].At.X + right(lines[3])) / 2
		for i, want := range []geom.Length{middle(lines[0]), second} {
			if off := middle(subheads[i]) - want; off > geom.Pt/10 || off < -geom.Pt/10 {
				t.Errorf("%s: %q stands %v off the middle of its verse", slot, subheads[i], off)
			}
		}
	}
}

// TestVerseTurned: a line that is longer than its column is turned and told; all
// of it is set.
func TestVerseTurned(t *testing.T) {
	p, problems := pageOf(t, "at: [1, 1], span: [1, 30], head: none", "verse:\n  短\n  一只船靠岸的时候江水先到灯笼后到石阶数着他们\n")
	if !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.VerseTurned && p.Pos.Line == 6 }) {
		t.Errorf("not told: %v", problems)
	}
	var b strings.Builder
	for _, tx := range parts2(p, page.Body) {
		b.WriteString(fmt.Sprint(tx))
		if !inside(tx, p.Placements[0].Area) {
			t.Errorf("%q stands outside", tx)
		}
	}
	if b.String() != "短一只船靠岸的时候江水先到灯笼后到石阶数着他们" {
		t.Errorf("set: %s", b.String())
	}
}

// TestStanzas: no stanza leaves a single line at the foot of a column, nor takes
// one to the head of the next.
func TestStanzas(t *testing.T) {
	stanza := "  石阶数着他们\n  一级一级\n  灯笼后到\n  江水先到\n"
	for rows := 10; rows < 18; rows++ {
		p, _ := pageOf(t, fmt.Sprintf("at: [1, 1], span: [2, %d], head: none", rows), "verse:\n"+stanza+"\n"+stanza+"\n"+stanza+"\n"+stanza)
		columns := map[int][]geom.Length{}
		for _, tx := range parts2(p, page.Body) {
			col := int((tx.At.X - p.Grid.Area.X) / (p.Grid.Column + p.Grid.Gutter))
			columns[col] = append(columns[col], tx.At.Y)
		}
		if ys := columns[0]; len(ys) > 1 {
			slices.Sort(ys)
			if n := len(ys) % 4; n == 1 || n == 3 {
				t.Errorf("%d rows: the first column holds %d lines of stanzas of four", rows, len(ys))
			}
		}
	}
}
