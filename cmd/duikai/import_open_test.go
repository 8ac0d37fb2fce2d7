package main

import (
	"archive/zip"
	"bytes"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// zipped packs files.
func zipped(t *testing.T, files map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(files[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestMixedSources: a folder may hold files of several kinds, and zips, which may hold zips:
// each is read by the reader of its kind, and what none takes is told.
func TestMixedSources(t *testing.T) {
	const text, row, post = "渡口开通早班船\n\n　　本报讯 第一班船准时离开东岸，岸上的人挥手送行，雾也散了。\n", "日期,版次,标题,正文\n2026-11-23,3,夜校开课,十二张长凳坐满了人。\n", "---\ntitle: 村志\ndate: 2026-11-23\n---\n老人们写村志。\n"
	document := zipped(t, map[string]string{"word/document.xml": `<w:document><w:body><w:p><w:r><w:t>钟楼修好了</w:t></w:r></w:p><w:p><w:r><w:t>夜里也能听见钟声。</w:t></w:r></w:p></w:body></w:document>`})
	inner := zipped(t, map[string]string{"2026-11-23/a.csv": row})
	bomb := zipped(t, map[string]string{"a.txt": strings.Repeat("\x00", 4<<20)})
	for name, tt := range map[string]struct {
		files map[string]string
		has   []string // in the stories
		told  []string
		code  int
	}{
		"each by its reader": {map[string]string{"2026-11-23/01.txt": text, "2026-11-23/b.csv": row, "2026-11-23/c.md": post, "2026-11-23/d.docx": document},
			[]string{"第一班船", "十二张长凳", "写村志", "听见钟声"}, nil, exitOK},
		"what nobody takes": {map[string]string{"b.csv": row, "c.bin": "\x00\x01", "d.docx": "none"}, []string{"十二张长凳"}, []string{"c.bin", "d.docx"}, exitErrors},
		"zips":              {map[string]string{"a.zip": inner, "b.ZIP": zipped(t, map[string]string{"in/c.zip": zipped(t, map[string]string{"2026-11-23.md": post})})}, []string{"十二张长凳", "写村志"}, nil, exitOK},
		"zips that harm":    {map[string]string{"a.zip": inner, "b.zip": bomb, "c.zip": "PK\x03\x04"}, []string{"十二张长凳"}, []string{"b.zip/a.txt", "c.zip"}, exitErrors},
		"no end of zips":    {map[string]string{"a.zip": zipped(t, map[string]string{"b.zip": zipped(t, map[string]string{"c.zip": inner})})}, nil, []string{"a.zip/b.zip: error: a zip in zips is not read"}, exitErrors},
	} {
		t.Run(name, func(t *testing.T) {
			dir, archive := t.TempDir(), t.TempDir()
			files := make(map[string][]byte)
			for file, data := range tt.files {
				files[file] = []byte(data)
			}
			putFolder(t, dir, files)
			got := duikai(t, "import", dir, "-o", archive, "--paper", "望汀日报", "--date", "2026-11-23", "--layout", "none", "-vv")
			if got.code != tt.code {
				t.Errorf("import ends with %d\n%s", got.code, got.stderr)
			}
			all := ""
			for file, text := range treeOf(t, archive) {
				if filepath.Ext(file) == ".md" {
					all += text
				}
			}
			for _, want := range tt.has {
				if !strings.Contains(all, want) {
					t.Errorf("no %s in\n%s\n%s", want, all, got.stderr)
				}
			}
			for _, want := range tt.told {
				if !strings.Contains(got.stderr, want) {
					t.Errorf("nobody tells of %s in\n%s", want, got.stderr)
				}
			}
			if len(tt.told) == 0 && strings.Contains(got.stderr, "error") {
				t.Error(got.stderr)
			}
		})
	}
}
