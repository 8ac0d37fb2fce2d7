package para

import (
	"unicode/utf8"

	"duikai/fonts"
	"duikai/layout/cjk"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// Run is a stretch of text of one styling.
type Run struct {
	Text  string
	Chain fonts.Chain
	Size  geom.Length
	Ink   page.Ink
	// Script raises or lowers the run: m^2^, CO~2~.
	Script fonts.Script
	Keep   bool   // never broken inside: a name, a continuation note, a base with its ruby
	Under  Under  // emphasis dots, name and title lines
	Ruby   string // pinyin or a gloss over the whole run (注音)
	// Apart is white behind the run, where no line ends: it parts a run-in
	// head from the text that follows.
	Apart geom.Length
	// Gap is white behind the run whatever follows; a line may end there, and it
	// gives and takes before other white does.
	Gap geom.Length
	Src diag.Pos // of the first character; the others follow on the same line

	RubySrc diag.Pos // of the ruby's first character
}

// Style is how a paragraph is set. The zero value forbids nothing and keeps
// every mark an em wide.
type Style struct {
	Rules  cjk.Rules
	Scheme cjk.Scheme
	// HanLatin is the gap between Han and Latin or figures (CLREQ 3.2.2);
	// newspapers mostly set none.
	HanLatin Elastic
	// OpenerIndent keeps the white of an opener that begins the paragraph;
	// newspapers trim it so that the ink stands at the indent.
	OpenerIndent bool
	// WholeWords never hyphenates: headlines, names.
	WholeWords bool
	// Snug keeps quotes and brackets close to what they hold when a line is
	// spread: in a head set wide they would float between two characters.
	Snug bool
	// Track is how much closer than solid two Han characters may be set, in a
	// head that is squeezed to fit.
	Track fonts.Em
	// RaggedBelow is the measure, in em, below which lines are not filled by
	// their gaps, for they have too few of them (左齐); 0: none is.
	RaggedBelow int
	// Tight is how much closer than solid characters may stand to pull a mark
	// in that may not start a line, where no white is left to squeeze: a line of
	// Han alone would else be open by twice as much.
	Tight fonts.Em
	// HanSpace is the space typed between two Han characters; 0: that of the
	// face. In a head it stands for a comma and is wider.
	HanSpace fonts.Em
	// Vertical sets lines from top to bottom; see Paragraph.Column.
	Vertical bool
	// HalfFigures sets Arabic figures half an em wide (二分字身).
	HalfFigures bool
	// Hang lets a comma or stop at a line end stand outside the measure.
	Hang bool
	// Cell is the width of the cells that characters stand on (字格); 0: they stand
	// solid. It must be RubyRoom at least.
	Cell geom.Length
	// Scratch is where the paragraph is broken; nil: in memory of its own.
	Scratch *Scratch
}

// Elastic is a gap in thousandths of an em: at least, preferred, at most.
type Elastic struct{ Min, Opt, Max fonts.Em }

// LatinGap is the elastic gap around a preferred one: CLREQ 3.2.2 lets it
// shrink to an eighth of an em and grow to a half. No gap stays none.
func LatinGap(opt fonts.Em) Elastic {
	if opt <= 0 {
		return Elastic{}
	}
	return Elastic{Min: min(opt, 125), Opt: opt, Max: max(opt, 500)}
}

// BodyTight is how much closer than solid the characters of body text may
// stand: a twentieth of an em, so that the eleven characters of an indented line
// make room for the half em of a stop.
const BodyTight fonts.Em = 50

// BodyRagged is the measure, in em, below which body text is ragged.
const BodyRagged = 11

// GetaMark (〓) stands in a draft for a character that no face covers, as it
// did in metal type.
const GetaMark = '〓'

// Missing is a character that no face of its chain can set.
type Missing struct {
	Rune rune
	Pos  diag.Pos
	// Script is set where a face has the character, but not the rules by which
	// letters of its script join and stack: the script's ISO 15924 code, or
	// unsetScript.
	Script string
}

// unsetScript stands for the scripts whose letters join and stack, and which are
// not set at all.
const unsetScript = "Zzzz"

// Tell adds a character that cannot be set to a list of problems.
func (m Missing) Tell(problems *diag.List) {
	switch m.Script {
	case "":
		problems.Add(diag.NoGlyph, m.Pos, string(m.Rune), m.Rune)
	case unsetScript:
		problems.Add(diag.UnsetScript, m.Pos, string(m.Rune), m.Rune)
	default:
		problems.Add(diag.Unshaped, m.Pos, string(m.Rune), m.Rune, m.Script)
	}
}

// Paragraph is prepared text, free of any measure. It does not change once
// prepared and may be broken from many goroutines.
type Paragraph struct {
	runs        []Run
	clusters    []cluster
	kinds       []gap // gaps, most of which are alike
	gaps        []gap // the gaps themselves while they are prepared, then nil
	sums        []sum // sums[i] is over clusters and gaps before i; len is one more
	reserves    []reserves
	visible     [2]int32 // the last characters but one, and the last, that a reader takes for text; -1: none
	em          geom.Length
	little      geom.Length // what a gap gives before a mark moves
	tight       geom.Length // what a gap between characters gives last, when a line is squeezed
	raggedBelow int         // em
	missing     []Missing
	leftOut     []Missing        // variation selectors
	unset       map[int32][]rune // behind which cluster: the selectors that no face follows
	fallbacks   []Fallback
	hanging     bool
	rubies      map[int32]*Paragraph // by run
	noted       bool                 // some run has an annotation
	vertical    bool
	words       bool             // it has Latin letters
	figures     bool             // it has Arabic figures
	blanks      int              // word spaces and ideographic ones
	strange     bool             // it has characters that the class table does not describe
	over        map[int32][]mark // marks drawn over letters, by cluster
	shaped      bool             // it has letters of a script that is shaped, or runs to the left
	complex     *complexText     // nil where shaped is false
	scratch     *Scratch
}

// cluster is one character. Its fields are in the order in which they need 40 bytes.
type cluster struct {
	r     rune
	run   int32
	at    int32 // index of the character in its run
	kind  int32 // of the gap that follows; of the last unused
	face  *fonts.Face
	body  geom.Short
	off   geom.Short // from the body's left edge to the glyph's origin
	form  fonts.Form // in a vertical line, of a mark that has one
	joint fonts.Form // the longest ligature that begins here
	flags flags
	class cjk.Class
}

type flags uint16

const (
	joinsNext  flags = 1 << iota // the first half of a two-em dash
	isMissing                    // drawn as GetaMark
	turned                       // in a vertical line: turned a quarter clockwise
	grouped                      // in a vertical line: shares an em with its neighbours
	groupHead                    // the first of those
	raised                       // drawn small, above the line
	lowered                      // drawn small, below the line
	absorbed                     // drawn by the letter before it, or not at all; see marks.go
	shapedHead                   // the first of what is shaped as one; see complex.go
	follower                     // a further one
	figured                      // of a number whose figures are half an em wide
	reduced                      // a dash of one character, drawn a little smaller to keep its white
)

// gap is what lies between two bodies.
type gap struct {
	nat, min, max geom.Short
	tail          geom.Short // width that a break here adds: a hyphen's
	price         int32      // demerits of a break here
	pool          cjk.Pool   // which reserve nat-min belongs to
	grow          growth     // which reserve max-nat belongs to
	spread        bool       // takes an equal share of what remains to be filled
	brk           breakKind  // may a line end here
	relief        bool       // a line may end here rather than fall apart
}

// set settles a gap's widths.
func (g *gap) set(min, nat, max geom.Length) {
	g.min, g.nat, g.max = min.Short(), nat.Short(), max.Short()
}

// fix gives a gap a width that no line changes.
func (g *gap) fix(width geom.Length) { g.set(width, width, width) }

type growth uint8

const (
	growNone  growth = iota
	growMark         // a mark's own white, given back
	growSpace        // word spaces, to half an em
	growLatin        // the gap between Han and Latin
	growBlank        // a blank between Chinese words, to an em
	growths
)

type breakKind uint8

const (
	mayBreak breakKind = iota
	banned             // a line edge the rules forbid: taken only where nothing else is left
	never              // inside an unbreakable sequence
)

// sum holds running totals up to a cluster. There is one for every character, so
// they are kept small: the reserves of a total stand apart, for between two Han
// characters they do not change.
type sum struct {
	nat      geom.Length // bodies and natural gaps
	spread   int32       // gaps that take a share
	reserves int32       // their number among those of the paragraph
}

// reserves hold running totals of what gaps give and take. They are asked for over a line
// at most, and over that the differences are right even where a total has run over.
type reserves struct {
	give   int32                    // of all that shrink
	shrink [cjk.PoolCount - 1]int32 // from the first that is one
	grow   [growths - 1]int32       // from the first that grows
}

// gap is what follows cluster i.
func (p *Paragraph) gap(i int) *gap {
	if p.gaps != nil { // it is not prepared yet
		return &p.gaps[i]
	}
	return &p.kinds[p.clusters[i].kind]
}

// least is the least width from one cluster to another.
func (p *Paragraph) least(from, to *sum) geom.Length {
	return to.nat - from.nat - geom.Length(p.reserves[to.reserves].give-p.reserves[from.reserves].give)
}

// shrinkable is how much a reserve can give from one cluster to another.
func (p *Paragraph) shrinkable(from, to *sum, pool cjk.Pool) geom.Length {
	return geom.Length(p.reserves[to.reserves].shrink[pool-1] - p.reserves[from.reserves].shrink[pool-1])
}

// growable is how much a reserve can take from one cluster to another.
func (p *Paragraph) growable(from, to *sum, k growth) geom.Length {
	return geom.Length(p.reserves[to.reserves].grow[k-1] - p.reserves[from.reserves].grow[k-1])
}

// Prepare readies text for breaking. Runs must hold valid UTF-8 without
// control characters.
func Prepare(runs []Run, st *Style) *Paragraph {
	p := &Paragraph{runs: runs, hanging: st.Hang, vertical: st.Vertical}
	n, parted := 0, false
	for _, r := range runs {
		n += utf8.RuneCountInString(r.Text)
		parted = parted || r.Apart > 0 || r.Gap > 0
		p.em = max(p.em, r.Size)
		p.noted = p.noted || r.Under != 0 || r.Ruby != ""
	}
	p.little, p.tight, p.raggedBelow = p.em.Em(littleSpread), p.em.Em(int(st.Tight)), st.RaggedBelow
	p.scratch = st.Scratch
	p.clusters = make([]cluster, 0, n)
	for i := range runs {
		p.measure(int32(i))
	}
	p.context()
	if p.vertical {
		p.orient()
	}
	if p.shaped {
		p.shapeAll()
	}
	p.place(st)
	half := st.HalfFigures && p.figures && !p.vertical
	if half {
		p.halveFigures()
	}
	if p.shaped {
		p.fitUnits()
	}
	if p.noted {
		p.prepareRubies(st)
	}
	gaps := p.scratch.gaps(len(p.clusters))
	p.gaps = *gaps
	p.space(st)
	if half {
		p.evenFigures()
	}
	if p.words {
		p.ligate()
	}
	p.prices(st)
	if p.words && !p.vertical && !st.WholeWords {
		p.hyphenate()
	}
	if st.Snug {
		p.snug()
	}
	if p.shaped {
		p.holdUnits()
	}
	if parted {
		p.part()
	}
	if st.Cell > 0 && !p.vertical {
		p.onCells(st.Cell)
	}
	p.total()
	p.sort()
	p.gaps = nil
	p.scratch.done(gaps)
	return p
}

// Len is the number of characters.
func (p *Paragraph) Len() int { return len(p.clusters) }

// Rune is character i.
func (p *Paragraph) Rune(i int) rune { return p.clusters[i].r }

// EndsSentence tells whether a line ends where a reader may pause: behind a sentence,
// and what closes with it.
func (p *Paragraph) EndsSentence(l Line) bool {
	i := l.End - 1
	for i >= l.Start && p.clusters[i].class == cjk.Closer {
		i--
	}
	return i >= l.Start && p.clusters[i].class.EndsSentence()
}

// MayBreak tells whether a line may end after character i, at whatever price.
func (p *Paragraph) MayBreak(i int) bool {
	return i+1 >= len(p.clusters) || p.gap(i).brk == mayBreak
}

// Missing lists the characters that no face covers.
func (p *Paragraph) Missing() []Missing { return p.missing }

// Pos is the place of character i in the manuscript.
func (p *Paragraph) Pos(i int) diag.Pos {
	if i >= len(p.clusters) {
		return diag.Pos{}
	}
	c := &p.clusters[i]
	return p.runs[c.run].Src.Shift(int(c.at))
}

// Text is the characters from start to end as they stand in the manuscript.
func (p *Paragraph) Text(start, end int) string {
	b := make([]byte, 0, (end-start)*len("汉"))
	if start == 0 {
		b = append(b, string(p.unset[-1])...)
	}
	for i, c := range p.clusters[start:end] {
		if c.flags&absorbed == 0 || invisible(c.r) {
			b = c.form.Append(b, c.r)
		}
		for _, m := range p.over[int32(start+i)] {
			b = utf8.AppendRune(b, m.r)
		}
		for _, r := range p.unset[int32(start+i)] {
			b = utf8.AppendRune(b, r)
		}
	}
	return string(b)
}

// Runes are the characters one by one, as Len counts them and Rune gives them; Text
// may be longer, by marks and variation selectors.
func (p *Paragraph) Runes() []rune {
	out := make([]rune, len(p.clusters))
	for i := range p.clusters {
		out[i] = p.clusters[i].r
	}
	return out
}

// measure appends a run's characters with their faces and classes.
func (p *Paragraph) measure(run int32) {
	ru := &p.runs[run]
	at, begin, off, marks := int32(0), len(p.clusters), ru.Script != fonts.OnLine, false
	square := !off && !p.vertical
	var first *fonts.Face // draws nearly every ideograph
	if proper := ru.Chain.Proper(); len(proper) > 0 {
		first = proper[0]
	}
	for _, r := range ru.Text {
		if cjk.Unified(r) && first != nil && first.Has(r) {
			c := cluster{r: r, run: run, at: at, class: cjk.Han, face: first}
			if square && first.Advance(r) == 1000 {
				c.body = ru.Size.Short() // nothing is to be measured of it
			}
			p.clusters = append(p.clusters, c)
			at++
			continue
		}
		if r >= firstSelector && p.selects(r, run, at) {
			at++
			continue
		}
		c := cluster{r: r, run: run, at: at, class: cjk.ClassOf(r)}
		if scriptOf(r) == fonts.OnLine || ru.Script != fonts.OnLine {
			marks = p.face(&c, ru) || marks
		} else {
			off = true
		}
		p.words = p.words || c.class == cjk.Latin
		p.figures = p.figures || c.class == cjk.Digit
		if c.class == cjk.Space || c.class == cjk.IdeoSpace {
			p.blanks++
		}
		p.strange = p.strange || c.class == cjk.Other
		p.clusters = append(p.clusters, c)
		at++
	}
	if off {
		p.scripts(begin)
	}
	if marks {
		p.compose(run, begin)
	}
}

// isComplex tells whether a character is not to be judged by itself: shapeAll
// does, or it has no picture. One of a script that cannot be set is told.
func (p *Paragraph) isComplex(c *cluster, covered bool) bool {
	switch {
	case shapedScript(c.r) != "":
		p.shaped = true
		return true
	case invisible(c.r) && !covered:
		c.flags |= absorbed // it has no picture
		return true
	case covered && refused(c.r):
		ru := &p.runs[c.run]
		c.flags |= isMissing
		p.missing = append(p.missing, Missing{Rune: c.r, Pos: ru.Src.Shift(int(c.at)), Script: unsetScript})
		c.face, _ = ru.Chain.Face(GetaMark)
		return true
	}
	p.shaped = p.shaped || rightToLeft(c.r)
	return false
}

// firstSelector is the first of the variation selectors.
const firstSelector = '\uFE00'

// stand gives a mark its vertical form, from the first face that has it. A
// face that has only the upright bracket turns it: brackets of another hand
// would be worse.
func (c *cluster) stand(chain fonts.Chain) {
	if !fonts.IsVerticalMark(c.r) {
		return
	}
	for _, f := range chain.Faces() {
		if _, ok := f.Vertical(c.r); ok {
			c.face, c.form = f, fonts.Vertical
			return
		}
		if c.sideways(f) {
			return
		}
	}
}

// context settles the classes that depend on neighbours: a dash that stands
// alone is a connector (GB/T 15834 4.13), a raised comma among letters is an
// apostrophe.
func (p *Paragraph) context() {
	cl := p.clusters
	var marks []int // shared quotation marks, where there is a word that they may belong to
	is := func(i int, c cjk.Class) bool { return i >= 0 && i < len(cl) && cl[i].class == c }
	for i := range cl {
		c := &cl[i]
		switch {
		case c.class == cjk.Han:
		case c.class == cjk.Dash && c.r != '⸺' && !is(i+1, cjk.Dash) && (i == 0 || cl[i-1].r != c.r):
			c.class = cjk.Connector
		case p.minus(i):
			c.class = cjk.Prefix
		case (p.words || p.strange) && quoteMark(c.r):
			marks = append(marks, i)
		}
	}
	if marks != nil {
		p.quotes(marks)
	}
}

// minus tells whether the character at i is the sign of a figure and no hyphen:
// −3, a - behind a mark, and behind Han where a unit's sign follows the figure
// (气温-3℃, but 歼-20).
func (p *Paragraph) minus(i int) bool {
	cl := p.clusters
	if cl[i].r != '-' && cl[i].r != '−' || i+1 >= len(cl) || cl[i+1].class != cjk.Digit {
		return false
	}
	if i == 0 {
		return true
	}
	switch cl[i-1].class {
	case cjk.Opener, cjk.Closer, cjk.Comma, cjk.Colon, cjk.Stop, cjk.Exclaim, cjk.Space, cjk.IdeoSpace:
		return true
	case cjk.Han:
		if cl[i].r == '−' {
			return true
		}
		j := i + 1
		for j < len(cl) && (cl[j].class == cjk.Digit || cl[j].r == '.') {
			j++
		}
		return j < len(cl) && cl[j].class == cjk.Postfix
	}
	return false
}

// Ink bearings in thousandths of an em.
const (
	quoteBearing fonts.Em = 50 // each side of a Latin quotation mark cut out of its em
	halfEm       fonts.Em = 500
)

// place measures bodies: how wide, and where the glyph's origin lies.
func (p *Paragraph) place(st *Style) {
	cl := p.clusters
	for i := 0; i < len(cl); i++ {
		c := &cl[i]
		if c.class == cjk.Han && c.body > 0 { // see measure
			continue
		}
		size := p.size(i)
		if c.face == nil { // not even the geta mark
			c.body = size.Short()
			continue
		}
		r := c.glyph()
		adv := c.advance()
		width, off := adv, fonts.Em(0)
		switch {
		case c.flags&absorbed != 0 && p.over[int32(i)] != nil:
			width = strayBody
		case p.vertical && c.flags&turned == 0 && c.class != cjk.Space && c.class != cjk.Glue && c.class != cjk.IdeoSpace && c.class != cjk.Combining:
			width, off = p.placeVertical(c)
		case c.class == cjk.Space, c.class == cjk.Glue, c.class == cjk.IdeoSpace, c.class == cjk.Combining:
			width = 0 // a space is all gap; see space
		case c.latinQuote():
			if ink, ok := c.ink(); ok && c.form != fonts.Proportional && ink.XMax-ink.XMin+2*quoteBearing < adv {
				width, off = ink.XMax-ink.XMin+2*quoteBearing, quoteBearing-ink.XMin
			}
		case c.r == '⸺' && c.flags&isMissing == 0:
			width, off = c.placeLongDash()
		case c.class == cjk.Dash || c.class == cjk.Ellipsis:
			j := p.rowEnd(i)
			p.placeRow(i, j)
			i = j - 1
			continue
		case c.class == cjk.Connector && c.r == '—':
			width, off = 1000, (1000-adv)/2
		default:
			if i == 0 && c.class == cjk.Opener && st.OpenerIndent {
				break // its white stands at the indent
			}
			if c.r == '／' && c.flags&isMissing == 0 {
				// Its ink is as wide as its em: a face for Chinese has another for half an em.
				if _, ok := c.face.HalfWidth(r); ok && !p.vertical {
					c.form, width = fonts.HalfWidth, halfEm
					break
				}
			}
			if f := cjk.FormOf(c.r, c.class); f.Side != cjk.Solid && c.flags&isMissing == 0 {
				width, off = markBody(c.face, r, adv, f.Side)
			}
		}
		c.body, c.off = size.Em(int(width)).Short(), size.Em(int(off)).Short()
	}
	for i := 0; p.vertical && i < len(cl); i++ {
		if c := &cl[i]; (c.class == cjk.Dash || c.class == cjk.Ellipsis) && c.face != nil && c.flags&(turned|isMissing) == 0 {
			j := p.rowEnd(i)
			p.keepWhite(i, j)
			i = j - 1
		}
	}
}

// dashWhite is the white that a dash or an ellipsis keeps on both its sides,
// so that it is seen to be apart from its neighbours.
const dashWhite fonts.Em = 40

// reducedSize is how large a dash of one character is drawn whose face leaves it no
// white (楷体), in thousandths of the text's size. Its height over the line does
// not show the difference.
const reducedSize = 1000 - 2*dashWhite*1000/longDash

// longDash is the width of a dash of one character, U+2E3A.
const longDash fonts.Em = 2000

// placeLongDash sets a dash of one character in the middle of its two em.
func (c *cluster) placeLongDash() (width, off fonts.Em) {
	ink, ok := c.face.Ink(c.r)
	if !ok {
		return longDash, 0
	}
	if longDash-ink.XMax+ink.XMin < 2*dashWhite {
		c.flags |= reduced
		ink.XMin, ink.XMax = ink.XMin*reducedSize/1000, ink.XMax*reducedSize/1000
	}
	return longDash, (longDash - ink.XMin - ink.XMax) / 2
}

// placeRow sets the parts of a dash or an ellipsis an em wide each. Faces draw
// the em dash shorter than an em; what it lacks is shared out before, between
// and behind the halves, so that the dash does not touch its neighbours and no
// gap is wide enough to be copied as a space. Where a face draws it as long as
// the em (楷体), the parts are moved together until there is white at both ends,
// and overlap. The stroke between the halves is drawn with the line (see Items).
func (p *Paragraph) placeRow(i, j int) {
	var drawn geom.Length
	for k := i; k < j; k++ {
		c := &p.clusters[k]
		c.body = p.size(k).Short()
		drawn += p.size(k) - p.size(k).Em(int(c.advance()))
	}
	n := geom.Length(j - i)
	share := max(drawn, 0) / (n + 1)
	for k := i; k < j; k++ {
		c := &p.clusters[k]
		spare := c.body.Length() - p.size(k).Em(int(c.advance()))
		c.off = (share*geom.Length(k-i+1) - spare*geom.Length(k-i)).Short()
		if k+1 < j && c.class == cjk.Dash {
			c.flags |= joinsNext
		}
	}
	p.keepWhite(i, j)
}

// keepWhite moves the parts of a row from both ends inward until its ink keeps
// white on both sides.
func (p *Paragraph) keepWhite(i, j int) {
	first, last := &p.clusters[i], &p.clusters[j-1]
	from, _, ok := p.extent(first)
	_, to, also := p.extent(last)
	if !ok || !also {
		return
	}
	size := p.size(i)
	white := size.Em(int(dashWhite))
	before := max(white-first.off.Length()-size.Em(int(from)), 0)
	behind := max(white-last.body.Length()+last.off.Length()+size.Em(int(to)), 0)
	if before == 0 && behind == 0 {
		return
	}
	if j-i == 1 { // there is nothing to overlap: share the white that there is
		first.off += ((before - behind) / 2).Short()
		return
	}
	n := geom.Length(j - i - 1)
	for k := i; k < j; k++ {
		at := geom.Length(k - i)
		p.clusters[k].off += ((before*(n-at) - behind*at) / n).Short()
	}
}

// extent is from where to where the ink of a cluster reaches along the line.
func (p *Paragraph) extent(c *cluster) (from, to fonts.Em, ok bool) {
	ink, ok := c.ink()
	if p.vertical && c.flags&turned == 0 {
		return fonts.EmAscent - ink.YMax, fonts.EmAscent - ink.YMin, ok
	}
	return ink.XMin, ink.XMax, ok
}

// rowEnd is where a row of dashes or ellipses of one character and one styling
// ends that begins at i.
func (p *Paragraph) rowEnd(i int) int {
	c := &p.clusters[i]
	j := i + 1
	for j < len(p.clusters) && p.clusters[j].r == c.r && p.clusters[j].class == c.class && p.clusters[j].face == c.face && p.size(j) == p.size(i) {
		j++
	}
	return j
}

// markBody finds the half em that holds a mark's ink. The side comes from the
// table, but the outline has the last word: a face that centres its stops is
// set as it is drawn.
func markBody(f *fonts.Face, r rune, adv fonts.Em, side cjk.Side) (width, off fonts.Em) {
	ink, ok := f.Ink(r)
	if !ok || ink.XMax <= ink.XMin {
		return adv, 0
	}
	return halfBody(ink.XMin, ink.XMax, adv, side)
}

// halfBody is the half em that holds ink from lo to hi of an em adv wide.
func halfBody(lo, hi, adv fonts.Em, side cjk.Side) (width, off fonts.Em) {
	if hi-lo > halfEm {
		return adv, 0
	}
	if side == cjk.Half || adv < 750 {
		// Half an em in all, or drawn at a Latin width: centre the ink.
		return halfEm, (halfEm - lo - hi) / 2
	}
	from := fonts.Em(0) // where the body begins in the em
	switch {
	case side == cjk.Before && lo >= adv-halfEm-inkSlack:
		from = adv - halfEm
	case side == cjk.After && hi <= halfEm+inkSlack:
		from = 0
	default:
		from = min(max((lo+hi)/2-halfEm/2, 0), adv-halfEm)
	}
	return halfEm, -from
}

// inkSlack is how far ink may reach over the half em and still count as lying
// in it: bold faces overhang by a few thousandths.
const inkSlack fonts.Em = 30

func (c *cluster) glyph() rune {
	if c.flags&isMissing != 0 {
		return GetaMark
	}
	return c.r
}

func (c *cluster) advance() fonts.Em      { return c.face.AdvanceIn(c.glyph(), c.form) }
func (c *cluster) ink() (fonts.Box, bool) { return c.face.InkIn(c.glyph(), c.form) }
