package preflight

import (
	"bytes"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"duikai/layout/pdffile"
)

// mostCodes is how many codes of two bytes there are.
const mostCodes = 1 << 16

// readToUnicode reads a map from codes to text (9.10.3).
func readToUnicode(b []byte) (map[int]string, error) {
	out := make(map[int]string)
	l := pdffile.NewLexer(b)
	var args []any
	left := 4 * mostCodes // codes may be said again, but not for hours
	for {
		v, more, err := l.Next()
		if err != nil {
			return nil, err
		}
		if !more {
			return out, nil
		}
		word, ok := v.(pdffile.Keyword)
		if !ok {
			if args = append(args, v); len(args) > 4*mostCodes {
				return nil, errTooManyCodes
			}
			continue
		}
		switch word {
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				to, ok := args[i+1].(pdffile.String)
				if from, is := codeOf(args[i]); is && ok {
					out[from] = utf16Text(to, 0)
				}
			}
		case "endbfrange":
			for i := 0; i+2 < len(args); i += 3 {
				if left -= ranged(out, args[i], args[i+1], args[i+2]); left < 0 {
					return nil, errTooManyCodes
				}
			}
		}
		args = args[:0]
	}
}

// errTooManyCodes is said of a map that is longer than its codes.
var errTooManyCodes = errors.New("> 65536 codes")

// ranged adds a range of codes: to texts that count on, or to a list of them. It tells
// how many there are.
func ranged(out map[int]string, from, to, texts any) int {
	a, ok1 := codeOf(from)
	b, ok2 := codeOf(to)
	if !ok1 || !ok2 {
		return 0
	}
	for code := a; code <= b; code++ {
		switch texts := texts.(type) {
		case pdffile.String:
			out[code] = utf16Text(texts, code-a)
		case pdffile.Array:
			if code-a < len(texts) {
				s, _ := texts[code-a].(pdffile.String)
				out[code] = utf16Text(s, 0)
			}
		}
	}
	return max(b-a+1, 0)
}

func codeOf(v any) (int, bool) {
	s, ok := v.(pdffile.String)
	if !ok || len(s) == 0 || len(s) > 2 {
		return 0, false
	}
	n := 0
	for _, c := range []byte(s) {
		n = n<<8 | int(c)
	}
	return n, true
}

// utf16Text is the text of a string, its last unit counted on.
func utf16Text(s pdffile.String, on int) string {
	var units []uint16
	for b := []byte(s); len(b) > 1; b = b[2:] {
		units = append(units, uint16(b[0])<<8|uint16(b[1]))
	}
	if n := len(units); n > 0 {
		units[n-1] += uint16(on)
	}
	return string(utf16.Decode(units))
}

// legible wants every code that text uses to lead to a character (7.2, 7.21.7): by the
// font's own map, or else by an encoding or a collection of characters whose names
// everybody knows.
func (c *checker) legible(f *font, own pdffile.Dict, object int) error {
	v, err := c.f.Resolve(f.dict["ToUnicode"])
	if err != nil {
		return err
	}
	s, ok := v.(*pdffile.Stream)
	if !ok {
		known, err := c.wellKnown(f, own)
		if err == nil && !known {
			c.add(NoUnicode, object, f.name)
		}
		return err
	}
	u, err := c.undo(s, maxContent)
	if err != nil {
		c.mild(err, BadFont, object, f.name)
		return nil
	}
	texts, err := readToUnicode(u.Data)
	const bytesOfText = 16 // what a range makes of few bytes is decoded, too
	c.decoded += bytesOfText * len(texts)
	if err != nil {
		c.add(BadFont, object, f.name, "ToUnicode")
		return nil
	}
	for _, code := range slices.Sorted(maps.Keys(f.used)) {
		switch text := texts[code]; {
		case text == "":
			c.worse(Unmapped, object, "", 1/float64(code+1), nil, f.name, code)
		case strings.ContainsAny(text, "\x00\ufeff\ufffe"):
			c.worse(BadUnicode, object, "", 1/float64(code+1), nil, f.name, code)
		}
	}
	return nil
}

// wellKnown tells whether the codes of a font without a map have characters that
// everybody knows.
func (c *checker) wellKnown(f *font, own pdffile.Dict) (bool, error) {
	enc, err := c.f.Resolve(f.dict["Encoding"])
	if err != nil {
		return false, err
	}
	if f.kind == "Type0" {
		m, err := c.f.Dict(own["CIDSystemInfo"])
		if err != nil {
			return false, err
		}
		of, err := c.text(m["Ordering"])
		return slices.Contains([]string{"GB1", "CNS1", "Japan1", "Korea1"}, of), err
	}
	base, _ := enc.(pdffile.Name)
	m, isDict := enc.(pdffile.Dict)
	if isDict {
		if base, err = c.nameOf(m["BaseEncoding"]); err != nil {
			return false, err
		}
	}
	if slices.Contains([]pdffile.Name{"MacRomanEncoding", "MacExpertEncoding", "WinAnsiEncoding"}, base) {
		return true, nil
	}
	d, err := c.f.Dict(f.dict["FontDescriptor"])
	if err != nil {
		return false, err
	}
	flags, _ := d["Flags"].(int64)
	if f.kind == "TrueType" {
		return flags&symbolic == 0, nil
	}
	diff, err := c.differences(f.dict["Encoding"])
	if err != nil {
		return false, err
	}
	for code := range f.used { // Type 1 and 3: names that say which character they are
		if name, ok := diff[code]; f.kind == "Type3" && !ok || ok && !saysWhich.MatchString(string(name)) || !ok && flags&symbolic != 0 {
			return false, nil
		}
	}
	return true, nil
}

// saysWhich are names of glyphs that are a number of Unicode, a letter, or a word of
// letters, as the list of such names has them.
var saysWhich = regexp.MustCompile(`^(uni[0-9A-F]{4}|u[0-9A-F]{4,6}|[A-Za-z]|[a-z][a-zA-Z]+)$`)

// symbolic is the flag of fonts whose codes are of their own (table 123).
const symbolic = 1 << 2

var (
	cmapWMode = regexp.MustCompile(`/WMode\s+(\d+)\s+def`)
	cmapUses  = regexp.MustCompile(`/(\S+)\s+usecmap`)
)

// characterMap judges the encoding of a composite font (7.21.3.3): one that is listed,
// or one that is there, says the same twice and builds upon one that is listed.
func (c *checker) characterMap(f *font, own pdffile.Dict, object int) error {
	v, err := c.f.Resolve(f.dict["Encoding"])
	if err != nil {
		return err
	}
	switch v := v.(type) {
	case pdffile.Name:
		if !listedMap(string(v)) {
			c.add(BadCMap, object, f.name, printable(string(v)))
		}
	case *pdffile.Stream:
		u, err := c.undo(v, maxContent)
		if err != nil {
			c.mild(err, BadFont, object, f.name)
			return nil
		}
		mode, _ := v.Dict["WMode"].(int64)
		if m := cmapWMode.FindSubmatch(u.Data); m == nil && mode != 0 || m != nil && strconv.FormatInt(mode, 10) != string(m[1]) {
			c.add(BadCMap, object, f.name, "WMode")
		}
		if m := cmapUses.FindSubmatch(u.Data); m != nil && !listedMap(string(bytes.TrimSpace(m[1]))) {
			c.add(BadCMap, object, f.name, printable(string(m[1])))
		}
		is, err := c.f.Dict(own["CIDSystemInfo"])
		if err != nil {
			return err
		}
		of, err := c.f.Dict(v.Dict["CIDSystemInfo"])
		if err != nil {
			return err
		}
		a, _ := is["Supplement"].(int64)
		if b, _ := of["Supplement"].(int64); a < b {
			c.add(SystemInfo, object, f.name, strconv.FormatInt(a, 10), strconv.FormatInt(b, 10))
		}
	}
	return nil
}

// listedMap tells whether a map has a name that everybody knows (table 118).
func listedMap(name string) bool {
	base := strings.TrimSuffix(strings.TrimSuffix(name, "-H"), "-V")
	return base == "Identity" || orderings[base] != ""
}

// encodingOf judges the encoding of a simple TrueType font by the maps of its program
// (7.21.6).
func (c *checker) encodingOf(f *font, d pdffile.Dict, program []byte, object int) error {
	tables, err := tablesOf(program)
	if err != nil {
		return nil // told with the widths
	}
	maps := submaps(tables["cmap"])
	fault := func(en, zh string) { c.about(BadEncoding, object, en, f.name, worded{en, zh}) }
	enc, err := c.f.Resolve(f.dict["Encoding"])
	if err != nil {
		return err
	}
	if flags, _ := d["Flags"].(int64); flags&symbolic != 0 {
		switch {
		case enc != nil:
			fault("symbolic, with Encoding", "符号字体带有 Encoding")
		case len(maps) == 0:
			fault("without cmap", "缺少 cmap")
		case len(maps) > 1 && !slices.Contains(maps, [2]uint16{3, 0}):
			fault("several cmaps, none (3, 0)", "有多个 cmap，但没有 (3, 0)")
		}
		return nil
	}
	base, _ := enc.(pdffile.Name)
	if m, ok := enc.(pdffile.Dict); ok {
		if base, err = c.nameOf(m["BaseEncoding"]); err != nil {
			return err
		}
		if m["Differences"] != nil && !slices.Contains(maps, [2]uint16{3, 1}) {
			fault("Differences, without cmap (3, 1)", "有 Differences，但没有 cmap (3, 1)")
		}
	}
	if base != "MacRomanEncoding" && base != "WinAnsiEncoding" {
		fault("Encoding neither MacRoman nor WinAnsi", "Encoding 既不是 MacRoman 也不是 WinAnsi")
	}
	if !slices.ContainsFunc(maps, func(m [2]uint16) bool { return m != [2]uint16{3, 0} }) {
		fault("without cmap of characters", "没有字符 cmap")
	}
	return nil
}

// submaps are the platforms and encodings of the maps of a program.
func submaps(cmap []byte) (out [][2]uint16) {
	for i := range int(u16(cmap, 2)) {
		if at := 4 + 8*i; at+8 <= len(cmap) {
			out = append(out, [2]uint16{u16(cmap, at), u16(cmap, at+2)})
		}
	}
	return out
}

// listedGlyphs compares a list of the glyphs that a program has (CIDSet) with it
// (7.21.4.2). Where codes are not the numbers of glyphs it is not known.
func (c *checker) listedGlyphs(f *font, own, d pdffile.Dict, count, object int) error {
	if m, err := c.f.Resolve(own["CIDToGIDMap"]); err != nil || m != pdffile.Name("Identity") {
		return err
	}
	s, set, err := c.stream(d["CIDSet"], mostCodes/8, BadFont, object, f.name)
	if err != nil || s == nil {
		return err
	}
	for cid := range max(count, 8*len(set)) {
		listed := cid/8 < len(set) && set[cid/8]>>(7-cid%8)&1 == 1
		if listed != (cid < count) {
			c.add(CIDSet, object, f.name, cid)
			return nil
		}
	}
	return nil
}
