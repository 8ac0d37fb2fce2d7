package dump

import (
	"strings"
	"unicode"

	"duikai/layout/diag"
	"duikai/layout/intake"
)

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
	if n := largeLines(run); p.sized && n > 0 && (n == len(run) || p.cur != nil && len(p.cur.Body) > 0) && pullQuote(run[:n]) { // a subhead may follow
		p.quote(i, i+n)
		return i + n
	}
	if n := p.verses(run); n > 0 {
		return p.verse(i, end, n)
	}
	run, taken := p.split(run)
	follows, at := p.next(i + taken)
	end = i + taken
	switch verdict := p.judge(run, follows, at); {
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

// split cuts a run of short lines before what begins another story: names that
// sign the text above stand before the head of the next one.
func (p *page) split(run []item) ([]item, int) {
	c := p.cur
	if c != nil && !c.ended && len(c.Body) > 0 && c.last.role == running && finished(c.last.text) {
		if saysWho(run[0].text) {
			return run[:1], 1
		}
		k := 0
		for k < len(run) && (run[k].role == named || run[k].role == bylined || run[k].role == signedOff) {
			k++
		}
		if k > 0 && k < len(run) {
			return run[:k], k
		}
		if len(run) > 1 && organised.MatchString(run[0].text) && noticeHead(run[1].text) && c.notice() {
			return run[:1], 1 // it signs the notice above
		}
	}
	return run, len(run)
}

// asksOrAnswers opens a question or an answer.
var asksOrAnswers = lazily(`^(?:问|答|[\p{Han}]{0,6}(?:来电|来信|咨询|答复|回复|律师|医生|专家))\s*[:：]`)

// saysWho tells whether a line names behind a dash who said what stands above.
func saysWho(s string) bool { return strings.HasPrefix(s, "——") && s != "——" }

// nextIsNotice tells whether the item at hand is the head of a notice.
func (p *page) nextIsNotice(at int) bool {
	return at < len(p.items) && noticeHead(p.items[at].text)
}

// notice tells whether the story at hand has the head of a notice, and nobody has
// signed it.
func (d *draft) notice() bool {
	return len(d.Headline) > 0 && noticeHead(d.Headline[len(d.Headline)-1].Text.String()) && d.Note.Empty()
}

// judgement is what a run of short lines is taken for; the zero value is the
// head of a story.
type judgement struct {
	lift, subhead, signature, text, byline bool
	rule                                   string
	sure                                   int
}

func (p *page) judge(run []item, follows item, at int) judgement {
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
	case inside && saysWho(run[0].text) && finished(c.last.text):
		return judgement{text: true}
	case run[0].stacked && len(run) == 1 && follows.text != "":
		return judgement{rule: "line-that-runs-downward", sure: sureHead}
	case largest >= headTimes:
		return judgement{rule: "larger-type", sure: surePlain}
	case heads == 0 && inside && c.last.open() && c.Byline.Empty() && follows.role == running:
		return judgement{byline: true, rule: "byline-beside-text", sure: sureHead}
	case inside && heads == 1 && len(run) == 1 && !(run[0].spaced && c.spaced) && width(run[0].text) <= shortSubhead && (c.last.row || entry(c.last.text)) && (follows.row || entry(follows.text)):
		return judgement{subhead: true, rule: "line-between-rows", sure: sureSubhead}
	case p.sized && heads > 0 && inside && !c.last.open() && !byline && follows.text != "":
		if run[0].role == weakHead || len(run) > 2 {
			return judgement{text: true}
		}
		return judgement{subhead: true, rule: "short-line-of-body-type", sure: sureKicker}
	case heads == 0 && inside && finished(c.last.text), inside && len(run) == 1 && finished(c.last.text) && c.notice() && organised.MatchString(run[0].text) && p.nextIsNotice(at):
		return judgement{signature: true, rule: "signature-behind", sure: sureSignature}
	case !inside && c != nil && !c.ended && len(c.Body) == 0 && heads == 0:
		return judgement{signature: true, rule: "byline-under-head", sure: surePlain}
	case follows.text == "":
		if inside && heads > 0 && len(run) == 1 && run[0].role == weakHead {
			return judgement{text: true}
		}
		return judgement{rule: "short-line-at-the-end", sure: sureUnsure}
	case p.sized && inside && byline && !dated: // of the body's type: it may as well be a row of a table
		return judgement{rule: "head-of-body-type", sure: sureUnsure}
	case dated || byline:
		return judgement{rule: "head-before-report", sure: sureHead}
	case inside && c.labelled && len(run) == 1 && run[0].spaced && !c.last.open() && follows.text != "":
		return judgement{subhead: true, rule: "one-of-several-labels", sure: sureSubhead}
	case heads > 0 && noticeHead(run[0].text) && !(inside && c.last.open()):
		return judgement{rule: "head-of-a-notice", sure: sureHead}
	case heads > 0 && inside && c.Body[len(c.Body)-1].Kind == intake.Verse && follows.role == running && sentence(follows.text):
		return judgement{rule: "text-below-verse", sure: sureKicker}
	case follows.role == jumpFrom, !inside:
		return judgement{rule: "short-line-between-stories", sure: sureHead}
	case c.last.open() && follows.role == running:
		return p.judgeJoint(run, follows)
	case run[0].role == weakHead && len(run) == 1 && asksOrAnswers.MatchString(follows.text) && !asksOrAnswers.MatchString(c.last.text):
		return judgement{rule: "question-over-questions", sure: sureKicker}
	case run[0].role == weakHead && len(run) == 1:
		return judgement{text: true}
	}
	return p.judgeSubhead(run, follows, at)
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
	return closesWhatOpens(before, after)
}

// closesWhatOpens tells whether a text closes the quote, the title or the brackets
// that another opens.
func closesWhatOpens(before, after string) bool {
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

// What pairs of characters two texts share, in hundredths a hundred characters:
// sections of one story have mostly more than littleKin, stories of one page
// mostly less than noKin.
const (
	noKin     = 30
	littleKin = 100
	someKin   = 300
	muchKin   = 600
)

// judgeSubhead judges short lines between two paragraphs that are whole, by what
// stands on either side; above 0 it is the head of another story.
func (p *page) judgeSubhead(run []item, follows item, at int) judgement {
	score := 0
	first := run[0].text
	text, end := p.stretch(at)
	told := p.cur.told()
	switch w := width(first); {
	case len(run) >= 2:
		score += 6
	case w > longSubhead || strings.ContainsAny(first, " \u3000"):
		score += 4
	case w > shortSubhead:
		score += 2
	case w <= 8:
		score--
	}
	if run[0].gap > follows.gap && run[0].gap > 1 {
		score += 2
	}
	if p.cur.since < briefText {
		score++
	}
	if p.cur.dated && width(told) < 2*briefText {
		score += 3
	}
	switch {
	case countedHead.MatchString(first):
		score -= 6
	case strings.ContainsAny(first, "：:"):
		score += 3
	}
	if strings.HasPrefix(p.cur.Body[0].Text.String(), "编辑同志") { // letters have none
		score += 6
	}
	switch {
	case opensNews(text):
		score += 4
	case refersBack(text):
		score -= 3
	}
	if end < len(p.items) && (p.items[end].role == signedOff || p.items[end].role == noted) {
		score += 2
	}
	score += p.columnsTell(first, at)
	switch {
	case run[0].spaced && p.cur.spaced: // as its own head is
		score += 8
	case run[0].spaced:
		score += 3
	}
	if saysWho(p.cur.last.text) { // the text above is closed
		score += 5
	}
	if opensItem(text) && !opensItem(p.cur.Body[0].Text.String()) {
		score += 4 // a head over items
	}
	if p.labels() && label(text) == "" {
		score += 3 // the points above are the whole of their story
	}
	if alike(p.cur.Body[0].Text.String(), text) {
		score += 6
	}
	kin := p.common(told, text)
	if n := p.subheads(); n > 0 {
		score -= 2 * min(n, 2)
	}
	switch {
	case kin >= muchKin:
		score -= 4
	case kin >= someKin:
		score -= 2
	case kin < noKin:
		score += 3
	case kin < littleKin:
		score++
	}
	if width(told) >= 2*briefText && width(text) >= briefText {
		score -= 2
	}
	sure := min(sureUnsure+3*max(score, -score), sureSubhead+10)
	if score > 0 {
		return judgement{rule: "short-line-between-texts", sure: sure}
	}
	return judgement{subhead: true, rule: "short-line-inside-story", sure: sure}
}

// columnsTell is what the set lines say: text in columns of another width is
// another story's, and a subhead is no wider than its column.
func (p *page) columnsTell(first string, at int) (score int) {
	const most, lines = 8, 3 // fewer lines do not tell how wide their column is
	here := p.cur.measure
	if here == 0 || at >= len(p.items) || p.items[at].measure == 0 || p.cur.longest < lines*here {
		return 0
	}
	if halfWidth(first) > here+tight {
		score += most
	}
	if there := p.items[at].measure; max(there-here, here-there) > tight && halfWidth(p.items[at].text) >= lines*there {
		score += most
	}
	return score
}

// alike tells whether two texts begin with the same words, as items of one kind
// do and sections of one story do not: 市民孔女士来电, 市民汪先生来电.
func alike(a, b string) bool {
	const least = 2 // characters
	x, y := []rune(a), []rune(b)
	n := 0
	for n < min(len(x), len(y)) && x[n] == y[n] && han(x[n]) {
		n++
	}
	return n >= least
}

// refersBack tells whether a text begins with a word that goes on with another.
func refersBack(s string) bool {
	for _, w := range []string{"他", "她", "它", "这", "那", "然而", "但", "不过", "于是", "而", "此外", "另外", "同时", "可是", "因此", "所以", "还", "也", "又", "再", "后来", "果然"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// opensNews tells whether a paragraph begins as news does: with a day.
func opensNews(s string) bool {
	for _, w := range []string{"编辑同志", "本报", "读者", "近日", "日前", "昨日", "昨天", "今日", "今天", "连日来", "近期", "记者", "为", "据"} {
		if strings.HasPrefix(s, w) {
			return w != "为" && w != "据"
		}
	}
	r := []rune(s)
	return len(r) > 4 && unicode.IsDigit(r[0]) && strings.ContainsRune(string(r[:4]), '月')
}

// labels tells whether the story at hand is points with labels, but for its first
// and last paragraph: 面镜：…, 腰带：….
func (p *page) labels() bool {
	const least = 3
	n := 0
	for _, b := range p.cur.Body {
		if label(b.Text.String()) != "" {
			n++
		}
	}
	return n >= least && n+2 >= len(p.cur.Body)
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
