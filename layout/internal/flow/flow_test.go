package flow

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/layout/para"
	_ "duikai/samples/draws" // the same draws every time
)

const (
	em      = 9 * geom.Pt
	leading = 11500
)

var grid = page.Grid{Leading: leading, Baseline: 9170, Rows: 120}

func prepare(t testing.TB, s string, size geom.Length) *para.Paragraph {
	t.Helper()
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	st := para.Style{Rules: cjk.Rules{Level: cjk.GB}, Scheme: cjk.Kaiming}
	return para.Prepare([]para.Run{{Text: s, Chain: set.Chain(fonts.Song), Size: size}}, &st)
}

func block(t testing.TB, s string, head bool) Block {
	t.Helper()
	b := Block{Para: prepare(t, s, em), Size: em, Indent: 2 * em, Rows: 1, Part: page.Body}
	if head {
		b.Indent, b.Align, b.Before, b.Keep, b.Part = 0, Centre, 1, true, page.Subhead
	}
	return b
}

// story makes text of n paragraphs; every third has a head over it.
func story(t testing.TB, lengths []int, heads bool) Content {
	var c Content
	for i, n := range lengths {
		if heads && i%3 == 2 {
			c.Blocks = append(c.Blocks, block(t, "渡口的灯", true))
		}
		s := strings.Repeat([...]string{"江上的船一早就开了，岸边的人还没有散。", "雾散了，船也开了，人走了。"}[i%2], n/13+1)
		c.Blocks = append(c.Blocks, block(t, string([]rune(s)[:n]), false))
	}
	return c
}

// questions makes every second paragraph one that announces the next.
func questions(c *Content) {
	for i := range c.Blocks {
		if b := &c.Blocks[i]; i%2 == 0 && !b.Keep && b.Atoms == nil {
			b.Announces = true
		}
	}
}

// initial gives the first paragraph an initial of some lines.
func initial(t testing.TB, c *Content, rows int) {
	b := &c.Blocks[0]
	size := geom.Length(rows-1)*leading + em
	b.Lead = &Lead{Para: prepare(t, "渡", size), Size: size, Rows: rows, Width: geom.DivCeil(size+em/4, em) * em}
	b.Indent = 0
}

// table is a block of atoms of some rows each; the first is a head that stays
// with the next and stands again above the others.
func table(t testing.TB, rows []int) Block {
	b := block(t, "", false)
	b.Before, b.Whole, b.Gives = 1, true, true
	var head Atom
	texts := []rune("甲乙丙丁戊己庚辛壬癸")
	for i, r := range rows {
		text := strings.Repeat(string(texts[i%len(texts)]), i%3)
		a := Atom{Rows: r, Draw: func(dst []page.Item, area geom.Rect, _ para.Tag) []page.Item {
			tx := &page.Text{At: geom.Point{X: area.X, Y: area.Y}}
			for _, r := range text {
				tx.Glyphs = append(tx.Glyphs, page.Glyph{Rune: r})
			}
			return append(dst, tx)
		}}
		if i == 0 {
			a.Keep, head = true, a
		} else if i > 1 {
			a.Again = &head
		}
		b.Chars = append(b.Chars, len([]rune(text)))
		prev := b.Atoms
		b.Atoms = func(width geom.Length) []Atom {
			if prev == nil {
				return []Atom{a}
			}
			return append(prev(width), a)
		}
	}
	return b
}

// contents draws a story with everything that can stand in one.
func contents(rt *rapid.T) Content {
	t := &testing.T{}
	c := story(t, rapid.SliceOfN(rapid.IntRange(1, 120), 1, 10).Draw(rt, "paragraphs"), rapid.Bool().Draw(rt, "heads"))
	if rapid.Bool().Draw(rt, "initial") {
		initial(t, &c, rapid.IntRange(2, 4).Draw(rt, "initial rows"))
	}
	if rapid.Bool().Draw(rt, "table") {
		at := rapid.IntRange(0, len(c.Blocks)).Draw(rt, "before")
		b := table(t, rapid.SliceOfN(rapid.IntRange(1, 5), 1, 5).Draw(rt, "table rows"))
		c.Blocks = append(c.Blocks[:at:at], append([]Block{b}, c.Blocks[at:]...)...)
	}
	return c
}

func (c Content) text() string {
	var b strings.Builder
	for i, bl := range c.Blocks {
		from := 0
		if i == 0 {
			from = c.From
		}
		if bl.Atoms != nil {
			for _, a := range bl.Atoms(0)[from:] {
				b.WriteString(drawn(a.Draw(nil, geom.Rect{}, para.Tag{})))
			}
			continue
		}
		if bl.Lead != nil && from == 0 {
			b.WriteString(bl.Lead.Para.Text(0, bl.Lead.Para.Len()))
		}
		b.WriteString(bl.Para.Text(from, bl.Para.Len()))
	}
	return b.String()
}

func drawn(items []page.Item) string {
	var b strings.Builder
	for _, it := range items {
		if tx, ok := it.(*page.Text); ok {
			b.WriteString(tx.String())
		}
	}
	return b.String()
}

// text is what is drawn, without the table heads that stand once more.
func (c Columns) text() string {
	var b strings.Builder
	for _, l := range c.Lines {
		if s := drawn(l.Items(nil, "")); l.Chars() > 0 {
			b.WriteString(s)
		}
	}
	return b.String()
}

func fill(c Content, fs []Frame) (Columns, Content) {
	return Break(c, fs[0].Width, AllRows).Fill(fs, grid, true)
}

func frames(n, rows int, width geom.Length) []Frame {
	fs := make([]Frame, n)
	for i := range fs {
		fs[i] = Frame{X: geom.Length(i) * (width + em), Width: width, Top: 10, Rows: rows}
	}
	return fs
}

// TestConserves: whatever the text and the frames, every character is placed
// once or comes back as rest, in order; no two lines share a row, none leaves
// its frame, and every line stands on the grid.
func TestConserves(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := contents(rt)
		want, chars := c.text(), c.Chars()
		got := ""
		for range rapid.IntRange(1, 4).Draw(rt, "slots") {
			fs := frames(rapid.IntRange(1, 6).Draw(rt, "columns"), rapid.IntRange(0, 30).Draw(rt, "rows"),
				geom.Length(rapid.IntRange(8, 25).Draw(rt, "ems"))*em)
			if rapid.Bool().Draw(rt, "note above") && fs[0].Rows > 0 {
				fs[0].Top++
				fs[0].Rows--
			}
			if rapid.Bool().Draw(rt, "cuts") {
				cutOut(rt, fs)
			}
			var set Columns
			set, c = Break(c, fs[0].Width, AllRows).Fill(fs, grid, true)
			got += set.text()
			checkRows(rt, set, fs)
			checkLeads(rt, set, fs)
			for _, l := range set.Lines {
				chars -= l.Chars()
			}
		}
		if got+c.text() != want {
			rt.Fatalf("placed and left:\n%s\nbut the text is\n%s", got+"|"+c.text(), want)
		}
		if chars != c.Chars() {
			rt.Fatalf("%d characters are left, %d are said to be", chars, c.Chars())
		}
	})
}

// cutOut draws pictures into frames: between columns, inside one, over all of
// its width.
func cutOut(rt *rapid.T, fs []Frame) {
	for range rapid.IntRange(0, 3).Draw(rt, "pictures") {
		f := rapid.IntRange(0, len(fs)-1).Draw(rt, "in column")
		row, rows := rapid.IntRange(0, 25).Draw(rt, "cut row"), rapid.IntRange(1, 12).Draw(rt, "cut rows")
		part := func(name string) geom.Length {
			return fs[f].Width.Em(rapid.SampledFrom([]int{0, 250, 500, 800, 1000}).Draw(rt, name))
		}
		fs[f].Cuts = append(fs[f].Cuts, Cut{Row: row, Rows: rows, Left: part("cut left"), Right: part("cut right")})
		if f+1 < len(fs) {
			fs[f+1].Cuts = append(fs[f+1].Cuts, Cut{Row: row, Rows: rows, Left: part("cut of the next")})
		}
	}
}

// checkLeads: an initial stands in rows of its frame, and the lines beside it
// begin behind it, one under the other.
func checkLeads(t interface{ Fatalf(string, ...any) }, set Columns, fs []Frame) {
	for i := range set.Lines {
		l := &set.Lines[i]
		if !l.leads() {
			continue
		}
		lead := l.Block.Lead
		if l.Row+lead.Rows > fs[l.Frame].Rows {
			t.Fatalf("an initial of %d rows in row %d of %d", lead.Rows, l.Row, fs[l.Frame].Rows)
		}
		first := l.Items(nil, "")[0].(*page.Text)
		foot := first.At.Y + first.Size.Em(120)
		if want := grid.RowTop(fs[l.Frame].Top+l.Row+lead.Rows) - (leading-em)/2; foot < want-leading/10 || foot > want+leading/10 {
			t.Fatalf("the initial's foot is at %v, its last line's at %v", foot, want)
		}
		for k := 1; k < lead.Rows && i+k < len(set.Lines) && set.Lines[i+k].Block == l.Block; k++ {
			if o := set.Lines[i+k]; o.Frame != l.Frame || o.Row != l.Row+k || o.Line.Indent < lead.Width {
				t.Fatalf("line %d beside an initial is in row %d, not %d, with an inset of %v", k, o.Row, l.Row+k, o.Line.Indent)
			}
		}
	}
}

func checkRows(t interface{ Fatalf(string, ...any) }, set Columns, fs []Frame) {
	next := make([]int, len(fs))
	for _, l := range set.Lines {
		if l.Row < next[l.Frame] {
			t.Fatalf("frame %d: row %d is used twice", l.Frame, l.Row)
		}
		next[l.Frame] = l.Row + l.Rows
		if next[l.Frame] > fs[l.Frame].Rows {
			t.Fatalf("frame %d: row %d is outside its %d rows", l.Frame, l.Row, fs[l.Frame].Rows)
		}
		if l.Atom == nil && l.Block.Part == page.Body && (l.At.Y-grid.Baseline)%grid.Leading != 0 {
			t.Fatalf("a baseline at %v is off the grid", l.At.Y)
		}
	}
	for i := range set.Lines {
		checkCuts(t, &set.Lines[i], &fs[set.Lines[i].Frame])
	}
	for f := range fs {
		if set.Used[f] != next[f] {
			t.Fatalf("frame %d: %d rows used, %d said", f, next[f], set.Used[f])
		}
	}
}

// checkCuts: no line and no atom reaches into a cut.
func checkCuts(t interface{ Fatalf(string, ...any) }, l *Placed, f *Frame) {
	rows := l.Rows
	if l.Atom == nil {
		rows = l.Block.Rows // a single line beside an initial holds more rows free
	}
	for r := l.Row; r < l.Row+rows; r++ {
		in := f.inset(r, 1)
		from, to := l.At.X+l.Line.Indent, l.At.X+l.Line.Indent+l.Line.Width
		if l.Atom != nil {
			from, to = l.Area.X, l.Area.Right()
		} else if l.Block.Align == Justify && l.Line.Edge == para.EdgeOverfull {
			to = from // reported as too wide
		}
		if from < f.X+in.Left || to > f.X+f.Width-in.Right {
			t.Fatalf("row %d: from %v to %v, but the frame is %v to %v and %v is cut", r, from, to, f.X, f.X+f.Width, in)
		}
	}
}

// TestLevels: text that fits ends level: the columns' feet differ by a row at
// the most. Only a head may cost more: with its white and the two lines that stay
// below it it takes four rows, which are not parted.
// (Heads over every few lines can cost still more.)
// That is so where a slot is higher than its text; in one that is full lines, heads and
// other levers level the feet to a row (TestFullSlotsEndLevel in layout).
func TestLevels(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		heads := rapid.Bool().Draw(rt, "heads")
		allowed, shortest := 1, 30
		if heads {
			allowed, shortest = 4, 80
		}
		c := story(t, rapid.SliceOfN(rapid.IntRange(shortest, 160), 3, 14).Draw(rt, "paragraphs"), heads)
		n := rapid.IntRange(2, 4).Draw(rt, "columns")
		fs := frames(n, 100, 13*em)
		set, rest := fill(c, fs)
		if !rest.Empty() {
			rt.Skip("does not fit")
		}
		high, low := 0, 1000
		for _, u := range set.Used {
			high, low = max(high, u), min(low, u)
		}
		if high-low > allowed {
			rt.Fatalf("columns end at %v", set.Used)
		}
	})
}

// TestKeepsHeads: no head stands at the foot of a column, nor with less than two
// lines below it, be they a paragraph's or the entries of a list; and above it
// stands a row of white, or the head of the column.
func TestKeepsHeads(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		shortest := rapid.SampledFrom([]int{6, 30, 60}).Draw(rt, "shortest")
		c := story(t, rapid.SliceOfN(rapid.IntRange(shortest, 4*shortest), 4, 24).Draw(rt, "paragraphs"), true)
		// Room enough: where text fits only with a head at a foot, it stands there.
		columns := rapid.IntRange(2, 5).Draw(rt, "columns")
		set, _ := fill(c, frames(columns, 200, 13*em))
		// A head with one line below it costs what nine rows of white do: columns
		// that are hardly higher have no other place for it.
		if slices.Max(set.Used) < 8 {
			rt.Skip("columns too low to hold a head and its text")
		}
		head, below := false, 0
		for i, l := range set.Lines {
			if l.Block.Keep {
				head, below = true, 0
				if l.Row > 0 && set.Lines[i-1].Frame == l.Frame && l.Row != set.Lines[i-1].Row+2 {
					rt.Fatalf("a head in row %d below a line in row %d", l.Row, set.Lines[i-1].Row)
				}
			} else {
				below++
			}
			if ends := i+1 == len(set.Lines) || set.Lines[i+1].Block.Keep; ends {
				head = false // a head over a line or two is no fault of the cut
			}
			if head && set.Lines[i+1].Frame != l.Frame && below < 2 {
				rt.Fatalf("a head stands at the foot of column %d with %d lines below it", l.Frame, below)
			}
		}
	})
}

// TestHeadsHoldTheirText: whatever stands under a head (paragraphs, single lines,
// rows of names, a table, a question that itself announces its answer), a column
// that ends below it holds two lines of it at least, around pictures too, and also
// where text is left over: there the head goes with it.
func TestHeadsHoldTheirText(t *testing.T) {
	heads, left := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		c := sections(t, rt)
		n := rapid.IntRange(1, 4).Draw(rt, "columns")
		// Room enough, or too little: text that has room only with a head at a foot
		// stands so, and is told.
		rows, over := 100, rapid.Bool().Draw(rt, "too long")
		if over {
			rows = rapid.IntRange(8, 20).Draw(rt, "rows")
		}
		fs := frames(n, rows, 13*em)
		if n > 1 && rapid.Bool().Draw(rt, "picture") {
			fs = beside(fs, rapid.IntRange(0, n-2).Draw(rt, "column"), rapid.IntRange(0, 6).Draw(rt, "row"), 4, 5*em)
		}
		set, rest := Break(c, 13*em, AllRows).Fill(fs, grid, rapid.Bool().Draw(rt, "goes on"))
		if rest.Empty() == over {
			rt.Skip("the other case")
		}
		if over {
			left++
		}
		below := enoughBelow
		for i := range set.Lines {
			l := &set.Lines[i]
			if i > 0 && set.Lines[i-1].Frame != l.Frame && below < leastBelow && !c.opens(l, below) {
				rt.Fatalf("%d lines stand below a head at the foot of column %d, %d left over", below, set.Lines[i-1].Frame, rest.Chars())
			}
			switch {
			case l.Block.Keep, l.Block.Announces && l.Line.Last:
				below = 0
				heads++
			case below < enoughBelow:
				below += l.Rows
			}
		}
		if !rest.Empty() && len(set.Lines) > 0 && below < leastBelow && !(below > 0 && rest.From == 0 && rest.Blocks[0].heads()) {
			rt.Fatalf("%d lines stand below a head where %d characters are left over", below, rest.Chars())
		}
	})
	if !testing.Short() && (heads < 100 || left < 20) { // fewer are drawn then
		t.Errorf("%d heads, %d stories with text left over", heads, left)
	}
}

// opens tells whether a line begins a section, so that the one before it ends with
// what stands below its head, if anything does.
func (c *Content) opens(l *Placed, below int) bool {
	return below > 0 && l.Block.heads() && (l.Atom != nil || l.Line.Start == 0)
}

// sections draws a story of sections under heads, each with blocks of some kind.
func sections(t *testing.T, rt *rapid.T) (c Content) {
	text := func(least, most int) {
		n := rapid.IntRange(least, most).Draw(rt, "characters")
		c.Blocks = append(c.Blocks, block(t, string([]rune(strings.Repeat("江上的船一早就开了，岸边的人还没有散。", n/19+1))[:n]), false))
	}
	text(30, 200)
	for range rapid.IntRange(1, 8).Draw(rt, "sections") {
		c.Blocks = append(c.Blocks, block(t, "渡口的灯", true))
		switch rapid.SampledFrom([]string{"text", "lines", "names", "table", "questions"}).Draw(rt, "kind") {
		case "text":
			text(30, 150)
		case "lines":
			for range rapid.IntRange(1, 8).Draw(rt, "lines") {
				text(2, 11)
			}
		case "names":
			b := table(t, slices.Repeat([]int{1}, rapid.IntRange(1, 9).Draw(rt, "names")))
			atoms := b.Atoms(0)
			atoms[0].Keep = false
			for i := range atoms {
				atoms[i].Again = nil
			}
			b.Atoms, b.Before = func(geom.Length) []Atom { return atoms }, 0
			c.Blocks = append(c.Blocks, b)
		case "table":
			c.Blocks = append(c.Blocks, table(t, slices.Repeat([]int{1}, rapid.IntRange(2, 6).Draw(rt, "table rows"))))
		case "questions":
			for range rapid.IntRange(1, 4).Draw(rt, "questions") {
				text(5, 40)
				c.Blocks[len(c.Blocks)-1].Announces = true
				text(5, 60)
			}
		}
	}
	return c
}

// TestNoStrayShortLine: a paragraph's last line of a character or two does
// not stand alone at the head of a column where a neighbouring cut avoids it.
func TestNoStrayShortLine(t *testing.T) {
	// Eleven and a half lines at 13 em, the last of two characters; cut in
	// two, level columns would put it at the head of the second.
	c := story(t, []int{11 + 13*4 + 2, 11 + 13*4}, false)
	set, _ := fill(c, frames(2, 20, 13*em))
	for i, l := range set.Lines {
		if i > 0 && l.Frame != set.Lines[i-1].Frame && l.Line.End-l.Line.Start <= 2 {
			t.Fatalf("column %d begins with a stray %q", l.Frame, l.Block.Para.Text(l.Line.Start, l.Line.End))
		}
	}
}

// TestRestContinues: what is left is poured into columns of another measure
// from the character where it stopped.
func TestRestContinues(t *testing.T) {
	c := story(t, []int{300}, false)
	want := c.text()
	first, rest := fill(c, frames(2, 5, 13*em))
	if rest.Empty() || rest.From == 0 {
		t.Fatal("expected a rest inside the paragraph")
	}
	second, none := fill(rest, frames(2, 40, 20*em))
	if !none.Empty() || first.text()+second.text() != want {
		t.Fatal("the text is not whole")
	}
	if second.Lines[0].Line.Indent != 0 {
		t.Error("a continued paragraph has no indent")
	}
}

// TestPausesAtSentence: text that goes on elsewhere stops at a sentence's end
// where one lies within two lines of the foot.
func TestPausesAtSentence(t *testing.T) {
	c := story(t, []int{50, 75, 48, 90, 60, 53, 100, 45, 77}, false)
	units := Break(c, 13*em, AllRows).units
	stops := 0
	for rows := 6; rows < 26; rows++ {
		set, rest := fill(c, frames(1, rows, 13*em))
		if rest.Empty() {
			t.Fatalf("%d rows hold everything", rows)
		}
		near := false
		for r := rows; r >= rows-2; r-- {
			near = near || units[r-1].closed && units[r-1].price == 0
		}
		last := set.Lines[len(set.Lines)-1]
		if closed := rest.From == 0 || last.Block.Para.EndsSentence(*last.Line); closed != near {
			t.Errorf("%d rows: a sentence's end is near: %v; the text stops at one: %v", rows, near, closed)
		}
		if near {
			stops++
		}
	}
	if stops == 0 {
		t.Error("no case had a sentence's end near")
	}
}

func BenchmarkFill(b *testing.B) {
	c := story(b, []int{120, 240, 80, 160, 300, 90, 200, 150, 260}, true)
	fs := frames(5, 60, 13*em)
	b.ReportAllocs()
	for b.Loop() {
		if _, rest := fill(c, fs); !rest.Empty() {
			b.Fatal("does not fit")
		}
	}
}
