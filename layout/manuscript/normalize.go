package manuscript

import (
	"slices"
	"strings"
	"unicode"
)

// Wire copy arrives with the half-width marks of an English keyboard, the
// spaces of a mail program and the odd characters of a PDF. normalize mends
// marks and spaces and never a word, in small steps that each read the text as
// the step before left it:
//
//	width      ２０２１ -> 2021, ⼈ (Kangxi radical) -> 人
//	invisible  zero-width characters go, no-break spaces become spaces
//	ellipsis   ... 。。。 … -> ……
//	dash       -- — ―― －－ between Han -> ——
//	bracket    (何洁) -> （何洁）, by pairs: A(b) stays
//	quote      "..." -> “...”, paired by state
//	nest       “ “ ” ” -> “ ‘ ’ ”, 《 《 》 》 -> 《 〈 〉 》
//	mark       , ; : ? ! . -> ，；：？！。 beside Han
//	range      100~150 -> 100～150
//	dot        •‧・ between names -> ·
//	space      between Han dropped, except between names
//
// A step looks at neighbours through spans, so bold type hides nobody. What a
// step writes can be another step's neighbour, so they run until nothing
// changes any more; that takes two rounds for nearly every text.
func normalize(cs []char, m manner) ([]char, []change) {
	d := &mender{cs: cs, manner: m}
	for range maxRounds {
		before := len(d.changes)
		seen := signsOf(d.cs)
		for _, step := range steps {
			if len(d.changes) > before {
				seen = signsOf(d.cs) // a step's work may call another one
			}
			if seen&step.on != 0 {
				step.do(d)
			}
		}
		if len(d.changes) == before {
			break
		}
	}
	return d.cs, d.changes
}

// maxRounds bounds the rounds; texts made to be hostile need four.
const maxRounds = 8

// NormalizeText mends a plain text whose paragraphs are parted by newlines, as
// Load mends the body of a story (标点规范).
func NormalizeText(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		var cs []char
		for _, r := range strings.TrimSuffix(line, "\r") {
			cs = append(cs, char{r: r})
		}
		cs, _ = normalize(tabsToSpaces(cs), body)
		lines[i] = plain(cs)
	}
	return strings.Join(lines, "\n")
}

// manner says how a text treats its spaces.
type manner uint8

const (
	body    manner = iota // body is running text: spaces between Han are slips.
	display               // display is heads, names and credits: spaces are meant.
)

// change is one thing that was mended.
type change struct {
	at            char
	rule          term
	before, after string
}

// signs are the characters that call for a step. Clean copy has none of them,
// and is looked through once.
type signs uint16

const (
	signWidth signs = 1 << iota
	signInvisible
	signEllipsis
	signDash
	signBracket
	signStraight
	signQuote
	signTitle
	signMark
	signRange
	signDot
	signSpace
)

// steps in the order of the list above.
var steps = [...]struct {
	on signs
	do func(*mender)
}{
	{signWidth, (*mender).widths},
	{signInvisible, (*mender).invisible},
	{signEllipsis, (*mender).ellipses},
	{signDash, (*mender).dashes},
	{signBracket, (*mender).brackets},
	{signStraight, (*mender).quotes},
	{signQuote, (*mender).nestQuotes},
	{signTitle, (*mender).nestTitles},
	{signMark, (*mender).marks},
	{signRange, (*mender).ranges},
	{signDot, (*mender).dots},
	{signSpace, (*mender).spaces},
}

// signsOf looks through a text. Quotes and titles call for a step where one
// opens inside another or inner marks are used at all.
func signsOf(cs []char) (found signs) {
	quotes, titles := 0, 0
	for i := range cs {
		r := cs[i].r
		if r >= 0x3400 && r <= 0x9fff {
			continue
		}
		found |= signOf(r)
		switch r {
		case '。':
			if i > 0 && cs[i-1].r == '。' {
				found |= signEllipsis
			}
		case '“', '”':
			if quotes += depth(r, '”'); quotes < 0 || quotes > 1 {
				found |= signQuote
			}
		case '《', '》':
			if titles += depth(r, '》'); titles < 0 || titles > 1 {
				found |= signTitle
			}
		}
	}
	return found
}

func depth(r, closer rune) int {
	if r == closer {
		return -1
	}
	return 1
}

// signOf is what a single character calls for.
func signOf(r rune) signs {
	switch r {
	case '.':
		return signMark | signEllipsis
	case ',', ';', ':', '?', '!':
		return signMark
	case '…':
		return signEllipsis
	case '-', '－', '─', '—', '―':
		return signDash
	case '(', ')':
		return signBracket
	case '"', '\'':
		return signStraight
	case '‘', '’':
		return signQuote
	case '〈', '〉':
		return signTitle
	case '~', '〜', '∼':
		return signRange
	case '•', '‧', '・':
		return signDot
	case ' ', '\u3000':
		return signSpace
	}
	if r < 0x7f || r >= 0x3001 && r <= 0x303f {
		return 0
	}
	var found signs
	if fullWidth(r) || r >= 0x2f00 && r <= 0x2fd5 {
		found |= signWidth
	}
	if zeroWidth(r) || r == 0x2028 || r == 0x2029 || unicode.Is(unicode.Zs, r) {
		found |= signInvisible
	}
	return found
}

// mender is a paragraph under repair: cs as the last step left it, out as far
// as the running step has come.
type mender struct {
	cs, out []char
	manner  manner
	changes []change
}

// run rewrites the text: edit looks at place i and says how many characters
// it takes and what stands for them; taking none leaves the character alone.
func (d *mender) run(rule term, edit func(i int) (take int, with string)) {
	d.out = make([]char, 0, len(d.cs))
	for i := 0; i < len(d.cs); {
		take, with := edit(i)
		if take == 0 {
			d.out = append(d.out, d.cs[i])
			i++
			continue
		}
		old := d.cs[i : i+take]
		i += take
		if plain(old) == with {
			d.out = append(d.out, old...)
			continue
		}
		d.changes = append(d.changes, change{old[0], rule, plain(old), with})
		k := 0
		for _, r := range with {
			c := old[min(k, take-1)]
			c.r = r
			d.out = append(d.out, c)
			k++
		}
	}
	d.cs, d.out = d.out, nil
}

// replace runs with a table of replacements of single characters, 0 for none.
func (d *mender) replace(rule term, want []rune) {
	d.run(rule, func(i int) (int, string) {
		if want[i] == 0 {
			return 0, ""
		}
		return 1, string(want[i])
	})
}

// at is the character i, 0 beyond the ends.
func (d *mender) at(i int) rune {
	if i < 0 || i >= len(d.cs) {
		return 0
	}
	return d.cs[i].r
}

// last is the character before the one the step looks at, as already mended.
func (d *mender) last() rune {
	if len(d.out) == 0 {
		return 0
	}
	return d.out[len(d.out)-1].r
}

// transparent marks let a neighbour be seen through them.
func transparent(r rune) bool { return strings.ContainsRune(" \u3000\"'“”‘’", r) }

// sight is how many of them: more in a row are not text, and looking through
// all of them from each would take time in their square.
const sight = 8

// left is the nearest character before the step's place that is no quote or
// space; right the nearest one from j on.
func (d *mender) left() rune { return seen(d.out, len(d.out)-1, -1) }

func (d *mender) right(j int) rune { return seen(d.cs, j, 1) }

// seen is the nearest character from i on in a direction, through quotes and
// spaces; 0 where there is none.
func seen(cs []char, i, step int) rune {
	for range sight {
		if i < 0 || i >= len(cs) {
			return 0
		}
		if !transparent(cs[i].r) {
			return cs[i].r
		}
		i += step
	}
	return 0
}

// runOf is how many characters from i on satisfy f.
func (d *mender) runOf(i int, f func(rune) bool) int {
	n := 0
	for i+n < len(d.cs) && f(d.cs[i+n].r) {
		n++
	}
	return n
}

func is(want rune) func(rune) bool { return func(r rune) bool { return r == want } }

// ---- characters ----

func fullWidth(r rune) bool {
	return r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ'
}

// kangxi are the characters of the Kangxi radicals U+2F00 to U+2FD5, which
// only look like them (Unicode's compatibility decompositions).
const kangxi = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠"

func (d *mender) widths() {
	radicals := []rune(kangxi)
	d.run(term{"width", "全半角"}, func(i int) (int, string) {
		r := d.cs[i].r
		if k := int(r) - 0x2f00; k >= 0 && k < len(radicals) {
			return 1, string(radicals[k])
		}
		// A point of full width belongs to the figure around it: ３．５.
		figure := func(r rune) bool { return fullWidth(r) || digit(r) }
		point := func(k int) bool { return d.at(k) == '．' && figure(d.at(k-1)) && figure(d.at(k+1)) }
		// So does a comma that parts thousands: １，０００.
		thousands := func(k int) bool {
			return d.at(k) == '，' && fullWidth(d.at(k-1)) && fullWidth(d.at(k+1)) &&
				figure(d.at(k-1)) && figure(d.at(k+1)) && figure(d.at(k+2)) && figure(d.at(k+3)) && !figure(d.at(k+4))
		}
		n := 0
		for fullWidth(d.at(i+n)) || point(i+n) || thousands(i+n) {
			n++
		}
		var b strings.Builder
		for _, c := range d.cs[i : i+n] {
			b.WriteRune(c.r - 0xfee0)
		}
		return n, b.String()
	})
}

// zeroWidth tells whether r is one of the invisible characters that web pages
// and PDF files leave behind.
func zeroWidth(r rune) bool {
	switch {
	case r == 0xfeff, r == 0xad, r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x2064, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}

func (d *mender) invisible() {
	d.run(term{"invisible", "不可见字符"}, func(i int) (int, string) {
		r := d.cs[i].r
		switch {
		case r == 0x200d && d.at(i-1) > 0xffff: // joins a pictograph
			return 0, ""
		case zeroWidth(r):
			return 1, ""
		case r == 0x2028, r == 0x2029, r != ' ' && r != 0x3000 && unicode.Is(unicode.Zs, r):
			return 1, " "
		}
		return 0, ""
	})
}

// ---- marks ----

func (d *mender) ellipses() {
	safe := d.addresses()
	d.run(term{"ellipsis", "省略号"}, func(i int) (int, string) {
		r := d.cs[i].r
		if r != '.' && r != '。' && r != '…' || d.last() == r {
			return 0, ""
		}
		n := d.runOf(i, is(r))
		beside := func() bool { return wide(d.left()) || wide(d.right(i+n)) }
		switch {
		case r == '.' && n >= 3 && n <= 6 && !safe[i] && beside(),
			r == '。' && n >= 3 && n <= 6,
			r == '…' && n == 1 && beside():
			return n, "……"
		}
		return 0, ""
	})
}

func (d *mender) dashes() {
	d.run(term{"dash", "破折号"}, func(i int) (int, string) {
		r := d.cs[i].r
		long := func(r rune) bool { return r == '—' || r == '―' }
		n, fits := 0, false
		switch {
		case d.last() == r:
		case long(r):
			n = d.runOf(i, long)
			fits = n <= 2 && !long(d.last())
		case r == '-', r == '－', r == '─':
			n = d.runOf(i, is(r))
			fits = n >= 2 && n <= 4
		}
		if !fits {
			return 0, ""
		}
		l, r := d.left(), d.right(i+n)
		if (wide(l) || l == 0) && (wide(r) || r == 0) && (l != 0 || r != 0) {
			return n, "——"
		}
		return 0, ""
	})
}

// brackets mends ( and ) by pairs, so that no pair is half mended: a pair is
// Chinese where Chinese stands inside it, before it, or after it with no
// Latin word or figure before it.
func (d *mender) brackets() {
	safe := d.addresses()
	hans := d.prefix(wide)
	want := make([]rune, len(d.cs))
	var open []int
	set := func(i int) {
		switch d.cs[i].r {
		case '(':
			want[i] = '（'
		case ')':
			want[i] = '）'
		}
	}
	single := func(i int) {
		l, r := seen(d.cs, i-1, -1), seen(d.cs, i+1, 1)
		if !(alnum(d.at(i-1)) && alnum(d.at(i+1))) && (wide(l) || wide(r)) {
			set(i)
		}
	}
	for i, c := range d.cs {
		if safe[i] {
			continue
		}
		switch c.r {
		case '(', '（':
			open = append(open, i)
		case ')', '）':
			if len(open) == 0 {
				single(i)
				continue
			}
			o := open[len(open)-1]
			open = open[:len(open)-1]
			l, r := seen(d.cs, o-1, -1), seen(d.cs, i+1, 1)
			if d.cs[o].r == '（' || c.r == '）' || hans[i] > hans[o+1] || wide(l) || wide(r) && !alnum(l) {
				set(o)
				set(i)
			}
		}
	}
	for _, i := range open {
		single(i)
	}
	d.replace(term{"bracket", "括号"}, want)
}

// prefix counts, for every place, the characters before it that satisfy f.
func (d *mender) prefix(f func(rune) bool) []int {
	n := make([]int, len(d.cs)+1)
	for i, c := range d.cs {
		n[i+1] = n[i]
		if f(c.r) {
			n[i+1]++
		}
	}
	return n
}

// quotes pairs straight quotation marks by state.
func (d *mender) quotes() {
	d.pairQuotes('"', '“', '”')
	d.pairQuotes('\'', '‘', '’')
}

func (d *mender) pairQuotes(straight, opener, closer rune) {
	safe := d.addresses()
	hans := d.prefix(han)
	want := make([]rune, len(d.cs))
	left := d.prefix(is(straight))
	total := left[len(d.cs)]
	open := -1
	for i, c := range d.cs {
		l, r := d.at(i-1), d.at(i+1)
		switch {
		case c.r == opener:
			open = i
		case c.r == closer && !(alnum(l) && alnum(r)):
			if open >= 0 && d.cs[open].r == straight {
				want[open] = opener
			}
			open = -1
		case c.r != straight || safe[i]:
		case straight == '\'' && alnum(l) && alnum(r): // don't
		case open < 0 && straight == '\'' && alnum(l): // James'
		case open < 0 && digit(l) && (total-left[i])%2 == 1: // 27"
		case open < 0:
			open = i
		default:
			if d.cs[open].r == opener || hans[i] > hans[open] || wide(seen(d.cs, open, -1)) || wide(seen(d.cs, i, 1)) {
				want[i] = closer
				if d.cs[open].r == straight {
					want[open] = opener
				}
			}
			open = -1
		}
	}
	// A quotation of several paragraphs opens in each and closes in the last.
	if open == 0 && d.cs[0].r == straight && hans[len(d.cs)] > 0 {
		want[0] = opener
	}
	d.replace(term{"quote", "引号"}, want)
}

// nestQuotes sets “ ” outside and ‘ ’ inside (GB/T 15834 4.8.3.2).
func (d *mender) nestQuotes() {
	d.nest(term{"inner quote", "内外引号"}, '“', '”', '‘', '’', true)
}

// nestTitles sets 《 》 outside and 〈 〉 inside (GB/T 15834 4.15.3.3).
func (d *mender) nestTitles() {
	d.nest(term{"inner title", "内外书名号"}, '《', '》', '〈', '〉', false)
}

// nest turns pairs at odd depth into inner marks and, where both is set, those
// at even depth into outer ones. A pair inside a mark that never closes is let
// alone, unless that mark opens the paragraph (a quotation of several).
func (d *mender) nest(rule term, outer, outerEnd, inner, innerEnd rune, both bool) {
	hans := d.prefix(han)
	want := make([]rune, len(d.cs))
	closedBy := make([]int, len(d.cs))
	type open struct{ at, above int }
	var stack []open
	var pairs []open
	above := make([][]int, 0)
	for i, c := range d.cs {
		switch c.r {
		case outer, inner:
			stack = append(stack, open{at: i})
		case outerEnd, innerEnd:
			if alnum(d.at(i-1)) && alnum(d.at(i+1)) && c.r == '’' || len(stack) == 0 {
				continue
			}
			top := stack[len(stack)-1]
			if (d.cs[top.at].r == outer) != (c.r == outerEnd) {
				continue
			}
			stack = stack[:len(stack)-1]
			closedBy[top.at] = i
			pairs = append(pairs, open{at: top.at, above: len(stack)})
			if len(stack) > 8 { // no text nests so deep
				return
			}
			var around []int
			for _, o := range stack {
				around = append(around, o.at)
			}
			above = append(above, around)
		}
	}
	for k, p := range pairs {
		unsure := slices.ContainsFunc(above[k], func(o int) bool { return closedBy[o] == 0 && o != 0 })
		end := closedBy[p.at]
		if unsure || hans[end] == hans[p.at] {
			continue
		}
		switch {
		case p.above%2 == 1:
			want[p.at], want[end] = inner, innerEnd
		case both:
			want[p.at], want[end] = outer, outerEnd
		}
	}
	d.replace(rule, want)
}

// fullMarks are the marks by their half-width forms.
var fullMarks = map[rune]string{',': "，", ';': "；", ':': "：", '?': "？", '!': "！"}

func (d *mender) marks() {
	safe := d.addresses()
	d.run(term{"mark", "标点"}, func(i int) (int, string) {
		r, next := d.cs[i].r, d.at(i+1)
		if safe[i] || alnum(d.last()) && alnum(next) {
			return 0, ""
		}
		if r == '.' {
			return d.stop(i)
		}
		full, ok := fullMarks[r]
		if !ok || r == ':' && (next == '/' && d.at(i+2) == '/' || next == '\\') {
			return 0, ""
		}
		if wide(d.left()) || wide(d.right(i+1)) {
			return 1, full
		}
		return 0, ""
	})
}

// transliterating are characters that names from abroad are written with; a
// point between two pairs of them is the dot of a name, 列奥纳多.达.芬奇.
const transliterating = "阿埃艾安奥巴白班贝本比彼宾波勃伯博布查达大戴丹德登迪蒂杜多厄恩尔法凡菲费芬弗夫福盖甘戈哥格古哈海汉赫亨胡华霍基吉加贾杰金卡凯坎康考柯科克肯库拉莱兰朗劳勒雷里理丽利列林琳留卢鲁路伦罗洛马玛迈曼芒梅门蒙米密明莫默姆穆拿纳娜奈南内尼涅宁纽努诺欧帕潘佩彭皮平珀普奇契乔切琴丘让日荣茹瑞若萨塞桑森沙尚舍什圣施史斯司丝苏索塔泰坦汤唐特滕提汀廷图托陀瓦威韦维文翁沃乌伍西希夏香肖谢辛欣休许雪逊雅亚扬耶叶伊易因英尤约泽扎詹珍朱兹卓佐朗吐温特"

// stop mends a point after Han: 。, or · inside a name from abroad. A point
// before a letter or figure is that of a file name or of a number.
func (d *mender) stop(i int) (int, string) {
	next := d.at(i + 1)
	if alnum(next) || next == '.' || d.last() == '.' {
		return 0, ""
	}
	k := len(d.out) - 1
	for k >= 0 && strings.ContainsRune("”’\"'）)》】", d.out[k].r) {
		k--
	}
	if k < 0 || !han(d.out[k].r) {
		return 0, ""
	}
	foreign := func(rs ...rune) bool {
		for _, r := range rs {
			if han(r) && !strings.ContainsRune(transliterating, r) {
				return false
			}
		}
		return true
	}
	var before rune
	if k > 0 {
		before = d.out[k-1].r
	}
	if k == len(d.out)-1 && han(next) && foreign(d.out[k].r, before, next, d.at(i+2)) {
		return 1, "·"
	}
	return 1, "。"
}

func (d *mender) ranges() {
	safe := d.addresses()
	d.run(term{"range", "连接号"}, func(i int) (int, string) {
		r := d.cs[i].r
		if safe[i] || r != '~' && r != '〜' && r != '∼' {
			return 0, ""
		}
		end := func(r rune) bool { return digit(r) || han(r) || r == '%' || r == '℃' || r == '‰' }
		if end(d.last()) && end(d.at(i+1)) {
			return 1, "～"
		}
		return 0, ""
	})
}

func (d *mender) dots() {
	d.run(term{"dot", "间隔号"}, func(i int) (int, string) {
		if !strings.ContainsRune("•‧・", d.cs[i].r) {
			return 0, ""
		}
		l, r := d.last(), d.at(i+1)
		if (han(l) || latinLetter(l)) && (han(r) || latinLetter(r)) && (han(l) || han(r)) {
			return 1, "·"
		}
		return 0, ""
	})
}

// addresses marks the characters of URLs and mail addresses, which no step
// about marks may touch.
func (d *mender) addresses() []bool {
	safe := make([]bool, len(d.cs))
	text := func(r rune) bool { return r > ' ' && r < 0x7f && !strings.ContainsRune("\"'<>", r) }
	for i := 0; i < len(d.cs); i++ {
		start := i
		switch {
		case d.cs[i].r == '@' && alnum(d.at(i-1)) && alnum(d.at(i+1)):
			for start > 0 && (alnum(d.at(start-1)) || strings.ContainsRune("._+-", d.at(start-1))) && !safe[start-1] {
				start--
			}
		case !strings.ContainsRune("hHfFwW", d.cs[i].r), alnum(d.at(i - 1)):
			continue
		case !d.hasWord(i, "http://") && !d.hasWord(i, "https://") && !d.hasWord(i, "ftp://") && !d.hasWord(i, "www."):
			continue
		}
		end := i
		for end < len(d.cs) && text(d.cs[end].r) {
			end++
		}
		// What closes the sentence is not part of the address.
		for end > i && strings.ContainsRune(".,;:?!)", d.at(end-1)) {
			end--
		}
		for k := start; k < end; k++ {
			safe[k] = true
		}
		i = max(i, end-1)
	}
	return safe
}

func (d *mender) hasWord(i int, word string) bool {
	for k, r := range word { // ASCII: bytes are characters
		if unicode.ToLower(d.at(i+k)) != r {
			return false
		}
	}
	return true
}
