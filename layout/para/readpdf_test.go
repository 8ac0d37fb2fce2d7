package para_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/layout/para"
	"duikai/layout/pdffile"
	"duikai/render/pdf"
	"duikai/render/pdf/pdftest"
)

// # Reading places out of a finished PDF
//
// What conformance means is where the ink stands on the sheet. So a text is set,
// drawn and written, and the file is read again: the operators of its content,
// the widths of its fonts and the table from glyphs to text. Nothing that the
// setter says of itself is asked.

// placed is a glyph as the file places it, in em of the text, from the text's
// left edge and from the first baseline downwards.
type placed struct {
	text string
	x, y float64
	size float64 // in em of the text
	em   float64 // set width, by the font's own table
}

// drawn is a filled or stroked path: its box, like a glyph's place.
type drawn struct{ x0, y0, x1, y1 float64 }

// sheet is what a file holds.
type sheet struct {
	glyphs []placed
	paths  []drawn
}

// Where texts stand on their sheet, and how large they are: a measure of em
// comes out in whole points.
const (
	trialEm   = 10 * geom.Pt
	trialEdge = 1000 * geom.Pt
	sheetLeft = 100 * geom.Pt
	sheetTop  = 100 * geom.Pt
	sheetLine = 20 * geom.Pt
)

// setting is a text to be set.
type setting struct {
	runs     []para.Run
	style    para.Style
	measure  float64 // em
	indent   float64 // em
	vertical bool
}

// chain is the faces of a role.
func chain(t testing.TB, r fonts.Role) fonts.Chain {
	t.Helper()
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	return set.Chain(r)
}

// print sets a text, writes it as a PDF, and reads that.
func (s *setting) print(t testing.TB) *sheet {
	t.Helper()
	s.style.Vertical = s.vertical
	p := para.Prepare(s.runs, &s.style)
	pg := &page.Page{Number: 1, Trim: geom.Size{W: trialEdge, H: trialEdge}}
	m := para.Measure{Width: trialEm.Em(int(s.measure * 1000)), Indent: trialEm.Em(int(s.indent * 1000))}
	for i, l := range p.Break(m) {
		off := geom.Length(i) * sheetLine
		if s.vertical {
			pg.Items = p.Column(pg.Items, l, geom.Point{X: trialEdge - sheetLeft - off, Y: sheetTop}, para.Tag{})
			continue
		}
		pg.Items = p.Items(pg.Items, l, geom.Point{X: sheetLeft, Y: sheetTop + off}, para.Tag{})
	}
	var b bytes.Buffer
	if err := pdf.Write(&b, &page.Edition{Pages: []*page.Page{pg}}, pdf.Options{}); err != nil {
		t.Fatal(err)
	}
	return readSheet(t, b.Bytes())
}

// lines are the glyphs of a horizontal text by lines.
func (s *sheet) lines() (all [][]placed) {
	for _, g := range s.glyphs {
		n := int(math.Round(g.y / (float64(sheetLine) / float64(trialEm))))
		for len(all) <= n {
			all = append(all, nil)
		}
		all[n] = append(all[n], g)
	}
	return all
}

// text is what some glyphs stand for.
func text(glyphs []placed) string {
	var b strings.Builder
	for _, g := range glyphs {
		b.WriteString(g.text)
	}
	return b.String()
}

// readSheet reads the one page of a file.
func readSheet(t testing.TB, b []byte) *sheet {
	t.Helper()
	s := &sheet{}
	err := pdffile.Do(b, func(f *pdffile.File) error {
		var failed error
		_, err := f.Pages(func(_ int, d pdffile.Dict) bool {
			failed = s.read(f, d)
			return false
		})
		if failed != nil {
			return failed
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// pdfFont is what a file says of a font.
type pdfFont struct {
	widths map[int]float64
	text   map[int]string
}

// sheetReader is the state of a content stream, as far as texts and paths need
// it.
type sheetReader struct {
	sheet   *sheet
	fonts   map[pdffile.Name]*pdfFont
	font    *pdfFont
	size    float64
	spacing float64
	x, y    float64
	ctm     [6]float64
	stack   [][6]float64
	path    []float64 // x, y in turn
}

func (s *sheet) read(f *pdffile.File, d pdffile.Dict) error {
	content, err := f.Content(d["Contents"])
	if err != nil {
		return err
	}
	p, err := f.Page(d)
	if err != nil {
		return err
	}
	resources, err := f.Dict(p.Resources)
	if err != nil {
		return err
	}
	list, err := f.Dict(resources["Font"])
	if err != nil {
		return err
	}
	r := sheetReader{sheet: s, fonts: map[pdffile.Name]*pdfFont{}, ctm: [6]float64{1, 0, 0, 1, 0, 0}}
	for name, v := range list {
		if r.fonts[name], err = readFont(f, v); err != nil {
			return err
		}
	}
	return pdffile.Operations(content, r.operate)
}

// readFont reads the widths and the text of a composite font.
func readFont(f *pdffile.File, v any) (*pdfFont, error) {
	font, err := f.Dict(v)
	if err != nil {
		return nil, err
	}
	kids, err := f.Resolve(font["DescendantFonts"])
	if err != nil {
		return nil, err
	}
	cid, err := f.Dict(kids.(pdffile.Array)[0])
	if err != nil {
		return nil, err
	}
	w, err := f.Resolve(cid["W"])
	if err != nil {
		return nil, err
	}
	out := &pdfFont{widths: map[int]float64{}}
	for list := w.(pdffile.Array); len(list) >= 2; list = list[2:] {
		first, err := f.Number(list[0])
		if err != nil {
			return nil, err
		}
		of, err := f.Resolve(list[1])
		if err != nil {
			return nil, err
		}
		for k, v := range of.(pdffile.Array) {
			if out.widths[int(first)+k], err = f.Number(v); err != nil {
				return nil, err
			}
		}
	}
	table, err := f.Resolve(font["ToUnicode"])
	if err != nil {
		return nil, err
	}
	cmap, err := f.Decode(table.(*pdffile.Stream))
	if err != nil {
		return nil, err
	}
	if out.text, err = pdftest.ReadMap(cmap); err != nil {
		return nil, err
	}
	usual, err := f.Number(cid["DW"])
	if err != nil {
		return nil, err
	}
	for id := range out.text {
		if _, ok := out.widths[id]; !ok {
			out.widths[id] = usual
		}
	}
	return out, nil
}

// operate follows one operator.
func (r *sheetReader) operate(op pdffile.Operation) error {
	var n []float64
	for _, o := range op.Operands {
		switch v := o.(type) {
		case pdffile.Int:
			n = append(n, float64(v))
		case pdffile.Real:
			n = append(n, v)
		}
	}
	switch op.Operator {
	case "q":
		r.stack = append(r.stack, r.ctm)
	case "Q":
		r.ctm, r.stack = r.stack[len(r.stack)-1], r.stack[:len(r.stack)-1]
	case "cm":
		c := r.ctm
		r.ctm = [6]float64{
			n[0]*c[0] + n[1]*c[2], n[0]*c[1] + n[1]*c[3], n[2]*c[0] + n[3]*c[2], n[2]*c[1] + n[3]*c[3],
			n[4]*c[0] + n[5]*c[2] + c[4], n[4]*c[1] + n[5]*c[3] + c[5],
		}
	case "BT":
		r.x, r.y = 0, 0
	case "TD", "Td":
		r.x, r.y = r.x+n[0], r.y+n[1]
	case "Tc":
		r.spacing = n[0]
	case "Tf":
		r.font, r.size = r.fonts[op.Operands[0].(pdffile.Name)], n[0]
	case "TJ":
		return r.show(op.Operands[0].(pdffile.Array))
	case "m", "l":
		r.path = append(r.path, n...)
	case "c":
		r.path = append(r.path, n...)
	case "re":
		r.path = append(r.path, n[0], n[1], n[0]+n[2], n[1]+n[3])
	case "f", "S", "B", "h", "n":
		r.paint()
	}
	return nil
}

// place turns a point of the page into em from the text's corner.
func (r *sheetReader) place(x, y float64) (float64, float64) {
	em, edge := trialEm.Points(), trialEdge.Points()
	px, py := r.ctm[0]*x+r.ctm[2]*y+r.ctm[4], r.ctm[1]*x+r.ctm[3]*y+r.ctm[5]
	return (px - sheetLeft.Points()) / em, (edge - sheetTop.Points() - py) / em
}

func (r *sheetReader) show(list pdffile.Array) error {
	for _, o := range list {
		switch v := o.(type) {
		case pdffile.Int:
			r.x -= float64(v) / 1000 * r.size
		case pdffile.Real:
			r.x -= v / 1000 * r.size
		case pdffile.String:
			for s := string(v); len(s) >= 2; s = s[2:] {
				id := int(s[0])<<8 | int(s[1])
				w, ok := r.font.widths[id]
				if !ok {
					return fmt.Errorf("glyph %d has no width", id)
				}
				x, y := r.place(r.x, r.y)
				r.sheet.glyphs = append(r.sheet.glyphs, placed{r.font.text[id], x, y, r.size / trialEm.Points(), w / 1000})
				r.x += w/1000*r.size + r.spacing
			}
		}
	}
	return nil
}

func (r *sheetReader) paint() {
	if len(r.path) == 0 {
		return
	}
	d := drawn{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for k := 0; k+1 < len(r.path); k += 2 {
		x, y := r.place(r.path[k], r.path[k+1])
		d = drawn{min(d.x0, x), min(d.y0, y), max(d.x1, x), max(d.y1, y)}
	}
	r.sheet.paths = append(r.sheet.paths, d)
	r.path = nil
}
