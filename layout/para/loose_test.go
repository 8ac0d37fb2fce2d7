package para

import (
	"strings"
	"testing"

	"duikai/layout/cjk"
	"duikai/layout/geom"
)

// TestLooseTold: no line whose gaps are open by more than an eighth of an em is
// called good, and none is open by more than a fifth.
func TestLooseTold(t *testing.T) {
	for _, text := range []string{
		"出租云桥区桂枝街两居室，月租1600元，电话0730-8812345。",
		"转让青檐社区临街门面，面积120平方米，转让费58000元，电话0730-8846170。",
		"Amazon was founded by Jeff Bezos in Bellevue, Washington, on July 5, 1994.",
		"The ferry to Hepu leaves at ten, Thursdays excepted, whatever the weather.",
		"他说TingFree与OpenStreetMap、WordPress都不收费，Kubernetes也不收费。",
		"热线01088884444转8001，网址www.wangting-daily.cn/classified/2026。",
		"2026年11月28日10时22分36秒，3号机组发电量1234567千瓦时。",
	} {
		for ems := geom.Length(11); ems <= 21; ems++ {
			for _, half := range []bool{true, false} {
				st := bodyStyle()
				st.HalfFigures = half
				p := Prepare(songRun(t, text), st)
				for _, l := range p.Break(Measure{Width: ems * em}) {
					g := l.PerGap(em)
					short := !l.Last && l.Width < ems*em
					if g > TornLimit || (g > LooseLimit || short) && l.Edge == EdgeGood {
						t.Errorf("%d em: %q is open by %d and %v wide, and called %v", ems, p.Text(l.Start, l.End), g, l.Width, l.Edge)
					}
				}
			}
		}
	}
}

// TestRelief: a long number parts where two lines would fall apart else, and
// nowhere else: behind its hyphen, before its unit; a date between its pieces.
func TestRelief(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"月租1600元", "月租1600/元"},
		{"费用58000美元", "费用58000/美元"},
		{"电话0730-8812345。", "电话0730-/8812345。"},
		{"电话010-88884444转", "电话010-/88884444转"},
		{"15元", "15元"},
		{"2026年11月28日", "2026年11月28日"},
		{"第1234版", "第1234版"},
		{"100—150米", "100—150米"},
		{"1000～1500米", "1000～1500/米"},
		{"歼-20", "歼-20"},
		{"COVID-19", "COVID-19"},
		{"1-3", "1-3"},
		{"1000%", "1000%"},
		{"1000㎜", "1000㎜"},
		{"1000号", "1000号"},
		{"号430602198001011234，", "号4306/0/2/1/9/8/0/0/1/0/1/1234，"},
		{"号43060219800101123X，", "号4306/0/2/1/9/8/0/0/1/0/1123X，"},
		{"账号622202190700，另", "账号6222/0/2/1/9/0700，另"},
		{"手机13912345678。", "手机13912345678。"},
		{"3.141592653589793", "3.1415/9/2/6/5/3/5/8/9793"},
	} {
		p := Prepare(songRun(t, c.text), bodyStyle())
		var got strings.Builder
		for i := range p.Len() {
			got.WriteRune(p.Rune(i))
			if i+1 < p.Len() && p.gap(i).relief {
				got.WriteByte('/')
			}
		}
		if got.String() != c.want {
			t.Errorf("%s, not %s", got.String(), c.want)
		}
	}
	for _, c := range []struct {
		text string
		ems  geom.Length
		want string
	}{
		{"老站新址电话0730-8812345转。", 11, "老站新址电话0730-|8812345转。"},
		{"昨天下午的成交额23456789元整。", 11, "昨天下午的成交额|23456789元整。"},
		{"声明：本人不慎遗失身份证，证号430602198001011234，作废。", 13, "声明：本人不慎遗失身份证，证|号430602198001011234，作废。"},
		{"遗失声明：本人不慎遗失二代居民身份证，证号430602198001011234，发证机关望汀市公安局。", 13, "遗失声明：本人不慎遗失二代|居民身份证，证号4306021980|01011234，发证机关望汀市公|安局。"},
		{"遗失声明：本人不慎遗失二代居民身份证，证号430602198001011234，发证机关望汀市公安局。", 9, "遗失声明：本人不|慎遗失二代居民身份|证，证号4306021980|01011234，发证机关|望汀市公安局。"},
		{"汀江今年二〇二六年11月28日结冰。", 11, "汀江今年二〇二六年11月|28日结冰。"},
	} {
		p := Prepare(songRun(t, c.text), bodyStyle())
		var got []string
		for _, l := range p.Break(Measure{Width: c.ems * em}) {
			got = append(got, p.Text(l.Start, l.End))
			if code := strings.Contains(c.text, "4306021980"); code && l.Edge != EdgeGood {
				t.Errorf("%q is called %v", p.Text(l.Start, l.End), l.Edge)
			}
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%s, not %s", s, c.want)
		}
	}
}

// TestRagged: below eleven em nothing is set apart; marks fill a line or leave
// it as it is.
func TestRagged(t *testing.T) {
	ragged := 0
	for _, runs := range mixedText(t, 3000) {
		for ems := geom.Length(5); ems < 13; ems++ {
			p := Prepare(runs, bodyStyle())
			for _, l := range p.Break(Measure{Width: ems * em}) {
				if ems < BodyRagged && l.Spread > 0 {
					t.Fatalf("%d em: %q is open", ems, p.Text(l.Start, l.End))
				}
				if !l.Last && l.Width < ems*em {
					ragged++
					if ems >= BodyRagged && l.Edge == EdgeGood {
						t.Fatalf("%d em: %q is ragged", ems, p.Text(l.Start, l.End))
					}
				}
			}
		}
	}
	if ragged == 0 {
		t.Error("no line is ragged")
	}
}

// TestPriceShape: every price is convex in what one gap gives, so that two fair
// lines beat a torn one beside a solid one, however wide the gaps.
func TestPriceShape(t *testing.T) {
	const most = 2000
	convex := func(name string, price func(int64) int64) {
		for g := int64(1); g < most; g++ {
			// A price is a whole number: it may be off by one at each place.
			if before, here, behind := price(g-1), price(g), price(g+1); here < before || 2*here > before+behind+2 {
				t.Errorf("%s: %d, %d, %d at %d", name, before, here, behind, g)
				return
			}
		}
	}
	convex("spread", spreadPrice)
	convex("tight", tightPrice)
	convex("a mark", func(g int64) int64 { return portion(em.Em(int(g)), most*em, em, markPrice) })
	if one, two := spreadPrice(1100), spreadPrice(540); one < 2*two {
		t.Errorf("a line torn by 1.1 em costs %d, two of 0.54 em cost %d", one, 2*two)
	}
}

// TestMarksTogether: the marks of a line give and take alike, the two of a pair
// as all others, and a little of every gap comes first.
func TestMarksTogether(t *testing.T) {
	p := Prepare(songRun(t, "天，地（人）和“月”明、水暖。山高路远"), style(cjk.GB, cjk.Kaiming))
	end := strings.IndexRune("天，地（人）和“月”明、水暖。山", '山')
	n := len([]rune("天，地（人）和“月”明、水暖。山高路远"[:end])) + 1
	natural := p.Natural(0, n)
	little := geom.Length(natural.Gaps) * p.little
	for _, need := range []geom.Length{little / 2, little, little + em/2, little + 2*em} {
		l := p.fill(0, n, natural.Natural+need)
		if want := min(need, little); l.Spread.Length() != want || l.Grow.Length() != need-want {
			t.Errorf("%v: the gaps give %v, the marks %v", need, l.Spread, l.Grow)
		}
		share := sharer{p: p, l: &l}
		var least, most geom.Length = em, 0
		for i := range n - 1 {
			if d := share.next(i); p.gap(i).grow == growMark && p.gap(i).max > p.gap(i).nat {
				least, most = min(least, d), max(most, d)
			}
		}
		if most-least > em/100 {
			t.Errorf("%v: marks give from %v to %v", need, least, most)
		}
	}
}

// TestByline: the blank in the bracket of a byline gives before anything else,
// and a line may end there.
func TestByline(t *testing.T) {
	runs := songRun(t, "本报讯（记者 高远帆）")
	runs = append(runs, songRun(t, "汀江水涨，")...)
	p := Prepare(runs, bodyStyle())
	n := p.Len() - 1
	l := p.fill(0, n, p.Natural(0, n).Natural+em/2)
	if l.Blank.Length() != em/2 || l.Spread != 0 || l.Grow != 0 {
		t.Errorf("of half an em the blank gives %v, the gaps %v, the marks %v", l.Blank, l.Spread, l.Grow)
	}
	if blank := strings.IndexRune("本报讯（记者 高", ' ') / len("本"); !p.MayBreak(blank) {
		t.Error("no line may end at the blank")
	}
}
