package planner

import (
	"slices"
	"testing"
	"testing/fstest"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
)

// TestWarned: a search pays for a taboo what the finished page is warned of it; what it
// gives has the prices of the style, and what is held over its own.
func TestWarned(t *testing.T) {
	usual := dummy.Interlocked()
	cheap := usual
	cheap.Cut = 20 * dummy.Unit // its editors bear it, and are warned all the same
	taboos := func(t dummy.Terms) [5]int { return [...]int{t.Cut, t.River, t.Slit, t.Heading, t.Near} }
	for name, c := range map[string]struct {
		kind    manuscript.PageKind
		modular bool
		terms   dummy.Terms
		more    [5]int // warnings
	}{
		"interlocked":       {manuscript.NewsPage, false, usual, [5]int{1, 1, 1, 1, 1}},
		"its own price":     {manuscript.NewsPage, false, cheap, [5]int{1, 1, 1, 1, 1}},
		"modular":           {manuscript.NewsPage, true, dummy.Modular(), [5]int{0, 0, 1, 1, 1}},
		"modular, but dear": {manuscript.NewsPage, true, usual, [5]int{0, 0, 1, 1, 1}},
		"rows":              {manuscript.BriefPage, false, usual.Rows(), [5]int{0, 0, 0, 0, 1}},
	} {
		j := &job{is: &manuscript.Issue{}, of: &manuscript.Page{Kind: c.kind}}
		j.is.Style.Makeup.Modular = c.modular
		want := taboos(c.terms)
		for i, n := range c.more {
			want[i] += n * warningPrice
		}
		if got := taboos(j.warned(c.terms)); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	is, set := opened(t, 3), faces(t)
	desk, names := layout.NewDesk(is, set), wordsOf(is)
	j := newJob(is, set, desk, &names, is.Pages[2])
	j.measure()
	pieces := j.gather(nil)
	j.lay(pieces)
	j.sheet.Starts = 2
	hold := j.sheet.Pieces[len(j.sheet.Pieces)-1].Hold
	plans := j.find(pieces)
	if len(plans) == 0 || j.sheet.Terms != j.terms || j.sheet.Pieces[len(j.sheet.Pieces)-1].Hold != hold {
		t.Fatalf("%d plans; the prices are others afterwards", len(plans))
	}
	for i, p := range plans {
		sum := 0
		for _, f := range dummy.Judge(&j.sheet, p.Placed, p.Out) {
			sum += f.Price
		}
		if p.Cost != sum || i > 0 && p.Cost < plans[i-1].Cost {
			t.Errorf("plan %d costs %d, its terms %d", i, p.Cost, sum)
		}
	}
}

// TestNothingOver: a page that has more room than its pieces need, and no plan in which
// all of them stand, leaves a picture or a story out, and no text without room.
func TestNothingOver(t *testing.T) {
	set := faces(t)
	files, _ := randomBase(t)
	issue := "paper: 望汀日报\ndate: 2026-11-23\nformat: {trim: [390mm, 545mm], columns: 6, chars: 17, rows: 106}\nstyle: {resolution: 30}\npages:\n  - number: 3\n    slots:\n    - {ad: pictures/ad-tea.jpg, at: [4, 86], span: [3, 21]}\n"
	for _, name := range []string{"lake-3", "lake-1", "lake-7"} {
		issue += "    - {picture: pictures/" + name + ".jpg, caption: 河上的雾散得很慢。}\n"
	}
	files["issue.yaml"] = &fstest.MapFile{Data: []byte(issue + "    - {story: museum-night}\n    - {story: made-36}\n    - {story: brief-lake-run}\n")}
	is, _ := manuscript.Load(files)
	ed, problems := Plan(is, set, Options{})
	_, more := layout.Compose(is, set, layout.Options{})
	if p := &ed.Pages[0]; p.Need > p.Room || len(p.Held) == 0 || more.Has(diag.Error) {
		t.Errorf("needs %d of %d, held over %v: %v", p.Need, p.Room, p.Held, more)
	}
	if !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.PictureOut || p.Code == diag.StoryHeld }) {
		t.Errorf("nothing is told: %v", problems)
	}
}
