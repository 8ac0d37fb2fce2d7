package layout

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"duikai/fonts"
	"duikai/layout/cjk"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// content turns a story's text into blocks to be poured into columns of the
// measure, but for tables that stand across them.
func (h *house) content(s *manuscript.Story, measure geom.Length, spans []spanTable, problems *diag.List) flow.Content {
	c := flow.Content{Scratch: h.scratch}
	cells, announcing := h.celled(s), announces(s.Blocks)
	before, first, initial := 0, true, s.Initial > 1
	var runIn *manuscript.Subhead
	unit := page.Unit{}
	for i, b := range s.Blocks {
		unit = unitOf(unit, b)
		if spanned(spans, b) {
			continue
		}
		from := len(c.Blocks)
		after := 0 // rows left white below
		switch b := b.(type) {
		case *manuscript.Break:
			after = 1
		case *manuscript.Subhead:
			if b.RunIn && len(b.Lines) == 1 && i+1 < len(s.Blocks) && isParagraph(s.Blocks[i+1]) {
				runIn = b
				continue
			}
			heads := h.subheads(b, measure)
			if n := len(c.Blocks); n > 0 && len(heads) > 0 && c.Blocks[n-1].Keep {
				heads[0].Before = 0 // a head under a head
			}
			c.Blocks = append(c.Blocks, heads...)
		case *manuscript.Paragraph:
			var bl flow.Block
			done := false
			if initial && !b.Quote {
				initial = false
				if runIn == nil {
					bl, done = h.withInitial(b.Text, s.Initial, measure)
				}
				if !done {
					problems.Add(diag.InitialRoom, s.Src, s.ID)
				}
			}
			caption := announcing[i] && isTable(s.Blocks[i+1]) && captions(b) && runIn == nil
			switch {
			case done:
			case caption:
				bl = h.tableCaption(b)
			default:
				bl = cells.paragraph(b, runIn)
			}
			cells.onCells(&bl, measure)
			bl.Announces = announcing[i]
			if bl.Before = before; caption {
				bl.Before = 1
			}
			c.Blocks = append(c.Blocks, bl)
			first, runIn = false, nil
		case *manuscript.Table:
			t := h.table(b)
			if n := len(c.Blocks); n > 0 && isCaption(&c.Blocks[n-1]) {
				t.Before = 0
			}
			c.Blocks = append(c.Blocks, t)
			after = 1
		case *manuscript.PullQuote:
			c.Blocks = append(c.Blocks, h.pullQuote(b))
			after = 1
		case *manuscript.NameList:
			names := h.nameList(b, measure, problems)
			names.Before = before
			c.Blocks = append(c.Blocks, names)
			after = 1
		case *manuscript.Verse:
			c.Blocks = append(c.Blocks, cells.verse(b, measure, problems)...)
			after = 1
		}
		before = after
		for k := range c.Blocks[from:] {
			c.Blocks[from+k].Unit = unit
			if isCaption(&c.Blocks[from+k]) {
				c.Blocks[from+k].Unit.Kind = page.TitleUnit
			}
			c.Blocks[from+k].Gives = gives(b) && k == 0 && c.Blocks[from].Before > 0
			if v, ok := b.(*manuscript.Verse); ok {
				u := &c.Blocks[from+k].Unit
				u.Row, u.Opens, u.Indent = int16(k), v.Lines[k].Opens, uint8(min(v.Lines[k].Indent, math.MaxUint8))
			}
		}
	}
	if initial && !first {
		problems.Add(diag.InitialRoom, s.Src, s.ID)
	}
	if !empty(s.Note) {
		p := h.prepare(s.Note, face{fonts.Kai, h.size})
		c.Blocks = append(c.Blocks, flow.Block{Para: p, Part: page.Note, Size: h.size, Align: flow.Right, Rows: 1, Before: before, Gives: before > 0,
			Divide: func(width geom.Length) []para.Line { return divideText(p, width) }})
	}
	return c
}

// gives tells whether the white above a block may be opened: that above subheads is a
// row, and that between stanzas is the poet's.
func gives(b manuscript.Block) bool {
	switch b.(type) {
	case *manuscript.Subhead, *manuscript.Verse:
		return false
	}
	return true
}

// unitOf is the unit of a block behind a block of another unit.
func unitOf(before page.Unit, b manuscript.Block) page.Unit {
	u := page.Unit{Block: before.Block + 1}
	switch b := b.(type) {
	case *manuscript.Paragraph:
		if b.Quote {
			u.Kind = page.QuoteUnit
		}
		if b.Goes {
			u = before
		}
	case *manuscript.Verse:
		u.Kind = page.VerseUnit
	case *manuscript.NameList:
		u.Kind = page.NameUnit
	case *manuscript.Table:
		u.Kind = page.CellUnit
	}
	return u
}

func isParagraph(b manuscript.Block) bool {
	_, ok := b.(*manuscript.Paragraph)
	return ok
}

// subhead is a 小标题: centred in 黑, a row of white above it, each of its lines
// a block. It is a little larger than the body unless that would cost it a
// line more.
func (h *house) subhead(b *manuscript.Subhead, measure geom.Length) []flow.Block {
	type head struct {
		p     *para.Paragraph
		hints []int
	}
	set := func(size geom.Length) (heads []head) {
		for _, t := range b.Lines {
			runs, hints := h.runs(t, face{fonts.HeiBold, size})
			heads = append(heads, head{para.Prepare(runs, &h.tight), hints})
		}
		return heads
	}
	over := func(heads []head) (n int) {
		for _, hd := range heads {
			if line(hd.p).Width > measure {
				n++
			}
		}
		return n
	}
	size := h.size
	heads := set(size)
	if b.Level <= 2 && size+subheadMore <= h.grid.Leading {
		if large := set(size + subheadMore); over(large) == over(heads) {
			size, heads = size+subheadMore, large
		}
	}
	rows := int(geom.DivCeil(size, h.grid.Leading))
	whole := flow.Block{Part: page.Subhead, Size: size, Align: flow.Centre, Rows: rows, Before: 1, Keep: true}
	if len(heads) == 2 && over(heads) == 0 {
		return []flow.Block{h.pairedHead(b, whole)}
	}
	var out []flow.Block
	for i, hd := range heads {
		bl := whole
		bl.Para = hd.p
		bl.Divide = func(width geom.Length) []para.Line {
			return headText{p: hd.p, more: i+1 < len(heads)}.divide(hd.hints, width)
		}
		if i > 0 {
			bl.Before, bl.Joined = 0, true
		}
		if len(heads) == 1 && hd.p.Len() >= partedSubhead {
			one := bl
			bl.Others = func(width geom.Length) []flow.Block { return inTwo(one, hd.p, hd.hints, width) }
		}
		out = append(out, bl)
	}
	return out
}

// pairedHead is a subhead of two lines, which may stand on one with an em between
// them, where that has room for both and fills its slot.
func (h *house) pairedHead(b *manuscript.Subhead, bl flow.Block) flow.Block {
	f := face{fonts.HeiBold, bl.Size}
	runs, _ := h.runs(b.Lines[0], f)
	at := length(b.Lines[0])
	if last, _ := utf8.DecodeLastRuneInString(b.Lines[0].String()); !pauses(last) {
		apart(runs, at, bl.Size)
	}
	more, _ := h.runs(b.Lines[1], f)
	p := para.Prepare(append(runs, more...), &h.tight)
	bl.Para = p
	bl.Divide = func(width geom.Length) []para.Line {
		t := headText{p: p}
		if p.LeastWidth(0, t.end(at)) > width || p.LeastWidth(at, p.Len()) > width { // a narrower column than its own
			return t.divide([]int{at}, width)
		}
		return []para.Line{t.line(0, at, width), t.line(at, p.Len(), width)}
	}
	one := bl
	bl.Others = func(width geom.Length) []flow.Block {
		if p.NaturalWidth(0, p.Len()) > width {
			return nil
		}
		one.Divide = func(geom.Length) []para.Line { return []para.Line{p.Natural(0, p.Len())} }
		return []flow.Block{one}
	}
	return bl
}

// partedSubhead is how many characters a subhead of one line has at least that
// may be set on two: half as many stand on each.
const partedSubhead = 8

// inTwo is a subhead that one line holds set on two, so that its story takes a
// row more; none where that would part a word.
func inTwo(b flow.Block, p *para.Paragraph, hints []int, width geom.Length) []flow.Block {
	if len(b.Divide(width)) > 1 {
		return nil
	}
	t := newHeadText(p, hints)
	c, ok := t.cut(2, width)
	if !ok || c.blind || c.cost >= badCut {
		return nil
	}
	b.Divide = func(geom.Length) []para.Line { return c.lines }
	return []flow.Block{b}
}

// subheads is a subhead as the text style has it.
func (h *house) subheads(b *manuscript.Subhead, measure geom.Length) []flow.Block {
	if h.text != nil && h.text.Bars {
		return []flow.Block{h.bar(b)}
	}
	return h.subhead(b, measure)
}

// subheadMore is how much larger a subhead is than the body.
const subheadMore = 1 * geom.Pt

// paragraph is a paragraph of the text; a run-in head opens it in 黑, an em
// away from the text unless it ends with a mark of its own.
func (h *house) paragraph(b *manuscript.Paragraph, runIn *manuscript.Subhead) flow.Block {
	f, t := face{h.body, h.size}, b.Text
	var gaps []int
	if b.Quote {
		f.role = fonts.Kai
	} else {
		t, gaps = dateline(t)
	}
	runs, _ := h.runs(t, f)
	for _, n := range gaps {
		apart(runs, n, h.size.Em(datelineGap))
	}
	if runIn != nil {
		l := runIn.Lines[0]
		head, _ := h.runs(restyle(l, 0, length(l), manuscript.Bold), f)
		if n := len(head); n > 0 {
			if last, _ := utf8.DecodeLastRuneInString(head[n-1].Text); !pauses(last) {
				head[n-1].Apart = h.size
			}
		}
		runs = append(head, runs...)
	}
	indent := h.indent
	if b.Goes {
		indent = 0
	}
	bl := flow.Block{Part: page.Body, Size: h.size, Indent: indent, Rows: 1, Align: h.align()}
	switch {
	case h.text != nil && h.text.Labels && runIn == nil && h.labelled(t, f, &bl):
	case h.text != nil && h.text.Hang != (geom.Measure{}) && runIn == nil:
		h.hanging(t, f, b.Goes, &bl)
	default:
		bl.Para = para.Prepare(runs, &h.style)
		if bl.Align == flow.Centre && bl.Para.Len() <= longestCentred {
			p := bl.Para
			bl.Indent, bl.Divide = 0, func(width geom.Length) []para.Line { return divideText(p, width) }
		}
	}
	return bl
}

// tableCaption is the caption over a table in a column: in 黑 and in the middle.
func (h *house) tableCaption(p *manuscript.Paragraph) flow.Block {
	set := h.prepareTight(restyle(p.Text, 0, length(p.Text), manuscript.Bold))
	return flow.Block{Para: set, Part: page.Body, Size: h.size, Rows: 1, Align: flow.Centre, Keep: true,
		Divide: func(width geom.Length) []para.Line { return divideText(set, width) }}
}

// longestCentred is how many characters a centred paragraph may have and still
// be parted into lines of about one length, as heads are: six lines of a column.
const longestCentred = 120

// pauses tells whether a mark parts what stands before it from what follows.
func pauses(r rune) bool {
	switch cjk.ClassOf(r) {
	case cjk.Stop, cjk.Comma, cjk.Colon, cjk.Exclaim, cjk.Dash, cjk.Space, cjk.IdeoSpace:
		return true
	}
	return strings.ContainsRune(".,:;!?", r)
}

// datelineGap is the white behind a dateline and behind the bracket of its
// reporters, whatever follows and whatever blank was typed there: the half em
// that a bracket has of its own.
const datelineGap = 500

// dateline sets the 电头 of a paragraph apart: 本报讯 in 黑 and the reporters in
// brackets behind it in 楷, as papers do. It tells behind which characters the
// gap stands.
func dateline(t manuscript.Text) (_ manuscript.Text, gaps []int) {
	head, names := t.Dateline()
	if head > 0 {
		t = restyle(t, 0, head, manuscript.Bold)
		gaps = append(gaps, head)
	}
	if names > 0 {
		t = restyle(t, head, names, manuscript.Kai)
		t = wholeNames(t, head, names)
		gaps = append(gaps, names)
	}
	return t, gaps
}

// apart sets white behind the first n characters, where a run ends.
func apart(runs []para.Run, n int, white geom.Length) {
	for i := range runs {
		n -= utf8.RuneCountInString(runs[i].Text)
		if n == 0 {
			runs[i].Gap = white
		}
		if n <= 0 {
			return
		}
	}
}

func length(t manuscript.Text) (n int) {
	for i := range t {
		n += utf8.RuneCountInString(t[i].Text)
	}
	return n
}

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
