package manuscript

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const (
	foundA = "at: [1, 2], span: [3, 40]"
	foundB = "at: [4, 2], span: [2, 20], columns: 3"
)

// planned are found slots for the stories a and b of an issue's first page, and
// for those that no page names.
func planned(is *Issue) (slots []*Slot) {
	var open []*Slot
	for _, p := range is.Pages {
		open = append(open, p.Slots...)
	}
	for _, s := range is.Unplaced() {
		open = append(open, &Slot{Kind: StorySlot, Story: s.ID, Src: s.Src})
	}
	for _, r := range is.Reserve {
		open = append(open, &Slot{Kind: StorySlot, Story: r.ID, Src: r.Src})
	}
	for _, s := range open {
		f := *s
		f.Open = 0
		switch s.Story {
		case "a":
			f.Col, f.Row, f.Cols, f.Rows, f.Columns = 1, 2, 3, 40, 0
		case "b":
			f.Col, f.Row, f.Cols, f.Rows, f.Columns = 4, 2, 2, 20, 3
		default:
			continue
		}
		slots = append(slots, &f)
	}
	return slots
}

// TestWritePlan puts places into issue.yaml: everything else stays to the byte.
func TestWritePlan(t *testing.T) {
	const before = "paper: 望汀日报\ndate: 2026-11-23\npages:\n- number: 1\n"
	for name, c := range map[string]struct{ in, want string }{
		"braces": {
			"  slots:\n  # 头条\n  - {story: a}\n  - {story: b, head: left} # 边题\n",
			"  slots:\n  # 头条\n  - {story: a, " + foundA + "}  # found\n  - {story: b, head: left, " + foundB + "}  # found # 边题\n"},
		"height open": {
			"  slots:\n  - {story: a, span: [3, null], box: line}\n  - {at: [4, 2], span: [2, 20], story: b, columns: 3}\n",
			"  slots:\n  - {story: a, span: [3, 40], box: line, at: [1, 2]}  # found: at, rows\n  - {at: [4, 2], span: [2, 20], story: b, columns: 3}\n"},
		"height open, with a tilde and comments": {
			"  slots:\n  - {story: a, span: [3, # 三栏\n      ~]}\n",
			"  slots:\n  - {story: a, span: [3, # 三栏\n      40], at: [1, 2]}  # found: at, rows\n"},
		"height open, in lines": {
			"  slots:\n  - story: a\n    span:\n      - 3 # 三栏\n      - null # 高由程序定\n",
			"  slots:\n  - story: a\n    at: [1, 2]  # found\n    span:\n      - 3 # 三栏\n      - 40 # 高由程序定\n"},
		"lines": {
			"  slots:\n  - story: a\n    box: line\n\n  - story: b # 二条\n",
			"  slots:\n  - story: a\n    at: [1, 2]  # found\n    span: [3, 40]  # found\n    box: line\n\n  - story: b # 二条\n    at: [4, 2]  # found\n    span: [2, 20]  # found\n    columns: 3  # found\n"},
		"comments between keys": {
			"  slots:\n  - story: a # 稿\n    # 加框\n\n    box: line\n  # 完\n",
			"  slots:\n  - story: a # 稿\n    at: [1, 2]  # found\n    span: [3, 40]  # found\n    # 加框\n\n    box: line\n  # 完\n"},
		"comments in braces": {
			"  slots:\n  - {story: a, # 稿 }\n     box: line # 加框\n    }\n",
			"  slots:\n  - {story: a, # 稿 }\n     box: line, " + foundA + " # 加框\n    }  # found\n"},
		"a comma at the end": {
			"  slots:\n  - {story: a, }\n",
			"  slots:\n  - {story: a, " + foundA + ", }  # found\n"},
		"keys without values": {
			"  slots:\n  - story: a\n    at:\n    span: null # 由程序定\n",
			"  slots:\n  - story: a\n    at: [1, 2]  # found\n    span: [3, 40] # 由程序定\n"},
		"quotes and brackets in texts": {
			"  slots:\n  - {story: 'a', title: \"说“]}”\\\" }\"}\n",
			"  slots:\n  - {story: 'a', title: \"说“]}”\\\" }\", " + foundA + "}  # found\n"},
		"a list in brackets": {
			"  slots: [{story: a}, {story: b}] # 两篇\n",
			"  slots: [{story: a, " + foundA + "},  # found\n          {story: b, " + foundB + "}]  # found # 两篇\n"},
		"a list in brackets, one of them placed": {
			"  slots: [{story: c, at: [1, 1], span: [8, 9]}, {story: b}]\n",
			"  slots: [{story: c, at: [1, 1], span: [8, 9]},\n          {story: b, " + foundB + "}]  # found\n"},
		"a list in brackets and a pool": {
			"  slots: [{story: a}, ]\n  pool: [b]\n",
			"  slots: [{story: a, " + foundA + "},  # found\n          {story: b, " + foundB + "} ]  # found\n"},
		"a list in brackets with comments and a pool": {
			"  slots: [\n    {story: c, at: [1, 1], span: [8, 9]} # 定\n  ]\n  pool: [b]\n",
			"  slots: [\n    {story: c, at: [1, 1], span: [8, 9]}, # 定\n    {story: b, " + foundB + "}  # found\n  ]\n"},
		"a list in brackets over lines": {
			"  slots: [\n    {story: a}, # 头条\n    {story: b} # 二条\n  ]\n",
			"  slots: [\n    {story: a, " + foundA + "},  # found # 头条\n    {story: b, " + foundB + "}  # found # 二条\n  ]\n"},
		"a pool": {
			"  pool: [a, b] # 都是小稿\n",
			"  slots:  # found\n    - {story: a, " + foundA + "}  # found\n    - {story: b, " + foundB + "}  # found\n  pool: [] # 都是小稿\n"},
		"a pool and slots": {
			"  slots:\n    - {story: a}\n  pool:\n    - b\n    - c\n",
			"  slots:\n    - {story: a, " + foundA + "}  # found\n    - {story: b, " + foundB + "}  # found\n  pool:\n    - c\n"},
		"comments in a pool": {
			"  pool:\n    # 待定\n    - a # 小稿\n    - c # 小稿\n    - b\n",
			"  slots:  # found\n    - {story: a, " + foundA + "}  # found\n    - {story: b, " + foundB + "}  # found\n  pool:\n    # 待定\n    # 小稿\n    - c # 小稿\n"},
		"a pool over lines": {
			"  pool: [a, # 小稿\n    'c', b]\n",
			"  slots:  # found\n    - {story: a, " + foundA + "}  # found\n    - {story: b, " + foundB + "}  # found\n  pool: [ # 小稿\n    'c']\n"},
		"no slots on purpose, and a pool": {
			"  slots: [] # 暂无\n  pool: [a, c]\n",
			"  slots: # 暂无\n    - {story: a, " + foundA + "}  # found\n  pool: [c]\n"},
		"slots without value": {
			"  slots:\n  pool: [a]\n",
			"  slots:\n    - {story: a, " + foundA + "}  # found\n"},
		"a pool right behind a slot": {
			"  slots:\n    - {story: a}\n  pool: [b]\n  name: 要闻\n",
			"  slots:\n    - {story: a, " + foundA + "}  # found\n    - {story: b, " + foundB + "}  # found\n  name: 要闻\n"},
		"a pool alone": {
			"  plan: auto\n  pool: [a, b]\n",
			"  slots:  # found\n    - {story: a, " + foundA + "}  # found\n    - {story: b, " + foundB + "}  # found\n  plan: auto\n"},
		"texts over lines behind a slot": {
			"  slots:\n  - story: a\n    caption: |\n      一\n\n      # 二\n  pool: [b]\n",
			"  slots:\n  - story: a\n    at: [1, 2]  # found\n    span: [3, 40]  # found\n    caption: |\n      一\n\n      # 二\n  - {story: b, " + foundB + "}  # found\n  pool: []\n"},
		"a pool, and a slot with an empty line and a comment": {
			"  slots:\n    - story: a\n\n# 头条\n      head: left\n      box: line # 框\n\n  # 小稿\n  pool: [b]\n",
			"  slots:\n    - story: a\n      at: [1, 2]  # found\n      span: [3, 40]  # found\n\n# 头条\n      head: left\n      box: line # 框\n    - {story: b, " + foundB + "}  # found\n\n  # 小稿\n  pool: []\n"},
		"over two lines, with CRLF": {
			"  slots:\r\n  - {story: a,\r\n     head: left}\r\n  - {story: b}\r\n",
			"  slots:\r\n  - {story: a,\r\n     head: left, " + foundA + "}  # found\r\n  - {story: b, " + foundB + "}  # found\r\n"},
		"no line end at the end": {
			"  slots:\n  - story: a",
			"  slots:\n  - story: a\n    at: [1, 2]  # found\n    span: [3, 40]  # found"},
		"stories that stand nowhere": {
			"  name: 要闻 # 头版\n",
			"  slots:  # found\n    - {story: a, " + foundA + "}  # found\n    - {story: b, " + foundB + "}  # found\n  name: 要闻 # 头版\n"},
		"pool: auto": {
			"  slots:\n  - {ad: ad.jpg, at: [1, 90], span: [8, 31]}\n  pool: auto # 按版块\n",
			"  slots:\n  - {ad: ad.jpg, at: [1, 90], span: [8, 31]}\n  - {story: a, " + foundA + "}  # found\n  - {story: b, " + foundB + "}  # found\n  pool: [] # 按版块\n"},
	} {
		c.want = strings.ReplaceAll(c.want, "slots:  # found", "slots:")
		t.Run(name, func(t *testing.T) { checkWritten(t, before+c.in, before+c.want) })
	}
}

// TestFoundHead: a head that stands beside its text is written, and what an
// editor gave of a slot stays when it is opened again.
func TestFoundHead(t *testing.T) {
	const source = "paper: 望汀日报\ndate: 2026-11-23\npages:\n- number: 1\n  slots:\n  - {story: a, columns: 2, span: [3, null]}\n  - {story: b}\n  - story: c\n    head: left\n    span: [2, null]\n"
	load := func(source string) *Issue {
		is, _ := Load(folder(issueY, source, storyA, goodA, "stories/b.md", strings.Replace(goodA, "---\n正", "deck: 副\n---\n> **引语** 早\n\n正", 1), "stories/c.md", goodA))
		return is
	}
	is := load(source)
	var slots []*Slot
	for i, s := range is.Pages[0].Slots {
		f := *s
		f.Col, f.Row, f.Cols, f.Rows, f.Open = 1+2*i, 2, max(s.Cols, 2), 20, 0
		if s.Story == "b" {
			f.Head, f.Columns = HeadVerticalLeft, 1
		}
		slots = append(slots, &f)
	}
	slots[0].HeadFrom, slots[0].HeadCols = 1, 1
	slots[1].Without = []Part{PullPart, DeckPart}
	got, err := WritePlan([]byte(source), []FoundPage{{Number: 1, Slots: slots}})
	want := "paper: 望汀日报\ndate: 2026-11-23\npages:\n- number: 1\n  slots:\n  - {story: a, columns: 2, span: [3, 20], at: [1, 2], head-span: 1}  # found: at, rows\n  - {story: b, at: [3, 2], span: [2, 20], columns: 1, head: vertical-left, without: [pull, deck]}  # found\n  - story: c\n    at: [5, 2]  # found\n    head: left\n    span: [2, 20]  # found: rows\n"
	if err != nil || string(got) != want {
		t.Fatalf("%v\n%s", err, got)
	}
	is = load(string(got))
	Reopened(is, got)
	for i, want := range [...]struct {
		open    Open
		columns int
		head    Head
	}{{OpenPlace | OpenRows, 2, HeadAcross}, {OpenPlace | OpenCols | OpenRows, 0, HeadAcross}, {OpenPlace | OpenRows, 0, HeadLeft}} {
		if s := is.Pages[0].Slots[i]; s.Open != want.open || s.Columns != want.columns || s.Head != want.head || s.HeadCols != 0 || len(s.Without) > 0 {
			t.Errorf("%s is open in %b, has %d columns and its head at %d", s.Story, s.Open, s.Columns, s.Head)
		}
	}
	// Planned again, the heads stand over all of their text.
	slots = planned(is)
	again, err := WritePlan(got, []FoundPage{{Number: 1, Slots: slots}})
	if err != nil || strings.Count(string(again), "head: across") != 1 || !strings.Contains(string(again), "head-span: 3}") || !strings.Contains(string(again), "without: []}") {
		t.Errorf("%v\n%s", err, again)
	}
}

// TestWritePages: where the file gives the number of pages alone, they are
// written.
func TestWritePages(t *testing.T) {
	for name, c := range map[string][2]string{
		"in lines": {
			"paper: 望汀日报\npages: 1 # 一版\ndate: 2026-11-23\n",
			"paper: 望汀日报\npages: # 一版\n  - number: 1  # found\n    slots:\n      - {story: a, " + foundA + "}  # found\n      - {story: b, " + foundB + "}  # found\ndate: 2026-11-23\n"},
		"the last line": {
			"paper: 望汀日报\ndate: 2026-11-23\npages: 1",
			"paper: 望汀日报\ndate: 2026-11-23\npages:\n  - number: 1  # found\n    slots:\n      - {story: a, " + foundA + "}  # found\n      - {story: b, " + foundB + "}  # found"},
		"in braces": {
			"{paper: 望汀日报, pages: 1, date: 2026-11-23}\n",
			"{paper: 望汀日报, pages: [{number: 1, slots: [{story: a, " + foundA + "},  # found\n  {story: b, " + foundB + "}  # found\n  ]}], date: 2026-11-23}\n"},
		"with a mark and CRLF": {
			"\ufeffpages: 1\r\npaper: 望汀日报\r\ndate: 2026-11-23\r\n",
			"\ufeffpages:\r\n  - number: 1  # found\r\n    slots:\r\n      - {story: a, " + foundA + "}  # found\r\n      - {story: b, " + foundB + "}  # found\r\npaper: 望汀日报\r\ndate: 2026-11-23\r\n"},
		"a mark, all in one line": {
			"\ufeff{paper: 望汀日报, date: 2026-11-23, pages: [{number: 1, name: 要闻, slots: [{story: a}], pool: [b]}]}",
			"\ufeff{paper: 望汀日报, date: 2026-11-23, pages: [{number: 1, name: 要闻, slots: [{story: a, " + foundA + "},  # found\n" + strings.Repeat(" ", 70) + "{story: b, " + foundB + "}],  # found\n" + strings.Repeat(" ", 70) + "pool: []}]}"},
		"from the reserve": {
			"paper: 望汀日报\ndate: 2026-11-23\nreserve: [c, b]\npages: [{number: 1, slots: [{story: a}]}]\n",
			"paper: 望汀日报\ndate: 2026-11-23\nreserve: [c]\npages: [{number: 1, slots: [{story: a, " + foundA + "},  # found\n" + strings.Repeat(" ", 28) + "{story: b, " + foundB + "}]}]  # found\n"},
		"old line ends": {
			"paper: 望汀日报\rdate: 2026-11-23\rpages:\r- number: 1\r  slots:\r  - story: a\r",
			"paper: 望汀日报\rdate: 2026-11-23\rpages:\r- number: 1\r  slots:\r  - story: a\r    at: [1, 2]  # found\r    span: [3, 40]  # found\r"},
	} {
		t.Run(name, func(t *testing.T) { checkWritten(t, c[0], c[1]) })
	}
}

// TestWriteFillers: fillers that were used become slots of their page that say what they
// said; their list is a stock and stays.
func TestWriteFillers(t *testing.T) {
	const head = "paper: 望汀日报\ndate: 2026-11-23\nfillers:\n" +
		"  - p.pdf # 公益\n  - 'q r.jpg'\n  - {ad: r.pdf, span: [3, null]}\n" +
		"  - notice: |\n      节约，\n      用水\n    # 红字\n    title: '公益: 水'\n    ink: red\n    span: [2, null]\n" +
		"  - {pictures: [{file: p.jpg, caption: 晨}, q r.jpg], grid: [2, 1]}\n" +
		"pages:\n- number: 1\n  slots:\n  - {story: a}\n"
	files := []string{storyA, goodA, "p.pdf", "pdf", "r.pdf", "pdf", "p.jpg", "x", "q r.jpg", "x"}
	is, problems := Load(folder(append([]string{issueY, head}, files...)...))
	if is == nil || len(is.Fillers) != 5 {
		t.Fatal(problems)
	}
	var slots []*Slot
	for i, s := range append(slices.Clone(is.Pages[0].Slots), is.Fillers...) {
		f := *s
		f.Open, f.Col, f.Row, f.Cols, f.Rows = 0, 1, 1+10*i, 4, 9
		slots = append(slots, &f)
	}
	got, err := WritePlan([]byte(head), []FoundPage{{Number: 1, Slots: slots}})
	want := strings.Replace(head, "{story: a}", "{story: a, at: [1, 1], span: [4, 9]}  # found", 1) +
		"  - {ad: p.pdf, mark: false, at: [1, 11], span: [4, 9]}  # found\n" +
		"  - {picture: q r.jpg, at: [1, 21], span: [4, 9]}  # found\n" +
		"  - {ad: r.pdf, at: [1, 31], span: [4, 9]}  # found\n" +
		"  - {notice: \"节约，\\n用水\\n\", title: '公益: 水', ink: red, at: [1, 41], span: [4, 9]}  # found\n" +
		"  - {pictures: [{file: p.jpg, caption: 晨}, q r.jpg], grid: [2, 1], at: [1, 51], span: [4, 9]}  # found\n"
	if err != nil || string(got) != want {
		t.Fatalf("%v\n%s", err, got)
	}
	again, problems := Load(folder(append([]string{issueY, string(got)}, files...)...))
	if len(again.FreeFillers()) > 0 || len(is.FreeFillers()) != 5 {
		t.Fatalf("%d fillers are free\n%v", len(again.FreeFillers()), problems)
	}
	for i, s := range again.Pages[0].Slots[1:] {
		was := *is.Fillers[i]
		was.Open, was.Col, was.Row, was.Cols, was.Rows = s.Open, s.Col, s.Row, s.Cols, s.Rows
		if s.content() != was.content() || s.AdMark != was.AdMark || s.Ink.Name != was.Ink.Name || s.Frames != was.Frames || s.Kind != was.Kind {
			t.Errorf("%s is read as %+v", was.Name(), s)
		}
	}
}

func checkWritten(t *testing.T, source, want string) {
	t.Helper()
	files := []string{storyA, goodA, "stories/b.md", goodA, "stories/c.md", goodA, "ad.jpg", "x"}
	is, _ := Load(folder(append([]string{issueY, source}, files...)...))
	var slots []*Slot
	for _, s := range planned(is) {
		if strings.Contains(want, "story: "+s.Story) || strings.Contains(want, "story: '"+s.Story) {
			slots = append(slots, s)
		}
	}
	got, err := WritePlan([]byte(source), []FoundPage{{Number: 1, Slots: slots}})
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	again, _ := Load(folder(append([]string{issueY, string(got)}, files...)...))
	for _, s := range slots {
		if !slices.ContainsFunc(again.Pages[0].Slots, func(o *Slot) bool {
			return o.Story == s.Story && o.Open == 0 && o.Col == s.Col && o.Row == s.Row && o.Cols == s.Cols && o.Rows == s.Rows && o.Columns%s.Cols == s.Columns%s.Cols
		}) {
			t.Errorf("%s is not read where it was written", s.Story)
		}
	}
	// What is written opens again and is written the same way.
	Reopened(again, got)
	var same []*Slot
	for _, s := range again.Pages[0].Slots {
		if s.Was != (Cells{}) {
			f := *s
			f.Col, f.Row, f.Cols, f.Rows = s.Was.Col, s.Was.Row, s.Was.Cols, s.Was.Rows
			if s.Story == "b" {
				f.Columns = 3
			}
			same = append(same, &f)
		}
	}
	if twice, err := WritePlan(got, []FoundPage{{Number: 1, Slots: same}}); err != nil || string(twice) != string(got) {
		t.Errorf("written again, it is\n%s\n%v", twice, err)
	}
}

// TestRewrite moves slots that were found before; those of an editor stay.
func TestRewrite(t *testing.T) {
	const source = "paper: 望汀日报\ndate: 2026-11-23\npages:\n- number: 1\n  slots:\n  - {story: a, at: [1, 1], span: [2, 30], columns: 1}  # found # 头条\n  - story: b\n    at: [3, 1]  # found\n    span: [2, 30]  # found\n    box: line\n  - {story: c, at: [5, 1], span: [2, 9]}\n"
	is, _ := Load(folder(issueY, source, storyA, goodA, "stories/b.md", goodA, "stories/c.md", goodA))
	if n := Reopened(is, []byte(source)); n != 2 || is.Pages[0].Slots[2].Open != 0 || is.Pages[0].Slots[0].Was != (Cells{1, 1, 2, 30}) || is.Pages[0].Slots[1].Open != OpenPlace|OpenCols|OpenRows {
		t.Fatalf("%+v", is.Pages[0].Slots)
	}
	got, err := WritePlan([]byte(source), []FoundPage{{Number: 1, Slots: planned(is)}})
	want := "paper: 望汀日报\ndate: 2026-11-23\npages:\n- number: 1\n  slots:\n  - {story: a, at: [1, 2], span: [3, 40], columns: 3}  # found # 头条\n  - story: b\n    columns: 3  # found\n    at: [4, 2]  # found\n    span: [2, 20]  # found\n    box: line\n  - {story: c, at: [5, 1], span: [2, 9]}\n"
	if err != nil || string(got) != want {
		t.Errorf("%v\n%s", err, got)
	}
}

// TestWrittenNames: ids and names are written so that they are read as they are.
func TestWrittenNames(t *testing.T) {
	for _, id := range []string{"harbour", "港口-1", "2026", "true", "null", "~", "a b", " a", "a: b", "a #b", "it's", "[x]", "{", "-", "- a", "a,b", "&a", "*a", "!a", "%a", "@a", "`a", "|", ">", "?", "a:", "文化·体育", ".x", "\"q\"", "#a", "yes", "1e3", "0x10", "a  b"} {
		w := newEditor([]byte("{story: " + plainly(id) + ", x: 1}\n"))
		root, ok := w.parse()
		if v := root.get("story"); !ok || !v.given() || v.text != id || len(root.pairs) != 2 {
			t.Errorf("%q is written %s", id, plainly(id))
		}
	}
}

// TestWriteAnyPlan: whatever a file looks like, what is written says what it said
// before and what was found, or nothing is written.
func TestWriteAnyPlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pick := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name) }
		comment := func() string { return pick("comment", "", "", " # 注", "  # 说明: [a, b] {x}", " #") }
		eol := pick("eol", "\n", "\r\n")
		var b strings.Builder
		line := func(s string) { b.WriteString(s + eol) }
		line(pick("mark", "", "\ufeff") + "paper: 望汀日报" + comment())
		line("date: 2026-11-23")
		line("pages:" + comment())
		indent := pick("indent", "", "  ", "    ")
		line(indent + "- number: 1" + comment())
		slot := func(id string) {
			lead := indent + "  " + pick("lead", "", "  ")
			if rapid.Bool().Draw(t, "braces") {
				line(lead + "- {" + pick("first", "", "box: line, ") + "story: " + pick("quote", id, "'"+id+"'", "\""+id+"\"") + pick("last", "", ", head: left", ", span: [null, null]", ", ") + "}" + comment())
				return
			}
			line(lead + "- story: " + id + comment())
			if rapid.Bool().Draw(t, "between") {
				line(lead + "  # 框")
			}
			if rapid.Bool().Draw(t, "box") {
				line(lead + "  box: line" + comment())
			}
		}
		line(indent + "  slots:" + comment())
		lead := b.Len()
		slot("a")
		first := b.String()[lead:]
		lead = len(first) - len(strings.TrimLeft(first, " "))
		rest := b.Len()
		slot("b")
		// Both items stand at one depth.
		second := b.String()[rest:]
		was := len(second) - len(strings.TrimLeft(second, " "))
		text := b.String()[:rest]
		for l := range strings.SplitAfterSeq(second, eol) {
			if l != "" {
				text += strings.Repeat(" ", lead) + l[was:]
			}
		}
		text += indent + "  " + pick("pool", "pool: [c]", "pool: [c] # 小稿", "kind: news", "# 完") + pick("end", "", eol, eol+eol, eol+"number: 7"+eol)
		is, _ := Load(folder(issueY, text, storyA, goodA, "stories/b.md", goodA, "stories/c.md", goodA))
		if is == nil {
			t.Skip("no issue")
		}
		got, err := WritePlan([]byte(text), []FoundPage{{Number: 1, Slots: planned(is)}})
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		again, problems := Load(folder(issueY, string(got), storyA, goodA, "stories/b.md", goodA, "stories/c.md", goodA))
		for _, s := range again.Pages[0].Slots[:2] {
			if s.Open != 0 || fmt.Sprint(s.Story, s.Col, s.Row) != map[string]string{"a": "a1 2", "b": "b4 2"}[s.Story] {
				t.Fatalf("%+v\n%s\n%v", s, got, problems)
			}
		}
		// Every line that was there is there, perhaps longer.
		lines := strings.Split(string(got), eol)
		for l := range strings.SplitSeq(text, eol) {
			words := strings.Fields(strings.NewReplacer("null", "", "}", " ", "]", " ", ",", " ").Replace(l))
			if !slices.ContainsFunc(lines, func(o string) bool {
				return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(o, w) })
			}) {
				t.Fatalf("lost is %q\n%s", l, got)
			}
		}
	})
}
