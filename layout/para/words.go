package para

import (
	"duikai/layout/cjk"
)

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
