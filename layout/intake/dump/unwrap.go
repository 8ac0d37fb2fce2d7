package dump

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"duikai/layout/intake"
	"duikai/layout/words"
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
	priceLoose    = 90   // a half em by which a line is opened
	priceOff      = 200  // one more than lines are opened
	priceSnug     = 40   // a half em more than squeezed marks give: the measure may be wider
	priceTight    = 200  // another
	priceNever    = 5000 // what no line is
	priceSolo     = 150  // a line of its own
	priceClause   = 40   // a head whose clauses a wide blank parts
	priceEntry    = 100  // an entry of a listing
	priceClauses  = 200  // a head with a comma
	priceKnown    = -350 // what looks like a byline, a jump line, furniture
	priceEnd      = 60   // a paragraph ends where a sentence does, before the column's edge
	priceFullEnd  = 70   // it ends in a line that is full
	priceOpenEnd  = 700  // it ends without a final mark
	priceOpening  = -300 // a paragraph begins as paragraphs do
	priceOpensIn  = 250  // a line within a paragraph begins as paragraphs do
	priceIndent   = -400 // with blanks before it, where the source keeps them
	priceNoIndent = 300
	priceBroken   = 200  // it ends without one before what is no text
	priceTorn     = 1500 // a line fell into pieces where no mark stands
	priceColumn   = 260  // columns of another width begin
	pricePiece    = 50   // a line in several pieces
	priceFlat     = 260  // a paragraph's first line stands without an indent
)

// Bounds of what is read as set lines.
const (
	indentWidth  = 4  // half ems: two characters
	leastMeasure = 17 // half ems: no column has less than nine characters, verse has
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
}

// unwrap gives paragraphs; text whose lines are no set lines comes back as it
// is.
func unwrap(ls []line, o intake.Options) []line {
	ls = brackets(ls)
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
	return partDate.MatchString(s) || pageNumber.MatchString(s) || folioShape.MatchString(s) && !dateLine.MatchString(s) || weekday.FindString(s) == s
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
	for i, l := range ls {
		it := classify(l, o)
		if it.role == furniture && i >= headerLines && i < len(ls)-headerLines && passing(l.text) {
			it.role = running
		}
		p := piece{line: l, width: halfWidth(l.text), marks: squeezable(l.text), ends: finished(l.text), head: headLike(l.text, width(l.text))}
		p.solo = it.role == jumpFrom || it.role == jumpTo || it.role == bylined || it.role == furniture || it.role == noted || it.role == credited && width(l.text) < leastText
		p.stops = p.solo && it.role != bylined && it.role != noted && !(it.role == furniture && dateLine.MatchString(l.text))
		p.named, p.entry = it.role == named || it.role == signedOff, entry(l.text)
		// 本报讯（记者…） alone is no paragraph.
		p.ends = p.ends && !u.closesDateline(l.text)
		p.ends = p.ends && !(dateline.MatchString(l.text) && strings.ContainsRune("）)", lastRune(l.text)) && p.width < mostMeasure/3)
		if p.comma = clausePrice(l.text); it.role == weakHead {
			p.comma = priceClauses
		}
		p.row = nameRow(l.text) || tabular(l.text)
		p.head = p.head && (!classified.MatchString(l.text) || noticeHead.MatchString(l.text))
		p.opens = dateline.MatchString(l.text) || sectionHead.MatchString(l.text) || opensItem(l.text) || entry(l.text)
		// One label alone may stand at the head of any line.
		if at := label(l.text); at != "" {
			n := len(u.pieces)
			p.opens = p.opens || labels[at] > 1 || n > 0 && u.pieces[n-1].ends
		}
		if n := len(u.pieces); n > 0 && strings.Trim(l.text, closers) == "" {
			p.ends = u.pieces[n-1].ends // marks that fell off the line before
		}
		u.pieces = append(u.pieces, p)
		u.indented = u.indented || l.indent
	}
	u.measures = measures(u.pieces)
	if len(u.measures) == 0 {
		return ls
	}
	return u.solve()
}

// beside cuts lines that run into those beside them: the last of a text, and
// behind it on the same height the first of the next column's. Such a line is
// wider than those around it, and behind its last stop stands as much as an
// indented line holds.
func beside(ls []line) (out []line) {
	const around, near = 3, 1 // lines; half ems
	for i, l := range ls {
		if at := headBefore(l.text); at > 0 {
			a, b := l.parted(at)
			out = append(out, a, b)
			continue
		}
		measure := 0
		for k := max(0, i-around); k < min(len(ls), i+around+1); k++ {
			if k != i {
				measure = max(measure, halfWidth(ls[k].text)-squeezable(ls[k].text))
			}
		}
		at := 0
		if halfWidth(l.text) > measure+tight && measure >= leastMeasure {
			for k, r := range l.text {
				rest := strings.Trim(l.text[k+len(string(r)):], blanks)
				if w := halfWidth(rest); strings.ContainsRune(finalMarks, r) && max(w-(measure-indentWidth), measure-indentWidth-w) <= near {
					at = len(l.text) - len(rest)
				}
			}
		}
		if at == 0 {
			out = append(out, l)
			continue
		}
		a, b := l.parted(at)
		out = append(out, a, b)
	}
	return out
}

// parted cuts a line before byte at; blanks there are no text.
func (l line) parted(at int) (a, b line) {
	head, tail := cut(l.runs, at)
	a, b = l, l
	a.runs, b.runs = trimmed(head), tail
	a.text, b.text, b.gap, b.indent = strings.Trim(l.text[:at], blanks), l.text[at:], 0, false
	return a, b
}

// headBefore is where a report begins that stands on the line of its head, as
// heads do beside their text: 东渡口明起停航 本报讯…; 0: there is none.
func headBefore(s string) int {
	const least = 4 // ems of a head
	for i, r := range s {
		if !strings.ContainsRune(blanks, r) {
			continue
		}
		at := i + len(string(r))
		if head := strings.Trim(s[:i], blanks); dateline.MatchString(s[at:]) && width(head) >= least && headLike(head, width(head)) && !isByline(head) && !strings.HasPrefix(s[at:], "记者") {
			return at
		}
	}
	return 0
}

// How many lines of one character are a line that runs downward.
const (
	leastStack = 3
	mostStack  = 60
)

// stacked joins lines of one character each: they are a head that runs downward
// (竖题). A name at its end stood beside it.
func stacked(ls []line) []line {
	one := func(i int) bool {
		return i < len(ls) && utf8.RuneCountInString(ls[i].text) == 1 && han(firstRune(ls[i].text))
	}
	var out []line
	for i := 0; i < len(ls); i++ {
		n := 0
		for n < mostStack && one(i+n) {
			n++
		}
		if n == 2 && spacedPair(ls[i:]) {
			l := joined(ls[i : i+n])
			l.stacked = true
			out = append(out, l)
			i++
			continue
		}
		if n < leastStack {
			out = append(out, ls[i])
			continue
		}
		if i+n < len(ls) && len([]rune(ls[i+n].text)) > 2 && !finishedHead(ls[i:i+n]) && indentedBy(ls[i+n:]) {
			n-- // the last is an initial of the text
		}
		byline := 0
		for _, k := range []int{3, 2} {
			if n-k >= 2 && words.Name(joined(ls[i+n-k:i+n]).text) {
				byline = k
				break
			}
		}
		l := joined(ls[i : i+n-byline])
		l.stacked = true
		out = append(out, l)
		if byline > 0 {
			out = append(out, joined(ls[i+n-byline:i+n]))
		}
		i += n - 1
	}
	return out
}

// spacedPair tells whether two lines of one character are a head of two that was
// spaced so widely that it fell apart: 讣 告. It says what a notice is, or empty
// lines stand around both.
func spacedPair(ls []line) bool {
	if noticeHead.MatchString(ls[0].text + ls[1].text) {
		return true
	}
	return ls[0].gap > 0 && ls[1].gap > 0 && (len(ls) == 2 || ls[2].gap > 0)
}

// indentedBy tells whether the first of some lines is shorter than those below,
// as lines beside an initial are.
func indentedBy(ls []line) bool {
	const near, least = 8, 4 // lines; half ems
	widest := 0
	for _, l := range ls[:min(near, len(ls))] {
		if w := halfWidth(l.text); w <= mostMeasure {
			widest = max(widest, w)
		}
	}
	const narrowest = 12 // half ems: nothing narrower stands beside an initial
	for _, l := range ls[:min(2, len(ls))] {
		if w := halfWidth(l.text); w+least > widest || w < narrowest {
			return false
		}
	}
	return true
}

// finishedHead tells whether a stack ends in a name, behind which text begins
// without an initial.
func finishedHead(ls []line) bool {
	for _, k := range []int{3, 2} {
		if len(ls) > k+1 && words.Name(joined(ls[len(ls)-k:]).text) {
			return true
		}
	}
	return false
}

// apart is an initial with a blank behind it.
var apart = regexp.MustCompile(`^\p{Han}[ \x{3000}]+`)

// initials joins a first character that falls over some lines (首字下沉) with
// the lines that stand beside it; they are shorter than those below.
func initials(ls []line) []line {
	const deepest = 5 // lines
	var out []line
	for i := 0; i < len(ls); i++ {
		l := ls[i]
		if i > 0 && (goesOnBelow(ls[i-1].text) || finished(ls[i-1].text) && !jumpShape.MatchString(ls[i-1].text) || strings.Trim(ls[i-1].text, closesLine) == "") {
			out = append(out, l)
			continue
		}
		if m := apart.FindStringIndex(l.text); m != nil && !headLike(l.text, width(l.text)) { // 半 月湖西岸，…
			l = l.without(len(string(firstRune(l.text))), m[1])
			l.initial = true
		}
		if r := []rune(l.text); len(r) == 1 && han(r[0]) && i+1 < len(ls) && width(ls[i+1].text) >= leastMeasure/4 && !headNext(ls, i+1) {
			beside := halfWidth(ls[i+1].text)
			l = l.join(ls[i+1])
			i++
			for n := 1; n < deepest && i+1 < len(ls) && !finished(l.text) && halfWidth(ls[i+1].text) <= beside+loose; n++ {
				l = l.join(ls[i+1])
				i++
			}
			l.initial = true
		}
		out = append(out, l)
	}
	return out
}

// goesOnBelow tells whether a line ends inside a sentence.
func goesOnBelow(s string) bool {
	return strings.ContainsRune("，、；：“‘（《", lastRune(s))
}

// headNext tells whether the line at i and the one behind it are no running
// text.
func headNext(ls []line, i int) bool {
	return i+1 >= len(ls) || width(ls[i].text) < width(ls[i+1].text)/2
}

// brackets joins a remark on the author that stands on two lines, and the names
// of the staff with what they do.
func brackets(ls []line) []line {
	const widest = 60 // ems
	var out []line
	for _, l := range ls {
		if n := len(out); n > 0 && strings.ContainsRune("（(", firstRune(out[n-1].text)) && !strings.ContainsAny(out[n-1].text, "）)") &&
			strings.ContainsRune("）)", lastRune(l.text)) && width(out[n-1].text+l.text) <= widest {
			out[n-1] = out[n-1].join(l)
			continue
		}
		if n := len(out); n > 0 && strings.ContainsRune("（(", firstRune(l.text)) && width(out[n-1].text) <= leastText && dateline.FindString(out[n-1].text) == out[n-1].text && out[n-1].text != "" {
			out[n-1] = out[n-1].join(l)
			continue
		}
		if n := len(out); n > 0 && strings.ContainsRune("：:", lastRune(out[n-1].text)) && staffShape.MatchString(out[n-1].text) && width(out[n-1].text+l.text) <= widestRow && !sentence(l.text) {
			out[n-1] = out[n-1].join(l)
			continue
		}
		out = append(out, l)
	}
	return out
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
var apartRunIn = regexp.MustCompile(`^\p{Han}{2,12}[ \x{3000}]+\p{Han}{3}`)

// counted opens a paragraph of several: 第一，… and the like, or when something is.
var counted = regexp.MustCompile(`^(?:第` + numerals + `{1,2}[，、]|周[一二三四五六日天]\s?[0-9]{1,2}[:：]|[0-9]{1,2}月[0-9]{1,2}日\s?[0-9]{1,2}[:：])`)

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
// and the points of a notice do; empty where there is none.
func label(s string) string {
	r := []rune(s)
	head := string(r[:min(len(r), 6)])
	k := strings.IndexRune(head, '：')
	if k > 0 && k+len("：") < len(head) && k <= len("报名时间") && !strings.ContainsAny(head[:k], "，。说道") {
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
		if i > 0 && !p.solo && p.width < leastMeasure {
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

// unwrapper finds the cheapest reading.
type unwrapper struct {
	pieces   []piece
	measures []int
	indented bool // the source keeps indents
}

// state is where a reading stands: before piece i, in columns of one of the
// measures, at the head of a paragraph or within one.
type state struct{ measure, inside int }

// step is how a state was reached.
type step struct {
	cost  int
	from  state
	back  int  // pieces of the last line
	solo  bool // it was a line of its own
	ended bool // a paragraph ended with it
}

// unreached is the price of a state that no reading leads to; it may still be
// added to.
const unreached = math.MaxInt32 / 2

func (u *unwrapper) solve() []line {
	n, m := len(u.pieces), len(u.measures)
	best := make([][]step, n+1)
	for i := range best {
		best[i] = make([]step, 2*m)
		for k := range best[i] {
			best[i][k].cost = unreached
		}
	}
	for k := range m {
		best[0][2*k].cost = 0
	}
	for i := range n {
		u.changeColumns(best[i])
		for k := range m {
			u.extend(best, i, state{k, 0})
			u.extend(best, i, state{k, 1})
		}
	}
	end := state{}
	for k := range m {
		if best[n][2*k].cost < best[n][2*end.measure].cost {
			end.measure = k
		}
	}
	return u.paragraphs(best, end)
}

// changeColumns lets the next paragraph stand in columns of another width.
func (u *unwrapper) changeColumns(at []step) {
	cheapest := 0
	for k := range u.measures {
		if at[2*k].cost < at[2*cheapest].cost {
			cheapest = k
		}
	}
	for k := range u.measures {
		if c := at[2*cheapest].cost + priceColumn; k != cheapest && c < at[2*k].cost {
			s := at[2*cheapest]
			s.cost = c
			at[2*k] = s
		}
	}
}

// extend tries every next line from a state.
func (u *unwrapper) extend(best [][]step, i int, from state) {
	cost := best[i][2*from.measure+from.inside].cost
	if cost >= unreached {
		return
	}
	reach := func(to, inside, price, back int, solo, ended bool) {
		s := &best[to][2*from.measure+inside]
		if c := cost + price; c < s.cost {
			*s = step{cost: c, from: from, back: back, solo: solo, ended: ended}
		}
	}
	if from.inside == 0 {
		reach(i+1, 0, u.solo(i), 1, true, true)
		for back := 2; back <= mostTorn && i+back <= len(u.pieces); back++ {
			price, ok := u.torn(i, back)
			if !ok {
				break
			}
			reach(i+back, 0, price, back, true, true)
		}
	}
	if u.pieces[i].initial && from.inside == 0 {
		reach(i+1, 1, priceOpening, 1, false, false)
	}
	target := u.measures[from.measure]
	width, marks, torn := 0, 0, 0
	for back := 1; back <= mostPieces && i+back <= len(u.pieces); back++ {
		p := u.pieces[i+back-1]
		if p.solo || u.pieces[i].row {
			break
		}
		if back > 1 {
			torn += u.joint(i + back - 1)
		}
		width, marks = width+p.width, marks+p.marks
		if width-marks > target+tight {
			break
		}
		base := torn
		if from.inside == 0 {
			base += u.opening(i)
		} else if u.pieces[i].opens {
			base += priceOpensIn
		}
		if back > 1 && u.pieces[i+back-1].indent && u.indented {
			break
		}
		if p.entry && (back > 1 || from.inside == 1) {
			break
		}
		if from.inside == 1 && u.indented && u.pieces[i].indent {
			break
		}
		full := u.full(width, marks, target, from.inside == 0)
		reach(i+back, 1, base+full, back, false, false)
		reach(i+back, 0, base+u.ending(i+back, width, target, full), back, false, true)
	}
}

// solo is the price of a line of its own.
func (u *unwrapper) solo(i int) int {
	p := u.pieces[i]
	price := priceSolo
	switch {
	case p.row, p.entry:
		return priceEntry
	case strings.Trim(p.text, closesLine) == "":
		return priceNever
	case p.solo, p.named && (i == 0 || u.pieces[i-1].head || u.pieces[i-1].comma > 0 || u.pieces[i-1].solo):
		price = priceKnown
	case p.named: // it signs the text above, or is two characters of the next
		price = 0
	case p.comma > 0:
		price += p.comma
	case p.head && strings.ContainsRune(p.text, '\u3000'):
		price = priceClause
	case !p.head && !p.ends:
		price += priceOpenEnd
	case !p.head:
		price += priceEnd + priceSolo
	}
	return price
}

// closesLine are the marks that no line begins with.
const closesLine = "，。、；：！？”’）》】」』…%％"

// clausePrice is what a line costs as a head in two clauses: the more, the less
// they answer each other.
func clausePrice(s string) int {
	a, b, ok := strings.Cut(s, "，")
	const widest = 16 // ems
	if !ok || width(s) > widest && !twoClauses(s) || b == "" || strings.ContainsAny(a+b, "，。；、…") || finished(s) {
		return 0
	}
	const even, dear = 3, 30
	uneven := max(width(a)-width(b), width(b)-width(a))
	return priceClauses + max(0, uneven-even)*dear
}

// mostTorn is into how many pieces marks tear a line of a head.
const mostTorn = 4

// torn is the price of a line of a head that fell into pieces at its marks.
func (u *unwrapper) torn(i, back int) (price int, ok bool) {
	last := u.pieces[i+back-1]
	if u.pieces[i].solo || last.solo || strings.ContainsRune(closesLine, firstRune(u.pieces[i].text)) || u.joint(i+back-1) != pricePiece || finished(u.pieces[i+back-2].text) && !strings.ContainsRune(closers, lastRune(u.pieces[i+back-2].text)) {
		return 0, false
	}
	var text strings.Builder
	for _, p := range u.pieces[i : i+back] {
		text.WriteString(p.text)
	}
	s := text.String()
	switch {
	case u.pieces[i].entry:
		if l, r := lastRune(u.pieces[i+back-2].text), firstRune(last.text); !strings.ContainsRune("：、", l) && !strings.ContainsRune("《“、", r) {
			return 0, false
		}
		return priceEntry + pricePiece*(back-1), true
	case headLike(s, width(s)) && width(s) <= widestWeak:
		return priceSolo + pricePiece*(back-1), true
	}
	if c := clausePrice(s); c > 0 {
		return priceSolo + c + pricePiece*(back-1), true
	}
	return priceNever, true
}

// joint is the price of a set line that falls apart before piece i.
func (u *unwrapper) joint(i int) int {
	l, r := lastRune(u.pieces[i-1].text), firstRune(u.pieces[i].text)
	if strings.ContainsRune(squeezed, l) || strings.ContainsRune(squeezed, r) || l < 0x2000 != (r < 0x2000) {
		return pricePiece
	}
	return priceTorn
}

// opening is the price of a paragraph that begins with piece i.
func (u *unwrapper) opening(i int) int {
	p := u.pieces[i]
	price := 0
	if p.opens {
		price += priceOpening
	}
	if r := firstRune(p.text); strings.ContainsRune(closesLine, r) {
		return priceNever
	}
	if u.indented {
		if p.indent {
			return price + priceIndent
		}
		return price + priceNoIndent
	}
	return price
}

// full is the price of a line that fills its measure; the first of a paragraph
// is indented, or not, as few papers do.
func (u *unwrapper) full(width, marks, target int, first bool) int {
	off := func(target int) int {
		lack := target - width
		if lack <= 0 { // its marks were squeezed
			over := max(0, width-marks-target)
			return min(over, 1)*priceSnug + max(over-1, 0)*priceTight
		}
		return min(lack, loose)*priceLoose + max(lack-loose, 0)*priceOff
	}
	if !first {
		return off(target)
	}
	indented := priceNever
	if width-marks <= target-indentWidth+tight {
		indented = off(target - indentWidth)
	}
	return min(indented, off(target)+priceFlat)
}

// ending is the price of a paragraph that ends with a line before piece next.
func (u *unwrapper) ending(next, width, target, full int) int {
	p := u.pieces[next-1]
	follows := next == len(u.pieces) || u.pieces[next].entry || u.pieces[next].stops
	switch {
	case !p.ends && introduces(p.text) && (p.width == width || next < len(u.pieces) && u.pieces[next].opens):
		return priceEnd * 3
	case !p.ends && follows:
		return priceBroken
	case !p.ends:
		return priceOpenEnd
	case full == 0 || width >= target-2:
		return priceFullEnd
	}
	return priceEnd
}

// paragraphs walks the reading back and joins its lines.
func (u *unwrapper) paragraphs(best [][]step, end state) []line {
	type cut struct {
		at   int
		ends bool
	}
	var cuts []cut
	for i, s := len(u.pieces), end; i > 0; {
		st := best[i][2*s.measure+s.inside]
		cuts = append(cuts, cut{i, st.ended})
		i -= st.back
		s = st.from
	}
	slices.Reverse(cuts)
	var out, part []line
	var doubts [][2]string
	from := 0
	for _, c := range cuts {
		for _, p := range u.pieces[from:c.at] {
			part = append(part, p.line)
		}
		if from = c.at; c.ends {
			l := joined(part)
			l.doubts, l.set = doubts, true
			out, part, doubts = append(out, l), nil, nil
		} else if c.at < len(u.pieces) && u.pieces[c.at-1].ends {
			doubts = append(doubts, [2]string{u.pieces[c.at-1].text, u.pieces[c.at].text})
		}
	}
	if len(part) > 0 {
		out = append(out, joined(part))
	}
	return out
}
