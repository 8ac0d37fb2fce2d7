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
//	never      unbreakable sequences: values, words, addresses, doubled marks (this file)
//	banned     marks that may not stand at a line's start or end (layout/cjk)
//	may break  everything else; where the class table knows a character
//	           not, UAX #14 is asked (uax14.go)
//
// Never is for places where a break makes a reader stumble: inside a figure, a
// word, a dash. A price is for places where a break is only unwelcome, for a
// column of thirteen characters cannot afford many places without any.

// Prices of breaks that are legal but unwelcome, in demerits (see break.go
// for the scale: a line stretched by an eighth of an em a gap costs about
// 1,500).
const (
	priceAvoid  int32 = 1000 // —— or …… at a line start
	priceValue  int32 = 4000 // 6.65|亿|元: the last resort (GB/T 15835)
	priceClock  int32 = 500  // 10点|22分, 10时—|12时
	priceUnit   int32 = 150  // 3|个
	priceInside int32 = 300  // 3公|里: inside a unit's name
	priceLetter int32 = 1200 // A|股, 维生素|C
	priceShort  int32 = 300  // 5G|网络: a token of a figure and a letter
	priceURL    int32 = 300  // after / . - @ of an address
	priceHyphen int32 = 300  // after a hyphen that the word has
	priceTight  int32 = 2000 // Wi-|Fi: two letters are hardly worth a line's end
)

// prices marks every boundary with what a break there costs, and which gaps
// take an equal share of a line's remaining white.
func (p *Paragraph) prices(st *Style) {
	var op opportunities // of UAX #14, once a character needs them
	var held int         // the unit behind a figure goes on up to here,
	var hold int32       // and a break inside it costs this
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
		if i < held && g.brk == mayBreak {
			g.price = max(g.price, hold)
		}
	}
}

// plain tells whether a character is one that nothing is to be said about: an
// ideograph, or what stands in an em like one, but no numbered sign.
func plain(c *cluster) bool { return c.class == cjk.Han && c.r >= 0x2e80 }

func ideograph(r rune) bool { return cjk.ClassOf(r) == cjk.Han }

// boundary judges the break between clusters i and i+1.
func (p *Paragraph) boundary(i int, ru *cjk.Rules, op *opportunities) (breakKind, int32) {
	a, b := &p.clusters[i], &p.clusters[i+1]
	if a.run == b.run && p.runs[a.run].Keep {
		return never, 0
	}
	if b.class == cjk.Space || b.class == cjk.Combining && a.class == cjk.Combining {
		return never, 0 // before all that looks back, so that long rows of them cost no more than short ones
	}
	at := i
	kind, price := mayBreak, int32(0)
	if !quiet.has(a.class) || !quiet.has(b.class) || a.r < 0x2e80 || b.r < 0x2e80 || b.r == '［' || a.r == '〕' || b.r == '〔' {
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
	if ru.Level == cjk.CSSLoose && a.class != cjk.Han && (b.r == '‐' || b.r == '–') && !slices.Contains(ru.MayStart, b.r) {
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

// # Latin words and addresses

// latin judges a break between two characters of Latin text. Words break at
// their own hyphens alone (hyphenation adds to that), addresses after
// / . - @.
func (p *Paragraph) latin(i, j int) (breakKind, int32) {
	a, b := &p.clusters[i], &p.clusters[j]
	switch a.r {
	case '/', '.', '-', '@':
		if word(b) && p.inAddress(i) {
			return mayBreak, priceURL
		}
	}
	switch {
	case word(a) && word(b), a.class == cjk.LatinOpen:
		return never, 0
	case a.class == cjk.Hyphen && word(b):
		if price, ok := p.hyphenPrice(i); ok {
			return mayBreak, price
		}
		return never, 0
	case latinMark(a) && (word(b) || latinMark(b)): // 4,500 10:22 3.5 24/7 ://
		return never, 0
	case word(a) && (b.class == cjk.LatinOpen || latinMark(b)):
		return never, 0
	case a.class == cjk.Prefix && (word(b) || b.class == cjk.LatinOpen), b.class == cjk.Prefix && (word(a) || b.r == '#'): // US$100, C#
		return never, 0
	case a.class == cjk.Postfix && word(b), b.class == cjk.Postfix: // 50%
		return never, 0
	case a.class == cjk.Connector || b.class == cjk.Connector: // ~5, a~b
		return never, 0
	}
	return mayBreak, 0
}

// hyphenPrice is the price of a break after the hyphen at i of a word; ok is
// false where a side of it is no word (COVID-19) or a single letter (e-mail).
func (p *Paragraph) hyphenPrice(i int) (price int32, ok bool) {
	const short, long = 2, 3
	count := func(i, step int) int {
		n := 0
		for ; n < long && i >= 0 && i < len(p.clusters) && (p.clusters[i].class == cjk.Latin || p.clusters[i].class == cjk.Combining); i += step {
			n++
		}
		return n
	}
	before, after := count(i-1, -1), count(i+1, 1)
	switch {
	case before < short || after < short:
		return 0, false
	case after < long: // Wi-Fi
		return priceTight, true
	}
	return priceHyphen, true
}

// addressReach bounds the look for the sign of an address on either side.
const addressReach = 64

// inAddress tells whether the word around i is an address on the net: it has
// an @ between letters or ://, begins with www. or ends a name in a domain
// that papers print.
func (p *Paragraph) inAddress(i int) bool {
	in := func(j int) bool {
		return j >= 0 && j < len(p.clusters) && p.clusters[j].r > ' ' && p.clusters[j].r < 0x7f
	}
	from, to := i, i
	for in(from-1) && i-from < addressReach {
		from--
	}
	for in(to+1) && to-i < addressReach {
		to++
	}
	for j := from; j <= to; j++ {
		switch p.clusters[j].r {
		case '@':
			if j > from && j < to {
				return true
			}
		case ':':
			if p.reads(j, "://") {
				return true
			}
		case 'w':
			if j == from && p.reads(j, "www.") {
				return true
			}
		case '.':
			if j > from && (p.domain(j, ".com") || p.domain(j, ".cn") || p.domain(j, ".org") || p.domain(j, ".net")) {
				return true
			}
		}
	}
	return false
}

// domain tells whether a domain's ending stands at i and nothing goes on with
// it.
func (p *Paragraph) domain(i int, name string) bool {
	end := i + len(name)
	return p.reads(i, name) && (end == len(p.clusters) || !word(&p.clusters[end]))
}

// reads tells whether the text goes on with s, which is ASCII, at i.
func (p *Paragraph) reads(i int, s string) bool {
	if i+len(s) > len(p.clusters) {
		return false
	}
	for k := range len(s) {
		if p.clusters[i+k].r != rune(s[k]) {
			return false
		}
	}
	return true
}

// # Letters among Han

// lone is the price of parting the Latin word that ends at i from the Han
// behind it. A single letter makes one word with them (A股, e家, T恤), a figure
// with a letter nearly so (5G网络, 4S店).
func (p *Paragraph) lone(i int) int32 {
	if !letter(p.clusters[i].r) {
		return 0
	}
	switch {
	case i == 0 || !inWord(&p.clusters[i-1]):
		return priceLetter
	case p.clusters[i-1].class == cjk.Digit && (i == 1 || !inWord(&p.clusters[i-2])):
		return priceShort
	}
	return 0
}

// suffix is the price of parting the Latin word that begins at j from the Han
// before it: a single letter that no Han follow belongs to those before
// (维生素C).
func (p *Paragraph) suffix(j int) int32 {
	if !letter(p.clusters[j].r) || j+1 < len(p.clusters) && (inWord(&p.clusters[j+1]) || p.clusters[j+1].class == cjk.Han) {
		return 0
	}
	return priceLetter
}

func letter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0xc0 }

// inWord tells whether a character may be inside a Latin word.
func inWord(c *cluster) bool {
	return word(c) || c.class == cjk.Hyphen || c.class == cjk.Combining || c.class == cjk.LatinClose && c.r == '.' || c.class == cjk.Slash
}

// # Values

// value judges a break that touches a figure, its sign, its unit or a range of
// figures; ok is false where none is there.
func (p *Paragraph) value(i, j int) (kind breakKind, price int32, ok bool) {
	a, b := &p.clusters[i], &p.clusters[j]
	switch {
	case p.sign(i):
		return never, 0, true
	case p.sign(j):
		return mayBreak, 0, p.free(i)
	case connects(a) || connects(b):
		return p.inRange(i, j)
	case a.class == cjk.Prefix && (word(b) || b.class == cjk.LatinOpen), word(a) && b.class == cjk.Prefix: // ￥30, US￥
		return never, 0, true
	case b.class == cjk.Prefix && a.class == cjk.LatinClose && p.figure(i-1, -1): // 123.€
		return never, 0, true
	case b.class == cjk.Postfix && (word(a) || a.class == cjk.LatinClose || a.class == cjk.Postfix): // 3℃, 5′30″
		return never, 0, true
	case a.class == cjk.Postfix && (word(b) || b.r == '#'): // 37°C
		return never, 0, true
	case p.between(i, j): // 3·15, 10：22
		return never, 0, true
	case a.class == cjk.Digit && b.class == cjk.Han:
		kind, price = p.counted(i, j)
		return kind, price, true
	case a.class == cjk.Han && b.class == cjk.Digit:
		kind, price = p.piece(i)
		return kind, price, true
	}
	return mayBreak, 0, false
}

// sign tells whether the character at i is a minus before a figure and not
// between two: 气温−5℃.
func (p *Paragraph) sign(i int) bool {
	c := &p.clusters[i]
	if c.r != '−' && c.r != '－' || i+1 == len(p.clusters) || p.clusters[i+1].class != cjk.Digit {
		return false
	}
	return i == 0 || !p.figure(i-1, -1)
}

// free tells whether the sign behind i may begin a line: the ban on connectors
// does not reach it.
func (p *Paragraph) free(i int) bool { return p.clusters[i].class != cjk.Prefix }

func connects(c *cluster) bool { return c.class == cjk.Connector || c.class == cjk.Hyphen }

// inRange judges a break at a connector: 100～150米, 1-3 and 2020—2021 hold
// together, 10时—12时 may part behind it.
func (p *Paragraph) inRange(i, j int) (kind breakKind, price int32, ok bool) {
	c := i // the connector
	if !connects(&p.clusters[i]) {
		c = j
	}
	if c == 0 || c+1 == len(p.clusters) {
		return mayBreak, 0, false
	}
	from, to := p.figure(c-1, -1), p.figure(c+1, 1)
	switch {
	case from && to:
		return never, 0, true
	case to && p.clusters[c].class == cjk.Hyphen: // 歼-20 (LB25)
		return never, 0, true
	case to && p.unitEnds(c-1):
		return mayBreak, priceClock, true
	}
	return mayBreak, 0, false
}

// unitEnds tells whether the Han at i ends a value: a figure stands at most
// three characters before it.
func (p *Paragraph) unitEnds(i int) bool {
	const longestUnit = 3
	for k := i; k >= 0 && i-k <= longestUnit; k-- {
		switch p.clusters[k].class {
		case cjk.Digit:
			return k < i
		case cjk.Han:
		default:
			return false
		}
	}
	return false
}

// figure tells whether the character at i belongs to a value: a digit, or a
// unit sign beside one.
func (p *Paragraph) figure(i, step int) bool {
	if i < 0 || i >= len(p.clusters) {
		return false
	}
	switch p.clusters[i].class {
	case cjk.Digit:
		return true
	case cjk.Postfix, cjk.Prefix:
		return p.figure(i+step, step)
	}
	return false
}

// between tells whether the boundary touches a dot or colon between two
// figures.
func (p *Paragraph) between(i, j int) bool {
	inner := func(k int) bool {
		switch p.clusters[k].r {
		case '·', '：', '．':
			return k > 0 && k+1 < len(p.clusters) && p.clusters[k-1].class == cjk.Digit && p.clusters[k+1].class == cjk.Digit
		}
		return false
	}
	return inner(i) || inner(j)
}

// counted judges a break between a figure and the Han behind it: dates, clock
// times, money, physical units and order numbers never part, powers of ten as
// the last resort, measure words if there is nothing better.
func (p *Paragraph) counted(i, j int) (breakKind, int32) {
	switch {
	case p.unitLen(j) > 0, p.ordinal(i):
		return never, 0
	case p.power(j) > 0:
		return mayBreak, priceValue
	}
	switch p.clusters[j].r {
	case '号', '版', '届', '期':
		return mayBreak, priceClock
	}
	return mayBreak, priceUnit
}

// ordinal tells whether the figures up to i are an order number: 第3.
func (p *Paragraph) ordinal(i int) bool {
	const longest = 6
	for k := i; k >= 0 && i-k < longest; k-- {
		switch {
		case p.clusters[k].class == cjk.Digit:
		case p.clusters[k].r == '第':
			return true
		default:
			return false
		}
	}
	return false
}

// quantity tells how far the unit behind a figure reaches that starts at j,
// and what a break inside it costs: 6.65亿|元, 3公|里.
func (p *Paragraph) quantity(j int) (end int, price int32) {
	price = priceInside
	end = j
	if n := p.power(j); n > 0 && p.unitLen(j) == 0 {
		price = priceValue
		end += n
	}
	if end < len(p.clusters) {
		end += p.unitLen(end)
	}
	return end - 1, price
}

// power counts the powers of ten from j on: 万亿.
func (p *Paragraph) power(j int) int {
	n := 0
	for ; j < len(p.clusters); j++ {
		switch p.clusters[j].r {
		case '十', '百', '千', '万', '亿':
			n++
			continue
		}
		break
	}
	return n
}

// unitLen counts the characters of the unit's name at j: dates, clock times,
// money and physical units.
func (p *Paragraph) unitLen(j int) int {
	next := rune(0)
	if j+1 < len(p.clusters) {
		next = p.clusters[j+1].r
	}
	switch p.clusters[j].r {
	case '小':
		return two(next == '时')
	case '分':
		if next == '钟' {
			return 2
		}
		return 1
	case '平', '立':
		if next != '方' {
			return 0
		}
		if j+2 < len(p.clusters) {
			return 2 + p.unitLen(j+2)
		}
		return 2
	case '公', '千', '厘', '毫', '微', '纳', '兆', '海', '英':
		switch next {
		case '米', '里', '克', '斤', '升', '瓦', '顷', '吨', '伏', '安', '秒', '赫', '帕', '镑', '寸', '尺', '亩', '分':
			if next == '瓦' && j+2 < len(p.clusters) && p.clusters[j+2].r == '时' {
				return 3
			}
			return 2
		}
		return 0
	case '美', '欧', '港', '韩', '澳':
		return two(next == '元')
	case '日':
		if next == '元' {
			return 2
		}
		return 1
	case '摄', '华':
		if next == '氏' {
			return 3
		}
		return 0
	case '年':
		if next == '代' {
			return 2
		}
		return 1
	case '光':
		return two(next == '年')
	case '世':
		return two(next == '纪')
	case '赫':
		return two(next == '兹')
	case '字':
		return two(next == '节')
	case '月', '时', '点', '秒', '元', '角', '米', '吨', '克', '升', '瓦', '伏', '亩', '斤', '里', '度', '岁', '倍':
		return 1
	}
	return 0
}

func two(is bool) int {
	if is {
		return 2
	}
	return 0
}

// piece judges a break between the Han at i and the figure behind it: an
// order number holds to its 第, a clock time parts unwillingly between its
// pieces, a date and everything else freely.
func (p *Paragraph) piece(i int) (breakKind, int32) {
	switch p.clusters[i].r {
	case '第':
		return never, 0
	case '点', '时', '分':
		if i > 0 && p.clusters[i-1].class == cjk.Digit {
			return mayBreak, priceClock
		}
	}
	return mayBreak, 0
}

// # Notes and list numbers

// note judges a break at a numbered sign (①) or a figure in brackets ([1],
// 〔2021〕); ok is false where none is there.
//
// Whether ① is a note's mark or a list's number is read from what follows: a
// mark stands before a stop, a closing mark or the paragraph's end, or behind a
// word that points (图①); a number stands before the words it counts. A note's
// mark never parts from the word before it, a list's number never from the
// words behind it.
func (p *Paragraph) note(i, j int) (kind breakKind, price int32, ok bool) {
	a, b := &p.clusters[i], &p.clusters[j]
	switch {
	case circled(b.r):
		if circled(a.r) || p.marksNote(j) {
			return never, 0, true
		}
		return mayBreak, 0, true
	case circled(a.r):
		if b.class == cjk.Han && !p.marksNote(i) {
			return never, 0, true
		}
		return mayBreak, 0, true
	case p.bracketed(j) > 0:
		return never, 0, true
	case a.r == '〕' && b.class == cjk.Digit: // 〔2021〕5号
		return never, 0, true
	}
	return mayBreak, 0, false
}

func circled(r rune) bool { return r >= '①' && r <= '⑳' || r >= '㉑' && r <= '㉟' }

// marksNote tells whether the circled figure at i is a note's mark.
func (p *Paragraph) marksNote(i int) bool {
	first := i
	for first > 0 && circled(p.clusters[first-1].r) {
		first--
	}
	if first == 0 {
		return false
	}
	switch p.clusters[first-1].r {
	case '图', '表', '注', '例', '式', '见', '第', '附':
		return true
	}
	for i+1 < len(p.clusters) && circled(p.clusters[i+1].r) {
		i++
	}
	if i+1 == len(p.clusters) {
		return true
	}
	switch p.clusters[i+1].class {
	case cjk.Comma, cjk.Colon, cjk.Stop, cjk.Exclaim, cjk.Closer, cjk.LatinClose:
		return true
	}
	return false
}

// bracketed gives the length of a figure in square or hexagonal brackets at i
// that belongs to the word before it, or 0.
func (p *Paragraph) bracketed(i int) int {
	var end rune
	switch p.clusters[i].r {
	case '[':
		end = ']'
	case '［':
		end = '］'
	case '〔':
		end = '〕'
	default:
		return 0
	}
	if i == 0 {
		return 0
	}
	if c := p.clusters[i-1].class; c == cjk.Space || c == cjk.IdeoSpace || c == cjk.Opener {
		return 0
	}
	n := p.digits(i+1, 1)
	if n == 0 || i+n+1 >= len(p.clusters) || p.clusters[i+n+1].r != end {
		return 0
	}
	return n + 2
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
	case letters(a) && letters(b), a == cjk.Space, b == cjk.Space, a == cjk.Glue, b == cjk.Glue, b == cjk.Combining:
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
