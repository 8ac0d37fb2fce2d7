package planner

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
)

// faces opens the faces of tests.
func faces(t testing.TB) *fonts.Set {
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// opened loads the sample with the slots of some pages opened: stories and
// pictures lose their places.
func opened(t testing.TB, pages ...int) *manuscript.Issue {
	is, problems := manuscript.Load(os.DirFS("../../samples/wangting"))
	if problems.Has(diag.Error) {
		t.Fatal(problems)
	}
	for _, p := range is.Pages {
		if !slices.Contains(pages, p.Number) {
			continue
		}
		p.Auto = true
		for _, s := range p.Slots {
			if s.Story == "city-memory" { // whose text is parted by hand
				continue
			}
			if s.Kind == manuscript.StorySlot || s.Kind == manuscript.PictureSlot {
				s.Open, s.Columns, s.HeadCols, s.HeadFrom = manuscript.OpenPlace|manuscript.OpenCols|manuscript.OpenRows, 0, 0, 0
			}
		}
	}
	return is
}

// TestPlan makes up the news pages of the sample again from their stories and
// pictures: full pages, with nothing to warn of.
func TestPlan(t *testing.T) {
	pages := []int{2, 3, 4, 5, 6}
	is, set := opened(t, pages...), faces(t)
	before := map[int]int{}
	for _, p := range is.Pages {
		before[p.Number] = len(p.Slots)
	}
	ed, problems := Plan(is, set, Options{})
	if len(ed.Pages) != len(pages) || problems.Has(diag.Warning) {
		t.Fatalf("%d plans\n%v", len(ed.Pages), problems)
	}
	for i, plan := range ed.Pages {
		p := is.Pages[i+1]
		if len(p.Slots) != before[p.Number] || len(plan.Held) > 0 {
			t.Errorf("page %d: %d slots of %d, held %v", p.Number, len(p.Slots), before[p.Number], plan.Held)
		}
		if plan.White > dummy.MostWhites {
			t.Errorf("page %d: %d lines white", p.Number, plan.White)
		}
		checkPlaces(t, is, p)
		sum := 0
		for _, term := range plan.Terms {
			sum += term.Price
		}
		if sum != plan.Score || sum == 0 {
			t.Errorf("page %d: the terms sum up to %d, the score is %d", p.Number, sum, plan.Score)
		}
	}
	_, problems = layout.Compose(is, set, layout.Options{Pages: pages})
	for _, problem := range problems {
		if problem.Severity() >= diag.Warning {
			t.Error(problem)
		}
	}
}

// checkPlaces asks what holds of the places of every page.
func checkPlaces(t *testing.T, is *manuscript.Issue, p *manuscript.Page) {
	t.Helper()
	for i, s := range p.Slots {
		if s.Open != 0 || s.Col < 1 || s.Row < 1 || s.Col+s.Cols-1 > is.Format.Columns || s.Row+s.Rows-1 > is.Format.Rows {
			t.Errorf("%s stands at %d, %d, %d × %d", s.Name(), s.Col, s.Row, s.Cols, s.Rows)
		}
		for _, o := range p.Slots[i+1:] {
			if s.Col < o.Col+o.Cols && o.Col < s.Col+s.Cols && s.Row < o.Row+o.Rows+1 && o.Row < s.Row+s.Rows+1 {
				t.Errorf("%s and %s stand on each other", s.Name(), o.Name())
			}
		}
	}
}

// TestSamePlan plans on one core and on many, and a planned issue again.
func TestSamePlan(t *testing.T) {
	set := faces(t)
	places := func(cores int) []manuscript.Slot {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		is := opened(t, 5)
		Plan(is, set, Options{})
		var out []manuscript.Slot
		for _, s := range is.Pages[4].Slots {
			out = append(out, *s)
		}
		if Needed(is) {
			t.Error("a planned issue must be planned again")
		}
		return out
	}
	if one := places(1); !reflect.DeepEqual(one, places(16)) || len(one) == 0 {
		t.Error("the plans of one core and of many differ")
	}
}

// TestHeldOver: what finds no room is held over by weight and told; what must
// run stays.
func TestHeldOver(t *testing.T) {
	is, set := opened(t, 3), faces(t)
	p := is.Pages[2]
	var must []string
	for _, id := range []string{"bean-curd", "ferry-lamp", "spoonbills"} {
		p.Slots = append(p.Slots, &manuscript.Slot{Kind: manuscript.StorySlot, Story: id, Open: manuscript.OpenPlace | manuscript.OpenCols | manuscript.OpenRows})
	}
	is.Pages[1].Slots = nil
	is.Pages[0].Slots = nil
	is.Story("spoonbills").Hold = manuscript.No
	must = append(must, "spoonbills")
	ed, problems := Plan(is, set, Options{})
	plans := ed.Pages
	held := plans[0].Held
	if len(held) == 0 || len(p.Slots)+len(held) < 16 {
		t.Fatalf("held %v, %d slots\n%v", held, len(p.Slots), problems)
	}
	for _, id := range must {
		if slices.Contains(held, id) {
			t.Errorf("%s is held over", id)
		}
	}
	for _, id := range held {
		if is.Story(id).Weight == 1 {
			t.Errorf("the lead %s is held over", id)
		}
		if !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.StoryHeld && strings.Contains(p.String(), id) }) {
			t.Errorf("nobody is told that %s is held over", id)
		}
	}
}

// TestTermNames: style.makeup names the prices that there are.
func TestTermNames(t *testing.T) {
	var terms dummy.Terms
	names := manuscript.MakeupTerms()
	at := fields(&terms)
	if len(names) != len(at) {
		t.Errorf("%d names, %d prices", len(names), len(at))
	}
	for _, n := range names {
		if at[n] == nil {
			t.Errorf("no price %s", n)
		}
	}
	got := termsOf(manuscript.MakeupStyle{Modular: true, Prices: map[string]int{"cut": 200}})
	if want := dummy.Modular(); got.Cut != 200*dummy.Unit || got.River != want.River {
		t.Errorf("%+v", got)
	}
}

// TestTermWords: both guides tell what every price is for, and what it is in
// both house styles.
func TestTermWords(t *testing.T) {
	interlocked, modular := dummy.Interlocked(), dummy.Modular()
	for _, name := range []string{"README.md", "README.en.md"} {
		data, err := os.ReadFile("../../samples/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, term := range manuscript.MakeupTerms() {
			want := fmt.Sprint(*fields(&interlocked)[term] / dummy.Unit)
			if m := fmt.Sprint(*fields(&modular)[term] / dummy.Unit); m != want {
				want += " / " + m
			}
			row := regexp.MustCompile("(?m)^\\| `" + term + "` \\| ([0-9 /]+) \\| (.+) \\|$").FindStringSubmatch(string(data))
			if row == nil || row[1] != want || len(row[2]) < 5 {
				t.Errorf("%s tells of %s %q, not of its price, %s", name, term, row, want)
			}
		}
	}
}

// TestOverPart: a head that covers too little of a width stands over some of its
// columns there, and nothing is told of the page; one that covers them does not.
func TestOverPart(t *testing.T) {
	set := faces(t)
	for headline, part := range map[string]bool{"老街": true, "汀江两岸的老街一条条搬出了地图": false} {
		is := loaded(t, fstest.MapFS{
			"issue.yaml":   {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\nformat: broadsheet\npages:\n  - {number: 3, slots: [{story: a, span: [6, null]}]}\n")},
			"stories/a.md": {Data: fmt.Appendf(nil, "---\nheadline: %s\nweight: 2\n---\n%s\n", headline, text(2400))},
		})
		j := newJob(is, set, layout.NewDesk(is, set), new(wordsOf(is)), is.Pages[0])
		j.measure()
		over := 0
		for _, w := range j.open[0].ways {
			if over = max(over, w.over); w.over > 0 && w.base.Price > j.terms.Beside+j.terms.Divided {
				t.Errorf("%s over %d of %d columns costs %d", headline, w.over, w.base.Columns, w.base.Price)
			}
		}
		if part != (over > 0) {
			t.Errorf("%s stands over %d columns", headline, over)
		}
		Plan(is, set, Options{})
		if s := is.Pages[0].Slots[0]; part != (s.HeadCols > 0) {
			t.Errorf("%s is set over %d of %d columns", headline, s.HeadCols, s.Cols)
		}
		_, problems := layout.Compose(is, set, layout.Options{})
		for _, p := range problems {
			if p.Code == diag.HeadNarrow || p.Severity() >= diag.Error {
				t.Error(p)
			}
		}
	}
}

// TestHeadlessStories: a story without a headline stands in no way that has a place for
// one beside its text.
func TestHeadlessStories(t *testing.T) {
	sl := &manuscript.Slot{Kind: manuscript.StorySlot, Open: manuscript.OpenCols}
	beside := func(s *manuscript.Story) (n int) {
		for _, w := range waysOf(sl, s, 8) {
			if w.head != manuscript.HeadAcross {
				n++
			}
		}
		return n
	}
	s := &manuscript.Story{Weight: 4, Headline: []manuscript.Text{{{Text: "江上起雾"}}}}
	if beside(s) == 0 {
		t.Error("no head stands beside its text")
	}
	if s.Headline = nil; beside(s) > 0 {
		t.Errorf("%d ways have a place for a head", beside(s))
	}
}

// TestGivenFaults: what no plan of a page changes is no fault of one, so nobody
// searches for another because of it: a warning of a slot that has its place, a
// story that goes on on a page without a plan.
func TestGivenFaults(t *testing.T) {
	set := faces(t)
	is, _ := manuscript.Load(os.DirFS("../../samples/wangting-auto"))
	p := is.Pages[0]
	j := newJob(is, set, layout.NewDesk(is, set), new(wordsOf(is)), p)
	j.measure()
	pieces := j.gather(nil)
	j.lay(pieces)
	plan := dummy.Plan{}
	if len(j.further) == 0 {
		t.Fatal("no story of page 1 goes on")
	}
	for _, pos := range j.further {
		problem := diag.New(diag.Overset, pos, "x", 1, 1, "")
		if !j.excused(problem) {
			t.Errorf("%v", problem)
		}
	}
	for _, problem := range j.problemsOf(&manuscript.Page{Number: 1, Slots: pinned(j), Src: p.Src}, nil) {
		if !j.excused(problem) {
			t.Errorf("%v", problem)
		}
	}
	if j.excused(diag.New(diag.Overset, p.Src, "x", 1, 1, "")) {
		t.Error("whatever is over is given")
	}
	if cost := j.faults(pieces[:len(j.pins)], &plan); cost != 0 {
		t.Errorf("a page of nothing but its pins costs %d", cost)
	}
}

// pinned are the slots of a job that have their places.
func pinned(j *job) (slots []*manuscript.Slot) {
	for i := range j.pins {
		slots = append(slots, j.pins[i].slot)
	}
	return slots
}
