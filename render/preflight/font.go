package preflight

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"duikai/layout/pdffile"
)

// font is a font that contents use.
type font struct {
	object  int
	page    int // where it was met first
	name    string
	called  string       // in the resources
	kind    pdffile.Name // its Subtype
	dict    pdffile.Dict
	bytes   int // of a code; 0: not known
	used    map[int]bool
	painted bool // not only invisibly

	// Of Type 3.
	matrix    matrix
	resources pdffile.Dict
	glyphs    pdffile.Dict
	encoding  map[int]pdffile.Name
}

// font reads a font resource, each once.
func (c *checker) font(v any, content int, n pdffile.Name) (*font, error) {
	num := number(v, 0)
	if num == 0 {
		// A font that is no object of its own: told apart by where it is named.
		num = -content - 1
		if f := c.fonts[num]; f != nil && f.called != string(n) {
			num = -(len(c.fonts) + maxVisited)
		}
	}
	if f := c.fonts[num]; f != nil {
		return f, nil
	}
	m, err := c.f.Dict(v)
	if err != nil {
		return nil, err
	}
	f := &font{object: max(num, 0), page: c.page, name: printable(string(n)), called: string(n), dict: m, used: make(map[int]bool), bytes: 1}
	if f.kind, err = c.nameOf(m["Subtype"]); err != nil {
		return nil, err
	}
	base, err := c.nameOf(m["BaseFont"])
	if err != nil {
		return nil, err
	}
	if base != "" {
		f.name = printable(string(base))
	}
	switch f.kind {
	case "Type0":
		enc, err := c.nameOf(m["Encoding"])
		if err != nil {
			return nil, err
		}
		f.bytes = 0
		if enc == "Identity-H" || enc == "Identity-V" {
			f.bytes = 2
		}
	case "Type3":
		if err := c.procedures(f); err != nil {
			return nil, err
		}
	}
	c.fonts[num] = f
	return f, nil
}

// procedures reads what a Type 3 font is made of.
func (c *checker) procedures(f *font) error {
	v, err := c.numbers(f.dict["FontMatrix"])
	if err != nil {
		return err
	}
	if f.matrix = (matrix{.001, 0, 0, .001, 0, 0}); len(v) == 6 {
		f.matrix = matrix(v)
	}
	if f.glyphs, err = c.f.Dict(f.dict["CharProcs"]); err != nil {
		return err
	}
	if f.dict["Resources"] != nil {
		if f.resources, err = c.f.Dict(f.dict["Resources"]); err != nil {
			return err
		}
	}
	f.encoding, err = c.differences(f.dict["Encoding"])
	return err
}

// differences reads the names of codes that an encoding gives itself.
func (c *checker) differences(v any) (map[int]pdffile.Name, error) {
	m, err := c.f.Dict(v)
	if err != nil {
		return nil, err
	}
	list, err := c.list(m["Differences"])
	if err != nil {
		return nil, err
	}
	out := make(map[int]pdffile.Name)
	code := 0
	for _, v := range list {
		v, err := c.f.Resolve(v)
		if err != nil {
			return nil, err
		}
		switch v := v.(type) {
		case int64:
			code = int(min(max(v, 0), 255))
		case pdffile.Name:
			out[code] = v
			code++
		}
	}
	return out, nil
}

// mark notes the codes of a string; it is false where none of them was new.
func (f *font) mark(codes []byte) (known bool) {
	before := len(f.used)
	switch f.bytes {
	case 1:
		for _, b := range codes {
			f.used[int(b)] = true
		}
	case 2:
		for ; len(codes) > 1; codes = codes[2:] {
			f.used[int(codes[0])<<8|int(codes[1])] = true
		}
	}
	return len(f.used) == before
}

// procedures are the names of the glyphs of codes.
func (f *font) procedures(codes []byte) []pdffile.Name {
	seen := make(map[pdffile.Name]bool)
	for _, b := range codes {
		if n, ok := f.encoding[int(b)]; ok && f.glyphs[n] != nil {
			seen[n] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

func (c *checker) sortedFonts() []*font {
	return slices.SortedFunc(maps.Values(c.fonts), func(a, b *font) int {
		return cmp.Or(cmp.Compare(a.page, b.page), cmp.Compare(a.object, b.object), cmp.Compare(a.name, b.name))
	})
}

// programs are the kinds of font programs by the font's Subtype (5.8): the key
// of the descriptor, and the Subtype of FontFile3. OpenType is of PDF 1.6.
var programs = map[pdffile.Name][]string{
	"Type1":        {"FontFile", "FontFile3 Type1C", "FontFile3 OpenType"},
	"MMType1":      {"FontFile", "FontFile3 Type1C"},
	"TrueType":     {"FontFile2", "FontFile3 OpenType"},
	"CIDFontType0": {"FontFile3 CIDFontType0C", "FontFile3 OpenType"},
	"CIDFontType2": {"FontFile2", "FontFile3 OpenType"},
}

// finishFont judges a font when all that it sets is known.
func (c *checker) finishFont(f *font) error {
	c.page = f.page
	defer func() { c.page = 0 }()
	if !f.painted {
		return nil
	}
	if f.kind == "Type3" {
		if c.std == UA1 {
			return c.legible(f, f.dict, f.object)
		}
		c.add(Type3, f.object)
		return nil
	}
	own, object := f.dict, f.object
	if f.kind == "Type0" {
		list, err := c.list(f.dict["DescendantFonts"])
		if err != nil {
			return err
		}
		if len(list) != 1 {
			c.add(BadFont, f.object, f.name, "DescendantFonts")
			return nil
		}
		if own, err = c.f.Dict(list[0]); err != nil {
			return err
		}
		object = number(list[0], f.object)
		if f.dict["ToUnicode"] == nil && c.std != UA1 {
			c.add(NoUnicode, f.object, f.name)
		}
		if c.std == UA1 {
			if err := c.characterMap(f, own, object); err != nil {
				return err
			}
		}
		if err := c.collection(f, own, object); err != nil {
			return err
		}
	}
	if c.std == UA1 {
		if err := c.legible(f, own, f.object); err != nil {
			return err
		}
	}
	return c.program(f, own, object)
}

// collection compares the character collection of a font with that of its
// encoding (5.6.2).
func (c *checker) collection(f *font, own pdffile.Dict, object int) error {
	of := func(v any) (string, error) {
		m, err := c.f.Dict(v)
		if err != nil {
			return "", err
		}
		r, err := c.text(m["Registry"])
		if err != nil {
			return "", err
		}
		o, err := c.text(m["Ordering"])
		return printable(r + "-" + o), err
	}
	is, err := of(own["CIDSystemInfo"])
	if err != nil {
		return err
	}
	enc, err := c.f.Resolve(f.dict["Encoding"])
	if err != nil {
		return err
	}
	want, called := "", ""
	switch enc := enc.(type) {
	case pdffile.Name:
		called = printable(string(enc))
		want = orderings[strings.TrimSuffix(strings.TrimSuffix(string(enc), "-H"), "-V")]
		if strings.HasPrefix(string(enc), "Identity-") {
			want = is
		}
	case *pdffile.Stream:
		if want, err = of(enc.Dict["CIDSystemInfo"]); err != nil {
			return err
		}
		if called = want; want == "Adobe-Identity" {
			want = is
		}
	}
	if is == "-" || want != is {
		c.add(SystemInfo, object, f.name, is, called)
	}
	return nil
}

// orderings are the collections of the Chinese encodings that have a name
// (table 5.14), without their direction.
var orderings = map[string]string{
	"GB-EUC": "Adobe-GB1", "GBpc-EUC": "Adobe-GB1", "GBK-EUC": "Adobe-GB1", "GBKp-EUC": "Adobe-GB1", "GBK2K": "Adobe-GB1",
	"UniGB-UCS2": "Adobe-GB1", "UniGB-UTF16": "Adobe-GB1",
	"B5pc": "Adobe-CNS1", "HKscs-B5": "Adobe-CNS1", "ETen-B5": "Adobe-CNS1", "ETenms-B5": "Adobe-CNS1", "CNS-EUC": "Adobe-CNS1",
	"UniCNS-UCS2": "Adobe-CNS1", "UniCNS-UTF16": "Adobe-CNS1",
	"83pv-RKSJ": "Adobe-Japan1", "90ms-RKSJ": "Adobe-Japan1", "90msp-RKSJ": "Adobe-Japan1", "90pv-RKSJ": "Adobe-Japan1",
	"Add-RKSJ": "Adobe-Japan1", "EUC": "Adobe-Japan1", "Ext-RKSJ": "Adobe-Japan1", "H": "Adobe-Japan1", "V": "Adobe-Japan1",
	"UniJIS-UCS2": "Adobe-Japan1", "UniJIS-UCS2-HW": "Adobe-Japan1", "UniJIS-UTF16": "Adobe-Japan1",
	"KSC-EUC": "Adobe-Korea1", "KSCms-UHC": "Adobe-Korea1", "KSCms-UHC-HW": "Adobe-Korea1", "KSCpc-EUC": "Adobe-Korea1",
	"UniKS-UCS2": "Adobe-Korea1", "UniKS-UTF16": "Adobe-Korea1",
}

// program judges the embedded program of a font.
func (c *checker) program(f *font, own pdffile.Dict, object int) error {
	d, err := c.f.Dict(own["FontDescriptor"])
	if err != nil {
		return err
	}
	kind, err := c.nameOf(own["Subtype"])
	if err != nil {
		return err
	}
	var s *pdffile.Stream
	what := ""
	for _, key := range []pdffile.Name{"FontFile", "FontFile2", "FontFile3"} {
		v, err := c.f.Resolve(d[key])
		if err != nil {
			return err
		}
		if stream, ok := v.(*pdffile.Stream); ok {
			s, what = stream, string(key)
			if key == "FontFile3" {
				sub, err := c.nameOf(stream.Dict["Subtype"])
				if err != nil {
					return err
				}
				what += " " + printable(string(sub))
			}
		}
	}
	if s == nil {
		c.add(NotEmbedded, object, f.name)
		return nil
	}
	if !slices.Contains(programs[kind], what) || c.x1a() && strings.HasSuffix(what, "OpenType") {
		c.add(FontFileType, object, f.name, what)
		return nil
	}
	if c.std != UA1 {
		if err := c.tags(f, own, d, object); err != nil {
			return err
		}
	}
	return c.glyphsOf(f, own, d, s, kind, what, object)
}

// tags compares the names of a font, which carry the mark of a subset: six
// letters and a plus (5.5.3).
func (c *checker) tags(f *font, own, d pdffile.Dict, object int) error {
	base, err := c.nameOf(own["BaseFont"])
	if err != nil {
		return err
	}
	there, err := c.nameOf(d["FontName"])
	if err != nil {
		return err
	}
	tag, _, tagged := strings.Cut(string(base), "+")
	if !tagged || len(tag) != 6 || strings.Trim(tag, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		c.add(WholeFont, object, f.name)
	}
	if base != there {
		c.add(SubsetTag, object, printable(string(base)), printable(string(there)))
	}
	return nil
}

// glyphs is what a font program says: the advance of each glyph in thousandths
// of an em, and which glyph is meant.
type glyphs struct {
	count int
	width func(gid int) float64
	// gid finds the glyph of a code of a simple font, or of a CID; -1 is none
	// and -2 not known.
	gid func(code int) int
}

const (
	noGlyph      = -1
	unknownGlyph = -2
)

// glyphsOf compares widths with the program, and looks for glyphs that are not
// there.
func (c *checker) glyphsOf(f *font, own, d pdffile.Dict, s *pdffile.Stream, kind pdffile.Name, what string, object int) error {
	u, err := c.undo(s, maxFont)
	if err != nil || len(u.Rest) > 0 {
		if err == nil {
			err = &pdffile.Fault{Kind: pdffile.ErrUnsupported, Detail: printable(string(u.Rest[0]))}
		}
		c.mild(err, BadFont, object, f.name)
		return nil
	}
	var g *glyphs
	var bad error
	switch {
	case what == "FontFile2":
		g, bad = readTrueType(u.Data)
	case strings.HasPrefix(what, "FontFile3") && !strings.HasSuffix(what, "OpenType"):
		g, bad = readCFF(u.Data, kind == "CIDFontType0")
	default:
		return nil // Type 1 programs are ciphered; their widths are not compared
	}
	if bad != nil {
		c.add(BadFont, object, f.name, reason(bad))
		return nil
	}
	if c.std == UA1 {
		if err := c.readableProgram(f, own, d, u.Data, g.count, kind, what, object); err != nil {
			return err
		}
	}
	if strings.HasPrefix(string(kind), "CID") {
		return c.compositeWidths(f, own, g, kind, object)
	}
	return c.simpleWidths(f, own, g, object)
}

// readableProgram checks what PDF/UA asks of a program beyond its widths.
func (c *checker) readableProgram(f *font, own, d pdffile.Dict, data []byte, count int, kind pdffile.Name, what string, object int) error {
	switch {
	case kind == "TrueType" && what == "FontFile2":
		return c.encodingOf(f, d, data, object)
	case kind == "CIDFontType2" && what == "FontFile2":
		return c.listedGlyphs(f, own, d, count, object)
	}
	return nil
}

// compositeWidths compares W and DW (5.6.3).
func (c *checker) compositeWidths(f *font, own pdffile.Dict, g *glyphs, kind pdffile.Name, object int) error {
	if kind == "CIDFontType2" {
		m, err := c.f.Resolve(own["CIDToGIDMap"])
		if err != nil {
			return err
		}
		switch m := m.(type) {
		case *pdffile.Stream:
			u, err := c.undo(m, 2<<16)
			if err != nil {
				c.mild(err, BadFont, object, f.name)
				return nil
			}
			g.gid = func(cid int) int {
				if 2*cid+1 >= len(u.Data) {
					return 0
				}
				return int(u.Data[2*cid])<<8 | int(u.Data[2*cid+1])
			}
		case pdffile.Name:
			g.gid = func(cid int) int { return cid }
		default:
			c.add(NoGIDMap, object, f.name)
			return nil
		}
	}
	usual := 1000.0
	if own["DW"] != nil {
		var err error
		if usual, err = c.f.Number(own["DW"]); err != nil {
			return err
		}
	}
	widths, err := c.widthArray(own["W"])
	if err != nil {
		return err
	}
	c.compare(f, g, object, func(code int) (float64, bool) {
		if w, ok := widths[code]; ok {
			return w, true
		}
		return usual, true
	})
	return nil
}

// widthArray reads W: c [w1 w2 ...] and first last w.
func (c *checker) widthArray(v any) (map[int]float64, error) {
	list, err := c.list(v)
	if err != nil {
		return nil, err
	}
	out := make(map[int]float64)
	for i := 0; i+1 < len(list); {
		first, err := c.f.Number(list[i])
		if err != nil {
			return nil, err
		}
		second, err := c.f.Resolve(list[i+1])
		if err != nil {
			return nil, err
		}
		if _, ok := second.(pdffile.Array); ok {
			row, err := c.numbers(second)
			if err != nil {
				return nil, err
			}
			for j, w := range row {
				out[int(first)+j] = w
			}
			i += 2
			continue
		}
		if i+2 >= len(list) {
			break
		}
		last, err := c.f.Number(second)
		if err != nil {
			return nil, err
		}
		w, err := c.f.Number(list[i+2])
		if err != nil {
			return nil, err
		}
		// A code has two bytes at most here.
		for code := max(int(first), 0); code <= int(min(last, 0xffff)); code++ {
			out[code] = w
		}
		i += 3
	}
	return out, nil
}

// simpleWidths compares Widths of a font with codes of one byte.
func (c *checker) simpleWidths(f *font, own pdffile.Dict, g *glyphs, object int) error {
	first, err := c.f.Number(own["FirstChar"])
	if err != nil {
		return err
	}
	widths, err := c.numbers(own["Widths"])
	if err != nil {
		return err
	}
	diff, err := c.differences(own["Encoding"])
	if err != nil {
		return err
	}
	// An encoding gives codes the names of glyphs; only those of ASCII are the
	// same in all of them.
	find, named := g.gid, own["Encoding"] != nil
	g.gid = func(code int) int {
		if _, differs := diff[code]; differs || find == nil || named && code > '~' {
			return unknownGlyph
		}
		gid := find(code)
		if gid == 0 && code == ' ' {
			return unknownGlyph // a space without glyph draws as much
		}
		return gid
	}
	c.compare(f, g, object, func(code int) (float64, bool) {
		i := code - int(first)
		if i < 0 || i >= len(widths) {
			return 0, false
		}
		return widths[i], true
	})
	return nil
}

// widthSlack is how far widths may be from those of the program: rounding to
// whole thousandths on both sides.
const widthSlack = 1.01

// compare looks up every code that text uses.
func (c *checker) compare(f *font, g *glyphs, object int, width func(int) (float64, bool)) {
	for _, code := range slices.Sorted(maps.Keys(f.used)) {
		gid := g.gid(code)
		switch {
		case gid == unknownGlyph:
			continue
		case gid == noGlyph || gid >= g.count:
			c.worse(NoGlyph, object, "", 1/float64(code+1), nil, f.name, code)
			continue
		case gid == 0:
			c.worse(Notdef, object, "", 1/float64(code+1), nil, f.name, code)
			continue
		}
		w, ok := width(code)
		if is := g.width(gid); ok && is >= 0 && math.Abs(w-is) > widthSlack {
			c.worse(Widths, object, "", math.Abs(w-is), nil, f.name, code, w, is)
		}
	}
}
