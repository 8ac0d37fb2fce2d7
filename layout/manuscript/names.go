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
}

// The enumerations of the contract, in the order of their constants or as the
// style holds them.
var (
	boxNames         = choices{[]string{"none", "line", "double", "bold", "wenwu", "ornament", "mourning"}, []string{"无 无框", "正线 单线", "双线", "反线 粗线", "文武线", "花边", "黑框 讣告框"}}
	headNames        = choices{[]string{"across", "left", "vertical-left", "vertical-right", "none"}, []string{"横题", "左题", "左竖题", "右竖题", "无 无题"}}
	breakNames       = choices{cjk.Levels(), []string{"无", "基本", "国标", "严格", "CSS严格", "CSS一般", "CSS宽松"}}
	punctuationNames = choices{cjk.Schemes(), []string{"全角", "开明", "半角"}}
	figureNames      = choices{[]string{"half", "proportional"}, []string{"二分 半角", "比例"}}
	formatNames      = choices{[]string{"broadsheet", "tabloid"}, []string{"对开 对开报", "四开 四开报"}}
	headerNames      = choices{[]string{"rules", "band", "corner"}, []string{"横线", "灰带", "角码"}}
	separatorNames   = choices{[]string{"fine", "bold", "wenwu", "ornament", "none"}, []string{"正线", "反线", "文武线", "花边", "无"}}
	alignNames       = choices{[]string{"left", "centre"}, []string{"居左 左", "居中 中"}}
	sheetNames       = choices{[]string{"one", "two"}, []string{"一张 整张", "两版 两张"}}
	textAlignNames   = choices{[]string{"justify", "left", "centre", "right"}, []string{"两端 两端对齐", "居左 左 左对齐", "居中 中", "居右 右 右对齐"}}
	subheadNames     = choices{[]string{"plain", "bar"}, []string{"普通", "黑条 栏条"}}
	labelNames       = choices{[]string{"bold", "reversed"}, []string{"黑体 普通", "反白"}}
	inkNames         = choices{[]string{"black", "red"}, []string{"黑 黑色", "红 红色"}}
	creditNames      = choices{[]string{"end", "brackets"}, []string{"行末", "括号"}}
	partNames        = choices{[]string{"deck", "summary", "pull"}, []string{"副题", "提要", "引语"}}
	autoNames        = choices{[]string{"auto"}, []string{"自动"}}
	planNames        = choices{[]string{"auto", "keep"}, []string{"自动", "照排"}}
	pageKindNames    = choices{[]string{"news", "briefs", "tables", "pictures"}, []string{"新闻", "简讯", "表格", "图片"}}
	makeupNames      = choices{[]string{"interlocked", "modular"}, []string{"穿插", "模块"}}
	nameplateNames   = choices{[]string{"across", "vertical"}, []string{"横排 横", "竖排 竖"}}
	placeNames       = choices{
		[]string{"top-right", "top-left", "top", "bottom-right", "bottom-left", "bottom", "centre", "between"},
		[]string{"右上", "左上", "上 上中", "右下", "左下", "下 下中", "居中 中", "栏间"}}
	// roleNames are the font roles. This package knows no fonts; a test in
	// package layout holds them equal to those of package fonts.
	roleNames = choices{
		[]string{"song", "title", "title-black", "hei", "hei-bold", "kai", "fangsong", "weibei", "lishu", "xingkai", "yuan"},
		[]string{"宋体 宋 书宋", "标宋 小标宋 标题宋", "特粗标宋 粗标宋 大标宋", "黑体 黑", "粗黑 粗黑体 大黑", "楷体 楷", "仿宋 仿宋体", "魏碑 魏体 魏碑体", "隶书 隶 隶体", "行楷 行楷体 行书", "圆体 圆 粗圆 圆黑"}}
)

// flagWords are what stands for true and false.
var flagWords = choices{[]string{"true", "false"}, []string{"是", "否"}}

// typeSizes are the names of type sizes (号数) and what they come to.
var typeSizes = map[string]string{
	"初号": "42pt", "小初": "36pt", "一号": "26pt", "小一": "24pt", "二号": "22pt", "小二": "18pt", "三号": "16pt", "小三": "15pt",
	"四号": "14pt", "小四": "12pt", "五号": "10.5pt", "小五": "9pt", "六号": "7.5pt", "小六": "6.5pt", "七号": "5.5pt", "八号": "5pt",
}

// hanUnits are the Chinese names of units of length.
var hanUnits = [...][2]string{{"毫米", "mm"}, {"厘米", "cm"}, {"英寸", "in"}, {"点", "pt"}, {"磅", "pt"}, {"字宽", "em"}, {"字", "em"}}

// lengthOf is a length with the unit that geom knows.
func lengthOf(text string) string {
	s := strings.TrimSpace(text)
	name := strings.TrimSuffix(s, "字")
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

// meant is the value that is near to what was written; empty where none is.
func (c choices) meant(got string) string {
	if near := nearest(got, c.names); near != "" {
		return near
	}
	if i := c.akin(got); i >= 0 {
		return c.names[i]
	}
	return ""
}

// none says that a value is none of the choices, and which is near to it.
func (c choices) none(got string, more ...string) term {
	var zh []string
	for i, n := range c.names {
		zh = append(zh, n+"（"+c.word(i)+"）")
	}
	n := near{got, c.meant(got)}
	return term{
		fmt.Sprintf("%q is none of %s", n, strings.Join(append(slices.Clone(c.names), more...), " | ")),
		fmt.Sprintf("%q 不属于 %s", n, strings.Join(append(zh, more...), " | "))}
}
