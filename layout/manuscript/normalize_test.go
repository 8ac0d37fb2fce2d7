package manuscript

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duikai/layout/diag"
)

func TestNormalizeText(t *testing.T) {
	const same = "=" // the text stays
	tests := []struct{ in, want string }{
		// marks beside Han
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
		// the point
		{"会议结束.", "会议结束。"},
		{"会议结束.明天再说", "会议结束。明天再说"},
		{"报告.docx", same},
		{"第1.2节", same},
		{"1.加强领导", same},
		{"No.5车", same},
		{"他说“好.”", "他说“好。”"},
		{"完成(见图).", "完成（见图）。"},
		// ellipsis
		{"等等...", "等等……"},
		{"等等......还有", "等等……还有"},
		{"等等。。。", "等等……"},
		{"等等…", "等等……"},
		{"等等……", same},
		{"wait...", same},
		{"“…”他说", "“……”他说"},
		{"。。", same},
		{"目录........12", same},
		// dash
		{"客人--小朋友", "客人——小朋友"},
		{"客人—小朋友", "客人——小朋友"},
		{"客人——小朋友", same},
		{"客人――小朋友", "客人——小朋友"},
		{"客人－－小朋友", "客人——小朋友"},
		{"a--b", same},
		{"2020—2021", same},
		{"--编者", "——编者"},
		{"--help选项", same},
		// ranges
		{"100~150人", "100～150人"},
		{"3%~5%", "3%～5%"},
		{"周一~周五", "周一～周五"},
		{"~/bin", same},
		{"好~", same},
		// quotes
		{`他说:"你好",走了`, "他说：“你好”，走了"},
		{`"2021"两会"开幕`, `“2021”两会"开幕`},
		{`2021"两会"开幕`, "2021“两会”开幕"},
		{`27"显示器`, same},
		{`say "x" now`, same},
		{"don't说", same},
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
		// dots of names
		{"列奥纳多•达•芬奇", "列奥纳多·达·芬奇"},
		{"马克‧吐温", "马克·吐温"},
		{"唐纳德.特朗普说", "唐纳德·特朗普说"},
		{"• 项目", same},
		{"乔治•W•布什", "乔治·W·布什"},
		// width, radicals, invisible characters
		{"２０２１年ＧＤＰ", "2021年GDP"},
		{"共１，０００元", "共1,000元"},
		{"１，２，３号楼", "1，2，3号楼"},
		{"增３．５％", "增3.5％"},
		{"⼈⺠", "人⺠"},
		{"﨑", same},
		{"中\u200b国\ufeff人", "中国人"},
		{"a\u00a0b", "a b"},
		{"中\u00a0国人民", "中国人民"},
		// spaces
		{"　　本报讯", "本报讯"},
		{"  本报讯 ", "本报讯"},
		{"我们 都是中国人民", "我们都是中国人民"},
		{"你好， 世界", "你好，世界"},
		{"使用 iPhone 手机", same},
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
		{"", same},
	}
	if len(tests) < 60 {
		t.Fatalf("only %d cases", len(tests))
	}
	for _, tt := range tests {
		want := tt.want
		if want == same {
			want = tt.in
		}
		if got := NormalizeText(tt.in); got != want {
			t.Errorf("%q: got %q, want %q", tt.in, got, want)
		}
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
		cs, _ = normalize(cs, display)
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
var pieces = []rune("中国石化人讯记者王摄尔斯aZ09,;:?!.()\"'“”‘’《》〈〉…。，、（）—-~•· \u3000\u00a0\u200b@/#&%＂０Ａ．")

func TestNormalizeIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := string(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30).Draw(t, "text"))
		once := NormalizeText(s)
		if twice := NormalizeText(once); twice != once {
			t.Fatalf("%q becomes %q, then %q", s, once, twice)
		}
	})
}

func TestNormalizeKeepsWords(t *testing.T) {
	words := func(s string) string {
		return strings.Map(func(r rune) rune {
			if fullWidth(r) {
				r -= 0xfee0
			}
			if han(r) || alnum(r) {
				return r
			}
			return -1
		}, s)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := string(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "text"))
		if got := NormalizeText(s); words(got) != words(s) {
			t.Fatalf("%q becomes %q", s, got)
		}
	})
}
