// Package oracle lets tests ask what is not ours: programs that read and draw
// the files we write, fonts and colour profiles of other people. A machine with
// Go alone has none of them, and there the test that asks is skipped and says
// why. Where the environment has DUIKAI_ORACLES=1, what is missing is a failure.
//
// Everything that may be asked for stands in oracles.txt, with the package of
// Debian that brings it; .ci/run installs what the list names.
package oracle

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path"
	"strings"
	"testing"
)

// Demand is the variable that makes a missing oracle a failure where it is 1.
const Demand = "DUIKAI_ORACLES"

//go:embed oracles.txt
var list string

// Command is a program ready to be started. The test must be the one that runs
// now: in a subtest its own t, not the t of the test around it.
func Command(t testing.TB, name string, args ...string) *exec.Cmd {
	t.Helper()
	found, err := exec.LookPath(name)
	if err != nil {
		Missing(t, name, "is not installed")
	}
	return exec.Command(found, args...)
}

// Run gives what a program writes to its standard output. That the program
// fails is fatal, with what it says.
func Run(t testing.TB, name string, args ...string) []byte {
	t.Helper()
	cmd := Command(t, name, args...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s\n%s", name, err, out, complaint.Bytes())
	}
	return out
}

// File is the content of a file that a package of Debian puts into its place.
func File(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		Missing(t, name, "is not here")
	}
	return data
}

// Module is a file of a module that the program is built with, which its authors
// keep for their own tests. A vendored or a pruned module may lack it.
func Module(t testing.TB, module, file string) []byte {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		t.Skipf("the go tool does not find %s: %v", module, err)
	}
	data, err := os.ReadFile(path.Join(strings.TrimSpace(string(dir)), file))
	if err != nil {
		t.Skipf("the sources of %s are not here: %v", module, err)
	}
	return data
}

// Missing ends a test that cannot ask its oracle, and says what would help.
func Missing(t testing.TB, name, why string) {
	t.Helper()
	debian, ok := packageOf(name)
	if !ok {
		t.Fatalf("%s stands in no line of oracles.txt: name it there with its package", name)
	}
	say := t.Skip
	if os.Getenv(Demand) == "1" {
		say = t.Fatal
	}
	say(fmt.Sprintf("%s %s; Debian's %s brings it", name, why, debian))
}

// packageOf finds what brings a program, by its name, or a file, by its whole
// path.
func packageOf(name string) (debian string, ok bool) {
	for line := range strings.Lines(list) {
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		if len(f) != 2 {
			continue
		}
		if match, err := path.Match(f[0], name); err == nil && match {
			return f[1], true
		}
	}
	return "", false
}
