package manuscript

import (
	"slices"
	"strings"
)

// Chinese text has no blanks between its words, but it has them between names
// (余建辉 摄, 何洁 徐亮亮), and inside names of two characters that are spread to
// the width of three. So:
//
//	U+3000           is the author's and stays; at a paragraph's ends it is an
//	                 indent and goes
//	between Han      a blank stays where three or more stand in the paragraph (a
//	                 list), or where the words around it are names; elsewhere it
//	                 goes, with a warning; two or more in a row become U+3000,
//	                 with a warning
//	beside a mark    goes: marks have a white of their own
//	in a row         stays: 张三 18 李四 20 is a table without its rules (rows.go)
//	figures, Latin   2021 年, GDP 增长 5%: layout of a web page, goes; the line
//	                 breaker sets the house's gap. It stays beside an address,
//	                 round a telephone number, before the number of a list
//	behind 本报讯     goes: make-up sets the gap (dateline.go)
//
// In heads, names and credits blanks are meant and stay, but for those inside
// a date or a number (2021 年, 第 3 版).

func blank(r rune) bool { return r == ' ' || r == '\u3000' }

// tightMark tells whether r is a mark with white of its own, beside which no
// blank belongs.
func tightMark(r rune) bool {
	return strings.ContainsRune("，。、；：？！（）《》〈〉【】「」『』〔〕", r) && r != 0
}

// tight tells whether r stands solid with Chinese text.
func tight(r rune) bool {
	return han(r) || tightMark(r) || strings.ContainsRune("“”‘’—…", r) && r != 0
}

// inList is how many blanks between Han make a paragraph a list.
const inList = 3

func (d *mender) spaces() {
	list := d.separators() >= inList
	lead := d.leads()
	phones := d.phoneLists()
	rows := d.rows()
	gap := term{"dateline gap", "电头空"}
	d.run(term{"space", "空格"}, func(i int) fix {
		if !blank(d.cs[i].r) || blank(d.at(i-1)) {
			return fix{}
		}
		n := d.runOf(i, blank)
		l, r := d.last(), d.at(i+n)
		gone := fix{take: n}
		author := strings.Trim(plain(d.cs[i:i+n]), " ") // what is left are U+3000
		switch {
		case l == 0 || r == 0: // an indent; nothing follows a paragraph's last mark
			return gone
		case d.manner == body && slices.Contains(lead, i):
			gone.rule = &gap
			return gone
		case d.guarded(i-1) || d.guarded(i+n):
			return fix{}
		case author != "":
			if d.manner == display {
				return fix{take: n, with: "\u3000"}
			}
			if alnum(l) && alnum(r) {
				return fix{take: n, with: " "}
			}
			return fix{take: n, with: strings.ReplaceAll(author, " ", "")}
		case inOne(rows, i):
			return fix{take: n, with: " "}
		case d.webBlank(i, i+n, phones):
			gone.blank = true
			return gone
		case d.manner == display:
			return fix{take: n, with: " "}
		case l == '—' && d.at(i-2) != '—' || r == '—' && d.at(i+n+1) != '—': // doubts.go asks what it is
			return fix{take: n, with: " "}
		case han(l) && han(r), strings.ContainsRune("）》", l) && han(r):
			if list || phones || han(l) && d.betweenNames(i, i+n) {
				return fix{take: n, with: " "}
			}
			if n > 1 { // nobody types two blanks by a slip
				return fix{take: n, with: "\u3000", guess: true}
			}
			gone.other = plain(d.cs[i : i+n])
			return gone
		case l == '·' && han(r), han(l) && r == '·':
			gone.other = plain(d.cs[i : i+n])
			return gone
		case tight(l) && tight(r), tightMark(l), tightMark(r):
			return gone
		}
		return fix{take: n, with: " "}
	})
}

// separators counts the blanks between Han, which a list has between its names.
// Those in brackets part the names of a byline.
func (d *mender) separators() int {
	n, open := 0, 0
	for i := range d.cs {
		switch d.cs[i].r {
		case '（', '(':
			open++
		case '）', ')':
			open = max(open-1, 0)
		}
		if open > 0 || d.cs[i].r != ' ' || blank(d.at(i-1)) {
			continue
		}
		l, r := d.at(i-1), d.at(i+d.runOf(i, blank))
		if (han(l) || l == '）' || l == ')') && (han(r) || r == '（') {
			n++
		}
	}
	return n
}

// webBlank tells whether the blank from i to j is of the kind that web copy
// puts round figures and Latin words.
func (d *mender) webBlank(i, j int, phones bool) bool {
	l, r := d.last(), d.at(j)
	switch {
	case d.manner == display:
		return d.inNumber(l, i, j)
	case strings.ContainsRune("%％‰℃℉", r) && digit(l), r == '°' && digit(l):
		return d.chinese()
	case strings.ContainsRune("+-−±≥≤¥￥$€£№", r) && han(l):
		return digit(d.at(j + 1))
	case strings.ContainsRune("%％‰℃℉", l) && han(r):
		return true
	case han(l) && alnum(r):
		k := j
		for digit(d.at(k)) {
			k++
		}
		if k > j && (d.at(k) == '.' || d.at(k) == '．') && !digit(d.at(k+1)) {
			return false // the number of a list
		}
		return !phones || !d.phone(j, 1)
	case alnum(l) && han(r):
		return !phones || !d.phone(i-1, -1)
	}
	return false
}

// inNumber tells whether the blank stands inside a date or a number: 2021 年,
// 第 3 版.
func (d *mender) inNumber(l rune, i, j int) bool {
	r := d.at(j)
	switch {
	case l == '第' && digit(r):
		return true
	case digit(l) && r != 0 && strings.ContainsRune("年月日号时分秒版届期元万亿岁个名项%％℃", r):
		return true
	case l != 0 && strings.ContainsRune("年月", l) && digit(r):
		k := i - 2
		for blank(d.at(k)) {
			k--
		}
		if !digit(d.at(k)) {
			return false
		}
		for k = j; digit(d.at(k)); k++ {
		}
		for blank(d.at(k)) {
			k++
		}
		return strings.ContainsRune("月日", d.at(k)) && d.at(k) != 0
	}
	return false
}

// phoneFigures is how many figures a telephone number has at least.
const phoneFigures = 7

// phone tells whether a telephone number stands at i, looked at in direction
// step.
func (d *mender) phone(i, step int) bool {
	n := 0
	for digit(d.at(i)) || d.at(i) == '-' {
		if d.at(i) != '-' {
			n++
		}
		i += step
	}
	return n >= phoneFigures
}

// phoneLists tells whether a telephone number is followed by a blank and Han:
// the blanks then part a directory.
func (d *mender) phoneLists() bool {
	for i := range d.cs {
		if blank(d.cs[i].r) && digit(d.at(i-1)) && han(d.at(i+1)) && d.phone(i-1, -1) {
			return true
		}
	}
	return false
}

// leads are the places where a blank would stand behind the dateline and
// behind its byline bracket.
func (d *mender) leads() []int {
	rs := make([]rune, 0, longestLead)
	for _, c := range d.cs[:min(len(d.cs), longestLead)] {
		rs = append(rs, c.r)
	}
	head, names := lead(rs)
	var at []int
	for _, k := range [...]int{head, names} {
		if k > 0 {
			at = append(at, k)
		}
	}
	return at
}

// duties go before a name, credits after or before it.
var (
	duties  = []string{"记者", "通讯员", "实习生", "作者", "编辑", "编译", "特约撰稿", "特派员", "摄影", "制图", "供稿", "供图"}
	credits = []string{"摄", "文", "图", "绘", "摄影", "报道", "整理", "撰文", "供图", "制图", "摄影报道", "图文", "编译", "供稿"}
)

// reach is how far the words around a space are looked at.
const reach = 80

// betweenNames tells whether the space from i to j stands between names.
func (d *mender) betweenNames(i, j int) bool {
	words, here := d.stretch(i, j)
	l, r := words[here], words[here+1]
	switch {
	case len([]rune(l)) == 1 && len([]rune(r)) == 1 && d.alone(i, j): // 王　伟
		return true
	case slices.ContainsFunc(duties, func(s string) bool { return strings.HasSuffix(l, s) || strings.HasPrefix(r, s) }):
		return true
	case slices.Contains(credits, l) || slices.Contains(credits, r):
		return true
	case strings.Contains(l, "·") || strings.Contains(r, "·"):
		return true
	case d.signed(i, j):
		return true
	}
	for _, w := range words {
		n := len([]rune(w))
		duty := slices.ContainsFunc(duties, func(s string) bool { return strings.HasSuffix(w, s) })
		if n > 4 && !duty && !strings.Contains(w, "·") {
			return false
		}
	}
	return len(words) >= 3 || d.bracketed(i, j)
}

// alone tells whether the two characters around the blank from i to j belong to
// no figure or Latin word: 第 3 版 有 is no name.
func (d *mender) alone(i, j int) bool {
	foreign := func(r rune) bool { return alnum(r) || strings.ContainsRune("%％‰℃", r) && r != 0 }
	l, r := i-2, j+1
	for blank(d.at(l)) {
		l--
	}
	for blank(d.at(r)) {
		r++
	}
	return !foreign(d.at(l)) && !foreign(d.at(r))
}

// signed tells whether the blank from i to j parts who speaks from where, at the
// head of a paragraph: 桂枝街 鲍听雨：.
func (d *mender) signed(i, j int) bool {
	const longest = 4 // characters of a name
	n := d.runOf(j, han)
	if colon := d.at(j + n); n < 2 || n > longest || colon != '：' && colon != ':' {
		return false
	}
	for i > 0 && j-i < reach && (han(d.cs[i-1].r) || blank(d.cs[i-1].r)) {
		i--
	}
	return i == 0
}

// stretch gives the words, parted by spaces, of the Han text around a space,
// and the number of the one before it.
func (d *mender) stretch(i, j int) (words []string, here int) {
	in := func(r rune) bool { return han(r) || blank(r) || r == '·' }
	from, to := i, j
	for from > 0 && i-from < reach && in(d.cs[from-1].r) {
		from--
	}
	for to < len(d.cs) && to-j < reach && in(d.cs[to].r) {
		to++
	}
	split := func(a, b int) []string {
		return strings.FieldsFunc(plain(d.cs[a:b]), blank)
	}
	before := split(from, i)
	return append(before, split(j, to)...), len(before) - 1
}

// bracketed tells whether the Han text around a space fills a pair of
// brackets: （何洁 徐亮亮）.
func (d *mender) bracketed(i, j int) bool {
	in := func(r rune) bool { return han(r) || blank(r) || r == '、' }
	for i > 0 && in(d.cs[i-1].r) {
		i--
	}
	for j < len(d.cs) && in(d.cs[j].r) {
		j++
	}
	l, r := d.at(i-1), d.at(j)
	return (l == '（' || l == '(') && (r == '）' || r == ')')
}
