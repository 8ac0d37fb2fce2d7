package markup

import (
	"strings"
	"unicode/utf8"

	"duikai/layout/intake"
)

// PieceKind says what a piece of running matter is.
type PieceKind uint8

const (
	Para  PieceKind = iota
	Head            // h1 to h6: Level
	Image           // Node is the img
	Table           // Rows
	Rule            // hr
)

// Piece is a paragraph, or what stands between paragraphs.
type Piece struct {
	Kind   PieceKind
	Text   intake.Text
	Level  int
	Rows   [][]intake.Text
	Merged int    // cells of a table that reached over several
	Node   *Node  // of an image or a table; of a paragraph the element that holds it
	Class  string // classes of the element that holds it
	White  int    // half ems of blanks before it
	Apart  bool   // an empty line stands before it
	Broken bool   // a br ended it
}

// Indent is how many ems of blanks stand before the text.
func (p Piece) Indent() int { return p.White / 2 }

// blocks are elements that stand on lines of their own.
var blocks = map[string]bool{"p": true, "div": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "li": true, "ul": true, "ol": true, "dl": true, "dt": true, "dd": true,
	"blockquote": true, "center": true, "section": true, "article": true, "header": true, "footer": true, "form": true, "pre": true, "figure": true, "figcaption": true, "caption": true, "address": true,
	"tr": true, "td": true, "th": true, "tbody": true, "thead": true, "table": true, "body": true, "html": true, "founder-content": true, "select": true, "option": true}

// hidden elements hold nothing that is read.
var hidden = map[string]bool{"script": true, "style": true, "head": true, "template": true, "noscript": true, "iframe": true, "object": true, "svg": true, "map": true, "textarea": true}

// Blanks are the characters that are no text at the ends of a paragraph.
const Blanks = " \t\n\r\u3000\u00a0\u200b\ufeff\f\v\u2002\u2003"

// prose collects pieces.
type prose struct {
	d      *intake.Decoded
	out    []Piece
	cur    Piece
	last   rune // of the paragraph so far; 0: none
	blanks int  // before its first character
	holder *Node
	empty  bool // an empty line stands before what comes
}

// Prose turns nodes into paragraphs, heads, pictures and tables.
func Prose(d *intake.Decoded, nodes ...*Node) []Piece {
	p := &prose{d: d}
	for _, n := range nodes {
		p.walk(n, 0, 0)
	}
	p.flush(false)
	return p.out
}

// flush ends a paragraph.
func (p *prose) flush(broken bool) {
	t := trim(p.cur.Text)
	if len(t) > 0 {
		p.cur.Text, p.cur.Broken, p.cur.White, p.cur.Apart = t, broken, p.blanks, p.empty
		p.empty = false
		if p.holder != nil {
			p.cur.Node, p.cur.Class = p.holder, p.holder.Attr("class")
		}
		p.out = append(p.out, p.cur)
	} else if broken { // a break that ends nothing is an empty line
		p.empty = len(p.out) > 0
	}
	p.cur, p.last, p.blanks = Piece{Kind: p.cur.Kind, Level: p.cur.Level}, 0, 0
}

// Trim takes blanks off the ends of a text.
func trim(t intake.Text) intake.Text {
	for len(t) > 0 && strings.Trim(t[0].Text, Blanks) == "" {
		t = t[1:]
	}
	for len(t) > 0 && strings.Trim(t[len(t)-1].Text, Blanks) == "" {
		t = t[:len(t)-1]
	}
	if len(t) > 0 {
		t[0].Text = strings.TrimLeft(t[0].Text, Blanks)
		t[len(t)-1].Text = strings.TrimRight(t[len(t)-1].Text, Blanks)
	}
	return t
}

func (p *prose) walk(n *Node, style intake.Style, depth int) {
	switch {
	case n.Kind == Text:
		p.text(n, style)
		return
	case n.Kind == Comment || hidden[n.Name]:
		return
	}
	switch n.Name {
	case "br":
		p.flush(true)
		return
	case "hr":
		p.flush(false)
		p.out = append(p.out, Piece{Kind: Rule, Node: n})
		return
	case "img", "image":
		p.image(n)
		return
	case "table":
		if rows, merged := p.table(n); rows != nil {
			p.flush(false)
			for _, c := range n.Children("caption") {
				p.walk(c, style, depth+1)
			}
			p.out = append(p.out, Piece{Kind: Table, Rows: rows, Merged: merged, Node: n})
			return
		}
	case "b", "strong":
		style |= intake.Bold
	case "i", "em":
		style |= intake.Kai
	case "sup":
		style |= intake.Raised
	case "sub":
		style |= intake.Lowered
	case "s", "strike", "del":
		style |= intake.Struck
	case "ruby":
		p.ruby(n, style, depth)
		return
	}
	if !blocks[n.Name] {
		p.kids(n, style, depth)
		return
	}
	p.flush(false)
	before, holder := p.cur, p.holder
	p.holder = n
	if len(n.Name) == 2 && n.Name[0] == 'h' && n.Name[1] >= '1' && n.Name[1] <= '6' {
		p.cur = Piece{Kind: Head, Level: int(n.Name[1] - '0')}
	}
	pieces := len(p.out)
	p.kids(n, style, depth)
	p.flush(false)
	if n.Name == "p" && len(p.out) == pieces && pieces > 0 {
		p.empty = true
	}
	p.cur, p.holder = before, holder
}

func (p *prose) kids(n *Node, style intake.Style, depth int) {
	for _, k := range n.Kids {
		p.walk(k, style, depth+1)
	}
}

// ruby is bases with what stands over each of them.
func (p *prose) ruby(n *Node, style intake.Style, depth int) {
	from := len(p.cur.Text)
	for _, k := range n.Kids {
		switch {
		case k.Is("rp"): // for browsers that know no ruby
		case !k.Is("rt"):
			p.walk(k, style, depth+1)
		case len(p.cur.Text) > from:
			base := p.cur.Text[from]
			for _, r := range p.cur.Text[from+1:] {
				base.Text += r.Text
			}
			base.Ruby, base.At = strings.Trim(k.String(), Blanks), p.d.Place(base.At.From, k.To)
			p.cur.Text = append(p.cur.Text[:from], base)
			from++
		}
	}
}

// Gaiji is the widest a picture may be, in pixels, to stand for a character
// that a system's fonts lacked.
const Gaiji = 32

// image is a piece of its own, or a character that the text lacks.
func (p *prose) image(n *Node) {
	w := pixels(n.Attr("width"))
	if p.last != 0 && w > 0 && w <= Gaiji {
		alt := n.Attr("alt")
		if utf8.RuneCountInString(alt) != 1 {
			alt = "\ufffd"
		}
		p.cur.Text = append(p.cur.Text, intake.Run{Text: alt, At: p.d.Place(n.From, n.To)})
		p.last = '\ufffd'
		return
	}
	p.flush(false)
	p.out = append(p.out, Piece{Kind: Image, Node: n})
}

// pixels reads a length such as 400 or 400px; 0 where it is none.
func pixels(s string) int {
	n := 0
	for _, r := range strings.TrimSpace(s) {
		if r < '0' || r > '9' || n > 1<<20 {
			break
		}
		n = n*10 + int(r-'0')
	}
	return n
}

// text adds a text: a line end between wide characters is nothing, and blanks in
// a row are one, or two where they stand on one line.
func (p *prose) text(n *Node, style intake.Style) {
	var b strings.Builder
	spaces, line := 0, false
	for _, r := range n.Text {
		switch r {
		case '\n', '\r':
			line = true
			fallthrough
		case ' ', '\t':
			spaces++
			continue
		case '\u00a0':
			if p.last == 0 {
				p.blanks++
				continue
			}
			r = ' '
		case '\u3000':
			if p.last == 0 {
				p.blanks += 2
				continue
			}
		}
		switch {
		case spaces == 0 || p.last == ' ' || line && wide(p.last) && wide(r):
		case p.last == 0 && !line:
			p.blanks++
		case p.last == 0:
		case spaces > 1 && !line: // two blanks part what stands on one line
			b.WriteString("  ")
		default:
			b.WriteByte(' ')
		}
		spaces, line = 0, false
		b.WriteRune(r)
		p.last = r
	}
	if spaces > 0 && p.last != 0 && p.last != ' ' && !line {
		b.WriteByte(' ')
		p.last = ' '
	}
	if b.Len() > 0 {
		p.cur.Text = append(p.cur.Text, intake.Run{Text: b.String(), Style: style, At: p.d.Place(n.From, n.To)})
	}
}

func wide(r rune) bool { return r >= 0x2e80 || r >= 0x2010 && r <= 0x2027 }

// table reads a table of figures: at least two rows of at least two cells of
// short text each, without pictures or tables inside. What is no such table
// serves to place things, and is nil.
func (p *prose) table(n *Node) ([][]intake.Text, int) {
	rows := 0
	for tr := range n.Named("tr") {
		if len(tr.Children("td"))+len(tr.Children("th")) >= 2 {
			rows++
		}
	}
	if rows < 2 {
		return nil, 0
	}
	inner := 0
	for range n.Named("table", "img") {
		if inner++; inner > 1 {
			return nil, 0
		}
	}
	const longest = 120 // characters of a cell
	var out [][]intake.Cell
	for tr := range n.Named("tr") {
		var row []intake.Cell
		for _, c := range tr.Kids {
			if !c.Is("td", "th") {
				continue
			}
			var cell intake.Text
			for i, piece := range Prose(p.d, c.Kids...) {
				if i > 0 {
					cell = append(cell, intake.Run{Text: " ", At: piece.Text.At()})
				}
				cell = append(cell, piece.Text...)
			}
			if utf8.RuneCountInString(cell.String()) > longest {
				return nil, 0
			}
			row = append(row, intake.Cell{Text: cell, Cols: pixels(c.Attr("colspan")), Rows: pixels(c.Attr("rowspan"))})
		}
		if len(row) > 0 {
			out = append(out, row)
		}
	}
	return intake.Spread(out)
}
