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
	"duikai/layout/intake/copydesk"
	"duikai/layout/intake/dump"
	"duikai/layout/intake/markup"
)

// tree reads an XML file; what is broken is told, and what stands before the
// fault is taken.
func tree(src *intake.Source, file string, d *intake.Decoded) (*markup.Tree, []intake.Finding) {
	doc, err := markup.XML(d)
	found := markup.Bounds(src.Place(file), doc)
	if err != nil {
		found = append(found, intake.Find(diag.ImportBroken, src.Place(file), "XML", err.Error()))
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
			if !b.Is("TextBlock") {
				r.role = figure
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
	out := line{height: num(l.Attr("HEIGHT"))}
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
	paper    string
	day      time.Time
	order    map[string]int // file name -> page
	files    map[string]string
	articles []article
	source   intake.SourceFile
}

// article is one that METS names.
type article struct {
	label string
	parts []part
	at    intake.Place
}

// part is a block of an article.
type part struct {
	role  role
	file  string // its name
	block string // its ID
}

func readMETS(src *intake.Source, file string) (*mets, []intake.Finding) {
	m := &mets{order: make(map[string]int), files: make(map[string]string)}
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
			m.files[f.Attr("ID")] = path.Base(strings.TrimPrefix(loc.Attr("href"), "file://"))
		}
	}
	for sm := range doc.Root.Named("structMap") {
		if strings.EqualFold(sm.Attr("TYPE"), "PHYSICAL") {
			m.physical(sm)
			continue
		}
		for div := range sm.Named("div") {
			if strings.EqualFold(div.Attr("TYPE"), "ARTICLE") {
				m.articles = append(m.articles, m.article(div, d))
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
			if name := m.files[f.Attr("FILEID")]; name != "" {
				m.order[name] = n
			}
		}
	}
}

func (m *mets) article(div *markup.Node, d *intake.Decoded) article {
	a := article{label: div.Attr("LABEL"), at: d.Place(div.From, div.From)}
	var walk func(n *markup.Node, r role)
	walk = func(n *markup.Node, r role) {
		switch strings.ToUpper(n.Attr("TYPE")) {
		case "HEADING", "TITLE", "HEADLINE":
			r = head
		case "OVERLINE", "SUBHEADING", "SUBTITLE":
			r = under
		case "CAPTION":
			r = caption
		case "BODY", "PARAGRAPH", "TEXT":
			r = text
		}
		if n.Is("area") && n.Attr("BEGIN") != "" {
			a.parts = append(a.parts, part{r, m.files[n.Attr("FILEID")], n.Attr("BEGIN")})
		}
		for _, k := range n.Kids {
			walk(k, r)
		}
	}
	walk(div, text)
	return a
}

// byArticles takes the page's regions as METS puts them together; what no
// article names follows by itself. It tells whether METS names any of them.
func (w *writer) byArticles() bool {
	name := path.Base(w.sheet.file)
	byID := make(map[string]region)
	for _, r := range w.sheet.regions {
		byID[r.id] = r
	}
	used := make(map[string]bool)
	for _, a := range w.mets.articles {
		var mine []region
		for _, p := range a.parts {
			r, ok := byID[p.block]
			if !ok || p.file != name || used[p.block] {
				continue
			}
			used[p.block] = true
			r.role = p.role
			mine = append(mine, r)
		}
		if len(mine) == 0 {
			continue
		}
		s := w.begin(mine[0].at)
		for _, r := range mine {
			if r.role == head && len(s.Body) > 0 {
				r.role = under
			}
			w.region(r, "mets-heading")
		}
		if len(s.Headline) == 0 && a.label != "" {
			w.found = append(w.found, copydesk.Title(s, intake.Text{{Text: a.label, At: a.at}}, "mets-label")...)
		}
		w.end()
	}
	if len(used) == 0 {
		return false
	}
	for _, r := range w.sheet.regions {
		if !used[r.id] {
			w.region(r, "")
		}
	}
	w.end()
	return true
}
