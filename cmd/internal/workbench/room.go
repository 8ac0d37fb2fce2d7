package workbench

import (
	"cmp"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"duikai/layout"
	"duikai/layout/edit"
	"duikai/layout/manuscript"
)

// way is a way to make room, and the action that is taken by choosing it; without one
// its editor goes on by hand.
type way struct {
	Kind   string       `json:"kind"` // cut, jump, out
	Text   string       `json:"text"` // the sentences; the headline of what goes
	Page   int          `json:"page,omitempty"`
	Chars  int          `json:"chars,omitempty"`
	Rows   int          `json:"rows,omitempty"` // white that it leaves
	Action *edit.Action `json:"action,omitempty"`
}

// Bounds of what is offered: more nobody reads.
const (
	mostCutWays  = 4
	mostJumpWays = 3
	mostOutWays  = 5
)

// room tells what makes room: for a slot that holds less than its story, sentences that
// could be cut and pages on which it could go on; for a story without a place, what on
// a page could give way to it.
func (b *Bench) room(_ *http.Request, body []byte) (any, error) {
	b.gauging.Lock()
	defer b.gauging.Unlock()
	m, err := b.making(body)
	out := []way{}
	if m == nil || err != nil {
		return out, err
	}
	if m.want.Story != "" {
		if story := m.view.Issue.Story(m.want.Story); story != nil {
			out = append(out, m.outs(story, m.want.Page)...)
		}
		return out, nil
	}
	slot := m.slots[m.want.Slot]
	if slot == nil || slot.Kind != manuscript.StorySlot || m.view.Issue.Story(slot.Story) == nil {
		return nil, &edit.Conflict{File: edit.IssueFile, Yours: m.want.Slot.Name}
	}
	story := m.view.Issue.Story(slot.Story)
	before, to := parts(m.view.Issue, slot)
	f := m.desk.Gauge(story, before).Fill(*slot)
	if f.Chars == 0 || to > 0 {
		return out, nil
	}
	out = append(out, m.jumps(story, slot, before, m.want.Slot.Page)...)
	return append(out, m.cuts(story, slot, before, f.Chars)...), nil
}

// question is what room is made for: a slot, or a story of the tray and the page that is to
// take it.
type question struct {
	Slot  edit.SlotRef `json:"slot"`
	Story string       `json:"story"`
	Page  int          `json:"page"`
}

// making is the work on one question.
type making struct {
	want  question
	b     *Bench
	view  *View
	desk  *layout.Desk
	slots map[edit.SlotRef]*manuscript.Slot
}

// making begins the work on a question; nil where nothing lies on the bench.
func (b *Bench) making(body []byte) (*making, error) {
	want, err := read[question](body)
	if err != nil {
		return nil, err
	}
	m := &making{want: want, b: b}
	if m.view, m.slots, m.desk = b.now(); m.view == nil {
		return nil, nil
	}
	return m, nil
}

// cuts are runs of sentences without which a story fits its slot.
func (m *making) cuts(story *manuscript.Story, slot *manuscript.Slot, before []layout.Part, chars int) (out []way) {
	const tries = 12 // of them; each sets the story once
	list := layout.ProposeCuts(story, chars)
	for _, c := range list[:min(len(list), tries)] {
		if f := m.desk.Gauge(c.Without(story), before).Fill(*slot); f.Chars > 0 || f.Failed {
			continue
		}
		out = append(out, way{Kind: "cut", Text: c.Text, Chars: c.Chars, Action: m.cutting(story.ID, c.Text)})
		if len(out) == mostCutWays {
			break
		}
	}
	if w, ok := m.parted(story, slot, before, chars); ok && len(out) == 0 {
		out = append(out, w)
	}
	return out
}

// parted is one way to cut more than any paragraph can lose: runs of sentences of several
// paragraphs that together are enough; false where so many are not found.
func (m *making) parted(story *manuscript.Story, slot *manuscript.Slot, before []layout.Part, chars int) (way, bool) {
	const most = 5 // runs: more is another story
	for n := 2; n <= most; n++ {
		rest, left := story, chars
		var texts []string
		for k := n; k > 0 && left > 0; k-- {
			list := layout.ProposeCuts(rest, (left+k-1)/k)
			if len(list) == 0 {
				break
			}
			rest, left = list[0].Without(rest), left-list[0].Chars
			texts = append(texts, list[0].Text)
		}
		if left > 0 {
			continue
		}
		if f := m.desk.Gauge(rest, before).Fill(*slot); f.Chars == 0 && !f.Failed {
			return way{Kind: "cut", Text: strings.Join(texts, "” “"), Chars: chars - left, Action: m.cutting(story.ID, texts...)}, true
		}
	}
	return way{}, false
}

// cutting takes sentences out of a story's file; nil where the file does not have them
// just so, with marks between them or mended ones.
func (m *making) cutting(story string, texts ...string) *edit.Action {
	data, err := fs.ReadFile(m.b.o.Folder(), "stories/"+story+".md")
	if err != nil {
		return nil
	}
	all, err := manuscript.Passages(data)
	if err != nil {
		return nil
	}
	a := &edit.Action{Do: "cut", What: story}
	now := make([]string, len(all))
	for i, p := range all {
		now[i] = p.Text
	}
	for _, text := range texts {
		i := slices.IndexFunc(all, func(p manuscript.Passage) bool { return p.Key == "" && strings.Count(p.Text, text) == 1 })
		if i < 0 || !strings.Contains(now[i], text) {
			return nil
		}
		now[i] = strings.Replace(now[i], text, "", 1)
	}
	for i, p := range all {
		if now[i] != p.Text {
			a.Texts = append(a.Texts, edit.TextEdit{Story: story, Item: -1, Line: p.Line, Was: p.Text, Text: now[i]})
		}
	}
	slices.Reverse(a.Texts) // a paragraph that goes moves those below it
	return a
}

// jumps are the later pages on which the rest of a story has room.
func (m *making) jumps(story *manuscript.Story, slot *manuscript.Slot, before []layout.Part, number int) (out []way) {
	before = append(slices.Clone(before), layout.Part{Page: number, Slot: slot})
	written := m.b.written()
	pages, _, _ := m.b.pages(m.view, written)
	for _, p := range pages {
		if p.Number <= number || !m.takes(p.Number) {
			continue
		}
		to, ok := m.place(p, written, story, before)
		if !ok {
			continue
		}
		out = append(out, way{Kind: "jump", Page: p.Number, Action: &edit.Action{Do: "jump", What: story.ID, Add: []edit.NewSlot{to}}})
		if len(out) == mostJumpWays {
			break
		}
	}
	return out
}

// takes tells whether a page is written in issue.yaml, so that a slot can be added.
func (m *making) takes(number int) bool {
	return slices.ContainsFunc(m.view.Issue.Pages, func(p *manuscript.Page) bool { return p.Number == number && !p.Made && !p.TwoSheets })
}

// widths are the basic columns in which a place for a story is looked for, the usual
// ones first.
var widths = [...]int{2, 1, 3, 4, 5}

// place finds a free place on a page in which a story, or the rest of one, stands whole:
// also what is written and not set yet stands there.
func (m *making) place(p pageState, written []slotWords, story *manuscript.Story, before []layout.Part) (slot edit.NewSlot, ok bool) {
	g := m.desk.Gauge(story, before)
	var taken []slotWords
	for _, s := range p.Slots {
		taken = append(taken, s.slotWords)
	}
	for _, w := range written {
		if w.Pinned && w.Ref.Page == p.Number {
			taken = append(taken, w)
		}
	}
	for _, cols := range widths {
		if cols > p.Columns {
			continue
		}
		rows := fits(g, manuscript.Slot{Kind: manuscript.StorySlot, Story: story.ID, Col: 1, Row: 1, Cols: cols, Rows: p.Rows})
		if rows == 0 {
			continue
		}
		if at, ok := free(p, taken, cols, rows); ok {
			return edit.NewSlot{Page: p.Number, Story: story.ID, At: at, Span: [2]int{cols, rows}}, true
		}
	}
	return slot, false
}

// put finds a free place on a page for a story of the tray; where there is none it names no page.
func (b *Bench) put(_ *http.Request, body []byte) (any, error) {
	b.gauging.Lock()
	defer b.gauging.Unlock()
	m, err := b.making(body)
	if m == nil || err != nil || m.view.Issue.Story(m.want.Story) == nil {
		return edit.NewSlot{}, err
	}
	written := b.written()
	pages, _, _ := b.pages(m.view, written)
	i := slices.IndexFunc(pages, func(p pageState) bool { return p.Number == m.want.Page })
	if i < 0 {
		return edit.NewSlot{}, nil
	}
	slot, _ := m.place(pages[i], written, m.view.Issue.Story(m.want.Story), nil)
	return slot, nil
}

// free is the first place of a size at which nothing stands, with its white to what stands
// over and under it.
func free(p pageState, taken []slotWords, cols, rows int) (at [2]int, ok bool) {
	for row := 1; row+rows-1 <= p.Rows; row++ {
		for col := 1; col+cols-1 <= p.Columns; col++ {
			wanted := manuscript.Cells{Col: col, Row: row - layout.White, Cols: cols, Rows: rows + 2*layout.White}
			over := func(o slotWords) bool {
				return wanted.Over(manuscript.Cells{Col: o.At[0], Row: o.At[1], Cols: o.Span[0], Rows: o.Span[1]})
			}
			if !slices.ContainsFunc(taken, over) {
				return [2]int{col, row}, true
			}
		}
	}
	return at, false
}

// outs are the stories of a page in whose place another one would stand: those of least
// weight first.
func (m *making) outs(story *manuscript.Story, number int) (out []way) {
	type candidate struct {
		way
		weight int
	}
	var all []candidate
	g := m.desk.Gauge(story, nil)
	for ref, s := range m.slots {
		other := m.view.Issue.Story(ref.Name)
		if ref.Page != number || s.Kind != manuscript.StorySlot || other == nil || s.Cols < 1 || s.Rows < 1 || s.Open != 0 {
			continue
		}
		try := *s
		try.Story, try.Columns = story.ID, 0
		f := g.Fill(try)
		if f.Over > 0 || f.Failed {
			continue
		}
		columns := cmp.Or(s.Columns, s.Cols)
		drop := edit.SlotEdit{Slot: ref, Drop: true, Was: map[string]string{"at": fmt.Sprintf("[%d, %d]", s.Col, s.Row)}}
		add := edit.NewSlot{Page: number, Story: story.ID, At: [2]int{s.Col, s.Row}, Span: [2]int{s.Cols, s.Rows}}
		w := way{Kind: "out", Text: headlineOf(other), Rows: f.White / columns, Action: &edit.Action{Do: "swap", What: story.ID + " " + ref.Name, Slots: []edit.SlotEdit{drop}, Add: []edit.NewSlot{add}}}
		all = append(all, candidate{w, other.Rank()})
	}
	slices.SortFunc(all, func(a, c candidate) int {
		return cmp.Or(c.weight-a.weight, a.Rows-c.Rows, strings.Compare(a.Action.What, c.Action.What))
	})
	for _, c := range all[:min(len(all), mostOutWays)] {
		out = append(out, c.way)
	}
	return out
}

// headlineOf is what a story is called in lists.
func headlineOf(s *manuscript.Story) (text string) {
	for _, h := range s.Headline {
		text += h.Plain()
	}
	return cmp.Or(text, s.ID)
}
