package dump_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"duikai/layout/intake"
	"duikai/layout/intake/dump"
	"duikai/layout/intake/invented"
	_ "duikai/samples/draws" // the same draws every time
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden reads invented pages of raw text in the shapes in which they are
// found: paragraphs that columns have cut, and the lines of the columns.
func TestGolden(t *testing.T) {
	for _, name := range []string{"page", "columns"} {
		text, err := os.ReadFile("testdata/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		invented.Golden(t, name+".golden", dump.Reader(), intake.OpenBytes(text, name+".txt", name), invented.Options(), *update)
	}
}

// TestNothingIsLost: whatever lines a page has, every character of them stands
// in a story or in a finding that names what was left out.
func TestNothingIsLost(t *testing.T) {
	pool := []string{"（上接第1版①）", "(下转 A03 版)", "▲上接第一版", "周四 摄", "本报记者 陆知远", "何青禾", "一、路是走出来的", "（一）先看脚印。再看来回。", "（作者系退休教师）", "本报讯（记者 白桐）今天下雨。",
		"把账算到渡口去", "修一条路，先问走的人，", "走的人多了。", "2026年11月23日 星期一", "望汀日报", "责任编辑：季明朗", "半", "铁", "环", "6:00朝闻望汀", "卫知 王五一 方以南 石小舟", "“开头没有结尾", "结尾”", "……", "谁来养老？", "编者按：请看。",
		"遗失声明", "遗失公章一枚，声明作废。", "http://www.example.cn", "■", "——", "云桥区医院 夜门诊", "Z", "图为码头。 周四 摄", "市民 何青禾", "望汀港务局　2026年11月23日"}
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(1, 30).Draw(t, "lines") {
			b.WriteString(rapid.SampledFrom(pool).Draw(t, "line"))
			b.WriteString(rapid.SampledFrom([]string{"\n", "\n\n", "\n\n\n", "，", ""}).Draw(t, "end"))
		}
		held(t, b.String())
	})
}

// TestNothingIsLostAside: the same of columns side by side, however they stand.
func TestNothingIsLostAside(t *testing.T) {
	pool := []string{"渡口的早班船", "天还没有亮，船工老廖已经把", "灯点上了。", "本报讯 （记者 白桐）昨天", "本报记者 陆知远", "（下转第3版）", "（上接第2版①）", "周 末 去 处", "6:20 朝闻", "“往", "5.6", "豆腐担子搁在船头，热气往后", "说，", "2026年11月23日 星期一", "halfway there he stopped", ""}
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(5, 20).Draw(t, "lines") {
			for range rapid.IntRange(0, 5).Draw(t, "columns") {
				b.WriteString(strings.Repeat(" ", rapid.IntRange(0, 9).Draw(t, "blanks")) + rapid.SampledFrom(pool).Draw(t, "text"))
			}
			b.WriteByte('\n')
		}
		held(t, b.String())
	})
}

// TestPlacedGolden: a page of a PDF by the places of its characters: two columns, a head
// over both and a folio.
func TestPlacedGolden(t *testing.T) {
	sheet := dump.Sheet{W: 420, H: 600}
	line := func(text string, x, y, size float64) {
		for _, r := range text {
			sheet.Glyphs = append(sheet.Glyphs, dump.Glyph{Rune: r, X: x, Y: y, W: size, Size: size})
			x += size
		}
	}
	column := func(text string, x, y float64) { // 13 characters wide
		for r := []rune(text); len(r) > 0; r = r[min(13, len(r)):] {
			line(string(r[:min(13, len(r))]), x, y, 9)
			y += 11.5
		}
	}
	line("望汀日报  2026年11月23日 第3版", 20, 10, 9)
	line("渡口开通早班船", 20, 40, 30)
	column("　　本报讯（记者于渡）11月22日清晨，第一班船准时离开东岸，岸上的人挥手送行，雾也散了。船上坐着三十多位去对岸上学的孩子。", 20, 90)
	column("　　船工说，往后每天两班，早六点一班，晚五点一班，风大的日子停航，停航的前一天会在码头的黑板上写明。", 160, 90)
	line("夜校办起木工课", 20, 300, 16)
	column("　　本报讯 十二张长凳，坐满了人，老木匠带来了自己的刨子，第一课是认木头，他们说这一学就停不下来了。", 20, 330)
	reader := dump.PDF(func([]byte) ([]dump.Sheet, error) { return []dump.Sheet{sheet}, nil })
	invented.Golden(t, "placed.golden", reader, intake.OpenBytes([]byte("%PDF-1.4"), "page.pdf", "page.pdf"), invented.Options(), *update)
}

// FuzzRead reads any bytes: nothing panics, nothing is lost.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"page", "columns"} {
		text, err := os.ReadFile("testdata/" + name + ".txt")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, name := range []string{"army-e", "theory-e"} {
		text, err := os.ReadFile("testdata/copied/" + name + "/layout.txt")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte("\xd6\xd0\xb9\xfa\n\xff\xfe\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) < 1<<14 {
			held(t, string(text))
		}
	})
}

// FuzzPlaced reads pages of characters at any places, as PDF files bring them: nothing
// panics, no text is lost, at the worst it is told that there is none.
func FuzzPlaced(f *testing.F) {
	page := func(text string, x, y, size byte) (out []byte) {
		for _, r := range text {
			i := slices.Index(placedRunes, r)
			out = append(out, byte(max(i, 0)), x, y, size)
			x += size
		}
		return out
	}
	f.Add(slices.Concat(page("渡口的灯", 20, 10, 30), page("天还没有亮，", 20, 50, 9), page("灯点上了。", 2, 60, 9), page("本报讯 灯", 120, 50, 9)))
	f.Add([]byte{0, 255, 0, 0, 3, 0, 255, 255, 9, 9, 9, 9})
	f.Fuzz(func(t *testing.T, data []byte) {
		const of, most = 4, 4000 // bytes of a character; characters
		var sheet dump.Sheet
		want := make(map[rune]int)
		for ; len(data) >= of && len(sheet.Glyphs) < most; data = data[of:] {
			r := placedRunes[int(data[0])%len(placedRunes)]
			size := float64(data[3]) / 4
			sheet.Glyphs = append(sheet.Glyphs, dump.Glyph{Rune: r, X: float64(data[1]) * 3, Y: float64(data[2]) * 4, W: size, Size: size})
			if !unicode.IsSpace(r) && size > 0 {
				want[r]++
			}
		}
		sheet.W, sheet.H = 800, 1100
		reader := dump.PDF(func([]byte) ([]dump.Sheet, error) { return []dump.Sheet{sheet}, nil })
		lots, _ := reader.Lots(intake.OpenBytes([]byte("%PDF-1.4"), "page.pdf", "page.pdf"), invented.Options())
		invented.Kept(intake.Take(lots), func(s string) {
			for _, r := range s {
				want[r]--
			}
		})
		for r, n := range want {
			if n > 0 {
				t.Fatalf("%q is lost %d times", r, n)
			}
		}
	})
}

// placedRunes are the characters of FuzzPlaced.
var placedRunes = []rune("渡口的灯天还没有亮，点上了。本报讯记者何青禾（）：下转第3版上接①责任编辑摄一二、“”！？—…A b7■〓 　")

type fatal interface{ Fatalf(string, ...any) }

// held reads a text and looks for every character of it.
func held(t fatal, text string) {
	src := intake.OpenBytes([]byte(text), "page.txt", "page.txt")
	lots, _ := dump.Reader().Lots(src, invented.Options())
	decoded, _ := src.Decode("page.txt", []byte(text), "")
	count := make(map[rune]int)
	each := func(s string, n int) {
		for _, r := range s {
			if !unicode.IsSpace(r) && unicode.IsPrint(r) && !unicode.Is(unicode.Co, r) && r != unicode.ReplacementChar && r != intake.Geta {
				count[r] += n
			}
		}
	}
	each(decoded.Text, 1)
	invented.Kept(intake.Take(lots), func(s string) { each(s, -1) })
	for r, n := range count {
		if n > 0 {
			t.Fatalf("%q is lost %d times in %q", r, n, text)
		}
	}
}
