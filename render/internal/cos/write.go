package cos

import (
	"bytes"
	"duikai/layout/parallel"
	"fmt"
	"io"
	"math"
	"strconv"
)

// Writer writes a file object by object.
type Writer struct {
	w    io.Writer
	at   []int64 // where objects begin, by number
	size int64
	buf  []byte // scratch
	err  error
}

// Program is the program as its files name it, and Producer what draws in them.
const (
	Program  = "duikai"
	Producer = Program + " (gopdf)"
)

// header opens a file; the second line says that it is not text
// (ISO 32000-2, 7.5.2).
const header = "%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n"

// NewWriter begins a file of a version of PDF.
func NewWriter(w io.Writer, version string) *Writer {
	out := &Writer{w: w, at: make([]int64, 1)}
	out.write(fmt.Appendf(nil, header, version))
	return out
}

func (w *Writer) write(b []byte) {
	if w.err != nil {
		return
	}
	var n int
	n, w.err = w.w.Write(b)
	w.size += int64(n)
}

// Err is the first failure of the writer below.
func (w *Writer) Err() error { return w.err }

// Reserve gives out the next number. It must be written before Close.
func (w *Writer) Reserve() int {
	w.at = append(w.at, 0)
	return len(w.at) - 1
}

// Object writes an object under a number; renumber tells the new numbers of those
// that it refers to.
func (w *Writer) Object(n int, o *Object, renumber func(int) int) {
	w.at[n] = w.size
	b := append(strconv.AppendInt(w.buf[:0], int64(n), 10), " 0 obj\n"...)
	if o.IsStream {
		o.Set("Length", Whole(len(o.Stream)))
	}
	b = o.Append(b, renumber)
	if o.IsStream {
		w.write(append(b, "\nstream\n"...))
		w.write(o.Stream)
		b = append(b[:0], "\nendstream"...)
	}
	w.write(append(b, "\nendobj\n"...))
	w.buf = b
}

// Close writes the table of objects and the trailer, to which it adds the size.
func (w *Writer) Close(trailer Value, renumber func(int) int) error {
	start := w.size
	b := fmt.Appendf(w.buf[:0], "xref\n0 %d\n0000000000 65535 f \n", len(w.at))
	for _, at := range w.at[1:] {
		b = fmt.Appendf(b, "%010d 00000 n \n", at)
	}
	trailer.List = append(Dict("Size", Whole(len(w.at))).List, trailer.List...)
	b = trailer.Append(append(b, "trailer\n"...), renumber)
	w.write(fmt.Appendf(b, "\nstartxref\n%d\n%%%%EOF\n", start))
	return w.err
}

// order numbers objects anew in the order in which they are first referred to.
type order struct {
	list   []int // the old numbers, in the order of the new ones
	number []int // new numbers by old ones; 0: none yet
	err    error
}

// of gives an object its new number.
func (w *order) of(n int) int {
	if n <= 0 || n >= len(w.number) {
		w.err = Foreign("there is no object %d", n)
		return 0
	}
	if w.number[n] == 0 {
		w.list = append(w.list, n)
		w.number[n] = len(w.list)
	}
	return w.number[n]
}

func (w *order) visit(v Value) {
	if v.Kind == Reference {
		w.of(v.Ref)
	}
	for _, item := range v.List {
		w.visit(item)
	}
}

// Live lists the objects that can be reached from some of them, in the order of
// writing, and parses them. Nobody waits for those that are made later (Object.Later):
// they stand in the list as they are, and refer to nothing.
func (d *Document) Live(roots ...int) (list []Numbered, err error) {
	w, err := d.order(roots...)
	if err != nil {
		return nil, err
	}
	for _, n := range w.list {
		list = append(list, Numbered{d.parsed[n], n})
	}
	return list, nil
}

func (d *Document) order(roots ...int) (*order, error) {
	w := &order{number: make([]int, len(d.parsed))}
	for _, r := range roots {
		w.of(r)
	}
	for i := 0; i < len(w.list) && w.err == nil; i++ {
		if o := d.parsed[w.list[i]]; o != nil && o.Later != nil {
			continue
		}
		o, err := d.Object(w.list[i])
		if err != nil {
			return nil, err
		}
		w.visit(o.Value)
	}
	return w, w.err
}

// Write gives the bytes of what can be reached from the catalogue and from the
// information dictionary (0: none), numbered anew in this order; id is what the
// trailer names the file by, in hex digits, or nothing.
func (d *Document) Write(version string, info int, id string) ([]byte, error) {
	roots := []int{d.Catalog()}
	trailer := Dict("Root", RefTo(d.Catalog()))
	if info > 0 {
		roots = append(roots, info)
		trailer.Set("Info", RefTo(info))
	}
	if id != "" {
		hex := Value{Kind: String, Raw: []byte("<" + id + ">")}
		trailer.Set("ID", ArrayOf(hex, hex))
	}
	live, err := d.order(roots...)
	if err != nil {
		return nil, err
	}
	d.compress(live.list)
	for _, n := range live.list {
		if _, err := d.Object(n); err != nil {
			return nil, err
		}
	}
	const perObject = 200 // bytes, roughly, beside streams
	size := perObject * len(live.list)
	for _, n := range live.list {
		size += len(d.parsed[n].Stream)
	}
	out := bytes.NewBuffer(make([]byte, 0, size))
	w := NewWriter(out, version)
	for _, n := range live.list {
		w.Object(w.Reserve(), d.parsed[n], live.of)
	}
	err = w.Close(trailer, live.of)
	return out.Bytes(), err
}

// Compress deflates the streams that want it and can be reached from some objects, as
// Write does: before who writes must wait for objects that are made later.
func (d *Document) Compress(roots ...int) error {
	live, err := d.order(roots...)
	if err == nil {
		d.compress(live.list)
	}
	return err
}

// compress deflates the streams that want it, side by side.
func (d *Document) compress(live []int) {
	var jobs []*Object
	for _, n := range live {
		if o := d.parsed[n]; o.Deflate {
			jobs = append(jobs, o)
		}
	}
	parallel.With(len(jobs), func() func(int) {
		z := NewDeflater(math.MaxInt)
		return func(i int) { jobs[i].deflate(z) }
	})
}

func (o *Object) deflate(z *Deflater) {
	o.Stream = z.Deflated(o.Stream)
	o.Set("Filter", NameOf("FlateDecode"))
	o.Deflate = false
}
