package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"duikai/fonts"
	"duikai/layout/flow"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// content turns a story's text into blocks to be poured into columns of the
// measure.
func (h *house) content(s *manuscript.Story, measure geom.Length) flow.Content {
	var c flow.Content
	before, first := 0, true
	for _, b := range s.Blocks {
		switch b := b.(type) {
		case *manuscript.Break:
			before = 1
			continue
		case *manuscript.Subhead:
			head := h.subhead(b, measure)
			if n := len(c.Blocks); n > 0 && c.Blocks[n-1].Keep {
				head.Before = 0 // a head under a head
			}
			c.Blocks = append(c.Blocks, head)
		case *manuscript.Paragraph:
			c.Blocks = append(c.Blocks, h.paragraph(b, first, before))
			first = false
		}
		before = 0
	}
	if !empty(s.Note) {
		p := h.prepare(s.Note, face{fonts.Kai, h.size})
		c.Blocks = append(c.Blocks, flow.Block{Para: p, Part: page.Note, Size: h.size, Align: flow.Right, Rows: 1,
			Divide: func(width geom.Length) []para.Line { return divideHead(p, nil, width) }})
	}
	return c
}

// subhead is a 小标题: centred in 黑, a row of white above it. It is a little
// larger than the body unless that would cost it a second line.
func (h *house) subhead(b *manuscript.Subhead, measure geom.Length) flow.Block {
	var hints []int
	set := func(size geom.Length) *para.Paragraph {
		runs, hs := h.runs(b.Lines[0], face{fonts.HeiBold, size})
		hints = hs
		return para.Prepare(runs, &h.tight)
	}
	size := h.size
	p := set(size)
	if b.Level <= 2 && size+subheadMore <= h.grid.Leading {
		if large := set(size + subheadMore); line(large).Width <= measure || line(p).Width > measure {
			size, p = size+subheadMore, large
		}
	}
	rows := int(geom.DivCeil(size, h.grid.Leading))
	return flow.Block{Para: p, Part: page.Subhead, Size: size, Align: flow.Centre, Rows: rows, Before: 1, Keep: true,
		Divide: func(width geom.Length) []para.Line { return divideHead(p, hints, width) }}
}

// subheadMore is how much larger a subhead is than the body.
const subheadMore = 1 * geom.Pt

func (h *house) paragraph(b *manuscript.Paragraph, first bool, before int) flow.Block {
	f, t := face{h.body, h.size}, b.Text
	if b.Quote {
		f.role = fonts.Kai
	} else if first {
		t = dateline(t)
	}
	return flow.Block{Para: h.prepare(t, f), Part: page.Body, Size: h.size, Indent: h.indent, Rows: 1, Before: before}
}

// dateline sets the 电头 of a story's first paragraph apart: 本报讯 in 黑 and
// the reporters in brackets behind it in 楷, as papers do.
func dateline(t manuscript.Text) manuscript.Text {
	const head = "本报讯"
	if len(t) == 0 || !strings.HasPrefix(t.String(), head) {
		return t
	}
	rest := t.String()[len(head):]
	names := 0 // length of the bracket behind it
	if strings.HasPrefix(rest, "（") {
		if end := strings.IndexRune(rest, '）'); end > 0 {
			names = utf8.RuneCountInString(rest[:end]) + 1
		}
	}
	bold := utf8.RuneCountInString(head)
	out := restyle(t, 0, bold, manuscript.Bold)
	out = restyle(out, bold, bold+names, manuscript.Kai)
	return wholeNames(out, bold, bold+names)
}

func length(t manuscript.Text) int { return utf8.RuneCountInString(t.String()) }

// longestName is how many characters a word of a byline may have and still be
// taken for a name: 欧阳望江.
const longestName = 4

// wholeNames keeps the names of a byline, from character from to to, from
// being divided over two lines: its words of Han, parted by spaces, commas and
// brackets.
func wholeNames(t manuscript.Text, from, to int) manuscript.Text {
	rs := []rune(t.String())
	for i := from; i < min(to, len(rs)); {
		j := i
		for j < min(to, len(rs)) && unicode.Is(unicode.Han, rs[j]) {
			j++
		}
		if n := j - i; n > 1 && n <= longestName {
			t = restyle(t, i, j, manuscript.Whole)
		}
		i = j + 1
	}
	return t
}

// restyle adds a style to the characters from..to of a text.
func restyle(t manuscript.Text, from, to int, style manuscript.Emphasis) manuscript.Text {
	var out manuscript.Text
	at := 0
	for _, s := range t {
		rs := []rune(s.Text)
		if s.Ruby != "" { // a base is not parted from its ruby
			if at < to && at+len(rs) > from {
				s.Style |= style
			}
			out = append(out, s)
			at += len(rs)
			continue
		}
		cut := func(i, j int, add manuscript.Emphasis) {
			if i, j = max(i, 0), min(j, len(rs)); i < j {
				out = append(out, manuscript.Span{Text: string(rs[i:j]), Style: s.Style | add, Src: s.Src.Shift(i)})
			}
		}
		cut(0, from-at, 0)
		cut(from-at, to-at, style)
		cut(max(to-at, 0), len(rs), 0)
		at += len(rs)
	}
	return out
}
