package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/render"
)

// openPaper is an issue of one page whose stories have no places.
func openPaper() map[string]string {
	files := map[string]string{issueFile: `# 试刊
paper: 望汀日报
date: 2026-11-23
format: {trim: [200mm, 170mm], columns: 4, chars: 13, rows: 36}
pages:
  - number: 2 # 要闻
    name: 要闻
    slots:
      - {story: s1}
      # 二条
      - story: s2
        box: line
    pool: [s3, s4, s5]
`}
	for i, lines := range [...]int{22, 14, 9, 6, 5} {
		files[fmt.Sprintf("stories/s%d.md", i+1)] = fmt.Sprintf("---\nheadline: 第%d座桥今天通车\nweight: %d\n---\n%s\n", i+1, i+1,
			strings.Repeat("河上的雾散得很慢，船工把缆绳收回舱里。", lines))
	}
	return files
}

// TestPlan: what plan finds, every command sets; what it writes is set the same
// way and planned no more.
func TestPlan(t *testing.T) {
	dir := issueFolder(t, openPaper())
	before := fileText(t, filepath.Join(dir, issueFile))
	rendered := func() string {
		out := filepath.Join(t.TempDir(), "page.pdf")
		if got := duikai(t, "render", dir, "-o", out, "--standard", "none"); got.code > exitErrors {
			t.Fatalf("render ends with %d\n%s", got.code, got.stderr)
		}
		data, _ := os.ReadFile(out)
		return string(data)
	}
	auto := rendered()

	got := duikai(t, "plan", dir, "--format", "json")
	var told struct {
		Pages []struct {
			Number int
			Score  float64
			Terms  map[string]float64
			Slots  []struct {
				Story    string
				At, Span [2]int
				Found    bool
			}
			Held []string
		}
	}
	if err := json.Unmarshal([]byte(got.stdout), &told); err != nil || len(told.Pages) != 1 || len(told.Pages[0].Slots)+len(told.Pages[0].Held) != 5 || len(told.Pages[0].Terms) == 0 || told.Pages[0].Slots[0].Story == "" || !told.Pages[0].Slots[0].Found {
		t.Fatalf("%v\n%s\n%s", err, got.stdout, got.stderr)
	}
	if got := duikai(t, "plan", dir, "--explain", "s1"); !strings.Contains(got.stdout, "s1 ") || strings.Contains(got.stdout, "s2 ") {
		t.Errorf("explained\n%s", got.stdout)
	}
	if got := duikai(t, "plan", dir, "--explain", "s9"); got.code != exitUnusable || !strings.Contains(got.stderr, "s1, s2") {
		t.Errorf("a story that is not there is explained: %d\n%s", got.code, got.stderr)
	}
	if got := duikai(t, "plan", dir, "--explain", "S2.md"); got.code != exitUnusable || !strings.Contains(got.stderr, "s2\n") || strings.Contains(got.stderr, "s1") {
		t.Errorf("what was probably meant is not told: %d\n%s", got.code, got.stderr)
	}
	if got := duikai(t, "plan", dir, "-o", "-"); !strings.HasPrefix(got.stdout, "# 试刊\n") || !strings.Contains(got.stdout, "# found") {
		t.Errorf("on standard output\n%s", got.stdout)
	}
	if text := fileText(t, filepath.Join(dir, issueFile)); text != before {
		t.Fatalf("who only asks finds the file changed\n%s", text)
	}

	duikai(t, "plan", dir, "--write")
	after := fileText(t, filepath.Join(dir, issueFile))
	for _, want := range []string{"# 试刊\n", "- number: 2 # 要闻\n", "      # 二条\n", "  # found\n"} {
		if !strings.Contains(after, want) {
			t.Errorf("written without %q\n%s", want, after)
		}
	}
	if kept := fileText(t, filepath.Join(dir, beforePlan)); kept != before {
		t.Errorf("the file as it was is not kept\n%s", kept)
	}
	if len(told.Pages[0].Held) == 0 {
		if got := duikai(t, "plan", dir, "--lang", "en"); !strings.Contains(got.stdout, "all slots have their places") {
			t.Errorf("planned again\n%s%s", got.stdout, got.stderr)
		}
	}
	if written := rendered(); written != auto {
		t.Error("a plan that is written and set differs from one that is set at once")
	}
}

// TestKeep: what was found is planned again near to where it stands; what an
// editor placed stays, and where nothing was found that is told.
func TestKeep(t *testing.T) {
	dir := issueFolder(t, openPaper())
	path := filepath.Join(dir, issueFile)
	if got := duikai(t, "plan", dir, "--keep", "0.9", "--lang", "en"); !strings.Contains(got.stderr, "[nothing-found]") {
		t.Errorf("nothing was found before\n%s", got.stderr)
	}
	duikai(t, "plan", dir, "--write")
	before := fileText(t, path)
	// Nothing has changed: nothing moves.
	if got := duikai(t, "plan", dir, "--keep", "0.9", "--write"); got.code > exitErrors || fileText(t, path) != before {
		t.Errorf("%d\n%s\n%s", got.code, got.stderr, fileText(t, path))
	}
	story := filepath.Join(dir, "stories", "s4.md")
	if err := os.WriteFile(story, []byte(strings.Replace(fileText(t, story), "\n---\n", "\n---\n船工把缆绳收回舱里。", 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	if got := duikai(t, "plan", dir, "--keep", "0.9", "--write"); got.code > exitErrors {
		t.Errorf("%d\n%s", got.code, got.stderr)
	}
	// Of the lines of the file some have other numbers, and no more.
	after := fileText(t, path)
	was, now := strings.Split(before, "\n"), strings.Split(after, "\n")
	changed := 0
	for i := range was {
		if i < len(now) && was[i] != now[i] {
			changed++
		}
	}
	if len(was) != len(now) || changed > 4 {
		t.Errorf("%d lines of %d changed\n%s\n%s", changed, len(was), before, after)
	}
	for _, args := range [][]string{{"--keep", "1.5"}, {"--keep", "-1"}, {"--keep", "NaN"}, {"--keep", "x"}, {"--variants", "3"}, {"--variants", "3", "-o", "-"}, {"--variants", "99", "-o", "x"},
		{"--variants", "2", "-o", "x", "--write"}, {"--variants", "2", "-o", "x", "--explain", "s1"}, {"--write", "-o", "x"}} {
		if got := duikai(t, append([]string{"plan", dir}, args...)...); got.code != exitUnusable {
			t.Errorf("%v ends with %d", args, got.code)
		}
	}
}

// TestVariants: plans that differ in structure, each an issue file that renders.
func TestVariants(t *testing.T) {
	dir := issueFolder(t, openPaper())
	before := fileText(t, filepath.Join(dir, issueFile))
	out := filepath.Join(t.TempDir(), "plans")
	got := duikai(t, "plan", dir, "--variants", "3", "-o", out, "--format", "json")
	var told struct {
		Variants []struct {
			File  string
			Pages []struct {
				Number int
				Slots  []struct {
					Story    string
					At, Span [2]int
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(got.stdout), &told); err != nil || len(told.Variants) < 2 {
		t.Fatalf("%v\n%s\n%s", err, got.stdout, got.stderr)
	}
	if text := fileText(t, filepath.Join(dir, issueFile)); text != before {
		t.Errorf("the issue itself changed\n%s", text)
	}
	seen := map[string]bool{}
	for _, v := range told.Variants {
		text := fileText(t, v.File)
		if seen[text] || !strings.Contains(text, "# found") {
			t.Errorf("%s\n%s", v.File, text)
		}
		seen[text] = true
		if err := os.WriteFile(filepath.Join(dir, issueFile), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if got := duikai(t, "check", dir); got.code > exitErrors || strings.Contains(got.stdout, "[overset-text]") {
			t.Errorf("%s: %d\n%s", v.File, got.code, got.stdout)
		}
	}
	if data, err := os.ReadFile(filepath.Join(out, contactFile)); err != nil || !strings.HasPrefix(string(data), "\x89PNG") {
		t.Errorf("the contact sheet: %v", err)
	}
}

// TestExplain: where else a story could stand, and what that would cost.
func TestExplain(t *testing.T) {
	dir := issueFolder(t, openPaper())
	got := duikai(t, "plan", dir, "--explain", "s3", "--format", "json")
	var told struct {
		Pages []struct {
			Slots []struct {
				Story    string
				At, Span [2]int
			}
			Elsewhere []struct {
				At, Span [2]int
				More     *float64
			}
		}
	}
	if err := json.Unmarshal([]byte(got.stdout), &told); err != nil || len(told.Pages) != 1 || len(told.Pages[0].Elsewhere) == 0 {
		t.Fatalf("%v\n%s", err, got.stdout)
	}
	for _, s := range told.Pages[0].Slots {
		for _, e := range told.Pages[0].Elsewhere {
			if s.Story == "s3" && s.At == e.At && s.Span == e.Span || e.More == nil {
				t.Errorf("elsewhere is where it stands: %+v", e)
			}
		}
	}
	if got := duikai(t, "plan", dir, "--explain", "s3", "--lang", "en"); strings.Count(got.stdout, "elsewhere: at: [") != len(told.Pages[0].Elsewhere) {
		t.Errorf("in words\n%s", got.stdout)
	}

	// Of several pages, with stories that are held over, what concerns the one is told.
	files := openPaper()
	files[issueFile] += "  - number: 3\n    pool: [s6, s7, s8]\n"
	for i, lines := range [...]int{40, 60, 40} {
		files[fmt.Sprintf("stories/s%d.md", i+6)] = fmt.Sprintf("---\nheadline: 第%d座桥今天通车\nweight: 3\n---\n%s\n", i+6, strings.Repeat("河上的雾散得很慢，船工把缆绳收回舱里。", lines))
	}
	dir = issueFolder(t, files)
	all := duikai(t, "plan", dir, "--lang", "en").stdout
	if !strings.Contains(all, "page 2 ") || !strings.Contains(all, "page 3 ") || strings.Count(all, "held over: ") != 1 {
		t.Fatalf("\n%s", all)
	}
	_, after, _ := strings.Cut(all, "held over: ")
	held, _, _ := strings.Cut(after, "\n")
	for id, want := range map[string]string{"s3": "page 2 ", held: "page 3 "} {
		got := duikai(t, "plan", dir, "--explain", id, "--lang", "en")
		if strings.Count(got.stdout, "needs ") != 1 || !strings.HasPrefix(got.stdout, want) || strings.Contains(got.stdout, "held over: ") != (id == held) {
			t.Errorf("%s: %d\n%s%s", id, got.code, got.stdout, got.stderr)
		}
	}
}

// TestPlanEdition: a folder of stories is enough; the plan that is written is
// set as it was, and one file undoes it.
func TestPlanEdition(t *testing.T) {
	files := openPaper()
	files[issueFile] = "\ufeff# 试刊\r\npaper: 望汀日报\r\nformat: {trim: [200mm, 170mm], columns: 4, chars: 13, rows: 36}\r\npages: 2 # 两版\r\ndate: 2026-11-23\r\n"
	files["stories/s2.md"] = strings.Replace(files["stories/s2.md"], "---\n", "---\nsection: 体育\n", 1)
	dir := issueFolder(t, files)
	rendered := func() string {
		out := filepath.Join(t.TempDir(), "page.pdf")
		if got := duikai(t, "render", dir, "-o", out, "--standard", "none"); got.code > exitErrors {
			t.Fatalf("render ends with %d\n%s", got.code, got.stderr)
		}
		data, _ := os.ReadFile(out)
		return string(data)
	}
	auto := rendered()
	got := duikai(t, "plan", dir, "--format", "json")
	var told struct {
		Pages   []struct{ Number int }
		Stories []struct {
			Story, Section, Why string
			Page, Cells         int
		}
	}
	if err := json.Unmarshal([]byte(got.stdout), &told); err != nil || len(told.Stories) != 5 {
		t.Fatalf("%v\n%s", err, got.stdout)
	}
	for _, s := range told.Stories {
		if s.Why == "" || s.Cells == 0 || s.Story == "s2" && s.Page != 2 {
			t.Errorf("%+v", s)
		}
	}
	if got := duikai(t, "plan", dir, "--lang", "en"); !strings.Contains(got.stdout, "s2 ") || !strings.Contains(got.stdout, "of its section") {
		t.Errorf("in words\n%s", got.stdout)
	}
	if got := duikai(t, "plan", dir, "--write"); got.code > exitErrors {
		t.Fatal(got.stderr)
	}
	after := fileText(t, filepath.Join(dir, issueFile))
	for _, want := range []string{"\ufeff# 试刊\r\n", "pages: # 两版\r\n  - number: 1  # found\r\n", "    name: 体育  # found\r\n", "date: 2026-11-23\r\n"} {
		if !strings.Contains(after, want) {
			t.Errorf("written without %q\n%s", want, after)
		}
	}
	if rendered() != auto {
		t.Error("a plan that is written and set differs from one that is set at once")
	}
	if fileText(t, filepath.Join(dir, beforePlan)) != files[issueFile] {
		t.Error("what was is not kept")
	}
}

// autoSample is the sample edition without places.
const autoSample = "../../samples/wangting-auto"

// TestWrittenSample: the sample edition without places is planned, and what is
// written is set to the same pages; planned again, it is the same to the byte.
func TestWrittenSample(t *testing.T) {
	if testing.Short() {
		t.Skip("the whole edition is planned twice")
	}
	source, err := os.ReadFile(filepath.Join(autoSample, issueFile))
	if err != nil {
		t.Fatal(err)
	}
	set := func(fsys fs.FS) render.Result {
		r, err := render.Job{FS: fsys}.Run()
		if err != nil || r.Edition == nil {
			t.Fatal(err, r.Problems)
		}
		return r
	}
	dump := func(r render.Result) string {
		var b strings.Builder
		if err := page.Dump(&b, r.Edition); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	written := func(r render.Result) string {
		out, err := manuscript.WritePlan(source, foundPages(r.Issue, r.Plans, r.Plans))
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	auto := set(os.DirFS(autoSample))
	first := written(auto)
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(autoSample)); err != nil {
		t.Fatal(err)
	}
	if again := written(set(os.DirFS(dir))); again != first {
		t.Error("planned twice, the plans differ")
	}
	if err := os.WriteFile(filepath.Join(dir, issueFile), []byte(first), 0o666); err != nil {
		t.Fatal(err)
	}
	plain := set(os.DirFS(dir))
	if len(plain.Plans.Pages) > 0 {
		t.Errorf("%d pages of a written plan are planned", len(plain.Plans.Pages))
	}
	if dump(plain) != dump(auto) {
		t.Error("the written plan is set to other pages")
	}
	// What was an editor's is there to the byte: without what was found, the file
	// is what it was.
	stripped := regexp.MustCompile(`(?m)(, at: \[\d+, \d+\]|, span: \[\d+, \d+\]|, columns: \d+|, head: [a-z-]+|, head-span: \d+)*(\})  # found.*$|^ +(at|span|columns|head): .*  # found\n`).ReplaceAllString(first, "$2")
	keep := regexp.MustCompile(`(, span: \[\d+, \d+\]|, columns: \d+|, head: [a-z-]+)`)
	if keep.ReplaceAllString(stripped, "") != keep.ReplaceAllString(string(source), "") {
		t.Errorf("written, the file is\n%s", first)
	}
}

// overfullPaper is an issue of two pages of which the first has too much.
func overfullPaper() map[string]string {
	files := map[string]string{issueFile: `paper: 望汀日报
date: 2026-11-23
format: {trim: [200mm, 300mm], columns: 4, chars: 13, rows: 64}
pages:
  - number: 1 # 头版
    name: 要闻
    pool: [s1, s2, s3, s4]
  - number: 2
    name: 经济
    slots:
      - {story: s5} # 头条
    pool: [s6, s7]
`}
	for i, lines := range [...]int{90, 22, 14, 6, 27, 14, 6} {
		files[fmt.Sprintf("stories/s%d.md", i+1)] = fmt.Sprintf("---\nheadline: 第%d座桥今天通车\nweight: %d\n---\n%s\n", i+1, 1+i%4,
			strings.Repeat(strings.Repeat("河上的雾散得很慢，船工把缆绳收回舱里。", 4)+"\n\n", lines/4+1))
	}
	return files
}

// TestWrittenJumps: a story that the program lets go on elsewhere is told of, and
// written on both pages, which are set to the same; planned again it stays.
func TestWrittenJumps(t *testing.T) {
	dir := issueFolder(t, overfullPaper())
	path := filepath.Join(dir, issueFile)
	rendered := func() string {
		out := filepath.Join(t.TempDir(), "page.pdf")
		if got := duikai(t, "render", dir, "-o", out, "--standard", "none"); got.code > exitErrors {
			t.Fatalf("render ends with %d\n%s", got.code, got.stderr)
		}
		data, _ := os.ReadFile(out)
		return string(data)
	}
	auto := rendered()
	var told struct {
		Pages []struct {
			Number int
			Jumps  []struct {
				Story, After     string
				To, Lines, Chars int
			}
		}
	}
	got := duikai(t, "plan", dir, "--format", "json")
	if err := json.Unmarshal([]byte(got.stdout), &told); err != nil || len(told.Pages) != 2 || len(told.Pages[0].Jumps) != 1 {
		t.Fatalf("%v\n%s\n%s", err, got.stdout, got.stderr)
	}
	if j := told.Pages[0].Jumps[0]; j.Story != "s1" || j.To != 2 || j.Lines < 12 || j.Chars < 80 || !strings.HasSuffix(j.After, "。") {
		t.Errorf("%+v", j)
	}
	if got := duikai(t, "plan", dir, "--lang", "en"); !strings.Contains(got.stdout, "goes on: s1 on page 2: ") {
		t.Error(got.stdout)
	}
	// One page alone is written with the other end of its story.
	duikai(t, "plan", dir, "--pages", "1", "--write")
	after := fileText(t, path)
	if n := strings.Count(after, "{story: s1, at: ["); n != 2 {
		t.Errorf("%d slots\n%s", n, after)
	}
	if rendered() != auto {
		t.Error("a plan that is written and set differs from one that is set at once")
	}
	if got := duikai(t, "plan", dir, "--keep", "0.9", "--write", "--lang", "en"); got.code > exitErrors || fileText(t, path) != after {
		t.Errorf("%d\n%s\n%s", got.code, got.stderr, fileText(t, path))
	}
}
