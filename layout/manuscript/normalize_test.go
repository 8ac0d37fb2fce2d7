package manuscript

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"duikai/layout/diag"
)

// same stands for a text that stays as it is.
const same = "="

// mendings are texts and what mending makes of them, by kind.
var mendings = []struct {
	kind  string
	texts [][2]string
}{
	{"marks beside Han", [][2]string{
		{"本报讯(何洁 徐亮亮)4月2日,巴陵石化", "本报讯（何洁 徐亮亮）4月2日，巴陵石化"},
		{"工、农、中;个人存款", "工、农、中；个人存款"},
		{"他问:去吗?去!", "他问：去吗？去！"},
		{"真的!!", "真的！！"},
		{"什么?!", "什么？！"},
		{"增长5%,达到", "增长5%，达到"},
		{"共4,500人", same},
		{"10:22出发", same},
		{"上午10:22,出发", "上午10:22，出发"},
		{"时间:10:22", "时间：10:22"},
		{"约3.5万,占1:2", "约3.5万，占1:2"},
		{"A(b)", same},
		{"函数f(x)的值", same},
		{"世界卫生组织(WHO)说", "世界卫生组织（WHO）说"},
		{"iPhone(手机)", "iPhone（手机）"},
		{"(1)加强领导", "（1）加强领导"},
		{"1)加强领导", "1）加强领导"},
		{"(一)抓好", "（一）抓好"},
		{"（记者 张三)", "（记者 张三）"},
		{"见https://a.cn/x?y=1,z:8,后文", "见https://a.cn/x?y=1,z:8，后文"},
		{"见www.a.cn:80!", "见www.a.cn:80!"},
		{"发到li.si@a-b.cn,谢谢", "发到li.si@a-b.cn，谢谢"},
		{"C:\\报告", same},
		{"Hello, world!", same},
		{"他说“好”,走了", "他说“好”，走了"},
		{"读《书》:好", "读《书》：好"},
		{"用iPhone,很好", "用iPhone，很好"},
	}},
	{"the point", [][2]string{
		{"会议结束.", "会议结束。"},
		{"会议结束.明天再说", same},
		{"报告.docx", same},
		{"第1.2节", same},
		{"1.加强领导", same},
		{"No.5车", same},
		{"他说“好.”", "他说“好。”"},
		{"完成(见图).", "完成（见图）。"},
	}},
	{"ellipsis", [][2]string{
		{"等等...", "等等……"},
		{"等等......还有", "等等……还有"},
		{"等等。。。", "等等……"},
		{"等等…", "等等……"},
		{"等等……", same},
		{"wait...", same},
		{"“…”他说", "“……”他说"},
		{"。。", same},
		{"目录........12", same},
	}},
	{"dash", [][2]string{
		{"客人--小朋友", "客人——小朋友"},
		{"客人—小朋友", same},
		{"客人——小朋友", same},
		{"客人――小朋友", "客人——小朋友"},
		{"客人－－小朋友", "客人——小朋友"},
		{"a--b", same},
		{"2020—2021", same},
		{"--编者", "——编者"},
		{"--help选项", same},
	}},
	{"ranges", [][2]string{
		{"100~150人", "100～150人"},
		{"3%~5%", "3%～5%"},
		{"周一~周五", "周一～周五"},
		{"~/bin", same},
		{"好~", same},
	}},
	{"quotes", [][2]string{
		{`他说:"你好",走了`, "他说：“你好”，走了"},
		{`"2021"两会"开幕`, `“2021”两会"开幕`},
		{`2021"两会"开幕`, "2021“两会”开幕"},
		{`27"显示器`, same},
		{`say "x" now`, same},
		{"don't说", same},
		{"他是'80后", "他是’80后"},
		{"“他是'80后，她是'90后，don't急”", "“他是’80后，她是’90后，don't急”"},
		{"'80后'说", "“80后”说"},
		{"他说'好'", "他说“好”"},
		{`他说"去'西湖'看看"`, "他说“去‘西湖’看看”"},
		{"他说“去“西湖”看看”", "他说“去‘西湖’看看”"},
		{"“他说“好。”", "“他说‘好。’"}, // a quotation of several paragraphs
		{"说“去“好。”", same},
		{"“去‘西湖’看看", same},
		{"it’s", same},
		{`“你好"他说`, "“你好”他说"},
		{"《关于学习《论语》的通知》", "《关于学习〈论语〉的通知》"},
		{"〈短篇〉", same},
		{`"第一段没有结束`, "“第一段没有结束"},
	}},
	{"dots of names", [][2]string{
		{"列奥纳多•达•芬奇", "列奥纳多·达·芬奇"},
		{"马克‧吐温", "马克·吐温"},
		{"唐纳德.特朗普说", "唐纳德·特朗普说"},
		{"• 项目", same},
		{"乔治•W•布什", "乔治·W·布什"},
	}},
	{"width, radicals, invisible characters", [][2]string{
		{"２０２１年ＧＤＰ", "2021年GDP"},
		{"共１，０００元", "共1,000元"},
		{"１，２，３号楼", "1，2，3号楼"},
		{"增３．５％", "增3.5%"},
		{"⼈⺠", "人民"},
		{"﨑", same},
		{"中\u200b国\ufeff人", "中国人"},
		{"a\u00a0b", "a b"},
		{"中\u00a0国人民", "中国人民"},
	}},
	{"spaces", [][2]string{
		{"　　本报讯", "本报讯"},
		{"  本报讯 ", "本报讯"},
		{"我们 都是中国人民", "我们都是中国人民"},
		{"欧阳文清  沈亦舟", "欧阳文清　沈亦舟"},
		{"出席的有欧阳文清   沈亦舟。", "出席的有欧阳文清　沈亦舟。"},
		{"你好， 世界", "你好，世界"},
		{"使用 iPhone 手机", "使用iPhone手机"},
		{"two  words", "two words"},
		{"余建辉 摄", same},
		{"（余建辉　摄影报道）", same},
		{"本报记者 张五 通讯员 赵六", same},
		{"获奖者：张三 李四 王五。", same},
		{"获奖的同志有 张三李四", "获奖的同志有张三李四"},
		{"王　伟", same},
		{"(记者 张五 通讯员 欧阳修文)昨天", "（记者 张五 通讯员 欧阳修文）昨天"},
		{"他 说 “好”", "他 说“好”"},
		{"说“yes” to", same},
	}},
	{"points: in titles, numerals, names; stops that are sure", [][2]string{
		{"《史记.项羽本纪》", "《史记·项羽本纪》"},
		{"《诗经.小雅．鹿鸣》", "《诗经·小雅·鹿鸣》"},
		{"“五.四”运动", "“五·四”运动"},
		{"“一二．九”", "“一二·九”"},
		{"一九四九.十.一", same},
		{"迪丽热巴.迪力木拉提说", "迪丽热巴·迪力木拉提说"},
		{"迪丽热巴. 迪力木拉提说", same},
		{"爱新觉罗.恒某说", "爱新觉罗·恒某说"},
		{"乔治.W.布什说", "乔治·W·布什说"},
		{"J.K.罗琳说", same},
		{"乔治·R.R.马丁说", "乔治·R·R·马丁说"},
		{"乔治.R.R.马丁说", "乔治·R·R·马丁说"},
		{"托马斯‧爱迪生．牛顿", "托马斯·爱迪生·牛顿"},
		{"托马斯·爱迪生.牛顿、李四", "托马斯·爱迪生·牛顿、李四"},
		{"托马斯・爱迪生.会议就此结束", "托马斯·爱迪生.会议就此结束"},
		{"a@b.com.请", "a@b.com。请"},
		{"发到li.si@a-b.cn.谢谢", "发到li.si@a-b.cn。谢谢"},
		{"见www.a.cn.请看", "见www.a.cn。请看"},
		{"见https://a.cn/b.html.再说", "见https://a.cn/b.html。再说"},
		{"张三@例子.中国", same},
		{"会议结束. 明天再说", "会议结束。明天再说"},
		{"会议结束.“明天再说”", same},
		{"经济.社会.文化", same},
		{"增长7%.其中", "增长7%。其中"},
		{"达到25℃.其中", "达到25℃。其中"},
		{"共有12.其中", "共有12。其中"},
		{"共有12.5.其中", "共有12.5。其中"},
		{"共有12.", "共有12。"},
		{"要求：1.加强；2.抓好", same},
		{"要求1.加强2.抓好3.做好", same},
		{"第3.2节、3.2.加强", same},
		{"用iPhone.他说", "用iPhone。他说"},
		{"用的是node.js和V2.0.1", same},
		{"Dr.李来了", same},
		{"He left. 他说", same},
		{"见《报告》.再说", "见《报告》。再说"},
		{"完成（见图）.再说", "完成（见图）。再说"},
	}},
	{"dashes", [][2]string{
		{"南京—合肥高铁", same},
		{"周一—周五", same},
		{"2020—2021", same},
		{"客人---小朋友", "客人——小朋友"},
		{"客人—-小朋友", "客人——小朋友"},
		{"客人──小朋友", "客人——小朋友"},
		{"客人ーー小朋友", "客人——小朋友"},
		{"スーパー", same},
		{"客人-----小朋友", "客人——小朋友"},
		{"望汀－篙桥", "望汀—篙桥"},
		{"望汀–篙桥", "望汀—篙桥"},
		{"望汀-篙桥", same},
		{"客人———小朋友", "客人——小朋友"},
		{"客人–—小朋友", "客人——小朋友"},
		{"他说“--不”", "他说“——不”"},
		{"重庆―成都", "重庆—成都"},
		{"客人 — 小朋友", same},
		{"客人一一小朋友", same},
		{"-----", same},
	}},
	{"points in a row", [][2]string{
		{"“等等...”", "“等等……”"},
		{"“...”", "“……”"},
		{"等等..还有", "等等……还有"},
		{"等等. . .还有", "等等……还有"},
		{"等等。 。 。", "等等……"},
		{"等等．．．", "等等……"},
		{"等等・・・", "等等……"},
		{"等等………", "等等……"},
		{"等等…...", "等等……"},
		{"等等…………", same},
		{"../报告", same},
	}},
	{"numbers of full width, whole", [][2]string{
		{"１２：４５开车", "12:45开车"},
		{"１２：４５：３０", "12:45:30"},
		{"２０２１．５．１", "2021.5.1"},
		{"２０２１／０５／０１", "2021/05/01"},
		{"２０２１－０５－０１", "2021-05-01"},
		{"３／４", "3/4"},
		{"０７３０－８８１２３４５", "0730-8812345"},
		{"（０７３０）８８１２３４５", "（0730）8812345"},
		{"１，２３４．５％", "1,234.5%"},
		{"１２，３４５，６７８人", "12,345,678人"},
		{"比分３：１", "比分3:1"},
		{"气温－５℃", "气温-5℃"},
		{"歼－２０", "歼-20"},
		{"２０２１—２０２２", "2021—2022"},
		{"１００～１５０", "100～150"},
		{"１．加强", "1.加强"},
		{"Ｃ＋＋和Ｔ＆Ｃ", "C++和T&C"},
		{"Ｊ．Ｋ．罗琳", "J.K.罗琳"},
		{"３．５", "3.5"},
		{"3．5", "3.5"},
	}},
	{"Han zeros", [][2]string{
		{"五００人", "五〇〇人"},
		{"三OO号", "三〇〇号"},
		{"二○二一年", "二〇二一年"},
		{"二O二一年", "二〇二一年"},
		{"二０二一年", "二〇二一年"},
		{"二Ｏ二一年", "二〇二一年"},
		{"一九八0年", "一九八〇年"},
		{"二000年", "二〇〇〇年"},
		{"第二O届", "第二〇届"},
		{"一百O三", "一百〇三"},
		{"三千○五元", "三千〇五元"},
		{"一万0三百", "一万〇三百"},
		{"百O型", same},
		{"王○○说", same},
		{"○一是", same},
		{"2O一", same},
	}},
	{"forms of other systems", [][2]string{
		{"他说﹐好﹗", "他说，好！"},
		{"︵图︶︽书︾", "（图）《书》"},
		{"﹁好﹂﹃好﹄", "「好」『好』"},
		{"12﹕45，1﹒5", "12:45，1.5"},
		{"１２﹕４５", "12:45"},
		{"等等︙︙", "等等……"},
		{"你好︐我︒", "你好，我。"},
		{"你好､我｡｢对｣", "你好、我。「对」"},
		{"〝好〞他说＂对＂", "“好”他说“对”"},
	}},
	{"radicals", [][2]string{
		{"⻚⻓⻔⻢⼾⾒⾭", "页长门马户见青"},
		{"這們來⾨⻔", "這們來門門"},
	}},
	{"composition; base and variation selector stay together", [][2]string{
		{"Beyonce\u0301", "Beyonc\u00e9"},
		{"葛\U000e0100城", same},
		{"\uf9dc", same},
	}},
	{"addresses", [][2]string{
		{"见https://a.cn/新闻/2021,5.html?id=3,后文", "见https://a.cn/新闻/2021,5.html?id=3，后文"},
		{"https://zh.a.org/wiki/苹果(公司),后文", "https://zh.a.org/wiki/苹果(公司)，后文"},
		{"下载报告(终稿).docx,后文", "下载报告(终稿).docx，后文"},
		{"C:\\报告\\终稿(1).txt", same},
		{"张三@例子.中国,谢谢", "张三@例子.中国，谢谢"},
		{"关注@二O二一,谢谢", "关注@二O二一，谢谢"},
		{"登录people.com.cn:8080/a,b!好", "登录people.com.cn:8080/a,b！好"},
	}},
	{"blanks", [][2]string{
		{"2021 年 5 月", "2021年5月"},
		{"GDP 增长 5%", "GDP增长5%"},
		{"第 3 版", "第3版"},
		{"下降 7 %", "下降7%"},
		{"浓度 0.5 mol/L", "浓度0.5 mol/L"},
		{"欧阳文清　阿依古丽·买买提　热娜（女）　沈亦舟", same},
		{"欧阳文清 阿依古丽·买买提 热娜（女） 沈亦舟", same},
		{"马克 · 吐温", "马克·吐温"},
		{"白日依山尽，　黄河入海流。", same},
		{"张三　　李四", same},
		{"市政府办 0730-8812345 市公安局 0730-8812346", same},
		{"要求 1.加强 2.抓好", same},
		{"见 www.a.cn 后", same},
		{"桂枝街 鲍听雨：我是", same},
		{"今天他们 都：我是", "今天他们都：我是"},
	}},
	{"behind a dateline", [][2]string{
		{"本报讯 4月2日", "本报讯4月2日"},
		{"本报讯　“好”", "本报讯“好”"},
		{"本报讯 (记者 张三) GDP", "本报讯（记者 张三）GDP"},
		{"新华社北京4月6日电　国务院", "新华社北京4月6日电国务院"},
		{"新华社北京 4 月 6 日电 （记者 王三） 国务院", "新华社北京4月6日电（记者 王三）国务院"},
		{"本报电话 0730-8812345 好", same},
	}},
	{"addresses stay whole", [][2]string{
		{"见 http://例子.测试/路径/文件,1 一文", same},
		{"见http://www.例子.测试/新闻.html?页=1", same},
		{"见ftp://例子.测试/丙?丁=戊&己=1", same},
		{"见http://例子.测试/丙?这是什么", "见http://例子.测试/丙？这是什么"},
		{"见www.a.cn.请看", "见www.a.cn。请看"},
		{"见https://a.cn/新闻?q=好,的 和别的", same},
		{"见https://a.cn/新闻?q=甲,乙,丙&p=2。", same},
		{"见https://a.cn/新闻?q=GDP,增长&p=2,谢谢", "见https://a.cn/新闻?q=GDP,增长&p=2，谢谢"},
		{"https://a.org/wiki/北京,上海", same},
		{"见https://a.cn/b?id=3,中? 好", "见https://a.cn/b?id=3，中？好"},
		{"https://a.org/wiki/专题:两会", same},
		{"https://a.cn/新闻;id=3", same},
		{"https://a.cn/路径,欢迎广大读者访问。", "https://a.cn/路径，欢迎广大读者访问。"},
		{"见https://a.cn/新闻,后文。", "见https://a.cn/新闻，后文。"},
		{"发到li.si@a.cn,谢谢", "发到li.si@a.cn，谢谢"},
		{"下载 甲,乙.docx", "下载甲，乙.docx"},
	}},
	{"curly quotes the wrong way round", [][2]string{
		{"他说”好“，走了", "他说“好”，走了"},
		{"他说“好“，走了", "他说“好”，走了"},
		{"他说”好”，走了", "他说“好”，走了"},
		{"”好“，他说。", "“好”，他说。"},
		{"他说：”你好“。又说：”再见“。", "他说：“你好”。又说：“再见”。"},
		{"”十四五“规划", "“十四五”规划"},
		{"他说’好‘，走了", "他说“好”，走了"},
		{"他说“好“，又说“坏“。", "他说“好”，又说“坏”。"},
		{"走了。”他说，“我们", same},
		{"走了。”", same},
		{"走了。”他说。“再见。”", same},
		{"“我们走", same},
		{"用“，”隔开", same},
		{"students’ books和dogs’", same},
		{"他说''好''，走了", "他说“好”，走了"},
		{"他说``好''。", "他说“好”。"},
		{"长5''的线", same},
		{"„好“，走了", "“好”，走了"},
	}},
	{"titles between angles", [][2]string{
		{"读<<论语>>", "读《论语》"},
		{"读＜＜论语＞＞和≪孟子≫", "读《论语》和《孟子》"},
		{"读«论语»", "读《论语》"},
		{"读<论语>", same},
		{"若a<<b>>c", same},
		{"降<5%", same},
	}},
	{"figures and their signs", [][2]string{
		{"时间12：45开始", "时间12:45开始"},
		{"上午9：00—11：30", "上午9:00—11:30"},
		{"12：45：30到", "12:45:30到"},
		{"比分3：1", "比分3:1"},
		{"比例为1：2：3", "比例为1:2:3"},
		{"图1：20人", same},
		{"表2：2021年产量", same},
		{"第3：好", same},
		{"价格：12元", same},
		{"30,GDP增长", "30，GDP增长"},
		{"增长30,GDP", "增长30，GDP"},
		{"共3;GDP", "共3；GDP"},
		{"函数f(x,3)和点(3,y)", "函数f(x,3)和点（3,y）"},
		{"A4,B5纸", same},
		{"only 30,GDP", same},
		{"共3，500人", same},
		{"3。5倍", same},
		{"10－20%、5％", "10-20%、5%"},
		{"＄５、＋５", "$5、+5"},
		{"2O21年、2○08年", "2021年、2008年"},
		{"H2O和CO2", same},
		{"25º和30˚", "25°和30°"},
	}},
	{"signs of other systems", [][2]string{
		{"等等⋯⋯", "等等……"},
		{"等等⋯", "等等……"},
		{"等等‥", "等等……"},
		{"甲‐乙", "甲-乙"},
		{"ﾊﾟﾝとｱｲｽ", "パンとアイス"},
		{"ﬁne和oﬀice", "fine和office"},
		{"什么⁉真的‼", "什么！？真的！！"},
	}},
	{"what machines leave behind", [][2]string{
		{"报告(终稿)--2.docx\u200bhttps://a.cn/b", "报告(终稿)--2.docx https://a.cn/b"},
		{"二.docx\u200b\ufeffhttps://a.cn/b", "二.docx https://a.cn/b"},
		{"报告(终稿)--2.docx\u200ba", "报告(终稿)--2.docx a"},
		{"见a\u200bhttps://a.cn/b", "见a https://a.cn/b"},
		{"他说&nbsp;好", same},
		{"A&B;C", same},
		{"\\u4e2d文", same},
		{"好\\n的", same},
		{"甲\u200e乙\u202e丙", "甲乙丙"},
		{"他说\u2067سلام 123\u2069和\u200eאב\u200f", same},
		{"co\u00adoperation合\u00ad作", "cooperation合作"},
	}},
	{"rows", [][2]string{
		{"张三 18 李四 20", same},
		{"名单：张三 98.5 李四 97。", same},
		{"1 张三 2 李四 3 王五", same},
		{"北京 25℃ 晴 上海 28℃ 阴", same},
		{"A 北京 B 上海 C 广州", same},
		{"编号 姓名 年龄 1 张三 18 2 李四 20", same},
		{"张三 18\n李四 20\n王五 22", same},
		{"张三\t18\t李四\t20", "张三 18 李四 20"},
		{"全年 GDP 增长 5 个百分点", "全年GDP增长5个百分点"},
		{"投资 30 亿元 建设 5 个项目", "投资30亿元建设5个项目"},
		{"同比增长 5%，环比增长 3%，", "同比增长5%，环比增长3%，"},
		{"第 3 版 有新闻", "第3版有新闻"},
		{"", same},
	}},
}

func TestNormalizeText(t *testing.T) {
	n := 0
	for _, kind := range mendings {
		n += len(kind.texts)
		for _, tt := range kind.texts {
			in, want := tt[0], tt[1]
			if want == same {
				want = in
			}
			if got := NormalizeText(in); got != want {
				t.Errorf("%s: %q: got %q, want %q", kind.kind, in, got, want)
			}
		}
	}
	if n < 294 {
		t.Fatalf("only %d cases", n)
	}
}

func TestNormalizeDisplay(t *testing.T) {
	for in, want := range map[string]string{
		"巴陵石化 5个重点":  "巴陵石化 5个重点",
		"巴陵石化  重点":   "巴陵石化 重点",
		"老码头　新汽笛":    "老码头　新汽笛",
		"老码头,新汽笛":    "老码头，新汽笛",
		"(作者系职工)":    "（作者系职工）",
		"本报记者 张五":    "本报记者 张五",
		"　　本报记者 张五　": "本报记者 张五",
	} {
		var cs []char
		for _, r := range in {
			cs = append(cs, char{r: r})
		}
		cs, _ = normalize(cs, display, nil)
		if got := plain(cs); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// TestNormalizeReports holds what an editor reads of a change, and that a
// change of style hides no neighbour.
func TestNormalizeReports(t *testing.T) {
	is, problems := Load(folder(issueY, sound, storyA, "---\nheadline: 好,好\n---\n**本报讯**,他等...\n"))
	var got []string
	for _, p := range problems {
		if p.Code == diag.Normalized {
			got = append(got, p.String())
		}
	}
	want := `stories/a.md:2:12: info: mark: "," becomes "，" [normalized]
stories/a.md:4:8: info: mark: "," becomes "，" [normalized]
stories/a.md:4:11: info: ellipsis: "..." becomes "……" [normalized]`
	if g := strings.Join(got, "\n"); g != want {
		t.Errorf("got\n%s\nwant\n%s", g, want)
	}
	p := is.Story("a").Blocks[0].(*Paragraph).Text
	if p.String() != "本报讯，他等……" || p[0].Style != Bold || p[1].Src.Col != 8 {
		t.Errorf("text: %+v", p)
	}
}

// pieces are what the property tests make texts of.
var pieces = []rune("中国石化人讯记者王摄尔斯二一年aZ09O○,;:?!.()\"'“”‘’《》〈〉…。，、（）—-―~•· \u3000\u00a0\u200b@/#&%＂０Ａ．：－／％⼾⻔﹐︵e\u0301w")

func TestNormalizeIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := string(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30).Draw(t, "text"))
		once := NormalizeText(s)
		if twice := NormalizeText(once); twice != once {
			t.Fatalf("%q becomes %q, then %q", s, once, twice)
		}
	})
}

// words are the letters and figures of a text, as mending may write them.
func words(s string) string {
	half := func(r rune) rune {
		if fullWidth(r) {
			r -= toHalf
		}
		return r
	}
	return strings.Map(func(r rune) rune {
		if k := int(r) - firstRadical; k >= 0 && k < len(radicals) {
			r = radicals[k][0]
		}
		if strings.ContainsRune(hanZeros, r) {
			r = '〇'
		}
		if han(r) || alnum(r) {
			return r
		}
		return -1
	}, norm.NFC.String(strings.Map(half, s))) // Ａ + U+0301 is Á
}

func TestNormalizeKeepsWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := string(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "text"))
		if got := NormalizeText(s); words(got) != words(s) {
			t.Fatalf("%q becomes %q", s, got)
		}
	})
}

// TestNormalizeKeepsAddresses: whatever stands around, an address stays letter
// by letter.
func TestNormalizeKeepsAddresses(t *testing.T) {
	some := []string{"https://a.cn/新闻/2021,5.html?id=3", "www.a.cn:80/x_(y)", "li.si@a-b.cn", "张三@例子.中国", "@新华社_二O二一",
		"报告(终稿)--2.docx", `C:\报告\一.二(1).txt`, "https://zh.a.org/wiki/苹果(公司)"}
	rapid.Check(t, func(t *rapid.T) {
		var in strings.Builder
		for range rapid.IntRange(1, 4).Draw(t, "addresses") {
			in.WriteString(string(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 8).Draw(t, "around")))
			in.WriteString(rapid.SampledFrom([]string{"", " ", "，", "见"}).Draw(t, "before"))
			in.WriteString(rapid.SampledFrom(some).Draw(t, "address"))
		}
		var cs []char
		for _, r := range in.String() {
			cs = append(cs, char{r: r})
		}
		safe := addresses(cs)
		rest := NormalizeText(in.String())
		for i := 0; i < len(cs); {
			j := i
			for j < len(cs) && safe[j] {
				j++
			}
			_, after, ok := strings.Cut(rest, plain(cs[i:j]))
			if !ok {
				t.Fatalf("%q becomes %q and loses %q", in.String(), NormalizeText(in.String()), plain(cs[i:j]))
			}
			rest = after
			i = max(j, i+1)
		}
	})
}

// TestNormalizeOffChangesNothing: with normalize: false a text stays as it is.
func TestNormalizeOffChangesNothing(t *testing.T) {
	const text = "迪丽热巴.迪力木拉提（１２：４５）,二O二一 年⼾"
	is, problems := Load(folder(issueY, sound+"style: {normalize: false}\n", storyA, text+"\n"))
	if got := is.Story("a").Blocks[0].(*Paragraph).Text.String(); got != text {
		t.Errorf("got %q", got)
	}
	for _, p := range problems {
		switch p.Code {
		case diag.Normalized, diag.Guessed, diag.Doubtful, diag.BlanksOut:
			t.Error(p)
		}
	}
}

// TestNames holds that no name with a dot gets a stop or two signs, whatever
// sign was typed, and that every guess and every point left is a warning.
func TestNames(t *testing.T) {
	data, err := os.ReadFile("testdata/names.txt")
	if err != nil {
		t.Fatal(err)
	}
	names, known := 0, 0
	for line := range strings.Lines(string(data)) {
		kind, name, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || kind == "#" {
			continue
		}
		names++
		for _, sign := range []string{".", "．", "•", "‧", "・", "·"} {
			typed := strings.ReplaceAll(name, "·", sign)
			for _, around := range [][2]string{{"", "说"}, {"本报记者", "、李四报道"}, {"“", "”出席"}, {"他见到", "."}, {"", ""}} {
				got, problems := NormalizeLines("a", around[0]+typed+around[1])
				inside := strings.TrimSuffix(got, "。")
				point := strings.ContainsAny(inside, ".．")
				switch {
				case strings.Contains(inside, "。"):
					t.Errorf("%s becomes %s", typed, got)
				case point && strings.Contains(inside, "·"):
					t.Errorf("%s has two signs: %s", typed, got)
				case (sign == "." || sign == "．") && kind != "Initials" && !problems.Has(diag.Warning):
					t.Errorf("%s becomes %s without a warning", typed, got)
				case sign != "." && sign != "．" && (point || problems.Has(diag.Warning)):
					t.Errorf("%s becomes %s: %v", typed, got, problems)
				}
				if sign == "." && around[1] == "说" && !point {
					known++
				}
			}
		}
	}
	if names < 200 || known < names*95/100 {
		t.Errorf("%d of %d names have their dot", known, names)
	}
}

// TestOneSign: a name that has a dot anywhere in the story has it everywhere;
// in the front matter a point between Han is a dot.
func TestOneSign(t *testing.T) {
	for story, want := range map[string]string{
		"甲乙丙·丁戊己来了。\n\n后来甲乙丙.丁戊己走了。\n":                    "后来甲乙丙·丁戊己走了。",
		"后来甲乙丙.丁戊己走了。\n\n甲乙丙•丁戊己来了。\n":                    "后来甲乙丙·丁戊己走了。",
		"---\nbyline: 甲乙丙.丁戊己\n---\n后来甲乙丙.丁戊己走了。\n":       "后来甲乙丙·丁戊己走了。",
		"后来甲乙丙.丁戊己走了。\n":                                  "后来甲乙丙.丁戊己走了。",
		"列奥纳多.达.芬奇与列奥纳多·达·芬奇\n":                           "列奥纳多·达·芬奇与列奥纳多·达·芬奇",
		"---\nheadline: 好\n---\n经济.社会.文化，见《经济·社会》。后来·丁\n": "经济·社会·文化，见《经济·社会》。后来·丁",
	} {
		is, _ := Load(folder(issueY, sound, storyA, story))
		found := false
		for _, b := range is.Story("a").Blocks {
			found = found || b.(*Paragraph).Text.String() == want
		}
		if !found {
			t.Errorf("%q: got %s", story, dump(is.Story("a").Blocks))
		}
	}
	is, _ := Load(folder(issueY, sound, storyA, "---\nheadline: 迪丽热巴.迪力木拉提来了\nbyline: 张三.李四\n---\n好\n"))
	if s := is.Story("a"); s.Byline.String() != "张三·李四" || s.Headline[0].String() != "迪丽热巴·迪力木拉提来了" {
		t.Errorf("front matter: %q %q", s.Byline, s.Headline[0])
	}
}

// warned are texts and what is told of them.
var warned = map[string]string{
	"迪丽热巴.迪力木拉提说":      `a:1:5: warning: dot: "." is taken for "·"; it may be "。" [normalized-by-guess]`,
	"《史记.项羽》":          `a:1:4: warning: dot: "." is taken for "·"; it may be "。" [normalized-by-guess]`,
	"会议结束.明天":          `a:1:5: warning: point: "." is left as it is; it should be "·" or "。" [doubtful-mark]`,
	"会议结束.GDP":         `a:1:5: warning: point: "." is left as it is; it should be "。" or "·" [doubtful-mark]`,
	"评为A.其中":           `a:1:4: warning: point: "." is left as it is; it should be "。" or "·" [doubtful-mark]`,
	"客人 — 小朋友":         `a:1:4: warning: dash: "—" is left as it is; it should be "——" or "—" [doubtful-mark]`,
	"好，—他说":            `a:1:3: warning: dash: "—" is left as it is; it should be "——" or "—" [doubtful-mark]`,
	"南京—合肥，2020—2021":  "",
	"望汀－篙桥":            `a:1:3: warning: dash: "－" is taken for "—"; it may be "——" [normalized-by-guess]`,
	"客人------小朋友":      `a:1:3: warning: dash: "------" is taken for "——"; it may be "------" [normalized-by-guess]`,
	"客人一一小朋友":          `a:1:3: warning: dash: "一一" is left as it is; it should be "——" or "一一" [doubtful-mark]`,
	"一一对应，逐一一看":        "",
	`他说"好`:             `a:1:3: warning: quote: '"' is left as it is; it should be "“" or "”" [doubtful-mark]`,
	`27"显示器`:           `a:1:3: warning: quote: '"' is left as it is; it should be "”" or "″" [doubtful-mark]`,
	`"第一段没有完`:          `a:1:1: warning: quote: '"' is taken for "“"; it may be "”" [normalized-by-guess]`,
	"don't说":           "",
	"好。。":              `a:1:2: warning: mark: "。。" is left as it is; it should be "。" or "……" [doubtful-mark]`,
	"好..啊":             `a:1:2: warning: ellipsis: ".." is taken for "……"; it may be "。" [normalized-by-guess]`,
	"八0后":              `a:1:2: warning: Han zero: "0" is taken for "〇"; it may be "0" [normalized-by-guess]`,
	"二0二一年":            `a:1:2: info: Han zero: "0" becomes "〇" [normalized]`,
	"我们 都是":            `a:1:3: warning: space: " " is taken for nothing; it may be " " [normalized-by-guess]`,
	"欧阳文清  沈亦舟":        `a:1:5: warning: space: "  " is taken for "\u3000"; it may be nothing [normalized-by-guess]`,
	"a@b.com.请":        `a:1:8: warning: mark: "." is taken for "。"; it may be "." [normalized-by-guess]`,
	"10——20年":          `a:1:3: warning: range: "——" is left as it is; it should be "～" or "—" [doubtful-mark]`,
	"共10--20年":         `a:1:4: warning: range: "--" is left as it is; it should be "～" or "—" [doubtful-mark]`,
	"2020—2021，10-20年": "",
	"好， 我们":            `a:1:3: info: space: " " becomes nothing [normalized]`,
	"共 3 个 5 月":        "a:1:2: info: blanks round figures and Latin words are left out, here and after: 4 [blanks-left-out]",
	"时间１２：４５":          `a:1:3: info: width: "１２：４５" becomes "12:45" [normalized]`,
	"A１２":              `a:1:2: info: width: "１２" becomes "12" [normalized]`,
	"“9.11”事件":         `a:1:3: warning: dot: "." is taken for "·"; it may be "." [normalized-by-guess]`,
	"5.12汶川大地震":        `a:1:2: warning: dot: "." is taken for "·"; it may be "." [normalized-by-guess]`,
	"“3.5”倍，5.12万元，13.5事件，2026.3.15晚会，3.40地震": "",
	"①、抓好":                 `a:1:1: warning: number: "①、" is left as it is; it should be "①" or "1、" [doubtful-mark]`,
	"抓好，⑵、":                `a:1:4: warning: number: "⑵、" is left as it is; it should be "⑵" or "2、" [doubtful-mark]`,
	"❷、抓好":                 `a:1:1: warning: number: "❷、" is left as it is; it should be "❷" or "2、" [doubtful-mark]`,
	"㈡、抓好":                 `a:1:1: warning: number: "㈡、" is left as it is; it should be "㈡" or "二、" [doubtful-mark]`,
	"3）、抓好":                `a:1:1: warning: number: "3）、" is left as it is; it should be "3）" or "3、" [doubtful-mark]`,
	"（一）、抓好":               `a:1:1: warning: number: "（一）、" is left as it is; it should be "（一）" or "一、" [doubtful-mark]`,
	"说”好”了，又说”坏":           `a:1:4: warning: quote: "”" is left as it is; it should be "“" or "”" [doubtful-mark]`,
	"他说好“。":                `a:1:4: warning: quote: "“" is left as it is; it should be "”" or "“" [doubtful-mark]`,
	"走了。”":                 "",
	"“我们走，":                "",
	"https://a.cn/路径,欢迎":   `a:1:16: warning: address: "," is left as it is; it should be "," or "，" [doubtful-mark]`,
	"https://a.cn/路?q=甲,乙": "",
	"读«论语»": `a:1:2: warning: title: "«" is taken for "《"; it may be "“" [normalized-by-guess]
a:1:5: warning: title: "»" is taken for "》"; it may be "”" [normalized-by-guess]`,
	"读<<论语>>": `a:1:2: info: title: "<<" becomes "《" [normalized]
a:1:6: info: title: ">>" becomes "》" [normalized]`,
	"读<论语>":       `a:1:2: warning: title: "<论语>" is left as it is; it should be "《论语》" or "<论语>" [doubtful-mark]`,
	"若a<b>c，降<5%": "",
	"共3，500人":     `a:1:3: warning: mark: "，" is left as it is; it should be "," or "，" [doubtful-mark]`,
	"1，200，300号":  "",
	"第1，200人":     "",
	"增3。5倍":       `a:1:3: warning: mark: "。" is left as it is; it should be "." or "。" [doubtful-mark]`,
	"共3。5月起":      "",
	"好，，他":        `a:1:2: warning: mark: "，，" is left as it is; it should be "，" or "。" [doubtful-mark]`,
	"好。，他":        `a:1:2: warning: mark: "。，" is left as it is; it should be "。" or "，" [doubtful-mark]`,
	"好！！！他？！":     "",
	"甲&nbsp;乙":    `a:1:2: warning: web code: "&nbsp;" is left as it is; it should be "\u00a0" or "&nbsp;" [doubtful-mark]`,
	"A&B;C":       "",
	"\\u4e2d文":    `a:1:1: warning: escape: "\u4e2d" is left as it is; it should be "中" or "\u4e2d" [doubtful-mark]`,
	"好\\n的":       `a:1:2: warning: escape: "\n" is left as it is; it should be nothing or "\n" [doubtful-mark]`,
	"2O21年":       `a:1:2: warning: Han zero: "O" is taken for "0"; it may be "O" [normalized-by-guess]`,
	"三○○人":        `a:1:2: warning: Han zero: "○○" is taken for "〇〇"; it may be "○○" [normalized-by-guess]`,
	"花了1O0元":      `a:1:3: warning: figure: "1O0" is taken for "100"; it may be "1O0" [normalized-by-guess]`,
	"产2I0吨，共2l5O人": `a:1:2: warning: figure: "2I0" is taken for "210"; it may be "2I0" [normalized-by-guess]
a:1:8: warning: figure: "2l5O" is taken for "2150"; it may be "2l5O" [normalized-by-guess]`,
	"来了l2个":    `a:1:3: warning: figure: "l2" is left as it is; it should be "12" or "l2" [doubtful-mark]`,
	"花1OO元":    `a:1:2: warning: figure: "1OO" is left as it is; it should be "100" or "1OO" [doubtful-mark]`,
	"增长O.5%":   `a:1:3: warning: figure: "O" is left as it is; it should be "0" or "O" [doubtful-mark]`,
	"共1O,500人": `a:1:2: warning: figure: "1O" is left as it is; it should be "10" or "1O" [doubtful-mark]`,
	"I2月，涨l0％": `a:1:1: warning: figure: "I2" is left as it is; it should be "12" or "I2" [doubtful-mark]
a:1:6: warning: figure: "l0" is left as it is; it should be "10" or "l0" [doubtful-mark]
a:1:8: info: width: "％" becomes "%" [normalized]`,
	"供O2、O3和I2，O2O模式，10l水，O157，O型，IO接口":        "",
	"型号A1O1、B-1O1、1O1-B、a_1O1，见a@1O1.cn与x.1O1": "",
	"room 1O1":    "",
	"张三 18 李四 20": "",
	"第 3 版 有新闻": `a:1:2: info: blanks round figures and Latin words are left out, here and after: 2 [blanks-left-out]
a:1:6: warning: space: " " is taken for nothing; it may be " " [normalized-by-guess]`,
	"时间12：45": `a:1:5: info: mark: "：" becomes ":" [normalized]`,
	"本报讯 好":   `a:1:4: info: dateline gap: " " becomes nothing [normalized]`,
}

// TestNormalizeWarns holds which outcomes are warnings, at the place of the
// sign, with both readings.
func TestNormalizeWarns(t *testing.T) {
	for in, want := range warned {
		_, problems := NormalizeLines("a", in)
		var got []string
		for _, p := range problems {
			got = append(got, p.String())
		}
		if g := strings.Join(got, "\n"); g != want {
			t.Errorf("%q: got\n%s\nwant\n%s", in, g, want)
		}
	}
}

// TestMarksThatStay: a sign with a backslash before it, or what its author escapes, stays as
// it is without a word.
func TestMarksThatStay(t *testing.T) {
	is, problems := Load(folder(issueY, sound, storyA, "---\nheadline: 题\n---\n会议结束\\.明天\n"))
	if problems.Has(diag.Warning) || is.Story("a").Blocks[0].(*Paragraph).Text.String() != "会议结束.明天" {
		t.Error("a backslash does not keep a point without a word:", problems)
	}
	// So does one before a sign of any width, and before what would be mended.
	for _, in := range []string{"①、第一", "好。，他", "客人一一小朋友", "三○人", "1O0元", "l2个", "“五．四”运动", "Ａ，乙"} {
		for i, r := range []rune(in) {
			if strings.ContainsRune("①。○．Ａ，", r) || r == '一' && []rune(in)[min(i+1, len([]rune(in))-1)] == '一' || r == 'O' || r == 'l' {
				text := string([]rune(in)[:i]) + "\\" + string([]rune(in)[i:])
				is, problems := Load(folder(issueY, sound, storyA, "---\nheadline: 题\n---\n"+text+"\n"))
				if got := is.Story("a").Blocks[0].(*Paragraph).Text.String(); problems.Has(diag.Warning) || got != in {
					t.Errorf("%s: set as %s, %v", text, got, problems)
				}
				break
			}
		}
	}
	// What a web page has escaped twice is told; what the author escapes is not.
	for in, want := range map[string]string{"甲&amp;nbsp;乙": "doubtful-mark", "甲\\&nbsp;乙": "", "甲&nbsp;乙": "normalized-by-guess", "甲&nbps;乙": "near-markup", "R&D;乙": "normalized", "甲\\&nbps;乙": ""} {
		_, problems := Load(folder(issueY, sound, storyA, "---\nheadline: 题\n---\n"+in+"说\n"))
		var codes []string
		for _, p := range problems {
			codes = append(codes, string(p.Code))
		}
		if g := strings.Join(codes, " "); g != want {
			t.Errorf("%q: %s, want %s", in, g, want)
		}
	}
}

// TestRows: the blanks of a row stay, and lines that are rows are paragraphs.
func TestRows(t *testing.T) {
	for in, want := range map[string]string{
		"张三 18\n李四 20\n王五 22":           "P 张三 18|P 李四 20|P 王五 22",
		"成绩如下\n张三 98 97\n李四 95 96\n都很好": "P 成绩如下|P 张三 98 97|P 李四 95 96|P 都很好",
		"张三\t18\n李四\t20":                "P 张三 18|P 李四 20",
		"GDP 增长\n他说 5 次\n再说":            "P GDP增长他说5次再说",
		"张三 18\n他走了":                    "P 张三18他走了",
		"- 甲 1\n- 乙 2":                  "P ●甲1|P ●乙2",
	} {
		is, _ := Load(folder(issueY, sound, storyA, "---\nheadline: 题\n---\n"+in+"\n"))
		if got := dump(is.Story("a").Blocks); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

func TestDateline(t *testing.T) {
	for in, want := range map[string][2]int{
		"本报讯（记者 张三）好":         {3, 10},
		"本报讯4月2日":             {3, 0},
		"本报讯员张三":              {0, 0},
		"新华社北京4月6日电（记者 王）好":   {10, 16},
		"据新华社乌鲁木齐12月3日电好":     {14, 0},
		"新华社电讯稿":              {0, 0},
		"本报电话0730":            {0, 0},
		"本报社门前，11月2日电话响了":     {0, 0},
		"（记者 张三）好":            {0, 7},
		"（图）好":                {0, 0},
		"中新社北京4月6日电 （记者 王三）好": {10, 18},
		"": {0, 0},
	} {
		head, names := Text{{Text: in}}.Dateline()
		if got := [2]int{head, names}; got != want {
			t.Errorf("%q: got %v, want %v", in, got, want)
		}
	}
}

// TestDatelineOfLongText: of a text only so much is looked at as may be a dateline and its
// bracket, and the answer is that of the whole text, however many blanks and however long
// a bracket there are.
func TestDatelineOfLongText(t *testing.T) {
	const most = longestLead - longestDateline // characters of a bracket, and what closes it
	for _, dateline := range []string{"", "本报讯", "新华社" + strings.Repeat("京", 18) + "日电"} {
		for _, blanks := range []int{0, 1, 300} {
			for _, inside := range []int{4, most - 2, most - 1, most, most + 1, 200} {
				for _, within := range []int{0, 1, most / 2} {
					bracket := "（记者 " + strings.Repeat("王", max(inside-within-3, 0)) + strings.Repeat("　", within) + "）"
					all := []rune(dateline + strings.Repeat(" ", blanks) + bracket + strings.Repeat("江上有雾。", 100))
					head, names := lead(all)
					for _, parts := range []int{1, 2, 7, 105} {
						var text Text
						for at := 0; at < len(all); at += len(all)/parts + 1 {
							text = append(text, Span{Text: string(all[at:min(at+len(all)/parts+1, len(all))])})
						}
						if h, n := text.Dateline(); h != head || n != names {
							t.Errorf("%q in %d parts: %d, %d, and of the whole text %d, %d", string(all[:min(len(all), 400)]), parts, h, n, head, names)
						}
						if text.String() != string(all) {
							t.Fatalf("%d parts make another text: %q", parts, text.String())
						}
					}
				}
			}
		}
	}
}

// BenchmarkNormalize mends wire copy and looks through clean copy.
func BenchmarkNormalize(b *testing.B) {
	for name, text := range map[string]string{
		"wire":  strings.Repeat("本报讯(何洁 徐亮亮)4月2日,巴陵石化召开首届“揭榜挂帅”发布会,来自基层单位的8位科研骨干角逐5个项目.\n", 100),
		"clean": strings.Repeat("本报讯（何洁 徐亮亮）4月2日，港区召开首届“揭榜挂帅”发布会，来自基层单位的8位科研骨干角逐5个项目。\n", 100),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				NormalizeText(text)
			}
		})
	}
}
