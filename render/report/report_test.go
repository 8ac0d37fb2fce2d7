package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/report"
	_ "duikai/samples/draws" // the same draws every time
	"duikai/samples/golden"
)

const em = 9 * geom.Pt

// line is a body line of 13 ems.
func line(text string, at geom.Point, remedies map[page.Remedy]geom.Length) page.LineRecord {
	l := page.LineRecord{
		At: at, Width: 13 * em, Measure: 13 * em, Size: em, Part: page.Body, Chars: len([]rune(text)), Text: text,
		Gaps: 12, Justified: true, Src: diag.Pos{File: "stories/canal.md", Line: 7, Col: 1},
	}
	for r, used := range remedies {
		l.Remedies[r] = used
	}
	return l
}

// small is an edition of two pages with a jump, an overset story, a picture and
// lines of every kind, and its problems.
func small(paper, id, text string) (*page.Edition, diag.List, []report.Place) {
	grid := page.Grid{Area: geom.Rect{X: 20 * geom.Pt, Y: 30 * geom.Pt, W: 27 * em, H: 115 * geom.Pt},
		Columns: 2, Column: 13 * em, Gutter: em, Rows: 10, Leading: 11500, Baseline: 9 * geom.Pt}
	at := func(row int) geom.Point { return geom.Point{X: 20 * geom.Pt, Y: grid.RowTop(row) + grid.Baseline} }
	lone := line("了。", at(5), nil)
	lone.Justified, lone.Last, lone.Lone = false, true, true
	split := line("二〇二", at(4), nil)
	split.Edge = page.EdgeSplit
	loose := line("水来了"+text, at(3), map[page.Remedy]geom.Length{page.Spread: 3 * em, page.OpenMark: em / 2})
	loose.Loose = true
	rec := &page.Record{
		Frames: []page.Frame{{Rect: grid.Cells(0, 0, 1, 10), Rows: 10, Used: 9}},
		Lines: []page.LineRecord{
			line("没有调整的一行", at(0), nil),
			line("挤了句号", at(1), map[page.Remedy]geom.Length{page.SqueezeStop: em / 2}),
			line("拉开一点", at(2), map[page.Remedy]geom.Length{page.Spread: em / 2}),
			loose, split, lone,
		},
	}
	taboo := diag.New(diag.PageCut, diag.Pos{}, 2, 5, 2, "x")
	e := &page.Edition{
		Paper: paper, Title: paper, Date: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
		Pages: []*page.Page{
			{Number: 1, Name: "要闻", Trim: geom.Size{W: 283 * geom.Pt, H: 175 * geom.Pt}, Grid: grid,
				Placements: []page.Placement{
					{Kind: "story", Story: id, Area: grid.Cells(0, 0, 1, 10), Columns: 1, Measure: grid.Column, Rows: 10, Lines: 9, Chars: 1110, White: 1, To: 2, Record: rec, Src: diag.Pos{File: "issue.yaml", Line: 8, Col: 9}},
					{Kind: "picture", Story: "pictures/a.jpg", Area: grid.Cells(1, 0, 1, 5), PPI: 150},
				},
				Items: []page.Item{&page.Picture{File: "pictures/a.jpg", Rect: geom.Rect{X: 146 * geom.Pt, Y: 30 * geom.Pt, W: 72 * geom.Pt, H: 36 * geom.Pt}, Crop: image.Rect(0, 0, 150, 75), Whole: image.Pt(150, 100)}},
			},
			{Number: 2, Trim: geom.Size{W: 283 * geom.Pt, H: 175 * geom.Pt}, Grid: grid,
				Placements: []page.Placement{
					{Kind: "story", Story: id, Area: grid.Cells(0, 2, 2, 3), Columns: 2, Measure: grid.Column, Rows: 3, Lines: 6, Chars: 40, From: 1, Over: 30, OverLines: 3, Src: diag.Pos{File: "issue.yaml", Line: 12, Col: 9}},
				},
				Items: []page.Item{&page.Block{File: "ad.pdf", Page: 1, Rect: geom.Rect{X: 20 * geom.Pt, Y: 100 * geom.Pt, W: 72 * geom.Pt, H: 36 * geom.Pt}}},
				Spots: []page.Spot{{Problem: taboo, Area: geom.Rect{X: 1000, Y: 2000, W: 3000, H: 4000}}},
			},
		},
	}
	yaml := diag.New(diag.BadYAML, diag.Pos{File: "issue.yaml", Line: 2, Col: 7}, text)
	yaml.Excerpt = "> 2 | " + text
	list := diag.List{
		taboo, yaml,
		diag.New(diag.Overset, diag.Pos{File: "issue.yaml", Line: 12, Col: 9}, id, 30, 3, "cut it"),
		diag.New(diag.Normalized, diag.Pos{File: "stories/canal.md", Line: 7, Col: 1}, "half-width comma", ",", "，"),
	}
	places := []report.Place{
		{Number: 1, Page: 2, Areas: []geom.Rect{{X: 1000, Y: 2000, W: 3000, H: 4000}}},
		{},
		{Number: 2, Page: 2, Areas: []geom.Rect{grid.Cells(0, 2, 2, 3)}},
		{Page: 1, Areas: []geom.Rect{grid.Cells(0, 0, 1, 1)}},
	}
	return e, list, places
}

func TestReport(t *testing.T) {
	e, list, places := small("望汀日报", "canal", "")
	for name, l := range map[string]diag.Lang{"en": diag.English, "zh": diag.Chinese} {
		r := report.Build(e, list, places, l)
		var text, data bytes.Buffer
		if err := errors.Join(r.WriteText(&text, l), r.WriteJSON(&data)); err != nil {
			t.Fatal(err)
		}
		golden.Text(t, "report-"+name+".txt", text.String())
		golden.Text(t, "report-"+name+".json", data.String())
	}
}

// TestReportCounts: the sums agree with the lists they sum up.
func TestReportCounts(t *testing.T) {
	e, list, places := small("望汀日报", "canal", "")
	r := report.Build(e, list, places, diag.English)
	if got, want := r.Totals, (report.Totals{Pages: 2, Stories: 1, Characters: 1150, Lines: 15, White: 1, Overset: 30, Errors: 2, Warnings: 1, Notes: 1}); got != want {
		t.Errorf("totals %+v, want %+v", got, want)
	}
	if s := r.Pages[0].Slots[0]; s.Fill != 0.9 {
		t.Errorf("a slot with one white line of ten is filled to %v", s.Fill)
	}
	if s := r.Pages[1].Slots[0]; s.Fill != 1.5 {
		t.Errorf("a slot of six lines with three left over is filled to %v", s.Fill)
	}
	justified := 0
	for _, g := range r.Record.Gaps {
		justified += g.Lines
	}
	if justified != r.Record.Justified || r.Record.Lines != 6 || r.Record.Lone != 1 || r.Record.Split != 1 || r.Record.Loose != 1 || r.Record.Untouched != 2 {
		t.Errorf("%d lines in ranges: %+v", justified, r.Record)
	}
	var order []string
	for _, l := range r.Worst {
		order = append(order, l.Text)
	}
	if want := []string{"二〇二", "水来了", "了。", "拉开一点", "挤了句号"}; !slices.Equal(order, want) {
		t.Errorf("the worst lines are %v, want %v", order, want)
	}
}

// TestReportOfNothing: lists of an issue that could not be composed are empty
// and not null.
func TestReportOfNothing(t *testing.T) {
	var b bytes.Buffer
	r := report.Build(nil, nil, nil, diag.English)
	if err := errors.Join(r.WriteJSON(&b), r.WriteText(io.Discard, diag.English), r.WriteHTML(io.Discard, nil, report.HTML{})); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "null") || !json.Valid(b.Bytes()) {
		t.Error(b.String())
	}
}

func page1(t testing.TB, paper, id, text string, l diag.Lang) string {
	t.Helper()
	e, list, places := small(paper, id, text)
	var b bytes.Buffer
	err := report.Build(e, list, places, l).WriteHTML(&b, e, report.HTML{
		Lang:  l,
		Print: func(*page.Page) string { return report.DataURI("image/png", []byte("page")) },
		Photos: func(p *page.Page) []report.Photo {
			return []report.Photo{{Left: 1.5, Top: 2, Width: 30, Height: 40, Address: report.DataURI("image/jpeg", []byte("photo"))}}
		},
		Crop: func(report.Line) string { return report.DataURI("image/png", []byte("line")) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var tags = regexp.MustCompile(`</?[a-zA-Z]+[^<>"]*(?:"[^"]*"[^<>"]*)*>`)

// bare is a page without its style and script, which no manuscript reaches.
func bare(doc string) string {
	doc = regexp.MustCompile(`sha256-[^ ]*`).ReplaceAllString(doc, "sha256-...")
	doc = regexp.MustCompile(`(?s)<style>.*?</style>`).ReplaceAllString(doc, "<style></style>")
	return regexp.MustCompile(`(?s)<script>.*</script>\n</body>`).ReplaceAllString(doc, "<script></script></body>")
}

// TestHTML holds the page without its style and script.
func TestHTML(t *testing.T) {
	golden.Text(t, "report.html", bare(page1(t, "望汀日报", "canal", "", diag.Chinese)))
}

// TestHTMLIsOneFile: nothing is loaded from elsewhere.
func TestHTMLIsOneFile(t *testing.T) {
	for _, l := range []diag.Lang{diag.English, diag.Chinese} {
		doc := page1(t, "望汀日报", "canal", "", l)
		for _, m := range regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(bare(doc), -1) {
			if !strings.HasPrefix(m[1], "#") && !strings.HasPrefix(m[1], "data:") {
				t.Errorf("the page names %s", m[1])
			}
		}
		if strings.Contains(doc, "url(") || strings.Contains(doc, "@import") {
			t.Error("the style loads something")
		}
		if !strings.Contains(doc, "script-src &#39;sha256-") && !strings.Contains(doc, "script-src 'sha256-") {
			t.Error("the policy does not name the script")
		}
	}
}

// TestHTMLEscapes: whatever a manuscript holds, the page has the same tags.
func TestHTMLEscapes(t *testing.T) {
	names := func(doc string) (out []string) {
		for _, tag := range tags.FindAllString(bare(doc), -1) {
			out = append(out, strings.FieldsFunc(tag, func(r rune) bool { return r == ' ' || r == '>' || r == '\n' })[0])
		}
		return out
	}
	want := names(page1(t, "a", "b", "c", diag.English))
	hostile := rapid.OneOf(
		rapid.SampledFrom([]string{"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "</title>", "]]>", "<!--", "{{.}}", "javascript:alert(1)", "' onload='x", "</style>", "\x00"}),
		rapid.StringMatching(`[<>"'&a-z/= ]{1,20}`),
	)
	rapid.Check(t, func(rt *rapid.T) {
		doc := page1(t, "a"+hostile.Draw(rt, "paper"), "b"+hostile.Draw(rt, "id"), "c"+hostile.Draw(rt, "text"), diag.English)
		if got := names(doc); !slices.Equal(got, want) {
			rt.Fatalf("%d tags, want %d", len(got), len(want))
		}
	})
}

// TestHTMLMarksAreTheList: every number on a page leads to an entry of the list
// with the same number.
func TestHTMLMarksAreTheList(t *testing.T) {
	doc := page1(t, "望汀日报", "canal", "", diag.English)
	find := func(pattern string) (out []string) {
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(doc, -1) {
			out = append(out, m[1])
		}
		slices.Sort(out)
		return out
	}
	marks, entries := find(`id="mark-(\d+)"`), find(`data-number="(\d+)"`)
	if len(marks) != 2 || !slices.Equal(marks, entries) {
		t.Errorf("marks %v, entries %v", marks, entries)
	}
}

// TestHTMLListIsBounded: of thousands of notes some are left out, and said to
// be; errors never are.
func TestHTMLListIsBounded(t *testing.T) {
	var list diag.List
	for i := range 5000 {
		list.Add(diag.Normalized, diag.Pos{File: "stories/a.md", Line: i + 1, Col: 1}, "half-width comma", ",", "，")
	}
	list.Add(diag.MissingStory, diag.Pos{File: "stories/b.md", Line: 1, Col: 1}, "last")
	var b bytes.Buffer
	if err := report.Build(nil, list, nil, diag.English).WriteHTML(&b, nil, report.HTML{}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), `<li class="`); n > 2100 || !strings.Contains(b.String(), "3,000 more notes") || !strings.Contains(b.String(), "missing-story") {
		t.Errorf("%d entries", n)
	}
}

// TestRemarks: how far a mark of a proof reader is, and whether a signature holds, is said
// in the same words in the text and in the page for the browser.
func TestRemarks(t *testing.T) {
	e, _, _ := small("望汀日报", "canal", "")
	e.Pages[1].Remarks = []page.Remark{
		{Number: 1, Note: "核对<数字>", Who: "王三", When: "2026-11-22 21:40", Words: "三十", Gone: true},
		{Number: 3, Note: "译名", Answers: []page.Reply{{Who: "李四", Note: "已核"}}, Settled: &page.Reply{Who: "李四", When: "2026-11-22 22:02"}},
	}
	e.Pages[0].Remarks = []page.Remark{{Number: 2, Areas: []geom.Rect{{X: 20 * geom.Pt, Y: 30 * geom.Pt, W: 40 * geom.Pt, H: 9 * geom.Pt}}, Note: "几点", Answers: []page.Reply{{Who: "李四", Note: "七点"}}}}
	e.Pages[0].Signed = &page.Signed{Status: final{}, Who: "王三", When: "2026-11-22 23:10", Changed: true}
	for l, want := range [...][]string{
		{"open", "answered", "settled 李四 2026-11-22 22:02", "final proof 王三 2026-11-22 23:10 (changed since: no longer holds)"},
		{"未处理", "已答复", "已处理 李四 2026-11-22 22:02", "清样 王三 2026-11-22 23:10（签后有改动，失效）"},
	} {
		lang := diag.Lang(l)
		r := report.Build(e, nil, nil, lang)
		var text, doc bytes.Buffer
		if err := errors.Join(r.WriteText(&text, lang), r.WriteHTML(&doc, e, report.HTML{Lang: lang})); err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(text.String(), w) || !strings.Contains(doc.String(), w) {
				t.Errorf("%q is not said in both:\n%s", w, text.String())
			}
		}
		for _, w := range []string{
			`<li class="open" value="1">`, `<li class="answered" value="2">`, `<li class="settled" value="3">`,
			`<g class="open" data-remark="1">`, `<g class="answered" data-remark="2">`, `<g class="settled" data-remark="3">`,
			`<rect x="18" y="28" width="44" height="13" rx="6"/>`, `data-box="20 30 40 9"`, `<small class="signed void">`, "核对&lt;数字&gt;",
		} {
			if !strings.Contains(doc.String(), w) {
				t.Errorf("the page lacks %s", w)
			}
		}
		var numbers []int
		for _, m := range r.Remarks() {
			numbers = append(numbers, m.Number)
		}
		if !slices.Equal(numbers, []int{1, 2, 3}) {
			t.Errorf("the marks are listed as %v", numbers)
		}
	}
}

// final is a status of a page.
type final struct{}

func (final) In(l diag.Lang) string { return [...]string{"final proof", "清样"}[l] }
