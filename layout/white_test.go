package layout

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"duikai/layout/artwork"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

// WithoutWhite leaves out what is said of white: the pages of many tests hold
// what they are about and nothing else.
func WithoutWhite(list diag.List) diag.List {
	return slices.DeleteFunc(slices.Clone(list), func(p diag.Problem) bool {
		return p.Code == diag.WhiteLines || p.Code == diag.FewWhite || p.Code == diag.WhiteHole || p.Code == diag.PageWhite
	})
}

// remedied applies the advice of a problem of a story on the only page, and
// gives what is then said.
func remedied(t testing.TB, is *manuscript.Issue, p diag.Problem) diag.List {
	t.Helper()
	r := p.Args[len(p.Args)-1].(remedy)
	story := is.Story(p.Args[0].(string))
	var slot *manuscript.Slot
	for _, s := range is.Pages[0].Slots {
		if s.Src == p.Pos {
			slot = s
		}
	}
	switch {
	case r.rows > 0:
		cols, rows := slot.Cols, slot.Rows
		slot.Cols, slot.Rows = r.cols, r.rows
		defer func() { slot.Cols, slot.Rows = cols, rows }()
		for _, o := range is.Pages[0].Slots {
			if o != slot && o.Col < slot.Col+slot.Cols && slot.Col < o.Col+o.Cols && o.Row < slot.Row+slot.Rows && slot.Row < o.Row+o.Rows {
				t.Errorf("span [%d, %d] of %s lies over %s", r.cols, r.rows, slot.Name(), o.Name())
			}
		}
		if f := is.Format; slot.Col+slot.Cols-1 > f.Columns || slot.Row+slot.Rows-1 > f.Rows {
			t.Errorf("span [%d, %d] of %s leaves the grid", r.cols, r.rows, slot.Name())
		}
	case r.cut > 0:
		whole := story.Blocks
		story.Blocks = cutEnd(whole, r.cut)
		if got := textLength(whole) - textLength(story.Blocks); got != r.cut {
			t.Errorf("%d characters are cut instead of %d", got, r.cut)
		}
		defer func() { story.Blocks = whole }()
	default:
		t.Errorf("no advice: %v", p)
	}
	_, problems := Compose(is, testFaces(t), Options{})
	var about diag.List
	for _, q := range problems {
		if (q.Code == diag.Overset || q.Code == diag.HeadOverset || q.Code == diag.WhiteLines && r.cut == 0) && q.Args[0] == p.Args[0] {
			about = append(about, q)
		}
	}
	return about
}

// TestRemedies: who follows the advice of a problem is rid of it: no text is
// left over and no hole stays at the foot.
func TestRemedies(t *testing.T) {
	const slots = "      - {story: a, at: [1, 1], span: %s}\n      - {story: b, at: [6, 1], span: %s}\n      - {story: c, at: [1, 70], span: [8, 30]}\n"
	spans, cuts := 0, 0
	for _, c := range []struct {
		a, b  string
		front string
		chars int
	}{
		{"[3, 40]", "[3, 40]", "headline: 江上起雾|渡船不开", 900},
		{"[5, 40]", "[3, 68]", "headline: 江上起雾", 1600}, // free below
		{"[5, 68]", "[2, 68]", "headline: 江上起雾", 5000}, // free nowhere
		{"[2, 20]", "[1, 20]", "headline: 江上起雾\nkicker: 渡口\ndeck: 船家说雾大不宜行船", 700},
		{"[5, 30]", "[3, 30]", "headline: 江上起雾\nbyline: 江一\nnote: （作者在渡口）", 2000},
		{"[2, 20], columns: 1", "[3, 20], columns: 2", "headline: 雾", 700},
		{"[3, 40], head: vertical-left", "[3, 40], head: left", "headline: 江上起雾", 700},
		{"[3, 40], head: vertical-left", "[3, 40], head: left", "headline: 江上起雾", 1900},
		{"[3, 40], box: line", "[3, 68], box: line", "headline: 江上起雾", 1500},
		{"[4, 30], head: none", "[3, 30], head: none", "headline: 江上起雾", 1300},
	} {
		stories := map[string]string{"a": c.front, "b": c.front, "c": "headline: 渡船不开"}
		is := testIssue(t, fmt.Sprintf(slots, c.a, c.b), stories, c.chars)
		_, problems := Compose(is, testFaces(t), Options{})
		for _, p := range problems {
			if p.Code != diag.Overset && p.Code != diag.WhiteLines {
				continue
			}
			r := p.Args[len(p.Args)-1].(remedy)
			if r == (remedy{}) && p.Code == diag.WhiteLines {
				continue // nothing better was found, and that is said
			}
			if r.rows > 0 {
				spans++
			} else {
				cuts++
			}
			if still := remedied(t, is, p); len(still) > 0 {
				t.Errorf("%+v: %v\nafter its remedy: %v", c, p, still)
			}
		}
	}
	if spans < 5 || cuts < 3 {
		t.Errorf("%d spans and %d cuts were advised", spans, cuts)
	}
}

// TestRemediesAnyText is the same for random stories and slots.
func TestRemediesAnyText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := func(name string, least, most int) int { return rapid.IntRange(least, most).Draw(rt, name) }
		split, high := n("split", 2, 6), n("high", 12, 60)
		slots := fmt.Sprintf("      - {story: a, at: [1, 1], span: [%d, %d]}\n      - {story: b, at: [%d, 1], span: [%d, %d]}\n", split, high, split+1, 8-split, n("other", 12, 100))
		is := testIssue(t, slots, map[string]string{"a": "headline: 江上起雾渡船不开", "b": "headline: 渡船不开\ndeck: 江上起雾"}, 10*n("tens", 5, 500))
		_, problems := Compose(is, testFaces(t), Options{})
		for _, p := range problems {
			if p.Code != diag.Overset && p.Code != diag.WhiteLines || p.Args[len(p.Args)-1] == (remedy{}) {
				continue
			}
			if still := remedied(t, is, p); len(still) > 0 {
				rt.Fatalf("%s: %v\nafter its remedy: %v", slots, p, still)
			}
		}
	})
}

// TestShortHeadThatFits: a short head that takes more than its share of a slot
// stands all the same where the rest of the story fits below it, and is told to
// be missing where it does not.
func TestShortHeadThatFits(t *testing.T) {
	text := strings.Repeat("港区的工人清早开工江面上的船一艘接一艘靠岸卸货调度室里的电话响个不停", 40)
	for _, c := range []struct {
		chars, rows int
		told        bool
	}{{578, 7, false}, {578, 6, false}, {578, 5, false}, {578, 4, true}, {578, 3, true}, {620, 7, false}, {820, 7, true}} {
		fsys := fstest.MapFS{
			"issue.yaml":   {Data: []byte(fmt.Sprintf("paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, slots: [{story: a, at: [1, 1], span: [4, 14]}]}, {number: 3, slots: [{story: a, at: [1, 1], span: [4, %d]}]}]\n", c.rows))},
			"stories/a.md": {Data: []byte("---\nheadline: 老码头的新汽笛\n---\n" + string([]rune(text)[:c.chars]) + "\n")},
		}
		is, problems := manuscript.Load(fsys)
		ed, more := Compose(is, testFaces(t), Options{})
		told := false
		for _, p := range append(problems, more...) {
			told = told || p.Code == diag.NoShortHead
			if p.Severity() >= diag.Error {
				t.Errorf("%+v: %v", c, p)
			}
		}
		head := slices.ContainsFunc(ed.Pages[1].Items, func(it page.Item) bool {
			tx, ok := it.(*page.Text)
			return ok && tx.Part == page.Short
		})
		if told != c.told || head == told {
			t.Errorf("%+v: a short head %v, told %v", c, head, told)
		}
	}
}

// TestCentre: a picture in the middle is told to part its story only where it
// covers all of several text columns.
func TestCentre(t *testing.T) {
	art := manuscript.File{Path: "pictures/a.jpg", Art: artwork.Info{Format: artwork.JPEG, Width: 3000, Height: 1500, Turn: 1, Model: artwork.Gray, Depth: 8}}
	for _, c := range []struct {
		slot, wide int
		want       bool
	}{{3, 1, false}, {3, 3, true}, {2, 2, true}, {1, 1, false}, {4, 2, false}} {
		is := testIssue(t, fmt.Sprintf("      - {story: a, at: [1, 1], span: [%d, 60]}\n", c.slot), map[string]string{"a": "headline: 雾"}, 600*c.slot)
		is.Stories[0].Pictures = []manuscript.Picture{{File: art, Place: manuscript.Centre, Span: c.wide, Rows: 12, Focus: manuscript.Middle}}
		_, problems := Compose(is, testFaces(t), Options{})
		if got := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.PictureSplits }); got != c.want {
			t.Errorf("%+v: %v", c, problems)
		}
	}
}
