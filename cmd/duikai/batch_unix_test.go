//go:build unix

package main

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// A batch that is shut down drops what it is at, keeps what is done, and leaves
// nothing else behind.
func TestBatchShutDown(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := backIssues(t, 40) // more than are set before the signal comes, on a busy machine too
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		out := t.TempDir()
		cmd := exec.Command(exe, "batch", dir, "-o", out, "-j", "2", "--json")
		words, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(words)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() && !strings.Contains(lines.Text(), `"status":"done"`) {
		}
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		done := 1
		for lines.Scan() {
			if strings.Contains(lines.Text(), `"status":"done"`) {
				done++
			}
		}
		_ = cmd.Wait()
		if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
			t.Errorf("%v: exit code %d", signal, code)
		}
		pdfs := 0
		for name, data := range outTree(t, out) {
			pdfs++
			if !strings.HasSuffix(name, ".pdf") || !strings.HasSuffix(data, "%%EOF\n") {
				t.Errorf("%v: %s stays, %d bytes", signal, name, len(data))
			}
		}
		if pdfs < done {
			t.Errorf("%v: %d PDFs, told of %d", signal, pdfs, done)
		}
		got := duikai(t, "batch", dir, "-o", out)
		if got.code != exitErrors || !strings.Contains(got.stderr, "unchanged, 4 failed") {
			t.Errorf("%+v", got)
		}
	}
}
