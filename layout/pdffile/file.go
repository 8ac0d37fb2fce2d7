package pdffile

import (
	"bytes"
	"errors"
	"maps"
	"math"
	"slices"
)

const (
	// HeaderRoom is where a PDF's header must begin: in the first kilobyte, as
	// every viewer has it, for mail systems put lines before it.
	HeaderRoom = 1024
	// tailRoom is where startxref is looked for.
	tailRoom = 4096
	// MaxBytes is the size of the largest file: an advertisement of a whole page with
	// pictures for fine printing has some 50 MB.
	MaxBytes = 256 << 20
	// maxObject is the highest number of an object (ISO 32000-1, annex C).
	maxObject = 8388607
	// maxEntries is how many entries the tables may have together.
	maxEntries = 1e6
	// maxSections is how many tables one file may have: one for each time it
	// was saved without being written anew.
	maxSections = 1024
	// workTimes and workMore say how many bytes are read in all, for a file of
	// a length: every value, and what is searched for the ends of streams whose
	// length is wrong and for objects that no table names. An honest file is
	// read some three times.
	workTimes, workMore = 8, 16 << 20
	// maxLinks is how many references may lead to one another.
	maxLinks = 32
)

// entry is where an object lies: at an offset, or at an index in an object
// stream.
type entry struct {
	packed    bool
	at, index int // of packed ones the number of the object stream, and the index
}

// File is a PDF file read so far.
type File struct {
	b          []byte
	entries    map[int]entry
	free       map[int]bool // objects that a newer table took away
	Trailer    Dict
	objects    map[int]any
	packed     map[int]*packedObjects
	loading    map[int]bool
	values     int
	inflated   int
	most       int // bytes that may be decoded
	mostValues int
	work       int
	// Recovered tells that the tables were damaged and the objects had to be
	// searched for.
	Recovered bool
	// Forgive takes an object that cannot be read as null, as viewers do, and is
	// told its number each time it is asked for; nil: it is a fault. Only a file
	// that is Recovered forgives, for before that the object may be elsewhere.
	Forgive func(num int)
	unread  map[int]bool
	// XRefStreams tells that a cross-reference stream was read.
	XRefStreams bool
}

// Header finds the header of a PDF, -1 where there is none.
func Header(b []byte) int { return bytes.Index(b[:min(len(b), HeaderRoom)], []byte("%PDF-")) }

// Do opens a PDF and does something with it. Where its table turns
// out to be damaged, the objects are searched for and it is done again.
func Do(b []byte, do func(*File) error) error {
	at := Header(b)
	switch {
	case at < 0:
		return &Fault{Kind: ErrNoPDF}
	case len(b) > MaxBytes:
		return fault(ErrTooLarge, "PDF, > %d MB", MaxBytes>>20)
	}
	b = b[at:]
	d := newDocument(b)
	err := d.readTables()
	if err == nil {
		err = do(d)
	}
	if err == nil || !errors.Is(err, ErrBroken) {
		return err
	}
	d = newDocument(b)
	d.Recovered = true
	switch failed := d.recover(); {
	case errors.Is(failed, ErrBroken):
		return err // the first fault tells more
	case failed != nil:
		return failed
	}
	if again := do(d); again == nil || !errors.Is(again, ErrBroken) {
		return again
	}
	return err
}

func newDocument(b []byte) *File {
	return &File{
		b: b, most: MaxInflated, mostValues: maxValues, entries: make(map[int]entry), free: make(map[int]bool), objects: make(map[int]any),
		packed: make(map[int]*packedObjects), loading: make(map[int]bool),
	}
}

// spend counts searched bytes.
func (d *File) spend(n int) error {
	if d.work += n; d.work > workTimes*len(d.b)+workMore {
		return fault(ErrTooLarge, "PDF, > %d MB", d.work>>20)
	}
	return nil
}

// readTables follows the chain of cross-reference tables and streams from the
// newest to the oldest (7.5.4, 7.5.8).
func (d *File) readTables() error {
	tail := max(0, len(d.b)-tailRoom)
	at := bytes.LastIndex(d.b[tail:], []byte("startxref"))
	if at < 0 {
		return fault(ErrBroken, "PDF startxref")
	}
	l := &Lexer{b: d.b, at: tail + at + len("startxref"), d: d}
	next, ok := l.whole()
	if !ok {
		return fault(ErrBroken, "PDF startxref")
	}
	var seen []int
	queue := []int{next}
	for len(queue) > 0 {
		at, queue = queue[0], queue[1:]
		if slices.Contains(seen, at) {
			continue
		}
		if seen = append(seen, at); len(seen) > maxSections {
			return fault(ErrTooLarge, "PDF, %d xref", maxSections)
		}
		trailer, unused, err := d.table(at)
		if err != nil {
			return err
		}
		if err := d.takeTrailer(trailer); err != nil {
			return err
		}
		// The stream of a hybrid file names objects that its table calls free,
		// to hide them from old readers (7.5.8.4).
		if v, ok := trailer["XRefStm"].(int64); ok && !slices.Contains(seen, int(v)) {
			seen = append(seen, int(v))
			if _, err := d.tableStream(int(v)); err != nil {
				return err
			}
		}
		for _, num := range unused {
			if err := d.enter(num, false, entry{}); err != nil {
				return err
			}
		}
		if v, ok := trailer["Prev"].(int64); ok {
			queue = append(queue, int(min(max(v, 0), MaxBytes)))
		}
	}
	return d.checkRoot()
}

// takeTrailer keeps the newest trailer that names a catalogue.
func (d *File) takeTrailer(t Dict) error {
	if t["Encrypt"] != nil {
		return d.locked(t)
	}
	if d.Trailer == nil && t["Root"] != nil {
		d.Trailer = t
	}
	return nil
}

func (d *File) checkRoot() error {
	root, err := d.Dict(d.Trailer["Root"])
	if err != nil {
		return err
	}
	if pages, err := d.Dict(root["Pages"]); err != nil {
		return err
	} else if len(pages) == 0 {
		return fault(ErrBroken, "PDF Root")
	}
	return nil
}

// table reads one table or stream and gives its trailer, and the numbers that
// a table calls free.
func (d *File) table(at int) (trailer Dict, unused []int, err error) {
	if at >= len(d.b) {
		return nil, nil, fault(ErrBroken, "PDF xref @%d", at)
	}
	l := &Lexer{b: d.b, at: at, d: d}
	if !l.isKeyword("xref") {
		trailer, err = d.tableStream(at)
		return trailer, nil, err
	}
	for !l.isKeyword("trailer") {
		from, ok1 := l.whole()
		n, ok2 := l.whole()
		if !ok1 || !ok2 {
			return nil, nil, l.broken("xref")
		}
		for i := range n {
			offset, ok1 := l.whole()
			gen, ok2 := l.whole()
			used := l.isKeyword("n")
			if !ok1 || !ok2 || !used && !l.isKeyword("f") {
				return nil, nil, l.broken("xref")
			}
			if i == 0 && from == 1 && !used && gen == 65535 {
				from = 0 // a known fault: the first free object is number 0
			}
			if !used || offset == 0 {
				unused = append(unused, from+i)
			} else if err := d.enter(from+i, true, entry{at: offset}); err != nil {
				return nil, nil, err
			}
		}
	}
	if err := d.spend(l.at - at); err != nil {
		return nil, nil, err
	}
	v, err := l.object()
	if err != nil {
		return nil, nil, err
	}
	trailer, ok := v.(Dict)
	if !ok {
		return nil, nil, l.broken("trailer")
	}
	return trailer, unused, nil
}

// enter notes where an object lies, unless a newer table said so.
func (d *File) enter(num int, used bool, e entry) error {
	if num <= 0 || num > maxObject {
		if used {
			return fault(ErrBroken, "PDF %d 0 obj", num)
		}
		return nil
	}
	if _, ok := d.entries[num]; ok || d.free[num] {
		return nil
	}
	if len(d.entries)+len(d.free) >= maxEntries {
		return fault(ErrTooLarge, "PDF, > %d obj", int(maxEntries))
	}
	if used {
		d.entries[num] = e
	} else {
		d.free[num] = true
	}
	return nil
}

// tableStream reads a cross-reference stream.
func (d *File) tableStream(at int) (Dict, error) {
	v, _, _, err := d.objectAt(at)
	if err != nil {
		return nil, err
	}
	s, ok := v.(*Stream)
	if !ok || s.Dict["Type"] != Name("XRef") {
		return nil, fault(ErrBroken, "PDF xref @%d", at)
	}
	d.XRefStreams = true
	data, err := d.Decode(s)
	if err != nil {
		return nil, err
	}
	w, ok := wholes(s.Dict["W"])
	if !ok || len(w) != 3 || max(w[0], w[1], w[2]) > 8 || w[0]+w[1]+w[2] == 0 {
		return nil, fault(ErrBroken, "PDF XRef W")
	}
	size, _ := s.Dict["Size"].(int64)
	index := []int{0, int(min(max(size, 0), maxObject+1))}
	if s.Dict["Index"] != nil {
		if index, ok = wholes(s.Dict["Index"]); !ok {
			return nil, fault(ErrBroken, "PDF XRef Index")
		}
	}
	for ; len(index) >= 2; index = index[2:] {
		for i := 0; i < index[1] && len(data) >= w[0]+w[1]+w[2]; i++ {
			kind, f1, f2 := 1, 0, 0
			if w[0] > 0 {
				kind = bigEndian(data[:w[0]])
			}
			f1, f2 = bigEndian(data[w[0]:w[0]+w[1]]), bigEndian(data[w[0]+w[1]:w[0]+w[1]+w[2]])
			data = data[w[0]+w[1]+w[2]:]
			if err := d.enter(index[0]+i, kind == 1 || kind == 2, entry{packed: kind == 2, at: f1, index: f2}); err != nil {
				return nil, err
			}
		}
	}
	return s.Dict, nil
}

// bigEndian is a number of up to eight bytes, no more than an int of 32 bits
// holds, which is beyond every offset: files are no longer than MaxBytes.
func bigEndian(b []byte) int {
	v := int64(0)
	for _, c := range b {
		v = min(v<<8|int64(c), math.MaxInt32)
	}
	return int(v)
}

// wholes is an array of whole numbers that are not negative.
func wholes(v any) ([]int, bool) {
	list, _ := v.([]any)
	var out []int
	for _, v := range list {
		n, ok := v.(int64)
		if !ok || n < 0 || n > MaxBytes {
			return nil, false
		}
		out = append(out, int(n))
	}
	return out, len(out) > 0
}

// objectAt reads "n g obj" and what follows, and tells where it ends.
func (d *File) objectAt(at int) (v any, num, end int, err error) {
	if at < 0 || at >= len(d.b) {
		return nil, 0, 0, fault(ErrBroken, "PDF obj @%d", at)
	}
	l := &Lexer{b: d.b, at: at, d: d}
	num, ok1 := l.whole()
	_, ok2 := l.whole()
	if !ok1 || !ok2 || !l.isKeyword("obj") {
		return nil, 0, 0, l.broken("obj")
	}
	if v, err = l.object(); err != nil {
		return nil, 0, 0, err
	}
	if word, bare := v.(Keyword); bare {
		if word != "endobj" {
			return nil, 0, 0, l.broken("obj")
		}
		return nil, num, l.at, nil // an empty object
	}
	m, ok := v.(Dict)
	if !ok || !l.isKeyword("stream") {
		return v, num, l.at, nil
	}
	if hasPrefix(l.b[l.at:], "\r\n") {
		l.at += 2
	} else if c := l.peek(); c == '\n' || c == '\r' {
		l.at++
	}
	data, err := d.streamData(m, l.at)
	return &Stream{m, data}, num, l.at + len(data), err
}

// streamData is the data of a stream that begins at an offset: by its length,
// or up to endstream where the length is wrong.
func (d *File) streamData(m Dict, at int) ([]byte, error) {
	v, err := d.Resolve(m["Length"])
	if err != nil && !errors.Is(err, ErrBroken) {
		return nil, err
	}
	if n, ok := v.(int64); ok && n >= 0 && n <= int64(len(d.b)-at) {
		end := &Lexer{b: d.b, at: at + int(n), d: d}
		for end.at < len(d.b) && IsSpace(d.b[end.at]) {
			end.at++
		}
		if err := d.spend(end.at - at - int(n)); err != nil {
			return nil, err
		}
		if hasPrefix(d.b[end.at:], "endstream") || hasPrefix(d.b[end.at:], "endobj") {
			return d.b[at : at+int(n)], nil
		}
	}
	n := bytes.Index(d.b[at:], []byte("endstream"))
	if n < 0 {
		if err := d.spend(len(d.b) - at); err != nil {
			return nil, err
		}
		return nil, fault(ErrBroken, "PDF endstream @%d", at)
	}
	data := d.b[at : at+n]
	// The end of line before endstream is not data.
	if len(data) > 0 && data[len(data)-1] == '\n' {
		data = data[:len(data)-1]
	}
	if len(data) > 0 && data[len(data)-1] == '\r' {
		data = data[:len(data)-1]
	}
	return data, d.spend(n)
}

// Resolve follows references to a value.
func (d *File) Resolve(v any) (any, error) {
	for range maxLinks {
		r, ok := v.(Ref)
		if !ok {
			return v, nil
		}
		var err error
		if v, err = d.forgiving(r.Num); err != nil {
			return nil, err
		}
	}
	return nil, fault(ErrBroken, "PDF, %d references", maxLinks)
}

// dict resolves a dictionary, or that of a stream; empty where v is neither.
func (d *File) Dict(v any) (Dict, error) {
	v, err := d.Resolve(v)
	if err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case Dict:
		return v, nil
	case *Stream:
		return v.Dict, nil
	}
	return Dict{}, nil
}

// forgiving is load, by what Forgive says.
func (d *File) forgiving(num int) (v any, err error) {
	if !d.unread[num] {
		if v, err = d.load(num); !errors.Is(err, ErrBroken) || d.Forgive == nil || !d.Recovered {
			return v, err
		}
		if d.unread == nil {
			d.unread = make(map[int]bool)
		}
		d.unread[num] = true
	}
	d.Forgive(num)
	return nil, nil
}

// load reads an object by its number. An object that no table names is null
// (7.3.10).
func (d *File) load(num int) (any, error) {
	if v, ok := d.objects[num]; ok {
		return v, nil
	}
	e, ok := d.entries[num]
	if !ok {
		return nil, nil
	}
	if d.loading[num] || len(d.loading) > maxLinks {
		return nil, fault(ErrBroken, "PDF %d 0 obj", num)
	}
	d.loading[num] = true
	defer delete(d.loading, num)
	var v any
	var err error
	if e.packed {
		v, err = d.unpack(num, e)
	} else {
		var found int
		v, found, _, err = d.objectAt(e.at)
		if err == nil && found != num {
			err = fault(ErrBroken, "PDF %d 0 obj", num)
		}
	}
	if err != nil {
		return nil, err
	}
	d.objects[num] = v
	return v, nil
}

// packedObjects is an object stream (7.5.7).
type packedObjects struct {
	data    []byte
	numbers []int
	offsets []int
}

// unpack reads an object from its object stream.
func (d *File) unpack(num int, e entry) (any, error) {
	p, err := d.objectStream(e.at)
	if err != nil {
		return nil, err
	}
	i := e.index
	if i >= len(p.numbers) || p.numbers[i] != num {
		if err := d.spend(8 * len(p.numbers)); err != nil {
			return nil, err
		}
		i = slices.Index(p.numbers, num)
	}
	if i < 0 {
		return nil, fault(ErrBroken, "PDF %d 0 obj", num)
	}
	l := &Lexer{b: p.data, at: p.offsets[i], d: d}
	v, err := l.object()
	if _, bare := v.(Keyword); bare {
		return nil, l.broken("ObjStm")
	}
	return v, err
}

func (d *File) objectStream(num int) (*packedObjects, error) {
	if p, ok := d.packed[num]; ok {
		return p, nil
	}
	if d.entries[num].packed {
		return nil, fault(ErrBroken, "PDF ObjStm %d", num)
	}
	v, err := d.load(num)
	if err != nil {
		return nil, err
	}
	s, ok := v.(*Stream)
	if !ok {
		return nil, fault(ErrBroken, "PDF ObjStm %d", num)
	}
	own, err := d.Flat(s.Dict)
	if err != nil {
		return nil, err
	}
	n, ok1 := own["N"].(int64)
	begin, ok2 := own["First"].(int64)
	data, err := d.Decode(s)
	if err != nil {
		return nil, err
	}
	if !ok1 || !ok2 || begin < 0 || begin > int64(len(data)) || n < 0 || n > begin {
		return nil, fault(ErrBroken, "PDF ObjStm %d", num)
	}
	p := &packedObjects{data: data}
	l := &Lexer{b: data[:begin], d: d}
	for range n {
		number, ok1 := l.whole()
		offset, ok2 := l.whole()
		if !ok1 || !ok2 || offset > len(data)-int(begin) {
			return nil, l.broken("ObjStm")
		}
		p.numbers = append(p.numbers, number)
		p.offsets = append(p.offsets, int(begin)+offset)
	}
	d.packed[num] = p
	return p, nil
}

// recover searches a file for objects and trailers where its tables are
// damaged: what comes later in the file holds.
func (d *File) recover() error {
	if err := d.spend(len(d.b)); err != nil {
		return err
	}
	trailers, err := d.recoverObjects()
	if err != nil {
		return err
	}
	for at := 0; ; {
		i := bytes.Index(d.b[at:], []byte("trailer"))
		if i < 0 {
			break
		}
		at += i + len("trailer")
		l := &Lexer{b: d.b, at: at, d: d}
		v, err := l.object()
		if errors.Is(err, ErrTooLarge) {
			return err
		}
		if m, ok := v.(Dict); ok {
			trailers = append(trailers, m)
		}
	}
	clear(d.objects) // they may have been read from a place that holds no more
	slices.Reverse(trailers)
	for _, t := range trailers {
		if err := d.takeTrailer(t); err != nil {
			return err
		}
	}
	return d.checkRoot()
}

// recoverObjects notes where objects begin, and gives those that stand for a
// trailer.
func (d *File) recoverObjects() (trailers []Dict, err error) {
	for at := 0; ; {
		i := bytes.Index(d.b[at:], []byte("obj"))
		if i < 0 {
			return trailers, nil
		}
		at += i + len("obj")
		from, num, ok := d.objectHead(at - len("obj"))
		if !ok {
			continue
		}
		if num > 0 && num <= maxObject {
			if len(d.entries) >= maxEntries {
				return nil, fault(ErrTooLarge, "PDF, > %d obj", int(maxEntries))
			}
			d.entries[num] = entry{at: from}
			delete(d.packed, num)
		}
		head := d.b[at:min(len(d.b), at+recoverRoom)]
		if i := bytes.Index(head, []byte("stream")); i >= 0 {
			head = head[:i]
		}
		switch {
		case bytes.Contains(head, []byte("ObjStm")):
			if err := d.recoverPacked(num); errors.Is(err, ErrTooLarge) {
				return nil, err
			}
		case bytes.Contains(head, []byte("XRef")), bytes.Contains(head, []byte("Catalog")):
			l := &Lexer{b: d.b, at: at, d: d}
			v, err := l.object()
			if errors.Is(err, ErrTooLarge) {
				return nil, err
			}
			if m, ok := v.(Dict); ok {
				if m["Type"] == Name("Catalog") {
					m = Dict{"Root": Ref{num}}
				}
				trailers = append(trailers, m)
			}
		}
	}
}

// recoverRoom is how far into an object its kind is looked for.
const recoverRoom = 1024

// objectHead reads "n g " backwards from the word obj.
func (d *File) objectHead(obj int) (from, num int, ok bool) {
	at := obj
	back := func(is func(byte) bool, most int) int {
		n := 0
		for at > 0 && n < most && is(d.b[at-1]) {
			at--
			n++
		}
		return n
	}
	if back(IsSpace, 16); back(isDigit, 5) == 0 || back(IsSpace, 16) == 0 || back(isDigit, 10) == 0 {
		return 0, 0, false
	}
	l := &Lexer{b: d.b, at: at, d: d}
	num, ok = l.whole()
	return at, num, ok
}

// recoverPacked notes the objects of an object stream that was found.
func (d *File) recoverPacked(num int) error {
	delete(d.objects, num)
	delete(d.packed, num)
	p, err := d.objectStream(num)
	if err != nil {
		return err
	}
	for i, n := range p.numbers {
		if n > 0 && n <= maxObject && n != num && len(d.entries) < maxEntries {
			d.entries[n] = entry{packed: true, at: num, index: i}
			delete(d.objects, n)
		}
	}
	return nil
}

// Open opens a PDF whose table may be damaged. Do is better where the work can
// be done again: it also searches when a single object is not where the table
// says.
func Open(b []byte) (*File, error) {
	var f *File
	err := Do(b, func(d *File) error {
		f = d
		return nil
	})
	return f, err
}

// Version is what the header says, "1.4", or empty where it says nothing.
func (d *File) Version() string {
	rest := d.b[len("%PDF-"):]
	n := 0
	for n < len(rest) && n < maxVersion && (isDigit(rest[n]) || rest[n] == '.') {
		n++
	}
	return string(rest[:n])
}

// maxVersion is the longest version: 1.4 has three characters.
const maxVersion = 8

// Numbers lists the numbers of all objects that the tables name, in order.
func (d *File) Numbers() []int { return slices.Sorted(maps.Keys(d.entries)) }

// Packed tells whether an object lies in an object stream.
func (d *File) Packed(num int) bool { return d.entries[num].packed }
