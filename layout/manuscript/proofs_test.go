package manuscript

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duikai/layout/diag"
	"duikai/layout/geom"
	_ "duikai/samples/draws"
)

const proofsY = `# 校对
marks: # 待办
  - page: 1
    at: [52.5mm, 21cm]
    size: [40mm, 4mm]
    story: a
    line: 4
    words: 正文
    note: '日期: 请与二版核对'
    who: 王三
    when: 2026-11-22 21:40
    answers:
      - {who: 李四, when: 2026-11-22 22:01, note: 已核}
    settled: {who: 李四, when: 2026-11-22 22:02}
  - {page: 1, note: 全版再看}
signed:
  - {page: 1, status: 清样, who: 王三, when: 2026-11-22 23:10, content: 3fa9}
`

func TestProofs(t *testing.T) {
	is, problems := load(folder(issueY, sound+"style: {sign-off: 付印}\n", storyA, goodA, ProofsFile, proofsY), newGallery(fakeProbe), nil)
	for _, p := range problems {
		if p.Pos.File == ProofsFile {
			t.Error(p)
		}
	}
	if is.Style.SignOff != PassedForPress {
		t.Errorf("the house asks for %v", is.Style.SignOff)
	}
	m := is.Proofs.Marks[0]
	want := ProofMark{Page: 1, Area: geom.Rect{X: geom.Millimetres(52.5), Y: geom.Millimetres(210), W: geom.Millimetres(40), H: geom.Millimetres(4)}, Story: "a", Line: 4, Words: "正文",
		Note: "日期: 请与二版核对", Hand: Hand{"王三", "2026-11-22 21:40"}, Answers: []Answer{{Hand{"李四", "2026-11-22 22:01"}, "已核"}}, Settled: &Hand{"李四", "2026-11-22 22:02"}, Src: m.Src}
	if !reflect.DeepEqual(*m, want) {
		t.Errorf("%+v\nwanted\n%+v", *m, want)
	}
	if m.Src.Line != 3 || len(is.Proofs.Marks) != 2 {
		t.Errorf("the first of %d marks stands at %v", len(is.Proofs.Marks), m.Src)
	}
	if s := is.Proofs.Signed[0]; s.Status != FinalProof || s.Content != "3fa9" || s.Who != "王三" {
		t.Errorf("signed: %+v", s)
	}
}

// TestProofFaults: what is wrong in proofs.yaml is told at its place.
func TestProofFaults(t *testing.T) {
	for text, want := range map[string]string{
		"marks:\n- {page: 1, story: gone, note: 看}\n":            `proofs.yaml:2:3: warning: there is no story "gone", which the mark is about [mark-no-story]`,
		"marks:\n- {page: 1, when: 昨天}\n":                        `proofs.yaml:2:19: error: when must be a time such as 2026-11-22 21:40 [wrong-type]`,
		"marks:\n- {page: 1, when: 2026-02-30 09:00}\n":          `proofs.yaml:2:19: error: when: "2026-02-30 09:00" is no time of the calendar [bad-value]`,
		"marks:\n- {page: 1, at: 5mm}\n":                         `proofs.yaml:2:17: error: at must be two lengths, such as [52.5mm, 210mm] [wrong-type]`,
		"marks:\n- {note: 看}\n":                                  `proofs.yaml:2:3: error: the key "page" is missing [missing-key]`,
		"marks:\n- {page: 1, notes: 看}\n":                        `proofs.yaml:2:13: error: unknown key "notes" (→ "note"?) [unknown-key]`,
		"signed:\n- {page: 1, status: finel}\n":                  `proofs.yaml:2:21: error: status: "finel" (→ "final"?) is none of first | second | final | press [bad-value]`,
		"signed:\n- {page: 1}\n":                                 `proofs.yaml:2:3: error: the key "status" is missing [missing-key]`,
		"marks: {page: 1\n":                                      `proofs.yaml:1:8: error: this is not valid YAML: the bracket { is never closed: write } behind what it holds [bad-yaml]`,
		"marks:\n- {page: 1, story: gone, settled: {who: 王三}}\n": "",
	} {
		_, problems := load(folder(issueY, sound, storyA, goodA, ProofsFile, text), newGallery(fakeProbe), nil)
		var got []string
		for _, p := range problems {
			if p.Pos.File == ProofsFile {
				got = append(got, p.Format(diag.English))
			}
		}
		if strings.Join(got, "\n") != want {
			t.Errorf("%s\n%s\nwanted\n%s", text, strings.Join(got, "\n"), want)
		}
	}
}

// TestChangeProofs: every change leaves the rest of the file as it was.
func TestChangeProofs(t *testing.T) {
	mark := func() *ProofMark {
		return &ProofMark{Page: 2, Area: geom.Rect{X: geom.Millimetres(10), Y: geom.Millimetres(20.25), W: geom.Millimetres(5), H: geom.Millimetres(6)}, Story: "b", Line: 7, Words: "#一", Note: "改: 二", Hand: Hand{"李四", "2026-11-23 01:02"}}
	}
	words := "换个说法, 好"
	for _, c := range []struct {
		name, source string
		change       ProofChange
		from, to     string // what is in the place of what
	}{
		{"a first mark", "", ProofChange{Mark: mark()}, "", "marks:\n  - page: 2\n    at: [10mm, 20.3mm]\n    size: [5mm, 6mm]\n    story: b\n    line: 7\n    words: '#一'\n    note: '改: 二'\n    who: 李四\n    when: 2026-11-23 01:02\n"},
		{"a first signature", "# 校样\n", ProofChange{Sign: &Signature{Page: 3, Status: SecondReading, Hand: Hand{"王三", "2026-11-23 01:02"}, Content: "ab12"}}, "# 校样\n", "# 校样\nsigned:\n  - {page: 3, status: second, who: 王三, when: 2026-11-23 01:02, content: ab12}\n"},
		{"one more mark", proofsY, ProofChange{Mark: &ProofMark{Page: 3, Note: "看"}}, "全版再看}\n", "全版再看}\n  - page: 3\n    note: 看\n"},
		{"an answer", proofsY, ProofChange{On: 0, Answer: &Answer{Hand{"王三", "2026-11-22 22:09"}, "好, 行"}}, "note: 已核}\n", "note: 已核}\n      - {who: 王三, when: 2026-11-22 22:09, note: '好, 行'}\n"},
		{"an answer in braces", proofsY, ProofChange{On: 1, Answer: &Answer{Hand{"王三", "2026-11-22 22:09"}, "好"}}, "全版再看}", "全版再看, answers: [{who: 王三, when: 2026-11-22 22:09, note: 好}]}"},
		{"an answer in braces that have room for it", strings.Replace(proofsY, "再看}", "再看, answers: []}", 1), ProofChange{On: 1, Answer: &Answer{Hand{"王三", "2026-11-22 22:09"}, "好"}}, "answers: []}", "answers: [{who: 王三, when: 2026-11-22 22:09, note: 好}]}"},
		{"settled", proofsY, ProofChange{On: 1, Settle: &Hand{"王三", "2026-11-22 22:09"}}, "全版再看}", "全版再看, settled: {who: 王三, when: 2026-11-22 22:09}}"},
		{"opened again", proofsY, ProofChange{On: 0, Reopen: true}, "    settled: {who: 李四, when: 2026-11-22 22:02}\n", ""},
		{"other words", proofsY, ProofChange{On: 1, Note: &words}, "全版再看", "'换个说法, 好'"},
		{"a mark goes", proofsY, ProofChange{On: 1, Drop: true}, "  - {page: 1, note: 全版再看}\n", ""},
		{"a signature goes", proofsY, ProofChange{Unsign: true}, "signed:\n  - {page: 1, status: 清样, who: 王三, when: 2026-11-22 23:10, content: 3fa9}\n", "signed: []\n"},
		{"signed once more", proofsY, ProofChange{Sign: &Signature{Page: 1, Status: PassedForPress, Hand: Hand{"王三", "2026-11-23 01:02"}}}, "3fa9}\n", "3fa9}\n  - {page: 1, status: press, who: 王三, when: 2026-11-23 01:02}\n"},
	} {
		for _, eol := range []string{"\n", "\r\n"} {
			source, want := strings.ReplaceAll(c.source, "\n", eol), strings.ReplaceAll(strings.Replace(c.source, c.from, c.to, 1), "\n", eol)
			if source == "" && eol != "\n" {
				continue // an empty file has no line ends of its own
			}
			got, err := ChangeProofs([]byte(source), c.change)
			if err != nil || string(got) != want {
				t.Errorf("%s: %v\n%s", c.name, err, got)
			}
		}
	}
	for name, c := range map[string]ProofChange{"no such mark": {On: 2, Drop: true}, "no such signature": {On: 1, Unsign: true}, "none": {On: -1, Reopen: true}} {
		if _, err := ChangeProofs([]byte(proofsY), c); err == nil {
			t.Errorf("%s is changed", name)
		}
	}
	if _, err := ChangeProofs([]byte("marks: {\n"), ProofChange{Mark: mark()}); err == nil {
		t.Error("a file with faults is changed")
	}
}

// TestChangesAddUp: whatever is done one after the other, the file says all of it.
func TestChangesAddUp(t *testing.T) {
	text := rapid.StringOfN(rapid.SampledFrom([]rune("校对，。“”ab 1:#'\"{}[]-|>&*!%@\\")), 1, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		source := []byte(rapid.SampledFrom([]string{"", "# 校\n", proofsY, "marks: []\nsigned: []\n", "marks: [{page: 1, note: 看}]", strings.ReplaceAll(proofsY, "\n", "\r\n")}).Draw(t, "source"))
		want, err := ReadProofs(source)
		if err != nil {
			t.Fatal(err)
		}
		words := func(name string) string { return strings.TrimSpace(text.Draw(t, name)) }
		hand := Hand{"王三", "2026-11-23 01:02"}
		for range rapid.IntRange(1, 6).Draw(t, "changes") {
			c := ProofChange{On: rapid.IntRange(0, 3).Draw(t, "on")}
			switch rapid.IntRange(0, 6).Draw(t, "kind") {
			case 0:
				c.Mark = &ProofMark{Page: 1, Words: words("words"), Note: words("note"), Hand: hand}
			case 1:
				c.Sign = &Signature{Page: 1, Status: FinalProof, Hand: hand}
			case 2:
				c.Answer = &Answer{hand, "答" + words("answer")}
			case 3:
				c.Settle = &hand
			case 4:
				c.Reopen = true
			case 5:
				c.Drop = true
			case 6:
				c.Unsign = true
			}
			next, err := c.changed(want)
			if err != nil {
				continue // there is no such mark
			}
			out, err := ChangeProofs(source, c)
			if err != nil {
				t.Fatalf("refused: %+v\n%s", c, source)
			}
			got, err := ReadProofs(out)
			if err != nil || !reflect.DeepEqual(unplaced(got), unplaced(next)) {
				t.Fatalf("%v\n%s", err, out)
			}
			if n := strings.Count(string(source), "#"); strings.Count(string(out), "#") < n && !c.Drop && !c.Unsign && !c.Reopen {
				t.Fatalf("a comment is gone:\n%s", out)
			}
			source, want = out, next
		}
	})
}
