package planner

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/fonts"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
	"duikai/layout/parallel"
)

// randomPages is how many pages TestRandomPages makes up:
//
//	go test ./layout/planner -run RandomPages -v -random 300
var randomPages = flag.Int("random", 16, "pages that TestRandomPages makes up")

// randomFrom is the first of them: a single page is seen by -random 1 -seed N.
var randomFrom = flag.Int("seed", 0, "the first of these pages")

// randomFolder is where each of them is written as the folder of an issue, to be
// rendered and looked at; empty: nowhere.
var randomFolder = flag.String("folder", "", "where to write these pages as issue folders")

// seedIssue is a page of real copy that lies beside the project where it is
// developed.
const seedIssue = "../../../shared/seed-issue"

// The shapes of the random pages, and how many pages of a hundred have them.
var randomFormats = []struct {
	share int
	yaml  string
}{
	{70, "format: broadsheet\n"},
	{15, "format: tabloid\n"},
	{15, "format: {trim: [390mm, 545mm], columns: 6, chars: 17, rows: 106}\n"},
}

// headWords are what headlines of invented texts are made of.
var headWords = []string{"渡口", "新桥", "菜场", "校车", "夜市", "老街", "码头", "水厂", "果园", "书屋", "今天通车", "添了新灯", "改了时间", "等来好价", "搬进新家", "排队的人少了", "有了自己的图书馆"}

// randomBase is all that random pages are drawn from: the stories and pictures of
// the sample, the seed's where it is there, and invented texts.
func randomBase(t testing.TB) (files fstest.MapFS, pictures []string) {
	files = fstest.MapFS{}
	add := func(dir, prefix string) {
		if _, err := os.Stat(dir); err != nil {
			t.Logf("without %s", dir)
			return
		}
		fsys := os.DirFS(dir)
		err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.Contains(path, "/") {
				return err
			}
			data, err := fs.ReadFile(fsys, path)
			folder, name, _ := strings.Cut(path, "/")
			files[folder+"/"+prefix+name] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	add("../../samples/wangting", "")
	add(seedIssue, "seed-")
	rnd := rand.New(rand.NewPCG(7, 7))
	for i := range 40 {
		chars := 120 + i*i*4 // to 6,000
		weight := max(5-i/8, 1)
		if i > 30 {
			weight = 1 + rnd.IntN(2)
		}
		head := headWords[rnd.IntN(10)] + headWords[10+rnd.IntN(7)]
		if rnd.IntN(3) == 0 {
			head += "||" + headWords[rnd.IntN(10)] + headWords[10+rnd.IntN(7)]
		}
		files[fmt.Sprintf("stories/made-%02d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\nheadline: %s\nweight: %d\n---\n%s\n", head, weight, text(chars))}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.HasPrefix(name, "pictures/") && !strings.Contains(name, "/ad-") {
			pictures = append(pictures, name)
		}
	}
	return files, pictures
}

// randomIssue draws a page: what stands on it asks for 94 to 106 percent of its
// room.
func randomIssue(t testing.TB, set *fonts.Set, files fstest.MapFS, pictures []string, seed uint64) *manuscript.Issue {
	is, own := randomDraw(t, set, files, pictures, seed)
	if *randomFolder != "" {
		if err := os.CopyFS(filepath.Join(*randomFolder, fmt.Sprint(seed)), own); err != nil {
			t.Fatal(err)
		}
	}
	return is
}

// randomDraw is such an issue with its files.
func randomDraw(t testing.TB, set *fonts.Set, files fstest.MapFS, pictures []string, seed uint64) (*manuscript.Issue, fstest.MapFS) {
	rnd := rand.New(rand.NewPCG(seed, 13))
	pick, format := rnd.IntN(100), ""
	for _, f := range randomFormats {
		if format = f.yaml; pick < f.share {
			break
		}
		pick -= f.share
	}
	var own fstest.MapFS
	load := func(slots string) *manuscript.Issue {
		own = maps.Clone(files)
		own["issue.yaml"] = &fstest.MapFile{Data: []byte("paper: 望汀日报\ndate: 2026-11-23\n" + format + "style: {resolution: 30}\npages:\n  - number: 3\n    slots:\n" + slots)}
		is, problems := manuscript.Load(own)
		if is == nil {
			t.Fatal(problems)
		}
		return is
	}
	var slots strings.Builder
	columns, rows := load("    - {story: made-00}\n").Format.Columns, 0
	is := load("    - {story: made-00}\n")
	rows = is.Format.Rows
	for range rnd.IntN(3) {
		// An advertisement at the foot, over the page or at its right.
		cols, high := columns, rows/5
		if rnd.IntN(2) == 0 {
			cols = columns / 2
		}
		if slots.Len() > 0 {
			break // one on the other would be one advertisement
		}
		fmt.Fprintf(&slots, "    - {ad: pictures/ad-tea.jpg, at: [%d, %d], span: [%d, %d]}\n", columns-cols+1, rows-high+1, cols, high)
	}
	for range 1 + rnd.IntN(3) {
		fmt.Fprintf(&slots, "    - {picture: %s, caption: 河上的雾散得很慢。}\n", pictures[rnd.IntN(len(pictures))])
	}
	desk, names := layout.NewDesk(is, set), wordsOf(is)
	demand := 94 + rnd.IntN(13)
	order := rnd.Perm(len(is.Stories))
	need := func(text string) (n, room int) {
		own := load(text)
		j := newJob(own, set, desk, &names, own.Pages[0])
		j.measure()
		return j.page.Need, j.page.Room
	}
	_, room := need(slots.String())
	drawn, _ := need(slots.String())
	lead := false
	for _, k := range order {
		s := is.Stories[k]
		area := areaOf(is, desk, s)
		left := room*demand/100 - drawn
		if area == 0 || area > left+room/50 || lead && s.Rank() == 1 || s.From != nil {
			continue
		}
		lead = lead || s.Rank() == 1
		drawn += area
		fmt.Fprintf(&slots, "    - {story: %s}\n", s.ID)
		if room*demand/100-drawn < room/50 {
			break
		}
	}
	is = load(slots.String())
	return is, own
}

// verdict is what became of a random page.
type verdict struct {
	seed               uint64
	errors, taboos     []string
	white, room, score int
	held               int
	plan               Page
}

// tabooCodes are the problems of a page that read as badly made up.
var tabooCodes = []diag.Code{diag.PageCut, diag.PageRiver, diag.HeadsCollide, diag.HeadsInRow, diag.Slit, diag.HeadOffText, diag.HeadNarrow, diag.PictureOnText, diag.WhiteHole}

func randomVerdict(t testing.TB, set *fonts.Set, files fstest.MapFS, pictures []string, seed uint64) verdict {
	is := randomIssue(t, set, files, pictures, seed)
	ed, problems := Plan(is, set, Options{})
	_, more := layout.Compose(is, set, layout.Options{Pages: []int{3}})
	v := verdict{seed: seed}
	for _, p := range append(problems, more...) {
		switch {
		case p.Severity() >= diag.Error:
			v.errors = append(v.errors, p.String())
		case slices.Contains(tabooCodes, p.Code):
			v.taboos = append(v.taboos, string(p.Code))
		}
	}
	v.plan = ed.Pages[0]
	v.white, v.room, v.score, v.held = v.plan.White, v.plan.Room, v.plan.Score, len(v.plan.Held)
	return v
}

// TestRandomPages makes up pages drawn by chance. No text may be without room;
// 95 pages of a hundred have no taboo, and 95 leave no more than a hundredth of
// their room white.
func TestRandomPages(t *testing.T) {
	set := faces(t)
	files, pictures := randomBase(t)
	all := make([]verdict, *randomPages)
	parallel.Each(len(all), func(i int) { all[i] = randomVerdict(t, set, files, pictures, uint64(*randomFrom+i)) })
	sound, full := 0, 0
	worst := 0
	for i, v := range all {
		if len(v.errors) > 0 {
			t.Errorf("page %d: %s", v.seed, strings.Join(v.errors, "\n"))
		}
		if len(v.taboos) == 0 {
			sound++
		}
		if v.white*100 <= v.room {
			full++
		}
		if len(v.taboos) > 0 || v.white*100 > v.room {
			t.Logf("page %d: needs %d of %d, white %d, held %d, costs %d: %s", v.seed, v.plan.Need, v.room, v.white, v.held, v.score/dummy.Unit, strings.Join(v.taboos, " "))
		}
		if v.score > all[worst].score {
			worst = i
		}
	}
	t.Logf("of %d pages %d have no taboo, %d leave no more than a hundredth white", len(all), sound, full)
	w := all[worst]
	t.Logf("the worst is page %d: needs %d of %d, white %d, held %v", w.seed, w.plan.Need, w.room, w.white, w.plan.Held)
	sums := map[string]int{}
	for _, term := range w.plan.Terms {
		sums[term.Name] += term.Price
	}
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		t.Logf("  %-10s %d", name, sums[name]/dummy.Unit)
	}
	for _, s := range w.plan.Slots {
		t.Logf("  %-32s at %d, %d  %d by %d", s.Name(), s.Col, s.Row, s.Cols, s.Rows)
	}
	const share = 95
	if sound*100 < share*len(all)-100 || full*100 < share*len(all)-100 { // of a few pages one may miss
		t.Errorf("of %d pages %d have no taboo, %d leave no more than a hundredth white", len(all), sound, full)
	}
}
