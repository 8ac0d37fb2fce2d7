package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"duikai/samples/oracle"
)

// TestReadingCopies: what is written for readers keeps PDF/UA-1 as we read it, on
// every kind of page, and the same bytes come out again.
func TestReadingCopies(t *testing.T) {
	all, err := filepath.Glob("../../samples/pages/*/issue.yaml")
	if err != nil || len(all) == 0 {
		t.Fatal(err)
	}
	for _, issue := range append(all, "../../samples/wangting/issue.yaml") {
		dir := filepath.Dir(issue)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			a, b := filepath.Join(t.TempDir(), "a.pdf"), filepath.Join(t.TempDir(), "b.pdf")
			for _, out := range []string{a, b} {
				if got := duikai(t, "render", dir, "--reading", "-o", out); got.code != exitOK {
					t.Fatalf("%d: %s%s", got.code, got.stdout, got.stderr)
				}
			}
			if fileText(t, a) != fileText(t, b) {
				t.Error("written twice, it differs")
			}
			if got := duikai(t, "preflight", a); got.code != exitOK || !strings.Contains(got.stdout, "PDF/UA-1") || strings.Contains(got.stdout, ": error:") {
				t.Errorf("%s", got.stdout)
			}
		})
	}
}

// TestHeardByPoppler: another program hears a story in its own order: the one of
// the sample's first page that goes on elsewhere, whole.
func TestHeardByPoppler(t *testing.T) {
	out := filepath.Join(t.TempDir(), "a.pdf")
	if got := duikai(t, "render", "../../samples/wangting", "--reading", "-o", out); got.code != exitOK {
		t.Fatalf("%s", got.stdout)
	}
	heard := string(oracle.Run(t, "pdfinfo", "-struct-text", out))
	var told strings.Builder
	for _, m := range regexp.MustCompile(`(?m)^\s+"(.*)"$`).FindAllStringSubmatch(heard, -1) {
		told.WriteString(m[1])
	}
	_, body, _ := strings.Cut(strings.TrimPrefix(fileText(t, "../../samples/wangting/stories/hepu-port.md"), "---\n"), "\n---\n")
	marks := strings.NewReplacer("**", "", "*", "", "#", "", "\n", "", " ", "")
	for paragraph := range strings.SplitSeq(body, "\n\n") {
		if words := marks.Replace(paragraph); !strings.Contains(strings.ReplaceAll(told.String(), " ", ""), words) {
			t.Errorf("not heard in one piece: %s", words)
		}
	}
	if n := strings.Count(heard, "Art "); n < 40 {
		t.Errorf("%d stories are heard", n)
	}
}
