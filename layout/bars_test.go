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
// classified advertisements alike, as long as the section has more lines; nor does a
// slot in which not all of it has room. Only where every row of a slot is wanted may
// one stand so.
func TestBarsKeepLines(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	rnd := rand.New(rand.NewPCG(7, 12))
	bars, left, full := 0, 0, 0
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
				fmt.Sprintf("pages: [{number: 2, slots: [{story: a, at: [1, 1], span: [8, %d], text: own}]}]\n", 12+rnd.IntN(20)))},
			"stories/a.md": {Data: []byte("---\nheadline: 今日荧屏\nweight: 5\n---\n" + body.String())},
		})
		_, stories := pouredOf(t, is)
		if !stories[0].rest.Empty() {
			left++
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
			if white := pc.set.White(pc.frames); below < 2 && stories[0].rest.Empty() && white < pc.cols.count {
				full++ // all of it has room only so
			} else if below < 2 {
				t.Errorf("page %d: a bar in row %d of column %d has %d lines below it; %d characters left over, %d rows white", k, l.Row, l.Frame, below, stories[0].rest.Chars(), pc.set.White(pc.frames))
			}
		}
	}
	if bars < 200 || left < 20 || full > 2 {
		t.Errorf("%d bars, %d slots with text left over, %d bars in full slots without two lines below them", bars, left, full)
	}
}
