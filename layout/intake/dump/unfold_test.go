package dump_test

import (
	"strings"
	"testing"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
	"duikai/layout/intake/invented"
)

// aside sets columns beside each other, as text with its places has them.
func aside(columns ...string) string {
	const wide, gutter = 26, 2 // half ems
	var split [][]string
	rows := 0
	for _, c := range columns {
		l := strings.Split(c, "\n")
		split, rows = append(split, l), max(rows, len(l))
	}
	var b strings.Builder
	for i := range rows {
		line := ""
		for _, c := range split {
			text := ""
			if i < len(c) {
				text = c[i]
			}
			line += text + strings.Repeat(" ", max(wide+gutter-2*len([]rune(text)), 1))
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
