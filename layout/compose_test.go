package layout_test

import (
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"duikai/fonts"
	"duikai/fonts/embedded"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/samples"
	_ "duikai/samples/draws" // the same draws every time
	"duikai/samples/golden"
)

func faces(t testing.TB) *fonts.Set {
	t.Helper()
	set, err := embedded.Set()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// load reads an issue that is expected to be free of errors.
func load(t testing.TB, fsys fs.FS) *manuscript.Issue {
	t.Helper()
	is, problems := manuscript.Load(fsys)
	if is == nil || problems.Has(diag.Error) {
		t.Fatalf("the issue does not load: %v", problems)
	}
	return is
}

// TestSample holds the sample edition's pages to the accepted dump, and the
// sample to what a good edition is: no text left over, no line that breaks a
// rule, nothing left white.
func TestSample(t *testing.T) {
	ed, problems := layout.Compose(load(t, samples.Wangting()), faces(t), layout.Options{})
	for _, p := range problems {
		if p.Severity() > diag.Info {
			t.Errorf("%v", p)
		}
	}
	for _, p := range ed.Pages {
		var b strings.Builder
		one := *ed
		one.Pages = []*page.Page{p}
		if err := page.Dump(&b, &one); err != nil {
			t.Fatal(err)
		}
		golden.Text(t, fmt.Sprintf("wangting-%d.golden", p.Number), b.String())
	}
	if n := chars(ed.Pages[0]); n < 5000 {
		t.Errorf("page 1 holds %d characters", n)
	}
	checkEdition(t, load(t, samples.Wangting()), ed, problems)
	for _, p := range ed.Pages {
		for _, pl := range p.Placements {
			if got := p.Grid.Cells(pl.At[0]-1, pl.At[1]-1, pl.Span[0], pl.Span[1]); got != pl.Area {
				t.Errorf("page %d: %s %s stands at %v, its cells at %v", p.Number, pl.Kind, pl.Story, pl.Area, got)
			}
		}
	}
}

func chars(p *page.Page) (n int) {
	for _, pl := range p.Placements {
		n += pl.Chars
	}
	return n
}

// TestSeedIssue sets the page of real wire copy where it is at hand.
func TestSeedIssue(t *testing.T) {
	const dir = "../../shared/seed-issue"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the issue of real wire copy is not beside the checkout")
	}
	is := load(t, os.DirFS(dir))
	ed, problems := layout.Compose(is, faces(t), layout.Options{})
	// Its plan leaves a fifth of the page white, which is told.
	white := []diag.Code{diag.PageWhite, diag.WhiteHole, diag.WhiteLines}
	for _, p := range problems {
		if p.Severity() > diag.Info && !slices.Contains(white, p.Code) {
			t.Errorf("%v", p)
		}
	}
	checkEdition(t, is, ed, problems)
}

// checkEdition holds what must be true of every edition: each story's
// characters are printed once or counted as left over, body lines stand on
// the page's grid and inside their slots, and no two slots' text overlaps.
func checkEdition(t interface{ Errorf(string, ...any) }, is *manuscript.Issue, ed *page.Edition, problems diag.List) {
	printed, cells, prose := map[string]*strings.Builder{}, map[string]*strings.Builder{}, map[string]*strings.Builder{}
	tall := map[string]bool{} // stories whose head is taller than its slot, and reported
	for _, p := range problems {
		if p.Code == diag.HeadOverset {
			tall[p.Args[0].(string)] = true
		}
	}
	for _, p := range ed.Pages {
		slots := map[string][]geom.Rect{}
		own := map[string]bool{} // its leading is its own
		for _, plan := range is.Pages {
			for _, sl := range plan.Slots {
				own[sl.Story] = own[sl.Story] || sl.Text.Style != nil
			}
		}
		for _, pl := range p.Placements {
			slots[pl.Story] = append(slots[pl.Story], pl.Area)
			own[pl.Story] = own[pl.Story] || slices.ContainsFunc(pl.Fitted, func(mv page.Move) bool { return mv.Lever == page.LeverLeading })
		}
		for _, it := range p.Items {
			if r := shown(it); r != (geom.Rect{}) && !slices.ContainsFunc(p.Placements, func(pl page.Placement) bool { return within(r, pl.Area) }) {
				t.Errorf("page %d: a picture at %v stands in no slot", p.Number, r)
			}
			tx, ok := it.(*page.Text)
			if ok && !tall[tx.Story] && (tx.At.X < 0 || tx.At.Y-tx.Size < 0 || right(tx) > p.Trim.W || tx.At.Y > p.Trim.H) {
				t.Errorf("page %d: %s %q at %v leaves the page", p.Number, tx.Part, tx, tx.At)
			}
			if !ok || tx.Story == "" {
				continue
			}
			if printed[tx.Story] == nil {
				printed[tx.Story], cells[tx.Story], prose[tx.Story] = new(strings.Builder), new(strings.Builder), new(strings.Builder)
			}
			switch tx.Part {
			case page.Body, page.Subhead, page.Note, page.Cell, page.Quote:
				printed[tx.Story].WriteString(tx.String())
				if tx.Part == page.Cell {
					cells[tx.Story].WriteString(tx.String())
				} else {
					prose[tx.Story].WriteString(tx.String())
				}
			}
			if initial := tx.Size > is.Style.Body.Size; tx.Part == page.Body && !initial && !own[tx.Story] && (tx.At.Y-p.Grid.Area.Y-p.Grid.Baseline)%p.Grid.Leading != 0 {
				t.Errorf("page %d: body line %q at %v is off the grid", p.Number, tx, tx.At.Y)
			}
			if strings.TrimSpace(tx.String()) != "" && !tall[tx.Story] && !slices.ContainsFunc(slots[tx.Story], func(r geom.Rect) bool { return inside(tx, r) }) {
				t.Errorf("page %d: %s %q at %v leaves the slots of %s", p.Number, tx.Part, tx, tx.At, tx.Story)
			}
		}
	}
	over := map[string]int{}
	for _, p := range problems {
		if p.Code == diag.Overset {
			over[p.Args[0].(string)] = p.Args[1].(int)
		}
	}
	for _, s := range is.Stories {
		got := ""
		if b := printed[s.ID]; b != nil {
			got = b.String()
		}
		want := storyText(s)
		if !placed(is, s.ID) {
			want = ""
		}
		if s.Text.Name != "" || slices.ContainsFunc(is.Pages, func(p *manuscript.Page) bool {
			return slices.ContainsFunc(p.Slots, func(sl *manuscript.Slot) bool { return sl.Story == s.ID && sl.Text.Style != nil })
		}) { // the white of a hanging indent stands for the blank behind what opens it
			got, want = strings.ReplaceAll(got, "\u3000", ""), strings.ReplaceAll(want, "\u3000", "")
		}
		pauses := func(want, got string) string {
			return withoutPauses(want, got, func(p diag.Problem) bool {
				return p.Code == diag.HeadPause && slices.ContainsFunc(s.Blocks, func(b manuscript.Block) bool {
					head, ok := b.(*manuscript.Subhead)
					return ok && slices.ContainsFunc(head.Lines, func(l manuscript.Text) bool {
						return len(l) > 0 && l[0].Src.File == p.Pos.File && l[0].Src.Line == p.Pos.Line
					})
				})
			}, problems)
		}
		want = pauses(want, got)
		// left is how many characters of what is wanted are not printed; -1: the order is
		// another one.
		left := func(want, got string) int {
			if !strings.HasPrefix(want, got) {
				return -1
			}
			rest := []rune(want)[len([]rune(got)):]
			if len(rest) == over[s.ID]+1 && strings.ContainsRune("，、；", rest[0]) && slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.HeadPause }) {
				rest = rest[1:] // the slot ends with the line of a subhead that leaves it out
			}
			return len(rest)
		}
		if left(want, got) != over[s.ID] && !conservesTables(s, prose[s.ID], cells[s.ID], over[s.ID], func(want, got string) int { return left(pauses(want, got), got) }) {
			t.Errorf("%s: printed %d characters, %d reported left over, the manuscript has %d\nprinted %q\nwanted  %q",
				s.ID, len([]rune(got)), over[s.ID], len([]rune(want)), got, want)
		}
	}
}

// conservesTables tells whether what is printed of a story's prose stands in its order
// and nothing but its cells stands in cells, so that over characters are left, though
// tables across its columns stand before or behind the text that is about them.
func conservesTables(s *manuscript.Story, prose, cells *strings.Builder, over int, left func(want, got string) int) bool {
	if prose == nil {
		return false
	}
	text, tables := *s, *s
	tables.Note = nil
	isTable := func(b manuscript.Block) bool { _, ok := b.(*manuscript.Table); return ok }
	text.Blocks = slices.DeleteFunc(slices.Clone(s.Blocks), isTable)
	tables.Blocks = slices.DeleteFunc(slices.Clone(s.Blocks), func(b manuscript.Block) bool { return !isTable(b) })
	unset := storyText(&tables)
	for _, r := range cells.String() {
		if !strings.ContainsRune(unset, r) {
			return false
		}
		unset = strings.Replace(unset, string(r), "", 1)
	}
	n := left(storyText(&text), prose.String())
	return n >= 0 && n+len([]rune(unset)) == over
}

// withoutPauses takes out of a text the pauses that lines of its subheads do not
// end with, as many as are told.
func withoutPauses(want, got string, told func(diag.Problem) bool, problems diag.List) string {
	left := 0
	for _, p := range problems {
		if told(p) {
			left++
		}
		if told(p) && p.Pos == (diag.Pos{}) { // a text that was made, not loaded: they are told as one
			left = len(want)
		}
	}
	var out []rune
	set := []rune(got)
	for _, r := range want {
		if n := len(out); left > 0 && n < len(set) && set[n] != r && strings.ContainsRune("，、；", r) {
			left--
			continue
		}
		out = append(out, r)
	}
	return string(out)
}

// shown is where a picture or a ready-made block stands; empty for the rest.
func shown(it page.Item) geom.Rect {
	switch it := it.(type) {
	case *page.Picture:
		return it.Rect
	case *page.Block:
		return it.Rect
	}
	return geom.Rect{}
}

// within tells whether a rectangle leaves another nowhere.
func within(r, o geom.Rect) bool {
	return r.X >= o.X && r.Y >= o.Y && r.Right() <= o.Right() && r.Bottom() <= o.Bottom()
}

// inside tells whether a text starts and ends inside a slot. Ink may reach
// over the edge by the white of a squeezed mark and no more.
func inside(tx *page.Text, r geom.Rect) bool {
	last := tx.Glyphs[len(tx.Glyphs)-1]
	return tx.At.X >= r.X-tx.Size && tx.At.X+last.DX <= r.Right() && tx.At.Y > r.Y && tx.At.Y <= r.Bottom()+tx.Size/4
}

// right is where a text's last character ends.
func right(tx *page.Text) geom.Length {
	last := tx.Glyphs[len(tx.Glyphs)-1]
	return tx.At.X + last.DX + tx.Size.Em(int(tx.Face.AdvanceIn(last.Rune, last.Form)))
}

func placed(is *manuscript.Issue, id string) bool {
	for _, p := range is.Pages {
		for _, s := range p.Slots {
			if s.Kind == manuscript.StorySlot && s.Story == id {
				return true
			}
		}
	}
	return false
}

// storyText is the text of a story's blocks and its note.
func storyText(s *manuscript.Story) string {
	var b strings.Builder
	for _, bl := range s.Blocks {
		switch bl := bl.(type) {
		case *manuscript.Paragraph:
			b.WriteString(bl.Text.String())
		case *manuscript.Subhead:
			for _, l := range bl.Lines {
				b.WriteString(l.String())
			}
		case *manuscript.PullQuote:
			b.WriteString(bl.Text.String())
		case *manuscript.NameList:
			for _, g := range bl.Groups {
				b.WriteString(g.Label.String())
				for _, n := range g.Names {
					b.WriteString(n.String())
				}
			}
		case *manuscript.Verse:
			for _, l := range bl.Lines {
				b.WriteString(l.Text.String())
			}
		case *manuscript.Table:
			b.WriteString(bl.Unit.String())
			for _, r := range append([][]manuscript.Text{bl.Head}, bl.Rows...) {
				for _, c := range r {
					b.WriteString(c.String())
				}
			}
		}
	}
	return b.String() + s.Note.String()
}

// TestConserves: whatever the stories and the slots, every character is
// printed exactly once or reported as left over.
func TestConserves(t *testing.T) {
	set := faces(t)
	sentence := []rune("渡船靠岸的时候，江面上起了雾。“还早，”他说，“再等一趟。”码头上3个人都没有动，第2班船要到10:30才开——谁也不急……")
	rapid.Check(t, func(rt *rapid.T) {
		fsys := fstest.MapFS{}
		var plan strings.Builder
		stories := rapid.IntRange(1, 4).Draw(rt, "stories")
		for i := range stories {
			var b strings.Builder
			fmt.Fprintf(&b, "---\nheadline: %s\nbyline: 本报记者 江一\nnote: （作者系渡口值班员）\n%s%s---\n",
				string(sentence[:rapid.IntRange(1, 20).Draw(rt, "head")]), rapid.SampledFrom([]string{"", "initial: 2\n", "initial: 3\n"}).Draw(rt, "initial"),
				rapid.SampledFrom([]string{"", "summary: [雾散之前渡船不开, 末班船延后]\n", "deck: 末班船延后\n"}).Draw(rt, "summary"))
			for range rapid.IntRange(1, 8).Draw(rt, "paragraphs") {
				from := rapid.IntRange(0, 10).Draw(rt, "from")
				b.WriteString(rapid.SampledFrom([]string{"", "", "", "## 雾\n\n", "## 雾\n## 散\n\n", "### 雾\n\n", "> ", ">> ", "| 班 | 时刻 |\n|---|--:|\n| 头班 | 6:30 |\n| 末班 | 22:10 |\n\n"}).Draw(rt, "block"))
				for range rapid.IntRange(1, 4).Draw(rt, "sentences") {
					b.WriteString(string(sentence[from:]))
				}
				b.WriteString("\n\n")
			}
			fsys[fmt.Sprintf("stories/s%d.md", i)] = &fstest.MapFile{Data: []byte(b.String())}
		}
		plan.WriteString("paper: 望汀日报\ndate: 2026-11-23\nstyle: {punctuation: " + rapid.SampledFrom([]string{"quanjiao", "kaiming", "banjiao"}).Draw(rt, "scheme") +
			", break: " + rapid.SampledFrom([]string{"none", "basic", "gb", "strict"}).Draw(rt, "level") + "}\npages:\n")
		for p := range rapid.IntRange(1, 3).Draw(rt, "pages") {
			fmt.Fprintf(&plan, "  - number: %d\n    slots:\n", p+1)
			row := 1
			for range rapid.IntRange(1, 5).Draw(rt, "slots") {
				rows, cols := rapid.IntRange(4, 24).Draw(rt, "rows"), rapid.IntRange(1, 8).Draw(rt, "cols")
				fmt.Fprintf(&plan, "      - {story: s%d, at: [1, %d], span: [%d, %d], columns: %d, box: %s, head: %s%s}\n", rapid.IntRange(0, stories-1).Draw(rt, "story"),
					row, cols, rows, rapid.IntRange(1, cols).Draw(rt, "columns"), rapid.SampledFrom([]string{"none", "line", "wenwu", "ornament"}).Draw(rt, "box"),
					rapid.SampledFrom([]string{"across", "across", "left", "vertical-left", "vertical-right", "none"}).Draw(rt, "place"), "")
				row += rows + 1
			}
		}
		fsys["issue.yaml"] = &fstest.MapFile{Data: []byte(plan.String())}
		is, problems := manuscript.Load(fsys)
		if is == nil || problems.Has(diag.Error) {
			rt.Fatalf("%v", problems)
		}
		ed, problems := layout.Compose(is, set, layout.Options{})
		checkEdition(rt, is, ed, problems)
		checkJumps(rt, ed)
	})
}

// checkJumps: every note that sends the reader on has one that takes him up.
func checkJumps(t *rapid.T, ed *page.Edition) {
	to, from := map[string]int{}, map[string]int{}
	for _, p := range ed.Pages {
		for _, pl := range p.Placements {
			if pl.To != 0 {
				to[fmt.Sprint(pl.Story, p.Number, pl.To)]++
			}
			if pl.From != 0 {
				from[fmt.Sprint(pl.Story, pl.From, p.Number)]++
			}
		}
	}
	for k, n := range to {
		if from[k] != n {
			t.Fatalf("continuation %s: %d times on, %d times taken up", k, n, from[k])
		}
	}
}

// TestDeterministic: the same issue gives the same pages, however many cores
// work on them.
func TestDeterministic(t *testing.T) {
	dump := func() string {
		ed, _ := layout.Compose(load(t, samples.Wangting()), faces(t), layout.Options{})
		var b strings.Builder
		if err := page.Dump(&b, ed); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	want := dump()
	results := make(chan string)
	const runs = 8
	for range runs {
		go func() { results <- dump() }()
	}
	for range runs {
		if <-results != want {
			t.Error("two runs over the same issue differ")
		}
	}
}

// TestRoleNames: the manuscript's names of roles are those of the faces, for
// it may not import them.
func TestRoleNames(t *testing.T) {
	var names []string
	for _, r := range fonts.Roles() {
		names = append(names, r.String())
	}
	if got := manuscript.Roles(); !slices.Equal(got, names) {
		t.Errorf("the manuscript knows the roles %q, fonts has %q", got, names)
	}
	for _, r := range fonts.Roles() {
		fsys := fstest.MapFS{
			"issue.yaml":   {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\nstyle: {body: {font: " + r.String() + "}}\npages: [{number: 1, slots: [{story: a, at: [1, 1], span: [2, 20]}]}]\n")},
			"stories/a.md": {Data: []byte("江上有雾。\n")},
		}
		if _, problems := manuscript.Load(fsys); problems.Has(diag.Error) {
			t.Errorf("role %v: %v", r, problems)
		}
	}
}

// TestContinuation: several stories that go on between the same two pages are
// numbered in the order in which they leave, and both ends agree; a single
// one has no number.
func TestContinuation(t *testing.T) {
	long := strings.Repeat("渡船靠岸的时候，江面上起了雾，码头上的人都没有动。", 30) + "\n"
	issue := func(plan string) *page.Edition {
		fsys := fstest.MapFS{
			"issue.yaml":   {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\npages:\n" + plan)},
			"stories/a.md": {Data: []byte(long)}, "stories/b.md": {Data: []byte(long)},
		}
		ed, _ := layout.Compose(load(t, fsys), faces(t), layout.Options{})
		return ed
	}
	two := issue(`  - {number: 1, slots: [{story: b, at: [5, 1], span: [3, 10]}, {story: a, at: [1, 1], span: [3, 10]}]}
  - {number: 2, slots: [{story: a, at: [1, 1], span: [4, 40]}, {story: b, at: [5, 1], span: [4, 40]}]}
`)
	one := issue(`  - {number: 1, slots: [{story: a, at: [1, 1], span: [3, 10]}]}
  - {number: 4, slots: [{story: b, at: [5, 1], span: [4, 40]}, {story: a, at: [1, 1], span: [4, 40]}]}
`)
	for _, c := range []struct {
		ed   *page.Edition
		page int
		want []string
	}{
		{two, 0, []string{"（下转第2版①）", "（下转第2版②）"}},
		{two, 1, []string{"（上接第1版①）", "（上接第1版②）"}},
		{one, 0, []string{"（下转第4版）"}},
		{one, 1, []string{"（上接第1版）"}},
	} {
		var got []string
		for _, it := range c.ed.Pages[c.page].Items {
			if tx, ok := it.(*page.Text); ok && tx.Part == page.Jump {
				got = append(got, tx.String())
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("page %d: %q, expected %q", c.page+1, got, c.want)
		}
	}
}

// TestOversetIsCounted: what finds no room is counted to the character, and a
// draft says so on the page.
func TestOversetIsCounted(t *testing.T) {
	fsys := fstest.MapFS{
		"issue.yaml":   {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, slots: [{story: a, at: [1, 1], span: [1, 2]}]}]\n")},
		"stories/a.md": {Data: []byte(strings.Repeat("江", 24+13) + "\n")},
	}
	ed, problems := layout.Compose(load(t, fsys), faces(t), layout.Options{Draft: true})
	problems = layout.WithoutWhite(problems)
	if len(problems) != 1 || problems[0].Code != diag.Overset || problems[0].Args[1] != 13 || problems[0].Args[2] != 1 {
		t.Fatalf("problems: %v", problems)
	}
	last := ed.Pages[0].Items[len(ed.Pages[0].Items)-1].(*page.Text)
	if last.Part != page.Mark || last.String() != "余13字未排" {
		t.Errorf("the draft is marked %q", last)
	}
}

// TestMissingGlyph: a character that no face covers is reported where it
// stands in the manuscript.
func TestMissingGlyph(t *testing.T) {
	fsys := fstest.MapFS{
		"issue.yaml":   {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 1, slots: [{story: a, at: [1, 1], span: [2, 20]}]}]\n")},
		"stories/a.md": {Data: []byte("---\nheadline: 江\n---\n江上有\U0001F6F6。\n")},
	}
	_, problems := layout.Compose(load(t, fsys), faces(t), layout.Options{})
	want := diag.New(diag.NoGlyph, diag.Pos{File: "stories/a.md", Line: 4, Col: 4}, "\U0001F6F6", rune(0x1F6F6))
	if !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.String() == want.String() }) {
		t.Errorf("expected %v among %v", want, problems)
	}
}

// TestComposeMemory: the sample edition is composed in half of the 24 MB that it once took.
func TestComposeMemory(t *testing.T) {
	const most = 12_000_000 // bytes asked for in all
	is, set := load(t, samples.Wangting()), faces(t)
	compose := func() uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		layout.Compose(is, set, layout.Options{})
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	compose() // faces are read as far as they are used
	if got := compose(); got > most {
		t.Errorf("%d bytes are asked for, at most %d are expected", got, most)
	}
}

func BenchmarkCompose(b *testing.B) {
	is, set := load(b, samples.Wangting()), faces(b)
	b.ReportAllocs()
	for b.Loop() {
		layout.Compose(is, set, layout.Options{})
	}
}

// TestNamesStayWhole: a reporter's name is not divided over two lines, in the
// dateline or in the byline.
func TestNamesStayWhole(t *testing.T) {
	for n := range 14 {
		fsys := fstest.MapFS{
			"issue.yaml": {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, slots: [{story: a, at: [1, 1], span: [1, 30]}]}]\n")},
			"stories/a.md": {Data: []byte("---\nheadline: 江上\nbyline: 本报记者" + strings.Repeat(" 江望汀", 5) + "\n---\n本报讯（记者 " +
				strings.Repeat("张", n%4+1) + " 沈亦舟 何青禾 通讯员 江望汀 宋予安）" + strings.Repeat("江", n) + "江上有雾。\n")},
		}
		ed, _ := layout.Compose(load(t, fsys), faces(t), layout.Options{})
		// The texts of one baseline are one line.
		lines := map[geom.Length]string{}
		for _, it := range ed.Pages[0].Items {
			if tx, ok := it.(*page.Text); ok && (tx.Part == page.Body || tx.Part == page.Byline) {
				lines[tx.At.Y] += tx.String()
			}
		}
		for _, name := range []string{"沈亦舟", "何青禾", "江望汀", "宋予安", "通讯员"} {
			whole := 0
			for _, l := range lines {
				whole += strings.Count(l, name)
			}
			want := 1
			if name == "江望汀" {
				want = 6
			}
			if whole != want {
				t.Errorf("%d: %s stands whole %d times of %d in %q", n, name, whole, want, lines)
			}
		}
	}
}

// TestTightRuby: rubies that touch the line above are reported, and are not
// where the leading leaves them half the type size.
func TestTightRuby(t *testing.T) {
	for leading, want := range map[string]bool{"11.5pt": true, "14pt": false} {
		fsys := fstest.MapFS{
			"issue.yaml": {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\nformat: {trim: [390mm, 545mm], columns: 4, chars: 20, rows: 80}\nstyle: {body: {leading: " + leading +
				"}}\npages: [{number: 2, slots: [{story: a, at: [1, 1], span: [2, 20]}]}]\n")},
			"stories/a.md": {Data: []byte("{汀|tīng}江上有雾。\n")},
		}
		ed, problems := layout.Compose(load(t, fsys), faces(t), layout.Options{})
		got := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.TightRuby })
		if got != want {
			t.Errorf("leading %s: reported %v, %v", leading, got, problems)
		}
		rubies := ""
		for _, it := range ed.Pages[0].Items {
			if tx, ok := it.(*page.Text); ok && tx.Part == page.Ruby {
				rubies += tx.String()
			}
		}
		if rubies != "tīng" {
			t.Errorf("rubies %q", rubies)
		}
	}
}

// TestFurnitureFits: whatever the sheet and its margins, what the page writes
// itself stands on the page, or its absence is reported.
func TestFurnitureFits(t *testing.T) {
	for _, c := range []struct {
		format string
		code   diag.Code
	}{
		{"tabloid", ""},
		{"{trim: [200mm, 260mm], columns: 3, chars: 13, rows: 58}", ""},
		{"{trim: [100mm, 150mm], columns: 2, chars: 10, rows: 30}", ""},
		{"{trim: [200mm, 260mm], columns: 3, chars: 13, rows: 60, margins: [10mm, 20mm, 5mm, 20mm]}", ""},
		{"{trim: [200mm, 260mm], columns: 3, chars: 13, rows: 60, margins: [5mm, 20mm, 5mm, 20mm]}", diag.NoHeader},
	} {
		for number, row := range map[int]int{1: 10, 2: 1} {
			fsys := fstest.MapFS{
				"issue.yaml": {Data: []byte(fmt.Sprintf("paper: 望汀日报\ndate: 2026-11-23\nnumber: 10234\ncn: CN43-9999\nformat: %s\npages: [{number: %d, name: 要闻, editors: {编辑: 江一}, slots: [{story: a, at: [1, %d], span: [2, 20]}]}]\n",
					c.format, number, row))},
				"stories/a.md": {Data: []byte("江上有雾。\n")},
			}
			is := load(t, fsys)
			ed, problems := layout.Compose(is, faces(t), layout.Options{})
			checkEdition(t, is, ed, problems)
			want := c.code != "" && number > 1
			if got := layout.WithoutWhite(problems).Has(diag.Warning); got != want {
				t.Errorf("%s, page %d: %v", c.format, number, problems)
			}
		}
	}
}
