// Package wire reads wire copy (通稿) in NITF and NewsML-G2, a story or a message
// of several a file.
package wire

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
const Kind = "nitf"

// Reader reads NITF and NewsML-G2.
func Reader() intake.Reader { return intake.Reader{Kind: Kind, Claim: claim, Lots: lots} }

var root = regexp.MustCompile(`<(?:\w+:)?(?:nitf|newsItem|newsMessage|packageItem)[\s>]`)

const (
	claimMark = 93
	claimHead = 4 << 10
	keyHead   = 64 << 10
)

func xmlFile(file string) bool {
	switch strings.ToLower(path.Ext(file)) {
	case ".xml", ".nitf", ".newsml":
		return true
	}
	return false
}

func claim(src *intake.Source) int {
	looked := 0
	for _, f := range src.Files {
		if !xmlFile(f) {
			continue
		}
		if root.Match(src.Head(f, claimHead)) {
			return claimMark
		}
		const most = 8 // files
		if looked++; looked >= most {
			break
		}
	}
	return 0
}

// What the head of a file says of its issue. NITF: pubdata, docdata; NewsML:
// versionCreated, the provider.
var (
	dayAttr   = regexp.MustCompile(`date\.publication\s*=\s*"([^"]+)"|<date\.(?:issue|release)[^>]*\bnorm\s*=\s*"([^"]+)"|<(?:\w+:)?(?:versionCreated|contentCreated|sent)[^>]*>([^<]+)<`)
	paperAttr = regexp.MustCompile(`<pubdata[^>]*\bname\s*=\s*"([^"]+)"`)
)

func firstOf(m []string) string {
	for _, s := range m[min(1, len(m)):] {
		if s != "" {
			return s
		}
	}
	return ""
}

func lots(src *intake.Source, o intake.Options) (out []intake.Lot, found []intake.Finding) {
	for _, f := range src.Files {
		if !xmlFile(f) {
			continue // pictures: stories name those that they use
		}
		head := src.Head(f, keyHead)
		if !root.Match(head) {
			found = append(found, intake.Find(diag.ImportUnreadable, src.Place(f), intake.Words{"it is neither NITF nor NewsML-G2", "不是 NITF 或 NewsML-G2"}))
			continue
		}
		d, _ := src.Decode(f, head, markup.Charset(head))
		paper, day := o.Paper, o.Date
		if day.IsZero() {
			day = dayOf(firstOf(dayAttr.FindStringSubmatch(d.Text)))
		}
		if day.IsZero() {
			day, _ = dump.PathDate(f)
		}
		if paper == "" {
			paper = firstOf(paperAttr.FindStringSubmatch(d.Text))
		}
		key, missing := intake.KeyOf(paper, day, src.Place(f))
		if missing != nil {
			found = append(found, missing...)
			continue
		}
		out = append(out, intake.Lot{Key: key, Name: f, Read: func() intake.Delivery { return read(src, f, key, day, o) }})
	}
	return out, found
}

// dayOf reads 20160308, 2016-03-08T10:00:00+08:00, 20160308T100000.
func dayOf(s string) time.Time {
	s, _, _ = strings.Cut(s, "T")
	day, _ := dump.PathDate(s)
	return day
}

// reader reads one file.
type reader struct {
	src   *intake.Source
	file  string
	d     *intake.Decoded
	found []intake.Finding
	items []item
}

// item is a story with its place in the order of the page.
type item struct {
	story *intake.Story
	page  string
	order int
}

func read(src *intake.Source, file string, k intake.Key, day time.Time, o intake.Options) intake.Delivery {
	data, why := src.Read(file, intake.MaxText)
	if why != nil {
		return intake.Delivery{Findings: []intake.Finding{*why}}
	}
	d, found := src.Decode(file, data, markup.Charset(data))
	doc, err := markup.XML(d)
	found = append(found, markup.Bounds(src.Place(file), doc)...)
	if err != nil {
		found = append(found, intake.Find(diag.ImportBroken, src.Place(file), "XML", markup.Reason(err)))
	}
	r := &reader{src: src, file: file, d: d}
	news := 0
	for n := range doc.Root.Named("newsItem") {
		news++
		r.newsItem(n)
	}
	if news == 0 {
		for n := range doc.Root.Named("nitf") {
			r.nitf(n, &intake.Story{Kind: "story", At: d.Place(n.From, n.From)})
		}
	}
	e := &intake.Edition{Paper: k.Paper, Date: day, Sources: []intake.SourceFile{src.Describe(file, Kind, d.Encoding, data)}}
	slices.SortStableFunc(r.items, func(a, b item) int { return a.order - b.order })
	var labels []string
	for i := range r.items {
		if o.Page > 0 {
			r.items[i].page = strconv.Itoa(o.Page)
		}
		r.items[i].page = cmp.Or(intake.PageLabel(r.items[i].page), "1")
		labels = append(labels, r.items[i].page)
	}
	numbers := intake.NumberPages(labels)
	for _, it := range r.items {
		if n := numbers[it.page]; n > 0 {
			p := e.Page(n)
			p.Label = it.page
			p.Stories = append(p.Stories, it.story)
		}
	}
	found = append(found, r.found...)
	delivery := intake.Delivery{Edition: e, Findings: found}
	for n := range doc.Root.Named("versionCreated", "contentCreated", "firstCreated", "sent", "urgency") {
		const wide = 0x2e80 // where the scripts of East Asia begin
		if len(n.Kids) == 1 && n.Kids[0].Kind == markup.Text && !strings.ContainsFunc(n.String(), func(r rune) bool { return r >= wide }) {
			n.Kids = nil // times and ranks have been read
		}
	}
	delivery.Account(markup.Words(d, doc.Root, "key", "info", "alternate-text", "alt", "title"))
	if len(e.Stories()) == 0 {
		return intake.Delivery{Findings: append(delivery.Findings, intake.Find(diag.ImportEmpty, src.Place(file)))}
	}
	return delivery
}

// text is the text of an element in one line.
func (r *reader) text(n *markup.Node) (t intake.Text) {
	if n == nil {
		return nil
	}
	for i, p := range markup.Prose(r.d, n.Kids...) {
		if i > 0 {
			t = append(t, intake.Run{Text: " ", At: p.Text.At()})
		}
		t = append(t, p.Text...)
	}
	return t
}

// newsItem reads an item of NewsML-G2: what contentMeta says goes before what
// the text inside says again.
func (r *reader) newsItem(n *markup.Node) {
	s := &intake.Story{Kind: "story", At: r.d.Place(n.From, n.From), ID: idOf(n.Attr("guid"))}
	meta := n.Child("contentMeta")
	for _, h := range meta.Children("headline") {
		if t := r.text(h); !strings.Contains(strings.ToLower(h.Attr("role")), "sub") && len(t) > 0 && len(s.Headline) == 0 {
			r.found = append(r.found, copydesk.Title(s, t, "headline")...)
		}
	}
	if t := r.text(meta.Child("by")); len(t) > 0 {
		s.Byline = intake.Given("by", t)
	}
	for _, h := range meta.Children("headline") {
		if t := r.text(h); strings.Contains(strings.ToLower(h.Attr("role")), "sub") && len(t) > 0 {
			s.Deck = append(s.Deck, intake.Given("sub-headline", t))
		}
	}
	if u := meta.Child("urgency"); u != nil {
		s.Weight = weight(u.String())
	}
	if t := r.text(meta.Child("creditline")); len(t) > 0 && s.Byline.Empty() {
		s.Byline = intake.Given("creditline", t)
	}
	set := n.Child("contentSet")
	if set == nil {
		return
	}
	for k := range set.Named("nitf", "html", "inlineData", "remoteContent") {
		switch {
		case k.Is("nitf"):
			r.nitf(k, s)
			return
		case k.Is("remoteContent"):
			r.picture(s, k.Attr("href"), nil, nil, r.d.Place(k.From, k.To))
		default:
			if body := k.First("body"); body != nil {
				k = body
			}
			r.pieces(s, k)
			r.add(s, "", 0)
			return
		}
	}
	if len(s.Pictures) > 0 {
		r.add(s, "", 0)
	}
}

var idSigns = regexp.MustCompile(`[\w-]+$`)

func idOf(guid string) string {
	if id := idSigns.FindString(guid); id != "" {
		return "n" + id
	}
	return ""
}

// weight makes a news value from 1 to 5 of an urgency from 1 to 8.
func weight(s string) int {
	u, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || u < 1 {
		return 0
	}
	return min((u+1)/2+u/8, 5)
}

// nitf reads a story of NITF.
func (r *reader) nitf(n *markup.Node, s *intake.Story) {
	page, order := "", 0
	if p := n.First("pubdata"); p != nil {
		page = p.Attr("position.section")
		if order, _ = strconv.Atoi(p.Attr("position.sequence")); intake.PageLabel(page) == "" {
			s.Section, page = page, ""
		}
		page = cmp.Or(page, p.Attr("position.page"))
	}
	if u := n.First("urgency"); u != nil && s.Weight == 0 {
		s.Weight = weight(u.Attr("ed-urg"))
	}
	if head := n.First("body.head"); head != nil {
		r.head(s, head)
	}
	if content := n.First("body.content"); content != nil {
		r.pieces(s, content)
	}
	if end := n.First("body.end"); end != nil {
		if t := r.text(end); len(t) > 0 {
			s.Note = intake.Given("body.end", t)
		}
	}
	r.add(s, page, order)
}

func (r *reader) head(s *intake.Story, head *markup.Node) {
	if h := head.First("hl1"); h != nil && len(s.Headline) == 0 {
		r.found = append(r.found, copydesk.Title(s, r.text(h), "hl1")...)
	}
	for h := range head.Named("hl2") {
		if t := r.text(h); len(t) > 0 {
			s.Deck = append(s.Deck, intake.Given("hl2", t))
		}
	}
	for b := range head.Named("byline") {
		t := r.text(b)
		switch {
		case len(t) == 0:
		case s.Byline.Empty():
			s.Byline = intake.Given("byline", t)
		case !strings.Contains(s.Byline.Text.String(), t.String()):
			s.Byline.Text = append(append(s.Byline.Text, intake.Run{Text: " ", At: t.At()}), t...)
		}
	}
	if t := r.text(head.First("abstract")); len(t) > 0 {
		s.Summary = append(s.Summary, intake.Given("abstract", t))
	}
	for _, name := range []string{"dateline", "distributor", "note", "rights"} {
		if k := head.First(name); k != nil {
			if t := r.text(k); len(t) > 0 {
				r.found = append(r.found, intake.Find(diag.ImportDropped, t.At(), intake.Words{"the field " + name, "字段 " + name}, t.String()).Of(s))
			}
		}
	}
}

// pieces reads the text: its media are pictures with captions.
func (r *reader) pieces(s *intake.Story, n *markup.Node) {
	rest := &markup.Node{Name: "div", From: n.From, To: n.To}
	for _, k := range n.Kids {
		r.split(s, rest, k)
	}
	copydesk.Pieces(s, markup.Prose(r.d, rest), func(img *markup.Node) {
		r.picture(s, cmp.Or(img.Attr("src"), img.Attr("href")), nil, nil, r.d.Place(img.From, img.To))
	})
}

// split takes media out of the text, hl2 inside it is a head.
func (r *reader) split(s *intake.Story, into, k *markup.Node) {
	switch {
	case k.Is("media"):
		ref := k.First("media-reference")
		if ref != nil {
			r.picture(s, cmp.Or(ref.Attr("source"), ref.Attr("data-location")), k.First("media-caption"), k.First("media-producer"), r.d.Place(k.From, k.To))
		}
		return
	case k.Is("block", "section"):
		for _, x := range k.Kids {
			r.split(s, into, x)
		}
		return
	case k.Is("hl2"):
		h := *k
		h.Name = "h2"
		k = &h
	}
	into.Kids = append(into.Kids, k)
}

func (r *reader) picture(s *intake.Story, link string, caption, credit *markup.Node, at intake.Place) {
	p, why := r.src.Shown(r.file, link, at)
	if p == nil {
		why.At.To = why.At.From // of its words nothing is told here
		r.found = append(r.found, why.Of(s))
		if t := r.text(caption); len(t) > 0 {
			r.found = append(r.found, intake.Find(diag.ImportDropped, t.At(), intake.Words{"the caption of a picture that is not in the source", "来源中没有图片的图片说明"}, t.String()).Of(s))
		}
		return
	}
	if t := r.text(caption); len(t) > 0 {
		copydesk.Caption(p, t, "media-caption")
	}
	if t := r.text(credit); len(t) > 0 {
		p.Credit = intake.Given("media-producer", t)
	}
	s.Pictures = append(s.Pictures, p)
}

func (r *reader) add(s *intake.Story, page string, order int) {
	if len(s.Body) == 0 && len(s.Headline) == 0 {
		r.found = append(r.found, intake.Find(diag.ImportEmpty, s.At))
		return
	}
	r.found = append(r.found, copydesk.Edit(s)...)
	r.items = append(r.items, item{s, page, order})
}
