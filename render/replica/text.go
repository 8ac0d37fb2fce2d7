package replica

import (
	"fmt"
	"html"
	"html/template"
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
	"L": {"<ul>", "</ul>"}, "LI": {"<li>", "</li>"}, "Credit": {`<span class="credit">`, "</span>"},
}

// render writes an element and all below it; up leads from its file to the folder.
func (s *site) render(e *reading.Element, up string) template.HTML {
	var b strings.Builder
	s.element(&b, e, up)
	return template.HTML(b.String())
}

func (s *site) element(b *strings.Builder, e *reading.Element, up string) {
	switch e.Type {
	case "Jump": // the story goes on here
		return
	case "Div":
		if len(e.Kids) > 0 && e.Kids[0].Type == "Figure" {
			s.figure(b, e, up)
			return
		}
	case "L":
		s.list(b, e, up)
		return
	case "Link":
		if st := s.leadsTo(e); st != nil {
			fmt.Fprintf(b, `<a href="%s">`, html.EscapeString(up+escapePath(st.File)))
			b.WriteString(inline(e))
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
	b.WriteString(t.open)
	b.WriteString(inline(e))
	for _, kid := range e.Kids {
		if kid.Type != "Ruby" {
			s.element(b, kid, up)
		}
	}
	b.WriteString(t.close)
}

// list writes a list of names; its label stands over it.
func (s *site) list(b *strings.Builder, e *reading.Element, up string) {
	kids := e.Kids
	if len(kids) > 0 && kids[0].Type == "Caption" {
		fmt.Fprintf(b, `<p class="names">%s</p>`, inline(kids[0]))
		kids = kids[1:]
	}
	b.WriteString(`<ul class="names">`)
	for _, kid := range kids {
		s.element(b, kid, up)
	}
	b.WriteString("</ul>")
}

// figure writes pictures with their caption.
func (s *site) figure(b *strings.Builder, e *reading.Element, up string) {
	b.WriteString("<figure>")
	for _, f := range e.Kids {
		if f.Type != "Figure" {
			continue
		}
		if p, ok := s.shown[f.Item]; ok {
			fmt.Fprintf(b, `<img src="%s" width="%d" height="%d" loading="lazy" alt="%s">`, html.EscapeString(up+p.Src), p.Width, p.Height, html.EscapeString(f.Alt))
		}
	}
	for _, c := range e.Kids {
		if c.Type == "Caption" {
			b.WriteString("<figcaption>")
			for i, kid := range c.Kids {
				if i > 0 {
					b.WriteString("　")
				}
				s.element(b, kid, up)
			}
			b.WriteString("</figcaption>")
		}
	}
	b.WriteString("</figure>")
}

// leadsTo is the story that a link leads to: the one that stands at its place.
func (s *site) leadsTo(e *reading.Element) *storyView {
	for _, p := range s.e.Pages {
		if p.Number != e.Link.Page {
			continue
		}
		for _, pl := range p.Placements {
			if pl.Kind == "story" && pl.Area.X <= e.Link.To.X && e.Link.To.X < pl.Area.Right() && pl.Area.Y <= e.Link.To.Y && e.Link.To.Y < pl.Area.Bottom() {
				return s.byID[pl.Story]
			}
		}
	}
	return nil
}

// headTypes have lines that are meant: they are written as they stand.
var headTypes = map[string]bool{"H1": true, "H2": true, "Kicker": true, "Deck": true, "Summary": true}

// inline is the text that an element holds itself, its notes in their places.
func inline(e *reading.Element) string {
	var b strings.Builder
	var before *page.Text
	for _, h := range e.Holds {
		if h.Ruby != nil {
			base, note := bare(h.Ruby.Kids[0]), ""
			if len(h.Ruby.Kids) > 1 {
				note = bare(h.Ruby.Kids[1])
			}
			fmt.Fprintf(&b, "<ruby>%s<rp>（</rp><rt>%s</rt><rp>）</rp></ruby>", html.EscapeString(base), html.EscapeString(note))
			before = nil
			continue
		}
		if before != nil && headTypes[e.Type] && reading.NextLine(before, h.Text) {
			b.WriteString("<br>")
		}
		before = h.Text
		b.WriteString(html.EscapeString(printed(h.Text)))
	}
	return b.String()
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
