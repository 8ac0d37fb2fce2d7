package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// Two workers and their run stay below 400 MB, however long the archive. The
// system tells the most that any one of the processes has taken, the faces that
// all of them share included; three times that is more than all took together.
func TestBatchMemory(t *testing.T) {
	const most = 400 << 10 // kB
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
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
