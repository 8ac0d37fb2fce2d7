package planner

import (
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// mostWhiteLines is how many lines a planned page of the sample leaves white.
const mostWhiteLines = 6

// soundPage tells what is wrong with a planned page: everything that is told of
// it but notes.
func soundPage(t *testing.T, is *manuscript.Issue, plan *Page, problems diag.List) {
	t.Helper()
	for _, p := range problems {
		if p.Severity() >= diag.Warning {
			t.Errorf("page %d: %v", plan.Number, p)
		}
	}
	if plan.White > mostWhiteLines || len(plan.Held) > 0 {
		t.Errorf("page %d leaves %d lines white and holds %v", plan.Number, plan.White, plan.Held)
	}
}

// placesIn writes where everything of an issue stands.
func placesIn(is *manuscript.Issue) string {
	var b strings.Builder
	for _, p := range is.Pages {
		for _, s := range p.Slots {
			fmt.Fprintln(&b, p.Number, s.Name(), s.Col, s.Row, s.Cols, s.Rows, s.Columns, s.Head)
		}
	}
	return b.String()
}

// TestSampleWithoutPlaces plans the sample edition without places: nothing is
// told of its news pages, and the plan is the same on one core and on many.
func TestSampleWithoutPlaces(t *testing.T) {
	set := faces(t)
	plan := func(cores int) (*manuscript.Issue, Edition, diag.List) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		is, problems := manuscript.Load(os.DirFS("../../samples/wangting-auto"))
		if problems.Has(diag.Warning) {
			t.Fatal(problems)
		}
		ed, problems := Plan(is, set, Options{})
		return is, ed, problems
	}
	is, ed, problems := plan(16)
	if len(ed.Pages) != 6 || problems.Has(diag.Warning) {
		t.Errorf("%d pages are planned\n%v", len(ed.Pages), problems)
	}
	for i := range ed.Pages {
		_, problems := layout.Compose(is, set, layout.Options{Pages: []int{ed.Pages[i].Number}})
		soundPage(t, is, &ed.Pages[i], problems)
	}
	if testing.Short() {
		return
	}
	if one, _, _ := plan(1); placesIn(one) != placesIn(is) {
		t.Errorf("one core gives\n%s\nand sixteen give\n%s", placesIn(one), placesIn(is))
	}
}

// TestSeedPage makes up a page of real copy, with two fillers, a picture and a
// block for the public good, so that it is full.
func TestSeedPage(t *testing.T) {
	if _, err := os.Stat(seedIssue); err != nil {
		t.Skipf("without %s", seedIssue)
	}
	files := fstest.MapFS{}
	stories, err := fs.Glob(os.DirFS(seedIssue), "stories/*.md")
	if err != nil || len(stories) != 10 {
		t.Fatal(stories, err)
	}
	slots := "    - {notice: 关紧一只水龙头，就是给河里留一瓢水。, title: 公益, at: [1, 113], span: [8, 8], box: line}\n    - {picture: pictures/harbour.jpg, caption: 港口的早晨，第一班船正在装货。, credit: 邹海平 摄}\n"
	add := func(name string, data []byte) {
		files["stories/"+name+".md"] = &fstest.MapFile{Data: data}
		slots += "    - {story: " + name + "}\n"
	}
	for _, name := range stories {
		data, err := fs.ReadFile(os.DirFS(seedIssue), name)
		if err != nil {
			t.Fatal(err)
		}
		add(strings.TrimSuffix(strings.TrimPrefix(name, "stories/"), ".md"), data)
	}
	add("filler-1", fmt.Appendf(nil, "---\nheadline: 堤上量了三遍\nweight: 4\n---\n%s\n", text(700)))
	add("filler-2", fmt.Appendf(nil, "---\nheadline: 桥头的灯\nweight: 4\n---\n%s\n", text(480)))
	picture, err := os.ReadFile("../../samples/wangting/pictures/harbour.jpg")
	if err != nil {
		t.Fatal(err)
	}
	files["pictures/harbour.jpg"] = &fstest.MapFile{Data: picture}
	files["issue.yaml"] = &fstest.MapFile{Data: []byte("paper: 岳阳日报\ndate: 2021-04-07\nformat: broadsheet\npages:\n  - number: 3\n    name: 综合\n    slots:\n" + slots)}
	is, _ := manuscript.Load(files)
	set := faces(t)
	ed, problems := Plan(is, set, Options{})
	_, more := layout.Compose(is, set, layout.Options{})
	told := slices.DeleteFunc(append(problems, more...), func(p diag.Problem) bool { return p.Severity() < diag.Warning })
	soundPage(t, is, &ed.Pages[0], told)
	t.Logf("needs %d of %d, %d lines white, costs %d", ed.Pages[0].Need, ed.Pages[0].Room, ed.Pages[0].White, ed.Pages[0].Score)
}
