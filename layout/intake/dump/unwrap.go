package dump

import (
	"slices"
	"strings"

	"duikai/layout/intake"
)

// Text that is copied out of a PDF has the lines of the page: a paragraph is
// many of them, and where a mark was squeezed a line falls into pieces. unwrap
// puts paragraphs together again. It asks for the cheapest way to read the
// pieces as set lines: a full line is as wide as its column (less where marks
// may be squeezed), the first of a paragraph is two ems shorter, the last is as
// short as it likes and ends as sentences do; all else is a line of its own, a
// head or what stands beside the text. Columns of several widths may follow each
// other, for stories do.
//
// Widths are in half ems: figures and Latin letters count one, all else two.

// Prices, in hundredths; tuned on pages of many kinds.
const (
	priceLoose     = 90   // a half em by which a line is opened
	priceOff       = 200  // one more than lines are opened
	priceSnug      = 40   // a half em more than squeezed marks give: the measure may be wider
	priceTight     = 200  // another
	priceNever     = 5000 // what no line is
	priceSolo      = 150  // a line of its own
	priceClause    = 40   // a head whose clauses a wide blank parts
	priceEntry     = 100  // an entry of a listing
	priceClauses   = 200  // a head with a comma
	priceKnown     = -350 // what looks like a byline, a jump line, furniture
	priceEnd       = 60   // a paragraph ends where a sentence does, before the column's edge
	priceFullEnd   = 70   // it ends in a line that is full
	priceOpenEnd   = 700  // it ends without a final mark
	priceOpening   = -300 // a paragraph begins as paragraphs do
	priceOpensIn   = 250  // a line within a paragraph begins as paragraphs do
	priceIndent    = -400 // with blanks before it, where the source keeps them
	priceNoIndent  = 300
	priceBroken    = 200  // it ends without one before what is no text
	priceTorn      = 1500 // a line fell into pieces where no mark stands
	priceColumn    = 260  // columns of another width begin
	pricePiece     = 50   // a line in several pieces
	priceOpensHere = 80   // a piece behind a sentence that is as wide as a paragraph's first line
	priceAsked     = -100 // what a head that asks costs over questions and answers
	priceSentence  = 100  // a line in several pieces, where a sentence ends
	priceLatin     = 60   // a line of Latin letters, however wide
	priceGlued     = 100  // a line of its own behind a blank
	priceInWord    = 250  // a line of its own whose end makes a word with what follows
	priceApart     = -200 // a line of its own between empty lines
	priceFlat      = 260  // a paragraph's first line stands without an indent
)

// Bounds of what is read as set lines.
const (
	indentWidth  = 4  // half ems: two characters
	leastMeasure = 15 // half ems: no column has less than nine characters, verse has
	mostMeasure  = 96
	mostPieces   = 10
	mostMeasures = 14
	loose        = 2  // half ems: what justifying opens a line by
	tight        = 2  // half ems: what figures and the joints beside them take less than they seem to
	leastLines   = 3  // of one width make a measure
	shareWrapped = 70 // percent of a text that stands in short lines
	shareCut     = 40 // percent of the lines that end inside a sentence: lines are parted, not paragraphs
	shareParted  = 60 // percent of the lines with an empty one before: paragraphs are parted already
)

// piece is a line of the source as unwrap sees it.
type piece struct {
	line
	width int  // half ems, marks in full
	marks int  // that may be squeezed by half an em
	named bool // a name alone
	entry bool // of a listing
	solo  bool // certainly a line of its own
	stops bool // text may break off before it: a jump line, what stands beside the text
	opens bool // it begins as paragraphs do
	ends  bool // it ends as sentences do
	head  bool // it has the shape of a head
	comma int  // what it costs as a head in two clauses; 0: it is none
	row   bool // of a table or of names
	// glued tells that it stands on the line of the piece before, behind a blank:
	// lines of columns that stand beside each other are copied so.
	glued bool
	// cutBefore tells that it goes on with a word of the piece before.
	cutBefore bool
	latin     bool // text in Latin letters, whose widths are estimates
	verse     bool // one of some short lines without marks
}

// unwrap gives paragraphs; text whose lines are no set lines comes back as it
// is.
func unwrap(ls []line, o intake.Options) []line {
	ls = listed(brackets(spacedBeside(ls)))
	if !wrapped(ls) {
		return stacked(ls)
	}
	var out []line
	for ls = initials(stacked(beside(ls))); len(ls) > mostTogether; ls = ls[mostTogether:] {
		out = append(out, reading(ls[:mostTogether], o)...)
	}
	return append(out, reading(ls, o)...)
}

// headerLines are those at the ends of a page among which its header stands.
const headerLines = 8

// passing tells whether a line that looks like a piece of a page header may as
// well be a piece of a sentence: 11月14日, 3, 本报11月20日第3版.
func passing(s string) bool {
	return contact.MatchString(s) || partDate.MatchString(s) || pageNumber.MatchString(s) || folioShape.MatchString(s) && !dateLine.MatchString(s) || weekday.FindString(s) == s
}

// closesDateline tells whether a line ends the bracket that a dateline a line or
// two above has opened: 本报讯（记者陆知远 通 | 讯员何青禾）
func (u *unwrapper) closesDateline(s string) bool {
	const above = 2 // lines
	if !strings.ContainsRune("）)", lastRune(s)) || strings.ContainsAny(s, "（(。") {
		return false
	}
	for k := len(u.pieces) - 1; k >= max(0, len(u.pieces)-above); k-- {
		if t := u.pieces[k].text; strings.ContainsAny(t, "（(") {
			return dateline.MatchString(t) && !strings.ContainsAny(t, "）)")
		}
	}
	return false
}

// mostTogether is how many lines are read together: a page has some thousand.
const mostTogether = 5000

// reading gives the paragraphs of lines that are set lines.
func reading(ls []line, o intake.Options) []line {
	u := &unwrapper{}
	labels := make(map[string]int)
	for _, l := range ls {
		labels[label(l.text)]++
	}
	cut, glued := atBlanks(ls, o)
	for i, l := range cut {
		it := classify(l, o)
		if it.role == furniture && i >= headerLines && i < len(cut)-headerLines && passing(l.text) {
			it.role = running
		}
		p := pieceOf(it)
		p.glued = glued[i]
		if n := len(u.pieces); n > 0 && p.entry && u.pieces[n-1].goesInto(l.text) {
			p.entry, p.opens = false, false
		}
		p.ends = p.ends && !u.closesDateline(l.text)
		// One label alone may stand at the head of any line.
		if at := label(l.text); at != "" {
			n := len(u.pieces)
			p.opens = p.opens || labels[at] > 1 || n > 0 && u.pieces[n-1].ends
		}
		if n := len(u.pieces); n > 0 && strings.Trim(l.text, closers) == "" {
			p.ends = u.pieces[n-1].ends // marks that fell off the line before
		}
		if n := len(u.pieces); n > 0 && !p.solo && !p.spaced && !u.pieces[n-1].spaced {
			p.cutBefore = insideWord(u.pieces[n-1].text, p.text)
		}
		u.pieces = append(u.pieces, p)
		u.indented = u.indented || l.indent
	}
	u.measures = measures(u.pieces)
	u.verses()
	if len(u.measures) == 0 {
		return ls
	}
	return u.solve()
}

// goesInto tells whether a line of text goes on with one that begins with a time,
// as entries of listings do.
func (p piece) goesInto(s string) bool {
	return timed.MatchString(s) && !p.ends && !p.entry && !p.row && !p.solo && (!p.head || strings.ContainsRune(p.text, '：')) && p.width >= leastMeasure
}

// pieceOf is a line by what it may be.
func pieceOf(it item) piece {
	l := it.line
	p := piece{line: l, width: halfWidth(l.text), marks: squeezable(l.text), ends: finished(l.text), head: headLike(l.text, width(l.text)), latin: foreignText(l.text)}
	p.solo = it.role == jumpFrom || it.role == jumpTo || it.role == bylined || it.role == furniture || it.role == noted || it.role == credited && width(l.text) < leastText
	p.stops = p.solo && it.role != bylined && it.role != noted && !(it.role == furniture && dateLine.MatchString(l.text))
	p.named, p.entry = it.role == named || it.role == signedOff, l.listed || entry(l.text)
	// 本报讯（记者…） alone is no paragraph.
	p.ends = p.ends && !(dateline.MatchString(l.text) && strings.ContainsRune("）)", lastRune(l.text)) && p.width < mostMeasure/3)
	if p.comma = clausePrice(l.text); it.role == weakHead {
		p.comma = priceClauses
	}
	p.row = nameRow(l.text) || tabular(l.text)
	p.head = p.head && (!classified.MatchString(l.text) || noticeHead(l.text))
	p.opens = dateline.MatchString(l.text) || sectionHead.MatchString(l.text) || opensItem(l.text) || entry(l.text)
	return p
}

// atBlanks cuts lines of running text at the blanks inside them: there a column
// may end and the next begin. It tells which lines stood behind such a blank.
func atBlanks(ls []line, o intake.Options) (out []line, glued []bool) {
	for _, l := range ls {
		parts := []line{l}
		if it := classify(l, o); it.role == running && !entry(l.text) && strings.ContainsAny(l.text, "，。；：、") {
			for at := joint(l.text); at > 0; at = joint(l.text) {
				var a line
				a, l = l.parted(at)
				parts = append(parts[:len(parts)-1], a, l)
			}
		}
		for i, p := range parts {
			out, glued = append(out, p), append(glued, i > 0)
		}
	}
	return out, glued
}

// numbered ends in the number of an item.
var numbered = lazily(`[0-9①-⑳]{1,2}[.．、]?$`)

// joint is where text begins again behind the first blank of a line that does not
// part Latin words; 0: there is none.
func joint(s string) int {
	for i, r := range s {
		if !strings.ContainsRune(" \u3000", r) {
			continue
		}
		rest := strings.TrimLeft(s[i:], " \u3000")
		if before := strings.TrimRight(s[:i], " \u3000"); before != "" && rest != "" && (lastRune(before) >= 0x2000 || firstRune(rest) >= 0x2000) && !numbered.MatchString(before) && !strings.HasSuffix(before, "：") && dateline.FindString(before) != before && classified.FindString(before) != before && strings.Count(before, "（") <= strings.Count(before, "）") {
			return len(s) - len(rest)
		}
	}
	return 0
}

// verses takes lines of a few characters that follow each other, none of which
// ends in a mark, for lines of their own: no column sets its text so.
func (u *unwrapper) verses() {
	const least, widest = 3, 20 // lines; half ems
	if len(u.measures) == 0 {
		return
	}
	short := func(p piece) bool {
		return !p.glued && !p.solo && !p.entry && !p.spaced && p.width <= min(widest, u.measures[0]*3/4) && p.width > 2 && !strings.ContainsRune(squeezed, lastRune(p.text)) && !strings.ContainsRune(squeezed, firstRune(p.text))
	}
	for i := 0; i < len(u.pieces); i++ {
		n := 0
		for i+n < len(u.pieces) && short(u.pieces[i+n]) {
			n++
		}
		if n >= least && !evenWidths(u.pieces[i:i+n]) {
			for k := range u.pieces[i : i+n] {
				u.pieces[i+k].verse = true
			}
		}
		i += n
	}
}

// evenWidths tells whether some lines are those of a narrow column: most are of
// one width, or sentences end inside them.
func evenWidths(ps []piece) bool {
	count := make(map[int]int)
	most, inside := 0, 0
	for _, p := range ps {
		count[p.width]++
		most = max(most, count[p.width])
		if strings.ContainsAny(p.text, "。；") {
			inside++
		}
	}
	return 2*most > len(ps) && most > 2 || 4*inside > len(ps)
}

// wrapped tells whether most of a text stands in short lines.
func wrapped(ls []line) bool {
	short, all, gaps, cut := 0, 0, 0, 0
	for _, l := range ls {
		gaps += min(l.gap, 1)
		if !finished(l.text) && halfWidth(l.text) >= leastMeasure {
			cut++
		}
		w := halfWidth(l.text)
		all += w
		if w <= mostMeasure {
			short += w
		}
	}
	const least = 8 // lines: less is no page
	return len(ls) >= least && short*100 >= all*shareWrapped && (gaps*100 < len(ls)*shareParted || cut*100 >= len(ls)*shareCut)
}

func halfWidth(s string) int {
	n := 0
	for _, r := range s {
		if r < 0x2000 {
			n++
		} else {
			n += 2
		}
	}
	return n
}

const squeezed = "，。、；：！？“”‘’（）《》〈〉【】「」『』…—·"

func squeezable(s string) int {
	n := 0
	for _, r := range s {
		if strings.ContainsRune(squeezed, r) {
			n++
		}
	}
	return n
}

// apartRunIn is a head in the line of its text, set off by a blank: 旧书市集 周日…
var apartRunIn = lazily(`^\p{Han}{2,12}[ \x{3000}]+\p{Han}{3}`)

// counted opens a paragraph of several: 第一，… and the like, or when something is.
var counted = lazily(`^(?:第` + numerals + `{1,2}[，、]|周[一二三四五六日天]\s?[0-9]{1,2}[:：]|[0-9]{1,2}月[0-9]{1,2}日\s?[0-9]{1,2}[:：])`)

// opensItem tells whether a line begins like an item: （一）, ①, 1., 第一, ●, 问：
func opensItem(s string) bool {
	r := []rune(s)
	switch {
	case len(r) < 3:
		return false
	case classified.MatchString(s):
		return true
	case strings.ContainsRune("●■◆▲★☆□◇○◎※", r[0]), r[0] >= '①' && r[0] <= '⑳':
		return true
	case r[0] == '（' || r[0] == '(':
		return strings.ContainsRune("一二三四五六七八九十", r[1])
	}
	if apartRunIn.MatchString(s) || counted.MatchString(s) {
		return true
	}
	return false
}

// label is the word with a colon with which a line begins, as questions, answers
// and the points of a notice do, or which is all of it, where the colon was
// squeezed; empty where there is none.
func label(s string) string {
	r := []rune(s)
	head := string(r[:min(len(r), 6)])
	k := strings.IndexRune(head, '：')
	alone := k+len("：") == len(s)
	if k > 0 && (alone || k+len("：") < len(head)) && k <= len("报名时间") && !strings.ContainsAny(head[:k], "，。说道") {
		return head[:k]
	}
	return ""
}

// measures are the widths that lines have most often, the commonest first.
func measures(ps []piece) []int {
	count := make(map[int]int)
	for i, p := range ps {
		if p.width >= leastMeasure && p.width <= mostMeasure && !p.solo {
			count[p.width]++
			if !p.ends && (p.opens || !p.head) && i > 0 && (ps[i-1].ends || ps[i-1].head) { // the first of a paragraph
				count[p.width+indentWidth]++
			}
		}
		// Pieces of a line whose marks were squeezed.
		if i > 0 && !p.solo && p.width < leastMeasure && (strings.ContainsRune(squeezed, lastRune(ps[i-1].text)) || strings.ContainsRune(squeezed, firstRune(p.text))) {
			count[p.width+ps[i-1].width]++
		}
	}
	var out []int
	for w := range count {
		if count[w] >= leastLines {
			out = append(out, w)
		}
	}
	slices.SortFunc(out, func(a, b int) int {
		if c := count[b] - count[a]; c != 0 {
			return c
		}
		return b - a
	})
	return out[:min(len(out), mostMeasures)]
}
