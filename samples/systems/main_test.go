package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCheck: what one system alone cannot build is told for that system, in a file of the
// program as in one of a test, behind a tag, and where a number has no room.
func TestCheck(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"go.mod":           "module own\n\ngo 1.24\n",
		"a.go":             "package own\n\nimport \"os\"\n\nvar Big = int(os.O_RDONLY) + width\n",
		"width.go":         "//go:build !386\n\npackage own\n\nconst width = 1 << 40\n",
		"width_386.go":     "package own\n\nconst width = 1 << 40\n",
		"a_windows.go":     "package own\n\nvar _ = missing\n",
		"tagged.go":        "//go:build own\n\npackage own\n\nfunc f() int { return \"\" }\n",
		"a_darwin_test.go": "package own\n\nvar _ = absent\n",
	} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for target, want := range map[string]string{
		"linux/amd64":     "",
		"linux/386":       "overflows int",
		"windows/amd64":   "undefined: missing",
		"darwin/arm64":    "undefined: absent",
		"linux/amd64,own": "cannot use",
	} {
		faults, err := check(root, target)
		if err != nil {
			t.Fatal(target, err)
		}
		if got := strings.Join(faults, "\n"); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", target, got, want)
		}
	}
}
