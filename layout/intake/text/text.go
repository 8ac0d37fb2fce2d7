// Package text reads newspapers kept as plain files (文本库): a web page or a text
// a page of the paper, as libraries keep the years before e-papers, and the
// folders of crawlers, a text a story.
package text

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
	"duikai/layout/internal/copydesk"
	"duikai/layout/internal/markup"
)

// Kind is the word of --from.
const Kind = "text"

// Reader reads plain files.
func Reader() intake.Reader { return intake.Reader{Kind: Kind, Claim: claim, Lots: lots} }

// storyFile is a story's: 20210608-01-01 标题.txt, 2021-06-08_A01_03.txt.
var storyFile = regexp.MustCompile(`^((?:19|20)\d{2})[-_.]?(\d{2})[-_.]?(\d{2})[-_ ]+([A-Za-z]?\d{1,3})[-_ ]+(\d{1,3})(?:[-_ ]+(.*?))?\.(?i:txt|text)$`)

// pageFile is a page's: 1963-03-07-1.html, 19630307_02.txt; not 2026-11-23.html, which ends
// with its day.
var pageFile = regexp.MustCompile(`^((?:19|20)\d{2})(?:[-_.](\d{1,2})[-_.](\d{1,2})|[-_.]?(\d{2})[-_.]?(\d{2}))[-_ ]+(?:第|p)?([A-Za-z]?\d{1,3})版?\.(?i:html?|txt|text)$`)

const (
	claimStories = 85
	claimPages   = 80
	claimHead    = 4 << 10
)

func claim(src *intake.Source) int {
	best := 0
	for _, f := range src.Files {
		base := path.Base(f)
		switch {
		case storyFile.MatchString(base):
			return claimStories
		case pageFile.MatchString(base) && webPage(f):
			return claimPages
		case webPage(f) && best == 0:
			head := strings.ToLower(string(src.Head(f, claimHead)))
			if strings.Contains(head, `class="article"`) || strings.Contains(head, "<h2") {
				best = claimPages / 2
			}
		}
	}
	return best
}

func webPage(file string) bool {
	e := strings.ToLower(path.Ext(file))
	return e == ".html" || e == ".htm"
}

// item is a story's file.
type item struct {
	file, label, title string
	order              int
}

func lots(src *intake.Source, o intake.Options) (out []intake.Lot, found []intake.Finding) {
	issues := make(map[intake.Key][]item)
	var keys []intake.Key
	for _, file := range src.Files {
		base := path.Base(file)
		m := storyFile.FindStringSubmatch(base)
		switch {
		case m != nil:
			key, why := keyOf(src, file, o, m[1]+"-"+m[2]+"-"+m[3])
			if why != nil {
				found = append(found, why...)
				continue
			}
			if issues[key] == nil {
				keys = append(keys, key)
			}
			n, _ := strconv.Atoi(m[5])
			issues[key] = append(issues[key], item{file, cmp.Or(intake.PageLabel(m[4]), "1"), m[6], n})
		case webPage(file):
			lot, why := pageLot(src, file, o)
			if why != nil {
				found = append(found, why...)
				continue
			}
			out = append(out, lot)
		default: // a page of raw text
			more, why := dump.Reader().Lots(src.Only(file), o)
			out, found = append(out, more...), append(found, why...)
		}
	}
	for _, k := range keys {
		list := issues[k]
		out = append(out, intake.Lot{Key: k, Name: path.Dir(list[0].file), Read: func() intake.Delivery { return readItems(src, k, list) }})
	}
	return out, found
}

// keyOf finds the issue of a file; the paper may be the folder above.
func keyOf(src *intake.Source, file string, o intake.Options, said string) (intake.Key, []intake.Finding) {
	day := o.Date
	if day.IsZero() {
		day, _ = dump.PathDate(said)
	}
	paper := o.Paper
	for part := range strings.SplitSeq(path.Dir(file), "/") {
		if paper == "" && paperWord.MatchString(part) {
			paper = part
		}
	}
	return intake.KeyOf(paper, day, src.Place(file))
}

var paperWord = regexp.MustCompile(`^\p{Han}{1,8}(?:日报|晚报|时报|晨报|早报|周报|商报|都市报|快报|青年报|新报|导报|报)$`)

// readItems reads the stories of an issue, a file each.
func readItems(src *intake.Source, k intake.Key, list []item) intake.Delivery {
	day, err := time.Parse(time.DateOnly, k.Date)
	if err != nil {
		return intake.Delivery{}
	}
	e := &intake.Edition{Paper: k.Paper, Date: day}
	var found []intake.Finding
	var labels []string
	for _, it := range list {
		labels = append(labels, it.label)
	}
	numbers := intake.NumberPages(labels)
	slices.SortStableFunc(list, func(a, b item) int { return cmp.Or(intake.ByLabel(a.label, b.label), a.order-b.order) })
	for _, it := range list {
		data, why := src.Read(it.file, intake.MaxText)
		if why != nil {
			found = append(found, *why)
			continue
		}
		d, more := src.Decode(it.file, data, "")
		found = append(found, more...)
		e.Sources = append(e.Sources, src.Describe(it.file, Kind, d.Encoding, data))
		s, more := story(src, d, it)
		found = append(found, more...)
		if s == nil {
			continue
		}
		if numbers[it.label] == 0 {
			found = append(found, intake.Find(diag.ImportBound, s.At, intake.Words{"the number of the page", "版次"}, intake.MostPages))
			continue
		}
		p := e.Page(numbers[it.label])
		p.Label = it.label
		p.Stories = append(p.Stories, s)
	}
	if len(e.Pages) == 0 {
		return intake.Delivery{Findings: append(found, intake.Find(diag.ImportEmpty, src.Place(list[0].file)))}
	}
	return intake.Delivery{Edition: e, Findings: found}
}

// line is a line of a file, without the blanks around it.
type line struct {
	text     string
	from, to int // of the text
	end      int // where the next line begins
}

func linesOf(d *intake.Decoded) (out []line) {
	at := 0
	for l := range strings.SplitSeq(d.Text, "\n") {
		text := strings.Trim(l, markup.Blanks)
		if text != "" {
			from := at + strings.Index(l, text)
			out = append(out, line{text, from, from + len(text), min(at+len(l)+1, len(d.Text))})
		}
		at += len(l) + 1
	}
	return out
}

const (
	widestHead = 36 // ems
	mostHeads  = 6  // lines over a text
)

// story reads a file whose first lines are the head.
func story(src *intake.Source, d *intake.Decoded, it item) (*intake.Story, []intake.Finding) {
	s := &intake.Story{ID: "p" + it.label + "-" + strconv.Itoa(it.order), At: src.Place(it.file), Kind: "story"}
	var heads []line
	body := len(d.Text)
	lines := linesOf(d)
	for i, l := range lines {
		if i >= mostHeads || dump.Width(l.text) > widestHead || i > 0 && (dump.Finished(l.text) || dump.Dateline(l.text) || indented(d, l)) {
			body = l.from
			break
		}
		if dump.Byline(l.text) || i > 0 && dump.Person(l.text) {
			s.Byline.Text = append(s.Byline.Text, d.Run(l.from, l.to))
			if len(s.Byline.Text) == 1 {
				s.Byline.Rule, s.Byline.Sure = "name-under-head", 90
			}
			body = l.end
			continue
		}
		heads = append(heads, l)
		body = l.end
	}
	found := headOf(s, d, heads, it.title)
	if len(lines) > 0 && body < len(d.Text) {
		start := strings.LastIndexByte(d.Text[:body], '\n') + 1
		found = append(found, copydesk.Plain(s, d, max(start, 0), len(d.Text))...)
	}
	title := it.title
	if len(heads) > 0 {
		title = heads[0].text
	}
	if what := copydesk.Furniture(title); what != nil {
		return nil, append(found, intake.Find(diag.ImportFurniture, s.At, copydesk.Said(title, s), *what))
	}
	if len(s.Body) == 0 {
		return nil, append(found, intake.Find(diag.ImportProtected, s.At, title))
	}
	return s, append(found, copydesk.Edit(s)...)
}

func indented(d *intake.Decoded, l line) bool {
	return strings.HasSuffix(d.Text[:l.from], "\u3000") || strings.HasSuffix(d.Text[:l.from], "  ")
}

// headOf gives the lines over a text their places: the one that the file is
// named for is the headline, what stands over it the kicker, what stands under
// it the deck.
func headOf(s *intake.Story, d *intake.Decoded, heads []line, name string) (found []intake.Finding) {
	main, sure := 0, 75
	for i, h := range heads {
		if name != "" && strings.HasPrefix(squeeze(h.text), squeeze(name)) || name != "" && strings.HasPrefix(squeeze(name), squeeze(h.text)) {
			main, sure = i, intake.Certain
			break
		}
	}
	for i, h := range heads {
		t := intake.Text{d.Run(h.from, h.to)}
		switch {
		case i < main && i == 0:
			s.Kicker = intake.Field{Text: t, Rule: "line-over-head", Sure: sure}
		case i == main || i < main:
			found = append(found, copydesk.Title(s, t, "first-line")...)
		default:
			s.Deck = append(s.Deck, intake.Field{Text: t, Rule: "line-under-head", Sure: min(sure, 85)})
		}
	}
	if len(heads) == 0 && name != "" {
		found = append(found, copydesk.Title(s, intake.Text{{Text: name, At: s.At}}, "file-name")...)
	}
	return found
}

func squeeze(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u3000", " ")), "")
}

// pageLot is a web page of a page of the paper.
func pageLot(src *intake.Source, file string, o intake.Options) (intake.Lot, []intake.Finding) {
	said, label := file, ""
	if m := pageFile.FindStringSubmatch(path.Base(file)); m != nil {
		said, label = m[1]+"-"+m[2]+m[4]+"-"+m[3]+m[5], intake.PageLabel(m[6])
	} else if _, n := dump.PathDate(file); n > 0 {
		label = strconv.Itoa(n)
	}
	if o.Page > 0 {
		label = strconv.Itoa(o.Page)
	}
	key, why := keyOf(src, file, o, said)
	if why != nil {
		return intake.Lot{}, why
	}
	return intake.Lot{Key: key, Name: file, Read: func() intake.Delivery { return readPage(src, file, key, cmp.Or(label, "1")) }}, nil
}

// readPage reads h2 and div.article again and again.
func readPage(src *intake.Source, file string, k intake.Key, label string) intake.Delivery {
	day, err := time.Parse(time.DateOnly, k.Date)
	if err != nil {
		return intake.Delivery{}
	}
	data, why := src.Read(file, intake.MaxText)
	if why != nil {
		return intake.Delivery{Findings: []intake.Finding{*why}}
	}
	d, found := src.Decode(file, data, markup.Charset(data))
	doc := markup.HTML(d)
	found = append(found, markup.Bounds(src.Place(file), doc)...)
	r := &pageReader{src: src, file: file, d: d, level: headLevel(doc.Root)}
	for _, piece := range markup.Prose(d, doc.Root) {
		r.piece(piece)
	}
	r.end()
	e := &intake.Edition{Paper: k.Paper, Date: day, Sources: []intake.SourceFile{src.Describe(file, Kind, d.Encoding, data)}}
	n := intake.NumberPages([]string{label})[label]
	p := e.Page(max(n, 1))
	p.Label, p.At, p.Stories = label, src.Place(file), r.stories
	delivery := intake.Delivery{Edition: e, Findings: append(found, r.found...)}
	if title := doc.Root.First("title"); title != nil {
		left := intake.Left(markup.Words(d, title), e, delivery.Findings)
		delivery.Findings = append(delivery.Findings, intake.TellLeft(diag.ImportFurniture, intake.Words{"the title of the web page", "网页标题"}, left)...)
	}
	delivery.Account(markup.Words(d, doc.Root, "alt"))
	if len(p.Stories) == 0 {
		return intake.Delivery{Findings: append(delivery.Findings, intake.Find(diag.ImportEmpty, src.Place(file)))}
	}
	return delivery
}

// headLevel is the level of the heads that begin stories: the highest that
// stands more than once, or h2.
func headLevel(root *markup.Node) int {
	var count [7]int
	for n := range root.Named("h1", "h2", "h3", "h4") {
		count[n.Name[1]-'0']++
	}
	for l, n := range count {
		if n > 1 {
			return l
		}
	}
	for l, n := range count {
		if n > 0 {
			return l
		}
	}
	return 2
}

// pageReader cuts a page into stories.
type pageReader struct {
	src     *intake.Source
	file    string
	d       *intake.Decoded
	level   int
	cur     *intake.Story
	stories []*intake.Story
	found   []intake.Finding
}

func (r *pageReader) piece(p markup.Piece) {
	switch {
	case p.Kind == markup.Head && p.Level == r.level:
		if r.cur != nil && len(r.cur.Body) == 0 && len(r.cur.Headline) > 0 && p.Node == nil {
			r.found = append(r.found, copydesk.Title(r.cur, p.Text, "h"+strconv.Itoa(p.Level))...)
			return
		}
		r.end()
		r.cur = &intake.Story{At: p.Text.At(), Kind: "story"}
		r.found = append(r.found, copydesk.Title(r.cur, p.Text, "h"+strconv.Itoa(p.Level))...)
	case r.cur == nil && p.Kind == markup.Head, r.cur == nil && p.Kind == markup.Para:
		r.found = append(r.found, intake.Find(diag.ImportFurniture, p.Text.At(), p.Text.String(), intake.Words{"what stands before the first story", "首篇之前的文字"}))
	case r.cur == nil:
	case p.Kind == markup.Head && p.Level > r.level && len(r.cur.Body) == 0:
		r.cur.Deck = append(r.cur.Deck, intake.Given("h"+strconv.Itoa(p.Level), p.Text))
	default:
		copydesk.Pieces(r.cur, []markup.Piece{p}, func(n *markup.Node) {
			r.found = append(r.found, copydesk.Picture(r.cur, r.src, r.d, r.file, n)...)
		})
	}
}

func (r *pageReader) end() {
	s := r.cur
	r.cur = nil
	if s == nil {
		return
	}
	title := ""
	for _, h := range s.Headline {
		title += h.Text.String()
	}
	if what := copydesk.Furniture(title); what != nil {
		r.found = append(r.found, intake.Find(diag.ImportFurniture, s.At, copydesk.Said(title, s), *what))
		return
	}
	if len(s.Body) == 0 {
		r.found = append(r.found, intake.Find(diag.ImportProtected, s.At, title))
		return
	}
	r.found = append(r.found, copydesk.Edit(s)...)
	r.stories = append(r.stories, s)
}
