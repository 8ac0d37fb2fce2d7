package pdf

import (
	"fmt"
	"unicode/utf16"
)

// maxBlock is how many entries a block of a CMap may have (Adobe Technical
// Note 5411).
const maxBlock = 100

// glyphRun is glyphs that stand for characters which follow one another.
type glyphRun struct {
	first, last int
	text        rune
}

// toUnicode writes the table from the glyphs of a subset back to the text
// (ISO 32000-2, 9.10.3): the n-th letter is glyph n. Characters beyond U+FFFF
// are written as two halves.
func toUnicode(letters []letter) []byte {
	var list []glyphRun
	for i, l := range letters {
		glyph, text := i+1, l.text()
		// A run must not pass the end of a row of 256, on either side.
		if n := len(list) - 1; n >= 0 && glyph&0xff != 0 && text&0xff != 0 && list[n].text+rune(glyph-list[n].first) == text {
			list[n].last = glyph
		} else {
			list = append(list, glyphRun{glyph, glyph, text})
		}
	}
	b := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for len(list) > 0 {
		// Single glyphs and runs have blocks of their own kind.
		single := list[0].first == list[0].last
		n := 1
		for n < min(len(list), maxBlock) && (list[n].first == list[n].last) == single {
			n++
		}
		kind := "bfrange"
		if single {
			kind = "bfchar"
		}
		b = fmt.Appendf(b, "%d begin%s\n", n, kind)
		for _, r := range list[:n] {
			b = fmt.Appendf(b, "<%04X>", r.first)
			if !single {
				b = fmt.Appendf(b, "<%04X>", r.last)
			}
			b = append(b, '<')
			for _, half := range utf16.AppendRune(nil, r.text) {
				b = fmt.Appendf(b, "%04X", half)
			}
			b = append(b, ">\n"...)
		}
		b = fmt.Appendf(b, "end%s\n", kind)
		list = list[n:]
	}
	return append(b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}
