package pdfx

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/internal/cos"
	"duikai/render/pdf"
)

// tiny is a document of one page, small enough to be damaged everywhere.
func tiny(t testing.TB) (*page.Edition, []byte) {
	t.Helper()
	song := faceOf(t, "一", fonts.Song)
	e := onePage(line(song, 9*pt, 10*pt, 10*pt, page.Black, "一"), &page.Fill{Ink: pink})
	return e, render(t, e, pdf.Options{})
}

// TestCutOff: a file that ends early is never taken for a whole one.
func TestCutOff(t *testing.T) {
	e, b := tiny(t)
	for n := range b {
		if n > 2000 && n < len(b)-2000 && n%97 > 0 {
			continue
		}
		if _, err := finish(b[:n], Options{Edition: e}); !errors.Is(err, cos.ErrForeign) {
			t.Fatalf("cut off after %d of %d bytes: %v", n, len(b), err)
		}
	}
}

// TestForeign: what looks otherwise than gopdf writes it is refused.
func TestForeign(t *testing.T) {
	e := small(t)
	b := render(t, e, pdf.Options{})
	if _, err := finish(b, Options{Edition: e}); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{"%PDF-1.7", "%PDF-2.0"}, {"%%EOF\n", "%%EOF "}, {"startxref\n", "startxrev\n"}, {"xref\n0 ", "xref\n1 "}, {" 00000 n \n", " 00000 f \n"},
		{"trailer\n", "Trailer\n"}, {"/Root 1 0 R", "/Boot 1 0 R"}, {"/Size ", "/Site "}, {"1 0 obj\n", "9 0 obj\n"}, {"\nendobj\n", "\nendoby\n"},
		{"/Type/Catalog", "/Type/Category"[:13]}, {"/Pages 3 0 R", "/Pages 4 0 R"}, {"/Kids[", "/Kins["}, {"/Type/Page/", "/Type/Wage/"},
		{"/Resources 7 0 R", "/Resources 8 0 R"}, {"/ExtGState<<", "/ExtGSteit<<"}, {"/MediaBox[0 0 300.00 400.00]", "/MediaBox[0 0 100.00 400.00]"},
		{"/TrimBox", "/ArtBox "}, {"stream\n", "steam!\n"}, {"\nendstream", "\nendsteam!"}, {"/Length ", "/Lenght "}, {" re f\n", " re B\n"}, {"\nBT\n", "\nBX\n"},
	} {
		if len(change[0]) != len(change[1]) || !bytes.Contains(b, []byte(change[0])) {
			t.Fatalf("%q is no change of %d bytes", change, len(b))
		}
		damaged := bytes.ReplaceAll(b, []byte(change[0]), []byte(change[1]))
		if _, err := finish(damaged, Options{Edition: e}); !errors.Is(err, cos.ErrForeign) {
			t.Errorf("%q: %v", change, err)
		}
	}
	if _, err := finish(bytes.Replace(b, []byte("/Size"), []byte("/Encrypt 1 0 R\n/Size"), 1), Options{Edition: e}); err == nil {
		t.Error("an encrypted file passes")
	}
}

// TestDamage turns bytes into others, thousands of times. What still can be
// read may be finished; nothing may make the finisher fall.
func TestDamage(t *testing.T) {
	e, b := tiny(t)
	// Not inside of the font, where nobody looks.
	font := bytes.Index(b, []byte("/Length1"))
	file := font + bytes.Index(b[font:], []byte("endstream"))
	r := rand.New(rand.NewPCG(3, 4))
	refused := 0
	const rounds = 3000
	pieces := []string{"<<", ">>", "[", "]", "(", ")", "<", ">", "/", " ", "0", "9999999999", "1 0 R", "stream\n", "-", ".", "\x00", "q", "ET", "/Type", "null"}
	for range rounds {
		damaged := bytes.Clone(b)
		for range 1 + r.IntN(3) {
			at := r.IntN(len(damaged) - (file - font))
			if at > font {
				at += file - font
			}
			copy(damaged[at:], pieces[r.IntN(len(pieces))])
		}
		if _, err := finish(damaged, Options{Edition: e, Standard: Standard(r.IntN(3)), Profile: pressProfile(2)}); err != nil {
			refused++
		}
	}
	if refused < rounds/2 || refused == rounds {
		t.Errorf("%d of %d were refused", refused, rounds)
	}
}

func FuzzFinish(f *testing.F) {
	// Without type the file is short, and damage finds what matters.
	e := onePage(&page.Fill{Ink: pink}, &page.Rule{To: geom.Point{X: 10 * pt}, Ink: page.Black},
		&page.Shape{Points: []geom.Point{{}, {X: 10 * pt}, {Y: 10 * pt}}, Ink: page.Black})
	f.Add(render(f, e, pdf.Options{}))
	f.Fuzz(func(t *testing.T, b []byte) {
		for s := X1a; s <= Plain; s++ {
			_, _ = finish(b, Options{Edition: e, Standard: s, Profile: pressProfile(2)})
		}
	})
}

// FuzzPieces damages what stands inside of objects, where the cross-reference
// table does not look.
func FuzzPieces(f *testing.F) {
	f.Add([]byte("<</Type /Font /W [1[500]] /Length 3>>\nstream\nabc\nendstream"))
	f.Add([]byte("q 0 0 0 1 k BT /F1 9 Tf 0 Tc [<0001>-3<0002>] TJ ET 1 2 m 3 4 l S Q"))
	f.Add([]byte("1 beginbfchar\n<0001><4E2D>\nendbfchar\n1 beginbfrange\n<0002><0004><20BB7>\nendbfrange\n"))
	f.Add([]byte("BI /W 1 /CS /RGB ID \x00EI EI (a) Tj << /A [1 2] >> DP"))
	f.Add(pressProfile(2))
	f.Fuzz(func(t *testing.T, b []byte) {
		if d, err := cos.Read(fileOf(string(b))); err == nil {
			if o, err := d.Object(1); err == nil {
				c := checker{d: d, x1a: true}
				c.object(o)
			}
		}
		if out, err := inkEach(string(b), false, []Spot{{"A", page.Red}}, blackText, blackRule); err == nil && len(out.content) < len(b)/2 {
			t.Errorf("%d bytes of content shrink to %d", len(b), len(out.content))
		}
		c := checker{}
		c.content(&cos.Object{Stream: b, IsStream: true})
		_, _ = readICC(b)
	})
}
