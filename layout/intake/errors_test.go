package intake_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
	"duikai/layout/intake/epaper"
	"duikai/layout/intake/invented"
	"duikai/layout/intake/table"
	"duikai/layout/intake/wire"
)

// TestErrors: every fault that sources are known for has a code and a place, and is
// repaired where that is sure and nowhere else.
func TestErrors(t *testing.T) {
	gb := func(s string) string {
		out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	page := func(text string) map[string]string {
		return map[string]string{"2026-11-23-3.txt": "渡口开通早班船\n\n　　本报讯 第一班船准时离岸，岸上的人挥手送行，雾也散了。" + text + "\n"}
	}
	latin := func(s string) string { // bytes taken for Latin-1
		var b strings.Builder
		for _, c := range []byte(gb(s)) {
			b.WriteRune(rune(c))
		}
		return b.String()
	}
	tree := func(article string) map[string]string {
		return map[string]string{
			"html/2026-11/23/node_1.htm":    `<meta charset=utf-8><title>望汀日报</title><map><area coords="0,0,200,0,200,300,0,300" shape=polygon href=content_1.htm></map><img usemap=#pagepicmap width=400 height=600>第01版：要闻<a href=content_1.htm><div>渡口开通早班船</div></a><!--enpproperty <founder-date>2026-11-23</founder-date><founder-pagenum>01</founder-pagenum><founder-papername>望汀日报</founder-papername> /enpproperty-->`,
			"html/2026-11/23/content_1.htm": `<meta charset=utf-8>` + article,
		}
	}
	listed := func(title, article string) map[string]string { // with another title in the page's list
		files := tree(article)
		files["html/2026-11/23/node_1.htm"] = strings.ReplaceAll(files["html/2026-11/23/node_1.htm"], "渡口开通早班船", title)
		return files
	}
	article := func(text string) map[string]string {
		return tree("<h1>渡口开通早班船</h1><div id=ozoom><!--enpcontent--><p>　　本报讯 第一班船离岸。</p><p>　　" + text + "</p><!--/enpcontent--></div>")
	}
	for name, tt := range map[string]struct {
		reader intake.Reader
		files  map[string]string
		code   diag.Code
		has    string // what is set
		hasnt  string
	}{
		"GBK read as Latin-1":       {dump.Reader(), map[string]string{"2026-11-23-3.txt": latin("渡口开通早班船\n\n　　本报讯 第一班船准时离岸，岸上的人挥手送行，雾也散了。\n")}, diag.ImportMojibake, "第一班船准时离岸", "Â"},
		"lost for good":             {dump.Reader(), page("锟斤拷锟斤拷的船。"), "", "本报讯", ""},
		"four bytes of GB18030":     {dump.Reader(), map[string]string{"2026-11-23-3.txt": gb("渡口开通早班船\n\n　　本报讯 船工䶮某㐂离岸，岸上的人挥手送行。\n")}, "", "船工䶮某㐂离岸", "〓"},
		"a private character":       {dump.Reader(), page("船工" + "\ue123" + "某离岸。"), diag.ImportLost, "船工〓某离岸", "\ue123"},
		"a replacement":             {dump.Reader(), page("船工\ufffd某离岸。"), diag.ImportLost, "船工〓某离岸", "\ufffd"},
		"a box in a word":           {dump.Reader(), page("船工□某离岸。"), diag.ImportMissing, "船工□某离岸", ""},
		"a control":                 {dump.Reader(), page("船工\x02某离岸。"), diag.ImportControl, "船工某离岸", "\x02"},
		"a phrase twice":            {dump.Reader(), page("船工向大家述职述职。"), diag.ImportDoubled, "述职述职", ""},
		"a word doubled":            {dump.Reader(), page("大家研究研究再说。"), "", "研究研究", ""},
		"a quotation mark alone":    {dump.Reader(), page("船工说：“离岸了。"), diag.ImportQuotes, "“离岸了", ""},
		"a story that breaks off":   {dump.Reader(), map[string]string{"2026-11-23-3.txt": "渡口开通早班船\n\n　　本报讯 第一班船准时离岸，岸上的人挥手送行，雾也散了，往后每天两班的船还要等到来年春天水涨起来以后才"}, diag.ImportTruncated, "以后才", ""},
		"a credit alone":            {dump.Reader(), page("\n\n于渡 摄\n"), diag.ImportCredit, "", "于渡 摄"},
		"from another page":         {epaper.Reader(), article("往后两班。（下转B03版）"), diag.ImportJumpPage, "", "下转"},
		"from a page that is there": {epaper.Reader(), article("往后两班。（下转第一版）"), diag.ImportJumpLoose, "", "下转"},
		"a head as a paragraph":     {epaper.Reader(), tree("<h1>渡口开通早班船</h1><div id=ozoom><!--enpcontent--><p>　　渡口开通早班船</p><p>　　本报讯 第一班船离岸。</p><!--/enpcontent--></div>"), diag.ImportHeadTwice, "第一班船离岸", ""},
		"an author in the text":     {epaper.Reader(), tree("<h1>渡口开通早班船</h1><div id=ozoom><!--enpcontent--><p>　　■&nbsp;望汀日报记者&nbsp;陆知远</p><p>　　第一班船离岸。</p><!--/enpcontent--></div>"), diag.ImportAuthor, "byline: \"望汀日报记者 陆知远\"", "■"},
		"heads in one":              {epaper.Reader(), tree("<h1>出行更方便　　渡口开通早班船——往后每天两班</h1><div id=ozoom><!--enpcontent--><p>　　第一班船离岸。</p><!--/enpcontent--></div>"), diag.ImportHead, "  - \"出行更方便\"\n  - \"渡口开通早班船\"\ndeck: \"——往后每天两班\"\n", ""},
		"a picture for a character": {epaper.Reader(), article("船工<img src=x.gif width=16>某离岸。"), diag.ImportLost, "船工〓某离岸", ""},
		"first words for a head":    {epaper.Reader(), listed("渡口开通早班…", "<h1></h1><div id=ozoom><!--enpcontent--><p>　　（上接第三版）</p><p>　　渡口 开通早班船以后，往后两班。</p><!--/enpcontent--></div><!--enpproperty <founder-title>渡口开通早班…</founder-title> /enpproperty-->"), diag.ImportFurniture, "weight: 1\nfrom: {page: 3}\n---\n渡口", "headline"},
		"a protected story":         {epaper.Reader(), tree("<h1>渡口开通早班船</h1><div id=ozoom><!--enpcontent--><!--/enpcontent--></div>"), diag.ImportProtected, "", ""},
		"XML that is cut":           {wire.Reader(), map[string]string{"2026-11-23.xml": "<nitf><head><pubdata name=\"望汀日报\" date.publication=\"20261123\"/></head><body><body.head><hedline><hl1>渡口开通早班船</hl1></hedline></body.head><body.content><p>第一班船离岸。</p><p>往后两班。</p>"}, diag.ImportBroken, "第一班船离岸", ""},
		"XML that breaks":           {wire.Reader(), map[string]string{"2026-11-23.xml": "<nitf><head><pubdata name=\"望汀日报\" date.publication=\"20261123\"/></head><body><body.head><hedline><hl1>渡口开通早班船</hl1></hedline></body.head><body.content><p>第一班船离岸。</p><p a=\"往后"}, diag.ImportBroken, "第一班船离岸", ""},
		"a column unknown":          {table.Reader(), map[string]string{"a.csv": "日期,版次,标题,正文,心情\n2026-11-23,1,渡口开通早班船,第一班船离岸。,高兴\n"}, diag.ImportColumn, "第一班船离岸", "高兴"},
	} {
		t.Run(name, func(t *testing.T) {
			files := make(map[string][]byte)
			for file, text := range tt.files {
				files[file] = []byte(text)
			}
			all, found := invented.Take(tt.reader, invented.Folder(t, files), intake.Options{Paper: "望汀日报"})
			text := ""
			for _, d := range all {
				found = append(found, d.Findings...)
				if d.Edition == nil {
					continue
				}
				f, more := d.Edition.Folder(d.Findings, intake.LayoutNone)
				found = append(found, more...)
				for _, file := range f.Files {
					if strings.HasSuffix(file.Path, ".md") {
						text += string(file.Data)
					}
				}
			}
			i := slices.IndexFunc(found, func(f intake.Finding) bool { return f.Code == tt.code })
			if tt.code != "" && i < 0 || tt.code == "" && slices.ContainsFunc(found, func(f intake.Finding) bool {
				return f.Code == diag.ImportDoubled || f.Code == diag.ImportLost
			}) {
				t.Errorf("told is %v", found)
			}
			if i >= 0 && found[i].At.File == "" {
				t.Errorf("%v has no place", found[i].Problem)
			}
			if !strings.Contains(text, tt.has) || tt.hasnt != "" && strings.Contains(text, tt.hasnt) {
				t.Errorf("set is\n%s", text)
			}
		})
	}
}
