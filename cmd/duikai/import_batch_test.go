package main

import (
	"bufio"
	"flag"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"duikai/layout/intake/invented"
)

// mirror writes invented issues, one a day, into a folder, and faults into the
// first: a story that is gone, one of bytes that are no text, a picture that is
// none. It tells how many pages there are.
func mirror(t testing.TB, days, pages int, faults bool) (dir string, all int) {
	t.Helper()
	dir = t.TempDir()
	for d := range days {
		is := invented.Make(uint64(d), "望汀日报", time.Date(2016, 3, 8+d, 0, 0, 0, 0, time.UTC), pages).Jumped()
		all += len(is.Pages)
		files := is.Files(invented.All()["new"])
		names := slices.Sorted(maps.Keys(files))
		if faults && d == 0 {
			last := slices.IndexFunc(names, func(n string) bool { return strings.Contains(n, "content_") && !strings.Contains(n, "99000") })
			files[names[last+1]] = nil // a story without a byte
			delete(files, names[last])
		}
		for name, data := range files {
			file := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir, all
}

// TestImportedArchiveIsSet: a mirror with a fault in it is imported, planned and
// printed with no more than that told.
func TestImportedArchiveIsSet(t *testing.T) {
	if testing.Short() {
		t.Skip("pages are planned")
	}
	source, _ := mirror(t, 2, 1, true)
	dir := t.TempDir()
	archive, out := filepath.Join(dir, "archive"), filepath.Join(dir, "out")
	got := duikai(t, "import", source, "-o", archive)
	if got.code != exitOK || !strings.Contains(got.stderr, "[import-absent]") || !strings.Contains(got.stderr, "issues 2") {
		t.Fatalf("import ends with %d\n%s", got.code, got.stderr)
	}
	if r := duikai(t, "batch", archive, "-o", out); r.code != exitOK {
		t.Fatalf("batch ends with %d\n%s%s", r.code, r.stdout, r.stderr)
	}
	for _, day := range []string{"2016-03-08", "2016-03-09"} {
		if fi, err := os.Stat(filepath.Join(out, "2016", day+".pdf")); err != nil || fi.Size() == 0 {
			t.Errorf("%s was not printed: %v", day, err)
		}
	}
}

// TestKilledImportGoesOn: an import that is killed in the middle leaves no half
// issue, and another one comes to what one that nobody disturbs comes to.
func TestKilledImportGoesOn(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	source, _ := mirror(t, 4, 1, false)
	dir := t.TempDir()
	whole, archive := filepath.Join(dir, "whole"), filepath.Join(dir, "archive")
	if got := duikai(t, "import", source, "-o", whole); got.code != exitOK {
		t.Fatal(got.stderr)
	}
	before := treeOf(t, whole)
	cmd := exec.Command(exe, "import", source, "-o", archive, "-j", "1")
	words, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	bufio.NewScanner(words).Scan() // an issue is there
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	for name, text := range treeOf(t, archive) {
		if !strings.Contains(name, ".duikai-part") && before[name] != text {
			t.Errorf("the killed import left a half %s", name)
		}
	}
	if got := duikai(t, "import", source, "-o", archive); got.code != exitOK {
		t.Fatalf("another import ends with %d\n%s", got.code, got.stderr)
	}
	after := treeOf(t, archive)
	if len(after) != len(before) {
		t.Errorf("%d files, before %d", len(after), len(before))
	}
	for name, text := range before {
		if after[name] != text {
			t.Errorf("%s has changed", name)
		}
	}
}

var archivePages = flag.Int("archive.pages", 16, "pages of the archive that BenchmarkArchive imports, plans and prints")

// BenchmarkArchive imports, plans and prints an invented archive of as many pages
// as -archive.pages says, and tells the pages a second of both steps and the
// memory that the program took from the system at most, the faces with it.
func BenchmarkArchive(b *testing.B) {
	const perIssue = 8
	source, pages := mirror(b, max(*archivePages/perIssue, 1), perIssue, false)
	for b.Loop() {
		dir := b.TempDir()
		archive := filepath.Join(dir, "archive")
		begin := time.Now()
		if r := duikai(b, "import", source, "-o", archive); r.code != exitOK {
			b.Fatal(r.stderr)
		}
		imported := time.Now()
		if r := duikai(b, "batch", archive, "-o", filepath.Join(dir, "out")); r.code != exitOK {
			b.Fatal(r.stderr)
		}
		b.ReportMetric(float64(pages)/imported.Sub(begin).Seconds(), "imported/s")
		b.ReportMetric(float64(pages)/time.Since(imported).Seconds(), "printed/s")
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/(1<<20), "MB")
}
