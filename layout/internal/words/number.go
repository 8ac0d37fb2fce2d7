package words

import (
	"strings"
	"unicode"
)

// Prices of what is recognised by form, in the levels of the table: found by
// trying them on testdata/headlines.txt.
const (
	westernPrice = 12 // a run of letters or figures: it has no rival
	measurePrice = 4  // its measure word: less than any word that begins with it
	numeralPrice = 20 // 三项, 第十届: about what 一 and 项 cost apart, less a little
	digitPrice   = 3  // for each further numeral
)

// westernRun is the length of the run of letters and figures that begins the
// text, with the signs that join them: 12.5%, C919, 2020-2025, AT&T.
func westernRun(text []rune) int {
	n := 1
	for n < longestRun && n < len(text) {
		r := text[n]
		switch {
		case kindOf(r) == western || unicode.Is(unicode.M, r):
		case strings.ContainsRune("%‰％°℃+", r):
		case strings.ContainsRune(".．,:：/-–—~～&'’_@#·×", r) &&
			n+1 < len(text) && kindOf(text[n+1]) == western && joins(text[n-1], r, text[n+1]):
		default:
			return n
		}
		n++
	}
	return n
}

// joins says whether a sign between two western characters makes them one
// word. Full-width signs and dashes do so only between figures.
func joins(before, sign, after rune) bool {
	if sign < 0x80 && sign != ',' && sign != ':' || sign == '’' {
		return true
	}
	return unicode.IsDigit(before) && unicode.IsDigit(after)
}

// isFigure says whether a measure word may follow the character.
func isFigure(r rune) bool { return unicode.IsDigit(r) }

const (
	numerals  = "〇零一二三四五六七八九十百千万亿两几数半"
	powers    = "十百千万亿"
	roundings = "余多几来"
)

// addQuantities offers the number in text[from:at] with what may follow it:
// 万, 万余, 万余人.
func (p *path[T]) addQuantities(text []rune, from, at int, price level) {
	start := at
	for at < len(text) && at < start+4 && strings.ContainsRune(powers, text[at]) {
		at++
	}
	if at < len(text) && strings.ContainsRune(roundings, text[at]) {
		at++
	}
	for at < len(text) && at < start+6 && strings.ContainsRune(powers, text[at]) {
		at++
	}
	if at > start {
		p.add(from, at-from, price)
	}
	for n := 1; n <= longestMeasure && at+n <= len(text); n++ {
		if isMeasure(text[at : at+n]) {
			p.add(from, at+n-from, price)
		}
	}
}

// addNumber offers the words that begin with a Chinese numeral or with 第.
func (p *path[T]) addNumber(text []rune, i int) {
	at := i
	if text[at] == '第' {
		at++
		if at < len(text) && unicode.IsDigit(text[at]) {
			at += westernRun(text[at:])
			p.add(i, at-i, numeralPrice)
			p.addQuantities(text, i, at, numeralPrice)
			return
		}
	}
	first := at
	for at < len(text) && at < first+32 && strings.ContainsRune(numerals, text[at]) {
		at++
	}
	if at == first {
		return
	}
	price := level(numeralPrice + digitPrice*(at-first-1))
	if at-i > 1 {
		p.add(i, at-i, price)
	}
	p.addQuantities(text, i, at, price)
}

// classifiers are the measure words (量词) that ask for their noun: after 元
// or 年 a line may end, after 5个 it should not.
const classifiers = "个项名位条座件家只头匹辆艘架台部本篇首幅张份支批组对双栋幢间所处片块根棵株颗粒枚把届场次轮级类种款则户口幕股笔道扇面顶杯瓶起列桩宗例袋筐箱团班"

// units are the measure words of one character that can stand without a noun.
const units = "年月日天周时分秒点岁人倍成元角斤吨克亩里米丈尺寸升度瓦伏号版强大镇县村市省国校厂店站门期章节集卷页册段步遍趟回连排桌"

const longestMeasure = 4

// isMeasure says whether the characters are a measure word.
func isMeasure(text []rune) bool {
	if len(text) == 1 {
		return strings.ContainsRune(classifiers, text[0]) || strings.ContainsRune(units, text[0])
	}
	switch string(text) {
	case "年度", "年级", "年代", "年期", "月份", "小时", "分钟", "秒钟", "时许", "周年", "周岁", "季度",
		"公里", "千米", "厘米", "毫米", "微米", "纳米", "海里", "英里", "平方", "立方", "公顷", "公斤", "千克", "毫克", "毫升",
		"美元", "欧元", "日元", "英镑", "港元", "元钱", "块钱",
		"人次", "架次", "车次", "班次", "场次", "人份", "标箱", "国家", "个月", "万亩", "号线", "号楼", "英寸", "层楼", "摄氏度",
		"平方米", "立方米", "平方公里", "平方千米", "千瓦", "千瓦时", "兆瓦", "吉瓦", "马力", "百分点", "个百分点", "分贝", "公分",
		"余人", "多人", "大类", "大项", "小项":
		return true
	}
	return false
}
