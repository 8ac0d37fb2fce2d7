package planner

import (
	"reflect"
	"slices"
	"testing"

	"duikai/layout"
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

// TestKeptTables: where one story of a page has changed, the others are not measured
// again, whatever was corrected in their tables meanwhile, and the plan is that which is
// found without a memory; what the last issue had no use for is forgotten.
func TestKeptTables(t *testing.T) {
	set, m := faces(t), new(Memory)
	longer := func(is *manuscript.Issue) {
		p := is.Story("smash").Blocks[0].(*manuscript.Paragraph)
		p.Text = append(slices.Clone(p.Text), manuscript.Span{Text: "这一句是后来加上的。"})
	}
	plan := func(m *Memory, change func(*manuscript.Issue)) Edition {
		is := opened(t, 5)
		change(is)
		ed, _ := Plan(is, set, Options{Memory: m})
		return ed
	}
	plan(m, func(*manuscript.Issue) {})
	stories := len(m.tables)
	if stories < 8 {
		t.Fatalf("the tables of %d stories are kept", stories)
	}
	if kept, fresh := plan(m, longer), plan(nil, longer); !reflect.DeepEqual(rects(kept.Pages[0]), rects(fresh.Pages[0])) || kept.Pages[0].Score != fresh.Pages[0].Score {
		t.Errorf("with kept tables %v, costing %d; without %v, costing %d", rects(kept.Pages[0]), kept.Pages[0].Score, rects(fresh.Pages[0]), fresh.Pages[0].Score)
	}
	if len(m.tables) != stories+1 {
		t.Errorf("the tables of %d stories are kept, one of %d has changed", len(m.tables), stories)
	}
	// What is remembered is what is used.
	for c, g := range m.tables {
		g.text = -1
		m.tables[c] = g
	}
	is := opened(t, 5)
	names := wordsOf(is)
	j := newJob(is, set, layout.NewDesk(is, set), &names, is.Pages[4])
	j.decide(&Options{Memory: m})
	j.measure()
	for i := range j.open {
		if p := &j.open[i]; p.slot.Kind == manuscript.StorySlot && (p.text != -1 || p.gauge == nil) {
			t.Errorf("%s is measured again", p.Name)
		}
	}
	m.Forget()
	if plan(m, func(*manuscript.Issue) {}); len(m.tables) != stories {
		t.Errorf("the tables of %d stories are kept, the last issue had %d", len(m.tables), stories)
	}
	for range 2 { // the page is as it was: its tables stay for when it changes
		plan(m, func(*manuscript.Issue) {})
	}
	if len(m.tables) != stories {
		t.Errorf("the tables of %d stories are left of a page that is the same, %d were measured", len(m.tables), stories)
	}
	for range 2 {
		plan(m, longer)
	}
	plan(m, longer)
	if len(m.tables) != stories {
		t.Errorf("the tables of %d stories are kept, the last issues had %d", len(m.tables), stories)
	}
}
