package pdffile

import (
	"bytes"
	"compress/flate"
	"compress/lzw"
	"encoding/binary"
	"hash/adler32"
	"io"
	"slices"

	tifflzw "golang.org/x/image/tiff/lzw"
)

const (
	// MaxInflated is how many bytes all the streams of a document together may
	// grow to that are decoded: tables, object streams and the contents of a
	// page. Pictures and fonts are copied as they are.
	MaxInflated = 128 << 20
	// emptyFlate is what a compressed stream has at most that holds nothing:
	// programs write no byte at all then, or the two of the header alone.
	emptyFlate = 2
	// maxFilters is how many filters may follow one another.
	maxFilters = 8
)

// Decode undoes the filters of a stream (7.4). Filters of pictures are not
// for streams that are read here.
func (d *File) Decode(s *Stream) ([]byte, error) {
	filters, parms, err := d.Filters(s.Dict)
	if err != nil {
		return nil, err
	}
	b, left, err := d.undo(s.Data, filters, parms)
	if err == nil && left < len(filters) {
		err = fault(ErrUnsupported, "PDF %s", printable(string(filters[left])))
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}

// Undone is a stream whose first filters are undone. Rest are those that only
// decoders of pictures undo (DCTDecode, JPXDecode, CCITTFaxDecode, JBIG2Decode)
// or that are not known, with their parameters.
type Undone struct {
	Data  []byte
	Rest  []Name
	Parms []Dict
}

// Undo undoes the filters of a stream as far as it can, up to a size of its
// own that does not count towards the limit of the file.
func (d *File) Undo(s *Stream, limit int) (Undone, error) {
	filters, parms, err := d.Filters(s.Dict)
	if err != nil {
		return Undone{}, err
	}
	apart := *d // the tables are shared
	apart.inflated, apart.most = 0, limit
	b, left, err := apart.undo(s.Data, filters, parms)
	d.work, d.values = apart.work, apart.values
	if err != nil {
		return Undone{}, err
	}
	return Undone{b, filters[left:], parms[left:]}, nil
}

// undo undoes filters up to one that it does not know, and says which.
func (d *File) undo(b []byte, filters []Name, parms []Dict) ([]byte, int, error) {
	if len(filters) == 0 {
		// The bytes are there twice then, and count twice.
		// Who appends to them must not write into the document.
		return slices.Clip(b), 0, d.inflate(len(b))
	}
	for i, f := range filters {
		own, err := d.Flat(parms[i])
		if err != nil {
			return nil, 0, err
		}
		next, known, err := d.undoOne(b, f, own)
		if err != nil {
			return nil, 0, err
		}
		if !known {
			return b, i, nil
		}
		b = next
	}
	return b, len(filters), nil
}

// Empty tells whether data under a filter that compresses is nothing at all, as
// programs write it for an empty stream.
func Empty(f Name, b []byte) bool {
	switch f {
	case "FlateDecode", "Fl", "LZWDecode", "LZW":
		return len(bytes.TrimFunc(b, func(c rune) bool { return c < 0x80 && IsSpace(byte(c)) })) <= emptyFlate
	}
	return false
}

// undoOne undoes one filter, if it is known.
func (d *File) undoOne(b []byte, f Name, own Dict) (out []byte, known bool, err error) {
	var r io.Reader
	var packed *bytes.Reader // of Flate: its check sum stands behind
	if Empty(f, b) {
		return nil, true, nil
	}
	switch f {
	case "FlateDecode", "Fl":
		if packed, err = zlibData(b); err != nil {
			return nil, true, err
		}
		r = flate.NewReader(packed)
	case "LZWDecode", "LZW":
		if v, ok := own["EarlyChange"].(int64); ok && v == 0 {
			r = lzw.NewReader(bytes.NewReader(b), lzw.MSB, 8)
		} else {
			r = tifflzw.NewReader(bytes.NewReader(b), tifflzw.MSB, 8)
		}
	case "ASCIIHexDecode", "AHx":
		out, err = d.asciiHex(b)
		return out, true, err
	case "ASCII85Decode", "A85":
		out, err = d.ascii85(b)
		return out, true, err
	case "RunLengthDecode", "RL":
		out, err = d.runLength(b)
		return out, true, err
	default:
		return nil, false, nil
	}
	if b, err = d.readAll(r, len(b), string(f)); err != nil {
		return nil, true, err
	}
	if packed != nil && !sumFits(packed, adler32.Checksum(b)) {
		return nil, true, errSum
	}
	out, err = unpredict(b, own)
	return out, true, err
}

// errSum says that compressed data decodes, but not to what was compressed.
var errSum = fault(ErrBroken, "PDF FlateDecode, Adler-32")

// zlibData is what is compressed in data with a head of zlib (RFC 1950, 2.2).
func zlibData(b []byte) (*bytes.Reader, error) {
	if len(b) < 2 || b[0]&15 != 8 || b[1]&0x20 != 0 {
		return nil, fault(ErrBroken, "PDF FlateDecode")
	}
	return bytes.NewReader(b[2:]), nil
}

// sumFits tells whether what stands behind compressed data is the sum of what it
// became, or too little for one: careless programs cut it off.
func sumFits(rest *bytes.Reader, sum uint32) bool {
	var b [4]byte
	if _, err := io.ReadFull(rest, b[:]); err != nil {
		return true
	}
	return binary.BigEndian.Uint32(b[:]) == sum || len(bytes.TrimSpace(b[:])) == 0
}

// Sound tells what is wrong with the data of a stream that is copied as it is and
// says by itself whether it is whole: its outermost filter is Flate. What grows
// beyond the limit is not looked at to its end.
func (d *File) Sound(s *Stream, limit int) error {
	filters, _, err := d.Filters(s.Dict)
	if err != nil || len(filters) == 0 || filters[0] != "FlateDecode" && filters[0] != "Fl" || Empty(filters[0], s.Data) {
		return err
	}
	packed, err := zlibData(s.Data)
	if err != nil {
		return err
	}
	sum := adler32.New()
	switch n, err := io.Copy(sum, io.LimitReader(flate.NewReader(packed), int64(limit))); {
	case err != nil:
		return fault(ErrBroken, "PDF FlateDecode")
	case n < int64(limit) && !sumFits(packed, sum.Sum32()):
		return errSum
	}
	return nil
}

// printable keeps foreign names in messages short and plain.
func printable(s string) string {
	var b []byte
	for _, c := range []byte(s[:min(len(s), 40)]) {
		if c < ' ' || c > '~' {
			c = '?'
		}
		b = append(b, c)
	}
	return string(b)
}

// Filters lists the filters of a stream with their parameters.
func (d *File) Filters(s Dict) ([]Name, []Dict, error) {
	v, err := d.Resolve(s["Filter"])
	if err != nil {
		return nil, nil, err
	}
	p, err := d.Resolve(first(s["DecodeParms"], s["DP"]))
	if err != nil {
		return nil, nil, err
	}
	names, ok := v.([]any)
	if !ok && v != nil {
		names = []any{v}
	}
	parms, ok := p.([]any)
	if !ok {
		parms = []any{p}
	}
	if len(names) > maxFilters {
		return nil, nil, fault(ErrBroken, "PDF, %d filters", len(names))
	}
	var list []Name
	var with []Dict
	for i := range names {
		v, err := d.Resolve(names[i])
		if err != nil {
			return nil, nil, err
		}
		f, ok := v.(Name)
		if !ok {
			return nil, nil, fault(ErrBroken, "PDF Filter")
		}
		own := Dict{}
		if i < len(parms) {
			if own, err = d.Dict(parms[i]); err != nil {
				return nil, nil, err
			}
		}
		list, with = append(list, f), append(with, own)
	}
	return list, with, nil
}

func first(list ...any) any {
	for _, v := range list {
		if v != nil {
			return v
		}
	}
	return nil
}

// Flat is a dictionary with its values resolved; empty where v is none.
func (d *File) Flat(v any) (Dict, error) {
	v, err := d.Resolve(v)
	if err != nil {
		return nil, err
	}
	m := Dict{}
	from, _ := v.(Dict)
	for k, v := range from {
		if m[k], err = d.Resolve(v); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// inflate counts decoded bytes.
func (d *File) inflate(n int) error {
	if d.inflated += n; d.inflated > d.most {
		return fault(ErrTooLarge, "PDF, > %d MB", d.most>>20)
	}
	return nil
}

// readAll reads what so many compressed bytes become. Drawings come to some five
// times as much; a buffer that need not grow is not cleared twice.
func (d *File) readAll(r io.Reader, packed int, what string) ([]byte, error) {
	const usual, most = 5, 4 << 20
	var b bytes.Buffer
	b.Grow(min(usual*packed, most, max(d.most-d.inflated, 0)) + bytes.MinRead)
	n, err := b.ReadFrom(io.LimitReader(r, int64(max(d.most-d.inflated, 0))+1))
	if e := d.inflate(int(n)); e != nil {
		return nil, e
	}
	if err != nil {
		return nil, fault(ErrBroken, "PDF %s", what)
	}
	return b.Bytes(), nil
}

func (d *File) asciiHex(b []byte) ([]byte, error) {
	if i := bytes.IndexByte(b, '>'); i >= 0 {
		b = b[:i]
	}
	if err := d.inflate(len(b)); err != nil {
		return nil, err
	}
	l := Lexer{b: append(append([]byte{'<'}, b...), '>'), d: d}
	v, err := l.hex()
	if err != nil {
		return nil, err
	}
	return []byte(v.(String)), nil
}

// ascii85 undoes the filter of that name (7.4.3).
func (d *File) ascii85(b []byte) ([]byte, error) {
	if err := d.inflate(4 * len(b)); err != nil { // z stands for four bytes
		return nil, err
	}
	var out []byte
	var v uint64
	n := 0
	for _, c := range b {
		switch {
		case IsSpace(c):
			continue
		case c == 'z' && n == 0:
			out = append(out, 0, 0, 0, 0)
			continue
		case c == '~':
			if n == 1 {
				return nil, fault(ErrBroken, "PDF ASCII85Decode")
			}
			return appendGroup(out, v, n), nil
		case c < '!' || c > 'u':
			return nil, fault(ErrBroken, "PDF ASCII85Decode")
		}
		v = v*85 + uint64(c-'!')
		if n++; n == 5 {
			if v > 1<<32-1 {
				return nil, fault(ErrBroken, "PDF ASCII85Decode")
			}
			out, v, n = appendGroup(out, v, n), 0, 0
		}
	}
	return appendGroup(out, v, n), nil
}

// appendGroup writes the bytes of a group of n digits; a short one is filled
// up with the highest digit.
func appendGroup(out []byte, v uint64, n int) []byte {
	for i := n; i < 5; i++ {
		v = v*85 + 84
	}
	for i := range n - 1 {
		out = append(out, byte(v>>(24-8*i)))
	}
	return out
}

func (d *File) runLength(b []byte) ([]byte, error) {
	var out []byte
	for len(b) > 0 && b[0] != 128 {
		n := int(b[0]) + 1
		switch {
		case n <= 128 && len(b) > n:
			out = append(out, b[1:n+1]...)
			b = b[n+1:]
		case n > 129 && len(b) > 1:
			n = 258 - n
			out = append(out, bytes.Repeat(b[1:2], n)...)
			b = b[2:]
		default:
			return nil, fault(ErrBroken, "PDF RunLengthDecode")
		}
		if len(out) > d.most {
			break
		}
	}
	return out, d.inflate(len(out))
}

// unpredict undoes the predictors of PNG and TIFF (7.4.4.4).
func unpredict(b []byte, parms Dict) ([]byte, error) {
	number := func(key Name, missing int64) int64 {
		if v, ok := parms[key].(int64); ok {
			return v
		}
		return missing
	}
	predictor := number("Predictor", 1)
	if predictor < 2 {
		return b, nil
	}
	colors, bits, columns := number("Colors", 1), number("BitsPerComponent", 8), number("Columns", 1)
	if colors < 1 || colors > 32 || bits < 1 || bits > 16 || columns < 1 || columns > 1<<20 {
		return nil, fault(ErrBroken, "PDF Predictor")
	}
	size := int(max(1, colors*bits/8))
	row := int((colors*bits*columns + 7) / 8)
	if predictor == 2 {
		if bits != 8 {
			return nil, fault(ErrUnsupported, "PDF Predictor 2, %d bit", bits)
		}
		out := bytes.Clone(b)
		for r := out; len(r) > 0; r = r[min(row, len(r)):] {
			for i := size; i < min(row, len(r)); i++ {
				r[i] += r[i-size]
			}
		}
		return out, nil
	}
	out := make([]byte, 0, len(b))
	above := make([]byte, row)
	for len(b) > 1 {
		kind, line := b[0], bytes.Clone(b[1:min(row+1, len(b))])
		b = b[len(line)+1:]
		if kind > 4 {
			return nil, fault(ErrBroken, "PDF Predictor %d", kind)
		}
		for i := range line {
			var left, corner byte
			if i >= size {
				left, corner = line[i-size], above[i-size]
			}
			switch kind {
			case 1:
				line[i] += left
			case 2:
				line[i] += above[i]
			case 3:
				line[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				line[i] += paeth(left, above[i], corner)
			}
		}
		out = append(out, line...)
		copy(above, line)
	}
	return out, nil
}

// paeth is the neighbour nearest to left + above - corner (PNG, 9.4).
func paeth(left, above, corner byte) byte {
	p := int(left) + int(above) - int(corner)
	a, b, c := abs(p-int(left)), abs(p-int(above)), abs(p-int(corner))
	switch {
	case a <= b && a <= c:
		return left
	case b <= c:
		return above
	}
	return corner
}

func abs(x int) int { return max(x, -x) }
