package layout

import (
	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// Setting of a summary (提要).
const (
	summaryIn    = 2    // characters of the body that it stands in from either side
	summaryMost  = 44   // characters of its own size in a line; longer lines are hard to read
	summaryLead  = 450  // white between its lines, of its size
	summaryItem  = 200  // more white between items, of its size
	summaryRule  = 700  // white between the rules and the text, of its size
	summaryAbove = 1000 // white above the upper rule, of its size
	squareSize   = 550  // the square that opens an item, of the summary's size
	squareHang   = 1000 // from the square's edge to the text, of the summary's size
)

// clauseSpace is the space between two clauses of a headline, thousandths of
// an em: there a space stands for the comma that a headline leaves out.
const clauseSpace fonts.Em = 1000

// summary sets a story's summary below its decks, between two fine rules: in
// 楷, larger than the body and no larger than a deck, by the rules of body
// text. Several texts are items that open with a square and hang on it; a
// single text is a paragraph, or a centred line if it is that short.
func (h *house) summary(in headInput, deck geom.Length) []headRow {
	if len(in.story.Summary) == 0 {
		return nil
	}
	size := fiveHead
	if deck >= 14*geom.Pt {
		size = 12 * geom.Pt
	}
	size = max(size, h.size)
	block := min(max(in.width-2*summaryIn*h.size, in.width/2), summaryMost*size) / size * size
	var rows []headRow
	for _, t := range in.story.Summary {
		if empty(t) {
			continue
		}
		more := size.Em(summaryLead)
		if len(rows) > 0 {
			more += size.Em(summaryItem)
		}
		rows = append(rows, h.summaryItem(in, t, size, block, more)...)
	}
	if len(rows) == 0 {
		return nil
	}
	rows[0].above = size.Em(summaryRule)
	bar := headRow{bar: block, above: size.Em(summaryAbove)}
	foot := headRow{bar: block, above: size.Em(summaryRule)}
	return append(append([]headRow{bar}, rows...), foot)
}

// summaryItem sets one text of a summary; above is the white over its first
// line.
func (h *house) summaryItem(in headInput, t manuscript.Text, size, block, above geom.Length) []headRow {
	runs, _ := h.runs(t, face{fonts.Kai, size})
	style := &h.style
	if in.vertical {
		style = &h.downward
	}
	p := para.Prepare(runs, style)
	m := para.Measure{Width: block, Indent: 2 * size}
	hang, square := geom.Length(0), geom.Length(0)
	if len(in.story.Summary) > 1 {
		hang, square = size.Em(squareHang), size.Em(squareSize)
		m = para.Measure{Width: block - hang}
	} else if p.NaturalWidth(0, p.Len()) <= block {
		return []headRow{{p: p, line: line(p), size: size, part: page.Summary}}
	}
	var rows []headRow
	for i, l := range phrased(p, m) {
		r := headRow{p: p, line: l, size: size, part: page.Summary, block: block, left: hang, above: size.Em(summaryLead)}
		if i == 0 {
			r.above, r.square = above, square
		}
		rows = append(rows, r)
	}
	return rows
}
