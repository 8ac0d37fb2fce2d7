package manuscript

import "testing"

func TestNotice(t *testing.T) {
	for _, c := range []struct {
		front string
		want  bool
	}{
		{"headline: 遗失声明\nweight: 5", true},
		{"headline: 停水通知\nkicker: 公告", true},
		{"headline: 桂枝街停水四小时\nkicker: 公告\nweight: 4", true},
		{"headline: 招标\ncolumn: 公示", true},
		{"headline: 拍卖|公告", true},
		{"headline: 拍卖公告\nweight: 2", false}, // news of weight
		{"headline: 市政府就老旧小区改造发布公告", false},
		{"headline: 公告栏前的老人", false},
		{"headline: 渡口的灯", false},
	} {
		is, _ := Load(folder(issueY, sound, storyA, "---\n"+c.front+"\n---\n正文一段。\n"))
		if got := is.Stories[0].Notice(); got != c.want {
			t.Errorf("%q: %t", c.front, got)
		}
	}
}
