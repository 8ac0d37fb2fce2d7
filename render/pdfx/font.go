package pdfx

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
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
	if f.tags[tagged] {
		return foreign("two fonts are called %q", tagged)
	}
	f.tags[tagged] = true
	// Glyph numbers are CIDs. It is the default, but PDF/X asks for it in
	// writing.
	cid.set("CIDToGIDMap", nameOf("Identity"))
	if err := widths(cid); err != nil {
		return foreign("the widths of %s: %w", tagged, err)
	}
	if err := f.descriptor(cid.get("FontDescriptor"), tagged); err != nil {
		return err
	}
	return f.toUnicode(top.get("ToUnicode"), tagged)
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

type width struct{ cid, w int }

// widths writes a font's widths anew. gopdf lists every glyph by itself; in
// Chinese type nearly all are one em wide, which is said once (DW), and the
// others follow each other.
func widths(cid *object) error {
	list := cid.get("W").list
	if cid.get("W").kind != array || len(list)%2 != 0 {
		return fmt.Errorf("no list")
	}
	all := make([]width, 0, len(list)/2)
	often := make(map[int]int)
	for i := 0; i < len(list); i += 2 {
		c, ok := list[i].integer()
		if !ok || list[i+1].kind != array || len(list[i+1].list) != 1 {
			return fmt.Errorf("entry %d", i)
		}
		w, ok := list[i+1].list[0].integer()
		if !ok || c < 0 || c > 0xffff {
			return fmt.Errorf("entry %d", i)
		}
		all = append(all, width{c, w})
		often[w]++
	}
	slices.SortFunc(all, func(a, b width) int { return cmp.Or(cmp.Compare(a.cid, b.cid), cmp.Compare(a.w, b.w)) })
	// A glyph that serves two characters is listed twice.
	all = slices.Compact(all)
	for i := 1; i < len(all); i++ {
		if all[i].cid == all[i-1].cid {
			return fmt.Errorf("glyph %d has two", all[i].cid)
		}
	}
	usual := 1000 // PDF's own default
	for w, n := range often {
		if n > often[usual] || n == often[usual] && w < usual && often[usual] > 0 {
			usual = w
		}
	}
	var w []value
	for i := 0; i < len(all); {
		if all[i].w == usual {
			i++
			continue
		}
		var run []value
		first := all[i].cid
		for ; i < len(all) && all[i].cid == first+len(run) && all[i].w != usual; i++ {
			run = append(run, whole(all[i].w))
		}
		w = append(w, whole(first), arrayOf(run...))
	}
	cid.set("DW", whole(usual))
	cid.set("W", arrayOf(w...))
	return nil
}

// mapped is the text that a glyph stands for.
type mapped struct {
	glyph int
	text  string
}

// toUnicode writes the map from glyphs to text anew. gopdf's has one block of
// all ranges where at most 100 are allowed, and writes a character beyond
// U+FFFF as five digits, which no reader takes for a character.
func (f *finisher) toUnicode(ref value, tagged string) error {
	o, err := f.d.of(ref, "")
	if err != nil {
		return err
	}
	if !o.isStream || o.get("Filter").kind != null {
		return foreign("the map to Unicode of %s", tagged)
	}
	all, err := readMap(o.stream)
	if err != nil {
		return foreign("the map to Unicode of %s: %w", tagged, err)
	}
	if f.o.Text != nil {
		for i, m := range all {
			r, n := utf8.DecodeRuneInString(m.text)
			if n == len(m.text) {
				all[i].text = f.o.Text(tagged, r)
			}
		}
	}
	*o = object{value: dict(), isStream: true, stream: writeMap(inOrder(all)), deflate: true}
	return nil
}

// inOrder puts glyphs in order. Of several texts of one glyph the first counts.
func inOrder(all []mapped) []mapped {
	var place [1 << 16]int32 // 0: the glyph is not there
	for i, m := range all {
		if place[m.glyph] == 0 {
			place[m.glyph] = int32(i + 1)
		}
	}
	sorted := make([]mapped, 0, len(all))
	for _, p := range place {
		if p > 0 {
			sorted = append(sorted, all[p-1])
		}
	}
	return sorted
}

// readMap reads lines of the form <2B48><2B48><5E74>.
func readMap(b []byte) ([]mapped, error) {
	_, b, ok := bytes.Cut(b, []byte(" beginbfrange\n"))
	b, _, closed := bytes.Cut(b, []byte("endbfrange\n"))
	if !ok || !closed {
		return nil, fmt.Errorf("no ranges")
	}
	var all []mapped
	for line := range bytes.Lines(b) {
		var fields [3][]byte
		for i := range fields {
			end := bytes.IndexByte(line, '>')
			if end < 1 || line[0] != '<' {
				return nil, fmt.Errorf("the line %.40q", line)
			}
			fields[i], line = line[1:end], line[end+1:]
		}
		glyph, err := strconv.ParseUint(string(fields[0]), 16, 16)
		text, ok := fromHex(fields[2])
		if err != nil || !ok || !bytes.Equal(fields[0], fields[1]) || string(line) != "\n" {
			return nil, fmt.Errorf("glyph <%.20s>", fields[0])
		}
		all = append(all, mapped{int(glyph), text})
	}
	return all, nil
}

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

// maxBlock is how many entries a block of a CMap may have (Adobe technical
// note 5411; ISO 32000-2, 9.10.3 takes its syntax over).
const maxBlock = 100

// writeMap writes a CMap: glyphs in a row that stand for characters in a row
// as ranges, the others one by one.
func writeMap(all []mapped) []byte {
	var single, ranges [][]byte
	for i := 0; i < len(all); {
		n := 1
		for i+n < len(all) && follows(all[i], all[i+n], n) {
			n++
		}
		line := append(appendHex([]byte{'<'}, all[i].glyph), '>', '<')
		if n > 1 {
			line = append(appendHex(line, all[i+n-1].glyph), '>', '<')
		}
		line = append(appendUTF16(line, all[i].text), '>', '\n')
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
