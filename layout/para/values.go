package para

import (
	"duikai/layout/cjk"
)

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

// # Long numbers
//
// A number that fills a third of a narrow column leaves two torn lines behind
// where it does not fit. Rather than that it parts: a telephone number behind
// its hyphen, a sum before its unit. Dates, clock times, order numbers and ranges
// do not. What has as many figures as an identity card, an account or a licence is
// no value but a code (GB/T 15835-2011 5.1.7.2 keeps values whole): it parts between
// its figures.

const (
	longNumber = 4  // figures that make a number long enough to part from its unit
	longHalf   = 3  // figures on either side of a hyphen that it may part at
	longCode   = 12 // figures of a code: more than a mobile telephone's, which holds together
	codeHalf   = 4  // figures of a code that stay on a line: as it is read out
)

// code tells whether a row of figures that begins at from may part behind character i;
// end is where the row ends.
func code(from, i, end int) bool {
	return end-from >= longCode && i+1-from >= codeHalf && end-i-1 >= codeHalf
}

// inCode tells whether a break behind character i parts a code where it may be.
func (p *Paragraph) inCode(i int) bool {
	return p.gap(i).relief && p.clusters[i].class == cjk.Digit && p.clusters[i+1].class == cjk.Digit
}

// figuresEnd is where the row of figures ends in which character i stands.
func (p *Paragraph) figuresEnd(i int) int {
	for i < len(p.clusters) && p.clusters[i].class == cjk.Digit {
		i++
	}
	return i
}

// relieves tells whether a long number may part behind character i, where
// nothing else spares a loose line.
func (p *Paragraph) relieves(i int) bool {
	a, b := &p.clusters[i], &p.clusters[i+1]
	switch {
	case a.class == cjk.Hyphen && b.class == cjk.Digit:
		return p.digits(i-1, -1) >= longHalf && p.digits(i+1, 1) >= longHalf
	case a.class == cjk.Digit && b.class == cjk.Han:
		switch b.r {
		case '年', '月', '日', '时', '点', '分', '秒':
			return false
		}
		return p.unitLen(i+1) > 0 && !squareUnit(b.r) && p.digits(i, -1) >= longNumber && !p.ordinal(i)
	}
	return false
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
	case p.shortRange(c):
		return never, 0, true
	case to && p.unitEnds(c-1):
		return mayBreak, priceClock, true
	}
	return mayBreak, 0, false
}

// shortRange tells whether the connector at c stands between two short values
// of one unit, 5月～10月, 3万～5万: they hold together as 5～10 does
// (GB/T 15835-2011 5.1.3 writes both the same way).
func (p *Paragraph) shortRange(c int) bool {
	const most = 3 // figures on either side: 2020年—2021年 is half a narrow column
	if c < 2 || c+2 >= len(p.clusters) || !connects(&p.clusters[c]) {
		return false
	}
	unit := &p.clusters[c-1]
	if unit.class != cjk.Han || p.power(c-1) == 0 && p.unitLen(c-1) == 0 {
		return false
	}
	before, after := p.digits(c-2, -1), p.digits(c+1, 1)
	end := c + 1 + after
	return before > 0 && before <= most && after > 0 && after <= most && end < len(p.clusters) && p.clusters[end].r == unit.r
}

// inShortRange tells whether the figure before the unit at j belongs to a
// range that holds together.
func (p *Paragraph) inShortRange(j int) bool {
	return p.shortRange(j+1) || p.shortRange(j-1-p.digits(j-1, -1))
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
	case p.unitLen(j) > 0, p.ordinal(i), p.inShortRange(j):
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
	if squareUnit(p.clusters[j].r) {
		return 1
	}
	return 0
}

// squareUnit tells whether a character is a unit's name set into one em
// (CJK Compatibility): ㎜ ㎏ ㍍. Hours, days and names of eras, which stand
// among them, are none.
func squareUnit(r rune) bool {
	return r >= 0x3300 && r <= 0x3357 || r >= 0x3371 && r <= 0x337a || r >= 0x3380 && r <= 0x33df && r != '㏂' && r != '㏘' || r == '㏿'
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
