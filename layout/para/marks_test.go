package para

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// placed is the ink of a drawn glyph.
type placed struct {
	r                      rune
	left, right, top, foot geom.Length // y upward
}

func glyphsOf(items []page.Item) (all []placed) {
	for _, it := range items {
		if t, ok := it.(*page.Text); ok {
			for _, g := range t.Glyphs {
				b, _ := t.Face.InkIn(g.Rune, g.Form)
				x := t.At.X + g.DX
				all = append(all, placed{g.Rune, x + t.Size.Em(int(b.XMin)), x + t.Size.Em(int(b.XMax)), -t.At.Y + t.Size.Em(int(b.YMax)), -t.At.Y + t.Size.Em(int(b.YMin))})
			}
		}
	}
	return all
}

// TestMarks: what is drawn of letters with marks in every role: composed where
// a face has the letter (NFC), else the letter and its marks, in this order; the
// marks stand over (or under) their letter's middle and touch nothing.
func TestMarks(t *testing.T) {
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Beyonce\u0301":                        "B e y o n c é",
		"re\u0301sume\u0301":                   "r é s u m é",
		"u\u0308\u030c":                        "ǚ",
		"u\u030c":                              "ǔ",
		"m\u0304":                              "m \u0304",
		"e\u0302\u0304":                        "ê \u0304",
		"e\u0304\u0302":                        "ē \u0302",
		"n\u0304\u0301":                        "n \u0304 \u0301",
		"m\u0300":                              "m \u0300",
		"M\u0304":                              "M \u0304",
		"x\u0323":                              "x \u0323",
		"か\u3099":                              "が",
		"ハ\u309a":                              "パ",
		"A\u030a":                              "Å",
		"\u1112\u1161\u11ab\u1100\u1173\u11af": "한 글",
		"\u1112\u1161":                         "하",
		"한\u0301":                              "한 \u0301",
		"字\u0323":                              "字 \u0323",
		"汉e\u0301字":                            "汉 é 字",
	} {
		for _, role := range fonts.Roles() {
			p := Prepare([]Run{{Text: text, Chain: set.Chain(role), Size: em}}, newspaper())
			if len(p.Missing()) > 0 {
				t.Errorf("%q in %s: %v is missing", text, role, p.Missing())
				continue
			}
			glyphs := glyphsOf(p.Items(nil, p.Natural(0, p.Len()), geom.Point{}, Tag{}))
			var got []string
			for _, g := range glyphs {
				got = append(got, string(g.r))
			}
			if own := set.Chain(role).Proper()[0]; !own.Has('é') {
				// A face that lacks letters with their accents gives the letter, and
				// another the accent: one hand as far as it reaches.
				want := norm.NFD.String(want)
				if s := norm.NFD.String(strings.ReplaceAll(strings.Join(got, " "), " ", "")); s != strings.ReplaceAll(want, " ", "") {
					t.Errorf("%q in %s is drawn as %q, not %q", text, role, s, want)
				}
			} else if s := strings.Join(got, " "); s != want {
				t.Errorf("%q in %s is drawn as %q, not %q", text, role, s, want)
			}
			if s := norm.NFC.String(p.Text(0, p.Len())); s != norm.NFC.String(text) {
				t.Errorf("%q reads %q", text, s)
			}
			checkMarks(t, text+" in "+role.String(), glyphs)
		}
	}
}

// checkMarks: each mark is centred on what it stands over and leaves white.
func checkMarks(t *testing.T, name string, glyphs []placed) {
	t.Helper()
	base, top, foot := placed{}, geom.Length(0), geom.Length(0)
	for _, g := range glyphs {
		if !stacks(g.r) {
			base, top, foot = g, g.top, g.foot
			continue
		}
		if d := base.left + base.right - g.left - g.right; d < -40 || d > 40 {
			t.Errorf("%s: the middle of %U is %v from its letter's", name, g.r, d/2)
		}
		const least = em / 30
		switch {
		case g.r == 0x323:
			if g.top > foot-least {
				t.Errorf("%s: %U touches its letter from below", name, g.r)
			}
			foot = g.foot
		case g.foot < top+least:
			t.Errorf("%s: %U touches what it stands over: %v over %v", name, g.r, g.foot, top)
		default:
			top = g.top
		}
	}
}

// TestMarksAcrossLines: a mark never leaves its letter, in narrow lines and in
// vertical ones.
func TestMarksAcrossLines(t *testing.T) {
	text := strings.Repeat("m\u0304", 30)
	for _, vertical := range []bool{false, true} {
		st := newspaper()
		st.Vertical = vertical
		p := Prepare(songRun(t, text), st)
		var all strings.Builder
		for _, l := range p.Break(Measure{Width: 3 * em}) {
			items := p.Items(nil, l, geom.Point{}, Tag{})
			if vertical {
				items = p.Column(nil, l, geom.Point{}, Tag{})
			}
			for k, it := range items {
				s := it.(*page.Text).String()
				if k == 0 && strings.HasPrefix(s, "\u0304") {
					t.Error("a line begins with a mark")
				}
				all.WriteString(s)
			}
		}
		if all.String() != text {
			t.Errorf("vertical %v: drawn %q", vertical, all.String())
		}
	}
}

// TestMarksTold: a mark without a face and the parts of a syllable that make
// none are told at their place; across runs a mark finds its letter.
func TestMarksTold(t *testing.T) {
	p := Prepare(songRun(t, "ab\u1ab0"), newspaper())
	if m := p.Missing(); len(m) != 1 || m[0].Rune != 0x1ab0 {
		t.Errorf("missing: %v", m)
	}
	p = Prepare(songRun(t, "x\u1161"), newspaper())
	if m := p.Missing(); len(m) != 1 || m[0].Rune != 0x1161 {
		t.Errorf("missing: %v", m)
	}
	runs := append(songRun(t, "m"), songRun(t, "\u0304的")...)
	p = Prepare(runs, newspaper())
	glyphs := glyphsOf(p.Items(nil, p.Natural(0, p.Len()), geom.Point{}, Tag{}))
	if len(glyphs) != 3 || glyphs[1].r != 0x304 {
		t.Fatalf("drawn: %v", glyphs)
	}
	checkMarks(t, "across runs", glyphs[:2])
}
