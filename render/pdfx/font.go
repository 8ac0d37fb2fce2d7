package pdfx

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// font completes one font: gopdf's Type0 font, its descendant, its descriptor
// and its map to Unicode.
func (f *finisher) font(ref value) error {
	top, err := f.d.of(ref, "Font")
	if err != nil {
		return err
	}
	below := top.get("DescendantFonts")
	if !top.get("Subtype").is("Type0") || !top.get("Encoding").is("Identity-H") || below.kind != array || len(below.list) != 1 {
		return foreign("font %d", ref.ref)
	}
	cid, err := f.d.of(below.list[0], "Font")
	if err != nil {
		return err
	}
	if !cid.get("Subtype").is("CIDFontType2") {
		return foreign("font %d is no TrueType font", ref.ref)
	}
	tagged := top.get("BaseFont").plainName()
	if !isSubset(tagged) || cid.get("BaseFont").plainName() != tagged {
		return foreign("the name %q of font %d has no subset tag", tagged, ref.ref)
	}
	if f.names[tagged] {
		return foreign("two fonts are called %q", tagged)
	}
	f.names[tagged] = true
	// Glyph numbers are CIDs. It is the default, but PDF/X asks for it in
	// writing.
	cid.set("CIDToGIDMap", nameOf("Identity"))
	if err := f.descriptor(cid.get("FontDescriptor"), tagged); err != nil {
		return err
	}
	unicode, err := f.d.of(top.get("ToUnicode"), "")
	if err != nil {
		return err
	}
	if err := widths(cid); err != nil {
		return foreign("the widths of %s: %w", tagged, err)
	}
	if err := mendMap(unicode); err != nil {
		return foreign("the map to Unicode of %s: %w", tagged, err)
	}
	return nil
}

// isSubset looks for six capitals and a plus (ISO 32000-2, 9.9.2).
func isSubset(s string) bool {
	if len(s) < 8 || s[6] != '+' {
		return false
	}
	for _, c := range s[:6] {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return true
}

// descriptor checks that nothing is missing (ISO 32000-2, table 120), and that
// the font file is there.
func (f *finisher) descriptor(ref value, tagged string) error {
	o, err := f.d.of(ref, "FontDescriptor")
	if err != nil {
		return err
	}
	for _, key := range []string{"Flags", "FontBBox", "ItalicAngle", "Ascent", "Descent", "CapHeight", "StemV"} {
		if o.get(key).kind == null {
			return foreign("the font %s says nothing of %s", tagged, key)
		}
	}
	if o.get("FontName").plainName() != tagged {
		return foreign("the font %s is called otherwise in its descriptor", tagged)
	}
	// The glyphs stand for themselves, not for the Latin alphabet: symbolic.
	flags, ok := o.get("Flags").integer()
	if !ok {
		return foreign("the flags of %s", tagged)
	}
	const symbolic, nonsymbolic = 1 << 2, 1 << 5
	o.set("Flags", whole(flags&^nonsymbolic|symbolic))
	file, err := f.d.of(o.get("FontFile2"), "")
	if err != nil {
		return err
	}
	if n, ok := file.get("Length1").integer(); !ok || n <= 0 || !file.isStream || len(file.stream) == 0 {
		return foreign("the file of the font %s", tagged)
	}
	return nil
}

// maxBlock is how many entries a block of a CMap may have (Adobe technical
// note 5411; ISO 32000-2, 9.10.3 takes its syntax over).
const maxBlock = 100

// fromHex reads UTF-16 in hex digits, or a single character in five or six.
func fromHex(b []byte) (string, bool) {
	if len(b) == 5 || len(b) == 6 {
		n, err := strconv.ParseUint(string(b), 16, 32)
		return string(rune(n)), err == nil && utf8.ValidRune(rune(n))
	}
	if len(b) == 0 || len(b)%4 != 0 {
		return "", false
	}
	var s []byte
	var high rune // half of a pair
	for ; len(b) > 0; b = b[4:] {
		n, err := strconv.ParseUint(string(b[:4]), 16, 16)
		r := rune(n)
		switch {
		case err != nil:
			return "", false
		case high > 0:
			if r = utf16.DecodeRune(high, r); r == utf8.RuneError {
				return "", false
			}
			high = 0
		case utf16.IsSurrogate(r):
			high = r
			continue
		}
		s = utf8.AppendRune(s, r)
	}
	return string(s), high == 0
}

func appendUTF16(b []byte, s string) []byte {
	for _, r := range s {
		if hi, lo := utf16.EncodeRune(r); hi != utf8.RuneError {
			b = appendHex(appendHex(b, int(hi)), int(lo))
		} else {
			b = appendHex(b, int(r))
		}
	}
	return b
}

// appendHex writes four digits.
func appendHex(b []byte, n int) []byte {
	const digits = "0123456789ABCDEF"
	return append(b, digits[n>>12&15], digits[n>>8&15], digits[n>>4&15], digits[n&15])
}
