package manuscript

import "strings"

// doubts looks through the mended paragraph for what is probably wrong and is
// left, for a guess could spoil a name: each is reported with its readings.
func (d *mender) doubts() {
	if d.stale {
		d.look()
	}
	if d.signs&signDoubt == 0 {
		return
	}
	lists := d.listNumbers()
	for i, c := range d.cs {
		if d.guarded(i) || c.literal {
			continue
		}
		switch c.r {
		case '.', '．':
			d.doubtPoint(i, lists)
		case '—':
			d.doubtDash(i)
		case '"', '\'':
			d.doubtQuote(i)
		case '一':
			d.doubtNumeral(i)
		case '。':
			if d.at(i+1) == '。' && d.at(i-1) != '。' {
				d.doubt(i, 2, term{"mark", "标点"}, "。", "……")
			}
		case '、':
			if n := d.numbered(i); n > 0 {
				number := plain(d.cs[i-n+1 : i-1])
				d.doubt(i-n, n+1, term{"number", "序号"}, "（"+number+"）", number+"、")
			}
		}
	}
}

// doubt reports the n characters at i as left, with two readings.
func (d *mender) doubt(i, n int, rule term, one, other string) {
	d.changes = append(d.changes, change{at: d.cs[i], outcome: kept, rule: rule, before: plain(d.cs[i : i+n]), after: one, other: other})
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

// numbered is the length of the number in brackets before the 、 at i, behind
// which none belongs: （一）、.
func (d *mender) numbered(i int) int {
	if d.at(i-1) != '）' {
		return 0
	}
	k := i - 2
	for digit(d.at(k)) || numeral(d.at(k)) {
		k--
	}
	if k == i-2 || d.at(k) != '（' {
		return 0
	}
	return i - k
}
