package para

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"duikai/layout/cjk"
	"duikai/samples/steps"
)

// marked is a text with its boundaries: | where a line may end freely, ¦ where
// it may at a price, nothing where it may not.
func marked(p *Paragraph) string {
	var s strings.Builder
	for i := range p.Len() {
		if p.clusters[i].flags&absorbed == 0 || invisible(p.Rune(i)) {
			s.WriteRune(p.Rune(i))
		}
		if i+1 == p.Len() || !p.MayBreak(i) {
			continue
		}
		if p.gap(i).price > 0 {
			s.WriteRune('¦')
		} else {
			s.WriteRune('|')
		}
	}
	return s.String()
}

// unmarked takes the boundaries out again.
var unmarked = strings.NewReplacer("|", "", "¦", "")

// unbreakable is original text with its boundaries marked, at the level gb.
var unbreakable = []string{
	// dashes
	"这¦——|很|好",
	"这¦————|很|好",
	"这¦⸺|很|好",
	"这¦——¦——¦——|很|好",
	"他|说¦……|好",
	"他|说¦…………|好",
	"目|录¦……¦……¦……¦……¦…|三",
	"真|的？！|好",
	"真|的！！！|好",
	"快！！！！！|跑",
	"完|了¦……。|他",
	"好¦——”|他",
	"北|京—|上|海",
	// figures
	"共|4,500¦人",
	"约|1,234,567.89元",
	"达|3.5公¦里",
	"涨|6.5%|了",
	"涨|6.5％|了",
	"高|千|分|之|5‰|处",
	"气|温|-3℃|了",
	"气|温|−3℃|了",
	"降|至－5℃|左|右",
	"体|温|37.5°C¦时",
	"角|度|5′30″|处",
	"误|差|±5毫¦米",
	"在|≥60分|者",
	"占|50%～60%|之|间",
	"价|￥30元",
	"价|$3.5¦的",
	"价|US$100¦了",
	"约|HK$25¦一|只",
	"得|12 345 678¦票",
	"长|5 kg|重",
	"重|5kg|的",
	"电|压|220V|的",
	"有|3km|远",
	"车|速|60km/h|了",
	"功|率|1.5 kW|以|上",
	"存|量|16 GB|内|存",
	"住|100 m2¦的|房",
	"住|100m²|的|房",
	"长|15㎜|的|钉",
	"重|5㎏|的",
	"长|30㍍|的",
	"于|3¦㏂|醒",
	"边|长|√2米",
	"得|∛27¦的",
	"为|√(a+b)|的",
	"下|载|速|度|100 Mbps|够",
	"有|5 |人|来",
	"比|分|3:1¦胜",
	"比|例|3∶2¦了",
	// Chinese units
	"6.65¦亿¦元",
	"6.65¦万¦亿¦元|人",
	"3.5¦亿¦立¦方¦米|水",
	"20¦多|万|人",
	"120平¦方¦米|的",
	"3公¦里|外",
	"5小¦时|后",
	"30分¦钟|内",
	"100美¦元|的",
	"200港¦元|一",
	"3¦个|百|分|点",
	"15¦名|学|生",
	"2千¦瓦¦时|电",
	"5¦千|人|到|场",
	"约|3千¦米|长",
	"30摄¦氏¦度|高",
	"25岁|的",
	"10倍|之|多",
	"3分|之|一",
	"8月|里|的",
	// ranges
	"约|100～150米",
	"约|1-3¦个",
	"自|2020—2021年",
	"自|2020–2021年",
	"自|10时—12时|止",
	"自|2020年—¦2021年|止",
	"在|5月～10月|间",
	"需|5万～10万¦元|钱",
	"深|100米～150米|处",
	"自|3时～¦5分|止",
	"自|3月|1日—5日|止",
	"歼-20¦战|机",
	"神|舟-12¦号",
	"电|话|010-12345678¦转",
	"编|号|CN11-0001¦的",
	"从|3万～5万¦元|起",
	"从|3¦万～¦5¦亿¦元|起",
	"第3—5¦版",
	// clock and date
	"时|间|10:22¦到",
	"时|间|10：22¦到",
	"在|10点¦22分|到",
	"在|8时|整",
	"2021年|4月|7日|电",
	"2021-04-07¦电",
	"2021/4/7¦电",
	"3·15¦晚|会",
	"9·11¦事|件",
	"截|至|2020年|12月|底",
	"农|历|2月|初|2",
	"20世¦纪|90年¦代",
	// order
	"第3版|的",
	"第12届|全|国",
	"第1000期|的",
	"见|第3版",
	"第3个|月",
	"下|转|第3版",
	"总|第1234期",
	"国|发〔2021〕5¦号|文",
	"第|一|版",
	// notes
	"如|前|所|述①。",
	"所|谓|“道”②，",
	"说|法③④。",
	"有|①资|金|②技|术",
	"见|图①|所|示",
	"资|料[1]|表|明",
	"资|料［12］|表|明",
	"的|观|点[1]。",
	"书|末〔3〕",
	"前|提：|①人|②钱",
	"他|说。①",
	// Latin
	"连|Wi-¦Fi|网",
	"COVID-19¦疫|情",
	"说|it’s|了",
	"说|it's|了",
	"rock |’n’ |roll",
	"state-¦of-¦the-¦art|的",
	"e-mail|地|址",
	"well-¦known|的",
	"TCP/IP|协|议",
	"和/或|者",
	"A¦股|大|涨",
	"e¦家|公|司",
	"穿|T¦恤|的",
	"做|B¦超|检|查",
	"维|生|素¦C。",
	"维|生|素|C¦含|量",
	"5G¦网|络",
	"4S¦店|里",
	"卡|拉|OK|厅",
	"在|GDP|中",
	"A~B¦之|间",
	"C++|语|言",
	"R&D|投|入",
	"3D¦打|印",
	"AT&T|公|司",
	"No.1¦的",
	"U.S.|的",
	"（GDP）|增|长",
	"说|“GDP”|增",
	"说\"好\"呢",
	// addresses
	"见|www.¦wang.¦cn/¦a-¦b/¦c.¦html|看",
	"https://¦www.¦example.¦com/¦news/¦2021/¦index.¦html?id=5&p=2¦看",
	"写|信|bjb@¦ting-¦daily.¦com.¦cn|呢",
	"发|report-2021.pdf|来",
	"news.¦cn|上",
	"@人|民|日|报",
	// glue and names
	"张\u00a0三",
	"阿|卜|杜|拉·|买|买|提",
	"《红|楼|梦》|的",
	"《“十|四|五”|规|划》|的",
	"（一）|是",
	"e\u0301te\u0301|的",
	"(a)b",
	"(注)|的",
	"100(含)|元",
	// other scripts and the rest
	"韩|国|语|한|국|어|的|字",
	"泰|语|ภาษาไทย|的|字",
	"希|伯|来|语|עברית|三|字",
	"“עברית”|三|字",
	"家|庭|👨\u200d👩\u200d👧|三|口",
	"好|👍🏽|的",
	"两|国|🇨🇳|🇫🇷|国|旗",
	"零|宽|字\u2060连|接",
	"断|在\u200b|这|里",
	"说«Le |Monde»报",
	"甲|→|乙|→|丙",
	"★|号|○|号",
	"第|×|组",
	"长|5×8厘¦米",
	"半|角|ｶ|ﾅ|字",
	"去|Zürich|了",
	"共 |5 |名",
	"北|京—|上|海—|广|州",
	"“好”|“坏”",
	"他|问：|“去|吗？”|我|说",
	"《家》|《春》|《秋》",
	"一、|二、|三",
	"很|少|（约|３|人）",
	"呢¦……¦——|他",
	"东|风-21D|导|弹",
	"F-16¦战|机",
	"早|8点-|晚|9点",
	"200-300元",
	"10%-20%|的",
	"第1—3¦期",
	"第|十|二|届",
	"19岁|少|年",
	"3¦天|2¦夜",
	"1/3¦的",
	"2/3¦以|上",
	"2.5倍",
	"1:1000¦比",
	"GB/T |15834¦标|准",
	"ISO |9001¦认|证",
	"A4¦纸",
	"第5代",
	"iPhone|手|机",
	"“A”|级",
	"B |超",
	"5 km|外",
	"5 km/h|的",
	"5km²",
	"37℃|左|右",
	"90°|角",
	"No. |1",
	"vol.12¦期",
	"e.g.|例",
	"18 000元",
	"2021 |100¦人",
	"（http://¦a.¦cn/）。",
	"a@¦b.¦cn",
	"①甲|②乙",
	"问|题①：",
	"【1】|号",
	"12345¦号",
	"￥100～￥200元",
	"10～20℃|之|间",
	"零|下|3℃",
	"PM2.5¦值",
	"CO₂|排|放",
	"H₂O¦分|子",
	"x²+y²",
	"3′|的",
	"100％",
	"每|秒|30米",
	"8月|15日—20日",
	"8:00—12:00",
	"第1、|2¦版",
	"1、|2、|3",
}

// TestPrices is what holds together and at what price it parts.
func TestPrices(t *testing.T) {
	for _, want := range unbreakable {
		text := unmarked.Replace(want)
		if got := marked(Prepare(songRun(t, text), wholeWords(newspaper()))); got != norm.NFC.String(want) {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
	if len(unbreakable) < 120 {
		t.Errorf("only %d rows", len(unbreakable))
	}
}

// TestPriceOrder: a break inside a value is dearer than before its measure
// word, and a last resort dearer than any other.
func TestPriceOrder(t *testing.T) {
	price := func(text string, after string) int32 {
		p := Prepare(songRun(t, text), wholeWords(newspaper()))
		i := utf8.RuneCountInString(text[:strings.Index(text, after)+len(after)]) - 1
		if !p.MayBreak(i) {
			t.Fatalf("%s may not part after %s", text, after)
		}
		return p.gap(i).price
	}
	order := []int32{
		price("共有15名学生", "共有"),
		price("共有15名学生", "15"),
		price("约3公里", "公"),
		price("在10点22分", "10点"),
		price("他想——好", "想"),
		price("买A股", "A"),
		price("连Wi-Fi", "-"),
		price("达6.65亿元", "6.65"),
	}
	for i := 1; i < len(order); i++ {
		if order[i-1] >= order[i] {
			t.Errorf("price %d, %d, is not below price %d, %d", i-1, order[i-1], i, order[i])
		}
	}
}

// TestHouseLists: a house's own bans reach ideographs too.
func TestHouseLists(t *testing.T) {
	for want, ru := range map[string]cjk.Rules{
		"我|的|第|二|版|很|好":    {Level: cjk.GB},
		"我的|第二|版|很|好":      {Level: cjk.GB, NotStart: []rune("的"), NotEnd: []rune("第")},
		"我|的|％|很|好":        {Level: cjk.GB, MayStart: []rune("％")},
		"甲|–|乙|GDP–|丁":     {Level: cjk.CSSLoose},
		"甲|〜|乙|–|丙|GDP–|丁": {Level: cjk.CSSNormal},
		"甲|‐|乙":            {Level: cjk.CSSNormal},
		"甲‐|乙–|丙":          {Level: cjk.CSSStrict},
		"甲|․|乙|︙|丙":        {Level: cjk.CSSLoose},
		"甲․|乙︙|丙":          {Level: cjk.CSSNormal},
		"甲〜|乙–|丙":          {Level: cjk.CSSStrict},
		"（|甲|，|乙|）|……|丙":   {Level: cjk.None},
	} {
		if got := marked(Prepare(songRun(t, unmarked.Replace(want)), &Style{Rules: ru})); got != want {
			t.Errorf("%v: got %s, expected %s", ru, got, want)
		}
	}
}

// TestAddressReach: an address longer than the look for its sign parts where
// the look finds it, and never between two letters.
func TestAddressReach(t *testing.T) {
	p := Prepare(songRun(t, "http://a.cn/"+strings.Repeat("abc/", 100)+"的"), newspaper())
	for i := 0; i+2 < p.Len(); i++ {
		if p.MayBreak(i) && !strings.ContainsRune("/.-@", p.Rune(i)) {
			t.Errorf("parts after %q at %d", p.Rune(i), i)
		}
	}
}

// TestPricesHold: whatever the text, no word, value, dash or ellipsis parts
// in the middle.
func TestPricesHold(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := Prepare(songRun(t, texts().Draw(rt, "text")), wholeWords(styles().Draw(rt, "style")))
		for i := 0; i+1 < p.Len(); i++ {
			a, b := p.clusters[i], p.clusters[i+1]
			switch {
			case !p.MayBreak(i):
			case word(&a) && word(&b):
				rt.Fatalf("%s parts after %q", p.Text(0, p.Len()), a.r)
			case a.r == b.r && (a.r == '—' || a.r == '…') && !p.pairs(i):
				rt.Fatalf("%s parts inside %q", p.Text(0, p.Len()), a.r)
			case b.r == '\u0301':
				rt.Fatalf("%s parts before a combining mark", p.Text(0, p.Len()))
			}
		}
	})
}

// TestPricesLinear: rows of marks that the rules look back over do not make
// preparing slow: three times the text is three times the steps.
func TestPricesLinear(t *testing.T) { steps.Linear(t, "TestPricesSteps", 4000) }

// TestPricesSteps is the work that TestPricesLinear counts.
func TestPricesSteps(t *testing.T) {
	for _, unit := range []string{"\u0301", " ", "…", "！", "%", "-", "①", "a.", "平方", "5万", "〔1〕", "ก", "@/"} {
		Prepare(songRun(t, "e"+strings.Repeat(unit, steps.Size())+"字"), newspaper())
	}
}
