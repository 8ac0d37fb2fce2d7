package pdfx

import (
	"bytes"
	"errors"
	"fmt"
)

// object is an indirect object: a value, and for a stream its bytes.
type object struct {
	value
	stream   []byte
	isStream bool
	// deflate asks the writer to compress the stream.
	deflate bool
}

// document is a file taken apart. Objects are numbered as gopdf numbered
// them; those that the finisher adds follow.
type document struct {
	bodies [][]byte  // of gopdf's objects; 0 is unused
	parsed []*object // nil: not looked at yet
}

// errForeign begins what is said of files that gopdf 0.33 did not write.
var errForeign = errors.New("this is not as gopdf 0.33 writes it")

func foreign(format string, args ...any) error {
	return fmt.Errorf("%w: %w", errForeign, fmt.Errorf(format, args...))
}

const entryBytes = 20 // of a cross-reference table (ISO 32000-2, 7.5.4)

// read finds the objects through the document's own cross-reference table.
// It is strict, for it reads one writer's files: what looks otherwise comes
// from another version, and nobody has checked what becomes of it here.
func read(b []byte) (*document, error) {
	if !bytes.HasPrefix(b, []byte("%PDF-1.7\n%")) {
		return nil, foreign("the header")
	}
	const mark, end = "startxref\n", "\n%%EOF\n"
	const longest = 100 // bytes from there on
	near := max(0, len(b)-longest)
	i := near + bytes.LastIndex(b[near:], []byte(mark))
	if i < near || !bytes.HasSuffix(b, []byte(end)) || i+len(mark) > len(b)-len(end) {
		return nil, foreign("the end of the file")
	}
	at, ok := digits(b[i+len(mark) : len(b)-len(end)])
	if !ok || at >= i {
		return nil, foreign("startxref")
	}
	table, ok := bytes.CutPrefix(b[at:i], []byte("xref\n0 "))
	nl := bytes.IndexByte(table, '\n')
	if !ok || nl < 0 {
		return nil, foreign("the cross-reference table")
	}
	n, ok := digits(table[:nl])
	table = table[nl+1:]
	if !ok || n < 2 || n > len(table)/entryBytes {
		return nil, foreign("the cross-reference table")
	}
	if err := readTrailer(table[n*entryBytes:], n); err != nil {
		return nil, err
	}
	d := &document{bodies: make([][]byte, n), parsed: make([]*object, n)}
	next := at
	for i := n - 1; i > 0; i-- {
		entry := table[i*entryBytes:][:entryBytes]
		start, ok := digits(bytes.TrimLeft(entry[:10], "0"))
		if !ok || start >= next || string(entry[10:]) != " 00000 n \n" {
			return nil, foreign("the place of object %d", i)
		}
		body, ok := bytes.CutPrefix(b[start:next], fmt.Appendf(nil, "%d 0 obj\n", i))
		body, closed := bytes.CutSuffix(body, []byte("endobj\n\n"))
		if !ok || !closed {
			return nil, foreign("object %d does not stand in its place", i)
		}
		d.bodies[i] = body
		next = start
	}
	return d, nil
}

func readTrailer(b []byte, size int) error {
	b, ok := bytes.CutPrefix(b, []byte("trailer\n"))
	l := lexer{b: b}
	t, err := l.value(0)
	l.skip()
	n, sized := t.get("Size").integer()
	if !ok || err != nil || l.at != len(b) || !sized || n != size || t.get("Root").kind != reference || t.get("Root").ref != 1 {
		return foreign("the trailer")
	}
	if t.get("Encrypt").kind != null {
		return foreign("it is encrypted")
	}
	return nil
}

// object gives an object, parsed.
func (d *document) object(n int) (*object, error) {
	if n <= 0 || n >= len(d.parsed) {
		return nil, foreign("there is no object %d", n)
	}
	if o := d.parsed[n]; o != nil {
		return o, nil
	}
	o, err := parseObject(d.bodies[n])
	if err != nil {
		return nil, foreign("object %d: %w", n, err)
	}
	d.parsed[n] = o
	return o, nil
}

// add gives a new object a number.
func (d *document) add(o *object) int {
	d.parsed = append(d.parsed, o)
	return len(d.parsed) - 1
}

func (d *document) addValue(v value) int { return d.add(&object{value: v}) }

// of gives the object that a value refers to, which must be a dictionary of
// this type; an empty type is any.
func (d *document) of(v value, typ string) (*object, error) {
	if v.kind != reference {
		return nil, foreign("where %s should be referred to", typ)
	}
	o, err := d.object(v.ref)
	if err != nil {
		return nil, err
	}
	if o.kind != dictionary || typ != "" && !o.get("Type").is(typ) {
		return nil, foreign("object %d is no %s", v.ref, typ)
	}
	return o, nil
}

func parseObject(b []byte) (*object, error) {
	l := lexer{b: b}
	v, err := l.value(0)
	if err != nil {
		return nil, err
	}
	o := &object{value: v}
	l.skip()
	rest := b[l.at:]
	if len(rest) == 0 {
		return o, nil
	}
	rest, ok := bytes.CutPrefix(rest, []byte("stream\n"))
	if !ok || v.kind != dictionary {
		return nil, errors.New("something follows its value")
	}
	n, ok := v.get("Length").integer()
	if !ok || n < 0 || n > len(rest) {
		return nil, errors.New("the length of its stream")
	}
	o.stream, o.isStream = rest[:n], true
	if string(bytes.TrimSpace(rest[n:])) != "endstream" {
		return nil, errors.New("the end of its stream")
	}
	return o, nil
}
