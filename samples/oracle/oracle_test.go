package oracle

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// witness is a test that remembers how it ended.
type witness struct {
	testing.TB
	end string
}

func (w *witness) Helper() {}

func (w *witness) stop(how string, args ...any) {
	w.end = how + ": " + strings.TrimSpace(fmt.Sprintln(args...))
	runtime.Goexit()
}

func (w *witness) Skip(args ...any)             { w.stop("skip", args...) }
func (w *witness) Fatal(args ...any)            { w.stop("fatal", args...) }
func (w *witness) Fatalf(s string, args ...any) { w.stop("fatal", fmt.Sprintf(s, args...)) }

// endOf is how a test ends that does this.
func endOf(do func(testing.TB)) string {
	w := &witness{end: "well"}
	done := make(chan struct{})
	go func() {
		defer close(done)
		do(w)
	}()
	<-done
	return w.end
}

func TestMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	file := func(name string) func(testing.TB) { return func(t testing.TB) { File(t, name) } }
	run := func(name string) func(testing.TB) { return func(t testing.TB) { Run(t, name) } }
	for _, c := range []struct {
		do           func(testing.TB)
		mild, strict string
	}{
		{run("qpdf"), "skip: qpdf is not installed; Debian's qpdf brings it", "fatal: qpdf is not installed; Debian's qpdf brings it"},
		{run("transicc"), "skip: transicc is not installed; Debian's liblcms2-utils brings it", "fatal: transicc is not installed; Debian's liblcms2-utils brings it"},
		{
			file("/usr/share/color/argyll/ref/none.icm"), "skip: /usr/share/color/argyll/ref/none.icm is not here; Debian's argyll-ref brings it",
			"fatal: /usr/share/color/argyll/ref/none.icm is not here; Debian's argyll-ref brings it",
		},
		{run("acrobat"), "fatal: acrobat stands in no line of oracles.txt: name it there with its package", "fatal: acrobat stands in no line of oracles.txt: name it there with its package"},
	} {
		for demand, want := range map[string]string{"": c.mild, "0": c.mild, "1": c.strict} {
			t.Setenv(Demand, demand)
			if got := endOf(c.do); got != want {
				t.Errorf("%s=%s: %s, not %s", Demand, demand, got, want)
			}
		}
	}
}

func TestPresent(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no scripts there")
	}
	dir := t.TempDir()
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	for name, script := range map[string]string{"qpdf": "echo \"$@\"", "mutool": "echo woe >&2; exit 3"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if got := string(Run(t, "qpdf", "--check", "a.pdf")); got != "--check a.pdf\n" {
		t.Errorf("%q", got)
	}
	if got := endOf(func(t testing.TB) { Run(t, "mutool") }); got != "fatal: mutool: exit status 3\n\nwoe" {
		t.Errorf("%q", got)
	}
}

// There is one way to ask: no test looks for a program or a file by itself.
func TestOneWay(t *testing.T) {
	err := filepath.WalkDir("../..", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || d.Name() == "e2e" || d.Name() == "oracle"):
			return fs.SkipDir // e2e is a module of its own
		case !strings.HasSuffix(name, "_test.go"):
			return nil
		}
		data, err := os.ReadFile(name)
		for _, other := range []string{"exec.LookPath(", `ReadFile("/usr`, `Open("/usr`, `Stat("/usr`} {
			if strings.Contains(string(data), other) {
				t.Errorf("%s: %s instead of package oracle", name, other)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Every line is a comment or one oracle with one package, and .ci/run reads the
// list.
func TestList(t *testing.T) {
	seen := map[string]bool{}
	for line := range strings.Lines(list) {
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		if len(f) != 0 && (len(f) != 2 || seen[f[0]]) {
			t.Errorf("%q is no line of the list", line)
		}
		if len(f) > 0 {
			seen[f[0]] = true
		}
	}
	script, err := os.ReadFile("../../.ci/run")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"samples/oracle/oracles.txt", Demand + "=1"} {
		if !strings.Contains(string(script), want) {
			t.Errorf(".ci/run does not name %s", want)
		}
	}
}
