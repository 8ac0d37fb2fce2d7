package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duikai/layout/intake"
)

// rawPage is an invented page of raw text.
func rawPage(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../layout/intake/dump/testdata/page.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// importPage imports a text into an archive.
func importPage(t *testing.T, archive, text string, more ...string) ran {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.txt")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return duikai(t, append([]string{"import", file, "-o", archive}, more...)...)
}

// TestImportAndRender: a page of raw text becomes an issue that renders, full,
// with every story on it; importing again changes nothing.
func TestImportAndRender(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "archive")
	got := importPage(t, archive, rawPage(t))
	if got.code != exitOK || !strings.Contains(got.stderr, "joined 3, lifted 1, broken off 1") {
		t.Fatalf("import ends with %d\n%s%s", got.code, got.stdout, got.stderr)
	}
	issue := filepath.Join(archive, "2026", "2026-11-23")
	if r := duikai(t, "render", issue, "-o", filepath.Join(t.TempDir(), "page.pdf"), "--standard", "none"); r.code != exitOK || !strings.Contains(r.stderr, "5 stories") || strings.Contains(r.stderr, "held") {
		t.Errorf("render ends with %d\n%s", r.code, r.stderr)
	}
	before := treeOf(t, archive)
	if again := importPage(t, archive, rawPage(t)); again.code != exitOK || !strings.Contains(again.stdout, "unchanged") {
		t.Errorf("again: %d\n%s%s", again.code, again.stdout, again.stderr)
	}
	for name, text := range treeOf(t, archive) {
		if before[name] != text {
			t.Errorf("%s has changed", name)
		}
	}
	var record intake.Record
	if err := json.Unmarshal([]byte(before[filepath.Join("2026", "2026-11-23", "import.json")]), &record); err != nil {
		t.Fatal(err)
	}
	text := rawPage(t)
	for _, s := range record.Stories {
		for _, f := range s.Fields {
			whole := ""
			for _, at := range f.At {
				whole += text[at.From:at.To]
			}
			if whole != f.Text {
				t.Errorf("%s of %s is %q, its place holds %q", f.Field, s.ID, f.Text, whole)
			}
		}
	}
}

// TestImportKeeps: what an editor changed or took away stays so, and what is new
// in the source is told.
func TestImportKeeps(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "archive")
	importPage(t, archive, rawPage(t))
	issue := filepath.Join(archive, "2026", "2026-11-23")
	story := filepath.Join(issue, "stories", "p03-01.md")
	edited := strings.Replace(fileText(t, story), "把账算到渡口去", "把账算到岸边去", 1)
	if err := os.WriteFile(story, []byte(edited), 0o600); err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(issue, "stories", "p03-02.md")
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	source := strings.Replace(rawPage(t), "先问走的人", "先问挑担的人", 1)
	source = strings.Replace(source, "街角的井盖", "街角的新井盖", 1)
	got := importPage(t, archive, source)
	if got.code != exitOK || !strings.Contains(got.stderr, "[import-kept]") || !strings.Contains(got.stdout, "2 kept as edited") {
		t.Errorf("%d\n%s%s", got.code, got.stdout, got.stderr)
	}
	if fileText(t, story) != edited {
		t.Error("the editor's story was written over")
	}
	if _, err := os.Stat(gone); err == nil {
		t.Error("the story that was taken away is back")
	}
	if !strings.Contains(fileText(t, filepath.Join(issue, "stories", "p03-05.md")), "街角的新井盖") {
		t.Error("what nobody edited was not brought up to date")
	}
	if page := fileText(t, filepath.Join(archive, importReport)); !strings.Contains(page, "先问挑担的人") {
		t.Error("the report does not show what is new in the source")
	}
}

// TestImportRefuses: each fault has its code and its verdict, and writes nothing
// where it must not.
func TestImportRefuses(t *testing.T) {
	foreign := t.TempDir()
	dir := filepath.Join(foreign, "2026", "2026-11-23")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, issueFile), []byte("paper: 望汀日报\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		archive, text string
		flags         []string
		code          int
		want          string
	}{
		"a folder of somebody else": {foreign, rawPage(t), nil, exitErrors, "[import-foreign-folder]"},
		"no day":                    {"", "一行字。\n", []string{"--paper", "望汀日报"}, exitErrors, "[import-no-date]"},
		"no paper":                  {"", "一行字。\n", []string{"--date", "2026-11-23"}, exitErrors, "[import-no-paper]"},
		"nothing in it":             {"", "\n\n", []string{"--paper", "望汀日报", "--date", "2026-11-23"}, exitErrors, "[import-empty]"},
		"a day that is none":        {"", "字\n", []string{"--date", "2026-02-30"}, exitUnusable, "--date"},
		"a kind that is none":       {"", "字\n", []string{"--from", "papyrus"}, exitUnusable, "--from"},
		"a layout that is none":     {"", "字\n", []string{"--layout", "round"}, exitUnusable, "--layout"},
	} {
		t.Run(name, func(t *testing.T) {
			archive := tt.archive
			if archive == "" {
				archive = filepath.Join(t.TempDir(), "archive")
			}
			if got := importPage(t, archive, tt.text, tt.flags...); got.code != tt.code || !strings.Contains(got.stderr, tt.want) {
				t.Errorf("%d\n%s%s", got.code, got.stdout, got.stderr)
			}
		})
	}
	if text := fileText(t, filepath.Join(dir, issueFile)); text != "paper: 望汀日报\n" {
		t.Errorf("the foreign folder was written into: %s", text)
	}
}

// treeOf is every file below a folder.
func treeOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		out[name] = fileText(t, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
