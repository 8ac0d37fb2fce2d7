package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/font/gofont/goregular"

	"duikai/samples"
	"duikai/samples/oracle"
)

// ran is what a run left behind.
type ran struct {
	code           int
	stdout, stderr string
}

// duikai runs the command in English.
func duikai(t testing.TB, args ...string) ran {
	t.Helper()
	return duikaiIn(t, nil, args...)
}

func duikaiIn(t testing.TB, env map[string]string, args ...string) ran {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), args, strings.NewReader(""), &stdout, &stderr, func(k string) string { return env[k] })
	return ran{code, stdout.String(), stderr.String()}
}

// issueFolder writes files into a new folder named 2026-11-23.
func issueFolder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "2026-11-23")
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	onePage = `paper: 临江日报
date: 2026-11-23
format: tabloid
pages:
  - number: 1
    name: 要闻
    slots:
      - {story: harbour, at: [1, 20], span: [3, 20]}
`
	harbour = "---\nheadline: 老码头的新汽笛\n---\n11月22日清晨，老码头响起汽笛。\n"
)

func good() map[string]string {
	return map[string]string{"issue.yaml": onePage, "stories/harbour.md": harbour}
}

// missing lacks its story: an edition with an error.
func missing() map[string]string { return map[string]string{"issue.yaml": onePage} }

// full has more text than its slot holds.
func full() map[string]string {
	files := good()
	files["stories/harbour.md"] = harbour + strings.Repeat("清晨的江面上，拖轮一艘接着一艘。", 400)
	return files
}

func TestCommandLineErrors(t *testing.T) {
	dir := issueFolder(t, good())
	for _, c := range []struct {
		args   []string
		en, zh string
	}{
		{nil, "Usage:", "用法："},
		{[]string{"rendr"}, `there is no command "rendr"; did you mean render?`, `没有命令 "rendr"；是否想用 render？`},
		{[]string{"paint"}, `there is no command "paint"; duikai --help`, `没有命令 "paint"；可用`},
		{[]string{"render"}, "render needs an argument: ISSUE", "render 缺少参数 ISSUE"},
		{[]string{"new"}, "new needs an argument: DIR", "new 缺少参数 DIR"},
		{[]string{"check", dir, "more"}, `check does not take the argument "more"`, `check 不接受参数 "more"`},
		{[]string{"check", dir, "--fast"}, "there is no flag --fast", "没有选项 --fast"},
		{[]string{"check", dir, "--verbos"}, "there is no flag --verbos; did you mean --verbose?", "没有选项 --verbos；是否想用 --verbose？"},
		{[]string{"plan", dir, "--page", "1"}, "did you mean --pages?", "是否想用 --pages？"},
		{[]string{"proof", dir, "--dpi", "一百"}, `the flag --dpi does not take "一百": it takes a whole number`, "应为整数"},
		{[]string{"lines", "--measure", "13字"}, "it takes a width such as 13em", "应为宽度，如 13em"},
		{[]string{"check", filepath.Join(dir, "stories")}, "it is no issue folder; give " + dir + " [unreadable]", "这不是本期的文件夹；请指定 " + dir},
		{[]string{"render", filepath.Join(dir, "stories", "harbour.md")}, "it is no issue folder; give " + dir + " [unreadable]", "请指定 " + dir},
		{[]string{"check", dir, "-x"}, "there is no flag -x", "没有选项 -x"},
		{[]string{"render", dir, "-o"}, "the flag -o needs a value", "选项 -o 缺少值"},
		{[]string{"render", dir, "--draft=maybe"}, `the flag --draft does not take "maybe"`, `选项 --draft 的值 "maybe" 无效`},
		{[]string{"render", dir, "--pages", "4-3"}, `--pages takes page numbers such as 1,3-4, not "4-3"`, "--pages 应为"},
		{[]string{"render", dir, "-o", "."}, ".: fatal: the file cannot be written: it is a folder [cannot-write]", ".: 致命错误: 文件无法写出：这是一个文件夹 [cannot-write]"},
		{[]string{"render", dir, "-o", "none/a.pdf"}, "the file cannot be written: there is no such file or folder [cannot-write]", "文件无法写出：没有这个文件或文件夹"},
		{[]string{"render", "none"}, "none: fatal: the file cannot be read: there is no such file or folder [unreadable]", "none: 致命错误: 文件无法读取：没有这个文件或文件夹 [unreadable]"},
		{[]string{"render", "main.go"}, "main.go: fatal: the file cannot be read: it is not a folder [unreadable]", "这不是文件夹"},
		{[]string{"check", "none"}, "there is no such file or folder [unreadable]", "没有这个文件或文件夹"},
		{[]string{"fonts", "none"}, "there is no such file or folder [unreadable]", "没有这个文件或文件夹"},
		{[]string{"new", "main.go"}, "main.go: fatal: the file cannot be written: it is not a folder [cannot-write]", "这不是文件夹"},
		{[]string{"check", t.TempDir()}, "[no-issue-file]", "[no-issue-file]"},
		{[]string{"render", dir, "--pages", "9"}, "there is no page 9 in this edition [no-such-page]", "本期没有第 9 版"},
	} {
		for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
			got := duikai(t, append([]string{"--lang", lang}, c.args...)...)
			if got.code != exitUnusable || !strings.Contains(got.stdout+got.stderr, want) {
				t.Errorf("%s %q: exit code %d\n%s%swant 2 and %q", lang, c.args, got.code, got.stdout, got.stderr, want)
			}
		}
	}
}

func TestLanguage(t *testing.T) {
	type env = map[string]string
	for _, c := range []struct {
		env     env
		args    []string
		chinese bool
	}{
		{nil, nil, false},
		{env{"LANG": "zh_CN.UTF-8"}, nil, true},
		{env{"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "C"}, nil, false},
		{env{"LANG": "en_GB.UTF-8", "LC_ALL": "zh_TW"}, nil, true},
		{env{"LANG": "zh_CN.UTF-8"}, []string{"--lang", "en"}, false},
		{nil, []string{"--lang=zh"}, true},
		{nil, []string{"--", "--lang=zh"}, false},
	} {
		got := duikaiIn(t, c.env, append([]string{"check"}, c.args...)...)
		if chinese := strings.Contains(got.stderr, "缺少参数") || strings.Contains(got.stderr, "文件"); chinese != c.chinese {
			t.Errorf("%v %v: %s", c.env, c.args, got.stderr)
		}
	}
	if got := duikai(t, "check", "--lang", "fr"); got.code != exitUnusable || !strings.Contains(got.stderr, "en | zh") {
		t.Errorf("--lang fr: %+v", got)
	}
}

func TestHelpAndVersion(t *testing.T) {
	for _, c := range []struct {
		args []string
		want []string
	}{
		{[]string{"--help"}, []string{"Usage:", "render", "check", "fonts", "new", "schema", "completion", "Exit codes:", "--lang"}},
		{[]string{"--help", "--lang", "zh"}, []string{"用法：", "退出码：", "排版并输出 PDF"}},
		{[]string{"help", "render"}, []string{"duikai render ISSUE [-o FILE.pdf]", "--draft", "--pages"}},
		{[]string{"check", "-h"}, []string{"duikai check ISSUE", "--verbose"}},
		{[]string{"--version"}, []string{"duikai "}},
		{[]string{"completion", "bash"}, []string{"__start_duikai"}},
		{[]string{"__complete", "--lang", ""}, []string{"en", "zh"}},
	} {
		got := duikai(t, c.args...)
		if got.code != exitOK {
			t.Errorf("%q: exit code %d, %s", c.args, got.code, got.stderr)
		}
		for _, w := range c.want {
			if !strings.Contains(got.stdout, w) {
				t.Errorf("%q lacks %q:\n%s", c.args, w, got.stdout)
			}
		}
	}
}

func TestRenderWritesAPDF(t *testing.T) {
	dir := issueFolder(t, good())
	t.Chdir(t.TempDir())
	got := duikai(t, "render", dir)
	if got.code != exitOK || got.stdout != "" || !strings.Contains(got.stderr, "wrote 2026-11-23.pdf: 1 page, 1 story") {
		t.Fatalf("%+v", got)
	}
	whole, err := os.ReadFile("2026-11-23.pdf")
	if err != nil || !bytes.HasPrefix(whole, []byte("%PDF-")) {
		t.Fatalf("not a PDF: %v", err)
	}

	// issue.yaml stands for its folder, and the same issue gives the same bytes.
	got = duikai(t, "render", filepath.Join(dir, "issue.yaml"), "-o", "again.Document")
	again, err := os.ReadFile("again.Document")
	if got.code != exitOK || err != nil || !bytes.Equal(whole, again) {
		t.Errorf("%+v, %v, equal: %v", got, err, bytes.Equal(whole, again))
	}

	got = duikai(t, "render", dir, "-o", "-")
	if got.code != exitOK || got.stdout != string(whole) {
		t.Errorf("-o -: exit code %d, %d bytes, want %d", got.code, len(got.stdout), len(whole))
	}
}

func TestRenderOfTheFolderItStandsIn(t *testing.T) {
	dir := issueFolder(t, good())
	t.Chdir(dir)
	if got := duikai(t, "render", "."); got.code != exitOK || !strings.Contains(got.stderr, "wrote 2026-11-23.pdf") {
		t.Errorf("%+v", got)
	}
}

func TestRenderWithErrorsWritesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"missing story": {missing(), "/issue.yaml:8:17: error: there is no story \"harbour\" [missing-story]\n    the id is"},
		"overset":       {full(), "[overset-text]"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := issueFolder(t, c.files)
			out := t.TempDir()
			path := filepath.Join(out, "edition.pdf")
			if err := os.WriteFile(path, []byte("yesterday's"), 0o644); err != nil {
				t.Fatal(err)
			}
			got := duikai(t, "render", dir, "-o", path)
			if got.code != exitErrors || !strings.Contains(got.stderr, dir) || !strings.Contains(filepath.ToSlash(got.stderr), c.want) || !strings.Contains(got.stderr, "nothing written: ") {
				t.Errorf("%+v", got)
			}
			only(t, out, map[string]string{"edition.pdf": "yesterday's"})

			got = duikai(t, "render", dir, "-o", path, "--draft")
			if got.code != exitErrors || !strings.Contains(got.stderr, "wrote the draft "+path) {
				t.Errorf("--draft: %+v", got)
			}
			if b, err := os.ReadFile(path); err != nil || !bytes.HasPrefix(b, []byte("%PDF-")) {
				t.Errorf("--draft wrote no PDF: %v", err)
			}

			got = duikai(t, "check", dir)
			if got.code != exitErrors || got.stderr != "" || !strings.Contains(filepath.ToSlash(got.stdout), c.want) {
				t.Errorf("check: %+v", got)
			}
		})
	}
}

func TestUnusableInputWritesNothing(t *testing.T) {
	out := t.TempDir()
	dir := issueFolder(t, map[string]string{"issue.yaml": "paper: [\n"})
	got := duikai(t, "render", dir, "-o", filepath.Join(out, "edition.pdf"), "--draft")
	if got.code != exitUnusable || !strings.Contains(got.stderr, "issue.yaml:") {
		t.Errorf("%+v", got)
	}
	only(t, out, nil)
}

func TestInterrupted(t *testing.T) {
	dir, out := issueFolder(t, good()), t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var stdout, stderr bytes.Buffer
	code := run(ctx, []string{"render", dir, "-o", filepath.Join(out, "edition.pdf")}, strings.NewReader(""), &stdout, &stderr, func(string) string { return "" })
	if code != exitInterrupted || !strings.Contains(stderr.String(), "interrupted") {
		t.Errorf("exit code %d, %s", code, &stderr)
	}
	only(t, out, nil)
}

// brokenPipe takes nothing.
type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestLostOutputIsAnError(t *testing.T) {
	dir := issueFolder(t, good())
	for _, args := range [][]string{
		{"check", dir}, {"render", dir, "-o", "-"}, {"fonts"}, {"schema"}, {"--help"}, {"new", filepath.Join(t.TempDir(), "new")},
	} {
		var stderr bytes.Buffer
		code := run(t.Context(), args, strings.NewReader(""), brokenPipe{}, &stderr, func(string) string { return "" })
		if code != exitUnusable || !strings.Contains(stderr.String(), "broken pipe") {
			t.Errorf("%q: exit code %d, %s", args, code, &stderr)
		}
	}
}

func TestLinksOutOfTheFolderAreNotFollowed(t *testing.T) {
	dir := issueFolder(t, missing())
	secret := filepath.Join(t.TempDir(), "harbour.md")
	if err := os.WriteFile(secret, []byte(harbour), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "stories"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(dir, "stories", "harbour.md")); err != nil {
		t.Skip("no links here:", err)
	}
	if got := duikai(t, "check", dir); got.code == exitOK || !strings.Contains(got.stdout, "harbour") {
		t.Errorf("%+v", got)
	}
}

func TestOwnFonts(t *testing.T) {
	with := func(fonts string) map[string]string {
		files := good()
		files["issue.yaml"] = strings.Replace(onePage, "pages:", "style:\n  fonts: {"+fonts+"}\npages:", 1)
		return files
	}
	files := with("song: [fonts/none.ttf, fonts/broken.ttf], kai: [fonts/broken.ttf]")
	files["fonts/broken.ttf"] = "no font at all"
	got := duikai(t, "fonts", issueFolder(t, files))
	if got.code != exitErrors || strings.Count(got.stdout, "[missing-font]") != 1 || strings.Count(got.stdout, "[bad-font]") != 1 {
		t.Errorf("%+v", got)
	}

	data, err := os.ReadFile(filepath.Join("..", "..", "fonts", "embedded", "NotoSansSC-Bold.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	files = with("song: [fonts/own.ttf]")
	files["fonts/own.ttf"] = string(data)
	got = duikai(t, "fonts", issueFolder(t, files))
	if got.code != exitOK || !strings.Contains(got.stdout, "song         NotoSansSC-Bold, NotoSerifSC-Regular") {
		t.Errorf("%+v", got)
	}
}

// A font whose licence bits forbid embedding is refused in words of either
// language; another takes its place.
func TestRestrictedFont(t *testing.T) {
	files := good()
	files["issue.yaml"] = strings.Replace(onePage, "pages:", "style:\n  fonts: {song: [fonts/own.ttf]}\npages:", 1)
	data := slices.Clone(goregular.TTF)
	at := bytes.Index(data, []byte("OS/2"))
	os2 := data[binary.BigEndian.Uint32(data[at+8:]):]
	os2[8], os2[9] = 0, 2
	files["fonts/own.ttf"] = string(data)
	for lang, want := range map[string]string{"en": "forbid embedding it in a document [bad-font]", "zh": "禁止嵌入文件 [bad-font]"} {
		got := duikai(t, "fonts", "--lang", lang, issueFolder(t, files))
		if got.code != exitErrors || !strings.Contains(got.stdout, want) {
			t.Errorf("%s: %+v", lang, got)
		}
	}
}

// A font of a collection is chosen behind its name.
func TestFontOfACollection(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	const noto = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"
	data := oracle.File(t, noto)
	with := func(which string) map[string]string {
		files := good()
		files["issue.yaml"] = strings.Replace(onePage, "pages:", "style:\n  fonts: {song: [fonts/noto.ttc"+which+"]}\npages:", 1)
		files["fonts/noto.ttc"] = string(data)
		return files
	}
	for which, want := range map[string]string{"": "NotoSerifCJKsc-Bold", "#0": "NotoSerifCJKjp-Bold", "#NotoSerifCJKtc-Bold": "NotoSerifCJKtc-Bold"} {
		if got := duikai(t, "fonts", issueFolder(t, with(which))); got.code != exitOK || !strings.Contains(got.stdout, "song         "+want) {
			t.Errorf("%q: %+v", which, got)
		}
	}
	if got := duikai(t, "fonts", issueFolder(t, with("#Courier"))); got.code != exitErrors || !strings.Contains(got.stdout, `no font "Courier"`) {
		t.Errorf("%+v", got)
	}
	if got := duikai(t, "render", issueFolder(t, with("")), "-o", filepath.Join(t.TempDir(), "out.pdf")); got.code != exitOK {
		t.Errorf("%+v", got)
	}
}

func TestFonts(t *testing.T) {
	got := duikai(t, "fonts")
	for _, want := range []string{"title-black  NotoSerifSC-Black", "fangsong     LXGWWenKai-Regular", "3755"} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("lacks %q:\n%s", want, got.stdout)
		}
	}
	files := good()
	files["stories/harbour.md"] = harbour + "\n\U0003134A\n" // the last character of CJK extension G
	if got := duikai(t, "fonts", issueFolder(t, files)); got.code != exitErrors || !strings.Contains(got.stdout, "[no-glyph]") {
		t.Errorf("%+v", got)
	}
	if got := duikai(t, "fonts", issueFolder(t, good())); got.code != exitOK || !strings.Contains(got.stdout, "every character of the edition has a face") {
		t.Errorf("%+v", got)
	}
}

func TestSchemaIsJSON(t *testing.T) {
	got := duikai(t, "schema")
	if got.code != exitOK || !json.Valid([]byte(got.stdout)) {
		t.Errorf("exit code %d, %.100s", got.code, got.stdout)
	}
}

func TestNewCheckRender(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "papers", "my paper")
	got := duikai(t, "new", dir)
	if got.code != exitOK || !strings.Contains(got.stdout, "duikai render '"+dir+"'") {
		t.Fatalf("%+v", got)
	}
	err := fs.WalkDir(samples.Wangting(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		want, err := fs.ReadFile(samples.Wangting(), name)
		if err != nil {
			return err
		}
		made, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if diff := cmp.Diff(string(want), string(made)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}

	if got := duikai(t, "new", dir); got.code != exitUnusable || !strings.Contains(got.stderr, "is not empty") {
		t.Errorf("new over an issue: %+v", got)
	}
	if got := duikai(t, "check", dir); got.code != exitOK {
		t.Errorf("check: %+v", got)
	}
	pdf := filepath.Join(t.TempDir(), "edition.pdf")
	if got := duikai(t, "render", dir, "-o", pdf); got.code != exitOK {
		t.Fatalf("render: %+v", got)
	}
	text := pdfText(t, pdf)
	for _, want := range []string{"望汀日报", "十二座小巴", "综合", "下转第2版", "上接第1版"} {
		if !strings.Contains(text, want) {
			t.Errorf("the PDF lacks %q", want)
		}
	}

	one := filepath.Join(t.TempDir(), "one.pdf")
	if got := duikai(t, "render", dir, "-o", one, "--pages", "2"); got.code != exitOK || !strings.Contains(got.stderr, ": 1 page, ") {
		t.Errorf("--pages 2: %+v", got)
	}
	if text := pdfText(t, one); strings.Contains(text, "三万亩旱塬") || !strings.Contains(text, "综合") {
		t.Error("--pages 2 does not give page 2 alone")
	}
}

// pdfText is the text of a PDF without white space, as Poppler sees it.
func pdfText(t *testing.T, path string) string {
	t.Helper()
	return strings.Join(strings.Fields(string(oracle.Run(t, "pdftotext", "-enc", "UTF-8", path, "-"))), "")
}

func TestNewCleansUpAfterAFailure(t *testing.T) {
	dir := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	src := stopping{samples.Wangting(), stop}
	if _, err := copyFolder(ctx, filepath.Join(dir, "issue"), src); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want an interrupt", err)
	}
	only(t, dir, nil)
}

// stopping interrupts the run once a story is opened.
type stopping struct {
	fs.FS
	stop context.CancelFunc
}

func (s stopping) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".md") {
		s.stop()
	}
	return s.FS.Open(name)
}

// TestSeedIssue sets a page of real wire copy that lies beside some checkouts.
func TestSeedIssue(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "seed-issue")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the seed issue is not here:", err)
	}
	got := duikai(t, "render", dir, "-o", filepath.Join(t.TempDir(), "seed.pdf"))
	if got.code != exitOK || strings.Contains(got.stderr, "overset") {
		t.Errorf("%+v", got)
	}
}

// TestPagesLeaveOthersAlone: a page can be printed while another one is still
// unfinished; what is wrong with the page itself still counts.
func TestPagesLeaveOthersAlone(t *testing.T) {
	files := good()
	files["issue.yaml"] = onePage + `  - number: 2
    slots:
      - {story: unwritten, at: [1, 1], span: [3, 20]}
      - {story: damaged, at: [4, 1], span: [3, 20]}
`
	files["stories/damaged.md"] = "---\nheadline: [\n---\n江上有雾。\n"
	dir, pdf := issueFolder(t, files), filepath.Join(t.TempDir(), "one.pdf")
	if got := duikai(t, "render", dir, "-o", pdf, "--pages", "1"); got.code != exitOK {
		t.Errorf("page 1: %+v", got)
	}
	if got := duikai(t, "render", dir, "-o", pdf, "--pages", "2"); got.code != exitErrors {
		t.Errorf("page 2: %+v", got)
	}
	if got := duikai(t, "check", dir); got.code != exitErrors || !strings.Contains(got.stdout, "unwritten") {
		t.Errorf("both: %+v", got)
	}
}
