package layout

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
)

// TestBarsKeepLines: no column ends with the bar over a section, or with a single
// line below it, whatever the sections and the columns are, of listings and of
// classified advertisements alike, as long as the section has more lines.
func TestBarsKeepLines(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	rnd := rand.New(rand.NewPCG(7, 12))
	bars := 0
	for k := range 150 {
		style, entry := "{size: 7.5pt, leading: 9.5pt, indent: 0, hang: 3em, align: left, subhead: bar, columns: %d}", func(n int) string {
			return fmt.Sprintf("%d:%02d　%s", 6+n, rnd.IntN(60), strings.Repeat("江边菜谱", 1+rnd.IntN(4)))
		}
		if k%2 == 1 {
			style, entry = "{size: 6.5pt, leading: 8pt, indent: 0, subhead: bar, label: reversed, columns: %d}", func(int) string {
				return "**遗失**" + strings.Repeat("方以南遗失望汀师范学校毕业证书，", 1+rnd.IntN(4)) + "声明作废。"
			}
		}
		var body strings.Builder
		for s := range 3 + rnd.IntN(5) {
			fmt.Fprintf(&body, "## 望汀第%d套\n\n", s+1)
			for n := range 2 + rnd.IntN(12) {
				body.WriteString(entry(n) + "\n\n")
			}
		}
		is := issueOf(t, fstest.MapFS{
			"issue.yaml": {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\nstyle: {text: {own: " + fmt.Sprintf(style, 4+rnd.IntN(6)) + "}}\n" +
				fmt.Sprintf("pages: [{number: 2, slots: [{story: a, at: [1, 1], span: [8, %d], text: own}]}]\n", 16+rnd.IntN(20)))},
			"stories/a.md": {Data: []byte("---\nheadline: 今日荧屏\nweight: 5\n---\n" + body.String())},
		})
		_, stories := pouredOf(t, is)
		if !stories[0].rest.Empty() {
			continue // as much of it as the slot holds, wherever that ends
		}
		pc := &stories[0].pieces[0]
		for i := range pc.set.Lines {
			l := &pc.set.Lines[i]
			if l.Atom == nil {
				continue
			}
			bars++
			below := 0
			for j := i + 1; j < len(pc.set.Lines) && pc.set.Lines[j].Frame == l.Frame; j++ {
				below++
			}
			if below < 2 {
				t.Errorf("page %d: a bar in row %d of column %d has %d lines below it", k, l.Row, l.Frame, below)
			}
		}
	}
	if bars < 200 {
		t.Errorf("%d bars", bars)
	}
}
