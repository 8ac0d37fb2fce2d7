package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duikai/render/newsprint"
)

// adPDF is a file of one page of 200 by 100 points that says what it is given
// and claims nothing.
func adPDF(content string) string {
	return oddAd("", "/TrimBox [0 0 200 100]", "/ExtGState <</T <</ca 0.5>>>> /Font <</H <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>", streamOf("", content))
}

func TestPreflight(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "ad.pdf")
	if err := os.WriteFile(file, []byte(adPDF("0.1 w 1 0 0 RG 10 10 m 90 90 l S")), 0o644); err != nil {
		t.Fatal(err)
	}
	notes := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(notes, []byte("notes"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args   []string
		code   int
		en, zh string
	}{
		{[]string{file}, exitErrors, "ad.pdf: page 1, object 4, at 4, 4 mm: error: a line is 0.10 pt wide, less than 0.15 pt [hairline; newspaper limit]", "ad.pdf: 第 1 页，对象 4，位于 4, 4 mm: 错误: 线宽 0.10 pt，小于 0.15 pt [hairline; 报纸印刷限值]"},
		{[]string{file}, exitErrors, "the file does not say that it is PDF/X-1a:2003", "文件没有声明符合 PDF/X-1a:2003"},
		{[]string{file, "--standard", "x4"}, exitErrors, "there is no XMP metadata [no-metadata; ISO 15930-7; ISO 32000-1, 14.3.2]", "缺少 XMP 元数据"},
		{[]string{file, "--trim", "390x546"}, exitErrors, "the page is 70.6 × 35.3 mm, wanted is 390.0 × 546.0 mm [trim-size;", "页面为 70.6 × 35.3 mm，要求 390.0 × 546.0 mm"},
		{[]string{notes}, exitUnusable, "it is no PDF file [not-pdf;", "不是 PDF 文件"},
		{[]string{filepath.Join(dir, "none")}, exitUnusable, "there is no such file or folder [unreadable]", "没有这个文件或文件夹"},
		{[]string{dir}, exitUnusable, "it is a folder [unreadable]", "这是一个文件夹"},
		{[]string{file, "--standard", "PDF/X-4"}, exitErrors, "there is no XMP metadata [no-metadata; ISO 15930-7;", "缺少 XMP 元数据"},
		{[]string{file, "--standard", "UA-1"}, exitErrors, "ISO 14289-1", "ISO 14289-1"},
		{[]string{file, "--standard", "x3"}, exitUnusable, `--standard takes x1a, x4, ua1 or auto, not "x3"`, `--standard 应为 x1a、x4、ua1 或 auto，而非 "x3"`},
		{[]string{file, "--format", "xml"}, exitUnusable, `the flag --format does not take "xml"`, `选项 --format 的值 "xml" 无效`},
		{[]string{file, "--trim", "large"}, exitUnusable, `the flag --trim does not take "large"`, `选项 --trim 的值 "large" 无效`},
		{nil, exitUnusable, "preflight needs an argument: FILE.pdf", "preflight 缺少参数 FILE.pdf"},
	} {
		for lang, want := range map[string]string{"en": tt.en, "zh": tt.zh} {
			got := duikai(t, append([]string{"preflight", "--lang", lang}, tt.args...)...)
			if got.code != tt.code || !strings.Contains(got.stdout+got.stderr, want) {
				t.Errorf("%s %q: exit code %d\n%s%swant %d and %q", lang, tt.args, got.code, got.stdout, got.stderr, tt.code, want)
			}
		}
	}
	got := duikai(t, "preflight", file, "--format", "json")
	var out struct {
		Pages    int
		Findings []struct{ Code, Severity, Clause, Text string }
	}
	if err := json.Unmarshal([]byte(got.stdout), &out); err != nil || out.Pages != 1 || len(out.Findings) < 5 || got.stderr != "" {
		t.Errorf("%v\n%s%s", err, got.stdout, got.stderr)
	}
}

// TestAdvertisementsAreChecked: a PDF placed in an edition is checked as it is
// printed, and the worst of each kind is told at the slot. The edition is good
// all the same.
func TestAdvertisementsAreChecked(t *testing.T) {
	dir := adFolder(t, adPDF("0.2 w 1 0 0 RG 10 10 m 90 90 l S 0.1 w 10 10 m 90 80 l S /T gs 1 1 1 0 k 0 0 50 50 re f BT /H 4 Tf 10 10 Td (a) Tj ET"))
	for lang, lines := range map[string][]string{
		"en": {
			`issue.yaml:9:14: info: the advertisement "pictures/shop.pdf" is in the colours of a screen and is printed in the press's inks (converted: colours 1, pictures 0, shadings 0) [ad-converted]`,
			`issue.yaml:9:14: warning: the advertisement "pictures/shop.pdf": the font Helvetica is not embedded [ad-font]`,
			`issue.yaml:9:14: warning: the advertisement "pictures/shop.pdf": a fill takes 300 % of ink, more than 240 % [ad-ink]`,
			`issue.yaml:9:14: warning: the advertisement "pictures/shop.pdf": a line is 0.10 pt wide, less than 0.15 pt [ad-line]`,
			`issue.yaml:9:14: warning: the advertisement "pictures/shop.pdf": transparency: opacity ca 0.5 [ad-transparency]`,
			`issue.yaml:9:14: warning: the advertisement "pictures/shop.pdf": type of 4.0 pt, smaller than 5 pt [ad-type]`,
		},
		"zh": {`issue.yaml:9:14: 警告: 广告 "pictures/shop.pdf"：线宽 0.10 pt，小于 0.15 pt [ad-line]`},
	} {
		got := duikai(t, "check", "-v", dir, "--lang", lang)
		if got.code != exitOK {
			t.Errorf("exit code %d", got.code)
		}
		for _, l := range lines {
			if strings.Count(got.stdout, l) != 1 {
				t.Errorf("no line %s in\n%s%s", l, got.stdout, got.stderr)
			}
		}
		if n := strings.Count(got.stdout, "[ad-"); n != 7 { // and one of its size
			t.Errorf("%d lines about the advertisement:\n%s", n, got.stdout)
		}
	}
	if got := duikai(t, "check", adFolder(t, adPDF("0 0 0 1 k 0 0 50 50 re f"))); strings.Contains(got.stdout, "preflight") {
		t.Errorf("a good advertisement is warned of:\n%s", got.stdout)
	}
}

// TestOwnFilesPass: what render writes has nothing to be found in it.
func TestOwnFilesPass(t *testing.T) {
	files := good()
	files["profiles/press.icc"] = string(newsprint.Profile())
	files["issue.yaml"] = strings.Replace(onePage, "pages:\n", "style: {icc: profiles/press.icc}\npages:\n", 1)
	dir := issueFolder(t, files)
	out := filepath.Join(t.TempDir(), "out.pdf")
	for _, tt := range []struct {
		args []string
		want string
	}{
		{nil, "PDF/X-1a:2003"},
		{[]string{"--marks"}, "PDF/X-1a:2003"},
		{[]string{"--standard", "x4"}, "PDF/X-4"},
		{[]string{"--standard", "x4", "--marks"}, "PDF/X-4"},
	} {
		if got := duikai(t, append([]string{"render", dir, "-o", out}, tt.args...)...); got.code != exitOK {
			t.Fatalf("%v: %s", tt.args, got.stderr)
		}
		got := duikai(t, "preflight", out)
		if want := out + ": " + tt.want + ", pages: 1; errors: 0, warnings: 0, notes: 0\n"; got.code != exitOK || got.stdout != want {
			t.Errorf("%v: exit code %d\n%swant %s", tt.args, got.code, got.stdout, want)
		}
	}
}

// TestSampleAdvertisements: those of the sample edition are within the limits.
func TestSampleAdvertisements(t *testing.T) {
	got := duikai(t, "check", filepath.Join("..", "..", "samples", "wangting"))
	if got.code != exitOK || strings.Contains(got.stdout, "duikai preflight") {
		t.Errorf("exit code %d\n%s", got.code, got.stdout)
	}
}
