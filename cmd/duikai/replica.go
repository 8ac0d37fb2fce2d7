package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

// The replica of an edition, for search engines and for reading on a screen:
// what stands where, and every text. Lengths are points from the trim's top
// left corner, rounded to a hundredth.
type (
	replica struct {
		Paper   string         `json:"paper"`
		Date    string         `json:"date"`
		Number  int            `json:"number,omitempty"`
		Pages   []replicaPage  `json:"pages"`
		Stories []replicaStory `json:"stories"`
	}
	replicaPage struct {
		Number int           `json:"number"`
		Name   string        `json:"name,omitempty"`
		Width  float64       `json:"width"`
		Height float64       `json:"height"`
		Slots  []replicaSlot `json:"slots"`
		Lines  []replicaLine `json:"lines"` // in the order of the page's list
	}
	replicaSlot struct {
		Kind  string     `json:"kind"`
		Story string     `json:"story,omitempty"` // id, or the path of a picture
		Area  [4]float64 `json:"area"`            // left, top, width, height
		From  int        `json:"from,omitempty"`  // page
		To    int        `json:"to,omitempty"`    // page
	}
	replicaLine struct {
		Story string     `json:"story,omitempty"`
		Part  string     `json:"part"`
		Box   [4]float64 `json:"box"`
		Text  string     `json:"text"`
	}
	replicaStory struct {
		ID       string `json:"id"`
		Headline string `json:"headline,omitempty"`
		Byline   string `json:"byline,omitempty"`
		Text     string `json:"text"`
	}
)

// replicaOf is layout.json.
func replicaOf(r result) ([]byte, error) {
	out := replica{Paper: r.issue.Paper, Number: r.issue.Number, Date: r.issue.Date.Format("2006-01-02"), Stories: []replicaStory{}}
	for _, p := range r.edition.Pages {
		rp := replicaPage{Number: p.Number, Name: p.Name, Width: hundredths(p.Trim.W), Height: hundredths(p.Trim.H), Slots: []replicaSlot{}, Lines: replicaLines(p)}
		for _, pl := range p.Placements {
			rp.Slots = append(rp.Slots, replicaSlot{Kind: pl.Kind, Story: pl.Story, Area: boxOf(pl.Area), From: pl.From, To: pl.To})
		}
		out.Pages = append(out.Pages, rp)
	}
	for _, st := range r.issue.Stories {
		out.Stories = append(out.Stories, replicaStory{ID: st.ID, Headline: storyTitle(st), Byline: bare(st.Byline), Text: plainText(st)})
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(out)
	return []byte(b.String()), err
}

func hundredths(l geom.Length) float64 { return float64(geom.DivRound(l, 10)) / 100 }

func boxOf(r geom.Rect) [4]float64 {
	return [4]float64{hundredths(r.X), hundredths(r.Y), hundredths(r.W), hundredths(r.H)}
}

// replicaLines puts the runs of a page together into lines: runs of one story and
// part that follow each other on a baseline, or down a vertical line.
func replicaLines(p *page.Page) []replicaLine {
	lines := []replicaLine{}
	var last *page.Text
	var box geom.Rect
	for _, it := range p.Items {
		t, ok := it.(*page.Text)
		if !ok || len(t.Glyphs) == 0 {
			continue
		}
		b := textBox(t)
		text := t.String()
		if last != nil && continues(last, box, t, b) {
			l := &lines[len(lines)-1]
			box = union(box, b)
			l.Text += text
			l.Box = boxOf(box)
		} else {
			box = b
			lines = append(lines, replicaLine{Story: t.Story, Part: t.Part.String(), Box: boxOf(b), Text: text})
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

func union(a, b geom.Rect) geom.Rect {
	x, y := min(a.X, b.X), min(a.Y, b.Y)
	return geom.Rect{X: x, Y: y, W: max(a.Right(), b.Right()) - x, H: max(a.Bottom(), b.Bottom()) - y}
}

// textBox is the room of a run: its characters' widths, and the em box across.
func textBox(t *page.Text) geom.Rect {
	last := t.Glyphs[len(t.Glyphs)-1]
	first := t.Glyphs[0].DX
	length := last.DX - first + t.Advance(len(t.Glyphs)-1)
	up := t.Size.Em(int(fonts.EmAscent))
	if t.Turned { // a quarter clockwise: what was above the baseline is right of it
		return geom.Rect{X: t.At.X - (t.Size - up), Y: t.At.Y + first, W: t.Size, H: length}
	}
	return geom.Rect{X: t.At.X + first, Y: t.At.Y - up, W: length, H: t.Size}
}

// bare is styled text without the editor's hints.
func bare(t manuscript.Text) string {
	return t.Plain()
}

// storyTitle is a story's headline in one line, or what stands for it.
func storyTitle(st *manuscript.Story) string {
	var lines []string
	for _, h := range st.Headline {
		if s := bare(h); s != "" {
			lines = append(lines, s)
		}
	}
	switch column := bare(st.Column); {
	case len(lines) > 0:
		return strings.Join(lines, " ")
	case column != "":
		return column
	}
	return st.ID
}

// plainText is all text of a story, for search: each paragraph, line of the
// head or row of a table is a line, and an empty line stands before a subhead
// and between the parts.
func plainText(st *manuscript.Story) string {
	var w textLines
	w.line(bare(st.Column))
	w.line(bare(st.Kicker))
	for _, list := range [][]manuscript.Text{st.Headline, st.Deck, st.Summary} {
		w.lines(list)
	}
	w.line(bare(st.Byline))
	w.gap()
	for i, block := range st.Blocks {
		w.block(block, i == 0)
	}
	w.line(bare(st.Note))
	for i, p := range st.Pictures {
		if i == 0 && !bothEmpty(p) {
			w.gap()
		}
		w.line(strings.TrimSpace(bare(p.Caption) + " " + bare(p.Credit)))
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
		w.line(bare(t))
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
		w.line(bare(block.Text))
	case *manuscript.Subhead:
		if !first {
			w.gap()
		}
		w.lines(block.Lines)
	case *manuscript.PullQuote:
		w.line(bare(block.Text))
	case *manuscript.Table:
		w.line(bare(block.Unit))
		w.line(cells(block.Head))
		for _, row := range block.Rows {
			w.line(cells(row))
		}
	case *manuscript.NameList:
		for _, g := range block.Groups {
			w.line(bare(g.Label))
			w.line(cells(g.Names))
		}
	case *manuscript.Verse:
		for _, l := range block.Lines {
			if l.Opens {
				w.gap()
			}
			w.line(strings.Repeat("　", l.Indent) + bare(l.Text))
		}
	case *manuscript.Break:
		w.gap()
	default:
		panic(fmt.Sprintf("a story holds a %T", block)) // the set is closed
	}
}

func bothEmpty(p manuscript.Picture) bool { return bare(p.Caption) == "" && bare(p.Credit) == "" }

// cells is a row of a table, its cells parted by tabs.
func cells(row []manuscript.Text) string {
	list := make([]string, len(row))
	for i, t := range row {
		list[i] = bare(t)
	}
	return strings.Join(list, "\t")
}
