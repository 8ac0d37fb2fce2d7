package manuscript

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// doubts looks through the mended paragraph for what is probably wrong and is
// left, for a guess could spoil a name: each is reported with its readings.
func (d *mender) doubts() {
	if d.stale {
		d.look()
	}
	if d.signs&signQuote != 0 {
		d.doubtTurned()
	}
	if d.signs&(signDoubt|signAddress) == 0 {
		return
	}
	lists := d.listNumbers()
	query := false // of the address at hand
	for i, c := range d.cs {
		query = d.guarded(i) && (query || c.r == '?' || c.r == '=')
		switch {
		case d.guarded(i):
			if !query {
				d.doubtAddress(i)
			}
			continue
		case c.r == '&':
			d.doubtEntity(i)
		case c.literal:
			continue
		}
		switch c.r {
		case 'O', 'o', 'l', 'I':
			d.doubtLetters(i)
		case '\\':
			d.doubtEscape(i)
		case '<', '＜':
			d.doubtAngle(i)
		case '，', '；', '：':
			d.doubtMark(i)
		case '.', '．':
			d.doubtPoint(i, lists)
		case '—', '-', '－', '–':
			d.doubtRange(i)
			if c.r == '—' {
				d.doubtDash(i)
			}
		case '"', '\'':
			d.doubtQuote(i)
		case '一':
			d.doubtNumeral(i)
		case '。':
			if d.at(i+1) == '。' && d.at(i-1) != '。' {
				d.doubt(i, 2, term{"mark", "标点"}, "。", "……")
			}
			d.doubtMark(i)
		case '、':
			d.doubtMark(i)
			if n := d.numbered(i); n > 0 {
				d.doubt(i-n, n+1, term{"number", "序号"}, plain(d.cs[i-n:i]), bareNumber(d.cs[i-n:i])+"、")
			}
		}
	}
}

// doubt reports the n characters at i as left, with two readings. What its author
// has escaped is in no doubt.
func (d *mender) doubt(i, n int, rule term, one, other string) {
	if slices.ContainsFunc(d.cs[i:i+n], func(c char) bool { return c.kept }) {
		return
	}
	d.changes = append(d.changes, change{at: d.cs[i], outcome: kept, rule: rule, before: plain(d.cs[i : i+n]), after: one, other: other})
}

// twice tells whether of two marks beside each other one is too many.
func twice(r, next rune) bool {
	return next != 0 && strings.ContainsRune("，、；：", r) && strings.ContainsRune("，、；：。", next) ||
		r == '。' && next != 0 && strings.ContainsRune("，、；：", next)
}

// doubtMark reports marks of which one is too many, ，， and 。，, and those that
// were probably typed for a sign of a figure: 3，500人, 3。5倍.
func (d *mender) doubtMark(i int) {
	r, next := d.cs[i].r, d.at(i+1)
	if twice(r, next) && !twice(d.at(i-1), r) {
		other := string(next)
		if next == r {
			other = map[bool]string{true: "……", false: "。"}[r == '、']
		}
		d.doubt(i, 2, term{"mark", "标点"}, string(r), other)
		return
	}
	if !digit(d.at(i-1)) || !digit(next) {
		return
	}
	before := 0
	for digit(d.at(i - 1 - before)) {
		before++
	}
	after := d.runOf(i+1, digit)
	const thousand = 3
	switch end := d.at(i + 1 + after); {
	case r == '，' && after == thousand && before < thousand && !strings.ContainsRune("，、第", d.at(i-1-before)) && end != '，' && end != '、':
		d.doubt(i, 1, term{"mark", "标点"}, ",", "，")
	case r == '。' && end != 0 && strings.ContainsRune("%％‰倍亿万元个公米吨度℃", end):
		d.doubt(i, 1, term{"mark", "标点"}, ".", "。")
	}
}

// doubtAddress reports a mark that was taken for one of an address and may be
// that of the sentence behind it: https://a.cn/路径,欢迎.
func (d *mender) doubtAddress(i int) {
	r := d.cs[i].r
	full, ok := fullMarks[r]
	word := i + 1 + d.runOf(i+1, alnum)
	if !ok || r == '?' || !han(d.at(i-1)) || !han(d.at(word)) {
		return
	}
	d.doubt(i, 1, term{"address", "网址"}, string(r), full)
}

// longestEntity is how many characters an entity of HTML may have.
const longestEntity = 33

// entityEnds tells whether the semicolon at i closes an entity, &nbsp;.
func (d *mender) entityEnds(i int) bool {
	k := len(d.out) - 1
	for k >= 0 && len(d.out)-k < longestEntity && (alnum(d.out[k].r) || d.out[k].r == '#') {
		k--
	}
	if k < 0 || d.out[k].r != '&' {
		return false
	}
	cs := append(slices.Clone(d.out[k:]), d.cs[i])
	n, _ := entity(cs)
	return n > 0 || unknownEntity(cs) > 0
}

// doubtEntity reports what a web page left behind, &nbsp; or &#20013;. Where the
// author escaped it, the next character follows it in the source.
func (d *mender) doubtEntity(i int) {
	n, value := entity(d.cs[i:])
	if n == 0 || d.cs[i].literal && d.cs[i+1].follows(d.cs[i]) {
		return
	}
	d.doubt(i, n, term{"web code", "网页代码"}, value, plain(d.cs[i:i+n]))
}

// doubtEscape reports what a program left behind: \u4e2d, \n.
func (d *mender) doubtEscape(i int) {
	rule := term{"escape", "转义符"}
	const hex = 4
	switch n := d.runOf(i+2, func(r rune) bool { return unicode.Is(unicode.ASCII_Hex_Digit, r) }); {
	case d.at(i+1) == 'u' && n >= hex:
		code, _ := strconv.ParseUint(plain(d.cs[i+2:i+2+hex]), 16, 32)
		d.doubt(i, 2+hex, rule, string(rune(code)), plain(d.cs[i:i+2+hex]))
	case strings.ContainsRune("nrt", d.at(i+1)) && !alnum(d.at(i+2)) && (wide(d.at(i-1)) || wide(d.at(i+2))):
		d.doubt(i, 2, rule, "", plain(d.cs[i:i+2]))
	}
}

// doubtPoint reports a point that may be a dot or a stop.
func (d *mender) doubtPoint(i int, lists []bool) {
	l, next := d.at(i-1), d.at(i+1)
	rule := term{"point", "圆点"}
	switch {
	case asciiLetter(l) && l < 'a' && han(d.at(i-2)) && han(next): // 选A.对, 记者W.布什
		d.doubt(i, 1, rule, "。", "·")
	case lists[i] || !han(l):
	case han(next), blank(next) && han(d.right(i+1)):
		d.doubt(i, 1, rule, "·", "。")
	case next != 0 && (strings.ContainsRune("“‘《（【「", next) || alnum(next)):
		d.doubt(i, 1, rule, "。", "·")
	}
}

// doubtDash reports a single — beside a mark or a blank, where it joins
// nothing.
func (d *mender) doubtDash(i int) {
	l, r := d.at(i-1), d.at(i+1)
	if l == '—' || r == '—' || !wide(d.seenFrom(i-1, -1)) && !wide(d.seenFrom(i+1, 1)) {
		return
	}
	loose := func(r rune) bool {
		return r == 0 || blank(r) || tightMark(r) || strings.ContainsRune("“”‘’…", r)
	}
	if loose(l) || loose(r) && !strings.ContainsRune("”’）》", r) || strings.ContainsRune("”’）》", r) && !loose(l) && d.at(i+2) == 0 {
		d.doubt(i, 1, term{"dash", "破折号"}, "——", "—")
	}
}

// doubtRange reports several dashes between figures, where one joins them:
// 10--20, 10——20年.
func (d *mender) doubtRange(i int) {
	if !digit(d.at(i - 1)) {
		return
	}
	n := d.runOf(i, is(d.cs[i].r))
	if next := d.at(i + n); n == 2 && digit(next) && d.chinese() {
		d.doubt(i, n, term{"range", "连接号"}, "～", "—")
	}
}

func (d *mender) seenFrom(i, step int) rune { return seen(d.cs, i, step) }

// doubtQuote reports a straight quotation mark beside Han that found no
// partner.
func (d *mender) doubtQuote(i int) {
	l, r := d.at(i-1), d.at(i+1)
	if d.cs[i].r == '\'' && (latinLetter(l) || digit(l) && latinLetter(r)) || !wide(l) && !wide(r) {
		return
	}
	opener, closer := "“", "”"
	if d.cs[i].r == '\'' {
		opener, closer = "‘", "’"
	}
	if digit(l) {
		opener, closer = closer, map[bool]string{true: "″", false: "′"}[d.cs[i].r == '"']
	}
	d.doubt(i, 1, term{"quote", "引号"}, opener, closer)
}

// What 一一 is beside where it means one by one, or where two words meet in
// it: 一一对应, 统一一下.
const (
	beforeOnes = "统万之第唯单专同不惟逐整均归合划周期十百千零〇一二三四五六七八九"
	afterOnes  = "对列介作回解答说记录核查落道细排过检登走访告握拜致呈展示指讲点清兑化破击攻品上入写念取送问数印验分辨认选为向与将把给予加进被得应下些个样直定旦般起切种位早天名年次家条件批段行半边面手代组级线路队员贯度再月日号届〇一二三四五六七八九十百"
)

// doubtNumeral reports 一一 where a dash was probably meant.
func (d *mender) doubtNumeral(i int) {
	if d.at(i+1) != '一' || d.at(i-1) == '一' || d.at(i+2) == '一' {
		return
	}
	l, r := d.at(i-1), d.at(i+2)
	if han(l) && strings.ContainsRune(beforeOnes, l) || han(r) && strings.ContainsRune(afterOnes, r) || !wide(r) && r != 0 || r == 0 ||
		strings.ContainsRune("，。、；：？！）》", r) {
		return
	}
	d.doubt(i, 2, term{"dash", "破折号"}, "——", "一一")
}

// numbered is the length of the number before the 、 at i, behind which none
// belongs, for it has brackets or a ring of its own: （一）、 ①、 ⑴、, and at the
// head of a paragraph 1）、.
func (d *mender) numbered(i int) int {
	if ringed(d.at(i - 1)) {
		if r := d.at(i - 2); ringed(r) || d.at(i+1) != 0 && ringed(d.at(i+1)) {
			return 0 // ①、②两条: numbers that are listed
		}
		return 1
	}
	if d.at(i-1) != '）' && d.at(i-1) != ')' {
		return 0
	}
	k := i - 2
	for digit(d.at(k)) || numeral(d.at(k)) {
		k--
	}
	switch open := d.at(k); {
	case k == i-2:
		return 0
	case open == '（' || open == '(':
		return i - k
	case open == 0:
		return i
	}
	return 0
}

// ringed tells whether a character is a number with a ring, brackets or a point
// of its own: ① ⑴ ⒈ ⓪ ❶ ㈠ ㊀ ㉑.
func ringed(r rune) bool {
	for _, of := range [...][2]rune{{'①', '⒛'}, {'⓪', '⓿'}, {'❶', '➓'}, {'㈠', '㈩'}, {'㉑', '㉟'}, {'㊀', '㊉'}, {'㊱', '㊿'}} {
		if r >= of[0] && r <= of[1] {
			return true
		}
	}
	return false
}

// bareNumber is a number without what is around it: （一） and ① are 一 and 1.
func bareNumber(cs []char) string {
	if r := cs[0].r; r >= '❶' && r <= '➓' { // ❶ to ❿, ➀ to ➉, ➊ to ➓
		const ten = 10
		return strconv.Itoa(int(r-'❶')%ten + 1)
	}
	return strings.Trim(norm.NFKC.String(plain(cs)), "（）().")
}
