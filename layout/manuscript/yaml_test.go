package manuscript

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duikai/layout/diag"
)

// chinese tells whether a message holds nothing of English but what it cites:
// keys, marks and YAML's name.
func chinese(s string) bool {
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r < 'A' || r > 'z' }) {
		switch word {
		case "found", "could", "find", "not", "allowed", "this", "context", "unexpected", "must", "be", "specified", "character", "token", "value":
			return false
		}
	}
	return true
}

// TestYAMLSlips: what a Chinese keyboard does to issue.yaml is named at its
// column, all of it in one run, and nothing that follows from it is.
func TestYAMLSlips(t *testing.T) {
	const slots = "pages:\n- number: 1\n  slots:\n"
	long := strings.Repeat("  - {story: a, at: [1, 1], span: [2, 20]}\n", 1)
	tests := []struct{ name, issue, want string }{
		{"colon of a key", head + "pages：\n- number: 1\n  slots:\n" + long, "3:6"},
		{"colon with text", "paper：临江日报\ndate: 2026-11-23\n" + slots + long, "1:6"},
		{"colon and full-width space", "paper：　临江日报\ndate: 2026-11-23\n" + slots + long, "1:6"},
		{"several colons", "paper：临江日报\ndate：2026-11-23\npages：\n- number：1\n  slots：\n" + long, "1:6 2:5 3:6 4:9 5:8"},
		{"small colon", "paper﹕临江日报\ndate: 2026-11-23\n" + slots + long, "1:6"},
		{"colon without a space", "paper:临江日报\ndate:2026-11-23\n" + slots + long, "1:6 2:5"},
		{"colon and full-width blank", "paper:　临江日报\ndate:\u00a02026-11-23\n" + slots + long, "1:7 2:6"},
		{"colon in braces", head + slots + "  - {story：a, at: [1, 1], span: [2, 20]}\n", "6:11"},
		{"colon in braces without a space", head + slots + "  - {story:a, at:[1, 1], span:[2, 20]}\n", "6:11 6:17 6:30"},
		{"comma in braces", head + slots + "  - {story: a，at: [1, 1]，span: [2, 20]}\n", "6:14 6:25"},
		{"comma in a list", head + slots + "  - {story: a, at: [1，1], span: [2、20]}\n", "6:22 6:35"},
		{"full-width brackets", head + slots + "  - {story: a, at: ［1, 1］, span: 【2, 20】}\n", "6:20 6:25 6:34 6:40"},
		{"full-width braces", head + slots + "  - ｛story: a, at: [1, 1], span: [2, 20]｝\n", "6:5 6:41"},
		{"curly quotes", head + slots + "  - {story: “a”, at: [1, 1], span: [2, 20]}\n", "6:13"},
		{"curly quotes around a key", head + slots + "  - {“story”: a, at: [1, 1], span: [2, 20]}\n", "6:6"},
		{"curly quotes around a date", "paper: 临江日报\ndate: “2026-11-23”\n" + slots + long, "2:7"},
		{"tab as indent", head + "pages:\n- number: 1\n\tslots:\n\t- {story: a, at: [1, 1], span: [2, 20]}\n", "5:1 6:1"},
		{"full-width space as indent", head + "pages:\n- number: 1\n　slots:\n　- {story: a, at: [1, 1], span: [2, 20]}\n", "5:1 6:1"},
		{"no-break spaces as indent", head + "pages:\n- number: 1\n\u00a0\u00a0slots:\n\u00a0\u00a0- {story: a, at: [1, 1], span: [2, 20]}\n", "5:1 6:1"},
		{"wrong indent", head + "pages:\n- number: 1\n  slots:\n" + long + "   - {story: a, at: [3, 1], span: [2, 20]}\n", "7:4"},
		{"key indented too deep", "paper: 临江日报\n  date: 2026-11-23\n" + slots + long, "2:3"},
		{"unclosed list", head + slots + "  - {story: a, at: [1, 1, span: [2, 20]}\n", "6:20"},
		{"unclosed braces", head + slots + "  - {story: a, at: [1, 1], span: [2, 20]\n  - {story: a, at: [3, 1], span: [2, 20]\n", "6:5 7:5"},
		{"one bracket for the other", head + slots + "  - {story: a, at: [1, 1}, span: [2, 20]]\n", "6:25 6:41"},
		{"one bracket too many", head + slots + "  - {story: a, at: [1, 1], span: [2, 20]}}\n", "6:42"},
		{"comma missing", head + slots + "  - {story: a at: [1, 1] span: [2, 20]}\n", "6:15 6:26"},
		{"comma twice", head + slots + "  - {story: a,, at: [1, 1], span: [2, 20]}\n", "6:15"},
		{"comma missing between numbers", head + slots + "  - {story: a, at: [1 1], span: [2, 20]}\n", "6:23"},
		{"unclosed quote", "paper: \"临江日报\ndate: 2026-11-23\n" + slots + long, "1:8"},
		{"unclosed single quote", "paper: '临江日报\ndate: 2026-11-23\n" + slots + long, "1:8"},
		{"quote closed by a curly one", "paper: \"临江日报”\ndate: 2026-11-23\n" + slots + long, "1:8"},
		{"unclosed quote in braces", head + slots + "  - {notice: \"晴, at: [1, 1], span: [2, 20]}\n" + strings.Replace(long, "[1, 1]", "[3, 1]", 1), "6:14"},
		{"dash without a space", head + slots + long + "  -{story: a, at: [3, 1], span: [2, 20]}\n", "7:3"},
		{"full-width dash", head + slots + long + "  － {story: a, at: [3, 1], span: [2, 20]}\n", "7:3"},
		{"no-break space behind the dash", head + slots + "  -\u00a0{story: a, at: [1, 1], span: [2, 20]}\n", "6:4"},
		{"a line without a key", head + "第一版\n" + slots + long, "3:1"},
		{"two keys on a line", head + "number: 3 cn: CN43-0001\n" + slots + long, "3:11"},
		{"colon in a name", "paper: 临江: 日报\ndate: 2026-11-23\n" + slots + long, "1:8 1:10 normalized"},
		{"comma in a caption", head + slots + long + "  - {picture: p.jpg, caption: 江上, 晨雾, at: [3, 1], span: [2, 20]}\n", "7:33 7:33 normalized 7:34 normalized"},
		{"editors", head + "pages:\n- number: 1\n  editors:\n    责任编辑：陈一\n    版式:李二\n  slots:\n" + long, "6:9 7:7"},
		{"editors in braces", head + "pages:\n- number: 1\n  editors: {责任编辑：陈一，版式: 李二}\n  slots:\n" + long, "5:17 5:20"},
		{"backslash in double quotes", head + slots + "  - {notice: \"a\\d\", at: [1, 1], span: [2, 20]}\n" + strings.Replace(long, "[1, 1]", "[3, 1]", 1), "6:16"},
		{"a list for a mapping", head + slots + "  - [story: a, at: [1, 1], span: [2, 20]}\n", "6:5"},
		{"unclosed list of slots", head + "pages:\n- number: 1\n  slots: [{story: a, at: [1, 1], span: [2, 20]}\n- number: 2\n  slots: [{story: b, at: [1, 1], span: [2, 20]}]\n", "5:10"},
		{"unclosed list of slots on further lines", head + "pages:\n- number: 1\n  slots: [\n    {story: a, at: [1, 1], span: [2, 20]},\n    {story: b, at: [3, 1], span: [2, 20]}\n", "5:10"},
		{"unclosed list for a text", "paper: [临江日报\ndate: 2026-11-23\n" + slots + long, "1:8"},
		{"unclosed list of fonts", head + "style: {fonts: {song: [a.ttf, b.ttf}}\n" + slots + long, "3:23"},
		{"unclosed braces for a date", "paper: 临江日报\ndate: {2026-11-23\n" + slots + long, "2:7 2:8"},
		{"Chinese key and colon", head + "pages:\n- number: 1\n  slots:\n  - {story: a, at: [1, 1], span: [2, 20], columns：2}\n", "6:50"},
		{"far apart", "paper：x\ndate: 2026-11-23\n" + strings.Repeat("# 说明\n", 60) + slots + "  - {story：a, at: [1, 1], span: [2, 20}\n", "1:6 66:11 66:33"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			is, problems := load(folder(issueY, tt.issue, storyA, goodA, "stories/b.md", goodA, "p.jpg", "x", "a.ttf", "x", "b.ttf", "x"), newGallery(fakeProbe), nil)
			if is != nil {
				t.Error("the issue counts as sound")
			}
			var got []string
			for _, p := range problems {
				zh := p.Text(diag.Chinese)
				if !chinese(zh) || zh == p.Text(diag.English) {
					t.Errorf("not Chinese: %s", zh)
				}
				if p.Code == diag.UnusedStory && p.Pos.File == "stories/b.md" {
					continue // only some cases place it
				}
				at := fmt.Sprintf("%d:%d", p.Pos.Line, p.Pos.Col)
				if p.Code != diag.BadYAML {
					at += " " + string(p.Code)
				}
				got = append(got, at)
			}
			g := strings.Join(got, " ")
			if g != tt.want {
				t.Errorf("got %s, want %s\n%v", g, tt.want, problems)
			}
		})
	}
}

// TestTextIsWhatIsWritten: a text of the front matter is what stands in the
// source, whatever YAML makes of it.
func TestTextIsWhatIsWritten(t *testing.T) {
	for in, want := range map[string]string{
		"!重要": same, "!!重要通知": same, "&甲": same, "@汀江": same, "`甲": same, "%5的增长": same, "~": same, "null": same, "Null": same, "yes": same, "no": same, "true": same,
		"2024-01-01": same, "1:30": same, "0x1F": same, "1_000": same, "010": same, "1e3": same, ".inf": same, "+5%的增长": same, "-5℃的早晨": same, "- 5℃": same, "? 谁": same,
		">5%": same, ">": same, "|甲|": "¦甲¦", "[图文]春到江南": same, "“快”字": same, "\"快\"字当头": same, "'快'字当头": same, "{汉|hàn}字": same, "{汉|hàn}": same,
		"'2024'": "2024", "\"a\\tb\"": "a b", "C#语言": same, "甲#乙": same, "a:b": same, "甲：乙": same, "<<": same, "=": same, "---甲": same, "1.": same,
		"*甲": same, "甲 *": same, "，甲": same, "3*4": same, "'it''s'": "it's", "a 'b' c": same,
	} {
		for _, form := range []string{"headline: %s\n", "headline:\n- %s\n", "headline:\n  %s\n", "headline: [%s]\n"} {
			if strings.HasPrefix(form, "headline: [") && strings.ContainsAny(in, ",>|\"'") || strings.Contains(form, "\n  ") && strings.HasPrefix(in, "- ") {
				continue
			}
			if strings.Contains(form, "- ") && in == "- 5℃" || strings.Contains(form, "\n  ") && strings.ContainsAny(in[:1], "?") || strings.Contains(form, "- ") && in == "? 谁" {
				continue // a list in a list, an entry of its own
			}
			_, s, problems := raw("---\n" + fmt.Sprintf(form, in) + "---\n文\n")
			w := want
			if w == same {
				w = in
			}
			var lines []string
			for _, h := range s.Headline {
				lines = append(lines, strings.ReplaceAll(written(h), string(HintRune), "¦"))
			}
			if got := strings.Join(lines, "/"); got != w || problems.Has(diag.Error) {
				t.Errorf(form+"got %q, want %q, %v", in, got, w, problems)
			}
		}
	}
}

// TestCommentRemedy: what is to be written for a text that goes on behind #.
func TestCommentRemedy(t *testing.T) {
	for in, want := range map[string]string{
		"headline: 题 #3 码头\n":     "headline: '题 #3 码头'",
		"headline: \"题\" #3 码头\n": "headline: '题 #3 码头'",
		"headline: '题' #3 码头\n":   "headline: '题 #3 码头'",
		"deck:\n- 题 #3 码头\n- 二\n": "'题 #3 码头'",
		"headline: it's #3\n":     "headline: 'it''s #3'",
		"headline: #3 码头\n":       "headline: '#3 码头'",
	} {
		_, _, problems := raw("---\n" + in + "---\n文\n")
		i := slices.IndexFunc(problems, func(p diag.Problem) bool { return p.Code == diag.YAMLComment })
		if i < 0 || !strings.HasSuffix(problems[i].Text(diag.Chinese), "请写成 "+want) {
			t.Errorf("%q: %v, want %s", in, problems, want)
		}
	}
}

// TestComments: a value that YAML takes for a comment is told.
func TestComments(t *testing.T) {
	for in, want := range map[string]string{
		"headline: #话题\n":                      "2:11 yaml-comment",
		"headline: 题\nkicker: #话题#\n":          "3:9 yaml-comment",
		"headline: 题\nbyline: # 记者\n":          "3:9 yaml-comment",
		"headline: 题 #话题\n":                    "2:13 yaml-comment",
		"headline: 题   # 主题\n":                 "2:15 comment-left-out",
		"headline: 题\nweight: 2 #分量\n":         "",
		"headline: # 两行\n- 一\n- 二\n":           "",
		"# 一条说明\nheadline: 题\n":                "",
		"headline: '题 #1'\n":                   "",
		"headline: ~\n":                        "2:11 yaml-nothing",
		"headline: 题\nfrom: # 上接\n  page: 1\n": "",
	} {
		_, _, problems := raw("---\n" + in + "---\n文\n")
		var got []string
		for _, p := range problems {
			got = append(got, fmt.Sprintf("%d:%d %s", p.Pos.Line, p.Pos.Col, p.Code))
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%q: got %s, want %s", in, g, want)
		}
	}
}

// TestParserWords: every message of the parser as pinned has words of its own
// in both languages, and what it does not know is no English in Chinese.
func TestParserWords(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/goccy/go-yaml").Output()
	if err != nil {
		t.Skip("the module's source is not here: ", err)
	}
	n := 0
	for _, dir := range []string{"scanner", "parser"} {
		files, _ := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), dir, "*.go"))
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			for _, says := range messagesIn(t, name) {
				n++
				if parserWords(says) == otherFault {
					t.Errorf("%s: no words for %q", filepath.Base(name), says)
				}
			}
		}
	}
	if n < 80 {
		t.Errorf("only %d messages found", n)
	}
	if w := parserWords("some news from the parser"); w != otherFault || !chinese(w.zh) {
		t.Errorf("an unknown message: %v", w)
	}
	for _, f := range parserFaults {
		if !chinese(f.word.zh) || f.word.en == "" {
			t.Errorf("%q: %s", f.says, f.word.zh)
		}
	}
}

// messagesIn reads the messages that a file of the parser makes errors of.
func messagesIn(t *testing.T, name string) (says []string) {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return true
		}
		fun, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || !strings.Contains(" ErrSyntax Invalid Sprintf Errorf New ", " "+fun.Sel.Name+" ") {
			return true
		}
		if lit, ok := call.Args[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
			s, err := strconv.Unquote(lit.Value)
			if err == nil && strings.Contains(s, " ") {
				switch {
				case strings.HasPrefix(s, "%q is a reserved"):
					s = strings.Replace(s, "%q", "'@'", 1)
				case strings.HasPrefix(s, "%s"):
					return true
				}
				says = append(says, s)
			}
		}
		return true
	})
	return says
}

// TestDashAlone: an item may stand below its dash, indented deeper, in every list.
func TestDashAlone(t *testing.T) {
	issue := head + "pages:\n  -\n    number: 1\n    slots:\n      - # 头条\n        story: a\n        at:\n          -\n            1\n          - 1\n        span: [2, 20]\n      -\n\n          {story: b, at: [3, 1], span: [2, 20]}\n"
	for _, text := range []string{issue, strings.ReplaceAll(issue, "\n", "\r\n")} {
		is, problems := load(folder(issueY, text, storyA, goodA, "stories/b.md", goodA), newGallery(fakeProbe), nil)
		if problems.Has(diag.Warning) || len(is.Pages) != 1 || len(is.Pages[0].Slots) != 2 {
			t.Fatal(problems)
		}
		if a, b := is.Pages[0].Slots[0], is.Pages[0].Slots[1]; a.cells() != (Cells{1, 1, 2, 20}) || b.cells() != (Cells{3, 1, 2, 20}) || b.Story != "b" {
			t.Errorf("%+v %+v", a, b)
		}
	}
	// What is indented deeper behind an item that is there is still told.
	_, problems := load(folder(issueY, head+"pages:\n- number: 1\n  slots:\n  - {story: a, at: [1, 1], span: [2, 20]}\n      - {story: b, at: [3, 1], span: [2, 20]}\n", storyA, goodA, "stories/b.md", goodA), newGallery(fakeProbe), nil)
	if !problems.Has(diag.Error) {
		t.Error("a line that is indented too deep is taken")
	}
}

// TestMendingLeavesSoundYAMLAlone: mending reports nothing where nothing is
// wrong, and every text keeps its place.
func TestMendingLeavesSoundYAMLAlone(outer *testing.T) {
	texts := []string{"江上晨雾", "它说：好", "3:1", "（甲，乙）", "!重要", "*甲", "a - b", "“甲”", "（图）", "~x", "100%"}
	rapid.Check(outer, func(t *rapid.T) {
		text := func() string { return rapid.SampledFrom(texts).Draw(t, "text") }
		q := func() string {
			s := text()
			if rapid.Bool().Draw(t, "quoted") {
				return quoteYAML(s)
			}
			return s
		}
		issue := head + "pages:\n  - number: 1\n    name: " + q() + "\n    editors: {责任编辑: " + q() + ", 版式: " + q() + "}\n    slots:\n" +
			"      - {story: a, at: [1, 1], span: [2, 20]}\n" +
			"      - {notice: [" + q() + ", " + q() + "], title: " + q() + ", at: [3, 1],\n         span: [2, 20]}\n" +
			"      - at: [5, 1]\n        span: [2, 20]\n        picture: p.jpg\n        caption: " + q() + "\n        credit: " + q() + "\n"
		fsys := folder(issueY, issue+"style: {normalize: false}\n", storyA, "---\nheadline:\n  - "+q()+"\n  - "+q()+"\ndeck: |\n  第一行：甲\n  第二行\nnote: "+q()+"\n---\n文\n", "p.jpg", "x")
		is, problems := load(fsys, newGallery(fakeProbe), nil)
		if is == nil || problems.Has(diag.Warning) {
			t.Fatalf("%s\n%v", issue, problems)
		}
		checkPlaces(outer, fsys, is, false)
	})
}
