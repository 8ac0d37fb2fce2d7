package dump

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"duikai/layout/diag"
	"duikai/layout/intake"
)

// How sure the rules are, in percent; found by counting on pages of many kinds.
const (
	surePlain     = 95 // a shape that nothing else has
	sureHead      = 90 // a short line, and what follows is how stories begin
	sureKicker    = 85
	sureTwoLines  = 65 // which of two lines is the main one
	sureSubhead   = 75
	sureUnsure    = 55 // head or subhead
	sureLift      = 85
	sureLiftWeak  = 60
	sureJoin      = 97
	sureFullLine  = 70 // a sentence ends where the column does: the paragraph may, too
	sureFurniture = 90
	sureSignature = 70
)

// draft is a story being put together.
type draft struct {
	*intake.Story
	ended bool // a note or a jump closed it
	dated bool // it opens with 本报讯 or the like
	last  item // the item of the last paragraph
	at    int  // its number
	since int  // characters since the last head or subhead
}

// page is a page being taken apart.
type page struct {
	options intake.Options
	items   []item
	stories []*draft
	cur     *draft
	found   []intake.Finding
	sized   bool // the type sizes are known
}

// segment parts the items of a page into stories.
func (p *page) segment() {
	for i, it := range p.items {
		for _, d := range it.doubts {
			p.tell(diag.ImportJoined, i, "full-line-ends-a-sentence", sureFullLine, d[0], d[1])
		}
	}
	p.sized = scaled(p.items)
	p.captions()
	for i := 0; i < len(p.items); {
		it := p.items[i]
		switch it.role {
		case furniture:
			p.tell(diag.ImportFurniture, i, "page-furniture", sureFurniture, it.text, said(it.why))
			i++
		case credited, captioned:
			p.tell(diag.ImportCredit, i, "credit-alone", surePlain, it.text)
			i++
		case jumpFrom:
			p.continuation(it, nil, i)
			i++
		case jumpTo:
			p.jumpTo(it, i)
			i++
		case noted:
			p.note(it, i)
			i++
		case headish, weakHead, named, bylined, signedOff, sectioned:
			i = p.short(i)
		default:
			p.text(it, i)
			i++
		}
	}
	p.close()
}

// said lets a term be an argument of a problem.
type said term

// In implements diag.Worded.
func (w said) In(l diag.Lang) string { return w[l] }

// captions finds those that stand over the credit of their picture.
func (p *page) captions() {
	const widest = 44 // ems: two lines below a picture of three columns
	p.verseLines()
	for i := 1; i < len(p.items); i++ {
		above := &p.items[i-1]
		if p.clauses(i - 1) {
			above.role = headish
		}
		if p.items[i].role == credited && above.role == running && !(i > 1 && p.items[i-2].open()) && width(above.text) <= widest && finished(above.text) && !dateline.MatchString(above.text) {
			above.role = captioned
			// Its first line, where lines are parted and the head stands above.
			if i > 2 && p.items[i-2].role == headish && p.items[i-2].scale == above.scale && (p.items[i-3].role == headish || p.items[i-3].role == bylined) {
				p.items[i-2].role = captioned
			}
		}
	}
}

// verseLines takes short lines for lines of verse, commas or not, where many
// follow each other.
func (p *page) verseLines() {
	const widest, least = 20, 8 // ems, lines
	short := func(it item) bool {
		return width(it.text) <= widest && !finished(it.text) && !entry(it.text) && (it.role == running || it.role == headish || it.role == named)
	}
	for i := 0; i < len(p.items); i++ {
		n := 0
		for i+n < len(p.items) && short(p.items[i+n]) {
			n++
		}
		if n >= least {
			for k := range p.items[i : i+n] {
				if it := &p.items[i+k]; it.role == running {
					it.role = headish
				}
			}
		}
		i += n
	}
}

// clauses tells whether an item is a head that has a comma: a short line without
// a final mark between a text that is whole and one that begins as stories do.
func (p *page) clauses(i int) bool {
	it := p.items[i]
	if it.role != running || width(it.text) > widestHead || finished(it.text) || introduces(it.text) || strings.HasSuffix(it.text, "，") || dateline.MatchString(it.text) || entry(it.text) {
		return false
	}
	if i > 0 && p.items[i-1].open() {
		return false
	}
	next, _ := p.next(i + 1)
	return next.role == bylined || next.role == running && dateline.MatchString(next.text) || next.role == named && width(next.text) <= leastText
}

// tell reports something about an item, with the lines around it.
func (p *page) tell(code diag.Code, i int, rule string, sure int, args ...any) {
	it := p.items[i]
	f := intake.Find(code, it.runs.At(), args...).Because(rule, sure)
	if p.cur != nil {
		f = f.Of(p.cur.Story)
	}
	p.around(&f, i, i+1)
	p.found = append(p.found, f)
}

// shownAround is how many lines of the source stand around a finding.
const shownAround = 2

func (p *page) around(f *intake.Finding, from, to int) {
	for k := max(0, from-shownAround); k < min(len(p.items), to+shownAround); k++ {
		s := excerpt(p.items[k].text)
		switch {
		case k < from:
			f.Before = append(f.Before, s)
		case k < to:
			f.Text = append(f.Text, p.items[k].text)
		default:
			f.After = append(f.After, s)
		}
	}
}

// excerpt shortens a long line from its middle.
func excerpt(s string) string {
	const most = 60
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most/2]) + " … " + string(r[len(r)-most/2:])
}

// begin starts a story.
func (p *page) begin(at intake.Place, kind string) {
	p.close()
	p.cur = &draft{Story: &intake.Story{At: at, Kind: kind}}
	p.stories = append(p.stories, p.cur)
}

// close ends the story at hand; one that breaks off is told.
func (p *page) close() {
	c := p.cur
	if c == nil || c.ended || len(c.Body) == 0 || !c.last.open() {
		return
	}
	c.Truncated = true
	r := []rune(c.last.text)
	f := intake.Find(diag.ImportTruncated, c.last.runs.At(), c.title(), string(r[max(0, len(r)-12):])).Because("no-final-mark", sureHead).Of(c.Story)
	p.around(&f, c.at, c.at+1)
	p.found = append(p.found, f)
}

// title is what messages call the story.
func (d *draft) title() string {
	for _, h := range d.Headline {
		return h.Text.String()
	}
	if len(d.Body) > 0 {
		r := []rune(d.Body[0].Text.String())
		return string(r[:min(len(r), 12)])
	}
	return "?"
}

// continuation begins a story that goes on from another page.
func (p *page) continuation(it item, head []item, i int) {
	p.begin(it.runs.At(), "continuation")
	if len(head) > 0 {
		p.head(head)
	}
	p.cur.From = it.jump
	p.tell(diag.ImportJump, i, "jump-line", surePlain, it.text, jumpWords("from", it.jump))
}

func jumpWords(key string, j *intake.Jump) string {
	switch {
	case j.Page == 0:
		return key + ": {page: " + j.Label + "}"
	case j.Mark > 0:
		return fmt.Sprintf("%s: {page: %d, mark: %d}", key, j.Page, j.Mark)
	}
	return fmt.Sprintf("%s: {page: %d}", key, j.Page)
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
	c.Body = append(c.Body, intake.Block{Kind: intake.Paragraph, Field: intake.Field{Text: trimmed(t), Rule: "text", Sure: surePlain}})
	c.since += width(t.String())
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
	before := []rune(b.Text.String())
	after := []rune(it.text)
	const shown = 8 // characters on either side of the joint
	p.tell(diag.ImportJoined, i, rule, sure, string(before[max(0, len(before)-shown):]), string(after[:min(len(after), shown)]))
	l := line{runs: b.Text, text: string(before), gap: c.last.gap, n: it.n}
	joined := l.join(it.line)
	b.Sure = min(b.Sure, sure)
	whole := it
	whole.line = joined
	b.Text = p.tail(joined.runs, i)
	whole.text = joined.text
	c.last, c.at = whole, i
	c.since += width(it.text)
}

// next is the item behind i that belongs to the flow of the stories; its number
// is len(items) where there is none.
func (p *page) next(i int) (item, int) {
	for ; i < len(p.items); i++ {
		if !p.items[i].transparent() {
			return p.items[i], i
		}
	}
	return item{}, i
}

// short deals with a run of short lines that begins at i and gives what follows
// it.
func (p *page) short(i int) int {
	end := i
	for end < len(p.items) && p.items[end].role >= headish && p.items[end].role <= signedOff && !p.nextHead(i, end) {
		end++
	}
	if end == i { // sectioned
		p.subhead(p.items[i], "numbered-section", surePlain)
		return i + 1
	}
	run := p.items[i:end]
	if p.sized && pullQuote(run) {
		p.quote(i, end)
		return end
	}
	if n := p.verses(run); n > 0 {
		return p.verse(i, end, n)
	}
	run, taken := p.split(run)
	follows, at := p.next(i + taken)
	end = i + taken
	switch verdict := p.judge(run, follows); {
	case follows.role == jumpFrom && at == end:
		p.continuation(follows, run, at)
		return at + 1
	case verdict.lift:
		p.lift(run, i, verdict.sure)
	case verdict.subhead:
		for _, it := range run {
			p.subhead(it, verdict.rule, verdict.sure)
		}
		if verdict.sure < intake.Doubted {
			p.tell(diag.ImportGuess, i, verdict.rule, verdict.sure, run[0].text, said{"a subhead", "小标题"})
		}
	case verdict.signature:
		p.signature(run, i)
	case verdict.byline:
		for _, it := range run {
			p.cur.Byline.Text = appended(p.cur.Byline.Text, it.runs)
		}
		p.cur.Byline.Rule, p.cur.Byline.Sure = verdict.rule, verdict.sure
	case verdict.text:
		for k, it := range run {
			p.text(it, i+k)
		}
	default:
		p.begin(run[0].runs.At(), "story")
		p.head(run)
		if verdict.sure < intake.Doubted {
			p.tell(diag.ImportGuess, i, verdict.rule, verdict.sure, run[0].text, said{"a head", "标题"})
		}
	}
	return end
}

// nextHead tells whether the line at k is the first of another head than that
// which begins at i: larger type below the name that signs the one above.
func (p *page) nextHead(i, k int) bool {
	if !p.sized || k == i || p.items[k].scale < headTimes || p.items[i].scale < headTimes {
		return false
	}
	small := 0
	for j := k - 1; j > i && p.items[j].scale < headTimes; j-- {
		small++
	}
	const mostDeck = 3 // lines between the largest ones of a head
	if small > mostDeck {
		return true
	}
	above := p.items[k-1].role
	return above == named || above == bylined || above == signedOff
}

// pullQuote tells whether lines of larger type say a sentence: no head ends so.
func pullQuote(run []item) bool {
	text := ""
	for _, it := range run {
		if it.scale < headTimes {
			return false
		}
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

// split cuts a run of short lines before what begins another story: names that
// sign the text above stand before the head of the next one.
func (p *page) split(run []item) ([]item, int) {
	c := p.cur
	if c != nil && !c.ended && len(c.Body) > 0 && c.last.role == running && finished(c.last.text) {
		k := 0
		for k < len(run) && (run[k].role == named || run[k].role == bylined || run[k].role == signedOff) {
			k++
		}
		if k > 0 && k < len(run) {
			return run[:k], k
		}
	}
	return run, len(run)
}

// judgement is what a run of short lines is taken for; the zero value is the
// head of a story.
type judgement struct {
	lift, subhead, signature, text, byline bool
	rule                                   string
	sure                                   int
}

func (p *page) judge(run []item, follows item) judgement {
	c := p.cur
	byline := false
	heads := 0
	for _, it := range run {
		switch it.role {
		case bylined:
			byline = true
		case named:
			byline = byline || heads > 0
		case signedOff:
		default:
			heads++
		}
	}
	dated := follows.role == running && dateline.MatchString(follows.text)
	largest := 0.0
	for _, it := range run {
		largest = max(largest, it.scale)
	}
	inside := c != nil && !c.ended && len(c.Body) > 0
	switch {
	case largest >= headTimes:
		return judgement{rule: "larger-type", sure: surePlain}
	case heads == 0 && inside && c.last.open() && c.Byline.Empty() && follows.role == running:
		return judgement{byline: true, rule: "byline-beside-text", sure: sureHead}
	case p.sized && heads > 0 && inside && !c.last.open() && !byline && follows.text != "":
		if run[0].role == weakHead || len(run) > 2 {
			return judgement{text: true}
		}
		return judgement{subhead: true, rule: "short-line-of-body-type", sure: sureKicker}
	case heads == 0 && inside && finished(c.last.text):
		return judgement{signature: true, rule: "signature-behind", sure: sureSignature}
	case !inside && c != nil && !c.ended && len(c.Body) == 0 && heads == 0:
		return judgement{signature: true, rule: "byline-under-head", sure: surePlain}
	case follows.text == "":
		if inside && heads > 0 && len(run) == 1 && run[0].role == weakHead {
			return judgement{text: true}
		}
		return judgement{rule: "short-line-at-the-end", sure: sureUnsure}
	case dated || byline:
		return judgement{rule: "head-before-report", sure: sureHead}
	case heads > 0 && noticeHead.MatchString(run[0].text) && !(inside && c.last.open()):
		return judgement{rule: "head-of-a-notice", sure: sureHead}
	case follows.role == jumpFrom, !inside:
		return judgement{rule: "short-line-between-stories", sure: sureHead}
	case c.last.open() && follows.role == running:
		return p.judgeJoint(run, follows)
	case run[0].role == weakHead && len(run) == 1:
		return judgement{text: true}
	}
	return p.judgeSubhead(run, follows)
}

// judgeJoint judges short lines in the middle of a paragraph that goes on. What
// ends or begins as no head does is a line or two of the paragraph itself.
func (p *page) judgeJoint(run []item, follows item) judgement {
	const noEnd, noBegin = "的了是在就把被和与及或而但也都还又向从对为以将能会可要让给这那此其", "的了着过们"
	if len(run) == 1 && run[0].role == headish && (strings.ContainsRune(noEnd, lastRune(run[0].text)) || strings.ContainsRune(noBegin, firstRune(run[0].text))) {
		return judgement{text: true}
	}
	sure := sureLiftWeak
	if seam(p.cur.last.text, follows.text) {
		sure = sureLift
	}
	if len(run) > 1 && sure < sureLift {
		return judgement{rule: "head-behind-broken-text", sure: sureUnsure}
	}
	if len(run) == 1 && len(p.cur.Headline) == 1 && p.cur.Kicker.Empty() && organised.MatchString(p.cur.Headline[0].Text.String()) {
		sure = max(sure, sureKicker)
	}
	return judgement{lift: true, rule: "head-inside-paragraph", sure: sure}
}

// seam tells whether the end of a text and the head of another fit: a figure and
// its unit, two figures, a mark that opens nothing.
func seam(before, after string) bool {
	b, a := lastRune(before), firstRune(after)
	switch {
	case unicode.IsDigit(b) && (unicode.IsDigit(a) || strings.ContainsRune("年月日时分个万亿元%％号路楼多余人名米公千吨", a)):
		return true
	case strings.ContainsRune("，、,和与及的了在对为将把被向从以是不", b):
		return true
	case strings.ContainsRune("的了们性化者，、。", a):
		return true
	}
	return strings.Count(before, "“") > strings.Count(before, "”") && strings.Contains(after, "”") ||
		strings.Count(before, "《") > strings.Count(before, "》") && strings.Contains(after, "》") ||
		strings.Count(before, "（") > strings.Count(before, "）") && strings.Contains(after, "）")
}

// Subheads stand between sections of some hundred characters, in one line of a
// few; heads have clauses or say who did what.
const (
	longSubhead  = 16 // ems: few are longer
	shortSubhead = 12
	briefText    = 150 // ems: shorter texts have no subheads
)

// judgeSubhead judges short lines between two paragraphs that are whole.
func (p *page) judgeSubhead(run []item, follows item) judgement {
	score := 0 // above 0: a head
	first := run[0].text
	w := width(first)
	switch {
	case len(run) >= 2:
		score += 3
	case w > longSubhead || strings.ContainsAny(first, " \u3000"):
		score += 2
	case w <= shortSubhead:
		score -= 2
	}
	if run[0].gap > follows.gap && run[0].gap > 1 {
		score++
	}
	if p.cur.since < briefText {
		score++
	}
	if p.cur.dated && p.cur.since < 2*briefText {
		score++
	}
	if opensNews(follows.text) {
		score += 2
	}
	if n := p.subheads(); n > 0 {
		score -= min(n, 2)
	}
	sure := min(sureUnsure+5*max(score, -score), sureSubhead+10)
	if score > 0 {
		return judgement{rule: "short-line-between-texts", sure: sure}
	}
	return judgement{subhead: true, rule: "short-line-inside-story", sure: sure}
}

// opensNews tells whether a paragraph begins as news does: with a day.
func opensNews(s string) bool {
	for _, w := range []string{"近日", "日前", "昨日", "昨天", "今日", "今天", "连日来", "近期", "记者", "为", "据"} {
		if strings.HasPrefix(s, w) {
			return w != "为" && w != "据"
		}
	}
	r := []rune(s)
	return len(r) > 4 && unicode.IsDigit(r[0]) && strings.ContainsRune(string(r[:4]), '月')
}

// subheads counts those of the story at hand.
func (p *page) subheads() int {
	n := 0
	for _, b := range p.cur.Body {
		if b.Kind == intake.Subhead {
			n++
		}
	}
	return n
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

// leastVerse is how many lines without a mark make verse, or a list.
const leastVerse = 5

// verses tells how many of the lines at the end of a run are verse or a list; 0
// where they are a head: no head has so many lines.
func (p *page) verses(run []item) int {
	const mostHead = 4
	for k := len(run) - 1; k >= 0; k-- { // below the last large line
		if run[k].scale >= headTimes {
			if len(run)-k-1 < leastVerse {
				return 0
			}
			if next := run[k+1].role; next == named || next == bylined || shortName(run[k+1].text) {
				k++
			}
			return len(run) - k - 1
		}
	}
	if len(run) < leastVerse+1 || p.sized && p.cur != nil && len(p.cur.Body) > 0 {
		return 0
	}
	for k, it := range run[:mostHead] {
		if k > 0 && (it.role == named || it.role == bylined || k == 1 && shortName(it.text) && width(run[0].text) < width(run[2].text)) {
			return len(run) - k - 1
		}
	}
	return len(run) - 1
}

// verse takes a head and the lines below it. Lines with blanks inside, or with
// figures, are a list and become paragraphs. A short line over a name begins
// another poem.
func (p *page) verse(i, end, n int) int {
	from := end - n
	for k := from + 1; k < end; k++ {
		if it := p.items[k]; k-1 > from && (it.role == named || it.role == bylined) && p.items[k-1].role == headish {
			end = k - 1
			break
		}
	}
	for end < len(p.items) && p.verseLine(end) && end > from+2 {
		end++
	}
	head := p.items[i:from]
	p.begin(head[0].runs.At(), "verse")
	p.head(head)
	list := 0
	for _, it := range p.items[from:end] {
		if strings.ContainsAny(it.text, " \u30000123456789、:：") || it.role == named {
			list++
		}
	}
	kind, rule := intake.Verse, "lines-without-marks"
	if list*2 > end-from {
		kind, rule = intake.Paragraph, "lines-of-a-list"
		p.cur.Kind = "list"
	}
	for k, it := range p.items[from:end] {
		p.cur.Body = append(p.cur.Body, intake.Block{Kind: kind, Field: intake.Field{Text: it.runs, Rule: rule, Sure: sureTwoLines},
			StanzaEnds: kind == intake.Verse && from+k+1 < end && p.items[from+k+1].gap > it.gap && k > 0})
	}
	p.tell(diag.ImportGuess, i, rule, sureTwoLines, head[0].text, said{"a head over verse or a list", "诗歌或名单的标题"})
	return end
}

// verseLine tells whether a line with a comma goes on with the verse above it.
func (p *page) verseLine(i int) bool {
	it := p.items[i]
	const widest = 20 // ems
	if it.role == headish && i+1 < len(p.items) && p.items[i+1].role != running {
		return p.items[i+1].role != named && p.items[i+1].role != bylined
	}
	return it.role == running && width(it.text) <= widest && !finished(it.text) && !entry(it.text) && (i+1 == len(p.items) || p.items[i+1].role == headish || p.items[i+1].role == running && width(p.items[i+1].text) <= widest)
}
