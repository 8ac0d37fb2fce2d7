package layout

import (
	"math"
	"slices"
	"strings"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/internal/words"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// A pull quote (引语) is a sentence set large in 楷 between two bold rules, its
// lines divided between phrases and centred. It takes whole rows, with a row
// of white above and below.
const (
	quoteLines = 6   // above which a smaller size is tried
	quoteGap   = 350 // white between its lines, of their size
	quotePad   = 700 // white inside its rules, of the body's size
	quoteWide  = 24  // ems of a measure from which it is set a step larger
)

// quoteSizes are tried from the largest; the body's size is the last resort.
var quoteSizes = [...]geom.Length{16 * geom.Pt, 14 * geom.Pt, 12 * geom.Pt, 10500}

// quoteSet is a pull quote set at a width.
type quoteSet struct {
	p     *para.Paragraph
	lines []para.Line
	size  geom.Length
	rows  int
	tight bool
}

func (h *house) pullQuote(q *manuscript.PullQuote) flow.Block {
	p := h.prepare(q.Text, face{fonts.Kai, h.size})
	return flow.Block{
		Para: para.Prepare(nil, &h.tight), Part: page.Quote, Size: h.size, Rows: 1, Before: 1,
		Chars: []int{p.Len()}, Texts: []*para.Paragraph{p},
		Atoms: lastWidth(func(width geom.Length) []flow.Atom {
			set := h.setQuote(q, width)
			return []flow.Atom{{Rows: set.rows, Tight: set.tight, Draw: func(dst []page.Item, area geom.Rect, tag para.Tag) []page.Item {
				return set.items(dst, area, tag)
			}}}
		}),
	}
}

// setQuote sets a quote at the largest size at which its lines are few and
// fit.
func (h *house) setQuote(q *manuscript.PullQuote, width geom.Length) quoteSet {
	sizes := append(quoteSizes[:len(quoteSizes):len(quoteSizes)], h.size)
	if width < quoteWide*h.size {
		sizes = sizes[1:]
	}
	var set quoteSet
	for _, size := range sizes {
		if size < h.size {
			continue
		}
		runs, hints := h.runs(q.Text, face{fonts.Kai, size})
		set = quoteSet{p: para.Prepare(runs, &h.tight), size: size}
		set.lines, set.tight = phrases(set.p, hints, para.Measure{Width: width}, true)
		if len(set.lines) <= quoteLines && !set.tight {
			break
		}
	}
	n := geom.Length(len(set.lines))
	height := n*set.size + max(n-1, 0)*set.size.Em(quoteGap) + 2*h.size.Em(quotePad)
	set.rows = int(geom.DivCeil(height, h.grid.Leading))
	return set
}

// Prices of lines that end with phrases, against a hundred for a line that is
// empty.
const (
	quoteLine  = 30   // a line more
	quoteHint  = -200 // ended at the editor's hint
	quoteWord  = 25   // between words
	quoteBound = 60   // between words that belong together
	quoteSplit = 200  // inside a word
	quoteAlone = 300  // before 的 and its like, or a last line of a character or two
)

// phrases divides a text that is no title into lines that end at marks or else
// between words; tight says that a piece of it is too wide. Even lines are of
// about one length; without, the last is as long as it is.
func phrases(p *para.Paragraph, hints []int, m para.Measure, even bool) (lines []para.Line, tight bool) {
	n, text := p.Len(), p.Runes()
	grades := words.Boundaries(text)
	price := func(start, end int) int {
		switch {
		case end == n && start > 0 && end-start <= shortLine:
			return quoteAlone
		case end == n:
			return 0
		case slices.Contains(hints, end):
			return quoteHint
		case strings.ContainsRune(cutParticles, text[end]):
			return quoteAlone
		}
		switch headGrade(text, grades, end) {
		case words.Within:
			return quoteSplit
		case words.Bound:
			return quoteBound
		case words.Mark:
			return 0
		}
		return quoteWord
	}
	cost, from := make([]int, n+1), make([]int, n+1)
	for end := 1; end <= n; end++ {
		cost[end] = math.MaxInt
		if !p.MayBreak(end - 1) {
			continue
		}
		for start := end - 1; start >= 0; start-- {
			w, width := p.NaturalWidth(start, end), m.Width
			if start == 0 {
				width -= m.Indent
			}
			if start > 0 && cost[start] == math.MaxInt {
				continue
			}
			if w > width && cost[end] < math.MaxInt {
				break
			}
			lack := int(max(width-w, 0) * 100 / max(width, 1))
			if end == n && !even {
				lack = 0
			}
			if c := cost[start] + quoteLine + price(start, end) + lack*lack/100; c < cost[end] {
				cost[end], from[end] = c, start
			}
		}
	}
	for end := n; end > 0; end = from[end] {
		l := p.Natural(from[end], end)
		if l.Start == 0 {
			l.Indent = m.Indent
		}
		tight = tight || l.Indent+l.Width > m.Width
		lines = append(lines, l)
	}
	slices.Reverse(lines)
	return lines, tight
}

// phrased sets a text of a few lines so that they end with phrases, where that
// takes no line more than lines that are filled.
func phrased(p *para.Paragraph, m para.Measure) []para.Line {
	filled := p.Break(m)
	if len(filled) < 2 {
		return filled
	}
	if lines, tight := phrases(p, nil, m, false); !tight && len(lines) <= len(filled) {
		return lines
	}
	return filled
}

// items draws the quote in the middle of its rows.
func (set *quoteSet) items(dst []page.Item, area geom.Rect, tag para.Tag) []page.Item {
	for _, y := range []geom.Length{area.Y + thickRule/2, area.Bottom() - thickRule/2} {
		dst = append(dst, &page.Rule{From: geom.Point{X: area.X, Y: y}, To: geom.Point{X: area.Right(), Y: y}, Width: thickRule, Ink: page.Black})
	}
	n := geom.Length(len(set.lines))
	pitch := set.size + set.size.Em(quoteGap)
	y := area.Y + (area.H-n*pitch+set.size.Em(quoteGap))/2 + set.size.Em(int(fonts.EmAscent))
	for _, l := range set.lines {
		at := geom.Point{X: area.X + (area.W-l.Width)/2, Y: y}
		dst = set.p.Items(dst, l, at, tag)
		y += pitch
	}
	return dst
}
