package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"duikai/layout/intake"
	"duikai/layout/intake/invented"
	"duikai/layout/manuscript"
)

// mirrored writes an invented mirror to a folder.
func mirrored(t testing.TB, is invented.Issue, habits string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range is.Files(invented.All()[habits]) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestRestoredPagesSet: pages that are restored from the polygons of a mirror
// render, whether the text fits the printed places but for some rows, or does
// not and the page is made up anew; a story in two parts stands on both pages.
func TestRestoredPagesSet(t *testing.T) {
	if testing.Short() {
		t.Skip("pages are planned")
	}
	day := time.Date(2016, 3, 8, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		seed   uint64
		habits string
		told   string
	}{
		{"edges move", 3, "old-gbk", "[import-refitted]"},
		{"made up anew", 1, "skewed", "[import-remade]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			is := invented.Make(c.seed, "望汀日报", day, 2).Jumped()
			archive := filepath.Join(t.TempDir(), "archive")
			got := duikai(t, "import", mirrored(t, is, c.habits), "-o", archive, "--layout", "restore", "-v")
			if got.code != exitOK || !strings.Contains(got.stderr, c.told) {
				t.Fatalf("import ends with %d\n%s", got.code, got.stderr)
			}
			issue := filepath.Join(archive, "2016", "2016-03-08")
			if r := duikai(t, "render", issue, "-o", filepath.Join(t.TempDir(), "pages.pdf"), "--standard", "none"); r.code != exitOK {
				t.Errorf("render ends with %d\n%s", r.code, r.stderr)
			}
			yaml := fileText(t, filepath.Join(issue, issueFile))
			first := fmt.Sprintf("c%d", is.Pages[0].Stories[0].ID)
			if n := strings.Count(yaml, first); n != 2 {
				t.Errorf("the story in two parts has %d slots in\n%s", n, yaml)
			}
			if c.told != "[import-refitted]" {
				return // once is enough
			}
			before := treeOf(t, archive)
			duikai(t, "import", mirrored(t, is, c.habits), "-o", archive, "--layout", "restore")
			for name, text := range treeOf(t, archive) {
				if before[name] != text && name != importReport { // which names the folder of the source
					t.Errorf("another import changes %s", name)
				}
			}
		})
	}
}

// TestFirstPartsHoldTheirPictures: the part of a story that stands on its first page
// holds the head and the picture whole, however little text it has there.
func TestFirstPartsHoldTheirPictures(t *testing.T) {
	if testing.Short() {
		t.Skip("pages are planned")
	}
	const seed = 67 // a lead of two parts with a picture and little text in the first
	is := invented.Make(seed, "望汀日报", time.Date(2016, 5, 14, 0, 0, 0, 0, time.UTC), 2).Jumped()
	archive := filepath.Join(t.TempDir(), "archive")
	if got := duikai(t, "import", mirrored(t, is, "finely-scaled"), "-o", archive); got.code != exitOK {
		t.Fatal(got.stderr)
	}
	if r := duikai(t, "check", filepath.Join(archive, "2016", "2016-05-14")); r.code != exitOK {
		t.Errorf("check ends with %d\n%s", r.code, r.stderr)
	}
}

// TestRestoredWhereTheyStood: pages that the program made up itself come back from
// the tree of their e-paper, which tells nothing but polygons: nine of ten stories
// with one place, after their text was fitted in, to the column and within three
// rows. The edges of one edition all stand at even columns, so that they tell of four as
// well as of eight; in the other stories stand in an L; a page of raw text has stories without
// heads, and a filler at its foot.
func TestRestoredWhereTheyStood(t *testing.T) {
	if testing.Short() {
		t.Skip("pages are planned")
	}
	right, all := 0, 0
	day := time.Date(2016, 5, 14, 0, 0, 0, 0, time.UTC)
	page := filepath.Join(t.TempDir(), "page.txt")
	if err := os.WriteFile(page, []byte(rawPage(t)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, source := range map[string]string{
		"even columns": mirrored(t, invented.Make(61, "望汀日报", day, 2).Jumped(), "old-gbk"),
		"an L":         mirrored(t, invented.Make(69, "望汀日报", day, 2).Jumped(), "old-gbk"),
		"raw text":     page,
	} {
		archive, tree, back := filepath.Join(t.TempDir(), "archive"), filepath.Join(t.TempDir(), "tree"), filepath.Join(t.TempDir(), "back")
		stood := filepath.Join(archive, "2016", "2016-05-14")
		for _, args := range [][]string{
			{"import", source, "-o", archive, "--paper", "望汀日报", "--date", "2016-05-14"},
			{"plan", stood, "--write"},
			{"replica", stood, "--format", "epaper", "-o", tree},
			{"import", tree, "-o", back, "--layout", "restore"},
			{"check", filepath.Join(back, "2016", "2016-05-14")},
		} {
			if got := duikai(t, args...); got.code != exitOK {
				t.Fatalf("%v ends with %d\n%s", args, got.code, got.stderr)
			}
		}
		want, got := placesOf(t, stood), placesOf(t, filepath.Join(back, "2016", "2016-05-14"))
		for head, places := range want {
			if len(places) > 1 {
				continue
			}
			all++
			w := places[0]
			near := func(g manuscript.Cells) bool {
				return g.Col == w.Col && g.Cols == w.Cols && max(g.Row-w.Row, w.Row-g.Row) <= 3 && max(g.Row+g.Rows-w.Row-w.Rows, w.Row+w.Rows-g.Row-g.Rows) <= 3
			}
			if len(got[head]) == 1 && near(got[head][0]) {
				right++
			} else {
				t.Logf("%s: %s stood at %v, now at %v", name, head, w, got[head])
			}
		}
	}
	t.Logf("%d of %d stories stand where they stood", right, all)
	if right*10 < all*9 {
		t.Errorf("%d of %d stories stand where they stood", right, all)
	}
}

// placesOf are the places of the stories of an issue on its pages, by their heads.
func placesOf(t *testing.T, dir string) map[string][]manuscript.Cells {
	t.Helper()
	is, problems := manuscript.Load(os.DirFS(dir))
	if is == nil {
		t.Fatal(problems)
	}
	out := make(map[string][]manuscript.Cells)
	for _, p := range is.Pages {
		for _, s := range p.Slots {
			if s.Kind != manuscript.StorySlot || s.Open != 0 {
				continue
			}
			head := fmt.Sprint(p.Number, " ")
			for _, l := range is.Story(s.Story).Headline {
				head += intake.Squeezed(l.String())
			}
			out[head] = append(out[head], manuscript.Cells{Col: s.Col, Row: s.Row, Cols: s.Cols, Rows: s.Rows})
		}
	}
	return out
}

// TestFirstPartsOfCrowdedPages: a front page that must be made up anew keeps its stories,
// although the first part of one was smaller in print than its picture asks for here.
func TestFirstPartsOfCrowdedPages(t *testing.T) {
	if testing.Short() {
		t.Skip("pages are planned")
	}
	story := func(id int, c invented.Cell, full int) invented.Story { // of so many percent of its cells
		s := invented.Story{ID: id, Head: []string{fmt.Sprintf("渡口第%d盏灯", id)}, Author: "本报记者 沈禾", Cell: c}
		para := strings.Repeat("他们在堤上量了三天水位。", 8)
		for n := 0; n < c.Cols*c.Rows*13*full/100; n += utf8.RuneCountInString(para) {
			s.Paras = append(s.Paras, para)
		}
		return s
	}
	lead := story(1, invented.Cell{Col: 1, Row: 13, Cols: 2, Rows: 12}, 30)
	lead.Picture, lead.Caption, lead.Credit = true, "渡口的灯。", "沈禾摄"
	is := invented.Issue{Paper: "望汀日报", Date: time.Date(2016, 5, 14, 0, 0, 0, 0, time.UTC), Pages: []invented.Page{
		{Label: "A01", Number: 1, Name: "要闻", Stories: []invented.Story{lead,
			story(2, invented.Cell{Col: 1, Row: 25, Cols: 2, Rows: 96}, 91), story(3, invented.Cell{Col: 3, Row: 13, Cols: 3, Rows: 108}, 64), story(4, invented.Cell{Col: 6, Row: 13, Cols: 3, Rows: 108}, 64)}},
		{Label: "A02", Number: 2, Name: "综合", Stories: []invented.Story{story(5, invented.Cell{Col: 1, Row: 1, Cols: 4, Rows: 120}, 65), story(6, invented.Cell{Col: 5, Row: 1, Cols: 4, Rows: 120}, 65)}},
	}}.Jumped()
	archive := filepath.Join(t.TempDir(), "archive")
	got := duikai(t, "import", mirrored(t, is, "old-gbk"), "-o", archive, "--layout", "restore", "-v")
	if !strings.Contains(got.stderr, "[import-remade]") || strings.Contains(got.stderr, "[import-overfull]") {
		t.Errorf("import ends with %d\n%s", got.code, got.stderr)
	}
	issue := filepath.Join(archive, "2016", "2016-05-14")
	if r := duikai(t, "check", issue); r.code != exitOK {
		t.Errorf("check ends with %d\n%s\n%s", r.code, r.stdout, fileText(t, filepath.Join(issue, issueFile)))
	}
	t.Log(fileText(t, filepath.Join(issue, issueFile)))
}
