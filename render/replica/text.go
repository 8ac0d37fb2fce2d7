package replica

import (
	"fmt"
	"html"
	"strings"

	"duikai/layout/page"
	"duikai/render/reading"
)

// tags are the elements of a page for browsers that the types of reading become;
// what is not here is not written itself.
var tags = map[string]struct{ open, close string }{
	"Kicker": {`<p class="kicker">`, "</p>"}, "Deck": {`<p class="deck">`, "</p>"}, "Summary": {`<p class="summary">`, "</p>"},
	"Byline": {`<p class="byline">`, "</p>"}, "ColumnLabel": {`<p class="label">`, "</p>"}, "Afterword": {`<p class="note">`, "</p>"},
	"Nameplate": {`<p class="nameplate">`, "</p>"}, "H1": {"<h1>", "</h1>"}, "H2": {"<h2>", "</h2>"}, "P": {"<p>", "</p>"},
	"Verse": {`<p class="verse">`, "</p>"}, "BlockQuote": {`<blockquote class="editors">`, "</blockquote>"}, "PullQuote": {`<blockquote class="pull">`, "</blockquote>"},
	"Table": {`<div class="table"><table>`, "</table></div>"}, "TR": {"<tr>", "</tr>"}, "TH": {`<th scope="col">`, "</th>"}, "TD": {"<td>", "</td>"},
	"TableUnit": {`<div class="unit">`, "</div>"}, "L": {"<ul>", "</ul>"}, "LI": {"<li>", "</li>"}, "Credit": {`<span class="credit">`, "</span>"},
}

// prose writes elements of the tree as pages for browsers and books have them.
type prose struct {
	*material
	up  string // leads from the file to the folder
	xml bool   // what HTML leaves open is closed
}

// String is an element and all below it.
func (p prose) String(e *reading.Element) string {
	var b strings.Builder
	p.element(&b, e)
	return b.String()
}

// closed is a tag without content.
func (p prose) closed(tag string) string {
	if p.xml {
		return "<" + tag + "/>"
	}
	return "<" + tag + ">"
}

func (p prose) element(b *strings.Builder, e *reading.Element) {
	switch e.Type {
	case "Jump": // the story goes on here
		return
	case "Div":
		if len(e.Kids) > 0 && e.Kids[0].Type == "Figure" {
			p.figure(b, e)
			return
		}
	case "L":
		p.list(b, e)
		return
	case "Link":
		if st := p.leadsTo(e); st != nil {
			fmt.Fprintf(b, `<a href="%s">`, html.EscapeString(p.up+escapePath(st.File)))
			b.WriteString(p.inline(e))
			b.WriteString("</a>")
			return
		}
	}
	t := tags[e.Type]
	if e.Type == "Caption" && e.Parent.Type == "Table" {
		t.open, t.close = "<caption>", "</caption>"
	}
	if e.Type == "P" && (e.Parent.Type == "Caption") {
		t.open, t.close = "", ""
	}
	if e.Opens {
		t.open = `<p class="verse opens">`
	}
	if e.Indent > 0 {
		t.open = fmt.Sprintf(`%s style="padding-left: %dem">`, strings.TrimSuffix(t.open, ">"), e.Indent)
	}
	b.WriteString(t.open)
	b.WriteString(p.inline(e))
	for _, kid := range e.Kids {
		if kid.Type != "Ruby" {
			p.element(b, kid)
		}
	}
	b.WriteString(t.close)
}

// list writes a list of names; its label stands over it.
func (p prose) list(b *strings.Builder, e *reading.Element) {
	kids := e.Kids
	if len(kids) > 0 && kids[0].Type == "Caption" {
		fmt.Fprintf(b, `<p class="names">%s</p>`, p.inline(kids[0]))
		kids = kids[1:]
	}
	b.WriteString(`<ul class="names">`)
	for _, kid := range kids {
		p.element(b, kid)
	}
	b.WriteString("</ul>")
}

// figure writes pictures with their caption.
func (p prose) figure(b *strings.Builder, e *reading.Element) {
	b.WriteString("<figure>")
	for _, f := range e.Kids {
		if f.Type != "Figure" {
			continue
		}
		if pic, ok := p.shown[f.Item]; ok {
			tag := fmt.Sprintf(`img src="%s" width="%d" height="%d" alt="%s"`, html.EscapeString(p.up+escapePath(pic.Src)), pic.Width, pic.Height, html.EscapeString(f.Alt))
			if !p.xml { // a book is all there
				tag += ` loading="lazy"`
			}
			b.WriteString(p.closed(tag))
		}
	}
	for _, c := range e.Kids {
		if c.Type == "Caption" {
			b.WriteString("<figcaption>")
			for i, kid := range c.Kids {
				if i > 0 {
					b.WriteString("　")
				}
				p.element(b, kid)
			}
			b.WriteString("</figcaption>")
		}
	}
	b.WriteString("</figure>")
}

// leadsTo is the story that a link leads to: the one that stands at its place.
func (m *material) leadsTo(e *reading.Element) *storyView {
	for _, p := range m.e.Pages {
		if p.Number != e.Link.Page {
			continue
		}
		for _, pl := range p.Placements {
			if pl.Kind == "story" && pl.Area.X <= e.Link.To.X && e.Link.To.X < pl.Area.Right() && pl.Area.Y <= e.Link.To.Y && e.Link.To.Y < pl.Area.Bottom() {
				return m.byID[pl.Story]
			}
		}
	}
	return nil
}

// inline is the text that an element holds itself, its notes in their places.
func (p prose) inline(e *reading.Element) string {
	var b strings.Builder
	var before *page.Text
	var run []rune // what no mark-up parts
	flush := func() {
		p.spoken(&b, run)
		run = run[:0]
	}
	for _, h := range e.Holds {
		if h.Ruby != nil {
			base, note := bare(h.Ruby.Kids[0]), ""
			if len(h.Ruby.Kids) > 1 {
				note = bare(h.Ruby.Kids[1])
			}
			flush()
			fmt.Fprintf(&b, "<ruby>%s<rp>（</rp><rt>%s</rt><rp>）</rp></ruby>", html.EscapeString(base), html.EscapeString(note))
			before = nil
			continue
		}
		if before != nil && e.Stacked() && reading.NextLine(before, h.Text) {
			flush()
			b.WriteString(p.closed("br"))
		}
		if h.Apart {
			run = append(run, '　')
		}
		before = h.Text
		run = append(run, []rune(printed(h.Text))...)
	}
	flush()
	return b.String()
}

// spoken writes a text; its runs of English say so, for who hears it read.
func (p prose) spoken(b *strings.Builder, text []rune) {
	lang := fmt.Sprintf(` lang="%s"`, reading.English)
	if p.xml {
		lang += fmt.Sprintf(` xml:lang="%s"`, reading.English)
	}
	at := 0
	for _, r := range reading.Foreign(text) {
		b.WriteString(html.EscapeString(string(text[at:r[0]])))
		fmt.Fprintf(b, "<span%s>%s</span>", lang, html.EscapeString(string(text[r[0]:r[1]])))
		at = r[1]
	}
	b.WriteString(html.EscapeString(string(text[at:])))
}

// printed is the text of a run without the hyphen of a divided word.
func printed(t *page.Text) string {
	if t.Part == page.Hyphen {
		return ""
	}
	return t.String()
}

// bare is the text that an element holds itself.
func bare(e *reading.Element) string {
	var b strings.Builder
	for _, h := range e.Holds {
		if h.Ruby != nil {
			b.WriteString(bare(h.Ruby.Kids[0]))
			continue
		}
		if h.Apart {
			b.WriteByte(' ')
		}
		b.WriteString(printed(h.Text))
	}
	return b.String()
}

// textOf is the text of an element and all below it, a line for each piece, for the
// search.
func textOf(e *reading.Element) string {
	var b strings.Builder
	var walk func(e *reading.Element)
	walk = func(e *reading.Element) {
		if e.Type == "Jump" || e.Type == "H1" {
			return
		}
		if s := bare(e); s != "" {
			b.WriteString(s + "\n")
		}
		for _, kid := range e.Kids {
			if kid.Type != "Ruby" {
				walk(kid)
			}
		}
	}
	walk(e)
	return strings.TrimSuffix(b.String(), "\n")
}

// escapePath escapes what a path may not have in an address.
func escapePath(p string) string {
	return strings.NewReplacer("%", "%25", "?", "%3F", "#", "%23", " ", "%20").Replace(p)
}
