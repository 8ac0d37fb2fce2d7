package epaper_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/epaper"
	"duikai/layout/intake/invented"
)

var day = time.Date(2016, 3, 8, 0, 0, 0, 0, time.UTC)

// folder is a source of files.
func folder(t testing.TB, files map[string][]byte) *intake.Source {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	src, found := intake.OpenFolder(fsys, "mirror")
	if len(found) > 0 {
		t.Fatal(found)
	}
	return src
}

// take reads all issues of a source.
func take(t testing.TB, src *intake.Source, o intake.Options) []intake.Delivery {
	t.Helper()
	lots, found := epaper.Reader().Lots(src, o)
	if len(found) > 0 {
		t.Fatal(found)
	}
	var out []intake.Delivery
	for _, g := range intake.Group(lots) {
		out = append(out, intake.Take(g))
	}
	return out
}

func codes(d intake.Delivery) map[diag.Code]int {
	n := make(map[diag.Code]int)
	for _, f := range d.Findings {
		n[f.Code]++
	}
	return n
}

// told is a story in lines, as far as the invented one says it.
func told(s *intake.Story) string {
	var b strings.Builder
	s.Fields(func(name string, f *intake.Field) {
		if !f.Empty() {
			fmt.Fprintf(&b, "%s: %s\n", name, f.Text)
		}
	})
	return b.String()
}

func expected(s invented.Story) string {
	var b strings.Builder
	line := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, text)
		}
	}
	line("kicker", s.Kicker)
	for _, h := range s.Head {
		line("headline", h)
	}
	line("deck", s.Deck)
	line("byline", s.Author)
	line("column", s.Column)
	for _, p := range s.Paras {
		line("paragraph", p)
	}
	return b.String()
}

// TestHabits reads a mirror of every habit: what was made up comes back.
func TestHabits(t *testing.T) {
	for name, h := range invented.All() {
		t.Run(name, func(t *testing.T) {
			is := invented.Make(7, "望汀日报", day, 3).Jumped()
			src := folder(t, is.Files(h))
			if sure := epaper.Reader().Claim(src); sure < 90 {
				t.Errorf("the claim is %d", sure)
			}
			all := take(t, src, intake.Options{})
			if len(all) != 1 {
				t.Fatalf("%d issues", len(all))
			}
			e := all[0].Edition
			if e.Paper != is.Paper || !e.Date.Equal(day) || len(e.Pages) != len(is.Pages) {
				t.Fatalf("%s of %v with %d pages", e.Paper, e.Date, len(e.Pages))
			}
			for i, p := range is.Joined().Pages {
				checkPage(t, h, p, e.Pages[i])
			}
			if parts := e.Pages[1].Parts; len(parts) != 1 || parts[0].Story != e.Pages[0].Stories[0] || len(parts[0].Areas) != 1 {
				t.Errorf("page 2 has the parts %v", parts)
			}
			checkCodes(t, h, is, codes(all[0]))
		})
	}
}

func checkPage(t *testing.T, h invented.Habits, want invented.Page, got *intake.Page) {
	t.Helper()
	if got.Label != want.Label || got.Number != want.Number || got.Name.Text.String() != want.Name {
		t.Errorf("page %d %s %s, expected %d %s %s", got.Number, got.Label, got.Name.Text, want.Number, want.Label, want.Name)
	}
	if len(got.Stories) != len(want.Stories) {
		t.Fatalf("page %s has %d stories, expected %d", got.Label, len(got.Stories), len(want.Stories))
	}
	for k, s := range want.Stories {
		g := got.Stories[k]
		if h.Clone {
			s.Kicker = "" // the comments of clones have none
		}
		if diff := cmp.Diff(expected(s), told(g)); diff != "" {
			t.Errorf("%s: %s", g.ID, diff)
		}
		if len(g.Areas) != 1 {
			t.Errorf("%s has %d areas", g.ID, len(g.Areas))
		}
		if g.To != nil || (g.First > 0) != (s.To > 0) {
			t.Errorf("%s goes on at %v, expected %d", g.ID, g.To, s.To)
		}
		if pictured := s.Picture && !h.ThumbOnly; pictured != (len(g.Pictures) == 1) {
			t.Errorf("%s has %d pictures", g.ID, len(g.Pictures))
		} else if pictured {
			p := g.Pictures[0]
			data, err := p.Read()
			if err != nil || !strings.HasSuffix(p.Name, "_b.jpg") || len(data) < 1000 {
				t.Errorf("picture %s: %d bytes, %v", p.Name, len(data), err)
			}
			if p.Caption.Text.String() != s.Caption || p.Credit.Text.String() != s.Credit {
				t.Errorf("caption %q, credit %q", p.Caption.Text, p.Credit.Text)
			}
		}
	}
}

func checkCodes(t *testing.T, h invented.Habits, is invented.Issue, n map[diag.Code]int) {
	t.Helper()
	stories, pictures, ads := 0, 0, 0
	for _, p := range is.Pages {
		if p.Ad {
			ads++
		}
		for _, s := range p.Stories {
			stories++
			if s.Picture {
				pictures++
			}
		}
	}
	// The second part has a head and an author of its own, which are those of the
	// first.
	want := map[diag.Code]int{diag.ImportJump: 2, diag.ImportParts: 1, diag.ImportHeadTwice: len(is.Pages[0].Stories[0].Head) + 1, diag.ImportSite: 1}
	if ads > 0 {
		want[diag.ImportFurniture] = ads
	}
	if h.AuthorIn {
		want[diag.ImportAuthor] = stories
	}
	if h.HeadIn {
		want[diag.ImportHeadTwice] += stories
	}
	if h.ThumbOnly {
		want[diag.ImportThumbnail] = pictures
		want[diag.ImportFurniture] += pictures // the captions
	}
	delete(n, diag.ImportHead)
	if diff := cmp.Diff(want, n); diff != "" {
		t.Error(diff)
	}
}

// TestTwoPapersTwoDays reads a zip with several issues in one tree, and in any
// order of its files.
func TestTwoPapersTwoDays(t *testing.T) {
	files := make(map[string][]byte)
	for i, paper := range []string{"望汀日报", "苇塘晚报"} {
		for d := range 2 {
			is := invented.Make(uint64(10*i+d), paper, day.AddDate(0, 0, d), 2)
			maps.Copy(files, is.Files(invented.Habits{Tree: invented.Tree(i), GBK: d == 1, Root: paper}))
		}
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	names := slices.Sorted(maps.Keys(files))
	slices.Reverse(names)
	for _, name := range names {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	src, found := intake.OpenZip(bytes.NewReader(b.Bytes()), int64(b.Len()), "all.zip")
	if len(found) > 0 {
		t.Fatal(found)
	}
	var keys []string
	for _, d := range take(t, src, intake.Options{}) {
		keys = append(keys, fmt.Sprint(d.Edition.Key(), len(d.Edition.Pages)))
	}
	want := []string{"{望汀日报 2016-03-08} 2", "{苇塘晚报 2016-03-08} 2", "{望汀日报 2016-03-09} 2", "{苇塘晚报 2016-03-09} 2"}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Error(diff)
	}
}
