package post_test

import (
	"flag"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/invented"
	"duikai/layout/intake/post"
	_ "duikai/samples/draws" // the same draws every time
)

var update = flag.Bool("update", false, "write the golden files")

func site() map[string][]byte {
	return map[string][]byte{
		"source/_posts/ferry.md": []byte("---\ntitle: 渡口开通早班船\ndate: 2021-06-08 10:00:00\nauthor: 于渡\ntags: [渡口, 出行]\ncategories:\n  - 民生\n---\n" +
			"本报讯 6月7日清晨，**第一班船**离岸，*汽笛*很短。\n第二行接在一起。\n\n<!-- more -->\n\n{% asset_img boat.jpg 早班船。于渡摄 %}\n\n## 船工的话\n\n> 往后每天两班。\n\n1. 早六点\n2. 晚六点\n\n- 自行车免票\n\n见[时刻表](http://example.test/t)。\n\n| 班 | 时 |\n|---|---|\n| 早 | 6 |\n\n{% youtube abc %}\n"),
		"source/_posts/ferry/boat.jpg": invented.Photo(300, 200),
		"content/posts/night.md":       []byte("+++\ntitle = \"夜校办起木工课\"\ndate = 2021-06-08T08:00:00+08:00\nauthors = [\"苏麦\", \"贺兰山\"]\ndescription = \"十二张长凳\"\ndraft = true\n+++\n十二张长凳，坐满了人。\n\n{{< figure src=\"/img/none.jpg\" title=\"长凳\" >}}\n\n```\n钉 三 寸\n```\n"),
		"_posts/2021-06-08-lamp.md":    []byte("---\nlayout: post\nsubtitle: 孩子们最先发现\n---\n# 青浦桥装上新路灯\n\n灯亮了。\n\n<div>站内代码</div>\n"),
		"broken.md":                    []byte("---\ntitle: [坏\ndate: 2021-06-08\n---\n题在坏处。\n"),
	}
}

func TestGolden(t *testing.T) {
	src := invented.Folder(t, site())
	if sure := post.Reader().Claim(src); sure < 70 {
		t.Errorf("the claim is %d", sure)
	}
	invented.Golden(t, "site.golden", post.Reader(), src, intake.Options{Paper: "望汀日报"}, *update)
}

// TestNotes: the mark of a footnote is what stands before it at the end, wherever the
// parser of Markdown parts the text.
func TestNotes(t *testing.T) {
	doc := "---\ntitle: 渡口\ndate: 2021-06-08\n---\n第一班船![](none.png)离岸。[^1]往后[^乙]每天*两班*。\n\n[^1]: 据告示。\n[^乙]: 风大停航。\n"
	text, _ := invented.Written(t, post.Reader(), intake.OpenBytes([]byte(doc), "a.md", "a.md"))
	for _, want := range []string{"第一班船离岸。[1]往后[乙]每天*两班*。", "[1] 据告示。", "[乙] 风大停航。"} {
		if !strings.Contains(strings.ReplaceAll(text, "\\", ""), want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}

// TestBars: rows of a table that no line of dashes makes one are told, each paragraph
// once, and stay text.
func TestBars(t *testing.T) {
	for body, told := range map[string]int{
		"| 班 | 时 |":                       1,
		"| 班 | 时 |\n| 早 | 6 |":            1,
		"| 班 | 时 |\n|---|---|\n| 早 | 6 |": 0,
		"绝对值记作 |x|，读作绝对值。":                0,
		"|x|":              0,
		"\\| 班 \\| 时 \\|":  0,
		"| 班 | 时 |\n之后照常。": 0,
	} {
		doc := "---\ntitle: 渡口\ndate: 2021-06-08\n---\n船照常开。\n\n" + body + "\n"
		src := intake.OpenBytes([]byte(doc), "a.md", "a.md")
		all, found := invented.Take(post.Reader(), src, invented.Options())
		n := 0
		for _, f := range append(found, all[0].Findings...) {
			if f.Code == diag.ImportBars {
				n++
				if !strings.HasPrefix(body, "|") || f.At.Line != 7 || !strings.Contains(invented.Plain(all[0].Edition), "|班|时|") {
					t.Errorf("%q: told at line %d of %q", body, f.At.Line, invented.Plain(all[0].Edition))
				}
			}
		}
		if n != told {
			t.Errorf("%q is told %d times, expected %d", body, n, told)
		}
	}
}

// TestTextInIsTextOut writes invented stories as Markdown and reads them back.
func TestTextInIsTextOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		is := invented.Make(rapid.Uint64Range(0, 50).Draw(t, "seed"), "望汀日报", invented.Options().Date, 1)
		s := rapid.SampledFrom(is.Pages[0].Stories).Draw(t, "story")
		head := rapid.SampledFrom([]string{"---\ntitle: \"TITLE\"\nauthor: AUTHOR\n---\n", "+++\ntitle = \"TITLE\"\nauthor = \"AUTHOR\"\n+++\n", "{\n\"title\": \"TITLE\", \"author\": \"AUTHOR\"\n}\n"}).Draw(t, "head")
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end")
		doc := strings.NewReplacer("TITLE", s.Head[0], "AUTHOR", s.Author).Replace(head) + strings.Join(s.Paras, "\n\n") + "\n"
		all, found := invented.Take(post.Reader(), intake.OpenBytes([]byte(strings.ReplaceAll(doc, "\n", end)), "a.md", "a.md"), invented.Options())
		if len(all) != 1 || len(found) > 0 {
			t.Fatal(len(all), found)
		}
		if got, want := invented.Plain(all[0].Edition), invented.Squeezed(s.Head[0]+s.Author+strings.Join(s.Paras, "")); got != want {
			t.Errorf("read %q, written %q", got, want)
		}
	})
}

func FuzzPost(f *testing.F) {
	for _, data := range site() {
		f.Add(data)
	}
	f.Fuzz(func(_ *testing.T, data []byte) {
		all, _ := invented.Take(post.Reader(), intake.OpenBytes(data, "a.md", "a.md"), invented.Options())
		for _, d := range all {
			if d.Edition != nil {
				d.Edition.Folder(d.Findings, intake.LayoutAuto)
			}
		}
	})
}
