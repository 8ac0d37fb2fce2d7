package para

import (
	"sort"

	"duikai/layout/cjk"
)

// # What our own rules do not decide
//
// The class table of layout/cjk describes Han, kana, Latin, Greek and
// Cyrillic letters, figures and the marks of Chinese printing. Where lines
// break around everything else (Hangul, Thai, Arabic, emoji sequences, foreign
// quotation marks, zero-width characters) is read from UAX #14, the Unicode
// Line Breaking Algorithm, version 17.0, and cut down by our bans at the line
// edges. uax14_test.go runs the conformance file of UAX #14 against both: the
// algorithm below, which agrees with every line of it, and the boundaries of a
// prepared paragraph, whose every difference is explained there.
//
// The algorithm is our own, and not the segmenter of go-text: it works on the
// clusters as they lie, it is asked only in paragraphs that hold a character
// the class table calls Other (ordinary Chinese text never gets here), and
// its table takes 12 kB, where the segmenter makes the program 380 kB larger
// and is a module more to keep. Tailorings that LB1 leaves open are taken for
// Chinese text: an ambiguous character (AI) that is not Latin-1 is ideographic,
// and small kana (CJ) may start a line at all levels but css-strict.
//
//go:generate go run uax14_gen.go /usr/share/unicode

// lb is a line breaking class of UAX #14, with bits above the number.
type lb uint8

// The classes, in the order of uax14_gen.go. lbQI and lbQF are the quotation
// marks that open and close for certain (general categories Pi and Pf).
const (
	lbAL lb = iota
	lbAI
	lbAK
	lbAP
	lbAS
	lbB2
	lbBA
	lbBB
	lbBK
	lbCB
	lbCJ
	lbCL
	lbCM
	lbCP
	lbCR
	lbEB
	lbEM
	lbEX
	lbGL
	lbH2
	lbH3
	lbHH
	lbHL
	lbHY
	lbID
	lbIN
	lbIS
	lbJL
	lbJT
	lbJV
	lbLF
	lbNL
	lbNS
	lbNU
	lbOP
	lbPO
	lbPR
	lbQU
	lbQI
	lbQF
	lbRI
	lbSP
	lbSY
	lbVF
	lbVI
	lbWJ
	lbZW
	lbZWJ

	lbEast lb = 1 << 6 // wide (East_Asian_Width F, W or H)
	lbPict lb = 1 << 7 // a pictograph still unassigned
	lbBits    = lbEast - 1
)

// lbOf looks a character up.
func lbOf(r rune) lb {
	i := sort.Search(len(uax14Table), func(i int) bool { return rune(uax14Table[i]>>8) > r })
	return lb(uax14Table[i-1])
}

// lbSet is a set of classes.
type lbSet uint64

func (s lbSet) has(c lb) bool { return s>>c&1 != 0 }

// Sets that the rules name. They are written as constants so that the
// compiler folds them.
const (
	lbEnds    lbSet = 1<<lbBK | 1<<lbCR | 1<<lbLF | 1<<lbNL
	lbQuotes  lbSet = 1<<lbQU | 1<<lbQI | 1<<lbQF
	lbLetters lbSet = 1<<lbAL | 1<<lbHL
	lbHyphens lbSet = 1<<lbHY | 1<<lbHH
	lbMoney   lbSet = 1<<lbPR | 1<<lbPO
	lbSylls   lbSet = 1<<lbJL | 1<<lbJV | 1<<lbJT | 1<<lbH2 | 1<<lbH3
	lbWide    lbSet = 1<<lbID | 1<<lbEB | 1<<lbEM
	lbMarks   lbSet = 1<<lbCM | 1<<lbZWJ
	lbAlone   lbSet = lbEnds | 1<<lbSP | 1<<lbZW // no mark combines with these (LB9)
)

// lbUnit is what the rules beyond LB9 look at: a character with the marks that
// combine with it.
type lbUnit struct {
	c      lb
	east   bool
	pict   bool
	circle bool // the dotted circle, which LB28a takes for a letter
	joins  bool // its last mark is a zero width joiner
	number numeric
	odd    bool // the last of an odd number of regional indicators
}

// numeric is how far a unit is in a number (LB25).
type numeric uint8

const (
	noNumber  numeric = iota
	inNumber          // NU (SY | IS)*
	endNumber         // NU (SY | IS)* (CL | CP)
)

// opportunities tells, for every character, whether UAX #14 lets a line end
// after it.
type opportunities []bool

// uax14 runs the algorithm over a text. resolve settles the classes that LB1
// leaves to the setter, AI and CJ.
func uax14(n int, at func(int) rune, resolve func(rune, lb) lb) opportunities {
	breaks := make(opportunities, n)
	units := make([]lbUnit, 0, n)
	starts := make([]int, 0, n)
	for i := range n {
		r := at(i)
		v := lbOf(r)
		u := lbUnit{c: v & lbBits, east: v&lbEast != 0, pict: v&lbPict != 0, circle: r == 0x25cc}
		if u.c == lbAI || u.c == lbCJ {
			u.c = resolve(r, u.c)
		}
		if lbMarks.has(u.c) {
			u.joins = u.c == lbZWJ
			if len(units) > 0 && !lbAlone.has(units[len(units)-1].c) { // LB9
				units[len(units)-1].joins = u.joins
				continue
			}
			u.c, u.east = lbAL, false // LB10
		}
		var before lbUnit
		if len(units) > 0 {
			before = units[len(units)-1]
		}
		switch {
		case u.c == lbNU, before.number == inNumber && (u.c == lbSY || u.c == lbIS):
			u.number = inNumber
		case before.number == inNumber && (u.c == lbCL || u.c == lbCP):
			u.number = endNumber
		}
		u.odd = u.c == lbRI && !(before.c == lbRI && before.odd)
		units, starts = append(units, u), append(starts, i)
	}
	anchor := 0 // the last unit before u that is no space
	for k := 1; k < len(units); k++ {
		if units[k-1].c != lbSP {
			anchor = k - 1
		}
		breaks[starts[k]-1] = breaksBefore(units, k, anchor)
	}
	if n > 0 {
		breaks[n-1] = true // LB3
	}
	return breaks
}

// breaksBefore is the rules LB4 to LB31 for the boundary before unit k.
// anchor is the last unit before it that is not a space.
func breaksBefore(units []lbUnit, k, anchor int) bool {
	a, b, s := &units[k-1], &units[k], &units[anchor]
	// start and end are what the rules call sot and eot: classes of no set.
	const edge = lbBits
	ca, cb, cs, ca2, cb2, cb3, cs2 := a.c, b.c, s.c, edge, edge, edge, edge
	if k > 1 {
		ca2 = units[k-2].c
	}
	if k+1 < len(units) {
		cb2 = units[k+1].c
	}
	if k+2 < len(units) {
		cb3 = units[k+2].c
	}
	if anchor > 0 {
		cs2 = units[anchor-1].c
	}
	syllable := func(u *lbUnit) bool { return u.c == lbAK || u.c == lbAS || u.circle }

	switch {
	case ca == lbCR && cb == lbLF: // LB5
		return false
	case lbEnds.has(ca): // LB4
		return true
	case lbEnds.has(cb), cb == lbSP, cb == lbZW: // LB6, LB7
		return false
	case cs == lbZW: // LB8
		return true
	case a.joins: // LB8a
		return false
	case ca == lbWJ, cb == lbWJ: // LB11
		return false
	case ca == lbGL: // LB12
		return false
	case cb == lbGL && ca != lbSP && ca != lbBA && !lbHyphens.has(ca): // LB12a
		return false
	case cb == lbCL, cb == lbCP, cb == lbEX, cb == lbSY: // LB13
		return false
	case cs == lbOP: // LB14
		return false
	case cs == lbQI && (cs2 == edge || (lbAlone | lbQuotes | 1<<lbOP | 1<<lbGL).has(cs2)): // LB15a
		return false
	case cb == lbQF && (cb2 == edge || (lbAlone | lbQuotes | 1<<lbGL | 1<<lbWJ | 1<<lbCL | 1<<lbCP | 1<<lbEX | 1<<lbIS | 1<<lbSY).has(cb2)): // LB15b
		return false
	case ca == lbSP && cb == lbIS && cb2 == lbNU: // LB15c
		return true
	case cb == lbIS: // LB15d
		return false
	case (cs == lbCL || cs == lbCP) && cb == lbNS: // LB16
		return false
	case cs == lbB2 && cb == lbB2: // LB17
		return false
	case ca == lbSP: // LB18
		return true
	case cb == lbQU, cb == lbQF, ca == lbQU, ca == lbQI: // LB19
		return false
	case cb == lbQI && (!a.east || cb2 == edge || !units[k+1].east): // LB19a
		return false
	case ca == lbQF && (!b.east || ca2 == edge || !units[k-2].east): // LB19a
		return false
	case ca == lbCB, cb == lbCB: // LB20
		return true
	case (ca2 == edge || (lbAlone | 1<<lbCB | 1<<lbGL).has(ca2)) && lbHyphens.has(ca) && lbLetters.has(cb): // LB20a
		return false
	case cb == lbBA, lbHyphens.has(cb), cb == lbNS, ca == lbBB: // LB21
		return false
	case ca2 == lbHL && lbHyphens.has(ca) && cb != lbHL: // LB21a
		return false
	case ca == lbSY && cb == lbHL: // LB21b
		return false
	case cb == lbIN: // LB22
		return false
	case lbLetters.has(ca) && cb == lbNU, ca == lbNU && lbLetters.has(cb): // LB23
		return false
	case ca == lbPR && lbWide.has(cb), lbWide.has(ca) && cb == lbPO: // LB23a
		return false
	case lbMoney.has(ca) && lbLetters.has(cb), lbLetters.has(ca) && lbMoney.has(cb): // LB24
		return false
	case a.number != noNumber && lbMoney.has(cb), a.number == inNumber && cb == lbNU: // LB25
		return false
	case lbMoney.has(ca) && (cb == lbNU || cb == lbOP && (cb2 == lbNU || cb2 == lbIS && cb3 == lbNU)): // LB25
		return false
	case (ca == lbHY || ca == lbIS) && cb == lbNU: // LB25
		return false
	case ca == lbJL && cb != lbJT && lbSylls.has(cb), // LB26
		(ca == lbJV || ca == lbH2) && (cb == lbJV || cb == lbJT),
		(ca == lbJT || ca == lbH3) && cb == lbJT:
		return false
	case lbSylls.has(ca) && cb == lbPO, ca == lbPR && lbSylls.has(cb): // LB27
		return false
	case lbLetters.has(ca) && lbLetters.has(cb): // LB28
		return false
	case ca == lbAP && syllable(b), // LB28a
		syllable(a) && (cb == lbVF || cb == lbVI),
		ca == lbVI && k > 1 && syllable(&units[k-2]) && (cb == lbAK || b.circle),
		syllable(a) && syllable(b) && cb2 == lbVF:
		return false
	case ca == lbIS && lbLetters.has(cb): // LB29
		return false
	case (lbLetters.has(ca) || ca == lbNU) && cb == lbOP && !b.east: // LB30
		return false
	case ca == lbCP && !a.east && (lbLetters.has(cb) || cb == lbNU): // LB30
		return false
	case ca == lbRI && cb == lbRI && a.odd: // LB30a
		return false
	case (ca == lbEB || a.pict) && cb == lbEM: // LB30b
		return false
	}
	return true // LB31
}

// inChinese resolves for Chinese text what LB1 leaves to the setter.
func inChinese(r rune, c lb) lb {
	if c == lbAI && r < 0x100 {
		return lbAL // § ² ¼ × ÷ keep to the figures and letters they stand with
	}
	return lbID
}

// foreign judges the break between clusters i and i+1, one of which the class
// table does not describe: UAX #14 says where a line might break, our rules
// forbid some of those places.
func (p *Paragraph) foreign(i int, ru *cjk.Rules, op *opportunities) (breakKind, int32) {
	if *op == nil {
		*op = uax14(len(p.clusters), func(i int) rune { return p.clusters[i].r }, inChinese)
	}
	a, b := &p.clusters[p.base(i)], &p.clusters[i+1]
	if !(*op)[i] && !quotes(a, b) && !(ru.Leads(b.r) && (a.class == cjk.Han || a.r == b.r)) {
		return never, 0
	}
	if ru.Start(b.r, b.class) == cjk.Forbidden || ru.End(a.r, a.class) == cjk.Forbidden {
		return banned, 0
	}
	return mayBreak, 0
}

// quotes tells whether the boundary lies outside a Chinese quotation mark,
// which is a bracket to us and ambiguous to UAX #14.
func quotes(a, b *cluster) bool {
	return a.class == cjk.Closer && b.class == cjk.Other && !lbAttached.has(lbOf(b.r)&lbBits) ||
		a.class == cjk.Other && b.class == cjk.Opener && !lbAttached.has(lbOf(a.r)&lbBits)
}

// lbAttached are the classes that hold on to whatever stands beside them.
const lbAttached = lbMarks | lbQuotes | 1<<lbWJ | 1<<lbGL | 1<<lbZW | 1<<lbCL | 1<<lbCP | 1<<lbEX | 1<<lbIS | 1<<lbSY |
	1<<lbBA | lbHyphens | 1<<lbNS | 1<<lbIN | 1<<lbBB | 1<<lbOP

// base is the cluster that the combining marks up to i are drawn over, or i
// itself (LB9).
func (p *Paragraph) base(i int) int {
	for j := i; p.clusters[j].class == cjk.Combining; j-- {
		if j == 0 || p.clusters[j-1].class == cjk.Space {
			return i
		}
		i = j - 1
	}
	return i
}
