package epaper_test

import (
	"strings"
	"testing"
	"time"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/epaper"
	"duikai/layout/intake/invented"
)

// FuzzPage reads any bytes as a page and as its story: nothing panics, nothing
// leaves the tree, and the folder can be written.
func FuzzPage(f *testing.F) {
	f.Add([]byte(pageHTML), []byte(articleHTML))
	f.Add([]byte(`<area coords="1,1,2,2,9,9,1,1" href=content_1.htm><a href=content_1.htm>`), []byte("<h1><table><tr><td><img src=/res/a_b.jpg><p></table>"))
	f.Fuzz(func(t *testing.T, page, article []byte) {
		files := map[string][]byte{"html/2016-03/08/node_1.htm": page, "html/2016-03/08/content_1.htm": article, "html/2016-03/08/content_70001.htm": article, "a.json": page}
		all, _ := invented.Take(epaper.Reader(), invented.Folder(t, files), intake.Options{Paper: "望汀日报"})
		for _, d := range all {
			if d.Edition != nil {
				d.Edition.Folder(d.Findings, intake.LayoutAuto)
			}
		}
	})
}

// TestHostile bounds what a page may ask for, and tells it.
func TestHostile(t *testing.T) {
	corners := strings.Repeat("1,2,3,4,", 500_000)
	tests := map[string]struct {
		page, article string
		code          diag.Code
	}{
		"a million corners": {`<area coords="` + corners + `" href="content_1.htm">`, "<h1>题</h1><div id=ozoom><p>文。</p></div>", diag.ImportBound},
		"very deep":         {`<a href=content_1.htm>题</a>`, "<h1>题</h1><div id=ozoom>" + strings.Repeat("<div>", 200_000) + "文。", diag.ImportBound},
		"many links":        {strings.Repeat(`<a href=content_1.htm>题</a>`, 20_000), "<h1>题</h1><div id=ozoom><p>文。</p></div>", diag.ImportBound},
		"leaving links":     {`<a href=content_1.htm>题</a><a href="../../../../content_2.htm">题</a>`, "<h1>题</h1><div id=ozoom><p>文。</p></div>", diag.ImportLinkOut},
		"a circle":          {`<a href=content_1.htm>题</a><a href=node_1.htm>第01版</a>`, `<h1>题</h1><div id=ozoom><p>文。</p><a href=content_1.htm>下一篇</a><img src=content_1.htm></div>`, diag.ImportAbsent},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			files := map[string][]byte{"html/2016-03/08/node_1.htm": []byte(tt.page), "html/2016-03/08/content_1.htm": []byte(tt.article)}
			all, found := invented.Take(epaper.Reader(), invented.Folder(t, files), intake.Options{Paper: "望汀日报"})
			if len(all) != 1 || len(found) > 0 || all[0].Edition == nil {
				t.Fatal(len(all), found)
			}
			if n := codes(all[0]); n[tt.code] == 0 {
				t.Errorf("%s is not told: %v", tt.code, n)
			}
			if !strings.Contains(invented.Plain(all[0].Edition), "文。") {
				t.Error("the story is lost")
			}
			t.Log(time.Since(begin))
		})
	}
}
