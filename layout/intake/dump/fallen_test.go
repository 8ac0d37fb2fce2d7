package dump

import (
	"slices"
	"strings"
	"testing"

	"duikai/layout/intake"
)

// linesOf makes lines of a text, one each.
func linesOf(texts ...string) []line {
	src := intake.OpenBytes([]byte(strings.Join(texts, "\n")), "page.txt", "page.txt")
	data, _ := src.Read("page.txt", maxDump)
	d, _ := src.Decode("page.txt", data, "")
	return lines(d)
}

func textsOf(ls []line) (out []string) {
	for _, l := range ls {
		out = append(out, l.text)
	}
	return out
}

// TestSpacedBeside: heads whose characters stand apart are cut off the text that
// they run into; text that is justified so is left alone.
func TestSpacedBeside(t *testing.T) {
	for name, tt := range map[string]struct{ in, want []string }{
		"before a name":      {[]string{"灶 台 上 的 月 亮卫汀"}, []string{"灶台上的月亮", "卫汀"}},
		"behind a remark":    {[]string{"19:00（露天，遇雨取消）致 读 者"}, []string{"19:00（露天，遇雨取消）", "致读者"}},
		"two, fallen apart":  {[]string{"著有《札记》。 谢", "启", "先父治丧期间"}, []string{"著有《札记》。", "谢启", "先父治丧期间"}},
		"two and no end":     {[]string{"他说 谢", "启"}, []string{"他说 谢", "启"}},
		"names in a row":     {[]string{"孔 明 方晓"}, []string{"孔 明 方晓"}},
		"justified text":     {[]string{"9:00 剧 场 ：《 人 间 味 道 》"}, []string{"9:00 剧 场 ：《 人 间 味 道 》"}},
		"two characters":     {[]string{"讣 告今天"}, []string{"讣 告今天"}},
		"spaced all through": {[]string{"鸣 谢 各 界"}, []string{"鸣谢各界"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := textsOf(spacedBeside(linesOf(tt.in...))); !slices.Equal(got, tt.want) {
				t.Errorf("%q, expected %q", got, tt.want)
			}
		})
	}
}

// TestInsideWord: a cut inside a word is found, and what only looks like one is not.
func TestInsideWord(t *testing.T) {
	for _, tt := range []struct {
		before, after string
		want          bool
	}{
		{"请各车间退休职工互相转", "告。", true},
		{"全市一百四十七座航", "标，他闭着眼睛", true},
		{"豆子认水", "井水冬暖夏凉", false}, // 水井 would take a character of 井水
		{"井盖响了两个月", "市民汪先生来电", false},
		{"他说，", "标，他", false},
		{"", "标", false},
		{"3", "月", false},
	} {
		if got := insideWord(tt.before, tt.after); got != tt.want {
			t.Errorf("%s|%s: %v", tt.before, tt.after, got)
		}
	}
}
