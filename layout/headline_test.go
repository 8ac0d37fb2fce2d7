package layout

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"pgregory.net/rapid"

	"duikai/fonts"
	"duikai/fonts/embedded"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/words"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// testIssue loads an issue of one page from its slots and its stories' front
// matter, each story with so many characters of text.
func testIssue(t testing.TB, slots string, stories map[string]string, chars int) *manuscript.Issue {
	t.Helper()
	fsys := fstest.MapFS{"issue.yaml": {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\npages:\n  - number: 2\n    slots:\n" + slots)}}
	for id, front := range stories {
		fsys["stories/"+id+".md"] = &fstest.MapFile{Data: []byte("---\n" + front + "\n---\n" + strings.Repeat("江上起雾，渡船不开。", chars/10) + "\n")}
	}
	is, problems := manuscript.Load(fsys)
	if is == nil || problems.Has(diag.Error) {
		t.Fatalf("the issue does not load: %v", problems)
	}
	return is
}

func testFaces(t testing.TB) *fonts.Set {
	t.Helper()
	set, err := embedded.Set()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func testHouse(t testing.TB) *house {
	return newHouse(testIssue(t, "      - {story: a, at: [1, 1], span: [2, 20]}\n", map[string]string{"a": "headline: 雾"}, 100), testFaces(t))
}

// hinted is a headline with its hints written as |.
func hinted(s string) manuscript.Text {
	return manuscript.Text{{Text: strings.ReplaceAll(s, "|", string(manuscript.HintRune))}}
}

// acrossFor is the question for a head over some basic columns.
func acrossFor(h *house, s *manuscript.Story, weight, cols int) headInput {
	width := h.grid.Span(cols)
	return headInput{story: s, weight: weight, cols: cols, width: width, sizing: sizingOf(weight, width)}
}

// TestDivisions: where headlines are divided, and how large they come out, in
// slots of one to three basic columns of a broadsheet.
func TestDivisions(t *testing.T) {
	h := testHouse(t)
	for _, c := range []struct {
		cols       int
		text, want string
	}{
		{1, "三万亩旱塬|喝上汀江水", "16 三万亩旱塬/喝上汀江水"},
		{2, "三万亩旱塬|喝上汀江水", "22 三万亩旱塬 喝上汀江水"},
		{3, "三万亩旱塬|喝上汀江水", "26 三万亩旱塬 喝上汀江水"},
		{1, "全市前三季度集装箱吞吐量增长12.5%", "16 全市前三季度/集装箱吞吐量/增长12.5%"},
		{1, "5个重点项目集中开工 总投资86.4亿元", "16 5个重点项目/集中开工/总投资86.4亿元"},
		{2, "5个重点项目集中开工 总投资86.4亿元", "22 5个重点项目集中开工/总投资86.4亿元"},
		{3, "5个重点项目集中开工 总投资86.4亿元", "26 5个重点项目集中开工/总投资86.4亿元"},
		{1, "城西水厂二期今日通水", "16 城西水厂/二期今日通水"},
		{1, "市图书馆延长开放时间至晚上9时30分", "16 市图书馆延长/开放时间至晚上/9时30分"},
		{1, "“小小讲解员”走进博物馆", "16 “小小讲解员”/走进博物馆"},
		{1, "读《河上的年轮》有感", "12 读《河上的年轮》有感"},
		{2, "新版《望汀市养犬管理条例》明年1月1日起施行", "20 新版《望汀市养犬管理条例》/明年1月1日起施行"},
		{1, "我市与三座友城签署港口合作备忘录", "16 我市与三座友城/签署港口/合作备忘录"},
		{1, "谁来管管窨井盖？", "15 谁来管管窨井盖？"},
		{1, "公交线路优化后，你的上班路快了多少", "16 公交线路优化后/你的上班路/快了多少"},
		{1, "退役军人李长河三十年守护烈士墓", "14 退役军人李长河/三十年守护烈士墓"},
		{2, "退役军人李长河三十年守护烈士墓", "22 退役军人李长河/三十年守护烈士墓"},
		{3, "退役军人李长河三十年守护烈士墓", "24 退役军人李长河三十年守护烈士墓"},
		{1, "北原区教育局局长周文远谈减负", "14 北原区教育局局长/周文远谈减负"},
		{1, "汀江大桥维修期间实行单向通行", "14 汀江大桥维修期间/实行单向通行"},
		{1, "乡亲们的菜篮子装进了冷链车", "16 乡亲们的菜篮子/装进了冷链车"},
		{1, "孩子们的冬天暖和了", "16 孩子们的/冬天暖和了"},
		{1, "他们把荒滩种成了果园", "16 他们把荒滩/种成了果园"},
		{1, "这里的夜市静悄悄", "14 这里的夜市静悄悄"},
		{1, "慢慢醒来的糖坊巷", "14 慢慢醒来的糖坊巷"},
		{2, "百年老店|搬了新家|味道没变", "22 百年老店/搬了新家 味道没变"},
		{1, "一碗热汤面的二十四小时", "16 一碗热汤面的/二十四小时"},
		{1, "GDP增速连续6个季度高于全省", "15 GDP增速连续/6个季度高于全省"},
		{2, "GDP增速连续6个季度高于全省", "22 GDP增速连续/6个季度高于全省"},
		{3, "GDP增速连续6个季度高于全省", "26 GDP增速连续6个季度高于全省"},
		{1, "AI辅助诊断系统在12家乡镇卫生院上线", "16 AI辅助诊断/系统在12家乡镇/卫生院上线"},
		{1, "Wi-Fi覆盖全部 46座公交首末站", "16 Wi-Fi覆盖全部/46座公交首末站"},
		{1, "“汀e行”4.0版上线 支持离线乘车码", "14 “汀e行”4.0版上线/支持离线乘车码"},
		{1, "5G基站建到了海拔1800米的茶山", "14 5G基站建到了/海拔1800米的茶山"},
		{1, "3名大学生回乡办起“共享农机”合作社", "14 3名大学生/回乡办起/“共享农机”合作社"},
		{1, "7.6公里环湖跑道贯通", "16 7.6公里环湖/跑道贯通"},
		{1, "零下5℃的抢修夜", "15 零下5℃的抢修夜"},
		{1, "PM2.5平均浓度降至28微克/立方米", "16 PM2.5平均/浓度降至/28微克/立方米"},
		{1, "市人大常委会审议物业管理条例草案", "14 市人大常委会审议/物业管理条例草案"},
		{1, "省委书记到鹤浦港调研", "16 省委书记/到鹤浦港调研"},
		{2, "国家发展改革委批复汀江航道整治工程", "22 国家发展改革委批复/汀江航道整治工程"},
		{1, "湖南大学与我市共建新材料研究院", "14 湖南大学与我市/共建新材料研究院"},
		{1, "中国人民银行望汀市中心支行发布信贷报告", "16 中国人民银行/望汀市中心支行/发布信贷报告"},
		{2, "中国人民银行望汀市中心支行发布信贷报告", "22 中国人民银行/望汀市中心支行/发布信贷报告"},
		{3, "中国人民银行望汀市中心支行发布信贷报告", "26 中国人民银行/望汀市中心支行发布信贷报告"},
		{1, "张桂兰：把课堂搬到船上", "16 张桂兰：/把课堂搬到船上"},
		{1, "白琵鹭首次在半月湖越冬", "16 白琵鹭首次/在半月湖越冬"},
		{1, "一江清水向东流", "16 一江清水向东流"},
		{1, "实事求是办好民生实事", "16 实事求是/办好民生实事"},
		{1, "千方百计保障春耕农资供应", "16 千方百计保障/春耕农资供应"},
		{1, "安居乐业的新社区", "14 安居乐业的新社区"},
		{1, "守望相助 邻里修补日开张", "16 守望相助/邻里修补日开张"},
		{1, "货运跑得欢，夜市暖起来", "16 货运跑得欢/夜市暖起来"},
		{1, "不让一个孩子掉队", "14 不让一个孩子掉队"},
		{1, "让老码头重新热闹起来", "16 让老码头/重新热闹起来"},
		{1, "为了那一声汽笛", "16 为了那一声汽笛"},
		{1, "在望汀遇见宋代船板", "16 在望汀遇见/宋代船板"},
		{1, "从“有学上”到“上好学”", "16 从“有学上”/到“上好学”"},
		{1, "把“问题清单”变成“满意答卷”", "16 把“问题清单”/变成“满意答卷”"},
		{2, "把“问题清单”变成“满意答卷”", "18 把“问题清单”变成“满意答卷”"},
		{3, "把“问题清单”变成“满意答卷”", "26 把“问题清单”变成“满意答卷”"},
		{1, "“最多跑一次”之后还能再少跑吗", "14 “最多跑一次”之后/还能再少跑吗"},
		{1, "民警三次下水救起落水老人", "16 民警三次下水/救起落水老人"},
		{1, "消防员爬上七楼救下被困儿童", "16 消防员爬上七楼/救下被困儿童"},
		{1, "望汀女篮晋级全国大赛八强", "16 望汀女篮晋级/全国大赛八强"},
		{1, "乒乓球公开赛今晚决出四枚金牌", "14 乒乓球公开赛/今晚决出四枚金牌"},
		{1, "78岁老人完成第100次献血", "16 78岁老人完成/第100次献血"},
		{1, "首批120辆氢能公交车投入运营", "16 首批120辆氢能/公交车投入运营"},
		{1, "两会代表委员热议城市更新", "16 两会代表委员/热议城市更新"},
		{1, "汀南区法院集中发放执行案款3200万元", "16 汀南区法院集中/发放执行案款/3200万元"},
		{1, "今冬供暖 11月15日开栓", "16 今冬供暖/11月15日开栓"},
		{1, "山茶油喜获丰收，榨坊连夜开工", "16 山茶油喜获丰收/榨坊连夜开工"},
		{1, "石埠镇的豆腐坊凌晨三点亮灯", "16 石埠镇的豆腐坊/凌晨三点亮灯"},
		{1, "水乡婚俗入选省级非物质文化遗产", "14 水乡婚俗入选省级/非物质文化遗产"},
		{1, "研究生支教团的最后一课", "16 研究生支教团的/最后一课"},
		{1, "十八万亩冬麦开始分蘖", "16 十八万亩/冬麦开始分蘖"},
	} {
		s := &manuscript.Story{Headline: []manuscript.Text{hinted(c.text)}, Weight: 3}
		set := h.prepareHead(s, fonts.Title, &h.title)
		lines, fit := h.setHeadline(acrossFor(h, s, 3, c.cols), fonts.Title, &set)
		got := fmt.Sprint(fit.size.Points(), " ")
		for i, ln := range lines {
			if i > 0 {
				got += "/"
			}
			got += strings.TrimSpace(strings.ReplaceAll(ln.p.Text(ln.l.Start, ln.l.End), "\u3000", " "))
		}
		if got != c.want || fit.tight {
			t.Errorf("%s in %d columns: %s (tight %v), expected %s", c.text, c.cols, got, fit.tight, c.want)
		}
	}
}

// TestQuotations: a short quotation is whole as a word is, also inside a longer one, or one
// that another line of the head closes; a long one is divided where its words end.
func TestQuotations(t *testing.T) {
	at := func(text, before string) int {
		return quotations([]rune(text))[len([]rune(text[:strings.Index(text, before)]))]
	}
	for _, c := range []struct {
		text, before string
		want         int
	}{
		{"五个项目“揭榜挂帅”成功", "挂帅", 4},
		{"五个项目“揭榜挂帅”成功", "成功", 0},
		{"五个项目“揭榜挂帅”成功", "“", 0},
		{"他说“去年读了《江史》很久”", "史》", 2},
		{"他说“去年读了《江史》很久”", "久”", 10},
		{"他说“去年读了《江史》很久", "史》", 2},
		{"他说“去年读了《江史》很久", "久", math.MaxInt},
		{"船开了”人散了", "散了", 0},
	} {
		if got := at(c.text, c.before); got != c.want {
			t.Errorf("%s before %s: %d, want %d", c.text, c.before, got, c.want)
		}
	}
}

// TestCutsIgnoreSelectors: the places where a head may be divided are the same with
// variation selectors and marks in it, which stand between no words.
func TestCutsIgnoreSelectors(t *testing.T) {
	h := testHouse(t)
	points := func(text string) string {
		runs, hints := h.runs(hinted(text), face{fonts.Title, probe})
		return fmt.Sprint(newHeadText(para.Prepare(runs, &h.title), hints).points)
	}
	const plain = "岳阳楼区老码头响起新汽笛"
	want := points(plain)
	for _, in := range []string{"岳\ufe00阳楼区老码头响起新汽笛", "岳阳\U000e0100楼区老码\U000e0101头响起新汽笛"} {
		if got := points(in); got != want {
			t.Errorf("%+q: %s, want %s", in, got, want)
		}
	}
}

// headAlphabet is characters of all kinds that heads are made of.
var headAlphabet = []rune("江上起雾的了港区三十六12.5%“”《》，：Wi e行")

// drawHead draws a headline with hints.
func drawHead(t *rapid.T, most int) string {
	var b strings.Builder
	for range rapid.IntRange(1, most).Draw(t, "length") {
		b.WriteRune(rapid.SampledFrom(headAlphabet).Draw(t, "rune"))
		if rapid.IntRange(0, 9).Draw(t, "hint") == 0 {
			b.WriteByte('|')
		}
	}
	return b.String()
}

// TestCutIsCheapest holds the division of heads to the cheapest of all that
// exist, tried one by one.
func TestCutIsCheapest(t *testing.T) {
	h := testHouse(t)
	rapid.Check(t, func(rt *rapid.T) {
		runs, hints := h.runs(hinted(drawHead(rt, 14)), face{fonts.Title, probe})
		x := newHeadText(para.Prepare(runs, &h.title), hints)
		n := rapid.IntRange(2, maxHeadLines).Draw(rt, "lines")
		width := rapid.SampledFrom([]geom.Length{0, 3 * probe, 6 * probe}).Draw(rt, "width")
		mean := x.p.NaturalWidth(0, x.p.Len()) / geom.Length(n)
		best := math.MaxInt
		var try func(from cutPoint, next, left, cost int)
		try = func(from cutPoint, next, left, cost int) {
			for k := next; k < len(x.points); k++ {
				to := x.points[k]
				if left == 1 && to.at != x.p.Len() {
					continue
				}
				if c, ok := x.price(from, to, mean, width); ok {
					if left == 1 {
						best = min(best, cost+c)
					} else {
						try(to, k+1, left-1, cost+c)
					}
				}
			}
		}
		try(cutPoint{hint: true}, 0, n, 0)
		got, ok := x.cut(n, width)
		if x.p.Len() < n*2 {
			best = math.MaxInt // too short to be divided at all
		}
		if ok != (best < math.MaxInt) || ok && got.cost != best {
			rt.Fatalf("cost %d (%v), the cheapest is %d", got.cost, ok, best)
		}
		at := 0
		for _, l := range got.lines {
			if l.Start != at || l.End <= l.Start || width > 0 && l.Width > width {
				rt.Fatalf("line %d to %d, %v wide of %v, after %d", l.Start, l.End, l.Width, width, at)
			}
			if at = l.End; unpaused(x.p, l) != 0 {
				at++
			}
		}
		if ok && at != x.p.Len() {
			rt.Fatalf("the lines end at %d of %d", at, x.p.Len())
		}
	})
}

// TestLinesFitTheirLeast: a line of a head that is said to have room in a width
// is set no wider, whatever marks and spaces stand at its ends and inside it.
func TestLinesFitTheirLeast(t *testing.T) {
	h := testHouse(t)
	for _, s := range []string{
		"江上“ 起雾", "江上“ 雾”了", "“ 江上", "江“” 雾", "江上 “起雾” 了", "《江上》 “雾”，了", "江：“ W1%", "江上|“ 起雾|的了", "江上||“起雾", "港区　“ 三十六", "江——“ 雾", "江…… “雾”",
		"“‘江’ ”雾", "e行“ Wi", "12.5% “雾", "江上，“ ，雾", "（ 江 ）", "江“ “ “ 雾",
	} {
		for _, style := range []*para.Style{&h.title, &h.uptitle} {
			runs, hints := h.runs(clauses(hinted(s)), face{fonts.Title, probe})
			x := newHeadText(para.Prepare(runs, style), hints)
			for i := range x.p.Len() {
				for j := i + 1; j <= x.p.Len(); j++ {
					for w := x.p.LeastWidth(i, j); w > 0 && w < x.p.NaturalWidth(i, j); w += geom.Pt {
						if l := x.line(i, j, w); l.Width > w {
							t.Errorf("%q: %q takes %v in %v", s, x.p.Text(i, j), l.Width, w)
						}
					}
				}
			}
		}
	}
}

// TestQuotesHang: a quote or bracket at one end of a line of a head counts half,
// so that the characters stand in the middle; at both ends, or inside, it moves
// nothing, and no line leaves its measure.
func TestQuotesHang(t *testing.T) {
	h := testHouse(t)
	const size, width = 40 * geom.Pt, 400 * geom.Pt
	for text, want := range map[string]int{ // eighths of an em to the right
		"江上起雾": 0, "“揭榜挂帅”成功": -1, "老港添了“新臂膀”": 1, "“江上起雾”": 0, "《江》说“雾”起": -1, "江上“起”雾": 0, "雪巷（二首）": 1, "谁在喊船？": 0,
	} {
		runs, _ := h.runs(hinted(text), face{fonts.Title, size})
		p := para.Prepare(runs, &h.title)
		r := headRow{p: p, line: p.Natural(0, p.Len()), size: size, part: page.Headline}
		left, right := r.start(width), width-r.start(width)-r.line.Width
		if got := (left - right) / 2; !near(got, geom.Length(want)*size/8, 2) {
			t.Errorf("%s stands %v off the middle, want %v", text, got, geom.Length(want)*size/8)
		}
		if full := r.start(r.line.Width); full != 0 {
			t.Errorf("%s leaves a measure that it fills by %v", text, full)
		}
	}
}

// TestCaptionsEndWithPhrases: the lines of captions and summaries end with words,
// in no more lines than they would take anyway, and no last line is a character.
func TestCaptionsEndWithPhrases(t *testing.T) {
	h := testHouse(t)
	const text = "船工一大早就把菜苗挑上渡船，孩子们跟着起个大早，说是去赶江北岸边的枣坪集，回来已经天黑了"
	p := h.prepare(hinted(text), h.captionFace)
	inWord := 0
	for chars := 8; chars <= 30; chars++ {
		m := para.Measure{Width: geom.Length(chars) * h.captionFace.size, Indent: geom.Length(chars%2) * 2 * h.captionFace.size}
		filled, lines := p.Break(m), phrased(p, m)
		if len(lines) > len(filled) {
			t.Errorf("%d characters: %d lines, %d would do", chars, len(lines), len(filled))
		}
		grades, at := words.Boundaries([]rune(text)), 0
		for i, l := range lines {
			if l.Start != at || l.Indent+l.Width > m.Width+1 && len(lines) < len(filled) {
				t.Errorf("%d characters: line %d begins at %d, not %d, and is %v wide", chars, i, l.Start, at, l.Width)
			}
			if at = l.End; at < p.Len() && grades[at] == words.Within {
				inWord++
			}
		}
		if last := lines[len(lines)-1]; at != p.Len() || last.End-last.Start <= shortLine && len(lines) > 1 {
			t.Errorf("%d characters: the last line is %q", chars, p.Text(last.Start, last.End))
		}
	}
	if inWord > 3 {
		t.Errorf("%d lines end inside a word", inWord)
	}
}

// TestPausesAtLineEnds: no line of a head or subhead that is followed by another
// ends with a comma; what is left out is told at its place, and what is no head
// keeps its own.
func TestPausesAtLineEnds(t *testing.T) {
	for _, c := range []struct {
		front, body string
		part        page.Part
		want        []string
	}{
		{"headline: 货运跑得欢，|夜市暖起来", "江上有雾。", page.Headline, []string{"货运跑得欢", "夜市暖起来"}},
		{"headline: 汽笛响，灯火亮，|渡口忙到后半夜", "江上有雾。", page.Headline, []string{"汽笛响，灯火亮", "渡口忙到后半夜"}},
		{"headline: 查清底数、|分类整治", "江上有雾。", page.Headline, []string{"查清底数", "分类整治"}},
		{"headline: 一桥飞架；|两岸同城", "江上有雾。", page.Headline, []string{"一桥飞架", "两岸同城"}},
		{"headline: 说到“不搬空”，|街坊笑了", "江上有雾。", page.Headline, []string{"说到“不搬空”", "街坊笑了"}},
		{"headline: 方以南讲古：|老渡口的三盏灯", "江上有雾。", page.Headline, []string{"方以南讲古：", "老渡口的三盏灯"}},
		{"headline: 谁在喊船？|渡口的灯", "江上有雾。", page.Headline, []string{"谁在喊船？", "渡口的灯"}},
		{"headline:\n  - 老街不搬空，\n  - 烟火留得住，", "江上有雾。", page.Headline, []string{"老街不搬空", "烟火留得住，"}},
		{"headline: 雾\nkicker: 老街从此不再搬空，|烟火还是留得住", "江上有雾。", page.Kicker, []string{"老街从此不再搬空", "烟火还是留得住"}},
		{"headline: 雾\ndeck: 环湖路今天清早通车，比原计划提前四十天", "江上有雾。", page.Deck, []string{"环湖路今天清早通车", "比原计划提前四十天"}},
		{"headline: 雾", "江上有雾。\n\n## 从去年起老街不搬空，烟火留得住\n\n岸边有人。\n\n江上有雾。", page.Subhead, []string{"从去年起老街不搬空", "烟火留得住"}},
		{"headline: 雾", "江上有雾。\n\n## 老街不搬空，\n## 烟火留得住\n\n岸边有人。", page.Subhead, []string{"老街不搬空", "烟火留得住"}},
		{"headline: 雾\nbyline: 本报记者 方以南 何青禾 陆知远 盛有容、屈小棉、樊知秋", "江上有雾。", page.Byline, nil},
	} {
		is := issueOf(t, fstest.MapFS{
			"issue.yaml":   {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, slots: [{story: a, at: [1, 1], span: [1, 30]}]}]\n")},
			"stories/a.md": {Data: []byte("---\n" + c.front + "\nweight: 3\n---\n" + c.body + "\n")},
		})
		ed, problems := Compose(is, testFaces(t), Options{})
		got, at := []string{}, geom.Length(-1)
		for _, it := range ed.Pages[0].Items {
			if tx, ok := it.(*page.Text); ok && tx.Part == c.part {
				if tx.At.Y != at {
					got, at = append(got, ""), tx.At.Y
				}
				got[len(got)-1] += strings.TrimSpace(tx.String())
			}
		}
		if c.want != nil && !slices.Equal(got, c.want) {
			t.Errorf("%s\n%s: %q, want %q", c.front, c.body, got, c.want)
		}
		written, set := strings.NewReplacer("|", "", "\n  - ", "", "## ", "", "\n", "").Replace(c.front+c.body), strings.Join(got, "")
		told := 0
		for _, p := range problems {
			if p.Code == diag.HeadPause {
				told++
			}
		}
		if left := strings.Count(written, "，") + strings.Count(written, "、") + strings.Count(written, "；") - strings.Count(set, "，") - strings.Count(set, "、") - strings.Count(set, "；"); left != told {
			t.Errorf("%s\n%s: %d pauses are left out, %d told: %v", c.front, c.body, left, told, problems)
		}
	}
}

// TestHeadIsCheapest holds the size, division and tracking of a headline to the
// cheapest of all, tried one by one; and no line is wider than its measure.
func TestHeadIsCheapest(t *testing.T) {
	h := testHouse(t)
	rapid.Check(t, func(rt *rapid.T) {
		s := &manuscript.Story{}
		for range rapid.IntRange(1, 2).Draw(rt, "texts") {
			s.Headline = append(s.Headline, hinted(drawHead(rt, 30)))
		}
		if slices.ContainsFunc(s.Headline, empty) {
			return
		}
		in := acrossFor(h, s, rapid.IntRange(1, 5).Draw(rt, "weight"), rapid.IntRange(1, 8).Draw(rt, "cols"))
		in.side = rapid.IntRange(0, 3).Draw(rt, "side") == 0
		set := h.prepareHead(s, fonts.Title, &h.title)
		lines, fit := h.setHeadline(in, fonts.Title, &set)
		best := math.MaxInt
		for i := range set.divisions {
			d := &set.divisions[i]
			for _, size := range ladder {
				for track := trackLeast; track <= slices.Max(evenGaps[:]); track++ {
					price := in.sizePrice(size) + d.price(in)
					switch {
					case track%trackStep == 0 && track <= trackMost:
						price += trackPrice(track)
					case d.even > 0 && track == d.evenTrack(size, in.width):
						price += evenFlat + int(track)/evenGap
					default:
						continue
					}
					for _, narrow := range []bool{false, true} {
						widest, gives := geom.Length(0), geom.Length(0)
						for i, text := range d.lines {
							for k, l := range text {
								w := l.Natural
								if narrow {
									gives = max(gives, d.give[i][k])
									w -= d.give[i][k]
								}
								widest = max(widest, w*size/probe+size*geom.Length(int(l.Gaps)*int(track))/1000)
							}
						}
						more := price + in.coverPrice(int(widest*1000/in.width))
						if narrow {
							more += spaceLess
						}
						if widest <= in.width && d.count <= in.mostLines() && narrow == (gives > 0) {
							best = min(best, more)
						}
					}
				}
			}
		}
		if fit.tight != (best == math.MaxInt) || !fit.tight && fit.cost != best {
			rt.Fatalf("cost %d (tight %v), the cheapest is %d", fit.cost, fit.tight, best)
		}
		for _, ln := range lines {
			if l := ln.l; !fit.tight && (l.Width > in.width+geom.Length(l.End-l.Start) || l.Gaps > 0 && !near((l.Spread-l.Tight).Length(), fit.size.Em(int(fit.track))*geom.Length(l.Gaps), 2*geom.Length(l.Gaps))) {
				rt.Fatalf("a line %v wide in %v, its %d gaps opened by %v at %v and %d", l.Width, in.width, l.Gaps, (l.Spread - l.Tight).Length(), fit.size, fit.track)
			}
		}
	})
}

func near(a, b, off geom.Length) bool { return max(a-b, b-a) <= off }

// TestSizings: in the table of sizes no weight is larger than a heavier one over
// the same width, none is smaller over a larger width, and the lead over four
// columns is a quarter larger than a second lead over four.
func TestSizings(t *testing.T) {
	const basic, gutter = 13 * 9 * geom.Pt, 9 * geom.Pt
	at := func(weight, cols int) sizing { return sizingOf(weight, geom.Length(cols)*(basic+gutter)-gutter) }
	for cols := 1; cols <= 8; cols++ {
		for w := 1; w <= lightest; w++ {
			s := at(w, cols)
			if s.least > s.usual || s.usual > s.most {
				t.Errorf("weight %d over %d: %+v", w, cols, s)
			}
			for heavier := 1; heavier < w; heavier++ {
				if o := at(heavier, cols); o.least < s.least || o.usual < s.usual || o.most < s.most {
					t.Errorf("over %d weight %d has %+v, weight %d %+v", cols, heavier, o, w, s)
				}
			}
			if cols > 1 {
				if o := at(w, cols-1); o.least > s.least || o.usual > s.usual || o.most > s.most {
					t.Errorf("weight %d over %d: %+v, over one less %+v", w, cols, s, o)
				}
			}
			if lead := at(1, max(cols, 4)); w > 1 && cols <= 4 && lead.least*100 < s.most*leadOver {
				t.Errorf("a lead of %v beside %v of weight %d over %d", lead.least, s.most, w, cols)
			}
		}
	}
}

// hanHead draws a headline of some Han characters.
func hanHead(t *rapid.T, least, most int) string {
	var b strings.Builder
	for range rapid.IntRange(least, most).Draw(t, "length") {
		b.WriteRune(rapid.SampledFrom([]rune("江上起雾渡口桥灯老城新街春水远山")).Draw(t, "rune"))
	}
	return b.String()
}

// TestLeadCovers: the longest line of a lead over four to six columns covers
// 75 to 95 hundredths of its measure, solid or nearly so, whatever its length;
// and it is a quarter larger than any second lead over as many as four.
func TestLeadCovers(t *testing.T) {
	h := testHouse(t)
	rapid.Check(t, func(rt *rapid.T) {
		var s manuscript.Story
		switch rapid.IntRange(1, 2).Draw(rt, "texts") {
		case 1:
			s.Headline = []manuscript.Text{hinted(hanHead(rt, 4, 22))}
		default:
			n := rapid.IntRange(5, 10).Draw(rt, "each") // of four the largest size covers six columns too little
			s.Headline = []manuscript.Text{hinted(hanHead(rt, n, n)), hinted(hanHead(rt, n, n))}
		}
		cols := rapid.IntRange(4, 6).Draw(rt, "cols")
		set := h.prepareHead(&s, fonts.TitleBlack, &h.title)
		lead := set.choose(acrossFor(h, &s, 1, cols))
		if lead.tight || lead.cover < leadLeast || lead.cover > leadMost {
			rt.Fatalf("%v covers %d thousandths of %d columns at %v", s.Headline, lead.cover, cols, lead.size)
		}
		if max(lead.track, -lead.track) > trackFree && set.divisions[0].even == 0 {
			rt.Fatalf("%v is opened by %d", s.Headline, lead.track)
		}
		second := manuscript.Story{Headline: []manuscript.Text{hinted(hanHead(rt, 4, 22))}}
		other := h.prepareHead(&second, fonts.Title, &h.title)
		if o := other.choose(acrossFor(h, &second, rapid.IntRange(2, 5).Draw(rt, "weight"), rapid.IntRange(1, 4).Draw(rt, "other"))); lead.size*100 < o.size*leadOver {
			rt.Fatalf("the lead %v has %v, %v has %v", s.Headline, lead.size, second.Headline, o.size)
		}
	})
}

// TestOneTracking: all lines of a head have one tracking, and heads are solid
// where they can be: opened by a twentieth at most, or by what a headline needs
// that is too short for its columns, and spread where it has a few characters.
func TestOneTracking(t *testing.T) {
	h := testHouse(t)
	for _, c := range []struct {
		weight, cols int
		lines        []string
		least, most  fonts.Em // of the tracking
	}{
		{3, 3, []string{"5个重点科研项目|“揭榜挂帅”成功"}, 0, 0},
		{3, 3, []string{"5个重点科研项目", "“揭榜挂帅”成功"}, 0, 0},
		{1, 5, []string{"三万亩旱塬|喝上汀江水"}, 0, 0},
		{1, 5, []string{"一江清水向东", "两岸青山入画"}, 0, 0},
		{3, 4, []string{"一江清水", "两岸青山入画来"}, 0, trackMost},
		{2, 5, []string{"凌晨三点|豆子醒了"}, trackFree, trackMost}, // as much as covers its columns
		{4, 2, []string{"遗失声明"}, 400, 600},                  // 均排
		{5, 8, []string{"便民"}, 1000, 1000},                  // over a whole page too
		{5, 3, []string{"雾"}, 0, 0},
		{3, 2, []string{"读《雾》"}, 0, trackMost}, // marks would float
	} {
		s := &manuscript.Story{}
		for _, l := range c.lines {
			s.Headline = append(s.Headline, hinted(l))
		}
		set := h.prepareHead(s, fonts.Title, &h.title)
		lines, fit := h.setHeadline(acrossFor(h, s, c.weight, c.cols), fonts.Title, &set)
		if fit.track < c.least || fit.track > c.most {
			t.Errorf("%q is opened by %d at %v", c.lines, fit.track, fit.size)
		}
		for _, ln := range lines {
			if per := fonts.Em(ln.l.PerGap(fit.size)); ln.l.Gaps > 0 && ln.l.Tight == 0 && max(per-fit.track, fit.track-per) > 1 {
				t.Errorf("%q: a line is opened by %d, the head by %d", c.lines, per, fit.track)
			}
		}
	}
}

// TestClauses: a hint between clauses of four characters and more is a joint;
// where no line ends there a space stands, and that is told once.
func TestClauses(t *testing.T) {
	h := testHouse(t)
	for _, c := range []struct {
		cols       int
		text, want string
		joined     bool
	}{
		{2, "塘鱼开秤|头夜走货", "塘鱼开秤 头夜走货", true},
		{2, "塘鱼开秤||头夜走货", "塘鱼开秤 头夜走货", false}, // as it was asked for
		{2, "塘鱼开|头夜走货", "塘鱼开头夜走货", false},
		{2, "塘鱼|头||夜走货", "塘鱼头 夜走货", false},
		{1, "塘鱼开秤|头夜走货九十三吨", "塘鱼开秤/头夜走货九十三吨", false},
		{1, "塘鱼开秤||头夜走货九十三吨", "塘鱼开秤/头夜走货九十三吨", false},
		{3, "塘鱼，开秤|头夜走货", "塘鱼，开秤 头夜走货", true}, // a mark is no character
		{3, "12.5万吨|5号码头", "12.5万吨 5号码头", true},
		{3, "鱼开秤 过年|头夜走货", "鱼开秤 过年头夜走货", false}, // the clause begins at the space
		{3, "三千人|环湖跑|迎小雪", "三千人环湖跑迎小雪", false},
		{2, "三千人马|环湖开跑|喜迎小雪|又到一年", "三千人马 环湖开跑/喜迎小雪 又到一年", true},
	} {
		text := manuscript.Text{{Text: strings.NewReplacer("||", string(manuscript.JointRune), "|", string(manuscript.HintRune)).Replace(c.text)}}
		s := &manuscript.Story{Headline: []manuscript.Text{text}}
		set := h.prepareHead(s, fonts.Title, &h.title)
		in := acrossFor(h, s, 3, c.cols)
		lines, fit := h.setHeadline(in, fonts.Title, &set)
		var got []string
		for _, ln := range lines {
			got = append(got, strings.TrimSpace(strings.ReplaceAll(ln.p.Text(ln.l.Start, ln.l.End), "\u3000", " ")))
			for i := ln.l.Start; i+1 < ln.l.End; i++ {
				if gap := ln.p.NaturalWidth(i, i+2) - ln.p.NaturalWidth(i+1, i+2); unicode.IsSpace(ln.p.Rune(i)) && i > ln.l.Start && gap != fit.size {
					t.Errorf("%s: a space of %v at %v", c.text, gap, fit.size)
				}
			}
			if give := ln.p.SpaceGive(ln.l.Start, ln.l.End); give != fit.size/2*geom.Length(strings.Count(got[len(got)-1], " ")) {
				t.Errorf("%s: its spaces give %v at %v", c.text, give, fit.size)
			}
		}
		if strings.Join(got, "/") != c.want || fit.joined != c.joined {
			t.Errorf("%s in %d columns: %q, joined %v", c.text, c.cols, got, fit.joined)
		}
		if plain := text.Plain(); plain != strings.NewReplacer("||", " ", "|", "").Replace(c.text) {
			t.Errorf("%s reads %q", c.text, plain)
		}
	}
}

// TestTracked: a head that is closer in another face than its own is closed by
// the same width everywhere, and told to be crowded when that is too much.
func TestTracked(t *testing.T) {
	h := testHouse(t)
	runs, _ := h.runs(hinted("江上起雾渡船不开"), face{fonts.Title, 20 * geom.Pt})
	p := para.Prepare(runs, &h.title)
	for _, c := range []struct {
		width   geom.Length
		per     int
		crowded bool
	}{{160, 0, false}, {155, -36, false}, {153, -50, false}, {150, -72, true}, {200, 0, false}} {
		lines := []headLine{{p, p.Natural(0, 4)}, {p, line(p)}}
		crowded := track(lines, headFit{size: 20 * geom.Pt}, c.width*geom.Pt)
		for i, ln := range lines {
			if per := int((ln.l.Spread - ln.l.Tight).Length() * 1000 / (20 * geom.Pt * geom.Length(ln.l.Gaps))); max(per-c.per, c.per-per) > 1 || ln.l.Width > c.width*geom.Pt || crowded != c.crowded {
				t.Errorf("line %d in %d points: opened by %d, %v wide, crowded %v", i, c.width, per, ln.l.Width, crowded)
			}
			items := p.Items(nil, ln.l, geom.Point{}, para.Tag{})
			glyphs := items[0].(*page.Text).Glyphs
			if got := glyphs[len(glyphs)-1].DX + 20*geom.Pt; !near(got, ln.l.Width, 1) {
				t.Errorf("line %d in %d points is drawn %v wide, not %v", i, c.width, got, ln.l.Width)
			}
		}
	}
}

// textsOf lists a page's texts of some parts in the order in which they are
// drawn, those of one line joined.
func textsOf(ed *page.Edition, story string, parts ...page.Part) (out []*page.Text) {
	for _, it := range ed.Pages[0].Items {
		if tx, ok := it.(*page.Text); ok && tx.Story == story && slices.Contains(parts, tx.Part) {
			out = append(out, tx)
		}
	}
	return out
}

// TestSizesFall: on every page a headline is no larger than that of a more
// important story, or the pair is reported.
func TestSizesFall(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	set := testFaces(t)
	heads := []string{"江上起雾", "渡船今日不开|码头改走小桥", "老城区三十六条背街小巷换上新灯", "一江清水向东流"}
	rapid.Check(t, func(rt *rapid.T) {
		var slots strings.Builder
		stories := map[string]string{}
		row := 1
		for i := 0; row < 100; i++ {
			rows, split := rapid.IntRange(12, 40).Draw(rt, "rows"), rapid.IntRange(1, 7).Draw(rt, "split")
			for k, span := range [][2]int{{1, split}, {split + 1, 8 - split}} {
				id := fmt.Sprintf("s%d-%d", i, k)
				fmt.Fprintf(&slots, "      - {story: %s, at: [%d, %d], span: [%d, %d], head: %s}\n", id, span[0], row, span[1], min(rows, 120-row),
					rapid.SampledFrom([]string{"across", "across", "left", "vertical-right"}).Draw(rt, "head"))
				stories[id] = fmt.Sprintf("headline: %s\nweight: %d", rapid.SampledFrom(heads).Draw(rt, "headline"), rapid.IntRange(1, 5).Draw(rt, "weight"))
			}
			row += rows + 1
		}
		is := testIssue(t, slots.String(), stories, rapid.IntRange(1, 40).Draw(rt, "chars")*50)
		ed, problems := Compose(is, set, Options{})
		reported := map[string]bool{}
		for _, p := range problems {
			if p.Code == diag.SizeOrder || p.Code == diag.TightHead {
				reported[p.Args[0].(string)] = true
			}
		}
		size := map[string]geom.Length{}
		for _, s := range is.Stories {
			for _, tx := range textsOf(ed, s.ID, page.Headline) {
				size[s.ID] = tx.Size
			}
		}
		for _, a := range is.Stories {
			for _, b := range is.Stories {
				if a.Weight < b.Weight && size[b.ID] > size[a.ID] && !reported[b.ID] && !reported[a.ID] {
					rt.Fatalf("%s of weight %d has %v, %s of weight %d has %v", a.ID, a.Weight, size[a.ID], b.ID, b.Weight, size[b.ID])
				}
			}
		}
	})
}

// TestSizeOrder: a headline that is larger than a more important one, and a lead
// that hardly stands out, are told with their sizes; neither is changed.
func TestSizeOrder(t *testing.T) {
	set := testFaces(t)
	for _, c := range []struct {
		slots  string
		weight int // of a; b weighs less by one
		a, b   string
		code   diag.Code
		at     string // the story whose headline is named first
	}{
		{"      - {story: a, at: [1, 1], span: [3, 60]}\n      - {story: b, at: [4, 1], span: [3, 60]}\n", 2, "渡船今日停开", "江上起了大雾", "", ""},
		{"      - {story: a, at: [1, 1], span: [1, 60]}\n      - {story: b, at: [2, 1], span: [7, 60]}\n", 2, "渡船今日停开", "江上起了大雾", diag.SizeOrder, "b"},
		{"      - {story: a, at: [1, 1], span: [3, 60]}\n      - {story: b, at: [4, 1], span: [5, 60]}\n", 1, "渡船今日停开大家来等", "江上起了大雾不见归人", diag.LeadSize, "a"},
		{"      - {story: a, at: [1, 1], span: [4, 60]}\n      - {story: b, at: [5, 1], span: [4, 60]}\n", 1, "渡船今日停开大家都来等", "江上起了大雾", "", ""},
	} {
		stories := map[string]string{"a": fmt.Sprintf("headline: %s\nweight: %d", c.a, c.weight), "b": fmt.Sprintf("headline: %s\nweight: %d", c.b, c.weight+1)}
		_, problems := Compose(testIssue(t, c.slots, stories, 1500), set, Options{})
		var got []diag.Problem
		for _, p := range problems {
			if p.Code == diag.SizeOrder || p.Code == diag.LeadSize {
				got = append(got, p)
			}
		}
		if c.code == "" && len(got) > 0 || c.code != "" && (len(got) != 1 || got[0].Code != c.code || got[0].Args[0] != c.at || got[0].Pos.File != "stories/"+c.at+".md") {
			t.Errorf("%s%v", c.slots, got)
		}
	}
}

// TestNeighbourFaces: of two headlines of one size side by side, or one below
// the other over one width, the lesser is set in another face.
func TestNeighbourFaces(t *testing.T) {
	stories := map[string]string{"a": "headline: 渡船今日停开\nweight: 3", "b": "headline: 江上起了大雾\nweight: 4"}
	for slots, differ := range map[string]bool{
		"      - {story: a, at: [1, 1], span: [2, 30]}\n      - {story: b, at: [3, 1], span: [2, 30]}\n":  true,
		"      - {story: a, at: [1, 1], span: [2, 30]}\n      - {story: b, at: [1, 32], span: [2, 30]}\n": true,
		"      - {story: a, at: [1, 1], span: [2, 30]}\n      - {story: b, at: [1, 33], span: [2, 30]}\n": false,
		"      - {story: a, at: [1, 1], span: [2, 30]}\n      - {story: b, at: [2, 32], span: [2, 30]}\n": false,
		"      - {story: a, at: [1, 1], span: [2, 60]}\n      - {story: b, at: [3, 31], span: [2, 30]}\n": false,
	} {
		ed, _ := Compose(testIssue(t, slots, stories, 100), testFaces(t), Options{})
		a, b := textsOf(ed, "a", page.Headline)[0], textsOf(ed, "b", page.Headline)[0]
		if (a.Face != b.Face) != differ {
			t.Errorf("%s: faces %v and %v", slots, a.Face.Name(), b.Face.Name())
		}
	}
}

// TestHeadFont: a headline has the face that its editor chooses, on the slot before
// the front matter, and keeps it beside one that looks alike; a face that nobody has
// is told once, with the one that stands in.
func TestHeadFont(t *testing.T) {
	stories := map[string]string{"a": "headline: 渡船今日停开\nweight: 3", "b": "headline: 江上起了大雾\nweight: 4\nhead-font: 标宋"}
	for _, c := range []struct {
		slot string
		want []string // faces of a and b
		told int
	}{
		{"", []string{"NotoSerifSC-Bold", "NotoSerifSC-Bold"}, 0},
		{", head-font: 行楷", []string{"NotoSerifSC-Bold", "MaShanZheng-Regular"}, 0},
		{", head-font: kai", []string{"NotoSerifSC-Bold", "LXGWWenKai-Regular"}, 0},
		{", head-font: 粗黑", []string{"NotoSerifSC-Bold", "NotoSansSC-Bold"}, 0},
		{", head-font: 隶书", []string{"NotoSerifSC-Bold", "MaShanZheng-Regular"}, 1},
		{", head: vertical-left, head-font: 圆体", []string{"NotoSerifSC-Bold", "NotoSansSC-Bold"}, 1},
	} {
		slots := "      - {story: a, at: [1, 1], span: [2, 30]}\n      - {story: b, at: [3, 1], span: [2, 30]" + c.slot + "}\n"
		ed, problems := Compose(testIssue(t, slots, stories, 100), testFaces(t), Options{})
		for i, id := range []string{"a", "b"} {
			if got := textsOf(ed, id, page.Headline)[0].Face.Name(); got != c.want[i] {
				t.Errorf("%s: %s is set in %s, not %s", c.slot, id, got, c.want[i])
			}
		}
		told := 0
		for _, p := range problems {
			if p.Code == diag.LentFaceHead {
				told++
			}
		}
		if told != c.told {
			t.Errorf("%s: told %d times, not %d", c.slot, told, c.told)
		}
	}
}

// TestSummary: a summary stands between the decks and the byline, in the slot,
// whole, larger than the body and no larger than the deck.
func TestSummary(t *testing.T) {
	long := "渡船停了又开，开了又停，老站长守着一盏马灯，一守就是三十四年。江上有人，灯就要亮着，这是他给自己立的规矩。"
	for _, head := range []manuscript.Head{manuscript.HeadAcross, manuscript.HeadLeft, manuscript.HeadVerticalLeft, manuscript.HeadVerticalRight} {
		for _, texts := range [][]string{{"江上起雾。"}, {long}, {long, "江上起雾。", long}} {
			is := testIssue(t, "      - {story: a, at: [1, 1], span: [5, 60]}\n", map[string]string{"a": "headline: 江上起雾\ndeck: 渡船不开\nbyline: 江一"}, 900)
			is.Pages[0].Slots[0].Head = head
			for _, x := range texts {
				is.Stories[0].Summary = append(is.Stories[0].Summary, manuscript.Text{{Text: x}})
			}
			ed, problems := Compose(is, testFaces(t), Options{})
			if problems = WithoutWhite(problems); problems.Has(diag.Warning) {
				t.Errorf("%v", problems)
			}
			got := ""
			area := ed.Pages[0].Placements[0].Area
			deck, byline := textsOf(ed, "a", page.Deck)[0], textsOf(ed, "a", page.Byline)[0]
			for _, tx := range textsOf(ed, "a", page.Summary) {
				got += tx.String()
				between := deck.At.Y < tx.At.Y && tx.At.Y < byline.At.Y
				if head >= manuscript.HeadVerticalLeft {
					between = deck.At.X > tx.At.X && tx.At.X > byline.At.X
				}
				if !between {
					t.Errorf("head %d: the summary %q at %v is not between %v and %v", head, tx, tx.At, deck.At, byline.At)
				}
				if last := tx.Glyphs[len(tx.Glyphs)-1]; tx.At.X < area.X || tx.At.X+last.DX > area.Right() || tx.At.Y > area.Bottom() {
					t.Errorf("head %d: the summary %q at %v leaves %v", head, tx, tx.At, area)
				}
				if tx.Size <= is.Style.Body.Size || tx.Size > deck.Size {
					t.Errorf("head %d: the summary has %v, the deck %v", head, tx.Size, deck.Size)
				}
			}
			if want := strings.Join(texts, ""); got != want {
				t.Errorf("head %d: the summary is %q, expected %q", head, got, want)
			}
		}
	}
}

// TestHeadOverSomeColumns: a head over some of the text columns stands over
// exactly these; they begin below it, the others at the slot's top.
func TestHeadOverSomeColumns(t *testing.T) {
	for _, c := range []struct {
		columns, from, cols int
		under               []int
	}{
		{0, 0, 0, []int{0, 1, 2, 3, 4}},
		{0, 2, 3, []int{1, 2, 3}},
		{0, 1, 1, []int{0}},
		{4, 3, 2, []int{2, 3}},
		{4, 4, 9, []int{0, 1, 2, 3}}, // more than there are
		{4, 4, 2, []int{2, 3}},       // moved back into the slot
	} {
		is := testIssue(t, "      - {story: a, at: [2, 11], span: [5, 60]}\n", map[string]string{"a": "headline: 江上起雾"}, 4000)
		sl := is.Pages[0].Slots[0]
		sl.Columns, sl.HeadFrom, sl.HeadCols = c.columns, c.from, c.cols
		ed, _ := Compose(is, testFaces(t), Options{})
		pl := ed.Pages[0].Placements[0]
		tops := map[geom.Length]geom.Length{} // of each column, by its left edge
		for _, tx := range textsOf(ed, "a", page.Body) {
			x := tx.At.X - tx.At.X%(5*geom.Pt)
			if y, ok := tops[x]; !ok || tx.At.Y < y {
				tops[x] = tx.At.Y
			}
		}
		h := testHouse(t)
		col := slotColumns(sl, pl.Area, h.grid, h.size)
		for i := range col.count {
			left := col.left + geom.Length(i)*col.step
			top := pl.Area.Bottom()
			for _, tx := range textsOf(ed, "a", page.Body) {
				if tx.At.X >= left && tx.At.X < left+col.measure {
					top = min(top, tx.At.Y)
				}
			}
			under := slices.Contains(c.under, i)
			if below := top > pl.Head.Bottom(); below != under {
				t.Errorf("%+v: column %d begins at %v, the head ends at %v", c, i, top, pl.Head.Bottom())
			}
			if covered := left >= pl.Head.X && left+col.measure <= pl.Head.Right(); covered != under {
				t.Errorf("%+v: column %d from %v is covered: %v; the head is %v", c, i, left, covered, pl.Head)
			}
		}
	}
}

// TestVerticalOrder: a vertical head reads from right to left: kicker,
// headline, deck, byline.
func TestVerticalOrder(t *testing.T) {
	for _, head := range []string{"vertical-left", "vertical-right"} {
		is := testIssue(t, "      - {story: a, at: [1, 1], span: [4, 50], head: "+head+"}\n",
			map[string]string{"a": "kicker: 柳叶渡的一天\nheadline: [渡口的灯, 照亮江上归人]\ndeck: 记老站长\nbyline: 江一"}, 1500)
		ed, _ := Compose(is, testFaces(t), Options{})
		x := ed.Pages[0].Trim.W
		for _, want := range []string{"柳叶渡的一天", "渡口的灯", "照亮江上归人", "记老站长", "江一"} {
			var found []*page.Text
			for _, tx := range textsOf(ed, "a", page.Kicker, page.Headline, page.Deck, page.Byline) {
				if strings.Contains(want, tx.String()) && tx.At.X < x {
					found = append(found, tx)
				}
			}
			if len(found) < len([]rune(want)) {
				t.Fatalf("%s: %q does not stand left of %v", head, want, x)
			}
			x = found[0].At.X
		}
	}
}

// TestHeadAnyHeight: a head is the same however high its slot is, however long
// the text, and whatever stands beside it; only its whites may lend a row to the
// levers of the slot.
func TestHeadAnyHeight(t *testing.T) {
	type seen struct {
		size  geom.Length
		box   geom.Rect // before the levers
		lines string
	}
	faces := testFaces(t)
	for _, front := range []string{
		"headline: [江上起雾船停, 码头改走小桥]\nweight: 1",
		"headline: 江上起雾渡船今日停开\nkicker: 柳叶渡\ndeck: 船家说雾大不宜行船\nbyline: 江一\nweight: 1",
		"headline: 江上起雾|渡船停开",
		"headline: 江上起雾|渡船停开\nsummary: [老站长守着一盏马灯, 一守就是三十四年]\nweight: 2",
		"headline: 雾\nweight: 5",
	} {
		want := map[int]seen{}
		for _, beside := range []string{"", "      - {story: b, at: [6, 1], span: [3, 60]}\n      - {story: c, at: [1, 100], span: [8, 20]}\n"} {
			for _, rows := range []int{24, 29, 40} {
				for _, cols := range []int{2, 5} {
					slots := fmt.Sprintf("      - {story: a, at: [1, 1], span: [%d, %d]}\n", cols, rows) + beside
					is := testIssue(t, slots, map[string]string{"a": front, "b": "headline: 渡船停开\nweight: 2", "c": "headline: 江上起雾渡船今日停开\nweight: 1"}, rows*40)
					ed, _ := Compose(is, faces, Options{})
					var got seen
					for _, tx := range textsOf(ed, "a", page.Headline) {
						got.size, got.lines = tx.Size, fmt.Sprint(got.lines, tx, tx.At.X, tx.Glyphs[len(tx.Glyphs)-1].DX)
					}
					m := &makeup{issue: is, house: newHouse(is, faces)}
					m.planHeads()
					got.box = m.titled[0].piece.headBox
					least, most := m.titled[0].piece.head.rowRange(m.house.grid)
					if n := int(ed.Pages[0].Placements[0].Head.H / m.house.grid.Leading); n < least || n > most {
						t.Errorf("%q, span [%d, %d]: the head has %d rows of %d to %d", front, cols, rows, n, least, most)
					}
					if was, ok := want[cols]; ok && got != was {
						t.Errorf("%q, span [%d, %d]: %+v, not %+v", front, cols, rows, got, was)
					}
					want[cols] = got
				}
			}
		}
	}
}

// TestTallerTakesMore: a slot that is a row higher never takes less text,
// wherever its head stands.
func TestTallerTakesMore(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	faces := testFaces(t)
	rapid.Check(t, func(rt *rapid.T) {
		head := rapid.SampledFrom([]string{"across", "left", "vertical-left", "vertical-right"}).Draw(rt, "head")
		cols := rapid.IntRange(2, 6).Draw(rt, "cols")
		front := fmt.Sprintf("headline: %s\nweight: %d", hanHead(rt, 2, 16), rapid.IntRange(1, 5).Draw(rt, "weight"))
		if rapid.Bool().Draw(rt, "kicker") {
			front += "\nkicker: " + hanHead(rt, 4, 20) + "\nbyline: 江一"
		}
		if rapid.Bool().Draw(rt, "deck") {
			front += "\ndeck: " + hanHead(rt, 8, 30)
		}
		columns := rapid.IntRange(1, cols).Draw(rt, "columns")
		is := testIssue(t, fmt.Sprintf("      - {story: a, at: [1, 1], span: [%d, 10], columns: %d, head: %s}\n", cols, columns, head), map[string]string{"a": front}, 2500)
		from := rapid.IntRange(8, 40).Draw(rt, "rows")
		before := -1
		for rows := from; rows < from+3; rows++ {
			is.Pages[0].Slots[0].Rows = rows
			ed, _ := Compose(is, faces, Options{})
			if got := ed.Pages[0].Placements[0].Chars; got < before {
				rt.Fatalf("%s, %d columns in %d, head %s: %d characters in %d rows, %d in one less", front, columns, cols, head, got, rows, before)
			} else {
				before = got
			}
		}
	})
}

// TestBanner: a head over the whole page is one line where it can be, with its
// decks on one line below, in sizes of their own.
func TestBanner(t *testing.T) {
	is := testIssue(t, "      - {story: a, at: [1, 1], span: [8, 40]}\n", map[string]string{
		"a": "kicker: 同心同德谋发展 凝心聚力谱新篇\nheadline: 同心协力建设现代化滨江新城\ndeck: [江上起雾渡船停开, 新一届代表四百人出席]\nweight: 1"}, 2600)
	ed, _ := Compose(is, testFaces(t), Options{})
	for _, c := range []struct {
		part  page.Part
		texts int
		least float64
	}{{page.Kicker, 1, 22}, {page.Headline, 1, 60}, {page.Deck, 2, 22}} {
		got := textsOf(ed, "a", c.part)
		if len(got) != c.texts {
			t.Fatalf("%v: %v", c.part, got)
		}
		for _, tx := range got {
			if tx.At.Y != got[0].At.Y || tx.Size < geom.FromPoints(c.least) {
				t.Errorf("%v %q stands at %v in %v", c.part, tx, tx.At, tx.Size)
			}
		}
	}
	decks := textsOf(ed, "a", page.Deck)
	if len(decks) == 2 && decks[1].At.X < decks[0].At.X+9*decks[0].Size {
		t.Errorf("the decks overlap: %v and %v", decks[0].At, decks[1].At)
	}
	if head := textsOf(ed, "a", page.Headline); head[0].Glyphs[12].DX < ed.Pages[0].Grid.Area.W*8/10 {
		t.Errorf("the headline covers %v of %v", head[0].Glyphs[12].DX, ed.Pages[0].Grid.Area.W)
	}
}

// TestSideHeadStacks: a head left of its text is stacked in more lines than
// another, rather than set as small as the text.
func TestSideHeadStacks(t *testing.T) {
	is := testIssue(t, "      - {story: a, at: [1, 1], span: [2, 34], head: left}\n", map[string]string{"a": "headline: 老城区三十六条背街小巷|全部换上节能路灯"}, 300)
	ed, _ := Compose(is, testFaces(t), Options{})
	lines := map[geom.Length]string{}
	for _, tx := range textsOf(ed, "a", page.Headline) {
		lines[tx.At.Y] += tx.String()
		if tx.Size < geom.FromPoints(16) {
			t.Errorf("%q is set in %v", tx, tx.Size)
		}
	}
	if len(lines) != 5 {
		t.Errorf("lines %q", lines)
	}
}

// TestNothingBeside: where a story has no head, none of its slot is kept free for one.
func TestNothingBeside(t *testing.T) {
	var want []string
	for _, head := range []string{"none", "left", "vertical-left", "vertical-right"} {
		is := testIssue(t, "      - {story: a, at: [1, 1], span: [3, 20], head: "+head+"}\n", map[string]string{"a": "weight: 4"}, 600)
		ed, _ := Compose(is, testFaces(t), Options{})
		var got []string
		for _, line := range textsOf(ed, "a", page.Body) {
			got = append(got, fmt.Sprint(line.At, line))
		}
		if want == nil {
			want = got
		}
		if len(got) < 20 || !slices.Equal(got, want) {
			t.Errorf("head: %s sets\n%s\nand not\n%s", head, got, want)
		}
	}
}

// TestTightHeadTellsItsRoom: a headline that is too long is told how many
// characters a line takes and how many lines it may have; one of that length fits.
func TestTightHeadTellsItsRoom(t *testing.T) {
	tight := func(headline string) []any {
		is := testIssue(t, "      - {story: a, at: [1, 1], span: [1, 60]}\n", map[string]string{"a": "headline: " + headline}, 300)
		_, problems := Compose(is, testFaces(t), Options{})
		for _, p := range problems {
			if p.Code == diag.TightHead {
				return p.Args
			}
		}
		return nil
	}
	args := tight(strings.Repeat("江", 90))
	if len(args) != 3 {
		t.Fatalf("told %v", args)
	}
	room, lines := args[1].(int), args[2].(int)
	part := strings.Repeat("江", room)
	if args := tight(strings.TrimSuffix(strings.Repeat(part+"|", lines), "|")); args != nil {
		t.Errorf("%d lines of %d do not fit: %v", lines, room, args)
	}
	if tight(strings.Repeat(part+"江|", lines)+"江") == nil {
		t.Errorf("lines of %d fit, too", room+1)
	}
}

// TestHeadSizeByHand: a headline has the size that its editor asks for, on the
// slot before the front matter; where that does not fit it has one near it, and
// that is told.
func TestHeadSizeByHand(t *testing.T) {
	for _, c := range []struct {
		slot, front string
		rows        int
		want        float64
		told        bool
	}{
		{"", "", 60, 28, false},
		{", head-size: 33pt", "", 60, 33, false},
		{"", "head-size: 20.5pt", 60, 20.5, false},
		{", head-size: 40pt", "head-size: 20pt", 60, 40, false},
		{", head-size: 100pt", "", 60, 100, false}, // in two lines
		{", columns: 1, head-size: 144pt", "", 60, 120, true},
		{", head: vertical-right, head-size: 31pt", "", 60, 31, false},
		{", head: vertical-right, head-size: 60pt", "", 60, 60, false},
		{", head: vertical-right, head-size: 60pt", "", 14, 50, true}, // too low for it
		{", head: vertical-right", "head-size: 60pt", 14, 50, true},
		{", head: left, head-size: 19pt", "", 60, 19, false},
		{", head: left, head-size: 60pt", "", 9, 36, true},
	} {
		is := testIssue(t, fmt.Sprintf("      - {story: a, at: [1, 1], span: [3, %d]%s}\n", c.rows, c.slot), map[string]string{"a": "headline: 江上起了大雾\nweight: 3\n" + c.front}, 900)
		ed, problems := Compose(is, testFaces(t), Options{})
		told := false
		for _, p := range problems {
			if p.Code != diag.HeadSize {
				continue
			}
			told = true
			// What the slot says goes first: so the remedy helps wherever it was asked for.
			if p.Remedy == nil || p.Remedy.Slot != is.Pages[0].Slots[0].Src || p.Remedy.Set[0].Key != "head-size" {
				t.Errorf("%q, %q: %+v", c.slot, c.front, p.Remedy)
			}
		}
		if tx := textsOf(ed, "a", page.Headline); tx[0].Size != geom.FromPoints(c.want) || told != c.told {
			t.Errorf("%q, %q: %v, told %v", c.slot, c.front, tx[0].Size, told)
		}
	}
}

// TestHeadTrackingByHand: a headline has the tracking that its editor asks for, on the slot
// before the front matter, solid too; where that has no room at any size it is told, with
// what has.
func TestHeadTrackingByHand(t *testing.T) {
	for _, c := range []struct {
		slot, front string
		want        fonts.Em // thousandths of the size a gap
		told        bool
	}{
		{"", "", 300, false}, // spread evenly by the program
		{", head-tracking: 12%", "", 120, false},
		{", head-tracking: 0", "head-tracking: 20%", 0, false},
		{"", "head-tracking: 20%", 200, false},
		{", head-tracking: -4%, head-size: 30pt", "", -40, false},
		{", head-tracking: 3%, head-size: 15.5pt", "", 30, false}, // less than the least of its weight
		{", head: vertical-right", "head-tracking: 25", 250, false},
		{", columns: 1, head-size: 40pt, head-tracking: 10%", "", 100, false},
		{", columns: 1, head: left, head-size: 60pt, head-tracking: 100%", "", 0, true}, // and near that size
		{", span: [1, 6], head: left, head-tracking: 100%", "", 0, true},
	} {
		is := testIssue(t, "      - {story: a, at: [1, 1]"+c.slot+map[bool]string{true: "", false: ", span: [3, 60]"}[strings.Contains(c.slot, "span")]+"}\n", map[string]string{"a": "headline: 江上起了大雾\nweight: 3\n" + c.front}, 900)
		ed, problems := Compose(is, testFaces(t), Options{})
		told := false
		for _, p := range problems {
			if p.Code != diag.HeadTracking {
				continue
			}
			told = true
			// What the slot says goes first: so the remedy helps wherever it was asked for.
			if p.Remedy == nil || p.Remedy.Slot != is.Pages[0].Slots[0].Src || p.Remedy.Set[0].Key != "head-tracking" {
				t.Errorf("%q, %q: %+v", c.slot, c.front, p.Remedy)
			}
		}
		all := textsOf(ed, "a", page.Headline)
		tx, step := all[0], geom.Length(0)
		if len(tx.Glyphs) > 1 {
			step = tx.Glyphs[1].DX - tx.Glyphs[0].DX
		} else { // a vertical head is set character by character
			step = all[1].At.Y - tx.At.Y
		}
		got := fonts.Em((step - tx.Size) * 1000 / tx.Size)
		if max(got-c.want, c.want-got) > 1 || told != c.told {
			t.Errorf("%q, %q: %d at %v, told %v", c.slot, c.front, got, tx.Size, told)
		}
	}
}

// TestQuoteLines: the lines of a pull quote end between phrases: none begins
// with a particle, and the last is no lone character.
func TestQuoteLines(t *testing.T) {
	h := testHouse(t)
	for _, text := range []string{
		"手艺这东西，一丢就没有了", "从前面是根数，一双三分钱；如今卖的是尺寸，差半毫米就得退", "那些年吃过的苦都忘了", "他们把荒滩种成了果园，孩子们的书包满了",
		"锁进柜子的记忆，钥匙一丢就没有了", "一头牛、两只瓮，那户人家秋天的光景便在眼前了", "渡船停了又开着呢",
	} {
		for chars := 9; chars <= 22; chars++ {
			set := h.setQuote(&manuscript.PullQuote{Text: manuscript.Text{{Text: text}}}, geom.Length(chars)*h.size)
			for i, l := range set.lines {
				line := []rune(set.p.Text(l.Start, l.End))
				if i > 0 && (strings.ContainsRune(cutParticles, line[0]) || i == len(set.lines)-1 && len(line) == 1) {
					t.Errorf("%s in %d characters: line %d is %q", text, chars, i+1, string(line))
				}
			}
		}
	}
}
