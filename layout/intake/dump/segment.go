package dump

import (
	"strings"

	"duikai/layout/diag"
	"duikai/layout/intake"
)

// How sure the rules are, in percent; found by counting on pages of many kinds.
const (
	surePlain     = 95 // a shape that nothing else has
	sureHead      = 90 // a short line, and what follows is how stories begin
	sureKicker    = 85
	sureTwoLines  = 65 // which of two lines is the main one
	sureSubhead   = 75
	sureUnsure    = 55 // head or subhead
	sureLift      = 85
	sureLiftWeak  = 60
	sureJoin      = 97
	sureEntry     = 80
	sureFullLine  = 70 // a sentence ends where the column does: the paragraph may, too
	sureFurniture = 90
	sureSignature = 70
)

// draft is a story being put together.
type draft struct {
	*intake.Story
	ended bool // a note or a jump closed it
	dated bool // it opens with 本报讯 or the like
	last  item // the item of the last paragraph
	at    int  // its number
	since int  // characters since the last head or subhead
	// measure is the width of its columns, in half ems, as its longest paragraph
	// says, which has so many bytes; 0: not known.
	measure, longest int
	spaced           bool // the characters of its head stand apart
	labelled         bool // a label of its first section stands below its head, spaced
}

// page is a page being taken apart.
type page struct {
	options intake.Options
	items   []item
	stories []*draft
	cur     *draft
	found   []intake.Finding
	sized   bool // the type sizes are known
	below   bool // jump lines stand below their texts
	pairs   map[pair]int
}

// segment parts the items of a page into stories.
func (p *page) segment() {
	for i, it := range p.items {
		for _, d := range it.doubts {
			p.tell(diag.ImportJoined, i, "full-line-ends-a-sentence", sureFullLine, d[0], d[1])
		}
		if it.mayGoOn && i+1 < len(p.items) && p.items[i+1].role == running {
			p.tell(diag.ImportParted, i, "line-that-may-go-on", sureFullLine, tailOf(it.text), headOf(p.items[i+1].text))
		}
	}
	p.sized = scaled(p.items)
	p.nameColumn()
	p.signatures()
	p.captions()
	p.fragments()
	p.below = p.jumpsBelow()
	for i := 0; i < len(p.items); {
		it := p.items[i]
		switch it.role {
		case furniture:
			p.tell(diag.ImportFurniture, i, "page-furniture", sureFurniture, it.text, said(it.why))
			i++
		case credited, captioned:
			p.tell(diag.ImportCredit, i, "credit-alone", surePlain, it.text)
			i++
		case jumpFrom:
			p.continuation(it, nil, i)
			i++
		case jumpTo:
			p.jumpTo(it, i)
			i++
		case noted:
			p.note(it, i)
			i++
		case headish, weakHead, named, bylined, signedOff, sectioned:
			i = p.short(i)
		default:
			p.text(it, i)
			i++
		}
	}
	p.close()
}

// said lets a term be an argument of a problem.
type said term

// In implements diag.Worded.
func (w said) In(l diag.Lang) string { return w[l] }

// signatures finds who signs a notice, and when: a date below a text or below an
// organisation is no page header's; lines of an organisation over one that ends
// in a date belong to it.
func (p *page) signatures() {
	const headerRows = 6
	signed := 0
	for _, it := range p.items {
		if it.role == signedOff {
			signed++
		}
	}
	for i := 1; i < len(p.items); i++ {
		it, above := &p.items[i], &p.items[i-1]
		switch {
		case it.role == furniture && i >= headerRows && dateLine.FindString(it.text) == it.text && (above.role == running && finished(above.text) || above.role == headish && organised.MatchString(above.text)):
			it.role = signedOff
		case signed >= leastSigned && it.role == headish && organised.MatchString(it.text) && p.endsUndated(i-1) && i+1 < len(p.items) && p.items[i+1].role >= headish && p.items[i+1].role <= named:
			it.role = signedOff // as others do on a page of letters
			continue
		case it.role != signedOff:
			continue
		}
		if above.role == headish && i > 1 && p.items[i-2].role == running && finished(p.items[i-2].text) && dateLine.MatchString(it.text) && !noticeHead(above.text) {
			above.role = signedOff
		}
	}
}

// nameColumn takes names that stand below each other for rows of a list: no story
// has so many bylines.
func (p *page) nameColumn() {
	const least = 4
	for i := 0; i < len(p.items); i++ {
		n := 0
		for i+n < len(p.items) && p.items[i+n].role == named {
			n++
		}
		if n < least {
			continue
		}
		for k := range p.items[i : i+n] {
			p.items[i+k].role, p.items[i+k].row = running, true
		}
		i += n
	}
}

// fragments takes a short line for text that a column's end cut: it stands behind a
// text that is whole, and what follows goes on with its last word.
func (p *page) fragments() {
	for i := 1; i+1 < len(p.items); i++ {
		it, above := &p.items[i], p.items[i-1]
		if it.role != headish && it.role != weakHead || it.spaced || it.stacked || it.scale >= headTimes || above.role != running || above.open() {
			continue
		}
		next := p.items[i+1]
		if next.role == running && !next.row && goesInto(*it, next) {
			it.role = running
		}
	}
}

// leastSigned is how many signatures make a page on which texts are signed.
const leastSigned = 2

// endsUndated tells whether item i ends a text that does not begin with 本报讯.
func (p *page) endsUndated(i int) bool {
	if p.items[i].role != running || !finished(p.items[i].text) {
		return false
	}
	for i > 0 && p.items[i-1].role == running {
		i--
	}
	return !dateline.MatchString(p.items[i].text)
}

// captions finds those that stand over the credit of their picture.
func (p *page) captions() {
	const widest = 44 // ems: two lines below a picture of three columns
	p.verseLines()
	for i := 1; i < len(p.items); i++ {
		above := &p.items[i-1]
		if it := &p.items[i]; it.role == furniture && contact.MatchString(it.text) && i < len(p.items)-1 && (above.role == running || above.role == signedOff) {
			it.role, it.row = running, true // of the notice above
		}
		if it := &p.items[i]; it.role == weakHead && asks(it.text) && !p.answered(i+1) {
			it.role = running // it ends a text
		}
		if it := &p.items[i]; it.role == headish && fields(it.text) >= leastFields && (tabular(above.text) || i+1 < len(p.items) && tabular(p.items[i+1].text)) {
			it.role, it.row = running, true // the head of a table
		}
		if it := &p.items[i]; (it.role == named || it.role == headish && namesAlone(it.text)) && above.role == running && nameRow(above.text) {
			it.role, it.row = running, true // the last of a list
		}
		if p.clauses(i - 1) {
			above.role = headish
		}
		if p.items[i].role == credited && above.role == running && !(i > 1 && p.items[i-2].open()) && width(above.text) <= widest && finished(above.text) && !dateline.MatchString(above.text) {
			above.role = captioned
			// Its first line, where lines are parted and the head stands above.
			if i > 2 && p.items[i-2].role == headish && p.items[i-2].scale == above.scale && (p.items[i-3].role == headish || p.items[i-3].role == bylined) {
				p.items[i-2].role = captioned
			}
		}
	}
}

// answered tells whether what follows at i goes with a head that asks.
func (p *page) answered(i int) bool {
	next, _ := p.next(i)
	return next.role == bylined || next.role == named || next.role == running && (asksOrAnswers.MatchString(next.text) || dateline.MatchString(next.text))
}

// clauses tells whether an item is a head that has a comma: a short line without
// a final mark between a text that is whole and one that begins as stories do.
func (p *page) clauses(i int) bool {
	it := p.items[i]
	if it.role != running || width(it.text) > widestHead || finished(it.text) || introduces(it.text) || strings.HasSuffix(it.text, "，") || dateline.MatchString(it.text) || entry(it.text) {
		return false
	}
	if i > 0 && p.items[i-1].open() {
		return false
	}
	next, at := p.next(i + 1)
	if next.role == running && at == i+1 && goesInto(it, next) {
		return false
	}
	if next.role == headish && shortName(next.text) && next.n == it.n+1+next.gap {
		return true // over a pen name
	}
	if !it.set {
		if a, b, ok := strings.Cut(it.text, "，"); ok && twoClauses(it.text) && max(width(a)-width(b), width(b)-width(a)) <= 1 && next.role == running {
			return true
		}
		return next.role == bylined || next.role == running && (dateline.MatchString(next.text) || clausePrice(it.text) > 0 && (label(next.text) != "" || asksOrAnswers.MatchString(next.text))) || next.role == named && width(next.text) <= leastText
	}
	loose := i > 0 && p.items[i-1].role == headish && clausePrice(it.text) > 0
	if (loose || twoClauses(it.text)) && (next.role == running || next.role == headish) {
		return true
	}
	return next.role == bylined || next.role == signedOff && placeAndName(next.text) || next.role == running && dateline.MatchString(next.text) || next.role == named && width(next.text) <= leastText
}

// begin starts a story.
func (p *page) begin(at intake.Place, kind string) {
	p.close()
	p.cur = &draft{Story: &intake.Story{At: at, Kind: kind}}
	p.stories = append(p.stories, p.cur)
}

// close ends the story at hand; one that breaks off is told.
func (p *page) close() {
	c := p.cur
	if c == nil || c.ended || len(c.Body) == 0 || !c.last.open() {
		return
	}
	c.Truncated = true
	r := []rune(c.last.text)
	f := intake.Find(diag.ImportTruncated, c.last.runs.At(), c.title(), string(r[max(0, len(r)-12):])).Because("no-final-mark", sureHead).Of(c.Story)
	p.around(&f, c.at, c.at+1)
	p.found = append(p.found, f)
}

// title is what messages call the story.
func (d *draft) title() string {
	for _, h := range d.Headline {
		return h.Text.String()
	}
	if len(d.Body) > 0 {
		r := []rune(d.Body[0].Text.String())
		return string(r[:min(len(r), 12)])
	}
	return "?"
}

// next is the item behind i that belongs to the flow of the stories; its number
// is len(items) where there is none.
func (p *page) next(i int) (item, int) {
	for ; i < len(p.items); i++ {
		if !p.items[i].transparent() {
			return p.items[i], i
		}
	}
	return item{}, i
}
