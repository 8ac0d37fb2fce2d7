package pdfx

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"runtime"
	"strconv"
	"sync"
)

// writer numbers the objects anew in the order in which they are first
// referred to, and writes only those: what nothing refers to is left behind.
type writer struct {
	d      *document
	number []int // new numbers by old ones; 0: none yet
	order  []int // old numbers in the order of the new ones
	places []int // where they begin
	out    []byte
	err    error
}

// renumber gives an object its new number.
func (w *writer) renumber(n int) int {
	if n <= 0 || n >= len(w.number) {
		w.err = foreign("there is no object %d", n)
		return 0
	}
	if w.number[n] == 0 {
		w.order = append(w.order, n)
		w.number[n] = len(w.order)
	}
	return w.number[n]
}

// live lists the objects that can be reached from some of them, in the order
// of writing.
func (d *document) live(roots ...int) ([]int, error) {
	w := &writer{d: d, number: make([]int, len(d.parsed))}
	for _, r := range roots {
		w.renumber(r)
	}
	for i := 0; i < len(w.order) && w.err == nil; i++ {
		o, err := d.object(w.order[i])
		if err != nil {
			return nil, err
		}
		w.visit(o.value)
	}
	return w.order, w.err
}

func (w *writer) visit(v value) {
	if v.kind == reference {
		w.renumber(v.ref)
	}
	for _, item := range v.list {
		w.visit(item)
	}
}

// header opens a file; the second line says that it is not text
// (ISO 32000-2, 7.5.2).
const header = "%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n"

// write gives the file. The catalogue comes first, what the trailer refers to
// besides last.
func (d *document) write(version string, root, info int, id string) ([]byte, error) {
	live, err := d.live(root, info)
	if err != nil {
		return nil, err
	}
	size := 0
	for _, n := range live {
		size += len(d.parsed[n].stream)
	}
	d.compress(live)
	const perObject = 200 // bytes, roughly, beside streams
	w := &writer{d: d, number: make([]int, len(d.parsed)), places: make([]int, 0, len(live)), out: make([]byte, 0, size+perObject*len(live))}
	w.out = fmt.Appendf(w.out, header, version)
	w.renumber(root)
	w.renumber(info)
	for i := 0; i < len(w.order); i++ {
		w.object(i+1, d.parsed[w.order[i]])
	}
	if w.err != nil {
		return nil, w.err
	}
	start := len(w.out)
	w.out = fmt.Appendf(w.out, "xref\n0 %d\n0000000000 65535 f \n", len(w.places)+1)
	for _, at := range w.places {
		w.out = fmt.Appendf(w.out, "%010d 00000 n \n", at)
	}
	trailer := dict("Size", whole(len(w.places)+1), "Root", refTo(root), "Info", refTo(info),
		"ID", arrayOf(value{kind: text, raw: []byte("<" + id + ">")}, value{kind: text, raw: []byte("<" + id + ">")}))
	w.out = append(w.out, "trailer\n"...)
	w.out = trailer.appendTo(w.out, w.renumber)
	w.out = fmt.Appendf(w.out, "\nstartxref\n%d\n%%%%EOF\n", start)
	return w.out, nil
}

func (w *writer) object(number int, o *object) {
	w.places = append(w.places, len(w.out))
	w.out = strconv.AppendInt(w.out, int64(number), 10)
	w.out = append(w.out, " 0 obj\n"...)
	if o.isStream {
		o.set("Length", whole(len(o.stream)))
	}
	w.out = o.appendTo(w.out, w.renumber)
	if o.isStream {
		w.out = append(w.out, "\nstream\n"...)
		w.out = append(w.out, o.stream...)
		w.out = append(w.out, "\nendstream"...)
	}
	w.out = append(w.out, "\nendobj\n"...)
}

// compress deflates the streams that want it, side by side.
func (d *document) compress(live []int) {
	var jobs []func()
	for _, n := range live {
		if o := d.parsed[n]; o.deflate {
			jobs = append(jobs, func() {
				o.stream = deflated(o.stream)
				o.set("Filter", nameOf("FlateDecode"))
				o.deflate = false
			})
		}
	}
	sideBySide(jobs)
}

func deflated(b []byte) []byte {
	var buf bytes.Buffer
	buf.Grow(len(b)/2 + 64)
	z := zlib.NewWriter(&buf)
	_, _ = z.Write(b) // a buffer takes everything
	_ = z.Close()
	return buf.Bytes()
}

// sideBySide does jobs on all processors.
func sideBySide(jobs []func()) {
	queue := make(chan func(), len(jobs))
	for _, j := range jobs {
		queue <- j
	}
	close(queue)
	var wg sync.WaitGroup
	for range min(len(jobs), runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for j := range queue {
				j()
			}
		})
	}
	wg.Wait()
}
