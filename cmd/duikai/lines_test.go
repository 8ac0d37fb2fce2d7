package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duikai/fonts/embedded"
	"duikai/layout"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/samples"
	"duikai/samples/oracle"
)

func linesOf(t *testing.T, stdin string, args ...string) ran {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), append([]string{"lines"}, args...), strings.NewReader(stdin), &stdout, &stderr, func(string) string { return "" })
	return ran{code, stdout.String(), stderr.String()}
}

func TestLines(t *testing.T) {
	const text = "汀江两岸，稻谷登场；十月的风，把晒场吹得金黄。\n\n渡口不远。"
	for _, c := range []struct {
		name  string
		stdin string
		args  []string
		want  string
	}{
		{"paragraphs and empty lines stay", text, []string{"--measure", "9em"}, "汀江两岸，稻谷登场；\n十月的风，把晒场吹\n得金黄。\n\n渡口不远。\n"},
		{"an indent shortens the first line", "一二三四五六七八九十", []string{"--measure", "6em", "--indent", "2em"}, "一二三四\n五六七八九十\n"},
		{"the measure may be any length", "一二三四五六七八九十", []string{"--measure", "6.17em"}, "一二三四五六\n七八九十\n"},
		{"points are of nine-point type", "一二三四五六七八九十", []string{"--measure", "54pt"}, "一二三四五六\n七八九十\n"},
		{"the text is set as it is", "他说,好", nil, "他说,好\n"},
		{"unless it is mended", "他说,好", []string{"--normalize"}, "他说，好\n"},
		{"without rules", "一二三四，五六", []string{"--break", "none", "--punctuation", "quanjiao", "--measure", "4em"}, "一二三四\n，五六\n"},
		{"a stop hangs", "一二三四，五六七八", []string{"--hanging", "--measure", "4em"}, "一二三四，\n五六七八\n"},
		{"the house bans a character", "一二三四五六的七八九十", []string{"--not-start", "的", "--measure", "6em"}, "一二三四五\n六的七八九十\n"},
		{"the house frees a mark", "一二三四～五六七八九", []string{"--may-start", "～", "--measure", "4em"}, "一二三四\n～五六七\n八九\n"},
		{"nothing in, nothing out", "", nil, ""},
	} {
		if got := linesOf(t, c.stdin, c.args...); got.code != exitOK || got.stdout != c.want || got.stderr != "" {
			t.Errorf("%s: %+v, want %q", c.name, got, c.want)
		}
	}
}

// TestLinesTellSelectors: a variation selector whose shape the face lacks is told, and
// stands in the text that is printed.
func TestLinesTellSelectors(t *testing.T) {
	for _, flags := range [][]string{{"-v"}, {"-v", "--normalize"}} {
		got := linesOf(t, "江\n葛\ufe00区", flags...)
		if got.stdout != "江\n葛\ufe00区\n" || !strings.Contains(got.stderr, "-:2:2: info: the face lists no shape for the variation selector U+FE00") {
			t.Errorf("%v: %+v", flags, got)
		}
	}
}

// TestLinesRefuseOtherText: what is no text in UTF-8 is told as check tells it, with
// what it is; characters that cannot be printed are told at their places.
func TestLinesRefuseOtherText(t *testing.T) {
	for _, c := range []struct {
		in, stdout, want string
		code             int
	}{
		{"\xd6\xd0\xce\xc4\n", "", "-:1:1: 错误: 文件不是 UTF-8 编码（第 1 字节）：很可能是 GBK（GB 18030）编码的文字 [not-utf8]\n    请另存为 UTF-8 编码的纯文本\n", exitUnusable},
		{"\xff\xfe\x2d\x4e", "", "-:1:1: 错误: 文件不是 UTF-8 编码（第 1 字节）：UTF-16 编码的文字 [not-utf8]\n    请另存为 UTF-8 编码的纯文本\n", exitUnusable},
		{"PK\x03\x04\x14\x00\x06\x00", "", "-:1:1: 错误: 文件是Word 文档（docx）或压缩文件：请另存为 UTF-8 纯文本 [not-text]\n", exitUnusable},
		{"甲\x01乙\ufffd丙\n", "甲乙〓丙\n", "-:1:2: 错误: 控制字符 U+0001 无法印刷 [control-character]\n    请删去\n-:1:4: 错误: 此处有字在转换时丢失（U+FFFD）：请对照原稿补上；暂以〓代替 [lost-character]\n", exitErrors},
		{"\ufeff甲\r\n乙\r\n", "甲\n乙\n", "", exitOK},
	} {
		if got := linesOf(t, c.in, "--lang", "zh"); got.code != c.code || got.stdout != c.stdout || got.stderr != c.want {
			t.Errorf("%q: %+v", c.in, got)
		}
	}
}

func TestLinesJSON(t *testing.T) {
	got := linesOf(t, "汀江两岸，稻谷登场；十月的风，把晒场吹得金黄。", "--json", "--measure", "9em", "--punctuation", "quanjiao")
	var text strings.Builder
	for line := range strings.Lines(got.stdout) {
		var r lineRecord
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		if !r.Last && r.Width != 9 {
			t.Errorf("a full line of %v em: %+v", r.Width, r)
		}
		used := 0.0
		for _, v := range r.Stretch {
			used += v
		}
		for _, v := range r.Shrink {
			used -= v
		}
		if d := r.Natural + used - r.Width; d < -1e-9 || d > 1e-9 {
			t.Errorf("natural %v with %v is not %v", r.Natural, used, r.Width)
		}
		text.WriteString(r.Text)
	}
	if text.String() != "汀江两岸，稻谷登场；十月的风，把晒场吹得金黄。" {
		t.Errorf("the lines hold %q", text.String())
	}
}

// TestLinesTells: a line that is open by more than an eighth of an em is a note,
// one that would be open by more than a fifth a warning.
func TestLinesTells(t *testing.T) {
	for _, c := range []struct{ text, code string }{
		{"Amazon was founded by Jeff Bezos in Bellevue, Washington, on July 5, 1994.", "[torn-line]"},
		{"平台的控制误差已缩小到Starlight5型以内。", "[loose-line]"},
		{"汀江两岸，稻谷登场；十月的风，把晒场吹得金黄。", ""},
	} {
		got := linesOf(t, c.text, "--json", "-v")
		if told := strings.Contains(got.stderr, "-line]"); got.code != exitOK || told != (c.code != "") || !strings.Contains(got.stderr, c.code) {
			t.Errorf("%s: %+v, want %q told", c.text, got, c.code)
		}
	}
}

// TestLinesFigures: figures are half an em wide unless they are to be as the
// face draws them.
func TestLinesFigures(t *testing.T) {
	for _, c := range []struct {
		args []string
		want float64
	}{{nil, 4}, {[]string{"--figures", "half"}, 4}, {[]string{"--figures", "proportional"}, 4.23}} {
		got := linesOf(t, "国2026家", append(c.args, "--json")...)
		var r lineRecord
		if err := json.Unmarshal([]byte(got.stdout), &r); err != nil {
			t.Fatal(err)
		}
		if d := r.Natural - c.want; d < -0.05 || d > 0.05 {
			t.Errorf("%v: %v em", c.args, r.Natural)
		}
	}
}

func TestLinesRefuses(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "latin-1.txt")
	if err := os.WriteFile(bad, []byte("caf\xe9"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"--measure", "wide"}, {"--measure", "13"}, {"--measure", "0em"}, {"--measure", "-2em"}, {"--indent", "14em"}, {"--indent", "-1em"},
		{"--break", "strictest"}, {"--punctuation", "half"}, {"--figures", "full"}, {"--font", "comic"}, {bad}, {"no-such-file"}, {"a", "b"},
	} {
		if got := linesOf(t, "文", args...); got.code != exitUnusable || got.stdout != "" || got.stderr == "" {
			t.Errorf("%q: %+v", args, got)
		}
	}
}

// TestCopiedText: what a reader copies out of the PDF is the manuscript's
// text, story by story, in the order of reading; only the hyphens of divided
// words come along.
func TestCopiedText(t *testing.T) {
	dir, file := filepath.Join(t.TempDir(), "issue"), filepath.Join(t.TempDir(), "edition.pdf")
	if got := duikai(t, "new", dir); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	if got := duikai(t, "render", dir, "-o", file); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	// -raw is the order in which the text was drawn.
	out := oracle.Run(t, "pdftotext", "-raw", "-enc", "UTF-8", file, "-")
	copied := strings.Join(strings.Fields(string(out)), "")
	is, _ := manuscript.Load(samples.Wangting())
	set, err := embedded.Set()
	if err != nil {
		t.Fatal(err)
	}
	ed, _ := layout.Compose(is, set, layout.Options{})
	for _, p := range ed.Pages {
		// What the page writes itself parts a story: the head of a table is
		// repeated where the table goes on.
		var runs []string
		last := ""
		for _, it := range p.Items {
			tx, ok := it.(*page.Text)
			switch {
			case !ok:
			case tx.Part == page.Hyphen:
				runs[len(runs)-1] += tx.String()
			case tx.Story == "":
				last = ""
			case tx.Story == last:
				runs[len(runs)-1] += tx.String()
			default:
				runs, last = append(runs, tx.String()), tx.Story
			}
		}
		for _, want := range runs {
			if want = strings.Join(strings.Fields(want), ""); !strings.Contains(copied, want) {
				t.Errorf("page %d: this is not copied as it was written: %.80q…", p.Number, want)
			}
		}
	}
}
