package layout_test

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// pictures lists the pictures of a page.
func pictures(p *page.Page) (out []*page.Picture) {
	for _, it := range p.Items {
		if pic, ok := it.(*page.Picture); ok {
			out = append(out, pic)
		}
	}
	return out
}

// TestCrop: a picture fills its slot without distortion, and its focus stays
// as near to the middle as its edges allow.
func TestCrop(t *testing.T) {
	for _, c := range []struct {
		size, focus string
		span        string
		middle      image.Point // of the crop, pixels
	}{
		{"p1000x3000", "", "[4, 40]", image.Pt(500, 1500)},
		{"p1000x3000", "focus: [50%, 0%], ", "[4, 40]", image.Pt(500, 461)},
		{"p1000x3000", "focus: [50%, 100%], ", "[4, 40]", image.Pt(500, 2539)},
		{"p3000x1000", "focus: [25%, 50%], ", "[4, 40]", image.Pt(750, 500)},
		{"p3000x1000", "focus: [0%, 50%], ", "[4, 40]", image.Pt(541, 500)},
	} {
		plan := fmt.Sprintf("pages: [{number: 2, slots: [{picture: pictures/%s.png, %sat: [1, 1], span: %s}]}]\n", c.size, c.focus, c.span)
		is, ed, problems := compose(t, folder(t, plan, nil))
		pics := pictures(ed.Pages[0])
		if len(pics) != 1 {
			t.Fatalf("%s: %d pictures, %v", c.size, len(pics), problems)
		}
		p, art := pics[0], is.Pages[0].Slots[0].Pictures[0].File.Art
		if !p.Crop.In(image.Rect(0, 0, art.Width, art.Height)) {
			t.Errorf("%s %s: crop %v leaves the picture", c.size, c.focus, p.Crop)
		}
		undistorted(t, p)
		mid := p.Crop.Min.Add(p.Crop.Size().Div(2))
		if d := mid.Sub(c.middle); max(d.X, -d.X, d.Y, -d.Y) > 2 {
			t.Errorf("%s %s: the crop's middle is %v, not %v", c.size, c.focus, mid, c.middle)
		}
		if p.Crop.Dx() != art.Width && p.Crop.Dy() != art.Height {
			t.Errorf("%s: crop %v cuts on all sides", c.size, p.Crop)
		}
	}
}

// undistorted holds the crop's proportions to those of the rectangle, to a
// pixel.
func undistorted(t interface{ Errorf(string, ...any) }, p *page.Picture) {
	w, h := geom.Length(p.Crop.Dx()), geom.Length(p.Crop.Dy())
	if d := w*p.Rect.H - h*p.Rect.W; max(d, -d) > max(p.Rect.W, p.Rect.H) {
		t.Errorf("%s: crop %v is distorted in %v", p.File, p.Crop, p.Rect)
	}
}

// TestCaptions: caption and credit stand under the picture, in the house's
// way, and never lose a character.
func TestCaptions(t *testing.T) {
	long := strings.Repeat("汛期前的清晨，", 12)
	for _, c := range []struct {
		name, style, caption, credit string
		want                         []string // texts of caption and credit, joined per part
		rows                         int      // below the picture
	}{
		{"one line", "", "汛期前的清晨。", "周四 摄", []string{"汛期前的清晨。", "周四摄"}, 1},
		{"no credit", "", "汛期前的清晨。", "", []string{"汛期前的清晨。", ""}, 1},
		{"credit alone", "", "", "周四 摄", []string{"", "周四摄"}, 1},
		{"brackets", "style: {caption: {credit: brackets}}\n", "汛期前的清晨。", "周四 摄", []string{"汛期前的清晨。（周四摄）", ""}, 1},
		{"several lines", "", long, "周四 摄", []string{long, "周四摄"}, 4},
		{"neither", "", "", "", []string{"", ""}, 0},
	} {
		plan := fmt.Sprintf("%spages: [{number: 2, slots: [{picture: pictures/p1200x1200.png, at: [1, 1], span: [2, 30], caption: %q, credit: %q}]}]\n", c.style, c.caption, c.credit)
		_, ed, problems := compose(t, folder(t, plan, nil))
		p := ed.Pages[0]
		got := []string{strings.Join(texts(p, page.Caption), ""), strings.Join(texts(p, page.Credit), "")}
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], " ", "")
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, not %q (%v)", c.name, got, c.want, problems)
		}
		pic := pictures(p)[0]
		rows := int((p.Placements[0].Area.Bottom() - pic.Rect.Bottom()) / p.Grid.Leading)
		if rows != c.rows {
			t.Errorf("%s: %d rows below the picture, not %d", c.name, rows, c.rows)
		}
	}
}

// TestResolution: a picture too small for its size is told with its effective
// resolution; one whose pixels would show is an error.
func TestResolution(t *testing.T) {
	// Two columns are 243 pt, 3.375 inches.
	for _, c := range []struct {
		width int
		want  diag.Code
	}{{600, ""}, {507, ""}, {500, diag.LowResolution}, {340, diag.LowResolution}, {330, diag.CoarsePicture}} {
		plan := fmt.Sprintf("pages: [{number: 2, slots: [{picture: pictures/p%dx%d.png, at: [1, 1], span: [2, 21]}]}]\n", c.width, c.width)
		is := load(t, folder(t, plan, nil))
		ed, problems := layout.Compose(is, faces(t), layout.Options{})
		var got diag.Code
		for _, p := range problems {
			if p.Code == diag.LowResolution || p.Code == diag.CoarsePicture {
				got = p.Code
				if p.Args[1] != ed.Pages[0].Placements[0].PPI {
					t.Errorf("%d pixels: the problem says %v, the record %d", c.width, p.Args[1], ed.Pages[0].Placements[0].PPI)
				}
			}
		}
		if got != c.want {
			t.Errorf("%d pixels: %q, not %q", c.width, got, c.want)
		}
	}
}

// TestGroups: the pictures of a group fill their block in order, without
// overlapping and without distortion.
func TestGroups(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 14).Draw(rt, "pictures")
		var files []string
		for range n {
			files = append(files, fmt.Sprintf("{file: pictures/p%dx%d.png, caption: %q}", rapid.SampledFrom([]int{150, 200, 300}).Draw(rt, "w"),
				rapid.SampledFrom([]int{150, 200, 300}).Draw(rt, "h"), rapid.SampledFrom([]string{"", "江上。"}).Draw(rt, "caption")))
		}
		rows, cols := rapid.IntRange(30, 100).Draw(rt, "rows"), rapid.IntRange(3, 8).Draw(rt, "cols")
		plan := fmt.Sprintf("pages: [{number: 2, slots: [{pictures: [%s], caption: 江上的一年。, at: [1, 1], span: [%d, %d]}]}]\n", strings.Join(files, ", "), cols, rows)
		_, ed, problems := compose(t, folder(t, plan, nil))
		p := ed.Pages[0]
		pics := pictures(p)
		if len(pics) != n {
			rt.Fatalf("%d pictures of %d: %v", len(pics), n, problems)
		}
		area := p.Placements[0].Area
		for i, a := range pics {
			undistorted(rt, a)
			if a.Rect.X < area.X || a.Rect.Right() > area.Right() || a.Rect.Y < area.Y || a.Rect.Bottom() > area.Bottom() {
				rt.Errorf("picture %d at %v leaves the slot %v", i, a.Rect, area)
			}
			for _, b := range pics[:i] {
				if a.Rect.Overlaps(b.Rect) {
					rt.Errorf("pictures at %v and %v overlap", a.Rect, b.Rect)
				}
			}
			if i > 0 && pics[i-1].Rect.Y > a.Rect.Y {
				rt.Errorf("picture %d stands above the one before", i)
			}
		}
	})
}

// TestInsets: wherever pictures stand in a story, text flows around them:
// nothing lies on a picture, body lines stay on the grid, and every character
// is printed once or counted.
func TestInsets(t *testing.T) {
	set := faces(t)
	sentence := "渡船靠岸的时候，江面上起了雾。“还早，”他说，“再等一趟。”码头上3个人都没有动。"
	rapid.Check(t, func(rt *rapid.T) {
		cols := rapid.IntRange(2, 6).Draw(rt, "cols")
		rows := rapid.IntRange(30, 80).Draw(rt, "rows")
		var pics []string
		for range rapid.IntRange(1, 3).Draw(rt, "pictures") {
			place := rapid.SampledFrom([]string{"top-right", "top-left", "top", "bottom-right", "bottom-left", "bottom", "centre", "between"}).Draw(rt, "place")
			size := rapid.SampledFrom([]string{"span: 1", "span: 2", "width: 9em", "width: 20em", "span: 1, rows: 9"}).Draw(rt, "size")
			caption := rapid.SampledFrom([]string{"", ", caption: 江上的雾还没有散，渡船停在码头。, credit: 周四 摄"}).Draw(rt, "caption")
			pics = append(pics, fmt.Sprintf("{file: pictures/p%dx120.png, place: %s, %s%s}", rapid.SampledFrom([]int{90, 120, 180}).Draw(rt, "w"), place, size, caption))
		}
		story := fmt.Sprintf("---\nheadline: 江上起雾渡船迟发\npictures: [%s]\n---\n%s\n", strings.Join(pics, ", "),
			strings.Repeat(strings.Repeat(sentence, rapid.IntRange(1, 4).Draw(rt, "sentences"))+"\n\n", rapid.IntRange(1, 14).Draw(rt, "paragraphs")))
		plan := fmt.Sprintf("pages: [{number: 2, slots: [{story: a, at: [1, 1], span: [%d, %d], columns: %d}]}]\n", cols, rows, rapid.IntRange(1, cols).Draw(rt, "columns"))
		is := load(t, folder(t, plan, map[string]string{"a": story}))
		ed, problems := layout.Compose(is, set, layout.Options{})
		checkEdition(rt, is, ed, problems)
		for _, p := range problems {
			if p.Code == diag.PictureOnText {
				rt.Errorf("%v", p)
			}
		}
		for _, p := range pictures(ed.Pages[0]) {
			undistorted(rt, p)
			for _, it := range ed.Pages[0].Items {
				if tx, ok := it.(*page.Text); ok && tx.Story != "" && p.Rect.Overlaps(geom.Rect{X: tx.At.X, Y: tx.At.Y - tx.Size/2, W: right(tx) - tx.At.X, H: tx.Size / 2}) {
					rt.Errorf("%s at %v lies on %q at %v", p.File, p.Rect, tx, tx.At)
				}
			}
		}
	})
}

// TestAds: an advertisement is fitted whole and marked, and one of another
// shape is told.
func TestAds(t *testing.T) {
	for _, c := range []struct {
		name, slot string
		told, mark bool
	}{
		{"of the slot's shape", "{ad: pictures/a1485x1380.png, at: [1, 1], span: [4, 40]}", false, true},
		{"too wide", "{ad: pictures/a3000x1380.png, at: [1, 1], span: [4, 40]}", true, true},
		{"too tall", "{ad: pictures/a1485x2000.png, at: [1, 1], span: [4, 40]}", true, true},
		{"without the mark", "{ad: pictures/a1485x1380.png, mark: false, at: [1, 1], span: [4, 40]}", false, false},
	} {
		_, ed, problems := compose(t, folder(t, "pages: [{number: 2, slots: ["+c.slot+"]}]\n", nil))
		p := ed.Pages[0]
		pic, area := pictures(p)[0], p.Placements[0].Area
		undistorted(t, pic)
		if pic.Rect.W > area.W || pic.Rect.H > area.H || pic.Rect.W != area.W && pic.Rect.H != area.H {
			t.Errorf("%s: %v is not fitted into %v", c.name, pic.Rect, area)
		}
		told := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.AdSize })
		if told != c.told {
			t.Errorf("%s: told %v (%v)", c.name, told, problems)
		}
		if mark := slices.Contains(texts(p, page.Furniture), "广告"); mark != c.mark {
			t.Errorf("%s: marked %v", c.name, mark)
		}
	}
}
