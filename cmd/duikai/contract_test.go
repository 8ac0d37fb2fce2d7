package main

import (
	"os"
	"strings"
	"testing"
)

// TestPicturesThatCannotBeUsed: every way in which a picture can be missing is
// named at its place, and a draft is made all the same.
func TestPicturesThatCannotBeUsed(t *testing.T) {
	files := good()
	files["issue.yaml"] = onePage + `      - {picture: pictures/none.jpg, at: [1, 40], span: [2, 10], caption: 江边}
      - {ad: pictures/notes.pdf, at: [3, 40], span: [2, 10]}
      - {pictures: [pictures/notes.jpg, {file: pictures/ad.pdf}], at: [5, 40], span: [2, 10]}
`
	files["stories/harbour.md"] = strings.Replace(harbour, "---\n", "---\npictures: [{file: ../quay.jpg, width: 9em}]\n", 1)
	files["pictures/notes.pdf"], files["pictures/notes.jpg"], files["pictures/ad.pdf"] = "notes", "notes", "%PDF-"
	dir := issueFolder(t, files)
	want := map[string][]string{
		"en": {
			`issue.yaml:9:19: error: there is no picture "pictures/none.jpg" (→ "pictures/notes.jpg"?) [missing-picture]`,
			`issue.yaml:10:14: error: the picture "pictures/notes.pdf" cannot be used: `,
			`issue.yaml:11:21: error: the picture "pictures/notes.jpg" cannot be used: `,
			`issue.yaml:11:48: error: file: a PDF stands on a page only as a ready-made block`,
			`stories/harbour.md:2:19: error: the path "../quay.jpg" leaves the issue folder [path-leaves-folder]`,
		},
		"zh": {
			`issue.yaml:10:14: 错误: 图片 "pictures/notes.pdf" 无法使用：`,
			`issue.yaml:11:48: 错误: file：PDF 只能作为成品整块上版：请用 ad [bad-value]`,
		},
	}
	for lang, lines := range want {
		got := duikai(t, "check", dir, "--lang", lang)
		if got.code != exitErrors {
			t.Errorf("exit code %d", got.code)
		}
		for _, l := range lines {
			if !strings.Contains(got.stdout+got.stderr, l) {
				t.Errorf("no line %s in\n%s%s", l, got.stdout, got.stderr)
			}
		}
	}
	t.Chdir(t.TempDir())
	if got := duikai(t, "render", dir, "-o", "out.pdf"); got.code != exitErrors {
		t.Errorf("exit code %d", got.code)
	}
	if _, err := os.Stat("out.pdf"); err == nil {
		t.Error("an edition with errors was written")
	}
	got := duikai(t, "render", dir, "-o", "out.pdf", "--draft")
	if info, err := os.Stat("out.pdf"); err != nil || info.Size() == 0 {
		t.Errorf("no draft: %v %+v", err, got)
	}
}

// TestIdleKeysWarn: a key that means nothing where it stands is said, and
// keeps nothing from being printed.
func TestIdleKeysWarn(t *testing.T) {
	files := good()
	files["issue.yaml"] = strings.Replace(onePage, "span: [3, 20]", "span: [3, 20], caption: 江边", 1)
	got := duikai(t, "check", issueFolder(t, files), "--lang", "zh")
	if want := `issue.yaml:8:54: 警告: 键 "caption" 对稿件版位不起作用 [idle-key]`; got.code != exitOK || !strings.Contains(got.stdout+got.stderr, want) {
		t.Errorf("exit code %d\n%s%s", got.code, got.stdout, got.stderr)
	}
}

func TestSchemaKnowsTheWholePage(t *testing.T) {
	got := duikai(t, "schema")
	for _, key := range []string{"pictures", "nameplate", "digest", "notice", "head-span", "focus", "keyline", "mark", "separator", "ad-mark", "resolution", "summary", "short", "initial", "width", "place"} {
		if !strings.Contains(got.stdout, `"`+key+`": {`) {
			t.Errorf("the schema does not know %s", key)
		}
	}
}
