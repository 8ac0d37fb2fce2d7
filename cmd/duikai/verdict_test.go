package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"duikai/cmd/internal/archive"
	"duikai/layout/diag"
	"duikai/render"
	"duikai/render/report"
)

// broken is a folder with something wrong, and the verdict every command must
// give of it. A new kind of fault is a new row.
type broken struct {
	name  string
	files map[string]string
	code  int
	codes []diag.Code // that must be among the problems
}

// changed is the good issue with some files replaced; empty ones are left out.
func changed(files map[string]string) map[string]string {
	out := good()
	maps.Copy(out, files)
	maps.DeleteFunc(out, func(_, text string) bool { return text == "" })
	return out
}

// issueWith replaces a part of the good issue.yaml.
func issueWith(old, replacement string) map[string]string {
	return changed(map[string]string{"issue.yaml": strings.Replace(onePage, old, replacement, 1)})
}

func brokenFolders() []broken {
	story := func(text string) map[string]string { return changed(map[string]string{"stories/harbour.md": text}) }
	slot := func(text string) map[string]string {
		return changed(map[string]string{"issue.yaml": onePage + "      - " + text + "\n"})
	}
	return []broken{
		{"good", good(), exitOK, nil},
		{"empty issue.yaml", changed(map[string]string{"issue.yaml": "# nothing\n"}), exitUnusable, []diag.Code{diag.WrongType}},
		{"no YAML", changed(map[string]string{"issue.yaml": "paper: [\n"}), exitUnusable, []diag.Code{diag.BadYAML}},
		{"date in words", issueWith("2026-11-23", "2026年11月23日"), exitErrors, []diag.Code{diag.BadValue}},
		{"no date", issueWith("date: 2026-11-23\n", ""), exitErrors, []diag.Code{diag.MissingKey}},
		{"old date", issueWith("2026-11-23", "1872-04-30"), exitOK, []diag.Code{diag.NoLunarDate}},
		{"a number of pages", changed(map[string]string{"issue.yaml": "paper: 临江日报\ndate: 2026-11-23\npages: 5\n"}), exitOK, []diag.Code{diag.PageThin, diag.EmptyPage}},
		{"no pages", changed(map[string]string{"issue.yaml": "paper: 临江日报\ndate: 2026-11-23\npages: []\n"}), exitErrors, nil},
		{"missing story", missing(), exitErrors, []diag.Code{diag.MissingStory}},
		{"overset", full(), exitErrors, []diag.Code{diag.Overset}},
		{"no glyph", story(harbour + "\n𰻝𰻝\U0010fffd面馆。\n"), exitErrors, []diag.Code{diag.NoGlyph}},
		{"front matter", story("---\nheadline: 题\n正文没有结束。\n"), exitErrors, nil},
		{"not UTF-8", story(harbour + "\xff\xfe\n"), exitErrors, []diag.Code{diag.NotUTF8}},
		{"spare stories", changed(map[string]string{"stories/a.md": harbour, "stories/b.md": harbour}), exitOK, []diag.Code{diag.UnusedStory}},
		{"overlap", slot("{story: harbour, at: [2, 21], span: [2, 20]}"), exitErrors, []diag.Code{diag.SlotOverlap}},
		{"missing picture", slot("{picture: pictures/none.jpg, at: [1, 50], span: [2, 20]}"), exitErrors, []diag.Code{diag.MissingPicture}},
		{"no picture", changed(map[string]string{"issue.yaml": onePage + "      - {picture: pictures/a.jpg, at: [1, 50], span: [2, 20]}\n", "pictures/a.jpg": "text"}), exitErrors, []diag.Code{diag.BadPicture}},
		{"missing font", issueWith("format: tabloid\n", "format: tabloid\nstyle: {fonts: {song: [fonts/none.ttf]}}\n"), exitErrors, []diag.Code{diag.MissingFont}},
		{"no profile", changed(map[string]string{"issue.yaml": strings.Replace(onePage, "format:", "style: {icc: fonts/a.icc}\nformat:", 1), "fonts/a.icc": "no profile"}), exitErrors, []diag.Code{diag.BadProfile}},
		{"profile too new for X-1a", changed(map[string]string{"issue.yaml": strings.Replace(onePage, "format:", "style: {icc: press.icc}\nformat:", 1), "press.icc": pressProfile(4)}), exitErrors, []diag.Code{diag.BadProfile}},
		{"picture over the edge", slot("{picture: pictures/none.jpg, at: [6, 80], span: [2, 20]}"), exitErrors, []diag.Code{diag.MissingPicture}},
		{"accent of another face than its letter", changed(map[string]string{"issue.yaml": strings.Replace(onePage, "format:", "style: {fonts: {song: [fonts/go.ttf]}}\nformat:", 1), "fonts/go.ttf": string(goregular.TTF), "stories/harbour.md": "---\nheadline: 老码头\n---\nm\u0304\n"}), exitOK, []diag.Code{diag.OtherFace}},
		{"path outside", slot("{picture: ../a.jpg, at: [1, 50], span: [2, 20]}"), exitErrors, []diag.Code{diag.PathLeaves}},
	}
}

// told are the problems among the lines of an output, without their advice.
func told(output, dir string) (lines []string) {
	for l := range strings.Lines(output) {
		l = strings.TrimSuffix(l, "\n")
		if strings.HasPrefix(l, dir) && strings.HasSuffix(l, "]") {
			lines = append(lines, strings.TrimPrefix(l, dir+string(filepath.Separator)))
		}
	}
	return lines
}

// TestEveryCommandGivesTheSameVerdict: all commands that load an issue end with
// the same exit code and tell the same problems in the same words, in both
// languages.
func TestEveryCommandGivesTheSameVerdict(t *testing.T) {
	for _, b := range brokenFolders() {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			dir := issueFolder(t, b.files)
			for _, lang := range []string{"en", "zh"} {
				check := duikai(t, "check", dir, "-vv", "--lang", lang)
				want := told(check.stdout, dir)
				if check.code != b.code {
					t.Errorf("check: exit code %d\n%s%s", check.code, check.stdout, check.stderr)
				}
				for _, c := range b.codes {
					if !strings.Contains(strings.Join(want, "\n"), "["+string(c)+"]") {
						t.Errorf("check does not tell of %s:\n%s", c, check.stdout)
					}
				}
				others(t, dir, lang, want, b.code)
				inBatch(t, dir, lang, want, b.code)
			}
		})
	}
}

// others holds the other commands to what check has told.
func others(t *testing.T, dir, lang string, want []string, code int) {
	out := t.TempDir()
	undated := func(l string) bool { return strings.HasSuffix(l, "["+string(diag.Undated)+"]") }
	for name, args := range map[string][]string{
		"render": {"render", dir, "-vv", "-o", filepath.Join(out, "a.pdf")},
		"draft":  {"render", dir, "-vv", "--draft", "-o", filepath.Join(out, "draft.pdf")},
		"report": {"report", dir, "-vv"},
		"proof":  {"proof", dir, "-vv", "--dpi", "20", "-o", filepath.Join(out, "proof")},
	} {
		got := duikai(t, append(args, "--lang", lang)...)
		list := slices.DeleteFunc(told(got.stderr, dir), undated) // it concerns the draft's file alone
		if got.code != code || !slices.Equal(list, want) {
			t.Errorf("%s: exit code %d, want %d\n%s\nwant\n%s", name, got.code, code, got.stderr, strings.Join(want, "\n"))
		}
	}
	// Only notes about faces are its business; what concerns faces stands last.
	got := duikai(t, "fonts", dir, "--lang", lang)
	list := append(told(got.stderr, dir), told(got.stdout, dir)...)
	note := ": " + diag.Info.In(diag.ParseLang(lang)) + ": "
	loud := slices.DeleteFunc(slices.Clone(want), func(l string) bool { return strings.Contains(l, note) && !ofFaces(l) })
	slices.Sort(list)
	slices.Sort(loud)
	if got.code != code || !slices.Equal(list, loud) {
		t.Errorf("fonts: exit code %d, want %d\n%s%s", got.code, code, got.stderr, got.stdout)
	}
	inServe(t, dir, lang)
	if _, err := os.Stat(filepath.Join(out, "a.pdf")); (err == nil) != (code == exitOK) {
		t.Errorf("render: exit code %d, and the file: %v", code, err)
	}
}

// ofFaces tells whether a line is about faces.
func ofFaces(line string) bool {
	return aboutFaces(diag.Code(strings.TrimSuffix(line[strings.LastIndex(line, "[")+1:], "]")))
}

// inServe holds the live page to the problems of the pipeline: it is set by the
// same job, and must show each of them.
func inServe(t *testing.T, dir, lang string) {
	f, err := openFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.close()
	check, err := render.Job{FS: f.fs()}.Run()
	if err != nil {
		t.Fatal(err)
	}
	st, _, err := newDesk(f, render.Printing{}).set(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []diag.Lang{diag.English, diag.Chinese} {
		var want, got strings.Builder
		_ = report.Problems(&want, check.Problems, report.Options{Lang: l, Notes: true, Every: true})
		_ = report.Problems(&got, st.Problems, report.Options{Lang: l, Notes: true, Every: true})
		if want.String() != got.String() {
			t.Errorf("serve tells\n%swant\n%s", got.String(), want.String())
		}
	}
}

// inBatch holds batch to the same list. Its exit code is that of the archive: 1
// where any issue failed.
func inBatch(t *testing.T, dir, lang string, want []string, code int) {
	got := duikai(t, "batch", dir, "-o", filepath.Join(t.TempDir(), "out"), "--json", "-j", "1", "--lang", lang)
	if got.code != min(code, exitErrors) {
		t.Errorf("batch: exit code %d\n%s%s", got.code, got.stdout, got.stderr)
	}
	var list []string
	for line := range strings.Lines(got.stdout) {
		var e archive.Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		for _, p := range e.Problems {
			text, severity := p.Text.En, p.Severity
			if lang == "zh" {
				text = p.Text.Zh
				for s := diag.Info; s <= diag.Fatal; s++ {
					if s.String() == p.Severity {
						severity = s.In(diag.Chinese)
					}
				}
			}
			list = append(list, p.Place()+": "+severity+": "+text+" ["+p.Code+"]")
		}
	}
	sorted := slices.Clone(want)
	slices.Sort(sorted)
	slices.Sort(list)
	if !slices.Equal(list, sorted) {
		t.Errorf("batch tells\n%s\nwant\n%s", strings.Join(list, "\n"), strings.Join(sorted, "\n"))
	}
}
