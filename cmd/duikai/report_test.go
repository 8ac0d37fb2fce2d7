package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"duikai/render/report"
)

// TestReportCommand: every format is written to where it is wanted.
func TestReportCommand(t *testing.T) {
	dir := issueFolder(t, good())
	got := duikai(t, "report", dir)
	if got.code != exitOK || !strings.Contains(got.stdout, "Page 1 要闻") || !strings.Contains(got.stdout, "harbour") {
		t.Errorf("exit code %d\n%s%s", got.code, got.stdout, got.stderr)
	}
	if got := duikai(t, "--lang=zh", "report", dir, "--format", "json"); !json.Valid([]byte(got.stdout)) || !strings.Contains(got.stdout, `"schema": "`+report.Schema+`"`) {
		t.Errorf("no JSON: %s", got.stdout)
	}
	if got := duikai(t, "report", dir, "--format", "html", "-o", "-"); !strings.HasPrefix(got.stdout, "<!DOCTYPE html>") || !strings.Contains(got.stdout, "data:image/png;base64,") {
		t.Errorf("no page: %.100s", got.stdout)
	}
	if got := duikai(t, "report", dir, "--format", "pdf"); got.code != exitUnusable || !strings.Contains(got.stderr, `--format takes text, json or html, not "pdf"`) {
		t.Errorf("exit code %d: %s", got.code, got.stderr)
	}
	for _, c := range []struct {
		output, format string
		want           []string
	}{
		{"new/", "", []string{"new/report.html", "new/report.json"}},
		{"new", "text", []string{"new/report.html", "new/report.json", "new/report.txt"}},
		{"a.json", "", []string{"a.json"}},
		{"a.html", "json", []string{"a.html"}},
		{"a", "", []string{"a"}},
	} {
		out := t.TempDir()
		if c.output == "new" { // a folder that is there already
			duikai(t, "report", dir, "-o", out+"/new/")
		}
		args := []string{"report", dir, "-o", out + "/" + c.output}
		if c.format != "" {
			args = append(args, "--format", c.format)
		}
		if got := duikai(t, args...); got.code != exitOK {
			t.Fatalf("%v: exit code %d: %s", args, got.code, got.stderr)
		}
		files, err := filepath.Glob(out + "/*")
		if err != nil {
			t.Fatal(err)
		}
		if fi, err := os.Stat(out + "/new"); err == nil && fi.IsDir() {
			files, _ = filepath.Glob(out + "/new/*")
		}
		for i := range files {
			files[i] = strings.TrimPrefix(filepath.ToSlash(files[i]), filepath.ToSlash(out)+"/")
		}
		if !slices.Equal(files, c.want) {
			t.Errorf("-o %s --format %q writes %v, want %v", c.output, c.format, files, c.want)
		}
	}
}

// TestReportInSpiteOfErrors: an edition with errors is reported, the exit code
// tells of them; one that cannot be read is not.
func TestReportInSpiteOfErrors(t *testing.T) {
	got := duikai(t, "report", issueFolder(t, full()), "--format", "json")
	var r report.Report
	if err := json.Unmarshal([]byte(got.stdout), &r); err != nil {
		t.Fatal(err)
	}
	if got.code != exitErrors || r.Totals.Overset == 0 || r.Totals.Errors != 1 || r.Problems[0].Page != 1 || r.Problems[0].Number != 1 || len(r.Problems[0].Places) != 1 {
		t.Errorf("exit code %d, totals %+v, problems %+v", got.code, r.Totals, r.Problems)
	}
	if got := duikai(t, "report", t.TempDir()); got.code != exitUnusable || got.stdout != "" {
		t.Errorf("exit code %d, %q", got.code, got.stdout)
	}
}
