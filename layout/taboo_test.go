package layout_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

// blank is a white picture of w by h pixels.
func blank(t testing.TB, w, h int) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var sizedName = regexp.MustCompile(`pictures/\w*?(\d+)x(\d+)\.png`)

// folder is an issue folder from its plan and its stories. Pictures that the
// texts name like pictures/a800x600.png are there in that size.
func folder(t testing.TB, plan string, stories map[string]string) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{"issue.yaml": {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\n" + plan)}}
	all := plan
	for id, text := range stories {
		fsys["stories/"+id+".md"] = &fstest.MapFile{Data: []byte(text)}
		all += text
	}
	for _, m := range sizedName.FindAllStringSubmatch(all, -1) {
		w, errW := strconv.Atoi(m[1])
		h, errH := strconv.Atoi(m[2])
		if errW != nil || errH != nil {
			t.Fatal(m[0])
		}
		fsys[m[0]] = &fstest.MapFile{Data: blank(t, w, h)}
	}
	return fsys
}

// compose makes up an issue folder that loads without errors.
func compose(t testing.TB, fsys fstest.MapFS) (*manuscript.Issue, *page.Edition, diag.List) {
	t.Helper()
	is := load(t, fsys)
	ed, problems := layout.Compose(is, faces(t), layout.Options{})
	return is, ed, problems
}

// filler is a story of about n characters under a headline.
func filler(headline string, weight, n int) string {
	const sentence = "渡船靠岸的时候，江面上起了雾，码头上的人都没有动。"
	body := strings.Repeat(sentence, n/len([]rune(sentence))+1)
	return fmt.Sprintf("---\nheadline: %s\nweight: %d\n---\n%s\n", headline, weight, body)
}

// TestTaboos: each taboo is told where it is and nowhere else.
func TestTaboos(t *testing.T) {
	taboos := []diag.Code{diag.PageCut, diag.PageRiver, diag.HeadsInRow, diag.HeadsCollide, diag.HeadOffText, diag.Slit, diag.PictureOnText, diag.PictureSplits, diag.TextUnder, diag.WhiteHole}
	for _, c := range []struct {
		name, plan string
		want       []diag.Code
	}{
		{"a staggered page", `
      - {story: a, at: [1, 1], span: [5, 60]}
      - {story: b, at: [6, 1], span: [3, 48]}
      - {story: e, at: [6, 50], span: [3, 20]}
      - {story: d, at: [1, 62], span: [4, 59]}
      - {story: g, at: [5, 62], span: [1, 8]}
      - {story: c, at: [5, 71], span: [4, 50]}`, nil},
		{"one white line from edge to edge", `
      - {story: a, at: [1, 1], span: [5, 60]}
      - {story: b, at: [6, 1], span: [3, 60]}
      - {story: c, at: [1, 62], span: [6, 59]}
      - {story: d, at: [7, 62], span: [2, 59]}`, []diag.Code{diag.PageCut}},
		{"a line ragged by a row is a line", `
      - {story: a, at: [1, 1], span: [5, 60]}
      - {story: b, at: [6, 1], span: [3, 61]}
      - {story: c, at: [1, 63], span: [6, 58]}
      - {story: d, at: [7, 63], span: [2, 58]}`, []diag.Code{diag.PageCut}},
		{"a banner story below is meant so", `
      - {story: a, at: [1, 1], span: [5, 60]}
      - {story: b, at: [6, 1], span: [3, 60]}
      - {story: c, at: [1, 62], span: [8, 59]}`, nil},
		{"advertisements below are meant so", `
      - {story: a, at: [1, 1], span: [5, 60]}
      - {story: b, at: [6, 1], span: [3, 60]}
      - {ad: pictures/ad2150x1380.png, at: [1, 62], span: [6, 30]}
      - {ad: pictures/bd0700x1380.png, at: [7, 62], span: [2, 30]}
      - {ad: pictures/cd2870x1300.png, at: [1, 93], span: [8, 28]}`, nil},
		{"a gutter from head to foot", `
      - {story: a, at: [1, 1], span: [5, 60]}
      - {story: b, at: [6, 1], span: [3, 48]}
      - {story: c, at: [1, 62], span: [5, 59]}
      - {story: d, at: [6, 50], span: [3, 71]}`, []diag.Code{diag.PageRiver}},
		{"four heads in a row, of other sizes and faces", `
      - {story: c, at: [1, 1], span: [8, 59]}
      - {story: a, at: [1, 61], span: [3, 60]}
      - {story: d, at: [4, 61], span: [1, 60]}
      - {story: e, at: [5, 61], span: [2, 60]}
      - {story: b, at: [7, 61], span: [2, 60]}`, []diag.Code{diag.HeadsInRow}},
		{"a frame parts them", `
      - {story: c, at: [1, 1], span: [8, 59]}
      - {story: a, at: [1, 61], span: [3, 60]}
      - {story: d, at: [4, 61], span: [1, 60]}
      - {story: e, at: [5, 61], span: [2, 60], box: line}
      - {story: b, at: [7, 61], span: [2, 60]}`, nil},
		{"a strip between pictures", `
      - {picture: pictures/p1100x1800.png, at: [1, 1], span: [4, 60]}
      - {story: e, at: [5, 1], span: [1, 60]}
      - {picture: pictures/q0900x1800.png, at: [6, 1], span: [3, 60]}
      - {story: c, at: [1, 62], span: [8, 59]}`, []diag.Code{diag.Slit}},
		{"a hole", `
      - {story: a, at: [1, 1], span: [5, 60]}
      - {story: b, at: [6, 1], span: [3, 40]}
      - {story: c, at: [1, 62], span: [8, 59]}`, []diag.Code{diag.WhiteHole}},
		{"text that goes on behind another story", `
      - {story: a, at: [1, 1], span: [3, 20]}
      - {story: b, at: [4, 1], span: [2, 60], box: line}
      - {story: a, at: [6, 1], span: [3, 60]}
      - {story: e, at: [1, 22], span: [3, 39]}
      - {story: c, at: [1, 62], span: [8, 59]}`, []diag.Code{diag.TextUnder}},
		{"text that goes on beside itself", `
      - {story: b, at: [1, 1], span: [3, 60], box: line}
      - {story: a, at: [4, 1], span: [3, 20]}
      - {story: a, at: [7, 1], span: [2, 60]}
      - {story: e, at: [4, 22], span: [3, 39]}
      - {story: c, at: [1, 62], span: [8, 59]}`, nil},
	} {
		stories := map[string]string{
			"a": filler("江上起雾渡船迟发半小时", 1, 1200), "b": filler("码头等船", 2, 300), "c": filler("雾散之后人声渐起", 1, 300),
			"d": filler("渡口夜话", 5, 200), "e": filler("江水又涨", 3, 300), "g": "渡船靠岸的时候，江面上起了雾。\n",
		}
		_, ed, problems := compose(t, folder(t, "pages:\n  - number: 2\n    slots:"+c.plan+"\n", stories))
		checkSpots(t, c.name, ed.Pages[0], problems)
		var got []diag.Code
		for _, p := range problems {
			if slices.Contains(taboos, p.Code) && !slices.Contains(got, p.Code) {
				got = append(got, p.Code)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, not %v\n%v", c.name, got, c.want, problems)
		}
		// A page of briefs may be rows or a grid.
		_, _, problems = compose(t, folder(t, "pages:\n  - number: 2\n    kind: briefs\n    slots:"+c.plan+"\n", stories))
		for _, p := range problems {
			if slices.Contains([]diag.Code{diag.PageCut, diag.PageRiver, diag.HeadsCollide, diag.Slit}, p.Code) {
				t.Errorf("%s, as a page of briefs: %v", c.name, p)
			}
		}
		// Straight lines and gutters are what the modular style is made of; of the rest it is
		// warned like others.
		_, _, problems = compose(t, folder(t, "style: {makeup: modular}\npages:\n  - number: 2\n    slots:"+c.plan+"\n", stories))
		want := slices.DeleteFunc(slices.Clone(c.want), func(c diag.Code) bool { return c == diag.PageCut || c == diag.PageRiver })
		got = nil
		for _, p := range problems {
			if slices.Contains(taboos, p.Code) && !slices.Contains(got, p.Code) {
				got = append(got, p.Code)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s, in the modular style: %v, not %v", c.name, got, want)
		}
	}
}

// checkSpots tells whether every taboo of a page that make-up has looked for
// by its geometry has left its place, inside the type area.
func checkSpots(t *testing.T, name string, p *page.Page, problems diag.List) {
	t.Helper()
	told := []diag.Code{diag.PageCut, diag.PageRiver, diag.HeadsCollide, diag.HeadOffText, diag.Slit, diag.PictureOnText, diag.TextUnder, diag.WhiteHole}
	for _, problem := range problems {
		if !slices.Contains(told, problem.Code) {
			continue
		}
		i := slices.IndexFunc(p.Spots, func(s page.Spot) bool { return s.Problem.String() == problem.String() })
		if i < 0 {
			t.Errorf("%s: %v has no place on the page", name, problem)
			continue
		}
		a, in := p.Spots[i].Area, p.Grid.Area
		if a.W <= 0 || a.H <= 0 || a.X < in.X || a.Right() > in.Right() || a.Y < in.Y || a.Bottom() > in.Bottom() {
			t.Errorf("%s: %v stands at %v, outside %v", name, problem, a, in)
		}
		if problem.Code == diag.WhiteHole && a != p.Grid.Cells(5, 40, 3, 21) {
			t.Errorf("%s: the hole is at %v", name, a)
		}
	}
}
