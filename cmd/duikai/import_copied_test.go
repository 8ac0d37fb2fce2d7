package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"duikai/fonts/embedded"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
	"duikai/layout/manuscript"
	"duikai/layout/page"
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
	stories []trueStory
	date    string
}

// trueStory is what of a story stands on a page.
type trueStory struct {
	id, head string
	body     string   // its characters, without blanks
	breaks   []string // where paragraphs part, by the characters around
	lines    int      // that were set
	plain    bool     // it is paragraphs and subheads alone
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
func copyOut(is *manuscript.Issue, p *page.Page, whole bool) (string, []trueStory) {
	var b strings.Builder
	var last *page.Text
	var end geom.Length
	of := make(map[string]*trueStory)
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
			s = &trueStory{id: x.Story}
			of[x.Story], order = s, append(order, x.Story)
		}
		switch x.Part {
		case page.Headline:
			s.head += unspaced(text.String())
		case page.Body, page.Subhead:
			s.body += unspaced(text.String())
			if fresh {
				s.lines++
			}
		}
	}
	var out []trueStory
	for _, id := range order {
		s := of[id]
		s.breaks, s.plain = breaksOf(is.Story(id), s.body)
		out = append(out, *s)
	}
	return b.String(), out
}

// unspaced is a text without blanks and breaking hints.
func unspaced(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r < ' ' || r == '\u3000' {
			return -1
		}
		return r
	}, s)
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
			text = unspaced(b.Text.String())
		case *manuscript.Subhead:
			for _, l := range b.Lines {
				text += unspaced(l.String())
			}
		default:
			plain = false
			continue
		}
		probe := text[:min(len(text), 30)]
		if k := strings.Index(body[at:], probe); k >= 0 {
			at += k
			if at > 0 {
				out = append(out, around(body, at))
			}
		}
	}
	return out, plain
}

// around names a place in a text by the characters on either side.
func around(text string, at int) string {
	const n = 5
	l, r := []rune(text[:at]), []rune(text[at:])
	return string(l[max(0, len(l)-n):]) + "|" + string(r[:min(len(r), n)])
}

// result of reading copied pages.
type copied struct{ stories, found, lines, wrong, chars, lost int }

func (c *copied) add(o copied) {
	c.stories += o.stories
	c.found += o.found
	c.lines += o.lines
	c.wrong += o.wrong
	c.chars += o.chars
	c.lost += o.lost
}

// readCopied imports a page and compares it with the truth.
func readCopied(t *testing.T, c copiedPage, text string, reader intake.Reader) (r copied) {
	src := intake.OpenBytes([]byte(text), c.name+".txt", c.name)
	day, err := time.Parse(time.DateOnly, c.date)
	if err != nil {
		t.Fatal(err)
	}
	lots, _ := reader.Lots(src, intake.Options{Paper: "望汀日报", Date: day, Page: 1})
	if len(lots) != 1 {
		t.Fatalf("%s: %d lots", c.name, len(lots))
	}
	d := intake.Take(lots)
	r.chars, r.lost = len([]rune(unspaced(text))), lostOf(text, d)
	var got []*intake.Story
	if d.Edition != nil {
		got = d.Edition.Stories()
	}
	for _, s := range c.stories {
		if s.body == "" || len([]rune(s.body)) < 20 {
			continue
		}
		r.stories++
		best, body, breaks := match(got, s)
		share := common(s.body, body)
		if best == nil || share < 90 {
			t.Logf("%s: story %s %q not found (%d %%)", c.name, s.id, s.head, share)
			continue
		}
		r.found++
		r.lines += s.lines
		for _, b := range s.breaks {
			if !slices.Contains(breaks, b) {
				r.wrong++
				t.Logf("%s: %s: joined at %s", c.name, s.id, b)
			}
		}
		for _, b := range breaks {
			if s.plain && !slices.Contains(s.breaks, b) && strings.Contains(s.body, strings.ReplaceAll(b, "|", "")) {
				r.wrong++
				t.Logf("%s: %s: parted at %s", c.name, s.id, b)
			}
		}
	}
	return r
}

// match finds the story that has the most of another's text.
func match(got []*intake.Story, want trueStory) (best *intake.Story, body string, breaks []string) {
	most := 0
	for _, s := range got {
		text, at := "", []int{}
		for i, b := range s.Body {
			if i > 0 && s.Body[i-1].Kind != intake.RunIn && text != "" {
				at = append(at, len(text))
			}
			text += unspaced(b.Text.String())
			for _, row := range b.Rows {
				for _, c := range row {
					text += unspaced(c.String())
				}
			}
		}
		text += unspaced(s.Note.Text.String())
		if n := common(want.body, text); n > most {
			most, best, body, breaks = n, s, text, nil
			for _, k := range at {
				breaks = append(breaks, around(text, k))
			}
		}
	}
	return best, body, breaks
}

// common is how much of a text stands in another, in percent: by its pieces of
// eight characters; text that is not its own counts against it.
func common(want, got string) int {
	const n = 8
	w := []rune(want)
	hits, all := 0, 0
	for i := 0; i+n <= len(w); i += n {
		all++
		if strings.Contains(got, string(w[i:i+n])) {
			hits++
		}
	}
	if all == 0 {
		return 0
	}
	foreign := max(0, len([]rune(got))-len(w)*12/10)
	return hits*100/all - foreign*100/max(len(w), 1)
}

// lostOf counts the characters of a text that stand neither in the stories nor
// in what is told of it.
func lostOf(text string, d intake.Delivery) int {
	count := make(map[rune]int)
	for _, r := range unspaced(text) {
		count[r]++
	}
	take := func(s string) {
		for _, r := range unspaced(s) {
			count[r]--
		}
	}
	if d.Edition != nil {
		for _, s := range d.Edition.Stories() {
			s.Fields(func(_ string, f *intake.Field) { take(f.Text.String()) })
			for _, b := range s.Body {
				for _, row := range b.Rows {
					for _, c := range row {
						take(c.String())
					}
				}
			}
		}
	}
	for _, f := range d.Findings {
		switch f.Code {
		case diag.ImportFurniture, diag.ImportCredit, diag.ImportJump, diag.ImportHeadTwice:
			take(fmt.Sprint(f.Args[0]))
		}
	}
	lost := 0
	for _, n := range count {
		lost += max(n, 0)
	}
	return lost
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
		text        func(copiedPage) string
		reader      func(copiedPage) intake.Reader
	}{
		{"lines", 84, 980, func(c copiedPage) string { return c.text }, func(copiedPage) intake.Reader { return dump.Reader() }},
		{"paragraphs", 85, 985, func(c copiedPage) string { return c.whole }, func(copiedPage) intake.Reader { return dump.Reader() }},
		{"places", 95, 980, func(c copiedPage) string { return c.text }, func(c copiedPage) intake.Reader {
			return dump.PDF(func([]byte) ([]dump.Sheet, error) { return []dump.Sheet{c.sheet}, nil })
		}},
	} {
		t.Run(way.name, func(t *testing.T) {
			var sum copied
			for _, c := range all {
				sum.add(readCopied(t, c, way.text(c), way.reader(c)))
			}
			sum.judge(t, way.found, way.well)
		})
	}
}

// judge holds a result against its bounds.
func (c copied) judge(t *testing.T, found, well int) {
	t.Helper()
	t.Logf("stories found: %d of %d; joints wrong: %d of %d; characters lost: %d of %d", c.found, c.stories, c.wrong, c.lines, c.lost, c.chars)
	if c.stories == 0 || c.found*100 < c.stories*found {
		t.Errorf("%d of %d stories found, expected %d %%", c.found, c.stories, found)
	}
	if (c.lines-c.wrong)*1000 < c.lines*well {
		t.Errorf("%d of %d joints are wrong", c.wrong, c.lines)
	}
	if c.lost > 0 {
		t.Errorf("%d characters are lost", c.lost)
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
	r, err := job{fsys: samples.Wangting(), draw: true, draft: true, cache: new(pdf.Cache), at: func(stage) {}}.run()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "pages.pdf")
	if err := os.WriteFile(file, r.pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	var sum copied
	for i, c := range setPages(t, "wangting", samples.Wangting()) {
		page := strconv.Itoa(i + 1)
		text := oracle.Run(t, "pdftotext", "-raw", "-enc", "UTF-8", "-f", page, "-l", page, file, "-")
		sum.add(readCopied(t, c, string(text), dump.Reader()))
	}
	sum.judge(t, 72, 975)
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
