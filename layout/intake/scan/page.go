package scan

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/internal/markup"
)

// mostCorners of a region: what machines draw has some tens.
const mostCorners = 4096

// points reads "x,y x,y".
func points(s string) (a intake.Area) {
	for f := range strings.FieldsSeq(s) {
		x, y, ok := strings.Cut(f, ",")
		if !ok || len(a) == mostCorners {
			return a
		}
		a = append(a, intake.Point{X: num(x), Y: num(y)})
	}
	return a
}

var pageRoles = map[string]role{"heading": head, "headline": head, "title": head, "subheading": under, "caption": caption, "header": beside, "footer": beside, "page-number": beside}

// pageXML reads PAGE.
func pageXML(src *intake.Source, file string, d *intake.Decoded) []*sheet {
	doc, found := tree(src, file, d)
	var out []*sheet
	for p := range doc.Root.Named("Page") {
		s := &sheet{size: intake.Size{W: num(p.Attr("imageWidth")), H: num(p.Attr("imageHeight"))}, found: found}
		found = nil
		order := make(map[string]float64)
		for ref := range p.Named("RegionRefIndexed") {
			order[ref.Attr("regionRef")] = num(ref.Attr("index")) + 1
		}
		for r := range p.Named("TextRegion", "ImageRegion", "GraphicRegion") {
			s.regions = append(s.regions, pageRegion(s, d, r))
		}
		if len(order) > 0 {
			slices.SortStableFunc(s.regions, func(a, b region) int { return cmp.Compare(order[a.id], order[b.id]) })
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return append(out, &sheet{found: append(found, intake.Find(diag.ImportEmpty, src.Place(file)))})
	}
	out[0].words = unicodes(d, doc.Root)
	return out
}

func pageRegion(s *sheet, d *intake.Decoded, n *markup.Node) region {
	r := region{id: n.Attr("id"), at: d.Place(n.From, n.To)}
	if c := n.Child("Coords"); c != nil {
		r.area = pagePoints(c)
	}
	if !n.Is("TextRegion") {
		r.role = figure
		return r
	}
	if role, ok := pageRoles[n.Attr("type")]; ok {
		r.role, s.labeled = role, true
	}
	for _, l := range n.Children("TextLine") {
		t := equiv(d, l)
		if len(t) == 0 {
			continue
		}
		height := 0.0
		if c := l.Child("Coords"); c != nil {
			_, y0, _, y1 := extent(pagePoints(c))
			height = y1 - y0
		}
		r.lines = append(r.lines, line{runs: t, height: height})
	}
	if len(r.lines) == 0 {
		if t := equiv(d, n); len(t) > 0 {
			r.lines = append(r.lines, line{runs: t})
		}
	}
	return r
}

// pagePoints reads the corners in either of the two ways of PAGE.
func pagePoints(c *markup.Node) intake.Area {
	if a := points(c.Attr("points")); a != nil {
		return a
	}
	var a intake.Area
	for _, p := range c.Children("Point") {
		if len(a) < mostCorners {
			a = append(a, intake.Point{X: num(p.Attr("x")), Y: num(p.Attr("y"))})
		}
	}
	return a
}

// equiv is the text of a line or a region: the reading that is surest comes
// first.
func equiv(d *intake.Decoded, n *markup.Node) intake.Text {
	for _, e := range n.Children("TextEquiv") {
		u := e.Child("Unicode")
		if text := strings.TrimSpace(u.String()); text != "" {
			var t intake.Text
			for l := range strings.Lines(text) {
				t = joined(t, intake.Text{{Text: strings.TrimSpace(l), At: d.Place(u.From, u.To), Sure: percent(e.Attr("conf"))}})
			}
			return t
		}
	}
	var t intake.Text
	for _, w := range n.Children("Word") {
		if word := equiv(d, w); len(word) > 0 {
			t = joined(t, word)
		}
	}
	return t
}

// unicodes are all texts of a page; of numbered readings of one stretch, the first.
func unicodes(d *intake.Decoded, p *markup.Node) (out []intake.Run) {
	for e := range p.Named("TextEquiv") {
		if e.Parent.Child("TextEquiv") != e && e.Attr("index") != "" {
			continue
		}
		if u := e.Child("Unicode"); u != nil {
			out = append(out, intake.Run{Text: u.String(), At: d.Place(u.From, u.To)})
		}
	}
	return out
}

var (
	bbox      = regexp.MustCompile(`bbox\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)`)
	wordConf  = regexp.MustCompile(`x_w?conf\s+(\d+)`)
	lineSize  = regexp.MustCompile(`x_size\s+([\d.]+)`)
	hocrRoles = map[string]role{"ocr_header": beside, "ocr_footer": beside, "ocr_caption": caption, "ocr_title": head, "ocr_chapter": head, "ocr_section": head, "ocr_pageno": beside}
)

func hocrBox(n *markup.Node) intake.Area {
	m := bbox.FindStringSubmatch(n.Attr("title"))
	if m == nil {
		return nil
	}
	x, y := num(m[1]), num(m[2])
	return rect(x, y, num(m[3])-x, num(m[4])-y)
}

// hocr reads hOCR.
func hocr(src *intake.Source, file string, d *intake.Decoded) []*sheet {
	doc := markup.HTML(d)
	found := markup.Bounds(src.Place(file), doc)
	var out []*sheet
	for p := range doc.Root.All() {
		if p.Kind != markup.Element || p.Attr("class") != "ocr_page" {
			continue
		}
		s := &sheet{found: found}
		found = nil
		_, _, s.size.W, s.size.H = extent(hocrBox(p))
		hocrRegions(s, d, p)
		out = append(out, s)
	}
	if len(out) > 0 {
		out[0].words = markup.Words(d, doc.Root, "alt")
	}
	if len(out) == 0 {
		out = append(out, &sheet{found: append(found, intake.Find(diag.ImportEmpty, src.Place(file)))})
	}
	return out
}

// hocrRegions takes the paragraphs of a page, and lines that stand in none.
func hocrRegions(s *sheet, d *intake.Decoded, n *markup.Node) {
	for _, k := range n.Kids {
		if k.Kind != markup.Element {
			continue
		}
		class := k.Attr("class")
		role, labeled := hocrRoles[class]
		switch {
		case class == "ocr_photo" || class == "ocr_image" || class == "ocr_graphic":
			s.regions = append(s.regions, region{role: figure, area: hocrBox(k), at: d.Place(k.From, k.To)})
		case class == "ocr_par" || labeled:
			r := region{id: k.Attr("id"), role: role, area: hocrBox(k), at: d.Place(k.From, k.To)}
			s.labeled = s.labeled || labeled
			for l := range k.All() {
				if l.Kind == markup.Element && (l.Attr("class") == "ocr_line" || l.Attr("class") == "ocr_textfloat" || l.Attr("class") == "ocr_header") && l != k {
					r.lines = append(r.lines, hocrLine(d, l))
				}
			}
			if len(r.lines) == 0 {
				r.lines = append(r.lines, hocrLine(d, k))
			}
			s.regions = append(s.regions, r)
		case class == "ocr_line" || class == "ocr_textfloat":
			s.regions = append(s.regions, region{area: hocrBox(k), at: d.Place(k.From, k.To), lines: []line{hocrLine(d, k)}})
		default:
			hocrRegions(s, d, k)
		}
	}
}

func hocrLine(d *intake.Decoded, n *markup.Node) line {
	out := line{}
	if m := lineSize.FindStringSubmatch(n.Attr("title")); m != nil {
		out.height = num(m[1])
	} else {
		_, y0, _, y1 := extent(hocrBox(n))
		out.height = y1 - y0
	}
	words := 0
	for w := range n.All() {
		if w.Kind != markup.Element || w.Attr("class") != "ocrx_word" {
			continue
		}
		words++
		if text := strings.TrimSpace(w.String()); text != "" {
			sure := 0
			if m := wordConf.FindStringSubmatch(w.Attr("title")); m != nil {
				sure = max(1, int(num(m[1])))
			}
			out.runs = joined(out.runs, intake.Text{{Text: text, At: d.Place(w.From, w.To), Sure: sure}})
		}
	}
	if text := strings.TrimSpace(n.String()); words == 0 && text != "" {
		out.runs = intake.Text{{Text: strings.Join(strings.Fields(text), " "), At: d.Place(n.From, n.To)}}
	}
	return out
}
