package layout

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"duikai/layout/geom"
	"duikai/layout/page"
)

// TestHeadsOnOneLevel: headlines that begin at a common top edge over one width
// stand in heads of one height on one baseline, as far as the house's whites reach.
func TestHeadsOnOneLevel(t *testing.T) {
	const seven, nine = "江上大雾渡船停", "江上大雾渡船今日停" // in one column the longer is set smaller
	for _, c := range []struct {
		name         string
		a, b         string // front matter
		at           string // of b
		height, line bool   // shared
	}{
		{"briefs of unlike lengths", "headline: " + seven, "headline: " + nine, "[2, 1], span: [1, 30]", true, true},
		{"a lower one", "headline: " + seven, "headline: " + nine, "[2, 2], span: [1, 30]", false, false},
		{"a wider one", "headline: " + seven, "headline: " + nine, "[2, 1], span: [2, 30]", false, false},
		{"further right", "headline: " + seven, "headline: " + nine, "[5, 1], span: [1, 30]", true, true},
		{"in a box", "headline: " + seven, "headline: " + nine, "[2, 1], span: [1, 30], box: line", false, false},
		{"under a kicker", "headline: " + seven, "kicker: 雾\nheadline: " + seven, "[2, 1], span: [1, 30]", false, false},
		{"two kickers", "kicker: 雾\nheadline: " + seven, "kicker: 江\nheadline: " + nine, "[2, 1], span: [1, 30]", true, true},
		{"of a size by hand", "headline: " + seven + "\nhead-size: 12pt", "headline: " + seven, "[2, 1], span: [1, 30]", true, true},
	} {
		slots := "      - {story: a, at: [1, 1], span: [1, 30]}\n      - {story: b, at: " + c.at + "}\n"
		stories := map[string]string{"a": c.a + "\nweight: 5", "b": c.b + "\nweight: 5"}
		ed, _ := Compose(testIssue(t, slots, stories, 200), testFaces(t), Options{})
		a, b := headOn(ed, "a"), headOn(ed, "b")
		if c.height && a.height != b.height || (a.line == b.line) != c.line {
			t.Errorf("%s: heads of %v and %v, baselines at %v and %v", c.name, a.height, b.height, a.line, b.line)
		}
	}
}

// stood is how a story's head stands, and how its text.
type stood struct {
	height, line geom.Length
	white, over  int
	columns      int
}

func headOn(ed *page.Edition, id string) (s stood) {
	for _, p := range ed.Pages[0].Placements {
		if p.Story == id {
			s = stood{height: p.Head.H, white: p.White, over: p.Over, columns: p.Columns}
		}
	}
	s.line = textsOf(ed, id, page.Headline)[0].At.Y
	return s
}

// TestLevelHeadsTakeNothing: no text stands worse for its neighbours' heads than on a
// page of its own.
func TestLevelHeadsTakeNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	shared := 0
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 4).Draw(rt, "stories")
		rows := rapid.IntRange(10, 24).Draw(rt, "rows")
		slot := func(i int) string {
			return fmt.Sprintf("      - {story: s%d, at: [%d, 1], span: [2, %d]}\n", i, 1+2*i, rows)
		}
		stories := map[string]string{}
		var slots string
		for i := range n {
			head := []rune("江上大雾渡船今日停开请绕行石桥")[:rapid.IntRange(4, 15).Draw(rt, "characters")]
			stories[fmt.Sprint("s", i)] = fmt.Sprintf("headline: %s\nweight: %d", string(head), rapid.IntRange(3, 5).Draw(rt, "weight"))
			slots += slot(i)
		}
		chars := rapid.IntRange(rows*13, rows*26).Draw(rt, "text")
		all, _ := Compose(testIssue(t, slots, stories, chars), testFaces(t), Options{})
		for i := range n {
			id := fmt.Sprint("s", i)
			one, _ := Compose(testIssue(t, slot(i), map[string]string{id: stories[id]}, chars), testFaces(t), Options{})
			own, got := headOn(one, id), headOn(all, id)
			if got.over > own.over || got.white > max(own.white, own.columns) {
				rt.Fatalf("%s leaves %d white and %d over, by itself %d and %d", id, got.white, got.over, own.white, own.over)
			}
			if got.height != own.height {
				shared++
			}
		}
	})
	if shared == 0 {
		t.Error("no head changed its height")
	}
}
