// Package steps counts the work that code does: how many statements it runs,
// which is the same on every machine under any load. The counters are those of
// the go tool's coverage.
package steps

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// size is the variable by which a counted test is told how much to do.
const size = "DUIKAI_STEPS"

// Size is how much a counted test shall do; it is 0 where nobody counts, and
// the test has nothing to do.
func Size() (n int) {
	_, _ = fmt.Sscan(os.Getenv(size), &n)
	return n
}

// Counter makes the tests of the package whose tests run now into a program that
// counts. What it gives runs one of them in a process of its own, with Size n,
// and tells the statements that it ran: of this package, or of those named.
func Counter(t testing.TB, packages ...string) func(test string, n int) int {
	t.Helper()
	program := filepath.Join(t.TempDir(), "counted.exe")
	cmd := exec.Command("go", "test", "-c", "-o", program, "-covermode=count")
	if len(packages) > 0 {
		cmd.Args = append(cmd.Args, "-coverpkg="+strings.Join(packages, ","))
	}
	out, err := cmd.CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("the go tool is not here:", err)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return func(test string, n int) int {
		t.Helper()
		return count(t, program, test, n)
	}
}

func count(t testing.TB, program, test string, n int) int {
	t.Helper()
	profile := filepath.Join(t.TempDir(), "profile")
	cmd := exec.Command(program, "-test.run=^"+test+"$", "-test.coverprofile="+profile)
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", size, n))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", test, err, out)
	}
	data, err := os.ReadFile(profile)
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for sc := bufio.NewScanner(bytes.NewReader(data)); sc.Scan(); {
		// file.go:1.2,3.4 statements times
		at, counts, _ := strings.Cut(sc.Text(), " ")
		var statements, times int
		if _, err := fmt.Sscan(counts, &statements, &times); err == nil && strings.Contains(at, ".go:") {
			total += statements * times
		}
	}
	if total == 0 {
		t.Fatalf("%s runs nothing of the package", test)
	}
	return total
}

// Linear fails where three times the size is more than four times the work.
func Linear(t testing.TB, test string, n int, packages ...string) {
	t.Helper()
	count := Counter(t, packages...)
	little, much := count(test, n), count(test, 3*n)
	t.Logf("%d steps for %d, %d for %d", little, n, much, 3*n)
	if much > 4*little {
		t.Errorf("%s: %d steps for %d, but %d for %d", test, little, n, much, 3*n)
	}
}
