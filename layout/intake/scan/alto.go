package scan

import (
	"cmp"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
	"duikai/layout/internal/copydesk"
	"duikai/layout/internal/markup"
)

// tree reads an XML file; what is broken is told, and what stands before the
// fault is taken.
func tree(src *intake.Source, file string, d *intake.Decoded) (*markup.Tree, []intake.Finding) {
	doc, err := markup.XML(d)
	found := markup.Bounds(src.Place(file), doc)
	if err != nil {
		found = append(found, intake.Find(diag.ImportBroken, src.Place(file), "XML", markup.Reason(err)))
	}
	return doc, found
}

func num(s string) float64 {
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || v != v || v > 1e7 || v < -1e7 {
		return 0
	}
	return v
}

func boxOf(n *markup.Node) intake.Area {
	return rect(num(n.Attr("HPOS")), num(n.Attr("VPOS")), num(n.Attr("WIDTH")), num(n.Attr("HEIGHT")))
}

// alto reads ALTO 2 to 4, a page a file.
func alto(src *intake.Source, file string, d *intake.Decoded) []*sheet {
	doc, found := tree(src, file, d)
	var out []*sheet
	for p := range doc.Root.Named("Page") {
		s := &sheet{size: intake.Size{W: num(p.Attr("WIDTH")), H: num(p.Attr("HEIGHT"))}, label: intake.PageLabel(p.Attr("PRINTED_IMG_NR")), found: found}
		found = nil
		if space := p.First("PrintSpace"); space != nil && s.size.W == 0 {
			s.size = intake.Size{W: num(space.Attr("HPOS")) + num(space.Attr("WIDTH")), H: num(space.Attr("VPOS")) + num(space.Attr("HEIGHT"))}
		}
		for b := range p.Named("TextBlock", "Illustration", "GraphicalElement") {
			r := region{id: b.Attr("ID"), next: b.Attr("IDNEXT"), area: boxOf(b), at: d.Place(b.From, b.To)}
			if inMargin(b) {
				r.role = beside
			}
			if !b.Is("TextBlock") {
				r.role, r.picture = figure, strings.TrimSpace(b.Attr("FILEID"))
				s.regions = append(s.regions, r)
				continue
			}
			for l := range b.Named("TextLine") {
				r.lines = append(r.lines, altoLine(d, l))
			}
			s.regions = append(s.regions, r)
		}
		s.regions = follow(s.regions)
		out = append(out, s)
	}
	for w := range doc.Root.Named("String") {
		if len(out) > 0 {
			out[0].words = append(out[0].words, intake.Run{Text: w.Attr("CONTENT"), At: d.Place(w.From, w.To)})
		}
	}
	if len(out) == 0 {
		out = append(out, &sheet{found: append(found, intake.Find(diag.ImportEmpty, src.Place(file)))})
	}
	return out
}

// inMargin tells whether a block stands in a margin of the page: over, beside or
// under what is printed on.
func inMargin(n *markup.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.Is("TopMargin", "BottomMargin", "LeftMargin", "RightMargin") {
			return true
		}
	}
	return false
}

// follow brings regions into the order of their IDNEXT, which may go in a
// circle: each is taken once.
func follow(list []region) []region {
	at := make(map[string]int)
	for i, r := range list {
		at[r.id] = i
	}
	taken := make([]bool, len(list))
	var out []region
	for i := range list {
		for k, ok := i, true; ok && !taken[k]; {
			taken[k] = true
			out = append(out, list[k])
			if list[k].next == "" {
				break
			}
			k, ok = at[list[k].next]
		}
	}
	return out
}

func altoLine(d *intake.Decoded, l *markup.Node) line {
	x := num(l.Attr("HPOS"))
	out := line{height: num(l.Attr("HEIGHT")), from: x, to: x + num(l.Attr("WIDTH")), down: num(l.Attr("VPOS")), hyphened: l.First("HYP") != nil}
	blank := false
	for _, k := range l.Kids {
		switch {
		case k.Is("SP"):
			blank = true
		case k.Is("String"):
			text := k.Attr("CONTENT")
			run := intake.Run{Text: text, At: d.Place(k.From, k.To), Sure: percent(k.Attr("WC"))}
			if blank && latinEnds(out.runs.String(), text) {
				run.Text = " " + run.Text
			}
			blank = false
			out.runs = append(out.runs, run)
		}
	}
	return out
}

// latinEnds tells whether a blank between two words means something.
func latinEnds(a, b string) bool {
	return a != "" && b != "" && a[len(a)-1] < 0x80 && b[0] < 0x80
}

// percent reads a confidence from 0 to 1; 0 where there is none.
func percent(s string) int {
	if s == "" {
		return 0
	}
	v := num(s)
	if v <= 1 {
		v *= 100
	}
	return min(max(int(v+0.5), 1), 100)
}

var isMETS = regexp.MustCompile(`<(?:\w+:)?mets[\s>]`)

// mets is what a METS file says of an issue.
type mets struct {
	file     string // its own name
	paper    string
	day      time.Time
	order    map[string]int    // file name -> page
	links    map[string]string // addresses of files by ID, as they are written
	articles []article
	// joins is set where some piece of text has several blocks: the source knows
	// which of them are one paragraph.
	joins  bool
	source intake.SourceFile
}

// article is one that METS names.
type article struct {
	kind  string // ARTICLE, or one of asides
	label string
	parts []part
	at    intake.Place
}

// part is a block of an article.
type part struct {
	role  role
	file  string // its name
	block string // its ID
	under string // which of asides it stands in
	piece int    // number of the piece of text that it belongs to
	row   int    // number of a table's row, of a list, of a stanza
	col   int    // of a cell in its row, from 1; 0: nothing tells
	table int    // number of the table that it stands in; 0: none
}

// name is the name of the file with an ID; empty where METS has none.
func (m *mets) name(id string) string {
	link, ok := m.links[id]
	if !ok {
		return ""
	}
	return path.Base(link)
}

func readMETS(src *intake.Source, file string) (*mets, []intake.Finding) {
	m := &mets{file: file, order: make(map[string]int), links: make(map[string]string)}
	data, why := src.Read(file, intake.MaxText)
	if why != nil {
		return m, []intake.Finding{*why}
	}
	d, found := src.Decode(file, data, markup.Charset(data))
	doc, more := tree(src, file, d)
	found = append(found, more...)
	m.source = src.Describe(file, "alto", d.Encoding, data)
	for n := range doc.Root.Named("title") {
		m.paper = cmp.Or(m.paper, strings.TrimSpace(n.String()))
	}
	for n := range doc.Root.Named("dateIssued", "date") {
		if day, _ := dump.PathDate(strings.TrimSpace(n.String())); m.day.IsZero() {
			m.day = day
		}
	}
	for f := range doc.Root.Named("file") {
		if loc := f.First("FLocat"); loc != nil {
			m.links[f.Attr("ID")] = strings.TrimPrefix(loc.Attr("href"), "file://")
		}
	}
	for sm := range doc.Root.Named("structMap") {
		if strings.EqualFold(sm.Attr("TYPE"), "PHYSICAL") {
			m.physical(sm)
			continue
		}
		for div := range sm.Named("div") {
			kind := strings.ToUpper(div.Attr("TYPE"))
			if _, aside := asides[kind]; kind == "ARTICLE" || aside && !inArticle(div) {
				a := m.article(div, d)
				if a.kind = kind; kind != "ARTICLE" {
					a.label = ""
				}
				m.articles = append(m.articles, a)
			}
		}
	}
	return m, found
}

func (m *mets) physical(sm *markup.Node) {
	n := 0
	for div := range sm.Named("div") {
		if !strings.EqualFold(div.Attr("TYPE"), "PAGE") {
			continue
		}
		n++
		if order := int(num(div.Attr("ORDER"))); order > 0 {
			n = order
		}
		for f := range div.Named("fptr", "area") {
			if name := m.name(f.Attr("FILEID")); name != "" {
				m.order[name] = n
			}
		}
	}
}

// roles are the words of METS files for the parts of articles, as libraries write
// them.
var roles = map[string]role{
	"HEADING": head, "TITLE": head, "HEADLINE": head,
	"OVERLINE": over, "KICKER": over,
	"SUBHEADING": under, "SUBTITLE": under, "SUBHEADLINE": under,
	"AUTHOR": byline, "BYLINE": byline,
	"ABSTRACT": summary, "MOTTO": summary,
	"SECTION_LABEL": column,
	"CAPTION":       caption, "CREDIT": credit,
	"BODY": text, "BODY_CONTENT": text, "PARAGRAPH": text, "TEXT": text, "TEXTBLOCK": text,
	"CROSSHEADING": crosshead, "CROSSHEAD": crosshead,
	"VERSE": verse, "NOTE": note, "PULL_QUOTE": pull, "AFTERWORD": after,
	"TABLE": cell, "LIST": entry,
}

// tableUnit is the word for what a table counts in, in the caption over it.
const tableUnit = "UNIT"

// asides are the words of METS files for what is no article, with what it is called;
// what has no name here is a story all the same.
var asides = map[string]intake.Words{
	"NOTICE": {}, "ADVERTISEMENT": {}, "ILLUSTRATION": {}, "PICTURE": {},
	"CONTENTS": {"a list of contents", "导读"}, "TABLE_OF_CONTENTS": {"a list of contents", "导读"},
	"NAMEPLATE": {"the nameplate", "报头"}, "MASTHEAD": {"the imprint", "版权信息"}, "TITLE_SECTION": {"the nameplate", "报头"},
	"CONTINUATION": {"a continuation note", "转版、接版"},
}

// inArticle tells whether a part stands in another that is taken.
func inArticle(n *markup.Node) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		kind := strings.ToUpper(n.Attr("TYPE"))
		if _, aside := asides[kind]; aside || kind == "ARTICLE" {
			return true
		}
	}
	return false
}

func (m *mets) article(div *markup.Node, d *intake.Decoded) article {
	a := article{label: div.Attr("LABEL"), at: d.Place(div.From, div.From)}
	piece, table, row, col := 0, 0, 0, 0
	var walk func(n *markup.Node, r role, under string)
	walk = func(n *markup.Node, r role, under string) {
		kind := strings.ToUpper(n.Attr("TYPE"))
		if kind != "" {
			piece++
		}
		if asides[kind] != (intake.Words{}) {
			r, under = beside, kind
		}
		switch {
		case kind == "TABLE":
			table++
		case kind == "ROW" || kind == "LIST" || kind == "STANZA":
			row, col = row+1, 0
		case kind == "CELL":
			col++
		}
		switch said, ok := roles[kind]; {
		case said == caption && r == cell: // it stands over the table
			r = title
		case said == caption && r == entry: // over the list
			r = group
		case kind == tableUnit && r == title:
			r = unit
		case ok && !(said == credit && (r == cell || r == entry)):
			if inside := r == beside || said == text && (r == note || r == pull || r == caption || r == credit || r == title || r == cell || r == entry || r == group); !inside {
				r = said
			}
		}
		if n.Is("area") && n.Attr("BEGIN") != "" {
			if n := len(a.parts); n > 0 && a.parts[n-1].piece == piece && r == text {
				m.joins = true
			}
			a.parts = append(a.parts, part{r, m.name(n.Attr("FILEID")), n.Attr("BEGIN"), under, piece, row, col, table})
		}
		for _, k := range n.Kids {
			walk(k, r, under)
		}
	}
	walk(div, text, "")
	return a
}

// byArticles takes the page's regions as METS puts them together; what no
// article names follows by itself. It tells whether METS names any of them. A story
// is taken whole on the page where it begins.
func (w *writer) byArticles() bool {
	for i := range w.mets.articles {
		a := &w.mets.articles[i]
		if len(a.parts) > 0 && w.first(a) == w.sheet {
			w.article(a)
		}
	}
	any := false
	for _, r := range w.sheet.regions {
		any = any || w.used[r.key(w.sheet)]
	}
	if !any {
		return false
	}
	for _, r := range w.sheet.regions {
		if !w.used[r.key(w.sheet)] {
			w.region(r, "")
		}
	}
	w.end()
	return true
}

// key finds a region among those of all pages.
func (r region) key(s *sheet) regionKey { return regionKey{path.Base(s.file), r.id} }

type regionKey struct{ file, block string }

// first is the page of the first part of an article that is there.
func (w *writer) first(a *article) *sheet {
	for _, p := range a.parts {
		if k := (regionKey{p.file, p.block}); !w.used[k] && w.where[k] != nil {
			return w.where[k]
		}
	}
	return nil
}

// article writes the parts of an article, on whatever page they stand.
func (w *writer) article(a *article) {
	s := w.begin(a.at)
	if a.kind == "NOTICE" || a.kind == "ADVERTISEMENT" {
		s.Kind = strings.ToLower(a.kind)
	}
	var group []region // of one piece
	flush := func() {
		if len(group) > 0 {
			w.piece(s, group)
		}
		group = nil
	}
	piece := 0
	for _, p := range a.parts {
		k := regionKey{p.file, p.block}
		sheet := w.where[k]
		if sheet == nil || w.used[k] {
			continue
		}
		w.used[k] = true
		r := sheet.byID[p.block]
		r.row, r.col, r.table, r.sheet, r.under = p.row, p.col, p.table, sheet, p.under
		if r.role != figure {
			r.role = p.role
		}
		if r.role == head && len(s.Body) > 0 {
			r.role = under
		}
		if p.piece != piece {
			flush()
		}
		piece = p.piece
		group = append(group, r)
	}
	flush()
	if len(s.Headline) == 0 && a.label != "" && !strings.HasPrefix(strings.Join(strings.Fields(bodyText(s)), ""), strings.TrimSuffix(a.label, "…")) {
		w.found = append(w.found, copydesk.Title(s, intake.Text{{Text: a.label, At: a.at}}, "mets-label")...)
	}
	w.end()
}

// bodyText is the bare text of a story.
func bodyText(s *intake.Story) string {
	var b strings.Builder
	for _, k := range s.Body {
		b.WriteString(k.Text.String())
	}
	return b.String()
}

// piece writes the regions of one piece of text: a paragraph that goes on in the next
// column is one.
func (w *writer) piece(s *intake.Story, group []region) {
	r := group[0]
	for _, more := range group[1:] {
		r.lines = append(r.lines[:len(r.lines):len(r.lines)], more.lines...)
	}
	w.elsewhere = nil
	before := s.Length()
	if r.sheet != w.sheet {
		w.elsewhere = w.partOn(s, r.sheet)
	}
	w.whole = w.mets.joins
	w.aside = asides[r.under]
	w.region(r, "mets-"+r.role.String())
	w.whole, w.aside = false, intake.Words{}
	if w.elsewhere != nil {
		w.elsewhere.Chars += s.Length() - before
	}
	w.elsewhere = nil
	for _, more := range group[1:] {
		switch {
		case len(more.area) == 0:
		case more.sheet == w.sheet:
			s.Areas = append(s.Areas, more.area)
		default:
			part := w.partOn(s, more.sheet)
			part.Areas = append(part.Areas, more.area)
		}
	}
}

// partOn is what another page has of a story.
func (w *writer) partOn(s *intake.Story, sheet *sheet) *intake.Part {
	on := w.pages[sheet]
	for i := range on.Parts {
		if on.Parts[i].Story == s {
			return &on.Parts[i]
		}
	}
	if s.First == 0 {
		s.First = s.Length()
	}
	on.Parts = append(on.Parts, intake.Part{Story: s})
	return &on.Parts[len(on.Parts)-1]
}
