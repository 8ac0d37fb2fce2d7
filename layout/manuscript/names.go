package manuscript

import (
	"fmt"
	"slices"
	"strings"

	"duikai/layout/cjk"
)

// choices are the values of a key of which one is chosen: their names, and in
// the same order what the trade calls them, which may be written as well. The
// first of several Chinese words is the one that messages, schema and guide use.
type choices struct {
	names []string
	zh    []string
	// also are words of people and of other programs, in small letters and without
	// blanks, and the values they mean; one with a ? is a guess.
	also map[string]string
}

// The enumerations of the contract, in the order of their constants or as the
// style holds them.
var (
	boxNames = choices{names: []string{"none", "line", "double", "bold", "wenwu", "ornament", "mourning"}, zh: []string{"无 无框", "正线 单线", "双线", "反线 粗线", "文武线", "花边", "黑框 讣告框"}}.and(
		"line: true yes on 1 frame box single solid thin border 是 有 要 框 边框 加框 细线", "none: false no off 0 否 不 不要 不加框", "bold: thick 粗 加粗", "mourning: 黑边 讣告")
	headNames = choices{names: []string{"across", "left", "vertical-left", "vertical-right", "none"}, zh: []string{"横题", "左题", "左竖题", "右竖题", "无 无题"}}.and(
		"vertical-right?: 竖题 竖 竖排 直题 vertical down right 右 右题", "vertical-left: leftvertical 竖左", "vertical-right: rightvertical 竖右",
		"across: 横 横排 上 文上 眉题 top horizontal centre center true", "left: 边题 文左", "none: false no off 不要 没有 hidden")
	breakNames       = choices{names: cjk.Levels(), zh: []string{"无", "基本", "国标", "严格", "CSS严格", "CSS一般", "CSS宽松"}}
	punctuationNames = choices{names: cjk.Schemes(), zh: []string{"全角", "开明", "半角"}}
	figureNames      = choices{names: []string{"half", "proportional"}, zh: []string{"二分 半角", "比例"}}
	formatNames      = choices{names: []string{"broadsheet", "tabloid"}, zh: []string{"对开 对开报", "四开 四开报"}}.and("broadsheet: 大报 d2 1k", "tabloid: 小报 4k compact")
	headerNames      = choices{names: []string{"rules", "band", "corner"}, zh: []string{"横线", "灰带", "角码"}}
	separatorNames   = choices{names: []string{"fine", "bold", "wenwu", "ornament", "none"}, zh: []string{"正线", "反线", "文武线", "花边", "无"}}.and("none: false no off 不要", "fine: true yes line thin 细线", "bold: thick 粗线")
	alignNames       = choices{names: []string{"left", "centre"}, zh: []string{"居左 左", "居中 中"}}
	sheetNames       = choices{names: []string{"one", "two"}, zh: []string{"一张 整张", "两版 两张"}}
	textAlignNames   = choices{names: []string{"justify", "left", "centre", "right"}, zh: []string{"两端 两端对齐", "居左 左 左对齐", "居中 中", "居右 右 右对齐"}}
	subheadNames     = choices{names: []string{"plain", "bar"}, zh: []string{"普通", "黑条 栏条"}}
	labelNames       = choices{names: []string{"bold", "reversed"}, zh: []string{"黑体 普通", "反白"}}
	inkNames         = choices{names: []string{"black", "red"}, zh: []string{"黑 黑色", "红 红色"}}
	creditNames      = choices{names: []string{"end", "brackets"}, zh: []string{"行末", "括号"}}
	partNames        = choices{names: []string{"deck", "summary", "pull"}, zh: []string{"副题", "提要", "引语"}}
	autoNames        = choices{names: []string{"auto"}, zh: []string{"自动"}}
	planNames        = choices{names: []string{"auto", "keep"}, zh: []string{"自动", "照排"}}.and("auto: true yes on", "keep: false no off manual fixed 手动")
	pageKindNames    = choices{names: []string{"news", "briefs", "tables", "pictures"}, zh: []string{"新闻", "简讯", "表格", "图片"}}
	makeupNames      = choices{names: []string{"interlocked", "modular"}, zh: []string{"穿插", "模块"}}
	nameplateNames   = choices{names: []string{"across", "vertical"}, zh: []string{"横排 横", "竖排 竖"}}.and("across: true yes horizontal", "vertical: down")
	placeNames       = choices{
		names: []string{"top-right", "top-left", "top", "bottom-right", "bottom-left", "bottom", "centre", "between"},
		zh:    []string{"右上", "左上", "上 上中", "右下", "左下", "下 下中", "居中 中", "栏间"}}
	// roleNames are the font roles. This package knows no fonts; a test in
	// package layout holds them equal to those of package fonts.
	roleNames = choices{
		names: []string{"song", "title", "title-black", "hei", "hei-bold", "kai", "fangsong", "weibei", "lishu", "xingkai", "yuan"},
		zh:    []string{"宋体 宋 书宋", "标宋 小标宋 标题宋", "特粗标宋 粗标宋 大标宋", "黑体 黑", "粗黑 粗黑体 大黑", "楷体 楷", "仿宋 仿宋体", "魏碑 魏体 魏碑体", "隶书 隶 隶体", "行楷 行楷体 行书", "圆体 圆 粗圆 圆黑"}}.and(
		"song: simsun nsimsun stsong stzhongsong songti songtisc 新宋体 中宋 华文宋体 华文中宋 思源宋体 报宋 方正报宋 方正书宋 明体 notoserif notoserifsc notoserifcjksc sourcehanserif sourcehanserifsc serif timesnewroman",
		"hei: simhei heiti heitisc stheiti microsoftyahei yahei 微软雅黑 雅黑 华文黑体 华文细黑 思源黑体 等线 dengxian 苹方 pingfang pingfangsc notosans notosanssc notosanscjksc sourcehansans sourcehansanssc arial helvetica sans sansserif",
		"kai: kaiti kaitisc simkai stkaiti kaitigb2312 楷体gb2312 华文楷体 霞鹜文楷 lxgwwenkai italic", "fangsong: simfang stfangsong fangsonggb2312 仿宋gb2312 华文仿宋",
		"title: 方正小标宋 小标宋简体 方正小标宋简体", "title-black: 方正大标宋 大标宋简体", "hei-bold: bold 方正大黑 超粗黑 方正超粗黑", "lishu: simli 华文隶书 方正隶书", "weibei: stxinwei 新魏 华文新魏 方正魏碑",
		"xingkai: stxingkai 华文行楷", "yuan: youyuan simyou 幼圆 细圆 round rounded")
)

// and gives the words for values that are neither their names nor near to them.
func (c choices) and(words ...string) choices {
	c.also = make(map[string]string)
	for _, line := range words {
		value, all, _ := strings.Cut(line, ": ")
		for _, w := range strings.Fields(all) {
			c.also[w] = value
		}
	}
	return c
}

// bareWord is a word as also lists it.
func bareWord(s string) string {
	return strings.NewReplacer(" ", "", "\u3000", "", "_", "", "-", "", "（", "", "）", "").Replace(halfWidth(s))
}

// flagWords are what stands for true and false.
var flagWords = choices{names: []string{"true", "false"}, zh: []string{"是", "否"}}

// typeSizes are the names of type sizes (号数) and what they come to.
var typeSizes = map[string]string{
	"初号": "42pt", "小初": "36pt", "一号": "26pt", "小一": "24pt", "二号": "22pt", "小二": "18pt", "三号": "16pt", "小三": "15pt",
	"四号": "14pt", "小四": "12pt", "五号": "10.5pt", "小五": "9pt", "六号": "7.5pt", "小六": "6.5pt", "七号": "5.5pt", "八号": "5pt",
}

// hanUnits are the Chinese names of units of length.
var hanUnits = [...][2]string{{"毫米", "mm"}, {"公厘", "mm"}, {"厘米", "cm"}, {"公分", "cm"}, {"英寸", "in"}, {"点", "pt"}, {"磅", "pt"}, {"字宽", "em"}, {"字", "em"}}

// lengthOf is a length with the unit that geom knows.
func lengthOf(text string) string {
	s := strings.TrimSpace(text)
	name := strings.Map(func(r rune) rune { // 5号 is 五号, and 小4号 is 小四
		if at := r - '1'; strings.ContainsRune(s, '号') && at >= 0 && at < 8 {
			return []rune("一二三四五六七八")[at]
		}
		return r
	}, halfWidth(strings.TrimSuffix(s, "字")))
	for _, n := range [...]string{name, strings.TrimSuffix(name, "号")} { // 小五号 is 小五
		if size, ok := typeSizes[n]; ok {
			return size
		}
	}
	for _, u := range hanUnits {
		if number, ok := strings.CutSuffix(s, u[0]); ok {
			return number + u[1]
		}
	}
	return text
}

// index finds a value by either of its names; -1 where it is none.
func (c choices) index(s string) int {
	s = strings.TrimSpace(s)
	if i := slices.Index(c.names, s); i >= 0 {
		return i
	}
	return slices.IndexFunc(c.zh, func(words string) bool { return slices.Contains(strings.Fields(words), s) })
}

// word is the Chinese name of a value.
func (c choices) word(i int) string { return strings.Fields(c.zh[i])[0] }

// all are the names that the schema offers.
func (c choices) all() []string {
	out := slices.Clone(c.names)
	for i := range c.zh {
		if w := c.word(i); !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// akin is the one value whose Chinese name holds a word, or is held in it: 左 and
// 左题, 对开 and 对开大报; -1 where there are several or none.
func (c choices) akin(s string) int {
	found := -1
	s = strings.TrimSpace(s)
	for i, words := range c.zh {
		if slices.ContainsFunc(strings.Fields(words), func(w string) bool {
			return s != "" && (strings.Contains(w, s) || strings.Contains(s, w))
		}) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// meant is the value that is near to what was written, or that other words mean;
// empty where none is. guess tells that it may be another.
func (c choices) meant(got string) (value string, guess bool) {
	if v := c.also[bareWord(got)]; v != "" {
		return strings.CutSuffix(v, "?")
	}
	if near := Nearest(halfWidth(got), c.names); near != "" {
		return near, false
	}
	if i := c.akin(got); i >= 0 {
		return c.names[i], false
	}
	return "", false
}

// none says that a value is none of the choices, and which is near to it.
func (c choices) none(got string, more ...string) term {
	var zh []string
	for i, n := range c.names {
		zh = append(zh, n+"（"+c.word(i)+"）")
	}
	right, _ := c.meant(got)
	n := near{got, right}
	return term{
		fmt.Sprintf("%q is none of %s", n, strings.Join(append(slices.Clone(c.names), more...), " | ")),
		fmt.Sprintf("%q 不属于 %s", n, strings.Join(append(zh, more...), " | "))}
}
