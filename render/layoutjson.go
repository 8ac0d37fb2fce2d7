package render

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

// Layout is layout.json, for search engines and for reading on a screen: what stands
// where, and every text. Lengths are points from the trim's top left corner, rounded
// to a hundredth; boxes are left, top, width, height.
type Layout struct {
	Paper   string        `json:"paper"`
	Date    string        `json:"date"` // 2026-11-23; empty on a draft without one
	Number  int           `json:"number,omitempty"`
	Pages   []LayoutPage  `json:"pages"`
	Stories []LayoutStory `json:"stories"`
}

// LayoutPage is a page of a Layout.
type LayoutPage struct {
	Number int          `json:"number"`
	Name   string       `json:"name,omitempty"`
	Width  float64      `json:"width"`
	Height float64      `json:"height"`
	Slots  []LayoutSlot `json:"slots"`
	Lines  []LayoutLine `json:"lines"` // in the order of the page's list
}

// LayoutSlot is what stands in a slot, as page.Placement names it.
type LayoutSlot struct {
	Kind  string     `json:"kind"`
	Story string     `json:"story,omitempty"` // id, or the path of a picture
	Area  [4]float64 `json:"area"`
	From  int        `json:"from,omitempty"` // page from which the story comes
	To    int        `json:"to,omitempty"`   // page on which it goes on
}

// LayoutLine is a line of text, or of a row of a table what stands in one cell.
type LayoutLine struct {
	Story string     `json:"story,omitempty"`
	Part  string     `json:"part"` // as page.Part names it
	Box   [4]float64 `json:"box"`
	Text  string     `json:"text"`
}

// LayoutStory is a story, all of it, wherever it stands.
type LayoutStory struct {
	ID       string `json:"id"`
	Headline string `json:"headline,omitempty"`
	Byline   string `json:"byline,omitempty"`
	Text     string `json:"text"` // PlainText
}

// LayoutJSON is layout.json: a Layout.
func (r Result) LayoutJSON() ([]byte, error) {
	if r.Edition == nil {
		return nil, ErrNotComposed
	}
	out := Layout{Paper: r.Issue.Paper, Number: r.Issue.Number, Stories: []LayoutStory{}}
	if !r.Issue.Date.IsZero() {
		out.Date = r.Issue.Date.Format(time.DateOnly)
	}
	for _, p := range r.Edition.Pages {
		rp := LayoutPage{Number: p.Number, Name: p.Name, Width: hundredths(p.Trim.W), Height: hundredths(p.Trim.H), Slots: []LayoutSlot{}, Lines: layoutLines(p)}
		for _, pl := range p.Placements {
			rp.Slots = append(rp.Slots, LayoutSlot{Kind: pl.Kind, Story: pl.Story, Area: boxOf(pl.Area), From: pl.From, To: pl.To})
		}
		out.Pages = append(out.Pages, rp)
	}
	for _, st := range r.Issue.Stories {
		out.Stories = append(out.Stories, LayoutStory{ID: st.ID, Headline: StoryTitle(st), Byline: st.Byline.Plain(), Text: PlainText(st)})
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(out)
	return []byte(b.String()), err
}

func hundredths(l geom.Length) float64 { return float64(l.Hundredths()) / 100 }

func boxOf(r geom.Rect) [4]float64 {
	return [4]float64{hundredths(r.X), hundredths(r.Y), hundredths(r.W), hundredths(r.H)}
}

// layoutLines puts the runs of a page together into lines: runs of one story and
// part that follow each other on a baseline, or down a vertical line.
func layoutLines(p *page.Page) []LayoutLine {
	lines := []LayoutLine{}
	var last *page.Text
	var box geom.Rect
	for _, it := range p.Items {
		t, ok := it.(*page.Text)
		if !ok || len(t.Glyphs) == 0 {
			continue
		}
		b := t.Box()
		text := t.String()
		if last != nil && continues(last, box, t, b) {
			l := &lines[len(lines)-1]
			box = box.Union(b)
			l.Text += text
			l.Box = boxOf(box)
		} else {
			box = b
			lines = append(lines, LayoutLine{Story: t.Story, Part: t.Part.String(), Box: boxOf(b), Text: text})
		}
		last = t
	}
	return lines
}

// continues tells whether a run goes on with the line before it: no farther
// away than an em.
func continues(last *page.Text, box geom.Rect, t *page.Text, b geom.Rect) bool {
	if last.Story != t.Story || last.Part != t.Part {
		return false
	}
	near := max(last.Size, t.Size)
	if last.At.Y == t.At.Y && !t.Turned {
		leftward := b.Right() <= box.X+near/2 && box.X-b.Right() < near // Arabic, Hebrew
		return leftward || b.X >= box.Right()-near/2 && b.X-box.Right() < near
	}
	return overlap(box, b) && b.Y >= box.Bottom()-near/2 && b.Y-box.Bottom() < near/2 && box.H > box.W
}

// overlap tells whether two boxes stand above each other.
func overlap(a, b geom.Rect) bool { return b.X < a.Right() && a.X < b.Right() }

// StoryTitle is a story's headline in one line, or what stands for it.
func StoryTitle(st *manuscript.Story) string {
	var lines []string
	for _, h := range st.Headline {
		if s := h.Plain(); s != "" {
			lines = append(lines, s)
		}
	}
	switch column := st.Column.Plain(); {
	case len(lines) > 0:
		return strings.Join(lines, " ")
	case column != "":
		return column
	}
	return st.ID
}

// PlainText is all text of a story, for search: each paragraph, line of the
// head or row of a table is a line, and an empty line stands before a subhead
// and between the parts.
func PlainText(st *manuscript.Story) string {
	var w textLines
	w.line(st.Column.Plain())
	w.line(st.Kicker.Plain())
	for _, list := range [][]manuscript.Text{st.Headline, st.Deck, st.Summary} {
		w.lines(list)
	}
	w.line(st.Byline.Plain())
	w.gap()
	for i, block := range st.Blocks {
		w.block(block, i == 0)
	}
	w.line(st.Note.Plain())
	for i, p := range st.Pictures {
		if i == 0 && !bothEmpty(p) {
			w.gap()
		}
		w.line(strings.TrimSpace(p.Caption.Plain() + " " + p.Credit.Plain()))
	}
	return w.String()
}

// textLines is a plain text that grows by lines.
type textLines struct{ strings.Builder }

// line adds a line that holds something.
func (w *textLines) line(s string) {
	if s != "" {
		w.WriteString(s)
		w.WriteByte('\n')
	}
}

func (w *textLines) lines(list []manuscript.Text) {
	for _, t := range list {
		w.line(t.Plain())
	}
}

// gap adds an empty line, but for the first.
func (w *textLines) gap() {
	if w.Len() > 0 {
		w.WriteByte('\n')
	}
}

// block adds a block of a story.
func (w *textLines) block(block manuscript.Block, first bool) {
	switch block := block.(type) {
	case *manuscript.Paragraph:
		w.line(block.Text.Plain())
	case *manuscript.Subhead:
		if !first {
			w.gap()
		}
		w.lines(block.Lines)
	case *manuscript.PullQuote:
		w.line(block.Text.Plain())
	case *manuscript.Table:
		w.line(block.Unit.Plain())
		w.line(cells(block.Head))
		for _, row := range block.Rows {
			w.line(cells(row))
		}
	case *manuscript.NameList:
		for _, g := range block.Groups {
			w.line(g.Label.Plain())
			w.line(cells(g.Names))
		}
	case *manuscript.Verse:
		for _, l := range block.Lines {
			if l.Opens {
				w.gap()
			}
			w.line(strings.Repeat("　", l.Indent) + l.Text.Plain())
		}
	case *manuscript.Break:
		w.gap()
	default:
		panic(fmt.Sprintf("a story holds a %T", block)) // the set is closed
	}
}

func bothEmpty(p manuscript.Picture) bool { return p.Caption.Plain() == "" && p.Credit.Plain() == "" }

// cells is a row of a table, its cells parted by tabs.
func cells(row []manuscript.Text) string {
	list := make([]string, len(row))
	for i, t := range row {
		list[i] = t.Plain()
	}
	return strings.Join(list, "\t")
}
