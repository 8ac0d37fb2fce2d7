package render

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout/diag"
	"duikai/render/pdfx"
	"duikai/render/preflight"
	"duikai/render/reading"
)

// TestNotesInEveryPart: what stands over characters (注音) is read with them, in every
// part of a page that may have such notes: two lines of a head do not take each
// other's, and letters in a line that runs downward have theirs.
func TestNotesInEveryPart(t *testing.T) {
	issue := fstest.MapFS{
		"issue.yaml": {Data: []byte(`paper: 望汀日报
date: 2026-11-23
format: tabloid
style: {body: {size: 9pt, leading: 14pt}}
pages:
  - number: 2
    slots:
      - {story: a, at: [1, 1], span: [4, 60], columns: 3}
      - {story: b, at: [5, 1], span: [2, 30], head: vertical-right}
      - {notice: ["天{晴|qíng}，{东风|dōng}", 有{Good wind|好风}], title: 天气, at: [5, 31], span: [2, 12]}
`)},
		"stories/a.md": {Data: []byte(`---
kicker: 引{题|k}
headline: ["主{题|h1}一", "主{题|h2}二"]
deck: ["副{题|d1}一", "副{题|d2}二"]
byline: 本报记者 {陆知远|lù zhī yuǎn}
note: 作者是{江|n}上人
---
> 编者按：{编|q}者说。

今晨{江|b1}上起雾。{New York|纽约}的船停了。

## 第{一|s1}行
## 第{二|s2}行

>> 夜里的{码|p}头。

### 串{文|r}

雾{散|b2}了。

| 泊{位|t1} | 数 |
|---|---|
| 一{号|t2} | 二{号|t3} |

names:
  甲{组|l}：{张|m1}三 李{四|m2}

verse:
  一{船|v1}
  两{船|v2}
`)},
		"stories/b.md": {Data: []byte("---\nkicker: 竖{引|x}\nheadline: 竖{题|y}{AB|甲}说\n---\n" + strings.Repeat("江上起雾。", 60) + "\n")},
	}
	r, err := Job{FS: issue, Draft: true}.Run()
	if err != nil || r.Edition == nil {
		t.Fatal(err, r.Problems)
	}
	var got []string
	var walk func(e *reading.Element)
	walk = func(e *reading.Element) {
		if e.Type == "Ruby" {
			said := []string{e.Parent.Type}
			for _, k := range e.Kids {
				var b strings.Builder
				for _, h := range k.Holds {
					b.WriteString(h.Text.String())
				}
				said = append(said, k.Type, b.String())
			}
			got = append(got, strings.Join(said, " "))
		}
		for _, k := range e.Kids {
			walk(k)
		}
	}
	walk(reading.Of(reading.Spoken(r.Edition)).Root)
	want := []string{
		"Kicker RB 题 RT k", "H1 RB 题 RT h1", "H1 RB 题 RT h2", "Deck RB 题 RT d1", "Deck RB 题 RT d2",
		"Byline RB 陆 RT lù", "Byline RB 知 RT zhī", "Byline RB 远 RT yuǎn",
		"P RB 编 RT q", "P RB 江 RT b1", "P RB New York RT 纽约", "H2 RB 一 RT s1", "H2 RB 二 RT s2", "P RB 码 RT p", "P RB 文 RT r", "P RB 散 RT b2",
		"TH RB 位 RT t1", "TD RB 号 RT t2", "TD RB 号 RT t3", "Caption RB 组 RT l", "LBody RB 张 RT m1", "LBody RB 四 RT m2",
		"Verse RB 船 RT v1", "Verse RB 船 RT v2", "Afterword RB 江 RT n",
		"Kicker RB 引 RT x", "H1 RB 题 RT y", "H1 RB AB RT 甲",
		"P RB 晴 RT qíng", "P RB 东风 RT dōng", "P RB Good wind RT 好风",
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("the notes are\n%s\nnot\n%s", g, w)
	}
	for _, pl := range r.Edition.Pages[0].Placements {
		if pl.Over > 0 {
			t.Errorf("%s does not fit", pl.Story)
		}
	}
	out, err := r.For(Printing{Standard: pdfx.Plain, ForScreen: true})
	if err != nil {
		t.Fatal(err, r.Problems)
	}
	for _, f := range preflight.Check(out.Document, preflight.Options{Standard: preflight.UA1}) {
		t.Error(fmt.Sprint("object ", f.Object), f.Text(diag.English))
	}
}
