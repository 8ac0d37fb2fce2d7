package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestFaintWordsStandInTheStory: what OCR read with little confidence is told at
// its place in the story, and marked on proofs, until somebody has mended it;
// the same words elsewhere are not meant.
func TestFaintWordsStandInTheStory(t *testing.T) {
	word := func(s, box, sure string) string {
		return `<span class="ocrx_word" title="bbox ` + box + `; x_wconf ` + sure + `">` + s + `</span>`
	}
	page := `<html><body><div class="ocr_page" title="bbox 0 0 2000 3000"><p class="ocr_par" title="bbox 100 300 900 600"><span class="ocr_line" title="bbox 100 300 900 340">` +
		word("渡口的人说，渡口", "100 300 500 340", "95") + word("的人", "500 300 600 340", "31") + word("每天都在，夜里也听见水声。", "600 300 900 340", "93") + `</span></p></div></body></html>`
	dir := t.TempDir()
	source, archive := filepath.Join(dir, "2001-02-03-01.hocr"), filepath.Join(dir, "archive")
	if err := os.WriteFile(source, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := duikai(t, "import", source, "-o", archive, "--paper", "望汀日报"); got.code != exitOK {
		t.Fatal(got.stderr)
	}
	issue := filepath.Join(archive, "2001", "2001-02-03")
	stories, err := filepath.Glob(filepath.Join(issue, "stories", "*.md"))
	if err != nil || len(stories) != 1 {
		t.Fatal(stories, err)
	}
	text := fileText(t, stories[0])
	line := strings.Count(text[:strings.Index(text, "渡口的人说")], "\n") + 1
	told := func() string {
		for l := range strings.Lines(duikai(t, "check", issue).stdout) {
			if strings.Contains(l, "[import-faint]") {
				return l
			}
		}
		return ""
	}
	if l, at := told(), ".md:"+strconv.Itoa(line)+":9: "; !strings.Contains(l, at) || !strings.Contains(l, "31") {
		t.Errorf("told is %q, expected %s", l, at)
	}
	mended := strings.Replace(text, "渡口的人每天", "渡口的船每天", 1)
	if err := os.WriteFile(stories[0], []byte(mended), 0o600); err != nil {
		t.Fatal(err)
	}
	if l := told(); l != "" {
		t.Errorf("what is mended is told still: %q", l)
	}
}
