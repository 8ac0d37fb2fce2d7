package cos

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// Object is an indirect object: a value, and for a stream its bytes.
type Object struct {
	Value
	Stream   []byte
	IsStream bool
	// Deflate asks Write to compress the stream.
	Deflate bool
	// Later makes the object, which is nothing before: who asks for it waits. It refers
	// to no other.
	Later func() (*Object, error)
}

// StreamOf is a stream that is compressed when it is written.
func StreamOf(v Value, data []byte) *Object {
	return &Object{Value: v, Stream: data, IsStream: true, Deflate: true}
}

// maxContent bounds what a stream may be inflated to.
const maxContent = 1 << 28

// ErrFilter is the error of a stream whose filters are not read here.
var ErrFilter = errors.New("it is compressed in a way that is not read here")

// Inflated gives the bytes of a stream that has no filter or Flate.
func (o *Object) Inflated() ([]byte, error) {
	filter := o.Get("Filter")
	if filter.Kind == Array && len(filter.List) == 1 {
		filter = filter.List[0]
	}
	switch {
	case filter.Kind == Null || filter.Kind == Array && len(filter.List) == 0:
		return o.Stream, nil
	case !filter.Is("FlateDecode") || o.Get("DecodeParms").Kind != Null:
		return nil, ErrFilter
	}
	z, err := zlib.NewReader(bytes.NewReader(o.Stream))
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	if _, err := io.Copy(&buf, io.LimitReader(z, maxContent+1)); err != nil {
		return nil, err
	}
	if buf.Len() > maxContent {
		return nil, errors.New("it is too large")
	}
	return buf.Bytes(), nil
}

// Document is a file taken apart. Objects keep the numbers that they have in it;
// those that are added follow. The first read of an object changes the document.
type Document struct {
	Trailer Value

	file   []byte
	places []int     // of the file's objects; 0: there is none
	parsed []*Object // nil: not looked at yet
}

// ErrForeign begins what is said of files that were written otherwise than those
// that are read here.
var ErrForeign = errors.New("this is not as gopdf 0.33 and this program write PDF files")

// Foreign is an ErrForeign with what is wrong.
func Foreign(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrForeign, fmt.Errorf(format, args...))
}

const entryBytes = 20 // of a cross-reference table (ISO 32000-2, 7.5.4)

// Read finds the objects of a file through its cross-reference table, which must
// be one table of all objects. It keeps b. Objects are parsed when they are first
// asked for.
func Read(b []byte) (*Document, error) {
	if !bytes.HasPrefix(b, []byte("%PDF-1.")) {
		return nil, Foreign("the header")
	}
	const mark, end = "startxref\n", "\n%%EOF\n"
	const longest = 100 // bytes from there on
	near := max(0, len(b)-longest)
	i := near + bytes.LastIndex(b[near:], []byte(mark))
	if i < near || !bytes.HasSuffix(b, []byte(end)) || i+len(mark) > len(b)-len(end) {
		return nil, Foreign("the end of the file")
	}
	at, ok := digits(b[i+len(mark) : len(b)-len(end)])
	if !ok || at >= i {
		return nil, Foreign("startxref")
	}
	table, ok := bytes.CutPrefix(b[at:i], []byte("xref\n0 "))
	nl := bytes.IndexByte(table, '\n')
	if !ok || nl < 0 {
		return nil, Foreign("the cross-reference table")
	}
	n, ok := digits(table[:nl])
	table = table[nl+1:]
	if !ok || n < 2 || n > len(table)/entryBytes {
		return nil, Foreign("the cross-reference table")
	}
	d := &Document{file: b[:at], places: make([]int, n), parsed: make([]*Object, n)}
	for i := 1; i < n; i++ {
		entry := table[i*entryBytes:][:entryBytes]
		place, ok := digits(bytes.TrimLeft(entry[:10], "0"))
		if !ok || place >= at || string(entry[10:]) != " 00000 n \n" {
			return nil, Foreign("the place of object %d", i)
		}
		d.places[i] = place
	}
	return d, d.readTrailer(table[n*entryBytes:])
}

func (d *Document) readTrailer(b []byte) error {
	b, ok := bytes.CutPrefix(b, []byte("trailer\n"))
	l := lexer{b: b}
	t, err := l.value(0)
	l.skip()
	if size, sized := t.Get("Size").Int(); !ok || err != nil || l.at != len(b) || !sized || size != len(d.places) || t.Get("Root").Kind != Reference {
		return Foreign("the trailer")
	}
	for _, key := range []string{"Prev", "XRefStm", "Encrypt"} {
		if t.Get(key).Kind != Null {
			return Foreign("it has /%s", key)
		}
	}
	d.Trailer = t
	return nil
}

// Catalog is the number of the object with which the tree begins.
func (d *Document) Catalog() int { return d.Trailer.Get("Root").Ref }

// Len is one more than the highest number of an object.
func (d *Document) Len() int { return len(d.parsed) }

// Object gives an object, parsed.
func (d *Document) Object(n int) (*Object, error) {
	if n <= 0 || n >= len(d.parsed) {
		return nil, Foreign("there is no object %d", n)
	}
	o := d.parsed[n]
	var err error
	switch {
	case o == nil:
		if o, err = d.parse(n); err != nil {
			return nil, Foreign("object %d: %w", n, err)
		}
	case o.Later != nil:
		if o, err = o.Later(); err != nil {
			return nil, err
		}
	}
	d.parsed[n] = o
	return o, nil
}

// parse reads an object where the table says that it stands.
func (d *Document) parse(n int) (*Object, error) {
	l := lexer{b: d.file, at: d.places[n]}
	if !l.take(fmt.Sprintf("%d 0 obj\n", n)) {
		return nil, errors.New("it does not stand in its place")
	}
	v, err := l.value(0)
	if err != nil {
		return nil, err
	}
	o := &Object{Value: v}
	l.skip()
	if l.take("stream\n") {
		size, ok := d.length(v.Get("Length"))
		if v.Kind != Dictionary || !ok || size < 0 || size > len(l.b)-l.at {
			return nil, errors.New("the length of its stream")
		}
		o.Stream, o.IsStream = l.b[l.at:l.at+size:l.at+size], true
		o.Set("Length", Whole(size))
		l.at += size
		l.space()
		if !l.take("endstream") {
			return nil, errors.New("the end of its stream")
		}
	}
	l.space()
	if !l.take("endobj") {
		return nil, errors.New("something follows its value")
	}
	return o, nil
}

// length is a stream's: a number, or an object that is one.
func (d *Document) length(v Value) (int, bool) {
	if v.Kind == Reference && 0 < v.Ref && v.Ref < len(d.places) {
		l := lexer{b: d.file, at: d.places[v.Ref]}
		if !l.take(fmt.Sprintf("%d 0 obj\n", v.Ref)) {
			return 0, false
		}
		v, _ = l.value(0)
	}
	return v.Int()
}

// take passes over what must stand next.
func (l *lexer) take(s string) bool {
	ok := bytes.HasPrefix(l.b[l.at:], []byte(s))
	if ok {
		l.at += len(s)
	}
	return ok
}

// space passes over white characters.
func (l *lexer) space() {
	for l.at < len(l.b) && classes[l.b[l.at]] == white {
		l.at++
	}
}

// Of gives the object that a value refers to, which must be a dictionary of this
// type; an empty type is any.
func (d *Document) Of(v Value, typ string) (*Object, error) {
	if v.Kind != Reference {
		return nil, Foreign("where %s should be referred to", typ)
	}
	o, err := d.Object(v.Ref)
	if err != nil {
		return nil, err
	}
	if o.Kind != Dictionary || typ != "" && !o.Get("Type").Is(typ) {
		return nil, Foreign("object %d is no %s", v.Ref, typ)
	}
	return o, nil
}

// Numbered is an object with its number.
type Numbered struct {
	*Object
	Number int
}

// Pages are the pages below the catalogue, whose tree has one level.
func (d *Document) Pages() (list []Numbered, err error) {
	top, err := d.Of(d.Trailer.Get("Root"), "Catalog")
	if err != nil {
		return nil, err
	}
	tree, err := d.Of(top.Get("Pages"), "Pages")
	if err != nil {
		return nil, err
	}
	for _, kid := range tree.Get("Kids").List {
		o, err := d.Of(kid, "Page")
		if err != nil {
			return nil, err
		}
		list = append(list, Numbered{o, kid.Ref})
	}
	if len(list) == 0 {
		return nil, Foreign("it has no pages")
	}
	return list, nil
}

// Add gives a new object a number.
func (d *Document) Add(o *Object) int {
	d.parsed = append(d.parsed, o)
	return len(d.parsed) - 1
}

// AddValue is Add for a value without a stream.
func (d *Document) AddValue(v Value) int { return d.Add(&Object{Value: v}) }

// Replace puts another object in the place of one that is referred to.
func (d *Document) Replace(ref Value, o *Object) bool {
	if ref.Kind != Reference || ref.Ref <= 0 || ref.Ref >= len(d.parsed) {
		return false
	}
	d.parsed[ref.Ref] = o
	return true
}

// Clone is a document that can be changed while this one stays. They share the
// bytes of values and streams, which nobody changes.
func (d *Document) Clone() *Document {
	c := *d
	c.parsed = make([]*Object, len(d.parsed))
	for i, o := range d.parsed {
		if o != nil {
			copied := *o
			copied.Value = o.Value.clone()
			c.parsed[i] = &copied
		}
	}
	return &c
}
