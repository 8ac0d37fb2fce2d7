//go:build unix

package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
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
)

func TestRun(t *testing.T) {
	in := issues(t, map[string]string{
		"1998/01/1998-01-02": "b", "1998/01/1998-01-01": "a", "deep/er/and/deeper/1999-12-31": "proof c",
		"evening/1998-01-01": "d", "no date": "e", "bad/1998-01-03": "errors", "bad/1998-01-04": "half",
	})
	out := filepath.Join(t.TempDir(), "made", "for", "it")
	sum, seen := do(t, config(in, out))
	want := map[string]string{
		"1998/01/1998-01-02": "done", "1998/01/1998-01-01": "done", "deep/er/and/deeper/1999-12-31": "done",
		"evening/1998-01-01": "done", "no date": "done", "bad/1998-01-03": "errors", "bad/1998-01-04": "errors",
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}
	if sum.Found != 7 || sum.Wanted != 7 || sum.Done != 5 || sum.Failed != 2 || sum.Pages != 5 || sum.Foreign != 0 {
		t.Errorf("%+v", sum)
	}
	files := map[string]string{
		"1998/1998-01-01.pdf": string(fakePDF("a")), "1998/1998-01-01-2.pdf": string(fakePDF("d")), "1998/1998-01-02.pdf": string(fakePDF("b")),
		"1999/1999-12-31.pdf": string(fakePDF("proof c")), "1999/1999-12-31/page-01.png": "proof c",
		"undated/no-date.pdf": string(fakePDF("e")), "report.csv": "", "report.html": "",
	}
	if diff := cmp.Diff(files, tree(t, out)); diff != "" {
		t.Error(diff)
	}
}

func TestEmptyArchive(t *testing.T) {
	in, out := t.TempDir(), filepath.Join(t.TempDir(), "out")
	if _, _, err := try(config(in, out)); !errors.Is(err, ErrNoIssues) {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("something was written")
	}
	if _, _, err := try(config(filepath.Join(in, "none"), out)); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if _, _, err := try(config(os.Args[0], out)); err == nil {
		t.Error("a file is taken for an archive")
	}
}

func TestOutInsideTheArchive(t *testing.T) {
	in := issues(t, map[string]string{"1998-01-01": "a"})
	out := filepath.Join(in, "out")
	write(t, filepath.Join(out, "1998-02-02", "issue.yaml"), "")
	if sum, _ := do(t, config(in, out)); sum.Found != 1 {
		t.Errorf("%+v", sum)
	}
}

// OUT and the archive may not get into each other's way, by whatever path.
func TestOverlap(t *testing.T) {
	in := issues(t, map[string]string{"a/1998-01-01": "a", "b/1998-01-02": "b"})
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(in, link); err != nil {
		t.Fatal(err)
	}
	issue := filepath.Join(in, "a", "1998-01-01")
	for _, c := range []struct {
		archive, out string
		want         error
	}{
		{in, in, SameFolder},
		{in, link, SameFolder},
		{link, filepath.Join(in, "a", ".."), SameFolder},
		{issue, issue, SameFolder},
		{filepath.Join(in, "a"), in, ArchiveInOut},
		{filepath.Join(link, "a"), in, ArchiveInOut},
		{issue, link, ArchiveInOut},
		{in, filepath.Join(issue, "out"), OutInsideIssue},
		{in, filepath.Join(issue, "deep", "out"), OutInsideIssue},
		{in, issue, OutInsideIssue},
		{issue, filepath.Join(issue, "out"), OutInsideIssue},
		{filepath.Join(in, "b"), filepath.Join(issue, "out"), nil}, // an issue that is not set
		{in, filepath.Join(in, "out"), nil},
		{in, filepath.Join(in, "a", "out"), nil},
		{issue, filepath.Join(in, "a", "out"), nil},
	} {
		if _, _, err := try(config(c.archive, c.out)); err != c.want {
			t.Errorf("%s to %s: %v, want %v", c.archive, c.out, err, c.want)
		}
	}
}

// Each step changes something; what is set again is what changed.
func TestOnlyWhatChangedIsSetAgain(t *testing.T) {
	in, out := issues(t, map[string]string{"1998-01-01": "a", "1998-01-02": "proof b", "1998-01-03": "errors"}), t.TempDir()
	c := config(in, out)
	for _, step := range []struct {
		name   string
		change func()
		want   map[string]string // of those that are not skipped
	}{
		{"first", func() {}, map[string]string{"1998-01-01": "done", "1998-01-02": "done", "1998-01-03": "errors"}},
		{"nothing", func() {}, map[string]string{}},
		{"a file", func() { write(t, filepath.Join(in, "1998-01-01/text"), "A") }, map[string]string{"1998-01-01": "done"}},
		{"another file", func() { write(t, filepath.Join(in, "1998-01-02/fonts/own.ttf"), "x") }, map[string]string{"1998-01-02": "done"}},
		{"a file gone", func() { os.Remove(filepath.Join(in, "1998-01-02/fonts/own.ttf")) }, map[string]string{"1998-01-02": "done"}},
		{"mended", func() { write(t, filepath.Join(in, "1998-01-03/text"), "good") }, map[string]string{"1998-01-03": "done"}},
		{"settings", func() { c.Settings = "s2" }, map[string]string{"1998-01-01": "done", "1998-01-02": "done", "1998-01-03": "done"}},
		{"program", func() { c.Program = "p2" }, map[string]string{"1998-01-01": "done", "1998-01-02": "done", "1998-01-03": "done"}},
		{"PDF gone", func() { os.Remove(filepath.Join(out, "1998/1998-01-01.pdf")) }, map[string]string{"1998-01-01": "done"}},
		{"PDF cut", func() { os.Truncate(filepath.Join(out, "1998/1998-01-02.pdf"), 100) }, map[string]string{"1998-01-02": "done"}},
		{"a byte of the PDF", func() { damage(t, filepath.Join(out, "1998/1998-01-03.pdf"), 50) }, map[string]string{"1998-01-03": "done"}},
		{"proof foreign", func() { write(t, filepath.Join(out, "1998/1998-01-02/page-01.png"), "proof c") }, map[string]string{"1998-01-02": "done"}},
		{"a folder in its place", func() {
			os.Remove(filepath.Join(out, "1998/1998-01-01.pdf"))
			write(t, filepath.Join(out, "1998/1998-01-01.pdf/x"), "")
		}, map[string]string{"1998-01-01": "unwritable stale"}},
		{"the folder gone", func() { os.RemoveAll(filepath.Join(out, "1998/1998-01-01.pdf")) }, map[string]string{"1998-01-01": "done"}},
		{"force", func() { c.Force = true }, map[string]string{"1998-01-01": "done", "1998-01-02": "done", "1998-01-03": "done"}},
	} {
		step.change()
		_, seen := do(t, c)
		maps.DeleteFunc(seen, func(_, s string) bool { return strings.Contains(s, "skipped") })
		if diff := cmp.Diff(step.want, seen); diff != "" {
			t.Errorf("%s: %s", step.name, diff)
		}
	}
	want := map[string]string{
		"1998/1998-01-01.pdf": string(fakePDF("A")), "1998/1998-01-02.pdf": string(fakePDF("proof b")), "1998/1998-01-02/page-01.png": "proof b",
		"1998/1998-01-03.pdf": string(fakePDF("good")), "report.csv": "", "report.html": "",
	}
	if diff := cmp.Diff(want, tree(t, out)); diff != "" {
		t.Error(diff)
	}
}

// damage changes one byte.
func damage(t testing.TB, name string, at int64) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	data[at] ^= 0x20
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestAFailedIssueKeepsItsOldFiles(t *testing.T) {
	in, out := issues(t, map[string]string{"1998-01-01": "proof a"}), t.TempDir()
	c := config(in, out)
	do(t, c)
	before := tree(t, out)
	write(t, filepath.Join(in, "1998-01-01/text"), "errors")
	if _, seen := do(t, c); seen["1998-01-01"] != "errors stale" {
		t.Error(seen)
	}
	if diff := cmp.Diff(before, tree(t, out)); diff != "" {
		t.Error(diff)
	}
	// Good again, but without the proof: that goes.
	write(t, filepath.Join(in, "1998-01-01/text"), "b")
	do(t, c)
	if diff := cmp.Diff([]string{"1998/1998-01-01.pdf", "report.csv", "report.html"}, names(tree(t, out))); diff != "" {
		t.Error(diff)
	}
}

func TestNamesStay(t *testing.T) {
	in, out := issues(t, map[string]string{"m/1998-01-01": "m", "z/1998-01-01": "z"}), t.TempDir()
	c := config(in, out)
	do(t, c)
	// One that comes before them gets a number behind them.
	write(t, filepath.Join(in, "a/1998-01-01/issue.yaml"), "")
	write(t, filepath.Join(in, "a/1998-01-01/text"), "a")
	_, seen := do(t, c)
	if diff := cmp.Diff(map[string]string{"a/1998-01-01": "done", "m/1998-01-01": "done skipped", "z/1998-01-01": "done skipped"}, seen); diff != "" {
		t.Error(diff)
	}
	// A date that is put right moves the files along.
	write(t, filepath.Join(in, "m/1998-01-01/issue.yaml"), "date: 1999-05-06\n")
	do(t, c)
	want := map[string]string{
		"1999/1999-05-06.pdf": string(fakePDF("m")), "1998/1998-01-01-2.pdf": string(fakePDF("z")), "1998/1998-01-01-3.pdf": string(fakePDF("a")),
		"report.csv": "", "report.html": "",
	}
	if diff := cmp.Diff(want, tree(t, out)); diff != "" {
		t.Error(diff)
	}
}

// An archive that is put in order is not set again.
func TestMoved(t *testing.T) {
	in, out := issues(t, map[string]string{"1998-01-01": "a", "x/1998-01-01": "b", "1998-01-02": "c", "none": "d", "1998-01-03": "e"}), t.TempDir()
	c := config(in, out)
	do(t, c)
	before := tree(t, out)
	for from, to := range map[string]string{"1998-01-01": "1998/1998-01-01", "x/1998-01-01": "1998/evening", "1998-01-02": "1998/1998-01-02", "none": "1998/none", "1998-01-03": "1998/1998-01-03"} {
		write(t, filepath.Join(in, "1998/keep"), "")
		if err := os.Rename(filepath.Join(in, from), filepath.Join(in, to)); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(in, "1998/evening/issue.yaml"), "paper: 报\ndate: 1998-01-01\n") // not the same any more
	write(t, filepath.Join(in, "1998/1998-01-03/text"), "f")                               // nor this
	_, seen := do(t, c)
	want := map[string]string{"1998/1998-01-01": "done skipped", "1998/1998-01-02": "done skipped", "1998/none": "done skipped", "1998/evening": "done", "1998/1998-01-03": "done"}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}
	for name, data := range before {
		if got := tree(t, out)[name]; got != data {
			t.Errorf("%s has changed", name)
		}
	}
	tally, _, err := Look(out, 0, nil)
	if tally.Gone != 2 || tally.Issues != 5 || err != nil {
		t.Errorf("%+v %v", tally, err)
	}
}

// Two issues change their dates for each other's.
func TestSwappedDates(t *testing.T) {
	in, out := issues(t, map[string]string{"a": "a", "b": "b"}), t.TempDir()
	for range 2 {
		for _, days := range [][2]string{{"1998-01-01", "1998-01-02"}, {"1998-01-02", "1998-01-01"}} {
			write(t, filepath.Join(in, "a/issue.yaml"), "date: "+days[0])
			write(t, filepath.Join(in, "b/issue.yaml"), "date: "+days[1])
			do(t, config(in, out))
			sum, _ := do(t, config(in, out))
			got := tree(t, out)
			var shown []string
			for _, name := range names(got) {
				if strings.HasSuffix(name, ".pdf") {
					shown = append(shown, contents(got[name]))
				}
			}
			slices.Sort(shown)
			if sum.Skipped != 2 || sum.Foreign != 0 || !slices.Equal(shown, []string{"a", "b"}) {
				t.Errorf("%v: %v, %+v", days, names(got), sum)
			}
		}
	}
}

// A folder that goes leaves what was made of it, and is no failure any more.
func TestGone(t *testing.T) {
	in, out := issues(t, map[string]string{"1998-01-01": "a", "1998-01-02": "errors", "1998-01-03": "c"}), t.TempDir()
	c := config(in, out)
	do(t, c)
	before := tree(t, out)
	for _, name := range []string{"1998-01-01", "1998-01-02"} {
		if err := os.Rename(filepath.Join(in, name), filepath.Join(in, ".away-"+name)); err != nil {
			t.Fatal(err)
		}
	}
	sum, _ := do(t, c)
	tally, _, err := Look(out, 0, func(r *Record) { t.Errorf("%s is still a failure", r.Path) })
	if sum.Found != 1 || sum.Foreign != 0 || tally.Gone != 2 || tally.Issues != 1 || err != nil {
		t.Errorf("%+v %+v %v", sum, tally, err)
	}
	if diff := cmp.Diff(before, tree(t, out)); diff != "" {
		t.Error(diff)
	}
	if err := os.Rename(filepath.Join(in, ".away-1998-01-01"), filepath.Join(in, "1998-01-01")); err != nil {
		t.Fatal(err)
	}
	if _, seen := do(t, c); seen["1998-01-01"] != "done skipped" {
		t.Error(seen)
	}
}

func TestWanted(t *testing.T) {
	in := issues(t, map[string]string{"x/1998-01-01": "a", "x/1998-01-02": "b", "y/1998-01-03": "c", "y/none": "d"})
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		set  func(*Config)
		want []string
	}{
		{func(c *Config) { c.Since = day("1998-01-02") }, []string{"x/1998-01-02", "y/1998-01-03"}},
		{func(c *Config) { c.Until = day("1998-01-02") }, []string{"x/1998-01-01", "x/1998-01-02"}},
		{func(c *Config) { c.Since, c.Until = day("1998-01-02"), day("1998-01-02") }, []string{"x/1998-01-02"}},
		{func(c *Config) { c.Only = "1998-01-0[13]" }, []string{"x/1998-01-01", "y/1998-01-03"}},
		{func(c *Config) { c.Only = "y" }, []string{"y/1998-01-03", "y/none"}},
		{func(c *Config) { c.Only = "x/*-02" }, []string{"x/1998-01-02"}},
		{func(c *Config) { c.Only = "z" }, nil},
	} {
		conf := config(in, t.TempDir())
		c.set(&conf)
		_, seen := do(t, conf)
		if diff := cmp.Diff(c.want, names(seen)); diff != "" {
			t.Errorf("%+v: %s", conf, diff)
		}
	}
}

func TestOneBadIssueStopsNothing(t *testing.T) {
	in := issues(t, map[string]string{
		"1998-01-01": "good", "1998-01-02": "panic", "1998-01-03": "good", "1998-01-04": "elsewhere",
		"1998-01-06": "eat", "1998-01-07": "kill", "1998-01-08": "change", "1998-01-09": "vanish", "1998-01-10": "good",
	})
	out := t.TempDir()
	c := config(in, out)
	c.Memory = 256 << 20
	_, seen := do(t, c)
	want := map[string]string{
		"1998-01-01": "done", "1998-01-02": "bug", "1998-01-03": "done", "1998-01-04": "bug",
		"1998-01-06": "memory", "1998-01-07": "killed", "1998-01-08": "unreadable", "1998-01-10": "done",
	}
	// What vanishes is hashed differently afterwards, and then set as what is left.
	gone := seen["1998-01-09"]
	delete(seen, "1998-01-09")
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}
	if gone != "done" && gone != "unreadable" {
		t.Errorf("the vanished issue is %q", gone)
	}
	for path, says := range map[string]string{"1998-01-02": "panic: over ", "1998-01-04": "panic: elsewhere", "1998-01-06": "256 MB allowed"} {
		r := recorded(t, out, path)
		if !strings.Contains(r.Detail, says) || r.Inputs == "" {
			t.Errorf("%s: %q, inputs %q", path, r.Detail, r.Inputs)
		}
	}
	// The next run tries again what may have been the machine's fault.
	write(t, filepath.Join(in, "1998-01-08/text"), "good")
	os.RemoveAll(filepath.Join(in, "1998-01-06"))
	_, seen = do(t, c)
	delete(seen, "1998-01-09")
	want = map[string]string{
		"1998-01-01": "done skipped", "1998-01-02": "bug skipped", "1998-01-03": "done skipped", "1998-01-04": "bug skipped",
		"1998-01-07": "killed", "1998-01-08": "done", "1998-01-10": "done skipped",
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}
	c.Failed = true
	_, seen = do(t, c)
	delete(seen, "1998-01-09")
	if diff := cmp.Diff(map[string]string{"1998-01-02": "bug", "1998-01-04": "bug", "1998-01-07": "killed"}, seen); diff != "" {
		t.Error(diff)
	}
}

// TestTimeout: what takes too long is ended, and the next is taken up; a later
// run tries it again.
func TestTimeout(t *testing.T) {
	in, out := issues(t, map[string]string{"1998-01-01": "hang", "1998-01-02": "hang"}), t.TempDir()
	c := config(in, out)
	c.Workers, c.Timeout = 1, 100*time.Millisecond
	_, seen := do(t, c)
	if diff := cmp.Diff(map[string]string{"1998-01-01": "timeout", "1998-01-02": "timeout"}, seen); diff != "" {
		t.Error(diff)
	}
	if r := recorded(t, out, "1998-01-01"); r.Detail != "100ms" {
		t.Errorf("%+v", r)
	}
	c.Timeout = config(in, out).Timeout
	write(t, filepath.Join(in, "1998-01-01/text"), "good")
	write(t, filepath.Join(in, "1998-01-02/text"), "good")
	for _, want := range []string{"done", "done skipped"} {
		if _, seen := do(t, c); seen["1998-01-01"] != want || seen["1998-01-02"] != want {
			t.Error(seen)
		}
	}
}

func TestAWorkerThatDoesNotStart(t *testing.T) {
	in := issues(t, map[string]string{"1998-01-01": "a"})
	for _, command := range [][]string{{"/none/such"}, {"false"}, {"true"}} {
		c := config(in, t.TempDir())
		c.Worker = func() *exec.Cmd { return exec.Command(command[0]) }
		if _, _, err := try(c); err == nil {
			t.Errorf("%v: no error", command)
		}
	}
}

func days(n int, text func(i int) string) map[string]string {
	all := make(map[string]string)
	for i := range n {
		all[time.Date(1998, 1, 1+i, 0, 0, 0, 0, time.UTC).Format("2006/01/2006-01-02")] = text(i)
	}
	return all
}

func TestSameBytesWithOneAndEightWorkers(t *testing.T) {
	in := issues(t, days(60, func(i int) string { return fmt.Sprint("proof ", i) }))
	var trees [2]map[string]string
	for i, workers := range []int{1, 8} {
		c := config(in, t.TempDir())
		c.Workers, c.Merge = workers, "month"
		do(t, c)
		trees[i] = tree(t, c.Out)
	}
	if len(trees[0]) < 120 {
		t.Errorf("only %d files", len(trees[0]))
	}
	if diff := cmp.Diff(trees[0], trees[1]); diff != "" {
		t.Error(diff)
	}
}

// Killed at any moment, a run leaves nothing half-written behind, and the next
// one goes on: in the end OUT is what an undisturbed run makes of it.
func TestKilledAndTakenUpAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	const moments = 20
	in := issues(t, days(40, func(i int) string {
		if i%7 == 3 {
			return "errors"
		}
		return fmt.Sprint("proof ", i)
	}))
	good := t.TempDir()
	start := time.Now()
	child(t, in, good, 0)
	whole := time.Since(start)
	want := tree(t, good)
	if len(want) < 60 {
		t.Fatalf("only %d files", len(want))
	}
	random := rand.New(rand.NewPCG(1, uint64(start.UnixNano())))
	partly := 0
	for range moments {
		out := t.TempDir()
		for range 2 {
			child(t, in, out, time.Duration(random.Int64N(int64(whole))))
			n := 0
			for name, data := range tree(t, out) {
				if strings.HasPrefix(name, privateDir) || strings.HasPrefix(name, "report") {
					continue
				}
				n++
				if data != want[name] {
					t.Fatalf("%s is half-written after a kill: %d bytes of %d", name, len(data), len(want[name]))
				}
			}
			if n > 0 && n < len(want)-2 {
				partly++
			}
		}
		child(t, in, out, 0)
		if diff := cmp.Diff(want, tree(t, out)); diff != "" {
			t.Fatal(diff)
		}
	}
	if partly == 0 {
		t.Error("no kill fell into the work")
	}
	t.Logf("%d of %d kills fell into the work of %v", partly, 2*moments, whole)
}

// child runs in a process of its own; after a while it is killed.
func child(t *testing.T, in, out string, kill time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "run", in, out)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if kill > 0 {
		timer := time.AfterFunc(kill, func() { _ = cmd.Process.Kill() })
		defer timer.Stop()
	}
	if err := cmd.Wait(); err != nil && kill == 0 {
		t.Fatalf("%v\n%s", err, stderr.Bytes())
	}
}

func TestTwoRunsOverOneOut(t *testing.T) {
	in, out := issues(t, map[string]string{"1998-01-01": "hang"}), t.TempDir()
	cmd := exec.Command(os.Args[0], "run", in, out)
	words, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer cmd.Process.Kill()
	for said := ""; !strings.Contains(said, "start 1998-01-01"); {
		b := make([]byte, 100)
		n, err := words.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		said += string(b[:n])
	}
	if _, _, err := try(config(in, out)); !errors.Is(err, ErrBusy) {
		t.Errorf("a second run: %v", err)
	}
	tally, busy, err := Look(out, 0, nil)
	if err != nil || !busy || tally.Issues != 1 || tally.Failed() != 0 || tally.ByStatus[""] != 1 {
		t.Errorf("%+v, busy %v, %v", tally, busy, err)
	}
	// The lock goes with the process.
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	write(t, filepath.Join(in, "1998-01-01/text"), "good")
	if sum, _ := do(t, config(in, out)); sum.Done != 1 {
		t.Errorf("%+v", sum)
	}
	if _, busy, err := Look(out, 0, nil); busy || err != nil {
		t.Errorf("busy %v, %v", busy, err)
	}
}

func TestInterrupted(t *testing.T) {
	in, out := issues(t, days(30, func(i int) string { return fmt.Sprint(i) })), t.TempDir()
	c := config(in, out)
	ctx, stop := context.WithCancel(context.Background())
	n := 0
	c.Notify = func(e Event) {
		if e.Kind == Finished {
			if n++; n == 5 {
				stop()
			}
		}
	}
	if _, err := Run(ctx, c); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	for name, data := range tree(t, out) {
		if strings.HasPrefix(name, privateDir) || !strings.HasPrefix(data, "%PDF") || !strings.HasSuffix(data, "%%EOF\n") {
			t.Errorf("%s stays: %d bytes", name, len(data))
		}
	}
	c.Notify = nil
	sum, _ := do(t, c)
	if sum.Skipped < 5 || sum.Skipped+sum.Done != 30 {
		t.Errorf("%+v", sum)
	}
}

func TestFullDisk(t *testing.T) {
	in, out := issues(t, days(20, func(i int) string { return fmt.Sprint("proof ", i) })), t.TempDir()
	good := t.TempDir()
	do(t, config(in, good))
	t.Setenv("FAKE_DISK", "15") // files, for each worker
	_, seen, err := try(config(in, out))
	if !errors.Is(err, ErrFull) {
		t.Fatalf("%v", err)
	}
	for path, state := range seen {
		if state != "done" {
			t.Errorf("%s is blamed: %s", path, state)
		}
	}
	want := tree(t, good)
	for name, data := range tree(t, out) {
		if data != want[name] {
			t.Errorf("%s is not whole", name)
		}
	}
	t.Setenv("FAKE_DISK", "")
	sum, _ := do(t, config(in, out))
	if sum.Skipped != len(seen) || sum.Skipped == 0 || sum.Skipped == 20 {
		t.Errorf("%d were done before, %+v", len(seen), sum)
	}
	if diff := cmp.Diff(want, tree(t, out)); diff != "" {
		t.Error(diff)
	}
}

func TestDamagedLedger(t *testing.T) {
	in := issues(t, days(30, func(i int) string { return fmt.Sprint(i) }))
	good := t.TempDir()
	do(t, config(in, good))
	want := tree(t, good)
	sound, err := os.ReadFile(filepath.Join(good, privateDir, ledgerName))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(7, 7))
	for name, change := range map[string]func([]byte) []byte{
		"empty":    func([]byte) []byte { return nil },
		"no bolt":  func([]byte) []byte { return []byte(strings.Repeat("not a database ", 1000)) },
		"cut":      func(b []byte) []byte { return b[:len(b)/2] },
		"cut off":  func(b []byte) []byte { return b[:5000] },
		"zeroes":   func(b []byte) []byte { clear(b[len(b)/3 : len(b)*2/3]); return b },
		"noise":    func(b []byte) []byte { return noise(b, random, 300) },
		"a record": func(b []byte) []byte { b[bytes.LastIndex(b, []byte(`"status":"done"`))+3] ^= 1; return b },
		"metas":    func(b []byte) []byte { return noise(b[:8192:8192], random, 2000) },
	} {
		t.Run(name, func(t *testing.T) {
			out := t.TempDir()
			do(t, config(in, out))
			db := filepath.Join(out, privateDir, ledgerName)
			if err := os.WriteFile(db, change(bytes.Clone(sound)), 0o644); err != nil {
				t.Fatal(err)
			}
			told := false
			c := config(in, out)
			c.Notify = func(e Event) { told = told || e.Kind == Ledger }
			sum, _ := do(t, c)
			if sum.Done+sum.Skipped != 30 {
				t.Errorf("%+v", sum)
			}
			got := tree(t, out)
			for n := range got {
				if strings.HasPrefix(n, ".duikai/ledger.db.damaged") {
					told = told && true
					delete(got, n)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if !told && sum.Done > 0 && name != "empty" {
				t.Error("the damage was not told")
			}
			if sum, _ := do(t, config(in, out)); sum.Skipped != 30 {
				t.Errorf("afterwards: %+v", sum)
			}
		})
	}
}

// noise changes bytes here and there.
func noise(b []byte, r *rand.Rand, n int) []byte {
	for range n {
		b[r.IntN(len(b))] = byte(r.Uint32())
	}
	return b
}

func TestUnreadableFolders(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("nothing is closed to root")
	}
	in := issues(t, map[string]string{"a/1998-01-01": "a", "b/1998-01-02": "b", "c/1998-01-03": "c"})
	for _, name := range []string{"a", "b/1998-01-02/text"} {
		if err := os.Chmod(filepath.Join(in, name), 0); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(filepath.Join(in, name), 0o755)
	}
	sum, seen := do(t, config(in, t.TempDir()))
	if sum.Unread != 1 {
		t.Errorf("%+v", sum)
	}
	if diff := cmp.Diff(map[string]string{"b/1998-01-02": "unreadable", "c/1998-01-03": "done"}, seen); diff != "" {
		t.Error(diff)
	}
	out := t.TempDir()
	if err := os.Chmod(out, 0o555); err != nil {
		t.Fatal(err)
	}
	if _, _, err := try(config(in, out)); !errors.Is(err, os.ErrPermission) {
		t.Errorf("a closed OUT: %v", err)
	}
}

func TestForeignFilesAreLeftAlone(t *testing.T) {
	in, out := issues(t, map[string]string{"1998-01-01": "proof a"}), t.TempDir()
	write(t, filepath.Join(out, "1998/note.txt"), "mine")
	write(t, filepath.Join(out, "1998/1998-01-01.pdf"), "someone's")
	sum, _ := do(t, config(in, out))
	got := tree(t, out)
	if sum.Foreign != 1 || got["1998/note.txt"] != "mine" || got["1998/1998-01-01.pdf"] != string(fakePDF("proof a")) {
		t.Errorf("%+v %v", sum, names(got))
	}
}
