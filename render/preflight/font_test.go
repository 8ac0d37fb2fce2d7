package preflight_test

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// cidFont is a CFF program with CIDs: three glyphs as those of trueType. char is
// the charstring of the second glyph; it is 500 wide else.
func cidFont(char string) []byte {
	index := func(items ...string) []byte {
		b := binary.BigEndian.AppendUint16(nil, uint16(len(items)))
		if len(items) == 0 {
			return b
		}
		b = append(b, 2)
		at := 1
		b = binary.BigEndian.AppendUint16(b, 1)
		for _, s := range items {
			at += len(s)
			b = binary.BigEndian.AppendUint16(b, uint16(at))
		}
		for _, s := range items {
			b = append(b, s...)
		}
		return b
	}
	number := func(v int) string {
		return string(binary.BigEndian.AppendUint32([]byte{29}, uint32(int32(v))))
	}
	if char == "" {
		char = "\x1c\xff\x9c\x0e" // -100 endchar: the nominal width is 600
	}
	private := number(1000) + "\x14" + number(600) + "\x15"
	top := func(charset, selects, chars, fonts int) string {
		return number(391) + number(392) + number(0) + "\x0c\x1e" + number(charset) + "\x0f" + number(selects) + "\x0c\x25" + number(chars) + "\x11" + number(fonts) + "\x0c\x24"
	}
	build := func(charset, selects, chars, fonts, priv int) ([]byte, []int) {
		var b []byte
		b = append(b, 1, 0, 4, 2)
		b = append(b, index("ABCDEF+Song")...)
		b = append(b, index(top(charset, selects, chars, fonts))...)
		b = append(b, index("Adobe", "Identity")...)
		b = append(b, index()...)
		at := []int{len(b)}
		b = append(b, 2, 0, 1, 0, 1) // CIDs 1 and 2
		at = append(at, len(b))
		b = append(b, 3, 0, 1, 0, 0, 0, 0, 3)
		at = append(at, len(b))
		b = append(b, index("\x0e", "\x0e", char)...)
		at = append(at, len(b))
		b = append(b, index(number(len(private))+number(priv)+"\x12")...)
		at = append(at, len(b))
		return append(b, private...), at
	}
	_, at := build(0, 0, 0, 0, 0)
	b, again := build(at[0], at[1], at[2], at[3], at[4])
	if !slices.Equal(at, again) {
		panic("offsets move")
	}
	return bytes.Clone(b)
}
