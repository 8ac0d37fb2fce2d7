package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duikai/cmd/internal/archive"
	"duikai/render"
	"duikai/samples"
)

// issueCount is how many issues the tests of batches set. The whole trial is
//
//	go test -run Batch ./cmd/duikai -issues 500 -kills 20
var (
	issueCount = flag.Int("issues", 36, "issues of the archive that is set")
	killCount  = flag.Int("kills", 3, "moments at which a batch is killed")
)

// A batch calls the program that it is part of: here, the test.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && slices.Contains([]string{workerCommand, "batch", "import"}, os.Args[1]) {
		main()
	}
	os.Exit(withCache(m))
}

// withCache runs the tests with a cache of their own.
func withCache(m *testing.M) int {
	dir, err := os.MkdirTemp("", "duikai-cache-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if err := os.Setenv("XDG_CACHE_HOME", dir); err != nil {
		panic(err)
	}
	return m.Run()
}

// backIssues writes an archive.
func backIssues(t testing.TB, n int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "archive")
	if _, err := writeArchive(t.Context(), dir, n); err != nil {
		t.Fatal(err)
	}
	return dir
}

// outTree is every file of OUT, but what tells of times.
func outTree(t testing.TB, out string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(out, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(out, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if rel == ".duikai/lock" || strings.HasPrefix(rel, ".duikai/ledger.db") {
			return nil
		}
		data, err := os.ReadFile(name)
		if files[rel] = string(data); strings.HasPrefix(rel, "report.") {
			files[rel] = ""
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// different names the files that differ, for PDFs are not to be read.
func different(a, b map[string]string) (names []string) {
	for _, m := range []map[string]string{a, b} {
		for name := range m {
			if a[name] != b[name] {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestBatch(t *testing.T) {
	dir := backIssues(t, *issueCount)
	one, eight := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "eight")
	got := duikai(t, "batch", dir, "-o", one, "-j", "1", "--text")
	if got.code != exitErrors || !strings.Contains(got.stderr, "see "+one+"/report.html") {
		t.Fatalf("%+v", got)
	}
	if got := duikai(t, "batch", dir, "-o", eight, "-j", "8", "--text"); got.code != exitErrors {
		t.Fatalf("%+v", got)
	}
	files := outTree(t, one)
	if list := different(files, outTree(t, eight)); len(list) > 0 {
		t.Errorf("one worker and eight write different files: %v", list)
	}

	// Exactly the good ones, and each bad one with its fault.
	rows, err := csv.NewReader(strings.NewReader(fileText(t, filepath.Join(one, "report.csv")))).ReadAll()
	if err != nil || len(rows) != *issueCount+1 {
		t.Fatalf("report.csv has %d rows, %v", len(rows), err)
	}
	said := make(map[string][]string)
	for _, r := range rows {
		said[r[0]] = r
	}
	good := 0
	for b := range samples.Archive(*issueCount) {
		name := b.Date.Format("2006/2006-01-02")
		row := said[b.Dir]
		if b.Fault == "" {
			good++
			if !strings.HasPrefix(files[name+".pdf"], "%PDF-") || row == nil || row[3] != "done" {
				t.Errorf("%s is good, but %v", b.Dir, row)
			}
			continue
		}
		if files[name+".pdf"] != "" || row == nil || row[3] != "errors" || !strings.Contains(row[12], "["+b.Fault+"]") {
			t.Errorf("%s has the fault %s, but %v", b.Dir, b.Fault, row)
		}
	}
	pdfs := 0
	for name := range files {
		if strings.HasSuffix(name, ".pdf") {
			pdfs++
		}
	}
	if pdfs != good {
		t.Errorf("%d PDFs of %d good issues", pdfs, good)
	}

	// A batch writes what render writes.
	alone := filepath.Join(t.TempDir(), "alone.pdf")
	if got := duikai(t, "render", filepath.Join(dir, "1998", "01", "1998-01-01"), "-o", alone); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	if fileText(t, alone) != files["1998/1998-01-01.pdf"] {
		t.Error("render writes another PDF than batch")
	}
	checkReplica(t, files)
	batchAfterwards(t, dir, one, good)
}

// TestBatchShards: the shards of an archive, one after the other, write what one batch
// writes, and each tells of all that stands there so far.
func TestBatchShards(t *testing.T) {
	const n = 9
	dir := backIssues(t, n)
	alone, parts := filepath.Join(t.TempDir(), "alone"), filepath.Join(t.TempDir(), "parts")
	if got := duikai(t, "batch", dir, "-o", alone); got.code != exitErrors {
		t.Fatalf("%+v", got)
	}
	if got := duikai(t, "batch", "status", parts); got.code != exitUnusable || !strings.Contains(got.stderr, "no batch has written here") {
		t.Errorf("%+v", got)
	}
	for i, want := range []string{"9 issues, ", " 0 waiting"} {
		if got := duikai(t, "batch", dir, "-o", parts, "--shard", fmt.Sprintf("%d/2", i)); got.code > exitErrors {
			t.Fatalf("%+v", got)
		}
		if got := duikai(t, "batch", "status", parts); got.code > exitErrors || !strings.Contains(got.stdout, want) {
			t.Errorf("%+v", got)
		}
	}
	shown := func(out string) map[string]string {
		files := outTree(t, out)
		maps.DeleteFunc(files, func(name, _ string) bool { return strings.HasPrefix(name, ".duikai/") })
		return files
	}
	if list := different(shown(alone), shown(parts)); len(list) > 0 {
		t.Errorf("one batch and two shards write different files: %v", list)
	}
	// A batch of this machine alone takes over where several left off.
	got := duikai(t, "batch", dir, "-o", parts)
	if got.code != exitErrors || !strings.Contains(got.stderr, " 0 issues set") && !strings.Contains(got.stderr, "0 issues set (0 pages") {
		t.Errorf("%+v", got)
	}
	// Kinds of failures: one that there was, one that there was not, one that there is not.
	for code, want := range map[string]string{"missing-story": "1 failed", "overset-text": "0 failed", "no-such-code": "no-such-code"} {
		got := duikai(t, "batch", "retry", parts, "--since-failure", code)
		if !strings.Contains(got.stderr, want) || (got.code == exitUnusable) != (code == "no-such-code") {
			t.Errorf("%s: %+v", code, got)
		}
	}
	for _, args := range [][]string{{"--shard", "2"}, {"--shard", "3/2"}} {
		if got := duikai(t, append([]string{"batch", dir, "-o", parts}, args...)...); got.code != exitUnusable || !strings.Contains(got.stderr, "I/N") {
			t.Errorf("%v: %+v", args, got)
		}
	}
	for _, args := range [][]string{{"retry", "s3://b/out"}, {dir, "-o", "s3://b/out", "--merge", "month"}} {
		if got := duikai(t, append([]string{"batch"}, args...)...); got.code != exitUnusable {
			t.Errorf("%v: %+v", args, got)
		}
	}
}

func fileText(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// checkReplica looks whether the lines of layout.json hold the text of every
// story, and stand on the page.
func checkReplica(t *testing.T, files map[string]string) {
	t.Helper()
	var r render.Layout
	if err := json.Unmarshal([]byte(files["1998/1998-01-01/layout.json"]), &r); err != nil {
		t.Fatal(err)
	}
	if r.Paper != "望汀日报" || r.Date != "1998-01-01" || len(r.Pages) != 1 || len(r.Pages[0].Slots) != 4 || len(r.Stories) != 3 {
		t.Errorf("%s %s: %d pages, %d stories", r.Paper, r.Date, len(r.Pages), len(r.Stories))
	}
	set := make(map[string]string)
	p := r.Pages[0]
	for _, l := range p.Lines {
		set[l.Story] += l.Text
		if b := l.Box; b[0] < 0 || b[1] < 0 || b[2] <= 0 || b[3] <= 0 || b[0]+b[2] > p.Width || b[1]+b[3] > p.Height {
			t.Errorf("%q stands at %v", l.Text, l.Box)
		}
	}
	bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
	for _, st := range r.Stories {
		if bare(set[st.ID]) != bare(st.Text) || bare(st.Text) == "" {
			t.Errorf("%s: the lines are\n%s\nthe text is\n%s", st.ID, bare(set[st.ID]), bare(st.Text))
		}
		if files["1998/1998-01-01/stories/"+st.ID+".txt"] != st.Text {
			t.Errorf("%s.txt is another text", st.ID)
		}
	}
}

// batchAfterwards: nothing to do, the status, a retry.
func batchAfterwards(t *testing.T, dir, out string, good int) {
	t.Helper()
	bad := *issueCount - good
	before := outTree(t, out)
	got := duikai(t, "batch", dir, "-o", out, "--text", "--json")
	if got.code != exitErrors || got.stderr != "" {
		t.Errorf("%+v", got)
	}
	var sum *archive.Summary
	events := 0
	for line := range strings.Lines(got.stdout) {
		var e archive.Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if e.Kind == archive.Finished {
			events++
		}
		sum = e.Summary
	}
	if sum == nil || sum.Skipped != good || sum.Failed != bad || sum.Done != 0 || events != *issueCount {
		t.Errorf("again: %d events, %+v", events, sum)
	}
	got = duikai(t, "batch", "status", out)
	if got.code != exitErrors || !strings.Contains(got.stdout, fmt.Sprintf("%d done (%d pages), %d failed, 0 waiting", good, good, bad)) || !strings.Contains(got.stdout, "[missing-story]") {
		t.Errorf("%+v", got)
	}
	if got := duikai(t, "batch", "status", out, "--lang", "zh"); !strings.Contains(got.stdout, fmt.Sprintf("完成 %d 期", good)) {
		t.Errorf("%+v", got)
	}
	if got := duikai(t, "batch", "status", out, "--json"); !json.Valid([]byte(got.stdout)) {
		t.Errorf("%+v", got)
	}
	got = duikai(t, "batch", "retry", out, "--failed")
	if got.code != exitErrors || !strings.Contains(got.stderr, fmt.Sprintf("0 issues set (0 pages, 0.0 pages/s), 0 unchanged, %d failed", bad)) {
		t.Errorf("%+v", got)
	}
	// Mended, the first bad one is set, with the settings of the run.
	issue := filepath.Join(dir, "1998", "01", "1998-01-04")
	story := fileText(t, filepath.Join(issue, "stories", "right.md"))
	if err := os.WriteFile(filepath.Join(issue, "stories", "left.md"), []byte(story), 0o644); err != nil {
		t.Fatal(err)
	}
	if got = duikai(t, "batch", "retry", out, "--failed"); !strings.Contains(got.stderr, "1 issues set (1 pages") {
		t.Errorf("%+v", got)
	}
	after := outTree(t, out)
	list := different(before, after)
	want := []string{"1998/1998-01-04.pdf", "1998/1998-01-04/layout.json", "1998/1998-01-04/stories/lead.txt", "1998/1998-01-04/stories/left.txt", "1998/1998-01-04/stories/right.txt"}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Error(diff)
	}
}

func TestBatchOfTheSample(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	dir, out := filepath.Join(t.TempDir(), "papers", "wangting"), t.TempDir()
	if _, err := copyFolder(t.Context(), dir, samples.Wangting()); err != nil {
		t.Fatal(err)
	}
	if got := duikai(t, "batch", filepath.Dir(dir), "-o", out, "--proof", "--text", "--reading", "--marks", "--merge", "year", "-j", "1"); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	files := outTree(t, out)
	for _, name := range []string{"2026/2026-11-23.pdf", "2026/2026.pdf", "2026/2026-11-23/page-01.png", "2026/2026-11-23/page-08.png", "2026/2026-11-23/stories/sugar-lane.txt"} {
		if files[name] == "" {
			t.Errorf("no %s", name)
		}
	}
	if !strings.HasPrefix(files["2026/2026-11-23/page-01.png"], "\x89PNG") {
		t.Error("the proof is no PNG")
	}
	// What is set beside the PDF is what render writes.
	for name, args := range map[string][]string{"2026/2026-11-23/reading.pdf": {"--reading"}, "2026/2026-11-23.pdf": {"--marks"}} {
		alone := filepath.Join(t.TempDir(), "alone.pdf")
		if got := duikai(t, append([]string{"render", dir, "-o", alone}, args...)...); got.code != exitOK || fileText(t, alone) != files[name] {
			t.Errorf("%s is not as render %v writes it: %+v", name, args, got)
		}
	}
	var r render.Layout
	if err := json.Unmarshal([]byte(files["2026/2026-11-23/layout.json"]), &r); err != nil {
		t.Fatal(err)
	}
	// No part of a line is farther from the rest than it is long.
	for _, p := range r.Pages {
		for _, l := range p.Lines {
			if b := l.Box; b[2] > 40 && b[3] > 40 && l.Part == "body" {
				t.Errorf("page %d: %q stands at %v", p.Number, l.Text, b)
			}
		}
	}
	whole := pdfText(t, filepath.Join(out, "2026", "2026.pdf"))
	if !strings.Contains(whole, "十二座小巴") {
		t.Error("the year lacks a story")
	}
}

// Killed with the worst of signals, a batch is taken up again and ends as if
// nothing had been.
func TestBatchKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := backIssues(t, 12)
	batch := func(out string, kill time.Duration) {
		cmd := exec.Command(exe, "batch", dir, "-o", out, "-j", "2", "--merge", "month")
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if kill > 0 {
			timer := time.AfterFunc(kill, func() { _ = cmd.Process.Kill() })
			defer timer.Stop()
		}
		_ = cmd.Wait()
		if code := cmd.ProcessState.ExitCode(); kill == 0 && code != exitErrors {
			t.Fatalf("exit code %d\n%s", code, stderr.Bytes())
		}
	}
	good := t.TempDir()
	start := time.Now()
	batch(good, 0)
	whole := time.Since(start)
	want := outTree(t, good)
	random := rand.New(rand.NewPCG(2, uint64(start.UnixNano())))
	for range *killCount {
		out := t.TempDir()
		batch(out, time.Duration(random.Int64N(int64(whole))))
		for name, data := range outTree(t, out) {
			if data != want[name] && !strings.HasPrefix(name, ".duikai/") {
				t.Errorf("%s is half-written", name)
			}
		}
		batch(out, 0)
		if list := different(want, outTree(t, out)); len(list) > 0 {
			t.Errorf("taken up again, other files: %v", list)
		}
	}
}

func TestBatchCommandLine(t *testing.T) {
	dir, out, none := issueFolder(t, good()), t.TempDir(), t.TempDir()
	for _, c := range []struct {
		args   []string
		en, zh string
	}{
		{[]string{"batch", none, "-o", filepath.Join(none, "out")}, "no folder in it holds issue.yaml", "其中没有含 issue.yaml 的文件夹"},
		{[]string{"batch", dir, "-o", dir}, "OUT is the archive itself", "输出文件夹就是旧报文件夹本身"},
		{[]string{"batch", dir, "-o", filepath.Dir(dir)}, "the archive lies in OUT", "旧报文件夹位于输出文件夹之内"},
		{[]string{"batch", dir, "-o", filepath.Join(dir, "out")}, "OUT lies in an issue folder", "输出文件夹位于某一期之内"},
		{[]string{"batch"}, "batch needs an argument: ARCHIVE", "batch 缺少参数 ARCHIVE"},
		{[]string{"batch", dir}, "batch needs -o OUT", "batch 缺少 -o OUT"},
		{[]string{"batch", dir, "-o", out, "--since", "yesterday"}, `the flag --since does not take "yesterday"`, `选项 --since 的值 "yesterday" 无效`},
		{[]string{"batch", dir, "-o", out, "--until", "1998-02-31"}, `the flag --until does not take`, `选项 --until 的值`},
		{[]string{"batch", dir, "-o", out, "--only", "["}, `the flag --only does not take "["`, `选项 --only 的值`},
		{[]string{"batch", dir, "-o", out, "--merge", "week"}, `the flag --merge does not take "week"`, `选项 --merge 的值`},
		{[]string{"batch", dir, "-o", out, "--standard", "x9"}, `the flag --standard does not take "x9"`, `选项 --standard 的值`},
		{[]string{"batch", dir, "-o", out, "-j", "0"}, "--jobs takes a number from 1 to 256, not 0", "--jobs 应为"},
		{[]string{"batch", dir, "-o", out, "--timeout", "-1s"}, "cannot be negative", "不能为负"},
		{[]string{"batch", filepath.Join(dir, "none"), "-o", out}, "there is no such file or folder", "没有这个文件或文件夹"},
		{[]string{"batch", dir, "-o", "main.go"}, "main.go", "main.go"},
		{[]string{"batch", "status", dir}, "no batch has written here", "没有批处理的记录"},
		{[]string{"batch", "retry", dir}, "no batch has written here", "没有批处理的记录"},
		{[]string{"new", out, "--archive", "0"}, "--archive takes a number from 1", "--archive 应为"},
	} {
		for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
			got := duikai(t, append([]string{"--lang", lang}, c.args...)...)
			if got.code != exitUnusable || !strings.Contains(got.stdout+got.stderr, want) {
				t.Errorf("%s %q: exit code %d\n%s%swant 2 and %q", lang, c.args, got.code, got.stdout, got.stderr, want)
			}
		}
	}
	got := duikai(t, "help", "batch")
	for _, want := range []string{"duikai batch ARCHIVE -o OUT", "status", "retry", "--merge", "--jobs"} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("the help lacks %q:\n%s", want, got.stdout)
		}
	}
	if got := duikai(t, "--help"); strings.Contains(got.stdout, workerCommand) || !strings.Contains(got.stdout, "batch") {
		t.Errorf("%s", got.stdout)
	}
}

func TestNewArchive(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "back issues")
	got := duikai(t, "new", dir, "--archive", "14")
	if got.code != exitOK || !strings.Contains(got.stdout, "wrote 14 issues to "+dir+", 2 of them with faults") {
		t.Errorf("%+v", got)
	}
	if got := duikai(t, "new", dir, "--archive", "14"); got.code != exitUnusable || !strings.Contains(got.stderr, "is not empty") {
		t.Errorf("%+v", got)
	}
}

func TestBatchDisplay(t *testing.T) {
	a := &app{stderr: new(bytes.Buffer), stdout: &sticky{w: new(bytes.Buffer)}}
	s := a.showBatch(false, "out")
	for _, e := range []archive.Event{
		{Kind: archive.Plan, Found: 9, Wanted: 4},
		{Kind: archive.Started, Worker: 1, Path: "a"}, {Kind: archive.Started, Worker: 2, Path: "b"},
		{Kind: archive.Finished, Path: "a", Name: "1998/1998-01-01", Status: archive.Done, Pages: 4, Seconds: 0.5},
		{Kind: archive.Finished, Path: "c", Status: archive.Done, Skipped: true},
		{Kind: archive.Finished, Path: "d\x1b[2J", Status: archive.Bug, Inputs: strings.Repeat("f", 64), Detail: "panic: x\nmore"},
		{Kind: archive.Ended, Summary: &archive.Summary{Done: 1, Pages: 4, Skipped: 1, Failed: 1, Seconds: 2}},
	} {
		s.event(e)
	}
	want := `9 issues found, 4 wanted
[1/4] 1998/1998-01-01.pdf: pages: 4, 0.50 s
d` + "\ufffd" + `[2J: a fault of the program (please report it; inputs ffffffffffffffff)
    panic: x
1 issues set (4 pages, 2.0 pages/s), 1 unchanged, 1 failed, in 2.0 s
see out/report.html
`
	if diff := cmp.Diff(want, a.stderr.(*bytes.Buffer).String()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{2}, slices.Collect(maps.Keys(s.workers))); diff != "" {
		t.Error(diff)
	}
	if got := s.figures(); !strings.HasPrefix(got, " 75%  3 of 4: 1 done, 1 unchanged, 1 failed; ") {
		t.Error(got)
	}
	for _, c := range []struct {
		line string
		cols int
		want string
	}{{"abc", 3, "abc"}, {"abcd", 3, "abc"}, {"对开报", 5, "对开"}, {"对开报", 6, "对开报"}, {"a对", 2, "a"}} {
		if got := fit(c.line, c.cols); got != c.want {
			t.Errorf("%q in %d columns: %q", c.line, c.cols, got)
		}
	}
}
