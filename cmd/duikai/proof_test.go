package main

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"duikai/samples"
)

// names lists a folder.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

// twoPages is full on its first page and good on its second.
func twoPages() map[string]string {
	files := full()
	files["issue.yaml"] = onePage + "  - number: 2\n    name: 综合\n    slots:\n      - {story: dam, at: [1, 5], span: [3, 10]}\n"
	files["stories/dam.md"] = "---\nheadline: 水坝合龙\n---\n昨日水坝合龙。\n"
	return files
}

// TestProof: what is asked for is written, and nothing else.
func TestProof(t *testing.T) {
	dir := issueFolder(t, twoPages())
	t.Chdir(t.TempDir())
	for _, c := range []struct {
		args []string
		into string
		want []string
		code int
	}{
		{[]string{"--dpi", "20"}, "2026-11-23-proof", []string{"page-01.png", "page-02.png"}, exitErrors},
		{[]string{"-o", "a", "--dpi", "20", "--pages", "2"}, "a", []string{"page-02.png"}, exitOK},
		{[]string{"-o", "b", "--dpi", "20", "--pages", "1-2", "--contact", "--pdf", "--overlay", "all"}, "b", []string{"contact.png", "page-01.png", "page-02.png", "proof.pdf"}, exitErrors},
	} {
		got := duikai(t, append([]string{"proof", dir}, c.args...)...)
		if got.code != c.code || got.stdout != "" {
			t.Errorf("%v: exit code %d, not %d\n%s%s", c.args, got.code, c.code, got.stdout, got.stderr)
		}
		if files := names(t, c.into); !slices.Equal(files, c.want) {
			t.Errorf("%v: wrote %v, not %v", c.args, files, c.want)
		}
		if want := c.into + string(filepath.Separator) + ": "; !strings.Contains(got.stderr, want) {
			t.Errorf("%v: no %q in\n%s", c.args, want, got.stderr)
		}
	}
	f, err := os.Open("a/page-02.png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if img, err := png.Decode(f); err != nil || img.Bounds().Dx() < 200 {
		t.Errorf("the page is no picture of its size: %v", err)
	}
}

// TestProofRings: what a proof reader ringed is drawn in red on the pictures, until it is
// settled.
func TestProofRings(t *testing.T) {
	dir := issueFolder(t, good())
	red := func() (n int) {
		t.Helper()
		out := filepath.Join(t.TempDir(), "proof")
		if got := duikai(t, "proof", dir, "-o", out, "--dpi", "40"); got.code != exitOK {
			t.Fatalf("%+v", got)
		}
		f, err := os.Open(filepath.Join(out, "page-01.png"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		img, err := png.Decode(f)
		if err != nil {
			t.Fatal(err)
		}
		for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
			for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
				if r, g, b, _ := img.At(x, y).RGBA(); r > g+0x2000 && r > b+0x2000 {
					n++
				}
			}
		}
		return n
	}
	if n := red(); n > 0 {
		t.Fatalf("%d pixels are red where nothing is ringed", n)
	}
	const mark = "marks:\n- {page: 1, at: [60mm, 80mm], size: [60mm, 12mm], note: 再核, who: 王三%s}\n"
	for settled, least := range map[string]int{"": 2*94 + 2*18, ", settled: {who: 李四}": 0} { // round 94 by 18 pixels
		if err := os.WriteFile(filepath.Join(dir, "proofs.yaml"), fmt.Appendf(nil, mark, settled), 0o644); err != nil {
			t.Fatal(err)
		}
		if n := red(); n < least || least == 0 && n > 0 {
			t.Errorf("%d pixels are red, not %d or more (%s)", n, least, settled)
		}
	}
}

// TestProofNumbers: with the faults shown the list says where each problem
// stands; without, it is the list of the other commands.
func TestProofNumbers(t *testing.T) {
	dir := issueFolder(t, twoPages())
	t.Chdir(t.TempDir())
	got := duikai(t, "proof", dir, "-o", "out", "--dpi", "20", "--overlay", "frames,faults")
	if !regexp.MustCompile(`(?m)^\S*issue.yaml:8:9: error: harbour does not fit.* \[overset-text\] \(page 1, no\. \d+\)$`).MatchString(got.stderr) {
		t.Errorf("the overset has no number:\n%s", got.stderr)
	}
	// Numbers run from 1 without a gap, in the order of the list.
	next := 1
	for _, m := range regexp.MustCompile(`no\. (\d+)\)`).FindAllStringSubmatch(got.stderr, -1) {
		if m[1] != fmt.Sprint(next) {
			t.Errorf("number %s where %d was due:\n%s", m[1], next, got.stderr)
		}
		next++
	}
	if next < 3 {
		t.Errorf("%d numbers:\n%s", next-1, got.stderr)
	}
	if zh := duikai(t, "--lang", "zh", "proof", dir, "-o", "out", "--dpi", "20", "--overlay", "faults"); !strings.Contains(zh.stderr, "[overset-text]（第1版 ") {
		t.Errorf("no number in Chinese:\n%s", zh.stderr)
	}
	if plain := duikai(t, "proof", dir, "-o", "out", "--dpi", "20", "--overlay", "frames"); strings.Contains(plain.stderr, "no. ") || !strings.Contains(plain.stderr, "[overset-text]\n") {
		t.Errorf("numbers that no page shows:\n%s", plain.stderr)
	}
}

func TestProofCommandLine(t *testing.T) {
	dir := issueFolder(t, good())
	t.Chdir(t.TempDir())
	if err := os.WriteFile("file", []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"proof"}, "proof needs an argument: ISSUE"},
		{[]string{"proof", dir, "--overlay", "grid,rows"}, `--overlay does not know "rows": grid, frames,`},
		{[]string{"proof", dir, "--dpi", "5"}, "--dpi takes a number from 10 to 600, not 5"},
		{[]string{"proof", dir, "--dpi", "much"}, `the flag --dpi does not take "much"`},
		{[]string{"proof", dir, "--pages", "x"}, "--pages takes page numbers"},
		{[]string{"proof", dir, "--pages", "9"}, "there is no page 9 in this edition [no-such-page]"},
		{[]string{"proof", dir, "-o", "file"}, "file: fatal: the file cannot be written: it is not a folder [cannot-write]"},
		{[]string{"proof", dir, "-o", "none/out"}, "there is no such file or folder [cannot-write]"},
		{[]string{"proof", "none"}, "none: fatal: the file cannot be read"},
	} {
		got := duikai(t, c.args...)
		if got.code != exitUnusable || !strings.Contains(got.stderr, c.want) {
			t.Errorf("%v: exit code %d\n%s\nwant 2 and %q", c.args, got.code, got.stderr, c.want)
		}
	}
	if files := names(t, "."); !slices.Equal(files, []string{"file"}) {
		t.Errorf("left behind: %v", files)
	}
}

// TestProofWhole: a proof takes the place of the one before whole, also when
// the run is interrupted, and leaves no other file.
func TestProofWhole(t *testing.T) {
	dir := issueFolder(t, good())
	t.Chdir(t.TempDir())
	if err := os.Mkdir("out", 0o755); err != nil {
		t.Fatal(err)
	}
	const name = "out/page-01.png"
	if err := os.WriteFile(name, []byte("the proof before"), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stderr bytes.Buffer
	if code := run(ctx, []string{"proof", dir, "-o", "out"}, strings.NewReader(""), &bytes.Buffer{}, &stderr, func(string) string { return "" }); code != exitInterrupted {
		t.Errorf("interrupted: exit code %d\n%s", code, stderr.String())
	}
	if data, err := os.ReadFile(name); err != nil || string(data) != "the proof before" {
		t.Errorf("the proof before was harmed: %q, %v", data, err)
	}
	if got := duikai(t, "proof", dir, "-o", "out", "--dpi", "20"); got.code != exitOK {
		t.Errorf("%+v", got)
	}
	if data, err := os.ReadFile(name); err != nil || !bytes.HasPrefix(data, []byte("\x89PNG")) {
		t.Errorf("no new proof: %v", err)
	}
	if files := names(t, "out"); !slices.Equal(files, []string{"page-01.png"}) {
		t.Errorf("left behind: %v", files)
	}
	// A page that cannot take its name: said, and nothing half written.
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(name, 0o755); err != nil {
		t.Fatal(err)
	}
	if got := duikai(t, "proof", dir, "-o", "out", "--dpi", "20"); got.code != exitUnusable || !strings.Contains(got.stderr, "page-01.png") {
		t.Errorf("a folder in the place of a page: %+v", got)
	}
	if files := names(t, "out"); !slices.Equal(files, []string{"page-01.png"}) {
		t.Errorf("left behind: %v", files)
	}
}

// TestProofDeterministic: the same files come out on one processor and on
// many.
func TestProofDeterministic(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "wangting")
	if err := os.CopyFS(dir, samples.Wangting()); err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	for _, n := range []int{1, 16} {
		runtime.GOMAXPROCS(n)
		got := duikai(t, "proof", dir, "-o", fmt.Sprint(n), "--dpi", "30", "--overlay", "all", "--contact", "--pdf", "--stamp", "一校")
		if got.code != exitOK {
			t.Fatalf("%+v", got)
		}
	}
	files := names(t, "1")
	if !slices.Equal(files, names(t, "16")) || len(files) != 10 {
		t.Fatalf("%v and %v", files, names(t, "16"))
	}
	for _, name := range files {
		a, err := os.ReadFile(filepath.Join("1", name))
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join("16", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s differs", name)
		}
	}
}

// TestProofBrokenPicture: a picture damaged further in than the loader looks
// is a problem with a number, and the proofs are made without it.
func TestProofBrokenPicture(t *testing.T) {
	files := good()
	files["issue.yaml"] = onePage + "      - {picture: pictures/quay.jpg, at: [1, 50], span: [3, 20], caption: 江边}\n"
	data, err := fs.ReadFile(samples.Wangting(), "pictures/canal-dusk.jpg")
	if err != nil {
		t.Fatal(err)
	}
	files["pictures/quay.jpg"] = string(data[:len(data)/3])
	dir := issueFolder(t, files)
	t.Chdir(t.TempDir())
	got := duikai(t, "proof", dir, "-o", "out", "--dpi", "20", "--overlay", "faults", "--pdf", "--contact")
	if got.code != exitErrors || strings.Count(got.stderr, "[bad-picture]") != 1 {
		t.Errorf("%+v", got)
	}
	if files := names(t, "out"); len(files) != 3 {
		t.Errorf("wrote %v", files)
	}
}
