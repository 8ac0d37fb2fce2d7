package manuscript

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"duikai/layout/diag"
)

const handed = "\ufeff# of the house\r\npaper: 望汀日报 # name\r\npages:\r\n" +
	"  - number: 1\r\n    slots:   # front\r\n" +
	"      - {story: canal, at: [1, 16], span: [5, 41], columns: 4}  # found\r\n" +
	"      - {story: port,   at: [6,16] , span: [3, 35] } # the port\r\n" +
	"      # the picture\r\n" +
	"      - picture: pictures/a.jpg\r\n        at: [4, 74]   # found: at\r\n        span: [5, 36]\r\n\r\n        # of Monday\r\n        caption: 灯笼，船。\r\n" +
	"      - {notice: 今天多云, at: [1, 14], span: [8, 1]}\r\n" +
	"    pool: [brief, other]\r\n" +
	"reserve: [brief, spare]\r\n"

func TestChangeSlots(t *testing.T) {
	var reader SlotReader // what it keeps is the same after each change
	for name, c := range map[string]struct {
		changes []SlotChange
		added   []NewSlot
		swaps   []string // old and new in turn
	}{
		"moved":                 {[]SlotChange{{Page: 1, Index: 0, Set: []diag.Setting{{Key: "at", Value: "[2, 16]"}}}}, nil, []string{"at: [1, 16]", "at: [2, 16]", "}  # found", "}"}},
		"another in its blanks": {[]SlotChange{{Page: 1, Index: 1, Set: []diag.Setting{{Key: "span", Value: "[2, 30]"}, {Key: "box", Value: "line"}}}}, nil, []string{"span: [3, 35] }", "span: [2, 30], box: line }"}},
		"swapped": {[]SlotChange{{Page: 1, Index: 1, Set: []diag.Setting{{Key: "at", Value: "[1, 16]"}}}, {Page: 1, Index: 0, Set: []diag.Setting{{Key: "at", Value: "[6, 16]"}}}}, nil,
			[]string{"at: [1, 16]", "at: [6, 16]", "at: [6,16]", "at: [1, 16]", "}  # found", "}"}},
		"in lines":         {[]SlotChange{{Page: 1, Index: 2, Set: []diag.Setting{{Key: "at", Value: "[4, 70]"}}}}, nil, []string{"[4, 74]   # found: at", "[4, 70]"}},
		"a key in lines":   {[]SlotChange{{Page: 1, Index: 2, Set: []diag.Setting{{Key: "box", Value: "double"}}}}, nil, []string{"span: [5, 36]\r\n", "span: [5, 36]\r\n        box: double\r\n"}},
		"words":            {[]SlotChange{{Page: 1, Index: 2, Set: []diag.Setting{{Key: "caption", Value: "灯：一、二"}}}}, nil, []string{"灯笼，船。", "灯：一、二"}},
		"a key less":       {[]SlotChange{{Page: 1, Index: 0, Set: []diag.Setting{{Key: "columns", Value: ""}}}}, nil, []string{", columns: 4}", "}"}},
		"the first key":    {[]SlotChange{{Page: 1, Index: 1, Set: []diag.Setting{{Key: "tint", Value: ""}}}}, nil, nil},
		"a key line less":  {[]SlotChange{{Page: 1, Index: 2, Set: []diag.Setting{{Key: "span", Value: ""}}}}, nil, []string{"   # found: at", "", "        span: [5, 36]\r\n", ""}},
		"out":              {[]SlotChange{{Page: 1, Index: 1, Drop: true}}, nil, []string{"      - {story: port,   at: [6,16] , span: [3, 35] } # the port\r\n", ""}},
		"in from the pool": {nil, []NewSlot{{1, "brief", [2]int{1, 100}, [2]int{2, 9}}}, []string{"span: [8, 1]}\r\n", "span: [8, 1]}\r\n      - {story: brief, at: [1, 100], span: [2, 9]}\r\n", "pool: [brief, other]", "pool: [other]", "reserve: [brief, spare]", "reserve: [spare]"}},
		"out and in at once": {[]SlotChange{{Page: 1, Index: 3, Drop: true}}, []NewSlot{{1, "late", [2]int{1, 14}, [2]int{8, 1}}},
			[]string{"{notice: 今天多云, at: [1, 14], span: [8, 1]}", "{story: late, at: [1, 14], span: [8, 1]}"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ChangeSlots([]byte(handed), c.changes, c.added)
			if err != nil {
				t.Fatal(err)
			}
			if want := strings.NewReplacer(c.swaps...).Replace(handed); string(got) != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			for range 2 {
				again, err := reader.Change([]byte(handed), c.changes, c.added)
				if err != nil || string(again) != string(got) {
					t.Errorf("from what is kept: %v\n%s", err, again)
				}
			}
			for _, source := range [][]byte{[]byte(handed), got} {
				want, err := ReadSlots(source)
				if err != nil {
					t.Fatal(err)
				}
				if all, err := reader.Read(source); err != nil || !reflect.DeepEqual(all, want) {
					t.Errorf("from what is kept: %v\n%v\nnot\n%v", err, all, want)
				}
			}
			if len(reader.kept) > keptSources {
				t.Errorf("%d files are kept", len(reader.kept))
			}
		})
	}
}

func TestChangeSlotsRefuses(t *testing.T) {
	for name, c := range map[string]SlotChange{
		"no such slot":   {Page: 1, Index: 9, Set: []diag.Setting{{Key: "at", Value: "[1, 1]"}}},
		"no such page":   {Page: 7, Set: []diag.Setting{{Key: "at", Value: "[1, 1]"}}},
		"another value":  {Page: 1, Set: []diag.Setting{{Key: "box", Value: "line, tint: 5%"}}},
		"what is no key": {Page: 1, Set: []diag.Setting{{Key: "at", Value: "[1, 1"}}},
		"a line more":    {Page: 1, Index: 2, Set: []diag.Setting{{Key: "box", Value: "line\n        tint: 5%"}}},
	} {
		if got, err := ChangeSlots([]byte(handed), []SlotChange{c}, nil); err == nil {
			t.Errorf("%s gives\n%s", name, got)
		}
	}
	if _, err := ChangeSlots([]byte("pages: [\n"), nil, nil); err == nil {
		t.Error("a broken file is changed")
	}
}

func TestReadSlots(t *testing.T) {
	all, err := ReadSlots([]byte(handed))
	if err != nil || len(all) != 4 {
		t.Fatal(all, err)
	}
	if s := all[1]; s.Kind != "story" || s.Name != "port" || s.Keys["at"] != "[6,16]" || s.Src.Line != 7 || s.Index != 1 {
		t.Errorf("%+v", s)
	}
	if s := all[2]; s.Kind != "picture" || s.Name != "pictures/a.jpg" || s.Keys["caption"] != "灯笼，船。" {
		t.Errorf("%+v", s)
	}
}

// TestListsInLines: a place that is written as a list in lines is read as one in brackets,
// and written so; what else stands between its lines is not lost.
func TestListsInLines(t *testing.T) {
	const around = "pages:\r\n  - number: 1\r\n    slots:\r\n      - story: a\r\n        %s\r\n        span: [2,\r\n          20]\r\n"
	move := []SlotChange{{Page: 1, Set: []diag.Setting{{Key: "at", Value: "[2, 1]"}, {Key: "span", Value: "[3, 9]"}}}}
	for in, want := range map[string]string{
		"at:\r\n          - 1\r\n          -  12":                 "at: [2, 1]",
		"'at':  # 上\r\n        - 1\r\n        - 12":               "'at': [2, 1]  # 上",
		"at:\r\n        # 上\r\n        - 1\r\n        - 12":       "at: [2, 1]\r\n        # 上",
		"at:\r\n          - 1 # 栏\r\n          - 12":              "",
		"at:\r\n          - 1\r\n          # 行\r\n          - 12": "",
		"at:\r\n          -\r\n            1\r\n          - 12":   "",
	} {
		source := fmt.Sprintf(around, in)
		all, err := ReadSlots([]byte(source))
		if err != nil || len(all) != 1 || all[0].Keys["at"] != "[1, 12]" || all[0].Keys["span"] != "[2, 20]" {
			t.Fatalf("%q: %+v %v", in, all, err)
		}
		got, err := ChangeSlots([]byte(source), move, nil)
		if want == "" {
			if !errors.Is(err, ErrNotPlain) {
				t.Errorf("%q: %q %v", in, got, err)
			}
			continue
		}
		full := strings.Replace(fmt.Sprintf(around, want), "[2,\r\n          20]", "[3, 9]", 1)
		if err != nil || string(got) != full {
			t.Errorf("%q gives\n%s\nwant\n%s\n%v", in, got, full, err)
		}
	}
}

// TestRewords: words in several lines are changed line by line, whatever their list looks
// like: what is not changed stays to the byte, with what stands behind it.
func TestRewords(t *testing.T) {
	const around = "pages:\r\n  - number: 1\r\n    slots:\r\n%s"
	lines := func(item string) string { // a slot in lines
		return "      - notice:" + item + "\r\n        at: [1, 1]\r\n        span: [2, 9]\r\n"
	}
	braces := func(item string) string {
		return "      - {notice: " + item + ", at: [1, 1], span: [2, 9]} # 报眼\r\n"
	}
	for _, c := range []struct{ in, value, want string }{ // no want: refused
		{lines("\r\n          - 晴 # 白天\r\n          - '雨, 大'\r\n          -  风"), "[阴, '雨, 大', 风]", lines("\r\n          - 阴 # 白天\r\n          - '雨, 大'\r\n          -  风")},
		{lines("\r\n          - 晴 # 白天\r\n          - 雨"), "[晴, 雨, '风: 大', 雪]", lines("\r\n          - 晴 # 白天\r\n          - 雨\r\n          - '风: 大'\r\n          - 雪")},
		{lines("\r\n        - 晴\r\n        - 雨\r\n        # 夜里\r\n        - 风"), "[晴, 雪]", ""},
		{lines("\r\n        - 晴\r\n        - 雨 # 夜里\r\n        - 风"), "[晴]", ""},
		{lines("\r\n        - 晴 # 白天\r\n        - 雨\r\n        - '风'"), "[晴, 雪]", lines("\r\n        - 晴 # 白天\r\n        - 雪")},
		{lines("\r\n        - '晴, 热'\r\n        - 雨"), "雪", lines(" 雪")},
		{lines(" 晴 # 白天"), "[晴, 雨]", lines(" [晴, 雨] # 白天")},
		{lines(" |\r\n          晴\r\n          雨"), "[晴, 雪]", ""},
		{braces("晴"), "[晴, '雨, 大']", braces("[晴, '雨, 大']")},
		{braces("[晴, \"雨\"]"), "[阴, 雨]", braces("[阴, \"雨\"]")},
		{braces("[晴, 雨]"), "[晴, 雨, '风, 大']", braces("[晴, 雨, '风, 大']")},
		{braces("[晴, 雨, 风]"), "[晴, 雪]", braces("[晴, 雪]")},
		{braces("[晴, 雨, 风]"), "雪", braces("雪")},
		{braces("[晴, # 白天\r\n        雨, 风]"), "[晴, 雪, 风]", braces("[晴, # 白天\r\n        雪, 风]")},
		{braces("[晴, # 白天\r\n        雨, 风]"), "[晴, 雨]", braces("[晴, # 白天\r\n        雨]")},
		{braces("[晴, 雨, # 白天\r\n        风]"), "[晴, 雨]", ""},
	} {
		got, err := ChangeSlots(fmt.Appendf(nil, around, c.in), []SlotChange{{Page: 1, Set: []diag.Setting{{Key: "notice", Value: c.value}}}}, nil)
		if c.want == "" {
			if !errors.Is(err, ErrNotPlain) {
				t.Errorf("%q to %s gives %q, %v", c.in, c.value, got, err)
			}
			continue
		}
		if err != nil || string(got) != fmt.Sprintf(around, c.want) {
			t.Errorf("%q to %s gives\n%s%v", c.in, c.value, got, err)
		}
	}
	all, err := ReadSlots(fmt.Appendf(nil, around, lines("\r\n          - 晴 # 白天\r\n          - '雨, 大'")+"      - {digest: 今日导读, at: [1, 20], span: [2, 9]}\r\n      - {nameplate: vertical, at: [1, 30], span: [2, 9]}\r\n"))
	if err != nil || len(all) != 3 {
		t.Fatal(all, err)
	}
	if e := all[0]; e.Name != "notice" || e.Words["notice"] != "晴\n雨, 大" || e.Keys["notice"] != e.Words["notice"] || e.Begins["notice"] != (diag.Pos{File: "issue.yaml", Line: 5, Col: 11}) || e.Begins["at"].Line != 7 {
		t.Errorf("%+v", e)
	}
	if d, n := all[1], all[2]; d.Name != "digest" || d.Words["digest"] != "今日导读" || n.Name != "nameplate" || len(n.Words) > 0 {
		t.Errorf("%+v %+v", d, n)
	}
}

const told = "---\r\nkicker: 一周年 # told\r\nheadline:\r\n  - 老码头\r\n  - '新: 汽笛'\r\ndeck: [甲, 乙]\r\n---\r\n第一段，\r\n两行。\r\n\r\n\r\n## 小标题\r\n\r\n第二段。"

func TestPassages(t *testing.T) {
	all, err := Passages([]byte(told))
	if err != nil || len(all) != 8 {
		t.Fatal(all, err)
	}
	change := func(p Passage, text string) string {
		t.Helper()
		got, err := ChangePassage([]byte(told), p, text)
		if err != nil {
			t.Fatal(p, err)
		}
		return string(got)
	}
	for i, c := range []struct{ text, old, new string }{
		{"百年", "kicker: 一周年", "kicker: 百年"},
		{"新: 码头", "- 老码头", "- '新: 码头'"},
		{"旧||汽笛", "'新: 汽笛'", "'旧||汽笛'"},
		{"甲, 丙", "[甲, 乙]", "['甲, 丙', 乙]"},
		{"丁", "[甲, 乙]", "[甲, 丁]"},
		{"新段，\n三\n行。", "第一段，\r\n两行。", "新段，\r\n三\r\n行。"},
		{"", "## 小标题\r\n\r\n", ""},
		{"末段。\n\n又一段。\n", "第二段。", "末段。\r\n\r\n又一段。"},
	} {
		if got, want := change(all[i], c.text), strings.Replace(told, c.old, c.new, 1); got != want {
			t.Errorf("%d: got\n%q\nwant\n%q", i, got, want)
		}
	}
	if got, want := change(all[0], ""), strings.Replace(told, "kicker: 一周年 # told\r\n", "", 1); got != want {
		t.Errorf("got %q", got)
	}
	if _, err := ChangePassage([]byte(told), Passage{Item: -1, Line: 8, Text: "别的"}, "x"); !errors.Is(err, ErrNoPassage) {
		t.Error(err)
	}
	// A passage is found again where lines were put before it.
	more := strings.Replace(told, "第一段", "新的一段。\r\n\r\n第一段", 1)
	if got, err := ChangePassage([]byte(more), all[7], "改"); err != nil || string(got) != strings.Replace(more, "第二段。", "改", 1) {
		t.Errorf("%q %v", got, err)
	}
}

func TestChangeFront(t *testing.T) {
	for _, c := range []struct {
		set  diag.Setting
		want string
	}{
		{diag.Setting{Key: "weight", Value: "2"}, strings.Replace(told, "# told\r\n", "# told\r\nweight: 2\r\n", 1)},
		{diag.Setting{Key: "kicker", Value: "新"}, strings.Replace(told, "一周年", "新", 1)},
		{diag.Setting{Key: "headline", Value: "新"}, strings.Replace(told, "\r\n  - 老码头\r\n  - '新: 汽笛'", " 新", 1)},
		{diag.Setting{Key: "headline", Value: "[新"}, ""},
	} {
		got, err := ChangeFront([]byte(told), []diag.Setting{c.set})
		if string(got) != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%v: %q, %v", c.set, got, err)
		}
	}
	if got, err := ChangeFront([]byte("只有正文。\n"), []diag.Setting{{Key: "headline", Value: "题"}}); err != nil || string(got) != "---\nheadline: 题\n---\n只有正文。\n" {
		t.Errorf("%q %v", got, err)
	}
}

// TestTakes: a value is taken by a key if the loader reads it without a fault, and is
// nothing but a value.
func TestTakes(t *testing.T) {
	for _, c := range []struct {
		key, value string
		slot, good bool
	}{
		{"at", "[1, 1]", true, true}, {"at", "[0, 1]", true, false}, {"at", "[1]", true, false}, {"span", "[2, null]", true, true}, {"span", "2", true, false},
		{"box", "line", true, true}, {"box", "花边", true, true}, {"box", "x", true, false}, {"box", "line, head: none", true, false}, {"box", "line # x", true, false}, {"box", "line\nhead: none", true, false},
		{"tint", "8%", true, true}, {"tint", "800%", true, false}, {"columns", "4", true, true}, {"columns", "[2]", true, false}, {"columns", "0", true, false},
		{"head-span", "[1, 2]", true, true}, {"focus", "[50%, 60%]", true, true}, {"focus", "[50%, 160%]", true, false}, {"keyline", "false", true, true}, {"keyline", "x", true, false},
		{"head-size", "36pt", true, true}, {"head-size", "3pt", true, false}, {"caption", "'甲, 乙'", true, true}, {"boks", "line", true, false},
		{"weight", "3", false, true}, {"weight", "7", false, false}, {"initial", "9", false, false}, {"headline", "甲||乙", false, true}, {"box", "line", false, false},
	} {
		takes, named := FrontTakes, FrontKey
		if c.slot {
			takes, named = SlotTakes, SlotKey
		}
		if got := takes(c.key, c.value); got != c.good {
			t.Errorf("%s: %s: %v", c.key, c.value, got)
		}
		if words, known := named(c.key); words != (c.key == "caption" || c.key == "headline") || !known && c.good {
			t.Errorf("%s holds words %v, is known %v", c.key, words, known)
		}
	}
}

// TestFoundOn: the marks of one page stay, and no place moves.
func TestFoundOn(t *testing.T) {
	const source = "paper: 报\ndate: 2026-11-23\npages:\n- number: 1\n  slots:\n  - {story: a, at: [1, 1], span: [2, 20]}  # found\n- number: 2\n  slots:\n  - {story: b, at: [1, 1], span: [2, 20]}  # found: at\n  - story: c\n    at: [3, 1]  # found\n    span: [2, 20]  # found\n"
	out := string(FoundOn([]byte(source), 1))
	if want := strings.Replace(strings.ReplaceAll(source, "# found", "# fixed"), "# fixed", "# found", 1); out != want {
		t.Errorf("%s", out)
	}
	if out := string(FoundOn([]byte(source), 2)); strings.Count(out, "# found") != 3 || len(out) != len(source) {
		t.Errorf("%s", out)
	}
}

// TestLoosened: the places of a page that an editor set are marked as found, and what
// stays where it was has its source again, to the byte.
func TestLoosened(t *testing.T) {
	const source = `paper: 报
date: 2026-11-23
pages:
- number: 1
  slots:
  - {story: a, at: [1, 1], span: [2, 20]}
  - {story: b, at: [3, 1], span: [2, 20]}  # 头条
  - {story: c, at: [5, 1], span: [2, 20]}  # found: at
  - story: d
    at: [1, 30]   # 左下
    span: [2, 20]
  - {ad: x.pdf, at: [3, 30], span: [2, 20]}
  - {story: e}
- number: 2
  slots:
  - {story: f, at: [1, 1], span: [2, 20]}
`
	for _, eol := range []string{"\n", "\r\n"} {
		before := []byte(strings.ReplaceAll(source, "\n", eol))
		loose, err := Loosened(before, 1)
		if err != nil || strings.Count(string(loose), "# found") != 1+2+2 {
			t.Fatalf("%v\n%s", err, loose)
		}
		if got, err := Tightened(before, loose, 1); err != nil || string(got) != string(before) {
			t.Errorf("%v\n%s", err, got)
		}
		moved := strings.Replace(string(loose), "[3, 1]", "[6, 1]", 1)
		got, err := Tightened(before, []byte(moved), 1)
		if err != nil || strings.Count(string(got), "# found") != 2 || !strings.Contains(string(got), "at: [6, 1], span: [2, 20]}  # found") {
			t.Errorf("%v\n%s", err, got)
		}
	}
}
