//go:build unix

package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test binary is its own worker, and its own run, to be killed.
func TestMain(m *testing.M) {
	switch {
	case len(os.Args) == 2 && os.Args[1] == "worker":
		fail(serve(os.Stdin, os.Stdout, fakeSet, fakeDisk(os.Getenv("FAKE_DISK"))))
		os.Exit(0)
	case len(os.Args) > 2 && roles[os.Args[1]] != nil:
		fail(roles[os.Args[1]](os.Args[2:]))
		os.Exit(0)
	case len(os.Args) == 4 && os.Args[1] == "run":
		c := config(os.Args[2], os.Args[3])
		c.Merge = "month"
		c.Notify = func(e Event) { fmt.Println(e.Kind, e.Path) }
		_, err := Run(context.Background(), c)
		fail(err)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func config(archive, out string) Config {
	return Config{
		Archive: archive, Out: out, Program: "p1", Settings: "s1", Workers: 2, Timeout: time.Minute, Memory: 1 << 30,
		Worker: func() *exec.Cmd { return exec.Command(os.Args[0], "worker") },
	}
}

// fakeSet makes a PDF that shows the issue's text, and does what the text
// bids.
func fakeSet(o Order, stage *Stage) Outcome {
	text, err := os.ReadFile(filepath.Join(o.Dir, "text"))
	if errors.Is(err, fs.ErrNotExist) {
		err, text = nil, []byte("no text")
	}
	if err != nil {
		return Outcome{Status: Unreadable, Detail: err.Error()}
	}
	if d, err := time.ParseDuration(os.Getenv("FAKE_TIME")); err == nil {
		time.Sleep(d) // as long as setting takes
	}
	out := Outcome{Status: Done, Pages: 1, Stories: 1, Outline: []Page{{Title: "page 1", Stories: []Spot{{Title: "story " + string(text), X: 10, Y: 20}}}}, Thumb: []byte{0xff, 0xd8}}
	what, _, _ := strings.Cut(string(text), " ")
	switch what {
	case "errors":
		return Outcome{Status: Errors, Counts: Counts{Errors: 1}, Problems: []Problem{{Code: "bad", Severity: "error", File: "text", Line: 1, Col: 1, Text: Words{"it is <bad>", "不好"}}}}
	case "half": // files, and then errors
		_ = stage.Write(".pdf", text)
		return Outcome{Status: Errors}
	case "panic":
		panic("over " + o.Dir)
	case "elsewhere": // a panic that nobody can catch
		done := make(chan bool)
		go func() { panic("elsewhere") }()
		<-done
	case "kill":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	case "hang":
		for n := uint64(1); n != 0; n++ { // centuries, and never idle
		}
	case "eat":
		var all [][]byte
		for {
			b := make([]byte, 1<<20)
			for i := range b {
				b[i] = 1
			}
			all = append(all, b)
			if len(all) > 4096 {
				os.Exit(3) // the guard is asleep
			}
		}
	case "change":
		fail(os.WriteFile(filepath.Join(o.Dir, "changing"), []byte(time.Now().String()), 0o644))
	case "vanish":
		fail(os.RemoveAll(o.Dir))
	case "proof":
		if err := stage.Write("/page-01.png", text); err != nil {
			return Outcome{Status: Unwritable, Detail: err.Error()}
		}
	}
	if err := stage.Write(".pdf", fakePDF(string(text))); err != nil {
		return Outcome{Status: Unwritable, Detail: err.Error()}
	}
	return out
}

func fakePDF(text string) []byte {
	var b bytes.Buffer
	var at []int
	b.WriteString("%PDF-1.4\n")
	for i, o := range []string{
		"<</Type /Catalog /Pages 2 0 R>>",
		"<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 100]>>",
		"<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <<>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%% %s\nendstream", len(text)+2, text),
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// fakeDisk is a disk that is full after so many files.
func fakeDisk(files string) func(string) (io.WriteCloser, error) {
	if files == "" {
		return createFile
	}
	var left int
	_, err := fmt.Sscan(files, &left)
	fail(err)
	return func(name string) (io.WriteCloser, error) {
		f, err := createFile(name)
		left--
		if err != nil || left >= 0 {
			return f, err
		}
		return fullFile{f}, nil
	}
}

// fullFile takes half of what it is given.
type fullFile struct{ io.WriteCloser }

func (f fullFile) Write(p []byte) (int, error) {
	n, _ := f.WriteCloser.Write(p[:len(p)/2])
	return n, &os.PathError{Op: "write", Path: "staged", Err: syscall.ENOSPC}
}

// issues writes an archive: the text of each issue by its folder. The last
// folder's name is the date.
func issues(t testing.TB, texts map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range texts {
		write(t, filepath.Join(dir, name, "issue.yaml"), "paper: 报\n")
		write(t, filepath.Join(dir, name, "text"), text)
	}
	return dir
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// do runs and gives what became of each issue, as "done", "errors skipped".
func do(t testing.TB, c Config) (Summary, map[string]string) {
	t.Helper()
	sum, seen, err := try(c)
	if err != nil {
		t.Fatal(err)
	}
	return sum, seen
}

func try(c Config) (Summary, map[string]string, error) {
	seen := make(map[string]string)
	notify := c.Notify
	c.Notify = func(e Event) {
		if e.Kind == Finished {
			s := string(e.Status)
			if e.Skipped {
				s += " skipped"
			}
			if e.Stale {
				s += " stale"
			}
			if seen[e.Path] != "" {
				s = seen[e.Path] + ", " + s
			}
			seen[e.Path] = s
		}
		if notify != nil {
			notify(e)
		}
	}
	sum, err := Run(context.Background(), c)
	return sum, seen, err
}

// tree is every file of OUT, but what tells of times.
func tree(t testing.TB, out string) map[string]string {
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
		switch rel = filepath.ToSlash(rel); rel {
		case reportCSV, reportHTML:
			files[rel] = ""
			return nil
		case ".duikai/lock", ".duikai/ledger.db", ".duikai/ledger.db.sound":
			return nil
		}
		data, err := os.ReadFile(name)
		files[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func names(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

// recorded is the record of an issue.
func recorded(t testing.TB, out, path string) Record {
	t.Helper()
	list, err := newLedger(filepath.Join(out, privateDir, ledgerName)).records([]string{path})
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}
