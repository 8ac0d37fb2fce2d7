package readback

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"duikai/layout/pdffile"
)

// font is a subset of a face.
type font struct {
	sfnt     *sfnt.Font
	buffer   sfnt.Buffer
	upem     int
	widths   map[uint16]float64 // thousandths of an em
	missing  float64
	outlines map[uint16]sfnt.Segments // of the glyphs that are shown
}

// glyph is a character at its place.
type glyph struct {
	id uint16
	at point
}

const (
	// maxFont is a font file with all its glyphs: the largest Chinese faces
	// have 30 MB.
	maxFont = 64 << 20
	// maxFonts is how many a file may have; ours have one for a face.
	maxFonts = 256
	// maxSize is the largest type, in points: higher than any sheet.
	maxSize = 4000
)

func (r *reader) beginText([6]float64) error {
	if r.inText {
		return foreign("BT in BT")
	}
	r.inText, r.tm, r.line = true, identity, identity
	return nil
}

func (r *reader) endText([6]float64) error {
	if !r.inText {
		return foreign("ET without BT")
	}
	r.inText = false
	return nil
}

func (r *reader) nextLine(n [6]float64) error {
	r.line = matrix{1, 0, 0, 1, n[0], n[1]}.then(r.line)
	r.tm = r.line
	return nil
}

func (r *reader) textMatrix(n [6]float64) error {
	r.line, r.tm = matrix(n), matrix(n)
	return nil
}

func (r *reader) selectFont([6]float64) error {
	size, ok := number(r.args[1])
	if !ok || !(size > 0 && size <= maxSize) {
		return foreign("type of a size")
	}
	ref, v, err := r.resource("Font", r.args[0])
	if err != nil {
		return err
	}
	key, ok := ref.(pdffile.Ref)
	if !ok {
		return foreign("a font that is no object")
	}
	f := r.f.fonts[key]
	if f == nil {
		if len(r.f.fonts) >= maxFonts {
			return fmt.Errorf("%w: %d fonts", pdffile.ErrTooLarge, maxFonts)
		}
		if f, err = r.f.readFont(v); err != nil {
			return err
		}
		r.f.fonts[key] = f
	}
	r.st.font, r.st.size = f, size
	return nil
}

func (r *reader) showOne(n [6]float64) error {
	r.args[0] = []any{r.args[0]}
	return r.showList(n)
}

// showList draws the strings of an array; numbers between them take from the
// pen's way (9.4.3).
func (r *reader) showList([6]float64) error {
	list, ok := r.args[0].([]any)
	if !ok || !r.inText || r.st.font == nil {
		return foreign("text out of place")
	}
	st := &r.st
	place := matrix{st.size * st.stretch, 0, 0, st.size, 0, 0}.then(r.tm).then(st.ctm)
	if place.scale() > maxSize {
		return foreign("type of a size")
	}
	t := &text{font: st.font, em: place, rgb: st.fill.rgb, clip: st.clip}
	along := 0.0 // of the text's own line
	for _, v := range list {
		if n, ok := number(v); ok {
			along -= float64(n / 1000 * st.size * st.stretch)
			continue
		}
		s, ok := v.(pdffile.String)
		if !ok || len(s)%2 != 0 {
			return foreign("operator TJ")
		}
		if r.f.glyphs += len(s) / 2; r.f.glyphs > maxGlyphs {
			return fmt.Errorf("%w: %d characters", pdffile.ErrTooLarge, r.f.glyphs)
		}
		for ; len(s) > 0; s = s[2:] {
			id := uint16(s[0])<<8 | uint16(s[1])
			if err := st.font.load(id); err != nil {
				return err
			}
			t.glyphs = append(t.glyphs, glyph{id, matrix{1, 0, 0, 1, along, 0}.then(r.tm).then(st.ctm).at(0, 0)})
			along += float64((float64(st.font.width(id)/1000*st.size) + st.spacing) * st.stretch)
		}
	}
	r.tm = matrix{1, 0, 0, 1, along, 0}.then(r.tm)
	r.add(t)
	return nil
}

func (f *font) width(id uint16) float64 {
	if w, ok := f.widths[id]; ok {
		return w
	}
	return f.missing
}

// load reads a glyph's outline.
func (f *font) load(id uint16) error {
	if _, ok := f.outlines[id]; ok {
		return nil
	}
	list, err := f.sfnt.LoadGlyph(&f.buffer, sfnt.GlyphIndex(id), fixed.I(f.upem), nil)
	if err != nil {
		return fmt.Errorf("%w: glyph %d: %v", pdffile.ErrBroken, id, err)
	}
	f.outlines[id] = slices.Clone(list)
	return nil
}

// readFont reads a font as ours are: two bytes a character, which are the
// number of the glyph.
func (f *File) readFont(v any) (*font, error) {
	whole, err := f.pdf.Flat(v)
	if err != nil {
		return nil, err
	}
	below, _ := whole["DescendantFonts"].([]any)
	if whole["Subtype"] != pdffile.Name("Type0") || whole["Encoding"] != pdffile.Name("Identity-H") || len(below) != 1 {
		return nil, foreign("a font")
	}
	own, err := f.pdf.Flat(below[0])
	if err != nil {
		return nil, err
	}
	if toGlyph := own["CIDToGIDMap"]; own["Subtype"] != pdffile.Name("CIDFontType2") || toGlyph != nil && toGlyph != pdffile.Name("Identity") {
		return nil, foreign("a font")
	}
	about, err := f.pdf.Flat(own["FontDescriptor"])
	if err != nil {
		return nil, err
	}
	s, ok := about["FontFile2"].(*pdffile.Stream)
	if !ok {
		return nil, foreign("a font that is not embedded")
	}
	data, err := f.pdf.Undo(s, maxFont)
	if err != nil {
		return nil, err
	}
	if len(data.Rest) > 0 {
		return nil, foreign("a font file")
	}
	parsed, err := parse(data.Data)
	if err != nil {
		return nil, err
	}
	out := &font{sfnt: parsed, upem: int(parsed.UnitsPerEm()), missing: 1000, outlines: make(map[uint16]sfnt.Segments)}
	if out.upem < 16 || out.upem > 16384 {
		return nil, foreign("a font of %d units", out.upem)
	}
	if dw, ok := number(own["DW"]); ok {
		out.missing = dw
	}
	out.widths, err = f.widths(own["W"])
	return out, err
}

// widths reads the widths of glyphs: a number and the widths from it on, or
// two numbers and the width of all from one to the other (9.7.4.3).
func (f *File) widths(v any) (map[uint16]float64, error) {
	list, _ := v.([]any)
	out := make(map[uint16]float64)
	const glyphs = 1 << 16
	work := 0 // ranges may lie over one another
	for len(list) >= 2 {
		first, ok := number(list[0])
		second, err := f.pdf.Resolve(list[1])
		if err != nil {
			return nil, err
		}
		if !ok || first < 0 || first >= glyphs {
			return nil, foreign("widths of a font")
		}
		if each, isList := second.([]any); isList {
			for i, v := range each {
				w, ok := number(v)
				if !ok || int(first)+i >= glyphs {
					return nil, foreign("widths of a font")
				}
				out[uint16(int(first)+i)] = w
			}
			list = list[2:]
			continue
		}
		last, ok := number(second)
		if !ok || last < first || last >= glyphs || len(list) < 3 {
			return nil, foreign("widths of a font")
		}
		w, ok := number(list[2])
		if !ok {
			return nil, foreign("widths of a font")
		}
		if work += int(last-first) + 1; work > 4*glyphs {
			return nil, foreign("widths of a font")
		}
		for id := int(first); id <= int(last); id++ {
			out[uint16(id)] = w
		}
		list = list[3:]
	}
	if len(list) != 0 {
		return nil, foreign("widths of a font")
	}
	return out, nil
}

// Two tables that a font in a PDF does without, and the parser does not: no
// character leads to a glyph, and no glyph has a name.
var (
	noCharacters = []byte{
		0, 0, 0, 1, // one table
		0, 3, 0, 10, 0, 0, 0, 12, // of all of Unicode, here
		0, 12, 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, // of no group
	}
	noNames = append([]byte{0, 3, 0, 0}, make([]byte, 28)...)
)

// parse reads a font file, with the tables it lacks.
func parse(data []byte) (*sfnt.Font, error) {
	const head, record, most = 12, 16, 64
	type table struct {
		name string
		data []byte
	}
	if len(data) < head {
		return nil, foreign("a font file")
	}
	n := int(binary.BigEndian.Uint16(data[4:]))
	if n > most || len(data) < head+n*record {
		return nil, foreign("a font file")
	}
	tables := []table{{"cmap", noCharacters}, {"post", noNames}}
	for i := range n {
		e := data[head+i*record:]
		name, at, size := string(e[:4]), uint64(binary.BigEndian.Uint32(e[8:])), uint64(binary.BigEndian.Uint32(e[12:]))
		if at+size > uint64(len(data)) {
			return nil, fmt.Errorf("%w: a font file", pdffile.ErrBroken)
		}
		if name != "cmap" && name != "post" {
			tables = append(tables, table{name, data[at : at+size]})
		}
	}
	slices.SortStableFunc(tables, func(a, b table) int { return cmp.Compare(a.name, b.name) })
	out := binary.BigEndian.AppendUint16(slices.Clone(data[:4]), uint16(len(tables)))
	out = append(out, make([]byte, head-len(out)+len(tables)*record)...)
	for i, t := range tables {
		e := out[head+i*record:]
		copy(e, t.name)
		binary.BigEndian.PutUint32(e[8:], uint32(len(out)))
		binary.BigEndian.PutUint32(e[12:], uint32(len(t.data)))
		out = append(out, t.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	f, err := sfnt.Parse(out)
	if err != nil {
		return nil, fmt.Errorf("%w: a font file: %v", pdffile.ErrBroken, err)
	}
	return f, nil
}
