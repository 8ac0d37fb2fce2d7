package manuscript

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/diag"
)

// TestBlocks: lists of names and verse are what stands below their heads; what is
// nearly one is taken for it and told.
func TestBlocks(t *testing.T) {
	for _, tt := range []struct{ name, body, want, problems string }{
		{"names", "前\n\nnames:\n  卫知 沈亦舟　欧阳望江、阿依古丽·买买提\n\n后", "P 前|N :卫知/沈亦舟/欧阳望江/阿依古丽·买买提|P 后", ""},
		{"labels", "names:\n  港务局：卫知 沈亦舟\n  **供水公司** 白桐", "N 港务局:卫知/沈亦舟 **供水公司**:白桐", ""},
		{"groups", "names:\n  卫知\n\n  沈亦舟\n后", "N :卫知 :沈亦舟|P 后", ""},
		{"a group over lines", "names:\n  港务局：\n  卫知\n  沈亦舟", "N 港务局:卫知/沈亦舟", ""},
		{"width", "names: 5em\n  卫知", "N5 :卫知", ""},
		{"too wide", "names: 50em\n  卫知", "N :卫知", "4:8 bad-value"},
		{"spaced by hand", "names:\n  卫　知　沈亦舟　白　桐", "N :卫知/沈亦舟/白桐", ""},
		{"one character", "names:\n  卫 沈亦舟", "N :卫/沈亦舟", "5:3 near-markup"},
		{"brackets", "names:\n  卫知（女） 沈亦舟 （女）", "N :卫知（女）/沈亦舟（女）", ""},
		{"Latin", "names:\n  John Smith、Anna Lee", "N :John Smith/Anna Lee", ""},
		{"full colon", "names：\n  卫知", "N :卫知", "4:1 near-markup"},
		{"capital", "Names:\n  卫知", "N :卫知", "4:1 near-markup"},
		{"in Chinese", "名单:\n  卫知", "N :卫知", "4:1 near-markup"},
		{"in Chinese, running text", "名单：\n卫知、沈亦舟", "P 名单：卫知、沈亦舟", ""},
		{"on the head's line", "names: 卫知 沈亦舟\n  白桐", "N :卫知/沈亦舟/白桐", "4:8 near-markup"},
		{"not indented", "names:\n卫知 沈亦舟\n\n后", "N :卫知/沈亦舟|P 后", "5:1 near-markup"},
		{"nobody", "names:\n\n后", "P 后", "4:1 near-markup"},
		{"in order", "names: 笔画\n  丁一 卫知 王五 李二 沈亦舟 聂小川", "N :丁一/卫知/王五/李二/沈亦舟/聂小川", ""},
		{"out of order", "names: 笔画\n  丁一 沈亦舟 卫知 聂小川 白桐", "N :丁一/沈亦舟/卫知/聂小川/白桐", "5:10 name-order\n5:17 name-order"},
		{"out of order by the given name", "names: strokes\n  王五 王一", "N :王五/王一", "5:6 name-order"},
		{"order asked of nobody", "names:\n  沈亦舟 卫知", "N :沈亦舟/卫知", ""},
		{"verse", "verse:\n  一只船靠岸的时候\n  江水先到\n\n  灯笼后到\n\n后", "V/一只船靠岸的时候/江水先到//灯笼后到|P 后", ""},
		{"steps", "verse:\n  一只船\n    江水\n  　　灯笼", "V/一只船/_江水/__灯笼", ""},
		{"emphasis", "verse:\n  *一只*船", "V/*一只*船", ""},
		{"poem", "poem:\n  一只船", "V/一只船", "4:1 near-markup"},
		{"verse on the head's line", "verse: 一只船\n  江水", "V/一只船/江水", "4:8 near-markup"},
		{"verse not indented", "verse:\n一只船\n江水\n\n后", "V/一只船/江水|P 后", "5:1 near-markup"},
		{"no verse", "verse:\n", "", "1:1 empty-story\n4:1 near-markup"},
		{"a word in running text", "The verse: one", "P The verse: one", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			is, problems := Load(folder(issueY, sound, storyA, "---\nheadline: 题\n---\n"+tt.body+"\n"))
			var got []string
			for _, p := range problems {
				if p.Severity() > diag.Info {
					got = append(got, fmt.Sprintf("%d:%d %s", p.Pos.Line, p.Pos.Col, p.Code))
				}
			}
			if d := dump(is.Story("a").Blocks); d != tt.want {
				t.Errorf("got  %s\nwant %s", d, tt.want)
			}
			if g := strings.Join(got, "\n"); g != tt.problems {
				t.Errorf("got\n%s\nwant\n%s", g, tt.problems)
			}
		})
	}
}

// TestNameOrderSays: the message names the strokes and where the name belongs.
func TestNameOrderSays(t *testing.T) {
	_, problems := Load(folder(issueY, sound, storyA, "---\nheadline: 题\n---\nnames: 笔画\n  沈亦舟 卫知\n"))
	if len(problems) != 1 || problems[0].Text(diag.English) != `by strokes "卫知" stands too far back: 卫 has 3 strokes, 沈 7; it comes before "沈亦舟"` {
		t.Errorf("%v", problems)
	}
}

// TestFirstStrokes: of as many strokes the kind of the first one decides.
func TestFirstStrokes(t *testing.T) {
	for names, want := range map[string]string{
		"王一 牛二 方三 尹四": "",
		"尹四 方三":       "笔画顺序：\"方三\" 排得太靠后（同为4画，「方」起笔为点，「尹」起笔为折），应在 \"尹四\" 之前",
	} {
		_, problems := Load(folder(issueY, sound, storyA, "---\nheadline: 题\n---\nnames: 笔画\n  "+names+"\n"))
		got := ""
		for _, p := range problems {
			got += p.Text(diag.Chinese)
		}
		if got != want {
			t.Errorf("%s: %s", names, got)
		}
	}
}

// TestNameOrderIsQuick: a long list is compared in one pass.
func TestNameOrderIsQuick(t *testing.T) {
	list := strings.Repeat("丁一 ", 3000)
	body := "names: 笔画\n" + strings.Repeat("  "+list+"\n", 10)
	if _, problems := Load(folder(issueY, sound, storyA, "---\nheadline: 题\n---\n"+body)); problems.Has(diag.Warning) {
		t.Errorf("%d problems", len(problems))
	}
}

// TestUnits: the line above a table that names its unit belongs to it.
func TestUnits(t *testing.T) {
	table := "| 甲 | 乙 |\n|--|--:|\n| 1 | 2 |\n"
	for body, want := range map[string]string{
		"单位：万吨\n" + table:             "T->[单位：万吨] 甲/乙: 1/2",
		"前\n\n单位：万吨\n\n" + table:      "P 前|T->[单位：万吨] 甲/乙: 1/2",
		"（单位：元）\n\n" + table:          "T->[（单位：元）] 甲/乙: 1/2",
		"单位：望汀港务局送来一批缆绳。\n\n" + table: "P 单位：望汀港务局送来一批缆绳。|T-> 甲/乙: 1/2",
		"单位：\n\n" + table:             "P 单位：|T-> 甲/乙: 1/2",
	} {
		is, _ := Load(folder(issueY, sound, storyA, "---\nheadline: 题\n---\n"+body))
		if d := dump(is.Story("a").Blocks); d != want {
			t.Errorf("got  %s\nwant %s", d, want)
		}
	}
}
