// Package docx reads the documents of word processors (WordprocessingML): styles
// become kicker, headline and deck, pictures and tables are taken, comments,
// tracked changes and footnotes are told or set. A document is a story.
//
// It reads the parts of the format that a story has (ISO/IEC 29500-1, 17): the
// body's paragraphs and tables, styles, numbering, footnotes, comments and the
// relationships of pictures.
package docx

import (
	"bytes"
	"cmp"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
	"duikai/layout/internal/copydesk"
	"duikai/layout/internal/markup"
)

// Kind is the word of --from.
const Kind = "docx"

// Reader reads documents.
func Reader() intake.Reader { return intake.Reader{Kind: Kind, Claim: claim, Lots: lots} }

const claimName = 90

func document(file string) bool { return strings.EqualFold(path.Ext(file), ".docx") }

// claim knows documents by their names, for they are zips like others; folders
// may hold their pictures beside them.
func claim(src *intake.Source) int {
	for _, f := range src.Files {
		if document(f) && bytes.HasPrefix(src.Head(f, 4), []byte("PK")) {
			return claimName
		}
	}
	return 0
}

func lots(src *intake.Source, o intake.Options) (out []intake.Lot, found []intake.Finding) {
	for _, f := range src.Files {
		if !document(f) {
			found = append(found, intake.Find(diag.ImportUnreadable, src.Place(f), intake.Words{"it is no document", "不是 docx 文档"}))
			continue
		}
		day := o.Date
		fromPath, page := dump.PathDate(f)
		if day.IsZero() {
			day = fromPath
		}
		key, missing := intake.KeyOf(o.Paper, day, src.Place(f))
		if missing != nil {
			found = append(found, missing...)
			continue
		}
		page = max(cmp.Or(o.Page, page), 1)
		out = append(out, intake.Lot{Key: key, Name: f, Read: func() intake.Delivery { return read(src, f, key, day, page) }})
	}
	return out, found
}

// reader reads one document.
type reader struct {
	zip      *intake.Source
	d        *intake.Decoded
	story    *intake.Story
	found    []intake.Finding
	styles   map[string]string // id -> name, in small letters
	links    map[string]string // relationship -> part
	used     map[string]bool   // parts that the text shows
	embedded map[string]bool   // parts that are documents of their own
	words    []intake.Run      // of all parts that hold text
	lists    map[string]string // numId -> format of its first level
	counts   map[string]int
	comments map[string]*remark
	notes    map[string]intake.Text
	foot     []intake.Text
	ins, del []string
	gone     []intake.Place // of what was struck out
	bare     []int          // blocks without a style, before the headline was found
	last     *intake.Picture
	shown    map[*markup.Node]bool // pictures and frames of drawings, which stand in each other
}

type remark struct {
	author string
	text   intake.Text
}

func read(src *intake.Source, file string, k intake.Key, day time.Time, page int) intake.Delivery {
	data, why := src.Read(file, intake.MaxPicture)
	if why != nil {
		return intake.Delivery{Findings: []intake.Finding{*why}}
	}
	zip, found := intake.OpenZip(bytes.NewReader(data), int64(len(data)), file)
	zip.Prefix = src.Place(file).File + "/"
	r := &reader{zip: zip, counts: make(map[string]int), links: make(map[string]string), used: make(map[string]bool), embedded: make(map[string]bool), shown: make(map[*markup.Node]bool), lists: make(map[string]string), styles: make(map[string]string), comments: make(map[string]*remark), notes: make(map[string]intake.Text)}
	r.story = &intake.Story{ID: strings.TrimSuffix(path.Base(file), path.Ext(file)), Kind: "story", At: src.Place(file)}
	r.parts()
	if doc := r.worded("word/document.xml", true); doc != nil {
		if body := doc.Root.First("body"); body != nil {
			r.body(body)
		}
	}
	r.finish()
	r.beside()
	found = append(found, r.found...)
	if len(r.story.Body) == 0 && len(r.story.Headline) == 0 {
		return intake.Delivery{Findings: append(found, intake.Find(diag.ImportEmpty, src.Place(file)))}
	}
	found = append(found, copydesk.Edit(r.story)...)
	e := &intake.Edition{Paper: k.Paper, Date: day, Sources: []intake.SourceFile{src.Describe(file, Kind, "", data)}}
	p := e.Page(page)
	p.Stories = append(p.Stories, r.story)
	delivery := intake.Delivery{Edition: e, Findings: found}
	delivery.Account(slices.DeleteFunc(r.words, r.struckOut()))
	return delivery
}

// part reads a part of the document; nil where there is none.
func (r *reader) part(name string, needed bool) *markup.Tree {
	if !r.zip.Has(name) && !needed {
		return nil
	}
	data, why := r.zip.Read(name, intake.MaxText)
	if why != nil {
		r.found = append(r.found, *why)
		return nil
	}
	d, found := r.zip.Decode(name, data, "")
	r.d = d
	doc, err := markup.XML(d)
	r.found = append(append(r.found, found...), markup.Bounds(r.zip.Place(name), doc)...)
	if err != nil {
		r.found = append(r.found, intake.Find(diag.ImportBroken, r.zip.Place(name), "XML", markup.Reason(err)))
	}
	return doc
}

// worded reads a part that holds text.
func (r *reader) worded(name string, needed bool) *markup.Tree {
	doc := r.part(name, needed)
	if doc == nil {
		return nil
	}
	// Word writes what new drawings say once more for old programs.
	for n := range doc.Root.Named("Fallback") {
		n.Kids = nil
	}
	r.words = append(r.words, markup.Words(r.d, doc.Root, "descr")...)
	return doc
}

// beside tells what the document holds and its text does not show: headers and
// footers, embedded documents, pictures that nothing names.
func (r *reader) beside() {
	for _, part := range r.zip.Files {
		base := path.Base(part)
		switch {
		case strings.HasPrefix(part, "word/header"), strings.HasPrefix(part, "word/footer"):
			doc := r.part(part, false)
			if doc == nil {
				continue
			}
			var left []intake.Text
			if words := markup.Words(r.d, doc.Root, "descr"); len(words) > 0 {
				left = append(left, words)
			}
			r.found = append(r.found, intake.TellLeft(diag.ImportFurniture, intake.Words{"a page header or footer of the document", "文档的页眉或页脚"}, left)...)
		case r.used[part]:
		case strings.HasPrefix(part, "word/media/"):
			r.found = append(r.found, intake.Find(diag.ImportDropped, r.zip.Place(part), intake.Words{"a picture that the text does not show", "正文没有用到的图片"}, base).Of(r.story))
		case strings.HasPrefix(part, "word/embeddings/"), strings.HasPrefix(part, "word/charts/chart"), strings.HasPrefix(part, "word/diagrams/data"), r.embedded[part]:
			r.found = append(r.found, intake.Find(diag.ImportDropped, r.zip.Place(part), intake.Words{"an embedded document", "嵌入的文件"}, base).Of(r.story))
		}
	}
}

// parts reads what stands beside the text.
func (r *reader) parts() {
	if doc := r.part("word/styles.xml", false); doc != nil {
		for s := range doc.Root.Named("style") {
			r.styles[s.Attr("styleId")] = strings.ToLower(s.Child("name").Val())
		}
	}
	if doc := r.part("word/_rels/document.xml.rels", false); doc != nil {
		for l := range doc.Root.Named("Relationship") {
			part := path.Join("word", l.Attr("Target"))
			if strings.HasPrefix(l.Attr("Target"), "/") {
				part = strings.TrimPrefix(l.Attr("Target"), "/")
			}
			r.links[l.Attr("Id")] = part
			if strings.HasSuffix(l.Attr("Type"), "/aFChunk") {
				r.embedded[part] = true
			}
		}
	}
	if doc := r.part("word/numbering.xml", false); doc != nil {
		abstract := make(map[string]string)
		for a := range doc.Root.Named("abstractNum") {
			abstract[a.Attr("abstractNumId")] = a.First("numFmt").Val()
		}
		for n := range doc.Root.Named("num") {
			r.lists[n.Attr("numId")] = abstract[n.Child("abstractNumId").Val()]
		}
	}
	if doc := r.worded("word/comments.xml", false); doc != nil {
		for c := range doc.Root.Named("comment") {
			r.comments[c.Attr("id")] = &remark{c.Attr("author"), r.plain(c)}
		}
	}
	for _, kind := range []string{"footnote", "endnote"} {
		doc := r.worded("word/"+kind+"s.xml", false)
		if doc == nil {
			continue
		}
		for n := range doc.Root.Named(kind) {
			if n.Attr("type") == "" {
				r.notes[kind+n.Attr("id")] = r.plain(n)
			}
		}
	}
}

// plain is all text of an element.
func (r *reader) plain(n *markup.Node) (t intake.Text) {
	for k := range n.Named("t") {
		t = append(t, intake.Run{Text: k.String(), At: r.d.Place(k.From, k.To)})
	}
	return t
}

func (r *reader) body(n *markup.Node) {
	for _, k := range n.Kids {
		switch {
		case k.Is("p"):
			r.paragraph(k)
		case k.Is("tbl"):
			r.table(k)
		case k.Is("sdt", "sdtContent", "ins", "smartTag", "customXml"):
			r.body(k)
		case k.Is("del"):
			r.deleted(k)
		}
	}
}

// deleted is what somebody struck out, which is told with the other changes.
func (r *reader) deleted(n *markup.Node) {
	r.del = append(r.del, n.String())
	r.gone = append(r.gone, r.d.Place(n.From, n.To))
}

// struckOut tells which words are what somebody struck out. Places of that do not lie in
// each other, so that one alone is asked, however many there are.
func (r *reader) struckOut() func(intake.Run) bool {
	order := func(a, b intake.Place) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.From, b.From)) }
	slices.SortFunc(r.gone, order)
	return func(w intake.Run) bool {
		i, found := slices.BinarySearchFunc(r.gone, w.At, order)
		if !found {
			i--
		}
		return i >= 0 && r.gone[i].File == w.At.File && w.At.To <= r.gone[i].To
	}
}

// within gives the rows of a table or the cells of a row: fields and tracked
// changes may stand round them. What is in a cell is not looked into.
func within(n *markup.Node, name string) (out []*markup.Node) {
	for _, k := range n.Kids {
		switch {
		case k.Is(name):
			out = append(out, k)
		case k.Is("sdt", "sdtContent", "ins", "customXml"):
			out = append(out, within(k, name)...)
		}
	}
	return out
}

func (r *reader) table(n *markup.Node) {
	var cells [][]intake.Cell
	all, down := within(n, "tr"), 0
	for _, tr := range all {
		var row []intake.Cell
		for _, c := range within(tr, "tc") {
			var cell intake.Text
			for p := range c.Named("p") {
				t := r.runs(p, 0)
				if len(cell) > 0 && len(t) > 0 {
					cell = append(cell, intake.Run{Text: " ", At: t.At()})
				}
				cell = append(cell, t...)
			}
			props := c.Child("tcPr")
			cols, err := strconv.Atoi(props.Child("gridSpan").Val())
			if err != nil {
				cols = 1 // Word writes none
			}
			if props.Child("vMerge").Val() == "restart" { // the cells below it stand there, empty
				down++
			}
			row = append(row, intake.Cell{Text: cell, Cols: cols})
		}
		if tr.Child("trPr").Child("del") != nil && !slices.ContainsFunc(row, func(c intake.Cell) bool { return len(c.Text) > 0 }) {
			continue // a row that somebody struck out
		}
		cells = append(cells, row)
	}
	if len(cells) == 1 && len(cells[0]) == 1 { // a frame round a text
		r.body(within(all[0], "tc")[0])
		return
	}
	rows, merged := intake.Spread(cells)
	r.story.Body = append(r.story.Body, intake.Block{Kind: intake.Table, Rows: rows, Merged: merged + down, Field: intake.Given("table", nil)})
}

// roleOf says what a style's name means.
func roleOf(style string) string {
	for _, x := range []struct{ role, words string }{
		{"kicker", `^(?:kicker|引题|肩题|眉题)`},
		{"deck", `^(?:subtitle|副标题|副题|deck)`},
		{"head", `^(?:title|标题$|主标题|主题|大标题|headline)`},
		{"level", `^(?:heading|标题) ?[1-9]`},
		{"byline", `^(?:byline|author|作者|署名|记者)`},
		{"summary", `^(?:abstract|summary|提要|摘要|导语)`},
		{"caption", `^(?:caption|题注|图片说明|图注|图说)`},
		{"note", `^(?:编者按|按语|editor)`},
		{"pull", `^(?:intense quote|明显引用|quote|引用|引语)`},
		{"column", `^(?:栏目|column)`},
	} {
		if regexp.MustCompile(x.words).MatchString(style) {
			return x.role
		}
	}
	return ""
}

func (r *reader) paragraph(n *markup.Node) {
	props := n.Child("pPr")
	style := r.styles[props.Child("pStyle").Val()]
	if style == "" {
		style = strings.ToLower(props.Child("pStyle").Val())
	}
	before := len(r.story.Pictures)
	t := dump.Trim(r.runs(n, 0))
	if len(r.story.Pictures) > before {
		r.last = r.story.Pictures[len(r.story.Pictures)-1]
	}
	if strings.TrimSpace(t.String()) == "" {
		return
	}
	s := r.story
	given := intake.Given("style "+style, t)
	switch role := roleOf(style); {
	case role == "kicker":
		extend(&s.Kicker, given)
	case role == "head", role == "level" && len(s.Headline) == 0 && len(s.Body) == 0:
		for i := range t {
			if t[i].Text == lineBreak {
				t[i].Text = "  " // as heads part their lines
			}
		}
		r.found = append(r.found, copydesk.Title(s, unstyled(t), "style "+style)...)
	case role == "deck":
		s.Deck = append(s.Deck, given)
	case role == "byline":
		extend(&s.Byline, given)
	case role == "summary":
		s.Summary = append(s.Summary, given)
	case role == "column":
		extend(&s.Column, given)
	case role == "caption" && r.last != nil:
		copydesk.Caption(r.last, t, "style "+style)
		r.last = nil
	case role == "level":
		s.Body = append(s.Body, intake.Block{Kind: intake.Subhead, Field: intake.Given("style "+style, unstyled(t))})
	case role == "note":
		s.Body = append(s.Body, intake.Block{Kind: intake.Note, Field: given})
	case role == "pull":
		s.Body = append(s.Body, intake.Block{Kind: intake.Pull, Field: given})
	default:
		if mark := r.mark(props); mark != "" {
			t = append(intake.Text{{Text: mark, At: t.At()}}, t...)
		}
		for _, line := range brokenLines(t) { // Word's ^l, which web pages bring along
			copydesk.Paragraph(s, line)
			if len(s.Headline) == 0 {
				r.bare = append(r.bare, len(s.Body)-1)
			}
		}
	}
}

// lineBreak is a line that ends within a paragraph.
const lineBreak = "\n"

// brokenLines parts a text at its line breaks.
func brokenLines(t intake.Text) (lines []intake.Text) {
	var line intake.Text
	for _, run := range append(t, intake.Run{Text: lineBreak}) {
		if run.Text != lineBreak {
			line = append(line, run)
			continue
		}
		if line = dump.Trim(line); strings.TrimSpace(line.String()) != "" {
			lines = append(lines, line)
		}
		line = nil
	}
	return lines
}

// extend puts a second line behind the first of a field that has one.
func extend(f *intake.Field, more intake.Field) {
	if f.Empty() {
		*f = more
		return
	}
	f.Text = append(append(f.Text, intake.Run{Text: " ", At: more.Text.At()}), more.Text...)
}

func unstyled(t intake.Text) intake.Text {
	for i := range t {
		t[i].Style = t[i].Style.Bare()
	}
	return t
}

// mark is what stands before an item of a list.
func (r *reader) mark(props *markup.Node) string {
	id := props.Child("numPr").Child("numId").Val()
	if id == "" || id == "0" {
		return ""
	}
	r.counts[id]++
	n := r.counts[id]
	switch f := r.lists[id]; {
	case f == "decimal":
		return itoa(n) + ". "
	case strings.HasPrefix(f, "chinese") || f == "japaneseCounting":
		return hanNumber(n) + "、"
	}
	return "· "
}

// runs is the text of a paragraph.
func (r *reader) runs(n *markup.Node, style intake.Style) (out intake.Text) {
	for _, k := range n.Kids {
		switch {
		case k.Is("r"):
			out = append(out, r.run(k, style)...)
		case k.Is("ins", "moveTo"):
			out = append(out, r.tracked(k, &r.ins, style)...)
		case k.Is("del", "moveFrom"):
			r.deleted(k)
		case k.Is("Fallback", "pPr", "instrText"):
		case k.Kind == markup.Element:
			out = append(out, r.runs(k, style)...)
		}
	}
	return out
}

func (r *reader) tracked(k *markup.Node, list *[]string, style intake.Style) intake.Text {
	t := r.runs(k, style)
	if s := t.String(); s != "" {
		*list = append(*list, s)
	}
	return t
}

func on(n *markup.Node) bool { return n != nil && n.Attr("val") != "0" && n.Attr("val") != "false" }

func (r *reader) run(n *markup.Node, style intake.Style) (out intake.Text) {
	if p := n.Child("rPr"); p != nil {
		if text := n.String(); on(p.Child("vanish")) && strings.TrimSpace(text) != "" {
			r.found = append(r.found, intake.Find(diag.ImportDropped, r.d.Place(n.From, n.To), intake.Words{"hidden text", "隐藏文字"}, intake.Shortened(text)).Of(r.story))
			return nil
		}
		if on(p.Child("b")) {
			style |= intake.Bold
		}
		if on(p.Child("i")) {
			style |= intake.Kai
		}
		if on(p.Child("strike")) || on(p.Child("dstrike")) {
			style |= intake.Struck
		}
		switch p.Child("vertAlign").Val() {
		case "superscript":
			style |= intake.Raised
		case "subscript":
			style |= intake.Lowered
		}
	}
	for _, k := range n.Kids {
		at := r.d.Place(k.From, k.To)
		switch {
		case k.Is("t"):
			out = append(out, intake.Run{Text: k.String(), Style: style, At: at})
		case k.Is("br", "cr") && k.Attr("type") != "page" && k.Attr("type") != "column":
			out = append(out, intake.Run{Text: lineBreak, At: at})
		case k.Is("tab", "br"):
			out = append(out, intake.Run{Text: " ", At: at})
		case k.Is("noBreakHyphen"):
			out = append(out, intake.Run{Text: "-", Style: style, At: at})
		case k.Is("sym"):
			out = append(out, intake.Run{Text: "\ufffd", At: at}) // a sign of a font of signs
		case k.Is("delText"):
			r.deleted(k)
		case k.Is("ruby"):
			base := k.Child("rubyBase")
			if base == nil {
				continue
			}
			t := r.runs(base, style)
			if over := k.Child("rt"); over != nil && len(t) > 0 {
				t = intake.Text{{Text: t.String(), Style: t[0].Style, Ruby: over.String(), At: at}}
			}
			out = append(out, t...)
		case k.Is("drawing", "pict", "object", "AlternateContent", "Choice"):
			r.drawing(k)
		case k.Is("footnoteReference", "endnoteReference"):
			if t := r.notes[strings.TrimSuffix(k.Name, "Reference")+k.Attr("id")]; len(t) > 0 {
				r.foot = append(r.foot, t)
				out = append(out, intake.Run{Text: "[" + itoa(len(r.foot)) + "]", At: at})
			}
		case k.Is("commentReference"):
			if c := r.comments[k.Attr("id")]; c != nil {
				at := at
				if len(c.text) > 0 {
					at = c.text.At()
					at.To = c.text[len(c.text)-1].At.To
				}
				r.found = append(r.found, intake.Find(diag.ImportRemark, at, c.author, c.text.String()).Of(r.story))
			}
		}
	}
	return out
}

// drawing takes a picture, and the text of a frame as paragraphs.
func (r *reader) drawing(n *markup.Node) {
	for k := range n.Named("blip", "imagedata") {
		if r.shown[k] {
			continue
		}
		r.shown[k] = true
		id := cmp.Or(k.Attr("embed"), k.Attr("id"))
		file := r.links[id]
		at := r.d.Place(k.From, k.To)
		if !r.zip.Has(file) || !r.zip.IsPicture(file) {
			r.found = append(r.found, intake.Find(diag.ImportAbsent, at, cmp.Or(file, id)).Of(r.story))
			continue
		}
		if r.used[file] {
			continue // one picture in two places is one picture
		}
		r.used[file] = true
		r.story.Pictures = append(r.story.Pictures, r.zip.Picture(file))
	}
	for box := range n.Named("txbxContent") {
		if !r.shown[box] {
			r.shown[box] = true
			r.body(box)
		}
	}
}

const (
	widestHead = 40 // ems
	sureShape  = 70
)

// finish finds heads by their shape where no style names them, and sets what
// stands beside the text.
func (r *reader) finish() {
	s := r.story
	if len(s.Headline) == 0 && s.Kicker.Empty() {
		n := 0
		for _, i := range r.bare {
			const most = 3 // kicker, headline, deck
			text := s.Body[i].Text.String()
			if i != n || n == most || dump.Width(text) > widestHead || dump.Finished(text) || dump.Dateline(text) || dump.Byline(text) {
				break
			}
			n++
		}
		if n < len(s.Body) {
			r.shape(s.Body[:n])
			s.Body = s.Body[n:]
		}
	}
	for i, t := range r.foot {
		t = append(intake.Text{{Text: "[" + itoa(i+1) + "] ", At: t.At()}}, t...)
		s.Body = append(s.Body, intake.Block{Kind: intake.Paragraph, Field: intake.Given("footnote", t)})
		r.found = append(r.found, intake.Find(diag.ImportGuess, t.At(), t.String(), intake.Words{"a paragraph at the end: it is a footnote", "文末段落（原为脚注）"}).Because("footnote", intake.Certain).Of(s))
	}
	if words := changes(r.ins, r.del); words[0] != "" {
		f := intake.Find(diag.ImportTracked, s.At, words).Of(s)
		f.Text = slices.Concat(r.ins, r.del) // whole, for the report
		r.found = append(r.found, f)
	}
}

// shape takes the short lines over a text for its head.
func (r *reader) shape(lines []intake.Block) {
	s := r.story
	main := 0
	if len(lines) == 3 {
		main = 1
		s.Kicker = intake.Field{Text: unstyled(lines[0].Text), Rule: "first-of-three", Sure: sureShape}
	}
	for i, l := range lines {
		switch {
		case i == main:
			r.found = append(r.found, copydesk.Title(s, unstyled(l.Text), "first-line")...)
			for k := range s.Headline {
				s.Headline[k].Sure = min(s.Headline[k].Sure, sureShape)
			}
		case i > main:
			s.Deck = append(s.Deck, intake.Field{Text: unstyled(l.Text), Rule: "line-under-head", Sure: sureShape})
		}
		r.found = append(r.found, intake.Find(diag.ImportGuess, l.Text.At(), l.Text.String(), intake.Words{"a line of the head", "标题的一行"}).Because("first-lines", sureShape).Of(s))
	}
}

// changes puts tracked changes into words: what was put in is taken, what was
// struck out is not.
func changes(ins, del []string) (w intake.Words) {
	list := func(all []string) string {
		s := strings.Join(all, " / ")
		const shown = 60 // characters
		if utf8.RuneCountInString(s) > shown {
			s = string([]rune(s)[:shown]) + "…"
		}
		return s
	}
	if len(ins) > 0 {
		w = intake.Words{"put in and taken: " + list(ins), "插入（已取）：" + list(ins)}
	}
	if del := list(del); del != "" {
		if w[0] != "" {
			w[0], w[1] = w[0]+"; ", w[1]+"；"
		}
		w[0], w[1] = w[0]+"struck out and left out: "+del, w[1]+"删除（未取）："+del
	}
	return w
}
