package para_test

import (
	"math"
	"slices"
	"strings"

	"duikai/fonts"
	"duikai/layout/cjk"
	"duikai/layout/para"
)

// standard is a standard with its clauses in their order.
type standard struct {
	name, short string
	clauses     []clause
}

const (
	openers  = "“‘（〔［｛《〈【「『〖"
	closers  = "”’）〕］｝》〉】」』〗"
	pauses   = "，、；：。"
	exclaims = "？！"
)

var standards = []standard{
	{"GB/T 15834—2011 标点符号用法", "GBT15834", gb15834},
	{"GB/T 15835—2011 出版物上数字用法", "GBT15835", gb15835},
	{"CLREQ 中文排版需求", "CLREQ", clreq},
}

var gb15834 = []clause{
	{"4.1", "句号 。", "one em, half an em of it white; ASCII stops in Chinese are mended where they are sure (layout/manuscript)", func(m *gauge) { m.widths(1, "。") }},
	{"4.2", "问号 ？", "one em", func(m *gauge) { m.widths(1, "？") }},
	{"4.3", "叹号 ！", "one em", func(m *gauge) { m.widths(1, "！") }},
	{"4.4", "逗号 ，", "one em", func(m *gauge) { m.widths(1, "，") }},
	{"4.5", "顿号 、", "one em", func(m *gauge) { m.widths(1, "、") }},
	{"4.6", "分号 ；", "one em", func(m *gauge) { m.widths(1, "；") }},
	{"4.7", "冒号 ：", "one em", func(m *gauge) { m.widths(1, "：") }},
	{"4.8", "引号 “” ‘’", "one em each, from the face of the Chinese text", func(m *gauge) { m.widths(1, wholes("“”‘’")...) }},
	{"4.9", "括号 （）［］〔〕【】", "one em each", func(m *gauge) { m.widths(1, wholes("（）［］〔〕【】")...) }},
	{"4.10", "破折号 ——", "two em, drawn as one stroke without a gap", func(m *gauge) {
		m.widths(2, "——")
		s := m.body("国——家").print(m.t)
		m.holds(len(s.paths) == 1 && s.paths[0].x1-s.paths[0].x0 > 1.5, "the dash is joined by %v", s.paths)
	}},
	{"4.11", "省略号 ……", "two em; four for two of them", func(m *gauge) { m.widths(2, "……"); m.widths(4, "…………") }},
	{"4.12", "着重号", "a dot under every Han character, none under marks", emphasisDots},
	{"4.13", "连接号 - — ～", "－ of half an em, — and ～ of one em; a single — is no half of a dash", func(m *gauge) { m.widths(0.5, "–"); m.widths(1, "—", "～") }},
	{"4.14", "间隔号 ·", "half an em", func(m *gauge) { m.widths(0.5, "·") }},
	{"4.15", "书名号 《》〈〉", "one em each; the wavy line is drawn under a run that asks for it", func(m *gauge) {
		m.widths(1, wholes("《》〈〉")...)
		underlined(m, para.WaveLine)
	}},
	{"4.16", "专名号", "a line under the run, with white to its neighbours", func(m *gauge) { underlined(m, para.NameLine) }},
	{"4.17", "分隔号 /", "half an em, typed half or full", func(m *gauge) { m.widths(0.5, "/", "／") }},
	{"5.1.1", "句号、逗号、顿号、分号、冒号占一字，居左下，不在行首", "the ink keeps to the left half, below the middle; none begins a line", func(m *gauge) {
		m.notAtStart("", wholes(pauses)...)
		for _, r := range pauses {
			inkAt(m, r, func(x0, y0, x1, y1 float64) bool { return x1 <= 0.53 && (r == '；' || r == '：' || y1 < 0.4) })
		}
	}},
	{"5.1.2", "问号、叹号占一字，居左，不在行首；叠用两个占一字，三个占两字", "none begins a line; ？？ ！！ ？！ take an em, three take two, and rows are not parted", func(m *gauge) {
		m.notAtStart("", wholes(exclaims)...)
		m.widths(1, "？？", "！！", "？！", "！？")
		m.widths(2, "！！！", "？？？")
		m.whole("？！", "！！！")
		for _, r := range exclaims {
			inkAt(m, r, func(x0, _, x1, _ float64) bool { return (x0+x1)/2 < 0.5 })
		}
	}},
	{"5.1.3", "引号、括号、书名号前一半不在行末，后一半不在行首", "openers end no line, closers begin none", func(m *gauge) {
		m.notAtStart("", wholes(closers)...)
		m.notAtEnd("", wholes(openers)...)
	}},
	{"5.1.4", "破折号占两字，上下居中，不能中间断开", "never parted; the stroke is at the middle of the em", func(m *gauge) {
		m.whole("——")
		inkAt(m, '—', func(_, y0, _, y1 float64) bool { return math.Abs((y0+y1)/2-0.34) < 0.1 })
	}},
	{"5.1.5", "省略号占两字；两个连用占四字并单独成行；不能中间断开", "never parted; ………… keeps its four em together; on which line it stands is the editor's to say", func(m *gauge) { m.whole("……", "…………") }},
	{"5.1.6", "短横线占半字，一字线、浪纹线占一字；居中，不在行首", "none begins a line", func(m *gauge) {
		m.notAtStart("", "–", "—", "～")
		inkAt(m, '～', func(_, y0, _, y1 float64) bool { return math.Abs((y0+y1)/2-0.38) < 0.1 })
	}},
	{"5.1.7", "间隔号占半字，居中，不在行首", "begins no line", func(m *gauge) { m.notAtStart("", "·", "‧", "・") }},
	{"5.1.8", "着重号、专名号标在文字下边", "below the baseline of the text", func(m *gauge) { emphasisDots(m); underlined(m, para.NameLine) }},
	{"5.1.9", "分隔号占半字，不在行首或行末", "neither begins nor ends a line", func(m *gauge) {
		m.notAtStart("", "／")
		m.notAtEnd("", "／")
	}},
	{"5.1.10", "行末标点占半字", "a mark at the end of a full line takes exactly half an em, in every scheme", func(m *gauge) {
		for _, scheme := range []cjk.Scheme{cjk.Quanjiao, cjk.Kaiming, cjk.Banjiao} {
			m.halfAtEnd(scheme, wholes(pauses+exclaims+closers)...)
		}
	}},
	{"5.1.11", "可压缩标点，避免末字转行", "marks give way so that no line holds one character alone", loneCharacters},
	{"5.2.1", "竖排：点号在文字之下偏右", "the face's vertical forms; each takes an em down the column", func(m *gauge) {
		for _, r := range pauses {
			verticalPitch(m, r, 1)
		}
	}},
	{"5.2.2", "竖排：破折号、省略号、连接号、间隔号、分隔号居中，上下方向", "turned or in vertical form, of the same widths", func(m *gauge) {
		verticalPitch(m, '～', 1)
		verticalPitch(m, '·', 0.5)
	}},
	{"5.2.3", "竖排：引号用﹃﹄﹁﹂，括号用︵︶", "the vertical forms of the face; each takes an em down the column", func(m *gauge) {
		for _, r := range "“”‘’（）" {
			verticalPitch(m, r, 1)
		}
	}},
	{"5.2.4", "竖排：浪线式书名号在文字左侧", "at the left of the column", func(m *gauge) { besideColumn(m, para.WaveLine, true) }},
	{"5.2.5", "竖排：着重号在右侧，专名号在左侧", "dots at the right, lines at the left", func(m *gauge) {
		besideColumn(m, para.Dots, false)
		besideColumn(m, para.NameLine, true)
	}},
	{"5.2.6", "竖排：行首行末的要求相同", "the same bans hold at the head and foot of a column", func(m *gauge) {
		for _, mark := range wholes(pauses + exclaims + closers) {
			cols := m.vertical(han(13) + mark + han(9)).print(m.t).columns()
			m.holds(!strings.HasPrefix(text(cols[1]), mark), "%s begins a column", mark)
		}
		for _, mark := range wholes(openers) {
			cols := m.vertical(han(12) + mark + han(9)).print(m.t).columns()
			m.holds(!strings.HasSuffix(text(cols[0]), mark), "%s ends a column", mark)
		}
	}},
}

var gb15835 = []clause{
	{"4", "数字形式的选用", "an editor's choice; nothing is rewritten", nil},
	{"5.1.1", "多位数：千分撇或千分空", "a number with its commas or blanks is one", func(m *gauge) { m.whole("4,500", "1,234,567", "12 345") }},
	{"5.1.2", "纯小数写出整数零和小数点", "a number is not parted at its point", func(m *gauge) { m.whole("0.46", "3.14") }},
	{"5.1.3", "数值范围用浪纹线或一字线", "both numbers and what joins them stand on one line, with or without their units", func(m *gauge) { m.whole("10～15", "100—150", "5月～9月", "3万～5万", "63%～68%") }},
	{"5.1.4", "年月日", "a date parts between its pieces and not before 年, 月, 日", func(m *gauge) { m.whole("2026年", "11月", "28日", "2026-11-28") }},
	{"5.1.5", "时分秒", "10:22 does not part, 10点22分 unwillingly between its pieces", func(m *gauge) { m.whole("10:22", "14:12:36", "15时", "22分") }},
	{"5.1.6", "含有月日的专名", "3·15 and 9·11 hold together", func(m *gauge) { m.whole("3·15", "9·11") }},
	{"5.1.7.1", "字体：正体二分字身，每个数字占半个汉字", "figures: half, the default: half an em each, the marks of a number too, % an em; figures: proportional leaves them as drawn", func(m *gauge) {
		for _, r := range "0123456789" {
			m.near(m.gap(m.body("国"+string(r)+"家")), 0.5, "%c", r)
		}
		m.widths(2, "2026")
		m.widths(2.5, "4,500", "10:22", "6.8%")
		m.widths(6, "0730-8812345")
		hei := m.body("国2026家")
		hei.runs[0].Chain = chain(m.t, fonts.Hei)
		m.near(m.gap(hei), 2, "figures in 黑体")
		s := m.body("国2026家")
		s.style.HalfFigures = false
		m.holds(math.Abs(m.gap(s)-2) > 0.1, "proportional figures are as wide as half ones")
	}},
	{"5.1.7.2", "换行：一个数值在同一行", "never parted, but that a long number may part behind its hyphen or before its unit, and a code of twelve figures and more between them, rather than tear two lines; units, square signs and roots stay", func(m *gauge) {
		m.whole("1234", "3.5", "-125", "1∶500", "15㎜", "5㎏", "37℃", "65%", "￥30", "√2", "5kg", "60km/h")
	}},
	{"5.1.7.3", "竖排文本中的数字方向", "two figures stand side by side in an em, longer ones are turned", func(m *gauge) {
		verticalText(m, "国12家", 2)
		col := m.vertical("国2026家").print(m.t).columns()[0]
		m.holds(col[len(col)-1].y-col[0].y < 4, "four figures take %.3f em down the column", col[len(col)-1].y-col[0].y-1)
	}},
	{"5.2", "汉字数字", "Han like others", nil},
	{"5.3", "阿拉伯数字与汉字数字同时使用", "6.65亿: a number parts from its power of ten as the last resort", func(m *gauge) { m.whole("6.65") }},
}

var clreq = []clause{
	{"2.1.2", "汉字等宽", "every Han stands in an em of its own, solid", func(m *gauge) {
		for i, g := range m.body(han(13)).print(m.t).lines()[0] {
			m.near(g.x, float64(i), "character %d", i)
		}
	}},
	{"2.1.3.1", "增加字距", "what a line lacks is shared by all its gaps alike", func(m *gauge) {
		s := m.body(han(13) + "，" + han(8))
		s.style.Tight = 0
		line := s.print(m.t).lines()[0]
		for i := 1; i < len(line); i++ {
			m.near(line[i].x-line[i-1].x, 1+1.0/11, "gap %d", i)
		}
	}},
	{"2.1.3.2", "均排", "heads, bylines and cells (layout)", nil},
	{"2.1.3.3", "减少字距", "by a fiftieth of an em before a mark moves, by a twentieth at most, so that a mark finds room", func(m *gauge) {
		line := m.body(han(13) + "，" + han(8)).print(m.t).lines()[0]
		m.holds(text(line) == han(13)+"，", "the line is %s", text(line))
		for i := 1; i < len(line); i++ {
			m.holds(line[i].x-line[i-1].x >= 0.949, "gap %d is %.3f em", i, line[i].x-line[i-1].x)
		}
	}},
	{"2.2", "宋、楷、黑、仿宋", "roles of faces; 仿宋 is the house's to name (fonts)", nil},
	{"2.3", "版心", "the grid of the page (layout)", nil},
	{"2.4.1", "横排与直排", "lines from top to bottom, columns from right to left", func(m *gauge) {
		for i, g := range m.vertical(han(13)).print(m.t).columns()[0] {
			m.near(g.y-m.vertical(han(1)).print(m.t).columns()[0][0].y, float64(i), "character %d", i)
		}
	}},
	{"2.4.2", "直排时西文、数字的方向", "words are turned, two figures stand side by side", func(m *gauge) {
		verticalText(m, "国12家", 2)
	}},
	{"3.1.1.1", "点号", "see GB/T 15834 4.1 to 4.7", func(m *gauge) { m.widths(1, wholes(pauses+exclaims)...) }},
	{"3.1.1.2", "标号", "see GB/T 15834 4.8 to 4.17", func(m *gauge) { m.widths(1, wholes(openers+closers)...) }},
	{"3.1.2", "标点的字面分布", "the half em that holds the ink is the mark's body, the rest its white", func(m *gauge) {
		for _, r := range closers {
			inkAt(m, r, func(x0, _, x1, _ float64) bool { return (x0+x1)/2 < 0.5 })
		}
		for _, r := range openers {
			inkAt(m, r, func(x0, _, x1, _ float64) bool { return (x0+x1)/2 > 0.5 })
		}
	}},
	{"3.1.3.1", "科技文献的句点 ．", "one em, as a full stop", func(m *gauge) { m.notAtStart("", "．") }},
	{"3.1.3.2", "港台的居中标点", "the outline decides: a face that centres its stops is set as it is drawn", nil},
	{"3.1.3.3", "叹问号、问叹号叠加", "one em", func(m *gauge) { m.widths(1, "！？", "？！", "？？", "！！") }},
	{"3.1.3.4", "示亡号", "a frame round a name in heads (layout)", nil},
	{"3.1.4", "行首行尾禁则", "basic and gb; what a house adds or frees wins", func(m *gauge) {
		m.notAtStart("", wholes(pauses+exclaims+closers+"·‧・～–—／")...)
		m.notAtStart("5", "%", "％", "‰", "℃")
		m.notAtEnd("", wholes(openers+"／")...)
		m.notAtEnd("5", "￥", "№")
		s := m.body(han(13) + "的" + han(9))
		s.style.Rules.NotStart = []rune("的")
		m.holds(!strings.HasPrefix(text(s.print(m.t).lines()[1]), "的"), "a character that the house keeps from a line's start begins one")
	}},
	{"3.1.5.1", "标点不分离", "——, …… and their doubles", func(m *gauge) { m.whole("——", "……", "…………", "————") }},
	{"3.1.5.2", "数字与前后缀不分离", "signs, units, points, ranges", func(m *gauge) { m.whole("-3℃", "±5", "US$100", "3.5%", "50%～60%") }},
	{"3.1.5.3", "注释符号不分离", "note marks stay with their word", func(m *gauge) { m.whole("说①。", "料[1]") }},
	{"3.1.6.1", "标点的调整空间", "half an em, never less than the ink's half", func(m *gauge) {
		for _, mark := range wholes(pauses + closers) {
			s := m.body("国" + mark + "家")
			s.style.Scheme = cjk.Banjiao
			m.near(m.gap(s), 0.5, "%s at its narrowest", mark)
		}
	}},
	{"3.1.6.2", "连续标点的调整", "two facing whites are one: two marks take an em and a half", func(m *gauge) {
		m.widths(1.5, "“《", "”。", "。”", "）、", "，“", "》《", "：“", "」「", "》，", "）。")
		m.widths(2, "（）", "（？", "（！")
		m.widths(2.5, "”——", "。——", "，……")
		m.widths(3, "——”", "……。")
		m.widths(2, "。”）")
	}},
	{"3.1.6.3", "行首行尾标点挤压", "an opener at a line's start stands flush, a mark at its end takes half an em", func(m *gauge) {
		m.flushAtStart(wholes(openers)...)
		m.halfAtEnd(cjk.Quanjiao, wholes(pauses+closers)...)
	}},
	{"3.1.7", "行尾点号悬挂", "off; with hanging: true one ， 、 or 。 stands outside the measure", func(m *gauge) {
		for _, mark := range wholes("，、。") {
			s := m.body(han(13) + mark + han(9))
			s.style.Hang, s.style.Tight = true, 0
			line := s.print(m.t).lines()[0]
			m.near(line[len(line)-1].x, 13, "%s that hangs", mark)
			s.style.Hang = false
			m.holds(!strings.HasSuffix(text(s.print(m.t).lines()[0]), mark), "%s hangs unasked", mark)
		}
	}},
	{"3.1.8", "行间标点", "dots and lines under the text, at the sides of a column; the pitch of the lines does not change", func(m *gauge) {
		emphasisDots(m)
		underlined(m, para.NameLine)
		underlined(m, para.WaveLine)
	}},
	{"3.2.1", "中西文混排", "a word is not parted but where it may be divided", func(m *gauge) { m.whole("GDP", "TCP/IP", "iPhone", "COVID-19") }},
	{"3.2.2", "横排混排的间距", "latin-gap: none unless the house asks; a quarter of an em, from an eighth to a half", func(m *gauge) {
		m.near(m.gap(m.body("国A家"))-m.letter("A"), 0, "gaps round a letter")
		s := m.body("国A家")
		s.style.HanLatin = para.LatinGap(250)
		m.near(m.gap(s)-m.letter("A"), 0.5, "gaps round a letter, with latin-gap 0.25em")
	}},
	{"3.2.3", "直排混排", "see 2.4.2", nil},
	{"3.2.4", "比例西文", "letters keep the widths and kerning of their face", func(m *gauge) {
		m.near(m.gap(m.body("国nn家")), 2*m.letter("n"), "two letters")
	}},
	{"3.2.5", "纵横对齐", "figures of half an em keep the grid", func(m *gauge) {
		line := m.body("国2026年11月28日，" + han(12)).print(m.t).lines()[0]
		for _, g := range line {
			m.near(g.x*2, math.Round(g.x*2), "%s on the half em", g.text)
		}
	}},
	{"3.3.1", "行间注的用途", "a ruby per run: pinyin or a gloss", nil},
	{"3.3.2", "行间注的位置", "centred over its base, half its size, never parted from it", func(m *gauge) {
		s := m.body("塬")
		s.runs[0].Ruby = "yuán"
		got := s.print(m.t)
		i := slices.IndexFunc(got.glyphs, func(g placed) bool { return g.text == "塬" })
		base, notes := got.glyphs[i], slices.DeleteFunc(slices.Clone(got.glyphs), func(g placed) bool { return g.text == "塬" })
		last := notes[len(notes)-1]
		m.near((notes[0].x+last.x+last.em*last.size)/2, base.x+0.5, "the middle of the ruby")
		m.near(last.size, 0.5, "the size of the ruby")
		m.holds(last.y < base.y-0.5, "the ruby is at %.3f em", last.y)
	}},
	{"3.3.3", "注音符号", "not set at the side of their character: over it, as pinyin is", nil},
	{"3.3.4", "罗马拼音标音", "words of pinyin are divided between syllables alone", func(m *gauge) {
		for _, c := range []struct{ before, word, first string }{{han(8), "Wangting", "Wang-"}, {han(9), "Taishan", "Tai-"}} {
			lines := m.body(c.before + c.word + han(11)).print(m.t).lines()
			whole := slices.ContainsFunc(lines, func(l []placed) bool { return strings.Contains(text(l), c.word) })
			first := strings.ReplaceAll(text(lines[0]), "\u00ad", "-")
			m.holds(whole || strings.HasSuffix(first, c.first), "%s is divided: %s", c.word, first)
		}
	}},
	{"3.3.5", "儿化音", "a ruby per run; the editor's", nil},
	{"3.3.6", "中外文对照", "not set", nil},
	{"3.3.7", "行间批语", "not set", nil},
	{"3.4.1", "段首缩排", "two em; an opener's ink stands at the indent", func(m *gauge) {
		s := m.body(han(20))
		s.indent = 2
		lines := s.print(m.t).lines()
		m.near(lines[0][0].x, 2, "the first line")
		m.near(lines[1][0].x, 0, "the second line")
		for _, mark := range wholes(openers) {
			s := m.body(mark + han(5))
			s.indent = 2
			m.near(s.print(m.t).lines()[0][1].x, 2.5, "what follows %s at the indent", mark)
		}
	}},
	{"3.4.2", "段落缩排", "quotations and text styles (layout)", nil},
	{"3.4.3", "单行对齐", "a last line keeps its natural widths", func(m *gauge) {
		lines := m.body(han(13) + "水，" + han(4)).print(m.t).lines()
		last := lines[len(lines)-1]
		m.near(last[len(last)-1].x-last[len(last)-2].x, 1, "characters of the last line")
	}},
	{"3.4.4", "孤行与孤字", "no last line of one character; lines alone at a column's edge are a price (layout/internal/flow)", loneCharacters},
	{"3.5.1", "行内调整", "every full line ends at the measure, to a hundredth of a point", func(m *gauge) {
		for n := 20; n < 60; n++ {
			s := m.body(strings.Repeat(han(3)+"，", n/4) + "“" + han(n/2) + "”。")
			lines := s.print(m.t).lines()
			for _, line := range lines[:len(lines)-1] {
				last := line[len(line)-1]
				end := last.x + 1
				if strings.Contains(pauses+closers, last.text) {
					end -= 0.5
				}
				m.near(end, 13, "the end of %s", text(line))
			}
		}
	}},
	{"3.5.2", "先挤压，后拉伸", "a mark that would begin a line is pulled in where white is to be had", func(m *gauge) {
		line := m.body("天“地”人和，年丰物阜歌唱，" + han(9)).print(m.t).lines()[0]
		m.holds(strings.HasSuffix(text(line), "，"), "the line is %s", text(line))
	}},
	{"3.5.3", "挤压的顺序", "the mark at the end, word spaces, brackets and quotes, commas, gaps round Latin, stops; a pool gives alike", func(m *gauge) {
		line := m.loose("铺子叫“慢磨”门脸，高过丈，每天出六板豆腐。").print(m.t).lines()[0]
		m.near(at(line, "慢")-at(line, "叫"), 1.75, "the opening quote")
		m.near(at(line, "门")-at(line, "磨"), 1.75, "the closing quote")
		m.near(at(line, "高")-at(line, "脸"), 2, "the comma")
		line = m.loose("豆子醒了。泡一夜，掰开来看，没有硬心才好。").print(m.t).lines()[0]
		m.near(at(line, "掰")-at(line, "夜"), 1.5, "the comma")
		m.near(at(line, "泡")-at(line, "了"), 2, "the stop")
	}},
	{"3.5.4", "拉伸的顺序", "word spaces and gaps round Latin first, then all gaps alike; never inside words and figures", func(m *gauge) {
		s := m.loose(han(5) + "nm" + han(6) + "，" + han(9))
		s.style.HanLatin = para.LatinGap(250)
		line := s.print(m.t).lines()[0]
		m.near(at(line, "m")-at(line, "n"), m.letter("n"), "two letters of a word")
		for i := 1; i < 5; i++ {
			m.near(line[i].x-line[i-1].x, line[1].x-line[0].x, "gap %d", i)
		}
	}},
	{"4.1", "标题", "sizes, breaks and whites of heads (layout)", nil},
	{"5", "标点符号表", "see the clauses on marks", nil},
}

// loose is body text that no character stands closer than solid in.
func (m *gauge) loose(s string) *setting {
	b := m.body(s)
	b.style.Tight = 0
	return b
}

// letter is the set width of a letter, from the font in the file.
func (m *gauge) letter(s string) float64 { return m.body(s).print(m.t).glyphs[0].em }

// at is where a text stands on a line.
func at(line []placed, s string) float64 {
	for _, g := range line {
		if g.text == s {
			return g.x
		}
	}
	return math.NaN()
}

// inkAt measures where the ink of a mark lies in its em, by its outline and by
// where the file has it between two Han.
func inkAt(m *gauge, r rune, ok func(x0, y0, x1, y1 float64) bool) {
	f, _ := chain(m.t, fonts.Song).Face(r)
	ink, _ := f.Ink(r)
	em := func(v fonts.Em) float64 { return float64(v) / 1000 }
	s := m.body("国" + string(r) + "家")
	if r == '—' {
		s = m.body("国——家")
	}
	g := s.print(m.t).lines()[0][1]
	m.holds(ok(g.x-1+em(ink.XMin), em(ink.YMin), g.x-1+em(ink.XMax), em(ink.YMax)), "the ink of %c lies at %.3f to %.3f", r, g.x-1+em(ink.XMin), g.x-1+em(ink.XMax))
}

// loneCharacters measures that no last line of a paragraph holds one character.
func loneCharacters(m *gauge) {
	for n := 14; n <= 53; n++ {
		for _, end := range []string{"", "。"} {
			if len(han(n)) == 0 {
				continue
			}
			lines := m.body(han(n) + end).print(m.t).lines()
			last := strings.TrimSuffix(text(lines[len(lines)-1]), "。")
			if n%13 == 1 {
				m.holds(len([]rune(last)) >= 2, "%d characters and %q: the last line is %s", n, end, last)
			}
		}
	}
}

// emphasisDots measures the dots under Han.
func emphasisDots(m *gauge) {
	s := m.body("汀江，好")
	s.runs[0].Under = para.Dots
	got := s.print(m.t)
	m.holds(len(got.paths) == 3, "%d dots under three Han and a comma", len(got.paths))
	k := 0
	for _, g := range got.glyphs {
		if g.text == "，" || k >= len(got.paths) {
			continue
		}
		p := got.paths[k]
		m.near((p.x0+p.x1)/2, g.x+0.5, "the dot under %s", g.text)
		m.holds(p.y0 > g.y+0.1, "the dot under %s is at %.3f", g.text, p.y0-g.y)
		k++
	}
}

// underlined measures a line under a run.
func underlined(m *gauge, under para.Under) {
	s := m.body("汀江")
	s.runs[0].Under = under
	got := s.print(m.t)
	m.holds(len(got.paths) == 1, "%d lines", len(got.paths))
	p := got.paths[0]
	m.holds(p.x0 > 0.02 && p.x1 < 1.98 && p.x1-p.x0 > 1.7, "the line runs from %.3f to %.3f", p.x0, p.x1)
	m.holds(p.y0 > 0.05, "the line is at %.3f", p.y0)
}

// verticalText measures how far apart the ends of a text stand down a column.
func verticalText(m *gauge, s string, em float64) {
	col := m.vertical(s).print(m.t).columns()[0]
	m.near(col[len(col)-1].y-col[0].y, em, "the ends of %s in a column", s)
}

// verticalPitch measures how much room a mark takes down a column.
func verticalPitch(m *gauge, r rune, em float64) {
	col := m.vertical("国" + string(r) + "家").print(m.t).columns()[0]
	m.near(col[len(col)-1].y-col[0].y, 1+em, "国 and 家 round %c in a column", r)
}

// besideColumn measures on which side of a column lines and dots stand.
func besideColumn(m *gauge, under para.Under, left bool) {
	s := m.vertical("汀江")
	s.runs[0].Under = under
	got := s.print(m.t)
	middle := got.glyphs[0].x + 0.5
	for _, p := range got.paths {
		m.holds(p.x1 < middle-0.4 == left && p.x0 > middle+0.4 == !left, "the line or dot is at %.3f to %.3f, the column's middle at %.3f", p.x0, p.x1, middle)
	}
}
