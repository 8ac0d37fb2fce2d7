// Package golden compares what a test made with a file accepted before, and
// rewrites that file when the test runs with -update, package by package, for
// only tests that import this package know the flag:
//
//	go test ./layout/page -update
//
// Accepted files lie in the testdata folder of the package under test. Only
// tests import this package: it registers the -update flag.
package golden

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the accepted files under testdata")

// Updating tells whether accepted files are being rewritten.
func Updating() bool { return *update }

// Text compares text with testdata/name, a slash-separated path. A difference
// fails the test and shows the lines; the test goes on.
func Text(t testing.TB, name, got string) {
	t.Helper()
	want, ok := accepted(t, name, []byte(got))
	if !ok || string(want) == got {
		return
	}
	t.Errorf("%s differs from the accepted file (-accepted +got); -update accepts it:\n%s", name, cmp.Diff(lines(string(want)), lines(got)))
}

// lines keeps cmp from cutting Chinese characters apart.
func lines(s string) []string { return strings.SplitAfter(s, "\n") }

// Bytes compares binary data with testdata/name.
func Bytes(t testing.TB, name string, got []byte) {
	t.Helper()
	want, ok := accepted(t, name, got)
	if !ok || bytes.Equal(want, got) {
		return
	}
	at := firstDifference(want, got)
	t.Errorf("%s differs from the accepted file: %d bytes accepted, %d made, the first difference at byte %d (-accepted +got); -update accepts it:\n%s",
		name, len(want), len(got), at, cmp.Diff(window(want, at), window(got, at)))
}

// accepted reads the accepted file, or writes it under -update. It is false
// where there is nothing to compare with.
func accepted(t testing.TB, name string, got []byte) ([]byte, bool) {
	t.Helper()
	path := filepath.Join("testdata", filepath.FromSlash(name))
	if *update {
		if err := write(path, got); err != nil {
			t.Fatal(err)
		}
		return nil, false
	}
	want, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		t.Errorf("%s has not been accepted yet: run the test with -update and look at the file", path)
		return nil, false
	case err != nil:
		t.Fatal(err)
	}
	return want, true
}

// write leaves an equal file alone, so that -update touches only what changed.
func write(path string, data []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

func firstDifference(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// window is the neighbourhood of a difference: enough to see what it is,
// little enough to read.
func window(b []byte, at int) []byte {
	const before, after = 16, 48
	lo := min(max(at-before, 0), len(b))
	return b[lo:min(at+after, len(b))]
}
