package pdf

import (
	"bytes"
	"errors"
)

// xref is the cross-reference table of a document that gopdf wrote.
type xref struct {
	doc     []byte
	entries []byte // of object 0 and on
	at      int    // where the table begins
}

var errXref = errors.New("the cross-reference table is not as expected: a new gopdf?")

func readXref(b []byte) (xref, error) {
	const mark = "startxref\n"
	i := bytes.LastIndex(b, []byte(mark))
	if i < 0 {
		return xref{}, errXref
	}
	at, _, ok := whole(b[i+len(mark):])
	if !ok || at >= len(b) {
		return xref{}, errXref
	}
	head, ok := bytes.CutPrefix(b[at:], []byte("xref\n0 "))
	if !ok {
		return xref{}, errXref
	}
	n, rest, ok := whole(head)
	if !ok || len(rest) < 1+n*entryBytes {
		return xref{}, errXref
	}
	return xref{doc: b, entries: rest[1 : 1+n*entryBytes], at: at}, nil
}

// entryBytes is the length of an entry (ISO 32000-2, 7.5.4).
const entryBytes = 20

// offset is where an object begins; the one after the last begins where
// the table does.
func (t xref) offset(object int) (int, bool) {
	if object*entryBytes == len(t.entries) {
		return t.at, true
	}
	if object <= 0 || object*entryBytes > len(t.entries) {
		return 0, false
	}
	at, _, ok := whole(t.entries[object*entryBytes:])
	n, _, same := whole(t.doc[min(at, t.at):])
	return at, ok && same && n == object
}

// whole reads a whole number and gives what follows it.
func whole(b []byte) (n int, rest []byte, ok bool) {
	const most = 10 // figures of an offset
	i := 0
	for i < len(b) && i < most && '0' <= b[i] && b[i] <= '9' {
		n = 10*n + int(b[i]-'0')
		i++
	}
	return n, b[i:], i > 0
}
