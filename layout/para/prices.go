package para

import (
	"slices"

	"duikai/layout/cjk"
)

// # What holds together
//
// Every boundary gets one of three answers, and a price where the answer is
// yes. Three sources are asked, in this order:
//
//	never      unbreakable sequences: values, words, addresses, doubled marks (this file, words.go,
//	           values.go, notes.go)
//	banned     marks that may not stand at a line's start or end (layout/cjk)
//	may break  everything else; where the class table knows a character
//	           not, UAX #14 is asked (uax14.go)
//
// Never is for places where a break makes a reader stumble: inside a figure, a
// word, a dash. A price is for places where a break is only unwelcome, for a
// column of thirteen characters cannot afford many places without any.

// Prices of breaks that are legal but unwelcome, in demerits (see break.go
// for the scale: a line open by a sixteenth of an em a gap costs about 2,000,
// by an eighth 11,000).
const (
	priceAvoid  int32 = 1500 // —— or …… at a line start
	priceValue  int32 = 9000 // 6.65|亿|元: the last resort (GB/T 15835)
	priceClock  int32 = 800  // 10点|22分, 10时—|12时
	priceUnit   int32 = 200  // 3|个
	priceInside int32 = 500  // 3公|里: inside a unit's name
	priceLetter int32 = 2000 // A|股, 维生素|C
	priceShort  int32 = 500  // 5G|网络: a token of a figure and a letter
	priceURL    int32 = 500  // after / . - @ of an address
	priceHyphen int32 = 500  // after a hyphen that the word has
	priceTight  int32 = 4000 // Wi-|Fi: two letters are hardly worth a line's end
)

// prices marks every boundary with what a break there costs, and which gaps
// take an equal share of a line's remaining white.
func (p *Paragraph) prices(st *Style) {
	var op opportunities // of UAX #14, once a character needs them
	var held int         // the unit behind a figure goes on up to here,
	var hold int32       // and a break inside it costs this
	var row, rowEnd int  // of figures
	house := slices.ContainsFunc(st.Rules.NotStart, ideograph) || slices.ContainsFunc(st.Rules.NotEnd, ideograph)
	for i := 0; i+1 < len(p.clusters); i++ {
		a, b, g := &p.clusters[i], &p.clusters[i+1], &p.gaps[i]
		if plain(a) && plain(b) && !p.runs[a.run].Keep && !house {
			// Nearly every boundary of a Chinese text.
			g.brk, g.price, g.spread = mayBreak, 0, true
		} else {
			g.brk, g.price = p.boundary(i, &st.Rules, &op)
			if a.class == cjk.Digit && b.class == cjk.Han {
				held, hold = p.quantity(i + 1)
			}
			g.spread = p.spreads(i)
		}
		if g.brk == never && b.class != cjk.Combining && (a.class == cjk.Digit || a.class == cjk.Hyphen) && !p.runs[a.run].Keep {
			if i >= rowEnd {
				row, rowEnd = i, p.figuresEnd(i)
			}
			g.relief = code(row, i, rowEnd) || p.relieves(i)
		}
		if i < held && g.brk == mayBreak {
			g.price = max(g.price, hold)
		}
	}
	p.wholeNames()
}

// plain tells whether a character is one that nothing is to be said about: an
// ideograph, or what stands in an em like one, but no numbered sign.
func plain(c *cluster) bool {
	return c.class == cjk.Han && plainRune(c.r)
}

// plainRune tells whether a character is neither of the other scripts nor a numbered sign.
func plainRune(r rune) bool { return r > lastCircled || r >= 0x2e80 && !circled(r) }

func ideograph(r rune) bool { return cjk.ClassOf(r) == cjk.Han }

// boundary judges the break between clusters i and i+1.
func (p *Paragraph) boundary(i int, ru *cjk.Rules, op *opportunities) (breakKind, int32) {
	a, b := &p.clusters[i], &p.clusters[i+1]
	if a.run == b.run && p.runs[a.run].Keep {
		return never, 0
	}
	if b.flags&(grouped|groupHead) == grouped {
		return never, 0 // side by side in an em of a vertical line
	}
	if b.class == cjk.Space || b.class == cjk.Combining && a.class == cjk.Combining {
		return never, 0 // before all that looks back, so that long rows of them cost no more than short ones
	}
	at := i
	kind, price := mayBreak, int32(0)
	if !quiet.has(a.class) || !quiet.has(b.class) || !plainRune(a.r) || !plainRune(b.r) || b.r == '［' || a.r == '〕' || b.r == '〔' {
		if a.class == cjk.Combining { // the marks over a character count as that character (LB9)
			at = p.base(i)
			a = &p.clusters[at]
		}
		if a.class == cjk.Other || b.class == cjk.Other || a.class == cjk.Combining ||
			a.class == cjk.Space && p.clusters[p.beforeSpaces(i)].class == cjk.Other {
			return p.foreign(i, ru, op)
		}
		kind, price = p.sequence(at, i+1)
	}
	if kind == never {
		return never, 0
	}
	start, end := ru.Start(b.r, b.class), ru.End(a.r, a.class)
	if a.class == cjk.Space || a.class == cjk.IdeoSpace {
		end = cjk.Free
	}
	if a.class == cjk.Slash && price > 0 {
		end = cjk.Free // an address parts behind its slashes
	}
	if (ru.Level == cjk.CSSNormal || ru.Level == cjk.CSSLoose) && a.class != cjk.Han && (b.r == '‐' || b.r == '–') && !slices.Contains(ru.MayStart, b.r) {
		start = cjk.Forbidden // CSS frees the short hyphens behind an ideograph alone
	}
	if start == cjk.Forbidden || end == cjk.Forbidden || kind == banned {
		return banned, 0
	}
	if start == cjk.Avoid {
		price += priceAvoid
	}
	return mayBreak, price
}

// quiet are the classes that make no sequence with each other, only bans.
const quiet classSet = 1<<cjk.Han | 1<<cjk.Opener | 1<<cjk.Closer | 1<<cjk.Comma | 1<<cjk.Colon | 1<<cjk.Stop

// classSet is a set of character classes.
type classSet uint32

func (s classSet) has(c cjk.Class) bool { return s>>c&1 != 0 }

// sequence tells what holds the characters at i and j together beyond the
// bans at line edges: the unbreakable sequences (CLREQ 3.1.4, GB/T 15834 5.1,
// GB/T 15835). Only combining marks may lie between i and j.
func (p *Paragraph) sequence(i, j int) (breakKind, int32) {
	a, b := &p.clusters[i], &p.clusters[j]
	switch {
	case a.class == cjk.Space:
		return p.spaced(i, j)
	case a.class == cjk.Glue, b.class == cjk.Glue, b.class == cjk.Combining:
		return never, 0
	case a.r == '’' && word(b) && (i == 0 || p.clusters[i-1].class == cjk.Space):
		return never, 0 // an apostrophe: the ’90s
	case a.r == '@' && b.class == cjk.Han:
		return never, 0 // the name called
	case straight(a.r), straight(b.r):
		return never, 0 // which side a straight quotation mark belongs to is not known (LB19)
	case a.class == b.class && doubled(a.class):
		return p.repeated(i, j)
	}
	if a.r < 0x80 && b.r < 0x80 {
		return p.latin(i, j)
	}
	if kind, price, ok := p.value(i, j); ok {
		return kind, price
	}
	if kind, price, ok := p.note(i, j); ok {
		return kind, price
	}
	switch {
	case word(a) && word(b), word(a) && b.class == cjk.LatinOpen, word(a) && latinMark(b), latinMark(a) && word(b), a.class == cjk.LatinOpen:
		return p.latin(i, j)
	case a.class == cjk.Latin && b.class == cjk.Han:
		return mayBreak, p.lone(i)
	case a.class == cjk.Han && b.class == cjk.Latin:
		return mayBreak, p.suffix(j)
	}
	return mayBreak, 0
}

func word(c *cluster) bool { return c.class == cjk.Latin || c.class == cjk.Digit }

// latinMark tells whether a mark holds on to the Latin word before it.
func latinMark(c *cluster) bool {
	return c.class == cjk.LatinClose || c.class == cjk.Hyphen || c.class == cjk.Slash && c.r == '/'
}

func straight(r rune) bool { return r == '"' || r == '\'' }

// doubled are the classes whose marks come in pairs.
func doubled(c cjk.Class) bool { return c == cjk.Dash || c == cjk.Ellipsis || c == cjk.Exclaim }

// longestMark is how many characters a doubled dash or ellipsis has, the
// longest that is never broken; a row of dots beyond it is a leader, and may
// part between its pairs.
const longestMark = 4

// repeated judges the break inside a row of dashes, ellipses or exclamation
// marks: —— and …… and their doubles, ？！ and ！！！.
func (p *Paragraph) repeated(i, j int) (breakKind, int32) {
	c := p.clusters[i].class
	from, to := i, j
	for from > 0 && i-from <= longestMark && p.clusters[from-1].class == c {
		from--
	}
	for to+1 < len(p.clusters) && to-j <= longestMark && p.clusters[to+1].class == c {
		to++
	}
	switch {
	case to-from < longestMark:
		return never, 0
	case c == cjk.Exclaim:
		return banned, 0
	case p.pairs(i):
		return mayBreak, priceAvoid
	}
	return never, 0
}

// pairs tells whether an even number of marks of its class ends at i.
func (p *Paragraph) pairs(i int) bool {
	n := 0
	for c := p.clusters[i].class; i >= 0 && p.clusters[i].class == c && n < longestLine; i-- {
		n++
	}
	return n%2 == 0
}

// spaced judges the break after a word space: legal but inside a spaced value
// (5 kg, 12 345) and behind an opening bracket.
func (p *Paragraph) spaced(i, j int) (breakKind, int32) {
	if b := &p.clusters[j]; b.class == cjk.Postfix || b.class == cjk.Latin && p.unitName(j) {
		if i > 0 && p.clusters[i-1].class == cjk.Digit {
			return never, 0
		}
	}
	if p.clusters[j].class == cjk.Digit && i > 0 && p.grouped(i, j) {
		return never, 0
	}
	k := p.beforeSpaces(i)
	switch p.clusters[k].class {
	case cjk.LatinOpen: // LB14
		return never, 0
	case cjk.Opener:
		if k == 0 || !word(&p.clusters[k-1]) { // behind a word it closes, as in German
			return never, 0
		}
	}
	return mayBreak, 0
}

// beforeSpaces is the character before the word spaces that end at i, without
// its combining marks; a text's leading space is its own.
func (p *Paragraph) beforeSpaces(i int) int {
	for i > 0 && p.clusters[i].class == cjk.Space {
		i--
	}
	return p.base(i)
}

// grouped tells whether the space at i parts groups of three figures, as in
// 12 345 678.
func (p *Paragraph) grouped(i, j int) bool {
	before, after := p.digits(i-1, -1), p.digits(j, 1)
	return before >= 1 && before <= 3 && after == 3
}

// digits counts the figures from i in the direction of step, up to four.
func (p *Paragraph) digits(i, step int) int {
	n := 0
	for ; n < 4 && i >= 0 && i < len(p.clusters) && p.clusters[i].class == cjk.Digit; i += step {
		n++
	}
	return n
}

// unitNames are the unit signs that a space may part from their figure. Signs
// that are common words beside (in, as) are left out.
const unitNames = " kg g mg t km m cm mm nm km/h m/s s ms h min V kV W kW MW GW kWh A mA Ah mAh Hz kHz MHz GHz Pa kPa MPa hPa " +
	"J kJ L l mL ml dB K mol ha hm KB MB GB TB Mbps Gbps px dpi ppi lpi pt "

// unitName tells whether the Latin word at i is the sign of a unit.
func (p *Paragraph) unitName(i int) bool {
	const longest = 4
	j := i
	for j < len(p.clusters) && j-i <= longest && (p.clusters[j].class == cjk.Latin || p.clusters[j].r == '/') {
		j++
	}
	if j == i || j-i > longest {
		return false
	}
	end := j
	if end < len(p.clusters) && (p.clusters[end].r == '2' || p.clusters[end].r == '3') { // m2
		end++
	}
	if end < len(p.clusters) && p.clusters[end].class == cjk.Digit {
		return false
	}
	return contains(unitNames, p.clusters[i:j])
}

// contains tells whether the characters stand in the list between spaces.
func contains(list string, cl []cluster) bool {
	for at := 0; at < len(list); at++ {
		if list[at] != ' ' {
			continue
		}
		k := 0
		for k < len(cl) && at+1+k < len(list) && rune(list[at+1+k]) == cl[k].r {
			k++
		}
		if k == len(cl) && at+1+k < len(list) && list[at+1+k] == ' ' {
			return true
		}
	}
	return false
}

// spreads tells whether the gap after cluster i takes an equal share when a
// line must be stretched (CLREQ 3.2.4, stretch, third step): not inside
// letters and figures, not inside unbreakable marks, not beside a connector
// or a slash.
func (p *Paragraph) spreads(i int) bool {
	a, b := p.clusters[i].class, p.clusters[i+1].class
	if p.runs[p.clusters[i].run].Keep && p.gaps[i].brk == never {
		return a == cjk.Han && b == cjk.Han
	}
	switch {
	case a == cjk.Space:
		// Between Latin words there is no other gap to take from; the space
		// between two Han names stays at its half em.
		return i > 0 && letters(p.clusters[i-1].class) && letters(b)
	case letters(a) && letters(b), b == cjk.Space, a == cjk.Glue, b == cjk.Glue, b == cjk.Combining:
		return false
	case a == b && doubled(a):
		return false
	case a == cjk.Connector, b == cjk.Connector, a == cjk.Slash, b == cjk.Slash:
		return false
	case a == cjk.Prefix && letters(b), letters(a) && b == cjk.Postfix, a == cjk.Postfix && letters(b):
		return false
	case a == cjk.Other && b == cjk.Other, a == cjk.Other && letters(b), letters(a) && b == cjk.Other:
		// Letters that join and signs that combine are not pulled apart.
		return p.gaps[i].brk == mayBreak
	case b == cjk.Other:
		return p.gaps[i].brk != never
	}
	return true
}
