package proof_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/fonts"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/render/picture"
	"duikai/render/proof"
	"duikai/samples/golden"
)

const pt = geom.Pt

func rect(x, y, w, h geom.Length) geom.Rect {
	return geom.Rect{X: x * pt, Y: y * pt, W: w * pt, H: h * pt}
}

// marked is a page of two columns and twelve rows that has one of everything
// overlays show.
func marked() (*page.Page, []proof.Finding) {
	slot, other := diag.Pos{File: "issue.yaml", Line: 7, Col: 9}, diag.Pos{File: "issue.yaml", Line: 8, Col: 9}
	line := func(x, y, w geom.Length, remedy page.Remedy, by geom.Length) page.LineRecord {
		l := page.LineRecord{At: geom.Point{X: x * pt, Y: y * pt}, Width: w * pt, Natural: w * pt, Measure: w * pt, Size: 9 * pt, Part: page.Body, Gaps: 9, Text: "一二三四五六七八九十", Chars: 10, Justified: true}
		l.Remedies[remedy] = by
		return l
	}
	even := line(20, 50, 90, page.Spread, 0)
	squeezed := line(20, 62, 90, page.SqueezeComma, 3*pt)
	opened := line(20, 74, 90, page.OpenMark, 9*pt/2)
	loose := line(20, 86, 90, page.Spread, 9*3*pt)
	loose.Loose, loose.Src = true, diag.Pos{File: "stories/a.md", Line: 4, Col: 31}
	hung := line(120, 50, 90, page.Hang, 9*pt/2)
	off := line(120, 65, 90, page.Spread, 0) // not on the grid
	lone := line(120, 74, 9, page.Spread, 0)
	lone.Lone, lone.Last, lone.Justified = true, true, false

	p := &page.Page{Number: 2, Name: "综合", Trim: geom.Size{W: 230 * pt, H: 200 * pt},
		Grid: page.Grid{Area: rect(20, 20, 190, 144), Columns: 2, Column: 90 * pt, Gutter: 10 * pt, Rows: 12, Leading: 12 * pt, Baseline: 18 * pt / 2},
		Src:  diag.Pos{File: "issue.yaml", Line: 5, Col: 5}}
	p.Grid.Baseline = 6 * pt // 20 + 2*12 + 6 = 50
	p.Placements = []page.Placement{
		{Kind: "story", Story: "a", Area: rect(20, 20, 190, 84), Head: rect(20, 20, 190, 24), Columns: 2, Lines: 7, Chars: 61, Src: slot, From: 1, Over: 12, OverLines: 2,
			Record: &page.Record{
				Frames: []page.Frame{{Rect: rect(20, 44, 90, 60), Rows: 5, Used: 5}, {Rect: rect(120, 44, 90, 60), Rows: 5, Used: 3}},
				Lines:  []page.LineRecord{even, squeezed, opened, loose, hung, off, lone},
			}},
		{Kind: "story", Story: "a", Area: rect(20, 116, 90, 24), Columns: 1, Src: other, To: 5,
			Record: &page.Record{Frames: []page.Frame{{Rect: rect(20, 116, 90, 24), Rows: 2, Used: 2}}}},
		{Kind: "picture", Story: "p.jpg", Area: rect(120, 116, 90, 48), Src: diag.Pos{File: "issue.yaml", Line: 9, Col: 9}},
	}
	p.Items = []page.Item{&page.Picture{File: "p.jpg", Rect: rect(120, 116, 90, 48), Crop: image.Rect(0, 20, 180, 116), Whole: image.Pt(180, 136), Focus: image.Pt(90, 68), Src: diag.Pos{File: "issue.yaml", Line: 9, Col: 18}}}
	p.Links = []page.Link{{Area: rect(20, 44, 50, 12), Page: 1}, {Area: rect(60, 128, 50, 12), Page: 5}}
	hole := diag.New(diag.WhiteHole, p.Src, 2, 1, 1, 11, 12)
	p.Spots = []page.Spot{{Problem: hole, Area: rect(20, 140, 90, 24)}}
	list := diag.List{
		diag.New(diag.Overset, slot, "a", 12, 2), hole,
		diag.New(diag.UnusedStory, diag.Pos{File: "stories/b.md"}, "b"),
		diag.New(diag.Normalized, diag.Pos{File: "stories/a.md", Line: 4, Col: 31}, "half-width comma", ",", "，"),
		diag.New(diag.LooseLine, loose.Src, loose.Text),
		diag.New(diag.CoarsePicture, diag.Pos{File: "issue.yaml", Line: 9, Col: 18}, "p.jpg", 90, 100),
		diag.New(diag.WhiteLines, slot, "a", 2),
	}
	return p, proof.Find(&page.Edition{Pages: []*page.Page{p}}, list)
}

// TestOverlays holds the marks of each kind.
func TestOverlays(t *testing.T) {
	p, findings := marked()
	var b strings.Builder
	for _, k := range proof.Kinds() {
		for _, m := range proof.Overlays(p, findings, k) {
			if m.Kind != k {
				t.Errorf("%v among the marks of %v", m, k)
			}
			fmt.Fprintln(&b, m)
		}
	}
	golden.Text(t, "overlays.golden", b.String())

	// Together they are the same marks, shades first and numbers last.
	all := proof.Overlays(p, findings, proof.Kinds()...)
	if n := strings.Count(b.String(), "\n"); len(all) != n {
		t.Errorf("%d marks together, %d apart", len(all), n)
	}
	if !slices.IsSortedFunc(all, func(a, b proof.Mark) int { return depth(a) - depth(b) }) {
		t.Error("a label lies under a stroke")
	}
	img, err := proof.Draw(p, proof.Options{DPI: 144, Marks: all, Labels: faces(t).Chain(fonts.Hei)})
	if err != nil {
		t.Fatal(err)
	}
	grey := image.NewGray(img.Rect)
	draw.Draw(grey, grey.Rect, img, image.Point{}, draw.Src)
	golden.Picture(t, "overlays.png", grey)
}

func depth(m proof.Mark) int {
	return map[proof.Form]int{proof.Shade: 0, proof.Line: 1, proof.Box: 1, proof.Arrow: 1, proof.Label: 2, proof.Number: 3}[m.Form]
}

// TestNumbersApart: problems of one place have their numbers side by side.
func TestNumbersApart(t *testing.T) {
	p, _ := marked()
	var list diag.List
	for i := range 60 {
		list.Add(diag.Overset, p.Placements[i%2].Src, "a", i, 2)
	}
	marks := proof.Overlays(p, proof.Find(&page.Edition{Pages: []*page.Page{p}}, list), proof.Faults)
	seen := map[geom.Point]int{}
	for _, m := range marks {
		if m.Form != proof.Number {
			continue
		}
		for at := range seen {
			if dx, dy := at.X-m.From.X, at.Y-m.From.Y; max(dx, -dx, dy, -dy) < m.Size {
				t.Errorf("the number at %v hides the one at %v", m.From, at)
			}
		}
		if m.From.X < 0 || m.From.X > p.Trim.W || m.From.Y < 0 || m.From.Y > p.Trim.H {
			t.Errorf("a number stands at %v, outside the page", m.From)
		}
		seen[m.From] = m.Number
	}
	if len(seen) != 60 {
		t.Errorf("%d numbers", len(seen))
	}
}

func TestParseKinds(t *testing.T) {
	for _, c := range []struct {
		in    string
		want  []proof.Kind
		wrong string
	}{
		{"grid", []proof.Kind{proof.Grid}, ""},
		{"faults, frames,faults", []proof.Kind{proof.Frames, proof.Faults}, ""},
		{"crop,all", proof.Kinds(), ""},
		{"grids", nil, `"grids"`},
		{"grid,", nil, `""`},
	} {
		if got, wrong := proof.ParseKinds(c.in); !slices.Equal(got, c.want) || wrong != c.wrong {
			t.Errorf("%q: %v, %s", c.in, got, wrong)
		}
	}
}

// paper is an issue with problems of every sort of place.
func paper() fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range map[string]string{
		"issue.yaml": `paper: 临江日报
date: 2026-11-23
format: tabloid
pages:
  - number: 1
    name: 要闻
    slots:
      - {story: harbour, at: [1, 14], span: [3, 14]}
      - {story: nowhere, at: [1, 40], span: [3, 10]}
  - number: 2
    name: 综合
    slots:
      - {notice: 江面有雾, at: [1, 1], span: [5, 2]}
      - story: dam
        at: [1, 5]
        span: [5, 20]
        colour: red
`,
		"stories/harbour.md": "---\nheadline: 老码头的新汽笛\n---\n清晨，老码头响起汽笛，第一行有个缺字𪚥在这里。\n\n" + strings.Repeat("清晨的江面上，拖轮一艘接着一艘。", 60) + "\n",
		"stories/dam.md":     "---\nheadline: 水坝合龙\n---\n昨日,水坝合龙。\n",
		"stories/spare.md":   "---\nheadline: 备稿\n---\n备用。\n",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// TestFind: every problem that concerns something on a page is found there.
func TestFind(t *testing.T) {
	is, problems := manuscript.Load(paper())
	if is == nil {
		t.Fatal(problems)
	}
	ed, more := layout.Compose(is, faces(t), layout.Options{Draft: true, Record: true})
	problems = append(problems, more...)
	problems.Sort()
	findings := proof.Find(ed, problems)
	if len(findings) != len(problems) {
		t.Fatalf("%d findings of %d problems", len(findings), len(problems))
	}
	area := func(number int, story string) geom.Rect {
		for _, p := range ed.Pages {
			for _, pl := range p.Placements {
				if p.Number == number && pl.Story == story {
					return pl.Area
				}
			}
		}
		t.Fatalf("no %s on page %d", story, number)
		return geom.Rect{}
	}
	next := 1
	got := map[diag.Code]proof.Finding{}
	for i, f := range findings {
		if f.Problem.String() != problems[i].String() {
			t.Fatalf("finding %d is %v, the problem is %v", i, f.Problem, problems[i])
		}
		if f.Number > 0 {
			if f.Number != next {
				t.Errorf("%v has number %d, not %d", f.Problem, f.Number, next)
			}
			next++
		}
		if _, ok := got[f.Problem.Code]; !ok {
			got[f.Problem.Code] = f
		}
	}
	inside := func(r, in geom.Rect) bool {
		return r.X >= in.X && r.Y >= in.Y && r.Right() <= in.Right() && r.Bottom() <= in.Bottom()
	}
	for _, c := range []struct {
		code   diag.Code
		page   int
		within geom.Rect
		whole  bool
	}{
		{diag.Overset, 1, area(1, "harbour"), true},
		{diag.NoGlyph, 1, area(1, "harbour"), false},
		{diag.MissingStory, 1, area(1, "nowhere"), true},
		{diag.UnknownKey, 2, area(2, "dam"), true},
		{diag.WhiteHole, 1, ed.Pages[0].Grid.Area, false},
		{diag.UnusedStory, 0, geom.Rect{}, true},
		{diag.Normalized, 2, area(2, "dam"), false},
	} {
		f, ok := got[c.code]
		switch {
		case !ok:
			t.Errorf("no problem %s among\n%v", c.code, problems)
		case f.Page != c.page || (f.Number > 0) != (c.page > 0 && c.code != diag.Normalized) || c.whole && f.Area != c.within || !inside(f.Area, c.within):
			t.Errorf("%v stands on page %d at %v with number %d, wanted page %d in %v", f.Problem, f.Page, f.Area, f.Number, c.page, c.within)
		}
	}
	if f := got[diag.NoGlyph]; f.Area.W > 9*pt*2 {
		t.Errorf("the missing character is %v wide", f.Area.W)
	}
}

// TestFindBehindLigature: a place in the manuscript is counted in characters,
// though some share a glyph; on paper a ligature stays one.
func TestFindBehindLigature(t *testing.T) {
	f, ok := faces(t).Chain(fonts.Song).Face('f')
	if !ok {
		t.Fatal("no face has f")
	}
	src := diag.Pos{File: "stories/a.md", Line: 3, Col: 5}
	tx := &page.Text{Face: f, Size: 9 * pt, Ink: page.Black, At: geom.Point{X: 20 * pt, Y: 40 * pt}, Part: page.Body, Story: "a", Src: src,
		Glyphs: []page.Glyph{{Rune: 'o'}, {Rune: 'f', Form: fonts.LigatureFFI, DX: 5 * pt}, {Rune: 'c', DX: 14 * pt}, {Rune: 'e', DX: 18 * pt}}}
	ed := &page.Edition{Pages: []*page.Page{{Number: 1, Trim: geom.Size{W: 200 * pt, H: 200 * pt}, Items: []page.Item{tx}}}}
	for col, want := range map[int]geom.Length{5: 0, 6: 5 * pt, 7: 5 * pt, 8: 5 * pt, 9: 14 * pt, 10: 18 * pt, 30: 18 * pt} {
		src.Col = col
		got := proof.Find(ed, diag.List{{Code: diag.NoGlyph, Pos: src}})
		if len(got) != 1 || got[0].Page != 1 || got[0].Area.X != tx.At.X+want {
			t.Errorf("column %d is found at %+v, not %v", col, got, tx.At.X+want)
		}
	}
	var all string
	for _, it := range proof.Paper(ed, proof.PaperOptions{Labels: faces(t).Chain(fonts.Hei)}).Pages[0].Items {
		if tx, ok := it.(*page.Text); ok && tx.Part == page.Body {
			all += tx.String()
		}
	}
	if all != "office" {
		t.Errorf("on paper: %q", all)
	}
}

// TestFindWithout: no edition, no record and places that do not exist cost
// nothing.
func TestFindWithout(t *testing.T) {
	list := diag.List{diag.New(diag.BadYAML, diag.Pos{File: "issue.yaml", Line: 1, Col: 1}, "x"), diag.New(diag.NoPages, diag.Pos{}, "9")}
	for _, ed := range []*page.Edition{nil, {}, {Pages: []*page.Page{small()}}} {
		for _, f := range proof.Find(ed, list) {
			if f.Number != 0 || f.Page != 0 {
				t.Errorf("%v was found on page %d", f.Problem, f.Page)
			}
		}
	}
	if m := proof.Overlays(small(), nil, proof.Kinds()...); len(m) != 0 {
		t.Errorf("marks on an empty page: %v", m)
	}
}

// TestPaper: a proof for paper holds all of the page, smaller, inside the
// sheet, with what it is in the margin.
func TestPaper(t *testing.T) {
	ed := edition(t)
	ed.Pages = ed.Pages[:2]
	labels := faces(t).Chain(fonts.Hei)
	findings := proof.Find(ed, nil)
	sheets := proof.Paper(ed, proof.PaperOptions{Labels: labels, Stamp: "2026-11-22 21:40", Broken: map[string]bool{"pictures/canal-dusk.jpg": true},
		Marks: func(p *page.Page) []proof.Mark { return proof.Overlays(p, findings, proof.Grid) }})
	if len(sheets.Pages) != 2 {
		t.Fatalf("%d sheets", len(sheets.Pages))
	}
	for i, s := range sheets.Pages {
		if want := (geom.Size{W: geom.Millimetres(297), H: geom.Millimetres(420)}); s.Trim != want {
			t.Errorf("a sheet of %v", s.Trim)
		}
		var all strings.Builder
		chars, pictures := 0, 0
		for _, it := range s.Items {
			switch it := it.(type) {
			case *page.Text:
				all.WriteString(it.String() + "\n")
				if it.Part != page.Mark {
					chars += len(it.Glyphs)
				}
				if it.At.X < 0 || it.At.Y < 0 || it.At.X > s.Trim.W || it.At.Y > s.Trim.H {
					t.Errorf("%q stands at %v, outside the sheet", it.String(), it.At)
				}
			case *page.Picture:
				pictures++
				if it.File == "pictures/canal-dusk.jpg" {
					t.Error("a broken picture was drawn")
				}
			}
		}
		want := 0
		for _, it := range ed.Pages[i].Items {
			if tx, ok := it.(*page.Text); ok {
				want += len(tx.Glyphs)
			}
		}
		if chars != want {
			t.Errorf("page %d: %d characters of %d", s.Number, chars, want)
		}
		for _, text := range []string{"校样　" + ed.Title + fmt.Sprintf("　第%d版", s.Number), "2026-11-22 21:40"} {
			if !strings.Contains(strings.ReplaceAll(all.String(), "\n", ""), text) {
				t.Errorf("page %d: no %q in the margin", s.Number, text)
			}
		}
		if i == 0 && !strings.Contains(all.String(), "canal-dusk.jpg") {
			t.Error("the place of the broken picture does not name it")
		}
	}
}

// TestPaperSizes: a wide page stands on a wide sheet, a small one keeps its
// size.
func TestPaperSizes(t *testing.T) {
	for _, c := range []struct{ trim, sheet geom.Size }{
		{geom.Size{W: 780 * pt, H: 540 * pt}, geom.Size{W: geom.Millimetres(420), H: geom.Millimetres(297)}},
		{geom.Size{W: 200 * pt, H: 300 * pt}, geom.Size{W: geom.Millimetres(297), H: geom.Millimetres(420)}},
	} {
		p := &page.Page{Number: 1, Trim: c.trim, Items: []page.Item{&page.Fill{Rect: geom.Rect{W: c.trim.W, H: c.trim.H}}}}
		s := proof.Paper(&page.Edition{Pages: []*page.Page{p}}, proof.PaperOptions{}).Pages[0]
		f := s.Items[0].(*page.Fill).Rect
		if s.Trim != c.sheet || f.Right() > s.Trim.W || f.Bottom() > s.Trim.H || f.W > c.trim.W {
			t.Errorf("a page of %v stands at %v on a sheet of %v", c.trim, f, s.Trim)
		}
	}
}

// TestContact: every page stands on the sheet once, apart from the others.
func TestContact(t *testing.T) {
	var pages []*page.Page
	for i := range 6 {
		p := small(&page.Fill{Rect: geom.Rect{W: 72 * pt, H: 36 * pt}, Ink: page.Ink{M: 100, Y: 100}})
		p.Number = i + 1
		pages = append(pages, p)
	}
	img, err := proof.Contact(pages, proof.Options{DPI: 72, Labels: faces(t).Chain(fonts.Hei)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	red := 0
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if c := img.RGBAAt(x, y); c.R == 255 && c.G == 0 {
				red++
			}
		}
	}
	if red != 6*72*36 {
		t.Errorf("%d pixels of pages, not %d", red, 6*72*36)
	}
	if _, err := proof.Contact(nil, proof.Options{}, nil); err == nil {
		t.Error("a contact sheet of nothing")
	}
}

// TestEncodePNG: what is written reads back as it was, in colour and grey, of any
// number of rows.
func TestEncodePNG(t *testing.T) {
	for _, rows := range []int{1, 41, 255, 256, 257, 700} {
		encodesPNG(t, rows)
	}
}

func encodesPNG(t *testing.T, rows int) {
	t.Helper()
	colour := image.NewRGBA(image.Rect(0, 0, 67, rows))
	for i := range colour.Pix {
		colour.Pix[i] = uint8(i * i / 7)
		if i%4 == 3 {
			colour.Pix[i] = 255
		}
	}
	grey := image.NewRGBA(colour.Rect)
	for i := range grey.Pix {
		grey.Pix[i] = uint8(i / 4 * 5)
		if i%4 == 3 {
			grey.Pix[i] = 255
		}
	}
	white := image.NewRGBA(colour.Rect)
	for i := range white.Pix {
		white.Pix[i] = 255
	}
	for name, img := range map[string]*image.RGBA{"colour": colour, "grey": grey, "white": white} {
		var b bytes.Buffer
		if err := proof.EncodePNG(&b, img, 110); err != nil {
			t.Fatal(err)
		}
		got, err := png.Decode(&b)
		if err != nil {
			t.Fatalf("%s of %d rows: %v", name, rows, err)
		}
		back := image.NewRGBA(got.Bounds())
		draw.Draw(back, back.Rect, got, image.Point{}, draw.Src)
		if !bytes.Equal(back.Pix, img.Pix) {
			t.Errorf("%s of %d rows: other pixels come back", name, rows)
		}
		if _, isGrey := got.(*image.Gray); isGrey != (name != "colour") {
			t.Errorf("%s was written as %T", name, got)
		}
	}
}

// pictured is an issue folder with a picture of left half black, right half
// white, and one that is none.
func pictured(t *testing.T) *picture.Store {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 80, 40))
	for i := range img.Pix {
		if i%80 >= 40 {
			img.Pix[i] = 255
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return picture.New(fstest.MapFS{"half.png": {Data: b.Bytes()}, "none.png": {Data: b.Bytes()[:len(b.Bytes())/2]}})
}

// TestPictureEdge: a picture lies where it is printed; pixels that it covers
// in part show that part of it.
func TestPictureEdge(t *testing.T) {
	p := small(&page.Picture{File: "half.png", Rect: geom.Rect{X: 10*pt + pt/4, Y: 8 * pt, W: 20 * pt, H: 10*pt + pt/2}, Crop: image.Rect(0, 0, 80, 40)})
	img, err := proof.Draw(p, proof.Options{DPI: 72, Pictures: pictured(t)})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		x, y int
		want uint8
	}{{9, 12, 255}, {10, 12, 64}, {11, 12, 0}, {19, 12, 0}, {20, 12, 191}, {21, 12, 255}, {15, 7, 255}, {15, 8, 0}, {15, 17, 0}, {15, 18, 127}, {15, 19, 255}, {10, 18, 159}} {
		if got := img.RGBAAt(c.x, c.y).R; !near(got, c.want) {
			t.Errorf("pixel %d,%d is %d, not %d", c.x, c.y, got, c.want)
		}
	}
}

// TestBrokenPicture: a page with a picture that cannot be read is drawn all
// the same, and the error names the file and its place.
func TestBrokenPicture(t *testing.T) {
	src := diag.Pos{File: "issue.yaml", Line: 9, Col: 3}
	p := small(
		&page.Picture{File: "none.png", Rect: rect(10, 5, 40, 20), Crop: image.Rect(0, 0, 80, 40), Src: src},
		&page.Fill{Rect: rect(60, 5, 5, 5), Ink: page.Black},
	)
	img, err := proof.Draw(p, proof.Options{DPI: 72, Pictures: pictured(t), Labels: faces(t).Chain(fonts.Hei)})
	var bad *proof.FileError
	if !errors.As(err, &bad) || bad.File != "none.png" || bad.Src != src {
		t.Fatalf("%v", err)
	}
	if img == nil || img.RGBAAt(62, 7).R != 0 || img.RGBAAt(11, 6).R == 255 {
		t.Error("the page was not drawn")
	}
}

// TestBlockName: the place of a PDF file is marked and named.
func TestBlockName(t *testing.T) {
	block := func(file string) *image.RGBA {
		img, err := proof.Draw(small(&page.Block{File: file, Page: 1, Rect: rect(5, 5, 60, 26)}), proof.Options{DPI: 72, Labels: faces(t).Chain(fonts.Hei)})
		if err != nil {
			t.Fatal(err)
		}
		return img
	}
	if bytes.Equal(block("ads/a.pdf").Pix, block("ads/b.pdf").Pix) {
		t.Error("two files look the same")
	}
}

// TestShade: a shade colours paper and leaves ink as it was.
func TestShade(t *testing.T) {
	p := small(&page.Fill{Rect: rect(10, 10, 10, 10), Ink: page.Black})
	img, err := proof.Draw(p, proof.Options{DPI: 72, Marks: []proof.Mark{{Form: proof.Shade, Rect: rect(5, 5, 30, 20), Ink: page.Ink{Y: 100}}}})
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[image.Point]color.RGBA{
		image.Pt(15, 15): {0, 0, 0, 255}, image.Pt(30, 15): {255, 255, 0, 255}, image.Pt(40, 15): {255, 255, 255, 255},
	} {
		if got := img.RGBAAt(at.X, at.Y); got != want {
			t.Errorf("%v is %v, not %v", at, got, want)
		}
	}
}
