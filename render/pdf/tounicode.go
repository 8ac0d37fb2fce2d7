package pdf

import (
	"fmt"
	"unicode/utf16"
)

// toUnicode writes the table from the glyphs of a subset back to the text
// (ISO 32000-2, 9.10.3), in gopdf's manner, one line for each glyph: the n-th
// letter is glyph n. A ligature has all of its characters. Those beyond U+FFFF
// are written as two halves. The finisher draws lines together and parts them
// into blocks.
func (s *subset) toUnicode() []byte {
	letters := s.letters
	const lineBytes = 22
	b := make([]byte, 0, lineBytes*len(letters)+512)
	b = append(b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"+
		"/CIDSystemInfo << /Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n"+
		"/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"+
		"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"...)
	n := 0
	for _, l := range letters {
		if s.text(l) != "" {
			n++
		}
	}
	b = fmt.Appendf(b, "%d beginbfrange\n", n)
	var halves []uint16 // scratch
	for i, l := range letters {
		text := s.text(l)
		if text == "" {
			continue // nothing is read of it
		}
		b = append(b, '<')
		b = appendHex(b, uint16(i+1))
		b = append(b, "><"...)
		b = appendHex(b, uint16(i+1))
		b = append(b, "><"...)
		halves = halves[:0]
		for _, r := range text {
			halves = utf16.AppendRune(halves, r)
		}
		for _, half := range halves {
			b = appendHex(b, half)
		}
		b = append(b, ">\n"...)
	}
	return append(b, "endbfrange\nendcmap CMapName currentdict /CMap defineresource pop end end\n"...)
}

// appendHex writes four digits.
func appendHex(b []byte, n uint16) []byte {
	const digits = "0123456789ABCDEF"
	return append(b, digits[n>>12], digits[n>>8&15], digits[n>>4&15], digits[n&15])
}
