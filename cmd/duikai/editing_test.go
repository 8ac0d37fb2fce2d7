package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"duikai/cmd/internal/workbench"
	"duikai/layout/diag"
	"duikai/layout/edit"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/planner"
	"duikai/render"
	"duikai/render/picture"
	"duikai/samples"
)

// editing opens a folder as the desk does.
func editing(t *testing.T, dir string) (editable, *edit.Session) {
	t.Helper()
	f, err := openFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.close() })
	s, err := edit.Open(editable{f}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return editable{f}, s
}

// TestSwap: a file is replaced whole, in its mode, if it holds what it held; nothing
// else of the disk is.
func TestSwap(t *testing.T) {
	dir := issueFolder(t, good())
	f, _ := editing(t, dir)
	name := filepath.Join(dir, issueFile)
	if err := os.Chmod(name, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Swap(issueFile, []byte(onePage), []byte("paper: 新报\n")); err != nil {
		t.Fatal(err)
	}
	if err := f.Swap(issueFile, []byte(onePage), []byte("x")); !errors.Is(err, edit.ErrMeanwhile) {
		t.Error("what others saved is overwritten:", err)
	}
	if data, err := os.ReadFile(name); err != nil || string(data) != "paper: 新报\n" {
		t.Errorf("%q %v", data, err)
	}
	if fi, err := os.Stat(name); err != nil || runtime.GOOS != "windows" && fi.Mode().Perm() != 0o600 {
		t.Error(fi.Mode(), err)
	}
	outside := filepath.Join(t.TempDir(), "outside.md")
	if err := os.WriteFile(outside, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "stories", "link.md")); err != nil {
		t.Skip("no links here:", err)
	}
	for _, path := range []string{"stories/link.md", "../" + filepath.Base(dir) + "/issue.yaml", outside, "stories"} {
		if err := f.Swap(path, []byte("x"), []byte("y")); err == nil {
			t.Errorf("%s is written", path)
		}
	}
	if data, err := os.ReadFile(outside); err != nil || string(data) != "x" {
		t.Errorf("%q %v", data, err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*", ".duikai-*"))
	if more, _ := filepath.Glob(filepath.Join(dir, ".duikai-*")); err != nil || len(left)+len(more) > 0 {
		t.Errorf("%v %v is left", left, more)
	}
}

func TestFields(t *testing.T) {
	for command, want := range map[string][]string{
		"code -g {file}:{line}:{col}":           {"code", "-g", "{file}:{line}:{col}"},
		`"C:\Program Files\x.exe"  '{file}' ""`: {`C:\Program Files\x.exe`, "{file}", ""},
		" ":                                     nil,
	} {
		if got := fields(command); !slices.Equal(got, want) {
			t.Errorf("%s: %q", command, got)
		}
	}
	a := &app{}
	if _, err := a.editorFor("code -g", "."); err == nil {
		t.Error("a command without a file is taken")
	}
}

// TestEditor: a place is opened by the command, and no shell reads it. What is run
// needs a shell alone.
func TestEditor(t *testing.T) {
	shell, err := os.Stat("/bin/sh")
	if err != nil || shell.IsDir() {
		t.Skip("no sh here")
	}
	dir := t.TempDir()
	open, err := (&app{}).editorFor(`/bin/sh -c 'printf "%s|" "$@" >out; : >done' x {file} {line}:{col} ';$HOME'`, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	if err := open(diag.Pos{File: "stories/a.md", Line: 9, Col: 1}); err != nil {
		t.Fatal(err)
	}
	want := filepath.Join(dir, "stories", "a.md") + "|9:1|;$HOME|"
	for {
		if _, err := os.Stat(filepath.Join(dir, "done")); err == nil {
			data, err := os.ReadFile(filepath.Join(dir, "out"))
			if err != nil || string(data) != want {
				t.Errorf("%q %v, want %q", data, err, want)
			}
			return
		}
		if t.Context().Err() != nil {
			t.Fatal("nothing is opened")
		}
		runtime.Gosched()
	}
}

// TestEditedPages: after each of some random actions at the desk the page that it shows
// is that of a fresh setting, and undoing all of them gives the bytes of before.
// DUIKAI_ACTIONS=1000 makes a campaign of it.
func TestEditedPages(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("DUIKAI_ACTIONS"))
	if err != nil {
		n = 5
	}
	t.Run("wangting", func(t *testing.T) { editedPages(t, samples.Wangting(), min(n, 5)) })
	names, err := filepath.Glob("../../samples/pages/*/issue.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal("no pages", err)
	}
	for i, name := range names { // a page each, which is set in a moment
		share := n / len(names)
		if i < n%len(names) {
			share++
		}
		t.Run(filepath.Base(filepath.Dir(name)), func(t *testing.T) { editedPages(t, os.DirFS(filepath.Dir(name)), share) })
	}
}

// editedPages does so many random actions at one issue.
func editedPages(t *testing.T, issue fs.FS, n int) {
	t.Helper()
	if n == 0 {
		return
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, issue); err != nil {
		t.Fatal(err)
	}
	before := manuscripts(t, dir)
	f, s := editing(t, dir)
	d := newDesk(f.folder, render.Printing{})
	r := rand.New(rand.NewPCG(3, 4))
	steps := 0 // that are not undone
	for done, tries := 0, 0; done < n; tries++ {
		if tries > 100*n+100 {
			t.Fatalf("only %d of %d actions changed anything", done, n)
		}
		draw := anAction
		if r.IntN(3) == 0 {
			draw = aProofAction
		}
		switch k := r.IntN(12); {
		case k == 0 && steps > 0:
			if err := s.Undo(nil); err != nil {
				t.Fatal(err)
			}
			steps--
		case k == 1 && len(s.State(1).Undone) > 0:
			if err := s.Redo(nil); err != nil {
				t.Fatal(err)
			}
			steps++
		default:
			if changed, err := s.Do(draw(t, r, f), nil); err != nil || !changed {
				continue
			}
			steps++
		}
		done++
		st, _, err := d.set(t.Context())
		if err != nil || st.Edition == nil {
			t.Fatal(err)
		}
		fresh, err := render.Job{FS: f.fs(), Draft: true, Record: true}.Run()
		if err != nil || fresh.Edition == nil {
			t.Fatal(err)
		}
		var a, b bytes.Buffer
		if err := errors.Join(page.Dump(&a, st.Edition), page.Dump(&b, fresh.Edition)); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Fatalf("after %d actions the desk shows another page than a fresh setting: %v", done, err)
		}
		for i, p := range fresh.Edition.Pages {
			if now := st.Edition.Pages[i]; !reflect.DeepEqual(now.Remarks, p.Remarks) || !reflect.DeepEqual(now.Signed, p.Signed) {
				t.Fatalf("after %d actions the desk shows other marks on page %d: %+v %+v", done, p.Number, now.Remarks, now.Signed)
			}
		}
	}
	for range steps {
		if err := s.Undo(nil); err != nil {
			t.Fatal(err)
		}
	}
	if after := manuscripts(t, dir); !maps.Equal(before, after) {
		t.Error("undone to other files or other bytes:", slices.Sorted(maps.Keys(after)))
		for name, data := range after {
			if before[name] != data {
				t.Errorf("%s:\n%s", name, data)
			}
		}
	}
}

// manuscripts are the files that editors write.
func manuscripts(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, pattern := range []string{"*.yaml", "stories/*.md"} {
		names, err := fs.Glob(os.DirFS(dir), pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			out[name] = string(data)
		}
	}
	return out
}

// anAction is something that an editor might do.
func anAction(t *testing.T, r *rand.Rand, f editable) *edit.Action {
	t.Helper()
	source, err := f.Read(issueFile)
	if err != nil {
		t.Fatal(err)
	}
	all, err := manuscript.ReadSlots(source)
	if err != nil {
		t.Fatal(err)
	}
	i := r.IntN(len(all))
	ref := edit.Refs(all)[i]
	set := func(key, value string) *edit.Action {
		return &edit.Action{Do: "set", Slots: []edit.SlotEdit{{Slot: ref, Set: map[string]string{key: value}}}}
	}
	switch r.IntN(7) {
	case 6: // the words of a slot, where it has some
		for _, key := range []string{"notice", "digest", "title", "caption"} {
			if old := all[i].Words[key]; old != "" {
				return set(key, []string{old + "\n另一行", "晴　暖, [雨]", strings.ReplaceAll(old, "\n", "，"), "# 一"}[r.IntN(4)])
			}
		}
		return set("tint", []string{"8%", ""}[r.IntN(2)])
	case 0:
		return set("at", fmt.Sprintf("[%d, %d]", 1+r.IntN(8), 1+r.IntN(110)))
	case 1:
		return set("span", fmt.Sprintf("[%d, %d]", 1+r.IntN(5), 4+r.IntN(50)))
	case 2:
		return set("box", []string{"line", "double", "wenwu", ""}[r.IntN(4)])
	case 3:
		return set("columns", []string{"2", "3", ""}[r.IntN(3)])
	}
	name := "stories/" + all[i].Name + ".md"
	story, err := f.Read(name)
	if err != nil {
		return &edit.Action{}
	}
	ps, err := manuscript.Passages(story)
	if err != nil || len(ps) == 0 {
		return &edit.Action{}
	}
	p := ps[r.IntN(len(ps))]
	text := p.Text + []string{"添", "：“新”的一句。", "\n\n另起一段。", " ‖ "}[r.IntN(4)]
	if r.IntN(4) == 0 && strings.Count(p.Text, "。") > 1 {
		text = p.Text[:strings.Index(p.Text, "。")+len("。")]
	}
	return &edit.Action{Do: "text", Texts: []edit.TextEdit{{Story: all[i].Name, Key: p.Key, Item: p.Item, Line: p.Line, Was: p.Text, Text: text}}}
}

// aProofAction is something that a proof reader might do.
func aProofAction(t *testing.T, r *rand.Rand, f editable) *edit.Action {
	t.Helper()
	source, err := f.Read(manuscript.ProofsFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	all, err := manuscript.ReadProofs(source)
	if err != nil {
		t.Fatal(err)
	}
	hand := manuscript.Hand{Who: []string{"王三", "a: #b", "“李四”"}[r.IntN(3)]}
	note := []string{"改", "标题: 再斟酌 # 急", "- 删", "'引'"}[r.IntN(4)]
	if k := r.IntN(8); k > 2 && len(all.Marks) > 0 {
		on := r.IntN(len(all.Marks))
		c := manuscript.ProofChange{On: on}
		switch k {
		case 3, 4:
			c.Answer = &manuscript.Answer{Hand: hand, Note: note}
		case 5:
			c.Settle = &hand
		case 6:
			c.Reopen = all.Marks[on].Settled != nil
			c.Drop = !c.Reopen
		default:
			c.Note = &note
		}
		return &edit.Action{Do: "remark", Proofs: []edit.ProofEdit{{ProofChange: c, Was: edit.Seen(all.Marks[on])}}}
	} else if k == 2 && len(all.Signed) > 0 {
		on := r.IntN(len(all.Signed))
		return &edit.Action{Do: "unsign", Proofs: []edit.ProofEdit{{ProofChange: manuscript.ProofChange{On: on, Unsign: true}, Was: edit.SeenSignature(all.Signed[on])}}}
	} else if k == 1 {
		s := &manuscript.Signature{Page: 1, Status: manuscript.Statuses()[r.IntN(4)], Hand: hand, Content: "ab"}
		return &edit.Action{Do: "sign", Proofs: []edit.ProofEdit{{ProofChange: manuscript.ProofChange{Sign: s}}}}
	}
	m := &manuscript.ProofMark{Page: 1, Note: note, Hand: hand}
	if r.IntN(2) == 0 {
		m.Area = geom.Rect{X: geom.Length(r.IntN(200)) * geom.Pt, Y: geom.Length(r.IntN(200)) * geom.Pt, W: 40 * geom.Pt, H: 20 * geom.Pt}
	}
	return &edit.Action{Do: "mark", Proofs: []edit.ProofEdit{{ProofChange: manuscript.ProofChange{Mark: m}}}}
}

// TestPlanned: what the program found is written down, and sought again near to it.
func TestPlanned(t *testing.T) {
	files := good()
	files["issue.yaml"] = strings.Replace(onePage, ", at: [1, 20], span: [3, 20]", "", 1)
	if files["issue.yaml"] == onePage {
		t.Fatal("the page has no such slot")
	}
	f, _ := editing(t, issueFolder(t, files))
	a := &app{lang: diag.English}
	plan := func(w workbench.PlanWish) (was, now string) {
		t.Helper()
		list, err := a.planned(t.Context(), f.folder, new(picture.Shelf), new(planner.Memory), w, 1)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			return "", ""
		}
		return string(list[0].Was), string(list[0].Now)
	}
	was, now := plan(workbench.PlanWish{Page: 1})
	if was != files["issue.yaml"] || !strings.Contains(now, "# found") {
		t.Fatalf("%s", now)
	}
	if text, err := a.why(f.folder, "harbour"); err != nil || !strings.Contains(text, "harbour") {
		t.Errorf("%q %v", text, err)
	}
	if text, err := a.why(f.folder, "nothing"); err != nil || !strings.Contains(text, "editor") {
		t.Errorf("%q %v", text, err)
	}
	if err := f.Swap(issueFile, []byte(was), []byte(now)); err != nil {
		t.Fatal(err)
	}
	if was, again := plan(workbench.PlanWish{Page: 1, Again: true, Keep: 90}); was != again {
		t.Errorf("what stands well is moved:\n%s", again)
	}
	if was, same := plan(workbench.PlanWish{Page: 7}); was != same {
		t.Error("a page that is none is planned")
	}
}

// TestPlannedVariants: plans to choose from differ, each with a picture of its page; a late
// story comes onto a page made by hand, and what has not moved stays the hand's.
func TestPlannedVariants(t *testing.T) {
	text := strings.Repeat("渡口的灯又亮了一夜，船工们等着春水上来。", 12)
	story := func(title string) string {
		return "---\nheadline: " + title + "\nweight: 3\n---\n" + text + "\n\n" + text + "\n"
	}
	files := map[string]string{"issue.yaml": "paper: 报\ndate: 2026-11-23\nformat: tabloid\npages:\n  - number: 1\n    slots:\n"}
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		files["issue.yaml"] += "      - {story: " + name + "}\n"
		files["stories/"+name+".md"] = story("渡口的灯亮了" + name)
	}
	f, _ := editing(t, issueFolder(t, files))
	a := &app{lang: diag.English}
	list, err := a.planned(t.Context(), f.folder, new(picture.Shelf), new(planner.Memory), workbench.PlanWish{Page: 1, Again: true}, 2)
	if err != nil || len(list) < 2 {
		t.Fatalf("%d plans: %v", len(list), err)
	}
	for i, p := range list {
		if !strings.HasPrefix(string(p.Picture), "\x89PNG") || p.Plan.Cost == "" || len(p.Plan.Moved) != 5 || string(p.Was) != files["issue.yaml"] {
			t.Errorf("%d: %+v", i, p.Plan)
		}
	}
	// By hand: the same without marks. A story more comes late.
	hand := strings.ReplaceAll(string(list[0].Now), "  # found", "")
	late := story("夜里又来一条")
	if err := errors.Join(f.Swap(issueFile, []byte(files["issue.yaml"]), []byte(hand)), os.WriteFile(filepath.Join(f.folder.name, "stories/late.md"), []byte(late), 0o644)); err != nil {
		t.Fatal(err)
	}
	list, err = a.planned(t.Context(), f.folder, new(picture.Shelf), new(planner.Memory), workbench.PlanWish{Page: 1, Story: "late", Loose: true, Keep: 95}, 1)
	if err != nil || len(list) == 0 {
		t.Fatalf("%d plans: %v", len(list), err)
	}
	p := list[0]
	if !slices.Contains(p.Plan.Moved, "late") || !strings.Contains(string(p.Now), "{story: late, at: [") {
		t.Errorf("%+v\n%s", p.Plan, p.Now)
	}
	stay := 0
	for line := range strings.Lines(hand) {
		if strings.Contains(line, "story: ") && strings.Contains(string(p.Now), line) {
			stay++
		}
	}
	if stay+len(p.Plan.Moved) != 6 || strings.Count(string(p.Now), "# found") != len(p.Plan.Moved) {
		t.Errorf("%d stay, %v move:\n%s", stay, p.Plan.Moved, p.Now)
	}
}

// TestCheckFixSlips: what is sure is written until nothing is left, guesses are told and
// written where they are asked for, and a file that cannot be read is mended too.
func TestCheckFixSlips(t *testing.T) {
	files := good()
	files["issue.yaml"] = strings.NewReplacer("paper: ", "papre：", "date: ", "date:", "], span", "]，span").Replace(onePage)
	files["stories/harbour.md"] = strings.Replace(files["stories/harbour.md"], "---\n", "", 1) + "\n＃＃小标题\n\n再。（下转第2版）\n"
	dir := issueFolder(t, files)
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	got := duikai(t, "--lang=en", "check", "--fix", dir)
	whole, _, _ := strings.Cut(strings.TrimSpace(onePage), "span:") // the text is too short for its slot
	if text := read(issueFile); !strings.HasPrefix(strings.TrimSpace(text), whole) {
		t.Errorf("%s\n%s", got.stdout, text)
	}
	story := read("stories/harbour.md")
	if !strings.HasPrefix(story, "---\n") || !strings.Contains(story, "\n## 小标题\n") || !strings.Contains(story, "（下转第2版）") {
		t.Errorf("%s\n%s", got.stdout, story)
	}
	if !strings.Contains(got.stdout, "papre → paper [unknown-key]") || !strings.Contains(got.stdout, "a guess, not written: − （下转第2版） [near-markup]") {
		t.Error(got.stdout)
	}
	got = duikai(t, "--lang=zh", "check", "--fix=guesses", dir)
	if text := read("stories/harbour.md"); strings.Contains(text, "下转") || !strings.Contains(got.stdout, "已写入 − （下转第2版）") {
		t.Errorf("%s\n%s", got.stdout, text)
	}
	if got := duikai(t, "--lang=en", "check", "--fix=some", dir); got.code != exitUnusable {
		t.Error(got)
	}
}

// TestCheckFixUnwritten: what cannot be written is told with its path, and so are all
// problems of the issue.
func TestCheckFixUnwritten(t *testing.T) {
	files := good()
	files["issue.yaml"] = strings.Replace(onePage, "paper: ", "papre: ", 1)
	files[".duikai"] = "no folder, where the journal of edits should stand\n"
	dir := issueFolder(t, files)
	got := duikai(t, "--lang=en", "check", "--fix", dir)
	if got.code != exitUnusable || !strings.Contains(got.stdout, "[unknown-key]") || !strings.Contains(got.stderr, filepath.Join(dir, ".duikai", "journal")+": fatal: the file cannot be read: it is not a folder [unreadable]") {
		t.Errorf("%d\n%s\n%s", got.code, got.stdout, got.stderr)
	}
	got = duikai(t, "--lang=zh", "sign", dir, "--pages=1", "--as=first", "--who=王三")
	if got.code != exitUnusable {
		t.Errorf("%d\n%s\n%s", got.code, got.stdout, got.stderr)
	}
}

// TestCheckFix: the span that a problem names is written, told, and undone.
func TestCheckFix(t *testing.T) {
	files := good()
	files["issue.yaml"] = strings.Replace(onePage, "span: [3, 20]}", "span: [3, 60]}  # 头条", 1)
	dir := issueFolder(t, files)
	got := duikai(t, "check", dir)
	if !strings.Contains(got.stdout, "[white-lines]") {
		t.Fatal(got.stdout)
	}
	got = duikai(t, "--lang=en", "check", "--fix", dir)
	text, err := os.ReadFile(filepath.Join(dir, issueFile))
	if err != nil || got.code != exitOK || strings.Contains(got.stdout, "[white-lines] ") || !strings.Contains(got.stdout, "written: span: [3, ") || strings.Contains(string(text), "[3, 60]") || !strings.Contains(string(text), "}  # 头条") {
		t.Fatalf("%d %s\n%s", got.code, got.stdout, text)
	}
	_, s := editing(t, dir)
	if err := s.Undo(nil); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, issueFile)); err != nil || string(text) != files["issue.yaml"] {
		t.Errorf("%s %v", text, err)
	}
}
