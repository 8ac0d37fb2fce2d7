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

// # Sizes of heads
//
// The size of a headline, its division into lines and the space between its
// characters depend on its text, on the story's weight and on the width that
// it covers, and on nothing else: not on the height of the slot, not on the
// other heads of the page. So what a head takes is known before anything is
// placed. Of all sizes of the ladder, all divisions and all trackings the
// cheapest is taken; the prices say what a head should look like.

// ladder is the sizes that headlines come in: the sizes of the trade (号) up to
// 28 points, above them every second point to 120.
var ladder = makeLadder()

func makeLadder() (sizes []geom.Length) {
	for pt := 120; pt > 28; pt -= 2 {
		sizes = append(sizes, geom.Length(pt)*geom.Pt)
	}
	return append(sizes, 28*geom.Pt, 26*geom.Pt, 24*geom.Pt, 22*geom.Pt, 20*geom.Pt, 18*geom.Pt, 16*geom.Pt, 15*geom.Pt, 14*geom.Pt, 12*geom.Pt, fiveHead, 9*geom.Pt)
}

// fiveHead is 五号, the size of the smallest heads and labels.
const fiveHead = 21 * geom.Pt / 2

// banner is the number of basic columns from which a head is a 通栏题.
const banner = 8

// sizing is between which sizes a headline stands, in points: the usual one,
// and the least and the most.
type sizing struct{ least, usual, most geom.Length }

// sizings are by weight, from the lead to the brief, and by width: one to four
// basic columns of a broadsheet, five to seven, the whole page. The lead over
// four columns or more is at least a quarter larger than the largest second
// lead over as many as four, and weights over one width never change their
// order.
var sizings = [...][6]sizing{
	1: {pts(16, 18, 24), pts(26, 34, 44), pts(36, 44, 60), pts(44, 50, 120), pts(44, 54, 120), pts(54, 72, 120)},
	2: {pts(14, 16, 18), pts(22, 26, 28), pts(26, 30, 34), pts(28, 32, 34), pts(28, 34, 38), pts(38, 48, 54)},
	3: {pts(14, 16, 18), pts(18, 22, 24), pts(22, 26, 28), pts(24, 28, 30), pts(26, 30, 34), pts(34, 40, 48)},
	4: {pts(14, 16, 16), pts(16, 20, 22), pts(18, 22, 24), pts(22, 24, 28), pts(24, 26, 30), pts(28, 34, 40)},
	5: {pts(12, 14, 16), pts(14, 18, 18), pts(16, 20, 20), pts(18, 22, 24), pts(20, 24, 28), pts(24, 30, 36)},
}

// lightest is the weight of a brief; what weighs less is set as one.
const lightest = len(sizings) - 1

func pts(least, usual, most geom.Length) sizing {
	return sizing{least * geom.Pt, usual * geom.Pt, most * geom.Pt}
}

// sizingOf is the sizing of a weight over a width.
func sizingOf(weight int, width geom.Length) sizing {
	at := 5
	switch n := broadColumns(width); {
	case n < 5:
		at = n - 1
	case n < banner:
		at = 4
	}
	return sizings[min(max(weight, 1), lightest)][at]
}

// broadColumns is how many basic columns of a broadsheet a width comes to, a
// column with its gutter being 14 characters of 9 points: a format of other
// columns has heads of the same sizes over the same width.
func broadColumns(width geom.Length) int {
	const chars, size = 14, 9 * geom.Pt
	return min(max(int((width+size+chars*size/2)/(chars*size)), 1), banner)
}

// weightShares are the shares of the page's width, in thousandths, from which
// a story that gives no weight is taken for a lead, a second lead and so on.
var weightShares = [...]int{600, 450, 330, 200}

// weightOf is the weight of a story in a slot: its own, or that of the columns
// that the slot spans.
func (h *house) weightOf(s *manuscript.Story, sl *manuscript.Slot) int {
	if s.Weight > 0 {
		return s.Weight
	}
	share := sl.Cols * 1000 / max(h.grid.Columns, 1)
	for i, least := range weightShares {
		if share >= least {
			return i + 1
		}
	}
	return lightest
}

// headFace is the face for a headline: the lead's weight in the blackest
// 标宋, briefs in 黑, the rest in 标宋, so that neighbours differ.
func headFace(weight int) fonts.Role {
	switch {
	case weight == 1:
		return fonts.TitleBlack
	case weight >= lightest:
		return fonts.HeiBold
	}
	return fonts.Title
}

// headRole is the face for a story's headline in a slot: that which its editor
// chooses, or that of its weight.
func (h *house) headRole(s *manuscript.Story, sl *manuscript.Slot) fonts.Role {
	if r, ok := fonts.ParseRole(cmp.Or(sl.HeadFont.Name, s.HeadFont.Name)); ok {
		return r
	}
	return headFace(h.weightOf(s, sl))
}

// Tracking of headlines (字距), in thousandths of the size: how much closer
// than solid two characters may stand; how far a line is opened at most, and
// how far without being told apart from a solid one.
const (
	trackLeast fonts.Em = -50
	trackFree  fonts.Em = 50
	trackMost  fonts.Em = 150
	trackStep  fonts.Em = 5 // the trackings that are tried
)

// evenGaps is how far a headline of a few characters on one line may be opened
// (均排), by the number of its characters: up to an em, less where so many
// gaps would make it fall apart.
var evenGaps = [...]fonts.Em{2: 1000, 3: 1000, 4: 600, 5: 500, 6: 300}

// evenCover is how much of the measure such a line covers at most by being
// opened, in thousandths.
const evenCover = 750

// Prices of a head, against 10 for a percent by which its size is off the
// usual.
const (
	sizeOff    = 10
	sizeUnder  = 60   // a percent below the least
	lineMore   = 150  // a line more
	lineSide   = 40   // of a head beside its text, which takes no rows of it
	lineBlind  = 400  // it parts words that belong together
	lineBad    = 1200 // it breaks a word or leaves a character or two alone
	lineUneven = 2    // a thousandth by which the shortest line is less than fairLine of the longest, by ten
	coverOut   = 100  // a lead that covers too little or too much at all
	coverLead  = 15   // a thousandth that a lead covers too little or too much
	coverUnder = 30   // a thousandth below leastCover, in leastCoverColumns and more
	coverThin  = 2    // a thousandth below fairCover
	trackTight = 10   // a thousandth of an em closer than solid
	trackOpen  = 10   // a thousandth wider, as far as trackFree
	trackWide  = 10   // a thousandth beyond
	spaceLess  = 60   // the spaces between clauses are half an em
	evenFlat   = 20   // spread evenly
	evenGap    = 40   // so many thousandths of it cost one: less than what two characters over a whole page gain
)

// Covers: how much of the measure the longest line of a headline takes, in
// thousandths. A lead over leastCoverColumns and more takes leadLeast to
// leadMost; in as many columns less than leastCover does not cover the text
// (题不盖文), and is told.
const (
	leadLeast         = 750
	leadMost          = 950
	fairCover         = 650
	sideCover         = 400
	leastCover        = 600
	leastCoverColumns = 4
)

// probe is the size at which a headline is measured: widths grow with the
// size, so one setting tells all sizes.
const probe = 100 * geom.Pt

// headSet is a story's headline prepared in the face of its weight: its
// divisions into lines at the probe size. It is the costly part of a head and
// the same for every size and width.
type headSet struct {
	divisions []division // into one line, two, and so on; those that exist
}

// division is a headline divided into lines, at the probe size.
type division struct {
	lines [][]para.Line   // by text
	give  [][]geom.Length // how far the spaces between the clauses of each may be narrowed
	gives bool            // some can
	count int             // lines of each text
	shape int             // the shortest line of the longest, in thousandths
	even  fonts.Em        // how far its only line may be opened evenly
	blind bool            // some line ends inside a word,
	split int             // the first of them, of all texts
	bad   bool            // it divides what should be whole, or leaves a character or two alone
}

// prepareHead divides a headline in every number of lines. An editor's own
// lines are kept as they are.
func (h *house) prepareHead(s *manuscript.Story, role fonts.Role, style *para.Style) headSet {
	var texts []headText
	for i, t := range s.Headline {
		runs, hints := h.runs(clauses(t), face{role, probe})
		text := newHeadText(para.Prepare(runs, style), hints)
		text.more = i+1 < len(s.Headline)
		texts = append(texts, text)
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
	lines := 0
	for _, t := range texts {
		c, ok := t.cut(n, 0)
		if !ok {
			return division{}, false
		}
		d.lines = append(d.lines, c.lines)
		var give []geom.Length
		for _, l := range c.lines {
			give = append(give, t.p.SpaceGive(l.Start, l.End))
		}
		d.give = append(d.give, give)
		d.gives = d.gives || slices.Max(give) > 0
		if c.blind && !d.blind {
			d.blind, d.split = true, lines+c.split
		}
		lines += len(c.lines)
		d.bad = d.bad || c.cost >= badCut
	}
	d.shape = d.shaped()
	if n == 1 && len(texts) == 1 {
		d.even = evenMost(texts[0].p)
	}
	return d, len(texts) > 0
}

// shaped is the shortest line of the longest, in thousandths.
func (d *division) shaped() int {
	least, most := geom.Length(math.MaxInt64), geom.Length(1)
	for _, text := range d.lines {
		for _, l := range text {
			least, most = min(least, l.Natural), max(most, l.Natural)
		}
	}
	return int(least * 1000 / most)
}

// fairLine is from which share of the longest line on a shorter one looks
// meant, in thousandths.
const fairLine = 750

// evenMost is how far the gaps of a headline on one line may be opened evenly:
// 0 where it has marks or figures, which would float.
func evenMost(p *para.Paragraph) fonts.Em {
	n := p.Len()
	if n >= len(evenGaps) {
		return 0
	}
	for i := range n {
		if cjk.ClassOf(p.Rune(i)) != cjk.Han {
			return 0
		}
	}
	return evenGaps[n]
}

// spacing is how a headline is spaced: every gap opened by some thousandths of
// the size, the spaces between its clauses as wide as they are or as narrow as
// they may be.
type spacing struct {
	track  fonts.Em
	narrow bool
}

// width is how wide the longest line is at a size.
func (d *division) width(size geom.Length, s spacing) (widest geom.Length) {
	for i, text := range d.lines {
		for k := range text {
			l := &text[k]
			natural := l.Natural
			if s.narrow {
				natural -= d.give[i][k]
			}
			widest = max(widest, natural*size/probe+size*geom.Length(int(s.track)*int(l.Gaps))/1000)
		}
	}
	return widest
}

// evenTrack is how far a division's only line is opened at a size to cover
// evenCover of a width: 0 where it may not be or does so by itself.
func (d *division) evenTrack(size, width geom.Length) fonts.Em {
	if d.even == 0 || d.lines[0][0].Gaps == 0 {
		return 0
	}
	lack := width*evenCover/1000 - d.width(size, spacing{})
	gap := geom.DivCeil(lack*1000, size*geom.Length(d.lines[0][0].Gaps))
	return min(max(fonts.Em(gap), 0), d.even)
}

// headFit tells how a headline is set.
type headFit struct {
	size geom.Length
	spacing
	cover int  // of the measure, by the longest line, in thousandths
	tight bool // it does not fit at the smallest size
	room  int  // characters that a line takes at its size, squeezed
	most  int  // lines that it may have
	blind bool // it is cut inside a word
	// crowded says that it is closer than trackLeast in the face that its
	// neighbours leave it.
	crowded bool
	joined  bool // clauses that | parts stay on one line, with a space between
	d       *division
	cost    int
}

// choose finds the cheapest way to set a headline; it is tight where none fits
// even at the smallest size.
func (set *headSet) choose(in headInput) headFit {
	best := headFit{tight: true}
	for i := range set.divisions {
		d := &set.divisions[i]
		if d.count > in.mostLines() {
			continue
		}
		for _, size := range in.sizes() {
			if in.tracked.Set && in.hand == 0 && size < in.sizing.least {
				break // it is not made small for the sake of its tracking
			}
			fixed := in.sizePrice(size) + d.price(in)
			if d.width(size, spacing{trackLeast, true}) > in.width || !best.tight && fixed >= best.cost {
				continue
			}
			first, last := in.tracks()
			for track := first; track <= last; track += trackStep {
				best.better(in, d, size, spacing{track, false}, fixed+trackPrice(track))
				if d.gives {
					best.better(in, d, size, spacing{track, true}, fixed+trackPrice(track)+spaceLess)
				}
			}
			if even := d.evenTrack(size, in.width); even > 0 && !in.tracked.Set {
				best.better(in, d, size, spacing{even, false}, fixed+evenFlat+int(even)/evenGap)
			}
		}
	}
	if best.tight {
		best.size = in.sizes()[len(in.sizes())-1]
	}
	return best
}

// better keeps a way to set the headline if it fits and is cheaper; price is
// what it costs but for its cover.
func (f *headFit) better(in headInput, d *division, size geom.Length, s spacing, price int) {
	if !f.tight && price >= f.cost {
		return
	}
	w := d.width(size, s)
	if w > in.width {
		return
	}
	cover := int(w * 1000 / max(in.width, 1))
	if price += in.coverPrice(cover); f.tight || price < f.cost {
		*f = headFit{size: size, spacing: s, cover: cover, blind: d.blind, d: d, cost: price}
	}
}

// price is what a division costs by itself.
func (d *division) price(in headInput) int {
	p := (d.count - 1) * lineMore
	if in.side {
		p = (d.count - 1) * lineSide
	}
	switch {
	case d.bad:
		p += lineBad
	case d.blind:
		p += lineBlind
	}
	if d.count > 1 {
		p += max(fairLine-d.shape, 0) * lineUneven / 10
	}
	return p
}

// sizePrice is what a size costs that is off the usual. What is larger than the
// most costs more than a head can: it is not taken while another fits.
func (in *headInput) sizePrice(size geom.Length) int {
	s := in.sizing
	p := int(max(size-s.usual, s.usual-size) * 100 * sizeOff / s.usual)
	if size < s.least {
		p += int((s.least - size) * 100 * sizeUnder / s.least)
	}
	if size > s.most {
		p += sizeNever
	}
	return p
}

// sizeNever is more than all other prices of a head together.
const sizeNever = 1 << 20

func trackPrice(track fonts.Em) int {
	switch {
	case track < 0:
		return -int(track) * trackTight
	case track > trackFree:
		return int(trackFree)*trackOpen + int(track-trackFree)*trackWide
	}
	return int(track) * trackOpen
}

// coverPrice is what it costs to cover too little of the measure, or, for a
// lead, too much. A box holds a story together that its head covers little of.
func (in *headInput) coverPrice(cover int) int {
	if in.side { // narrow and stacked is how it is meant
		return max(sideCover-cover, 0) * coverThin
	}
	p := max(fairCover-cover, 0) * coverThin
	if in.vertical {
		return p
	}
	wide := !in.boxed && broadColumns(in.width) >= leastCoverColumns
	switch {
	case wide && in.weight == 1:
		if off := max(leadLeast-cover, cover-leadMost); off > 0 {
			p += coverOut + off*coverLead
		}
	case wide:
		p += max(leastCover-cover, 0) * coverUnder
	}
	return p
}

// sizes are those that a headline may have, from the largest: that which its
// editor asks for, or the ladder, from some size down.
func (in *headInput) sizes() []geom.Length {
	if in.hand > 0 && (in.largest == 0 || in.hand <= in.largest) {
		return []geom.Length{in.hand}
	}
	for i, s := range ladder {
		if in.largest == 0 || s <= in.largest {
			return ladder[i:]
		}
	}
	return ladder[len(ladder)-1:]
}

// tracks are the least and the most tracking that are tried: those of the program, or
// that which its editor asks for.
func (in *headInput) tracks() (least, most fonts.Em) {
	if in.tracked.Set {
		asked := fonts.Em(in.tracked.Percent * 10)
		return asked, asked
	}
	return trackLeast, trackMost
}

// smaller makes a head ask for the next size below one; false at the last.
func (in *headInput) smaller(than geom.Length) bool {
	for _, s := range ladder {
		if s < than {
			in.largest = s
			return true
		}
	}
	return false
}

// sideWidth is the width of a head left of its text: three tenths of the slot,
// or all that such a head may take where the headline would be no larger than
// that of a brief. It is whole characters of body text.
func (h *house) sideWidth(in *headInput, slot geom.Length) geom.Length {
	const leastSide = 16 * geom.Pt
	whole := func(share int) geom.Length { return max(slot.Em(share)/h.size, 1) * h.size }
	in.width = whole(sideShare * 3 / 4)
	if b := h.head(*in); len(in.story.Headline) > 0 && (b.tight || b.size < leastSide) {
		in.width = whole(sideShare)
	}
	return in.width
}

// headLine is a line of a headline at its size.
type headLine struct {
	p *para.Paragraph
	l para.Line
}

// setHeadline sets a headline in a face as the set of its own face tells: the
// face may change, size and lines do not. All lines have one tracking.
func (h *house) setHeadline(in headInput, role fonts.Role, set *headSet) (lines []headLine, fit headFit) {
	if len(set.divisions) == 0 {
		return nil, headFit{size: in.sizing.usual}
	}
	if fit = set.choose(in); fit.tight && in.hand > 0 {
		in.sizing = sizing{in.hand, in.hand, in.hand}
		in.hand, in.largest = 0, in.hand // near it
		fit = set.choose(in)
	}
	if fit.tight && in.tracked.Set {
		in.tracked = manuscript.Tracking{}
		fit = set.choose(in)
	}
	fit.room, fit.most = int(in.width/fit.size.Em(1000+int(trackLeast))), in.mostLines()
	for i, t := range in.story.Headline {
		joint := clauses(t)
		runs, _ := h.runs(joint, face{role, fit.size})
		p := para.Prepare(runs, in.style(h))
		if fit.tight {
			for _, l := range p.Break(para.Measure{Width: in.width}) {
				lines = append(lines, headLine{p, l})
			}
			continue
		}
		for _, l := range fit.d.lines[i] {
			lines = append(lines, headLine{p, p.Natural(l.Start, l.End)})
			fit.joined = fit.joined || joins(t, joint, l.Start, l.End)
		}
	}
	if !fit.tight {
		fit.crowded = track(lines, fit, in.width)
	}
	return lines, fit
}

// track opens or closes the gaps of all lines alike. In another face than its
// own a headline may be wider: then it is closed as far as it must be.
func track(lines []headLine, fit headFit, width geom.Length) (crowded bool) {
	per := fit.size.Em(int(fit.track))
	for i := range lines {
		if ln := &lines[i]; fit.narrow {
			ln.l = ln.l.NarrowSpaces(ln.p.SpaceGive(ln.l.Start, ln.l.End))
		}
	}
	for _, ln := range lines {
		if g := geom.Length(ln.l.Gaps); g > 0 && ln.l.Width+per*g > width {
			per = -geom.DivCeil(ln.l.Width-width, g)
		}
	}
	for i := range lines {
		lines[i].l = lines[i].l.Tracked(per)
	}
	return per < fit.size.Em(int(trackLeast))-1 // rounded down by a unit at most
}
