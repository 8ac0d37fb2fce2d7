package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout/diag"
	"duikai/render/pdfx"
	"duikai/render/preflight"
	"duikai/render/reading"
	"duikai/render/replica"
)

// TestTableCaptions: the title over a table (表题) and what the table counts in are its
// caption, in the tags and in copies, in a column and across columns; the text stays
// in its order.
func TestTableCaptions(t *testing.T) {
	wide := "| 线路 |" + strings.Repeat(" 江滨新区站 |", 9) + "\n|---|" + strings.Repeat("--:|", 9) + "\n| 一号 |" + strings.Repeat(" 12345 |", 9) + "\n"
	issue := fstest.MapFS{
		"issue.yaml": {Data: []byte(`paper: 望汀日报
date: 2026-11-23
format: tabloid
pages: [{number: 2, slots: [{story: a, at: [1, 1], span: [4, 60], columns: 2}]}]
`)},
		"stories/a.md": {Data: []byte("---\nheadline: 各站客流\n---\n雾散了，船也开了。\n\n表1{各|gè}站客流\n\n单位：人\n\n| 站 | 人数 |\n|---|--:|\n| 江口 | 12 |\n| 雾桥 | 7 |\n\n" +
			"船开走了。\n\n**各线客流**\n\n" + wide + "\n" + strings.Repeat("江上起雾。", 80) + "\n\n单位：个\n\n| 泊位 | 数 |\n|---|--:|\n| 一号 | 3 |\n")},
	}
	r, err := Job{FS: issue, Draft: true}.Run()
	if err != nil || r.Edition == nil {
		t.Fatal(err, r.Problems)
	}
	var tables []string
	var text func(e *reading.Element) string
	text = func(e *reading.Element) (s string) {
		for _, h := range e.Holds {
			if h.Ruby != nil {
				s += text(h.Ruby.Kids[0])
			} else {
				s += h.Text.String()
			}
		}
		return s
	}
	var order []string
	var walk func(e *reading.Element)
	walk = func(e *reading.Element) {
		if s := text(e); s != "" && e.Type != "RB" && e.Type != "RT" {
			order = append(order, s)
		}
		if e.Type == "Table" {
			said := "none"
			if c := e.Kids[0]; c.Type == "Caption" {
				said = ""
				for _, k := range c.Kids {
					said += k.Type + " " + text(k) + " "
				}
			}
			tables = append(tables, strings.TrimSpace(said))
		}
		for _, k := range e.Kids {
			walk(k)
		}
	}
	walk(reading.Of(r.Edition).Root)
	if want := []string{"P 表1各站客流 TableUnit 单位：人", "P 各线客流", "TableUnit 单位：个"}; !slices.Equal(tables, want) {
		t.Errorf("the captions are %q, not %q", tables, want)
	}
	if got, want := strings.Join(order, "/"), "各站客流/雾散了，船也开了。/表1各站客流/单位：人/站/人数/江口/12/雾桥/7/船开走了。/各线客流/线路/"; !strings.HasPrefix(got, want) {
		t.Errorf("the text begins\n%s\nnot\n%s", got, want)
	}
	out, err := r.For(Printing{Standard: pdfx.Plain, ForScreen: true})
	if err != nil {
		t.Fatal(err, r.Problems)
	}
	for _, f := range preflight.Check(out.Document, preflight.Options{Standard: preflight.UA1}) {
		t.Error(fmt.Sprint("object ", f.Object), f.Text(diag.English))
	}
	var web string
	if err := r.Copy(replica.Web, "", func(name string, data []byte) error {
		if name == "stories/a.html" {
			web = string(data)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<table><caption>表1<ruby>各<rp>（</rp><rt>gè</rt><rp>）</rp></ruby>站客流<div class="unit">单位：人</div></caption><tr>`,
		`<table><caption>各线客流</caption><tr>`, `<table><caption><div class="unit">单位：个</div></caption><tr>`,
	} {
		if !strings.Contains(web, want) {
			t.Errorf("no %s in\n%s", want, web)
		}
	}
}
