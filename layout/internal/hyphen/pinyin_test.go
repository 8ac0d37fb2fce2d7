package hyphen

import (
	"strings"
	"testing"
)

// divided is a word with a hyphen at every point.
func divided(word string, points []int) string {
	rs := []rune(word)
	var b strings.Builder
	for i, r := range rs {
		for _, p := range points {
			if p == i {
				b.WriteByte('-')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

func TestPinyin(t *testing.T) {
	for _, want := range []string{
		"Wang-ting", "Tai-shan", "Bei-jing", "Shang-hai", "Zhong-guo", "Lian-yun-gang", "Yue-yang", "Tianan-men", // ti-a-nan-men
		"Ha-er-bin", "Xin-jiang", "Hei-long-jiang", "Qing-dao", "Shi-jia-zhuang", "wǎng-tīng", "lǜ-sè", "Lü-liang", "nǚ-zǐ", "Zhuang-he",
		"Changan", // chang-an or chan-gan
		"Xian",    // xi-an or xian
		"Fangan",  // fang-an or fan-gan
		"Zhuang",  // a single one
		"Emei",    // one letter would stand alone
		"Bai-e-dian",
	} {
		word := strings.ReplaceAll(want, "-", "")
		points, ok := Pinyin(word)
		if got := divided(word, points); !ok || got != want {
			t.Errorf("%s: %s, %v", want, got, ok)
		}
	}
	for _, word := range []string{"", "Washington", "Harvest", "YouTube", "Wang2", "vie", "Weltschmerz", "Wangtingx", "ng", strings.Repeat("wang", 20)} {
		if points, ok := Pinyin(word); ok {
			t.Errorf("%s is taken for pinyin: %v", word, points)
		}
	}
	if !Toned("wǎng") || !Toned("lü") || Toned("wang") {
		t.Error("tone marks are not told")
	}
}
