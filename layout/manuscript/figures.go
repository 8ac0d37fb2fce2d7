package manuscript

import "strings"

// Letters that are typed for the figures 0 and 1. Between figures they are taken for
// them, a guess; where a number only begins or ends with them they are left and
// doubted if something is counted, for O2, O2O and 10l are words and measures.

// figureLetters are those letters: Latin O, o, l and I, and the Cyrillic О.
const figureLetters = "OolIО"

// counters are the words of one character that follow a number.
const counters = "年届后代级号室周期日月度人名位岁户亩吨米里元角分万亿倍次件台辆套间座家只头棵条场层楼页集章篇个时点秒％%‰"

// inNumber tells whether a character belongs to a stretch of figures and such letters.
func inNumber(r rune) bool {
	return digit(r) || r != 0 && strings.ContainsRune(figureLetters, r)
}

// letterFigures writes a stretch in figures.
func letterFigures(s string) string {
	return strings.NewReplacer("O", "0", "o", "0", "О", "0", "l", "1", "I", "1").Replace(s)
}

// numberAt is the length of the stretch of figures and such letters that begins at i;
// 0 where none begins, or where it is part of a Latin word, a code or a name of a file.
// inner tells that a letter stands between its figures.
func (d *mender) numberAt(i int) (n int, inner bool) {
	joins := func(r rune) bool { return alnum(r) || r != 0 && strings.ContainsRune("-_/@#&", r) }
	if !inNumber(d.at(i)) || joins(d.at(i-1)) || d.at(i-1) == '.' && joins(d.at(i-2)) {
		return 0, false
	}
	n = d.runOf(i, inNumber)
	if end := d.at(i + n); joins(end) || end == '.' && latinLetter(d.at(i+n+1)) {
		return 0, false
	}
	first, last := i, i+n-1
	for first < last && !digit(d.at(first)) {
		first++
	}
	for last > first && !digit(d.at(last)) {
		last--
	}
	for k := first; k < last; k++ {
		inner = inner || !digit(d.at(k))
	}
	return n, inner
}

// figures sets figures for letters between them: 1O0元, 2l5人.
func (d *mender) figures() {
	if !d.chinese() {
		return
	}
	d.run(term{"figure", "数字"}, func(i int) fix {
		n, inner := d.numberAt(i)
		if !inner {
			return fix{}
		}
		s := plain(d.cs[i : i+n])
		return fix{take: n, with: letterFigures(s), other: s}
	})
}

// doubtLetters reports a number that begins or ends with such a letter at i, where
// what is counted follows it: l2个, 1OO元, O.5倍.
func (d *mender) doubtLetters(i int) {
	start := i
	for start > 0 && inNumber(d.at(start-1)) {
		start--
	}
	n, inner := d.numberAt(start)
	for k := start; k < i; k++ {
		inner = inner || !digit(d.at(k)) // told at that one
	}
	s := plain(d.cs[start : start+n])
	next, behind := d.at(start+n), d.at(start+n+1)
	point := next != 0 && strings.ContainsRune(".,", next) && digit(behind)
	if n == 0 || inner || !d.chinese() || !strings.ContainsAny(s, "0123456789") && !point || !point && (next == 0 || !strings.ContainsRune(counters, next)) {
		return
	}
	d.doubt(start, n, term{"figure", "数字"}, letterFigures(s), s)
}
