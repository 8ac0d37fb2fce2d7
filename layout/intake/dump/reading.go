package dump

import (
	"math"
	"slices"
	"strings"
)

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
			if p.glued {
				width++ // the blank
			}
			if before := u.pieces[i+back-2]; before.ends && !p.glued && p.width >= target-indentWidth && p.width-p.marks <= target-indentWidth {
				torn += priceOpensHere
			}
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
		if p.latin {
			full = min(full, priceLatin)
		}
		reach(i+back, 1, base+full, back, false, false)
		reach(i+back, 0, base+u.ending(i+back, width, target, full), back, false, true)
	}
}

// solo is the price of a line of its own.
func (u *unwrapper) solo(i int) int {
	p := u.pieces[i]
	price := priceSolo
	if p.cutBefore || i+1 < len(u.pieces) && u.pieces[i+1].cutBefore {
		price += priceInWord
	}
	if p.glued || i+1 < len(u.pieces) && u.pieces[i+1].glued {
		price += priceGlued
	}
	if p.gap > 0 && (p.head || p.comma > 0) && (i+1 == len(u.pieces) || u.pieces[i+1].gap > 0) {
		price += priceApart
	}
	switch {
	case p.row, p.entry:
		return priceEntry
	case strings.Trim(p.text, closesLine) == "":
		return priceNever
	case p.spaced, p.stacked, p.solo, p.named && (i == 0 || u.pieces[i-1].head || u.pieces[i-1].comma > 0 || u.pieces[i-1].solo):
		price = priceKnown
	case p.named, p.verse: // it signs the text above, or is two characters of the next
		price = 0
	case p.comma > 0 && asks(p.text) && i+1 < len(u.pieces) && asksOrAnswers.MatchString(u.pieces[i+1].text):
		price += priceAsked
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
	if asks(s) {
		return priceClauses
	}
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
	if u.pieces[i].row || last.row {
		return 0, false
	}
	if u.pieces[i].solo || last.solo || strings.ContainsRune(closesLine, firstRune(u.pieces[i].text)) || u.joint(i+back-1) > priceSentence || finished(u.pieces[i+back-2].text) && !strings.ContainsRune(closers, lastRune(u.pieces[i+back-2].text)) {
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
		if asks(s) && i+back < len(u.pieces) && asksOrAnswers.MatchString(u.pieces[i+back].text) {
			c = priceAsked
		}
		return priceSolo + c + pricePiece*(back-1), true
	}
	return priceNever, true
}

// joint is the price of a set line that falls apart before piece i.
func (u *unwrapper) joint(i int) int {
	if u.pieces[i].glued {
		return 0
	}
	l, r := lastRune(u.pieces[i-1].text), firstRune(u.pieces[i].text)
	if u.pieces[i-1].ends && !strings.ContainsRune(closesLine, r) {
		return priceSentence
	}
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
	if strings.HasPrefix(p.text, "——") && i > 0 && u.pieces[i-1].ends && !u.pieces[i-1].head { // who said it
		price += priceOpensIn
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
	case !p.ends && introduces(p.text) && (lastRune(p.text) != '；' || next < len(u.pieces) && u.pieces[next].opens) && (p.width == width || next < len(u.pieces) && u.pieces[next].opens):
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

// mayGoOn tells whether a paragraph that ends before piece next may as well go on:
// its last line, which begins at piece last, is nearly full, it lacks its final
// mark, or what follows begins as any line of text may.
func (u *unwrapper) mayGoOn(next, last, measure int) bool {
	const near = 6 // half ems
	w := 0
	for _, p := range u.pieces[last:next] {
		w += p.width
	}
	if w >= measure-near || !u.pieces[next-1].ends {
		return true
	}
	if next == len(u.pieces) {
		return false
	}
	p := u.pieces[next]
	return label(p.text) != "" || next-last > 1 || p.width-p.marks > measure-indentWidth+tight || p.width < measure-indentWidth-tight
}

// paragraphs walks the reading back and joins its lines.
func (u *unwrapper) paragraphs(best [][]step, end state) []line {
	type cut struct {
		at      int
		ends    bool
		measure int
		last    int // the first piece of its last line
	}
	var cuts []cut
	for i, s := len(u.pieces), end; i > 0; {
		st := best[i][2*s.measure+s.inside]
		measure := 0
		if !st.solo {
			measure = u.measures[st.from.measure] // those behind may be wider
		}
		cuts = append(cuts, cut{i, st.ended, measure, i - st.back})
		i -= st.back
		s = st.from
	}
	slices.Reverse(cuts)
	var out, part []line
	var doubts [][2]string
	from := 0
	for _, c := range cuts {
		for k, p := range u.pieces[from:c.at] {
			if p.glued && k > 0 { // within a set line it is a blank
				p.line = p.line.behindBlank()
			}
			if before := from + k - 1; k > 0 && (u.pieces[before].ends || p.glued && u.pieces[before].head) {
				doubts = append(doubts, [2]string{u.pieces[before].text, strings.TrimLeft(p.text, blanks)})
			}
			part = append(part, p.line)
		}
		if from = c.at; c.ends {
			l := joined(part)
			l.doubts, l.set, l.measure = doubts, true, c.measure
			l.mayGoOn = c.measure > 0 && u.mayGoOn(c.at, c.last, c.measure)
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
