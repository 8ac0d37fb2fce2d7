package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// Two workers and their run stay below 400 MB, however long the archive. The
// system tells the most that any one of the processes has taken, the faces that
// all of them share included; three times that is more than all took together.
func TestBatchMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	const most = 400 << 10 // kB
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
	_ = cmd.Run() // some issues have faults
	if code := cmd.ProcessState.ExitCode(); code != exitErrors {
		t.Fatalf("exit code %d", code)
	}
	use, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatal("the system tells nothing")
	}
	if 3*use.Maxrss > most {
		t.Errorf("a process took %d MB", use.Maxrss>>10)
	}
	t.Logf("%d issues: a process took at most %d MB", *issueCount, use.Maxrss>>10)
}
