package workbench

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"duikai/fonts/fonttest"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/edit"
	"duikai/layout/manuscript"
)

// sentences are so many of a text that differ, four a paragraph.
func sentences(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "第%d班渡船靠岸时，天刚刚亮，挑担的人排在跳板两旁。", i+1)
		if i%4 == 3 {
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

// TestRoom: each way that is offered does what it says: done, the story has room.
func TestRoom(t *testing.T) {
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	for name, n := range map[string]int{"little over": 22, "much over": 34} {
		t.Run(name, func(t *testing.T) {
			story := func(n int) *fstest.MapFile {
				return &fstest.MapFile{Data: []byte("---\nheadline: 渡口的早班船开了\nweight: 3\n---\n" + sentences(n))}
			}
			m := memory{"issue.yaml": {Data: []byte("paper: 报\ndate: 2026-11-23\nformat: tabloid\npages:\n  - number: 1\n    slots:\n      - {story: a, at: [1, 20], span: [3, 20]}\n      - {story: b, at: [4, 20], span: [3, 24]}\n  - number: 2\n    slots:\n      - {story: c, at: [1, 1], span: [3, 30]}\n")},
				"stories/a.md": story(n), "stories/b.md": story(24), "stories/c.md": story(30), "stories/d.md": story(20)}
			session, err := edit.Open(m, func() time.Time { return time.Time{} })
			if err != nil {
				t.Fatal(err)
			}
			b := New(Options{Session: session, Folder: func() fs.FS { return fstest.MapFS(m) }, Changed: func() {}})
			show := func() {
				is, _ := manuscript.Load(fstest.MapFS(m))
				ed, _ := layout.Compose(is, set, layout.Options{Draft: true})
				b.Show(View{Issue: is, Source: m["issue.yaml"].Data, Edition: ed, Faces: set})
			}
			ways := func(body string) []way {
				show()
				got, err := b.room(nil, []byte(body))
				if err != nil {
					t.Fatal(err)
				}
				return got.([]way)
			}
			over := `{"slot":{"page":1,"kind":"story","name":"a"}}`
			list := ways(over)
			kinds := map[string]int{}
			for _, w := range list {
				kinds[w.Kind]++
				if w.Action == nil {
					t.Fatalf("%+v cannot be done", w)
				}
				if changed, err := session.Do(w.Action, b.sheet); err != nil || !changed {
					t.Fatal(changed, err)
				}
				if left := ways(over); len(left) > 0 {
					t.Errorf("%s: there is still no room: %+v", w.Kind, left)
				}
				if err := session.Undo(nil); err != nil {
					t.Fatal(err)
				}
			}
			if kinds["jump"] == 0 || kinds["cut"] == 0 {
				t.Errorf("%v", kinds)
			}
			list = ways(`{"story":"d","page":1}`)
			if len(list) == 0 || list[0].Kind != "out" {
				t.Fatalf("%+v", list)
			}
			if _, err := session.Do(list[0].Action, b.sheet); err != nil || strings.Count(string(m["issue.yaml"].Data), "story: d") != 1 {
				t.Errorf("%v\n%s", err, m["issue.yaml"].Data)
			}
		})
	}
}

// TestPut: a story of the tray gets a place where nothing stands, also nothing that has been
// put there since the pages were set; where none is left it gets none.
func TestPut(t *testing.T) {
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	m := memory{"issue.yaml": {Data: []byte("paper: 报\ndate: 2026-11-23\nformat: tabloid\npages:\n  - number: 1\n    slots:\n      - {story: a, at: [1, 1], span: [3, 20]}\n")}}
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		n := 40
		if id == "a" {
			n = 14
		}
		m["stories/"+id+".md"] = &fstest.MapFile{Data: []byte("---\nheadline: 渡口的早班船开了\nweight: 3\n---\n" + sentences(n))}
	}
	session, err := edit.Open(m, func() time.Time { return time.Time{} })
	if err != nil {
		t.Fatal(err)
	}
	b := New(Options{Session: session, Folder: func() fs.FS { return fstest.MapFS(m) }, Changed: func() {}})
	is, _ := manuscript.Load(fstest.MapFS(m))
	ed, _ := layout.Compose(is, set, layout.Options{Draft: true})
	b.Show(View{Issue: is, Source: m["issue.yaml"].Data, Edition: ed, Faces: set}) // and it is not set again
	put := 0
	for _, id := range []string{"b", "c", "d", "e", "f", "g"} {
		got, err := b.put(nil, fmt.Appendf(nil, `{"story":%q,"page":1}`, id))
		if err != nil {
			t.Fatal(err)
		}
		to := got.(edit.NewSlot)
		if to.Page == 0 {
			break
		}
		if _, err := session.Do(&edit.Action{Do: "add", What: id, Add: []edit.NewSlot{to}}, b.sheet); err != nil {
			t.Fatal(id, to, err)
		}
		put++
	}
	if put < 2 || put == 6 {
		t.Fatalf("%d stories were put on a page\n%s", put, m["issue.yaml"].Data)
	}
	is, problems := manuscript.Load(fstest.MapFS(m))
	if ed, more := layout.Compose(is, set, layout.Options{Draft: true}); problems.Has(diag.Error) || more.Has(diag.Error) {
		t.Errorf("%v %v\n%s", problems, more, m["issue.yaml"].Data)
	} else if n := len(ed.Pages[0].Placements); n != put+1 {
		t.Errorf("%d stories stand on the page, %d were put there", n, put)
	}
}
