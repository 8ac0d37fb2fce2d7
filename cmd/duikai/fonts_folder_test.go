package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFacesFromAFolder: with the same faces in a folder, under their names or those
// of their roles, pages are the same, in a batch too; what a folder lacks is named, and
// a batch sets anew when a face is another.
func TestFacesFromAFolder(t *testing.T) {
	issue := issueFolder(t, map[string]string{
		"issue.yaml":     "paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, slots: [{story: fog, at: [1, 1], span: [2, 12]}]}]\n",
		"stories/fog.md": "---\nheadline: 江上起雾渡船停航\n---\n雾散了，船也开了。\n",
	})
	dir := t.TempDir()
	own, err := filepath.Abs(filepath.Join("..", "..", "fonts", "embedded"))
	if err != nil {
		t.Fatal(err)
	}
	link := func(file, as string) {
		t.Helper()
		if err := os.Symlink(filepath.Join(own, file), filepath.Join(dir, as)); err != nil {
			t.Skip(err) // a system without links
		}
	}
	render := func(args ...string) (ran, string) {
		t.Helper()
		file := filepath.Join(t.TempDir(), "a.pdf")
		got := duikai(t, append([]string{"render", issue, "-o", file}, args...)...)
		if got.code != exitOK {
			return got, ""
		}
		return got, fileText(t, file)
	}
	if got, _ := render("--fonts", dir); got.code != exitUnusable || !strings.Contains(got.stderr, "NotoSerifSC-Regular.ttf (song.ttf)") || !strings.Contains(got.stderr, "LXGWWenKai-Regular.ttf (kai.ttf)") {
		t.Errorf("an empty folder: %d %s", got.code, got.stderr)
	}
	for _, file := range []string{"NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf", "NotoSerifSC-Black.ttf", "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"} {
		link(file, file)
	}
	link("LXGWWenKai-Regular.ttf", "kai.ttf")
	_, want := render()
	if got, file := render("--fonts", dir); file != want || want == "" {
		t.Errorf("another file with the same faces: %d %s", got.code, got.stderr)
	}
	archive, out := t.TempDir(), filepath.Join(t.TempDir(), "out")
	if err := os.CopyFS(filepath.Join(archive, "2026-11-23"), os.DirFS(issue)); err != nil {
		t.Fatal(err)
	}
	batch := func(what string) {
		t.Helper()
		if got := duikai(t, "batch", archive, "-o", out, "--fonts", dir, "--lang", "en"); got.code != exitOK || !strings.Contains(got.stderr, what) {
			t.Errorf("%d, without %q: %s", got.code, what, got.stderr)
		}
	}
	batch("1 issues set")
	if fileText(t, filepath.Join(out, "2026", "2026-11-23.pdf")) != want {
		t.Error("a batch writes another file with the same faces")
	}
	batch("1 unchanged")
	if err := os.Remove(filepath.Join(dir, "kai.ttf")); err != nil {
		t.Fatal(err)
	}
	link("NotoSansSC-Regular.ttf", "kai.ttf")
	batch("1 issues set")
}
