package layout_test

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/fonts"
	"duikai/layout"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/samples"
)

// TestMemory: an issue that is composed again and again while it is changed is, with all
// that is told of it, what it is when it is composed for the first time.
func TestMemory(t *testing.T) {
	set := faces(t)
	other := set.With(map[fonts.Role][]*fonts.Face{fonts.Song: set.Chain(fonts.Kai).Faces()[:1]})
	folders := []fs.FS{samples.Wangting()}
	for _, name := range []string{"children", "classified", "obituary", "poem", "spread", "tables", "television"} {
		folders = append(folders, os.DirFS(filepath.Join("..", "samples", "pages", name)))
	}
	for i, folder := range folders {
		rnd := rand.New(rand.NewPCG(13, uint64(i)))
		var read manuscript.Memory
		var kept layout.Memory
		for step := range 24 {
			is, problems := read.Load(folder)
			if is == nil {
				t.Fatal(problems)
			}
			for range rnd.IntN(4) {
				change(rnd, is)
			}
			chosen, o := set, layout.Options{Record: true, Draft: rnd.IntN(2) == 0}
			if rnd.IntN(10) == 0 {
				chosen = other
			}
			want, wantProblems := layout.Compose(is, chosen, o)
			o.Memory = &kept
			got, gotProblems := layout.Compose(is, chosen, o)
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("folder %d, step %d: another edition", i, step)
			}
			if !reflect.DeepEqual(gotProblems, wantProblems) {
				t.Fatalf("folder %d, step %d: told is\n%v\nnot\n%v", i, step, gotProblems, wantProblems)
			}
		}
	}
}

// TestMemoryNeighbours: what a story has from others, the marks of its continuations and
// the baseline of its head, goes when these go.
func TestMemoryNeighbours(t *testing.T) {
	set := faces(t)
	long := strings.Repeat("渡船靠岸的时候，江面上起了雾，码头上的人都没有动。", 30) + "\n"
	heads := []string{"---\nheadline: 渡船靠岸\nweight: 2\nkicker: 江上有雾\n---\n", "---\nheadline: 码头上的人都没有动\nweight: 3\nkicker: 早上\n---\n"}
	for name, plans := range map[string][]string{
		"marks": {
			"{number: 1, slots: [{story: a, at: [1, 1], span: [3, 14]}, {story: b, at: [5, 1], span: [3, 14]}]}\n  - {number: 2, slots: [{story: a, at: [1, 1], span: [4, 40]}, {story: b, at: [5, 1], span: [4, 40]}]}",
			"{number: 1, slots: [{story: a, at: [1, 1], span: [3, 14]}, {story: b, at: [5, 1], span: [3, 50]}]}\n  - {number: 2, slots: [{story: a, at: [1, 1], span: [4, 40]}]}",
		},
		"numbers": {
			"{number: 1, slots: [{story: a, at: [1, 1], span: [3, 14]}]}\n  - {number: 2, slots: [{story: a, at: [1, 1], span: [4, 40]}]}",
			"{number: 1, slots: [{story: a, at: [1, 1], span: [3, 14]}]}\n  - {number: 3, slots: [{story: a, at: [1, 1], span: [4, 40]}]}",
		},
		"baselines": {
			"{number: 1, slots: [{story: a, at: [1, 1], span: [4, 30]}, {story: b, at: [5, 1], span: [4, 30]}]}\n  - {number: 2, slots: []}",
			"{number: 1, slots: [{story: a, at: [1, 1], span: [4, 30]}, {story: b, at: [5, 2], span: [4, 30]}]}\n  - {number: 2, slots: []}",
		},
	} {
		var kept layout.Memory
		var first string
		for i, plan := range append(plans, plans...) {
			is := load(t, fstest.MapFS{
				"issue.yaml":   {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\npages:\n  - " + plan + "\n")},
				"stories/a.md": {Data: []byte(heads[0] + long)}, "stories/b.md": {Data: []byte(heads[1] + long)},
			})
			dump := func(o layout.Options) string {
				ed, _ := layout.Compose(is, set, o)
				var b strings.Builder
				if err := page.Dump(&b, ed); err != nil {
					t.Fatal(err)
				}
				return b.String()
			}
			want := dump(layout.Options{})
			if got := dump(layout.Options{Memory: &kept}); got != want {
				t.Errorf("%s, state %d: another edition", name, i)
			}
			if i == 1 && want == first {
				t.Errorf("%s: the states are the same", name)
			}
			first = want
		}
	}
}

// TestMemorySaves: where a single story has changed, the others are not poured anew.
func TestMemorySaves(t *testing.T) {
	set := faces(t)
	var read manuscript.Memory
	issue := func(n int) *manuscript.Issue {
		is, _ := read.Load(samples.Wangting())
		s := is.Stories[0]
		s.Blocks = s.Blocks[:max(len(s.Blocks)-n%2, 0)]
		return is
	}
	n := 0
	allocs := func(o layout.Options) float64 {
		is := []*manuscript.Issue{issue(0), issue(1)}
		return testing.AllocsPerRun(4, func() {
			n++
			layout.Compose(is[n%2], set, o)
		})
	}
	all, changed := allocs(layout.Options{}), allocs(layout.Options{Memory: new(layout.Memory)})
	t.Logf("%.0f allocations without memory, %.0f with it", all, changed)
	if changed > all*3/5 { // of which most are of drawing
		t.Errorf("%.0f allocations of %.0f where one story has changed", changed, all)
	}
}

// change changes something of an issue as an editor might.
func change(rnd *rand.Rand, is *manuscript.Issue) {
	p := is.Pages[rnd.IntN(len(is.Pages))]
	sl := p.Slots[rnd.IntN(len(p.Slots))]
	s := is.Stories[rnd.IntN(len(is.Stories))]
	switch rnd.IntN(16) {
	case 0, 1:
		sl.Rows = max(sl.Rows-rnd.IntN(3), 1)
	case 2:
		sl.Col = max(sl.Col-1, 1)
	case 3:
		sl.Columns = 1 + rnd.IntN(4)
	case 4:
		sl.Head = manuscript.Head(rnd.IntN(4))
	case 5:
		sl.Box = manuscript.Box(rnd.IntN(2))
	case 6:
		s.Blocks = s.Blocks[:rnd.IntN(len(s.Blocks)+1)]
	case 7:
		s.Headline = slices.Concat(s.Headline, is.Stories[0].Headline)
	case 8:
		s.Weight = 1 + rnd.IntN(5)
	case 9:
		s.Deck, s.Byline = nil, nil
	case 10:
		q := is.Pages[rnd.IntN(len(is.Pages))]
		p.Number, q.Number = q.Number, p.Number
	case 11:
		q := is.Pages[rnd.IntN(len(is.Pages))]
		p.Slots, q.Slots = q.Slots, p.Slots
	case 12:
		is.Style.Hanging = !is.Style.Hanging
	case 13:
		is.Style.Body.Indent = geom.Measure{}
	case 14:
		if len(s.Pictures) > 0 {
			s.Pictures = slices.Clone(s.Pictures) // which the memory of stories has too
			s.Pictures[0].Rows++
		}
	case 15:
		s.Initial = rnd.IntN(4)
	}
}
