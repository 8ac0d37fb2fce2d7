package manuscript

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duikai/layout/diag"
	_ "duikai/samples/draws" // the same draws every time
)

func TestAnnotations(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"dots", "这是==重点==。", same},
		{"names", "__张三__与__李四__同行", same},
		{"titles", "读~~论语~~，好", same},
		{"side by side", "__张三____李四__到", "__张三李四__到"},
		{"at the ends", "==重点==", same},
		{"marks inside", "他说==“好。”==后面", same},
		{"beside Latin", "用==iPhone==打", same},
		{"Latin text", "read ~~The Times~~ now", same},
		{"over lines", "这是==重\n点==。", "这是==重点==。"},
		{"in one another", "==甲__乙~~丙~~丁__戊==", "==甲====__乙__====__~~丙~~__====__丁__====戊=="},
		{"across each other", "==甲__乙==丙__", "==甲====__乙__==__丙__"},
		{"inside bold", "**甲==乙==丙**", "**甲****==乙==****丙**"},
		{"around bold", "==甲**乙**丙==", "==甲==**==乙==**==丙=="},
		{"bold outside", "文**==重点==**后", "文**==重点==**后"},
		{"bold inside", "文==**重点**==后", "文**==重点==**后"},
		{"bold beside Latin", "a**__b__**c", "a**__b__**c"},
		{"kai across", "==甲*乙==丙*", "==甲==*==乙==**丙*"},
		{"open marks", "==没有 __结束 ~~啊", same},
		{"closed marks", "没有== 开始__", same},
		{"spaces inside", "甲 == 乙 == 丙", same},
		{"only a space before the end", "==甲 ==", same},
		{"comparison", "a==b，c==d", same},
		{"file names", "file__name__x 和 _字_", same},
		{"figures", "100~~150", same},
		{"one mark", "甲=乙=丙~丁~", same},
		{"three marks", "甲===乙===丙", same},
		{"five marks", "=====甲=====", same},
		{"nothing inside", "甲====乙", same},
		{"only marks inside", "甲==__==乙", same},
		{"escaped", `\==甲== \_\_乙__`, "==甲== __乙__"},
		{"escaped inside", `==甲\==乙==`, "==甲==乙=="},
		{"entities", "&#61;&#61;甲==", "==甲=="},
		{"code", "`==甲==`", "==甲=="},
		{"in an address", "见https://a.cn/__x__/y==z，==好==", same},
		{"around an address", "==https://a.cn==好", same},
		{"in a mail address", "__a__@b.cn", same},
		{"unpaired before a pair", "甲== 乙==丙==丁", same},

		{"ruby", "{汉|hàn}字", same},
		{"mono-ruby", "过{汀江|tīng jiāng}。", "过{汀|tīng}{江|jiāng}。"},
		{"group ruby", "过{汀江|河名}。", same},
		{"too few syllables", "{汀江水|tīng jiāng}", same},
		{"too many syllables", "{汀|tīng jiāng}", same},
		{"Latin base", "{New York|纽约}", same},
		{"Han and Latin", "{T恤|tī xù}", same},
		{"padded", "{ 汀江 |　tīng  jiāng }", "{汀|tīng}{江|jiāng}"},
		{"rubies side by side", "{汉|hàn}{字|zì}", same},
		{"ruby in bold", "**{汉|hàn}**字", same},
		{"bold in a ruby", "{**汉**|hàn}字", "**{汉|hàn}**字"},
		{"half bold mono-ruby", "{汀**江**|tīng jiāng}", "{汀|tīng}**{江|jiāng}**"},
		{"half bold group ruby", "{汀**江**|河}", "{汀**江**|河}"},
		{"ruby under a line", "__{汀江|tīng jiāng}__", "__{汀|tīng}{江|jiāng}__"},
		{"line in a ruby", "{__汀江__|tīng jiāng}", "__{汀|tīng}{江|jiāng}__"},
		{"ruby among dots", "==甲{汉|hàn}乙==", same},
		{"bold after a ruby", "a**{汉|hàn}**b", same},
		{"subhead", "## {汉|hàn}==字==", "H1 {汉|hàn}==字=="},
		{"quote", "> {汉|hàn}==字==", "Q {汉|hàn}==字=="},
		{"item", "1. {汉|hàn}字", same},
		{"at a line break", "{汉|\nhàn}字", "{汉|hàn}字"},
		{"broken by a line end", "{汉|hà\nn z}字", "{汉|hà n z}字"},
		{"no bar", "{汉}字", same},
		{"no base", "{|hàn}字", same},
		{"no ruby", "{汉|}字{汉| }", same},
		{"two bars", "{汉|hàn|zì}", same},
		{"open brace", "{汉|hàn", same},
		{"closing brace", "汉|hàn}", same},
		{"inner braces", "{甲{汉|hàn}乙|x}", same},
		{"only marks under it", "{，|dòu}", same},
		{"escaped brace", `\{汉|hàn}{汉\|hàn}`, "{汉|hàn}{汉|hàn}"},
		{"escape in a ruby", `{汉字|a\*b}`, "{汉字|a*b}"},
		{"long base", "{" + strings.Repeat("汉", 40) + "|x}", same},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fsys, s, _ := raw("---\nheadline: 题\n---\n" + tt.in)
			want := tt.want
			if want == same {
				want = tt.in
			}
			if !strings.HasPrefix(want, "H1 ") && !strings.HasPrefix(want, "Q ") {
				want = "P " + want
			}
			if got := dump(s.Blocks); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			switch tt.name {
			case "entities", "item", "broken by a line end": // another character stands there
			default:
				checkPlaces(t, fsys, &Issue{Stories: []*Story{s}}, true)
			}
		})
	}
}

// TestAnnotationStyles holds what dump cannot show: what is text and what is a
// mark.
func TestAnnotationStyles(t *testing.T) {
	_, s, _ := raw(`a==b {汀江|tīng jiāng} \==甲== ~~书~~`)
	p := s.Blocks[0].(*Paragraph).Text
	if got := p.String(); got != "a==b 汀江 ==甲== 书" {
		t.Errorf("got %q", got)
	}
	want := []Span{
		{"a==b ", 0, diag.Pos{File: storyA, Line: 1, Col: 1}, "", diag.Pos{}},
		{"汀", 0, diag.Pos{File: storyA, Line: 1, Col: 7}, "tīng", diag.Pos{File: storyA, Line: 1, Col: 10}},
		{"江", 0, diag.Pos{File: storyA, Line: 1, Col: 8}, "jiāng", diag.Pos{File: storyA, Line: 1, Col: 15}},
	}
	for i, w := range want {
		if p[i] != w {
			t.Errorf("span %d: %+v, want %+v", i, p[i], w)
		}
	}
	if last := p[len(p)-1]; last.Text != "书" || last.Style != WaveLine {
		t.Errorf("last: %+v", last)
	}
}

func TestAnnotationsOfHeads(t *testing.T) {
	story := `---
kicker: "{汀江|tīng jiāng}边"
headline: [老码头|的==新==汽笛, '{汉|hàn}字|好 \|\{x|y}', '__汀|江__']
deck: 读~~论语~~ a==b \_\_ \x
byline: 本报记者 {喆|zhé}
note: (作者系==职工==,退休)
---
# 第二 {汉|hàn}
文
`
	fsys := folder(issueY, head+"pages:\n- number: 1\n  editors: {__a__: '{汉|hàn}'}\n  slots:\n"+slotA, storyA, story)
	is, problems := Load(fsys)
	if problems.Has(diag.Warning) {
		t.Fatal(problems)
	}
	s := is.Story("a")
	var got []string
	each(s, func(x Text) {
		if len(x) > 0 {
			got = append(got, strings.ReplaceAll(written(x), string(HintRune), "¦"))
		}
	})
	want := []string{
		"{汀|tīng}{江|jiāng}边", "本报记者 {喆|zhé}", "（作者系==职工==，退休）",
		"老码头¦的==新==汽笛", "{汉|hàn}字¦好 |{x¦y}", "__汀¦江__",
		`读~~论语~~ a==b __ \x`, "第二 {汉|hàn}", "文",
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
	// The staff box is set in one styling, so its text is what is written.
	if e := is.Pages[0].Editors[0]; e.Role.String() != "__a__" || e.Name.String() != "{汉|hàn}" {
		t.Errorf("editors: %v", e)
	}
	checkPlaces(t, fsys, is, false)

	// None of these marks needs quotes in YAML but the brace.
	_, s, _ = raw("---\nkicker: ==重==点\nbyline: __张三__\ndeck: ~~论语~~\nnote: '~~论语~~ {汉|hàn}'\n---\n文")
	if got := written(s.Kicker) + " " + written(s.Byline) + " " + written(s.Deck[0]) + " " + written(s.Note); got != "==重==点 __张三__ ~~论语~~ ~~论语~~ {汉|hàn}" {
		t.Errorf("got %s", got)
	}

	_, s, _ = raw("# {汉|hàn}字|==好==\n\n文")
	if got := written(s.Headline[0]); got != "{汉|hàn}字\u001f==好==" {
		t.Errorf("headline %q", got)
	}
}

// TestNormalizeAnnotated: mending sees through annotations and leaves rubies
// alone.
func TestNormalizeAnnotated(t *testing.T) {
	for in, want := range map[string]string{
		"==重点==,好":              "==重点==，好",
		"__张三__(记者)":            "__张三__（记者）",
		"{汉|hàn},{字|zì}.":       "{汉|hàn}，{字|zì}。",
		"{ＧＤＰ|生产总值}":            "{GDP|生产总值}",
		"{汉字,|a,b}":             "{汉字，|a,b}",
		"{汉--字|a--b}":           "{汉——字|a--b}",
		"{汉…字|x}":               "{汉…|x}…字",
		"我们都知道 =={都|dōu}== 是中国": "我们都知道=={都|dōu}==是中国",
		"周一~周五~~论语~~":           "周一～周五~~论语~~",
		`他说"==好=="`:             "他说“==好==”",
		"{汉\u200b字|hànzì}":      "{汉|hànzì}字",
	} {
		is, _ := Load(folder(issueY, sound, storyA, in))
		if got := dump(is.Story("a").Blocks); got != "P "+want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// TestRubiesAreConserved: whatever stands around, a mended text keeps every
// letter of the bases, and every ruby once.
func TestRubiesAreConserved(t *testing.T) {
	rubies := []string{"{汉|hàn}", "{汀江|tīng jiāng}", "{New York|纽约}", "{，汉.|x}"}
	rapid.Check(t, func(t *rapid.T) {
		var in, base, over strings.Builder
		for range rapid.IntRange(1, 12).Draw(t, "pieces") {
			around := string(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 4).Draw(t, "around"))
			around = strings.NewReplacer("@", "", "/", "", "#", "", "&", "", "（", "", "-", "").Replace(around)
			r := rapid.SampledFrom(rubies).Draw(t, "ruby")
			in.WriteString("中" + around + r)
			b, o, _ := strings.Cut(strings.Trim(r, "{}"), "|")
			base.WriteString("中" + around + b)
			over.WriteString(o)
		}
		is, _ := Load(folder(issueY, sound, storyA, in.String()))
		var got, gotOver strings.Builder
		for _, b := range is.Story("a").Blocks {
			for _, s := range b.(*Paragraph).Text {
				got.WriteString(s.Text)
				gotOver.WriteString(s.Ruby)
			}
		}
		if words(got.String()) != words(base.String()) || gotOver.String() != strings.ReplaceAll(over.String(), " ", "") && words(gotOver.String()) != words(over.String()) {
			t.Fatalf("%q: got %q and over it %q", in.String(), got.String(), gotOver.String())
		}
	})
}
