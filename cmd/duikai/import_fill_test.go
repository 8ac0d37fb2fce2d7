package main

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duikai/layout/intake/invented"
)

// TestFewStories: pages of one to three stories, whatever stands over their texts, become
// pages: each has a filler of the height that leaves room for them, and no more.
func TestFewStories(t *testing.T) {
	rnd := rand.New(rand.NewPCG(14, 7))
	const words = "江上有雾渡船停在码头等天亮再开船工说往后每天两班两岸的人都等着夜校办起木工课"
	text := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteRune([]rune(words)[rnd.IntN(len([]rune(words)))])
			if i%16 == 15 {
				b.WriteRune('。')
			}
		}
		return b.String()
	}
	some := func(s string) string {
		if rnd.IntN(2) == 0 {
			return ""
		}
		return s
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"日期", "版次", "引题", "标题", "副题", "提要", "作者", "正文"})
	const days = 5
	for d := range days {
		day, page := time.Date(2016, 1, 1+d, 0, 0, 0, 0, time.UTC), 1+d%3
		for range 1 + rnd.IntN(3) {
			paragraphs := []string{}
			for range 1 + rnd.IntN(6) {
				paragraphs = append(paragraphs, text(20+rnd.IntN(120)))
			}
			_ = w.Write([]string{day.Format(time.DateOnly), fmt.Sprint(page), some("江岸新闻"), text(4 + rnd.IntN(12)), some("副题说明情况"),
				some("提要说的是这件事情的大概经过"), some("本报记者 沈亦舟"), strings.Join(paragraphs, "\n")})
		}
	}
	w.Flush()
	dir := t.TempDir()
	file := filepath.Join(dir, "few.csv")
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	archive := filepath.Join(dir, "archive")
	if r := duikai(t, "import", file, "-o", archive, "--paper", "望汀日报"); r.code != exitOK {
		t.Fatal(r.stderr)
	}
	issues, err := filepath.Glob(filepath.Join(archive, "2016", "*"))
	if err != nil || len(issues) != days {
		t.Fatal(issues, err)
	}
	for _, issue := range issues {
		r := duikai(t, "check", issue)
		if r.code != exitOK {
			t.Errorf("%s: %s", filepath.Base(issue), r.stderr)
		}
		if strings.Contains(r.stdout, "[page-thin]") || strings.Contains(r.stdout, "[white-hole]") {
			t.Errorf("%s has a white page: %s", filepath.Base(issue), r.stdout)
		}
	}
	// What is read again is the same, and not written once more.
	if r := duikai(t, "import", file, "-o", archive, "--paper", "望汀日报"); r.code != exitOK || strings.Count(r.stdout, "unchanged") != days {
		t.Errorf("imported again: %s%s", r.stdout, r.stderr)
	}
}

// TestFillersBesideParts: a page with the second part of a story, or one that is made up
// anew near to how it stood, is full with its fillers, which stand on nothing else.
func TestFillersBesideParts(t *testing.T) {
	if testing.Short() {
		t.Skip("pages are planned")
	}
	for _, c := range []struct {
		seed   uint64
		layout string
	}{
		{8, "auto"},     // page 2: what was reckoned left 127 lines white
		{21, "restore"}, // page 1: the first part is higher than what was reckoned leaves
	} {
		is := invented.Make(c.seed, "望汀日报", time.Date(2016, 5, 14, 0, 0, 0, 0, time.UTC), 2).Jumped()
		archive := filepath.Join(t.TempDir(), "archive")
		if r := duikai(t, "import", mirrored(t, is, "thumbs-only"), "-o", archive, "--layout", c.layout); r.code != exitOK {
			t.Fatal(r.stderr)
		}
		r := duikai(t, "check", filepath.Join(archive, "2016", "2016-05-14"))
		if r.code != exitOK || strings.Contains(r.stdout, "[page-thin]") || c.layout == "auto" && strings.Contains(r.stdout, "[white-hole]") {
			t.Errorf("seed %d: check ends with %d\n%s%s", c.seed, r.code, r.stdout, r.stderr)
		}
	}
}
