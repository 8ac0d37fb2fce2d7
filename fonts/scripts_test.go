package fonts_test

import (
	"fmt"
	"strings"
	"testing"

	"duikai/fonts"
	"duikai/samples/oracle"
)

const notoDir = "/usr/share/fonts/truetype/noto/"

// noto is a face of Debian's fonts-noto-core.
func noto(t *testing.T, name string) *fonts.Face {
	t.Helper()
	f, err := fonts.Open(oracle.File(t, notoDir+name+"-Regular.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// scriptWords are words of scripts whose letters join, stack or change places.
var scriptWords = []struct {
	face, script string
	leftward     bool
	words        string
}{
	{"NotoSansHebrew", "Hebr", true, "שלום שָׁלוֹם בְּרֵאשִׁית יִשְׂרָאֵל"},
	{"NotoNaskhArabic", "Arab", true, "السلام لا مُحَمَّد ئۇيغۇر ھەپتە قازاق شىنجاڭ پروفېسسور ۈرۈمچى"}, // the last six are Uyghur
	{"NotoSansDevanagari", "Deva", false, "क्ष हिन्दी कर्म स्त्री प्रकृति श्री द्वि र्कि"},
	{"NotoSansThai", "Thai", false, "น้ำ ที่ กรุงเทพ ปู่ ก็ ผู้ใหญ่"},
	{"NotoSerifTibetan", "Tibt", false, "བོད་ བསྒྲུབས་ རྒྱལ་ ལྷ་ས་ ཨོཾ"},
	{"NotoSansMongolian", "Mong", false, "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ ᠨᠢᠭᠡ ᠤᠯᠠᠭᠠᠨ ᠠ᠊ᠠ"},
}

// TestScripts: words of every script are the glyphs at the places that HarfBuzz
// itself gives.
func TestScripts(t *testing.T) {
	for _, s := range scriptWords {
		t.Run(s.script, func(t *testing.T) {
			f := noto(t, s.face)
			for _, word := range strings.Fields(s.words) {
				text := []rune(word)
				glyphs, _, err := f.Shape(text, 0, len(text), s.script, s.leftward)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, g := range glyphs {
					got = append(got, fmt.Sprintf("%d@%d,%d", g.ID, g.X, g.Up))
				}
				out := oracle.Run(t, "hb-shape", "--no-glyph-names", "--no-clusters", "--font-size=1000", "--script="+s.script, notoDir+s.face+"-Regular.ttf", word)
				if want := placedBy(t, string(out)); strings.Join(got, " ") != want {
					t.Errorf("%s: %v, HarfBuzz says %s", word, got, want)
				}
			}
		})
	}
}

// placedBy reads hb-shape's list [glyph@x,y+advance|...] as places from the left
// edge of the whole.
func placedBy(t *testing.T, out string) string {
	t.Helper()
	var all []string
	pen := 0
	for _, g := range strings.Split(strings.Trim(strings.TrimSpace(out), "[]"), "|") {
		id, x, y, advance := 0, 0, 0, 0
		if strings.Contains(g, "@") {
			if _, err := fmt.Sscanf(g, "%d@%d,%d+%d", &id, &x, &y, &advance); err != nil {
				t.Fatalf("%s: %v", g, err)
			}
		} else if _, err := fmt.Sscanf(g, "%d+%d", &id, &advance); err != nil {
			t.Fatalf("%s: %v", g, err)
		}
		all = append(all, fmt.Sprintf("%d@%d,%d", id, pen+x, y))
		pen += advance
	}
	return strings.Join(all, " ")
}

// TestScriptsLook holds what a reader sees: letters that join are other glyphs
// than alone, stacks are as wide as their base, and signs change places.
func TestScriptsLook(t *testing.T) {
	shape := func(t *testing.T, face, script, word string, leftward bool) ([]fonts.Shaped, fonts.Em) {
		text := []rune(word)
		glyphs, width, err := noto(t, face).Shape(text, 0, len(text), script, leftward)
		if err != nil {
			t.Fatal(err)
		}
		return glyphs, width
	}
	for _, c := range []struct{ face, script, one, other string }{
		{"NotoSansThai", "Thai", "ก", "กี่"},      // vowel and tone over the letter
		{"NotoSerifTibetan", "Tibt", "ག", "གུ"},   // a vowel below
		{"NotoSansHebrew", "Hebr", "ש", "שָ"},     // a point below
		{"NotoNaskhArabic", "Arab", "ب", "بّ"},    // a sign above
		{"NotoSansDevanagari", "Deva", "क", "कु"}, // a vowel below
	} {
		_, a := shape(t, c.face, c.script, c.one, c.script == "Hebr" || c.script == "Arab")
		_, b := shape(t, c.face, c.script, c.other, c.script == "Hebr" || c.script == "Arab")
		if a != b {
			t.Errorf("%s is %v wide, %s %v", c.one, a, c.other, b)
		}
	}
	// The vowel is written behind its consonant and stands before it.
	f := noto(t, "NotoSansDevanagari")
	if g, _ := shape(t, "NotoSansDevanagari", "Deva", "कि", false); len(g) != 2 || g[1].ID != f.Glyph('क') {
		t.Errorf("कि is %v", g)
	}
	if g, _ := shape(t, "NotoSansDevanagari", "Deva", "क्ष", false); len(g) != 1 {
		t.Errorf("क्ष is %v", g)
	}
	for _, c := range []struct {
		face, script, word string
		leftward           bool
	}{
		{"NotoNaskhArabic", "Arab", "ھھھ", true}, {"NotoSansMongolian", "Mong", "ᠨᠨᠨ", false},
	} {
		g, _ := shape(t, c.face, c.script, c.word, c.leftward)
		if len(g) != 3 || g[0].ID == g[1].ID || g[1].ID == g[2].ID || g[0].ID == g[2].ID {
			t.Errorf("%s has no three forms: %v", c.word, g)
		}
	}
}
