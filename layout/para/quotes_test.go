package para

import (
	"strings"
	"testing"

	"duikai/layout/cjk"
	"duikai/layout/geom"
)

// TestQuotes: every mark says in which script it stands: “c” a Chinese one,
// “l” a Latin one.
func TestQuotes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// Apostrophes.
		{"students’ books", "l"},
		{"the students’ books and James’ hat", "ll"},
		{"don’t", "l"},
		{"他说don’t就是不要", "l"},
		{"看James’的书", "l"},
		{"rock ’n’ roll", "ll"},
		{"back in the ’90s", "l"},
		{"‘90s music", "l"},
		{"back in the ‘90s, they say", "l"},
		{"é’s", "l"},
		// Pairs in English.
		{"“Hello, world,” he said.", "ll"},
		{"He said: “Hello.”", "ll"},
		{"“Hello, world.”", "ll"},
		{"“‘Hello,’ he said,” wrote Anna.", "llll"},
		{"She wrote “5” on it.", "ll"},
		{"I said “你好” to him.", "ll"},
		{"The ‘students’ books’ are here", "lll"},
		{"Wait… “what” — “this”?", "llll"},
		// Pairs in Chinese.
		{"他说：“Hello, world.”", "cc"},
		{"他说“students”就走了", "cc"},
		{"他说‘students’就走了", "cc"},
		{"叫“AI+”行动", "cc"},
		{"“AI”时代", "cc"},
		{"进入“AI”", "cc"},
		{"“你好”", "cc"},
		{"用iPhone“拍照”App", "cc"},
		{"“it’s”是缩写", "clc"},
		{"他说“‘hello’是你好”", "cccc"},
		{"她念道：“Don’t worry, ‘be happy’.”", "clllc"},
		{"他走了。“Hello,” he said.", "ll"},
		{"2020年“5G”建设", "cc"},
		{"“12345”热线", "cc"},
		// Marks without a partner.
		{"他说：“Hello", "c"},
		{"he said “hello", "l"},
		{"hello” he said", "l"},
		{"你好”he", "c"},
		{"“", "c"},
		{"’", "c"},
	} {
		p := Prepare(songRun(t, c.text), newspaper())
		var got strings.Builder
		for i := range p.clusters {
			if !quoteMark(p.clusters[i].r) {
				continue
			}
			if p.clusters[i].latinQuote() {
				got.WriteByte('l')
			} else {
				got.WriteByte('c')
			}
		}
		if got.String() != c.want {
			t.Errorf("%s: %s, want %s", c.text, got.String(), c.want)
		}
	}
}

// TestLatinQuoteWidths: a Latin mark is as wide as its ink and two bearings,
// in the face of its word; the manuscript's half em is gone.
func TestLatinQuoteWidths(t *testing.T) {
	width := func(s string) geom.Length {
		p := Prepare(songRun(t, s), newspaper())
		return p.NaturalWidth(0, p.Len())
	}
	for _, c := range [][2]string{{"students’ books", "students books"}, {"“Hello” he", "Hello he"}, {"the ’90s", "the 90s"}} {
		marks := geom.Length(len([]rune(c[0])) - len([]rune(c[1])))
		if more := width(c[0]) - width(c[1]); more < marks*em/10 || more > marks*em*48/100 {
			t.Errorf("%s: %d marks take %v of an em of %v", c[0], marks, more, em)
		}
	}
	p := Prepare(songRun(t, "say “hello” now"), newspaper())
	for i := range p.clusters {
		if c := &p.clusters[i]; quoteMark(c.r) && c.face != p.clusters[0].face {
			t.Errorf("%c is of %s", c.r, c.face.Name())
		}
	}
}

// TestQuotesLinear: rows of marks cost no more than their length.
func TestQuotesLinear(t *testing.T) {
	const n = 20000
	for _, text := range []string{strings.Repeat("“", n) + "a" + strings.Repeat("’", n), strings.Repeat("“a", n) + strings.Repeat("”", n), strings.Repeat("‘9", n)} {
		if p := Prepare(songRun(t, text), newspaper()); p.Len() < n {
			t.Fatal("characters were lost")
		}
	}
}

// TestLatinQuotesBreak: a Latin closing mark starts no line and an opening one
// ends none.
func TestLatinQuotesBreak(t *testing.T) {
	p := Prepare(songRun(t, "say “hello” now"), newspaper())
	for i := range p.clusters {
		switch p.clusters[i].class {
		case cjk.LatinOpen:
			if p.MayBreak(i) || !p.MayBreak(i-1) {
				t.Error("an opening mark ends a line, or starts none")
			}
		case cjk.LatinClose:
			if p.MayBreak(i - 1) {
				t.Error("a closing mark starts a line")
			}
		}
	}
}
