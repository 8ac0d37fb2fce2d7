package table_test

import (
	"encoding/csv"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/invented"
	"duikai/layout/intake/table"
	_ "duikai/samples/draws" // the same draws every time
)

var update = flag.Bool("update", false, "write the golden files")

const sheet = `日期,版次,序号,标题,作者,正文,链接
2021-06-08,02,1,渡口开通早班船,本报记者 于渡,"　　本报讯 6月7日清晨，第一班船离岸。
　　船工说，往后每天两班。",http://example.test/1
2021-06-08,10,1,广告,,,
2021-06-08,01,2,夜校办起木工课（乡村纪事）,,"夜校办起木工课
本报记者 苏麦
　　十二张长凳，坐满了人。
　　（下转第2版）",
2021-06-08,01,1,"堤外三村用上自来水  老人们说这样踏实",本报记者 陆知远,<p>　　水来了。</p><p>　　水价按户算。</p>,
某日,01,3,没有日期的一篇,,正文在此。,
2021-06-08,11,1,受保护的一篇,,,
`

func TestGolden(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(sheet)
	if err != nil {
		t.Fatal(err)
	}
	o := intake.Options{Paper: "望汀日报"}
	src := invented.Folder(t, map[string][]byte{"dump.csv": []byte(gbk)})
	if sure := table.Reader().Claim(src); sure < 90 {
		t.Errorf("the claim is %d", sure)
	}
	invented.Golden(t, "csv.golden", table.Reader(), src, o, *update)
	records := invented.Folder(t, map[string][]byte{"dump.json": []byte(`{"code": 0, "data": {"date": "2026-11-23", "list": [
 {"page": "02", "title": "渡口开通早班船", "author": "本报记者 于渡", "content": "第一班船离岸。\n往后每天两班。", "likes": 7},
 {"page": "01", "引题": "一周两课", "title": "夜校办起木工课", "正文": ["十二张长凳，", "坐满了人。"]},
 {"page": "01", "title": "没有正文的一篇"}
]}}`)})
	invented.Golden(t, "json.golden", table.Records(), records, o, *update)
}

// TestTextInIsTextOut writes invented stories into tables and reads them back.
func TestTextInIsTextOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		is := invented.Make(rapid.Uint64Range(0, 50).Draw(t, "seed"), "望汀日报", invented.Options().Date, rapid.IntRange(1, 2).Draw(t, "pages"))
		parting := rapid.SampledFrom([]string{"\n", "\n　　", "\r\n"}).Draw(t, "parting")
		var b strings.Builder
		w := csv.NewWriter(&b)
		w.Comma = rapid.SampledFrom([]rune{',', '\t'}).Draw(t, "comma")
		_ = w.Write([]string{"date", "page", "order", "title", "author", "text"})
		want := ""
		for _, p := range is.Pages {
			for k, s := range p.Stories {
				_ = w.Write([]string{"2026-11-23", p.Label, fmt.Sprint(k + 1), s.Head[0], s.Author, "　　" + strings.Join(s.Paras, parting)})
				want += invented.Squeezed(s.Head[0] + s.Author + strings.Join(s.Paras, ""))
			}
		}
		w.Flush()
		all, found := invented.Take(table.Reader(), intake.OpenBytes([]byte(b.String()), "a.csv", "a.csv"), intake.Options{Paper: "望汀日报"})
		if len(all) != 1 || len(found) > 0 {
			t.Fatal(len(all), found)
		}
		if got := invented.Plain(all[0].Edition); got != want {
			t.Errorf("read %q, written %q", got, want)
		}
	})
}

// TestExcel: the line in which Excel says what parts the cells is no head, and the places
// behind it are right.
func TestExcel(t *testing.T) {
	text := "sep=;\r\n日期;版次;标题;正文\r\n2026/11/23;第A01版;渡口开通早班船;第一班船离岸。\r\n某日;1;没有日期的一篇;正文在此。\r\n"
	all, found := invented.Take(table.Reader(), intake.OpenBytes([]byte(text), "a.csv", "a.csv"), intake.Options{Paper: "望汀日报"})
	if len(all) != 1 || all[0].Edition == nil || invented.Plain(all[0].Edition) != "渡口开通早班船第一班船离岸。" {
		t.Fatalf("%v %v", all, found)
	}
	for _, f := range append(found, all[0].Findings...) {
		if at := f.At; at.To > at.From && !strings.HasPrefix(strings.ReplaceAll(text, "\r\n", "\n")[at.From:], "某日") && !strings.HasPrefix(text[at.From:], "某日") {
			t.Errorf("%v stands at %d", f.Problem, at.From)
		}
	}
}

// TestRecords: the same stories as records, in every form that crawlers keep them in.
func TestRecords(t *testing.T) {
	const one, two = `{"title":"渡口开通早班船","author":"于渡","content":"第一班船离岸。\n往后每天两班。"`, `{"title":"夜校办起木工课","\u6b63\u6587":["十二张长凳，","坐满了人。"]`
	const day, shared = `,"date":"2026-11-23","page":"02"`, `"date":"2026-11-23","page":"02"`
	want := ""
	for i, text := range []string{
		"[" + one + day + "}," + two + day + "}]",
		one + day + "}\n" + two + day + "}\n",
		`{"code":0,"data":{` + shared + `,"list":[` + one + "}," + two + "}]}}",
		"[{" + shared + `,"articles":[` + one + `,"date":"2026-11-23"},` + two + "}]}]",
	} {
		src := intake.OpenBytes([]byte(text), "a.json", "a.json")
		if sure := table.Records().Claim(src); sure < 90 || table.Reader().Claim(src) > 0 {
			t.Errorf("%d: the claim is %d", i, sure)
		}
		all, found := invented.Take(table.Records(), src, intake.Options{Paper: "望汀日报"})
		if len(all) != 1 || all[0].Edition == nil || len(all[0].Edition.Pages) != 1 || all[0].Edition.Pages[0].Number != 2 {
			t.Fatalf("%d: %v %v", i, all, found)
		}
		got := invented.Plain(all[0].Edition)
		if want == "" {
			want = got
		}
		if got != want || !strings.Contains(got, "坐满了人") {
			t.Errorf("%d: %q, want %q", i, got, want)
		}
	}
	for _, text := range []string{`{"a":1}`, `[1,2]`, `[{"content":"文","title":"题"`, strings.Repeat("[", 999), `"`, ""} {
		if _, found := invented.Take(table.Records(), intake.OpenBytes([]byte(text), "a.json", "a.json"), invented.Options()); len(found) == 0 {
			t.Errorf("%.20q: nothing is told", text)
		}
	}
}

// TestBrokenLines: a broken line of JSON Lines is told at its place, with all that it
// says, and those behind it are read.
func TestBrokenLines(t *testing.T) {
	line := func(title string) string {
		return `{"title":"` + title + `","date":"2026-11-23","page":"02","content":"` + title + `，一切如常。"}` + "\n"
	}
	for name, broken := range map[string]string{
		"without its end":       `{"title":"桥面封闭","content":"今晚十一` + "\n",
		"without its bracket":   `{"title":"桥面封闭","content":"今晚十一时"` + "\n",
		"without its beginning": `桥面封闭","content":"今晚十一时"}` + "\n",
		"nested too deep":       strings.Repeat(`{"a":`, 99) + "0" + strings.Repeat("}", 99) + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			text := line("渡口开船") + broken + line("夜校开课") + broken + line("书屋添灯")
			all, found := invented.Take(table.Records(), intake.OpenBytes([]byte(text), "a.jsonl", "a.jsonl"), intake.Options{Paper: "望汀日报"})
			if len(all) != 1 || all[0].Edition == nil || len(all[0].Edition.Stories()) != 3 {
				t.Fatalf("%v %v", all, found)
			}
			var told []string
			for _, f := range found {
				if f.Code == diag.ImportDropped {
					told = append(told, fmt.Sprint(f.Args[1]))
					if f.At.Line != 2*len(told) {
						t.Errorf("told at line %d, expected %d", f.At.Line, 2*len(told))
					}
				}
			}
			if want := strings.TrimSpace(broken); !slices.Equal(told, []string{want, want}) {
				t.Errorf("%q is told, expected %q twice", told, want)
			}
		})
	}
}

func TestTells(t *testing.T) {
	all, found := invented.Take(table.Reader(), intake.OpenBytes([]byte(sheet), "a.csv", "a.csv"), intake.Options{Paper: "望汀日报"})
	n := make(map[diag.Code]int)
	for _, f := range append(found, all[0].Findings...) {
		n[f.Code]++
	}
	for code, want := range map[diag.Code]int{diag.ImportNoDate: 1, diag.ImportColumn: 1, diag.ImportFurniture: 1, diag.ImportProtected: 1, diag.ImportHeadTwice: 1, diag.ImportAuthor: 1, diag.ImportJump: 1, diag.ImportHead: 2} {
		if n[code] != want {
			t.Errorf("%s: %d, expected %d", code, n[code], want)
		}
	}
	var pages []int
	for _, p := range all[0].Edition.Pages {
		pages = append(pages, p.Number)
	}
	if fmt.Sprint(pages) != "[1 2 10 11]" {
		t.Errorf("pages %v", pages)
	}
}

// TestTwins: what an earlier row says word by word is taken once, and told; what differs
// in anything, or is too short to tell, is another story.
func TestTwins(t *testing.T) {
	long := strings.Repeat("江上有雾，渡船停在码头，等天亮。", 5)
	for name, c := range map[string]struct {
		rows         []string
		stories      int
		told, shifts int
	}{
		"the same":           {[]string{"A01,渡口,甲," + long, "A01,渡口,甲," + long}, 1, 1, 0},
		"in other blanks":    {[]string{"A01,渡口,甲," + long, "A01,渡口,甲,　　" + long}, 1, 1, 0},
		"on another page":    {[]string{"A01,渡口,甲," + long, "B01,渡口,甲," + long, "B01,码头,乙,短。"}, 2, 1, 1},
		"under another head": {[]string{"1,渡口,甲," + long, "1,码头,甲," + long}, 2, 0, 0},
		"with another end":   {[]string{"1,渡口,甲," + long, "1,渡口,甲," + long + "完。"}, 2, 0, 0},
		"short":              {[]string{"1,启事,甲,今日停航。", "1,启事,甲,今日停航。"}, 2, 0, 0},
		"sections":           {[]string{"A01,渡口,甲,短。", "A02,码头,甲,短文。", "B01,江,甲,文。"}, 3, 0, 1},
		"one section":        {[]string{"A01,渡口,甲,短。", "A02,码头,甲,短文。"}, 2, 0, 0},
	} {
		data := "版次,标题,作者,正文\n" + strings.Join(c.rows, "\n") + "\n"
		all, found := invented.Take(table.Reader(), intake.OpenBytes([]byte(data), "a.csv", "a.csv"), intake.Options{Paper: "望汀日报", Date: invented.Options().Date})
		told, shifts := 0, 0
		for _, d := range all {
			found = append(found, d.Findings...)
		}
		for _, f := range found {
			switch f.Code {
			case diag.ImportTwice:
				told++
			case diag.ImportRenumbered:
				shifts++
			}
		}
		if len(all) != 1 || len(all[0].Edition.Stories()) != c.stories || told != c.told || shifts != c.shifts {
			t.Errorf("%s: %d stories, told %d times, numbers told %d times: %v", name, len(all[0].Edition.Stories()), told, shifts, found)
		}
	}
}

func FuzzTable(f *testing.F) {
	f.Add([]byte(sheet))
	f.Add([]byte("title\ttext\n\"a\t\"\"b\n"))
	f.Add([]byte(`{"data":[{"title":"题","content":["文"],"date":"2026-11-23"}]}`))
	f.Fuzz(func(_ *testing.T, data []byte) {
		for name, reader := range map[string]intake.Reader{"a.csv": table.Reader(), "a.json": table.Records()} {
			all, _ := invented.Take(reader, intake.OpenBytes(data, name, name), invented.Options())
			for _, d := range all {
				if d.Edition != nil {
					d.Edition.Folder(d.Findings, intake.LayoutAuto)
				}
			}
		}
	})
}
