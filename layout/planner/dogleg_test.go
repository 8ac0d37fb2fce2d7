package planner

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// cornered is a page with an advertisement in its corner and a story of so many
// characters, which has the rest of the page.
func cornered(t *testing.T, chars int, more string) fstest.MapFS {
	picture, err := os.ReadFile("../../samples/wangting/pictures/ad-tea.jpg")
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{
		"pictures/ad.jpg": {Data: picture},
		"stories/a.md":    {Data: fmt.Appendf(nil, "---\nheadline: 渡口添了新灯||老街等来好价\nweight: 2\n---\n%s\n", text(chars))},
		"stories/b.md":    {Data: fmt.Appendf(nil, "---\nheadline: 夜市搬进新家||菜场今天通车\nweight: 3\n---\n%s\n", text(1100))},
		"issue.yaml": {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\nformat: tabloid\nstyle: {resolution: 30}\npages:\n  - number: 3\n    slots:\n" +
			"      - {ad: pictures/ad.jpg, at: [4, 57], span: [3, 30]}  # booked\n      - {story: a}\n" + more)},
	}
}

// TestDogleg: a story takes the L that an advertisement leaves, as two slots that
// are written, read and planned again; where it is a rectangle again, the second
// leaves the file.
func TestDogleg(t *testing.T) {
	set := faces(t)
	files := cornered(t, 4230, "")
	plan := func(keep int) (*manuscript.Issue, Page, []byte) {
		source := files["issue.yaml"].Data
		is, problems := manuscript.Load(files)
		if problems.Has(diag.Error) {
			t.Fatal(problems)
		}
		if keep > 0 {
			manuscript.Reopened(is, source)
		}
		ed, problems := Plan(is, set, Options{Keep: keep})
		_, more := layout.Compose(is, set, layout.Options{})
		for _, p := range append(problems, more...) {
			if keep != 10 && p.Severity() >= diag.Warning && p.Code != diag.AdSize && p.Code != diag.UnusedStory && p.Code != diag.PageWhite {
				t.Error(p)
			}
		}
		page := ed.Pages[0]
		found := manuscript.FoundPage{Number: page.Number, Gone: page.Gone}
		for _, s := range page.Slots {
			if s.Found {
				found.Slots = append(found.Slots, s.Slot)
			}
		}
		out, err := manuscript.WritePlan(source, []manuscript.FoundPage{found})
		if err != nil {
			t.Fatal(err)
		}
		return is, page, out
	}
	is, page, out := plan(0)
	legs := slices.DeleteFunc(slices.Clone(page.Slots), func(s Slot) bool { return s.Story != "a" })
	if len(legs) != 2 || page.White > mostWhiteLines || len(page.Terms) == 0 {
		t.Fatalf("%d slots, %d lines white\n%s", len(legs), page.White, placesIn(is))
	}
	checkPlaces(t, is, is.Pages[0])
	if a, b := legs[0], legs[1]; a.Col+a.Cols != b.Col || a.Row != b.Row || a.Rows+a.Row != 87 || b.Rows+b.Row != 56 {
		t.Errorf("its parts are %v and %v", rectOf(a.Slot), rectOf(b.Slot))
	}
	if n := strings.Count(string(out), "# found"); n != 2 || !strings.Contains(string(out), "# booked") {
		t.Errorf("%d places are marked\n%s", n, out)
	}
	was := placesIn(is)
	files["issue.yaml"] = &fstest.MapFile{Data: out}
	if again, _, same := plan(90); placesIn(again) != was || string(same) != string(out) {
		t.Errorf("planned again it stands at\n%s\nand stood at\n%s", placesIn(again), was)
	}
	// With another story in the page it is a rectangle, or another L.
	files = cornered(t, 2600, "      - {story: b}\n")
	files["issue.yaml"] = &fstest.MapFile{Data: []byte(strings.TrimSuffix(string(out), "\n") + "\n      - {story: b}\n")}
	_, page, out = plan(10)
	n := 0
	for _, s := range page.Slots {
		if s.Story == "a" {
			n++
		}
	}
	if got := strings.Count(string(out), "story: a,"); got != n || len(page.Gone) != 2-n {
		t.Errorf("%d slots of the story are found, %d gone, %d written\n%s", n, len(page.Gone), got, out)
	}
}
