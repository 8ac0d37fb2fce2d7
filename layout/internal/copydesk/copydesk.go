// Package copydesk does for a story what a sub-editor does when it comes in
// (改稿): heads that were written into one string are parted, the head that
// stands again in the text, the author and the remarks about continuations are
// taken out of it and put where they belong. Everything it does is told.
package copydesk

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
)

// How sure the rules are, in percent.
const (
	sureBlank  = 85 // two blanks part a head
	sureDash   = 90 // —— begins a deck
	sureTail   = 80 // brackets behind a head are its column
	sureLong   = 60 // a long head parted at a blank
	sureAuthor = 90
)

var oneBlank = regexp.MustCompile(`[ \x{00a0}]`)

// longHead is how many characters a head of one line has at most: beyond it
// kicker, headline and deck may have been put into one.
const longHead = 20

// Title puts a head that the source gives as one string into the story's
// fields. given is the rule of the source's own field.
func Title(s *intake.Story, t intake.Text, given string) []intake.Finding {
	t = dump.Trim(t)
	whole := t.String()
	if whole == "" {
		return nil
	}
	var parts intake.Words
	told := func(what intake.Words, text string) {
		for l := range parts {
			if parts[l] != "" {
				parts[l] += " | "
			}
			parts[l] += what[l] + " " + text
		}
	}
	if rest, column := columnOf(s, t); column != nil {
		t = rest
		told(intake.Words{"column", "栏目"}, column.String())
	}
	if i := strings.Index(t.String(), "——"); i > 0 && i+len("——") < len(t.String()) && len(s.Deck) == 0 {
		head, deck := dump.Cut(t, i)
		t = dump.Trim(head)
		s.Deck = []intake.Field{{Text: dump.Trim(deck), Rule: "dash-before-deck", Sure: sureDash}}
		told(intake.Words{"deck", "副题"}, deck.String())
	}
	lines := split(t, dump.WideBlank)
	rule, sure := "wide-blank-in-head", sureBlank
	if len(lines) == 1 && utf8.RuneCountInString(t.String()) > longHead && !latinWords(t.String()) {
		if l := split(t, oneBlank.FindStringIndex); len(l) > 1 {
			lines, rule, sure = l, "blank-in-long-head", sureLong
		}
	}
	if len(lines) == 1 {
		rule, sure = given, intake.Certain
	}
	for _, l := range lines {
		s.Headline = append(s.Headline, intake.Field{Text: l, Rule: rule, Sure: sure})
		if len(lines) > 1 {
			told(intake.Words{"headline", "主题"}, l.String())
		}
	}
	if parts[diag.English] == "" {
		return nil
	}
	least := intake.Certain
	for _, f := range append(append([]intake.Field{s.Column}, s.Headline...), s.Deck...) {
		if !f.Empty() {
			least = min(least, f.Sure)
		}
	}
	return []intake.Finding{intake.Find(diag.ImportHead, t.At(), whole, parts).Because("one-string-head", least).Of(s)}
}

// columnOf takes the standing column in brackets off the end of a head.
func columnOf(s *intake.Story, t intake.Text) (rest, column intake.Text) {
	text := t.String()
	at, from, to := dump.StandingColumn(text)
	if at == 0 || !s.Column.Empty() {
		return t, nil
	}
	rest, tail := dump.Cut(t, at)
	_, tail = dump.Cut(tail, from-at)
	column, _ = dump.Cut(tail, to-from)
	s.Column = intake.Field{Text: column, Rule: "brackets-behind-head", Sure: sureTail}
	return dump.Trim(rest), column
}

// Column takes the standing column in brackets off the end of a line of a head.
func Column(s *intake.Story, t intake.Text) (intake.Text, []intake.Finding) {
	rest, column := columnOf(s, t)
	if column == nil {
		return t, nil
	}
	parts := intake.Words{"column " + column.String(), "栏目 " + column.String()}
	return rest, []intake.Finding{intake.Find(diag.ImportHead, t.At(), t.String(), parts).Because("brackets-behind-head", sureTail).Of(s)}
}

func split(t intake.Text, at func(string) []int) []intake.Text {
	var out []intake.Text
	for {
		loc := at(t.String())
		if loc == nil {
			return append(out, dump.Trim(t))
		}
		head, tail := dump.Cut(t, loc[0])
		_, tail = dump.Cut(tail, loc[1]-loc[0])
		if head = dump.Trim(head); len(head) > 0 {
			out = append(out, head)
		}
		t = tail
	}
}

// latinWords tells whether blanks of a text part Latin words.
func latinWords(s string) bool {
	for _, loc := range oneBlank.FindAllStringIndex(s, -1) {
		r, _ := utf8.DecodeLastRuneInString(s[:loc[0]])
		q, _ := utf8.DecodeRuneInString(s[loc[1]:])
		if r < 0x250 || q < 0x250 {
			return true
		}
	}
	return false
}

// Edit goes over the text of a story.
func Edit(s *intake.Story) []intake.Finding {
	e := &editing{s: s}
	e.jumps() // first, for the head again may stand behind 上接
	e.headAgain()
	e.authors()
	e.jumps() // again, for 上接 may have stood behind them
	e.notes()
	e.verses()
	e.names()
	e.marks()
	return e.found
}

type editing struct {
	s     *intake.Story
	found []intake.Finding
}

func (e *editing) tell(code diag.Code, at intake.Place, rule string, sure int, args ...any) {
	e.found = append(e.found, intake.Find(code, at, args...).Because(rule, sure).Of(e.s))
}

// drop takes a block out.
func (e *editing) drop(i int) { e.s.Body = append(e.s.Body[:i], e.s.Body[i+1:]...) }

// bare is a text without what heads and bodies write differently.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) {
			return -1
		}
		return r
	}, s)
}

// headAgain takes out paragraphs at the head of the text that repeat the head.
func (e *editing) headAgain() {
	heads := make(map[string]bool)
	all := ""
	e.s.Fields(func(name string, f *intake.Field) {
		switch name {
		case "kicker", "headline", "deck", "byline", "column":
			if b := bare(f.Text.String()); b != "" {
				heads[b] = true
			}
			if name == "headline" {
				all += bare(f.Text.String())
			}
		}
	})
	heads[all] = all != ""
	for len(e.s.Body) > 1 && e.s.Body[0].Kind <= intake.Subhead {
		text := e.s.Body[0].Text.String()
		if !heads[bare(text)] {
			return
		}
		e.tell(diag.ImportHeadTwice, e.s.Body[0].Text.At(), "head-again", intake.Certain, text)
		e.drop(0)
	}
}

// authors takes the paragraphs that name the authors into the byline.
func (e *editing) authors() {
	const most = 4 // paragraphs of names
	for range most {
		if len(e.s.Body) < 2 || e.s.Body[0].Kind != intake.Paragraph {
			return
		}
		t := e.s.Body[0].Text
		text := t.String()
		named := dump.Byline(text)
		if !named && (dump.Person(text) && !e.s.Byline.Empty() && strings.Contains(bare(e.s.Byline.Text.String()), bare(text))) {
			named = true
		}
		if !named || dump.Dateline(text) && !dump.Byline(text) {
			return
		}
		if n := dump.LeadSigns(text); n > 0 {
			_, t = dump.Cut(t, n)
		}
		e.tell(diag.ImportAuthor, t.At(), "author-before-text", sureAuthor, text)
		old := e.s.Byline.Text
		switch {
		case e.s.Byline.Empty():
			e.s.Byline = intake.Field{Text: t, Rule: "author-before-text", Sure: sureAuthor}
		case strings.Contains(bare(old.String()), bare(t.String())):
		case strings.Contains(bare(t.String()), bare(old.String())):
			e.s.Byline = intake.Field{Text: t, Rule: "author-before-text", Sure: sureAuthor}
		default:
			e.s.Byline.Text = append(append(append(intake.Text{}, old...), intake.Run{Text: " ", At: t.At()}), t...)
		}
		e.drop(0)
	}
}

// jumps reads the remarks about continuations.
func (e *editing) jumps() {
	for i := 0; i < len(e.s.Body); i++ {
		b := &e.s.Body[i]
		if b.Kind != intake.Paragraph && b.Kind != intake.Subhead {
			continue
		}
		text := b.Text.String()
		if j, to, ok := dump.JumpLine(text); ok {
			e.jump(j, to, b.Text.At(), text)
			e.drop(i)
			i--
			continue
		}
		if j, to, at := dump.JumpTail(text); j != nil {
			head, tail := dump.Cut(b.Text, at)
			e.jump(j, to, tail.At(), tail.String())
			b.Text = dump.Trim(head)
		}
		if i > 0 {
			continue
		}
		if j, to, at := dump.JumpLead(b.Text.String()); j != nil {
			head, tail := dump.Cut(b.Text, at)
			e.jump(j, to, head.At(), head.String())
			b.Text = dump.Trim(tail)
		}
	}
}

func (e *editing) jump(j *intake.Jump, to bool, at intake.Place, text string) {
	j.At = at
	key := "from"
	if to {
		key, e.s.To = "to", j
	} else {
		e.s.From = j
	}
	e.tell(diag.ImportJump, at, "jump-line", intake.Certain, strings.TrimSpace(text), key)
}

// notes takes a remark about the author at the end of the text out of it.
func (e *editing) notes() {
	n := len(e.s.Body)
	if n < 2 || !e.s.Note.Empty() || e.s.Body[n-1].Kind != intake.Paragraph {
		return
	}
	t := e.s.Body[n-1].Text
	if !dump.AuthorNote(t.String()) {
		return
	}
	e.s.Note = intake.Field{Text: t, Rule: "remark-at-end", Sure: sureAuthor}
	e.tell(diag.ImportGuess, t.At(), "remark-at-end", sureAuthor, t.String(), intake.Words{"the author's note", "作者附注"})
	e.drop(n - 1)
}

var (
	dateMark = regexp.MustCompile(`^[■□◆◇●○▲△★☆◎?？]+[\s\x{3000}\x{00a0}]*`)
	// hollow signs between two Chinese characters may stand for a third.
	hollow = regexp.MustCompile(`\p{Han}([■□?])\p{Han}`)
)

// marks takes the sign before 本报讯 out, and tells of signs that may stand for
// a character.
func (e *editing) marks() {
	for i := range e.s.Body {
		t := e.s.Body[i].Text
		text := t.String()
		if loc := dateMark.FindStringIndex(text); loc != nil && dump.Dateline(text[loc[1]:]) {
			head, tail := dump.Cut(t, loc[1])
			e.tell(diag.ImportMark, t.At(), "mark-before-dateline", intake.Certain, strings.TrimSpace(head.String()), firstOf(tail.String()))
			e.s.Body[i].Text = tail
			text = tail.String()
		}
		for _, m := range hollow.FindAllStringSubmatchIndex(text, -1) {
			e.tell(diag.ImportMissing, e.s.Body[i].Text.At(), "sign-between-characters", 0, text[m[2]:m[3]])
		}
	}
}

func firstOf(s string) string {
	const shown = 6 // characters
	if r := []rune(s); len(r) > shown {
		return string(r[:shown])
	}
	return s
}

// Caption parts the words under a picture into caption and credit.
func Caption(p *intake.Picture, t intake.Text, rule string) {
	t = dump.Trim(t)
	text := t.String()
	from, to := dump.CreditTail(text)
	if from == to {
		p.Caption = intake.Given(rule, t)
		return
	}
	head, tail := dump.Cut(t, from)
	credit, _ := dump.Cut(tail, to-from)
	if s := strings.TrimRight(head.String(), " \u3000\u00a0"); strings.HasSuffix(s, "（") || strings.HasSuffix(s, "(") {
		_, n := utf8.DecodeLastRuneInString(s)
		head, _ = dump.Cut(head, len(s)-n)
	}
	p.Credit = intake.Field{Text: dump.Trim(credit), Rule: "credit-behind-caption", Sure: sureAuthor}
	if head = dump.Trim(head); len(head) > 0 {
		p.Caption = intake.Given(rule, head)
	}
}
