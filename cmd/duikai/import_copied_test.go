package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"duikai/fonts/embedded"
	"duikai/layout"
	"duikai/layout/geom"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
	"duikai/layout/intake/invented"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/render"
	"duikai/render/pdf"
	"duikai/samples"
	"duikai/samples/oracle"
)

// copiedPage is a page that was set here, its text as it is copied out of the
// PDF, and what the stories on it are in truth.
type copiedPage struct {
	name    string
	text    string
	whole   string
	sheet   dump.Sheet
	stories []invented.Truth
	date    string
}

// setPages sets an issue and gives its pages as they are copied.
func setPages(t *testing.T, name string, fsys fs.FS) []copiedPage {
	t.Helper()
	is, problems := manuscript.Load(fsys)
	if is == nil {
		t.Fatal(problems)
	}
	set, err := embedded.Set()
	if err != nil {
		t.Fatal(err)
	}
	e, _ := layout.Compose(is, set, layout.Options{Draft: true})
	var out []copiedPage
	for _, p := range e.Pages {
		c := copiedPage{name: fmt.Sprintf("%s-%d", name, p.Number), date: is.Date.Format(time.DateOnly)}
		c.text, c.stories = copyOut(is, p, false)
		c.whole, _ = copyOut(is, p, true)
		c.sheet = sheetOf(p)
		out = append(out, c)
	}
	return out
}

// copyOut gives the lines of a page in the order in which they are drawn, and
// the stories that they belong to.
//
// With whole, paragraphs stand on one line each, but for those that a column's
// end cuts, with an empty line between: the shape of text that web pages give.
func copyOut(is *manuscript.Issue, p *page.Page, whole bool) (string, []invented.Truth) {
	var b strings.Builder
	var last *page.Text
	var end geom.Length
	of := make(map[string]*invented.Truth)
	var order []string
	for _, it := range p.Items {
		x, ok := it.(*page.Text)
		if !ok || len(x.Glyphs) == 0 || x.Part == page.Ruby || x.Part == page.Mark {
			continue
		}
		fresh := last == nil || last.At.Y != x.At.Y || x.At.X < last.At.X || x.At.X-end > 2*x.Size
		joint := whole && last != nil && x.Part == page.Body && last.Part == page.Body && last.Story == x.Story && last.Src.Line == x.Src.Line && x.At.Y >= last.At.Y
		switch {
		case fresh && whole && !joint:
			b.WriteString("\n\n")
		case fresh && !whole:
			b.WriteByte('\n')
		}
		var text strings.Builder
		if !fresh && x.At.X-end > x.Size/3 {
			b.WriteByte(' ')
		}
		for k, g := range x.Glyphs {
			if k > 0 && g.DX-x.Glyphs[k-1].DX > 8*x.Size/5 && g.Rune >= 0x2000 {
				text.WriteByte(' ')
			}
			text.WriteRune(g.Rune)
		}
		b.WriteString(text.String())
		last, end = x, x.At.X+x.Glyphs[len(x.Glyphs)-1].DX+x.Size
		if x.Story == "" {
			continue
		}
		s := of[x.Story]
		if s == nil {
			s = &invented.Truth{ID: x.Story}
			of[x.Story], order = s, append(order, x.Story)
		}
		switch x.Part {
		case page.Headline:
			s.Head += invented.Unspaced(text.String())
		case page.Body, page.Subhead:
			s.Body += invented.Unspaced(text.String())
			if fresh {
				s.Lines++
			}
		}
	}
	var out []invented.Truth
	for _, id := range order {
		s := of[id]
		s.Breaks, s.Plain = breaksOf(is.Story(id), s.Body)
		out = append(out, *s)
	}
	return b.String(), out
}

// breaksOf are the places inside a body where paragraphs part.
func breaksOf(s *manuscript.Story, body string) (out []string, plain bool) {
	if s == nil {
		return nil, false
	}
	plain = true
	at := 0
	for _, b := range s.Blocks {
		var text string
		switch b := b.(type) {
		case *manuscript.Paragraph:
			text = invented.Unspaced(b.Text.String())
		case *manuscript.Subhead:
			for _, l := range b.Lines {
				text += invented.Unspaced(l.String())
			}
		default:
			plain = false
			continue
		}
		probe := text[:min(len(text), 30)]
		if k := strings.Index(body[at:], probe); k >= 0 {
			at += k
			if at > 0 {
				out = append(out, invented.Around(body, at))
			}
		}
	}
	return out, plain
}

// readCopied imports a page and compares it with the truth.
func readCopied(t *testing.T, c copiedPage, text string, reader intake.Reader) invented.Score {
	t.Helper()
	src := intake.OpenBytes([]byte(text), c.name+".txt", c.name)
	day, err := time.Parse(time.DateOnly, c.date)
	if err != nil {
		t.Fatal(err)
	}
	lots, _ := reader.Lots(src, intake.Options{Paper: "望汀日报", Date: day, Page: 1})
	if len(lots) != 1 {
		t.Fatalf("%s: %d lots", c.name, len(lots))
	}
	r := invented.Compare(text, c.stories, intake.Take(lots))
	for _, f := range r.Faults {
		t.Logf("%s: %s", c.name, f)
	}
	return r
}

// TestCopiedPages sets the sample pages, front page, sports, notices and what
// else there is, and takes them in again: as lines copied out of the PDF, as
// paragraphs that columns have cut, and by the places of the characters. The
// bounds are what is reached; nothing may be lost in any way.
func TestCopiedPages(t *testing.T) {
	all := samplePages(t)
	for _, way := range []struct {
		name        string
		found, well int // least stories found, least joints right, in percent and tenths
		shown       int // least of what is wrong that stands among the guesses, in percent
		text        func(copiedPage) string
		reader      func(copiedPage) intake.Reader
	}{
		{"lines", 87, 993, 90, func(c copiedPage) string { return c.text }, func(copiedPage) intake.Reader { return dump.Reader() }},
		{"paragraphs", 87, 994, 70, func(c copiedPage) string { return c.whole }, func(copiedPage) intake.Reader { return dump.Reader() }},
		{"places", 95, 994, 95, func(c copiedPage) string { return c.text }, func(c copiedPage) intake.Reader {
			return dump.PDF(func([]byte) ([]dump.Sheet, error) { return []dump.Sheet{c.sheet}, nil })
		}},
	} {
		t.Run(way.name, func(t *testing.T) {
			var sum invented.Score
			for _, c := range all {
				sum.Add(readCopied(t, c, way.text(c), way.reader(c)))
			}
			judgeCopied(t, sum, way.found, way.well)
			if n := len(sum.Faults); sum.Seen*100 < n*way.shown {
				t.Errorf("%d of %d faults are shown as guesses, expected %d %%", sum.Seen, n, way.shown)
			}
		})
	}
}

// judgeCopied holds a score against its bounds.
func judgeCopied(t *testing.T, s invented.Score, found, well int) {
	t.Helper()
	t.Log(s)
	for _, f := range (invented.Bounds{Found: found, Joints: well}).Faults(s) {
		t.Error(f)
	}
}

// samplePages are the pages of the sample and one of each kind.
func samplePages(t *testing.T) []copiedPage {
	all := setPages(t, "wangting", samples.Wangting())
	root := os.DirFS("../../samples/pages")
	kinds, err := fs.ReadDir(root, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds {
		if !k.IsDir() {
			continue
		}
		sub, err := fs.Sub(root, k.Name())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, setPages(t, k.Name(), sub)...)
	}
	return all
}

// TestCopiedByPoppler is the same with what poppler copies out of the PDF of
// the sample, column by column.
func TestCopiedByPoppler(t *testing.T) {
	r, err := render.Job{FS: samples.Wangting(), Draw: true, Draft: true, Cache: new(pdf.Cache)}.Run()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "pages.pdf")
	if err := os.WriteFile(file, r.Document, 0o600); err != nil {
		t.Fatal(err)
	}
	var sum invented.Score
	for i, c := range setPages(t, "wangting", samples.Wangting()) {
		page := strconv.Itoa(i + 1)
		text := oracle.Run(t, "pdftotext", "-raw", "-enc", "UTF-8", "-f", page, "-l", page, file, "-")
		sum.Add(readCopied(t, c, string(text), dump.Reader()))
	}
	judgeCopied(t, sum, 80, 975)
}

// sheetOf is the text of a page with its places, as a PDF has it.
func sheetOf(p *page.Page) (s dump.Sheet) {
	for _, it := range p.Items {
		x, ok := it.(*page.Text)
		if !ok || x.Part == page.Ruby || x.Part == page.Mark {
			continue
		}
		for k, g := range x.Glyphs {
			w := x.Size
			if g.Rune < 0x2000 {
				w /= 2
			}
			if k+1 < len(x.Glyphs) && x.Glyphs[k+1].DX-g.DX < w {
				w = x.Glyphs[k+1].DX - g.DX
			}
			s.Glyphs = append(s.Glyphs, dump.Glyph{Rune: g.Rune, X: (x.At.X + g.DX).Points(), Y: x.At.Y.Points(), W: w.Points(), Size: x.Size.Points()})
		}
	}
	return s
}
