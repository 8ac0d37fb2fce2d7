package para

import (
	"unicode"

	"duikai/fonts"
	"duikai/layout/cjk"
)

// # Quotation marks and apostrophes
//
// “ ” ‘ ’ belong to Chinese and to Latin type (GB/T 15834 4.8, CLREQ 3.1.1):
// in a Chinese sentence they take an em, among Latin words they are as wide as
// their ink, and ’ is most often an apostrophe. Which it is, is decided for the
// two marks of a pair together, by what stands outside of them on both sides
// and by what they hold:
//
//	他说：“Hello, world.”     Han before or behind: Chinese, whatever they hold
//	“Hello, world,” he said.  letters alone, and none but letters around: Latin
//	I said “你好” to him.      Han inside an English paragraph: Latin
//	students’ books, ’90s      no partner: an apostrophe
//
// A Latin mark takes the face of the word that it stands by. Where that draws
// it an em wide, its proportional form is taken, or, where there is none, it is
// cut out of its em (see place).

// quoteReach bounds the look for a letter beside a quotation mark.
const quoteReach = 64

// quoteMark tells whether a character is a quotation mark that two scripts
// share.
func quoteMark(r rune) bool { return r == '“' || r == '”' || r == '‘' || r == '’' }

// latinQuote tells whether a cluster is one that is set as a Latin mark.
func (c *cluster) latinQuote() bool {
	return quoteMark(c.r) && (c.class == cjk.Latin || c.class == cjk.LatinOpen || c.class == cjk.LatinClose)
}

// quotes gives the quotation marks at the places of marks, in order, the class
// of the script that they stand in.
func (p *Paragraph) quotes(marks []int) {
	t := p.tally()
	var open []int            // places of the marks that wait for their partners
	waiting := map[rune]int{} // how many of them, by mark
	drop := func(k int) {
		waiting[p.clusters[open[k]].r]--
		open = open[:k]
	}
	for _, i := range marks {
		r := p.clusters[i].r
		switch {
		case r == '‘' && p.elision(i):
			p.setLatin(i, cjk.Latin)
		case r == '“', r == '‘':
			open = append(open, i)
			waiting[r]++
		case r == '’' && p.apostrophe(i, waiting['‘'] > 0):
			p.setLatin(i, cjk.Latin)
		case waiting[r-1] == 0: // the openers stand one before their closers
			p.loneQuote(i)
		default:
			k := len(open) - 1
			for ; p.clusters[open[k]].r != r-1; k-- {
				p.loneQuote(open[k])
				drop(k)
			}
			if p.latinPair(open[k], i, t) {
				p.setLatin(open[k], cjk.LatinOpen)
				p.setLatin(i, cjk.LatinClose)
			}
			drop(k)
		}
	}
	for _, i := range open {
		p.loneQuote(i)
	}
}

// tally counts the Han and the letters before every cluster.
func (p *Paragraph) tally() []tallied {
	t := make([]tallied, len(p.clusters)+1)
	for i := range p.clusters {
		c := &p.clusters[i]
		t[i+1] = t[i]
		switch {
		case c.class == cjk.Han:
			t[i+1].han++
		case c.class == cjk.Latin && unicode.IsLetter(c.r), c.class == cjk.Other:
			t[i+1].letters++
		}
	}
	return t
}

// tallied is how many Han and how many letters of other scripts.
type tallied struct{ han, letters int32 }

// setLatin sets the mark at i as a Latin one, in the face of the word beside it.
func (p *Paragraph) setLatin(i int, class cjk.Class) {
	c := &p.clusters[i]
	c.class, c.form = class, 0
	sides := [2]int{i + 1, i - 1}
	if class == cjk.LatinClose {
		sides = [2]int{i - 1, i + 1}
	}
	for _, k := range sides {
		if k < 0 || k >= len(p.clusters) {
			continue
		}
		if b := &p.clusters[k]; letters(b.class) && b.run == c.run && b.face != nil && b.flags&isMissing == 0 && b.face.Has(c.r) {
			c.face, c.flags = b.face, c.flags&^isMissing
			break
		}
	}
	if c.face == nil {
		return
	}
	if _, ok := c.face.Proportional(c.r); ok {
		c.form = fonts.Proportional
	}
}

// elision tells whether the ‘ at i stands for letters left out, as it is typed
// for ’90s: a figure or a letter behind it, a Latin word or nothing before it,
// and no partner in sight.
func (p *Paragraph) elision(i int) bool {
	if i+1 >= len(p.clusters) || p.clusters[i+1].class != cjk.Digit || p.around(i, -1) == inHan {
		return false
	}
	for k := i + 1; k < len(p.clusters) && k-i < quoteReach; k++ {
		switch {
		case p.clusters[k].r == '‘':
			return true
		case p.clusters[k].r == '’' && !p.inside(k):
			return false
		}
	}
	return true
}

// inside tells whether both neighbours of the mark at i are letters or figures
// of Latin text.
func (p *Paragraph) inside(i int) bool {
	return i > 0 && i+1 < len(p.clusters) && word(&p.clusters[p.base(i-1)]) && p.clusters[i+1].class == cjk.Latin
}

// apostrophe tells whether the ’ at i is one; waiting says that a ‘ before it
// has no partner yet.
func (p *Paragraph) apostrophe(i int, waiting bool) bool {
	before := i > 0 && p.clusters[p.base(i-1)].class == cjk.Latin
	switch {
	case p.inside(i): // don’t
		return true
	case waiting:
		return false
	case before: // students’
		return true
	}
	// ’90s, ’tis
	edge := i == 0 || p.clusters[i-1].class == cjk.Space || p.clusters[i-1].class == cjk.Opener || p.clusters[i-1].class == cjk.LatinOpen
	return edge && i+1 < len(p.clusters) && word(&p.clusters[i+1])
}

// side is what stands on a side of a quotation mark.
type side uint8

const (
	inNothing side = iota // the paragraph's edge, or the end of a sentence
	inHan
	inLatin
)

// around is what stands before (step -1) or behind (step 1) the mark at i:
// spaces, figures, marks of both scripts and other quotation marks do not tell.
func (p *Paragraph) around(i, step int) side {
	for k, n := i+step, 0; k >= 0 && k < len(p.clusters) && n < quoteReach; k, n = k+step, n+1 {
		c := &p.clusters[k]
		switch {
		case quoteMark(c.r), neutral.has(c.class):
		case c.class == cjk.Other:
			return inLatin
		case c.class == cjk.Latin && unicode.IsLetter(c.r):
			return inLatin
		case c.class == cjk.Latin:
		case step < 0 && (c.class == cjk.Stop || c.class == cjk.Exclaim):
			return inNothing
		default:
			return inHan
		}
	}
	return inNothing
}

// neutral are the classes that both scripts use.
const neutral classSet = 1<<cjk.Digit | 1<<cjk.Space | 1<<cjk.Glue | 1<<cjk.Hyphen | 1<<cjk.LatinOpen | 1<<cjk.LatinClose |
	1<<cjk.Combining | 1<<cjk.Prefix | 1<<cjk.Postfix | 1<<cjk.Dash | 1<<cjk.Ellipsis | 1<<cjk.Connector | 1<<cjk.Slash | 1<<cjk.MidDot

// latinPair tells whether the marks at i and j are Latin ones.
func (p *Paragraph) latinPair(i, j int, t []tallied) bool {
	within, some := t[j].han-t[i].han, t[j].letters > t[i].letters
	all := t[len(t)-1].han
	before, behind := p.around(i, -1), p.around(j, 1)
	switch {
	case within > 0:
		return all == within && (before == inLatin || behind == inLatin)
	case before == inHan || behind == inHan:
		return false
	case before == inLatin || behind == inLatin:
		return some || before == behind
	}
	return some && all == 0
}

// loneQuote settles a mark without a partner by what stands on its two sides.
func (p *Paragraph) loneQuote(i int) {
	before, behind := p.around(i, -1), p.around(i, 1)
	if before == inHan || behind == inHan || before == inNothing && behind == inNothing {
		return
	}
	blank := func(k int) bool { return k < 0 || k >= len(p.clusters) || p.clusters[k].class == cjk.Space }
	class := cjk.LatinOpen
	if blank(i+1) && !blank(i-1) || blank(i+1) == blank(i-1) && p.clusters[i].class == cjk.Closer {
		class = cjk.LatinClose // also the “ that closes in German
	}
	p.setLatin(i, class)
}
