package edit

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// What most cases begin from: it has no problems.
const (
	plainIssue = "paper: 报\ndate: 2026-11-23\npages:\n- number: 1\n  slots:\n  - {story: a, at: [1, 1], span: [2, 20]}\n"
	plainStory = "---\nheadline: 题目\n---\n正文。\n"
)

// remedies are slips, each with the one problem that tells of it and what its remedy
// makes of the file.
var remedies = []struct {
	name, file, was string
	code            diag.Code
	now             string // empty: there is no remedy
	guess           bool
	more            []string // further files
}{
	{name: "colon of full width", file: IssueFile, was: sub("paper: 报", "paper：报"), code: diag.BadYAML, now: plainIssue},
	{name: "colon without a blank", file: IssueFile, was: sub("paper: 报", "paper:报"), code: diag.BadYAML, now: plainIssue},
	{name: "wide blank behind a colon", file: IssueFile, was: sub("paper: 报", "paper:\u3000报"), code: diag.BadYAML, now: plainIssue},
	{name: "comma of full width", file: IssueFile, was: sub("a, at", "a，at"), code: diag.BadYAML, now: plainIssue},
	{name: "comma of full width and a blank", file: IssueFile, was: sub("a, at", "a， at"), code: diag.BadYAML, now: plainIssue},
	{name: "comma that lacks", file: IssueFile, was: sub("], span", "] span"), code: diag.BadYAML, now: sub("], span", "] , span")},
	{name: "comma too many", file: IssueFile, was: sub("], span", "], , span"), code: diag.BadYAML, now: sub("], span", "],   span")},
	{name: "bracket of full width", file: IssueFile, was: sub("[2, 20]", "［2, 20］"), code: diag.BadYAML, now: sub("[2, 20]", "[2, 20］")},
	{name: "round brackets", file: IssueFile, was: sub("[2, 20]", "（2，20）"), code: diag.BadYAML, now: plainIssue},
	{name: "bracket that lacks", file: IssueFile, was: sub("[2, 20]}", "[2, 20}"), code: diag.BadYAML, now: plainIssue, guess: true},
	{name: "bracket too many", file: IssueFile, was: sub("20]}", "20]}}"), code: diag.BadYAML, now: plainIssue},
	{name: "tab", file: IssueFile, was: sub("  slots", "\tslots"), code: diag.BadYAML, now: plainIssue},
	{name: "indent", file: IssueFile, was: sub("date", " date"), code: diag.BadYAML, now: plainIssue},
	{name: "dash of full width", file: IssueFile, was: sub("- number", "－ number"), code: diag.BadYAML, now: plainIssue},
	{name: "curly quotes around a word", file: IssueFile, was: sub("story: a", "story: “a”"), code: diag.BadYAML, now: plainIssue},
	{name: "two keys on a line", file: IssueFile, was: sub("date: 2026-11-23\n", "date: 2026-11-23 number: 3\n"), code: diag.BadYAML, now: sub("date: 2026-11-23\n", "date: 2026-11-23\nnumber: 3\n")},
	{name: "colon in a text", file: IssueFile, was: sub("paper: 报", "paper: 报: 日"), code: diag.BadYAML, now: sub("paper: 报", "paper: '报: 日'")},
	{name: "comma in a text between braces", file: IssueFile, was: sub("2, 20]}\n", "2, 20]}\n  - {notice: 请, 看, at: [3, 1], span: [2, 2]}\n"), code: diag.BadYAML, now: sub("2, 20]}\n", "2, 20]}\n  - {notice: '请, 看', at: [3, 1], span: [2, 2]}\n")},
	{name: "quote that is not closed", file: IssueFile, was: sub("paper: 报", "paper: \"报"), code: diag.BadYAML, now: sub("paper: 报", "paper: \"报\"")},
	{name: "quote closed by a curly one", file: IssueFile, was: sub("paper: 报", "paper: \"报”"), code: diag.BadYAML, now: sub("paper: 报", "paper: \"报\"")},
	{name: "escape that means nothing", file: IssueFile, was: sub("paper: 报", `paper: "报\日"`), code: diag.BadYAML, now: sub("paper: 报", `paper: "报\\日"`)},
	{name: "line ends of Windows", file: IssueFile, was: crlf(sub("paper: 报", "paper：报")), code: diag.BadYAML, now: crlf(plainIssue)},
	{name: "byte order mark", file: IssueFile, was: "\ufeff" + sub("paper: 报", "paper：报"), code: diag.BadYAML, now: "\ufeff" + plainIssue},
	{name: "line without a key", file: IssueFile, was: sub("date", "报\ndate"), code: diag.BadYAML},

	{name: "key with a slip", file: IssueFile, was: sub("paper", "papre"), code: diag.UnknownKey, now: plainIssue},
	{name: "key in Chinese", file: IssueFile, was: sub("paper", "报名"), code: diag.UnknownKey, now: plainIssue},
	{name: "key between quotes", file: IssueFile, was: sub("paper", `"papre"`), code: diag.UnknownKey, now: plainIssue},
	{name: "key that is there already", file: IssueFile, was: sub("date", "papre: 日\ndate"), code: diag.UnknownKey},
	{name: "key that stands elsewhere", file: IssueFile, was: plainIssue + "makeup: modular\n", code: diag.UnknownKey},
	{name: "value near to one", file: IssueFile, was: sub("20]}", "20], box: doubel}"), code: diag.BadValue, now: sub("20]}", "20], box: double}")},
	{name: "value near to a Chinese one", file: IssueFile, was: sub("20]}", "20], box: 反}"), code: diag.BadValue, now: sub("20]}", "20], box: bold}")},
	{name: "head in Chinese", file: IssueFile, was: sub("20]}", "20], head: 竖题}"), code: diag.BadValue, now: sub("20]}", "20], head: vertical-right}"), guess: true},
	{name: "head by other words", file: IssueFile, was: sub("20]}", "20], head: left-vertical}"), code: diag.BadValue, now: sub("20]}", "20], head: vertical-left}")},
	{name: "box that is true", file: IssueFile, was: sub("20]}", "20], box: true}"), code: diag.BadValue, now: sub("20]}", "20], box: line}")},
	{name: "box that is no", file: IssueFile, was: sub("20]}", "20], box: no}"), code: diag.BadValue, now: sub("20]}", "20], box: none}")},
	{name: "font by its name", file: IssueFile, was: plainIssue + "style: {body: {font: SimSun}}\n", code: diag.BadValue, now: plainIssue + "style: {body: {font: song}}\n"},
	{name: "font by a name of words", file: IssueFile, was: plainIssue + "style: {body: {font: Noto Serif CJK SC}}\n", code: diag.BadValue, now: plainIssue + "style: {body: {font: song}}\n"},
	{name: "font by its Chinese name", file: IssueFile, was: plainIssue + "style: {body: {font: '楷体_GB2312'}}\n", code: diag.BadValue, now: plainIssue + "style: {body: {font: kai}}\n"},
	{name: "value in capitals", file: IssueFile, was: plainIssue + "style: {break: GB}\n", code: diag.BadValue, now: plainIssue + "style: {break: gb}\n"},
	{name: "separator that is none", file: IssueFile, was: plainIssue + "style: {separator: false}\n", code: diag.BadValue, now: plainIssue + "style: {separator: none}\n"},
	{name: "text in braces", file: aStory, was: "---\nheadline: {甲: 乙}\n---\n正文。\n", code: diag.WrongType, now: "---\nheadline: '{甲: 乙}'\n---\n正文。\n"},
	{name: "page without a number", file: IssueFile, was: sub("number: 1\n  slots", "slots"), code: diag.MissingKey, now: plainIssue, guess: true},
	{name: "page without a number, in braces", file: IssueFile, was: "paper: 报\ndate: 2026-11-23\npages:\n- {number: 3, plan: keep, slots: []}\n- {plan: keep, slots: []}\n- {number: 4, plan: keep, slots: []}\n", code: diag.MissingKey, now: "paper: 报\ndate: 2026-11-23\npages:\n- {number: 3, plan: keep, slots: []}\n- {number: 5, plan: keep, slots: []}\n- {number: 4, plan: keep, slots: []}\n", guess: true},
	{name: "page twice", file: IssueFile, was: plainIssue + "- number: 1\n  name: 二\n  slots:\n  - {story: b, at: [1, 1], span: [2, 20]}\n", code: diag.DuplicatePage, now: plainIssue + "- number: 2\n  name: 二\n  slots:\n  - {story: b, at: [1, 1], span: [2, 20]}\n", guess: true, more: []string{"stories/b.md", plainStory}},
	{name: "sheet with a cross", file: IssueFile, was: plainIssue + "format: {trim: 390x546, columns: 8}\n", code: diag.WrongType, now: plainIssue + "format: {trim: [390mm, 546mm], columns: 8}\n", guess: true},
	{name: "type area too large", file: IssueFile, was: plainIssue + "format: {trim: [39cm, 54.6cm], columns: 8, chars: 15, rows: 140}\n", code: diag.BadValue, now: plainIssue + "format: {trim: [39cm, 54.6cm], columns: 8, chars: 14, rows: 134}\n", guess: true},
	{name: "too many columns", file: IssueFile, was: plainIssue + "format: {trim: [100mm, 546mm], columns: 40}\n", code: diag.BadValue, now: plainIssue + "format: {trim: [100mm, 546mm], columns: 5}\n", guess: true},
	{name: "format", file: IssueFile, was: plainIssue + "format: 对开大报\n", code: diag.BadValue, now: plainIssue + "format: broadsheet\n"},
	{name: "number among words", file: IssueFile, was: plainIssue + "number: 第123期\n", code: diag.WrongType, now: plainIssue + "number: 123\n"},
	{name: "number with a point", file: IssueFile, was: plainIssue + "number: 60.5\n", code: diag.WrongType, now: plainIssue + "number: 60\n", guess: true},
	{name: "pages in words", file: IssueFile, was: "paper: 报\ndate: 2026-11-23\npages: 8版\n", code: diag.WrongType, now: "paper: 报\ndate: 2026-11-23\npages: 8\n"},
	{name: "date in Chinese", file: IssueFile, was: sub("2026-11-23", "2026年11月23日"), code: diag.BadValue, now: plainIssue},
	{name: "date with slashes, quoted", file: IssueFile, was: sub("2026-11-23", "'2026/11/23'"), code: diag.BadValue, now: plainIssue},
	{name: "date that may be two", file: IssueFile, was: sub("2026-11-23", "1/2/2026"), code: diag.BadValue},
	{name: "span with a cross", file: IssueFile, was: sub("[2, 20]", "2x20"), code: diag.WrongType, now: plainIssue},
	{name: "span with a point", file: IssueFile, was: sub("[2, 20]", "[2. 20]"), code: diag.WrongType, now: plainIssue},
	{name: "span as a text", file: IssueFile, was: sub("[2, 20]", "'[2, 20]'"), code: diag.WrongType, now: plainIssue},
	{name: "slot too wide", file: IssueFile, was: sub("at: [1, 1], span: [2, 20]", "at: [7, 110], span: [4, 20]"), code: diag.SlotOutside, now: sub("at: [1, 1], span: [2, 20]", "at: [7, 110], span: [2, 11]")},
	{name: "slot above the grid", file: IssueFile, was: sub("at: [1, 1]", "at: [0, 1]"), code: diag.SlotOutside, now: plainIssue},
	{name: "slot with a wide part left open", file: IssueFile, was: sub("at: [1, 1], span: [2, 20]", "span: [9, null]"), code: diag.SlotOutside, now: sub("at: [1, 1], span: [2, 20]", "span: [8, null]")},
	{name: "overlap", file: IssueFile, was: plainIssue + "  - {story: b, at: [2, 15], span: [2, 20]}\n", code: diag.SlotOverlap, now: plainIssue + "  - {story: b, at: [2, 21], span: [2, 20]}\n", more: []string{"stories/b.md", plainStory}},
	{name: "key that means nothing", file: IssueFile, was: sub("20]}", "20], focus: [50%, 50%]}"), code: diag.IdleKey, now: plainIssue},
	{name: "story of another case", file: IssueFile, was: sub("story: a", "story: A"), code: diag.MissingStory, now: plainIssue},
	{name: "story with its ending", file: IssueFile, was: sub("story: a", "story: a.md"), code: diag.MissingStory, now: plainIssue},
	{name: "story with a slip", file: IssueFile, was: sub("story: a", "story: bridgs"), code: diag.MissingStory, now: sub("story: a", "story: bridge"), guess: true, more: []string{"stories/bridge.md", plainStory}},
	{name: "path with backslashes", file: IssueFile, was: plainIssue + picture(`pictures\p.jpg`), code: diag.BadValue, now: plainIssue + picture("pictures/p.jpg"), more: []string{"pictures/p.jpg", "x"}},
	{name: "case of a picture", file: IssueFile, was: plainIssue + picture("pictures/p.jpg"), code: diag.MissingPicture, now: plainIssue + picture("pictures/P.JPG"), more: []string{"pictures/P.JPG", "x"}},
	{name: "folder of a picture", file: IssueFile, was: plainIssue + picture("p.jpg"), code: diag.MissingPicture, now: plainIssue + picture("pictures/p.jpg"), more: []string{"pictures/p.jpg", "x"}},
	{name: "ending of a picture", file: IssueFile, was: plainIssue + picture("p.jpg"), code: diag.MissingPicture, now: plainIssue + picture("p.png"), guess: true, more: []string{"p.png", "x"}},
	{name: "picture with a slip", file: IssueFile, was: plainIssue + picture("pictures/brigde.jpg"), code: diag.MissingPicture, now: plainIssue + picture("pictures/bridge.jpg"), guess: true, more: []string{"pictures/bridge.jpg", "x"}},
	{name: "text behind a number sign", file: IssueFile, was: sub("paper: 报", "paper: #报"), code: diag.YAMLComment, now: sub("paper: 报", "paper: '#报'"), guess: true},
	{name: "text with a number sign", file: IssueFile, was: sub("paper: 报", "paper: 报 #3"), code: diag.YAMLComment, now: sub("paper: 报", "paper: '报 #3'"), guess: true},
	{name: "word for nothing", file: IssueFile, was: sub("paper: 报", "paper: null"), code: diag.YAMLNothing, now: sub("paper: 报", "paper: 'null'"), guess: true},
	{name: "control character in YAML", file: IssueFile, was: sub("paper: 报", "paper: 报\x01"), code: diag.ControlChar, now: plainIssue},

	{name: "stop at the end of a head", file: aStory, was: strings.Replace(plainStory, "题目", "题目。", 1), code: diag.HeadStop, now: plainStory},
	{name: "comma in a head", file: aStory, was: strings.Replace(plainStory, "题目", "题目，又一题", 1), code: diag.HeadComma, now: strings.Replace(plainStory, "题目", "题目||又一题", 1), guess: true},
	{name: "comma and a break in a head", file: aStory, was: strings.Replace(plainStory, "题目", "题目，|又一题", 1), code: diag.HeadComma, now: strings.Replace(plainStory, "题目", "题目||又一题", 1), guess: true},
	{name: "comma in a subhead", file: aStory, was: plainStory + "\n## 甲，乙\n\n再。\n", code: diag.DeckComma, now: plainStory + "\n## 甲\u3000乙\n\n再。\n", guess: true},
	{name: "letters among figures", file: aStory, was: plainStory + "\n花了1O0元。\n", code: diag.Guessed, now: plainStory + "\n花了100元。\n", guess: true},

	{name: "no rule above", file: aStory, was: "headline: 题目\n---\n正文。\n", code: diag.NoFrontMatter, now: plainStory},
	{name: "no rule below", file: aStory, was: "---\nheadline: 题目\n\n正文。\n", code: diag.NoFrontMatter, now: "---\nheadline: 题目\n---\n\n正文。\n"},
	{name: "rule above of other dashes", file: aStory, was: "———\nheadline: 题目\n---\n正文。\n", code: diag.NoFrontMatter, now: plainStory},
	{name: "rule below of other dashes", file: aStory, was: "---\nheadline: 题目\n——\n正文。\n", code: diag.NoFrontMatter, now: plainStory},
	{name: "fence of code", file: aStory, was: "```yaml\nheadline: 题目\n```\n正文。\n", code: diag.NoFrontMatter, now: plainStory},
	{name: "keys in Chinese", file: aStory, was: "标题：题目\n作者：何洁\n\n正文。\n", code: diag.NoFrontMatter, now: "---\nheadline: 题目\nbyline: 何洁\n---\n\n正文。\n"},
	{name: "rule that ends the file", file: aStory, was: "---\nheadline: 题目", code: diag.NoFrontMatter, now: "---\nheadline: 题目\n---\n"},
	{name: "line ends of Windows in a story", file: aStory, was: crlf("---\nheadline: 题目\n\n正文。\n"), code: diag.NoFrontMatter, now: crlf("---\nheadline: 题目\n---\n\n正文。\n")},

	{name: "subhead without its blank", file: aStory, was: plainStory + "\n##小标题\n\n再。\n", code: diag.NearMarkup, now: plainStory + "\n## 小标题\n\n再。\n"},
	{name: "subhead of full width", file: aStory, was: plainStory + "\n＃＃小标题＃＃\n\n再。\n", code: diag.NearMarkup, now: plainStory + "\n## 小标题\n\n再。\n"},
	{name: "one sign, which may be a topic", file: aStory, was: plainStory + "\n#小标题\n\n再。\n", code: diag.NearMarkup, now: plainStory + "\n# 小标题\n\n再。\n", guess: true},
	{name: "subhead over a line", file: aStory, was: plainStory + "\n小标题\n====\n\n再。\n", code: diag.NearMarkup, now: plainStory + "\n## 小标题\n\n\n再。\n"},
	{name: "stars of full width", file: aStory, was: plainStory + "\n这是＊＊重点＊＊和＊＊再＊＊。\n", code: diag.NearMarkup, now: plainStory + "\n这是**重点**和**再**。\n"},
	{name: "underscores", file: aStory, was: plainStory + "\n这是 _重点_ 和 _第二_ 处。\n", code: diag.NearMarkup, now: plainStory + "\n这是 *重点* 和 *第二* 处。\n"},
	{name: "remark of full width", file: aStory, was: plainStory + "\n＞ 按语。\n", code: diag.NearMarkup, now: plainStory + "\n> 按语。\n"},
	{name: "break of other signs", file: aStory, was: plainStory + "\n＊＊＊＊＊\n\n再。\n", code: diag.NearMarkup, now: plainStory + "\n---\n\n再。\n"},
	{name: "bars of full width", file: aStory, was: plainStory + "\n｜甲｜乙｜\n｜－－｜－－｜\n｜一｜二｜\n", code: diag.NearMarkup, now: plainStory + "\n|甲|乙|\n|--|--|\n|一|二|\n"},
	{name: "table without its rule", file: aStory, was: plainStory + "\n|甲|乙|\n|一|二|\n", code: diag.NearMarkup, now: plainStory + "\n|甲|乙|\n|---|---|\n|一|二|\n"},
	{name: "fence that nothing closes", file: aStory, was: plainStory + "\n```\n再。\n", code: diag.NearMarkup, now: plainStory + "\n\n再。\n", guess: true},
	{name: "line about a jump", file: aStory, was: plainStory + "\n再。（下转第2版）\n", code: diag.NearMarkup, now: plainStory + "\n再。\n", guess: true},
	{name: "backslash at an end", file: aStory, was: "---\nheadline: 题目\n---\n正文。\\\n", code: diag.NearMarkup, now: plainStory},
	{name: "dashes under words", file: aStory, was: plainStory + "\n小标题\n---\n\n再。\n", code: diag.NearMarkup, now: plainStory + "\n小标题\n\n---\n\n再。\n", guess: true},
	{name: "bars alone", file: aStory, was: plainStory + "\n|甲|\n", code: diag.NearMarkup},
	{name: "control character in a text", file: aStory, was: plainStory + "\n再\x02。\n", code: diag.ControlChar, now: plainStory + "\n再。\n"},
	{name: "lost character", file: aStory, was: plainStory + "\n再\ufffd。\n", code: diag.LostCharacter},
	{name: "mark of half width", file: aStory, was: plainStory + "\n再来,好。\n", code: diag.Normalized, now: plainStory + "\n再来，好。\n"},
	{name: "quotation marks", file: aStory, was: plainStory + "\n他说\"好\"。\n", code: diag.Normalized, now: plainStory + "\n他说“好\"。\n"},
	{name: "mark without a partner", file: aStory, was: plainStory + "\n他说（好。\n", code: diag.Unpaired},
}

const aStory = "stories/a.md"

func sub(old, now string) string { return strings.Replace(plainIssue, old, now, 1) }
func crlf(s string) string       { return strings.ReplaceAll(s, "\n", "\r\n") }
func picture(path string) string {
	return "  - picture: " + path + "\n    at: [3, 1]\n    span: [2, 20]\n"
}

func loaded(files map[string][]byte) diag.List {
	all := fstest.MapFS{}
	for name, data := range files {
		all[name] = &fstest.MapFile{Data: data}
	}
	_, list := manuscript.Load(all)
	return list
}

// TestRemedies: the remedy of a problem makes of its file what is right, to the byte,
// and the problem is gone; undo gives back what was there.
func TestRemedies(t *testing.T) {
	for _, tt := range remedies {
		t.Run(tt.name, func(t *testing.T) {
			m := &memory{files: map[string][]byte{IssueFile: []byte(plainIssue), aStory: []byte(plainStory)}, left: -1}
			for i := 0; i+1 < len(tt.more); i += 2 {
				m.files[tt.more[i]] = []byte(tt.more[i+1])
			}
			m.files[tt.file] = []byte(tt.was)
			list := loaded(m.files)
			at := slices.IndexFunc(list, func(p diag.Problem) bool { return p.Code == tt.code })
			if at < 0 {
				t.Fatalf("no %s: %v", tt.code, list)
			}
			var fix *Fix
			for _, f := range Fixes(m.Read, list[at:at+1]) {
				fix = &f
			}
			switch {
			case fix == nil && tt.now != "":
				t.Fatalf("no remedy: %v", list)
			case fix != nil && tt.now == "":
				t.Fatalf("a remedy: %s", fix.Label)
			case fix == nil:
				return
			}
			if fix.Guess != tt.guess || fix.Note != (list[at].Severity() == diag.Info) || fix.Label == "" || fix.Src != list[at].Pos.String() {
				t.Errorf("%+v", fix)
			}
			before := m.kept()
			s := open(t, m)
			if changed, err := s.Do(&fix.Action, nil); err != nil || !changed {
				t.Fatal(changed, err)
			}
			if got := string(m.files[tt.file]); got != tt.now {
				t.Errorf("got\n%q\nwant\n%q", got, tt.now)
			}
			after := loaded(m.files)
			if slices.ContainsFunc(after, func(p diag.Problem) bool {
				return p.Code == tt.code && p.Pos == list[at].Pos && p.Text(diag.English) == list[at].Text(diag.English)
			}) {
				t.Errorf("it is still there: %v", after)
			}
			if err := s.Undo(nil); err != nil || !maps.Equal(m.kept(), before) {
				t.Errorf("undo: %v", err)
			}
		})
	}
}

// TestSpots: an edit of a place touches it alone, and nothing where the file says
// something else.
func TestSpots(t *testing.T) {
	for _, tt := range []struct {
		source string
		e      diag.Spot
		want   string // empty: refused
	}{
		{"甲乙\n丙", diag.Spot{At: diag.Pos{File: "", Line: 2, Col: 1}, Old: "丙", New: "丁"}, "甲乙\n丁"},
		{"甲乙\r\n丙", diag.Spot{At: diag.Pos{File: "", Line: 1, Col: 2}, Old: "乙\n丙", New: "丁\n戊"}, "甲丁\r\n戊"},
		{"甲\r乙", diag.Spot{At: diag.Pos{File: "", Line: 2, Col: 2}, Old: "", New: "\n"}, "甲\r乙\r"},
		{"\ufeff\ufeff甲", diag.Spot{At: diag.Pos{File: "", Line: 1, Col: 1}, Old: "甲", New: "乙"}, "\ufeff\ufeff乙"},
		{"甲", diag.Spot{At: diag.Pos{File: "", Line: 1, Col: 2}, Old: "", New: "乙"}, "甲乙"},
		{"甲", diag.Spot{At: diag.Pos{File: "", Line: 1, Col: 3}, Old: "", New: "乙"}, ""},
		{"甲", diag.Spot{At: diag.Pos{File: "", Line: 2, Col: 1}, Old: "", New: "乙"}, ""},
		{"甲\n乙", diag.Spot{At: diag.Pos{File: "", Line: 1, Col: 3}, Old: "", New: "丙"}, ""},
		{"甲", diag.Spot{At: diag.Pos{File: "", Line: 0, Col: 1}, Old: "", New: "乙"}, ""},
		{"甲", diag.Spot{At: diag.Pos{File: "", Line: 1, Col: 0}, Old: "", New: "乙"}, ""},
		{"甲", diag.Spot{At: diag.Pos{File: "", Line: 1, Col: -4}, Old: "甲", New: "乙"}, ""},
		{"甲", diag.Spot{At: diag.Pos{File: "", Line: 1, Col: 1}, Old: "乙", New: "丙"}, ""},
		{"\xff", diag.Spot{At: diag.Pos{File: "", Line: 1, Col: 1}, Old: "\ufffd", New: "丙"}, ""},
	} {
		got, err := changeSpots("f", []byte(tt.source), []diag.Spot{tt.e})
		if (err != nil) != (tt.want == "") || err == nil && string(got) != tt.want {
			t.Errorf("%q %+v: %q %v", tt.source, tt.e, got, err)
		}
	}
	m := &memory{files: map[string][]byte{IssueFile: []byte(plainIssue), "stories/a.md": []byte(plainStory), "other.md": []byte("x"), "stories/x.txt": []byte("x")}, left: -1}
	s := open(t, m)
	for _, name := range []string{"other.md", "stories/x.txt", "../issue.yaml", JournalFile, "", "stories/../issue.yaml"} {
		if _, err := s.Do(&Action{Spots: []diag.Spot{{At: diag.Pos{File: name, Line: 1, Col: 1}, Old: "", New: "y"}}}, nil); err == nil {
			t.Errorf("%s is written", name)
		}
	}
	twice := []diag.Spot{{At: diag.Pos{File: IssueFile, Line: 1, Col: 1}, Old: "paper", New: "x"}, {At: diag.Pos{File: IssueFile, Line: 1, Col: 3}, Old: "per", New: "y"}}
	if _, err := s.Do(&Action{Spots: twice}, nil); err == nil {
		t.Error("two edits of one place are done")
	}
	if _, err := s.folder.Read(IssueFile); err != nil || string(m.files[IssueFile]) != plainIssue {
		t.Error("something is written", err)
	}
}

// TestSlipsAreMended: whatever mark of a sample's issue.yaml a Chinese keyboard writes
// otherwise, what is sure of the remedies makes of it what it said before.
func TestSlipsAreMended(t *testing.T) {
	source := string(sample(t).files[IssueFile])
	want, err := manuscript.ReadSlots([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	slip := map[string]string{": ": "：", ", ": "，", "[": "［", "]": "］", "{": "｛", "- ": "－ ", "  ": "\u3000", "span": "sapn", ": [": ":["}
	marks := slices.Sorted(maps.Keys(slip))
	r := rand.New(rand.NewPCG(3, 17))
	mended := 0
	for range 60 {
		mark := marks[r.IntN(len(marks))]
		at := r.IntN(len(source))
		if i := strings.Index(source[at:], mark); i < 0 {
			continue
		} else {
			at += i
		}
		line := source[strings.LastIndexByte(source[:at], '\n')+1:]
		line, _, _ = strings.Cut(line, "\n")
		if strings.ContainsAny(line, "#'\"|") || !strings.Contains(line, "span:") { // a text may have any mark
			continue
		}
		m := &memory{files: map[string][]byte{}, left: -1} // the stories are not asked
		m.files[IssueFile] = []byte(source[:at] + slip[mark] + source[at+len(mark):])
		if string(m.files[IssueFile]) == source {
			continue
		}
		s := open(t, m)
		for range 4 {
			list := Fixes(m.Read, loaded(m.files))
			slices.Reverse(list)
			for _, f := range list {
				if !f.Guess && !f.Note && strings.HasPrefix(f.Src, IssueFile) {
					_, _ = s.Do(&f.Action, nil) // what an earlier one has changed is found again
				}
			}
		}
		got, err := manuscript.ReadSlots(m.files[IssueFile])
		same := err == nil && slices.EqualFunc(got, want, func(a, b manuscript.SlotEntry) bool { return maps.Equal(a.Keys, b.Keys) && a.Page == b.Page })
		if !same && !guessed(loaded(m.files)) {
			t.Errorf("%q for %q at %d of %q: %v\n%v", slip[mark], mark, at, line, err, loaded(m.files))
		}
		if same {
			mended++
		}
	}
	if mended < 20 {
		t.Errorf("only %d slips were mended", mended)
	}
}

// guessed tells whether a problem of what issue.yaml says itself has no remedy that is sure.
func guessed(list diag.List) bool {
	return slices.ContainsFunc(list, func(p diag.Problem) bool {
		return p.Severity() > diag.Info && p.Code != diag.MissingStory && p.Code != diag.MissingPicture && (p.Remedy == nil || p.Remedy.Guess)
	})
}
