// Package scan reads what machines read from pictures of pages (OCR): METS/ALTO
// of libraries, PAGE XML, hOCR, the JSON of PaddleOCR and the tables of
// Tesseract. All become regions with lines, their places and how sure the
// machine was; regions become stories by the articles that METS names, by labels,
// or by the height of their lines.
package scan

import (
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

// Readers are the kinds of readings: alto, page, hocr and ocr.
func Readers() []intake.Reader {
	return []intake.Reader{
		reader("alto", []string{".xml"}, regexp.MustCompile(`<(?:\w+:)?(?:alto|mets)[\s>]`), alto),
		reader("page", []string{".xml"}, regexp.MustCompile(`<(?:\w+:)?PcGts[\s>]`), pageXML),
		reader("hocr", []string{".html", ".htm", ".hocr", ".xhtml"}, regexp.MustCompile(`ocr_page|ocr-system`), hocr),
		reader("ocr", []string{".json", ".tsv"}, regexp.MustCompile(`"(?:parsing_res_list|rec_texts)"|^level\tpage_num`), ocr),
	}
}

// role says what a region is.
type role int

const (
	text    role = iota
	head         // of a story
	under        // 副题, or a head inside the text
	caption      // 图片说明
	beside       // page header, folio
	figure
	// What METS alone tells.
	over      // 引题
	byline    // 署名
	summary   // 提要
	column    // 栏目
	crosshead // 小标题
	verse     // 诗行
	note      // 编者按
	pull      // 引语
	after     // 附注
	cell      // 表格
	entry     // 名单
	credit    // 图片署名
	title     // 表题
	unit      // 单位, over a table
	group     // 组名, over a list
)

var roleNames = [...]string{"text", "heading", "subheading", "caption", "beside", "figure", "overline", "author", "abstract", "label", "crossheading", "verse", "note", "pull", "afterword", "cell", "item", "credit", "table-title", "unit", "list-title"}

// String is the role's word in rules.
func (r role) String() string { return roleNames[r] }

// line is a line that was read.
type line struct {
	runs     intake.Text
	height   float64
	from, to float64 // where it begins and ends on the page, and how far down; nothing where to is 0
	down     float64
	hyphened bool // its last word goes on in the next line
}

// region is a block of lines.
type region struct {
	id, next string // the block it goes on in, where the source says so
	role     role
	lines    []line
	area     intake.Area
	at       intake.Place
	row      int    // of a table, or the number of a list or a stanza
	col      int    // of a cell in its row, from 1; 0: nothing tells
	table    int    // the number of its table
	sheet    *sheet // where METS names it
	under    string // which of asides METS names it in
	picture  string // the file that shows it alone, by its ID in METS or its path
}

// sheet is a page that was read.
type sheet struct {
	file    string
	label   string
	size    intake.Size
	regions []region
	byID    map[string]region
	labeled bool         // roles are the source's own
	words   []intake.Run // all of the file, on its first sheet
	found   []intake.Finding
}

// parse reads the pages of a file.
type parse func(src *intake.Source, file string, d *intake.Decoded) []*sheet

const (
	claimMark = 92
	claimHead = 4 << 10
)

func reader(kind string, endings []string, mark *regexp.Regexp, p parse) intake.Reader {
	ours := func(file string) bool { return slices.Contains(endings, strings.ToLower(path.Ext(file))) }
	claim := func(src *intake.Source) int {
		looked := 0
		for _, f := range src.Files {
			if !ours(f) {
				continue
			}
			if mark.Match(src.Head(f, claimHead)) {
				return claimMark
			}
			const most = 8 // files
			if looked++; looked >= most {
				break
			}
		}
		return 0
	}
	lots := func(src *intake.Source, o intake.Options) ([]intake.Lot, []intake.Finding) {
		return lotsOf(src, o, kind, ours, mark, p)
	}
	return intake.Reader{Kind: kind, Claim: claim, Lots: lots}
}

// lotsOf groups the files by the day in their paths; METS says day and paper of
// the files beside it.
func lotsOf(src *intake.Source, o intake.Options, kind string, ours func(string) bool, mark *regexp.Regexp, p parse) (out []intake.Lot, found []intake.Finding) {
	metas := make(map[string]*mets) // by folder
	var files []string
	for _, f := range src.Files {
		switch {
		case !ours(f) || !mark.Match(src.Head(f, claimHead)):
		case kind == "alto" && isMETS.Match(src.Head(f, claimHead)):
			m, more := readMETS(src, f)
			found = append(found, more...)
			metas[path.Dir(f)] = m
		default:
			files = append(files, f)
		}
	}
	groups := make(map[intake.Key][]string)
	with := make(map[intake.Key]*mets)
	var keys []intake.Key
	for _, f := range files {
		m := metas[path.Dir(f)]
		if m == nil {
			m = metas[path.Dir(path.Dir(f))]
		}
		day, paper := o.Date, o.Paper
		if m != nil && day.IsZero() {
			day = m.day
		}
		if day.IsZero() {
			day, _ = dump.PathDate(f)
		}
		if m != nil {
			paper = cmp.Or(paper, m.paper)
		}
		key, missing := intake.KeyOf(paper, day, src.Place(f))
		if missing != nil {
			found = append(found, missing...)
			continue
		}
		if groups[key] == nil {
			keys = append(keys, key)
		}
		groups[key] = append(groups[key], f)
		with[key] = m
	}
	for _, k := range keys {
		list, m := groups[k], with[k]
		out = append(out, intake.Lot{Key: k, Name: path.Dir(list[0]), Read: func() intake.Delivery { return deliver(src, o, k, kind, list, m, p) }})
	}
	return out, found
}

var fileNumber = regexp.MustCompile(`(\d{1,4})\D*$`)

// deliver reads the pages of an issue.
func deliver(src *intake.Source, o intake.Options, k intake.Key, kind string, files []string, m *mets, p parse) intake.Delivery {
	day, err := time.Parse(time.DateOnly, k.Date)
	if err != nil {
		return intake.Delivery{}
	}
	e := &intake.Edition{Paper: k.Paper, Date: day}
	var found []intake.Finding
	if m != nil {
		e.Sources = append(e.Sources, m.source)
	}
	var sheets []*sheet
	for _, f := range files {
		data, why := src.Read(f, intake.MaxText)
		if why != nil {
			found = append(found, *why)
			continue
		}
		d, more := src.Decode(f, data, markup.Charset(data))
		found = append(found, more...)
		list := p(src, f, d)
		e.Sources = append(e.Sources, src.Describe(f, kind, d.Encoding, data))
		for _, s := range list {
			s.file = f
			sheets = append(sheets, s)
			found = append(found, s.found...)
		}
	}
	for i, s := range sheets {
		s.number(o, i, len(sheets), m)
	}
	var labels []string
	for _, s := range sheets {
		labels = append(labels, s.label)
	}
	numbers := intake.NumberPages(labels)
	var words []intake.Run
	known := union(e, sheets, numbers)
	for _, s := range sheets {
		n := numbers[s.label]
		if n == 0 {
			found = append(found, intake.Find(diag.ImportBound, src.Place(s.file), intake.Words{"the number of the page", "版次"}, intake.MostPages))
			continue
		}
		page := e.Page(n)
		page.Label, page.Sheet, page.At = s.label, s.size, src.Place(s.file)
		words = append(words, s.words...)
		w := &writer{src: src, page: page, sheet: s, mets: m, known: known}
		w.stories()
		found = append(found, w.found...)
	}
	delivery := intake.Delivery{Edition: e, Findings: found}
	delivery.Account(words)
	if len(e.Stories()) == 0 {
		return intake.Delivery{Findings: append(delivery.Findings, intake.Find(diag.ImportEmpty, src.Place(files[0])))}
	}
	return delivery
}

// number gives a page its number: the user's, the source's, that of METS, that
// in the file's name, or the order.
func (s *sheet) number(o intake.Options, i, all int, m *mets) {
	switch {
	case o.Page > 0 && all == 1:
		s.label = strconv.Itoa(o.Page)
	case s.label != "":
	case m != nil && m.order[path.Base(s.file)] > 0:
		s.label = strconv.Itoa(m.order[path.Base(s.file)])
	default:
		base := strings.TrimSuffix(path.Base(s.file), path.Ext(s.file))
		if _, n := dump.PathDate(base); n > 0 {
			s.label = strconv.Itoa(n)
		} else if f := fileNumber.FindStringSubmatch(base); f != nil && all > 1 && len(f[1]) < 4 {
			s.label = intake.PageLabel(f[1])
		}
		if s.label == "" {
			s.label = strconv.Itoa(i + 1)
		}
	}
}

// known is what the writers of all pages of an issue share: where every region
// stands, and which of them are taken.
type known struct {
	where map[regionKey]*sheet
	pages map[*sheet]*intake.Page
	used  map[regionKey]bool
}

func union(e *intake.Edition, sheets []*sheet, numbers map[string]int) *known {
	k := &known{where: make(map[regionKey]*sheet), pages: make(map[*sheet]*intake.Page), used: make(map[regionKey]bool)}
	for _, s := range sheets {
		n := numbers[s.label]
		if n == 0 {
			continue
		}
		k.pages[s] = e.Page(n)
		s.byID = make(map[string]region)
		for _, r := range s.regions {
			s.byID[r.id] = r
			k.where[r.key(s)] = s
		}
	}
	return k
}

// writer makes stories of the regions of a page.
type writer struct {
	*known
	src       *intake.Source
	page      *intake.Page
	sheet     *sheet
	mets      *mets
	cur       *intake.Story
	picture   *intake.Picture // the last one of the story under way
	elsewhere *intake.Part    // of the story under way on the page of the region under way; nil: it is this page
	whole     bool            // the source says where the piece begins and ends
	aside     intake.Words    // what the source calls what is no text of a story
	table     int             // the one under way
	row       int             // of the table or the poem under way
	verse     []verseLine     // of the poem under way
	listed    []listed        // entries of the lists of the story under way
	found     []intake.Finding
}

// Bounds of guesses by size: heads are set at least half as large again as text.
const (
	headShare   = 1.5
	longestHead = 60 // characters
	sureSize    = 65
	faint       = 60 // percent: what was read with less is told
)

func (w *writer) stories() {
	w.roles()
	if w.mets != nil && len(w.mets.articles) > 0 && w.byArticles() {
		return
	}
	for _, r := range w.sheet.regions {
		w.region(r, "")
	}
	w.end()
}

// roles guesses heads by the height of their lines where the source has no
// labels.
func (w *writer) roles() {
	if w.sheet.labeled {
		return
	}
	var heights []float64
	for _, r := range w.sheet.regions {
		for _, l := range r.lines {
			heights = append(heights, l.height)
		}
	}
	if len(heights) == 0 {
		return
	}
	slices.Sort(heights)
	usual := heights[len(heights)/2]
	for i := range w.sheet.regions {
		r := &w.sheet.regions[i]
		n, tall := 0, len(r.lines) > 0
		for _, l := range r.lines {
			n += utf8.RuneCountInString(l.runs.String())
			tall = tall && l.height >= headShare*usual
		}
		if tall && n <= longestHead && r.role == text {
			r.role = head
			t := r.text()
			w.found = append(w.found, intake.Find(diag.ImportGuess, t.At(), t.String(), intake.Words{"a headline", "标题"}).Because("taller-lines", sureSize))
		}
	}
}

// text is a region's lines as one.
func (r region) text() (t intake.Text) {
	for i, l := range r.lines {
		if i > 0 && r.lines[i-1].hyphened {
			t = append(t, l.runs...)
			continue
		}
		t = joined(t, l.runs)
	}
	return t
}

// joined puts a line behind another: a blank stands between Latin words.
func joined(t, more intake.Text) intake.Text {
	if len(t) == 0 {
		return append(intake.Text{}, more...)
	}
	a, _ := utf8.DecodeLastRuneInString(t[len(t)-1].Text)
	b, _ := utf8.DecodeRuneInString(more.String())
	const latin = 0x250
	if a < latin && b < latin && a != '-' {
		t = append(t, intake.Run{Text: " ", At: more.At()})
	}
	return append(t, more...)
}

func (w *writer) begin(at intake.Place) *intake.Story {
	w.end()
	w.cur = &intake.Story{At: at, Kind: "story"}
	return w.cur
}

func (w *writer) end() {
	s := w.cur
	w.cur, w.picture = nil, nil
	w.indents()
	w.lists()
	switch {
	case s == nil:
		return
	case len(s.Body) == 0 && len(s.Headline) == 0: // pictures without words are the page's
		w.page.Pictures = append(w.page.Pictures, s.Pictures...)
		return
	}
	w.found = append(w.found, copydesk.Edit(s)...)
	w.page.Stories = append(w.page.Stories, s)
}

// region adds a region to the story under way, or begins one.
func (w *writer) region(r region, rule string) {
	t := r.text()
	if r.role != figure && strings.TrimSpace(t.String()) == "" {
		return
	}
	defer func() { w.tellFaint(t) }() // when its story is known
	switch r.role {
	case beside:
		w.found = append(w.found, intake.Find(diag.ImportFurniture, t.Span(), t.String(), w.beside()))
		return
	case figure:
		w.figure(r)
		return
	case caption, credit:
		w.underPicture(r.role, t)
		return
	case head:
		if w.cur == nil || len(w.cur.Body) > 0 {
			w.begin(t.At())
		}
		for _, l := range r.lines {
			w.found = append(w.found, copydesk.Title(w.cur, l.runs, cmp.Or(rule, "heading"))...)
		}
	case under:
		s := w.story(t)
		if len(s.Body) == 0 {
			s.Deck = append(s.Deck, intake.Given("subheading", t))
		} else {
			s.Body = append(s.Body, intake.Block{Kind: intake.Subhead, Field: intake.Given("subheading", t)})
		}
	default:
		w.named(w.story(t), r, t)
	}
	switch {
	case len(r.area) == 0:
	case w.elsewhere != nil:
		w.elsewhere.Areas = append(w.elsewhere.Areas, r.area)
	default:
		w.cur.Areas = append(w.cur.Areas, r.area)
	}
}

// figure takes a picture that the source has as a file of its own.
func (w *writer) figure(r region) {
	at := r.at
	at.To = at.From // of what stands in it nothing is told here
	if r.picture == "" {
		w.found = append(w.found, intake.Find(diag.ImportDropped, at, intake.Words{"a picture that is known by its place alone", "只有坐标的图片"}, box(r.area)))
		return
	}
	from, href := w.sheet.file, r.picture
	if r.sheet != nil {
		from = r.sheet.file
	}
	if w.mets != nil && w.mets.links[href] != "" {
		from, href = w.mets.file, w.mets.links[href]
	}
	p, why := w.src.Shown(from, href, at)
	if why != nil {
		w.found = append(w.found, *why)
		return
	}
	if len(r.area) > 0 {
		p.Areas = append(p.Areas, r.area)
	}
	if w.cur == nil {
		w.page.Pictures = append(w.page.Pictures, p)
		return
	}
	w.cur.Pictures = append(w.cur.Pictures, p)
	w.picture = p
}

// underPicture adds words to the last picture of the story: its caption, its credit.
func (w *writer) underPicture(r role, t intake.Text) {
	given := intake.Given("mets-"+r.String(), t)
	switch p := w.picture; {
	case p == nil:
		w.found = append(w.found, intake.Find(diag.ImportDropped, t.Span(), intake.Words{"the caption of a picture that is not in the source", "来源中没有图片的图片说明"}, t.String()))
	case r == credit && p.Credit.Empty():
		p.Credit = given
	case p.Caption.Empty() && p.Credit.Empty():
		copydesk.Caption(p, t, given.Rule)
	case p.Caption.Empty():
		p.Caption = given
	default:
		p.Caption.Text = joined(p.Caption.Text, t)
	}
}

// beside says what a region is that is not text of a story.
func (w *writer) beside() intake.Words {
	if w.aside != (intake.Words{}) {
		return w.aside
	}
	return pageHeader
}

// pageHeader is what stands beside the text of a page.
var pageHeader = intake.Words{"a page header or folio", "版眉或版次"}

// named adds a part of a story that the source names, or a paragraph.
func (w *writer) named(s *intake.Story, r region, t intake.Text) {
	given := intake.Given("mets-"+r.role.String(), t)
	block := func(kind intake.BlockKind) { s.Body = append(s.Body, intake.Block{Kind: kind, Field: given}) }
	add := func(f *intake.Field) {
		if f.Empty() {
			*f = given
			return
		}
		f.Text = append(append(f.Text, intake.Run{Text: " ", At: t.At()}), t...)
	}
	switch r.role {
	case over:
		add(&s.Kicker)
	case byline:
		add(&s.Byline)
	case column:
		add(&s.Column)
	case after:
		add(&s.Note)
	case summary:
		s.Summary = append(s.Summary, given)
	case crosshead:
		block(intake.Subhead)
	case verse:
		w.poem(s, r, given.Rule)
	case note:
		block(intake.Note)
	case pull:
		block(intake.Pull)
	case cell:
		w.cell(s, r, given)
	case entry, group:
		block(intake.Paragraph)
		w.listed = append(w.listed, listed{s, len(s.Body) - 1, r.row, r.role})
	case title:
		for i := range t {
			t[i].Style |= intake.Bold // which tells that it is one, whatever its words are
		}
		block(intake.Paragraph)
	case unit:
		block(intake.Paragraph)
	default:
		w.paragraph(s, r, t)
	}
}

// cell adds a cell to the row of a table, which is the source's number for it.
func (w *writer) cell(s *intake.Story, r region, f intake.Field) {
	n := len(s.Body)
	if n == 0 || s.Body[n-1].Kind != intake.Table || r.table != w.table {
		s.Body = append(s.Body, intake.Block{Kind: intake.Table, Field: intake.Given(f.Rule, nil)})
		w.row, w.table, n = 0, r.table, n+1
	}
	b := &s.Body[n-1]
	if r.row != w.row || len(b.Rows) == 0 {
		b.Rows = append(b.Rows, nil)
		w.row = r.row
	}
	last := len(b.Rows) - 1
	for len(b.Rows[last]) < r.col-1 { // cells without text
		b.Rows[last] = append(b.Rows[last], nil)
	}
	b.Rows[last] = append(b.Rows[last], f.Text)
}

func (w *writer) story(t intake.Text) *intake.Story {
	if w.cur == nil {
		return w.begin(t.At())
	}
	return w.cur
}

// paragraph adds a region of text; one that goes on with a paragraph without an
// end is joined to it.
func (w *writer) paragraph(s *intake.Story, r region, t intake.Text) {
	if n := len(s.Body); n > 0 && s.Body[n-1].Kind == intake.Paragraph && !w.whole {
		b := &s.Body[n-1]
		if last := b.Text.String(); !dump.Finished(last) && utf8.RuneCountInString(last) > longestHead/4 && !dump.Section(t.String()) {
			w.found = append(w.found, intake.Find(diag.ImportJoined, t.At(), last[max(0, lastRunes(last, 6)):], first(t.String(), 6)).Because("block-goes-on", 85).Of(s))
			b.Text = joined(b.Text, t)
			return
		}
	}
	copydesk.Paragraph(s, t)
}

func lastRunes(s string, n int) int {
	at := len(s)
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	return at
}

func first(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// tellFaint tells of what was read with little confidence, each stretch once.
func (w *writer) tellFaint(t intake.Text) {
	for i := 0; i < len(t); i++ {
		if t[i].Sure == 0 || t[i].Sure >= faint {
			continue
		}
		word, least := "", t[i].Sure
		at, from := t[i].At, i
		for ; i < len(t) && t[i].Sure > 0 && t[i].Sure < faint; i++ {
			word += t[i].Text
			least = min(least, t[i].Sure)
		}
		x := intake.Find(diag.ImportFaint, at, word, least).Because("confidence", least).Of(w.cur)
		const around = 6 // characters: by them the word is found in the story again
		before, after := t[:from].String(), t[i:].String()
		x.Before, x.Text, x.After = []string{before[lastRunes(before, around):]}, []string{word}, []string{first(after, around)}
		w.found = append(w.found, x)
	}
}

func box(a intake.Area) string {
	x0, y0, x1, y1 := extent(a)
	f := func(v float64) string { return strconv.FormatFloat(v, 'f', 0, 64) }
	return f(x0) + "," + f(y0) + " " + f(x1) + "," + f(y1)
}

func extent(a intake.Area) (x0, y0, x1, y1 float64) {
	for i, p := range a {
		if i == 0 {
			x0, y0, x1, y1 = p.X, p.Y, p.X, p.Y
		}
		x0, y0, x1, y1 = min(x0, p.X), min(y0, p.Y), max(x1, p.X), max(y1, p.Y)
	}
	return x0, y0, x1, y1
}

// rect is a box as a polygon.
func rect(x, y, w, h float64) intake.Area {
	return intake.Area{{X: x, Y: y}, {X: x + w, Y: y}, {X: x + w, Y: y + h}, {X: x, Y: y + h}}
}
