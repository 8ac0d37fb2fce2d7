package invented

import (
	"fmt"
	"path"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Habits are the ways of a mirror.
type Habits struct {
	Tree      Tree
	GBK       bool
	Root      string // folder in which the tree stands
	OldHeads  bool   // h2 and h4 in place of h1 and h2
	NoMarks   bool   // the text stands in an element that is named for it, without the marks
	AuthorIn  bool   // the author is the first paragraph of the text
	HeadIn    bool   // the head is the first paragraph of the text
	BrAsPara  bool   // br in place of p
	Thumbs    bool   // thumbnails beside the pictures
	ThumbOnly bool   // thumbnails alone
	Skewed    bool   // polygons have lost a corner
	Clone     bool   // heads in comments alone
	OneString bool   // kicker and head in one string, parted by two blanks
	Scale     float64
}

// Tree is the shape of a mirror.
type Tree int

const (
	Old Tree = iota // html/2016-03/08/node_187.htm
	NBS             // html/2016-03/08/nbs.D110000wtr_01.htm
	New             // layout/201603/08/node_01.html, content/201603/08/content_1.html
)

// All are habits of every kind, for tests that go through them.
func All() map[string]Habits {
	return map[string]Habits{
		"old-gbk":       {Tree: Old, GBK: true},
		"old-heads":     {Tree: Old, OldHeads: true, AuthorIn: true},
		"nbs-br":        {Tree: NBS, GBK: true, BrAsPara: true},
		"new":           {Tree: New, Thumbs: true},
		"new-no-marks":  {Tree: New, NoMarks: true, HeadIn: true},
		"thumbs-only":   {Tree: Old, ThumbOnly: true},
		"skewed":        {Tree: Old, Skewed: true},
		"clone":         {Tree: Old, Clone: true},
		"one-string":    {Tree: New, OneString: true},
		"in-a-folder":   {Tree: Old, Root: "mirror/www.example.test"},
		"finely-scaled": {Tree: New, Scale: 2.371},
	}
}

// Sheet is the page picture's size before it is scaled.
const (
	sheetW = 400.0
	sheetH = 575.0
)

// writer writes a mirror.
type writer struct {
	Habits
	is    Issue
	files map[string][]byte
}

// Files is the mirror of an issue as files.
func (is Issue) Files(h Habits) map[string][]byte {
	if h.Scale == 0 {
		h.Scale = 1
	}
	w := &writer{Habits: h, is: is, files: make(map[string][]byte)}
	for i, p := range is.Pages {
		w.page(i, p)
		for k, s := range p.Stories {
			w.article(i, k, s)
		}
		if p.Ad {
			w.put(w.articlePath(i, len(p.Stories), 99000+i), `<html><head><meta charset="CHARSET"></head><body><h1>广告</h1><!--enpcontent--><!--/enpcontent--></body></html>`)
		}
	}
	return w.files
}

func (w *writer) put(name, text string) {
	charset, data := "utf-8", []byte(nil)
	if w.GBK {
		charset = "gb2312"
	}
	text = strings.ReplaceAll(text, "CHARSET", charset)
	data = []byte(text)
	if w.GBK {
		enc, err := simplifiedchinese.GBK.NewEncoder().String(text)
		if err != nil {
			panic(err) // what is made up here is in GBK
		}
		data = []byte(enc)
	}
	w.files[path.Join(w.Root, name)] = data
}

func (w *writer) day(layout string) string { return w.is.Date.Format(layout) }

func (w *writer) pagePath(i int) string {
	switch w.Tree {
	case NBS:
		return fmt.Sprintf("html/%s/nbs.D110000wtr_%s.htm", w.day("2006-01/02"), w.is.Pages[i].Label)
	case New:
		return fmt.Sprintf("layout/%s/node_%s.html", w.day("200601/02"), pageOfNew(i))
	}
	return fmt.Sprintf("html/%s/node_%d.htm", w.day("2006-01/02"), 187+i)
}

func (w *writer) articlePath(i, k, id int) string {
	switch w.Tree {
	case NBS:
		return fmt.Sprintf("html/%s/nw.D110000wtr_%s_%d-%s.htm", w.day("2006-01/02"), w.day("20060102"), k+1, w.is.Pages[i].Label)
	case New:
		return fmt.Sprintf("content/%s/content_%d.html", w.day("200601/02"), id)
	}
	return fmt.Sprintf("html/%s/content_%d.htm", w.day("2006-01/02"), id)
}

// rel is a link from one file to another.
func rel(from, to string) string {
	up := strings.Repeat("../", strings.Count(from, "/"))
	if path.Dir(from) == path.Dir(to) {
		return path.Base(to)
	}
	return up + to
}

func (w *writer) page(i int, p Page) {
	name := w.pagePath(i)
	var b strings.Builder
	fmt.Fprintf(&b, "<HTML><HEAD><META http-equiv=Content-Type content=\"text/html; charset=CHARSET\"><TITLE>%s数字报</TITLE></HEAD><BODY>\n", w.is.Paper)
	b.WriteString("<MAP NAME=\"PagePicMap\">")
	for k, s := range p.Stories {
		fmt.Fprintf(&b, "<Area coords=\"%s\" shape=\"polygon\" href=\"%s\">\n", w.coords(s), rel(name, w.articlePath(i, k, s.ID)))
	}
	b.WriteString("</MAP>\n")
	width, height := sheetW*w.Scale, sheetH*w.Scale
	fmt.Fprintf(&b, "<img src=\"%s\" border=0 USEMAP=#pagepicmap width=%.0f height=%.0f>\n", rel(name, "page/1/"+w.day("2006-01/02")+"/"+p.Label+"/x_brief.jpg"), width, height)
	fmt.Fprintf(&b, "<table><tr><td>第%s版：%s</td></tr></table>\n", p.Label, p.Name)
	for o, other := range w.is.Pages {
		fmt.Fprintf(&b, "<a id=pageLink href=%s>%s： %s</a> <a href=%s>PDF</a><br>\n", rel(name, w.pagePath(o)), other.Label, other.Name, rel(name, "page/1/"+other.Label+".pdf"))
	}
	b.WriteString("<ul>\n")
	for k, s := range p.Stories {
		fmt.Fprintf(&b, "<li><a href=%s><div id=mp%d>%s</div></a>\n", rel(name, w.articlePath(i, k, s.ID)), s.ID, w.listTitle(s))
	}
	if p.Ad {
		fmt.Fprintf(&b, "<li><a href=%s><div id=mp%d>广告</div></a>\n", rel(name, w.articlePath(i, len(p.Stories), 99000+i)), 99000+i)
	}
	b.WriteString("</ul>\n")
	fmt.Fprintf(&b, "<!--enpproperty <founder-date>%s 23:59:57</founder-date><founder-pagenum>%s</founder-pagenum><founder-papername>%s</founder-papername><founder-type>2</founder-type> /enpproperty-->\n</BODY></HTML>\n", w.day("2006-01-02"), p.Label, w.is.Paper)
	w.put(name, b.String())
}

func (w *writer) listTitle(s Story) string {
	t := strings.Join(s.Head, "  ")
	if s.Column != "" {
		t += "（" + s.Column + "）"
	}
	return t
}

// coords is the polygon of a story in pixels of the page's picture: the cells
// are printed with a gap of one row and one character, inside a margin.
func (w *writer) coords(s Story) string {
	pts := outline(s)
	if w.Skewed && len(pts) > 4 {
		pts = append(pts[:2:2], pts[3:]...) // a lost corner makes an edge slant
	}
	var list []string
	for _, p := range pts {
		list = append(list, fmt.Sprintf("%.2f,%.2f", p[0]*w.Scale, p[1]*w.Scale))
	}
	return strings.Join(list, ",")
}

// Margins of the page's picture and the gaps between stories, in its pixels.
const (
	marginX = 4.0
	marginY = 5.0
	gutter  = (sheetW - 2*marginX) / (Columns*14 - 1) // one character
	colStep = gutter * 14
	rowStep = (sheetH - 2*marginY) / Rows
)

func box(c Cell) (x0, y0, x1, y1 float64) {
	x0 = marginX + float64(c.Col-1)*colStep
	y0 = marginY + float64(c.Row-1)*rowStep
	return x0, y0, x0 + float64(c.Cols)*colStep - gutter, y0 + float64(c.Rows-1)*rowStep
}

func outline(s Story) [][2]float64 {
	x0, y0, x1, y1 := box(s.Cell)
	if s.Notch == nil {
		return [][2]float64{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}
	}
	a0, b0, a1, b1 := box(*s.Notch)
	switch { // the notch stands in a corner
	case s.Notch.Row == s.Cell.Row && s.Notch.Col > s.Cell.Col: // top right
		return [][2]float64{{x0, y0}, {a0 - gutter, y0}, {a0 - gutter, b1 + rowStep}, {x1, b1 + rowStep}, {x1, y1}, {x0, y1}}
	case s.Notch.Row == s.Cell.Row: // top left
		return [][2]float64{{a1 + gutter, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, b1 + rowStep}, {a1 + gutter, b1 + rowStep}}
	case s.Notch.Col > s.Cell.Col: // bottom right
		return [][2]float64{{x0, y0}, {x1, y0}, {x1, b0 - rowStep}, {a0 - gutter, b0 - rowStep}, {a0 - gutter, y1}, {x0, y1}}
	}
	return [][2]float64{{x0, y0}, {x1, y0}, {x1, y1}, {a1 + gutter, y1}, {a1 + gutter, b0 - rowStep}, {x0, b0 - rowStep}}
}

func (w *writer) article(i, k int, s Story) {
	name := w.articlePath(i, k, s.ID)
	var b strings.Builder
	b.WriteString("<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=CHARSET\"><script>var a = 1 < 2;</script></head><body>\n<img src=\"../../images/logo.gif\" width=20>\n")
	w.heads(&b, s)
	if s.Picture {
		w.picture(&b, name, i, s)
	}
	open, shut := "<div id=\"ozoom\"><founder-content><!--enpcontent-->", "<!--/enpcontent--></founder-content></div>"
	if w.NoMarks {
		open, shut = "<div id=\"articleContent\">", "</div>"
	}
	b.WriteString(open)
	w.text(&b, s)
	b.WriteString(shut)
	fmt.Fprintf(&b, "\n<!--enpproperty <founder-title>%s</founder-title><founder-introtitle/><founder-subtitle/><founder-author></founder-author><founder-pagenum>%s</founder-pagenum><founder-type>1</founder-type> /enpproperty-->\n", strings.Join(s.Head, "  "), w.is.Pages[i].Label)
	b.WriteString("<a href=content_1.htm>上一篇</a> <a href=content_2.htm>下一篇</a> 版权所有 </body></html>\n")
	w.put(name, b.String())
}

func (w *writer) heads(b *strings.Builder, s Story) {
	title := strings.Join(s.Head, "<br>")
	if s.Column != "" {
		title += "（" + s.Column + "）"
	}
	switch {
	case w.Clone:
		fmt.Fprintf(b, "<!-- BT:%s\nZZ:%s\nFB:%s -->\n", strings.ReplaceAll(title, "<br>", "  "), s.Author, s.Deck)
		return
	case w.OneString && len(s.Head) > 1:
		title = strings.ReplaceAll(title, "<br>", "　　")
	}
	author := s.Author
	if w.AuthorIn {
		author = ""
	}
	if w.OldHeads {
		fmt.Fprintf(b, "<h3>%s</h3><h2>%s</h2><h4>%s</h4><p class=\"sec\">%s</p>\n", s.Kicker, title, s.Deck, author)
		return
	}
	fmt.Fprintf(b, "<h3>%s</h3><h1>%s</h1><h2>%s</h2><h4>%s</h4>\n", s.Kicker, title, s.Deck, author)
}

func (w *writer) picture(b *strings.Builder, name string, i int, s Story) {
	dir := "res/1/" + w.day("2006-01/02") + "/" + w.is.Pages[i].Label
	base := fmt.Sprintf("%s/res%d_attpic", dir, s.ID)
	shown := base + "_b.jpg"
	if w.Thumbs || w.ThumbOnly {
		w.files[path.Join(w.Root, base+"_brief.jpg")] = thumb
		shown = base + "_brief.jpg"
	}
	if !w.ThumbOnly {
		w.files[path.Join(w.Root, base+"_b.jpg")] = photo
	}
	fmt.Fprintf(b, "<table><tr><td><img src=\"%s\"></td></tr><tr><td>%s  %s</td></tr></table>\n", rel(name, shown), s.Caption, s.Credit)
}

// The pictures are all alike: what they show is not what is tested.
var (
	photo = Photo(640, 420)
	thumb = Photo(120, 80)
)

func (w *writer) text(b *strings.Builder, s Story) {
	paras := s.Paras
	if w.AuthorIn {
		paras = append([]string{"■&nbsp;" + strings.ReplaceAll(s.Author, " ", "&nbsp;")}, paras...)
	}
	if w.HeadIn {
		paras = append([]string{strings.Join(s.Head, " ")}, paras...)
	}
	han := []string{"", "一", "二", "三", "四"}
	if s.To > 0 {
		paras = append(append([]string{}, paras...), "（下转第"+han[s.To]+"版）")
	}
	if s.From > 0 {
		paras = append([]string{"（上接第" + han[s.From] + "版）"}, paras...)
	}
	for k, p := range paras {
		if w.BrAsPara {
			if k > 0 {
				b.WriteString("<br/>\n")
			}
			b.WriteString("&nbsp;&nbsp;&nbsp;&nbsp;" + p)
			continue
		}
		b.WriteString("<P>　　" + p + "</P>")
	}
}

func pageOfNew(i int) string { return fmt.Sprintf("%02d", i+1) }
