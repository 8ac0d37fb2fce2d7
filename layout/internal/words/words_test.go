package words

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHeadlines(t *testing.T) {
	data, err := os.ReadFile("testdata/headlines.txt")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for n, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		count++
		line, fault := strings.CutPrefix(line, "~")
		text, want := readCuts(line)
		got := Boundaries(text)
		complaint := ""
		for i := 1; i < len(text); i++ {
			atMark := kindOf(text[i]) > western || kindOf(text[i-1]) > western
			switch may := got[i] >= Word; {
			case want[i] == '/' && !may:
				complaint += fmt.Sprintf(" %s|%s should be a cut;", string(text[:i]), string(text[i:]))
			case want[i] == 0 && may && !atMark:
				complaint += fmt.Sprintf(" %s|%s should be none;", string(text[:i]), string(text[i:]))
			}
		}
		switch {
		case complaint != "" && !fault:
			t.Errorf("headlines.txt:%d: %s:%s", n+1, string(text), complaint)
		case complaint == "" && fault:
			t.Errorf("headlines.txt:%d: %s is right now: take the ~ away", n+1, string(text))
		}
	}
	if count < 80 {
		t.Errorf("only %d headlines", count)
	}
}

// readCuts takes the signs out of a line of headlines.txt.
func readCuts(line string) (text []rune, want map[int]rune) {
	want = map[int]rune{}
	for _, r := range line {
		if r == '/' || r == '?' {
			want[len(text)] = r
		} else {
			text = append(text, r)
		}
	}
	return text, want
}

func split(s string) string {
	text := []rune(s)
	var parts []string
	from := 0
	for _, end := range Split(text) {
		parts = append(parts, string(text[from:end]))
		from = end
	}
	return strings.Join(parts, "|")
}

// The picture of doc.go.
func Example() {
	text := []rune("城陵矶港二季度吞吐量增长12.5%")
	from := 0
	for _, end := range Split(text) {
		fmt.Print(string(text[from:end]), "|")
		from = end
	}
	fmt.Println()
	fmt.Println(Boundaries(text))
	// Output:
	// 城陵矶|港|二季度|吞吐量|增长|12.5%|
	// [3 0 0 1 2 0 0 2 0 0 2 0 2 0 0 0 0 3]
}

func TestSplit(t *testing.T) {
	for _, want := range []string{
		"",
		"我",
		"年度|综合|评价",
		"人民银行",
		"研究|生命|起源",
		"结合|成|分子",
		"南京市|长江大桥",
		"中国科学技术大学",
		"用|高质量|党建|推进|高质量发展",
		"获|属地|人民银行|年度|综合|评价|A|等级",
		// figures keep their measure words
		"5个|重点项目",
		"2020年",
		"6.5亿元",
		"5个|人",
		"2025年度|报告",
		"300多家|企业",
		"5万余人",
		"12.5%",
		"1-5月|用电",
		"第5届|全运会",
		"第十五届|全运会",
		"三百二十户|居民",
		"二〇二五年",
		"１２３个|村",
		"2024—2025|学年度",
		// Latin runs
		"C919|首飞",
		"AI|赋能",
		"GDP|增长",
		"AT&T",
		// names
		"欧阳志远|教授",
		"记者|陈晓红|报道",
		// marks and spaces
		"暴雨|红色|预警|！|请|绕行",
		"从|“|一|条鱼|”|出发",
		"你好|——|世界",
		"春|  |夏",
		"，|。",
	} {
		if got := split(strings.ReplaceAll(want, "|", "")); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestGrades(t *testing.T) {
	for _, c := range []struct {
		text string
		want []Cut
	}{
		{"", []Cut{3}},
		{"的", []Cut{3, 3}},
		{"美丽的家园", []Cut{3, 0, 1, 2, 0, 3}},
		{"在洞庭湖", []Cut{3, 1, 0, 0, 3}},
		{"很美丽", []Cut{3, 1, 0, 3}},
		{"同学们", []Cut{3, 0, 0, 3}},
		{"5个项目", []Cut{3, 0, 1, 0, 3}},
		{"增长5%左右", []Cut{3, 0, 2, 0, 1, 0, 3}},
		{"占5%股份", []Cut{3, 1, 0, 2, 0, 3}},
		{"6月7日", []Cut{3, 0, 1, 0, 3}},
		{"喜讯 开工", []Cut{3, 0, 0, 3, 0, 3}},
		{"喜讯，开工", []Cut{3, 0, 0, 3, 0, 3}},
		{"“优秀教师”揭晓", []Cut{3, 0, 0, 1, 0, 0, 2, 0, 3}},
		{"他说：《家，春》好", []Cut{3, 1, 0, 3, 0, 0, 2, 0, 1, 3}},
		{"史密斯·布朗", []Cut{3, 0, 0, 0, 0, 0, 3}},
	} {
		if got := Boundaries([]rune(c.text)); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.text, got, c.want)
		}
	}
}

// A long text is divided like a short one: the search has no window.
func TestLongText(t *testing.T) {
	const part = "南京市长江大桥，"
	text := []rune(strings.Repeat(part, 400) + strings.Repeat("x", 1000) + strings.Repeat("—", 999))
	ends := Split(text)
	for i := range 400 {
		if got := ends[3*i : 3*i+3]; !slices.Equal(got, []int{8*i + 3, 8*i + 7, 8*i + 8}) {
			t.Fatalf("part %d ends at %v", i, got)
		}
	}
	checkWhole(t, text)
}

func FuzzBoundaries(f *testing.F) {
	f.Add("用高质量党建推进高质量发展")
	f.Add("第12届 3.5亿余元“A等级”欧阳")
	f.Add("第1.,万万万万余平方公里\x00\u0301\u200d〇第第")
	f.Add(strings.Repeat("一", 300) + strings.Repeat("9", 300) + strings.Repeat("！", 300))
	f.Add("\U00020000\U0010FFFF\uFFFD鿿㐀")
	f.Fuzz(func(t *testing.T, s string) { checkWhole(t, []rune(s)) })
}

// Runes that no string holds must do no harm either.
func TestOddRunes(t *testing.T) {
	checkWhole(t, []rune{-1, 0xD800, 0x7FFFFFFF, '王', -0x80000000, 0x110000, '5', -5, '第', 0x9FFF, 0xA000})
}

func checkWhole(t *testing.T, text []rune) {
	t.Helper()
	ends, cuts := Split(text), Boundaries(text)
	if len(cuts) != len(text)+1 || cuts[0] != Mark || cuts[len(text)] != Mark {
		t.Fatalf("%q: cuts do not cover the text: %v", string(text), cuts)
	}
	at := 0
	for _, end := range ends {
		if end <= at {
			t.Fatalf("%q: word end %d after %d", string(text), end, at)
		}
		for i := at + 1; i < end; i++ {
			if cuts[i] != Within {
				t.Fatalf("%q: cut %d inside the word %q", string(text), i, string(text[at:end]))
			}
		}
		at = end
	}
	if at != len(text) {
		t.Fatalf("%q: words end at %d", string(text), at)
	}
}

func TestNoAllocationButTheResult(t *testing.T) {
	text := []rune("王建国：2025年全市上半年第十二次“固定资产投资”同比增长12.5亿元以及对于")
	for name, f := range map[string]func(){
		"Split":      func() { Split(text) },
		"Boundaries": func() { Boundaries(text) },
	} {
		if n := testing.AllocsPerRun(100, f); n != 1 {
			t.Errorf("%s allocates %v times, want 1", name, n)
		}
	}
}

// The table is walked whole: siblings ascend, children lie in their block, and
// every word is found again from its characters.
func TestTableIsSound(t *testing.T) {
	runes := map[uint32]rune{}
	for r := rune(firstHan); r < firstHan+hanCount; r++ {
		if c := code(r); c != 0 {
			runes[c] = r
		}
	}
	words := 0
	for c := uint32(1); c <= uint32(len(runes)); c++ {
		at, price := begin(runes[c])
		if price <= levelZero || price > levelZero+31 {
			t.Fatalf("%c has price %d", runes[c], price)
		}
		var walk func(lo, hi uint32, word []rune)
		walk = func(lo, hi uint32, word []rune) {
			if lo > hi || hi > at.size || len(word) > maxWord {
				t.Fatalf("children of %s at %d to %d of %d", string(word), lo, hi, at.size)
			}
			for i := lo; i < hi; i++ {
				n := at.node(i)
				if i > lo && at.node(i-1)>>19 >= n>>19 {
					t.Fatalf("children of %s are not sorted", string(word))
				}
				next := at.size
				if i+1 < at.size {
					next = at.node(i+1) & (1<<14 - 1)
				}
				longer := append(slices.Clip(word), runes[n>>19])
				if n>>14&31 > 0 {
					words++
					if !found(longer) {
						t.Fatalf("%s is in the table and not found", string(longer))
					}
				}
				walk(n&(1<<14-1), next, longer)
			}
		}
		walk(0, at.hi, []rune{runes[c]})
	}
	if words < 200_000 {
		t.Errorf("%d words, want more", words)
	}
}

func found(word []rune) bool {
	at, price := begin(word[0])
	for _, r := range word[1:] {
		var ok bool
		if price, ok = at.step(r); !ok {
			return false
		}
	}
	return price > 0
}

func TestNoFalsePositives(t *testing.T) {
	for _, s := range []string{"成分子", "究生命", "江大桥", "质量党", "鿿鿿", "的了着", "人A", "人\u4DFF", "人\uA000"} {
		if found([]rune(s)) {
			t.Errorf("%s is taken for a word", s)
		}
	}
}

func TestTableIsSmallAndDocumented(t *testing.T) {
	if len(table) >= 2<<20 {
		t.Errorf("the table has %d bytes, want less than 2 MB", len(table))
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		fmt.Sprintf("%x", sha256.Sum256([]byte(table))),
		fmt.Sprint(len(table)),
	} {
		if !bytes.Contains(readme, []byte(want)) {
			t.Errorf("README.md does not give %s: it tells of another table", want)
		}
	}
}

func TestListsAreSorted(t *testing.T) {
	for _, list := range []string{surnames, wordySurnames, givens, neverGiven} {
		runes := []rune(list)
		if !slices.IsSorted(runes) || len(slices.Compact(slices.Clone(runes))) != len(runes) {
			t.Errorf("not sorted, or something twice: %s", list)
		}
		for _, r := range runes {
			if utf8.RuneLen(r) != 3 || !isIn(list, r) {
				t.Errorf("%c is not found in its list", r)
			}
		}
		if isIn(list, '\u4DFF') || isIn(list, '龥') || isIn(list, 'a') || isIn(list, -1) || isIn(list, '\U00020000') {
			t.Errorf("something is found that is not in %s", list)
		}
	}
}

// 30 characters, a headline on the long side.
const benchText = "岳阳市上半年固定资产投资同比增长12.5%居全省各市州第一位"

func BenchmarkBoundaries(b *testing.B) {
	text := []rune(benchText)
	b.ReportAllocs()
	for b.Loop() {
		Boundaries(text)
	}
}

func BenchmarkSplit(b *testing.B) {
	text := []rune(benchText)
	b.ReportAllocs()
	for b.Loop() {
		Split(text)
	}
}

func TestName(t *testing.T) {
	for text, want := range map[string]bool{
		"陆知远": true, "白桐": true, "欧阳望江": true, "司马光": true, "谷雨桥": true, "何青禾": true, "蔺小枣": true, "温小寒": true,
		"一盏马灯": false, "江上的课": false, "渡口": false, "三盏灯": false, "港务": false, "高": false, "王的": false, "张在江边": false, "": false, "Li": false,
	} {
		if got := Name(text); got != want {
			t.Errorf("Name(%q) = %v", text, got)
		}
	}
}
