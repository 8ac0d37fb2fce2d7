package planner

import (
	"bytes"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"duikai/fonts"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
	_ "duikai/samples/draws" // the same draws every time
)

// pools are pages whose stories the program places, by their numbers.
func pools(pages ...[]int) string {
	var b strings.Builder
	b.WriteString("pages:\n")
	for i, p := range pages {
		var ids []string
		for _, n := range p {
			ids = append(ids, fmt.Sprintf("s%d", n))
		}
		fmt.Fprintf(&b, "  - {number: %d, name: 版%d, pool: [%s]}\n", i+1, i+1, strings.Join(ids, ", "))
	}
	return b.String()
}

// fullPage and halfPage are stories for a page that asks for too much and one that
// asks for little.
var (
	fullPage = []copyOf{{"", 1, 1700, ""}, {"", 3, 420, ""}, {"", 4, 260, ""}, {"", 5, 110, ""}}
	halfPage = []copyOf{{"", 2, 520, ""}, {"", 4, 260, ""}, {"", 5, 130, ""}}
)

// tall is a folder whose pages are higher than usual in tests.
func tall(pages string, stories ...copyOf) fstest.MapFS {
	f := folder(pages, stories...)
	f["issue.yaml"].Data = bytes.Replace(f["issue.yaml"].Data, []byte("170mm], columns: 4, chars: 13, rows: 36"), []byte("300mm], columns: 4, chars: 13, rows: 64"), 1)
	return f
}

// bodyOf is the text of a story, without what is between its characters.
func bodyOf(is *manuscript.Issue, id string) []rune {
	var b strings.Builder
	for _, block := range is.Story(id).Blocks {
		if p, ok := block.(*manuscript.Paragraph); ok {
			b.WriteString(p.Text.String())
		}
	}
	return []rune(b.String())
}

// checkJumps sets an edition and asks what must hold of stories that go on.
func checkJumps(t interface {
	Helper()
	Errorf(string, ...any)
}, is *manuscript.Issue, set *fonts.Set, ed Edition) {
	t.Helper()
	pages, problems := layout.Compose(is, set, layout.Options{})
	for _, p := range problems {
		if p.Severity() >= diag.Error || p.Code == diag.ShortJump || p.Code == diag.NoShortHead || p.Code == diag.NothingLeft {
			t.Errorf("%v", p)
		}
	}
	chars := map[string][]int{} // set of a story, page by page
	for _, p := range pages.Pages {
		for _, pl := range p.Placements {
			if pl.Story != "" {
				chars[pl.Story] = append(chars[pl.Story], pl.Chars)
			}
		}
	}
	for _, p := range ed.Pages {
		for _, j := range p.Jumps {
			text, parts := bodyOf(is, j.Story), chars[j.Story]
			if len(parts) != 2 || parts[0]+parts[1] != len(text) {
				t.Errorf("%s has %v of %d characters", j.Story, parts, len(text))
				continue
			}
			if text[parts[0]-1] != '。' || !strings.HasSuffix(j.Last, string(text[max(parts[0]-6, 0):parts[0]])) {
				t.Errorf("%s is parted behind %s, said is %s", j.Story, string(text[:parts[0]]), j.Last)
			}
			if j.Chars != parts[1] || j.Left < leastStay || j.To <= p.Number {
				t.Errorf("%+v, set are %v", j, parts)
			}
		}
	}
	for _, s := range is.Stories {
		stands, held := len(chars[s.ID]) > 0, slices.ContainsFunc(ed.Pages, func(p Page) bool { return slices.Contains(p.Held, s.ID) })
		if stands == held {
			t.Errorf("%s stands: %t, is held over: %t", s.ID, stands, held)
		}
	}
}

// TestJumps: the heaviest long story of a page that has too much goes on on the
// first later page with room, or on that which it names.
func TestJumps(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	set := faces(t)
	three := slices.Concat(fullPage, halfPage, halfPage)
	for _, c := range []struct {
		name, more string
		to         int
		jumps      bool
	}{
		{"the first page with room", "", 2, true},
		{"the page that is named", "jump-to: 3\n", 3, true},
		{"it goes on in another edition", "to: {page: 9}\n", 0, false},
	} {
		stories := slices.Clone(three)
		stories[0].more = c.more
		is := loaded(t, tall(pools([]int{1, 2, 3, 4}, []int{5, 6, 7}, []int{8, 9, 10}), stories...))
		ed, problems := Plan(is, set, Options{})
		checkJumps(t, is, set, ed)
		jumps := ed.Pages[0].Jumps
		if at := slices.IndexFunc(jumps, func(j Jump) bool { return j.Story == "s1" }); at < 0 == c.jumps || c.jumps && jumps[at].To != c.to {
			t.Errorf("%s: %+v\n%v", c.name, jumps, problems)
		}
		if told := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.StoryJumps }); told != (len(jumps) > 0) {
			t.Errorf("%s: told: %t\n%v", c.name, told, problems)
		}
		if c.jumps && (len(ed.Pages[0].Held) > 0 || !slices.ContainsFunc(ed.Pages[0].Terms, func(x Term) bool { return x.Name == "jump" && x.Price == 4000 })) {
			t.Errorf("%s: %v are held over, %+v", c.name, ed.Pages[0].Held, ed.Pages[0].Terms)
		}
	}
	// Where no later page has room nothing goes on; of one that is named that is
	// told.
	stories := slices.Concat(fullPage, fullPage, halfPage)
	stories[0].more = "jump-to: 2\n"
	is := loaded(t, tall(pools([]int{1, 2, 3, 4}, []int{5, 6, 7, 8, 9, 10}), stories[:10]...))
	ed, problems := Plan(is, set, Options{})
	checkJumps(t, is, set, ed)
	if !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.JumpNoRoom }) || len(ed.Pages[0].Jumps) > 0 {
		t.Errorf("%+v\n%v", ed.Pages[0].Jumps, problems)
	}
	// Where there is room for all nothing is parted.
	is = loaded(t, tall(pools([]int{1, 2, 3}, []int{4, 5, 6}), slices.Concat(halfPage, halfPage)...))
	if ed, _ := Plan(is, set, Options{}); len(ed.Pages[0].Jumps) > 0 {
		t.Errorf("%+v", ed.Pages[0].Jumps)
	}
}

// TestOpenedTwice: a story that its editor opened on two pages is parted by the
// program, whether or not there is too much.
func TestOpenedTwice(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	set := faces(t)
	for _, second := range []string{"{story: s1}", "{story: s1, span: [2, 20]}", "{story: s1, span: [2, null]}"} {
		pages := "pages:\n  - {number: 1, pool: [s1, s2]}\n  - number: 2\n    slots:\n      - " + second + "\n    pool: [s3, s4]\n"
		is := loaded(t, tall(pages, copyOf{"", 1, 900, ""}, copyOf{"", 4, 300, ""}, copyOf{"", 2, 520, ""}, copyOf{"", 5, 160, ""}))
		ed, problems := Plan(is, set, Options{})
		if len(ed.Pages[0].Jumps) != 1 || ed.Pages[0].Jumps[0].To != 2 || problems.Has(diag.Error) {
			t.Fatalf("%s: %+v\n%v", second, ed.Pages[0].Jumps, problems)
		}
		checkJumps(t, is, set, ed)
		if len(is.Pages[1].Slots) != 3 {
			t.Errorf("%s: %d slots", second, len(is.Pages[1].Slots))
		}
	}
}

// TestSameJumps: one core and many part stories alike, and a memory gives what
// there is without it.
func TestSameJumps(t *testing.T) {
	set := faces(t)
	var memory Memory
	plan := func(cores int, m *Memory) []manuscript.Slot {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		is := loaded(t, tall(pools([]int{1, 2, 3, 4}, []int{5, 6, 7}), slices.Concat(fullPage, halfPage)...))
		Plan(is, set, Options{Memory: m})
		var all []manuscript.Slot
		for _, p := range is.Pages {
			for _, s := range p.Slots {
				all = append(all, *s)
			}
		}
		return all
	}
	one := plan(1, nil)
	if len(one) != 8 {
		t.Errorf("%d slots", len(one))
	}
	for _, other := range [][]manuscript.Slot{plan(16, nil), plan(2, &memory), plan(2, &memory)} {
		if !reflect.DeepEqual(one, other) {
			t.Errorf("%+v\n%+v", one, other)
		}
	}
}

// TestAnyJumps: whatever there is too much of, nothing of it is lost.
func TestAnyJumps(t *testing.T) {
	set := faces(t)
	checks := 0
	rapid.Check(t, func(r *rapid.T) {
		if checks++; checks > 3 {
			return // a plan takes its time
		}
		var stories []copyOf
		pages := make([][]int, 3)
		for p, cells := range []int{rapid.IntRange(2300, 3600).Draw(r, "chars"), rapid.IntRange(900, 2600).Draw(r, "chars"), rapid.IntRange(900, 2600).Draw(r, "chars")} {
			for weight := 1; cells > 60; weight++ {
				n := min(rapid.IntRange(80, 1900).Draw(r, "story"), cells)
				cells -= n
				stories = append(stories, copyOf{"", min(weight, 5), n, ""})
				pages[p] = append(pages[p], len(stories))
			}
		}
		is, problems := manuscript.Load(tall(pools(pages...), stories...))
		if problems.Has(diag.Warning) {
			r.Fatalf("%v", problems)
		}
		ed, _ := Plan(is, set, Options{})
		checkJumps(r, is, set, ed)
	})
}

// TestFrontJumps: the front page of an edition that the program makes takes more
// than it holds, and its long stories go on inside.
func TestFrontJumps(t *testing.T) {
	e := &edition{is: loaded(t, tall("pages: 4\n", copyOf{"", 1, 1700, ""}, copyOf{"", 2, 1500, ""}, copyOf{"", 5, 90, ""}))}
	for _, c := range []struct {
		areas []int
		pages int
		more  bool
	}{{[]int{150, 120, 9}, 4, true}, {[]int{150, 60, 9}, 4, false}, {[]int{150, 120, 200}, 3, false}} {
		e.stories, e.areas, e.pages, e.rooms = e.is.Stories, c.areas, e.is.Pages[:c.pages], []int{200, 200, 200, 200}[:c.pages]
		e.widenFront()
		if (e.rooms[0] > 200) != c.more || e.rooms[1] != 200 {
			t.Errorf("%+v: %v", c, e.rooms)
		}
	}
}

// TestOverlong: where a page has room for its stories but one of them is too long to
// stand well beside the others, that goes on elsewhere; where no page has room for its
// rest, or the page is good with all of it, it does not.
func TestOverlong(t *testing.T) {
	set := faces(t)
	two := []copyOf{{"", 1, 1000, ""}, {"", 3, 1000, ""}, {"", 5, 110, ""}}
	full := []copyOf{{"", 2, 1100, ""}, {"", 2, 1100, ""}, {"", 3, 900, ""}}
	for name, c := range map[string]struct {
		stories []copyOf
		pages   string
		want    int
	}{
		"two long ones":     {slices.Concat(two, halfPage), pools([]int{1, 2, 3}, []int{4, 5, 6}), 1},
		"no room behind it": {slices.Concat(two, full), pools([]int{1, 2, 3}, []int{4, 5, 6}), 0},
		"all of it is good": {slices.Concat([]copyOf{{"", 1, 1050, ""}, {"", 3, 1200, ""}}, halfPage), pools([]int{1, 2}, []int{3, 4, 5}), 0},
	} {
		is := loaded(t, tall(c.pages, c.stories...))
		ed, problems := Plan(is, set, Options{})
		page := ed.Pages[0]
		if page.Need > page.Room || page.Need*100 < page.Room*nearlyFull || len(page.Jumps) != c.want {
			t.Errorf("%s: %d jumps, want %d; the page needs %d of %d\n%v", name, len(page.Jumps), c.want, page.Need, page.Room, problems)
		}
		checkJumps(t, is, set, ed)
	}
}
