package pdffile

import "bytes"

// plainRoom is how many bytes after EI must look like text: the data of an
// inline picture may hold those two letters by chance, but not a run of plain
// characters behind them.
const plainRoom = 24

// AfterInlineImage finds the end of an inline picture (8.9.7), whose data is
// not to be read as operators.
func AfterInlineImage(b []byte, at int) int {
	for at < len(b) {
		i := bytes.Index(b[at:], []byte("ID"))
		if i < 0 {
			return len(b)
		}
		at += i + 2
		alone := at == 2 || !IsRegular(b[at-3]) && b[at-3] != '/'
		if alone && (at == len(b) || IsSpace(b[at])) {
			return endOfInline(b, at)
		}
	}
	return len(b)
}

// endOfInline finds the place behind EI for data that begins behind ID.
func endOfInline(b []byte, at int) int {
	for at < len(b) {
		i := bytes.Index(b[at:], []byte("EI"))
		if i < 0 {
			return len(b)
		}
		at += i + 2
		if IsSpace(b[at-3]) && plain(b[at:min(len(b), at+plainRoom)]) {
			return at
		}
	}
	return len(b)
}

// plain tells whether bytes after EI are text that begins with white.
func plain(b []byte) bool {
	if len(b) > 0 && !IsSpace(b[0]) {
		return false
	}
	for _, c := range b {
		if c == 0 || c > '~' || c < ' ' && !IsSpace(c) {
			return false
		}
	}
	return true
}
