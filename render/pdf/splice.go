package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// gopdf knows a font without outlines. When the document is there, two objects
// are exchanged: the font file, and the way back to the text, for which gopdf
// takes the codes it was given.

// splice puts the fonts into a document that gopdf wrote.
func splice(b []byte, families []string, made []*embeddedFont) ([]byte, error) {
	x, err := readXref(b)
	if err != nil {
		return nil, err
	}
	swapped := make(map[int][]byte)
	n := 1
	for i, family := range families {
		// Fonts come in the order they were added, before all pages.
		head := fmt.Appendf(nil, "<<\n/BaseFont /%s\n/DescendantFonts [", family)
		for ; n < x.count() && !bytes.HasPrefix(x.body(n), head); n++ {
		}
		if n == x.count() {
			return nil, fmt.Errorf("no font %s in the document: a new gopdf?", family)
		}
		if err := x.swapFont(swapped, n, made[i]); err != nil {
			return nil, fmt.Errorf("%s: %w", family, err)
		}
	}
	return x.rewrite(swapped)
}

// swapFont finds what belongs to the n-th object, a font.
func (t xref) swapFont(swapped map[int][]byte, n int, f *embeddedFont) error {
	cid, ok := t.follow(n, "/DescendantFonts [")
	if !ok {
		return errFontObjects
	}
	unicode, ok := t.follow(n, "/ToUnicode ")
	if !ok {
		return errFontObjects
	}
	descriptor, ok := t.follow(cid, "/FontDescriptor ")
	if !ok {
		return errFontObjects
	}
	file, ok := t.follow(descriptor, "/FontFile2 ")
	if !ok {
		return errFontObjects
	}
	f.wait()
	swapped[file] = stream(fmt.Sprintf("/Filter /FlateDecode\n/Length1 %d\n", f.size), f.file)
	swapped[unicode] = stream("", f.toUnicode)
	return nil
}

var errFontObjects = errors.New("the objects of a font are not as expected: a new gopdf?")

func stream(entries string, data []byte) []byte {
	b := fmt.Appendf(nil, "<<\n/Length %d\n%s>>\nstream\n", len(data), entries)
	b = append(b, data...)
	return append(b, "\nendstream\n"...)
}

func (t xref) count() int { return len(t.entries) / entryBytes }

const objectEnd = "endobj\n\n"

// body is an object without its number and its end; nil where the table does
// not lead to one.
func (t xref) body(n int) []byte {
	at, ok := t.offset(n)
	end, ok2 := t.offset(n + 1)
	if !ok || !ok2 || end < at {
		return nil
	}
	b := bytes.TrimPrefix(t.doc[at:end], fmt.Appendf(nil, "%d 0 obj\n", n))
	return bytes.TrimSuffix(b, []byte(objectEnd))
}

// follow is the number of the object a key of an object refers to.
func (t xref) follow(n int, key string) (int, bool) {
	_, rest, ok := bytes.Cut(t.body(n), []byte(key))
	if !ok {
		return 0, false
	}
	to, rest, ok := whole(rest)
	return to, ok && to > 0 && to < t.count() && bytes.HasPrefix(rest, []byte(" 0 R"))
}

// rewrite copies the document with other objects in the place of some, and
// with a table that tells where all lie now.
func (t xref) rewrite(swapped map[int][]byte) ([]byte, error) {
	size := len(t.doc)
	for n, body := range swapped {
		size += len(body) - len(t.body(n))
	}
	b := make([]byte, 0, max(size, 0)+64)
	entries := bytes.Clone(t.entries)
	copied := 0 // of the old document
	for n := 1; n < t.count(); n++ {
		at, ok := t.offset(n)
		end, ok2 := t.offset(n + 1)
		if !ok || !ok2 || at < copied || end < at {
			return nil, errXref
		}
		b = append(b, t.doc[copied:at]...)
		copied = at
		copy(entries[n*entryBytes:], fmt.Sprintf("%010d", len(b)))
		if body, ok := swapped[n]; ok {
			b = fmt.Appendf(b, "%d 0 obj\n", n)
			b = append(append(b, body...), objectEnd...)
			copied = end
		}
	}
	b = append(b, t.doc[copied:t.at]...)
	at := len(b)
	head, rest, ok := bytes.Cut(t.doc[t.at:], t.entries)
	tail, rest2, ok2 := bytes.Cut(rest, []byte("startxref\n"))
	_, last, ok3 := whole(rest2)
	if !ok || !ok2 || !ok3 {
		return nil, errXref
	}
	b = append(append(append(b, head...), entries...), tail...)
	b = append(b, "startxref\n"...)
	b = strconv.AppendInt(b, int64(at), 10)
	return append(b, last...), nil
}
