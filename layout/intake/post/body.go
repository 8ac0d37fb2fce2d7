package post

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/internal/copydesk"
)

// reader reads the text of a story.
type reader struct {
	src   *intake.Source
	file  string
	d     *intake.Decoded
	story *intake.Story
	at    int // where the text begins
	found []intake.Finding
}

func (r *reader) tell(f ...intake.Finding) { r.found = append(r.found, f...) }

// tag is what the programs put beside Markdown: {% asset_img a.jpg 说明 %},
// {{< figure src="a.jpg" caption="说明" >}}.
var (
	hexoPicture = regexp.MustCompile(`\{%\s*(?:asset_img|img)\s+(?:\w+\s+)*?(\S+\.\w{3,4})\s*(.*?)\s*%\}`)
	hugoPicture = regexp.MustCompile(`\{\{[<%]\s*figure\s+(.*?)\s*[>%]\}\}`)
	hugoField   = regexp.MustCompile(`(\w+)\s*=\s*"([^"]*)"`)
	anyTag      = regexp.MustCompile(`\{%.*?%\}|\{\{[<%].*?[>%]\}\}`)
)

const mostDeep = 60 // blocks in blocks

func (r *reader) body() {
	source := []byte(r.d.Text[r.at:])
	notes := r.footnotes(source)
	doc := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough)).Parser().Parse(text.NewReader(source))
	r.blocks(doc, source, "", 0)
	for i, b := range r.story.Body {
		b.Text = joined(b.Text)
		for k := range b.Text {
			b.Text[k].Text = noteMark.ReplaceAllString(b.Text[k].Text, "[$1]")
		}
		r.story.Body[i] = b
	}
	for _, n := range notes {
		r.story.Body = append(r.story.Body, intake.Block{Kind: intake.Paragraph, Field: intake.Given("footnote", n)})
		r.tell(intake.Find(diag.ImportGuess, n.At(), n.String(), intake.Words{"a paragraph at the end: it is a footnote", "文末段落（原为脚注）"}).Because("footnote", intake.Certain).Of(r.story))
	}
}

// joined puts together what the brackets of Markdown part and stands on.
func joined(t intake.Text) (out intake.Text) {
	for _, r := range t {
		if n := len(out); n > 0 && out[n-1].Style == r.Style && out[n-1].Ruby == "" && r.Ruby == "" && out[n-1].At.File == r.At.File && out[n-1].At.To == r.At.From {
			out[n-1].Text += r.Text
			out[n-1].At.To = r.At.To
			continue
		}
		out = append(out, r)
	}
	return out
}

// A footnote, and the mark in the text that leads to it.
var (
	noteLine = regexp.MustCompile(`(?m)^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$`)
	noteMark = regexp.MustCompile(`\[\^([^\]\s]+)\]`)
)

// footnotes takes the footnotes out of the text, blanks in their place: they are
// paragraphs at its end.
func (r *reader) footnotes(source []byte) (notes []intake.Text) {
	for _, m := range noteLine.FindAllSubmatchIndex(source, -1) {
		at := r.d.Place(r.at+m[0], r.at+m[1])
		notes = append(notes, intake.Text{{Text: "[" + string(source[m[2]:m[3]]) + "] " + string(source[m[4]:m[5]]), At: at}})
		for i := m[0]; i < m[1]; i++ {
			source[i] = ' '
		}
	}
	return notes
}

func (r *reader) blocks(n ast.Node, source []byte, mark string, depth int) {
	if depth > mostDeep {
		r.tell(intake.Find(diag.ImportBound, r.src.Place(r.file), intake.Words{"the depth of blocks", "段落嵌套层数"}, mostDeep))
		return
	}
	number := 1
	if l, ok := n.(*ast.List); ok {
		number = l.Start
	}
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		switch k := k.(type) {
		case *ast.Heading:
			r.heading(k, source)
		case *ast.Paragraph, *ast.TextBlock:
			r.paragraph(k, source, mark)
			mark = ""
		case *ast.List:
			r.blocks(k, source, "", depth+1)
		case *ast.ListItem:
			m := "· "
			if l, ok := n.(*ast.List); ok && l.IsOrdered() {
				m = fmt.Sprintf("%d. ", number)
				number++
			}
			r.blocks(k, source, m, depth+1)
		case *ast.Blockquote:
			from := len(r.story.Body)
			r.blocks(k, source, "", depth+1)
			for i := from; i < len(r.story.Body); i++ {
				if r.story.Body[i].Kind == intake.Paragraph {
					r.story.Body[i].Kind = intake.Note
				}
			}
		case *ast.ThematicBreak:
			r.story.Body = append(r.story.Body, intake.Block{Kind: intake.Pause, Field: intake.Given("rule", nil)})
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			r.code(k, source)
		case *ast.HTMLBlock:
			r.html(k.Lines(), source)
		case *east.Table:
			r.table(k, source)
		}
	}
}

// heading is a subhead; the first of the highest level is the headline of a
// story that has none.
func (r *reader) heading(k *ast.Heading, source []byte) {
	t := r.inline(k, source, 0)
	if k.Level == 1 && len(r.story.Headline) == 0 && len(r.story.Body) == 0 {
		r.tell(copydesk.Title(r.story, t, "heading")...)
		return
	}
	if len(t) > 0 {
		r.story.Body = append(r.story.Body, intake.Block{Kind: intake.Subhead, Field: intake.Given("heading", t)})
	}
}

func (r *reader) paragraph(k ast.Node, source []byte, mark string) {
	t := r.tags(r.inline(k, source, 0))
	if strings.TrimSpace(t.String()) == "" {
		return
	}
	if tableRows(k, source) {
		r.tell(intake.Find(diag.ImportBars, t.At(), intake.Shortened(strings.TrimSpace(t.String()))).Of(r.story))
	}
	if mark != "" {
		t = append(intake.Text{{Text: mark, At: t.At()}}, t...)
	}
	r.story.Body = append(r.story.Body, intake.Block{Kind: intake.Paragraph, Field: intake.Given("paragraph", t)})
}

// tableRow is a line of two cells or more between bars.
var tableRow = regexp.MustCompile(`^\s*\|(?:(?:[^|\\]|\\.)*\|){2,}\s*$`)

// tableRows tells whether a paragraph has nothing but rows of a table: without a line of
// dashes below the head Markdown takes them for text.
func tableRows(k ast.Node, source []byte) bool {
	lines := k.Lines()
	for i := range lines.Len() {
		at := lines.At(i)
		if !tableRow.Match(at.Value(source)) {
			return false
		}
	}
	return lines.Len() > 0
}

// tags takes the tags of the programs out of a paragraph: pictures are taken,
// the rest is told.
func (r *reader) tags(t intake.Text) intake.Text {
	whole := t.String()
	if !strings.Contains(whole, "{%") && !strings.Contains(whole, "{{") {
		return t
	}
	for _, m := range hexoPicture.FindAllStringSubmatch(whole, -1) {
		r.picture(m[1], strings.Trim(m[2], `"'`), t.At())
	}
	for _, m := range hugoPicture.FindAllStringSubmatch(whole, -1) {
		f := make(map[string]string)
		for _, x := range hugoField.FindAllStringSubmatch(m[1], -1) {
			f[x[1]] = x[2]
		}
		caption := f["caption"]
		if caption == "" {
			caption = f["title"]
		}
		r.picture(f["src"], caption, t.At())
	}
	for _, m := range anyTag.FindAllString(whole, -1) {
		if !hexoPicture.MatchString(m) && !hugoPicture.MatchString(m) {
			r.tell(intake.Find(diag.ImportDropped, t.At(), intake.Words{"a tag of the program", "程序标签"}, m).Of(r.story))
		}
	}
	return intake.Text{{Text: anyTag.ReplaceAllString(whole, ""), At: t.At()}}
}

func (r *reader) run(seg text.Segment, style intake.Style) intake.Run {
	run := r.d.Run(r.at+seg.Start, r.at+seg.Stop)
	run.Style = style
	return run
}

// inline is the text of a paragraph.
func (r *reader) inline(n ast.Node, source []byte, style intake.Style) (out intake.Text) {
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		switch k := k.(type) {
		case *ast.Text:
			run := r.run(k.Segment, style)
			run.Text = unescape(run.Text)
			out = append(out, run)
			if k.SoftLineBreak() || k.HardLineBreak() {
				out = append(out, intake.Run{Text: lineEnd(run.Text, source, k.Segment.Stop), At: run.At})
			}
		case *ast.String:
			out = append(out, intake.Run{Text: string(k.Value), Style: style, At: out.At()})
		case *ast.Emphasis:
			s := intake.Kai
			if k.Level > 1 {
				s = intake.Bold
			}
			out = append(out, r.inline(k, source, style|s)...)
		case *ast.Link:
			out = append(out, r.inline(k, source, style)...)
			r.tell(intake.Find(diag.ImportDropped, out.At(), intake.Words{"the address of a link", "链接地址"}, string(k.Destination)).Of(r.story))
		case *ast.AutoLink:
			out = append(out, intake.Run{Text: string(k.Label(source)), Style: style, At: r.src.Place(r.file)})
		case *ast.Image:
			r.picture(string(k.Destination), r.inline(k, source, 0).String(), r.src.Place(r.file))
		case *ast.RawHTML:
			r.html(k.Segments, source)
		default:
			out = append(out, r.inline(k, source, style)...)
		}
	}
	return out
}

// lineEnd is what a line end inside a paragraph is: nothing between Chinese
// characters, a blank elsewhere.
func lineEnd(before string, source []byte, at int) string {
	rest := strings.TrimLeft(string(source[at:min(at+16, len(source))]), " \\\r\n")
	if len(before) > 0 && before[len(before)-1] >= 0x80 || len(rest) > 0 && rest[0] >= 0x80 {
		return ""
	}
	return " "
}

var escaped = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")

func unescape(s string) string { return escaped.ReplaceAllString(s, "$1") }

// code is set as text, and told.
func (r *reader) code(k ast.Node, source []byte) {
	lines := k.Lines()
	for i := range lines.Len() {
		seg := lines.At(i)
		run := r.run(seg, 0)
		run.Text = strings.TrimSpace(run.Text)
		if run.Text == "" {
			continue
		}
		if i == 0 {
			r.tell(intake.Find(diag.ImportGuess, run.At, run.Text, intake.Words{"text, though it is marked as code", "正文（原标为代码）"}).Because("code", 60).Of(r.story))
		}
		r.story.Body = append(r.story.Body, intake.Block{Kind: intake.Paragraph, Field: intake.Given("code", intake.Text{run})})
	}
}

var comment = regexp.MustCompile(`(?s)^\s*<!--.*-->\s*$`)

// html is told; a mark such as <!-- more --> is nothing.
func (r *reader) html(lines *text.Segments, source []byte) {
	var b strings.Builder
	for i := range lines.Len() {
		seg := lines.At(i)
		b.Write(seg.Value(source))
	}
	raw := b.String()
	if comment.MatchString(raw) || strings.EqualFold(strings.TrimSpace(raw), "<br>") || strings.EqualFold(strings.TrimSpace(raw), "<br/>") {
		return
	}
	at := r.src.Place(r.file)
	if lines.Len() > 0 {
		at = r.run(lines.At(0), 0).At
	}
	r.tell(intake.Find(diag.ImportDropped, at, "HTML", strings.TrimSpace(raw)).Of(r.story))
}

func (r *reader) table(k *east.Table, source []byte) {
	var rows [][]intake.Text
	for row := k.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []intake.Text
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, r.inline(c, source, 0))
		}
		rows = append(rows, cells)
	}
	r.story.Body = append(r.story.Body, intake.Block{Kind: intake.Table, Rows: rows, Field: intake.Given("table", nil)})
}

// picture takes a picture that the text names. Hexo keeps them in a folder named
// for the story, jekyll and hugo below the root of the site.
func (r *reader) picture(link, caption string, at intake.Place) {
	file, kind := r.src.Link(r.file, link)
	if kind == intake.LinkGone {
		folder := strings.TrimSuffix(r.file, r.file[strings.LastIndexByte(r.file, '.'):])
		for _, dir := range []string{folder, "static", "source", "assets"} {
			if f := dir + "/" + strings.TrimPrefix(link, "/"); r.src.Has(f) {
				file, kind = f, intake.LinkFile
			}
		}
	}
	switch {
	case kind == intake.LinkFile && r.src.IsPicture(file):
		p := r.src.Picture(file)
		if caption != "" {
			copydesk.Caption(p, intake.Text{{Text: caption, At: at}}, "picture-text")
		}
		r.story.Pictures = append(r.story.Pictures, p)
	case kind == intake.LinkGone, kind == intake.LinkFile:
		r.tell(intake.Find(diag.ImportAbsent, at, strings.TrimSpace(link+" "+caption)).Of(r.story))
	default:
		r.tell(intake.Find(diag.ImportLinkOut, at, strings.TrimSpace(link+" "+caption)).Of(r.story))
	}
}
