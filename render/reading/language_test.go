package reading_test

import (
	"slices"
	"strings"
	"testing"

	"duikai/render/reading"
)

// TestForeign: what is to be pronounced as English stands between brackets.
func TestForeign(t *testing.T) {
	for _, want := range []string{
		"汀江两岸",
		"他说“[Hello, world]!”就走了",
		"乘[Starlight]5型机",
		"[Amazon was founded by Jeff Bezos in Bellevue, Washington, on July] 5, 1994.",
		"GDP增长5%，5G、CO2、km、3kg",
		"[The GDP of China]是什么",
		"[students’ books]很多",
		"[don't]说",
		"见www.wangting.com/news/a.html和abc@wangting.com",
		"[Bei\u00adjing]",
		"甲\n[yes]\n乙",
		"[naïve café]",
		"[Yes]，[The A]股，iPhone和mAh",
	} {
		text := []rune(strings.NewReplacer("[", "", "]", "").Replace(want))
		got := slices.Clone(text)
		for _, r := range slices.Backward(reading.Foreign(text)) {
			got = slices.Insert(got, r[1], ']')
			got = slices.Insert(got, r[0], '[')
		}
		if string(got) != want {
			t.Errorf("got %s, want %s", string(got), want)
		}
	}
}
