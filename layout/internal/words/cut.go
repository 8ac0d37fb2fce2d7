package words

import "strings"

// Cut is how good a place is for ending a line (断行处).
type Cut uint8

const (
	Within Cut = iota // inside a word, or before a mark: never
	Bound             // between words that belong together: 美丽|的, 在|洞庭湖
	Word              // between two words
	Mark              // after a mark or space, and at both ends of the text
)

// longestQuote is the number of characters between quotation marks that a
// line should hold together.
const longestQuote = 10

// Boundaries judges every place of a text: the result has one more entry than
// the text, and entry i is the cut before text[i], so that the line text[:i]
// ends well where it is high. The space before which a line ends is the line's:
// the cut stands after it.
func Boundaries(text []rune) []Cut {
	cuts := make([]Cut, len(text)+1)
	segment(text, cuts)
	// From the back: each place holds the length of the word before it until
	// it is judged.
	end := len(text)
	right := end
	for at := end; at > 0; {
		left := at - int(cuts[at])
		cuts[at] = Mark
		if at < end {
			cuts[at] = judge(text, left, at, right)
		}
		clear(cuts[left+1 : at])
		at, right = left, at
	}
	cuts[0] = Mark
	holdQuotes(text, cuts)
	return cuts
}

// judge grades the place at between the words text[from:at] and text[at:to].
func judge(text []rune, from, at, to int) Cut {
	before, after := kindOf(text[from]), kindOf(text[at])
	switch after {
	case space, closing, stop, link:
		return Within
	}
	switch before {
	case opening, link:
		return Within
	case space, stop:
		return Mark
	case other:
		return Bound
	}
	switch {
	case after == han && leansBack(text, at, to):
		return Bound
	case before == han && leansOn(text, from, at):
		return Bound
	case before == western && after == han && isFigure(text[from]) && isFigure(text[at-1]):
		return Bound // 5 | 大行动
	case before == western && after == han && at-from == 1:
		return Bound // A | 等级
	case isDate(text[from:at], text[at:to]):
		return Bound // 6月 | 7日
	case isQuantity(text[from:at]) && after == han:
		return Bound // 5个 | 项目
	case after == han && before == han && isBody(text[at:to]):
		return Bound // 湖南 | 大学
	}
	return Word
}

const (
	// particles never begin a line.
	particles = "的了着地得们吗之呢吧啊么"
	// suffixes are characters that, left over alone, close the name or noun
	// before them.
	suffixes = "上中下里内外前后时间旁侧等者性化度率类型式级界圈区县市省镇乡村州路街桥港湖河江山岛湾站所院校园馆场厂店部局厅处科室队组团社员师家长工户机车器线额量值价费款业品群潮季节年月日号版奖赛杯法案权岗班寺庙塔楼城镇府宫门洲峡谷湿泉溪洞屿礁堤坝渠库井矿人情畔"
	// links hold on both sides.
	links = "之于成至"
)

// leansBack says whether the word text[at:to] must not begin a line.
func leansBack(text []rune, at, to int) bool {
	switch to - at {
	case 1:
	case 2:
		switch string(text[at:to]) {
		case "左右", "以上", "以下", "以内", "以外", "以来", "以后", "以前", "之间", "之后", "之前", "之内", "之外", "期间", "不止":
			return true
		}
		return false
	default:
		return false
	}
	r := text[at]
	if strings.ContainsRune(particles, r) || strings.ContainsRune(links, r) || strings.ContainsRune(suffixes, r) {
		return true
	}
	// A last character left over would stand by itself.
	return to == len(text) || kindOf(text[to]) == stop || kindOf(text[to]) == space
}

// leansOn says whether the word text[from:at] must not end a line. Of the
// words of one character those that are no suffix lean on what follows: the
// short verbs of headlines (获, 迎, 促), prepositions (在, 把), 不, 很, 最,
// surnames, and whatever the table does not know.
func leansOn(text []rune, from, at int) bool {
	if at-from == 1 {
		r := text[from]
		switch {
		case strings.ContainsRune(links, r):
			return true
		case strings.ContainsRune(particles, r):
			return false
		case strings.ContainsRune(suffixes, r):
			return from == 0 || kindOf(text[from-1]) != han
		}
		return true
	}
	if at-from == 2 {
		switch string(text[from:at]) {
		case "关于", "对于", "至于", "为了", "由于", "随着", "以及", "或者", "根据", "按照", "通过", "作为", "成为", "不再", "正在", "即将", "已经", "如何", "怎样", "并且", "不能", "不得", "不要", "一个", "这个", "那个":
			return true
		}
	}
	return false
}

// isQuantity says whether a word is a number with a measure word that asks
// for its noun.
func isQuantity(word []rune) bool {
	last := word[len(word)-1]
	return len(word) > 1 &&
		(isFigure(word[0]) || word[0] == '第' || strings.ContainsRune(numerals, word[0])) &&
		strings.ContainsRune(classifiers, last)
}

// isDate says whether two words are parts of one date.
func isDate(before, after []rune) bool {
	a, b := before[len(before)-1], after[len(after)-1]
	return (a == '年' && b == '月' || a == '月' && b == '日') &&
		(isFigure(before[0]) && isFigure(after[0]) ||
			strings.ContainsRune(numerals, before[0]) && strings.ContainsRune(numerals, after[0]))
}

// isBody says whether a word is the second half of a body's name: 湖南大学
// should stay on one line where it can.
func isBody(word []rune) bool {
	switch string(word) {
	case "大学", "学院", "中学", "小学", "银行", "支行", "分行", "公司", "集团", "医院", "法院", "检察院", "政府",
		"委员会", "办公室", "协会", "学会", "基金会", "联合会", "研究院", "研究所", "实验室",
		"自治区", "自治州", "自治县", "开发区", "示范区", "新区", "园区", "产业园", "街道", "大桥",
		"先生", "女士", "同志", "书记", "主席", "总理", "总统", "部长", "省长", "市长", "县长", "区长", "局长", "院长", "校长", "主任":
		return true
	}
	return false
}

// holdQuotes lowers the cuts inside short quotations and titles.
func holdQuotes(text []rune, cuts []Cut) {
	for i, r := range text {
		closer := closerOf(r)
		if closer == 0 {
			continue
		}
		for j := i + 1; j < len(text) && j <= i+longestQuote+1; j++ {
			if text[j] != closer {
				continue
			}
			for k := i + 1; k <= j; k++ {
				if cuts[k] > Bound {
					cuts[k]--
				}
			}
			break
		}
	}
}

func closerOf(r rune) rune {
	switch r {
	case '“':
		return '”'
	case '‘':
		return '’'
	case '《':
		return '》'
	case '〈':
		return '〉'
	case '「':
		return '」'
	case '『':
		return '』'
	case '（':
		return '）'
	case '【':
		return '】'
	}
	return 0
}
