package para

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/bidi"
	"pgregory.net/rapid"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/geom"
	"duikai/layout/page"
	_ "duikai/samples/draws" // the same draws every time
	"duikai/samples/oracle"
)

// amiri is an Arabic face that the shaping library keeps for its own tests.
func amiri(t testing.TB) *fonts.Face {
	t.Helper()
	f, err := fonts.Open(oracle.Module(t, "github.com/go-text/typesetting", "font/testdata/Amiri-Regular.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// withAmiri is the body's faces before the Arabic one.
func withAmiri(t testing.TB) fonts.Chain { return before(t, amiri(t)) }

// noto is a face of Debian's fonts-noto-core.
func noto(t testing.TB, name string) *fonts.Face {
	f, err := fonts.Open(oracle.File(t, "/usr/share/fonts/truetype/noto/"+name+"-Regular.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// before is the body's faces before another.
func before(t testing.TB, f *fonts.Face) fonts.Chain {
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	return fonts.NewSet(map[fonts.Role][]*fonts.Face{}, map[fonts.Role][]*fonts.Face{
		fonts.Song: append(slices.Clone(set.Chain(fonts.Song).Faces()), f),
	}).Chain(fonts.Song)
}

// spread is a line's texts from left to right.
func fromLeft(items []page.Item) string {
	var texts []*page.Text
	for _, it := range items {
		if t, ok := it.(*page.Text); ok {
			texts = append(texts, t)
		}
	}
	slices.SortStableFunc(texts, func(a, b *page.Text) int { return int(a.At.X - b.At.X) })
	var s []string
	for _, t := range texts {
		s = append(s, t.String())
	}
	return strings.Join(s, "|")
}

// inOrder is a line's texts in the order in which they are drawn.
func inOrder(items []page.Item) string {
	var s strings.Builder
	for _, it := range items {
		if t, ok := it.(*page.Text); ok {
			s.WriteString(t.String())
		}
	}
	return s.String()
}

// TestArabic: words are drawn joined, from the right, the figures in them and
// the Chinese around them from the left, and brackets are turned round; what is
// drawn reads as the manuscript does.
func TestArabic(t *testing.T) {
	chain := withAmiri(t)
	for text, want := range map[string]string{
		"他说السلام عليكم了": "他说|عليكم| |السلام|了",
		"在عام 2021 مثلا吧": "在|مثلا| |2021| |عام|吧",
		"这(سلام)的":        "这(|سلام|)的",
		"سلام (كتاب) هنا": "هنا| |)|كتاب|(| |سلام",
		"كتاب 中国日报 هنا":   "هنا| |中国日报| |كتاب",
	} {
		p := Prepare([]Run{{Text: text, Chain: chain, Size: em}}, newspaper())
		if len(p.Missing()) > 0 {
			t.Fatalf("%s: %v", text, p.Missing())
		}
		items := p.Items(nil, p.Natural(0, p.Len()), geom.Point{}, Tag{})
		if got := fromLeft(items); got != want {
			t.Errorf("%s stands as %s, not %s", text, got, want)
		}
		if got := inOrder(items); got != text {
			t.Errorf("%s reads %s", text, got)
		}
	}
}

// TestArabicJoins: a word is narrower than its letters alone, and its glyphs
// are not those of the letters.
func TestArabicJoins(t *testing.T) {
	f := amiri(t)
	p := Prepare([]Run{{Text: "سلام", Chain: withAmiri(t), Size: em}}, newspaper())
	items := p.Items(nil, p.Natural(0, p.Len()), geom.Point{}, Tag{})
	if len(items) != 1 {
		t.Fatalf("%d items", len(items))
	}
	tx := items[0].(*page.Text)
	if len(tx.Shaped) != len(tx.Glyphs) || tx.Face != f && tx.Face.Name() != f.Name() {
		t.Fatal("not shaped")
	}
	alone := 0
	for _, g := range tx.Shaped {
		if strings.ContainsRune("سلام", []rune(g.Text + " ")[0]) && g.ID == f.Glyph([]rune(g.Text + " ")[0]) {
			alone++
		}
	}
	if alone > 1 {
		t.Errorf("%d letters stand in their isolated forms", alone)
	}
}

// TestScriptsAmongChinese: words of other scripts stand in a Chinese line in their
// order of reading, or from the right, and read as the manuscript does; in a
// vertical line they lie on their side.
func TestScriptsAmongChinese(t *testing.T) {
	for _, c := range []struct{ face, text, want string }{
		{"NotoSansHebrew", "他说שלום עולם了", "他说|עולם| |שלום|了"},
		{"NotoSansHebrew", "在שָׁלוֹם 12 ב吧", "在|ב| |12| |שָׁלוֹם|吧"},
		{"NotoNaskhArabic", "读ئۇيغۇر تىلى书", "读|تىلى| |ئۇيغۇر|书"},
		{"NotoSansDevanagari", "说हिन्दी भाषा了", "说|हिन्दी| |भाषा|了"},
		{"NotoSansThai", "去กรุงเทพ了", "去|กรุงเทพ|了"},
		{"NotoSerifTibetan", "写བོད་ཡིག字", "写|བོད་|ཡིག|字"},
		{"NotoSansMongolian", "写ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ字", "写|ᠮᠣᠩᠭᠣᠯ| |ᠪᠢᠴᠢᠭ|字"},
	} {
		chain := before(t, noto(t, c.face))
		for _, vertical := range []bool{false, true} {
			st := newspaper()
			st.Vertical = vertical
			p := Prepare([]Run{{Text: c.text, Chain: chain, Size: em}}, st)
			if len(p.Missing()) > 0 {
				t.Errorf("%s: %v", c.text, p.Missing())
				continue
			}
			items := p.Items(nil, p.Natural(0, p.Len()), geom.Point{}, Tag{})
			if got := inOrder(items); got != c.text {
				t.Errorf("%s reads %s", c.text, got)
			}
			if !vertical {
				if got := fromLeft(items); got != c.want {
					t.Errorf("%s stands as %s, not %s", c.text, got, c.want)
				}
				continue
			}
			for _, it := range items {
				tx, ok := it.(*page.Text)
				if ok && shapedScript([]rune(tx.String())[0]) != "" && !tx.Turned {
					t.Errorf("%s stands upright in a vertical line", tx.String())
				}
			}
		}
	}
}

// TestLeftward: the lines of an Arabic paragraph end flush at the left, its
// last line begins at the right, and so does its indent.
func TestLeftward(t *testing.T) {
	text := strings.TrimSpace(strings.Repeat("السلام عليكم ورحمة الله ", 8))
	p := Prepare([]Run{{Text: text, Chain: withAmiri(t), Size: em}}, newspaper())
	m := Measure{Width: 13 * em, Indent: 2 * em}
	lines := p.Break(m)
	if len(lines) < 3 {
		t.Fatalf("%d lines", len(lines))
	}
	var all strings.Builder
	for i, l := range lines {
		all.WriteString(inOrder(p.Items(nil, l, geom.Point{}, Tag{})))
		right := l.Indent + l.Width
		want := m.Width
		if i == 0 {
			want -= m.Indent
		}
		if right != want {
			t.Errorf("line %d ends at %v, not %v", i, right, want)
		}
		if !l.Last && l.Indent != 0 {
			t.Errorf("line %d is not full: %v", i, l.Indent)
		}
	}
	if all.String() != text {
		t.Error("characters were lost")
	}
}

// TestUnshaped: letters of a script are never drawn without its rules: a face
// that has them alone is told, and one that has neither; further scripts are
// refused.
func TestUnshaped(t *testing.T) {
	p := Prepare(songRun(t, "他说السلام了"), newspaper())
	if len(p.Missing()) == 0 {
		t.Error("Arabic without a face is not told")
	}
	for _, m := range p.Missing() {
		if m.Script != "" {
			t.Errorf("%v", m)
		}
	}
	if !refused('ᬅ') || refused('한') || refused('ა') || refused('字') {
		t.Error("the scripts that are not set")
	}
}

// TestLevels: the implicit rules of UAX #9, by cases of which the first line is
// the text, with capitals for letters that run to the left, and the second its
// levels.
func TestLevels(t *testing.T) {
	for _, c := range [][2]string{
		{"abc DEF ghi", "00001110000"},
		{"DEF GHI", "1111111"},
		{"DEF 123 GHI", "11112221111"},
		{"ab DEF 123", "0001111222"},
		{"ab DEF 12.5%", "000111122222"},
		{"ab 12 DEF", "000000111"},
		{"a(DEF)b", "0011100"},
		{"a(D)E", "00101"},
		{"(D)a", "0100"},
		{"D(a)b", "10000"},
		{"DE(FG)H", "1111111"},
		{"DD (ab) E", "111122111"},
		{"DEFGH ab", "11111122"},
		{"a D, E b", "00111100"},
		{"a D. b", "001000"},
		// embeddings (>: LRE, <: RLE, ^: PDF), overrides (!: LRO, ?: RLO) and
		// isolates (/: LRI, \\: RLI, #: FSI, _: PDI)
		{"ab <cd EF^ gh", "0000221111000"},
		{"ab ?cd ef^ gh", "0000111111000"},
		{"ab !DE^ FG", "0000222011"},
		{"DEFGH >ab, CD^ JK", "11111112222333111"},
		{"DEFGHa/b, C_JKL", "111112122231111"},
		{"ab \\cd EF_ gh", "0000221110000"},
		{"ab #cd EF_ gh", "0000222330000"},
		{"D \\ab_ E", "11122111"},
		{"ab ^_ DE", "00000011"},
		{"ab \\DE", "000011"},
	} {
		text := []rune(strings.NewReplacer(">", "\u202a", "<", "\u202b", "^", "\u202c", "!", "\u202d", "?", "\u202e", "/", "\u2066", "\\", "\u2067", "#", "\u2068", "_", "\u2069").Replace(c[0]))
		for i, r := range text {
			if r >= 'A' && r <= 'Z' {
				text[i] = 'א' + r - 'A'
			}
		}
		lv, _ := levels(text)
		var got strings.Builder
		for _, l := range lv {
			got.WriteByte('0' + l)
		}
		if got.String() != c[1] {
			t.Errorf("%s: %s, not %s", c[0], got.String(), c[1])
		}
	}
}

// TestLevelsOfTheLibrary: which way every character runs is what the library says
// that gives the classes, where both take the paragraph to run the same way. What
// X9 takes out has no direction of its own. Brackets are left to the test file of
// UAX #9 and the table above: of a pair around letters that run against the
// paragraph, rule N0, the library gives one side their direction.
func TestLevelsOfTheLibrary(t *testing.T) {
	pieces := []rune("ab中אבجد12٣٤ .,%+-،\u0301\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 24).Draw(t, "text")
		lv, leftward := levels(text)
		var p bidi.Paragraph
		base := bidi.LeftToRight
		if leftward {
			base = bidi.RightToLeft
		}
		var cl []direction
		for _, r := range text {
			c, _ := bidi.LookupRune(r)
			cl = append(cl, c.Class())
		}
		ends := isolateEnds(cl)
		for i := 0; i < len(cl); i++ { // P2 and P3
			if isolates(cl[i]) {
				i = ends[i]
			} else if c := cl[i]; c == bidi.L || c == bidi.R || c == bidi.AL {
				if (c != bidi.L) != leftward {
					return
				}
				break
			}
		}
		if _, err := p.SetString(string(text), bidi.DefaultDirection(base)); err != nil {
			return
		}
		o, err := p.Order()
		if err != nil {
			return
		}
		end := len(text) // without what L1 gives the paragraph's level at the end of a line
		for end > 0 && (removed(cl[end-1]) || isolates(cl[end-1]) || cl[end-1] == bidi.PDI || cl[end-1] == bidi.WS) {
			end--
		}
		for n := range o.NumRuns() {
			r := o.Run(n)
			from, to := r.Pos()
			for i := from; i <= min(to, end-1); i++ {
				if c, _ := bidi.LookupRune(text[i]); !removed(c.Class()) && (lv[i]%2 == 1) != (r.Direction() == bidi.RightToLeft) {
					t.Fatalf("%q (%U): character %d has the level %d", string(text), text, i, lv[i])
				}
			}
		}
		compared++
	})
	if compared == 0 {
		t.Error("nothing was compared")
	}
}

// TestUnicodeLevels: the levels of the test file of UAX #9, every line of it. Rule
// L1, which is for ends of lines, is left aside, and so is what X9 takes out.
func TestUnicodeLevels(t *testing.T) {
	data := oracle.File(t, "/usr/share/unicode/BidiCharacterTest.txt")
	lines, faults := 0, 0
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimSpace(line), ";")
		if len(f) < 4 || strings.HasPrefix(line, "#") {
			continue
		}
		var text []rune
		var cl []direction
		for _, hex := range strings.Fields(f[0]) {
			r, _ := strconv.ParseUint(hex, 16, 32)
			p, _ := bidi.LookupRune(rune(r))
			text, cl = append(text, rune(r)), append(cl, p.Class())
		}
		class := slices.Clone(cl)
		base, _ := strconv.Atoi(f[2])
		lv := levelsFrom(text, cl, uint8(base))
		blank := func(c direction) bool {
			return c == bidi.WS || c == bidi.S || c == bidi.B || c == bidi.PDI || isolates(c) || removed(c)
		}
		lines++
		for i, want := range strings.Fields(f[3]) {
			k := i
			for k < len(class) && blank(class[k]) && class[k] != bidi.B && class[k] != bidi.S {
				k++
			}
			reset := k == len(class) || class[k] == bidi.B || class[k] == bidi.S
			if got := strconv.Itoa(int(lv[i])); want != "x" && !reset && got != want {
				if faults++; faults < 5 {
					t.Errorf("%s, base %d: character %d has the level %s, not %s", f[0], base, i, got, want)
				}
			}
		}
	}
	if lines < 90_000 || faults > 0 {
		t.Errorf("%d lines, %d faults", lines, faults)
	}
}

// TestVisual: a line is turned round into an order that holds each part once,
// keeps text to the right and turns text to the left.
func TestVisual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]rune("ab中，אבג12 .()%+،س")), 1, 40).Draw(t, "text")
		lv, leftward := levels(text)
		order := visual(lv)
		seen := slices.Clone(order)
		slices.Sort(seen)
		for i, k := range seen {
			if i != k {
				t.Fatalf("part %d is not there once", i)
			}
		}
		for i, r := range text {
			p, _ := bidi.LookupRune(r)
			switch c := p.Class(); {
			case c == bidi.L && lv[i]%2 != 0, (c == bidi.R || c == bidi.AL) && lv[i]%2 != 1, (c == bidi.EN) && lv[i]%2 != 0:
				t.Fatalf("%q has the level %d (leftward %v)", r, lv[i], leftward)
			}
		}
		for k := 1; k < len(order); k++ {
			a, b := order[k-1], order[k]
			if d := b - a; lv[a] == lv[b] && (d == 1 || d == -1) && (d == 1) != (lv[a]%2 == 0) {
				t.Fatalf("%d and %d of level %d are turned round", a, b, lv[a])
			}
		}
	})
}
