package para

import (
	"duikai/layout/cjk"
)

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

// lastCircled is the last circled figure that counts notes.
const lastCircled = '㉟'

func circled(r rune) bool { return r >= '①' && r <= '⑳' || r >= '㉑' && r <= lastCircled }

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
