package manuscript

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/diag"
)

// TestRelative: slots stand where those that they name end; what cannot be is told
// with what would be right.
func TestRelative(t *testing.T) {
	for name, c := range map[string]struct {
		slots string // a, b, c on a page of 8 columns and 120 rows
		want  string // their places, open parts as 0
		says  string
	}{
		"below":              {"{story: a, at: [2, 5], span: [3, 40]}\n{story: b, below: a, span: [2, 20]}", "a 2,5 b 2,46", ""},
		"right of":           {"{story: a, at: [2, 5], span: [3, 40]}\n{story: b, right-of: a, span: [2, 20]}", "a 2,5 b 5,5", ""},
		"both":               {"{story: a, at: [1, 1], span: [3, 40]}\n{story: b, at: [4, 1], span: [3, 9]}\n{story: c, below: b, right-of: a, span: [2, 20]}", "a 1,1 b 4,1 c 4,11", ""},
		"in any order":       {"{story: c, right-of: b, span: [1, 20]}\n{story: b, below: a, span: [2, 20]}\n{story: a, at: [1, 1], span: [3, 9]}", "c 3,11 b 1,11 a 1,1", ""},
		"rows to be found":   {"{story: a, at: [1, 1], span: [3, 9]}\n{story: b, below: a, span: [3, null]}", "a 1,1 b 1,11", ""},
		"of an open one":     {"{story: a, span: [3, 9]}\n{story: b, below: a, span: [3, 9]}", "a 0,0 b 0,0", ""},
		"beside open rows":   {"{story: a, at: [1, 1], span: [3, null]}\n{story: b, right-of: a, span: [3, 9]}", "a 1,1 b 4,1", ""},
		"and at":             {"{story: a, at: [1, 1], span: [3, 9]}\n{story: b, below: a, at: [4, 1], span: [3, 9]}", "a 1,1", "`at` says already"},
		"a slip":             {"{story: harbour, at: [1, 1], span: [3, 9]}\n{story: b, below: harbuor, span: [3, 9]}", "harbour 1,1", `this page has no slot "harbuor": write harbour`},
		"itself":             {"{story: a, at: [1, 1], span: [3, 9]}\n{story: b, below: b, span: [3, 9]}", "a 1,1", "b stand each relative to the next"},
		"a circle":           {"{story: a, below: c, span: [3, 9]}\n{story: b, below: a, span: [3, 9]}\n{story: c, right-of: b, span: [3, 9]}", "", "a, c, b stand each relative"},
		"off the foot":       {"{story: a, at: [1, 1], span: [3, 90]}\n{story: b, below: a, span: [3, 40]}", "a 1,1", "would begin at [1, 92] and leave the page: write span: [3, 29]"},
		"off the right edge": {"{story: a, at: [1, 1], span: [6, 90]}\n{story: b, right-of: a, span: [3, 40]}", "a 1,1", "would begin at [7, 1] and leave the page: write span: [2, 40]"},
		"nothing left":       {"{story: a, at: [1, 1], span: [8, 90]}\n{story: b, right-of: a, span: [3, 40]}", "a 1,1", "nothing of the page is left there"},
	} {
		t.Run(name, func(t *testing.T) {
			files := []string{issueY, head + page1 + "  - " + strings.ReplaceAll(c.slots, "\n", "\n  - ") + "\n"}
			for _, id := range []string{"a", "b", "c", "harbour"} {
				if strings.Contains(c.slots, "story: "+id) {
					files = append(files, "stories/"+id+".md", goodA)
				}
			}
			is, problems := Load(folder(files...))
			var got []string
			for _, s := range is.Pages[0].Slots {
				got = append(got, fmt.Sprintf("%s %d,%d", s.Name(), s.Col, s.Row))
			}
			if g := strings.Join(got, " "); g != c.want {
				t.Errorf("%s, not %s", g, c.want)
			}
			said := ""
			for _, p := range problems {
				if p.Severity() >= diag.Error {
					said += p.Text(diag.English) + "\n"
				}
			}
			if strings.Count(said, "\n") > 1 {
				t.Errorf("said twice\n%s", said)
			}
			if (c.says == "") != (said == "") || !strings.Contains(said, c.says) {
				t.Errorf("said is\n%s", said)
			}
		})
	}
}

// TestRelativeWritten: what follows another slot keeps its key where its place is
// found, and follows it where that is planned again.
func TestRelativeWritten(t *testing.T) {
	const in = head + page1 + "  - {story: a}\n  - {story: b, below: a}\n"
	files := []string{"stories/a.md", goodA, "stories/b.md", goodA}
	is, _ := Load(folder(append([]string{issueY, in}, files...)...))
	var slots []*Slot
	for i, s := range is.Pages[0].Slots {
		f := *s
		f.Col, f.Row, f.Cols, f.Rows, f.Open = 2, 5+31*i, 3, 30, 0
		slots = append(slots, &f)
	}
	got, err := WritePlan([]byte(in), []FoundPage{{Number: 1, Slots: slots}})
	want := head + page1 + "  - {story: a, at: [2, 5], span: [3, 30]}  # found\n  - {story: b, below: a, span: [3, 30]}  # found: span\n"
	if err != nil || string(got) != want {
		t.Fatalf("%v\n%s", err, got)
	}
	is, problems := Load(folder(append([]string{issueY, want}, files...)...))
	if b := is.Pages[0].Slots[1]; b.Col != 2 || b.Row != 36 || problems.Has(diag.Error) {
		t.Errorf("%+v\n%v", b, problems)
	}
	Reopened(is, got)
	for _, s := range is.Pages[0].Slots {
		if s.Open != OpenPlace|OpenCols|OpenRows || s.Was.Cols != 3 {
			t.Errorf("%s is open in %b, was at %+v", s.Story, s.Open, s.Was)
		}
	}
}
