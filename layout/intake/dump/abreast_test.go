package dump

import (
	"slices"
	"strings"
	"testing"

	"duikai/layout/intake"
)

// TestAbreast: two columns side by side inside a text are read one behind the other;
// tables, lists and lines with a wide blank stay.
func TestAbreast(t *testing.T) {
	fire := []string{
		"果园冻害发放首批补贴",
		"   本报讯 （记者尹川 通讯员向     杏坡村的果农申有福有十一亩",
		"荣）4月霜冻受灾的果农，昨天领到    桃树，领到三千三百元。他说，钱",
		"了第一批补贴。每亩三百元，按照     不多，够买一台防霜的风机。",
		"卫星影像核定面积，直接打到卡上。",
		"  县农业局表示，第二批补贴将于",
		"年底前发完。",
		"夜市摊位订完",
	}
	table := []string{"品名        上周价格        本周价格", "菠菜        5.6        6.1", "茭白        9.0        8.4", "草鱼        15.8        15.8"}
	for name, tt := range map[string]struct{ in, want []string }{
		"a story": {fire, []string{
			"果园冻害发放首批补贴", "本报讯 （记者尹川 通讯员向", "荣）4月霜冻受灾的果农，昨天领到", "了第一批补贴。每亩三百元，按照", "卫星影像核定面积，直接打到卡上。", "县农业局表示，第二批补贴将于", "年底前发完。",
			"杏坡村的果农申有福有十一亩", "桃树，领到三千三百元。他说，钱", "不多，够买一台防霜的风机。", "夜市摊位订完",
		}},
		"the right one goes on below": {
			[]string{"旁听席", "  旁听席的第三排，常坐着一位   戚。退休以后，他一个星期来两次，", "穿灰夹克的老人。          带一个保温杯，一个本子。", "  他不是当事人，也不是谁的亲     我问他记什么。他翻给我看：", "今天，原告哭了两次，法官喝", "了三回水。"},
			[]string{"旁听席", "旁听席的第三排，常坐着一位", "穿灰夹克的老人。", "他不是当事人，也不是谁的亲", "戚。退休以后，他一个星期来两次，", "带一个保温杯，一个本子。", "我问他记什么。他翻给我看：", "今天，原告哭了两次，法官喝", "了三回水。"},
		},
		"two rows":  {fire[:3], trimmedLines(fire[:3])},
		"a table":   {table, trimmedLines(table)},
		"one blank": {[]string{"约了人的， 要回家做饭的，", "读到一半的， 舍不得走的，", "书店里的人， 都会抬头的，"}, []string{"约了人的， 要回家做饭的，", "读到一半的， 舍不得走的，", "书店里的人， 都会抬头的，"}},
	} {
		t.Run(name, func(t *testing.T) {
			src := intake.OpenBytes([]byte(strings.Join(tt.in, "\n")), "page.txt", "page.txt")
			data, _ := src.Read("page.txt", maxDump)
			d, _ := src.Decode("page.txt", data, "")
			ls, told := abreast(d, lines(d))
			if got := textsOf(ls); !slices.Equal(got, tt.want) {
				t.Errorf("%q, expected %q", got, tt.want)
			}
			if want := !slices.Equal(tt.want, trimmedLines(tt.in)); (told != nil) != want {
				t.Errorf("told: %v, expected %v", told, want)
			}
		})
	}
}

func trimmedLines(ls []string) (out []string) {
	for _, l := range ls {
		out = append(out, strings.Trim(l, blanks))
	}
	return out
}
