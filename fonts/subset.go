package fonts

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"unicode/utf16"
)

// Want is a glyph wanted in a subset and the character by which it shall be
// found there. For a glyph that has no character of its own it is one of the
// private use areas, or any other that the subset does not need.
type Want struct {
	Glyph uint16
	Rune  rune
}

// Subset is a small font (子集字体) with TrueType outlines, made from a face.
// Glyph 0 is .notdef, glyph n is the n-th that was wanted, and the parts of
// composite glyphs follow.
type Subset struct {
	tables map[string][]byte
	count  int
	parts  int // glyphs that are there only as parts of others
}

// Glyphs is how many glyphs the subset has, .notdef and parts among them.
func (s *Subset) Glyphs() int { return s.count }

// Subset makes a small font with the wanted glyphs. A glyph wanted twice is
// there twice, so that a document can tell what each stands for. Instructions
// are left out: they are for screens. Two calls with the same wishes give the
// same bytes.
func (f *Face) Subset(want []Want) (*Subset, error) {
	b := &builder{face: f, glyf: f.glyf(), number: make(map[int]uint16)}
	b.old = append(make([]uint16, 0, len(want)+1), 0)
	for _, w := range want {
		b.old = append(b.old, w.Glyph)
	}
	if len(b.old) > maxGlyphs {
		return nil, fmt.Errorf("a subset of %d glyphs", len(b.old))
	}
	for i, id := range b.old {
		if _, ok := b.number[int(id)]; !ok {
			b.number[int(id)] = uint16(i)
		}
	}
	if err := b.outlines(); err != nil {
		return nil, err
	}
	s := &Subset{count: len(b.old), parts: len(b.old) - len(want) - 1}
	t := map[string][]byte{"glyf": b.data, "cmap": cmapTable(want), "name": f.nameTable(), "post": f.postTable()}
	long := len(b.data) > 2*0xFFFF
	t["loca"] = locaTable(b.ends, long)
	t["hmtx"], t["hhea"] = f.metricTables(b.old, b.left)
	t["maxp"] = b.maxpTable()
	t["head"] = f.headTable(long)
	t["OS/2"] = f.os2Table(want)
	t["cvt "], t["fpgm"], t["prep"] = []byte{0, 0}, []byte(noFunctions), []byte(dropout)
	s.tables = t
	return s, nil
}

// maxGlyphs is how many glyphs a font can number; 0xFFFF is never a glyph.
const maxGlyphs = 0xFFFF

// Programs of the font. A reader may stumble over empty tables, and without
// instructions scan conversion must be told to keep thin strokes.
const (
	noFunctions = "\xb0\x00\x21"                 // PUSHB[0] 0, POP
	dropout     = "\xb8\x01\xff\x85\xb0\x04\x8d" // PUSHW[0] 511, SCANCTRL, PUSHB[0] 4, SCANTYPE
)

// File is the whole font as a file, for programs that read fonts.
func (s *Subset) File() []byte { return assemble(trueType, s.tables) }

// Embedded is the font as a document embeds it: without the tables that only
// tell what the document tells itself (ISO 32000-2, 9.9).
func (s *Subset) Embedded() []byte {
	t := make(map[string][]byte)
	for _, tag := range []string{"cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"} {
		t[tag] = s.tables[tag]
	}
	return assemble(trueType, t)
}

// Frame is the font without outlines: everything that is needed to set type
// with it, and nothing to print.
func (s *Subset) Frame() []byte {
	t := maps.Clone(s.tables)
	t["glyf"] = nil
	t["loca"] = make([]byte, 2*(s.count+1))
	t["head"] = slices.Clone(t["head"])
	binary.BigEndian.PutUint16(t["head"][50:], 0)
	return assemble(trueType, t)
}

// builder gathers the outlines of a subset.
type builder struct {
	face   *Face
	glyf   glyf
	old    []uint16       // number in the face, by number in the subset
	number map[int]uint16 // the other way, for parts
	data   []byte
	ends   []int // where each glyph ends
	left   []int // left side bearings of outlines that were converted

	strokes []stroke // scratch

	size     map[int]size
	most     size
	maxParts int
}

// size is what maxp wants to know of a glyph, its parts taken together.
type size struct{ points, contours, depth int }

// outlines appends one glyph after another, and with them the parts they are
// made of.
func (b *builder) outlines() error {
	const usual = 300 // bytes of a Chinese glyph
	b.data = make([]byte, 0, usual*len(b.old))
	b.size = make(map[int]size)
	for i := 0; i < len(b.old); i++ {
		id := int(b.old[i])
		from := len(b.data)
		var err error
		if b.face.outlines != nil {
			var left int
			if b.face.instance != nil {
				left, err = b.vary(id)
			} else {
				left, err = b.convert(id)
			}
			b.left = append(b.left, left)
		} else {
			err = b.copy(id)
		}
		if i == 0 && err != nil {
			// Nobody wants .notdef: it must be there, but may be empty.
			b.data, err = b.data[:from], nil
		}
		if err != nil {
			return &DamagedGlyph{b.face.name, uint16(id), err.Error()}
		}
		for len(b.data)%4 != 0 {
			b.data = append(b.data, 0)
		}
		b.ends = append(b.ends, len(b.data))
	}
	return nil
}

func (b *builder) copy(id int) error {
	g, err := b.glyf.at(id)
	if err != nil || len(g) == 0 {
		return err
	}
	if len(g) < glyphHead {
		return errCut
	}
	if i16(g) == 0 {
		return nil
	}
	if !isComposite(g) {
		s, err := readSimple(g)
		if err != nil {
			return err
		}
		b.grow(size{points: s.points, contours: s.contours})
		b.data = appendSimple(b.data, g, s)
		return nil
	}
	whole, err := b.measure(id, 0)
	if err != nil {
		return err
	}
	b.grow(whole)
	parts, err := readParts(nil, g)
	if err != nil {
		return err
	}
	b.maxParts = max(b.maxParts, len(parts))
	for _, p := range parts {
		if _, ok := b.number[p.glyph]; ok {
			continue
		}
		if len(b.old) == maxGlyphs {
			return errTooMany
		}
		b.number[p.glyph] = uint16(len(b.old))
		b.old = append(b.old, uint16(p.glyph))
	}
	b.data = appendComposite(b.data, g, parts, func(old int) uint16 { return b.number[old] })
	return nil
}

func (b *builder) grow(s size) {
	b.most = size{max(b.most.points, s.points), max(b.most.contours, s.contours), max(b.most.depth, s.depth)}
}

func (b *builder) measure(id, depth int) (size, error) {
	return b.glyf.measure(b.size, id, depth)
}

// maxNesting bounds how deep composite glyphs are made of composites. Fonts do
// with two or three.
const maxNesting = 32

// measure counts a glyph's points with those of its parts, and refuses glyphs
// that are made of themselves. known has the glyphs measured before.
func (t glyf) measure(known map[int]size, id, depth int) (size, error) {
	if s, ok := known[id]; ok {
		if s.depth < 0 {
			return size{}, errCircle
		}
		return s, nil
	}
	if depth > maxNesting {
		return size{}, errNesting
	}
	g, err := t.at(id)
	switch {
	case err != nil:
		return size{}, errParts
	case len(g) == 0:
		return size{}, nil
	case len(g) < glyphHead:
		return size{}, errCut
	case i16(g) == 0:
		return size{}, nil
	case !isComposite(g):
		s, err := readSimple(g)
		return size{points: s.points, contours: s.contours}, err
	}
	known[id] = size{depth: -1} // under way
	parts, err := readParts(nil, g)
	if err != nil {
		return size{}, err
	}
	var all size
	for _, p := range parts {
		s, err := t.measure(known, p.glyph, depth+1)
		if err != nil {
			return size{}, err
		}
		all.points += s.points
		all.contours += s.contours
		all.depth = max(all.depth, s.depth+1)
		if all.points > 0xFFFF {
			return size{}, errTooMany
		}
	}
	known[id] = all
	return all, nil
}

func locaTable(ends []int, long bool) []byte {
	if long {
		t := make([]byte, 4, 4*(len(ends)+1))
		for _, end := range ends {
			t = binary.BigEndian.AppendUint32(t, uint32(end))
		}
		return t
	}
	t := make([]byte, 2, 2*(len(ends)+1))
	for _, end := range ends {
		t = binary.BigEndian.AppendUint16(t, uint16(end/2))
	}
	return t
}

// metric reads a glyph's advance and left side bearing, in font units.
func (f *Face) metric(id int) (advance uint16, left int16) {
	advance, left = f.listedMetric(id)
	if f.instance != nil {
		advance = uint16(min(max(int32(advance)+f.instance.wider(id), 0), 0xFFFF))
	}
	return advance, left
}

// listedMetric is what the file lists for a glyph.
func (f *Face) listedMetric(id int) (advance uint16, left int16) {
	hhea, hmtx := slice(f.tables["hhea"], 0, 36), f.tables["hmtx"]
	if hhea == nil {
		return 0, 0
	}
	n := min(u16(hhea[34:]), len(hmtx)/4)
	if n == 0 {
		return 0, 0
	}
	if id < n {
		return uint16(u16(hmtx[4*id:])), int16(i16(hmtx[4*id+2:]))
	}
	advance = uint16(u16(hmtx[4*(n-1):]))
	if b := slice(hmtx, 4*n+2*(id-n), 2); b != nil {
		left = int16(i16(b))
	}
	return advance, left
}

// metricTables writes hmtx and hhea. Advances that repeat at the end are left
// out. left, when given, has the bearings of converted outlines.
func (f *Face) metricTables(old []uint16, left []int) (hmtx, hhea []byte) {
	advances, lefts := make([]uint16, len(old)), make([]int16, len(old))
	widest := uint16(0)
	for i, id := range old {
		advances[i], lefts[i] = f.metric(int(id))
		if left != nil {
			lefts[i] = int16(left[i])
		}
		widest = max(widest, advances[i])
	}
	n := len(old)
	for n > 1 && advances[n-1] == advances[n-2] {
		n--
	}
	for i := range old {
		if i < n {
			hmtx = binary.BigEndian.AppendUint16(hmtx, advances[i])
		}
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(lefts[i]))
	}
	hhea = make([]byte, 36)
	copy(hhea, f.tables["hhea"])
	binary.BigEndian.PutUint32(hhea, 0x00010000)
	binary.BigEndian.PutUint16(hhea[10:], widest)
	binary.BigEndian.PutUint16(hhea[32:], 0)
	binary.BigEndian.PutUint16(hhea[34:], uint16(n))
	return hmtx, hhea
}

func (b *builder) maxpTable() []byte {
	t := make([]byte, 32)
	binary.BigEndian.PutUint32(t, 0x00010000)
	for at, n := range map[int]int{
		4: len(b.old), 6: b.most.points, 8: b.most.contours,
		14: 2, // zones
		24: 2, // numbers the program prep lays on the stack
	} {
		binary.BigEndian.PutUint16(t[at:], uint16(n))
	}
	if b.maxParts > 0 {
		for at, n := range map[int]int{10: b.most.points, 12: b.most.contours, 28: b.maxParts, 30: b.most.depth} {
			binary.BigEndian.PutUint16(t[at:], uint16(n))
		}
	}
	return t
}

func (f *Face) headTable(long bool) []byte {
	const (
		size      = 54
		magic     = 0x5F0F3CF5
		hintFlags = 0x1C // sizes and widths that instructions may change
	)
	t := make([]byte, size)
	copy(t, f.tables["head"])
	binary.BigEndian.PutUint32(t, 0x00010000)
	binary.BigEndian.PutUint32(t[8:], 0) // filled in by assemble
	binary.BigEndian.PutUint32(t[12:], magic)
	binary.BigEndian.PutUint16(t[16:], uint16(u16(t[16:]))&^hintFlags)
	binary.BigEndian.PutUint16(t[18:], uint16(f.upem))
	format := uint16(0)
	if long {
		format = 1
	}
	binary.BigEndian.PutUint16(t[50:], format)
	binary.BigEndian.PutUint16(t[52:], 0)
	return t
}

// postTable keeps slant and underline and leaves the glyphs' names out.
func (f *Face) postTable() []byte {
	t := make([]byte, 32)
	copy(t, slice(f.tables["post"], 0, 16))
	binary.BigEndian.PutUint32(t, 0x00030000)
	return t
}

// os2Table keeps the face's own table, cut or filled up to what its version
// has, with the first and the last character of the subset.
func (f *Face) os2Table(want []Want) []byte {
	const (
		first, later             = 78, 96 // sizes of versions 0 and of 2 to 4
		typoAscender, typoDesc   = 68, 70
		winAscent, winDescent    = 74, 76
		firstCharacter, lastChar = 64, 66
	)
	own := f.tables["OS/2"]
	t := make([]byte, first)
	switch {
	case len(own) >= later && u16(own) >= 2:
		t = make([]byte, later)
		copy(t, own)
		binary.BigEndian.PutUint16(t, min(uint16(u16(own)), 4))
	case len(own) >= first:
		copy(t, own)
		binary.BigEndian.PutUint16(t, 0)
	default:
		if h := slice(f.tables["hhea"], 4, 4); h != nil {
			copy(t[typoAscender:], h[:4])
			binary.BigEndian.PutUint16(t[winAscent:], uint16(max(i16(h), 0)))
			binary.BigEndian.PutUint16(t[winDescent:], uint16(max(-i16(h[2:]), 0)))
		}
		binary.BigEndian.PutUint16(t[4:], 400) // weight
		binary.BigEndian.PutUint16(t[6:], 5)   // width
	}
	low, high := rune(0xFFFF), rune(0)
	for _, w := range want {
		low, high = min(low, w.Rune), max(high, min(w.Rune, 0xFFFF))
	}
	binary.BigEndian.PutUint16(t[firstCharacter:], uint16(low))
	binary.BigEndian.PutUint16(t[lastChar:], uint16(high))
	return t
}

// nameTable has the names a reader must find, in English: family, style, full
// name and PostScript name.
func (f *Face) nameTable() []byte {
	about := f.About()
	type entry struct {
		id   uint16
		text string
	}
	entries := []entry{{1, about.Family}, {2, about.Style}, {4, about.Name}, {6, about.Name}}
	entries = slices.DeleteFunc(entries, func(e entry) bool { return e.text == "" })
	const header, record = 6, 12
	var t, texts []byte
	put := func(n int) { t = binary.BigEndian.AppendUint16(t, uint16(n)) }
	put(0)
	put(len(entries))
	put(header + record*len(entries))
	for _, e := range entries {
		const windows, unicodeBMP, english, most = 3, 1, 0x409, 1000
		from := len(texts)
		for _, u := range utf16.Encode([]rune(e.text))[:min(most, len(utf16.Encode([]rune(e.text))))] {
			texts = binary.BigEndian.AppendUint16(texts, u)
		}
		for _, n := range []int{windows, unicodeBMP, english, int(e.id), len(texts) - from, from} {
			put(n)
		}
	}
	return append(t, texts...)
}

// assemble writes a font file: the directory, then the tables in the order of
// their tags, each beginning at a multiple of four bytes.
func assemble(version uint32, tables map[string][]byte) []byte {
	const header, record, adjustment = 12, 16, 8
	tags := slices.Sorted(maps.Keys(tables))
	size := header + record*len(tags)
	for _, tag := range tags {
		size += (len(tables[tag]) + 3) &^ 3
	}
	b := make([]byte, header+record*len(tags), size)
	powers := bits.Len(uint(len(tags))) - 1
	binary.BigEndian.PutUint32(b, version)
	for i, n := range []int{len(tags), record << powers, powers, record*len(tags) - record<<powers} {
		binary.BigEndian.PutUint16(b[4+2*i:], uint16(n))
	}
	head := 0
	for i, tag := range tags {
		at := len(b)
		b = append(b, tables[tag]...)
		for len(b)%4 != 0 {
			b = append(b, 0)
		}
		if tag == "head" {
			head = at
			clear(b[at+adjustment : at+adjustment+4])
		}
		r := b[header+record*i:]
		copy(r, tag)
		binary.BigEndian.PutUint32(r[4:], checksum(b[at:]))
		binary.BigEndian.PutUint32(r[8:], uint32(at))
		binary.BigEndian.PutUint32(r[12:], uint32(len(tables[tag])))
	}
	// OpenType, head: what makes the sum of the whole file this number.
	const whole = 0xB1B0AFBA
	if head > 0 {
		binary.BigEndian.PutUint32(b[head+adjustment:], whole-checksum(b))
	}
	return b
}

// checksum sums numbers of four bytes; the length of b is a multiple of four.
func checksum(b []byte) (sum uint32) {
	for ; len(b) >= 4; b = b[4:] {
		sum += u32(b)
	}
	return sum
}
