package preflight

import (
	"encoding/binary"
	"errors"
)

// readTrueType reads the tables of a TrueType program that tell advances, and
// the simple maps from codes to glyphs.
func readTrueType(b []byte) (*glyphs, error) {
	tables, err := tablesOf(b)
	if err != nil {
		return nil, err
	}
	head, hhea, maxp, hmtx := tables["head"], tables["hhea"], tables["maxp"], tables["hmtx"]
	loca, glyf := tables["loca"], tables["glyf"]
	switch {
	case len(head) < 54:
		return nil, errors.New("head")
	case len(hhea) < 36:
		return nil, errors.New("hhea")
	case len(maxp) < 6:
		return nil, errors.New("maxp")
	case len(loca) == 0 || glyf == nil:
		return nil, errors.New("glyf")
	}
	em := float64(u16(head, 18))
	count, long := int(u16(maxp, 4)), int(u16(hhea, 34))
	size := 2
	if u16(head, 50) == 1 {
		size = 4
	}
	switch {
	case em == 0 || long == 0 || long > count:
		return nil, errors.New("hhea")
	case len(hmtx) < 4*long:
		return nil, errors.New("hmtx")
	case len(loca) < size*(count+1):
		return nil, errors.New("loca")
	}
	last := 0
	for i := range count + 1 {
		at := 2 * int(u16(loca, 2*i))
		if size == 4 {
			at = int(binary.BigEndian.Uint32(loca[4*i:]))
		}
		if at < last || at > len(glyf) {
			return nil, errors.New("loca")
		}
		last = at
	}
	g := &glyphs{count: count, width: func(gid int) float64 {
		return float64(u16(hmtx, 4*min(gid, long-1))) * 1000 / em
	}}
	g.gid = byteMap(tables["cmap"])
	return g, nil
}

func u16(b []byte, at int) uint16 {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint16(b[at:])
}

// tablesOf reads the directory; tables that do not lie in the file are not
// there.
func tablesOf(b []byte) (map[string][]byte, error) {
	if len(b) < 12 || string(b[:4]) != "\x00\x01\x00\x00" && string(b[:4]) != "true" {
		return nil, errors.New("TrueType")
	}
	tables := make(map[string][]byte)
	for i := range int(u16(b, 4)) {
		at := 12 + 16*i
		if at+16 > len(b) {
			return nil, errors.New("TrueType")
		}
		from, n := int64(binary.BigEndian.Uint32(b[at+8:])), int64(binary.BigEndian.Uint32(b[at+12:]))
		if from+n > int64(len(b)) {
			return nil, errors.New(printable(string(b[at : at+4])))
		}
		tables[string(b[at:at+4])] = b[from : from+n : from+n]
	}
	return tables, nil
}

// byteMap finds the glyphs of codes through the maps that take the codes of a
// symbolic font as they are: that for symbols (3, 0) and that of Macintosh (1,
// 0). With other maps the glyph is not known.
func byteMap(cmap []byte) func(int) int {
	for i := range int(u16(cmap, 2)) {
		at := 4 + 8*i
		if at+8 > len(cmap) {
			break
		}
		from := int64(binary.BigEndian.Uint32(cmap[at+4:]))
		if from >= int64(len(cmap)) {
			continue
		}
		sub := cmap[from:]
		platform, encoding := u16(cmap, at), u16(cmap, at+2)
		switch {
		case platform == 3 && encoding == 1:
			return nil // by Unicode: the encoding would have to be known
		case platform == 3 && encoding == 0 && u16(sub, 0) == 4:
			return func(code int) int {
				if g := format4(sub, code); g > 0 {
					return g
				}
				return format4(sub, 0xf000+code)
			}
		case platform == 1 && encoding == 0 && u16(sub, 0) == 0 && len(sub) >= 262:
			return func(code int) int { return int(sub[6+code&255]) }
		}
	}
	return nil
}

// format4 looks a code up in a map of segments.
func format4(b []byte, code int) int {
	twice := int(u16(b, 6))
	ends, starts, deltas, offsets := 14, 16+twice, 16+2*twice, 16+3*twice
	for i := 0; i < twice; i += 2 {
		if code > int(u16(b, ends+i)) {
			continue
		}
		start := int(u16(b, starts+i))
		if code < start {
			return 0
		}
		delta, offset := int(u16(b, deltas+i)), int(u16(b, offsets+i))
		if offset == 0 {
			return (code + delta) & 0xffff
		}
		if g := int(u16(b, offsets+i+offset+2*(code-start))); g != 0 {
			return (g + delta) & 0xffff
		}
		return 0
	}
	return 0
}
