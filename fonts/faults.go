package fonts

import (
	"bytes"
	"errors"
)

// A Fault is what is wrong with a file, in the languages of editors.
type Fault struct{ english, chinese string }

// Error tells the fault in English.
func (f *Fault) Error() string { return f.english }

// In tells the fault in Chinese or in English.
func (f *Fault) In(chinese bool) string {
	if chinese {
		return f.chinese
	}
	return f.english
}

// Faults of files that are no fonts, or no more.
var (
	errEmpty  = &Fault{"the file is empty: ask for it again", "文件是空的，请重新索取"}
	errZeros  = &Fault{"the file holds nothing but zeros: its transfer broke off, ask for it again", "文件内容全为零（传输中断），请重新索取"}
	errShort  = &Fault{"the file is cut short: ask for it again", "文件不完整（被截断），请重新索取"}
	errNone   = &Fault{"it is no font: a TrueType or OpenType file is needed", "这不是字体文件：需要 TrueType 或 OpenType 文件"}
	errType1  = &Fault{"it is a PostScript font (Type 1): ask for the OpenType file", "这是 PostScript Type 1 字体：请换用 OpenType 文件"}
	errPacked = &Fault{"it is an archive (zip): unpack it and take the font out", "这是压缩包（zip），请解压后取出字体文件"}
	errBitmap = &Fault{"it has pictures of characters alone: a font with outlines (TrueType or OpenType) is needed", "字体只有点阵，没有轮廓：请换用 TrueType 或 OpenType 轮廓字体"}
)

// noFont tells why a file has no outlines at the place at which its font begins.
func noFont(data []byte, at int) error {
	switch {
	case len(data) == 0:
		return errEmpty
	case len(bytes.Trim(data, "\x00")) == 0:
		return errZeros
	case bytes.HasPrefix(data, []byte("%!PS")), bytes.HasPrefix(data, []byte{0x80, 1}):
		return errType1
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return errPacked
	}
	head := slice(data, at, 4)
	switch string(head) {
	case "\x00\x01\x00\x00", "OTTO", "true":
	default:
		return errNone
	}
	if cutOff(data, at) {
		return errShort
	}
	return ErrOutlines
}

// cutOff tells whether the directory of a font names tables that lie behind the end
// of the file.
func cutOff(data []byte, at int) bool {
	const header, record = 12, 16
	head := slice(data, at, header)
	if head == nil {
		return true
	}
	for i := range u16(head[4:]) {
		r := slice(data, at+header+i*record, record)
		if r == nil || uint64(u32(r[8:]))+uint64(u32(r[12:])) > uint64(len(data)) {
			return true
		}
	}
	return false
}

// Words puts a fault of a font into the words of an editor: what it says itself, or
// that the file is damaged, and what a reader would know of it, which is in English.
func Words(err error, chinese bool) string {
	if w, ok := errors.AsType[interface {
		error
		In(chinese bool) string
	}](err); ok {
		return w.In(chinese)
	}
	if chinese {
		return "字体文件已损坏，请重新索取"
	}
	return "the font is damaged (" + err.Error() + "): ask for it again"
}
