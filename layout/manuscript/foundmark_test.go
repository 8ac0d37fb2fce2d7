package manuscript

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/diag"

	"pgregory.net/rapid"
)

// TestMarksInBrackets: however the slots of a list in brackets share lines, each one tells
// by itself whether its place was found, also when another one is taken out, and what is
// loosened and has not moved has its source again.
func TestMarksInBrackets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pick := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name) }
		eol := pick("eol", "\n", "\r\n")
		var items []string
		placed := map[string]bool{}
		for _, id := range rapid.Permutation([]string{"a", "b", "c", "d"}).Draw(t, "order") {
			item := "{story: " + id
			if placed[id] = id > "b" || rapid.Bool().Draw(t, "placed"); placed[id] {
				item += fmt.Sprintf(", at: [7, %d], span: [2, 9]", 100-10*int(id[0]-'a'))
			}
			items = append(items, item+pick("inside", "}", " }", ", }", ","+eol+"     box: line}"))
		}
		const line = "      "
		list := strings.Join(items[:3], ",@") + ",@" + items[3]
		for strings.Contains(list, "@") {
			list = strings.Replace(list, "@", pick("between", " ", "", eol+line, " # 注"+eol+line), 1)
		}
		list = pick("open", "[", "[ ", "["+eol+line) + list + pick("close", "]", " ]", ", ]", eol+line+"]", " # 末"+eol+line+"]", ", # 末"+eol+line+"]")
		text := "paper: 报" + eol + "date: 2026-11-23" + eol + "pages:" + eol
		if rapid.Bool().Draw(t, "braces") {
			text += "  - {number: 1, slots: " + list + pick("more", "", ", name: 要闻") + "}" + eol
		} else {
			text += "  - number: 1" + eol + "    slots: " + list + pick("behind", "", " # 完") + eol + pick("page", "", "    name: 要闻"+eol)
		}
		files := []string{storyA, goodA, "stories/b.md", goodA, "stories/c.md", goodA, "stories/d.md", goodA}
		is, problems := Load(folder(append([]string{issueY, text}, files...)...))
		if is == nil || problems.Has(diag.Error) {
			t.Fatalf("%v\n%s", problems, text)
		}
		var slots []*Slot
		for _, s := range planned(is) {
			if !placed[s.Story] {
				slots = append(slots, s)
			}
		}
		got, err := WritePlan([]byte(text), []FoundPage{{Number: 1, Slots: slots}})
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		marked := func(source []byte, but string) {
			t.Helper()
			all, err := ReadSlots(source)
			if err != nil {
				t.Fatalf("%v\n%s\n%s", err, text, source)
			}
			for _, e := range all {
				if e.Name == but || e.Found == placed[e.Name] {
					t.Fatalf("%s: found %v\n%s\n%s", e.Name, e.Found, text, source)
				}
			}
		}
		marked(got, "")
		all, _ := ReadSlots(got)
		for i, e := range all {
			rest, err := ChangeSlots(got, []SlotChange{{Page: 1, Index: i, Drop: true}}, nil)
			if err != nil {
				t.Fatalf("%v\n%s", err, got)
			}
			marked(rest, e.Name)
		}
		loose, err := Loosened(got, 1)
		if err != nil {
			t.Fatal(err)
		}
		all, _ = ReadSlots(loose)
		for _, e := range all {
			if !e.Found {
				t.Fatalf("%s is fast\n%s", e.Name, loose)
			}
		}
		if tight, err := Tightened(got, loose, 1); err != nil || string(tight) != string(got) {
			t.Fatalf("%v\n%s\n%s", err, got, tight)
		}
	})
}
