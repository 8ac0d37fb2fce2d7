package epaper

import (
	"cmp"
	"iter"
	"regexp"
	"strings"
	"unicode/utf8"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
	"duikai/layout/internal/copydesk"
	"duikai/layout/internal/markup"
)

// article is a story's file as it was read.
type article struct {
	story    *intake.Story
	pictures []*intake.Picture
	prop     map[string]string
	source   intake.SourceFile
	found    []intake.Finding
	skip     *intake.Words // why it is no story
	title    string
	said     string       // what it says, as findings quote it
	texts    []intake.Run // words of the text
	site     []intake.Run // words around it
}

// bodyMarks are the names by which the text of a story is marked, the likelier
// first.
var bodyMarks = []string{"ozoom", "articleContent", "zoom", "article-content", "articlecontent", "content-text", "text_content", "article", "content", "contenttext", "main-content"}

// articleReader reads one article.
type articleReader struct {
	*tree
	*article
	file string
	d    *intake.Decoded
	doc  *markup.Tree
	body []*markup.Node
	in   map[*markup.Node]bool // what the body is made of
	held map[*markup.Node]bool // elements that hold text or heads, as far as was asked
	used map[string]bool       // pictures taken
	lent bool                  // the head is what the site calls the story elsewhere
}

// article reads the file of a story. title is what the page calls it, hint the
// encoding of the page.
func (t *tree) article(file string, title intake.Text, hint string) (*article, *intake.Finding) {
	data, why := t.src.Read(file, intake.MaxText)
	if why != nil {
		return nil, why
	}
	d, found := t.src.Decode(file, data, cmp.Or(markup.Charset(data), hint))
	a := &article{story: &intake.Story{ID: idOf(file), At: t.src.Place(file), Kind: "story"}, found: found, prop: make(map[string]string)}
	a.source = t.src.Describe(file, Kind, d.Encoding, data)
	r := &articleReader{tree: t, article: a, file: file, d: d, doc: markup.HTML(d), in: make(map[*markup.Node]bool), held: make(map[*markup.Node]bool), used: make(map[string]bool)}
	a.found = append(a.found, markup.Bounds(t.src.Place(file), r.doc)...)
	r.findBody()
	r.comments()
	r.heads(title)
	r.outerPictures()
	r.text()
	r.headless()
	a.said = copydesk.Said(a.title, a.story)
	r.account()
	r.judge()
	if a.skip == nil && a.story != nil {
		a.found = append(a.found, copydesk.Edit(a.story)...)
	}
	return a, nil
}

// headless finds stories that have no head of their own: what the site calls them are the
// first words of their text and three points.
func (r *articleReader) headless() {
	const most = 2 // paragraphs that are looked at: the first may say where the story began
	const least = 4
	stem := intake.Squeezed(strings.TrimRight(r.title, "…."))
	if !r.lent || stem == intake.Squeezed(r.title) || utf8.RuneCountInString(stem) < least {
		return
	}
	for _, b := range r.story.Body[:min(most, len(r.story.Body))] {
		if strings.HasPrefix(intake.Squeezed(b.Text.String()), stem) {
			for _, h := range r.story.Headline {
				r.found = append(r.found, intake.Find(diag.ImportFurniture, h.Text.Span(), h.Text.String(), intake.Words{"the first words of the text, where the story has no head", "正文的头几个字，稿件本无标题"}).Of(r.story))
			}
			r.story.Headline = nil
			return
		}
	}
}

// account takes down the words of the file.
func (r *articleReader) account() {
	for _, n := range r.body {
		r.texts = append(r.texts, markup.Words(r.d, n, "alt")...)
	}
	var around markup.Node
	for n := range r.outside() {
		for _, k := range n.Kids {
			if k.Kind == markup.Text {
				around.Kids = append(around.Kids, k)
			}
		}
		if n.Is("img") {
			around.Kids = append(around.Kids, n)
		}
	}
	r.site = markup.Words(r.d, &around, "alt")
}

var idTail = regexp.MustCompile(`(?i)^(?:content_|nw\.D\d+\w*?_\d{8}_|c_?)`)

// idOf makes an id of the name of an article's file.
func idOf(file string) string {
	base := strings.TrimSuffix(lastOf(file), "."+file[strings.LastIndexByte(file, '.')+1:])
	if loc := idTail.FindStringIndex(base); loc != nil {
		return "c" + base[loc[1]:]
	}
	return base
}

// findBody finds the nodes that hold the text: between the system's marks, or in
// the element that is named for it, or in the one with most paragraphs.
func (r *articleReader) findBody() {
	if r.body = between(r.doc.Root, "enpcontent", "/enpcontent"); len(r.body) == 0 {
		if n := r.named(); n != nil {
			r.body = []*markup.Node{n}
		}
	}
	for _, n := range r.body {
		r.in[n] = true
	}
}

func (r *articleReader) named() *markup.Node {
	byName := make(map[string]*markup.Node)
	for n := range r.doc.Root.All() {
		if n.Kind != markup.Element {
			continue
		}
		if n.Is("founder-content") && byName["founder-content"] == nil {
			byName["founder-content"] = n
		}
		for _, name := range []string{n.Attr("id"), n.Attr("class")} {
			if byName[strings.ToLower(name)] == nil {
				byName[strings.ToLower(name)] = n
			}
		}
	}
	if n := byName["founder-content"]; n != nil {
		return n
	}
	for _, name := range bodyMarks {
		if n := byName[strings.ToLower(name)]; n != nil && strings.TrimSpace(n.String()) != "" {
			return n
		}
	}
	var best *markup.Node
	most := 0
	count := make(map[*markup.Node]int)
	for n := range r.doc.Root.Named("p") {
		count[n.Parent] += utf8.RuneCountInString(n.String())
		if count[n.Parent] > most {
			best, most = n.Parent, count[n.Parent]
		}
	}
	return best
}

// between gives the nodes that stand between two comments, as large as they can
// be; a mark that is never closed closes with the element it stands in.
func between(root *markup.Node, open, shut string) []*markup.Node {
	holders := make(map[*markup.Node]bool)
	seen := false
	for n := range root.All() {
		if n.Kind != markup.Comment {
			continue
		}
		if text := strings.TrimSpace(n.Text); text == open || text == shut {
			seen = seen || text == open
			for p := n; p != nil && !holders[p]; p = p.Parent {
				holders[p] = true
			}
		}
	}
	if !seen {
		return nil
	}
	var out []*markup.Node
	in := false
	var walk func(n *markup.Node)
	walk = func(n *markup.Node) {
		switch {
		case n.Kind == markup.Comment && holders[n]:
			in = strings.TrimSpace(n.Text) == open
		case in && !holders[n]:
			out = append(out, n)
		default:
			for _, k := range n.Kids {
				walk(k)
			}
		}
	}
	walk(root)
	return out
}

// clone fields are kept by sites that copy the system, in comments.
var cloneField = regexp.MustCompile(`(?m)[<\[{【]?\b(BT|YT|FB|ZZ)\b[>\]}】]?\s*[:：=]?\s*([^<\[{【\n]+)`)

// comments reads the fields that stand in comments.
func (r *articleReader) comments() {
	for n := range r.doc.Root.All() {
		if n.Kind != markup.Comment {
			continue
		}
		for k, v := range properties(n.Text) {
			r.prop[k] = v
		}
		if strings.Contains(n.Text, "BT") || strings.Contains(n.Text, "ZZ") || strings.Contains(n.Text, "FB") {
			for _, m := range cloneField.FindAllStringSubmatch(n.Text, -1) {
				if v := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(m[2]), "/"+m[1])); v != "" && r.prop[m[1]] == "" {
					r.prop[m[1]] = v
				}
			}
		}
	}
}

// heads reads what stands over the text.
func (r *articleReader) heads(title intake.Text) {
	level := make(map[int][]markup.Piece)
	var sec []markup.Piece
	for n := range r.outside() {
		switch {
		case n.Is("h1", "h2", "h3", "h4"):
			l := int(n.Name[1] - '0')
			if len(level[l]) == 0 {
				level[l] = markup.Prose(r.d, n.Kids...)
			}
		case n.Is("p", "div", "span") && (n.Attr("class") == "sec" || n.Attr("class") == "author"):
			sec = append(sec, markup.Prose(r.d, n.Kids...)...)
		}
	}
	s := r.story
	main, deck := level[1], level[2]
	if len(main) == 0 { // older trees
		main, deck = level[2], nil
	}
	for i, p := range level[3] {
		if i == 0 {
			s.Kicker = intake.Given("h3", p.Text)
			continue
		}
		s.Kicker.Text = append(append(s.Kicker.Text, intake.Run{Text: " ", At: p.Text.At()}), p.Text...)
	}
	for _, p := range deck {
		s.Deck = append(s.Deck, intake.Given("h2", p.Text))
	}
	for _, p := range append(level[4], sec...) {
		r.secondary(p)
	}
	r.mainHead(main, title)
	if r.prop["introtitle"] != "" && s.Kicker.Empty() {
		s.Kicker = intake.Given("founder-introtitle", r.quoted(r.prop["introtitle"]))
	}
	for _, key := range []string{"subtitle", "FB"} {
		if r.prop[key] != "" && len(s.Deck) == 0 {
			s.Deck = []intake.Field{intake.Given(fieldRule(key), r.quoted(r.prop[key]))}
		}
	}
	for _, key := range []string{"author", "ZZ"} {
		if r.prop[key] != "" && s.Byline.Empty() {
			s.Byline = intake.Given(fieldRule(key), r.quoted(r.prop[key]))
		}
	}
}

func fieldRule(key string) string {
	if strings.ToUpper(key) == key {
		return key
	}
	return "founder-" + key
}

// quoted is the value of a field that stands in a comment.
func (r *articleReader) quoted(v string) intake.Text {
	i := strings.Index(r.d.Text, v)
	if i < 0 {
		return intake.Text{{Text: v, At: r.src.Place(r.file)}}
	}
	return intake.Text{r.d.Run(i, i+len(v))}
}

// outside gives the elements that are no part of the text.
func (r *articleReader) outside() iter.Seq[*markup.Node] {
	return func(yield func(*markup.Node) bool) { r.around(r.doc.Root, yield) }
}

func (r *articleReader) around(n *markup.Node, yield func(*markup.Node) bool) bool {
	if n.Kind != markup.Element || r.in[n] {
		return true
	}
	if !yield(n) {
		return false
	}
	for _, k := range n.Kids {
		if !r.around(k, yield) {
			return false
		}
	}
	return true
}

// mainHead takes the lines of the headline.
func (r *articleReader) mainHead(main []markup.Piece, title intake.Text) {
	rule := "h1"
	var lines []intake.Text
	for _, p := range main {
		lines = append(lines, p.Text)
	}
	if len(lines) == 0 && len(title) > 0 {
		rule, lines = "page-list", []intake.Text{title}
	}
	for _, key := range []string{"title", "BT"} {
		if len(lines) == 0 && r.prop[key] != "" {
			rule, lines = fieldRule(key), []intake.Text{r.quoted(r.prop[key])}
		}
	}
	r.lent = rule != "h1"
	for _, l := range lines {
		r.title += l.String()
		if strings.HasPrefix(l.String(), "——") && len(r.story.Headline) > 0 {
			l, found := copydesk.Column(r.story, l)
			r.found = append(r.found, found...)
			r.story.Deck = append(r.story.Deck, intake.Field{Text: l, Rule: "dash-before-deck", Sure: 95})
			continue
		}
		r.found = append(r.found, copydesk.Title(r.story, l, rule)...)
	}
}

var sourceLine = regexp.MustCompile(`^(?:来源|作者|文章来源|编辑|责任编辑|发布时间|日期|字号|版次|【?\s*(?:字体|打印|收藏|关闭))`)

// secondary reads h4 and p.sec: the author, or the deck of older trees.
func (r *articleReader) secondary(p markup.Piece) {
	text := p.Text.String()
	s := r.story
	switch {
	case text == "":
	case strings.HasPrefix(text, "作者") && strings.ContainsAny(text, ":：") || dump.Byline(text) || dump.Person(text):
		if s.Byline.Empty() {
			s.Byline = intake.Given("byline-line", p.Text)
		} else if !strings.Contains(s.Byline.Text.String(), text) {
			s.Byline.Text = append(append(s.Byline.Text, intake.Run{Text: " ", At: p.Text.At()}), p.Text...)
		}
	case sourceLine.MatchString(text):
		r.found = append(r.found, intake.Find(diag.ImportFurniture, p.Text.At(), text, intake.Words{"a note of the site", "网站附注"}))
	default:
		s.Deck = append(s.Deck, intake.Given("h4", p.Text))
	}
}

// text reads the body.
func (r *articleReader) text() {
	pieces := markup.Prose(r.d, r.body...)
	for i := 0; i < len(pieces); i++ {
		p := pieces[i]
		switch p.Kind {
		case markup.Image:
			if pic := r.picture(p.Node, true); pic != nil && i+1 < len(pieces) && captionLike(pieces[i+1]) {
				copydesk.Caption(pic, pieces[i+1].Text, "under-picture")
				i++
			}
		case markup.Table:
			r.story.Body = append(r.story.Body, intake.Block{Kind: intake.Table, Rows: p.Rows, Merged: p.Merged, Field: intake.Given("table", nil)})
		case markup.Rule:
			r.story.Body = append(r.story.Body, intake.Block{Kind: intake.Pause, Field: intake.Given("hr", nil)})
		case markup.Head:
			r.block(intake.Subhead, "heading", intake.Certain, p)
		default:
			kind, rule, sure := intake.Paragraph, "paragraph", intake.Certain
			if whole(p.Text, intake.Bold) && utf8.RuneCountInString(p.Text.String()) <= longestSubhead && !dump.Finished(p.Text.String()) {
				kind, rule, sure = intake.Subhead, "bold-line", 85
				p.Text = plain(p.Text)
			} else if dump.Section(p.Text.String()) {
				kind, rule, sure = intake.Subhead, "numbered-line", 85
			}
			r.block(kind, rule, sure, p)
		}
	}
}

// longestSubhead is a line of a wide column.
const longestSubhead = 24

func (r *articleReader) block(kind intake.BlockKind, rule string, sure int, p markup.Piece) {
	r.story.Body = append(r.story.Body, intake.Block{Kind: kind, Field: intake.Field{Text: p.Text, Rule: rule, Sure: sure}, Indent: p.Indent(), Apart: p.Apart})
}

func whole(t intake.Text, style intake.Style) bool {
	for _, run := range t {
		if run.Style&style == 0 && strings.Trim(run.Text, markup.Blanks) != "" {
			return false
		}
	}
	return len(t) > 0
}

func plain(t intake.Text) intake.Text {
	out := append(intake.Text{}, t...)
	for i := range out {
		out[i].Style = 0
	}
	return out
}

var (
	pictureItem = regexp.MustCompile(`^(?:图片(?:报道|新闻)?|组图|摄影报道|图说(?:新闻)?)$`)
	plateItem   = regexp.MustCompile(`^(?:报头|报眼|版权|刊头|中缝|导读|无标题|标题)?$`)
)

// judge decides what kind of item it is.
func (r *articleReader) judge() {
	title := strings.Trim(r.title, markup.Blanks)
	empty := len(r.story.Body) == 0
	switch {
	case copydesk.Furniture(title) != nil:
		r.skip = copydesk.Furniture(title)
	case pictureItem.MatchString(title) && len(r.pictures) > 0 && len(r.story.Body) <= 2:
		r.pictureStory()
	case empty && len(r.pictures) > 0:
		r.pictureStory()
	case empty && plateItem.MatchString(title):
		r.skip = &intake.Words{"a part of the page without text", "没有文字的版面元素"}
	case empty:
		r.found = append(r.found, intake.Find(diag.ImportProtected, r.all(), title).Of(r.story))
		r.story = nil
		r.skip = &intake.Words{"an empty story", "空稿件"}
		return
	default:
		r.story.Pictures = r.pictures
		r.pictures = nil
	}
	if r.skip != nil {
		r.found = append(r.found, intake.Find(diag.ImportFurniture, r.all(), copydesk.Said(title, r.story), *r.skip))
		r.story, r.pictures = nil, nil
	}
}

// all is the place of the whole item.
func (r *articleReader) all() intake.Place {
	if r.doc == nil || r.d == nil {
		return r.story.At
	}
	return r.d.Place(0, len(r.d.Text))
}

// pictureStory turns an item into pictures of the page with their captions.
func (r *articleReader) pictureStory() {
	title := strings.Trim(r.title, markup.Blanks)
	var text intake.Text
	for i, b := range r.story.Body {
		if i > 0 {
			text = append(text, intake.Run{Text: " ", At: b.Text.At()})
		}
		text = append(text, b.Text...)
	}
	first := r.pictures[0]
	switch {
	case first.Caption.Empty() && len(text) > 0:
		copydesk.Caption(first, text, "picture-item")
	case len(text) > 0: // the picture has words, and the item has more: a story
		r.story.Pictures, r.pictures = r.pictures, nil
		return
	case first.Caption.Empty() && !pictureItem.MatchString(title) && len(r.story.Headline) > 0:
		first.Caption = r.story.Headline[0]
	case !pictureItem.MatchString(title) && len(r.story.Headline) > 0:
		var t intake.Text
		for _, h := range r.story.Headline {
			t = append(t, h.Text...)
		}
		first.Caption.Text = append(append(t, intake.Run{Text: "：", At: t.At()}), first.Caption.Text...)
	}
	for _, p := range r.pictures {
		p.Areas = r.story.Areas
	}
	r.skip = nil
	r.story = nil
}
