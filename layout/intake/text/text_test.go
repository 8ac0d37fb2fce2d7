package text_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/invented"
	"duikai/layout/intake/text"
	_ "duikai/samples/draws" // the same draws every time
)

var update = flag.Bool("update", false, "write the golden files")

const pageHTML = `<html><head><meta charset="utf-8"><title>1963年3月7日 第1版</title></head><body><h1>望汀日报 1963-03-07</h1>
<h2>堤外公社修成新闸</h2><div class="article"><br/>
    【本报讯】三月五日，堤外公社的新闸合龙。<br/>
    社员们连夜
清理了河滩。（下转第二版）<br/></div>
<h2>东渡大队收藕——滩地第一年</h2><div class="article"><br/>    一、早下塘<br/>    天没亮就下塘。<br/>    二、算细账<br/>    账目逐笔上墙。<br/></div>
<h2>广告</h2><div class="article"></div>
</body></html>`

func crawled() map[string][]byte {
	dir := "望汀日报/20210608/"
	return map[string][]byte{
		dir + "20210608-01-01 渡口开通早班船.txt": []byte("出行更方便\n渡口开通早班船\n——本报记者跟船记\n本报记者 于渡\n　　本报讯 6月7日清晨，第一班船\n离岸。\n　　船工说，往后每天两班。\n　　（作者系东渡船工）\n"),
		dir + "20210608-10-01 夜校.txt":      []byte("夜校\n\n　　十二张长凳，坐满了人。\n"),
		dir + "20210608-02-01 空的一篇.txt":    []byte("空的一篇\n"),
	}
}

func TestGolden(t *testing.T) {
	src := invented.Folder(t, crawled())
	if sure := text.Reader().Claim(src); sure < 80 {
		t.Errorf("the claim is %d", sure)
	}
	invented.Golden(t, "crawled.golden", text.Reader(), src, intake.Options{}, *update)
	page := invented.Folder(t, map[string][]byte{"1963-03-07-1.html": []byte(pageHTML)})
	if sure := text.Reader().Claim(page); sure < 80 {
		t.Errorf("the claim is %d", sure)
	}
	invented.Golden(t, "page.golden", text.Reader(), page, intake.Options{Paper: "望汀日报"}, *update)
}

// TestNames: the day and the page of a file, in any case of its ending.
func TestNames(t *testing.T) {
	for file, want := range map[string]string{
		"1963-03-07-1.html": "1963-03-07 1", "1963-3-7-2.HTM": "1963-03-07 2", "19630307_第03版.html": "1963-03-07 3", "1963-0307-A02.html": "1963-03-07 2",
		"2026-11-23.html": "2026-11-23 1", "20261123.HTML": "2026-11-23 1", "20261123-02-01 题.TXT": "2026-11-23 2",
	} {
		all, found := invented.Take(text.Reader(), invented.Folder(t, map[string][]byte{file: []byte("渡口开通早班船\n<h2>题</h2>　　船开了。\n")}), intake.Options{Paper: "望汀日报"})
		got := fmt.Sprint(found)
		if len(all) == 1 && all[0].Edition != nil {
			e := all[0].Edition
			got = fmt.Sprint(e.Key().Date, " ", e.Pages[0].Number)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}

// TestTables: merged cells of a web page keep their columns and are told; a table of one
// row is what stands beside each other on a site: its cells are paragraphs.
func TestTables(t *testing.T) {
	page := "<h2>渡口票价</h2><div class=\"article\"><p>　　今天公布。</p><table><tr><th colspan=2>票价</th><th>备注</th></tr><tr><td rowspan=\"2\">日票</td><td>五元</td><td>甲</td></tr><tr><td>六元</td><td>乙</td></tr></table><p>　　完。</p><table><tr><td>早</td><td>六点</td></tr></table></div>"
	written, codes := invented.Written(t, text.Reader(), invented.Folder(t, map[string][]byte{"2026-11-23-1.html": []byte(page)}))
	for _, want := range []string{"| 票价 |  | 备注 |\n|---|---|---|\n| 日票 | 五元 | 甲 |\n|  | 六元 | 乙 |\n", "\n早\n\n六点\n"} {
		if !strings.Contains(written, want) {
			t.Errorf("no %q in\n%s", want, written)
		}
	}
	if codes[diag.ImportMerged] != 1 {
		t.Errorf("told is %v", codes)
	}
}

// TestTextInIsTextOut writes invented pages in both ways and reads them back.
func TestTextInIsTextOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		is := invented.Make(rapid.Uint64Range(0, 50).Draw(t, "seed"), "望汀日报", invented.Options().Date, 2)
		files, want := crawl(is), ""
		if rapid.Bool().Draw(t, "pages") {
			files = pages(is)
		}
		for _, p := range is.Pages {
			for _, s := range p.Stories {
				want += invented.Squeezed(s.Head[0] + s.Author + strings.Join(s.Paras, ""))
			}
		}
		all, found := invented.Take(text.Reader(), invented.Sources(files), intake.Options{Paper: "望汀日报"})
		if len(all) != 1 || len(found) > 0 {
			t.Fatal(len(all), found)
		}
		if got := invented.Plain(all[0].Edition); got != want {
			t.Errorf("read %q, written %q", got, want)
		}
	})
}

func crawl(is invented.Issue) map[string][]byte {
	files := make(map[string][]byte)
	for i, p := range is.Pages {
		for k, s := range p.Stories {
			files[fmt.Sprintf("20261123/20261123-%02d-%02d %s.txt", i+1, k+1, s.Head[0])] = []byte(s.Head[0] + "\n" + s.Author + "\n　　" + strings.Join(s.Paras, "\n　　") + "\n")
		}
	}
	return files
}

func pages(is invented.Issue) map[string][]byte {
	files := make(map[string][]byte)
	for i, p := range is.Pages {
		var b strings.Builder
		for _, s := range p.Stories {
			fmt.Fprintf(&b, "<h2>%s</h2><div class=\"article\"><br/>\n    %s<br/>\n    %s<br/></div>\n", s.Head[0], s.Author, strings.Join(s.Paras, "<br/>\n    "))
		}
		files[fmt.Sprintf("2026-11-23-%d.html", i+1)] = []byte(b.String())
	}
	return files
}

func FuzzText(f *testing.F) {
	f.Add([]byte(pageHTML), true)
	f.Add([]byte("题\n　　文。\n"), false)
	f.Fuzz(func(_ *testing.T, data []byte, web bool) {
		name := "20261123-01-01 题.txt"
		if web {
			name = "2026-11-23-1.html"
		}
		all, _ := invented.Take(text.Reader(), intake.OpenBytes(data, name, name), invented.Options())
		for _, d := range all {
			if d.Edition != nil {
				d.Edition.Folder(d.Findings, intake.LayoutAuto)
			}
		}
	})
}
