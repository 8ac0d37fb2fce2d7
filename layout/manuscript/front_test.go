package manuscript

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/diag"
)

// TestFrontMatterIsFound: front matter is never printed as text; what keeps the
// program from seeing it is told at its line, with what to do.
func TestFrontMatterIsFound(t *testing.T) {
	const keys = "headline: 题\nbyline: 张三\n"
	for _, tt := range []struct{ name, in, want string }{
		{"sound", "---\n" + keys + "---\n文\n", ""},
		{"byte order marks", "\ufeff\ufeff---\n" + keys + "---\n文\n", ""},
		{"Windows", "---\r\nheadline: 题\r\nbyline: 张三\r\n---\r\n文\r\n", ""},
		{"empty lines before", "\n　\n \n---\n" + keys + "---\n文\n", ""},
		{"no rules", keys + "\n文\n", "1:1 3:1"},
		{"no rule above", keys + "---\n文\n", "1:1"},
		{"no rule below", "---\n" + keys + "\n文\n", "1:1"},
		{"no rule below, text at once", "---\n" + keys + "文\n", "1:1"},
		{"dashes of Word", "———\n" + keys + "———\n文\n", "1:1 4:1"},
		{"one dash", "—\n" + keys + "—\n文\n", "1:1 4:1"},
		{"full-width hyphens", "－－－\n" + keys + "－－－\n文\n", "1:1 4:1"},
		{"stars", "***\n" + keys + "***\n文\n", "1:1 4:1"},
		{"underscores", "___\n" + keys + "___\n文\n", "1:1 4:1"},
		{"equals signs", "===\n" + keys + "===\n文\n", "1:1 4:1"},
		{"hyphens apart", "- - -\n" + keys + "- - -\n文\n", "1:1 4:1"},
		{"too many hyphens", "-----\n" + keys + "-----\n文\n", "1:1 4:1"},
		{"too few hyphens", "--\n" + keys + "--\n文\n", "1:1 4:1"},
		{"box drawing", "───\n" + keys + "───\n文\n", "1:1 4:1"},
		{"plus signs", "+++\n" + keys + "+++\n文\n", "1:1 4:1"},
		{"indented", "  ---\n" + keys + "  ---\n文\n", "1:1 4:1"},
		{"only the last is wrong", "---\n" + keys + "———\n文\n", "4:1"},
		{"a break further down", "---\n" + keys + "———\n文\n\n---\n\n后\n", "4:1"},
		{"only the first is wrong", "———\n" + keys + "---\n文\n", "1:1"},
		{"full-width colons", "headline：题\nbyline：张三\n\n文\n", "1:1 1:9 2:7 3:1"},
		{"capitals", "Headline: 题\nbyline: 张三\n---\n文\n", "1:1 1:1"},
		{"Chinese keys", "标题：题\n作者：张三\n\n文\n", "1:1"},
		{"Chinese keys and half colons", "主标题: 题\n署名: 张三\n文\n", "1:1"},
		{"Chinese keys in brackets", "【标题】题\n【作者】张三\n文\n", "1:1"},
		{"Chinese keys in bold", "**标题**：题\n\n**作者：**张三\n文\n", "1:1"},
		{"Chinese keys and a rule below", "标题：题\n作者：张三\n---\n文\n", "1:1"},
		{"Chinese keys and a rule of Word", "标题：题\n作者：张三\n———\n文\n", "1:1"},
		{"Chinese keys between rules", "---\n标题: 题\n作者: 张三\n---\n文\n", "2:1 3:1"},
		{"Chinese keys and colons between rules", "---\n标题：题\n作者：张三\n---\n文\n", "2:3 3:3"},
		{"a fence of code", "```\n" + keys + "```\n文\n", "1:1"},
		{"a fence of YAML", "```yaml\n" + keys + "```\n文\n", "1:1"},
		{"a fence of tildes", "~~~ yaml\n" + keys + "~~~\n文\n", "1:1"},
		{"TOML", "+++\nheadline = \"题\"\nbyline = '张三'\n+++\n文\n", "1:1"},
		{"JSON", "{\"headline\": \"题\", \"byline\": \"张三\"}\n文\n", "1:1"},
		{"JSON of some lines", "{\n  \"headline\": \"题\",\n  \"byline\": \"张三\"\n}\n文\n", "1:1"},
		{"a list", "headline:\n- 题\nbyline: 张三\n\n文\n", "1:1 4:1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, s, problems := raw(tt.in)
			var got []string
			for _, p := range problems {
				if p.Severity() >= diag.Warning {
					got = append(got, fmt.Sprintf("%d:%d", p.Pos.Line, p.Pos.Col))
				}
			}
			if g := strings.Join(got, " "); g != tt.want {
				t.Errorf("got %s, want %s: %v", g, tt.want, problems)
			}
			if h := s.Headline; tt.name != "capitals" && (len(h) != 1 || h[0].String() != "题") || s.Byline.String() != "张三" {
				t.Errorf("headline %v, byline %v", h, s.Byline)
			}
			if d := dump(s.Blocks); d != "P 文" && d != "P 文|B|P 后" {
				t.Errorf("body %s", d)
			}
		})
	}
	for _, in := range []string{"张三：你好。\n", "**本报讯**（记者 张三）\n", "时间: 十点\n", "-5℃的早晨\n", "——张三\n", "1. 一\n2. 二\n", "to be or not\n", "作者：李白\n床前明月光\n", "记者：您好！\n嘉宾：您好！\n", "答：好\n标题：好\n"} {
		if _, _, problems := raw(in); len(problems) != 1 || problems[0].Code != diag.NoHeadline {
			t.Errorf("%q: %v", in, problems)
		}
	}
}

// TestTypedFront: the message on Chinese keys has the lines that are right.
func TestTypedFront(t *testing.T) {
	_, s, problems := raw("标题：甲: 乙\n副标题：#丙\n文\n")
	if len(problems) != 1 || !strings.HasSuffix(problems[0].Text(diag.Chinese), "headline: '甲: 乙' / deck: '#丙'") {
		t.Errorf("%v", problems)
	}
	if s.Headline[0].String() != "甲：乙" && s.Headline[0].String() != "甲: 乙" || s.Deck[0].String() != "#丙" || dump(s.Blocks) != "P 文" {
		t.Errorf("%v %v %s", s.Headline, s.Deck, dump(s.Blocks))
	}
}

// TestNoHeadline: a placed story without a headline is told of once.
func TestNoHeadline(t *testing.T) {
	const other = "  - {story: b, at: [3, 1], span: [2, 20], head: none}\n"
	for in, want := range map[string]string{
		"文\n":                            "stories/a.md:1:1 no-headline",
		"---\nheadline:\n---\n文\n":       "stories/a.md:2:1 no-headline",
		"---\nheadline: #题\n---\n文\n":    "stories/a.md:2:11 yaml-comment",
		"---\nheadline: ''\n---\n文\n":    "stories/a.md:2:1 no-headline",
		"---\nheadlin: 题\n---\n文\n":      "stories/a.md:2:1 unknown-key",
		"---\nfrom: {page: 1}\n---\n文\n": "",
		"---\nheadline: [题\n---\n文\n":    "stories/a.md:2:11 bad-yaml",
		"# 题\n\n文\n":                     "",
	} {
		_, problems := Load(folder(issueY, sound+other, storyA, in, "stories/b.md", "文\n"))
		var got []string
		for _, p := range problems {
			got = append(got, fmt.Sprintf("%s %s", p.Pos, p.Code))
		}
		if g := strings.Join(got, "\n"); g != want {
			t.Errorf("%q: got %s, want %s", in, g, want)
		}
	}
}
