package para

import (
	"math"
	"unicode"

	"duikai/fonts"
	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// Under is what stands under a run's characters in a horizontal line, at
// their right (dots) or left (lines) in a vertical one. None of it changes the
// line pitch (CLREQ 3.3).
type Under uint8

const (
	Dots     Under = 1 << iota // Dots (着重号): one under each Han character, none under anything else
	NameLine                   // NameLine (专名号): a straight line under a proper name
	WaveLine                   // WaveLine (浪线式书名号): a wavy line under a title
)

// Measures of annotations in thousandths of the type size. The em box ends
// EmDescent below the baseline; lines come first, dots below them (CLREQ
// 3.3.1), all inside the quarter em that newspapers leave between lines.
const (
	lineDrop     fonts.Em = 170 // centre of a line below the baseline
	lineWidth    fonts.Em = 45
	lineInset    fonts.Em = 60 // at both ends, so that neighbouring names stay apart
	waveHeight   fonts.Em = 35 // from the middle to a crest
	waveLength   fonts.Em = 300
	dotDrop      fonts.Em = 230 // centre of a dot below the baseline
	dotRadius    fonts.Em = 65
	rubyRatio             = 500 // of ruby to its base (CLREQ 3.3.2: half)
	rubyRise     fonts.Em = 900 // ruby's baseline above the base's
	rubySpacing  fonts.Em = 125 // white kept between neighbouring rubies, of the base's size: a quarter of the ruby's em, the least word space
	dotSides              = 12
	waveSegments          = 8 // per wave
)

// stretch is the part of a line that one run covers.
type stretch struct {
	run         int32
	left, right geom.Length // from the first body to the last
}

// annotate draws what the runs of a line carry besides their characters.
// lefts holds the left edge of every body.
func (p *Paragraph) annotate(dst []page.Item, l *Line, at geom.Point, lefts []geom.Length, tag Tag) []page.Item {
	for i := l.Start; i < l.End; {
		j := i + 1
		for j < l.End && p.clusters[j].run == p.clusters[i].run {
			j++
		}
		ru := &p.runs[p.clusters[i].run]
		last := p.trim(i, j)
		if ru.Under != 0 || ru.Ruby != "" {
			s := stretch{p.clusters[i].run, lefts[i-l.Start], lefts[last-l.Start] + p.clusters[last].body.Length()}
			if p.complex != nil { // the first may stand at the right
				for k := i; k <= last; k++ {
					s.left, s.right = min(s.left, lefts[k-l.Start]), max(s.right, lefts[k-l.Start]+p.clusters[k].body.Length())
				}
			}
			dst = p.underline(dst, s, at.Y)
			if ru.Under&Dots != 0 {
				dst = p.dots(dst, l, i, j, at.Y, lefts)
			}
			dst = p.ruby(dst, s, at.Y, tag)
		}
		i = j
	}
	return dst
}

// trim leaves spaces at the end of a stretch without a line.
func (p *Paragraph) trim(i, j int) int {
	last := j - 1
	for last > i && p.clusters[last].body == 0 {
		last--
	}
	return last
}

func (p *Paragraph) underline(dst []page.Item, s stretch, baseline geom.Length) []page.Item {
	ru := &p.runs[s.run]
	em := func(e fonts.Em) geom.Length { return ru.Size.Em(int(e)) }
	left, right := s.left+em(lineInset), s.right-em(lineInset)
	if right <= left {
		return dst
	}
	y := baseline + em(lineDrop)
	if ru.Under&NameLine != 0 {
		dst = append(dst, &page.Rule{From: geom.Point{X: left, Y: y}, To: geom.Point{X: right, Y: y}, Width: em(lineWidth), Ink: ru.Ink})
	}
	if ru.Under&WaveLine != 0 {
		dst = append(dst, wave(left, right, y, em(waveHeight), em(waveLength), em(lineWidth), ru.Ink))
	}
	return dst
}

// wave is a ribbon along a sine from left to right, a whole number of waves.
func wave(left, right, y, height, length, width geom.Length, ink page.Ink) *page.Shape {
	n := max(geom.DivRound(right-left, length), 1)
	steps := int(n) * waveSegments
	pts := make([]geom.Point, 0, 2*steps+2)
	at := func(k int, side geom.Length) geom.Point {
		x := left + (right-left)*geom.Length(k)/geom.Length(steps)
		s := math.Sin(2 * math.Pi * float64(k) / waveSegments)
		return geom.Point{X: x, Y: y - geom.Length(math.Round(s*float64(height))) + side}
	}
	for k := 0; k <= steps; k++ {
		pts = append(pts, at(k, -width/2))
	}
	for k := steps; k >= 0; k-- {
		pts = append(pts, at(k, width/2))
	}
	return &page.Shape{Points: pts, Ink: ink}
}

// dots sets a dot under every Han character (GB/T 15834 4.12, CLREQ 3.3.1.1).
func (p *Paragraph) dots(dst []page.Item, l *Line, i, j int, baseline geom.Length, lefts []geom.Length) []page.Item {
	for k := i; k < j; k++ {
		c := &p.clusters[k]
		if !dotted(c) {
			continue
		}
		size := p.size(k)
		mid := geom.Point{X: lefts[k-l.Start] + c.body.Length()/2, Y: baseline + size.Em(int(dotDrop))}
		dst = append(dst, disc(mid, size.Em(int(dotRadius)), p.runs[c.run].Ink))
	}
	return dst
}

// dotted tells whether a character takes an emphasis dot: Han, with the sign
// that repeats one and 〇, and the syllables that stand in an em like Han; no
// mark, figure, Latin letter, sign or blank.
func dotted(c *cluster) bool {
	switch c.class {
	case cjk.Han, cjk.SmallKana, cjk.Other:
		return unicode.In(c.r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Hangul, unicode.Yi)
	}
	return c.class == cjk.Iteration && c.r != '〃'
}

func disc(mid geom.Point, r geom.Length, ink page.Ink) *page.Shape {
	pts := make([]geom.Point, dotSides)
	for k := range pts {
		sin, cos := math.Sincos(2 * math.Pi * float64(k) / dotSides)
		pts[k] = geom.Point{X: mid.X + geom.Length(math.Round(cos*float64(r))), Y: mid.Y + geom.Length(math.Round(sin*float64(r)))}
	}
	return &page.Shape{Points: pts, Ink: ink}
}

// ruby sets a run's ruby centred over it.
func (p *Paragraph) ruby(dst []page.Item, s stretch, baseline geom.Length, tag Tag) []page.Item {
	ru := &p.runs[s.run]
	r := p.rubies[s.run]
	if r == nil {
		return dst
	}
	l := r.Natural(0, r.Len())
	at := geom.Point{X: s.left + (s.right-s.left-l.Width)/2, Y: baseline - ru.Size.Em(int(rubyRise))}
	tag = p.baseTag(s.run, tag)
	tag.Part = page.Ruby
	return r.Items(dst, l, at, tag)
}

// HasRuby tells whether any of the text has a ruby over it.
func (p *Paragraph) HasRuby() bool { return len(p.rubies) > 0 }

func prepareRuby(ru *Run, st *Style) *Paragraph {
	own := *st
	own.Cell = 0
	return Prepare([]Run{{Text: ru.Ruby, Chain: ru.Chain, Size: ru.Size.Em(rubyRatio), Ink: ru.Ink, Keep: true, Src: ru.RubySrc}}, &own)
}

// prepareRubies readies the rubies of all runs and widens the bases that are
// narrower than theirs: half of what is lacking goes on either side, so that
// base and ruby stay centred on each other.
func (p *Paragraph) prepareRubies(st *Style) {
	first := 0
	for k := range p.runs {
		ru := &p.runs[k]
		end := first
		for end < len(p.clusters) && p.clusters[end].run == int32(k) {
			end++
		}
		if ru.Ruby != "" && end > first {
			if p.rubies == nil {
				p.rubies = make(map[int32]*Paragraph)
			}
			r := prepareRuby(ru, st)
			p.rubies[int32(k)] = r
			p.missing = append(p.missing, r.missing...)
			var base geom.Length
			for i := first; i < end; i++ {
				base += p.clusters[i].body.Length()
			}
			if lack := r.NaturalWidth(0, r.Len()) + ru.Size.Em(int(rubySpacing)) - base; lack > 0 && st.Cell == 0 {
				each := lack / geom.Length(end-first)
				for i := first; i < end; i++ {
					p.clusters[i].body += each.Short()
					p.clusters[i].off += (each / 2).Short()
				}
			}
		}
		first = end
	}
}
