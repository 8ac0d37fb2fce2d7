package manuscript

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout/diag"
)

// slips are issues with one slip each, what is told of it, and what that names.
var slips = []struct {
	name, issue string
	files       []string
	want, says  string
}{
	{"key with a slip", strings.Replace(sound, "paper", "papre", 1), nil, "issue.yaml:1:1 unknown-key", `"paper"`},
	{"key in Chinese", strings.Replace(sound, "paper", "报名", 1), nil, "issue.yaml:1:1 unknown-key", `"paper"`},
	{"key with a capital", strings.Replace(sound, "date", "Date", 1), nil, "issue.yaml:2:1 unknown-key", `"date"`},
	{"format among the style", sound + "style: {format: tabloid}\n", nil, "issue.yaml:7:9 unknown-key", "issue.yaml: format"},
	{"style key at the top", sound + "makeup: modular\n", nil, "issue.yaml:7:1 unknown-key", "issue.yaml: style.makeup"},
	{"style key at the top, in Chinese", sound + "总期号码: 3\n版式规范: {}\n", nil, "issue.yaml:7:1 unknown-key\nissue.yaml:8:1 unknown-key", `"style"`},
	{"story key in a slot", strings.Replace(sound, "story: a,", "story: a, deck: 要闻,", 1), nil, "issue.yaml:6:16 unknown-key", "stories/*.md: deck"},
	{"size for a mapping", sound + "style: {body: 9pt}\n", nil, "issue.yaml:7:15 wrong-type", "a mapping {font: …, size: …, leading: …, …}"},
	{"key of two Han characters", sound + "格式: tabloid\n", nil, "issue.yaml:7:1 unknown-key", `"format"`},
	{"key that nothing is like", sound + "乙甲: 3\n", nil, "issue.yaml:7:1 unknown-key", `unknown key "乙甲"`},
	{"part of a value's Chinese name", sound + "format: 对开大报\n", nil, "issue.yaml:7:9 bad-value", `"broadsheet"`},
	{"one sign of a value's Chinese name", strings.Replace(sound, "story: a,", "story: a, box: 反,", 1), nil, "issue.yaml:6:21 bad-value", `"bold"`},
	{"number among words", sound + "number: 第123期\n", nil, "issue.yaml:7:9 wrong-type", "write 123"},
	{"number of full width", sound + "number: １２３\n", nil, "issue.yaml:7:9 wrong-type", "write 123"},
	{"number with a point", sound + "number: 1.5\n", nil, "issue.yaml:7:9 wrong-type", "number must be a whole number: write 1"},
	{"pages in words", strings.Replace(head, "\npages:", "", 1) + "pages: 8版\n", nil, "issue.yaml:3:8 wrong-type\nstories/a.md:1:1 unused-story", "write 8"},
	{"date with its year at the end", strings.Replace(sound, "2026-11-23", "23/11/2026", 1), nil, "issue.yaml:2:7 bad-value", "write 2026-11-23"},
	{"date of America", strings.Replace(sound, "2026-11-23", "11-23-2026", 1), nil, "issue.yaml:2:7 bad-value", "write 2026-11-23"},
	{"date that may be two", strings.Replace(sound, "2026-11-23", "1/2/2026", 1), nil, "issue.yaml:2:7 bad-value", "is not a date such as"},
	{"slot that is too wide", strings.Replace(sound, "at: [1, 1], span: [2, 20]", "at: [7, 110], span: [4, 20]", 1), nil, "issue.yaml:6:36 slot-outside-grid", "write span: [2, 11]"},
	{"slot above the grid", strings.Replace(sound, "at: [1, 1]", "at: [0, 1]", 1), nil, "issue.yaml:6:20 slot-outside-grid", "write at: [1, 1]"},
	{"open slot that is too wide", strings.Replace(sound, "at: [1, 1], span: [2, 20]", "span: [9, null]", 1), nil, "issue.yaml:6:22 slot-outside-grid", "write span: [8, null]"},
	{"span with a cross", strings.Replace(sound, "span: [2, 20]", "span: 2x20", 1), nil, "issue.yaml:6:34 wrong-type", "write [2, 20]"},
	{"span in full-width brackets", strings.Replace(sound, "span: [2, 20]", "span: （2， 20）", 1), nil, "issue.yaml:6:34 bad-yaml", "write [2, 20]"},
	{"span in words", strings.Replace(sound, "span: [2, 20]", "span: 2栏20行", 1), nil, "issue.yaml:6:34 wrong-type", "write [2, 20]"},
	{"span in full-width brackets on a line", sound + "  - story: b\n    at: （3，1）\n    span: [2, 20]\n", []string{"stories/b.md", goodA}, "issue.yaml:8:9 wrong-type", "write [3, 1]"},
	{"span with a point", strings.Replace(sound, "span: [2, 20]", "span: [2. 20]", 1), nil, "issue.yaml:6:34 wrong-type", "write [2, 20]"},
	{"span as a text", strings.Replace(sound, "span: [2, 20]", "span: '[2, 20]'", 1), nil, "issue.yaml:6:34 wrong-type", "write [2, 20]"},
	{"date with a time", strings.Replace(sound, "2026-11-23", "2026-11-23 00:00", 1), nil, "issue.yaml:2:7 bad-value", "write 2026-11-23"},
	{"date with its weekday", strings.Replace(sound, "2026-11-23", "2026年11月23日 星期一", 1), nil, "issue.yaml:2:7 bad-value", "write 2026-11-23"},
	{"weight of a story in a slot", strings.Replace(sound, "story: a,", "story: a, weight: 9,", 1), nil, "issue.yaml:6:16 unknown-key", "stories/*.md: weight"},
	{"sizes by their names", sound + "format: {trim: [390毫米, 54.5厘米], columns: 6}\nstyle: {body: {size: 小五, leading: 12磅, indent: 2字}}\n", nil, "", ""},
	{"backslash", sound + pic(`picture: pictures\p.jpg`), []string{"pictures/p.jpg", "x"}, "issue.yaml:7:15 bad-value", "pictures/p.jpg"},
	{"case of a picture", sound + pic("picture: p.jpg"), []string{"P.JPG", "x"}, "issue.yaml:7:15 missing-picture", `"P.JPG"`},
	{"ending of a picture", sound + pic("picture: p.jpg"), []string{"p.jpeg", "x"}, "issue.yaml:7:15 missing-picture", `"p.jpeg"`},
	{"folder of a picture", sound + pic("picture: p.jpg"), []string{"pictures/p.jpg", "x"}, "issue.yaml:7:15 missing-picture", `"pictures/p.jpg"`},
	{"slip in a picture's name", sound + pic("picture: pictures/bridge.jpg"), []string{"pictures/brigde.jpg", "x"}, "issue.yaml:7:15 missing-picture", `"pictures/brigde.jpg"`},
	{"text file", sound + "  - {story: visa, at: [3, 1], span: [2, 20]}\n", []string{"stories/visa.txt", "文"}, "issue.yaml:7:13 misnamed-story", "stories/visa.md"},
	{"two endings", sound + "  - {story: visa, at: [3, 1], span: [2, 20]}\n", []string{"stories/visa.md.txt", "文"}, "issue.yaml:7:13 misnamed-story", "stories/visa.md"},
	{"story in a folder below", sound + "  - {story: visa, at: [3, 1], span: [2, 20]}\n", []string{"stories/city/visa.md", goodA, "stories/city/old.md", goodA}, "issue.yaml:7:13 misnamed-story\nstories/city stray-folder", "stories/visa.md"},
	{"stories that nobody places in a folder below", sound, []string{"stories/old/visa.md", goodA, "stories/old/port.md", goodA}, "stories/old stray-folder", "are not read: 2"},
	{"headline at the head of the text", sound, []string{"stories/a.md", strings.Replace(goodA, "正文。", "标　题\n\n正文。", 1)}, "stories/a.md:4:1 head-again", "once more"},
	{"picture in the text", sound, []string{"stories/a.md", strings.Replace(goodA, "正文。", "正文。![坝](pictures/a.jpg)", 1)}, "stories/a.md:4:4 markup-not-set", "a slot of issue.yaml"},
	{"weight in words", sound, []string{"stories/a.md", strings.Replace(goodA, "---\n", "---\nweight: 头条\n", 1)}, "stories/a.md:2:9 wrong-type", "write 1"},
	{"Word file nobody places", sound, []string{"stories/visa.docx", "PK\x03\x04"}, "stories/visa.docx stray-file", "stories/visa.md"},
	{"story with its ending", strings.Replace(sound, "story: a", "story: a.md", 1) + slotB, []string{"stories/b.md", goodA}, "issue.yaml:6:13 missing-story\nstories/a.md:1:1 unused-story", `"a"`},
	{"docx named md", sound + slotB, []string{"stories/b.md", "PK\x03\x04\x14\x00\x06\x00\xff\xfe"}, "stories/b.md:1:9 not-utf8", "docx"},
	{"RTF named md", sound + slotB, []string{"stories/b.md", "{\\rtf1 a}"}, "stories/b.md:1:1 not-text", "RTF"},
	{"GBK", sound + slotB, []string{"stories/b.md", "\xd6\xd0\xce\xc4\n"}, "stories/b.md:1:1 not-utf8", "GBK"},
	{"UTF-16", sound + slotB, []string{"stories/b.md", "\xff\xfe\x2d\x4e"}, "stories/b.md:1:1 not-utf8", "UTF-16"},
	{"lost characters", sound + slotB, []string{"stories/b.md", "---\nheadline: 题\ufffd\n---\n文\ufffd字\n"}, "stories/b.md:2:12 lost-character\nstories/b.md:4:2 lost-character", "〓"},
	{"box in Chinese", strings.Replace(sound, "20]}", "20], box: 花边}", 1), nil, "", ""},
	{"format in Chinese", sound + "format: 四开\n", nil, "", ""},
	{"fonts in Chinese", sound + "style: {body: {font: 宋体}, caption: {font: 楷体, credit: 括号}, keyline: 否, header: 灰带}\n", nil, "", ""},
	{"slip in a choice", strings.Replace(sound, "20]}", "20], box: doubel}", 1), nil, "issue.yaml:6:48 bad-value", `"double"`},
	{"jump to the same page", threePages, []string{storyA, "---\nheadline: 题\njump-to: 1\n---\n文。\n", "stories/b.md", goodA}, "stories/a.md:3:10 bad-value", "page 1 is not later than page 1, on which the story stands: write 2, 12"},
	{"jump to a page that is not there", threePages, []string{storyA, "---\nheadline: 题\njump-to: 7\n---\n文。\n", "stories/b.md", goodA}, "stories/a.md:3:10 bad-value", "there is no page 7: write 2, 12"},
	{"jump to a later page", threePages, []string{storyA, "---\nheadline: 题\njump-to: 12\n---\n文。\n", "stories/b.md", goodA}, "", ""},
	{"jump from the last page", sound, []string{"stories/a.md", "---\nheadline: 题\njump-to: 1\n---\n文。\n"}, "stories/a.md:3:10 bad-value", "no page is later than page 1"},
	{"part left out that is not there", strings.Replace(sound, "story: a,", "story: a, without: [deck],", 1), nil, "issue.yaml:6:25 idle-key", "without: deck"},
	{"slip in a part", strings.Replace(sound, "story: a,", "story: a, without: [dekc],", 1), nil, "issue.yaml:6:26 bad-value", `"deck"`},
	{"part in Chinese", sound, []string{storyA, "---\nheadline: 题\ndeck: 副\noptional: [副题, deck]\n---\n文。\n"}, "", ""},
	{"optional part that is not there", sound, []string{storyA, "---\nheadline: 题\noptional: [pull]\n---\n文。\n"}, "stories/a.md:3:11 idle-key", "optional: pull"},
	{"number in Han figures", strings.Replace(sound, "number: 1", "number: 十二", 1), nil, "issue.yaml:4:11 wrong-type", "write 12"},
	{"page's number with its section", strings.Replace(sound, "number: 1", "number: A02", 1), nil, "issue.yaml:4:11 wrong-type", "write 2"},
	{"number with its thousands parted", sound + "number: 10,234\n", nil, "issue.yaml:7:9 wrong-type", "write 10234"},
	{"number beyond what the key takes", strings.Replace(sound, "story: a,", "story: a, columns: 500列,", 1), nil, "issue.yaml:6:25 wrong-type", "a whole number"},
	{"part of one for percent", strings.Replace(sound, "story: a,", "story: a, tint: 0.1,", 1), nil, "issue.yaml:6:22 wrong-type", "write 10%"},
	{"percent of full width", strings.Replace(sound, "story: a,", "story: a, tint: 10％,", 1), nil, "issue.yaml:6:22 wrong-type", "write 10"},
	{"cell in Han figures", strings.Replace(sound, "at: [1, 1]", "at: [一, 1]", 1), nil, "issue.yaml:6:21 wrong-type", "write 1"},
	{"yes for true", sound + "style: {hanging: yes}\n", nil, "issue.yaml:7:18 wrong-type", "write true"},
	{"off for false", sound + "style: {keyline: 关}\n", nil, "issue.yaml:7:18 wrong-type", "write false"},
	{"size without a unit", sound + "style: {body: {size: 9}}\n", nil, "issue.yaml:7:22 bad-value", "write 9pt"},
	{"size in pixels", sound + "style: {body: {leading: 12px}}\n", nil, "issue.yaml:7:25 bad-value", "write 12pt"},
	{"sheet without a unit", sound + "format: {trim: [390, 546mm], columns: 8}\n", nil, "issue.yaml:7:17 bad-value", "write 390mm"},
	{"sheet with a cross", sound + "format: {trim: 390x546, columns: 8}\n", nil, "issue.yaml:7:16 wrong-type", "write [390mm, 546mm]"},
	{"date of the Republic", strings.Replace(sound, "2026-11-23", "民国三十七年一月一日", 1), nil, "issue.yaml:2:7 bad-value", "write 1948-01-01"},
	{"first year of the Republic", strings.Replace(sound, "2026-11-23", "中華民國元年10月10日", 1), nil, "issue.yaml:2:7 bad-value", "write 1912-10-10"},
	{"day that a month lacks", strings.Replace(sound, "2026-11-23", "2026-02-30", 1), nil, "issue.yaml:2:7 bad-value", "that month has 28 days"},
	{"month that a year lacks", strings.Replace(sound, "2026-11-23", "2026年13月1日", 1), nil, "issue.yaml:2:7 bad-value", "there is no month 13"},
	{"date without a value", strings.Replace(sound, " 2026-11-23", "", 1), nil, "issue.yaml:2:6 missing-key", `"date"`},
	{"key that stands twice", sound + "date: 2026-11-24\n", nil, "issue.yaml:7:1 duplicate-key", "the value on line 2 counts"},
	{"slip in what a slot holds", strings.Replace(sound, "story: a,", "stroy: a,", 1), nil, "issue.yaml:6:6 unknown-key", `"story"`},
	{"slot that is its story", head + page1 + "  - a\n", nil, "issue.yaml:4:3 empty-page\nissue.yaml:6:5 wrong-type\nstories/a.md:1:1 unused-story", "write {story: a}"},
	{"list that is a line", sound + "reserve: a、b\n", nil, "issue.yaml:7:10 wrong-type", "write [a, b]"},
	{"picture of a story alone", sound, []string{storyA, "---\nheadline: 题\npictures: pictures/p.jpg\n---\n文。\n"}, "stories/a.md:3:11 wrong-type", "write [{file: pictures/p.jpg}]"},
	{"other part as a page", sound, []string{storyA, "---\nheadline: 题\nfrom: 第1版\n---\n文。\n"}, "stories/a.md:3:7 wrong-type", "write {page: 1}"},
	{"other part as a number", sound, []string{storyA, "---\nheadline: 题\nto: 3\n---\n文。\n"}, "stories/a.md:3:5 wrong-type", "write {page: 3}"},
	{"text in braces", sound, []string{storyA, "---\nheadline: {甲: 乙}\n---\n文。\n"}, "stories/a.md:2:11 wrong-type", "write '{甲: 乙}'"},
	{"byline as a list", sound, []string{storyA, "---\nheadline: 题\ndeck: {a: b}\n---\n文。\n"}, "stories/a.md:3:7 wrong-type", "write '{a: b}'"},
	{"list marked by stars", strings.Replace(sound, "  - {story", "  * {story", 1), nil, "issue.yaml:6:3 bad-yaml", "* is no dash of a list"},
	{"list marked by points", strings.Replace(sound, "  - {story", "  • {story", 1), nil, "issue.yaml:6:3 bad-yaml", "• is no dash of a list"},
	{"path from here", sound + pic("picture: ./pictures/p.jpg"), []string{"pictures/p.jpg", "x"}, "issue.yaml:7:15 bad-value", "detours: pictures/p.jpg"},
	{"path with an empty folder", sound + pic("picture: pictures//p.jpg"), []string{"pictures/p.jpg", "x"}, "issue.yaml:7:15 bad-value", "detours: pictures/p.jpg"},
	{"address for a path", sound + pic("picture: https://a.cn/b/p.jpg"), nil, "issue.yaml:7:15 bad-value", "pictures/p.jpg"},
	{"percent in words", strings.Replace(sound, "story: a,", "story: a, tint: 百分之八,", 1), nil, "issue.yaml:6:22 wrong-type", "write 8%"},
	{"size by a number", sound + "style: {body: {size: 小5号, leading: 12点}, caption: {size: ５号}}\n", nil, "", ""},
	{"other word for a format", sound + "format: 小报\n", nil, "issue.yaml:7:9 bad-value", `"tabloid"`},
	{"blanks round a story", strings.Replace(sound, "story: a,", "story: ' a ',", 1), nil, "issue.yaml:6:13 missing-story\nstories/a.md:1:1 unused-story", `"a"`},
	{"overlap", sound + "  - {story: b, at: [2, 15], span: [2, 20]}\n", []string{"stories/b.md", goodA}, "issue.yaml:7:20 slot-overlap", "columns 2 to 2, rows 15 to 20: give b at: [2, 21]"},
	{"overlap side by side", sound + "  - {story: b, at: [2, 1], span: [2, 20]}\n", []string{"stories/b.md", goodA}, "issue.yaml:7:20 slot-overlap", "give b at: [3, 1]"},
	{"overlap at the foot", head + page1 + "  - {story: a, at: [1, 1], span: [8, 110]}\n  - {story: b, at: [1, 101], span: [8, 20]}\n", []string{"stories/b.md", goodA}, "issue.yaml:7:20 slot-overlap", "give a span: [8, 100]"},
	{"page twice", sound + "- number: 1\n  slots:\n" + slotB, []string{"stories/b.md", goodA}, "issue.yaml:7:3 duplicate-page", "line 4: number this one 2"},
	{"type area too large", sound + "format: {trim: [39cm, 54.6cm], columns: 8, chars: 15, rows: 140}\n", nil, "issue.yaml:7:9 bad-value", "40.32cm × 56.8cm is larger than the page leaves: 39cm × 54.6cm; leave chars and rows out, or write chars: 14, rows: 134"},
}

// TestSlips holds further slips of editors: each is told once, at its place,
// with the value that is right where the program can know it.
func TestSlips(t *testing.T) {
	for _, tt := range slips {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := load(folder(append([]string{issueY, tt.issue, storyA, goodA}, tt.files...)...), newGallery(fakeProbe), nil)
			var got, said []string
			for _, p := range problems {
				got = append(got, fmt.Sprintf("%s %s", p.Pos, p.Code))
				said = append(said, p.Text(diag.English))
				if text := p.Text(diag.English); namesOne.MatchString(text) && p.Remedy == nil && !renames(text) {
					t.Errorf("%s: what would be right is no data", text)
				}
			}
			if g := strings.Join(got, "\n"); g != tt.want {
				t.Errorf("got\n%s\nwant\n%s", g, tt.want)
			}
			if s := strings.Join(said, "\n"); !strings.Contains(s, tt.says) {
				t.Errorf("%s: does not say %s", s, tt.says)
			}
		})
	}
	_, problems := Load(folder(issueY, sound, storyA, "---\nheadline: 题\nweight: 9\n---\n文\n"))
	if len(problems) != 1 || problems[0].Text(diag.Chinese) != "weight：9 不在 1 至 5 之间" {
		t.Errorf("%v", problems)
	}
}

// namesOne finds messages that name the one value that would be right.
var namesOne = regexp.MustCompile(`\(→ "[^"]+"\?\)|: write [^,]+$|write span|write at`)

// renames tells of a key that stands elsewhere, where nothing is written in its place.
func renames(text string) bool {
	return strings.Contains(text, "(→ issue.yaml:") || strings.Contains(text, "(→ stories/")
}

// threePages has pages whose numbers do not follow each other.
const threePages = sound + "- number: 12\n  slots:\n" + slotB + "- number: 2\n  slots:\n" + slotB

const slotB = "  - {story: b, at: [3, 1], span: [2, 20]}\n"

// TestMarksOfBlocksInFields: marks that open a subhead or a remark in the body are
// told where one text stands alone.
func TestMarksOfBlocksInFields(t *testing.T) {
	for in, told := range map[string]bool{
		"## 提要": true, "# 提要": true, "> 提要": true, "＃＃提要": true, "##提要": true, "＞ 提要": true,
		"#话题#真好": false, "C# 语言": false, ">5%": false, "#": false, "\\# 题": false,
	} {
		_, problems := Load(folder(issueY, sound, storyA, "---\nheadline: 题\nsummary: '"+in+"'\n---\n文\n"))
		if got := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.NearMarkup }); got != told {
			t.Errorf("%s: told %v %v", in, got, problems)
		}
	}
}

// TestMarkupInFields: every text of a story and of a slot knows the markup of
// the body.
func TestMarkupInFields(t *testing.T) {
	story := `---
kicker: '甲&nbsp;乙'
headline: '甲<br>乙&amp;丙'
deck: ['丙&nbsp;丁', '**戊**己', '2*3=6']
byline: '**戊**'
column: '\*己\*'
summary: ['**庚**', '&#20013;']
short: '甲<br/>乙'
note: '（*作者*）'
pictures: [{file: p.jpg, caption: '**坝**&amp;江', credit: '*周四*'}]
---
文
`
	issue := head + "style: {normalize: false}\npages:\n- number: 1\n  name: '要&amp;闻'\n  editors: {责任编辑: '**陈**&amp;一'}\n  slots:\n" + slotA +
		"  - {notice: ['**晴**', '&lt;5'], title: '*天气*', at: [3, 1], span: [1, 5]}\n" +
		"  - {picture: p.jpg, caption: '**坝**', credit: '&copy;周四', at: [5, 1], span: [1, 5]}\n"
	is, problems := load(folder(issueY, issue, storyA, story, "p.jpg", "x"), newGallery(fakeProbe), nil)
	var got []string
	see := func(x Text) {
		if len(x) > 0 {
			got = append(got, strings.NewReplacer(string(HintRune), "¦", "\u00a0", "␣").Replace(written(x)))
		}
	}
	each(is.Story("a"), see)
	for _, s := range is.Pages[0].Slots {
		for _, x := range append([]Text{s.Caption, s.Credit, s.Title}, s.Lines...) {
			see(x)
		}
	}
	got = append(got, is.Pages[0].Name, is.Pages[0].Editors[0].Name.String())
	want := "甲␣乙|**戊**|*己*|（*作者*）|甲¦乙|甲¦乙&丙|丙␣丁|**戊**己|2*3=6|**庚**|中|**坝**&江|*周四*|文|*天气*|**晴**|<5|**坝**|©周四|要&闻|陈&一"
	if g := strings.Join(got, "|"); g != want {
		t.Errorf("got\n%s\nwant\n%s", g, want)
	}
	var codes []string
	for _, p := range problems {
		codes = append(codes, p.Pos.String()+" "+string(p.Code))
	}
	if g := strings.Join(codes, " "); g != "issue.yaml:7:22 markup-not-set" {
		t.Errorf("problems %s", g)
	}
}

// TestJumpLinesInFields: a typed line about a continuation is left out of a head as
// it is out of the body, and told.
func TestJumpLinesInFields(t *testing.T) {
	for in, want := range map[string]string{
		"headline: 江上晨雾（下转第2版）": "江上晨雾", "headline: '【上接A1版】江上晨雾'": "江上晨雾", "headline: 江上晨雾": "江上晨雾", "headline: 三版之间": "三版之间",
	} {
		is, problems := Load(folder(issueY, sound, storyA, "---\n"+in+"\n---\n文\n"))
		told := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.NearMarkup })
		if got := is.Story("a").Headline[0].String(); got != want || told == strings.HasSuffix(in, want) {
			t.Errorf("%s: %q, told %v", in, got, told)
		}
	}
}

// TestFilesElsewhere: an issue whose file or whose folder of stories is called otherwise
// says where they are.
func TestFilesElsewhere(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files []string // pairs: name and text
		want  string
	}{
		{"another ending", []string{"issue.yml", sound, "stories/a.md", goodA}, "issue.yml may be it: rename it"},
		{"capitals", []string{"Issue.YAML", sound, "stories/a.md", goodA}, "Issue.YAML may be it: rename it"},
		{"an ending that is hidden", []string{"issue.yaml.txt", sound}, "issue.yaml.txt may be it: rename it"},
		{"no other file", []string{"issue.json", "{}", "notes.txt", "文"}, "there is no issue.yaml in this folder"},
		{"another folder of stories", []string{"issue.yaml", sound, "story/a.md", goodA}, `the story "a" stands in story/a.md, which is not read: rename it stories/a.md`},
		{"no folder of stories", []string{"issue.yaml", sound, "a.md", goodA, "README.md", "文"}, `the story "a" stands in a.md, which is not read: rename it stories/a.md`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := fstest.MapFS{}
			for i := 0; i < len(tt.files); i += 2 {
				files[tt.files[i]] = &fstest.MapFile{Data: []byte(tt.files[i+1])}
			}
			_, problems := Load(files)
			if len(problems) == 0 || !slices.ContainsFunc(problems, func(p diag.Problem) bool { return strings.HasSuffix(p.Text(diag.English), tt.want) }) {
				t.Errorf("%v", problems)
			}
			if strings.Contains(fmt.Sprint(problems), "README") {
				t.Errorf("%v", problems)
			}
		})
	}
}
