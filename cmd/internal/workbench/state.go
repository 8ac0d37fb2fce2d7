package workbench

import (
	"io/fs"
	"slices"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/edit"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/render/report"
)

// state is what the browser knows of the issue.
type state struct {
	Pages   []pageState `json:"pages"`
	Tray    []trayStory `json:"tray"`
	Texts   []string    `json:"texts"` // names of text styles
	Journal edit.State  `json:"journal"`
	CanOpen bool        `json:"canOpen"`
	People  []person    `json:"people"`
	Proofs  proofState  `json:"proofs"`
	Fixes   []edit.Fix  `json:"fixes"`
	Forms   forms       `json:"forms"`
}

// forms are what the program knows of slots and the browser asks for: names to choose from,
// and bounds of the fields of the panel; what a kind of slots has, and what may be white.
type forms struct {
	Names  map[string][]string `json:"names"`
	Bounds map[string][2]int   `json:"bounds"`
	Keys   map[string][]string `json:"keys"`  // of the panel, by the kind of slots that has them
	Words  map[string][]string `json:"words"` // keys that hold words of a kind of slots, the first one for its head
	Heads  []string            `json:"heads"` // keys of the front matter that are written where they are not given
	Moves  []string            `json:"moves"` // kinds whose place the program finds anew
	Apart  int                 `json:"apart"` // white rows between slots that stand one over the other
	White  int                 `json:"white"` // rows that a slot may leave white without a warning
}

func formsNow() forms {
	f := forms{map[string][]string{}, map[string][2]int{}, map[string][]string{}, map[string][]string{}, []string{"kicker", "headline", "deck"}, []string{}, layout.White, layout.BearableWhite}
	for k := manuscript.StorySlot; k <= manuscript.NoticeSlot; k++ {
		for _, key := range [...]string{"columns", "box", "tint", "head", "head-size", "head-tracking", "text"} {
			if manuscript.SlotServes(k, key) {
				f.Keys[k.String()] = append(f.Keys[k.String()], key)
			}
		}
		for _, key := range [...]string{"title", "notice", "digest", "caption", "credit"} {
			content, is := manuscript.KindNamed(key)
			if is && content == k || !is && manuscript.SlotServes(k, key) {
				f.Words[k.String()] = append(f.Words[k.String()], key)
			}
		}
		if k.Moves() {
			f.Moves = append(f.Moves, k.String())
		}
	}
	for _, k := range [...]string{"box", "head", "tint"} {
		f.Names[k] = manuscript.SlotValues(k)
	}
	for _, k := range [...]string{"columns", "head-tracking"} {
		f.Bounds[k], _ = manuscript.SlotBounds(k)
	}
	for _, k := range [...]string{"weight", "initial"} {
		f.Bounds[k], _ = manuscript.FrontBounds(k)
	}
	return f
}

// pageState is a page: its grid in points, its slots.
type pageState struct {
	Number  int         `json:"number"`
	Name    string      `json:"name"`
	Columns int         `json:"columns"`
	Rows    int         `json:"rows"`
	Lefts   []float64   `json:"lefts"` // of the basic columns
	Column  float64     `json:"column"`
	Top     float64     `json:"top"`
	Leading float64     `json:"leading"`
	Slots   []slotState `json:"slots"`
}

// slotWords are what issue.yaml says of a slot, now: the next setting may not be made
// yet.
type slotWords struct {
	Ref   edit.SlotRef      `json:"ref"`
	At    [2]int            `json:"at"`
	Span  [2]int            `json:"span"`
	Keys  map[string]string `json:"keys"`
	Words map[string]string `json:"words"` // what the keys say that hold words
	// Pinned tells that the place stands in issue.yaml; the others were found by the
	// program.
	Pinned bool `json:"pinned"`
	Found  bool `json:"found"` // it was written down as the program found it
}

// slotState is a slot as it is set, or as it will be where issue.yaml says so by now.
type slotState struct {
	slotWords
	Title string `json:"title"`
	Own   bool   `json:"own"` // it stands in issue.yaml, and can be moved here
	Src   string `json:"src"`
	// Begins is where the value of each key begins in issue.yaml as it is set: a line and a
	// column.
	Begins  map[string][2]int `json:"begins"`
	Weight  int               `json:"weight"`
	Initial int               `json:"initial"` // lines
	Columns int               `json:"columns"` // of text
	Lines   int               `json:"lines"`
	White   int               `json:"white"` // lines, all columns together
	Over    int               `json:"over"`  // lines
	Chars   int               `json:"chars"` // characters over
	To      int               `json:"to"`
	// Crop is what of a picture is shown; nil: all of it.
	Crop *cropState `json:"crop,omitempty"`
}

// trayStory is a story without a place.
type trayStory struct {
	ID       string `json:"id"`
	Headline string `json:"headline"`
	Section  string `json:"section"`
	Chars    int    `json:"chars"`
	Weight   int    `json:"weight"`
	Saved    int64  `json:"saved"` // when its file was saved, seconds since 1970
	// Slot is its slot, where issue.yaml has one for which no place was found.
	Slot *edit.SlotRef `json:"slot,omitempty"`
}

// written are the slots as issue.yaml has them now; none where it cannot be read.
func (b *Bench) written() []slotWords {
	out := []slotWords{}
	data, err := fs.ReadFile(b.o.Folder(), edit.IssueFile)
	if err != nil {
		return out
	}
	entries, err := b.o.Session.Slots(data)
	if err != nil {
		return out
	}
	refs := edit.Refs(entries)
	for i, e := range entries {
		w := slotWords{Ref: refs[i], Keys: e.Keys, Words: e.Words, Found: e.Found}
		w.At, w.Span, w.Pinned = edit.Place(e)
		out = append(out, w)
	}
	return out
}

// now has a slot say what issue.yaml says of it now.
func (s *slotState) now(w slotWords) {
	at, span := s.At, s.Span
	s.slotWords = w
	if !w.Pinned || !s.Own {
		s.At, s.Span = at, span
	}
}

// state tells what stands where.
func (b *Bench) state() state {
	view, _, _ := b.now()
	st := state{Pages: []pageState{}, Tray: []trayStory{}, Texts: []string{}, Journal: b.o.Session.State(shown), CanOpen: b.o.Open != nil, People: b.here.list(), Proofs: b.proofState(view), Forms: formsNow()}
	st.Fixes = b.o.Session.Fixes(b.told())
	if view == nil {
		return st
	}
	for _, t := range view.Issue.Style.Texts {
		st.Texts = append(st.Texts, t.Name)
	}
	var placed map[string]bool
	var refs []edit.SlotRef
	st.Pages, refs, placed = b.pages(view, b.written())
	st.Tray = b.tray(view, placed, refs)
	return st
}

// pages are the pages as they are set, with their slots where issue.yaml has them by now;
// and the slots that it had then, and the stories that stand on a page.
func (b *Bench) pages(view *View, written []slotWords) (out []pageState, refs []edit.SlotRef, placed map[string]bool) {
	entries, _ := b.o.Session.Slots(view.Source) // slots without entries cannot be edited
	refs, placed = edit.Refs(entries), map[string]bool{}
	for _, p := range view.Edition.Pages {
		out = append(out, pageOf(p, entries, refs, view.Issue, placed))
	}
	now := map[edit.SlotRef]slotWords{}
	for _, w := range written {
		now[w.Ref] = w
	}
	for _, p := range out {
		for i := range p.Slots {
			if w, ok := now[p.Slots[i].Ref]; ok {
				p.Slots[i].now(w)
			}
		}
	}
	return out, refs, placed
}

// pageOf tells of a page; the stories that stand on it are placed.
func pageOf(p *page.Page, entries []manuscript.SlotEntry, refs []edit.SlotRef, is *manuscript.Issue, placed map[string]bool) pageState {
	g := p.Grid
	parted := slices.ContainsFunc(is.Pages, func(plan *manuscript.Page) bool {
		return plan.TwoSheets && (plan.Number == p.Number || plan.Spread == p.Number)
	})
	out := pageState{Number: p.Number, Name: p.Name, Columns: g.Columns, Rows: g.Rows, Column: g.Column.Points(), Top: g.Area.Y.Points(), Leading: g.Leading.Points(), Slots: []slotState{}}
	for c := range g.Columns {
		out.Lefts = append(out.Lefts, g.ColumnLeft(c).Points())
	}
	for _, pl := range p.Placements {
		s := slotState{Title: pl.Title, Src: pl.Src.String(), Columns: pl.Columns, Lines: pl.Lines, White: pl.White, Over: pl.OverLines, Chars: pl.Over, To: pl.To, Begins: map[string][2]int{}}
		s.slotWords = slotWords{Ref: edit.SlotRef{Page: p.Number, Kind: pl.Kind, Name: pl.Story, Nth: -1}, At: pl.At, Span: pl.Span, Keys: map[string]string{}, Words: map[string]string{}}
		if i := slices.IndexFunc(entries, func(e manuscript.SlotEntry) bool { return e.Src == pl.Src }); i >= 0 {
			s.Ref, s.Keys, s.Words, s.Found = refs[i], entries[i].Keys, entries[i].Words, entries[i].Found
			for key, at := range entries[i].Begins {
				s.Begins[key] = [2]int{at.Line, at.Col}
			}
			s.Own = !parted // its place counts from the left edge of another page
			_, _, s.Pinned = edit.Place(entries[i])
		}
		s.Crop = cropOf(p, &pl)
		if story := is.Story(pl.Story); story != nil && pl.Kind == "story" {
			placed[story.ID] = true
			s.Weight, s.Initial = story.Weight, story.Initial
		}
		out.Slots = append(out.Slots, s)
	}
	return out
}

// tray is the stories without a place, the latest first.
func (b *Bench) tray(view *View, placed map[string]bool, refs []edit.SlotRef) []trayStory {
	out := []trayStory{}
	for _, s := range view.Issue.Stories {
		if placed[s.ID] {
			continue
		}
		t := trayStory{ID: s.ID, Section: s.Section, Weight: s.Weight, Chars: charsOf(s)}
		for _, h := range s.Headline {
			t.Headline += h.Plain()
		}
		t.Saved = b.saved(s.Src.File)
		if i := slices.IndexFunc(refs, func(r edit.SlotRef) bool { return r.Kind == "story" && r.Name == s.ID }); i >= 0 {
			t.Slot = &refs[i]
		}
		out = append(out, t)
	}
	slices.SortStableFunc(out, func(a, c trayStory) int { return int(min(max(c.Saved-a.Saved, -1), 1)) })
	return out
}

// charsOf is about how long a story is.
func charsOf(s *manuscript.Story) (n int) {
	for _, b := range s.Blocks {
		if p, ok := b.(*manuscript.Paragraph); ok {
			n += len([]rune(p.Text.String()))
		}
	}
	return n
}

// line is a line of a page as text: for the browser, which lays it over the picture.
type line struct {
	X     float64 `json:"x"`
	Y     float64 `json:"y"` // of its baseline
	W     float64 `json:"w"`
	Size  float64 `json:"s"`
	Text  string  `json:"t"`
	Src   string  `json:"p,omitempty"` // FILE:LINE:COL
	Story string  `json:"i,omitempty"`
	Part  string  `json:"k"`
	Block int32   `json:"b,omitempty"`
	Why   string  `json:"y2,omitempty"` // what was done to fill it
	Down  bool    `json:"d,omitempty"`  // it runs downward
	src   diag.Pos
}

// lines are the lines of a page, story by story in the order of reading.
func (b *Bench) lines(number int) ([]line, bool) {
	view, _, _ := b.now()
	if view == nil {
		return nil, false
	}
	i := slices.IndexFunc(view.Edition.Pages, func(p *page.Page) bool { return p.Number == number })
	if i < 0 {
		return nil, false
	}
	p := view.Edition.Pages[i]
	why := map[diag.Pos]string{} // by where a line begins
	for _, l := range report.Lines(p) {
		why[diag.Pos{File: l.Source.File, Line: l.Source.Line, Col: l.Source.Column}] = l.Why(b.o.Lang)
	}
	out := []line{}
	var last *page.Text
	for _, it := range p.Items {
		t, ok := it.(*page.Text)
		if !ok || len(t.Glyphs) == 0 || t.Part == page.Ruby || t.Part == page.Hyphen || t.Part == page.Mark {
			continue
		}
		l := lineOf(t)
		if last != nil && goesOn(last, t) {
			joined := &out[len(out)-1]
			joined.W, joined.Text = l.X+l.W-joined.X, joined.Text+l.Text
		} else {
			out = append(out, l)
		}
		last = t
	}
	for i := range out {
		if l := &out[i]; l.src.File != "" {
			l.Why = why[l.src]
		}
	}
	order := map[string]int{}
	for _, l := range out {
		if _, met := order[l.Story]; !met {
			order[l.Story] = len(order)
		}
	}
	slices.SortStableFunc(out, func(a, c line) int { return order[a.Story] - order[c.Story] })
	return out, true
}

// lineOf is a run as a line.
func lineOf(t *page.Text) line {
	last := len(t.Glyphs) - 1
	w := t.Glyphs[last].DX + t.Advance(last)
	l := line{X: t.At.X.Points(), Y: t.At.Y.Points(), W: w.Points(), Size: t.Size.Points(), Text: t.String(), Story: t.Story, Part: t.Part.String(), Block: t.Unit.Block, Down: t.Turned, src: t.Src}
	if t.Src.File != "" {
		l.Src = t.Src.String()
	}
	return l
}

// goesOn tells whether a run goes on with the line of the one before it: it begins
// behind its last character, and no column away.
func goesOn(a, b *page.Text) bool {
	end := a.At.X + a.Glyphs[len(a.Glyphs)-1].DX
	return a.At.Y == b.At.Y && a.Story == b.Story && a.Part == b.Part && a.Unit.Block == b.Unit.Block && !a.Turned && !b.Turned && b.At.X >= end && b.At.X <= end+3*a.Size
}
