package dump_test

import (
	"strings"
	"testing"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
	"duikai/layout/intake/invented"
)

// aside sets columns beside each other, as text with its places has them that counts two
// places a character.
func aside(columns ...string) string {
	const blank = 0x2000 // what is below is narrow
	return setAside(func(s string) (n int) {
		for _, r := range s {
			n++
			if r > blank {
				n++
			}
		}
		return n
	}, 26, 2, columns)
}

func setAside(places func(string) int, wide, gutter int, columns []string) string {
	var split [][]string
	rows := 0
	for _, c := range columns {
		l := strings.Split(c, "\n")
		split, rows = append(split, l), max(rows, len(l))
	}
	var b strings.Builder
	for i := range rows {
		line := ""
		for k, c := range split {
			text := ""
			if i < len(c) {
				text = c[i]
			}
			if at := k * (wide + gutter); places(line) < at {
				line += strings.Repeat(" ", at-places(line))
			} else if k > 0 {
				line += " "
			}
			line += text
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

// TestUnfolded: columns that stand side by side are read one after the other,
// below the head that spans them, and the report says that they were taken apart.
func TestUnfolded(t *testing.T) {
	text := strings.Repeat(" ", 20) + "渡口的早班船\n\n" + aside(
		"　　天还没有亮，船工老廖\n已经把灯点上了。灯芯拧得\n很小，他说省着点亮，天会\n来接班的。\n　　第一个上船的是卖豆腐\n的。",
		"　　豆腐担子搁在船头，热\n气往后飘，满船的人都说没\n有吃早饭。\n　　船到江心，雾来了。老\n廖把篙横在膝上，听了一会\n儿水声。",
		"　　他说江和人一样，看不\n清的时候要听。水深的地方\n声音发闷，浅的地方吵。\n　　雾散的时候船已经靠了\n岸，谁也没有看见是怎样靠\n上去的。") +
		"\n" + strings.Repeat(" ", 10) + "夜校又开课了\n\n" + aside(
		"　　本报讯 停了三年的夜\n校昨天重新开课，教室里坐\n了四十一个人。", "　　最大的学生七十九岁，\n他来学算盘，说要替老伴把\n账记完。")
	src := intake.OpenBytes([]byte(text), "page.txt", "page.txt")
	lots, _ := dump.Reader().Lots(src, invented.Options())
	d := intake.Take(lots)
	stories := d.Edition.Stories()
	if len(stories) != 2 {
		t.Fatalf("%d stories: %v", len(stories), d.Findings)
	}
	want := []string{
		"天还没有亮，船工老廖已经把灯点上了。灯芯拧得很小，他说省着点亮，天会来接班的。|第一个上船的是卖豆腐的。|豆腐担子搁在船头，热气往后飘，满船的人都说没有吃早饭。|船到江心，雾来了。老廖把篙横在膝上，听了一会儿水声。|他说江和人一样，看不清的时候要听。水深的地方声音发闷，浅的地方吵。|雾散的时候船已经靠了岸，谁也没有看见是怎样靠上去的。",
		"本报讯 停了三年的夜校昨天重新开课，教室里坐了四十一个人。|最大的学生七十九岁，他来学算盘，说要替老伴把账记完。",
	}
	for i, s := range stories {
		var got []string
		for _, b := range s.Body {
			got = append(got, b.Text.String())
		}
		if text := strings.Join(got, "|"); text != want[i] {
			t.Errorf("story %d says\n%s\nexpected\n%s", i+1, text, want[i])
		}
	}
	if n := counted(d)[diag.ImportColumns]; n != 1 {
		t.Errorf("the report tells %d times that columns were taken apart", n)
	}
}

// TestUnfoldedByCharacters: poppler counts a character as one place, so that half of them
// stand off those of the line above; one blank parts full lines, squeezed marks let the rest
// of a line fall behind, and two stories stand side by side, each with a head of its own.
func TestUnfoldedByCharacters(t *testing.T) {
	places := func(s string) int { return len([]rune(s)) }
	text := "      夜里补网的人" + strings.Repeat(" ", 20) + "雾天的哨子\n                本报记者 何青禾\n\n" + setAside(places, 13, 1, []string{
		"  码头上的灯亮到两点，\n补网的老伍还没有收工。\n他说网眼只认手，不认机器，\n手慢一点，鱼就少一条。\n  老伍今年六十九岁，补\n了五十年网，手上的线比灯",
		"下要放两盆炭，一盆烤手，\n一盆烤网线。线一冻就脆， 一\n拉就断，断了要从头再结。\n  天亮以前他要补完三张，\n交给头班船。船主们不催他，\n只在门口留一壶热茶。",
		"   渡口有一只铁哨子，挂\n  在柱子上，平时没有人去碰。\n    雾天吹三声，船就往声\n  音里来。哨子是老船工的爷爷\n  留下的，铜口磨得发亮，吹的\n  人换了四代。"})
	src := intake.OpenBytes([]byte(text), "page.txt", "page.txt")
	lots, _ := dump.Reader().Lots(src, invented.Options())
	d := intake.Take(lots)
	want := []string{
		"夜里补网的人: 码头上的灯亮到两点，补网的老伍还没有收工。他说网眼只认手，不认机器，手慢一点，鱼就少一条。|老伍今年六十九岁，补了五十年网，手上的线比灯下要放两盆炭，一盆烤手，一盆烤网线。线一冻就脆，一拉就断，断了要从头再结。|天亮以前他要补完三张，交给头班船。船主们不催他，只在门口留一壶热茶。",
		"雾天的哨子: 渡口有一只铁哨子，挂在柱子上，平时没有人去碰。|雾天吹三声，船就往声音里来。哨子是老船工的爷爷留下的，铜口磨得发亮，吹的人换了四代。",
	}
	var got []string
	for _, s := range d.Edition.Stories() {
		head, body := "", []string{}
		for _, h := range s.Headline {
			head += h.Text.String()
		}
		for _, b := range s.Body {
			body = append(body, invented.Unspaced(b.Text.String()))
		}
		got = append(got, head+": "+strings.Join(body, "|"))
	}
	if a, b := strings.Join(got, "\n"), strings.Join(want, "\n"); a != b {
		t.Errorf("the stories are\n%s\nexpected\n%s", a, b)
	}
}

// TestWoven: columns whose lines are mixed and whose places are lost are told, for
// nothing can take them apart.
func TestWoven(t *testing.T) {
	text := "渡口的早班船\n" + strings.Repeat("天还没有亮船工老廖已 豆腐担子搁在船头，热气\n经把灯点上，灯芯拧得很 往后飘，满船的人都说没\n", 6)
	src := intake.OpenBytes([]byte(text), "page.txt", "page.txt")
	lots, _ := dump.Reader().Lots(src, invented.Options())
	if n := counted(intake.Take(lots))[diag.ImportWoven]; n != 1 {
		t.Errorf("the report tells %d times that columns are mixed", n)
	}
}
