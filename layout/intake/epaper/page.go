package epaper

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/internal/markup"
)

// paged is a page of the paper as its file tells.
type paged struct {
	pageFile
	name   intake.Text
	date   string
	paper  string
	sheet  intake.Size
	order  []string // files of articles, in the order of the page's list
	title  map[string]intake.Text
	areas  map[string][]intake.Area
	links  map[string]string // label of another page -> the file that the list names
	at     intake.Place
	inline []inlined // stories that stand in the page's own file
	source intake.SourceFile
	words  []intake.Run // all words of the file
}

// Bounds of a page: printed pages have some tens of stories with some tens of
// corners each.
const (
	maxCorners = 4096 // of a polygon
	maxLinks   = 5000 // of a page
)

// page reads the file of a page.
func (t *tree) page(f pageFile) (*paged, []intake.Finding) {
	data, why := t.src.Read(f.file, intake.MaxText)
	if why != nil {
		return nil, []intake.Finding{*why}
	}
	d, found := t.src.Decode(f.file, data, markup.Charset(data))
	doc := markup.HTML(d)
	p := &paged{pageFile: f, title: make(map[string]intake.Text), areas: make(map[string][]intake.Area), links: make(map[string]string), at: t.src.Place(f.file)}
	p.source = t.src.Describe(f.file, Kind, d.Encoding, data)
	found = append(found, markup.Bounds(t.src.Place(f.file), doc)...)
	r := &pageReader{tree: t, paged: p, d: d, listed: make(map[string]bool)}
	var outside strings.Builder // text that stands in no link
	r.walk(doc.Root, nil, &outside)
	r.nameless(outside.String())
	if p.sheet.W == 0 {
		p.sheet = r.widest()
	}
	p.words = markup.Words(d, doc.Root, "alt")
	return p, append(found, r.found...)
}

// pageReader walks over a page.
type pageReader struct {
	*tree
	*paged
	d      *intake.Decoded
	found  []intake.Finding
	listed map[string]bool
	told   int // links
}

func (r *pageReader) walk(n *markup.Node, link *markup.Node, outside *strings.Builder) {
	switch {
	case n.Kind == markup.Text:
		if link == nil && (n.Parent == nil || !n.Parent.Is("script", "style", "title")) {
			outside.WriteString(n.Text)
		}
		return
	case n.Kind == markup.Comment:
		r.property(n)
		return
	case n.Is("area"):
		r.area(n)
		return
	case n.Is("img"):
		r.sheetOf(n)
		return
	case n.Is("a"):
		r.anchor(n)
		link = n
	case n.Is("p", "div", "td", "li", "br"):
		outside.WriteByte('\n')
	}
	for _, k := range n.Kids {
		r.walk(k, link, outside)
	}
}

// property reads the comment in which the system keeps what it knows.
func (r *pageReader) property(n *markup.Node) {
	for name, value := range properties(n.Text) {
		switch name {
		case "date":
			r.date = value
		case "papername":
			r.paper = value
		case "pagenum":
			if r.label == "" {
				r.label = label(value)
			}
		}
	}
}

// properties are the fields of an enpproperty comment.
func properties(comment string) map[string]string {
	if !strings.Contains(comment, "founder-") {
		return nil
	}
	out := make(map[string]string)
	for _, m := range founderField.FindAllStringSubmatch(comment, -1) {
		if v := strings.TrimSpace(m[2]); v != "" && v != "null" {
			out[strings.ToLower(m[1])] = v
		}
	}
	return out
}

var founderField = regexp.MustCompile(`(?i)<founder-(\w+)>([^<]*)</founder-`)

// sheetOf takes the size of the page's picture, which is the units of the areas.
func (r *pageReader) sheetOf(n *markup.Node) {
	if !strings.Contains(strings.ToLower(n.Attr("usemap")), "map") {
		return
	}
	if w, h := float(n.Attr("width")), float(n.Attr("height")); w > 0 && h > 0 {
		r.sheet = intake.Size{W: w, H: h}
		return
	}
	if file, kind := r.src.Link(r.file, n.Attr("src")); kind == intake.LinkFile {
		if w, h := r.src.PixelSize(file); w > 0 {
			r.sheet = intake.Size{W: float64(w), H: float64(h)}
		}
	}
}

// beyond is how much larger a page is than the largest coordinate on it.
const beyond = 1.02

func (r *pageReader) widest() (s intake.Size) {
	for _, list := range r.areas {
		for _, a := range list {
			for _, p := range a {
				s.W, s.H = max(s.W, p.X), max(s.H, p.Y)
			}
		}
	}
	return intake.Size{W: s.W * beyond, H: s.H * beyond}
}

// target resolves the link of an area or an anchor to an article.
func (r *pageReader) target(href string, at intake.Place) string {
	if r.told++; r.told > maxLinks {
		if r.told == maxLinks+1 {
			r.found = append(r.found, intake.Find(diag.ImportBound, at, intake.Words{"the number of links", "链接数"}, maxLinks))
		}
		return ""
	}
	file, kind := r.src.Link(r.file, href)
	switch kind {
	case intake.LinkFile, intake.LinkGone:
		return file
	case intake.LinkOut:
		if articleName.MatchString(lastOf(file)) {
			r.found = append(r.found, intake.Find(diag.ImportLinkOut, at, href))
		}
	}
	return ""
}

func lastOf(p string) string { return p[strings.LastIndexByte(p, '/')+1:] }

var quotedFile = regexp.MustCompile(`['"]([^'"]+\.s?html?)['"]`)

func (r *pageReader) area(n *markup.Node) {
	at := r.d.Place(n.From, n.To)
	href := n.Attr("href")
	if href == "" || strings.HasPrefix(strings.ToLower(href), "javascript") {
		if m := quotedFile.FindStringSubmatch(n.Attr("href") + n.Attr("onclick")); m != nil {
			href = m[1]
		}
	}
	file := r.target(href, at)
	if file == "" || !markedUp(file) || pageName.MatchString(lastOf(file)) {
		return
	}
	polygon, cut := corners(n.Attr("coords"), n.Attr("shape"))
	if cut {
		r.found = append(r.found, intake.Find(diag.ImportBound, at, intake.Words{"the corners of a polygon", "多边形的顶点数"}, maxCorners))
		polygon = nil
	}
	r.list(file, nil)
	if len(polygon) > 2 {
		r.areas[file] = append(r.areas[file], polygon)
	}
}

// list puts an article into the page's order, once.
func (r *pageReader) list(file string, title intake.Text) {
	if !r.listed[file] {
		r.listed[file] = true
		r.order = append(r.order, file)
	}
	if len(r.title[file]) == 0 && len(title) > 0 {
		r.title[file] = title
	}
}

// corners reads coords: numbers parted by commas or blanks.
func corners(coords, shape string) (a intake.Area, cut bool) {
	var n []float64
	for f := range strings.FieldsFuncSeq(coords, func(r rune) bool { return r == ',' || r == ' ' || r == ';' || r == '，' }) {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || math.Abs(v) > 1e6 {
			return nil, false
		}
		if len(n) == 2*maxCorners {
			return nil, true
		}
		n = append(n, v)
	}
	if strings.HasPrefix(strings.ToLower(shape), "rect") && len(n) == 4 || len(n) == 4 {
		return intake.Area{{X: n[0], Y: n[1]}, {X: n[2], Y: n[1]}, {X: n[2], Y: n[3]}, {X: n[0], Y: n[3]}}, false
	}
	for i := 0; i+1 < len(n); i += 2 {
		a = append(a, intake.Point{X: n[i], Y: n[i+1]})
	}
	return a, false
}

func float(s string) float64 {
	v, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(s), "px"), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
		return 0
	}
	return v
}

var (
	listed  = regexp.MustCompile(`^\s*第?\s*([A-Za-z]{0,2}\s*\d{1,3})\s*版?\s*[:：]?\s*(.*?)\s*$`)
	namedBy = regexp.MustCompile(`第\s*([A-Za-z]{0,2}\s*\d{1,3}|[一二三四五六七八九十]{1,3})\s*版\s*[:：]\s*([^\s<>|]{1,20})`)
)

// anchor reads a link: to another page of the paper, or to a story.
func (r *pageReader) anchor(n *markup.Node) {
	href := n.Attr("href")
	if href == "" {
		return
	}
	if strings.HasPrefix(strings.ToLower(href), "javascript") {
		if m := quotedFile.FindStringSubmatch(href); m != nil {
			href = m[1]
		}
	}
	base, _, _ := strings.Cut(lastOf(href), "?")
	base, _, _ = strings.Cut(base, "#")
	switch {
	case pageName.MatchString(base):
		r.pageLink(n, href)
	case articleName.MatchString(base) || r.listed[r.peek(href)]:
		file := r.target(href, r.d.Place(n.From, n.To))
		if file == "" {
			return
		}
		var title intake.Text
		for i, piece := range markup.Prose(r.d, n.Kids...) {
			if i > 0 {
				title = append(title, intake.Run{Text: "  ", At: piece.Text.At()}) // two blanks part the lines of a head
			}
			title = append(title, piece.Text...)
		}
		r.list(file, title)
	}
}

func (r *pageReader) peek(href string) string {
	file, kind := r.src.Link(r.file, href)
	if kind != intake.LinkFile {
		return ""
	}
	return file
}

// pageLink is an entry in the list of pages.
func (r *pageReader) pageLink(n *markup.Node, href string) {
	m := listed.FindStringSubmatch(strings.Join(strings.Fields(n.String()), " "))
	if m == nil {
		return
	}
	l := label(strings.ReplaceAll(m[1], " ", ""))
	if l == "" {
		return
	}
	file, kind := r.src.Link(r.file, href)
	if kind == intake.LinkOut || kind == intake.LinkNone {
		return
	}
	r.links[l] = file
	if file == r.file {
		if r.label == "" {
			r.label = l
		}
		if m[2] != "" && len(r.name) == 0 {
			r.name = intake.Text{{Text: m[2], At: r.d.Place(n.From, n.To)}}
		}
	}
}

var fileLabel = regexp.MustCompile(`_([A-Za-z]?\d{1,3})\.`)

// nameless finds the page's number and name in its text, or the number in the
// name of its file.
func (r *pageReader) nameless(text string) {
	for _, m := range namedBy.FindAllStringSubmatch(text, -1) {
		l := label(strings.ReplaceAll(m[1], " ", ""))
		if r.label == "" {
			r.label = l
		}
		if l == r.label {
			if i := strings.Index(r.d.Text, m[2]); i >= 0 {
				r.name = intake.Text{r.d.Run(i, i+len(m[2]))}
			}
			break
		}
	}
	if r.label != "" {
		return
	}
	for l, file := range r.links {
		if file == r.file {
			r.label = l
			return
		}
	}
	if m := fileLabel.FindStringSubmatch(lastOf(r.file)); m != nil {
		r.label = label(m[1])
	}
}
