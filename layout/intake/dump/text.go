package dump

import (
	"math"
	"slices"
	"strings"

	"duikai/layout/diag"
	"duikai/layout/intake"
)

// continuation begins a story that goes on from another page. Some programs draw
// its jump line below the text: then it is told of the story that has just ended,
// or of the last paragraphs of it where it begins as reports do.
func (p *page) continuation(it item, head []item, i int) {
	var moved []intake.Block
	if c := p.cur; p.below && len(head) == 0 && c != nil && !c.ended && len(c.Body) > 0 {
		if !c.dated {
			c.From, c.Kind, c.ended = it.jump, "continuation", true
			p.tell(diag.ImportJump, i, "jump-line-below-its-text", sureTwoLines, it.text, jumpWords("from", it.jump))
			return
		}
		moved = p.drawnBelow()
	}
	p.begin(it.runs.At(), "continuation")
	if len(head) > 0 {
		p.head(head)
	}
	p.cur.From = it.jump
	if len(moved) > 0 {
		p.cur.Body, p.cur.ended = moved, true
		p.tell(diag.ImportGuess, i, "jump-line-below-its-text", sureUnsure, excerpt(moved[0].Text.String()), said{"the beginning of a continuation", "接版稿件的开头"})
	}
	p.tell(diag.ImportJump, i, "jump-line", surePlain, it.text, jumpWords("from", it.jump))
}

// jumpsBelow tells whether the jump lines of a page stand below their texts: one
// of them over the head of a report, and none over text.
func (p *page) jumpsBelow() bool {
	below := false
	for i, it := range p.items {
		if it.role != jumpFrom {
			continue
		}
		if next, _ := p.next(i + 1); next.role == running {
			return false
		}
		below = below || p.beginsStory(i+1)
	}
	return below
}

// drawnBelow takes the text of a continuation off the story above: the paragraphs
// from that on which has least to do with those before it.
func (p *page) drawnBelow() []intake.Block {
	c := p.cur
	at, least := 0, math.MaxInt
	for k := 1; k < len(c.Body); k++ {
		if kin := p.common(joinedText(c.Body[:k]), joinedText(c.Body[k:])); kin < least {
			at, least = k, kin
		}
	}
	if at == 0 {
		return nil
	}
	moved := slices.Clone(c.Body[at:])
	c.Body, c.ended = c.Body[:at], true
	return moved
}

// beginsStory tells whether the lines from i on are surely the head of a story:
// with a byline, or over 本报讯. The page may end there, too.
func (p *page) beginsStory(i int) bool {
	const most = 6 // lines of a head
	for range most {
		var it item
		if it, i = p.next(i); i == len(p.items) {
			return true
		}
		switch {
		case it.role == bylined:
			return true
		case it.role == running:
			return dateline.MatchString(it.text)
		case it.role != headish && it.role != weakHead && it.role != named:
			return false
		}
		i++
	}
	return false
}

// joinedText is the text of some blocks.
func joinedText(blocks []intake.Block) string {
	var b strings.Builder
	for _, k := range blocks {
		b.WriteString(k.Text.String() + "\n")
	}
	return b.String()
}

func (p *page) jumpTo(it item, i int) {
	if p.cur == nil {
		p.begin(it.runs.At(), "story")
	}
	p.cur.To = it.jump
	p.cur.ended = true
	p.tell(diag.ImportJump, i, "jump-line", surePlain, it.text, jumpWords("to", it.jump))
}

func (p *page) note(it item, i int) {
	if p.cur == nil || !p.cur.Note.Empty() {
		p.text(it, i)
		return
	}
	p.cur.Note = intake.Field{Text: it.runs, Rule: "note-line", Sure: surePlain}
	p.cur.ended = true
}

// Rules of paragraphs.
const (
	ruleText  = "text"
	ruleShort = "short-text" // it may as well be a line of a head
)

// text adds an item to the story at hand.
func (p *page) text(it item, i int) {
	if p.cur == nil || p.cur.ended && !p.goesOn(it) {
		p.begin(it.runs.At(), "story")
		p.tell(diag.ImportGuess, i, "text-without-head", sureUnsure, excerpt(it.text), said{"a story without a head", "没有标题的稿件"})
	}
	c := p.cur
	if len(c.Body) == 0 {
		c.dated = dateline.MatchString(it.text)
	}
	if n := len(c.Body); n > 0 && c.last.open() && c.last.role == running && len(c.last.text) < longestParagraph && c.Body[n-1].Kind == intake.Paragraph && !dateline.MatchString(it.text) {
		p.join(it, i, sureJoin, "no-final-mark")
		return
	}
	p.paragraph(it, i)
}

// longestParagraph bounds what is joined, in bytes: no paragraph of a paper has
// a tenth of it.
const longestParagraph = 30_000

// goesOn tells whether text may follow behind what closed a story: only where
// nothing else can take it.
func (p *page) goesOn(it item) bool {
	return p.cur.last.open() && !dateline.MatchString(it.text) && p.cur.To == nil
}

// paragraph adds a paragraph; what stands at its ends beside the text goes where
// it belongs.
func (p *page) paragraph(it item, i int) {
	c := p.cur
	t := it.runs
	if m := jumpLead.FindString(it.text); m != "" {
		if j, _, ok := jumpOf(it.text, jumpLead); ok && len(c.Body) == 0 {
			if j.At = t.At(); c.From == nil {
				c.From, c.Kind = j, "continuation"
			}
			p.tell(diag.ImportJump, i, "jump-lead", surePlain, strings.TrimSpace(m), jumpWords("from", j))
			_, t = cut(t, len(m))
		}
	}
	t = p.tail(t, i)
	c.last, c.at = it, i
	if len(t) == 0 {
		return
	}
	if editorial.MatchString(it.text) {
		c.Body = append(c.Body, intake.Block{Kind: intake.Note, Field: intake.Field{Text: t, Rule: "editors-note", Sure: surePlain}})
		return
	}
	if m := runIn.FindString(t.String()); m != "" && len(m) < len(t.String()) {
		var head intake.Text
		head, t = cut(t, len(m))
		c.Body = append(c.Body, intake.Block{Kind: intake.RunIn, Field: intake.Field{Text: head, Rule: "numbered-run-in", Sure: surePlain}})
	}
	if at := apartHead(it); at > 0 {
		var head intake.Text
		head, t = cut(t, at)
		c.Body = append(c.Body, intake.Block{Kind: intake.RunIn, Field: intake.Field{Text: trimmed(head), Rule: "blank-behind-first-words", Sure: sureSubhead}})
		p.tell(diag.ImportGuess, i, "blank-behind-first-words", sureSubhead, trimmed(head).String(), said{"a run-in head", "接排小标题"})
	}
	if n := len(it.text); n > c.longest { // the longest says best how wide its columns are
		c.measure, c.longest = it.measure, n
	}
	f := intake.Field{Text: trimmed(t), Rule: ruleText, Sure: surePlain}
	switch {
	case it.row || entry(it.text):
		f.Rule, f.Sure = "entry-of-a-list", sureEntry
	case width(it.text) <= widestWeak && !finished(it.text):
		f.Rule, f.Sure = ruleShort, sureUnsure
	}
	c.Body = append(c.Body, intake.Block{Kind: intake.Paragraph, Field: f})
	c.since += width(t.String())
}

// apartHead tells where the head at the beginning of a paragraph ends, which a blank sets
// off; 0: there is none.
func apartHead(it item) int {
	m := apartRunIn.FindStringIndex(it.text)
	if m == nil || it.row || entry(it.text) || dateline.MatchString(it.text) || !sentence(it.text) {
		return 0
	}
	head, _, _ := strings.Cut(strings.ReplaceAll(it.text, "\u3000", " "), " ")
	if personal(head) || asksOrAnswers.MatchString(it.text) || width(head) > shortSubhead {
		return 0
	}
	return len(head)
}

// tail takes a jump and a note off the end of a paragraph.
func (p *page) tail(t intake.Text, i int) intake.Text {
	c := p.cur
	s := t.String()
	if loc := jumpTail.FindStringIndex(s); loc != nil {
		if j, to, ok := jumpOf(s[loc[0]:], jumpTail); ok && to {
			j.At = t.At()
			c.To, c.ended = j, true
			p.tell(diag.ImportJump, i, "jump-tail", surePlain, strings.TrimSpace(s[loc[0]:]), jumpWords("to", j))
			t, _ = cut(t, loc[0])
			s = t.String()
		}
	}
	if loc := noteShape.FindStringIndex(s); loc != nil && c.Note.Empty() && loc[0] > 0 {
		var note intake.Text
		t, note = cut(t, loc[0])
		c.Note = intake.Field{Text: trimmed(note), Rule: "note-in-last-line", Sure: surePlain}
		c.ended = true
	}
	return trimmed(t)
}

// join puts an item behind the last paragraph.
func (p *page) join(it item, i, sure int, rule string) {
	c := p.cur
	b := &c.Body[len(c.Body)-1]
	before := b.Text.String()
	p.tell(diag.ImportJoined, i, rule, sure, tailOf(before), headOf(it.text))
	l := line{runs: b.Text, text: before, gap: c.last.gap, n: it.n}
	joined := l.join(it.line)
	if b.Rule == ruleShort { // it was the beginning of a paragraph
		b.Rule, b.Sure = ruleText, surePlain
	}
	b.Sure = min(b.Sure, sure)
	whole := it
	whole.line = joined
	b.Text = p.tail(joined.runs, i)
	whole.text = joined.text
	c.last, c.at = whole, i
	c.since += width(it.text)
}

// largeLines counts the lines of a head's size at the beginning of some.
func largeLines(run []item) (n int) {
	for n < len(run) && run[n].scale >= headTimes {
		n++
	}
	return n
}

// pullQuote tells whether lines of larger type say a sentence: no head ends so.
func pullQuote(run []item) bool {
	text := ""
	for _, it := range run {
		text += it.text
	}
	return strings.HasSuffix(strings.TrimRight(text, closers), "。") && strings.ContainsAny(text, "，；、")
}

// quote takes a sentence in large type out of the text that it stands in.
func (p *page) quote(i, end int) {
	if p.cur == nil {
		p.begin(p.items[i].runs.At(), "story")
	}
	l := p.items[i].line
	for _, it := range p.items[i+1 : end] {
		l = l.join(it.line)
	}
	b := intake.Block{Kind: intake.Pull, Field: intake.Field{Text: l.runs, Rule: "sentence-in-larger-type", Sure: sureKicker}}
	if n := len(p.cur.Body); n > 0 && p.cur.last.open() { // the paragraph goes on below it
		p.cur.Body = slices.Insert(p.cur.Body, n-1, b)
		return
	}
	p.cur.Body = append(p.cur.Body, b)
}

func (p *page) subhead(it item, rule string, sure int) {
	if p.cur == nil || p.cur.ended {
		p.begin(it.runs.At(), "story")
	}
	p.cur.Body = append(p.cur.Body, intake.Block{Kind: intake.Subhead, Field: intake.Field{Text: it.runs, Rule: rule, Sure: sure}})
	p.cur.last = it
	p.cur.since = 0
}

// signature takes names that stand below a text, or below a head.
func (p *page) signature(run []item, i int) {
	var t intake.Text
	for k, it := range run {
		if k > 0 {
			t = append(t, intake.Run{Text: " ", At: it.runs.At()})
		}
		t = append(t, it.runs...)
	}
	if len(p.cur.Body) == 0 {
		p.cur.Byline = intake.Field{Text: appended(p.cur.Byline.Text, t), Rule: "byline-under-head", Sure: surePlain}
		return
	}
	if p.cur.Note.Empty() {
		p.cur.Note = intake.Field{Text: t, Rule: "signature-behind", Sure: sureSignature}
		p.cur.ended = true
		p.tell(diag.ImportGuess, i, "signature-behind", sureSignature, t.String(), said{"a signature below the text", "文末署名"})
		return
	}
	for k, it := range run {
		p.text(it, i+k)
	}
}

// lift takes lines that fell into a paragraph back to the head of its story; the
// paragraph is joined by what follows.
func (p *page) lift(run []item, i, sure int) {
	c := p.cur
	for k, it := range run {
		p.tell(diag.ImportLifted, i+k, "head-inside-paragraph", sure, it.text, c.title())
		f := intake.Field{Text: it.runs, Rule: "head-inside-paragraph", Sure: sure}
		if len(c.Headline) == 1 && c.Kicker.Empty() && organised.MatchString(c.Headline[0].Text.String()) {
			c.Kicker = c.Headline[0]
			c.Kicker.Rule = "organisation-over-head"
			c.Headline = []intake.Field{f}
			continue
		}
		c.Headline = append(c.Headline, f)
	}
}
