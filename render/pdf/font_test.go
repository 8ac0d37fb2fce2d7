package pdf_test

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/pdf"
	"duikai/samples/oracle"
)

// marked is every kind of letter: vertical marks, ligatures, characters that
// share a glyph, characters beyond U+FFFF, private ones, and a hyphen of the
// setter's.
const (
	standingMarks = "，。：！（）《》「」“”‘’—…"
	sharedGlyphs  = "一⼀人⼈"
	beyond        = "𠮷㙍"
)

// joined is a line with a ligature in it.
func joined(f *fonts.Face, size, x, y geom.Length, s string, form fonts.Form) *page.Text {
	t := &page.Text{Face: f, Size: size, Ink: page.Black, At: geom.Point{X: x, Y: y}}
	before, after, _ := strings.Cut(s, form.Letters())
	dx := geom.Length(0)
	add := func(r rune, form fonts.Form) {
		t.Glyphs = append(t.Glyphs, page.Glyph{Rune: r, Form: form, DX: dx})
		dx += size.Em(int(f.AdvanceIn(r, form)))
	}
	for _, r := range before {
		add(r, fonts.Upright)
	}
	add('f', form)
	for _, r := range after {
		add(r, fonts.Upright)
	}
	return t
}

// marks is a page of such letters.
func marks(t *testing.T, f *fonts.Face) *page.Edition {
	t.Helper()
	var items []page.Item
	for i, r := range []rune(standingMarks) {
		items = append(items, &page.Text{Face: f, Size: 9 * pt, Ink: page.Black, At: geom.Point{X: 20 * pt, Y: geom.Length(20+10*i) * pt},
			Glyphs: []page.Glyph{{Rune: r, Form: fonts.Vertical}}})
		// The same mark in a horizontal line is another glyph.
		items = append(items, line(f, 9*pt, 60*pt, geom.Length(20+10*i)*pt, "汉"+string(r)+"汉"))
	}
	own := ""
	for _, r := range sharedGlyphs + beyond {
		if f.Has(r) {
			own += string(r)
		}
	}
	hyphen := line(f, 9*pt, 100*pt+3*9*pt, 60*pt, "-")
	hyphen.Part = page.Hyphen
	items = append(items, line(f, 9*pt, 100*pt, 20*pt, own), line(f, 9*pt, 100*pt, 40*pt, "semi-final"), line(f, 9*pt, 100*pt, 60*pt, "news"), hyphen)
	items = append(items, joined(f, 9*pt, 100*pt, 80*pt, "office", fonts.LigatureFFI), joined(f, 9*pt, 100*pt, 100*pt, "flow", fonts.LigatureFL),
		joined(f, 9*pt, 100*pt, 120*pt, "shuffle", fonts.LigatureFFL), joined(f, 9*pt, 100*pt, 140*pt, "off", fonts.LigatureFF), joined(f, 9*pt, 100*pt, 160*pt, "fine", fonts.LigatureFI))
	return &page.Edition{Title: "字", Pages: []*page.Page{{Number: 1, Trim: geom.Size{W: 300 * pt, H: 300 * pt}, Items: items}}}
}

// shown is the text of an edition as a reader must find it.
func shown(e *page.Edition) (all []rune) {
	for _, p := range e.Pages {
		for _, it := range p.Items {
			t, ok := it.(*page.Text)
			if !ok {
				continue
			}
			if t.Part == page.Hyphen {
				all = append(all, '\u00AD')
				continue
			}
			all = append(all, []rune(t.String())...)
		}
	}
	return all
}

func TestEveryCharacterIsGivenBack(t *testing.T) {
	for _, f := range faces(t, fonts.Song, fonts.HeiBold, fonts.Kai) {
		e := marks(t, f)
		d := parse(t, render(t, e, pdf.Options{Uncompressed: true}))
		var got []rune
		for _, o := range d.texts(0) {
			for _, g := range o.glyphs {
				got = append(got, []rune(g.all)...)
			}
		}
		if want := shown(e); !slices.Equal(got, want) {
			t.Errorf("%s: %q, not %q", f.Name(), string(got), string(want))
		}
	}
}

// Programs that are not ours find every character, in whatever order they read.
func TestToolsFindEveryCharacter(t *testing.T) {
	e := marks(t, faces(t, fonts.Song)[0])
	name := file(t, e)
	count := func(rs []rune) map[rune]int {
		m := make(map[rune]int)
		for _, r := range rs {
			if !strings.ContainsRune(" \n\f", r) {
				m[r]++
			}
		}
		return m
	}
	want := count(shown(e))
	for _, tool := range [][]string{{"pdftotext", name, "-"}, {"mutool", "draw", "-q", "-F", "txt", name}} {
		t.Run(tool[0], func(t *testing.T) {
			got := count([]rune(run(t, tool[0], tool[1:]...)))
			// MuPDF joins a word across a soft hyphen, poppler keeps it.
			delete(got, '\u00AD')
			for r, n := range want {
				if r != '\u00AD' && got[r] != n {
					t.Errorf("%q is found %d times, not %d", r, got[r], n)
				}
			}
		})
	}
}

// The font files in a document are the faces' own subsets, and draw the
// vertical forms.
func TestFontFiles(t *testing.T) {
	f := faces(t, fonts.Song)[0]
	e := marks(t, f)
	d := parse(t, render(t, e, pdf.Options{Uncompressed: true}))
	o := d.texts(0)[0]

	type letter struct {
		r    rune
		form fonts.Form
		soft bool
	}
	seen := make(map[letter]bool)
	var letters []letter
	for _, it := range e.Pages[0].Items {
		tx := it.(*page.Text)
		for _, g := range tx.Glyphs {
			l := letter{g.Rune, g.Form, tx.Part == page.Hyphen}
			if !seen[l] {
				seen[l] = true
				letters = append(letters, l)
			}
		}
	}
	slices.SortFunc(letters, func(a, b letter) int {
		if c := cmp.Or(cmp.Compare(a.r, b.r), cmp.Compare(a.form, b.form)); c != 0 {
			return c
		}
		if b.soft {
			return -1
		}
		return 1
	})
	var want []fonts.Want
	for i, l := range letters {
		want = append(want, fonts.Want{Glyph: f.GlyphIn(l.r, l.form), Rune: rune(i + 1)})
	}
	s, err := f.Subset(want)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(o.font.file, s.Embedded()) {
		t.Error("the font file is another")
	}
	if len(o.font.text) != len(want) {
		t.Errorf("%d glyphs stand for something, not %d", len(o.font.text), len(want))
	}
}

// postscript is a collection with PostScript outlines.
func postscript(t *testing.T) *fonts.Face {
	t.Helper()
	f, err := fonts.Open(oracle.File(t, "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPostScriptFace(t *testing.T) {
	f := postscript(t)
	e := marks(t, f)
	d := parse(t, render(t, e, pdf.Options{Uncompressed: true}))
	var got []rune
	for _, o := range d.texts(0) {
		for _, g := range o.glyphs {
			got = append(got, []rune(g.all)...)
		}
	}
	if want := shown(e); !slices.Equal(got, want) {
		t.Errorf("%q, not %q", string(got), string(want))
	}
	name := file(t, e)
	t.Run("qpdf", func(t *testing.T) { run(t, "qpdf", "--check", name) })
	t.Run("pdffonts", func(t *testing.T) {
		if out := run(t, "pdffonts", name); !strings.Contains(out, "+NotoSerifCJKsc-Regular") || !strings.Contains(out, "CID TrueType      Identity-H       yes yes yes") {
			t.Error(out)
		}
	})
}

// Set with the same outlines, once quadratic from the start and once converted,
// a page looks the same.
func TestConvertedTypeLooksTheSame(t *testing.T) {
	gray := func(f *fonts.Face) []byte {
		e := &page.Edition{Title: "字", Pages: []*page.Page{{Number: 1, Trim: geom.Size{W: 200 * pt, H: 60 * pt}, Items: []page.Item{line(f, 40*pt, 10*pt, 45*pt, "永国报鬱")}}}}
		return []byte(run(t, "mutool", "draw", "-q", "-r", "72", "-c", "gray", "-F", "pgm", "-o", "-", file(t, e)))
	}
	a, b := gray(postscript(t)), gray(faces(t, fonts.Song)[0])
	if len(a) != len(b) || len(a) < 12000 {
		t.Fatalf("pictures of %d and %d bytes", len(a), len(b))
	}
	ink, off := 0, 0
	for i := range a {
		ink += 255 - int(b[i])
		off += max(int(a[i])-int(b[i]), int(b[i])-int(a[i]))
	}
	if ink == 0 || off*20 > ink {
		t.Errorf("of %d ink, %d differ", ink, off)
	}
}

// A face whose file is damaged further in is reported at the first character
// that cannot be drawn.
func TestDamagedOutline(t *testing.T) {
	data := slices.Clone(goregular.TTF)
	place := func(tag string) int {
		return int(binary.BigEndian.Uint32(data[bytes.Index(data, []byte(tag))+8:]))
	}
	f := goFace(t)
	// Contours that run backwards.
	at := place("glyf") + 2*int(binary.BigEndian.Uint16(data[place("loca")+2*int(f.Glyph('g')):]))
	if data[place("head")+51] == 1 {
		at = place("glyf") + int(binary.BigEndian.Uint32(data[place("loca")+4*int(f.Glyph('g')):]))
	}
	data[at+10], data[at+11] = 0xFF, 0xFF
	bad, err := fonts.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	if bad.Cover('g') != fonts.Damaged {
		t.Error("the damage is not seen")
	}
	e := small(t)
	text := line(bad, 9*pt, 0, 10*pt, "a page")
	text.Src = diag.Pos{File: "a.md", Line: 7, Col: 1}
	e.Pages[1].Items = append(e.Pages[1].Items, text)
	_, err = pdf.Render(e, pdf.Options{})
	var missing *pdf.MissingError
	if !errors.As(err, &missing) || missing.Rune != 'g' || missing.Page != 2 || missing.Src.Line != 7 {
		t.Errorf("%v", err)
	}
}

// TestLigaturesAreWords: a program that is not ours copies the words of a line
// with ligatures letter by letter, and the letters behind one stand where the
// list has them.
func TestLigaturesAreWords(t *testing.T) {
	for _, f := range faces(t, fonts.Song, fonts.HeiBold, fonts.Kai) {
		e := marks(t, f)
		got := strings.Fields(run(t, "pdftotext", "-raw", file(t, e), "-"))
		words := []string{"office", "flow", "shuffle", "off", "fine"}
		for _, w := range words {
			if !slices.Contains(got, w) {
				t.Errorf("%s: no %q in %q", f.Name(), w, got)
			}
		}
		texts := parse(t, render(t, e, pdf.Options{Uncompressed: true})).texts(0)
		items := e.Pages[0].Items
		for i := range words {
			o, tx := texts[len(texts)-len(words)+i], items[len(items)-len(words)+i].(*page.Text)
			if len(o.glyphs) != len(tx.Glyphs) || len(o.glyphs) >= len(words[i]) {
				t.Fatalf("%q in %d glyphs, not %d", words[i], len(o.glyphs), len(tx.Glyphs))
			}
			for k, g := range tx.Glyphs {
				// The list counts from the trim, the sheet has no bleed.
				if want := (tx.At.X + g.DX).Points(); o.glyphs[k].x < want-0.02 || o.glyphs[k].x > want+0.02 {
					t.Errorf("%q: glyph %d at %v, not %v", words[i], k, o.glyphs[k].x, want)
				}
			}
		}
	}
	// A face without the ligature does not draw its first letter for it.
	f, err := fonts.Open(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	e := &page.Edition{Pages: []*page.Page{{Number: 1, Trim: geom.Size{W: 300 * pt, H: 300 * pt},
		Items: []page.Item{joined(f, 9*pt, 10*pt, 20*pt, "office", fonts.LigatureFFI)}}}}
	var missing *pdf.MissingError
	if _, ok := f.Ligature(fonts.LigatureFFI); ok {
		t.Fatal("the face has the ligature")
	}
	if err := pdf.Write(&bytes.Buffer{}, e, pdf.Options{}); !errors.As(err, &missing) || missing.Rune != 'f' {
		t.Errorf("drawn: %v", err)
	}
}
