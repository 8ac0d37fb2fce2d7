package para

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// # Text that runs to the left
//
// Arabic and Hebrew run from right to left, the figures and the Latin or Chinese
// words in them from left to right. UAX #9 gives every character a level, even
// to the right and odd to the left; a line is then turned round level by level
// when it is drawn (rule L2). The controls that embed, override and isolate (X1 to
// X10) are in embed.go, the rules W1 to W7, N0 to N2, I1 and I2 below. The library
// gives the classes of characters: its own algorithm does not tell levels.

// direction is a class of UAX #9 as far as the rules go on telling it apart.
type direction = bidi.Class

// rightToLeft tells whether a character is one that makes the levels be asked
// for: a letter that runs to the left, or a control that makes others do so.
func rightToLeft(r rune) bool {
	switch r {
	case '\u202b', '\u202e', '\u2067': // RLE, RLO, RLI
		return true
	}
	if r < 0x0590 || r >= 0x2070 && r < 0xfb1d {
		return false
	}
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// levels gives every character its level. A paragraph runs to the left if its
// first strong character does and most of them do: a Chinese sentence may begin
// with an Arabic name.
func levels(text []rune) (lv []uint8, leftward bool) {
	cl := make([]direction, len(text))
	strong, left := 0, 0
	first := bidi.L
	for i, r := range text {
		p, _ := bidi.LookupRune(r)
		switch cl[i] = p.Class(); cl[i] {
		case bidi.L, bidi.R, bidi.AL:
			if strong == 0 {
				first = cl[i]
			}
			strong++
			if cl[i] != bidi.L {
				left++
			}
		}
	}
	base := uint8(0)
	if leftward = strong > 0 && first != bidi.L && 2*left > strong; leftward {
		base = 1
	}
	return levelsFrom(text, cl, base), leftward
}

// levelsFrom are the levels in a paragraph of a level; cl are the classes of its
// characters, which the rules change.
func levelsFrom(text []rune, cl []direction, base uint8) []uint8 {
	ends := isolateEnds(cl)
	lv := embed(cl, ends, base)
	for _, q := range sequences(cl, lv, ends, base) {
		weak(cl, q)
		brackets(text, cl, q)
		neutrals(cl, q)
	}
	at := base
	for i := range text {
		if !removed(cl[i]) {
			at = lv[i] + implicit(cl[i], lv[i])
		}
		lv[i] = at
	}
	return lv
}

// implicit is the rise of rules I1 and I2.
func implicit(c direction, level uint8) uint8 {
	switch {
	case level%2 == 0 && c == bidi.R:
		return 1
	case level%2 == 0 && (c == bidi.AN || c == bidi.EN):
		return 2
	case level%2 == 1 && c != bidi.R:
		return 1
	}
	return 0
}

// weak is the rules W1 to W7.
func weak(cl []direction, q sequence) {
	order := q.order
	prev, strong := q.before, q.before
	for _, i := range order {
		if cl[i] == bidi.NSM { // W1
			cl[i] = prev
		}
		switch cl[i] {
		case bidi.L, bidi.R, bidi.AL:
			strong = cl[i]
		case bidi.EN:
			if strong == bidi.AL { // W2
				cl[i] = bidi.AN
			}
		}
		if prev = cl[i]; isolates(prev) || prev == bidi.PDI {
			prev = bidi.ON
		}
	}
	for _, i := range order {
		if cl[i] == bidi.AL { // W3
			cl[i] = bidi.R
		}
	}
	for k := 1; k+1 < len(order); k++ { // W4
		a, b, c := cl[order[k-1]], &cl[order[k]], cl[order[k+1]]
		if a == c && (a == bidi.EN && (*b == bidi.ES || *b == bidi.CS) || a == bidi.AN && *b == bidi.CS) {
			*b = a
		}
	}
	for k := 0; k < len(order); { // W5
		end := k
		for end < len(order) && cl[order[end]] == bidi.ET {
			end++
		}
		if end > k && (k > 0 && cl[order[k-1]] == bidi.EN || end < len(order) && cl[order[end]] == bidi.EN) {
			for _, i := range order[k:end] {
				cl[i] = bidi.EN
			}
		}
		k = max(end, k+1)
	}
	strong = q.before
	for _, i := range order {
		switch cl[i] {
		case bidi.ES, bidi.ET, bidi.CS: // W6
			cl[i] = bidi.ON
		case bidi.L, bidi.R:
			strong = cl[i]
		case bidi.EN:
			if strong == bidi.L { // W7
				cl[i] = bidi.L
			}
		}
	}
}

// side of a number in the rules N0 to N2.
func strongOf(c direction) (direction, bool) {
	switch c {
	case bidi.L:
		return bidi.L, true
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R, true
	}
	return bidi.ON, false
}

// deepBrackets is how many brackets may be open at once (BD16).
const deepBrackets = 63

// brackets is rule N0.
func brackets(text []rune, cl []direction, q sequence) {
	order, edge := q.order, q.edge
	before, at := q.before, 0 // the strong class before a pair's opener
	for _, p := range bracketPairs(text, cl, order) {
		for ; at < p.open; at++ {
			if s, ok := strongOf(cl[order[at]]); ok {
				before = s
			}
		}
		set, opposite := bidi.ON, false
		for _, i := range order[p.open+1 : p.close] {
			if s, ok := strongOf(cl[i]); ok && s == edge {
				set = edge
				break
			} else if ok {
				opposite = true
			}
		}
		if set == bidi.ON && opposite {
			set = edge
			if before != edge {
				set = before
			}
		}
		if set == bidi.ON {
			continue
		}
		for _, k := range []int{p.open, p.close} {
			cl[order[k]] = set
			for k++; k < len(order); k++ { // marks over a bracket go with it
				if p, _ := bidi.LookupRune(text[order[k]]); p.Class() != bidi.NSM {
					break
				}
				cl[order[k]] = set
			}
		}
	}
}

// bracketPair are the places of two brackets in the order of a sequence.
type bracketPair struct{ open, close int }

// bracketPairs are the brackets that belong together (BD16), by their openers.
func bracketPairs(text []rune, cl []direction, order []int) (pairs []bracketPair) {
	var open []int
scan:
	for k, i := range order {
		p, _ := bidi.LookupRune(text[i])
		switch {
		case cl[i] != bidi.ON || !p.IsBracket():
		case p.IsOpeningBracket():
			if len(open) == deepBrackets {
				break scan
			}
			open = append(open, k)
		default:
			for n := len(open) - 1; n >= 0; n-- {
				if canonicalBracket(mirrored(text[order[open[n]]])) == canonicalBracket(text[i]) {
					pairs = append(pairs, bracketPair{open[n], k})
					open = open[:n]
					break
				}
			}
		}
	}
	slices.SortFunc(pairs, func(a, b bracketPair) int { return a.open - b.open })
	return pairs
}

// canonicalBracket makes the two angle brackets of Unicode one.
func canonicalBracket(r rune) rune {
	switch r {
	case '\u2329':
		return '\u3008'
	case '\u232a':
		return '\u3009'
	}
	return r
}

// neutrals is the rules N1 and N2.
func neutrals(cl []direction, q sequence) {
	order, before := q.order, q.before
	for k := 0; k < len(order); {
		s, ok := strongOf(cl[order[k]])
		if ok {
			before = s
			k++
			continue
		}
		end := k
		for end < len(order) {
			if _, ok := strongOf(cl[order[end]]); ok {
				break
			}
			end++
		}
		behind := q.behind
		if end < len(order) {
			behind, _ = strongOf(cl[order[end]])
		}
		set := q.edge
		if before == behind {
			set = before
		}
		for _, i := range order[k:end] {
			cl[i] = set
		}
		k = end
	}
}

// mirrors are the marks that change with the direction (Bidi_Mirrored), as far
// as they have a partner that is its mirror image (BidiMirroring.txt).
var mirrors = []rune("()[]{}<>«»‹›≤≥≪≫（）［］｛｝＜＞《》〈〉【】〔〕〖〗「」『』〘〙〚〛｟｠⟨⟩⟦⟧❨❩⁅⁆⁽⁾₍₎﹙﹚﹛﹜﹝﹞\u2329\u232a")

// mirrored is the mirror image of a mark, or the mark itself.
func mirrored(r rune) rune {
	if i := slices.Index(mirrors, r); i >= 0 {
		return mirrors[i^1]
	}
	return r
}

// visual is the order in which the parts of a line stand from left to right,
// given their levels (L2).
func visual(lv []uint8) []int {
	order := make([]int, len(lv))
	top := uint8(0)
	for i := range order {
		order[i] = i
		top = max(top, lv[i])
	}
	for l := top; l >= 1; l-- {
		for i := 0; i < len(order); {
			j := i
			for j < len(order) && lv[order[j]] >= l {
				j++
			}
			slices.Reverse(order[i:j])
			i = max(j, i+1)
		}
	}
	return order
}
