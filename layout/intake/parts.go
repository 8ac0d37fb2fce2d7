package intake

import (
	"strings"
	"unicode/utf8"

	"duikai/layout/diag"
)

// Parts of a story that the source has as two (转版): 下转第2版 under the one and
// 上接第1版 over the other. They are one story that stands in a slot of either
// page.

// Part is what a page has of a story that begins on an earlier one.
type Part struct {
	Story *Story
	Areas []Area // where it stood
	Chars int    // of its text
}

// How sure it is that two parts belong together, in percent: their heads agree
// or the second has none, their marks agree, or nothing but the pages does.
const (
	sureSameHead = 95
	sureSameMark = 90
	surePages    = 70
)

// joinParts puts stories together whose remarks name each other's page, and
// takes away remarks that name a page of the edition where nothing answers.
func (e *Edition) joinParts(found *[]Finding) {
	for _, p := range e.Pages {
		for i := 0; i < len(p.Stories); i++ {
			for s := p.Stories[i]; s.To != nil && s.To.Page > p.Number; { // the rest may go on in its turn
				q := e.find(s.To.Page)
				k, sure := q.answers(s, lastPage(e, p, s).Number)
				if k < 0 {
					break
				}
				rest := q.Stories[k]
				q.Stories = append(q.Stories[:k:k], q.Stories[k+1:]...)
				q.Parts = append(q.Parts, Part{Story: s, Areas: rest.Areas, Chars: rest.Length()})
				*found = append(*found, s.goOn(rest, p, q, sure)...)
			}
		}
	}
	for _, p := range e.Pages {
		for _, s := range p.Stories {
			for _, j := range []**Jump{&s.From, &s.To} {
				if *j != nil && e.find((*j).Page) != nil && (*j).Page != 0 {
					*found = append(*found, Find(diag.ImportJumpLoose, (*j).At, s.name(), (*j).Page).Of(s))
					*j = nil
				}
			}
		}
	}
}

// lastPage is the page on which the last part of a story stands so far.
func lastPage(e *Edition, first *Page, s *Story) *Page {
	last := first
	for _, p := range e.Pages {
		for _, part := range p.Parts {
			if part.Story == s {
				last = p
			}
		}
	}
	return last
}

// find is the page of a number; nil where there is none.
func (e *Edition) find(number int) *Page {
	for _, p := range e.Pages {
		if p.Number == number {
			return p
		}
	}
	return nil
}

// answers finds the story of the page that goes on with s, which stood last on
// page from; -1 where there is none.
func (p *Page) answers(s *Story, from int) (at, sure int) {
	at = -1
	if p == nil {
		return at, 0
	}
	for i, c := range p.Stories {
		if c == s || c.From == nil || c.From.Page != from {
			continue
		}
		n := surePages
		switch {
		case alike(s, c):
			n = sureSameHead
		case c.From.Mark > 0 && c.From.Mark == s.To.Mark:
			n = sureSameMark
		case c.From.Mark > 0 && s.To.Mark > 0:
			continue // of another story
		}
		if n > sure {
			at, sure = i, n
		}
	}
	return at, sure
}

// alike tells whether the head over a second part is that of the first, or a
// part of it, or none at all.
func alike(s, c *Story) bool {
	a, b := Squeezed(headWords(s)), Squeezed(headWords(c))
	return b == "" || a != "" && (strings.Contains(a, b) || strings.Contains(b, a))
}

func headWords(s *Story) string {
	var b strings.Builder
	for _, h := range s.Headline {
		b.WriteString(h.Text.String())
	}
	return b.String()
}

// goOn puts the second part behind the first.
func (s *Story) goOn(rest *Story, p, q *Page, sure int) []Finding {
	if s.First == 0 {
		s.First = s.Length()
	}
	joint := Find(diag.ImportParts, rest.At, s.name(), pageWords(p), pageWords(q)).Because("jump-lines", sure).Of(s)
	if n := len(s.Body); n > 0 {
		joint.Before = []string{s.Body[n-1].Text.String()}
	}
	if len(rest.Body) > 0 {
		joint.After = []string{rest.Body[0].Text.String()}
	}
	found := []Finding{joint}
	if !alike(s, rest) {
		s.Short = Field{Text: joinedText(rest.Headline), Rule: "head-over-second-part", Sure: sure}
		rest.Headline = nil
	}
	// What stands over the second part once more is not set twice.
	rest.Fields(func(name string, f *Field) {
		over := name == "kicker" || name == "headline" || name == "deck" || name == "byline" || name == "column" || name == "summary"
		if over && !f.Empty() {
			found = append(found, Find(diag.ImportHeadTwice, f.Text.At(), f.Text.String()).Of(s))
		}
	})
	if !rest.Note.Empty() {
		if s.Note.Empty() {
			s.Note = rest.Note
		} else {
			rest.Body = append(rest.Body, Block{Kind: Paragraph, Field: rest.Note})
		}
	}
	if n := len(s.Body); n > 0 && len(rest.Body) > 0 && s.Body[n-1].Kind == Paragraph && rest.Body[0].Kind == Paragraph && !ends(s.Body[n-1].Text.String()) {
		s.Body[n-1].Text = append(s.Body[n-1].Text, rest.Body[0].Text...)
		rest.Body = rest.Body[1:]
	}
	s.Body = append(s.Body, rest.Body...)
	s.Pictures = append(s.Pictures, rest.Pictures...)
	s.To, s.Truncated = rest.To, rest.Truncated
	return found
}

func joinedText(fields []Field) (t Text) {
	for i, f := range fields {
		if i > 0 {
			t = append(t, Run{Text: " ", At: f.Text.At()})
		}
		t = append(t, f.Text...)
	}
	return t
}

// ends tells whether a paragraph comes to its end.
func ends(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, " \u3000"))
	return strings.ContainsRune("。！？…；：”’』」）〕】》!?.;:", r)
}
