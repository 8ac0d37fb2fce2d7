package planner

import (
	"testing"

	"duikai/layout"
	"duikai/layout/diag"
)

// TestRelativePlaces: slots that stand by others do so where the program places
// those, and what is pinned is followed.
func TestRelativePlaces(t *testing.T) {
	set := faces(t)
	for _, slots := range []string{
		"{story: s2, below: s1}, {story: s3, right-of: s4}, {story: s1}",
		"{story: s1, at: [1, 1], span: [3, null]}, {story: s2, below: s1}, {story: s3, right-of: s4}",
	} {
		is := loaded(t, tall("pages:\n  - {number: 2, slots: ["+slots+"], pool: [s4, s5, s6]}\n",
			copyOf{"", 1, 900, ""}, copyOf{"", 3, 420, ""}, copyOf{"", 4, 260, ""}, copyOf{"", 4, 240, ""}, copyOf{"", 5, 110, ""}, copyOf{"", 3, 400, ""}))
		_, problems := Plan(is, set, Options{})
		p := is.Pages[0]
		s1, s2, s3, s4 := p.Holds("s1"), p.Holds("s2"), p.Holds("s3"), p.Holds("s4")
		if problems.Has(diag.Error) || s1 == nil || s2 == nil || s3 == nil || s4 == nil {
			t.Fatalf("%s: %v", slots, problems)
		}
		if s2.Col != s1.Col || s2.Row != s1.Row+s1.Rows+1 {
			t.Errorf("%s: s1 %v %v, s2 %v %v", slots, s1.Col, s1.Row, s2.Col, s2.Row)
		}
		if s3.Col != s4.Col+s4.Cols || s3.Row != s4.Row {
			t.Errorf("%s: s4 %v %v, s3 %v %v", slots, s4.Col, s4.Row, s3.Col, s3.Row)
		}
		checkPlaces(t, is, p)
		if _, problems := layout.Compose(is, set, layout.Options{}); problems.Has(diag.Error) {
			t.Error(problems)
		}
	}
}
