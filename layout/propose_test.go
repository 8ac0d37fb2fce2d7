package layout

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

func TestSentences(t *testing.T) {
	for in, want := range map[string][]string{
		"雾散了。船来了！":     {"雾散了。", "船来了！"},
		"他说：“雾散了。”船来了": {"他说：“雾散了。”", "船来了"},
		"真的？！船来了……走了":  {"真的？！", "船来了……", "走了"},
		"没有句号":         {"没有句号"},
	} {
		if got := sentencesOf(in); !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %q", in, got)
		}
	}
}

// TestProposedCut: what is told to be cut are whole sentences of the story, not of
// its first paragraph, and without them it fits; the program itself cuts nothing.
func TestProposedCut(t *testing.T) {
	const lede = "江面上的雾到天亮才散，望汀渡口的头班船开了。"
	body := strings.Repeat("老人记得清楚，那年的水一直漫到第二级台阶。船工把缆绳收回舱里，谁也没有说话。", 5)
	for _, rows := range []int{24, 26, 28} {
		fsys := fstest.MapFS{
			"issue.yaml":   {Data: fmt.Appendf(nil, "paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, slots: [{story: a, at: [1, 1], span: [2, %d]}, {story: b, at: [1, %d], span: [2, 20]}, {story: c, at: [3, 1], span: [6, 60]}]}]\n", rows, rows+2)},
			"stories/a.md": {Data: []byte("---\nheadline: 雾散了\n---\n" + lede + "\n\n" + body + "\n\n" + body + "“好。”他说。\n\n" + body + body + "\n")},
			"stories/c.md": {Data: []byte("---\nheadline: 船来了\n---\n" + lede + "\n")},
			"stories/b.md": {Data: []byte("---\nheadline: 船来了\n---\n" + lede + "\n")},
		}
		is, _ := manuscript.Load(fsys)
		_, problems := Compose(is, testFaces(t), Options{})
		told := false
		for _, p := range problems {
			if p.Code != diag.Overset {
				continue
			}
			told = true
			r := p.Args[len(p.Args)-1].(remedy)
			if r.proposal.Chars < r.cut || r.cut == 0 || !strings.HasSuffix(strings.TrimRight(r.proposal.Text, "”"), "。") || strings.Contains(lede, r.proposal.Text) {
				t.Fatalf("%d rows: %+v", rows, r)
			}
			if say := p.Text(diag.Chinese); !strings.Contains(say, fmt.Sprintf("%d 字）", r.proposal.Chars)) {
				t.Error(say)
			}
			whole := string(fsys["stories/a.md"].Data)
			at := strings.LastIndex(whole, r.proposal.Text)
			if at < 0 {
				t.Fatalf("%q is not in the story", r.proposal.Text)
			}
			fsys["stories/a.md"] = &fstest.MapFile{Data: []byte(whole[:at] + whole[at+len(r.proposal.Text):])}
			again, _ := manuscript.Load(fsys)
			if _, problems := Compose(again, testFaces(t), Options{}); problems.Has(diag.Error) {
				t.Errorf("%d rows: without %q\n%v", rows, r.proposal.Text, problems)
			}
		}
		if !told {
			t.Errorf("%d rows hold all of it", rows)
		}
	}
}

// TestLastChars: what is left of a text from a character on.
func TestLastChars(t *testing.T) {
	text := manuscript.Text{{Text: "一二三"}, {Text: "四五", Style: manuscript.Bold}, {Text: "六"}}
	for from, want := range []string{"一二三四五六", "二三四五六", "三四五六", "四五六", "五六", "六", ""} {
		if got := lastChars(text, from); got.String() != want || firstChars(text, from).String()+got.String() != "一二三四五六" {
			t.Errorf("from %d on: %s", from, got)
		}
	}
}
