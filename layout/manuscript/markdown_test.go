package manuscript

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"pgregory.net/rapid"

	"duikai/layout/diag"
)

// dump writes blocks so that a test can read them: P paragraph, Q quote, H
// subhead with its level, R one that runs in, with / between lines, B break,
// E pull quote, T table with < ^ > for its columns, its head before a colon and
// its rows, cells parted by / and rows by ;: ** bold, * kai, == dots, __ and ~~ lines,
// {base|ruby} a span with its ruby.
func dump(blocks []Block) string {
	var out []string
	for _, b := range blocks {
		switch b := b.(type) {
		case *Paragraph:
			out = append(out, map[bool]string{false: "P ", true: "Q "}[b.Quote]+written(b.Text))
		case *Subhead:
			out = append(out, fmt.Sprintf("%s%d %s", map[bool]string{false: "H", true: "R"}[b.RunIn], b.Level, cellsOf(b.Lines)))
		case *PullQuote:
			out = append(out, "E "+written(b.Text))
		case *NameList:
			n := "N" + strings.TrimSuffix(fmt.Sprint(b.Cell), "0")
			for _, g := range b.Groups {
				n += " " + written(g.Label) + ":" + cellsOf(g.Names)
			}
			out = append(out, n)
		case *Verse:
			v := "V"
			for _, l := range b.Lines {
				v += map[bool]string{false: "/", true: "//"}[l.Opens] + strings.Repeat("_", l.Indent) + written(l.Text)
			}
			out = append(out, v)
		case *Table:
			t := "T"
			for _, a := range b.Align {
				t += string("-<^>"[a])
			}
			if len(b.Unit) > 0 {
				t += "[" + written(b.Unit) + "]"
			}
			if b.Head != nil {
				t += " " + cellsOf(b.Head) + ":"
			}
			for i, r := range b.Rows {
				t += map[bool]string{false: ";", true: " "}[i == 0] + cellsOf(r)
			}
			out = append(out, t)
		case *Break:
			out = append(out, "B")
		}
	}
	return strings.Join(out, "|")
}

func cellsOf(ts []Text) string {
	var out []string
	for _, t := range ts {
		out = append(out, written(t))
	}
	return strings.Join(out, "/")
}

// written is a text with its marks.
func written(t Text) string {
	marks := []struct {
		style Emphasis
		mark  string
	}{{Bold, "**"}, {Kai, "*"}, {Dots, "=="}, {NameLine, "__"}, {WaveLine, "~~"}}
	var b strings.Builder
	for i := 0; i < len(t); {
		style, around, back := t[i].Style, "", ""
		for _, m := range marks {
			if style&m.style != 0 {
				around, back = around+m.mark, m.mark+back
			}
		}
		b.WriteString(around)
		for ; i < len(t) && t[i].Style == style; i++ {
			if t[i].Ruby != "" {
				fmt.Fprintf(&b, "{%s|%s}", t[i].Text, t[i].Ruby)
			} else {
				b.WriteString(t[i].Text)
			}
		}
		b.WriteString(back)
	}
	return b.String()
}

func raw(story string) (fstest.MapFS, *Story, diag.List) {
	fsys := folder(issueY, sound+"style: {normalize: false}\n", storyA, story)
	is, problems := Load(fsys)
	return fsys, is.Story("a"), problems
}

// markdownCase is a body and the blocks that come of it, as dump shows them.
type markdownCase struct {
	name, in, want string
	codes          string // of problems beside empty-story
}

// Bodies by what stands in them.
var (
	inBlocks = []markdownCase{ // paragraphs, emphasis, quotes, lists, links
		{"paragraphs", "一\n\n二\n", "P 一|P 二", ""},
		{"line breaks", "一\n二\nthree\nfour\n", "P 一二three four", ""},
		{"hard breaks", "one  \ntwo\\\n三", "P one|P two|P 三", ""},
		{"emphasis", "这是**粗**和*楷*与***都***", "P 这是**粗**和*楷*与***都***", ""},
		{"bold before a bracket", "**本报讯**（记者 张五）", "P **本报讯**（记者 张五）", ""},
		{"quotes inside bold", "这是**“重点”**内容", "P 这是**“重点”**内容", ""},
		{"marks inside bold", "他说**「好。」**后面", "P 他说**「好。」**后面", ""},
		{"half-width marks inside bold", "这是**(重点)**内容", "P 这是**(重点)**内容", ""},
		{"bold beside quotes", "“**重点**”内容", "P “**重点**”内容", ""},
		{"kai after a stop", "完。*（作者：李）*", "P 完。*（作者：李）*", ""},
		{"stars with spaces", "3 * 4 * 5", "P 3 * 4 * 5", ""},
		{"raised behind Han", "注^1^。", "P 注^1^。", "near-markup"},
		{"raised without a partner", "每m^2一株。", "P 每m^2一株。", "near-markup"},
		{"power without a partner", "10^-6米。", "P 10^-6米。", "near-markup"},
		{"carets that are none", "他^_^说x^n。", "P 他^_^说x^n。", ""},
		{"unknown entity", "甲&nbps;乙。", "P 甲&nbps;乙。", "near-markup"},
		{"open stars", "**没有结束", "P **没有结束", "near-markup"},
		{"under lines", "file_name_x 和 _字_", "P file_name_x 和 _字_", ""},
		{"escapes", `\*不是\* 1\. \\`, `P *不是* 1. \`, ""},
		{"entities", "A&amp;B&nbsp;&#20013;&x;&", "P A&B\u00a0中&x;&", ""},
		{"subheads", "## 岸线\n### 小\n文", "H1 岸线|R2 小|P 文", ""},
		{"second # is a subhead", "# 题\n# 二\n文", "H1 二|P 文", ""},
		{"closing marks of a heading", "## 岸线 ##", "H1 岸线", ""},
		{"a comment after a heading", "## 岸线归来                       <!-- 小标题 -->\n文", "H1 岸线归来|P 文", "comment-left-out"},
		{"a comment over paragraphs", "一<!-- 甲\n\n乙 -->二", "P 一二", "comment-left-out"},
		{"a comment that stays open", "一<!-- 二", "P 一<!-- 二", ""},
		{"topics of the net", "#话题#不是标题", "P #话题#不是标题", ""},
		{"break", "一\n\n---\n\n二\n***\n三", "P 一|B|P 二|B|P 三", ""},
		{"no underlined headings", "一\n===\n二\n---\n三", "P 一|B|P 二|B|P 三", "near-markup"},
		{"quote", "> 编者按：\n> 一\n>\n> 二\n\n三", "Q 编者按：一|Q 二|P 三", ""},
		{"quote in quote", "> > 一\n> > 二", "Q 一二", ""},
		{"list in a quote", "> - 一\n> - 二", "Q ●一|Q ●二", ""},
		{"bullets", "- 一\n* 二\n+ 三", "P ●一|P ●二|P ●三", ""},
		{"nested list", "- 一\n  - 二\n    续\n- 三", "P ●一|P ●二续|P ●三", ""},
		{"numbers", "1. 一\n2. 二\n10) 三", "P 1. 一|P 2. 二|P 10) 三", ""},
		{"a year is no number", "到了\n2020. 年", "P 到了2020. 年", ""},
		{"minus is no bullet", "-5℃的早晨", "P -5℃的早晨", ""},
		{"indented lines", "    四格\n\n\t跳格\n\n     五格", "P 四格|P 跳格|P 五格", ""},
		{"ideographic indents", "　　一\n　　二", "P 　　一|P 　　二", ""},
		{"no link definitions", "[注]: 见第三版", "P [注]: 见第三版", ""},
		{"a remark is no link", "[注](见第3版)", "P [注](见第3版)", ""},
		{"link", "见[官**网**](https://a.cn)。", "P 见官**网**。", "markup-not-set"},
		{"picture", "![坝](p/a.jpg)后", "P 坝后", "markup-not-set"},
		{"picture in a link", "[![坝](p/a.jpg)](https://a.cn)", "P 坝", "markup-not-set markup-not-set"},
		{"address", "<https://a.cn/x_y>", "P https://a.cn/x_y", "markup-not-set"},
		{"tags", "a<b>b</p>", "P a<b>b</p>", "markup-not-set markup-not-set"},
		{"less than", "3<5，a < b", "P 3<5，a < b", ""},
		{"code", "`a*b*` 和 `` ` ``", "P a*b* 和 `", "markup-not-set markup-not-set"},
		{"fenced code", "前\n```go\n# a*b*\n\n- c\n```\n后", "P 前|P go|P # a*b*|P - c|P 后", "markup-not-set"},
	}
	inSubheads = []markdownCase{ // subheads
		{"subhead of two lines", "## 岸线\n## 归来\n文", "H1 岸线/归来|P 文", ""},
		{"subhead of three lines", "#### 一 ##\n####  **二**\n#### 三", "H3 一/**二**/三", ""},
		{"subheads with a line between", "## 一\n\n## 二", "H1 一|H1 二", ""},
		{"subheads of two levels", "## 一\n#### 二\n## 三", "H1 一|H3 二|H1 三", ""},
		{"an empty heading between", "## 一\n##\n## 二", "H1 一|H1 二", "near-markup"},
		{"a pause between subheads", "## 一\n---\n## 二", "H1 一|B|H1 二", ""},
		{"a comment between subheads", "## 一 <!-- 甲\n乙 -->\n## 二", "H1 一|H1 二", "comment-left-out"},
		{"run-in", "### 一\n\n文", "R2 一|P 文", ""},
		{"run-in before a list", "### 一\n- 文\n- 字", "R2 一|P ●文|P ●字", ""},
		{"run-in of two lines", "### 一\n### 二\n文", "H2 一/二|P 文", ""},
		{"run-in at the end", "文\n### 一", "P 文|H2 一", ""},
		{"run-in before others", "### 一\n## 二\n### 三\n---\n### 四\n> 五\n\n### 六\n>> 七\n### 八\n|九|\n|-|", "H2 一|H1 二|H2 三|B|H2 四|Q 五|H2 六|E 七|H2 八|T- 九:", ""},
	}
	inPullQuotes = []markdownCase{ // pull quotes
		{"pull quote", "文\n>> 引*一*\n>> 引二\n后", "P 文|E 引*一*引二|P 后", ""},
		{"pull quotes", ">>甲\n>>\n>>  乙\n\n  >> 丙", "E 甲|E 乙|E 丙", ""},
		{"pull quote in an editor's note", "> 甲\n>> 乙\n> 丙", "Q 甲|E 乙|Q 丙", ""},
		{"pull quote of three marks", ">>> 甲\n>> > 乙", "E 甲乙", ""},
		{"no blocks in a pull quote", ">> ## 甲\n>> - 乙\n>> |丙|\n>> |-|", "E ## 甲- 乙|丙| |-|", ""},
		{"Latin pull quote", ">> one\n>> two ==甲==", "E one two ==甲==", ""},
		{"link in a pull quote", ">> [甲](a.cn)乙", "E 甲乙", "markup-not-set"},
		{"empty pull quote", "甲\n>>\n乙", "P 甲|P 乙", "near-markup"},
	}
	ofOthers = []markdownCase{ // marks that other Markdown knows
		{"footnote", "甲[^1]乙\n\n[^1]：注", "P 甲[^1]乙|P [^1]：注", "markup-not-set markup-not-set"},
		{"link by a name", "甲[乙][1]丙", "P 甲[乙][1]丙", "markup-not-set"},
		{"address of such a link", "[1]: http://a.cn/b", "P [1]: http://a.cn/b", "markup-not-set"},
		{"box of a task", "- [ ] 甲\n- [x] 乙", "P ●[ ] 甲|P ●[x] 乙", "markup-not-set markup-not-set"},
		{"brackets of the text", "[图]江上晨雾[1]，见[2]", "P [图]江上晨雾[1]，见[2]", ""},
	}
	inBreaks = []markdownCase{ // breaks of lines
		{"hard break of a tag", "甲<br>乙<BR />丙", "P 甲|P 乙|P 丙", ""},
		{"hard break in bold", "**甲  \n乙**丙", "P **甲**|P **乙**丙", ""},
		{"hard break at the end", "甲  \n\n乙  ", "P 甲|P 乙", ""},
		{"backslash at the end", "甲乙。\\\n\n丙丁\\", "P 甲乙。|P 丙丁", "near-markup near-markup"},
		{"backslash of a path at the end", "见C:\\报告\\", "P 见C:\\报告\\", ""},
		{"hard break in a note", "> 甲\\\n> 乙", "Q 甲|Q 乙", ""},
		{"codes of no character", "甲&#0;乙&#xD800;", "P 甲&#0;乙&#xD800;", "near-markup near-markup"},
		{"ends of lines of word processors", "甲\u2028乙\u2029丙", "P 甲|P 乙|P 丙", ""},
		{"end of a line in a cell", "|甲\u2028乙|丙|\n|-|-|\n|丁|戊|", "T-- 甲　乙/丙: 丁/戊", "near-markup"},
		{"hard break in a subhead", "## 甲<br>乙", "H1 甲/乙", ""},
		{"hard break in a run-in head", "### 甲<br>乙\n丙", "H2 甲/乙|P 丙", ""},
		{"hard break in a cell", "|甲<br>乙|丙|\n|-|-|\n|丁|戊|", "T-- 甲　乙/丙: 丁/戊", "near-markup"},
		{"hard break in a pull quote", ">> 甲<br>乙", "E 甲　乙", "near-markup"},
		{"hard break between words in a pull quote", ">> one<br>two", "E one two", "near-markup"},
		{"names on lines", "张三 李四 王五\n赵六 钱七 孙八", "P 张三 李四 王五 赵六 钱七 孙八", ""},
		{"two names on a line", "欧阳文清　沈亦舟\n阿依古丽·买买提　热娜（女）", "P 欧阳文清　沈亦舟　阿依古丽·买买提　热娜（女）", ""},
		{"a name on a line", "卫知\n沈亦舟\n方以南\n白桐", "P 卫知 沈亦舟 方以南 白桐", ""},
		{"short lines", "一只船靠岸的时候\n江水先到\n灯笼后到", "P 一只船靠岸的时候江水先到灯笼后到", "near-markup"},
		{"short lines with stops", "江水先到，\n灯笼后到，\n石阶数着。", "P 江水先到，灯笼后到，石阶数着。", "near-markup"},
		{"lines of running text", "凌晨1时40分，一只冷藏箱从堆场\n缓缓起身。", "P 凌晨1时40分，一只冷藏箱从堆场缓缓起身。", ""},
	}
	inStars = []markdownCase{ // stars that may be names, factors, bold
		{"quantities", "长*宽*高，按单价*数量计，体积=长*宽*高", "P 长*宽*高，按单价*数量计，体积=长*宽*高", ""},
		{"a figure by a quantity", "长5*宽3*高2", "P 长5*宽3*高2", ""},
		{"single stars of full width", "一段＊重点＊话", "P 一段*重点*话", "near-markup"},
		{"stars of full width that mark notes", "甲＊、乙＊", "P 甲＊、乙＊", ""},
		{"stars of full width between figures", "长3＊宽4＊5", "P 长3＊宽4＊5", ""},
		{"perhaps factors", "甲*乙*丙。丁*戊*己", "P 甲*乙*丙。丁*戊*己", "markup-taken"},
		{"factors of clauses", "甲*乙为和，丙*丁", "P 甲*乙为和，丙*丁", "markup-taken"},
		{"stressed clause", "他说：*大坝建成了，水来了*。", "P 他说：*大坝建成了，水来了*。", ""},
		{"struck through", "他~~删~~了~~又~~说", "P 他~~删~~了~~又~~说", "markup-taken"},
		{"hidden names as pairs", "李**说，王**也说，张*和赵*走了", "P 李**说，王**也说，张*和赵*走了", ""},
		{"hidden name alone", "李**说", "P 李**说", ""},
		{"bold names", "**李四、王**和*张三*说，记者**王五**", "P **李四、王**和*张三*说，记者**王五**", ""},
		{"bold that is not closed", "效率高**的是", "P 效率高**的是", "near-markup"},
	}
	inWireCopy = []markdownCase{ // text that is near to markup and none
		{"sums", "算式2*3=6，4*5=20都对。", "P 算式2*3=6，4*5=20都对。", ""},
		{"sums of letters", "a*b*c，(a+b)*(c+d)*2，２*３*４", "P a*b*c，(a+b)*(c+d)*2，２*３*４", ""},
		{"measures", "3米*4米*5米", "P 3米*4米*5米", ""},
		{"hidden figures", "电话138****5678，尾号****", "P 电话138****5678，尾号****", ""},
		{"hidden names", "李**、王**和张*", "P 李**、王**和张*", ""},
		{"half a pair", "**重点*", "P **重点*", "near-markup"},
		{"a remark's star", "*注：甲", "P *注：甲", ""},
		{"growth", "+ 5%的增长", "P + 5%的增长", ""},
		{"growths", "+ 5%的增长\n+ 3%的增长\n- 2℃", "P + 5%的增长|P + 3%的增长|P - 2℃", ""},
		{"one bullet", "- 甲\n\n乙", "P - 甲|P 乙", ""},
		{"bullets with lines between", "- 甲\n\n- 乙", "P ●甲|P ●乙", ""},
		{"bullets far apart", "- 甲\n\n乙\n\n- 丙", "P - 甲|P 乙|P - 丙", ""},
		{"numbers from seven", "7. 甲\n8. 乙", "P 7. 甲|P 8. 乙", ""},
		{"Chinese numbers", "1、甲\n2、乙\n3、丙", "P 1、甲|P 2、乙|P 3、丙", ""},
		{"numbers in brackets", "（一）甲\n（二）乙", "P （一）甲|P （二）乙", ""},
		{"one number of text", "他说\n一、好", "P 他说一、好", ""},
		{"small signs", "<5%，#1，a_b_c，A&B，C:\\Windows，100%", "P <5%，#1，a_b_c，A&B，C:\\Windows，100%", ""},
	}
	nearlyMarked = []markdownCase{ // what is nearly markup and taken for it
		{"subhead without a space", "##小标题\n文", "H1 小标题|P 文", "near-markup"},
		{"subhead of full width", "＃＃小标题\n文", "H1 小标题|P 文", "near-markup"},
		{"subhead of full width with a space", "＃＃　小标题　\n文", "H1 小标题|P 文", "near-markup"},
		{"subhead with a wide space", "##　小标题\n文", "H1 小标题|P 文", "near-markup"},
		{"closed subhead without spaces", "##小标题##\n文", "H1 小标题|P 文", "near-markup"},
		{"run-in without a space", "###小标题\n文", "R2 小标题|P 文", "near-markup"},
		{"subhead with a line below", "甲乙。\n\n小标题\n----\n\n文", "P 甲乙。|H1 小标题|P 文", "near-markup"},
		{"subhead with a double line below", "小标题\n====\n文", "H1 小标题|P 文", "near-markup"},
		{"break that may be the line of a subhead", "小标题\n---\n文", "P 小标题|B|P 文", "near-markup"},
		{"break below running text", "甲乙，丙丁。\n---\n文", "P 甲乙，丙丁。|B|P 文", ""},
		{"break below the last of several lines", "甲乙，\n丙丁\n---\n文", "P 甲乙，丙丁|B|P 文", ""},
		{"emphasis of underscores", "甲_重点_乙，＿重点＿。", "P 甲*重点*乙，*重点*。", "near-markup"},
		{"underscores to be filled in", "在_处，于_日；姓名_____，a_甲_b", "P 在_处，于_日；姓名_____，a_甲_b", ""},
		{"two topics", "##话题##热议", "P ##话题##热议", ""},
		{"stars of full width", "＊＊重点＊＊，3＊4", "P ＊＊重点＊＊，3＊4", ""},
		{"stars of full width only", "是＊＊重点＊＊。", "P 是**重点**。", "near-markup"},
		{"note of full width", "＞ 编者按\n＞ 二", "Q 编者按二", "near-markup near-markup"},
		{"table of full width", "｜甲｜乙｜\n｜－－｜－－｜\n｜一｜二｜", "T-- 甲/乙: 一/二", "near-markup"},
		{"table without its rule", "|甲|乙|\n|一|二|\n后", "T-- 甲/乙: 一/二|P 后", "near-markup"},
		{"table of full width without its rule", "｜甲｜乙｜\n｜一｜二｜", "T-- 甲/乙: 一/二", "near-markup near-markup"},
		{"typed jump line", "甲\n\n（下转第2版）", "P 甲", "near-markup"},
		{"subhead of one sign without a space", "甲乙。\n\n#小标题\n\n文", "P 甲乙。|P #小标题|P 文", "near-markup"},
		{"a subhead without a space, or a topic", "#小标题\n文", "P #小标题文", "near-markup"},
		{"topic at the head of a paragraph", "#话题今天在网上有三万人谈论，其中多半\n来自江城，余下的在外地。", "P #话题今天在网上有三万人谈论，其中多半来自江城，余下的在外地。", ""},
		{"numbers without blanks", "1.第一\n2.第二\n3.第三", "P 1.第一|P 2.第二|P 3.第三", ""},
		{"a number that is none of a list", "共有\n2.5万人和\n3.5万只", "P 共有2.5万人和3.5万只", "near-markup"},
		{"hyphens without blanks", "-第一\n-第二", "P -第一|P -第二", "near-markup"},
		{"one hyphen without a blank", "他说\n-对", "P 他说-对", ""},
		{"row of a table alone", "甲乙。\n\n|甲|乙|\n\n文", "P 甲乙。|P |甲|乙||P 文", "near-markup"},
		{"rows with other numbers of cells", "|甲|乙|\n|丙|丁|戊|", "P |甲|乙||P |丙|丁|戊|", "near-markup"},
		{"fence that nothing closes", "甲乙。\n\n``` 丙&lt;丁\n\n**戊**", "P 甲乙。|P 丙<丁|P **戊**", "near-markup"},
		{"fence below a closed one", "```\n甲\n```\n~~~~\n乙**丙**", "P 甲|P 乙**丙**", "markup-not-set near-markup"},
		{"typed jump line without brackets", "甲乙。下转第2版", "P 甲乙。", "near-markup"},
		{"typed jump line behind arrows", "甲乙”>>>下转A03版>>", "P 甲乙”", "near-markup"},
		{"typed jump lines of two pages", "（上接第1版）　（下转第3版）", "", "empty-story near-markup near-markup"},
		{"words about a page", "记者接第2版的读者来信", "P 记者接第2版的读者来信", ""},
		{"typed jump line at the end", "甲乙。（下转第二版②）", "P 甲乙。", "near-markup"},
		{"typed jump line at the head", "（上接第1版）甲乙。", "P 甲乙。", "near-markup"},
		{"jump line in other brackets", "〔下转第2版〕\n\n［上接一版］甲\n\n<下转3版>", "P 甲", "near-markup near-markup near-markup"},
		{"jump line of a lettered page", "甲\n\n(下转A2版)", "P 甲", "near-markup"},
		{"jump line to several pages", "甲\n\n（下转第2、3版）", "P 甲", "near-markup"},
		{"jump line of today", "甲\n\n（下转今日3版）", "P 甲", "near-markup"},
		{"jump line with a sign", "甲\n\n▶下转第3版\n\n——下转第3版", "P 甲", "near-markup near-markup"},
		{"pages that are spoken of", "下转第2版的消息很多。\n\n见第2版", "P 下转第2版的消息很多。|P 见第2版", ""},
		{"bare jump line", "下转2版\n\n甲", "P 甲", "near-markup"},
		{"a page is mentioned", "详见第2版（第3版另有报道）。", "P 详见第2版（第3版另有报道）。", ""},
		{"other breaks", "甲\n———\n乙\n－－－\n丙\n＊＊＊\n丁", "P 甲|B|P 乙|B|P 丙|B|P 丁", "near-markup near-markup near-markup"},
		{"dashes of a line of talk", "甲\n\n——张三", "P 甲|P ——张三", ""},
		{"open underscores", "__张三说", "P __张三说", "near-markup"},
	}
	inTables = []markdownCase{ // tables
		{"table", "|甲|乙|\n|---|---|\n|一|二|", "T-- 甲/乙: 一/二", ""},
		{"table with sides", "| 甲 | 乙 | 丙 |\n|:--|:-:|--:|\n| 一 | 二 | 三 |\n| 四 |  | 六 |\n后", "T<^> 甲/乙/丙: 一/二/三;四//六|P 后", ""},
		{"table without outer bars", "甲 | 乙\n--|--\n一 | 二", "T-- 甲/乙: 一/二", ""},
		{"table of one column", "| 甲 |\n| - |\n| 一 |", "T- 甲: 一", ""},
		{"table without a head", "|--:|:--|\n|一|二|", "T>< 一/二", ""},
		{"table with an empty head", "| | |\n|-|-|\n|一|二|", "T-- 一/二", ""},
		{"table of its head", "前\n|甲|乙|\n|-|-|\n\n|丙|", "P 前|T-- 甲/乙:|P |丙|", "near-markup"},
		{"table with nothing in it", "前\n||\n|-|\n后", "P 前|P 后", ""},
		{"styles in cells", "|**甲**|==乙==|*丙*|\n|-|-|-|\n|__张三__|{汉|hàn}|`a`|", "T--- **甲**/==乙==/*丙*: __张三__/{汉|hàn}/a", "markup-not-set"},
		{"bars in cells", `|甲\||乙|` + "\n|-|-|\n" + `|一|\|二|`, "T-- 甲|/乙: 一/|二", ""},
		{"marks of blocks in cells", "|# 甲|- 乙|\n|-|-|\n|> 一|1. 二|", "T-- # 甲/- 乙: > 一/1. 二", ""},
		{"too many cells", "|甲|乙|\n|-|-|\n|一|二|三| 四 |", "T-- 甲/乙: 一/二|三| 四", "table-cells"},
		{"too few cells", "|甲|乙|丙|\n|-|-|-|\n|一|", "T--- 甲/乙/丙: 一//", "table-cells"},
		{"rule shorter than the head", "|甲|乙|\n|:-|\n|一|二|", "T<- 甲/乙: 一/二", "table-cells"},
		{"rule longer than the head", "|甲|\n|-|-:|\n|一|", "T- 甲: 一", "table-cells"},
		{"table after a list", "- 甲\n|乙|\n|-|\n|丙|\n- 丁", "P - 甲|T- 乙: 丙|P - 丁", ""},
		{"table after a heading", "## 甲|乙\n|-|-|\n|一|二|", "H1 甲|乙|T-- 一/二", ""},
		{"tables one after the other", "|甲|\n|-|\n\n|乙|\n|-|\n", "T- 甲:|T- 乙:", ""},
		{"link in a table", "|[甲](a.cn)|\n|-|", "T- 甲:", "markup-not-set"},
		{"bars are text", "甲|乙\n丙|丁\n\n|戊|己|\n|庚|", "P 甲|乙丙|丁|P |戊|己||P |庚|", "near-markup"},
		{"dashes are text", "甲|乙\n------\n丙|丁-|-", "P 甲|乙|B|P 丙|丁-|-", ""},
		{"rule of other width", "甲|乙|丙\n戊\n-|-", "P 甲|乙|丙戊", "markup-not-set"},
		{"table in a quote", "> |甲|乙|\n> |-|-|\n> |一|二|", "Q |甲|乙||Q |一|二|", "markup-not-set"},
		{"table in code", "```\n|甲|\n|-|\n```", "P |甲||P |-|", "markup-not-set"},
		{"table indented by U+3000", "　　|甲|\n|-|\n|一|", "P 　　|甲||T- 一", ""},
	}
)

func TestMarkdown(t *testing.T) {
	for _, tt := range slices.Concat(inBlocks, inSubheads, inPullQuotes, ofOthers, inBreaks, inStars, inWireCopy, nearlyMarked, inTables) {
		t.Run(tt.name, func(t *testing.T) {
			fsys, s, problems := raw("---\nheadline: 题\n---\n" + tt.in)
			if strings.HasPrefix(tt.name, "second #") {
				fsys, s, problems = raw(tt.in)
			}
			if got := dump(s.Blocks); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			var codes []string
			for _, p := range problems {
				codes = append(codes, string(p.Code))
			}
			if got := strings.Join(codes, " "); got != tt.codes {
				t.Errorf("problems %q, want %q", got, tt.codes)
			}
			is := &Issue{Stories: []*Story{s}}
			if tt.name != "entities" { // they stand for another character
				checkPlaces(t, fsys, is, false)
			}
		})
	}
}

func TestHeadlineFromText(t *testing.T) {
	_, s, _ := raw("# 老码头|**的**新汽笛\n\n正文\n")
	if len(s.Headline) != 1 || s.Headline[0].String() != "老码头\u001f的新汽笛" || dump(s.Blocks) != "P 正文" {
		t.Errorf("%v %s", s.Headline, dump(s.Blocks))
	}
}

// TestSignsStay: where nothing is told, what is set is what is written, sign by
// sign, but for the marks of what is styled: each run of a style has lost those
// that make it, and nothing else has lost any. Letters and figures stay in any
// case.
func TestSignsStay(t *testing.T) {
	pieces := strings.Split("中 文 ， 。 a B 1 23 * ** *** **** + - = == _ __ ~ ~~ # ## > < & | \\ ` % $ @ ^ { } [ ] ( ) （ ） ! ? : ; ' \" / 、 ＊ ＃ ｜ ＞ －", " ")
	pieces = append(pieces, " ", " ", "\n", "\n\n", "\n- ", "\n+ ", "\n1. ", "\n2. ", "\n##", "3*4", "5%", "李**")
	shown := func(s string) string {
		return strings.Map(func(r rune) rune {
			if white(r) || r == '\n' {
				return -1
			}
			return r
		}, s)
	}
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if han(r) || alnum(r) {
				return r
			}
			return -1
		}, s)
	}
	rapid.Check(t, func(t *rapid.T) {
		in := "中" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30).Draw(t, "body"), "")
		_, s, problems := raw("---\nheadline: 题\n---\n" + in)
		if len(problems) > 0 {
			return
		}
		var all strings.Builder
		room := map[rune]int{'\\': strings.Count(in, "\\")} // how many of each mark may be gone
		for _, b := range s.Blocks {
			switch b := b.(type) {
			case *Paragraph:
				if b.Quote {
					room['>'] += strings.Count(in, ">")
				}
			case *Break:
				room['-'], room['*'], room['_'] = len(in), len(in), len(in)
			case *Subhead:
				room['#'] += strings.Count(in, "#")
			default:
				return // tables have tests of their own
			}
		}
		s.Headline = nil
		each(s, func(x Text) {
			var last Emphasis
			for _, sp := range x {
				all.WriteString(strings.ReplaceAll(sp.Text, string(bullet), ""))
				if n := strings.Count(sp.Text, string(bullet)); n > 0 {
					room['-'], room['+'], room['*'] = room['-']+n, room['+']+n, room['*']+n
				}
				if sp.Ruby != "" {
					all.WriteString(sp.Ruby)
					room['{'], room['}'], room['|'] = room['{']+1, room['}']+1, room['|']+1
				}
				for _, m := range marksOf {
					if fresh := sp.Style &^ last; fresh&m.style != 0 || sp.Style == last && last&m.style != 0 { // equal ones are parted by marks
						room[m.mark] += m.n
					}
				}
				last = sp.Style
			}
		})
		if g, w := letters(all.String()), letters(in); g != w {
			t.Fatalf("%q: letters %q, want %q", in, g, w)
		}
		got := map[rune]int{}
		for _, r := range shown(all.String()) {
			got[r]++
		}
		for _, r := range shown(in) {
			got[r]--
		}
		for r, n := range got {
			if n > 0 && r != '−' || n < 0 && -n > room[r] { // a raised - is a minus
				t.Fatalf("%q: %d of %c more than written, %d may be gone; got %q", in, n, r, room[r], all.String())
			}
		}
	})
}

// marksOf are the marks that a run of a style has lost, at both ends.
var marksOf = []struct {
	style Emphasis
	mark  rune
	n     int
}{{Bold, '*', 4}, {Kai, '*', 2}, {Dots, '=', 4}, {NameLine, '_', 4}, {WaveLine, '~', 4}, {Raised, '^', 2}, {Raised, '-', 12}, {Lowered, '~', 2}, {Lowered, '-', 12}}

// TestNothingIsLost: every character that is not markup stands in the story,
// in a text or in a ruby, at a place of its own.
func TestNothingIsLost(t *testing.T) {
	const markup = "*#>-+_`~|=[]()!<\\{} \t\n\u3000" + string(bullet)
	const letters = "中文，。“”（）a1.:;*#>-+_`~|=[]()!<\\ \t\n\n\u3000"
	pieces := []string{"==", "__", "~~", "{", "|", "}", "{汉|hàn}", "{汀江|tīng jiāng}", "{汀江|河 }", "\\=",
		"\n|", "|\n|--|:-:|\n|", "|\n|-|\n", "\n甲|a|\n|:-|\n", "\n>>", "\n>> a\n", "\n### ", "\n## 中\n## "}
	for _, r := range letters {
		pieces = append(pieces, string(r))
	}
	keep := func(s string, table bool) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(markup, r) || table && r == ':' {
				return -1
			}
			return r
		}, s)
	}
	rapid.Check(t, func(t *rapid.T) {
		in := "中" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(t, "story"), "")
		fsys := folder(issueY, sound+"style: {normalize: false}\n", storyA, in)
		is, problems := Load(fsys)
		table := false // its rule is dashes and colons
		for _, p := range problems {
			table = table || strings.Contains(p.Text(diag.English), "a table")
			// An address or a comment is named in the report, not set.
			text := p.Text(diag.English)
			if p.Code == diag.CommentOut || p.Code == diag.MarkupDropped && (strings.Contains(text, "the link") || strings.Contains(text, "picture")) {
				t.Skip()
			}
		}
		checkModel(t, is)
		s := is.Story("a")
		table = table || slices.ContainsFunc(s.Blocks, func(b Block) bool { _, ok := b.(*Table); return ok })
		placed := make(map[diag.Pos]rune)
		put := func(text string, at diag.Pos) {
			for k, r := range []rune(text) {
				p := at.Shift(k)
				if r == HintRune {
					r = '|'
				}
				if other, twice := placed[p]; twice {
					t.Fatalf("%q: %q and %q both stand at %v", in, other, r, p)
				}
				placed[p] = r
			}
		}
		each(s, func(x Text) {
			for _, span := range x {
				put(span.Text, span.Src)
				put(span.Ruby, span.RubySrc)
			}
		})
		var got strings.Builder
		for i, line := range strings.Split(in, "\n") {
			for k := range utf8.RuneCountInString(line) {
				if r, ok := placed[diag.Pos{File: storyA, Line: i + 1, Col: k + 1}]; ok {
					got.WriteRune(r)
				}
			}
		}
		if g, want := keep(got.String(), table), keep(in, table); g != want {
			t.Fatalf("%q: got %q, want %q (%s)", in, g, want, dump(s.Blocks))
		}
	})
}
