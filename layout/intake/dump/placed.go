package dump

import (
	"math"
	"slices"
	"strings"

	"duikai/layout/intake"
)

// Text with its places tells more than its order: what is larger is a head, what
// is indented begins a paragraph, what ends short ends one. placed makes the
// lines that segment reads of it; the order is that in which the page is drawn,
// story after story.

// Glyph is a character of a page where it stands: its origin on the baseline in
// points from the upper left corner, how far it reaches, the type size.
type Glyph struct {
	Rune          rune
	X, Y, W, Size float64
}

// Sheet is the text of a page in the order in which it is drawn.
type Sheet struct {
	W, H   float64
	Glyphs []Glyph
}

// What a line may differ in and still be of the same type, and what gaps mean,
// in type sizes.
const (
	sameSize  = 0.04 // part of the size
	sameLine  = 0.3  // of the baseline, up or down
	gapInside = 1.2  // a wider one parts columns
	gapWord   = 0.35 // a wider one is a blank
	gapHan    = 0.45 // one between names; justifying opens lines by less
	gapWide   = 0.8  // a head's joint of clauses
	leadLeast = 0.8  // from baseline to baseline
	leadMost  = 2.4
	indentLow = 1.2 // an indent of two characters
	indentTop = 3.2
	shortBy   = 1.1 // a last line ends so far before the edge
	headTimes = 1.3 // a head is so many times the body's size
	subTimes  = 1.05
	initTimes = 1.8 // a fallen initial
)

// span is a stretch of text on one baseline.
type span struct {
	text        strings.Builder
	x0, x1, y   float64
	size        float64
	left, right float64 // of its column
	chain       int
}

// placed turns a page into lines. Their places in the source are those of the
// text as it is told of the page: its lines, joined.
func placed(sheet Sheet, file string) (out []line, text string) {
	spans := spansOf(sheet.Glyphs)
	body := bodySize(spans)
	columnsOf(spans)
	indented := indentedText(spans)
	var whole strings.Builder
	n := 0
	for i, s := range spans {
		t := strings.Trim(s.text.String(), blanks)
		if t == "" {
			continue
		}
		at := intake.Place{File: file, From: whole.Len(), To: whole.Len() + len(t), Line: n + 1}
		whole.WriteString(t + "\n")
		l := line{runs: intake.Text{{Text: t, At: at}}, text: t, n: n, scale: s.size / body}
		n++
		if k := len(out) - 1; k >= 0 && i > 0 && (!out[k].spaced || personal(out[k].text)) && (goesOn(spans[i-1], s, out[k], l) || evenEdge(spans, i) && (!finished(out[k].text) || indented && flush(s)) && out[k].scale < headTimes && !entry(out[k].text)) {
			scale, initial, doubts := out[k].scale, out[k].initial, out[k].doubts
			if finished(out[k].text) && (!full(spans[i-1], s) || !indented) { // a sentence ends where the line or the column does
				doubts = append(doubts, [2]string{tailOf(out[k].text), headOf(t)})
			}
			if scale >= initTimes { // an initial takes the size of its text
				scale, initial = l.scale, true
			}
			out[k] = out[k].join(l)
			out[k].scale, out[k].initial, out[k].doubts = scale, initial, doubts
			continue
		}
		out = append(out, closed(l))
	}
	return brackets(stacked(out)), whole.String()
}

// spansOf cuts the glyphs where they leave the line.
func spansOf(glyphs []Glyph) []*span {
	var out []*span
	var cur *span
	for _, g := range glyphs {
		if g.Rune == 0 || g.W <= 0 && strings.ContainsRune(blanks, g.Rune) {
			continue
		}
		gap := 0.0
		if cur != nil {
			gap = g.X - cur.x1
		}
		if cur == nil || math.Abs(g.Y-cur.y) > sameLine*cur.size || math.Abs(g.Size-cur.size) > sameSize*cur.size || gap > gapInside*cur.size || gap < -gapInside*cur.size {
			cur = &span{x0: g.X, y: g.Y, size: g.Size}
			out = append(out, cur)
			gap = 0
		}
		switch {
		case gap > gapWide*cur.size:
			cur.text.WriteRune('\u3000')
		case gap > gapWord*cur.size && latin(g.Rune), gap > gapHan*cur.size:
			cur.text.WriteByte(' ')
		}
		cur.text.WriteRune(g.Rune)
		cur.x1 = g.X + g.W
	}
	return out
}

// bodySize is the size in which most of the text is set.
func bodySize(spans []*span) float64 {
	const step = 4 // of a quarter of a point
	count := make(map[int]int)
	best := 0
	for _, s := range spans {
		k := int(math.Round(s.size * step))
		count[k] += s.text.Len()
		if count[k] > count[best] || count[k] == count[best] && k < best {
			best = k
		}
	}
	return max(float64(best)/step, 1)
}

// columnsOf finds the edges of the column that each span stands in: those of the
// lines that follow it downward, and of columns elsewhere on the page where there
// are too few.
func columnsOf(spans []*span) {
	for i := 0; i < len(spans); {
		j := i + 1
		for j < len(spans) && below(spans[j-1], spans[j]) {
			j++
		}
		left, right := spans[i].x0, spans[i].x1
		for _, s := range spans[i:j] {
			left, right = min(left, s.x0), max(right, s.x1)
		}
		for _, s := range spans[i:j] {
			s.left, s.right, s.chain = left, right, j-i
		}
		i = j
	}
	for _, s := range spans {
		if s.chain > 2 {
			continue
		}
		for _, o := range spans { // a column of the same story, beside it or above
			if o.chain > 2 && math.Abs(o.size-s.size) <= sameSize*s.size && s.x0 >= o.left-1 && s.x1 <= o.right+s.size {
				s.left, s.right = o.left, max(o.right, s.x1)
				break
			}
		}
	}
}

// below tells whether a span is the next line of another's column, or goes on
// with its line.
func below(a, b *span) bool {
	if math.Abs(a.size-b.size) > sameSize*a.size {
		return false
	}
	down := (b.y - a.y) / a.size
	overlap := min(a.x1, b.x1) - max(a.x0, b.x0)
	if math.Abs(down) <= sameLine {
		return b.x0 >= a.x1-a.size && b.x0 < a.x1+float64(gapInside*a.size)
	}
	return down >= leadLeast && down <= leadMost && overlap > 0
}

// goesOn tells whether a span continues the paragraph whose last span is a.
func goesOn(a, b *span, so, l line) bool {
	initial := a.size >= initTimes*b.size && len([]rune(so.text)) == 1 && b.y <= a.y+float64(sameLine*a.size) && b.y > a.y-float64(1.2*a.size)
	if initial {
		return true
	}
	if so.initial && b.x0-b.left > indentLow*b.size && a.y < b.y && b.y-a.y < leadMost*b.size && !finished(so.text) {
		return true // beside the initial still
	}
	if math.Abs(a.size-b.size) > sameSize*a.size || so.scale >= headTimes {
		return false
	}
	if math.Abs(a.y-b.y) <= sameLine*a.size && b.x0 > a.x0 { // the same line, with a blank
		return b.x0-a.x1 < 4*a.size && !entry(l.text)
	}
	in := b.x0 - b.left
	if in > indentLow*b.size {
		return false
	}
	least := float64(leastMeasure / 4 * a.size)
	if a.chain == 1 && a.right == a.x1 { // how wide its column is, is not known
		least *= 2
	}
	return a.full() && a.right-a.left > least && !entry(so.text)
}

// full tells whether a line ends at the edge of its column.
func (s *span) full() bool { return s.right-s.x1 <= shortBy*s.size }

// full tells whether b is the next line of the column in which a is a full one.
func full(a, b *span) bool { return below(a, b) && a.full() }

// flush tells whether a line begins at the edge of its column.
func flush(s *span) bool { return s.x0-s.left < indentLow*s.size }

// indentedText tells whether paragraphs of a page begin with an indent: below sentences that
// end short most lines do.
func indentedText(spans []*span) bool {
	in, at := 0, 0
	for i, s := range spans[min(1, len(spans)):] {
		a := spans[i]
		switch {
		case !below(a, s) || a.chain <= 2 || full(a, s) || !finished(a.text.String()) || math.Abs(a.x1-s.x1) <= shortBy*a.size:
		case flush(s):
			at++
		default:
			in++
		}
	}
	const least = 3 // times as many
	return in > least*at
}

// evenEdge tells whether span i and the one before it are lines of one column
// that end alike, as full lines beside a picture do: no verse is so wide.
func evenEdge(spans []*span, i int) bool {
	a, b := spans[i-1], spans[i]
	if !below(a, b) || b.y-a.y < leadLeast*a.size || b.x0-a.x0 > shortBy*a.size || a.x1-a.x0 < leastMeasure/2*a.size {
		return false
	}
	if math.Abs(a.x1-b.x1) <= shortBy*a.size {
		return true
	}
	return i > 1 && below(spans[i-2], a) && math.Abs(spans[i-2].x1-a.x1) <= shortBy*a.size && b.x1 < a.x1
}

// sheetText is a page as plain lines, for what is looked at in heads.
func sheetText(s Sheet) string {
	_, text := placed(s, "")
	return text
}

// scaled tells whether sizes are known.
func scaled(items []item) bool {
	return slices.ContainsFunc(items, func(i item) bool { return i.scale > 0 })
}
