// Package table reads tables of stories (CSV, 数据表): a row a story, with a head
// that names its columns in Chinese or English; and records of JSON, whose keys have
// the same names.
package table

import (
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"maps"
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
const Kind = "csv"

// Reader reads tables.
func Reader() intake.Reader { return intake.Reader{Kind: Kind, Claim: claim, Lots: lots} }

// columns are the names under which tables keep what a story has.
var columns = map[string][]string{
	"date":    {"date", "日期", "出版日期", "发布日期", "报纸日期", "时间", "day", "pubdate", "pub_date", "publish_date"},
	"page":    {"page", "版次", "版面", "版", "版号", "page_no", "pageno", "page_num"},
	"name":    {"section", "版名", "版面名称", "page_name", "pagename"},
	"order":   {"order", "序号", "顺序", "排序", "篇次", "no", "index", "seq"},
	"title":   {"title", "标题", "题目", "主题", "主标题", "headline", "文章标题"},
	"kicker":  {"kicker", "引题", "肩题", "intro_title", "introtitle"},
	"deck":    {"deck", "副题", "副标题", "subtitle", "sub_title"},
	"author":  {"author", "作者", "记者", "署名", "authors", "byline"},
	"column":  {"column", "栏目", "专栏"},
	"text":    {"text", "正文", "内容", "content", "body", "全文", "文章内容"},
	"paper":   {"paper", "报名", "报纸", "报纸名称", "newspaper", "media", "来源"},
	"id":      {"id", "编号", "文章编号"},
	"summary": {"summary", "提要", "摘要", "abstract"},
}

// role is what a column's head says it holds; empty: it is not known.
func role(head string) string {
	head = strings.ToLower(strings.Trim(head, markup.Blanks+"\"'【】[]"))
	for name, words := range columns {
		if slices.Contains(words, head) {
			return name
		}
	}
	return ""
}

const (
	claimHead = 92 // the head names a title and a text
	claimName = 50 // the ending alone
	headSize  = 4 << 10
)

func tabular(file string) bool {
	switch strings.ToLower(path.Ext(file)) {
	case ".csv", ".tsv", ".tab":
		return true
	}
	return false
}

func claim(src *intake.Source) int {
	best := 0
	for _, f := range src.Files {
		if !tabular(f) {
			continue
		}
		best = max(best, claimName)
		d, _ := src.Decode(f, src.Head(f, headSize), "")
		line, _, _ := strings.Cut(d.Text, "\n")
		has := make(map[string]bool)
		for h := range strings.FieldsFuncSeq(line, func(r rune) bool { return r == ',' || r == '\t' || r == ';' }) {
			has[role(h)] = true
		}
		if has["text"] && has["title"] {
			return claimHead
		}
		const looked = 4 // files
		if best++; best > claimName+looked {
			break
		}
	}
	return best
}

// row is a story of a table.
type row struct {
	src    *intake.Source
	file   string
	at     intake.Place
	fields map[string]string
	order  int // of the row in its file
	label  string
}

// sheet is a file while it is read.
type sheet struct {
	src     *intake.Source
	file    string
	options intake.Options
	found   []intake.Finding
	source  intake.SourceFile
	unknown map[int]*left // columns that are not taken, by their order
}

// left is a column that is not taken.
type left struct {
	head, first string
	cells       int
	at          intake.Place // of the first cell that says something
}

// issue is the rows of one issue.
type issue struct {
	rows   []row
	sheets []*sheet
}

func lots(src *intake.Source, o intake.Options) (out []intake.Lot, found []intake.Finding) {
	issues := make(map[intake.Key]*issue)
	var keys []intake.Key
	for _, file := range src.Files {
		if !tabular(file) && !isRecords(file) {
			found = append(found, intake.Find(diag.ImportUnreadable, src.Place(file), intake.Words{"it is no table", "不是数据表"}))
			continue
		}
		s := &sheet{src: src, file: file, options: o}
		s.read(func(k intake.Key, r row) {
			is := issues[k]
			if is == nil {
				is = &issue{}
				issues[k] = is
				keys = append(keys, k)
			}
			if len(is.sheets) == 0 || is.sheets[len(is.sheets)-1] != s {
				is.sheets = append(is.sheets, s)
			}
			is.rows = append(is.rows, r)
		})
		found = append(found, s.found...)
	}
	for _, k := range keys {
		is := issues[k]
		out = append(out, intake.Lot{Key: k, Name: is.sheets[0].file, Read: func() intake.Delivery { return is.deliver(k, o) }})
	}
	return out, found
}

// parted is the line in which Excel says what parts the cells.
var parted = regexp.MustCompile(`^sep=([,;|\t])\r?\n`)

// comma finds what parts the cells of a table.
func comma(text string) rune {
	line, _, _ := strings.Cut(text, "\n")
	best, most := ',', strings.Count(line, ",")
	for _, r := range "\t;|" {
		if n := strings.Count(line, string(r)); n > most {
			best, most = r, n
		}
	}
	return best
}

// read gives the rows of a file.
func (s *sheet) read(take func(intake.Key, row)) {
	data, why := s.src.Read(s.file, intake.MaxText)
	if why != nil {
		s.found = append(s.found, *why)
		return
	}
	d, found := s.src.Decode(s.file, data, "")
	s.found = append(s.found, found...)
	if isRecords(s.file) {
		s.source = s.src.Describe(s.file, RecordsKind, d.Encoding, data)
		s.readRecords(d, take)
		return
	}
	s.source = s.src.Describe(s.file, Kind, d.Encoding, data)
	text, before := d.Text, 0
	by := comma(text)
	if m := parted.FindStringSubmatchIndex(text); m != nil { // Excel says so itself
		by, _ = utf8.DecodeRuneInString(text[m[2]:m[3]])
		text, before = text[m[1]:], m[1]
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = by, true, -1
	head, err := r.Read()
	if err != nil {
		s.found = append(s.found, intake.Find(diag.ImportEmpty, s.src.Place(s.file)))
		return
	}
	roles := s.roles(head)
	if !slices.Contains(roles, "text") {
		s.found = append(s.found, intake.Find(diag.ImportBroken, d.Place(before, before+len(head[0])), "CSV", intake.Words{"no column is named text, 正文 or 内容", "没有名为“正文”“内容”或 text 的列"}))
		return
	}
	defer s.tellUnknown(head)
	for n := 1; ; n++ {
		from := before + int(r.InputOffset())
		record, err := r.Read()
		to := before + int(r.InputOffset())
		switch {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			s.found = append(s.found, intake.Find(diag.ImportBroken, d.Place(from, min(to, len(d.Text))), "CSV", err.Error()))
			return
		}
		s.row(d, roles, record, d.Place(from, to), n, take)
	}
}

// tellUnknown tells of the columns that are not taken.
func (s *sheet) tellUnknown(head []string) {
	for i := range head {
		if c := s.unknown[i]; c != nil && c.cells > 0 {
			s.found = append(s.found, intake.Find(diag.ImportColumn, c.at, c.head, c.cells, intake.Shortened(c.first)))
		}
	}
}

func (s *sheet) roles(head []string) []string {
	out := make([]string, len(head))
	s.unknown = make(map[int]*left)
	for i, h := range head {
		if out[i] = role(h); out[i] == "" {
			s.unknown[i] = &left{head: strings.TrimSpace(h)}
		}
	}
	return out
}

func (s *sheet) row(d *intake.Decoded, roles, record []string, at intake.Place, n int, take func(intake.Key, row)) {
	r := row{src: s.src, file: s.file, at: at, fields: make(map[string]string), order: n}
	for i, v := range record {
		said := strings.Trim(v, markup.Blanks)
		switch {
		case said == "":
		case i >= len(roles):
			s.found = append(s.found, intake.Find(diag.ImportDropped, at, intake.Words{"a cell beyond the head", "超出表头的单元格"}, v))
		case roles[i] == "":
			c := s.unknown[i]
			if c.cells++; c.cells == 1 {
				c.first, c.at = said, at
			}
		case r.fields[roles[i]] == "":
			r.fields[roles[i]] = v
		case strings.Trim(r.fields[roles[i]], markup.Blanks) != said:
			s.found = append(s.found, intake.Find(diag.ImportDiffers, at, intake.Words{"the column " + roles[i], "“" + roles[i] + "”一项"}, intake.Shortened(r.fields[roles[i]]), intake.Shortened(said)))
		}
	}
	if len(r.fields) == 0 {
		return
	}
	paper := cmp.Or(s.options.Paper, strings.Trim(r.fields["paper"], markup.Blanks))
	no := func(en, zh, name string) { // what a cell says is none
		s.found = append(s.found, intake.Find(diag.ImportDropped, at, intake.Words{en, zh}, r.fields[name]))
	}
	day, _ := dump.PathDate(r.fields["date"])
	if !s.options.Date.IsZero() {
		if day.IsZero() && r.fields["date"] != "" {
			no("no date", "不是日期", "date")
		}
		day = s.options.Date
	}
	if day.IsZero() && r.fields["date"] == "" {
		day, _ = dump.PathDate(s.file)
	}
	key, missing := intake.KeyOf(paper, day, at)
	if missing != nil {
		s.found = append(s.found, missing...)
		return
	}
	if r.label = intake.PageLabel(r.fields["page"]); r.label == "" {
		r.label = "1"
		if n := dump.Number(strings.Trim(r.fields["page"], "第版 ")); n > 0 {
			r.label = intake.PageLabel(strconv.Itoa(n))
		} else if r.fields["page"] != "" {
			no("no number of a page", "不是版次", "page")
		}
	}
	if s.options.Page > 0 {
		r.label = strconv.Itoa(s.options.Page)
	}
	take(key, r)
}

// deliver makes an edition of rows.
func (is *issue) deliver(k intake.Key, o intake.Options) intake.Delivery {
	day, err := time.Parse(time.DateOnly, k.Date)
	if err != nil {
		return intake.Delivery{}
	}
	e := &intake.Edition{Paper: k.Paper, Date: day}
	var found []intake.Finding
	for _, s := range is.sheets {
		e.Sources = append(e.Sources, s.source)
	}
	var labels []string
	for _, r := range is.rows {
		labels = append(labels, r.label)
	}
	numbers := intake.NumberPages(labels)
	slices.SortStableFunc(is.rows, func(a, b row) int { return intake.Natural(a.fields["order"], b.fields["order"]) })
	for _, r := range is.rows {
		n := numbers[r.label]
		if n == 0 {
			found = append(found, intake.Find(diag.ImportBound, r.at, intake.Words{"the number of the page", "版次"}, intake.MostPages))
			continue
		}
		p := e.Page(n)
		p.Label = r.label
		if name := r.fields["name"]; name != "" && p.Name.Empty() {
			p.Name = intake.Given("name", r.text("name"))
		}
		s, more := r.story()
		found = append(found, more...)
		if s != nil {
			p.Stories = append(p.Stories, s)
		}
	}
	if len(e.Stories()) == 0 {
		return intake.Delivery{Findings: append(found, intake.Find(diag.ImportEmpty, is.rows[0].at))}
	}
	return intake.Delivery{Edition: e, Findings: found}
}

func (r row) text(name string) intake.Text {
	v := strings.Trim(r.fields[name], markup.Blanks)
	if v == "" {
		return nil
	}
	return intake.Text{{Text: v, At: r.at}}
}

// said is what all cells of a row say, the title first.
func (r row) said() string {
	all := []string{strings.Trim(r.fields["title"], markup.Blanks)}
	for _, name := range slices.Sorted(maps.Keys(r.fields)) {
		if name != "title" {
			all = append(all, strings.Trim(r.fields[name], markup.Blanks))
		}
	}
	return intake.Shortened(strings.Join(all, " "))
}

func (r row) story() (*intake.Story, []intake.Finding) {
	s := &intake.Story{At: r.at, Kind: "story"}
	if id := strings.Trim(r.fields["id"], markup.Blanks); id != "" {
		s.ID = "r" + id
	}
	found := copydesk.Title(s, r.text("title"), "title")
	given := func(f *intake.Field, name string) {
		if t := r.text(name); t != nil {
			*f = intake.Given(name, t)
		}
	}
	given(&s.Kicker, "kicker")
	given(&s.Byline, "author")
	if t := r.text("column"); t != nil {
		s.Column = intake.Given("column", t)
	}
	if t := r.text("deck"); t != nil {
		s.Deck = append(s.Deck, intake.Given("deck", t))
	}
	if t := r.text("summary"); t != nil {
		s.Summary = append(s.Summary, intake.Given("summary", t))
	}
	at := r.at
	at.To = at.From // the place of a row is that of all its cells: their words alone tell them apart
	d := intake.Quoted(r.fields["text"], r.at)
	var words []intake.Run
	if strings.Contains(d.Text, "</") || strings.Contains(strings.ToLower(d.Text), "<br") {
		root := markup.HTML(d).Root
		copydesk.Pieces(s, markup.Prose(d, root), func(n *markup.Node) {
			found = append(found, copydesk.Picture(s, r.src, d, r.file, n)...)
		})
		words = markup.Words(d, root, "alt")
	} else {
		found = append(found, copydesk.Plain(s, d, 0, len(d.Text))...)
	}
	title := strings.Trim(r.fields["title"], markup.Blanks)
	if what := copydesk.Furniture(title); what != nil {
		return nil, append(found, intake.Find(diag.ImportFurniture, r.at, copydesk.Said(title, s), *what))
	}
	if len(s.Body) == 0 {
		return nil, append(found, intake.Find(diag.ImportProtected, r.at, r.said()))
	}
	found = append(found, copydesk.Edit(s)...)
	for i := range words {
		words[i].At = at
	}
	return s, append(found, intake.StoryLeft(words, s, found)...)
}
