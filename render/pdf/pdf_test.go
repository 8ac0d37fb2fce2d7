package pdf_test

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/image/font/gofont/goregular"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/pdf"
)

// line sets a string with the given extra gaps after each character, used in
// turn.
func line(f *fonts.Face, size, x, y geom.Length, s string, gaps ...geom.Length) *page.Text {
	t := &page.Text{Face: f, Size: size, Ink: page.Black, At: geom.Point{X: x, Y: y}}
	var dx geom.Length
	for i, r := range []rune(s) {
		t.Glyphs = append(t.Glyphs, page.Glyph{Rune: r, DX: dx})
		dx += size.Em(int(f.Advance(r)))
		if len(gaps) > 0 {
			dx += gaps[i%len(gaps)]
		}
	}
	return t
}

func goFace(t testing.TB) *fonts.Face {
	t.Helper()
	f, err := fonts.Open(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

const pt = geom.Pt

// small is two pages with all that can go wrong: several faces and grids,
// squeezed and stretched lines, single glyphs, spaces, huge and tiny sizes,
// neighbours that touch, gaps beyond gopdf's reach, lines running backwards.
func small(t testing.TB) *page.Edition {
	t.Helper()
	f := faces(t, fonts.Song, fonts.HeiBold, fonts.Kai)
	song, hei, kai, latin := f[0], f[1], f[2], goFace(t)
	trim := geom.Size{W: geom.Millimetres(390), H: geom.Millimetres(540)}
	grey := page.Ink{K: 30}
	late := line(song, 9*pt, 300*pt, 100*pt, "起首有缩进")
	for i := range late.Glyphs {
		late.Glyphs[i].DX += 18*pt + 3
	}
	back := line(song, 9*pt, 300*pt, 120*pt, "倒排")
	back.Glyphs[1].DX = -13*pt + 1
	return &page.Edition{
		Paper: "望亭日报",
		Title: "望亭日报 2025-01-01 𠀀",
		Date:  time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC),
		Pages: []*page.Page{
			{Number: 1, Trim: trim, Items: []page.Item{
				&page.Fill{Rect: geom.Rect{X: 10 * pt, Y: 20*pt + 5, W: 100*pt + 333, H: 30 * pt}, Ink: grey},
				line(song, 9*pt, 56_693, 100_004, "今年是我国发展史上的重要一年。"),
				line(song, 9*pt, 56_693, 112_004, "均匀拉开的一行正文字", 37),
				line(song, 9*pt, 56_693, 124_004, "挤压标点，之后“照旧”。", 13, 0, 2, 1, -4500, 0),
				line(song, 9*pt, 56_693, 136_004, "不均匀的余数分配", 37, 38, 36, 41, 33),
				line(hei, 10_500, 56_693, 148_004, "中英 mixed text 2025 年", 5, 0, 120, 7),
				line(kai, 8_250, 56_693, 160_004, "本报记者——张三", 1),
				line(latin, 9_333, 56_693, 172_004, "AVATAR fine print, Wanting", 0, -101, 55),
				line(latin, 60*pt, 56_693, 252_004, "Grid", 3),
				line(song, 72*pt, 56_693, 352_004, "头版头条大标题", -777, 12),
				// Neighbours on one baseline, end to start: two texts.
				line(song, 9*pt, 400*pt, 100*pt, "甲乙"),
				line(song, 9*pt, 418*pt, 100*pt, "丙丁"),
				line(song, 9*pt, 400*pt, 112*pt, "单"),
				line(song, 9*pt, 400*pt, 124*pt, " "),
				line(song, 9*pt, 400*pt, 136*pt, "a  b c", 500),
				late, back,
				// Within gopdf's 16 bits, and beyond.
				line(song, 9*pt, 100*pt, 400*pt, "远近", 9*32*pt),
				line(song, 9*pt, 100*pt, 412*pt, "远远远", 9*34*pt),
				line(latin, 9*pt, 100*pt, 424*pt, "far away", 9*17*pt),
				&page.Text{Face: song, Size: 9 * pt}, // nothing
				&page.Rule{From: geom.Point{X: 56_693, Y: 500 * pt}, To: geom.Point{X: 556_693, Y: 500 * pt}, Width: 283, Ink: page.Ink{M: 100, Y: 100}},
				&page.Rule{From: geom.Point{X: 600 * pt, Y: 500 * pt}, To: geom.Point{X: 600 * pt, Y: 700 * pt}, Width: 1, Ink: page.Black},
				// The colour of the rule and of the fill must not leak.
				line(song, 9*pt, 56_693, 520*pt, "黑字"),
			}},
			{Number: 2, Trim: trim, Bleed: geom.Millimetres(3), Items: []page.Item{
				line(song, 9*pt, 56_693, 100_004, "第二版同一字体，又一行", 11),
				line(kai, 9*pt, 0, 9*pt, "切口上的字"),
				&page.Fill{Rect: geom.Rect{X: -geom.Millimetres(3), Y: -geom.Millimetres(3), W: 10 * pt, H: 10 * pt}, Ink: page.Black},
			}},
			{Number: 3, Trim: geom.Size{W: trim.H, H: trim.W}},
		},
	}
}

// random is a page of texts nobody would set: any size, any gaps, any start.
func random(t testing.TB) *page.Edition {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	f := append(faces(t, fonts.Song, fonts.HeiBold, fonts.Kai), goFace(t))
	p := &page.Page{Number: 1, Trim: geom.Size{W: 1_105_512, H: 1_530_709}, Bleed: 8504}
	for range 500 {
		face := f[r.IntN(len(f))]
		size := geom.Length(1 + r.IntN(80_000))
		text := &page.Text{Face: face, Size: size, Ink: page.Black, At: geom.Point{
			X: geom.Length(r.IntN(2_000_000) - 500_000), Y: geom.Length(r.IntN(2_000_000) - 500_000),
		}}
		dx := geom.Length(r.IntN(3000) - 1500)
		common := geom.Length(r.IntN(int(size)/4 + 1))
		for range 1 + r.IntN(40) {
			g := page.Glyph{Rune: rune('!' + r.IntN('~'-'!')), DX: dx}
			if face.Has('汉') && r.IntN(4) > 0 {
				g.Rune = 0x4E00 + rune(r.IntN(0x5000))
			}
			text.Glyphs = append(text.Glyphs, g)
			dx += size.Em(int(face.Advance(g.Rune))) + common
			if r.IntN(3) == 0 {
				dx += geom.Length(r.IntN(int(size)+1)) - size/2
			}
		}
		p.Items = append(p.Items, text)
	}
	return &page.Edition{Title: "乱", Pages: []*page.Page{p}}
}

func render(t testing.TB, e *page.Edition, o pdf.Options) []byte {
	t.Helper()
	b, err := pdf.Render(e, o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// tolerance is how far a glyph may stand from its place, in points: half a
// hundredth of a point, or half a thousandth of an em where that is more.
func tolerance(size geom.Length) float64 {
	return max(0.005, size.Points()/2000) + 1e-6
}

func TestEveryGlyphStandsInItsPlace(t *testing.T) {
	for name, e := range map[string]*page.Edition{"small": small(t), "sheet": sheet(t), "random": random(t)} {
		t.Run(name, func(t *testing.T) {
			d := parse(t, render(t, e, pdf.Options{Uncompressed: true}))
			worst := 0.0
			for i, p := range e.Pages {
				objects := d.texts(i)
				// The trim's top left corner as printed is what places count from.
				trim := strings.Fields(d.value(d.pages[i], `/TrimBox\[(.*?)\]`))
				left, top := atof(t, trim[0]), atof(t, trim[3])
				for _, it := range p.Items {
					text, ok := it.(*page.Text)
					if !ok || len(text.Glyphs) == 0 {
						continue
					}
					glyphs := text.Glyphs
					for n := 0; len(glyphs) > 0; n++ {
						if len(objects) == 0 {
							t.Fatalf("page %d: no text object for %q", p.Number, glyphs[0].Rune)
						}
						o := objects[0]
						objects = objects[1:]
						if n > 0 && !wide(text) {
							t.Errorf("page %d: the text at %v was cut for no reason", p.Number, text.At)
						}
						if !strings.HasSuffix(o.font.name, "+"+text.Face.Name()) || o.size != text.Size.Points() {
							t.Fatalf("page %d: %s at %v instead of %s at %v", p.Number, o.font.name, o.size, text.Face.Name(), text.Size)
						}
						if o.colour != "0.00 0.00 0.00 1.00 k" {
							t.Errorf("colour %q", o.colour)
						}
						for k, g := range o.glyphs {
							if g.r != glyphs[k].Rune {
								t.Fatalf("page %d: %q for %q", p.Number, g.r, glyphs[k].Rune)
							}
							x := left + (text.At.X + glyphs[k].DX).Points()
							y := top - text.At.Y.Points()
							off := math.Abs(g.x - x)
							worst = max(worst, off)
							if off > tolerance(text.Size) || math.Abs(g.y-y) > 0.005+1e-6 {
								t.Errorf("page %d: %q at %.4f, %.4f instead of %.4f, %.4f", p.Number, glyphs[k].Rune, g.x, g.y, x, y)
							}
						}
						glyphs = glyphs[len(o.glyphs):]
					}
				}
				if len(objects) > 0 {
					t.Errorf("page %d: %d text objects too many", p.Number, len(objects))
				}
			}
			t.Logf("furthest from its place: %.5f pt", worst)
		})
	}
}

// wide tells of a text with a gap beyond 16 bits of font units.
func wide(t *page.Text) bool {
	for i := range len(t.Glyphs) - 1 {
		gap := t.Glyphs[i+1].DX - t.Glyphs[i].DX - t.Size.Em(int(t.Face.Advance(t.Glyphs[i].Rune)))
		if gap*1000/t.Size*geom.Length(t.Face.UnitsPerEm())/1000 > math.MaxInt16 {
			return true
		}
	}
	return false
}

func TestRulesAndFills(t *testing.T) {
	d := parse(t, render(t, small(t), pdf.Options{Uncompressed: true}))
	// The sheet is 1530.71 pt high.
	for _, want := range []string{
		"0.00 0.00 0.00 0.30 k\nq\n10.00 1480.70 100.33 30.00 re f\nQ\n",
		"0.28 w\n0.00 1.00 1.00 0.00 K\nq\n56.69 1030.71 m 556.69 1030.71 l S\nQ\n",
		"0.01 w\n0.00 0.00 0.00 1.00 K\nq\n600.00 1030.71 m 600.00 830.71 l S\nQ\n",
	} {
		if !strings.Contains(d.content(0), want) {
			t.Errorf("page 1 lacks\n%s", want)
		}
	}
	// A bleed of 3 mm is 8.50 pt: the corner of the bleed is the sheet's.
	if want := "0.00 1537.72 10.00 10.00 re f\n"; !strings.Contains(d.content(1), want) {
		t.Errorf("page 2 lacks %q in\n%s", want, d.content(1))
	}
	for i := range d.pages {
		if m := regexp.MustCompile(`(?m)(^| )(rg|RG|g|G|cs|CS|gs)$`).FindString(d.content(i)); m != "" {
			t.Errorf("page %d: operator %q", i+1, m)
		}
	}
}

func TestBoxes(t *testing.T) {
	d := parse(t, render(t, small(t), pdf.Options{}))
	for i, want := range [][2]string{
		{"0 0 1105.51 1530.71", "0.00 0.00 1105.51 1530.71"},
		{"0 0 1122.52 1547.72", "8.50 8.51 1114.01 1539.22"},
		{"0 0 1530.71 1105.51", "0.00 0.00 1530.71 1105.51"},
	} {
		if got := d.value(d.pages[i], `/MediaBox\[(.*?)\]`); got != want[0] {
			t.Errorf("page %d: MediaBox %s, want %s", i+1, got, want[0])
		}
		if got := d.value(d.pages[i], `/TrimBox\[(.*?)\]`); got != want[1] {
			t.Errorf("page %d: TrimBox %s, want %s", i+1, got, want[1])
		}
	}
}

func TestInfo(t *testing.T) {
	d := parse(t, render(t, small(t), pdf.Options{}))
	trailer := d.bytes[strings.LastIndex(d.bytes, "trailer"):]
	info := regexp.MustCompile(`/Info (\d+) 0 R`).FindStringSubmatch(trailer)
	if info == nil {
		t.Fatal(trailer)
	}
	got := d.objects[atoi(t, info[1])]
	for _, want := range []string{
		"/Title<FEFF671B4EAD65E562A500200032003000320035002D00300031002D003000310020D840DC00>/", "/Creator(duikai)/", "/CreationDate(D:20250101000000Z)",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	e := small(t)
	e.Date = time.Time{}
	if b := render(t, e, pdf.Options{}); bytes.Contains(b, []byte("/CreationDate")) {
		t.Error("an edition without a date got one")
	}
}

// The finisher relies on what gopdf 0.33.0 writes and in which order.
func TestObjects(t *testing.T) {
	var want []string
	want = append(want, "Catalog", "information", "Pages")
	for range 3 {
		want = append(want, "Page")
	}
	want = append(want, "resources", "content", "content", "content")
	for range 4 { // faces
		want = append(want, "Font")
	}
	for range 4 {
		want = append(want, "Font", "ToUnicode")
	}
	for range 4 {
		want = append(want, "FontDescriptor")
	}
	for range 4 {
		want = append(want, "font file")
	}
	d := parse(t, render(t, small(t), pdf.Options{}))
	if got := d.kinds(); !slices.Equal(got, want) {
		t.Errorf("gopdf's objects have changed; render/pdfx must be looked at\ngot  %q\nwant %q", got, want)
	}
	if !strings.HasPrefix(d.bytes, "%PDF-1.7\n") || !strings.HasSuffix(d.bytes, "\n%%EOF\n") {
		t.Error("head or tail have changed")
	}
}

func TestSubsetTags(t *testing.T) {
	names := func(b []byte) []string {
		var list []string
		for _, m := range regexp.MustCompile(`/(?:BaseFont|FontName)/([^\s/>]+)`).FindAllSubmatch(b, -1) {
			if !slices.Contains(list, string(m[1])) {
				list = append(list, string(m[1]))
			}
		}
		return list
	}
	e := small(t)
	first := names(render(t, e, pdf.Options{}))
	if len(first) != 4 {
		t.Fatalf("names %q", first)
	}
	for _, n := range first {
		if !regexp.MustCompile(`^[A-Z]{6}\+[A-Za-z0-9-]+$`).MatchString(n) {
			t.Errorf("name %q", n)
		}
	}
	// Another character: another tag, in that face alone.
	e.Pages[1].Items = append(e.Pages[1].Items, line(e.Pages[0].Items[1].(*page.Text).Face, 9*pt, 0, 0, "龘"))
	second := names(render(t, e, pdf.Options{}))
	if first[0] == second[0] || !slices.Equal(first[1:], second[1:]) {
		t.Errorf("tags %q became %q", first, second)
	}
}

// Two faces may have one name; gopdf would take the first for both.
func TestFacesOfOneName(t *testing.T) {
	a, b := goFace(t), goFace(t)
	e := small(t)
	e.Pages = []*page.Page{{Trim: geom.Size{W: 100 * pt, H: 100 * pt}, Items: []page.Item{
		line(a, 9*pt, 0, 10*pt, "abc"), line(b, 9*pt, 0, 20*pt, "abc"),
	}}}
	d := parse(t, render(t, e, pdf.Options{Uncompressed: true}))
	texts := d.texts(0)
	if len(texts) != 2 || texts[0].font.name == texts[1].font.name {
		t.Errorf("%+v", texts)
	}
}

func TestSameBytes(t *testing.T) {
	e := small(t)
	want := render(t, e, pdf.Options{})
	same := func(got []byte) {
		t.Helper()
		if !bytes.Equal(got, want) {
			t.Error("the bytes differ")
		}
	}
	same(render(t, e, pdf.Options{}))

	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	same(render(t, e, pdf.Options{}))
	runtime.GOMAXPROCS(8)
	same(render(t, e, pdf.Options{}))

	// A cache that has seen another edition with the same faces, shared.
	cache := new(pdf.Cache)
	render(t, sheet(t), pdf.Options{Cache: cache})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 3 {
				var buf bytes.Buffer
				if err := pdf.Write(&buf, e, pdf.Options{Cache: cache}); err != nil {
					t.Error(err)
				}
				if !bytes.Equal(buf.Bytes(), want) {
					t.Error("the bytes differ between goroutines")
				}
			}
		})
	}
	wg.Wait()
}

func TestMissingCharacter(t *testing.T) {
	e := small(t)
	text := line(goFace(t), 9*pt, 0, 0, "a汉")
	text.Src = diag.Pos{File: "a.md", Line: 3, Col: 1}
	e.Pages[1].Items = append(e.Pages[1].Items, text)
	_, err := pdf.Render(e, pdf.Options{})
	var missing *pdf.MissingError
	if !errors.As(err, &missing) || missing.Rune != '汉' || missing.Page != 2 || missing.Src.Line != 3 {
		t.Errorf("%v", err)
	}
	text.Glyphs[1].Rune = 0xD800
	if _, err = pdf.Render(e, pdf.Options{}); !errors.As(err, &missing) {
		t.Errorf("a surrogate: %v", err)
	}
}

func TestFaults(t *testing.T) {
	song := faces(t, fonts.Song)[0]
	trim := geom.Size{W: 100 * pt, H: 100 * pt}
	over := line(song, 9*pt, 0, 0, "字")
	over.Ink.C = 101
	for name, e := range map[string]*page.Edition{
		"no edition":   nil,
		"no pages":     {},
		"no trim":      {Pages: []*page.Page{{}}},
		"no face":      {Pages: []*page.Page{{Trim: trim, Items: []page.Item{&page.Text{Size: pt, Glyphs: []page.Glyph{{Rune: 'a'}}}}}}},
		"no size":      {Pages: []*page.Page{{Trim: trim, Items: []page.Item{line(song, 0, 0, 0, "字")}}}},
		"ink":          {Pages: []*page.Page{{Trim: trim, Items: []page.Item{over}}}},
		"ink of rule":  {Pages: []*page.Page{{Trim: trim, Items: []page.Item{&page.Rule{Ink: over.Ink}}}}},
		"ink of fill":  {Pages: []*page.Page{{Trim: trim, Items: []page.Item{&page.Fill{Ink: over.Ink}}}}},
		"unknown item": {Pages: []*page.Page{{Trim: trim, Items: []page.Item{nil}}}},
	} {
		var buf bytes.Buffer
		if err := pdf.Write(&buf, e, pdf.Options{}); err == nil || buf.Len() > 0 {
			t.Errorf("%s: error %v, %d bytes written", name, err, buf.Len())
		}
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteError(t *testing.T) {
	if err := pdf.Write(full{}, small(t), pdf.Options{}); !errors.Is(err, errFull) {
		t.Errorf("%v", err)
	}
}

// TestMargin: white around the page moves all that is drawn, and the trim with
// it.
func TestMargin(t *testing.T) {
	const margin = 42_530
	e := small(t)
	plain, wide := parse(t, render(t, e, pdf.Options{Uncompressed: true})), parse(t, render(t, e, pdf.Options{Uncompressed: true, Margin: margin}))
	shift := geom.Length(margin).Points()
	for i := range e.Pages {
		a, b := plain.texts(i), wide.texts(i)
		if len(a) != len(b) {
			t.Fatalf("page %d: %d texts and %d", i+1, len(a), len(b))
		}
		for j := range a {
			for k := range a[j].glyphs {
				g, h := a[j].glyphs[k], b[j].glyphs[k]
				if math.Abs(h.x-g.x-shift) > 0.011 || math.Abs(h.y-g.y-shift) > 0.011 {
					t.Fatalf("page %d, text %d: from %.2f %.2f to %.2f %.2f", i+1, j, g.x, g.y, h.x, h.y)
				}
			}
		}
		for key, by := range map[string][4]float64{"MediaBox": {0, 0, 2 * shift, 2 * shift}, "TrimBox": {shift, shift, shift, shift}} {
			from := strings.Fields(plain.value(plain.pages[i], `/`+key+`\[(.*?)\]`))
			to := strings.Fields(wide.value(wide.pages[i], `/`+key+`\[(.*?)\]`))
			for n := range by {
				if math.Abs(atof(t, to[n])-atof(t, from[n])-by[n]) > 0.001 {
					t.Errorf("page %d: the %s goes from %v to %v", i+1, key, from, to)
				}
			}
		}
	}
}

// TestPainted: every item tells how many operators paint it, and together they
// are all that the page has.
func TestPainted(t *testing.T) {
	song := faces(t, fonts.Song)[0]
	rule := &page.Rule{To: geom.Point{X: 20 * pt}, Width: pt / 2, Ink: page.Black}
	turned := line(song, 9*pt, 100*pt, 100*pt, "一二三")
	turned.Turned = true
	p := &page.Page{Number: 1, Trim: geom.Size{W: 500 * pt, H: 500 * pt}, Items: []page.Item{
		line(song, 9*pt, 10*pt, 10*pt, "一二三"), &page.Text{}, rule,
		line(song, 9*pt, 10*pt, 30*pt, "一二三", 350*pt, 370*pt), // a gap beyond gopdf's reach behind each
		&page.Fill{Rect: geom.Rect{W: 10 * pt, H: 10 * pt}, Ink: page.Black},
		&page.Shape{Points: []geom.Point{{}, {X: 10 * pt}, {Y: 10 * pt}}, Ink: page.Black}, turned,
	}}
	e := &page.Edition{Pages: []*page.Page{p, {Number: 2, Trim: p.Trim}}}
	d, err := pdf.Draw(e, pdf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := [][]int{{1, 0, 1, 3, 1, 1, 1}, {}}; !slices.EqualFunc(d.Painted, want, slices.Equal[[]int]) {
		t.Errorf("painted %v, not %v", d.Painted, want)
	}
	if n := len(regexp.MustCompile(`(?m)( TJ| S| f)$`).FindAll(render(t, e, pdf.Options{Uncompressed: true}), -1)); n != 8 {
		t.Errorf("%d operators paint", n)
	}
}
