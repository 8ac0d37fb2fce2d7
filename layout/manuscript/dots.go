package manuscript

import (
	"slices"
	"strconv"
	"strings"
)

// A point between two Han characters is never a stop by guess. It is the dot
// of a name or of a title, or it is left and reported:
//
//	《史记.项羽本纪》   between two parts of a title: ·
//	“五.四”            between Han numerals in quotes: ·
//	列奥纳多.达.芬奇     between the parts of a name: ·
//
// What tells a name: the story, or its front matter, has the same parts with a
// dot; the text is one of the head, where no stop stands; characters that names
// from other languages are written with stand on both sides (transliterating).
// All joints of a name are decided together, so that a name has one sign.

// dotLike are the signs that are typed for the dot of a name and are no stops.
const dotLike = "•‧・∙⋅"

// dots sets · for the points of names and titles, a guess each, and for the
// signs that only look like it.
func (d *mender) dots() {
	rule := term{"dot", "间隔号"}
	joints := jointsOf(d.cs, d.guarded, d.story, d.manner == display)
	k := 0
	d.run(rule, func(i int) fix {
		r := d.cs[i].r
		if d.dayOfEvent(i) {
			return fix{take: 1, with: "·", other: string(r)}
		}
		if strings.ContainsRune(dotLike, r) {
			l, next := d.last(), d.at(i+1)
			if (han(l) || latinLetter(l)) && (han(next) || latinLetter(next)) && (han(l) || han(next)) {
				return fix{take: 1, with: "·"}
			}
			return fix{}
		}
		for k < len(joints) && joints[k].at < i {
			k++
		}
		if k < len(joints) && joints[k].at == i && joints[k].dot && r != '·' {
			return fix{take: 1, with: "·", other: joints[k].other}
		}
		return fix{}
	})
}

// eventWords follow the day by which an event is called: “3·15”晚会.
var eventWords = []string{"事件", "事变", "运动", "惨案", "地震", "大地震", "晚会", "讲话", "起义", "空难", "矿难", "爆炸", "火灾", "专案", "案", "枪击",
	"恐怖袭击", "特大", "重大", "消费者", "国际", "汶川", "矿难", "洪灾", "暴雨", "大火", "武装", "革命"}

// dayOfEvent tells whether the point at i stands between the month and the day by
// which an event is called (GB/T 15834 4.14): “9.11”事件, 5.12汶川大地震.
func (d *mender) dayOfEvent(i int) bool {
	if r := d.cs[i].r; r != '.' && r != '．' {
		return false
	}
	before := 0
	for digit(d.at(i - 1 - before)) {
		before++
	}
	after := d.runOf(i+1, digit)
	const most, months, days = 2, 12, 31 // figures
	if before < 1 || before > most || after < 1 || after > most {
		return false
	}
	month, _ := strconv.Atoi(plain(d.cs[i-before : i]))
	day, _ := strconv.Atoi(plain(d.cs[i+1 : i+1+after]))
	end := i + 1 + after
	quoted := d.at(i-before-1) == '“' && d.at(end) == '”'
	if quoted {
		end++
	}
	if month < 1 || month > months || day < 1 || day > days || alnum(d.at(i-before-1)) || d.at(i-before-1) == '.' {
		return false
	}
	rest := plain(d.cs[end:min(end+4, len(d.cs))])
	return slices.ContainsFunc(eventWords, func(w string) bool { return strings.HasPrefix(rest, w) })
}

// joint is a point or dot between two parts of what may be a name.
type joint struct {
	at    int
	key   parts
	dot   bool   // it is a dot
	sure  bool   // by itself, whatever its neighbours are
	other string // the other reading of a point
}

// parts are the two characters before a joint and the two behind it.
type parts [4]rune

// mostInitials is how many stand in a row inside a name.
const mostInitials = 3

// longestPart is how long a part of a name may be: two joints with more
// between them are no joints of one name.
const longestPart = 12

// jointsOf finds the joints of a text and decides them.
func jointsOf(cs []char, guarded func(int) bool, s *survey, inHead bool) []joint {
	f := &jointFinder{cs: cs, story: s, inHead: inHead}
	var joints []joint
	for i := range cs {
		f.open(i)
		if strings.ContainsRune(jointSigns, cs[i].r) && !guarded(i) {
			if j, ok := f.joint(i); ok {
				joints = append(joints, j)
			}
		}
	}
	// Joints of one name are dots together or not at all, but for those that
	// are sure by themselves.
	for from := 0; from < len(joints); {
		to, all := from+1, joints[from].dot
		for to < len(joints) && oneName(cs, joints[to-1].at, joints[to].at) {
			all = all && joints[to].dot
			to++
		}
		all = all || typedDot(cs, joints[from:to]) && runFrom(cs, joints[to-1].at+1, han) <= shortPart
		for k := from; k < to; k++ {
			joints[k].dot = all || joints[k].sure
		}
		from = to
	}
	return joints
}

// shortPart is how long the last part of a name is at most that has a dot at one
// joint and a point at another: 托马斯‧爱迪生．牛顿.
const shortPart = 4

// typedDot tells whether a dot, or what only looks like it, stands at one of the
// joints.
func typedDot(cs []char, joints []joint) bool {
	return slices.ContainsFunc(joints, func(j joint) bool { return strings.ContainsRune("·"+dotLike, cs[j.at].r) })
}

// runFrom is how many characters from i on satisfy f.
func runFrom(cs []char, i int, f func(rune) bool) int {
	n := 0
	for i+n < len(cs) && f(cs[i+n].r) {
		n++
	}
	return n
}

// jointSigns are the signs that stand or are typed between the parts of a name.
const jointSigns = ".．·•‧・"

// jointFinder goes through a text and knows what is open where it stands.
type jointFinder struct {
	cs     []char
	story  *survey
	inHead bool
	title  int // open titles
	quote  int // behind the mark that opens the quotation; 0: none is open
}

func (f *jointFinder) at(i int) rune { return runeAt(f.cs, i) }

// open follows titles and quotations.
func (f *jointFinder) open(i int) {
	switch f.cs[i].r {
	case '《', '〈':
		f.title++
	case '》', '〉':
		f.title = max(f.title-1, 0)
	case '“', '‘', '「', '『':
		f.quote = i + 1
	case '”', '’', '」', '』':
		f.quote = 0
	case '"', '\'':
		if f.quote == 0 {
			f.quote = i + 1
		} else {
			f.quote = 0
		}
	}
}

// joint reads the joint at i; false where none stands there.
func (f *jointFinder) joint(i int) (joint, bool) {
	r, l, next := f.at(i), f.at(i-1), f.at(i+1)
	initial := func(k, step int) bool { // W of 乔治.W.布什, R of 乔治.R.R.马丁
		for range mostInitials {
			if !asciiLetter(f.at(k)) || f.at(k) >= 'a' || f.at(k+step) != r && f.at(k+step) != '·' {
				return false
			}
			if k += 2 * step; han(f.at(k)) {
				return true
			}
		}
		return false
	}
	if !(han(l) || initial(i-1, -1)) || !(han(next) || initial(i+1, 1)) {
		return joint{}, false
	}
	j := joint{at: i, key: partsAt(f.at, i), other: "。", sure: f.title > 0}
	if !j.sure && numeral(l) && numeral(next) {
		j.sure = f.quote > 0 && i-f.quote < longestPart
		if !j.sure && !f.inHead {
			j.dot = r == '·'
			return j, true
		}
	}
	j.sure = j.sure || f.inHead || f.story.knows(j.key)
	j.dot = j.sure || r == '·' || strings.ContainsRune(dotLike, r) || !han(l) || !han(next) || nameLike(f.at, i)
	return j, true
}

// oneName tells whether only a part of a name stands between two joints.
func oneName(cs []char, a, b int) bool {
	if b-a-1 > longestPart {
		return false
	}
	for _, c := range cs[a+1 : b] {
		if !han(c.r) && !asciiLetter(c.r) {
			return false
		}
	}
	return true
}

// partsAt are the Han characters on both sides of the joint at i.
func partsAt(at func(int) rune, i int) (p parts) {
	for k, where := range [...]int{i - 1, i - 2, i + 1, i + 2} {
		if r := at(where); han(r) && (k%2 == 0 || p[k-1] != 0) {
			p[k] = r
		}
	}
	return p
}

func numeral(r rune) bool { return r != 0 && strings.ContainsRune(hanDigits+"十", r) }

// transliterating are characters that names from other languages are written
// with: European, Uyghur, Kazakh, Mongolian, Tibetan and Manchu ones.
const transliterating = "阿埃艾安奥巴白班贝本比彼宾波勃伯博布查达大戴丹德登迪蒂杜多厄恩尔法凡菲费芬弗夫福盖甘戈哥格古哈海汉赫亨胡华霍基吉加贾杰金卡凯坎康考柯科克肯库拉莱兰朗劳勒雷里理丽利列林琳留卢鲁路伦罗洛马玛迈曼芒梅门蒙米密明莫默姆穆拿纳娜奈南内尼涅宁纽努诺欧帕潘佩彭皮平珀普奇契乔切琴丘让日荣茹瑞若萨塞桑森沙尚舍什圣施史斯司丝苏索塔泰坦汤唐特滕提汀廷图托陀瓦威韦维文翁沃乌伍西希夏香肖谢辛欣休许雪逊雅亚扬耶叶伊易因英尤约泽扎詹珍朱兹卓佐吐温" +
	"热买合不都肉孜麦翰旺敏彼范冯果雨施强珍坚宝音玉依木汗吾然别江力素甫帖再祖农买迪娅帕扎次仁旦增珠央措卓顿嘉贡却噶嘎其朝敖包额敦和那顺呼斯琴高娃铁孟根仓青觉溥叶赫喀什加苗如孤库班艳"

// clans are Manchu and Mongolian clan names, behind which a dot stands.
var clans = []string{"爱新觉罗", "叶赫那拉", "乌拉那拉", "钮祜禄", "瓜尔佳", "博尔济吉特", "孛儿只斤", "赫舍里", "富察", "董鄂", "伊尔根觉罗", "西林觉罗", "他塔喇", "索绰络"}

// nameLike tells whether the two characters on both sides of a joint are such
// as names from other languages have.
func nameLike(at func(int) rune, i int) bool {
	for _, clan := range clans {
		rs, k := []rune(clan), 0
		for k < len(rs) && at(i-len(rs)+k) == rs[k] {
			k++
		}
		if k == len(rs) {
			return true
		}
	}
	const enough = 3 // of four: 彼得 holds a common word's character
	p, n := partsAt(at, i), 0
	for _, r := range p {
		if r == 0 || strings.ContainsRune(transliterating, r) {
			n++
		}
	}
	return n >= enough && p[0] != 0 && p[2] != 0 && (p[1] != 0 || p[3] != 0)
}

// ---- stops ----

// closers are the marks behind which a point closes a sentence.
const closers = "”’』」）》〉】〕］"

// stops tells whether the point at i is a full stop beyond doubt: behind a
// closing mark or before one, before a blank, at the end of the paragraph, or
// behind a figure or Latin word that Han follows.
func (d *mender) stops(i int, lists []bool) bool {
	next := d.at(i + 1)
	if next == '.' || next == '．' || d.last() == '.' || d.last() == '．' || lists[i] {
		return false
	}
	k := len(d.out) - 1
	for k >= 0 && strings.ContainsRune(closers+"\"')", d.out[k].r) {
		k--
	}
	if k < 0 {
		return false
	}
	behind := k < len(d.out)-1 && strings.ContainsRune(closers, d.out[len(d.out)-1].r)
	ends := next == 0 || blank(next) && d.right(i+1) == 0 || strings.ContainsRune(closers+"\"')", next)
	at := func(k int) rune { return runeAt(d.out, k) }
	switch r := d.out[k].r; {
	case han(r) && (ends || behind):
		return true
	case han(r):
		// A name may be typed with a blank behind its dot.
		return k == len(d.out)-1 && blank(next) && !d.nameOver(i)
	case behind:
		return han(next) || ends && d.chinese() || blank(next) && han(d.right(i+1))
	case k < len(d.out)-1:
		return false
	case strings.ContainsRune("%％‰℃℉°", r):
		return han(next) || ends && d.chinese()
	case anyDigit(r):
		return (han(next) && d.counts(at, k)) || ends && d.chinese() && !(blank(at(k-1)) && latinLetter(at(k-2)))
	case latinLetter(r):
		return (han(next) || ends && d.chinese()) && d.wordEnds(at, k, han(next))
	}
	return false
}

func runeAt(cs []char, i int) rune {
	if i < 0 || i >= len(cs) {
		return 0
	}
	return cs[i].r
}

// chinese tells whether the paragraph has Han, which no step changes.
func (d *mender) chinese() bool {
	if !d.known {
		d.known, d.hasHan = true, slices.ContainsFunc(d.cs, func(c char) bool { return han(c.r) })
	}
	return d.hasHan
}

// nameOver tells whether the parts of a name stand on both sides of the point
// at i and the blank behind it.
func (d *mender) nameOver(i int) bool {
	n := d.runOf(i+1, blank)
	return nameLike(func(k int) rune {
		if k > i {
			k += n
		}
		return d.at(k)
	}, i)
}

// counts tells whether the figure that ends at k counts something, and is no
// number of a list: Han or a sign stands before it.
func (d *mender) counts(at func(int) rune, k int) bool {
	for k >= 0 && (anyDigit(at(k)) || strings.ContainsRune(".,:，．", at(k))) {
		k--
	}
	return han(at(k)) || latinLetter(at(k))
}

// abbreviations end with a point of their own.
const abbreviations = " No Mr Mrs Ms Dr Prof St Jr Sr vs etc al Inc Ltd Co Corp Fig Vol pp ed eds "

// wordEnds tells whether the Latin word that ends at k ends a Chinese sentence
// there: it is no initial, no abbreviation and no word of a Latin sentence.
func (d *mender) wordEnds(at func(int) rune, k int, more bool) bool {
	end := k
	for k >= 0 && (alnum(at(k)) || strings.ContainsRune("-'’&/+", at(k))) {
		k--
	}
	word := ""
	for j := k + 1; j <= end; j++ {
		word += string(at(j))
	}
	if strings.Contains(abbreviations, " "+word+" ") {
		return false
	}
	if more && len(word) == 1 && word < "a" {
		return false // an initial
	}
	for blank(at(k)) || at(k) == ',' {
		k--
	}
	return !latinLetter(at(k)) && at(k) != '.'
}

// listNumbers marks the points behind the numbers of a list: at the start of
// the paragraph, behind a mark or a blank, or counting on from 1 in the text.
func (d *mender) listNumbers() []bool {
	type number struct{ at, value int }
	var inText []number
	list := make([]bool, len(d.cs))
	for i := range d.cs {
		if r := d.cs[i].r; r != '.' && r != '．' || !digit(d.at(i-1)) || !han(d.at(i+1)) {
			continue
		}
		k, value := i-1, 0
		for scale := 1; digit(d.at(k)) && scale <= 100; scale *= 10 {
			value += scale * int(d.at(k)-'0')
			k--
		}
		if l := d.at(k); han(l) || l == '℃' {
			inText = append(inText, number{i, value})
			continue
		} else if digit(l) || l == '.' || l == ',' || l == '．' || latinLetter(l) {
			continue // 3.2.加强 is left to counts
		}
		list[i] = true
	}
	for k := 0; k < len(inText); k++ {
		n := 1
		for k+n < len(inText) && inText[k+n].value == inText[k].value+n {
			n++
		}
		if n < 2 {
			continue
		}
		for j := range n {
			list[inText[k+j].at] = true
		}
		k += n - 1
	}
	return list
}
