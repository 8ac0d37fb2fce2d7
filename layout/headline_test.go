package layout

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"duikai/fonts"
	"duikai/fonts/embedded"
	"duikai/layout/diag"
	"duikai/layout/geom"
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

// TestDivisions: where headlines are divided, and how large they come out, in
// slots of one to three basic columns of a broadsheet.
func TestDivisions(t *testing.T) {
	h := testHouse(t)
	for _, c := range []struct {
		cols       int
		text, want string
	}{
		{1, "三万亩旱塬|喝上汀江水", "16 三万亩旱塬/喝上汀江水"},
		{2, "三万亩旱塬|喝上汀江水", "22 三万亩旱塬喝上汀江水"},
		{3, "三万亩旱塬|喝上汀江水", "28 三万亩旱塬喝上汀江水"},
		{1, "全市前三季度集装箱吞吐量增长12.5%", "16 全市前三季度/集装箱吞吐量/增长12.5%"},
		{1, "5个重点项目集中开工 总投资86.4亿元", "16 5个重点项目/集中开工/总投资86.4亿元"},
		{2, "5个重点项目集中开工 总投资86.4亿元", "22 5个重点项目集中开工/总投资86.4亿元"},
		{3, "5个重点项目集中开工 总投资86.4亿元", "28 5个重点项目集中开工/总投资86.4亿元"},
		{1, "城西水厂二期今日通水", "16 城西水厂/二期今日通水"},
		{1, "市图书馆延长开放时间至晚上9时30分", "16 市图书馆延长/开放时间至晚上/9时30分"},
		{1, "“小小讲解员”走进博物馆", "16 “小小讲解员”/走进博物馆"},
		{1, "读《河上的年轮》有感", "12 读《河上的年轮》有感"},
		{2, "新版《望汀市养犬管理条例》明年1月1日起施行", "20 新版《望汀市养犬管理条例》/明年1月1日起施行"},
		{1, "我市与三座友城签署港口合作备忘录", "16 我市与三座友城/签署港口/合作备忘录"},
		{1, "谁来管管窨井盖？", "16 谁来管管窨井盖？"},
		{1, "公交线路优化后，你的上班路快了多少", "16 公交线路优化后，/你的上班路/快了多少"},
		{1, "退役军人李长河三十年守护烈士墓", "15 退役军人李长河/三十年守护烈士墓"},
		{2, "退役军人李长河三十年守护烈士墓", "22 退役军人李长河/三十年守护烈士墓"},
		{3, "退役军人李长河三十年守护烈士墓", "28 退役军人李长河/三十年守护烈士墓"},
		{1, "北原区教育局局长周文远谈减负", "15 北原区教育局局长/周文远谈减负"},
		{1, "汀江大桥维修期间实行单向通行", "15 汀江大桥维修期间/实行单向通行"},
		{1, "乡亲们的菜篮子装进了冷链车", "16 乡亲们的菜篮子/装进了冷链车"},
		{1, "孩子们的冬天暖和了", "16 孩子们的/冬天暖和了"},
		{1, "他们把荒滩种成了果园", "16 他们把荒滩/种成了果园"},
		{1, "这里的夜市静悄悄", "15 这里的夜市静悄悄"},
		{1, "慢慢醒来的糖坊巷", "15 慢慢醒来的糖坊巷"},
		{2, "百年老店|搬了新家|味道没变", "20 百年老店搬了新家味道没变"},
		{1, "一碗热汤面的二十四小时", "16 一碗热汤面的/二十四小时"},
		{1, "GDP增速连续6个季度高于全省", "16 GDP增速连续/6个季度高于全省"},
		{2, "GDP增速连续6个季度高于全省", "22 GDP增速连续/6个季度高于全省"},
		{3, "GDP增速连续6个季度高于全省", "26 GDP增速连续6个季度高于全省"},
		{1, "AI辅助诊断系统在12家乡镇卫生院上线", "16 AI辅助诊断/系统在12家乡镇/卫生院上线"},
		{1, "Wi-Fi覆盖全部 46座公交首末站", "16 Wi-Fi覆盖全部/46座公交首末站"},
		{1, "“汀e行”4.0版上线 支持离线乘车码", "16 “汀e行”/4.0版上线/支持离线乘车码"},
		{1, "5G基站建到了海拔1800米的茶山", "16 5G基站/建到了海拔/1800米的茶山"},
		{1, "3名大学生回乡办起“共享农机”合作社", "16 3名大学生/回乡办起/“共享农机”/合作社"},
		{1, "7.6公里环湖跑道贯通", "16 7.6公里环湖/跑道贯通"},
		{1, "零下5℃的抢修夜", "15 零下5℃的抢修夜"},
		{1, "PM2.5平均浓度降至28微克/立方米", "16 PM2.5平均/浓度降至/28微克/立方米"},
		{1, "市人大常委会审议物业管理条例草案", "15 市人大常委会审议/物业管理条例草案"},
		{1, "省委书记到鹤浦港调研", "16 省委书记/到鹤浦港调研"},
		{2, "国家发展改革委批复汀江航道整治工程", "22 国家发展改革委批复/汀江航道整治工程"},
		{1, "湖南大学与我市共建新材料研究院", "15 湖南大学与我市/共建新材料研究院"},
		{1, "中国人民银行望汀市中心支行发布信贷报告", "16 中国人民银行/望汀市中心支行/发布信贷报告"},
		{2, "中国人民银行望汀市中心支行发布信贷报告", "22 中国人民银行/望汀市中心支行/发布信贷报告"},
		{3, "中国人民银行望汀市中心支行发布信贷报告", "28 中国人民银行/望汀市中心支行发布信贷报告"},
		{1, "张桂兰：把课堂搬到船上", "16 张桂兰：/把课堂搬到船上"},
		{1, "白琵鹭首次在半月湖越冬", "16 白琵鹭首次/在半月湖越冬"},
		{1, "一江清水向东流", "16 一江清水向东流"},
		{1, "实事求是办好民生实事", "16 实事求是/办好民生实事"},
		{1, "千方百计保障春耕农资供应", "16 千方百计保障/春耕农资供应"},
		{1, "安居乐业的新社区", "15 安居乐业的新社区"},
		{1, "守望相助 邻里修补日开张", "16 守望相助/邻里修补日开张"},
		{1, "货运跑得欢，夜市暖起来", "16 货运跑得欢，/夜市暖起来"},
		{1, "不让一个孩子掉队", "15 不让一个孩子掉队"},
		{1, "让老码头重新热闹起来", "16 让老码头/重新热闹起来"},
		{1, "为了那一声汽笛", "16 为了那一声汽笛"},
		{1, "在望汀遇见宋代船板", "16 在望汀遇见/宋代船板"},
		{1, "从“有学上”到“上好学”", "16 从“有学上”/到“上好学”"},
		{1, "把“问题清单”变成“满意答卷”", "16 把“问题清单”/变成“满意答卷”"},
		{2, "把“问题清单”变成“满意答卷”", "22 把“问题清单”/变成“满意答卷”"},
		{3, "把“问题清单”变成“满意答卷”", "28 把“问题清单”变成“满意答卷”"},
		{1, "“最多跑一次”之后还能再少跑吗", "15 “最多跑一次”之后/还能再少跑吗"},
		{1, "民警三次下水救起落水老人", "16 民警三次下水/救起落水老人"},
		{1, "消防员爬上七楼救下被困儿童", "16 消防员爬上七楼/救下被困儿童"},
		{1, "望汀女篮晋级全国大赛八强", "16 望汀女篮晋级/全国大赛八强"},
		{1, "乒乓球公开赛今晚决出四枚金牌", "15 乒乓球公开赛/今晚决出四枚金牌"},
		{1, "78岁老人完成第100次献血", "16 78岁老人完成/第100次献血"},
		{1, "首批120辆氢能公交车投入运营", "16 首批120辆氢能/公交车投入运营"},
		{1, "两会代表委员热议城市更新", "16 两会代表委员/热议城市更新"},
		{1, "汀南区法院集中发放执行案款3200万元", "16 汀南区法院集中/发放执行案款/3200万元"},
		{1, "今冬供暖 11月15日开栓", "16 今冬供暖/11月15日开栓"},
		{1, "山茶油喜获丰收，榨坊连夜开工", "16 山茶油喜获丰收，/榨坊连夜开工"},
		{1, "石埠镇的豆腐坊凌晨三点亮灯", "16 石埠镇的豆腐坊/凌晨三点亮灯"},
		{1, "水乡婚俗入选省级非物质文化遗产", "15 水乡婚俗入选省级/非物质文化遗产"},
		{1, "研究生支教团的最后一课", "16 研究生支教团的/最后一课"},
		{1, "十八万亩冬麦开始分蘖", "16 十八万亩/冬麦开始分蘖"},
	} {
		s := &manuscript.Story{Headline: []manuscript.Text{hinted(c.text)}, Weight: 3}
		set := h.prepareHead(s, fonts.Title, &h.title)
		lines, fit := h.setHeadline(headInput{story: s, cols: c.cols, width: h.grid.Span(c.cols)}, fonts.Title, &set, rank(c.cols, 3))
		got := fmt.Sprint(ladder[fit.step], " ")
		for i, ln := range lines {
			if i > 0 {
				got += "/"
			}
			got += strings.TrimSpace(ln.p.Text(ln.l.Start, ln.l.End))
		}
		if got != c.want || fit.tight {
			t.Errorf("%s in %d columns: %s (tight %v), expected %s", c.text, c.cols, got, fit.tight, c.want)
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
			at = l.End
		}
		if ok && at != x.p.Len() {
			rt.Fatalf("the lines end at %d of %d", at, x.p.Len())
		}
	})
}

// TestTracking: no line of a headline is wider than its measure, squeezed by
// more than a twentieth of an em a gap or opened by more than three, but for
// short ones spread evenly; and the next size up would not have fitted.
func TestTracking(t *testing.T) {
	h := testHouse(t)
	rapid.Check(t, func(rt *rapid.T) {
		s := &manuscript.Story{Headline: []manuscript.Text{hinted(drawHead(rt, 30))}}
		if empty(s.Headline[0]) {
			return
		}
		cols := rapid.IntRange(1, 8).Draw(rt, "cols")
		in := headInput{story: s, cols: cols, width: h.grid.Span(cols)}
		set := h.prepareHead(s, fonts.Title, &h.title)
		from := rank(cols, 3)
		lines, fit := h.setHeadline(in, fonts.Title, &set, from)
		if fit.tight {
			return
		}
		size := geom.FromPoints(ladder[fit.step])
		var least geom.Length
		for _, ln := range lines {
			l := ln.l
			least = max(least, ln.p.LeastWidth(l.Start, l.End))
			if l.Width > in.width+1 {
				rt.Fatalf("a line %v wide in %v", l.Width, in.width)
			}
			most := trackMost
			if len(lines) == 1 {
				most = max(most, evenGap(&ln, cols))
			}
			if g := geom.Length(l.Gaps); l.Width > l.Natural && l.Width-l.Natural > size.Em(most)*g {
				rt.Fatalf("%d gaps opened by %v at %v", l.Gaps, l.Width-l.Natural, size)
			}
			give := geom.Length(l.End-l.Start) * size.Em(trackLeast)
			for i := l.Start; i < l.End; i++ {
				if ln.p.Rune(i) == ' ' {
					give += size
				}
			}
			if l.Natural-l.Width > give {
				rt.Fatalf("%d characters squeezed by %v at %v", l.End-l.Start, l.Natural-l.Width, size)
			}
		}
		if fit.step > from {
			larger := geom.Length(float64(least) * ladder[fit.step-1] / ladder[fit.step])
			if larger+geom.Length(len(headAlphabet)) < in.width {
				rt.Fatalf("%v is set where %v fits", ladder[fit.step], ladder[fit.step-1])
			}
		}
	})
}

// TestEqualLines: lines of nearly one width are opened to one width; a long
// and a short line keep one pitch.
func TestEqualLines(t *testing.T) {
	h := testHouse(t)
	for _, c := range []struct {
		lines []string
		equal bool
	}{
		{[]string{"一江清水向东流去", "两岸青山入画来吧"}, true},
		{[]string{"一江清水向东流去又一程", "两岸青山入画来又一年呀好"}, true},
		{[]string{"一江清水", "两岸青山入画来"}, false},
	} {
		s := &manuscript.Story{}
		for _, l := range c.lines {
			s.Headline = append(s.Headline, hinted(l))
		}
		set := h.prepareHead(s, fonts.Title, &h.title)
		lines, fit := h.setHeadline(headInput{story: s, cols: 4, width: h.grid.Span(4)}, fonts.Title, &set, rank(4, 3))
		a, b := lines[0].l, lines[1].l
		if (a.Width == b.Width) != c.equal {
			t.Errorf("%q: %v and %v wide", c.lines, a.Width, b.Width)
		}
		if size := geom.FromPoints(ladder[fit.step]); !c.equal && a.PerGap(size) != b.PerGap(size) {
			t.Errorf("%q: opened by %d and %d thousandths", c.lines, a.PerGap(size), b.PerGap(size))
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

// TestSizeOrder: a headline gives way to a more important one by some steps;
// where that is not enough both are reported with their sizes.
func TestSizeOrder(t *testing.T) {
	set := testFaces(t)
	for _, c := range []struct {
		slots  string
		chars  int
		a, b   float64
		report bool
	}{
		{"      - {story: a, at: [1, 1], span: [2, 60]}\n      - {story: b, at: [3, 1], span: [3, 60]}\n", 1500, 22, 22, false},
		{"      - {story: a, at: [1, 1], span: [1, 60]}\n      - {story: b, at: [2, 1], span: [7, 60]}\n", 700, 16, 28, true},
	} {
		ed, problems := Compose(testIssue(t, c.slots, map[string]string{"a": "headline: 渡船今日停开\nweight: 2", "b": "headline: 江上起了大雾\nweight: 3"}, c.chars), set, Options{})
		for id, want := range map[string]float64{"a": c.a, "b": c.b} {
			if tx := textsOf(ed, id, page.Headline); len(tx) == 0 || tx[0].Size != geom.FromPoints(want) {
				t.Errorf("%s: %v, expected %v points", id, tx[0].Size, want)
			}
		}
		i := slices.IndexFunc(problems, func(p diag.Problem) bool { return p.Code == diag.SizeOrder })
		if (i >= 0) != c.report {
			t.Errorf("problems: %v", problems)
		}
		if i >= 0 && (problems[i].Args[0] != "b" || problems[i].Args[2] != "a" || problems[i].Pos.File != "stories/b.md") {
			t.Errorf("problem: %v", problems[i])
		}
	}
}

// TestNeighbourFaces: of two headlines of one size side by side the lesser is
// set in another face; one below the other they may be the same.
func TestNeighbourFaces(t *testing.T) {
	stories := map[string]string{"a": "headline: 渡船今日停开\nweight: 3", "b": "headline: 江上起了大雾\nweight: 4"}
	for slots, differ := range map[string]bool{
		"      - {story: a, at: [1, 1], span: [2, 30]}\n      - {story: b, at: [3, 1], span: [2, 30]}\n":  true,
		"      - {story: a, at: [1, 1], span: [2, 30]}\n      - {story: b, at: [1, 32], span: [2, 30]}\n": false,
		"      - {story: a, at: [1, 1], span: [2, 60]}\n      - {story: b, at: [3, 31], span: [2, 30]}\n": false,
	} {
		ed, _ := Compose(testIssue(t, slots, stories, 100), testFaces(t), Options{})
		a, b := textsOf(ed, "a", page.Headline)[0], textsOf(ed, "b", page.Headline)[0]
		if (a.Face != b.Face) != differ {
			t.Errorf("%s: faces %v and %v", slots, a.Face.Name(), b.Face.Name())
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

// TestHeadGivesWay: a head is made smaller before the last lines of its story
// are left over, and larger where they would leave the slot white.
func TestHeadGivesWay(t *testing.T) {
	var first, last geom.Length // of the shortest and the longest text that fits
	for chars := 100; chars <= 2200; chars += 20 {
		is := testIssue(t, "      - {story: a, at: [1, 1], span: [5, 40]}\n", map[string]string{"a": "headline: [江上起雾渡船不开, 码头改走柳叶小桥]\nweight: 3"}, chars)
		ed, problems := Compose(is, testFaces(t), Options{})
		size := textsOf(ed, "a", page.Headline)[0].Size
		switch over := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.Overset }); {
		case over && size != geom.FromPoints(42):
			t.Errorf("%d characters: %v is no help", chars, size)
		case !over && first == 0:
			first = size
			last = size
		case !over:
			last = size
		}
	}
	if first <= geom.FromPoints(42) || last >= geom.FromPoints(42) {
		t.Errorf("the headline has %v over a short text and %v over a long one", first, last)
	}
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
