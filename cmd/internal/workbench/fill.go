package workbench

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net/http"
	"path"

	"duikai/layout"
	"duikai/layout/edit"
	"duikai/layout/manuscript"
)

// wanted is a slot at another place, or of another make.
type wanted struct {
	Slot    edit.SlotRef `json:"slot"`
	Story   string       `json:"story"` // of the tray, instead of a slot
	Span    [2]int       `json:"span"`
	Columns int          `json:"columns"` // 0: as many as it spans
	Head    string       `json:"head"`
	Fit     bool         `json:"fit"` // the height at which it fits is wanted too
}

// filled is what a slot would hold.
type filled struct {
	Text     bool `json:"text"`  // it holds the text of a story
	Lines    int  `json:"lines"` // of text
	White    int  `json:"white"` // rows, as if all columns ended level
	Over     int  `json:"over"`  // rows
	Chars    int  `json:"chars"` // characters over
	Size     int  `json:"size"`  // of the headline, points
	HeadRows int  `json:"headRows"`
	Warnings int  `json:"warnings"`
	Failed   bool `json:"failed"` // something finds no room beside the text
	Rows     int  `json:"rows"`   // of a picture that is not cropped
	To       int  `json:"to"`     // the page on which the story goes on; 0: it ends here
	Fit      int  `json:"fit"`    // rows at which it fits, as wide as it is; 0: none
}

// fill measures a slot at another place.
func (b *Bench) fill(_ *http.Request, body []byte) (any, error) {
	want, err := read[wanted](body)
	if err != nil {
		return nil, err
	}
	b.gauging.Lock()
	defer b.gauging.Unlock()
	view, slots, desk := b.now()
	var slot manuscript.Slot
	switch s := slots[want.Slot]; {
	case view == nil:
		return filled{}, nil
	case want.Story != "":
		slot = manuscript.Slot{Kind: manuscript.StorySlot, Story: want.Story}
	case s == nil:
		return nil, &edit.Conflict{File: edit.IssueFile, Yours: want.Slot.Name}
	default:
		slot = *s
	}
	sheet := b.sheet(cmp.Or(want.Slot.Page, 1))
	slot.Col, slot.Row, slot.Open = 1, 1, 0
	slot.Cols, slot.Rows = min(max(want.Span[0], 1), sheet.Columns), min(max(want.Span[1], 1), sheet.Rows)
	slot.Columns = min(max(want.Columns, 0), 100)
	if h, ok := manuscript.HeadNamed(want.Head); ok {
		slot.Head = h
	}
	if slot.Kind != manuscript.StorySlot {
		return picture(desk, slot), nil
	}
	story := view.Issue.Story(slot.Story)
	if story == nil {
		return filled{}, nil
	}
	before, to := parts(view.Issue, slots[want.Slot])
	key := fmt.Sprint(want.Slot, want.Story, slot.Box, slot.Tint, slot.Text.Name, slot.HeadSize, slot.HeadTracking)
	if b.gauges[key] == nil {
		b.gauges[key] = desk.Gauge(story, before)
	}
	f := filledOf(b.gauges[key].Fill(slot), cmp.Or(slot.Columns, slot.Cols))
	f.To = to
	if want.Fit {
		f.Fit = fits(b.gauges[key], slot)
	}
	return f, nil
}

// fits is the least height at which a story leaves nothing over and the least white; 0
// where there is none.
func fits(g *layout.Gauge, slot manuscript.Slot) (rows int) {
	st, ok := g.Stands(slot)
	least := math.MaxInt
	for _, h := range st.Heights {
		if slot.Rows = h.Rows; !ok || h.Over > 0 || h.White >= least {
			continue
		}
		if f := g.Fill(slot); f.Over == 0 && !f.Failed && f.White < least {
			rows, least = h.Rows, f.White
		}
	}
	return rows
}

func filledOf(f layout.Filling, columns int) filled {
	up := func(n int) int { return (n + columns - 1) / columns }
	return filled{Text: true, Lines: f.Lines, White: f.White / columns, Over: up(f.Over), Chars: f.Chars, Size: f.Size, HeadRows: f.HeadRows, Warnings: f.Warnings, Failed: f.Failed}
}

// picture measures a slot that holds no story.
func picture(desk *layout.Desk, slot manuscript.Slot) filled {
	f := desk.Slot(slot)
	out := filled{Warnings: f.Warnings, Failed: f.Failed}
	if slot.Kind == manuscript.PictureSlot && len(slot.Pictures) > 0 && slot.Pictures[0].File.Art.Width > 0 {
		out.Rows = desk.Picture(slot)
	}
	return out
}

// parts are the parts of a story in the slots before one of its slots, and the page
// of the one behind it.
func parts(is *manuscript.Issue, slot *manuscript.Slot) (before []layout.Part, to int) {
	if slot == nil {
		return nil, 0
	}
	met := false
	for _, p := range is.Pages {
		for _, s := range p.Slots {
			switch {
			case s == slot:
				met = true
			case s.Kind != manuscript.StorySlot || s.Story != slot.Story:
			case met:
				return before, p.Number
			case s.Cols > 0 && s.Rows > 0:
				before = append(before, layout.Part{Page: p.Number, Slot: s})
			}
		}
	}
	return before, 0
}

// passage is a piece of a story for the browser.
type passage struct {
	Key  string `json:"key"`
	Item int    `json:"item"`
	Line int    `json:"line"`
	To   int    `json:"to"`
	Text string `json:"text"`
}

// storyState is a story's file for its editor.
type storyState struct {
	ID       string            `json:"id"`
	Sum      string            `json:"sum"`
	Text     string            `json:"text"`
	Passages []passage         `json:"passages"`
	Front    map[string]string `json:"front"`
}

// file is the path of a story, which must be one of the issue.
func (b *Bench) file(id string) (string, error) {
	view, _, _ := b.now()
	name := path.Join("stories", id+".md")
	if view == nil || !view.Issue.StoryFile(name) {
		return "", &edit.Refused{Why: edit.BadPath, What: id}
	}
	return name, nil
}

// story gives a story's file as it is now.
func (b *Bench) story(id string) (any, error) {
	name, err := b.file(id)
	if err != nil {
		return nil, err
	}
	data, err := fs.ReadFile(b.o.Folder(), name)
	if err != nil {
		return nil, err
	}
	st := storyState{ID: id, Sum: edit.Sum(data), Text: string(data), Passages: []passage{}}
	all, err := manuscript.Passages(data)
	if err == nil {
		st.Front, err = manuscript.FrontValues(data)
	}
	if err != nil && !errors.Is(err, manuscript.ErrNotPlain) {
		return st, nil // its text can be edited as a whole
	}
	for _, p := range all {
		st.Passages = append(st.Passages, passage(p))
	}
	return st, nil
}

// saved is when a file was saved, in seconds; 0: unknown.
func (b *Bench) saved(name string) int64 {
	if fi, err := fs.Stat(b.o.Folder(), name); err == nil {
		return fi.ModTime().Unix()
	}
	return 0
}

// Overlay is a folder in which one file has another text.
func Overlay(folder fs.FS, name string, text []byte) fs.FS { return overlay{folder, name, text} }

// overlay is a folder in which one file has another text.
type overlay struct {
	fs.FS
	name string
	text []byte
}

func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.FS.Open(name)
	if err != nil || name != o.name {
		return f, err
	}
	return &replaced{f, bytes.NewReader(o.text)}, nil
}

// replaced is a file with another text.
type replaced struct {
	fs.File
	text *bytes.Reader
}

func (r *replaced) Read(p []byte) (int, error) { return r.text.Read(p) }

func (r *replaced) Stat() (fs.FileInfo, error) {
	fi, err := r.File.Stat()
	return resized{fi, r.text.Size()}, err
}

type resized struct {
	fs.FileInfo
	size int64
}

func (r resized) Size() int64 { return r.size }

// tried is how a story would stand with another text, slot by slot.
type tried struct {
	Page  int `json:"page"`
	White int `json:"white"` // rows
	Over  int `json:"over"`
	Chars int `json:"chars"`
}

// try measures a story as an edit that is being written would leave it.
func (b *Bench) try(_ *http.Request, body []byte) (any, error) {
	sent, err := read[edit.Action](body)
	if err != nil {
		return nil, err
	}
	id, text, err := b.trial(&sent)
	if err != nil {
		return nil, err
	}
	view, _, _ := b.now()
	is, _ := b.stories.Load(overlay{b.o.Folder(), path.Join("stories", id+".md"), text})
	if is == nil || is.Story(id) == nil {
		return []tried{}, nil
	}
	desk := layout.NewDesk(is, view.Faces)
	out := []tried{}
	for _, p := range is.Pages {
		for _, s := range p.Slots {
			if s.Kind != manuscript.StorySlot || s.Story != id || s.Cols < 1 || s.Rows < 1 {
				continue
			}
			before, _ := parts(is, s)
			f := filledOf(desk.Gauge(is.Story(id), before).Fill(*s), cmp.Or(s.Columns, s.Cols))
			out = append(out, tried{p.Number, f.White, f.Over, f.Chars})
		}
	}
	return out, nil
}

// trial is the story that an action is about, and its text then. Of a text that is given
// whole it does not matter what another program saved meanwhile.
func (b *Bench) trial(a *edit.Action) (id string, text []byte, err error) {
	switch {
	case len(a.Files) == 1:
		id, text = a.Files[0].Story, []byte(a.Files[0].Text)
		_, err = b.file(id)
	case len(a.Texts) == 1:
		id = a.Texts[0].Story
		text, err = b.rewritten(id, a.Texts[0].Apply)
	case len(a.Fronts) == 1:
		id = a.Fronts[0].Story
		text, err = b.rewritten(id, a.Fronts[0].Apply)
	default:
		err = &edit.Refused{Why: edit.Unread}
	}
	return id, text, err
}

// rewritten is the text of a story's file with a change.
func (b *Bench) rewritten(id string, change func(file string, source []byte) ([]byte, error)) ([]byte, error) {
	name, err := b.file(id)
	if err != nil {
		return nil, err
	}
	text, err := fs.ReadFile(b.o.Folder(), name)
	if err != nil {
		return nil, err
	}
	return change(name, text)
}
