package layout

import (
	"testing"

	"duikai/fonts"
	"duikai/layout/diag"
)

func TestFallbacksAreFolded(t *testing.T) {
	var l diag.List
	at := func(line int) diag.Pos { return diag.Pos{File: "a.md", Line: line, Col: 1} }
	for i, r := range []rune("头条新闻今日要点头") {
		l.Add(diag.OtherFace, at(20-i), borrowed{"Own", "Noto", fonts.Lacking, []rune{r}, 1})
		l.Add(diag.OtherFace, at(20-i), borrowed{"Own", "Noto", fonts.Lacking, []rune{r}, 1}) // set twice
	}
	l.Add(diag.OtherFaceHead, at(1), borrowed{"Own", "Noto", fonts.Blank, []rune{'甲'}, 1})
	l.Add(diag.TightHead, at(2), "a", 9, 3)
	got := foldFaces(l)
	want := []string{
		"a.md:1:1: warning: in a head: Own has an empty glyph for 甲 (1 character, in 1 place), set from Noto [other-face-head]",
		"a.md:12:1: info: Own lacks 头点要日今闻新条 (8 characters, in 9 places), set from Noto [other-face]",
	}
	if len(got) != 3 {
		t.Fatalf("%v", got)
	}
	if got[0].String() != want[0] || got[2].String() != want[1] {
		t.Errorf("%v\n%v", got[0], got[2])
	}
	if zh := got[2].Format(diag.Chinese); zh != "a.md:12:1: 提示: 字体 Own 没有收录：头点要日今闻新条（8 字，共 9 处），改用 Noto [other-face]" {
		t.Error(zh)
	}
}

func TestScriptsInUnicode(t *testing.T) {
	for _, c := range []struct {
		text  string
		at    fonts.Script
		want  string
		where fonts.Script
	}{
		{"2", fonts.Lowered, "₂", fonts.OnLine},
		{"−3", fonts.Raised, "⁻³", fonts.OnLine},
		{"max", fonts.Lowered, "ₘₐₓ", fonts.OnLine},
		{"c", fonts.Lowered, "c", fonts.Lowered},
		{"2q", fonts.Raised, "2q", fonts.Raised},
		{"2", fonts.OnLine, "2", fonts.OnLine},
	} {
		if got, where := scripted(c.text, c.at); got != c.want || where != c.where {
			t.Errorf("%s becomes %s, %v", c.text, got, where)
		}
	}
}
