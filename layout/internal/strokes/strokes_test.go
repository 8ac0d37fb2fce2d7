package strokes

import (
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for n, chars := range map[int]string{
		1: "一乙", 2: "丁卜刁", 3: "于马万卫", 4: "王毛方尹", 5: "石叶白冯", 6: "刘朱任庄", 7: "李沈陈宋", 8: "欧周范季",
		9: "赵胡施洪", 10: "聂夏钱徐", 11: "黄曹章梁", 12: "彭葛董韩", 13: "鲍解褚", 14: "蔡谭翟", 15: "黎潘颜", 16: "薛霍", 17: "戴鞠魏", 36: "齉",
	} {
		for _, r := range chars {
			if got := Of(r); got != n {
				t.Errorf("%c has %d strokes, not %d", r, got, n)
			}
		}
	}
	for _, r := range "A１，〇\u33ff\ua000\U00020000" {
		if got := Of(r); got != 0 {
			t.Errorf("%c has %d strokes", r, got)
		}
	}
}

// TestFirst: the kinds of the first strokes of the commonest surnames.
func TestFirst(t *testing.T) {
	for kind, chars := range map[Kind]string{
		Horizontal: "王李石林杨赵黄胡韩于万成左严苏杜",
		Vertical:   "田吕吴罗叶卜",
		Falling:    "朱任毛白周何金徐钱牛邹季",
		Dot:        "郑方江汪沈许刘文冯高梁郭宋",
		Bent:       "卫马尹孙张陈陆邓阿",
		Unknown:    "A，〇",
	} {
		for _, r := range chars {
			if got := First(r); got != kind {
				t.Errorf("%c begins with a stroke of kind %d, not %d", r, got, kind)
			}
		}
	}
	known := 0
	for r := rune(first); r <= last; r++ {
		if First(r) > Bent {
			t.Errorf("%c: kind %d", r, First(r))
		}
		if First(r) != Unknown {
			known++
		}
	}
	if known < 6500 || len(kinds) != len(table) {
		t.Errorf("%d are known, %d bytes", known, len(kinds))
	}
}

// TestWhole: the table is of one size, and knows nearly all.
func TestWhole(t *testing.T) {
	if want := (last - first + 1) / perLine * (perLine + 1); len(table) != want {
		t.Fatalf("%d bytes, not %d", len(table), want)
	}
	unknown := strings.Count(table, string(zeroSign))
	for r := rune(0x4e00); r <= 0x9fa5; r++ {
		if n := Of(r); n < 1 || n > 64 {
			t.Errorf("%c has %d strokes", r, n)
		}
	}
	if unknown > 100 { // the hexagrams between the blocks
		t.Errorf("%d are unknown", unknown)
	}
}

func TestCompare(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"丁一", "王一", -1}, {"王一", "丁一", 1}, {"王一", "王二", -1}, {"王一", "王一", 0}, {"王", "王一", -1}, {"王一", "王", 1},
		{"王一", "毛一", -1}, {"毛一", "王一", 1}, {"尹一", "方一", 1}, {"王一", "韦一", 0}, {"欧阳江", "欧阳河", -1}, {"阿依古丽", "欧阳望江", -1}, {"Smith", "王", 0},
	} {
		if got := Compare(tt.a, tt.b); got != tt.want {
			t.Errorf("%s, %s: %d", tt.a, tt.b, got)
		}
	}
}
