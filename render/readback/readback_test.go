package readback_test

import (
	"bytes"
	"errors"
	"image"
	"sync"
	"testing"

	"duikai/fonts/embedded"
	"duikai/layout"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/pdffile"
	"duikai/render/pdf"
	"duikai/render/pdfx"
	"duikai/render/picture"
	"duikai/render/proof"
	"duikai/render/readback"
	"duikai/samples"
)

// sample is the sample edition, set once.
var sample = sync.OnceValues(func() (*page.Edition, error) {
	set, err := embedded.Set()
	if err != nil {
		return nil, err
	}
	is, _ := manuscript.Load(samples.Wangting())
	ed, _ := layout.Compose(is, set, layout.Options{})
	return ed, nil
})

func edition(t testing.TB) *page.Edition {
	t.Helper()
	ed, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	return ed
}

// pictures are those of the sample, made ready for newsprint.
func pictures(t testing.TB) *picture.Store {
	t.Helper()
	s, err := picture.Open(samples.Wangting(), picture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func written(t testing.TB, e *page.Edition) []byte {
	t.Helper()
	b, err := pdf.Render(e, pdf.Options{Pictures: pictures(t)})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func drawing(t testing.TB, e *page.Edition) pdf.Drawn {
	t.Helper()
	d, err := pdf.Draw(e, pdf.Options{Pictures: pictures(t)})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// only is an edition of some pages of another.
func only(e *page.Edition, numbers ...int) *page.Edition {
	out := *e
	out.Pages = nil
	for _, n := range numbers {
		out.Pages = append(out.Pages, e.Pages[n-1])
	}
	return &out
}

// difference is how far two pictures are apart: the mean and the share of
// pixels that are far, outside of some rectangles.
func difference(t *testing.T, a, b *image.RGBA, dpi int, without []geom.Rect) (mean, far float64) {
	t.Helper()
	if a.Rect != b.Rect {
		t.Fatalf("%v and %v", a.Rect, b.Rect)
	}
	skip := image.NewAlpha(a.Rect)
	for _, r := range without {
		px := func(l geom.Length) int { return int(l * geom.Length(dpi) / geom.Inch) }
		for y := max(px(r.Y)-1, 0); y < min(px(r.Bottom())+2, a.Rect.Max.Y); y++ {
			for x := max(px(r.X)-1, 0); x < min(px(r.Right())+2, a.Rect.Max.X); x++ {
				skip.Pix[y*skip.Stride+x] = 0xff
			}
		}
	}
	sum, n, distant := 0, 0, 0
	for i := range skip.Pix {
		if skip.Pix[i] != 0 {
			continue
		}
		d := 0
		for c := range 3 {
			v := int(a.Pix[4*i+c]) - int(b.Pix[4*i+c])
			d = max(d, v, -v)
		}
		sum, n = sum+d, n+1
		if d > 40 {
			distant++
		}
	}
	return float64(sum) / float64(max(n, 1)), float64(distant) / float64(max(n, 1))
}

// TestAsProofed: a page read back looks as the proof of it does, pictures too.
func TestAsProofed(t *testing.T) {
	const dpi = 60
	ed := only(edition(t), 1, 3, 6)
	shown := pictures(t)
	drawn := drawing(t, ed)
	press := finished(t, ed, drawn, pdfx.Options{Standard: pdfx.X1a})
	for name, data := range map[string][]byte{"none": written(t, ed), "x1a": press} {
		f, err := readback.Open(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(f.Pages()) != len(ed.Pages) {
			t.Fatalf("%s: %d pages", name, len(f.Pages()))
		}
		for i, p := range ed.Pages {
			got, err := f.Pages()[i].Draw(readback.Options{DPI: dpi})
			if err != nil {
				t.Fatal(err)
			}
			want, err := proof.Draw(p, proof.Options{DPI: dpi, Pictures: shown})
			if err != nil {
				t.Fatal(err)
			}
			var rects []geom.Rect
			for _, it := range p.Items {
				if pic, ok := it.(*page.Picture); ok {
					rects = append(rects, pic.Rect)
				}
			}
			mean, far := difference(t, got, want, dpi, rects)
			whole, _ := difference(t, got, want, dpi, nil)
			t.Logf("%s, page %d: %.3f, %.5f far; with pictures %.3f", name, p.Number, mean, far, whole)
			if mean > 1 || far > 0.002 || whole > 3 {
				t.Errorf("%s, page %d: apart by %.3f, %.5f far, with pictures %.3f", name, p.Number, mean, far, whole)
			}
		}
	}
}

// finished makes bytes a file of a standard.
func finished(t testing.TB, e *page.Edition, d pdf.Drawn, o pdfx.Options) []byte {
	t.Helper()
	o.Edition = e
	b, err := pdfx.Finish(d.Doc, d.Painted, o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestPlaces: pictures and foreign pages are found where they stand.
func TestPlaces(t *testing.T) {
	ed := edition(t)
	f, err := readback.Open(written(t, ed))
	if err != nil {
		t.Fatal(err)
	}
	blocks := 0
	for i, p := range ed.Pages {
		places := f.Pages()[i].Places()
		for _, it := range p.Items {
			var r geom.Rect
			block := false
			switch it := it.(type) {
			case *page.Picture:
				r = it.Rect
			case *page.Block:
				r, block = it.Rect, true
				blocks++
			default:
				continue
			}
			found := false
			for _, pl := range places {
				near := func(a, b geom.Length) bool { return a-b < 20 && b-a < 20 }
				if pl.Foreign() == block && near(pl.Rect.X, r.X) && near(pl.Rect.Y, r.Y) && near(pl.Rect.Right(), r.Right()) && near(pl.Rect.Bottom(), r.Bottom()) {
					found = true
				}
			}
			if !found {
				t.Errorf("page %d: nothing stands at %v", p.Number, r)
			}
		}
	}
	if blocks == 0 {
		t.Error("the sample has no foreign page")
	}
}

// small is a page of text and rules alone, small enough to be damaged often.
func small(t testing.TB) []byte {
	t.Helper()
	ed := only(edition(t), 2)
	p := *ed.Pages[0]
	p.Items = nil
	n := 0
	for _, it := range ed.Pages[0].Items {
		switch it.(type) {
		case *page.Text, *page.Rule, *page.Fill:
			if n++; n <= 12 {
				p.Items = append(p.Items, it)
			}
		}
	}
	ed.Pages = []*page.Page{&p}
	b, err := pdf.Render(ed, pdf.Options{Uncompressed: true})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestForeign: what our program did not write, or what was changed in it, is
// refused.
func TestForeign(t *testing.T) {
	good := small(t)
	if _, err := readback.Open(good); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, from, to string }{
		{"another producer", "(duikai", "(duokai"},
		{"another operator", "\nBT\n", "\nBI\n"},
		{"an operator without operands", " TJ\n", " Tz\n"},
		{"a font of another kind", "/CIDFontType2", "/CIDFontType0"},
		{"other codes", "/Identity-H", "/Identity-V"},
		{"no end of text", "\nET\n", "\n  \n"},
	} {
		bad := bytes.ReplaceAll(good, []byte(c.from), []byte(c.to))
		if bytes.Equal(bad, good) {
			t.Errorf("%s: %q does not occur", c.name, c.from)
		}
		if _, err := readback.Open(bad); !errors.Is(err, readback.ErrForeign) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	for _, bad := range [][]byte{nil, []byte("%PDF-1.4\n"), good[:len(good)/3]} {
		if _, err := readback.Open(bad); err == nil {
			t.Errorf("%d bytes are taken", len(bad))
		}
	}
	if _, err := readback.Open([]byte("hello")); !errors.Is(err, pdffile.ErrNoPDF) {
		t.Error(err)
	}
}

// TestDamaged: no damage is a panic, and what still opens can be drawn or says
// why not.
func TestDamaged(t *testing.T) {
	good := small(t)
	for i := range 400 {
		bad := bytes.Clone(good)
		for k := range 1 + i%3 {
			at := (i*7919 + k*104729) * 31 % len(bad)
			bad[at] ^= byte(1 + (i*37+k)%255)
		}
		try(t, bad)
	}
}

func try(t *testing.T, data []byte) {
	t.Helper()
	f, err := readback.Open(data)
	if err != nil {
		return
	}
	for _, p := range f.Pages() {
		if s := p.Size(); s.W > 3000*geom.Pt || s.H > 3000*geom.Pt {
			continue
		}
		if img, err := p.Draw(readback.Options{DPI: 12}); err == nil && img.Rect.Empty() {
			t.Error("an empty picture")
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(small(f))
	f.Fuzz(try)
}

// TestBlank: pictures are left out of a blank page, and can be drawn alone.
func TestBlank(t *testing.T) {
	ed := only(edition(t), 1)
	f, err := readback.Open(written(t, ed))
	if err != nil {
		t.Fatal(err)
	}
	p := f.Pages()[0]
	img, err := p.Draw(readback.Options{DPI: 36, Blank: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, pl := range p.Places() {
		if pl.Foreign() {
			continue
		}
		x, y := int((pl.Rect.X+pl.Rect.W/2)/(2*geom.Pt)), int((pl.Rect.Y+pl.Rect.H/2)/(2*geom.Pt))
		if c := img.RGBAAt(x, y); c.R != 153 || c.R != c.G || c.G != c.B {
			t.Errorf("the middle of a blank picture is %v", c)
		}
		part, err := pl.Draw(20, 10, 6)
		if err != nil {
			t.Fatal(err)
		}
		first, many := part.RGBAAt(0, 0), false
		for i := 0; i < len(part.Pix); i += 4 {
			many = many || part.Pix[i] != first.R
		}
		if !many || part.Rect.Dx() != 20 || part.Rect.Dy() != 10 {
			t.Error("a picture alone shows nothing")
		}
	}
}
