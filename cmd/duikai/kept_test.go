package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// cacheEnv is an environment whose cache folder lies in dir, on every system.
func cacheEnv(dir string) map[string]string {
	return map[string]string{"XDG_CACHE_HOME": dir, "HOME": dir, "LocalAppData": dir}
}

// keptFiles are the files below a folder.
func keptFiles(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestPicturesAreKept: an edition is the same file from pictures that were kept,
// from damaged ones, and from none; --no-cache leaves nothing.
func TestPicturesAreKept(t *testing.T) {
	issue := filepath.Join(t.TempDir(), "2026-11-23")
	if err := os.CopyFS(issue, os.DirFS(filepath.FromSlash("../../samples/pages/portraits"))); err != nil {
		t.Fatal(err)
	}
	cache := t.TempDir()
	set := func(env map[string]string, args ...string) []byte {
		t.Helper()
		out := filepath.Join(t.TempDir(), "edition.pdf")
		if r := duikaiIn(t, env, append([]string{"render", issue, "-o", out}, args...)...); r.code != exitOK {
			t.Fatal(r.stderr)
		}
		b, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	want := set(nil)
	none := t.TempDir()
	if !bytes.Equal(set(cacheEnv(none), "--no-cache"), want) {
		t.Error("another file with --no-cache")
	}
	if left := keptFiles(t, none); len(left) > 0 {
		t.Errorf("--no-cache leaves %q", left)
	}
	if !bytes.Equal(set(cacheEnv(cache)), want) {
		t.Error("another file where pictures are kept")
	}
	files := keptFiles(t, cache)
	if len(files) < 2 {
		t.Fatalf("kept: %q", files)
	}
	if !bytes.Equal(set(cacheEnv(cache)), want) {
		t.Error("another file from what was kept")
	}
	if again := keptFiles(t, cache); len(again) != len(files) {
		t.Errorf("%d files became %d", len(files), len(again))
	}
	for i, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		b[i*97%len(b)] ^= 0x40
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(set(cacheEnv(cache)), want) {
		t.Error("another file from what was damaged")
	}
}

// TestUserCache: a folder that is relative, or none, is none.
func TestUserCache(t *testing.T) {
	if got := userCache(func(string) string { return "" }); got != "" {
		t.Errorf("without an environment it is %q", got)
	}
	if got := userCache(func(string) string { return "here" }); got != "" {
		t.Errorf("a relative folder gives %q", got)
	}
	dir := t.TempDir()
	if got := userCache(func(string) string { return dir }); !filepath.IsAbs(got) {
		t.Errorf("an absolute one gives %q", got)
	}
}
