package para

import "duikai/layout/cjk"

// Prices of breaks that are legal but unwelcome, in demerits (see break.go
// for the scale: a line stretched by an eighth of an em a gap costs about
// 1,500).
const (
	priceAvoid  int32 = 600  // —— or …… at a line start
	priceValue  int32 = 4000 // inside 6.65亿元: the last resort (typography of values, GB/T 15835)
	priceClock  int32 = 500  // 10点|22分
	priceOrder  int32 = 800  // 第|3
	priceUnit   int32 = 150  // 3|个
	priceURL    int32 = 300  // after / . - @ of an address
	priceHyphen int32 = 300  // after a hyphen that the word has
)

// prices marks every boundary with what a break there costs, and which gaps
// take an equal share of a line's remaining white.
func (p *Paragraph) prices(st *Style) {
	for i := 0; i+1 < len(p.clusters); i++ {
		g := &p.gaps[i]
		g.brk, g.price = p.boundary(i, &st.Rules)
		g.spread = p.spreads(i)
	}
}

// boundary judges the break between clusters i and i+1.
func (p *Paragraph) boundary(i int, ru *cjk.Rules) (breakKind, int32) {
	a, b := &p.clusters[i], &p.clusters[i+1]
	if a.run == b.run && p.runs[a.run].Keep {
		return never, 0
	}
	if a.class == cjk.Han && b.class == cjk.Han && !p.counts(i) {
		return mayBreak, 0 // nearly every boundary of a Chinese text
	}
	kind, price := p.sequence(i)
	if kind == never {
		return never, 0
	}
	start, end := ru.Start(b.r, b.class), ru.End(a.r, a.class)
	if a.class == cjk.Space || a.class == cjk.IdeoSpace {
		end = cjk.Free
	}
	if start == cjk.Forbidden || end == cjk.Forbidden {
		return banned, 0
	}
	if start == cjk.Avoid {
		price += priceAvoid
	}
	return mayBreak, price
}

// sequence tells what holds a and b together beyond the bans at line edges:
// the unbreakable sequences (CLREQ 3.1.4, GB/T 15834 5.1, GB/T 15835).
func (p *Paragraph) sequence(i int) (breakKind, int32) {
	a, b := &p.clusters[i], &p.clusters[i+1]
	digit, word := a.class == cjk.Digit, a.class == cjk.Digit || a.class == cjk.Latin
	nextWord := b.class == cjk.Digit || b.class == cjk.Latin
	switch {
	case a.class == cjk.Glue, b.class == cjk.Glue, b.class == cjk.Combining:
		return never, 0
	case b.class == cjk.Space:
		return never, 0
	case a.class == cjk.Space:
		return mayBreak, 0
	case a.class == b.class && (a.class == cjk.Dash || a.class == cjk.Ellipsis) && a.r == b.r:
		return never, 0
	case a.class == cjk.Exclaim && b.class == cjk.Exclaim:
		return never, 0
	case word && nextWord:
		return never, 0
	case a.class == cjk.LatinClose && nextWord, a.class == cjk.Slash && nextWord, a.class == cjk.Hyphen && nextWord:
		return p.joint(i)
	case word && (b.class == cjk.LatinClose || b.class == cjk.LatinOpen || b.class == cjk.Hyphen || b.class == cjk.Slash && b.r == '/'):
		return never, 0
	case a.class == cjk.LatinOpen, b.class == cjk.LatinClose && a.class == cjk.LatinClose:
		return never, 0
	case a.class == cjk.Prefix && nextWord:
		return never, 0
	case b.class == cjk.Postfix && (digit || a.class == cjk.LatinClose || a.class == cjk.Postfix):
		return never, 0
	case p.inRange(i):
		return never, 0
	case digit && b.class == cjk.Han:
		return unit(b.r)
	case b.class == cjk.Digit && a.r == '第':
		return mayBreak, priceOrder
	case a.class == cjk.Han && b.class == cjk.Han: // the second half of 亿元
		return mayBreak, priceValue
	case b.class == cjk.Digit && p.after(i, "年月点时分"):
		// Date and clock pieces part between the pieces; clocks unwillingly.
		if a.r == '年' || a.r == '月' {
			return mayBreak, 0
		}
		return mayBreak, priceClock
	}
	return mayBreak, 0
}

// joint judges a break after a mark inside a word: a figure's point, comma or
// colon never; an address after / . - @ at a price; a hyphenated word after
// its hyphen.
func (p *Paragraph) joint(i int) (breakKind, int32) {
	a, b := &p.clusters[i], &p.clusters[i+1]
	if a.class == cjk.Hyphen && i > 0 && p.clusters[i-1].class == cjk.Latin && b.class == cjk.Latin {
		return mayBreak, priceHyphen
	}
	if (a.r == '/' || a.r == '.' || a.r == '-') && p.inAddress(i) {
		return mayBreak, priceURL
	}
	return never, 0
}

// addressReach bounds the look for the sign of an address on either side.
const addressReach = 64

// inAddress tells whether the word around i is an address on the net: it has
// an @ or :// or begins with www.
func (p *Paragraph) inAddress(i int) bool {
	in := func(j int) bool {
		if j < 0 || j >= len(p.clusters) {
			return false
		}
		switch p.clusters[j].class {
		case cjk.Latin, cjk.Digit, cjk.LatinClose, cjk.Slash, cjk.Hyphen:
			return p.clusters[j].r < 0x80
		}
		return false
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
			return true
		case '/':
			if j > from && p.clusters[j-1].r == '/' {
				return true
			}
		case 'w':
			if j == from && p.Text(from, min(from+4, to+1)) == "www." {
				return true
			}
		}
	}
	return false
}

// inRange tells whether the boundary touches a connector between two figures:
// 100～150米, 1-3, 2020—2021.
func (p *Paragraph) inRange(i int) bool {
	c := i // the connector
	switch {
	case connects(p.clusters[i].class):
	case connects(p.clusters[i+1].class):
		c = i + 1
	default:
		return false
	}
	return p.figure(c-1, -1) && p.figure(c+1, 1)
}

func connects(c cjk.Class) bool { return c == cjk.Connector || c == cjk.Hyphen }

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

// after tells whether the character at i is one of units and stands behind a
// digit.
func (p *Paragraph) after(i int, units string) bool {
	if i == 0 || p.clusters[i-1].class != cjk.Digit {
		return false
	}
	for _, r := range units {
		if p.clusters[i].r == r {
			return true
		}
	}
	return false
}

// counts tells whether the Han at i is a power of ten behind a figure, which
// holds on to its unit: 6.65亿|元.
func (p *Paragraph) counts(i int) bool {
	if i == 0 || p.clusters[i-1].class != cjk.Digit {
		return false
	}
	switch p.clusters[i].r {
	case '万', '亿', '千', '百':
		switch p.clusters[i+1].r {
		case '元', '吨', '人', '次', '亩', '米', '户', '件', '万', '亿', '平', '立', '千':
			return true
		}
	}
	return false
}

// unit judges a break between a figure and the Han after it: date pieces and
// money never part, powers of ten as the last resort, measure words if there
// is nothing better.
func unit(r rune) (breakKind, int32) {
	switch r {
	case '年', '月', '日', '元', '角':
		return never, 0
	case '亿', '万', '千', '百':
		return mayBreak, priceValue
	case '时', '点', '分', '秒', '号', '版', '届', '期':
		return mayBreak, priceClock
	}
	return mayBreak, priceUnit
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
	case a == b && (a == cjk.Dash || a == cjk.Ellipsis || a == cjk.Exclaim):
		return false
	case a == cjk.Connector, b == cjk.Connector, a == cjk.Slash, b == cjk.Slash:
		return false
	case a == cjk.Prefix && letters(b), letters(a) && b == cjk.Postfix:
		return false
	}
	return true
}
