package planner

import (
	"bytes"
	"image"
	"image/png"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// stocked is an issue of a full page and one that lacks copy, with fillers.
func stocked(t *testing.T, fillers string) fstest.MapFS {
	t.Helper()
	f := tall(pools([]int{1, 2, 3, 4}, []int{5, 6})+fillers, copyOf{"", 1, 1250, ""}, copyOf{"", 3, 420, ""}, copyOf{"", 4, 260, ""}, copyOf{"", 5, 110, ""}, copyOf{"", 2, 820, ""}, copyOf{"", 4, 300, ""})
	for name, size := range map[string]image.Point{"lake.png": {900, 600}, "dot.png": {40, 40}} { // that one is too coarse wherever it stands
		f[name] = gray(t, size)
	}
	return f
}

// gray is the file of a picture without anything on it.
func gray(t *testing.T, size image.Point) *fstest.MapFile {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rectangle{Max: size})); err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: b.Bytes()}
}

// TestFillersOfTheHouse: what a house keeps for pages that lack copy stands on those
// pages, at its price, and nowhere else; what is not needed is named.
func TestFillersOfTheHouse(t *testing.T) {
	set := faces(t)
	const stock = "fillers:\n  - lake.png\n  - {notice: [节约用水, 从我做起], title: 公益, box: line, span: [4, null]}\n"
	plan := func(fillers string, o Options) (*manuscript.Issue, Edition, diag.List) {
		is := loaded(t, stocked(t, fillers))
		ed, problems := Plan(is, set, o)
		return is, ed, problems
	}
	_, without, problems := plan("", Options{})
	if !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.PageThin }) {
		t.Fatalf("the page is full without fillers\n%v", problems)
	}
	is, with, problems := plan(stock, Options{})
	page := with.Pages[1]
	if !slices.Contains(page.Used, "lake.png") || page.White >= without.Pages[1].White || page.Score >= without.Pages[1].Score {
		t.Errorf("used %v: %d white, costing %d; without fillers %d and %d", page.Used, page.White, page.Score, without.Pages[1].White, without.Pages[1].Score)
	}
	if !reflect.DeepEqual(rects(with.Pages[0]), rects(without.Pages[0])) || len(with.Pages[0].Used) > 0 {
		t.Errorf("the full page took %v", with.Pages[0].Used)
	}
	price := 0
	for _, term := range page.Terms {
		if term.Name == "filler" {
			price += term.Price
		}
	}
	if want := 15 * 100 * len(page.Used); price != want {
		t.Errorf("fillers cost %d, not %d", price, want)
	}
	for _, name := range [...]string{"lake.png", "notice"} {
		told := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.FillersLeft && strings.Contains(p.String(), name) })
		if used := slices.Contains(page.Used, name); used == told {
			t.Errorf("%s: used %v, told of as left %v", name, used, told)
		}
	}
	checkPlaces(t, is, is.Pages[1])
	if s := slotOf(is.Pages[1], manuscript.NoticeSlot); s != nil && (s.Rows <= manuscript.StripRows || s.Cols != 4) {
		t.Errorf("the notice is %d × %d", s.Cols, s.Rows)
	}
	if _, problems := layout.Compose(is, set, layout.Options{}); problems.Has(diag.Error) {
		t.Error(problems)
	}

	// A filler that stands on a page is not used twice, and one that would be faulty not where
	// another can stand.
	f := stocked(t, "fillers: [lake.png]\n")
	f["issue.yaml"].Data = bytes.Replace(f["issue.yaml"].Data, []byte("pool: [s5"), []byte("slots: [{picture: lake.png, span: [2, null]}], pool: [s5"), 1)
	is = loaded(t, f)
	ed, _ := Plan(is, set, Options{})
	if n := len(ed.Pages[1].Used); n > 0 || len(is.FreeFillers()) > 0 {
		t.Errorf("%d fillers are used twice", n)
	}
	is = loaded(t, stocked(t, "fillers: [dot.png]\nreserve: []\n"))
	if ed, _ := Plan(is, set, Options{}); len(ed.Pages[1].Used) > 0 {
		t.Errorf("a coarse picture fills the page: %v", ed.Pages[1].Used)
	}

	// A page that was remembered without them takes them when there are some.
	m := new(Memory)
	plan("", Options{Memory: m})
	if _, ed, _ := plan(stock, Options{Memory: m}); !reflect.DeepEqual(rects(ed.Pages[1]), rects(page)) {
		t.Errorf("remembered without fillers, the page takes %v", ed.Pages[1].Used)
	}
	for c, k := range m.plans { // what is remembered is what is used
		k.need -= 1000
		m.plans[c] = k
	}
	if _, ed, _ := plan(stock, Options{Memory: m}); ed.Pages[1].Need >= 0 || !reflect.DeepEqual(rects(ed.Pages[1]), rects(page)) || !slices.Equal(ed.Pages[1].Used, page.Used) {
		t.Errorf("as it was, the page asks for %d and takes %v", ed.Pages[1].Need, ed.Pages[1].Used)
	}
	if _, ed, _ := plan("fillers: [lake.png]\n", Options{Memory: m}); ed.Pages[1].Need < 0 {
		t.Error("with other fillers, the page is remembered")
	}
	if _, ed, _ := plan("", Options{Memory: m}); len(ed.Pages[1].Used) > 0 || !reflect.DeepEqual(rects(ed.Pages[1]), rects(without.Pages[1])) {
		t.Errorf("remembered with fillers, the page keeps %v", ed.Pages[1].Used)
	}
}

// TestFillersAreFreeAgain: a page that was filled and then takes a story that another held
// over gives back what it has no more room for.
func TestFillersAreFreeAgain(t *testing.T) {
	is := loaded(t, stocked(t, "fillers: [lake.png]\n"))
	set := faces(t)
	names := wordsOf(is)
	j := newJob(is, set, layout.NewDesk(is, set), &names, is.Pages[1])
	j.decide(&Options{})
	j.begin()
	r := run{is: is, jobs: []*job{j}, spare: stock(is)}
	r.all()
	if len(j.used) != 1 || len(r.spare) != 0 {
		t.Fatalf("%d used, %d spare", len(j.used), len(r.spare))
	}
	is.Pages[0].Slots = nil
	if !r.admit(j, is.Story("s1")) {
		t.Fatal("the page takes no story")
	}
	if n := len(j.used) + len(r.spare); n != 1 || len(r.spare) != 1 {
		t.Errorf("%d used, %d spare", len(j.used), len(r.spare))
	}
}
