package pdfx

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestClauseList: every proof that PDFX.md names is there, and every row has
// one.
func TestClauseList(t *testing.T) {
	text, err := os.ReadFile("PDFX.md")
	if err != nil {
		t.Fatal(err)
	}
	var tests strings.Builder
	for _, pattern := range []string{"*_test.go", filepath.FromSlash("../../cmd/duikai/*_test.go"), filepath.FromSlash("../preflight/*_test.go"), filepath.FromSlash("../pdf/*_test.go")} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range files {
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			tests.Write(source)
		}
	}
	named := regexp.MustCompile(`\b(?:Test|Fuzz|Benchmark)[A-Z]\w*`)
	for _, name := range named.FindAllString(string(text), -1) {
		if !strings.Contains(tests.String(), "func "+name+"(") {
			t.Errorf("there is no %s", name)
		}
	}
	rows := 0
	for line := range strings.Lines(string(text)) {
		if !regexp.MustCompile(`^\| [A-Z]\d+ \|`).MatchString(line) {
			continue
		}
		rows++
		if cells := strings.Split(line, "|"); !named.MatchString(cells[len(cells)-2]) && !strings.Contains(line, "render/picture") {
			t.Errorf("no proof: %s", line)
		}
	}
	if rows < 40 {
		t.Errorf("%d rows", rows)
	}
}
