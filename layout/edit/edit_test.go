package edit

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"duikai/layout/diag"
	"duikai/layout/manuscript"
	"duikai/samples"
)

// memory is a folder that can be stopped, as a machine that loses its power.
type memory struct {
	files map[string][]byte
	left  int               // writes until it stops; below zero: it never does
	meet  func(name string) // another program, before a file is written
	held  bool              // by another session, which does not end
}

var errPower = errors.New("the power is off")

func (m *memory) Read(name string) ([]byte, error) {
	data, ok := m.files[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return data, nil
}

func (m *memory) Size(name string) (int64, error) { return int64(len(m.files[name])), nil }

func (m *memory) Lock() (func(), error) {
	if m.held {
		return nil, ErrShared
	}
	return func() {}, nil
}

func (m *memory) spend() error {
	if m.left == 0 {
		return errPower
	}
	m.left--
	return nil
}

func (m *memory) Swap(name string, was, now []byte) error {
	if m.meet != nil {
		m.meet(name)
	}
	if err := m.spend(); err != nil {
		return err
	}
	there, ok := m.files[name]
	if !bytes.Equal(there, was) || ok != (was != nil) {
		return ErrMeanwhile
	}
	if now == nil {
		delete(m.files, name)
		return nil
	}
	m.files[name] = slices.Clone(now)
	return nil
}

func (m *memory) Append(name string, data []byte) error {
	if err := m.spend(); err != nil {
		if m.left == 0 && len(data) > 4 {
			m.files[name] = append(slices.Clone(m.files[name]), data[:len(data)/2]...) // half a line
		}
		return err
	}
	m.files[name] = append(slices.Clone(m.files[name]), data...)
	return nil
}

func sample(t *testing.T) *memory {
	t.Helper()
	m := &memory{files: map[string][]byte{}, left: -1}
	err := fs.WalkDir(samples.Wangting(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		m.files[name], err = fs.ReadFile(samples.Wangting(), name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func clock() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

func open(t *testing.T, m *memory) *Session {
	t.Helper()
	s, err := Open(m, clock)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// kept is the manuscripts of a folder, without its journal.
func (m *memory) kept() map[string]string {
	out := map[string]string{}
	for name, data := range m.files {
		if path.Ext(name) == ".md" || path.Ext(name) == ".yaml" {
			out[name] = string(data)
		}
	}
	return out
}

func broadsheet(int) Sheet { return Sheet{8, 120} }

func move(page int, name, from, to string) *Action {
	return &Action{Do: "move", What: name, Slots: []SlotEdit{{Slot: SlotRef{Page: page, Kind: "story", Name: name}, Set: map[string]string{"at": to}, Was: map[string]string{"at": from}}}}
}

func TestDoAndUndo(t *testing.T) {
	m := sample(t)
	s, before := open(t, m), m.kept()
	a := &Action{Do: "swap", Slots: []SlotEdit{
		{Slot: SlotRef{1, "story", "brief-weather", 0}, Set: map[string]string{"at": "[4, 111]"}, Was: map[string]string{"at": "[4, 112]"}},
		{Slot: SlotRef{1, "picture", "pictures/canal-dusk.jpg", 0}, Set: map[string]string{"caption": "灯：一, 二"}},
	}, Texts: []TextEdit{{Story: "beiyuan-canal", Key: "headline", Item: -1, Was: "三万亩旱塬喝上汀江水", Text: "汀江水||上旱塬"}},
		Fronts: []FrontEdit{{Story: "hepu-port", Set: map[string]string{"weight": "4"}}}}
	if changed, err := s.Do(a, broadsheet); err != nil || !changed {
		t.Fatal(changed, err)
	}
	for name, want := range map[string]string{"issue.yaml": "caption: '灯：一, 二'", "stories/beiyuan-canal.md": "headline: 汀江水||上旱塬\n", "stories/hepu-port.md": "weight: 4\n"} {
		if !strings.Contains(string(m.files[name]), want) {
			t.Errorf("%s has no %s", name, want)
		}
	}
	after := m.kept()
	if changed, err := s.Do(move(1, "brief-weather", "[4, 111]", "[4,  111]"), nil); err == nil && changed {
		t.Error("the same place is a change")
	}
	s = open(t, m) // after a restart
	if err := s.Undo(nil); err != nil || !maps.Equal(m.kept(), before) {
		t.Fatal("undo:", err)
	}
	if err := s.Redo(nil); err != nil || !maps.Equal(m.kept(), after) {
		t.Fatal("redo:", err)
	}
	s = open(t, m)
	if st := s.State(10); len(st.Done) != 1 || len(st.Undone) != 0 || st.Done[0].Do != "swap" {
		t.Errorf("%+v", st)
	}
	if err := s.Undo(nil); err != nil || !maps.Equal(m.kept(), before) {
		t.Fatal("undo after a restart:", err)
	}
	var r *Refused
	if err := s.Undo(nil); !errors.As(err, &r) || r.Why != Nothing {
		t.Error(err)
	}
}

func TestRefused(t *testing.T) {
	m := sample(t)
	s, before := open(t, m), m.kept()
	slot := func(set map[string]string) *Action {
		return &Action{Slots: []SlotEdit{{Slot: SlotRef{1, "story", "beiyuan-canal", 0}, Set: set}}}
	}
	for name, c := range map[string]struct {
		a   *Action
		why Why
	}{
		"a place that is none":     {slot(map[string]string{"at": "[0, 1]"}), BadValue},
		"a key and more":           {slot(map[string]string{"at": "[1, 1], box: line"}), BadValue},
		"a key that is not edited": {slot(map[string]string{"story": "x"}), BadValue},
		"over another":             {slot(map[string]string{"span": "[6, 41]"}), Overlap},
		"beyond the page":          {slot(map[string]string{"at": "[5, 16]"}), Outside},
		"the words of another one": {slot(map[string]string{"notice": "晴"}), BadValue},
		"no words":                 {&Action{Slots: []SlotEdit{{Slot: SlotRef{1, "notice", "notice", 0}, Set: map[string]string{"notice": " \n"}}}}, NoWords},
		"a path":                   {&Action{Texts: []TextEdit{{Story: "../../etc/passwd"}}}, BadPath},
		"an absolute path":         {&Action{Files: []FileEdit{{Story: "/etc/passwd"}}}, BadPath},
		"a hidden one":             {&Action{Files: []FileEdit{{Story: ".x"}}}, BadPath},
		"a new one with a path":    {&Action{Add: []NewSlot{{1, "a/b", [2]int{1, 1}, [2]int{1, 1}}}}, BadPath},
	} {
		var r *Refused
		if _, err := s.Do(c.a, broadsheet); !errors.As(err, &r) || r.Why != c.why {
			t.Errorf("%s: %v", name, err)
		} else if r.In(diag.Chinese) == r.In(diag.English) || strings.Contains(r.In(diag.Chinese), "%!") {
			t.Errorf("%s: %s", name, r.In(diag.Chinese))
		}
		if !maps.Equal(m.kept(), before) {
			t.Fatalf("%s: something is changed", name)
		}
	}
}

// TestNotice: the words of a notice are written as lines, an em of white in them stays, and
// the slot is the same one afterwards.
func TestNotice(t *testing.T) {
	m := sample(t)
	s, before := open(t, m), m.kept()
	ref := SlotRef{1, "notice", "notice", 0}
	set := func(was, now string) *Action {
		return &Action{Do: "set", Slots: []SlotEdit{{Slot: ref, Set: map[string]string{"notice": now}, Was: map[string]string{"notice": was}}}}
	}
	const first = "今天多云，傍晚起北风四到五级；最低3℃，最高11℃。明天阴有小雨。汀江望汀站水位26.4米。"
	for _, step := range []struct{ was, now, written string }{
		{first, "晴　暖,\r\n\n  明天  雨 ", "{notice: ['晴　暖,', 明天 雨], title: 天气, "},
		{"['晴　暖,', 明天 雨]", "晴", "{notice: 晴, title: 天气, "},
	} {
		if changed, err := s.Do(set(step.was, step.now), broadsheet); err != nil || !changed || !strings.Contains(string(m.files[IssueFile]), step.written) {
			t.Fatalf("%q: %v\n%s", step.now, err, m.files[IssueFile])
		}
	}
	var c *Conflict
	if _, err := s.Do(set("晴　", "雨"), broadsheet); !errors.As(err, &c) || c.Theirs != "notice: 晴" {
		t.Error("over what is not what was seen:", err)
	}
	for range 2 {
		if err := s.Undo(nil); err != nil {
			t.Fatal(err)
		}
	}
	if !maps.Equal(m.kept(), before) {
		t.Error("undone to other bytes")
	}
}

// TestMeanwhile: what another program saved is not overwritten; what it saved
// elsewhere in the same file stays, whether something is done or undone.
func TestMeanwhile(t *testing.T) {
	m := sample(t)
	s := open(t, m)
	other := func(from, to string) {
		m.files[IssueFile] = bytes.Replace(m.files[IssueFile], []byte(from), []byte(to), 1)
	}
	var c *Conflict
	other("brief-weather, at: [4, 112]", "brief-weather, at: [4, 110]")
	if _, err := s.Do(move(1, "brief-weather", "[4, 112]", "[4, 113]"), nil); !errors.As(err, &c) || c.Theirs != "at: [4, 110]" || c.Yours != "at: [4, 113]" {
		t.Errorf("%v %+v", err, c)
	}
	other("# A sample edition", "# Saved meanwhile\n# A sample edition")
	if _, err := s.Do(move(1, "brief-weather", "[4, 110]", "[4, 112]"), nil); err != nil {
		t.Fatal(err)
	}
	other("# Saved meanwhile\n", "# Saved again, and longer\n")
	if err := s.Undo(nil); err != nil || !bytes.Contains(m.files[IssueFile], []byte("# Saved again, and longer\n")) || !bytes.Contains(m.files[IssueFile], []byte("brief-weather, at: [4, 110]")) {
		t.Error("undo beside another's change:", err)
	}
	if err := s.Redo(nil); err != nil {
		t.Error(err)
	}
	other("brief-weather, at: [4, 112]", "brief-weather, at: [4, 99]")
	now := string(m.files[IssueFile])
	if err := s.Undo(nil); !errors.As(err, &c) || string(m.files[IssueFile]) != now {
		t.Error("undo over another's change:", err)
	}

	// Between reading and writing.
	m = sample(t)
	s = open(t, m)
	m.meet = func(name string) {
		if name == "stories/hepu-port.md" {
			m.files[name] = []byte("另一个程序\n")
		}
	}
	before := string(m.files[IssueFile])
	a := move(1, "brief-weather", "[4, 112]", "[4, 110]")
	a.Fronts = []FrontEdit{{Story: "hepu-port", Set: map[string]string{"weight": "4"}}}
	if _, err := s.Do(a, nil); !errors.As(err, &c) || c.Theirs != "另一个程序\n" {
		t.Error(err)
	}
	if string(m.files[IssueFile]) != before || string(m.files["stories/hepu-port.md"]) != "另一个程序\n" {
		t.Error("half an action is left")
	}
	if st := open(t, m).State(9); len(st.Done) != 0 {
		t.Errorf("%+v", st)
	}
}

// TestCrash: wherever the power goes, the next session has the action as a whole or
// not at all, and can undo it.
func TestCrash(t *testing.T) {
	for left := range 5 {
		m := sample(t)
		before := m.kept()
		s := open(t, m)
		a := move(1, "brief-weather", "[4, 112]", "[4, 110]")
		a.Fronts = []FrontEdit{{Story: "hepu-port", Set: map[string]string{"weight": "4"}}}
		m.left = left
		_, err := s.Do(a, nil)
		m.left = -1
		s = open(t, m)
		done := strings.Contains(string(m.files[IssueFile]), "brief-weather, at: [4, 110]")
		also := strings.Contains(string(m.files["stories/hepu-port.md"]), "weight: 4")
		if done != also || left > 0 != done || left < 3 != (err != nil) {
			t.Errorf("%d writes: %v %v, %v", left, done, also, err)
		}
		if done {
			m.left = left - 1 // and in the middle of undoing
			_ = s.Undo(nil)
			m.left = -1
			s = open(t, m)
			if len(s.State(1).Done) > 0 {
				if err := s.Undo(nil); err != nil {
					t.Error(err)
				}
			}
		}
		if !maps.Equal(m.kept(), before) {
			t.Errorf("%d writes: undo leaves something", left)
		}
		if _, err := s.Do(move(1, "brief-weather", "[4, 112]", "[4, 113]"), nil); err != nil { // behind half a line
			t.Error(err)
		}
		if st := open(t, m).State(9); len(st.Done) != 1 {
			t.Errorf("%d writes: %+v", left, st)
		}
	}
}

// random gives an action that an editor might do, as often wrong as right.
func random(r *rand.Rand, m *memory) *Action {
	all, err := manuscript.ReadSlots(m.files[IssueFile])
	if err != nil {
		panic(err)
	}
	i := r.IntN(len(all))
	slot, ref := all[i], Refs(all)[i]
	pair := func(a, b int) string { return fmt.Sprintf("[%d, %d]", 1+r.IntN(a), 1+r.IntN(b)) }
	story := "beiyuan-canal"
	if slot.Kind == "story" {
		story = slot.Name
	}
	texts := []string{"新的一行", "“引号”、: 冒号", "a | b || c", "# 井号", "- 横线", "'单'\"双\"", "[括号, 逗号]", "  两边  ", "空\n\n行", "\\反斜线", "", "null", "~", "12", "对，全角：冒号"}
	text := texts[r.IntN(len(texts))]
	switch r.IntN(9) {
	case 0, 1:
		return &Action{Do: "move", Slots: []SlotEdit{{Slot: ref, Set: map[string]string{"at": pair(8, 120)}}}}
	case 2:
		return &Action{Do: "resize", Slots: []SlotEdit{{Slot: ref, Set: map[string]string{"span": pair(8, 60), "columns": []string{"", "2", "3"}[r.IntN(3)]}}}}
	case 3:
		return &Action{Do: "set", Slots: []SlotEdit{{Slot: ref, Set: map[string]string{"box": []string{"", "line", "double"}[r.IntN(3)], "tint": []string{"", "8%"}[r.IntN(2)]}}}}
	case 4:
		return &Action{Do: "drop", Slots: []SlotEdit{{Slot: ref, Drop: true}}}
	case 5:
		return &Action{Do: "add", Add: []NewSlot{{slot.Page, story, [2]int{1 + r.IntN(8), 1 + r.IntN(100)}, [2]int{1 + r.IntN(3), 1 + r.IntN(20)}}}}
	case 6:
		return &Action{Do: "set", Fronts: []FrontEdit{{Story: story, Set: map[string]string{[]string{"weight", "kicker", "deck", "note"}[r.IntN(4)]: []string{"", "3", text}[r.IntN(3)]}}}}
	case 7:
		return &Action{Do: "set", Slots: []SlotEdit{{Slot: ref, Set: map[string]string{[]string{"caption", "credit", "title"}[r.IntN(3)]: text}}}}
	}
	name := "stories/" + story + ".md"
	ps, err := manuscript.Passages(m.files[name])
	if err != nil || len(ps) == 0 {
		return &Action{}
	}
	p := ps[r.IntN(len(ps))]
	return &Action{Do: "text", Texts: []TextEdit{{story, p.Key, p.Item, p.Line, p.Text, text}}}
}

// steps is how many actions are tried; DUIKAI_ACTIONS=1000 says so for a campaign.
func steps() int {
	if n, err := strconv.Atoi(os.Getenv("DUIKAI_ACTIONS")); err == nil {
		return n
	}
	return 120
}

// TestRandomActions: after each action the files can be read as before, and undoing
// and doing again give the same bytes, in any order and over restarts.
func TestRandomActions(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 9))
	m := sample(t)
	s := open(t, m)
	states := []map[string]string{m.kept()} // what was, action by action
	at, done := 0, 0
	for step := range steps() {
		switch n := r.IntN(10); {
		case n == 0 && at > 0:
			if err := s.Undo(nil); err != nil {
				t.Fatal(step, err)
			}
			at--
		case n == 1 && at < len(states)-1:
			if err := s.Redo(nil); err != nil {
				t.Fatal(step, err)
			}
			at++
		case n == 2:
			s = open(t, m)
		default:
			a := random(r, m)
			changed, err := s.Do(a, nil)
			if r.IntN(2) == 0 && err != nil {
				continue
			}
			if err == nil && changed {
				states, at, done = append(states[:at+1], m.kept()), at+1, done+1
			}
		}
		if !maps.Equal(m.kept(), states[at]) {
			t.Fatalf("step %d: other bytes than before", step)
		}
		if _, err := manuscript.ReadSlots(m.files[IssueFile]); err != nil {
			t.Fatalf("step %d: %v", step, err)
		}
	}
	if done < steps()/4 {
		t.Errorf("only %d actions changed anything", done)
	}
	for at > 0 {
		if err := s.Undo(nil); err != nil {
			t.Fatal(err)
		}
		if at--; !maps.Equal(m.kept(), states[at]) {
			t.Fatal("undo gives other bytes")
		}
	}
	files := fstest.MapFS{}
	for name, data := range m.files {
		files[name] = &fstest.MapFile{Data: data}
	}
	if _, list := manuscript.Load(files); list.Has(diag.Warning) {
		t.Errorf("%v", list)
	}
}

// TestProofs: marks and signatures are edits like others: the first one begins the file,
// and taking it back leaves none; who saw a mark as it was finds it again.
func TestProofs(t *testing.T) {
	m := sample(t)
	s := open(t, m)
	do := func(p ProofEdit) error {
		_, err := s.Do(&Action{Do: "mark", Who: "王三", Proofs: []ProofEdit{p}}, nil)
		return err
	}
	mark := func(note string) ProofEdit {
		return ProofEdit{ProofChange: manuscript.ProofChange{Mark: &manuscript.ProofMark{Page: 1, Note: note, Hand: manuscript.Hand{Who: "王三"}}}}
	}
	states := []string{"none"}
	now := func() string {
		data, ok := m.files[manuscript.ProofsFile]
		if !ok {
			return "none"
		}
		return string(data)
	}
	step := func(p ProofEdit) {
		t.Helper()
		if err := do(p); err != nil {
			t.Fatal(err)
		}
		states = append(states, now())
	}
	step(mark("一"))
	step(mark("二"))
	read := func() manuscript.Proofs {
		p, err := manuscript.ReadProofs(m.files[manuscript.ProofsFile])
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	second := Seen(read().Marks[1])
	step(ProofEdit{ProofChange: manuscript.ProofChange{On: 0, Drop: true}, Was: Seen(read().Marks[0])})
	step(ProofEdit{ProofChange: manuscript.ProofChange{On: 1, Settle: &manuscript.Hand{Who: "李四"}}, Was: second}) // it is the first by now
	if p := read(); len(p.Marks) != 1 || p.Marks[0].Settled == nil || p.Marks[0].Settled.When == "" || p.Marks[0].When == "" {
		t.Fatalf("%s", now())
	}
	step(ProofEdit{ProofChange: manuscript.ProofChange{Sign: &manuscript.Signature{Page: 1, Status: manuscript.FinalProof, Hand: manuscript.Hand{Who: "王三"}, Content: "ab"}}})
	step(ProofEdit{ProofChange: manuscript.ProofChange{Unsign: true}, Was: SeenSignature(read().Signed[0])})
	var conflict *Conflict
	if err := do(ProofEdit{ProofChange: manuscript.ProofChange{Drop: true}, Was: "gone"}); !errors.As(err, &conflict) {
		t.Errorf("what is gone is dropped: %v", err)
	}
	for i := len(states) - 2; i >= 0; i-- {
		if err := s.Undo(nil); err != nil || now() != states[i] {
			t.Fatalf("undone to %d: %v\n%s", i, err, now())
		}
	}
	s = open(t, m) // after a restart
	for i := 1; i < len(states); i++ {
		if err := s.Redo(nil); err != nil || now() != states[i] {
			t.Fatalf("done again to %d: %v\n%s", i, err, now())
		}
	}
}

// TestProofsAtOnce: several changes of proofs.yaml are one action: all of them or none,
// and taken back together.
func TestProofsAtOnce(t *testing.T) {
	m := sample(t)
	s := open(t, m)
	sign := func(page int) ProofEdit {
		return ProofEdit{ProofChange: manuscript.ProofChange{Sign: &manuscript.Signature{Page: page, Status: manuscript.FinalProof, Hand: manuscript.Hand{Who: "王三"}}}}
	}
	if _, err := s.Do(&Action{Do: "sign", Proofs: []ProofEdit{sign(1), {ProofChange: manuscript.ProofChange{Unsign: true}, Was: "gone"}}}, nil); err == nil || m.files[manuscript.ProofsFile] != nil {
		t.Fatalf("%v: half of it is written: %s", err, m.files[manuscript.ProofsFile])
	}
	if _, err := s.Do(&Action{Do: "sign", Proofs: []ProofEdit{sign(1), sign(2)}}, nil); err != nil {
		t.Fatal(err)
	}
	p, err := manuscript.ReadProofs(m.files[manuscript.ProofsFile])
	if err != nil || len(p.Signed) != 2 {
		t.Fatalf("%v %v", p, err)
	}
	back := Action{Do: "unsign"} // the first goes, and the second stands in its place then
	for i, have := range p.Signed {
		back.Proofs = append(back.Proofs, ProofEdit{ProofChange: manuscript.ProofChange{Unsign: true, On: i}, Was: SeenSignature(have)})
	}
	if _, err := s.Do(&back, nil); err != nil {
		t.Fatal(err)
	}
	if p, err := manuscript.ReadProofs(m.files[manuscript.ProofsFile]); err != nil || len(p.Signed) != 0 {
		t.Fatalf("%v %v", p, err)
	}
	if err := errors.Join(s.Undo(nil), s.Undo(nil)); err != nil || m.files[manuscript.ProofsFile] != nil {
		t.Errorf("%v: %s", err, m.files[manuscript.ProofsFile])
	}
}

// TestJournalOfOthers: what was before a step of another session is known, and a journal
// that somebody took away is begun anew.
func TestJournalOfOthers(t *testing.T) {
	m := sample(t)
	ours, theirs := open(t, m), open(t, m)
	mark := &Action{Do: "mark", Proofs: []ProofEdit{{ProofChange: manuscript.ProofChange{Mark: &manuscript.ProofMark{Page: 1, Note: "一"}}}}}
	if _, err := theirs.Do(mark, nil); err != nil {
		t.Fatal(err)
	}
	files, err := ours.Before(1)
	if data, ok := files[manuscript.ProofsFile]; err != nil || !ok || data != nil {
		t.Errorf("%q: %v", files, err)
	}
	delete(m.files, JournalFile)
	if changed, err := ours.Do(mark, nil); err != nil || !changed {
		t.Fatal(changed, err)
	}
	if st := ours.State(9); len(st.Done) != 1 {
		t.Errorf("%+v", st)
	}
}

// TestProofsAfterCrash: a first mark whose file was not written is written when the
// folder is opened again, and one that was being taken back is taken back.
func TestProofsAfterCrash(t *testing.T) {
	m := sample(t)
	p := ProofEdit{ProofChange: manuscript.ProofChange{Mark: &manuscript.ProofMark{Page: 1, Note: "一"}}}
	m.left = 1 // the journal, and no more
	if _, err := open(t, m).Do(&Action{Do: "mark", Proofs: []ProofEdit{p}}, nil); !errors.Is(err, errPower) {
		t.Fatal(err)
	}
	m.left = -1
	s := open(t, m)
	if !strings.Contains(string(m.files[manuscript.ProofsFile]), "note: 一") {
		t.Fatalf("%q", m.files[manuscript.ProofsFile])
	}
	m.left = 1
	if err := s.Undo(nil); !errors.Is(err, errPower) {
		t.Fatal(err)
	}
	m.left = -1
	open(t, m)
	if data, ok := m.files[manuscript.ProofsFile]; ok {
		t.Fatalf("%q", data)
	}
}

// TestTwoSessions: two programs edit one folder: each undoes what was done last, whoever
// did it, and numbers never meet.
func TestTwoSessions(t *testing.T) {
	m := sample(t)
	before := m.kept()
	a, b := open(t, m), open(t, m)
	if _, err := a.Do(move(1, "brief-weather", "[4, 112]", "[4, 110]"), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Do(move(1, "brief-weather", "[4, 110]", "[4, 108]"), nil); err != nil {
		t.Fatal(err)
	}
	for _, s := range []*Session{a, b} {
		if st := s.State(9); len(st.Done) != 2 || st.Done[0].N != 2 || st.Done[1].N != 1 {
			t.Errorf("%+v", st)
		}
	}
	if err := a.Undo(nil); err != nil || !strings.Contains(string(m.files[IssueFile]), "brief-weather, at: [4, 110]") {
		t.Fatal("the other one's edit is not undone:", err)
	}
	if err := b.Undo(nil); err != nil || !maps.Equal(m.kept(), before) {
		t.Fatal(err)
	}
	if err := a.Redo(nil); err != nil || !strings.Contains(string(m.files[IssueFile]), "[4, 110]") {
		t.Fatal(err)
	}
	m.held = true
	_, err := b.Do(move(1, "brief-weather", "[4, 110]", "[4, 111]"), nil)
	if r, ok := errors.AsType[*Refused](err); !ok || r.Why != Shared || r.In(diag.Chinese) == "" {
		t.Errorf("an edit while another session writes: %v", err)
	}
	if err := b.Undo(nil); err == nil {
		t.Error("undone while another session writes")
	}
	if _, err := Open(m, time.Now); err == nil {
		t.Error("opened while another session writes")
	}
}

// TestMay: whether something may be undone or done again is asked of what that is, also
// where another session did it; what may not stays done.
func TestMay(t *testing.T) {
	m := sample(t)
	a, b := open(t, m), open(t, m)
	if _, err := a.Do(move(1, "brief-weather", "[4, 112]", "[4, 110]"), nil); err != nil {
		t.Fatal(err)
	}
	first := m.kept()
	second := move(1, "brief-weather", "[4, 110]", "[4, 108]")
	second.Pages = []int{1}
	if _, err := b.Do(second, nil); err != nil {
		t.Fatal(err)
	}
	both, no := m.kept(), errors.New("page 1 is at work")
	may := func(d Deed) error {
		if slices.Contains(d.Pages, 1) {
			return no
		}
		return nil
	}
	if err := a.Undo(may); !errors.Is(err, no) || !maps.Equal(m.kept(), both) {
		t.Errorf("undone all the same: %v", err)
	}
	if err := b.Undo(nil); err != nil || !maps.Equal(m.kept(), first) {
		t.Fatal(err)
	}
	if err := a.Redo(may); !errors.Is(err, no) || !maps.Equal(m.kept(), first) {
		t.Errorf("done again all the same: %v", err)
	}
	if err := a.Undo(may); err != nil {
		t.Error(err)
	}
}
