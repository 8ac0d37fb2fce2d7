package para

import (
	"slices"
	"unicode/utf8"

	"duikai/fonts"
	"duikai/layout/cjk"
	"duikai/layout/geom"
)

// Word spaces (CLREQ 3.2.4): from a quarter to half an em; the face's own
// space is the preferred width.
const (
	spaceMin fonts.Em = 250
	spaceMax fonts.Em = 500
)

// space settles every gap's widths.
func (p *Paragraph) space(st *Style) {
	run := 0 // length of the run of exclamation marks that ends at i
	for i := 0; i+1 < len(p.clusters); i++ {
		a, b := &p.clusters[i], &p.clusters[i+1]
		if a.class == cjk.Han && b.class == cjk.Han && a.flags == 0 && b.flags == 0 && st.Track == 0 {
			p.gaps[i].pool, run = cjk.PoolGap, 0 // nearly every gap of a Chinese text
			continue
		}
		if a.class == cjk.Exclaim {
			run++
		} else {
			run = 0
		}
		g := &p.gaps[i]
		switch {
		case b.flags&(grouped|groupHead) == grouped: // one em together
		case a.class == cjk.Space:
			p.wordSpace(g, a)
			if i > 0 && p.clusters[i-1].class == cjk.Han && b.class == cjk.Han {
				g.max, g.grow = p.size(i).Short(), growBlank
			}
			if i > 0 && st.HanSpace > 0 && p.clusters[i-1].class != cjk.Space && !letters(p.clusters[i-1].class) && !letters(b.class) && b.class != cjk.Space {
				g.nat = p.size(i).Em(int(st.HanSpace)).Short()
				g.min, g.max = max(g.min, g.nat/2), max(g.nat, g.max)
			}
		case a.class == cjk.Glue:
			g.fix(p.size(i).Em(int(max(a.advance(), 0))))
		case a.class == cjk.IdeoSpace:
			g.fix(p.size(i))
			if st.HanSpace > 0 { // a joint of clauses
				g.min, g.pool = g.nat/2, cjk.PoolSpace
			}
		case b.class == cjk.Space, b.class == cjk.Glue, b.class == cjk.Combining:
		case a.class == cjk.Exclaim && b.class == cjk.Exclaim:
			// GB/T 15834 5.1.2: together they take an em, three take two.
		case letters(a.class) && letters(b.class):
			p.kern(g, i)
		case hanLatin(a.class, b.class), a.flags&(shapedHead|follower) != 0 && b.class == cjk.Han, a.class == cjk.Han && b.flags&shapedHead != 0:
			s := p.em
			g.set(s.Em(int(st.HanLatin.Min)), s.Em(int(st.HanLatin.Opt)), s.Em(int(st.HanLatin.Max)))
			g.pool, g.grow = cjk.PoolGap, growLatin
		case a.class == cjk.Han && b.class == cjk.Han:
			g.min, g.pool = -p.size(i).Em(int(st.Track)).Short(), cjk.PoolGap
		default:
			p.whites(g, i, st)
			if run == 2 { // the pair's second mark has no white left
				g.fix(0)
			}
		}
	}
}

func letters(c cjk.Class) bool {
	switch c {
	case cjk.Latin, cjk.Digit, cjk.LatinOpen, cjk.LatinClose, cjk.Hyphen:
		return true
	}
	return false
}

func hanLatin(a, b cjk.Class) bool {
	alnum := func(c cjk.Class) bool { return c == cjk.Latin || c == cjk.Digit }
	return a == cjk.Han && alnum(b) || alnum(a) && b == cjk.Han
}

func (p *Paragraph) wordSpace(g *gap, a *cluster) {
	size := p.runs[a.run].Size
	nat := spaceMin
	if a.face != nil {
		nat = min(max(a.advance(), spaceMin), spaceMax)
	}
	g.set(size.Em(int(spaceMin)), size.Em(int(nat)), size.Em(int(spaceMax)))
	g.pool, g.grow = cjk.PoolSpace, growSpace
}

// kern sets two letters of one face as close as the face wants them.
func (p *Paragraph) kern(g *gap, i int) {
	a, b := &p.clusters[i], &p.clusters[i+1]
	if p.vertical && a.flags&turned == 0 {
		return // upright, one below the other
	}
	if a.face != b.face || a.run != b.run || a.class == cjk.Digit && b.class == cjk.Digit || a.face == nil {
		return
	}
	g.fix(p.size(i).Em(int(a.face.Kern(a.glyph(), b.glyph()))))
}

// whites settles the white between two bodies of which at least one may be a
// mark (CLREQ 3.1.6).
func (p *Paragraph) whites(g *gap, i int, st *Style) {
	a, b := &p.clusters[i], &p.clusters[i+1]
	left, right := p.whiteAfter(i), p.whiteBefore(i+1)
	var white geom.Length
	of := a // whose white it is that may give way
	switch cjk.Meet(a.class, b.class) {
	case cjk.OneOfTwo:
		white = max(left, right)
		// The bracket's white gives way before a stop's; the scheme keeps
		// the white if it keeps either's.
		if cjk.FormOf(b.r, b.class).Pool < cjk.FormOf(a.r, a.class).Pool {
			of = b
		}
	case cjk.DropLeft:
		white, of = right, b
	case cjk.DropRight:
		white = left
	default:
		white = left + right
		if left == 0 {
			of = b
		}
	}
	g.max = white.Short()
	if white == 0 {
		return
	}
	g.pool, g.grow = cjk.FormOf(of.r, of.class).Pool, growMark
	if st.Scheme.Keeps(a.class) && left > 0 || st.Scheme.Keeps(b.class) && right > 0 {
		g.nat = white.Short()
	}
}

// whiteAfter is the white that follows the body of cluster i inside its em.
func (p *Paragraph) whiteAfter(i int) geom.Length {
	c := &p.clusters[i]
	if f := cjk.FormOf(c.r, c.class); f.Side != cjk.After && f.Side != cjk.Before || c.face == nil || c.flags&isMissing != 0 {
		return 0
	}
	size := p.size(i)
	em := c.face.Advance(c.r)
	if p.vertical {
		em = 1000
	}
	return max(size.Em(int(em))+(c.off-c.body).Length(), 0)
}

// whiteBefore is the white that precedes the body of cluster i inside its em.
func (p *Paragraph) whiteBefore(i int) geom.Length {
	c := &p.clusters[i]
	if f := cjk.FormOf(c.r, c.class); f.Side != cjk.After && f.Side != cjk.Before || c.flags&isMissing != 0 {
		return 0
	}
	return max(-c.off.Length(), 0)
}

// snug takes the gaps inside quotes and brackets, and before closing marks,
// out of the equal share.
func (p *Paragraph) snug() {
	for i := 0; i+1 < len(p.clusters); i++ {
		if p.clusters[i].class == cjk.Opener || cjk.FormOf(p.clusters[i+1].r, p.clusters[i+1].class).Side == cjk.After {
			p.gaps[i].spread = false
		}
	}
}

// part sets the white that runs are to have behind them.
func (p *Paragraph) part() {
	end := 0
	for k := range p.runs {
		end += utf8.RuneCountInString(p.runs[k].Text)
		if white := p.runs[k].Apart; white > 0 && end > 0 && end < len(p.clusters) {
			p.gaps[end-1] = gap{brk: never}
			p.gaps[end-1].fix(white)
		}
		if white := p.runs[k].Gap; white > 0 && end > 0 && end < len(p.clusters) {
			g := &p.gaps[end-1]
			*g = gap{pool: cjk.PoolSpace, grow: growBlank, brk: g.brk, price: g.price}
			g.set(white/2, white, 2*white)
		}
	}
}

// total fills the running sums.
func (p *Paragraph) total() {
	changes := 0
	for i := range p.gaps {
		if g := &p.gaps[i]; g.min != g.nat || g.max != g.nat {
			changes++
		}
	}
	p.visible = [2]int32{-1, -1}
	p.sums = make([]sum, len(p.clusters)+1)
	p.reserves = make([]reserves, 1, 1+changes)
	var s sum
	for i := range p.clusters {
		c, g := &p.clusters[i], &p.gaps[i]
		s.nat += c.body.Length() + g.nat.Length()
		if g.min != g.nat || g.max != g.nat {
			r := p.reserves[s.reserves]
			r.give += int32(g.nat - g.min)
			if g.pool != cjk.PoolNone {
				r.shrink[g.pool-1] += int32(g.nat - g.min)
			}
			if g.grow != growNone {
				r.grow[g.grow-1] += int32(g.max - g.nat)
			}
			s.reserves++
			p.reserves = append(p.reserves, r)
		}
		if g.spread {
			s.spread++
		}
		if visible(c.class) {
			p.visible = [2]int32{p.visible[1], int32(i)}
		}
		p.sums[i+1] = s
	}
}

// sort finds the kinds of gaps, of which those of Chinese text are few. A kind may
// stand there twice. They gather where the gaps have been looked at already, and are
// kept in no more room than they need.
func (p *Paragraph) sort() {
	const memory = 64 // kinds that are known again
	var known [memory]int32
	n := int32(0)
	for i := range p.gaps {
		g := p.gaps[i]
		k := &known[uint32(int32(g.nat)*3+int32(g.max)*5+g.price*7+int32(g.pool)*11)%memory]
		if *k >= n || p.gaps[*k] != g {
			*k = n
			p.gaps[n] = g
			n++
		}
		p.clusters[i].kind = *k
	}
	p.kinds = slices.Clone(p.gaps[:n])
}

// visible tells whether a character counts against a lone last line: marks
// and spaces do not.
func visible(c cjk.Class) bool { return seen.has(c) }

// seen are the classes that a reader takes for text.
const seen classSet = 1<<cjk.Han | 1<<cjk.Digit | 1<<cjk.Latin | 1<<cjk.Iteration | 1<<cjk.SmallKana | 1<<cjk.Postfix | 1<<cjk.Prefix | 1<<cjk.Other
