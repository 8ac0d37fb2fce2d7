package replica

import (
	"fmt"
	"html"
	"strings"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/reading"
)

// A tree of an e-paper (数字报) has a file for every page, with a map of its
// stories, and one for every story; where a story goes on on another page, one for
// each part, with the remarks that lead from one to the other, as they are printed.
//
//	html/2026-11/23/node_1.htm                page 1: map, list of stories, other pages
//	html/2026-11/23/content_2026112300001.htm a story, or the part of it on a page
//	page/1/2026-11/23/01/01_b.jpg             the picture of page 1
//	res/1/2026-11/23/01/res01_attpic_1.jpg    a picture of a story
var epaperForm = form{
	format: EPaper,
	dpi:    screenDPI,
	sheet: func(m *material, p *page.Page) string {
		return fmt.Sprintf("html/%s/node_%d.htm", m.day(), p.Number)
	},
	story: func(m *material, st *storyView) string { return m.articleFile(st.number, 0) },
	page: func(m *material, p *page.Page) string {
		return fmt.Sprintf("page/1/%s/%02d/%02[2]d_b.jpg", m.day(), p.Number)
	},
	inset: func(m *material, p *page.Page, n int) string {
		return fmt.Sprintf("res/1/%s/%02d/res%02[2]d_attpic_%d.jpg", m.day(), p.Number, n)
	},
	write: writeEPaper,
}

// day is the edition's as folders of these trees are named.
func (m *material) day() string { return m.e.Date.Format("2006-01/02") }

// articleFile names the file of a part of a story. The number is another one on
// every day: crawlers keep files of many days in one place.
func (m *material) articleFile(story, part int) string {
	return fmt.Sprintf("html/%s/content_%s%03d%02d.htm", m.day(), m.e.Date.Format("20060102"), story, part)
}

// mapWidth is the width of the picture of a page in the units of its map, which is
// that of these systems.
const mapWidth = 400

func writeEPaper(m *material) error {
	for i := range m.sheet {
		v := &m.sheet[i]
		if err := m.put(v.File, []byte(m.nodePage(v))); err != nil {
			return err
		}
	}
	for _, st := range m.story {
		for k, sheet := range st.Pages {
			part := m.sheetPart(st.Art, sheet)
			if part == nil {
				continue
			}
			text := m.articlePage(st, k, sheet, part)
			if err := m.put(m.articleFile(st.number, k), []byte(text)); err != nil {
				return err
			}
		}
	}
	return m.put("index.html", fmt.Appendf(nil, "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>%s数字报</title><meta http-equiv=\"refresh\" content=\"0; url=%s\"></head><body><p><a href=\"%[2]s\">%s</a></p></body></html>\n", html.EscapeString(m.e.Paper), m.sheet[0].File, html.EscapeString(m.title())))
}

// fileOn is the file of the part of a story that stands on a page.
func (m *material) fileOn(st *storyView, sheet int) string {
	for k, s := range st.Pages {
		if s == sheet {
			return m.articleFile(st.number, k)
		}
	}
	return st.File
}

// base is the last part of a path: files of one folder name each other so.
func base(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// property is the comment in which these systems keep what they know.
func (m *material) property(v *sheetView, kind int, more string) string {
	return fmt.Sprintf("<!--enpproperty <founder-date>%s</founder-date><founder-pagenum>%02d</founder-pagenum><founder-papername>%s</founder-papername><founder-type>%d</founder-type>%s /enpproperty-->",
		m.e.Date.Format("2006-01-02"), v.number, html.EscapeString(m.e.Paper), kind, more)
}

// nodePage is the file of a page.
func (m *material) nodePage(v *sheetView) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>%s数字报 %s</title></head><body>\n<map name=\"pagepicmap\">\n", html.EscapeString(m.e.Paper), html.EscapeString(v.Title))
	for _, a := range v.Areas {
		fmt.Fprintf(&b, "<area coords=\"%s\" shape=\"polygon\" href=\"%s\" alt=\"%s\">\n", corners(a.rect, a.trim), base(m.fileOn(a.Story, v.index)), html.EscapeString(a.Story.Title))
	}
	fmt.Fprintf(&b, "</map>\n<img src=\"../../../%s\" border=\"0\" usemap=\"#pagepicmap\" width=\"%d\" height=\"%d\" alt=\"%s\">\n", v.Picture.Src, mapWidth, geom.DivRound(mapWidth*v.page.Trim.H, v.page.Trim.W), html.EscapeString(v.Title))
	fmt.Fprintf(&b, "<p>第%02d版：%s</p>\n<ul>\n", v.number, html.EscapeString(v.page.Name))
	for i := range m.sheet {
		o := &m.sheet[i]
		fmt.Fprintf(&b, "<li><a id=\"pageLink\" href=\"%s\">%02d： %s</a></li>\n", base(o.File), o.number, html.EscapeString(o.page.Name))
	}
	b.WriteString("</ul>\n<ul>\n")
	for _, st := range v.Stories {
		fmt.Fprintf(&b, "<li><a href=\"%s\"><div id=\"mp%d\">%s</div></a></li>\n", base(m.fileOn(st, v.index)), st.number, html.EscapeString(headOf(st)))
	}
	fmt.Fprintf(&b, "</ul>\n%s\n</body></html>\n", m.property(v, 2, ""))
	return b.String()
}

// corners are the corners of a slot on the picture of its page.
func corners(r geom.Rect, trim geom.Size) string {
	at := func(l geom.Length) string {
		n := geom.DivRound(max(l, 0)*mapWidth*100, trim.W)
		return fmt.Sprintf("%d.%02d", n/100, n%100)
	}
	x0, y0, x1, y1 := at(r.X), at(r.Y), at(min(r.Right(), trim.W)), at(min(r.Bottom(), trim.H))
	return strings.Join([]string{x0, y0, x1, y0, x1, y1, x0, y1}, ",")
}

// headOf is the head of a story in one line, as lists of these systems have it: its
// lines are parted by two blanks.
func headOf(st *storyView) string {
	for _, k := range st.Art.Kids {
		if k.Type == "H1" {
			return strings.Join(headLines(k), "  ")
		}
	}
	return st.Title
}

// headLines are the lines of a head.
func headLines(e *reading.Element) (out []string) {
	for i, h := range e.Holds {
		text := ""
		if h.Ruby != nil {
			text = bare(h.Ruby.Kids[0])
		} else {
			text = printed(h.Text)
		}
		if i == 0 || h.Ruby == nil && e.Holds[i-1].Ruby == nil && reading.NextLine(e.Holds[i-1].Text, h.Text) {
			out = append(out, "")
		}
		out[len(out)-1] += text
	}
	return out
}

// articlePage is the file of a part of a story.
func (m *material) articlePage(st *storyView, k, sheet int, part *reading.Element) string {
	v := &m.sheet[sheet]
	over := func(kind, parting string) string {
		for _, e := range part.Kids {
			if e.Type == kind {
				return strings.ReplaceAll(html.EscapeString(strings.Join(headLines(e), "\n")), "\n", parting)
			}
		}
		return ""
	}
	head := over("H1", "<br>")
	if label := over("ColumnLabel", ""); label != "" && head != "" {
		head += "（" + label + "）"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>%s数字报 %s</title></head><body>\n", html.EscapeString(m.e.Paper), html.EscapeString(st.Title))
	fmt.Fprintf(&b, "<h3>%s</h3><h1>%s</h1><h2>%s</h2><h4>%s</h4>\n", over("Kicker", "<br>"), head, over("Deck", "<br>"), over("Byline", "<br>"))
	for _, div := range part.Kids {
		if div.Type == "Div" {
			b.WriteString(m.attached(div))
		}
	}
	b.WriteString("<div id=\"ozoom\"><founder-content><!--enpcontent-->\n")
	m.articleText(&b, part, k)
	b.WriteString("<!--/enpcontent--></founder-content></div>\n")
	b.WriteString(m.property(v, 1, "<founder-title>"+html.EscapeString(headOf(st))+"</founder-title>"))
	b.WriteString("\n</body></html>\n")
	return b.String()
}

// attached are pictures with their caption.
func (m *material) attached(div *reading.Element) string {
	var b strings.Builder
	b.WriteString("<table>")
	for _, f := range kids(div, "Figure") {
		if pic, ok := m.shown[f.Item]; ok {
			fmt.Fprintf(&b, "<tr><td><img src=\"../../../%s\" width=\"%d\" height=\"%d\"></td></tr>", pic.Src, pic.Width, pic.Height)
		}
	}
	for _, c := range kids(div, "Caption") {
		var words []string
		for _, k := range c.Kids {
			words = append(words, bare(k))
		}
		fmt.Fprintf(&b, "<tr><td>%s</td></tr>", html.EscapeString(strings.Join(words, "  ")))
	}
	b.WriteString("</table>\n")
	return b.String()
}

// articleText is the text of a part, with the remarks of what goes before and what
// follows.
func (m *material) articleText(b *strings.Builder, part *reading.Element, k int) {
	para := func(words string) {
		if words != "" {
			b.WriteString("<P>　　" + words + "</P>\n")
		}
	}
	var behind []string
	for _, e := range part.Kids {
		if e.Type != "Jump" {
			continue
		}
		if words := html.EscapeString(allText(e)); k > 0 && strings.Contains(words, "上接") {
			para(words)
		} else {
			behind = append(behind, words)
		}
	}
	write := prose{material: m, up: "../../../"}
	for _, e := range part.Kids {
		switch e.Type {
		case "Kicker", "H1", "Deck", "Byline", "ColumnLabel", "Jump", "Div":
		case "P":
			para(write.inline(e))
		case "Verse":
			if e.Opens {
				b.WriteString("<P>　</P>\n")
			}
			para(strings.Repeat("　", e.Indent) + write.inline(e))
		case "L":
			para(names(write, e))
		case "H2":
			para("<strong>" + write.inline(e) + "</strong>")
		case "Summary", "Afterword":
			para(write.inline(e))
		default:
			b.WriteString(write.String(e) + "\n")
		}
	}
	for _, words := range behind {
		para(words)
	}
}

// names is a group of a list of names in one line: its label, and the names.
func names(write prose, e *reading.Element) string {
	var words []string
	label := ""
	for _, kid := range e.Kids {
		if kid.Type == "Caption" {
			label = "<strong>" + write.inline(kid) + "</strong>："
			continue
		}
		name := ""
		for _, part := range kid.Kids {
			name += write.inline(part)
		}
		words = append(words, name)
	}
	return label + strings.Join(words, "　")
}
