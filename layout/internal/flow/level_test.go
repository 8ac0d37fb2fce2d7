package flow

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/layout/para"
)

// feet are the rows of the page below the text of some frames.
func feet(set Columns, fs []Frame, which ...int) (high, low int) {
	low = 1 << 20
	for _, f := range which {
		foot := fs[f].Top + set.Used[f]
		high, low = max(high, foot), min(low, foot)
	}
	return high, low
}

// TestCutsAreBest compares the cutting of short stories into columns with the
// best of all cuttings, of their lines as they stand and of every choice of the
// numbers of lines that their paragraphs can be set in.
func TestCutsAreBest(t *testing.T) {
	moved := 0
	rapid.Check(t, func(rt *rapid.T) {
		c := story(t, rapid.SliceOfN(rapid.IntRange(1, 70), 1, 5).Draw(rt, "paragraphs"), rapid.Bool().Draw(rt, "heads"))
		if rapid.Bool().Draw(rt, "questions") {
			questions(&c)
		}
		if rapid.Bool().Draw(rt, "initial") {
			initial(t, &c, 3)
		}
		if rapid.Bool().Draw(rt, "table") {
			c.Blocks = append(c.Blocks, table(t, rapid.SliceOfN(rapid.IntRange(1, 4), 1, 4).Draw(rt, "table rows")))
		}
		fs := frames(rapid.IntRange(1, 3).Draw(rt, "columns"), 40, 13*em)
		for i := range fs {
			fs[i].Top += rapid.IntRange(0, 4).Draw(rt, "top")
			fs[i].Rows = rapid.IntRange(0, 20).Draw(rt, "rows")
		}
		l := Break(c, 13*em, AllRows)
		n := newNet(l.units)
		if rapid.Bool().Draw(rt, "fitted") {
			n = netOf(l.units, otherWays(rt, l.units))
		}
		k := newCutter(n, new(visits), fs, rapid.Bool().Draw(rt, "goes on"))
		k.tolerance = 1000
		h := rapid.IntRange(1, 24).Draw(rt, "height")
		want := impossible
		for _, units := range n.settings(0) {
			b := brute{units: units, cutter: k, h: h}
			want = min(want, b.cut(0, 0))
		}
		got := impossible
		if cut := k.cut(h, true); cut != nil {
			got = cut.cost
			for _, p := range cut.puts {
				if n.units[p.unit].by != 0 {
					moved++
				}
			}
		}
		if got != min(want, impossible) {
			rt.Fatalf("the cheapest cuts cost %d, found %d", want, got)
		}
	})
	if moved == 0 {
		t.Error("no line was moved")
	}
}

// TestAllIsSeated: nothing is left over while any cutting, of any choice of the
// numbers of lines that the paragraphs can be set in, has room for all: a stray
// line costs less than one that is not printed.
func TestAllIsSeated(t *testing.T) {
	if over := seated(t, seatedCase{[]int{25, 14, 25, 40}, true, true, 2, 1}); over != "" {
		t.Fatal(over)
	}
	rapid.Check(t, func(rt *rapid.T) {
		if over := seated(t, seatedCase{
			paragraphs: rapid.SliceOfN(rapid.IntRange(14, 60), 2, 5).Draw(rt, "paragraphs"),
			heads:      rapid.Bool().Draw(rt, "heads"), table: rapid.Bool().Draw(rt, "table"),
			columns: rapid.IntRange(1, 3).Draw(rt, "columns"), more: rapid.IntRange(0, 1).Draw(rt, "more"),
		}); over != "" {
			rt.Fatal(over)
		}
	})
}

// seatedCase is a story, and how many columns it is poured into that are hardly
// as high as its lines need.
type seatedCase struct {
	paragraphs    []int
	heads, table  bool
	columns, more int
}

// seated says what is left over of a story though there is room for it.
func seated(t *testing.T, s seatedCase) string {
	c := story(t, s.paragraphs, s.heads)
	if s.table {
		c.Blocks = append(c.Blocks, table(t, []int{1, 2, 1}))
	}
	l := Break(c, 13*em, AllRows)
	least, _ := l.Reach(s.columns)
	fs := frames(s.columns, (least+s.columns-1)/s.columns+s.more, 13*em)
	_, rest := Break(c, 13*em, AllRows).Fill(fs, grid, false)
	if rest.Empty() {
		return ""
	}
	k := newCutter(l.fitted, new(visits), fs, false)
	k.tolerance = 1000
	for f := range fs {
		k.limits[f] = fs[f].Rows
	}
	for _, units := range l.fitted.settings(0) {
		b := brute{units: units, cutter: k, h: highest(fs)}
		if b.cut(0, 0) < impossible {
			return fmt.Sprintf("%d characters are left over that have room in %d columns of %d rows", rest.Chars(), s.columns, fs[0].Rows)
		}
	}
	return ""
}

// otherWays draws ways to set paragraphs in a line less or more.
func otherWays(rt *rapid.T, units []unit) (all []other) {
	for from := 0; from < len(units); {
		to := from + 1
		for to < len(units) && units[to].block == units[from].block {
			to++
		}
		for _, by := range []int{-1, 1} {
			if units[from].atom != nil || to-from+by < 1 || !rapid.Bool().Draw(rt, "another way") {
				continue
			}
			way := append([]unit(nil), units[from:to]...)
			if by > 0 {
				way = append(way, way[len(way)-1])
			} else {
				way = way[1:]
				way[0].before = units[from].before
			}
			way[len(way)-1].price = rapid.SampledFrom([]int32{0, afterHead, soonAfter}).Draw(rt, "price of its foot")
			way[0].way, way[0].by = int32(rapid.IntRange(moveLine, moveLine+moveMost).Draw(rt, "price")), int32(by)
			all = append(all, other{from, to, way})
		}
		from = to
	}
	return all
}

// settings are all choices of the ways to set the blocks from a node on.
func (t *net) settings(from int) (all [][]unit) {
	if from == t.end {
		return [][]unit{nil}
	}
	nd := t.nodes[from]
	for _, out := range nd.outs[:nd.n] {
		units := []unit{t.units[out]}
		at := int(t.behind[out])
		for at != t.end && t.nodes[at].n == 1 && t.units[t.nodes[at].outs[0]].block == units[0].block {
			out = t.nodes[at].outs[0]
			units = append(units, t.units[out])
			at = int(t.behind[out])
		}
		for _, rest := range t.settings(at) {
			all = append(all, append(append([]unit(nil), units...), rest...))
		}
	}
	return all
}

// brute cuts units of one setting.
type brute struct {
	*cutter
	units []unit
	h     int
}

// cut tries every way to cut the units from one on into the frames from f.
func (b *brute) cut(f, from int) int {
	n := len(b.units)
	if f == len(b.frames) {
		if from == n {
			return 0
		}
		return impossible
	}
	limit := b.frames[f].limit(head(b.frames), b.h)
	if limit == 0 && from < n {
		return b.cut(f+1, from)
	}
	if from == n {
		return limit*shortMore + b.cut(f+1, from)
	}
	best := limit*shortMore + b.cut(f+1, from) // the column stays empty
	for end := from + 1; end <= n; end++ {
		rows, ways, gives := int(b.units[from].again), 0, 0
		for k, u := range b.units[from:end] {
			rows += int(u.rows)
			ways += int(u.way)
			if k > 0 {
				rows += int(u.before)
			}
			if k > 0 && u.gives {
				gives++
			}
		}
		u := &b.units[end-1]
		if rows > limit || u.glued {
			continue
		}
		if f+1 < len(b.frames) {
			ways += u.partPrice(b.frames[f+1].limit(head(b.frames), b.h))
		}
		price := ways + b.units[from].firstPrice(f) + endPrice(u, end == n) + b.cut(f+1, end)
		for open, cost := range openings(gives) {
			if rows+open <= limit {
				best = min(best, price+cost+b.footPrice(u, limit-rows-open, len(b.frames)-f, end == n))
			}
		}
	}
	return min(best, impossible)
}

// openings are the least prices of opening some whites by so many rows together: each
// by two at most.
func openings(whites int) []int {
	best := []int{0}
	for range whites {
		next := slices.Repeat([]int{impossible}, len(best)+2)
		for rows, cost := range best {
			for more, price := range []int{0, openWhite, openWhite + openMore} {
				next[rows+more] = min(next[rows+more], cost+price)
			}
		}
		best = next
	}
	return best
}

// TestNoStrayTails: no column begins with the last line of a paragraph where
// level columns can be had without; and a line that begins a column is never
// a lone character.
func TestNoStrayTails(t *testing.T) {
	strays := 0
	rapid.Check(t, func(rt *rapid.T) {
		c := story(t, rapid.SliceOfN(rapid.IntRange(15, 160), 3, 10).Draw(rt, "paragraphs"), false)
		fs := frames(rapid.IntRange(2, 4).Draw(rt, "columns"), 100, 13*em)
		if rapid.Bool().Draw(rt, "note above") {
			fs[0].Top++
			fs[0].Rows--
		}
		set, rest := fill(c, fs)
		if !rest.Empty() {
			rt.Fatalf("%d characters are left over", rest.Chars())
		}
		checkLone(rt, set)
		for i := range set.Lines[1:] {
			a, b := &set.Lines[i], &set.Lines[i+1]
			if a.Frame == b.Frame || a.Block != b.Block || !b.Line.Last {
				continue
			}
			strays++
			units, _, _ := lines(c, 13*em, AllRows)
			lowest := 1
			for roomAt(fs, lowest) < len(units) {
				lowest++
			}
			for h := lowest; h <= lowest+1; h++ {
				if levels(units, fs, 0, 0, h) {
					rt.Fatalf("column %d begins with a stray %q; level columns of %d rows have none", b.Frame, b.Block.Para.Text(b.Line.Start, b.Line.End), h)
				}
			}
		}
	})
	if strays == 0 {
		t.Log("no story had a stray line")
	}
}

// levels tells whether units of a row each can be cut into columns that end at
// most a row above height h, none beginning with a paragraph's last line.
func levels(units []unit, fs []Frame, f, from, h int) bool {
	n := len(units)
	if f == len(fs) {
		return from == n
	}
	limit := fs[f].limit(head(fs), h)
	for end := max(from+limit-1, min(from+1, n)); end <= min(from+limit, n); end++ {
		if end < n && end > 0 && units[end].block == units[end-1].block && units[end].line.Last {
			continue
		}
		if levels(units, fs, f+1, end, h) {
			return true
		}
	}
	return false
}

// checkLone: no column begins with a line of one character, or of one and a
// mark (孤字), but for paragraphs that hold no more.
func checkLone(t interface{ Fatalf(string, ...any) }, set Columns) {
	for i := range set.Lines[1:] {
		a, b := &set.Lines[i], &set.Lines[i+1]
		if a.Frame == b.Frame || b.Atom != nil || b.Line.Start == 0 {
			continue
		}
		text := b.Block.Para.Text(b.Line.Start, b.Line.End)
		if han := strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Han, r) {
				return r
			}
			return -1
		}, text); len([]rune(han)) < 2 {
			t.Fatalf("column %d begins with %q", b.Frame, text)
		}
	}
}

// TestSubheadFills: a subhead that may stand on two lines does where that fills
// the last row, and nowhere else.
func TestSubheadFills(t *testing.T) {
	c := story(t, []int{50, 50, 50}, true)
	for i := range c.Blocks {
		if b := &c.Blocks[i]; b.Keep {
			two := *b
			b.Divide = func(width geom.Length) []para.Line { return two.Para.Break(para.Measure{Width: width}) }
			two.Divide = func(geom.Length) []para.Line { return two.Para.Break(para.Measure{Width: 2 * em}) }
			b.Others = func(geom.Length) []Block { return []Block{two} }
		}
	}
	rows := rowsOf(Break(c, 13*em, AllRows).units)
	for _, k := range []struct{ more, want int }{{0, 0}, {1, 1}, {5, 0}} {
		more, want := k.more, k.want
		fs := frames(1, rows+more, 13*em)
		set, rest := fill(c, fs)
		if !rest.Empty() || set.Moved.Subheads != want || set.Moved.Gained > 0 {
			t.Errorf("%d rows more: %+v", more, set.Moved)
		}
		if want == 1 && set.White(fs) > 0 {
			t.Errorf("%d rows are white", set.White(fs))
		}
	}
}

// TestSubheadUnderHead: a subhead directly under another head has no white above it on
// two lines either, and stays the piece of the story that it is.
func TestSubheadUnderHead(t *testing.T) {
	whole := block(t, "渡口的灯", true)
	under := whole
	under.Before, under.Unit = 0, page.Unit{Block: 2}
	under.Divide = func(width geom.Length) []para.Line { return whole.Para.Break(para.Measure{Width: width}) }
	under.Others = func(geom.Length) []Block {
		two := whole
		two.Divide = func(geom.Length) []para.Line { return two.Para.Break(para.Measure{Width: 2 * em}) }
		return []Block{two}
	}
	c := Content{Blocks: []Block{block(t, "江上的船一早就开了。", false), whole, under, block(t, "江上的船一早就开了。", false)}}
	fs := frames(1, rowsOf(Break(c, 13*em, AllRows).units)+1, 13*em)
	set, rest := fill(c, fs)
	if !rest.Empty() || set.Moved.Subheads != 1 || set.White(fs) != 0 {
		t.Fatalf("a row more: %+v, %d rows white", set.Moved, set.White(fs))
	}
	var rows []geom.Length
	var units []int32
	for _, l := range set.Lines {
		if l.Block.Keep {
			rows, units = append(rows, l.At.Y), append(units, l.Block.Unit.Block)
		}
	}
	if !slices.Equal(units, []int32{0, 2, 2}) || rows[1]-rows[0] != leading || rows[2]-rows[1] != leading {
		t.Errorf("the lines of the heads, of the pieces %v, stand at %v", units, rows)
	}
}

// TestUpperFirst: a column that a picture parts is two frames. The upper is
// full before the lower holds anything, and all columns end level.
func TestUpperFirst(t *testing.T) {
	below := 0
	rapid.Check(t, func(rt *rapid.T) {
		c := story(t, rapid.SliceOfN(rapid.IntRange(45, 160), 2, 14).Draw(rt, "paragraphs"), false)
		fs := frames(3, 60, 13*em)
		lower := fs[1]
		lower.Top, lower.Rows = fs[1].Top+20, fs[1].Rows-20
		fs[1].Rows = 8
		fs = []Frame{fs[0], fs[1], lower, fs[2]}
		set, rest := fill(c, fs)
		if !rest.Empty() {
			rt.Skip("does not fit")
		}
		if set.Used[2] == 0 {
			return
		}
		below++
		if set.Used[1] < 7 {
			rt.Fatalf("the upper part holds %d of 8 rows, the lower one %d", set.Used[1], set.Used[2])
		}
		if high, low := feet(set, fs, 0, 2, 3); high-low > 1 {
			rt.Fatalf("columns end at %v", set.Used)
		}
		checkLone(rt, set)
	})
	if below == 0 {
		t.Error("no story reached below the picture")
	}
}

// TestTopsAndFeet: columns under a head that covers only some of them, and
// columns that stand over something, end level with the others; a frame too
// low for that is full.
func TestTopsAndFeet(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := story(t, rapid.SliceOfN(rapid.IntRange(45, 160), 2, 14).Draw(rt, "paragraphs"), false)
		fs := frames(4, 60, 13*em)
		fs[0].Top, fs[0].Rows = fs[0].Top+6, fs[0].Rows-6
		fs[1].Top, fs[1].Rows = fs[1].Top+6, fs[1].Rows-6
		fs[2].Rows = 12
		set, rest := fill(c, fs)
		if !rest.Empty() {
			rt.Skip("does not fit")
		}
		high, low := feet(set, fs, 0, 1, 3)
		if high < 18 {
			return // nothing stands below the head
		}
		if foot := fs[2].Top + set.Used[2]; foot < min(high-1, fs[2].Top+11) || foot > max(high, low+1) {
			rt.Fatalf("the low column ends at %d, the others at %d to %d", foot, low, high)
		}
		if high-low > 1 {
			rt.Fatalf("columns end at %v", set.Used)
		}
	})
}

// beside is frames with a picture in the gutter behind column f.
func beside(fs []Frame, f, row, rows int, side geom.Length) []Frame {
	fs[f].Cuts = append(fs[f].Cuts, Cut{Row: row, Rows: rows, Right: side})
	fs[f+1].Cuts = append(fs[f+1].Cuts, Cut{Row: row, Rows: rows, Left: side})
	return fs
}

// TestAroundLevels: columns beside a picture end level too: nearly always to a
// row, and to two where no narrowing of lines helps.
func TestAroundLevels(t *testing.T) {
	around, all, level := 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		c := story(t, rapid.SliceOfN(rapid.IntRange(60, 160), 3, 14).Draw(rt, "paragraphs"), false)
		n := rapid.IntRange(2, 4).Draw(rt, "columns")
		fs := beside(frames(n, 100, 13*em), rapid.IntRange(0, n-2).Draw(rt, "column"), rapid.IntRange(0, 6).Draw(rt, "row"),
			rapid.IntRange(3, 10).Draw(rt, "rows"), geom.Length(rapid.IntRange(2, 7).Draw(rt, "side"))*em)
		set, rest := Break(c, fs[0].Width, AllRows).Fill(fs, grid, false)
		if !rest.Empty() {
			rt.Fatalf("%d characters are left over", rest.Chars())
		}
		columns := make([]int, n)
		for i := range columns {
			columns[i] = i
		}
		high, low := feet(set, fs, columns...)
		if high-low > 2 {
			rt.Fatalf("columns end at %v", set.Used)
		}
		if all++; high-low <= 1 {
			level++
		}
		checkRows(rt, set, fs)
		checkLone(rt, set)
		for _, l := range set.Lines {
			if l.Line.Width < 12*em && !l.Line.Last {
				around++
			}
		}
	})
	if around == 0 {
		t.Error("no line was narrowed")
	}
	if level*20 < all*19 {
		t.Errorf("%d of %d stories end level to a row", level, all)
	}
}

// TestRoomBesideCuts: what cuts take of each row, which rows they block, and how
// many rows of text they leave.
func TestRoomBesideCuts(t *testing.T) {
	fs := frames(2, 10, 13*em)
	for i := range fs {
		fs[i].Cuts = []Cut{{Row: 2, Rows: 3, Left: 8 * em}, {Row: 4, Rows: 2, Left: 3 * em, Right: 1 * em}, {Row: 7, Rows: 1, Left: 19 * em / 2}, {Row: 8, Rows: 1, Right: 2 * em}}
	}
	in := func(left, right geom.Length) para.Inset { return para.Inset{Left: left * em, Right: right * em} }
	for row, want := range []para.Inset{{}, {}, in(8, 0), in(8, 0), in(8, 1), in(3, 1), {}, {Left: 19 * em / 2}, in(0, 2), {}} {
		if got := fs[0].inset(row, 1); got != want {
			t.Errorf("row %d loses %v, not %v", row, got, want)
		}
	}
	if got := fs[0].inset(1, 4); got != in(8, 1) {
		t.Errorf("four rows lose %v", got)
	}
	c := story(t, []int{40}, false)
	empty := table(t, []int{1, 1})
	clear(empty.Chars)
	c.Blocks = append(c.Blocks, table(t, []int{1, 2, 1}), empty)
	p := Break(c, 13*em, AllRows).pourer(fs, false)
	for row := range fs[0].Rows {
		if got := p.blocked(0, row, 1); got != (row == 7) {
			t.Errorf("row %d is blocked: %v", row, got)
		}
	}
	// Thirteenths of a row: 13, 13, 5, 5, 4, 9, 13, none, 11, 13, in each of two.
	for height, want := range []int{0, 2, 4, 5, 6, 7, 8, 10, 10, 12, 14} {
		if got := p.space(height); got != want {
			t.Errorf("%d rows hold %d rows of text, not %d", height, got, want)
		}
	}
	n := c.Blocks[0].chars(0)
	m := n + c.Blocks[1].chars(0)
	if want := []int{0, n, m, m + 1}; !slices.Equal(p.chars, want) { // a block without characters counts as one
		t.Errorf("characters before the blocks: %v, not %v", p.chars, want)
	}
	for from, want := range map[place]place{
		{}:                      {},
		{block: 0, from: n - 1}: {block: 0, from: n - 1},
		{block: 0, from: n}:     {block: 1},
		{block: 1, from: 2}:     {block: 1, from: 2},
		{block: 1, from: 3}:     {block: 2},
		{block: 2, from: 2}:     p.end(),
	} {
		if got := p.skip(from); got != want {
			t.Errorf("%v goes on at %v, not at %v", from, got, want)
		}
	}
}

// TestPouringIsBest compares the pouring of short stories around cuts with the
// best of all ways to go on from every halt, each tried for itself.
func TestPouringIsBest(t *testing.T) {
	fits := 0
	rapid.Check(t, func(rt *rapid.T) {
		c := story(t, rapid.SliceOfN(rapid.IntRange(1, 70), 1, 4).Draw(rt, "paragraphs"), rapid.Bool().Draw(rt, "heads"))
		if rapid.Bool().Draw(rt, "initial") {
			initial(t, &c, 2)
		}
		if rapid.Bool().Draw(rt, "table") {
			c.Blocks = append(c.Blocks, table(t, []int{1, 2, 1}))
		}
		fs := frames(rapid.IntRange(2, 3).Draw(rt, "columns"), 12, 13*em)
		cutOut(rt, fs)
		l := Break(c, 13*em, AllRows)
		p := l.pourer(fs, rapid.Bool().Draw(rt, "goes on"))
		h := rapid.IntRange(2, 12).Draw(rt, "height")
		got := impossible
		if w := p.below(impossible, h, true); w != nil {
			got = w.cost
			fits++
		}
		want := p.brute(leg{halt: halt{at: p.skip(place{})}, prev: -1})
		if got != want {
			rt.Fatalf("the cheapest pouring costs %d, found %d", want, got)
		}
	})
	if fits == 0 {
		t.Error("no story had room")
	}
}

// brute is what the cheapest way costs to go on from a halt until all is set.
func (p *pourer) brute(from leg) int {
	if from.frame == len(p.frames) {
		if from.at == p.end() {
			return from.cost
		}
		return impossible
	}
	l := &legs{of: map[halt]int{}, bound: impossible}
	l.reach(from)
	p.goOn(l, 0)
	best := impossible
	for _, next := range l.all[1:] {
		best = min(best, p.brute(next))
	}
	return best
}

// TestAroundFills: text too long for its frames fills them, and what is left
// is what follows.
func TestAroundFills(t *testing.T) {
	c := story(t, []int{300, 300, 300}, false)
	fs := beside(frames(3, 16, 13*em), 0, 4, 6, 5*em)
	for _, goesOn := range []bool{false, true} {
		set, rest := Break(c, fs[0].Width, AllRows).Fill(fs, grid, goesOn)
		if rest.Empty() || set.text()+rest.text() != c.text() {
			t.Fatal("the text is not whole")
		}
		for f, used := range set.Used {
			if used < 15 && f < 2 || used < 14 || !goesOn && f == 2 && used < 16 {
				t.Errorf("column %d holds %d of 16 rows", f, used)
			}
		}
	}
}

// TestInitialIsNotParted: the lines beside an initial stay together, so a
// column too low for them stays empty.
func TestInitialIsNotParted(t *testing.T) {
	c := story(t, []int{120, 80}, false)
	initial(t, &c, 3)
	fs := frames(3, 20, 13*em)
	fs[0].Rows = 2
	set, rest := fill(c, fs)
	if set.Used[0] != 0 || !rest.Empty() || set.text() != c.text() {
		t.Fatalf("rows used: %v", set.Used)
	}
	if l := set.Lines[0]; l.Frame != 1 || !l.leads() || l.Line.Indent != c.Blocks[0].Lead.Width {
		t.Errorf("the first line is in column %d with an inset of %v", l.Frame, l.Line.Indent)
	}
	checkLeads(t, set, fs)
}

// TestTableGoesOn: the head of a table that goes on in another column, or in
// another slot, stands again above its rows, and counts once.
func TestTableGoesOn(t *testing.T) {
	c := story(t, []int{40}, false)
	c.Blocks = append(c.Blocks, table(t, []int{2, 3, 3, 3, 3}))
	want, chars := c.text(), c.Chars()
	fs := frames(2, 10, 13*em)
	set, rest := fill(c, fs)
	more, none := fill(rest, frames(1, 12, 20*em))
	if rest.Empty() || !none.Empty() || set.text()+more.text() != want {
		t.Fatal("the table is not whole")
	}
	heads := 0
	for _, s := range []Columns{set, more} {
		for i, l := range s.Lines {
			chars -= l.Chars()
			if l.Atom != nil && l.Rows == 2 {
				heads++
				if l.Row != 0 && i > 0 && s.Lines[i-1].Atom != nil {
					t.Errorf("a head in row %d of column %d", l.Row, l.Frame)
				}
			}
		}
	}
	if heads < 3 || chars != 0 {
		t.Errorf("%d heads; %d characters too few", heads, chars)
	}
}

func BenchmarkAround(b *testing.B) {
	c := story(b, []int{120, 240, 80, 160, 300, 90, 200, 150, 260}, true)
	fs := beside(frames(5, 60, 13*em), 1, 8, 10, 6*em)
	b.ReportAllocs()
	for b.Loop() {
		if _, rest := Break(c, fs[0].Width, AllRows).Fill(fs, grid, false); !rest.Empty() {
			b.Fatal("does not fit")
		}
	}
}
