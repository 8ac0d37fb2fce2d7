package intake

import (
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"duikai/layout/diag"
)

// Report tells a person what an import did: guesses first, the least sure
// before the rest, then every issue with the source on the left and the result
// on the right.
type Report struct {
	Lang   diag.Lang
	issues []reportIssue
	shown  int // bytes of text shown side by side
	found  []reportFinding
}

// mostShown is how much text a report shows side by side: a browser bears some
// megabytes. Beyond, the findings alone are listed.
const mostShown = 8 << 20

type reportIssue struct {
	Dir, Paper, Date string
	Counts           []reportCount
	Rows             []reportRow
	Cut              bool // too much to be shown
}

type reportCount struct {
	Name string
	N    int
}

// reportRow is a stretch of the source and what it became.
type reportRow struct {
	at     PlaceRecord
	Place  string
	Source []string
	What   string // the field, in the user's language
	Story  string
	Text   string
	Rule   string
	Sure   int
	Doubt  bool
	Out    bool // it is not in the result
	Level  string
}

type reportFinding struct {
	reportRow
	Dir, Code, Severity, Says, Hint string
	Before, Lines, After            []string
}

// Add puts an issue, or findings without one, into the report. dir is where the
// issue stands; the record may be nil.
func (r *Report) Add(dir string, record *Record, found []Finding) {
	for _, f := range found {
		r.found = append(r.found, r.finding(dir, f))
	}
	if record == nil {
		return
	}
	is := reportIssue{Dir: dir, Paper: record.Paper, Date: record.Date}
	for _, name := range []string{"pages", "stories", "pictures"} {
		is.Counts = append(is.Counts, reportCount{fieldWord(name, r.Lang), record.Counts[name]})
	}
	size := 0
	for _, s := range record.Stories {
		for _, f := range s.Fields {
			size += len(f.Text)
			is.Rows = append(is.Rows, r.row(s, f))
		}
	}
	if is.Cut = r.shown+size > mostShown; is.Cut {
		is.Rows = nil
	}
	r.shown += size
	for _, f := range found {
		if !is.Cut && f.At.Line > 0 {
			x := r.finding(dir, f)
			x.What, x.Text, x.Source, x.Out = string(f.Code), x.Says, f.Text, true
			is.Rows = append(is.Rows, x.reportRow)
		}
	}
	slices.SortStableFunc(is.Rows, func(a, b reportRow) int {
		if c := Natural(a.at.File, b.at.File); c != 0 {
			return c
		}
		return a.at.From - b.at.From
	})
	r.issues = append(r.issues, is)
}

func (r *Report) row(s StoryRecord, f FieldRecord) reportRow {
	row := reportRow{What: fieldWord(f.Field, r.Lang), Story: s.ID, Text: f.Text, Rule: f.Rule, Sure: f.Sure, Doubt: f.Sure < Doubted}
	if len(f.At) > 0 {
		row.at = f.At[0]
		row.Place = placeWords(f.At[0])
	}
	row.Source = []string{f.Text}
	if len(f.At) > 1 {
		row.Source = cutAt(f.Text, f.At)
	}
	return row
}

// cutAt parts a text where its runs meet, as far as their lengths tell.
func cutAt(text string, at []PlaceRecord) []string {
	var out []string
	for _, p := range at {
		n := p.To - p.From
		if n <= 0 || n >= len(text) {
			break
		}
		out = append(out, text[:n])
		text = text[n:]
	}
	return append(out, text)
}

// Doubted is the Sure below which a guess is a doubt.
const Doubted = 80

func placeWords(p PlaceRecord) string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

func (r *Report) finding(dir string, f Finding) reportFinding {
	x := reportFinding{Dir: dir, Code: string(f.Code), Severity: f.Severity().In(r.Lang), Says: f.Problem.Text(r.Lang), Hint: f.Hint(r.Lang),
		Before: f.Before, Lines: f.Text, After: f.After}
	x.at, x.Place, x.Rule, x.Sure = PlaceRecord(f.At), placeWords(PlaceRecord(f.At)), f.Rule, f.Sure
	x.Level = f.Severity().String()
	x.Doubt = f.Sure > 0 && f.Sure < Doubted
	if f.Story != nil {
		x.Story = f.Story.ID
	}
	return x
}

var fieldWords = map[string]term{
	"pages": {"pages", "版"}, "stories": {"stories", "稿件"}, "pictures": {"pictures", "图片"},
	"kicker": {"kicker", "引题"}, "headline": {"headline", "主题"}, "deck": {"deck", "副题"}, "summary": {"summary", "提要"},
	"byline": {"byline", "署名"}, "short": {"short head", "转版短题"}, "column": {"column", "栏目"}, "note": {"note", "附注"}, "paragraph": {"text", "正文"}, "subhead": {"subhead", "小标题"},
	"run-in": {"run-in head", "接排小标题"}, "pull": {"pull quote", "引语"}, "verse": {"verse", "诗行"}, "table": {"table", "表格"}, "pause": {"break", "间隔"},
}

func fieldWord(name string, l diag.Lang) string {
	if w, ok := fieldWords[name]; ok {
		return w.In(l)
	}
	return name
}

// WriteHTML writes the report as a page for a browser, without scripts and
// without anything from elsewhere.
func (r *Report) WriteHTML(w io.Writer) error {
	found := slices.Clone(r.found)
	slices.SortStableFunc(found, func(a, b reportFinding) int {
		rank := map[string]int{"fatal": 0, "error": 1, "warning": 2, "info": 3}
		if c := rank[a.Level] - rank[b.Level]; c != 0 {
			return c
		}
		sure := func(f reportFinding) int {
			if f.Sure == 0 {
				return Certain + 1
			}
			return f.Sure
		}
		return sure(a) - sure(b)
	})
	counts := make(map[string]int)
	for _, f := range found {
		counts[f.Code]++
	}
	var codes []reportCount
	for code, n := range counts {
		codes = append(codes, reportCount{code, n})
	}
	slices.SortFunc(codes, func(a, b reportCount) int { return strings.Compare(a.Name, b.Name) })
	var doubts, rest []reportFinding
	for _, f := range found {
		if f.Sure > 0 || f.Level == "warning" || f.Level == "error" || f.Level == "fatal" {
			doubts = append(doubts, f)
		} else {
			rest = append(rest, f)
		}
	}
	return reportPage.Execute(w, map[string]any{
		"T": reportText[r.Lang], "Codes": codes, "Doubts": doubts, "Rest": rest, "Issues": r.issues,
		"HTMLLang": [...]string{diag.English: "en", diag.Chinese: "zh-CN"}[r.Lang],
	})
}

var reportText = [...]map[string]string{
	diag.English: {"title": "Import report", "counts": "What was found, by code", "doubts": "To look at: errors, warnings, and guesses with the least sure first", "rest": "What else was done",
		"issues": "Issues, source on the left and result on the right", "source": "Source", "result": "Result", "sure": "sure", "rule": "rule", "out": "not in the text", "cut": "Too much to be shown here: see import.json in the folder.", "none": "Nothing."},
	diag.Chinese: {"title": "导入报告", "counts": "各类情况的次数", "doubts": "请过目：错误、警告，以及猜测（把握最小的在前）", "rest": "其他处理",
		"issues": "各期：左为来源，右为结果", "source": "来源", "result": "结果", "sure": "把握", "rule": "规则", "out": "未排入正文", "cut": "内容过多，此处不列：见文件夹中的 import.json。", "none": "无。"},
}

var reportPage = template.Must(template.New("report").Parse(`<!DOCTYPE html>
<html lang="{{.HTMLLang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{.T.title}}</title>
<style>
body{font:15px/1.6 "Noto Serif SC","Songti SC",SimSun,serif;margin:2em auto;max-width:76em;padding:0 1em;color:#222;background:#fff}
h1{font-size:1.6em}h2{font-size:1.2em;border-bottom:2px solid #222;margin-top:2em}
table{border-collapse:collapse;width:100%;table-layout:fixed}td,th{border-top:1px solid #ccc;padding:.3em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}
small,.place{color:#666;font-family:sans-serif;font-size:.8em}.error,.fatal{border-left:4px solid #b00020}.warning{border-left:4px solid #d98000}.info{border-left:4px solid #bbb}
section.finding{padding:.2em .8em;margin:.6em 0}.around{color:#666}.doubt{background:#fff6dd}.out{background:#f3f3f3;color:#555}
.run+.run::before{content:"⏎ ";color:#b00020}.n{text-align:right;width:6em}
:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){body{color:#ddd;background:#181818}h2{border-color:#ddd}td,th{border-color:#444}small,.place,.around{color:#aaa}.doubt{background:#3a3115}.out{background:#262626;color:#bbb}.run+.run::before{color:#ff7b8a}}
</style></head><body>
<h1>{{.T.title}}</h1>
<h2>{{.T.counts}}</h2>
{{if .Codes}}<table>{{range .Codes}}<tr><td>{{.Name}}</td><td class="n">{{.N}}</td></tr>{{end}}</table>{{else}}<p>{{.T.none}}</p>{{end}}
<h2>{{.T.doubts}}</h2>
{{range .Doubts}}{{template "finding" .}}{{else}}<p>{{.T.none}}</p>{{end}}
<h2>{{.T.rest}}</h2>
{{range .Rest}}{{template "finding" .}}{{else}}<p>{{.T.none}}</p>{{end}}
<h2>{{.T.issues}}</h2>
{{$t := .T}}{{range .Issues}}
<h3 id="{{.Dir}}">{{.Paper}} {{.Date}} <small>{{.Dir}}{{range .Counts}} · {{.Name}} {{.N}}{{end}}</small></h3>
{{if .Cut}}<p>{{$t.cut}}</p>{{else}}<table><tr><th>{{$t.source}}</th><th>{{$t.result}}</th></tr>
{{range .Rows}}<tr{{if .Out}} class="out"{{else if .Doubt}} class="doubt"{{end}}><td><span class="place">{{.Place}}</span><br>{{range .Source}}<span class="run">{{.}}</span>{{end}}</td>
<td><small>{{.Story}} {{.What}}{{if .Rule}} · {{$t.rule}} {{.Rule}}{{end}}{{if .Sure}} · {{$t.sure}} {{.Sure}} %{{end}}</small><br>{{.Text}}</td></tr>
{{end}}</table>{{end}}{{end}}
</body></html>
{{define "finding"}}<section class="finding {{.Level}}{{if .Doubt}} doubt{{end}}"><b>{{.Severity}}</b> {{.Says}} <small>[{{.Code}}]{{if .Rule}} {{.Rule}}{{end}}{{if .Sure}} {{.Sure}} %{{end}} {{.Dir}} {{.Story}} <span class="place">{{.Place}}</span></small>
{{range .Before}}<div class="around">{{.}}</div>{{end}}{{range .Lines}}<div>{{.}}</div>{{end}}{{range .After}}<div class="around">{{.}}</div>{{end}}{{if .Hint}}<small>{{.Hint}}</small>{{end}}</section>
{{end}}`))
