package planner

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout/diag"
	"duikai/layout/internal/allot"
	"duikai/layout/manuscript"
)

// copyOf is a story of an invented text.
type copyOf struct {
	section       string
	weight, chars int
	more          string // lines of front matter
}

// sentences are enough for texts that do not repeat themselves at once.
var sentences = []string{
	"河上的雾散得很慢，船工把缆绳收回舱里。", "桥头的灯还亮着，卖豆浆的已经支起了棚子。", "他们在堤上量了三遍，数目都一样。",
	"工程队说，剩下的两段年底前铺完。", "谁也没有想到，这件小事后来写进了县志。", "老人记得清楚，那年的水一直漫到第二级台阶。",
}

// text is an invented text of about so many characters.
func text(chars int) string {
	var b strings.Builder
	for i, n := 0, 0; n < chars; i++ {
		s := sentences[(i*i+chars)%len(sentences)]
		b.WriteString(s)
		if n += len([]rune(s)); i%5 == 4 {
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

// folder is an issue of stories s1, s2, ... with the given lines for its pages.
func folder(pages string, stories ...copyOf) fstest.MapFS {
	f := fstest.MapFS{"issue.yaml": {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\nformat: {trim: [200mm, 170mm], columns: 4, chars: 13, rows: 36}\n" + pages)}}
	for i, s := range stories {
		section := ""
		if s.section != "" {
			section = "section: " + s.section + "\n"
		}
		f[fmt.Sprintf("stories/s%d.md", i+1)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\nheadline: 第%d座桥今天通车\nweight: %d\n%s%s---\n%s\n", i+1, s.weight, section, s.more, text(s.chars))}
	}
	return f
}

func loaded(t testing.TB, f fstest.MapFS) *manuscript.Issue {
	is, problems := manuscript.Load(f)
	if is == nil || problems.Has(diag.Warning) {
		t.Fatal(problems)
	}
	return is
}

// TestEdition: a folder of stories and a number of pages, or none, are enough.
func TestEdition(t *testing.T) {
	stories := []copyOf{
		{"要闻", 1, 420, ""}, {"要闻", 3, 230, ""}, {"要闻", 4, 150, ""}, {"体育", 1, 420, ""}, {"体育", 3, 250, ""},
		{"体育", 4, 150, ""}, {"", 5, 80, ""}, {"体育新闻", 5, 90, ""}, {"要闻", 5, 70, ""}, {"", 4, 120, ""},
	}
	set := faces(t)
	for _, pages := range []string{"pages: 2\n", "pages: auto\n", "pages: [{number: 1}, {number: 2}]\n", "pages:\n  - {number: 1, name: 要闻}\n  - {number: 2, name: 体育, pool: auto}\n"} {
		is := loaded(t, folder(pages, stories...))
		if !Needed(is) {
			t.Errorf("%q needs no plan", pages)
		}
		ed, problems := Plan(is, set, Options{})
		if len(is.Pages) != 2 || is.Pages[0].Name != "要闻" || is.Pages[1].Name != "体育" {
			t.Fatalf("%q: %d pages, %+v", pages, len(is.Pages), is.Pages[0])
		}
		if len(ed.Seats) != len(stories) || len(ed.Pages) != 2 {
			t.Fatalf("%q: %d seats, %d pages", pages, len(ed.Seats), len(ed.Pages))
		}
		for i, s := range ed.Seats {
			named := map[string]int{"要闻": 1, "体育": 2, "体育新闻": 2}[stories[number(s.Story)-1].section]
			if named != 0 && s.Page != 0 && (s.Page != named || s.Reason != allot.BySection) {
				t.Errorf("%q: seat %d is %+v", pages, i, s)
			}
			on := slices.ContainsFunc(is.Pages, func(p *manuscript.Page) bool {
				return p.Number == s.Page && slices.ContainsFunc(p.Slots, func(o *manuscript.Slot) bool { return o.Story == s.Story })
			})
			held := slices.ContainsFunc(problems, func(p diag.Problem) bool {
				return (p.Code == diag.EditionHeld || p.Code == diag.StoryHeld) && strings.Contains(p.String(), s.Story)
			})
			if on == held {
				t.Errorf("%q: %s stands on page %d: %t, is named as held over: %t", pages, s.Story, s.Page, on, held)
			}
		}
		if Needed(is) {
			t.Errorf("%q is planned and needs a plan", pages)
		}
	}
}

// number is the number of a story s1, s2, ...
func number(id string) (n int) {
	_, _ = fmt.Sscanf(id, "s%d", &n)
	return n
}

// TestTooMuch: what finds no room on any page is held over by value, and named;
// what must run runs.
func TestTooMuch(t *testing.T) {
	var stories []copyOf
	for i := range 14 {
		stories = append(stories, copyOf{"", 2 + i%4, 260, ""})
	}
	stories[3].more = "hold: false\n"
	is := loaded(t, folder("pages: 2\n", stories...))
	ed, problems := Plan(is, faces(t), Options{})
	held, heaviest, lightest := 0, 9, 0 // of those held, and of those that stand
	for _, s := range ed.Seats {
		weight := is.Story(s.Story).Weight
		if s.Page > 0 {
			if s.Story != "s4" {
				lightest = max(lightest, weight)
			}
			continue
		}
		held++
		heaviest = min(heaviest, weight)
		if s.Story == "s4" || s.Reason != allot.NoRoom {
			t.Errorf("%+v is held over", s)
		}
		if !slices.ContainsFunc(problems, func(p diag.Problem) bool {
			return p.Code == diag.EditionHeld && p.Pos.File == "stories/"+s.Story+".md"
		}) {
			t.Errorf("nobody is told of %s", s.Story)
		}
	}
	if held == 0 || heaviest < lightest {
		t.Errorf("%d are held over, of weight %d while one of %d stands", held, heaviest, lightest)
	}
}

// TestPageCount: as many pages as the stories fill, one or an even number.
func TestPageCount(t *testing.T) {
	set := faces(t)
	for stories, want := range map[int]int{1: 1, 3: 1, 6: 2, 12: 4} {
		var list []copyOf
		for i := range stories {
			list = append(list, copyOf{"", 1 + i%5, 420, ""})
		}
		is := loaded(t, folder("pages: auto\n", list...))
		if Plan(is, set, Options{}); len(is.Pages) != want {
			t.Errorf("%d stories make %d pages, not %d", stories, len(is.Pages), want)
		}
	}
	is, _ := manuscript.Load(folder("pages: auto\n"))
	if _, problems := Plan(is, set, Options{}); len(is.Pages) != 1 || !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.EmptyPage }) {
		t.Errorf("no stories make %d pages\n%v", len(is.Pages), problems)
	}
}

// TestSections: sections are told by their pages' names, and pages by sections.
func TestSections(t *testing.T) {
	for _, c := range [][2]string{{"体育", "体育"}, {"体育新闻", "体育"}, {" 体育版 ", "体育"}, {"新闻", "新闻"}, {"头版", "头版"}, {"版", "版"}, {"", ""}} {
		if got := sectionOf(c[0]); got != c[1] {
			t.Errorf("%q is %q, not %q", c[0], got, c[1])
		}
	}
	if got := sectionsOf("文化·体育"); !reflect.DeepEqual(got, []string{"文化", "体育"}) {
		t.Error(got)
	}
	for _, c := range []struct {
		cells []int
		pages int
		want  string
	}{
		{[]int{900, 900, 900}, 3, "a b c"},
		{[]int{1800, 900}, 3, "a a b"},
		{[]int{900, 450, 450}, 2, "a bc"},
		{[]int{300, 300, 300, 900}, 2, "abc d"},
		{[]int{900}, 2, "a a"},
		{[]int{900, 10}, 1, "ab"},
		{nil, 3, ""},
		{[]int{900}, 0, ""},
	} {
		var list []share
		for i, n := range c.cells {
			list = append(list, share{string(rune('a' + i)), n})
		}
		var got []string
		for _, g := range parted(list, c.pages) {
			name := ""
			for _, s := range g {
				name += s.name
			}
			got = append(got, name)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%v on %d pages: %v, not %s", c.cells, c.pages, got, c.want)
		}
	}
	group := []share{{"文化", 10}, {"体育", 30}, {"生活", 20}}
	for _, c := range []struct {
		n   int
		mix bool
		out string
	}{{1, true, "文化"}, {2, true, "文化·体育"}, {3, true, "综合"}, {3, false, "体育·生活"}} {
		if got := nameOf(group[:c.n], c.mix); got != c.out {
			t.Errorf("%d: %s, not %s", c.n, got, c.out)
		}
	}
}

// TestStrangers: a section that no page has is told of once, with those that
// there are.
func TestStrangers(t *testing.T) {
	is := loaded(t, folder("pages: [{number: 1, name: 要闻}, {number: 2, name: 体育}]\n", copyOf{"要闻", 1, 300, ""}, copyOf{"体玉", 3, 200, ""}, copyOf{"体玉", 4, 100, ""}, copyOf{"体育", 2, 200, ""}))
	_, problems := Plan(is, faces(t), Options{})
	n := 0
	for _, p := range problems {
		if p.Code == diag.SectionNone {
			n++
			if !strings.Contains(p.String(), "体玉") || !strings.Contains(p.String(), "体育, 要闻") {
				t.Error(p)
			}
		}
	}
	if n != 1 {
		t.Errorf("told %d times\n%v", n, problems)
	}
}
