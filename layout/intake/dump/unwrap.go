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
	priceNever    = 5000 // what no line is
	priceSolo     = 150  // a line of its own
	priceKnown    = -350 // what looks like a byline, a jump line, furniture
	priceEnd      = 60   // a paragraph ends where a sentence does, before the column's edge
	priceFullEnd  = 70   // it ends in a line that is full
	priceOpenEnd  = 700  // it ends without a final mark
	priceOpening  = -300 // a paragraph begins as paragraphs do
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
	leastLines   = 3  // of one width make a measure
	shareWrapped = 70 // percent of a text that stands in short lines
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
	opens bool // it begins as paragraphs do
	ends  bool // it ends as sentences do
	head  bool // it has the shape of a head
}

// unwrap gives paragraphs; text whose lines are no set lines comes back as it
// is.
func unwrap(ls []line, o intake.Options) []line {
	ls = brackets(ls)
	if !wrapped(ls) {
		return ls
	}
	var out []line
	for ls = initials(stacked(ls)); len(ls) > mostTogether; ls = ls[mostTogether:] {
		out = append(out, reading(ls[:mostTogether], o)...)
	}
	return append(out, reading(ls, o)...)
}

// mostTogether is how many lines are read together: a page has some thousand.
const mostTogether = 5000

// reading gives the paragraphs of lines that are set lines.
func reading(ls []line, o intake.Options) []line {
	u := &unwrapper{}
	for _, l := range ls {
		it := classify(l, o)
		p := piece{line: l, width: halfWidth(l.text), marks: squeezable(l.text), ends: finished(l.text), head: headLike(l.text, width(l.text))}
		p.solo = it.role == jumpFrom || it.role == jumpTo || it.role == bylined || it.role == furniture || it.role == credited && width(l.text) < leastText
		p.named, p.entry = it.role == named || it.role == signedOff, entry(l.text)
		// 本报讯（记者…） alone is no paragraph.
		p.ends = p.ends && !(dateline.MatchString(l.text) && strings.ContainsRune("）)", lastRune(l.text)) && p.width < mostMeasure/3)
		p.head = p.head && (!classified.MatchString(l.text) || noticeHead.MatchString(l.text))
		p.opens = dateline.MatchString(l.text) || sectionHead.MatchString(l.text) || opensItem(l.text) || entry(l.text)
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
		if n < leastStack {
			out = append(out, ls[i])
			continue
		}
		if i+n < len(ls) && len([]rune(ls[i+n].text)) > 2 && !finishedHead(ls[i:i+n]) {
			n-- // the last is an initial of the text
		}
		byline := 0
		for _, k := range []int{3, 2} {
			if n-k >= 2 && words.Name(joined(ls[i+n-k:i+n]).text) {
				byline = k
				break
			}
		}
		out = append(out, joined(ls[i:i+n-byline]))
		if byline > 0 {
			out = append(out, joined(ls[i+n-byline:i+n]))
		}
		i += n - 1
	}
	return out
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

// headNext tells whether the line at i and the one behind it are no running
// text.
func headNext(ls []line, i int) bool {
	return i+1 >= len(ls) || width(ls[i].text) < width(ls[i+1].text)/2
}

// brackets joins a remark on the author that stands on two lines.
func brackets(ls []line) []line {
	const widest = 60 // ems
	var out []line
	for _, l := range ls {
		if n := len(out); n > 0 && strings.ContainsRune("（(", firstRune(out[n-1].text)) && !strings.ContainsAny(out[n-1].text, "）)") &&
			strings.ContainsRune("）)", lastRune(l.text)) && width(out[n-1].text+l.text) <= widest {
			out[n-1] = out[n-1].join(l)
			continue
		}
		out = append(out, l)
	}
	return out
}

// wrapped tells whether most of a text stands in short lines.
func wrapped(ls []line) bool {
	short, all, gaps := 0, 0, 0
	for _, l := range ls {
		gaps += min(l.gap, 1)
		w := halfWidth(l.text)
		all += w
		if w <= mostMeasure {
			short += w
		}
	}
	const least = 8 // lines: less is no page
	return len(ls) >= least && short*100 >= all*shareWrapped && gaps*100 < len(ls)*shareParted
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
	head := string(r[:min(len(r), 6)])
	k := strings.IndexRune(head, '：')
	return k > 0 && k <= len("记者甲") && !strings.ContainsAny(head[:k], "，。说道")
}

// measures are the widths that lines have most often, the commonest first.
func measures(ps []piece) []int {
	count := make(map[int]int)
	for i, p := range ps {
		if p.width >= leastMeasure && p.width <= mostMeasure && !p.solo {
			count[p.width]++
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
	}
	if u.pieces[i].initial && from.inside == 0 {
		reach(i+1, 1, priceOpening, 1, false, false)
	}
	target := u.measures[from.measure]
	width, marks, torn := 0, 0, 0
	for back := 1; back <= mostPieces && i+back <= len(u.pieces); back++ {
		p := u.pieces[i+back-1]
		if p.solo {
			break
		}
		if back > 1 {
			torn += u.joint(i + back - 1)
		}
		width, marks = width+p.width, marks+p.marks
		if width-marks > target {
			break
		}
		base := torn
		if from.inside == 0 {
			base += u.opening(i)
		}
		if back > 1 && u.pieces[i+back-1].indent && u.indented {
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
	case p.solo, p.named:
		price = priceKnown
	case !p.head && !p.ends:
		price += priceOpenEnd
	case !p.head:
		price += priceEnd + priceSolo
	}
	return price
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
	if r := firstRune(p.text); strings.ContainsRune("，。、；：！？”’）》】」』…%％", r) {
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
		if lack <= 0 {
			return 0 // its marks were squeezed
		}
		return min(lack, loose)*priceLoose + max(lack-loose, 0)*priceOff
	}
	if !first {
		return off(target)
	}
	indented := priceNever
	if width-marks <= target-indentWidth {
		indented = off(target - indentWidth)
	}
	return min(indented, off(target)+priceFlat)
}

// ending is the price of a paragraph that ends with a line before piece next.
func (u *unwrapper) ending(next, width, target, full int) int {
	p := u.pieces[next-1]
	follows := next == len(u.pieces) || u.pieces[next].entry || u.pieces[next].solo
	switch {
	case !p.ends && introduces(p.text):
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
			l.doubts = doubts
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
