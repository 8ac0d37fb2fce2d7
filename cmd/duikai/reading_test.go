package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"duikai/layout/intake"
	"duikai/layout/manuscript"
	"duikai/samples/oracle"
)

// TestReadingCopies: what is written for readers keeps PDF/UA-1 as we read it, on
// every kind of page, and the same bytes come out again.
func TestReadingCopies(t *testing.T) {
	all, err := filepath.Glob("../../samples/pages/*/issue.yaml")
	if err != nil || len(all) == 0 {
		t.Fatal(err)
	}
	for _, issue := range append(all, "../../samples/wangting/issue.yaml") {
		dir := filepath.Dir(issue)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			a, b := filepath.Join(t.TempDir(), "a.pdf"), filepath.Join(t.TempDir(), "b.pdf")
			for _, out := range []string{a, b} {
				if got := duikai(t, "render", dir, "--reading", "-o", out); got.code != exitOK {
					t.Fatalf("%d: %s%s", got.code, got.stdout, got.stderr)
				}
			}
			if fileText(t, a) != fileText(t, b) {
				t.Error("written twice, it differs")
			}
			if got := duikai(t, "preflight", a); got.code != exitOK || !strings.Contains(got.stdout, "PDF/UA-1") || strings.Contains(got.stdout, ": error:") {
				t.Errorf("%s", got.stdout)
			}
		})
	}
}

// TestHeardByPoppler: another program hears every story whole, each in one place and
// its paragraphs in their order, also those that go on on another page; of characters
// with notes over them the characters.
func TestHeardByPoppler(t *testing.T) {
	dirs, err := filepath.Glob("../../samples/pages/*/issue.yaml")
	if err != nil || len(dirs) == 0 {
		t.Fatal(err)
	}
	for _, file := range append(dirs, "../../samples/wangting/issue.yaml") {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			arts := heardStories(string(oracle.Run(t, "pdfinfo", "-struct-text", readingCopy(t, dir))))
			issue, problems := manuscript.Load(os.DirFS(dir))
			if issue == nil {
				t.Fatal(problems)
			}
			if len(arts) != len(issue.Stories) {
				t.Errorf("%d stories are heard, %d are written", len(arts), len(issue.Stories))
			}
			for _, st := range issue.Stories {
				in := slices.IndexFunc(arts, func(art string) bool { return wholeIn(art, st) == "" })
				if in < 0 {
					said := ""
					for _, art := range arts {
						if lack := wholeIn(art, st); said == "" || len(lack) < len(said) {
							said = lack
						}
					}
					t.Errorf("%s is not heard in one piece: %s", st.ID, said)
					continue
				}
				arts = slices.Delete(arts, in, in+1) // what was heard is nobody else's
			}
		})
	}
}

// heardStories is the text of every story in what pdfinfo tells of the tags.
func heardStories(heard string) (arts []string) {
	inside, note := false, -1 // how far a note over characters is indented
	text := regexp.MustCompile(`^\s+"(.*)"$`)
	for line := range strings.Lines(heard) {
		line = strings.TrimRight(line, "\n")
		element := strings.TrimLeft(line, " ")
		deep := len(line) - len(element)
		if deep <= note {
			note = -1
		}
		switch m := text.FindStringSubmatch(line); {
		case strings.HasPrefix(line, "    Art"):
			arts, inside = append(arts, ""), true
		case m == nil && deep == 4 || strings.HasPrefix(element, "Part"):
			inside = false
		case element == "RT":
			note = deep
		case m != nil && inside && note < 0:
			arts[len(arts)-1] += intake.Squeezed(m[1])
		}
	}
	return arts
}

// readingCopy is an issue for readers.
func readingCopy(t *testing.T, dir string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "a.pdf")
	if got := duikai(t, "render", dir, "--reading", "-o", out); got.code != exitOK {
		t.Fatalf("%s", got.stdout)
	}
	return out
}

// wholeIn looks for the parts of a story in what is heard: paragraphs one behind the
// other, all else anywhere. It gives the first part that is missing.
func wholeIn(heard string, st *manuscript.Story) (lack string) {
	find := func(in string, texts ...string) int {
		at := 0
		for _, text := range texts {
			text = intake.Squeezed(text)
			i := strings.Index(in[at:], text)
			if i < 0 {
				lack = text
				return -1
			}
			at += i + len(text)
		}
		return at
	}
	rest := heard
	for _, b := range st.Blocks {
		var texts []string
		switch b := b.(type) {
		case *manuscript.Paragraph:
			texts = []string{b.Text.Plain()}
		case *manuscript.Subhead:
			for _, l := range b.Lines { // a mark between two lines of a head is not set
				texts = append(texts, strings.FieldsFunc(l.Plain(), func(r rune) bool { return strings.ContainsRune("，、；", r) })...)
			}
		case *manuscript.Verse:
			for _, l := range b.Lines {
				texts = append(texts, l.Text.Plain())
			}
		case *manuscript.Table:
			for _, row := range append([][]manuscript.Text{b.Head}, b.Rows...) {
				for _, cell := range row {
					texts = append(texts, cell.Plain())
				}
			}
		}
		at := find(rest, texts...)
		if at < 0 {
			return lack
		}
		rest = rest[at:]
	}
	parts := [][]manuscript.Text{{st.Column, st.Kicker, st.Byline, st.Note}, st.Headline, st.Deck, st.Summary}
	for _, p := range st.Pictures {
		parts = append(parts, []manuscript.Text{p.Caption, p.Credit})
	}
	for _, list := range parts {
		for _, text := range list {
			if find(heard, text.Plain()) < 0 {
				return lack
			}
		}
	}
	return ""
}

// TestMarksOnce: another program finds every number of marked content of every page in
// the tree, and each once.
func TestMarksOnce(t *testing.T) {
	file := readingCopy(t, "../../samples/wangting")
	var out struct {
		QPDF []map[string]json.RawMessage `json:"qpdf"`
	}
	if err := json.Unmarshal(oracle.Run(t, "qpdf", "--json=2", "--json-key=qpdf", "--json-stream-data=inline", file), &out); err != nil {
		t.Fatal(err)
	}
	objects := make(map[string]map[string]any)
	streams := make(map[string][]byte)
	for name, raw := range out.QPDF[1] {
		var o struct {
			Value  any
			Stream struct {
				Data []byte
				Dict map[string]any
			}
		}
		if err := json.Unmarshal(raw, &o); err != nil {
			t.Fatal(err)
		}
		id := strings.TrimPrefix(name, "obj:")
		objects[id], _ = o.Value.(map[string]any)
		streams[id] = o.Stream.Data
	}
	inTree := make(map[string]int) // page and number
	var walk func(v any, pg string)
	walk = func(v any, pg string) {
		switch v := v.(type) {
		case float64:
			inTree[fmt.Sprint(pg, " ", v)]++
		case []any:
			for _, k := range v {
				walk(k, pg)
			}
		case string:
			if o := objects[v]; o != nil {
				walk(o, pg)
			}
		case map[string]any:
			if own, ok := v["/Pg"].(string); ok {
				pg = own
			}
			if id, ok := v["/MCID"]; ok {
				walk(id, pg)
			} else if v["/Type"] != "/OBJR" {
				walk(v["/K"], pg)
			}
		}
	}
	for _, o := range objects {
		if o["/Type"] == "/StructTreeRoot" {
			walk(o["/K"], "")
		}
	}
	mcid := regexp.MustCompile(`/MCID (\d+)`)
	onPages := 0
	for id, o := range objects {
		if o["/Type"] != "/Page" {
			continue
		}
		content, _ := o["/Contents"].(string)
		for _, m := range mcid.FindAllSubmatch(streams[content], -1) {
			onPages++
			if n := inTree[id+" "+string(m[1])]; n != 1 {
				t.Errorf("the content %s of page %s stands in the tree %d times", m[1], id, n)
			}
		}
	}
	if onPages == 0 || onPages != len(inTree) {
		t.Errorf("%d marks on pages, %d in the tree", onPages, len(inTree))
	}
}
