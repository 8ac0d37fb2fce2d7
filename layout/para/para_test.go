package para

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/page"
)

const em = 9 * geom.Pt

func songRun(t testing.TB, s string) []Run {
	t.Helper()
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	return []Run{{Text: s, Chain: set.Chain(fonts.Song), Size: em, Ink: page.Black}}
}

func style(l cjk.Level, s cjk.Scheme) *Style {
	return &Style{Rules: cjk.Rules{Level: l}, Scheme: s}
}

// newspaper is the house's default style.
func newspaper() *Style { return style(cjk.GB, cjk.Kaiming) }

// wholeWords is a style without hyphens of the setter's own.
func wholeWords(st *Style) *Style {
	st.WholeWords = true
	return st
}

// texts draws manuscript text: mostly Han and marks, with figures, Latin and
// everything that has ever broken a setter mixed in.
func texts() *rapid.Generator[string] {
	pieces := []string{
		"汉", "字", "报", "的", "一", "版", "，", "。", "、", "；", "：", "？", "！", "“", "”", "‘", "’", "（", "）",
		"《", "》", "〈", "〉", "【", "】", "——", "—", "……", "…", "·", "～", "/", "%", "℃", "￥", "3", "20", "4,500", "6.65亿元",
		"10:22", "2021年4月7日", "第3版", "A", "Wi-Fi", "GDP", "it’s", " ", "　", "-", "100～150米", "www.wang.cn/a-b", "々", "①", "newspaper", "affluent", "office", "ff", "fi", "TingFree", "typography", "e\u0301", "m\u0304", "e\u0302\u0304", "か\u3099", "\u00a0", "𠮷",
	}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 80).Draw(t, "pieces"), "")
	})
}

func measures() *rapid.Generator[Measure] {
	return rapid.Custom(func(t *rapid.T) Measure {
		m := Measure{Width: geom.Length(rapid.IntRange(1000, 30000).Draw(t, "width")) * em / 1000}
		m.Indent = geom.Length(rapid.SampledFrom([]int{0, 1, 2}).Draw(t, "indent")) * em
		if m.Indent >= m.Width {
			m.Indent = 0
		}
		if rapid.Bool().Draw(t, "shaped") {
			m.Shape = insets(m.Width).Draw(t, "shape")
		}
		return m
	})
}

// insets draws a shape of a measure, down to lines without any room.
func insets(width geom.Length) *rapid.Generator[[]Inset] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Inset {
		part := func(name string) geom.Length {
			return width.Em(rapid.SampledFrom([]int{0, 0, 100, 300, 450, 600}).Draw(t, name))
		}
		return Inset{part("left"), part("right")}
	}), 0, 6)
}

// room is the width of line i of a measure and its inset at the left.
func (m Measure) room(i int, start int) (width, left geom.Length) {
	width = m.Width
	if i < len(m.Shape) {
		left = m.Shape[i].Left
		width -= left + m.Shape[i].Right
	}
	if start == 0 {
		left += m.Indent
		width -= m.Indent
	}
	return width, left
}

func styles() *rapid.Generator[*Style] {
	return rapid.Custom(func(t *rapid.T) *Style {
		return style(rapid.SampledFrom([]cjk.Level{cjk.None, cjk.Basic, cjk.GB, cjk.Strict, cjk.CSSStrict, cjk.CSSNormal, cjk.CSSLoose}).Draw(t, "level"),
			rapid.SampledFrom([]cjk.Scheme{cjk.Quanjiao, cjk.Kaiming, cjk.Banjiao}).Draw(t, "scheme"))
	})
}

// TestBreakConserves: for any text, style and measure every character stands
// in exactly one line, in order, and every line keeps its promises.
func TestBreakConserves(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, m, st := texts().Draw(rt, "text"), measures().Draw(rt, "measure"), styles().Draw(rt, "style")
		p := Prepare(songRun(t, s), st)
		checkLines(rt, p, m, s)
	})
}

type fataler interface{ Fatalf(string, ...any) }

func checkLines(t fataler, p *Paragraph, m Measure, s string) {
	lines := p.Break(m)
	var got strings.Builder
	at := 0
	for i, l := range lines {
		if l.Start != at || l.End <= l.Start {
			t.Fatalf("line %d is %d..%d, expected to start at %d", i, l.Start, l.End, at)
		}
		at = l.End
		got.WriteString(p.Text(l.Start, l.End))
		width, left := m.room(i, l.Start)
		if l.Indent != left {
			t.Fatalf("line %d has indent %v, not %v", i, l.Indent, left)
		}
		right := checkItems(t, p, l, s)
		switch {
		case l.Edge == EdgeOverfull:
			if l.Width <= width {
				t.Fatalf("line %d is called overfull at %v of %v", i, l.Width, width)
			}
		case l.Width > width:
			t.Fatalf("line %d is %v wide in a measure of %v", i, l.Width, width)
		case !l.Last && l.Width != width && !p.flush(&l, m, width):
			t.Fatalf("full line %d %q is %v wide, not %v", i, p.Text(l.Start, l.End), l.Width, width)
		}
		if right != l.Width {
			t.Fatalf("line %d %q ends at %v but says %v", i, p.Text(l.Start, l.End), right, l.Width)
		}
	}
	if norm.NFC.String(got.String()) != norm.NFC.String(s) {
		t.Fatalf("the lines hold %q, not %q", got.String(), s)
	}
}

// flush tells whether a full line is rightly narrower than its room: it is
// ragged, nothing in it can be opened, or it would be torn.
func (p *Paragraph) flush(l *Line, m Measure, room geom.Length) bool {
	g := p.open(&p.sums[l.Start], &p.sums[l.End-1], room-l.Width)
	return l.Width < room && (p.breaker(m).ragged || l.Gaps == 0 || l.Spread == 0 && gapOf(g.spread, int(l.Gaps), p.em) > TornLimit)
}

// checkItems draws the line, compares its characters and gives the place
// where the last body ends.
func checkItems(t fataler, p *Paragraph, l Line, s string) geom.Length {
	var drawn strings.Builder
	for _, it := range p.Items(nil, l, geom.Point{}, Tag{}) {
		if tx, ok := it.(*page.Text); ok && tx.Part != page.Hyphen {
			drawn.WriteString(tx.String())
		}
	}
	want := p.Text(l.Start, l.End)
	if len(p.missing) == 0 && drawn.String() != want {
		t.Fatalf("drawn %q, not %q", drawn.String(), want)
	}
	share := sharer{p: p, l: &l}
	x := geom.Length(0)
	for i := l.Start; i < l.End; i++ {
		x += p.clusters[i].body.Length()
		if i+1 < l.End {
			x += p.gap(i).nat.Length() + share.next(i)
		}
	}
	if l.Hyphen {
		x += p.gap(l.End - 1).tail.Length()
	}
	return x
}

// TestBannedEdges: no line of a breakable text starts or ends with a mark
// that the level forbids, and no unbreakable sequence is split.
func TestBannedEdges(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, st := texts().Draw(rt, "text"), styles().Draw(rt, "style")
		p := Prepare(songRun(t, s), st)
		for i, l := range p.Break(Measure{Width: 13 * em}) {
			if l.Last {
				continue
			}
			if g := p.gap(l.End - 1); g.brk != mayBreak && l.Edge == EdgeGood {
				rt.Fatalf("line %d %q ends where no line may, unreported", i, p.Text(l.Start, l.End))
			}
		}
	})
}

// TestOptimal compares the breaking of short paragraphs with the best of all
// their breakings.
func TestOptimal(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rs := []rune(texts().Draw(rt, "text"))
		m := Measure{Width: geom.Length(rapid.IntRange(4, 9).Draw(rt, "ems")) * em}
		checkOptimal(t, rt, string(rs[:min(len(rs), 22)]), m, anything)
	})
}

// TestOptimalMixed is TestOptimal for English and Chinese in turn, whose word
// spaces fall apart where Han would not.
func TestOptimalMixed(t *testing.T) {
	words := []string{"Amazon ", "was ", "founded ", "by ", "newspaper ", "Bellevue, ", "on ", "July ", "5, ", "汀江", "水", "，", "报", "3.5", "0730-8812345", "1600元", "（", "）", "。", "的"}
	rapid.Check(t, func(rt *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 3, 9).Draw(rt, "words"), "")
		rs := []rune(s)
		m := Measure{Width: geom.Length(rapid.IntRange(6, 13).Draw(rt, "ems")) * em}
		checkOptimal(t, rt, string(rs[:min(len(rs), 40)]), m, open)
	})
}

var scratched Scratch // what one breaking leaves in it is no business of the next

// checkOptimal holds the modes up to the last to the best of all breakings, ragged
// or not.
func checkOptimal(t *testing.T, rt *rapid.T, s string, m Measure, last mode) {
	st := styles().Draw(rt, "style")
	st.HalfFigures, st.Tight = rapid.Bool().Draw(rt, "half"), fonts.Em(rapid.SampledFrom([]int{0, 50}).Draw(rt, "tight"))
	st.Hang = rapid.Bool().Draw(rt, "hang")
	if rapid.Bool().Draw(rt, "scratch") {
		st.Scratch = &scratched
	}
	p := Prepare(songRun(t, s), st)
	if rapid.Bool().Draw(rt, "shaped") {
		m.Shape = insets(m.Width/2).Draw(rt, "shape")
	}
	m.Indent = geom.Length(rapid.IntRange(0, 2).Draw(rt, "indent")) * em
	m.From = rapid.SampledFrom([]int{0, 0, 1, 3}).Draw(rt, "from")
	if m.From >= p.Len() {
		return
	}
	b := p.breaker(m)
	b.ragged = rapid.Bool().Draw(rt, "ragged")
	defer b.tables.done()
	for force := strict; force <= last; force++ {
		want := bruteForce(&b, force)
		got := unreached
		if t, ok := b.run(force); ok {
			got = b.best(&t)
		}
		if got != want {
			rt.Fatalf("mode %v: best breaking of %q costs %d, found %d", force, s, want, got)
		}
	}
	if last == anything {
		checkCost(rt, &b, b.set())
	}
}

// checkCost: the lines that come out are those that the cheapest cost is of.
func checkCost(t fataler, b *breaker, lines []Line) {
	var costs [anything + 1]int64
	force := anything
	for m := anything; ; m-- { // the first that has a breaking
		if costs[m] = bruteForce(b, m); costs[m] < unreached {
			force = m
		}
		if m == strict {
			break
		}
	}
	for m := open; force < anything && costs[force] >= loneCost; m-- { // the first without a lone character, if there is one
		if costs[m] < loneCost {
			force = m
		}
		if m == strict {
			break
		}
	}
	cost, before := int64(0), bare
	for k, l := range lines {
		of := b.ofLine(k)
		c, f, _ := of.cost(l.Start, l.End-1, force)
		c += clash[before][f]
		cost += c
		before = f
	}
	if want := bruteForce(b, force); cost != want {
		t.Fatalf("the lines cost %d, the best %d", cost, want)
	}
}

// ofLine is the breaker of a line by its number.
func (b *breaker) ofLine(k int) breaker {
	if k < len(b.m.Shape) {
		return b.narrowed(k)
	}
	return *b
}

// bruteForce tries every breaking.
func bruteForce(b *breaker, force mode) int64 {
	n := b.p.Len()
	var walk func(start, line int, before fit) int64
	walk = func(start, line int, before fit) int64 {
		if start == n {
			return 0
		}
		of := b.ofLine(line)
		best := unreached
		for j := start; j < n; j++ {
			if j < n-1 && (force < anything && !b.p.mayEnd(j, j, force)) {
				continue
			}
			if j > start && of.least(start, j)-b.p.hang(j) > of.width(start) {
				if of.least(start, j)-b.p.em > of.width(start) {
					break // no mark that hangs makes up for that
				}
				continue
			}
			cost, f, tooLoose := of.cost(start, j, force)
			if cost == unreached || tooLoose {
				continue
			}
			rest := walk(j+1, line+1, f)
			if rest == unreached {
				continue
			}
			cost += clash[before][f]
			best = min(best, cost+rest)
		}
		return best
	}
	return walk(b.m.From, 0, bare)
}

// TestLoneCharacter: no paragraph that can be set otherwise ends in a line of
// one character (孤字).
func TestLoneCharacter(t *testing.T) {
	for n := 14; n <= 80; n++ {
		s := strings.Repeat("望汀的清晨有风，也有雾。", n/12+1)
		s = string([]rune(s)[:n]) + "。"
		p := Prepare(songRun(t, s), newspaper())
		lines := p.Break(Measure{Width: 13 * em, Indent: 2 * em})
		last := lines[len(lines)-1]
		han := 0
		for _, r := range p.Text(last.Start, last.End) {
			if unicode.Is(unicode.Han, r) {
				han++
			}
		}
		if han < 2 {
			t.Errorf("%d characters: the last line is %q", n, p.Text(last.Start, last.End))
		}
	}
}

// TestHalfEmAtLineEnd: a stop at the end of a full line takes exactly half an
// em (GB/T 15834 5.1.10), whatever the scheme.
func TestHalfEmAtLineEnd(t *testing.T) {
	for _, sc := range []cjk.Scheme{cjk.Quanjiao, cjk.Kaiming, cjk.Banjiao} {
		p := Prepare(songRun(t, "一二三四五六七八九十一二。一二三四五六七八"), style(cjk.GB, sc))
		l := p.Break(Measure{Width: 12*em + em/2})[0]
		if got := p.Text(l.Start, l.End); got != "一二三四五六七八九十一二。" || l.Natural != 12*em+em/2 || l.Spread != 0 {
			t.Errorf("%v: %q, natural %v, spread %v", sc, got, l.Natural, l.Spread)
		}
	}
}

// TestAdjacentMarks is table A5: natural widths of pairs between two Han, in
// thousandths of an em, by scheme.
func TestAdjacentMarks(t *testing.T) {
	for _, c := range []struct {
		marks             string
		quan, kai, ban    int
		leastQuan, maxBan int
	}{
		{"，", 1000, 500, 500, 500, 1000},
		{"。", 1000, 1000, 500, 500, 1000},
		{"“", 1000, 500, 500, 500, 1000},
		{"”", 1000, 500, 500, 500, 1000},
		{"“《", 1500, 1000, 1000, 1000, 1500},
		{"”。", 1500, 1500, 1000, 1000, 1500},
		{"。”", 1500, 1000, 1000, 1000, 1500},
		{"）、", 1500, 1000, 1000, 1000, 1500},
		{"，“", 1500, 1000, 1000, 1000, 1500},
		{"》《", 1500, 1000, 1000, 1000, 1500},
		{"：“", 1500, 1000, 1000, 1000, 1500},
		{"（）", 2000, 1000, 1000, 1000, 2000}, // inks face each other: nothing is cut
		{"（？", 2000, 1500, 1000, 1000, 2000},
		{"？！", 1000, 1000, 1000, 1000, 1000}, // GB/T 15834 5.1.2
		{"！！！", 2000, 2000, 1500, 1500, 2000},
		{"——", 2000, 2000, 2000, 2000, 2000},
		{"……", 2000, 2000, 2000, 2000, 2000},
		{"——”", 3000, 2500, 2500, 2500, 3000},
		{"”——", 2500, 2500, 2500, 2500, 2500},
		{"·", 500, 500, 500, 500, 500},
		{"/", 500, 500, 500, 500, 500},
	} {
		for _, w := range []struct {
			scheme cjk.Scheme
			want   int
		}{{cjk.Quanjiao, c.quan}, {cjk.Kaiming, c.kai}, {cjk.Banjiao, c.ban}} {
			p := Prepare(songRun(t, "汉"+c.marks+"汉"), style(cjk.GB, w.scheme))
			if got := p.Natural(0, p.Len()).Natural - 2*em; got != em.Em(w.want) {
				t.Errorf("%v %s: %v em, expected %v", w.scheme, c.marks, float64(got)/float64(em), float64(w.want)/1000)
			}
			s := p.sums[p.Len()-1]
			if got := p.least(new(sum), &s) - em; w.scheme == cjk.Quanjiao && got != em.Em(c.leastQuan) {
				t.Errorf("%v %s: at least %v em, expected %v", w.scheme, c.marks, float64(got)/float64(em), float64(c.leastQuan)/1000)
			}
			if got := s.nat - em + p.growable(new(sum), &s, growMark); w.scheme == cjk.Banjiao && got != em.Em(c.maxBan) {
				t.Errorf("%v %s: at most %v em, expected %v", w.scheme, c.marks, float64(got)/float64(em), float64(c.maxBan)/1000)
			}
		}
	}
}

// TestPools: a line takes from the lower pool first.
func TestPools(t *testing.T) {
	// Quanjiao: a bracket pair, a comma and a stop inside the line. Every
	// half em that must go comes from brackets, then the comma, then the stop.
	s := "天“地”，人。日月星辰山川"
	p := Prepare(songRun(t, s), style(cjk.GB, cjk.Quanjiao))
	end := len([]rune("天“地”，人。日"))
	natural := p.Natural(0, end).Natural
	for need, want := range map[geom.Length][3]geom.Length{
		em / 4:    {em / 4, 0, 0},
		em / 2:    {em / 2, 0, 0},
		em:        {em / 2, em / 2, 0},
		em + em/4: {em / 2, em / 2, em / 4},
		em + em/2: {em / 2, em / 2, em / 2},
	} {
		l := p.fill(0, end, natural-need)
		got := [3]geom.Length{l.Shrink[cjk.PoolBracket].Length(), l.Shrink[cjk.PoolComma].Length(), l.Shrink[cjk.PoolStop].Length()}
		if got != want || l.Width != natural-need {
			t.Errorf("need %v: took %v, expected %v", need, got, want)
		}
	}
}

func TestUnbreakable(t *testing.T) {
	for _, c := range []struct{ text, never string }{
		{"他说——好", "——"}, {"他说……好", "……"}, {"真的？！好", "？！"}, {"共4,500人", "4,500"}, {"达3.5公里", "3.5"},
		{"时间10:22到", "10:22"}, {"在2021年4月", "2021年"}, {"涨6.5%了", "6.5%"}, {"约100～150米", "100～150"}, {"气温-3℃了", "3℃"},
		{"连Wi网", "Wi"}, {"价￥30元", "￥30元"}, {"约1-3个", "1-3"}, {"it’s了", "it’s"},
	} {
		p := Prepare(songRun(t, c.text), newspaper())
		start := len([]rune(c.text[:strings.Index(c.text, c.never)]))
		for i := start; i < start+len([]rune(c.never))-1; i++ {
			if p.gap(i).brk != never {
				t.Errorf("%s may be split after %q", c.never, p.Text(start, i+1))
			}
		}
	}
}

// TestMissing: a character that no face covers is reported with its place and
// keeps its room.
func TestMissing(t *testing.T) {
	runs := songRun(t, "汉\U000E0041字")
	runs[0].Src.Line, runs[0].Src.Col = 3, 5
	p := Prepare(runs, newspaper())
	if m := p.Missing(); len(m) != 1 || m[0].Rune != '\U000E0041' || m[0].Pos.Col != 6 || m[0].Pos.Line != 3 {
		t.Fatalf("missing: %+v", m)
	}
}

// TestLinear: text that gives no line any width does not make breaking slow.
// The bound is on work, counted in lines tried, by the window's limit.
func TestLinear(t *testing.T) {
	p := Prepare(songRun(t, strings.Repeat("e\u0301\u0301\u0301\u0301", 4000)), newspaper())
	lines := p.Break(Measure{Width: 13 * em})
	for i, l := range lines {
		if l.End-l.Start > longestLine+1 {
			t.Fatalf("line %d has %d characters", i, l.End-l.Start)
		}
	}
}

func ExampleParagraph_Break() {
	set, _ := fonttest.Set()
	st := Style{Rules: cjk.Rules{Level: cjk.GB}, Scheme: cjk.Kaiming}
	p := Prepare([]Run{{Text: "汀江两岸，稻谷登场；十月的风，把晒场吹得金黄。", Chain: set.Chain(fonts.Song), Size: 9 * geom.Pt}}, &st)
	for _, l := range p.Break(Measure{Width: 9 * 9 * geom.Pt}) {
		fmt.Println(p.Text(l.Start, l.End))
	}
	// Output:
	// 汀江两岸，稻谷登场；
	// 十月的风，把晒场吹
	// 得金黄。
}

// TestHyphenation: a Latin word parts at a line's end with a hyphen that the
// measure has room for and the copied text does not hold; addresses, file
// names and short words stay whole.
func TestHyphenation(t *testing.T) {
	for _, c := range []struct {
		text    string
		measure geom.Length
		want    string
	}{
		{"报业的newspaper很多", 6 * em, "报业的news-"},
		{"站台的免费名称为TingFree", 11 * em, "站台的免费名称为"},
		{"报业的www.newspaper.cn", 6 * em, "报业的www."},
		{"到站后名为Wangting镇", 8*em + em/2, "到站后名为Wang-"},
		{"到站后名为Taishan镇", 7*em + em/2, "到站后名为Tai-"},
		{"到站后名为wǎngtīng镇", 8 * em, "到站后名为wǎng-"},
		{"到站名为Harvester牌的", 8 * em, "到站名为"},
		{"天上的sentence很多", 6*em + em/2, "天上的sen-"},
	} {
		p := Prepare(songRun(t, c.text), newspaper())
		l := p.Break(Measure{Width: c.measure})[0]
		got := p.Text(l.Start, l.End)
		if l.Hyphen {
			got += "-"
		}
		if got != c.want {
			t.Errorf("%s at %v: %q, want %q", c.text, c.measure, got, c.want)
		}
		if items := p.Items(nil, l, geom.Point{}, Tag{Story: "a"}); l.Hyphen {
			h := items[len(items)-1].(*page.Text)
			if h.Part != page.Hyphen || h.Story != "" || h.At.X+p.gap(l.End-1).tail.Length() != l.Width {
				t.Errorf("%s: the hyphen is %q at %v of %v", c.text, h, h.At.X, l.Width)
			}
		}
	}
}
