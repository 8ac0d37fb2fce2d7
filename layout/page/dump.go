package page

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
)

// Dump writes the edition as text that reads like the pages do: one line for
// each item with its place in points, texts with their characters. Goldens are
// kept in this form, so that a change shows as words and not as bytes.
//
//	text    x,y      width face size ink part story "characters" form
//	rule    x,y - x,y width ink
//	fill    x,y wxh  ink
//	shape   x,y ... n points ink
//	picture x,y wxh  file crop
//	block   x,y wxh  file page
//	link    x,y wxh  page x,y
func Dump(w io.Writer, e *Edition) error {
	var b strings.Builder
	fmt.Fprintf(&b, "edition %q %s\n", e.Title, e.Date.Format("2006-01-02"))
	for _, p := range e.Pages {
		p.dump(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (p *Page) dump(b *strings.Builder) {
	g := p.Grid
	fmt.Fprintf(b, "\npage %d %q %s x %s\n", p.Number, p.Name, pt(p.Trim.W), pt(p.Trim.H))
	fmt.Fprintf(b, "grid %s %s %sx%s, %d columns of %s, %d rows of %s\n",
		pt(g.Area.X), pt(g.Area.Y), pt(g.Area.W), pt(g.Area.H), g.Columns, pt(g.Column), g.Rows, pt(g.Leading))
	for _, pl := range p.Placements {
		fmt.Fprintf(b, "slot %s %s columns %d x %s lines %d chars %d white %d", pl.Story, rect(pl.Area), pl.Columns, pt(pl.Measure), pl.Lines, pl.Chars, pl.White)
		if pl.From != 0 {
			fmt.Fprintf(b, " from %d", pl.From)
		}
		if pl.To != 0 {
			fmt.Fprintf(b, " to %d", pl.To)
		}
		if pl.Over != 0 {
			fmt.Fprintf(b, " over %d", pl.Over)
		}
		if len(pl.Fitted) > 0 {
			fmt.Fprintf(b, " fitted (%s)", pl.Fitted.In(diag.English))
		}
		b.WriteByte('\n')
	}
	for _, it := range p.Items {
		dumpItem(b, it)
	}
	for _, l := range p.Links {
		fmt.Fprintf(b, "link %s to %d %s,%s\n", rect(l.Area), l.Page, pt(l.To.X), pt(l.To.Y))
	}
}

func dumpItem(b *strings.Builder, it Item) {
	switch it := it.(type) {
	case *Text:
		word := "text"
		if it.Turned {
			word = "turned"
		}
		// Nearly all of a page is text, and pages are summed at every edit: no formats here.
		put(b, word, " ", pt(it.At.X), ",", pt(it.At.Y), " ", it.Face.Name(), " ", pt(it.Size), " ", it.Ink.String(), " ", it.Part.String())
		if it.Story != "" {
			put(b, " ", it.Story)
		}
		put(b, " ", strconv.Quote(it.String()), forms(it))
		gaps(b, it)
		b.WriteByte('\n')
	case *Rule:
		fmt.Fprintf(b, "rule %s,%s - %s,%s %s %s\n", pt(it.From.X), pt(it.From.Y), pt(it.To.X), pt(it.To.Y), pt(it.Width), it.Ink)
	case *Fill:
		fmt.Fprintf(b, "fill %s %s\n", rect(it.Rect), it.Ink)
	case *Picture:
		fmt.Fprintf(b, "picture %s %s %v\n", rect(it.Rect), it.File, it.Crop)
	case *Block:
		fmt.Fprintf(b, "block %s %s page %d\n", rect(it.Rect), it.File, it.Page)
	case *Shape:
		if len(it.Points) > 0 {
			fmt.Fprintf(b, "shape %s,%s ... %d points %s\n", pt(it.Points[0].X), pt(it.Points[0].Y), len(it.Points), it.Ink)
		}
	}
}

// forms tells of marks in their vertical forms, and of ligatures.
func forms(t *Text) string {
	var all string
	has := func(is func(f fonts.Form) bool) bool {
		return slices.ContainsFunc(t.Glyphs, func(g Glyph) bool { return is(g.Form) })
	}
	if has(func(f fonts.Form) bool { return f == fonts.Vertical }) {
		all += " vertical"
	}
	if has(func(f fonts.Form) bool { return f.Letters() != "" }) {
		all += " ligatures"
	}
	if t.Shaped != nil {
		all += " shaped"
		for _, s := range t.Shaped {
			all += fmt.Sprintf(" %d", s.ID)
			if s.Up != 0 {
				all += fmt.Sprintf("%+d", int64(geom.DivRound(s.Up*1000, t.Size)))
			}
		}
	}
	return all
}

// gaps lists, in thousandths of an em, how far characters stand from where
// their natural advances would put them: " +0" for none, else the changes as
// index:change.
func gaps(b *strings.Builder, t *Text) {
	x := geom.Length(0)
	for i, g := range t.Glyphs {
		if d := g.DX - x; i > 0 && d != 0 {
			change := int64(geom.DivRound(d*1000, t.Size))
			put(b, " ", strconv.Itoa(i), ":")
			if change >= 0 {
				b.WriteByte('+')
			}
			b.WriteString(strconv.FormatInt(change, 10))
		}
		x = g.DX + t.Advance(i)
	}
}

// put writes strings one behind the other.
func put(b *strings.Builder, all ...string) {
	for _, s := range all {
		b.WriteString(s)
	}
}

// String is the characters of the text as the manuscript has them, in the order
// of reading.
func (t *Text) String() string {
	b := make([]byte, 0, len(t.Glyphs)*len("汉"))
	if t.Shaped != nil {
		for _, i := range t.reading() {
			b = append(b, t.Shaped[i].Text...)
		}
		return string(b)
	}
	for _, g := range t.Glyphs {
		b = g.Append(b)
	}
	return string(b)
}

// reading is the numbers of the glyphs of a shaped run in the order of reading.
func (t *Text) reading() []int {
	order := make([]int, len(t.Shaped))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(t.Shaped[a].At, t.Shaped[b].At) })
	return order
}

// Advance is the set width of glyph i.
func (t *Text) Advance(i int) geom.Length {
	if t.Shaped != nil {
		return t.Size.Em(int(t.Face.AdvanceOf(t.Shaped[i].ID)))
	}
	return t.Size.Em(int(t.Face.AdvanceIn(t.Glyphs[i].Rune, t.Glyphs[i].Form)))
}

// GlyphAt is the number of the glyph that stands for the n-th character of the
// text; behind the last character, the last glyph.
func (t *Text) GlyphAt(n int) int {
	last := len(t.Glyphs) - 1
	if t.Shaped != nil {
		best := last
		for i, s := range t.Shaped {
			if s.Text != "" && s.At <= n && (t.Shaped[best].At > n || s.At >= t.Shaped[best].At) {
				best = i
			}
		}
		return best
	}
	for i, g := range t.Glyphs {
		if n -= g.Len(); n < 0 {
			return i
		}
	}
	return last
}

// Append appends the characters that the glyph stands for: one, those of a
// ligature, or a character and its variation selector.
func (g Glyph) Append(b []byte) []byte { return g.Form.Append(b, g.Rune) }

// Len is how many characters of a paragraph the glyph stands for; a variation
// selector is part of the character before it.
func (g Glyph) Len() int { return max(len(g.Form.Letters()), 1) }

// String is the ink as printers write it: K100, C0 M100 Y100 K0.
func (i Ink) String() string {
	if i.C == 0 && i.M == 0 && i.Y == 0 {
		return fmt.Sprintf("K%d", i.K)
	}
	return fmt.Sprintf("C%d-M%d-Y%d-K%d", i.C, i.M, i.Y, i.K)
}

func rect(r geom.Rect) string {
	return fmt.Sprintf("%s,%s %sx%s", pt(r.X), pt(r.Y), pt(r.W), pt(r.H))
}

// pt is a length in points without the unit.
func pt(l geom.Length) string { return strings.TrimSuffix(l.String(), "pt") }
