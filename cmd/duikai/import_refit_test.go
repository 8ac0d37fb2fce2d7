package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duikai/layout/intake/invented"
)

// mirrored writes an invented mirror to a folder.
func mirrored(t testing.TB, is invented.Issue, habits string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range is.Files(invented.All()[habits]) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestRestoredPagesSet: pages that are restored from the polygons of a mirror
// render, whether the text fits the printed places but for some rows, or does
// not and the page is made up anew; a story in two parts stands on both pages.
func TestRestoredPagesSet(t *testing.T) {
	if testing.Short() {
		t.Skip("pages are planned")
	}
	day := time.Date(2016, 3, 8, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		seed   uint64
		habits string
		told   string
	}{
		{"edges move", 3, "old-gbk", "[import-refitted]"},
		{"made up anew", 1, "skewed", "[import-remade]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			is := invented.Make(c.seed, "望汀日报", day, 2).Jumped()
			archive := filepath.Join(t.TempDir(), "archive")
			got := duikai(t, "import", mirrored(t, is, c.habits), "-o", archive, "--layout", "restore", "-v")
			if got.code != exitOK || !strings.Contains(got.stderr, c.told) {
				t.Fatalf("import ends with %d\n%s", got.code, got.stderr)
			}
			issue := filepath.Join(archive, "2016", "2016-03-08")
			if r := duikai(t, "render", issue, "-o", filepath.Join(t.TempDir(), "pages.pdf"), "--standard", "none"); r.code != exitOK {
				t.Errorf("render ends with %d\n%s", r.code, r.stderr)
			}
			yaml := fileText(t, filepath.Join(issue, issueFile))
			first := fmt.Sprintf("c%d", is.Pages[0].Stories[0].ID)
			if n := strings.Count(yaml, first); n != 2 {
				t.Errorf("the story in two parts has %d slots in\n%s", n, yaml)
			}
			if c.told != "[import-refitted]" {
				return // once is enough
			}
			before := treeOf(t, archive)
			duikai(t, "import", mirrored(t, is, c.habits), "-o", archive, "--layout", "restore")
			for name, text := range treeOf(t, archive) {
				if before[name] != text && name != importReport { // which names the folder of the source
					t.Errorf("another import changes %s", name)
				}
			}
		})
	}
}
