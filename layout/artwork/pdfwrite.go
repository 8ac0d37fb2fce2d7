package artwork

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"duikai/layout/pdffile"
)

// objectRef is a reference to an object of the document that is written: an
// index that becomes a number when it is known with which number the objects
// begin.
type objectRef int

// writer writes values the way the importer reads them: names and strings in
// plain characters, references to generation 0, keys in order, so that the
// same document gives the same bytes.
type writer struct {
	bytes.Buffer
	first int // the number of object 0
}

func (w *writer) value(v any) {
	switch v := v.(type) {
	case nil:
		w.WriteString("null")
	case bool:
		w.WriteString(strconv.FormatBool(v))
	case int64:
		w.WriteString(strconv.FormatInt(v, 10))
	case float64:
		w.WriteString(decimal(v))
	case pdffile.Name:
		w.name(v)
	case pdffile.String:
		w.literal(v)
	case objectRef:
		fmt.Fprintf(w, "%d 0 R", w.first+int(v))
	case []any:
		w.WriteByte('[')
		for i, x := range v {
			if i > 0 {
				w.WriteByte(' ')
			}
			w.value(x)
		}
		w.WriteByte(']')
	case pdffile.Dict:
		w.WriteString("<<")
		for _, k := range slices.Sorted(maps.Keys(v)) {
			w.name(k)
			w.WriteByte(' ')
			w.value(v[k])
			w.WriteByte('\n')
		}
		w.WriteString(">>")
	case *pdffile.Stream:
		w.value(v.Dict)
		w.WriteString("\nstream\n")
		w.Write(v.Data)
		w.WriteString("\nendstream")
	}
}

// maxReal is the largest number that readers of PDF must know (annex C); what
// is larger stands for as good as anywhere.
const maxReal = math.MaxFloat32

// decimal writes a number with at most ten decimals and no exponent, which PDF
// does not have.
func decimal(f float64) string {
	f = max(-maxReal, min(f, maxReal))
	s := strconv.FormatFloat(f, 'f', 10, 64)
	end := len(s)
	for s[end-1] == '0' {
		end--
	}
	if s[end-1] == '.' {
		end--
	}
	if s = s[:end]; s == "-0" {
		return "0"
	}
	return s
}

func (w *writer) name(n pdffile.Name) {
	w.WriteByte('/')
	for _, c := range []byte(n) {
		if c <= ' ' || c > '~' || c == '#' || pdffile.IsDelimiter(c) {
			fmt.Fprintf(w, "#%02X", c)
		} else {
			w.WriteByte(c)
		}
	}
}

func (w *writer) literal(s pdffile.String) {
	w.WriteByte('(')
	for _, c := range []byte(s) {
		switch {
		case c == '(' || c == ')' || c == '\\':
			w.WriteByte('\\')
			w.WriteByte(c)
		case c < ' ' || c > '~':
			fmt.Fprintf(w, "\\%03o", c)
		default:
			w.WriteByte(c)
		}
	}
	w.WriteByte(')')
}

// Text writes a value that holds no references, for content streams.
func Text(v any) string {
	w := &writer{}
	w.value(v)
	return w.String()
}

// NameOf writes a name.
func NameOf(n pdffile.Name) string { return Text(n) }

// Flate compresses data as the filter FlateDecode reads it.
func Flate(data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write(data) // a buffer takes everything
	z.Close()
	return b.Bytes()
}

// flateStream is a compressed stream with the entries of m.
func flateStream(m pdffile.Dict, data []byte) *pdffile.Stream {
	return packedStream(m, Flate(data))
}

// packedStream is a stream with the entries of m, of data that is compressed.
func packedStream(m pdffile.Dict, packed []byte) *pdffile.Stream {
	m["Filter"], m["Length"] = pdffile.Name("FlateDecode"), int64(len(packed))
	return &pdffile.Stream{Dict: m, Data: packed}
}

// writeFile writes a whole document of the objects: the first one is the
// catalogue. References count from the object behind head others.
func writeFile(objects []any, head int) []byte {
	w := &writer{first: 1 + head}
	w.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = w.Len()
		fmt.Fprintf(w, "%d 0 obj\n", i+1)
		w.value(o)
		w.WriteString("\nendobj\n")
	}
	xref := w.Len()
	fmt.Fprintf(w, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(w, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(w, "trailer\n<</Root 1 0 R\n/Size %d\n>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return w.Bytes()
}
