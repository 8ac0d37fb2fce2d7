package fonts

import (
	"bytes"
	"compress/zlib"
	"io"
)

// Faults of whole files.
var (
	// ErrWOFF2 is of a font packed for the web in a form that is not read.
	ErrWOFF2 = &Fault{
		"it is a web font (WOFF2): ask for the TrueType or OpenType file, or unpack it with woff2_decompress",
		"这是网页字体（WOFF2）：请换用 TrueType 或 OpenType 文件，或用 woff2_decompress 解开"}
	errWOFF = &Fault{"the web font (WOFF) is damaged", "网页字体（WOFF）已损坏"}
	// ErrNotVariable is of a font that has no axes.
	ErrNotVariable = &Fault{
		"it is not a variable font with TrueType outlines: it has one weight; leave weight, axes and instance out",
		"这不是 TrueType 轮廓的可变字体，只有一种字重；请删去 weight、axes、instance"}
)

// maxUnpacked bounds what a packed font may become: the largest Chinese fonts
// are a third of it.
const maxUnpacked = 96 << 20

// unpack turns a font packed for the web (WOFF 1.0) into a plain one, by its
// content and not its name; other files come back as they are.
func unpack(data []byte) ([]byte, error) {
	const header, record = 44, 20
	if len(data) < 4 {
		return data, nil
	}
	switch string(data[:4]) {
	case "wOF2":
		return nil, ErrWOFF2
	case "wOFF":
	default:
		return data, nil
	}
	h := slice(data, 0, header)
	if h == nil {
		return nil, errWOFF
	}
	tables, left := make(map[string][]byte), maxUnpacked
	for i := range u16(h[12:]) {
		r := slice(data, header+record*i, record)
		if r == nil {
			return nil, errWOFF
		}
		size := int(u32(r[12:]))
		b := slice(data, int(u32(r[4:])), int(u32(r[8:])))
		if left -= size; b == nil || left < 0 || len(b) > size {
			return nil, errWOFF
		}
		if len(b) < size {
			z, err := zlib.NewReader(bytes.NewReader(b))
			if err != nil {
				return nil, errWOFF
			}
			if b, err = io.ReadAll(io.LimitReader(z, int64(size)+1)); err != nil || len(b) != size {
				return nil, errWOFF
			}
		}
		tables[string(r[:4])] = b
	}
	if len(tables) == 0 {
		return nil, errWOFF
	}
	return assemble(u32(h[4:]), tables), nil
}
