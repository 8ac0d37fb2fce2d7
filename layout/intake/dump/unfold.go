package dump

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"duikai/layout/diag"
	"duikai/layout/intake"
)

// Text that was copied with its places kept by blanks (pdftotext -layout) has the
// lines of columns side by side. unfold takes them apart: what wide blanks part
// are pieces; pieces that begin below each other are a strip of a column; strips
// are read downward, the left one before the right, unless what spans both stands
// between them.

// strand is a piece of a line of the source: what stands between wide blanks.
type strand struct {
	line
	row      int // line of the source
	from, to int // in half ems: blanks count one, as figures do
}

// strip is strands below each other.
type strip struct {
	strands  []strand
	from, to int // in half ems
	top, end int // rows
}

// Bounds of what is taken for columns. The blanks say where a column begins only
// about: lines of one column begin up to nearEdge half ems apart, which is half of
// a narrow column.
const (
	nearEdge    = 9
	leastStrand = 6  // Chinese characters: less is a cell of a table
	shareFolded = 25 // percent of the lines that have two columns
	leastFolded = 5  // such lines
	mostStrips  = 400
	sureUnfold  = 40 // figures and squeezed marks put many a line out of its column
)

// unfold gives the lines of a page column by column, and tells of it; nothing
// is found where the columns do not stand side by side.
func unfold(d *intake.Decoded) ([]line, *intake.Finding) {
	rows := strands(d)
	if !folded(rows) {
		return nil, nil
	}
	strips := stripsOf(splitAtJoints(rows))
	if len(strips) > mostStrips {
		return nil, nil
	}
	var out []line
	for _, s := range inReadingOrder(strips) {
		for k, x := range s.strands {
			l := closed(x.line)
			l.n = x.row
			if k == 0 {
				l.gap = 1
			}
			out = append(out, l)
		}
	}
	parted := 0
	for _, r := range rows {
		parted += min(len(r)/2, 1)
	}
	f := intake.Find(diag.ImportColumns, out[0].runs.At(), parted).Because("columns-side-by-side", sureUnfold)
	return out, &f
}

// woven tells of text whose columns are mixed and whose places are lost, as that
// of a whole page in poppler's own order: many of its lines run into others behind
// a blank, in the midst of sentences on both sides.
func woven(ls []line, o intake.Options) *intake.Finding {
	const least, share = 4, 5 // lines; percent of all
	n := 0
	var first line
	for _, l := range ls {
		at := joint(l.text)
		if at == 0 || chars(l.text[:at]) < leastStrand || chars(l.text[at:]) < leastStrand || classify(l, o).role != running || entry(l.text) || finished(strings.Trim(l.text[:at], blanks)) || halfWidth(l.text) > mostMeasure {
			continue
		}
		if n == 0 {
			first = l
		}
		n++
	}
	if n < least || n*100 < len(ls)*share {
		return nil
	}
	f := intake.Find(diag.ImportWoven, first.runs.At(), n).Because("columns-mixed", sureUnsure)
	f.Text = []string{first.text}
	return &f
}

// strands cuts the lines of a text at wide blanks.
func strands(d *intake.Decoded) [][]strand {
	var out [][]strand
	at, n := 0, 0
	for l := range strings.SplitSeq(d.Text, "\n") {
		out = append(out, cutLine(d, l, at, n))
		at += len(l) + 1
		n++
	}
	return out
}

// cutLine cuts a line, which begins at a byte of the text, where two blanks or more
// stand.
func cutLine(d *intake.Decoded, l string, at, n int) (out []strand) {
	const wide = 2
	column, from, begin, white := 0, -1, 0, 0
	end := 0
	flush := func() {
		if from >= 0 {
			out = append(out, strand{row: n, from: begin, to: begin + halfWidth(l[from:end]),
				line: line{runs: intake.Text{d.Run(at+from, at+end)}, text: l[from:end]}})
		}
		from = -1
	}
	for i, r := range l {
		if strings.ContainsRune(blanks, r) {
			white++
		} else {
			if white >= wide || from < 0 {
				flush()
				from, begin = i, column
			}
			white, end = 0, i+utf8.RuneLen(r)
			if r == utf8.RuneError {
				end = i + len(string(r))
			}
		}
		column += halfWidth(string(r))
	}
	end = min(end, len(l))
	flush()
	return out
}

// folded tells whether enough lines have text of two columns.
func folded(rows [][]strand) bool {
	all, two := 0, 0
	for _, r := range rows {
		if len(r) == 0 {
			continue
		}
		all++
		texts := 0
		for _, s := range r {
			if chars(s.text) >= leastStrand {
				texts++
			}
		}
		if texts > 1 {
			two++
		}
	}
	return two >= leastFolded && two*100 >= all*shareFolded
}

// chars counts the Chinese characters of a text.
func chars(s string) (n int) {
	for _, r := range s {
		if han(r) {
			n++
		}
	}
	return n
}

// splitAtJoints cuts strands at single blanks, too, where the piece before them
// fills its column: then there was no room for more.
func splitAtJoints(rows [][]strand) [][]strand {
	full := fullWidths(rows)
	out := make([][]strand, len(rows))
	for i, r := range rows {
		for _, s := range r {
			for _, at := range s.joints(full) {
				a, b := s.parted(len(s.text) - at)
				out[i] = append(out[i], strand{line: a, row: i, from: s.from, to: s.from + halfWidth(a.text)})
				s.from, s.line = s.to-halfWidth(b.text), b
			}
			out[i] = append(out[i], s)
		}
	}
	return out
}

// fullWidths are the widths that pieces between blanks have most often: those of
// lines that fill their columns.
func fullWidths(rows [][]strand) map[int]bool {
	const least, most = 4, 6 // pieces; widths
	count := make(map[int]int)
	for _, r := range rows {
		for _, s := range r {
			for _, f := range strings.Fields(s.text) {
				if w := halfWidth(f); w >= leastMeasure && w <= mostMeasure {
					count[w]++
				}
			}
		}
	}
	var widths []int
	for w, n := range count {
		if n >= least {
			widths = append(widths, w)
		}
	}
	slices.SortFunc(widths, func(a, b int) int { return cmp.Or(count[b]-count[a], b-a) })
	full := make(map[int]bool)
	for _, w := range widths[:min(len(widths), most)] {
		for d := -1; d <= 1; d++ {
			full[w+d] = true
		}
	}
	return full
}

// joints are where single blanks of a strand part columns, in bytes from its end.
func (s strand) joints(full map[int]bool) (out []int) {
	const least = 2 // Chinese characters on either side
	text, from := s.text, 0
	for {
		at := joint(text[from:])
		if at == 0 {
			return out
		}
		at += from
		piece := strings.Trim(text[:at], blanks)
		if chars(piece) >= least && chars(text[at:]) >= least && full[halfWidth(piece)] {
			out = append(out, len(text)-at)
			text, from = text[at:], 0
			continue
		}
		from = at
	}
}

// stripsOf puts strands that begin below each other together. A strand goes on the
// strip that begins nearest to it, of those whose last one stands just above.
func stripsOf(rows [][]strand) (out []*strip) {
	var open []*strip
	for i, r := range rows {
		if len(r) == 0 { // white over all columns
			open = nil
			continue
		}
		white := i == 0 || len(rows[i-1]) == 0 || i+1 == len(rows) || len(rows[i+1]) == 0
		if len(r) == 1 && white { // a head over all that follows
			out = append(out, &strip{strands: r, from: 0, to: widestRow * 4, top: i, end: i})
			open = nil
			continue
		}
		// How far the last piece of the row stood from its strip: what stands behind
		// it is off as much, or not at all.
		shift, reached := 0, -1
		for _, x := range r {
			var best *strip
			off := func(s *strip) int { return min(abs(s.begin()-x.from), abs(s.begin()-x.from-shift)) }
			for _, s := range open {
				if s.begin() > reached && off(s) <= nearEdge && s.alike(x) && (best == nil || off(s) < off(best)) {
					best = s
				}
			}
			shift = 0
			if best != nil {
				shift = best.begin() - x.from
			}
			if best == nil {
				best = &strip{from: x.from, to: x.to, top: i}
				out, open = append(out, best), append(open, best)
			}
			reached = best.begin()
			best.strands, best.end = append(best.strands, x), i
			best.from, best.to = min(best.from, x.from), max(best.to, x.to)
		}
	}
	return out
}

// begin is where the lines of a strip begin, in the mean.
func (s *strip) begin() int {
	sum := 0
	for _, k := range s.strands {
		sum += k.from
	}
	return sum / max(len(s.strands), 1)
}

func abs(n int) int { return max(n, -n) }

// alike tells whether a strand may go on below a strip: it is not much wider than
// the widest of it, as heads over several columns are.
func (s *strip) alike(x strand) bool {
	const times = 2
	return x.to-x.from <= times*max(s.to-s.from, leastStrand)
}

// inReadingOrder orders strips: what stands above comes first where they share
// columns, and what stands at the left, unless a strip between them spans both.
func inReadingOrder(all []*strip) []*strip {
	slices.SortStableFunc(all, func(a, b *strip) int { return cmp.Or(a.top-b.top, a.from-b.from) })
	before := make(map[*strip]int) // how many must come first
	next := make(map[*strip][]*strip)
	for _, a := range all {
		for _, b := range all {
			if a != b && a.precedes(b, all) {
				next[a] = append(next[a], b)
				before[b]++
			}
		}
	}
	var out []*strip
	left := slices.Clone(all)
	for len(left) > 0 {
		// The one that nothing must stand before; where they wait for each other,
		// the uppermost.
		k := max(0, slices.IndexFunc(left, func(s *strip) bool { return before[s] == 0 }))
		s := left[k]
		left = slices.Delete(left, k, k+1)
		out = append(out, s)
		for _, o := range next[s] {
			before[o]--
		}
	}
	return out
}

// overlaps tells whether two strips share columns.
func (s *strip) overlaps(o *strip) bool {
	narrow := min(s.to-s.from, o.to-o.from)
	return min(s.to, o.to)-max(s.from, o.from) > min(nearEdge, narrow/2)
}

func (s *strip) precedes(o *strip, all []*strip) bool {
	if s.overlaps(o) {
		return s.top < o.top || s.top == o.top && s.from < o.from
	}
	if s.from >= o.from {
		return false
	}
	for _, c := range all {
		if c != s && c != o && c.overlaps(s) && c.overlaps(o) && (c.top > s.top && c.top < o.top || c.top > o.top && c.top < s.top) {
			return false
		}
	}
	return true
}
