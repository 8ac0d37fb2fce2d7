package pdf

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"duikai/render/internal/cos"
)

// gopdf knows a font without outlines, and says of fonts what it knows in its own
// manner. In the tree of the document they are said as readers want it: the font
// file, the way back to the text, the widths.

// setFonts completes the fonts of a document that gopdf wrote.
func (d *drawing) setFonts(doc *cos.Document, resources *cos.Object, made []*embeddedFont) error {
	list := resources.Get("Font").List
	if len(list) != 2*len(d.families) {
		return cos.Foreign("%d fonts, not %d", len(list)/2, len(d.families))
	}
	for i, family := range d.families {
		if err := setFont(doc, list[2*i+1], family, made[i]); err != nil {
			return fmt.Errorf("the font %s: %w", family, err)
		}
	}
	return nil
}

// setFont completes one: gopdf's Type0 font, its descendant and its descriptor.
func setFont(doc *cos.Document, ref cos.Value, family string, f *embeddedFont) error {
	top, err := doc.Of(ref, "Font")
	if err != nil {
		return err
	}
	below := top.Get("DescendantFonts")
	if !top.Get("BaseFont").Is(family) || !top.Get("Encoding").Is("Identity-H") || len(below.List) != 1 {
		return cos.Foreign("font %d", ref.Ref)
	}
	cid, err := doc.Of(below.List[0], "Font")
	if err != nil {
		return err
	}
	if !cid.Get("Subtype").Is("CIDFontType2") || cid.Get("W").Kind != cos.Array {
		return cos.Foreign("font %d is no TrueType font", below.List[0].Ref)
	}
	desc, err := doc.Of(cid.Get("FontDescriptor"), "FontDescriptor")
	if err != nil {
		return err
	}
	// The glyphs stand for themselves, not for the Latin alphabet: symbolic.
	flags, ok := desc.Get("Flags").Int()
	if !ok {
		return cos.Foreign("the flags")
	}
	const symbolic, nonsymbolic = 1 << 2, 1 << 5
	desc.Set("Flags", cos.Whole(flags&^nonsymbolic|symbolic))
	f.wait()
	cid.Set("W", f.widths)
	// Glyph numbers are CIDs. It is the default, but PDF/X asks for it in
	// writing.
	cid.Set("CIDToGIDMap", cos.NameOf("Identity"))
	cid.Set("DW", cos.Whole(f.usual))
	unicode := cos.Dict("Filter", cos.NameOf("FlateDecode"))
	file := cos.Dict("Length", cos.Whole(len(f.file)), "Filter", cos.NameOf("FlateDecode"), "Length1", cos.Whole(f.size))
	if !doc.Replace(top.Get("ToUnicode"), &cos.Object{Value: unicode, Stream: f.toUnicode, IsStream: true}) ||
		!doc.Replace(desc.Get("FontFile2"), &cos.Object{Value: file, Stream: f.file, IsStream: true}) {
		return cos.Foreign("the streams of font %d", ref.Ref)
	}
	return nil
}

// advance is how wide a letter is printed, in thousandths of an em.
func (s *subset) advance(l letter) int {
	if l.form == ofShaped {
		return int(s.face.AdvanceOf(s.shaped[l.r].id))
	}
	return int(s.face.AdvanceIn(l.r, l.drawn()))
}

// advances are those of the letters: the n-th is glyph n.
func (s *subset) advances() []int {
	list := make([]int, len(s.letters))
	for i, l := range s.letters {
		list[i] = s.advance(l)
	}
	return list
}

// widths says how wide glyphs are, from the first on (ISO 32000-2, 9.7.4.3). In
// Chinese type nearly all are one em wide, which is said once (usual), and the
// others follow each other.
func widths(advances []int) (usual int, w cos.Value) {
	often := make(map[int]int)
	for _, a := range advances {
		often[a]++
	}
	usual = 1000 // PDF's own default
	for a, n := range often {
		if n > often[usual] || n == often[usual] && a < usual && often[usual] > 0 {
			usual = a
		}
	}
	w = cos.ArrayOf()
	var run []cos.Value
	for i, a := range advances {
		if a != usual {
			run = append(run, cos.Whole(a))
		}
		if len(run) > 0 && (i+1 == len(advances) || advances[i+1] == usual) {
			w.List = append(w.List, cos.Whole(i+2-len(run)), cos.ArrayOf(run...))
			run = nil
		}
	}
	return usual, w
}

// mapped is the text that a glyph stands for.
type mapped struct {
	glyph int
	text  string
}

// mapped are the glyphs of the subset with their texts: the n-th letter is glyph
// n. A ligature has all of its characters; where a face gives accents alone, for
// which the glyph of their letter, of another face, stands, there is no text.
func (s *subset) mapped() (all []mapped) {
	for i, l := range s.letters {
		if text := s.text(l); text != "" {
			all = append(all, mapped{i + 1, text})
		}
	}
	return all
}

// toUnicode writes the table from glyphs back to the text (ISO 32000-2, 9.10.3):
// glyphs in a row that stand for characters in a row as ranges, the others one by
// one.
func toUnicode(all []mapped) []byte {
	var single, ranges [][]byte
	for i := 0; i < len(all); {
		n := 1
		for i+n < len(all) && follows(all[i], all[i+n], n) {
			n++
		}
		line := append(cos.AppendHex([]byte{'<'}, uint16(all[i].glyph)), '>', '<')
		if n > 1 {
			line = append(cos.AppendHex(line, uint16(all[i+n-1].glyph)), '>', '<')
		}
		line = append(cos.AppendUTF16(line, all[i].text), '>', '\n')
		if n > 1 {
			ranges = append(ranges, line)
		} else {
			single = append(single, line)
		}
		i += n
	}
	b := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n")
	b = blocks(b, "bfchar", single)
	b = blocks(b, "bfrange", ranges)
	return append(b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}

// follows tells whether b is n places after a, in glyphs and in characters,
// with the same leading byte in both: a range counts in the last byte only.
func follows(a, b mapped, n int) bool {
	ra, la := utf8.DecodeRuneInString(a.text)
	rb, lb := utf8.DecodeRuneInString(b.text)
	return la == len(a.text) && lb == len(b.text) && ra <= 0xffff &&
		b.glyph == a.glyph+n && b.glyph>>8 == a.glyph>>8 &&
		int(rb) == int(ra)+n && rb>>8 == ra>>8
}

// maxBlock is how many entries a block of a CMap may have (Adobe technical
// note 5411; ISO 32000-2, 9.10.3 takes its syntax over).
const maxBlock = 100

func blocks(b []byte, kind string, lines [][]byte) []byte {
	for block := range slices.Chunk(lines, maxBlock) {
		b = fmt.Appendf(b, "%d begin%s\n", len(block), kind)
		for _, l := range block {
			b = append(b, l...)
		}
		b = append(b, "end"+kind+"\n"...)
	}
	return b
}
