package report_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duikai/layout/diag"
	"duikai/layout/page"
	"duikai/render/report"
)

func problems() diag.List {
	yaml := diag.New(diag.BadYAML, diag.Pos{File: "issue.yaml", Line: 2, Col: 7}, "unexpected end")
	yaml.Excerpt = "   1 | paper: 望汀日报\n>  2 | date: [\n           ^\n"
	return diag.List{
		yaml,
		diag.New(diag.MissingStory, diag.Pos{File: "issue.yaml", Line: 9, Col: 16}, "harbour"),
		diag.New(diag.MissingStory, diag.Pos{File: "issue.yaml", Line: 12, Col: 16}, "dam"),
		diag.New(diag.UnusedStory, diag.Pos{File: "stories/a\x1b[2J.md"}, spare("a")),
		diag.New(diag.Normalized, diag.Pos{File: "stories/b.md", Line: 4, Col: 1}, "half-width comma", ",", "，"),
		diag.New(diag.NoPages, diag.Pos{}, "9"),
	}
}

// TestMarked: the places in a marked-up copy stand behind the problems, and a
// note that has one is listed.
func TestMarked(t *testing.T) {
	var b strings.Builder
	o := report.Options{Marked: []string{"", " (page 1, no. 1)", "", "", " (page 2, no. 2)"}}
	if err := report.Problems(&b, problems(), o); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"[bad-yaml]\n", `"harbour" [missing-story] (page 1, no. 1)` + "\n", `"dam" [missing-story]` + "\n", "[normalized] (page 2, no. 2)\n", "[no-such-page]\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

func TestProblems(t *testing.T) {
	for _, c := range []struct {
		name string
		o    report.Options
		want string
	}{
		{"English", report.Options{Dir: "in/wangting"}, `
in/wangting/issue.yaml:2:7: error: this is not valid YAML: unexpected end [bad-yaml]
       1 | paper: 望汀日报
    >  2 | date: [
               ^
in/wangting/issue.yaml:9:16: error: there is no story "harbour" [missing-story]
    the id is the file name in stories/ without .md
in/wangting/issue.yaml:12:16: error: there is no story "dam" [missing-story]
in/wangting/stories/a\u001b[2J.md: warning: the story "a" stands on no page [unused-story]
in/wangting: fatal: there is no page 9 in this edition [no-such-page]
`},
		{"Chinese with notes", report.Options{Lang: diag.Chinese, Notes: true}, `
issue.yaml:2:7: 错误: YAML 语法错误：unexpected end [bad-yaml]
       1 | paper: 望汀日报
    >  2 | date: [
               ^
issue.yaml:9:16: 错误: 没有稿件 "harbour" [missing-story]
    稿件编号是 stories/ 中不带 .md 的文件名
issue.yaml:12:16: 错误: 没有稿件 "dam" [missing-story]
stories/a\u001b[2J.md: 警告: 稿件 "a" 没有上版 [unused-story]
stories/b.md:4:1: 提示: half-width comma："," 改为 "，" [normalized]
-: 致命错误: 本期没有第 9 版 [no-such-page]
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			if err := report.Problems(&b, problems(), c.o); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want[1:], b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestProblemsReportsWriteErrors(t *testing.T) {
	if err := report.Problems(full{}, problems(), report.Options{}); !errors.Is(err, errFull) {
		t.Error(err)
	}
}

func TestOutcome(t *testing.T) {
	e := &page.Edition{Pages: []*page.Page{
		{Number: 1, Placements: []page.Placement{{Kind: "story", Story: "harbour", Columns: 2, Chars: 1200}, {Kind: "story", Story: "dam", Columns: 1, Chars: 300}, {Story: "pictures/dam.jpg"}}},
		{Number: 2, Placements: []page.Placement{{Kind: "story", Story: "harbour", Columns: 1, Chars: 64}}},
	}}
	one := &page.Edition{Pages: e.Pages[:1]}
	en := report.Options{Dir: "wangting"}
	zh := report.Options{Dir: "wangting", Lang: diag.Chinese}
	withNotes := en
	withNotes.Notes = true
	for _, c := range []struct{ got, want string }{
		{report.Outcome{Edition: e}.Checked(en), "wangting: 2 pages, 2 stories, 1,564 characters; no problems"},
		{report.Outcome{Edition: e}.Checked(zh), "wangting：2 个版，2 篇稿件，1,564 字；没有问题"},
		{report.Outcome{Problems: problems()}.Checked(en), "wangting; 4 errors, 1 warning, 1 note (-v lists the notes)"},
		{report.Outcome{Problems: problems()}.Checked(withNotes), "wangting; 4 errors, 1 warning, 1 note"},
		{report.Outcome{Edition: one, File: "a.pdf"}.Rendered(en), "wrote a.pdf: 1 page, 2 stories, 1,500 characters; no problems"},
		{report.Outcome{Edition: e, File: "a.pdf", Problems: problems()[1:3], Draft: true}.Rendered(zh), "已写出草样 a.pdf：2 个版，2 篇稿件，1,564 字；错误 2 处"},
		{report.Outcome{Edition: e, Problems: problems()[1:4]}.Rendered(en), "nothing written: 2 errors, 1 warning"},
	} {
		if c.got != c.want {
			t.Errorf("got  %s\nwant %s", c.got, c.want)
		}
	}
}

// spare is how the loader names a story that stands on no page.
type spare string

func (s spare) In(l diag.Lang) string {
	return fmt.Sprintf([...]string{"the story %q stands", "稿件 %q "}[l], string(s))
}

// TestNotesFold: notes that say the same are one line with their number and
// their first place; Every lists each.
func TestNotesFold(t *testing.T) {
	var list diag.List
	for i := range 3 {
		list.Add(diag.Normalized, diag.Pos{File: "stories/a.md", Line: i + 1, Col: 1}, "mark", ",", "，")
	}
	list.Add(diag.Normalized, diag.Pos{File: "stories/a.md", Line: 9, Col: 1}, "mark", ";", "；")
	list.Add(diag.Normalized, diag.Pos{File: "stories/b.md", Line: 1, Col: 1}, "mark", ",", "，")
	list.Add(diag.Normalized, diag.Pos{File: "stories/b.md", Line: 2, Col: 1}, "dash", "--", "——")
	list.Add(diag.Normalized, diag.Pos{File: "stories/b.md", Line: 3, Col: 1}, "dash", "--", "——")
	for _, c := range []struct {
		o    report.Options
		want string
	}{
		{report.Options{}, ""},
		{report.Options{Notes: true}, `stories/a.md:1:1: info: mark: "," becomes "，" (4 times in 2 files) [normalized]
stories/a.md:9:1: info: mark: ";" becomes "；" [normalized]
stories/b.md:2:1: info: dash: "--" becomes "——" (2 times) [normalized]
`},
		{report.Options{Notes: true, Lang: diag.Chinese}, `stories/a.md:1:1: 提示: mark："," 改为 "，"（2 个文件共 4 处） [normalized]
stories/a.md:9:1: 提示: mark：";" 改为 "；" [normalized]
stories/b.md:2:1: 提示: dash："--" 改为 "——"（共 2 处） [normalized]
`},
	} {
		var b strings.Builder
		if err := report.Problems(&b, list, c.o); err != nil || b.String() != c.want {
			t.Errorf("%+v: %v\n%swant\n%s", c.o, err, b.String(), c.want)
		}
	}
	var b strings.Builder
	if err := report.Problems(&b, list, report.Options{Notes: true, Every: true}); err != nil || strings.Count(b.String(), "\n") != len(list) {
		t.Errorf("%v\n%s", err, b.String())
	}
}

// TestExtentCountsStories: a digest has text columns, and is no story.
func TestExtentCountsStories(t *testing.T) {
	e := &page.Edition{Pages: []*page.Page{{Number: 1, Placements: []page.Placement{
		{Kind: "story", Story: "a", Columns: 2, Chars: 10}, {Kind: "digest", Columns: 2}, {Kind: "notice", Chars: 3},
		{Kind: "picture", Story: "pictures/a.jpg"}, {Kind: "story", Story: "missing"},
	}}, {Number: 2, Placements: []page.Placement{{Kind: "story", Story: "a", Columns: 1, Chars: 5}}}}}
	if got := report.Extent(e, diag.English); got != "2 pages, 1 story, 18 characters" {
		t.Error(got)
	}
	if got := report.Build(e, nil, nil, diag.English).Totals.Stories; got != 1 {
		t.Errorf("the report counts %d stories", got)
	}
}
