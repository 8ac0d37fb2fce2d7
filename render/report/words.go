package report

import (
	"fmt"
	"strconv"
	"strings"

	"duikai/layout/diag"
)

// labels are the words of the tables and of the page that is read in a
// browser, English and Chinese. Counted ones have a third and a fourth form:
// the English singular; %v takes the number.
var labels = map[string][]string{
	"lang":         {"en", "zh-CN"},
	"report":       {"Report", "排版报告"},
	"totals":       {"Totals", "总计"},
	"live":         {"live", "实时"},
	"lost":         {"connection lost", "连接已断"},
	"broken":       {"The issue cannot be set as it is now; these are the last good pages. See the problems.", "稿件当前无法排版，显示的是最近一次成功的版面。请看问题列表。"},
	"n-pages":      {"%v pages", "%v 个版", "1 page"},
	"n-stories":    {"%v stories", "%v 篇", "1 story"},
	"n-chars":      {"%v characters", "%v 字", "1 character"},
	"n-errors":     {"%v errors", "错误 %v", "1 error"},
	"n-warnings":   {"%v warnings", "警告 %v", "1 warning"},
	"n-notes":      {"%v notes", "提示 %v", "1 note"},
	"n-left":       {"%v more notes; duikai check -v lists them", "另有提示 %v 条，可用 duikai check -v 查看", "1 more note; duikai check -v lists it"},
	"page":         {"Page %v", "第 %v 版"},
	"pages":        {"Pages", "版面"},
	"no-pages":     {"No page could be set.", "没有排出版面。"},
	"before":       {"Page %v before", "第 %v 版（对照）"},
	"blink":        {"Blink", "闪烁对照"},
	"beside":       {"Beside", "并排对照"},
	"problems":     {"Problems", "问题"},
	"no-problems":  {"No problems.", "没有问题。"},
	"severity":     {"Severity", "级别"},
	"errors":       {"errors", "错误"},
	"warnings":     {"warnings", "警告"},
	"notes":        {"notes", "提示"},
	"stories":      {"Stories", "稿件"},
	"story":        {"Story", "稿件"},
	"slot":         {"Slot", "版位"},
	"columns":      {"Cols", "栏"},
	"measure-pt":   {"measure %v pt", "栏宽 %v 点"},
	"chars":        {"Chars", "字"},
	"lines":        {"Lines", "行"},
	"fill":         {"Fill", "满版率"},
	"white":        {"White", "空行"},
	"overset":      {"Over", "余字"},
	"fitted":       {"Fitted by", "版面调整"},
	"from":         {"From", "转自"},
	"to":           {"To", "转至"},
	"from-page":    {"from page %v", "上接第 %v 版"},
	"to-page":      {"to page %v", "下转第 %v 版"},
	"missing":      {"missing", "缺"},
	"jumps":        {"Jumps", "转版"},
	"no-jumps":     {"No story goes on elsewhere.", "没有转版。"},
	"pictures":     {"Pictures", "图片"},
	"no-pictures":  {"No pictures.", "没有图片。"},
	"file":         {"File", "文件"},
	"on-page":      {"Page", "版"},
	"pixels":       {"Pixels", "像素"},
	"record":       {"How the lines are set", "排字"},
	"tab-lines":    {"Lines", "排字"},
	"untouched":    {"Untouched", "未调整"},
	"loose":        {"Loose", "过松"},
	"lone":         {"Lone character", "孤字"},
	"split":        {"Split", "拆词"},
	"banned":       {"Banned edge", "禁则"},
	"gaps":         {"Gaps opened by (em)", "每隙拉开（字宽）"},
	"no-gap":       {"none", "未拉开"},
	"more-than":    {"over %v", "%v 以上"},
	"up-to":        {"up to %v", "至 %v"},
	"remedies":     {"Remedies", "调整手段"},
	"remedy":       {"Reserve", "手段"},
	"ems":          {"em", "字宽"},
	"most":         {"most", "最多"},
	"worst":        {"The worst lines", "最差的行"},
	"no-worst":     {"No line needed a remedy.", "各行均未调整。"},
	"overlays":     {"Overlays", "叠加层"},
	"grid":         {"Grid", "网格"},
	"frames":       {"Frames", "框线"},
	"baselines":    {"Baselines", "基线"},
	"faults":       {"Faults", "疵点"},
	"crop":         {"Crop", "裁切"},
	"marks":        {"Numbers", "编号"},
	"help-grid":    {"basic columns and rows", "基本栏与行"},
	"help-frames":  {"slots with their story and fill, text columns", "版位、稿件、满版率、文字栏"},
	"help-base":    {"baselines of the rows", "各行基线"},
	"help-faults":  {"loose lines, remedies used, lone characters, white holes, taboos", "过松、挤压拉伸、孤字、空白、禁忌"},
	"help-jumps":   {"where stories go on", "转版去向"},
	"help-crop":    {"trim, type area, pictures with resolution and what is cut away", "成品线、版心、图片分辨率与裁去部分"},
	"help-marks":   {"problems with their numbers", "问题编号"},
	"remarks":      {"Marks", "圈红"},
	"rings":        {"Remarks", "批注"}, // the overlay; the tool of the desk is 圈红
	"no-remarks":   {"No marks on the pages.", "没有圈红。"},
	"help-remarks": {"what proof readers marked", "校对的圈红与批注"},
	"ring":         {"mark %v", "圈%v"},
	"open":         {"open", "未处理"},
	"answered":     {"answered", "已答复"},
	"settled":      {"settled", "已处理"},
	"words-gone":   {"the words are there no more", "原文已改"},
	"signed":       {"Signed", "签样"},
	"unsigned":     {"not signed", "未签"},
	"zoom-in":      {"zoom in", "放大"},
	"zoom-out":     {"zoom out", "缩小"},
	"keys":         {"Keys", "快捷键"},
	"close":        {"Close", "关闭"},
	"key-next":     {"next, previous problem", "下一个、上一个问题"},
	"key-page":     {"next, previous page", "下一版、上一版"},
	"key-zoom":     {"larger, smaller", "放大、缩小"},
	"key-width":    {"fit the width", "适合宽度"},
	"key-whole":    {"whole page", "整版"},
	"key-off":      {"all overlays off", "关闭全部叠加层"},
	"key-tabs":     {"the lists", "各列表"},
	"key-blink":    {"blink with the other version, side by side", "与对照版闪烁、并排"},
	"key-help":     {"this list", "本列表"},
	"key-click":    {"on a list entry: show its place", "在列表项上：显示其位置"},
	"goes-to":      {"%v goes on", "%v 下转"},
	"comes-from":   {"%v comes from", "%v 上接"},
	"cut-away":     {"%v%% cut away", "裁去 %v%%"},
}

// label is a word of the language; counts take their number.
func label(l diag.Lang, key string, args ...any) (string, error) {
	forms, ok := labels[key]
	if !ok {
		return "", fmt.Errorf("no words for %q", key)
	}
	text := forms[l]
	if len(forms) > 2 && l == diag.English && len(args) == 1 && args[0] == 1 {
		return forms[2], nil
	}
	if len(args) == 0 {
		return text, nil
	}
	if n, ok := args[0].(int); ok && len(forms) > 2 {
		args = []any{thousands(n)}
	}
	return fmt.Sprintf(text, args...), nil
}

// word is label where the key is known to exist.
func word(l diag.Lang, key string, args ...any) string {
	s, err := label(l, key, args...)
	if err != nil {
		return key
	}
	return s
}

// ems writes ems: 0.063.
func ems(v float64) string { return strconv.FormatFloat(thousandths(v), 'f', -1, 64) + " em" }

// percent writes a share: 97%, and never 100% for what is not full.
func percent(v float64) string {
	n := int(float64(v*100) + 0.5)
	if n == 100 && v < 1 {
		n = 99
	}
	return strconv.Itoa(n) + "%"
}

// dash writes nothing for none, so that the eye finds the others.
func dash(n int) string {
	if n == 0 {
		return ""
	}
	return thousands(n)
}

// source writes FILE:LINE:COL.
func source(s Source) string {
	if s.File == "" {
		return ""
	}
	return diag.Pos{File: s.File, Line: s.Line, Col: s.Column}.String()
}

// number writes points with at most two decimals.
func number(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(v, 'f', 2, 64), "0"), ".")
}
