package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
	if got := duikai(t, "plan", dir, "--explain", "s9"); got.code != exitUnusable {
		t.Errorf("a story that is not there is explained: %d", got.code)
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
