package para

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"duikai/fonts"
	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/samples/oracle"
	"duikai/samples/unicode"
)

// annotated is "江上的灯塔，很亮" with marks on 灯塔 and its comma.
func annotated(t *testing.T, u Under, ruby string) *Paragraph {
	t.Helper()
	runs := songRun(t, "江上的")
	runs = append(runs, songRun(t, "灯塔，")...)
	runs = append(runs, songRun(t, "很亮")...)
	runs[1].Under, runs[1].Ruby, runs[1].Keep = u, ruby, ruby != ""
	return Prepare(runs, newspaper())
}

func drawn(p *Paragraph) []page.Item {
	return p.Items(nil, p.Natural(0, p.Len()), geom.Point{X: 10 * em, Y: 20 * em}, Tag{Part: page.Body, Story: "a"})
}

// TestDots: one dot under each character and none under a mark, in the middle
// of the character, below the em box and inside the row (CLREQ 3.3.1.1).
func TestDots(t *testing.T) {
	var mids []geom.Length
	for _, it := range drawn(annotated(t, Dots, "")) {
		if s, ok := it.(*page.Shape); ok {
			var x, y geom.Length
			for _, pt := range s.Points {
				x, y = x+pt.X, y+pt.Y
			}
			n := geom.Length(len(s.Points))
			mids = append(mids, x/n)
			if low := y/n - 20*em; low < em.Em(int(fonts.EmDescent)) || low > em*40/100 {
				t.Errorf("a dot %v below the baseline", low)
			}
		}
	}
	if len(mids) != 2 {
		t.Fatalf("%d dots under 灯塔，", len(mids))
	}
	for i, want := range []geom.Length{13*em + em/2, 14*em + em/2} {
		if d := mids[i] - want; d < -2 || d > 2 {
			t.Errorf("dot %d at %v, the character's middle is %v", i, mids[i], want)
		}
	}
}

// TestDotsUnderHanOnly: of everything that may stand in a run with dots, Han and
// what stands in an em like Han take one, in both directions.
func TestDotsUnderHanOnly(t *testing.T) {
	for text, want := range map[string]int{
		"灯塔，": 2, "2026年": 1, "AI时代": 2, "人 民": 2, "“真”": 1, "人民々": 3, "〇八": 2, "カナ": 2, "①②": 0, "★": 0, "Ａ１": 0, "5％℃": 0, "——……": 0, "a·b": 0, "갈": 1, "m²": 0, "\u3000好": 1, "〃": 0, "￥5": 0,
	} {
		for _, vertical := range []bool{false, true} {
			st := newspaper()
			st.Vertical = vertical
			runs := songRun(t, text)
			runs[0].Under = Dots
			p := Prepare(runs, st)
			l := p.Natural(0, p.Len())
			items := p.Items(nil, l, geom.Point{}, Tag{})
			if vertical {
				items = p.Column(nil, l, geom.Point{}, Tag{})
			}
			n := 0
			for _, it := range items {
				if _, ok := it.(*page.Shape); ok {
					n++
				}
			}
			if n != want {
				t.Errorf("%q (vertical %v) has %d dots, not %d", text, vertical, n, want)
			}
		}
	}
}

// TestNameAndTitleLines: a line lies under its run and stays clear of the
// neighbours, so that two names in a row do not join.
func TestNameAndTitleLines(t *testing.T) {
	for _, it := range drawn(annotated(t, NameLine, "")) {
		if r, ok := it.(*page.Rule); ok {
			if r.From.Y != r.To.Y || r.From.X <= 13*em || r.To.X >= 15*em+em/2 || r.To.X <= r.From.X {
				t.Errorf("the line runs from %v to %v", r.From, r.To)
			}
			return
		}
	}
	t.Error("no line is drawn")
}

func TestWaveLine(t *testing.T) {
	for _, it := range drawn(annotated(t, WaveLine, "")) {
		if s, ok := it.(*page.Shape); ok {
			for _, pt := range s.Points {
				if pt.X <= 13*em || pt.X >= 15*em+em/2 || pt.Y <= 20*em {
					t.Fatalf("the wave reaches %v", pt)
				}
			}
			return
		}
	}
	t.Error("no wave is drawn")
}

// TestRuby: half the size, centred over the base, every character of it there;
// a base narrower than its ruby is widened on both sides.
func TestRuby(t *testing.T) {
	runs := songRun(t, "汀")
	runs[0].Ruby, runs[0].Keep = "zhuāng", true
	runs = append(songRun(t, "望"), append(runs, songRun(t, "江")...)...)
	p := Prepare(runs, newspaper())
	base, ruby := geom.Rect{}, geom.Rect{}
	for _, it := range p.Items(nil, p.Natural(0, 3), geom.Point{Y: 20 * em}, Tag{}) {
		tx := it.(*page.Text)
		last := tx.Glyphs[len(tx.Glyphs)-1]
		box := geom.Rect{X: tx.At.X, Y: tx.At.Y, W: last.DX + tx.Size.Em(int(tx.Face.Advance(last.Rune)))}
		if tx.Part == page.Ruby {
			if tx.String() != "zhuāng" || tx.Size != em/2 {
				t.Errorf("ruby %q of %v", tx, tx.Size)
			}
			ruby = box
			continue
		}
		if tx.String() == "汀" { // what stands below a ruby is a text of its own
			base = geom.Rect{X: tx.At.X, W: em}
		}
	}
	if d := (base.X + base.W/2) - (ruby.X + ruby.W/2); d < -em/20 || d > em/20 {
		t.Errorf("the base's middle is %v beside the ruby's", d)
	}
	if ruby.Y >= 20*em-em/2 {
		t.Errorf("the ruby stands at %v", ruby.Y)
	}
	if w := p.NaturalWidth(0, 3); w <= 3*em {
		t.Errorf("the base is not widened: %v", w)
	}
}

// TestAnnotationsKeepThePitch: nothing beside the text moves its baseline or
// its characters (CLREQ 3.3.1); only a ruby wider than its base makes room.
func TestAnnotationsKeepThePitch(t *testing.T) {
	places := func(p *Paragraph) (list []string) { // of the glyphs, in however many texts they are
		for _, it := range drawn(p) {
			if tx, ok := it.(*page.Text); ok && tx.Part != page.Ruby {
				for _, g := range tx.Glyphs {
					list = append(list, fmt.Sprintf("%c %v %v", g.Rune, tx.At.X+g.DX, tx.At.Y))
				}
			}
		}
		return list
	}
	plain := places(annotated(t, 0, ""))
	for _, p := range []*Paragraph{annotated(t, Dots|NameLine, ""), annotated(t, WaveLine, ""), annotated(t, 0, "a")} {
		if got := places(p); !slices.Equal(got, plain) {
			t.Errorf("%v, plain %v", got, plain)
		}
	}
}

// TestVertical: marks take their vertical forms, Latin words and long figures
// are turned, short figures share an em, and every character is there.
func TestVertical(t *testing.T) {
	st := newspaper()
	st.Vertical = true
	const text = "“老港”第12届，GDP增2026年《江》——Wi-Fi更快！7月"
	p := Prepare(songRun(t, text), st)
	var all strings.Builder
	turnedText := ""
	rows := map[rune]geom.Length{}
	standing := map[rune]bool{}
	for _, it := range p.Column(nil, p.Natural(0, p.Len()), geom.Point{X: 100 * em, Y: 0}, Tag{}) {
		tx, ok := it.(*page.Text)
		if !ok {
			continue
		}
		all.WriteString(tx.String())
		if tx.Turned {
			turnedText += tx.String() + " "
			continue
		}
		rows[tx.Glyphs[0].Rune] = tx.At.Y
		standing[tx.Glyphs[0].Rune] = tx.Glyphs[0].Form == fonts.Vertical
	}
	if all.String() != text {
		t.Errorf("drawn %q", all.String())
	}
	if turnedText != "2026 Wi-Fi " {
		t.Errorf("turned: %q", turnedText)
	}
	if rows['1'] != rows['2'] {
		t.Errorf("1 and 2 stand at %v and %v", rows['1'], rows['2'])
	}
	if rows['P']-rows['D'] != em || rows['D']-rows['G'] != em {
		t.Error("capitals do not stand one by one")
	}
	for _, r := range text {
		if want := strings.ContainsRune("“”，《》—！", r); want != standing[r] {
			t.Errorf("%c stands in its vertical form: %v", r, standing[r])
		}
	}
}

// TestVerticalMarks: brackets and stops take half an em downward, ：；？！ keep
// theirs (CLREQ 3.1.6.3).
func TestVerticalMarks(t *testing.T) {
	st := style(cjk.GB, cjk.Banjiao)
	st.Vertical = true
	for marks, want := range map[string]int{"，": 500, "。": 500, "“": 500, "》": 500, "：": 1000, "？": 1000, "！": 1000, "·": 500, "——": 2000} {
		p := Prepare(songRun(t, "汉"+marks+"汉"), st)
		if got := p.NaturalWidth(0, p.Len()) - 2*em; got != em.Em(want) {
			t.Errorf("%s: %v em", marks, float64(got)/float64(em))
		}
	}
}

// TestHalfBody: the outline says where a mark's half em lies; a face that
// centres its stops, as those of Taiwan do, is set as it is drawn.
func TestHalfBody(t *testing.T) {
	for _, c := range []struct {
		name       string
		lo, hi     fonts.Em
		adv        fonts.Em
		side       cjk.Side
		width, off fonts.Em
	}{
		{"a comma at the left", 78, 227, 1000, cjk.After, 500, 0},
		{"a bracket at the right", 571, 924, 1000, cjk.Before, 500, -500},
		{"a centred stop: a quarter on each side", 380, 620, 1000, cjk.After, 500, -250},
		{"a stop that reaches over its half", 60, 520, 1000, cjk.After, 500, 0},
		{"a mid dot an em wide", 372, 628, 1000, cjk.Half, 500, -250},
		{"a narrow mid dot", 102, 225, 327, cjk.Half, 500, 86},
		{"a quote of Latin width", 57, 308, 350, cjk.Before, 500, 67},
		{"ink wider than half an em stays whole", 100, 900, 1000, cjk.After, 1000, 0},
	} {
		if w, off := halfBody(c.lo, c.hi, c.adv, c.side); w != c.width || off != c.off {
			t.Errorf("%s: body %d at %d, want %d at %d", c.name, w, off, c.width, c.off)
		}
	}
}

// TestHanging: one comma or stop may stand outside the measure, not two marks
// in a row, and only where the style says so (CLREQ 3.1.8).
func TestHanging(t *testing.T) {
	for _, c := range []struct {
		text string
		hang bool
		want string
		hung bool
	}{
		{"一二三四，五六七八", true, "一二三四，", true},
		{"一二三四。五六七八", true, "一二三四。", true},
		{"一二三四！五六七八", true, "一二三", false},
		{"一二三”，五六七八", true, "一二三”", false},
		{"一二三四，五六七八", false, "一二三", false},
	} {
		st := style(cjk.GB, cjk.Quanjiao)
		st.Hang = c.hang
		p := Prepare(songRun(t, c.text), st)
		l := p.Break(Measure{Width: 4 * em})[0]
		got := p.Text(l.Start, l.End)
		if !strings.HasPrefix(got, c.want) || (l.Hung > 0) != c.hung {
			t.Errorf("%s, hanging %v: %q hung by %v", c.text, c.hang, got, l.Hung)
		}
		if l.Hung > 0 && (l.Width != 4*em || got != c.want) {
			t.Errorf("%s: %q of %v", c.text, got, l.Width)
		}
	}
}

// TestOpenerAtIndent: an opener that begins a paragraph stands with its ink at
// the indent, or keeps its white where the house wants it.
func TestOpenerAtIndent(t *testing.T) {
	for keep, want := range map[bool]geom.Length{false: em / 2, true: em} {
		st := newspaper()
		st.OpenerIndent = keep
		p := Prepare(songRun(t, "“江上有雾”"), st)
		if got := p.clusters[0].body.Length(); got != want {
			t.Errorf("keep %v: the opener takes %v", keep, got)
		}
	}
}

// TestOneUnicode holds the tables made from Unicode's data to one version.
func TestOneUnicode(t *testing.T) {
	version := regexp.MustCompile(`Unicode (?:Character Database )?(\d+\.\d+\.\d+)`)
	found := make(map[string][]string)
	for _, file := range []string{"uax14_table.go", "vertical_table.go"} {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := version.FindSubmatch(b)
		if m == nil {
			t.Fatalf("%s does not name its version", file)
		}
		found[string(m[1])] = append(found[string(m[1])], file)
	}
	if len(found) != 1 {
		t.Errorf("tables of several versions: %v", found)
	}
}

// TestOrientationTable: the table is that of Unicode 17 for each of its characters,
// by the sum of their letters, and agrees with the file at hand of whatever
// version, but for what has changed since.
func TestOrientationTable(t *testing.T) {
	const last, sum = 0x10ffff, "b2804be244f9035e40eadbec29695c3eb66d3d2a13d49d444d977040ac79c1e7"
	all := make([]byte, 0, last+1)
	for k, o := range orientations {
		end := rune(last + 1)
		if k+1 < len(orientations) {
			end = orientations[k+1].first
		}
		all = append(all, bytes.Repeat([]byte{o.vo}, int(end-o.first))...)
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(all)); got != sum {
		t.Errorf("the letters have the sum %s", got)
	}
	changed := [][2]rune{ // in Unicode 15.1, 16 and 17
		{0x2018, 0x201d}, {0x2ffc, 0x2fff}, {0x31b4, 0x31bb}, {0x31ef, 0x31ef}, {0x13460, 0x143ff}, {0x18d80, 0x18dff}, {0x1b132, 0x1b167}, {0x1cec0, 0x1ceff},
	}
	spans, err := unicode.Spans(string(oracle.File(t, "/usr/share/unicode/VerticalOrientation.txt")))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range spans {
		want := map[string]byte{"R": 'R', "U": 'U', "Tr": 'r', "Tu": 'u'}[s.Value]
		for r := s.From; r <= s.To; r++ {
			if all[r] != want && !slices.ContainsFunc(changed, func(c [2]rune) bool { return c[0] <= r && r <= c[1] }) {
				t.Fatalf("U+%04X is %c, not %c", r, all[r], want)
			}
		}
	}
}

// TestOrientation is UTR #50 for characters of its four kinds, as they stand
// in a Chinese line.
func TestOrientation(t *testing.T) {
	for want, text := range map[bool]string{
		false: "汉カ①℃％□○☆〒㎏‰Ａ１＋§©ㆴ\U00013460\U0001B132\U0001CEC0", // upright; the last three since Unicode 16 and 17
		true:  "aZé%→～〜|<>=+＝я",                                  // turned
	} {
		for _, r := range text {
			if got := turns(r); got != want {
				t.Errorf("%c (U+%04X) is turned: %v", r, r, got)
			}
		}
	}
}

// TestWave: a wavy line rises first, and the ribbon goes along its upper edge and
// back along the lower.
func TestWave(t *testing.T) {
	s := wave(0, 900, 0, 35, 300, 45, page.Black)
	n := len(s.Points)
	if n != 2*(3*waveSegments+1) {
		t.Fatalf("%d points", n)
	}
	crest, trough := s.Points[waveSegments/4], s.Points[3*waveSegments/4]
	if crest.Y != -35-22 || trough.Y != 35-22 {
		t.Errorf("the upper edge has its crest at %v and its trough at %v", crest, trough)
	}
	if first, last := s.Points[0], s.Points[n-1]; first.Y >= last.Y || first.X != last.X {
		t.Errorf("the ribbon begins at %v and ends at %v", first, last)
	}
}
