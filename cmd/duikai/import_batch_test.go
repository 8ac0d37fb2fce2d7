package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"flag"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"duikai/layout/intake/invented"
)

var archivePages = flag.Int("archive.pages", 16, "pages of the archive that BenchmarkArchive imports, plans and prints")

// mirrors writes invented issues, one a day, as mirrors of every habit, each in a
// folder or a zip of its own, and tells how many pages there are.
func mirrors(t testing.TB, days, pages int, spoil func(habit string, files map[string][]byte)) (sources []string, all int) {
	t.Helper()
	habits := slices.Sorted(maps.Keys(invented.All()))
	trees := make(map[string]map[string][]byte)
	for d := range days {
		name := habits[d%len(habits)]
		is := invented.Make(uint64(d), "望汀日报", time.Date(2016, 3, 8+d, 0, 0, 0, 0, time.UTC), pages).Jumped()
		all += len(is.Pages)
		if trees[name] == nil {
			trees[name] = make(map[string][]byte)
		}
		maps.Copy(trees[name], is.Files(invented.All()[name]))
	}
	root := t.TempDir()
	for i, name := range slices.Sorted(maps.Keys(trees)) {
		if spoil != nil {
			spoil(name, trees[name])
		}
		at := filepath.Join(root, name)
		if i%3 == 1 { // some come packed
			at += ".zip"
			putZip(t, at, trees[name])
		} else {
			putFolder(t, at, trees[name])
		}
		sources = append(sources, at)
	}
	return sources, all
}

func putFolder(t testing.TB, dir string, files map[string][]byte) {
	t.Helper()
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

func putZip(t testing.TB, file string, files map[string][]byte) {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// spoilt are mirrors' faults: what is done to a file of a tree of the habit, and
// the code that tells of it.
var spoilt = []struct {
	habit, file string // the first file that fits
	what        func([]byte) []byte
	code        string
}{
	{"clone", "*/*/*/content_*", func([]byte) []byte { return nil }, "[import-absent]"},
	{"new", "*/*/*/content_1*", func([]byte) []byte { return []byte{} }, "[import-protected]"},
	{"new-no-marks", "*/*/*/content_1*", func(b []byte) []byte { return bytes.Replace(b, []byte("，"), []byte("\xff\xfe"), 1) }, "[import-lost-character]"},
	{"finely-scaled", "*/*/*/node_*", func(b []byte) []byte {
		return bytes.ReplaceAll(b, []byte(`coords="`), []byte(`coords="NaN,1e999,,-3,`))
	}, ""},
	{"old-heads", "*/*/*/node_*", func(b []byte) []byte { return b[:len(b)*2/3] }, ""},
	{"skewed", "res/*/*/*/*/*", func([]byte) []byte { return []byte("no picture") }, ""},
	{"one-string", "*/*/*/content_1*", func(b []byte) []byte {
		return bytes.Replace(b, []byte("<founder-content>"), []byte(`<img src="../../../../../../etc/passwd">`), 1)
	}, "[import-"},
}

// spoil puts the faults of a habit into its tree.
func spoil(habit string, files map[string][]byte) {
	for _, f := range spoilt {
		if f.habit != habit {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if ok, err := path.Match(f.file, name); err != nil || !ok {
				continue
			}
			if files[name] = f.what(files[name]); files[name] == nil {
				delete(files, name)
			}
			break
		}
	}
}

// TestImportedArchiveIsSet: mirrors of every habit, with faults of many kinds in
// them and a zip that is none beside them, are imported, planned and printed: each
// fault is told and none is fatal. A batch that is killed is taken up again and
// comes to the same bytes as one that nobody disturbs. Neither step takes much
// memory.
func TestImportedArchiveIsSet(t *testing.T) {
	if testing.Short() {
		t.Skip("pages are planned")
	}
	sources, pages := mirrors(t, len(invented.All()), 1, spoil)
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.zip")
	if err := os.WriteFile(bad, []byte("PK\x03\x04 and no more"), 0o600); err != nil {
		t.Fatal(err)
	}
	archive := filepath.Join(dir, "archive")
	got := process(t, nil, append([]string{"import", bad, "-o", archive, "-vv"}, sources...)...)
	if got.code != exitErrors || !strings.Contains(got.stderr, "issues 11") || !strings.Contains(got.stderr, "[import-unreadable]") {
		t.Fatalf("import ends with %d\n%s", got.code, got.stderr)
	}
	for _, f := range spoilt {
		if !strings.Contains(got.stderr, f.code) {
			t.Errorf("%s: nobody tells of the fault %s in\n%s", f.habit, f.code, got.stderr)
		}
	}
	whole, out := filepath.Join(dir, "whole"), filepath.Join(dir, "out")
	r := process(t, nil, "batch", archive, "-o", whole)
	if r.code != exitOK {
		t.Fatalf("batch ends with %d\n%s%s", r.code, r.stdout, r.stderr)
	}
	killed := process(t, func(line string) bool { return strings.Contains(line, `"status":"done"`) }, "batch", archive, "-o", out, "--json")
	if killed.code == exitOK {
		t.Error("the batch was not killed")
	}
	if r := process(t, nil, "batch", archive, "-o", out); r.code != exitOK || !strings.Contains(r.stderr, "unchanged") {
		t.Fatalf("the second batch ends with %d\n%s%s", r.code, r.stdout, r.stderr)
	}
	want, is := outTree(t, whole), outTree(t, out)
	pdfs := 0
	for name, data := range want {
		if strings.HasSuffix(name, ".pdf") {
			pdfs++
		}
		if is[name] != data {
			t.Errorf("%s is not what the batch that nobody disturbed gives", name)
		}
	}
	if pdfs != pages || len(is) != len(want) {
		t.Errorf("%d files of print for %d pages; %d and %d files", pdfs, pages, len(want), len(is))
	}
	const most = 500 // MB of both workers and what started them
	for name, r := range map[string]measured{"import": got, "batch": r} {
		if t.Logf("%s: %d MB", name, r.mb); r.mb > most {
			t.Errorf("%s takes %d MB", name, r.mb)
		}
	}
}

// TestKilledImportGoesOn: an import that is killed in the middle leaves no half
// issue, and another one comes to what one that nobody disturbs comes to.
func TestKilledImportGoesOn(t *testing.T) {
	sources, _ := mirrors(t, 4, 1, nil)
	dir := t.TempDir()
	whole, archive := filepath.Join(dir, "whole"), filepath.Join(dir, "archive")
	take := func(into string) []string { return append([]string{"import", "-o", into, "-j", "1"}, sources...) }
	if got := duikai(t, take(whole)...); got.code != exitOK {
		t.Fatal(got.stderr)
	}
	before := treeOf(t, whole)
	process(t, func(string) bool { return true }, take(archive)...)
	for name, text := range treeOf(t, archive) {
		if !strings.Contains(name, ".duikai-part") && before[name] != text {
			t.Errorf("the killed import left a half %s", name)
		}
	}
	if got := duikai(t, take(archive)...); got.code != exitOK {
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

// measured is a run of the program as a process of its own.
type measured struct {
	ran
	mb int // what it and its own processes took together at most; 0: the system does not say
}

// process runs the program; it is killed behind the first line of its output of
// which until is true.
func process(t testing.TB, until func(string) bool, args ...string) (m measured) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	var out, errs bytes.Buffer
	cmd.Stderr = &errs
	words, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done, most := make(chan struct{}), make(chan int)
	go func() {
		most <- watched(cmd.Process.Pid, done)
	}()
	lines := bufio.NewScanner(words)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		out.WriteString(lines.Text() + "\n")
		if until != nil && until(lines.Text()) {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait() // the code says how it ended
	close(done)
	return measured{ran{cmd.ProcessState.ExitCode(), out.String(), errs.String()}, <-most}
}

// watched is the most memory that a process and those that it starts have of
// their own at a time, until done; files that all of them read count for none.
func watched(pid int, done <-chan struct{}) (most int) {
	const often = 50 * time.Millisecond
	for {
		most = max(most, ownMemory(pid)>>10)
		select {
		case <-done:
			return most
		case <-time.After(often):
		}
	}
}

// ownMemory is what a process and its children have of their own, in kB; 0 where
// the system has no /proc.
func ownMemory(pid int) (kb int) {
	files, err := filepath.Glob("/proc/[0-9]*/status")
	if err != nil {
		return 0
	}
	parent, own := make(map[int]int), make(map[int]int)
	for _, file := range files {
		status, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended
		}
		id := 0
		for line := range strings.Lines(string(status)) {
			key, rest, _ := strings.Cut(line, ":")
			f := strings.Fields(rest)
			if len(f) == 0 {
				continue
			}
			n, err := strconv.Atoi(f[0])
			switch {
			case err != nil:
			case key == "Pid":
				id = n
			case key == "PPid":
				parent[id] = n
			case key == "RssAnon":
				own[id] = n
			}
		}
	}
	for id, n := range own {
		for up := id; up > 0; up = parent[up] {
			if up == pid {
				kb += n
				break
			}
		}
	}
	return kb
}

// BenchmarkArchive imports, plans and prints an invented archive of as many pages
// as -archive.pages says, of every habit, and tells the pages a second of both
// steps and the memory that each took at most.
func BenchmarkArchive(b *testing.B) {
	const perIssue = 4
	sources, pages := mirrors(b, max(*archivePages/perIssue, 1), perIssue, nil)
	for b.Loop() {
		dir := b.TempDir()
		archive := filepath.Join(dir, "archive")
		begin := time.Now()
		taken := process(b, nil, append([]string{"import", "-o", archive}, sources...)...)
		if taken.code != exitOK {
			b.Fatal(taken.stderr)
		}
		imported := time.Now()
		// Half-way somebody kills it, and it is taken up again.
		done, out := 0, filepath.Join(dir, "out")
		half := process(b, func(line string) bool {
			done += strings.Count(line, `"status":"done"`)
			return done == max(pages/perIssue/2, 1)
		}, "batch", archive, "-o", out, "--json")
		if half.code == exitOK {
			b.Fatal("the batch was not killed")
		}
		set := process(b, nil, "batch", archive, "-o", out)
		if set.code != exitOK {
			b.Fatal(set.stderr)
		}
		set.mb = max(set.mb, half.mb)
		b.ReportMetric(float64(pages)/imported.Sub(begin).Seconds(), "imported/s")
		b.ReportMetric(float64(pages)/time.Since(imported).Seconds(), "printed/s")
		b.ReportMetric(float64(taken.mb), "import-MB")
		b.ReportMetric(float64(set.mb), "batch-MB")
	}
}
