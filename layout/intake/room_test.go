package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/diag"
	"duikai/layout/intake"
)

// paged is an edition of one page with n stories of so many characters.
func paged(n, chars int) *intake.Edition {
	e := &intake.Edition{Paper: "望汀日报", Date: day}
	p := e.Page(3)
	for i := range n {
		p.Stories = append(p.Stories, &intake.Story{ID: fmt.Sprintf("s%02d", i), Weight: 3,
			Headline: []intake.Field{intake.Given("x", run("渡口的灯"))},
			Body:     []intake.Block{{Field: intake.Given("x", run(strings.Repeat("灯", chars)))}}})
	}
	return e
}

// TestRoom: an edition gets the sheet that its text fills, a filler for what is
// left, and further pages for what is too much; nothing is dropped.
func TestRoom(t *testing.T) {
	for name, tt := range map[string]struct {
		stories, chars int
		want           []string
		found          map[diag.Code]int
	}{
		"a full page":     {9, 1000, []string{"format: broadsheet\n", "pool: [s00, s01, s02, s03, s04, s05, s06, s07, s08]"}, map[diag.Code]int{}},
		"two thirds":      {6, 1000, []string{"format: broadsheet\n", "{ad: pictures/filler-3.pdf, at: [1, 76], span: [8, 45], mark: false}"}, map[diag.Code]int{diag.ImportFiller: 1}},
		"a small edition": {2, 900, []string{"format: tabloid\n", "filler-3.pdf, at: [1, 37], span: [6, 50]"}, map[diag.Code]int{diag.ImportFiller: 1}},
		"one short story": {1, 300, []string{"format: tabloid\n", "filler-3.pdf, at: [1, 12], span: [6, 75]"}, map[diag.Code]int{diag.ImportFiller: 1}},
		"too much":        {20, 1000, []string{"number: 3\n", "number: 4\n", "s19]"}, map[diag.Code]int{diag.ImportOverfull: 1, diag.ImportFiller: 0}},
	} {
		t.Run(name, func(t *testing.T) {
			e := paged(tt.stories, tt.chars)
			e.Art = func(w, h float64, _ int) []byte { return fmt.Appendf(nil, "%.0f by %.0f", w, h) }
			f, found := e.Folder(nil, intake.LayoutAuto)
			issue := string(f.Files[0].Data)
			for _, want := range tt.want {
				if !strings.Contains(issue, want) {
					t.Errorf("%q is not in\n%s", want, issue)
				}
			}
			n := make(map[diag.Code]int)
			for _, x := range found {
				n[x.Code]++
			}
			for code, want := range tt.found {
				if n[code] != want {
					t.Errorf("%s: %d, expected %d: %v", code, n[code], want, found)
				}
			}
			for i := range tt.stories {
				if strings.Count(issue, fmt.Sprintf("s%02d", i)) != 1 {
					t.Errorf("story %d stands not once in\n%s", i, issue)
				}
			}
		})
	}
}

// TestFurtherPage: what two pages have too much of stands on one further page, as long as
// it has room, and the page is called for its section only where all of it is of one.
func TestFurtherPage(t *testing.T) {
	for name, tt := range map[string]struct {
		chars int
		names [2]string
		want  []string
		not   string
	}{
		"one for both":     {1000, [2]string{"要闻", "要闻"}, []string{"number: 5\n    name: \"要闻\""}, "number: 6"},
		"several sections": {1000, [2]string{"要闻", "经济"}, []string{"number: 5\n    plan: auto"}, "number: 6"},
		"too much for one": {7000, [2]string{"要闻", "经济"}, []string{"number: 5\n    name: \"要闻\"", "number: 6\n    name: \"经济\""}, "number: 7"},
	} {
		t.Run(name, func(t *testing.T) {
			e := paged(2, 6000)
			q := e.Page(4)
			for i := range 2 {
				q.Stories = append(q.Stories, &intake.Story{ID: fmt.Sprintf("t%02d", i), Weight: 3, Body: []intake.Block{{Field: intake.Given("x", run(strings.Repeat("灯", 6000)))}}})
			}
			for i, p := range e.Pages {
				p.Name = intake.Given("x", run(tt.names[i]))
				more := &intake.Story{ID: fmt.Sprintf("more%d", i), Weight: 3, Body: []intake.Block{{Field: intake.Given("x", run(strings.Repeat("灯", tt.chars)))}}}
				p.Stories = append(p.Stories, more)
			}
			f, _ := e.Folder(nil, intake.LayoutAuto)
			issue := string(f.Files[0].Data)
			for _, want := range tt.want {
				if !strings.Contains(issue, want) {
					t.Errorf("%q is not in\n%s", want, issue)
				}
			}
			if strings.Contains(issue, tt.not) {
				t.Errorf("%q is in\n%s", tt.not, issue)
			}
		})
	}
}
