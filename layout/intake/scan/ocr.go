package scan

import (
	"path"
	"strings"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/internal/markup"
)

// ocr reads the JSON of PaddleOCR and the tables of Tesseract.
func ocr(src *intake.Source, file string, d *intake.Decoded) []*sheet {
	if strings.EqualFold(path.Ext(file), ".tsv") {
		return tesseract(d)
	}
	doc, err := markup.JSON(d)
	found := markup.Bounds(src.Place(file), doc)
	if err != nil {
		found = append(found, intake.Find(diag.ImportBroken, src.Place(file), "JSON", markup.Reason(err)))
	}
	var out []*sheet
	for n := range doc.Root.All() {
		var s *sheet
		if list := n.Member("parsing_res_list"); list != nil {
			s = paddleBlocks(d, list)
		} else if texts := n.Member("rec_texts"); texts != nil && len(out) == 0 {
			s = paddleLines(d, n, texts)
		} else {
			continue
		}
		s.size = intake.Size{W: num(n.Value("width", "img_width")), H: num(n.Value("height", "img_height"))}
		s.found = found
		if len(out) == 0 {
			s.words = markup.Values(d, doc.Root)
		}
		found = nil
		s.measure()
		out = append(out, s)
	}
	if len(out) == 0 {
		out = append(out, &sheet{found: append(found, intake.Find(diag.ImportEmpty, src.Place(file)))})
	}
	return out
}

// measure takes the size of a page that does not tell it from its regions.
func (s *sheet) measure() {
	if s.size.W > 0 {
		return
	}
	const beyond = 1.02 // of the largest coordinate
	for _, r := range s.regions {
		_, _, x, y := extent(r.area)
		s.size.W, s.size.H = max(s.size.W, x*beyond), max(s.size.H, y*beyond)
	}
}

var paddleRoles = map[string]role{"doc_title": head, "title": head, "paragraph_title": head, "figure_title": caption, "table_title": caption, "chart_title": caption, "figure_caption": caption,
	"header": beside, "footer": beside, "number": beside, "header_image": figure, "footer_image": figure, "image": figure, "figure": figure, "chart": figure, "seal": figure}

// numbersOf reads a list of numbers, or of lists of numbers, in their order.
func numbersOf(n *markup.Node) (out []float64) {
	if n == nil {
		return nil
	}
	for k := range n.All() {
		if k != n && k.Scalar() && len(out) < 2*mostCorners {
			out = append(out, num(k.Text))
		}
	}
	return out
}

// areaOf reads four numbers as a box, more as corners.
func areaOf(n *markup.Node) intake.Area {
	v := numbersOf(n)
	if len(v) == 4 {
		return rect(v[0], v[1], v[2]-v[0], v[3]-v[1])
	}
	var a intake.Area
	for i := 0; i+1 < len(v); i += 2 {
		a = append(a, intake.Point{X: v[i], Y: v[i+1]})
	}
	return a
}

func paddleBlocks(d *intake.Decoded, list *markup.Node) *sheet {
	s := &sheet{labeled: true}
	for _, b := range list.Kids {
		r := region{at: d.Place(b.From, b.To), role: paddleRoles[b.Value("block_label", "label")], area: areaOf(b.Member("block_bbox", "bbox"))}
		content := b.Member("block_content", "content", "text")
		if content != nil && content.Scalar() {
			at := d.Place(content.From, content.To)
			sure := percent(b.Value("score", "confidence"))
			for l := range strings.Lines(content.Text) {
				if l = strings.TrimSpace(l); l != "" {
					r.lines = append(r.lines, line{runs: intake.Text{{Text: l, At: at, Sure: sure}}})
				}
			}
		}
		s.regions = append(s.regions, r)
	}
	return s
}

// paddleLines reads the plain result, a region a line.
func paddleLines(d *intake.Decoded, n, texts *markup.Node) *sheet {
	s := &sheet{}
	scores, polygons := n.Member("rec_scores"), n.Member("rec_polys", "dt_polys", "rec_boxes")
	at := func(list *markup.Node, i int) *markup.Node {
		if list == nil || i >= len(list.Kids) {
			return nil
		}
		return list.Kids[i]
	}
	for i, k := range texts.Kids {
		r := region{at: d.Place(k.From, k.To), area: areaOf(at(polygons, i))}
		sure := 0
		if sc := at(scores, i); sc != nil {
			sure = percent(sc.Text)
		}
		_, y0, _, y1 := extent(r.area)
		r.lines = []line{{runs: intake.Text{{Text: k.Text, At: r.at, Sure: sure}}, height: y1 - y0}}
		s.regions = append(s.regions, r)
	}
	return s
}

// Columns of Tesseract's tables, and the levels of its rows.
const (
	tsvColumns   = 12
	levelPage    = "1"
	levelPar     = "3"
	levelLine    = "4"
	levelWord    = "5"
	tsvLevel     = 0
	tsvLeft      = 6
	tsvConf      = 10
	tsvText      = 11
	notConfident = 0 // -1 stands where nothing was read
)

// tesseract reads level, page, block, paragraph, line, word, left, top, width,
// height, confidence, text.
func tesseract(d *intake.Decoded) (out []*sheet) {
	at := 0
	for l := range strings.SplitSeq(d.Text, "\n") {
		from := at
		at += len(l) + 1
		f := strings.SplitN(l, "\t", tsvColumns)
		if len(f) < tsvColumns-1 || f[tsvLevel] == "level" {
			continue
		}
		area := rect(num(f[tsvLeft]), num(f[tsvLeft+1]), num(f[tsvLeft+2]), num(f[tsvLeft+3]))
		if f[tsvLevel] == levelPage {
			out = append(out, &sheet{size: intake.Size{W: num(f[tsvLeft+2]), H: num(f[tsvLeft+3])}})
		}
		if len(out) == 0 {
			out = append(out, &sheet{})
		}
		s := out[len(out)-1]
		place := func() intake.Place { return d.Place(from, min(at-1, len(d.Text))) }
		if f[tsvLevel] == levelPar || len(s.regions) == 0 && f[tsvLevel] > levelPar {
			s.regions = append(s.regions, region{area: area, at: place()})
		}
		if f[tsvLevel] <= levelPar {
			continue
		}
		r := &s.regions[len(s.regions)-1]
		if f[tsvLevel] == levelLine || len(r.lines) == 0 {
			r.lines = append(r.lines, line{height: num(f[tsvLeft+3])})
		}
		if f[tsvLevel] == levelWord && len(f) == tsvColumns && strings.TrimSpace(f[tsvText]) != "" {
			sure := 0
			if c := num(f[tsvConf]); c > notConfident {
				sure = min(100, max(1, int(c+0.5)))
			}
			cur := &r.lines[len(r.lines)-1]
			s.words = append(s.words, intake.Run{Text: f[tsvText], At: place()})
			cur.runs = joined(cur.runs, intake.Text{{Text: strings.TrimSpace(f[tsvText]), At: place(), Sure: sure}})
		}
	}
	return out
}
