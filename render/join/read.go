package join

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// file is a PDF file, read only as far as joining needs.
type file struct {
	b    []byte
	at   []int // where objects begin, by number; 0: there is none
	root int
}

var errNotOurs = errors.New("it is no PDF file of the kind that is joined here")

// maxObjects bounds the table that a damaged file may ask for.
const maxObjects = 1 << 22

func read(b []byte) (*file, error) {
	i := bytes.LastIndex(b, []byte("startxref"))
	if i < 0 || !bytes.HasPrefix(b, []byte("%PDF-")) {
		return nil, errNotOurs
	}
	s := scanner{b: b, i: i + len("startxref")}
	start, ok := s.whole()
	if !ok || start >= i {
		return nil, errNotOurs
	}
	f := &file{b: b}
	s.i = start
	if s.next(); string(s.tok) != "xref" {
		return nil, errNotOurs
	}
	if err := f.table(&s); err != nil {
		return nil, err
	}
	trailer, err := s.value()
	if err != nil {
		return nil, err
	}
	for _, key := range []string{"Prev", "XRefStm", "Encrypt"} {
		if lookup(trailer, key) != nil {
			return nil, fmt.Errorf("%w: it has /%s", errNotOurs, key)
		}
	}
	if f.root, ok = reference(lookup(trailer, "Root")); !ok {
		return nil, errNotOurs
	}
	return f, nil
}

// table reads the cross-references up to the trailer's dictionary.
func (f *file) table(s *scanner) error {
	for {
		s.next()
		if string(s.tok) == "trailer" {
			return nil
		}
		first, err := strconv.Atoi(string(s.tok))
		count, ok := s.whole()
		if err != nil || !ok || first < 0 || first+count > maxObjects {
			return errNotOurs
		}
		for n := first; n < first+count; n++ {
			at, ok := s.whole()
			_, ok2 := s.whole()
			s.next()
			if !ok || !ok2 || at >= len(f.b) || string(s.tok) != "n" && string(s.tok) != "f" {
				return errNotOurs
			}
			for len(f.at) <= n {
				f.at = append(f.at, 0)
			}
			if s.tok[0] == 'n' {
				f.at[n] = at
			}
		}
	}
}

// object gives an object: its value, and the bytes of its stream if it is one.
func (f *file) object(n int) (value, stream []byte, err error) {
	if n <= 0 || n >= len(f.at) || f.at[n] == 0 {
		return []byte("null"), nil, nil // ISO 32000-2, 7.3.10
	}
	s := scanner{b: f.b, i: f.at[n]}
	number, ok := s.whole()
	_, ok2 := s.whole()
	s.next()
	if !ok || !ok2 || number != n || string(s.tok) != "obj" {
		return nil, nil, fmt.Errorf("object %d is not where the table says", n)
	}
	if value, err = s.value(); err != nil {
		return nil, nil, err
	}
	if s.next(); string(s.tok) != "stream" {
		return value, nil, nil
	}
	// The keyword ends with a line feed, or a return and a line feed.
	if bytes.HasPrefix(s.b[s.i:], []byte("\r\n")) {
		s.i++
	}
	if s.i >= len(s.b) || s.b[s.i] != '\n' {
		return nil, nil, fmt.Errorf("object %d: the stream does not begin", n)
	}
	s.i++
	length, err := f.length(lookup(value, "Length"))
	if err != nil || length > len(s.b)-s.i {
		return nil, nil, fmt.Errorf("object %d: the stream's length is wrong", n)
	}
	stream = s.b[s.i : s.i+length]
	s.i += length
	if s.next(); string(s.tok) != "endstream" {
		return nil, nil, fmt.Errorf("object %d: the stream does not end where it should", n)
	}
	return value, stream, nil
}

func (f *file) length(v []byte) (int, error) {
	if n, ok := reference(v); ok {
		if n <= 0 || n >= len(f.at) || f.at[n] == 0 {
			return 0, errNotOurs
		}
		s := scanner{b: f.b, i: f.at[n]}
		for range 3 { // n g obj
			s.next()
		}
		var err error
		if v, err = s.value(); err != nil {
			return 0, err
		}
	}
	l, err := strconv.Atoi(string(v))
	if err != nil || l < 0 {
		return 0, errNotOurs
	}
	return l, nil
}

// scanner cuts a file into tokens (ISO 32000-2, 7.2).
type scanner struct {
	b    []byte
	i    int // behind the token
	tok  []byte
	from int // where the token begins
}

func space(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func delimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// next reads a token; an empty one is the end.
func (s *scanner) next() {
	for s.i < len(s.b) && (space(s.b[s.i]) || s.b[s.i] == '%') {
		if s.b[s.i] == '%' {
			for s.i < len(s.b) && s.b[s.i] != '\n' && s.b[s.i] != '\r' {
				s.i++
			}
			continue
		}
		s.i++
	}
	s.from = s.i
	if s.i < len(s.b) {
		s.i = s.end()
	}
	s.tok = s.b[s.from:s.i]
}

// end finds where the token at i ends.
func (s *scanner) end() int {
	b, i := s.b, s.i
	two := func(c byte) bool { return i+1 < len(b) && b[i+1] == c }
	switch c := b[i]; {
	case c == '<' && two('<'), c == '>' && two('>'):
		return i + 2
	case c == '<':
		for i < len(b) && b[i] != '>' {
			i++
		}
		return min(i+1, len(b))
	case c == '(':
		return s.endOfString()
	case c != '/' && delimiter(c):
		return i + 1
	}
	for i++; i < len(b) && !space(b[i]) && !delimiter(b[i]); i++ {
	}
	return i
}

func (s *scanner) endOfString() int {
	depth := 0
	for i := s.i; i < len(s.b); i++ {
		switch s.b[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(s.b)
}

// whole reads a whole number that is not negative.
func (s *scanner) whole() (int, bool) {
	s.next()
	n, err := strconv.Atoi(string(s.tok))
	return n, err == nil && n >= 0
}

// value reads a whole value: a scalar, a reference, an array, a dictionary.
func (s *scanner) value() ([]byte, error) {
	s.next()
	from, depth := s.from, 0
	for {
		switch t := string(s.tok); t {
		case "":
			return nil, errNotOurs
		case "<<", "[":
			depth++
		case ">>", "]":
			depth--
		}
		if depth < 0 {
			return nil, errNotOurs
		}
		if depth == 0 {
			break
		}
		s.next()
	}
	v := s.b[from:s.i]
	if !digits(v) {
		return v, nil
	}
	// Two more tokens may make it a reference.
	after := *s
	after.next()
	if digits(after.tok) {
		if after.next(); string(after.tok) == "R" {
			s.i = after.i
			return s.b[from:s.i], nil
		}
	}
	return v, nil
}

func digits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}

// lookup finds the value of a key in a dictionary; nil where it has none.
func lookup(dict []byte, key string) []byte {
	s := scanner{b: dict}
	if s.next(); string(s.tok) != "<<" {
		return nil
	}
	for {
		s.next()
		if len(s.tok) == 0 || s.tok[0] != '/' {
			return nil
		}
		name := s.tok[1:]
		v, err := s.value()
		if err != nil {
			return nil
		}
		if string(name) == key {
			return v
		}
	}
}

// items are the values of an array.
func items(array []byte) (list [][]byte) {
	s := scanner{b: array}
	if s.next(); string(s.tok) != "[" {
		return nil
	}
	for {
		v, err := s.value()
		if err != nil {
			return list
		}
		list = append(list, v)
	}
}

// reference reads "7 0 R".
func reference(v []byte) (int, bool) {
	s := scanner{b: v}
	n, ok := s.whole()
	_, ok2 := s.whole()
	s.next()
	return n, ok && ok2 && string(s.tok) == "R"
}

// renumbered writes a value with its references changed.
func renumbered(dst, v []byte, number func(int) int) []byte {
	s := scanner{b: v}
	copied := 0 // of v
	var ints [][2]int
	for s.next(); len(s.tok) > 0; s.next() {
		switch {
		case digits(s.tok):
			ints = append(ints, [2]int{s.from, s.i})
			continue
		case string(s.tok) == "R" && len(ints) >= 2:
			at := ints[len(ints)-2]
			if n, err := strconv.Atoi(string(v[at[0]:at[1]])); err == nil {
				dst = append(dst, v[copied:at[0]]...)
				dst = strconv.AppendInt(dst, int64(number(n)), 10)
				dst = append(dst, " 0 R"...)
				copied = s.i
			}
		}
		ints = ints[:0]
	}
	return append(dst, v[copied:]...)
}
