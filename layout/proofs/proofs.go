// Package proofs brings what proof readers wrote (proofs.yaml) to the pages as they
// are set now: a mark goes where its words went (Place), a signature holds as long as
// the page shows what was signed (Content), and what is ringed on a page is given words
// to go with (Anchor).
package proofs

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

// Options are what Place needs to know.
type Options struct {
	// Sum tells what a page shows from what it showed at another time: Content, with
	// the files of the issue.
	Sum func(p *page.Page) string
	// Some tells that the edition has only some of the issue's pages: what stands on
	// none of them may stand on another.
	Some bool
}

// Place puts remarks and signatures onto the pages of an edition, and tells what is
// open.
func Place(ed *page.Edition, is *manuscript.Issue, o Options) (problems diag.List) {
	pages := map[int]*page.Page{}
	for _, p := range ed.Pages {
		p.Remarks, p.Signed = nil, nil
		pages[p.Number] = p
	}
	if len(is.Proofs.Marks) > 0 {
		text := readText(ed)
		for i, m := range is.Proofs.Marks {
			problems = append(problems, place(m, i+1, text, pages, o.Some)...)
		}
	}
	for _, p := range ed.Pages {
		problems = append(problems, signed(p, is, o)...)
	}
	return append(problems, pageless(is)...)
}

// pageless tells of marks that are open, and of signatures that count, on pages that
// the issue has not: also in one whose pages the program makes. A spread on one sheet
// is the page of its lower number.
func pageless(is *manuscript.Issue) (problems diag.List) {
	check := func(number int, at diag.Pos) {
		if !slices.ContainsFunc(is.Pages, func(p *manuscript.Page) bool { return p.Number == number || p.TwoSheets && p.Spread == number }) {
			problems.Add(diag.ProofPage, at, number)
		}
	}
	for _, m := range is.Proofs.Marks {
		if m.Settled == nil {
			check(m.Page, m.Src)
		}
	}
	for _, s := range is.Proofs.Signed {
		if Last(is.Proofs, s.Page) == s {
			check(s.Page, s.Src)
		}
	}
	return problems
}

// Remark is a mark as it was written, wherever its words are now.
func Remark(m *manuscript.ProofMark, number int) page.Remark {
	r := page.Remark{Number: number, Story: m.Story, Words: m.Words, Note: m.Note, Who: m.Who, When: m.When, Src: m.Src}
	for _, a := range m.Answers {
		r.Answers = append(r.Answers, page.Reply{Who: a.Who, When: a.When, Note: a.Note})
	}
	if m.Settled != nil {
		r.Settled = &page.Reply{Who: m.Settled.Who, When: m.Settled.When}
	}
	if m.Area.W > 0 && m.Area.H > 0 {
		r.Areas = []geom.Rect{m.Area}
	}
	return r
}

// place puts a mark onto its page.
func place(m *manuscript.ProofMark, number int, text *text, pages map[int]*page.Page, some bool) (problems diag.List) {
	r := Remark(m, number)
	on := pages[m.Page]
	if m.Words != "" {
		at, found := text.find(m)
		switch {
		case !found:
			r.Gone = true
		case at.page == on && len(r.Areas) > 0 && within(m.Area, at.ends[:]):
			r.At = at.src // it stands where it was ringed: the ring stays as it was drawn
		default:
			on, r.Areas, r.At = at.page, at.areas, at.src
		}
	}
	if on == nil {
		return nil // of a page that there is not is told below, and others are not wanted
	}
	tell := func(p diag.Problem) {
		area := geom.Rect{X: on.Grid.Area.X, Y: on.Grid.Area.Y, W: on.Grid.Area.W, H: on.Grid.Leading}
		if len(r.Areas) > 0 {
			area = r.Areas[0]
		}
		on.Spots = append(on.Spots, page.Spot{Problem: p, Area: area})
		problems = append(problems, p)
	}
	if r.Settled == nil {
		tell(diag.New(diag.MarkOpen, m.Src, on.Number, short(cmp.Or(m.Note, m.Words, "…"))))
		if r.Gone && !some {
			tell(diag.New(diag.MarkMoved, m.Src, m.Words, on.Number))
		}
	}
	on.Remarks = append(on.Remarks, r)
	return problems
}

// reach is how far letters may stand out of a ring that was drawn round them.
const reach = 4 * geom.Pt

// within tells whether characters stand in a ring.
func within(ring geom.Rect, boxes []geom.Rect) bool {
	ring = ring.Inset(geom.Inset{Top: -reach, Right: -reach, Bottom: -reach, Left: -reach})
	return !slices.ContainsFunc(boxes, func(b geom.Rect) bool { return !holds(ring, b) })
}

// holds tells whether the middle of a box lies in a ring.
func holds(ring, b geom.Rect) bool {
	x, y := b.X+b.W/2, b.Y+b.H/2
	return x >= ring.X && x <= ring.Right() && y >= ring.Y && y <= ring.Bottom()
}

// shortest is how many characters of a note a problem repeats.
const shortest = 40

func short(s string) string {
	if utf8.RuneCountInString(s) <= shortest {
		return s
	}
	return string([]rune(s)[:shortest]) + "…"
}

// signed tells how a page is signed.
func signed(p *page.Page, is *manuscript.Issue, o Options) (problems diag.List) {
	last := Last(is.Proofs, p.Number)
	status := manuscript.NoStatus
	if last != nil {
		s := &page.Signed{Status: last.Status, Who: last.Who, When: last.When, Src: last.Src}
		p.Signed, status = s, last.Status
		switch {
		case last.Content == "":
			problems.Add(diag.SignedLoose, last.Src, p.Number)
		case last.Content != o.Sum(p):
			s.Changed, status = true, manuscript.NoStatus
			who := last.Who
			if last.When != "" {
				who = strings.TrimSpace(who + " " + last.When)
			}
			problems.Add(diag.SignedBefore, last.Src, p.Number, last.Status, cmp.Or(who, "?"))
		}
	}
	if status < is.Style.SignOff {
		problems.Add(diag.PageUnsigned, p.Src, p.Number, is.Style.SignOff, status)
	}
	return problems
}

// Last is the signature of a page that counts: the last one; nil where there is none.
func Last(p manuscript.Proofs, number int) (last *manuscript.Signature) {
	for _, s := range p.Signed {
		if s.Page == number {
			last = s
		}
	}
	return last
}

// Content names what a page shows: what is drawn, with the files of its pictures and
// faces, but nothing that is drawn on drafts alone. file tells one state of a file from
// another.
func Content(p *page.Page, fonts []string, file func(name string) string) string {
	shown := *p
	shown.Items = nil
	blank := empties(p)
	for _, it := range p.Items {
		switch it := it.(type) {
		case *page.Text:
			if it.Part == page.Mark {
				continue
			}
		case *page.Rule:
			if slices.ContainsFunc(blank, func(r geom.Rect) bool { return r.Overlaps(it.Bounds()) }) {
				continue // the frame of what is missing
			}
		}
		shown.Items = append(shown.Items, it)
	}
	for _, f := range fonts { // of which the list knows the names alone
		shown.Items = append(shown.Items, &page.Block{File: f})
	}
	return page.Sum(&shown, file)
}

// empties are the slots of a page in which nothing stands but, on a draft, a frame and
// what it says.
func empties(p *page.Page) (out []geom.Rect) {
	for _, pl := range p.Placements {
		if !slices.ContainsFunc(p.Items, func(it page.Item) bool {
			switch it := it.(type) {
			case *page.Rule:
				return false
			case *page.Text:
				if it.Part == page.Mark || len(it.Glyphs) == 0 {
					return false
				}
				return pl.Area.Overlaps(it.Box())
			}
			return pl.Area.Overlaps(it.Bounds())
		}) {
			out = append(out, pl.Area)
		}
	}
	return out
}

// text is the text of an edition, story by story and paragraph by paragraph.
type text struct {
	order  []unit
	pieces map[unit]*piece
}

// unit is a paragraph, or a part of a head.
type unit struct {
	story string
	part  page.Part
	block int32
}

// piece is its characters with their places.
type piece struct {
	runes []rune
	at    []glyph
	gap   bool // a blank stands at its end
}

type glyph struct {
	page *page.Page
	run  *page.Text
	n    int  // of run.Glyphs
	char int  // of the run's text
	gap  bool // a blank stands before it
}

func (g glyph) box() geom.Rect { return g.run.BoxOf(g.n, g.n+1) }

func readText(ed *page.Edition) *text {
	t := &text{pieces: map[unit]*piece{}}
	for _, p := range ed.Pages {
		t.read(p)
	}
	return t
}

func (t *text) read(p *page.Page) {
	for _, it := range p.Items {
		run, ok := it.(*page.Text)
		if !ok || run.Story == "" || run.Src.Line == 0 || len(run.Glyphs) == 0 {
			continue
		}
		switch run.Part {
		case page.Furniture, page.Jump, page.Mark, page.Hyphen, page.Ruby:
			continue // nothing that can be read in the story itself
		}
		u := unit{run.Story, run.Part, run.Unit.Block}
		if t.pieces[u] == nil {
			t.pieces[u] = &piece{}
			t.order = append(t.order, u)
		}
		t.pieces[u].add(p, run)
	}
}

func (pc *piece) add(p *page.Page, run *page.Text) {
	if run.Shaped != nil {
		for i, r := range []rune(run.String()) {
			pc.put(r, glyph{page: p, run: run, n: run.GlyphAt(i), char: i})
		}
		return
	}
	char := 0
	var b []byte
	for n, g := range run.Glyphs {
		b = g.Append(b[:0])
		for _, r := range string(b) {
			pc.put(r, glyph{page: p, run: run, n: n, char: char})
		}
		char += g.Len()
	}
}

// put adds a character. Blanks between words are not there where a line ends.
func (pc *piece) put(r rune, g glyph) {
	if unicode.IsSpace(r) {
		pc.gap = true
		return
	}
	g.gap, pc.gap = pc.gap && len(pc.runes) > 0, false
	pc.runes, pc.at = append(pc.runes, r), append(pc.at, g)
}

// words are some characters with the blanks between them.
func (pc *piece) words(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		if pc.at[i].gap && i > from {
			b.WriteByte(' ')
		}
		b.WriteRune(pc.runes[i])
	}
	return b.String()
}

// tight is a text without its blanks.
func tight(s string) []rune {
	return slices.DeleteFunc([]rune(s), unicode.IsSpace)
}

// place of words on the pages.
type placed struct {
	page  *page.Page
	areas []geom.Rect
	ends  [2]geom.Rect // of the first and the last character there
	src   diag.Pos
}

// telling is how many characters are known again whatever stands around them.
const telling = 6

// find finds the words of a mark: with what stood around them, near their line, near
// where they stood.
func (t *text) find(m *manuscript.ProofMark) (best placed, found bool) {
	words, before, after := tight(m.Words), tight(m.Before), tight(m.After)
	if len(words) == 0 {
		return best, false
	}
	var price [3]int
	for _, u := range t.order {
		if u.story != m.Story {
			continue
		}
		pc := t.pieces[u]
		for i := 0; i+len(words) <= len(pc.runes); i++ {
			if !slices.Equal(pc.runes[i:i+len(words)], words) {
				continue
			}
			a := pc.at[i]
			p := [3]int{0, 0, 0}
			if !hasSuffix(pc.runes[:i], before) {
				p[0]++
			}
			if !hasPrefix(pc.runes[i+len(words):], after) {
				p[0]++
			}
			if p[0] == 2 && len(words) < telling {
				continue // the same characters in other words
			}
			if m.Line > 0 {
				p[1] = max(a.run.Src.Line-m.Line, m.Line-a.run.Src.Line)
			}
			box := a.box()
			p[2] = int(max(box.X-m.Area.X, m.Area.X-box.X) + max(box.Y-m.Area.Y, m.Area.Y-box.Y))
			if a.page.Number != m.Page {
				p[2] = int(a.page.Trim.W + a.page.Trim.H)
			}
			if !found || slices.Compare(p[:], price[:]) < 0 {
				found, price = true, p
				best = pc.room(i, i+len(words))
			}
		}
	}
	return best, found
}

func hasSuffix(s, end []rune) bool {
	return len(s) >= len(end) && slices.Equal(s[len(s)-len(end):], end)
}

func hasPrefix(s, start []rune) bool {
	return len(s) >= len(start) && slices.Equal(s[:len(start)], start)
}

// room is where some characters stand: one area for each line, as far as they stand on
// the page of the first.
func (pc *piece) room(from, to int) placed {
	first := pc.at[from]
	out := placed{page: first.page, src: first.run.Src.Shift(first.char)}
	out.ends[0] = first.box()
	for i := from; i < to && pc.at[i].page == first.page; {
		run, a := pc.at[i].run, pc.at[i].n
		b := a
		for ; i < to && pc.at[i].run == run; i++ {
			a, b = min(a, pc.at[i].n), max(b, pc.at[i].n)
			out.ends[1] = pc.at[i].box()
		}
		box := run.BoxOf(a, b+1)
		if n := len(out.areas); n > 0 && sameLine(out.areas[n-1], box) {
			out.areas[n-1] = out.areas[n-1].Union(box)
		} else {
			out.areas = append(out.areas, box)
		}
	}
	return out
}

// sameLine tells whether a box goes on with a line: at its height, and no column away.
func sameLine(a, b geom.Rect) bool {
	return b.X >= a.X && b.X <= a.Right()+2*b.H && max(a.Y-b.Y, b.Y-a.Y) < max(a.H, b.H)/2
}

// How many characters a mark keeps of what is ringed, and of what stands around.
const (
	mostWords  = 60
	mostAround = 8
)

// Anchor gives a mark the words of a story that a ring on a page holds, where it holds
// any: those of the paragraph of which it holds most.
func Anchor(m *manuscript.ProofMark, p *page.Page) {
	t := &text{pieces: map[unit]*piece{}}
	t.read(p)
	best, from, to, most := unit{}, 0, 0, 0
	for _, u := range t.order {
		pc := t.pieces[u]
		n, a, b := 0, -1, 0
		for i, g := range pc.at {
			if !holds(m.Area, g.box()) {
				continue
			}
			if n++; a < 0 {
				a = i
			}
			if i < a+mostWords {
				b = i + 1
			}
		}
		if n > most {
			best, from, to, most = u, a, b, n
		}
	}
	if most == 0 {
		return
	}
	pc := t.pieces[best]
	m.Story = best.story
	if src := pc.at[from].run.Src; strings.HasSuffix(src.File, "/"+m.Story+".md") {
		m.Line = src.Line
	}
	m.Words = pc.words(from, to)
	m.Before = pc.words(max(from-mostAround, 0), from)
	m.After = pc.words(to, min(to+mostAround, len(pc.runes)))
}
