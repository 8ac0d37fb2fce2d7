package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// Two workers and their run stay below 230 MB, however long the archive: the most that
// one of them has taken, the code and the faces that all of them share included, and
// what all together have of their own.
func TestBatchMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	const most = 230 // MB
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// The system counts what the starting process has taken as its child's too,
	// so a fresh one starts the batch: tests before this one draw pages.
	const fresh = "DUIKAI_TEST_FRESH"
	if os.Getenv(fresh) == "" {
		again := exec.Command(exe, "-test.run=^TestBatchMemory$", "-test.v", "-issues", strconv.Itoa(*issueCount))
		again.Env = append(again.Environ(), fresh+"=1")
		out, err := again.CombinedOutput()
		if err != nil {
			t.Errorf("%v", err)
		}
		t.Logf("%s", out)
		return
	}
	cmd := exec.Command(exe, "batch", backIssues(t, *issueCount), "-o", filepath.Join(t.TempDir(), "out"), "-j", "2")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = cmd.Wait() // some issues have faults
	}()
	own := watched(cmd.Process.Pid, done)
	if code := cmd.ProcessState.ExitCode(); code != exitErrors {
		t.Fatalf("exit code %d", code)
	}
	use, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok || own == 0 {
		t.Fatal("the system tells nothing")
	}
	// The code and the faces are mapped, and the same for all three.
	if all := int(use.Maxrss>>10) + own; all > most {
		t.Errorf("they take %d MB", all)
	}
	t.Logf("%d issues: a process took at most %d MB, all had %d MB of their own", *issueCount, use.Maxrss>>10, own)
}
