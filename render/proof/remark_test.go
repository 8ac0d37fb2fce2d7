package proof

import (
	"slices"
	"strings"
	"testing"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// TestRemarks: what is open is ringed, line by line, and its note stands in the margin
// that is nearer, one below the other; what is settled is not shown; who signed is.
func TestRemarks(t *testing.T) {
	ring := func(x, y geom.Length) geom.Rect {
		return geom.Rect{X: x * geom.Pt, Y: y * geom.Pt, W: 40 * geom.Pt, H: 9 * geom.Pt}
	}
	p := &page.Page{
		Trim: geom.Size{W: 400 * geom.Pt, H: 300 * geom.Pt},
		Grid: page.Grid{Area: geom.Rect{X: 60 * geom.Pt, Y: 40 * geom.Pt, W: 280 * geom.Pt, H: 220 * geom.Pt}},
		Remarks: []page.Remark{
			{Number: 1, Areas: []geom.Rect{ring(80, 104), ring(60, 115)}, Note: "译名再核", Who: "王三"},
			{Number: 2, Areas: []geom.Rect{ring(80, 100)}, Note: "数字"},
			{Number: 3, Areas: []geom.Rect{ring(280, 100)}, Note: "改", Gone: true},
			{Number: 4, Areas: []geom.Rect{ring(280, 150)}, Note: "好了", Settled: &page.Reply{Who: "李四"}},
			{Number: 5, Note: "全版"},
		},
		Signed: &page.Signed{Status: status{"final proof", "清样"}, Who: "王三", Changed: true},
	}
	marks := Overlays(p, nil, Remarks)
	rings := map[int]int{}
	notes := map[string]geom.Point{}
	for _, m := range marks {
		switch m.Form {
		case Ring:
			rings[m.Number]++
		case Label:
			notes[m.Text] = m.From
		}
	}
	if rings[1] != 2 || rings[2] != 1 || rings[3] != 1 || len(rings) != 3 {
		t.Errorf("rings are %v", rings)
	}
	for _, want := range []string{"圈1", "圈2", "圈3？", "2 数字", "3 改", "5 全版", "清样 王三（签后有改动，失效）"} {
		if _, ok := notes[want]; !ok {
			t.Errorf("%q is not there: %v", want, notes)
		}
	}
	first := notes["1 王三：译名再"]
	if first.X == 0 || notes["核"].Y != first.Y+noteLead || notes["2 数字"].Y+noteLead > first.Y || notes["2 数字"].X > p.Grid.Area.X || notes["3 改"].X < p.Grid.Area.Right() {
		t.Errorf("notes stand at %v", notes)
	}
	if slices.ContainsFunc(marks, func(m Mark) bool { return m.Number == 4 || strings.Contains(m.Text, "好了") }) {
		t.Error("what is settled is shown")
	}
}

// TestNotesApart: notes never lie over one another nor leave the page, however many there
// are and wherever their rings stand, and none is lost where the margin has a line for it;
// where it has none its ring still has its name.
func TestNotesApart(t *testing.T) {
	const height = 300 * geom.Pt
	for _, c := range []struct {
		name         string
		rings, whole int
		long         string
		notes        int
	}{
		{"at the foot", 5, 0, strings.Repeat("数字再核一遍，", 4), 5},
		{"a full margin", 12, 0, strings.Repeat("数字再核一遍，", 9), 12},
		{"two for the page", 0, 2, "看过", 2},
		{"more than lines", 60, 3, "看过，请改", 32},
	} {
		p := &page.Page{Trim: geom.Size{W: 400 * geom.Pt, H: height}, Grid: page.Grid{Area: geom.Rect{X: 60 * geom.Pt, Y: 40 * geom.Pt, W: 280 * geom.Pt, H: 220 * geom.Pt}}}
		for i := range c.rings + c.whole {
			r := page.Remark{Number: i + 1, Note: c.long}
			if i < c.rings {
				r.Areas = []geom.Rect{{X: 80 * geom.Pt, Y: 240*geom.Pt + geom.Length(i), W: 40 * geom.Pt, H: 9 * geom.Pt}}
			}
			p.Remarks = append(p.Remarks, r)
		}
		var ys []geom.Length
		named := map[int]bool{}
		for _, m := range Overlays(p, nil, Remarks) {
			switch {
			case m.Form != Label:
			case m.From.X < p.Grid.Area.X && !strings.HasPrefix(m.Text, "圈"):
				ys = append(ys, m.From.Y)
				named[m.Number] = true
			default:
				named[m.Number] = true
			}
		}
		slices.Sort(ys)
		for i, y := range ys {
			if y < noteLead/2 || y > height-noteLead/2 || i > 0 && y-ys[i-1] < noteLead {
				t.Errorf("%s: a line at %v, the one before at %v", c.name, y, ys[max(i-1, 0)])
			}
		}
		if len(named) != c.rings+c.whole || len(ys) < c.notes {
			t.Errorf("%s: %d lines, %d marks have a name", c.name, len(ys), len(named))
		}
	}
}

type status [2]string

func (s status) In(l diag.Lang) string { return s[l] }

// TestWrapped: no line of a note is wider than the margin, none is lost but those beyond
// the last, and a margin that takes no words has none.
func TestWrapped(t *testing.T) {
	for _, c := range []struct {
		text   string
		halves geom.Length
		want   string
	}{
		{"", 20, ""},
		{" ", 20, ""},
		{"甲乙丙", 5, ""},
		{"甲乙丙", 6, "甲乙丙"},
		{"甲乙丙丁", 6, "甲乙丙|丁"},
		{"ab甲cd乙ef", 6, "ab甲cd|乙ef"},
		{strings.Repeat("甲乙丙", noteLines), 6, strings.Repeat("甲乙丙|", noteLines-1) + "甲乙丙"},
		{strings.Repeat("甲乙丙", noteLines) + "丁", 6, strings.Repeat("甲乙丙|", noteLines-1) + "……"},
	} {
		if got := strings.Join(wrapped(c.text, c.halves, noteLines), "|"); got != c.want {
			t.Errorf("%q in %d: %q, not %q", c.text, c.halves, got, c.want)
		}
	}
	if got := wrapped("甲乙丙丁", 6, 1); !slices.Equal(got, []string{"甲乙…"}) {
		t.Errorf("%q in one line", got)
	}
}
