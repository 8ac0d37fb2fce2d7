package para

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// lifted is the texts of a line: characters, size and height over the baseline
// in thousandths of the size of the run.
func lifted(p *Paragraph) string {
	var b strings.Builder
	size := p.runs[0].Size
	for _, it := range p.Items(nil, p.Natural(0, p.Len()), geom.Point{}, Tag{}) {
		if t, ok := it.(*page.Text); ok {
			fmt.Fprintf(&b, "%s %d %d; ", t, t.Size*1000/size, -t.At.Y*1000/size)
		}
	}
	return b.String()
}

func TestRaisedAndLowered(t *testing.T) {
	for in, want := range map[string]string{
		"约10⁻³克": "约10 1000 0; ⁻³ 600 430; 克 1000 0; ",
		"NO₃⁻的":  "NO 1000 0; ₃ 600 -130; ⁻ 600 430; 的 1000 0; ",
		"3m²":    "3m² 1000 0; ", // the face's own
		"xⁿ⁺¹":   "x 1000 0; ⁿ⁺¹ 600 430; ",
		"江上CO₂多": "江上CO 1000 0; ₂ 600 -130; 多 1000 0; ",
	} {
		p := Prepare(songRun(t, in), newspaper())
		if got := lifted(p); got != want {
			t.Errorf("%s is set as %q, not %q", in, got, want)
		}
		if len(p.Missing()) > 0 || len(p.Fallbacks()) > 0 {
			t.Errorf("%s: missing %v, from other faces %v", in, p.Missing(), p.Fallbacks())
		}
		if got := p.Text(0, p.Len()); got != in {
			t.Errorf("%s is read as %s", in, got)
		}
	}
	// Every character that Unicode has in this form.
	for r := rune(0xAA); r < 0x2D00; r++ {
		if scriptOf(r) == fonts.OnLine {
			continue
		}
		for _, role := range fonts.Roles() {
			run := songRun(t, "x"+string(r))
			run[0].Chain = mustSet(t).Chain(role)
			if p := Prepare(run, newspaper()); len(p.Missing()) > 0 {
				t.Errorf("%c in %v is missing", r, role)
			}
		}
	}
	runs := append(songRun(t, "CO"), songRun(t, "2")...)
	runs[1].Script = fonts.Lowered
	p := Prepare(append(runs, songRun(t, "是")...), newspaper())
	if got := lifted(p); got != "CO 1000 0; 2 600 -130; 是 1000 0; " {
		t.Errorf("CO~2~ is set as %q", got)
	}
	if p.MayBreak(1) {
		t.Error("CO~2~ may be parted")
	}
}

func mustSet(t *testing.T) *fonts.Set {
	t.Helper()
	s, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestFallbacksAreRemembered(t *testing.T) {
	own, err := fonts.Open(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	s := mustSet(t).With(map[fonts.Role][]*fonts.Face{fonts.Song: {own}})
	run := songRun(t, "a头b条m\u0304")
	run[0].Chain, run[0].Src = s.Chain(fonts.Song), diag.Pos{File: "a.md", Line: 3, Col: 5}
	var got []string
	for _, f := range Prepare(run, newspaper()).Fallbacks() {
		got = append(got, fmt.Sprintf("%c %v %s %s %v", f.Rune, f.Pos, f.Lacks.Name(), f.Draws.Name(), f.Why == fonts.Lacking))
	}
	want := "[头 a.md:3:6 GoRegular NotoSerifSC-Regular true 条 a.md:3:8 GoRegular NotoSerifSC-Regular true \u0304 a.md:3:9 GoRegular NotoSerifSC-Regular true]"
	if fmt.Sprint(got) != want {
		t.Errorf("%v\n%s", got, want)
	}
	// Quotes that a Chinese face draws by plan, and what the program's own
	// faces have, are not told.
	run = songRun(t, "他说“你好”——……")
	for _, role := range fonts.Roles() {
		run[0].Chain = mustSet(t).Chain(role)
		if f := Prepare(run, newspaper()).Fallbacks(); len(f) > 0 {
			t.Errorf("%v: %+v", role, f)
		}
	}
}

func TestSelectorsAreNoCharacters(t *testing.T) {
	for in, left := range map[string]int{
		"江\uFE0E上": 0, "①\uFE0F": 0, "江\U000E0105上": 1, "\uFE00江": 1, "江\uFE01\uFE02": 2,
	} {
		run := songRun(t, in)
		run[0].Src = diag.Pos{File: "a.md", Line: 1, Col: 1}
		p := Prepare(run, newspaper())
		if got := p.Text(0, p.Len()); got != in || len(p.Runes()) != p.Len() {
			t.Errorf("%+q: the text is %+q, %d characters of %d", in, got, len(p.Runes()), p.Len())
		}
		if len(p.LeftOut()) != left || len(p.Missing()) != 0 {
			t.Errorf("%+q: left out %v, missing %v", in, p.LeftOut(), p.Missing())
		}
		for i := range p.Len() {
			want := []rune(in)[p.Pos(i).Col-1]
			if p.Rune(i) != want {
				t.Errorf("%+q: %c stands at %v", in, p.Rune(i), p.Pos(i))
			}
		}
	}
}
