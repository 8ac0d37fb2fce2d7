package replica

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/reading"
)

// The form of libraries: METS (1.12) says what articles the issue has and where each
// of their parts stands, ALTO (4.2) has every line of every page with its place, in
// pixels of the page's picture.
//
//	mets.xml
//	alto/0001.xml        the text of page 1
//	images/0001.jpg      its picture
//	images/0001-1.jpg    a picture on it, as it stands there
//
// A block of ALTO is a piece of a story in one column: a headline, a paragraph, the
// rest of a paragraph in the next column. IDNEXT leads through the pieces of a story
// on a page, METS puts together what one paragraph is.
var altoForm = form{
	format: ALTO,
	dpi:    archiveDPI,
	sheet:  func(_ *material, p *page.Page) string { return fmt.Sprintf("alto/%04d.xml", p.Number) },
	story:  func(_ *material, st *storyView) string { return fmt.Sprintf("ART%04d", st.number) },
	page:   func(_ *material, p *page.Page) string { return fmt.Sprintf("images/%04d.jpg", p.Number) },
	inset:  func(_ *material, p *page.Page, n int) string { return fmt.Sprintf("images/%04d-%d.jpg", p.Number, n) },
	pack:   describeAll,
	write:  writeALTO,
}

// describeAll notes of every file what METS says of it.
func describeAll(m *material, put Put) (inside Put, done func() error) {
	m.described = make(map[string]fileEntry)
	inside = func(name string, data []byte) error {
		m.described[name] = fileEntry{fmt.Sprintf("%x", sha256.Sum256(data)), len(data)}
		return put(name, data)
	}
	return inside, func() error { return nil }
}

// altoBlock is a block of a page.
type altoBlock struct {
	id    string
	lines [][]bit
	next  string // id
}

// altoPage is a page of text under way.
type altoPage struct {
	*material
	d      *document
	sheet  int
	number int // of the block before
	blocks map[*reading.Element][]*altoBlock
	inks   map[string]string // styles, by face and size -> id
	styles []altoStyle
	tags   []string // types that occur
}

type altoStyle struct {
	id, family string
	size       geom.Length
}

func writeALTO(m *material) error {
	w := &library{material: m, blocks: make(map[*reading.Element][]placed)}
	for i := range m.sheet {
		data, err := w.page(i)
		if err != nil {
			return err
		}
		if err := m.put(m.sheet[i].File, data); err != nil {
			return err
		}
	}
	data, err := w.mets()
	if err != nil {
		return err
	}
	return m.put("mets.xml", data)
}

// library is the copy under way.
type library struct {
	*material
	blocks map[*reading.Element][]placed // where the texts of every element stand
	cut    []named                       // pictures of stories, in their order
}

// named is a file with its name in METS.
type named struct{ id, file string }

// placed is a block of a page.
type placed struct {
	sheet int
	id    string
	cut   string // the file of a picture
}

// fileEntry is a file as METS lists it.
type fileEntry struct {
	sum  string
	size int
}

// page writes the text of a page.
func (w *library) page(i int) ([]byte, error) {
	p := &altoPage{material: w.material, sheet: i, blocks: make(map[*reading.Element][]*altoBlock), inks: make(map[string]string)}
	order := p.gather()
	v := &w.sheet[i]
	d := newDocument("alto", "xmlns", "http://www.loc.gov/standards/alto/ns-v4#", "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance",
		"xsi:schemaLocation", "http://www.loc.gov/standards/alto/ns-v4# http://www.loc.gov/standards/alto/v4/alto-4-2.xsd", "SCHEMAVERSION", "4.2")
	p.d = d
	d.start("Description")
	d.leaf("MeasurementUnit", "pixel")
	d.start("sourceImageInformation")
	d.leaf("fileName", "../"+v.Picture.Src)
	d.end()
	d.end()
	p.heading()
	d.start("Layout")
	d.start("Page", "ID", fmt.Sprintf("P%d", v.number), "PHYSICAL_IMG_NR", strconv.Itoa(i+1), "PRINTED_IMG_NR", strconv.Itoa(v.number), "HEIGHT", strconv.Itoa(v.Picture.Height), "WIDTH", strconv.Itoa(v.Picture.Width))
	p.margin()
	p.area("PrintSpace", v.page.Grid.Area)
	p.figures(v, w)
	for _, e := range order {
		for _, b := range p.blocks[e] {
			p.block(b, e.Type)
			w.blocks[e] = append(w.blocks[e], placed{sheet: i, id: b.id})
		}
	}
	return d.bytes()
}

// gather makes the blocks of the page and finds their order: that of reading.
func (p *altoPage) gather() (order []*reading.Element) {
	var before *altoBlock
	var walk func(e *reading.Element)
	walk = func(e *reading.Element) {
		if e.Type == "Art" || e.Type == "Div" && e.Parent.Type == "Part" {
			before = nil
		}
		if bits := p.bits(e, p.sheet); len(bits) > 0 {
			order = append(order, e)
			p.tag(e.Type)
			for _, column := range columns(lines(bits)) {
				p.number++
				b := &altoBlock{id: fmt.Sprintf("P%d_B%d", p.material.sheet[p.sheet].number, p.number), lines: column}
				p.style(column[0][0].Text)
				if before != nil {
					before.next = b.id
				}
				before = b
				p.blocks[e] = append(p.blocks[e], b)
			}
		}
		for _, k := range e.Kids {
			if k.Type != "Ruby" { // its texts are those of the element around it
				walk(k)
			}
		}
	}
	walk(p.tree.Root)
	return order
}

func (p *altoPage) tag(kind string) {
	for _, t := range p.tags {
		if t == kind {
			return
		}
	}
	p.tags = append(p.tags, kind)
}

// style is the id of the style of a text.
func (p *altoPage) style(t *page.Text) string {
	key := fmt.Sprint(t.Face.Name(), " ", t.Size)
	if p.inks[key] == "" {
		p.inks[key] = fmt.Sprintf("S%d", len(p.styles)+1)
		p.styles = append(p.styles, altoStyle{p.inks[key], t.Face.Name(), t.Size})
	}
	return p.inks[key]
}

// heading writes what the blocks refer to: styles of type and the kinds of blocks.
func (p *altoPage) heading() {
	if len(p.styles) > 0 {
		p.d.start("Styles")
		for _, s := range p.styles {
			p.d.leaf("TextStyle", "", "ID", s.id, "FONTFAMILY", s.family, "FONTSIZE", strconv.FormatFloat(s.size.Points(), 'f', -1, 64))
		}
		p.d.end()
	}
	if len(p.tags) > 0 {
		p.d.start("Tags")
		for _, t := range p.tags {
			p.d.leaf("StructureTag", "", "ID", "T_"+t, "TYPE", "structure", "LABEL", t)
		}
		p.d.end()
	}
}

// margin writes what the page itself says over the type area and that nobody reads
// as text: the page header.
func (p *altoPage) margin() {
	v := &p.material.sheet[p.sheet]
	var above []bit
	for k, it := range v.page.Items {
		if t, ok := it.(*page.Text); ok && len(t.Glyphs) > 0 && t.At.Y < v.page.Grid.Area.Y && p.tree.Leaves[p.sheet][k] == nil {
			above = append(above, bit{Text: t})
		}
	}
	if len(above) == 0 {
		return
	}
	p.area("TopMargin", geom.Rect{W: v.page.Trim.W, H: v.page.Grid.Area.Y})
	for _, l := range lines(above) {
		p.number++
		p.block(&altoBlock{id: fmt.Sprintf("P%d_B%d", v.number, p.number), lines: [][]bit{l}}, "")
	}
	p.d.end()
}

// place is a rectangle as attributes.
func (p *altoPage) place(r geom.Rect) []string {
	px := pixels(r, p.form.dpi)
	return []string{"HPOS", strconv.Itoa(max(px.Min.X, 0)), "VPOS", strconv.Itoa(max(px.Min.Y, 0)), "WIDTH", strconv.Itoa(max(px.Dx(), 1)), "HEIGHT", strconv.Itoa(max(px.Dy(), 1))}
}

func (p *altoPage) area(name string, r geom.Rect) { p.d.start(name, p.place(r)...) }

// figures writes the pictures and advertisements of the page.
func (p *altoPage) figures(v *sheetView, w *library) {
	for i := range p.material.sheet {
		for _, f := range kids(p.material.sheet[i].part, "Figure") {
			r, ok := pictureOf(f.Item)
			if !ok || f.Sheet != p.sheet {
				continue
			}
			p.number++
			id := fmt.Sprintf("P%d_I%d", v.number, p.number)
			kind := "picture"
			if _, ad := f.Item.(*page.Block); ad {
				kind = "advertisement"
			}
			file := ""
			if cut, ok := p.shown[f.Item]; ok {
				file = fmt.Sprintf("PIC%04d_%d", v.number, p.number)
				w.cut = append(w.cut, named{file, cut.Src})
			}
			p.d.leaf("Illustration", "", append([]string{"ID", id, "TYPE", kind, "FILEID", file}, p.place(r)...)...)
			w.blocks[f] = append(w.blocks[f], placed{p.sheet, id, file})
		}
	}
}

// block writes a block of text.
func (p *altoPage) block(b *altoBlock, kind string) {
	var all []bit
	for _, l := range b.lines {
		all = append(all, l...)
	}
	tag, style := "", ""
	if kind != "" {
		tag, style = "T_"+kind, p.style(all[0].Text)
	}
	p.d.start("TextBlock", append([]string{"ID", b.id, "STYLEREFS", style, "TAGREFS", tag, "IDNEXT", b.next, "LANG", "zh-CN"}, p.place(boxOf(all))...)...)
	words := make([][]word, len(b.lines)+2) // with none before the first and behind the last
	for i, l := range b.lines {
		words[i+1] = wordsOf(l)
	}
	for i, l := range b.lines {
		p.line(l, words[i], words[i+1], words[i+2])
	}
	p.d.end()
}

// word is a stretch of a line without blanks and of one kind of script.
type word struct {
	text, note string
	box        geom.Rect
	blank      bool // a blank stands before it
	hyphen     bool // the hyphen of a divided word
	whole      bool // nothing joins it
}

// wordsOf parts a line at its blanks, and where Chinese and other scripts meet: what
// is divided at a line's end is a word then. An ideographic blank is text: it is the
// author's.
func wordsOf(l []bit) (out []word) {
	blank := false
	add := func(x word) {
		x.blank, blank = blank && len(out) > 0, false
		out = append(out, x)
	}
	for _, b := range l {
		box := b.Box()
		switch {
		case b.Part == page.Hyphen:
			add(word{text: "-", box: box, hyphen: true, whole: true})
			continue
		case len(b.Shaped) > 0 || b.note != "":
			add(word{text: strings.TrimSpace(b.String()), note: b.note, box: box, whole: true})
			continue
		}
		for g := range b.Glyphs {
			text := string(b.Glyphs[g].Append(nil))
			if text == " " || text == "\u00a0" {
				blank = true
				continue
			}
			r := box
			if b.Turned {
				r.Y, r.H = box.Y+b.Glyphs[g].DX, b.Advance(g)
			} else {
				r.X, r.W = box.X+b.Glyphs[g].DX, b.Advance(g)
			}
			if n := len(out) - 1; n >= 0 && !blank && !out[n].whole && !meets(out[n].text, text) {
				out[n].text += text
				out[n].box = out[n].box.Union(r)
				continue
			}
			add(word{text: text, box: r})
		}
	}
	return out
}

// meets tells whether a word ends where a character stands: letters and figures of
// scripts with blanks on one side, Chinese on the other. Marks go with either.
func meets(word, next string) bool {
	last, _ := utf8.DecodeLastRuneInString(word)
	first, _ := utf8.DecodeRuneInString(next)
	return spaced(last) && first >= firstChinese || last >= firstChinese && spaced(first)
}

// firstChinese is the first of the radicals: from there on scripts have no blanks.
const firstChinese = '\u2e80'

func spaced(r rune) bool { return r < firstChinese && (unicode.IsLetter(r) || unicode.IsNumber(r)) }

// line writes a line: its words and the blanks between them; a word that is divided
// says what it is as a whole.
func (p *altoPage) line(l []bit, before, words, after []word) {
	if len(words) == 0 {
		return
	}
	base := pixels(geom.Rect{Y: l[0].At.Y}, p.form.dpi).Min.Y
	p.d.start("TextLine", append([]string{"BASELINE", strconv.Itoa(base)}, p.place(boxOf(l))...)...)
	for i, x := range words {
		place := p.place(x.box)
		if x.hyphen {
			p.d.leaf("HYP", "", append([]string{"CONTENT", "-"}, place[:6]...)...)
			continue
		}
		if x.blank {
			p.d.leaf("SP", "", p.place(words[i-1].box)[:4]...)
		}
		pairs := append([]string{"CONTENT", x.text}, place...)
		pairs = append(append(pairs, "WC", "1"), divided(before, words, i, after)...)
		if x.note == "" {
			p.d.leaf("String", "", pairs...)
			continue
		}
		p.d.start("String", pairs...)
		p.d.leaf("ALTERNATIVE", x.note, "PURPOSE", "ruby")
		p.d.end()
	}
	p.d.end()
}

// divided says of a part of a divided word what the whole is.
func divided(before, words []word, i int, after []word) []string {
	if i+1 < len(words) && words[i+1].hyphen && len(after) > 0 {
		return []string{"SUBS_TYPE", "HypPart1", "SUBS_CONTENT", words[i].text + after[0].text}
	}
	if n := len(before); i == 0 && n > 1 && before[n-1].hyphen {
		return []string{"SUBS_TYPE", "HypPart2", "SUBS_CONTENT", before[n-2].text + words[i].text}
	}
	return nil
}
