package planner

import (
	"reflect"
	"slices"
	"testing"

	"duikai/layout/manuscript"
)

// TestMemory: a page that is what it was keeps its plan without being measured,
// wherever its slots stand in the file now; one with another text is planned
// anew, and what no page is any more is forgotten.
func TestMemory(t *testing.T) {
	set, m := faces(t), new(Memory)
	plan := func(change func(is *manuscript.Issue)) (*manuscript.Issue, Edition) {
		is := opened(t, 3, 5)
		change(is)
		ed, _ := Plan(is, set, Options{Memory: m})
		return is, ed
	}
	_, first := plan(func(*manuscript.Issue) {})
	if len(m.plans) != 2 {
		t.Fatalf("%d plans are kept", len(m.plans))
	}
	is, again := plan(func(is *manuscript.Issue) {
		for _, s := range is.Pages[2].Slots {
			s.Src.Line += 7
		}
		p := is.Story("smash").Blocks[0].(*manuscript.Paragraph)
		p.Text = append(slices.Clone(p.Text), manuscript.Span{Text: "这一句是后来加上的。"})
	})
	if len(m.plans) != 3 { // one of them of the page as it was
		t.Errorf("%d plans are kept behind a change", len(m.plans))
	}
	if !reflect.DeepEqual(rects(first.Pages[0]), rects(again.Pages[0])) || first.Pages[0].Score != again.Pages[0].Score || first.Pages[0].Need != again.Pages[0].Need {
		t.Errorf("the page that is the same is planned %v, it was %v", rects(again.Pages[0]), rects(first.Pages[0]))
	}
	if again.Pages[0].Slots[0].Src != is.Pages[2].Slots[0].Src && is.Pages[2].Slots[0].Src.Line == first.Pages[0].Slots[0].Src.Line {
		t.Error("slots of the issue before are told of")
	}
	plan(func(*manuscript.Issue) {})
	if plan(func(*manuscript.Issue) {}); len(m.plans) != 2 {
		t.Errorf("%d plans are kept, the last issue had use for 2", len(m.plans))
	}
	if _, fresh := plan(func(*manuscript.Issue) { m.Forget() }); !reflect.DeepEqual(rects(first.Pages[1]), rects(fresh.Pages[1])) {
		t.Error("what was kept changed what is found")
	}
}

func rects(p Page) (all [][4]int) {
	for _, s := range p.Slots {
		all = append(all, [4]int{s.Col, s.Row, s.Cols, s.Rows})
	}
	return all
}
