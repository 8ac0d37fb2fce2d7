package para

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/internal/hyphen"
	"duikai/layout/page"
)

// priceHyphenate is what a hyphen of the setter's own costs: hy¦phen.
const priceHyphenate int32 = 2000

// leastWord is the shortest word that is hyphenated.
const leastWord = 5

// hyphenate opens Latin words where they may be divided (断词).
func (p *Paragraph) hyphenate() {
	for i := 0; i < len(p.clusters); {
		j := i
		for j < len(p.clusters) && p.clusters[j].class == cjk.Latin {
			j++
		}
		if j-i >= leastWord && !p.joined(i-1, -1) && !p.joined(j, 1) && !p.inAddress(i) {
			p.divideWord(i, j)
		}
		i = max(j, i+1)
	}
}

// joined tells whether the character at i ties the word beside it to more: a
// figure, a hyphen, the point of a file name. Such words stay whole.
func (p *Paragraph) joined(i, step int) bool {
	class := func(k int) cjk.Class {
		if k < 0 || k >= len(p.clusters) {
			return cjk.Space
		}
		return p.clusters[k].class
	}
	switch class(i) {
	case cjk.Digit, cjk.Hyphen, cjk.Slash, cjk.Combining:
		return true
	case cjk.LatinClose, cjk.LatinOpen:
		next := class(i + step)
		return next == cjk.Latin || next == cjk.Digit
	}
	return p.clusterIs(i, '’', '\'', '@', '_')
}

func (p *Paragraph) clusterIs(i int, rs ...rune) bool {
	return i >= 0 && i < len(p.clusters) && slices.Contains(rs, p.clusters[i].r)
}

// divideWord opens a word: an English one by its patterns, one of pinyin
// between its syllables. A capital makes a name, of a person, a product or a
// company: it is divided where it is pinyin and else not at all. A small word
// that reads as both, as nature does (na-tu-re), is divided where both agree.
func (p *Paragraph) divideWord(i, j int) {
	word := p.Text(i, j)
	points := hyphen.Points(word)
	first, _ := utf8.DecodeRuneInString(word)
	capital := unicode.IsUpper(first)
	switch syllables, ok := hyphen.Pinyin(word); {
	case ok && (capital || hyphen.Toned(word)):
		points = syllables
	case ok:
		points = slices.DeleteFunc(points, func(k int) bool { return !slices.Contains(syllables, k) })
	case capital:
		return
	}
	for _, k := range points {
		p.mayHyphenate(i+k-1, priceHyphenate)
	}
}

// mayHyphenate lets a line end after character i with a hyphen.
func (p *Paragraph) mayHyphenate(i int, price int32) {
	c := &p.clusters[i]
	if c.face == nil || p.runs[c.run].Keep || !c.face.Has('-') {
		return
	}
	g := &p.gaps[i]
	g.brk, g.price = mayBreak, price
	g.tail = p.size(i).Em(int(c.face.Advance('-'))).Short()
}

// drawHyphen puts the hyphen at the end of a line that divides a word. It is
// an ordinary hyphen: faces draw the soft one (U+00AD) with the same glyph, and
// a document can give a glyph back as one character alone.
func (p *Paragraph) drawHyphen(dst []page.Item, l *Line, at geom.Point) []page.Item {
	i := l.End - 1
	c := &p.clusters[i]
	ru := &p.runs[c.run]
	return append(dst, &page.Text{Face: c.face, Size: ru.Size, Ink: ru.Ink, At: at, Part: page.Hyphen,
		Glyphs: []page.Glyph{{Rune: '-'}}, Src: p.Pos(i)})
}
