package epaper

import (
	"regexp"
	"strings"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/internal/copydesk"
	"duikai/layout/internal/markup"
)

// inlined is a story that stands in the file of its page.
type inlined struct {
	*article
	areas []intake.Area
}

// jsonPlaces tells a file of pages with places from other JSON.
var jsonPlaces = regexp.MustCompile(`"(?:xy|XY|points|coords|hotArea|hotarea)"\s*:`)

// The names under which sites keep what a page and a story are.
var (
	keyTitle   = []string{"title", "mainTitle", "maintitle", "headline", "BT", "bt", "标题", "主题"}
	keyIntro   = []string{"introTitle", "introtitle", "kicker", "YT", "yt", "引题", "肩题"}
	keySub     = []string{"subTitle", "subtitle", "FB", "fb", "副标题", "副题"}
	keyAuthor  = []string{"author", "authors", "ZZ", "zz", "作者"}
	keyContent = []string{"content", "text", "body", "NR", "nr", "html", "正文", "内容"}
	keyXY      = []string{"xy", "XY", "points", "coords", "hotArea", "hotarea"}
	keyStories = []string{"articles", "articleList", "list", "items", "news", "stories", "onePageArticleList", "稿件"}
	keyPage    = []string{"pageNo", "pageNum", "pageno", "pageNumber", "page", "BC", "bc", "版次"}
	keyName    = []string{"pageName", "pagename", "BM", "bm", "section", "版名"}
	keyDate    = []string{"date", "pubDate", "pubdate", "publishDate", "period", "RQ", "rq", "日期"}
	keyPaper   = []string{"paperName", "papername", "paper", "BZ", "bz", "报名"}
	keyID      = []string{"id", "articleId", "contentId", "aid", "ID"}
	keyWidth   = []string{"width", "pageWidth", "w"}
	keyHeight  = []string{"height", "pageHeight", "h"}
)

// glanceJSON finds out whether a JSON file is a page.
func (t *tree) glanceJSON(file string) (pageFile, intake.Key, bool) {
	head := t.src.Head(file, glanced)
	if !jsonPlaces.Match(head) {
		return pageFile{}, intake.Key{}, false
	}
	d, _ := t.src.Decode(file, head, markup.Charset(head))
	value := func(keys []string) string {
		for _, k := range keys {
			if m := regexp.MustCompile(`"` + k + `"\s*:\s*"?([^",}\]]{1,40})`).FindStringSubmatch(d.Text); m != nil {
				return m[1]
			}
		}
		return ""
	}
	key := intake.Key{Paper: t.options.Paper, Date: dayOf(t.options, file, value(keyDate))}
	if key.Paper == "" {
		key.Paper = value(keyPaper)
	}
	return pageFile{file: file, label: label(value(keyPage)), json: true}, key, true
}

// jsonPage reads a page whose stories stand in its own file.
func (t *tree) jsonPage(f pageFile) (*paged, []intake.Finding) {
	data, why := t.src.Read(f.file, intake.MaxText)
	if why != nil {
		return nil, []intake.Finding{*why}
	}
	d, found := t.src.Decode(f.file, data, markup.Charset(data))
	doc, err := markup.JSON(d)
	found = append(found, markup.Bounds(t.src.Place(f.file), doc)...)
	if err != nil {
		found = append(found, intake.Find(diag.ImportBroken, t.src.Place(f.file), "JSON", markup.Reason(err)))
	}
	p := &paged{pageFile: f, at: t.src.Place(f.file), source: t.src.Describe(f.file, Kind, d.Encoding, data)}
	for n := range doc.Root.All() {
		stories := n.Member(keyStories...)
		if stories == nil || !stories.List() {
			continue
		}
		r := &jsonReader{tree: t, paged: p, d: d}
		r.page(n)
		for _, k := range stories.Kids {
			r.story(k)
		}
		return p, append(found, r.found...)
	}
	return p, append(found, intake.Find(diag.ImportEmpty, p.at))
}

type jsonReader struct {
	*tree
	*paged
	d     *intake.Decoded
	found []intake.Finding
}

func (r *jsonReader) page(n *markup.Node) {
	if l := label(n.Value(keyPage...)); l != "" {
		r.label = l
	}
	if k := n.Member(keyName...); k.Scalar() && k != nil && k.Text != "" {
		name := k.Text
		if m := namedBy.FindStringSubmatch(name + " "); m != nil {
			name = m[2]
		}
		r.name = intake.Text{{Text: name, At: r.d.Place(k.From, k.To)}}
	}
	r.date = n.Value(keyDate...)
	r.sheet = intake.Size{W: float(n.Value(keyWidth...)), H: float(n.Value(keyHeight...))}
}

func (r *jsonReader) story(n *markup.Node) {
	at := r.d.Place(n.From, n.To)
	s := &intake.Story{Kind: "story", At: at}
	if id := n.Value(keyID...); id != "" {
		s.ID = "c" + id
	}
	a := &article{story: s}
	sub := &articleReader{tree: r.tree, article: a, file: r.file, used: make(map[string]bool)}
	field := func(keys []string) (intake.Text, string) {
		k := n.Member(keys...)
		if k == nil || !k.Scalar() || strings.TrimSpace(k.Text) == "" {
			return nil, ""
		}
		q := intake.Quoted(k.Text, r.d.Place(k.From, k.To))
		var t intake.Text
		for i, p := range markup.Prose(q, markup.HTML(q).Root) {
			if i > 0 {
				t = append(t, intake.Run{Text: "  ", At: p.Text.At()})
			}
			t = append(t, p.Text...)
		}
		return t, k.Name
	}
	if t, rule := field(keyIntro); t != nil {
		s.Kicker = intake.Given(rule, t)
	}
	if t, rule := field(keySub); t != nil {
		s.Deck = []intake.Field{intake.Given(rule, t)}
	}
	if t, rule := field(keyAuthor); t != nil {
		s.Byline = intake.Given(rule, t)
	}
	title, rule := field(keyTitle)
	a.title = title.String()
	a.found = append(a.found, copydesk.Title(s, title, rule)...)
	if k := n.Member(keyContent...); k != nil && k.Scalar() {
		text := k.Text
		if !strings.Contains(text, "<") { // plain: its lines are its paragraphs
			text = strings.ReplaceAll(text, "\n", "<br>")
		}
		sub.d = intake.Quoted(text, r.d.Place(k.From, k.To))
		sub.doc = markup.HTML(sub.d)
		sub.body = []*markup.Node{sub.doc.Root}
		sub.text()
	}
	for _, k := range n.Kids {
		if r.unknown(k) {
			a.found = append(a.found, intake.Find(diag.ImportDropped, r.d.Place(k.From, k.To), intake.Words{"the field", "字段"}, k.Name+": "+k.Text))
		}
	}
	areas := r.places(n.Member(keyXY...), at)
	sub.judge()
	if a.skip == nil && a.story != nil {
		a.found = append(a.found, copydesk.Edit(s)...)
	}
	r.inline = append(r.inline, inlined{a, areas})
}

// unknown tells whether a field holds text that no name is known for.
func (r *jsonReader) unknown(n *markup.Node) bool {
	const leastText = 12 // characters of Chinese: what is shorter are words of the site
	if !n.Scalar() || len([]rune(n.Text)) < leastText || !strings.ContainsFunc(n.Text, func(c rune) bool { return c >= 0x4e00 && c <= 0x9fff }) {
		return false
	}
	for _, keys := range [][]string{keyTitle, keyIntro, keySub, keyAuthor, keyContent, keyXY, keyPage, keyName, keyDate, keyPaper, keyID} {
		for _, k := range keys {
			if n.Name == k {
				return false
			}
		}
	}
	return true
}

// places reads [{x,y},…], lists of these, and coords as in a map.
func (r *jsonReader) places(n *markup.Node, at intake.Place) []intake.Area {
	if n == nil {
		return nil
	}
	if n.Scalar() {
		a, _ := corners(n.Text, "")
		if len(a) < 3 {
			return nil
		}
		return []intake.Area{a}
	}
	var a intake.Area
	var all []intake.Area
	for _, k := range n.Kids {
		switch {
		case k.Scalar():
		case k.List():
			all = append(all, r.places(k, at)...)
		case len(a) == maxCorners:
			r.found = append(r.found, intake.Find(diag.ImportBound, at, intake.Words{"the corners of a polygon", "多边形的顶点数"}, maxCorners))
			return nil
		default:
			a = append(a, intake.Point{X: float(k.Value("x", "X")), Y: float(k.Value("y", "Y"))})
		}
	}
	if len(a) == 2 { // two corners of a box
		a = intake.Area{a[0], {X: a[1].X, Y: a[0].Y}, a[1], {X: a[0].X, Y: a[1].Y}}
	}
	if len(a) > 2 {
		all = append(all, a)
	}
	return all
}
