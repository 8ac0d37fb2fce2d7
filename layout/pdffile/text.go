package pdffile

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// Text is a text string (7.9.2.2) in plain characters: UTF-16 or UTF-8 by the
// mark at its beginning, else taken byte by byte.
func Text(s String) string {
	if rest, ok := strings.CutPrefix(string(s), "\xef\xbb\xbf"); ok {
		return strings.ToValidUTF8(rest, "\ufffd")
	}
	if rest, ok := strings.CutPrefix(string(s), "\xfe\xff"); ok {
		var units []uint16
		for b := []byte(rest); len(b) > 1; b = b[2:] {
			units = append(units, binary.BigEndian.Uint16(b))
		}
		return string(utf16.Decode(units))
	}
	var out []rune
	for _, c := range []byte(s) {
		out = append(out, rune(c))
	}
	return string(out)
}
