package report

import (
	"cmp"
	"encoding/json"
	"io"
	"math"
	"slices"
	"strings"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// Schema names the shape of the JSON report. It changes when a field goes or
// means something else; new fields come without a change.
const Schema = "duikai-report/1"

// Report is everything that is known of a set edition, for people and for
// scripts. Lengths are points, places are counted from the trim's top left
// corner, lists are never null, and every list has one order: pages by number,
// slots as planned, problems by file, line and column.
type Report struct {
	Schema   string    `json:"schema"`
	Paper    string    `json:"paper"`
	Title    string    `json:"title"`
	Date     string    `json:"date"` // 2006-01-02
	Totals   Totals    `json:"totals"`
	Pages    []Page    `json:"pages"`
	Jumps    []Jump    `json:"jumps"`
	Problems []Problem `json:"problems"`
	Pictures []Picture `json:"pictures"`
	Record   Record    `json:"record"`
	Worst    []Line    `json:"worst"` // the worst lines first
}

// Totals are the sums over the edition.
type Totals struct {
	Pages      int `json:"pages"`
	Stories    int `json:"stories"`
	Characters int `json:"characters"`
	Lines      int `json:"lines"`
	White      int `json:"white_lines"`
	Overset    int `json:"overset"` // characters without room
	Errors     int `json:"errors"`  // fatal ones among them
	Warnings   int `json:"warnings"`
	Notes      int `json:"notes"`
}

// Page is one page (版).
type Page struct {
	Number int     `json:"number"`
	Name   string  `json:"name"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
	Slots  []Slot  `json:"slots"`
	Lines  []Line  `json:"lines"` // every set line that has a record, as set
	// Remarks are the marks of proof readers that stand on the page; Signed says who has
	// signed it last, null: nobody.
	Remarks []Remark `json:"remarks"`
	Signed  *Signed  `json:"signed"`
}

// Remark is a proof reader's mark (圈红).
type Remark struct {
	Number  int     `json:"number"`
	Page    int     `json:"page"`
	Places  []Box   `json:"places"` // empty: the page as a whole
	Story   string  `json:"story,omitempty"`
	Words   string  `json:"words,omitempty"`
	Gone    bool    `json:"words_gone,omitempty"` // the words stand on no page any more
	Note    string  `json:"note"`
	Who     string  `json:"who,omitempty"`
	When    string  `json:"when,omitempty"`
	Answers []Reply `json:"answers"`
	Settled *Reply  `json:"settled"` // null: it is open
	Source  Source  `json:"source"`
	At      *Source `json:"at,omitempty"` // its words in the story
}

// Reply is an answer to a remark, or who saw to it.
type Reply struct {
	Who  string `json:"who,omitempty"`
	When string `json:"when,omitempty"`
	Note string `json:"note,omitempty"`
}

// Signed is what a page was signed as (签样).
type Signed struct {
	Status  string `json:"status"`
	Who     string `json:"who,omitempty"`
	When    string `json:"when,omitempty"`
	Changed bool   `json:"changed"` // the page has shown something else since
	Source  Source `json:"source"`
	words   string // all of it, in the language of the report
}

// Slot is what stands in a slot (版位).
type Slot struct {
	Kind         string  `json:"kind"`            // story, picture, pictures, ad, nameplate, digest, notice
	ID           string  `json:"id"`              // story id, or path of a picture or advertisement
	Title        string  `json:"title,omitempty"` // the headline of a story
	Page         int     `json:"page"`
	Box          Box     `json:"box"`
	Columns      int     `json:"columns"`
	Measure      float64 `json:"measure"`
	Rows         int     `json:"rows"` // a column
	Lines        int     `json:"lines"`
	Characters   int     `json:"characters"`
	White        int     `json:"white_lines"`
	Overset      int     `json:"overset"`
	OversetLines int     `json:"overset_lines"`
	// Fill is the share of its lines that a story takes: 1 is full, more is
	// overset. It is 0 for a slot without text columns.
	Fill   float64 `json:"fill"`
	From   int     `json:"from,omitempty"` // page it comes from
	To     int     `json:"to,omitempty"`   // page it goes on to
	PPI    int     `json:"ppi,omitempty"`  // least effective resolution of its pictures
	Fitted []Move  `json:"fitted"`         // what was moved so that its text fills it
	Source Source  `json:"source"`

	head  geom.Rect
	moves page.Moves
}

// Move is a lever that was moved in a slot: picture, caption, head, subheads,
// gained, lost (lines of text) or leading.
type Move struct {
	Lever string `json:"lever"`
	By    int    `json:"by"` // rows or lines, of the leading thousandths; below zero where less is taken
}

// Moved is what was moved in the slot, in words.
func (s Slot) Moved(l diag.Lang) string { return s.moves.In(l) }

// Jump is a story going on elsewhere (转版).
type Jump struct {
	Story    string `json:"story"`
	FromPage int    `json:"from_page"`
	FromBox  Box    `json:"from_box"`
	ToPage   int    `json:"to_page"`
	ToBox    *Box   `json:"to_box"` // null: no slot of that page takes it up
}

// Problem is one problem with its words, its source and its place on a page.
type Problem struct {
	Number   int    `json:"number"` // the number that proofs and pages show at its place; 0: none
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Text     string `json:"text"`
	Hint     string `json:"hint,omitempty"`
	Excerpt  string `json:"excerpt,omitempty"`
	Source   Source `json:"source"`
	Places   []Box  `json:"places"` // empty: it cannot be seen on a page
	Page     int    `json:"page,omitempty"`

	level diag.Severity
	index int    // in the list, from 1
	file  string // the picture it is about
}

// Picture is a picture or a ready-made block as it prints.
type Picture struct {
	File   string `json:"file"`
	Page   int    `json:"page"`
	Box    Box    `json:"box"`
	Pixels []int  `json:"pixels"` // width and height of the part shown; empty for a PDF
	// PPI is the effective resolution, pixels an inch; 0 for a PDF.
	PPI    int    `json:"ppi"`
	Source Source `json:"source"`
}

// Source is a place in the manuscript.
type Source struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// Box is a rectangle of a page in points.
type Box struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
	W float64 `json:"w"`
	H float64 `json:"h"`
}

func boxOf(r geom.Rect) Box {
	return Box{r.X.Points(), r.Y.Points(), r.W.Points(), r.H.Points()}
}

func sourceOf(p diag.Pos) Source { return Source{p.File, p.Line, p.Col} }

// Place is where a problem is seen: its number on the page, the page, its areas
// there. The zero value is a problem that cannot be seen.
type Place struct {
	Number int
	Page   int
	Areas  []geom.Rect
}

// Build makes the report of an edition; e is nil for an issue that could not
// be composed. The list of problems is sorted, places are those of its
// problems, one for each. Make-up must have kept its record for the lines to be
// told (layout.Options.Record).
func Build(e *page.Edition, list diag.List, places []Place, l diag.Lang) *Report {
	r := &Report{Schema: Schema, Pages: []Page{}, Jumps: []Jump{}, Problems: []Problem{}, Pictures: []Picture{}, Worst: []Line{},
		Record: Record{Gaps: []GapRange{}, Remedies: []RemedyUse{}}}
	if e != nil {
		r.Paper, r.Title, r.Date = e.Paper, e.Title, e.Date.Format("2006-01-02")
		for _, p := range e.Pages {
			r.addPage(p, l)
		}
		r.addJumps()
		r.addRecord()
	}
	r.addProblems(list, places, l)
	r.count()
	return r
}

func (r *Report) addPage(p *page.Page, l diag.Lang) {
	out := Page{Number: p.Number, Name: p.Name, Width: p.Trim.W.Points(), Height: p.Trim.H.Points(), Slots: []Slot{}, Lines: linesOf(p), Remarks: []Remark{}}
	for _, m := range p.Remarks {
		out.Remarks = append(out.Remarks, RemarkOf(p.Number, m))
	}
	if s := p.Signed; s != nil {
		out.Signed = &Signed{Status: s.Status.In(l), Who: s.Who, When: s.When, Changed: s.Changed, Source: sourceOf(s.Src), words: s.In(l)}
	}
	for _, pl := range p.Placements {
		out.Slots = append(out.Slots, slotOf(p.Number, pl))
	}
	r.Pages = append(r.Pages, out)
	for _, it := range p.Items {
		switch it := it.(type) {
		case *page.Picture:
			size := it.Crop.Size()
			pic := Picture{File: it.File, Page: p.Number, Box: boxOf(it.Rect), Pixels: []int{size.X, size.Y}, PPI: it.Resolution(), Source: sourceOf(it.Src)}
			r.Pictures = append(r.Pictures, pic)
		case *page.Block:
			r.Pictures = append(r.Pictures, Picture{File: it.File, Page: p.Number, Box: boxOf(it.Rect), Pixels: []int{}, Source: sourceOf(it.Src)})
		}
	}
}

// RemarkOf is a remark on a page in the words of a report.
func RemarkOf(number int, m page.Remark) Remark {
	out := Remark{Number: m.Number, Page: number, Places: []Box{}, Story: m.Story, Words: m.Words, Gone: m.Gone, Note: m.Note, Who: m.Who, When: m.When, Answers: []Reply{}, Source: sourceOf(m.Src)}
	for _, a := range m.Areas {
		out.Places = append(out.Places, boxOf(a))
	}
	for _, a := range m.Answers {
		out.Answers = append(out.Answers, Reply(a))
	}
	if m.Settled != nil {
		settled := Reply(*m.Settled)
		out.Settled = &settled
	}
	if m.At.Line > 0 {
		at := sourceOf(m.At)
		out.At = &at
	}
	return out
}

// Remarks are those of all pages, in the order in which they were made.
func (r *Report) Remarks() (all []Remark) {
	for _, p := range r.Pages {
		all = append(all, p.Remarks...)
	}
	slices.SortStableFunc(all, func(a, b Remark) int { return cmp.Compare(a.Number, b.Number) })
	return all
}

// signedWords says who has signed a page.
func (p Page) signedWords(l diag.Lang) string {
	if p.Signed == nil {
		return word(l, "unsigned")
	}
	return p.Signed.words
}

// stage is how far a remark is: its class in the page for the browser, and a word.
func (m Remark) stage() string {
	switch {
	case m.Settled != nil:
		return "settled"
	case len(m.Answers) > 0:
		return "answered"
	}
	return "open"
}

// state says how far a remark is, and who saw to it.
func (m Remark) state(l diag.Lang) string {
	out := word(l, m.stage())
	if m.Settled != nil {
		out = strings.TrimSpace(out + " " + m.Settled.Who + " " + m.Settled.When)
	}
	return out
}

func slotOf(number int, pl page.Placement) Slot {
	s := Slot{
		Kind: pl.Kind, ID: pl.Story, Title: pl.Title, Page: number, Box: boxOf(pl.Area), Columns: pl.Columns, Measure: pl.Measure.Points(),
		Rows: pl.Rows, Lines: pl.Lines, Characters: pl.Chars, White: pl.White, Overset: pl.Over, OversetLines: pl.OverLines,
		From: pl.From, To: pl.To, PPI: pl.PPI, Fitted: []Move{}, Source: sourceOf(pl.Src), head: pl.Head, moves: pl.Fitted,
	}
	for _, m := range pl.Fitted {
		s.Fitted = append(s.Fitted, Move{m.Lever.String(), m.By})
	}
	if room := pl.Lines + pl.White; s.Text() && room > 0 {
		s.Fill = thousandths(float64(pl.Lines+pl.OverLines) / float64(room))
	}
	return s
}

// thousandths rounds to three decimals, so that a report is read easily and is
// the same on every machine.
func thousandths(v float64) float64 { return math.Round(v*1000) / 1000 }

// Text tells whether the slot holds the text of a story.
func (s Slot) Text() bool { return isStory(s.Kind) && s.Columns > 0 }

// addJumps joins the parts of stories that go on elsewhere.
func (r *Report) addJumps() {
	for _, p := range r.Pages {
		for _, s := range p.Slots {
			if s.To == 0 {
				continue
			}
			j := Jump{Story: s.ID, FromPage: p.Number, FromBox: s.Box, ToPage: s.To}
			if to := r.slot(s.To, func(t Slot) bool { return t.ID == s.ID && t.From == p.Number && t.Source != s.Source }); to != nil {
				j.ToBox = &to.Box
			}
			r.Jumps = append(r.Jumps, j)
		}
	}
}

// slot is the first slot of a page that is wanted; nil where there is none.
func (r *Report) slot(number int, wanted func(Slot) bool) *Slot {
	for _, p := range r.Pages {
		if p.Number != number {
			continue
		}
		if i := slices.IndexFunc(p.Slots, wanted); i >= 0 {
			return &p.Slots[i]
		}
	}
	return nil
}

func (r *Report) count() {
	t := &r.Totals
	stories := make(map[string]bool)
	t.Pages = len(r.Pages)
	for _, p := range r.Pages {
		for _, s := range p.Slots {
			if s.Text() {
				stories[s.ID] = true
			}
			t.Characters += s.Characters
			t.Lines += s.Lines
			t.White += s.White
			t.Overset += s.Overset
		}
	}
	t.Stories = len(stories)
	for _, p := range r.Problems {
		switch p.level {
		case diag.Info:
			t.Notes++
		case diag.Warning:
			t.Warnings++
		default:
			t.Errors++
		}
	}
}

// addProblems words the problems.
func (r *Report) addProblems(list diag.List, places []Place, l diag.Lang) {
	for i, p := range list {
		out := Problem{
			Severity: p.Severity().In(diag.English), Code: string(p.Code), Text: p.Text(l), Hint: p.Hint(l),
			Excerpt: p.Excerpt, Source: sourceOf(p.Pos), Places: []Box{}, level: p.Severity(), index: i + 1,
		}
		if len(p.Args) > 0 {
			out.file, _ = p.Args[0].(string)
		}
		if i < len(places) {
			out.Number, out.Page = places[i].Number, places[i].Page
			for _, a := range places[i].Areas {
				out.Places = append(out.Places, boxOf(a))
			}
		}
		r.Problems = append(r.Problems, out)
	}
}

// Index is the problem's place in the list, from 1.
func (p Problem) Index() int { return p.index }

// WriteJSON writes the report for scripts.
func (r *Report) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(r)
}
