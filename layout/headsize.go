package layout

import (
	"cmp"
	"math"
	"slices"

	"duikai/fonts"
	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/para"
)

// ladder is the sizes of the trade (号) from 特号 to 小五, in points.
var ladder = [...]float64{72, 63, 54, 48, 42, 36, 32, 28, 26, 24, 22, 20, 18, 16, 15, 14, 12, 10.5, 9}

// step is the ladder's first step that is no larger than a size in points.
func step(points float64) int {
	return max(slices.IndexFunc(ladder[:], func(p float64) bool { return p <= points }), 0)
}

// banner is the number of basic columns from which a head is a 通栏题: one
// line wherever it can be.
const banner = 8

// rank is the ladder's step for the number of basic columns that a head
// covers: the sizes of typical pages, banner to brief.
func rank(cols, weight int) int {
	points := 14.0
	switch {
	case cols >= banner:
		points = 63
	case cols >= 5:
		points = 42
	case cols == 4:
		points = 36
	case cols == 3:
		points = 28
	case cols == 2:
		points = 22
	}
	at := step(points)
	switch {
	case weight == 1 && cols >= 4:
		at--
	case weight >= 1 && weight <= 3 && cols == 1:
		at -= 2
	case weight == 2 && cols == 3: // a second lead
		at--
	case weight == 4 && cols >= 3:
		at++
	case weight >= 5 && cols >= 2:
		at += 2
	}
	return max(at, 0)
}

// headFace is the face for a headline: the lead's weight in the blackest
// 标宋, briefs in 黑, the rest in 标宋, so that neighbours differ.
func headFace(weight int) fonts.Role {
	switch {
	case weight == 1:
		return fonts.TitleBlack
	case weight >= 5:
		return fonts.HeiBold
	}
	return fonts.Title
}

// Tracking of headlines (字距), in thousandths of the size: how much closer
// than solid two characters may stand, and how far a line may be opened so
// that its head fills its measure.
const (
	trackLeast = 50
	trackMost  = 150
)

// evenGaps is how far a headline of a few characters on one line may be opened
// (均排), by the number of its characters: up to an em, less where so many
// gaps would make it fall apart.
var evenGaps = [...]int{2: 1000, 3: 1000, 4: 600, 5: 500, 6: 300}

// evenBanner is the same for a banner of up to evenBannerMost characters.
const (
	evenBanner     = 500
	evenBannerMost = 12
)

// probe is the size at which a headline is measured: widths grow with the
// size, so one setting tells all sizes.
const probe = 100 * geom.Pt

// headSet is a story's headline prepared in one face: its divisions into
// lines at the probe size. It is the costly part of a head and the same for
// every size and width.
type headSet struct {
	divisions []division // into one line, two, and so on; those that exist
}

// division is a headline divided into lines, at the probe size.
type division struct {
	lines [][]para.Line // by text
	count int           // lines of each text
	least geom.Length   // the widest line, squeezed
	blind bool          // some line ends inside a word
	bad   bool          // it divides what should be whole, or leaves a character or two alone
}

// prepareHead divides a headline in every number of lines. An editor's own
// lines are kept as they are.
func (h *house) prepareHead(s *manuscript.Story, role fonts.Role, style *para.Style) headSet {
	var texts []headText
	for _, t := range s.Headline {
		runs, hints := h.runs(t, face{role, probe})
		texts = append(texts, newHeadText(para.Prepare(runs, style), hints))
	}
	most := maxSideLines
	if len(texts) > 1 {
		most = 1 // the editor has divided the headline
	}
	var set headSet
	for n := 1; n <= most; n++ {
		if d, ok := divideAll(texts, n); ok {
			set.divisions = append(set.divisions, d)
		}
	}
	return set
}

// divideAll divides every text into n lines; ok is false where one is too
// short for them.
func divideAll(texts []headText, n int) (d division, ok bool) {
	d.count = n
	for _, t := range texts {
		c, ok := t.cut(n, 0)
		if !ok {
			return division{}, false
		}
		d.lines = append(d.lines, c.lines)
		d.blind = d.blind || c.blind
		d.bad = d.bad || c.cost >= badCut
		for _, l := range c.lines {
			d.least = max(d.least, t.p.LeastWidth(l.Start, l.End))
		}
	}
	return d, len(texts) > 0
}

// largest is the first step of the ladder from from on at which the widest
// line fits; -1 where none does.
func (d *division) largest(from int, width geom.Length) int {
	for at := from; at < len(ladder); at++ {
		if geom.Length(float64(d.least)*ladder[at]*float64(geom.Pt)/float64(probe)) <= width {
			return at
		}
	}
	return -1
}

// leastHead is the size in points below which a headline takes another line
// rather than shrink: 小四, the smallest head of a brief.
const leastHead = 12

// leastBanner is the size in points above which a banner keeps to one line.
const leastBanner = 42

// sideWidth is the width of a head left of its text: three tenths of the slot,
// or all that such a head may take where the headline would be no larger than
// that of a brief. It is whole characters of body text.
func (h *house) sideWidth(in headInput, slot geom.Length) geom.Length {
	const leastSide = 16 // points
	whole := func(share int) geom.Length { return max(slot.Em(share)/h.size, 1) * h.size }
	in.width = whole(sideShare * 3 / 4)
	if b := h.head(in); len(in.story.Headline) > 0 && (b.tight || ladder[b.step] < leastSide) {
		return whole(sideShare)
	}
	return in.width
}

// choose finds step and division of a headline at or below a step of the
// ladder; the division is nil where none fits even at the smallest size.
func (set *headSet) choose(in headInput, from int) (best int, chosen *division) {
	best = -1
	for i := range set.divisions {
		d := &set.divisions[i]
		at := d.largest(from, in.width)
		if at < 0 || d.count > in.mostLines() {
			continue
		}
		if best >= 0 && in.cols >= banner && ladder[best] >= leastBanner {
			break
		}
		// A line more must be worth some steps of the ladder: more where it
		// parts words that belong together, most where it breaks one.
		worth := 2
		switch {
		case d.bad:
			worth = 6
		case d.blind:
			worth = 4
		}
		if best < 0 || best-at >= worth || best > at && ladder[best] < leastHead {
			best, chosen = at, d
		}
	}
	return best, chosen
}

// headLine is a line of a headline at its size.
type headLine struct {
	p *para.Paragraph
	l para.Line
}

// setHeadline sets a story's headline at or below a step of the ladder. The
// widest line fits the width with tracking down to -5 %.
func (h *house) setHeadline(in headInput, role fonts.Role, set *headSet, from int) (lines []headLine, out headFit) {
	if len(set.divisions) == 0 {
		return nil, headFit{step: from}
	}
	best, d := set.choose(in, from)
	out = headFit{step: best, tight: d == nil, blind: d != nil && d.blind}
	if out.tight {
		out.step = len(ladder) - 1
	}
	size := geom.FromPoints(ladder[out.step])
	out.room, out.most = int(in.width/size.Em(1000-trackLeast)), in.mostLines()
	for i, t := range in.story.Headline {
		runs, _ := h.runs(t, face{role, size})
		p := para.Prepare(runs, in.style(h))
		if d == nil {
			for _, l := range p.Break(para.Measure{Width: in.width}) {
				lines = append(lines, headLine{p, l})
			}
			continue
		}
		for _, l := range d.lines[i] {
			lines = append(lines, headLine{p, p.Natural(l.Start, l.End)})
		}
	}
	if d != nil {
		track(lines, in.cols, size, in.width)
	}
	return lines, out
}

// headFit tells how a headline was fitted.
type headFit struct {
	step  int  // of the ladder
	tight bool // it did not fit at the smallest size
	room  int  // characters that a line takes at its size, squeezed
	most  int  // lines that it may have
	blind bool // it is cut inside a word
}

// track squeezes or opens the lines of a headline: a widest line that is too
// wide is squeezed to the measure and the others as much with it; else the
// lines are opened towards the measure, half a character short of it at
// either end. Lines that can be made equal are; where one is much shorter,
// all keep one pitch, so that long and short stay clear.
func track(lines []headLine, cols int, size, width geom.Length) {
	widest := slices.MaxFunc(lines, func(a, b headLine) int { return cmp.Compare(a.l.Natural, b.l.Natural) }).l.Natural
	most := trackMost
	if widest > width {
		squeeze(lines, width)
		most -= trackLeast // the lines may not differ by more than an opened one from a solid one
	}
	reach := geom.Length(math.MaxInt64) // how wide every line can be
	for _, ln := range lines {
		reach = min(reach, ln.l.Natural+size.Em(most)*geom.Length(ln.l.Gaps))
	}
	long := slices.MaxFunc(lines, func(a, b headLine) int { return cmp.Compare(a.l.Width, b.l.Width) }).l
	aim := min(max(width-size, long.Width), width)
	switch {
	case len(lines) == 1:
		open := size.Em(evenGap(&lines[0], cols)) * geom.Length(lines[0].l.Gaps)
		lines[0].l = lines[0].l.SpreadTo(min(lines[0].l.Width+open, aim))
	case reach >= long.Width:
		for i := range lines {
			if l := &lines[i].l; l.Width < min(reach, aim) {
				*l = lines[i].p.Narrow(l.Start, l.End, min(reach, aim)).SpreadTo(min(reach, aim))
			}
		}
	default:
		pitch := size.Em(trackMost)
		if g := geom.Length(long.Gaps); g > 0 {
			pitch = min(pitch, (aim-long.Width)/g)
		}
		for i := range lines {
			l := &lines[i].l
			*l = l.SpreadTo(min(l.Width+pitch*geom.Length(l.Gaps), aim))
		}
	}
}

// squeeze makes every line fit a width: each gives in proportion to what it
// can give, by the share of it that the neediest must.
func squeeze(lines []headLine, width geom.Length) {
	give := func(ln *headLine) geom.Length { return ln.l.Natural - ln.p.LeastWidth(ln.l.Start, ln.l.End) }
	var need, most geom.Length // of the neediest
	for i := range lines {
		if n, m := lines[i].l.Natural-width, give(&lines[i]); n > 0 && m > 0 && (most == 0 || n*most > need*m) {
			need, most = min(n, m), m
		}
	}
	if most == 0 {
		return
	}
	for i := range lines {
		ln := &lines[i]
		share := min(geom.DivCeil(give(ln)*need, most), give(ln))
		ln.l = ln.p.Narrow(ln.l.Start, ln.l.End, ln.l.Natural-share)
	}
}

// evenGap is how far the gaps of a headline on one line may be opened.
func evenGap(ln *headLine, cols int) int {
	n := ln.l.End - ln.l.Start
	for i := ln.l.Start; i < ln.l.End; i++ {
		if cjk.ClassOf(ln.p.Rune(i)) != cjk.Han {
			return trackMost // marks and figures would float
		}
	}
	switch {
	case n < len(evenGaps):
		return max(evenGaps[n], trackMost)
	case cols >= banner && n <= evenBannerMost:
		return evenBanner
	}
	return trackMost
}
