package layout

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/internal/words"
	"duikai/layout/manuscript"
	"duikai/layout/para"
)

// # Where heads are divided
//
// A head is divided at the editor's hints, then after marks and spaces, then
// between words; inside a word, a figure, a name or a short quotation only
// where nothing else is left. Of the ways that remain the one with the most
// even lines is taken. Every place has a price and every line one for the
// width it lacks or has over; the cheapest division is found by dynamic
// programming over places and lines, which bounds the work for a head of any
// length.

// maxHeadLines is four for the long heads of single columns; elsewhere the
// ladder keeps heads to three.
const maxHeadLines = 4

// maxSideLines is the same for a head left of its text.
const maxSideLines = 6

// headText is a head, or a line of one, with the places where it may be
// divided.
type headText struct {
	p      *para.Paragraph
	points []cutPoint // the last is the end
	// pauses keeps the pause at the end of a line; a title has none there but in
	// its last line, for the end of the line is one.
	pauses bool
	more   bool // further lines follow the last of these
}

// pauseRunes are the marks of a pause inside a sentence.
const pauseRunes = "，、；"

// end is where a line ends that is divided at a place: before its pause, if it
// is that of a title.
func (t *headText) end(at int) int {
	if n := t.p.Len(); !t.pauses && at > 1 && (at < n || t.more) && strings.ContainsRune(pauseRunes, t.p.Rune(at-1)) {
		return at - 1
	}
	return at
}

// unpaused is the pause that is left out behind a line of a title; 0: none.
func unpaused(p *para.Paragraph, l para.Line) rune {
	if l.End < p.Len() {
		if r := p.Rune(l.End); strings.ContainsRune(pauseRunes, r) {
			return r
		}
	}
	return 0
}

// longestHead is how many characters of a head are divided with care; no
// newspaper has longer ones, and what is longer is broken as text is.
const longestHead = 200

func newHeadText(p *para.Paragraph, hints []int) headText {
	t := headText{p: p}
	if p.Len() <= longestHead {
		t.points = append(cutPoints(p, hints), cutPoint{at: p.Len(), hint: true})
	}
	return t
}

// clauseChars is how many characters a clause has that a space parts from the
// next by itself: shorter pieces are words.
const clauseChars = 4

// clauses makes a joint of every break hint between two clauses that no mark
// parts: where the line does not end there they would run into each other.
func clauses(t manuscript.Text) manuscript.Text {
	text := []rune(t.String())
	reach := func(i, step int) (n int) {
		for i += step; i >= 0 && i < len(text) && !strings.ContainsRune(breakRunes+" 　", text[i]); i += step {
			if unicode.IsLetter(text[i]) || unicode.IsNumber(text[i]) {
				n++
			}
		}
		return n
	}
	out := slices.Clone(t)
	at := 0
	for k := range out {
		rs := []rune(out[k].Text)
		for i, r := range rs {
			if r == manuscript.HintRune && !marked(text, at+i) && reach(at+i, -1) >= clauseChars && reach(at+i, 1) >= clauseChars {
				rs[i] = manuscript.JointRune
			}
		}
		out[k].Text = string(rs)
		at += len(rs)
	}
	return out
}

// marked tells whether a mark beside character i of a text parts what stands
// before it from what follows.
func marked(text []rune, i int) bool {
	return i > 0 && pauses(text[i-1]) || i+1 < len(text) && pauses(text[i+1])
}

// joins tells whether a line of a headline holds a joint that clauses has made:
// character i of the text as it is set is the space.
func joins(hinted, joined manuscript.Text, start, end int) bool {
	a, b := []rune(hinted.String()), []rune(joined.String())
	at := 0 // in the text as it is set
	for i := range a {
		made := a[i] == manuscript.HintRune && b[i] == manuscript.JointRune
		if made && start < at && at+1 < end {
			return true
		}
		if b[i] != manuscript.HintRune {
			at++
		}
	}
	return false
}

// cutPoint is a place where a head may be divided and its price. A blind one
// stands inside a word or between words that belong together.
type cutPoint struct {
	at, price   int
	blind, hint bool
}

// Prices of dividing a head, against 1 for a percent by which the width of a
// line is off the mean.
const (
	cutAtHint   = -200
	cutAtMark   = -60  // after a mark or a space
	cutBound    = 80   // between words that belong together
	cutInQuotes = 300  // inside a quotation or title
	cutInWord   = 300  // inside a word, a figure, a name
	cutParticle = 500  // before 的 and its like
	cutShort    = 1000 // a line of one or two characters that the editor did not ask for
)

// badCut is the cost from which a division breaks what should be whole, or
// leaves a character or two alone.
const badCut = 200

// shortLine is how many characters are too few for a line of a head.
const shortLine = 2

// cutParticles never begin a line of a head.
const cutParticles = "的了着地得们吗"

// cutPoints lists the places where a head may be divided: nowhere that the
// rules of lines forbid.
func cutPoints(p *para.Paragraph, hints []int) []cutPoint {
	text := p.Runes()
	grades := words.Boundaries(text)
	var points []cutPoint
	quoted := quotations(text)
	for i := 0; i+1 < p.Len(); i++ {
		if !p.MayBreak(i) {
			continue
		}
		grade := headGrade(text, grades, i+1)
		c := cutPoint{at: i + 1, blind: grade < words.Word}
		switch grade {
		case words.Within:
			c.price = cutInWord
		case words.Bound:
			c.price = cutBound
		case words.Mark:
			c.price = cutAtMark
		}
		if c.blind && strings.ContainsRune(cutParticles, text[i+1]) {
			c.price = cutParticle
		}
		if q := quoted[i+1]; q > 0 {
			c.price += cutInQuotes
			c.blind = c.blind || q <= wholeQuote
		}
		if slices.Contains(hints, i+1) {
			c.price, c.blind, c.hint = cutAtHint, false, true
		}
		points = append(points, c)
	}
	return points
}

// wholeQuote is up to how many characters what stands in quotes, brackets and the like is
// as whole as a word.
const wholeQuote = 6

// quotations tells of every place before a character how long the innermost quotation is
// in which it stands, without its marks; 0: in none.
func quotations(text []rune) []int {
	out := make([]int, len(text)+1)
	var open []int // where each begins
	for i, r := range text {
		switch cjk.ClassOf(r) {
		case cjk.Opener:
			open = append(open, i)
		case cjk.Closer:
			if len(open) == 0 {
				continue
			}
			from := open[len(open)-1]
			open = open[:len(open)-1]
			for k := from + 1; k <= i; k++ {
				if out[k] == 0 {
					out[k] = i - from - 1
				}
			}
		}
	}
	for _, from := range open { // and is not closed here: nobody knows how long it is
		for k := from + 1; k < len(out); k++ {
			if out[k] == 0 {
				out[k] = math.MaxInt
			}
		}
	}
	return out
}

// headGrade is the grade of a place before text[at], corrected by what only a
// head asks for: a doubled word (管管), a date (11月23日) and a unit with a slash
// (微克/立方米) stay whole, and 起 belongs to the date before it.
func headGrade(text []rune, grades []words.Cut, at int) words.Cut {
	before, after, grade := text[at-1], text[at], grades[at]
	dated := func(i int) bool { return i >= 0 && strings.ContainsRune("年月日时分", text[i]) }
	single := grades[at-1] != words.Within || grades[at+1] != words.Within // a word of one character on either side
	switch {
	case before == '/' || after == '/',
		before == after && single && unicode.Is(unicode.Han, after),
		dated(at-1) && unicode.IsDigit(after) && grade == words.Bound,
		dated(at-1) && after == '起':
		return words.Within
	case before == '起' && dated(at-2) && grade == words.Bound:
		return words.Word
	}
	return grade
}

// headCut is a head divided into lines.
type headCut struct {
	lines []para.Line
	blind bool // some line ends inside a word or between words that belong together,
	split int  // the first of them
	cost  int
}

// cut divides a text into n lines at the best places. With a width, every
// line must fit it, squeezed if need be.
func (t *headText) cut(n int, width geom.Length) (headCut, bool) {
	p, total := t.p, t.p.Len()
	if n == 1 {
		return headCut{lines: []para.Line{t.line(0, total, width)}}, width == 0 || p.LeastWidth(0, t.end(total)) <= width
	}
	if total < n*2 || len(t.points) < n {
		return headCut{}, false
	}
	// at[k][j] is the cheapest way to end line k at points[j].
	type way struct{ cost, prev int }
	at := make([][]way, n)
	mean := p.NaturalWidth(0, total) / geom.Length(n)
	for k := range at {
		at[k] = make([]way, len(t.points))
		for j, end := range t.points {
			best := way{cost: math.MaxInt}
			if k == 0 {
				if c, ok := t.price(cutPoint{hint: true}, end, mean, width); ok {
					best = way{c, -1}
				}
			}
			for i := 0; k > 0 && i < j; i++ {
				if at[k-1][i].cost == math.MaxInt {
					continue
				}
				if c, ok := t.price(t.points[i], end, mean, width); ok && at[k-1][i].cost+c < best.cost {
					best = way{at[k-1][i].cost + c, i}
				}
			}
			at[k][j] = best
		}
	}
	last := len(t.points) - 1
	if at[n-1][last].cost == math.MaxInt {
		return headCut{}, false
	}
	out := headCut{lines: make([]para.Line, n), cost: at[n-1][last].cost}
	for k, j := n-1, last; k >= 0; k-- {
		start, prev := 0, at[k][j].prev
		if prev >= 0 {
			start = t.points[prev].at
		}
		out.lines[k] = t.line(start, t.points[j].at, width)
		if t.points[j].blind {
			out.blind, out.split = true, k
		}
		j = prev
	}
	return out, true
}

// line is a line at its natural width, or squeezed to a width that is given.
func (t *headText) line(start, end int, width geom.Length) para.Line {
	end = t.end(end)
	if width == 0 {
		return t.p.Natural(start, end)
	}
	return t.p.Narrow(start, end, width)
}

// price is the cost of a line between two places; ok is false where it does
// not fit the width.
func (t *headText) price(from, to cutPoint, mean, width geom.Length) (cost int, ok bool) {
	end := t.end(to.at)
	if end <= from.at || width > 0 && t.p.LeastWidth(from.at, end) > width {
		return 0, false
	}
	w := t.p.NaturalWidth(from.at, end)
	cost = to.price
	if mean > 0 {
		cost += int(max(w-mean, mean-w) * 100 / mean)
	}
	if !(from.hint && to.hint) && t.characters(from.at, to.at) <= shortLine {
		cost += cutShort
	}
	return cost, true
}

// characters counts letters, figures and Han, up to one more than matters.
func (t *headText) characters(from, to int) (n int) {
	for i := from; i < to && n <= shortLine; i++ {
		if r := t.p.Rune(i); unicode.IsLetter(r) || unicode.IsNumber(r) {
			n++
		}
	}
	return n
}

// divideText divides what is no title, and keeps its pauses.
func divideText(p *para.Paragraph, width geom.Length) []para.Line {
	return headText{p: p, pauses: true}.divide(nil, width)
}

// divide sets a text on as few lines as fit the width.
func (t headText) divide(hints []int, width geom.Length) []para.Line {
	p := t.p
	if p.LeastWidth(0, t.end(p.Len())) <= width {
		return []para.Line{t.line(0, p.Len(), width)}
	}
	t.points = newHeadText(p, hints).points
	for n := 2; n <= maxHeadLines; n++ {
		if c, ok := t.cut(n, width); ok {
			return c.lines
		}
	}
	return p.Break(para.Measure{Width: width})
}
