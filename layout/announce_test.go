package layout

import (
	"testing"
	"testing/fstest"

	"duikai/layout/manuscript"
)

// TestAnnounces: what belongs to the block behind it, as a head does.
func TestAnnounces(t *testing.T) {
	const table = "| 名 | 数 |\n|---|---|\n| 船 | 3 |\n"
	for _, c := range []struct {
		body string
		want bool // of the first block
	}{
		{"**记者：**船修好了吗？\n\n**陆知远：**修好了。", true},
		{"**记者**：请您说说。\n\n**陆知远**：修好了。", true},
		{"**高远帆：**请您说说。\n\n**陆知远：**修好了。", false},
		{"**高远帆：**船修好了吗？\n\n**陆知远：**修好了。\n\n**高远帆：**好。", true},
		{"**高远帆：**船修好了吗？\n\n**陆知远：**修好了。\n\n江上有船。\n\n**陆知远：**好。", true},
		{"**高远帆：**船何时修好？\n\n**陆知远：**渡口何时开？\n\n**何青禾：**灯何时亮？", false},
		{"**陆知远：**船修好了吗？\n\n**陆知远：**修好了。", false},
		{"**陆知远：**我问他：“修好了吗？”\n\n**记者：**后来呢？", false},
		{"问：船修好了吗？\n\n答：修好了。", true},
		{"答：修好了。\n\n问：船修好了吗？", false},
		{"他问：船修好了吗？\n\n他答：修好了。", false},
		{"**船修好了吗？**\n\n修好了。", true},
		{"**船修好了吗？**\n\n**修好了。**", false},
		{"**船修好了。**\n\n人也来了。", false},
		{"船修好了吗？\n\n修好了。", false},
		{"表1 各船\n\n" + table, true},
		{"附表二　各船\n\n" + table, true},
		{"**各船**\n\n" + table, true},
		{"各船如下：\n\n" + table, true},
		{"表面上看，船不少。\n\n" + table, false},
		{"各船见表。\n\n" + table, false},
		{"表1 各船\n\n江上有船。", false},
		{"> 渡口的歌：\n\n江上有船。", false},
	} {
		is := issueOf(t, fstest.MapFS{
			"issue.yaml":   {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, slots: [{story: a, at: [1, 1], span: [2, 20]}]}]\n")},
			"stories/a.md": {Data: []byte("---\nheadline: 水来了\n---\n" + c.body + "\n")},
		})
		if got := announces(is.Stories[0].Blocks)[0]; got != c.want {
			t.Errorf("%q announces what follows: %v", c.body, got)
		}
	}
	if announces([]manuscript.Block{&manuscript.Paragraph{}})[0] || len(announces(nil)) > 0 {
		t.Error("a last paragraph announces something")
	}
}
