package fonts

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Check looks through the tables that a document embeds (maxp, head, hhea,
// hmtx, loca, glyf) and reports the first that is damaged. Faces that come with
// the program need no check; a paper's own file does, for what writes the
// document trusts these tables.
func (f *Face) Check() error {
	t := f.tables()
	for _, tag := range []string{"maxp", "head", "hhea", "hmtx", "loca", "glyf", "cmap"} {
		if _, ok := t[tag]; !ok {
			return fmt.Errorf("the table %s is missing or outside the file", tag)
		}
	}
	if len(t["maxp"]) < 6 || len(t["head"]) < 54 || len(t["hhea"]) < 36 {
		return errors.New("a table is cut short")
	}
	glyphs := int(binary.BigEndian.Uint16(t["maxp"][4:]))
	metrics := int(binary.BigEndian.Uint16(t["hhea"][34:]))
	if metrics < 1 || metrics > glyphs || len(t["hmtx"]) < 4*metrics+2*(glyphs-metrics) {
		return errors.New("the widths (hmtx) do not match the number of glyphs")
	}
	loca, err := locations(t["loca"], glyphs, binary.BigEndian.Uint16(t["head"][50:]) != 0)
	if err != nil {
		return err
	}
	return checkGlyphs(t["glyf"], loca)
}

// tables are the file's tables by tag; those outside the file are left out.
func (f *Face) tables() map[string][]byte {
	const header, record = 12, 16
	t := make(map[string][]byte)
	if len(f.data) < header {
		return t
	}
	for i := range int(binary.BigEndian.Uint16(f.data[4:])) {
		at := header + i*record
		if at+record > len(f.data) {
			break
		}
		offset, length := uint64(binary.BigEndian.Uint32(f.data[at+8:])), uint64(binary.BigEndian.Uint32(f.data[at+12:]))
		if offset+length <= uint64(len(f.data)) {
			t[string(f.data[at:at+4])] = f.data[offset : offset+length]
		}
	}
	return t
}

// locations reads where every glyph lies in glyf, and checks that they follow
// one another.
func locations(loca []byte, glyphs int, long bool) ([]uint32, error) {
	width := 2
	if long {
		width = 4
	}
	if len(loca) < width*(glyphs+1) {
		return nil, errors.New("the places of the glyphs (loca) are cut short")
	}
	at := make([]uint32, glyphs+1)
	for i := range at {
		if long {
			at[i] = binary.BigEndian.Uint32(loca[4*i:])
		} else {
			at[i] = 2 * uint32(binary.BigEndian.Uint16(loca[2*i:]))
		}
		if i > 0 && at[i] < at[i-1] {
			return nil, fmt.Errorf("the places of the glyphs (loca) run backwards at glyph %d", i)
		}
	}
	return at, nil
}

// checkGlyphs looks at every glyph's head and, in composite glyphs, at the
// glyphs they are made of.
func checkGlyphs(glyf []byte, loca []uint32) error {
	const head = 10 // contours and bounds
	for i := range len(loca) - 1 {
		from, to := loca[i], loca[i+1]
		if uint64(to) > uint64(len(glyf)) {
			return fmt.Errorf("glyph %d lies outside the outlines (glyf)", i)
		}
		if from == to {
			continue
		}
		g := glyf[from:to]
		if len(g) < head {
			return fmt.Errorf("glyph %d is cut short", i)
		}
		if int16(binary.BigEndian.Uint16(g)) < 0 && !composite(g[head:], len(loca)-1) {
			return fmt.Errorf("glyph %d is made of glyphs that are not there", i)
		}
	}
	return nil
}

// composite walks the parts of a composite glyph.
func composite(g []byte, glyphs int) bool {
	const (
		words, scale, more, xyScale, twoByTwo = 1, 8, 32, 64, 128
	)
	for {
		if len(g) < 4 {
			return false
		}
		flags, id := binary.BigEndian.Uint16(g), int(binary.BigEndian.Uint16(g[2:]))
		if id >= glyphs {
			return false
		}
		n := 6
		if flags&words != 0 {
			n += 2
		}
		switch {
		case flags&scale != 0:
			n += 2
		case flags&xyScale != 0:
			n += 4
		case flags&twoByTwo != 0:
			n += 8
		}
		if len(g) < n {
			return false
		}
		if flags&more == 0 {
			return true
		}
		g = g[n:]
	}
}
