package planner

import (
	"slices"
	"strings"
	"testing"

	"duikai/layout/diag"
)

// TestProposedCuts: of a page from which a story is held over it is told which
// sentences could go instead, of the lightest stories first; without them all of it
// stands.
func TestProposedCuts(t *testing.T) {
	set := faces(t)
	files := tall(pools([]int{1, 2, 3, 4, 5}), copyOf{"", 1, 900, ""}, copyOf{"", 3, 560, ""}, copyOf{"", 4, 420, ""}, copyOf{"", 4, 260, ""}, copyOf{"", 5, 110, ""})
	is := loaded(t, files)
	ed, problems := Plan(is, set, Options{})
	page := ed.Pages[0]
	if len(page.Held) == 0 || len(page.Cuts) == 0 || is.Story(page.Cuts[0].Story).Weight < 4 {
		t.Fatalf("held %v, proposed %+v, needs %d of %d", page.Held, page.Cuts, page.Need, page.Room)
	}
	for _, c := range page.Cuts {
		if !slices.ContainsFunc(problems, func(p diag.Problem) bool {
			return p.Code == diag.CutProposed && strings.Contains(p.Text(diag.English), c.Story)
		}) {
			t.Errorf("nobody is told of %+v", c)
		}
		file := files["stories/"+c.Story+".md"]
		at := strings.LastIndex(string(file.Data), c.Text)
		if at < 0 {
			t.Fatalf("%q does not stand in %s", c.Text, c.Story)
		}
		file.Data = []byte(string(file.Data[:at]) + string(file.Data[at+len(c.Text):]))
	}
	if ed, problems := Plan(loaded(t, files), set, Options{}); len(ed.Pages[0].Held) > 0 || len(ed.Pages[0].Cuts) > 0 {
		t.Errorf("still held over is %v\n%v", ed.Pages[0].Held, problems)
	}
}
