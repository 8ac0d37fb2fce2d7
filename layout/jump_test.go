package layout_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"duikai/layout/diag"
	"duikai/layout/page"
)

// texts lists the texts of a part on a page.
func texts(p *page.Page, part page.Part) (out []string) {
	for _, it := range p.Items {
		if tx, ok := it.(*page.Text); ok && tx.Part == part {
			out = append(out, tx.String())
		}
	}
	return out
}

// TestShortHead: a part that goes on from another page has a short head, its
// own or the headline again; one on the same page has none.
func TestShortHead(t *testing.T) {
	body := strings.Repeat("渡船靠岸的时候，江面上起了雾，码头上的人都没有动。", 40) + "\n"
	for _, c := range []struct{ name, front, second, want string }{
		{"the headline again", "headline: 江上|起雾", "", "江上起雾"},
		{"both its lines", "headline: [江上起雾, 渡船迟发]", "", "江上起雾　渡船迟发"},
		{"its own", "headline: 江上起雾\nshort: 雾", "", "雾"},
		{"none wanted", "headline: 江上起雾", ", head: none", ""},
		{"no headline", "byline: 江一", "", ""},
	} {
		plan := fmt.Sprintf("pages:\n  - {number: 1, slots: [{story: a, at: [1, 10], span: [3, 14]}, {story: a, at: [4, 10], span: [3, 10]}]}\n"+
			"  - {number: 3, slots: [{story: a, at: [1, 1], span: [4, 30]%s}]}\n", c.second)
		_, ed, problems := compose(t, folder(t, plan, map[string]string{"a": "---\n" + c.front + "\n---\n" + body}))
		if problems.Has(diag.Error) {
			t.Errorf("%s: %v", c.name, problems)
		}
		if got := strings.Join(texts(ed.Pages[0], page.Short), ""); got != "" {
			t.Errorf("%s: the first page has the short head %q", c.name, got)
		}
		if got := strings.Join(texts(ed.Pages[1], page.Short), ""); got != c.want {
			t.Errorf("%s: short head %q, not %q", c.name, got, c.want)
		}
	}
}

// TestEnoughLines: whatever the first slot's height, at least five lines are
// left and five carried, or the warning says so.
func TestEnoughLines(t *testing.T) {
	body := strings.Repeat("渡船靠岸的时候，江面上起了雾，码头上的人都没有动。", 8) + "\n"
	moved := 0
	for rows := 4; rows < 30; rows++ {
		plan := fmt.Sprintf("pages:\n  - {number: 1, slots: [{story: a, at: [1, 10], span: [1, %d], head: none}]}\n"+
			"  - {number: 3, slots: [{story: a, at: [1, 1], span: [1, 40], head: none}]}\n", rows)
		_, ed, problems := compose(t, folder(t, plan, map[string]string{"a": body}))
		left, carried := ed.Pages[0].Placements[0], ed.Pages[1].Placements[0]
		if carried.Lines == 0 {
			continue // all of it fits
		}
		short := min(left.Lines, carried.Lines) < 5
		told := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.ShortJump })
		if short != told {
			t.Errorf("%d rows: %d lines left, %d carried, reported: %v", rows, left.Lines, carried.Lines, told)
		}
		if short && rows >= 7 {
			t.Errorf("%d rows: %d lines left, %d carried, though five and five are possible", rows, left.Lines, carried.Lines)
		}
		if carried.Lines == 5 {
			moved++
		}
	}
	if moved < 2 {
		t.Errorf("five lines were carried %d times: the case is not tried", moved)
	}
}

// TestNamedContinuations: ends that the manuscript names find each other, by
// their marks or in order, and one without the other is a problem, unless its
// page is not in the edition.
func TestNamedContinuations(t *testing.T) {
	story := func(front string) string {
		return "---\nheadline: 江\n" + front + "---\n江上有雾，渡船未开。\n"
	}
	to, from := "to: {page: 3}\n", "from: {page: 1}\n"
	for _, c := range []struct {
		name  string
		a, b  string // on page 1
		x, y  string // on page 3
		codes []diag.Code
		notes string
	}{
		{"both ends", to, "", from, "", nil, "（下转第3版）（上接第1版）"},
		{"no other end", to, "", "", "", []diag.Code{diag.DanglingTo}, "（下转第3版）"},
		{"no first end", "", "", from, "", []diag.Code{diag.DanglingFrom}, "（上接第1版）"},
		{"a page that is not there", "to: {page: 9}\n", "", "from: {page: 8}\n", "", nil, "（下转第9版）（上接第8版）"},
		{"two, numbered here", to, to, from, from, nil, "（下转第3版①）（下转第3版②）（上接第1版①）（上接第1版②）"},
		{"two, numbered by hand", "to: {page: 3, mark: 2}\n", "to: {page: 3, mark: 1}\n", "from: {page: 1, mark: 1}\n", "from: {page: 1, mark: 2}\n", nil,
			"（下转第3版②）（下转第3版①）（上接第1版①）（上接第1版②）"},
		{"ends that disagree", "to: {page: 3, mark: 2}\n", "", "from: {page: 1, mark: 1}\n", "", []diag.Code{diag.JumpMarks}, "（下转第3版②）（上接第1版②）"},
	} {
		plan := "pages:\n  - {number: 1, slots: [{story: a, at: [1, 10], span: [2, 20]}, {story: b, at: [1, 40], span: [2, 20]}]}\n" +
			"  - {number: 3, slots: [{story: x, at: [1, 1], span: [2, 20]}, {story: y, at: [1, 40], span: [2, 20]}]}\n"
		_, ed, problems := compose(t, folder(t, plan, map[string]string{"a": story(c.a), "b": story(c.b), "x": story(c.x), "y": story(c.y)}))
		var codes []diag.Code
		for _, p := range problems {
			if slices.Contains([]diag.Code{diag.DanglingFrom, diag.DanglingTo, diag.JumpMarks}, p.Code) {
				codes = append(codes, p.Code)
			}
		}
		if !slices.Equal(codes, c.codes) {
			t.Errorf("%s: %v, not %v", c.name, codes, c.codes)
		}
		notes := strings.Join(append(texts(ed.Pages[0], page.Jump), texts(ed.Pages[1], page.Jump)...), "")
		if notes != c.notes {
			t.Errorf("%s: notes %s, not %s", c.name, notes, c.notes)
		}
	}
}

// TestLinks: each end of a continuation leads to the other.
func TestLinks(t *testing.T) {
	body := strings.Repeat("渡船靠岸的时候，江面上起了雾，码头上的人都没有动。", 40) + "\n"
	plan := "pages:\n  - {number: 1, slots: [{story: a, at: [1, 10], span: [2, 20]}]}\n  - {number: 3, slots: [{story: a, at: [4, 30], span: [4, 60]}]}\n"
	_, ed, _ := compose(t, folder(t, plan, map[string]string{"a": body}))
	for i, other := range []int{1, 0} {
		links := ed.Pages[i].Links
		if len(links) != 1 {
			t.Fatalf("page %d has %d links", ed.Pages[i].Number, len(links))
		}
		target := ed.Pages[other].Placements[0].Area
		if l := links[0]; l.Page != ed.Pages[other].Number || l.To.X != target.X || l.To.Y != target.Y {
			t.Errorf("page %d leads to %d %v, not to %v", ed.Pages[i].Number, l.Page, l.To, target)
		}
		if note := texts(ed.Pages[i], page.Jump); len(note) != 1 || !links[0].Area.Overlaps(ed.Pages[i].Placements[0].Area) {
			t.Errorf("page %d: the link %v does not lie on the note %v", ed.Pages[i].Number, links[0].Area, note)
		}
	}
}
