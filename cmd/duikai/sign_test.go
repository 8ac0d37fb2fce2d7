package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"duikai/cmd/internal/workbench"
	"duikai/layout/edit"
	"duikai/layout/manuscript"
	"duikai/render"
)

// TestSign: pages are signed, the signature stands in proofs.yaml, falls with a change and
// is taken back; the house is told of what is not signed.
func TestSign(t *testing.T) {
	files := full()
	files["issue.yaml"] += "style: {sign-off: 清样}\n"
	dir := issueFolder(t, files)
	const unsigned = "page 1: not signed\n"
	if r := duikai(t, "sign", dir); r.code != exitOK || r.stdout != unsigned {
		t.Errorf("%d\n%s%s", r.code, r.stdout, r.stderr)
	}
	if r := duikai(t, "check", dir); !strings.Contains(r.stdout, "[page-not-signed]") {
		t.Errorf("%d\n%s", r.code, r.stdout)
	}
	if r := duikai(t, "sign", dir, "--pages", "1", "--as", "清样", "--who", "王三"); r.code != exitOK || !regexp.MustCompile(`^page 1: final proof 王三 \d{4}-\d\d-\d\d \d\d:\d\d\n$`).MatchString(r.stdout) {
		t.Errorf("%d\n%s%s", r.code, r.stdout, r.stderr)
	}
	data, err := os.ReadFile(filepath.Join(dir, manuscript.ProofsFile))
	if err != nil || !regexp.MustCompile(`^signed:\n  - \{page: 1, status: final, who: 王三, when: [-0-9]{10} [0-9:]{5}, content: '?[0-9a-f]{24}'?\}\n$`).Match(data) {
		t.Errorf("%v\n%s", err, data)
	}
	if r := duikai(t, "check", dir); strings.Contains(r.stdout, "signed") {
		t.Errorf("%s", r.stdout)
	}
	for name, text := range files {
		if strings.HasPrefix(name, "stories/") {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Replace(text, "headline: ", "headline: 新", 1)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if r := duikai(t, "sign", dir); !strings.Contains(r.stdout, "(changed since: no longer holds)") {
		t.Errorf("%s%s", r.stdout, r.stderr)
	}
	if r := duikai(t, "check", dir); !strings.Contains(r.stdout, "[page-changed-since-signed]") || !strings.Contains(r.stdout, "[page-not-signed]") {
		t.Errorf("%s", r.stdout)
	}
	if r := duikai(t, "sign", dir, "--pages", "1", "--withdraw", "--who", "王三"); r.code != exitOK || r.stdout != unsigned {
		t.Errorf("%d\n%s%s", r.code, r.stdout, r.stderr)
	}

	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"--as", "final", "--who", "王三"}, "say with --pages"},
		{[]string{"--as", "final", "--pages", "1"}, "say with --who"},
		{[]string{"--as", "finel", "--pages", "1", "--who", "王三"}, `not "finel"`},
		{[]string{"--as", "final", "--withdraw", "--pages", "1", "--who", "王三"}, "exclude each other"},
		{[]string{"--as", "final", "--pages", "7", "--who", "王三"}, "no page 7"},
	} {
		if r := duikai(t, append([]string{"sign", dir}, c.args...)...); r.code != exitUnusable || !strings.Contains(r.stderr, c.says) {
			t.Errorf("%v: %d %s", c.args, r.code, r.stderr)
		}
	}
}

// TestSignPages: pages that are signed together are one step, which is taken back at once.
func TestSignPages(t *testing.T) {
	files := good()
	files["issue.yaml"] += "  - number: 2\n    slots:\n      - {story: pier, at: [1, 1], span: [3, 20]}\n"
	files["stories/pier.md"] = harbour
	dir := issueFolder(t, files)
	r := duikai(t, "sign", dir, "--pages", "1-2", "--as", "first", "--who", "王三")
	if r.code != exitOK || strings.Count(r.stdout, "first proof 王三") != 2 {
		t.Fatalf("%d\n%s%s", r.code, r.stdout, r.stderr)
	}
	if again := duikai(t, "sign", dir); again.stdout != r.stdout {
		t.Errorf("it told\n%sand it is\n%s", r.stdout, again.stdout)
	}
	_, s := editing(t, dir)
	if done := s.State(9).Done; len(done) != 1 || done[0].What != "1-2" || len(done[0].Pages) != 2 {
		t.Fatalf("%+v", done)
	}
	if err := s.Undo(nil); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, manuscript.ProofsFile)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("something is signed", err)
	}
}

// TestSignErrors: a page with errors is a first proof at best.
func TestSignErrors(t *testing.T) {
	dir := issueFolder(t, missing())
	if r := duikai(t, "sign", dir, "--pages", "1", "--as", "press", "--who", "王三"); r.code != exitErrors || !strings.Contains(r.stderr, "page 1 has errors") {
		t.Errorf("%d %s", r.code, r.stderr)
	}
	if _, err := os.Stat(filepath.Join(dir, manuscript.ProofsFile)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("it is signed", err)
	}
	if r := duikai(t, "sign", dir, "--pages", "1", "--as", "first", "--who", "王三"); r.code != exitOK {
		t.Errorf("%d %s", r.code, r.stderr)
	}
}

// TestSwapMakes: a file that is not there is made, and one that is to be none goes, unless
// others were there first.
func TestSwapMakes(t *testing.T) {
	dir := issueFolder(t, good())
	f, _ := editing(t, dir)
	if err := f.Swap("proofs.yaml", nil, []byte("a")); err != nil {
		t.Fatal(err)
	}
	if err := f.Swap("proofs.yaml", nil, []byte("b")); !errors.Is(err, edit.ErrMeanwhile) {
		t.Error("a file of others is overwritten:", err)
	}
	if err := f.Swap("proofs.yaml", []byte("b"), nil); !errors.Is(err, edit.ErrMeanwhile) {
		t.Error("a file of others is taken away:", err)
	}
	if err := f.Swap("proofs.yaml", []byte("a"), nil); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "proofs.yaml")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// TestFormer: the issue is shown as it was before a step.
func TestFormer(t *testing.T) {
	dir := issueFolder(t, full())
	f, err := openFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.close()
	s := former{f.fs(), map[string][]byte{issueFile: []byte("paper: [旧报\n"), "gone": nil}}
	if data, err := fs.ReadFile(s, issueFile); err != nil || string(data) != "paper: [旧报\n" {
		t.Errorf("%q %v", data, err)
	}
	if fi, err := fs.Stat(s, issueFile); err != nil || fi.Size() != int64(len("paper: [旧报\n")) || !fi.Mode().IsRegular() {
		t.Error(fi, err)
	}
	if _, err := fs.Stat(s, "gone"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	a := &app{stdout: &sticky{w: new(strings.Builder)}}
	if _, err := a.versionOf(f, workbench.Version{Name: "x", Files: s.files}, render.Printing{}); err == nil {
		t.Error("what has no pages is shown")
	}
	st, err := a.versionOf(f, workbench.Version{Name: "x", Files: map[string][]byte{"gone": nil}}, render.Printing{})
	if err != nil || st.Edition == nil {
		t.Error(st, err)
	}
}
